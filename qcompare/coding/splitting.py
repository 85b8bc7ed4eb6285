"""Levels of one plan → items: each level with the words that name its indicator."""

from __future__ import annotations

import re

from qcompare.coding.indicators import (
    POST_CUT,
    POST_TAIL,
    Item,
    named_before,
    quote_start,
    strip_lead,
    strip_verbs,
    trim_right,
)
from qcompare.coding.level import Level
from qcompare.text.clauses import CLOSING, OPENING, clause_end, clause_start
from qcompare.text.model import Plan

_JOIN = re.compile(r"、|以及|和(?<![总共温缓饱]和)(?![谐平美睦解])|(?<!参)与(?!会)|及(?!时|其|格)")
STATISTIC = re.compile(
    r"(?:率|度|指数|比重|比例|占比|总量|产值|增加值|收入|生产总值|利润|税收|利税|数量|人数|面积|强度|寿命|(?<!质)量|总数|投资|消费|能耗|浓度|覆盖面|得分|年限|床位数|生师比|总额|成本|规模|里程|价值|市场份额|[^指]数|水平|值|比(?<!对比))(?:\(.{1,16}\))?$"
)
_SHARED_TAIL = re.compile(
    r"的?(?:同比)?(?:增幅|增速|增长率|增长幅度|增长速度|降幅)$"
    r"|(?:(?:质量安全|产品质量|质量|安全|产地)?(?:国家|省级|市级|评价性|例行|一次性?|交工|竣工)?(?:监督)?(?:抽[检查验]|监测|检测|检验|验收|送检|受检|检定|持证|登记|配备|利用|处理|处置|参保|巩固|建档|接种|覆盖|普及|达标|通过|入学|毛入学|采标|修订|规范化?管理)*)"
    r"(?:合格率|覆盖率|普及率|达标率|满意度|满意率|利用率|参保率|入学率|巩固率|检定率|持证率|通过率|及格率|处置率|处理率|死亡率|发病率|建档率|管理率|接种率|治愈率|正点率|优良率|修订率|采标率|上岗率|比重|占比|比例)$"
    r"|(?:使用|施用|排放|消耗)总?量$"
)
_GROWTH = re.compile(r"的?(?:增幅|增速|增长率|增长幅度|增长速度|降幅)$")
_JOIN_OR_PAIRED = re.compile("|".join([_JOIN.pattern, *map(re.escape, OPENING + CLOSING)]))


# 进入全省前5位: the group is the baseline, the verb no part of the indicator.
_RANKED = re.compile(
    r"(?:稳居|位居|位列|名列|居于|居|列入|列|进入|跻身|迈入|挺进|保持|处于|走在|入围|争取进入|排名|排在)(?:在|于)?(?P<group>(?!进入|[位稳]?居|跻身|列|保持)[^,。;、]{1,16})$"
)
# 全省排名进入前3位
_RANKED_WITHIN = re.compile(
    r"在?(?P<group>全[国省市区县州]|[国省市]内)(?:同类[^,。;、]{1,6})?排名(?:进入|[位稳]?居|列|跻身|保持)?在?$"
)
# 在化工、印染等重点行业实施…: where something is done is scope of the indicator, the verb is not.
_WHERE = re.compile(
    r"在(?P<scope>[^,。;]{2,24}?(?:行业|领域|企业|地区|单位|机构|区域|产业|园区|部门|学校|医院|社区|乡镇|农村))(?:中|内|里)?(?=实施|开展|推行|推广|建设|建成|培育|创建|打造|形成|完成)(?:实施|开展|推行|推广)?"
)


def numeric_items(plan: Plan, levels: list[Level], roles: dict[int, str]) -> list[Item]:
    """Return the items of the levels whose role is ``target``, in order."""
    text = plan.text
    chosen = [level for level in levels if roles[level.number] == "target"]
    items: list[Item] = []
    index = 0
    while index < len(chosen):
        level = chosen[index]
        block = plan.blocks[plan.block_at(level.number)]
        floor = max(block.start, plan.sentence_at(level.number)[0])
        if block.level and floor < block.title[0]:
            floor = block.title[0]
        group = respective_items(text, chosen, index, floor)
        if group:
            items.extend(group)
            index += len({id(item.level) for item in group})
            continue
        previous = items[-1] if items and items[-1].level.end > floor else None
        following = chosen[index + 1] if index + 1 < len(chosen) else None
        items.extend(_items_of(plan, level, previous, following, floor, block.end))
        index += 1
    _set_parents(text, items)
    return items


