"""Tables whose cells stand one a line with a bar behind or before each: the bar says where a cell is empty."""

from __future__ import annotations

import re
from itertools import pairwise

from qcompare.text.flattened import FILLED, MOST_COLUMNS
from qcompare.text.heads import FIGURES, Cell, shape, stripped, written
from qcompare.text.structure import Block
from qcompare.text.wrapped_cells import WIDEST_CELL

BAR = re.compile(r"[|│┃]")
_SHORT = 4  # characters of the rest of a head
_LOOK = 2 * MOST_COLUMNS


def without_bar(text: str, block: Block) -> Cell:
    """Return the run of a line without the bar behind or before it."""
    start, end = block.start, block.end
    while start < end and text[start] in " |│┃":
        start += 1
    while end > start and text[end - 1] in " |│┃":
        end -= 1
    return start, end


def bars(text: str, blocks: list[Block], index: int) -> str:
    """Tell whether a bar ends each line of those that follow, or starts it: after, before, or nothing."""
    near = blocks[index : index + 6]
    ended = [bool(BAR.match(text[block.end - 1]) or BAR.match(text[block.start])) for block in near]
    if len(near) > 3 and sum(ended) >= len(near) - 1 and not BAR.match(text[near[1].start]):
        return "after"
    near = blocks[index : index + _LOOK]
    led = sum(bool(BAR.match(text[block.start])) for block in near)
    return (
        "before" if len(near) > 3 and led >= 0.75 * len(near) else "after" if sum(ended) >= len(ended) - 1 > 2 else ""
    )


def led_cells(text: str, blocks: list[Block], index: int, _: bool) -> tuple[list[Cell], list[int]]:
    """Return the cells of blocks where a bar stands before each, also before an empty one at the end of a row (| | 2)."""
    runs: list[Cell] = []
    numbers: list[int] = []
    for number, block in enumerate(blocks, start=index):
        bars = [match.start() for match in BAR.finditer(text, block.start, block.end)]
        if not bars or bars[0] != block.start:
            more = blocks[number - index + 1 : number - index + 2]
            goes_on = runs and more and runs[-1][1] > runs[-1][0] and BAR.match(text[more[0].start])
            if runs and not (goes_on and block.end - block.start <= _SHORT):
                break
            if runs:
                runs[-1], numbers[-1] = (runs[-1][0], block.end), number
                continue
            bars = [block.start - 1]
        for start, end in pairwise([*bars, block.end]):
            runs.append(stripped(text, (start + 1, end)))
            numbers.append(number)
        if runs[-1][1] - runs[-1][0] > WIDEST_CELL:
            break
    return runs, numbers


def grid(text: str, cells: list[Cell], kinds: list[str]) -> tuple[list[list[Cell]], list[Cell], int]:
    """Read rows of as many cells as there are heads, empty ones among them; none where they do not fit."""
    width, at = len(kinds), 0
    rows: list[list[Cell]] = []
    while at + width <= len(cells):
        row = cells[at : at + width]
        shapes = [shape(written(text, cell)) for cell in row]
        if any(
            kind in FILLED and one not in (*FIGURES, "empty", "year") for kind, one in zip(kinds, shapes, strict=True)
        ):
            break
        rows.append([stripped(text, cell) for cell in row])
        at += width
    figures = sum(shape(written(text, cell)) in FIGURES for row in rows for cell in row[1:])
    return rows if figures else [], [], at
