"""Sizes and spans of time that only say which things are meant, or how a service runs."""

from __future__ import annotations

import re

from qcompare.coding.roles.context import ACHIEVES, AIM_NOUN, HAN, OF_SUCH, Context
from qcompare.coding.roles.people import rebuilt
from qcompare.coding.rules import Rule, table
from qcompare.lexicon.patterns import pattern, word_set, word_tuple

_TIME = frozenset(["time"])
_COUNT = frozenset(["count"])


_LIFE = pattern(r"{life_word}")
_EXCEEDED = pattern(r"{exceeded}$")  # 不合格率超过5%的品种: what can be gone beyond
_BOUNDS = ("以上", "以下")
_GRADE_UNITS = word_set("grade_unit")
_SIZED = pattern(r"{size_noun}[达约在]?$")
# 的现代示范奶牛场6个: a noun, and how many of it; not 、…6个, the next of a list.
_COUNTED_BEHIND = re.compile(r"[\u4e00-\u9fff()]{2,18}\d+[个座家所处条项台辆]")
_OF_COUNT = re.compile(r"的\d+[个座家所处条项台辆]")
_COUNT_NEXT = re.compile(r"\d+[个座家所处条项台辆][\u4e00-\u9fff]")
# 引进1个(10亿元)或3个5亿元以上项目
_COUNT_JOINED, _COUNT_ENDS = re.compile(r"(?:以上)?[或和及、]\d+[个家项]"), re.compile(r"\d[个家项]$")
_HARMED = word_tuple("harmed")
_AGES = ("岁", "周岁")
_FIRST_UNITS = ("家", "位", "名", "强", "个")
_JOINED = frozenset("并且和与及以左等")


def grade(context: Context) -> bool:
    """10亿元级企业, 等级为1.1级的工房; 达到3级的机构占比 is no grade of what is counted."""
    level = context.level
    if level.kind == "rank":
        return level.verb == "为" and bool(OF_SUCH.match(context.behind))
    return context.text.startswith("级", level.end)


def age(context: Context) -> bool:
    """65岁以上老年人; 人均预期寿命达到78岁 is a level."""
    level = context.level
    if level.unit not in _AGES:
        return False
    said = context.said if "分别" in context.clause else context.clause  # …和人均寿命分别达到…;2020年分别达到…
    spoken = level.verb or level.change != "level" or _LIFE.search(said)
    return not spoken or bool(HAN.match(context.behind) and level.end > level.tail)


def harmed(context: Context) -> bool:
    """死亡3人以上事故."""
    return context.level.end > context.level.tail and context.left.endswith(_HARMED)


def more_than_count(context: Context) -> bool:
    """超过50家的集群, 人口低于5万的乡镇."""
    return (
        context.level.comparator in ("<", ">")
        and not AIM_NOUN.match(context.behind)
        and bool(OF_SUCH.match(context.behind))
    )


_REACHES = pattern(r"{reach_verb}[约近]?$")
_INHABITANTS = re.compile(r"人口(?:大?[县市镇村]|城市|城镇|的)|(?<=户以上)(?:自然)?[村屯]")  # 20户以上村
_PEOPLE_OF = re.compile(r"的[\u4e00-\u9fff“\d]|大[国省市县]")


def bound_of_count(context: Context) -> bool:
    """床位80张以上的机构, 能力在30万吨及以下的炼厂; 控制在30万吨以下的目标 is a level."""
    level = context.level
    if level.unit == "人口" and context.text.startswith("规模", level.end):
        return True  # 20万人口规模城镇
    if (
        level.unit in ("人", "人口", "户")
        and _PEOPLE_OF.match(context.right)
        and (level.unit == "人口" or _REACHES.search(context.left))
    ):
        return True  # 覆盖2000万人口的商圈
    if context.bounded and (_INHABITANTS if level.unit != "人口" else _PEOPLE_OF).match(context.text, level.end):
        return True  # 50万以上人口大县
    if not context.text.startswith("的", level.end) or context.text[level.end - 2 : level.end] not in _BOUNDS:
        return False
    bare = not level.verb or (
        level.verb == "在" and OF_SUCH.match(context.behind) and not AIM_NOUN.match(context.behind)
    )
    return bool(bare) and not ACHIEVES.search(context.left[-8:])