# 其中国家级4个: the noun is that of the total.
_GRADE_ALONE = re.compile(r"(?:国家|部|省|市|州|县|区|自治区)级(?:以上)?")
_TOTAL_OF = re.compile(
    r"(?:新(?:增|建|培育|认定))?(?:各级|各类)?(?:(?:国家|省|市|县)级(?:及)?(?:以上)?)?(?P<noun>.{2,}?)(?:总数|总量|数量)?"
)


def _set_parents(text: str, items: list[Item]) -> None:
    """Give the items behind 其中 the total that they are broken out of; a rate has no parts."""
    total: Item | None = None
    listed = False
    for before, item in zip(items, items[1:], strict=False):
        if item.level is before.level:
            item.parent = before.parent
            continue
        between = text[before.level.end : item.level.lead]
        if "。" in between or "\n" in between:
            total = None
        elif "其中" in between:
            total = before if before.level.kind in ("count", "money", "measure") and before.parent is None else None
            # 其中: opens a list; without the colon only what 、 joins belongs to it.
            listed = "其中:" in between
        elif not listed and not between.startswith(("、", "和", "与", "及", "以及")):
            total = None
        if total is not None and item.level.unit is not None and item.level.kind == total.level.kind:
            item.parent = total.indicator
            of = _TOTAL_OF.fullmatch(total.indicator) if _GRADE_ALONE.fullmatch(item.indicator) else None
            item.indicator += of["noun"] if of else ""
        elif total is not None:
            total = None


def _name_end(text: str, level: Level, begin: int) -> tuple[int, tuple[int, int] | None]:
    """Return where the name before a level ends, and the run of its baseline; a rank's is the group."""
    end, base = trim_right(text, begin, level.lead, level.change, level.verb)
    ranked = None
    if level.kind == "place":
        ranked = _RANKED_WITHIN.search(text[begin:end]) or _RANKED.search(text[begin:end])
    if ranked:
        end, _ = trim_right(text, begin, begin + ranked.start(), level.change, "")
        return end, (begin + ranked.start("group"), begin + ranked.end("group"))
    return end, base


def _items_of(
    plan: Plan, level: Level, previous: Item | None, following: Level | None, floor: int, ceiling: int
) -> list[Item]:
    text = plan.text
    start = clause_start(text, floor, level.lead)
    joined = False
    if previous is not None and previous.level.end > start:
        start, joined = _after_previous(text, previous.level.end, level.lead)
    begin, done = strip_lead(text, start, level.lead)
    where = _WHERE.match(text, begin, level.lead) if text.startswith("在", begin) else None
    scope = where["scope"] if where else ""
    if where:
        begin, done = strip_lead(text, where.end(), level.lead)
    end, base = _name_end(text, level, begin)
    pre = text[begin:end]
    post_start, post_end = _post(text, level, following, ceiling, bool(pre))
    if done:
        tail = POST_TAIL.search(text[post_start:post_end])
        if tail and tail.start() > 1:
            post_end = post_start + tail.start()
    post = text[post_start:post_end]
    if not pre and not post:
        again = _again(text, level, previous, start)
        again.base = base
        return [again]
    chained = _chained(text, level, following, (begin, end), (post_start, post_end), ceiling) if post else None
    if chained:
        return [chained]
    if not post:
        items = _noun_first(text, level, begin, end)
        for item in items:
            item.base, item.indicator = base, scope + item.indicator
        return items
    pair = _paired(text, level, begin, end, post_start, post_end) if pre else None
    if pair:
        return pair
    name = text[begin : strip_verbs(text, begin, end)] + post if pre else post.removeprefix("的")
    quote_start = min(begin, level.start) if pre else level.start
    return [Item(level, quote_start, post_end, name, (begin, end), (post_start, post_end), base)]


_ONLY_JOINED = re.compile(r"[、和与及]+")


def _chained(
    text: str, level: Level, following: Level | None, pre: tuple[int, int], post: tuple[int, int], ceiling: int
) -> Item | None:
    """Read 3个国家级、17个省级示范项目: the noun stands behind the last of them."""
    word = text[slice(*post)]
    if following is None or post[1] >= following.start or len(word) > 6 or not word.endswith(("级", "类", "型")):
        return None
    head = _shared_head(text, following, ceiling) if _ONLY_JOINED.fullmatch(text, post[1], following.lead) else None
    if head is None:
        return None
    start = min(pre[0], level.start) if pre[1] > pre[0] else level.start
    name = text[slice(*pre)] + word + text[slice(*head)]
    return Item(level, start, head[1], name, pre, (post[0], head[1]))


