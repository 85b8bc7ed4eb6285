"""Years named in a text: where, which, and whether each can be the year of a target."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from sys import maxsize

from qcompare.coding.rules import Rule, note, noting, table
from qcompare.coding.years.reading import LAST, PLAIN, Period, Read, read_at
from qcompare.lexicon.patterns import pattern, word_tuple

# “八五”普法: a campaign; not “八五”期间.
_CAMPAIGN = pattern(r"[”\"」]{named_campaign}")
# 今年是“十五五”开局之年, 编制“十五五”规划: the plan is spoken of; not “十五五”期末, a date.
_OPENING = pattern(r"[”\"」期]?(?:规划)?的?{plan_opening}")
_PREPARED = pattern(r"{plan_prepared}[^,。;“]{0,4}$")
# 「比2010年」, 「由2015年的」: the year of a baseline; not 占, 对比 and 同比, which end otherwise.
_BASE_BEFORE = pattern(r"(?<![占同对]){year_base}{whole_area}?$")
# 2010年的基础上, 2010年增长一倍; not 2010年,.
_BASE_AFTER = pattern(
    r"(?:新)?(?:修订|颁布|发布|出台|制定)的|度?(?:开工|竣工)(?:建设)?的|[底末]?(?:{year_base_noun}|的\d|的[一二两三四五六七八九十][半成倍分]|{rise}?(?:一倍|翻番))"
)
_ON_TOP = re.compile(r"[^,。;]{1,24}基础上")  # 在去年(实际完成数)的基础上
# 由2015年的6.2件提高到|2018年的10件: where a change ends is a deadline; not 提高到2015年的3倍.
_ARRIVED = pattern(r"{from}[^,。;:]{2,24}{arrives}$")
_SINCE_AFTER = pattern(r"[底末]?{since}")
_STARTS = pattern(r"(?:年?[底末])?(?:起|开始)")  # 从2021年起: no deadline
# 2000年底前建成的小区: the year says which are meant; not 2018年底前建成3个.
_DESCRIBES = pattern(r"[底末]?(?:以|之)?前{founded}的")
_STARTS_THEN = re.compile(r"(?:[\d一二三四五六七八九十]+日)?(?:起|开始)")
_TOWARDS = pattern(r"{towards}$")
_PAST_BEFORE = pattern(r"{over}$")
_NEUTRAL = word_tuple("year_preposition")
# Of the year of issue: what has been done in it. Not 今年增长目标为7%,考虑了就业.
_DONE = pattern(r"(?![^,。;]{0,20}目标[为是])[^。;]{0,40}?{done_in_year}")

FAR = 40  # far fewer years than this stand in any sentence


@dataclass(slots=True)
class Mention:
    """A year named in the text: where, which, and whether it is to come (``future``).

    ``base``: the year of a baseline (比2010年), or one from which something holds (``starts``: 从2021年起); ``closed``: where the bracket ends that the year stands in, else -1: it
    says nothing about what follows.
    """

    start: int
    end: int
    year: int
    future: bool
    base: bool
    towards: bool
    closed: int = -1
    starts: bool = False


class Mentions:
    """Some of the mentions of a text, ascending, for look-ups by place."""

    def __init__(self, listed: Iterable[Mention]) -> None:
        self.listed = list(listed)
        # One beyond all others spares each look-up a look at where the list ends.
        self._starts = [*(mention.start for mention in self.listed), maxsize]

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start in a run of the text."""
        first = bisect_left(self._starts, start)
        if self._starts[first] >= end:
            return []
        return self.listed[first : bisect_left(self._starts, end, first)]

    def any_between(self, start: int, end: int) -> bool:
        """Tell whether a mention starts in a run of the text."""
        return self._starts[bisect_left(self._starts, start)] < end

    def last(self, start: int, end: int) -> Mention | None:
        """Return the last mention that starts in a run and says something of what stands at its end."""
        index = bisect_left(self._starts, end) - 1
        if index < 0 or self._starts[index] < start:
            return None
        # Far fewer years than this stand in any sentence; the bound keeps a text of nothing but years linear.
        for mention in reversed(self.listed[max(0, index + 1 - FAR) : index + 1]):
            if mention.start < start:
                break
            if not -1 < mention.closed < end:
                return mention
        return None


