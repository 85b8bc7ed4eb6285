"""What the first of a list says once, whose the others are: 快递|年业务量、年业务收入; 养老设施覆盖|90%的乡镇和60%的行政村."""

from __future__ import annotations

import re

from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.scope import named_before
from qcompare.coding.indicators.sharing import STATISTIC, SUBSTANCE, WHOSE
from qcompare.coding.indicators.starts import strip_lead
from qcompare.coding.indicators.works import Leaning, invested, of_works
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import ends_of, pattern

# 快递|年业务量: whose the yearly statistics are. Not 青年, 当年.
_YEARLY = re.compile(r"[\u4e00-\u9fff]{2,12}?(?<![少青老中成学历去今明每全当同])(?=年[\u4e00-\u9fff]{2})")
_COVERS = pattern(r"{covers}(?=[\u4e00-\u9fff]{2})")
# 国家级乡村旅游|示范|县
_MODEL = pattern(
    r"(?P<whose>(?:全国|全省|全市|{grade}级?)[^、,]{0,10}?)(?P<model>{model_word}|强(?=[市县区镇]))[^、,]{1,4}"
)
# 3岁以下儿童, 65岁以上老年人: of which age
_AGED = re.compile(r"\d{1,2}(?:[-~至到]\d{1,2})?周?岁(?:以[上下])?(?:儿童|幼儿|青少年|老年人|老人|人口|妇女)")
_WHO = re.compile(r"居民|儿童|妇女|老[年人]|职工|学生|人员|孕产妇|婴儿|新生儿")
# 乡镇|至少建有(1个)
WHO_HAS = pattern(r"的?(?P<who>[^,。;、\d]{2,14}?)(?:至少)?(?P<has>{has_built})(?:至少)?")
# 高新技术企业, 三级医院: who, and nothing else
_BODY = pattern(r"[^,、的率\d]{0,12}?{bodies_noun}")
_LET_OUT = re.compile(r"(?:主要污染物)?(?:年?排放)(?:总量|量|强度)$")
_SHORT_MODEL = 6
# 新能源产业|销售收入: whose, and what. Not 新能源营业收入.
_INDUSTRY = pattern(r"[^,、的率\d]{1,12}?{industry_end}")
_OF_INDUSTRY = pattern(r"[^,、的率\d]{1,12}?{industry_end}(?P<of>[^,、的\d]{2,8})")
# 引进|项目: what was done to get them. Not 改造工程.
_MADE = pattern(r"(?:{deed}|{list_verb})(?=[\u4e00-\u9fff]{2})(?!工程)")
_SIZE = re.compile(r"(?:超过?|过|突破)[\d.]*[十百千万亿]+|[\d.]+[十百千万亿]*元")
# 一批|百亿级|集群
_BATCH = re.compile(r"^.{0,4}?[一多]批(?:[十百千万]亿级)?")
_WHICH_NOUN = re.compile(r"(?:其余|剩余|其他|新增)")
_JOINED = re.compile(r"[、和与及]|以及")


def only_dated(case: Leaning) -> bool:
    """Tell whether nothing but a year and a word of commitment stands between: 增速11%,力争2018年|增速."""
    start, end = case.before.level.end, case.item.pre[0]
    return case.before.post[1] <= case.before.post[0] and strip_lead(case.text, start + 1, end)[0] >= end


def yearly(case: Leaning) -> str | None:
    """Return whose 年业务收入 it is: 快递|年业务量达到5亿件,年业务收入."""
    whose = _YEARLY.match(case.before.indicator)
    if whose is None or case.between not in (",", "、", ";") or case.before.level.change != "level":
        return None
    return whose.group() + case.name


def covered(case: Leaning) -> str | None:
    """Return what covers so many of them: 养老设施覆盖|90%的乡镇和60%的|行政村."""
    item, before = case.item, case.before
    if item.level.unit != "%" or item.pre[1] > item.pre[0] or before.level.unit != "%":
        return None
    covers = _COVERS.search(before.indicator, 2)
    between = case.text[before.end : item.level.start]
    return before.indicator[: covers.end()] + case.name if covers and _JOINED.fullmatch(between) else None


def model(case: Leaning) -> str | None:
    """Return whose kind a short name of the list is: 国家级|示范县10个、示范点."""
    item, before = case.item, case.before
    if len(case.name) > _SHORT_MODEL:
        return None
    between = case.text[max(before.level.end, before.post[1]) : min(item.pre[0], item.level.start)]
    head = _MODEL.fullmatch(before.indicator)
    # 强县, not 强化项目
    same = (
        head and case.name.startswith(head["model"]) and (head["model"] != "强" or case.name[1:2] in tuple("市县区镇"))
    )
    if not same or between not in ("、", "和") or item.level.unit != before.level.unit:
        return None
    return head["whose"] + case.name  # type: ignore[index]


