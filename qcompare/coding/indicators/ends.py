"""Where an indicator ends before its level.

The rules of ``END`` are tried again and again, in order, until none of them holds: each takes something off the run
that names the indicator.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from qcompare.coding.indicators.item import Run
from qcompare.coding.indicators.starts import PRICES, YEAR, YEAR_WORDS
from qcompare.coding.levels.level import Level, half_words
from qcompare.coding.rules import Rule, by_edge, closes, note, table
from qcompare.lexicon.needed import ends
from qcompare.lexicon.patterns import pattern, word_tuple


class Ending(NamedTuple):
    """The run up to a level, whose end is looked for; ``change`` and ``verb`` are the level's."""

    text: str
    start: int
    end: int
    change: str
    verb: str


# 接待人数|年(增长20%): how often it grows. Not 青年, 当年.
_GROWS_YEARLY = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?<![少青老中成学历去今明每全当同逐隔])年$")
_TRAILING_YEAR = pattern(
    rf"(?:(?:(?:{YEAR_WORDS})(?:[、和及与](?!$))?)+|{{span_lead}}?[0-9一二两三四五六七八九十]{{1,2}}年|(?:[0-9]{{1,2}}月|年)[底末]前?)$"
)
# 达到2015年|的(2.5倍): the year of what a value is a multiple of, and the verb before it. Not 2015年的(85%).
_MULTIPLE_OF = pattern(
    rf"(?:{{moves}}?[到至为]|达到?|是|接近|相当于)(?P<base>(?:{YEAR}|[“\"][八九十][一二三四五]?五?[”\"]{{plan_span}}?|上年)[末底]?(?:同期)?)$"
)
_TIMES = re.compile(r"的[\d.一二两三四五六七八九十百]+[多余半]?倍")


def _multiple_of(run: Ending) -> re.Match[str] | None:
    return _MULTIPLE_OF.search(run.text, run.start, run.end) if _TIMES.match(run.text, run.end) else None


# 缩短|到2015年: how something gets to a value.
_CHANGED = pattern(r"{moves}$")
_LEADS_ON = word_tuple("leads_on")
# 在2010年基础上: what is counted on top of. Not 在…方面.
_ON_TOP = pattern(r"在(?P<base>[^,。;]{1,18}?)的?基础上$")
# 比2010年, 较上年, 与“十一五”相比. Not 占比, 对比, 比重, 较大.
_THAN = pattern(r"(?:{than}|与(?=[^,。;]{1,16}相比))(?P<base>[^,。;]{1,24}?)(?:相比|的?基础上)?$")
_NAMED_BEHIND = pattern(rf"{YEAR}(?![末底]?(?:以前|的))[末底]?[\u4e00-\u9fff]{{1,12}}{{statistic_noun}}$")
# 由75%(提高到). Not 从业人员, which has no 到 behind it.
_FROM = pattern(r"{from}(?P<base>[^,。;由从]{1,26}?){moves}?$")


# 生产总值|按不变价格计算: at which prices; 出口额|以美元计: in which money. Not 累计.
_PRICES = pattern(rf"(?:{PRICES}|[以按]{{currency}}(?:计[算价]?)?)$")
# 财政收入|(按)同口径, |可比, |剔除政策因素后: that like is compared with like. Not 不可比, 对比.
_LIKE = re.compile(r"(?:剔除|扣除)[^,。;]{2,16}后$|按?(?:[同可]比?口径|(?<!不)可比)$")
# 增加值|接近或(达到90亿元): a second verb that only leads to the value. Not 引进或(培育20家).
_OR = re.compile(r"(?:接近|达到|超过)或$")


def _than(run: Ending) -> re.Match[str] | None:
    # Only a change is counted from something: 合格率比2010年提高2个百分点; a bare year says so too.
    than = _THAN.search(run.text, run.start, run.end)
    if than and _NAMED_BEHIND.match(than["base"]):
        return None  # 比2015年产品合格率: what changes stands behind the year
    return than if than and (run.change != "level" or _TRAILING_YEAR.fullmatch(than["base"])) else None


# 收入增长8%,高于全省平均水平1个百分点: what it is above by so many points. Not 高于98%.
_ABOVE = pattern(r"(?:高于|高出|快于|低于|领先)(?P<base>[^,。;]{2,20})$")
_POINTS = re.compile(r"[\d.]+(?:[-~—至到][\d.]+)?个百分点")


