"""Qualitative goals: clauses of the goals part that state a result without a level (质量意识明显增强, 形成一批名牌).

A clause states a result in one of three shapes: a subject with a predicate at the end of the clause (``tail``), a verb
of founding or improving with its object (``head``), or a subject, 实现 or the like, and an object (``middle``).
The words are those of ``lexicon/results.csv``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from qcompare.coding.indicators import ALL_DO, leading_year
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon import alternation, words
from qcompare.lexicon.patterns import pattern
from qcompare.text.clauses import clause_end
from qcompare.text.model import Plan
from qcompare.text.structure import Block

_REACH = 40  # a predicate at the end of a clause is no longer than this
_LEAD = pattern(
    rf"\([0-9一二三四五六七八九十]{{1,3}}\)|[ \t、(①-⑳]|[一二三四五六七八九十]是|{ALL_DO}|(?:{{strive}}|保证|务必|力求)(?!使)|(?:[要将让]|并且?|同时|届时|从而|最终|基本上)(?=..)"
)
# What only announces goals, and what has been reached already. Each alternative starts with its own character, and not
# with a group of them: such a pattern is looked for only where one of those characters stands. So, too, in _FREE_TAIL.
_NO_GOAL = re.compile(r"以下|如下|下列|上述|已(?:经|达|成|有|形成|建)|了(?<=[^为]了)(?!解)|指标$|目标$|任务$")
_LINK = re.compile(r"的(?:作用|贡献|支撑|影响)$")
# 「推进机制更加健全」, 「突出问题基本解决」, 「对外开放」: the verb is the first half of a noun.
_NOUN = "(?!体系|机制|能力|水平|力度|作用|成效|问题|矛盾|短板|生态|环境|活力|格局|效能|政策|网络|平台|体制|外|率|型|性|化|者|力|户|水|电|地|能)"
# Attributes that do not say of what, the titles that do, and what needs no bearer.
_OPEN = re.compile(
    r"(?:质量(?!安全|基础|强|成果|意识|素质|高地|工作|总体|整体|发展|治理)|产品|品种|效益|节能|环保|安全|自主|核心竞争力|创新|技术|信息|性能|竞争力|服务标准|服务质量|标准化)"
)
_BEARER = re.compile(r"[^,。;:“”]{0,12}?(?:(?:工业|农业)?产品|食品|药品|产业|(?:建筑)?工程|服务业|制造业|企业)")


# What is got (取得…成效), what is reached (迈上…台阶) and what is kept (保持稳定).
_GAINED = "成效|进展|突破|成果|成绩|进步|提高|提升|改善|增强|改观|好转|保障|保证|控制|保护|认可|缓解|治理|实惠|步伐|台阶|水平|高度|局面|格局|跨越|飞跃|气象|面貌|轨道|接轨|同步|看齐|转变|迈进|升级|跃升|发展"
_KEPT = "稳定|良好|平稳|领先|优良|向好|健康|可控|旺盛"
_FREE_TAIL = re.compile("更|惠及|迈向|成为|让[^,。;]{2,12}$|使[^,。;]{2,12}$|与[^,。;]{2,12}$|化$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that states a result; offsets are into the normalised text."""

    start: int
    end: int
    level_start: int
    level_end: int
    indicator: str
    rule: str = "result.predicate"


def _any(kind: str) -> str:
    return alternation(words("results", kind=kind))


def _starts() -> str:
    listed = {word[0] for kind in ("degree", "state", "alone") for word in words("results", kind=kind)}
    return "".join(sorted(listed | set("更越得受取有获迈登跃再开达呈实展跨步走纳继保维惠让使与发建成由从")))


