"""What kind of document a text is, by its title and its opening words, and the year from which it speaks.

A plan lays out what will be done, a work report tells what was done and then what will be, a communiqué only states
facts. The kind decides how headings that name nothing but a year are read, and what a document without goals is.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qcompare.lexicon.patterns import pattern
from qcompare.text import dates
from qcompare.text.front import SALUTED, front, labels, saluted

if TYPE_CHECKING:
    from qcompare.text.model import Plan

REPORT, FACTS = "report", "facts"

OPENING = 1500
# 「现在,我代表市人民政府向大会报告工作,请予审议」, 「受市人民政府委托,我…」; 代表 of the delegates alone is no report.
_DELIVERED = pattern(
    r"(?:我[^。\n]{0,8}?代表|受)[^。\n]{0,24}?(?:人民政府|行政公署|革命委员会|国务院|市政府|省政府|县政府|区政府)[^。\n]{0,60}?{report_verb}"
)
_TITLE = pattern(r"{report_title}(?:\([^()\n]{0,20}\))?$")
_FACTS = pattern(r"{facts_title}(?:\([^()\n]{0,20}\))?(?:[\[【]\d[\]】])?$")
# -一、“八五”计划完成情况: a line of a table of contents, and no title.
_LISTED = re.compile(r"[-*•· ]*(?:[一二三四五六七八九十\d]+[、.]|[(第])")
# ——2019年1月9日在某市第四届人民代表大会第二次会议上; who spoke may stand before 在,
# and 在 is not needed where an assembly is named in full: 2019年1月9日某市第四届人民代表大会第二次会议通过.
SESSION = re.compile(
    rf"[—―–\-(\s]*(?P<date>{re.sub(r'[?]P<[a-z]+>', '?:', dates.DATE.pattern)})(?:[和、至-](?:\d{{1,2}}月)?\d{{1,2}}日)?(?:[\u4e00-\u9fff ]{{2,18}}(?=在[^。,;]{{4,60}}(?:会议|大会)))?(?:在|(?=[\u4e00-\u9fff]{{2,16}}第[一二三四五六七八九十]{{1,3}}届人民代表大会第))(?P<body>[^。,;\n]{{4,60}}?\n{{0,3}}[^。,;\n]{{0,30}}?(?:会议|大会))[^。,;\n]{{0,8}}上?"
)
_PLAN = re.compile(r"规划|计划|纲要|方案|意见")
# 2019年为民办实事项目, 解读2017:十件实事: the year of a heading. Not 2016—2020, 国发〔2016〕5号.
_HEADED = re.compile(
    r"(?<![\d—–~〔\[-])((?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})(?:年(?!\d{1,2}月)|(?=[:年]))"
)
_TITLE_YEAR = re.compile(r"(?:^|[^\d])((?:19|20)\d\d)年")


@dataclass(frozen=True, slots=True)
class Genre:
    """Kind (``report``, ``facts`` or '': a plan), the year from which it speaks, and the day on which a report was delivered."""

    kind: str = ""
    now: int | None = None
    day: str | None = None


@lru_cache(maxsize=2)
def genre_of(text: str) -> Genre:
    """Return the kind of a document and its year, by its front."""
    lines, body = front(text)
    return genre([line.text for line in lines], text[: body + OPENING])


def genre(lines: list[str], opening: str) -> Genre:
    r"""Return the kind of a document and its year.

    Parameters
    ----------
    lines
        The lines of its front.
    opening
        The first words of the text, front included.

    Examples
    --------
    >>> genre(["2019年江城市政府工作报告"], "2019年江城市政府工作报告\n各位代表:")
    Genre(kind='report', now=2019, day=None)
    >>> genre([], "各位代表:\n受市人民政府委托,我向大会报告工作。")
    Genre(kind='report', now=None, day=None)
    >>> genre(["江城市2015年国民经济和社会发展统计公报"], "")
    Genre(kind='facts', now=2016, day=None)
    """
    named = [line.strip() for line in lines if len(line) <= 60]
    titled = next((line for line in named if _TITLE.search(line)), "")
    facts = next((line for line in named if _FACTS.search(line) and not _LISTED.match(line)), "")
    opening = opening[:OPENING]
    speaks = ("代表" in opening or "委托" in opening) and bool(_DELIVERED.search(opening))
    if titled or speaks:
        day = _delivered(lines, opening)
        # 2015年计划执行情况与2016年计划草案的报告 is given in the latter year.
        years = [dates.year(said) for said in _HEADED.findall(titled)]
        return Genre(REPORT, int(day[:4]) if day else max(years, default=None), day)
    if facts:
        year = _TITLE_YEAR.search(facts)
        # A communiqué of a year is published in the next.
        return Genre(FACTS, int(year[1]) + 1 if year else None)
    starts = (dates.period(line, "")[0] for line in named if _PLAN.search(line))
    return Genre("", next(filter(None, starts), None))


# (2003年1月10日), 二〇〇四年一月八日, 2006年2月16日 李平: when a report was delivered. Not 2011年01月13日 16:40, a page's stamp.
_DAY = re.compile(
    rf"(?:^|[ (上长席])(?P<date>{re.sub(r'[?]P<[a-z]+>', '?:', dates.DATE.pattern)})(?:[和、至-]\d{{1,2}}日)?(?! ?\d)[ )]*(?:[\u4e00-\u9fff]{{2,4}}[ )]*)?$"
)
_ABOVE = 8  # lines over the salutation in which the session, the speaker and the day stand
# 1月26日,省长李平在省十四届人大四次会议上作政府工作报告: a digest by the press, under the page's stamp.
_TOLD_DAY = re.compile(r"(?:^|\n|讯 ?|报道)(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?=[^。\n]{2,50}工作报告)")
_PRINTED = 31  # days at most between a speech and its print


def _delivered(lines: list[str], opening: str) -> str | None:
    """Return the day on which a report was delivered: as its session is named, over its salutation, or as the press tells."""
    if session := SESSION.search(opening):
        return dates.date(session["date"])
    if any(map(SALUTED.match, lines)) or saluted(opening):
        above = lines[: next((at for at, line in enumerate(lines) if SALUTED.match(line)), len(lines))]
        for line in reversed(above[-_ABOVE:]):
            match = _DAY.search(line) if len(line) <= _LINE and not labels(line) else None
            if match and "年" in match["date"]:
                return dates.date(match["date"])
    told = _TOLD_DAY.search(opening)
    stamps = (day for line in lines if (day := dates.date(line)))
    for stamp in stamps if told else ():
        printed = datetime.date.fromisoformat(stamp)
        day = dates.date(f"{printed.year}-{told['month']}-{told['day']}") if told else None
        if day and 0 <= (printed - datetime.date.fromisoformat(day)).days <= _PRINTED:
            return day
    return None


# From when a document speaks: the year of its issue, the years that its period covers, the year that it is about.
_DATE = re.compile(
    r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日(?! ?\d{1,2}:\d\d)"
)  # not 2021年3月2日 10:52: when a page was set
# The number of a document, which fills its line: 江政发〔2016〕5号. Not 根据《…》(江政发〔2014〕3号), another document's.
_NUMBERED = re.compile(
    r"(?m)^[ (]*[\u4e00-\u9fff]{1,8}[〔\[(【]((?:19|20)\d\d)[〕\]】)] ?(?:第 ?)?\d{1,4} ?号(?=[ )]*$)"
)
# …的通知国办发〔2005〕8号|各省: of a text whose front is glued to one line.
_NUMBERED_WITHIN = re.compile(
    r"[发函字办][〔\[(【]((?:19|20)\d\d)[〕\]】)] ?\d{1,4} ?号(?=各[省市县区自直有]|[\u4e00-\u9fff]{2,10}人民政府[,:])"
)
# Words by which a text counts from its own year. Not 每年, 全年.
_FROM_NOW = pattern(r"{this_year}|今冬明春|年内(?<![\d全每]年内)")
# A title that ends in 第八个五年计划纲要. Not 第八个五年计划期间.
_FIVE_YEARS = re.compile(r"第(?:十?[一二三四五六七八九]|十)个五年(?:计划|规划)(?:纲要)?(?:[(]草案[)])?(?=\s*\n)")
# 2010年经济发展预期目标, 2021年实事项目责任清单 in a heading. Not 2010年目标完成情况.
_AIMED = re.compile(
    r"(?m)^[^\n。;]{0,24}?(?<![\d—–~〔\[-])((?:19|20)\d\d)年(?!底|末|\d{1,2}月)[^\n。;]{0,24}(?:目标|任务|计划|安排|实事)(?:项目|[和与及](?:重点|措施|任务))?(?:(?:责任)?(?:分解|分工|落实)(?:表|方案|清单)?|(?:管理)?责任[书状]|清单|(?:进展|推进)情况表?)?[》)]?(?:的通知)?(?:\([^()\n]{0,8}\))?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_LAST = 2100
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
    within = _NUMBERED_WITHIN.search(plan.text, 0, _FRONT)
    start = within[1] if within else plan.dating.get("period_start")
    return int(start) if start else _said_now(plan) or _told(plan)


def _said_now(plan: Plan) -> int | None:
    """Return the year that 今年 means where only a heading or the page's own stamp tells it."""
    if not _FROM_NOW.search(plan.text):
        return None
    return _headed(plan) or _stamped(plan) or _cited(plan) or _set_out(plan) or _compared(plan) or _day_of_head(plan)


