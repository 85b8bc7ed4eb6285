"""How a target binds, and how often it is due, by the words of its clause and of what governs it."""

from __future__ import annotations

from bisect import bisect_left
from sys import maxsize

from qcompare.coding.indicators import YEAR
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import members, pattern, word_set
from qcompare.text.clauses import clause_start
from qcompare.text.hints import Hint

table(
    Rule(
        id="strength.clause",
        decides="aspirational or binding, by the words of the clause",
        looks="clause up to the end of the target",
        why="codebook 2: the word governs its own clause only; beside 力争 no other word binds",
        examples=("力争产品合格率达到‹90%›。", "确保产品合格率达到‹90%›。"),
        counter_examples=("驰名商标力争达到160件,优质工程奖达到‹100项›。",),
    ),
    Rule(
        id="strength.head_of_list",
        decides="by the head, for every item",
        looks="head of the list, before the colon",
        why="codebook 2.2: a word in the head of a list governs every item of it",
        examples=("要努力实现以下目标:产品合格率达到90%;驰名商标达到‹100件›。",),
        counter_examples=("主要目标:产品合格率达到90%;驰名商标达到‹100件›。",),
    ),
    Rule(
        id="strength.before_date",
        decides="by the word right before the date, for every item",
        looks="before the date that governs the sentence",
        why="codebook 2.2: a word right before the date that governs a list governs every item of it",
        examples=("力争到2019年,产品合格率达到90%,优质工程奖达到‹100项›。",),
        counter_examples=("到2019年,产品合格率力争达到90%,优质工程奖达到‹100项›。",),
    ),
    Rule(
        id="strength.list_of_statistics",
        decides="binding",
        looks="clause before it",
        why="保证 at the head of a list of statistics takes all of them",
        examples=("保证重大事故数量为零,设备完好率达到‹100%›。",),
        counter_examples=("加强设备管理,设备完好率达到‹100%›。",),
    ),
    Rule(
        id="recurrence.clause",
        decides="annual or quarterly",
        looks="clause up to the level",
        why="codebook 2: 每年 makes a target annual",
        examples=("每年培训质量管理人员‹900人›。",),
        counter_examples=(
            "每年培训质量管理人员900人以上,年均增长‹20%›。",
            "名牌产品产值比重每年提高1个百分点,到2018年达到‹25%›。",
        ),
    ),
)

_ASPIRING = word_set("aspire")
_BINDS = pattern("{bind}|{aspire}")
_RECURRENT = pattern("{recurrent}")
_YEAR = pattern(YEAR)
# 年均增长8%: one average over the period. Not 每年增长8%.
_AVERAGE = pattern("{average_growth}")
# 要努力实现以下目标: … Not across a mark.
_HEAD = pattern(r"(?:{bind}|{aspire})[^,。;:]{0,24}:")
# 力争到2020年(,): right before the date. Not 力争合格率到2020年.
_DATED = pattern(rf"(?:{{bind}}|{{aspire}})[用在]?{{until}}?(?:{YEAR}|“[十一二三四五]{{1,3}}”)")
# What governs a list from before it, and a mark that it cannot do without, if there is one.
_GOVERNING = (("strength.head_of_list", _HEAD, ":"), ("strength.before_date", _DATED, ""))
# 保证事故数量为零,合格率达到100%: the verb takes a list of statistics and binds each of them.
_CARRIED = pattern(r"(?:保证|确保)[^,;。]{2,40}(?:为零|[\d%‰个家]|以[上内下]),$")
# Where one of these words may stand: few clauses say how they bind, or how often.
_SAID = Hint([row["word"] for name in ("bind", "aspire", "recurrent") for row in members(name)])
_BEFORE = 60
_FAR = 300  # characters of a sentence that a head of a list is looked for in


class Strengths:
    """The words of one text that tell how targets bind and how often they are due."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._said = [*_SAID(text), maxsize]

    def of(self, floor: int, start: int, end: int, level: tuple[int, int], at: int) -> tuple[str, str]:
        """Return how often a target is due and how it binds.

        Parameters
        ----------
        floor
            Where its sentence starts.
        start, end, level
            Its quote and its level.
        at
            Offset under which to note the rule that decided.
        """
        text, recurrence = self.text, "once"
        clause = clause_start(text, floor, start)
        if self._said[bisect_left(self._said, clause)] < end:
            recurrence = self._recurrence(clause, level, at)
            said = _BINDS.findall(text[clause:end])
            if said:
                note("strength.clause", at)
                return recurrence, _strongest(said)
        far = floor if floor > start - _FAR else start - _FAR
        if self._said[bisect_left(self._said, far)] < clause:
            for rule, look, mark in _GOVERNING:
                governs = look.search(text, far, start) if text.find(mark, far, start) >= 0 else None
                if governs:
                    note(rule, at, governs.span())
                    return recurrence, _strongest(_BINDS.findall(governs.group()))
            if self._carried(floor, start):
                note("strength.list_of_statistics", at)
                return recurrence, "binding"
        return recurrence, "plain"

    def _recurrence(self, clause: int, level: tuple[int, int], at: int) -> str:
        """Return how often a target is due, by the words of its clause up to the level."""
        text = self.text
        said = _RECURRENT.findall(text, clause, level[1])
        if not said or _AVERAGE.match(text, level[0]):
            return "once"
        own = clause_start(text, clause, level[0])
        if own > clause and _YEAR.search(text, own, level[0]):
            # 比重每年提高1个百分点,到2018年达到25%: a further step, with a year of its own.
            said = _RECURRENT.findall(text, own, level[1])
        if not said:
            return "once"
        note("recurrence.clause", at)
        return "quarterly" if any(word.endswith("季") for word in said) else "annual"

    def _carried(self, floor: int, start: int) -> bool:
        """Tell whether a verb that binds stands before the list that a target is part of."""
        if self.text[start - 1 : start] != ",":
            return False
        carried = _CARRIED.search(self.text, max(floor, start - _BEFORE), start)
        return carried is not None and (carried.start() == floor or self.text[carried.start() - 1] in ",;。:")


def _strongest(said: list[str]) -> str:
    return "binding" if _ASPIRING.isdisjoint(said) else "aspirational"