def threshold(context: Context) -> bool:
    """对不合格率超过5%的品种: a threshold that picks out what is spoken of."""
    level = context.level
    beyond = level.comparator in (">", "<") or level.kind == "times"
    if context.led or not beyond or not OF_SUCH.match(context.behind) or AIM_NOUN.match(context.behind):
        return False
    return bool(_EXCEEDED.search(context.text, context.sentence, level.start))


_GROUND = frozenset(["公里", "米", "亩", "公顷", "平方公里", "平方米"])
# 硬化|东村至西村(5公里道路), 开发整理|北王乡(9000亩沙荒地). Not 管理好.
_WORKS_ON = pattern(r"(?:{strive}|{degree_of_work})*(?:{work_verb}|{list_verb})")
_NEXT_GRADE = re.compile(r"(?:[、/]|和|及|至|或)[\u4e00-\u9fff()]{0,8}\d")
_WORKED = pattern(r"{work_verb}$")


def _makes(context: Context) -> bool:
    """Tell whether work is done on so much ground: the verb opens the clause, or stands at its end (对3公里道路进行绿化)."""
    return rebuilt(context) or bool(_WORKS_ON.match(context.clause))


def supply(context: Context) -> bool:
    """10千伏客户 is a grade of supply; 新增15万千瓦光伏 is a level."""
    level, behind = context.level, context.behind
    if level.unit == "度" and level.comparator == "range" and HAN.match(behind):
        return True  # 15—25度坡耕地
    if level.unit in _GRADE_UNITS and _NEXT_GRADE.match(context.text, level.end):
        return True  # 110千伏、220千伏变电站
    if level.unit in _GRADE_UNITS and context.plain and HAN.match(behind) and behind[:1] not in _JOINED:
        return True
    if context.led or level.verb or not (context.plain and level.comparator in ("=", "range")):
        return False
    if level.unit in _GROUND and _makes(context):
        return False
    if (
        not HAN.match(behind)
        or behind[:1] in _JOINED
        or ACHIEVES.search(context.left[-6:])
        or _WORKED.search(context.left)
    ):
        return False
    # 关停退出20万千瓦机组, 组织15万吨产能退出: what is done to it, before or behind it.
    return not context.left.endswith(_DEEDS) and not _DONE_TO.match(context.text, level.end)


_LISTED_UNDER = re.compile(r"\((?:共|计|合计|总计)?$")


def heads_list(context: Context) -> bool:
    """海河流域(75个)。: how many are listed under a name; 培育名牌产品(30个) is a level."""
    at = context.level.end
    alone = context.text.startswith(")", at) and context.text[at + 1 : at + 2] in ("", "。", "\n")
    return alone and bool(_LISTED_UNDER.search(context.left)) and not ACHIEVES.search(context.clause)


_LENGTH = pattern(r"(?:其中)?[^,。;]{0,6}?[全线]?长(?<![增延成生加]长)(?:约|度约)?$")


def length(context: Context) -> bool:
    """全长约27公里: how long what was named before is; 农村公路总长达到270公里 is a level."""
    return "长" in context.left and not context.led and bool(_LENGTH.match(context.clause))


def size_of_one(context: Context) -> bool:
    """新建存栏3000头的奶牛场6个: the size of one of the things that are counted behind it."""
    return bool(_SIZED.search(context.left) and _COUNTED_BEHIND.match(context.text, context.level.end))


