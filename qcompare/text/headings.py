"""What a heading says of its section: it states the goals, it tells what was done, it lays out what will be done.

A heading is read in pieces (``1998年工作回顾和1999年工作安排``): each piece looks back or ahead by its words, or by the
year or five-year plan that it names. The words are classes of ``lexicon/words.csv``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qcompare.lexicon.patterns import pattern
from qcompare.text import dates

PAST, AHEAD, BOTH = "past", "ahead", "both"

# What parts the clauses of a heading, and what joins the pieces of a clause (和谐 and 温和 are taken apart for nothing).
_CLAUSE, _JOIN = re.compile(r"[,:;·—()\s]"), re.compile(r"、|以及|[和与及]")
# 回顾 at the end of a piece, or before 的五年: 「取得伟大成就的五年」; 「巩固成果」 and 「解决问题」 start with a verb and promise.
_TOLD = pattern(r"(?:{heading_told}(?:的?[一二三四五]年)?|^基础)$")
_PROMISED = pattern(r"^(?:{heading_manner})*{heading_promise}(?!(?<=建设|创新|保护){heading_told}$)")
_PAST = pattern(r"{heading_past}|(?<![今未往])[一二三四五六七八九十两几数]年来")
_AHEAD, _TIME = pattern(r"{heading_ahead}"), pattern(r"{heading_time}")
_REVIEW = pattern(r"{heading_review}")
_SAYS = pattern(r"{heading_told}|{heading_past}|{heading_ahead}|基础|年|五")
# What a section of a plan or report is called by itself: of the lines without a number only such are headings.
_SECTION = pattern(r"{heading_section}$")
_RESULT = pattern(
    r"(?:{heading_degree}{heading_better}|{heading_done})$|^{heading_done}|(?:取得|再上|迈上|实现|见到|展现)[^,。]{0,8}(?:进展|突破|成果|成效|成就|进步|台阶|提升|跨越)$|{heading_outcome}$"
)

_GOALS = re.compile(
    r"(?:总体|工作|主要|发展|具体|奋斗|预期|阶段性?|行动|建设|质量|规划|基本|战略|年度|创建|远景|近期|中期|长期|分项|分类|定量|量化|核心|约束性|重点|任务|和|与|及|、|年|^|\"|”)"
    r"(?:目标|指标)(?:任务|要求|体系|和主要任务|与任务|及任务|和任务|与指标|和指标|及指标|\(.*\))?$"
)
_GOALS_JOINED = re.compile(r"(?:目标|主要指标)(?:和|与|及|、)")
# 落实目标责任, 分解目标任务, 明确目标: what is done with goals, not the goals.
# 锚定封关目标,园区建设扎实推进, 圆满完成目标任务,…: what is done, or was done, towards it
_TOWARDS_GOALS = re.compile(r"目标(?:任务)?[,，]|完成[^,，]{0,10}目标")
_NOT_GOALS = re.compile(r"落实|明确|强化|完善|分解|考核|责任|评价|管理|监测|实现|加强|确保|围绕")

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|[—~-](?:19|20)\d\d)|[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_FIVE = re.compile(r"[\"“”「『](十[一二三四五六七八九]?|[六七八九])五[\"“”」』]")


def is_goals_title(title: str) -> bool:
    """Tell whether a heading announces the plan's goals.

    >>> [is_goals_title(t) for t in ("主要目标", "总体要求和目标任务", "明确责任,落实目标", "产品质量目标")]
    [True, True, False, True]
    """
    if "目标" not in title and "指标" not in title:
        return False
    return bool(_GOALS.search(title) or _GOALS_JOINED.search(title)) and not _NOT_GOALS.search(title)


def joins_goals(title: str) -> bool:
    """Tell whether a heading names goals beside something else, so that it states them where none below it does."""
    return "目标" in title and not _NOT_GOALS.search(title) and not _TOWARDS_GOALS.search(title)


def names_other(title: str) -> bool:
    """Tell whether a heading names something beside goals (指导思想、基本原则和主要目标)."""
    return any(word in title for word in ("思想", "要求", "原则", "方针", "思路"))


def last_years(words: str, plans: bool = True) -> list[int]:
    """Return the years that some words name, of a five-year plan its last, where ``plans`` are asked for.

    >>> last_years("“十四五”时期和2025年工作回顾"), last_years("“十五五”规划")
    ([2025, 2025], [2030])
    """
    named = "年" in words or "20" in words or "19" in words  # most headings name no year
    found = [(match.start(), dates.year(match.group())) for match in _YEAR.finditer(words)] if named else []
    for match in _FIVE.finditer(words) if plans and "五" in words else ():
        period = dates.five_year_period(match.group())
        if period:
            found.append((match.start(), period[1]))
    return [year for _, year in sorted(found)]


def names_past(title: str) -> bool:
    """Tell whether a heading names what was done itself (工作回顾, 过去五年), not only a state of things (发展环境)."""
    return bool(_PAST.search(title) or _REVIEW.search(title) or _YEARS.search(title))


_YEARS = re.compile(r"的[一二三四五]年$")  # 取得伟大成就的五年


def _bare(title: str) -> str:
    return title.strip(" 【】[]《》:")


@lru_cache(maxsize=4096)
def says(title: str, now: int | None = None) -> str:
    """Return whether a heading looks back (``past``), ahead (``ahead``), does both (``both``), or says nothing of it ('').

    Parameters
    ----------
    title : str
        The heading, without its number.
    now : int, optional
        The year from which the document speaks: what a piece says by its year alone depends on it.

    Examples
    --------
    >>> [says(t) for t in ("2025年工作和“十四五”发展回顾", "夯实质量发展基础", "面临的形势", "主要任务")]
    ['past', '', 'past', 'ahead']
    >>> says("1998年工作回顾和1999年工作安排"), says("2018年:铆足干劲抓落实", 2019), says("2019年:砥砺前行", 2019)
    ('both', 'past', 'ahead')
    """
    title = _bare(title)
    if not _SAYS.search(title):
        return ""  # most headings say nothing of it: one look spares the others
    # A verb governs all that is joined behind it: 「应对风险和挑战」.
    clauses = (clause for clause in _CLAUSE.split(title) if not _PROMISED.search(clause))
    found = set(filter(None, (_piece(piece, now) for clause in clauses for piece in _JOIN.split(clause) if piece)))
    return BOTH if len(found) > 1 else found.pop() if found else ""


def _piece(piece: str, now: int | None) -> str:
    if _RESULT.search(piece):
        return ""  # 取得显著成效: done or aimed at, its text tells
    if _TOLD.search(piece):
        return PAST
    ahead = _AHEAD.search(piece)
    if _PAST.search(piece):
        return "" if ahead else PAST
    # 「较“十三五”时期减少」 names a year too, but is not about it.
    named = last_years(piece) if now and _AT_ONCE.match(piece) else []
    if ahead:
        return PAST if named and max(named) < (now or 0) else AHEAD  # 2021年重点工作, said in 2022
    return (PAST if max(named) < (now or 0) else AHEAD) if named else ""


_AT_ONCE = re.compile(r"(?:关于|对|在|于)?(?:19|20|[\"“]|[一二][九〇零○])")


_YEAR_IS = re.compile(r"((?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年,?是")
_WE = re.compile(r"我们[一定]*(?:要|将)")
_BY = re.compile(r"[到至](?:19|20)\d\d年")


def opens(words: str, now: int | None) -> str:
    """Return what the first words of a paragraph say of it: ``past``, ``ahead`` or ''.

    >>> opens("过去一年,全市上下团结一心", 2019), opens("今年,我们要做好以下工作", 2019), opens("“十四五”时期,我市", 2019)
    ('past', 'ahead', 'ahead')
    """
    if _PROMISED.match(words) or _WE.search(words):
        return AHEAD
    first = re.split("[,。:;]", words, maxsplit=1)[0][:24]
    if _BY.match(first):
        return AHEAD
    ahead, past = _AHEAD.search(first), _PAST.search(first)
    if ahead and ahead.start() <= 6 and not past:
        return AHEAD
    if past and past.start() <= 4:
        return "" if _TIME.search(words) else PAST  # 「在去年丰收的基础上,今年要…」
    opened = _YEAR_IS.match(words) if now else None
    if opened and dates.year(opened[1]) < (now or 0):
        return PAST  # 1996年是实施“九五”计划的第一年
    if now and any(year >= now for year in last_years(words)):
        return AHEAD  # 「对照要求,全市拟定了“十五五”规划」
    named = last_years(first) if now else []
    return (PAST if named[0] < (now or 0) else AHEAD) if named else ""


def is_section(title: str) -> bool:
    """Tell whether a line without a number is called what sections of plans and reports are called.

    >>> [is_section(t) for t in ("2009年工作回顾", "保障措施", "抽查合格率", "2009年:奋力拼搏的一年")]
    [True, True, False, True]
    """
    title = _bare(title)
    return bool(_SECTION.search(title)) or bool(_PERIOD_LED.match(title))


def leads_with_period(title: str) -> bool:
    """Tell whether a title starts with the time that its section is about (2009年工作安排, 今后五年的目标)."""
    return bool(_PERIOD_LED.match(_bare(title)))


def turns(title: str, now: int | None, goals: bool = False) -> bool:
    """Tell whether a heading leads from a part that looks back to what is to come: by a time, or as the goals; not by a task.

    >>> turns("2026年工作安排", 2026), turns("落实国家重大战略任务", 2026), turns("今后五年的设想", None)
    (True, False, True)
    """
    return goals or bool(_TIME.search(title)) or bool(now and max(last_years(title), default=0) >= now)


# 2009年工作…, 2009年:…, “十一五”时期…, 过去五年…, 今后五年…: a line that starts with the time it is about.
_PERIOD_LED = pattern(
    r"(?:首先|关于|现在)?(?:报告|对)?(?:(?:{century}\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年(?:[:]|(?:以来)?的?(?:政府)?(?:主要|重点)?工作)|[\"“]{five_year}[\"”](?:时期|期间|发展)"
    r"|过去[的一二三四五]|今后[的一二三四五]|未来[的一二三四五])"
)


@lru_cache(maxsize=4096)
def tells_result(title: str) -> bool:
    """Tell whether a heading states a result (综合实力大幅提升): of what was done, or of what is aimed at.

    >>> tells_result("综合实力大幅提升"), tells_result("提升综合实力"), tells_result("既定目标如期实现")
    (True, False, True)
    """
    return bool(_RESULT.search(title)) and not _PROMISED.search(title)
