"""Where an indicator starts and ends among the words around a level, and the scope that a sentence leaves out.

``START``, ``END`` and ``SCOPE`` are the rules. Those of the first two are tried again and again, in order, until none
of them holds: each takes something off the run that names the indicator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from qcompare.coding.level import Level
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon import alternation, rows, words
from qcompare.lexicon.patterns import pattern, word_tuple
from qcompare.text.clauses import clause_end

Run = tuple[int, int]


@dataclass(slots=True)
class Item:
    """One target in the making: its level, its quote and its indicator, all in the normalised text."""

    level: Level
    start: int
    end: int
    indicator: str
    pre: Run
    post: Run
    base: Run | None = None
    year: int | None = None
    parent: str | None = None


_LONGEST = 400


def quote_start(start: int, level: int, end: int) -> int:
    """Return where a quote starts: at its subject, but a list without end is not quoted from there for each of its levels."""
    return start if end - start <= _LONGEST else level


# --- where it starts ------------------------------------------------------------------------------------------------

_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零○][零〇○一二三四五六七八九]{2})年"
# A year (到2020年底), the end of a five-year plan, a number of years ahead, 今年. Not the year inside a name.
_YEAR_WORDS = (
    rf"{{year_intent}}?{{since}}?{{until}}?{_YEAR}(?:[至~—–-](?:19|20)?\d{{2,4}}年)?(?:年?底|年?末|年内)?{{by}}?"
    r"|到?[“\"][八九十][一二三四五]?五?[”\"]{plan_span}?"
    r"|{term_lead}?[0-9一二两三四五六七八九十]{1,2}年(?:左右)?{term}|到?本世纪末|{this_year}"
)
LEADING_YEAR = pattern(rf"(?:{_YEAR_WORDS})(?:之?间)?[,、]?(?:全[市省县区国]要?)?")
_YEAR_STARTS = frozenset('力争确努计预自从到至在截用未今本当明“"0123456789一二两三四五六七八九十')
# 拥有专利的企业比例, 达到标准的乡镇占比: says which ones. Not 拥有企业(20家), 达到标准(20项).
_SAYS_WHICH = pattern(r"{which_verb}(?=[^,、]{1,40}(?:的[^,、]{0,8}|{share_end})$)")
_LED = word_tuple("carry_out")


class Opening(NamedTuple):
    """The run up to a level, whose start is looked for."""

    text: str
    start: int
    end: int


def leading_year(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of the words that date what follows them (到2020年,), if a run starts with such words."""
    return LEADING_YEAR.match(text, start, end) if text[start] in _YEAR_STARTS else None


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(words("verbs")))


@cache
def _closing() -> re.Pattern[str]:
    # Not 新建 (3座中学), which stays whole.
    return re.compile(rf"(?<!新)(?:{alternation(words('verbs'))})+$")


@cache
def _half_nouns() -> dict[str, tuple[str, ...]]:
    return {row["word"]: tuple(row["not_before"].split("|")) for row in rows("verbs") if row["not_before"]}


@cache
def _nouns_of(verb: str) -> tuple[str, ...]:
    """Return what a verb is no verb before: of 加快建设 what 建设 is none before; ``*`` is anything."""
    listed = _half_nouns()
    return next((listed[verb[at:]] for at in range(len(verb)) if verb[at:] in listed), ())


# 建设|和|筹集. Not 和谐.
_PAIR = pattern(r"{joint}|或")


def _leading_verb(run: Opening) -> re.Match[str] | None:
    text, start, end = run
    match = _verbs().match(text, start, end)
    if match is None:
        return None
    nouns = _nouns_of(match.group())
    at = match.end()
    pair = _PAIR.match(text, at, end)
    if pair:
        # 建设和筹集: half of a pair of verbs says half of it, so both stay; 建设和完善: both go.
        return _verbs().match(text, pair.end(), end)
    if nouns == ("~",):
        # 累计完成投资, 累计投资: stays where no other verb follows.
        return match if _leading_verb(Opening(text, at, end)) else None
    if nouns and at < end and ("*" in nouns or text.startswith(nouns, at, end)) or _SAYS_WHICH.match(text, start, end):
        return None
    return match


