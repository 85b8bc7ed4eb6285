"""Figures that only describe what is spoken of (its ground, whom it serves, how large each one is), and spelled ones that fix no level.

百家企业, 一个中心 and 三项制度 are hardly more than words.
"""

from __future__ import annotations

import re

from qcompare.coding.roles.context import AIM_NOUN, HAN, MILESTONE, OF_SUCH, Context
from qcompare.coding.rules import Rule, left, right, table
from qcompare.lexicon.patterns import pattern, word_set

_GROUND = re.compile(r"(?:该|本)?(?:项目|工程|园区|基地)?(?:规划|总)?占地(?:总?面积)?(?:约|近)?")


_TAKES = re.compile(r"占地(?:面积)?约?$")


def ground(context: Context) -> bool:
    """项目占地面积78亩: how much ground what was named before takes; 绿地面积达到78亩 is a level."""
    if context.clause in ("建筑面积", "总建筑面积") and (context.said == context.clause or "占地" in context.said):
        return True  # 占地30亩,建筑面积7000平方米; not 新建厂房20栋,建筑面积7000平方米
    if "占地" not in context.left:
        return False
    return bool(_GROUND.fullmatch(context.clause) or (_TAKES.search(context.left) and OF_SUCH.match(context.behind)))


_SUPPLIES = pattern(r"可(?:以)?(?:保证|保障|满足|供应|覆盖|灌溉|惠及)$")


def supplies(context: Context) -> bool:
    """可保证3万亩蔬菜的种苗供应: what can be served with it; 可培育种苗6000万株 is a level."""
    return bool(_SUPPLIES.search(context.left)) and bool(HAN.match(context.behind))


_OF_COUNTED = re.compile(r"\d+[多余]?[家个户名](?:以上|左右)?[\u4e00-\u9fff]{2,10}$")
_OF_THE_COUNTED = re.compile(
    r"的[\u4e00-\u9fff]|[、和](?:\d+|若干)[家个户名](?:以上|左右)?[\u4e00-\u9fff]{0,10}[达超过]"
)


def size_of_counted(context: Context) -> bool:
    """培育5家年销售收入达500亿元的企业: how large those are to be that are counted before it."""
    floor, start = max(context.sentence, context.level.lead - 24), context.level.lead
    return bool(
        _OF_COUNTED.search(context.text, floor, start) and _OF_THE_COUNTED.match(context.text, context.level.end)
    )


# 企业(年用水量1万m3及以上)用水定额: which ones. Not 道路(20公里以上)。
_SIZE_IN_BRACKET = re.compile(r"\((?:年|日|单|装机|床位|面积|规模)[^,。;()]{0,10}$")
_GOES_ON_BEHIND = re.compile(r"\)[\u4e00-\u9fff]{2}")


def size_in_bracket(context: Context) -> bool:
    """企业(年用水量1万立方米及以上)用水定额管理: how large those are that are meant."""
    sized = context.bounded and "(" in context.left and _SIZE_IN_BRACKET.search(context.left)
    return bool(sized) and bool(_GOES_ON_BEHIND.match(context.text, context.level.end))


# 对不符合规划的项目(约3400万千瓦),: how large those are that are dealt with.
_DEALT_WITH = re.compile(r"(?:^|[,。;:)\n])(?:其中,)?对[^。;\n]{2,60}\(约?$")


def of_those(context: Context) -> bool:
    """对未办手续的项目(约300万千瓦),分类处理: how large they are; 改造(300万千瓦) is a level."""
    level, text = context.level, context.text
    bracketed = text.startswith(")", level.end) and "(" in context.left[-2:]
    return bracketed and bool(_DEALT_WITH.search(text, max(0, context.sentence - 1, level.number - 70), level.number))


_SHARE_IN_BRACKET = re.compile(r"\(占[^,。;()]{1,14}$")
_OF_BRACKET = re.compile(r"[^,。;()]{0,12}的[^,。;()]{2,12}\)")


def share_in_bracket(context: Context) -> bool:
    """重点污染源(占负荷80%的企业): which ones are meant."""
    return bool(_SHARE_IN_BRACKET.search(context.left) and _OF_BRACKET.match(context.right))


def whose_people(context: Context) -> bool:
    """确保5个安置点群众稳得住: the places whose people it is said of; 建成5个安置点 is a level."""
    return context.left.endswith("确保") and bool(_WHOSE_PEOPLE.match(context.goes_on))


