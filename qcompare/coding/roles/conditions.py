"""Roles of what a rule lays down: by when something is to be handed in, how grave an accident is, whether a bound is in or out, of whom something holds."""

from __future__ import annotations

import re

from qcompare.coding.roles.context import ACHIEVES, Context, bound_or_led
from qcompare.coding.rules import Rule, left, table
from qcompare.lexicon.patterns import pattern

_TIME = frozenset(["time"])
_HARMED_OR_LOST = frozenset(["count", "money"])


def procedure(context: Context) -> bool:
    """自收到申请之日起7个工作日内答复: what a rule of procedure asks for; 审批时限压缩到3个工作日 is a level."""
    verb = context.level.verb.removeprefix("应当").removeprefix("应")
    if verb not in ("", "在"):
        return False
    asked = context.bounded and context.text.endswith("在", 0, context.level.start)
    return bool(_PROCEDURE.search(context.clause) or asked and _HANDED_ON.match(context.text, context.level.end))


_PROCEDURE = pattern(r"{procedure_word}")
_HANDED_ON = pattern(r"[^,。;、]{0,8}?{handed_on}")


_INCLUDED = pattern(r"[(,]不?含$")


def bound_again(context: Context) -> bool:
    """60%以上(含60%): the bound once more, whether it is in or out."""
    return bool(_INCLUDED.search(context.left)) and context.text.startswith((")", ","), context.level.end)


def harm(context: Context) -> bool:
    """造成30人以上死亡: how bad what happens has to be to count as grave."""
    return (
        context.bounded and bool(_HARM.match(context.text, context.level.end)) and not ACHIEVES.search(context.clause)
    )


_HARM = pattern(r"{harm_done}")


# (达到5000万元)、1亿元的,分别|给予奖励: what earns a reward. Not 达到5亿元,对达标的企业给予奖励, 达到5亿元的目标.
_EARNS = pattern(
    r"(?:(?!对|凡|支持|鼓励|{strive}|{aim_noun}|[。;\n]).){0,40}?的(?!{aim_noun})[^。;,\n]{0,24},[^。;\n]{0,24}?(?:{give}|{reward})"
    r"|[^。;\n]{0,40}?的(?!{aim_noun})[^。;,\n]{2,10},(?:[^。;,\n]{0,40}的项目,)*{granted}"
)
_EARNED = 40  # characters of what must be reached


_MAKES = pattern(r"{strive}|(?:{list_verb}|{half_done}|{bring_verb})$")  # 培育3家具有竞争力的企业,给予奖励


def qualifies(context: Context) -> bool:
    """年营收首次达到5000万元、1亿元的,分别给予奖励: what others must reach to be rewarded."""
    text, end = context.text, context.level.end
    if text.find("的", end, end + _EARNED + 1) < 0:
        return False
    return _EARNS.match(text, end) is not None and not _MAKES.search(context.clause)


# 20户以上|自然村全部通电: which of them all do it.
_ALL_OF_SUCH = pattern(r"的?[^,。;\d]{2,14}?{all_of_such}")


def all_such(context: Context) -> bool:
    """20户以上自然村全部通电: of which size those are of whom it is said."""
    level = context.level
    bound = level.end > level.tail and level.start == level.number and not level.verb
    return bound and bool(_ALL_OF_SUCH.match(context.text, level.end))


def force(context: Context) -> bool:
    """加大对40户左右企业的扶持力度: who gets more of it, whatever the bound."""
    return context.clause.endswith("对") and bool(_FORCE.search(context.goes_on))


_FORCE = re.compile(r"的[^,。;的]{2,8}力度$")


# 煤耗高出|全省平均水平10%或全国平均水平|15%|的各类机组: by how much those are beyond it that are meant.
_OUT_BY = re.compile(r"(?:高出|超出|高于|低于)[^,。;]{2,40}$")
_SUCH_ONES = pattern(r"(?:或[^,。;\d]{0,16}[\d.]+[%个百分点]{1,4})?的(?!{aim_noun})[\u4e00-\u9fff]{2}")


def out_by(context: Context) -> bool:
    """煤耗高出平均水平10%的机组: which ones; 增速高于全省2个百分点的目标 is a level."""
    return bool(_SUCH_ONES.match(context.text, context.level.end) and _OUT_BY.search(context.clause))


def rewarded(context: Context) -> bool:
    """3个县给予奖励."""
    return bool(_GRANTS.search(context.goes_on))


# 筛选50个产品|予以重点扶持. Not 补助标准.
_GRANTS = re.compile(r"补助(?!村|标准|对象)|奖励|一次性给予|予以[^,。;]{0,4}(?:扶持|支持)$")