def _above(run: Ending) -> re.Match[str] | None:
    return _ABOVE.search(run.text, run.start, run.end) if _POINTS.match(run.text, run.end) else None


def _from(run: Ending) -> re.Match[str] | None:
    return _FROM.search(run.text, run.start, run.end) if run.verb.endswith(("到", "至", "为", "达")) else None


# 储备能力(包括企业储备), 招生规模(见附表): what belongs to it or where more stands. Not (含分支机构), which is scope.
_EXPLAINED = pattern(r"\((?:(?:包括|包含|详?见|附|按)[^()]{1,60}|\d{1,3}分)\)$")


# 增长速度|预期目标(为7%): that it is aimed at does not say what. Not 指标100项, where goals are counted.
_AIMED = pattern(r"(?<=[\u4e00-\u9fff]{2})的?{aim_kind}?(?:目标值?|指标值|任务量?)$")

# 水运建设投资|目标(60亿元): a sum that is aimed at. Not 质量目标(8项).
_SUM_AIMED = pattern(r"(?<=投资|收入|产值|税收)的?{aim_kind}?(?:目标值?|指标值)$")


def _aimed(run: Ending) -> re.Match[str] | None:
    look = _AIMED if run.verb else _SUM_AIMED
    return look.search(run.text, run.start, run.end)


# 每个县|重点(培育2个产业): what is done first of all. Not 省重点(达到5个), which are counted.
_ABOVE_ALL = re.compile(r"重点$")
_LEADS_TO = ("到", "至", "为", "达", "在", "于", "是")


# (完成)造林|任务(的85%): which part of the task is to be done
_OF_TASK = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:任务|目标)数?量?$")


def _of_task(run: Ending) -> re.Match[str] | None:
    done = run.text.startswith("的", run.end) and run.text.find("完成", max(0, run.start - 6), run.end) >= 0
    return _OF_TASK.search(run.text, run.start, run.end) if done else None


# 完好率|达到5个(100%)
_SO_MANY_LEVELS = re.compile(r"(?:达到|实现)\d+个$")
# 检验量|达到每千人(4份): to so many, which belongs to the level.
_PER_SO_MANY = pattern(
    r"(?:{reaches}|(?<=浓度))(?P<per>每立方米|每(?:(?:\d+|[十百千万])[十百千万]?(?:[名户个])?[^,。;每]{0,4}|(?:平方)?公里|平方米|公顷|亩))$"
)


