"""Where the clause that holds an offset starts and ends: at a mark outside brackets and quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from sys import maxsize

from qcompare.text.hints import Hint

CLOSING, OPENING = ")”’」』》", "(“‘「『《"
_STOP = Hint(",;。:!?\n|")  # a bar stands between cells
_PAIRED = Hint(CLOSING + OPENING)
_REACH = 160  # a clause is not followed further than this


@lru_cache(maxsize=4)
def _marks(text: str) -> tuple[list[int], list[int]]:
    """Return the offsets of the marks that end clauses, and of those that come in pairs; found once for a text.

    One before and one behind all others spare the search for the next of them a look at where the lists end.
    """
    return [-1, *_STOP(text), maxsize], [-1, *_PAIRED(text), maxsize]


def clause_start(text: str, floor: int, at: int) -> int:
    """Return where the clause that holds an offset starts; a comma inside brackets or quotes does not split."""
    if floor < at - _REACH:
        floor = at - _REACH
    stops, paired = _marks(text)
    index = bisect_left(stops, at) - 1
    last = bisect_left(paired, at)
    while (stop := stops[index]) >= floor:
        if text[stop] == ":" and text[stop - 1 : stop].isdigit() and text[stop + 1 : stop + 2].isdigit():
            index -= 1  # 19:43:38 is one number
            continue
        # Few clauses hold a mark of a pair: only for those are they counted.
        if paired[last - 1] < stop or not _unbalanced(text, paired, stop, at, CLOSING, OPENING):
            return stop + 1
        index -= 1
    return floor


def clause_end(text: str, at: int, ceiling: int) -> int:
    """Return where the clause that holds an offset ends."""
    if ceiling > at + _REACH:
        ceiling = at + _REACH
    stops, paired = _marks(text)
    index = bisect_left(stops, at)
    first = bisect_left(paired, at)
    while (stop := stops[index]) < ceiling:
        if paired[first] > stop or not _unbalanced(text, paired, at, stop, OPENING, CLOSING):
            return stop
        index += 1
    return ceiling


def _unbalanced(text: str, paired: list[int], start: int, end: int, more: str, fewer: str) -> bool:
    """Tell whether the marks in a run of the text hold more of one side of a pair than of the other."""
    marks = [text[mark] for mark in paired[bisect_left(paired, start) : bisect_left(paired, end)]]
    for mark in marks:
        pair = more.find(mark)
        if pair >= 0 and marks.count(mark) > marks.count(fewer[pair]):
            return True
    return False
