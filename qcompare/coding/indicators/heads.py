"""What is said once before the parts of a paragraph or list: whose they are (在企业投资中), what they are of (水产方面)."""

from __future__ import annotations

import re

from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.scope import named_before
from qcompare.coding.indicators.sharing import STATISTIC
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern

# 增加值, 总数, 增加值占生产总值比重: a property without its owner.
PROPERTY = pattern(r"(?:产业)?{property}(?:占[^,、占]{2,16}?的?{share_end}|占比)?")
# 在企业投资中: the parts of a total.
_AMONG = pattern(r"在(?P<whose>[^,。;\d]{2,16}?)(?:总?{among_noun})中,")


# 屠宰率|城区(100%): the place stands behind the rate that is given for several. Not 率先城市.
_AREA_ALONE = pattern(r"[^,、率]{0,4}{area_noun}|{school}")
_AREA_BEHIND = pattern(r"(?P<rate>.+{share_end}(?<!质量))(?P<area>[^,、率]{0,4}{area_noun}|{school})")


table(
    Rule(
        id="indicator.ellipsis.among",
        decides="the owner of the total in front",
        looks="start of the sentence",
        why="在…投资中: whose parts they are is said once, before them",
        examples=("在国有企业投资中,技术改造投资‹9亿元›。",),
        counter_examples=("在国有企业中,技术改造投资‹9亿元›。",),
    ),
    Rule(
        id="indicator.ellipsis.branch",
        decides="the branch in front",
        looks="start of the paragraph",
        why="水产方面: the properties of the paragraph are that branch's",
        examples=("水产方面,基地逐步扩大,年产量达到‹5万吨›。",),
        counter_examples=("水产方面,鱼虾年产量达到‹5万吨›。",),
    ),
    Rule(
        id="indicator.ellipsis.area_behind",
        decides="the place in front of the rate",
        looks="the indicator itself",
        why="a rate that is given for several places stands before the first of them",
        examples=("生猪定点屠宰率城区达到‹100%›、乡镇达到90%。",),
        counter_examples=("城区生猪定点屠宰率达到‹100%›。",),
    ),
    Rule(
        id="indicator.ellipsis.said_before",
        decides="the subject of the clause before it up to the name",
        looks="clause before it",
        why="油料单产水平提升,单产提高2%: the clause before says whose the name is",
        examples=("推动油料单产水平稳步提升,单产提高‹2%›。",),
        counter_examples=("推动油料种植面积稳步提升,单产提高‹2%›。",),
    ),
    Rule(
        id="indicator.ellipsis.owner",
        decides="the subject of the clause before it in front",
        looks="clause before it",
        why="总数 alone does not say of whom: it is that of those who the clause before it says increase",
        examples=("检验人员进一步增加,总数达到‹800人›。", "做强装备产业,实现营业收入‹300亿元›。"),
        counter_examples=("检验人员进一步增加,计量人员总数达到‹800人›。", "做强装备产业,旅游收入达到‹30亿元›。"),
    ),
)


def _among(text: str, floor: int, item: Item) -> re.Match[str] | None:
    """Return the words that open a list of parts right before an item (在企业投资中,)."""
    start = item.pre[0]
    if text[start - 2 : start] != "中,":
        return None
    at = text.rfind("在", max(floor, start - 24), start)
    return _AMONG.fullmatch(text, at, start) if at >= 0 else None


# 第三产业|增加值(占…比重40%,)从业人员占…: whose people they are. Not 从业人员数.
_OUTPUT_OF = re.compile(r"(?P<branch>第[一二三]产业|服务业|工业|农业)(?:增加值|产值)")
_PEOPLE_SHARE = re.compile(r"(?:从业|就业)人员占")


def of_branch(before: str, name: str) -> str:
    """Return the branch whose output was named before the share of people that work in it, or nothing."""
    branch = _OUTPUT_OF.match(before) if _PEOPLE_SHARE.match(name) else None
    return branch["branch"] if branch else ""


def of_owner(owner: str, name: str) -> str:
    """Return a property behind its owner; a noun that ends the one and starts the other stands once (体育产业, 产业增加值).

    The total of a statistic is the statistic (零售总额年均增速11%,总量达到2亿元).
    """
    owner = owner.removesuffix("年均")
    if name in TOTALS and STATISTIC.search(owner):
        return owner
    return owner + name.removeprefix("产业") if owner.endswith("产业") else owner + name


TOTALS = ("总量", "总额", "总数", "规模", "总规模")


def _owner(text: str, floor: int, item: Item) -> str:
    """Return the subject of the clause before a property that does not say whose it is (检验人员增加,总数达到800人)."""
    at = item.pre[0]
    trade = _TRADE.search(text, max(floor, at - _NEAR), at) if _EARNED.fullmatch(item.indicator) else None
    if trade:
        return trade["trade"]
    own = (PROPERTY, _OF_PUBLIC, _SHARE_ALONE)
    if text[at - 1 : at] != "," or not any(alone.fullmatch(item.indicator) for alone in own):
        return ""
    start, end = named_before(text, at)
    gets = _GETS.search(text, start, end)  # 人工智能产业|加速壮大,规模突破300亿元
    end = gets.start() if gets and gets.start() > start + 1 else end
    if ":" in text[end:at]:
        return ""  # 提出发展目标:到2018年,产业总规模
    return text[start:end] if start >= max(text.rfind("。", 0, at), floor) else ""


