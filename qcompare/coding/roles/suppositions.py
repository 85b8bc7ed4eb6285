"""Roles of what is supposed, foreseen or reckoned with: it is not committed to."""

from __future__ import annotations

import re

from qcompare.coding.roles.context import Context
from qcompare.coding.rules import Rule, behind, table
from qcompare.lexicon.patterns import pattern, word_tuple

# 预计到2018年,…; not 比上年预计增长, which is a baseline, and nothing behind 力争
_FORESEEN = pattern(r"(?:(?:^|[,;:]){foreseen}|估计[将可]|预计[将可](?<=[^,;:].{3}))(?:(?!{strive})[^;。])*$")
_RATES = ("share", "points")
# 如果合格率达到95%,…; 有6.5%的增速就能…
_SUPPOSED = pattern(r"{supposes}")
_SUPPOSES = word_tuple("supposes")
_ENOUGH = re.compile(r"(?:以上|左右)?的[^,。;]{2,8}就(?:能|可|会)")
# 6.5%(左右的增速可以实现充分就业), 7%(的增长速度并不容易): a rate that is spoken of.
_SPOKEN_RATE = re.compile(r"(?:以上|左右)?的(?:增长)?(?:增速|速度|涨幅)[^,。;]{0,4}?(?:可以|就|能够|并不)")
# 按年均增长8%(测算): how something is reckoned. Not 按年均增长8%的要求, which asks for it.
_RECKONS = re.compile(r"(?:的(?:速度|增速))?(?:匡算|测算|推算|估算|计算)")


_PLAN_SETS = pattern(r"(?:规划|方案|意见|纲要|计划)》?(?:{tells}|设定|确定)[^。]{0,60}(?:目标|指标)")
_NEAR = 160


def forecast(context: Context) -> re.Match[str] | None:
    """预计到2018年人口达到300万人: what is foreseen."""
    said = context.said
    found = _FORESEEN.search(said) if "预" in said or "估" in said or "测" in said else None
    if found and _PLAN_SETS.search(context.text, max(context.block.start, context.sentence - _NEAR), context.sentence):
        return None  # 规划提出了5方面目标。预计到2025年…: the aims of the plan that is told of
    return found


def supposed(context: Context) -> object:
    """如果每年提高1个百分点, 按一年下降1个百分点匡算, 有6.5%的增速就能实现充分就业."""
    return (
        (context.clause.startswith(_SUPPOSES) and _SUPPOSED.match(context.clause))
        or (context.clause.startswith("有") and _ENOUGH.match(context.right))
        or (context.level.kind in _RATES and _SPOKEN_RATE.match(context.right))
        or (context.level.kind in _RATES and "按" in context.clause and _RECKONS.match(context.text, context.level.end))
    )


SUPPOSITIONS = table(
    Rule(
        id="role.status.forecast", decides="status", looks="sentence before the number",
        needs_before="{foreseen}",
        holds=forecast,
        why="codebook 1: a target is a commitment, and what is foreseen is none",
        examples=("预计到2018年，全市常住人口达到‹300万人›。",),
        counter_examples=("全市产值比2015年预计增长‹8%›。", "预计经济平稳增长，力争全市产值达到‹300亿元›。"),
    ),
    Rule(
        id="role.scope.condition", decides="scope", looks="right of the level",
        needs_behind="情况|条件|前提",
        why="what is only a condition commits to nothing",
        holds=behind("(?=[^,。;]{2,9}下)[^,。;]{0,6}?的?(?:情况|条件|前提)下"),
        examples=("在常住人口增加‹30万左右›的情况下，人均产值翻一番。",),
        counter_examples=("常住人口增加‹30万左右›，情况稳定。",),
    ),
    Rule(
        id="role.scope.supposed", decides="scope", looks="start of the clause, right of the level",
        needs_before=None,
        holds=supposed,
        why="what is supposed, or reckoned with, is not committed to",
        examples=("如果城镇化率提高‹1个百分点›，就能带动消费增长。", "‹6.5%›左右的增速可以实现充分就业。", "有‹6.5%›的增速就能实现充分就业。", "按每年增长‹8%›测算，人均产值可达9万元。"),
        counter_examples=("城镇化率提高‹1个百分点›。", "实现‹6.5%›左右的增速。", "按年均增长‹8%›的要求安排工作。"),
    ),
)  # fmt: skip
