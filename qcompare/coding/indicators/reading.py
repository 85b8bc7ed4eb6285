"""Levels of one plan → items: each level with the words that name its indicator."""

from __future__ import annotations

import re

from qcompare.coding.indicators.behind import after_previous, behind
from qcompare.coding.indicators.changes import is_added, set_changes, without_added
from qcompare.coding.indicators.ellipsis import supply_ellipses
from qcompare.coding.indicators.ends import name_end, trim_right
from qcompare.coding.indicators.item import Item, Run, quote_start
from qcompare.coding.indicators.middle import of_served, of_whom, served, without_middle, without_undertaking
from qcompare.coding.indicators.once import WHO_HAS
from qcompare.coding.indicators.openings import behind_about, behind_turn, where
from qcompare.coding.indicators.respective import hand_out, respective_items
from qcompare.coding.indicators.scope import named_before, set_parents, supply_scope
from qcompare.coding.indicators.splitting import (
    clauses_of,
    each_kind,
    each_of,
    paired,
    shares,
    split_subjects,
)
from qcompare.coding.indicators.starts import (
    DEEDS,
    DOES_IT,
    STARTS_ANEW,
    YEAR,
    strip_lead,
    strip_verbs,
)
from qcompare.coding.indicators.whose import supply_places
from qcompare.coding.levels.level import Level
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern, word_tuple
from qcompare.text.clauses import clause_end, clause_start
from qcompare.text.model import Plan


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
        group = respective_items(text, chosen, index, floor, items)
        if group:
            items.extend(group)
            index += len({id(item.level) for item in group})
            continue
        previous = items[-1] if items and items[-1].level.end > floor else None
        following = chosen[index + 1] if index + 1 < len(chosen) else None
        items.extend(_items_of(plan, level, previous, following, floor, block.end))
        index += 1
        if level.kind == "ratio" and items[-1].level is level:
            index = _ratio(text, chosen, index, items)
    hand_out(text, items)
    set_changes(text, items)
    parts = set_parents(text, items)
    supply_ellipses(text, items)
    supply_scope(plan, items)
    supply_places(text, items)
    for part, total in parts:
        part.parent = total.indicator  # whose name may be whole only now
    return items


def _ratio(text: str, chosen: list[Level], index: int, items: list[Item]) -> int:
    """Read the other shares of a ratio (19:43:38), name each by its part, and return which level comes next."""
    first = items[-1]
    while index < len(chosen) and chosen[index].kind == "ratio" and text[chosen[index - 1].end] == ":":
        if chosen[index - 1].end + 1 != chosen[index].number:
            break
        level = chosen[index]
        items.append(
            Item(level, first.start, level.end, first.indicator, first.pre, (level.end, level.end), first.base)
        )
        index += 1
    count = len(items) - items.index(first)
    for item, name in zip(items[-count:], shares(first.indicator, count, first.level.number), strict=False):
        item.indicator = name
    return index


