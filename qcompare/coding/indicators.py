"""From a level to its item: which words around it name the indicator, and where the quote starts and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qcompare.coding.level import Level
from qcompare.lexicon import alternation, words
from qcompare.text.clauses import clause_start
from qcompare.text.model import Plan

_YEAR_WORDS = (
    r"(?:力争|争取|确保|努力|计划|预计)?(?:自|从)?(?:到|至|在|截至)?(?:(?:19|20)\d\d|[一二][九〇零○][零〇○一二三四五六七八九]{2})年(?:[至~—–-](?:19|20)?\d{2,4}年)?(?:年?底|年?末|年内)?(?:以前|之前|前|时|起)?"
    r"|(?:到)?[“\"][八九十][一二三四五]?五?[”\"](?:期末|时期末|末|期间|时期)?|(?:用|力争|争取|到|在|未来|今后)?[0-9一二两三四五六七八九十]{1,2}年(?:左右)?(?:时间|内|之内)|(?:到)?本世纪末|今年|当年|明年"
)
LEADING_YEAR = re.compile(rf"(?:{_YEAR_WORDS})(?:之?间)?[,、]?(?:全[市省县区国]要?)?(?=\s*)")
_TRAILING_YEAR = re.compile(rf"(?:{_YEAR_WORDS})$")
_YEAR_STARTS = frozenset('力争确努计预自从到至在截用未今本当明“"0123456789一二两三四五六七八九十')
_YEAR_ENDS = '年底末内前时起间期”"'  # the first and the last characters of these words: few runs have one there
_TRAILING_LEAD = re.compile(
    r"(?:要|应|将|须|需|必须|均|都|也|力争|争取|确保|努力|总体|基本|分别|累计|总计|共|全部|全面|稳步|逐年|逐步|每年|年内|全年|每季度|每月|再|又|进一步|的占)$"
)
_LEAD_ENDS = "要应将须需均都也争取保力体本别计共部面步年内度月再又占"
# What a change or a rise is counted from; it is the target's baseline and no part of the indicator.
_THAN = re.compile(
    r"(?:(?<![占对同可])比(?!重|例|率|值|强)|较(?![大高强好小长])|与(?=[^,。;]{1,16}相比$))(?P<base>[^,。;]{1,24}?)(?:相比|的?基础上)?$"
)
_ON_TOP = re.compile(r"在(?P<base>[^,。;]{1,18}?)(?:的)?基础上$")
_FROM = re.compile(r"(?:由|从)(?P<base>[^,。;由从]{1,26})$")
POST_CUT = re.compile(
    r"(?:并(?!购|网|轨)|且|同时|以(?=确保|实现|达到|满足)|的(?:目标|水平|任务|要求|标准)(?=$|[,。;、(])|\(|[,;。:!?\n])"
)
POST_TAIL = re.compile(r"(?:的?(?:建设|创建|任务|工作|改造|目标))$")


@dataclass(slots=True)
class Item:
    """One target in the making: its level, its quote and its indicator, all in the normalised text."""

    level: Level
    start: int
    end: int
    indicator: str
    pre: tuple[int, int]
    post: tuple[int, int]
    base: tuple[int, int] | None = None
    year: int | None = None
    parent: str | None = None


_LONGEST = 400


def quote_start(start: int, level: int, end: int) -> int:
    """Return where a quote starts: at its subject, but a list without end is not quoted from there for each of its levels."""
    return start if end - start <= _LONGEST else level


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(alternation(words("verbs")))


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('verbs'))})+$")


def leading_year(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of the words that date what follows them (到2020年,), if a run starts with such words."""
    return LEADING_YEAR.match(text, start, end) if text[start] in _YEAR_STARTS else None


def strip_lead(text: str, start: int, end: int) -> tuple[int, bool]:
    """Return where an indicator starts behind years, adverbs and verbs of commitment, and whether 完成 was dropped."""
    done = False
    while start < end:
        if text[start] in " \t、,":
            start += 1
            continue
        match = leading_year(text, start, end) or _leading().match(text, start, end)
        if match is None or match.end() == start:
            break
        word = match.group()
        # 「建设项目」, 「发展水平」, 「创新」: a verb that is the first half of a noun is no verb of commitment.
        if _noun_follows(text, match.end(), end, word):
            break
        done = done or word.endswith(("完成", "推进", "开展", "启动", "实现"))
        start = match.end()
    return start, done


