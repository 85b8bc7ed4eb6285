"""One subject or several: what is published each for itself, what is one rate."""

from __future__ import annotations

import re

from qcompare.coding.indicators.item import Item, Run
from qcompare.coding.indicators.sharing import (
    STATISTIC,
    SUBSTANCE,
    Subject,
    completed,
    split_joined,
    town_and_country,
)
from qcompare.coding.indicators.starts import strip_lead
from qcompare.coding.levels.level import Level
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern
from qcompare.text.clauses import clause_start

table(
    Rule(
        id="split.growth",
        decides="one target a statistic, its growth supplied",
        looks="subject",
        why="codebook 1: statistics published each for itself are split, even where the last word is written once",
        examples=("地区生产总值、财政收入的增幅达到‹10%›以上。",),
        counter_examples=("地区生产总值的增幅达到‹10%›以上。",),
    ),
    Rule(
        id="split.statistics",
        decides="one target a statistic",
        looks="subject",
        why="codebook 1: statistics published each for itself are split; subjects under one rate are not",
        examples=(
            "食品抽检合格率、农产品监测合格率达到‹96%›以上。",
            "水表首次检定率、加油机、计价器受检率达到‹96%›以上。",
        ),
        counter_examples=("国家监督抽检和省级监督抽查合格率达到‹96%›以上。",),
    ),
    Rule(
        id="split.substances",
        decides="one target a substance",
        looks="subject of a change",
        why="codebook 1: statistics published each for itself are split; how much is let out is one for each substance",
        examples=("烟尘、氨氮比2015年削减‹15%›。",),
        counter_examples=("烟尘、氨氮治理率达到‹95%›。",),
    ),
    Rule(
        id="split.each_kind",
        decides="one target a kind, the shared noun supplied",
        looks="subject of a level with 各",
        why="codebook 1: 项目各100个 over two kinds of project is two targets",
        examples=("建设清洁生产和循环经济项目各‹100个›。",),
        counter_examples=("建设清洁生产和循环经济项目‹100个›。",),
    ),
    Rule(
        id="split.each_of",
        decides="one target a subject, the shared rate supplied",
        looks="subject of a level with 均 or 都",
        why="均 says that each of them gets there",
        examples=("蔬菜和水果抽检合格率均达到‹97%›以上。", "交通投资,水利和环保投资,民间投资均增长‹12%›以上。"),
        counter_examples=("蔬菜和水果抽检合格率达到‹97%›以上。",),
    ),
    Rule(
        id="split.paired",
        decides="the first with the first, the second with the second",
        looks="before and behind the level",
        why="codebook 1: a distributive pairing is split",
        examples=("药品生产、经营企业‹100%›通过GMP、GSP认证。",),
        counter_examples=("药品生产、经营企业‹100%›通过GMP认证。",),
    ),
    Rule(
        id="split.shares",
        decides="one share a part, each with the shared end",
        looks="subject of a ratio",
        why="codebook 2.1: each figure of a ratio belongs to the part that stands in the same place of the list",
        examples=("粮食、油料、饲料种植比例调整为‹16›:18:66。", "三次产业结构调整为‹9›:43:48。"),
        counter_examples=("种植比例调整为‹16%›。",),
    ),
)

_TWO = 2
_RATIO_OF = re.compile(r"[与和][^、]{2,16}(?:之比|的比率|的比例|比值)$")  # 财政收入|与|生产总值之比
# 烟尘、氨氮|排放量: one for each. Not 治理率, which may be one of both.
_AMOUNT = pattern(r"{amount_noun}$")
_GROWTH = pattern(r"的?{growth_noun}$")


def split_subjects(text: str, start: int, end: int, at: int = -1, changed: bool = False) -> list[Subject]:
    """Split a joined subject into the statistics that are published each for itself.

    Returns
    -------
    list of (offset where the piece starts, its indicator); one entry where the subject is one statistic.
        ``at`` is the offset under which to note the rule that decided; ``changed``: whether the level is a change.

    >>> split_subjects("空气质量指数、水功能区水质达标率", 0, 16)
    [(0, '空气质量指数'), (7, '水功能区水质达标率')]
    >>> split_subjects("国家监督抽检和省级监督抽查合格率", 0, 16)
    [(0, '国家监督抽检和省级监督抽查合格率')]
    """
    subject = text[start:end]
    pieces = split_joined(subject)
    if len(pieces) < 2 or (len(pieces) == _TWO and _RATIO_OF.search(subject)):
        return [(start, subject)]
    growth = _GROWTH.search(subject)
    if growth and all(STATISTIC.search(piece) or _GROWTH.search(piece) for _, piece in pieces):
        note("split.growth", at, (start, end))
        return [(start + begin, name) for begin, name in _grown(pieces, growth.group())]
    if _published_apart(pieces):
        note("split.statistics", at, (start, end))
        return [(start + begin, name) for begin, name in completed(pieces, at, whose=False)]
    if rates := _rates(pieces, subject):
        note("split.statistics", at, (start, end))
        return [(start + begin, name) for begin, name in rates]
    if changed and all(SUBSTANCE.fullmatch(piece) for _, piece in pieces):
        note("split.substances", at, (start, end))
        return [(start + begin, piece) for begin, piece in pieces]
    return [(start, subject)]