_WHOSE_PEOPLE = re.compile(r"[^,。;\d]{2,16}?(?:群众|居民|村民|职工)[\u4e00-\u9fff]{2}")

_OFTEN = re.compile(r"每(?:周|月|天|日|季度?|年)[^,。;、\d]{0,8}$")
_OF_WHOM = re.compile(
    r"(?:及?以上)?[^,。;\d]{2,12}的?(?:人数|人口|人群|居民|群众|职工|学生)(?:比例|比重|占比)?(?:达|占|超|提高|增)"
)


def who_often(context: Context) -> bool:
    """每周参加3次以上锻炼的人数达到45%: who is counted; 每周开展3次锻炼 is a level."""
    return bool(_OFTEN.search(context.left) and _OF_WHOM.match(context.text, context.level.tail))


_SO_MANY = re.compile(r"\d[余多]?[家个户](?:以上)?$")
_SIZED_THING = pattern(r"{sized_thing}")


def size_of_such(context: Context) -> bool:
    """打造3家100亿元企业: how large each one is of what a count before it counts."""
    return bool(_SO_MANY.search(context.left) and _SIZED_THING.match(context.text, context.level.end))


# (对订单量达1000单)以上的网店给予…: who is dealt with. Not 对外贸易额达到5亿元以上的目标.
_TREATED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是)?(?:对(?![外口标])|凡)")
_OF_TREATED = pattern(r"的(?!{aim_noun})[\u4e00-\u9fff]|[且、][^,。;]{2,14}\d[^,。;]{1,10}的[\u4e00-\u9fff]")


def treated(context: Context) -> bool:
    """对订单量达1000单以上的网店给予补助: who is dealt with; 对外销售额达到5亿元以上 is a level."""
    return (
        context.level.end > context.level.tail
        and bool(_TREATED.search(context.clause))
        and bool(_OF_TREATED.match(context.text, context.level.end))
    )


def listed_firms(context: Context) -> bool:
    """进入全国500强前15名: the list in which a place is aimed at; 进入全国500强 is a rank."""
    level = context.level
    return context.text[level.tail - 1] == "强" and bool(_PLACE_IN_IT.match(context.text, level.tail))


_PLACE_IN_IT = re.compile(r"[\u4e00-\u9fff]{0,4}前\d")


def radius(context: Context) -> bool:
    """50公里飞行半径全覆盖: how wide around; 服务半径达到5公里 is a level."""
    return bool(_RADIUS.match(context.right))


_RADIUS = re.compile(r"的?[\u4e00-\u9fff]{0,4}半径")

# 631个农宅空置率(30%)的村: which ones are counted.
_COUNTED_RATE = re.compile(r"\d[家个户][\u4e00-\u9fff]{2,10}率$")


def rate_of_counted(context: Context) -> bool:
    """631个农宅空置率30%的村治理: which ones are counted before it."""
    return bool(_COUNTED_RATE.search(context.left)) and _OF_QUOTED.match(context.behind) is not None


_OF_QUOTED = re.compile(r"的[“\u4e00-\u9fff]")

