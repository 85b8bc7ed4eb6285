"""A draft → a record of ``schema.TARGETS``: year, strength, recurrence, domain, what follows from these, and offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qcompare.coding.cells.levels import CellTarget
from qcompare.coding.domains import domains_of, said_before
from qcompare.coding.indicators import Item
from qcompare.coding.indicators.changes import is_added, without_added
from qcompare.coding.levels.level import Level, note_reading, unit_kinds
from qcompare.coding.qualitative import Clause
from qcompare.coding.rules import note, noting
from qcompare.coding.strength import Strengths
from qcompare.coding.years import Years
from qcompare.lexicon.patterns import pattern
from qcompare.text.cell_units import is_unit
from qcompare.text.model import Plan
from qcompare.text.radicals import plain

Span = tuple[int, int]


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


_ADDS = pattern(r"{raise_verb}(?![值额幅率])")  # 增加应急供水能力. Not 增加值.


def cell_draft(cell: CellTarget) -> Draft:
    """Return the draft of a table cell."""
    note("cell.value", cell.level[0], cell.level)
    indicator, change = cell.indicator, cell.change
    counted = cell.unit is not None and (cell.unit in unit_kinds() or is_unit(cell.unit))
    if change == "level" and counted and (is_added(indicator) or _ADDS.match(indicator)):
        # 城镇新增就业 | 万人, 增加应急供水能力 | 万立方米/日: a change of a stock, in a table as in a sentence.
        indicator, change = _ADDS.sub("", without_added(indicator)), "increase"
    return Draft(cell.type, cell.start, cell.end, cell.level, indicator, cell.comparator, cell.low, cell.high, cell.unit,
                 change, cell.baseline, rule="cell.value", year=cell.year)  # fmt: skip


def clause_draft(clause: Clause) -> Draft:
    """Return the draft of a qualitative goal."""
    level = (clause.level_start, clause.level_end)
    return Draft("qualitative", clause.start, clause.end, level, clause.indicator, rule=clause.rule, located=False)


# 不合格率为零. Not 事故为零.
_SHARE_OF = pattern(r"{share_noun}$")
_UNITS = {"百分点": "个百分点", "番": "%"}


def item_draft(item: Item) -> Draft:
    """Return the draft of a level with a numeral."""
    level = item.level
    unit = _UNITS.get(level.unit or "", level.unit)
    if level.kind == "bare":
        unit = _bare_unit(level, item.indicator)
    elif level.kind == "doubling" or (level.kind == "zero" and _SHARE_OF.search(item.indicator)):
        unit = "%"
    if noting():
        note_reading(level, level.change)
    return Draft("quantified", item.start, item.end, (level.start, level.end), item.indicator, level.comparator,
                  level.low, level.high, unit, level.change, item.base, item.parent, f"level.{level.kind}",
                  year=item.year)  # fmt: skip


# A score without a unit. Not a count.
_SCORE = pattern("{score_noun}")


def _bare_unit(level: Level, indicator: str) -> str | None:
    value = level.low if level.low is not None else level.high
    return "point" if _SCORE.search(indicator) and value is not None and 1 < value <= 100 else None


# 省级以上质量监督抽查: the check and who makes it. Not 检验 inside the name of a body.
_CHECK = pattern(r"{checked_by}?(?:以上|级)?{check_attribute}*{check_or_award}")
# Each check has one of these, and they are found sooner.
_CHECKED = pattern("{check_or_award}")
# A survey, with those who are asked.
_SURVEY = pattern(r"{asked}?满意(?:度|率|指数)")
# What is made or done in the period. Not what there is at its end.
_FLOW = pattern("{flow_word}")
# What there is at the end of the period.
_STOCK = pattern("{stock_word}")
_UNCOUNTED = frozenset([None, "%", "‰", "point", "个百分点", "位"])


def mark_series(records: list[dict[str, Any]]) -> None:
    """Fill the field ``series`` of a plan's targets in place: steps of one indicator in one unit towards several years."""
    steps: dict[tuple[str, str | None], set[int]] = {}
    quantified = [record for record in records if record["type"] == "quantified"]
    for record in quantified:
        if record["year"] is not None:
            steps.setdefault((record["indicator"], record["unit"]), set()).add(record["year"])
    for record in quantified:
        if len(steps.get((record["indicator"], record["unit"]), ())) > 1:
            record["series"] = record["indicator"]


