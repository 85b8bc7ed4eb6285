"""Runs of text that state a level: number or range, unit, comparator, change. One numeral, one reading.

The scan goes from digit to digit and looks to the right for unit and 以上, then to the left for 不低于 and 下降:
a plan has few digits and many words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from qcompare.coding.numbers import arabic, chinese, multiplied, whole
from qcompare.lexicon import rows, words


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
    averaged: bool = False
    verb: str = ""


_A = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_CN = "零〇○一二两三四五六七八九十百千万亿"
# 千 is a multiplier, but not in 千瓦 and 千伏安.
_MULTIPLIER = r"(?:[十百万亿]|千(?!瓦|伏|克|米(?!以上)|焦|卡|帕|字节|赫|乏))*"
_DASH = r"[~—–―-]{1,2}|至|到"
_ABOUT = "余|多|来"
_BOUNDS = {"ge", "le", "gt", "lt"}
_AFTER = r"(?:及以上|(?:或)?以上|以下|以内|之内|左右|上下|(?<=[天日时月年钟])内)"


@cache
def unit_kinds() -> dict[str, str]:
    """Return each unit word with its kind (share, points, count, money, measure, time, …)."""
    return {row["word"]: row["kind"] for row in rows("units")}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    unit = "|".join(re.escape(word) for word in words("units"))
    count = "|".join(re.escape(word) for word in words("units") if unit_kinds()[word] in {"count", "money", "measure", "times", "points", "score", "time"})
    per = rf"(?:/(?:每)?[十百千万亿]*(?:{unit}|[\u4e00-\u9fff]{{1,2}}人?)?)"
    tail = rf"(?P<unit>(?:{unit})(?:\\((?:{unit})\\))?{per}?|/\d*[十百千万亿]+(?:{unit})?)?(?P<about3>{_ABOUT})?(?P<after>{_AFTER})?"
    first = rf"(?P<n1>{_A})(?P<m1>{_MULTIPLIER})(?P<about1>{_ABOUT})?(?P<m1b>[万亿])?"
    second = rf"(?:(?P<u1>{unit})?(?P<sep>{_DASH})(?P<n2>{_A})(?P<m2>{_MULTIPLIER})(?P<about2>{_ABOUT})?)?"
    arabic_ = re.compile(first + second + tail)
    run = rf"[{_CN}]+(?:点[零〇一二三四五六七八九]+)?"
    spelled = re.compile(
        rf"(?P<head>百分之|千分之)(?P<c1>{run}|{_A})(?:(?:{_DASH})(?:百分之)?(?P<c2>{run}|{_A}))?(?P<about>{_ABOUT})?(?P<after>{_AFTER})?"
        rf"|(?P<den>[{_CN}]+)分之(?P<num>[{_CN}]+)(?P<after_f>{_AFTER})?"
        rf"|(?P<tenths>[一二两三四五六七八九](?:[至到~—-][一二三四五六七八九])?)成(?P<half>半|[一二三四五六七八九](?![大类个项家年]))?(?P<after_t>{_AFTER})?(?![立为员就果效功品分套长熟交年本绩人型份都省])"
        rf"|翻(?P<doubled>[一两二三])?(?:番|一番)"
        rf"|(?P<halves>半数|一半)(?P<after_h>{_AFTER})?"
        rf"|(?P<count>[{_CN}]+)(?:(?:{_DASH})(?P<count2>[{_CN}]+))?(?P<about_c>{_ABOUT})?(?P<unit>{count})(?P<about_u>{_ABOUT})?(?P<after_c>{_AFTER})?"
    )
    # Where a spelled level can start: a run of figures with the first character of a unit behind it, or a set word.
    heads = "".join(sorted({word[0] for word in words("units")}))
    start = re.compile(rf"[{_CN}百半翻]+(?:[~至到—-][{_CN}]+)?[余多来]?(?=[分成番之数{re.escape(heads)}])|一半")
    return arabic_, spelled, start


@cache
def _modifiers() -> dict[str, list[tuple[str, str]]]:
    """Return the words that may stand left of a number by their last character, longest first, with their kind."""
    by_last: dict[str, list[tuple[str, str]]] = {}
    for row in rows("modifiers"):
        by_last.setdefault(row["word"][-1], []).append((row["word"], row["kind"]))
    for found in by_last.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return by_last


_NUMERIC_ZERO = re.compile(r"为(?:零|0)(?![\d.])")


def levels(text: str) -> list[Level]:
    """Return every run of a normalised text that could state a level, ascending and apart from each other.

    Whether it does is decided by :mod:`qcompare.coding.roles`.

    >>> [(text[l.start:l.end], l.comparator, l.low, l.high, l.unit) for text in ("制定标准5~10项以上", "达到18万件", "不低于35%")
    ...  for l in levels(text)]
    [('5~10项以上', 'range', 5, 10, '项'), ('18万件', '=', 180000, 180000, '件'), ('不低于35%', '>=', 35, None, '%')]
    """
    found = sorted([*_arabic_levels(text), *_chinese_levels(text)], key=lambda level: (level.number, -level.tail))
    apart: list[Level] = []
    for level in found:
        if apart and level.number < apart[-1].end:
            continue
        if apart and level.start < apart[-1].end:
            level.start = max(apart[-1].end, level.start)
        apart.append(level)
    return apart


_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))|(?:19|20)\d\d(?=年|[-~—–―至到、][ \n]?(?:19|20)\d\d|[)〕\]】])")


def _arabic_levels(text: str) -> Iterator[Level]:
    pattern = _patterns()[0]
    done = 0
    for digits in _DIGITS.finditer(text):
        at = digits.start()
        if at < done:
            continue
        date = _DATE.match(text, at)
        if date is not None:
            done = date.end()
            yield Level(at, done, at, done, None, None, "=", None, "date", numerals=[m.span() for m in _DIGITS.finditer(text, at, done)])
            continue
        ratio = _ratio(text, at)
        if ratio:
            done = ratio[-1].end
            yield from ratio
            continue
        fraction = _FRACTION.match(text, at)
        if fraction and int(fraction[1]) < int(fraction[2]):
            done = fraction.end()
            share = round(100 * int(fraction[1]) / int(fraction[2]), 2)
            yield _finish(text, at, done, done, whole(share), None, "%", None, False, [fraction.span(1), fraction.span(2)])
            continue
        match = pattern.match(text, at)
        if match is None:
            continue
        level = _read_arabic(text, match)
        done = max(level.tail, at + 1)
        yield level


_RATIO = re.compile(r"\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+(?!:?\d)")
_FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})(?![\d万千百/])")


def _ratio(text: str, at: int) -> list[Level]:
    """Read 19:43:38: one level a share."""
    match = _RATIO.match(text, at)
    if match is None or not re.search(r"(?:比|为|到|至|达|结构|在)[^,。;:]{0,3}$", text[max(0, at - 6) : at]):
        return []
    shares = list(re.finditer(r"\d+(?:\.\d+)?", match.group()))
    total = sum(float(share.group()) for share in shares)
    unit = "%" if abs(total - 100) < 0.5 else None
    found = []
    for share in shares:
        start, end = at + share.start(), at + share.end()
        value = arabic(share.group())
        found.append(Level(start, end, start, end, value, value, "=", unit, "ratio", numerals=[(start, end)], lead=_look_left(text, at)[1], verb="为"))
    return found


def _read_arabic(text: str, match: re.Match[str]) -> Level:
    n1, m1, about1, m1b, u1, sep, n2, m2, about2, unit, about3, after = match.group(
        "n1", "m1", "about1", "m1b", "u1", "sep", "n2", "m2", "about2", "unit", "about3", "after"
    )
    numerals = [match.span("n1")]
    value = multiplied(arabic(n1), m1 + (m1b or ""))
    end = match.end()
    other = None
    if n2 is not None and _is_range(n1, n2, sep, unit, u1):
        # In 2~3万家 the multiplier of the second number holds for both.
        shared = m2 if m2 and not m1 and arabic(n1) < arabic(n2) * 10 ** len(m2) and not u1 else ""
        value = multiplied(value, shared) if shared else value
        other = multiplied(arabic(n2), m2)
        numerals.append(match.span("n2"))
    elif n2 is not None:
        # 由80%到95%, 3-12: two numerals that are no range; read the first alone.
        end = match.end("u1") if u1 else match.end("m1b") if m1b else match.end("about1") if about1 else match.end("m1")
        unit, after, about3, about2 = u1, None, None, None
    tail = end - len(after or "")
    vague = bool(about1 or about2 or about3)
    return _finish(text, match.start(), tail, end, value, other, unit, after, vague, numerals)


def _is_range(n1: str, n2: str, sep: str, unit: str | None, u1: str | None) -> bool:
    if n1[:1] == "0" and len(n1) > 1 and "." not in n1:
        return False
    if sep in ("到", "至") and not unit:
        return False
    return arabic(n1) < arabic(n2) or bool(u1 and u1 == unit and sep not in ("到", "至"))


def _chinese_levels(text: str) -> Iterator[Level]:
    _, pattern, start = _patterns()
    done = 0
    for hit in start.finditer(text):
        at = hit.start()
        if at < done:
            continue
        match = pattern.match(text, at)
        if match is None and text[hit.end() : hit.end() + 1] == "之":
            match = pattern.search(text, at, hit.end() + 12)
        if match is None:
            continue
        level = _read_chinese(text, match)
        if level is not None:
            done = level.end
            yield level
    for place in _PLACE.finditer(text):
        match = _SPELLED_RANK.search(text, max(0, place.start() - 20), place.end())
        if match is None or match.end("rank") != place.end():
            continue
        yield _spelled_rank(text, match.start("rank"), match.end("rank"), chinese(match["place"]))
    for match in _NUMERIC_ZERO.finditer(text):
        yield Level(match.start(), match.end(), match.start() + 1, match.end(), 0, 0, "=", None, "zero", chinese=True,
                        numerals=[(match.start() + 1, match.end())] if text[match.end() - 1] == "0" else [], lead=match.start())  # fmt: skip


def _read_chinese(text: str, match: re.Match[str]) -> Level | None:
    group = match.groupdict()
    after = group["after"] or group["after_f"] or group["after_t"] or group["after_h"] or group["after_c"]
    vague = bool(group["about"] or group["about_c"] or group["about_u"])
    unit: str | None = "%"
    other: float | None = None
    numerals: list[tuple[int, int]] = []
    try:
        if group["head"]:
            unit = "%" if group["head"] == "百分之" else "‰"
            value = _number(group["c1"])
            other = _number(group["c2"]) if group["c2"] else None
            numerals = [match.span(name) for name in ("c1", "c2") if group[name] and group[name][0].isdigit()]
        elif group["den"]:
            value = round(100 * chinese(group["num"]) / chinese(group["den"]), 2)
        elif group["tenths"]:
            value = chinese(group["tenths"][0]) * 10 + (0 if not group["half"] else 5 if group["half"] == "半" else chinese(group["half"]))
            other = chinese(group["tenths"][-1]) * 10 if len(group["tenths"]) > 1 else None
        elif group["doubled"] or match.group().startswith("翻"):
            value = (2 ** chinese(group["doubled"] or "一") - 1) * 100
        elif group["halves"]:
            value = 50
        else:
            unit = group["unit"]
            value = chinese(group["count"])
            if text[match.start() - 1 : match.start()] in ("前", "第") and unit in ("位", "名"):
                return _spelled_rank(text, match.start() - 1, match.end("unit"), value)
            other = chinese(group["count2"]) if group["count2"] else None
    except (ValueError, ZeroDivisionError):
        return None
    if other is not None and other <= value:
        other = None
    level = _finish(text, match.start(), match.end() - len(after or ""), match.end(), whole(value), other, unit, after, vague, numerals)
    level.chinese = True
    if match.group().startswith("翻"):
        level.change, level.kind = "increase", "doubling"
    return level


# 保持全国第一, 进入全省前三: a rank in words, without 位.
_SPELLED_RANK = re.compile(
    r"(?:居|保持|列|排名|进入|跻身|争|走在|处于)(?:在|于)?(?:全国|全省|全区|全市|世界|全球|[\u4e00-\u9fff]{2,6}(?:省|市|区|地区))[^,。;]{0,6}?(?P<rank>[前第](?P<place>[一二三四五六七八九十]))"
)


_PLACE = re.compile(r"[前第][一二三四五六七八九十](?=[,。;、)\n]|$)")


def _spelled_rank(text: str, start: int, end: int, value: float) -> Level:
    lead = _look_left(text, start)[1]
    low = value if text[start] == "第" else None
    return Level(start, end, start + 1, end, low, value, "=" if low else "<=", "位", "place", chinese=True, lead=lead, verb="居")


def _number(run: str) -> float:
    return arabic(run) if run[0].isdigit() else chinese(run)


def _finish(
    text: str, number: int, tail: int, end: int, value: float, other: float | None,
    unit: str | None, after: str | None, vague: bool, numerals: list[tuple[int, int]],
) -> Level:  # fmt: skip
    """Read the words to the left and settle comparator, bounds and change."""
    start, lead, marks, verb = _look_left(text, number)
    if not unit and text[tail : tail + 1] == "强" and _TOP.search(text[max(0, number - 18) : number]) and not _TOP_NAME.match(text, tail + 1):
        return _rank(text, number + 1, tail, value, numerals)
    if text[number - 1 : number] in ("前", "第") and unit in ("位", "名") and text[number - 1] == "第":
        lead = _look_left(text, number - 1)[1]
        return Level(number - 1, end, number, tail, value, value, "=", "位", "place", numerals=numerals, lead=lead, verb="居")
    if text[number - 1 : number] == "前" and value <= 500 and not after:
        return _rank(text, number, tail, value, numerals)
    kinds = unit_kinds()
    base = (unit or "").partition("/")[0]
    kind = kinds.get(base, "bare" if not unit else "rate")
    change = "increase" if "up" in marks else "decrease" if "down" in marks else "level"
    comparator = _comparator(marks, after, vague, other)
    low: float | None = value
    high: float | None = value
    if comparator == "range":
        high = other
    elif comparator in (">=", ">"):
        high = None
    elif comparator in ("<=", "<"):
        low = None
    return Level(start, end, number, tail, low, high, comparator, unit, kind, change, False, numerals, lead,
                 "each" in marks, "avg" in marks, verb)  # fmt: skip


# 至少建设1个: the word of the bound, a verb, the number.
_AT_LEAST = re.compile(r"(?:至少|最少)[\u4e00-\u9fff]{1,4}$")


_TOP = re.compile(r"(?:进入|跻身|位列|入围|入选|迈入|进位|稳居|挺进|保持)[^,。;、“《]{0,12}$")
_TOP_NAME = re.compile(r"(?:的|企业|品牌|产品|榜|项目|机构|公司|高校|团队)")
_PLACES = re.compile(r"(?:位|名|强|列|席)(?![单额])")


def _rank(text: str, number: int, tail: int, value: float, numerals: list[tuple[int, int]]) -> Level:
    """Read 前5位: a rank no lower than the fifth."""
    glued = _PLACES.match(text, tail)
    end = glued.end() if glued else tail
    lead = _look_left(text, number - 1)[1]
    return Level(number - 1, end, number, end, None, value, "<=", "位", "place", numerals=numerals, lead=lead, verb="居")


def _look_left(text: str, number: int) -> tuple[int, int, set[str], str]:
    """Return where the level starts, where the words that lead to it start, what those words say, and the lead.

    Words are read from right to left. Comparators and changes belong to the level; 稳定在 or 提高到 only leads to it:
    after 到, 至 or 为 a verb of change says how the level is reached, not that it is a change.
    """
    floor = max(0, number - 24)
    start = at = number
    marks: set[str] = set()
    verb = ""
    by_last = _modifiers()
    while at > floor:
        for word, kind in by_last.get(text[at - 1], ()):
            if text.endswith(word, floor, at):
                break
        else:
            break
        if kind in _BOUNDS and marks & _BOUNDS:
            break
        if kind in ("up", "down") and verb[-1:] in ("到", "至", "为", "于") and verb != "达到":
            verb = word + verb
        elif kind in ("to", "lead") or (kind == "sum" and verb):
            verb = word + verb
        elif kind == "each" and verb:
            marks.add(kind)
        else:
            marks.add(kind)
            start = at - len(word)
        at -= len(word)
    if not marks & _BOUNDS:
        least = _AT_LEAST.search(text, max(0, at - 8), at)
        if least:
            return least.start(), least.start(), marks | {"ge"}, verb
    return start, at, marks, verb


def _comparator(marks: set[str], after: str | None, vague: bool, other: float | None) -> str:
    if other is not None:
        return "range"
    for name, sign in (("ge", ">="), ("le", "<="), ("gt", ">"), ("lt", "<")):
        if name in marks:
            return sign
    if after in ("左右", "上下") or vague or "about" in marks:
        return "~"
    if after and after.endswith("以上"):
        return ">="
    if after:
        return "<="
    return "="
