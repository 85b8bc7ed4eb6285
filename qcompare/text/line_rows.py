"""Rows of a table that stand one behind the other with nothing between: names, units, figures, offices.

What a row is made of follows from its heads: a number where they count, a name, its unit, as many figures as there are
columns of values, and words of closed kinds (约束性, 2025年底, 商务局). A row that does not add up is left, and said to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import itemgetter

from qcompare.lexicon import alternation, words
from qcompare.text.cell_units import is_unit
from qcompare.text.flattened import FILLED, made
from qcompare.text.heads import A_PLACE, PERIODS, Cell, Table, read_head, squeezed, stripped, written
from qcompare.text.parted import AFTER, LEADS, TOLD, Columns, by_units, chosen, ways

_VALUES_RUN = re.compile(
    rf"(?:[\d.,<>≤≥=%‰+\-—–~\[\]〔〕【】 ]|{LEADS}(?=\d)|{TOLD}(?!的|率)|(?<=[\d%‰])(?:{AFTER}|个百分点|百分点|倍))+"
)
_FIRST_VALUE = re.compile(
    rf"(?:{LEADS})?(?<![A-Za-z\d.])[<>≤≥\[〔【+\-—–]*\d|(?<=[)%\u4e00-\u9fff])[—–-]{{1,2}}|(?<=.){TOLD}(?!的|率)"
)
NOTE = r"注(?:[:\d①-⑳]|释)"  # what stands under a table, and ends it
_NOTE = re.compile(f" *{NOTE}")
_ITEM = re.compile(r"(?<=[\u4e00-\u9fff)])\d{1,2}[.、](?=[\u4e00-\u9fff]{2})")
_MARK = re.compile(r" *\d{1,2}[.、]? *")
_NAME_RUN = re.compile(r"(?:\d{1,2}[.、](?=\D)|\d(?=[A-Z][\u4e00-\u9fff]))?[^\d。,;:!?\n][^。;!?\n]{1,60}")
_LOST_DIGIT = re.compile(r"[A-Z](?=[\u4e00-\u9fff])")  # 5G基站: its 5 may be taken for the last digit of the row before
_NO_NAME = re.compile(
    r"(?<![(])(?:19|20)\d\d年|(?<![,、])(?:约束性|预期性)|目标值|属性|指标(?:解释|说明)|^(?:目标|现状|责任|牵头|备注|期?值)"
)  # heads, and cells of the row before
# A name with figures, a rate, a level or an office of the row before, a place and its figure; not 达到一级标准的比例, 增加值(%).
_HOLDS_CELLS = re.compile(
    r"\d(?:[个家项件户所]|%)\d|全[国省市][前第]\d|[\u4e00-\u9fff][—–]\d|[\u4e00-\u9fff]{2}[县市区旗]\d+(?=[\u4e00-\u9fff]{2,6}[县市区旗])|[—-](?=[\u4e00-\u9fff])|达到(?![^。;]*的)|%(?=[\u4e00-\u9fff])|(?:局|委员会|办公室)(?=[\u4e00-\u9fff]{4})"
)
_TWICE = re.compile(
    r"((?:[一二三四五六七八九十]{1,2}、)?[\u4e00-\u9fff、]{2,12}?)\1+"
)  # the name of a group, in each column
_DUE = re.compile(r" *(?:19|20)\d\d年(?:\d{1,2}月)?[初中底末]?前?")
_GLUED_YEAR = re.compile(r"(?:19|20)\d\d$")
# 商务局, 市场监管局、住建局; not 处理, 办公, 科技, 委托, 部门.
_OFFICE = r"[\u4e00-\u9fff]{1,10}?(?:局(?![部面])|厅|委(?:员会)?(?![员托办组])|办(?:公室)?(?![公理])|处(?!理)|科(?![技学研普])|政府|中心)"
_OFFICES = re.compile(rf" *{_OFFICE}(?:、{_OFFICE})*")
_LAST_NOTE = re.compile(rf"{_OFFICES.pattern}| *[-—]")
PERIOD_HEAD = rf"(?:{'|'.join(PERIODS)})(?!目标|任务|计划)"
WITH_UNIT = r"[\u4e00-\u9fff]{2,14}\([^()\d]{1,6}\)"  # 合格率(%), the head of a column
_PERIODS = re.compile(rf"{PERIOD_HEAD}(?P<heads>(?:{WITH_UNIT})+)(?=(?:19|20)\d\d年)")
_WITH_UNIT = re.compile(WITH_UNIT)
_YEAR = re.compile(r"(?:19|20)\d\d年[末底]?")


@cache
def attribute() -> re.Pattern[str]:
    """Return the pattern of a cell that says what sort of indicator a row is."""
    return re.compile(rf" *(?:{alternation(words('heads', kind='attribute'))})(?:指标(?=[\u4e00-\u9fff]))?")


# The name of a numbered group before that of its first row, once or in as many cells as there are columns.
_MARK_OF_GROUP = r"\([一二三四五六七八九十]{1,2}\)"
_GROUP = re.compile(
    rf"(?:{_MARK_OF_GROUP})?(?P<group>[^()\d]{{2,8}}?)(?P<again>(?:{_MARK_OF_GROUP}(?P=group))+)|[^()\d]{{0,8}}{_MARK_OF_GROUP}"
)


@cache
def _closed_kinds() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the cells behind the figures whose words are closed: nothing else tells where they end."""
    units = re.compile(rf" *[十百千]?[万亿]{{0,2}}(?:{alternation(words('units'))})(?=[\u4e00-\u9fff]{{2}}|$)")
    return {"attribute": attribute(), "due": _DUE, "note": _OFFICES, "unit": units}