# 存栏(100头)以上奶牛规模化养殖比重: which of them the share is of. Not 存栏100头以上.
_SHARE_OF_SUCH = pattern(r"[\u4e00-\u9fff]{2,16}?(?:比重|比例|率)[\u4e00-\u9fff]{0,4}\d")


def share_of_such(context: Context) -> bool:
    """存栏100头以上奶牛养殖比重超过38%, 两个以上产业覆盖率达到100%: of which ones the share is."""
    level = context.level
    if level.end > level.tail and level.kind not in ("money", "measure") and _ITS_SHARE.match(context.text, level.end):
        return True
    return context.bounded and bool(_SIZED.search(context.left) and _SHARE_OF_SUCH.match(context.text, level.end))


_ITS_SHARE = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:率|比例|比重|占比)(?:达到?|提高到|为)?[\d.]+%")


def first_ones(context: Context) -> bool:
    """排名前15家企业的产值占比: which of them; 进入全省前15位 is a level."""
    level = context.level
    if level.kind == "place" and (_WHOEVER.match(context.text, level.end) or _FOREMOST.search(context.left)):
        return True  # 排在第一位的为牵头部门; 把安全放在第一位
    if level.unit in _FIRST_UNITS and context.text.startswith("后", level.number - 1):
        return True  # 退出全省后20位: none of those that rank last
    first = level.unit in _FIRST_UNITS and context.text.startswith("前", level.number - 1)
    return first and bool(_NOUN_BEHIND.match(context.right)) and not _MILESTONE.match(context.right)


_WHOEVER = re.compile(r"(?:的|者)(?:[\u4e00-\u9fff]{0,4}为|[\u4e00-\u9fff]{0,4}(?:单位|部门))")
# 放在|第一位, 作为|第一位的任务, 是|第一位的: how much it matters. Not 居全省第一位, 排在第一位.
_FOREMOST = re.compile(r"(?:[放摆置][在到于]|作为|当作|看作|视为|是)第?$")
_NOUN_BEHIND = re.compile(r"的?[\u4e00-\u9fff]{2}")
_MILESTONE = pattern(r"的?(?:{aim_noun}|{milestone}|行列|之列|方阵)|[并且和与及以]")
# (含量)大于3.5%的烟气: which of it. Not 合格率高于95%的目标.
_MORE_THAN = ("大于", "小于", "高于", "低于", "不足")


def share_of_which(context: Context) -> bool:
    """对含量大于3.5%的烟气实施脱硫: which of it is dealt with."""
    level = context.level
    bound = context.text.startswith(_MORE_THAN, level.start) and level.end == level.tail
    return (
        bound
        and bool(OF_SUCH.match(context.behind))
        and not AIM_NOUN.match(context.behind)
        and bool(_DEALT_WITH.search(context.clause))
    )


_DEALT_WITH = pattern(r"^(?:对(?!外)|将|把|凡)")


def of_counted(context: Context) -> bool:
    """投资上1000万元的30个项目, 3万吨及以下8处煤矿: what a count behind it is of."""
    end = context.level.end
    next_to = context.bounded and end > context.level.tail and _COUNT_NEXT.match(context.text, end)
    either = _COUNT_JOINED.match(context.text, end) and _COUNT_ENDS.search(context.left)
    return bool(next_to or either or _OF_COUNT.match(context.text, end))


def share_of_object(context: Context) -> bool:
    """将60%的雨水就地消纳: how much of something is dealt with so."""
    used = context.behind.startswith(("用于", "用作", "作为"))  # 服务费的80%用于分配
    return used or (context.left.endswith(("将", "把")) and bool(OF_SUCH.match(context.behind)))


