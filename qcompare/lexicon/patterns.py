"""Patterns that name classes of words: ``{strive}年均增长`` instead of ``(?:力争|确保|争取)年均增长``.

A word stands once, in ``words.csv``, in the class that says what it does; ``classes.csv`` says what each class is for.
A rule spells no list of its own: it names a class. Each object made here is remembered with what it was made from, so
that a test can leave out one word or one alternative and see whether anything that is coded changes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from qcompare.errors import LexiconError
from qcompare.lexicon import grouped, rows

_CLASS = re.compile(r"\{([a-z][a-z_]*)\}")


class Made(NamedTuple):
    """An object made of words: how (``pattern``, ``word_set``, ``word_tuple``), from what, and the object."""

    how: str
    source: str
    result: Any


made: list[Made] = []


@cache
def _of_class() -> dict[str, list[dict[str, str]]]:
    """Return the rows of each class of words."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("words"):
        found.setdefault(row["class"], []).append(row)
    return found


@cache
def members(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a class of words, those of the classes that it takes in included, longest word first.

    Raises
    ------
    LexiconError
        If ``words.csv`` has no row of this class.
    """
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in _of_class().get(name, ()):
        inner = _CLASS.fullmatch(row["word"])
        for member in members(inner[1]) if inner else (row,):
            found[member["word"], member["not_after"], member["not_before"]] = member
    if not found:
        raise LexiconError(f"lexicon/words.csv has no word of class {name!r}")
    return tuple(sorted(found.values(), key=lambda row: (-len(row["word"]), row["word"])))


@cache
def _alternatives(name: str) -> str:
    """Return the pattern of a class: its words, longest first, each with what must not stand beside it."""
    return f"(?:{grouped((row['word'], _beside(row)) for row in members(name))})"


def _beside(row: dict[str, str]) -> str:
    """Return the pattern of what must not stand beside a word: ``not_after`` and ``not_before`` list it, with |.

    The look back comes behind the word: a list of words that all start with a character is searched for much faster.
    """
    word = re.escape(row["word"])
    before = "".join(f"(?<!{re.escape(other)}{word})" for other in row["not_after"].split("|") if other)
    after = "|".join(map(re.escape, filter(None, row["not_before"].split("|"))))
    return before + (f"(?!{after})" if after else "")


def expanded(template: str) -> str:
    """Return a template with each ``{class}`` replaced by the words of the class."""
    return _CLASS.sub(_spelled, template)


_OPENS_ALTERNATIVE = re.compile(r"(?:^|(?<!\\)(?:\||\((?:\?(?:[:=!]|<[=!]|P<\w+>))?))$")


def _spelled(match: re.Match[str]) -> str:
    """Return the words of a class in their template.

    A class that is a whole alternative stands without a group of its own: a pattern whose alternatives all start with a
    character is searched for much faster.
    """
    template, (start, end) = match.string, match.span()
    words = _alternatives(match[1])
    whole = template[end : end + 1] in ("", "|", ")") and _OPENS_ALTERNATIVE.search(template[:start])
    return words[3:-1] if whole else words


def _kept(how: str, source: str) -> Any:
    result = MAKERS[how](source)
    made.append(Made(how, source, result))
    return result


def pattern(template: str) -> re.Pattern[str]:
    """Return a compiled pattern; ``{class}`` in it stands for any word of a class of ``lexicon/words.csv``.

    >>> bool(pattern("{strive}达到").search("力争达到90%"))
    True
    """
    return _kept("pattern", template)


def word_set(name: str) -> frozenset[str]:
    """Return the words of a class as a set."""
    return _kept("word_set", name)


def word_tuple(name: str) -> tuple[str, ...]:
    """Return the words of a class as a tuple, longest first, as ``str.startswith`` and ``endswith`` take it."""
    return _kept("word_tuple", name)


def words_of(template: str) -> list[str]:
    """Return the words of a list, ``{class}|word|…``, whatever must not stand beside them.

    >>> words_of("{aspect_end}|类")
    ['更加目标', '原则', '方面', '步骤', '环节', '阶段', '领域', '类']
    """
    found = []
    for alternative in template.split("|"):
        inner = _CLASS.fullmatch(alternative)
        found += [row["word"] for row in members(inner[1])] if inner else [alternative]
    return found


def starts_of(name: str) -> frozenset[str]:
    """Return the first characters of a class of words."""
    return frozenset(row["word"][0] for row in members(name))


def ends_of(name: str) -> frozenset[str]:
    """Return the last characters of a class of words."""
    return frozenset(row["word"][-1] for row in members(name))


def _words(name: str) -> tuple[str, ...]:
    listed = members(name)
    for row in listed:
        if row["not_after"] or row["not_before"]:
            raise LexiconError(f"lexicon/words.csv: {row['word']} of {name!r} has conditions; use it in a pattern")
    return tuple(row["word"] for row in listed)


MAKERS: dict[str, Any] = {
    "pattern": lambda template: re.compile(expanded(template)),
    "word_set": lambda name: frozenset(_words(name)),
    "word_tuple": _words,
}


def rule_classes(source: str, *, above: bool = False) -> set[str]:
    """Return the classes that a template names and those they take in; ``above``: those that take them in instead."""
    found: set[str] = set()
    waiting = _CLASS.findall(source)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        inner = [(row["class"], match[1]) for row in rows("words") if (match := _CLASS.fullmatch(row["word"]))]
        waiting += (
            [outer for outer, taken in inner if taken == name]
            if above
            else [taken for outer, taken in inner if outer == name]
        )
    return found
