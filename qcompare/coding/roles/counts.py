"""Counts of what the text speaks about, bare numerals, and spelled figures that fix no level."""

from __future__ import annotations

import re

from qcompare.coding.roles.context import ACHIEVES, Context, bound_or_led
from qcompare.coding.roles.people import MANY_PEOPLE, PEOPLE, PERSONS, fare, held_there, rebuilt, taught
from qcompare.coding.rules import Rule, left, right, table
from qcompare.lexicon.patterns import pattern, word_tuple

_COUNT = frozenset(["count"])
_COUNTS = frozenset(["count", "bare"])


_ABOUT = pattern(r"(?:重点)?{about_verb}")
_DONE_TO = word_tuple("done_to")
# 联合|高校院所(5家), 对|企业(5家); not 建立联合实验室, 创新联合体, 救助对象, which are counted themselves.
_TOGETHER = pattern(r"(?:(?<![立建设成造])联合(?!体)[^,。;]{0,20}|(?<!一)对(?!象)[^,。;]{0,12})$")
_TAKEN_AS = pattern(r"[^,。;]{0,12}为(?:{role_noun}|[\u4e00-\u9fff]{2,4}(?=[,。;、的]))")
_BY = re.compile(r"(?<![所可予加给难])以[^,。;以]{0,24}$")  # not 予以, 可以
_IN_CHARGE = pattern(r"[^,。;]{0,8}{charge_noun}")
_MEETS = pattern(r"[^,。;]{0,12}{meeting_noun}(?=[,。;、])")
_ASKED_OF = re.compile(
    r"[\u4e00-\u9fff()、]{1,12}?(?:(?<![效供响反相适对])应(?!用|急)当?|必须|(?<![必急])须|(?<![主重需])要(?!求|素|点|件))"
)
_SESSION = re.compile(
    r"(?:、[十一二三四五六七八九\d]{1,3}次)*(?:党代|全体|中央|党?代表|常委|扩大|人民)?(?:\(扩大\))?[大全]?会"
)
# not …、全部…, the next of a list
_ALL_OF_THEM = pattern(r"全部(?<=[^、]全部)|{of_all}|实现[^\d]{0,24}全覆盖|^项目(?:完成|实现)投资\d")
_RATE_OF_THEM = pattern(r"[^\d]{2,24}?{rate_noun}.{0,10}\d|[^\d,。;]{2,24}?{statistic_noun}(?:突破|达到)\d")
_FIXED = pattern(r"(?:{document_noun}中?{fix_verb}|{fix_verb}了[^,。;]{2,20})的$")
_BODIES = pattern(r"{body_attribute}?(?:{body_noun}|重点(?=[,。;]))")
_NAMED = word_tuple("named_verb")
_SPEAKS_OF = pattern(r"(?:{spoken_of}|全(?<![安健]全)[国省市县区州盟旗])(?:{spoken_attribute})?$")
_DONE_ALL = pattern(r"{built}全[国省市区县州]$")  # 完成全市25处泵站改造
_SPOKEN_ENDS = frozenset(
    "确定实绕焦对从按照分为及括盖向托由准出好住扣握持辖有设同合余他等述下列属国省市县区州盟旗每点要立施的这"
)
_STATED = pattern(  # 8项指标; not 8项指标任务书
    r"(?:[\u4e00-\u9fff]{0,6}主要|约束性|预期性|量化|考核)?{stated_count}(?=[,。;、)为中共分])|分解(?:任务|指标)"
)
_OF_INDICES = re.compile(r",其中[\u4e00-\u9fff]{0,6}指标")
_STATED_BEFORE = pattern(r"{stated_count}(?:共|共计|一共)?$")
_DEEDS = re.compile(r"[\u4e00-\u9fff“”]{0,8}实事")
_LAID_OUT = pattern(r"(?:提出|明确|部署)了?(?:实施|开展|落实)?(?:\d+项[\u4e00-\u9fff]{2,8}、)*$")
_HEADS = pattern(r"(?:重点|主要|具体|专项|建设)?(?:工程|行动|任务|举措|措施|要求|意见)[和、及,。;]")
_AIM_AGAIN = pattern(r"的[^,。;]{0,8}目标")
_AIM_SPOKEN = pattern(r"的[^,。;]{0,8}目标,?{aim_spoken}")
_AIM_NAMED = pattern(r"{aim_named}$")
_ACTIVITY = pattern(r"{activity_verb}(?:[东西南北中]部|沿海|沿江|[\u4e00-\u9fff]{1,3}级)?$")
_BUILT = pattern(  # (2018年底前)实现…等58项, 我市将改造…等34条, too
    r"(?:\d{1,2}[.、])?(?:其中,?|[^,。;、]{0,9}[年底末内前])?(?:[\u4e00-\u9fff]{1,4}[国省市区县州镇])?[将要拟]?{degree_of_work}?(?:{built}|新增|关停)"
)
_WORKED_ON = pattern(r"{worked_on}$")
_RESULT = pattern(r"{result_verb}")
_STRIVES = pattern(r"{strive}|推动|促进")
_BECOMES = pattern(r"(?!达到[ⅠⅡⅢⅣⅤIV\d]){result_verb}")  # 等17个城镇水质达到Ⅲ类: of what the level is
_GROWS = pattern(r"[^,。;\d]{2,16}?{grows}$")


