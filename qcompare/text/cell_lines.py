"""Tables whose cells stand each on a line of its own, as text taken from pages and printed tables often has them.

A bar behind each cell says where a cell is empty; else rows are told by what their cells look like. Long names and heads
may be set over several lines; explanations, page numbers and the heads again may stand between rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qcompare.text.barred_cells import BAR, bars, grid, led_cells, without_bar
from qcompare.text.flattened import (
    MOST_COLUMNS,
    filled,
    is_table,
    kinds_of,
    made,
    numbered,
    take_row,
    under_groups,
    worth,
)
from qcompare.text.heads import FIGURES, Cell, Head, Table, ordinal, read_head, shape, squeezed, written
from qcompare.text.period_rows import by_periods
from qcompare.text.structure import Block
from qcompare.text.table_lines import is_table_row
from qcompare.text.wrapped_cells import WIDEST_CELL, whole

_WIDEST_HEAD = 24
WIDEST_FIRST, _SHORT_HEAD = 12, 4
_TITLE = re.compile(r"(?:表|专栏|附[表件]|图) ?[\d一二三四五六七八九十]")
_FIRST = ("serial", "name", "attribute")
_HALF_HEADS = ("指标", "目标")
_FIRST_LINES, _MOST_LINES = 120, 3_000  # that are looked at first; of a table
_LOOK = 2 * MOST_COLUMNS
_ONLY_BRACKET = re.compile(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年?")
_PAGE = re.compile(r"[-—–·~ ]*\d{1,3}[-—–·~ ]+|第? ?\d{1,3} ?页|\d{1,3}/\d{1,3}")
_EXPLAINS = re.compile(r"(?:说明|计算方法|注|备注|指标解释)[:：]")
_TWO_CELLS = re.compile(r"[\u4e00-\u9fff)%] +[<>≥≤]?\d[\d.,]*(?:%|以上|以下|左右)?$")  # a row of a name and a figure
_HAS_DIGIT = re.compile(r"\d")
_FEWEST_FIGURES = 4  # of a table that is named though it is not understood
_TWO = 2
_FEWEST_TITLED, _NEAR_TITLE = (
    2,
    4,
)  # of one under a line that says it is a table (表2 …); lines from it to its first figure
_MOST_WORDS = 6  # lines without a figure between two that have one
_MOST_UNFIT = 3  # figures placed for one that fits nowhere: else the rows are not understood
_MOST_SKIPPED = 8  # cells that may be passed over between two rows


def by_cell(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a table whose cells stand each on a line of its own."""
    first = without_bar(text, blocks[index])
    if first[1] - first[0] > WIDEST_FIRST or not _opens(
        text, first, without_bar(text, blocks[index + 1]) if index + 1 < len(blocks) else first
    ):
        return None
    over = written(text, without_bar(text, blocks[index - 1])) if index else ""
    above = read_head(over).kind if len(over) <= WIDEST_FIRST and not _TITLE.match(over) else ""
    if above == "serial" or above in _FIRST and squeezed(written(text, first)) in ("单位", "年份", "年度"):
        return None  # the heads start above, and were not understood: the numbers of the rows would be read as values
    for most in (_LOOK + MOST_COLUMNS + 1, _FIRST_LINES, _MOST_LINES):  # few lines tell whether there is a table at all
        found = _read(text, blocks, index, most)
        if found is None or found[1] + _LOOK < index + most:
            break
    return found


def _read(text: str, blocks: list[Block], index: int, lines_read: int) -> tuple[Table, int] | None:
    barred = bars(text, blocks, index)
    read = led_cells if barred == "before" else _cells
    runs, numbers = read(text, blocks[index : index + lines_read], index, bool(barred))
    if not any(shape(written(text, run)) in FIGURES for run in runs[1 : _LOOK + MOST_COLUMNS]):
        return None
    if of_periods := by_periods(text, runs):
        return of_periods[0], numbers[of_periods[1] - 1] + 1
    upper, ends = whole(text, runs[:_LOOK], ())
    bodies: dict[int, tuple[list[Cell], list[int]]] = {}
    best: tuple[list[list[Cell]], list[list[Cell]], list[Cell], Cell, int] | None = None
    most = (0, 0, 0)
    for heads, count in _numbered(text, _heads(text, upper), upper):
        columns = [
            read_head("".join(squeezed(written(text, cell)) for cell in head)) if head else Head("serial")
            for head in heads
        ]
        if not is_table(columns):
            continue
        kinds = kinds_of(columns)
        after = ends[count - 1] + 1
        if count not in bodies:
            unit = ("name", "unit") in pairwise(kinds)
            cells, ends_of = whole(text, runs[after:], ("words", "told" if unit else "unit"))
            bodies[count] = cells, [numbers[after + at] for at in ends_of]
        for way in _kinds(columns, kinds):
            # Where each cell has its bar none is set in several lines.
            cells, lines = runs[after:], numbers[after:]
            rows, unfit, end = grid(text, cells, way) if barred and heads[0] else ([], [], 0)
            if not rows:
                cells, lines = bodies[count]
                rows, unfit, end = _rows(text, cells, 0, way, heads)
            value = worth(text, columns, way, rows, unfit)
            if rows and value > most and _MOST_UNFIT * len(unfit) <= value[0]:
                most, best = value, (heads, rows, unfit, cells[end - 1], lines[end - 1])
    if best is None or len(best[1]) * len(best[0]) < 4:
        return None
    heads, rows, unfit, last, line = best
    table = made(text, heads, rows, runs[0][0], last[1])
    table.unfit = unfit
    return table, line + 1


