"""Whether a text that lays out no plan tells of a figure or commits to it, by the weight of the words around it.

The press, offices that sum up their year, and statistics speak of what was done and of what is aimed at in one text,
without headings that say which. No single word decides: each mark is evidence of one side, strong or weak, and the
nearest counts most. In the sentence the last strong mark before a figure leads, the weak ones are added; where it says
nothing, the sentences before it do, back over the paragraphs, the nearest first. A plan is not asked: what stands in it is
aimed at, unless a sentence or a heading says otherwise.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from qcompare.lexicon.patterns import pattern

if TYPE_CHECKING:
    from qcompare.coding.years.mentions import Mentions
    from qcompare.text.model import Plan
    from qcompare.text.structure import Block

_STRONG, _CARRIED, _WEAK = 4, 3, 1
_MOST_WEAK = 2


class Mark(NamedTuple):
    """Words that are evidence: of what was done (``told``), or of what is to come; ``weight``: how much it says."""

    name: str
    told: bool
    weight: int
    words: str


_NO_PAPER = (
    r"(?![^,。;]{0,30}(?:{plan_paper}|{stated_aim}|清单|事项|》))"  # 发布了2项行动方案, 下达了任务: of what is to come
)

# Of marks that stand in the same place the first is read. tests/specs/telling.jsonl has a row for each, with all its words.
MARKS = (
    # 三年来, 据统计. Not 比去年, a baseline, nor 现有资源, which is used.
    Mark("so_far", True, _STRONG, r"(?!现有){so_far}|取得了[^。;,]{0,10}(?:进展|成[效绩就])|{estimated}|统计|监测数据|初步测算|年来(?=,)|过去的?一年|荣获|又有|公报|(?<!{strive})(?:圆满|顺利|胜利)完成(?:[^,。;]{0,20}任务)?"),
    # 1—6月, 前三季度: counted within the year
    Mark("period", True, _STRONG, r"上半年|前[二三两四2-4]个?季度|[一二三四]季度(?!末前)|[1元一]月?[-—~至到][\d一二三四五六七八九十]{1,2}月份?|\d{1,2}月末"),
    # 完成年度任务的60%: how far one has come with a goal is no goal
    Mark("progress", True, _STRONG, r"超[^,。]{0,6}进度|超额完成|提前(?:\d年)?(?:完成|实现)|进展(?:十分|较为)?顺利"),
    Mark("share_of_goal", True, 2 * _WEAK, r"(?:下达|确定)?的?(?:目标|任务|计划|指标)(?:任务)?[^,。;]{0,14}的[\d.]+%"),
    # 通报抽查情况, 介绍取得的成就
    Mark("account", True, _STRONG, r"(?:公布|发布|通报|介绍|展示|显示|总结|完成|进展|回顾)[^,。;]{0,24}?(?:情况|成[绩就果])|情况:|成效(?:显著|明显|突出)?:|再?创[^,。;]{0,6}新高|核算结果"),
    # 印发《…行动方案》, 方案提出. Not 《…法》, 制定办法.
    Mark("paper", False, _STRONG, r"(?:出台|印发|发布|制定|下发|公布|实施)了?《[^》\n]{0,60}{plan_paper}[^》\n]{0,16}》|(?:》|{plan_paper})[”》]?中?(?:提出|明确|指出|要求)"),
    Mark("goal", False, _STRONG, r"{stated_aim}[是为:]|(?:提出|明确|确定|下达)了?[^,。;]{0,20}{stated_aim}"),
    # Not 下一步工作, which meetings arrange without a figure, nor 全年内.
    Mark("to_come", False, _STRONG, r"{to_come}|{strive}|预期(?!寿命)|拟(?!定了)|下一步(?!工作)|下阶段(?!工作)|接下来|下半年|底前|力求|安排(?!部署)|应当|[按原]计划|计划(?=[在到今建实新引培完投])|规划在|届时|实事|年(?:左右)?(?:的?时间|内)(?<![\d全每]年内)"),
    Mark("same_period", True, _WEAK, r"同比|同期"),
    Mark("compared", True, _WEAK, r"[比较](?:上|去)年|增速|,(?:增长|下降|增加|减少)[\d.]|(?:增长|下降)\d+\.\d"),
    # 了解, 公共企业 count nothing
    Mark("done_so_many", True, 2 * _WEAK, rf"了(?!解)(?=[^,。;\d]{{0,12}}\d[\d.]*(?![\d年])){_NO_PAPER}|(?<!公)共(?=[\u4e00-\u9fff]{{2,6}}\d)"),
    Mark("done", True, _WEAK, rf"了(?!解){_NO_PAPER}|累计|首次|[位名排]列|位居"),
    Mark("this_year", False, 2 * _WEAK, r"今年(?!以来)|(?:目标|任务|计划)(?!的)"),
    Mark("bound", False, _WEAK, r"以[上下内]|左右|不超过|不少于|控制在|[大小高低]于"),
)  # fmt: skip
_MARKS = pattern("|".join(f"(?P<m{number}>{mark.words})" for number, mark in enumerate(MARKS)))
_FAR, _BEHIND = 480, 6  # characters of a sentence, sentences behind a headline: a text without stops stays linear
_CLOSE = 10  # so near behind a level, a word speaks of it
_OWN = frozenset(["compared", "this_year", "bound"])  # they speak of their figure alone
_SPANS = ("年到", "年至")
_STOPS = ("。", ";", "!")
_PERIOD = ("期间", "时期", "末")
_HEAD = 600
# A text that lays out a plan of its own, by its head. Not 《…规划》印发, which speaks of one.
_LAYS_OUT = re.compile(
    r"制定(?:本|以下|如下)|(?m:^[^。\n]{0,60}(?:规划|计划|方案|意见|纲要|要点|措施|分解表|清单|实事)》?(?:的通知)?(?:\([^()\n]{0,20}\))?$)"
    r"|(?:主要|总体|工作|发展|具体|履行[^。,]{0,6})目标(?:任务)?(?:[: \d]|到|分解)"
)


_COLUMNS = 3
# 序号 | 项目内容 | 进展情况: which column tells.
_PROGRESS = re.compile(r"(?:工作|目前|当前|项目|最新)?(?:进展|进度|完成|推进)(?:情况)?")

Found = tuple[Mark, int, int]


class Telling:
    """The evidence in a text of what it tells and what it commits to.

    Parameters
    ----------
    plan, years
        The text, and the years that it names, baselines left out.
    dated
        Whether the year of issue is known.
    """

    def __init__(self, plan: Plan, years: Mentions, dated: bool) -> None:
        self._plan, self._years, self._dated, self._text = plan, years, dated, plan.text
        self._left: dict[int, int] = {}

    @cached_property
    def open(self) -> bool:
        """Whether the text lays out no plan: no goals, period or articles, and no head that calls it one."""
        plan = self._plan
        return (
            not plan.genre.kind
            and not plan.dating.get("horizon")
            and not any(block.part == "goals" and block.level or block.article for block in plan.blocks)
            and not _LAYS_OUT.search(self._text, 0, _HEAD)
        )

    @cached_property
    def _progress_column(self) -> int | None:
        """Which column of a table whose rows stand in a line says how far things have come, by its head."""
        for block in self._plan.blocks:
            if self._text.count("|", block.start, block.end) >= _COLUMNS - 1:
                cells = self._text[block.start : block.end].split("|")
                return next((number for number, cell in enumerate(cells) if _PROGRESS.fullmatch(cell.strip())), None)
        return None

    def tells(self, sentence: int, start: int, end: int, block: Block) -> bool:
        """Tell whether a figure is told of: its sentence, where the number starts, where the level ends, its block."""
        if self._progress_column is not None and self._text.count("|", block.start, block.end) >= _COLUMNS - 1:
            return self._text.count("|", block.start, start) == self._progress_column
        stop = min(self._plan.sentence_at(start)[1], block.end)
        first = max(sentence, start - _FAR)
        said = self._marks(first, min(stop, end + _FAR))
        led, added = self._weigh([found for found in said if found[1] < start], first, start)
        for mark, at, _ in said:
            if mark.name == "this_year" and at < start or mark.name == "bound" and start - 4 <= at < end + 4:
                added += mark.weight
            elif mark.name == "compared" or mark.name == "same_period" and at >= start:
                added -= mark.weight
            elif end <= at < end + _CLOSE and mark.name != "bound":
                # 增长8%是今年的计划; 26个城镇完成了改造
                added += _MOST_WEAK if not mark.told else -_MOST_WEAK if mark.name == "so_far" else 0
        return (led or self._before(sentence) or self._behind(end, stop)) + _no_more(added) < -1

    def _marks(self, start: int, end: int) -> list[Found]:
        """Return the marks of a run, with their places."""
        found = _MARKS.finditer(self._text, start, end)
        return [(MARKS[int(match.lastgroup[1:])], match.start(), match.end()) for match in found if match.lastgroup]

    def _weigh(self, marks: list[Found], start: int, end: int) -> tuple[int, int]:
        """Return what the last strong mark of a run says, and the sum of the weak ones that speak for more than a figure."""
        led = added = 0
        last = -1
        for mark, _, behind in marks:
            if mark.weight == _STRONG:
                led, last = (-_STRONG if mark.told else _STRONG), behind
            elif mark.name not in _OWN:
                added -= mark.weight
        year = self._years.last(start, end)
        if year is not None and year.start >= last:
            # A bare year in a text of an unknown year may be the one that is told of; 2016年到2019年 is a time.
            spans = self._text.startswith(_SPANS, year.start - 2)
            if not year.future:
                led = -_STRONG
            elif not spans and (year.towards or self._dated):
                led = _STRONG
            elif self._text.endswith(_PERIOD, year.start, year.end):
                led = 0  # “十一五”期间: what is said of it is another matter than what stands before it
        return led, added

    def _before(self, sentence: int) -> int:
        """Return what the sentences before one say, the nearest that says anything."""
        blocks, at, said = self._plan.blocks, sentence, 0
        index, passed = self._plan.block_at(sentence), []
        while at not in self._left:
            passed.append(at)
            while index >= 0 and (at <= blocks[index].start or blocks[index].kind == "furniture"):
                index -= 1
                at = blocks[index].end if index >= 0 else 0
            if index < 0:
                break
            start = max(self._plan.sentence_at(at - 1)[0], blocks[index].start)
            said = self._says(start, at)
            if said:
                break
            at = start
        else:
            said = self._left[at]
        self._left.update(dict.fromkeys(passed, said))
        return said

    def _behind(self, end: int, stop: int) -> int:
        """Return what is said behind a figure that nothing stands before: in its sentence, behind a headline in those after it."""
        said = self._says(end, min(stop, end + _FAR))
        if self._text[stop - 1] in _STOPS:
            return said
        for _ in range(_BEHIND):
            if said or stop >= len(self._text):
                break
            start, stop = self._plan.sentence_at(stop)
            said = self._says(start, stop)
        return said

    def _says(self, start: int, end: int) -> int:
        """Return what a sentence leaves to those beside it."""
        led, added = self._weigh(self._marks(start, end), start, end)
        total = led + _no_more(added)
        return 0 if abs(total) < _MOST_WEAK else _CARRIED if total > 0 else -_CARRIED


def _no_more(added: int) -> int:
    """Return the sum of weak marks, which many do not make strong."""
    return max(-_MOST_WEAK, min(_MOST_WEAK, added))
