"""Table rows → targets: one a value cell, unit from the unit cell or the bracket, year from the column's heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from qcompare.coding.cells.captions import caption, counted, named_unit, spread
from qcompare.coding.cells.columns import dated, since_period
from qcompare.coding.cells.levels import CellLevel, CellTarget
from qcompare.coding.cells.parts import LONGEST_PART, of_group, parts_of
from qcompare.coding.levels.level import Level
from qcompare.coding.rules import Rule, table
from qcompare.text.flattened import BARE_GROUP
from qcompare.text.heads import A_PART, A_PLACE, YEAR, Cell, Head, Table, labelled, shape, squeezed, stripped, written
from qcompare.text.model import Plan
from qcompare.text.tables import tables

_NUMERAL = re.compile(r"\d+(?:\.\d+)?")
# 单位GDP能耗较2020年降低(%), GDP年均增长: the row is a change. A rate of growth that is a statistic of its own is none.
_FALL = re.compile(
    r"(?:[较比](?!例|重|率)(?P<base>[^,。]{1,12}?))?(?:累计|年均|总体|五年)*(?:(?:下降|降低|减少|削减|降幅|下降率)(?:率|幅度|幅|比例|量)?|减排(?!量)(?:率|幅度|比例)?)(?:\[.*\]|〔.*〕)?$"
)
_RISE = re.compile(
    r"(?<!自然)(?:[较比](?!例|重|率)(?P<base>[^,。]{1,12}?))?(?:累计|年均|总体|五年)*(?:增长|增速|提高|提升|增加|年均增长|增长率|增幅|涨幅)(?:率|幅度|速度|幅|比例)?(?:\[.*\]|〔.*〕)?$"
)
_NUMBERED = re.compile(
    r"[ \t]*(?:\(?\d{1,2}(?:[.、)](?!\d)|(?=[\u4e00-\u9fff]{2})(?!.{1,3}以[上下内]|分钟|小时|天|周?岁|年(?![均度])|公里|万|亿|级|星))|[①-⑳]|\(?[一二三四五六七八九十]{1,2}[、)]|其中:?|[#*★▲△◆])+[ \t]*"
)
# 棚户区改造|任务, 招生|任务数: codebook 2.2, that it is a task says nothing of what is counted.
_TASK = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:目标)?任务[数量]?$")
# 社区用房年均增长8%以上 beside a cell of 8: the name holds the level with its bound. Not 50亩以上茶园面积.
_STATED = re.compile(
    r"(?P<growth>(?:年均|每年|累计)?(?:增长|提高|增加|下降|降低|减少))(?P<value>\d+(?:\.\d+)?)(?:%|个百分点)?(?P<bound>(?:及?以上|左右|以内|以下)?)$"
)
_BOUNDS = {"以上": ">=", "以内": "<=", "以下": "<=", "左右": "~"}
# 实现新增就业人数: the word of commitment. Not 实现率, 完成投资.
_COMMITS = re.compile(r"(?:实现|达到|确保|力争)(?=[\u4e00-\u9fff]{4})(?!程度|情况|比例)")
_FOOTNOTE = re.compile(
    r"(?:[①-⑳*★▲△#]|[\[〔(]\d{1,2}[\])〕]|\[ ?\]|〔 ?〕|(?<=[\u4e00-\u9fff)”])[1-9]\d?)+(?=$|[(〔\[][^()〔〕\[\]]{1,14}[)〕\]]$)"
)  # 绿化覆盖率1(%): the number of a note
_GROUP_NUMBER = re.compile(r"[一二三四五六七八九十][、)] ?$")  # 一、合格率(单位:%)
_WITH_UNIT = re.compile(r"\d[十百千]?[万亿]*(?![万亿])[\u4e00-\u9fff]")  # 26.5万千瓦, not 26.5万
_WHOLE = re.compile(
    r"(?:率|比重|比例|满意度|指数|增加值|产值|收入|支出|面积|里程)$"
)  # no part of what its group measures
_GENERIC = re.compile(r"指标")
_NOTE = re.compile(
    r"(?:注(?:释|解)?[\d:、.①-⑳ ]|备注|说明[:\d]|资料来源|数据来源|[*①-⑳]|\d{1,2}[.、]? ?(?:指|为|系|是指|包括|按|[“\"])|[\[〔(] ?[\]〕)])"
)
# What a number does in a column that holds no values.
_ROLES = {"serial": "enumerator", "money": "instrument", "note": "scope", "weight": "scope", "due": "target_year"}
NOTE, VALUE, UNREAD, LOST = table(
    Rule(
        id="role.scope.note", decides="scope", looks="block under a table",
        why="a note under a table says what its names and brackets mean; it commits to nothing",
        examples=("指标\t2015年\t2020年\n产品合格率（%）\t90\t95\n注：合格率按样本企业‹120家›测算。",),
        counter_examples=("指标\t2015年\t2020年\n产品合格率（%）\t90\t95\n培育样本企业‹120家›。",),
    ),
    Rule(
        id="cell.value", decides="quantified or relative", looks="cell, head of its column, name of its row",
        why="codebook 2.1: a table row is one target per value cell; unit from the unit cell or the bracket, year from the column",
        examples=("指标\t2015年\t2020年\n产品合格率（%）\t90\t‹95›\n抽查覆盖率（%）\t60\t80",),
        counter_examples=("站点\t甲项\t乙项\n东湖站\t‹31›\t47\n西岭站\t28\t52",),
    ),
    Rule(
        id="role.unplaced.table", decides="unplaced", looks="cell",
        why="a figure of a table whose heads are not understood says nothing without its column",
        examples=("站点\t甲项\t乙项\n东湖站\t‹31›\t47\n西岭站\t28\t52",),
        counter_examples=("指标\t2015年\t2020年\n产品合格率（%）\t90\t‹95›\n抽查覆盖率（%）\t60\t80",),
    ),
    Rule(
        id="role.unplaced.lost", decides="unplaced", looks="beside the number",
        why="beside a character that was lost (U+FFFD), or behind a point at which its line was broken, a number lacks digits",
        examples=("产品合格率达到‹9�%›以上。", "单位产值能耗下降13.\n‹5%›以上。"),
        counter_examples=("�产品合格率达到‹95%›以上。", "产品合格率提高到\n‹95%›以上。"),
    ),
)  # fmt: skip


@dataclass(slots=True)
class Tables:
    """What was read in the tables of a plan.

    ``roles``: offset of a numeral → role; ``covered``: runs that no rule for sentences reads; ``notes``: runs that explain
    a table and commit to nothing; ``unread``: runs that look like a table, or a row of one, and were not understood.
    """

    targets: list[CellTarget] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    covered: list[Cell] = field(default_factory=list)
    notes: list[Cell] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)

    def lose(self, text: str, runs: list[Cell], figures: Cell | None = None) -> None:
        """Put down runs that could not be read; the numbers in them, or in a part of them, are of nothing."""
        for run in runs:
            self.unread.append(run)
            self.roles.update((match.start(), "unplaced") for match in _NUMERAL.finditer(text, *(figures or run)))


def read_tables(plan: Plan, issued: int | None) -> Tables:
    """Return the targets in the plan's tables, and what its numerals do there."""
    read = Tables()
    since = max(issued or 0, since_period(plan) or 0) or None
    for found in tables(plan.text, plan.blocks):
        if _of_the_page(plan, found):
            continue
        columns = dated(plan, found, since)
        if columns:
            _Reader(plan.text, found, columns, read).run()
            read.notes += _notes(plan, found)
        elif found.unfit:  # its rows run into each other: no rule for sentences can read them either
            read.covered += found.unfit
            read.lose(plan.text, found.unfit)
        elif sum(1 for _ in _NUMERAL.finditer(plan.text, found.start, found.end)) > 1:
            read.unread.append((found.start, found.end))
    read.covered.sort()
    return read