def indirect(case: Leaning) -> str | None:
    """Return of what the indirect part is: 养老|直接就业人数,间接|从业人员."""
    at = case.before.indicator.find("直接", 2) if case.name.startswith("间接") else 0
    return case.before.indicator[:at] + case.name if at > 0 else None


def body(case: Leaning) -> str | None:
    """Return the statistic of the bodies before it: 规模以上企业|研发投入强度达到2%,高新技术企业."""
    item, before = case.item, case.before
    if item.level.unit != "%" or before.level.unit != "%" or item.level.change != before.level.change:
        return None
    if item.post[1] > item.post[0] or not _BODY.fullmatch(case.name):
        return None
    own = _BODY.match(before.indicator)
    rest = before.indicator[own.end() if own else 0 :]
    return case.name + rest if len(rest) > 1 and STATISTIC.search(rest) else None


def part_alike(case: Leaning) -> str | None:
    """Return whose the next part is: 重点企业|70%的装备达到国内先进水平,30%的|装备达到国际先进水平."""
    item, before = case.item, case.before
    if item.level.unit != "%" or item.pre[1] > item.pre[0] or before.level.unit != "%":
        return None
    at = (
        before.indicator.find(case.name[:2], 2)
        if before.post[1] > before.post[0] and before.pre[1] > before.pre[0]
        else 0
    )
    return before.indicator[:at] + case.name if at > 0 else None


def industry(case: Leaning) -> str | None:
    """Return the statistic of the branch or firm before it: 新能源产业|销售收入达到5亿元,汽车工业."""
    item, before = case.item, case.before
    alike = (item.level.kind, item.level.change) == (before.level.kind, before.level.change)
    grows = item.level.unit == "%" and item.level.change == "increase"
    if not alike or not (item.level.kind == "money" or grows) or item.post[1] > item.post[0]:
        return None
    if grows and "其中" in case.between:
        return None  # 工业总产值增长5%,其中乡镇工业增长8%: how fast a part grows is said of it alone, too
    said = _OF_INDUSTRY.fullmatch(before.indicator) if _INDUSTRY.fullmatch(case.name) else None
    return case.name + said["of"] if said and STATISTIC.search(said["of"]) else None


def such(case: Leaning) -> str | None:
    """Return the noun of those of whom so many are counted: 龙头企业30家,年收入超1亿元的(5家)|龙头企业."""
    item, before = case.item, case.before
    if item.level.kind != "count" or item.post[1] > item.post[0] or not case.text.startswith("的", item.pre[1]):
        return None
    if before.level.kind != "count" or before.level.unit != item.level.unit or _WHICH_NOUN.match(case.name):
        return None
    noun = before.indicator.rsplit("的", 1)[-1]
    if case.name.endswith(noun):
        return None
    made = _MADE.match(noun)
    size = _SIZE.search(before.indicator) if _SIZE.match(case.name) else None
    whose = before.indicator[: size.start()] if size else ""
    return f"{whose}{case.name}的{noun[made.end() if made else 0 :]}"


def such_of_clause(text: str, item: Item) -> str | None:
    """Return the noun of those of whom so many are counted, by the clause before: 打造一批|龙头企业,年收入超1亿元的(5家)."""
    counts = item.level.kind == "count" and item.post[1] <= item.post[0] and text.startswith("的", item.pre[1])
    if not counts or text[item.pre[0] - 1 : item.pre[0]] != "," or _WHICH_NOUN.match(item.indicator):
        return None
    start, end = named_before(text, item.pre[0])
    noun = _BATCH.sub("", text[start:end])
    return f"{item.indicator}的{noun}" if len(noun) > 1 and "。" not in text[start : item.pre[0]] else None


def of_clauses(text: str, item: Item) -> str | None:
    """Return the indicator of the first of a sentence, which can only lean on its clauses."""
    for rule, look in (("invested", invested), ("such", such_of_clause)):
        name = look(text, item)
        if name is not None:
            note(f"indicator.ellipsis.{rule}", item.level.number)
            return name
    return of_works(text, item)


def aged(case: Leaning) -> str | None:
    """Return of whom the next rate is: 3岁以下儿童|贫血患病率下降到30%,佝偻病患病率."""
    who = _AGED.match(case.before.indicator) if case.item.level.unit == "%" else None
    if who is None or case.between not in (",", "、") or _WHO.search(case.name) or WHOSE.match(case.name):
        return None
    return who.group() + case.name if STATISTIC.search(case.name) else None