def _numbered(
    text: str, heads: Iterator[tuple[list[list[Cell]], int]], cells: list[Cell]
) -> Iterator[tuple[list[list[Cell]], int]]:
    """Yield heads as they are, and with a column of numbers that none stands over (指标 over 1 and a name)."""
    for found, count in heads:
        yield found, count
        counted = any(head and read_head(written(text, head[0])).kind == "serial" for head in found)
        if not counted and any(ordinal(written(text, cell)) == 1 for cell in cells[count : count + _MOST_SKIPPED]):
            yield [[], *found], count


def _kinds(columns: list[Head], kinds: list[str]) -> Iterator[list[str]]:
    """Yield what the columns may hold: a head that nothing explains may stand over remarks or over figures (扩招)."""
    yield kinds
    if any(not column.kind and kind == "note" for column, kind in zip(columns, kinds, strict=True)):
        yield [kind if column.kind else "value" for column, kind in zip(columns, kinds, strict=True)]


def _opens(text: str, first: Cell, second: Cell) -> bool:
    """Tell whether a line is the first head of a table, not its title (…主要指标, and then 序号)."""
    words = written(text, first)
    head = read_head(words)
    if _TITLE.match(words) or not (head.kind in _FIRST or head.periods or squeezed(words) == "单位"):
        return False
    return len(words) <= _SHORT_HEAD or read_head(written(text, second)).kind not in _FIRST


def _cells(text: str, blocks: list[Block], index: int, barred: bool) -> tuple[list[Cell], list[int]]:
    """Return the cells of some blocks, and the number of each, of which the first is ``index``."""
    runs: list[Cell] = []
    numbers: list[int] = []
    for number, block in enumerate(blocks, start=index):
        run = without_bar(text, block)
        words = written(text, run)
        if _EXPLAINS.match(words) and len(runs) > 4:
            continue
        if len(words) > WIDEST_CELL or "。" in words or "\t" in words or BAR.search(words):
            break
        if is_table_row(words) or _TWO_CELLS.search(words):
            break
        if not words and not barred or _PAGE.fullmatch(words):
            continue
        runs.append(run)
        numbers.append(number)
    return runs, numbers


def _heads(text: str, cells: list[Cell]) -> Iterator[tuple[list[list[Cell]], int]]:
    """Yield the ways to take the first cells for heads, each with the first cell behind them."""
    width = unknown = 0
    for cell in cells[: MOST_COLUMNS + 4]:
        words = written(text, cell)
        head = read_head(words)
        unknown += not (head.kind or head.unit) and shape(words) != "year" and not _ONLY_BRACKET.fullmatch(words)
        attribute = shape(words) == "attribute" and not head.kind
        if len(words) > _WIDEST_HEAD + 8 or unknown > 1 or attribute or shape(words) in ("figure", "serial"):
            break
        width += 1
    seen: set[tuple[tuple[Cell, ...], ...]] = set()
    for count in range(width, 1, -1):
        for heads in _groupings(text, cells[:count]):
            key = tuple(map(tuple, heads))
            if key not in seen:
                seen.add(key)
                yield heads, count


def _groupings(text: str, lines: list[Cell]) -> Iterator[list[list[Cell]]]:
    """Yield the heads as they stand; without the name of a group of columns; with those of two lines made one."""
    yield [[cell] for cell in lines]
    yield from under_groups(text, lines)
    joined: list[list[Cell]] = []
    for number, cell in enumerate(lines):
        words = squeezed(written(text, cell))
        before = squeezed(written(text, lines[number - 1])) if number else ""
        head = read_head(words)
        second = _ONLY_BRACKET.fullmatch(words) and not _ONLY_BRACKET.fullmatch(before)
        valued = _BARE_YEAR.fullmatch(before) and head.kind == "value" and not (head.year or head.rest or head.unit)
        if joined and (second or valued):
            joined[-1].append(cell)
        else:
            joined.append([cell])
    if len(joined) < len(lines):
        yield joined
    last = squeezed(written(text, lines[-1]))
    if len(lines) > 3 and read_head(last).kind == "attribute" and squeezed(written(text, lines[-2])) in _HALF_HEADS:
        yield [*([cell] for cell in lines[:-2]), [(lines[-2][0], lines[-1][1])]]  # 指标 over 属性 in one cell


