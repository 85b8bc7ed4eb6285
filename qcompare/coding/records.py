"""A draft → a record of ``schema.TARGETS``: year, strength, recurrence, domain, what follows from these, and offsets."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from sys import maxsize
from typing import Any

from qcompare.coding.cell_levels import CellTarget
from qcompare.coding.domains import domains_of, said_before
from qcompare.coding.indicators import Item
from qcompare.coding.level import Level
from qcompare.coding.qualitative import Clause
from qcompare.coding.years import Years
from qcompare.text.clauses import clause_start
from qcompare.text.hints import Hint
from qcompare.text.model import Plan
from qcompare.text.radicals import plain


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
    return Draft(cell.type, cell.start, cell.end, cell.level, cell.indicator, cell.comparator, cell.low, cell.high, cell.unit,
                 cell.change, cell.baseline, rule="table", year=cell.year)  # fmt: skip


def clause_draft(clause: Clause) -> Draft:
    """Return the draft of a qualitative goal."""
    level = (clause.level_start, clause.level_end)
    return Draft("qualitative", clause.start, clause.end, level, clause.indicator, rule="clause", located=False)


_SHARE_OF = re.compile(r"(?:率|比例|比重)$")
_UNITS = {"百分点": "个百分点", "番": "%"}


def item_draft(item: Item) -> Draft:
    """Return the draft of a level with a numeral."""
    level = item.level
    unit = _UNITS.get(level.unit or "", level.unit)
    if level.kind == "bare":
        unit = _bare_unit(level, item.indicator)
    elif level.kind == "doubling" or (level.kind == "zero" and _SHARE_OF.search(item.indicator)):
        unit = "%"
    return Draft("quantified", item.start, item.end, (level.start, level.end), item.indicator, level.comparator,
                  level.low, level.high, unit, level.change, item.base, item.parent, f"level.{level.kind}",
                  year=item.year, trust=_trust(level))  # fmt: skip


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


_CHECK = re.compile(
    r"(?:国家|省级|市级|县级|各级|国家级|部级|省|市)?(?:以上|级)?(?:质量|安全|例行|专项|产地|风险)*"
    r"(?:监督抽[查检验]|监督检[查验]|抽[检查验]|例行监测|监测|一次性?(?:交工|竣工)?验收|分户验收|交工验收|竣工验收|考核验收|督查考核验收|验收|认证|认定|检定|考核|评审|评定|注册|公示)"
)
# Each check has one of these, and they are found sooner.
_CHECKED = re.compile("抽[检查验]|监督检[查验]|监测|验收|认[证定]|检定|考核|评[审定]|注册|公示")
_SURVEY = re.compile(r"(?:顾客|客户|用户|群众|公众|游客|消费者|市民|企业)?满意(?:度|率|指数)")
_FLOW = re.compile(
    r"新增|新建|新承担|新制定|新认定|新培育|新开工|每年|年均|制(?:定|修订|\(修\)订)|修订|培训|抽查|检查|完成|开展|举办|组织|查处|改造|淘汰|引进|选取|遴选|认定|参加|承担"
)
_UNCOUNTED = frozenset([None, "%", "‰", "point", "个百分点", "位"])
_STOCK = re.compile(r"总量|总数|拥有|保有|存量|总规模|累计|达到|稳定在|保持")


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


def confidence(indicator: str, year: int | None, trust: float) -> float:
    """Lower the trust in the rule that coded a target (0-1) by what is doubtful about the target itself.

    >>> confidence("合格率", 2015, 0.97), confidence("量", None, 0.9)
    (0.97, 0.32)
    """
    if len(indicator) < 2:
        trust *= 0.4
    elif len(indicator) > 40:
        trust *= 0.85
    if year is None:
        trust *= 0.9
    return round(trust, 2)


Span = tuple[int, int]

_RECURRENT = re.compile(r"每个?季|每年|逐年新增|年度(?:抽查|培训)")
_ASPIRING = frozenset(["力争", "争取", "争创", "努力", "力求", "争先", "争当", "争获"])
_BINDING = frozenset(["必须", "确保", "保证", "不得", "杜绝", "务必", "严禁", "坚决"])
_BINDS = re.compile("|".join(sorted(_ASPIRING | _BINDING)))
# Where one of these words may stand: few clauses say how they bind, or how often.
_SAID = Hint([*_ASPIRING, *_BINDING, "每季", "每个", "每年", "逐年", "年度"])


# 保证事故数量为零,合格率达到100%: the verb takes a list of statistics and binds each of them.
_CARRIED = re.compile(r"(?:保证|确保)[^,;。]{2,40}(?:为零|[\d%‰]|以上|以内|以下|个|家),$")


_BEFORE = 60


def _strength(clause: str) -> str | None:
    """Return how a target binds by the words of its clause, up to its end; None where they do not say."""
    said = _BINDS.findall(clause)
    return ("binding" if _ASPIRING.isdisjoint(said) else "aspirational") if said else None


def _carried(text: str, floor: int, start: int) -> bool:
    """Tell whether a verb that binds stands before the list that a target is part of."""
    if text[start - 1 : start] != ",":
        return False
    carried = _CARRIED.search(text, max(floor, start - _BEFORE), start)
    return carried is not None and (carried.start() == floor or text[carried.start() - 1] in ",;。:")


def _recurrence(clause: str) -> str:
    """Return how often a target is due, by the words of its clause up to the level."""
    said = _RECURRENT.findall(clause)
    if not said:
        return "once"
    return "quarterly" if any(word.endswith("季") for word in said) else "annual"


def records(plan: Plan, drafts: list[Draft], years: Years) -> list[dict[str, Any]]:
    """Return drafts as records of ``schema.TARGETS``; which of them are steps of a series is still to be seen."""
    spans = iter(plan.spans([run for draft in drafts for run in ((draft.start, draft.end), draft.level)]))
    said = [*_SAID(plan.text), maxsize]
    domains = domains_of(
        [draft.indicator for draft in drafts],
        lambda index: said_before(plan, drafts[index].start, drafts[index].level[0]),
    )
    return [
        _record(plan, draft, domain, years, quote, level, said)
        for draft, domain, quote, level in zip(drafts, domains, spans, spans, strict=True)
    ]


def _record(
    plan: Plan, draft: Draft, domain: str, years: Years, quote: Span, level: Span, said: list[int]
) -> dict[str, Any]:
    """Return a draft as a record.

    ``quote`` and ``level`` are the spans of its quote and its level in the source; ``said`` is where a word may stand
    that tells how a target binds or how often it is due.
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
        year, year_source = draft.year, "inherited" if draft.rule == "table" else "explicit"
    clause = clause_start(text, floor, draft.start)
    recurrence, strength = "once", None
    if said[bisect_left(said, clause)] < draft.end:
        recurrence, strength = _recurrence(text[clause:last]), _strength(text[clause : draft.end])
    if strength is None:
        strength = "binding" if _carried(text, floor, draft.start) else "plain"
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
        "confidence": confidence(indicator, year, draft.trust),
    }


_GIVEN = {None, "%", "point", "位", "个百分点", "‰"}


def _unit_as_written(plan: Plan, draft: Draft, written: str) -> str | None:
    """Return the classifier in the script of the source (個, 項); ``written`` is the level as published."""
    unit = draft.unit
    if unit is None or unit in _GIVEN or unit in written or draft.rule == "table":
        return unit
    at = plan.text.rfind(unit, draft.level[0], draft.level[1])
    return plain(plan.quote(at, at + len(unit))) if at >= 0 else unit
