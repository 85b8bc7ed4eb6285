"""Where an indicator starts: behind numbering, years and verbs of commitment.

The rules of ``START`` are tried again and again, in order, until none of them holds: each takes something off the run
that names the indicator.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from qcompare.coding.indicators.manner import MANNER
from qcompare.coding.indicators.marks import MARK_STARTS, mark
from qcompare.coding.levels.level import half_words
from qcompare.coding.rules import Rule, by_edge, note, opens, table
from qcompare.lexicon import alternation, rows, words
from qcompare.lexicon.needed import starts
from qcompare.lexicon.patterns import pattern, word_tuple

# 2020年, 二〇二〇年. Not 20年.
_FOUR = r"[12一二][09九〇零○][\d零〇○一二三四五六七八九]{2}"
YEAR = rf"{_FOUR}年"
# A year (到2020年底), the end of a five-year plan, a number of years ahead, 今年. Not the year inside a name.
YEAR_WORDS = (
    rf"{{year_intent}}?{{from_when}}?{{until}}?(?:{_FOUR}年?[至到~—–-])?{YEAR}(?:年?[底末])?(?:{{by}}(?![二三四两2-4]个?季))?"
    r"|[到在]?[“\"][八九十][一二三四五]?五?[”\"]{plan_span}?|到?十[一二三四五]五(?:{plan_span})|到?规划期[内末]"
    r"|{term_lead}?[0-9一二两三四五六七八九十]{1,2}年(?:左右)?{term}|到?本世纪(?:末|中叶)|从{near_year}(?:[0-9]{1,2}月)?(?:起|开始)|{until}?{near_year}(?:年?[底末])?{by}?"
)
# 全市要|形成, 全省|实现: all of the area does it.
ALL_DO = r"全[市省县区国州](?:要|(?={whole_area_does}))"
# Not 从2015年的1.2%(提高到2%), which is the baseline.
LEADING_YEAR = pattern(
    rf"(?:(?:规划)?[近中远]期(?={{until}}?{YEAR}))?(?:{{until}}?{YEAR}(?:年?[底末])?以?[、和与及](?=\d))*(?:{YEAR_WORDS})(?!的\d)(?:[之期]?间)?[,、]?(?:{ALL_DO})?"
)
_YEAR_STARTS = starts(LEADING_YEAR) or frozenset()
# 拥有专利的企业比例, 达到标准的乡镇占比: says which ones. Not 拥有企业(20家), 达到标准(20项).
_SAYS_WHICH = pattern(r"{which_verb}(?=[^,、]{1,40}(?:的[^,、]{0,8}|{share_end})$)")
_LED = word_tuple("carry_out")


class Opening(NamedTuple):
    """The run up to a level, whose start is looked for."""

    text: str
    start: int
    end: int


# 打造先导区、力争|…: what 、 joins to a verb of commitment starts anew; searched for by the mark.
STARTS_ANEW = r"、(?<=[\u4e00-\u9fff”)]{2}、)(?={strive}|完成|实现)"


def leading_year(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of the words that date what follows them (到2020年,), if a run starts with such words."""
    return LEADING_YEAR.match(text, start, end) if text[start] in _YEAR_STARTS else None


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(words("verbs")))


@cache
def _half_nouns() -> dict[str, tuple[str, ...]]:
    return {row["word"]: tuple(row["not_before"].split("|")) for row in rows("verbs") if row["not_before"]}


@cache
def _nouns_of(verb: str) -> tuple[str, ...]:
    """Return what a verb is no verb before: of 加快建设 what 建设 is none before; ``*`` is anything."""
    listed = _half_nouns()
    return next((listed[verb[at:]] for at in range(len(verb)) if verb[at:] in listed), ())


# 建设|和|筹集. Not 和谐.
_PAIR = pattern(r"{joint}|或")


# 按不变价格计算的: at which prices.
PRICES = r"按[^,。;、]{1,8}[价口][格径]?(?:计算)?"
_PRICES = pattern(rf"{PRICES}的?")
# 今后三年, 五年(新增), 五年|累计投资: how long. Not 三年期, 五年级, 十年一遇.
_SPAN = pattern(r"{span_lead}?[0-9一二两三四五六七八九十]{1,2}年(?!{no_span})(?=[\u4e00-\u9fff]{2})")


_SUPPORTS = ("扶持", "支持")
_UNDERTAKEN = pattern(r"{undertaken}$")


