"""One target in the making."""

from __future__ import annotations

from dataclasses import dataclass

from qcompare.coding.levels.level import Level

Run = tuple[int, int]


@dataclass(slots=True)
class Item:
    """One target in the making: its level, its quote and its indicator, all in the normalised text."""

    level: Level
    start: int
    end: int
    indicator: str
    pre: Run
    post: Run
    base: Run | None = None
    year: int | None = None
    parent: str | None = None


_LONGEST = 400


def quote_start(start: int, level: int, end: int) -> int:
    """Return where a quote starts: at its subject, but a list without end is not quoted from there for each of its levels."""
    return start if end - start <= _LONGEST else level
