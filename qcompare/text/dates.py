"""Dates and periods, in Arabic and in Chinese numerals."""

from __future__ import annotations

import datetime
import re

_DIGITS = {char: str(value) for chars, value in zip(
    ("〇○零ΟОoOo0", "一", "二", "三", "四", "五", "六", "七", "八", "九"), range(10), strict=True) for char in chars}  # fmt: skip
_CN_YEAR = f"[{''.join(_DIGITS)}]{{4}}"
_CN_DAY = "[一二三四五六七八九十]{1,3}"
DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d) ?(?:年|[-./]|(?=\d{1,2}月\d)) ?(?P<m>\d{1,2}) ?(?:月|[-./]) ?(?P<d>\d{1,2})(?: ?日)?(?:(?!\d)|(?=\d\d:\d\d))"  # 2013-10-11 16:17, its blank lost; 20131月2日, its 年 lost
    rf"|(?P<cy>{_CN_YEAR}) ?年 ?(?P<cm>{_CN_DAY}) ?月 ?(?P<cd>{_CN_DAY}) ?日"
)
_YEAR = rf"(?:(?:19|20)\d\d|{_CN_YEAR})"
_DASH = r" ?年? ?(?:—+|-+|–|―|~|至|到) ?"
_RANGE = rf"({_YEAR}){_DASH}({_YEAR})(?!\d)"
PERIOD = re.compile(_RANGE)
# 规划期为2021—2025年; 期限为2016年至2020年; 本方案实施期为…
STATED = re.compile(
    r"(?:期(?:(?<=规划期|计划期|实施期|方案期|纲要期|行动期|执行期|创建期)|(?<=本期))(?:限|间)?|期限|时限(?<=规划时限)|时间范围|期(?<=有效期))"
    rf"(?:为|是|自|从|定为|:)?[ ]?\(?{_RANGE}"
)
# 2012年起5年内, 从2012年开始用五年时间
_SPAN = re.compile(rf"({_YEAR}) ?年(?:起|开始),?(?:用|的)?([1-9]|[一二三四五六七八九十]) ?年(?:内|时间|左右|中)")
# 2018年度质量工作考核办法, 2022年质量提升行动方案: the work of one year. Not 2018年修订, not a report of what was done.
_YEARLY = re.compile(
    rf"(?<![\d—–~至-])({_YEAR}) ?年度?(?!修订|版|以来|至|到|—|-)(?=[^年]{{0,30}}(?:工作|计划|要点|方案|考核|考评|任务|安排|实事|办法|细则|行动))"
)
# 《储备能力建设方案(2021-2025年)》 in the opening of a text without a title. Not 根据《规划(2011-2020年)》.
_NAMED = re.compile(
    rf"《(?<!根据《)(?<!按照《)(?<!依据《)(?<!落实《)(?<!贯彻《)(?<!执行《)[^《》]{{2,40}}(?:规划|方案|计划|纲要)\({_RANGE}"
)
_TELLS = re.compile(r"报告|公报|通报|决算|总结|结果|情况")
_FIVE = re.compile(
    r"[\"“”「『]?(十[一二三四五六七八九]?|[一二三四五六七八九])五[\"“”」』]?(?=规划|计划|期间|时期|[^年\d]|$)"
)
_NTH = re.compile(r"第(十?[一二三四五六七八九]|十)个五年")


def year(text: str) -> int:
    """Return a year written in digits of either kind.

    >>> year("2015"), year("二〇一三")
    (2015, 2013)
    """
    return int("".join(_DIGITS.get(char, char) for char in text))


def small(text: str) -> int:
    """Return a Chinese numeral up to 99.

    >>> small("三十一"), small("十"), small("七")
    (31, 10, 7)
    """
    tens, mark, ones = text.rpartition("十")
    value = int(_DIGITS[ones]) if ones else 0
    return value + (10 * (int(_DIGITS[tens]) if tens else 1) if mark else 0)


