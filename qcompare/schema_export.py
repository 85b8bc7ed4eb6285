"""One schema → JSON Schema, the Frictionless data package and the data dictionary.

``python -m qcompare.schema_export`` writes them into ``data/``; a test holds the committed files equal to what it writes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qcompare import output
from qcompare.catalogue import FILES, DataFile
from qcompare.paths import data_dir
from qcompare.schema import TABLES, Field

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_JSON = {"date": "string", "array": "array", "boolean": "boolean", "integer": "integer", "number": "number"}
_TITLES = {
    "targets": ("目标表", "Targets: one row per commitment to one level of one indicator"),
    "numerals": ("数字清单", "Numerals: every Arabic numeral of every source, once, with its role"),
    "plans": ("规划表", "Plans: what each document says of itself, and counts"),
    "sentences": ("句子表", "Sentences: every sentence of every source, with its place in the structure"),
}
LICENCES = [
    {"name": "Apache-2.0", "title": "Apache License 2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"}
]


def json_schema(table: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one record of a table.

    >>> json_schema("numerals")["required"]
    ['plan', 'start', 'end', 'text', 'role', 'sentence', 'rule']
    """
    fields = TABLES[table]
    return {
        "$schema": _DRAFT,
        "title": table,
        "description": " · ".join(_TITLES[table]),
        "type": "object",
        "properties": {field.name: _property(field) for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    kind = _JSON.get(field.type, "string")
    found: dict[str, Any] = {"title": field.zh, "description": _meaning(field)}
    found["type"] = [kind, "null"] if field.null else kind
    if field.values:
        found["enum"] = [*field.values, None] if field.null else list(field.values)
    if field.type == "date":
        found["format"] = "date"
    if field.type == "array":
        found["items"] = {"type": "string"}
    return found


def _meaning(field: Field) -> str:
    return f"{field.en} ({field.unit})" if field.unit else field.en


def table_schema(fields: Iterable[Field], key: Iterable[str] = ()) -> dict[str, Any]:
    """Return the Table Schema of columns, as a Frictionless data package wants it."""
    found: dict[str, Any] = {"fields": [_column(field) for field in fields], "missingValues": [""]}
    if key := list(key):
        found["primaryKey"] = key
    return found


def _column(field: Field) -> dict[str, Any]:
    limits: dict[str, Any] = {} if field.null else {"required": True}
    if field.values:
        limits["enum"] = list(field.values)
    found: dict[str, Any] = {"name": field.name, "type": field.type, "title": field.zh, "description": _meaning(field)}
    return {**found, "constraints": limits} if limits else found


def datapackage(folder: Path) -> dict[str, Any]:
    """Return the descriptor of the data package in a folder laid out like ``data/``."""
    plans = [_text(folder, path) for path in sorted((folder / "plans").glob("*.txt"))]
    return {
        "$schema": _PROFILE,
        "name": "qcompare",
        "title": "中国质量发展规划目标 · Targets of Chinese quality-development plans",
        "description": "Five local plans as published, the goals of the national outline, a hand-coded reference set, and the crosswalk"
        " between indicators. The plans are public documents of the bodies that issued them; the coding is the project's.",
        "licenses": LICENCES,
        "resources": plans + [_file(folder, file) for file in FILES if (folder / file.path).is_file()],
    }


def _bytes(folder: Path, path: str) -> dict[str, Any]:
    data = (folder / path).read_bytes()
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _text(folder: Path, path: Path) -> dict[str, Any]:
    where = f"plans/{path.name}"
    return {
        "name": f"plan-{path.stem}", "path": where, "title": f"{path.stem} · plan as published",
        "format": "txt", "mediatype": "text/plain", "encoding": "utf-8", **_bytes(folder, where),
    }  # fmt: skip


def _file(folder: Path, file: DataFile) -> dict[str, Any]:
    ending = file.path.rsplit(".", 1)[1]
    media = {"csv": "text/csv", "jsonl": "application/x-ndjson", "json": "application/json", "md": "text/markdown"}
    found: dict[str, Any] = {
        "name": file.name, "path": file.path, "title": f"{file.zh} · {file.en}",
        "format": ending, "mediatype": media[ending], "encoding": "utf-8", **_bytes(folder, file.path),
    }  # fmt: skip
    if file.fields:
        found |= {"type": "table", "schema": table_schema(file.fields, file.key)}
    return found


def dictionary(folder: Path) -> str:
    """Return the data dictionary: every file of the folder and every table that is computed, column by column."""
    lines = [
        "# 数据 · Data",
        "",
        "<!-- Written by `python -m qcompare.schema_export` from qcompare/schema.py and qcompare/catalogue.py: edit those. -->",
        "",
        "`plans/` 是五份规划的原文，一字未改；旁边的 `.yml` 记其来源、元数据与校验和（读取时核对）。字段含义以 [编码手册](reference/CODEBOOK.md) 为准。",
        "",
        "`plans/` holds the five plans as published, never edited; the `.yml` beside each states its metadata, its source and its",
        "checksum, which is checked on reading. The meaning of the fields is the [codebook](reference/CODEBOOK.md)'s. `datapackage.json`",
        "describes all of it to machines (Frictionless Data Package), `schema/` the computed tables (JSON Schema).",
        "",
        "Text offsets are 0-based code points into the source file, end-exclusive: `source[start:end] == quote`.",
        "",
        "## 文件 · Files",
        "",
        "| file | what | rows |",
        "| --- | --- | ---: |",
    ]
    for path in sorted((folder / "plans").glob("*.txt")):
        title = _sidecar_title(path)
        lines.append(f"| [plans/{path.name}](plans/{path.name}) | {title} | |")
    for file in FILES:
        if (folder / file.path).is_file():
            rows = _rows(folder / file.path) if file.fields else ""
            lines.append(f"| [{file.path}]({file.path}) | {file.zh} · {file.en} | {rows} |")
    lines += ["", "## 计算所得的表 · Tables that are computed", ""]
    for table, fields in TABLES.items():
        zh, en = _TITLES[table]
        lines += [
            f"### {table}",
            "",
            f"{zh} · {en}. JSON Schema: [schema/{table}.json](schema/{table}.json)",
            "",
            *_columns(fields),
            "",
        ]
    lines += ["## 各文件的字段 · Columns of the files", ""]
    for file in FILES:
        if file.fields and (folder / file.path).is_file():
            lines += [f"### {file.path}", "", f"{file.zh} · {file.en}", "", *_columns(file.fields), ""]
    return "\n".join(lines)


def _columns(fields: Iterable[Field]) -> list[str]:
    rows = ["| field | type | 含义 | meaning | values |", "| --- | --- | --- | --- | --- |"]
    for field in fields:
        kind = f"{field.type}{', or empty' if field.null else ''}"
        values = ", ".join(f"`{value}`" for value in field.values)
        rows.append(f"| `{field.name}` | {kind} | {field.zh} | {_meaning(field)} | {values} |".replace(" |  |", " | |"))
    return rows


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return (
            sum(1 for _ in csv.reader(stream)) - 1
            if path.suffix == ".csv"
            else sum(1 for line in stream if line.strip())
        )


def _sidecar_title(path: Path) -> str:
    import yaml

    beside = path.with_suffix(".yml")
    if not beside.is_file():
        return path.stem
    stated = yaml.safe_load(beside.read_text(encoding="utf-8"))
    return f"{stated.get('title') or stated.get('doc_type')} · {stated.get('issuer')}, {stated.get('date_issued')}"


def exports(folder: Path) -> dict[str, str]:
    """Return every generated file, path under the folder → text."""
    found = {f"schema/{table}.json": _dump(json_schema(table)) for table in TABLES}
    found["datapackage.json"] = _dump(datapackage(folder))
    found["README.md"] = dictionary(folder).rstrip("\n") + "\n"
    return found


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write every generated file; return 1 where one changed, as a pre-commit hook does."""
    folder, changed = data_dir(), []
    for name, text in exports(folder).items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            output.write(path, text)
            changed.append(name)
    sys.stderr.write(f"data/: {', '.join(changed)} written anew\n" if changed else "data/: all as the schema says\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