@cache
def _tail() -> re.Pattern[str]:
    """Return the pattern of a predicate at the end of a clause; group ``bare``: no more than a verb."""
    degree, change = f"(?:{_any('degree')})", f"(?:{_any('change')})"
    return re.compile(
        f"(?=[{_starts()}])(?:"
        rf"{degree}{{1,4}}(?:得到|有所|有)?{change}{{1,2}}|{degree}{{0,3}}(?:{_any('state')})"
        r"|(?:更加|更趋|更为|越来越|更有)[一-龥]{2,6}|更(?:好|优|高|强|实|足|显著|突出|完善|健全|坚实|有力)"
        rf"|(?:得到|受到)(?:{degree}|新){{0,3}}(?:{change}|保障|保证|控制|保护|认可|缓解|治理|实惠)"
        rf"|(?:取得|有|获得)(?:{degree}|阶段性|实质性|突破性|决定性|重大|重要|积极|更大|较大|新){{0,3}}的?(?:成效|进展|突破|成果|成绩|进步|提高|提升|改善|增强|改观|好转)"
        r"|(?:迈出|迈上|登上|跃上|再上|开创|达到|呈现|实现|展现|跨上)[一-龥]{0,6}?(?:新|更高|更大|坚实|历史性)[一-龥]{0,4}?(?:步伐|台阶|水平|高度|局面|格局|跨越|飞跃|提升|气象|成效|面貌|进步|进展|突破)"
        r"|(?:步入|走上|纳入)[^,。;]{2,24}轨道"
        rf"|(?:继续)?(?:保持|维持){degree}{{0,2}}(?:{_KEPT}){{1,3}}"
        r"|(?:迈向|惠及)[^,。;]{2,12}|(?:让|使)[一-龥]{2,6}(?:放心|满意)|与(?:国际|世界|国内|发达国家)[^,。;]{0,10}(?:接轨|同步|看齐)"
        r"|(?:发展|建设)?成为[^,。;]{3,36}|实现[一-龥]{1,5}化(?:[、和][一-龥]{1,5}化){0,5}"
        r"|[由从][^,。;由从]{1,16}[向到][^,。;]{1,16}(?:转变|跨越|迈进|升级|跃升)"
        rf"|(?P<bare>{_any('alone')})"
        ")$"
    )


@cache
def _tail_ends() -> frozenset[str]:
    """Return the last two characters that a predicate of listed words can end in: few clauses need the whole pattern."""
    listed = (word for kind in ("change", "state", "alone") for word in words("results", kind=kind))
    return frozenset(word[-2:] for word in (*listed, *_GAINED.split("|"), *_KEPT.split("|")))


@cache
def _head() -> re.Pattern[str]:
    """Return the pattern of a verb of result at the start of a clause, with what belongs to its level."""
    degree = f"(?:{_any('degree')})"
    batch = r"(?:一大?批|若干个?|一系列)"
    return re.compile(
        rf"(?P<lead>重点)?(?P<level>(?:[一-龥]{{0,2}}(?:{_any('batch')}){batch}|{degree}{{0,3}}(?:{_any('found')})(?:{batch})?(?:首批)?"
        rf"|(?:常态化|定期)举办|(?P<sure>{_any('full')}|(?:顺利)?通过(?=.{{2,40}}(?:验收|考核|评估|评审|认定|复审)$))|(?:荣获|获得|获评)(?=.{{2,40}}(?:称号|荣誉|奖)$)))(?=[^,。;]{{2}})"
    )


@cache
def _middle() -> re.Pattern[str]:
    return re.compile(
        r"(?:基本|全面|初步|率先|如期|总体)(?:实现|建成|形成|建立|满足|普及)(?=[^,。;]{3})|实现(?=[^,。;]{2,24}(?:化|转变|突破|升级|跨越)$)"
    )


@cache
def _activity() -> re.Pattern[str]:
    return re.compile(f"(?:{_any('degree')}){{0,3}}(?:(?P<cause>{_any('cause')})|{_any('activity')}){_NOUN}")


def qualitative_clauses(plan: Plan, taken: list[tuple[int, int]]) -> list[Clause]:
    """Return the clauses of the goals part that state a result without a level.

    Parameters
    ----------
    plan
        The plan.
    taken
        The spans of the levels coded already, ascending, in the normalised text: a clause with one of them is no
        qualitative goal.
    """
    starts = [start for start, _ in taken]
    found = []
    for number, block in enumerate(plan.blocks):
        if block.part != "goals" or block.status or block.kind not in ("text", "heading"):
            continue
        for start, end, title in _clauses(plan.text, block):
            place = bisect_right(starts, end - 1) - 1
            if place >= 0 and taken[place][1] > start:
                continue
            clause = _read(plan.text, start, end, block, title)
            if clause is not None:
                note(clause.rule, clause.level_start, (clause.level_start, clause.level_end))
                found.append(_with_bearer(plan, number, clause, title))
    return found


def _clauses(text: str, block: Block) -> Iterator[tuple[int, int, bool]]:
    """Yield the clauses of a block, and whether each is its title; a label before a colon is none."""
    at, stop = block.title[0] if block.level else block.start, block.end
    title_end = max(block.title[1], block.body) if block.level else -1
    while at < stop:
        end = clause_end(text, at, stop)
        if end > at and text[end : end + 1] != ":":
            yield at, end, end <= title_end
        at = end + 1