def _leading_verb(run: Opening) -> re.Match[str] | None:
    text, start, end = run
    match = _verbs().match(text, start, end)
    if match is None:
        return None
    if match.group() in _SUPPORTS and _UNDERTAKEN.search(text, match.end(), end):
        return None  # 扶持创业: what others do is no indicator without it
    nouns = _nouns_of(match.group())
    at = match.end()
    if text.startswith("的", at, end):
        return None  # 实施的项目占比: says which
    pair = _PAIR.match(text, at, end)
    if pair:
        # 建设和筹集: half of a pair of verbs says half of it, so both stay; 建设和完善: both go.
        return _verbs().match(text, pair.end(), end)
    if nouns == ("~",):
        # 累计完成投资, 累计投资: stays where no other verb follows.
        return match if _leading_verb(Opening(text, at, end)) else None
    if nouns and at < end and ("*" in nouns or text.startswith(nouns, at, end)) or _SAYS_WHICH.match(text, start, end):
        return None
    return match


# 全市|建成绿色工厂: who does it. Not 全市建设用地, 全市创建示范园区占比, where it is whose statistic it is.
# 我省今年|评选, too. Not 全国新建 and 我省合格率, where it is whose they are.
DOES_IT = r"{area_deed}(?!{deed_half})"
_NOT_OF = r"(?![^,。;]*{statistic_noun}$)"
_WHOLE_AREA = pattern(
    rf"(?:全国[要将]?(?=(?:[累合总]计|共计?)?{{whole_area_makes}}{_NOT_OF})"
    r"|全[市省县区州](?=重点$)"
    rf"|(?:全[市省县区州]|[我本该][国省市区县州](?:{YEAR_WORDS}|年内)?还?)(?:计划|[拟要将])?(?:重点)?(?=(?:[累合总]计|共计?)?(?:{DOES_IT}|(?<=[计共划])(?:实施|完成|开展)){_NOT_OF}))"
)


# 在全县|建设: done everywhere is done nowhere in particular. Not 在校生.
_EVERYWHERE = pattern(r"在全[市省县区州](?:范围)?内?(?=$|{where_verb}|{deed})|在(?=全[国市省县区州][\u4e00-\u9fff]{2})")
# 规划|新建: what is planned is what follows. Not 规划编制.
_PLANS = pattern(r"规划(?=[、和]?(?:[新改扩]建|布局|打造|在))")
# 累计|转移劳动力, 年均|增加蓄积量: a deed is counted, in whatever time. Not 累计投资, 年均增长.
_SUMS = pattern(
    r"平均(?=每)|逐年(?={added})|年(?={added}(?![^,、]{0,4}{added_name}))|年均(?=(?:{raise_verb}|{lower_verb}|(?!新增){made_one}|{deed})[\u4e00-\u9fff]{2})|年均(?={added}(?![^,、]{0,4}{added_name}(?!岗位)))|累计(?!投资)(?=(?:{deed}|{list_verb}|城[镇乡市]{added}|{added})(?!{deed_half}))|共计(?=新)"
)


# 总投资35亿元的|重点工程: what they cost does not say what they are.
_COSTING = pattern(
    r"(?:估算|概算)?总?(?:投资|投入|安排|筹[措集])(?:资金)?{about_so_much}?[\d.]+[千百万亿]*元(?:(?:以上|左右)(?!项目|企业))?的?(?=[\u4e00-\u9fff]{2}|$)(?!以上|左右)"
)
# 除|完成造林15万亩外: what is done besides.
_BESIDES = pattern(r"(?:全[国省市县区州])?除(?={achieve_verb})")
# 推进网络布局,以|实现全覆盖: what it is done for is what is counted.
_SO_AS_TO = pattern(r"以(?={attain})")
_PRONOUN = re.compile("其(?=占)")  # not 其他, 其中
# 特别是|制造业增加值: 是 joins what follows to what stands before. Not 特别的.
_ABOVE_ALL = re.compile(r"(?:特别|尤其)是(?=[\u4e00-\u9fff“])")
# 年底前, 6月底前, 三季度末前|完成: by when within the year.
_WITHIN_YEAR = pattern(
    r"(?:{until}?年[底末]|[0-9一二三四五六七八九十]{1,3}月(?:[底末]|[上中下]旬|[0-9]{1,2}日)?|[一二三四1-4]季度末?|[上下]半年|[春秋]季(?:学期)?开学){by}|{until}年[底末](?=[\u4e00-\u9fff]{2})|年[底末](?=再|{deed})|(?:[上下]半年|第?[一二三四]季度末?)(?={whole_area_does}|$)|前[二三四两2-4]个?季度(?=[\u4e00-\u9fff]{2})|(?:农历)?(?:春节|国庆|元旦|汛期|入冬){by}|本年度(?={deed})|提前(?:(?:[0-9一二两三][到至~-])?[0-9一二两三半]{1,2}个?[年月])?(?=完成|实现|达到|$)"
)


