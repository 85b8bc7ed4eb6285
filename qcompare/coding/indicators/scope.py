"""Scope words that the sentence leaves out, supplied from what stands before it.

「单位工程一次验收合格率」 under the item 「水利工程」 is the rate of water works; 「一般工程…」 after
「水运工程项目重点工程…」 is that of waterway works.
"""

from __future__ import annotations

import re

from qcompare.coding.indicators.changes import GRADE_ALONE
from qcompare.coding.indicators.ends import trim_right
from qcompare.coding.indicators.item import Item
from qcompare.coding.indicators.middle import DONE_FOR
from qcompare.coding.indicators.openings import behind_about
from qcompare.coding.indicators.sharing import STATISTIC
from qcompare.coding.indicators.starts import YEAR, strip_lead
from qcompare.coding.rules import Rule, note, table
from qcompare.lexicon.patterns import pattern
from qcompare.text.clauses import clause_start
from qcompare.text.model import Plan

# Where a clause stops naming and starts saying: 合格率|达到91%, 名牌产品|85个.
_SAYS = pattern(r"{says}|\d")


def named_before(text: str, start: int) -> tuple[int, int]:
    """Return what the clause before names, for a clause that has a level and nothing else; across 。 if need be."""
    stop = start
    for _ in range(_CLAUSES):
        while stop > 0 and text[stop - 1] in ",;:、 。":
            stop -= 1
        head = clause_start(text, 0, stop)
        if _ADVERBIAL.fullmatch(text, head, stop):
            stop = head
            continue
        based = _BASED.fullmatch(text, head, stop)
        if based:
            return based.span("of")
        begin, _ = strip_lead(text, head, stop)
        begin = behind_about(text, begin, stop, -1)
        says = _SAYS.search(text, begin + 1, stop)
        end, _ = trim_right(text, begin, says.start() if says else stop, "level", "")
        if end - begin > 1:
            return begin, end
        stop = head
    return start, start


# 在确保质量的前提下: how something is done. Not 在校生, 在全省上游.
_ADVERBIAL = re.compile(r"在[^,。;]{2,24}(?:前提下|基础上|条件下|情况下|过程中|工作中|同时|执行中)")
# 以2015年|水体面积|为基值: what the next clause reckons from, and of what. Not 以2015年为基期.
_BASED = re.compile(rf"以(?:{YEAR})?(?:的)?(?P<of>(?!\d)[^,。;]{{2,20}}?)为基(?:[数值准期]|础)")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}是|\(?[0-9]{1,2}[).]")
# How many clauses back the subject may stand; a date can be one of them.
_CLAUSES = 3


# 新认定省级以上|示范企业|总数: what is counted, without what it is counted among. Not a grade in the noun itself.
TOTAL_OF = pattern(
    r"(?:全[国省市县区州])?{made}?{all_kinds}?(?:{grade}级及?(?:以上)?|星级|[1-5]?A级)?(?P<noun>.{2,}?){total_noun}?"
)


_FEW = 3


def _counted_alike(text: str, earlier: list[Item], item: Item) -> Item:
    """Return the item before 其中 that is counted as its part is: 装机1亿千瓦,发电量1900亿千瓦时,其中分布式2500万千瓦."""
    last = earlier[-1]
    for one in reversed(earlier):
        if "。" in text[one.level.end : last.level.number]:
            break
        if one.level.unit == item.level.unit and one.level.change == item.level.change:
            return one
    return last


# …6000万吨。|其中,政府储备能力2000万吨: parts of what the sentence before counts.
_OF_SENTENCE = re.compile(r"[^。]{0,4}。[ ]*其中[^。]*$")


# 其中|廊道15公里内(31个): where those are that are counted before.
_PLACE_ALONE = re.compile(r"[^,、]{2,16}(?:公里内|范围内|沿线|两侧|周边)")


# 5个检测平台|(国家级1个,省级4个): a bracket that stays open behind a total. Not (累计3000户), 12家(2018年).
_OPENED = re.compile(r"[^()、,;。]{0,16}\([^()\d]{1,14}")
_SUMMED = re.compile("累计|总计|合计|共")


