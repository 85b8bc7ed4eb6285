"""Levels stated in words → drafts: whose level it is, and what stands for the indicator."""

from __future__ import annotations

import re
from bisect import bisect_left

from qcompare.coding.indicators import (
    LEADING_YEAR,
    STARTS_ANEW,
    each_of,
    quote_start,
    split_subjects,
    strip_lead,
    trim_right,
)
from qcompare.coding.indicators.openings import behind_about
from qcompare.coding.indicators.sharing import SHARED_END, STATISTIC
from qcompare.coding.levels.level import Level, unit_pattern
from qcompare.coding.records import Draft
from qcompare.coding.relations.comparisons import WordLevel, word_levels
from qcompare.coding.relations.names import covered, finished, manner, without_all
from qcompare.coding.roles.context import Context
from qcompare.coding.roles.facts import of_article
from qcompare.coding.roles.reported import told_in_words
from qcompare.coding.rules import Rule, note, table
from qcompare.coding.years import Years
from qcompare.lexicon import words
from qcompare.lexicon.needed import ends
from qcompare.lexicon.patterns import pattern, word_set, word_tuple
from qcompare.text.clauses import clause_end, clause_start
from qcompare.text.model import Plan
from qcompare.text.structure import Block

_NEAR = 12  # targets on either side that can share a sentence with a level in words


def worded_drafts(plan: Plan, years: Years, numeric: list[Draft]) -> list[Draft]:
    """Return the drafts of the levels that a plan states in words.

    Parameters
    ----------
    plan, years
        The plan and the years that it names.
    numeric
        Drafts of its levels with numerals; where one holds the words too, the words are no level beside it.
    """
    numeric = sorted(numeric, key=lambda draft: draft.level)
    starts = [draft.level[0] for draft in numeric]
    drafts: list[Draft] = []
    for level in sorted(word_levels(plan.text), key=lambda word: word.start):
        block = plan.blocks[plan.block_at(level.start)]
        after = bisect_left(starts, level.end)
        near = numeric[max(0, after - _NEAR) : after + _NEAR]
        if block.part == "front" or block.kind == "furniture" or block.status:
            left_out = "relation.none.part"
        elif block.article and of_article(Context(plan, years, _as_level(level), block)):
            left_out = "relation.none.article"
        elif _is_numeral(plan.text, level, numeric, after):
            left_out = "relation.none.numeral"
        elif level.type == "relative" and (_within(level, near) or _within(level, drafts[-3:])):
            left_out = "relation.none.within"
        elif told_in_words(Context(plan, years, _as_level(level), block)):
            left_out = "relation.none.past"
        else:
            found = _Reader(plan, years, level, block, (*near, *drafts[-_NEAR:])).drafts()
            left_out = "" if found else "relation.none.nobody"
            drafts += found
        if left_out:
            note(left_out, level.start, (level.start, level.end))
    return drafts


def _as_level(level: WordLevel) -> Level:
    """Return a level in words as the rules of roles take one."""
    return Level(level.start, level.end, level.start, level.end, None, None, "=", None, "share", lead=level.lead)


def _is_numeral(text: str, level: WordLevel, numeric: list[Draft], after: int) -> bool:
    """Tell whether a numeral states the level of some words: it holds them, or (一律不得超过55人) stands behind them."""
    held = after > 0 and numeric[after - 1].level[1] > level.start
    return held or level.type == "absolute" and after < len(numeric) and _says(text, level, numeric[after])


def _within(level: WordLevel, drafts: list[Draft]) -> bool:
    """Tell whether one of some drafts quotes a level in words."""
    return any(draft.start <= level.start and level.end <= draft.end for draft in drafts)


def _says(text: str, level: WordLevel, draft: Draft) -> bool:
    """Tell whether the clause of an absolute word states its level by a numeral behind it; 所有县摘帽、33万人脱贫 are two."""
    start, end = draft.level
    listed = "、" in text[level.end : start] and "%" not in text[start:end]
    return not listed and level.shape in ("around", "whole") and start < clause_end(text, level.end, end)