DESCRIBED = table(
    Rule(
        id="role.scope.listed_firms", decides="scope", looks="right of the unit", needs_behind="前",
        holds=listed_firms,
        why="codebook 2.1: a place within a list is the level, and how long the list is only names it",
        examples=("企业进入全国‹500强›前15名。",),
        counter_examples=("企业进入全国‹500强›。",),
    ),
    Rule(
        id="role.scope.radius", decides="scope", looks="right of the unit", needs_behind="半径",
        kinds=frozenset(["measure", "time"]), holds=radius,
        why="codebook 2.2: a radius says what is covered, and not how much",
        examples=("实现‹50公里›飞行半径全覆盖。",),
        counter_examples=("平均服务半径缩短到‹5公里›。",),
    ),
    Rule(
        id="role.scope.rate_of_counted", decides="scope", looks="left of the number, right of the level", needs_before="率", needs_behind="的",
        kinds=frozenset(["share"]), holds=rate_of_counted,
        why="codebook 2.2: a rate between a count and its noun says which ones are counted",
        examples=("完成63个农宅空置率‹30%›的村庄整治。",),
        counter_examples=("完成63个村庄整治，农宅空置率达到‹30%›的目标。",),
    ),
    Rule(
        id="role.scope.treated", decides="scope", looks="start of the clause, what stands behind the level",
        needs_before="对|凡", needs_behind="的",
        holds=treated,
        why="codebook 2.2: behind 对 a size before a noun says who is dealt with, or must have it to qualify",
        examples=("对年订单量达到‹1000单›以上的网店给予补助。", "对年销售额‹200万元›以上、订单量达1000单以上的网店给予补助。"),
        counter_examples=("对外销售额达到‹5亿元›以上的目标。", "对年订单量达到‹1000单›以上。", "网店年订单量达到‹1000单›以上。"),
    ),
    Rule(
        id="role.scope.who_often", decides="scope", looks="left and right of the number",
        needs_before="每", needs_behind="人|居民|群众|职工|学生",
        kinds=frozenset(["count"]),
        holds=who_often,
        why="codebook 2.2: how often those do something who are counted behind it says whom the level is of",
        examples=("到2020年，每周参加‹3次›以上健身活动的人数达到45%。",),
        counter_examples=("到2020年，每周参加‹3次›以上健身活动。", "到2020年，每周组织居民参加健身活动‹3次›以上。"),
    ),
    Rule(
        id="role.scope.ground", decides="scope", looks="clause before the number",
        needs_before="占地|建筑面积",
        kinds=frozenset(["measure"]),
        why="codebook 2.2: how much ground a project takes says which one it is", holds=ground,
        examples=("新建种苗基地一处，项目占地面积‹78亩›。", "启动占地‹120亩›的园区提升项目。", "占地30亩，建筑面积‹7185平方米›，建设教学楼。"),
        counter_examples=("公园绿地面积‹78亩›。",),
    ),
    Rule(
        id="role.scope.supplies", decides="scope", looks="left and right of the number",
        needs_before="可",
        kinds=frozenset(["measure", "count"]),
        why="codebook 1.2, scope: how much else can be served with what is built is no level of its own", holds=supplies,
        examples=("项目完工后，可保证‹3万亩›蔬菜种苗供应。",),
        counter_examples=("项目完工后，年可培育种苗‹6000万株›。",),
    ),
    Rule(
        id="role.scope.size_of_counted", decides="scope", looks="left and right of the level", kinds=frozenset(["money", "measure"]),
        why="codebook 2.2: how large each one is to be of those that are counted before it", holds=size_of_counted,
        examples=("培育5家以上年销售收入达‹500亿元›的软件企业。", "培育5家以上年销售收入过‹100亿元›、2家以上年销售收入达500亿元的软件企业。"),
        counter_examples=("培育软件企业5家，年销售收入达‹500亿元›。",),
    ),
    Rule(
        id="role.scope.so_many_levels", decides="scope", looks="right of the unit", needs_behind="%",
        why="5个100%: how many levels are stated is none itself", kinds=frozenset(["count"]),
        holds=right(r"\d[\d.]*%"),
        examples=("隐患整改率、制度落实率达到‹2个›100%目标。",),
        counter_examples=("培育企业‹2个›，合格率达到100%。",),
    ),
    Rule(
        id="role.scope.size_of_such", decides="scope", looks="left of the number, right of the level", needs_behind="{sized_thing}",
        why="codebook 2.2: how large each one is of what a count before it counts", kinds=frozenset(["money"]), holds=size_of_such,
        examples=("打造3家以上‹100亿元›企业。",),
        counter_examples=("培育链主3家，‹100亿元›产业集群形成。",),
    ),
    Rule(
        id="role.scope.share_in_bracket", decides="scope", looks="brackets around the number",
        needs_before="(占",
        kinds=frozenset(["share"]),
        why="codebook 2.2: (占负荷80%的企业) says which ones are meant", holds=share_in_bracket,
        examples=("重点污染源（占全市排放负荷‹80%›的企业）达标排放。",),
        counter_examples=("重点污染源达标率（占全部污染源的‹80%›）。",),
    ),
    Rule(
        id="role.scope.of_those", decides="scope", looks="brackets around the level, sentence before", kinds=frozenset(["measure", "count", "money"]),
        needs_before="(", needs_behind=")",
        why="codebook 1.2, scope: how large those are that are dealt with (对…的项目(约300万千瓦)) is no aim", holds=of_those,
        examples=("对未办手续的项目（约‹300万千瓦›），分类处理。",),
        counter_examples=("改造老旧机组（‹300万千瓦›），分类处理。",),
    ),
    Rule(
        id="role.scope.size_in_bracket", decides="scope", looks="brackets around the level", kinds=frozenset(["measure", "count", "money"]),
        needs_before="(",
        why="codebook 2.2: a size in brackets behind a noun says which ones are meant", holds=size_in_bracket,
        examples=("规模以上企业（年用水量‹1万吨›及以上）用水定额管理全覆盖。",),
        counter_examples=("培育规模以上企业（年新增‹20家›以上）。",),
    ),
    Rule(
        id="role.scope.converted", decides="scope", looks="left of the number",
        needs_before="折合|折算",
        holds=left(r"(?:折合|折算)(?![^,。;\d]*(?:约|人民币))[^,。;:、\d]{2,10}"),
        why="codebook 1: 折合 states the level before it once more, in another unit; one commitment is one target",
        examples=("天然气供应量达到3亿立方米，折合标准煤‹36万吨›。",),
        counter_examples=("天然气供应量达到‹3亿立方米›。", "人均产值超过7万元，折合‹9000美元›。"),
    ),
    Rule(
        id="role.scope.whose_people", decides="scope", looks="left of the number, right of the unit",
        needs_before="确保", needs_behind="群众|居民|村民|职工",
        kinds=frozenset(["count"]),
        holds=whose_people,
        why="codebook 2.2: of how many places the people are who are to fare well only says of whom it is said",
        examples=("确保‹5个›安置点群众搬得出。",),
        counter_examples=("确保建成‹5个›安置点。", "确保‹5个›安置点竣工。"),
    ),
)  # fmt: skip