_NOUN_HALF = {
    "建设": r"(?:工程|项目|用地|标准|资金|单位|水平|任务|领域|成效|占|质量)",
    "发展": r"(?:水平|质量|指数|速度|目标|能力|环境|基金|规模|经济|产业)",
    "培养": r"(?:质量|规模|能力|体系|层次)",
    "创": r"(?:新|业|意|伤|客|汇|优|建|造)",
    "获": r"(?:证|奖|得|评|批|批准)",
    "获得": r"(?=.)",
    "取得": r"(?=.)",
    "拥有": r"(?=[^,]{0,20}(?:量|数|率|企业|人))",
    "有": r"(?:效|关|机|条件|色|限|害|意|偿|序|线|力|组织)",
    "建": r"(?:筑|材|档|制|立|设|国|议|成|构|言|卡)",
    "达": r"(?:标|成|产)",
    "要": r"(?:素|求|件)",
    "应": r"(?:急|用|届|收|对|检|保|届)",
    "新": r"(?!(?:建成|创|培|认|引|推|获|制|设))",
    "将": r"(?:军)",
    "并": r"(?:购|网|轨|联)",
    "基本": r"(?:医|养|公|农|药|建|保|功|生|消|服|公共|公卫|单)",
    "共": r"(?:享|建|同|性|管|有|产|青)",
    "再": r"(?:生|制|就业|循|造|保|利)",
    "通过": r"(?=.)",
    "计划": r"(?:生育|单列|免疫|完成)",
    "集中": r"(?:供|式|处|安|收|采|监|就|居|连|度)",
    "全面": r"(?:质量|预算|小康|两孩)",
    "保证": r"(?:金|体系|能力)",
    "布局": r"(?:优|合)",
    "使": r"(?:用|命|馆)",
    "落地": r"(?:率|面)",
    "积极": r"(?:性)",
    "每年": r"(?!)",
    "也": r"(?!)",
    "稳定": r"(?:性|就业|脱贫|率|运行|度)",
    "保持": r"(?:率)",
    "巩固": r"(?:率|提升|脱贫)",
    "配备": r"(?:率|比)",
    "配置": r"(?:率|水平|效率)",
    "储备": r"(?:粮|量|能力|规模|库|项目|土地)",
    "实现": r"(?:利润|利税|税收|增加值|销售|产值|地区|营业|社会|农业(?!乡|县|园)|工业|主营|总产值|进出口|限额|旅游|财政)",
    "完成": r"(?:率)",
    "建立": r"(?=[^,、]{0,24}(?:的[^,]{0,8}|覆盖率|比例|占比|率)$)",
    "重点培育": r"(?!)",
    "争": r"(?:议|创|先)",
    "达到": r"(?=[^,]{1,30}(?:的|率|比例|比重|占比))",
    "推动": r"(?!)",
    "推进": r"(?:率|工程)",
    "累计": r"(?=[一-龥]{0,10}(?:率|量|数|装机|里程|面积|额|用户)$)",
    "配": r"(?!)",
    "孵化": r"(?:器|企业|面积|基地|载体)",
    "扶持": r"(?:资金)",
    "引进": r"(?=.)",
    "培育": r"(?:企业|库|期)",
    "组建": r"(?!)",
    "建成": r"(?:区|投产率|面积)",
    "还": r"(?:田|林|款|贷|草|湿|建|原)",
    "争创": r"(?!)",
    "创造": r"(?:力|性|就业|税收|产值|价值)",
    "荣获": r"(?!)",
    "创建": r"(?:率)",
    "实施": r"(?=.)",
    "加强": r"(?:版)",
    "促进": r"(?:会|中心)",
}


@cache
def _noun_half(word: str) -> re.Pattern[str] | None:
    for length in range(len(word), 0, -1):
        pattern = _NOUN_HALF.get(word[-length:])
        if pattern is not None:
            return re.compile(pattern)
    return None


def _noun_follows(text: str, at: int, end: int, word: str) -> bool:
    pattern = _noun_half(word)
    return bool(pattern and at < end and pattern.match(text, at, end))


def trim_right(text: str, start: int, end: int, change: str, verb: str) -> tuple[int, tuple[int, int] | None]:
    """Return where an indicator ends before years, adverbs and baselines, and the run of the baseline.

    Parameters
    ----------
    change, verb
        Of the level behind it: only a change is counted from something, and only 到 and 至 say from where.
    """
    base: tuple[int, int] | None = None
    while end > start:
        run = text[start:end]
        if run[-1] in " \t、,:(的" and not run.endswith("目的"):
            end -= 1
            continue
        match = _ON_TOP.search(run) if run.endswith("基础上") else None
        if match is None and change != "level":
            match = _THAN.search(run)
        if match is None and verb[-1:] in ("到", "至", "为", "达"):
            match = _FROM.search(run)
        if match is not None:
            base = base or (start + match.start("base"), start + match.end("base"))
            end = start + match.start()
            continue
        match = _TRAILING_YEAR.search(run) if run[-1] in _YEAR_ENDS else None
        match = match or (_TRAILING_LEAD.search(run) if run[-1] in _LEAD_ENDS else None)
        if match is None or match.end() == match.start():
            break
        end = start + match.start()
    return end, base


def strip_verbs(text: str, start: int, end: int) -> int:
    """Return where a run ends before the verbs of commitment that lead to a number (各县力争建设|1个)."""
    match = _closing().search(text[start:end])
    return start + match.start() if match else end


