"""By when: years named in a sentence, years inherited down the heading tree, and the plan's horizon."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import maxsize

from qcompare.coding.numbers import chinese
from qcompare.text.hints import Hint
from qcompare.text.model import Plan
from qcompare.text.structure import Block

_CN_YEAR = "[零〇○一二三四五六七八九]"
_PLAN_ENDS = {
    "八五": 1995,
    "九五": 2000,
    "十五": 2005,
    "十一五": 2010,
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
}
# A year is read at its last word; the patterns look back from there.
_LAST = Hint("年五末")
_CENTURY = "本世纪末"
_CENTURY_ENDS = 2000
_NAMED = re.compile(rf"(?P<year>(?:19|20)\d\d|[一二][九〇零○]{_CN_YEAR}{{2}})$")
_SPAN = re.compile(
    r"(?<![\d.])(?P<span>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:[至~—-](?:\d{1,2}|[一二三四五六七八九十]))?$"
)
_WITHIN = re.compile(r"(?:左右)?(?:时间|内|之内|以内|后)")
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")
_FIVE_YEARS = re.compile(r"[“\"「](?P<plan>[八九]五|十[一二三四五]?五)$")
_PLAN_TAIL = re.compile(r"(?:期?末|时期末|期间|时期)")
# 「比2010年」, 「由2015年的」: the year of a baseline, not of a target.
_BASE_BEFORE = re.compile(
    r"(?:(?<![占同对])比|较|与|同|以|由|从|自|在|按|相比|相对|相较|对比|超过|高于|低于|优于|按照|根据|依据|落实|贯彻)(?:全国|全省|全市|原来?)?$"
)
_BASE_AFTER = re.compile(
    r"[底末]?(?:远景|展望|相比|的?基础上|的?水平上?|的\d|的百分|的[一二两三四五六七八九十][半成倍分]|基准|为基[准期数]|不变价|价格|度?版|(?:增长|提高|下降|降低|增加|减少)?(?:一倍|翻番))"
)
_SINCE_AFTER = re.compile(r"[底末]?(?:以来|以前的|起)")
# 2000年底前建成的小区: the year says which are meant.
_DESCRIBES = re.compile(r"[底末]?(?:以|之)?前(?:建[成造设]|修建|竣工|投产|投用|注册|登记|取得|成立|生产|出厂)的")
_STARTS_THEN = re.compile(r"(?:\d{1,2}日|[一二三四五六七八九十]+日)?(?:起|开始)")
_TOWARDS = re.compile(r"(?:到|至|在|力争到?|争取到?|确保到?|于|截至|计划到?|用|未来|今后|再用|自[^,。]{1,8}起)$")
_PAST_BEFORE = re.compile(r"(?:截至|截止|截止到|截至到|近|过去|前|连续|历时|历经|以来|自|持续)$")


@dataclass(slots=True)
class Mention:
    """A year named in the text: where, which, and whether it can be the year of a target (``aims``).

    ``base``: the year of a baseline (比2010年); ``closed``: where the bracket ends that the year stands in, else -1: it
    says nothing about what follows.
    """

    start: int
    end: int
    year: int
    future: bool
    base: bool
    towards: bool
    closed: int = -1

    @property
    def aims(self) -> bool:
        """Whether it is a year to come, and not that of a baseline."""
        return self.future and not self.base


class _Mentions:
    """Some of the mentions of a text, ascending, for look-ups by place."""

    def __init__(self, listed: Iterable[Mention]) -> None:
        self._listed = list(listed)
        # One beyond all others spares each look-up a look at where the list ends.
        self._starts = [*(mention.start for mention in self._listed), maxsize]

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._listed)

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start in a run of the text."""
        first = bisect_left(self._starts, start)
        if self._starts[first] >= end:
            return []
        return self._listed[first : bisect_left(self._starts, end, first)]

    def any_between(self, start: int, end: int) -> bool:
        """Tell whether a mention starts in a run of the text."""
        return self._starts[bisect_left(self._starts, start)] < end

    def last(self, start: int, end: int) -> Mention | None:
        """Return the last mention that starts in a run and says something of what stands at its end."""
        index = bisect_left(self._starts, end) - 1
        if index < 0 or self._starts[index] < start:
            return None
        # Far fewer years than this stand in any sentence; the bound keeps a text of nothing but years linear.
        for mention in reversed(self._listed[max(0, index + 1 - _FAR) : index + 1]):
            if mention.start < start:
                break
            if not -1 < mention.closed < end:
                return mention
        return None


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
    for at in _LAST(text):
        read = _read(text, at, issued)
        if read is None:
            continue
        start, end, year, month = read
        if not 1980 <= year <= 2100 or _in_title(text, start, end):
            continue
        before = text[max(0, start - 8) : start]
        after = text[end : end + 8]
        base = bool(_BASE_AFTER.match(after))
        if not base and _BASE_BEFORE.search(before):
            # 在2015年, 自2015年起: only with a word behind it does the year become a baseline.
            base = not before.endswith(("在", "自", "按", "以", "从")) or (
                before.endswith(("以", "从")) and not _SINCE_AFTER.match(after)
            )
        if _SINCE_AFTER.match(after):
            base = not after.startswith(("起", "底起", "末起"))
        past = bool(_PAST_BEFORE.search(before)) and not before.endswith("自")
        if month and _STARTS_THEN.match(after):
            base = True
        towards = bool(_TOWARDS.search(before)) and not past
        future = not past and (
            issued is None or year > issued or (year == issued and not _REPORTED.match(text, end, end + 60))
        )
        base = base or (not future and bool(_DESCRIBES.match(after)))
        bracket = text.find(")", end, end + 24) if "(" in before[-4:] else -1
        found.append(Mention(start, end, year, future, base, towards, bracket))
    return found


