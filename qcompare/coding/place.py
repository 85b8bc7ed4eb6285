"""A level where it stands: its block, and the words around it, cut out once for all the tests of its role."""

from __future__ import annotations

from qcompare.coding.level import Level
from qcompare.coding.years import Years
from qcompare.text.clauses import clause_start
from qcompare.text.model import Plan
from qcompare.text.structure import Block


class Place:
    """A level where it stands.

    ``left``, ``right`` are the words around number and unit; ``sentence`` is where the sentence starts. ``led``: a verb
    before it leads to a value and to nothing else (达到, 提高到, 为); ``bounded``: 以上 or 不低于 belongs to it.
    """

    __slots__ = (
        "_clause", "block", "bounded", "led", "left", "level", "right", "sentence", "text", "years",
    )  # fmt: skip

    def __init__(self, plan: Plan, years: Years, level: Level, block: Block) -> None:
        self.years, self.level, self.block = years, level, block
        self.text = text = plan.text
        number, tail, floor = level.number, level.tail, block.start
        self.left = text[number - 20 if number - 20 > floor else floor : number]
        self.right = text[tail : tail + 24]
        sentence = plan.sentence_at(number)[0]
        self.sentence = sentence if sentence > floor else floor
        self.led = level.verb.endswith(("到", "至", "为", "达", "在"))
        self.bounded = level.end > tail or level.start < number
        self._clause: str | None = None

    @property
    def behind(self) -> str:
        """The first words after the whole level."""
        end = self.level.end
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