CONDITIONS = table(
    Rule(
        id="role.scope.aforesaid", decides="scope", looks="left of the number", needs_before="上述",
        why="codebook 1.2, scope: what is named before is only spoken of", kinds=frozenset(["money", "measure"]), holds=left("上述"),
        examples=("上述‹2亿元›全部转给县区。",),
        counter_examples=("上述企业产值达到‹2亿元›。",),
    ),
    Rule(
        id="role.scope.rewarded", decides="scope", looks="right of the unit, to the end of the clause", needs_behind="补助|奖励|一次性给予|扶持|支持",
        why="codebook 1.2, scope: how many are rewarded says to whom a means goes", kinds=frozenset(["count", "bare"]), holds=rewarded, unless=bound_or_led,
        examples=("选出‹3个›县给予奖励。",),
        counter_examples=("培育‹3个›示范县，给予奖励。",),
    ),
    Rule(
        id="role.scope.out_by", decides="scope", looks="clause before the number, right of the level", needs_before="高出|超出|高于|低于", needs_behind="的",
        why="codebook 2.2: by how much they are beyond an average says which ones are meant", kinds=frozenset(["share", "points"]), holds=out_by,
        examples=("煤耗高出全省平均水平‹10%›的各类机组。", "煤耗高出全省平均水平‹10%›或全国平均水平15%的机组。"),
        counter_examples=("实现增速高于全省平均水平‹2个百分点›的目标。", "增速高于全省平均水平‹2个百分点›。"),
    ),
    Rule(
        id="role.scope.force", decides="scope", looks="clause before the number, to its end", needs_before="对", needs_behind="力度",
        kinds=frozenset(["count", "bare"]),
        holds=force, why="codebook 1.2, scope: who gets more support; how many they are to become is not said",
        examples=("加大对‹40户›左右骨干企业的扶持力度。",),
        counter_examples=("加大扶持力度,骨干企业达到‹40户›左右。",),
    ),
    Rule(
        id="role.scope.all_such", decides="scope", looks="right of the level", needs_behind="{all_of_such}",
        why="codebook 2.2: 20户以上 says which villages all do it", kinds=frozenset(["count", "measure", "money"]), holds=all_such,
        examples=("‹20户›以上自然村全部通电。",),
        counter_examples=("改造‹20户›以上，自然村全部通电。",),
    ),
    Rule(
        id="role.scope.qualifies", decides="scope", looks="right of the level, to the end of the sentence",
        needs_behind="{give}|{reward}|{granted}",
        why="codebook 2.2: what others must do to qualify is no target", holds=qualifies,
        examples=("企业年营收首次达到‹5000万元›、1亿元的，分别给予20万元、50万元奖励。", "企业年营收首次达到5000万元、‹1亿元›的，分别给予20万元、50万元奖励。", "平台服务企业超过‹100家›的，一次性奖励50万元。",
                  "设备购置额达到‹500万元›以上的技改项目，给予补助。"),
        counter_examples=("产值达到‹5亿元›，对达标的企业，由市财政给予奖励。", "实现产值达到‹5亿元›的目标，给予先进单位奖励。", "年内认定企业‹100家›，奖励先进。", "培育‹3家›具有竞争力的企业，给予奖励。"),
    ),
    Rule(
        id="role.scope.bound_again", decides="scope", looks="left and right of the number", needs_before="含", needs_behind=")|,",
        why="codebook 1: one level is one target; a bracket that repeats its bound says whether that is in or out", holds=bound_again,
        examples=("留用率达到60%以上（含‹60%›）。", "使用面积在200～500平方米（不含‹200平方米›，含500平方米）。"),
        counter_examples=("培育品牌（含中华老字号‹5个›）。",),
    ),
    Rule(
        id="role.scope.harm", decides="scope", looks="right of the level", needs_behind="{harm_done}",
        why="codebook 2.2: how many dead or hurt make an accident a grave one says which ones are meant", kinds=_HARMED_OR_LOST, holds=harm,
        examples=("造成‹3人›以上死亡的为较大事故。", "或者‹1000万元›以上直接经济损失的。"),
        counter_examples=("事故死亡人数控制在‹3人›以内。", "救治‹3人›以上。"),
    ),
    Rule(
        id="role.scope.procedure", decides="scope", looks="clause before the number",
        why="codebook 2.2: what others must do to qualify, and by when, is no target", kinds=_TIME, holds=procedure,
        examples=("受理机构应当自收到申请之日起‹7个工作日›内办结。", "受理机构应在‹7个工作日›内出具意见书。"),
        counter_examples=("审批时限压缩到‹7个工作日›。", "企业开办‹3个工作日›内办结。", "审批结果在‹3个工作日›内网上可查。"),
    ),
)  # fmt: skip