def _read(text: str, at: int, issued: int | None) -> tuple[int, int, int, bool] | None:
    """Return start, end and value of the year whose last word is at an offset, and whether a month follows."""
    word, end = text[at], at + 1
    if word == "年":
        head = text[max(0, at - 5) : at]
        named = _NAMED.search(head)
        if named:
            month = _MONTH.match(text, end)
            digits = named["year"]
            value = int(digits) if digits[0].isdigit() else int(chinese(digits.replace("○", "〇")))
            return at - len(digits), month.end() if month else end, value, bool(month)
        if issued is None:
            return None
        if head.endswith(("今", "当", "本", "明")):
            return at - 1, end, issued + head.endswith("明"), False
        span = _SPAN.search(head)
        within = _WITHIN.match(text, end) if span else None
        if span and within and not within.group().endswith("后"):
            count = span["span"]
            return (
                at - len(span.group()),
                within.end(),
                issued + int(count if count.isdigit() else chinese(count)),
                False,
            )
        return None
    if word == "末":
        # Only a plan of the last century means by it a year that a plan can reach.
        meant = text.endswith(_CENTURY, 0, end) and issued is not None and issued < _CENTURY_ENDS
        return (end - len(_CENTURY), end, _CENTURY_ENDS, False) if meant else None
    plan = _FIVE_YEARS.search(text[max(0, at - 3) : end])
    if plan is None or text.startswith("五", end):  # “十五五” is not “十五”
        return None
    end += 1
    tail = _PLAN_TAIL.match(text, end)
    return at + 1 - len(plan.group()), tail.end() if tail else end, _PLAN_ENDS[plan["plan"]], False


def _in_title(text: str, start: int, end: int) -> bool:
    """Tell whether a run stands within 《…》."""
    opened = text.rfind("《", max(0, start - 80), start)
    return opened >= 0 and text.find("》", opened, start) < 0 and text.find("》", end, end + 80) >= 0


_REPORTED = re.compile(r"[^。;]{0,40}?(?:已|了|实现了|完成了|新增了)")

# 「(责任单位:…;完成时限:2019年)」 dates the whole sentence.
_DUE = re.compile(r"(?:完成|办理|实施|达标)?(?:时限|时间|期限):$")


_FAR = 40
_LAST_SAID = 80
_STOP = re.compile(r"[,。;]")
_PAUSE = re.compile(r"[,;。:]")
_OPENS = re.compile(r"(?:^|[。;:\n])[^,。;:]{0,6}$")


