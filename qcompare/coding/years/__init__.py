"""By when: years named in a sentence, years inherited down the heading tree, and the plan's horizon."""

from __future__ import annotations

import re
from functools import cached_property

from qcompare.coding.rules import Rule, note, table
from qcompare.coding.telling import Telling
from qcompare.coding.years.mentions import FAR, Mention, Mentions, mentions
from qcompare.lexicon.patterns import pattern
from qcompare.text import dates
from qcompare.text.genre import REPORT, issue_year, named_year, own_period
from qcompare.text.model import Plan
from qcompare.text.structure import Block

__all__ = ["Mention", "Years", "issue_year", "named_year", "own_period"]

_VISION = pattern(r"{vision_word}")
_DUE = pattern(r"{due_noun}:$")  # (责任单位:…;完成时限:|2019年) dates the whole sentence
# 建成检测中心3个,2018年|投入使用: when it is ready. Not 2018年完成验收8个.
_PUT_TO_USE = pattern(r"(?:年?[底末])?{by}?(?:全部|全面|基本|正式)?(?:建成)?{put_to_use}(?![\u4e00-\u9fff\d])")
# (2017年、2018年大于80%): a value of those years. Not (2018年底前).
_OWN_VALUE = re.compile(r"[^()。;]{0,16}?\d[\d.]*[^\d年月日()]{0,4}\)")
_RUNS_TO = re.compile(r"[—–~至到-]")
_LAST_SAID, _FAR_VIEW = 80, 10
_COUNTED = re.compile(r"[\d一二两三四五六七八九十]{1,3}(?:[至~—-][\d一二三四五六七八九十]{1,3})?年")  # 3-5年内
_A_LEVEL = re.compile(r"\d[\d.]*[%万亿\u4e00-\u9fff](?<!年)")
_OPENING = 800  # characters in which a text without a goals part says what it is to reach
_STOP, _PAUSE = re.compile(r"[,。;]"), re.compile(r"[,;。:]")
# 到|2018年; 《规划》又提出,到|2018年. Not within a sentence.
_OPENS = pattern(r"(?:^|[。;:\n])(?:[^,。;:]{0,12}{tells},?)?[^,。;:]{0,6}$")


def _nearest(section: dict[tuple[int, ...], Mention], parents: tuple[int, ...]) -> Mention | None:
    """Return the year of the innermost of some headings that has one."""
    while parents not in section and len(parents) > 1:
        parents = parents[:-1]
    return section.get(parents)


_GOALS = "江城市质量提升实施方案\n一、主要目标\n{}\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n"

table(
    Rule(
        id="year.sentence", decides="year, explicit", looks="the sentence before the level",
        why="codebook 2, year_source: in the same sentence, up to 。",
        examples=("到2018年，产品合格率达到‹92%›。",),
        counter_examples=("产品合格率达到‹92%›。到2018年，建成检测中心3个。",),
    ),
    Rule(
        id="year.due", decides="year, explicit", looks="right behind the level",
        why="a deadline in brackets dates the sentence (完成时限:2019年)",
        examples=("建成检测中心‹3个›（完成时限：2018年）。", "开工建设检测中心‹3个›，2018年底投入使用。"),
        counter_examples=("建成检测中心‹3个›。到2018年，产品合格率达到92%。", "建成检测中心‹3个›，2018年投入使用2个。"),
    ),
    Rule(
        id="year.paragraph", decides="year, inherited", looks="earlier sentences of the paragraph", why="codebook 2, year: a sentence without a year is due when the sentence before it in its paragraph says",
        examples=(_GOALS.format("到2018年，产品合格率达到92%。服务业满意度达到‹80%›。"),),
        counter_examples=(_GOALS.format("到2018年，服务业满意度达到‹80%›。"),),
    ),
    Rule(
        id="year.heading", decides="year, inherited", looks="heading or list head above", why="codebook 2, year: an item without a year is due when the head of its list, or its heading, says",
        examples=(_GOALS.format("到2018年，实现以下目标：\n1.产品合格率达到‹92%›。"),),
        counter_examples=(_GOALS.format("产品合格率达到‹92%›。"),),
    ),
    Rule(
        id="year.horizon", decides="year, plan", looks="title and goals", why="codebook 2, year: where neither sentence nor heading names one, the plan's last year; a sentence here stands in a plan of 2016—2020",
        examples=("产品合格率达到‹92%›。",),
        counter_examples=("到2018年，产品合格率达到‹92%›。",),
    ),
    Rule(
        id="year.none", decides="no year", looks="title and goals", why="codebook 2, year: none is named by the sentence, by what governs it, or by the plan as a whole",
        examples=(_GOALS.format("产品合格率达到‹92%›。"),),
        counter_examples=("产品合格率达到‹92%›。",),
    ),
)  # fmt: skip


