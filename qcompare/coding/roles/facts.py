"""Roles of what was done and of time: status, and the years in which something is promised."""

from __future__ import annotations

import re

from qcompare.coding.roles.context import Context
from qcompare.coding.rules import Rule, before, table
from qcompare.lexicon.patterns import pattern, word_tuple

_TIME = frozenset(["time"])

_SO_LONG = pattern(r"(?:左右)?{so_long}")  # 5年内; not 5年以上, a bound
_NO_OUTLOOK = pattern(r"{no_outlook}$")  # 连续5年内: a span of the past, or one that comes again


def _years(context: Context) -> bool:
    return context.level.unit == "年"


_TO_COME = pattern(r"{to_come}$")  # 未来10年; not 未来的10年


def of_article(context: Context) -> bool:
    """第十二条 …保存期限不少于2年: what a regulation lays down; a year to come makes it a target all the same."""
    return context.block.article and _no_year_to_come(context)


def outlook(context: Context) -> bool:
    """未来10年是…: how far the view reaches."""
    if not _years(context) or _SO_LONG.match(context.right) or not _TO_COME.search(context.left):
        return False
    return not _promised(context)


def outlook_years(context: Context) -> bool:
    """未来5年内; 未来5年改造小区20个."""
    return _years(context) and bool(_TO_COME.search(context.left))


def _promised(context: Context) -> bool:
    """Tell whether a number of years is the time by which something is promised: 未来3年,建成检测中心8个."""
    number = context.level.number
    return context.years.aims_between(number, number + 1)


def span(context: Context) -> bool:
    """5年内, 用三年时间: the time for what is promised; 降到5年以内 is a level."""
    timed = _years(context) and not context.led and _SO_LONG.match(context.right)
    return bool(timed) and not _NO_OUTLOOK.search(context.left)


_FROM = pattern(r"{from}[^,。;]{0,20}$")  # 由85%…; the words between reach over no mark
# What a change runs to: 由85%提高到90%; not 由85%的企业…, where nothing is reached, nor 从各县选派60名干部到村任职.
_RISES_TO = pattern(
    r"[:\d.]*(?:[、和][\d.]+[千百万亿]*[\u4e00-\u9fff%]{1,2})*[^,。;:\d]{0,10}?{arrives}(?![\u4e00-\u9fff]{0,8}(?:支教|任职|工作|服务|就业)[,。;])"
)
_ON_TOP = re.compile(r"\)?的?基础上")
_MADE_INTO = re.compile(r"(?:调整|整合|压缩|合并|精简)[为到至成]\d")
_FROM_LONG = pattern(r"{from}[^,。;:]{1,24}$")
_STRIVES = pattern(r"{strive}")
_SO_FAR = pattern(r"{so_far}")
_FALLS_SHORT = pattern(
    r"(?:比|较|与)[^,。;]{2,14}(?<!{holds_off}){short_word}$"
)  # 比全国平均水平低3个百分点; not 比…提高
_ONLY = pattern(r"[^,。;]{0,20}(?:仅|只)有?[\d一二三四五六七八九十]")
# 目前,发达国家合格率在90%以上. Not 目前,要…, which says what is to be done.
_NOW = pattern(
    r"目前(?<![^,;:]目前)(?:,|[^,。;]{0,24}已)|截至目前,(?<![^,;:].{5})|到目前为止,(?<![^,;:].{6})|近年来,(?<![^,;:].{4})"
    r"|现阶段,(?<![^,;:].{4})|近(?<![^,;:]近)(?:\d|[两三五几])年(?!内)|上半年,?[^,。;]{0,8}有$|去年(?<![^,;:]去年)|当前(?<![^,;:]当前)(?!和|及|与|阶段)|前(?<![^,;:]前)(?:\d{1,2}|[一二三四五六七八九十]{1,2})个月,"
)
AHEAD = pattern("{intends}")
_LEVEL_OF_YEAR = pattern(r"(?:{century}\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年的$")
_COUNTED_UP = pattern(r"{count_opener}(?=\d)(?:(?!{to_come_word})[^;。:])*$")
# 改变了落后的局面,其增速比工业(高8个百分点): what has come of it. Not 成立了专班,力争….
_TOLD = re.compile(r"了(?!解|如)[^;。:]{2,60},其[^,。;:]{2,24}$")
_SINCE = pattern(r"以来,(?!{will})")
# 5年来,…; 三年来累计…. Not 2018年来华, 每三年来访, and nothing behind 力争; 经过努力,… tells.
_YEARS_PAST = pattern(
    r"(?<![\d每第〇零一二三四五六七八九十])(?:\d{1,2}|[一两二三四五六七八九十几多]{1,3})年来(?:,|(?={years_past_does}))(?:(?!{strive}(?![,下])|,{will})[^。;])*$"
)
# 其中252户|已完成改造, 5家|施工中: what has become of them. Not 已建成的, which says which.
_BECOME = pattern(r"[\u4e00-\u9fff]{0,8}?(?:已(?:经)?{now_done}(?!的)|(?:正在)?{underway_behind}(?![^,。;、)|\n]))")
_SHORT = word_tuple("short_word")
_NOT_REACHED = word_tuple("not_reached")