def meetings(context: Context) -> bool:
    """召开2次会议, 省委十届九次、十次全会."""
    if context.level.unit in ("次", "届") and _SESSION.match(context.right):
        return True
    return context.level.unit == "次" and "召开" in context.clause and bool(_MEETS.match(context.right))


def about(context: Context) -> bool:
    """围绕10个重点行业…; 围绕…建成10个平台 is a level."""
    about_them = _ABOUT.match(context.clause) and not ACHIEVES.search(context.clause)
    return bool(about_them) and not (taught(context) or rebuilt(context))


def fixed(context: Context) -> bool:
    """将规划确定的9项指标和102项工程分解落实: what a document has fixed."""
    return "的" in context.clause and bool(_FIXED.search(context.clause))


def _tail(context: Context) -> str:
    return context.text[context.level.tail : context.level.tail + 40]


def taken_as(context: Context) -> bool:
    """以纺织、食品3个行业为重点: what the work rests on."""
    return "以" in context.clause and bool(_BY.search(context.clause) and _TAKEN_AS.match(_tail(context)))


def in_charge(context: Context) -> bool:
    """明确1名负责人."""
    if context.level.unit not in PERSONS or not _IN_CHARGE.match(_tail(context)):
        return False
    return "明确" in context.clause or context.clause.endswith(_NAMED)


def towards(context: Context) -> bool:
    """对9个县的考核: what is done to or with those that follow."""
    head = context.clause
    if taught(context) or rebuilt(context):
        return False
    return head.endswith(_DONE_TO) or (("对" in head or "联合" in head) and bool(_TOGETHER.search(head)))


def all_of_them(context: Context) -> bool:
    """14个中心全部…, 31个机构参数覆盖率达到90%: how many it is said of; what is achieved is a target all the same."""
    if ACHIEVES.search(context.clause[-6:]) or context.clause.startswith("完成"):
        return False
    if context.right.startswith(("、", "和")):
        return False  # 专利拥有量3.3件、产业化率42%: the next of a list
    if not context.clause and _ASKED_OF.match(context.goes_on):
        return True  # 16个市要制定方案: what is asked of them
    return bool(_ALL_OF_THEM.search(context.goes_on) or _RATE_OF_THEM.match(context.goes_on))


