"""A draft → a record of ``schema.TARGETS``: year, strength, recurrence, domain, what follows from these, and offsets."""

from __future__ import annotations

import re
from bisect import bisect_left
from sys import maxsize
from typing import Any

from qcompare.coding.derived import confidence, measured_by, stock_flow
from qcompare.coding.domains import domains_of, said_before
from qcompare.coding.drafts import Draft
from qcompare.coding.items import clause_start
from qcompare.coding.years import Years
from qcompare.text.hints import Hint
from qcompare.text.model import Plan

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
    return plan.quote(at, at + len(unit)) if at >= 0 else unit
