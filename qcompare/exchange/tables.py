"""The tables as csv, jsonl, xlsx and parquet, out and in again: what is read back is what was written."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from qcompare import output
from qcompare.errors import SchemaError, SourceError, unknown
from qcompare.exchange.cells import from_xlsx, guard, parse, plain, put, unguard
from qcompare.schema import Field, fields
from qcompare.text.formats.delimited import csv_rows, text_of_table
from qcompare.text.formats.limits import check_size
from qcompare.text.formats.workbook import workbook

MAX_ROWS = 1_000_000
Record = Mapping[str, Any]
_ARROW = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool", "date": "string"}


def write_table(records: Iterable[Record], table: str, path: Path) -> None:
    """Write records of a table of the schema; the ending of the path says how (.csv, .jsonl, .xlsx, .parquet).

    Columns that no record has (the derived ones in hand coding) are left out.

    Raises
    ------
    SchemaError
        If the ending is unknown.
    """
    rows = [plain(record) for record in records]
    given = {name for row in rows for name in row}
    columns = tuple(field for field in fields(table) if field.name in given or not rows)
    output.write(path, _of(path, _WRITERS)(rows, columns))


def read_table(path: Path, table: str) -> list[dict[str, Any]]:
    """Return the records in a file that :func:`write_table` wrote, or in one with the same columns.

    An empty text in a field that may be missing comes back as missing.

    Raises
    ------
    SourceError
        If the file cannot be read, or a cell holds no value of its column's type; says which row.
    """
    try:
        check_size(str(path), path.stat().st_size)
        return _of(path, _READERS)(path, fields(table))
    except (SchemaError, ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, csv.Error) as error:
        raise SourceError(path, str(error).strip("'\n")[:200], "give a table as `qcompare export` writes it") from None


def _of(path: Path, known: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    ending = path.suffix.lower()
    if ending in (".ods", ".xls", ".et", ".numbers"):
        raise SchemaError(f"{ending} is not read; save it as .xlsx or as .csv in the spreadsheet program")
    if ending not in known:
        raise SchemaError(unknown("kind of table", ending or path.name, known))
    return known[ending]


def csv_text(rows: Iterable[Record], columns: Iterable[Field]) -> str:
    """Return records as csv (RFC 4180, UTF-8), text guarded against being run as a formula."""
    columns = list(columns)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)  # CR LF, as only then a lone CR in a text is quoted
    writer.writerow([field.name for field in columns])
    for row in rows:
        writer.writerow([_text(row.get(field.name)) for field in columns])
    return stream.getvalue()


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return guard(value) if isinstance(value, str) else repr(value)


def _write_csv(rows: list[Record], columns: tuple[Field, ...]) -> bytes:
    return csv_text(rows, columns).encode("utf-8", "surrogatepass")


def _read_csv(path: Path, columns: tuple[Field, ...]) -> list[dict[str, Any]]:
    rows = csv_rows(path.read_bytes())
    header = _header(next(rows, []), columns)
    return [
        {field.name: parse(field, unguard(cell), f"row {number}") for field, cell in zip(header, row, strict=True)}
        for number, row in enumerate(rows, 2)
        if row
    ]


def _header(names: Iterable[Any], columns: tuple[Field, ...]) -> list[Field]:
    known = {field.name: field for field in columns}
    for name in names:
        if name not in known:
            raise SchemaError(unknown("column", str(name), known))
    return [known[name] for name in names]


def _write_jsonl(rows: list[Record], columns: tuple[Field, ...]) -> bytes:
    lines = (json.dumps({field.name: row.get(field.name) for field in columns}, ensure_ascii=False) for row in rows)
    return "".join(line + "\n" for line in lines).encode("utf-8", "surrogatepass")


def _read_jsonl(path: Path, columns: tuple[Field, ...]) -> list[dict[str, Any]]:
    text = text_of_table(path.read_bytes())
    rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    for row in rows:
        _header(row, columns)
    return rows


def _write_parquet(rows: list[Record], columns: tuple[Field, ...]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = [
        (field.name, pa.list_(pa.string()) if field.type == "array" else getattr(pa, _alias(field))())
        for field in columns
    ]
    stream = io.BytesIO()
    data = [{field.name: row.get(field.name) for field in columns} for row in rows]
    pq.write_table(pa.Table.from_pylist(data, schema=pa.schema(kinds)), stream)
    return stream.getvalue()


def _alias(field: Field) -> str:
    return {"bool": "bool_"}.get(_ARROW[field.type], _ARROW[field.type])


def _read_parquet(path: Path, columns: tuple[Field, ...]) -> list[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > MAX_ROWS:
            raise SchemaError(f"it has {file.metadata.num_rows:,} rows, more than {MAX_ROWS:,}")
        rows: list[dict[str, Any]] = file.read().to_pylist()
    except (pa.ArrowException, ValueError, OverflowError, TypeError) as error:  # the last three: values that are none
        raise SchemaError(str(error)) from None
    if rows:
        _header(rows[0], columns)
    return [plain(row) for row in rows]


def _write_xlsx(rows: list[Record], columns: tuple[Field, ...]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "table"
    for column, field in enumerate(columns, 1):
        put(sheet.cell(1, column), field.name)
        for number, row in enumerate(rows, 2):
            value = row.get(field.name)
            put(sheet.cell(number, column), json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value)
    sheet.freeze_panes = "B2"
    return save(book)


def save(book: Any) -> bytes:
    """Return the bytes of a workbook, the same for the same contents."""
    import datetime

    stamp = datetime.datetime(2000, 1, 1)
    book.properties.created = book.properties.modified = stamp
    raw = io.BytesIO()
    book.save(raw)
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "docProps/core.xml":  # openpyxl stamps the time of saving
                import re

                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _read_xlsx(path: Path, columns: tuple[Field, ...]) -> list[dict[str, Any]]:
    found = []
    with workbook(path) as book:
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=200)
        header = _header([name for name in next(rows, ()) if name is not None], columns)
        for number, row in enumerate(rows, 2):
            if any(value is not None for value in row):
                cells = zip(header, row, strict=False)
                found.append({field.name: _value(field, value, number) for field, value in cells})
    return found


def _value(field: Field, value: Any, number: int) -> Any:
    if isinstance(value, str):
        value = from_xlsx(value)
        return value if field.type in ("string", "date") else parse(field, value, f"row {number}")
    if value is None or field.type in ("string", "date"):
        return parse(field, None if value is None else str(value), f"row {number}")
    return parse(field, repr(value), f"row {number}")


_WRITERS: dict[str, Callable[..., bytes]] = {
    ".csv": _write_csv, ".jsonl": _write_jsonl, ".xlsx": _write_xlsx, ".parquet": _write_parquet,
}  # fmt: skip
_READERS: dict[str, Callable[..., list[dict[str, Any]]]] = {
    ".csv": _read_csv, ".jsonl": _read_jsonl, ".xlsx": _read_xlsx, ".parquet": _read_parquet,
}  # fmt: skip
