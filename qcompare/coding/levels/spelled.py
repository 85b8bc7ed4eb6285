"""Levels in Chinese numerals: 百分之九十五, 九成, 三分之一, 翻一番, 一百二十家, 全国第一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qcompare.coding.levels.level import Level, finish, look_left, unit_kinds, unit_pattern
from qcompare.coding.levels.numbers import ABOUT, AFTER, ARABIC, DASH, DIGITS, arabic, chinese, multiplied, whole
from qcompare.lexicon import words
from qcompare.lexicon.patterns import pattern, starts_of
from qcompare.text.hints import Hint

_CN = "零〇○一二两三四五六七八九十百千万亿"
_ONES = frozenset("一二两三四五六七八九")
_ABOUT = frozenset("多余")
_COUNTED = {"count", "money", "measure", "times", "points", "score", "time"}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a spelled level, and a plainer one of where it can start."""
    kinds = unit_kinds()
    counted = [word for word in words("units") if kinds[word] in _COUNTED]
    count = unit_pattern(counted)
    run = rf"[{_CN}]+(?:点[零〇一二三四五六七八九]+[万亿]*|[多余][万亿]+)?"
    spelled = re.compile(
        rf"(?P<head>百分之|千分之)(?P<c1>{run}|{ARABIC})(?:(?:{DASH})(?:百分之)?(?P<c2>{run}|{ARABIC}))?(?P<about>{ABOUT})?(?P<after>{AFTER})?"
        rf"|(?P<den>[{_CN}]+)分之(?P<num>[{_CN}]+)(?P<after_f>{AFTER})?"
        rf"|(?P<tenths>[一二两三四五六七八九](?:成?[至到~—-][一二三四五六七八九])?)成(?P<half>半|[一二三四五六七八九](?![大类个项家年]))?(?P<after_t>{AFTER})?(?![立为员就果效功品分套长熟交年本绩人型份都省])"
        rf"|(?P<doubling>翻(?P<doubled>[一两二三])?(?:番|一番)(?P<half_again>半)?)(?P<after_d>以上|左右)?"
        rf"|(?P<halves>半数|一半)(?P<after_h>{AFTER})?"
        rf"|(?P<count>{run}(?!(?<=千)[瓦伏克焦卡帕赫]))(?:(?P<unit1>{count})?(?:{DASH})(?P<count2>[{_CN}]+(?!(?<=千)[瓦伏克焦卡帕赫])))?(?P<about_c>{ABOUT})?(?P<unit>{count})(?P<about_u>{ABOUT})?(?P<more>半)?(?P<after_c>{AFTER})?"
    )
    # Where a spelled level can start: a run of figures with the first character of a unit behind it, or a set word.
    # 一批, 一次, 三级: a single figure before these fixes no level (commitments._figure_of_speech), and they are many.
    heads = "".join(sorted({word[0] for word in words("units")}))
    start = re.compile(
        rf"[{_CN}半翻](?:(?<![{_CN}].)(?<!几[十百千万])(?<![^人总指户次件]数[十百千万])(?!批(?!次)|[次轮级届])[{_CN}半翻]{{0,15}}+(?:点[零〇一二三四五六七八九]{{1,4}}+[万亿]{{0,2}}+|[多余][万亿]{{1,2}}+)?(?:成?[~至到—-][{_CN}]{{1,16}}+)?[余多来]?(?=[分成番之数{re.escape(heads)}])|(?<=一)半)"
    )
    return spelled, start


# 突破|千亿, 跨上|千亿|台阶: so much that it needs no unit. Not 千亿产业, 数以万计.
_ROUND_SUM = pattern(r"[万亿](?={milestone}?(?![^,。;、)\n]))")
_ROUND = Hint(figure + behind for figure in "万亿" for behind in (*",。;、)\n", *starts_of("milestone")))
_LEADS = ("到", "达", "上", "越", "过")
# 事故为零; not 税率为零的商品, which says which ones, nor 化整为零.
_NUMERIC_ZERO = re.compile(r"为(?<![行作认]为)(?<!化整为)(?:零(?!容忍|距离)|0)(?![\d.]|的(?!目标|要求))")


def spelled_levels(text: str) -> Iterator[Level]:
    """Yield the levels in Chinese numerals, and 为零, unordered."""
    pattern, start = _patterns()
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
    yield from _round_sums(text)
    yield from _ranks(text)
    yield from _set_words(text)