END = table(
    Rule(
        id="indicator.end.explained",
        decides="before the bracket",
        looks="right before the level",
        why="what a name takes in, and where more of it stands, is no part of the name",
        examples=("社会储备能力（包括钢铁、化工企业储备）达到‹400万吨›。", "招生规模（见附表）达到‹2000人›。"),
        counter_examples=("检测机构（含分支机构）达到‹20家›。", "县（市、区）达到‹20个›。"),
        holds=closes(_EXPLAINED),
    ),
    Rule(
        id="indicator.end.prices",
        decides="before these words",
        looks="right before the level",
        why="at which prices a value is reckoned, said behind its name, does not say what is valued; 消费价格 is a name",
        examples=("地区生产总值按不变价格计算增长‹9%›。",),
        counter_examples=("居民消费价格增长‹2%›。",),
        holds=closes(_PRICES),
    ),
    Rule(
        id="indicator.end.like",
        decides="before these words",
        looks="right before a change",
        why="同口径: that like is compared with like does not say what is compared",
        examples=("财政收入同口径增长‹8%›。",),
        counter_examples=("财政收入同比增长‹8%›。",),
        holds=closes(_LIKE),
    ),
    Rule(
        id="indicator.end.or",
        decides="before these words",
        looks="right before the level",
        why="codebook 2: verbs that lead to the level are left out, both of a pair (接近或达到)",
        examples=("服务业增加值接近或达到‹90亿元›。",),
        counter_examples=("服务业增加值达到‹90亿元›。",),
        holds=closes(_OR),
    ),
    Rule(
        id="indicator.end.on_top",
        decides="before these words; they are the baseline",
        looks="right before the level",
        why="codebook 2: what a change adds to (在2010年基础上) is the baseline",
        examples=("单位产品能耗在2010年基础上降低‹15%›。",),
        counter_examples=("单位产品能耗降低‹15%›。",),
        holds=closes(_ON_TOP),
    ),
    Rule(
        id="indicator.end.than",
        decides="before these words; they are the baseline",
        looks="right before a change",
        why="codebook 2: what a change is compared with (比2010年) is the baseline",
        examples=("产品合格率比2010年提高‹2个百分点›。",),
        counter_examples=("名牌产品产值占比达到‹20%›。", "服务业比重提高‹2个百分点›。"),
        holds=_than,
    ),
    Rule(
        id="indicator.end.above",
        decides="before these words; they are the baseline",
        looks="right before so many points",
        why="codebook 2: what a value is above or below is the baseline",
        examples=("居民收入增长7%，高于全省平均水平‹1个百分点›。",),
        counter_examples=("产品合格率高于‹98%›。", "产品合格率提高‹2个百分点›。"),
        holds=_above,
    ),
    Rule(
        id="indicator.end.from",
        decides="before these words; they are the baseline",
        looks="right before a value that something gets to",
        why="codebook 2.1: 由A提高到B: the level is B, the baseline A",
        examples=("产品合格率由85%提高到‹90%›。", "产品合格率由2015年的85%上升到2018年的‹90%›。"),
        counter_examples=("产品合格率稳步提高到‹90%›。",),
        holds=_from,
    ),
    Rule(
        id="indicator.end.multiple_of",
        decides="before these words; the year is the baseline",
        looks="right before a multiple",
        why="codebook 2: what a multiple is reckoned from is the baseline, and the verb before it no part of the name",
        examples=("检测服务业产值达到2015年的‹2.5倍›。", "检测服务业产值增加到2015年的‹3倍›。"),
        counter_examples=("检测服务业产值达到‹5亿元›。",),
        holds=_multiple_of,
        edge=ends(_MULTIPLE_OF),
    ),
    Rule(
        id="indicator.end.year",
        decides="before these words",
        looks="right before the level",
        why="codebook 2: the year by which something is due is kept in its own field; behind the name, it is left out",
        examples=("产品合格率到2020年底达到‹90%›以上。",),
        counter_examples=("产品合格率达到‹90%›以上。",),
        holds=closes(_TRAILING_YEAR),
    ),
    Rule(
        id="indicator.end.grows_yearly",
        decides="before 年",
        looks="right before a change",
        why="codebook 2.2: time is none of the indicator: 年增长20% is growth in a year",
        examples=("民宿接待人数年增长‹20%›以上。",),
        counter_examples=("参加培训的青年增长‹20%›以上。", "产品合格率逐年提高‹2个百分点›。"),
        holds=lambda run: _GROWS_YEARLY.search(run.text, run.start, run.end) if run.change != "level" else None,
        edge=ends(_GROWS_YEARLY),
    ),
    Rule(
        id="indicator.end.aimed",
        decides="before these words",
        looks="right before a value that something gets to",
        why="codebook 2.2: 预期目标 right before a value says that it is one, and not of what",
        examples=("服务业增加值增长速度预期目标为‹8%›。",),
        counter_examples=("制定质量目标‹8项›。",),
        holds=_aimed,
        edge=ends(_AIMED, _SUM_AIMED),
    ),
    Rule(
        id="indicator.end.above_all",
        decides="before 重点",
        looks="right before a verb and its level",
        why="that something is done before other things does not say what is done",
        examples=("每个乡镇重点培育‹2个›主导产业。",),
        counter_examples=("每个乡镇培育‹2个›主导产业。",),
        holds=lambda run: (
            _ABOVE_ALL.search(run.text, run.start, run.end) if run.verb and not run.verb.endswith(_LEADS_TO) else None
        ),
        edge=ends(_ABOVE_ALL),
    ),
    Rule(
        id="indicator.end.of_task",
        decides="before 任务",
        looks="right before a share",
        why="codebook 2.2: 任务 behind what is done is left out; a share of it is a share of what is done",
        examples=("完成造林任务的‹85%›以上。",),
        counter_examples=("承担任务的企业占‹85%›以上。",),
        holds=_of_task,
        edge=ends(_OF_TASK),
    ),
    Rule(
        id="indicator.end.so_many_levels",
        decides="before these words",
        looks="right before a share",
        why="达到2个100%: how many such levels there are is no part of the name",
        examples=("隐患整改率、制度落实率达到2个‹100%›目标。",),
        counter_examples=("隐患整改率达到‹100%›目标。",),
        holds=closes(_SO_MANY_LEVELS),
    ),
    Rule(
        id="indicator.end.per_so_many",
        decides="before these words",
        looks="right before the level",
        why="达到每千人4份: to how many the number is reckoned belongs to the level",
        examples=("食品检验量达到每千人‹4份›。",),
        counter_examples=("每千人食品检验量达到‹4份›。",),
        holds=closes(_PER_SO_MANY),
    ),
)
_ending_in = by_edge(END)
_ADVERB = table(
    Rule(
        id="indicator.end.adverb",
        decides="before these words",
        looks="right before the level",
        why="codebook 2: words that lead to the level and do not say what is measured",
        examples=("县级监督抽查每年不少于‹300批次›。",),
        counter_examples=("县级监督抽查不少于‹300批次›。",),
    ),
)[0]


