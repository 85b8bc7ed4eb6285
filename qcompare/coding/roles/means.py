"""Roles of means and of weights: how much is put in, given, fined or counted. It commits to no result."""

from __future__ import annotations

import re

from qcompare.coding.roles.context import Context
from qcompare.coding.rules import Rule, left, right, table
from qcompare.lexicon.patterns import pattern

_SHARES = frozenset(["share", "points"])

# 以5分计, 奖10分、5分; not 达到85分
_MARKS = pattern(r"(?:{weight_lead}[^,。]{0,3}|{mark_verb}(?:[0-9.]+分[、或/])*|分值[^,。;]{0,6})$")
_ALONE = pattern(r"\s*[),;、]")
_RATED = pattern(r"{score_noun}")
_BY_WORK = re.compile(
    r"(?:按|比例|完成|扣|满|得)[^,。;]{0,6}得分\($"
)  # 按完成比例得分|(15分): what the marks are given for


def marks(context: Context) -> bool:
    """以5分计入, (5分), (5分,缺一项扣1分): marks that are given. Not (85分以上)."""
    if context.level.unit != "分" or context.bounded:
        return False
    bracketed = context.left.endswith("(") and bool(_ALONE.match(context.right))
    rated = _RATED.search(context.left) and not _BY_WORK.search(context.left)
    return bool(_MARKS.search(context.left)) or (bracketed and not rated)


_SUMMED = pattern(r"[=+×*][^,。;()]{1,16}\($")


def summed(context: Context) -> bool:
    """总分=日常监测(60%)+现场核查(40%): by how much each part of a sum counts. Not 合格率(95%)."""
    return context.right.startswith(")") and bool(_SUMMED.search(context.left))


_PENALTY = pattern(r"{fine_word}")


def fine(context: Context) -> bool:
    """处以3倍罚款."""
    return bool(_PENALTY.search(context.left + context.right))


_RECKONED = pattern(r"(?:的标准)?(?:{reckon_verb}|,(?:由[^,。;]{1,8})?(?:一次性)?{give})")  # 1.5%存储; not 1.5%以上
_SOME_SHARE = re.compile(r"比例\((?:不低于|不高于|不超过)?$")
_LEVIED = re.compile(r"(?:的[税费]率)?(?:征收|计征)")  # 按7.5%征收
# 按不超过年度招聘计划|50%(的比例): not 按要求达到50%的比例, which is reached.
_AT_SHARE = pattern(r"按[^,。;达到至]*$")


def reckoned(context: Context) -> bool:
    """按合同价款的1.5%存储, 按不超过职工人数2%的比例招聘: how something is reckoned."""
    if "按" not in context.clause:
        return False
    # 可按不超过50%的比例招募: how many may be taken.
    share = bool(_AT_SHARE.search(context.clause)) and context.right.startswith("的比例")
    if _LEVIED.match(context.right) or _SOME_SHARE.search(context.left):
        return True  # 按7.5%征收, 按上年工资的一定比例(不低于60%)确定
    return share or bool(context.left.endswith("的") and _RECKONED.match(context.right))


# An amount handed out, or put in; not 财政收入达到5亿元, which is a level of the economy.
_REWARD = pattern(
    r"{reward_verb}|(?:(?<![^\s.,;。、:])|总|估算|计划|概算|匡算)投资(?:约|近)?$|计划投资超过?$|(?:财政(?!收入)|每年|五年)[^,。;]{0,6}投入|设立$"
    r"|(?:安排|设立)[^,。;]{0,14}资金|最高(?:不超过)?$|财政(?![^,。;]{0,8}(?:收入|支出))[^,。;]{0,12}$"
)
_PUT_IN = pattern(
    r"(?:[^,。;]{0,4}从[^,。;]{2,20}(?:资金|收入)中)?{payer}{0,2}{put_in}(?!强度|额)[^,。;、\d]{0,12}$"
)  # 今年投入2亿元; not 研发经费投入2亿元, 完成投资
_REWARD_AFTER = pattern(r"[^,。;]{0,12}{reward_noun}")  # 100万元的奖励; not in the next clause
_SHARE_GIVEN = pattern(r"(?:的(?:比例|标准)?)?{give}|的?(?:贷款)?{means_noun}")  # 50%给予…, 50%的贴息


def put_in(context: Context) -> bool:
    """今年投入2亿元: money that is put in."""
    return not context.led and bool(_PUT_IN.fullmatch(context.clause))


_STATISTIC = pattern(r"{strive}[^,。;]{2,16}{statistic_noun}$")  # 争取实现高新技术产业产值(350亿元)


_BEYOND = ("突破", "超过")  # (资金支持,)成交额突破350亿元


