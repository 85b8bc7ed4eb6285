"""Counts of what is there for the work to use, to join with or to go by, and what stands in for a case: no number to be reached."""

from __future__ import annotations

import re

from qcompare.coding.roles.context import ACHIEVES, Context, bound_or_led
from qcompare.coding.roles.people import PERSONS
from qcompare.coding.rules import Rule, left, table
from qcompare.lexicon.patterns import pattern

_COUNTS = frozenset(["count", "bare"])

# 在实施(33项)民生工程的基础上, 在落实(118条)规定的同时: what the sentence starts from.
_IN = re.compile(r"^在(?!建|全)")
_STARTS_FROM = re.compile(r"[^,。;:]{0,40}(?:基础上|的同时)$")


def started_from(context: Context) -> bool:
    """在实施33项民生工程的基础上,…: what there is, or what goes on anyhow."""
    return bool(_STARTS_FROM.fullmatch(context.goes_on) and _IN.search(context.clause))


# 利用(28个)县…的有利条件, 用好国家开发银行的(50亿元)贷款. Not 利用外资5亿美元.
_USES = re.compile(r"^(?:[^,。;:\d]{0,6}?)(?:利用|用好|用足|抢抓|发挥)好?(?!外资|省外|内资)")
_USE = re.compile(r"(?:条件|机遇|契机|作用|优势|贷款|资金|资源|政策)$")
_MONEY_USED = re.compile(r"[\u4e00-\u9fff]{0,6}(?:贷款|资金|额度|债券)")


def made_use_of(context: Context) -> bool:
    """用好50亿元贷款, 发挥215名联络员作用: what is there to be used."""
    if not _USES.match(context.clause):
        return False
    if context.level.kind == "money":
        return context.plain and not context.led and bool(_MONEY_USED.match(context.right))
    return bool(_USE.search(context.goes_on)) and not ACHIEVES.search(context.clause)


# 深化与(3家)单位合作: with whom work goes on. Not 与3家单位签订合作协议.
_JOINS = re.compile(r"^(?:[^,。;:\d]{0,4}?)(?:深化|加强|巩固|拓展|密切)(?:同|与|和)")
_JOINED = re.compile(r"(?:合作|交流|对接|协作|联系|沟通)$")


def joined_with(context: Context) -> bool:
    """深化与3家科研单位合作: with whom."""
    return bool(_JOINED.search(context.goes_on) and _JOINS.match(context.clause))


_PLACE_AMONG = re.compile(
    r"(?:省会|副省级|同类|重点|计划单列|地级|沿海|中心)*(?:城市|省区?市?|[市县区州]+|单位|园区|开发区)(?:中的?|里)?(?:排名)?(?:前[\d一二三四五六七八九十]|第[\d一二三四五六七八九十]+[位名])"
)


def placed_among(context: Context) -> bool:
    """进入北方15个城市前3位: among how many the place is."""
    return context.plain and bool(_PLACE_AMONG.match(context.right))


# 紧盯(12条)产业链, 一手抓(200户)大户, 落实(12个)规划: what is looked after. Not 落实项目20个, 落实20个项目用地.
_LOOKS_AFTER = re.compile(r"(?:紧盯|盯紧|盯住|瞄准|一手抓)[^,。;:、\d]{0,8}$")
_CARRIES_OUT = re.compile(r"(?:落实|执行)好?[^,。;:\d]{0,12}$")
_ORDERS = re.compile(
    r"[^,。;:]{0,16}?(?:规划|政策|规定|制度|要求|实事项目|合作项目|协议|约定)(?:项目|任务)?(?![\u4e00-\u9fff])"
)


def looked_after(context: Context) -> bool:
    """紧盯12条产业链, 落实12个规划和政策: what work goes by."""
    if not context.before_noun or ACHIEVES.search(context.clause):
        return False
    if _LOOKS_AFTER.search(context.clause):
        return True
    return bool(_ORDERS.match(context.goes_on) and _CARRIES_OUT.search(context.clause))


# 民营经济(30条), (三十条)意见, 安全生产(118条)规定: what a paper is called by its articles. Not 线路30条.
_PAPER_BEHIND = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:规定|意见|政策|措施|举措|禁令|铁律|要求|新政)|落实落[细地]|落地)"
)
_PAPER_BEFORE = re.compile(r"(?:经济|惠企|意见|纲要|公约|准则|条例|新政|营商环境|促进?[\u4e00-\u9fff]{2,6})$")
_ENDS = re.compile(r"[^\u4e00-\u9fff]|等")


