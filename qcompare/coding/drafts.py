"""A target before its fields are settled, made from an item, a table cell or a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qcompare.coding.items import Item
from qcompare.coding.level import Level
from qcompare.coding.qualitative import Clause
from qcompare.coding.tablecells import CellTarget


@dataclass(slots=True)
class Draft:
    """A target before its fields are settled; offsets are into the normalised text."""

    type: str
    start: int
    end: int
    level: tuple[int, int]
    indicator: str
    comparator: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    change: str = "level"
    baseline: tuple[int, int] | None = None
    parent: str | None = None
    rule: str = ""
    located: bool = True
    year: int | None = None
    trust: float = 0.9


def cell_draft(cell: CellTarget) -> Draft:
    """Return the draft of a table cell."""
    kind = "relative" if cell.comparator is None else "quantified"
    return Draft(kind, cell.start, cell.end, cell.level, cell.indicator, cell.comparator, cell.low, cell.high, cell.unit,
                 cell.change, cell.baseline, rule="table", year=cell.year)  # fmt: skip


def clause_draft(clause: Clause) -> Draft:
    """Return the draft of a qualitative goal."""
    level = (clause.level_start, clause.level_end)
    return Draft("qualitative", clause.start, clause.end, level, clause.indicator, rule="clause", located=False)


_LED = re.compile(
    r"(?:大幅|稳步|进一步|有效|力争)*(?:(?P<down>降低|减少|压减|缩短|压缩|削减)|(?P<up>提高|提升|增加|扩大))"
)
_SHARE_OF = re.compile(r"(?:率|比例|比重)$")
_UNITS = {"百分点": "个百分点", "番": "%"}


def item_draft(text: str, item: Item) -> Draft:
    """Return the draft of a level with a numeral."""
    level = item.level
    unit = _UNITS.get(level.unit or "", level.unit)
    if level.kind == "bare":
        unit = _bare_unit(level, item.indicator)
    elif level.kind == "doubling" or (level.kind == "zero" and _SHARE_OF.search(item.indicator)):
        unit = "%"
    draft = Draft("quantified", item.start, item.end, (level.start, level.end), item.indicator, level.comparator,
                  level.low, level.high, unit, level.change, item.base, item.parent, f"level.{level.kind}",
                  year=item.year, trust=_trust(level))  # fmt: skip
    if level.change == "level" and level.kind in ("share", "points", "times", "measure") and not level.verb:
        # 降低企业成本10%: the verb stands before the indicator and not before the number.
        led = _LED.match(text, item.start, item.start + 8)
        if led:
            draft.change = "decrease" if led["down"] else "increase"
            draft.indicator = draft.indicator.replace(led.group(), "", 1)
    if draft.change == "level" and unit == "%" and _GROWTH.search(item.indicator):
        draft.change = "increase"
    return draft


# 年均增速不低于13%: a growth in the form of a noun.
_GROWTH = re.compile(r"年均(?:增速|增幅|增长率|增长速度|增长幅度)$")
_SCORE = re.compile(r"满意|指数|得分|评分|分值|测评|信心|GQI|竞争力")


def _bare_unit(level: Level, indicator: str) -> str | None:
    value = level.low if level.low is not None else level.high
    return "point" if _SCORE.search(indicator) and value is not None and 0 <= value <= 100 else None


def _trust(level: Level) -> float:
    """Return how far a reading of this kind is right: rates and led levels nearly always, bare counts less."""
    if level.kind in ("share", "points", "doubling", "place"):
        return 0.97
    if level.chinese:
        return 0.75
    if level.kind == "bare":
        return 0.8
    if level.kind in ("time", "money", "rate", "score"):
        return 0.85
    return 0.95 if level.verb or level.comparator != "=" else 0.88
