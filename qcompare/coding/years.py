"""By when: years named in a sentence, years inherited down the heading tree, and the plan's horizon."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from qcompare.coding.numbers import chinese
from qcompare.text.model import Plan

_CN_YEAR = "[零〇○一二三四五六七八九]"
_PLAN_ENDS = {"八五": 1995, "九五": 2000, "十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_YEAR = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[一二][九〇零○]{_CN_YEAR}{{2}})年(?P<month>\d{{1,2}}月|[一二三四五六七八九十]{{1,2}}月)?"
    r"|[“\"「](?P<plan>[八九]五|十[一二三四五]?五?)[”\"」](?P<tail>期?末|时期末|期间|时期)?"
    rf"|(?P<span>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})(?:[至~—-](?:\d{{1,2}}|[一二三四五六七八九十]))?年(?:左右)?(?P<within>时间|内|之内|以内|后)"
    r"|(?P<this>今年|当年|本年度?|明年|本世纪末)"
)
# 「比2010年」, 「由2015年的」: the year of a baseline, not of a target.
_BASE_BEFORE = re.compile(r"(?:比|较|与|同|以|由|从|自|在|按|相比|相对|相较|对比|超过|高于|低于|优于)(?:本?“?[一-龥]{0,2}”?)?$")
_BASE_AFTER = re.compile(r"(?:[底末]?(?:以来|以前的|起,?|相比|的?基础上|(?:的)?水平上?|的?\d|的?百分|基准|为基[准期数]|不变价|价格|度?(?:标准|版)))|(?:[底末]?)(?:全市|全省|我[市省]|仅|只有|已|共|实际)")
_TOWARDS = re.compile(r"(?:到|至|在|力争到?|争取到?|确保到?|于|截至|计划到?|用|未来|今后|再用|自[^,。]{1,8}起)$")
_PAST_BEFORE = re.compile(r"(?:截至|截止|截止到|截至到|近|过去|前|连续|历时|历经|以来|自|持续)$")


@dataclass(slots=True)
class Mention:
    """A year named in the text: where, which, and whether it can be the year of a target."""

    start: int
    end: int
    year: int
    future: bool
    base: bool
    towards: bool


def mentions(text: str, issued: int | None) -> list[Mention]:
    """Return the years that a text names, ascending by place.

    Parameters
    ----------
    text
        Normalised text.
    issued
        The year of issue, if known: earlier years are past, and 三年内 counts from it.
    """
    found = []
    for match in _YEAR.finditer(text):
        year = _value(match, issued)
        if year is None or not 1980 <= year <= 2100:
            continue
        before = text[max(0, match.start() - 8) : match.start()]
        after = text[match.end() : match.end() + 8]
        base = bool(_BASE_BEFORE.search(before) or _BASE_AFTER.match(after)) and not before.endswith(("在到", "力争在"))
        if before.endswith("在") and not _BASE_AFTER.match(after):
            base = False
        past = bool(_PAST_BEFORE.search(before)) and not before.endswith("自")
        if match["month"] and re.match(r"(?:\d{1,2}日|[一二三四五六七八九十]+日)?(?:起|开始)", after):
            base = True
        towards = bool(_TOWARDS.search(before)) and not past
        future = not past and (issued is None or year > issued or (year == issued and not _reports(text, match)))
        found.append(Mention(match.start(), match.end(), year, future, base, towards))
    return found


_REPORTED = re.compile(r"[^。;]{0,40}?(?:已|了|实现了|完成了|新增了)")


def _reports(text: str, match: re.Match[str]) -> bool:
    """Tell whether what is said of the year of issue is a report (…已达到…) and not a commitment."""
    return bool(_REPORTED.match(text, match.end(), match.end() + 60))


def _value(match: re.Match[str], issued: int | None) -> int | None:
    if match["year"]:
        digits = match["year"]
        return int(digits) if digits[0].isdigit() else int(chinese(digits.replace("○", "〇")))
    if match["plan"]:
        return _PLAN_ENDS.get(match["plan"])
    if match["span"]:
        if issued is None or match["within"] == "后":
            return None
        count = match["span"]
        return issued + int(count if count.isdigit() else chinese(count))
    if match["this"] == "本世纪末":
        return None
    return None if issued is None else issued + (match["this"] == "明年")


class Years:
    """The year that governs each place of a plan.

    Parameters
    ----------
    plan
        The plan.
    issued
        Year of issue, if known.
    horizon
        The plan's horizon, for what no statement dates; None where neither title nor goals give one.
    """

    def __init__(self, plan: Plan, issued: int | None, horizon: int | None = None) -> None:
        self._plan = plan
        self.mentions = mentions(plan.text, issued)
        self._starts = [mention.start for mention in self.mentions]
        self.horizon = horizon if horizon is not None else self._goal_horizon()
        self._inherited = self._inherit()

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start in a run of the text."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _goal_horizon(self) -> int | None:
        """Return the last year that the goals part names for a target."""
        named = [
            mention.year
            for block in self._plan.blocks
            if block.part == "goals"
            for mention in self.between(block.start, block.end)
            if mention.future and not mention.base
        ]
        return max(named) if named else None

    def _inherit(self) -> list[int | None]:
        """Return for each block the year of the nearest statement above it.

        A numbered block's own first words govern what is numbered below it; a paragraph that starts with a year
        governs the rest of its section; a lead that ends in a colon governs the list under it.
        """
        blocks = self._plan.blocks
        own: dict[int, int] = {}
        section: dict[tuple[int, ...], int] = {}
        result: list[int | None] = []
        for index, block in enumerate(blocks):
            above = [own[parent] for parent in block.parents if parent in own]
            levels = [(len(block.parents[:depth]), year) for depth in range(len(block.parents) + 1) if (year := section.get(block.parents[:depth]))]
            nearest = levels[-1][1] if levels else None
            result.append(nearest if nearest is not None else (above[-1] if above else None))
            lead = self._lead(block.start, block.end, max(block.body, block.title[1]) if block.title[1] else block.body)
            if block.level:
                for key in [key for key in section if index in key]:
                    del section[key]
                if lead is not None:
                    own[index] = lead
                    section[(*block.parents, index)] = lead
                elif block.level < 10:
                    pass
            elif lead is not None:
                section[block.parents] = lead
        return result

    def _lead(self, start: int, end: int, body: int) -> int | None:
        """Return the year that the first words of a block name for what follows."""
        for mention in self.between(start, min(end, body + 14)):
            if mention.future and not mention.base:
                return mention.year
        return None

    def at(self, start: int, end: int, sentence: tuple[int, int]) -> tuple[int | None, str]:
        """Return the year that governs a level, and where it was found (``year_source``).

        Parameters
        ----------
        start, end
            The run of the level.
        sentence
            The run of its sentence.
        """
        inside = [mention for mention in self.between(*sentence) if mention.future and not mention.base]
        before = [mention for mention in inside if mention.start < start]
        if before:
            return before[-1].year, "explicit"
        after = [mention for mention in inside if mention.start >= end and mention.start - end <= 12]
        if after and self._plan.text[end : after[0].start].strip("(, ") in ("", "到", "至", "在"):
            return after[0].year, "explicit"
        number = self._plan.block_at(start)
        block = self._plan.blocks[number]
        earlier = [mention for mention in self.between(block.start, sentence[0]) if mention.future and not mention.base]
        if earlier:
            return earlier[-1].year, "inherited"
        inherited = self._inherited[number]
        if inherited is not None:
            return inherited, "inherited"
        return (self.horizon, "plan") if self.horizon is not None else (None, "none")