def baseline(context: Context) -> bool:
    """由A提高到B, 在A的基础上提高到B: A is where the change starts."""
    start = context.level.start
    if _ON_TOP.match(context.right):
        return "在" in context.clause
    head = context.text[start - 24 if start > 24 else 0 : start]
    return ("由" in head or "从" in head) and bool(_FROM.search(head) and _RISES_TO.match(context.right))


def made_into(context: Context) -> bool:
    """学校22所调整为6所: A is where the change starts, 由 or not."""
    return context.plain and bool(_MADE_INTO.match(context.right))


def led_from(context: Context) -> re.Match[str] | None:
    """从去年的85%提高到90%: the level that a change leads to is no fact, whatever is said before."""
    start = context.level.start
    return _FROM_LONG.search(context.text[max(0, start - 30) : start]) if context.led else None


def led_from_then(context: Context) -> bool:
    """从2015年的85%提高到90% leads on from the year; 2015年…由30家增加到45家 tells what it was in that year."""
    found, latest = led_from(context), context.latest_year
    if found is None or latest is None:
        return False
    if context.text.startswith("年的", latest.end - 1) and latest.end + 1 == context.level.start:
        return False  # 增长到2015年的16125件: what was reached then
    return latest.start > context.level.start - len(found.group()) or bool(AHEAD.search(context.clause))


def not_reached(context: Context) -> bool:
    """不足80%: how far things have not come."""
    return context.text.startswith(_NOT_REACHED, context.level.start) and not _STRIVES.search(context.clause)


def _no_year_to_come(context: Context) -> bool:
    latest = context.latest_year
    return latest is None or not latest.future


def falls_short(context: Context) -> bool:
    """比全国平均水平低3个百分点: how things stand, unless a year to come is named."""
    short = context.level.change == "level" and context.left.endswith(_SHORT)
    return short and bool(_FALLS_SHORT.search(context.left)) and _no_year_to_come(context)


def only(context: Context) -> bool:
    """12个品牌中获奖的仅有3个: how things stand."""
    right_of = context.right
    return ("仅" in right_of or "只" in right_of) and bool(_ONLY.match(right_of)) and _no_year_to_come(context)


def level_of_past(context: Context) -> bool:
    """上升到2005年的84.7%: the level of a year that is named as the past."""
    start = context.level.start
    if context.level.kind == "times" or not context.text.endswith("年的", 0, start):
        return False
    floor = max(context.sentence, start - 8)
    if not _LEVEL_OF_YEAR.search(context.text, floor, start):
        return False
    named = context.years.between(floor, start)
    return bool(named) and (named[-1].base or not named[-1].future)


def said_so_far(context: Context) -> tuple[int, int] | None:
    """已建成20家: no year is named, and the words say that it is done."""
    if context.latest_year is not None:
        return None
    opened = _NOW.search(context.said)
    if opened and not AHEAD.search(context.said, opened.end()):
        start = context.level.number - len(context.said)
        return start + opened.start(), start + opened.end()
    found = _SO_FAR.search(context.clause)
    start = context.level.number - len(context.clause)
    return (start + found.start(), start + found.end()) if found else None


