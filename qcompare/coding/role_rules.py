"""Whether a level in running text commits to anything: the rules that its numeral must pass, in order.

Each rule names a role other than ``target`` (codebook 1.2); the first that holds decides, and a level that passes all
of them is a target. What the form of a numeral or its block settles comes before (:mod:`qcompare.coding.roles`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from qcompare.coding import role_tests as test
from qcompare.coding.context import Context
from qcompare.coding.role_tests import spelled_scope
from qcompare.coding.rules import RULES, Rule, left, note, noting, right, table

_TIME = frozenset(["time"])
_COUNT = frozenset(["count"])
_COUNTS = frozenset(["count", "bare"])
_SHARES = frozenset(["share", "points"])
_OUTLOOK = "a view ahead (未来N年) is no level; with 内 it is the time for what is promised"
_MEANS = "codebook 1.2, instrument: the size of a means (subsidy, reward, fine) commits to no result"
_WEIGHT = "codebook 1.2, scope: how something is marked or weighed is not what is to be reached"
_PAST = "codebook 1.2, status: a past or present fact is no target"
_SPOKEN = "codebook 1.2, scope: a count of what the text speaks about commits to nothing"
_WHICH = "codebook 2.2: a size before a noun only says which things are meant"
_TIMES = "only a limit of time that somebody promises to keep is a level"
_SPELLED = "codebook 1.1: a round figure, or a single spelled figure before its noun, fixes no level"

# Settled by the block or the form of a numeral (roles.Roles), before the words around it are looked at.
FORM = {
    rule.id: rule
    for rule in table(
        Rule(
            id="role.noise.page", decides="noise", looks="block",
            why="codebook 1.2, noise: a number that belongs to the web page",
            examples=("江城市质量发展规划\n一、主要目标\n产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n浏览次数：‹1234›",),
            counter_examples=("江城市质量发展规划\n一、主要目标\n产品合格率达到‹91%›。\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n浏览次数：1234",),
        ),
        Rule(
            id="role.citation.page", decides="citation", looks="block, beside the number",
            why="codebook 1.2, citation: a document's number in the head of a page",
            examples=("文号：江政发〔2016〕‹3›号\n江城市质量发展规划\n（2016年3月1日）\n一、主要目标\n产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
            counter_examples=("江城市质量发展规划\n一、主要目标\n产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n浏览次数：‹1234›",),
        ),
        Rule(
            id="role.name.long", decides="name", looks="number",
            why="a run of five digits without unit and verb is an account, a code or a telephone number",
            examples=("推广质量投诉‹123456›。",), counter_examples=("新增就业‹123456人›。",),
        ),
        Rule(
            id="role.name.front", decides="name", looks="block",
            why="codebook 1.2, name: what stands before the text of a plan is no commitment",
            examples=("江城市质量发展规划\n共‹30›页\n一、主要目标\n产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
            counter_examples=("江城市质量发展规划\n试点单位‹3个›\n一、主要目标\n产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
        ),
        Rule(
            id="role.scope.front", decides="scope", looks="block",
            why="codebook 1.2, scope: what stands before the text of a plan is no commitment",
            examples=("江城市质量发展规划\n试点单位‹3个›\n一、主要目标\n产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
            counter_examples=("江城市质量发展规划\n共‹30›页\n一、主要目标\n产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
        ),
        Rule(
            id="role.citation.year", decides="citation", looks="right of the year",
            why="codebook 1.2, citation: part of a document number",
            examples=("依据国发〔‹2012›〕9号文件。",), counter_examples=("到‹2012›年完成。",),
        ),
        Rule(
            id="role.date.document", decides="date", looks="title marks, front matter, brackets",
            why="codebook 1.2, date: a period in any title",
            examples=("落实《质量发展纲要（‹2011›—2020年）》。",), counter_examples=("到‹2020›年建成检测中心8个。",),
        ),
        Rule(
            id="role.date.bracket", decides="date", looks="right of the year",
            why="codebook 1.2, date: a period in brackets belongs to a name",
            examples=("实施三年行动（‹2018›—2020年），建成检测中心8个。",), counter_examples=("到‹2020›年建成检测中心8个。",),
        ),
        Rule(
            id="role.name.standard", decides="name", looks="left of the number",
            why="codebook 1.2, name: the year of a standard's number",
            examples=("贯彻GB/T 19580-‹2012›标准。",), counter_examples=("到‹2020›年采用标准8项。",),
        ),
        Rule(
            id="role.enumerator.box", decides="enumerator", looks="left of the number",
            why="codebook 1.2, enumerator: the number of a table, figure, annex",
            examples=("各项指标见附件‹3›。",), counter_examples=("建成检测中心‹3›个。",),
        ),
        Rule(
            id="role.target_year.month", decides="target_year", looks="the date and the word before it",
            why="codebook 1.2, target_year: 到2018年6月 says by when",
            examples=("到‹2018年6›月建成检测中心8个。",), counter_examples=("‹2018年6›月召开大会。",),
        ),
        Rule(
            id="role.date.day", decides="date", looks="the date",
            why="codebook 1.2, date: any other calendar date",
            examples=("‹2018年6›月召开大会。",), counter_examples=("到‹2018年6›月建成检测中心8个。",),
        ),
        Rule(
            id="role.date.unread", decides="date", looks="the year",
            why="codebook 1.2, date: a year that no statement is made about",
            examples=("整治‹1958›年建厂的企业。",), counter_examples=("到‹2018›年建成检测中心8个。",),
        ),
        Rule(
            id="role.target_year.named", decides="target_year", looks="the year and the words beside it",
            why="codebook 1.2, target_year",
            examples=("到‹2018›年建成检测中心8个。",), counter_examples=("比‹2010›年提高3个百分点。",),
        ),
        Rule(
            id="role.status.year", decides="status", looks="the year and the words beside it",
            why="codebook 1.2, status: a past year, or that of a baseline",
            examples=("比‹2010›年提高3个百分点。",), counter_examples=("到‹2018›年建成检测中心8个。",),
        ),
        Rule(
            id="role.name.title", decides="name", looks="title marks",
            why="codebook 1.2, name: a number inside 《…》",
            examples=("贯彻《质量提升‹3›年行动方案》。",), counter_examples=("建成检测中心‹3›个。",),
        ),
        Rule(
            id="role.citation.number", decides="citation", looks="beside the number",
            why="codebook 1.2, citation: part of a document number",
            examples=("依据国发〔2012〕‹9›号文件。",), counter_examples=("地铁‹9›号线通车。",),
        ),
        Rule(
            id="role.enumerator.heading", decides="enumerator", looks="start of the block",
            why="codebook 1.2, enumerator: a heading or list number",
            examples=("江城市质量发展规划\n一、主要目标\n（‹1›）产品合格率达到91%。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
            counter_examples=("江城市质量发展规划\n一、主要目标\n培育品牌‹1›个。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
        ),
        Rule(
            id="role.name.latin", decides="name", looks="left of the number",
            why="codebook 1.2, name: a numeral glued to Latin letters",
            examples=("控制PM‹2.5›污染。",), counter_examples=("GDP增长‹8%›。",),
        ),
        Rule(
            id="role.name.joined", decides="name", looks="beside the number",
            why="codebook 1.2, name: 3·15, 4×100, 5G",
            examples=("开展‹3›·15活动。",), counter_examples=("举办活动‹3›次。",),
        ),
        Rule(
            id="role.name.phone", decides="name", looks="left of the number",
            why="codebook 1.2, name: a phone number",
            examples=("联系电话‹8230›。",), counter_examples=("电话用户达到‹8230›户。",),
        ),
        Rule(
            id="role.name.glued", decides="name", looks="right of the number",
            why="codebook 1.2, name: 500强, 5星级, 206国道",
            examples=("服务世界‹500›强企业。",), counter_examples=("服务企业‹500›家。",),
        ),
        Rule(
            id="role.name.hotline", decides="name", looks="right of the number",
            why="codebook 1.2, name: a hotline",
            examples=("推广‹1236›举报热线。",), counter_examples=("受理投诉‹1236›件。",),
        ),
        Rule(
            id="role.name.quoted", decides="name", looks="quotation marks",
            why="codebook 1.2, name: a slogan in quotation marks",
            examples=("开展“质量月‹1›+N”活动。",), counter_examples=("开展“质量月”活动‹1›次。",),
        ),
        Rule(
            id="role.status.ordinal", decides="status", looks="left of the number, heading",
            why="codebook 1.2, status",
            examples=("江城市质量发展规划\n一、发展现状\n开展第‹3›次普查。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
            counter_examples=("江城市质量发展规划\n一、主要目标\n开展第‹3›次普查。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
        ),
        Rule(
            id="role.name.ordinal", decides="name", looks="left of the number",
            why="codebook 1.2, name: an ordinal names one of several",
            examples=("召开第‹3›次大会。",), counter_examples=("召开大会‹3›次。",),
        ),
        Rule(
            id="role.cell", decides="a role", looks="column of a table",
            why="codebook 2.1: a cell does what the head of its column says",
        ),
        Rule(
            id="role.unplaced.unread", decides="unplaced", looks="number",
            why="a numeral that no rule reads is listed with its sentence",
            examples=(), counter_examples=(),
        ),
    )
}  # fmt: skip

RUNNING_TEXT = table(
    Rule(
        id="role.scope.outlook", decides="scope", looks="left and right of the number", why=_OUTLOOK, kinds=_TIME,
        holds=test.outlook,
        examples=("未来‹10年›是质量工作的关键期。",),
        counter_examples=("未来‹5年›内建成检测中心8个。", "平均预期寿命提高‹2年›。"),
    ),
    Rule(
        id="role.target_year.outlook", decides="target_year", looks="left of the number", why=_OUTLOOK, kinds=_TIME,
        holds=test.outlook_years,
        examples=("未来‹5年›内建成检测中心8个。",),
        counter_examples=("未来‹10年›是质量工作的关键期。",),
    ),
    Rule(
        id="role.status.part", decides="status", looks="headings above",
        why="codebook 2.2: a part that tells what was done or where one stands is status, whatever words it uses",
        holds=lambda context: context.block.status,
        examples=("江城市质量发展规划（2016—2020年）\n一、发展现状\n产品合格率达到‹91%›。\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n",),
        counter_examples=("江城市质量发展规划（2016—2020年）\n一、主要目标\n产品合格率达到‹91%›。\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n",),
    ),
    Rule(
        id="role.scope.weight", decides="scope", looks="right of the unit", why=_WEIGHT, holds=right("{weight_noun}"),
        examples=("质量考核‹10%›权重由各县掌握。",),
        counter_examples=("产品合格率达到‹95%›。",),
    ),
    Rule(
        id="role.scope.weighed", decides="scope", looks="left of the number", why=_WEIGHT, holds=left("{weighed}"),
        examples=("考核中每少‹1项›记一次。",),
        counter_examples=("制定标准‹5项›。",),
    ),
    Rule(
        id="role.scope.deducted", decides="scope", looks="right of the unit", why=_WEIGHT,
        holds=right(r"[^,。;]{0,10}扣\d"),
        examples=("缺少‹1份›材料扣2分。",),
        counter_examples=("制定标准‹5项›，扣减环节2个。",),
    ),
    Rule(
        id="role.scope.marks", decides="scope", looks="left of the number", why=_WEIGHT, kinds=frozenset(["score"]),
        holds=test.marks,
        examples=("质量工作以‹5分›计入考核。",),
        counter_examples=("顾客满意度达到‹85分›。",),
    ),
    Rule(
        id="role.instrument.given", decides="instrument", looks="right of the unit", why=_MEANS,
        holds=right("{give}{means_noun}"),
        examples=("对认证费用按‹50%›给予补助。",),
        counter_examples=("产品合格率达到‹95%›，对企业给予奖励。",),
    ),
    Rule(
        id="role.instrument.share_of_means", decides="instrument", looks="left of the number", why=_MEANS, kinds=_SHARES,
        holds=left("{reward_share}[^,。;]{0,6}的?"),
        examples=("扣减奖金的‹20%›。",),
        counter_examples=("监督抽查合格率达到‹95%›。",),
    ),
    Rule(
        id="role.instrument.fine", decides="instrument", looks="left and right of the number", why=_MEANS,
        kinds=frozenset(["times"]), holds=test.fine,
        examples=("并处货值‹3倍›罚款。",),
        counter_examples=("专利数达到2015年的‹3倍›。",),
    ),
    Rule(
        id="role.instrument.reckoned", decides="instrument", looks="clause, right of the unit", why=_MEANS,
        kinds=frozenset(["share"]), holds=test.reckoned,
        examples=("按合同价款的‹1.5%›存储工资保证金。",),
        counter_examples=("研发投入占营业收入的‹1.5%›。",),
    ),
    Rule(
        id="role.instrument.paid", decides="instrument", looks="sentence, right of the level", why=_MEANS,
        kinds=frozenset(["money", "share"]), holds=test.paid,
        examples=("对获奖企业奖励‹100万元›。",),
        counter_examples=("地方财政收入达到‹100亿元›。",),
    ),
    Rule(
        id="role.status.baseline", decides="status", looks="left and right of the level",
        why="codebook 2.1: 由A提高到B has the level B, A is its baseline", holds=test.baseline,
        examples=("产品抽查合格率由‹85%›提高到90%。",),
        counter_examples=("产品抽查合格率由85%提高到‹90%›。",),
    ),
    Rule(
        id="role.status.not_reached", decides="status", looks="left of the number, clause", why=_PAST,
        holds=test.not_reached, unless=test.led_from,
        examples=("采用先进标准的企业不足‹30%›。",),
        counter_examples=("力争不合格企业不到‹5%›。",),
    ),
    Rule(
        id="role.status.falls_short", decides="status", looks="left of the number", why=_PAST,
        holds=test.falls_short, unless=test.led_from,
        examples=("产品合格率比全国平均水平低‹3个百分点›。",),
        counter_examples=("到2020年，单位产值能耗比全国平均水平低‹5%›。", "产品合格率比上年提高‹3个百分点›。"),
    ),
    Rule(
        id="role.status.only", decides="status", looks="right of the unit", why=_PAST,
        holds=test.only, unless=test.led_from,
        examples=("‹12个›品牌中获奖的仅有3个。",),
        counter_examples=("培育品牌‹12个›。",),
    ),
    Rule(
        id="role.status.level_of_past_year", decides="status", looks="left of the number", why=_PAST,
        holds=test.level_of_past, unless=test.led_from,
        examples=("覆盖率上升到2005年的‹84.7%›。",),
        counter_examples=("专利数达到2005年的‹3倍›。",),
    ),
    Rule(
        id="role.status.counted_up", decides="status", looks="sentence before the number", why=_PAST,
        holds=test.counted_up, unless=test.led_from,
        examples=("先后有9个产品获得称号，‹43个›产品通过认证。",),
        counter_examples=("先后有9个产品获得称号，力争‹43个›产品通过认证。",),
    ),
    Rule(
        id="role.status.so_far", decides="status", looks="clause before the number", why=_PAST,
        holds=test.said_so_far, unless=test.led_from,
        examples=("已建成检测中心‹20家›。",),
        counter_examples=("建成检测中心‹20家›。",),
    ),
    Rule(
        id="role.status.since", decides="status", looks="sentence before the number", why=_PAST,
        holds=test.since, unless=test.led_from,
        examples=("规划实施以来，建成检测中心‹20家›。",),
        counter_examples=("规划实施以来，力争建成检测中心‹20家›。",),
    ),
    Rule(
        id="role.status.so_far_behind_year", decides="status", looks="between the year named last and the number",
        why=_PAST, holds=test.so_far_behind_year, unless=test.led_from,
        examples=("为实现2020年目标，目前建成检测中心‹20家›。",),
        counter_examples=("到2020年，建成检测中心‹20家›。",),
    ),
    Rule(
        id="role.status.past_year", decides="status", looks="the year named last before the number", why=_PAST,
        holds=test.past_year, unless=test.led_from,
        examples=("2010年产品抽查合格率达到‹91.3%›。",),
        counter_examples=("在2010年基础上，确保产品抽查合格率达到‹95%›。",),
    ),
    Rule(
        id="role.target_year.span", decides="target_year", looks="right of 年",
        why="codebook 1.2, target_year: 5年内 says by when", kinds=_TIME, holds=test.span,
        examples=("用‹5年›时间建成检测中心8个。",),
        counter_examples=("连续‹5年›内未发生事故。", "审批周期降到‹5年›以内。"),
    ),
    Rule(
        id="role.scope.grade", decides="scope", looks="right of the level", why=_WHICH,
        kinds=frozenset(["money", "measure", "count", "bare"]), holds=test.grade,
        examples=("培育‹10亿元›级企业5家。",),
        counter_examples=("产值达到‹10亿元›。",),
    ),
    Rule(
        id="role.scope.age", decides="scope", looks="left and right of the level", why=_WHICH, kinds=_TIME,
        holds=test.age,
        examples=("为‹65岁›以上老年人免费体检。",),
        counter_examples=("人均预期寿命达到‹78岁›。",),
    ),
    Rule(
        id="role.scope.harmed", decides="scope", looks="left of the number", why=_WHICH, kinds=_COUNT, holds=test.harmed,
        examples=("防止死亡‹3人›以上事故。",),
        counter_examples=("培训检验人员‹300人›以上。",),
    ),
    Rule(
        id="role.scope.more_than", decides="scope", looks="right of the level", why=_WHICH, kinds=_COUNT,
        holds=test.more_than_count,
        examples=("成员超过‹50家›的集群设立服务站。",),
        counter_examples=("成员单位超过‹50家›。",),
    ),
    Rule(
        id="role.scope.at_least_such", decides="scope", looks="right of the unit", why=_WHICH, kinds=_COUNT,
        holds=test.bound_of_count,
        examples=("床位‹80张›以上的机构配备设备。",),
        counter_examples=("培育‹80家›以上的企业。",),
    ),
    Rule(
        id="role.scope.threshold", decides="scope", looks="sentence before, right of the level", why=_WHICH,
        kinds=frozenset(["share", "times"]), holds=test.threshold,
        examples=("对不合格率超过‹5%›的品种加大抽查力度。",),
        counter_examples=("产品合格率超过‹95%›的目标。",),
    ),
    Rule(
        id="role.scope.supply", decides="scope", looks="right of the level", why=_WHICH, kinds=frozenset(["measure"]),
        holds=test.supply,
        examples=("走访‹10千伏›客户。",),
        counter_examples=("新增‹15万千瓦›光伏。",),
    ),
    Rule(
        id="role.scope.size", decides="scope", looks="right of the level", why=_WHICH,
        kinds=frozenset(["money", "measure", "time", "score", "rate"]), holds=test.size,
        examples=("年产值超‹1亿元›的企业设立质量官。",),
        counter_examples=("年产值达到‹1亿元›以上。",),
    ),
    Rule(
        id="role.scope.years", decides="scope", looks="clause before the number", why=_TIMES, kinds=_TIME,
        holds=test.years_of_nothing, unless=test.bounded_hours,
        examples=("有效期为‹3年›。",),
        counter_examples=("人均受教育年限达到‹12年›。",),
    ),
    Rule(
        id="role.scope.again", decides="scope", looks="clause before the number, right of the unit", why=_TIMES,
        kinds=_TIME, holds=test.again, unless=test.bounded_hours,
        examples=("实行‹24小时›值守。",),
        counter_examples=("审批时限压缩到‹24小时›。",),
    ),
    Rule(
        id="role.scope.untimed", decides="scope", looks="clause before the number", why=_TIMES, kinds=_TIME,
        holds=test.untimed, unless=test.bounded_hours,
        examples=("举行‹10天›展览。",),
        counter_examples=("审批时间为‹10天›。",),
    ),
    Rule(
        id="role.scope.meetings", decides="scope", looks="clause before the number, right of the unit", why=_SPOKEN,
        kinds=_COUNTS, holds=test.meetings,
        examples=("每年召开‹2次›联席会议。",),
        counter_examples=("每年开展监督抽查‹2次›。",),
    ),
    Rule(
        id="role.scope.about", decides="scope", looks="start of the clause", why=_SPOKEN, kinds=_COUNTS,
        holds=test.about, unless=test.bound_or_led,
        examples=("重点聚焦食品、农资等行业‹10个›产品。",),
        counter_examples=("聚焦产业培育品牌‹10个›。",),
    ),
    Rule(
        id="role.scope.fixed", decides="scope", looks="clause before the number", why=_SPOKEN, kinds=_COUNTS,
        holds=test.fixed, unless=test.bound_or_led,
        examples=("分解规划确定的‹9项›指标。",),
        counter_examples=("建成规划确定的检测中心‹9个›。",),
    ),
    Rule(
        id="role.scope.taken_as", decides="scope", looks="start of the clause, right of the unit", why=_SPOKEN,
        kinds=_COUNT, holds=test.taken_as, unless=test.bound_or_led,
        examples=("以纺织、食品‹3个›行业为重点。",),
        counter_examples=("培育纺织、食品品牌‹3个›。",),
    ),
    Rule(
        id="role.scope.in_charge", decides="scope", looks="clause before the number, right of the unit", why=_SPOKEN,
        kinds=_COUNT, holds=test.in_charge, unless=test.bound_or_led,
        examples=("各单位要明确‹1名›联络员。",),
        counter_examples=("培训质量工程师‹100名›。",),
    ),
    Rule(
        id="role.scope.towards", decides="scope", looks="clause before the number", why=_SPOKEN, kinds=_COUNTS,
        holds=test.towards, unless=test.bound_or_led,
        examples=("开展对‹9个›县的考核。",),
        counter_examples=("培育质量强县‹9个›。",),
    ),
    Rule(
        id="role.scope.rewarded", decides="scope", looks="right of the unit, to the end of the clause", why=_SPOKEN,
        kinds=_COUNTS, holds=test.rewarded, unless=test.bound_or_led,
        examples=("选出‹3个›县给予奖励。",),
        counter_examples=("培育‹3个›示范县，给予奖励。",),
    ),
    Rule(
        id="role.scope.of_all", decides="scope", looks="right of the unit, to the end of the clause", why=_SPOKEN,
        kinds=_COUNT, holds=test.all_of_them, unless=test.bound_or_led,
        examples=("‹14个›检测中心全部通过评审。",),
        counter_examples=("建成‹14个›检测中心，全部通过评审。",),
    ),
    Rule(
        id="role.scope.bodies", decides="scope", looks="right of the unit", why=_SPOKEN, kinds=_COUNTS,
        holds=test.bodies, unless=test.bound_or_led,
        examples=("协调‹29个›成员单位。",),
        counter_examples=("完成‹29个›重点任务。",),
    ),
    Rule(
        id="role.scope.spoken_of", decides="scope", looks="left of the number", why=_SPOKEN, kinds=_COUNTS,
        holds=test.spoken_of,
        examples=("从‹3个›企业入手。",),
        counter_examples=("培育‹3个›企业。",),
    ),
    Rule(
        id="role.scope.big", decides="scope", looks="right of the number",
        why="N大… numbers programmes that have a name (8大工程)", kinds=frozenset(["bare"]), holds=right("大(?![型中])"),
        examples=("实施‹8大›工程。",),
        counter_examples=("建成‹8个›大型工程。",),
    ),
    Rule(
        id="role.scope.aspects", decides="scope", looks="right of the unit", why=_SPOKEN, kinds=_COUNT,
        holds=right("{aspect_attribute}?(?:{aspect_noun}|[一-龥]{0,6}{aspect_end})"),
        examples=("找准工作中的‹3个›关键环节。",),
        counter_examples=("培育‹3个›品牌。",),
    ),
    Rule(
        id="role.scope.bare", decides="scope", looks="clause before the number",
        why="a numeral without a unit is a level only of an index, a rate or a score", kinds=frozenset(["bare"]),
        holds=test.unled,
        examples=("落实质量‹3›主体。",),
        counter_examples=("质量竞争力指数达到‹85›。",),
    ),
    Rule(
        id="role.unplaced.bare", decides="unplaced", looks="clause before the number",
        why="a verb leads to it, but nothing says of what it is the value", kinds=frozenset(["bare"]),
        holds=test.no_value,
        examples=("全市达到不低于‹85›。",),
        counter_examples=("质量竞争力指数达到‹85›。",),
    ),
)  # fmt: skip

SPELLED = table(
    Rule(
        id="role.scope.round_figure", decides="scope", looks="number, right of the unit", why=_SPELLED,
        examples=("培育‹百家›企业。",),
        counter_examples=("培育企业‹十家›。",),
    ),
    Rule(
        id="role.scope.one_or_two", decides="scope", looks="number", why=_SPELLED,
        examples=("建设‹一个›检测中心。",),
        counter_examples=("建成国家级质检中心‹一个›。",),
    ),
    Rule(
        id="role.scope.batch", decides="scope", looks="unit", why=_SPELLED,
        examples=("公布‹十二批›名录。",),
        counter_examples=("公布企业‹十二家›。",),
    ),
    Rule(
        id="role.scope.pointed_at", decides="scope", looks="left and right of the number", why=_SPELLED,
        examples=("这‹三家›企业。",),
        counter_examples=("培育‹三家›企业。",),
    ),
    Rule(
        id="role.scope.single_figure", decides="scope", looks="left and right of the number", why=_SPELLED,
        examples=("落实‹三项›制度。",),
        counter_examples=("培育‹三家›企业。",),
    ),
)  # fmt: skip

(TARGET,) = table(
    Rule(
        id="role.target", decides="target", looks="all of these", why="codebook 1: a level that no other rule takes",
        examples=("产品抽查合格率达到‹95%›以上。",),
        counter_examples=("2010年产品抽查合格率达到‹95%›。",),
    )
)  # fmt: skip


Test = Callable[[Context], Any]


@cache
def _for_kind(kind: str) -> tuple[tuple[Test, Rule], ...]:
    """Return the tests that can hold for levels of a kind, in order, each with its rule."""
    rules = (rule for rule in RUNNING_TEXT if rule.kinds is None or kind in rule.kinds)
    return tuple((rule.holds, rule) for rule in rules if rule.holds)


def in_running_text(context: Context) -> Rule:
    """Return the first rule that holds for a level in running text; ``role.target`` where none does."""
    level = context.level
    for holds, rule in _for_kind(level.kind):
        found = holds(context)
        if found and not (rule.unless and rule.unless(context)):
            if noting():
                note(rule.id, level.number, context.span_of(found))
            return rule
    spelled = spelled_scope(context) if level.chinese else None
    rule = RULES[spelled] if spelled else TARGET
    note(rule.id, level.number)
    return rule