@dataclass(slots=True)
class _Row:
    """A row whose figures are not parted yet: which run is which cell, and the ways to part them.

    ``closed``: it is known where it ends: its figures can be parted, or a cell of a closed kind stands behind them;
    ``figures``: where these end.
    """

    start: int
    stop: int = 0
    cells: dict[str, Cell] = field(default_factory=dict)
    ways: list[list[Cell]] = field(default_factory=list)
    closed: bool = False
    figures: int = 0


def glued_rows(
    text: str, at: int, end: int, heads: list[Cell], kinds: list[str], said: bool
) -> tuple[list[list[Cell]], list[Cell], int]:
    """Return the rows behind some heads, those that are there and do not add up, and where they end.

    ``said``: the words above give the unit of all of them.
    """
    reader = _Rows(text, end, _columns(text, heads, kinds), kinds, said)
    drafts: list[_Row] = []
    while at < end and (row := reader.row(at)) is not None:
        counted = "serial" in kinds and not drafts
        above = row.cells.get("over", (at, at))
        if (
            _NO_NAME.search(text, *row.cells["name"])
            or _NO_NAME.search(text, *above)
            or (counted and "serial" not in row.cells)
        ):
            return [], [], at  # heads taken for a name
        touching = bool(drafts) and drafts[-1].stop == drafts[-1].figures and text[at - 1].isdigit()
        lost = "serial" not in row.cells if "serial" in kinds else _LOST_DIGIT.match(text, row.cells["name"][0])
        if touching and lost:  # a number or a name may have lost its digit to the figures before it
            drafts[-1].ways, row.ways = [], []
        if drafts and not drafts[-1].closed and "serial" not in row.cells:
            row.ways = []  # what is left of the row before may stand at the start of its name: 个2,600|12345热线办结率
        drafts.append(row)
        at = row.stop
    grouped = "group" in reader.cells
    if grouped:
        _part_groups(text, drafts)
    found: list[list[Cell]] = []
    unfit: list[Cell] = []
    for row, parted in zip(drafts, chosen(text, [row.ways for row in drafts], reader.columns), strict=True):
        if parted is None or (grouped and "group" not in row.cells):
            unfit.append((row.start, row.stop))
            continue
        figures = iter(parted)
        found.append(
            [next(figures) if kind in FILLED else row.cells.get(kind, (row.start, row.start)) for kind in reader.cells]
        )
    return found, unfit, at