def mentions(text: str, issued: int | None, period: Period = None) -> list[Mention]:
    """Return the years that a text names, ascending by place.

    Parameters
    ----------
    text
        Normalised text.
    issued
        The year of issue, if known: earlier years are past, and 三年内 counts from it.
    period
        First and last year of the plan, if known.
    """
    found = []
    for at in LAST(text):
        read = read_at(text, at, issued, period)
        if read is None or not 1949 <= read.year <= 2100:
            continue
        left_out = _left_out(text, read)
        note(left_out or read.rule, read.start, (read.start, read.end))
        if not left_out:
            found.append(_mention(text, read, issued))
    return found


def _left_out(text: str, read: Read) -> str | None:
    """Return the rule by which a year says nothing about any level, or None."""
    if _in_title(text, read.start, read.end):
        return "year.not.title"
    if read.rule == "year.read.plan" and _CAMPAIGN.match(text, read.end - 1):
        return "year.not.campaign"
    return None


# 近期(2018年),…: the stage and its year govern what follows. Not 示范县(2018年).
_STAGE = re.compile(r"(?:[近中远]期|阶段)(?:目标)?\($")


def _mention(text: str, read: Read, issued: int | None) -> Mention:
    """Return a year with what the words beside it say of it."""
    start, end = read.start, read.end
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    past = bool(_PAST_BEFORE.search(before)) and not before.endswith("自")
    base = next((rule.id for rule in BASELINES if rule.holds and rule.holds((text, read, before, after))), None)
    future = not past and (
        issued is None or read.year > issued or (read.year == issued and not _DONE.match(text, end, end + 60))
    )
    if not base and not future and _DESCRIBES.match(after):
        base = "year.base.which"
    if noting():
        rule = base or ("year.past.words" if past else None if future else "year.past.issue")
        if rule:
            note(rule, start, (start, end))
    towards = bool(_TOWARDS.search(before)) and not past
    bracket = text.find(")", end, end + 24) if "(" in before[-4:] and not _STAGE.search(before) else -1
    return Mention(start, end, read.year, future, bool(base), towards, bracket, base == "year.base.start")


def _in_title(text: str, start: int, end: int) -> bool:
    """Tell whether a run stands within 《…》."""
    opened = text.rfind("《", max(0, start - 80), start)
    return opened >= 0 and text.find("》", opened, start) < 0 and text.find("》", end, end + 80) >= 0


Beside = tuple[str, Read, str, str]  # the text, the year, the eight characters before and behind it


def _base_behind(beside: Beside) -> bool:
    """2015年的3倍; not 由2015年的6.2件提高到2018年的10件, the year that a change runs to."""
    text, read, before, after = beside
    return bool(
        _BASE_AFTER.match(after) or before.endswith("在") and _ON_TOP.match(text, read.end)
    ) and not _ARRIVED.search(text, max(0, read.start - 30), read.start)


def _base_before(beside: Beside) -> bool:
    """比2010年; 在2015年 and 自2015年起 become a baseline only with a word behind the year."""
    _, _, before, after = beside
    if not _BASE_BEFORE.search(before):
        return False
    if not before.endswith(_NEUTRAL):
        return True
    return before.endswith(("以", "从")) and not _SINCE_AFTER.match(after)


def _since(beside: Beside) -> bool:
    """2015年以来; 起 alone is the rule below."""
    since = _SINCE_AFTER.match(beside[3])
    return since is not None and not since.group().endswith(("起", "开始"))


def _starts(beside: Beside) -> bool:
    """从2021年起, 2021年6月1日起."""
    return bool(_STARTS.match(beside[3]) or (beside[1].month and _STARTS_THEN.match(beside[3])))