def per_head(case: Leaning) -> str | None:
    """Return whose use it is for each head or square metre: 公共机构|人均综合能耗下降10%,单位建筑面积能耗."""
    whose = _USED_BY.match(case.before.indicator) if _USED_EACH.fullmatch(case.name) else None
    return whose["whose"] + case.name if whose and case.between.strip(",、;") == "" else None


_USED_EACH = re.compile(r"(?:人均|单位建筑面积)(?:综合)?(?:能耗|水耗|用水量|用电量|碳排放量?)")
_USED_BY = re.compile(rf"(?P<whose>[\u4e00-\u9fff]{{2,12}}?){_USED_EACH.pattern}")


def substance(case: Leaning) -> str | None:
    """Return that it is let out, as the one before it is: 二氧化硫|排放总量下降10%,氮氧化物."""
    item, before = case.item, case.before
    same = item.level.change != "level" and item.level.unit == before.level.unit and case.between in (",", "、", ";")
    let_out = _LET_OUT.search(before.indicator, 2) if same and SUBSTANCE.fullmatch(case.name) else None
    return case.name + let_out.group() if let_out else None


def of_share(case: Leaning) -> str | None:
    """Return of whom each has so many: 80%的|乡镇|建有1个服务站."""
    item, before = case.item, case.before
    if before.level.unit != "%" or item.level.kind != "count" or item.post[1] <= item.post[0]:
        return None
    who = WHO_HAS.fullmatch(case.text, before.post[0], item.level.number)
    return who["who"] + case.name if who and not case.name.startswith(who["who"]) else None


# 利用率, 平均合格率: a rate that does not say of what.
_BARE_RATE = pattern(r"{bare_rate}")
# 化肥|使用量, 食品|抽检覆盖率: what stands behind that of which it is.
_ITS_AMOUNT = pattern(
    r"(?:一次性?)?(?:{shared_attribute}|{check_act}|产生)*(?:{statistic_noun}|{property}|{shared_rate})$"
)
# 受理|投诉举报: what is done with them
_ITS_VERB = pattern(r"(?:{deed}|{taken_up})(?=[\u4e00-\u9fff]{2})")


def rate_of(case: Leaning) -> str | None:
    """Return of what a rate is: 化肥|使用量零增长,利用率; 受理|投诉举报5000件,办结率."""
    if case.between not in (",", "、", ",其中") or not _BARE_RATE.fullmatch(case.name):
        return None
    before = case.before.indicator
    amount, verb = _ITS_AMOUNT.search(before, 2), _ITS_VERB.match(before)
    whole = before[verb.end() if verb else 0 : amount.start() if amount else None]
    return whole + case.name if len(whole) > 1 else None