def size(context: Context) -> bool:
    """年产值超亿元的企业."""
    qualified = context.bounded or context.level.comparator in (">", "<", ">=", "<=", "~")
    led = context.led and not (context.level.verb == "在" and OF_SUCH.match(context.behind))
    so_much = context.level.comparator in ("~", "=", ">") or context.level.unit == "公里"
    if context.level.kind == "measure" and so_much and _MADE.search(context.clause):
        return False  # 新建约50公里绿道, 新建20公里以上管网: so much of it is made; not 新建1000千伏以上变电站
    listed = context.level.kind in ("money", "measure") and _NEXT_SIZE.match(context.text, context.level.end)
    each = listed and _NEXT_BOUND.match(context.text, context.level.end)  # 引进5亿元、10亿元以上项目
    qualified = qualified or bool(each)
    return not led and qualified and (listed or context.before_noun) and context.level.unit not in _AGES


_NEXT_BOUND = re.compile(r"、[\d.]+[十百千万亿]*元以上的?[\u4e00-\u9fff]")
# 超过10亿元、5亿元的企业, 大于10万立方米、小于100万立方米的水库
_NEXT_SIZE = pattern(
    r"[、和](?:超?过?[\d.]*[十百千万亿]*元(?:以上)?的?|[大小低]于[\d.]+[千百万亿]*[\u4e00-\u9fff]{1,3}的|总[长投][\u4e00-\u9fff]{0,2}[\d.]+[千百万亿]*公里以上的)(?!{milestone})[\u4e00-\u9fff]"
)
_MADE = pattern(r"(?:{achieve_verb}|{work_verb})(?:大约|约|近|超过?)?$")
_DEEDS = word_tuple("deed")
_DONE_TO = pattern(r"[^,。;、]{1,12}(?<!项目){deed}(?=[,。;])")  # 15万吨产能退出; not 30兆瓦风电项目开工建设
_TIMED = pattern(r"{timed_word}")
_LASTS = pattern(r"{lasting_word}")
_WAITING = pattern(r"{waiting_word}")
_REPEATED = pattern(r"{repeated}$")
_ROUTINE = pattern(r"{routine_word}")
_SHORT_SPANS = ("分钟", "小时", "秒", "毫秒")
_LEARNT = ("岁", "周岁", "学时", "课时")


def bounded_hours(context: Context) -> bool:
    """24小时以内: a bound on hours is always a level."""
    return context.bounded and context.level.unit in _SHORT_SPANS


def _timed_clause(context: Context) -> str:
    """Return the clause of a span of time; a bound makes the sentence speak of a limit (施工图审查时限,房屋建筑工程不超过15个工作日)."""
    if not context.bounded and not context.clause.startswith("分别"):
        return context.clause  # 办理时限压缩一半,分别减至1个月: the clause before says what is limited
    return context.text[max(context.sentence, context.level.number - 60) : context.level.tail]


def years_of_nothing(context: Context) -> bool:
    """一次性5年: years that measure neither a life nor a schooling."""
    said = _timed_clause(context)
    return context.level.unit in ("年", "周年") and not (
        _LASTS.search(said) or (context.bounded and _WAITING.search(said))
    )


def again(context: Context) -> bool:
    """每3年一次, 24小时值守."""
    return bool(_REPEATED.search(_timed_clause(context)) or _ROUTINE.match(context.right))


def untimed(context: Context) -> bool:
    """10天的活动: nothing says how long something may take."""
    return context.level.unit not in _LEARNT and not _TIMED.search(_timed_clause(context))


