"""Runs of text that state a level, found from digit to digit. One numeral, one reading.

The scan goes from digit to digit and looks to the right for unit and 以上, then to the left for 不低于 and 下降:
a plan has few digits and many words. Spelled numerals are read by :mod:`qcompare.coding.levels.spelled`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qcompare.coding.levels.level import Level, finish, look_left, unit_pattern
from qcompare.coding.levels.numbers import (
    ABOUT,
    ABOUT_UNIT,
    AFTER,
    AFTER_NUMBER,
    ARABIC,
    DASH,
    arabic,
    digit_runs,
    multiplied,
    whole,
)
from qcompare.coding.levels.spelled import spelled_levels
from qcompare.lexicon import words

# 千 is a multiplier, but not in 千瓦 and 千伏安, and 百 is none in 百分点.
_MULTIPLIER = r"(?:[十万亿]|百(?!分点)|千(?!分点|瓦|伏|克|米(?!以上)|焦|卡|帕|字节|赫|乏))*"


# 120万吨(24亿斤)|以上: the same in another unit, within the level.
_ASIDE = r"\((?:约|合|折合|即)?(?P<again>\d[\d.]*)[十百千万亿]*[^\d()、,。;%年月]{1,4}\)(?=以[上下内]|左右)"


@cache
def _pattern() -> re.Pattern[str]:
    unit = unit_pattern(words("units"))
    per = rf"(?:(?:/每?(?:{unit})|/(?:每)?(?:\d{{1,3}}(?=[十百千万亿]))?[十百千万亿]*(?:{unit}|[\u4e00-\u9fff]{{1,2}}人?)?)(?:[·•](?:{unit}|[年月日天]))?)"
    tail = rf"(?: (?=m[23²³]|[uμµm]g/))?(?P<unit>(?:{unit})(?:\((?:{unit})\))?{per}?|/\d*[十百千万亿]+(?:{unit})?)?(?P<about3>{ABOUT_UNIT})?(?P<aside>{_ASIDE})?(?P<after>{AFTER})?"
    first = rf"(?P<n1>{ARABIC})(?P<m1>{_MULTIPLIER})(?P<rest>(?<=[万亿])\d{{1,4}}[十百千万]{{0,2}}(?!\d))?(?P<about1>{ABOUT})?(?P<m1b>[万亿])?"
    # Few numbers are the first of two: the units are tried for a second only where the sign of a range is near.
    second = rf"(?:(?=[^,。;\d]{{0,5}}?(?:{DASH}))(?P<u1>{unit})?(?P<sep>{DASH})(?P<n2>{ARABIC})(?P<m2>{_MULTIPLIER})(?P<about2>{ABOUT})?)?"
    return re.compile(first + second + tail)


def levels(text: str) -> list[Level]:
    """Return every run of a normalised text that could state a level, ascending and apart from each other.

    Whether it does is decided by :mod:`qcompare.coding.roles`.

    >>> [(text[l.start:l.end], l.comparator, l.low, l.high, l.unit) for text in ("制定标准5~10项以上", "达到18万件", "不低于35%")
    ...  for l in levels(text)]
    [('5~10项以上', 'range', 5, 10, '项'), ('18万件', '=', 180000, 180000, '件'), ('不低于35%', '>=', 35, None, '%')]
    """
    found = sorted([*_arabic_levels(text), *spelled_levels(text)], key=lambda level: (level.number, -level.tail))
    apart: list[Level] = []
    end = 0  # of the level before
    for level in found:
        if level.number < end:
            continue
        if level.start < end:
            level.start = end
        apart.append(level)
        end = level.end
    return apart


# Longer runs of digits are the numbers of pages and accounts.
_LONGEST = 15
_DIGITS = re.compile(r"\d+")
_DATE = re.compile(
    r"\d{1,2}月(?:\d{1,2}日|(?=[底末份前]|[上中下]旬|[之以]前))|"
    r"(?:19|20)\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))|(?:19|20)\d\d(?=年|[-~—–―至到、][ \n]?(?:19|20)\d\d|[)〕\]】])"
)
_DATE_GOES_ON = "月年-/.~—–―至到、)〕]】"  # what stands behind the first number of a date


def _arabic_levels(text: str) -> Iterator[Level]:
    pattern = _pattern()
    done = 0
    for at, end in digit_runs(text):
        if at < done:
            continue
        if end - at > _LONGEST:
            done = end
            yield Level(at, done, at, done, None, None, "=", None, "code", numerals=[(at, end)])
            continue
        after = text[end : end + 1]
        date = _DATE.match(text, at) if after in _DATE_GOES_ON else None
        if date is not None:
            done = date.end()
            numerals = [(at, end)] if done == end else [digits.span() for digits in _DIGITS.finditer(text, at, done)]
            yield Level(at, done, at, done, None, None, "=", None, "date", numerals=numerals)
            continue
        ratio = _ratio(text, at) if after in ":." else []
        if ratio:
            done = ratio[-1].end
            yield from ratio
            continue
        fraction = _FRACTION.match(text, at) if after == "/" else None
        if fraction and int(fraction[1]) < int(fraction[2]):
            tail = fraction.end()
            share = whole(round(100 * int(fraction[1]) / int(fraction[2]), 2))
            bound = AFTER_NUMBER.match(text, tail)
            done = bound.end() if bound else tail
            numerals = [fraction.span(1), fraction.span(2)]
            yield finish(text, at, tail, done, share, None, "%", bound.group() if bound else None, False, numerals)
            continue
        match = pattern.match(text, at)
        if match is None:
            continue
        level = _read_arabic(text, match)
        done = level.tail if level.tail > at else at + 1
        yield level


_RATIO = re.compile(r"\d{1,4}(?:\.\d{1,3})?(?::\d{1,4}(?:\.\d{1,3})?){1,5}(?!:?\d)")
_RATIO_LEFT = re.compile(r"(?:比|为|到|至|达|结构|在|于)[^,。;:]{0,3}$")
_SHARE = re.compile(r"\d+(?:\.\d+)?")
_FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})(?![\d万千百/])")


def _ratio(text: str, at: int) -> list[Level]:
    """Read 19:43:38: one level a share."""
    match = _RATIO.match(text, at)
    if match is None or not _RATIO_LEFT.search(text[max(0, at - 6) : at]):
        return []
    shares = list(_SHARE.finditer(match.group()))
    total = sum(float(share.group()) for share in shares)
    if len(shares) == 2 and abs(total - 100) > 0.5:
        return [_proportion(text, at, match.end(), shares)]
    unit = "%" if abs(total - 100) < 0.5 else None
    found = []
    for share in shares:
        start, end = at + share.start(), at + share.end()
        value = arabic(share.group())
        found.append(
            Level(
                start,
                end,
                start,
                end,
                value,
                value,
                "=",
                unit,
                "ratio",
                numerals=[(start, end)],
                lead=look_left(text, at)[1],
                verb="为",
            )
        )
    return found


def _proportion(text: str, at: int, end: int, shares: list[re.Match[str]]) -> Level:
    """Read 12:1 and 不低于1:4: one value, how many of the first there are to one of the second."""
    first, second = (arabic(share.group()) for share in shares)
    value = whole(round(first / second, 4)) if second else 0
    numerals = [(at + share.start(), at + share.end()) for share in shares]
    after = AFTER_NUMBER.match(text, end)
    level = finish(
        text,
        at,
        end,
        after.end() if after else end,
        value,
        None,
        None,
        after.group() if after else None,
        False,
        numerals,
    )
    level.kind = "proportion"
    return level


def _read_arabic(text: str, match: re.Match[str]) -> Level:
    n1, m1, rest, about1, m1b, u1, sep, n2, m2, about2, unit, about3, after = match.group(
        "n1", "m1", "rest", "about1", "m1b", "u1", "sep", "n2", "m2", "about2", "unit", "about3", "after"
    )
    numerals = [match.span("n1")]
    value = arabic(n1)
    if m1 or m1b:
        value = multiplied(value, m1 + (m1b or ""))
    if rest:
        # 3万5千亩: two numerals, one value.
        digits = _DIGITS.match(rest)
        value += multiplied(arabic(digits.group()), rest[digits.end() :]) if digits else 0
        numerals.append((match.start("rest"), match.start("rest") + (digits.end() if digits else 0)))
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
    if unit and ("/" in unit or unit[-1].isdecimal()) and end == match.end():
        # 1.5例/10万人, 30万m3: the digits of the unit are part of the level.
        numerals += [digits.span() for digits in _DIGITS.finditer(text, *match.span("unit"))]
    if match["aside"] and end == match.end():
        numerals.append(match.span("again"))
    tail = end - len(after or "")
    vague = bool(about1 or about2 or about3)
    return finish(text, match.start(), tail, end, value, other, unit, after, vague, numerals)


def _is_range(n1: str, n2: str, sep: str, unit: str | None, u1: str | None) -> bool:
    if n1[:1] == "0" and len(n1) > 1 and "." not in n1:
        return False
    if sep in ("到", "至") and not unit:
        return False
    if u1 and unit and "百分点" in u1 and "百分点" not in unit:
        return False  # 提高5个百分点至95%: by how much, and where it gets
    return arabic(n1) < arabic(n2) or bool(u1 and u1 == unit and sep not in ("到", "至"))