# 《江城市2018年食品安全工作方案》. Not 《…规划(2016—2020年)》.
_CITED = re.compile(
    r"《[^《》\n]{0,24}?(?<![\d—–~-])((?:19|20)\d\d)年(?!\d)[^《》\n—]{0,30}(?:方案|要点|计划|安排|意见)》"
)


def _cited(plan: Plan) -> int | None:
    """Return the year of the yearly plan that a text without a date rests on at its head."""
    match = _CITED.search(plan.text, 0, _FRONT)
    return int(match[1]) if match else None


# 到今年底,建成区扩大到170平方公里,比2018年增加10平方公里: what is to come this year is compared with the last.
_COMPARED_WITH = pattern(
    r"(?P<now>(?:今年|年内)(?:(?!{century}\d\d年)[^。\n]){0,80}?)?(?<![占同对])(?:比|较)(?P<year>{century}\d\d)年[底末]?[增提上下减降扩]"
)


def _compared(plan: Plan) -> int | None:
    """Return the year after the one that this year's figures, and no others, are compared with."""
    found = list(_COMPARED_WITH.finditer(plan.text))
    years = {int(match["year"]) for match in found}
    return years.pop() + 1 if len(years) == 1 and any(match["now"] for match in found) else None


def _told(plan: Plan) -> int | None:
    """Return the year after that of which a text without a date tells what was done (2015年,…居第六位)."""
    text = plan.text
    told = [int(match["year"]) for match in _TOLD_OF.finditer(text)]
    over = [dates.five_year_end(match["plan"]) for known in (_PLAN_DONE, _DONE_PLAN) for match in known.finditer(text)]
    over += _followed(text)
    over += [int(match[1]) - 1 for match in _MET.finditer(text, 0, _FRONT)]
    to_come = {int(match[1]) for match in _TO_COME.finditer(text)} | {
        dates.five_year_end(match["plan"]) for match in _PLAN_ENDS.finditer(text)
    }
    to_come |= {span[1] for named in _NTH_PLAN.finditer(text) if (span := dates.five_year_period(named[1]))}
    told += over
    known = told and max(told) < min(to_come, default=_LAST)
    return max(told) + 1 if known else None


