"""Tables in the text of a plan, however publication left them: rows with tabs, bars or spaces, a cell a line, one line.

A table is found by its shape and understood by its heads (:mod:`qcompare.text.heads`) and by what its columns hold. What
looks like a table and cannot be understood is yielded too, without columns: nobody should take its numbers for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from qcompare.text.boxed import CORNERS, rows_of
from qcompare.text.cell_lines import WIDEST_FIRST, bare_cells, by_cell
from qcompare.text.flattened import turned
from qcompare.text.glued import HEAD, headless_in_line, in_line
from qcompare.text.headless import WIDEST_ROW, headless, lines_without_head
from qcompare.text.heads import FIGURES, Cell, Table, read_head, shape, squeezed, stripped, written
from qcompare.text.laid_rows import on_its_side, parted_by_empty
from qcompare.text.row_lines import spaced
from qcompare.text.structure import Block
from qcompare.text.wrapped_cells import WIDEST_CELL

_RULES_OFF = "\t|│┃"  # what parts the cells of a row
_HARD = re.compile(rf"[{_RULES_OFF}]")
_BAR_SPLIT = re.compile(r"[ \t]*[|│┃][ \t]*")
_RULE = re.compile(r"[\s|:+=\-—–─━│┃┌┬┐├┼┤└┴┘]*")  # a rule drawn between rows, of Markdown or of a terminal
_CELL_LINES = 4
_MOST_HEADS, _WIDEST_GROUP, _LONGEST_ROW, _LONGEST_HEADS, _MOST_DRAWN = 3, 40, 1_500, 200, 2_000
_GOALS = re.compile(r"目标|指标|任务|计划|规划|预期|实事")
_SEVERAL_UNITS = re.compile(r"单位:[^()\n]{1,10}[、,;][^()\n]{1,10}\)?$")
_UNITS = re.compile(r"\(?(?:计量)?单位:")
_WITH_UNIT = re.compile(r"\((?:单位:)[^()]{1,8}\)$")
_LONGEST_ABOVE = 60  # characters of a line that may say what stands under it
_GOES_ON, _LONGEST_CAPTION = re.compile(r"[,:、;]$|[,。;]"), 30
_FACTS = re.compile(r"完成情况|执行情况|现状|统计|公报|情况表|实现程度")


def tables(text: str, blocks: list[Block]) -> Iterator[Table]:
    """Yield the tables of a plan in order."""
    done = 0  # the block behind the table before
    heads = HEAD(text)
    begun = [block.start for block in blocks]
    named = {bisect_right(begun, place) - 1 for place in heads}  # the blocks in which heads may stand
    ruled = any(mark in text for mark in _RULES_OFF)  # few texts have any: one look spares one at each block
    drawn = ruled and any(corner in text for corner in CORNERS)
    for index, block in enumerate(blocks):
        if index < done:
            continue
        found: tuple[Table, int] | None = None
        if drawn and text[block.start] in CORNERS:
            found = _drawn(text, blocks, index)
        elif ruled and _HARD.search(text, block.start, block.end):
            found = _ruled(text, blocks, index)
        if found is None and block.end - block.start <= _LONGEST_HEADS:
            found = _bare(text, blocks, index, ruled) or _headless(text, blocks, index)
        if found is None:
            yield from _in_line(text, blocks, index, heads if index in named else [])
            if block.end - block.start <= WIDEST_CELL and (cells := bare_cells(text, blocks, index)):
                run, done = cells
                yield Table([], [], [], *run)
            continue
        done = found[1]
        yield _titled(text, blocks, index, found[0])


def _in_line(text: str, blocks: list[Block], index: int, heads: list[int]) -> Iterator[Table]:
    """Yield the tables that stand in one line; where there is none, rows in it whose units stand before their figures."""
    none = True
    for table in in_line(text, blocks[index], heads):
        table.title, none = title_above(text, blocks, index, table.start), False
        yield table
    if none and (lost := headless_in_line(text, blocks[index])):
        yield lost


def _titled(text: str, blocks: list[Block], index: int, table: Table) -> Table:
    """Give a table the words above it, which say what it holds where it has no head, or that it cannot be understood."""
    if not table.columns and _captioned(text, blocks, index):
        rows = [[cell for cell in row if cell[0] < cell[1]] for row in table.rows]
        table = headless(text, rows, table.start, table.end) or table
    table.title = "\n".join(filter(None, (title_above(text, blocks, index, table.start), table.title)))
    if _SEVERAL_UNITS.search(table.title) and not any(column.unit or column.kind == "unit" for column in table.columns):
        table.columns = []  # nothing says which of them a column has
    return table


def _captioned(text: str, blocks: list[Block], index: int) -> bool:
    """Tell whether the line above says that goals follow, and nothing else: 主要指标, 专栏1 发展目标."""
    above = title_above(text, blocks, index, blocks[index].start)
    return len(above) <= _LONGEST_CAPTION and states_goals(above) and not _GOES_ON.search(above)


def _headless(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a table without a head under a caption that says what it holds."""
    if not index or blocks[index].end - blocks[index].start > WIDEST_ROW:
        return None
    above = blocks[index - 1].end - blocks[index - 1].start <= _LONGEST_ABOVE  # most lines stand under a paragraph
    return lines_without_head(text, blocks, index) if above and _captioned(text, blocks, index) else None


