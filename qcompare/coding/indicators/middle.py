"""What stands in the middle of an indicator, or behind what is completed, and names nothing."""

from __future__ import annotations

import re

from qcompare.coding.indicators.item import Run
from qcompare.coding.indicators.starts import YEAR
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.needed import needed
from qcompare.lexicon.patterns import pattern

table(
    Rule(
        id="indicator.middle.verb",
        decides="without these words",
        looks="inside the indicator",
        why="codebook 2: verbs that commit are left out",
        examples=("全市港区力争完成技术改造投资‹50亿元›。",),
        counter_examples=("全市园区固定资产投资‹50亿元›。",),
    ),
    Rule(
        id="indicator.middle.due",
        decides="without these words",
        looks="inside the indicator",
        why="codebook 2.2: words of commitment (要, 均应) between who is to do something and what they do are left out",
        examples=("‹80%›以上的监测机构要配备便携式检测仪。", "‹所有›乡镇均应设立质量工作站。"),
        counter_examples=("‹80%›以上的监测机构配备便携式检测仪。",),
    ),
    Rule(
        id="indicator.middle.of_deed",
        decides="without 的",
        looks="inside the indicator, before what is done",
        why="between what is counted and what is done with it 的 names nothing",
        examples=("完成‹7座›砖瓦窑的关停复垦。",),
        counter_examples=("完成‹7座›列入名录的文物修复。",),
    ),
    Rule(
        id="indicator.middle.time",
        decides="without these words",
        looks="inside the indicator",
        why="codebook 2.2: time is none of the indicator: 每年, 全年",
        examples=("监管人员每年培训时间‹40小时›以上。",),
        counter_examples=("监管人员培训时间‹40小时›以上。",),
    ),
    Rule(
        id="indicator.middle.attains",
        decides="without 实现",
        looks="inside the indicator of a level in words",
        why="codebook 2.2: 实现 is a word of commitment; between subject and 全覆盖 it only says that it is reached",
        examples=("公共检测服务基本实现县域‹全覆盖›。", "‹所有›乡镇实现通邮。"),
        counter_examples=("县域检测服务‹全覆盖›。",),
    ),
    Rule(
        id="indicator.middle.held",
        decides="whom something is held for, and what; without 为 and 提供",
        looks="behind a count of people or households",
        why="codebook 2.2: 开展 and 提供 are words of commitment; those who are served name the indicator with what they get",
        examples=("对‹300户›困难家庭进行适老化改造。", "免费为‹3万名›妇女开展健康检查。"),
        counter_examples=("开展妇女健康检查‹3万人次›。", "对‹3万名›妇女发放问卷。"),
    ),
    Rule(
        id="indicator.end.undertaking",
        decides="before these words",
        looks="end of what stands behind the level",
        why="codebook 2.2: 任务, 工程 or 建设 behind what is completed is left out",
        examples=("完成‹5万亩›油茶种植任务。",),
        counter_examples=("完成‹5万亩›油茶种植。",),
    ),
)

# 完成…种植任务: what is done is what stands before. Not 任务 alone.
_UNDERTAKING = pattern(r"的?{undertaking}$")
# 港区|力争完成|技术改造投资: a verb of commitment between whose statistic it is and the statistic. Not 完成率, and 完成
# alone only before a statistic (改造完成面积), or behind whose it is (全市|完成|造林).
_MIDDLE = pattern(
    r"(?<=[\u4e00-\u9fff]{2})(?:{strive}完成(?!率)(?=[\u4e00-\u9fff]{2})|(?:{year_intent}|[要将拟])?(?:完成|实现)(?:年度)?(?={middle_noun}(?!占))|(?<=[全我][市省县区国州])[共要将]*(?:完成|(?:组织)?开展(?![^,]*的))(?!率)(?=[\u4e00-\u9fff]{2})|(?<=全[市省县区国州])[合总共]计(?=[\u4e00-\u9fff]{2})|(?<=每个[\u4e00-\u9fff])(?:打造|建成|培育|创建)(?=[\u4e00-\u9fff]{3})|(?<=每个[\u4e00-\u9fff]{2})(?:打造|建成|培育|创建)(?=[\u4e00-\u9fff]{3})|(?<=[\u4e00-\u9fff][级区域村镇县市])完成(?=[\u4e00-\u9fff]{2,12}{process_noun}(?![\u4e00-\u9fff])))"
)
# 担保机构|逐步将|平均费率降至1%: says only that something is done to it. Not 即将, 把关.
_DISPOSES = pattern(r"(?<=[\u4e00-\u9fff]{2})(?:逐步)?(?<![即一])(?:将|把)(?![来军要近关握控门])(?=[\u4e00-\u9fff]{3})")
# 开发区|计划|招引20家: an intention between who does it and the deed. Not 计划招生.
# 乡镇|争取|每镇配备2台, 我市|计划|接待游客: an intention between whose it is and what is counted. Not 计划完成率.
_INTENDS = pattern(
    r"(?<=[\u4e00-\u9fff][\u4e00-\u9fff)])(?:(?:计划|[拟将要])(?={deed})|(?:{strive}|力求|预计|有望)(?=[\u4e00-\u9fff]{2})(?![率不到])"
    r"|(?<=[国省市区县州镇])计划(?!生育|单列|经济)(?=[\u4e00-\u9fff]{2})(?![^,]{0,6}率)|(?:计划|拟)(?:实施|完成|建设)(?=[\u4e00-\u9fff]{2})|则[需须应要将]?(?:完成|达到)?(?=[\u4e00-\u9fff]{3})"
    r"|[将要可]?(?:达到?|形成)(?={yearly_deed}))"
)