def _of_the_page(plan: Plan, table: Table) -> bool:
    """Tell whether a table is the page's own: number in the index, issuer, day on the web."""
    first, last = plan.block_at(table.start), plan.block_at(table.end - 1)
    return all(block.kind == "furniture" for block in plan.blocks[first : last + 1])


def _notes(plan: Plan, table: Table) -> Iterator[Cell]:
    """Yield the notes under a table: what its names and brackets mean."""
    last = plan.block_at(table.end - 1)
    rest = stripped(plan.text, (table.end, plan.blocks[last].end))
    if rest[1] > rest[0] and _NOTE.match(plan.text, *rest):
        yield rest
    for block in plan.blocks[last + 1 : last + 13]:
        if not _NOTE.match(plan.text, block.start, block.end):
            break
        yield block.start, block.end


class _Reader:
    """Reads one table whose columns are known."""

    def __init__(self, text: str, table: Table, columns: list[Head], read: Tables) -> None:
        head = "".join(squeezed(written(text, cell)) for cell in table.heads[0])
        self.text, self.table, self.read = text, table, read
        self.columns = columns = spread(columns, head)
        self.names = [at for at, column in enumerate(columns) if column.kind == "name"]
        self.of, self.unit = caption(table.title, head)
        values = [column for column in columns if column.kind == "value" and column.when]
        own = all(len(column.rest) > 1 and not A_PLACE.fullmatch(column.rest) for column in values)
        if own and not any(self.of.endswith(column.rest) for column in values):
            self.of = ""  # each column says what it measures
        self.over: Cell | None = None  # 居民收入 in the column before 城镇, 农村
        self.over_unit: str | None = None  # 工业总产值(亿元) in the column before 规模以上
        # 居民收入城镇 and then 农村: group and part, by the place of the name
        self.parts = dict[int, tuple[str, str]]()
        self.last: _Name | None = None  # of the row above
        self.group: tuple[str, str] | None = None  # 主要污染物排放总量减少(%), a row without figures: name and unit

    def run(self) -> None:
        self._heads()
        self.parts = parts_of(self.text, self.table, self.names)
        prose: list[Cell] = []
        for row in self.table.rows:
            self._row(row)
            prose += [
                cell for cell in row if shape(written(self.text, cell)) == "prose" and cell not in self.table.pieces
            ]
        self.read.lose(self.text, self.table.unfit)
        at = self.table.start
        for start, end in [*sorted(prose), (self.table.end, self.table.end)]:
            if at < start:
                self.read.covered.append((at, start))
            at = end

    def _set(self, cell: Cell, role: str) -> None:
        for match in _NUMERAL.finditer(self.text, *cell):
            self.read.roles.setdefault(match.start(), role)

    def _heads(self) -> None:
        for column, cells in zip(self.columns, self.table.heads, strict=True):
            for cell in cells:
                for match in _NUMERAL.finditer(self.text, *cell):
                    digits = match.group()
                    year = len(digits) == 4 and digits[:2] in ("19", "20")
                    based = column.base is not None and digits == str(column.base)
                    aimed = column.when == "target" and not based
                    role = "name" if not year else "target_year" if aimed else "status"
                    self.read.roles[match.start()] = role

    def _row(self, row: list[Cell]) -> None:
        name = self._name(row)
        if name is None:
            for cell in row:
                self._set(cell, "enumerator" if shape(written(self.text, cell)) == "serial" else "unplaced")
            return
        self._in_group(row, name)
        for cell, column in zip(row, self.columns, strict=True):
            if column.kind == "value" and column.when and self._in_several_lines(cell):
                self.read.lose(self.text, self.table.pieces[cell])
            elif column.kind == "value" and column.when == "target":
                target = None
                for target in self._targets(cell, column, name):
                    self.read.targets.append(target)
                    self._set(target.level, "target")
                    first = re.search(r"\d[\d.,]*$", self.text[max(0, cell[0] - 24) : cell[0]])
                    if first and self.text[cell[0]].isdigit():  # figures that touch are one numeral of the ledger
                        self.read.roles[cell[0] - len(first.group())] = "target"
                for year in YEAR.finditer(self.text, *cell):
                    self.read.roles.setdefault(year.start(), "target_year")
                self._set(cell, "target" if target is not None else "unplaced")
            elif shape(written(self.text, cell)) != "prose":
                said = {"past": "status", "": "unplaced"}[column.when] if column.kind == "value" else ""
                # Words under the head of a year are cells that ran into each other: 规模以上 300.
                lost = column.kind == "note" and column.year
                self._set(cell, "unplaced" if lost else said or _ROLES.get(column.kind, "name"))

    def _in_several_lines(self, cell: Cell) -> bool:
        """Tell whether a value is set in several lines with those of other cells between: no quote can hold it.

        A remark below the figure (95 over (含复检)) is none of it.
        """
        pieces = self.table.pieces.get(cell, [cell])
        rest = "".join(squeezed(written(self.text, piece)) for piece in pieces[1:])
        return bool(rest) and not re.fullmatch(r"\([^()]*\)", rest)

    def _in_group(self, row: list[Cell], name: _Name) -> None:
        """Give a row without a unit the name and the unit of the row without figures above it, which heads a group."""
        cells = [cell for cell, column in zip(row, self.columns, strict=True) if column.kind == "value"]
        told, start = {written(self.text, cell) for cell in cells} - {""}, name.cell[0]
        if not told or (len(told) == 1 and told.pop().endswith(written(self.text, name.cell))):
            numbered = _GROUP_NUMBER.search(self.text, max(0, start - 4), start)  # no part of what its rows are called
            self.group = ("" if numbered else name.words, name.unit) if name.unit else None
        elif name.unit:
            self.group = None
        elif self.group and (len(name.words) <= LONGEST_PART or not self.group[0]):
            name.words, name.unit = of_group(self.group[0], name.words), self.group[1]

    def _name(self, row: list[Cell]) -> _Name | None:
        """Return what the row measures; None where it has no name."""
        filled = [at for at in self.names if row[at][1] > row[at][0]]
        if not filled:
            return self._again(row)
        cell = row[filled[-1]]
        words = self.table.words(self.text, cell)
        numbered = _NUMBERED.match(self.text, *cell)
        if numbered and numbered.end() < cell[1]:
            self._set(numbered.span(), "enumerator")
            words = words[len(squeezed(numbered.group())) :]
            cell = (numbered.end(), cell[1])
        words, unit = named_unit(_FOOTNOTE.sub("", words))
        words = _FOOTNOTE.sub("", words)
        commits = _COMMITS.match(words)
        words = words[commits.end() :] if commits else words
        if unit is None:
            words, unit = named_unit(words)
        in_column = next((row[at] for at, column in enumerate(self.columns) if column.kind == "unit"), None)
        if unit is None and in_column is not None and in_column[1] > in_column[0]:
            unit = self.table.words(self.text, in_column)
        words = counted(self._of_group(row, filled, words, unit), self.table.title)
        if row[filled[-1]][0] in self.parts:
            group, part = self.parts[row[filled[-1]][0]]
            group, self.over_unit = named_unit(group)
            words = of_group(group, part)
        unit = (
            unit
            or self.over_unit
            or next((column.unit for column in self.columns if column.kind in ("unit", "name") and column.unit), None)
            or self.unit
        )
        due = next(
            (
                YEAR.findall(written(self.text, row[at]))
                for at, column in enumerate(self.columns)
                if column.kind == "due"
            ),
            [],
        )
        if BARE_GROUP.fullmatch(words):
            return None  # 现状, 目标: a row that the columns should have been read by
        self.last = _Name(cell, words + self.of, unit, int(due[-1]) if due else None, bool(self.of))
        return replace(self.last)

    def _again(self, row: list[Cell]) -> _Name | None:
        """Return the name of the row above for one without, which says its own unit: 内燃机 台 3500, and below 万千瓦 26."""
        cells = [written(self.text, cell) for cell in row if cell[1] > cell[0]]
        unit = next((words for words in cells if shape(words) == "unit"), None)
        said = unit or any(shape(words) == "figure" and _WITH_UNIT.search(words) for words in cells)
        return replace(self.last, unit=unit) if self.last and said else None

    def _of_group(self, row: list[Cell], filled: list[int], words: str, unit: str | None) -> str:
        """Return the name of a row with that of its group, where one head stands over both: 城镇 of 居民收入."""
        at, self.over_unit = filled[-1], None
        left = self.names[self.names.index(at) - 1] if at != self.names[0] else None
        if left is None or self.table.heads[left] == [] or len(words) > 6:
            self.over = None
            return words
        above, own = ("".join(squeezed(written(self.text, cell)) for cell in self.table.heads[k]) for k in (left, at))
        # A group stands once, in the first of its rows, where merged cells were copied as tabs.
        self.over = row[left] if row[left][1] > row[left][0] else self.over
        if self.over is None or _WHOLE.search(words):
            return words
        # A column of groups that give the unit is one of what is measured, whatever its head says.
        measured = unit is None and named_unit(squeezed(written(self.text, self.over)))[1] is not None
        if own not in ("", above) and not measured:
            return words
        group, self.over_unit = named_unit(
            _FOOTNOTE.sub("", _NUMBERED.sub("", squeezed(written(self.text, self.over)), count=1))
        )
        return of_group(group, words)

    def _targets(self, cell: Cell, column: Head, name: _Name) -> Iterator[CellTarget]:
        """Yield the target of a cell; those of a cell that parts its row (县城≥95, 乡镇≥90)."""
        parts = labelled(written(self.text, cell)) if shape(written(self.text, cell)) == "labelled" else []
        for start, level, end in parts:
            label = squeezed(written(self.text, (cell[0] + start, cell[0] + level))).rstrip(":为")
            part = replace(name, words=label + name.words)
            target = self._target((cell[0] + level, cell[0] + end), column, part)
            if target is not None:
                yield target
        if not parts and (target := self._target(cell, column, name)) is not None:
            yield target

    def _target(self, cell: Cell, column: Head, name: _Name) -> CellTarget | None:
        words = written(self.text, cell)
        form = shape(words)
        if form not in ("figure", "serial", "told", "year") or (form == "year" and not (name.unit or column.unit)):
            return None
        indicator = name.words
        if column.rest and (A_PLACE.fullmatch(column.rest) or A_PART.fullmatch(column.rest)):
            indicator = column.rest + indicator
        elif self._adds(column.rest, indicator, words):
            of = self.of if name.placed else ""  # 东州|电力|排放总量: the part stands before what is measured
            indicator = indicator.removesuffix(of) + column.rest + of
        indicator = _TASK.sub("", indicator)
        stated = _STATED.search(indicator)
        if stated and stated["value"] == words.strip():
            indicator = indicator[: stated.start("value")]
        else:
            stated = None
        fall, rise = _FALL.search(indicator), _RISE.search(indicator)
        rise = None if "新增" in indicator else rise
        change = "decrease" if fall else "increase" if rise else "level"
        told = fall or rise
        baseline = self._baseline(name, told, column)
        made = CellLevel(self.text, cell, column, name.unit, change)
        if told and told.start() > 1 and re.search(r"\d", words):
            indicator = indicator[: told.start()]
        target = made.read(indicator) if indicator.strip() else None  # a row that is called (%) names nothing
        if target is None:
            return None
        if stated and target.comparator == "=":
            target.comparator = _BOUNDS.get(stated["bound"][-2:], "=")
            target.low = None if target.comparator == "<=" else target.low
            target.high = None if target.comparator == ">=" else target.high
        target.start = min(name.cell[0], cell[0])
        target.year = target.year or name.year or column.year
        target.baseline = target.baseline or (baseline if target.change != "level" or told else None)
        return target

    def _adds(self, rest: str, indicator: str, words: str) -> bool:
        """Tell whether the noun in a column's head says what is measured: 产量, where the rows are products."""
        if len(rest) < 2 or rest in indicator or self._is_generic():
            return False
        if rest.endswith("量") and indicator.endswith("量"):
            return False  # 排放总量 under 控制量
        return rest[-2:] not in words and rest[-1] not in re.sub(r"[\d.]", "", words)[-1:]  # 抽查批次: 380批次

    def _is_generic(self) -> bool:
        return any(_GENERIC.search(written(self.text, cell)) for at in self.names for cell in self.table.heads[at])

    def _baseline(self, name: _Name, told: re.Match[str] | None, column: Head) -> Cell | None:
        """Return what a change is against: 比2022年 in the name of the row or the head of the column."""
        run = told["base"] if told else None
        if run and (at := self.text.find(run, *name.cell)) >= 0:
            for year in YEAR.finditer(self.text, at, at + len(run)):
                self.read.roles[year.start()] = "status"
            return at, at + len(run)
        if column.base is not None:
            for cell in self.table.heads[self.columns.index(column)]:
                at = self.text.rfind(str(column.base), *cell)
                if at >= 0:
                    return at, at + 4 + (self.text[at + 4 : at + 5] == "年")
        return None


@dataclass(slots=True)
class _Name:
    cell: Cell
    words: str
    unit: str | None
    year: int | None
    placed: bool


def is_cell(text: str, level: Level) -> bool:
    """Tell whether a level fills its cell of a row: a bare figure says nothing without its column."""
    edges = ("\t", "|", "", "\n", " ")
    return text[level.start - 1 : level.start] in edges and text[level.end : level.end + 1] in edges
