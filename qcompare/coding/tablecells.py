"""Table rows → targets: one a value cell, unit from the unit cell or the bracket, year from the column's heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qcompare.coding.level import unit_kinds
from qcompare.coding.levels import levels
from qcompare.coding.numbers import LARGE, SMALL, multiplied, whole
from qcompare.text.model import Plan
from qcompare.text.tables import Cell, Table, tables

_EMPTY = re.compile(r"[-—–―/*\s]*")
_SCORE = re.compile(r"满意|指数|得分|评分|测评")
_FALL = re.compile(
    r"(?:[较比](?P<base>[^,。]{1,12}?)|累计|年均|总体)?(?:下降|降低|减少|削减|降幅|下降率|减排)(?:率|幅度|比例)?$"
)
_RISE = re.compile(
    r"(?:[较比](?P<base>[^,。]{1,12}?)|累计|年均|总体)?(?:增长|增速|提高|增加|年均增长|增长率)(?:率|幅度|速度)?$"
)
_UNIT_IN_NAME = re.compile(r"[(〔\[]([^()〔〕\[\]]{1,14})[)〕\]]$")
_BRACKETS = re.compile(r"(?P<before>[<>≥≤]*)[\[(〔【](?P<value>[^\])〕】]+)[\])〕】](?P<after>.*)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAN_END = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}


@dataclass(slots=True)
class Column:
    """What the head of a column says of its cells."""

    kind: str
    year: int | None = None
    growth: bool = False
    unit: str | None = None


@dataclass(slots=True)
class CellTarget:
    """One value cell of a table, offsets into the normalised text."""

    start: int
    end: int
    level: Cell
    indicator: str
    comparator: str | None
    low: float | None
    high: float | None
    unit: str | None
    change: str
    baseline: Cell | None
    year: int | None


def table_targets(plan: Plan, issued: int | None) -> tuple[list[CellTarget], dict[int, str], list[Cell]]:
    """Return the targets in the plan's tables, the roles of the numerals there, and the runs that the tables cover.

    Returns
    -------
    targets
        One a value cell whose column is a year to come.
    roles
        Offset of a numeral → role.
    covered
        Runs of the text that belong to tables; no rule for sentences reads them.
    """
    found: list[CellTarget] = []
    roles: dict[int, str] = {}
    covered: list[Cell] = []
    for table in tables(plan.text, plan.blocks):
        covered.append((plan.blocks[table.blocks[0]].start, plan.blocks[table.blocks[1]].end))
        columns = _columns(plan.text, table.header, issued)
        _header_roles(plan.text, table, columns, roles)
        name, unit = _caption(plan, table)
        for row in table.rows:
            found.extend(_row(plan.text, row, columns, roles, name, unit))
    return found, roles, covered


_SERIAL = re.compile(r"序号|编号")
_UNIT_HEAD = re.compile(r"(?:计量)?单位")
_PAST = re.compile(r"实际|现状|基期|基数|基准|完成|实绩|现值")
_GROWTH = re.compile(r"年均|累计|增速|增幅|增长")
_NOTE = re.compile(r"属性|性质|备注|说明|责任|牵头|类型|来源|频次")


def _columns(text: str, header: list[Cell], issued: int | None) -> list[Column]:
    columns = [_column(text[start:end].strip(), issued) for start, end in header]
    targets = [column for column in columns if column.kind == "target"]
    last = max((column.year for column in targets if column.year), default=None)
    for column in targets:
        column.year = column.year or last
    if issued is None and len([column for column in targets if not column.growth]) > 1:
        # Without a date of issue the first of several years is where the plan starts.
        targets[0].kind = "past"
    return columns


def _column(head: str, issued: int | None) -> Column:
    """Return what the head of a column says of its cells."""
    if _SERIAL.fullmatch(head) or _UNIT_HEAD.fullmatch(head):
        return Column("serial" if _SERIAL.fullmatch(head) else "unit")
    named = _YEAR.search(head)
    year = int(named.group()) if named else next((end for name, end in _PLAN_END.items() if name in head), None)
    if _PAST.search(head) or (year is not None and issued is not None and year < issued):
        return Column("past", year)
    growth = bool(_GROWTH.search(head))
    if year is not None or growth or "目标" in head:
        return Column("target", year, growth, _named_unit(head)[1])
    return Column("note" if _NOTE.search(head) else "name")


_CAPTION = re.compile(
    r"(?:表|专栏)[ \d一二三四五六七八九十—-]*(?P<title>[^()]{0,40}?)(?:(?:控制|规划|分解)?(?:目标|指标|任务)(?:分解)?表?)?[ ]*\((?:计量)?单位:(?P<unit>[^()]{1,14})\)"
)
_PLACES = re.compile(r"各?(?:[县区市州]|县\(区\)|县\(市、区\)|地区|市州|区县)+")
_PLACE_HEAD = re.compile(r"[各市州]*(?:县|区|市|地区|县区|区县|市州)(?:\(.{1,3}\))?")


def _caption(plan: Plan, table: Table) -> tuple[str, str | None]:
    """Return what a table of places measures, and its unit, from the line above it (表2 各县(区)年均浓度(单位:微克/立方米))."""
    before = plan.blocks[table.blocks[0] - 1] if table.blocks[0] else None
    head = plan.text[table.header[0][0] : table.header[0][1]].strip()
    match = _CAPTION.search(plan.text, before.start, before.end) if before else None
    if match is None:
        return "", None
    name = _PLACES.sub("", match["title"]).strip() if _PLACE_HEAD.fullmatch(head) else ""
    return name, match["unit"]


def _header_roles(text: str, table: Table, columns: list[Column], roles: dict[int, str]) -> None:
    for (start, end), column in zip(table.header, columns, strict=False):
        for match in re.finditer(r"\d+", text[start:end]):
            roles[start + match.start()] = "target_year" if column.kind == "target" else "status"


def _row(
    text: str, row: list[Cell], columns: list[Column], roles: dict[int, str], of: str, given: str | None
) -> list[CellTarget]:
    by_kind = {column.kind: cell for cell, column in zip(row, columns, strict=False) if column.kind in ("name", "unit")}
    name_cells = [
        cell for cell, column in zip(row, columns, strict=False) if column.kind == "name" and cell[1] > cell[0]
    ]
    if not name_cells:
        return []
    name_cell = name_cells[-1]
    numbered = re.match(r"\s*\d{1,2}[.、]\s*", text[name_cell[0] : name_cell[1]])
    if numbered:
        roles[name_cell[0] + numbered.group().index(numbered.group().strip())] = "enumerator"
        name_cell = (name_cell[0] + numbered.end(), name_cell[1])
    name = text[name_cell[0] : name_cell[1]].strip()
    name_start = text.index(name, *name_cell)
    name, unit = _named_unit(name)
    if unit is None and "unit" in by_kind:
        unit = text[by_kind["unit"][0] : by_kind["unit"][1]].strip()
    unit = unit or given
    name += of
    fall, rise = _FALL.search(name), _RISE.search(name)
    if "新增" in name:
        rise = None
    told = None if of else fall or rise
    base = told.span("base") if told else (-1, -1)
    if base[0] >= 0:
        # 排放强度比2022年降低: what the row's change is against.
        base = (name_start + base[0], name_start + base[1])
        roles.update((base[0] + year.start(), "status") for year in _YEAR.finditer(text[slice(*base)]))
    change = "decrease" if fall else "increase" if rise else "level"
    found = []
    for cell, column in zip(row, columns, strict=False):
        for match in re.finditer(r"\d+(?:\.\d+)?", text[cell[0] : cell[1]]):
            role = {"target": "target", "past": "status", "serial": "enumerator"}.get(column.kind, "name")
            roles.setdefault(cell[0] + match.start(), role)
        if column.kind == "target":
            target = _cell(
                text,
                cell,
                name_cell,
                name[: fall.start()] if fall else name[: rise.start()] if rise else name,
                column.unit or unit,
                column,
                change,
            )
            if target is not None:
                target.baseline = base if base[0] >= 0 else target.baseline
                found.append(target)
    return found


def _named_unit(name: str) -> tuple[str, str | None]:
    match = _UNIT_IN_NAME.search(name)
    if match is None:
        return name, None
    inside = match[1]
    base = inside.lstrip("".join(LARGE) + "".join(SMALL))
    if inside in ("%", "‰") or base.partition("/")[0] in unit_kinds() or re.match(r"\d+/", inside) or "/" in inside:
        return name[: match.start()].strip(), inside
    return name, None


def _cell(
    text: str, cell: Cell, name_cell: Cell, name: str, unit: str | None, column: Column, change: str
) -> CellTarget | None:
    start, end = cell
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    written = text[start:end]
    if not written or _EMPTY.fullmatch(written):
        return None
    if not re.search(r"\d|[一二三四五六七八九十]成|百分之", written):
        relative = re.match(r"(?:与|同|高于|低于|不低于|优于|达到)(?P<base>.+?)(?:基本)?(?:同步|持平)?$", written)
        if relative is None:
            return None
        base = (start + relative.start("base"), start + relative.end("base"))
        return CellTarget(
            min(name_cell[0], start), end, (start, end), name, None, None, None, None, "level", base, column.year
        )
    bracket = _BRACKETS.fullmatch(written)
    plain = bracket["before"] + bracket["value"] + bracket["after"] if bracket else written
    read = levels(plain)
    if not read:
        return None
    level = read[-1] if read[-1].kind != "date" else read[0]
    factor, base_unit = _unit(unit)
    own = level.unit
    low, high = (_times(level.low, factor if not own else ""), _times(level.high, factor if not own else ""))
    final_unit = own or base_unit
    if final_unit is None and _SCORE.search(name):
        final_unit = "point"
    return CellTarget(min(name_cell[0], start), end, (start, end), name, level.comparator, low, high, final_unit,
                      "increase" if column.growth and change == "level" and "新增" not in name else change, None, column.year)  # fmt: skip


def _times(value: float | None, factor: str) -> Any:
    return None if value is None else whole(multiplied(value, factor)) if factor else value


def _unit(unit: str | None) -> tuple[str, str | None]:
    """Split a unit cell into multiplier and unit: 万件 → 万, 件; 1/10万 → /10万; — → none."""
    if unit is None or _EMPTY.fullmatch(unit):
        return "", None
    if re.match(r"1/\d", unit):
        return "", unit[1:]
    match = re.match(r"(?:[十百万亿]|千(?!瓦|伏|克|米))*", unit)
    head = match.group() if match else ""
    rest = unit[len(head) :]
    return (head, rest) if rest else ("", unit)