# 《规划》又提出|产品合格率: where it is said.
_TOLD = pattern(r"《[^《》]{1,40}》[^,。;:《》]{0,12}?(?:{tells})[,:]?")


# 比2015年|产品合格率(提高2个百分点): since when, and no part of what changes. Not 比2015年提高.
_SINCE = pattern(rf"[比较]{YEAR}(?![末底]?(?:以前|的))[末底]?(?=[\u4e00-\u9fff]{{0,12}}{{statistic_noun}}$)")


_SAID = table(
    Rule(
        id="indicator.start.mark",
        decides="behind these marks",
        looks="start of the clause",
        why="codebook 2.2: numbering inside a paragraph is never part of the indicator",
        examples=("抓好实事。(2)改造老旧管网‹70公里›。", "一是改造公厕40座;二是培训护理人员‹3000名›。"),
        counter_examples=("改造老旧管网‹70公里›。",),
        holds=lambda run: mark(*run),
        edge=MARK_STARTS,
    ),
    Rule(
        id="indicator.start.year",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2: the year by which something is due is kept in its own field; before the name, it is left out",
        examples=("到2020年产品合格率达到‹90%›以上。",),
        counter_examples=("产品合格率2020年达到‹90%›以上。",),
        holds=opens(LEADING_YEAR),
    ),
    Rule(
        id="indicator.start.span",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2.2: in how many years it is done is no part of the indicator; 一年期 is part of a name",
        examples=("三年改造旅游厕所‹30座›。",),
        counter_examples=("一年期贷款占比达到‹30%›。",),
        holds=opens(_SPAN),
    ),
    Rule(
        id="indicator.start.within_year",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2.2: by which month or day it is done is no part of the indicator",
        examples=("6月底前完成老旧管网改造‹70公里›。", "年底前建成检测中心‹5个›。"),
        counter_examples=("年底结存粮食‹5万吨›。",),
        holds=opens(_WITHIN_YEAR),
    ),
    Rule(
        id="indicator.start.since",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2: what a change is counted from is no part of what changes, also where it stands before it",
        examples=("到2018年，比2015年产品合格率提高‹2个百分点›。",),
        counter_examples=("产品合格率比2015年提高‹2个百分点›。",),
        holds=opens(_SINCE),
    ),
    Rule(
        id="indicator.start.pronoun",
        decides="behind 其",
        looks="start of the clause",
        why="其 stands for what the clause before names, which is supplied",
        examples=("服务业增加值达到60亿元，其占生产总值比重达到‹30%›。",),
        counter_examples=("其他行业占比达到‹30%›。",),
        holds=opens(_PRONOUN),
    ),
    Rule(
        id="indicator.start.above_all",
        decides="behind 特别是",
        looks="start of the clause",
        why="特别是 only singles out what follows from what stands before",
        examples=("推动工业回升，特别是制造业投资增长‹12%›。",),
        counter_examples=("特别地区占比达到‹30%›。",),
        holds=opens(_ABOVE_ALL),
    ),
    Rule(
        id="indicator.start.besides",
        decides="behind 除",
        looks="start of the clause",
        why="除完成…外 says that more is done, and not what",
        examples=("除完成造林‹15万亩›外，还封山育林30万亩。",),
        counter_examples=("除险加固水库‹15座›。",),
        holds=opens(_BESIDES),
    ),
    Rule(
        id="indicator.start.so_as_to",
        decides="behind 以",
        looks="start of the clause",
        why="以实现 only joins what is reached to what is done for it",
        examples=("推进网络布局，以实现乡镇网络覆盖率达到‹90%›。",),
        counter_examples=("以工代赈项目达到‹90个›。",),
        holds=opens(_SO_AS_TO),
    ),
    Rule(
        id="indicator.start.costing",
        decides="behind these words",
        looks="start of the clause",
        why="what things cost does not say which things are counted",
        examples=("实施总投资35亿元的城建工程‹80项›。",),
        counter_examples=("固定资产投资‹35亿元›。",),
        holds=opens(_COSTING),
    ),
    Rule(
        id="indicator.start.prices",
        decides="behind these words",
        looks="start of the clause",
        why="at which prices a value is reckoned, said before its name, does not say what is valued",
        examples=("按2015年价格计算的地区生产总值达到‹900亿元›。",),
        counter_examples=("按时结案率达到‹90%›。",),
        holds=opens(_PRICES),
    ),
    Rule(
        id="indicator.start.told",
        decides="behind these words",
        looks="start of the clause",
        why="where something is stated is no part of what is measured",
        examples=("《方案》明确每年制定标准‹20项›以上。",),
        counter_examples=("《方案》任务完成率达到‹90%›。",),
        holds=opens(_TOLD),
    ),
    Rule(
        id="indicator.start.whole_area",
        decides="behind 全市",
        looks="start of the clause",
        why="全市 before a verb that commits says who does it, and not what is counted",
        examples=("到2018年，全市建成绿色工厂‹40家›。", "全市累计培育名牌产品‹8个›。"),
        counter_examples=("全市绿色工厂达到‹40家›。", "全市建设用地面积控制在‹30亩›以内。"),
        holds=opens(_WHOLE_AREA),
    ),
    Rule(
        id="indicator.start.everywhere",
        decides="behind 在全市",
        looks="start of the clause",
        why="what is done in all of the area is done in no particular part of it",
        examples=("在全县建设电气化项目‹30个›。",),
        counter_examples=("在校生达到‹30万人›。",),
        holds=opens(_EVERYWHERE),
    ),
    Rule(
        id="indicator.start.plans",
        decides="behind 规划",
        looks="start of the clause",
        why="codebook 2.2: that something is planned commits, and does not say what",
        examples=("规划新建公路‹700公里›。",),
        counter_examples=("规划编制完成率达到‹90%›。",),
        holds=opens(_PLANS),
    ),
    Rule(
        id="indicator.start.sums",
        decides="behind 累计 or 年均",
        looks="start of the clause",
        why="before a deed these words say only over what time it is counted",
        examples=("累计转移农村劳动力‹4万人›。",),
        counter_examples=("累计固定资产投资达到‹400亿元›。",),
        holds=opens(_SUMS),
    ),
    Rule(
        id="indicator.start.verb",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2: verbs that commit are left out; a verb that is the first half of a noun (建设工程) is none",
        examples=("培育名牌产品‹30个›。", "加快建设检测中心‹5个›。"),
        counter_examples=("建设工程合格率达到‹95%›以上。", "创新型企业达到‹50家›。", "拥有专利的企业比例达到‹30%›。"),
        holds=_leading_verb,
        edge=frozenset(verb[0] for verb in words("verbs")),
    ),
)
START = (*MANNER, *_SAID)


