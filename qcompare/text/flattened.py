"""Tables that publication took apart: rows whose cells only spaces part, one cell a line, everything in one line.

Nothing tells where a cell is empty, so each row must fill its columns by what the cells look like: a name, a unit, as
many figures as there are columns of values. A row that does not is left, and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcompare.text.heads import YEAR, Cell, Head, Table, read_head, settled, shape, squeezed, written
from qcompare.text.structure import Block

_WIDEST_CELL, MOST_COLUMNS = 40, 14
_TOKEN = re.compile(r"\S+")
_AFTER = re.compile(r"(?:及以上|或?以上|以下|以内|之内|左右|上下)[)\]〕】]?$")
_BEFORE = re.compile(r"[<>≤≥=≈~*\[(〔【]+$")
_VALUES = frozenset(["figure", "serial", "told", "empty"])
_HALF_HEADS = ("指标", "目标")
_BARE_GROUP = re.compile(r"(?:规划|发展|预期|总体)?目标值?|规划|现状|指标值")


def kinds_of(columns: list[Head]) -> list[str]:
    """Return of each column what its cells must look like.

    What no word tells holds figures behind a unit (产品 单位 产量), else it is a name before the first figures.
    """
    kinds: list[str] = []
    for head in columns:
        unknown = "note" if "value" in kinds else "value" if "unit" in kinds else "name"
        kinds.append(head.kind or unknown)
    return kinds


def take_row(
    shapes: list[str], at: int, kinds: list[str], loose: bool = False
) -> tuple[list[tuple[int, int]], int] | None:
    """Fill the columns of one row from the cells that follow; None where they do not fit.

    Parameters
    ----------
    shapes
        What the cells look like, in order.
    at
        The first cell of the row.
    kinds
        What the columns hold.
    loose
        Whether a name may be in several pieces (spaces part them), else the words before it head a group of rows.

    Returns
    -------
    list of (first, last)
        For each column its cells, none where first is last.
    int
        The first cell behind the row.

    Examples
    --------
    >>> take_row(["serial", "words", "unit", "figure", "empty"], 0, ["serial", "name", "unit", "value", "value"])
    ([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)], 5)
    >>> take_row(["words", "figure"], 0, ["name", "value", "value"]) is None
    True
    """
    row: list[tuple[int, int]] = []
    column = 0
    while column < len(kinds):
        kind = kinds[column]
        here = shapes[at] if at < len(shapes) else "end"
        if kind == "name":
            width = 1
            while column + width < len(kinds) and kinds[column + width] == "name":
                width += 1
            words = next((k for k, one in enumerate(shapes[at:]) if one != "words"), len(shapes) - at)
            if words and column + width < len(kinds) and kinds[column + width] == "note":
                words = min(words, width)
            if not words and "name" not in kinds[column + width :]:
                return None
            if words > width and loose:
                row += [(at + k, at + k + 1) for k in range(width - 1)] + [(at + width - 1, at + words)]
            else:
                skipped = max(0, words - width)
                filled = [(at + skipped + k, at + skipped + k + 1) for k in range(words - skipped)]
                row += [(at, at)] * (width - len(filled)) + filled
            at += words
            column += width
            continue
        fits = (
            here == "serial" if kind == "serial"
            else here in ("unit", "empty") if kind == "unit"
            else here in _VALUES or (here == "year" and "unit" in kinds) if kind in ("value", "money")  # 公里 2000
            else here in ("attribute", "empty") if kind == "attribute"
            else here in ("year", "figure", "empty", "words") if kind == "due"
            else here in ("words", "attribute", "empty", "prose", "told")
        )  # fmt: skip
        if not fits and kind in ("value", "money"):
            return None
        row.append((at, at + fits))
        at += fits
        column += 1
    return row, at


def tokens(text: str, start: int, end: int) -> list[Cell]:
    """Return the pieces of a line that blanks part; 指 标, > 95 and 300 左右 are one."""
    found: list[Cell] = []
    for match in _TOKEN.finditer(text, start, end):
        here = match.group()
        if found:
            before = text[found[-1][0] : found[-1][1]]
            one = (
                len(here) == 1 and "\u4e00" <= here <= "\u9fff" and len(before) == 1 and "\u4e00" <= before <= "\u9fff"
            )
            if one or _AFTER.match(here) and before[-1].isdigit() or _BEFORE.fullmatch(before) or here == "个百分点":
                found[-1] = (found[-1][0], match.end())
                continue
        found.append(match.span())
    return found


def is_table(columns: list[Head]) -> bool:
    """Tell whether heads are those of a table of indicators: a name, a value, and hardly a word that nothing explains."""
    kinds = [column.kind for column in columns]
    values = [column for column in columns if column.kind == "value"]
    known = sum(kind != "" for kind in kinds)
    if "value" in kinds and "name" in kinds[kinds.index("value") :]:
        return False  # the first name of the rows, taken for a head
    return (
        2 <= len(columns) <= MOST_COLUMNS
        and bool(values)
        and ("name" in kinds or "" in kinds[:3])
        and known >= len(kinds) - 1
    )


def made(text: str, heads: list[list[Cell]], rows: list[list[Cell]], start: int, end: int) -> Table:
    """Return the table of some heads and rows."""
    columns = [read_head("".join(squeezed(written(text, cell)) for cell in column)) for column in heads]
    cells = [[shape(written(text, row[at])) for row in rows] for at in range(len(columns))]
    return Table(settled(columns, cells), heads, rows, start, end)


def filled(taken: list[tuple[int, int]], cells: list[Cell], start: int) -> list[Cell]:
    """Return the runs of the text of a row's cells."""
    return [(cells[a][0], cells[b - 1][1]) if b > a else (start, start) for a, b in taken]


