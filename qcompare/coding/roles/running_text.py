"""Whether a level in running text commits to anything: the rules that its numeral must pass, in order.

Each rule names a role other than ``target`` (codebook 1.2); the first that holds decides, and a level that passes all
of them is a target. What the form of a numeral or its block settles comes before (:mod:`qcompare.coding.roles`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from qcompare.coding.level import Level
from qcompare.coding.roles.context import ACHIEVES, Context
from qcompare.coding.roles.counts import COUNTS, bound_or_led
from qcompare.coding.roles.facts import FACTS, SPANS
from qcompare.coding.roles.figures import spelled_scope
from qcompare.coding.roles.sizes import SIZES
from qcompare.coding.rules import RULES, Rule, note, noting, table
from qcompare.lexicon.patterns import pattern

RUNNING_TEXT = (*FACTS, *SPANS, *SIZES, *COUNTS)

(GOES_ON,) = table(
    Rule(
        id="role.scope.goes_on", decides="scope", looks="count before it in a list",
        why="codebook 2.2: what delimits the first of a list delimits the others",
        examples=("推进30项重点专项、‹50项›研发和20项研究项目建设。",),
        counter_examples=("推进30项重点专项建设，建成‹50个›平台。",),
    )
)  # fmt: skip
(PART,) = table(
    Rule(
        id="role.status.part_of_fact", decides="status", looks="total before it",
        why="codebook 1.2, status: the parts of what there is are facts like their total",
        examples=("全市现有储备能力90万吨，其中政府储备能力‹40万吨›。", "目前产品合格率为82%，高于全国平均水平‹5个百分点›。"),
        counter_examples=("全市现有储备能力90万吨，力争储备能力达到‹140万吨›。",),
    )
)  # fmt: skip
(ITS_CHANGE,) = table(
    Rule(
        id="role.instrument.its_change", decides="instrument", looks="means right before it",
        why="codebook 2.2: money put in commits to no result, nor does how much more of it there is",
        examples=("今年安排社保资金779亿元，比去年增长‹11%›。",),
        counter_examples=("今年安排社保资金779亿元，城镇居民收入增长‹11%›。",),
    )
)  # fmt: skip
(TARGET,) = table(
    Rule(
        id="role.target", decides="target", looks="all of these", why="codebook 1: a level that no other rule takes",
        examples=("产品抽查合格率达到‹95%›以上。",),
        counter_examples=("2010年产品抽查合格率达到‹95%›。",),
    )
)  # fmt: skip


Test = Callable[[Context], Any]


@cache
def _for_kind(kind: str) -> tuple[tuple[Test, Rule], ...]:
    """Return the tests that can hold for levels of a kind, in order, each with its rule."""
    rules = (rule for rule in RUNNING_TEXT if rule.kinds is None or kind in rule.kinds)
    return tuple((rule.holds, rule) for rule in rules if rule.holds)


# What governs the first of a list governs the others: 推进30项专项、50项研发和20项研究. Not 推进30项专项,建成50个平台.
_GOVERNS = frozenset(
    ["role.scope.activity", "role.scope.about", "role.scope.underway", "role.scope.fixed", "role.scope.goes_on"]
)
_LISTED = pattern(r"[^,。;:、]{0,24}(?:、|{joint})$")


def _goes_on(context: Context, before: Level, decided: Rule) -> bool:
    """Tell whether a count is the next of a list whose first is only spoken of."""
    governs = decided.id in _GOVERNS or (
        decided.id == "role.scope.spoken_of" and context.text[before.number - 1] == "等"
    )
    if not governs or context.level.kind != "count" or bound_or_led(context) or not _is_next(context, before):
        return False
    return not ACHIEVES.search(context.text, before.tail, context.level.number)


_LIST_GAP = 28
_AMOUNTS = frozenset(["count", "measure"])


def _is_next(context: Context, before: Level) -> bool:
    """Tell whether a level is the next of a list that the one before it opens or goes on with."""
    between = context.text[before.tail : context.level.number]
    return len(between) <= _LIST_GAP and bool(_LISTED.fullmatch(between))


def _part_of_fact(context: Context, before: Level, decided: Rule) -> bool:
    """Tell whether a level is a part of a total that is a fact: 现有能力90万吨,其中储备能力40万吨."""
    if (
        decided.decides != "status"
        or decided.id not in _TOTALS
        or not (
            context.level.kind == before.kind or (context.level.kind == "points" and _BESIDE.search(context.clause))
        )
        or before.number < context.sentence
    ):
        return False
    between = context.text[before.tail : context.level.number]
    return len(between) <= _PART_GAP and bool(_PART.fullmatch(between)) and context.latest_year is None


_TOTALS = frozenset(
    ["role.status.so_far", "role.status.part_of_fact", "role.status.past_year", "role.status.counted_up"]
)
_BESIDE = pattern(r"(?:高于|高出|低于|快于|领先)[^,。;]{2,20}$")  # 为82%,高于全国平均水平(5个百分点)
_PART_GAP = 40
# ,其中政府储备(40万吨),社会储备(50万吨). Not ,其中力争达到.
_PART = pattern(r"(?:[,(;]?其中:?,?|[,、;](?!{goes_on}|{still}))(?:(?!{to_come_word}|{still})[^。;])*?")


# 安排资金779亿元|,比去年(增加7亿元): how much more of the same means.
_MORE_OF_IT = re.compile(r",?(?:(?:比|较)(?:上年|去年|上一年)(?:预算|预计数|执行数)?)?")


def _its_change(context: Context, before: Level) -> bool:
    """Tell whether a change is that of a means right before it: 安排资金779亿元,比去年增加7亿元."""
    level = context.level
    return level.change != "level" and bool(_MORE_OF_IT.fullmatch(context.text, before.end, level.start))


def in_running_text(context: Context, before: Level | None = None, decided: Rule | None = None) -> Rule:
    """Return the first rule that holds for a level in running text; ``role.target`` where none does.

    ``before`` is the level before it and ``decided`` the rule that gave that one its role.
    """
    level = context.level
    listed = False
    if before is not None and decided is not None:
        if _goes_on(context, before, decided):
            note(GOES_ON.id, level.number)
            return GOES_ON
        if _part_of_fact(context, before, decided):
            note(PART.id, level.number)
            return PART
        if decided.decides == "instrument" and _its_change(context, before):
            note(ITS_CHANGE.id, level.number)
            return ITS_CHANGE
        # 治理耕地3万亩和4万亩草地: the next of a list whose first is a target says how much, and not which.
        listed = decided is TARGET and level.kind == "measure" and before.kind in _AMOUNTS and _is_next(context, before)
    for holds, rule in _for_kind(level.kind):
        found = holds(context)
        if found and listed and rule.id == "role.scope.supply":
            continue
        if found and not (rule.unless and rule.unless(context)):
            if noting():
                note(rule.id, level.number, context.span_of(found))
            return rule
    spelled = spelled_scope(context) if level.chinese else None
    rule = RULES[spelled] if spelled else TARGET
    note(rule.id, level.number)
    return rule
