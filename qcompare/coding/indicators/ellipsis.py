"""What a part of a list leaves out because the part before it says it: 国家级示范区4个、省级3个; 沿江地区达到95%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qcompare.coding.indicators.changes import ADDED, GRADE_ALONE
from qcompare.coding.indicators.heads import PROPERTY, TOTALS, Heads, of_branch, of_owner
from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.once import ONCE, of_clauses, only_dated
from qcompare.coding.indicators.outputs import OUTPUTS, of_head
from qcompare.coding.indicators.scope import TOTAL_OF
from qcompare.coding.indicators.sharing import SHARED_END, STATISTIC, WHOSE
from qcompare.coding.indicators.whose import IN_LIST, of_clause
from qcompare.coding.indicators.works import STEPS, Leaning, is_ended, supply_nouns
from qcompare.coding.rules import Rule, by_edge, note, table
from qcompare.lexicon import words
from qcompare.lexicon.patterns import ends_of, pattern, word_tuple

_COUNTED = frozenset(["count", "money", "measure", "rate"])
_JOINED = re.compile(r"[、和与及]|以及|[,;(]?其中[:,]?")
# 沿江地区, 县城: where, and nothing else. Not 城镇化率.
_PEOPLE = pattern(r"{people_of}")
_OWN_AREA = pattern(r"{people_of}|[^,、率度量]{0,12}?{area_noun}区?(?:[、和][^,、率度量]{0,4}?{area_noun})*")
# 国家4A级景区, 示范县: counted themselves.
_KIND_OF_AREA = pattern(r"级|{model_word}")
_WHOLE = re.compile(r"(?:全[国省市县区州])?")
_AREA = pattern(r"{people_of}|[^,、率度量]{0,12}?{area_noun}(?:[、和][^,、率度量]{0,4}?{area_noun})*")
# (能源消费总量250万吨,)|年均增速: how fast what stands before it grows.
_GROWTH_OF = pattern(r"(?:年均|平均)?{growth_noun}")
# 垃圾|(日)处理能力(达到80吨,处理率…)
_TREATED = re.compile(r"(?P<what>.{2,}?)日?处理(?:总?能力|总?规模)(?:总计)?")
# 市管公司|营业收入(达到200亿元,工业总产值…): whose statistics a list gives. Not 企业数.
_COMPANY = pattern(r"[^,、\d]{0,12}?{company_noun}(?=[^,、的]{3,})")
_OF_COMPANY = pattern(r"(?:亩均|户均|年)?{of_company}")
_PROPERTY_END = pattern(r"(?:播种|种植|栽培|养殖|生产)?(?:{property}|{statistic_noun})$")  # 粮食|播种面积
_LED = frozenset(["", *word_tuple("carry_out")])  # (企业资产总额3万亿元,)完成|产值: of the same, too
# 该比例, 期末: the indicator before once more.
_AGAIN = pattern(r"{same_again}")
# 新建(小学): what was done to make them, written once before the first of a list. Not 新增, which is a change.
_LIST_VERB = pattern(r"(?:重点|柔性)?(?:{list_verb}|{deed})(?:[、和与或及]?(?:{list_verb}|{deed}))*(?=[^、,]{2})")
# 雨污分流|改造|管网
_SAYS_WHAT_IS_DONE = pattern(r"{list_verb}")
_OWN_DEED = pattern(r"(?<=[\u4e00-\u9fff]{2})(?:改造|整治|治理|修复)$")  # (新建公租房、)棚户区|改造
# 每个园区, 每千人口拥有. Not 每年.
_EACH = pattern(
    r"每(?P<so_many>[十百千万])?[^,、的\d]{0,8}?{each_noun}(?:\([^()\d]{1,10}\))?(?:拥有|配备)?"
    r"|(?P<all>各)[市州县区乡镇村]+(?:\([^()\d]{1,10}\))?(?:[、和][市州县区乡镇村]+(?:\([^()\d]{1,10}\))?)*(?:本级)?"
)
# 其中90%以上|达到先进水平: what the part does. Not 其中90%以上的企业.
_DOES = pattern(r"{done_verb}")
# 合计|产能, of what stands before.
_SUMMED = re.compile(r"(?:合计|总计|共计|涉及)(?P<noun>[^,。;、]{2,6})")
# 粮食|播种面积, 其中水稻(5500万亩): what is counted of the total is counted of its part.
_AMOUNT_OF = pattern(r"{shared_attribute}*{amount_of}$")
_BARE = 4  # 原煤产量11亿吨;原油1亿吨: short nouns beside short nouns
_GOES_ON = re.compile(r"[、,;]")
_ON = frozenset(["、", ",", "和", "及"])
_TOTAL = pattern(r"{total_noun}")


@cache
def _verbs() -> tuple[str, ...]:
    # Not 创 of 创新团队: one character may be the first of a noun.
    return tuple(verb for verb in words("verbs") if len(verb) > 1)


@dataclass(slots=True)
class _Case(Leaning):
    """An item, and the ones before it in its sentence."""

    def again(self) -> str | None:
        return self.before.indicator if _AGAIN.fullmatch(self.name) else None

    def part_does(self) -> str | None:
        """Return what a part of those before it does: 检测能力1400项,其中(90%)以上|达到先进水平."""
        item = self.item
        bare = item.level.unit == "%" and item.pre[1] <= item.pre[0] and self.between.endswith("其中")
        if not bare or not _DOES.match(self.name):
            return None
        # 90%的卫生院|达到基本标准,其中30%达到推荐标准: of the same, not of what they do
        own = _DOES.search(self.before.indicator, 2) if self.before.level.unit == "%" else None
        return self.before.indicator[: own.start() if own else None] + self.name

    def summed(self) -> str | None:
        """Return what a sum is of: 关闭煤矿8处,合计|产能."""
        total = _SUMMED.fullmatch(self.name)
        if (
            total is None
            or self.text[self.before.end : self.item.pre[0]].strip(",(")
            or self.item.level.unit == self.before.level.unit
        ):
            return None
        return self.before.indicator + total["noun"]

    def grade(self) -> str | None:
        alike = self.before.level.kind == self.item.level.kind and self.before.level.unit == self.item.level.unit
        apart = self.between not in (",", ";") and not _JOINED.fullmatch(self.between)
        if not alike or apart or not GRADE_ALONE.fullmatch(self.name):
            return None
        noun = TOTAL_OF.fullmatch(self.before.indicator)
        return self.name + noun["noun"] if noun and not GRADE_ALONE.fullmatch(noun["noun"]) else None

    def area(self) -> str | None:
        if not _AREA.fullmatch(self.name) or (self.item.level.kind == "count" and _KIND_OF_AREA.search(self.name)):
            return None
        # 城市化水平达到45%,年均提高1.5个百分点。其中,沿江地区达到47%: not of the change between.
        before = next((one for one in reversed(self.earlier) if one.level.change == "level"), self.before)
        if before.level.unit != self.item.level.unit:
            return None
        own = _OWN_AREA.match(before.indicator)
        if own is None and _PEOPLE.fullmatch(self.name):
            return None  # 财政收入翻一番;城镇人口翻两番
        rest = before.indicator[own.end() if own else len(_WHOLE.match(before.indicator).group()) :]  # type: ignore[union-attr]
        return self.name + rest if len(rest) > 1 else None

    def property(self) -> str | None:
        if self.item.level.unit == "%" and _GROWTH_OF.fullmatch(self.name) and not self.between.strip(",、"):
            return self.before.indicator + self.name
        treated = _TREATED.fullmatch(self.before.indicator) if self.name == "处理率" else None
        if treated:
            return treated["what"] + self.name
        if self.between.strip(",;、") not in _LED and not only_dated(self):
            return None
        company = _COMPANY.match(self.before.indicator)
        if company and ";" not in self.between and _OF_COMPANY.fullmatch(self.name):
            return company.group() + self.name
        if branch := of_branch(self.before.indicator, self.name):
            return branch + self.name
        if not PROPERTY.fullmatch(self.name):
            return None
        grown = self.before.level.change != "level" and self.item.level.kind == "money"
        if grown and self.name in TOTALS and STATISTIC.search(self.before.indicator):
            return self.before.indicator  # 生产总值增长9%,总量达到900亿元: the total of a statistic is the statistic
        said = _PROPERTY_END.search(self.before.indicator)
        owner = self.before.indicator[: said.start()] if said else ""
        things = self.before.level.kind in ("count", "measure") and self.between in (",", ",实现")
        if not said and things:
            # 建设孵化器15家,面积500万平方米: of those that are counted
            verb = _LIST_VERB.match(self.before.indicator)
            owner = self.before.indicator[verb.end() if verb else 0 :]
        shares = "占" in owner and "占" in self.name  # of two shares each says of what it is
        return of_owner(owner, self.name) if len(owner) > 1 and owner not in self.name and not shares else None

    def verb_of_list(self) -> str | None:
        item, before = self.item, self.before
        if item.level.verb or item.level.kind not in _COUNTED or before.level.kind not in _COUNTED:
            return None
        verb = _LIST_VERB.match(before.indicator)
        if verb is None:
            return None
        # 新增学位 is made in another way than what was 新建 before it.
        does = _LIST_VERB.match(self.name)
        # 安置房 is a noun
        own = ADDED.search(self.text, item.pre[0], item.level.number) or (does and len(self.name) - does.end() != 1)
        apart = before.post[1] > before.post[0] and before.end < item.pre[0]
        between = self.text[before.end : item.pre[0]] if apart else self.between
        # A comma joins things of one kind: 新认定高新技术企业6家,专精特新企业10家; not 新建学校3所,配套车辆20辆.
        alike = item.level.unit == before.level.unit and self.name[-2:] == before.indicator[-2:]
        alike = alike and item.level.change == "level" and not _SAYS_WHAT_IS_DONE.search(self.name)
        joined = _JOINED.fullmatch(between) or (between == "," and alike and item.level.kind == "count")
        if own or self.name.startswith(_verbs()) or not joined or _OWN_DEED.search(self.name):
            return None
        return verb.group() + self.name

    def statistic(self) -> str | None:
        item, before = self.item, self.before
        if STATISTIC.search(self.name) or self.name.endswith("就业") or item.level.unit != before.level.unit:
            return None  # 新增就业人数2万人,其中失业人员再就业: a statistic without 人数, too
        part = self.between.strip(",;(").startswith("其中")
        tail = self._behind_alike() if part else self.tail if self.between in _ON and self._alike() else ""
        if tail:
            self.tail = tail
            return self.name + tail
        of_rate = item.level.unit == "%" and item.level.change == "level"
        said = (SHARED_END if of_rate else _AMOUNT_OF).search(before.indicator, 1)
        if said is None or self.name.endswith(said.group()) or not (of_rate or item.level.kind in _COUNTED):
            return None
        part = part and (item.parent is not None or item.level.unit == "%")
        if item.level.change != "level" and not part:
            return None
        if of_rate:
            # 合格率97%,其中蔬菜、畜禽分别达到97%、99%: the second stands before the level of the first.
            part = part or 0 < item.pre[0] < before.level.start
            tail = said.group() if part else self.tail if self.between in ("、", "和", ",") else ""
            self.tail = tail  # 工业产品|产品质量合格率: 产品 once
            return self.name + tail.removeprefix(self.name[-2:]) if tail else None
        if item.level.verb and not part:
            return None
        alike = len(self.name) <= _BARE and said.start() <= _BARE and _GOES_ON.fullmatch(self.between)
        goes_on = self.tail and item.parent is not None and item.parent == before.parent and self.between in _ON
        if not (part or alike or goes_on):
            return None
        self.tail = (self.tail or said.group()) if part or goes_on else ""
        return self.name + (self.tail or said.group())

    def _behind_alike(self) -> str:
        """Return what a total says behind the noun that its part ends in, too: 公路|通车里程, 其中高速公路."""
        total = self.before.indicator
        for size in range(min(_BARE, len(self.name) - 1), 1, -1):
            at = total.rfind(self.name[-size:])
            if at >= 0:
                tail = total[at + size :]
                return tail if STATISTIC.search(tail) and not _TOTAL.fullmatch(tail) else ""
        return ""

    def _alike(self) -> bool:
        """Tell whether a noun ends like the one before it, which was given what stands behind both."""
        return bool(self.tail) and self.before.indicator.endswith(self.name[-2:] + self.tail)

    def each(self) -> str | None:
        each = _EACH.match(self.before.indicator)
        if each is None or _EACH.match(self.name) or self.name.startswith("每") or WHOSE.match(self.name):
            return None
        share = self.item.level.unit == "%" and self.item.level.change == "level" and self.before.level.unit != "%"
        if share or (each["all"] and self.item.level.kind != "count"):
            return None  # 每个街道有1家机构,普惠性托位占比60%: of all there are
        # 每千人口医师4人、护士5人: so many to so many, within a list only.
        near = ("、", ",其中", "(其中") if each["so_many"] else ("、", ",")
        alike = not each["so_many"] or self.before.level.unit == self.item.level.unit or self.between == "、"
        before = max(self.before.level.end, self.before.post[1])  # 每个乡镇1个|文化站|、2个书屋
        if not alike or self.text[before : min(self.item.pre[0], self.item.level.start)] not in near:
            return None
        return each.group() + self.name


ELLIPSIS = (
    *STEPS,
    *ONCE,
    *IN_LIST,
    *table(
        Rule(
            id="indicator.ellipsis.again",
            decides="the indicator before it",
            looks="level before it in the sentence",
            why="该比例, 期末 name no other statistic",
            examples=("2018年装配化比例达到20%;到2020年,该比例达到‹30%›。",),
            counter_examples=("2018年装配化比例达到20%;到2020年,绿色建材比例达到‹30%›。",),
            holds=_Case.again,
            edge=ends_of("same_again"),
        ),
        Rule(
            id="indicator.ellipsis.part_does",
            decides="the indicator before it in front",
            looks="level before it in the sentence",
            why="其中90%以上达到先进水平 is a share of what was counted before",
            examples=("检测能力达到1400项,其中‹90%›以上达到国际先进水平。",),
            counter_examples=("检测能力达到1400项,其中骨干企业‹90%›以上达到国际先进水平。",),
            holds=_Case.part_does,
        ),
        Rule(
            id="indicator.ellipsis.summed",
            decides="the indicator before it in front",
            looks="level before it in the sentence",
            why="合计产能 is the capacity of what was counted before",
            examples=("关闭小煤矿8处,合计产能‹240万吨›。",),
            counter_examples=("关闭小煤矿8处,煤炭产能‹240万吨›。",),
            holds=_Case.summed,
        ),
        Rule(
            id="indicator.ellipsis.grade",
            decides="the noun of the level before it behind the grade",
            looks="level before it in a list",
            why="codebook 2.2: the indicator of each part carries what is written once",
            examples=("建成国家级标准化示范区4个、省级‹3个›。",),
            counter_examples=("建成国家级标准化示范区4个、省级研发平台‹3个›。",),
            holds=_Case.grade,
            edge=frozenset("级上"),
        ),
        Rule(
            id="indicator.ellipsis.area",
            decides="the statistic of the level before it behind the place",
            looks="level before it in the sentence",
            why="a place alone is no indicator: 污泥处置率达到90%,沿江地区达到95%",
            examples=("污泥处置率达到90%,沿江地区达到‹95%›。",),
            counter_examples=("污泥处置率达到90%,沿江地区绿化率达到‹95%›。",),
            holds=_Case.area,
            edge=ends_of("area_noun") | ends_of("people_of"),
        ),
        Rule(
            id="indicator.ellipsis.statistic",
            decides="the statistic of the total behind its part",
            looks="total before 其中, or short noun before it in a list",
            why="其中水稻5500万亩: what is counted of the total is counted of its parts",
            examples=("粮食播种面积稳定在9000万亩,其中水稻‹5500万亩›。", "原煤产量900万吨;原油‹100万吨›。"),
            counter_examples=("粮食播种面积稳定在9000万亩,其中水稻产量‹5500万吨›。",),
            holds=_Case.statistic,
        ),
        Rule(
            id="indicator.ellipsis.each",
            decides="每… in front",
            looks="level before it in the sentence",
            why="the head of a list holds for its parts",
            examples=("每个园区年投资5亿元,产值增长‹15%›以上。",),
            counter_examples=("全市园区年投资5亿元,产值增长‹15%›以上。",),
            holds=_Case.each,
        ),
        Rule(
            id="indicator.ellipsis.property",
            decides="the owner of the level before it in front",
            looks="level before it in the sentence",
            why="增加值 alone does not say whose: it is that of the statistic before it",
            examples=("规模以上工业总产值达到300亿元;增加值达到‹90亿元›。",),
            counter_examples=("规模以上工业总产值达到300亿元;农业增加值达到‹90亿元›。",),
            holds=_Case.property,
            edge=ends_of("property") | ends_of("of_company") | ends_of("growth_noun") | ends_of("share_end") | {"率"},
        ),
        Rule(
            id="indicator.ellipsis.verb_of_list",
            decides="the verb of the first of a list in front",
            looks="level before it in a list",
            why="codebook 2.2: 新建, 改造, 引进 stay in the indicator; they are written once for the list",
            examples=("新建改扩建幼儿园20所、小学‹15所›。", "改造老旧小区10个、供热管网‹30公里›。"),
            counter_examples=("新建幼儿园20所,小学‹15所›。",),
            holds=_Case.verb_of_list,
        ),
    ),
    *OUTPUTS,
)


_ending_in = by_edge(ELLIPSIS)
_SHORT = 14
_BEFORE_LONG = tuple(rule for rule in ELLIPSIS if rule.id.endswith((".each", ".verb_of_list", ".step", ".such")))


def supply_ellipses(text: str, items: list[Item]) -> None:
    """Complete the indicators that lean on the part of the list before them; the quotes stay as they are."""
    supply_nouns(text, items)
    heads, whole = Heads(text), dict[tuple[tuple[int, int], str], str]()
    before: Item | None = None
    earlier: list[Item] = []
    for item in items:
        short = (item.pre, item.indicator)
        if not is_ended(text, item) and short in whole and before is not None and item.level is not before.level:
            # A further step of one that is completed already.
            item.indicator, before = whole[short], item
            earlier.append(item)
            continue
        apart = before is None or _is_apart(text, before.level.end, item.level.start)
        if apart:
            earlier.clear()
        name = heads.completed(item, before, apart)
        if name is None and before is not None and not apart:
            name = _leaning(_Case(text, item, before, heads.tail, tuple(earlier[-_NEAR:])), heads)
        else:
            heads.tail = ""
            name = name or (of_clauses(text, item) if before is None or apart else None)
        name = name or of_clause(text, item) or of_head(text, item)
        if name is not None:
            item.indicator = whole[short] = name
        before = item
        earlier.append(item)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence starts in a run; one that opens with 其中 goes on with the one before."""
    last = text.rfind("。", start, end)
    return last >= 0 and not text.startswith("其中", last + 1, end)


_NEAR = 12  # further back no list leans


def _leaning(case: _Case, heads: Heads) -> str | None:
    """Return what the first rule that holds makes of an indicator; what a long one leaves out stands before it."""
    for rule in _ending_in(case.name[-1:]) if len(case.name) <= _SHORT or "占" in case.name else _BEFORE_LONG:
        name: str | None = rule.holds(case)  # type: ignore[misc]
        if name is not None:
            note(rule.id, case.item.level.number)
            if rule.id == "indicator.ellipsis.verb_of_list":
                heads.verb = name.removesuffix(case.name)
            elif rule.id == "indicator.ellipsis.industry":
                heads.of = name.removeprefix(case.name)
            heads.tail = case.tail if rule.id == "indicator.ellipsis.statistic" else ""
            return name
    heads.tail = ""
    return None