# (2), 12., 二是, ——: numbering and dashes. Not 3.5, 12岁 or a number that counts.
_MARK = pattern(r"\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]|[0-9]{1,2}[.、．](?!\d)|{ordinal_mark}|[-—–─·•●◆]+")


def _mark(run: Opening) -> re.Match[str] | None:
    return _MARK.match(*run)


START = table(
    Rule(
        id="indicator.start.mark",
        decides="behind these marks",
        looks="start of the clause",
        why="codebook 2.2: numbering inside a paragraph is never part of the indicator",
        examples=("抓好实事。(2)改造老旧管网‹70公里›。", "一是改造公厕40座;二是培训护理人员‹3000名›。"),
        counter_examples=("改造老旧管网‹70公里›。",),
        holds=_mark,
    ),
    Rule(
        id="indicator.start.year",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2: time is no part of what is measured",
        examples=("到2020年产品合格率达到‹90%›以上。",),
        counter_examples=("产品合格率2020年达到‹90%›以上。",),
        holds=lambda run: leading_year(*run),
    ),
    Rule(
        id="indicator.start.verb",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2: verbs that commit are left out; a verb that is the first half of a noun (建设工程) is none",
        examples=("培育名牌产品‹30个›。", "加快建设检测中心‹5个›。"),
        counter_examples=("建设工程合格率达到‹95%›以上。", "创新型企业达到‹50家›。", "拥有专利的企业比例达到‹30%›。"),
        holds=_leading_verb,
    ),
)


def strip_lead(text: str, start: int, end: int, at: int = -1) -> tuple[int, bool]:
    """Return where an indicator starts behind years, adverbs and verbs of commitment, and whether 完成 was dropped.

    ``at`` is the offset under which to note the rules that decided.
    """
    done = False
    while start < end:
        if text[start] in " \t、,":
            start += 1
            continue
        run = Opening(text, start, end)
        for rule in START:
            match = rule.holds(run)  # type: ignore[misc]
            if match is not None and match.end() > start:
                break
        else:
            break
        note(rule.id, at, match.span())
        done = done or match.group().endswith(_LED)
        start = match.end()
    return start, done


table(
    Rule(
        id="indicator.scope.where",
        decides="the place in front, the verb left out",
        looks="start of the clause",
        why="where something is done is scope of what is counted",
        examples=("在化工等重点行业实施清洁生产项目‹100个›。",),
        counter_examples=("实施清洁生产项目‹100个›。",),
    ),
    Rule(
        id="indicator.end.rank",
        decides="before these words; the group is the baseline",
        looks="right before a rank",
        why="codebook 2.1: of a rank with a numeral the group is the baseline",
        examples=("制造业质量竞争力指数进入全省前‹5位›。", "政务服务满意度全省排名进入前‹3位›。"),
        counter_examples=("制造业质量竞争力指数达到‹85›以上。",),
    ),
    Rule(
        id="indicator.end.undertaking",
        decides="before these words",
        looks="end of what stands behind the level",
        why="codebook 2.2: 任务, 目标, 计划 behind what is counted are left out",
        examples=("完成‹5万亩›油茶种植任务。",),
        counter_examples=("完成‹5万亩›油茶种植。",),
    ),
)

# 在化工、印染等重点行业实施…: where something is done is scope of the indicator. Not 在全市开展.
_WHERE = pattern(r"在(?P<scope>[^,。;]{2,24}?{where_noun})(?:中|内|里)?(?={where_verb})(?:实施|开展|推行|推广)?")


def where(text: str, start: int, end: int, at: int) -> tuple[str, int]:
    """Return the scope that a clause opens with (在重点行业实施…), and where what follows it starts."""
    match = _WHERE.match(text, start, end) if text.startswith("在", start) else None
    if match is None:
        return "", start
    note("indicator.scope.where", at, match.span())
    return match["scope"], match.end()


# --- where it ends --------------------------------------------------------------------------------------------------


class Ending(NamedTuple):
    """The run up to a level, whose end is looked for; ``change`` and ``verb`` are the level's."""

    text: str
    start: int
    end: int
    change: str
    verb: str