SIZES = table(
    Rule(
        id="role.scope.grade", decides="scope", looks="right of the level", why="codebook 2.2: 10亿元级 is a class of firms, and not what they are to reach",
        kinds=frozenset(["money", "measure", "count", "bare", "rank"]), holds=grade,
        examples=("培育‹10亿元›级企业5家。", "防护等级为‹1.1级›的库房实现9人以下。"),
        counter_examples=("产值达到‹10亿元›。", "航道等级提升为‹3级›。"),
    ),
    Rule(
        id="role.scope.age", decides="scope", looks="left and right of the level", why="codebook 2.2: 65岁以上 says who is meant; an expectancy of life is a level", kinds=_TIME,
        holds=age,
        examples=("为‹65岁›以上老年人免费体检。",),
        counter_examples=("人均预期寿命达到‹78岁›。",),
    ),
    Rule(
        id="role.scope.harmed", decides="scope", looks="left of the number", needs_before="{harmed}",
        why="codebook 2.2: how many people an accident kills or hurts says which accidents are meant", kinds=_COUNT, holds=harmed,
        examples=("防止死亡‹3人›以上事故。",),
        counter_examples=("培训检验人员‹300人›以上。",),
    ),
    Rule(
        id="role.scope.more_than", decides="scope", looks="right of the level", needs_behind="的",
        why="codebook 2.2: 超过50家的集群 says which clusters are meant", kinds=frozenset(["count", "bare"]), holds=more_than_count,
        examples=("成员超过‹50家›的集群设立服务站。",),
        counter_examples=("成员单位超过‹50家›。",),
    ),
    Rule(
        id="role.scope.at_least_such", decides="scope", looks="right of the level", needs_behind=(_INHABITANTS, _PEOPLE_OF),
        why="codebook 2.2: 80张以上的机构 says which ones are meant, where no verb leads to the number", kinds=frozenset(["count", "measure", "money", "bare"]), holds=bound_of_count,
        examples=("床位‹80张›以上的机构配备设备。", "床位‹80张›（含）以上的机构配备设备。", "整合能力在‹30万吨›及以下的炼厂。", "打造覆盖‹2000万人口›的商圈。"),
        counter_examples=("培育‹80家›以上的企业。", "煤耗控制在‹30万吨›以下的目标。"),
    ),
    Rule(
        id="role.scope.threshold", decides="scope", looks="sentence before, right of the level", needs_before="{exceeded}", needs_behind="的",
        why="codebook 2.2: what goes beyond 5% picks out what is dealt with", kinds=frozenset(["share", "times"]), holds=threshold,
        examples=("对不合格率超过‹5%›的品种加大抽查力度。",),
        counter_examples=("产品合格率超过‹95%›的目标。",),
    ),
    Rule(
        id="role.scope.supply", decides="scope", looks="right of the level", why="codebook 2.2: 10千伏客户, 20万千瓦机组: what a noun right behind it is rated at; a verb of building makes it a level", kinds=frozenset(["measure"]),
        holds=supply,
        examples=("走访‹10千伏›客户。",),
        counter_examples=("新增‹15万千瓦›光伏。",),
    ),
    Rule(
        id="role.scope.size_of_one", decides="scope", looks="left of the number, right of the level", needs_before="{size_noun}",
        why="codebook 2.2: how large each one is of what is counted behind it", kinds=frozenset(["count", "measure", "money"]), holds=size_of_one,
        examples=("新建存栏‹3000头›现代示范奶牛场6个。",),
        counter_examples=("奶牛存栏‹3000头›。",),
    ),
    Rule(
        id="role.scope.share_of_such", decides="scope", looks="left of the number, right of the level", needs_behind="比重|比例|率|占比",
        why="codebook 2.2: of which size those are whose share is given behind it", kinds=frozenset(["count", "measure", "money", "rank", "bare"]), holds=share_of_such,
        examples=("存栏‹100头›以上奶牛规模化养殖比重达到40%。", "贫困户‹两个›以上产业覆盖率达到100%。"),
        counter_examples=("奶牛存栏‹100头›以上，规模化养殖比重达到40%。", "建成‹两个›以上产业园，覆盖率达到100%。"),
    ),
    Rule(
        id="role.scope.of_counted", decides="scope", looks="right of the level",
        why="codebook 2.2: how large or dear those are that are counted behind it", kinds=frozenset(["count", "measure", "money"]), holds=of_counted,
        examples=("抓好投资上‹1000万元›的30个项目。", "关闭年产‹3万吨›及以下8处煤矿。"),
        counter_examples=("投资达到‹1000万元›，项目达到30个。",),
    ),
    Rule(
        id="role.scope.first_ones", decides="scope", looks="left and right of the number",
        why="codebook 2.2: 前15家企业 says which firms a share is of; 进入前15位 is a rank to be reached", kinds=frozenset(["count", "place"]), holds=first_ones,
        examples=("排名前‹15家›企业产值占全行业比重达到60%。", "始终把产品质量放在‹第一位›。"),
        counter_examples=("质量竞争力进入全省前‹15位›。", "进入全国百强县前‹50名›行列。", "产品质量居全省‹第一位›。"),
    ),
    Rule(
        id="role.scope.share_of_which", decides="scope", looks="clause before the number, right of the level", needs_before="大于|小于|高于|低于|不足", needs_behind="的",
        why="codebook 2.2: 对大于3.5%的烟气 says which part is dealt with", kinds=frozenset(["share"]), holds=share_of_which,
        examples=("对硫含量大于‹3.5%›的烟气实施治理。",),
        counter_examples=("对外合作项目合格率高于‹95%›。", "实现合格率高于‹95%›的目标。"),
    ),
    Rule(
        id="role.scope.share_of_object", decides="scope", looks="left of the number, right of the level", needs_behind="的|用于",
        why="codebook 2.2: a share of what is dealt with only says how much", kinds=frozenset(["share"]), holds=share_of_object,
        examples=("将‹60%›的雨水就地消纳。",),
        counter_examples=("雨水就地消纳率达到‹60%›。",),
    ),
    Rule(
        id="role.scope.length", decides="scope", looks="clause before the number", needs_before="长",
        kinds=frozenset(["measure"]),
        why="codebook 2.2: how long a road or line is says which one is meant", holds=length,
        examples=("开工建设东湖路、西湖路两条道路，全长约‹27公里›。",),
        counter_examples=("农村公路总长达到‹270公里›。", "新建道路总长度‹27公里›。"),
    ),
    Rule(
        id="role.scope.heads_list", decides="scope", looks="brackets around the number", needs_before="(", needs_behind=")",
        why="codebook 1.2, scope: how many are listed under a name", kinds=_COUNT, holds=heads_list,
        examples=("重点流域名单（共‹75个›）。",),
        counter_examples=("培育名牌产品（‹30个›）。", "名牌产品（‹30个›）、驰名商标（5个）。"),
    ),
    Rule(
        id="role.scope.size", decides="scope", looks="right of the level", why="codebook 2.2: a bound before a noun (超1亿元的企业) says which ones are meant",
        kinds=frozenset(["money", "measure", "time", "score", "rate"]), holds=size,
        examples=("年产值超‹1亿元›的企业设立质量官。",),
        counter_examples=("年产值达到‹1亿元›以上。",),
    ),
    Rule(
        id="role.scope.years", decides="scope", looks="clause before the number", why="a span of years is a level only of a life, of schooling, or of something that is to last or be waited for so long", kinds=_TIME,
        holds=years_of_nothing, unless=bounded_hours,
        examples=("有效期为‹3年›。",),
        counter_examples=("人均受教育年限达到‹12年›。",),
    ),
    Rule(
        id="role.scope.again", decides="scope", looks="clause before the number, right of the unit", why="每3年一次 and 24小时值守 say how a service runs, and shorten nothing",
        kinds=_TIME, holds=again, unless=bounded_hours,
        examples=("实行‹24小时›值守。",),
        counter_examples=("审批时限压缩到‹24小时›。",),
    ),
    Rule(
        id="role.scope.untimed", decides="scope", looks="clause before the number", why="10天 of an event is no limit: nothing says how long something may take", kinds=_TIME,
        holds=untimed, unless=bounded_hours,
        examples=("举行‹10天›展览。",),
        counter_examples=("审批时间为‹10天›。",),
    ),
)  # fmt: skip
