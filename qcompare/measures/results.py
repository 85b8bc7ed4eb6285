"""The columns of every result table, once: names, types and meanings.

``columns.csv`` beside this file lists them (table, column, type, zh, en). :func:`result` gives a measure
those columns: it brings what the measure returns to that order and those types, and writes them into its
docstring, so that what is documented is what comes back.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Any, ParamSpec

import pandas as pd

from qcompare.errors import SchemaError, unknown
from qcompare.schema import Field

P = ParamSpec("P")
_DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


@functools.cache
def tables() -> Mapping[str, tuple[Field, ...]]:
    """Return the fields of every result table, by table name.

    >>> [field.name for field in tables()["ladder"]]
    ['plan', 'rung', 'targets', 'n', 'share', 'at_least', 'event']
    """
    found: dict[str, list[Field]] = {}
    with (resources.files(__package__) / "columns.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["table"], []).append(Field(row["column"], row["type"], row["zh"], row["en"]))
    return {name: tuple(fields) for name, fields in found.items()}


def columns(table: str) -> list[str]:
    """Return the column names of a result table, in order.

    Raises
    ------
    SchemaError
        If there is no such table.
    """
    if table not in tables():
        raise SchemaError(unknown("result table", table, tables()))
    return [field.name for field in tables()[table]]


def finish(table: str, rows: pd.DataFrame | Iterable[Mapping[str, Any]], **options: Any) -> pd.DataFrame:
    """Return rows as the result table: its columns in order, nullable types, the options in ``attrs``."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    frame = frame.reindex(columns=columns(table)).reset_index(drop=True)
    frame = frame.astype({field.name: _DTYPES[field.type] for field in tables()[table]})
    frame.attrs = {"table": table, "options": options}
    return frame


def result(table: str) -> Callable[[Callable[P, Any]], Callable[P, pd.DataFrame]]:
    """Make a function return the result table, and say in its docstring what the columns mean."""

    def wrap(function: Callable[P, Any]) -> Callable[P, pd.DataFrame]:
        @functools.wraps(function)
        def measured(*args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
            options = {key: value for key, value in kwargs.items() if isinstance(value, str | int | float | bool)}
            return finish(table, function(*args, **kwargs), **options)

        lines = "\n".join(f"    {f.name} : {f.type}\n        {f.en} ({f.zh})" for f in tables()[table])
        measured.__doc__ = f"{function.__doc__ or ''}\n\nColumns of the result (``{table}``):\n\n{lines}\n"
        return measured

    return wrap