_TRAILING_YEAR = pattern(rf"(?:{_YEAR_WORDS})$")
_YEAR_ENDS = '年底末内前时起间期”"'
_LEADS_ON = word_tuple("leads_on")
# 在2010年基础上: what is counted on top of. Not 在…方面.
_ON_TOP = pattern(r"在(?P<base>[^,。;]{1,18}?)的?基础上$")
# 比2010年, 较上年, 与“十一五”相比. Not 占比, 对比, 比重, 较大.
_THAN = pattern(r"(?:{than}|与(?=[^,。;]{1,16}相比$))(?P<base>[^,。;]{1,24}?)(?:相比|的?基础上)?$")
# 由75%(提高到). Not 从业人员, which has no 到 behind it.
_FROM = pattern(r"{from}(?P<base>[^,。;由从]{1,26})$")


def _on_top(run: Ending) -> re.Match[str] | None:
    return _ON_TOP.search(run.text, run.start, run.end) if run.text.endswith("基础上", run.start, run.end) else None


def _than(run: Ending) -> re.Match[str] | None:
    # Only a change is counted from something: 合格率比2010年提高2个百分点; a bare year says so too.
    than = _THAN.search(run.text, run.start, run.end)
    return than if than and (run.change != "level" or _TRAILING_YEAR.fullmatch(than["base"])) else None


def _from(run: Ending) -> re.Match[str] | None:
    return _FROM.search(run.text, run.start, run.end) if run.verb.endswith(("到", "至", "为", "达")) else None


def _trailing_year(run: Ending) -> re.Match[str] | None:
    return _TRAILING_YEAR.search(run.text, run.start, run.end) if run.text[run.end - 1] in _YEAR_ENDS else None


END = table(
    Rule(
        id="indicator.end.on_top",
        decides="before these words; they are the baseline",
        looks="right before the level",
        why="codebook 2: what a change is against is the baseline",
        examples=("单位产品能耗在2010年基础上降低‹15%›。",),
        counter_examples=("单位产品能耗降低‹15%›。",),
        holds=_on_top,
    ),
    Rule(
        id="indicator.end.than",
        decides="before these words; they are the baseline",
        looks="right before a change",
        why="codebook 2: what a change is against is the baseline",
        examples=("产品合格率比2010年提高‹2个百分点›。",),
        counter_examples=("名牌产品产值占比达到‹20%›。", "服务业比重提高‹2个百分点›。"),
        holds=_than,
    ),
    Rule(
        id="indicator.end.from",
        decides="before these words; they are the baseline",
        looks="right before a value that something gets to",
        why="codebook 2.1: 由A提高到B: the level is B, the baseline A",
        examples=("产品合格率由85%提高到‹90%›。",),
        counter_examples=("产品合格率稳步提高到‹90%›。",),
        holds=_from,
    ),
    Rule(
        id="indicator.end.year",
        decides="before these words",
        looks="right before the level",
        why="codebook 2: time is no part of what is measured",
        examples=("产品合格率到2020年底达到‹90%›以上。",),
        counter_examples=("产品合格率达到‹90%›以上。",),
        holds=_trailing_year,
    ),
)
_ADVERB = table(
    Rule(
        id="indicator.end.adverb",
        decides="before these words",
        looks="right before the level",
        why="codebook 2: words that lead to the level and do not say what is measured",
        examples=("县级监督抽查每年不少于‹300批次›。",),
        counter_examples=("县级监督抽查不少于‹300批次›。",),
    ),
)[0]


def trim_right(text: str, start: int, end: int, change: str, verb: str, at: int = -1) -> tuple[int, Run | None]:
    """Return where an indicator ends before years, adverbs and baselines, and the run of the baseline.

    Parameters
    ----------
    change, verb
        Of the level behind it: only a change is counted from something, and only 到 and 至 say from where.
    at
        Offset under which to note the rules that decided.
    """
    base: Run | None = None
    while end > start:
        if text[end - 1] in " \t、,:(的" and not text.endswith("目的", start, end):
            end -= 1
            continue
        run = Ending(text, start, end, change, verb)
        for rule in END:
            match = rule.holds(run)  # type: ignore[misc]
            if match is not None:
                note(rule.id, at, match.span())
                if "base" in match.re.groupindex:
                    base = base or match.span("base")
                end = match.start()
                break
        else:
            if not text.endswith(_LEADS_ON, start, end):
                break
            word = next(word for word in _LEADS_ON if text.endswith(word, start, end))
            note(_ADVERB.id, at, (end - len(word), end))
            end -= len(word)
    return end, base


