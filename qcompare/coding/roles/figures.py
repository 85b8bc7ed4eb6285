"""Spelled figures that fix no level: 百家企业, 一个中心, 三项制度."""

from __future__ import annotations

from qcompare.coding.roles.context import AIM_NOUN, HAN, OF_SUCH, Context
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern, word_set

_EXACT_KINDS = frozenset(["place", "share", "doubling", "zero", "points", "times"])
_ROUND = word_set("round_figure")
_FIGURES = pattern(r"[零〇○一二两三四五六七八九十百千万亿点至到~—-]+")
_POINTING = pattern(r"[第每那哪某首前两]$")
_BROUGHT = pattern(r"{bring_verb}$")
# 十个(省级基地,十五个…): a list of figures.
_NEXT_FIGURE = pattern(r"[^,、。;]{2,16}[,、][一二三四五六七八九十]{1,3}[个家项处所座]")
# 三个省级、一个国家级中心: a list of grades goes on.
_GRADED_BEFORE = pattern(r"[\d一二两三四五六七八九十][个家项处所座][^,。;、]{1,4}[级类型](?:、|和|与|及)$")
_CLAUSE_MARK = pattern(r"[,。;:、]")
_BIG = pattern(r"大(?![型中])|现代化|自信")
_ENDS = (*",。;、\n",)
_PERCENT = ("百分之", "千分之")


def _word(context: Context) -> str:
    digits = _FIGURES.match(context.text[context.level.number : context.level.tail])
    word = digits.group() if digits else ""
    return word[:-1] if (context.level.unit or "").startswith("千") and word.endswith("千") else word  # 万|千瓦


def spelled_scope(context: Context) -> str | None:
    """Return the rule by which a spelled numeral fixes no level, or None."""
    level, right_of = context.level, context.right
    if level.kind == "times" and _word(context) in _ROUND:
        return "role.scope.round_figure"  # 百倍的努力
    if level.kind in _EXACT_KINDS or context.text.startswith(_PERCENT, level.number):
        return None
    word, ends = _word(context), right_of[:1] in _ENDS
    if word == "一" and level.unit == "起":
        return "role.scope.one_or_two"  # 统一起来, 结合在一起: together
    such = OF_SUCH.match(context.behind) and not AIM_NOUN.match(context.behind)
    if word in _ROUND and (such or not context.led) and (context.plain or HAN.match(context.behind)):
        ten = word == "十" and level.kind == "count" and (ends or _NEXT_FIGURE.match(right_of))
        return None if ten else "role.scope.round_figure"
    # 国家级质检中心一个: behind its noun a figure is a level.
    final = ends and len(_CLAUSE_MARK.split(context.left)[-1]) >= 4
    graded = _GRADED_BEFORE.search(context.left)
    if word in ("一", "两") and context.plain and not final and not graded:
        return "role.scope.one_or_two"
    if level.unit in ("批", "届") or (level.unit == "期" and context.plain):
        return "role.scope.batch"
    if _POINTING.search(context.left) or _BIG.match(right_of):
        return "role.scope.pointed_at"
    if len(word) == 1 and context.plain:
        # 三个方面, 两项制度: a single figure counts what is spoken of unless a verb of commitment leads to it.
        stated = bool(level.verb) or ends or bool(_BROUGHT.search(context.left) or graded)
        return "role.scope.single_figure" if not stated or level.kind != "count" else None
    return None


table(
    Rule(
        id="role.scope.round_figure", decides="scope", looks="number, right of the unit", why="codebook 1.1: 百家 and 千家 mean many, and no number; 十家 behind its noun is counted",
        examples=("培育‹百家›企业。",),
        counter_examples=("培育企业‹十家›。",),
    ),
    Rule(
        id="role.scope.one_or_two", decides="scope", looks="number", why="codebook 1.1: 一个 before its noun is hardly more than an article; behind the noun (中心一个) it is counted",
        examples=("建设‹一个›检测中心。",),
        counter_examples=("建成国家级质检中心‹一个›。",),
    ),
    Rule(
        id="role.scope.batch", decides="scope", looks="unit", why="codebook 1.1: 十二批 numbers one of a row of lists or sessions",
        examples=("公布‹十二批›名录。",),
        counter_examples=("公布企业‹十二家›。",),
    ),
    Rule(
        id="role.scope.pointed_at", decides="scope", looks="left and right of the number", why="codebook 1.1: 那三家 points at those spoken of before",
        examples=("那‹三家›企业。",),
        counter_examples=("培育‹三家›企业。",),
    ),
    Rule(
        id="role.scope.single_figure", decides="scope", looks="left and right of the number", why="codebook 1.1: 三项制度 counts what is spoken of, unless a verb that makes them leads to it",
        examples=("落实‹三项›制度。",),
        counter_examples=("培育‹三家›企业。",),
    ),
)  # fmt: skip
