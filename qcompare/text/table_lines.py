"""Whether a line of text is a row of a table whose cells blanks part: by its shape, and by the lines beside it."""

from __future__ import annotations

import re

from qcompare.text.heads import FIGURES, read_head, shape

SENTENCE = re.compile(r"[,。;](?:(?<!,)|(?!\d{3}(?!\d))|(?<!\d,))")  # not the comma of 12,500
_IN_BRACKETS = re.compile(r"\([^()。]{1,20}\)")  # 总产值(2020年价,万元)
_ENDS_SENTENCE = re.compile(r"[。;:!?…]$")
_WIDEST = 100
_HEADS = (
    ("指", "标"),
    ("项", "目"),
    ("单", "位"),
    ("类", "别"),
    ("名", "称"),
    ("序", "号"),
    ("属", "性"),
    ("领", "域"),
    ("内", "容"),
)
_SPACED_HEAD = re.compile(rf"(?:{'|'.join(rf'{a}(?<![^ ]{a}) {{1,3}}{b}' for a, b in _HEADS)})(?![^ ])")


def _joined_heads(line: str) -> str:
    """Return a line in which heads that are set apart are words: 指 标 → 指标."""
    return _SPACED_HEAD.sub(lambda head: head.group().replace(" ", ""), line) if " " in line else line


_STARTS_FIGURE = frozenset("0123456789<>≤≥-—–[〔")


def _shaped_as_row(cells: list[str]) -> bool:
    """Tell whether the shapes of a line's cells make it a row of a table, though no name or no figure is in it.

    The name stands in the lines around (% 40.2 42), or the level is told in words (% 预期性 与全省同步). Not 2 0 1 5.
    """
    if len(cells) < 2:
        return False
    if cells[0] in ("单位", "计量单位"):  # of each column, where rows are years
        return all(len(cell) < 9 and shape(cell) == "unit" for cell in cells[1:])
    opens = cells[0][0] in _STARTS_FIGURE or len(cells[0]) < 6 and shape(cells[0]) == "unit"
    if not opens and not any(cell.endswith("性") for cell in cells):
        return False
    shapes = [shape(cell) for cell in cells]
    if "attribute" in shapes:
        return len(cells) > 2 or shapes == ["figure", "attribute"]
    figures = sum(one in ("figure", "serial") and len(cell) > 1 for one, cell in zip(shapes, cells, strict=True))
    single = sum(len(cell) == 1 and cell.isdigit() for cell in cells)
    return figures > 0 and single <= len(cells) / 2 and "words" not in shapes and "prose" not in shapes


def is_table_row(line: str) -> bool:
    """Tell whether a line is a table row whose cells are separated by tabs or spaces.

    >>> is_table_row("农产品抽检合格率 % 96 98 约束性"), is_table_row("到 2 0 1 5 年 , 合 格 率 达 9 5 %")
    (True, False)
    """
    if "\t" in line and "\t" in line.strip():
        return True
    if len(line.split(maxsplit=1)) < 2 or (SENTENCE.search(line) and SENTENCE.search(_IN_BRACKETS.sub("", line))):
        return False
    cells = _joined_heads(line).split()
    if _shaped_as_row(cells):
        return True
    if (
        not 3 <= len(cells) <= 14
        or len(cells[0]) < 2
        and not ((cells[0].isdigit() or cells[0] in "序号") and len(cells[1]) > 1)
    ):
        return False
    if any(cell.count(open_) != cell.count(close) for cell in cells for open_, close in ("〔〕", "()", "[]", "《》")):
        return False
    if not any(char.isdigit() for cell in cells for char in cell):
        return _is_head_line(cells)
    single = sum(len(cell) == 1 and not cell.isascii() for cell in cells)
    digits = sum(len(cell) == 1 and cell.isdigit() for cell in cells)
    named = len(cells[0]) > 3 and single <= 1  # a name, its unit, and figures of one digit
    return (named or single + digits <= len(cells) / 2) and any(char.isdigit() for cell in cells[1:] for char in cell)


def _is_head_line(cells: list[str]) -> bool:
    """Tell whether the words of a line are the heads of a table (指标 单位 目标值 责任部门), none of them a figure."""
    if not any(word in cell and len(cell) < 8 for cell in cells for word in ("指标", "目标", "单位", "名称", "项目")):
        return False
    heads = [read_head(cell).kind for cell in cells if len(cell) <= 12]
    return len(heads) == len(cells) and "value" in heads and sum(map(bool, heads)) >= len(cells) - 1


_NEAR = 4  # lines of the head of a table, and of a name that is set in several


def beside_rows(text: str, start: int, end: int) -> bool:
    """Tell whether a line of a few cells stands beside the rows of a table: a piece of its head, of a long name."""
    line = text[start:end]
    if len(line) > _WIDEST or SENTENCE.search(line):
        return False
    if len(cells := _joined_heads(line).split()) < 2 or sum(map(len, cells)) < 2 * len(cells):  # or letters set apart
        return False
    for step in (-1, 1):
        at = start - 1 if step < 0 else end
        for _ in range(_NEAR):
            other = (
                text.rfind("\n", max(0, at - _WIDEST), max(0, at))
                if step < 0
                else text.find("\n", at + 1, at + 1 + _WIDEST)
            )
            if other < 0:
                break
            near = text[other + 1 : at] if step < 0 else text[at + 1 : other]
            if near.count(" ") > 1 and is_table_row(near):
                return True
            at = other
    return False


_PLACES = re.compile(r"(?:[县区镇]|地区|街道|\))$")
_WIDEST_PIECE = 16  # characters of a piece of a name that is set in several lines
_TWO_HEADS = re.compile(
    r"\n[ ]*(?P<name>[^\s,。]{0,6}(?:指标|项目|内容|名称|地区|县区|区县|县\(市、区\)|市\(县、区\)|乡?镇(?:\(街道\))?|街道)[^\s,。]{0,4}) +(?P<value>[^\s,。]{2,16})[ ]*$",
    re.M,
)


def two_column_rows(text: str) -> frozenset[str]:
    r"""Return the lines of tables of two columns, a name and a figure behind a head of two words (指标 2025年).

    Nothing but the head tells such rows from sentences with a blank in them.

    >>> sorted(two_column_rows("主要指标 2025年目标\n合格率(%) 98\n标准数(项) 70\n总之 好"))
    ['主要指标 2025年目标', '合格率(%) 98', '标准数(项) 70']
    """
    found: set[str] = set()
    # A pattern that starts with a character is found much faster than one with ^.
    for head in _TWO_HEADS.finditer("\n" + text):
        placed = _PLACES.search(head["name"]) is not None  # over places the second head may be any noun: 面积
        if read_head(head["name"]).kind != "name" or read_head(head["value"]).kind not in (
            "value",
            "" if placed else "value",
        ):
            continue
        rows, at, filled = [head.group().strip()], head.end(), 0
        while at <= len(text):
            end = text.find("\n", at)
            line = text[at : len(text) if end < 0 else end].strip()
            cells = line.split()
            row = len(cells) == 2 and len(line) <= _WIDEST and shape(cells[1]) in (*FIGURES, "empty")
            piece = len(cells) == 1 and len(line) < _WIDEST_PIECE and not _ENDS_SENTENCE.search(line)
            if not row and not piece:
                break
            filled += row or shape(line) in FIGURES
            rows.append(line)
            at = len(text) + 1 if end < 0 else end + 1
        if filled > 1:
            found.update(rows)
    return frozenset(found)