ONCE = table(
    Rule(
        id="indicator.ellipsis.rate_of",
        decides="of what it is in front",
        looks="level right before it in the sentence",
        why="codebook 2.2: of what a rate is is written once: 化肥、农药使用量零增长,利用率达到40%",
        examples=("化肥使用量控制在30万吨,利用率达到‹40%›。", "受理投诉举报5000件,办结率达到‹98%›。"),
        counter_examples=("化肥使用量控制在30万吨,秸秆利用率达到‹40%›。",),
        holds=rate_of,
        edge=ends_of("bare_rate"),
    ),
    Rule(
        id="indicator.ellipsis.such",
        decides="the noun of the level before it behind 的",
        looks="level before it in the sentence, or clause before it",
        why="年收入超1亿元的5家: what so many of them are is written once, before them",
        examples=(
            "培育龙头企业30家,年收入超1亿元的‹5家›。",
            "打造一批龙头企业,年收入超1亿元的‹5家›。",
        ),
        counter_examples=("培育龙头企业30家,年收入超1亿元的合作社‹5家›。", "培育龙头企业30家,新增‹5家›。"),
        holds=such,
    ),
    Rule(
        id="indicator.ellipsis.industry",
        decides="the statistic of the level before it behind the branch",
        looks="level before it in the sentence",
        why="a branch alone is no indicator of a sum: 新能源产业销售收入达到50亿元,汽车工业达到30亿元",
        examples=("新能源产业销售收入达到50亿元,汽车工业达到‹30亿元›。",),
        counter_examples=("新能源产业销售收入达到50亿元,汽车工业投资达到‹30亿元›。",),
        holds=industry,
        edge=ends_of("industry_end"),
    ),
    Rule(
        id="indicator.ellipsis.per_head",
        decides="whose it is in front",
        looks="level before it in the sentence",
        why="whose use of energy and water is meant is written once: 公共机构人均能耗下降10%,人均用水量下降15%",
        examples=("公共机构人均能耗下降10%,人均用水量下降‹15%›。",),
        counter_examples=("公共机构人均能耗下降10%,居民人均用水量下降‹15%›。",),
        holds=per_head,
    ),
    Rule(
        id="indicator.ellipsis.substance",
        decides="that it is let out behind the substance",
        looks="level before it in the sentence",
        why="codebook 2.2: 排放量 is written once for the substances of a list",
        examples=("二氧化硫排放总量下降10%,氮氧化物下降‹12%›。",),
        counter_examples=(
            "二氧化硫排放总量下降10%,污水处理率提高‹2个百分点›。",
            "二氧化硫浓度下降10%,氮氧化物下降‹12%›。",
        ),
        holds=substance,
        edge=ends_of("substance"),
    ),
    Rule(
        id="indicator.ellipsis.aged",
        decides="of whom it is in front",
        looks="level before it in the sentence",
        why="of which age they are is said once: 3岁以下儿童贫血患病率下降到30%,佝偻病患病率下降到10%",
        examples=("3岁以下儿童贫血患病率下降到30%,佝偻病患病率下降到‹10%›。",),
        counter_examples=("3岁以下儿童贫血患病率下降到30%,居民参保率达到‹95%›。",),
        holds=aged,
        edge=ends_of("share_end") | ends_of("statistic_noun"),
    ),
    Rule(
        id="indicator.ellipsis.of_share",
        decides="those that have it in front",
        looks="level before it in the sentence",
        why="80%的乡镇建有1个服务站: of whom each has so many",
        examples=("80%的乡镇建有‹1个›以上便民服务站。",),
        counter_examples=("80%的乡镇通公路,建设便民服务站‹10个›。",),
        holds=of_share,
    ),
    Rule(
        id="indicator.ellipsis.body",
        decides="the statistic of the level before it behind the bodies",
        looks="level before it in the sentence",
        why="bodies alone are no indicator of a share: 规模以上企业研发投入强度达到2%,高新技术企业达到5%",
        examples=("规模以上企业研发投入强度达到2%,高新技术企业达到‹5%›。",),
        counter_examples=("规模以上企业研发投入强度达到2%,高新技术企业利润率达到‹5%›。",),
        holds=body,
        edge=ends_of("bodies_noun"),
    ),
    Rule(
        id="indicator.ellipsis.part_alike",
        decides="whose part it is in front",
        looks="level before it in the sentence",
        why="another share of the same things is of the same owner",
        examples=("重点企业70%以上装备达到国内先进水平,‹30%›以上装备达到国际先进水平。",),
        counter_examples=("重点企业70%以上装备达到国内先进水平,‹30%›以上社区达到省级标准。",),
        holds=part_alike,
    ),
    Rule(
        id="indicator.ellipsis.yearly",
        decides="whose it is in front",
        looks="level before it in the sentence",
        why="a list says once whose the yearly statistics are: 快递年业务量达到5亿件,年业务收入达到80亿元",
        examples=("快递年业务量达到5亿件,年业务收入达到‹80亿元›。",),
        counter_examples=("快递业务量达到5亿件,年业务收入达到‹80亿元›。", "培训青年骨干500人,年产值达到‹80亿元›。"),
        holds=lambda case: yearly(case) if case.name.startswith("年") else None,
    ),
    Rule(
        id="indicator.ellipsis.covered",
        decides="what covers them in front",
        looks="level before it in a list",
        why="覆盖90%的乡镇和60%的行政村: what covers them is said once",
        examples=("养老服务设施覆盖90%以上的乡镇和‹60%›以上的行政村。",),
        counter_examples=("养老服务设施覆盖90%以上的乡镇,‹60%›以上的行政村建成文化站。",),
        holds=covered,
    ),
    Rule(
        id="indicator.ellipsis.model",
        decides="whose kind it is in front",
        looks="level before it in a list",
        why="国家级示范县、示范点: whose models they are is written once",
        examples=("创建国家级乡村旅游示范县10个、示范点‹20个›。",),
        counter_examples=("创建国家级乡村旅游示范县10个、特色村‹20个›。",),
        holds=model,
    ),
    Rule(
        id="indicator.ellipsis.indirect",
        decides="of what it is in front",
        looks="level before it in the sentence",
        why="间接 is said against 直接, of the same thing",
        examples=("养老直接就业人数达到2万人,间接从业人员达到‹8万人›。",),
        counter_examples=("养老就业人数达到2万人,间接从业人员达到‹8万人›。",),
        holds=indirect,
    ),
)