def _said_before(text: str, floor: int, item: Item) -> str:
    """Return the subject of the clause before up to the end of a name that it holds: 油料|单产|水平提升,单产提高2%."""
    at, name = item.pre[0], item.indicator
    if text[at - 1 : at] != "," or not 1 < len(name) <= _SHORT or item.level.change == "level" and not item.level.verb:
        return ""
    start, _ = named_before(text, at)
    found = text.find(name, start + 1, at - 1) if "," not in text[start : at - 1] else -1
    goes_on = found > 0 and not _GETS.search(text, found + len(name), at - 1)  # 打造高品质公园|城市,新增公园
    return "" if found < 0 or goes_on or start < max(text.rfind("。", 0, at), floor) else text[start:found] + name


_SHORT = 5
# 占工业增加值的比重: what it is a share of is said, not of what.
_SHARE_ALONE = re.compile(r"占[^、占,]{2,16}?的?(?:比重|比例|份额)")
# 做强|装备产业|,实现(营业收入300亿元): whose the revenue is. Not 发展装备产业,旅游收入, which says whose it is.
_TRADE = pattern(
    r"(?<![\u4e00-\u9fff])(?:{trade_verb})+(?P<trade>[\u4e00-\u9fff、]{1,18}?(?:业|集群)),(?:{attain}|{strive}|全年|年内|完成)*$"
)
_EARNED = pattern(r"{property}|(?:主营业务|营业|销售)收入")
_NEAR = 40
_GETS = pattern(r"(?:{how_it_gets})*{gets_better}$|更加?[\u4e00-\u9fff]{2}$")
# 预警信息更加广泛,|公众覆盖率: with what the public is content, or reached by, is said before.
_OF_PUBLIC = re.compile(r"(?:公众|群众|用户|居民|社会)(?:综合|总体)?(?:覆盖率|知晓率|满意率|满意度)")


class Heads:
    """What is said once at the head: whose the parts are (在企业投资中), and what was done to make them (新建)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.whose = self.verb = self.tail = self.rate = self.of = ""

    def completed(self, item: Item, before: Item | None, apart: bool) -> str | None:
        """Return an indicator with what a head says of it; None if none does.

        ``apart``: whether a sentence starts between the item and the one before it.
        """
        text, at, floor = self.text, item.level.number, before.level.end if before else 0
        opening = _among(text, floor, item) if apart or not self.whose else None
        self.whose = opening["whose"] if opening else "" if apart else self.whose
        if self.whose and not item.indicator.startswith(self.whose):
            note("indicator.ellipsis.among", at)
            return self.whose + item.indicator
        branch = self._branch(item, "" if before is None or apart else before.indicator)
        if branch:
            note("indicator.ellipsis.branch", at)
            return branch
        behind = _AREA_BEHIND.fullmatch(item.indicator) if item.level.unit == "%" else None
        if behind:
            note("indicator.ellipsis.area_behind", at)
            self.rate = behind["rate"]
            return behind["area"] + behind["rate"]
        if self.rate and before is not None and before.level.unit == "%" and _AREA_ALONE.fullmatch(item.indicator):
            return item.indicator + self.rate
        self.rate = ""
        again = _said_before(text, floor, item)
        if again:
            note("indicator.ellipsis.said_before", at)
            return again
        share = not apart and _SHARE_ALONE.fullmatch(item.indicator)
        same = share and before is not None and STATISTIC.search(before.indicator)
        owner = before.indicator if same and before else _owner(text, floor, item)
        if owner:
            note("indicator.ellipsis.owner", at)
            return of_owner(owner, item.indicator)
        if before is not None and before.level is item.level:
            return self.verb + item.indicator + self.of
        self.verb = self.of = ""
        return None

    def _branch(self, item: Item, before: str) -> str:
        """Return a property with the branch that the head of its paragraph names: 水产方面,…年产量达到5万吨."""
        text, start = self.text, item.pre[0]
        far = max(0, start - _PARAGRAPH)
        line = text.rfind("\n", far, start) + 1
        headed = line > far or far == 0  # a paragraph without end is not looked through for each of its levels
        sector = self._sector(item, line) if headed and _MARKED.search(item.indicator) else ""
        if sector:
            return sector + item.indicator
        opening = _BRANCH.match(text, line, start) if headed and _OF_BRANCH.search(item.indicator) else None
        if opening is None:
            return ""
        if before and not opening.group().endswith("方面,") and not _ITS_OWN.fullmatch(before, len(opening["branch"])):
            return ""  # 工业:规模以上工业总产值20亿元,增加值5亿元: of what stands before it
        name = item.indicator.removeprefix(opening.group()[:-1])
        return opening["branch"] + name if _OF_BRANCH.fullmatch(name) else ""

    def _sector(self, item: Item, line: int) -> str:
        """Return whose the brands of a paragraph are, which its head and its first say: 制造业品牌:制造业驰名商标5件,免检产品."""
        headed = next(reversed([*_BRANDS_OF.finditer(self.text, line, item.pre[0])]), None)
        again = headed and self.text.find(headed["sector"], headed.end(), item.pre[0]) >= 0
        return headed["sector"] if headed and again and "业" not in item.indicator else ""


_BRANDS_OF = re.compile(r"(?<![\u4e00-\u9fff、])(?P<sector>[\u4e00-\u9fff]{1,4}业)品牌[:。]")
_MARKED = re.compile(r"(?:商标|名牌|名牌产品|免检产品|质量奖|老字号)$")
# 水产方面,…年产量达到5万吨: whose the properties are. Not 在科技方面.
_BRANCH = re.compile(
    r"(?:[^\u4e00-\u9fff,。;\n]{0,4}|[一二三四五六七八九十]是)(?P<branch>(?!在)[\u4e00-\u9fff]{2,6})(?:方面,|(?<!标)(?<!务)(?<!期)(?<!年)[:。])"
)
_OF_BRANCH = pattern(r"年?发电量|总收入|接待人数|{property}")
_ITS_OWN = pattern(r"{property}|总收入|接待人数")
_PARAGRAPH = 160
