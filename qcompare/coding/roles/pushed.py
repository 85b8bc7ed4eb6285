"""Counts of what is there already, or of what is said by name behind them: it is worked on, and so many are not to be reached.

推进总投资60亿元的26个项目 works on projects that are chosen; 提升6个基地建设水平 makes better what is there; 实现三个转变 counts
the sentences that follow.
"""

from __future__ import annotations

import re

from qcompare.coding.roles.context import Context, bound_or_led
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern

_COUNTS = frozenset(["count", "bare"])

# 推进(总投资60亿元的)26个项目, 抓好…等总投资60亿元的26个. Not 完成总投资2亿元的13所学校.
_INVESTED = pattern(
    r"(?:{activity_verb}|{pushed_on})[^,。;]*(?:投资额?(?:约|超|过|上)?[\d.]+[千百万亿]*元|建筑面积超?[\d.百万]+平方?米)(?:以上)?的$"
)
_MADE = pattern(r"{built}[^,。;]{0,12}投资")


def of_sum(context: Context) -> bool:
    """推进总投资60亿元的26个项目: projects that are chosen are pushed on; 完成总投资2亿元的13所学校 is a level."""
    clause = context.clause
    return clause.endswith("的") and bool(_INVESTED.search(clause)) and not _MADE.search(clause)


_BETTERS = pattern(r"(?:{bettered_verb}|{activity_verb}|{pushed_on})好?{these}?$")
_BETTER = pattern(r"[^,。;:]{2,24}?{bettered_end}$")
_STRONGER = pattern(r"{stronger_verb}$")
_KIND = re.compile(r"(?:[\u4e00-\u9fff]{0,12}(?:集群|产业链?|企业|基地|园区|品牌))$")


def bettered(context: Context) -> bool:
    """提升6个基地建设水平, 推动4个基地做大做强: what is there gets better; 建成6个高水平基地 is a level."""
    if context.led or context.level.end > context.level.tail:
        return False
    if context.left.endswith("深化"):
        return True  # 深化20项改革: there they are
    better = _BETTERS.search(context.left) and _BETTER.match(context.goes_on)
    return bool(better) or bool(_STRONGER.search(context.left) and _KIND.match(context.goes_on))


# 翻一番(的重要引擎), “五年翻一番”(目标): spoken of. Not 生产总值翻一番的目标, “人均收入翻一番”目标.
_NAMED_BEHIND = pattern(
    r"的(?!{aim_noun}|[\u4e00-\u9fff]{2,4}目标)[\u4e00-\u9fff]|[”\"]的?[\u4e00-\u9fff]{0,4}(?:目标|蓝图|战略|主线)"
)
_IN_QUOTES = re.compile(r"[“\"](?P<said>[^“”\"]{0,24})$")
_SO_MANY = re.compile(r"“[一两二三四几多]个$")
_STATISTIC = re.compile(r"产值|总值|总量|收入|规模|GDP")


def doubling_named(context: Context) -> bool:
    """将园区作为翻一番的引擎, 围绕“五年翻一番”目标: a doubling that is spoken of."""
    if context.text.startswith("”", context.level.end) and _SO_MANY.search(context.left):
        return True  # 实现“两个翻番”
    named = _NAMED_BEHIND.match(context.text, context.level.end)
    if named is None or named.group().startswith("的"):
        return named is not None
    said = _IN_QUOTES.search(context.text, max(context.sentence, context.level.number - 26), context.level.number)
    return said is not None and not _STATISTIC.search(said["said"])


# “十个常态化”(30项)措施: the measures of what is named.
_OF_NAMED = re.compile(r"[”\"](?:\[\d+\]|〔\d+〕)?、?$")
_MEASURES = re.compile(r"[\u4e00-\u9fff]{0,4}(?:措施|举措|政策|要求)")


def of_named(context: Context) -> bool:
    """落实“十个常态化”30项措施: how many measures a paper has."""
    return bool(_OF_NAMED.search(context.left) and _MEASURES.match(context.right))


# 定(一项)、抓一项, 报一个成(一个): one after the other.
_ONE_NEXT = re.compile(r"、?[\u4e00-\u9fff]{1,2}一[个件项户批家]")
_ONE_BEFORE = re.compile(r"一[个件项户批家]、?[\u4e00-\u9fff]{1,2}$")


def one_by_one(context: Context) -> bool:
    """定一项、抓一项: each one; 建成检测中心一个 is a level."""
    return context.level.low == 1 and bool(_ONE_NEXT.match(context.right) or _ONE_BEFORE.search(context.left))


# 三个明显, 6个“始终坚持”, 四个目标: they are said behind. Not 1—2个优势产业, 3个目标市场.
_SAID_BEHIND = pattern(
    r"[“\"]?{said_behind}|(?:任务|工作)(?=:)|[\u4e00-\u9fff]{0,8}(?:工程|行动|举措|措施)(?=:(?:一是|1[.、]|\(1\)|①))|[“\"]?{aim_counted}(?![^,。;:、()\[”\"\n])"
)


def said_behind(context: Context) -> bool:
    """实现三个转变, 做到6个“始终坚持”: sentences that follow are counted."""
    return context.level.unit in ("个", "大", "项") and bool(_SAID_BEHIND.match(context.right))


