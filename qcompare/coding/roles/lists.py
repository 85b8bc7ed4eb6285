"""What a level takes from the one before it in its list: 推进30项专项、50项研发; 现有能力90万吨,其中储备40万吨."""

from __future__ import annotations

import re

from qcompare.coding.levels.level import Level
from qcompare.coding.roles.context import ACHIEVES, Context, bound_or_led
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern

(GOES_ON,) = table(
    Rule(
        id="role.scope.goes_on", decides="scope", looks="count before it in a list",
        why="codebook 2.2: what delimits the first of a list delimits the others",
        examples=("推进30项重点专项、‹50项›研发和20项研究项目建设。", "抓好300万亩粮食核心区和‹128个›示范方建设。", "紧盯12条产业链、‹300个›重点项目，加强服务。", "落实19条财政措施、‹18项›用地措施。", "推进省级400个、市级‹3000个›重点项目建设。", "共设置指标31项，其中安全类‹6项›，技术类7项。", "共设置指标31项，其中安全类6项，技术类‹7项›。"),
        counter_examples=("推进30项重点专项建设，建成‹50个›平台。", "新建300万亩粮食核心区和‹128个›示范方。", "共设置指标31项，技术类标准达到‹7项›。"),
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
        examples=("今年安排社保资金779亿元，比去年增长‹11%›。", "拟发行建设债券60亿元、比上年增加‹5亿元›。"),
        counter_examples=("今年安排社保资金779亿元，城镇居民收入增长‹11%›。",),
    )
)  # fmt: skip

# What governs the first of a list governs the others: 推进30项专项、50项研发和20项研究. Not 推进30项专项,建成50个平台.
_GOVERNS = frozenset(
    [
        "role.scope.activity",
        "role.scope.about",
        "role.scope.underway",
        "role.scope.fixed",
        "role.scope.goes_on",
        "role.scope.looked_after",
        "role.scope.articles",
        "role.scope.taken_as",
    ]
)
_LISTED = pattern(r"[^,。;:、]{0,24}{joint}(?:[\u4e00-\u9fff]{1,3}级)?$")
# 抓好(300万亩核心区)和128个示范方建设: the verb in front pushes on both.
_PUSHED = pattern(r"(?:{activity_verb}|{pushed_on}|{bettered_verb})(?:[\u4e00-\u9fff]{1,3}级)?$")


def goes_on(context: Context, before: Level, decided: Rule) -> bool:
    """Tell whether a count is the next of a list whose first is only spoken of."""
    governs = decided.id in _GOVERNS or (
        decided.decides == "scope"
        and (
            context.text[before.number - 1] == "等"
            and decided.id == "role.scope.spoken_of"
            or _is_pushed(context, before)
        )
    )
    if _part_of_stated(context, before, decided):
        return True
    sized = decided.id == "role.scope.size" and context.level.kind == before.kind == "money"
    if sized:
        return is_next(context, before)
    if not governs or context.level.kind != "count" or bound_or_led(context) or not is_next(context, before):
        return False
    return not ACHIEVES.search(context.text, before.tail, context.level.number)


def _is_pushed(context: Context, before: Level) -> bool:
    """Tell whether a verb that pushes things on stands right before a level."""
    return bool(_PUSHED.search(context.text, max(context.sentence, before.number - 8), before.number))


def _part_of_stated(context: Context, before: Level, decided: Rule) -> bool:
    """Tell whether a count is a part of what a document sets out: 共设指标31项,其中安全类6项,技术类7项."""
    if decided.id not in ("role.scope.stated_count", GOES_ON.id) or context.level.unit != before.unit:
        return False
    between = context.text[before.tail : context.level.number]
    if before.number < context.sentence or len(between) > _PART_GAP or ACHIEVES.search(between):
        return False
    first = decided.id == "role.scope.stated_count"
    return bool(_PART.fullmatch(between)) and "其中" in (between if first else context.said)


_LIST_GAP = 28
AMOUNTS = frozenset(["count", "measure"])


def is_next(context: Context, before: Level) -> bool:
    """Tell whether a level is the next of a list that the one before it opens or goes on with."""
    between = context.text[before.tail : context.level.number]
    return len(between) <= _LIST_GAP and bool(_LISTED.fullmatch(between))


def part_of_fact(context: Context, before: Level, decided: Rule) -> bool:
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
    [
        "role.status.so_far", "role.status.part_of_fact", "role.status.past_year", "role.status.counted_up", "role.status.become",
        "role.status.did", "role.status.same_period", "role.status.within_year", "role.status.there_are",
    ]
)  # fmt: skip
_BESIDE = pattern(r"(?:高于|高出|低于|快于|领先)[^,。;]{2,20}$")  # 为82%,高于全国平均水平(5个百分点)
_PART_GAP = 40
# ,其中政府储备(40万吨),社会储备(50万吨). Not ,其中力争达到.
_PART = pattern(
    r"(?:[\u4e00-\u9fff]{2,14},(?=[\u4e00-\u9fff]{2,10}有$|其中)|[,(;]?其中:?,?|[,、;](?!{goes_on}))(?:(?!{to_come_word}|{still})[^。;])*?"
)


# 安排资金779亿元|,比去年(增加7亿元): how much more of the same means.
_MORE_OF_IT = re.compile(r"[,、]?(?:(?:比|较)(?:上年|去年|上一年)(?:预算|预计数|执行数)?)?")


def its_change(context: Context, before: Level) -> bool:
    """Tell whether a change is that of a means right before it: 安排资金779亿元,比去年增加7亿元."""
    level = context.level
    return level.change != "level" and bool(_MORE_OF_IT.fullmatch(context.text, before.end, level.start))