def _columns(text: str, heads: list[Cell], kinds: list[str]) -> Columns:
    """Return what the heads say of the columns that hold figures."""
    of = [(read_head(squeezed(written(text, cell))), written(text, cell), kind)
          for cell, kind in zip(heads, kinds, strict=True) if kind in FILLED]  # fmt: skip
    parts = frozenset(at for at, (_, told, _) in enumerate(of) if at and "其中" in told)
    return Columns([head for head, _, _ in of], [kind for _, _, kind in of], parts)


def by_years(text: str, at: int, end: int) -> Table | None:
    """Return a table whose rows are years and whose columns are indicators, each with its unit (年份合格率(%)专利(件)2024年…)."""
    start = _PERIODS.match(text, at, end)
    if start is None:
        return None
    heads = [(at, start.start("heads")), *(noun.span() for noun in _WITH_UNIT.finditer(text, *start.span("heads")))]
    columns = [read_head(written(text, cell)) for cell in heads]
    years = [year.span() for year in _YEAR.finditer(text, start.end(), end)]
    runs = []
    for number, (_, stop) in enumerate(years):
        run = _VALUES_RUN.match(text, stop, years[number + 1][0] if number + 1 < len(years) else end)
        if run is None:
            break
        runs.append(run.span())
        if number + 1 < len(years) and run.end() != years[number + 1][0]:
            break
    if len(runs) < 2:
        return None
    figures = Columns(columns[1:], ["value"] * (len(columns) - 1), own=True)
    parted = chosen(text, [ways(text, run, figures, "") for run in runs], figures)
    rows = [[year, *cells] for year, cells in zip(years, parted, strict=False) if cells]
    unfit = [(year[0], run[1]) for year, run, cells in zip(years, runs, parted, strict=False) if not cells]
    if not rows:
        return Table([], [], [], at, runs[-1][1], unfit=[(at, runs[-1][1])])
    table = made(text, [[cell] for cell in heads], rows, at, runs[-1][1])
    table.unfit = unfit
    return table


def _part_groups(text: str, rows: list[_Row]) -> None:
    """Part the name of a group from that of its rows, where it is written with each: 产品质量|抽检合格率.

    Only one length may do: rows of a group begin alike up to there and no further, in two groups at least.
    """
    names = [written(text, row.cells["name"]) for row in rows]
    fits = []
    for length in range(2, 9):
        groups = [list(group) for _, group in groupby(names, itemgetter(slice(length)))]
        several = [group for group in groups if len(group) > 1]
        if len(several) > 1 and all(len({name[length : length + 1] for name in group}) > 1 for group in several):
            fits.append(length)
    if len(fits) == 1 and all(len(name) > fits[0] + 2 for name in names):
        for row in rows:
            start, stop = row.cells["name"]
            row.cells["group"], row.cells["name"] = (start, start + fits[0]), (start + fits[0], stop)


