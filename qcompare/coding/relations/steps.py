"""Levels that go with something else, and classes of water: 与经济增长同步, 水质稳定保持在Ⅲ类及以上."""

from __future__ import annotations

from collections.abc import Iterator

from qcompare.coding.levels.level import WordLevel
from qcompare.coding.relations.refused import refused
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern, word_tuple
from qcompare.text.hints import Hint

# 为使质量工作与经济发展相同步,…: what for, and no level.
_PURPOSE = pattern(r"(?<![^,。;)\n])为[使了][^,。;]{0,20}$")
_TOWARDS = pattern(r"向[^,。;、]{1,16}$")
_STEP = Hint(word_tuple("in_step"))
_IN_STEP = pattern(
    r"(?P<level>[与同和](?P<base>[^,。;、]{2,20}?)(?:保持|实现)?(?:基本|相|协调)?{in_step})(?:增长)?(?![^,。;、)\n])"
)
# 水质稳定保持在Ⅲ类及以上; not 达到Ⅲ类的断面, which describes.
_WATER = Hint(f"{number}类" for number in ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "I", "II", "III", "IV", "V"))
_WATER_CLASS = pattern(
    r"(?:{kept_at}|(?P<bound>{class_bound}))(?P<base>(?:[ⅠⅡⅢⅣⅤ]|I{1,3}|I?V)类(?:水质)?(?:标准)?(?:及?以上)?(?:水质)?)(?![^,。;、)\n])"
)


def steps(text: str) -> Iterator[WordLevel]:
    """Yield what goes with something else: 与经济增长同步, 与上年持平."""
    for step in _STEP(text):
        end = step + 2
        start = max(0, step - 28)
        for match in _IN_STEP.finditer(text, start, step + 6):
            if match.end("level") != end:
                continue
            if _TOWARDS.search(text, max(0, match.start() - 24), match.start()):
                continue  # 向党的理论|和路线方针看齐: a stance, and no pace
            if _PURPOSE.search(text, max(0, match.start() - 24), match.start()):
                refused("purpose", match.start(), end)
            else:
                note("relation.in_step", match.start(), match.span("level"))
                at, base = match.start(), match.span("base")
                yield WordLevel(at, end, at, "relative", None, "before", base, rule="relation.in_step")
                break
    yield from _water_classes(text)


def _water_classes(text: str) -> Iterator[WordLevel]:
    """Yield the classes that water is kept in: 水质稳定保持在Ⅲ类及以上."""
    for at in _WATER(text):
        match = _WATER_CLASS.search(text, max(0, at - 7), at + 12)
        if match and match.start("base") == at:
            base = match.span("base")
            note("relation.water_class", at, base)
            start = match.start() if match["bound"] else at  # 不低于|Ⅲ类: the bound is part of the level
            yield WordLevel(
                start,
                base[1],
                match.start(),
                "relative",
                None,
                "before",
                base,
                verb="达到",
                rule="relation.water_class",
            )


table(
    Rule(
        id="relation.in_step", decides="relative", looks="与…同步, with what",
        why="codebook 2.2: 与经济增长同步, one per subject",
        examples=("居民收入‹与›经济增长同步。",), counter_examples=("居民收入‹与›经济增长的关系。",),
    ),
    Rule(
        id="relation.water_class", decides="relative", looks="verb and class",
        why="codebook 2.2: Ⅲ类及以上 is a named standard", examples=("干流水质稳定保持在‹Ⅲ类›及以上。", "干流水质‹不低于Ⅲ类›。"), counter_examples=("达到‹Ⅲ类›的断面增加。",),
    ),
)  # fmt: skip