def date(text: str) -> str | None:
    """Return the first date in a text, as ISO 8601.

    >>> date("二○一三年三月一日"), date("2018-12-30"), date("2012年2月31日")
    ('2013-03-01', '2018-12-30', None)
    """
    match = DATE.search(text)
    if match is None:
        return None
    found = match.groupdict()
    try:
        if found["y"]:
            day = datetime.date(int(found["y"]), int(found["m"]), int(found["d"]))
        else:
            day = datetime.date(year(found["cy"]), small(found["cm"]), small(found["cd"]))
    except (ValueError, KeyError):
        return None
    return day.isoformat()


def five_year_period(text: str) -> tuple[int, int] | None:
    """Return the years of the five-year plan that a title names.

    The first ran from 1953; from the sixth (1981) on each covers five years.

    >>> five_year_period("“十四五”质量强省建设规划"), five_year_period("第十二个五年规划纲要")
    ((2021, 2025), (2011, 2015))
    """
    match = _NTH.search(text) or _FIVE.search(text)
    if match is None or (number := small(match.group(1))) < 6:
        return None
    last = _last_year(number)
    return last - 4, last


# 关于第七个五年计划的报告. Not 第七个五年计划执行情况的报告, which looks back.
_REPORTED = re.compile(
    r"关于[^。\n]{0,30}?(?P<plan>第(?:十?[一二三四五六七八九]|十)个五年|[\"“”「『](?:十[一二三四五六七八九]?|[六七八九])五[\"“”」』])(?:计划|规划)(?:纲要)?(?:和[^。\n]{4,14}目标(?:纲要)?)?(?:\(草案\))?的报告"
)


def reported_period(head: str) -> tuple[int, int] | None:
    """Return the years of the five-year plan that a report to an assembly lays before it.

    >>> reported_period("关于第七个五年计划的报告"), reported_period("关于第七个五年计划执行情况的报告")
    ((1986, 1990), None)
    >>> reported_period("关于江城市“十一五”规划纲要和2020年远景目标纲要的报告")
    (2006, 2010)
    """
    match = _REPORTED.search(head)
    return five_year_period(match["plan"]) if match else None


def _last_year(number: int) -> int:
    """Return the last year of a five-year plan from the sixth on."""
    return 1985 + 5 * (number - 6)


def five_year_end(name: str) -> int:
    """Return the last year of the five-year plan of a short name.

    >>> five_year_end("八五"), five_year_end("十五"), five_year_end("十四五")
    (1995, 2005, 2025)
    """
    return _last_year(small(name.removesuffix("五")))


def period(title: str, opening: str) -> tuple[int | None, int | None]:
    """Return the first and last year that a plan's title, or the words with which it opens, say it covers.

    Titles of other documents within the plan's own say nothing about it and are left out.

    >>> period("四平市质量发展实施规划(2014—2020年)", "")
    (2014, 2020)
    >>> period("关于贯彻《计量发展规划(2021-2035年)》的实施意见", "实施期为2022—2025年,展望到2035年。")
    (2022, 2025)
    >>> period("江城市2018年度质量工作考核办法", ""), period("江城市人才工作意见", "2012年起5年内,培养骨干。")
    ((2018, 2018), (2012, 2016))
    >>> period("江城市2018年政府工作报告", ""), period("某厅关于会签《储备方案(2021—2025年)》的函", "")
    ((None, None), (2021, 2025))
    >>> period("", "现将《储备能力建设方案(2021—2025年)》印发。"), period("", "根据《质量发展规划(2011—2020年)》,提出意见。")
    ((2021, 2025), (None, None))
    """
    # A letter about one document speaks of that document's years.
    own = title if title.endswith("函") else re.sub(r"《[^》]*》", "", title)
    for text, pattern in ((own, PERIOD), (opening, STATED), *([] if title else [(opening, _NAMED)])):
        match = pattern.search(text)
        if match and year(match.group(1)) <= year(match.group(2)):
            return year(match.group(1)), year(match.group(2))
    named = five_year_period(own)
    if named:
        return named
    span = _SPAN.search(opening) if "年起" in opening or "年开始" in opening else None
    if span:
        first = year(span.group(1))
        return first, first + (int(span.group(2)) if span.group(2).isdigit() else small(span.group(2))) - 1
    yearly = None if _TELLS.search(own) else _YEARLY.search(own)
    return (year(yearly.group(1)), year(yearly.group(1))) if yearly else (None, None)
