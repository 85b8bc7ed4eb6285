"""Ruled tables of a PDF: the lines drawn on a page make a grid, and the characters fall into its cells.

Lines that touch make one table. Where a line is missing between two places of its grid they are one merged cell.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from qcompare.text.formats.lines import Cell, join, table
from qcompare.text.formats.pdf_signs import UPRIGHT, Turn
from qcompare.text.formats.pdf_tables import Sign, cells

_NEAR = 3.0  # points within which two lines are one
_SHORTEST = 6.0  # points; shorter strokes are no rules
_THICKEST = 3.0  # points; what is filled and thicker is a background
_LONGEST_CELL = 400  # characters
_MOST = 6_000  # strokes on a page; more is a drawing
_MOST_PLACES = 20_000  # places of one grid


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: ``at`` is its height (or place from the left), ``start`` and ``end`` its run."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table of a page: its box, its rows as lines, and which characters are in it."""

    top: float
    left: float
    lines: list[str]
    signs: frozenset[int]


def ruled_tables(page: pypdfium2.PdfPage, signs: list[Sign], name: str, turn: Turn = UPRIGHT) -> list[Ruled]:
    """Return the ruled tables of a page, top down, with the numbers of the characters that they hold.

    A character stands in one table: in the smallest of those drawn around it. ``turn`` is that of the characters.
    """
    across, down = _rules(page, turn)
    grids = []
    for rows, columns in _groups(across, down):
        ys = sorted(_places(rule.at for rule in rows), reverse=True)
        xs = _places(rule.at for rule in columns)
        if len(ys) >= 2 and len(xs) >= 3 and len(ys) * len(xs) <= _MOST_PLACES:  # else a frame around a text
            grids.append(((ys[0] - ys[-1]) * (xs[-1] - xs[0]), rows, columns, xs, ys))
    found = []
    used: set[int] = set()
    for _, rows, columns, xs, ys in sorted(grids, key=lambda grid: grid[0]):
        inside = {
            place: kept
            for place, numbers in _inside(signs, xs, ys).items()
            if (kept := [n for n in numbers if n not in used])
        }
        cells = _cells(signs, inside, _merged(rows, columns, xs, ys))
        if _is_table(cells):
            taken = frozenset(number for numbers in inside.values() for number in numbers)
            used |= taken
            found.append(Ruled(ys[0], xs[0], table(cells, name), taken))
    return sorted(found, key=lambda one: (-one.top, one.left))


def _is_table(cells: list[Cell]) -> bool:
    """Tell a table from a drawing, or from a text with lines behind it: many cells hold words, none holds a page."""
    filled = [cell for cell in cells if cell.text]
    columns = {cell.column for cell in filled}
    longest = max((len(cell.text) for cell in filled), default=0)
    return len(filled) > 1 and len(columns) > 1 and len(filled) >= 0.3 * len(cells) and longest <= _LONGEST_CELL


def _rules(page: pypdfium2.PdfPage, turn: Turn) -> tuple[list[Rule], list[Rule]]:
    """Return the horizontal and the vertical strokes of a page; of what is only filled (a background) thin bars alone."""
    across: list[Rule] = []
    down: list[Rule] = []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
        if len(across) + len(down) > _MOST:
            return [], []
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        for points in ([turn(*point) for point in outline] for outline in _outlines(item)):
            if stroke.value:
                for one, other in pairwise(points):
                    _add(one, other, across, down)
            elif fill.value:
                _add_bar(points, across, down)
    return across, down


def _outlines(item: Any) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path, the first again where it is closed."""
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _on_page(matrix, x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [point]
        elif pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            points = []  # a curve: no rule
        if points and pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _add_bar(points: list[tuple[float, float]], across: list[Rule], down: list[Rule]) -> None:
    """Add a filled area as the line that it draws, if it is that thin."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if top - bottom < _THICKEST and right - left > _SHORTEST:
        across.append(Rule((top + bottom) / 2, left, right))
    elif right - left < _THICKEST and top - bottom > _SHORTEST:
        down.append(Rule((left + right) / 2, bottom, top))


