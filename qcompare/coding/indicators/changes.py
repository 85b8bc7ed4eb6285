"""Whether a value is a change, where the words that say so stand apart from the number: 新增水田面积60万亩."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.sharing import STATISTIC
from qcompare.coding.indicators.starts import strip_lead
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern

_COUNTED = frozenset(["count", "money", "measure", "rate"])
ADDED = pattern(r"{added}")
# 城镇新增就业: the name of a statistic, kept whole. Not 新增企业, 新增就业岗位.
_ADDED_NAME = pattern(r"{added}{added_name}(?!岗位)")
# 压减行政开支, 扩大水稻面积: the verb stands before what it changes. Not 提升示范店, where things get better.
_LED = pattern(r"再?{degree}*(?:(?P<down>{lower_verb})|(?P<up>{raise_verb})|(?P<better>{improve_verb})(?!{work_verb}))")
_JOINED_BEHIND = pattern(r"{joint}")
_ALIKE = 4  # 原油开采能力,天然气开采能力: so much the same is one list; not 新增就业,再就业
_IMPROVED = frozenset(["share", "points", "times", "measure"])
# 价格涨幅2%, 年均增速8%. Not 增速 in the middle of a name.
_GROWTH = pattern(r"(?:(?P<down>{fall_noun})|{growth_noun}|(?<=[\u4e00-\u9fffA-Z]{2})增长)$")
# 国家级8家,|省级(20家): a grade alone is the next of the list.
GRADE_ALONE = pattern(r"(?:{grade}级|[一二三四五]星级|[1-5]A级)(?:以上)?")
_DEED = pattern(r"新?{deed}(?!{deed_half})(?=[\u4e00-\u9fff]{2})")
# What joins a part of a list to the one before; a part of what is added is added too.
_GOES_ON = re.compile(r"[、,和及与]|以及|[,(]?其中:?")

# 全省累计|(新增)能力: over what time it is added up.
_SO_FAR = re.compile(r"^(?:全[市省县区国州])?(?:累计|合计|总计|共计?)")


def is_added(name: str) -> bool:
    """Tell whether an indicator counts what is added to a stock."""
    return ADDED.search(name) is not None


def without_added(name: str) -> str:
    """Return an indicator without 新增, but where it is part of the name of a statistic (城镇新增就业)."""
    if _ADDED_NAME.search(name):
        return name
    name = _SO_FAR.sub("", ADDED.sub("", name, count=1))
    return name[strip_lead(name, 0, len(name))[0] :]


@dataclass(slots=True)
class _Case:
    """An item and the one before it in its sentence."""

    text: str
    item: Item
    before: Item | None
    by: str = ""

    def added(self) -> str | None:
        item = self.item
        said = ADDED.search(self.text, item.level.start, item.level.number) or ADDED.search(item.indicator)
        again = self.before is not None and item.pre == self.before.pre
        if said and again and item.level.verb.endswith(("到", "达", "至")) and not ADDED.search(item.level.verb):
            # 新增上市企业10家、累计达到25家: what they come to is no change.
            item.indicator = without_added(item.indicator)
            return None
        if item.level.kind not in _COUNTED | {"bare"} or not said or _JOINED_BEHIND.match(said.string, said.end()):
            return None  # 新增及优化线路: more is done than adding
        item.indicator = without_added(item.indicator)
        return "increase"

    def led(self) -> str | None:
        item = self.item
        if item.level.verb.endswith(("加到", "大到", "高到", "少到", "低到", "小到", "升到", "降到")):
            # 扩大草场面积,由3亩增加到5亩: the verb is said twice.
            twice = _LED.match(item.indicator)
            item.indicator = (
                item.indicator[twice.end() :] if twice and len(item.indicator) > twice.end() + 1 else item.indicator
            )
            return None
        led = None if item.level.verb else _LED.match(self.text, item.start, item.start + 8)
        if led is None or item.level.kind not in _COUNTED | _IMPROVED | {"time"}:
            return None
        if led["down"] and item.indicator.endswith("能力"):
            return None  # 形成削减排放能力: what it can do does not shrink
        if led["better"] and item.level.kind not in _IMPROVED:
            return None
        item.indicator = item.indicator.replace(led.group(), "", 1)
        return "decrease" if led["down"] else "increase"

    def goes_on(self) -> str | None:
        item, before = self.item, self.before
        if before is None or not self.by or item.level.verb or item.level.kind not in _COUNTED:
            return None
        if STATISTIC.search(item.indicator) and not STATISTIC.search(before.indicator):
            return None  # 新增智能工厂3家、机器人产量900台: what is added are things
        if _DEED.match(item.indicator):
            return None  # 新增就业3万人、培训技工5000人: another deed
        done = max(before.level.end, before.post[1])  # behind the noun of 3家上市公司
        between = self.text[done : min(item.pre[0], item.level.start)]
        listed = _GOES_ON.fullmatch(between)
        if between == "," and not (listed and GRADE_ALONE.fullmatch(item.indicator)):
            # A comma joins only what is counted alike: 扩大水稻面积30万亩,玉米面积12万亩; not 新增就业6万人,再就业2万人.
            alike = item.level.unit == before.level.unit and item.indicator[-2:] == before.indicator[-2:]
            longer = item.indicator[-_ALIKE:] == before.indicator[-_ALIKE:] and len(item.indicator) > _ALIKE
            listed = listed if (alike and self.by == "change.led") or longer else None
        return before.level.change if listed else None

    def growth(self) -> str | None:
        grows = _GROWTH.search(self.item.indicator) if self.item.level.unit == "%" else None
        return None if grows is None else "decrease" if grows["down"] else "increase"


CHANGE = table(
    Rule(
        id="change.added",
        decides="increase; 新增 is no part of the indicator, but of a name (新增就业)",
        looks="indicator and level",
        why="codebook 2.2: 新增 states a change of a stock, before or behind its noun",
        examples=("新增水田面积‹60万亩›。", "规模以上企业新增‹100家›。", "城镇新增就业‹6万人›。"),
        counter_examples=("新建中学‹6所›。", "新增劳动力平均受教育年限达到‹13年›。"),
        holds=_Case.added,
    ),
    Rule(
        id="change.led",
        decides="increase or decrease; the verb is no part of the indicator",
        looks="start of the indicator",
        why="codebook 2.2: 压减, 削减, 压缩 with noun and amount is a decrease, 扩大 an increase",
        examples=("压减行政开支‹2亿元›以上。", "扩大水稻面积‹30万亩›。", "降低企业用能成本‹10%›。"),
        counter_examples=("提升示范门店‹20家›。", "能耗强度降低到‹0.3›以下。"),
        holds=_Case.led,
    ),
    Rule(
        id="change.goes_on",
        decides="the change of the level before it",
        looks="level before it in a list",
        why="the verb is written once for all parts of the list",
        examples=(
            "扩大水稻面积30万亩,玉米面积‹12万亩›。",
            "新增绿色工厂3家、绿色园区‹2个›。",
            "新增3家绿色工厂、‹2个›绿色园区。",
        ),
        counter_examples=(
            "新增绿色工厂3家,绿色园区达到‹20个›。",
            "新增水田面积30万亩,粮食产量‹12万吨›。",
            "新增岗位3万个、培训技工‹5000人›。",
        ),
        holds=_Case.goes_on,
    ),
    Rule(
        id="change.growth_noun",
        decides="increase, or decrease for 降幅",
        looks="end of the indicator",
        why="codebook 2.2: 涨幅, 增幅, 降幅 state a change",
        examples=("居民消费价格涨幅‹2%›左右。", "工业增加值年均增速不低于‹13%›。"),
        counter_examples=("产品合格率达到‹90%›以上。",),
        holds=_Case.growth,
    ),
)


def _deed_beside(before: Item, item: Item) -> bool:
    """Tell whether the second of two that share a level is a deed, the first something added: 新增就业和转移劳动力."""
    return _DEED.match(item.indicator) is not None and ADDED.search(before.indicator) is not None


def set_changes(text: str, items: list[Item]) -> None:
    """Settle for each item whether its value is a change, and take the words that only say so off its indicator."""
    before, by = None, ""
    for item in items:
        if before is not None and "。" in text[before.level.end : item.level.start]:
            before, by = None, ""
        case, by = _Case(text, item, before, by), ""
        if (
            before is not None
            and item.level is before.level
            and item.level.change == "increase"
            and _deed_beside(before, item)
        ):
            item.level = replace(item.level, change="level")
        if item.level.change == "increase" and ADDED.match(text, item.level.start):
            by = "change.added"  # 新增|3家上市公司、5家瞪羚企业
        for rule in CHANGE if item.level.change == "level" else ():
            change = rule.holds(case)  # type: ignore[misc]
            if change is not None:
                note(rule.id, item.level.number)
                item.level.change, by = change, case.by if rule.id == "change.goes_on" else rule.id
                break
        before = item