# “十三五”规划, “十三五”质量发展规划. Not 编制“十三五”规划, “十三五”规划实施以来, “十三五”规划承上启下的一年.
_SPOKEN_PLAN = pattern(
    r"(?<!编制)[“\"](?P<plan>{five_year})[”\"][\u4e00-\u9fff]{0,12}?(?:规划|纲要)(?!{since}|实施|执行|期间|的?{plan_opening})"
)


_SPOKEN_AIMS = pattern(r"“(?P<plan>{five_year})”时期[^,。;]{0,16}目标")


# 今年的预期目标是…。围绕上述目标,我们要抓好以下工作。: the year of the paragraph is that of the list behind it.
_LEADS_ON = re.compile(r"[^。]{0,30}(?:以下|下列|如下)[^。]{0,12}工作[^。]{0,6}。$")
_WITHIN = re.compile(r"[一二两三四五六七八九十\d]{1,2}年之?内")
_OPENED = 18  # so far into a paragraph its first sentence may name its year


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
    period
        First and last year that the plan covers, if known.
    about
        The year that a text without a period is about; its horizon where the goals name none.
    """

    def __init__(
        self,
        plan: Plan,
        issued: int | None,
        horizon: int | None = None,
        period: tuple[int, int] | None = None,
        about: int | None = None,
    ) -> None:
        self._plan, self._issued = plan, issued
        found = mentions(plan.text, issued, period)
        counting = [mention for mention in found if not mention.base]
        aims = [mention for mention in counting if mention.future]  # a year to come, and not that of a baseline
        self._all, self._counting, self._aims = Mentions(found), Mentions(counting), Mentions(aims)
        # What may lead other sentences: a vision (到2035年基本实现现代化) speaks for its own alone.
        self._about = about or (issued if plan.genre.kind == REPORT else None)
        self._leading = Mentions([mention for mention in aims if not self._is_vision(mention)])
        self._leads = {
            number: self._lead(plan.blocks[number]) for number in {plan.block_at(mention.start) for mention in aims}
        }
        self.horizon = next((year for year in (horizon, self._goal_horizon(), about) if year is not None), None)
        self._inherited = self._inherit()

    @cached_property
    def telling(self) -> Telling:
        """What a text that lays out no plan tells of, and what it commits to."""
        return Telling(self._plan, self._counting, self.dated)

    @property
    def dated(self) -> bool:
        """Whether the year of issue is known."""
        return self._issued is not None

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start in a run of the text."""
        return self._all.between(start, end)

    def aims_between(self, start: int, end: int) -> bool:
        """Tell whether a run of the text names a year that can be that of a target."""
        return self._aims.any_between(start, end)

    @property
    def to_come(self) -> bool:
        """Whether the text names a year to come: one after that of issue, or one that something is to be done by."""
        blocks, known = self._plan.blocks, self._issued is not None
        return any(
            (mention.towards or known) and not blocks[self._plan.block_at(mention.start)].status
            for mention in self._aims.listed
        )

    def latest(self, start: int, end: int) -> Mention | None:
        """Return the last year named in a run of the text, past or to come, baselines and closed brackets left out."""
        return self._counting.last(start, end)

    def _is_vision(self, mention: Mention) -> bool:
        """Tell whether the clauses behind a year tell of a far view."""
        return bool(
            _VISION.search(self._plan.text, mention.end, min(self._plan.sentence_at(mention.end)[1], mention.end + 40))
        )

    def _goal_horizon(self) -> int | None:
        """Return the last year that the goals part names for a target; that of a vision where there is no other."""
        plan = self._plan
        for known in (self._leading, self._aims):
            goals = [mention for mention in known.listed if plan.blocks[plan.block_at(mention.start)].part == "goals"]
            if goals:
                return max(mention.year for mention in self._near(goals))
        return self._opening_horizon()

    def _near(self, aims: list[Mention]) -> list[Mention]:
        """Return aims without a far view: ten years or more behind the others, and nothing is said to be reached by then."""
        last = max(mention.year for mention in aims)
        others = [mention for mention in aims if mention.year != last]
        if not others or last - max(mention.year for mention in others) < _FAR_VIEW:
            return aims
        far = [mention.end for mention in aims if mention.year == last]
        ends = [min(self._plan.sentence_at(at)[1], at + _LAST_SAID) for at in far]
        stated = any(_A_LEVEL.search(self._plan.text, at, end) for at, end in zip(far, ends, strict=True))
        return aims if stated else others

    def _opening_horizon(self) -> int | None:
        """Return the last year that the opening of a text without a goals part names, if none later is named: 到2020年."""
        plan = self._plan
        said = [
            mention
            for mention in self._leading.listed
            if mention.towards
            and not (plan.blocks[plan.block_at(mention.start)].status or _COUNTED.match(plan.text, mention.start))
        ]
        start = next((block.start for block in plan.blocks if block.part != "front"), 0)
        opening = {mention.year for mention in said if mention.start < start + _OPENING}
        if not said:
            # 江城市“十三五”规划昨天公布: the one plan that the opening speaks of.
            opening = self._spoken_plans()
            return opening.pop() if len(opening) == 1 else None
        years = sorted({mention.year for mention in said})
        if len(years) > 1 and years[-1] - years[-2] >= _FAR_VIEW:
            years.pop()  # 到2025年…,到2035年…: a far view
        if len(opening) > 1:  # the last of several, where the first part names it
            parts = [block.start for block in plan.blocks if block.kind == "heading" and block.start >= start][1:2]
            opening = {mention.year for mention in said if mention.start < min([start + _OPENING, *parts])}
        return years[-1] if years[-1] in opening or years[-1] in self._spoken_plans() else None

    def _spoken_plans(self) -> set[int]:
        """Return the last years of the five-year plans that the opening speaks of: 《江城市第十三个五年规划纲要》, “十三五”时期的目标."""
        text = self._plan.text
        return {
            dates.five_year_end(named["plan"])
            for known in (_SPOKEN_PLAN, _SPOKEN_AIMS)
            for named in known.finditer(text, 0, _OPENING)
        }

    def _inherit(self) -> list[Mention | None]:
        """Return for each block the year of the nearest statement above it.

        A numbered block's first words govern what is numbered below it; a paragraph that starts with a year governs
        the rest of its section, and so does a lead that ends in a colon.
        """
        section: dict[tuple[int, ...], Mention] = {}
        nearest: dict[tuple[int, ...], Mention | None] = {}
        result: list[Mention | None] = []
        text = self._plan.text
        for index, block in enumerate(self._plan.blocks):
            if block.parents not in nearest:
                nearest[block.parents] = _nearest(section, block.parents)
            result.append(nearest[block.parents])
            lead = self._leads.get(index)
            if lead is None or block.part == "front" or block.kind == "furniture":
                continue
            # In the measures a dated paragraph speaks for itself; in the goals it leads what follows.
            if block.level or block.turns or block.part == "goals" or text[block.end - 1] == ":":
                section[(*block.parents, index) if block.level else block.parents] = lead
                nearest.clear()
        return result

    def _lead(self, block: Block) -> Mention | None:
        """Return the year that the first words of a block name for what follows."""
        text = self._plan.text
        if text[block.end - 1] == ":":
            # 到2020年,…。到2015年,具体目标是: the last sentence leads the list.
            said = text.rfind("。", max(block.body, block.end - _LAST_SAID), block.end) + 1
            own = self._leading.between(said, min(block.end, said + 8)) if said else []
            if own and own[0].towards and not _STOP.search(text, said, own[0].start):
                return own[0]
        for start in (block.title[0] if block.level else block.start, block.body):
            known = self._aims if block.level else self._leading
            for mention in known.between(start, min(block.end, start + 14)):
                if not _STOP.search(text, start, mention.start):
                    return self._through(mention)
        if text[block.end - 1] == ":":
            # 按照…安排,到2025年主要目标是: what leads a list may name its year last.
            said = text.rfind("。", max(block.body, block.end - _LAST_SAID), block.end) + 1
            last = self._leading.last(max(said, block.body, block.end - _LAST_SAID), block.end)
            return last if last is not None and last.towards else None
        if block.part == "goals" and _LEADS_ON.search(text, max(block.start, block.end - _LAST_SAID), block.end):
            return self._leading.last(block.start, block.end)
        return None

    def _earlier(self, number: int, stop: int) -> Mention | None:
        """Return the year that an earlier sentence of the paragraph gives to the ones behind it."""
        block = self._plan.blocks[number]
        goals = block.part == "goals"
        lead = None if goals else self._leads.get(number)
        for mention in reversed(self._leading.between(block.start if lead is None else lead.end, stop)[-FAR:]):
            # 用三年时间…。今年…。新建…: back to the year that a yearly text is about
            back = not goals and mention.year == self._about
            if mention.start > block.start + _OPENED and _WITHIN.match(self._plan.text, mention.start):
                continue  # 改善民生。两年内消除空壳村。城镇就业…: its own sentence's
            if (goals or back or (mention.towards and lead is None)) and self._opens(mention, block.start):
                return None if back else mention
        titled = self._leads.get(number) if block.level else None
        if titled is not None and titled.start < block.body <= stop:
            return titled  # 2018年目标。|合格率95%。
        return lead if stop > block.body else None

    def _through(self, mention: Mention) -> Mention:
        """Return the year that a span of years runs to: 2017年1月—|2018年12月."""
        later = self._aims.between(mention.end, mention.end + 2)
        return later[0] if later and _RUNS_TO.fullmatch(self._plan.text, mention.end, later[0].start) else mention

    def _opens(self, mention: Mention, start: int) -> bool:
        """Tell whether a year stands at the head of its sentence."""
        return bool(_OPENS.search(self._plan.text[max(start, mention.start - 18) : mention.start]))

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
                note("year.sentence" if said.start < start else "year.due", start, (said.start, said.end))
                return said.year, "explicit"
        earlier = self._earlier(number, sentence[0])
        if earlier is not None:
            note("year.paragraph", start, (earlier.start, earlier.end))
            return earlier.year, "inherited"
        inherited = self._inherited[number]
        if inherited is not None:
            note("year.heading", start, (inherited.start, inherited.end))
            return inherited.year, "inherited"
        note("year.none" if self.horizon is None else "year.horizon", start)
        return (self.horizon, "plan") if self.horizon is not None else (None, "none")

    def _due(self, start: int, end: int) -> Mention | None:
        """Return the year behind a level that dates it."""
        for mention in self._aims.between(start, end):
            between = self._plan.text[start : mention.start]
            if between.startswith("(") and _OWN_VALUE.match(self._plan.text, mention.end):
                return None  # 大于75%(2018年大于80%): the year of another value
            if between == "," and mention.towards is False and _PUT_TO_USE.match(self._plan.text, mention.end):
                return mention
            if _DUE.search(between) or (mention.start - start <= 30 and not _PAUSE.search(between)):
                return mention
        return None
