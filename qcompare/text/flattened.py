"""What the readers of tables that publication took apart share: which cells make a row, which lines make a head.

Nothing tells where a cell is empty, so each row must fill its columns by what the cells look like: a name, a unit, as
many figures as there are columns of values. A row that does not is left, and said to be. Cells that stand one a line are
read by :mod:`qcompare.text.cell_lines`, rows whose cells blanks part by :mod:`qcompare.text.row_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qcompare.text.heads import A_PART, FIGURES, YEAR, Cell, Head, Table, read_head, settled, shape, squeezed, written

MOST_COLUMNS = 14
_LED_GROUP = re.compile(r"[^\d]{2,8}(?:任务|目标|计划)")  # 分年度招生任务, right before its years
_TOKEN = re.compile(r"\S+")
_AFTER = re.compile(r"(?:及以上|或?以上|以下|以内|之内|左右|上下)[)\]〕】]?$")
_BEFORE = re.compile(r"[<>≤≥=≈~*\[(〔【]+$")
FILLED = ("value", "money", "weight")  # columns that hold figures
_VALUES = frozenset(["figure", "serial", "told", "empty", "labelled"])
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})")  # 1.2, the number of a row of the first group
BARE_GROUP = re.compile(
    r"(?:(?:分?年度|阶段性?|规划|发展|预期|总体|主要)?目标值?|规划|(?:现状|基期|基准|实际)值?|指标值|[近中远长短]期(?:目标)?|分?年度(?:计划|任务)|[“\"]?十[一二三四五六七八九]?五[”\"]?(?:期间|时期)?(?:规划)?目标值?)"
)


def kinds_of(columns: list[Head]) -> list[str]:
    """Return of each column what its cells must look like.

    What no word tells holds figures behind a unit (产品 单位 产量), else it is a name before the first figures.
    """
    kinds: list[str] = []
    placed = _of_places(columns)
    for head in columns:
        unknown = (
            "value" if placed and kinds else "note" if "value" in kinds else "value" if "unit" in kinds else "name"
        )
        kinds.append("period" if head.periods and not kinds else head.kind or unknown)
    if kinds[:1] in (["unit"], ["value"]) and "name" not in kinds:
        kinds[0] = "name"  # 单位 over offices or places, 城市 over places
    return kinds


def _of_places(columns: list[Head]) -> bool:
    """Tell whether columns are those of a table of places that say what they measure and in what unit: 地区, 注册商标(件)."""
    return len(columns) > 1 and columns[0].kind == "name" and all(one.unit and not one.kind for one in columns[1:])


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
        What the columns hold; ``absent`` is one whose cell stands elsewhere.
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
    shapes = _led_by_sort(shapes, at, kinds)
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
            # of what the row above counts in another unit; among lines, or behind a remark, the name may be elsewhere
            again = not loose and here == "unit" == kinds[column + width] and kinds[-1] != "note"
            if not (words or again) and "name" not in kinds[column + width :]:
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
        if kind == "absent":
            row.append((at, at))
            column += 1
            continue
        fits = _fits(shapes, at, kinds, column)
        if not fits and kind in (*FILLED, "period"):
            return None
        if here == "labelled":
            taken = _shared(shapes, at, kinds[column:])
            row += taken
            at, column = taken[-1][1], column + len(taken)
            continue
        row.append((at, at + fits))
        at += fits
        column += 1
    return row, at


def _fits(shapes: list[str], at: int, kinds: list[str], column: int) -> bool:
    """Tell whether a cell can stand in a column, by what it looks like."""
    kind, here = kinds[column], shapes[at] if at < len(shapes) else "end"
    if kind == "note" and not column and kinds[1:2] == ["name"] and shapes[at + 1 : at + 2] != ["words"]:
        return False  # an office that stands once for several rows
    return (
        here == "serial" if kind == "serial"
        else here == "year" if kind == "period"
        else here in ("unit", "empty") if kind == "unit"
        else here in _VALUES or here == "year" if kind in FILLED  # 公里 2000
        else here in ("attribute", "empty") if kind == "attribute"
        else here in ("year", "figure", "empty", "words") if kind == "due"
        else here in ("words", "attribute", "empty", "prose", "told")
        or (here == "figure" and column == len(kinds) - 1 and "value" in kinds)  # 新增2家, a remark
    )  # fmt: skip


def _led_by_sort(shapes: list[str], at: int, kinds: list[str]) -> list[str]:
    """Return the shapes with the first cell of a row as words where a sort of indicators (约束性指标) names its group."""
    if kinds[0] != "name" or shapes[at : at + 2] != ["attribute", "words"]:
        return shapes
    return [*shapes[:at], "words", *shapes[at + 1 :]]


def _shared(shapes: list[str], at: int, kinds: list[str]) -> list[tuple[int, int]]:
    """Part the figures that each say for what part of the row they are (县城≥95, 乡镇≥90) among the columns that follow."""
    count = next((k for k, one in enumerate(shapes[at:]) if one != "labelled"), len(shapes) - at)
    columns = next((k for k, one in enumerate(kinds) if one != "value"), len(kinds))
    columns = columns if columns and count % columns == 0 else 1
    each = count // columns
    return [(at + k * each, at + (k + 1) * each) for k in range(columns)]


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
    placed = _of_places(columns)
    values = columns[1:] if placed else [column for column in columns if column.kind == "value"]
    known = len(kinds) if placed else sum(kind != "" for kind in kinds)
    if "value" in kinds and "name" in kinds[kinds.index("value") :] or any(one.periods for one in columns[1:]):
        return False  # the first name of the rows, taken for a head; years in a column of their own
    return (
        2 <= len(columns) <= MOST_COLUMNS
        and bool(values)
        and ("name" in kinds or "" in kinds[:3] or kinds[0] == "unit")
        and "name" in kinds_of(columns)  # what no word tells may hold figures (单位 扩招 2020年)
        and known >= len(kinds) - 1
    )


def made(text: str, heads: list[list[Cell]], rows: list[list[Cell]], start: int, end: int) -> Table:
    """Return the table of some heads and rows."""
    columns = [read_head("".join(squeezed(written(text, cell)) for cell in column)) for column in heads]
    table = Table(columns, heads, rows, start, end)
    if columns and columns[0].periods:
        return turned(text, table) or table
    table.columns = settled(columns, [[shape(written(text, row[at])) for row in rows] for at in range(len(columns))])
    return table


def numbered(text: str, cells: list[Cell], shapes: list[str]) -> list[str]:
    """Return the shapes of cells with numbers of two parts (1.1, 1.2, 2.1) as serials: each is the next of the one before."""
    shapes, due = shapes[:], {(1, 1)}
    for at, cell in enumerate(cells[:-1]):
        number = DOTTED.fullmatch(text, *cell) if shapes[at] == "figure" and shapes[at + 1] == "words" else None
        if number and (found := (int(number[1]), int(number[2]))) in due:
            shapes[at], due = "serial", {(found[0], found[1] + 1), (found[0] + 1, 1)}
    return shapes


def filled(taken: list[tuple[int, int]], cells: list[Cell], start: int) -> list[Cell]:
    """Return the runs of the text of a row's cells."""
    return [(cells[a][0], cells[b - 1][1]) if b > a else (start, start) for a, b in taken]