def stated_count(context: Context) -> bool:
    """规划提出8项指标, 其中预期性指标12项, 提出实施5项工程."""
    if context.level.unit in ("件", "项") and _DEEDS.match(context.right):
        return True  # 办好10件民生实事: the deeds are named below
    if context.level.unit not in ("项", "个") or context.bounded:
        return False
    if context.level.unit == "项" and _OF_INDICES.match(context.right):
        return True  # 目标设定为23项,其中约束性指标11项
    if _STATED.match(context.right) or _STATED_BEFORE.search(context.left):
        return True
    return context.level.unit == "项" and bool(_LAID_OUT.search(context.left) and _HEADS.match(context.right))


def activity(context: Context) -> bool:
    """推进100个片区建设, 支持50家企业加快发展: what work goes on about; 推动10家企业上市 is a level."""
    work = _ACTIVITY.search(context.clause) and _WORKED_ON.search(context.goes_on)
    work = work or _ACTIVITY_ON.fullmatch(context.clause) and _BUILDING.match(context.text, context.level.tail)
    strong = context.clause in ("壮大", "发展壮大", "提升发展") and _STRONGER.search(context.goes_on)
    return bool(work or strong) and not _RESULT.search(context.goes_on)


# 推进农高区、(6个)示范园、200个园区和20个乡镇建设: the list opens with one that has a name.
_ACTIVITY_ON = pattern(r"(?:继续|大力|全力|着力|积极|扎实)?{activity_verb}[^,。;:\d]{2,24}{joint}")
_BUILDING = re.compile(r"[^,。;:\n]{2,80}?建设(?![\u4e00-\u9fff])")
_STRONGER = re.compile(r"(?:产业|企业|园区|基地)?(?:集群|产业链|产业|园区|基地)$")


def grows(context: Context) -> bool:
    """旅游、物流2个产业加快发展: how many grow; 培育2个产业 is a level."""
    return bool(_GROWS.match(context.goes_on)) and not ACHIEVES.search(context.clause)


def bodies(context: Context) -> bool:
    """29个成员单位."""
    return bool(_BODIES.match(_tail(context))) and not context.clause.endswith(("完成", "实施"))


def aim_again(context: Context) -> bool:
    """5.5%左右的预期增长目标与…相衔接: an aim that is spoken of; 实现合格率达到95%的目标 sets one."""
    if context.led or not _AIM_AGAIN.match(context.text, context.level.end):
        return False
    named = _AIM_NAMED.search(context.left) or not context.clause
    return bool(named or _AIM_SPOKEN.match(context.text, context.level.end))


def how_often(context: Context) -> bool:
    """每5年修订1次: how often something is done as a rule."""
    level = context.level
    return level.unit == "次" and level.low == 1 and context.plain and "每" in context.clause


def spoken_of(context: Context) -> bool:
    """从3个方面入手, 围绕10个重点行业."""
    plain = context.level.start == context.level.number and context.left[-1:] in _SPOKEN_ENDS
    if plain and (taught(context) or held_there(context)):
        return False
    if plain and context.left.endswith("等") and (_BECOMES.search(context.goes_on) or _BUILT.match(context.clause)):
        return False  # 等18个项目建成投用, 建成东路、西路等50条道路: a list, and what becomes of it
    return plain and bool(_SPEAKS_OF.search(context.left)) and not _DONE_ALL.search(context.left)


_ASPECTS = pattern(
    "{aspect_attribute}?(?:{aspect_noun}|[一-龥]{0,6}{aspect_end}(?![\u4e00-\u9fff、]{0,8}(?:项目|企业|平台|人才|成果|标准|基地)))"
)


def aspects(context: Context) -> re.Match[str] | None:
    """找准3个关键环节; 100名在重点领域带头的人才 are people."""
    if context.level.unit in PERSONS or _MADE_FIELD.search(context.left):
        return None  # 形成3个万亿级消费领域
    return _ASPECTS.match(context.right)


_MADE_FIELD = re.compile(r"(?:形成|储备|培育)(?:\d+[-~—])?$")