def _opening(beside: Beside) -> bool:
    """今年是“十五五”开局之年, 编制“十五五”规划."""
    text, read, before, _ = beside
    if read.rule != "year.read.plan":
        return False
    return bool(_OPENING.match(text, read.end - 1, read.end + 12) or _PREPARED.search(before))


table(
    Rule(
        id="year.not.title", decides="no year of a target", looks="title marks",
        why="codebook 1.2, date: a year inside 《》 belongs to the title of a document, and dates no target",
        examples=("按照《质量提升行动方案（2016—‹2018›年）》，产品合格率达到92%。",),
        counter_examples=("到‹2018›年，产品合格率达到92%。",),
    ),
    Rule(
        id="year.not.campaign", decides="no year of a target", looks="right of the name of a five-year plan",
        why="codebook 2.2: a year inside a name (“八五”普法) is no target year",
        examples=("深入开展‹“八五”›普法，培训骨干300人。",),
        counter_examples=("‹“十三五”›期间，培训骨干300人。",),
    ),
)  # fmt: skip

BASELINES = table(
    Rule(
        id="year.base.behind", decides="the year of a baseline", looks="right of the year",
        why="codebook 2, baseline: 2010年水平 is what a change is counted from", holds=_base_behind,
        examples=("在‹2015›年的基础上，产品合格率提高3个百分点。",),
        counter_examples=("到‹2018›年，产品合格率提高3个百分点。", "产品合格率由2015年的90%提高到‹2018›年的95%。"),
    ),
    Rule(
        id="year.base.before", decides="the year of a baseline", looks="left of the year",
        why="codebook 2, baseline: 比2010年", holds=_base_before,
        examples=("产品合格率比‹2015›年提高3个百分点。",),
        counter_examples=("到‹2018›年，产品合格率提高3个百分点。",),
    ),
    Rule(
        id="year.base.since", decides="the year of a baseline", looks="right of the year",
        why="codebook 1.2, status: 2015年以来 tells what has been done", holds=_since,
        examples=("‹2015›年以来，产品合格率稳步提高。",),
        counter_examples=("从‹2017›年起，每年培训骨干300人。",),
    ),
    Rule(
        id="year.base.start", decides="a start", looks="right of the year",
        why="codebook 2.2: from a start year (从2017年起) on, something is done; it is not due in that year", holds=_starts,
        examples=("从‹2017›年起，每年培训骨干300人。", "‹2017›年6月1日起，培训骨干300人。"),
        counter_examples=("到‹2018›年，培训骨干300人。",),
    ),
    Rule(
        id="year.base.plan_spoken_of", decides="no year of a target", looks="beside the name of a five-year plan",
        why="the opening year or the drafting of a plan says nothing about its end", holds=_opening,
        examples=("今年是‹“十四五”›开局之年，建成检测中心3个。", "编制‹“十四五”›规划，建成检测中心3个。"),
        counter_examples=("到‹“十四五”›期末，建成检测中心3个。",),
    ),
    Rule(
        id="year.base.which", decides="which things are meant", looks="right of a past year",
        why="codebook 2.2: 2000年底前建成的 only says which",
        examples=("改造‹2000›年底前建成的小区3个。",),
        counter_examples=("‹2018›年底前建成检测中心3个。",),
    ),
    Rule(
        id="year.past.words", decides="a past year", looks="left of the year",
        why="codebook 1.2, status: 截至2015年 tells how things stand",
        examples=("截至‹2015›年底，全市有检测中心3个。",),
        counter_examples=("到‹2018›年底，全市有检测中心3个。",),
    ),
    Rule(
        id="year.past.issue", decides="a past year", looks="year of issue",
        why="codebook 1.2, status: what lies before the issue is no target",
        examples=(PLAIN.format("‹2014›年，产品合格率达到91%。"),),
        counter_examples=(PLAIN.format("‹2018›年，产品合格率达到91%。"),),
    ),
)  # fmt: skip