def listed(context: Context) -> bool:
    """做大电子信息、精密加工2个基地: as many as are named right before it; 新建、改建2所学校 is a level."""
    level, clause = context.level, context.clause
    few = level.low and 2 <= level.low <= _FEW
    if not few or context.bounded or "、" not in clause or not context.before_noun:
        return False
    handled = clause.startswith(("将", "把"))  # 将航空、石化2个集群建成…: what they are to become is said
    if not handled and (_MADE_LISTED.match(clause) or _DONE_LISTED.search(context.goes_on)):
        return False  # 编制东湖、西湖2个规划, 东线、西线2条高速通车
    names = next((names for by in _LISTED if len(names := by.split(clause)) == level.low), [])
    return (
        all(len(name) > 1 for name in names)
        and names != []
        and not any(mark.isdigit() for mark in clause)
        and not any(map(_DEED_ALONE.fullmatch, names))
    )


_FEW = 12
_DONE_LISTED = re.compile(r"建成|通车|竣工|投产|投用|完工|关停")
_MADE_LISTED = pattern(r"(?!建好|加快[建推]|继续[建推])[^,。;、]{0,4}?(?:{built}|{list_verb})")
_LISTED = re.compile(r"、|(?:以及|和)(?=[^、]+$)"), re.compile(r"、|以及|和")
_DEED_ALONE = pattern(r"(?:{deed})+")


PUSHED = table(
    Rule(
        id="role.scope.listed", decides="scope", looks="clause before the number", needs_before="、",
        kinds=frozenset(["count"]), holds=listed,
        why="codebook 2.2: a count of what is named right before it only delimits what is spoken of",
        examples=("做大做强电子信息、精密加工‹2个›省级出口基地。", "加快城东、城南和开发区‹3个›园区建设步伐。"),
        counter_examples=("新建、改建‹2所›学校。", "做大做强电子信息、精密加工‹3个›省级出口基地。"),
    ),
    Rule(
        id="role.scope.doubling_named", decides="scope", looks="right of the level, quotes around it",
        needs_behind="的|”|\"", kinds=frozenset(["doubling"]), holds=doubling_named,
        why="codebook 2.2: an aim that is named again as a topic or a slogan is no target",
        examples=("将园区建设作为‹翻一番›的重要引擎。", "围绕“五年‹翻一番›”宏伟蓝图，加快发展。"),
        counter_examples=("实现生产总值‹翻一番›的目标。", "提出“人均收入‹翻一番›”的目标。"),
    ),
    Rule(
        id="role.scope.of_named", decides="scope", looks="left of the number, right of the unit",
        needs_behind="措施|举措|政策|要求", kinds=_COUNTS, holds=of_named,
        why="codebook 1.2, scope: how many measures a paper or a slogan has is none of its aims",
        examples=("严格落实“十个常态化”‹30项›措施。",),
        counter_examples=("出台质量标准‹30项›，完善措施。", "制定“质量强市”标准，出台‹30项›标准。"),
    ),
    Rule(
        id="role.scope.one_by_one", decides="scope", looks="left and right of the number",
        kinds=_COUNTS, holds=one_by_one,
        why="定一项、抓一项: one after the other, and no number",
        examples=("确保工作定‹一项›、抓一项。", "力争项目报一个成‹一个›。"),
        counter_examples=("建成检测中心‹一个›、实验室两个。",),
    ),
    Rule(
        id="role.scope.of_sum", decides="scope", looks="clause before the number", needs_before="投资|面积",
        why="codebook 2.2: how many projects are pushed on for which the money is set only says which; what is built or begun is a level",
        kinds=_COUNTS, holds=of_sum, unless=bound_or_led,
        examples=("全力推进总投资60亿元的‹26项›重点项目建设。", "抓好东湖检测园等总投资60亿元的‹26个›项目。"),
        counter_examples=("完成总投资2亿元的‹13所›学校。", "推动完成总投资2亿元的‹13所›学校。", "推进投资，新建‹13所›学校。"),
    ),
    Rule(
        id="role.scope.bettered", decides="scope", looks="left of the number, right of the unit to the end of the clause",
        needs_before="{bettered_verb}|{activity_verb}|{pushed_on}|{stronger_verb}",
        why="codebook 2.2: how many there are that are made better delimits what is worked on",
        kinds=_COUNTS, holds=bettered,
        examples=("提升‹6个›外贸基地建设水平。", "推动‹4个›外贸基地做大做强。", "做优做强‹5个›产业集群。"),
        counter_examples=("建成‹6个›高水平外贸基地。", "提升‹6个›外贸基地。", "做优做强‹5个›品牌大米。"),
    ),
    Rule(
        id="role.scope.said_behind", decides="scope", looks="right of the unit",
        needs_behind="{said_behind}|{aim_counted}|任务|工作|工程|行动|举措|措施",
        why="codebook 1.2, scope: how many aims or turns are named behind is the order of the text",
        kinds=_COUNTS, holds=said_behind,
        examples=("努力实现‹三个›明显：质量明显提高。", "做到‹6个›“始终坚持”。", "努力实现‹四个›目标。", "重点实施‹10项›建设工程：一是改造道路。"),
        counter_examples=("每个县培育‹2个›优势产业。", "开拓‹4个›目标市场。"),
    ),
)  # fmt: skip