def _nearest(section: dict[tuple[int, ...], int], parents: tuple[int, ...]) -> int | None:
    """Return the year of the innermost of some headings that has one."""
    while parents not in section and len(parents) > 1:
        parents = parents[:-1]
    return section.get(parents)


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
        self._all = _Mentions(mentions(plan.text, issued))
        self._counting = _Mentions(mention for mention in self._all if not mention.base)
        self._aims = _Mentions(mention for mention in self._counting if mention.aims)
        self._leads = {
            number: self._lead(plan.blocks[number])
            for number in {plan.block_at(mention.start) for mention in self._aims}
        }
        self.horizon = horizon if horizon is not None else self._goal_horizon()
        self._inherited = self._inherit()

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start in a run of the text."""
        return self._all.between(start, end)

    def aims_between(self, start: int, end: int) -> bool:
        """Tell whether a run of the text names a year that can be that of a target."""
        return self._aims.any_between(start, end)

    def latest(self, start: int, end: int) -> Mention | None:
        """Return the last year named in a run of the text, past or to come, baselines and closed brackets left out."""
        return self._counting.last(start, end)

    def _goal_horizon(self) -> int | None:
        """Return the last year that the goals part names for a target."""
        plan = self._plan
        goals = (mention.year for mention in self._aims if plan.blocks[plan.block_at(mention.start)].part == "goals")
        return max(goals, default=None)

    def _inherit(self) -> list[int | None]:
        """Return for each block the year of the nearest statement above it.

        A numbered block's first words govern what is numbered below it; a paragraph that starts with a year governs
        the rest of its section, and so does a lead that ends in a colon.
        """
        section: dict[tuple[int, ...], int] = {}
        nearest: dict[tuple[int, ...], int | None] = {}
        result: list[int | None] = []
        text = self._plan.text
        for index, block in enumerate(self._plan.blocks):
            if block.parents not in nearest:
                nearest[block.parents] = _nearest(section, block.parents)
            result.append(nearest[block.parents])
            lead = self._leads.get(index)
            if lead is None or block.part == "front" or block.kind == "furniture":
                continue
            # In the measures a dated paragraph speaks for itself; in the goals it leads what follows.
            if block.level or block.part == "goals" or text[block.end - 1] == ":":
                section[(*block.parents, index) if block.level else block.parents] = lead
                nearest.clear()
        return result

    def _lead(self, block: Block) -> int | None:
        """Return the year that the first words of a block name for what follows."""
        text = self._plan.text
        for start in (block.title[0] if block.level else block.start, block.body):
            for mention in self._aims.between(start, min(block.end, start + 14)):
                if not _STOP.search(text, start, mention.start):
                    return mention.year
        if text[block.end - 1] == ":":
            # 按照…安排,到2025年主要目标是: what leads a list may name its year last.
            said = text.rfind("。", max(block.body, block.end - _LAST_SAID), block.end) + 1
            last = self._aims.last(max(said, block.body, block.end - _LAST_SAID), block.end)
            return last.year if last is not None and last.towards else None
        return None

    def _earlier(self, number: int, stop: int) -> int | None:
        """Return the year that an earlier sentence of the paragraph gives to the ones behind it."""
        block = self._plan.blocks[number]
        if block.part != "goals":
            return self._leads.get(number) if stop > block.body else None
        for mention in reversed(self._aims.between(block.start, stop)[-_FAR:]):
            if _OPENS.search(self._plan.text[max(block.start, mention.start - 7) : mention.start]):
                return mention.year
        return None

    def at(self, start: int, end: int, sentence: tuple[int, int], number: int) -> tuple[int | None, str]:
        """Return the year that governs a level, and where it was found (``year_source``).

        Parameters
        ----------
        start, end
            The run of the level.
        sentence
            The run of its sentence.
        number
            The number of its block.
        """
        if self._aims.any_between(*sentence):
            said = self._aims.last(sentence[0], start) or self._due(end, min(sentence[1], end + 60))
            if said is not None:
                return said.year, "explicit"
        earlier = self._earlier(number, sentence[0])
        if earlier is not None:
            return earlier, "inherited"
        inherited = self._inherited[number]
        if inherited is not None:
            return inherited, "inherited"
        return (self.horizon, "plan") if self.horizon is not None else (None, "none")

    def _due(self, start: int, end: int) -> Mention | None:
        """Return the year behind a level that dates it."""
        for mention in self._aims.between(start, end):
            between = self._plan.text[start : mention.start]
            if _DUE.search(between) or (mention.start - start <= 30 and not _PAUSE.search(between)):
                return mention
        return None