def _ranks(text: str) -> Iterator[Level]:
    """Yield the ranks in words: 居全省第一, 进入全国前三十强, 跻身全省五十强."""
    for place in _PLACE(text):
        figures = _PLACE_FIGURES.match(text, place + 1)
        end = figures.end() if figures else place + 2
        match = _SPELLED_RANK.search(text, max(0, place - 20), end) if text[end : end + 1] in _PLACE_ENDS else None
        if match is None or match.end("rank") != end:
            continue
        yield spelled_rank(text, match.start("rank"), match.end("rank"), chinese(match["place"]))
    yield from _tops(text)


def _set_words(text: str) -> Iterator[Level]:
    """Yield 为零, 过半, and 两、三倍."""
    for match in _NUMERIC_ZERO.finditer(text):
        falls = _FALLS.search(text, max(0, match.start() - 2), match.start())
        yield Level(match.start(), match.end(), match.start() + 1, match.end(), 0, 0, "=", None, "zero", chinese=True,
                        numerals=[(match.start() + 1, match.end())] if text[match.end() - 1] == "0" else [], lead=(falls or match).start())  # fmt: skip
    for match in _PAST_HALF.finditer(text):
        yield Level(*match.span(), *match.span(), 50, None, ">", "%", "share", chinese=True, lead=match.start())
    for match in _TWO_OR_THREE.finditer(text):
        start = match.start() - 1
        low, high = DIGITS[text[start]], DIGITS[match["high"]]
        if high == low + 1:
            tenths = match["unit"] == "成"
            low, high, unit = (10 * low, 10 * high, "%") if tenths else (low, high, "倍")
            level = finish(text, start, match.end(), match.end(), low, high, unit, None, False, [])
            level.chinese = True
            yield level


def _round_sums(text: str) -> Iterator[Level]:
    """Yield the levels that are so large that they need no unit: 突破千亿, 跨上千亿台阶."""
    for at in (*_ROUND(text), *([len(text) - 1] if text else ())):
        match = _ROUND_SUM.match(text, at)
        if match is None:
            continue
        start, end = match.span()
        while start and text[start - 1] in _CN:
            start -= 1
        level = finish(text, start, end, end, chinese(text[start:end]), None, None, None, False, [])
        if level.start < level.number or level.verb.endswith(_LEADS):
            level.chinese = True
            yield level


# 事故减少|为零: how it gets there.
_FALLS = pattern(r"(?:{lower_verb}|下?降)$")
# 占比过半. Not 过半数, 时间过半, 任务过半.
_PAST_HALF = re.compile(r"过半(?<=[比重额率]过半)(?!数)")
_TWO_OR_THREE = re.compile(r"、(?<=[一两二三四五六七八]、)(?P<high>[二三四五六七八九])(?P<unit>倍|成)")


def _tops(text: str) -> Iterator[Level]:
    """Yield the ranks of lists that are called by their length: 进入全国五十强; 全国百强 is a name."""
    for match in _TOP.finditer(text):
        start = match.start() - (text[match.start() - 1 : match.start()] in _TENS)
        reached = _REACHED_TOP.search(text, max(0, start - 20), start)
        if reached:
            yield spelled_rank(text, start, match.end(), chinese(text[start : match.end() - 1]))


_TOP = re.compile(r"十强(?![\u4e00-\u9fff])")  # and the figure before it
_TENS = frozenset("一二三四五六七八九")
_REACHED_TOP = pattern(r"{rank_verb}(?:{built_group}|[\u4e00-\u9fff]{2,6}{region_end})[^,。;]{0,6}$")


def _read_chinese(text: str, match: re.Match[str]) -> Level | None:
    """Return the level that a match states; None where its figures make no number."""
    start, end = match.span()
    if match["unit"] in ("位", "名") and text[start - 1 : start] in ("前", "第"):
        return spelled_rank(text, start - 1, match.end("unit"), chinese(match["count"]))
    try:
        value, other, unit = _counted(match) if match["count"] else _share(match)
    except (ValueError, ZeroDivisionError):
        return None
    if other is not None and other <= value:
        other = None
    if match["count"] and text[start - 1 : start] in ("、", "·") and (whole_ := _written_out(text, match)):
        start, value = whole_
    about, about_c, about_u, *afters = match.group("about", "about_c", "about_u", *_AFTERS)
    after = next(filter(None, afters), None)
    numerals = [match.span(name) for name in ("c1", "c2") if match[name] and match[name][0].isdigit()]
    vague = bool(about or about_c or about_u or (match["count"] and not _ABOUT.isdisjoint(match["count"])))
    level = finish(text, start, end - len(after or ""), end, whole(value), other, unit, after, vague, numerals)
    level.chinese = True
    if match["doubling"]:
        level.change, level.kind = "increase", "doubling"
    return level