def _items_of(
    plan: Plan, level: Level, previous: Item | None, following: Level | None, floor: int, ceiling: int
) -> list[Item]:
    text, at = plan.text, level.number
    start = clause_start(text, floor, level.lead)
    if previous is not None and previous.level.end > start:
        start = after_previous(text, previous.level.end, level.lead)
    begin, done = strip_lead(text, start, level.lead, at)
    scope, behind_scope = where(text, begin, level.lead, at)
    if behind_scope > begin:
        begin, done = strip_lead(text, behind_scope, level.lead, at) if scope else (behind_scope, done)
    begin = behind_about(text, begin, level.lead, at)
    anew = [match.end() for match in _ANEW.finditer(text, begin, level.lead)] if level.lead - begin > _FEW else []
    if anew:
        begin, done = strip_lead(text, anew[-1], level.lead, at)
    end, base = name_end(text, level, start, begin)
    begin = behind_turn(text, begin, end, level.verb, at)
    end = _half_done(text, level, begin, end)
    held = served(text, (begin, end), level.unit, level.verb, level.end)
    # 对|36个小区供热设施改造; 提高低保标准,年|人均达到3000元
    begin = end if held or text[begin:end] in ("对", "年", "月") else begin
    task = _TASK.search(text, begin, end) if done else None
    end = task.start() if task else end
    pre, post = (begin, end), behind(text, level, following, ceiling, end > begin)
    done = bool(done or level.verb.endswith(_CARRIED_OUT) or _COMPLETES.search(text, max(floor, start - _NEAR), start))
    if done:
        post = without_undertaking(text, post, at)
    chained = _chained(text, level, following, pre, post, ceiling, done)
    if chained:
        return [chained]
    if end <= begin and post[1] <= post[0]:
        again = _again(text, level, previous, start)
        again.base = base
        return [again]
    if post[1] <= post[0]:
        items = _noun_first(text, level, begin, end, floor)
        for item in items:
            name = of_whom(_share_of(text, level, end, item.indicator), at)
            item.base, item.indicator = base, scope + without_middle(name, at)
        return items
    behind_it = of_served(text[slice(*post)], at) if held else text[slice(*post)]
    if end <= begin:
        behind_it = _of_those(text, level, post, following, ceiling) or behind_it
        return [
            _improved(text, level, post, base)
            or Item(
                level, level.start, post[1], scope + without_middle(_UNSAID.sub("", behind_it), at), pre, post, base
            )
        ]
    pair = paired(text, level, pre, post)
    return pair or [_around(text, level, pre, post, base, (scope, behind_it))]


def _around(text: str, level: Level, pre: Run, post: Run, base: Run | None, said: tuple[str, str]) -> Item:
    """Read a level with words of its indicator before and behind it; ``said``: its scope, and what stands behind."""
    begin, end = pre
    better = _improved(text, level, post, base) if text[level.start - 1] == "、" else None  # 整合、|提升57个码头
    if better:
        return better
    scope, behind_it = said
    pre_end = strip_verbs(text, begin, end, level.start > end or bool(level.verb))
    of = "的" if pre_end == end and text[end] == "的" else ""  # 参与整合|的|企业
    name = scope + text[begin:pre_end] + of + behind_it.removeprefix("的")
    return Item(level, min(begin, level.start), post[1], without_middle(name, level.number), pre, post, base)


def _share_of(text: str, level: Level, end: int, name: str) -> str:
    """Return 床位数|占总床位数 for 床位数要达到总床位数的60%."""
    reaches = _REACHES.fullmatch(name) if level.unit == "%" and text.startswith("的", end) else None
    return reaches["what"] + "占" + reaches["of"] if reaches else name


_REACHES = re.compile(r"(?P<what>[^,。占]{3,24}?)(?:要|应|须|将)?(?:达到|占到|达)(?P<of>[^,。占]{2,16})")


_UNDERWAY = pattern(r"{underway}$")


def _half_done(text: str, level: Level, begin: int, end: int) -> int:
    """Return where the words before a level end that name what is counted."""
    share_of = _AND_SHARE if _OF_NOUN.match(text, level.end) else _ALL_AND
    of_these = share_of.fullmatch(text, begin, end) if level.unit == "%" else None
    if of_these:
        return begin  # 所有县和|80%的乡镇: the share is of these alone
    if level.kind == "count" and _BATCH_AND.fullmatch(text, begin, level.start):
        return begin  # 一批知名品牌和|40个名牌, 两大产业带和|6个基地: what the one before is says nothing of these
    covers = _COVERS_ALL.search(text, begin, end) if level.unit == "%" else None
    if covers:
        return covers.end()  # 覆盖|所有社区、90%的乡镇: the share is of these alone
    if level.kind == "count" and text.endswith("等", begin, end) and _WORKS_DONE.match(text, level.end):
        return begin  # 轧钢厂、码头等|30个项目建成投产: some of them by name
    underway = _UNDERWAY.search(text, begin, end)
    if underway:
        return underway.start()  # 争取在建的|2个中心通过验收
    kinds = _SO_MANY_KINDS.search(text, begin, end) if text.endswith(("类", "种"), begin, end) else None
    if kinds:
        return kinds.start()  # 10类|36件实事: how many kinds says nothing of what is counted
    # 新培育|20家, 引进培育|20家, 引进和培育|20家: the verb that leads to the number is half of what is done.
    joined = ("新", *DEEDS) if level.verb in _JOINED else "新"
    half = text.endswith(joined, begin, end) or (end > begin and _HALF.search(text, begin, end))
    return level.start if level.start > end and half else end