def trim_right(text: str, start: int, end: int, change: str, verb: str, at: int = -1) -> tuple[int, Run | None]:
    """Return where an indicator ends before years, adverbs and baselines, and the run of the baseline.

    Parameters
    ----------
    change, verb
        Of the level behind it: only a change is counted from something, and only 到 and 至 say from where.
    at
        Offset under which to note the rules that decided.
    """
    base: Run | None = None
    while end > start:
        if text[end - 1] in " \t、,:(的“" and not text.endswith("目的", start, end):
            end -= 1
            continue
        run = Ending(text, start, end, change, verb)
        for rule in _ending_in(text[end - 1]):
            match = rule.holds(run)  # type: ignore[misc]
            if match is not None:
                note(rule.id, at, match.span())
                if "base" in match.re.groupindex:
                    base = base or match.span("base")
                end = match.start()
                if text.startswith(("到", "至"), end) and _CHANGED.search(text, start, end):
                    verb = "到"  # 由127天缩短到2015年的95天: the year stands between the verb and the value
                break
        else:
            if not text.endswith(_LEADS_ON, start, end) or text.endswith(half_words(), start, end):
                break
            word = next(word for word in _LEADS_ON if text.endswith(word, start, end))
            note(_ADVERB.id, at, (end - len(word), end))
            end -= len(word)
    return end, base


table(
    Rule(
        id="indicator.end.rank",
        decides="before these words; the group is the baseline",
        looks="right before a rank",
        why="codebook 2.1: of a rank with a numeral the group is the baseline",
        examples=("制造业质量竞争力指数进入全省前‹5位›。", "政务服务满意度全省排名进入前‹3位›。"),
        counter_examples=("制造业质量竞争力指数达到‹85›以上。",),
    ),
)

# 进入全省前5位, 位居全国第一: the group is the baseline. Not 进入稳居…, where the verb stands twice.
_RANKED = pattern(r"{rank_verb}[在于]?(?P<group>(?!{rank_again})[^,。;、]{1,16})$")
# 全省排名进入前3位. Not 排名前3位, which names no group.
_RANKED_WITHIN = pattern(r"在?(?P<group>全[国省市区县州]|[国省市]内)(?:同类[^,。;、]{1,6})?排名(?:{rank_again})?在?$")
# 进入全省前5位、|全国前50位: another group, of the same.
_GROUP_ALONE = re.compile(r"(?P<group>全[国省市区县州球]|[国省市]内|世界)")


def name_end(text: str, level: Level, clause: int, begin: int) -> tuple[int, Run | None]:
    """Return where the name before a level ends, and the run of its baseline; a rank's is the group.

    ``clause`` and ``begin`` are where its clause and the name in it start.
    """
    per = _PER_SO_MANY.search(text, max(clause, level.start - 16), level.start) if text[level.start] != "每" else None
    if per:
        level.start = per.start("per")
    verb = text[level.start - 1] if level.kind == "place" and text[level.start - 1] in "到至" else level.verb
    end, base = trim_right(text, begin, level.lead, level.change, verb, level.number)
    if level.kind == "place":
        ranked = (
            _RANKED_WITHIN.search(text, begin, end)
            or _RANKED.search(text, clause, end)
            or _GROUP_ALONE.fullmatch(text, begin, end)
        )
        if ranked:
            note("indicator.end.rank", level.number, ranked.span())
            if ranked.start() <= begin:
                return begin, ranked.span("group")
            end, _ = trim_right(text, begin, ranked.start(), level.change, "", level.number)
            return end, ranked.span("group")
    return end, base
