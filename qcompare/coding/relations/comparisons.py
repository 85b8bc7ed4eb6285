"""Levels stated by comparison with a reference: 高于全省平均水平, 居省内前列, 达到国家标准, 与经济增长同步."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from qcompare.coding.levels.level import CLAUSE_ENDS, WordLevel
from qcompare.coding.relations.absolute import absolute_levels
from qcompare.coding.relations.refused import refused
from qcompare.coding.relations.steps import steps
from qcompare.coding.rules import note
from qcompare.lexicon import rows, words
from qcompare.lexicon.patterns import expanded, pattern, word_set, word_tuple
from qcompare.text.hints import Hint

# What a level is compared with: an average, a rank, a standard, a goal, the growth of something else.
_TAIL = (
    r"平均{average_of}?(?:以上)?|{rank_word}|中等(?:以上|偏上)?(?:发达(?:国家|地区))?水平"
    r"|标准(?:限值)?(?:[或和](?:设计)?规范)?(?:的(?=要求|规定))?(?:要求|规定)?"
    r"|{required_by}要求|{range_of}范围[之以]?内|GB[ /T]*\d+(?:\.\d+)?[-—]?\d*规定的要求|{goal_of}[^,。;、]{0,6}?{goal_word}(?:任务|要求|范围|值)?(?:天数)?"
    r"|{growing}[^,。;、]{0,8}?{growth_word}(?!水平)|{growth_word}(?![水总点])|{resident}居民(?=[,。;、)])"
    r"|{superior}下达(?:的)?[^,。;]{0,24}?(?:{goal_word}|计划)(?:{goal_word}|要求|范围)?|首位|水平"
    r"|{surpassed}(?![^,。;)\n、]|、(?!{surpasses}))"
)
_REFERENCES = "平均 较先 范围 先进 领先 一流 前列 前茅 上游 中上 中等 第一 标准 要求 规定 规范 目标 指标 任务 计划 增速 增幅 增长 首位 位次 位置 水平 居民 城镇 全国 全省 全市 去年 上年"
_ANCHORS = frozenset(_REFERENCES.split())
_ANCHOR = Hint([*_ANCHORS, "高水平"])
_STOP = re.compile(r"[,。;:\n]")
_RUN = pattern(rf"(?P<group>[^,。;:\n]{{0,18}}?)(?P<word>{_TAIL})")


@cache
def _kinds() -> dict[str, set[str]]:
    """Return the verbs of comparison with what each does: compare, rank, reach, goal."""
    found: dict[str, set[str]] = {}
    for row in rows("relations"):
        if row["kind"] != "group":
            found.setdefault(row["word"], set()).add(row["kind"])
    return found


@cache
def _verbs_by_last() -> dict[str, dict[str, list[str]]]:
    """Return the verbs by their last character and the one before it ('': any other), longest first; none for marks."""
    by_last: dict[str, dict[str, list[str]]] = {mark: {} for mark in ",。;:\n"}
    for verb in sorted(_kinds(), key=lambda verb: -len(verb)):
        alike = by_last.setdefault(verb[-1], {"": []})
        if len(verb) > 1:
            alike.setdefault(verb[-2], []).append(verb)
        else:  # the last of them, since it is the shortest
            for listed in alike.values():
                listed.append(verb)
    return by_last


@cache
def _verb_ends() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_verbs_by_last()))}]")


@cache
def _group() -> re.Pattern[str]:
    """Return the pattern of the groups that a rank can be within."""
    named = "|".join(map(re.escape, words("relations", kind="group")))
    return re.compile(expanded(rf"(?:{named}|[\u4e00-\u9fff]{{2,3}}{{region_end}})"))


_DESCRIBED = pattern(r"{described}")
_BATCH_WORD = pattern(r"一些|{some}[^,。;]{1,10}的")  # 一批行业的生产技术; not 一批企业
_ADVERB_BEFORE = pattern(r"{stated_adverb}$")
_BUILT = pattern(r"{build_verb}(?P<obj>(?P<group>{built_group})(?P<word>{built_rank}))(?:水平)?[的、,]")
_BATCH = pattern(r"[^,。;]{0,30}{batch_noun}(?![^,。;和、])")


def word_levels(text: str) -> Iterator[WordLevel]:
    """Yield the levels that a normalised text states in words.

    >>> [(text[w.start:w.end], w.type) for text in ("资源利用率高于全省平均数;", "坚决杜绝特大事故,", "打造一批行业领先的特色品牌。")
    ...  for w in word_levels(text)]
    [('高于全省平均数', 'relative'), ('杜绝', 'absolute')]
    """
    yield from absolute_levels(text)
    done = 0
    built = []
    for at, led in _references(text):
        word = text[at : at + 2]
        if word not in _ANCHORS and not (word == "高水" and text.startswith("平", at + 2)):
            continue
        if text[at - 2 : at + 2] in _BUILT_HINTS:
            built.append(at - 2)
        if at >= done:
            level = _relative(text, at, word) if led else _bare_rank(text, at)
            if level is not None:
                done = level.end
                yield level
    yield from steps(text)
    for at in built:
        level = _built(text, at)
        if level is not None:
            yield level


def _built(text: str, at: int) -> WordLevel | None:
    """Read 形成国内领先的…体系: a rank said of what is to be built, unless it only describes a batch."""
    match = _BUILT.search(text, max(0, at - 6), at + 10)
    if match is None or not match.start("group") <= at <= match.end("word"):
        return None
    head = text[max(0, match.start() - 12) : match.start()]
    if _DESCRIBED.search(head) or _BATCH.match(text, match.end(), match.end() + 34):
        return refused("batch", match.start("obj"), match.end("word"))
    (start, end), group = match.span("obj"), match.span("group")
    note("relation.rank.built", start, (start, end))
    return WordLevel(start, end, start, "relative", None, "after", group, rule="relation.rank.built")


_BUILT_HINTS = frozenset(group + rank for group in word_set("built_group") for rank in word_set("built_rank"))


@cache
def _verb() -> Hint:
    return Hint(_kinds())


def _references(text: str) -> list[tuple[int, bool]]:
    """Return where a reference may stand, and whether a verb of comparison before it in its clause; a rank needs none."""
    anchors, verbs, stops = _ANCHOR.places(text), _verb().places(text), _CLAUSE_END.places(text)
    verb = np.concatenate((_NOWHERE, verbs))[verbs.searchsorted(anchors)]
    stop = np.concatenate((_NOWHERE, stops))[stops.searchsorted(anchors)]
    led = (verb > stop) & (verb >= anchors - _REACH)
    found = led | _BARE_RANK.at(text, anchors)
    return list(zip(anchors[found].tolist(), led[found].tolist(), strict=True))


_CLAUSE_END = Hint(",。;:\n")
_NOWHERE = np.array([-1])
_REACH = 26


# 环境质量(未)达到标准的地区: it is not reached.
_FALLS_SHORT = ("未", "不", "没", "没有", "尚未", "未能", "无法", "难以", "不能")
# 超|大城市, 超|低排放, 达|标率: half of a word. Not 超全省平均水平.
_HALVES = {"超": ("大", "级", "低", "前", "高", "长", "算"), "达": ("标",)}


def _verbs_before(text: str, at: int) -> Iterator[tuple[int, str]]:
    """Yield where each verb of comparison left of an offset ends, nearest first, and the verb at its longest.

    The nearest may be no verb at all but part of a noun (下达, 居民), so the ones before it come too.
    """
    by_last = _verbs_by_last()
    for last in reversed(list(_verb_ends().finditer(text, max(0, at - _REACH), at))):
        end, alike = last.end(), by_last[last.group()]
        if not alike:
            return
        for verb in alike.get(text[end - 2 : end - 1], alike[""]):
            if not text.endswith(verb, 0, end):
                continue
            if verb == "达" and text.endswith(("下达", "发达"), 0, end):
                continue  # 国家下达控制目标: handed down; 发达国家
            if text.startswith(_HALVES.get(verb, ()), end):
                continue  # 超大城市治理水平, 达标率等指标
            yield end, verb
            break


# 标准 is everywhere; nothing is compared with it where the word goes on (标准化) and leads to no goal (国家标准化任务).
_STANDARD_ENDS = pattern(r"(?![^,。;、)(\n并且和及以:左限或的要规])")


def _relative(text: str, at: int, anchor: str) -> WordLevel | None:
    """Read the level whose reference is at an offset; ``anchor`` are the first two characters of the reference."""
    tried = at
    if "为" in text[max(0, at - _AIMED_FAR) : at] and _AIMED.search(text, max(0, at - _AIMED_FAR), at):
        return refused("purpose", at, at + 2)
    for ref_start, verb in _verbs_before(text, at):
        tried = ref_start - len(verb)
        if anchor == "标准" and not _STANDARD_ENDS.match(text, at + 2):
            return refused("goes_on", at, at + 2)
        match = _RUN.match(text, ref_start, ref_start + 44)
        if match is None or match.end() <= at:
            continue
        group, word = match["group"], match["word"]
        listed = "、" in group and not word.startswith(("平均", "标准"))
        if word == "水平" and (verb in _KEPT or "compare" in _kinds()[verb]) and _PAST.fullmatch(group):
            return _compared(text, match, ref_start, verb)
        if any(char.isdigit() for char in group) or (listed and not _GROUPS.fullmatch(group)):
            continue
        if _fits(verb, group, word):
            return _compared(text, match, ref_start, verb)
        placed = _GROUP_BEFORE.search(text, max(0, ref_start - len(verb) - 14), ref_start - len(verb))
        if not group and placed and _fits(verb, placed["group"], word):
            # 在全省处于前列: the group stands before the verb.
            return _placed(text, match, placed, verb)
    return (_bare_rank(text, at) if anchor in _BARE_RANKS else None) or refused("unnamed", tried, at + 2)


# 为助力全省|走在全国前列、再创辉煌作出贡献: what for. Not 力争水平达到全国前列.
_AIMED = re.compile(r"(?<![^,。;)\n])为(?:助力|推动|实现)[^,。;]{0,24}$")
_AIMED_FAR = 30
_BOUNDS = ("以上", "以下", "以内", "之内", "之下", "左右")  # of the level, and no part of what it is compared with
# 控制在(“十二五”总量)水平: a level of the past. Not 保持在领先水平.
_KEPT = ("控制在", "稳定在", "保持在", "维持在")
_PAST = re.compile(
    r"(?:[“\"](?:[六七八九]五|十[一二三四五]?五)[”\"]|(?:19|20)\d\d年|上年|去年)(?:期?末|期间|时期|底)?的?(?:排放)?(?:总量|实际)?的?"
)
# 完成(预期, “十四五”规划)目标: one's own, and nobody else's.
_OWN_AIMS = re.compile(r"预期|规划")
# 走在(全国、全省)前列: one rank within both.
_GROUPS = re.compile(r"(?:全?[国省市区]|[国省]内|国际|世界)(?:、(?:全?[国省市区]|[国省]内|国际|世界))+")
# 在全省处于前列; not 在工作中处于前列, where no group is named.
_GROUP_BEFORE = re.compile(r"在(?P<group>[^,。;、在的]{2,10})$")


def _placed(text: str, match: re.Match[str], placed: re.Match[str], verb: str) -> WordLevel | None:
    """Return the level of a rank whose group stands before its verb."""
    following = text[match.end("word") : match.end("word") + 1]
    if not _group().search(placed["group"]) or (following and following not in ",。;、)\n并且和"):
        return None
    note("relation.rank.placed", placed.start(), (placed.start(), match.end("word")))
    return WordLevel(
        placed.start(),
        match.end("word"),
        placed.start(),
        "relative",
        None,
        "before",
        placed.span("group"),
        verb=verb,
        rule="relation.rank.placed",
    )


def _compared(text: str, match: re.Match[str], ref_start: int, verb: str) -> WordLevel | None:
    """Return the level that verb, group and last word make, unless they only describe a noun behind them."""
    start, end = match.span("word")
    word = match["word"]
    verb_start = ref_start - len(verb)
    following = text[end : end + 1]
    raised = verb.startswith("高") and text.endswith("提", 0, verb_start)  # 提高|出口产品水平
    if (
        raised
        or following == "的"
        or (
            following
            and following not in ",。;、)(\n并且和及以:"
            and not text.startswith(_BOUNDS, end)
            and not (following == "内" and "goal" in _kinds()[verb])
        )
    ):
        return refused("describes", verb_start, end)
    if "compare" in _kinds()[verb] and _reference(word) == "standard" and following not in CLAUSE_ENDS:
        return refused("describes", verb_start, end)  # 研制高于国家标准和行业标准的企业标准
    reference_end = end - 2 if word.endswith("以上") else end
    if text.startswith(_BOUNDS, end):
        end += 2
    elif following == "内":  # 控制在省下达目标内
        end += 1
    head = text[max(0, verb_start - 20) : verb_start]
    if head.endswith(_FALLS_SHORT):
        return refused("not_reached", verb_start, end)  # 环境质量未达到标准的地区
    clause = _STOP.split(head)[-1]
    reached = "reach" in _kinds()[verb] and word.endswith("水平")
    if _DESCRIBED.search(clause) and not (reached and _BATCH_WORD.search(clause)):
        return refused("model", verb_start, end)
    for joined in _JOINED_VERBS:
        if text.endswith(joined, 0, verb_start):
            verb_start -= len(joined)
    adverb = _ADVERB_BEFORE.search(text, max(0, verb_start - 3), verb_start)
    lead = verb_start
    if adverb:
        verb_start = adverb.start()
    whole = word.endswith(_WHOLE)
    group_end = start if not whole else reference_end
    baseline = (ref_start, group_end if group_end > ref_start else reference_end)
    rule = "relation.past" if verb in _KEPT and _PAST.fullmatch(match["group"]) else f"relation.{_reference(word)}"
    note(rule, verb_start, (verb_start, end))
    return WordLevel(verb_start, end, min(lead, verb_start), "relative", None, "before", baseline, verb=verb, rule=rule)


_OF_OTHERS = pattern(r".*下达|{superior}(?:政府)?(?:计划|目标)")


def _reference(word: str) -> str:
    """Return what a level is compared with: an average, a standard, a goal of others, a growth, or a rank."""
    if word.startswith("平均"):
        return "average"
    if word.removesuffix("值").endswith(_GOAL_ENDS) or word.endswith("天数") or "范围" in word or "下达" in word:
        return "goal"
    if "标准" in word or word.endswith(("要求", "规定")):
        return "standard"
    return "growth" if word.endswith((*_GROWTH_ENDS, *_SURPASSED)) else "rank.within"


def _fits(verb: str, group: str, word: str) -> bool:
    """Tell whether verb, group and last word together compare with a named reference."""
    kinds = _kinds()[verb]
    reference = _reference(word)
    if group.startswith(("以下", "下列", "如下")):
        return False  # 完成以下约束性指标: they are listed behind
    if reference == "standard":
        return (
            bool(kinds & {"reach", "compare"})
            and len(group) <= 16
            and bool(group or len(word) > 3)
            and group[:1] not in ("的", "了")
        )
    if reference == "goal" and verb == "完成" and _OWN_AIMS.search(word) and "国家" not in group + word:
        return False  # 完成预期目标, 完成“十四五”规划目标: one's own aims
    if reference == "goal":
        handed_down = "compare" in kinds and _OF_OTHERS.match(group + word)  # 不低于国家下达计划, 低于国家计划指标
        return bool(kinds & {"reach", "goal"} or handed_down) and not group.endswith("的")
    if reference == "average":
        return bool(group) and ("compare" in kinds or verb in _AVERAGE_VERBS)
    if reference == "growth":
        # 高于|固定资产投资增速: what grows is named. Not 高于增速.
        return "compare" in kinds and (word not in _GROWTH_ALONE or len(group) > 1 and not group.endswith("的"))
    if "compare" in kinds:
        return word.endswith("水平") or bool(_group().search(group + word))
    return bool(kinds & {"rank", "reach"}) and _ranks(kinds, group, word)


def _ranks(kinds: set[str], group: str, word: str) -> bool:
    """Tell whether a rank or a level is one within a named group."""
    if word.startswith("中等"):
        return True
    if word == "水平":
        return "reach" in kinds and bool(_LEVEL_GROUP.match(group)) and "平均" not in group
    within = bool(_group().search(group))
    return within or (bool(group) and word in ("前列", "前茅"))


def _bare_rank(text: str, at: int) -> WordLevel | None:
    """Read 「质量国内一流」: a rank within a named group, without a verb, at the end of a clause."""
    match = _BARE.match(text, at)
    if match is None:
        return None
    group = _BARE_GROUP.search(text, max(0, match.start() - 4), match.start())
    if group is None:
        return None
    start = group.start() - text.endswith("在", 0, group.start())  # 在全省领先
    head = _STOP.split(text[max(0, start - 24) : start])[-1]
    if len(head) < 2 or _DESCRIBED.search(head) or _OF_A_NOUN.match(text, match.end()):
        return None
    whole = match.group().endswith("水平")
    note("relation.rank.bare", start, (start, match.end()))
    return WordLevel(
        start,
        match.end(),
        start,
        "relative",
        None,
        "before",
        (start, match.end() if whole else match.start()),
        rule="relation.rank.bare",
    )


_BARE_RANKS = word_set("bare_rank")
_BARE_RANK = Hint(_BARE_RANKS)
_BARE = pattern(r"{bare_rank}(?:水平)?(?![^,。;、\n])")
# 国际先进、国内领先水平的|带头人: what such a list only describes.
_OF_A_NOUN = pattern(r"、[^,。;、]{2,16}的[\u4e00-\u9fff]")
_BARE_GROUP = pattern(r"{bare_group}$")
_LEVEL_GROUP = pattern(r"{level_group}")
_JOINED_VERBS = word_tuple("reached_also")
_WHOLE = word_tuple("whole_reference")
_GOAL_ENDS = word_tuple("goal_end")
_GROWTH_ENDS = word_tuple("growth_end")
_SURPASSED = word_tuple("surpassed")  # 快于城镇、快于全国
_AVERAGE_VERBS = word_set("average_verb")
_GROWTH_ALONE = word_set("growth_word")