def _bare(text: str, blocks: list[Block], index: int, ruled: bool) -> tuple[Table, int] | None:
    """Read a table without bars: a cell a line, or cells that blanks part; at most lines neither can start."""
    block = blocks[index]
    found = by_cell(text, blocks, index) if ruled or block.end - block.start <= WIDEST_FIRST else None
    if found is None and text.find(" ", block.start, block.end) > 0:
        found = spaced(text, blocks, index)
    return found


def title_above(text: str, blocks: list[Block], index: int, start: int) -> str:
    """Return the words above a table that say what it holds: the rest of its own line, or the short line before it.

    A line that only gives the unit (单位:亿元) goes with the line before it.
    """
    own = text[blocks[index].start : start].strip()
    if own:
        return own[-60:]
    lines: list[str] = []
    for block in reversed(blocks[max(0, index - 2) : index]):
        line = text[block.start : block.end]
        line = line[line.rfind("。") + 1 :] if line.endswith(":") else line  # the last sentence: …如下:
        if len(line) > _LONGEST_ABOVE or "。" in line or "\t" in line:
            break
        lines.append(line)
        if not _UNITS.match(line):
            break
    return "\n".join(reversed(lines))


def line_of(text: str, block: Block) -> Cell:
    """Return the run of a block with the tabs around it, which stand for empty cells."""
    start, end = block.start, block.end
    while start and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    return start, end


def split_hard(text: str, run: Cell) -> list[Cell]:
    """Return the cells of a line that tabs or bars part."""
    start, end = run
    if "\t" not in text[start:end]:
        while start < end and text[start] in " |│┃":
            start += 1
        while end > start and text[end - 1] in " |│┃":
            end -= 1
        edges = [start, *(edge for match in _BAR_SPLIT.finditer(text, start, end) for edge in match.span()), end]
    else:
        edges = [start, *(edge for at in range(start, end) if text[at] == "\t" for edge in (at, at + 1)), end]
    return [stripped(text, cell) for cell in zip(edges[::2], edges[1::2], strict=True)]


