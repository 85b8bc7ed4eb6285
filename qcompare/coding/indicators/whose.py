"""Whose an indicator is that the clause before names: 普及高中教育,|毛入学率; 完善养老保险制度,|参保人数; 支持民宿发展,全市|达到60家.

Where several places speak in one sentence, the statistics that each states are its own.
"""

from __future__ import annotations

import re

from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.starts import strip_lead
from qcompare.coding.indicators.works import Leaning
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import ends_of, pattern, word_tuple
from qcompare.text.clauses import clause_start

# 毛入学率, 巩固率: of which schools is said before. Not 学龄儿童入学率.
_SCHOOL_RATE = pattern(r"{school_rate}")
_SCHOOLING = pattern(r"{schooling}")
# 参保人数, 参合率: of which insurance.
_INSURED = pattern(r"{insured}")
_INSURANCE = pattern(r"{raise_verb}?(?P<of>[\u4e00-\u9fff]{0,12}{insurance})")
# 全市(达到60家): all of the area has so many of what the clause before promotes.
_AREA = re.compile(r"(?:全[国省市县区州]|[我本][国省市区县州])")
_PROMOTED = pattern(r"(?P<of>[\u4e00-\u9fff“”]{3,20}?)(?:{how_it_gets}*{gets_better}+)?")
# 产业化经营|率: to what it is done is said before. Not 污水处理率, 再就业率, which say so.
_RATE = pattern(r"(?P<done>{deed_rate})率")
_JOINT = re.compile(r"[、和与及]")
# 总收入, 综合效益, behind 接待游客
_TAKEN_IN = pattern(r"{tourist_income}")
_TOURISTS = pattern(r"接待[^,、]{0,8}[游旅][客游]")
_FAR = 40


def _clause_before(text: str, item: Item) -> tuple[int, int]:
    """Return the clause before the one that an item stands in, without the verbs at its head."""
    stop = clause_start(text, max(0, item.level.start - _FAR), item.pre[0]) - 1
    if stop <= 0 or text[stop] != ",":
        return 0, 0
    start = clause_start(text, max(0, stop - _FAR), stop)
    return strip_lead(text, start, stop)[0], stop


def of_clause(text: str, item: Item) -> str | None:
    """Return an indicator with whose it is in front, as the clause before says."""
    name = item.indicator
    for rule, look in _OF_CLAUSE:
        found = look(text, item, name)
        if found:
            note(rule, item.level.number)
            return found
    return None


def _of_schooling(text: str, item: Item, name: str) -> str:
    if not _SCHOOL_RATE.fullmatch(name):
        return ""
    said = list(_SCHOOLING.finditer(text, *_clause_before(text, item)))
    return said[-1].group() + name if said else ""


def _of_insurance(text: str, item: Item, name: str) -> str:
    said = _INSURANCE.search(text, *_clause_before(text, item)) if _INSURED.fullmatch(name) else None
    return said["of"] + name if said else ""


def _of_area(text: str, item: Item, name: str) -> str:
    counted = item.level.kind == "count" and _AREA.fullmatch(name) and item.post[1] <= item.post[0]
    said = _PROMOTED.fullmatch(text, *_clause_before(text, item)) if counted else None
    return said["of"] if said else ""


def _of_deed(text: str, item: Item, name: str) -> str:
    rate = _RATE.fullmatch(name) if item.level.unit == "%" else None
    if rate is None:
        return ""
    start, stop = _clause_before(text, item)
    found = text.rfind(rate["done"], start + 2, stop)
    if found < 0:
        return ""
    joints = [joint.end() for joint in _JOINT.finditer(text, start, found - 1)]
    return text[joints[-1] if joints else start : found] + name


_OF_CLAUSE = (
    ("indicator.whose.schooling", _of_schooling),
    ("indicator.whose.insurance", _of_insurance),
    ("indicator.whose.area", _of_area),
    ("indicator.whose.deed", _of_deed),
)


def _tourism(case: Leaning) -> str | None:
    taken = _TAKEN_IN.fullmatch(case.name) and _TOURISTS.match(case.before.indicator)
    return "旅游" + case.name if taken else None


def _all_of_it(case: Leaning) -> str | None:
    """Return of what a total is that the level before adds to: 新增|风电|装机容量10万千瓦,总装机容量."""
    part = case.name.removeprefix("总")
    before = case.before.indicator
    alike = part != case.name and len(part) > 1 and before.endswith(part) and len(before) > len(part) + 1
    return before[: -len(part)] + case.name if alike else None


# 试点县增加30个,|达到|全市县总数|的80%: what the share is of. Not 总数达到80%.
_ALL_THERE_ARE = re.compile(r"(?P<verb>达到|占到)?(?P<of>[\u4e00-\u9fff()、]{1,12}总[数量额])")
_REACHES = re.compile(r"[,;](?:[要将可]?(?:达到?|占到?|约占))$")


def _of_all(case: Leaning) -> str | None:
    """Return what is a share of all there are: 试点县增加30个,达到|县总数|的80%."""
    item, text = case.item, case.text
    if item.level.unit != "%" or case.before.level.kind != "count" or not text.startswith("的", item.pre[1]):
        return None
    share = _ALL_THERE_ARE.fullmatch(case.name)
    if share is None or not (share["verb"] or _REACHES.search(text, case.before.level.end, item.pre[0])):
        return None
    return f"{case.before.indicator}占{share['of']}"