# What is only said of a year that is over: 同比, 首次, 排名第六位, 增长到2015年的. Not 力争…居第六位.
_TOLD_OF = pattern(
    r"(?<![到至于比较])(?<!{strive})(?<!\d)(?P<year>{century}\d\d)年(?![底末]?前|起|以来)(?:(?!{strive}|[将拟]|要(?<![主重纲需摘]要)|目标|预期|任务|计划|\d年)[^。;]){0,40}?"
    r"(?:同比|比上年|首次|共接待|累计获(?!取)|排名第|位居|居[^,。;]{0,6}第|这\d+[个项]指标)"
)
# “十一五”规划目标全面完成; not 确保“十一五”规划目标全面完成.
_PLAN_DONE = pattern(
    r"(?<!{strive})“(?P<plan>{five_year})”(?:(?!{strive}|[将拟。“]|要(?<![主重需纲]要))[^\n]){0,36}?(?:全面|圆满|顺利|胜利|如期|均已)完成(?!“)"
)
# 圆满完成了“十一五”规划确定的任务; not 确保圆满完成“十一五”规划任务.
_DONE_PLAN = pattern(
    r"(?<!{strive})(?:(?:圆满|全面|顺利|胜利|超额|如期)完成了|已完成|提前\d年完成)“(?P<plan>{five_year})”[^。;“]{0,12}(?:目标|任务|指标)"
)
# “十三五”期间…, beside 《江城市“十四五”规划》: the plan whose successor is there is over. Not 编制“十四五”规划.
_PERIOD_OF = pattern(r"“(?P<plan>{five_year})”(?:期间|时期)")
_PLAN_OF = pattern(r"《[^《》]{0,20}“(?P<plan>{five_year})”[^《》]{0,30}(?:规划|纲要|方案|计划)》")


def _followed(text: str) -> list[int]:
    """Return the last years of the five-year plans that a text speaks of beside the plan that follows them."""
    there = {dates.five_year_end(match["plan"]) for match in _PLAN_OF.finditer(text)}
    spoken = (dates.five_year_end(match["plan"]) for match in _PERIOD_OF.finditer(text))
    return [end for end in spoken if end + 5 in there]