def _broken_down(total: Item, item: Item, between: str) -> bool:
    """Tell whether a bracket behind a total lists its parts: counted alike, and none of them larger."""
    one, part = total.level, item.level
    return (
        one.kind in ("count", "money", "measure")
        and (one.unit, one.change) == (part.unit, part.change)
        and part.low is not None
        and part.low < (one.low or 0)
        and item.pre[1] > item.pre[0]
        and not _SUMMED.match(item.indicator)
        and _OPENED.fullmatch(between) is not None
    )


def _goes_on(before: Item, item: Item, between: str) -> bool:
    """Tell whether a list of parts goes on from one item to the next, over a comma only where nothing else can be meant."""
    if between.startswith(("、", "和", "与", "及", "以及")):
        return True
    # 其中国家级8家,省级20家: a grade alone is no other thing.
    # 其中高速公路15亿元,国省干线6亿元: bare nouns with one unit, of a sum or size.
    bare = item.level.unit == before.level.unit and before.parent and not (item.level.verb or before.level.verb)
    bare = bare and item.level.kind in ("money", "measure") and item.level.change == "level"
    # 其中工业投资6亿元,民间投资2亿元: statistics of one kind, too.
    alike = item.indicator[-2:] == before.indicator[-2:] or not STATISTIC.search(item.indicator)
    alone = GRADE_ALONE.fullmatch(item.indicator) or (bare and alike)
    return between[:1] == "," and bool(alone)


_HAS_PARTS = ("count", "money", "measure", "bare")


def set_parents(text: str, items: list[Item]) -> list[tuple[Item, Item]]:
    """Give the items behind 其中 the total that they are broken out of, and return each with it; a rate has no parts."""
    parts: list[tuple[Item, Item]] = []
    total: Item | None = None
    listed = False
    for index, (before, item) in enumerate(zip(items, items[1:], strict=False)):
        if item.level is before.level:
            item.parent = before.parent
            continue
        between = text[before.level.end : item.level.lead]
        if item.pre == before.pre and (item.level.unit, item.level.change) == (before.level.unit, before.level.change):
            item.parent = before.parent  # its next step: 2018年达到8家,2020年达到10家
            continue
        if "\n" in between or ("。" in between and not _OF_SENTENCE.match(between)):
            total = None
        elif "其中" in between:
            before = _counted_alike(text, items[max(0, index - _FEW) : index + 1], item)
            total = before if before.level.kind in _HAS_PARTS and before.parent is None else None
            # 其中: opens a list; without the colon only what 、 joins belongs to it.
            listed = "其中:" in between
        elif _broken_down(before, item, between):
            total, listed = before, True
        elif between.count(")") > between.count("(") or not (listed or _goes_on(before, item, between)):
            total = None
        # 为80万重点群体提供帮扶,其中毕业生6万人: the total says no unit
        alike = total is not None and item.level.kind in (
            total.level.kind,
            "count" if total.level.kind == "bare" else "",
        )
        if total is not None and item.level.unit is not None and alike:
            item.parent = total.indicator
            parts.append((item, total))
            item.indicator += _of_total(item.indicator, total.indicator) or _held(text, item, total)
        elif total is not None:
            total = None
    return parts


def _held(text: str, item: Item, total: Item) -> str:
    """Return what is held for those of whom a part is counted: 为5万名职工提供|培训|,其中农民工2万名."""
    held = DONE_FOR.match(text, *total.post) if item.post[1] <= item.post[0] else None
    what = text[held.end("verb") : total.post[1]] if held else ""
    return "" if item.indicator.endswith(what) else what


def _of_total(part: str, total: str) -> str:
    """Return what a part that is only a place or a grade takes from its total."""
    if _PLACE_ALONE.fullmatch(part):
        return total
    of = TOTAL_OF.fullmatch(total) if GRADE_ALONE.fullmatch(part) else None
    return of["noun"] if of else ""


