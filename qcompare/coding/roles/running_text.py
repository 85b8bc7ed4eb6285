"""Whether a level in running text commits to anything: the rules that its numeral must pass, in order.

Each rule names a role other than ``target`` (codebook 1.2); the first that holds decides, and a level that passes all
of them is a target. What the form of a numeral or its block settles comes before (:mod:`qcompare.coding.roles`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from qcompare.coding.roles.context import Context
from qcompare.coding.roles.counts import COUNTS, spelled_scope
from qcompare.coding.roles.facts import FACTS, SPANS
from qcompare.coding.roles.sizes import SIZES
from qcompare.coding.rules import RULES, Rule, note, noting, table

RUNNING_TEXT = (*FACTS, *SPANS, *SIZES, *COUNTS)

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


def in_running_text(context: Context) -> Rule:
    """Return the first rule that holds for a level in running text; ``role.target`` where none does."""
    level = context.level
    for holds, rule in _for_kind(level.kind):
        found = holds(context)
        if found and not (rule.unless and rule.unless(context)):
            if noting():
                note(rule.id, level.number, context.span_of(found))
            return rule
    spelled = spelled_scope(context) if level.chinese else None
    rule = RULES[spelled] if spelled else TARGET
    note(rule.id, level.number)
    return rule