_JOINED_ON = re.compile(r"(?:\(其中|[、,]|以及|和|与|及|或|并|且)+")
_JOINS = re.compile(r"、|以及|和(?!谐)|(?<!参)与|及")
_CUT = re.compile(_JOINS.pattern + r"|并|[,;]")


def _after_previous(text: str, previous_end: int, lead: int) -> tuple[int, bool]:
    between = text[previous_end:lead]
    stripped = _JOINED_ON.match(between)
    if stripped:
        return previous_end + stripped.end(), True
    cuts = [match.end() for match in _CUT.finditer(between)]
    return (previous_end + cuts[-1], True) if cuts else (lead, True)


def _post(text: str, level: Level, following: Level | None, ceiling: int, named: bool) -> tuple[int, int]:
    """Return the run behind a level that goes on naming its indicator."""
    start = level.end
    if named and level.verb[-1:] in ("到", "至", "为", "达", "在", "于"):
        return start, start
    if text.startswith(")", start) or (named and text.startswith("、", start)):
        return start, start
    stop = clause_end(text, start, ceiling)
    if following is not None and following.lead < stop:
        cuts = [match.start() for match in _JOINS.finditer(text[start : following.lead])]
        stop = start + cuts[-1] if cuts else min(stop, following.lead)
    cut = POST_CUT.search(text, start, stop)
    if cut and not text.startswith("(", cut.start()) and cut.start() > start or cut and cut.start() == start:
        stop = cut.start() if not text.startswith("(", cut.start()) else stop
        if text.startswith("(", start) and cut and cut.start() == start:
            stop = start
    while stop > start and text[stop - 1] in " \t、":
        stop -= 1
    return start, stop


_CLASS = re.compile(r"[^、,;。]{1,4}?(?:级|类|型)(?=[^、,;。])")


def _shared_head(text: str, following: Level, ceiling: int) -> tuple[int, int] | None:
    stop = clause_end(text, following.end, ceiling)
    run = text[following.end : stop]
    match = _CLASS.match(run)
    return (following.end + match.end(), stop) if match else None


def _noun_first(text: str, level: Level, begin: int, end: int) -> list[Item]:
    if level.each:
        pieces = split_joined(text[begin:end])
        if len(pieces) > 1:
            return _each(text, level, begin, pieces)
    subjects = split_subjects(text, begin, end)
    if len(subjects) == 1 and ("均" in level.verb or "都" in level.verb):
        # A和B合格率均达到X: each of them, the shared last word supplied.
        pieces = split_joined(text[begin:end])
        subjects = (respective(text, begin, end, len(pieces)) if 1 < len(pieces) < 9 else None) or subjects
    return [Item(level, at, level.end, piece, (at, end), (level.end, level.end)) for at, piece in subjects]


_NOUN_TAIL = re.compile(
    r"(?:项目|企业|基地|示范区|产品|工程|机构|中心|平台|园区|单位|学校|品牌|标准|人才|团队|县|市|镇|村|社区)$"
)


def _each(text: str, level: Level, begin: int, pieces: list[tuple[int, str]]) -> list[Item]:
    """Read 清洁生产和循环经济项目各100个: one target a kind, the shared last word supplied."""
    last = pieces[-1][1]
    tail = _NOUN_TAIL.search(last)
    shared = tail.group() if tail and tail.start() > 0 else ""
    found = []
    for at, piece in pieces:
        name = piece if not shared or piece.endswith(shared) else piece + shared
        found.append(
            Item(level, begin + at, level.end, name, (begin + at, begin + at + len(piece)), (level.end, level.end))
        )
    return found


_LATIN_LIST = re.compile(r"[A-Za-z0-9]+(?:[、和与][A-Za-z0-9]+)+")
_BODY_TAIL = re.compile(r"(?:企业|单位|机构|人员|学校|医院)$")
_GOODS = re.compile(r"药品|食品|农产品|医疗器械|化妆品|产品")