class _Rows:
    """Reads one row behind the other."""

    def __init__(self, text: str, end: int, columns: Columns, kinds: list[str], said: bool) -> None:
        self.text, self.end, self.columns, self.kinds, self.serial = text, end, columns, kinds, 0
        filled = [place for place, kind in enumerate(kinds) if kind in FILLED]
        names = [place for place, kind in enumerate(kinds) if kind == "name"]
        self.between = kinds[names[-1] + 1 : filled[0]]
        self.behind = kinds[filled[-1] + 1 :]
        self.together = filled == list(range(filled[0], filled[-1] + 1))
        self.said = said or all(columns.heads[at].unit for at in columns.levels)
        self.grouped = kinds[:2] == ["name", "serial"]
        # What the cells of a row are called here: a name before the number, and one before the name, are of groups.
        called = {**dict.fromkeys(names[:-1], "group"), **({0: "over"} if self.grouped else {})}
        self.cells = [called.get(place, kind) for place, kind in enumerate(kinds)]

    def row(self, at: int) -> _Row | None:
        """Return the row at a place; None where there is none."""
        row, start = _Row(at), at
        if "serial" in self.kinds:
            group = r"(?P<group>[\u4e00-\u9fff]{2,10})?" if self.grouped else "(?P<group>)"
            number = re.compile(f" *{group}{self._number()}").match(self.text, at, self.end)
            if number:
                self.serial += 1
                row.cells["serial"], start = number.span("number"), number.end()
                if number["group"]:
                    row.cells["over"] = number.span("group")
        if self.kinds[0] == "attribute" and (sort := attribute().match(self.text, at, self.end)):
            row.cells["attribute"], start = sort.span(), sort.end()
        if not self._name(row, start):
            return None
        row.closed, row.figures = bool(row.ways), row.stop
        self._ending(row)
        name = row.cells["name"]
        if twice := _TWICE.match(self.text, *name):
            row.cells["name"] = name = (twice.end(), name[1])
        if (
            not self.together
            or ("note" in self.behind and "serial" in self.kinds and "serial" not in row.cells)
            or name[1] - name[0] < 2
            or not ("unit" in row.cells or self._says_unit(name, row.ways))
            or _HOLDS_CELLS.search(self.text, *name)
        ):
            row.ways = []
        return row

    def _number(self) -> str:
        """Return the pattern of the number of the next row; a number with decimals or a rate is none, 5G is a name."""
        return rf"(?P<number>{self.serial + 1})[.、]?(?=[^\d.%]|\d[A-Z])"

    def _name(self, row: _Row, at: int) -> bool:
        """Find the name of a row, its unit where a column has one, and the run of its figures."""
        text = self.text
        run = _NAME_RUN.match(text, at, self.end)
        if run is None or _NOTE.match(text, at):
            return False
        for match in _FIRST_VALUE.finditer(written(text, run.span())):
            stop = at + match.start()
            if "(" in text[at:stop] and ")" not in text[text.rfind("(", at, stop) : stop]:
                continue  # within a bracket: 死亡率(1/10万)
            name, cells, stop = self._between(at, stop)
            if ("unit" in self.between and "unit" not in cells) or ("unit" not in cells and self._goes_on(name, stop)):
                continue
            values = _VALUES_RUN.match(text, stop, self.end)
            if values and self._is_mark(values.span(), name, cells):
                continue  # 生态环境质量1.空气质量, 城市2空气: the number of an item, of a note
            if values and 2 <= name[1] - name[0] <= 40:
                items = [item.end() for item in _ITEM.finditer(text, *name)]  # 生态环境质量1.空气质量
                group = _GROUP.match(text, *name)
                first = items[-1] if items else group.end() if group and group["again"] else name[0]
                row.cells |= cells | {"name": (first, name[1])}
                row.stop = values.end()
                self._figures(row, values.span())
                if group and not group["again"]:
                    row.ways = []  # nothing tells where the name of the group ends
                return True
        return False

    def _between(self, at: int, stop: int) -> tuple[Cell, dict[str, Cell], int]:
        """Return the name before the first figure, the cells between the two, and where the figures start."""
        text = self.text
        name, cells = stripped(text, (at, stop)), dict[str, Cell]()
        if self.between[-2:] == ["attribute", "unit"] and text[stop] in "-—" and self._cell_before("attribute", name):
            cells["unit"], stop = (stop, stop + 1), stop + 1  # 预期性-与全省同步: no unit
        for kind in reversed([kind for kind in self.between if kind not in cells]):
            cut = self._cell_before(kind, name)
            if cut is not None:
                cells[kind], name = (cut, name[1]), stripped(text, (name[0], cut))
        return name, cells, stop

    def _goes_on(self, name: Cell, stop: int) -> bool:
        """Tell whether the digits stand in the name: 15岁以上人口…(%)."""
        text = self.text
        return (
            text[name[1] - 1] != ")"
            and "(" in text[stop : stop + 24]
            and bool(re.match(r"[^,。;]{1,20}\((?:[^()]{1,10})\)[<>≤≥]?\d", text[stop : self.end]))
        )

    def _is_mark(self, run: Cell, name: Cell, cells: dict[str, Cell]) -> bool:
        """Tell whether one digit or two are the number of an item or of a note, and no cell."""
        if not _MARK.fullmatch(self.text, *run) or run[1] == self.end or "unit" in cells or self._closed(run[1]):
            return False
        columns = len(self.columns.heads)
        if self.text[name[1] - 1] == ")":
            return columns > 1
        if A_PLACE.fullmatch(self.text, *name):
            return False  # 西岭区8南溪市20
        return "unit" in self.kinds or by_units(self.text, run[0], self.end, columns) is None

    def _cell_before(self, kind: str, name: Cell) -> int | None:
        """Return where the unit or the sort of indicator starts with which a run ends."""
        text = self.text
        if kind == "unit":
            return next((cut for cut in range(name[0] + 2, name[1]) if is_unit(text[cut : name[1]])), None)
        cuts = range(max(name[0] + 2, name[1] - 6), name[1] - 1)
        return next((cut for cut in cuts if kind == "attribute" and attribute().fullmatch(text, cut, name[1])), None)

    def _figures(self, row: _Row, run: Cell) -> None:
        """Find the ways to part a run of figures; a year or the number of the next row may stand at its end."""
        text, name = self.text, row.cells["name"]
        unit = written(text, row.cells["unit"]) if "unit" in row.cells else ""
        if not unit and text[name[1] - 1] != ")" and not self.said:
            inside = by_units(text, run[0], self.end, len(self.columns.heads))
            if inside and (len(inside[0]) > 1 or "%" in text[run[0] : inside[1]] or self._closed(inside[1])):
                row.ways, row.stop = [inside[0]], inside[1]
                return
        if text[run[1] : run[1] + 1] in ("年", "月"):  # 4202024年12月: a date is the next cell
            year = _GLUED_YEAR.search(text, *run)
            if year is None or self.behind[:1] != ["due"]:
                return
            run = (run[0], year.start())
        elif "serial" in self.kinds and not (self.behind and self._closed(run[1])):
            if _LOST_DIGIT.match(text, run[1]):
                run = (run[0], run[1] - 1)
            figures, ahead = written(text, run).rstrip(), str(self.serial + 1)
            behind_group = self.grouped and re.match(
                rf"[\u4e00-\u9fff]{{2,10}}{ahead}[^\d.%]", text[run[1] : run[1] + 14]
            )
            if run[1] < self.end and figures.endswith(ahead) and not behind_group:
                run = (run[0], run[0] + len(figures) - len(ahead))
        if "note" in self.behind and text[run[1] - 1] in "-—" and run[1] - run[0] > 1:
            run = (run[0], run[1] - 1)  # no note
        row.stop = run[1]
        row.ways = ways(text, run, self.columns, unit)

    def _closed(self, at: int) -> bool:
        """Tell whether the cell of a closed kind stands behind the figures."""
        pattern = _closed_kinds().get(next(iter(self.behind), ""))
        return bool(pattern and pattern.match(self.text, at, self.end))

    def _ending(self, row: _Row) -> None:
        """Read the cells behind the figures; words of no closed kind reach to the number of the next row."""
        for kind in self.behind:
            if kind == "note" and "serial" in self.kinds:
                ahead = re.compile(rf"[^\d。;]{{1,30}}?(?={self._number()})")
                match = ahead.match(self.text, row.stop, self.end) or _LAST_NOTE.match(self.text, row.stop, self.end)
            else:
                pattern = _closed_kinds().get(kind)
                match = pattern.match(self.text, row.stop, self.end) if pattern else None
            if match:
                row.cells[kind], row.stop, row.closed = match.span(), match.end(), True
            elif kind != "attribute":
                row.ways = []  # nothing tells where its words end and the next name starts

    def _says_unit(self, name: Cell, found: list[list[Cell]]) -> bool:
        """Tell whether a row without a column of units says what it is counted in, or counts points."""
        words_ = written(self.text, name)
        own = any(re.search(r"%|百分点|\d[\u4e00-\u9fff]", written(self.text, cell)) for way in found for cell in way)
        return own or self.said or words_.endswith((")", "指数", "满意度", "得分"))
