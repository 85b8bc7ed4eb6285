"""What is written once for all parts of a list: 茶叶、蔬菜|产业年产值, 马铃薯|种植、收获|机械化率, 城乡|居民收入."""

from __future__ import annotations

import re

from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import members, pattern, word_tuple
from qcompare.text.clauses import CLOSING, OPENING

# Where the name of one of several starts, and the name.
Subject = tuple[int, str]

table(
    Rule(
        id="split.shared.end",
        decides="the end of the last part behind the others",
        looks="last part of a list whose parts have a level each",
        why="codebook 2.2: what the last part of a list says for all of them (产业年产值) is supplied to each",
        examples=(
            "茶叶、蔬菜产业年产值均达到‹8亿元›。",
            "养老、医疗保险覆盖率分别达到‹95%›和98%。",
            "乐器及相关产业、陶瓷及相关产业增加值分别达到‹8亿元›和9亿元。",
        ),
        counter_examples=("污水处理率、垃圾回收率分别达到‹95%›和98%。",),
    ),
    Rule(
        id="split.shared.start",
        decides="the start of the first part before the others",
        looks="first part of a list whose parts have a level each",
        why="codebook 2.2: what the first part of a list says for all of them (全市) is supplied to each",
        examples=("玉米播种、收割机械化率均达到‹90%›。", "全市接待游客和旅游收入分别增长‹10%›和12%。"),
        counter_examples=("城镇供水普及率和农村供水普及率分别达到‹99%›和95%。",),
    ),
    Rule(
        id="split.town_and_country",
        decides="城镇 and 农村, one each",
        looks="subject of 分别 with two levels",
        why="codebook 2.2: 城乡居民…分别: 城镇居民…, 农村居民…",
        examples=("城乡居民人均可支配收入分别增长‹5%›和6%。",),
        counter_examples=("城乡居民人均可支配收入增长‹5%›。",),
    ),
)

# A statistic ends in one of these, a bracket behind it not counted. Not 质量, 需氧量, 指数 through 数, 对比.
STATISTIC = pattern(r"{statistic_noun}(?:\(.{1,16}\))?$")
# 氨氮(排放量): what is let out; alone no statistic.
SUBSTANCE = pattern(r"{substance}$")
# 蔬菜、水果|抽检合格率: what is said once, behind the last. Not a rate with a name of its own before it.
SHARED_END = pattern(
    r"的?(?:同比)?{growth_noun}$"
    r"|占[^、占]{2,14}?的?{share_end}$"
    r"|{checked_noun}?{check_kind}?(?:监督)?{check_act}*{shared_rate}$"
    r"|(?:{shared_attribute}|{check_act})*{shared_statistic}(?:占[^、]{2,14}(?:的?{share_end})?)?$"
)
# 旅游、健康产业|增加值增速: the growth of a statistic that is said once, too.
_GROWTH_OF = pattern(r"{shared_statistic}的?(?:同比)?{growth_noun}$")
# 清洁生产和循环经济|项目(各100个). Not a noun that is the whole of it.
_COUNTED = pattern(r"{shared_attribute}*{counted_noun}$")
# 烟草、建材|5个|产业: how many there are is no part of the name of one.
_NUMBERS = "一二三"
_COUNT = re.compile(r"^等?[0-9一二三四五六七八九十]{1,3}[个类种大]")
_HOW_MANY = re.compile(r"[0-9一二三四五六七八九十]{1,3}[个类种大]$")
# 马铃薯|种植|机械化率: what is done with the thing; the next part names only what is done.
_PROCESS = pattern(r"{process_noun}")
_PROCESS_END = pattern(r"{process_noun}$")
# 全市, 城镇, 规模以上: whose statistic it is. Not 城镇化.
WHOSE = pattern(r"{area_scope}|{grade}级(?:以上)?|每[百千万]{per_whom}")
# 城区、|开发区|优良天数比例: an area by its last character. Not 市级.
_AREA = re.compile(r"[\u4e00-\u9fff]{1,7}?[县市区州旗镇乡](?!级)|乡村")
# 城镇居民收入和|农民收入: whose it is is said already.
_OWNED = pattern(r"{area_scope}|{grade}级(?:以上)?|{country_people}")
# 城镇新增就业和|转移劳动力: a deed of its own. Not 发展速度.
DONE = pattern(r"{deed}(?!{deed_half})(?=[\u4e00-\u9fff]{2})")
# 城镇登记失业率、|居民消费价格涨幅: of all residents.
_TOWN = ("城镇", "城市", "农村")
_TOWN_AND_COUNTRY = ("城镇", "农村")
_RESIDENTS = ("居民", "人口")
_BOTH = pattern(r"城乡(?!一体|统筹|融合)|存贷(?=款)|客货(?=运)|进出口(?=总?[额值]|贸易)")
_EACH_OF_BOTH = {"存贷": ("存", "贷"), "客货": ("客", "货"), "进出口": ("进口", "出口")}


