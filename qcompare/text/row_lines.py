"""Tables whose rows stand each on a line, cells parted by blanks: what readers of PDFs make of a table.

A long name is set in several lines, and what stands beside it in the middle of them: its words come before and behind the
rest of the row. Heads of several lines come in pieces, in the order of their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qcompare.text.cell_units import is_unit
from qcompare.text.flattened import (
    BARE_GROUP,
    DOTTED,
    filled,
    is_table,
    kinds_of,
    made,
    take_row,
    tokens,
    under_groups,
    worth,
)
from qcompare.text.heads import FIGURES, YEAR, Cell, Table, read_head, shape, squeezed, written
from qcompare.text.period_rows import by_periods
from qcompare.text.structure import Block
from qcompare.text.table_lines import is_table_row

_WIDEST, _MOST_HEAD_LINES, _MOST_BETWEEN, _MOST_PERIODS = 100, 4, 6, 40
_FIRST_WORD = re.compile(
    r"(?![•·●◆■□▪*])(?:[^ ] {1,3})?[^ ]{1,12}(?= )"
)  # of a head: not • 发布日期, an item of a list
_PAGE = re.compile(r"[-—–·~ ]*\d{1,3}[-—–·~ ]*")
_NOTE = re.compile(r"(?:注(?:释)?[:\d]|\d{1,2} ?(?:指|按|暂用|为|系)|[①-⑳*])")
_GROUP = re.compile(r"[ ]*(?:[一二三四五六七八九十]{1,2}、|[(][一二三四五六七八九十]{1,2}[)])[^\d]{2,16}$")
_NO_ROW = re.compile(r"[。\t|│┃]")
_FIRST = ("serial", "name", "attribute")
_NO_HEAD = frozenset(["figure", "serial", "attribute", "prose", "labelled"])


@dataclass(slots=True)
class _Line:
    """A line behind a head: its cells, and the row that they make; a piece of a name or a unit makes none."""

    block: int
    cells: list[Cell]
    shapes: list[str]
    row: list[tuple[int, int]] | None
    named: bool = False
    used: bool = False
    is_group: bool = False  # the name of a group of rows with its number: (一)产品质量

    @property
    def is_piece(self) -> bool:
        figures = any(one in FIGURES and one != "told" for one in self.shapes)
        return self.row is None and bool(self.cells) and not figures and not (self.is_lost or self.is_group)

    @property
    def is_lost(self) -> bool:
        """Whether it is a row without a figure: its value is set in the lines around."""
        shapes = self.shapes
        return self.row is None and len(shapes) > 2 and shapes[0] == "words" and bool({"unit", "empty"} & {*shapes})


def spaced(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a head and the rows behind it, each a line, whose cells blanks part."""
    block = blocks[index]
    words = text[block.start : block.end]
    first = _FIRST_WORD.match(words) if " " in words and not _NO_ROW.search(words) else None
    if first is None or (len(squeezed(first.group())) > 2 and read_head(first.group()).kind not in (*_FIRST, "note")):
        return None
    if found := _by_periods(text, blocks, index) or _set_twice(text, blocks, index):
        return found
    best: tuple[Table, int] | None = None
    most = (0, -9, 0)
    for heads, behind in _heads(text, blocks, index):
        columns = [read_head("".join(squeezed(written(text, cell)) for cell in head)) for head in heads]
        two = len(columns) == 2  # then both heads must say what they are
        if not is_table(columns) or (two and [column.kind for column in columns] != ["name", "value"]):
            continue
        kinds = kinds_of(columns)
        lines = list(_lines(text, blocks, behind, kinds))
        if sum(line.row is not None for line in lines) < 1 + two:
            continue
        found = _table(text, blocks, heads, kinds, lines, index)
        value = worth(text, columns, kinds, found[0].rows, found[0].unfit)
        if found[0].rows and value > most:
            most, best = value, found
    return best


