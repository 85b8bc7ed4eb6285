"""Counts of people, and of places where something is done for them: what becomes of them is a level, how many there are is none."""

from __future__ import annotations

import re

from qcompare.coding.indicators.middle import DONE_FOR, SERVED
from qcompare.coding.roles.context import Context
from qcompare.lexicon.patterns import pattern

PERSONS = ("名", "人", "位")


def taught(context: Context) -> bool:
    """面向3万名骨干开展培训: how many have it done."""
    return context.level.unit in SERVED and bool(DONE_FOR.match(context.goes_on))


_REBUILT = pattern(r"[^,。;的]{0,10}{rebuilt}$")


def rebuilt(context: Context) -> bool:
    """对36个小区进行改造: so many become others; 对9个县进行考核 leaves them as they are."""
    return context.clause.startswith("对") and bool(_REBUILT.search(context.goes_on))


# (在全市)120所学校开展服务, (推动全省)200个场馆开放, (全市)8500名就业困难人员再就业: what is done there. Not 全市44个县增长.
_THERE = re.compile(r"(?:在|为|推动|组织|引导)全[国省市县区]$")
_HELD = re.compile(r"[^,。;\d]{2,24}?(?:开展|开设|发放|提供|实施|开放)")
_GET_ON = re.compile(r"[^,。;\d]{2,14}?(?<!需要)(?:就业|脱贫|脱困|参保)$")


def held_there(context: Context) -> bool:
    """Tell whether something is done at so many places, or so many people get on: 在全市16家影院开设专场."""
    if _THERE.search(context.left):
        return bool(_HELD.match(context.goes_on))
    return context.level.unit in PERSONS and bool(_GET_ON.match(context.goes_on))


MANY_PEOPLE = 10_000
PEOPLE = pattern(r"(?:[^,。;、\d的]{0,12}的?)?{people}")
# 解决, 实现, 引导 … so many people. Not 我国13亿人口.
_FOR_PEOPLE = pattern(r"{settle}|改善|{achieve_verb}|引导|促进|帮助|扫除|惠及|吸纳|为$")


def fare(context: Context) -> bool:
    """解决3200万农村人口的饮水问题, 33万贫困人口脱贫: how so many people get on."""
    return bool(_FOR_PEOPLE.search(context.clause) or _GET_ON.match(context.goes_on))