# Where a clause stops naming and starts saying: 合格率|达到91%, 名牌产品|85个.
_SAYS = re.compile(r"达到|达(?!标)|为|由|从|比|提高|提升|增加|控制|稳定|保持|实现|\d")


def named_before(text: str, start: int) -> tuple[int, int]:
    """Return what the clause before names, for a clause that has a level and nothing else; across 。 if need be."""
    stop = start
    for _ in range(_CLAUSES):
        while stop > 0 and text[stop - 1] in ",;:、 。":
            stop -= 1
        head = clause_start(text, 0, stop)
        begin, _ = strip_lead(text, head, stop)
        says = _SAYS.search(text, begin + 1, stop)
        end, _ = trim_right(text, begin, says.start() if says else stop, "level", "")
        if end - begin > 1:
            return begin, end
        stop = head
    return start, start


# How many clauses back the subject may stand; a date can be one of them.
_CLAUSES = 3


# Indicators that start like this do not say of what: an inspection, a step of works, a property.
_SILENT = re.compile(
    r"(?:单位工程|一般工程|重点工程|竣工工程|其他工程|获得|获|一次(?!性能源)|(?:国家|省级|市级)?监督抽[查检]|国家监督|省级监督|抽检|抽查|检验|合格率|检测|安全性能|质量指标|顾客满意|客户满意|用户满意|群众满意|满意度|覆盖率|普及率|达标率)"
)
_PRODUCT = re.compile(r"(?P<rank>重点|主要)?产品(?!牌)")
_OBJECT = r"(?:工程项目|建设项目|项目|工程建设|工程|农产品|食用农产品|水产品|畜产品|工业产品|消费品|产品|食品|药品|医疗器械|化妆品|农资|服务业|企业|设备|学校|医院|机构|旅游|住宅)"
_HEAD = re.compile(rf"[^,。;:、的\d]{{0,14}}?{_OBJECT}")
_DOES = re.compile(r"(?:加大|加强|强化|抓好|严格|开展|推进)对?")
_OTHERS = re.compile(r"其他|一般")
_KIND = re.compile(r"大中型|大型|重点|重大|主要")
_TITLE = re.compile(rf"[^,。;:]{{0,8}}?{_OBJECT}(?:质量)?$")
_SECTOR = re.compile(r"(?P<sector>工业|农业|制造业|服务业|建筑业)(?:产品|品)?")
_ACT = re.compile(r"(?:签订|签署|建立|导入|通过|实施|执行|采用|安装|配备)(?!率)")


def supply_scope(plan: Plan, items: list[Item]) -> None:
    """Complete the indicators that leave their object out; the quotes stay as they are."""
    text = plan.text
    for index, item in enumerate(items):
        name = item.indicator
        if name.startswith("占") and index:
            # 研发支出增长10%,占生产总值比重达到3%: the share is that of what stands before.
            earlier = items[index - 1]
            if 0 < item.start - earlier.level.end <= 2 and text[earlier.level.end] == ",":
                item.indicator = earlier.indicator + name
            continue
        product = _PRODUCT.match(name) if "产品" in name else None
        silent = _SILENT.match(name) or (item.level.unit == "%" and _ACT.match(name))
        if not product and not silent:
            continue
        number = plan.block_at(item.level.number)
        block = plan.blocks[number]
        title = plan.title_of(number)
        if product and (block.level or title):
            sector = _SECTOR.match(title)
            if sector and sector["sector"] not in name:
                rank = product["rank"] or ""
                item.indicator = f"{rank}{sector['sector']}产品{name[product.end() :]}"
            continue
        if not silent:
            continue
        floor = max(block.start, plan.sentence_at(item.start)[0])
        head = (
            _before(text, items, index, floor)
            or _clause_head(text, floor, item.start)
            or (title if _TITLE.match(title) and title.removesuffix("质量") not in name else "")
        )
        if _OTHERS.match(name) and _KIND.match(head):
            continue
        if head and not name.startswith(head):
            item.indicator = head + name


def _before(text: str, items: list[Item], index: int, floor: int) -> str:
    """Return the object of the target before it in the sentence."""
    for earlier in reversed(items[max(0, index - 3) : index]):
        if earlier.level.end < floor:
            break
        if _SILENT.match(text[earlier.start : earlier.start + 8]):
            continue
        head = _HEAD.match(earlier.indicator)
        if head and len(head.group()) > 2:
            return head.group()
    return ""


def _clause_head(text: str, floor: int, start: int) -> str:
    """Return the object with which the clause before it starts."""
    clauses = [clause for clause in re.split(r"[,;:]", text[max(floor, start - 60) : start]) if clause]
    for clause in reversed(clauses):
        does = _DOES.match(clause)
        head = _HEAD.match(clause, does.end() if does else 0)
        if head and len(head.group()) > 2:
            return head.group()
    return ""