def _paired(text: str, level: Level, begin: int, end: int, post_start: int, post_end: int) -> list[Item] | None:
    """Read 药品生产、经营企业100%通过GMP、GSP认证: the first with the first, the second with the second."""
    match = _LATIN_LIST.search(text[post_start:post_end])
    left = split_joined(text[begin:end]) if match else []
    if match is None or len(left) < 2:
        return None
    right = [part for _, part in split_joined(match.group())]
    if len(right) != len(left):
        return None
    tail = _BODY_TAIL.search(left[-1][1])
    shared = tail.group() if tail else ""
    head = _GOODS.match(left[0][1])
    scope = head.group() if head else ""
    before, after = text[post_start : post_start + match.start()], text[post_start + match.end() : post_end]
    found = []
    for (at, piece), code in zip(left, right, strict=True):
        name = piece if piece.endswith(shared) else piece + shared
        name = name if name.startswith(scope) else scope + name
        found.append(
            Item(level, begin + at, post_end, name + before + code + after, (begin + at, end), (post_start, post_end))
        )
    return found


def _again(text: str, level: Level, previous: Item | None, start: int) -> Item:
    """Read a level without an indicator of its own: a further step of the one before, or of what the clause before names."""
    if previous is None:
        begin, end = named_before(text, start)
        return Item(level, min(begin, level.start), level.end, text[begin:end], (begin, end), (level.end, level.end))
    start = quote_start(previous.start, level.start, level.end)
    return Item(level, start, level.end, previous.indicator, previous.pre, (level.end, level.end))