_EXACT_KINDS = frozenset(["place", "share", "doubling", "zero", "points", "times"])
_ROUND = word_set("round_figure")
_FIGURES = pattern(r"[零〇○一二两三四五六七八九十百千万亿点至到~—-]+(?:[、·][〇○零一二三四五六七八九]+)*")
_POINTING = pattern(r"[第每那哪某首前两]$")
_BROUGHT = pattern(r"{bring_verb}$")
# 十个(省级基地,十五个…): a list of figures.
_NEXT_FIGURE = pattern(r"[^,、。;]{2,16}[,、][一二三四五六七八九十]{1,3}[个家项处所座]")
# 三个省级、一个国家级中心: a list of grades goes on.
_GRADED_BEFORE = pattern(r"[\d一二两三四五六七八九十][个家项处所座][^,。;、]{1,4}[级类型][、和与及]$")
_CLAUSE_MARK = pattern(r"[,。;:、]")
# 新建(一所学校), 新建一座水厂、(两座泵站): so many are made. Not 谋划建设, and not where a share is the level (80%的县建成).
_MAKES = pattern(
    r"{made_one}(?<!谋划建设)(?:[一二两三四五六七八九十\d]+[个家座所条][^,。;:、]{2,20}(?:{joint}(?:{made_one})?))*$"
)
_SHARE_OF = re.compile("[%‰]|一半|半数|分之")
# (一所)特殊学校, (一个)省级检测中心: things that are built. Not (一个)中心, (一个)良好氛围, (一个)平台经济试点.
_THING = pattern(r"(?:[^,。;:、]{0,24}?{built_thing}|[^,。;:、]{2,24}?{built_kind})(?!(?![和与及])[\u4e00-\u9fff])")
_BIG = pattern("现代化")
# 打造三个|增长极: a programme in figures. Not (三个)市场主体
_SLOGAN = pattern(r"{slogan_noun}(?![\u4e00-\u9fff])")
_UPGRADED = pattern(r"[^,。;\d]{2,10}?{upgraded}")  # 五处景区|升格5A级
_ENDS = (*",。;、\n",)
_PERCENT = ("百分之", "千分之")


def _word(context: Context) -> str:
    digits = _FIGURES.match(context.text[context.level.number : context.level.tail])
    word = digits.group() if digits else ""
    return word[:-1] if (context.level.unit or "").startswith("千") and word.endswith("千") else word  # 万|千瓦


