"""Codings that other people or programs wrote: rows with quotes out of csv, xlsx, jsonl, or JSON of any shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qcompare.corrections.records import CODED
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.cells import from_xlsx, unguard
from qcompare.schema import TARGETS
from qcompare.text.formats.delimited import csv_rows, text_of_table
from qcompare.text.formats.limits import check_size
from qcompare.text.formats.workbook import workbook

Row = dict[str, Any]
_NAMES = {one.name: one.name for one in TARGETS if one.name in CODED}
_NAMES |= {one.zh: one.name for one in TARGETS if one.name in CODED}
_NAMES |= {"level": "level_text", "text": "quote", "引文": "quote", "目标年": "year"}
_FENCE = re.compile(r"```[a-zA-Z]*\s*(.*?)```", re.S)


def is_quoted(path: Path) -> bool:
    """Tell whether a file is a coding with quotes and no offsets: rows with ``quote``, none with ``start``.

    Raises
    ------
    SourceError
        If it can be read by none of the readers.
    """
    if path.suffix.lower() not in _READERS:
        return False
    try:
        rows = list(read_rows(path))
    except SourceError:
        if path.suffix.lower() in (".json", ".md", ".txt"):
            raise
        return False
    return (
        bool(rows)
        and any("quote" in row for _, row in rows)
        and not any(row.get("start") is not None for _, row in rows)
    )


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a file with the fields' names, each with its number in the file.

    csv, jsonl, xlsx, or JSON of any shape that holds a list of objects with ``quote`` (or 原文), also inside the text of
    a language model's answer. Columns may have the Chinese names of the schema.

    Raises
    ------
    SourceError
        If it cannot be read, or holds no such rows.
    """
    try:
        check_size(str(path), path.stat().st_size)
        rows = list(_READERS[path.suffix.lower()](path))
    except SourceError:
        raise
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(
            path, f"it holds no coding ({str(error)[:100]})", "give csv, jsonl, xlsx or JSON with a field quote"
        ) from None
    for number, row in rows:
        named = {
            _NAMES[key]: value
            for name, value in row.items()
            if (key := str(name).strip()) in _NAMES or (key := key.lower()) in _NAMES
        }
        if any(value not in (None, "") for value in named.values()):
            yield number, named


def _csv(path: Path) -> Iterator[tuple[int, Row]]:
    rows = csv_rows(path.read_bytes())
    header = next(rows, [])
    for number, row in enumerate(rows, 2):
        yield number, {name: unguard(cell) for name, cell in zip(header, row, strict=False)}


def _xlsx(path: Path) -> Iterator[tuple[int, Row]]:
    with workbook(path) as book:
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=200_000, max_col=100)
        header = [str(name) for name in next(rows, ()) if name is not None]
        for number, row in enumerate(rows, 2):
            yield (
                number,
                {
                    name: from_xlsx(cell) if isinstance(cell, str) else cell
                    for name, cell in zip(header, row, strict=False)
                },
            )


def _json(path: Path) -> Iterator[tuple[int, Row]]:
    text = text_of_table(path.read_bytes())
    found = _rows_in(_decoded(text))
    if found is None:
        raise SchemaError("no list of objects with a quote in it")
    yield from enumerate(found, 1)


def _decoded(text: str) -> Any:
    """Return what a text says in JSON: the whole, its lines, or what stands between fences or brackets in it."""
    candidates = [
        text,
        *_FENCE.findall(text),
        text[text.find("[") : text.rfind("]") + 1],
        text[text.find("{") : text.rfind("}") + 1],
    ]
    for candidate in candidates:
        try:
            return json.loads(candidate)
        except ValueError:
            continue
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line) for line in lines]
    except ValueError:
        return None


def _rows_in(value: Any, depth: int = 0) -> list[Row] | None:
    """Return the first list of objects with a quote in a value of any shape, also in texts that are JSON themselves."""
    if depth > 12:
        return None
    if isinstance(value, str):
        return _rows_in(_decoded(value), depth + 1) if "quote" in value or "原文" in value else None
    if isinstance(value, dict) and {"quote", "原文"} & set(value):
        return [value]
    if isinstance(value, dict):
        return next((rows for one in value.values() if (rows := _rows_in(one, depth + 1)) is not None), None)
    if isinstance(value, list):
        rows = [one for one in value if isinstance(one, dict) and ({"quote", "原文"} & set(one))]
        if rows:
            return rows
        several = [found for one in value if (found := _rows_in(one, depth + 1)) is not None]
        return [row for rows in several for row in rows] if several else None
    return None


_READERS = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _json, ".json": _json, ".txt": _json, ".md": _json}