def completed(pieces: list[Subject], at: int = -1, whose: bool = True, counted: bool = False) -> list[Subject]:
    """Return the parts of a list, each with what is written once for all of them.

    ``whose``: whether 全市 or 城镇 before the first is said of the others too, as where 均 or 分别 holds them together;
    ``counted``: whether things are counted, not statistics.
    """
    ended = _ended(pieces, counted)
    # 市区、开发区优良天数比率: the first only says whose it is, and not whose that of the others is.
    started = _started(ended, whose and not WHOSE.fullmatch(pieces[0][1]))
    if at >= 0 and ended != pieces:
        note("split.shared.end", at)
    if at >= 0 and started != ended:
        note("split.shared.start", at)
    return started


_GROWN = pattern(r"(?:{growth_noun}|{fall_noun})$")  # 居民消费价格涨幅、人口自然|增长率
# 化肥、农药|等资源|利用率: that there are others is no part of the last.
_AND_OTHERS = re.compile(r"(?<=[\u4e00-\u9fff]{2})等[\u4e00-\u9fff]{0,3}$")


# 食品、化工|三大主导|产业产值: how many they are.
_SO_MANY_MAIN = re.compile(r"(?<=[\u4e00-\u9fff]{2})[两三四五六七八九十\d]{1,2}大[\u4e00-\u9fff]{0,2}$")


# 城镇职工、城乡|居民|医疗保险参保率: who the last are is its own where the one before says who.
_INSURED = ("职工", "居民")
_WHO = re.compile(rf"^(?:{'|'.join(_INSURED)})")


def _ended(pieces: list[Subject], counted: bool) -> list[Subject]:
    end = _shared_end([piece for _, piece in pieces], counted)
    if not end:
        return pieces
    end = _WHO.sub("", end) if pieces[-2][1].endswith(_INSURED) else end
    last = len(pieces) - 1
    own = _SO_MANY_MAIN.sub("", _AND_OTHERS.sub("", pieces[-1][1].removesuffix(end)))
    if end.startswith("产业") and own in _NUMBERS:
        # 第一、二、三产业增加值
        return [(begin, f"第{number}{end}") for (begin, _), number in zip(pieces, _NUMBERS, strict=False)]
    end = _COUNT.sub("", end)
    return [
        (
            begin,
            own + end
            if index == last
            else piece
            if ((STATISTIC.search(piece) or _GROWN.search(piece)) and "占" not in end)
            or piece.endswith(end)
            or (counted and _is_thing(piece))
            else piece + _unsaid(piece, end),
        )
        for index, (begin, piece) in enumerate(pieces)
    ]


def _is_thing(piece: str) -> bool:
    """Tell whether a part has a noun of its own (重点实验室、研究|中心); one character is the end of a word."""
    things = _COUNTED.search(piece, 1)
    return things is not None and len(things.group()) > 1


def _unsaid(piece: str, end: str) -> str:
    """Return the shared end without what the part says itself: 风电、光伏|发电装机, 制造业、核心|产业增加值."""
    end = end.removeprefix("发电") if piece.endswith("电") else end
    return end.removeprefix("产业") if piece.endswith("业") else end


_CODE = re.compile(r"[A-Z][A-Za-z]*[\d.]*")


def _behind_own(last: str, others: list[str]) -> str:
    """Return what stands behind the own part of the last: 城镇和农村|常住居民人均收入, PM10、PM2.5|年均浓度."""
    for look, own in (WHOSE, WHOSE.match(last) or _AREA.match(last)), (_CODE, _CODE.match(last)):
        if own and all(look.fullmatch(name) for name in others):
            return last[own.end() :]
    return ""


def _shared_end(names: list[str], counted: bool) -> str:
    """Return what is written once behind the last of some names; nothing where each of them is whole."""
    *others, last = names
    if not others or all(STATISTIC.search(name) for name in others):
        return ""
    whole = _behind_own(last, others)
    if whole:
        return whole
    if counted:
        things = _COUNTED.search(last, 1)
        # 产业园、产业强|镇: one character is the end of a word, and not shared with things that have a noun.
        alone = things and len(things.group()) == 1 and any(map(_COUNTED.search, others))
        return things.group() if things and not alone else ""
    # 乐器及相关产业、陶瓷及相关产业|增加值: where the last goes on behind what ends the one before.
    before = others[-1]
    for size in range(min(len(before) - 1, len(last) - 2), 1, -1):
        found = last.find(before[-size:])
        if found > 0 and len(last) > found + size:
            return last[found + size :]
    share = _SHARE_OF.search(last, 1) if "占" in last else None
    if share and not any(STATISTIC.search(name) for name in others):
        # 装备制造、石油化工|业增加值占工业的比重
        trade = last[share.start() - 1 : share.start()] == "业" and not any(name.endswith("业") for name in others)
        return last[share.start() - trade :]
    of = _OF_ALL.search(last, 1)
    if of and "对" not in others[0] and all("的" not in name and not STATISTIC.search(name) for name in others):
        return of.group()  # 心脏病、恶性肿瘤|的年龄别死亡率
    # 养老、医疗|保险…: parts of one length before an end that no list knows; 高、中、初|级人才比例.
    size = len(others[0])
    alike = size < 4 and all(len(name) == size for name in others) and len(last) > size + 1
    end = SHARED_END.search(last, 1)
    if end is not None and not any(STATISTIC.search(name) for name in others):
        end = _GROWTH_OF.search(last, 1) or end
    if end is None or (alike and size == 1):
        return last[size:] if alike else ""
    how_many = _HOW_MANY.search(last[: end.start()])
    return last[how_many.start() if how_many else end.start() :]


