"""Rows parted by bars whose lines are not theirs: several in one line, or a row whose head has a line to itself.

主要指标 | and on the next line 甲 | 乙 |, then 2025年目标值 | and 95% | 80 |: a table that lies on its side.
"""

from __future__ import annotations

from qcompare.text.flattened import MOST_COLUMNS
from qcompare.text.heads import FIGURES, Cell, Table, read_head, shape, squeezed, written

_FEWEST_ROWS = 3


def parted_by_empty(text: str, cells: list[Cell]) -> list[list[Cell]]:
    """Return the rows of a line in which an empty cell stands behind each of them; none where they are not alike."""
    empty = [start == end for start, end in cells]
    for width in range(2, MOST_COLUMNS + 1):
        rows = [cells[at : at + width] for at in range(0, len(cells), width + 1)]
        rows = [row for row in rows if any(start < end for start, end in row)]
        if len(rows) >= _FEWEST_ROWS and all(empty[width :: width + 1]) and all(len(row) == width for row in rows):
            figures = [[shape(written(text, cell)) in FIGURES for cell in row[1:]] for row in rows]
            return rows if not any(figures[0]) and all(map(any, figures[1:])) else []
    return []


def on_its_side(text: str, rows: list[list[Cell]], start: int, end: int) -> Table | None:
    """Return a table whose heads stand at the left, each in a line of its own or before its cells; None where it is none."""
    lines: list[list[Cell]] = []
    alone: list[Cell] = []
    for row in rows:
        filled = [cell for cell in row if cell[0] < cell[1]]
        if len(filled) == 1 and not alone and read_head(written(text, filled[0])).kind:
            alone = filled
        else:
            lines.append([*alone, *filled])
            alone = []
    told = [squeezed(written(text, line[0])) for line in lines]
    columns = [read_head(words) for words in told]
    firsts = [at for at, column in enumerate(columns) if column.kind == "name"]
    own = len(lines) < len(rows)  # a head has a line of its own
    if alone or not own or not firsts or firsts[0] or not all(column.kind for column in columns):
        return None
    if not any(column.kind == "value" and column.when for column in columns):
        return None
    parts = [lines[a:b] for a, b in zip(firsts, [*firsts[1:], len(lines)], strict=True)]
    height = len(parts[0])
    labels = [squeezed(written(text, line[0])) for line in parts[0]]
    fit = [
        part
        for part in parts
        if [squeezed(written(text, line[0])) for line in part] == labels and len({len(line) for line in part}) == 1
    ]
    across = [list(row) for part in fit for row in list(zip(*part, strict=True))[1:]]
    if height < 2 or len(across) < 2:
        return None
    table = Table(columns[:height], [[line[0]] for line in parts[0]], across, start, end)
    table.unfit = [cell for part in parts if part not in fit for line in part for cell in line]
    return table
