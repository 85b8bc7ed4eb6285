"""Pages set in two columns, and the margins between which each page, or column, is set.

A page has two columns where a strip down its middle is blank over most of its lines, and what stands left of it fills its
lines as running text does; a table has blank strips too, but short cells. Lines that cross the strip (a title) part the
page into bands: the left half of a band is read before the right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from qcompare.text.formats.pdf_tables import Line, Sign

_LEAST_LINES, _LEAST_SIGNS = 6, 8  # of each column, and in the middle one of its lines
_NARROWEST, _WIDEST = 0.7, 5.0  # of the strip between two columns, in squares
_STRONG, _LINES = 0.4, 5  # share of lines that reach a margin, and how many lines, for a page to have one of its own


def in_columns(signs: list[Sign], number: int, lines_of: Callable[[list[Sign], int], list[Line]]) -> list[Line]:
    """Return the lines of a page in the order in which they are read; ``area`` tells the columns apart.

    Parameters
    ----------
    signs
        The characters of the page.
    number
        The number of the page.
    lines_of
        What puts characters into lines.
    """
    whole = lines_of(signs, number)
    gutter = _gutter(signs)
    if gutter is None:
        return whole
    middle = sum(gutter) / 2
    across = [line for line in whole if any(sign.x < gutter[1] and sign.reach > gutter[0] for sign in line.signs)]
    crossing = {id(sign) for line in across for sign in line.signs}
    halves = [
        lines_of([sign for sign in signs if id(sign) not in crossing and (sign.x < middle) == left], number)
        for left in (True, False)
    ]
    if not all(map(_is_prose, halves)):
        return whole
    for half, lines in enumerate(halves):
        for line in lines:
            line.area = 4 * number + 1 + half
    ordered: list[Line] = []
    bounds = [*(line.y for line in sorted(across, key=lambda line: -line.y)), float("-inf")]
    top = float("inf")
    titles: list[Line | None] = [*sorted(across, key=lambda line: -line.y), None]
    for title, bound in zip(titles, bounds, strict=True):
        for lines in halves:
            ordered += [one for one in lines if bound < one.y <= top]
        if title is not None:
            ordered.append(title)
        top = bound
    return ordered


def _gutter(signs: list[Sign]) -> tuple[float, float] | None:
    """Return the blank strip near the middle of a page; None if there is none."""
    if len(signs) < 2 * _LEAST_LINES * _LEAST_SIGNS:
        return None
    size = median(sign.size for sign in signs)
    xs = sorted(sign.x for sign in signs)
    first, last = xs[len(xs) // 50], xs[-1 - len(xs) // 50] + size
    step = size / 4
    if size <= 0 or last - first < 16 * size or (last - first) / step > 4_000:
        return None
    counts = [0] * (int((last - first) / step) + 1)
    for sign in signs:
        for place in range(
            max(0, int((sign.x - first) / step)), min(len(counts), int((sign.reach - first) / step) + 1)
        ):
            counts[place] += 1
    few = max(0.08 * median(counts), min(3, 0.25 * median(counts)))  # a title or two may cross the strip
    best: tuple[int, int] | None = None
    start: int | None = None
    for place in range(int(0.3 * len(counts)), int(0.7 * len(counts)) + 1):
        if counts[place] <= few:
            start = place if start is None else start
            if best is None or place - start > best[1] - best[0]:
                best = start, place
        else:
            start = None
    if best is None or not _NARROWEST * size <= (best[1] - best[0]) * step <= _WIDEST * size:
        return None
    return first + best[0] * step + step, first + best[1] * step


def _is_prose(lines: list[Line]) -> bool:
    """Tell running text from a column of cells: enough lines, long ones, many of which reach the same margin."""
    if len(lines) < _LEAST_LINES or median(len(line.signs) for line in lines) < _LEAST_SIGNS:
        return False
    if sum(len(line.cells) > 1 for line in lines) > 0.3 * len(lines):
        return False
    right = edge([line.reach for line in lines], 0.9)
    return sum(line.reach > right - 1.7 * line.size for line in lines) >= _STRONG * len(lines)


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines begin and end, how far apart they are, and whether paragraphs are indented."""

    left: float
    right: float
    leading: float
    indented: bool


def margins(body: list[Line]) -> dict[int, Margins]:
    """Return the margins of each area: its own where its lines keep one, else those of the nearest that does.

    Annexes have other margins than the body, and the pages of a bound volume mirrored ones.
    """
    whole = _margins(body, body)
    areas: dict[int, list[Line]] = {}
    for line in body:
        areas.setdefault(line.area, []).append(line)
    own = {area: _margins(lines, body) for area, lines in areas.items() if _keeps_margin(lines)}
    # Where all pages are set alike, the margins of the whole are the surer ones.
    size = median(line.size for line in body) if body else 1.0
    if all(abs(one.left - whole.left) < size and abs(one.right - whole.right) < size for one in own.values()):
        return dict.fromkeys(areas, whole)
    return {area: own.get(area) or _nearest(own, area) or whole for area in areas}


def _nearest(own: dict[int, Margins], area: int) -> Margins | None:
    """Return the margins of the nearest area like this one: the same column, a page of the same side."""
    alike = [other for other in own if (other - area) % 8 == 0]
    return own[min(alike, key=lambda other: abs(other - area))] if alike else None


def _keeps_margin(lines: list[Line]) -> bool:
    right = edge([line.reach for line in lines], 0.9)
    return len(lines) >= _LINES and sum(abs(right - line.reach) < line.size for line in lines) >= _STRONG * len(lines)


def _margins(lines: list[Line], body: list[Line]) -> Margins:
    size = median(line.size for line in lines) if lines else 1.0
    right = edge([line.reach for line in lines], 0.9)
    full = [line for line in lines if line.reach > right - 1.6 * size]
    left = edge([line.x for line in full], 0.1)
    indented = sum(1.2 < (line.x - left) / size < 3.2 for line in lines) >= 0.2 * len(lines)
    steps = [one.y - two.y for one, two in pairwise(body) if one.area == two.area and one.y > two.y]
    return Margins(left, right, edge(steps, 0.5), indented)


def edge(places: list[float], share: float) -> float:
    """Return the place that a share of the lines stays below; 0 if there are none."""
    return sorted(places)[min(len(places) - 1, int(len(places) * share))] if places else 0.0