def paid(context: Context) -> tuple[int, int] | None:
    """给予100万元, 按50%给予贴息: the size of a means."""
    level = context.level
    if level.kind != "money" and not _SHARE_GIVEN.match(context.right):
        return None
    # What a verb leads to is a statistic, whatever the clause before it hands out (经费…,全员劳动生产率达到25万元).
    beyond = context.text.startswith(_BEYOND, level.start) and "最高" not in context.said  # what earns a reward
    own = context.led or beyond or _STATISTIC.search(context.clause)
    reach = len(context.clause) if own else 40
    floor = max(context.block.start, level.number - min(reach, 40))
    found = _REWARD.search(context.text, floor, level.number) or _REWARD_AFTER.match(
        context.text, level.end, level.end + 14
    )
    return found.span() if found else None


# 拟发行国债(600亿元), 安排科技支出(1134亿元), 用于教育的投入达到(34亿元). Not 财政收入达到, 赤字率.
_BUDGET = pattern(
    r"(?:安排|增加)[^,。;\d]{0,14}支出$|支出安排(?:超过)?$|(?:发行|代发|安排)[^,。;\d]{0,14}债券?$|用于[^,。;\d]{2,20}的(?:支出|资金)(?:达到?|为)?$"
    r"|赤字(?:规模)?$|债务总规模$"
)
_ISSUED = re.compile(r"(?:发行|代发)$")
_BONDS = re.compile(r"[^,。;\d]{0,8}债")


def budget(context: Context) -> bool:
    """安排科技支出1134亿元, 发行1000亿元长期国债: how much is spent or borrowed."""
    left = context.left
    return bool(_BUDGET.search(left)) or bool(_ISSUED.search(left) and _BONDS.match(context.right))


_MOST = pattern(r"{at_most_given}(?:不超过|不高于)?$")
_OF_MEANS = pattern(r"{means_noun}|{reward}")


def most(context: Context) -> bool:
    """追加补助5个百分点,最高不超过20%: how much is given at most."""
    start = context.level.start
    return bool(_MOST.search(context.text, max(0, start - 5), context.level.number) and _OF_MEANS.search(context.said))


# 投资(2000万元)的清淤工程: the size of an undertaking. Not 固定资产投资(50亿元)的目标, 工业投资.
_INVESTED = pattern(
    r"(?:[,。;:、是和与及①-⑳]|{undertakes}|{strive}|总|新增|[一二三首]期|年内|今年|年度|预计)投资[额约近达超逾过]*$"
)
_OF_WORKS = pattern(r"的(?!{undertaking})[\u4e00-\u9fff\d“]")
# 投资(300万元),改造村庄5个: what it is put into.
_PUT_INTO = pattern(r",?(?:{does}|{list_verb}|{undertakes}|{added}|对|用于|继续)")


_CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))  # ⑦投资1000万元,新增…


def invested(context: Context) -> bool:
    """实施投资2000万元的清淤工程, 投资300万元,改造村庄5个: how much an undertaking costs; 完成投资5亿元 is a level."""
    if not _INVESTED.search(context.left):
        return False
    opens = context.clause.endswith(("是投资", "年内投资")) or context.clause.lstrip(_CIRCLED) in ("投资", "总投资")
    return bool(_OF_WORKS.match(context.text, context.level.end)) or (
        opens and bool(_PUT_INTO.match(context.text, context.level.end))
    )


