"""Levels without a numeral: absolute (全覆盖, 杜绝) and relative (高于全省平均水平, 居省内前列)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from qcompare.coding.level import WordLevel
from qcompare.coding.relations.absolute import absolute_levels
from qcompare.lexicon import rows, words
from qcompare.text.hints import Hint

_TAIL = (
    r"平均(?:水平|数|值|增速|增幅|增长率|线|指标)?(?:以上)?|先进(?:水平|行列|标准|地位|城市行列)?|领先(?:水平|地位|行列|位置|位次|优势)?|一流(?:水平|行列)?|前列|前茅|上游(?:水平|位次)?|中上(?:游)?水平|中等(?:以上|偏上)?(?:发达(?:国家|地区))?水平|第一(?:方阵|梯队|位次)|高水平行列"
    r"|(?:强制性|[一二三四五\dⅠ-Ⅴ]+[级类]|合格|规定|通行|行业|卫生|环保|排放|质量|国家|国际|地方|规范|建设|配备|基本|限值|考核)?标准(?:限值)?(?:或(?:设计)?规范|和(?:设计)?规范)?(?:的)?(?:要求|规定)?|(?:规范|规定|设计|考核|国家|法定|管理|控制|相关|指标|安全)要求|GB[ /T]*\d+(?:\.\d+)?[-—]?\d*规定的要求|(?:削减|控制|考核|减排|约束性|下达|规划|预期|国家|省定|省下达的?)[^,。;、]{0,6}?(?:指标|目标|任务)|(?:同期|当年|上年|(?:地区|国内)生产总值|GDP|经济|财政收入|财政支出|居民收入|全国|全省|全市|收入|经常性财政收入|经常性财政支出)[^,。;、]{0,8}?(?:增速|增幅|增长速度|增长幅度|增长)|(?:城镇|农村|城市)居民(?=[,。;、)])|(?:国家|省|上级)下达(?:的)?[^,。;、]{0,10}?(?:指标|目标|任务|计划)|首位|水平"
)
_REFERENCES = "平均 先进 领先 一流 前列 前茅 上游 中上 中等 第一 标准 要求 规定 规范 目标 指标 任务 计划 增速 增幅 增长 首位 位次 位置 水平 居民"
_ANCHORS = frozenset(_REFERENCES.split())
_ANCHOR = Hint([*_ANCHORS, "高水平"])
_STOP = re.compile(r"[,。;:\n]")
_RUN = re.compile(rf"(?P<group>[^,。;:\n]{{0,18}}?)(?P<word>{_TAIL})")


@cache
def _kinds() -> dict[str, set[str]]:
    """Return the verbs of comparison with what each does: compare, rank, reach, goal."""
    found: dict[str, set[str]] = {}
    for row in rows("relations"):
        if row["kind"] != "group":
            found.setdefault(row["word"], set()).add(row["kind"])
    return found


@cache
def _verbs_by_last() -> dict[str, list[str]]:
    """Return the verbs by their last character, longest first; none for the marks that end a clause."""
    by_last: dict[str, list[str]] = {mark: [] for mark in ",。;:\n"}
    for verb in sorted(_kinds(), key=lambda verb: -len(verb)):
        by_last.setdefault(verb[-1], []).append(verb)
    return by_last


@cache
def _group() -> re.Pattern[str]:
    """Return the pattern of the groups that a rank can be within."""
    named = "|".join(map(re.escape, words("relations", kind="group")))
    return re.compile(rf"(?:{named}|[\u4e00-\u9fff]{{2,3}}(?:省|市|地区|经济带|经济圈|城市群|流域))")


_VAGUE_NUMBER = re.compile(
    r"一(?:大)?批|若干|一些|一流的?人才|引进|借鉴|对标|瞄准|学习|追踪|吸收|按照|参照|依据|根据|执行|严格按|制定|修订|采用|贯彻|落实|宣贯|推广|不断"
)
_ADVERB_BEFORE = re.compile(r"(?:整体上|总体上|全面|基本|稳定|均|都|总体|普遍|整体|持续|全部|首次|率先|继续|始终)$")
_BUILT = re.compile(
    r"(?:形成|建立|构建|打造|建成|建设成?为?|基本形成|建立健全|建)(?P<obj>(?P<group>国内|国际|世界|全国|全省|省内|区域|行业|亚洲|中部|西部|东部)(?P<word>领先|一流|先进))(?:水平)?(?:的|、|,)"
)


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
    yield from _steps(text)
    for at in built:
        level = _built(text, at)
        if level is not None:
            yield level


def _steps(text: str) -> Iterator[WordLevel]:
    """Yield what goes with something else: 与经济增长同步, 与上年持平."""
    for step in _STEP(text):
        if text[step : step + 2] not in _STEPS:
            continue
        start = max(0, step - 28)
        match = _IN_STEP.search(text[start : step + 6])
        if match and start + match.end("level") == step + 2:
            first, last = match.span("base")
            yield WordLevel(
                start + match.start(),
                step + 2,
                start + match.start(),
                "relative",
                None,
                "before",
                (start + first, start + last),
            )


def _built(text: str, at: int) -> WordLevel | None:
    """Read 形成国内领先的…体系: a rank said of what is to be built, unless it only describes a batch."""
    match = _BUILT.search(text, max(0, at - 6), at + 10)
    if match is None or not match.start("group") <= at <= match.end("word"):
        return None
    head = text[max(0, match.start() - 12) : match.start()]
    batch = r"[^,。;]{0,30}(?:企业|人才|品牌|机构|产品|团队|集群)(?:[,。;和、]|$)"
    if _VAGUE_NUMBER.search(head) or re.match(batch, text[match.end() : match.end() + 34]):
        return None
    return WordLevel(
        match.start("obj"), match.end("word"), match.start("obj"), "relative", None, "after", match.span("group")
    )


_STEPS = ("同步", "持平", "相当", "看齐")
_STEP = Hint(_STEPS)
_BUILT_HINTS = frozenset(
    [group + rank for group in ("国内", "国际", "世界", "全国", "全省", "省内") for rank in ("领先", "一流", "先进")]
    + [group + rank for group in ("区域", "行业", "亚洲", "中部", "西部", "东部") for rank in ("领先", "一流")]
)
_IN_STEP = re.compile(
    r"(?P<level>(?:与|同|和)(?P<base>[^,。;、]{2,20}?)(?:基本)?(?:同步|持平|相当|看齐))(?:增长)?(?=[,。;)\n]|$)"
)


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


def _verbs_before(text: str, at: int) -> Iterator[tuple[int, str]]:
    """Yield where each verb of comparison left of an offset ends, nearest first, and the verb at its longest.

    The nearest may be no verb at all but part of a noun (下达, 居民), so the ones before it come too.
    """
    by_last = _verbs_by_last()
    for end, last in zip(range(at, 0, -1), reversed(text[max(0, at - 19) : at]), strict=False):
        verbs = by_last.get(last)
        if verbs is None:
            continue
        if not verbs:
            return
        for verb in verbs:
            if text.endswith(verb, 0, end):
                yield end, verb
                break


# 标准 is everywhere; nothing is compared with it where the word goes on (标准化) and leads to no goal (国家标准化任务).
_STANDARD_ENDS = re.compile(r"[,。;、)(\n并且和及以:左限或的要规]|$|[^,。;、]{0,12}?(?:指标|目标|任务|计划|增)")


def _relative(text: str, at: int, anchor: str) -> WordLevel | None:
    """Read the level whose reference is at an offset; ``anchor`` are the first two characters of the reference."""
    for ref_start, verb in _verbs_before(text, at):
        if anchor == "标准" and not _STANDARD_ENDS.match(text, at + 2):
            return None
        match = _RUN.match(text, ref_start, ref_start + 44)
        if match is None or match.end() <= at:
            continue
        group, word = match["group"], match["word"]
        if any(char.isdigit() for char in group) or ("、" in group and not word.startswith(("平均", "标准"))):
            continue
        if _fits(verb, group, word):
            return _compared(text, match, ref_start, verb)
    return _bare_rank(text, at) if anchor in _BARE_RANKS else None


def _compared(text: str, match: re.Match[str], ref_start: int, verb: str) -> WordLevel | None:
    """Return the level that verb, group and last word make, unless they only describe a noun behind them."""
    start, end = match.span("word")
    word = match["word"]
    verb_start = ref_start - len(verb)
    following = text[end : end + 1]
    if following == "的" or (
        following
        and following not in ",。;、)(\n并且和及以:"
        and not text.startswith(("以上", "以内", "以下", "左右"), end)
    ):
        return None
    if text.startswith(("以上", "以内", "以下"), end):
        end += 2
    head = text[max(0, verb_start - 20) : verb_start]
    clause = _STOP.split(head)[-1]
    if _VAGUE_NUMBER.search(clause):
        return None
    for joined in ("达到或", "接近或", "达到并", "达到和", "接近并", "高于或", "等于或"):
        if text.endswith(joined, 0, verb_start):
            verb_start -= len(joined)
    adverb = _ADVERB_BEFORE.search(text, max(0, verb_start - 3), verb_start)
    lead = verb_start
    if adverb and adverb.group() in ("全面", "基本", "稳定", "整体上", "总体上"):
        verb_start = adverb.start()
    whole = word.endswith(
        (
            "水平",
            "标准",
            "要求",
            "规定",
            "数",
            "值",
            "目标",
            "指标",
            "增速",
            "增幅",
            "增长幅度",
            "居民",
            "任务",
            "限值",
            "线",
            "平均",
            "以上",
            "增长",
            "规范",
        )
    )
    group_end = start if not whole else end
    baseline = (ref_start, group_end if group_end > ref_start else end)
    return WordLevel(verb_start, end, min(lead, verb_start), "relative", None, "before", baseline, verb=verb)


def _fits(verb: str, group: str, word: str) -> bool:
    """Tell whether verb, group and last word together compare with a named reference."""
    kinds = _kinds()[verb]
    standard = "标准" in word or word.endswith(("要求", "规定"))
    goal = word.endswith(("目标", "指标", "任务", "目标值"))
    if standard:
        return "reach" in kinds and len(group) <= 16 and bool(group or len(word) > 3) and group[:1] not in ("的", "了")
    if goal:
        return bool(kinds & {"reach", "goal"}) and not group.endswith("的")
    if word.startswith("平均"):
        return bool(group) and (
            "compare" in kinds or verb in {"达到", "接近", "赶上", "追平", "达", "居于", "位居", "保持在"}
        )
    if word.endswith(("增速", "增幅", "增长", "增长速度", "增长幅度", "居民")) and "平均" not in word:
        return "compare" in kinds
    if "compare" in kinds:
        return word.endswith("水平") or bool(_group().search(group + word))
    if not kinds & {"rank", "reach"}:
        return False
    if word.startswith("中等"):
        return True
    if word == "水平":
        return (
            "reach" in kinds
            and bool(
                re.match(
                    r"(?:国际|国内|国家|全国|全省|世界|发达国家|高收入国家|中等收入国家|同类|东部|西部|中部)", group
                )
            )
            and "平均" not in group
        )
    if word in ("先进", "一流", "领先") and not _group().search(group):
        return False
    return bool(_group().search(group)) or word in ("前列", "前茅") and bool(group)


def _bare_rank(text: str, at: int) -> WordLevel | None:
    """Read 「质量国内一流」: a rank within a named group, without a verb, at the end of a clause."""
    match = _BARE.match(text, at)
    if match is None:
        return None
    group = re.search(
        r"(?:全国|国内外?|国际|世界|省内|全省|同行业|行业内?|中部|西部|区域)$",
        text[max(0, match.start() - 4) : match.start()],
    )
    if group is None:
        return None
    start = match.start() - len(group.group())
    head = _STOP.split(text[max(0, start - 24) : start])[-1]
    if len(head) < 2 or _VAGUE_NUMBER.search(head):
        return None
    whole = match.group().endswith("水平")
    return WordLevel(
        start, match.end(), start, "relative", None, "before", (start, match.end() if whole else match.start())
    )


_BARE_RANKS = frozenset(["一流", "领先", "先进", "前列"])
_BARE_RANK = Hint(_BARE_RANKS)
_BARE = re.compile(r"(?:一流|领先|先进|前列)(?:水平)?(?=[,。;、\n]|$)")
