"""Absolute levels: no numeral, but a word that leaves none out (全部, 全覆盖) or allows none (杜绝, 不发生)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from qcompare.coding.levels.level import WordLevel
from qcompare.coding.relations.refused import refused
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern, word_set, word_tuple
from qcompare.text.hints import Hint

# The words, and what must stand behind each: 所有单位都要重视 exhorts, 村村通 in quotation marks is a name.
_ABSOLUTE = pattern(
    r"(?P<over>全面覆盖(?=(?![率式面和与等]|[^,。;]{1,20}的)[\u4e00-\u9fff“]{2,24}(?![^,。;、)])))|(?P<cover>全(?:面|员|程)?覆盖|应(?!有尽有)[^应,。;]{1,2}尽[^,。;]{1,2}(?![^,。;、)并])|应(?P<due>[^应,。;、])必(?P=due))|(?P<done>(?:全部|所有)(?<={settle}..)(?=[^,。;、]{2,24}(?![^,。;、])))|(?P<all>全部|全都|百分百)|(?P<uniform>一律(?!”|平等))"
    r"|(?P<every>覆盖(?:全部|所有))|(?P<each>所有(?<![求归民体权]所有)(?![制权者]|[^,。;]{2,22}?(?:一律|(?:全部|全都){all_lead}?{done_verb}))(?=[^,。;]{2,22}?{each_word}|[^,。;]{2,22}?{done_verb})|每个(?=[^,。;\d]{2,16}?都[建设配]?有(?![责权所利]|义务|机会|可能)[^,。;\d]{3,}))"
    r"|(?P<twice>{doubled}(?!有责|有份|通[、和等])(?=[通有达建享](?![^,。;]{0,12}的(?:社会)?{mood}|[^,。;]{0,10}(?:工程|项目|行动|活动|成果)(?:建设)?(?![^,。;、]))))"
    r"|(?P<none>杜绝(?!“)|(?:绝|坚决)?不(?:再|得)?(?:发生|出现)|绝?不允许(?:再)?(?:发生|出现)|零(?<!趋零)(?:{zero_noun}|{zero_deed})|消灭(?<!基本消灭)(?=[^,。;、的是]{2,14}(?![^,。;、)]))|消除(?=“?零就业)|无(?=[^,。;]{0,14}{harm_noun}(?:发生)?[,。;]|劣(?:五|[ⅤV])类(?:水体|水质|断面)?[,。;]|[^,。;的]{0,6}(?:废[物水渣气]|污水|垃圾)(?:直排|外排|排放)[,。;]))"
    r"|(?P<cleared>清零(?![^,。;、)]))"
    r"|(?P<full>全面{full_verb})|(?P<whole>(?<![安健完齐保])全{whole_verb}(?![^,。;、)]))"
)
_WORDS = (
    "全覆盖 全面 全员 全程 全收 全处 全利 全量 全消 全回 全达 全入 应 全部 全都 百分百 一律 覆盖全部 所有 每个 乡乡 村村 户户 人人 家家 镇镇 县县 "
    "杜绝 不发生 不再 不出现 不得 不允 绝不 坚决不 零 无 消灭 消除 清零"
)
_HINT = Hint(_WORDS.split())
_ALL_NEXT = pattern(
    r"(?:{all_lead}|按[^,。;]{1,8})?(?:进行[^,。;]{0,8}?)?(?:{work_verb}|得到)?(?:{done_verb}|(?:{dealt_with}|[\u4e00-\u9fff]{1,4}化)(?![^,。;、]))"
)
# 全部规模养殖场关闭搬迁: all of the things named behind it; not 全部的…, which only describes.
_ALL_OF = pattern(r"[^,。;:\n的]{2,22}?{done_verb}")
_ALL_OPENS = pattern(r"[,。;:\n内)、]$|{all_opens}$")
_NO_COMMITMENT = pattern(r"{no_commitment}$")
_CHECKED = pattern(r"(?:监督)?{checked_word}(?=[,。;、])")
_AIM = word_tuple("aim_of")
_ENDS = tuple(",。;、)\n")
_STOPS = (*_ENDS, "和", "与", "并", "率")
# 所有单位都要高度重视: asked of all, and neither met nor missed; 所有单位都要达到标准 is a level.
_EXHORTS = pattern(r"[^,。;]{2,22}?{exhorts}(?!{done_verb})")
# 所有企业都|可申报, 可以提供给|所有部门: they may, and need not. Not 可靠, 可再生.
_PERMITS = pattern(r"[^,。;]{1,16}?可(?:以|按[^,。;]{1,8})?{may_do}")
_PERMITTED = pattern(r"可(?:以|按[^,。;]{1,6})?{may_do}[^,。;]{0,4}$")
_NETWORK = pattern(r"[^,。;]{1,22}的[^,。;]{1,16}{network_noun}(?![^,。;、])")
_PLAN = pattern(r"{plan_word}")
# 今年的各项任务, 整治三年行动: a programme and no group.
_OWN_TASKS = re.compile(
    r"[^,。;]{0,20}(?:(?:各项|目标|全年|年度)(?:目标|工作|任务)|(?:行动|部署|方案|攻坚战)(?=[,。;]|$))"
)
_SO_MANY = re.compile(r"[\d.]++(?!年)")  # 全面完成|30万人脱贫: so many is the level. Not 全面完成2018年棚改
_STRUGGLE = re.compile(r"[^,。;]{2,40}而[^,。;]{0,6}奋斗")  # 为全面完成第十一个五年规划而努力奋斗!
_TASK = pattern(r"{undertaking}$")  # 各项任务|全面完成: tasks and no group
# 全面建成小康社会的决胜阶段: an age and no group.
_ERA = pattern(
    r"[^,。;]{0,16}(?:{era_noun}|的{era_time})|[^,。;]{16,40}的(?:重要|关键|开局|起步|收官|第)[^,。;]{0,3}年(?![^,。;])"
)
# “乡乡有网点,|村村通快递”: the second half of a slogan.
_SLOGAN = re.compile(r"[“「『][^”」』。;\n]{2,14}[,、]$")
_LONG_SLOGAN = 17
_OPENS_QUOTE = ("“", '"', "‘", "「", "『")


def absolute_levels(text: str) -> Iterator[WordLevel]:
    """Yield the absolute levels of a normalised text, ascending.

    >>> [text[level.start:level.end] for text in ("实现监测全覆盖。", "健全全覆盖的网络。") for level in absolute_levels(text)]
    ['全覆盖']
    """
    done = 0
    for at in _HINT(text):
        match = _ABSOLUTE.match(text, at) if at >= done else None
        if match is None:
            continue
        done = match.end()
        name = match.lastgroup or ""
        if name != "none" and (
            text.startswith(_OPENS_QUOTE, max(0, at - 1)) or _SLOGAN.search(text, max(0, at - _LONG_SLOGAN), at)
        ):
            continue
        if _BASIS.match(text, done):
            refused("basis", *match.span())
            continue
        level = _READERS[name](text, match)
        if level is not None:
            level.rule = f"relation.absolute.{name}"
            note(level.rule, level.start, match.span())
            yield level


_BASIS = re.compile(r"[^,。;\n]{0,8}的基础上")


def _level(match: re.Match[str], value: int, shape: str, suffix: str = "", verb: str = "") -> WordLevel:
    return WordLevel(match.start(), match.end(), match.start(), "absolute", value, shape, suffix=suffix, verb=verb)


def _spoken_of(text: str, match: re.Match[str]) -> bool:
    """Tell whether what a word is said of is only spoken of (对一律禁止的行为…)."""
    return bool(_NO_COMMITMENT.search(text[max(0, match.start() - 3) : match.start()]))


# 全面覆盖|率达到95%: the number says how far. Not 全覆盖率达标.
_RATE_IS = re.compile(r"率[^,。;、\d]{0,6}\d")
_DUE_BEFORE = re.compile(r"(?:应[^应]{1,2}尽|有所)[^、]{1,2}、$")


# 为…实现全覆盖|,现提出如下意见: what the paper is for.
_SET_OUT = re.compile(r",(?:现|特)(?:提出|制定|就|将)")
# 做到无缝隙、|全覆盖, 坚持|全面覆盖: how work is to be done, and of nothing that is named. Not 零售网点、|全覆盖.
_PRINCIPLE = re.compile(
    r"(?:做到|实现)?(?<![\u4e00-\u9fff])?(?:无|零)(?:缝隙|死角|盲区|盲点|禁区|遗漏|距离|差错|障碍)、$|(?:^|[,。;:、\n])坚持$"
)


# 85%的村实现|全覆盖: so many of them, and the share is the level.
_SHARE_OF = re.compile(r"\d%(?:以上|左右)?的[^,。;:%\n]{1,40}$")
_FAR_BEHIND = 48


def _of_share(text: str, at: int) -> bool:
    """Tell whether what is said of all is said of a share of them."""
    head = text[max(0, at - _FAR_BEHIND) : at]
    return "%" in head and bool(_SHARE_OF.search(head))


def _cover(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 实现…全覆盖; 「全覆盖的网络」 only describes the network."""
    end = match.end()
    if match.group()[0] == "应" and _DUE_BEFORE.search(text, max(0, match.start() - 8), match.start()):
        return None  # 应保尽保、应救尽救: said of the same
    if _CHECKED.match(text, end):
        return _level(match, 100, "around")
    if _RATE_IS.match(text, end):
        return refused("rate", *match.span())
    head = text[max(0, match.start() - _SETTLED) : match.start()]
    if _PRINCIPLE.search(head):
        return refused("principle", *match.span())
    if _SET_OUT.match(text, end):
        return refused("purpose", *match.span())
    if _of_share(text, match.start()):
        return refused("share", *match.span())
    if text[end : end + 1] and not text.startswith((*_STOPS, *_AIM), end):
        return refused("describes", *match.span())
    return _level(match, 100, "before", suffix="覆盖率" if "覆盖" in match.group() else "")


