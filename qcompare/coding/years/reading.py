"""Years as they are written: 2018年, 二〇一八年, 今年, 三年内, “十三五”期间, 本世纪中叶."""

from __future__ import annotations

import re
from typing import NamedTuple

from qcompare.coding.levels.numbers import chinese
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern
from qcompare.text.dates import five_year_end
from qcompare.text.hints import Hint

# A year is read at its last word; the patterns look back from there.
LAST = Hint("年五末叶")
_CENTURY, _MIDDLE = "本世纪末", "本世纪中叶"
_CENTURY_ENDS, _CENTURY_HALF = 2000, 2050
_NAMED = re.compile(r"(?P<year>(?:19|20)\d\d|[一二][九〇零○][零〇○一二三四五六七八九]{2})$")
# 3年, 三至五年; not the last digits of a number.
_SPAN = re.compile(
    r"(?<![\d.])(?P<span>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:[至到~—-](?P<till>\d{1,2}|[一二三四五六七八九十]))?$"
)
_WITHIN = pattern(r"(?:左右)?(?:{so_long})")  # 3年内; not 3年后, which dates no level
# ,未来三年,(改造小区): a deed is promised for so few years. Not 今后五年, the time of a plan, and not 未来三年的发展.
_LOOKS_AHEAD, _NOTHING = pattern(r"(?<![\u4e00-\u9fff]){span_lead}[23两三]$"), re.compile("")
_PROMISES = pattern(r",?(?:[全我][市省县区国州])?(?:{built}|{deed}|[要将])")
_WITHIN_YEAR = re.compile(r"内|[底末](?:之|以)?前")  # 年内, 年底前; not 年底 alone
_BY_THEN = re.compile(r"[到至][^,。;\n]{4,5}年[底末]?,?用[^,。;\n]{1,3}$")  # 到2018年,用3年时间: as long as until then
_REACHED = ("到", "至", "控制在")  # 缩短到2年以内: a level
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")
_FIVE_YEARS = re.compile(r"[“\"「](?P<plan>[六七八九]五|十[一二三四五]?五)$")
# 七五期间, 第七个五年计划: the name of a plan without the marks. Not 第十五期, 九十五计.
_UNMARKED = re.compile(r"(?<![第一二三四五六七八九十百千零〇\d])(?P<plan>[六七八九]五|十[一二三四五]?五)$")
_UNMARKED_TAIL = pattern(r"(?:时期|期间|计划|规划)(?:{plan_span})?|期?末")
_NTH_PLAN = re.compile(r"第(?P<plan>十?[六七八九]|十[一二三四五]?)个五$")
_NTH_TAIL = pattern(r"(?:计划|规划)(?:纲要)?(?:{plan_span})?")
_PLAN_GOES_ON = re.compile(r"[”\"」期时规计末]")
_PLAN_TAIL = pattern(r"{plan_span}")
_SPOKEN_YEARS = {"今": 0, "当": 0, "本": 0, "明": 1, "去": -1}
_BOTH_YEARS = "今明两"
_YEAR_OPENS = ("", *",。;:、(\n确保力争取在要")  # what stands before 年内: not 3年内, 全年内

Period = tuple[int, int] | None


class Read(NamedTuple):
    """A year as read: its run, its value, whether a month follows, and the rule that read it."""

    start: int
    end: int
    year: int
    month: bool
    rule: str


def read_at(text: str, at: int, issued: int | None, period: Period) -> Read | None:
    """Return the year whose last word is at an offset."""
    word, end = text[at], at + 1
    if word == "年":
        numbered = _nth_plan(text, at) if text.endswith("个五", 0, at) else None
        return numbered or _read_year(text, at, issued, period)
    if word == "末":
        # Only a plan of the last century means by it a year that a plan can reach.
        meant = text.endswith(_CENTURY, 0, end) and issued is not None and issued < _CENTURY_ENDS
        return Read(end - len(_CENTURY), end, _CENTURY_ENDS, False, "year.read.century") if meant else None
    if word == "叶":
        half = text.endswith(_MIDDLE, 0, end) and (issued is None or issued >= _CENTURY_ENDS)
        return Read(end - len(_MIDDLE), end, _CENTURY_HALF, False, "year.read.century") if half else None
    plan = _FIVE_YEARS.search(text[max(0, at - 3) : end])
    # “十五五” is not “十五”, nor is “十五个…”; some write “十五期间”.
    if plan is None or not _PLAN_GOES_ON.match(text, end):
        return _unmarked(text, at)
    end += 1
    tail = _PLAN_TAIL.match(text, end)
    ends = five_year_end(plan["plan"])
    return Read(at + 1 - len(plan.group()), tail.end() if tail else end, ends, False, "year.read.plan")


def _unmarked(text: str, at: int) -> Read | None:
    """Return the last year of a five-year plan whose short name stands without quotation marks (七五期间)."""
    tail = _UNMARKED_TAIL.match(text, at + 1)
    plan = _UNMARKED.search(text[max(0, at - 3) : at + 1]) if tail else None
    if plan is None or tail is None:
        return None
    return Read(at + 1 - len(plan["plan"]), tail.end(), five_year_end(plan["plan"]), False, "year.read.plan")


def _nth_plan(text: str, at: int) -> Read | None:
    """Return the last year of a five-year plan that is numbered in full (第七个五年计划期间)."""
    plan = _NTH_PLAN.search(text, max(0, at - 6), at)
    tail = _NTH_TAIL.match(text, at + 1) if plan else None
    if plan is None or tail is None:
        return None
    return Read(plan.start(), tail.end(), five_year_end(plan["plan"] + "五"), False, "year.read.plan")