def _of_those(text: str, level: Level, post: Run, following: Level | None, ceiling: int) -> str:
    """Return what so many of them have: (80%的)乡镇建有|1个|服务站."""
    if level.unit != "%" or following is None or following.kind != "count" or following.number - post[0] > _NEAR:
        return ""
    who = WHO_HAS.fullmatch(text, post[0], following.number)
    has = text[following.end : clause_end(text, following.end, ceiling)] if who else ""
    return who["who"] + who["has"] + has if who and has else ""


def _improved(text: str, level: Level, post: Run, base: Run | None) -> Item | None:
    """Read 提升50个口岸的能力: the things that are counted get better, and no more."""
    at, verb = level.number, text[level.start : level.number]
    if level.kind != "count" or not _IMPROVES.fullmatch(verb):
        return None
    level.change, level.start = "level", at
    return Item(level, at - len(verb), post[1], verb + text[slice(*post)], (at, at), post, base)


# 20万人|实现|脱贫, 80%|的|乡镇: names nothing
_UNSAID = re.compile(r"^(?:的|实现(?=[\u4e00-\u9fff]{2}))")
_FEW = 4  # in fewer characters nothing starts anew
_IMPROVES = pattern(r"{improve_verb}")
# 基金规模达180亿元、(项目50个), 江城市|力争创建, 江城市2018年|计划招引, 本报讯(记者李明)|农贸市场, too. Not 110千伏、220千伏变电站, 各地市力争.
_ANEW = pattern(
    rf"{STARTS_ANEW}|[市省县州](?<=[,。;:\n][\u4e00-\u9fff]{{2}}.)(?<!各地.)(?<!示范.)(?<!试点.)(?={{strive}}|(?:{YEAR})?(?:计划|[拟将])(?:{DOES_IT}|完成|实施))|[讯电]\([^()]{{0,8}}(?:记者|通讯员)[^()]{{1,20}}\)|—(?<=[\u4e00-\u9fff]—)—(?=[\u4e00-\u9fff]{{2}})|\d[万亿千百]*[\u4e00-\u9fff%]{{1,3}}(?:以[上下内])?、(?=[\u4e00-\u9fff“]{{2}})"
    # 林业会议提出|…, 目标是|…, 具体指标包括|…: what is stated starts behind. Not 以目标为导向.
    rf"|(?:{{tells}})(?<={{paper}}..)了?(?=[\u4e00-\u9fff“\d])"
    rf"|(?:政府|公室|委员会|[局厅委])(?:{{tells}})了?(?=[\u4e00-\u9fff“\d]{{2}})"
    rf"|(?:宣布|透露|披露|获悉)(?={{near_year}}|到?{YEAR}|[全我][国省市县]|将|未来)"
    rf"|提出(?=“[\u4e00-\u9fff]{{2,3}}”|到{YEAR})"
    rf"|{{stated_aim}}(?:还|主要)?(?:{{is_aim}})(?!{{only_guide}})(?=[\u4e00-\u9fff“]{{2}})"
)
# 增加值|年均增长速度(高于20%,2018年翻一番): what doubles.
_GROWTH = pattern(r"(?<=[\u4e00-\u9fff]{2})的?(?:年?平均|年均)?(?:[现不]变?价)?{growth_noun}$")
# 完成造林|任务(9万亩): what is done is what stands before. Not 完成任务.
_TASK = pattern(r"(?<=[\u4e00-\u9fff]{2}){undertaking}$")
# 完成70万人饮水工程和|4000座水库加固任务: the verb is written once.
_COMPLETES = re.compile(r"完成[^,。;]{2,24}[和、及与]$")
_NEAR = 30
_ALL_AND = re.compile(r"(?:所有|全部)[^,。;、\d]{1,12}?(?:以及|[和与及、])")
# 社区、乡镇和|60%的行政村: the share is of the last alone. Not 合格率和(60%的…), 覆盖乡镇和(60%的…).
_OF_NOUN = re.compile(r"的[\u4e00-\u9fff]{2}")
_AND_SHARE = pattern(r"(?:(?!{covers})[^,。;\d率]){2,24}[和与及、]")
_BATCH_AND = re.compile(
    r"(?:一批|(?:[0-9]{1,4}|[两三四五六七八九十]{1,2})[个家项大座所条类种片])[^,。;、\d]{2,30}(?:以及|[和与及、])"
    r"|[^,。;\d]{2,24}(?:等|的)“[^“”]{2,8}”(?:以及|[和与及])"  # 胸痛等“五大中心”和|50个医学中心
)
# 等30个|项目建成投产: what becomes of them is counted. Not 等30个项目, where the names say which.
_WORKS_DONE = pattern(r"[^,。;、]{0,6}?(?:项目|工程)[^,。;、]{0,6}?{work_verb}")
_COVERS_ALL = pattern(r"{covers}(?=(?:所有|全部)[^,。;、\d]{1,14}、?$)")
_SO_MANY_KINDS = re.compile(r"[0-9一二三四五六七八九十]{1,3}大?[类种]$")
# 新|培育, 引进和|培育. Not 总和, which is a noun.
_HALF = pattern(r"{half_done}(?:{joint}|[或并])$")
# 3个国家级、|17个省级示范项目
_EACH = word_tuple("each")
_JOINED = word_tuple("joined_verb")
_CARRIED_OUT = word_tuple("carry_out")
_CLASS_ENDS = word_tuple("class_end")
_ONLY_JOINED = re.compile(r"[、和与及]+")


