"""A Frictionless data package of the coding: texts, tables with their schema, corrections, in a folder or a zip.

After Data Package 2.0 (datapackage.org): csv tables described by Table Schema, each file with its size and hash.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from qcompare import output
from qcompare.corrections.records import Correction
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.bundle import Bundle, Item, Record
from qcompare.exchange.cells import parse, unguard
from qcompare.exchange.tables import csv_text
from qcompare.schema import TABLES, Field
from qcompare.schema_export import table_schema
from qcompare.text.formats.limits import MAX_FILE, check_size, member

if TYPE_CHECKING:
    from collections.abc import Sequence

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CORRECTIONS = (
    Field("id", "string", "编号", "stands for exactly this correction"),
    Field("plan", "string", "规划简称", "short name of the plan"),
    Field("action", "string", "决定", "what was decided", ("accept", "reject", "edit", "add", "withdraw")),
    Field("coder", "string", "编码人", "who decided"),
    Field("when", "string", "时间", "when, in UTC"),
    Field("reason", "string", "理由", "why", null=True),
    Field("record", "string", "全文", "the whole correction as JSON"),
)


def write_package(bundle: Bundle, path: Path, more: Mapping[str, Sequence[Mapping[str, Any]]] | None = None) -> None:
    """Write a data package.

    Parameters
    ----------
    bundle
        Plans, targets, corrections.
    path
        A folder, made if need be, or a file that ends in ``.zip``, or a pipe.
    more
        Further tables of the schema: ``numerals``, ``sentences``.
    """
    files = _files(bundle, more or {})
    if path.suffix.lower() == ".zip" or path.exists() and not path.is_dir():
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        output.write(path, packed.getvalue())
        return
    for name in files:  # all of them before the first is written
        output.refuse_source(path / name)
    for name, data in files.items():
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        output.write(place, data)


def _files(bundle: Bundle, more: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    resources: list[Record] = []
    for number, item in enumerate(bundle.items, 1):
        path = f"texts/{number:04d}.txt"
        files[path] = item.text.encode("utf-8", "surrogatepass")
        resources.append({
            "name": f"text-{number:04d}", "path": path, "title": item.name, "format": "txt",
            "mediatype": "text/plain", "encoding": "utf-8",
        })  # fmt: skip
    abouts = [item.about for item in bundle.items if item.about]
    tables = {"plans": abouts, "targets": bundle.targets, **more}
    for name, rows in tables.items():
        if rows or name == "targets":
            _add(files, resources, name, TABLES[name], rows)
    records = [correction.record() for correction in bundle.corrections]
    rows = [{**record, "record": json.dumps(record, ensure_ascii=False)} for record in records]
    if rows:
        _add(files, resources, "corrections", CORRECTIONS, rows)
    for resource in resources:
        data = files[resource["path"]]
        resource |= {"bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest()}
    descriptor = {
        "$schema": PROFILE, "name": "qcompare-coding", "title": "规划目标编码 · Coded targets of plans",
        "resources": resources,  # no licence: texts and coding are other people's to license
    }  # fmt: skip
    files["datapackage.json"] = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def _add(
    files: dict[str, bytes],
    resources: list[Record],
    name: str,
    known: Iterable[Field],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Add a table; columns that no row has are left out, fields outside the schema stand as JSON in ``more``."""
    columns = [field for field in known if not rows or any(field.name in row for row in rows)]
    names = {field.name for field in known}
    extras = (
        [{key: value for key, value in row.items() if key not in names} for row in rows]
        if name != "corrections"
        else []
    )
    if any(extras):
        columns.append(Field("more", "string", "其他", "fields outside the schema, as JSON", null=True))
        rows = [{**row, "more": json.dumps(extra, ensure_ascii=False)} for row, extra in zip(rows, extras, strict=True)]
    path = f"{name}.csv"
    files[path] = csv_text(rows, columns).encode("utf-8", "surrogatepass")
    schema = table_schema(columns)
    for column in schema["fields"]:  # an empty text is a value that a csv cannot tell from none
        if any(row.get(column["name"]) in ("", None) for row in rows):
            column.get("constraints", {}).pop("required", None)
    resources.append({
        "name": name, "type": "table", "path": path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "schema": schema,
    })  # fmt: skip


def read_package(path: Path) -> Bundle:
    """Return the plans, targets and corrections of a data package that :func:`write_package` wrote.

    Raises
    ------
    SourceError
        If it is no such package, a file of it is missing or has another hash than stated.
    """
    try:
        if path.is_dir():
            return _read(lambda name: _inside(path, name))
        with zipfile.ZipFile(path) as archive:
            return _read(lambda name: member(archive, archive.getinfo(name), f"{path}!{name}"))
    except SourceError:
        raise
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        NotImplementedError,
        csv.Error,
        RecursionError,
    ) as error:
        problem = f"it is no data package of qcompare ({str(error)[:100]})"
        raise SourceError(path, problem, "give what `qcompare export datapackage` wrote") from None


def _inside(folder: Path, name: str) -> bytes:
    """Return a file of the folder; a path that leads out of it is refused."""
    parts = PurePosixPath(name).parts
    place = folder / name
    if (
        ".." in parts
        or name.startswith(("/", "\\"))
        or ":" in name
        or not place.resolve().is_relative_to(folder.resolve())
    ):
        raise SchemaError(f"the path {name!r} leads out of the package")
    check_size(str(place), place.stat().st_size)
    return place.read_bytes()


def _read(get: Callable[[str], bytes]) -> Bundle:
    descriptor = json.loads(get("datapackage.json"))
    texts: dict[str, str] = {}
    tables: dict[str, list[Record]] = {}
    for resource in descriptor["resources"]:
        data = get(resource["path"])
        if "sha256:" + hashlib.sha256(data).hexdigest() != resource["hash"]:
            raise SchemaError(f"{resource['path']} is not the file that was written: its hash differs")
        text = data.decode("utf-8", "surrogatepass")
        if resource.get("type") == "table":
            known = CORRECTIONS if resource["name"] == "corrections" else TABLES[resource["name"]]
            tables[resource["name"]] = _rows(text, {field.name: field for field in known})
        else:
            texts[resource["title"]] = text
    about = {row["plan"]: row for row in tables.get("plans", [])}
    bundle = Bundle([Item(name, text, about.get(name, {})) for name, text in texts.items()])
    by_name = {item.name: item for item in bundle.items}
    for target in tables.get("targets", []):
        by_name[target["plan"]].targets.append(target)
    bundle.corrections = [Correction.from_record(json.loads(row["record"])) for row in tables.get("corrections", [])]
    return bundle


def _rows(text: str, known: Mapping[str, Field]) -> list[Record]:
    csv.field_size_limit(MAX_FILE)
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, [])
    rows = []
    for number, line in enumerate(lines, 2):
        row: Record = {}
        for name, cell in zip(header, line, strict=True):
            if name == "more":
                row |= json.loads(unguard(cell)) if cell else {}
            else:
                row[name] = parse(known[name], unguard(cell), f"row {number}")
        rows.append(row)
    return rows