_VALUES = pattern(r"{value_noun}|度$")
_VALUE_NAME = pattern(r"{value_name}$")
_SERIES = pattern(r"(?:[\d.]+(?:以上)?[、和与及])+")
_UNIT_BEHIND = re.compile(r"(?:[、和与及][\d.]+)+[万亿]*[^\d、和与及,。;()]")
_VALUE_ENDS = (*",。;、)\n",)
_SUM_ENDS = pattern(r"{milestone}?(?![^,。;、)\n])")
_NEXT_SUM = re.compile(r"、\d[\d.]*[万亿]+的?[\u4e00-\u9fff]")  # 超500亿|、1000亿产业集群: sizes
_CLAUSES = 60


def no_value(context: Context) -> bool:
    """Tell whether a numeral without a unit is no index, rate or score."""
    level, head = context.level, context.clause
    if level.low is not None and level.low >= MANY_PEOPLE and PEOPLE.match(context.goes_on):
        return not fare(context)
    if "分别" in level.verb and _UNIT_BEHIND.match(context.text, level.end):
        return False  # 分别控制在52、48微克/立方米: the unit stands behind the last
    if "分别" in level.verb or _SERIES.fullmatch(head[head.rfind("到") + 1 :]):
        return not _VALUES.search(context.said)
    if context.bounded and _NEXT_SUM.match(context.text, level.end):
        return True
    if (
        (context.led or context.bounded)
        and context.text[level.tail - 1] in "万亿"
        and _SUM_ENDS.match(context.text, level.end)
    ):
        return False  # 接待旅游人次突破12亿: so many that they need no unit
    if context.led or context.bounded:
        said = context.text[max(context.sentence, level.number - _CLAUSES) : level.number]
        return not (_VALUES.search(head) or (context.led and _VALUES.search(said)))
    # 顾客满意度85: the value right behind the name of what it measures.
    return not (_VALUE_NAME.search(context.left) and context.right[:1] in _VALUE_ENDS)


def unled(context: Context) -> bool:
    """推进十大…: nothing leads to a numeral without a unit."""
    level = context.level
    return (level.number == level.start or not level.verb) and no_value(context)


_KINDS_AND = re.compile(r"\d|[一二三四五六七八九十]{1,3}[件项个]")


def kinds_of(context: Context) -> bool:
    """10类36件实事: how many kinds of what is counted right behind."""
    if context.level.unit not in ("类", "大类", "种"):
        return False
    return bool(_KINDS_AND.match(context.behind)) or "包括" in context.clause


