"""From when a document speaks: the year in which it was issued, the years that its period covers, the year it is about."""

from __future__ import annotations

import re

from qcompare.lexicon.patterns import pattern
from qcompare.text import dates
from qcompare.text.genre import REPORT
from qcompare.text.model import Plan

_DATE = re.compile(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日")
# The number of a document, which fills its line: 江政发〔2016〕5号. Not 根据《…》(江政发〔2014〕3号), another document's.
_NUMBERED = re.compile(
    r"(?m)^[ (]*[\u4e00-\u9fff]{1,8}[〔\[(【]((?:19|20)\d\d)[〕\]】)] ?(?:第 ?)?\d{1,4} ?号(?=[ )]*$)"
)
# Words by which a text counts from its own year. Not 每年, 全年.
_FROM_NOW = pattern(r"{this_year}|(?<![\d全每])年内")
# 2019年为民办实事项目, 解读2017:十件实事: the year of a heading. Not 2016—2020, 国发〔2016〕5号.
_HEADED = re.compile(
    r"(?<![\d—–~〔\[-])((?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})(?:年(?!\d{1,2}月)|(?=[:年]))"
)
# A title that ends in 第八个五年计划纲要. Not 第八个五年计划期间.
_FIVE_YEARS = re.compile(r"第(?:十?[一二三四五六七八九]|十)个五年(?:计划|规划)(?:纲要)?(?:[(]草案[)])?(?=\s*\n)")
# 2010年经济发展预期目标 in a heading. Not 2010年目标完成情况.
_AIMED = re.compile(
    r"(?m)^[^\n。;]{0,24}?(?<![\d—–~〔\[-])((?:19|20)\d\d)年(?!底|末|\d{1,2}月)[^\n。;]{0,24}(?:目标|任务|计划|安排|实事)(?:项目)?$"
)
_FRONT = 600  # characters in which a document says of when it is
_HEADING = 40


def issue_year(plan: Plan) -> int | None:
    """Return the year in which the plan was issued: as stated, else the first dated line of its front matter, else that of its number.

    Where nothing states it and the text speaks of 今年, the year of its heading is meant, else that of the page.
    """
    stated = plan.dating.get("date_issued")
    if stated:
        return int(str(stated)[:4])
    if plan.genre.now and plan.genre.kind == REPORT:
        return plan.genre.now
    for said in (_DATE, _NUMBERED):
        for block in plan.blocks:
            if block.part == "front" and block.kind != "furniture":
                match = said.search(plan.text, block.start, block.end)
                if match:
                    return int(match[1])
    start = plan.dating.get("period_start")
    return int(start) if start else _said_now(plan)


def _said_now(plan: Plan) -> int | None:
    """Return the year that 今年 means where only a heading or the page's own stamp tells it."""
    if not _FROM_NOW.search(plan.text):
        return None
    return _headed(plan) or _stamped(plan)


def _headed(plan: Plan) -> int | None:
    """Return the year that stands in a short line at the head of a text."""
    for block in plan.blocks:
        if block.start > _FRONT:
            return None
        head = block.start, block.start + len(plan.text[block.start : block.end].split("\n", 1)[0])
        match = _HEADED.search(plan.text, *head) if head[1] - head[0] <= _HEADING else None
        if match and block.kind != "furniture":
            return dates.year(match[1])
    return None


def _stamped(plan: Plan) -> int | None:
    """Return the year of the stamp that a page bears at its head."""
    for block in plan.blocks:
        if block.start > _FRONT:
            return None
        day = dates.date(plan.text[block.start : block.end]) if block.kind == "furniture" else None
        if day:
            return int(day[:4])
    return None


def named_year(plan: Plan) -> int | None:
    """Return the year that a text without a period is about: 2019年为民办实事项目, 今年要办好的实事."""
    if plan.dating.get("horizon"):
        return None
    if _FROM_NOW.search(plan.text, 0, _FRONT):
        return issue_year(plan)
    aimed = _AIMED.search(plan.text, 0, _FRONT)
    return int(aimed[1]) if aimed and "。" not in plan.text[: aimed.start()] else None


def own_period(plan: Plan) -> tuple[int, int] | None:
    """Return the first and last year that a document says it covers."""
    start, end = plan.dating.get("period_start"), plan.dating.get("period_end")
    if start and end:
        return int(start), int(end)
    titled = _FIVE_YEARS.search(plan.text, 0, _FRONT)
    return dates.five_year_period(titled.group()) if titled else None