def _read_year(text: str, at: int, issued: int | None, period: Period) -> Read | None:
    """Return the year that 年 ends: 2015年, 二〇一五年, 今年, 年内, 3年内."""
    end, head = at + 1, text[max(0, at - 5) : at]
    named = _NAMED.search(head)
    if named:
        month = _MONTH.match(text, end)
        digits = named["year"]
        value = int(digits) if digits[0].isdigit() else int(chinese(digits.replace("○", "〇")))
        return Read(at - len(digits), month.end() if month else end, value, bool(month), "year.read.named")
    if issued is None:
        return None
    if head[-1:] in _SPOKEN_YEARS:
        return Read(at - 1, end, issued + _SPOKEN_YEARS[head[-1]], False, "year.read.spoken")
    if head.endswith(_BOTH_YEARS):
        return Read(at - len(_BOTH_YEARS), end, issued + 1, False, "year.read.spoken")
    term = _TERM.search(text, max(0, at - _TERM_FAR), at)
    if term and not text.startswith("乃至", end):  # 今后五年乃至到2010年
        return Read(term.start("lead"), end, _end_of_term(text, issued, period), False, "year.read.term")
    span = _SPAN.search(head)
    if span is None:
        word = _WITHIN_YEAR.match(text, end) if head[-1:] in _YEAR_OPENS else None
        return Read(at, word.end(), issued, False, "year.read.spoken") if word else None
    within = _WITHIN.match(text, end)
    ahead = _LOOKS_AHEAD.search(text, max(0, at - 6), at) if within is None else None
    if ahead and _PROMISES.match(text, end):
        within = _NOTHING.match(text, end)  # 未来三年,|改造小区200个
    if within is None or text.endswith(_REACHED, 0, at - len(span.group())):
        return None
    if _BY_THEN.search(text, max(0, at - 20), at):
        return None
    count = span["till"] or span["span"]  # 三到五年: by the fifth
    years = int(count if count.isdigit() else chinese(count))
    # 五年内 in a plan of five years: by its end.
    ends = period[1] if period and period[1] - period[0] + 1 == years else issued + years
    return Read(at - len(span.group()), within.end(), ends, False, "year.read.span")


# 二、今后五年的目标, at the head of a line: the term of a government. Not 会议提出今后五年的设想.
_TERM = re.compile(r"(?:^|\n|[一二三四五六]、|各位代表[!,:。])(?P<lead>(?:今后|未来)的?[五5])$")
_TERM_FAR = 12
_DAY = re.compile(r"(?:19|20)\d\d年(?P<month>\d{1,2})月\d{1,2}日")
_SECOND_HALF = 7  # a report of the second half of a year speaks of the five years behind it


def _end_of_term(text: str, issued: int, period: Period) -> int:
    """Return the fifth year: a report of January counts its own year, one of October does not."""
    if period and period[1] - period[0] == 4:
        return period[1]
    day = _DAY.search(text, 0, 600)
    return issued + (5 if day and int(day["month"]) >= _SECOND_HALF else 4)


PLAIN = (
    "江城市质量提升实施方案\n（2016年3月1日）\n一、重点任务\n{}\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n"
)

table(
    Rule(
        id="year.read.named", decides="a year", looks="before 年",
        why="codebook 2, year: four figures, Arabic or Chinese, before 年",
        examples=("到‹2018›年，产品合格率达到92%。",),
        counter_examples=("‹3年›内，产品合格率达到92%。",),
    ),
    Rule(
        id="year.read.spoken", decides="the year of issue, or the one after it", looks="before and behind 年",
        why="codebook 2.2: 今年, 明年 and 年内 are said in the sentence",
        examples=(PLAIN.format("‹今年›，产品合格率达到92%。"), PLAIN.format("‹年内›建成检测中心3个。")),
        counter_examples=(PLAIN.format("‹3年›内建成检测中心3个。"),),
    ),
    Rule(
        id="year.read.span", decides="the year of issue and so many more", looks="before and behind 年",
        why="codebook 1.2, target_year: 5年内 counts from the issue",
        examples=(PLAIN.format("‹3年›内建成检测中心3个。"),),
        counter_examples=(PLAIN.format("‹3年›后建成检测中心3个。"),),
    ),
    Rule(
        id="year.read.term", decides="the fifth year", looks="the head of a line",
        why="codebook 2, year: a part of a report that opens with 今后五年 is about the term of a government",
        examples=("江城市政府工作报告\n——2012年1月5日在江城市第十届人民代表大会第一次会议上\n各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n二、‹今后五年›的主要目标\n新建学校8所。",),
        counter_examples=(PLAIN.format("会议提出了‹今后五年›的设想，建成检测中心3个。"),),
    ),
    Rule(
        id="year.read.plan", decides="the last year of a five-year plan", looks="quotation marks",
        why="codebook 2, year: the end of “十三五” is 2020",
        examples=("‹“十三五”›期间，建成检测中心3个。",),
        counter_examples=("‹“十五个五”›工程建成检测中心3个。",),
    ),
    Rule(
        id="year.read.century", decides="2000, or 2050", looks="本世纪末, 本世纪中叶",
        why="a plan of the last century means the year 2000 by its end; the middle of this one is 2050",
        examples=("江城市质量振兴计划\n（1997年5月6日）\n一、主要目标\n到‹本世纪末›，产品合格率达到85%。\n二、保障措施\n加强领导。", "到‹本世纪中叶›，产品合格率达到99%。"),
        counter_examples=("到‹本世纪末›，产品合格率达到85%。",),
    ),
)  # fmt: skip
