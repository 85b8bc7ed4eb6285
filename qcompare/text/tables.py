"""Tables that publication flattened to lines: one row a line with tabs, spaces or bars, or one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qcompare.text.structure import Block

Cell = tuple[int, int]

_SERIAL = re.compile(r"序号|编号|No\.?", re.I)
_NAME = re.compile(
    r"指标(?:名称|内容|项目)?|项目(?:名称)?|名称|主要指标|内容|目标(?:名称|内容)?|类别|分类|领域|类型|[各市州]*(?:县|区|市|地区|县区|区县|市州|单位名称|行业|品种|产品)(?:\((?:县|区|市|市、区|县、区|市、州)\))?|部门"
)
_UNIT = re.compile(r"(?:计量)?单位")
_YEAR = re.compile(
    r"(?:至|到)?(?:19|20)\d\d年?(?:末|底)?(?:.{0,8})|[“\"]?十[一二三四五]?五[”\"]?(?:末|期末|时期|期间)?(?:.{0,4})"
)
_GROWTH = re.compile(r".{0,8}(?:年均|累计|增速|增长|增幅|变化).{0,8}")
_OTHER = re.compile(
    r"指标属性|指标类型|属性|性质|备注|说明|责任(?:单位|部门)|牵头(?:单位|部门)|现状(?:值)?|基期(?:值)?|基数|目标值?|规划目标|预期目标|现值|基准(?:值|年)?|完成(?:值|情况)|类型|来源|频次"
)
_HEADER_CELLS = (_SERIAL, _NAME, _UNIT, _YEAR, _GROWTH, _OTHER)
_VALUE = re.compile(r"\d|完成|达到|保持|高于|低于|同步|达标")
_PARTED = re.compile(r"[\t| │┃]")
_CELL_SPLIT = re.compile(r"[ ]*[\t|│┃][ \t]*|[ ]{1,}")
_WIDEST_HEAD, _WIDEST_CELL = 160, 24
_TAB_SPLIT = re.compile(r"[ ]*[\t|│┃][ ]*")


@dataclass(slots=True)
class Table:
    """A table as it stands in the text.

    ``header`` and each of ``rows`` are runs of the normalised text, one a cell, in order of the columns; an empty cell
    is an empty run. ``blocks`` are the numbers of the blocks that hold it, first and last.
    """

    header: list[Cell]
    rows: list[list[Cell]]
    blocks: tuple[int, int]


def tables(text: str, blocks: list[Block]) -> Iterator[Table]:
    """Yield the tables of a plan in order; a run of lines without a header that names a year or a value is none."""
    done = -1  # the last block of the table before
    for index, block in enumerate(blocks):
        size = block.end - block.start
        if size > _WIDEST_HEAD or index <= done:
            continue
        table = _by_line(text, blocks, index)
        if table is None and size <= _WIDEST_CELL:
            table = _by_cell(text, blocks, index)
        if table is not None:
            yield table
            done = table.blocks[1]


def is_header(cells: list[str]) -> bool:
    """Tell whether cells are the head of a table of indicators: a name, and a year or another column of values.

    >>> is_header(["指标", "单位", "2020年", "2025年", "属性"]), is_header(["单位", "地址"])
    (True, False)
    """
    if len(cells) < 2 or not any(_NAME.fullmatch(cell) for cell in cells[:3]):
        return False
    known = sum(any(pattern.fullmatch(cell) for pattern in _HEADER_CELLS) for cell in cells)
    return known >= len(cells) - 1 and any(
        _YEAR.fullmatch(cell) or re.search(r"目标|现状|基期", cell) for cell in cells[1:]
    )


def cells_of(text: str, start: int, end: int, columns: int = 0) -> list[Cell]:
    """Return the cells of a line; tabs and bars separate empty cells too, spaces only where there is neither."""
    pattern = _TAB_SPLIT if re.search(r"[\t|│┃]", text[start:end]) else _CELL_SPLIT
    while start < end and text[start] in "|│┃ ":
        start += 1
    while end > start and text[end - 1] in "|│┃ ":
        end -= 1
    edges = [start, *(edge for match in pattern.finditer(text, start, end) for edge in match.span()), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _written(text: str, cell: Cell) -> str:
    return text[cell[0] : cell[1]].strip()


def _by_line(text: str, blocks: list[Block], index: int) -> Table | None:
    block = blocks[index]
    if not _PARTED.search(text, block.start, block.end):
        return None
    header = cells_of(text, block.start, block.end)
    if not is_header([_written(text, cell) for cell in header]):
        return None
    rows = []
    last = index
    for number in range(index + 1, len(blocks)):
        start, end = blocks[number].start, blocks[number].end
        run = text[start:end]
        if end - start > 200 or not _PARTED.search(run):
            break
        cells = cells_of(text, start, end)
        if len(cells) > len(header) and "\t" not in run and "|" not in run:
            # Spaces inside the name: the columns are counted from the right.
            surplus = len(cells) - len(header)
            name = 1 if _SERIAL.fullmatch(_written(text, header[0])) else 0
            cells = [*cells[:name], (cells[name][0], cells[name + surplus][1]), *cells[name + surplus + 1 :]]
        if len(cells) == len(header) - 1:
            # The first cell of a group of rows stands only in the first of them.
            cells = [(start, start), *cells]
        if not 2 <= len(cells) <= len(header) + 1 or not re.search(r"\d|与|—|-", run):
            break
        rows.append(cells)
        last = number
    return Table(header, rows, (index, last)) if rows else None


def _by_cell(text: str, blocks: list[Block], index: int) -> Table | None:
    first = blocks[index]
    if not (_SERIAL.match(text, first.start, first.end) or _NAME.match(text, first.start, first.end)):
        return None
    lines = blocks[index : index + 12]
    cells = [text[block.start : block.end].strip() for block in lines]
    width = 0
    for cell in cells:
        if len(cell) > _WIDEST_CELL or not any(pattern.fullmatch(cell) for pattern in _HEADER_CELLS):
            break
        width += 1
    if width < 3 or not is_header(cells[:width]):
        return None
    header = [(block.start, block.end) for block in lines[:width]]
    serial = bool(_SERIAL.fullmatch(cells[0]))
    rows: list[list[Cell]] = []
    at = index + width
    while at + width <= len(blocks):
        row = [(block.start, block.end) for block in blocks[at : at + width]]
        written = [_written(text, cell) for cell in row]
        if any(len(cell) > 40 or "。" in cell or ";" in cell for cell in written):
            break
        if serial and not written[0].isdigit():
            break
        name = written[1] if serial else written[0]
        if not re.search(r"[\u4e00-\u9fff]{2}", name) or not any(_VALUE.search(cell) for cell in written[1 + serial :]):
            break
        rows.append(row)
        at += width
    return Table(header, rows, (index, at - 1)) if rows else None