COUNTS = table(
    Rule(
        id="role.scope.kinds_of", decides="scope", looks="right of the unit", needs_behind="类|大类|种",
        why="codebook 2.2: of how many kinds those are that are counted right behind", kinds=_COUNT, holds=kinds_of,
        examples=("实施‹10类›36个项目。",),
        counter_examples=("制定产品目录‹10类›。",),
    ),
    Rule(
        id="role.scope.meetings", decides="scope", looks="clause before the number, right of the unit", needs_behind="次|届",
        why="codebook 1.2, scope: how often people meet is work, and no result", kinds=_COUNTS, holds=meetings,
        examples=("每年召开‹2次›联席会议。",),
        counter_examples=("每年开展监督抽查‹2次›。",),
    ),
    Rule(
        id="role.scope.about", decides="scope", looks="start of the clause", needs_before="{about_verb}",
        why="codebook 1.2, scope: behind 围绕 or 聚焦, how many things the work turns on, unless it says what is made of them", kinds=_COUNTS, holds=about, unless=bound_or_led,
        examples=("重点聚焦食品、农资等行业‹10个›产品。",),
        counter_examples=("聚焦产业培育品牌‹10个›。",),
    ),
    Rule(
        id="role.scope.fixed", decides="scope", looks="clause before the number", needs_before="{fix_verb}",
        why="codebook 1.2, scope: how many goals or tasks a document has fixed; this sentence only speaks of them", kinds=_COUNTS, holds=fixed, unless=bound_or_led,
        examples=("分解规划确定的‹9项›指标。",),
        counter_examples=("建成规划确定的检测中心‹9个›。",),
    ),
    Rule(
        id="role.scope.taken_as", decides="scope", looks="start of the clause, right of the unit", needs_before="以", needs_behind="为",
        why="codebook 1.2, scope: with 以…为重点, how many things the work rests on", kinds=_COUNT, holds=taken_as, unless=bound_or_led,
        examples=("以纺织、食品‹3个›行业为重点。",),
        counter_examples=("培育纺织、食品品牌‹3个›。",),
    ),
    Rule(
        id="role.scope.in_charge", decides="scope", looks="clause before the number, right of the unit", needs_before="明确|{named_verb}", needs_behind="{charge_noun}",
        why="codebook 1.2, scope: how many people are put in charge is how the work is organised", kinds=_COUNT, holds=in_charge, unless=bound_or_led,
        examples=("各单位要明确‹1名›联络员。",),
        counter_examples=("培训质量工程师‹100名›。",),
    ),
    Rule(
        id="role.scope.towards", decides="scope", looks="clause before the number", needs_before="{done_to}|对|联合",
        why="codebook 1.2, scope: how many are checked, visited or joined with; what becomes of them is not said", kinds=_COUNTS, holds=towards, unless=bound_or_led,
        examples=("开展对‹9个›县的考核。",),
        counter_examples=("培育质量强县‹9个›。",),
    ),
    Rule(
        id="role.scope.of_all", decides="scope", looks="right of the unit, to the end of the clause", needs_behind=(_ASKED_OF, _ALL_OF_THEM, _RATE_OF_THEM),
        why="codebook 1.2, scope: how many there are of whom 全部 speaks; 全部 itself is the level, by another rule", kinds=_COUNT, holds=all_of_them, unless=bound_or_led,
        examples=("‹14个›检测中心全部通过评审。", "全市32家检测中心、‹14家›认证机构实现监测评价全覆盖。"),
        counter_examples=("建成‹14个›检测中心，全部通过评审。",),
    ),
    Rule(
        id="role.scope.aim_again", decides="scope", looks="left and right of the level", needs_behind="目标",
        holds=aim_again,
        why="codebook 2.2: an aim named again as a topic is no target",
        examples=("‹5.5%›左右的预期增长目标与规划目标相衔接。", "确定‹4.5%›左右的增长目标。"),
        counter_examples=("实现产品合格率达到‹95%›的目标。",),
    ),
    Rule(
        id="role.scope.how_often", decides="scope", looks="clause before the number", needs_before="每", needs_behind="次",
        kinds=_COUNT, holds=how_often,
        why="codebook 1.2, scope: 每3年修订1次 is how often something is done as a rule",
        examples=("原则上每5年修订‹1次›目录。",),
        counter_examples=("每年开展监督抽查‹2次›。",),
    ),
    Rule(
        id="role.scope.activity", decides="scope", looks="clause before the number, right of the unit", needs_before="{activity_verb}|壮大|提升发展",
        kinds=_COUNTS,
        holds=activity, unless=bound_or_led,
        why="codebook 2.2: a count that only delimits what is worked on commits to nothing",
        examples=("支持‹50家›重点企业加快发展。", "重点推进‹100个›片区建设。", "壮大‹9个›省级产业集群。"),
        counter_examples=("推动‹10家›企业上市。", "培育‹50家›重点企业。", "培育壮大‹9家›产业联盟。"),
    ),
    Rule(
        id="role.scope.grows", decides="scope", looks="right of the unit, to the end of the clause", needs_behind="{grows}",
        kinds=_COUNT,
        holds=grows, unless=bound_or_led,
        why="codebook 2.2: a count that only delimits what is spoken of commits to nothing",
        examples=("现代服务‹2个›产业加快发展。",),
        counter_examples=("培育‹2个›加快发展的产业。",),
    ),
    Rule(
        id="role.scope.underway", decides="scope", looks="left of the number", needs_before="{underway}",
        kinds=_COUNTS, holds=left("{underway}"), unless=lambda context: bool(_STRIVES.match(context.clause) and _BECOMES.search(context.goes_on)),
        why="codebook 2.2: 在建的3条生产线 is there already",
        examples=("加快在建的‹3条›水泥生产线建设。", "把人手放在‹36个›改造项目上。"),
        counter_examples=("建成‹3条›水泥生产线。",),
    ),
    Rule(
        id="role.scope.stated_count", decides="scope", looks="left and right of the level",
        kinds=_COUNT, holds=stated_count,
        why="codebook 2.2: 规划提出8项指标 counts what a document sets out",
        examples=("规划提出‹8项›指标。", "围绕完成‹40项›量化指标，扎实推进创建。", "推进全部‹146项›分解任务。", "其中预期性指标‹12项›。", "全力办好‹10件›实事。",
                  "通知提出实施‹5项›工程、19项建设任务。", "通知提出实施5项工程、‹19项›建设任务。"),
        counter_examples=("完成标准‹8项›。", "通知提出制定标准‹5项›。", "实施‹5项›工程。"),
    ),
    Rule(
        id="role.scope.bodies", decides="scope", looks="right of the unit", needs_behind="{body_noun}|重点",
        why="codebook 1.2, scope: how many members, departments or offices take part", kinds=_COUNTS, holds=bodies, unless=bound_or_led,
        examples=("协调‹29个›成员单位。",),
        counter_examples=("完成‹29个›重点任务。",),
    ),
    Rule(
        id="role.scope.spoken_of", decides="scope", looks="left of the number", why="codebook 1.2, scope: behind 从, 围绕 or 的, a count picks out what is spoken of", kinds=_COUNTS,
        holds=spoken_of,
        examples=("从‹3个›企业入手。",),
        counter_examples=("培育‹3个›企业。",),
    ),
    Rule(
        id="role.scope.big", decides="scope", looks="right of the number", needs_behind="大",
        why="N大… numbers programmes that have a name (8大工程)", kinds=frozenset(["bare"]), holds=right("大(?![型中])"),
        examples=("实施‹8大›工程。",),
        counter_examples=("建成‹8个›大型工程。",),
    ),
    Rule(
        id="role.scope.aspects", decides="scope", looks="right of the unit", needs_behind="{aspect_noun}|{aspect_end}",
        why="codebook 1.2, scope: 环节, 方面 and 领域 are counted to order the text", kinds=_COUNT, holds=aspects, unless=bound_or_led,
        examples=("找准工作中的‹3个›关键环节。",),
        counter_examples=("培育‹3个›品牌。", "不少于‹100名›在重点领域带头的人才。"),
    ),
    Rule(
        id="role.scope.divided", decides="scope", looks="left of the number", needs_before="{divided}",
        why="into how many parts something is divided commits to nothing", kinds=_COUNT, holds=left("{divided}"),
        examples=("全市细化为‹18个›二级分区。",),
        counter_examples=("全市检测中心增加为‹18个›。",),
    ),
    Rule(
        id="role.scope.bare", decides="scope", looks="clause before the number",
        why="a numeral without a unit is a level only of an index, a rate or a score", kinds=frozenset(["bare"]), holds=unled,
        examples=("落实质量‹3›主体。",),
        counter_examples=("质量竞争力指数达到‹85›。",),
    ),
    Rule(
        id="role.unplaced.bare", decides="unplaced", looks="clause before the number",
        why="a verb leads to it, but nothing says of what it is the value", kinds=frozenset(["bare"]), holds=no_value,
        examples=("全市达到不低于‹85›。",),
        counter_examples=("质量竞争力指数达到‹85›。",),
    ),
)  # fmt: skip
