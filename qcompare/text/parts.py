"""Which part of a plan each block stands in: its front, its goals, what it tells of the past, the rest.

A part is decided by its heading, or by the nearest heading above it that says anything; where a heading names both what was
done and what will be, by how each paragraph opens; and in a report to an assembly, whose first part tells what was done
whatever its heading, by what stands in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qcompare.lexicon.patterns import members, pattern
from qcompare.text.asides import SECTION, mark_articles, mark_glossary, mark_reply
from qcompare.text.genre import FACTS, REPORT, Genre
from qcompare.text.headings import (
    AHEAD,
    BOTH,
    PAST,
    is_goals_title,
    joins_goals,
    last_years,
    names_other,
    names_past,
    opens,
    says,
    tells_result,
    turns,
)  # fmt: skip
from qcompare.text.hints import Hint

if TYPE_CHECKING:
    from qcompare.text.structure import Block

_BULLET = 10  # the level of bullets: structure.BULLET
_SENTENCE = re.compile(r"[。;,]")
_GOALS_LEAD = re.compile(
    r"(?:总体|工作|主要|发展|具体|奋斗|预期|质量|规划|建设|行动|的)(?:目标|指标)(?:任务)?(?:是|为|如下)?:|(?:总体|工作|主要|发展|奋斗)目标(?:是|为)"
)
_GOALS_SAID = re.compile(r"(?:总的?|总体|工作|主要|发展|奋斗|具体)(?:的)?(?:奋斗|工作)?目标(?:任务)?是")
_ASPECT = re.compile(r"[^,。;:]{2,10}方面[,:]")
_TOLD, _TO_COME = pattern(r"{told}"), pattern(r"{to_come}|到{century}\d\d年")
# (二)2022年新增商标3件,比上年增长20%。力争…: the first sentence of a paragraph. Not a heading with a year or a number of years.
_COUNTS = re.compile(r"\d(?![\d年—-])")
_YEAR_ENDS = ("11", "12")
_FIVE_YEARS = pattern(r"[“\"]{five_year}[”\"]")
_SAMPLE = 4_000  # so much of a section tells whether it looks back


def mark_parts(text: str, found: list[Block], genre: Genre) -> None:
    """Set ``part`` and ``status`` of the blocks of a text."""
    titles = {
        index: text[slice(*block.title)].strip() for index, block in enumerate(found) if 0 < block.level < _BULLET
    }
    goals = _goals(found, titles)
    if genre.kind == REPORT and genre.now is None:
        genre = Genre(REPORT, year_of_headings(text, found))
    if genre.now and genre.day and genre.day[5:7] in _YEAR_ENDS:
        genre = Genre(REPORT, genre.now + 1)  # 2022年… is over for a report of December 2022
    two = {index for index, title in titles.items() if len(set(last_years(title))) > 1} if genre.now else set()
    for index, tense in enumerate(_led_in(found, _tenses(text, found, titles, goals, genre), genre)):
        block = found[index]
        if block.kind == "furniture":
            continue
        states_goals = index in goals or not goals.isdisjoint(block.parents)
        block.status = tense == PAST or not states_goals and _tells(text, block)
        if two and not block.level and block.parents and block.parents[-1] in two:
            # It leads on from one of the times that the heading above it names to another.
            block.turns = opens(text[block.start : block.start + 60], genre.now) == AHEAD
        if not block.status and states_goals:
            block.part = "goals"
    if not goals:
        _goals_without_heading(text, found)
    _mark_cut(text, found, goals)
    _mark_front(text, found)
    mark_glossary(text, found)
    mark_articles(text, found)
    mark_reply(text, found)


def _mark_cut(text: str, found: list[Block], goals: set[int]) -> None:
    """Mark what is left of the first part of an excerpt whose second part states the goals: it tells of the year before."""
    first = next((index for index, block in enumerate(found) if 0 < block.level < SECTION), None)
    if first is None or first not in goals or not text.startswith("二、", found[first].start):
        return
    for block in found[:first]:
        block.status = block.kind != "furniture" and not _WILL.search(text, block.start, block.end)


def _goals(found: list[Block], titles: dict[int, str]) -> set[int]:
    """Return which of the headings state the goals, by their titles."""
    named = {index: title for index, title in titles.items() if "目标" in title or "指标" in title}
    goals = {index for index, title in named.items() if is_goals_title(title)}
    joined = {index for index, title in named.items() if index not in goals and joins_goals(title)}
    # 「一、指导思想和目标」: where a child states the goals, the parent only holds them.
    below: dict[int, list[int]] = {holder: [] for holder in goals | joined}
    for index in titles:
        for holder in found[index].parents:
            if holder in below:
                below[holder].append(index)
    for holder, children in below.items():
        inner = [index for index in children if index in goals]
        if inner and names_other(titles[holder]):
            goals.discard(holder)
        elif holder in joined and not children:
            goals.add(holder)
    return goals


_NAMES_YEAR = re.compile(r"(?<![到至比较\d])((?:19|20)\d\d)年(?!远景)")


def year_of_headings(text: str, found: list[Block]) -> int | None:
    """Return the year from which a report speaks: that of 2019年工作安排, the one after 2018年工作回顾.

    Where no heading names one, it is the one after the year that the part which tells what was done opens with.
    """
    years: list[int] = []
    opened: int | None = None
    for index, block in enumerate(found):
        if not 0 < block.level < _BULLET or len(block.parents) > 1:
            continue
        title = text[slice(*block.title)].strip()
        tense = says(title)
        named = [int(year) for year in _NAMES_YEAR.findall(title)]
        years += [max(named) + (tense == PAST)] if named else []
        if tense == PAST and opened is None and index + 1 < len(found):
            after = _NAMES_YEAR.match(text, found[index + 1].start)
            opened = int(after[1]) + 1 if after else None
    return max(years, default=opened)


def _tenses(text: str, found: list[Block], titles: dict[int, str], goals: set[int], genre: Genre) -> list[str]:
    """Return of each block whether it looks back (``past``), ahead (``ahead``), or nothing is known of it ('')."""
    reports = genre.kind == REPORT
    first = next((index for index, block in enumerate(found) if index in titles and not block.parents), None)
    # The headings that name both, and what is known of a section: of such a one, by what its last paragraph was about.
    mixed: set[int | None] = {None} if reports else set()
    section: dict[int | None, str] = {None: PAST if genre.kind == FACTS else ""}
    result: list[str] = []
    parents: tuple[int, ...] = ()
    beside: dict[tuple[int, ...], str] = {}  # the tense of the heading before, by what holds both
    holder: int | None = None
    recalled: set[int | None] = (
        set()
    )  # what a paragraph (我们主要做了以下工作:) says that the headings behind it tell of
    for index, block in enumerate(found):
        if block.parents is not parents:  # the paragraphs of a section share them
            parents = block.parents
            holder = next((parent for parent in reversed(parents) if parent in titles), None)
        above = section[holder]
        if index in titles:
            title = titles[index]
            goes_on = reports and beside.get(parents) == PAST and _goes_on_looking_back(text, found, index, title)
            sentence = (block.kind == "text" or text[block.end - 1] in ";。") and _COUNTS.search(title)
            opened = index == first and reports and _opens_past(text, found, index, title, genre.now)
            own = (
                PAST if opened else "" if sentence else _said(title, genre.now, above if holder is not None else "")
            ) or _by_place(index in goals, goes_on)
            if holder in mixed and not own:
                own = opens(title, genre.now)  # 「(一)大力发展…」 after what was done
            told = holder not in mixed or holder in recalled
            if own == AHEAD and above == PAST and told and not turns(title, genre.now, index in goals):
                own = PAST  # 「(二)落实国家重大任务」 in the part that tells what was done
            elif (
                index == first
                and reports
                and not turns(title, genre.now)
                or own != PAST
                and not above
                and tells_result(title)
            ):
                own = PAST if own != BOTH and _looks_back(text, found, index) else own
            if own == BOTH:
                mixed.add(index)
                own = PAST if reports else ""
            section[index] = beside[parents] = tense = own or above
            if holder in mixed and holder is not None:
                section[holder] = tense
        elif holder in mixed:
            recalls = reports and _RECALLS.search(text, max(block.start, block.end - _LEAD), block.end)
            tense = PAST if recalls else _turned(text, block, above, genre.now)
            section[holder] = tense
            recalled |= {holder} if recalls else set()
        else:
            led = holder is None or index == holder + 1  # by the heading right before it
            tense = _of_paragraph(text, block, above, led, genre) if reports else above
            section[holder] = AHEAD if tense == AHEAD else above
        result.append(tense)
    return result


def _led_in(found: list[Block], tenses: list[str], genre: Genre) -> list[str]:
    """Return the tenses of a text; what stands before the part of a report that looks back opens it (今年年初,疫情…)."""
    first = next((index for index, block in enumerate(found) if 0 < block.level < _BULLET and not block.parents), 0)
    leads = genre.kind == REPORT and tenses and tenses[first] == PAST
    return [PAST] * first + tenses[first:] if leads else tenses


# 回顾这五年,我们主要做了以下工作: the numbered parts behind it tell what was done. Not 今年要做好以下工作.
_RECALLS = re.compile(r"(?:做了|开展了|抓了|完成了)(?:以下|如下)?[^,。;]{0,8}工作[:。]$")
_LEAD = 30


def _turned(text: str, block: Block, above: str, now: int | None) -> str:
    """Return the tense of a paragraph of a section about two times: as it opens, else that of the one before it."""
    lead = text[block.start : min(block.end, block.start + 60)]
    tense = opens(lead, now)
    if tense == AHEAD and above == PAST and not turns(lead, now):
        # 大力发展农业。粮食总产量达到…,比上年增长6%: a verb alone does not turn; the words behind it tell.
        told = sum(1 for _ in _TOLD.finditer(text, block.start, block.end))
        return PAST if told > sum(1 for _ in _TO_COME.finditer(text, block.start, block.end)) else tense
    return tense or above


# In a report a paragraph that opens so leads from what was done to what is to come. Not 今年是极不平凡的一年, which tells.
_LEADS_ON = re.compile(
    r"(?:今年|新的一年)是[^。]{,80}(?:开局|起步|起始|关键|攻坚|收官|决胜|重要|承前启后)[^。]{0,10}年"
    r"|[^。:]{0,40}(?:经济社会发展|经济和社会发展|政府工作)的?(?:总体要求|指导思想|主要预期目标|预期目标|主要目标|奋斗目标)(?:是|为)?:"
)


def _of_paragraph(text: str, block: Block, above: str, led: bool, genre: Genre) -> str:
    """Return the tense of a paragraph of a report: that of its section, unless it opens with a time of its own.

    今年是…关键之年 and 今年的预期目标是: lead on from what was done, where a heading that says nothing stood before.
    """
    if opens(text[block.start : block.start + 60], genre.now) == PAST:
        return PAST
    leads_on = above == PAST and not led and _LEADS_ON.match(text, block.start, block.end)
    return AHEAD if leads_on else above


def _said(title: str, now: int | None, above: str) -> str:
    """Return the tense of a heading by its words; 「(二)聚焦营商环境」 in the part that lays out the work tells of no past."""
    tense = says(title, now)
    return "" if tense == PAST and above == AHEAD and not names_past(title) else tense


# What only a paragraph that tells says (目前…, …了), and what others say too (同比). Not 为了, 已建成的.
_SURE, _LIKELY = pattern(r"{telling}(?!的)"), pattern(r"{compared}")
_WILL = pattern(r"{to_come}|{aims}|[“\"]{five_year}|{century}\d\d年[底末]?前|[到至]{century}\d\d年")
_TELLING = 2
_TELLING_AT = Hint(row["word"] for row in members("telling"))
_TOLD_AT_LEAST = 60  # characters of a paragraph that tells; of a shorter one its sentence is asked


def _tells(text: str, block: Block) -> bool:
    """Tell whether a paragraph tells what was done, by its words: two that tell, and none of what is to come."""
    if block.end - block.start < _TOLD_AT_LEAST or not _TELLING_AT.between(text, block.start, block.end):
        return False
    if text.count("|", block.start, block.end) > 1:
        return False  # a row of a table: what is to be done stands beside what was done
    sure = sum(1 for _ in _SURE.finditer(text, block.start, block.end))
    if not sure or sure < _TELLING and not _LIKELY.search(text, block.start, block.end):
        return False
    return not _WILL.search(text, block.start, block.end)


def _by_place(states_goals: bool, goes_on: bool) -> str:
    """Return the tense of a heading whose words tell none: by what it holds, or as the one beside it."""
    if states_goals:
        return AHEAD
    return PAST if goes_on else ""  # 一、产业发展步伐加快 behind 2013年工作回顾, which has no number


def _goes_on_looking_back(text: str, found: list[Block], index: int, title: str) -> bool:
    """Tell whether a heading beside one that looks back goes on with it, by its words or by those under it."""
    told, to_come = _told(text, found, index)
    return told > 2 * to_come or tells_result(title) and told >= to_come > 0


def _looks_back(text: str, found: list[Block], index: int) -> bool:
    """Tell whether the text under a heading tells what was done, by its words."""
    told, to_come = _told(text, found, index)
    return told > 2 * to_come


def _opens_past(text: str, found: list[Block], index: int, title: str, now: int | None) -> bool:
    """Tell whether the text under the first heading opens with a time that is over: 一、“十五”开局良好 | 过去的一年,…."""
    if turns(_FIVE_YEARS.sub("", title), now) or says(title, now) == BOTH:
        return False
    behind = (block for block in found[index + 1 : index + 3] if not block.level)
    return any(opens(text[block.start : block.start + 60], now) == PAST for block in behind)


def _told(text: str, found: list[Block], index: int) -> tuple[int, int]:
    """Return how many words under a heading tell what was done, and how many what is to come."""
    last = index
    while last + 1 < len(found) and index in found[last + 1].parents:
        last += 1
    start, end = found[index].body, min(found[last].end, found[index].start + _SAMPLE)
    return sum(1 for _ in _TOLD.finditer(text, start, end)), sum(1 for _ in _TO_COME.finditer(text, start, end))


def _goals_without_heading(text: str, found: list[Block]) -> None:
    """Mark the paragraphs that say of themselves that they state the goals."""
    for index, block in enumerate(found):
        if block.status:
            continue
        lead = text[block.start : min(block.end, block.start + 60)]
        bare = block.kind == "bare" and is_goals_title(lead)
        if not bare and not _GOALS_LEAD.search(lead) and not _GOALS_SAID.search(text, block.start, block.end):
            continue
        block.part = "goals"
        # A lead that ends the line governs the list under it; 「产品质量方面,…」 goes on with the goals.
        governs = bare or text[block.end - 1] == ":"
        for later in found[index + 1 :]:
            goes_on = _ASPECT.match(text, later.start, later.end)
            if not goes_on and (not governs or later.kind == "bare" or (later.level and later.level < _BULLET - 3)):
                break
            later.part = "goals"


_ITEM = re.compile(r"[\u4e00-\u9fff”]\d[\d.]*(?!年|月|日|号|时|期|届|次|版|楼|室|条评论)[%\u4e00-\u9fff]")
_ITEMS = 3


def _mark_front(text: str, found: list[Block]) -> None:
    """Mark title block, addressees and sign-off: what stands before the first and after the last real paragraph."""
    first = next((index for index, block in enumerate(found) if _is_real(text, block)), None)
    if first is None:
        return
    last = next(index for index in range(len(found) - 1, -1, -1) if _is_real(text, found[index]))
    counting = [
        index for index in range(last + 1, len(found)) if _ITEM.search(text, found[index].start, found[index].end)
    ]
    if len(counting) >= _ITEMS:
        last = counting[-1]  # 新建食堂30处, a line each without a stop: a list, and no sign-off
    for index, block in enumerate(found):
        if index < first or block.kind == "furniture":
            block.part = "front"
        elif index > last and block.kind in ("bare", "text") and block.end - block.start <= 40:
            block.part = "front"  # it signs off


def _is_real(text: str, block: Block) -> bool:
    """Tell whether a block is part of the plan itself: numbered, a table row, a sentence."""
    if block.kind == "furniture" or _is_addressee(text, block):
        return False
    if block.level or block.kind == "row" or text[block.end - 1] in "。;!,":
        return True
    return block.end - block.start > 40 and bool(_SENTENCE.search(text, block.start, block.end))


_ADDRESSEE = re.compile(r"[•·●◆■□▪* ]*(?:各|省|市|县|区|[^,。]{0,12}人民政府,)")


def _is_addressee(text: str, block: Block) -> bool:
    return text[block.end - 1] == ":" and bool(_ADDRESSEE.match(text, block.start, block.end))
