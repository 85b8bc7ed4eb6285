"""Tables of plans: csv, xlsx, Parquet and JSON files in which a row is a plan and a column holds the texts.

The column is named, or has one of the usual names, or is the one that holds running Chinese text. Rows are read once, in
passing, and travel with their text; what else a row states of its plan (title, issuer, …) counts as a sidecar's word.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSet, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from qcompare.errors import SourceError
from qcompare.schema import columns
from qcompare.text.decode import decode
from qcompare.text.formats.limits import MAX_FILE, check_size
from qcompare.text.formats.sidecar import stated_values
from qcompare.text.formats.sources import Source, unlike
from qcompare.text.formats.workbook import workbook

TEXT_COLUMNS = (
    "text", "full_text", "fulltext", "plan_text", "content", "body", "正文", "全文", "正文内容", "文本", "原文", "内容",
    "政策全文", "政策文本",
)  # fmt: skip
NAME_COLUMNS = ("plan", "name", "id", "doc_id", "名称", "文件名", "编号", "序号", "title", "标题")
_STATED = frozenset(columns("plans")[1 : columns("plans").index("script")])
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BATCH, _LOOKED_AT = 64, 20  # rows in memory at a time; rows that the columns are told from
_LEAST_HAN = 12  # characters of Chinese in the middle row of a column of texts: a sentence
_ADVICE = "name the column with --text-column, or leave the file out"

Record = Mapping[str, Any]
Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Row(Source):
    """A row of a table: the text itself, and what the table states of the plan."""

    text: str | None = None
    stated: Mapping[str, Any] = field(default_factory=dict)
    table: Path | None = None

    @property
    def filename(self) -> str:
        """The name of the row, which has no suffix."""
        return ""


def rows_of(
    table: Source,
    taken: MutableSet[str],
    text: str | None = None,
    name: str | None = None,
    opened: Opener | None = None,
) -> Iterator[Source | SourceError]:
    """Yield the rows of a table as plans; a line that is no record is an error in its place.

    Parameters
    ----------
    table
        The file.
    taken
        Names that are used up.
    text, name
        Columns of text and name; by default one of :data:`TEXT_COLUMNS` and :data:`NAME_COLUMNS`, or what looks like it.
    opened
        How to open the file, if it lies at no path.
    """
    stem = re.sub(r"\.(?:jsonl|ndjson)$", "", table.name)
    try:
        records = _records(table, opened or (lambda: _open(table)), text, name)
        first = list(islice(records, _LOOKED_AT))
        chosen = _chosen(table, [record for record in first if record is not None], text, name)
        for number, record in enumerate(chain(first, records)):
            label = f"{table.file}#{number}"
            if record is None:
                yield SourceError(label, "the line is no JSON record", "correct or remove it")
                continue
            try:
                row = _row(table, label, record, *chosen, f"{stem}-{number}")
            except SourceError as error:
                yield error
                continue
            if (named := unlike(row, taken)) is not None:
                yield named
    except SourceError as error:
        yield error


def _row(table: Source, label: str, record: Record, text: str, name: str | None, otherwise: str) -> Row:
    given, value = record.get(name) if name else None, record.get(text)
    said = {
        key: one.isoformat() if hasattr(one, "isoformat") else one
        for key, one in record.items()
        if key in _STATED and key != text and one not in (None, "")
    }
    called = otherwise if given in (None, "") else str(given)
    whole = None if value is None else str(value)
    return Row(called, label, text=whole, stated=stated_values(label, said), table=table.path)


def _chosen(table: Source, records: list[Record], text: str | None, name: str | None) -> tuple[str, str | None]:
    """Return the columns of text and name: as asked for, of a usual name, or as the cells look."""
    found = list(dict.fromkeys(key for record in records for key in record))
    if not found:
        raise SourceError(table.file, "it holds no rows", "leave it out")
    shown = ", ".join(map(str, found[:12]))
    if text is not None and text not in found:
        raise SourceError(table.file, f"it has no column {text!r}; it has {shown}", "correct --text-column")
    if name is not None and name not in found:
        raise SourceError(table.file, f"it has no column {name!r}; it has {shown}", "correct --name-column")
    column = text or _usual(found, TEXT_COLUMNS) or _longest(records, found)
    if column is None:
        raise SourceError(table.file, f"none of its columns holds texts of plans; it has {shown}", _ADVICE)
    return column, name or _usual([one for one in found if one != column], NAME_COLUMNS)


def _usual(found: Iterable[str], wanted: Iterable[str]) -> str | None:
    """Return the column with the first of the wanted names, capitals and blanks aside."""
    plain = {re.sub(r"[\s_-]", "", str(one)).lower(): one for one in reversed(list(found))}
    return next((plain[key] for one in wanted if (key := re.sub(r"[\s_-]", "", one).lower()) in plain), None)


def _longest(records: Sequence[Record], found: list[str]) -> str | None:
    """Return the column whose cells hold the most Chinese, if that is text."""

    def middle(column: str) -> int:
        counts = sorted(len(_HAN.findall(str(record.get(column) or ""))) for record in records)
        return counts[len(counts) // 2]

    best = max(found, key=middle)
    return best if middle(best) >= _LEAST_HAN else None


def _records(table: Source, opened: Opener, text: str | None, name: str | None) -> Iterator[Record | None]:
    """Yield the records of a table one at a time, None for a line that is none."""
    low = table.filename.lower()
    try:
        with opened() as file:
            if low.endswith(".parquet"):
                yield from _parquet(table, file, text, name)
            elif low.endswith(".xlsx"):
                yield from _xlsx(table, file)
            elif low.endswith((".csv", ".tsv")):
                yield from _csv(table, file)
            elif low.endswith(".json"):
                yield from _json(table, file)
            else:
                yield from _lines(gzip.GzipFile(fileobj=file) if low.endswith(".gz") else file)
    except (OSError, EOFError) as error:
        raise SourceError(table.file, f"it cannot be read ({_said(error)})", "get the file again") from None


def _open(table: Source) -> IO[bytes]:
    return table.path.open("rb") if table.path is not None else io.BytesIO(table.read())


def _parquet(table: Source, file: IO[bytes], text: str | None, name: str | None) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        found = opened.schema_arrow.names
        column = text or _usual(found, TEXT_COLUMNS)
        # Where the text column is known, the others are not read.
        wanted = {column, name or _usual(found, NAME_COLUMNS), *_STATED} if column in found else set(found)
        for batch in opened.iter_batches(_BATCH, columns=[one for one in found if one in wanted], use_threads=False):
            yield from batch.to_pylist()
    except (pa.ArrowException, ValueError, OverflowError, TypeError) as error:  # the last three: values that are none
        raise SourceError(table.file, f"it is a damaged Parquet file ({_said(error)})", "get the file again") from None


def _csv(table: Source, file: IO[bytes]) -> Iterator[Record]:
    data = file.read(MAX_FILE + 1)
    check_size(table.file, len(data))
    text = decode(data, table.file)[0].removeprefix("\ufeff")
    head = text[:4096].split("\n", 1)[0]
    mark = max("\t;,", key=head.count) if any(one in head for one in "\t;") else ","
    csv.field_size_limit(MAX_FILE)
    try:
        yield from (
            {key: one for key, one in row.items() if key}
            for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
        )
    except csv.Error as error:
        raise SourceError(
            table.file, f"it is no table of comma-separated values ({error})", "save it again as csv"
        ) from None


def _xlsx(table: Source, file: IO[bytes]) -> Iterator[Record]:
    """Yield the rows of the first sheet that has texts, below its first full row."""
    with workbook(file, table.file) as book:
        for sheet in book.worksheets:
            rows = (
                row
                for row in sheet.iter_rows(values_only=True)
                if sum(one is not None for one in row) > 1 or len(row) == 1
            )
            head = next(rows, None)
            if head is None:
                continue
            names = [str(one).strip() if one is not None else "" for one in head]
            records = ({key: one for key, one in zip(names, row, strict=False) if key} for row in rows)
            first = list(islice(records, _LOOKED_AT))
            if first and (_usual(names, TEXT_COLUMNS) or _longest(first, [one for one in names if one])):
                yield from chain(first, records)
                return


def _json(table: Source, file: IO[bytes]) -> Iterator[Record | None]:
    data = file.read(MAX_FILE + 1)
    check_size(table.file, len(data))
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise SourceError(table.file, "it is no JSON", "leave it out") from None
    listed = (
        found
        if isinstance(found, list)
        else next((one for one in found.values() if isinstance(one, list)), None)
        if isinstance(found, dict)
        else None
    )
    if not listed or not all(isinstance(one, dict) for one in listed):
        raise SourceError(table.file, "it is no list of records", "leave it out, or save the plan's text as .txt")
    yield from listed


def _lines(file: Iterable[bytes]) -> Iterator[Record | None]:
    for line in file:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        yield record if isinstance(record, dict) else None


def _said(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]
