"""Figures that the press and statistics report: what was counted by a day, and what goes on from it.

A mark (截至8月20日, 据统计, 上半年…同比) holds for its sentence, and for those behind it in the paragraph that only add to
it (其中…, 另…, 各县区分别为:…), until a word commits to something.
"""

from __future__ import annotations

import re

from qcompare.coding.roles.context import Context
from qcompare.coding.roles.facts import AHEAD, goes_on_telling, led_from, said_so_far, since, so_far_behind_year
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern

_FAR = 480  # characters of a paragraph that a mark reaches over
# What was counted, and till when. Not 截至2020年底, which can be an aim, nor 通报了方案.
_MARK = re.compile(
    r"(?P<data>据[^,。;\d]{0,10}(?:统计|汇总|测算|核算)|(?:数据|统计)[^,。;\d]{0,6}显示)|占[^,。;\d]{0,8}任务[^,。;]{0,14}的\d|截[至止](?:去年|目前|今年)?(?:\d{1,2}月|去年|目前)"
    r"|迄今为止|至今[^,。;\d]{0,10}共|到目前为止|又有\d[^,。;]{0,16}获|目前,?[^,。;\d]{0,24}已"
    r"|(?:昨日|昨天|日前)[^。;]{0,24}通报[^。;]{0,24}(?:情况|成绩|结果|进展)"
    r"|(?P<months>(?:1[-—~至到]\d{1,2}月份?|上半年|前[二三两四]个?季度|[一二三四]季度)[^。;]{0,80}?(?:(?:比|较)(?:上年|去年)同期|同比))"
)
_AHEAD = pattern(r"{intends}|规划|目标|预期(?!寿命)|应当|下一步|今后|提出")
_COMMITS = pattern(r"{strive}|[将拟]|,提出(?!了)")
_ACTS = pattern(r"[^,。;]{0,4}(?:{does}|{achieve_verb}|加快|推动)")
_STRIVES = pattern(r"[^。\n]{0,60}?{strive}")
# A sentence that adds to the one before it. Not 此外,建设基地20个.
_ADDS = pattern(
    r"其中|另有|(?:另外|此外)(?!,?[^,。;]{0,4}(?:{does}|{achieve_verb}|加快|推动))|各[市州县区地乡镇村省][^,。;:\d]{0,14}为:"
)


def reported(context: Context) -> re.Match[str] | tuple[int, int] | None:
    """截至8月20日共改造49.1万户。其中江东县3万户: a mark of what was counted stands before it, and nothing commits since."""
    block, number, text = context.block, context.level.number, context.text
    latest = context.latest_year
    if block.part == "goals":
        return None
    floor = max(block.start, number - _FAR)
    end = min(context.level.tail + 60, block.end)
    found = None
    for mark in _MARK.finditer(text, floor, end):
        if mark.start() < number:
            found = mark
    if found is None or context.right.startswith("月"):
        return None
    if (
        latest is not None
        and latest.future
        and not (found["data"] and context.sentence <= found.start() < latest.start)
    ):
        return None  # but 据统计,2020年全市新建…, whatever year it is
    said = max(floor, text.rfind("。", floor, found.start()) + 1)
    ahead = _COMMITS if found["data"] else _AHEAD  # 据统计,实施规划的贫困村…: a plan is spoken of
    if ahead.search(text, said, number) or (found["months"] and _STRIVES.match(text, context.level.tail)):
        return None  # 上半年同比增长8%,确保…: what the months are to bring
    if found.start() < context.sentence:
        return found.span() if _ADDS.match(text, context.sentence) else None
    semicolon = text.rfind(";", found.start(), number)
    return None if semicolon >= 0 and _ACTS.match(text, semicolon + 1) else found.span()


def tells(context: Context) -> bool:
    """In a text that lays out no plan the words around it tell of what was done."""
    telling, level = context.years.telling, context.level
    return telling.open and telling.tells(context.sentence, level.start, level.end, context.block)


_KEPT = re.compile(r"(?:保持|达到|实现|处于|走在|进入)了")


