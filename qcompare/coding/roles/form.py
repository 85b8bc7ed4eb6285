"""Roles that the block or the form of a numeral settles: page, title, citation, number of a heading, name."""

from __future__ import annotations

from sys import maxsize

from qcompare.coding.levels.level import Level
from qcompare.coding.rules import Rule, table
from qcompare.text.model import Plan
from qcompare.text.structure import Block

HEADLINE = 36  # characters of a line that can be a headline
_BELOW = 700
_PARAGRAPHS = 3
_PARAGRAPH = 30


def is_headline(plan: Plan, level: Level, block: Block) -> bool:
    """Tell whether a level stands in a line of its own and again in one of the paragraphs below: a headline; no row of a list."""
    if block.level or "。" in plan.text[block.start : block.end]:
        return False
    said = plan.text[level.number : level.tail]
    lines = plan.text[block.end : block.end + _BELOW].split("\n")
    paragraphs = [line for line in lines if len(line) >= _PARAGRAPH and "。" in line][:_PARAGRAPHS]
    return any(said in paragraph for paragraph in paragraphs)


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
            id="role.scope.headline", decides="scope", looks="line, paragraphs below",
            why="a headline tells what stands below it, where it is coded",
            examples=("每百户拥有品牌‹10件›\n近日公布的方案说，今后五年要加大品牌保护力度，完善品牌服务体系，到2018年全市每百户拥有品牌10件以上。\n",),
            counter_examples=("培育品牌‹10件›\n今后五年要加大品牌保护力度，完善品牌服务体系，到2018年全市每百户拥有品牌12件以上。\n",),
        ),
        Rule(
            id="role.citation.year", decides="citation", looks="right of the year",
            why="codebook 1.2, citation: the year in the number of a document",
            examples=("依据国发〔‹2012›〕9号文件。",), counter_examples=("到‹2012›年完成。",),
        ),
        Rule(
            id="role.date.document", decides="date", looks="title marks, front matter, brackets",
            why="codebook 1.2, date: the years in a title, or in the lines around a plan",
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
            examples=("整治‹1938›年建厂的企业。",), counter_examples=("到‹2018›年建成检测中心8个。",),
        ),
        Rule(
            id="role.date.start",
            decides="date",
            looks="right of the year",
            why="codebook 2.2: a start year (从2017年起) says when something begins; by when it is due is not said",
            examples=("从‹2017›年起，每年培训骨干300人。",),
            counter_examples=("到‹2018›年，培训骨干300人。",),
        ),
        Rule(
            id="role.target_year.named", decides="target_year", looks="the year and the words beside it",
            why="codebook 1.2, target_year: a year to come says by when",
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
            why="codebook 1.2, citation: the figure before 号 in the number of a document",
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
            why="codebook 1.2, status: 第3次 in a part on the present tells of what has been",
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
            examples=("指标\t2015年\t2020年\n产品合格率（%）\t‹90›\t95\n抽查覆盖率（%）\t60\t80",),
            counter_examples=("产品合格率由‹90%›提高到95%。",),
        ),
        Rule(
            id="role.unplaced.unread", decides="unplaced", looks="number",
            why="a numeral that no rule reads is listed with its sentence: of figures that ran into each other, the rest (1873.4 and 1652.9 became 1873.41652.9)",
            examples=("江城市质量发展规划（2016—2020年）\n一、主要目标\n主要指标序号指标2015年2020年增长1废水排放量（万吨）1873.41652.‹9›-12%2氨氮（万吨）31.427.8-11%\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
            counter_examples=("建成检测中心‹9›个。",),
        ),
    )
}  # fmt: skip


def numeral_rules(runs: list[tuple[int, int]], levels: list[Level], rules: dict[int, Rule]) -> list[Rule]:
    """Return the rule that decides of each Arabic numeral of a normalised text (:func:`.numbers.numerals`).

    A numeral is a maximal run of digits with its decimal point or thousands separators; a level can hold a part of it.
    """
    unplaced = FORM["role.unplaced.unread"]
    spans = [(*run, rules.get(level.number, unplaced)) for level in levels for run in level.numerals]
    spans.append((maxsize, maxsize, unplaced))
    known = iter(spans)
    first, last, rule = next(known)
    found = []
    for start, end in runs:
        while last <= start:
            first, last, rule = next(known)
        found.append(rule if first < end else unplaced)
    return found
