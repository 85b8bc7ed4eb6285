"""A level in its context: its block, and the words around it, cut out once for all the tests of its role."""

from __future__ import annotations

import re

from qcompare.coding.levels.level import Level
from qcompare.coding.years import Mention, Years
from qcompare.lexicon.patterns import pattern
from qcompare.text.clauses import clause_start
from qcompare.text.model import Plan
from qcompare.text.structure import Block

_FAR = 160  # characters of a sentence that a rule looks back over
_DIGITS = re.compile(r"\d+")
_STOP = re.compile(r"[,;。:\n]")
# A noun behind a level (规模以上的企业), and what looks like one and is none (以上的目标, 以上并…).
_NOUN = re.compile(r"的?[\u4e00-\u9fff]|的“")
_NO_NOUN = pattern(r"的{aim_noun}|{milestone}|[并且和与及以]")
HAN = re.compile(r"[\u4e00-\u9fff]")
OF_SUCH = re.compile(r"的[“\u4e00-\u9fff]")  # 超过50家的集群; not 超过50家。
AIM_NOUN = pattern(r"的{aim_noun}")  # …的目标 speaks of the level and picks out nothing
MILESTONE = pattern(r"(?:新)?{milestone}")  # 突破千亿元大关
ACHIEVES = pattern(r"{achieve_verb}")


class Context:
    """A level in its context.

    ``left``, ``right`` are the words around number and unit; ``sentence`` is where the sentence starts. ``led``: a verb
    before it leads to a value and to nothing else (达到, 提高到, 为); ``bounded``: 以上 or 不低于 belongs to it.
    """

    __slots__ = (
        "_clause", "_goes_on", "_latest", "_said", "block", "bounded", "led", "left", "level", "right", "sentence", "text",
        "years",
    )  # fmt: skip

    def __init__(self, plan: Plan, years: Years, level: Level, block: Block) -> None:
        self.years, self.level, self.block = years, level, block
        self.text = text = plan.text
        number, tail, floor = level.number, level.tail, block.start
        self.left = text[number - 20 if number - 20 > floor else floor : number]
        self.right = text[tail : tail + 24]
        sentence = plan.sentence_at(number)[0]
        self.sentence = sentence if sentence > floor else floor
        self.led = level.verb.endswith(("到", "至", "为", "达", "在", "上"))
        self.bounded = level.end > tail or level.start < number
        self._clause: str | None = None
        self._goes_on: str | None = None
        self._said: str | None = None
        self._latest: Mention | bool | None = True  # True: not looked up yet

    @property
    def behind(self) -> str:
        """The first words after the whole level."""
        end = self.level.end
        if self.text.startswith("(含)", end):
            end += 3
        return self.text[end : end + 3]

    @property
    def plain(self) -> bool:
        """Whether neither 以上 nor 不低于 belongs to it."""
        return not self.bounded

    @property
    def clause(self) -> str:
        """The clause up to the numeral."""
        if self._clause is None:
            number = self.level.number
            self._clause = self.text[clause_start(self.text, self.block.start, number) : number]
        return self._clause

    @property
    def goes_on(self) -> str:
        """The rest of the clause behind number and unit, 40 characters at most."""
        if self._goes_on is None:
            tail = self.text[self.level.tail : self.level.tail + 40]
            stop = _STOP.search(tail)
            self._goes_on = tail[: stop.start()] if stop else tail
        return self._goes_on

    @property
    def said(self) -> str:
        """The sentence up to the numeral, 160 characters at most."""
        if self._said is None:
            number, sentence = self.level.number, self.sentence
            self._said = self.text[sentence if sentence > number - _FAR else number - _FAR : number]
        return self._said

    @property
    def latest_year(self) -> Mention | None:
        """The last year that the sentence names before the numeral, baselines left out."""
        if self._latest is True:
            self._latest = self.years.latest(self.sentence, self.level.number)
        return self._latest or None

    @property
    def before_noun(self) -> bool:
        """Whether a noun stands behind the level, so that it may only describe that noun."""
        return bool(_NOUN.match(self.behind) and not _NO_NOUN.match(self.behind))

    @property
    def digits_end(self) -> int:
        """Where the digits end that the level starts with."""
        digits = _DIGITS.match(self.text, self.level.number)
        return digits.end() if digits else self.level.tail

    def span_of(self, found: object) -> tuple[int, int] | None:
        """Return the run of the text that a test found: its match in a part of the context, or the run itself."""
        if isinstance(found, tuple):
            return found
        if not isinstance(found, re.Match):
            return None
        number = self.level.number
        starts = {self.text: 0, self.right: self.level.tail, self.left: number - len(self.left),
                  self.clause: number - len(self.clause), self.said: number - len(self.said)}  # fmt: skip
        base = starts.get(found.string)
        return None if base is None else (base + found.start(), base + found.end())


def bound_or_led(context: Context) -> bool:
    """Tell whether a bound, or a verb that leads to a value, makes a count a level."""
    return context.bounded or (context.led and not context.level.verb.endswith("在"))
