"""How far an indicator goes on behind its level, and where the next of a list starts."""

from __future__ import annotations

import re

from qcompare.coding.indicators.item import Run
from qcompare.coding.levels.level import Level
from qcompare.lexicon.patterns import pattern, word_set
from qcompare.text.clauses import clause_end

# 国家级基地1个、一批…, 建成平台5个并…, …以确保…, …的目标: what is behind a level no longer names; nor what
# is behind a mark, where a quotation is never closed. Not 并网, 且 and 同时 inside no word.
_BEHIND_ENDS = pattern(
    r"以?[、和与及](?=[一多]批|一系列|若干|部分|多[个家项])|{milestone}(?![^,。;、)])|{goes_on}|以(?={attain})|的{task_noun}{1,2}(?![^,。;、(])|[(,;。:!?\n]"
)
# What joins a level to the one before: 3个、4个; 3个和4个; (其中…
_JOINED_ON = re.compile(r"(?:\(其中|[、,]|以及|和|与|及|或|并(?![网购轨])|且)+")
# Where a list goes on. Not 和谐, 参与.
JOINS = re.compile(r"、|以及|和(?!谐)|(?<!参)与|及")
_CUT = re.compile(JOINS.pattern + r"|(?<![兼合归])并(?![网购轨])|[,;(]")


def after_previous(text: str, previous_end: int, lead: int) -> int:
    """Return where the words of a level start whose clause holds another level before it."""
    joined = _JOINED_ON.match(text, previous_end, lead)
    if joined:
        return joined.end()
    cuts = [match.end() for match in _CUT.finditer(text, previous_end, lead)]
    return cuts[-1] if cuts else lead


# 新增2000户(累计3000户)|餐饮单位, 12个、总投资30亿元的|技改项目
_BETWEEN = re.compile(r"(?:\([^()\n]{1,20}\)|、总?投资[^,。;、]{2,12}元(?:以上)?的)(?=[\u4e00-\u9fff]{2})")
_PLANNED = word_set("planned")
_CHANGES = frozenset(["share", "points", "doubling", "times"])


# 5个|符合市场规律,具有竞争力的集聚区: the noun stands behind the second of what they are like.
_SUCH = pattern(r"(?:{which_verb}|{such_verb})[^,。;、的\d]{2,12}")
_SUCH_GOES_ON = pattern(r",(?:{which_verb}|{such_verb})[^,。;\d]{2,16}的[^,。;、\d]{2,16}")
_FIGURES = frozenset("0123456789半")  # 1个月、|半个月: the next of the list


def behind(text: str, level: Level, following: Level | None, ceiling: int, named: bool) -> Run:
    """Return the run behind a level that goes on naming its indicator."""
    start = level.end
    if named and level.verb.endswith(("到", "至", "为", "达", "在", "于", "上")):
        return start, start
    or_else = text.startswith("或", start) and (named or level.unit == "%")
    if or_else or (named and level.change != "level" and level.kind in _CHANGES):
        # 居民收入翻一番|奠定基础: a change is that of what stands before it; 水体减少50%|或基本消除
        return start, start
    between = _BETWEEN.match(text, start) if text.startswith(("(", "、"), start) else None
    if between:
        start = between.end()  # the noun stands behind what is said in between
        following = following if following is None or following.lead > start else None
    if text.startswith((")", "(", "等", "—", "外,"), start) or (
        text.startswith("、", start) and (named or text[start + 1 : start + 2] in _FIGURES)
    ):
        return start, start
    stop = clause_end(text, start, ceiling)
    if following is not None and following.lead < stop:
        cuts = [match.start() for match in JOINS.finditer(text, start, following.lead)]
        stop = cuts[-1] if cuts else following.lead
    such = _SUCH_GOES_ON.match(text, stop) if _SUCH.fullmatch(text, start, stop) else None
    if such:
        return start, such.end()
    cut = _BEHIND_ENDS.search(text, start, stop)
    if cut and (text[cut.start()] != "(" or ")" not in text[cut.start() : stop]):
        stop = cut.start()  # 5个检测平台|(国家级1个、省级4个): the bracket holds its parts
    while stop > start and text[stop - 1] in " \t、":
        stop -= 1
    # 赤字率按3%|安排: says that it is planned, not what.
    return start, start if named and text[start:stop] in _PLANNED else stop
