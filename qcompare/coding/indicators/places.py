"""Whose the statistics are where several places say in one sentence what they will do."""

from __future__ import annotations

from qcompare.coding.indicators.item import Item
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern, word_tuple

_SEVERAL = 2
# 东江县提出…,产量达到30万吨;西江县提出…: whose they are where several speak. Not 我市提出.
_SPEAKS = pattern(r"(?<![^。;,:\n])(?P<place>(?![我全本各])[\u4e00-\u9fff]{1,5}[市县区州盟旗])(?:{says_will})")

table(
    Rule(
        id="indicator.scope.place",
        decides="the place in front",
        looks="clauses before it in the sentence",
        why="where several places say what they will do, each one's statistics are its own",
        examples=("东江县提出做强蔬菜产业,蔬菜产量达到‹30万吨›;西江县提出做强水果产业,水果产量达到20万吨。",),
        counter_examples=("江城市提出做强蔬菜产业,蔬菜产量达到‹30万吨›;水果产量达到20万吨。",),
    ),
)


def _several_speak(text: str) -> bool:
    """Tell whether places say what they will do, twice or more: looked for by the verb, which most texts have none of behind a place."""
    found = 0
    for verb in word_tuple("says_will"):
        at = text.find(verb, 1)
        while at > 0 and found < _SEVERAL:
            found += text[at - 1] in "市县区州盟旗"
            at = text.find(verb, at + 1)
    return found >= _SEVERAL


def supply_places(text: str, items: list[Item]) -> None:
    """Say whose they are of items in a sentence in which several places say what they will do."""
    said = list(_SPEAKS.finditer(text)) if len(items) >= _SEVERAL and _several_speak(text) else []
    if len({match["place"] for match in said}) < _SEVERAL:
        return
    for item in items:
        start, end = text.rfind("。", 0, item.start) + 1, text.find("。", item.end)
        here = [match for match in said if start <= match.start() < (end if end >= 0 else len(text))]
        before = [match["place"] for match in here if match.start() < item.level.start]
        if before and len({match["place"] for match in here}) >= _SEVERAL and before[-1] not in item.indicator:
            note("indicator.scope.place", item.level.number)
            item.indicator = before[-1] + item.indicator