# 人员|每年|培训时间. Not 每人每年, and not at the end.
_MIDDLE_TIME = pattern(r"(?<=[\u4e00-\u9fff]{2})(?<!每人){each_time}(?=[\u4e00-\u9fff]{2})")


# 景区|2018年底前|覆盖: a date in the middle. Not 2018年度.
_MIDDLE_DATE = pattern(
    rf"(?<=[\u4e00-\u9fff]{{2}})(?:{{until}}?{YEAR}(?:年?[底末])?{{by}}?|[0-9一二两三四五]{{1,2}}年(?:[内共]|(?=新增|累计))|[“\"][一二三四五六七八九十]{{1,3}}五[”\"](?:期?末|期间))(?=[\u4e00-\u9fff]{{2}})(?!度)"
)
# 服务|实现|县域覆盖: what all of them do is reached, and named. Only of levels in words.
_ATTAINS = pattern(
    r"(?<=[\u4e00-\u9fff)]{2})(?:基本|全面|[均都])*(?:实现|完成|实行|做到)(?=[\u4e00-\u9fff“][\u4e00-\u9fff(])|(?<=[\u4e00-\u9fff)]{2})都[建设配]?有(?=[\u4e00-\u9fff]{2})"
)
# 企业|实现|服务标准化, 县|基本|建成示范县: that it is reached, or how surely, but not what. Not 园区实现利润, 基本实现.
_REACHED = pattern(
    r"(?<=[\u4e00-\u9fff)]{2})(?:(?!基本实现)(?:基本|原则上|普遍)+(?=形成|占|{done_verb})|(?<!基本)实现(?=[\u4e00-\u9fff]{3}|{attained}$))"
)
# 乡镇|均应|设立服务站, 机构|要|配备终端: that it is due. Not 需要改造的管网, 对应岗位, 主要配备.
_DUE = pattern(
    r"(?<=[\u4e00-\u9fff)]{2})(?:[均都][要应须需将]|(?<![需主重首纲摘按急])(?:[要需]|必?须)(?!求)|应(?<![对相供反响适顺效回感呼]应)(?![急用对]))当?(?=[按如]期|{done_verb})"
)
# 为|老年人|提供|助餐服务: whom it is for, and what. Not 为民服务.
_FOR_WHOM = pattern(r"为(?P<who>[^,。;\d]{2,20}?)(?:免费)?(?:提供|开展|举办|配备)(?P<what>[^,。;]{2,})")
# 7座砖瓦窑|的|关停复垦: whose deed it is. Not 列入名录的文物修复, which says which.
_OF_DEED = pattern(r"(?<=[\u4e00-\u9fff]{2})的(?=(?:{process_noun}|{deed}|整顿|总体规划)+$)")
# 直接经济损失|控制在|占生产总值(0.05%): leads to the share.
_KEPT = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:控制在|保持在|稳定在|达到)(?=占[\u4e00-\u9fff]{2})")
# 示范县|(以下简称“监管县”): what it is called from there on.
_CALLED = re.compile(r"\((?:以下|下)?(?:简|统|合)称[^()]*\)")
# 新城|161个|项目完成投资: how many they are. Not 161个项目竣工.
_INVESTED = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,4}个(?=项目(?:完成|实现)投资)")
# 双协员|[21]: the number of a footnote. Not [累计].
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
# 轮胎企业|(航空轮胎除外), 污染源|(占负荷80%的企业), 保护区域|(上游山地、库区周边、沿湖乡镇): what a word takes in.
# Not 县(市、区), (含分支机构), (销售收入1亿元以上的企业).
_ASIDE = re.compile(r"\((?:[^()]*除外|(?:占|同时)[^()]{4,}|(?![含不])(?=[^()]*、)[^()\d]{12,})\)(?=[\u4e00-\u9fff])")
# (面向3万名)|骨干|开展|素质提升培训: whom it is held for, and what. Not 面向3万名骨干发放问卷.
DONE_FOR = pattern(
    r"(?P<who>(?:\d{1,2}(?:[至~-]\d{1,2})?周?岁)?[^,。;\d]{2,24}?)(?P<verb>(?:免费)?(?:开展|提供|举办|实施|进行)|免费)[^,。;\d]{0,14}?{taught}"
)
SERVED = ("名", "人", "位", "户", "人次", "对")
# 对|, 面向全市|: for whom something is held; 为 before a number is its verb.
_FOR = re.compile(r"(?:(?:面向|对|给)(?:全[市省县区国州])?|为全[市省县区国州])$")
# Each with the characters of which a name needs one: most names have none of them.
# 药监部门对疫苗企业|进行|监督检查: says only that it is done. Not 进行时.
_CARRIED_ON = re.compile(r"(?<=[\u4e00-\u9fff]{3})(?<!正在)进行(?=[\u4e00-\u9fff]{2,8}$)(?!时)")
# 服务中心|在街镇有一家的基础上|数量(增加到400家): what there is already
_ON_TOP = re.compile(r"(?<=[\u4e00-\u9fff)]{2})在[^,。;]{2,16}基础上(?=[\u4e00-\u9fff]{2})")
_OF_NUMERALS = tuple(
    (rule, look, needed(look))
    for rule, look in (
        ("indicator.middle.verb", _MIDDLE), ("indicator.middle.verb", _REACHED), ("indicator.middle.verb", _KEPT), ("indicator.middle.due", _DUE), ("indicator.middle.of_deed", _OF_DEED), ("indicator.middle.verb", _INTENDS), ("indicator.middle.verb", _DISPOSES), ("indicator.middle.verb", _CARRIED_ON), ("indicator.end.on_top", _ON_TOP), ("indicator.middle.time", _MIDDLE_DATE), ("indicator.middle.time", _MIDDLE_TIME),
    )
)  # fmt: skip
# Behind a date: 5G网络2020年|实现|乡镇全覆盖.
_OF_WORDS = (*_OF_NUMERALS[-2:], ("indicator.middle.attains", _ATTAINS, needed(_ATTAINS)), *_OF_NUMERALS[:-2])
_IN_THE_MIDDLE = frozenset("称[(").union(*(needs for _, _, needs in _OF_WORDS))


