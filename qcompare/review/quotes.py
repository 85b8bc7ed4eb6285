"""Where a quote stands in a text: as it is, after normalising, or nearly; and which numbers it can mean.

Codings made elsewhere have quotes and no offsets, and a quote is seldom typed quite as it was published: other widths,
spaces, marks, a word left out. What was not found word for word says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qcompare.coding.levels.numbers import DIGITS, LARGE, SMALL, arabic, chinese, multiplied
from qcompare.errors import SchemaError
from qcompare.text.normalise import halve, normalise, simplify

NEARLY = 88.0  # likeness (0-100) from which a quote is taken for a run of the text; below, it is none of its words
_LEFT_OUT = re.compile(r"[\s\u200b-\u200f\ufeff\u00ad“”\"'‘’「」『』《》〈〉·*_`]")
_SAME = str.maketrans("、；;：:", ",,,,,")
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CHINESE = re.compile("[" + "".join([*DIGITS, *SMALL, *LARGE]) + "]+(?:点[" + "".join(DIGITS) + "]+)?")
_SPELLED = "".join([*DIGITS, *SMALL])
_MULTIPLIER = re.compile("([" + "".join([*SMALL, *LARGE]) + "]+)")
_RANGE_END = re.compile(rf"[~～—–―－-]+\d+(?:\.\d+)?([{''.join([*SMALL, *LARGE])}]+)")
_SCANNED = re.compile(r"(\d+)\s*[·．.、,]\s*(\d+)")  # decimal points as text recognition writes them
_DOUBLED = {"翻一番": 100, "翻番": 100, "翻两番": 300, "翻三番": 700, "翻一翻": 100}


@dataclass(frozen=True, slots=True)
class Found:
    """A place of a quote: offsets in the text, how it was found (exact, normalised, fuzzy), and how like it is (0-100)."""

    start: int
    end: int
    how: str
    likeness: float = 100.0


@lru_cache(maxsize=64)
def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text as compared, and where each of its characters stood: width, script, marks and spaces apart.

    >>> folded("合格率 達到９５％，")[0]
    '合格率达到95%,'
    """
    same = simplify(halve(text))[0].lower().translate(_SAME)
    kept = [at for at, character in enumerate(same) if not _LEFT_OUT.match(character)]
    return "".join(same[at] for at in kept), tuple(kept)


def find(quote: str, text: str, near: int | None = None) -> list[Found]:
    """Return the places of a quote, all that are equally good; none if its words or its numbers are not there.

    Parameters
    ----------
    quote, text
        What is looked for, and where.
    near
        An offset near which it should stand: the places are given nearest first.

    Examples
    --------
    >>> find("合格率达到９５％", "一、目标。合格率 达到95%以上。")
    [Found(start=5, end=14, how='normalised', likeness=100.0)]
    >>> [one.how for one in find("产品质量合格率要达到95%以上", "到2015年，产品质量合格率达到95%以上。")]
    ['fuzzy']
    >>> find("产品质量合格率达到85%以上", "到2015年，产品质量合格率达到95%以上。")
    []
    """
    quote = quote.strip()
    found = (
        [Found(at, at + len(quote), "exact") for at in _places(quote, text)]
        or _normalised(quote, text)
        or _nearly(quote, text)
    )
    return sorted(found, key=lambda one: abs(one.start - near)) if near is not None else found


def as_published(quote: str, text: str) -> str:
    r"""Return the run of a text that a quote means where only breaks of lines, spaces, width or script differ.

    >>> as_published("满意率达到99.5%", "好差评满意率达到\n99.5%。"), as_published("满意率", "没有")
    ('满意率达到\n99.5%', '满意率')
    """
    found = find(quote, text)
    same = [one for one in found if one.how != "fuzzy"]
    return text[same[0].start : same[0].end] if len(same) == 1 else quote


def _places(part: str, whole: str) -> list[int]:
    places: list[int] = []
    at = whole.find(part) if part else -1
    while at >= 0 and len(places) < 1_000:
        places.append(at)
        at = whole.find(part, at + 1)
    return places


def _normalised(quote: str, text: str) -> list[Found]:
    wanted, _ = folded(quote)
    there, places = folded(text)
    wanted = wanted.rstrip(",.。")
    return [Found(places[at], places[at + len(wanted) - 1] + 1, "normalised") for at in _places(wanted, there)]


def _nearly(quote: str, text: str) -> list[Found]:
    """Return the likeliest place, if it is likely and has the quote's numbers; a number is right or wrong, never like."""
    from rapidfuzz import fuzz

    wanted, _ = folded(quote)
    there, places = folded(text)
    if len(wanted) < 6 or not there:  # a few characters are like something anywhere
        return []
    best = fuzz.partial_ratio_alignment(wanted, there, score_cutoff=NEARLY)
    if best is None:
        return []
    start, end = _whole_numbers(there, best.dest_start, best.dest_end)
    if sorted(_ARABIC.findall(wanted)) != sorted(_ARABIC.findall(there[start:end])):
        return []
    return [Found(places[start], places[end - 1] + 1, "fuzzy", round(best.score, 1))]