def told_in_words(context: Context) -> bool:
    """2014年合格率居全省前列, 目前已全覆盖, 保持了领先地位: a level in words that tells how things stand."""
    if _KEPT.match(context.text, context.level.start):
        return True
    if tells(context) or said_so_far(context) or since(context) or goes_on_telling(context):
        return True
    latest, start = context.latest_year, context.level.start
    if latest is None or AHEAD.search(context.text, latest.end, start):
        return False
    # 到2015年 in a later text stays a target year, with a doubt: the year of the text may be what is wrong.
    return not (latest.future or latest.towards) or so_far_behind_year(context) is not None


_OF_TASK = re.compile(r"占[^,。;\d]{0,8}任务[^,。;]{0,14}的$")
_THEN_OF_TASK = re.compile(r",占[^,。;\d]{0,8}任务[^,。;]{0,14}的[\d.]+%")


REPORTED = table(
    Rule(
        id="role.status.progress", decides="status", looks="clause before the number, clause behind it",
        needs_before="任务", holds=lambda context: bool(_OF_TASK.search(context.clause)),
        why="codebook 1.2, status: which part of a task is done by now is how things stand",
        examples=("完成造林30万亩，占全年任务的‹65%›。",),
        counter_examples=("完成全年造林任务的‹65%›以上。",),
    ),
    Rule(
        id="role.status.before_progress", decides="status", looks="clause behind the level",
        needs_behind=",占", holds=lambda context: bool(_THEN_OF_TASK.match(context.text, context.level.end)),
        why="codebook 1.2, status: what is set against the task of the year is what was done of it",
        examples=("完成造林‹30万亩›，占全年任务的65%。",),
        counter_examples=("完成造林‹30万亩›，占全年任务的比重提高。",),
    ),
    Rule(
        id="role.status.tells", decides="status", looks="sentence, paragraphs before it",
        holds=tells, unless=led_from,
        why="codebook 1.2, status: in a text that lays out no plan the weight of the words around a figure says whether it is told or promised",
        examples=(
            "江城市召开质量工作会议。\n上半年，全市新建检测中心12个。培训质量人员‹300人›。\n",
            "江城市召开质量工作会议。\n全市工业产值‹310亿元›，同比增长7.1%，比上年多20亿元。\n",
            "质量安全形势良好。\n会议公布了抽查情况。\n产品合格率保持在‹95%›以上。\n",
        ),
        counter_examples=(
            "江城市召开质量工作会议。\n上半年，全市新建检测中心12个。下半年培训质量人员‹300人›。\n",
            "江城市召开质量工作会议。\n全市力争工业产值‹310亿元›，同比增长7.1%，比上年多20亿元。\n",
            "江城市质量提升方案\n上半年，全市新建检测中心12个。\n培训质量人员‹300人›。\n",
            "产品合格率保持在‹95%›以上。",
        ),
    ),
    Rule(
        id="role.status.reported", decides="status", looks="paragraph before the number, sentence",
        needs_before="统计|汇总|测算|核算|任务|显示|截至|截止|迄今|至今|到目前|目前|半年|季度|月|又有|通报|其中|此外|另有|另外|为:",
        holds=reported, unless=led_from,
        why="codebook 1.2, status: what was counted by a day, and what adds to it, is told and not promised",
        examples=(
            "截至8月20日，全市共完成改厕4120户。各县完成率分别为：江东县‹76%›、江西县58%。",
            "上半年累计抽检食品‹7290批次›，比上年同期增长28%。其中，抽检进口食品700批次。",
            "上半年累计抽检食品7290批次，比上年同期增长28%。其中，抽检进口食品‹700批次›。",
        ),
        counter_examples=(
            "截至8月20日，全市共完成改厕4120户。年内完成改厕‹6000户›。",
            "截至8月20日，全市共完成改厕4120户。此外，建设示范村‹20个›。",
            "目前全市已具备条件；建设示范村‹20个›。",
            "上半年要抽检食品‹7290批次›，比上年同期增长28%。",
            "上半年，工业产值同比增长‹8%›，确保任务过半。",
            "上半年完成改厕‹30%›。",
        ),
    ),
)  # fmt: skip
