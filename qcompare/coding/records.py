"""A draft → a record of ``schema.TARGETS``: year, strength, recurrence, domain, and the offsets in the source."""

from __future__ import annotations

import re
from typing import Any

from qcompare.coding.domains import domain_at
from qcompare.coding.drafts import Draft
from qcompare.coding.items import clause_start
from qcompare.coding.years import Years
from qcompare.text.model import Plan

Span = tuple[int, int]

_RECURRENT = re.compile(r"每个?季|每年|逐年新增|年度(?:抽查|培训)")
_ASPIRING = frozenset(["力争", "争取", "争创", "努力", "力求", "争先", "争当", "争获"])
_BINDING = frozenset(["必须", "确保", "保证", "不得", "杜绝", "务必", "严禁", "坚决"])
_BINDS = re.compile("|".join(sorted(_ASPIRING | _BINDING)))


# 保证事故数量为零,合格率达到100%: the verb takes a list of statistics and binds each of them.
_CARRIED = re.compile(r"(?:保证|确保)[^,;。]{2,40}(?:为零|[\d%‰]|以上|以内|以下|个|家),$")


_BEFORE = 60


def _strength(text: str, start: int, clause: str, floor: int) -> str:
    """Return how a target binds: by the words of its clause, up to its end, or by a verb before its list."""
    said = _BINDS.findall(clause)
    if said:
        return "binding" if _ASPIRING.isdisjoint(said) else "aspirational"
    before = max(floor, start - _BEFORE)
    head = text[before:start]
    listed = head.endswith(",") and ("保证" in head or "确保" in head)
    carried = _CARRIED.search(text, before, start) if listed else None
    leads = carried and (carried.start() == floor or text[carried.start() - 1] in ",;。:")
    return "binding" if leads else "plain"


def _recurrence(clause: str) -> str:
    """Return how often a target is due, by the words of its clause up to the level."""
    if "每" not in clause and "年" not in clause:
        return "once"
    said = _RECURRENT.findall(clause)
    if not said:
        return "once"
    return "quarterly" if any(word.endswith("季") for word in said) else "annual"


def records(plan: Plan, drafts: list[Draft], years: Years) -> list[dict[str, Any]]:
    """Return drafts as records of ``schema.TARGETS``; the derived fields are still to be filled."""
    quotes = plan.spans([(draft.start, draft.end) for draft in drafts])
    levels = plan.spans([draft.level for draft in drafts])
    return [
        _record(plan, draft, years, quote, level) for draft, quote, level in zip(drafts, quotes, levels, strict=True)
    ]


def _record(plan: Plan, draft: Draft, years: Years, quote: Span, level: Span) -> dict[str, Any]:
    """Return a draft as a record; ``quote`` and ``level`` are the spans of its quote and its level in the source."""
    text, source = plan.text, plan.source
    first, last = draft.level
    start, end = quote
    level_start, level_end = level
    written = source[level_start:level_end]
    number = plan.block_at(draft.start)
    block = plan.blocks[number]
    floor, stop = plan.sentence_at(first)
    if floor < block.start:
        floor = block.start
    if draft.year is None:
        year, year_source = years.at(first, last, (floor, stop))
    else:
        year, year_source = draft.year, "inherited" if draft.rule == "table" else "explicit"
    clause = clause_start(text, floor, draft.start)
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
        "indicator": draft.indicator,
        "comparator": draft.comparator,
        "low": draft.low,
        "high": draft.high,
        "unit": _unit_as_written(plan, draft, written),
        "change": draft.change,
        "baseline": plan.quote(*draft.baseline) if draft.baseline else None,
        "year": year,
        "year_source": year_source,
        "recurrence": _recurrence(text[clause:last]),
        "strength": _strength(text, draft.start, text[clause : draft.end], floor),
        "domain": domain_at(plan, draft.indicator, draft.start, draft.level[0]),
        "parent": draft.parent,
        "measured_by": None,
        "stock_flow": "unknown",
        "series": None,
        "rule": draft.rule,
        "confidence": draft.trust,
    }


_GIVEN = {None, "%", "point", "位", "个百分点", "‰"}


def _unit_as_written(plan: Plan, draft: Draft, written: str) -> str | None:
    """Return the classifier in the script of the source (個, 項); ``written`` is the level as published."""
    unit = draft.unit
    if unit is None or unit in _GIVEN or draft.rule == "table" or plan.text[slice(*draft.level)] == written:
        return unit
    at = plan.text.rfind(unit, draft.level[0], draft.level[1])
    return plan.quote(at, at + len(unit)) if at >= 0 else unit
