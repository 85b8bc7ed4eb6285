"""Rows of a table set one above the other in the cells of one: two names, and beside them two figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MOST = 8  # rows in the cells of one
_LEVEL = re.compile(
    r"[\s<>≤≥＜＞~～约\[〔(（]*[\d０-９][\d０-９.．,，]*[%％‰]?(?:以上|以下|左右|以内)?[\])）〕]*|[-—–]+"
)
_NAME = re.compile(r"[^\d]{0,2}[\u4e00-\u9fffA-Za-z].*[^(（、,，]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, the rows and columns that it covers, and the lines in which its words are set."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: tuple[str, ...] = ()


def unstacked(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a table with rows parted that were set in the lines of one row's cells.

    >>> row = [Cell("甲率乙率", 0, 0, lines=("甲率", "乙率")), Cell("%", 0, 1), Cell("9098", 0, 2, lines=("90", "98"))]
    >>> [(cell.row, cell.text) for cell in unstacked(row)]
    [(0, '甲率'), (1, '乙率'), (0, '%'), (1, '%'), (0, '90'), (1, '98')]
    """
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    found = list(cells)
    for row in sorted(by_row, reverse=True):
        if height := _height(by_row[row]):
            found = [one for cell in found for one in _parted(cell, row, height)]
    return found


def _height(row: list[Cell]) -> int:
    """Return how many rows stand in the cells of one: as many lines in its name as in each cell of figures; else 0."""
    height = max((len(cell.lines) for cell in row), default=0)
    if not 1 < height <= _MOST or any(cell.rows > 1 or len(cell.lines) not in (0, 1, height) for cell in row):
        return 0
    full = [cell for cell in row if len(cell.lines) == height]
    figures = [cell for cell in full if all(map(_LEVEL.fullmatch, cell.lines))]
    names = [cell for cell in full if all(map(_NAME.fullmatch, cell.lines))]
    alone = any(cell not in full and _LEVEL.fullmatch(cell.text) and any(map(str.isdigit, cell.text)) for cell in row)
    return height if names and figures and not alone else 0


def _parted(cell: Cell, row: int, height: int) -> list[Cell]:
    """Return a cell as it stands when a row is parted into some: in each of them, below them, or reaching over them."""
    if cell.row > row:
        return [replace(cell, row=cell.row + height - 1)]
    if cell.row < row:
        return [replace(cell, rows=cell.rows + (height - 1) * (cell.row + cell.rows > row))]
    words = cell.lines if len(cell.lines) == height else (cell.text,) * height
    return [replace(cell, text=text, row=row + number, lines=()) for number, text in enumerate(words)]
