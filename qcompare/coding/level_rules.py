"""The rules of a number: what its unit makes of it, which words bound it, which say that it is a change."""

from __future__ import annotations

from qcompare.coding.level import Level
from qcompare.coding.rules import Rule, note, table


def _kind_rule(kind: str, decides: str, why: str, example: str, counter: str) -> Rule:
    """Return the rule of the levels of a kind: what the unit makes of a number."""
    return Rule(
        id=f"level.{kind}",
        decides=decides,
        looks="number and unit",
        why=why,
        examples=(example,),
        counter_examples=(counter,),
    )


LEVELS = table(
    _kind_rule("share", "quantified, %", "codebook 2, unit: % for a share", "产品合格率达到‹95%›。", "培育品牌‹95个›。"),
    _kind_rule("points", "quantified, 个百分点", "codebook 2.1: 提高2个百分点 is never %", "产品合格率提高‹2个百分点›。", "产品合格率提高‹2%›。"),
    _kind_rule("count", "quantified, classifier", "codebook 2, unit: the classifier as written", "培育品牌‹95个›。", "产品合格率达到‹95%›。"),
    _kind_rule("money", "quantified, money", "codebook 2.1: 万 and 亿 are always multiplied out", "产值达到‹3亿元›。", "培育品牌‹3个›。"),
    _kind_rule("measure", "quantified, unit of measure", "codebook 2.1: 万 and 亿 are always multiplied out", "造林‹3万亩›。", "培育品牌‹3个›。"),
    _kind_rule("time", "quantified, time", "codebook 2, unit", "审批时限压缩到‹3个工作日›。", "培育品牌‹3个›。"),
    _kind_rule("times", "quantified, 倍", "codebook 2.1: X倍 has the unit 倍", "专利数达到2015年的‹3倍›。", "培育品牌‹3个›。"),
    _kind_rule("score", "quantified, 分", "codebook 2, unit", "顾客满意度达到‹85分›。", "顾客满意度达到‹85%›。"),
    _kind_rule("rate", "quantified, one unit per another", "a unit per another is one unit", "孕产妇死亡率降到‹18/10万›。", "能耗降到‹0.5吨标准煤›。"),
    _kind_rule("bare", "quantified, no unit or point", "codebook 2, unit: point for a score on a scale to 100", "质量竞争力指数达到‹85›。", "培育品牌‹85个›。"),
    _kind_rule("place", "quantified, 位", "codebook 2.1: a rank with a numeral is quantified", "质量水平进入全省‹前5位›。", "培育品牌‹5个›。"),
    _kind_rule("doubling", "quantified, increase", "codebook 2.1: 翻一番 is an increase of 100 %", "产值‹翻一番›。", "产值达到‹1亿元›。"),
    _kind_rule("zero", "quantified, 0", "codebook 1.1: 为零 is a numeral", "重大事故为‹零›。", "重大事故为‹1起›。"),
    _kind_rule("ratio", "quantified, one per share", "codebook 2.1: a ratio is one target per share", "三次产业比例调整为‹8:46:46›。", "产品合格率达到‹95%›。"),
    _kind_rule("proportion", "quantified, one value", "how many of the first there are to one of the second", "医护比达到‹1:1.5›。", "产品合格率达到‹95%›。"),
    _kind_rule("rank", "quantified, grade", "a grade is reached", "建成‹5级›航道3条。", "产品合格率达到‹95%›。"),
)  # fmt: skip

_BOUND = "codebook 2, comparator"
BOUNDS = table(
    Rule(
        id="bound.at_least", decides=">=", looks="left of the number, right of the unit", why=_BOUND,
        examples=("产品合格率达到‹95%›以上。", "产品合格率‹不低于›95%。"), counter_examples=("产品合格率达到‹95%›。",),
    ),
    Rule(
        id="bound.over", decides=">", looks="left of the number", why=_BOUND,
        examples=("产品合格率‹超过›95%。",), counter_examples=("产品合格率‹不超过›95%。",),
    ),
    Rule(
        id="bound.at_most", decides="<=", looks="left of the number, right of the unit", why=_BOUND,
        examples=("不合格率控制在‹5%›以内。", "不合格率‹不超过›5%。"), counter_examples=("不合格率达到‹5%›。",),
    ),
    Rule(
        id="bound.under", decides="<", looks="left of the number", why=_BOUND,
        examples=("不合格率‹低于›5%。",), counter_examples=("不合格率‹不低于›5%。",),
    ),
    Rule(
        id="bound.range", decides="range", looks="sign between two numbers", why="codebook 2: 5~10项以上: the range wins",
        examples=("培育品牌‹2~3个›。",), counter_examples=("培育品牌‹3个›。",),
    ),
    Rule(
        id="bound.about", decides="~", looks="beside the number", why=_BOUND,
        examples=("培育品牌‹20余个›。",), counter_examples=("培育品牌‹20个›。",),
    ),
    Rule(
        id="change.rise", decides="increase", looks="left of the number", why="codebook 2, change",
        examples=("产品合格率‹提高›3个百分点。",), counter_examples=("产品合格率‹提高到›93%。",),
    ),
    Rule(
        id="change.fall", decides="decrease", looks="left of the number", why="codebook 2, change",
        examples=("出口投诉‹下降›10%。",), counter_examples=("出口投诉‹降到›10件。",),
    ),
)  # fmt: skip
_BOUND_RULES = {
    ">=": "bound.at_least", ">": "bound.over", "<=": "bound.at_most", "<": "bound.under", "range": "bound.range", "~": "bound.about",
}  # fmt: skip


def note_reading(level: Level, change: str) -> None:
    """Note, of a level that is explained, by which rules its unit, bound and change were read."""
    run = (level.start, level.end)
    note(f"level.{level.kind}", level.number, run)
    if level.comparator in _BOUND_RULES:
        note(_BOUND_RULES[level.comparator], level.start, run)
    if change != "level":
        note("change.rise" if change == "increase" else "change.fall", level.start, run)