def _ruled(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read rows that tabs or bars part, with the lines between them that head a group of rows."""
    rows: list[list[Cell]] = []
    last = index
    for number in range(index, len(blocks)):
        run = line_of(text, blocks[number])
        hard = _HARD.search(text, *run)
        if run[1] - run[0] > _LONGEST_ROW:
            break
        if hard and not _RULE.fullmatch(text, *run):
            rows.append(split_hard(text, run))
            if len(rows) == _CELL_LINES and max(map(len, rows)) < 2:
                return None  # a cell a line, with a bar behind it
        elif not hard and not (
            rows and run[1] - run[0] <= _WIDEST_GROUP and _goes_on(text, blocks, number, len(rows[-1]))
        ):
            break
        elif not hard and _WITH_UNIT.search(text, *run):
            rows.append([run] * len(rows[-1]))  # 一、合格率(单位:%), in a cell over all columns
        last = number + 1 if hard else last
    if len(rows) == 1:
        rows = parted_by_empty(text, rows[0])
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2:
        return None
    start, end = line_of(text, blocks[index])[0], line_of(text, blocks[last - 1])[1]
    if sided := on_its_side(text, rows, start, end):
        return turned(text, sided) or sided, last
    rows = [[*row, *[(row[-1][1], row[-1][1])] * (width - len(row))] for row in rows]
    table = turned(text, _headed(text, rows, start, end)) or Table([], [], rows, start, end)
    return table, last


def _drawn(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a table drawn with lines of characters; a cell set in several lines keeps its pieces."""
    drawn, others, used = rows_of(text, [(block.start, block.end) for block in blocks[index : index + _MOST_DRAWN]])
    if used < 3:
        return None
    start, end = blocks[index].start, blocks[index + used - 1].end
    # A cell of several lines goes by its first; in the head that may be the name of a group, which others have too.
    first = [-1, *[0] * len(drawn)]
    pieces = {cell[at]: cell for at, row in zip(first, drawn, strict=False) for cell in row if len(cell) > 1}
    rows = [[cell[at] if cell else (start, start) for cell in row] for at, row in zip(first, drawn, strict=False)]
    headed = _headed(text, rows, start, end, pieces) if len(rows) > 1 else None
    table = turned(text, headed) or Table([], [], rows, start, end)
    table.unfit = [cell for row in others if len(row) > 1 for cells in row for cell in cells]
    alone = (squeezed(written(text, row[0][0])) for row in others if len(row) == 1 and row[0])
    table.title = next(filter(_UNITS.match, alone), table.title)
    return table, index + used


def _goes_on(text: str, blocks: list[Block], number: int, width: int) -> bool:
    """Tell whether the rows of a table go on behind a line: the name of a group of rows, or where a page ends."""
    if not 0 < number < len(blocks) - 1 or text[blocks[number].end - 1] in "。:;":
        return False
    after = split_hard(text, line_of(text, blocks[number + 1]))
    return len(after) == width and any(shape(written(text, cell)) in FIGURES for cell in after)


def _headed(
    text: str, rows: list[list[Cell]], start: int, end: int, pieces: dict[Cell, list[Cell]] | None = None
) -> Table | None:
    """Part the heads from the rows, and read both; None where no row is a head."""
    pieces = pieces or {}
    over = {squeezed(written(text, cell)) for cell in rows[0] if cell[1] > cell[0]}
    unit = over.pop() if len(over) == 1 else ""
    rows = rows[1:] if _UNITS.match(unit) else rows  # 单位:亩, in a cell over all columns
    depth = 0
    while depth < min(_MOST_HEADS, len(rows) - 1) and _is_head(
        ["".join(squeezed(written(text, piece)) for piece in pieces.get(cell, (cell,))) for cell in rows[depth]]
        if pieces
        else [written(text, cell) for cell in rows[depth]],
        depth,
    ):
        depth += 1
    if not depth:
        return None
    spread = _spread(text, rows[:depth])
    half = _half(text, spread)
    if half:
        spread = [row[:half] for row in spread]
        rows = [*rows[:depth], *(row[at : at + half] for at in (0, half) for row in rows[depth:])]
    heads = [
        [piece for cell in column if cell[1] > cell[0] for piece in pieces.get(cell, (cell,))]
        for column in zip(*spread, strict=True)
    ]
    told = ["".join(dict.fromkeys(squeezed(written(text, cell)) for cell in column)) for column in heads]
    body = [
        row
        for row in rows[depth:]
        if [squeezed(written(text, cell)) for cell in row] != told  # the head again, on a new page
    ]
    title = unit if _UNITS.match(unit) else ""
    return Table([read_head(words) for words in told], heads, body, start, end, title, pieces=pieces)


def _half(text: str, heads: list[list[Cell]]) -> int:
    """Return the width of a table that is set twice side by side (指标 2025年 指标 2025年), else 0."""
    told = [[squeezed(written(text, cell)) for cell in row] for row in heads]
    half = len(told[0]) // 2
    twice = len(told[0]) == 2 * half and half > 1 and all(row[:half] == row[half:] for row in told)
    return half if twice and read_head(told[0][0]).kind in ("name", "serial") else 0


def _is_head(words: list[str], above: int) -> bool:
    """Tell whether a row is one of the head: the first without any figure, and the next ones that say years or values."""
    shapes = [shape(word) for word in words]
    if any(one in ("figure", "serial", "prose") for one in shapes) or (above and "attribute" in shapes):
        return False
    said = [read_head(word) for word, one in zip(words, shapes, strict=True) if one != "empty"]
    if above and len(words) > 2 and len(set(words)) == 1:
        return False  # the name of a group of rows, in each of its cells
    if above:
        values = sum(head.kind in ("value", "unit", "name") for head in said)
        alone = len(said) == 1 and shapes[0] != "empty"  # the name of a group of rows
        return values > 0 and values >= len(said) - 1 and "told" not in shapes and not alone
    return sum(head.kind not in ("", "attribute") for head in said) >= 1 and len(said) >= 2


def _spread(text: str, rows: list[list[Cell]]) -> list[list[Cell]]:
    """Give the name of a group of columns (目标 over 2015年, 2020年) to each of them, where it stands over the first only."""
    rows = [list(row) for row in rows]
    for upper, lower in zip(rows, rows[1:], strict=False):
        for column in range(1, len(upper)):
            empty = upper[column][1] == upper[column][0]
            below = lower[column][1] > lower[column][0]
            grouped = lower[column - 1][1] > lower[column - 1][0]
            if empty and below and grouped:
                upper[column] = upper[column - 1]
    return rows


def states_goals(title: str) -> bool:
    """Tell whether the words above a table say that it holds what is aimed at.

    >>> states_goals("专栏1 “十四五”主要指标"), states_goals("表1 2020年主要指标完成情况")
    (True, False)
    """
    return bool(_GOALS.search(title)) and not tells(title)


def tells(title: str) -> bool:
    """Tell whether the words above a table say that it holds what was: 完成情况, 统计.

    >>> tells("表1 2020年主要指标完成情况"), tells("表2 各镇2025年公益林面积")
    (True, False)
    """
    return bool(_FACTS.search(title))