def split_subjects(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Split a joined subject into the statistics that are published each for itself.

    Returns
    -------
    list of (offset where the piece starts, its indicator); one entry where the subject is one statistic.

    >>> split_subjects("空气质量指数、水功能区水质达标率", 0, 16)
    [(0, '空气质量指数'), (7, '水功能区水质达标率')]
    >>> split_subjects("国家监督抽检和省级监督抽查合格率", 0, 16)
    [(0, '国家监督抽检和省级监督抽查合格率')]
    """
    subject = text[start:end]
    pieces = split_joined(subject)
    if len(pieces) < 2:
        return [(start, subject)]
    growth = _GROWTH.search(subject)
    if growth and all(STATISTIC.search(piece) or _GROWTH.search(piece) for _, piece in pieces):
        # 生产总值、财政收入的增幅: the growth of each of them.
        found, scope = [], ""
        for at, piece in pieces:
            head = piece.find("实现")
            if head == 0:
                piece = scope + piece
            elif head > 0:
                scope = piece[:head]
            found.append((start + at, piece if _GROWTH.search(piece) else piece + growth.group()))
        return found
    if all(len(piece) > 1 and STATISTIC.search(piece) for _, piece in pieces):
        return [(start + at, piece) for at, piece in pieces]
    return [(start, subject)]


def split_joined(subject: str) -> list[tuple[int, str]]:
    """Return the parts of a run joined by 、 和 与 及, with their offsets; brackets and quotes are not split."""
    pieces, depth, at = [], 0, 0
    position = 0
    while match := _JOIN_OR_PAIRED.search(subject, position):
        start = match.start()
        position = start + 1
        if subject[start] in OPENING:
            depth += 1
        elif subject[start] in CLOSING:
            depth -= 1
        elif depth <= 0 and start > at:
            pieces.append((at, subject[at:start]))
            at = position = match.end()
    pieces.append((at, subject[at:]))
    return [piece for piece in pieces if piece[1]]


# 单位生产总值能耗和二氧化碳排放: both are reckoned on what is said once.
_PER = re.compile(r"(?:单位|万元)[^、]{0,8}?(?:生产总值|GDP|增加值)")
_ALSO_PER = ("能", "二氧化碳", "碳排放", "用水", "水耗")
_GRADED = re.compile(r"[^级]{1,4}级(?P<noun>.{2,})")


def respective(text: str, start: int, end: int, count: int) -> list[tuple[int, str]] | None:
    """Return the ``count`` subjects of a 分别 list, the shared end of the last one supplied to the others; None if they do not match."""
    subject = text[start:end]
    pieces = split_joined(subject)
    if len(pieces) != count:
        pieces = [(match.start(), match.group()) for match in re.finditer(r"[^、]+", subject)]
        if len(pieces) != count:
            return None
    last = pieces[-1][1]
    tail = _SHARED_TAIL.search(last) if not all(STATISTIC.search(piece) for _, piece in pieces) else None
    shared = tail.group() if tail and tail.start() > 0 else ""
    graded = _GRADED.match(last)
    if graded and all(piece.endswith("级") for _, piece in pieces[:-1]):
        # 国家级、省级和市级重点实验室: the noun is said once.
        return [(start + at, piece if piece is last else piece + graded["noun"]) for at, piece in pieces]
    per = _PER.match(pieces[0][1])
    if per and per.end() < len(pieces[0][1]):
        pieces = [(at, per.group() + piece if piece.startswith(_ALSO_PER) else piece) for at, piece in pieces]
    return [
        (start + at, piece if not shared or piece.endswith(shared) or STATISTIC.search(piece) else piece + shared)
        for at, piece in pieces
    ]


Run = tuple[int, int]

_RESPECTIVELY = re.compile(r"分别[^,。;、]{0,30}$")
_YEAR_LIST = re.compile(r"(?:(?:19|20)\d\d年(?:底|末)?(?:[、,和与及]|以及)?){2,}$")
_JOINT = re.compile(r"[、,]|[、,]?(?:和|与|及|以及)")
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d")


def respective_items(text: str, chosen: list[Level], index: int, floor: int) -> list[Item] | None:
    """Return the items of the 分别 list that starts with a level, or None where there is none."""
    first = chosen[index]
    before = text[max(floor, first.start - 34) : first.start]
    if "分别" not in first.verb and not ("分别" in before and _RESPECTIVELY.search(before)):
        return None
    group = _group(text, chosen, index)
    if len(group) < 2:
        return None
    _govern(group)
    at = text.rfind("分别", floor, first.number)
    start, _ = strip_lead(text, clause_start(text, floor, at), at)
    end, base = trim_right(text, start, at, first.change, first.verb)
    # The noun may stand behind 分别: 2014年、2015年分别主导制修订标准3项、5项.
    after, _ = strip_lead(text, at + 2, first.lead)
    named, than = trim_right(text, after, first.lead, first.change, first.verb)
    base = base or than
    whole = (after, named) if named - after >= 2 else (start, end)
    years = _years_beside(text, floor, at, len(group))
    if years:
        if whole[1] <= whole[0]:
            whole = named_before(text, clause_start(text, floor, at))
        return _of_years(text, group, whole, base, years)
    subjects = respective(text, start, end, len(group))
    if subjects is not None:
        return [
            _item(level, piece, (begin, begin + len(piece)), base)
            for level, (begin, piece) in zip(group, subjects, strict=True)
        ]
    return _of_years(text, group, whole, base, _years_told(text, floor, start, len(group)))


def _group(text: str, chosen: list[Level], index: int) -> list[Level]:
    """Return the levels that 、 and 和 join to a first one."""
    group = [chosen[index]]
    for level in chosen[index + 1 :]:
        between = text[group[-1].end : level.lead]
        if not _JOINT.fullmatch(between):
            break
        if "," in between and text[level.end : level.end + 1] not in (*",。;、和", ""):
            break
        group.append(level)
    return group


def _of_years(text: str, group: list[Level], whole: Run, base: Run | None, years: list[int]) -> list[Item]:
    """Return items of one subject, one a year where years are told apart."""
    name = text[slice(*whole)]
    dated: list[int | None] = [*years] if years else [None] * len(group)
    return [_item(level, name, whole, base, year) for level, year in zip(group, dated, strict=True)]


def _item(level: Level, name: str, run: Run, base: Run | None, year: int | None = None) -> Item:
    start = quote_start(run[0], level.start, level.end)
    return Item(level, start, level.end, name, run, (level.end, level.end), base, year)


def _years_beside(text: str, floor: int, at: int, count: int) -> list[int]:
    """Return the years listed right before 分别, one for each level (2013年、2014年分别建成…)."""
    listed = _YEAR_LIST.search(text[max(floor, at - 60) : at])
    years = [int(year) for year in _NAMED_YEAR.findall(listed.group())] if listed else []
    return years if len(years) == count else []


def _years_told(text: str, floor: int, start: int, count: int) -> list[int]:
    """Return the years that a sentence names before its subject, one for each level (到2018年和2020年,…分别)."""
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d(?=年)", text[max(floor, start - 40) : start])]
    return years if len(years) == count else []


_ONE_SIDED = (">=", "<=", ">", "<")


def _govern(group: list[Level]) -> None:
    """Let the word at the end (以上) or the head (不低于) of a 分别 list govern every item of it."""
    for level in group[1:]:
        # 分别降低10%和17%: the change is said once.
        if level.change == "level":
            level.change = group[0].change
    # 以上 behind the last governs all, and so does 不低于 before the first.
    last, first = group[-1], group[0]
    source = last if last.comparator in _ONE_SIDED else first
    if source.comparator not in _ONE_SIDED or (source is first and first.start == first.number):
        return
    for level in group:
        if level.comparator != "=":
            continue
        value = level.low
        level.comparator = source.comparator
        bounds = (value, None) if source.comparator in (">=", ">") else (None, value)
        level.low, level.high = bounds