# Indicators that start like this do not say of what: an inspection, a step of works, a property. Not 一次性能源.
_SILENT = pattern(r"{silent_start}")
# 重点产品合格率 in a part on 工业. Not 产品牌.
_PRODUCT = pattern(r"(?P<rank>{sector_rank})?产品(?!牌)")
# 水利工程|(单位工程…): what is spoken of, with what stands before it. Not across 的 or a numeral.
_HEAD = pattern(r"[^,。;:、的\d]{0,14}?{object_noun}")
_DOES = pattern(r"(?:{degree}|{degree_of_work})*{does}对?")
_OTHERS = pattern(r"{other_kind}")
_KIND = pattern(r"{main_kind}")
_TITLE = pattern(r"[^,。;:]{0,8}?{object_noun}(?:质量)?$")
# 产品|质量抽查合格率, 其|抽查合格率: of which is said before.
_ITS = pattern(r"(?:产品(?=质量)|其)(?=[^,。]*{share_end}$)")
_WATCHED = pattern(r"{does}对?(?P<what>[^,。;]{2,12}?产品)的?(?:质量)?(?:安全)?(?:{watch_noun})")
_SECTOR = pattern(r"(?P<sector>{sector})(?:产?品)?")
# (企业)签订承诺书(100%): of whom is said before. Not 执行率.
_ACT = pattern(r"{act_verb}")


class _Case:
    """An item whose indicator may leave out of what it is; each test returns the completed indicator, or None."""

    def __init__(self, plan: Plan, items: list[Item], index: int) -> None:
        self.text, self.items, self.index = plan.text, items, index
        self.item = items[index]
        self.name = self.item.indicator
        number = plan.block_at(self.item.level.number)
        block, self.title = plan.blocks[number], plan.title_of(number)
        self.headed = bool(block.level or self.title)
        self.floor = max(block.start, plan.sentence_at(self.item.start)[0])
        self.silent = _SILENT.match(self.name) or (self.item.level.unit == "%" and _ACT.match(self.name))

    def completed(self, head: str) -> str | None:
        """Return the indicator behind an object; as it is where it names the object or sets itself against it."""
        if not head:
            return None
        # 实施重点工程30项,|重点工程投资: the object stands in both
        told = any(self.name.startswith(head[cut:]) for cut in range(len(head) - 3)) or (
            _OTHERS.match(self.name) and _KIND.match(head)
        )
        return self.name if told else head + self.name

    def share_of_before(self) -> str | None:
        earlier = self.items[self.index - 1] if self.index and self.name.startswith(_SHARE_OF) else None
        near = earlier and 0 < self.item.start - earlier.level.end <= 2 and self.text[earlier.level.end] in ",、"
        return earlier.indicator + self.name if earlier and near else None

    def sector_of_title(self) -> str | None:
        product = _PRODUCT.match(self.name) if self.headed and "产品" in self.name else None
        sector = _SECTOR.match(self.title) if product else None
        if product is None or sector is None or sector["sector"] in self.name:
            return None
        return f"{product['rank'] or ''}{sector['sector']}产品{self.name[product.end() :]}"

    def object_of_target(self) -> str | None:
        """Look for the object of a target before it in the sentence."""
        for earlier in reversed(self.items[max(0, self.index - 3) : self.index] if self.silent else []):
            if earlier.level.end < self.floor:
                break
            if not _SILENT.match(self.text, earlier.start):
                head = _HEAD.match(earlier.indicator)
                if head and len(head.group()) > 2:
                    return self.completed(head.group())
        return None

    def object_of_clause(self) -> str | None:
        """Look for the object with which a clause before it starts."""
        before = self.text[max(self.floor, self.item.start - 60) : self.item.start] if self.silent else ""
        for clause in reversed(re.split(r"[,;:]", before)):
            mark = _NUMBERED.match(clause)
            does = _DOES.match(clause, mark.end() if mark else 0)
            head = _HEAD.match(clause, does.end() if does else mark.end() if mark else 0)
            if head and len(head.group()) > 2:
                return self.completed(head.group())
            if mark:
                break  # 一是提升产品质量;二是…: what stands before it is said of something else
        return None

    def product_of_clause(self) -> str | None:
        """Look for the product that the clause before it says is watched (加强家具产品质量监管,使其抽查合格率…)."""
        own = _ITS.match(self.name)
        if own is None:
            return None
        before = self.text[max(self.floor, self.item.start - 60) : self.item.start]
        watched = next((match for match in map(_WATCHED.search, reversed(re.split(r"[,;]", before))) if match), None)
        return watched["what"] + self.name[own.end() :] if watched else None

    def object_of_title(self) -> str | None:
        titled = (
            self.silent
            and self.name not in self.title
            and _TITLE.match(self.title)
            and self.title.removesuffix("质量") not in self.name
        )
        return self.completed(self.title) if titled else None


