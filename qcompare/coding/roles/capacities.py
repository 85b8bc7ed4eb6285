"""Sizes of works that are called by what they can do, and of what stands in a list of sizes: which ones they are.

新建60万吨甲醇、6万吨聚甲醛等项目 names projects; 新增发电装机60万千瓦 is a level.
"""

from __future__ import annotations

import re

from qcompare.coding.roles.context import Context
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern

_OUTPUT = ("吨", "千瓦", "千瓦时", "兆瓦", "立方米", "标箱", "只", "台", "辆", "件", "套", "支", "枚", "片", "锭")
_MASS = ("吨", "瓦", "时", "箱", "米")  # 100台设备更新项目 counts machines, 20万台发动机项目 does not
# (60万吨)甲醇、6万吨聚甲醛等重大项目: what is made there, and what a work is called. Not 60万吨落后产能的工程.
_CALLED = re.compile(
    r"(?![^,。;:]{0,12}(?:能力|产能|装机|任务))[\u4e00-\u9fff“A-Z](?:[^,。;:\n\d]|等\d+[个项]|\d(?![\d.]*万?[个所处条座项户])){0,40}?(?:项目|工程|生产线|装置)"
)
# What is done to so much itself. Not 新建, 建成, which make the work.
_AMOUNT = pattern(r"(?:淘汰|关停|关闭|拆除|退出|化解)[^,。;]*$|(?:{added}|完成|改造|更新)[^,。;、\d]{0,12}$")


def capacity(context: Context) -> bool:
    """新建60万吨甲醇、6万吨聚甲醛等项目: which projects; 新建60万吨仓储能力 is a level."""
    level = context.level
    unit = level.unit or ""
    if context.led and level.verb != "在" or level.change != "level" or not unit.endswith(_OUTPUT):
        return False
    many = unit.endswith(_MASS) or (level.low or level.high or 0) >= _MANY
    if not many or _AMOUNT.search(context.clause):
        return False
    return _CALLED.match(context.text, level.end, level.end + _FAR) is not None


_MANY, _FAR = 10_000, 60

# (500万吨炼油)前期工作, 项目前期: nothing is built yet.
_PREPARED = re.compile(r"[^,。;]{0,30}?(?:前期(?:工作|准备|论证|研究)?|可研|论证)(?![^,。;]{0,4}(?:投产|建成))")


def prepared(context: Context) -> bool:
    """开展二期500万吨炼油前期工作: the size of what may be built."""
    return not context.led and bool(_PREPARED.match(context.text, context.level.end))


# 4个投资(80亿元以上)、12个投资50至80亿元的项目; 产值(过亿元)、税收过千万元的园区: one size of a list that a noun ends.
_SIZE_NEXT = pattern(
    r"[、和及](?:\d+[个家项户座所](?:以上)?)?[\u4e00-\u9fff]{2,10}[\d.至~—-]*[万亿]元(?:以[上下])?的(?!{aim_noun})[“\u4e00-\u9fff]"
)
_COUNTED = re.compile(r"\d[\d.]*[万亿]?[个家项户座所](?:以上)?[\u4e00-\u9fff]{2,8}$")


def size_in_list(context: Context) -> bool:
    """推进4个投资80亿元以上、12个投资50至80亿元的项目: how large those are that are counted."""
    counted = _COUNTED.search(context.clause[: len(context.clause) - (context.level.number - context.level.start)])
    return counted is not None and bool(_SIZE_NEXT.match(context.text, context.level.end))


# (500万元)规模的合作社: how large each one is. Not 保持4000万吨规模.
_OF_SCALE = re.compile(r"规模的[\u4e00-\u9fff]")


def of_scale(context: Context) -> bool:
    """组建500万元规模的合作社10个: how large each one is."""
    return context.plain and not context.led and bool(_OF_SCALE.match(context.text, context.level.end))


CAPACITIES = table(
    Rule(
        id="role.scope.capacity", decides="scope", looks="clause before the number, right of the level",
        needs_behind="项目|工程|生产线|装置",
        why="codebook 2.2: what a work can make before its noun says which one is meant",
        kinds=frozenset(["measure", "count"]), holds=capacity,
        examples=("新建‹60万吨›甲醇、6万吨聚甲醛等重大项目。", "确保90万吨炼油、‹9万吨›苯乙烯等项目年内投产。", "建成‹80万吨›造纸项目。", "加快建设‹20万台›发动机项目。", "建设‹30万吨›饲料加工生产线。", "启动第二个‹50万辆›整车项目。"),
        counter_examples=("新增发电装机‹60万千瓦›。", "新建‹30万吨›仓储能力。", "完成‹60万吨›落后产能淘汰工程。", "更新‹100台›电梯，实施改造项目3个。", "实施‹20台›锅炉改造工程。", "关停‹52万千瓦›机组、10万吨水泥生产线。", "建设‹2万套›住房、30个小区等项目。"),
    ),
    Rule(
        id="role.scope.prepared", decides="scope", looks="right of the level", needs_behind="前期|可研|论证",
        why="codebook 2.2: the size of a work that is only prepared says which one is meant; how many are prepared is a level",
        kinds=frozenset(["measure"]), holds=prepared,
        examples=("开展二期‹500万吨›炼油前期工作。",),
        counter_examples=("炼油能力达到‹500万吨›，做好前期工作。",),
    ),
    Rule(
        id="role.scope.size_in_list", decides="scope", looks="clause before the number, right of the level", needs_behind="的",
        why="codebook 2.2: how large those are that are counted before it, of one kind and the next",
        kinds=frozenset(["money"]), holds=size_in_list,
        examples=("推进4个投资‹80亿元›以上、12个投资50至80亿元的重点项目。", "培育2个产值过‹百亿元›、税收过亿元的园区。"),
        counter_examples=("园区2个，产值‹80亿元›以上、税收8亿元以上。",),
    ),
    Rule(
        id="role.scope.of_scale", decides="scope", looks="right of the level", needs_behind="规模的",
        why="codebook 2.2: 规模的 makes of a sum or an amount the size of each",
        kinds=frozenset(["money", "measure"]), holds=of_scale,
        examples=("新组建‹500万元›规模的合作社10个。",),
        counter_examples=("产量保持‹4000万吨›规模。",),
    ),
)  # fmt: skip
