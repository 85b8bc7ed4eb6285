"""What a measure declares: its table, what it needs, which choices it reads; and the columns of every table, once.

``columns.csv`` beside this file lists the columns (table, column, type, zh, en). :func:`measure` registers a function of
tables, brings what it returns to those columns and types, and writes their meaning into its docstring.
"""

from __future__ import annotations

import csv
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from qcompare.errors import ParameterError, SchemaError, unknown
from qcompare.measures.choices import VALID
from qcompare.schema import Field

P = ParamSpec("P")
T = TypeVar("T")
_DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


@functools.cache
def tables() -> Mapping[str, tuple[Field, ...]]:
    """Return the fields of every result table, by table name.

    >>> [field.name for field in tables()["ladder"]]
    ['plan', 'rung', 'targets', 'n', 'share', 'at_least', 'event', 'undated']
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


class Beside(dict[str, Any]):
    """What every table of a corpus has in its ``attrs``: pandas copies those deeply at each step of each table, and this not at all."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Beside:
        """Return the same: nobody changes it."""
        return self


class Described(list[Mapping[str, Any]]):
    """Rows in ``attrs``, as :class:`Beside`."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Described:
        """Return the same: nobody changes it."""
        return self


def finish(table: str, rows: pd.DataFrame | Iterable[Mapping[str, Any]], **options: Any) -> pd.DataFrame:
    """Return rows as the result table: its columns in order, nullable types, the options in ``attrs``.

    A table that ``columns.csv`` does not describe (one of a researcher's own) keeps the columns that it has.
    """
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    if table in tables():
        frame = frame.reindex(columns=columns(table))
        frame = frame.astype({field.name: _DTYPES[field.type] for field in tables()[table]})
    frame = frame.reset_index(drop=True)
    frame.attrs = {"table": table, "options": options}
    return frame


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One entry of the registry: a pure function, and what the registry must know to call it.

    Parameters
    ----------
    name
        Name of the table (or of the value that other measures need).
    function
        What computes it.
    question
        The question that its table belongs to; empty for a value that only other measures need.
    needs
        Parameter → table, value or input of that name.
    choices
        Definitions (:class:`qcompare.measures.choices.Choices`) that it reads itself; what it needs may read more.
    settings
        Of ``seed`` and ``draws``, those that it takes.
    asks
        Parameters that only the caller can give, such as the word of ``kwic``.
    main
        Whether it is the main table of its question.
    number
        Counts registrations: a measure that replaces another has a higher one.
    again
        Whether it took the place of another of its name.
    """

    name: str
    function: Callable[..., Any]
    question: str
    needs: Mapping[str, str]
    choices: tuple[str, ...]
    settings: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    main: bool = False
    number: int = 0
    again: bool = False
    doc: str = field(default="", compare=False)

    @property
    def is_table(self) -> bool:
        """Whether it is a table, and no other value."""
        made = inspect.signature(self.function).return_annotation
        return made is pd.DataFrame or made == "pd.DataFrame"


REGISTRY: dict[str, Measure] = {}


def measure(
    name: str, question: str = "", *, choices: Iterable[str] = (), settings: Iterable[str] = (), asks: Iterable[str] = (),
    main: bool = False, replace: bool = False, **needs: str,
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:  # fmt: skip
    """Register a function as a measure; the names of its parameters say what it needs.

    A positional parameter takes the table or value of its name (``targets``, ``plans``, ``elements`` …), or of the name
    that ``needs`` gives it (``coded="targets"``). A keyword-only parameter named like a definition (``part``, ``years``
    …) takes the chosen value, one named ``chosen`` takes all definitions, and ``choices`` must then say which it reads;
    any other keeps its default unless ``needs`` names it. With a ``question`` the result is a table, brought to the
    columns of ``columns.csv`` where those are described; without one it is a value for other measures.

    Parameters
    ----------
    name
        Name of the table.
    question
        specificity, ambition, alignment, …; ``own`` for one of yours.
    choices, settings, asks, main
        See :class:`Measure`.
    replace
        Take the place of a measure of the same name from elsewhere: every table made from it follows.
    needs
        Parameter → table, where the two are named differently.

    Raises
    ------
    ParameterError
        If another module has a measure of this name, or a choice is unknown.

    Examples
    --------
    >>> import qcompare as qc
    >>> @qc.measures.measure("dated_share", "own")
    ... def dated_share(elements):
    ...     return elements.groupby("plan")["dated"].mean().reset_index()
    >>> qc.measures.table(qc.load(), "dated_share", years="explicit")["plan"].tolist()
    ['anhui', 'nantong', 'qingdao', 'siping', 'tianjin']
    """
    for choice in choices:
        if choice not in VALID:
            raise ParameterError(unknown("definition", choice, VALID))

    def wrap(function: Callable[P, Any]) -> Callable[P, Any]:
        known = REGISTRY.get(name)
        if known and not replace and known.function.__module__ != function.__module__:
            raise ParameterError(f"there is a measure {name!r} already: choose another name, or say replace=True")
        made = _table(name, function) if question else function
        REGISTRY[name] = Measure(
            name, made, question, _needs(function, needs, tuple(asks)), _choices(function, choices),
            tuple(settings), tuple(asks), main, _count(), known is not None, inspect.getdoc(function) or "",
        )  # fmt: skip
        return made

    return wrap


_REGISTERED = 0


def _count() -> int:
    global _REGISTERED  # noqa: PLW0603  (one number for the process: memos must not outlive a redefinition)
    _REGISTERED += 1
    return _REGISTERED


def registered() -> tuple[int, int]:
    """Return what changes when a measure is registered: how many there are, and the number of the latest."""
    return len(REGISTRY), _REGISTERED


def replaced() -> int:
    """Return the number of the latest measure that took the place of another; 0 where none has."""
    return _replaced(*registered())


@functools.lru_cache(maxsize=1)
def _replaced(*registered: int) -> int:
    return max((entry.number for entry in REGISTRY.values() if entry.again), default=0)


def _needs(function: Callable[..., Any], named: Mapping[str, str], asks: tuple[str, ...]) -> dict[str, str]:
    """Return what each parameter takes: all positional ones, and the keyword-only ones that are named."""
    found = {}
    for parameter in inspect.signature(function).parameters.values():
        positional = parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        if parameter.name in named or positional and parameter.name not in asks:
            found[parameter.name] = named.get(parameter.name, parameter.name)
    return found


def _choices(function: Callable[..., Any], read: Iterable[str]) -> tuple[str, ...]:
    """Return the definitions that a function reads: those that it lists, and those that its parameters are named after."""
    own = [
        p.name for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY and p.name in VALID
    ]
    return tuple(dict.fromkeys([*read, *own]))


def _table(name: str, function: Callable[P, Any]) -> Callable[P, pd.DataFrame]:
    """Make a function return the result table, and say in its docstring what the columns mean."""

    @functools.wraps(function)
    def measured(*args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        options = {key: value for key, value in kwargs.items() if isinstance(value, str | int | float | bool)}
        return finish(name, function(*args, **kwargs), **options)

    lines = "\n".join(f"    {f.name} : {f.type}\n        {f.en} ({f.zh})" for f in tables().get(name, ()))
    measured.__doc__ = f"{function.__doc__ or ''}\n\nColumns of the result (``{name}``):\n\n{lines}\n"
    return measured