def told(context: Context) -> bool:
    """改变了落后的局面,其增速比工业高8个百分点: the sentence tells what has changed."""
    if context.latest_year is not None or "了" not in context.said or AHEAD.search(context.said):
        return False
    return bool(_TOLD.search(context.text[max(context.sentence, context.level.start - _FAR) : context.level.start]))


def counted_up(context: Context) -> bool:
    """先后有9个产品获得称号,43个产品…: a list of what there is goes on where a clause starts with its number."""
    if context.clause or context.latest_year is not None:
        return False
    return "有" in context.said and bool(_COUNTED_UP.search(context.said))


def become(context: Context) -> bool:
    """其中252户已完成改造: what has become of so many; 力争5家已开工 is an aim."""
    found = _no_year_to_come(context) and not context.led and _BECOME.match(context.text, context.level.end)
    return bool(found) and not _STRIVES.search(context.said)


def since(context: Context) -> bool:
    """…以来,建成20家; 5年来,建成20家."""
    if context.latest_year is not None or "来" not in context.said:
        return False
    since = _SINCE.search(context.said)
    told = since is not None and not _STRIVES.search(context.said, since.end())
    return told or bool(_YEARS_PAST.search(context.said))


def so_far_behind_year(context: Context) -> tuple[int, int] | None:
    """2020年的目标已经达到: a year to come is named, and what is said behind it is done."""
    if (latest := context.latest_year) is None or not latest.future:
        return None
    found = _SO_FAR.search(context.text, max(latest.end, context.level.number - _FAR), context.level.number)
    if found and found.group() == "现有" and _CHANGED_TO.search(context.level.verb):
        return None  # 现有大棚亩产提高到2万元: what there is will change
    if found and found.group() == "现有" and context.text.endswith(("对", "对于", "按"), 0, found.start()):
        return None  # 对于现有标准的检验能力,市级达到80%: what it is able to do for what there is
    if found and "的," in context.text[found.end() : context.level.number]:
        return None  # 已建成专用线的,比例达到90%: which are meant
    if found is None or _STRIVES.search(context.text, found.end(), context.level.number):
        return None  # 今年以来…,力争一季度完成70%: what is still to come
    return found.span()


def past_year(context: Context) -> bool:
    """2010年达到91.3%: the year named last is past, and nothing behind it strives."""
    latest, start = context.latest_year, context.level.start
    if latest is None or latest.future:
        return False
    return not _STRIVES.search(context.text, max(latest.end, start - _FAR), start)


_LOOKS_AHEAD = pattern(r"{strive}|计划(?=[在到今建实新引培完])|目标|任务|提出|[将拟应可]|要(?<![主重纲需摘]要)")
_WORKS_ON = pattern(r"{does}|加快|推动")


def goes_on_telling(context: Context) -> bool:
    """2015年建成20家。合格率为91%: the sentence before it tells of a past year, and this one goes on."""
    block, sentence = context.block, context.sentence
    if context.latest_year is not None or block.part == "goals" or sentence - block.start < 8:
        return False
    before = context.years.latest(block.start, sentence)
    if before is None or before.future or sentence - before.start > 3 * _FAR:
        return False
    works = _WORKS_ON.search(context.text, sentence, context.level.number)
    return not works and not _LOOKS_AHEAD.search(context.text, before.end, context.level.number)


_FAR = 160
_CHANGED_TO = pattern(r"{moves}[到至为]$")


REGULATION = (
    "江城市质量奖管理办法\n"
    + "".join(f"第{number}条 申报单位应当守法经营，并依法履行质量责任。\n" for number in "一二三四五")
    + "第六条 {}\n"
)