def articles(context: Context) -> bool:
    """民营经济30条落实落细, 三十条意见: a paper that is called by the number of its articles."""
    if context.level.unit != "条" or context.level.end > context.level.tail:
        return False
    if _PAPER_BEHIND.match(context.right):
        return True
    return bool(_PAPER_BEFORE.search(context.left) and _ENDS.match(context.right))


# 入围企业为(2家)的,采取…; 达到(3人)以上的班级,应…: a case. Not 达到95%以上的目标,要….
_CASE = pattern(r"的(?:[,:]|(?!{aim_noun})[\u4e00-\u9fff]{1,8}(?:,(?:应(?!急)|须|必须|可(?!持续))|给予|予以))")


def case(context: Context) -> bool:
    """入围企业为2家的,采取议价方式: in which case something holds."""
    return _CASE.match(context.text, context.level.end) is not None


# (两个)以上部门联合起草, 经过(半数)通过: how many must be there, or agree, for something to hold.
_SO_MANY = ("两", "三")
_QUORUM = re.compile(r"[^,。;:]{0,16}?(?:参加|通过|同意|联名|赞成|出席|签名|赞同|表决|到会)")
# 两个以上|部门联合起草, 职位任职: a case of more than one. Not 两户以上企业.
_JOINTLY = re.compile(r"以上[^,。;:]{0,10}?(?:联合|共同|职位|同时|之间)")
_HALVES = ("半数", "分之")


def quorum(context: Context) -> bool:
    """三分之二以上的户参加, 两个以上部门联合起草: when something holds; 两个以上村建成中心 is a level."""
    level, text = context.level, context.text
    if not level.chinese or context.led or ACHIEVES.search(context.clause):
        return False
    said = text[level.start : level.tail]
    if level.kind == "share":
        return any(half in said for half in _HALVES) and bool(_QUORUM.match(text, level.end))
    least = text.startswith(_SO_MANY, level.number) and text.startswith("以上", level.tail)
    return least and bool(_JOINTLY.match(context.goes_on))


# 持股比例(5%)以上的投资者: which ones. Not 比例95%以上的目标.
_SHARE_HELD = re.compile(r"(?:比例|比重|占比|份额)$")
_WHO = pattern(r"的(?!{aim_noun})[\u4e00-\u9fff]")


def share_held(context: Context) -> bool:
    """引入持股比例5%以上的投资者: which ones."""
    if context.led or context.plain or not _WHO.match(context.text, context.level.end):
        return False
    return bool(_SHARE_HELD.search(context.text, context.sentence, context.level.start))


# 设(召集人)1人,副召集人2人; 主任1名: how a body is made up.
_POST = pattern(r"(?:[^,。;:]{0,10}?(?:设|由))?(?:副|第一|常务|执行)?{post_noun}$")


def posts(context: Context) -> bool:
    """设召集人1人,副召集人2人: how a body is made up."""
    return context.level.unit in PERSONS and context.plain and bool(_POST.fullmatch(context.clause))