def measured_by(indicator: str) -> str | None:
    """Return the check or certification that an indicator names, as written; a survey for satisfaction scores.

    >>> measured_by("产品质量国家监督抽查合格率"), measured_by("生产性服务业顾客满意度"), measured_by("驰名商标")
    ('国家监督抽查', '顾客满意度', None)
    """
    match = _CHECK.search(indicator) if _CHECKED.search(indicator) else None
    if match:
        return match.group()
    survey = _SURVEY.search(indicator) if "满意" in indicator else None
    return survey.group() if survey else None


def stock_flow(type_: str, unit: str | None, indicator: str, recurrence: str, quote: str) -> str:
    """Tell whether a count is a total held or what is added in the period.

    Parameters
    ----------
    type_, unit, indicator, recurrence
        Of the target.
    quote
        Its quote in the normalised text.

    >>> stock_flow("quantified", "件", "有效注册商标总量", "once", "")
    'stock'
    """
    if type_ != "quantified" or unit in _UNCOUNTED:
        return "unknown"
    if recurrence != "once" or _FLOW.search(indicator) or "新增" in quote:
        return "flow"
    return "stock" if _STOCK.search(indicator) or _STOCK.search(quote) else "unknown"


def records(plan: Plan, drafts: list[Draft], years: Years) -> list[dict[str, Any]]:
    """Return drafts as records of ``schema.TARGETS``; which of them are steps of a series is still to be seen."""
    spans = iter(plan.spans([run for draft in drafts for run in ((draft.start, draft.end), draft.level)]))
    strengths = Strengths(plan.text)
    domains = domains_of(
        [draft.indicator for draft in drafts],
        lambda index: said_before(plan, drafts[index].start, drafts[index].level[0]),
    )
    return [
        _record(plan, draft, domain, years, quote, level, strengths)
        for draft, domain, quote, level in zip(drafts, domains, spans, spans, strict=True)
    ]


def _record(
    plan: Plan, draft: Draft, domain: str, years: Years, quote: Span, level: Span, strengths: Strengths
) -> dict[str, Any]:
    """Return a draft as a record.

    ``quote`` and ``level`` are the spans of its quote and its level in the source.
    """
    text, source = plan.text, plan.source
    first, last = draft.level
    start, end = quote
    level_start, level_end = level
    written = source[level_start:level_end]
    indicator, unit = draft.indicator, _unit_as_written(plan, draft, written)
    number = plan.block_at(first)
    block = plan.blocks[number]
    floor, stop = plan.sentence_at(first)
    if floor < block.start:
        floor = block.start
    if draft.year is None:
        year, year_source = years.at(first, last, (floor, stop), number)
    else:
        year, year_source = draft.year, "inherited" if draft.rule == "cell.value" else "explicit"
    recurrence, strength = strengths.of(floor, draft.start, draft.end, draft.level, first)
    return {
        "plan": plan.name,
        "part": "goals" if block.part == "goals" else "body",
        "type": draft.type,
        "quote": source[start:end],
        "start": start,
        "end": end,
        "level_text": written,
        "level_start": level_start if draft.located else None,
        "level_end": level_end if draft.located else None,
        "indicator": indicator,
        "comparator": draft.comparator,
        "low": draft.low,
        "high": draft.high,
        "unit": unit,
        "change": draft.change,
        "baseline": plan.quote(*draft.baseline) if draft.baseline else None,
        "year": year,
        "year_source": year_source,
        "recurrence": recurrence,
        "strength": strength,
        "domain": domain,
        "parent": draft.parent,
        "measured_by": measured_by(indicator),
        "stock_flow": stock_flow(draft.type, unit, indicator, recurrence, text[draft.start : draft.end]),
        "series": None,
        "rule": draft.rule,
        "confidence": 0.0,  # what is known of the target as a whole says how sure one can be: doubt.mark
    }


_GIVEN = {None, "%", "point", "位", "个百分点", "‰"}


def _unit_as_written(plan: Plan, draft: Draft, written: str) -> str | None:
    """Return the classifier in the script of the source (個, 項); ``written`` is the level as published."""
    unit = draft.unit
    if unit is None or unit in _GIVEN or unit in written or draft.rule == "cell.value":
        return unit
    at = plan.text.rfind(unit, draft.level[0], draft.level[1])
    return plain(plan.quote(at, at + len(unit))) if at >= 0 else unit
