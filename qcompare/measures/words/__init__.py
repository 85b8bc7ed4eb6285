"""The words that the measures look for, as CSV files that a domain expert can read and edit."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``words/<name>.csv`` as dicts, in file order."""
    with (files(__package__) / f"{name}.csv").open(encoding="utf-8") as stream:
        return tuple(csv.DictReader(stream, strict=True))


@cache
def listed(name: str, column: str = "word", **where: str) -> tuple[str, ...]:
    """Return one column of a word list, longest first, for the rows that match ``where``.

    >>> listed("cycles", vague="yes")
    ('定期', '适时')
    """
    chosen = (row[column] for row in rows(name) if all(row[key] == value for key, value in where.items()))
    return tuple(sorted(dict.fromkeys(chosen), key=lambda word: (-len(word), word)))


def pattern(name: str, column: str = "word", **where: str) -> str:
    """Return one regular expression for the words of a list, longest first."""
    return "|".join(map(re.escape, listed(name, column, **where)))