def _on_page(matrix: Any, x: float, y: float) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _add(one: tuple[float, float], other: tuple[float, float], across: list[Rule], down: list[Rule]) -> None:
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if high < 1 and wide > _SHORTEST:
        across.append(Rule(one[1], min(one[0], other[0]), max(one[0], other[0])))
    elif wide < 1 and high > _SHORTEST:
        down.append(Rule(one[0], min(one[1], other[1]), max(one[1], other[1])))


def _groups(across: list[Rule], down: list[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Yield the sets of rules that hang together, by sweeping over the page from left to right."""
    parents = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    by_start = sorted(range(len(across)), key=lambda number: across[number].start)
    open_: list[int] = []
    next_ = 0
    for number in sorted(range(len(down)), key=lambda number: down[number].at):
        rule = down[number]
        while next_ < len(by_start) and across[by_start[next_]].start <= rule.at + _NEAR:
            open_.append(by_start[next_])
            next_ += 1
        open_ = [other for other in open_ if across[other].end >= rule.at - _NEAR]
        for other in open_:
            if rule.start - _NEAR <= across[other].at <= rule.end + _NEAR:
                parents[root(other)] = root(len(across) + number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for number, rule in enumerate(across):
        groups[root(number)][0].append(rule)
    for number, rule in enumerate(down):
        groups[root(len(across) + number)][1].append(rule)
    return groups.values()


def _places(values: Iterable[float]) -> list[float]:
    """Return places ascending, those that are nearly the same once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _inside(signs: list[Sign], xs: list[float], ys: list[float]) -> dict[tuple[int, int], list[int]]:
    """Return row and column of the grid → the numbers of the characters whose middle stands there."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, sign in enumerate(signs):
        x, y = (sign.x + max(sign.end, sign.x)) / 2, sign.y + sign.size / 3
        if xs[0] < x < xs[-1] and ys[-1] < y < ys[0]:
            found[(sum(y < edge for edge in ys) - 1, sum(x > edge for edge in xs) - 1)].append(number)
    return found


def _merged(
    rows: list[Rule], columns: list[Rule], xs: list[float], ys: list[float]
) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Return each place of the grid → its cell: first row and column, and over how many rows and columns it goes."""

    def ruled(rules: list[Rule], at: float, middle: float) -> bool:
        return any(abs(rule.at - at) <= _NEAR and rule.start - _NEAR <= middle <= rule.end + _NEAR for rule in rules)

    height, width = len(ys) - 1, len(xs) - 1
    cell: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row in range(height):
        for column in range(width):
            if (row, column) in cell:
                continue
            across = 1
            while column + across < width and not ruled(columns, xs[column + across], (ys[row] + ys[row + 1]) / 2):
                across += 1
            down = 1
            while row + down < height and not ruled(rows, ys[row + down], (xs[column] + xs[column + 1]) / 2):
                down += 1
            for r in range(row, row + down):
                for c in range(column, column + across):
                    cell.setdefault((r, c), (row, column, down, across))
    return cell


def _cells(
    signs: list[Sign],
    inside: dict[tuple[int, int], list[int]],
    merged: dict[tuple[int, int], tuple[int, int, int, int]],
) -> list[Cell]:
    numbers: dict[tuple[int, int, int, int], list[int]] = {cell: [] for cell in merged.values()}
    for place, found in inside.items():
        numbers[merged[place]] += found
    return [
        Cell(_text([signs[number] for number in sorted(found)]), row, column, down, across)
        for (row, column, down, across), found in numbers.items()
    ]


def _text(signs: list[Sign]) -> str:
    """Return the words of a cell, its lines joined."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: (-sign.y, sign.x)):
        if lines and lines[-1][0].y - sign.y < 0.5 * sign.size:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    text = ""
    for line in lines:
        ordered = sorted((sign for sign in line if sign.text.strip()), key=lambda sign: sign.x)
        text = join(text, " ".join(cells(ordered, ordered[0].size))) if ordered else text
    return text
