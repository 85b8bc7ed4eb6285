"""Tables whose cells stand each on a line of its own, as text taken from pages and printed tables often has them.

A bar behind each cell says where a cell is empty; else rows are told by what their cells look like. Long names and heads
may be set over several lines; explanations, page numbers and the heads again may stand between rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qcompare.text.flattened import (
    FILLED,
    MOST_COLUMNS,
    filled,
    is_table,
    kinds_of,
    made,
    take_row,
    under_groups,
    worth,
)
from qcompare.text.heads import FIGURES, Cell, Head, Table, read_head, shape, squeezed, stripped, written
from qcompare.text.layout import is_table_row
from qcompare.text.structure import Block

_WIDEST_CELL, _WIDEST_HEAD = 40, 24
_WIDEST_FIRST, _SHORT_HEAD = 12, 4
_TITLE = re.compile(r"(?:表|专栏|附[表件]|图) ?[\d一二三四五六七八九十]")
_FIRST = ("serial", "name", "attribute")
_HALF_HEADS = ("指标", "目标")
_FIRST_LINES, _MOST_LINES = 120, 3_000  # that are looked at first; of a table
_LOOK = 2 * MOST_COLUMNS
_BAR = re.compile(r"[|│┃]")
_ONLY_BRACKET = re.compile(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年?")
_PAGE = re.compile(r"[-—–·~ ]*\d{1,3}[-—–·~ ]+|第? ?\d{1,3} ?页|\d{1,3}/\d{1,3}")
_EXPLAINS = re.compile(r"(?:说明|计算方法|注|备注|指标解释)[:：]")
_HAS_DIGIT = re.compile(r"\d")
_FEWEST_FIGURES = 4  # of a table that is named though it is not understood
_MOST_WORDS = 6  # lines without a figure between two that have one
_MOST_UNFIT = 3  # figures placed for one that fits nowhere: else the rows are not understood
_WRAPPED = 8  # a name shorter than so many characters is not wrapped
_MOST_SKIPPED = 8  # cells that may be passed over between two rows


def by_cell(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a table whose cells stand each on a line of its own."""
    first = _cell(text, blocks[index])
    if first[1] - first[0] > _WIDEST_FIRST or not _opens(
        text, first, _cell(text, blocks[index + 1]) if index + 1 < len(blocks) else first
    ):
        return None
    for most in (_LOOK + MOST_COLUMNS + 1, _FIRST_LINES, _MOST_LINES):  # few lines tell whether there is a table at all
        found = _read(text, blocks, index, most)
        if found is None or found[1] + _LOOK < index + most:
            break
    return found


def _read(text: str, blocks: list[Block], index: int, lines_read: int) -> tuple[Table, int] | None:
    barred = _barred(text, blocks, index)
    runs, numbers = _cells(text, blocks[index : index + lines_read], index, barred)
    if not any(shape(written(text, run)) in FIGURES for run in runs[1 : _LOOK + MOST_COLUMNS]):
        return None
    upper, ends = _whole(text, runs[:_LOOK], numbers[:_LOOK], ())
    bodies: dict[int, tuple[list[Cell], list[int]]] = {}
    best: tuple[list[list[Cell]], list[list[Cell]], list[Cell], Cell, int] | None = None
    most = (0, 0, 0)
    for heads, count in _heads(text, upper):
        columns = [read_head("".join(squeezed(written(text, cell)) for cell in head)) for head in heads]
        if not is_table(columns):
            continue
        kinds = kinds_of(columns)
        if count not in bodies:
            after = numbers.index(ends[count - 1]) + 1
            unit = ("name", "unit") in pairwise(kinds)
            bodies[count] = _whole(text, runs[after:], numbers[after:], ("words", "told" if unit else "unit"))
        cells, lines = bodies[count]
        for way in _kinds(columns, kinds):
            rows, unfit, end = _grid(text, cells, 0, way) if barred else ([], [], 0)
            if not rows:
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


def _kinds(columns: list[Head], kinds: list[str]) -> Iterator[list[str]]:
    """Yield what the columns may hold: a head that nothing explains may stand over remarks or over figures (扩招)."""
    yield kinds
    if any(not column.kind and kind == "note" for column, kind in zip(columns, kinds, strict=True)):
        yield [kind if column.kind else "value" for column, kind in zip(columns, kinds, strict=True)]


def _opens(text: str, first: Cell, second: Cell) -> bool:
    """Tell whether a line is the first head of a table, not its title (…主要指标, and then 序号)."""
    words = written(text, first)
    if _TITLE.match(words) or read_head(words).kind not in _FIRST:
        return False
    return len(words) <= _SHORT_HEAD or read_head(written(text, second)).kind not in _FIRST


def _cell(text: str, block: Block) -> Cell:
    """Return the run of a line without the bar behind or before it."""
    start, end = block.start, block.end
    while start < end and text[start] in " |│┃":
        start += 1
    while end > start and text[end - 1] in " |│┃":
        end -= 1
    return start, end


def _barred(text: str, blocks: list[Block], index: int) -> bool:
    """Tell whether each line of those that follow ends or starts with a bar."""
    near = blocks[index : index + 6]
    return (
        len(near) > 3
        and sum(bool(_BAR.match(text[block.end - 1]) or _BAR.match(text[block.start])) for block in near)
        >= len(near) - 1
    )