def _too_wide(text: str, block: Block) -> bool:
    """Tell whether a line has more words than a row: the blanks that keep columns apart are none."""
    size = block.end - block.start
    return size > _WIDEST and (size > 4 * _WIDEST or size - text.count(" ", block.start, block.end) > _WIDEST)


def _by_periods(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a table whose rows are years, each a line."""
    cells: list[Cell] = []
    numbers: list[int] = []
    for number, block in enumerate(blocks[index : index + _MOST_PERIODS], start=index):
        if _too_wide(text, block) or _NO_ROW.search(text, block.start, block.end):
            break
        row = tokens(text, block.start, block.end)
        cells += row
        numbers += [number] * len(row)
    found = by_periods(text, cells)
    return (found[0], numbers[found[1] - 1] + 1) if found else None


def _set_twice(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a table that is set twice side by side (指标 2025年 指标 2025年), each row a line."""
    head = tokens(text, blocks[index].start, blocks[index].end)
    half = len(head) // 2
    told = [squeezed(written(text, cell)) for cell in head]
    if half < 2 or told[:half] * 2 != told or not is_table([read_head(words) for words in told[:half]]):
        return None
    kinds = kinds_of([read_head(words) for words in told[:half]])
    rows: list[list[Cell]] = []
    last = index
    for number, block in enumerate(blocks[index + 1 : index + _MOST_PERIODS], start=index + 1):
        cells = tokens(text, block.start, block.end) if not _too_wide(text, block) else []
        halves = [cells[at : at + half] for at in range(0, len(cells), half)]
        if len(cells) not in (half, 2 * half) or not all(_fits(text, row, kinds) for row in halves):
            break
        rows, last = [*rows, *halves], number
    if len(rows) < 2:
        return None
    return made(text, [[cell] for cell in head[:half]], rows, blocks[index].start, blocks[last].end), last + 1


def _fits(text: str, row: list[Cell], kinds: list[str]) -> bool:
    taken = take_row([shape(written(text, cell)) for cell in row], 0, kinds)
    return taken is not None and taken[1] == len(row) and all(last > first for first, last in taken[0])


def _heads(text: str, blocks: list[Block], index: int) -> Iterator[tuple[list[list[Cell]], int]]:
    """Yield the ways to read heads from a line and those behind it, each with the block behind them."""
    head: list[Cell] = []
    for number in range(index, min(len(blocks), index + _MOST_HEAD_LINES)):
        block = blocks[number]
        if _too_wide(text, block) or _NO_ROW.search(text, block.start, block.end):
            return
        cells = tokens(text, block.start, block.end)
        first = squeezed(written(text, cells[0]))
        led = len(cells) > 1 and read_head(first).kind == "note" and read_head(written(text, cells[1])).kind == "name"
        if number == index and not led and read_head(first).kind not in _FIRST and len(first) > 1 and first != "单位":
            return
        if any(shape(written(text, cell)) in _NO_HEAD for cell in cells):
            return
        head = [*head, *cells]
        if len(head) > 1:
            for heads in _groupings(text, head, number > index):
                yield heads, number + 1


def _groupings(text: str, head: list[Cell], several: bool) -> Iterator[list[list[Cell]]]:
    """Yield heads as they are; with 目标 or 现状 taken to the year before them; without the name of a group of columns."""
    yield [[cell] for cell in head]
    joined: list[list[Cell]] = []
    for cell in head:
        before = written(text, joined[-1][-1]) if joined else ""
        words = written(text, cell)
        sort = (
            before == "指标" and len(joined) > 1 and read_head(words).kind == "attribute"
        )  # 指标 属性, behind the figures
        if joined and (sort or BARE_GROUP.fullmatch(words) and YEAR.search(before)):
            joined[-1].append(cell)
        else:
            joined.append([cell])
    if len(joined) < len(head):
        yield joined
    if not several:
        return
    told = [squeezed(written(text, cell)) for cell in head]
    numbered = [[head[told.index("序")], head[told.index("号")]]] if "序" in told and "号" in told else []
    rest = [[cell] for cell, words in zip(head, told, strict=True) if not (numbered and words in ("序", "号"))]
    if numbered:
        yield [*numbered, *rest]
    for grouped in under_groups(text, [cell for (cell,) in rest]):
        yield [*numbered, *grouped]


def _lines(text: str, blocks: list[Block], at: int, kinds: list[str]) -> Iterator[_Line]:
    """Yield the lines behind a head as far as rows go on."""
    last = len(kinds) - 1 - kinds[::-1].index("name") if "name" in kinds else len(kinds)
    # The name stands in the lines around, that of its group with it or not.
    without = [
        ["absent" if kind == "name" and at >= first else kind for at, kind in enumerate(kinds)]
        for first in ((last, 0) if "name" in kinds[:last] else (0,))
    ]
    waiting: list[_Line] = []
    for number in range(at, len(blocks)):
        block = blocks[number]
        words = text[block.start : block.end]
        note = _NOTE.match(words) and not ("serial" in kinds[:2] and is_table_row(words))
        if _too_wide(text, block) or _NO_ROW.search(words) or note:
            break
        if _PAGE.fullmatch(words) and len(kinds) > 2:
            continue
        cells = tokens(text, block.start, block.end)
        shapes = [shape(written(text, cell)) for cell in cells]
        if kinds[0] == "serial" and shapes[:2] == ["figure", "words"] and DOTTED.fullmatch(text, *cells[0]):
            shapes[0] = "serial"
        line = _Line(number, cells, shapes, None, is_group=len(cells) < 3 and bool(_GROUP.match(words)))
        taken = take_row(shapes, 0, kinds, loose=True)
        if taken is not None and taken[1] == len(cells):
            line.row, line.named = taken[0], True
        elif any(one in FIGURES for one in shapes) and (kinds[0] != "serial" or shapes[0] == "serial"):
            ways = (take_row(shapes, 0, one) for one in without)
            line.row = next((way[0] for way in ways if way is not None and way[1] == len(cells)), None)
        if line.row is not None:
            yield from waiting
            waiting = []
            yield line
        elif len(waiting) < _MOST_BETWEEN:
            waiting.append(line)
        else:
            break
    yield from (line for line in waiting[:1] if not blocks[line.block].level)  # a numbered line heads what follows


def _table(
    text: str, blocks: list[Block], heads: list[list[Cell]], kinds: list[str], lines: list[_Line], index: int
) -> tuple[Table, int]:
    """Return the table of some lines: pieces of names and units brought to their rows, what fits nowhere named."""
    rows: list[list[Cell]] = []
    pieces: dict[Cell, list[Cell]] = {}
    unfit: list[Cell] = []
    last = index
    widest = max((_size(line.cells[-1]) for line in lines if line.is_piece), default=0)
    told = {"".join(squeezed(written(text, cell)) for head in heads for cell in head)}
    name = len(kinds) - 1 - kinds[::-1].index("name") if "name" in kinds else 0
    for place, line in enumerate(lines):
        block = blocks[line.block]
        if line.is_group:
            rows.append([(block.start, block.end) if at == name else (block.start,) * 2 for at in range(len(kinds))])
            continue
        if line.row is None:
            if not line.is_piece and squeezed(text[block.start : block.end]) not in told:
                waiting = lines[place + 1 :]
                if any(one.row for one in waiting):
                    unfit.append((block.start, block.end))
            continue
        row = filled(line.row, line.cells, block.start)
        before, behind = _around(lines, place)
        if not line.named and not (before or behind):
            if "unit" in line.shapes and rows:
                rows.append(row)  # what the row above counts, in another unit
            else:
                unfit.append((block.start, block.end))
            last = line.block
            continue
        taken = _joined(text, line, row, kinds, before, behind, pieces, widest)
        for one in taken:
            one.used = True
        rows.append(row)
        last = max((line.block, *(one.block for one in taken)))
    table = made(text, heads, rows, blocks[index].start, blocks[last].end)
    table.unfit, table.pieces = unfit, pieces
    return table, last + 1


def _is_group_cell(kinds: list[str], row: list[Cell], own: list[Cell], rest: list[Cell]) -> bool:
    """Tell whether the one word of a row is its group, as the name stands in the lines around and is far wider."""
    names = [at for at, kind in enumerate(kinds) if kind == "name"]
    if len(names) < 2 or not (own and rest) or any(row[at][1] > row[at][0] for at in names[:-1]):
        return False
    return _size(row[names[-1]]) + 2 < max(map(_size, own))


def _joined(
    text: str, line: _Line, row: list[Cell], kinds: list[str], before: list[_Line], behind: list[_Line],
    pieces: dict[Cell, list[Cell]], widest: int,
) -> list[_Line]:  # fmt: skip
    """Give a row the pieces of its name and its unit that stand in the lines around it; return those used behind it."""
    name = len(kinds) - 1 - kinds[::-1].index("name") if "name" in kinds else 0
    unit = kinds.index("unit") if "unit" in kinds else None
    taken: list[_Line] = []
    if unit is not None and row[unit][0] == row[unit][1] and line.named:
        taken = _find_unit(text, row, unit, before, behind, pieces)
    own = [run for one in before if (run := _words(one)) is not None]
    rest = [run for one in behind if (run := _words(one)) is not None]
    if not line.named or _is_group_cell(kinds, row, own, rest):
        row[name] = own[0] if own else rest[0] if rest else row[name]
        pieces[row[name]] = [*own, *rest]
        return behind
    if not taken and behind and _goes_on(text, row[name], widest):
        whole = [*own, row[name], *rest]
        row[name] = whole[0]
        pieces[whole[0]] = whole
        return behind
    return taken


def _size(cell: Cell) -> int:
    return cell[1] - cell[0]


def _around(lines: list[_Line], place: int) -> tuple[list[_Line], list[_Line]]:
    """Return the pieces before and behind a row that are its own: as many on either side."""
    before: list[_Line] = []
    while (
        place - len(before) - 1 >= 0
        and lines[place - len(before) - 1].is_piece
        and not lines[place - len(before) - 1].used
    ):
        before.insert(0, lines[place - len(before) - 1])
    if before and place > len(before) and lines[place - len(before) - 1].is_lost:
        before = []
    behind: list[_Line] = []
    while place + len(behind) + 1 < len(lines) and lines[place + len(behind) + 1].is_piece:
        behind.append(lines[place + len(behind) + 1])
    after = place + len(behind) + 1
    if behind and after < len(lines) and lines[after].is_lost:
        behind = []
    if behind and after < len(lines) and not (lines[after].named or lines[after].is_group):
        behind = behind[: len(behind) - 1] if len(behind) > 1 or not before else behind[:0]
    count = min(len(before), len(behind)) or max(len(before), len(behind))
    return before[-count:] if before else [], behind[:count]


def _words(line: _Line) -> Cell | None:
    """Return the run of the words of a line that holds a piece of a name."""
    words = [cell for cell, one in zip(line.cells, line.shapes, strict=True) if one not in ("empty", "attribute")]
    return (words[0][0], words[-1][1]) if words else None


def _goes_on(text: str, cell: Cell, widest: int) -> bool:
    """Tell whether the name in a row is a piece of a longer one: as wide as its column, or with a bracket left open."""
    words = written(text, cell)
    if words.endswith(")") and words.count("(") == words.count(")"):
        return False
    return words.count("(") != words.count(")") or (widest > 7 and widest - 1 <= len(words) <= widest + 1)


def _find_unit(
    text: str, row: list[Cell], at: int, before: list[_Line], behind: list[_Line], pieces: dict[Cell, list[Cell]]
) -> list[_Line]:
    """Give a row the unit that is set in the lines around it (万元/ over 人); return those behind it."""
    runs = [line.cells[-1] for line in (*before, *behind)]
    words = "".join(squeezed(written(text, run)) for run in runs)
    if runs and is_unit(words):
        row[at] = runs[0]
        pieces[runs[0]] = runs
        return behind
    return []