def _whole_numbers(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a run so that it does not cut a number in two."""
    while start > 0 and text[start].isdigit() and (text[start - 1].isdigit() or text[start - 1] == "."):
        start -= 1
    while end < len(text) and text[end - 1].isdigit() and (text[end].isdigit() or text[end] == "."):
        end += 1
    return start, end


def numbers(words: str) -> set[float]:
    r"""Return the numbers that words can mean, in any of the ways of the codebook (万 and 亿, 成, fractions, 翻番).

    >>> sorted(numbers("发明专利1.8万件，增长三成")), sorted(numbers("翻一番")), sorted(numbers("三分之一"))
    ([1.8, 3, 30, 18000], [1, 100], [1, 3, 33.33])
    >>> {93.9, 94.5} <= numbers("合格率\n93.9\n94.5"), 500000000 in numbers("5－6亿元"), 6.1 in numbers("增长6 · 1％")
    (True, True, True)
    """
    text, _ = folded(words)
    plain = halve(words)
    # a break between two numbers parts them, and a space within one does not; a scan has letters and marks in numbers
    readings = {text, plain, normalise(words).value, _SCANNED.sub(r"\1.\2", plain)}
    found = {value for reading in readings for value in _arabic(reading)} | set(_chinese(text))
    for below, above in re.findall(f"([{_SPELLED}万]+|\\d+)分之([{_SPELLED}点]+|\\d+)", text):
        found |= _share(above, below)
    for above, below in re.findall(r"(\d+)[/∶:](\d+)", text.replace(",", ":")):
        found |= _share(above, below) | ({int(above) / int(below)} if int(below) else set())
    return found | {value for word, value in _DOUBLED.items() if word in text}


def _arabic(text: str) -> Iterator[float]:
    for run in _ARABIC.finditer(text):
        value = arabic(run[0])
        yield value
        after = _MULTIPLIER.match(text, run.end()) or _RANGE_END.match(text, run.end())
        if after:  # of 1.8万亿 both 1.8万 and all of it; of 5~6亿 the 亿 is said for both
            yield from (
                multiplied(value, after[after.re.groups][:length])
                for length in range(1, len(after[after.re.groups]) + 1)
            )
        if text[run.end() : run.end() + 1] == "成":
            yield value * 10
    for run in re.finditer(r"\d+(?:\.\d+){2,}", text):  # cells of a flattened table, run together
        yield from (
            float(run[0][at:]) for at in range(len(run[0])) if run[0][at:].count(".") == 1 and run[0][at].isdigit()
        )


def _chinese(text: str) -> Iterator[float]:
    for run in _CHINESE.finditer(text):
        if not set(run[0]) & set(DIGITS) and run[0][0] not in "十拾" and len(run[0]) < 2:
            continue  # 万 of 1.8万, 百 of 百分之: no numeral by itself; 千亿 is one
        try:
            value = chinese(run[0]) if set(run[0]) & {*DIGITS, *"十拾"} else multiplied(1, run[0])
            if run[0][-1] in SMALL and len(run[0]) > 2:
                yield chinese(run[0][:-1])  # 四百五十亿千瓦: 千 belongs to the unit
        except (ValueError, KeyError):
            continue
        yield value
        if text[run.end() : run.end() + 1] == "成":
            yield value * 10 + DIGITS.get(text[run.end() + 1 : run.end() + 2], 0)


def _share(above: str, below: str) -> set[float]:
    try:
        part, whole = (float(run) if run.isdigit() else float(chinese(run)) for run in (above, below))
    except (ValueError, KeyError):
        return set()
    return {part, round(part / whole * 100, 2)} if whole else set()


def stands(number: float, words: str) -> bool:
    """Tell whether words can mean a number: 100 also by a word that leaves none out, 0 by one that allows none."""
    value = abs(number)
    if any(abs(value - other) <= 1e-9 * max(1.0, abs(other)) for other in numbers(words)):
        return True
    if value == 100:
        return bool(re.search("全|皆|均|都|一律|所有|每|人人|应", simplify(words)[0]))
    if value == 0:
        return bool(re.search("零|无|不|杜绝|禁|消除", simplify(words)[0]))
    return "半" in words and (value == 50 or stands(value - 0.5, words.replace("半", "")))


def level_in(quote: str, level: str | None, wanted: list[float]) -> tuple[int, int] | None:
    """Return where in a quote its level stands: its words if they are there, else a numeral that means the number."""
    if level:
        places = find(level, quote) if len(level) < len(quote) else [Found(0, len(quote), "exact")]
        exact = [place for place in places if place.how != "fuzzy"]
        if exact:
            return exact[-1].start, exact[-1].end
    text, places_of = folded(quote)
    for pattern in (_ARABIC, _CHINESE):
        for run in pattern.finditer(text):
            if any(stands(number, text[run.start() : run.end() + 2]) for number in wanted):
                return places_of[run.start()], places_of[run.end() - 1] + 1
    return None


def require(condition: bool, problem: str) -> None:
    """Refuse with a problem if a condition does not hold.

    Raises
    ------
    SchemaError
        If it does not.
    """
    if not condition:
        raise SchemaError(problem)
