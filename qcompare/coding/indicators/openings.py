"""Where something is done, with what it deals, how it gets there: 在重点行业|开展, 对企业|检查, 提升|处理率到85%."""

from __future__ import annotations

from qcompare.coding.indicators.starts import strip_lead
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern

# 对高风险企业|检查. Not 对外贸易, 对口支援.
_ABOUT = pattern(r"(?:对(?![外口接标象比称策])|把(?![关握控门手]))(?=[\u4e00-\u9fff]{2})")
table(
    Rule(
        id="indicator.start.about",
        decides="behind 对",
        looks="start of the clause",
        why="对 only says that what follows is dealt with",
        examples=("对高风险生产企业检查‹2次›以上。",),
        counter_examples=("对外贸易额增长‹10%›。",),
    ),
    Rule(
        id="indicator.start.turned",
        decides="behind the verb",
        looks="start of the clause, verb of the level",
        why="codebook 2.1: 提升A到B is A that gets to B",
        examples=("提升垃圾焚烧处理率到‹85%›以上。", "控制登记失业率在‹4%›以内。"),
        counter_examples=("提升工程完工率达到‹85%›以上。",),
    ),
    Rule(
        id="indicator.scope.where",
        decides="the place in front, the verb left out",
        looks="start of the clause",
        why="where something is done is scope of what is counted",
        examples=("在化工等重点行业实施清洁生产项目‹100个›。",),
        counter_examples=("实施清洁生产项目‹100个›。",),
    ),
)

# 在化工、印染等重点行业实施…: where something is done is scope of the indicator. Not 在全市开展.
_WHERE = pattern(r"在(?P<scope>[^,。;]{2,24}?{where_noun})[中内里]?(?={where_verb}|{list_verb})(?:推行|推广)?")


# 提升|焚烧处理率(到85%), 控制|失业率(在4%以内): how the statistic gets there. Not 提升工程.
_TURNED = pattern(r"(?:{raise_verb}|{lower_verb}|{improve_verb}|控制)(?=[\u4e00-\u9fff]{2}.*{share_end}$)")


def behind_turn(text: str, start: int, end: int, verb: str, at: int) -> int:
    """Return where an indicator starts behind the verb of a change whose 到 or 在 stands behind the statistic."""
    turned = _TURNED.match(text, start, end) if verb in ("到", "至", "在") else None
    if turned is None:
        return start
    note("indicator.start.turned", at, turned.span())
    return turned.end()


def behind_about(text: str, start: int, end: int, at: int) -> int:
    """Return where an indicator starts behind 对, which only says that what follows is dealt with."""
    about = _ABOUT.match(text, start, end)
    if about is None:
        return start
    note("indicator.start.about", at, about.span())
    return strip_lead(text, about.end(), end, at)[0] if text[start] == "把" else about.end()


# 在|种源、医疗等方面突破…: where, and no more. Not 在校生, 在建工程.
_WITHIN = pattern(r"在[^,。;\d]{2,24}?(?:方面|领域|环节|范围内)(?=[\u4e00-\u9fff]{4})")
_VERB = 6  # the verb of the level may stand behind it: 在重点县建设|30个


def where(text: str, start: int, end: int, at: int) -> tuple[str, int]:
    """Return the scope that a clause opens with (在重点行业实施…), and where what follows it starts."""
    match = _WHERE.match(text, start, end + _VERB) if text.startswith("在", start) else None
    if match is None:
        within = _WITHIN.match(text, start, end) if text.startswith("在", start) else None
        return "", start + 1 if within else start
    note("indicator.scope.where", at, match.span())
    return match["scope"], match.end()