HANDLED = table(
    Rule(
        id="role.scope.case", decides="scope", looks="right of the level", needs_behind="的",
        why="codebook 2.2: in which case a rule holds is no aim",
        holds=case,
        examples=("入围企业为‹2家›的，采取议价方式。", "数量在‹5亿公斤›以下的，由省批准。", "党员达到‹3人›以上的班级，应成立支部。", "对平均费率不超过‹1%›的业务给予补贴。"),
        counter_examples=("入围企业达到‹2家›，采取议价方式。", "实现产值‹5亿元›的目标，加大投入。", "实现产值‹5亿元›的目标，应加大投入。"),
    ),
    Rule(
        id="role.scope.quorum", decides="scope", looks="the level, clause around it", needs_behind="以上|参加|通过|同意|联名|赞成|出席|签名|赞同|表决|到会",
        why="codebook 2.2: how many there must be, or must agree, for a rule to hold",
        kinds=frozenset(["share", "count"]), holds=quorum,
        examples=("决定须经到会人员的‹过半数›通过。", "应有‹三分之二›以上的户参加。", "‹两个›以上部门联合起草的，由牵头部门清理。"),
        counter_examples=("力争‹三分之二›以上的村通客车。", "培育‹两个›以上品牌。", "力争‹三个›以上项目开工。"),
    ),
    Rule(
        id="role.scope.share_held", decides="scope", looks="left and right of the level", needs_before="比例|比重|占比|份额", needs_behind="的",
        why="codebook 2.2: how large a share those hold who are meant",
        kinds=frozenset(["share"]), holds=share_held,
        examples=("引入持股比例‹5%›以上的投资者。",),
        counter_examples=("实现绿电比例‹5%›以上的目标。", "绿电比例达到‹5%›以上。"),
    ),
    Rule(
        id="role.scope.started_from", decides="scope", looks="clause around the number", needs_before="在", needs_behind="基础上|同时",
        why="codebook 1.2, scope: what a sentence starts from, or what is done besides, is not its aim",
        kinds=_COUNTS, holds=started_from,
        examples=("在实施‹33项›民生工程的基础上，扩大保障范围。", "在落实‹118条›规定的同时，完善制度。", "在现有‹3条›公交线路基础上，新增2条。"),
        counter_examples=("在新区建设‹25个›示范镇，打牢基础。", "在巩固成果的基础上，建设‹25个›示范镇。"),
    ),
    Rule(
        id="role.scope.made_use_of", decides="scope", looks="clause around the number", needs_before="利用|用好|用足|抢抓|发挥",
        why="codebook 1.2: what is there to be used is a means; how much of it there is, is not aimed at",
        kinds=_COUNTS | {"money"}, holds=made_use_of,
        examples=("充分发挥‹215名›驻企联络员的作用。", "用好国家开发银行的‹50亿元›贷款。"),
        counter_examples=("发挥优势，培训‹215名›联络员。", "利用外资‹5亿美元›。", "利用闲置资源建成‹5个›平台。"),
    ),
    Rule(
        id="role.scope.joined_with", decides="scope", looks="clause around the number", needs_before="与|同|和", needs_behind="合作|交流|对接|协作|联系|沟通",
        why="codebook 1.2, scope: with how many work goes on together is no number to be reached",
        kinds=_COUNTS, holds=joined_with, unless=bound_or_led,
        examples=("深化与‹3家›科研单位合作。",),
        counter_examples=("与‹3家›科研单位签订合作协议。",),
    ),
    Rule(
        id="role.scope.placed_among", decides="scope", looks="right of the unit", needs_behind="前|第",
        why="codebook 2.1: a place among so many is the level, and how many there are is its group",
        kinds=_COUNTS, holds=placed_among,
        examples=("空气质量进入北方‹15个›城市前3位。",),
        counter_examples=("推动‹15个›县进入全省前20名。",),
    ),
    Rule(
        id="role.scope.looked_after", decides="scope", looks="clause around the number", needs_before="盯|瞄准|一手抓|落实|执行",
        why="codebook 1.2, scope: what is looked after, or gone by, is there already",
        kinds=_COUNTS, holds=looked_after, unless=bound_or_led,
        examples=("紧盯‹12条›特色产业链。", "一手抓‹200户›能耗大户。", "落实‹12个›重点产业规划和政策。", "落实市校‹150个›合作项目。"),
        counter_examples=("落实项目‹20个›。", "落实资金，建成‹12个›平台。"),
    ),
    Rule(
        id="role.scope.articles", decides="scope", looks="left and right of the number", needs_behind="条",
        why="codebook 1.2, name: a paper is called by the number of its articles",
        kinds=_COUNTS, holds=articles,
        examples=("推动民营经济‹30条›落实落细。", "落实省、市‹三十条›意见。", "用好惠企‹17条›、促消费15条。", "出台‹16条›措施。"),
        counter_examples=("新开通公交线路‹30条›。", "整治道路‹30条›，落实政策。"),
    ),
    Rule(
        id="role.scope.posts", decides="scope", looks="clause before the number", needs_before="{post_noun}",
        why="codebook 1.2, scope: how many sit on a body is how the work is organised",
        kinds=_COUNTS, holds=posts,
        examples=("联席会议设召集人‹1人›，副召集人2人。", "联席会议设召集人1人，副召集人‹2人›。"),
        counter_examples=("培训村主任‹100名›。",),
    ),
    Rule(
        id="role.instrument.each", decides="instrument", looks="left of the sum", needs_before="每",
        why="codebook 1.2, instrument: what each one is paid",
        kinds=frozenset(["money"]), unless=lambda context: context.led, holds=left(r"每(?:人|户|名|个|家|亩|吨)[^,。;\d]{0,6}(?:发放|补助|补贴|给予|奖励|资助|救助)[^,。;\d]{0,8}"),
        examples=("为困难妇女每人发放救助金‹1.5万元›。",),
        counter_examples=("发放创业贷款‹3亿元›。", "每人补助标准提高到‹320元›。"),
    ),
    Rule(
        id="role.instrument.returned", decides="instrument", looks="left and right of the level", needs_before="返还|退还",
        why="codebook 1.2, instrument: what is given back of what was paid",
        kinds=frozenset(["money", "share"]),
        holds=left(r"(?:返还|退还)[^,。;]{2,24}的"),
        examples=("可返还上年度失业保险费的‹50%›。",),
        counter_examples=("农膜返还率达到‹50%›。",),
    ),
)  # fmt: skip