# 烟草、建材|增加值占工业的比重: of what the share is stands behind both.
_SHARE_OF = pattern(r"{shared_attribute}*{shared_statistic}占[^、]{2,14}(?:的?{share_end})?$")
# 营运车辆单位周转量的|能耗(和二氧化碳排放): of what both are.
_OF_WHAT = pattern(r"[^、的]{3,24}的(?=[^的]{2,6}$)")
# 高速公路竣工验收|合格率(、优良率): a rate alone does not say of what.
_BARE_RATE = pattern(r"{shared_rate}")
_RATE_END = pattern(r"{shared_rate}$")


def _of_what(first: str, others: list[Subject]) -> str:
    """Return what the first of a list is said of, where the others do not say of what they are."""
    of = _OF_WHAT.match(first)
    if of and all("的" not in name and len(name) <= _SHORT for _, name in others):
        return of.group()
    rate = _RATE_END.search(first, 2)
    return first[: rate.start()] if rate and all(_BARE_RATE.fullmatch(name) for _, name in others) else ""


_SHORT = 8


# 恶性肿瘤|的年龄别死亡率
_OF_ALL = pattern(r"的[^的、]{0,8}{statistic_noun}$")


# 单位生产总值能耗和二氧化碳排放: both are reckoned on what is said once. Not 单位 as a body.
_PER = pattern(r"{per}[^、]{0,8}?{per_what}")
_ALSO_PER = word_tuple("also_per")
_COUNTRY = "农村"  # 城镇养老保险和新型|农村|养老保险: whose it is stands inside


def _started(pieces: list[Subject], of_all: bool) -> list[Subject]:
    first = pieces[0][1]
    of = _of_what(first, pieces[1:]) if of_all else ""
    if of:
        return [pieces[0], *((begin, of + name) for begin, name in pieces[1:])]
    whose = WHOSE.match(first) if of_all else None
    per = _PER.match(first)
    found = pieces[:1]
    for begin, name in pieces[1:]:
        process = _PROCESS.match(name)
        rest = name[process.end() :] if process else ""
        if process and rest and first.endswith(rest):
            done = _PROCESS_END.search(first, 0, len(first) - len(rest))
            if done and done.start() > 0:
                found.append((begin, first[: done.start()] + name))
                continue
        if per and per.end() < len(first) and name.startswith(_ALSO_PER):
            found.append((begin, per.group() + name))
            continue
        in_town = whose is not None and whose.group() in _TOWN
        owned = (
            _OWNED.match(name)
            or _COUNTRY in name
            or (in_town and (name.startswith(_RESIDENTS) or DONE.match(name) is not None))
        )
        found.append((begin, whose.group() + name if whose and not owned else name))
    return found


def town_and_country(name: str, at: int = -1) -> list[str] | None:
    """Return the two names that 城乡居民… stands for, or 存贷款, 客货运."""
    both = _BOTH.search(name)
    if both is None:
        return None
    note("split.town_and_country", at)
    each_of = _EACH_OF_BOTH.get(both.group(), _TOWN_AND_COUNTRY)
    return [name[: both.start()] + each + name[both.end() :] for each in each_of]


_JOINTS = frozenset(row["word"][0] for row in members("joint"))  # what a joint starts with: most subjects have none
_JOIN_OR_PAIRED = pattern(f"{{joint}}|[{OPENING}{CLOSING}]")


def split_joined(subject: str) -> list[Subject]:
    """Return the parts of a run joined by 、 和 与 及, with their offsets; brackets and quotes are not split."""
    if _JOINTS.isdisjoint(subject):
        return [(0, subject)] if subject else []
    pieces, depth, at = [], 0, 0
    for match in _JOIN_OR_PAIRED.finditer(subject):
        start = match.start()
        if subject[start] in OPENING:
            depth += 1
        elif subject[start] in CLOSING:
            depth -= 1
        elif depth <= 0 and start > at:
            pieces.append((at, subject[at:start]))
            at = match.end()
    pieces.append((at, subject[at:]))
    return [piece for piece in pieces if piece[1]]