_FIGURE = "[〇○零一二三四五六七八九]"
# 一、五〇〇 and 一、五四八·四万, as texts of the fifties write 1,500 and 1,548.4万
_BEFORE = re.compile(rf"(?<!{_FIGURE})(?:{_FIGURE}{{1,3}}、(?:{_FIGURE}{{3}}、)*(?:{_FIGURE}{{3}}·)?|{_FIGURE}+·)$")
_WRITTEN_OUT = re.compile(
    rf"(?P<whole>{_FIGURE}{{1,3}}(?:、{_FIGURE}{{3}})+|{_FIGURE}+)(?:·(?P<part>{_FIGURE}+))?(?P<scale>[万亿]*)"
)


def _written_out(text: str, match: re.Match[str]) -> tuple[int, float] | None:
    """Return start and value of a figure whose thousands or decimals are set off by a mark; None where it is none."""
    end = match.end("count")
    before = _BEFORE.search(text, max(0, match.start() - 24), match.start())
    figure = _WRITTEN_OUT.fullmatch(text, before.start(), end) if before else None
    if before is None or figure is None:
        return None
    digits = figure["whole"].replace("、", "")
    value = chinese(digits + (f"点{figure['part']}" if figure["part"] else ""))
    return before.start(), multiplied(value, figure["scale"]) if figure["scale"] else value


_AFTERS = ("after", "after_f", "after_t", "after_d", "after_h", "after_c")


_ABOUT_SO_MANY = str.maketrans("", "", "多余")  # 七百多万


def _counted(match: re.Match[str]) -> tuple[float, float | None, str | None]:
    """Return value, upper value and unit of 一百二十家, 三到五个, 两倍半."""
    count, count2, unit, more = match.group("count", "count2", "unit", "more")
    count = count.translate(_ABOUT_SO_MANY)
    if count.startswith("亿万"):
        raise ValueError("亿万群众: many, and no number")
    if len(count) == 2 and count.isalpha() and set(count) <= _ONES:
        raise ValueError("三二分段, 三五家: two figures side by side are no number")
    half = 0.5 if more and unit == "倍" else 0
    return chinese(count) + half, chinese(count2) if count2 else None, unit


def _share(match: re.Match[str]) -> tuple[float, float | None, str | None]:
    """Return value, upper value and unit of 百分之九十五, 三分之一, 九成半, 翻一番, 半数."""
    group = match.groupdict()
    if group["head"]:
        upper = _number(group["c2"]) if group["c2"] else None
        return _number(group["c1"]), upper, "%" if group["head"] == "百分之" else "‰"
    if group["den"]:
        return round(100 * chinese(group["num"]) / chinese(group["den"]), 2), None, "%"
    if group["tenths"]:
        half = 0 if not group["half"] else 5 if group["half"] == "半" else chinese(group["half"])
        upper = chinese(group["tenths"][-1]) * 10 if len(group["tenths"]) > 1 else None
        return chinese(group["tenths"][0]) * 10 + half, upper, "%"
    if group["doubling"]:
        times = chinese(group["doubled"] or "一")
        return (2**times - 1) * 100 + (50 * times if group["half_again"] else 0), None, "%"
    return 50, None, "%"


# 保持全国第一, 进入全省前三, 跻身全国前五十强: a rank in words, without 位. Not 全国百强, a name.
_SPELLED_RANK = re.compile(
    r"(?:居|保持|列|排名|进入|跻身|争|走在|处于|重[回返]|升至)(?:在|于)?(?:全国|全省|全区|全市|世界|全球|[\u4e00-\u9fff]{2,6}(?:省|市|区|地区))[^,。;]{0,6}?(?P<rank>[前第](?P<place>[一二三四五六七八九十]{1,3})强?)"
)


_PLACE = Hint(first + second for first in "前第" for second in "一二三四五六七八九十")
_PLACE_FIGURES = re.compile(r"[一二三四五六七八九十]*强?")
_PLACE_ENDS = ("", *",。;、)\n")


def spelled_rank(text: str, start: int, end: int, value: float) -> Level:
    """Return the level of a rank in words: 前三位 no lower than the third, 第一 the first."""
    lead = look_left(text, start)[1]
    low = value if text[start] == "第" else None
    return Level(
        start,
        end,
        start + (text[start] in "前第"),
        end,
        low,
        value,
        "=" if low else "<=",
        "位",
        "place",
        chinese=True,
        lead=lead,
        verb="居",
    )


def _number(run: str) -> float:
    return arabic(run) if run[0].isdigit() else chinese(run)