def without_middle(name: str, at: int, in_words: bool = False) -> str:
    """Return a name without the verb of commitment and the time that stand in the middle of it.

    ``in_words``: whether its level is stated in words (全覆盖).
    """
    chars = frozenset(name)
    if _IN_THE_MIDDLE.isdisjoint(chars):
        return name
    if "[" in name:
        name = _FOOTNOTE.sub("", name)
    if "(" in name:
        name = _ASIDE.sub("", name)
    if "称" in name:
        name = _CALLED.sub("", name)
    if "个项目" in name:
        name = _INVESTED.sub("", name)
    for rule, look, needs in _OF_WORDS if in_words else _OF_NUMERALS:
        middle = None if needs.isdisjoint(chars) else look.search(name)
        if middle is not None:
            note(rule, at)
            name = name[: middle.start()] + name[middle.end() :]
    return name


def served(text: str, run: Run, unit: str | None, verb: str, end: int) -> bool:
    """Tell whether a level counts those for whom something is held: 为|3万名|职工提供体检."""
    # 对|20个|小区|进行|改造: things, too
    if (unit not in (None, *SERVED) and not text.endswith("对", *run)) or not DONE_FOR.match(text, end):
        return False
    return verb == "为" or bool(_FOR.search(text[slice(*run)]))


def of_served(name: str, at: int) -> str:
    """Return what is held, and for whom, without the verb between: 职工|提供|体检."""
    done = DONE_FOR.match(name)
    if done is None:
        return name
    note("indicator.middle.held", at)
    return name[: done.start("verb")] + name[done.end("verb") :]


def of_whom(name: str, at: int) -> str:
    """Return what is counted and whom it is for, of a name that stands before its level: 为|老年人|提供|助餐服务."""
    held = _FOR_WHOM.fullmatch(name)
    if held is None:
        return name
    note("indicator.middle.held", at)
    return held["who"] + held["what"]


def without_undertaking(text: str, run: Run, at: int) -> Run:
    """Return a run that names what is completed without 建设, 任务 at its end."""
    tail = _UNDERTAKING.search(text, *run)
    if tail is None or tail.start() <= run[0] + 1:
        return run
    note("indicator.end.undertaking", at, tail.span())
    return run[0], tail.start()