def under_groups(text: str, lines: list[Cell]) -> Iterator[list[list[Cell]]]:
    """Yield the ways to take the names of groups of columns to the years under them; none where there is no group.

    目标 2023年 2025年: the group before its years. 2020年 目标 属性 2023年 2025年: its years stand in the second line of the
    head, behind all of the first. 现状 目标 2020年 2025年: a year each, or 现状 over none. 现状 目标 2020年 2023年 2025年: one, and the others.
    """
    told = [squeezed(written(text, cell)) for cell in lines]
    groups = [
        k
        for k, words in enumerate(told)
        if (
            BARE_GROUP.fullmatch(words)
            or (k + 1 < len(told) and YEAR.match(told[k + 1]) and _LED_GROUP.fullmatch(words))
        )
        and not YEAR.search(words)
    ]
    due = [bool(YEAR.match(words)) or read_head(words).growth for words in told]
    first = next((k for k in range(len(told)) if all(due[k:]) and YEAR.match(told[k])), len(told))
    yield from _each_with_its_years(told, lines, first)
    parts = next((k for k in range(len(told)) if all(A_PART.fullmatch(words) for words in told[k:])), len(told))
    yield from _each_with_its_years(told, lines, parts)
    if not groups or first == len(told) or groups[-1] > first:
        return
    years = list(range(first, len(told)))
    named = any(read_head(words).kind == "name" for words in told[: groups[0]])
    each = [{group: [year] for group, year in zip(groups, years, strict=True)}] if len(groups) == len(years) else []
    parted = [{groups[0]: years[:1], groups[1]: years[1:]}] if len(groups) == 2 and len(years) > 2 else []
    for under, alone in [(way, False) for way in (*each, {groups[-1]: years}, *parted)] + [({groups[-1]: years}, True)]:
        heads: list[list[Cell]] = []
        behind: list[list[Cell]] = []
        for k in range(first):
            if k in under and not named:
                behind += [[lines[k], lines[year]] for year in under[k]]
            elif k in under:
                heads += [[lines[k], lines[year]] for year in under[k]]
            elif k not in groups or alone:
                heads.append([lines[k]])
        yield heads + behind


