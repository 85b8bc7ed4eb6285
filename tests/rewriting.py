"""Rewritings of a plan that must not change its coding, each with the way back into the text it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from qcompare.lexicon import rows
from qcompare.text.normalise import halve

Record = dict[str, Any]


@dataclass(frozen=True)
class Rewritten:
    """A text and, for each of its characters, the place in the original that it stands for (None: put in)."""

    text: str
    origin: tuple[int | None, ...]

    def back(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the run of the original that a run of the text stands for; None if all of it was put in."""
        places = [place for place in self.origin[start:end] if place is not None]
        return (places[0], places[-1] + 1) if places else None


def inserted(text: str, insertions: dict[int, str]) -> Rewritten:
    """Return a text with strings put in before the given places."""
    pieces: list[str] = []
    origin: list[int | None] = []
    for at in range(len(text) + 1):
        more = insertions.get(at, "")
        pieces.append(more)
        origin += [None] * len(more)
        if at < len(text):
            pieces.append(text[at])
            origin.append(at)
    return Rewritten("".join(pieces), tuple(origin))


def replaced(text: str, change: Callable[[str], str]) -> Rewritten:
    """Return a text with each character changed for another one."""
    return Rewritten("".join(map(change, text)), tuple(range(len(text))))


_HALF = {chr(code - 0xFEE0): chr(code) for code in range(0xFF01, 0xFF5F)}


def full_width(text: str) -> Rewritten:
    return replaced(text, lambda char: _HALF.get(char, char))


def half_width(text: str) -> Rewritten:
    return replaced(text, halve)


def carriage_returns(text: str) -> Rewritten:
    return replaced(text, lambda char: "\r" if char == "\n" else char)


def crlf(text: str) -> Rewritten:
    return inserted(text, {match.start(): "\r" for match in re.finditer("\n", text)})


def byte_order_mark(text: str) -> Rewritten:
    return inserted(text, {0: "\ufeff"})


def wrapped(text: str, width: int) -> Rewritten:
    """Return a text with a hard line break after every ``width`` characters of a paragraph.

    A last line that would end at the margin gets one character more or less: where it does, nobody can tell from the
    page whether the paragraph goes on.
    """
    breaks: dict[int, str] = {}
    for line in re.finditer("[^\n]+", text):
        early = (line.end() - line.start()) % width == 0
        breaks |= dict.fromkeys(range(line.start() + width - early, line.end(), width), "\n")
    return inserted(text, breaks)


_DIGITS = re.compile(r"(?<![A-Za-z0-9/_.:-])\d{2,}%?(?![A-Za-z0-9/_.:-])")


def spaced_numerals(text: str, chosen: Callable[[int], bool] = lambda at: True) -> Rewritten:
    """Return a text with spaces between the digits of its numerals, as scanners put them."""
    return inserted(
        text,
        {at: " " for run in _DIGITS.finditer(text) for at in range(run.start() + 1, run.end()) if chosen(at)},
    )


@cache
def _to_traditional() -> dict[str, str]:
    return {row["simplified"]: row["traditional"] for row in rows("traditional")}


def traditional(text: str) -> Rewritten:
    """Return a simplified text in traditional characters, by the project's table read backwards."""
    return replaced(text, lambda char: _to_traditional().get(char, char))


@cache
def _to_simplified() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in rows("traditional")}


def read_alike(value: Any) -> Any:
    """Return a value as it is read: half width, simplified, without the white space that a rewriting put in."""
    return re.sub(r"\s", "", halve(value)).translate(_to_simplified()) if isinstance(value, str) else value


_OFFSETS = {"start", "end", "level_start", "level_end"}


def comparable(
    records: Iterable[Record], rewritten: Rewritten | None = None, without: set[str] = frozenset()
) -> list[Record]:
    """Return records of targets or numerals with their offsets taken back to the original and their words read alike.

    What lies wholly in something put in is left out.
    """
    found = []
    for record in records:
        spans = {"": (record["start"], record["end"])}
        if record.get("level_start") is not None:
            spans["level_"] = (record["level_start"], record["level_end"])
        if rewritten is not None:
            back = {name: rewritten.back(*span) for name, span in spans.items()}
            if back[""] is None:
                continue
            spans = back
        words = {
            name: read_alike(value)
            for name, value in record.items()
            if name not in _OFFSETS and name not in without and name != "sentence"
        }
        found.append({**words, **{f"{name}span": span for name, span in spans.items()}})
    return found
