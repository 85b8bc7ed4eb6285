"""Tables without a head: a caption says that they hold goals, and each row is a name, a unit and a figure.

What the columns are is told by their cells alone, so all rows must be alike, and one column only may hold figures: of two
nobody could say which is aimed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from qcompare.text.barred_cells import without_bar
from qcompare.text.flattened import tokens
from qcompare.text.heads import FIGURES, Cell, Head, Table, ordinal, shape, written
from qcompare.text.structure import Block

_FEWEST, _MOST = 3, 60  # rows
WIDEST_ROW, _WIDEST_CELL, _WIDEST = 80, 30, 5  # characters of a row, of a cell; cells of a row
_KINDS = {"unit": "unit", "attribute": "attribute", "words": "name"}


def headless(text: str, rows: Sequence[list[Cell]], start: int, end: int) -> Table | None:
    """Return the table of rows that have no head; None where they are not alike or hold more than one figure.

    Examples
    --------
    >>> words = "粮食总产量 万吨 88 就业人数 万人 3.2 专利 件 700"
    >>> starts = [0, *(at + 1 for at, sign in enumerate(words) if sign == " ")]
    >>> cells = [(at, at + len(words[at:].split()[0])) for at in starts]
    >>> table = headless(words, [cells[:3], cells[3:6], cells[6:]], 0, len(words))
    >>> [column.kind for column in table.columns]
    ['name', 'unit', 'value']
    """
    if len(rows) < _FEWEST or len({len(row) for row in rows}) > 1 or len(rows[0]) > _WIDEST:
        return None
    kinds = [_kind(text, column) for column in zip(*rows, strict=True)]
    if kinds.count("name") != 1 or kinds.count("value") != 1 or kinds.count("unit") > 1 or "" in kinds:
        return None
    if kinds.index("name") > kinds.index("value") or kinds.count("serial") > 1:
        return None
    columns = [Head(kind, "target" if kind == "value" else "") for kind in kinds]
    return Table(columns, [[] for _ in columns], list(rows), start, end)


def _kind(text: str, cells: Sequence[Cell]) -> str:
    """Return what a column holds by its cells, all of them; empty where they differ."""
    if [ordinal(written(text, cell)) for cell in cells] == list(range(1, len(cells) + 1)):
        return "serial"
    shapes = {shape(written(text, cell)) for cell in cells}
    if shapes <= FIGURES:
        return "value"
    return _KINDS.get(shapes.pop(), "") if len(shapes) == 1 else ""


def lines_without_head(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read rows without a head, each a line whose cells blanks part, or each cell a line; with the block behind them."""
    return _a_row_a_line(text, blocks, index) or _a_cell_a_line(text, blocks, index)


def _a_row_a_line(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    rows: list[list[Cell]] = []
    for block in blocks[index : index + _MOST]:
        cells = tokens(text, block.start, block.end) if block.end - block.start <= WIDEST_ROW else []
        if len(cells) < 2 or rows and len(cells) != len(rows[0]):
            break
        rows.append(cells)
    return _made(text, blocks, index, rows, len(rows))


def _a_cell_a_line(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read cells one a line: the first figure or unit behind it tells how many make a row."""
    runs = (without_bar(text, block) for block in blocks[index : index + _MOST])
    lines = list(takewhile(lambda line: line[0] < line[1] <= line[0] + _WIDEST_CELL, runs))
    shapes = [shape(written(text, line)) for line in lines]
    first = next((at for at, one in enumerate(shapes[:_WIDEST]) if one in FIGURES and at), 0)
    width = first + 1 + (shapes[first + 1 : first + 2] == ["attribute"])
    if not first:
        return None
    rows: list[list[Cell]] = []
    for at in range(0, len(lines) - width + 1, width):
        if rows and shapes[at : at + width] != shapes[:width] and shapes[at + first] not in FIGURES:
            break
        rows.append(lines[at : at + width])
    return _made(text, blocks, index, rows, len(rows) * width)


def _made(text: str, blocks: list[Block], index: int, rows: list[list[Cell]], used: int) -> tuple[Table, int] | None:
    if not rows:
        return None
    table = headless(text, rows, blocks[index].start, blocks[index + used - 1].end)
    return (table, index + used) if table else None