# Words between subject and level that belong to neither.
_BETWEEN = pattern(r"(?:{between_word}|[ 、的“]|(?<=[一-龥]{2}){in_or_from}[^,。;]{1,14}[上中内里])+$")
_BETWEEN_ENDS = ends(_BETWEEN) or frozenset()
_STANDARD = pattern(r"{meets}(?P<base>[^,。;]{2,24}?{standard_noun})$")
# 完成国家下达我省的…任务: what the task is about names it.
_HANDED_DOWN = pattern(r"^{superior}(?:[和及与]{superior})?下达{handed_down_to}?")
# 20个|竣工项目(全部竣工): of how many it is said. Not 2500吨/日以下的生产线, 20户以上自然村, which says which.
_HOW_MANY = re.compile(rf"^\d+[多余]?(?:{unit_pattern(words('units', kind='count'))})(?=(?!及?以)[\u4e00-\u9fff]{{2}})")
_DONE_TO = re.compile(r"^(?:对|把|将)(?!外)")  # 把|贫困人口|全部纳入低保
_HOW_WELL = word_set("how_well")  # 高质量|完成下达的任务
_LED_TO = pattern(r"(?<=[\u4e00-\u9fff]{2})(?:{moves}|控制)[到至在]$")  # 电价|降低到|不高于…
_GOAL_END = pattern(r"的?(?:{goal_word}|计划)+(?:要求)?$")
# 全部持证上岗: the rate has a name. Not 全部淘汰, 全部达标, which say what happens to all.
_RATED = word_tuple("rated_deed")
_ANEW = pattern(STARTS_ANEW)
_DOUBLED = pattern(r"{doubled}")
_NEXT_DOUBLED = pattern(r"、{doubled}")
_EACH = word_set("each")
_ONE = frozenset(["relation.goal", "relation.past"])  # one for joined subjects
_UNDERTAKING_END = pattern(r"的?{undertaking}$")
# 全部|取缔非法码头. Not 全部完成目标任务, 全部使用.
_OBJECT = pattern(r"(?!使用|采用|拥有|具备|符合|达到){done_verb}(?![^,。;]{0,20}(?:{plan_word}|部署))[^,。;]{3,}")
# 毕业生全部就业|、零就业家庭清零: the next of a list has a level in words of its own.
_ANOTHER = re.compile(r"、(?=[^、,。;]{2,16}(?:清零|全覆盖|全部))")
_AND_ALSO = ("并", "并且", "且", "、", "和")
_HAPPENING = pattern(r"{happens}$")
_AS_AIM = pattern(r"(?:的{task_noun}|目标)$")  # 人人享有服务|的目标
_HAPPENS = pattern(r"^(?:再?(?:{happens})(?=[一-龥]{3})|(?:{joint}){also_none}(?=[一-龥]{2}))")  # 杜绝|和消灭|事故


_DATED = ("年", "前", "底", "末", "内")  # 管网改造2018年底前|全部完成