OPENING = table(
    Rule(
        id="role.scope.outlook", decides="scope", looks="left and right of the number",
        needs_before="{to_come}",
        why="未来10年 alone is how far a view reaches; nothing is promised within it", kinds=_TIME,
        holds=outlook,
        examples=("未来‹10年›是质量工作的关键期。",),
        counter_examples=("未来‹5年›内建成检测中心8个。", "平均预期寿命提高‹2年›。"),
    ),
    Rule(
        id="role.target_year.outlook", decides="target_year", looks="left of the number",
        needs_before="{to_come}",
        why="未来5年内 with what is done is the time by which it is promised", kinds=_TIME,
        holds=outlook_years,
        examples=("未来‹5年›内建成检测中心8个。", "江城市质量提升方案\n（2016年3月1日）\n一、重点任务\n未来‹3年›，建成检测中心8个。\n二、保障措施\n加强领导。\n"),
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
        id="role.scope.article", decides="scope", looks="article above",
        why="codebook 2.2: what others must do or be to qualify is no target; a regulation in articles lays down nothing else, unless it names a year to come",
        holds=of_article,
        examples=(REGULATION.format("质量检验人员不少于‹3人›。"),),
        counter_examples=(REGULATION.format("到2020年，产品合格率达到‹95%›。"), "质量检验人员不少于‹3人›。"),
    ),
)  # fmt: skip

