"""Numbering before a name: (2), 12., 二是, and the numbers of a list without a mark."""

from __future__ import annotations

import re
from functools import cache

from qcompare.coding.levels.level import unit_pattern
from qcompare.lexicon import words
from qcompare.lexicon.needed import starts
from qcompare.lexicon.patterns import pattern

FIGURES = frozenset("0123456789一二两三四五六七八九十")
# (2), 12., 二是, ——: numbering and dashes. Not 3.5, 12岁 or a number that counts.
# 01新建幼儿园, 15新开工…: the numbers of a list without a mark. Not 12家企业.
_MARK = pattern(
    r"\([0-9一二三四五六七八九十]{1,3}分?\)|\([\u4e00-\u9fff、]{2,30}(?:牵头|负责)\)|[①-⑳]|[0-9]{1,2}[.、．](?!\d)|[一二三四五六七八九十]{1,3}(?:是|$)|[-—–─·•●◆]+"
)


# 22救助标准, on a line of its own. Not 12家企业, 3岁以下儿童, 12345热线.
_LINE_NUMBER = re.compile(r"[0-9]{1,2}(?=[\u4e00-\u9fff]{2})")
MARK_STARTS = starts(_MARK, _LINE_NUMBER)


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(rf"[余多万亿千百大岁月日]|{unit_pattern(words('units'))}")


def mark(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of numbering; at the start of a line a number that counts nothing needs no mark."""
    match = _MARK.match(text, start, end)
    if match is None and text[start - 1 : start] in "\n " and text[start] in FIGURES:
        match = _LINE_NUMBER.match(text, start)
        match = None if match and (match.end() > end or _counting().match(text, match.end())) else match
    return match
