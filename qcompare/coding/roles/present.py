"""Facts of today in a plan's aims and tasks, which no year and no heading marks as such.

全市有24万户企业 says what there is; 梳理了27个项目 what was done; 上半年完成产值5677万元 and 比去年同期多0.2万亩 how far the year has
come. What a sentence commits to is none, whatever stands before it.
"""

from __future__ import annotations

import re

from qcompare.coding.roles.context import Context
from qcompare.coding.roles.facts import AHEAD, led_from
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern

_AMOUNTS = frozenset(["count", "measure", "money", "bare"])


def _promised(context: Context) -> bool:
    """Tell whether the sentence names a year to come, commits to something before the number, or states goals.

    Where no plan is laid out ``telling`` has judged already.
    """
    latest = context.latest_year
    return (
        context.years.telling.open
        or context.block.part == "goals"
        or (latest is not None and latest.future)
        or bool(AHEAD.search(context.said))
    )


# 全市(现)有: not 争取全市有, nor 每县有.
_THERE_ARE = pattern(r"(?:现在,?)?(?:全[国省市县区州]|我[国省市县区州])还?有(?:约|近)?")


def there_are(context: Context) -> bool:
    """全市有24万户企业, 现在全市有100多个社区建立了…: what there is; 全市有20个以上… in the goals is one."""
    return (
        context.level.end == context.level.tail
        and bool(_THERE_ARE.fullmatch(context.clause))
        and not _promised(context)
    )


_MAKES_UP = re.compile(r"(?:[\u4e00-\u9fff]{0,10})?约占[^,。;\d]{2,16}")


def makes_up(context: Context) -> bool:
    """约占农民收入的50%以上: how much of something it is by now."""
    return bool(_MAKES_UP.fullmatch(context.clause)) and not _promised(context)


# 梳理了(27个). Not 明确了27万户改厕任务, 为了.
_DID = pattern(r"(?<![为除])(?<!{set_out})了(?:约|近|后)?$")


def did(context: Context) -> bool:
    """梳理了27个项目: what was done; 明确了27万户任务 sets what is to be done."""
    return context.left[-1:] in "了约近后" and bool(_DID.search(context.left)) and not _promised(context)


_STOPS = re.compile(r"[;。\n]")
_SAME_PERIOD = re.compile(r"[去上]年同期(?!的)")  # not 上年同期的2倍
_GROUP = 100


def _group(context: Context) -> tuple[int, int]:
    """Return the run between semicolons and full stops that a level stands in."""
    start, end, text = max(context.sentence, context.level.number - _GROUP), context.level.end, context.text
    start = max(start, text.rfind(";", start, context.level.number) + 1)
    stop = _STOPS.search(text, end, end + _GROUP)
    return start, stop.start() if stop else min(end + _GROUP, context.block.end)


def same_period(context: Context) -> bool:
    """完成0.56万亩,比去年同期多0.2万亩: how the year has gone so far."""
    return _counted_so_far(context, behind=True)


def than_same_period(context: Context) -> bool:
    """比去年同期增加0.02万亩: by how much it has gone better so far."""
    return _counted_so_far(context, behind=False)


def _counted_so_far(context: Context, behind: bool) -> bool:
    start, end = _group(context)
    if _promised(context) or AHEAD.search(context.text, start, end):
        return False
    run = (context.level.end, end) if behind else (start, context.level.number)
    return bool(_SAME_PERIOD.search(context.text, *run))


# 上半年(完成产值5677.3万元), 1—8月. Not 上半年开工3个, a step of the plan.
_WITHIN_YEAR = re.compile(
    r"(?:上半年|前(?:[2-9二三四五六七八九十]|1[01]|十一?)个月|前[二三两四]个?季度|[一二三]季度|1[-—~至到]\d{1,2}月份?)(?P<between>[^。;]{0,30})$"
)
_EXACT = re.compile(r"\d+\.\d")
_REACHED = pattern(r"{reached_so_far}")