_starting_with = by_edge(START)


def strip_lead(text: str, start: int, end: int, at: int = -1) -> tuple[int, bool]:
    """Return where an indicator starts behind years, adverbs and verbs of commitment, and whether 完成 was dropped.

    ``at`` is the offset under which to note the rules that decided.
    """
    done = False
    while start < end:
        if text[start] in " \t、,":
            start += 1
            continue
        rules = _starting_with(text[start])
        if not rules:
            break  # at most places no word stands that is left out
        run = Opening(text, start, end)
        for rule in rules:
            match = rule.holds(run)  # type: ignore[misc]
            if match is not None and match.end() > start:
                break
        else:
            break
        note(rule.id, at, match.span())
        done = done or match.group().endswith(_LED)
        start = match.end()
    return start, done


@cache
def _closing() -> re.Pattern[str]:
    # Not 新建, 改建 (3座中学) and 下达 (2万亩任务), which stay whole.
    return re.compile(
        rf"(?<![新改扩续迁重翻修复筹援兴参组搭构创未])(?!(?<=下)达)(?:重点|[均都])?(?:{alternation(words('verbs'))})+$"
    )


DEEDS = word_tuple("deed")
# 引进和|培育, 升级|完善: one half of a pair of verbs says half of it.
_PAIRED = pattern(r"(?:{joint}|或|升级|优化)$")


def strip_verbs(text: str, start: int, end: int, led: bool = False) -> int:
    """Return where a run ends before the verbs of commitment that lead to a number (各县力争建设|1个).

    A deed (引进, 筹建) stays, and so does a verb that is joined to one (引进培育, 引进和培育). ``led``: whether the verb of
    the level follows.
    """
    if text.endswith(DEEDS, start, end) or text.endswith(half_words(), start, end):
        return end
    match = _closing().search(text[start:end])
    at = start + match.start() if match else end
    if text.endswith(DEEDS, start, at) or _PAIRED.search(text, start, at):
        return end
    if text.endswith("重点", start, at) and (at < end or led):
        return at - 2  # 重点|培育(20家): how, of a verb that is left out
    return at