# 日前召开的2011年全国工作会议: from when the text speaks.
_MET = re.compile(
    r"(?:召开|举行)(?:的|了)?((?:19|20)\d\d)年[^,。;]{0,16}(?:会|会议|大会)(?![\u4e00-\u9fff]{0,4}(?:精神|部署))"
)
_TO_COME = re.compile(r"(?:到|至)((?:19|20)\d\d)年(?!的[\d.])")  # not 增长到2015年的26046件
_NTH_PLAN = re.compile(r"到(第(?:十?[六七八九]|十[一二三四五]?)个五年(?:计划|规划))")
_PLAN_ENDS = re.compile(r"到[“\"](?P<plan>[六七八九]五|十[一二三四五]?五)[”\"](?:期?末|时期末)")


_REVIEW = pattern(r"{heading_review}$")


def _headed(plan: Plan) -> int | None:
    """Return the year that stands in a short line at the head of a text."""
    for block in plan.blocks:
        if block.start > _FRONT:
            return None
        head = block.start, block.start + len(plan.text[block.start : block.end].split("\n", 1)[0])
        years = (
            [dates.year(said) for said in _HEADED.findall(plan.text[slice(*head)])]
            if head[1] - head[0] <= _HEADING
            else []
        )
        if years and block.kind != "furniture" and not plan.text.endswith("。", 0, head[1]):
            # 1997年计划执行情况与1998年计划草案的报告 is given in the latter year.
            if plan.genre.kind == REPORT:
                return years[-1]
            # 2014年工作回顾 is given in the year after.
            return years[0] + bool(_REVIEW.search(plan.text, *head) and len(years) == 1)
    return None


# 部署2017年重点工作, 提出2017年主要任务: the year whose work is laid out.
_LAID_OUT = pattern(r"(?:部署|提出|安排)了?(?P<year>{century}\d\d)年(?:度)?[^,。;\d\n]{0,8}(?:工作|任务|目标)")


def _set_out(plan: Plan) -> int | None:
    """Return the year whose work the head of a text says is laid out."""
    match = _LAID_OUT.search(plan.text, 0, _FRONT)
    return int(match["year"]) if match else None


def _day_of_head(plan: Plan) -> int | None:
    """Return the year of a day that stands in a line of the head that is no sentence: 更新时间:2020-11-22."""
    for block in plan.blocks:
        if block.start > _FRONT:
            return None
        for line in plan.text[block.start : block.end].split("\n"):
            day = dates.date(line) if len(line) <= _LINE and not _SENTENCE.search(line) else None
            if day:
                return int(day[:4])
    return None


_LINE = 60
_SENTENCE = re.compile(r"[。;]|,[\u4e00-\u9fff]")


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
    aimed = _AIMED.search(plan.text, 0, _FRONT)
    # 2015年秋播及2016年种植目标: the last of the years that the title names.
    titled = max(int(year) for year in _YEAR.findall(aimed.group())) if aimed else None
    if _FROM_NOW.search(plan.text, 0, _FRONT):
        issued = issue_year(plan) or _only_year(plan.text)
        return titled if titled and issued and titled > issued else issued
    return titled if aimed and "。" not in plan.text[: aimed.start()] else _only_year(plan.text)


_OTHER_YEAR = pattern(r"今年|当年|去年|上一?年|五年|三年")
# 明年造林59万亩, …2019年将建设: the year that is to come, and named once.
_NAMED_ONCE = pattern(r"{century}\d\d年(?:(?!{century}\d\d年)[^,。;]){0,8}?(?:计划|[将要拟]|{strive})")


_DEEDS = re.compile(r"实事|民生事项|民生工程")  # lists of what is done for the people in a year


def _only_year(text: str) -> int | None:
    """Return the year of a text that speaks of 全年, of 明年 or of deeds for the people, and names one year alone."""
    years = set(_YEAR.findall(text))
    if len(years) != 1 or _OTHER_YEAR.search(text):
        return None
    return (
        int(years.pop())
        if "全年" in text or _DEEDS.search(text) or ("明年" in text and _NAMED_ONCE.search(text))
        else None
    )


def own_period(plan: Plan) -> tuple[int, int] | None:
    """Return the first and last year that a document says it covers."""
    start, end = plan.dating.get("period_start"), plan.dating.get("period_end")
    if start and end:
        return int(start), int(end)
    titled = _FIVE_YEARS.search(plan.text, 0, _FRONT)
    return dates.five_year_period(titled.group()) if titled else None