def spaced(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a head and the rows behind it, each a line, whose cells blanks part."""
    block = blocks[index]
    if " " not in text[block.start : block.end] or "。" in text[block.start : block.end]:
        return None
    head = tokens(text, block.start, block.end)
    for heads in _groupings(text, head):
        columns = [read_head(written(text, cell)) for cell in heads]
        if len(columns) < 3 or not is_table(columns):
            continue
        kinds = kinds_of(columns)
        rows: list[list[Cell]] = []
        unfit: list[Cell] = []
        waiting: list[Cell] = []
        last = index
        for number in range(index + 1, len(blocks)):
            one = blocks[number]
            cells = tokens(text, one.start, one.end)
            taken = take_row([shape(written(text, cell)) for cell in cells], 0, kinds, loose=True)
            if taken is not None and taken[1] == len(cells):
                rows.append(filled(taken[0], cells, one.start))
                unfit += waiting
                waiting, last = [], number
            elif one.end - one.start <= 60 and "。" not in text[one.start : one.end] and len(waiting) < 2:
                waiting.append((one.start, one.end))
            else:
                break
        if rows:
            table = made(text, [[cell] for cell in heads], rows, block.start, blocks[last].end)
            table.unfit = unfit
            return table, last + 1
    return None


def _groupings(text: str, head: list[Cell]) -> Iterator[list[Cell]]:
    """Yield the heads of a line as they are, and with 目标 or 现状 taken to the year before them (2025年 目标)."""
    yield head
    joined: list[Cell] = []
    for cell in head:
        if joined and _BARE_GROUP.fullmatch(written(text, cell)) and YEAR.search(written(text, joined[-1])):
            joined[-1] = (joined[-1][0], cell[1])
        else:
            joined.append(cell)
    if len(joined) < len(head):
        yield joined


def by_cell(text: str, blocks: list[Block], index: int) -> tuple[Table, int] | None:
    """Read a table whose cells stand each on a line of its own."""
    first = blocks[index]
    if first.end - first.start > 12 or read_head(written(text, (first.start, first.end))).kind not in (
        "serial",
        "name",
    ):
        return None
    lines = [(block.start, block.end) for block in blocks[index : index + MOST_COLUMNS + 2]]
    width = unknown = 0
    for cell in lines:
        words = written(text, cell)
        unknown += not read_head(words).kind and shape(words) != "year"
        if len(words) > 24 or unknown > 1 or shape(words) == "attribute":
            break
        width += 1
    best: tuple[list[Cell], list[list[Cell]], int] | None = None
    for count in range(width, 2, -1):
        for heads in _without_groups(text, lines[:count]):
            columns = [read_head(written(text, cell)) for cell in heads]
            if not is_table(columns):
                continue
            rows, after = _cell_rows(text, blocks, index + count, kinds_of(columns))
            if rows and (best is None or len(rows) * len(heads) > len(best[1]) * len(best[0])):
                best = heads, rows, after
    if best is None or len(best[1]) * len(best[0]) < 4:
        return None
    heads, rows, after = best
    return made(text, [[cell] for cell in heads], rows, first.start, blocks[after - 1].end), after


def _without_groups(text: str, lines: list[Cell]) -> Iterator[list[Cell]]:
    """Yield the heads as they stand, without the name of a group of columns (目标 before 2015年, 2020年), and a last one of two lines."""
    yield lines
    bare = [bool(_BARE_GROUP.fullmatch(squeezed(written(text, cell)))) for cell in lines]
    without: list[Cell] = []
    for number, cell in enumerate(lines):
        behind = next((k for k in range(number + 1, len(lines)) if not bare[k]), len(lines))
        years = behind < len(lines) and YEAR.search(written(text, lines[behind]))
        if not (bare[number] and years):
            without.append(cell)
    if len(without) < len(lines):
        yield without
    last = squeezed(written(text, lines[-1]))
    if len(lines) > 3 and read_head(last).kind == "attribute" and squeezed(written(text, lines[-2])) in _HALF_HEADS:
        yield [*lines[:-2], (lines[-2][0], lines[-1][1])]  # 指标 over 属性 in one cell


def _cell_rows(text: str, blocks: list[Block], at: int, kinds: list[str]) -> tuple[list[list[Cell]], int]:
    cells: list[Cell] = []
    first = [
        shape(text[block.start : block.end])
        for block in blocks[at : at + 2 * MOST_COLUMNS]
        if block.end - block.start <= _WIDEST_CELL
    ]
    if take_row(first, 0, kinds) is None:
        return [], at  # told from the first row: what follows may be long
    for block in blocks[at:]:
        words = text[block.start : block.end]
        if len(words) > _WIDEST_CELL or "。" in words or "\t" in words:
            break
        cells.append((block.start, block.end))
    shapes = [shape(written(text, cell)) for cell in cells]
    rows: list[list[Cell]] = []
    done = 0
    while done < len(cells):
        taken = take_row(shapes, done, kinds)
        if taken is None or taken[1] == done:
            break
        rows.append(filled(taken[0], cells, cells[done][0]))
        done = taken[1]
    return rows, at + done
