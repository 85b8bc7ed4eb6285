"""What is done to works that a list names once: 新建农村公路3公里,重点养护6公里; 新开工1万套,基本建成8000套."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.scope import named_before
from qcompare.coding.indicators.starts import strip_lead, strip_verbs
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import ends_of, pattern, word_set

# 重点养护, 开工建设: what is done, and to nothing that is named.
_DONE_TO_IT = pattern(r"(?:{degree_of_work}|主体)*{work_verb}{1,3}")
# 新开工|棚户区改造: the step that what follows is a further step of.
_STEP_VERB = pattern(r"{work_verb}{1,2}(?=[\u4e00-\u9fff“]{2})")
# 产业项目|新开工: what was done to the first stands behind its noun.
_DONE_BEHIND = pattern(r"(?:{degree_of_work})?{work_verb}{1,2}$")
# 背街小巷|治理工程: the noun of works.
_WORKS = pattern(r"(?:{process_noun}|{list_verb}|{work_verb})*(?:工程|项目|行动|工作|任务)?$")
# 超50亿元企业, 过亿元项目; of a list whose noun is said once also 超50亿元.
_SIZED_CLASS = re.compile(r"(?:超过?|过|突破)[\d.]*[十千百万亿]*元(?:以上|级)?(?P<noun>的?[\u4e00-\u9fff]{2,6})?$")
_ENDED = word_set("ended")
# 新建(103个、)修缮(60个幸福院): what is done, without what it is done to.
_MADE = pattern(r"(?:{degree_of_work})?(?:{work_verb}|{deed}){1,3}")
_STARTED = pattern(r"(?:{started})(?=[\u4e00-\u9fff“]{2})")
_STARTED_BEHIND = pattern(r"(?:{started})$")
_SHORT = 4


@dataclass(slots=True)
class Leaning:
    """An item that may lean on what stands before it in its sentence."""

    text: str
    item: Item
    before: Item
    tail: str = ""  # what 其中 gave to the part before
    earlier: tuple[Item, ...] = ()  # those before it in the sentence, the last one last

    @property
    def name(self) -> str:
        """The indicator so far."""
        return self.item.indicator

    @property
    def between(self) -> str:
        """What stands between the level before it and its own words."""
        return self.text[self.before.level.end : min(self.item.pre[0], self.item.level.start)]


def is_ended(text: str, item: Item) -> bool:
    """Tell whether works are brought to their end in so many: 基本建成|6000套, 建成投产|12个."""
    return text[item.level.number - 2 : item.level.number] in _ENDED


def done_to_it(case: Leaning) -> str | None:
    """Return what is done with what is done to it: 新建农村公路3公里,重点养护|农村公路."""
    # 基本建设160亿元,更新改造70亿元: kinds of spending
    if case.item.level.kind == "money" or not _DONE_TO_IT.fullmatch(case.name) or case.item.post[1] > case.item.post[0]:
        return None
    if (case.item.pre == case.before.pre and is_ended(case.text, case.item)) or (
        case.item.level.unit in _OF_PEOPLE and case.name.endswith(_PEOPLE)
    ):
        return None  # 新开工15套、基本建成(12套): a step further; 搬迁(30户): those who move are no works
    for earlier in reversed(case.earlier):
        if earlier.level.unit != case.item.level.unit or _DONE_TO_IT.fullmatch(earlier.indicator):
            continue
        step = _STEP_VERB.match(earlier.indicator)
        noun = earlier.indicator[step.end() :] if step else earlier.indicator
        done = _DONE_BEHIND.search(noun, 2)
        if done:  # 项目开工90个,竣工30个: said behind the noun, both
            noun = noun[: done.start()]
        return None if "," in noun else noun + case.name if done else case.name + noun
    return None


def step(case: Leaning) -> str | None:
    """Return the noun of a step before it for one that only says that it is brought to its end: 新开工…,基本建成|…."""
    item, before = case.item, case.before
    if item.pre != before.pre or item.level.unit != before.level.unit or not is_ended(case.text, item):
        return None
    step = _STARTED.match(before.indicator)
    if step:
        return case.item.level.verb + before.indicator[step.end() :]
    behind = _STARTED_BEHIND.search(before.indicator, 2)
    return before.indicator[: behind.start()] + case.item.level.verb if behind else None


def _say_finished(items: list[Item]) -> None:
    """Say that homes are finished, where it stands behind what they are: 公租房|基本建成|80套."""
    for item, before in zip(items, [None, *items], strict=False):
        level, alone = item.level, item.pre[1] > item.pre[0] and item.post[1] <= item.post[0]
        homes = (level.unit or "").startswith(_HOMES) and level.verb == _FINISHED
        if homes and alone and not _STARTED.match(item.indicator) and (before is None or item.pre != before.pre):
            item.indicator += level.verb


_OF_PEOPLE = ("户", "人", "人次", "名")
_PEOPLE = ("搬迁", "安置", "转移", "培训", "救助")
_HOMES = ("套", "户")
_FINISHED = "基本建成"


def done_so_far(case: Leaning) -> str | None:
    """Return how much of it there is of what is done: 老旧小区|改造20个,改造|户数."""
    size = _SIZE_OF_DONE.fullmatch(case.name)
    if size is None:
        return None
    whole = next((one.indicator for one in reversed(case.earlier) if one.indicator.endswith(size["done"], 1)), None)
    return whole + size["of"] if whole else None


# 改造|户数. Not 培训人数 behind 技能培训, which is its own name.
_SIZE_OF_DONE = pattern(r"(?P<done>{work_verb})(?P<of>户数|建筑面积|面积|里程)")


def sized(case: Leaning) -> str | None:
    """Return of what a class of sizes is, and its noun: 产业产值|超100亿元企业5家,超50亿元企业; 超50亿元(的)|6家."""
    item, before = case.item, case.before
    own = _SIZED_CLASS.fullmatch(case.name)
    said = _SIZED_CLASS.search(before.indicator, 2) if own else None
    if own is None or said is None or before.level.unit != item.level.unit or case.between.strip(",、和;"):
        return None
    noun = "" if own["noun"] else said["noun"] or ""
    return before.indicator[: said.start()] + case.name + noun


def of_works(text: str, item: Item) -> str | None:
    """Return what is done with the works that the clause before names: 实施小巷治理工程,完成|小巷治理20条."""
    if len(item.indicator) > _SHORT or not _DONE_TO_IT.fullmatch(item.indicator):
        return None
    headed = _TASKS.search(text, max(0, item.pre[0] - _NEAR), item.pre[0])
    if headed:
        return headed["what"] + item.indicator
    counted = _OF_SO_MANY.search(text, max(0, item.pre[0] - _NEAR), item.pre[0])
    if counted:
        return counted["what"] + item.indicator
    if text[item.pre[0] - 1] not in ",成施":
        return None
    start, end = named_before(text, text.rfind(",", 0, item.pre[0]) + 1)
    works = _WORKS.search(text, start, end) if text[end : end + 1] == "," else None
    noun = text[start : works.start()] if works else ""
    return noun + item.indicator if len(noun) > 1 and "。" not in text[start : item.pre[0]] else None


# 安居工程|建设任务为:新开工1500户
_TASKS = re.compile(r"(?P<what>[^,。;:\d\n年]{2,16}?)(?:建设|实施)?(?:目标)?任务[是为]?:$")


# (抓好38个)重点项目|,力争年内开工20个: of those that are spoken of
_OF_SO_MANY = pattern(r"\d[个项](?P<what>[^,。;:、\d]{0,14}?(?:项目|工程))(?:建设)?,(?:{strive}|年内|全年|年底前?)*$")


def invested(text: str, item: Item) -> str | None:
    """Return whose investment it is, by the clauses before: 抓好80个市级重点项目建设,完成|市级重点项目投资."""
    start = item.pre[0]
    yearly = _YEARLY.fullmatch(item.indicator) and not _COMPLETED.search(text, max(0, start - 4), start)
    if not yearly and (item.indicator != "投资" or not _COMPLETED.search(text, max(0, start - 4), start)):
        return None
    named = [match.span("whose") for match in _PROJECTS.finditer(text, max(0, start - _NEAR), start)]
    if not named or _ELSEWHERE.search(text, named[-1][1], start):
        return None
    begin, end = strip_lead(text, *named[-1])[0], named[-1][1]
    begin += 2 if _OURS.match(text, begin, end - 2) else 0
    return text[begin:end] + item.indicator


# 市级重点项目(开工97个,竣工36个,)完成|投资: works in the clauses before. Not 项目经理.
_PROJECTS = re.compile(
    r"(?:[\d多余][个项]|[,;。、“\n]|^)(?P<whose>(?!(?:年内)?(?:计划)?(?:竣工|开工|续建|新开工|投产|完工))[^,。;、\d“”\n]{0,16}?(?:项目|工程))(?=建设|开工|竣工|安排|[\d,、])"
)
_OURS = re.compile(r"[我本][国省市区县州]")  # 今年我省|重点项目
# (安排重点项目80个,)|年度投资: as planned for the year. Not 完成年度投资, which the hand coders leave as it is.
_YEARLY = re.compile(r"年度?(?:计划)?投资")
_COMPLETED = re.compile(r"完成$")
_ELSEWHERE = re.compile(r"[。;\n]|(?:,[^,\d]*){3}")
_NEAR = 60


STEPS = table(
    Rule(
        id="indicator.ellipsis.invested",
        decides="the works before it in front",
        looks="clauses before it in the sentence",
        why="完成投资 does not say whose: the works that the clause before names",
        examples=("抓好80个市级重点项目建设,完成投资‹200亿元›以上。", "实施重大项目900多个,完成投资‹500亿元›。"),
        counter_examples=("抓好80个市级重点项目建设,完成工业投资‹200亿元›以上。", "抓好项目建设;完成投资‹200亿元›。"),
        holds=lambda case: invested(case.text, case.item),
        edge=frozenset("资"),
    ),
    Rule(
        id="indicator.ellipsis.step",
        decides="the noun of the level before it without the verb of its start",
        looks="level before it in the sentence",
        why="新开工…1万套,基本建成8000套: 新开工 is said of the first alone",
        examples=("新开工保障性住房1万套,基本建成‹8000套›。",),
        counter_examples=("保障性住房2019年达到1万套,2020年达到‹8000套›。",),
        holds=step,
    ),
    Rule(
        id="indicator.ellipsis.done_to_it",
        decides="the noun of the level before it behind the verb",
        looks="levels before it in the sentence",
        why="what is done is no indicator without what it is done to: 新建农村公路3公里,重点养护6公里",
        examples=("新建农村公路300公里,重点养护‹600公里›。", "实施绿化项目190个,开工建设‹165个›。"),
        counter_examples=("新建农村公路300公里,重点养护桥梁‹60座›。",),
        holds=done_to_it,
        edge=ends_of("work_verb"),
    ),
    Rule(
        id="indicator.ellipsis.size_of_done",
        decides="what is done before it in front",
        looks="level before it in the sentence",
        why="改造户数 does not say of what: it is that of what is done before it",
        examples=("完成175个老旧小区改造,改造户数‹1.8万户›。",),
        counter_examples=("新建农村公路175公里,改造户数‹1.8万户›。",),
        holds=done_so_far,
    ),
    Rule(
        id="indicator.ellipsis.sized",
        decides="the statistic of the level before it in front",
        looks="level before it in a list",
        why="产值 is said once for a list of classes of sizes: 产值超100亿元企业5家,超50亿元企业15家",
        examples=("产值超100亿元企业达到5家,超50亿元企业达到‹15家›。",),
        counter_examples=("产值超100亿元企业达到5家,营收超50亿元企业达到‹15家›。",),
        holds=sized,
    ),
)

table(
    Rule(
        id="indicator.ellipsis.class",
        decides="the noun behind the last of the list",
        looks="levels behind it in a list",
        why="codebook 2.2: 培育4个世界级、6个国家级产业集群: the noun is written once",
        examples=(
            "培育‹6个›世界级、7个国家级、9个省级产业集群。",
            "实施‹30个›老旧小区、20个老旧街区改造。",
            "每个乡镇建设‹2个›、每个村建设1个文化广场。",
        ),
        counter_examples=("培育‹6个›产业集群、7个示范园区。",),
    ),
    Rule(
        id="indicator.ellipsis.does",
        decides="what they do, or are, behind the last of the list",
        looks="levels behind it in a list",
        why="codebook 2.2: what is written once behind a list of shares or sizes holds for each of it",
        examples=("‹100%›的社区、80%的行政村建有健身广场。", "培育‹5家›年收入过百亿元、20家年收入过十亿元的企业。"),
        counter_examples=("‹100%›的社区建有健身广场、80%的行政村建有文化站。",),
    ),
)
# (实施30个小区)、20个街区|改造: what is carried out.
_CARRIED = pattern(r"{process_noun}$")
_OF_THEM = re.compile(r"的[^的]{3,10}$")
_CARRIES = pattern(r"(?:实施|完成|开展|启动)$")
# 世界级|产业集群: a class, with the noun behind it.
_CLASS_ALONE = pattern(r"[^、,;。]{1,5}{class_end}")
_CLASS = pattern(r"[^、,;。]{1,5}?{class_end}(?=[^、,;。])")
_JOINED = re.compile(r"[、和与及]|以及|[,;(]?其中:?")


# 100%的社区、80%的行政村|(基本)建有广场, |(实现)垃圾分类: what they all do, written once. Not 食品检验机构.
_DOES = pattern(
    r"[^、,;。]{1,12}?(?P<does>(?:(?<=实现)|[均都]?(?:[建设配拥]有|设立|建立|开展|具备|得到|{result_verb})).+)"
)
# 5家收入过百亿元、20家收入过十亿元|的企业: the noun of the sizes.
_OF_SIZE = re.compile(
    r"[^、,;。]{0,14}?[超过达][^、,;。]{0,3}?[\d一三五十百千]*[万亿]*(?:美?元|万?吨)(?:以上)?(?P<does>的[^、,;。]{2,})?"
)


def _what_they_do(text: str, item: Item, behind: Item, does: str) -> str:
    """Return what is written behind the last of a list for all of it, for the one before; ``does``: what that one got."""
    if item.post[1] <= item.post[0] or not _JOINED.fullmatch(text, item.end, behind.level.start):
        return ""
    look = _DOES if item.level.unit == "%" else _OF_SIZE
    own, last = look.fullmatch(text, *item.post), look.fullmatch(text, *behind.post)
    if look is _DOES:
        return "" if own else last["does"] if last else does
    return (last["does"] or does) if own and last and not own["does"] else ""


# (解决)60万人、50万头|牲畜的|饮水困难: what is settled for all of the list.
_SETTLED = re.compile(r"(?:[^、,;。]*的)?[^、,;。的]{0,4}?(?P<does>[^、,;。的]{2}(?:不?安全)?(?:困难|难|问题)+)")
_SETTLES = word_set("settle")
_PERSONS = ("count", "bare")  # 118个贫困村、|5万|贫困人口
# 300个村、20万人|脱贫: what both get out of. Not 脱贫人口.
_LIFTED = re.compile(r"[^、,;。]{0,6}?的?(?P<does>脱贫(?:摘帽)?)(?:目标)?")


def _noun_behind(text: str, item: Item, behind: Item) -> str:
    """Return what is done in one of two ways, with its noun: 新建|103个、修缮60个|幸福院."""
    if item.post[1] > item.post[0] or behind.post[1] <= behind.post[0]:
        return ""
    if not (_MADE.fullmatch(item.indicator) if item.indicator else item.level.change == "increase"):
        return ""
    joined = _JOINED.fullmatch(text, item.end, behind.pre[0]) and _MADE.fullmatch(text, behind.pre[0], behind.pre[1])
    return item.indicator + text[slice(*behind.post)] if joined else ""


# 每个乡镇|(建设)2个、每个村1个|文化广场: whose each of them is. Not 每个市场.
_EACH = pattern(r"每[^,、的\d]{0,8}?(?:{each_noun}|市(?!场))")


def _of_each(text: str, item: Item, behind: Item) -> str:
    """Return the name of so many in each place, whose noun stands behind so many in each of another kind of place."""
    name = item.indicator
    last = _EACH.match(behind.indicator) if name.startswith("每") and item.level.unit == behind.level.unit else None
    joined = last and behind.post[1] > behind.post[0] and text[item.level.end : behind.pre[0]].strip("、,") == ""
    own = _EACH.fullmatch(name, 0, strip_verbs(name, 2, len(name))) if joined else None
    return own.group() + behind.indicator[last.end() :] if last and own else ""


def supply_nouns(text: str, items: list[Item]) -> None:
    """Give the noun behind the last of a list of classes to those before it (6个世界级、7个国家级、9个省级|产业集群).

    What is done is such a noun, too: 实施30个小区、20个街区|改造.
    """
    _say_finished(items)
    does = ""
    for item, behind in zip(items[-2::-1], items[:0:-1], strict=False):
        look = _SETTLED if item.indicator in _SETTLES else _LIFTED if item.level.kind in _PERSONS else None
        settled = look.fullmatch(behind.indicator) if look and "脱贫" not in item.indicator else None
        if settled and _JOINED.fullmatch(text, item.end, behind.level.start):
            note("indicator.ellipsis.does", item.level.number)
            item.indicator += settled["does"]
            continue
        if item.level.unit != behind.level.unit:
            does = ""
            continue
        does = _what_they_do(text, item, behind, does)
        if does:
            note("indicator.ellipsis.does", item.level.number)
            item.indicator += does
            item.end = behind.end
            continue
        name = _of_each(text, item, behind) or _noun_behind(text, item, behind)
        if name:
            note("indicator.ellipsis.class", item.level.number)
            item.indicator, item.end = name, behind.end
            continue
        alone = _CLASS_ALONE.fullmatch(item.indicator)
        done = _CARRIED.search(behind.indicator, 2) if item.pre[1] <= item.pre[0] and not alone else None
        if (
            done
            and text[item.end : behind.level.start] in ("、", "和", "及", "与")
            and _CARRIES.search(text, 0, item.level.start)
        ):
            if not _CARRIED.search(item.indicator):
                note("indicator.ellipsis.class", item.level.number)
                of = _OF_THEM.search(behind.indicator)  # 5个乡镇、30个村|的电网改造
                item.indicator += of.group() if of else done.group()
                item.end = behind.end
            continue
        if not alone:
            continue
        own = _CLASS.match(behind.indicator)
        if own and _JOINED.fullmatch(text, item.end, behind.level.start) and item.post[1] > item.post[0]:
            note("indicator.ellipsis.class", item.level.number)
            item.indicator += behind.indicator[own.end() :]
            item.end = behind.end