# 进入全省前5位, 位居全国第一: the group is the baseline. Not 进入稳居…, where the verb stands twice.
_RANKED = pattern(r"{rank_verb}(?:在|于)?(?P<group>(?!{rank_again})[^,。;、]{1,16})$")
# 全省排名进入前3位. Not 排名前3位, which names no group.
_RANKED_WITHIN = pattern(r"在?(?P<group>全[国省市区县州]|[国省市]内)(?:同类[^,。;、]{1,6})?排名(?:{rank_within})?在?$")


def name_end(text: str, level: Level, begin: int) -> tuple[int, Run | None]:
    """Return where the name before a level ends, and the run of its baseline; a rank's is the group."""
    end, base = trim_right(text, begin, level.lead, level.change, level.verb, level.number)
    if level.kind == "place":
        ranked = _RANKED_WITHIN.search(text, begin, end) or _RANKED.search(text, begin, end)
        if ranked:
            note("indicator.end.rank", level.number, ranked.span())
            end, _ = trim_right(text, begin, ranked.start(), level.change, "", level.number)
            return end, ranked.span("group")
    return end, base


# --- what stands behind ---------------------------------------------------------------------------------------------

# 建成平台5个并…, …以确保…, …的目标: what is behind a level no longer names. Not 并网, 且 and 同时 inside no word.
_BEHIND_ENDS = pattern(r"{goes_on}|以(?={attain})|的{task_noun}(?=$|[,。;、(])|[(,;。:!?\n]")
# 完成…种植任务: what is done is what stands before. Not 任务 alone.
_UNDERTAKING = pattern(r"的?{undertaking}$")
# What joins a level to the one before: 3个、4个; 3个和4个; (其中…
_JOINED_ON = re.compile(r"(?:\(其中|[、,]|以及|和|与|及|或|并|且)+")
# Where a list goes on. Not 和谐, 参与.
JOINS = re.compile(r"、|以及|和(?!谐)|(?<!参)与|及")
_CUT = re.compile(JOINS.pattern + r"|并|[,;]")


def after_previous(text: str, previous_end: int, lead: int) -> int:
    """Return where the words of a level start whose clause holds another level before it."""
    joined = _JOINED_ON.match(text, previous_end, lead)
    if joined:
        return joined.end()
    cuts = [match.end() for match in _CUT.finditer(text, previous_end, lead)]
    return cuts[-1] if cuts else lead


def behind(text: str, level: Level, following: Level | None, ceiling: int, named: bool) -> Run:
    """Return the run behind a level that goes on naming its indicator."""
    start = level.end
    if named and level.verb.endswith(("到", "至", "为", "达", "在", "于")):
        return start, start
    if text.startswith((")", "("), start) or (named and text.startswith("、", start)):
        return start, start
    stop = clause_end(text, start, ceiling)
    if following is not None and following.lead < stop:
        cuts = [match.start() for match in JOINS.finditer(text, start, following.lead)]
        stop = cuts[-1] if cuts else following.lead
    cut = _BEHIND_ENDS.search(text, start, stop)
    if cut and text[cut.start()] != "(":
        stop = cut.start()
    while stop > start and text[stop - 1] in " \t、":
        stop -= 1
    return start, stop


def without_undertaking(text: str, run: Run, at: int) -> Run:
    """Return a run that names what is completed without 建设, 任务 at its end."""
    tail = _UNDERTAKING.search(text, *run)
    if tail is None or tail.start() <= run[0] + 1:
        return run
    note("indicator.end.undertaking", at, tail.span())
    return run[0], tail.start()


def strip_verbs(text: str, start: int, end: int) -> int:
    """Return where a run ends before the verbs of commitment that lead to a number (各县力争建设|1个)."""
    match = _closing().search(text[start:end])
    return start + match.start() if match else end
