"""What a list of products says once, that it is their output: 手表产量200万只,自行车|产量; 主要产品产量如下:|原煤:…."""

from __future__ import annotations

import re

from qcompare.coding.indicators.heads import PROPERTY
from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.sharing import STATISTIC, WHOSE
from qcompare.coding.indicators.works import Leaning
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern, word_set

_GOODS_UNITS = word_set("goods_unit")
_OUTPUT = pattern(r"[总年]?产量$")
# 推广农机: done, and not made. Not 养护膜.
_DONE = pattern(r"(?:{list_verb}|{deed})(?=[\u4e00-\u9fff]{2})")
# 肉羊出栏, 茶叶加工: what is done with it. Not 肉羊.
_PROCESS = pattern(r"(?:[出存]栏|{process_noun})$")
_LONGEST = 6
_MARKS = frozenset(";,、")
# 主要产品产量如下: the list stands behind, a product a line.
_HEAD = re.compile(r"产量[^,。;:\n]{0,16}:$")
# 原煤:从…, 棉花四百万吨: a line of the list.
_ITEM = re.compile(
    r"[ ]*[\u4e00-\u9fff()]{1,8}:|[ ]*[\u4e00-\u9fff()]{1,6}?[0-9一二两三四五六七八九十百千]+[^。\n]{1,60}[;。]$"
)
_LINES = 24


def listed(case: Leaning) -> str | None:
    """Return the statistic of a list for a bare noun of it: 粮食产量达到3万吨,增长5%;棉花|产量."""
    item, name = case.item, case.name
    if len(name) > _LONGEST or item.level.unit not in _GOODS_UNITS or item.level.verb or item.level.change != "level":
        return None
    if STATISTIC.search(name) or PROPERTY.fullmatch(name) or _DONE.match(name) or _PROCESS.search(name):
        return None
    if case.text[item.pre[0] - 1] not in _MARKS or item.post[1] > item.post[0]:
        return None
    for earlier in reversed(case.earlier):
        if earlier.level.unit not in _GOODS_UNITS or earlier.level.change != "level":
            continue
        said = _OUTPUT.search(earlier.indicator, 1)
        if said:
            whose = WHOSE.match(earlier.indicator)
            return (whose.group() if whose else "") + name + said.group()
    return None


def of_head(text: str, item: Item) -> str | None:
    """Return a product with 产量, which the line before the list says of all of it: 主要产品产量如下:|原煤:从60万吨…."""
    start, end = item.pre
    bare = end == item.level.lead and not item.level.verb and item.level.unit in _GOODS_UNITS
    if (text[end : end + 1] != ":" and not bare) or STATISTIC.search(item.indicator) or end - start > _LONGEST + 2:
        return None
    line = text.rfind("\n", max(0, start - _LONGEST), start) + 1
    opens = start - line < _LONGEST and not text[line:start].strip()
    if not opens:
        return None
    for _ in range(_LINES):
        stop = line - 1
        line = text.rfind("\n", 0, max(0, stop)) + 1
        before = text[line : max(line, stop)].rstrip()
        if before and not _ITEM.match(before):
            if _HEAD.search(before) is None:
                return None
            note("indicator.ellipsis.output_list", item.level.number)
            return item.indicator + "产量"
        if line == 0:
            break
    return None


table(
    Rule(
        id="indicator.ellipsis.output_list",
        decides="产量 behind the product",
        looks="line before the list, a product a line",
        why="codebook 2.2: 产量 is said once, at the head of the list",
        examples=("主要产品计划产量如下：\n原煤：从60万吨增加到‹110万吨›，增长八成。\n水泥：从20万吨增加到60万吨。",),
        counter_examples=("主要工程如下：\n公路：从60公里增加到‹110公里›。\n水库：达到12座。",),
    ),
)

OUTPUTS = table(
    Rule(
        id="indicator.ellipsis.listed",
        decides="the statistic of the list behind the noun",
        looks="levels before it in the sentence",
        why="粮食产量达到3万吨,增长5%;棉花1万吨: 产量 is said once for the list",
        examples=("全市粮食产量达到30万吨,增长12%;棉花‹3万吨›。", "手表产量200万只;自行车‹100万辆›。"),
        counter_examples=("全市粮食产量达到30万吨;造林‹3万亩›。", "粮食产量达到30万吨,推广农机‹200台›。"),
        holds=listed,
    ),
)