# 儿童中度|和重度营养不良患病率: how grave, and no statistic. Not 产业集中度.
_DEGREE = re.compile(r"(?:[轻重]|(?<!集)中)度$")


def _published_apart(pieces: list[Subject]) -> bool:
    """Tell whether each part is a statistic, or a substance whose amount is named behind the last."""
    if any(_DEGREE.search(piece) for _, piece in pieces):
        return False
    if all(len(piece) > 1 and STATISTIC.search(piece) for _, piece in pieces):
        return True
    named = all(STATISTIC.search(piece) or SUBSTANCE.search(piece) for _, piece in pieces)
    return named and _AMOUNT.search(pieces[-1][1]) is not None


def _rates(pieces: list[Subject], subject: str) -> list[Subject] | None:
    """Return the rates of a list of which one has several subjects (检定率|加油机、计价器受检率), each with its own."""
    ends = [begin + len(piece) for begin, piece in pieces if piece.endswith("率")]
    if len(ends) < 2 or ends[-1] != len(subject):
        return None
    starts = [0, *(next(begin for begin, _ in pieces if begin > end) for end in ends[:-1])]
    return [(begin, subject[begin:end]) for begin, end in zip(starts, ends, strict=True)]


def _grown(pieces: list[Subject], growth: str) -> list[Subject]:
    """Supply the growth that is said once (生产总值、财政收入的增幅), and whose they are (我市实现生产总值、实现收入)."""
    found, scope = [], ""
    for begin, piece in pieces:
        does = piece.find("实现")
        if does == 0:
            piece = scope + piece
        elif does > 0:
            scope = piece[:does]
        found.append((begin, piece if _GROWTH.search(piece) else piece + growth))
    return found


# 市级|重点实验室: the noun behind the last grade is that of all.
_GRADED = re.compile(r"[^级]{1,4}级(?P<noun>.{2,})")


def respective(text: str, start: int, end: int, count: int, at: int = -1) -> list[Subject] | None:
    """Return the ``count`` subjects of a 分别 list, each whole; None if there are not as many."""
    subject = text[start:end]
    pieces = split_joined(subject)
    if len(pieces) != count:
        pieces = [(match.start(), match.group()) for match in re.finditer(r"[^、]+", subject)]
    three = _THREE.search(subject) if len(pieces) == 1 and count == 3 else None
    if three:
        note("split.shares", at, (start, end))
        head, rest = subject[: three.start()], subject[three.end() :]
        return [(start, f"{head}第{number}产业{rest}") for number in "一二三"]
    herd = _HERD.match(subject) if len(pieces) == 1 else None
    if herd and len(herd["kinds"]) == count:
        note("split.shares", at, (start, end))
        head, rest = herd["scope"] or "", subject[herd.end() :]
        return [(start, f"{head}{kind}{rest}") for kind in herd["kinds"]]
    if len(pieces) == 1 and count == 2:
        both = town_and_country(subject, at)
        return [(start, name) for name in both] if both else None
    if len(pieces) != count:
        return None
    last = pieces[-1][1]
    so_many = _SO_MANY_PLACES.match(last)
    if so_many and so_many["count"] in (str(count), _FIGURES[count : count + 1]):
        # 甲、乙、丙|三县|覆盖率: how many there are is no part of their names
        kind, rest = so_many["kind"], last[so_many.end() :]
        names = [*(name for _, name in pieces[:-1]), so_many["own"]]
        return [
            (start + at, name.removesuffix(kind) + kind + rest) for (at, _), name in zip(pieces, names, strict=True)
        ]
    graded = _GRADED.match(last)
    if graded and all(piece.endswith("级") for _, piece in pieces[:-1]):
        # 国家级、省级和市级重点实验室: the noun is said once.
        return [(start + at, piece if piece is last else piece + graded["noun"]) for at, piece in pieces]
    return [(start + begin, name) for begin, name in completed(pieces, at)]


# 牛羊猪|饲养量(分别…): one kind a character.
_HERD = re.compile(r"(?P<scope>全[市省县区州])?(?P<kinds>[猪牛羊禽鸡鸭鹅兔马驴]{2,4})(?=[\u4e00-\u9fff]{2,6}$)")
_MANY = 9
_FIGURES = "〇一两三四五六七八九"
_SO_MANY_PLACES = re.compile(
    r"(?P<own>[^、\d]{1,8}?)(?P<count>[两三四五六七八九2-9])个?(?P<kind>[县区市省镇乡村州]|园区|开发区|流域)(?=[\u4e00-\u9fff])"
)


