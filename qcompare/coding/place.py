"""A level where it stands: its block, and the words around it, cut out once for all the tests of its role."""

from __future__ import annotations

from qcompare.coding.items import clause_start
from qcompare.coding.level import Level
from qcompare.coding.years import Years
from qcompare.text.model import Plan
from qcompare.text.structure import Block


class Place:
    """A level where it stands.

    ``left``, ``right`` are the words around number and unit, ``behind`` those after the whole level; ``sentence`` is
    where the sentence starts. ``led``: a verb before it leads to a value and
    to nothing else (达到, 提高到, 为); ``bounded``: 以上 or 不低于 belongs to it, else it is ``plain``.
    """

    __slots__ = (
        "behind", "block", "bounded", "led", "left", "level", "plain", "right", "sentence", "text", "years",
    )  # fmt: skip

    def __init__(self, plan: Plan, years: Years, level: Level, block: Block) -> None:
        text, number, tail, floor = plan.text, level.number, level.tail, block.start
        self.years, self.level, self.block, self.text = years, level, block, text
        self.left = text[max(floor, number - 20) : number]
        self.right = text[tail : tail + 24]
        self.behind = text[level.end : level.end + 3]
        self.sentence = max(plan.sentence_at(number)[0], floor)
        self.led = level.verb[-1:] in ("到", "至", "为", "达", "在")
        self.bounded = level.end > tail or level.start < number
        self.plain = not self.bounded

    @property
    def clause(self) -> str:
        """The clause up to the numeral."""
        number = self.level.number
        return self.text[clause_start(self.text, self.block.start, number) : number]