def _makes_so_many(context: Context) -> bool:
    """新建一所学校, 培育两家企业: a thing is made, and the figure says how many."""
    level = context.level
    before = context.clause[: level.start - level.number] if level.start < level.number else context.clause
    added = context.text.startswith("新增", level.start)
    if not (added or _MAKES.search(before)) or _SHARE_OF.search(before):
        return False
    return bool(_THING.match(context.text, level.tail))


def spelled_scope(context: Context) -> str | None:
    """Return the rule by which a spelled numeral fixes no level, or None."""
    level, right_of = context.level, context.right
    if level.kind == "times" and _word(context) in _ROUND:
        return "role.scope.round_figure"  # 百倍的努力
    if level.kind in _EXACT_KINDS or context.text.startswith(_PERCENT, level.number):
        return None
    word, ends = _word(context), right_of[:1] in _ENDS
    if word == "一" and (level.unit == "起" or context.text[level.start : level.number] in ("过", "近")):
        return "role.scope.one_or_two"  # 统一起来, 结合在一起: together; 过一个年, 近一个时期: no bound
    such = OF_SUCH.match(context.behind) and not AIM_NOUN.match(context.behind)
    # 突破千亿元|大关 leads to a value as 达到 does.
    led = context.led or (context.bounded and MILESTONE.match(context.behind))
    if word in _ROUND and (such or not led) and (context.plain or HAN.match(context.behind)):
        ten = word == "十" and level.kind == "count" and (ends or _NEXT_FIGURE.match(right_of))
        return None if ten else "role.scope.round_figure"
    # 国家级质检中心一个: behind its noun a figure is a level.
    final = ends and len(_CLAUSE_MARK.split(context.left)[-1]) >= 4
    graded = _GRADED_BEFORE.search(context.left)
    made = len(word) == 1 and _makes_so_many(context)
    if word in ("一", "两") and context.plain and not (final or graded or made):
        return "role.scope.one_or_two"
    kind = level.unit == "类" and word in ("一", "二") and context.plain  # 划入公益一类
    if kind or level.unit in ("批", "届") or (level.unit == "期" and (context.plain or HAN.match(context.behind))):
        return "role.scope.batch"
    if _POINTING.search(context.left) or _BIG.match(right_of):
        return "role.scope.pointed_at"
    if len(word) == 1 and _SLOGAN.match(right_of):
        return "role.scope.single_figure"  # 打造三个增长极
    if len(word) == 1 and context.plain:
        # 三个方面, 两项制度: a single figure counts what is spoken of unless a verb of commitment leads to it.
        stated = made or bool(level.verb) or ends or bool(_BROUGHT.search(context.left) or graded)
        stated = stated or bool(_UPGRADED.match(context.goes_on))
        return "role.scope.single_figure" if not stated or level.kind != "count" else None
    return None


table(
    Rule(
        id="role.scope.round_figure", decides="scope", looks="number, right of the unit", why="codebook 1.1: 百家 and 千家 mean many, and no number; 十家 behind its noun is counted",
        examples=("培育‹百家›企业。",),
        counter_examples=("培育企业‹十家›。",),
    ),
    Rule(
        id="role.scope.one_or_two", decides="scope", looks="number", why="codebook 1.1: 一个 before its noun is hardly more than an article; behind the noun (中心一个) it is counted, and so are things that are built",
        examples=("形成‹一个›良好氛围。",),
        counter_examples=("建成国家级质检中心‹一个›。", "新建‹一所›职业学校。", "新建一座水厂、‹两座›中转站。"),
    ),
    Rule(
        id="role.scope.batch", decides="scope", looks="unit", why="codebook 1.1: 十二批 numbers one of a row of lists or sessions",
        examples=("公布‹十二批›名录。",),
        counter_examples=("公布企业‹十二家›。",),
    ),
    Rule(
        id="role.scope.pointed_at", decides="scope", looks="left and right of the number", why="codebook 1.1: 那三家 points at those spoken of before",
        examples=("那‹三家›企业。",),
        counter_examples=("培育‹三家›企业。",),
    ),
    Rule(
        id="role.scope.single_figure", decides="scope", looks="left and right of the number", why="codebook 1.1: 三项制度 counts what is spoken of, unless a verb that makes them leads to it",
        examples=("健全‹三项›制度。",),
        counter_examples=("培育‹三家›企业。",),
    ),
)  # fmt: skip
