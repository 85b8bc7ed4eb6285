"""One run of text that states a level: number or range, unit, comparator, change.

Every reader of numerals ends here: the words to the left of the number say how it binds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon import alternation, rows, words
from qcompare.lexicon.patterns import pattern

_BOUNDS = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<"}


@dataclass(slots=True)
class Level:
    """A level as it stands in the text, before anything is said about its role.

    ``start``/``end`` are the run that states it (comparator and change words included), ``number`` the start of its
    first numeral, ``tail`` the end of number and unit without 以上; ``numerals`` are the spans of its numerals.
    """

    start: int
    end: int
    number: int
    tail: int
    low: float | None
    high: float | None
    comparator: str
    unit: str | None
    kind: str
    change: str = "level"
    chinese: bool = False
    numerals: list[tuple[int, int]] = field(default_factory=list)
    lead: int = 0
    each: bool = False
    verb: str = ""


@dataclass(slots=True)
class WordLevel:
    """A level stated in words.

    ``start``/``end`` are the run that states it, ``lead`` where the words before it start; ``value`` is 100, 0 or None
    (relative); ``shape`` says where the indicator stands: before the level, after it, or around it.
    """

    start: int
    end: int
    lead: int
    type: str
    value: int | None
    shape: str
    baseline: tuple[int, int] | None = None
    suffix: str = ""
    verb: str = ""
    rule: str = ""


@cache
def unit_kinds() -> dict[str, str]:
    """Return each unit word with its kind (share, points, count, money, measure, time, …)."""
    return {row["word"]: row["kind"] for row in rows("units")}


def unit_pattern(listed: Iterable[str]) -> str:
    """Return the pattern of some units; of a unit that is also the first half of a word, not before the other half.

    188万担 is an amount of tobacco, 3家担保公司 none.
    """
    halves = {row["word"]: row["not_before"] for row in rows("units") if row["not_before"]}
    plain = alternation(word for word in listed if word not in halves)
    return "|".join([plain, *(f"{re.escape(word)}(?!{other})" for word, other in halves.items() if word in listed)])


@cache
def half_words() -> tuple[str, ...]:
    """Return words that end in a character which leads to a number where it stands alone: 审计, 行为, 供应."""
    return words("modifiers", kind="stop")


@cache
def _modifiers() -> dict[str, list[tuple[str, str]]]:
    """Return the words that may stand left of a number by their last character, longest first, with their kind."""
    by_last: dict[str, list[tuple[str, str]]] = {}
    for row in rows("modifiers"):
        by_last.setdefault(row["word"][-1], []).append((row["word"], row["kind"]))
    for found in by_last.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return by_last


def finish(
    text: str, number: int, tail: int, end: int, value: float, other: float | None,
    unit: str | None, after: str | None, vague: bool, numerals: list[tuple[int, int]],
) -> Level:  # fmt: skip
    """Read the words to the left and settle comparator, bounds and change."""
    start, lead, marks, verb = look_left(text, number)
    if not unit and text.startswith("强", tail) and _is_top(text, number, tail):
        return _rank(text, number + (text[number - 1] != "前"), tail, value, numerals)
    before = text[number - 1 : number]
    first = before == "第" and not unit and not after and _STANDS.search(text, max(0, number - 20), number - 1)
    if before == "第" and unit in ("位", "名") or first and text[tail : tail + 1] in CLAUSE_ENDS:
        lead = look_left(text, number - 1)[1]
        return Level(
            number - 1, end, number, tail, value, value, "=", "位", "place", numerals=numerals, lead=lead, verb="居"
        )
    # 前两年, 提前一年: a span of time and no rank.
    if before == "前" and value <= 500 and not after and _kind(unit) != "time" and _ranked(text, number, unit, tail):
        return _rank(text, number, tail, value, numerals)
    change, comparator = "level", "="
    low: float | None = value
    high: float | None = value
    if marks or after or vague or other is not None:
        change = "increase" if "up" in marks else "decrease" if "down" in marks else "level"
        comparator = _comparator(marks, after, vague, other)
        if comparator == "range" and other is not None:
            # 1.5万—1.2万个 is written downwards; 5~5项 is one number
            low, high = min(value, other), max(value, other)
            comparator = "range" if low < high else "="
        elif comparator in (">=", ">"):
            high = None
        elif comparator in ("<=", "<"):
            low = None
    nothing = value == 0 and other is None and not unit and verb.endswith(("为", "是", "在", "到"))
    return Level(start, end, number, tail, low, high, comparator, unit, "zero" if nothing else _kind(unit), change, False, numerals, lead,
                 "each" in marks, verb)  # fmt: skip


@lru_cache(maxsize=1 << 12)
def _kind(unit: str | None) -> str:
    """Return the kind of a level with a unit: that of the unit (条, 条(个)), ``rate`` for one of several, ``bare`` without one."""
    if not unit:
        return "bare"
    return unit_kinds().get(re.split(r"[/(]", unit, maxsplit=1)[0], "rate")


# 排名全省|第1. Not 第1批, 第1。
_STANDS = re.compile(r"(?:居|保持|列|排名|进入|跻身|升至)[^,。;、]{0,12}(?:[国省市区县州球]|世界)$")
CLAUSE_ENDS = ("", *",。;、)\n")
# 进入全国前10个: a rank. Not 系统上线前15项工作.
_RANKED = re.compile(r"(?:进入|跻身|位列|位居|居|入围|列|排|挺进|迈入|进位|保持)[^,。;]{0,14}前$")
_RANKS = frozenset([None, "位", "名", "席", "列"])


def _ranked(text: str, number: int, unit: str | None, tail: int) -> bool:
    """Tell whether 前 before a number makes it a rank: with 位 or alone, or where a verb of rank leads to it."""
    if text.startswith(("月", "季"), tail):
        return False  # 前3月
    return unit in _RANKS or bool(_RANKED.search(text[max(0, number - 20) : number]))


# 至少建设1个: the word of the bound, a verb, the number.
_AT_LEAST = re.compile(r"(?:至少|最少)(?:[\u4e00-\u9fff]{1,4}|(?:重点|高标准)[\u4e00-\u9fff]{2,4})$")


_TOP = re.compile(r"(?:进入|跻身|位列|入围|入选|迈入|进位|稳居|挺进|保持)[^,。;、“《]{0,12}$")
_SO_MANY = re.compile(r"\d[多余]?[家个户名][\u4e00-\u9fff]{0,8}$")
_TOP_NAME = re.compile(r"(?:的|企业|品牌|产品|榜|项目|机构|公司|高校|团队)")
_PLACES = re.compile(r"(?:位|名|强|列|席)(?![单额])")


def _is_top(text: str, number: int, tail: int) -> bool:
    """Tell whether 强 behind a number speaks of a rank that is reached (进入全国500强), not of a name (500强企业)."""
    reached = _TOP.search(text, max(0, number - 18), number)
    if reached is None or _TOP_NAME.match(text, tail + 1):
        return False
    return not _SO_MANY.search(text, max(0, reached.start() - 14), reached.start())  # 推动20家企业进入500强: 20家


def _rank(text: str, number: int, tail: int, value: float, numerals: list[tuple[int, int]]) -> Level:
    """Read 前5位: a rank no lower than the fifth."""
    glued = _PLACES.match(text, tail)
    end = glued.end() if glued else tail
    lead = look_left(text, number - 1)[1]
    return Level(
        number - 1, end, number, end, None, value, "<=", "位", "place", numerals=numerals, lead=lead, verb="居"
    )


_MULTIPLE_OF = re.compile(
    r"(?P<bound>不低于|不少于|不高于|不超过|不得低于|不得超过|高于|超过|低于)(?P<base>[^,。;:]{2,22})的$"
)


def _modifier(text: str, floor: int, at: int) -> tuple[str, str]:
    """Return the longest word that says how a number binds and ends at an offset, with its kind; stop where none does."""
    for found in _modifiers().get(text[at - 1], ()):
        if text.endswith(found[0], floor, at):
            return found
    return _NO_MODIFIER


_NO_MODIFIER = ("", "stop")


_SHARE = re.compile(r"[\d.]+ ?[%‰]|百分之")  # 失业率控制5%以内; not 湿地恢复3万亩


_BY = re.compile(r"[\d.]+ ?(?:[%‰倍]|个?百分点)|百分之")
# 优化|提升200万亩, 质量|提升3万亩: work on so many. Not 面积提升3万亩.
_BETTERED = pattern(r"(?:{work_verb}|{list_verb}|{half_done}|优化|规范|巩固|完善|扩容|升级|绿化|质量|地力|肥力|整体)$")


def look_left(text: str, number: int) -> tuple[int, int, set[str], str]:
    """Return where the level starts, where the words that lead to it start, what those words say, and the lead.

    Words are read from right to left. Comparators and changes belong to the level; 稳定在 or 提高到 only leads to it:
    after 到, 至 or 为 a verb of change says how the level is reached, not that it is a change.
    """
    floor = number - 24 if number > 24 else 0
    start = at = number
    marks: set[str] = set()
    verb = ""
    lasts = _modifiers()
    while at > floor and text[at - 1] in lasts:
        word, kind = _modifier(text, floor, at)
        if kind == "stop" or (kind in _BOUNDS and not marks.isdisjoint(_BOUNDS)):
            break
        if (
            word == "提升"
            and not verb
            and _BETTERED.search(text, max(0, at - 6), at - 2)
            and not _BY.match(text, number)
        ):
            break  # 改造提升200个: what is done to them
        at -= len(word)
        if _leads(word, kind, verb) or (kind == "course" and _SHARE.match(text, number)):
            verb = word + verb
        elif kind == "course":
            at += len(word)  # 湿地恢复3万亩: what is done, and no lead
            break
        else:
            marks.add(kind)
            if kind != "each" or not verb:
                start = at
    of = at > 0 and text[at - 1] == "的" and not marks and not verb
    multiple = _MULTIPLE_OF.search(text, max(0, at - 30), at) if of else None
    if multiple:
        # 不低于人均收入的6倍: what the multiple is of stands between bound and number.
        word = multiple["bound"]
        kind = next(kind for known, kind in _modifiers()[word[-1]] if known == word)
        return multiple.start(), multiple.start(), {kind}, verb
    if "少" in text[at - 10 if at > 10 else 0 : at] and marks.isdisjoint(_BOUNDS):
        least = _AT_LEAST.search(text, max(0, at - 10), at)
        if least:
            return least.start(), least.start(), marks | {"ge"}, verb
    return start, at, marks, verb


def _leads(word: str, kind: str, verb: str) -> bool:
    """Tell whether a word only leads to a number, given the lead that stands behind it."""
    if kind == "course":
        return verb.endswith(("到", "至", "为", "在", "于", "达"))
    if kind in ("to", "lead"):
        return True
    if kind == "sum":
        return bool(verb) and not word.startswith("累计")
    return kind in ("up", "down") and verb != "达到" and verb.endswith(("到", "至", "为", "于"))


def _comparator(marks: set[str], after: str | None, vague: bool, other: float | None) -> str:
    if other is not None:
        return "range"
    for mark in marks:
        if mark in _BOUNDS:
            return _BOUNDS[mark]  # look_left finds one at most
    if after in ("左右", "上下") or vague or "about" in marks:
        return "~"
    if after and after.endswith("以上"):
        return ">="
    if after:
        return "<="
    return "="


# The rules of a number: what its unit makes of it, which words bound it, which say that it is a change.
def _kind_rule(kind: str, decides: str, why: str, example: str, counter: str) -> Rule:
    """Return the rule of the levels of a kind: what the unit makes of a number."""
    return Rule(
        id=f"level.{kind}",
        decides=decides,
        looks="number and unit",
        why=why,
        examples=(example,),
        counter_examples=(counter,),
    )


LEVELS = table(
    _kind_rule("share", "quantified, %", "codebook 2, unit: % for a share", "产品合格率达到‹95%›。", "培育品牌‹95个›。"),
    _kind_rule("points", "quantified, 个百分点", "codebook 2.1: 提高2个百分点 is never %", "产品合格率提高‹2个百分点›。", "产品合格率提高‹2%›。"),
    _kind_rule("count", "quantified, classifier", "codebook 2, unit: the classifier as written", "培育品牌‹95个›。", "产品合格率达到‹95%›。"),
    _kind_rule("money", "quantified, money", "codebook 2.1: a sum of money counts as a level with its currency; 万 and 亿 are multiplied out", "产值达到‹3亿元›。", "培育品牌‹3个›。"),
    _kind_rule("measure", "quantified, unit of measure", "codebook 2.1: a length, an area or a weight keeps its unit; 万 and 亿 are multiplied out", "造林‹3万亩›。", "培育品牌‹3个›。"),
    _kind_rule("time", "quantified, time", "codebook 2, unit: days, months or years that something may take are written as they stand", "审批时限压缩到‹3个工作日›。", "培育品牌‹3个›。"),
    _kind_rule("times", "quantified, 倍", "codebook 2.1: X倍 has the unit 倍", "专利数达到2015年的‹3倍›。", "培育品牌‹3个›。"),
    _kind_rule("score", "quantified, 分", "codebook 2, unit: 分 is a point of a score, and no share", "顾客满意度达到‹85分›。", "顾客满意度达到‹85%›。"),
    _kind_rule("rate", "quantified, one unit per another", "a unit per another is one unit", "孕产妇死亡率降到‹18/10万›。", "能耗降到‹0.5吨标准煤›。"),
    _kind_rule("bare", "quantified, no unit or point", "codebook 2, unit: point for a score on a scale to 100", "质量竞争力指数达到‹85›。", "培育品牌‹85个›。"),
    _kind_rule("place", "quantified, 位", "codebook 2.1: a rank with a numeral is quantified", "质量水平进入全省‹前5位›。", "培育品牌‹5个›。"),
    _kind_rule("doubling", "quantified, increase", "codebook 2.1: 翻一番 is an increase of 100 %", "产值‹翻一番›。", "产值达到‹1亿元›。"),
    _kind_rule("zero", "quantified, 0", "codebook 1.1: 为零 is a numeral", "重大事故为‹零›。", "重大事故为‹1起›。"),
    _kind_rule("ratio", "quantified, one per share", "codebook 2.1: each figure of a ratio (8:46:46) is a share of its own", "三次产业比例调整为‹8:46:46›。", "产品合格率达到‹95%›。"),
    _kind_rule("proportion", "quantified, one value", "how many of the first there are to one of the second", "医护比达到‹1:1.5›。", "产品合格率达到‹95%›。"),
    _kind_rule("rank", "quantified, grade", "5级 is the grade that is reached, and no count of things", "建成‹5级›航道3条。", "产品合格率达到‹95%›。"),
)  # fmt: skip

table(
    Rule(
        id="bound.at_least", decides=">=", looks="left of the number, right of the unit", why="codebook 2, comparator: 以上 and 不低于 set a floor, and the value itself is enough",
        examples=("产品合格率达到‹95%›以上。", "产品合格率‹不低于›95%。"), counter_examples=("产品合格率达到‹95%›。",),
    ),
    Rule(
        id="bound.over", decides=">", looks="left of the number", why="codebook 2, comparator: 超过 asks for more than the value itself",
        examples=("产品合格率‹超过›95%。",), counter_examples=("产品合格率‹不超过›95%。",),
    ),
    Rule(
        id="bound.at_most", decides="<=", looks="left of the number, right of the unit", why="codebook 2, comparator: 以内 and 不超过 set a ceiling, and the value itself is allowed",
        examples=("不合格率控制在‹5%›以内。", "不合格率‹不超过›5%。"), counter_examples=("不合格率达到‹5%›。",),
    ),
    Rule(
        id="bound.under", decides="<", looks="left of the number", why="codebook 2, comparator: 低于 asks for less than the value itself",
        examples=("不合格率‹低于›5%。",), counter_examples=("不合格率‹不低于›5%。",),
    ),
    Rule(
        id="bound.range", decides="range", looks="sign between two numbers", why="codebook 2: 5~10项以上: the range wins",
        examples=("培育品牌‹2~3个›。",), counter_examples=("培育品牌‹3个›。",),
    ),
    Rule(
        id="bound.about", decides="~", looks="beside the number", why="codebook 2, comparator: 左右, 约 and 余 say that the value is not exact",
        examples=("培育品牌‹20余个›。",), counter_examples=("培育品牌‹20个›。",),
    ),
    Rule(
        id="change.rise", decides="increase", looks="left of the number", why="codebook 2, change: without 到, 提高 and 增加 say by how much, not to which value",
        examples=("产品合格率‹提高›3个百分点。",), counter_examples=("产品合格率‹提高到›93%。",),
    ),
    Rule(
        id="change.fall", decides="decrease", looks="left of the number", why="codebook 2, change: without 到, 下降 and 减少 say by how much, not to which value",
        examples=("出口投诉‹下降›10%。",), counter_examples=("出口投诉‹降到›10件。",),
    ),
)  # fmt: skip
_BOUND_RULES = {
    ">=": "bound.at_least", ">": "bound.over", "<=": "bound.at_most", "<": "bound.under", "range": "bound.range", "~": "bound.about",
}  # fmt: skip


def note_reading(level: Level, change: str) -> None:
    """Note, of a level that is explained, by which rules its unit, bound and change were read."""
    run = (level.start, level.end)
    note(f"level.{level.kind}", level.number, run)
    if level.comparator in _BOUND_RULES:
        note(_BOUND_RULES[level.comparator], level.start, run)
    if change != "level":
        note("change.rise" if change == "increase" else "change.fall", level.start, run)