def each_kind(text: str, start: int, end: int, at: int) -> list[Subject]:
    """Read 清洁生产和循环经济项目各100个: one target a kind, the shared last word supplied; none if there is one kind."""
    pieces = split_joined(text[start:end])
    if len(pieces) < 2:
        return []
    note("split.each_kind", at, (start, end))
    kinds = completed(pieces, at, counted=True)
    made = _MADE.match(kinds[0][1])  # 新建|实验室、研究中心各20家: what is done with all of them
    verb = made.group() if made and not any(_MADE.match(name) for _, name in kinds[1:]) else ""
    return [(start + begin, name if number == 0 else verb + name) for number, (begin, name) in enumerate(kinds)]


_MADE = pattern(r"(?:{list_verb}|{deed})(?=[\u4e00-\u9fff]{2})")


def each_of(text: str, start: int, end: int, at: int) -> list[Subject] | None:
    """Read A和B合格率均达到X: each of them, the shared last word supplied."""
    count = len(split_joined(text[start:end]))
    found = respective(text, start, end, count, at) if 1 < count < _MANY else None
    if found:
        note("split.each_of", at, (start, end))
    return found


def clauses_of(text: str, begin: int, end: int, floor: int, at: int) -> list[Subject]:
    """Read A投资,B投资,C投资均增长X, where commas part the list: what the clauses before name that end alike."""
    alike = STATISTIC.search(text, begin, end)
    found: list[Subject] = []
    while alike and begin - 1 > floor and text[begin - 1] == "," and text.endswith(alike.group(), floor, begin - 1):
        stop = begin - 1
        begin = clause_start(text, floor, stop)
        start, _ = strip_lead(text, begin, stop)
        if stop - start > _LONGEST_NAME or any(mark.isdigit() for mark in text[start:stop]):
            break
        found.insert(0, (start, text[start:stop]))
        note("split.each_of", at, (start, stop))
    return found


_LONGEST_NAME = 24

# 一二三产(增加值分别…): the three sectors in one word.
_THREE = re.compile(r"(?:第?一二三次?产业?|三次产业)")
# 三次产业结构: the three sectors, each by its number.
_SECTORS = pattern(r"(?:第?一[、二]*第?二?[、三]*第?三次?产业?|三次产业)(?P<of>的?{structure_noun})$")


def shares(name: str, count: int, at: int) -> list[str]:
    """Return the names of the shares of a ratio (粮、经、饲比例; 三次产业结构), as they are where they cannot be told apart.

    >>> shares("高、中、初级人才比例", 3, -1)
    ['高级人才比例', '中级人才比例', '初级人才比例']
    """
    sectors = _SECTORS.search(name) if count == 3 else None
    if sectors:
        note("split.shares", at)
        share = "比例" if sectors["of"].endswith("比例") else "比重"
        return [f"{name[: sectors.start()]}第{number}产业{share}" for number in "一二三"]
    pieces = split_joined(name)
    if len(pieces) != count:
        return [name] * count
    note("split.shares", at)
    return [piece for _, piece in completed(pieces)]


# GMP、GSP. Not one code alone.
_LATIN_LIST = re.compile(r"[A-Za-z0-9]+(?:[、和与][A-Za-z0-9]+)+")
# 药品生产、经营|企业, |药品|生产: said once, meant of both.
_BODIES = pattern(r"{bodies_noun}$")
_GOODS = pattern(r"{goods_noun}")


def paired(text: str, level: Level, pre: Run, post: Run) -> list[Item] | None:
    """Read 药品生产、经营企业100%通过GMP、GSP认证: the first with the first, the second with the second."""
    match = _LATIN_LIST.search(text, *post)
    left = split_joined(text[slice(*pre)]) if match else []
    if match is None or len(left) < 2:
        return None
    right = [part for _, part in split_joined(match.group())]
    if len(right) != len(left):
        return None
    note("split.paired", level.number, match.span())
    bodies, goods = _BODIES.search(left[-1][1]), _GOODS.match(left[0][1])
    shared, scope = bodies.group() if bodies else "", goods.group() if goods else ""
    before, after = text[post[0] : match.start()], text[match.end() : post[1]]
    found = []
    for (at, piece), code in zip(left, right, strict=True):
        name = piece if piece.endswith(shared) else piece + shared
        name = name if name.startswith(scope) else scope + name
        start = pre[0] + at
        found.append(Item(level, start, post[1], name + before + code + after, (start, pre[1]), post))
    return found