def _chained(
    text: str, level: Level, following: Level | None, pre: Run, post: Run, ceiling: int, done: bool
) -> Item | None:
    """Read 3个国家级、17个省级示范项目: the noun stands behind the last of them; a task that is ``done`` is named without 任务."""
    both = _both_measures(text, level, following, pre, ceiling)
    if both:
        return both
    word = text[slice(*post)]
    if not word or following is None or post[1] >= following.start or len(word) > 6 or not word.endswith(_CLASS_ENDS):
        return None
    head = _shared_head(text, following, ceiling) if _ONLY_JOINED.fullmatch(text, post[1], following.lead) else None
    if head is None:
        return None
    start = min(pre[0], level.start) if pre[1] > pre[0] else level.start
    named = without_undertaking(text, head, level.number) if done else head
    name = text[slice(*pre)] + word + text[slice(*named)]
    return Item(level, start, head[1], without_middle(name, level.number), pre, (post[0], head[1]))


def _both_measures(text: str, level: Level, following: Level | None, pre: Run, ceiling: int) -> Item | None:
    """Read 改造200个、1.9万户老旧小区: the noun behind the second measure is that of the first."""
    if following is None or text[level.end] != "、" or level.end + 1 != following.start:
        return None
    alike = level.unit == following.unit or {level.kind, following.kind} - _MEASURES or level.change != following.change
    if alike or not _MADE.fullmatch(text, *pre):
        return None
    head = behind(text, following, None, ceiling, named=False)
    named = text[slice(*head)]
    if not _NOUN.match(named):
        return None
    note("indicator.both_measures", level.number, head)
    name = text[slice(*pre)] + without_middle(named, level.number)
    return Item(level, min(pre[0], level.start), head[1], name, pre, head)


_MEASURES = frozenset(["count", "measure"])
_MADE = pattern(r"新?(?:{work_verb}|启动)?")
_NOUN = re.compile(r"[\u4e00-\u9fff“]{2}")

# 17个|省级|示范项目. Not 17个省级 without a noun.
_CLASS = pattern(r"[^、,;。]{1,4}?{class_end}(?=[^、,;。])")


def _shared_head(text: str, following: Level, ceiling: int) -> Run | None:
    stop = clause_end(text, following.end, ceiling)
    match = _CLASS.match(text, following.end, stop)
    if match is None or text[match.end()] in "、和与及":
        return None  # 60座大型、|80座中型和|150座小型水库: the noun stands behind the last
    return match.end(), stop