MEANS = table(
    Rule(
        id="role.instrument.invested", decides="instrument", looks="left and right of the sum",
        needs_before="投资",
        why="codebook 2.2: the size of an undertaking before its noun, and money put in, commit to no result",
        kinds=frozenset(["money"]), holds=invested,
        examples=("实施投资‹2000万元›的河道清淤工程。", "确保总投资‹2亿元›的检测园开工。", "二是投资‹300万元›，改造村庄5个。"),
        counter_examples=("完成固定资产投资‹50亿元›的目标。", "完成投资‹50亿元›。", "完成投资‹50亿元›的任务。", "工业投资‹50亿元›的突破。"),
    ),
    Rule(
        id="role.scope.weight", decides="scope", looks="right of the unit",
        needs_behind="{weight_noun}",
        why="codebook 1.2, scope: which weight something has in a check is not to be reached", holds=right("{weight_noun}"),
        examples=("质量考核‹10%›权重由各县掌握。",),
        counter_examples=("产品合格率达到‹95%›。",),
    ),
    Rule(
        id="role.scope.weighed", decides="scope", looks="left of the number",
        needs_before="{weighed}",
        why="codebook 1.2, scope: 每少1项 says for what a mark is taken away", holds=left("{weighed}"),
        examples=("考核中每少‹1项›记一次。",),
        counter_examples=("制定标准‹5项›。",),
    ),
    Rule(
        id="role.scope.deducted", decides="scope", looks="right of the unit",
        needs_behind="分|扣",
        why="codebook 1.2, scope: what costs or brings marks is a rule of a check",
        holds=right(r"[^,。;]{0,12},?(?:扣\d|(?:得|加|奖)[0-9.]+分)"),
        examples=("缺少‹1份›材料扣2分。", "省级媒体刊发经验‹1篇›，得3分。"),
        counter_examples=("制定标准‹5项›，扣减环节2个。", "制定标准‹5项›，得到省级推广。"),
    ),
    Rule(
        id="role.scope.summed", decides="scope", looks="left and right of the number",
        needs_before="=|+|×|*", needs_behind=")",
        why="codebook 1.2, scope: the shares of a sum of marks say how it is reckoned",
        kinds=frozenset(["share", "score"]), holds=summed,
        examples=("考核总分=日常监测（‹60%›）+现场核查（40%）。", "考核总分=日常监测（60%）+现场核查（‹40%›）。"),
        counter_examples=("产品合格率（‹95%›）高于上年。",),
    ),
    Rule(
        id="role.scope.marks", decides="scope", looks="left of the number", why="codebook 1.2, scope: how many marks something is given is a rule of a check; 达到85分 is a level", kinds=frozenset(["score"]),
        holds=marks,
        examples=("质量工作以‹5分›计入考核。", "完善信用监管（‹4分›）。", "落实联络员（‹3分›，少一次扣1分）。", "按月报送，得‹5分›。"),
        counter_examples=("顾客满意度达到‹85分›。", "顾客满意度（‹85分›）。"),
    ),
    Rule(
        id="role.instrument.given", decides="instrument", looks="right of the unit",
        needs_behind="{give}",
        why="codebook 1.2, instrument: the share of a cost that a subsidy pays",
        holds=right("{give}{means_noun}"),
        examples=("对认证费用按‹50%›给予补助。",),
        counter_examples=("产品合格率达到‹95%›，对企业给予奖励。",),
    ),
    Rule(
        id="role.instrument.most", decides="instrument", looks="left of the level, sentence before it",
        needs_before="{at_most_given}",
        why="codebook 1.2, instrument: the most that a subsidy or a reward may come to", kinds=_SHARES | {"money"},
        holds=most,
        examples=("按投入给予补助，最高不超过‹20%›。", "追加补助5个百分点，最高可达‹20%›。"),
        counter_examples=("资源利用率最高不超过‹20%›。", "按投入给予补助，资源利用率达到‹20%›。"),
    ),
    Rule(
        id="role.instrument.share_of_means", decides="instrument", looks="left of the number",
        needs_before="{reward_share}",
        why="codebook 1.2, instrument: the share of a bonus that is taken away or paid", kinds=_SHARES,
        holds=left("{reward_share}[^,。;]{0,6}的?"),
        examples=("扣减奖金的‹20%›。",),
        counter_examples=("监督抽查合格率达到‹95%›。",),
    ),
    Rule(
        id="role.instrument.fine", decides="instrument", looks="left and right of the number", why="codebook 1.2, instrument: how high a fine is",
        kinds=frozenset(["times"]), holds=fine,
        examples=("并处货值‹3倍›罚款。",),
        counter_examples=("专利数达到2015年的‹3倍›。",),
    ),
    Rule(
        id="role.instrument.reckoned", decides="instrument", looks="clause, right of the unit",
        needs_before="按",
        why="codebook 1.2, instrument: the share by which a deposit, a fee or a grant is reckoned",
        kinds=frozenset(["share"]), holds=reckoned,
        examples=("按合同价款的‹1.5%›存储工资保证金。", "按合同金额的‹30%›，给予一次性支持。"),
        counter_examples=("研发投入占营业收入的‹1.5%›。",),
    ),
    Rule(
        id="role.instrument.put_in", decides="instrument", looks="clause before the number",
        needs_before="{put_in}",
        kinds=frozenset(["money"]), holds=put_in,
        why="codebook 2.2: money put in (安排, 投入, 补助) commits to no result",
        examples=("今年投入涉农资金‹14亿元›。", "市级安排‹2000万元›资金。"),
        counter_examples=("研发经费投入‹14亿元›。", "完成投资‹14亿元›。"),
    ),
    Rule(
        id="role.instrument.budget", decides="instrument", looks="left and right of the sum",
        needs_before="支出|资金|债|赤字|发行|代发",
        kinds=frozenset(["money"]), holds=budget,
        why="codebook 2.2: money put in commits to no result, nor does what is borrowed for it",
        examples=("今年市财政安排科技支出‹5亿元›。", "今年市财政用于教育的支出达到‹34亿元›。", "拟发行建设债券‹60亿元›。", "继续发行‹60亿元›建设债券。", "市财政赤字规模‹3亿元›。"),
        counter_examples=("一般公共预算收入达到‹34亿元›。", "企业债券交易额达到‹34亿元›。", "发行图书，销售额‹3亿元›。"),
    ),
    Rule(
        id="role.instrument.paid", decides="instrument", looks="sentence, right of the level", why="codebook 1.2, instrument: a sum that is paid out; what a verb leads to (收入达到100亿元) is a level",
        kinds=frozenset(["money", "share"]), holds=paid,
        examples=("对获奖企业奖励‹100万元›。",),
        counter_examples=("地方财政收入达到‹100亿元›。",),
    ),
)  # fmt: skip