def _whole(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 污水全收集、全处理: what is done to all of it; a list of such words has one subject."""
    lead = match.start()
    while (before := _WHOLE_BEFORE.search(text[max(0, lead - 6) : lead])) is not None:
        lead -= len(before.group())
    word = text[match.start() + 1 : match.end()].removeprefix("量")
    return WordLevel(match.start(), match.end(), lead, "absolute", 100, "before", suffix=word)


_WHOLE_BEFORE = pattern(r"全{whole_verb}、$")


def _all(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 关键岗位全部持证上岗, 全部规模养殖场关闭搬迁."""
    start, end = match.span()
    if (start == 0 or _ALL_OPENS.search(text[max(0, start - 3) : start])) and not _ALL_NEXT.match(text, end):
        return _level(match, 100, "whole") if _ALL_OF.match(text, end) else refused("no_deed", start, end)
    if not _ALL_NEXT.match(text, end):
        return refused("no_deed", start, end)
    if _spoken_of(text, match):
        return refused("spoken_of", start, end)
    if _USED.search(text, max(0, start - _FAR_BEHIND), start) and _CONDITION.match(text, end):
        return refused("describes", start, end)
    return refused("share", start, end) if _of_share(text, start) else _level(match, 100, "around")


# 利用各县全部纳入补偿范围的有利条件: what is there to be used.
_USED = re.compile(r"(?:利用|抢抓|抓住)[^,。;:\n]*$")
_CONDITION = re.compile(r"[^,。;:\n]{2,40}的(?:有利|良好)?(?:条件|机遇|契机|时机)(?![\u4e00-\u9fff])")


def _every(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 覆盖全部接种单位; 建立覆盖所有乡镇的网络 only describes the network."""
    if _NETWORK.match(text, match.end()):
        return refused("describes", *match.span())
    return WordLevel(match.end() - 2, match.end(), match.start(), "absolute", 100, "around", suffix="覆盖")


def _each(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 所有行政村具备垃圾收集能力; 所有单位都要重视 exhorts."""
    if _EXHORTS.match(text, match.end()):
        return refused("exhorts", *match.span())
    if _PERMITTED.search(text, max(0, match.start() - 14), match.start()) or _PERMITS.match(text, match.end()):
        return refused("permits", *match.span())
    return refused("spoken_of", *match.span()) if _spoken_of(text, match) else _level(match, 100, "whole")


def _uniform(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 食品标签一律采用统一的格式; 对一律禁止的行为… speaks of what is forbidden."""
    spoken = text.startswith(("按", "依", "由"), match.end()) or _spoken_of(text, match)
    return refused("spoken_of", *match.span()) if spoken else _level(match, 100, "around")


_SUPPOSED = pattern(r"(?:{supposes})[^,。;:]{0,10}$")  # 只要不发生事故,…


def _none(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 杜绝重大事故, and 零事故 at the end of a clause."""
    if not match.group().startswith("零"):
        supposed = _SUPPOSED.search(text, max(0, match.start() - 14), match.start())
        return refused("supposed", *match.span()) if supposed else _level(match, 0, "after")
    if text[match.end() : match.end() + 1] and not text.startswith((*_ENDS, "的", "”"), match.end()):
        return refused("describes", *match.span())
    if _QUOTED_KIND.match(text, match.end()):
        return refused("describes", *match.span())
    deed = match.group().removeprefix("零")
    if deed in _ZERO_DEEDS and _ENCOURAGES.search(text, max(0, match.start() - 20), match.start()):
        return refused("exhorts", *match.span())  # 鼓励企业废水零排放
    return _level(match, 0, "before", suffix=deed if deed in _ZERO_DEEDS else "", verb="零")


_QUOTED_KIND = re.compile(r"”(?:企业|工厂|园区|项目|行动|工程|机制|模式|制度|窗口)")  # “零排放”企业: a kind of them
_ENCOURAGES = re.compile(r"(?:鼓励|探索|倡导)[^,。;:\n]*$")
_ZERO_DEEDS = word_set("zero_deed")  # 生活垃圾|零填埋: what is not done to it names the indicator


def _cleared(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 农村危房动态清零; of 全部清零 the level is 全部."""
    lead = match.start() - 2 * text.endswith("动态", 0, match.start())
    if text.endswith(_ALL_BEFORE, 0, match.start()) or text.endswith("坚持", 0, lead):
        return None  # 坚持动态清零: a policy
    return WordLevel(*match.span(), lead, "absolute", 0, "before")


_ALL_BEFORE = ("全部", "全都", "一律")


def _full(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 全面推行, a level only with a time limit; 全面完成“十三五”规划 names no group."""
    named = match.group() == "全面完成" and (
        _PLAN.match(text, match.end())
        or _OWN_TASKS.match(text, match.end())
        or _SO_MANY.match(text, match.end())
        or _STRUGGLE.match(text, match.end())
        or _TASK.search(text, max(0, match.start() - 2), match.start())
    )
    if text.endswith("为", 0, match.start()) and not text.endswith(_TAKEN_FOR, 0, match.start()):
        return refused("purpose", *match.span())  # 为全面完成任务而努力
    return (
        refused("programme", *match.span()) if named or _ERA.match(text, match.end()) else _level(match, 100, "limit")
    )


_TAKEN_FOR = ("成为", "作为", "改为", "转为")


def _over(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 5G网络全面覆盖城区和乡镇; 全面覆盖城区的网络 only describes the network."""
    if _CHECKED.match(text, match.end()):
        return _level(match, 100, "around")
    return _level(match, 100, "around", suffix="覆盖")


def _done(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 解决所有村庄的饮水问题, 完成全部改造任务: what is settled for all of them."""
    head = text[max(0, match.start() - _SETTLED) : match.start()]
    verb = _SETTLE.search(head)
    if verb is None or not _OPENS_CLAUSE.search(head, 0, verb.start()) or _PLAN.match(text, match.end()):
        return None
    if _WHOSE.match(text, match.end()):
        return refused("describes", *match.span())
    kept = "" if verb.group() in _CARRIED_OUT else verb.group()
    return WordLevel(match.start(), match.end(), match.start() - len(verb.group()), "absolute", 100, "whole", verb=kept)


_WHOSE = pattern(r"[^,。;、的]{1,12}的{bodies_noun}(?![\u4e00-\u9fff])")  # 关停全部机组的企业
_SETTLED = 14
_SETTLE = pattern(r"{settle}$")
_OPENS_CLAUSE = pattern(r"(?:[,。;:\n、).年要将内]|{by}|{degree_of_work}|{strive}|基本)$")
_CARRIED_OUT = word_tuple("carry_out")

_READERS: dict[str, Callable[[str, re.Match[str]], WordLevel | None]] = {
    "over": _over,
    "cover": _cover,
    "done": _done,
    "all": _all,
    "every": _every,
    "each": _each,
    "twice": lambda text, match: _level(match, 100, "whole"),
    "uniform": _uniform,
    "none": _none,
    "full": _full,
    "cleared": _cleared,
    "whole": _whole,
}

table(
    Rule(
        id="relation.absolute.cover", decides="absolute, 100 %", looks="the word and what stands behind it", why="codebook 1.1, absolute: 全覆盖 as a predicate leaves none out; before 的 it only describes",
        examples=("实现乡镇监测‹全覆盖›。",), counter_examples=("健全‹全覆盖›的网络。",),
    ),
    Rule(
        id="relation.absolute.over", decides="absolute, 100 %", looks="the word and what it covers", why="codebook 1.1, absolute: 全面覆盖 with what it covers leaves none of them out",
        examples=("千兆光网‹全面覆盖›城区和乡镇。",), counter_examples=("建设‹全面覆盖›城区的网络。",),
    ),
    Rule(
        id="relation.absolute.done", decides="absolute, 100 %", looks="the verb before it, what stands behind it",
        why="codebook 2.2: 所有 with a result that can be met or missed",
        examples=("解决‹所有›行政村的饮水安全问题。", "完成‹全部›危旧桥梁改造任务。"),
        counter_examples=("关心‹所有›行政村的饮水安全问题。",),
    ),
    Rule(
        id="relation.absolute.all", decides="absolute, 100 %", looks="the word, its clause", why="codebook 1.1, absolute: 全部 with what all of them do leaves none out; 全部数据 is only an object",
        examples=("关键岗位‹全部›持证上岗。", "力争‹全部›乡镇通过验收。"), counter_examples=("提取‹全部›数据。",),
    ),
    Rule(
        id="relation.absolute.every", decides="absolute, 100 %", looks="the word and what stands behind it", why="codebook 1.1, absolute: 所有 behind 覆盖 leaves none out",
        examples=("追溯系统覆盖‹所有›接种单位。",), counter_examples=("建立覆盖‹所有›乡镇的供应网络。",),
    ),
    Rule(
        id="relation.absolute.each", decides="absolute, 100 %", looks="the word and what all of them do",
        why="codebook 2.2: 所有 with a result that can be met or missed, not in exhortations",
        examples=("‹所有›行政村具备垃圾收集能力。",), counter_examples=("‹所有›单位都要高度重视质量工作。",),
    ),
    Rule(
        id="relation.absolute.twice", decides="absolute, 100 %", looks="the word and what stands behind it",
        why="a noun said twice leaves none out, but not in a slogan (codebook 2.2)",
        examples=("实现‹村村›通公路。",), counter_examples=("围绕“‹村村›通”要求开展工作。", "实施‹村村›通宽带工程。"),
    ),
    Rule(
        id="relation.absolute.uniform", decides="absolute, 100 %", looks="the word and what stands beside it", why="codebook 1.1, absolute: 一律 with what is done leaves no exception",
        examples=("食品标签‹一律›采用统一的格式。",), counter_examples=("对‹一律›禁止的行为加强监管。",),
    ),
    Rule(
        id="relation.absolute.none", decides="absolute, 0", looks="the word and what stands behind it",
        why="codebook 1.1, absolute: a word that allows none (杜绝, 不发生)",
        examples=("坚决‹杜绝›特大事故。", "‹绝不允许出现›新的拖欠。", "生活垃圾实现‹零填埋›。", "‹消灭›垃圾河。"), counter_examples=("事故‹不断›减少。",),
    ),
    Rule(
        id="relation.absolute.cleared", decides="absolute, 0", looks="the word and what stands behind it",
        why="codebook 1.1, absolute: what is cleared (动态清零) has none left; before a noun it only names a campaign",
        examples=("农村危房动态‹清零›。",), counter_examples=("开展危房‹清零›行动。",),
    ),
    Rule(
        id="relation.absolute.full", decides="absolute, 100 %", looks="the clause and its year",
        why="codebook 1.1: 全面实施, 全面推行 only with a time limit in the same clause",
        examples=("2018年底前‹全面推行›首席质量官制度。",), counter_examples=("2018年底前‹全面完成›“十三五”规划。",),
    ),
    Rule(
        id="relation.absolute.whole", decides="absolute, 100 %", looks="the word and what stands behind it", why="codebook 1.1, absolute: 全收集, 全处理 at the end of a clause leave nothing out",
        examples=("实现城区污水‹全收集›。",), counter_examples=("污水‹全收集›系统建设。",),
    ),
)  # fmt: skip