class _Reader:
    """One level in words with its clause: where the subject stands, and what stands behind the level."""

    def __init__(self, plan: Plan, years: Years, level: WordLevel, block: Block, near: tuple[Draft, ...]) -> None:
        self.text, self.years, self.level, self.near = plan.text, years, level, near
        self.floor = max(block.start, plan.sentence_at(level.start)[0], block.title[0] if block.level else 0)
        self.clause = clause_start(self.text, self.floor, level.lead)
        ends = [draft.level[1] for draft in near if self.clause <= draft.level[0] and draft.level[1] < level.lead]
        # 完好率95%、装备水平居全省前列: what 、 joins to a level behind it starts anew.
        last = max(ends, default=0)
        begins = last + 1 if last and self.text[last] in "、和" else self.clause
        part = self.text.rfind("、", last, level.lead)
        if part > 0 and level.type == "absolute" and any(d.level[1] == last and d.type == "absolute" for d in near):
            begins = part + 1  # 毕业生全部就业、|零就业家庭清零
        if last and self.text[last : level.lead] in _AND_ALSO:
            begins = level.lead  # 达到国内领先水平|并|接近国际先进水平: of the same
        self.start, _ = strip_lead(self.text, begins, level.lead)
        if level.type == "relative" and self.text[self.start : level.lead] in _HOW_WELL:
            self.start = level.lead
        if level.type == "relative" and self.text.startswith("把", self.start):
            self.start = behind_about(self.text, self.start, level.lead, level.start)
        anew = [match.end() for match in _ANEW.finditer(self.text, self.start, level.lead)]
        if anew and level.type == "absolute":
            self.start, _ = strip_lead(self.text, anew[-1], level.lead)
        ended = self.text[level.lead - 1 : level.lead] in _BETWEEN_ENDS
        between = _BETWEEN.search(self.text[self.start : level.lead]) if ended else None
        self.end = self.start + between.start() if between else level.lead
        if level.type == "relative" and (led := _LED_TO.search(self.text, self.start, self.end)):
            self.end = led.start()
        dated = _DATED if level.type == "absolute" else _DATED[1:]
        if self.text.endswith(dated, self.start, self.end):
            self.end, _ = trim_right(self.text, self.start, self.end, "level", "")
        if self.text[level.start] == "应":
            self.end -= len(manner(self.subject))
            if not self.subject:
                self.start, self.end = covered(self.text, self.clause, level.start)
                level.suffix = self.text[level.start : level.end] if self.subject else ""
        self.stop = clause_end(self.text, level.end, block.end)

    @property
    def subject(self) -> str:
        return self.text[self.start : self.end]

    def _before(self) -> list[Draft]:
        """Return the targets of the level that stands last before this one."""
        earlier = [draft for draft in self.near if draft.level[1] <= self.level.start]
        last = max((draft.level for draft in earlier), default=None)
        return [draft for draft in earlier if draft.level == last]

    def drafts(self) -> list[Draft]:
        """Return the drafts of the level."""
        level = self.level
        if level.type == "relative":
            return self._rank() if level.shape == "after" else self._relative()
        if level.shape == "after":
            noun = _HAPPENS.sub("", _HAPPENING.sub("", self.text[level.end : self.stop]))
            return [self._absolute(level.start, self.stop, noun)] if noun else []
        if level.shape == "limit":
            return [self._limited()] if self._dated() and not self._counted() else []
        if level.shape == "whole":
            return [self._whole()]
        previous = self._before() if not self.subject and level.shape == "before" else []
        if previous and 0 <= self.clause - previous[0].level[1] <= 2:
            # 2022年达到80%,2023年实现全覆盖: a further step of the rate before.
            return [
                self._absolute(quote_start(draft.start, level.start, level.end), level.end, draft.indicator)
                for draft in previous
            ]
        if not self.subject:
            self.start, self.end = self._subject_before()
        if not self.subject:
            if level.verb == "零":  # 力争实现零事故: what there is to be none of is all that is said.
                return [self._absolute(level.start, level.end, self.text[level.start + 1 : level.end])]
            return self._object()
        if level.shape == "around":
            return [self._all()]
        return [self._absolute(self.start, level.end, self.subject + level.suffix)]

    def _absolute(self, start: int, end: int, indicator: str) -> Draft:
        level = self.level
        grows = self.text.endswith("增长", level.start, level.end)
        unit = "%" if level.value == 100 or grows else None
        kind = "quantified" if level.verb == "零" else "absolute"
        indicator = _HOW_MANY.sub("", indicator, count=1)
        return Draft(kind, start, end, (level.start, level.end), indicator, "=", level.value, level.value, unit,
                     change="increase" if grows else "level", rule=level.rule)  # fmt: skip

    def _all(self) -> Draft:
        """Read 全部 with what all of them do; a standard that they meet is the baseline."""
        following = _ANOTHER.search(self.text, self.level.end, self.stop)
        self.stop = following.start() if following else self.stop
        predicate = self.level.suffix + self.text[self.level.end : self.stop]
        subject = without_all(_DONE_TO.sub("", self.subject))
        standard, rate = _STANDARD.match(predicate), "率" if len(predicate) <= 6 and predicate.endswith(_RATED) else ""
        draft = self._absolute(
            self.start, self.stop, subject if standard else finished(subject, predicate, self.level.start) + rate
        )
        if standard:
            draft.baseline = tuple(self.level.end + at for at in standard.span("base"))  # type: ignore[assignment]
        return draft

    def _object(self) -> list[Draft]:
        """Read 全部取缔非法码头: what is done to all of those that stand behind the verb; 全部完成规划任务 names none."""
        done = self.text[self.level.end : self.stop]
        if self.level.rule != "relation.absolute.all" or not _OBJECT.fullmatch(done):
            return []
        if done.startswith("完成"):
            done = _UNDERTAKING_END.sub("", done.removeprefix("完成")) or done
        return [self._absolute(self.level.start, self.stop, done)]

    def _whole(self) -> Draft:
        """Read 所有行政村具备能力, and the shapes that open with what is done or with a noun said twice."""
        if self.level.rule == "relation.absolute.done":
            return self._settled()
        if self.level.rule == "relation.absolute.twice":
            return self._doubled()
        behind = self.text[self.level.end : self.stop].removeprefix("的")  # 所有的县建成林业县
        return self._absolute(self.start, self.stop, self.subject + behind)

    def _doubled(self) -> Draft:
        """Read 乡乡通油路、村村通电: each of them, the noun said once; the next of a list has a target of its own."""
        start, end = self.level.start, self.level.end
        following = _NEXT_DOUBLED.search(self.text, end, self.stop)
        self.stop = following.start() if following else self.stop
        joined = self.text[self.end : self.level.lead].startswith("、")  # 县有中心、|村村通快递
        before = "" if joined or _DOUBLED.search(self.subject) else self.subject
        noun = "" if self.text.startswith("人", start) else self.text[start]  # 人人享有服务: everybody does
        does = _AS_AIM.sub("", self.text[end : self.stop])
        return self._absolute(start if not before else self.start, self.stop, before + noun + does)

    def _settled(self) -> Draft:
        """Read 解决所有村庄的饮水问题: what is settled, the verb in front unless it only says that it is done."""
        name = self.text[self.level.end : self.stop]
        if not self.level.verb:
            name = _UNDERTAKING_END.sub("", name) or name
        return self._absolute(self.level.lead, self.stop, self.level.verb + name)

    def _limited(self) -> Draft:
        """Read 2018年底前…全面推行首席质量官制度: all of those named, or all there are."""
        start = self.start if self.subject else self.level.start
        done = self.text[self.level.start + len("全面") : self.stop]
        if done.startswith("完成"):
            done = _UNDERTAKING_END.sub("", done.removeprefix("完成")) or done
        name = finished(self.subject.removeprefix("在"), done, self.level.start)
        return self._absolute(start, self.stop, name)

    def _counted(self) -> bool:
        """Tell whether a numeral says how many it is that all do something (在50家企业全面推行…): it is the level."""
        return any(self.start <= draft.level[0] < self.level.start for draft in self.near)

    def _rank(self) -> list[Draft]:
        noun = self.text[self.level.end : self.stop].lstrip("的、,")
        return [self._compared(self.level.start, self.stop, noun)] if noun else []

    def _compared(self, start: int, end: int, indicator: str) -> Draft:
        level = self.level
        return Draft(
            "relative", start, end, (level.start, level.end), indicator, baseline=level.baseline, rule=level.rule
        )

    def _relative(self) -> list[Draft]:
        level = self.level
        if self.subject:
            if level.rule in _ONE and not self._each():
                # what others set for several subjects is one goal: 能耗、主要污染物排放量控制在省下达目标以内
                return [self._compared(self.start, level.end, self.subject)]
            each = each_of(self.text, self.start, self.end, level.start) if self._each() else None
            subjects = each or split_subjects(self.text, self.start, self.end)
            return [self._compared(at, level.end, piece) for at, piece in subjects]
        if level.verb == "完成" and level.baseline:
            # 完成国家下达的任务: the goal that others set is indicator and reference at once.
            goal = self.text[slice(*level.baseline)]
            return [self._compared(level.start, level.end, _HANDED_DOWN.sub("", _GOAL_END.sub("", goal)) or goal)]
        previous = self._before()
        if previous and level.start - previous[0].level[1] <= 3:
            at = [quote_start(draft.start, level.start, level.end) for draft in previous]
            return [
                self._compared(start, level.end, draft.indicator) for start, draft in zip(at, previous, strict=True)
            ]
        self.start, self.end = self._subject_before()
        return [self._compared(self.start, level.end, self.subject)] if self.subject else []

    def _each(self) -> bool:
        """Tell whether 均 or 都 says that each of the subjects gets there."""
        said = not _EACH.isdisjoint(self.text[self.end : self.level.start + 1])
        return (
            said
            and (SHARED_END.search(self.text, self.start, self.end) or STATISTIC.search(self.subject.split("、")[0]))
            is not None
        )

    def _dated(self) -> bool:
        """Tell whether the clause, or the date before it, says by when (2014年底前,…全面实施)."""
        start, before = self.clause, self.clause - 1
        if before > self.floor and self.text[before] == ",":
            head = clause_start(self.text, self.floor, before)
            start = head if LEADING_YEAR.fullmatch(self.text, head, before) else start
        return self.years.aims_between(start, self.stop)

    def _subject_before(self) -> tuple[int, int]:
        """Return the subject of the clause before, for a clause that goes on without one."""
        text, at = self.text, self.clause
        stop = at
        while stop > self.floor and text[stop - 1] in ",;、 ":
            stop -= 1
        if stop <= self.floor or text[stop : stop + 1] != ",":
            return at, at
        start, _ = strip_lead(text, clause_start(text, self.floor, stop), stop)
        if text.startswith(("对", "凡"), start):
            return start, stop
        match = _PREDICATE.search(text, start + 1, stop)
        if match is None and STATISTIC.search(text, start, stop):
            return start, stop  # 科技经费的增长幅度,应当高于…: the comma only parts subject and level
        match = match or _AIM_END.search(text, start + 1, stop)
        return (start, match.start()) if match and match.start() - start > 1 else (at, at)