def within_year(context: Context) -> bool:
    """上半年完成产值5677.3万元, 上半年收入达323元: an exact figure of a part of the year was counted; 上半年开工3个 is a step that is planned."""
    level = context.level
    found = _WITHIN_YEAR.search(context.text, max(context.sentence, level.number - 44), level.number)
    if found is None or not (_EXACT.match(context.text, level.number) or _REACHED.search(found["between"])):
        return False
    start, end = _group(context)
    return not (_promised(context) or AHEAD.search(context.text, start, end))


# 3.事项进展:…: what the line says that was done so far.
_PROGRESS = re.compile(r"(?:\d{1,2}[.、])?(?:事项|工作|项目)?(?:进展|进展情况|完成情况):")


def progress(context: Context) -> bool:
    """事项进展:改造60公里: a line that says by its first words how far things have come."""
    return _PROGRESS.match(context.text, context.block.start, context.level.number) is not None


PRESENT = table(
    Rule(
        id="role.status.progress_line", decides="status", looks="start of the line",
        needs_before="进展|完成情况", holds=progress,
        why="codebook 2.2: a part that tells what was done is status",
        examples=("3.事项进展：完成管网改造‹60公里›。",),
        counter_examples=("4.今年计划：完成管网改造‹60公里›。", "加强进展情况通报，完成管网改造‹60公里›。"),
    ),
    Rule(
        id="role.status.there_are", decides="status", looks="clause before the number",
        needs_before="有", kinds=_AMOUNTS, holds=there_are,
        why="codebook 1.2, status: how many there are in the whole place is a fact",
        examples=("全市有‹24万›户小企业，大多由县管理。", "现在全市有‹100多个›社区建立了低保制度。"),
        counter_examples=("力争全市有‹100个›社区建立低保制度。", "到2020年，全市有‹100个›社区建立低保制度。"),
    ),
    Rule(
        id="role.status.makes_up", decides="status", looks="clause before the number",
        needs_before="约占", kinds=frozenset(["share"]), holds=makes_up,
        why="codebook 1.2, status: which part of something it is, roughly, is no aim",
        examples=("畜牧业是支柱产业，约占农民收入的‹50%›以上。",),
        counter_examples=("畜牧业产值占农业产值的‹50%›以上。",),
    ),
    Rule(
        id="role.status.did", decides="status", looks="left of the number",
        needs_before="了", kinds=_AMOUNTS | {"place", "rank"}, holds=did, unless=led_from,
        why="codebook 1.2, status: a verb with 了 tells what was done",
        examples=("结合各村特点，梳理了‹27个›示范项目加以培育。",),
        counter_examples=("明确了‹27万户›改厕任务。", "为了梳理‹27个›示范项目，加强领导。"),
    ),
    Rule(
        id="role.status.same_period", decides="status", looks="words between semicolons, behind the number",
        holds=same_period, unless=led_from, needs_behind="同期",
        why="codebook 1.2, status: what is set against the same months of last year was counted",
        examples=("早稻播种完成‹0.56万亩›，比去年同期多0.02万亩。",),
        counter_examples=("确保早稻播种‹0.56万亩›，比去年同期多0.02万亩。", "早稻播种‹0.56万亩›，比上年多0.02万亩。"),
    ),
    Rule(
        id="role.status.than_same_period", decides="status", looks="words between semicolons, before the number",
        holds=than_same_period, unless=led_from, needs_before="同期",
        why="codebook 1.2, status: a change against the same months of last year was counted",
        examples=("早稻播种加快，比去年同期增加‹0.02万亩›。",),
        counter_examples=("确保早稻播种0.56万亩，比去年同期增加‹0.02万亩›。", "播种比去年同期快；早稻收割‹0.56万亩›。"),
    ),
    Rule(
        id="role.status.within_year", decides="status", looks="sentence before the number",
        needs_before="半年|个月|季度|月", kinds=_AMOUNTS, holds=within_year, unless=led_from,
        why="codebook 1.2, status: an exact figure for the months that are over was counted",
        examples=("上半年全县完成产值‹567.7万元›。", "前8个月农民收入达‹3235元›。"),
        counter_examples=("上半年开工检测中心‹3个›。", "确保上半年全县完成产值‹567.7万元›。"),
    ),
)  # fmt: skip