SCOPE = table(
    Rule(
        id="indicator.scope.share_of_before",
        decides="the subject of the level before it in front",
        looks="level before it in the sentence",
        why="占…比重 alone does not say of what the share is",
        examples=("研发投入增长10%,占生产总值比重达到‹3%›。",),
        counter_examples=("研发投入占生产总值比重达到‹3%›。",),
        holds=_Case.share_of_before,
    ),
    Rule(
        id="indicator.scope.sector_of_title",
        decides="the sector of the heading in front",
        looks="heading",
        why="codebook 2: a heading such as 工业产品 says whose 产品质量 the text under it speaks of",
        examples=("工业产品:产品质量稳步提高,产品质量合格率达到‹95%›以上。",),
        counter_examples=("产品质量合格率达到‹95%›以上。",),
        holds=_Case.sector_of_title,
    ),
    Rule(
        id="indicator.scope.product_of_clause",
        decides="the product of the clause before it in front",
        looks="clauses before it in the sentence",
        why="加强家具产品质量监管,使其抽查合格率达到92%: the rate is that of what is watched",
        examples=("加强家具产品质量监管,使产品质量抽查合格率达到‹92%›。",),
        counter_examples=("加强家具产品质量监管,使食品抽查合格率达到‹92%›。",),
        holds=_Case.product_of_clause,
    ),
    Rule(
        id="indicator.scope.object_of_target",
        decides="the object of a target before it in front",
        looks="targets before it in the sentence",
        why="codebook 2: a rate that does not say of what goes on with the object of the target before it",
        examples=("水运工程项目交工合格率达到100%,单位工程优良率达到‹95%›。",),
        counter_examples=("食品抽检合格率达到98%,污水处理率达到‹95%›。",),
        holds=_Case.object_of_target,
    ),
    Rule(
        id="indicator.scope.object_of_clause",
        decides="the object of a clause before it in front",
        looks="clauses before it in the sentence",
        why="codebook 2: a rate that does not say of what is that of the object with which the sentence opens",
        examples=("加强农产品质量监管,抽检合格率达到‹97%›以上。",),
        counter_examples=("加强农产品质量监管,污水处理率达到‹97%›以上。",),
        holds=_Case.object_of_clause,
    ),
    Rule(
        id="indicator.scope.object_of_title",
        decides="the object that the heading names in front",
        looks="heading",
        why="codebook 2: a rate that does not say of what is that of the object which its heading names",
        examples=(
            "江城市质量发展规划\n一、水利工程。单位工程一次验收合格率达到‹100%›。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",
        ),
        counter_examples=(
            "江城市质量发展规划\n一、水利工程。水利工程一次验收合格率达到‹100%›。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",
        ),
        holds=_Case.object_of_title,
    ),
)


# 占生产总值比重, 相当于生产总值: of what is said before.
_SHARE_OF = ("占", "相当于")


def supply_scope(plan: Plan, items: list[Item]) -> None:
    """Complete the indicators that leave their object out; the quotes stay as they are."""
    for index, item in enumerate(items):
        if (
            not item.indicator.startswith(_SHARE_OF)
            and "产品" not in item.indicator
            and not item.indicator.startswith("其")
            and not (_SILENT.match(item.indicator) or _ACT.match(item.indicator))
        ) or (item.level.kind == "count" and "的" in item.indicator):  # 获评质量奖的企业 says itself who they are
            continue
        case = _Case(plan, items, index)
        for rule in SCOPE:
            name = rule.holds(case)  # type: ignore[misc]
            if name is not None:
                if name != item.indicator:
                    note(rule.id, item.level.number)
                item.indicator = name
                break