# 职业健康工作|目标,即要求达到…: that it is aimed at does not say what.
_AIM_END = pattern(r"(?<=[\u4e00-\u9fff])(?:目标|指标)$")
# Where the predicate of a clause starts; not 向 of 向阳, a name.
_PREDICATE = pattern(r"{predicate_word}|向(?!阳)")


# The rules of levels stated by comparison; :mod:`.comparisons` reads them.
table(
    Rule(
        id="relation.average", decides="relative", looks="verb, group and reference", why="codebook 1.1, relative: the average of a named group fixes the level",
        examples=("资源利用率‹高于›全省平均数。",), counter_examples=("资源利用率‹高于›以往。",),
    ),
    Rule(
        id="relation.standard", decides="relative", looks="verb and reference", why="codebook 1.1, relative: a named standard that is met fixes the level",
        examples=("出厂产品‹达到›国家标准要求。",), counter_examples=("按照国家标准‹达到›一致。",),
    ),
    Rule(
        id="relation.goal", decides="relative", looks="verb and reference",
        why="codebook 2.2: 达到国家下达的目标, 控制在省里要求范围内",
        examples=("二氧化硫排放量‹达到›国家下达的目标要求。", "能耗‹控制在›省里要求范围内。"),
        counter_examples=("二氧化硫排放量‹达到›1000吨。",),
    ),
    Rule(
        id="relation.past", decides="relative", looks="verb and reference",
        why="codebook 1.1, relative: a level of the past that is named fixes the level; one for joined subjects, as of the goals of others",
        examples=("粉尘排放量‹控制在›“十二五”总量水平。", "粉尘排放量‹控制在›2015年水平。"),
        counter_examples=("粉尘排放量‹控制在›合理水平。",),
    ),
    Rule(
        id="relation.growth", decides="relative", looks="verb and reference", why="codebook 1.1, relative: the growth of something else that is named fixes the level",
        examples=("居民收入增速‹高于›经济增速。",), counter_examples=("居民收入增速‹高于›5%。",),
    ),
    Rule(
        id="relation.rank.within", decides="relative", looks="verb, group and rank",
        why="codebook 1.1, relative: 前列, 上游, 第一集团 fix the level where verb and group stand before them",
        examples=("质量水平‹位居›全省前列。", "综合竞争力‹跻身›省内第一集团。"), counter_examples=("质量水平‹位居›领先。",),
    ),
    Rule(
        id="relation.rank.placed", decides="relative", looks="group before the verb, rank",
        why="codebook 1.1, relative: in 在全省处于前列 the group stands before the verb, and is named all the same",
        examples=("质量水平‹在›全省处于前列。",), counter_examples=("质量水平‹在›发展中处于前列。",),
    ),
    Rule(
        id="relation.rank.bare", decides="relative", looks="group and rank at the end of a clause",
        why="codebook 1.1, relative: 国内一流 at the end of a clause needs no verb; before a noun it only describes",
        examples=("重点产品质量‹国内›一流。",), counter_examples=("打造一批‹行业›领先的特色品牌。",),
    ),
    Rule(
        id="relation.rank.built", decides="relative", looks="verb of building, group and rank",
        why="codebook 1.1, relative: of a system that is built, 国内领先 is the level; of a batch of brands it only describes which",
        examples=("形成‹国内›领先的检测体系。",), counter_examples=("形成‹国内›领先的品牌。",),
    ),
)  # fmt: skip