PAST = table(
    Rule(
        id="role.status.baseline", decides="status", looks="left and right of the level",
        needs_before="由|从|在", needs_behind="{arrives}|基础上",
        why="codebook 2.1: 由A提高到B has the level B, A is its baseline", holds=baseline,
        examples=("产品抽查合格率由‹85%›提高到90%。", "产品抽查合格率在‹85%›的基础上再提高2个百分点。"),
        counter_examples=("产品抽查合格率由85%提高到‹90%›。",),
    ),
    Rule(
        id="role.status.made_into", decides="status", looks="right of the unit", needs_behind="调整|整合|压缩|合并|精简",
        why="codebook 2.1: A调整为B has the level B, A is its baseline", holds=made_into,
        examples=("市区学校‹22所›调整为6所。",),
        counter_examples=("市区学校调整为‹6所›。",),
    ),
    Rule(
        id="role.status.not_reached", decides="status", looks="left of the number, clause",
        needs_before="{not_reached}",
        why="codebook 1.2, status: 不足30% says how far things have not come; behind 力争 it is a ceiling",
        holds=not_reached, unless=led_from,
        examples=("采用先进标准的企业不足‹30%›。",),
        counter_examples=("力争不合格企业不到‹5%›。",),
    ),
    Rule(
        id="role.status.falls_short", decides="status", looks="left of the number",
        needs_before="{short_word}",
        why="codebook 1.2, status: by how much one stays behind others is how things stand, unless a year to come is named", holds=falls_short, unless=led_from,
        examples=("产品合格率比全国平均水平低‹3个百分点›。",),
        counter_examples=("到2020年，单位产值能耗比全国平均水平低‹5%›。", "产品合格率比上年提高‹3个百分点›。"),
    ),
    Rule(
        id="role.status.only", decides="status", looks="right of the unit",
        needs_behind="仅|只",
        why="codebook 1.2, status: 仅有 and 只有 tell how few there are now", holds=only, unless=led_from,
        examples=("‹12个›品牌中获奖的仅有3个。",),
        counter_examples=("培育品牌‹12个›。",),
    ),
    Rule(
        id="role.status.level_of_past_year", decides="status", looks="left of the number",
        needs_before="年的",
        why="codebook 1.2, status: the value that a past year had; so many times of it is a level", holds=level_of_past, unless=led_from,
        examples=("覆盖率上升到2005年的‹84.7%›。",),
        counter_examples=("专利数达到2005年的‹3倍›。",),
    ),
    Rule(
        id="role.status.counted_up", decides="status", looks="sentence before the number",
        needs_before="{count_opener}",
        why="codebook 1.2, status: a list that 先后有 opens goes on telling what there is",
        holds=counted_up, unless=led_from,
        examples=("先后有9个产品获得称号，‹43个›产品通过认证。",),
        counter_examples=("先后有9个产品获得称号，力争‹43个›产品通过认证。",),
    ),
    Rule(
        id="role.status.so_far", decides="status", looks="clause before the number",
        needs_before="{so_far}|近|前|现阶段|上半年",
        why="codebook 1.2, status: 已 and 目前 tell what has been reached, where no year is named", holds=said_so_far, unless=led_from,
        examples=("已建成检测中心‹20家›。", "目前，同类城市合格率在‹90%›以上。"),
        counter_examples=("建成检测中心‹20家›。", "目前，要抓紧建成检测中心‹20家›。"),
    ),
    Rule(
        id="role.status.become", decides="status", looks="right of the level",
        needs_behind="已|{underway_behind}",
        why="codebook 1.2, status: 已完成 and 施工中 behind a count tell how far the work has come", kinds=frozenset(["count", "measure", "share", "money"]),
        holds=become, unless=led_from,
        examples=("完成改造招标工作，其中‹252户›已完成改造。", "确定检测中心10个，‹5个›施工中。"),
        counter_examples=("完成‹252户›改造。", "力争年内‹5个›项目已开工。", "推动‹5个›已建成的项目投产。"),
    ),
    Rule(
        id="role.status.told", decides="status", looks="sentence before the number",
        needs_before=",其",
        holds=told, unless=led_from,
        why="codebook 1.2, status: 改变了… tells what was done; how its result stands by now is a fact",
        examples=("全市改变了工业落后的局面，其增速比服务业‹高8个百分点›。",),
        counter_examples=("全市要改变了无生气的局面，其增速比服务业‹高8个百分点›。", "工业加快发展，其增速比服务业‹高8个百分点›。"),
    ),
    Rule(
        id="role.status.since", decides="status", looks="sentence before the number",
        needs_before="以来|年来",
        why="codebook 1.2, status: behind 以来 and 五年来 stands what has been done since",
        holds=since, unless=led_from,
        examples=("规划实施以来，建成检测中心‹20家›。", "五年来，建成检测中心‹20家›。"),
        counter_examples=("规划实施以来，力争建成检测中心‹20家›。", "五年来，建成检测中心12家，力争再建成检测中心‹8家›。"),
    ),
    Rule(
        id="role.status.so_far_behind_year", decides="status", looks="between the year named last and the number",
        needs_before="{so_far}",
        why="codebook 1.2, status: 已 and 目前 behind a year to come tell what has been reached of its goal", holds=so_far_behind_year, unless=led_from,
        examples=("为实现2020年目标，目前建成检测中心‹20家›。",),
        counter_examples=("到2020年，建成检测中心‹20家›。",),
    ),
    Rule(
        id="role.status.estimated", decides="status", looks="sentence before the number",
        needs_before="{estimated}",
        holds=before("{estimated}(?:(?!{strive}|{will}|,提出(?!了))[^。])*$"), unless=led_from,
        why="codebook 1.2, status: 初步统计 and 预计 tell a first count of what was reached",
        examples=("初步统计，全市生产总值达到‹300亿元›。",),
        counter_examples=("全市生产总值达到‹300亿元›。", "数据显示，全市生产总值200亿元，提出今年生产总值‹300亿元›的预期目标。"),
    ),
    Rule(
        id="role.status.past_year", decides="status", looks="the year named last before the number", why="codebook 1.2, status: a year before the plan dates a fact, unless 力争 or 确保 stands behind it",
        holds=past_year, unless=led_from_then,
        examples=("2010年产品抽查合格率达到‹91.3%›。",),
        counter_examples=("在2010年基础上，确保产品抽查合格率达到‹95%›。",),
    ),
    Rule(
        id="role.status.goes_on", decides="status", looks="sentences before it in the paragraph", holds=goes_on_telling, unless=led_from,
        why="codebook 2.2: the year of which a part tells governs what it goes on to tell",
        examples=("江城市质量提升方案\n（2016年3月1日）\n一、重点任务\n2014年建成检测中心20家。产品抽查合格率达到‹91.3%›。\n二、保障措施\n加强领导。\n",),
        counter_examples=("江城市质量提升方案\n（2016年3月1日）\n一、重点任务\n2014年建成检测中心20家。产品抽查合格率要达到‹91.3%›。\n二、保障措施\n加强领导。\n",),
    ),
)  # fmt: skip

SPANS = table(
    Rule(
        id="role.target_year.span", decides="target_year", looks="right of 年",
        why="codebook 1.2, target_year: 5年内 says by when", kinds=_TIME, holds=span,
        examples=("用‹5年›时间建成检测中心8个。",),
        counter_examples=("连续‹5年›内未发生事故。", "审批周期降到‹5年›以内。"),
    ),
)  # fmt: skip
