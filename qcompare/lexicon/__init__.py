"""The words that the rules use, as CSV files that a domain expert can read and edit.

Each file has a header line; :func:`rows` reads one and refuses a row that lacks a required value, naming
file and line, so that a slip in an edit is found on loading and not in a result. The files of the measures lie in
``lexicon/measures/``: ``rows("measures/hedges")``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from qcompare.errors import LexiconError

# Columns that may be empty; every other column of a lexicon must be filled in each row.
OPTIONAL = frozenset({"usual", "note", "but_not", "unless", "not_after", "not_before", "column"})


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``lexicon/<name>.csv`` as dicts, in file order.

    Raises
    ------
    LexiconError
        If a required value is missing or a row has too many values; the message names file and line.
    """
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found = []
    for row in reader:
        if None in row:
            raise LexiconError(f"lexicon/{name}.csv:{reader.line_num}: too many values; quote commas")
        empty = [key for key, value in row.items() if not value and key not in OPTIONAL]
        if empty:
            raise LexiconError(f"lexicon/{name}.csv:{reader.line_num}: no value for {', '.join(empty)}")
        found.append(row)
    return tuple(found)


@cache
def words(name: str, column: str = "word", **where: str) -> tuple[str, ...]:
    """Return one column of a lexicon file, longest first, for the rows that match ``where``."""
    chosen = (row[column] for row in rows(name) if all(row[key] == value for key, value in where.items()))
    return tuple(sorted(dict.fromkeys(chosen), key=lambda word: (-len(word), word)))


@cache
def pattern(name: str, column: str = "word", **where: str) -> str:
    """Return one regular expression for the words of a file, longest first.

    >>> pattern("measures/cycles", vague="yes")
    '定期|适时'
    """
    return "|".join(map(re.escape, words(name, column, **where)))


def alternation(listed: Iterable[str]) -> str:
    """Return the pattern of the first of some words that stands at a place.

    Words that start alike are listed together behind their first character, so at most places none of them is tried.

    >>> alternation(["平方公里", "公里", "平方米", "件"])
    '(?=[平公件])(?:平(?:方公里|方米)|公里|件)'
    """
    chosen = list(listed)
    firsts = "".join(dict.fromkeys(word[0] for word in chosen))
    return f"(?=[{re.escape(firsts)}])(?:{grouped((word, '') for word in chosen)})"


def grouped(listed: Iterable[tuple[str, str]]) -> str:
    """Return the alternatives of some words, each with the pattern that goes on behind it, those that start alike together.

    >>> grouped([("平方公里", ""), ("公里", "(?!处)"), ("平方米", "")])
    '平(?:方公里|方米)|公里(?!处)'
    """
    by_first: dict[str, list[str]] = {}
    for word, behind in listed:
        by_first.setdefault(word[0], []).append(re.escape(word[1:]) + behind)
    return "|".join(
        re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for first, rests in by_first.items()
    )
