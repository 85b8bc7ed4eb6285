"""Written numbers → values: Arabic, Chinese and mixed numerals, 万 and 亿, fractions, tenths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qcompare.text.hints import Hint, runs

# What every reader of numerals shares: an Arabic numeral, the sign of a range, 余, and the words behind a number.
# 5.2018年底前 is the number of an item, and a year.
ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.(?!(?:19|20)\d\d年)\d+)?"
DASH = r"[~—–―-]{1,2}|至|到"
ABOUT = "余|多|来"
# 3年多, 20公里多; not 6条多式联运线路.
ABOUT_UNIT = r"余|来|多(?=[,。;、)\n的时年月]|以上|$)"
AFTER = r"(?:(?:\(含(?:[\d.]+[^()\d]{0,3})?\)|含)?(?:[及或]?以[上下]|以内|之内)|左右|上下|(?<=[天日时月年钟])内)"

AFTER_NUMBER = re.compile(AFTER)
_NUMERAL = re.compile(ARABIC)
_DIGIT = Hint("0123456789")
_DIGITS = re.compile(r"\d\d*")

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}


@lru_cache(maxsize=4)
def numerals(text: str) -> list[tuple[int, int]]:
    """Return the runs of the Arabic numerals (``ARABIC``) of a text, ascending; found once for a text."""
    found, done = [], 0
    first, last = runs(_DIGIT.places(text))
    for at, end in zip(first.tolist(), (last + 1).tolist(), strict=True):
        if at < done:
            continue
        # Only behind a comma or a point, and before a digit of another script, does a numeral go on.
        if (follows := text[end : end + 1]) in ",." or follows.isdecimal():
            end = _NUMERAL.match(text, at).end()  # type: ignore[union-attr]
        found.append((at, end))
        done = end
    return found


def digit_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of digits of a text, ascending; 1,200 holds two.

    >>> list(digit_runs("1,200件, 91%"))
    [(0, 1), (2, 5), (8, 10)]
    """
    for start, end in numerals(text):
        if text[start:end].isdecimal():
            yield start, end
        else:
            yield from (match.span() for match in _DIGITS.finditer(text, start, end))


def arabic(digits: str) -> float:
    """Return the value of an Arabic numeral; thousands separators are dropped.

    >>> arabic("1,200"), arabic("91.3"), arabic("20")
    (1200, 91.3, 20)
    """
    plain = digits.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def multiplied(value: float, multiplier: str) -> float:
    """Return a value times a run of multipliers; exact for decimals that people write.

    >>> multiplied(18, "万"), multiplied(2.9, "千亿"), multiplied(1.15, "万")
    (180000, 290000000000, 11500)
    """
    factor = 1
    for char in multiplier:
        factor *= SMALL.get(char) or LARGE[char]
    return whole(round(value * factor, 6)) if factor != 1 else value


def whole(value: float) -> float:
    """Return an integer where a value is whole, so that 180000.0 is written 180000."""
    return int(value) if float(value).is_integer() else value


def chinese(run: str) -> float:
    """Return the value of a Chinese numeral, spelled out (一百二十) or digit by digit (二〇一五).

    >>> [chinese(run) for run in ("十五", "一百二十", "二〇一五", "三万五千", "一亿二千万", "九十八点五", "两千五", "二点五万")]
    [15, 120, 2015, 35000, 120000000, 98.5, 2500, 25000.0]

    Raises
    ------
    ValueError
        If the run is no numeral.
    """
    if run in DIGITS:
        return DIGITS[run]
    head, _, tail = run.partition("点")
    scale = 1
    while tail and tail[-1] in LARGE:  # 二点五万
        scale, tail = scale * LARGE[tail[-1]], tail[:-1]
    if not head or any(char not in DIGITS and char not in SMALL and char not in LARGE for char in head + tail):
        raise ValueError(f"not a Chinese numeral: {run!r}")
    value = _whole(head)
    return float(f"{value}.{''.join(str(DIGITS[char]) for char in tail)}") * scale if tail else value


def _whole(run: str) -> int:
    if len(run) > 1 and all(char in DIGITS for char in run):
        return int("".join(str(DIGITS[char]) for char in run))
    total = section = digit = 0
    unit = 1
    for char in run:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in SMALL:
            unit = SMALL[char]
            section += (digit or (1 if not section else 0)) * unit
            digit = 0
        else:
            unit = LARGE[char]
            total = (total + section + digit or 1) * unit if unit > 10_000 else total + (section + digit or 1) * unit
            section = digit = 0
    # 两千五 = 2500, 三万五 = 35000: the last digit stands one place below its unit.
    if digit and len(run) > 2 and run[-2] in "百千万亿佰仟":
        digit *= unit // 10
    return total + section + digit