def _read(text: str, start: int, end: int, block: Block, title: bool) -> Clause | None:
    """Return what a clause states as a result, or None."""
    start = _past_lead(text, start, end)
    if end - start < 5 or _NO_GOAL.search(text, start, end):
        return None
    head = None if title else _head().match(text, start, end)
    act = None if head and head["sure"] else _activity().match(text, start, end)
    ends = text[end - 2 : end] in _tail_ends() or _FREE_TAIL.search(text, start + 2, end)
    tail = _tail().search(text, max(start + 2, end - _REACH), end) if ends else None
    if tail and _states(tail, act, tail.start() - start, title):
        return _tail_clause(text, start, end, tail, act, block)
    if title or act:
        return None
    if head:
        return Clause(start, end, head.start("level"), head.end(), text[head.end() : end], "result.founding")
    middle = _middle().search(text, start + 2, end)
    if middle:
        return Clause(
            start, end, *middle.span(), text[start : middle.start()] + text[middle.end() : end], "result.realised"
        )
    return None


def _states(tail: re.Match[str], act: re.Match[str] | None, room: int, title: bool) -> bool:
    """Tell whether a predicate states a result: one behind a verb of activity only where it says what came of it."""
    if tail["bare"]:
        return act is None and not title and room >= 4
    return act is None or bool(act["cause"]) or tail.group().startswith(("取得", "得到", "迈"))


def _past_lead(text: str, start: int, end: int) -> int:
    """Return where a clause starts behind its number, years and words of striving."""
    while start < end:
        match = leading_year(text, start, end) or _LEAD.match(text, start, end)
        if match is None or match.end() == start:
            break
        start = match.end()
    return start


def _tail_clause(
    text: str, start: int, end: int, tail: re.Match[str], act: re.Match[str] | None, block: Block
) -> Clause:
    """Return the clause of a subject with its predicate; 促进 and 推动 before the subject name nothing."""
    level = tail.start()
    if act and _LINK.search(text, start, level):
        start = _sentence_subject(text, start, block)
        return Clause(start, end, level, end, text[start:level])
    return Clause(start, end, level, end, text[act.end() if act and act["cause"] else start : level])


def _sentence_subject(text: str, start: int, block: Block) -> int:
    """Return where a subject starts that is a clause itself: 「质量工作推动…,加快…的作用」."""
    floor = max(block.body, start - 4 * _REACH)
    while start > floor and text[start - 1] == ",":
        start = max(text.rfind(mark, floor, start - 1) for mark in ",。;:") + 1 or floor
        if not _activity().match(text, start):
            break
    return start


def _with_bearer(plan: Plan, number: int, clause: Clause, title: bool) -> Clause:
    """Supply from the titles above whose attribute it is: 「节能环保性能」 under 「产品质量目标」."""
    name = clause.indicator
    if not _OPEN.match(name):
        return clause
    blocks = (*plan.blocks[number].parents, *(() if title else (number,)))
    bearers = (_BEARER.match(plan.title_of(above)) for above in reversed(blocks))
    bearer = next((match.group() for match in bearers if match), "")
    if not bearer or bearer in name:
        return clause
    shared = (size for size in range(min(len(bearer), len(name)), 1, -1) if name.startswith(bearer[-size:]))
    return replace(clause, indicator=bearer + name[next(shared, 0) :])


_GOALS = "江城市质量发展规划\n一、主要目标\n{}\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n"
table(
    Rule(
        id="result.predicate", decides="qualitative", looks="end of a clause of the goals", why="codebook 1.1: in the goals part, a clause that ends in what becomes of its subject (意识明显增强) states a result",
        examples=(_GOALS.format("质量意识‹明显增强›。"),), counter_examples=(_GOALS.format("推进质量意识‹教育›。"),),
    ),
    Rule(
        id="result.founding", decides="qualitative", looks="start of a clause of the goals", why="codebook 1.1: in the goals part, a clause that opens with what will be there (形成一批) states a result; 鼓励 is an activity",
        examples=(_GOALS.format("‹形成一批›知名品牌。"),), counter_examples=(_GOALS.format("‹鼓励›知名品牌发展。"),),
    ),
    Rule(
        id="result.realised", decides="qualitative", looks="middle of a clause of the goals", why="codebook 1.1: in the goals part, 基本满足 or 全面实现 in a clause says what will have come about",
        examples=(_GOALS.format("监管能力‹基本满足›发展需要。"),), counter_examples=(_GOALS.format("加强监管‹能力›建设。"),),
    ),
)  # fmt: skip