def _each_with_its_years(told: list[str], lines: list[Cell], first: int) -> Iterator[list[list[Cell]]]:
    """Yield heads whose indicators each stand over the same years, or years over the same parts.

    造林面积 森林覆盖率 2020年 2025年 2020年 2025年; 2020年 2025年 城市 农村 城市 农村.
    """
    years = told[first:]
    for times in range(2, len(years) // 2 + 1):
        each = len(years) // times
        if each * times == len(years) and years == years[:each] * times and first > times:
            over = [lines[first - times + k // each] for k in range(len(years))]
            yield [
                *([line] for line in lines[: first - times]),
                *([group, year] for group, year in zip(over, lines[first:], strict=True)),
            ]


def worth(
    text: str, columns: list[Head], kinds: list[str], rows: list[list[Cell]], unfit: list[Cell]
) -> tuple[int, int, int]:
    """Tell which of two readings is better: the one that places more figures, whose heads say more, and are more."""
    values = [at for at, kind in enumerate(kinds) if kind in FILLED]
    placed = sum(shape(written(text, row[at])) in FIGURES for row in rows for at in values)
    if kinds[0] == "serial":  # a row with figures has its number
        placed -= sum(
            row[0][0] == row[0][1] and any(shape(written(text, row[at])) in FIGURES for at in values) for row in rows
        )
    return placed - len(unfit), -sum(not column.kind for column in columns), len(columns)


def _unfolded(text: str, table: Table) -> Table:
    """Give each year of a column of years behind the names columns of its own: 粮食产量 2020年 24 38, and below 2025年 26 40."""
    at = next((k for k, column in enumerate(table.columns) if column.periods and k), 0)
    if not at or table.columns[at - 1].kind != "name" or len(table.columns) == at + 1:
        return table
    groups: list[list[list[Cell]]] = []
    for row in table.rows:
        name = written(text, row[at - 1])
        if name and not (groups and name == written(text, groups[-1][0][at - 1])):
            groups.append([])
        if not groups:
            return table
        groups[-1].append(row)
    years = [written(text, row[at]) for row in groups[0]]
    if len(years) < 2 or any([written(text, row[at]) for row in group] != years for group in groups):
        return table
    behind = range(at + 1, len(table.columns))
    over = [([groups[0][k][at], *table.heads[column]], k) for k in range(len(years)) for column in behind]
    columns = [read_head("".join(squeezed(written(text, cell)) for cell in head)) for head, _ in over]
    rows = [[*group[0][:at], *(row[column] for row in group for column in behind)] for group in groups]
    heads = [*table.heads[:at], *(head for head, _ in over)]
    return replace(table, columns=[*table.columns[:at], *columns], heads=heads, rows=rows)


def turned(text: str, table: Table | None) -> Table | None:
    """Settle what the columns are; turn a table whose rows are years (2020年, 2025年) and whose columns are indicators."""
    if table is None:
        return None
    table = _unfolded(text, table)
    firsts = [read_head(written(text, row[0])) for row in table.rows]
    values = sum(head.kind == "value" and not head.rest for head in firsts)
    across = any(head.kind == "value" and head.year for head in table.columns[1:])
    if values and values >= len(firsts) - 1 and not across and len(table.columns) > 1:
        heads = [table.heads[0], *([row[0]] for row in table.rows)]
        rows = [
            [
                table.heads[column][-1] if table.heads[column] else (table.start, table.start),
                *(row[column] for row in table.rows),
            ]
            for column in range(1, len(table.columns))
        ]
        columns = [Head("name"), *firsts]
        table = replace(table, columns=columns, heads=heads, rows=rows)
    # the name of a group of rows, written in each of its cells, says nothing of the columns
    own = [row for row in table.rows if len({written(text, cell) for cell in row}) > 1]
    table.columns = settled(
        table.columns, [[shape(written(text, row[at])) for row in own] for at in range(len(table.columns))]
    )
    return table if any(column.kind == "name" for column in table.columns) else None
