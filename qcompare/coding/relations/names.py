"""What the names of levels in words leave out, and take from the clause before: 改造|全部完成, 全区|所有|排污口, 健全低保制度,|应保尽保."""

from __future__ import annotations

import re

from qcompare.coding.indicators import strip_lead
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern
from qcompare.text.clauses import clause_start

# 管网改造|工程(全部完成): what is done is said. Not 攻坚战任务(全部完成).
_FINISHED = pattern(r"(?<=[\u4e00-\u9fff]{2})(?:{process_noun}|{deed})(?P<rest>工程|项目)?$")
# 全区|所有|排污口(全部达标): that it is all of them is the level. Not 集体所有, 个人所有的.
_ALL_OF = re.compile(r"(?:^|(?<=[\u4e00-\u9fff]{2})(?<![民体人]))所有(?=[\u4e00-\u9fff]{2})(?![制权者的])")
# 低保|(做到)动态管理下|的应保尽保: how it is done.
_MANNER = re.compile(r"(?:做到|实现|在)?(?:动态|规范)?管理下$")
# 健全|城乡低保|制度,应保尽保: whom it covers. Not 落实各项责任.
_COVERS = pattern(r"(?:规范|{gets_better})?(?P<who>[\u4e00-\u9fff、]{0,20}{protection})(?:制度|政策|体系|工作)?")
_FAR = 40


def without_all(subject: str) -> str:
    """Return a subject without the word that leaves none out, which is the level.

    >>> without_all("全区所有排污口")
    '全区排污口'
    """
    return _ALL_OF.sub("", subject, count=1)


def finished(subject: str, done: str, at: int) -> str:
    """Return the name of what all of them do; what is completed is named without 完成."""
    deed = _FINISHED.search(subject) if done == "完成" else None
    if deed is None:
        return subject + done
    note("relation.name.finished", at)
    return subject.removesuffix(deed["rest"] or "")


def manner(subject: str) -> str:
    """Return the words at the end of a subject that say only how the level is brought about (动态管理下)."""
    said = _MANNER.search(subject)
    return said.group() if said else ""


def covered(text: str, clause: int, at: int) -> tuple[int, int]:
    """Return whom the clause before says that it covers (健全|城乡低保|制度,实现应保尽保); an empty run if nobody."""
    stop = clause - 1
    if stop <= 0 or text[stop] != ",":
        return clause, clause
    start, _ = strip_lead(text, clause_start(text, max(0, stop - _FAR), stop), stop)
    who = _COVERS.fullmatch(text, start, stop)
    if who is None:
        return clause, clause
    note("relation.name.covered", at, who.span("who"))
    return who.span("who")


table(
    Rule(
        id="relation.name.finished",
        decides="without 完成",
        looks="what stands behind 全部 or 全面",
        why="codebook 2.2: 完成 is a word of commitment; what is completed names the indicator",
        examples=("危旧桥梁改造2018年底前‹全部›完成。",),
        counter_examples=("攻坚战任务2018年底前‹全部›完成。",),
    ),
    Rule(
        id="relation.name.covered",
        decides="what the clause before improves, with the words of the level",
        looks="clause before a level that says nobody",
        why="codebook 2.2: 应保尽保 with a named group: the clause before names it",
        examples=("健全城乡低保制度,实现动态管理下的‹应保尽保›。",),
        counter_examples=("农村低保实现‹应保尽保›。",),
    ),
)