table(
    Rule(
        id="indicator.whose.schooling",
        decides="the schooling in front",
        looks="clause before it",
        why="codebook 2: scope that the clause leaves out is supplied: of which schools a rate of enrolment is",
        examples=("普及高中阶段教育,毛入学率达到‹90%›以上。",),
        counter_examples=("普及高中阶段教育,学龄儿童入学率达到‹99%›。",),
    ),
    Rule(
        id="indicator.whose.insurance",
        decides="the insurance in front",
        looks="clause before it",
        why="codebook 2: scope that the clause leaves out is supplied: in which insurance they are",
        examples=("完善城乡居民养老保险制度,参保人数达到‹30万人›。",),
        counter_examples=("完善城乡居民养老保险制度,新农合参合率达到‹95%›。",),
    ),
    Rule(
        id="indicator.whose.area",
        decides="what the clause before promotes",
        looks="clause before it",
        why="全市达到60家 says where, and not what: the clause before does",
        examples=("鼓励农民专业合作社发展,全县达到‹300家›。",),
        counter_examples=("鼓励农民专业合作社发展,全县农庄达到‹300家›。",),
    ),
    Rule(
        id="indicator.whose.deed",
        decides="to what it is done in front",
        looks="clause before it",
        why="codebook 2: scope that the clause leaves out is supplied: to what that is done of which the rate is",
        examples=("推进秸秆综合利用,综合利用率达到‹85%›。",),
        counter_examples=("推进秸秆综合利用,农膜回收率达到‹85%›。",),
    ),
)

IN_LIST = table(
    Rule(
        id="indicator.whose.tourism",
        decides="旅游 in front",
        looks="level before it in the sentence",
        why="what is taken in behind the visitors who are received is taken in by tourism",
        examples=("接待游客300万人次,实现综合收入‹20亿元›。",),
        counter_examples=("接待游客300万人次,实现门票收入‹2亿元›。",),
        holds=_tourism,
        edge=ends_of("tourist_income"),
    ),
    Rule(
        id="indicator.whose.of_all",
        decides="what the level before counts, and 占, in front",
        looks="level before it in the sentence",
        why="达到县总数的80%: a share of all there are is that of those counted before",
        examples=("试点县增加30个,达到全省县总数的‹80%›以上。",),
        counter_examples=("试点县增加30个,宽带用户总数增长‹80%›以上。",),
        holds=_of_all,
        edge=frozenset("数量额"),
    ),
    Rule(
        id="indicator.whose.total",
        decides="of what it is in front",
        looks="level before it in the sentence",
        why="总装机容量 is the total of that to which the level before adds",
        examples=("新增风电装机容量100万千瓦,到2020年总装机容量达到‹900万千瓦›。",),
        counter_examples=("新增风电装机容量100万千瓦,总发电量达到‹90亿千瓦时›。",),
        holds=lambda case: _all_of_it(case) if case.name.startswith("总") else None,
    ),
)


_SEVERAL = 2
# 东江县提出…,产量达到30万吨;西江县提出…: whose they are where several speak. Not 我市提出.
_SPEAKS = pattern(r"(?<![^。;,:\n])(?P<place>(?![我全本各])[\u4e00-\u9fff]{1,5}[市县区州盟旗])(?:{says_will})")

table(
    Rule(
        id="indicator.scope.place",
        decides="the place in front",
        looks="clauses before it in the sentence",
        why="where several places say what they will do, each one's statistics are its own",
        examples=("东江县提出做强蔬菜产业,蔬菜产量达到‹30万吨›;西江县提出做强水果产业,水果产量达到20万吨。",),
        counter_examples=("江城市提出做强蔬菜产业,蔬菜产量达到‹30万吨›;水果产量达到20万吨。",),
    ),
)


def _several_speak(text: str) -> bool:
    """Tell whether places say what they will do, twice or more: looked for by the verb, which most texts have none of behind a place."""
    found = 0
    for verb in word_tuple("says_will"):
        at = text.find(verb, 1)
        while at > 0 and found < _SEVERAL:
            found += text[at - 1] in "市县区州盟旗"
            at = text.find(verb, at + 1)
    return found >= _SEVERAL


def supply_places(text: str, items: list[Item]) -> None:
    """Say whose they are of items in a sentence in which several places say what they will do."""
    said = list(_SPEAKS.finditer(text)) if len(items) >= _SEVERAL and _several_speak(text) else []
    if len({match["place"] for match in said}) < _SEVERAL:
        return
    for item in items:
        start, end = text.rfind("。", 0, item.start) + 1, text.find("。", item.end)
        here = [match for match in said if start <= match.start() < (end if end >= 0 else len(text))]
        before = [match["place"] for match in here if match.start() < item.level.start]
        if before and len({match["place"] for match in here}) >= _SEVERAL and before[-1] not in item.indicator:
            note("indicator.scope.place", item.level.number)
            item.indicator = before[-1] + item.indicator