def _cells(text: str, blocks: list[Block], index: int, barred: bool) -> tuple[list[Cell], list[int]]:
    """Return the cells of some blocks, and the number of each, of which the first is ``index``."""
    runs: list[Cell] = []
    numbers: list[int] = []
    for number, block in enumerate(blocks, start=index):
        run = _cell(text, block)
        words = written(text, run)
        if _EXPLAINS.match(words) and len(runs) > 4:
            continue
        if len(words) > _WIDEST_CELL or "。" in words or "\t" in words or _BAR.search(words):
            break
        if is_table_row(words):
            break
        if not words and not barred or _PAGE.fullmatch(words):
            continue
        runs.append(run)
        numbers.append(number)
    return runs, numbers


def _whole(text: str, runs: list[Cell], numbers: list[int], wrapped: tuple[str, ...]) -> tuple[list[Cell], list[int]]:
    """Return cells with those made one that are set over several lines: a bracket is open, or a name fills its column.

    ``wrapped`` are the shapes that the rest of a name may have.
    """
    shapes = [shape(written(text, run)) for run in runs]
    pairs = [runs[k][1] - runs[k][0] for k in range(len(runs) - 1) if shapes[k] == "words" and shapes[k + 1] in wrapped]
    widest = max(pairs, default=0)
    cells: list[Cell] = []
    ends: list[int] = []
    open_, goes_on = 0, False  # where the last cell started; whether it goes on in the next line
    for number, (run, form) in enumerate(zip(runs, shapes, strict=True)):
        words = written(text, run)
        bracket = bool(cells) and _unclosed(written(text, cells[-1]))
        if goes_on and (form not in FIGURES or form in wrapped or bracket) and run[1] - open_ <= 2 * _WIDEST_CELL:
            cells[-1], ends[-1] = (open_, run[1]), numbers[number]
        else:
            cells.append(run)
            ends.append(numbers[number])
            open_ = run[0]
        full = _WRAPPED < widest <= len(words) + 1 and form == "words" and not words.endswith((")", "〕"))
        goes_on = _unclosed(written(text, cells[-1])) or (
            full and number + 1 < len(shapes) and shapes[number + 1] in wrapped
        )
    return cells, ends


def _unclosed(words: str) -> bool:
    """Tell whether a bracket is open at the end of a name: 粮食综合生产能力(亿."""
    return words.count("(") > words.count(")") and not re.search(r"\(%?$|\d$", words)


def _heads(text: str, cells: list[Cell]) -> Iterator[tuple[list[list[Cell]], int]]:
    """Yield the ways to take the first cells for heads, each with the first cell behind them."""
    width = unknown = 0
    for cell in cells[: MOST_COLUMNS + 4]:
        words = written(text, cell)
        unknown += not read_head(words).kind and shape(words) != "year" and not _ONLY_BRACKET.fullmatch(words)
        attribute = shape(words) == "attribute" and not read_head(words).kind
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
    if grouped := under_groups(text, lines):
        yield grouped
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


def _grid(text: str, cells: list[Cell], at: int, kinds: list[str]) -> tuple[list[list[Cell]], list[Cell], int]:
    """Read rows of as many cells as there are heads, empty ones among them; none where they do not fit."""
    width = len(kinds)
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


def _rows(
    text: str, cells: list[Cell], at: int, kinds: list[str], heads: list[list[Cell]]
) -> tuple[list[list[Cell]], list[Cell], int]:
    """Read rows by what their cells look like; cells that make no row are passed over where rows go on behind them."""
    shapes = [shape(written(text, cell)) for cell in cells]
    again = [squeezed(written(text, cell)) for head in heads for cell in head]
    if take_row(shapes[:], at, kinds) is None and take_row(shapes, at + 1, kinds) is None:
        return [], [], at  # told from the first row: what follows may be long
    rows: list[list[Cell]] = []
    unfit: list[Cell] = []
    last_name = len(kinds) - 1 - kinds[::-1].index("name")
    while at < len(cells):
        if [squeezed(written(text, cell)) for cell in cells[at : at + len(again)]] == again:
            at += len(again)  # the heads again, on a new page
            continue
        taken = take_row(shapes, at, kinds)
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
        unfit += [cell for cell, one in zip(cells[at:onward], shapes[at:onward], strict=True) if one in FIGURES]
        at = onward
    return rows, unfit, at


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
    if blocks[index].end - blocks[index].start > _WIDEST_CELL:
        return None
    last, found = index, 0
    for number in range(index, min(len(blocks), index + _MOST_LINES)):
        block = blocks[number]
        if (
            block.end - block.start > _WIDEST_CELL
            or text[block.end - 1] in "。:;,、"
            or "," in text[block.start : block.end]
        ):
            break
        if figures := _figures(text, block):
            found, last = found + figures, number
        elif number == index or number - last > _MOST_WORDS:
            break  # it opens with a figure, and goes on as long as figures are near
    if found < _FEWEST_FIGURES:
        return None
    return (blocks[index].start, blocks[last].end), last + 1


def _figures(text: str, block: Block) -> int:
    """Return how many figures a line has that is a cell or a row of a table."""
    if block.end - block.start > _WIDEST_CELL or not _HAS_DIGIT.search(text, block.start, block.end):
        return 0
    words = written(text, _cell(text, block))
    if shape(words) in ("figure", "serial", "labelled"):
        return int(not _PAGE.fullmatch(words))
    return sum(shape(cell) in FIGURES for cell in words.split()) if " " in words and is_table_row(words) else 0