def _rows(
    text: str, cells: list[Cell], at: int, kinds: list[str], heads: list[list[Cell]]
) -> tuple[list[list[Cell]], list[Cell], int]:
    """Read rows by what their cells look like; cells that make no row are passed over where rows go on behind them."""
    shapes = [shape(written(text, cell)) for cell in cells]
    shapes = numbered(text, cells, shapes) if kinds[0] == "serial" else shapes
    again = [squeezed(written(text, cell)) for head in heads for cell in head]
    if all(take_row(shapes[:], first, kinds) is None for first in range(at, at + 2 + (kinds[0] == "serial"))):
        return [], [], at  # told from the first row, or the one behind the name of its group: what follows may be long
    rows: list[list[Cell]] = []
    unfit: list[Cell] = []
    number = longer = 0  # of the row before, where rows have numbers; rows that go on behind their last column
    last_name = len(kinds) - 1 - kinds[::-1].index("name")
    while at < len(cells):
        if [squeezed(written(text, cell)) for cell in cells[at : at + len(again)]] == again:
            at += len(again)  # the heads again, on a new page
            continue
        taken = take_row(shapes, at, kinds)
        if taken is not None and taken[1] > at and kinds[0] == "serial":
            counted = taken[0][0][1] > taken[0][0][0]
            number = (ordinal(written(text, cells[taken[0][0][0]])) or 0) if counted else number
            nxt = 0 if counted else _numbered_next(text, cells, shapes, at, taken[1], number + 1)
            if nxt:  # a group of rows has a figure of its own (its weight), and the next row its number
                rows.append([cells[at] if k == last_name else (cells[at][0],) * 2 for k in range(len(kinds))])
                at = nxt
                continue
        if taken is not None and taken[1] > at:
            name = next(run[0] for run, kind in zip(taken[0][::-1], kinds[::-1], strict=True) if kind == "name")
            used = {place for run in taken[0] for place in range(*run)}
            groups = [cells[k] for k in range(at, name) if shapes[k] == "words" and k not in used]
            # the name of a group of rows, as a row without figures
            rows += [[group if k == last_name else (group[0], group[0]) for k in range(len(kinds))] for group in groups]
            rows.append(filled(taken[0], cells, cells[at][0]))
            at = taken[1]
            continue
        onward = _next_row(shapes, at, kinds)
        if onward is None:
            break
        longer += bool(rows) and shapes[at] in FIGURES and shapes[at] != "serial"
        unfit += [cell for cell, one in zip(cells[at:onward], shapes[at:onward], strict=True) if one in FIGURES]
        at = onward
    first = next((written(text, cell) for row in rows[:1] for cell in row if cell[1] > cell[0]), "")
    if rows and (2 * longer >= len(rows) or first.startswith("其中")):
        return [], [], at  # more columns than heads: nobody can say which figure stands under which
    return rows, unfit, at


def _numbered_next(text: str, cells: list[Cell], shapes: list[str], at: int, end: int, number: int) -> int:
    """Return where the row with a number starts among cells that were taken for figures of the row before; else 0."""
    for place in range(at + 1, end):
        if shapes[place] == "serial" and ordinal(written(text, cells[place])) == number:
            return place if shapes[place + 1 : place + 2] == ["words"] else 0
    return 0


def _next_row(shapes: list[str], at: int, kinds: list[str]) -> int | None:
    """Return where the next row starts behind cells that make none: the name of a group, a row without its figures."""
    numbered = kinds[0] == "serial"
    for place in range(at + 1, min(len(shapes), at + 1 + _MOST_SKIPPED)):
        if numbered and shapes[place] != "serial" or shapes[place - 1] in FIGURES and not numbered:
            continue
        if take_row(shapes, place, kinds) is not None:
            return place
    return None


def bare_cells(text: str, blocks: list[Block], index: int) -> tuple[Cell, int] | None:
    """Return the run of lines that hold a cell or a row each, figures among them: a table that was not understood.

    Returns
    -------
    run, block
        The run of the text, and the block behind it.
    """
    if blocks[index].end - blocks[index].start > WIDEST_CELL:
        return None
    last, found = index, 0
    for number in range(index, min(len(blocks), index + _MOST_LINES)):
        block = blocks[number]
        if (
            block.end - block.start > WIDEST_CELL
            or text[block.end - 1] in "。:;,、"
            or "," in text[block.start : block.end]
        ):
            break
        if figures := _figures(text, block):
            found, last = found + figures, number
        elif number == index or number - last > _MOST_WORDS:
            break  # it opens with a figure, and goes on as long as figures are near
    titled = any(_TITLE.match(text, block.start, block.end) for block in blocks[max(0, index - _NEAR_TITLE) : index])
    if found < (_FEWEST_TITLED if titled else _FEWEST_FIGURES):
        return None
    return (blocks[index].start, blocks[last].end), last + 1


def _figures(text: str, block: Block) -> int:
    """Return how many figures a line has that is a cell or a row of a table."""
    if block.end - block.start > WIDEST_CELL or not _HAS_DIGIT.search(text, block.start, block.end):
        return 0
    words = written(text, without_bar(text, block))
    if shape(words) in ("figure", "serial", "labelled"):
        return int(not _PAGE.fullmatch(words))
    if " " not in words:
        return 0
    cells = words.split()
    if len(cells) == _TWO and shape(cells[0]) == "words" and shape(cells[1]) in ("figure", "serial"):
        return 1  # 东湖镇 3200
    return sum(shape(cell) in FIGURES for cell in cells) if is_table_row(words) else 0