def _noun_first(text: str, level: Level, begin: int, end: int, floor: int) -> list[Item]:
    if level.kind == "proportion":
        return [Item(level, begin, level.end, text[begin:end], (begin, end), (level.end, level.end))]
    subjects = each_kind(text, begin, end, level.number) if level.each else []
    subjects = subjects or split_subjects(text, begin, end, level.number, level.change != "level")
    if len(subjects) == 1 and (level.verb.startswith(_EACH) or text.startswith(_EACH, end)):
        subjects = each_of(text, begin, end, level.number) or subjects
        if len(subjects) == 1 and text[begin - 1] == ",":
            subjects = [*clauses_of(text, begin, end, floor, level.number), *subjects]
    return [Item(level, at, level.end, piece, (at, end), (level.end, level.end)) for at, piece in subjects]


# 计量人员|不断增加,达到300人: the clause before says what it is that changes. Not 达到80%,到2020年达到90%.
_CHANGES = pattern(r"[\u4e00-\u9fff]{2}(?P<verb>{raise_verb}|{lower_verb}|{gets_better}),$")


# 增长7%以上,|力争(达到8%): more of the same change.
_STRIVES_FOR = pattern(r"[,、(]?{strive}(?:达到|实现)?")


_TURNED = pattern(r"(?:{improve_verb}|{lower_verb})(?P<what>[\u4e00-\u9fff]{2,16}),{recurrent}?$")


table(
    Rule(
        id="indicator.clause_before",
        decides="the subject of the clause before",
        looks="clause before a level that has no words of its own",
        why="计量人员不断增加,达到300人: what changes is what gets there",
        examples=(
            "检验人员达到800人;计量人员不断增加,达到‹300人›以上。",
            "逐年提高产品合格率，每年提高‹0.5个百分点›。",
        ),
        counter_examples=("检验人员2018年达到800人,2020年达到‹900人›以上。",),
    ),
    Rule(
        id="indicator.both_measures",
        decides="the noun behind the measure that follows",
        looks="right of the next level",
        why="codebook 2.2: what is written once for two measures of the same things belongs to both",
        examples=("改造‹200个›、1.9万户老旧小区。", "建成‹12公里›、300亩景观林带。"),
        counter_examples=("建成公园‹20个›、300亩绿地。", "新建‹20个›示范区、300亩绿地。"),
    ),
)


def _again(text: str, level: Level, previous: Item | None, start: int) -> Item:
    """Read a level without an indicator of its own: a further step of the one before, or of what the clause before names."""
    floor = previous.level.end if previous else max(0, start - _NEAR)
    changes = _CHANGES.search(text, floor, start)
    turns = changes is None and (level.change != "level" or level.kind == "money")
    turned = _TURNED.search(text, floor, start) if turns else None
    if turned is not None:
        begin, end = turned.span("what")  # 逐年提高|产品合格率,(每年提高0.5个百分点); 提高|低保标准,(每人每月达到600元)
    elif changes is not None:
        stop = changes.start("verb")
        begin, _ = strip_lead(text, clause_start(text, floor, stop), stop)
        end, _ = trim_right(text, begin, stop, "level", "")
    elif previous is None or text[start - 1] == ":":  # 财政收入目标:|达到50亿元: named by the head
        begin, end = named_before(text, start)
    else:
        start = quote_start(previous.start, level.start, level.end)
        name = _GROWTH.sub("", previous.indicator) if level.kind == "doubling" else previous.indicator
        name = without_added(name) if level.change != "level" and is_added(name) else name
        if level.unit == previous.level.unit and _STRIVES_FOR.fullmatch(text, previous.level.end, level.start):
            level.change = previous.level.change  # 增长7%以上,力争8%
        return Item(level, start, level.end, name, previous.pre, (level.end, level.end))
    note("indicator.clause_before", level.number, (begin, end))
    return Item(level, min(begin, level.start), level.end, text[begin:end], (begin, end), (level.end, level.end))
