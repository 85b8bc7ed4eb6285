"""The tests of the rules of roles that one pattern cannot make (:mod:`qcompare.coding.role_rules` has the rules)."""

from __future__ import annotations

from qcompare.coding.context import Context
from qcompare.lexicon.patterns import pattern, word_set, word_tuple

# --- time for what is promised ----------------------------------------------------------------------------------

_SO_LONG = pattern(r"(?:左右)?{so_long}")  # 5年内; not 5年以上, a bound
_NO_OUTLOOK = pattern(r"{no_outlook}$")  # 连续5年内: a span of the past, or one that comes again


def _years(context: Context) -> bool:
    return context.level.unit == "年"


def outlook(context: Context) -> bool:
    """未来10年是…: how far the view reaches."""
    return _years(context) and not _SO_LONG.match(context.right) and bool(_TO_COME.search(context.left))


_TO_COME = pattern(r"{to_come}$")  # 未来10年; not 未来的10年


def outlook_years(context: Context) -> bool:
    """未来5年内."""
    return _years(context) and bool(_TO_COME.search(context.left))


def span(context: Context) -> bool:
    """5年内, 用三年时间: the time for what is promised; 降到5年以内 is a level."""
    timed = _years(context) and not context.led and _SO_LONG.match(context.right)
    return bool(timed) and not _NO_OUTLOOK.search(context.left)


# --- how something is counted or paid ------------------------------------------------------------------------------

_MARKS = pattern(r"(?:{weight_lead}[^,。]{0,3}|{mark_verb}|分值[^,。;]{0,6})$")  # 以5分计; not 达到85分


def marks(context: Context) -> bool:
    """以5分计入: marks that are given."""
    return context.level.unit == "分" and bool(_MARKS.search(context.left))


_PENALTY = pattern(r"{fine_word}")


def fine(context: Context) -> bool:
    """处以3倍罚款."""
    return bool(_PENALTY.search(context.left + context.right))


_RECKONED = pattern(r"(?:的(?:比例|标准))?{reckon_verb}")  # 1.5%存储; not 1.5%以上


def reckoned(context: Context) -> bool:
    """按合同价款的1.5%存储: how something is reckoned."""
    return context.left.endswith("的") and "按" in context.clause and bool(_RECKONED.match(context.right))


# An amount handed out, or put in; not 财政收入达到5亿元, which is a level of the economy.
_REWARD = pattern(
    r"{reward_verb}|(?:(?<![^\s.,;。、:])|总|估算|计划|概算|匡算)投资$|(?:财政(?!收入)|每年|五年)[^,。;]{0,6}投入|设立$"
    r"|安排[^,。;]{0,14}资金|最高(?:不超过)?$|财政(?!收入|总收入|支出|自给)[^,。;]{0,12}$"
    r"|每年[^,。;]{0,8}(?:投入|安排|设立)[^,。;]{0,12}(?:资金|基金)"
)
_REWARD_AFTER = pattern(r"[^,。;]{0,12}{reward_noun}")  # 100万元的奖励; not in the next clause
_SHARE_GIVEN = pattern(r"(?:的(?:比例|标准)?)?{give}|的?{means_noun}")  # 50%给予…, 50%的贴息


def paid(context: Context) -> tuple[int, int] | None:
    """给予100万元, 按50%给予贴息: the size of a means."""
    level = context.level
    if level.kind != "money" and not _SHARE_GIVEN.match(context.right):
        return None
    floor = max(context.block.start, level.number - 40)
    found = _REWARD.search(context.text, floor, level.number) or _REWARD_AFTER.match(
        context.text, level.end, level.end + 14
    )
    return found.span() if found else None


# --- facts of the past and present ------------------------------------------------------------------------------

_FROM = pattern(r"{from}[^,。;]{0,20}$")  # 由85%…; the words between reach over no mark
# What a change runs to: 由85%提高到90%; not 由85%的企业…, where nothing is reached.
_RISES_TO = pattern(r"[:\d.]*[^,。;:\d]{0,8}?{change_verb}?{arrives}")
_FROM_LONG = pattern(r"{from}[^,。;:]{1,24}$")
_STRIVES = pattern(r"{strive}")
_SO_FAR = pattern(r"{so_far}")
_FALLS_SHORT = pattern(
    r"(?:比|较|与)[^,。;]{2,14}(?<!{holds_off}){short_word}$"
)  # 比全国平均水平低3个百分点; not 比…提高
_ONLY = pattern(r"[^,。;]{0,20}(?:仅|只)有?[\d一二三四五六七八九十]")
_LEVEL_OF_YEAR = pattern(r"(?:19|20)\d\d年的$")
_COUNTED_UP = pattern(r"{count_opener}(?=\d)(?:(?!{to_come_word})[^;。:])*$")
_SINCE = pattern(r"以来,(?!{will})")
_SHORT = word_tuple("short_word")
_NOT_REACHED = word_tuple("not_reached")


def baseline(context: Context) -> bool:
    """由A提高到B: A is where the change starts."""
    level = context.level
    head = context.text[max(0, level.start - 24) : level.start]
    return ("由" in head or "从" in head) and bool(_FROM.search(head) and _RISES_TO.match(context.right))


def led_from(context: Context) -> bool:
    """从去年的85%提高到90%: the level that a change leads to is no fact, whatever is said before."""
    start = context.level.start
    return context.led and bool(_FROM_LONG.search(context.text[max(0, start - 30) : start]))


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
    return bool(named) and not named[-1].future


def said_so_far(context: Context) -> tuple[int, int] | None:
    """已建成20家: no year is named, and the words say that it is done."""
    if context.latest_year is not None:
        return None
    found = _SO_FAR.search(context.clause)
    start = context.level.number - len(context.clause)
    return (start + found.start(), start + found.end()) if found else None


def counted_up(context: Context) -> bool:
    """先后有9个产品获得称号,43个产品…: a list of what there is goes on where a clause starts with its number."""
    if context.clause or context.latest_year is not None:
        return False
    return "有" in context.said and bool(_COUNTED_UP.search(context.said))


def since(context: Context) -> bool:
    """…以来,建成20家."""
    return context.latest_year is None and "以来" in context.said and bool(_SINCE.search(context.said))


def so_far_behind_year(context: Context) -> tuple[int, int] | None:
    """2020年的目标已经达到: a year to come is named, and what is said behind it is done."""
    latest = context.latest_year
    if latest is None or not latest.future:
        return None
    found = _SO_FAR.search(context.text, max(latest.end, context.level.number - _FAR), context.level.number)
    return found.span() if found else None


def past_year(context: Context) -> bool:
    """2010年达到91.3%: the year named last is past, and nothing behind it strives."""
    latest, start = context.latest_year, context.level.start
    if latest is None or latest.future:
        return False
    return not _STRIVES.search(context.text, max(latest.end, start - _FAR), start)


_FAR = 160

# --- which things are meant --------------------------------------------------------------------------------------

_LIFE = pattern(r"{life_word}")
_HAN = pattern(r"[\u4e00-\u9fff]")
_OF_SUCH = pattern(r"的[\u4e00-\u9fff]")
_AIM_NOUN = pattern(r"的{aim_noun}")
_EXCEEDED = pattern(r"{exceeded}$")  # 不合格率超过5%的品种: what can be gone beyond
_BOUND_OF = ("以上的", "以下的", "及以上的")
_HARMED = word_tuple("harmed")
_ACHIEVES = pattern(r"{achieve_verb}")
_AGES = ("岁", "周岁")
_JOINED = frozenset("并且和与及以左")


def grade(context: Context) -> bool:
    """10亿元级企业."""
    return context.text.startswith("级", context.level.end)


def age(context: Context) -> bool:
    """65岁以上老年人; 人均预期寿命达到78岁 is a level."""
    level = context.level
    if level.unit not in _AGES:
        return False
    spoken = level.verb or level.change != "level" or _LIFE.search(context.left)
    return not spoken or bool(_HAN.match(context.behind) and level.end > level.tail)


def harmed(context: Context) -> bool:
    """死亡3人以上事故."""
    return context.level.end > context.level.tail and context.left.endswith(_HARMED)


def more_than_count(context: Context) -> bool:
    """超过50家的集群."""
    return context.level.comparator == ">" and bool(_OF_SUCH.match(context.behind))


def bound_of_count(context: Context) -> bool:
    """床位80张以上的机构."""
    if not context.right.startswith(_BOUND_OF):
        return False
    return not context.level.verb and not _ACHIEVES.search(context.left[-8:])


def threshold(context: Context) -> bool:
    """对不合格率超过5%的品种: a threshold that picks out what is spoken of."""
    level = context.level
    beyond = level.comparator in (">", "<") or level.kind == "times"
    if context.led or not beyond or not _OF_SUCH.match(context.behind) or _AIM_NOUN.match(context.behind):
        return False
    return bool(_EXCEEDED.search(context.text, context.sentence, level.start))


def supply(context: Context) -> bool:
    """10千伏客户 is a grade of supply; 新增15万千瓦光伏 is a level."""
    level, behind = context.level, context.behind
    if context.led or level.verb or not context.plain or level.comparator != "=":
        return False
    return bool(_HAN.match(behind) and behind[:1] not in _JOINED and not _ACHIEVES.search(context.left[-6:]))


def size(context: Context) -> bool:
    """年产值超亿元的企业."""
    qualified = context.bounded or context.level.comparator in (">", "<", ">=", "<=", "~")
    return not context.led and qualified and context.before_noun and context.level.unit not in _AGES


# --- spans of time ------------------------------------------------------------------------------------------------

_TIMED = pattern(r"{timed_word}")
_LASTS = pattern(r"{lasting_word}")
_REPEATED = pattern(r"{repeated}$")
_ROUTINE = pattern(r"{routine_word}")
_SHORT_SPANS = ("分钟", "小时", "秒", "毫秒")
_LEARNT = ("岁", "周岁", "学时", "课时")


def bounded_hours(context: Context) -> bool:
    """24小时以内: a bound on hours is always a level."""
    return context.bounded and context.level.unit in _SHORT_SPANS


def _timed_clause(context: Context) -> str:
    """Return the clause of a span of time; a bound makes the sentence speak of a limit (施工图审查时限,房屋建筑工程不超过15个工作日)."""
    if not context.bounded:
        return context.clause
    return context.text[max(context.sentence, context.level.number - 60) : context.level.tail]


def years_of_nothing(context: Context) -> bool:
    """一次性5年: years that measure neither a life nor a schooling."""
    return context.level.unit in ("年", "周年") and not _LASTS.search(_timed_clause(context))


def again(context: Context) -> bool:
    """每3年一次, 24小时值守."""
    return bool(_REPEATED.search(_timed_clause(context)) or _ROUTINE.match(context.right))


def untimed(context: Context) -> bool:
    """10天的活动: nothing says how long something may take."""
    return context.level.unit not in _LEARNT and not _TIMED.search(_timed_clause(context))


# --- counts of what the text speaks about ---------------------------------------------------------------------------

_ABOUT = pattern(r"(?:重点)?{about_verb}")
_DONE_TO = word_tuple("done_to")
_TOGETHER = pattern(r"(?:联合[^,。;]{0,20}|对[^,。;]{0,12})$")
_TAKEN_AS = pattern(r"[^,。;]{0,12}(?:为|作为){role_noun}")
_IN_CHARGE = pattern(r"[^,。;]{0,8}{charge_noun}")
_MEETS = pattern(r"[^,。;]{0,12}{meeting_noun}(?=[,。;、]|$)")
_ALL_OF_THEM = pattern(r"全部(?<=[^、]全部)|{of_all}")  # not …、全部…, the next of a list
_RATE_OF_THEM = pattern(r"[^\d]{2,24}?{rate_noun}.{0,10}\d")
_FIXED = pattern(r"{document_noun}中?{fix_verb}的(?:\d+[^,。;、\d]{2,16}(?:和|与|及|、|以及))*$")
_BODIES = pattern(r"{body_attribute}?(?:{body_noun}|重点(?=[,。;]|$))")
_NAMED = word_tuple("named_verb")
_PERSONS = ("名", "人", "位")
_SPEAKS_OF = pattern(r"(?:{spoken_of}|全(?<![安健]全)[国省市县区州盟旗])(?:全[国省市县区州]|{spoken_attribute})?$")
_SPOKEN_ENDS = frozenset(
    "确定实绕焦对从按照分为及括盖向托由准出好住扣握持辖有设同合余他等述下列属国省市县区州盟旗每点要立施的"
)
_BIG = pattern(r"大(?![型中])")


def bound_or_led(context: Context) -> bool:
    """Tell whether a bound, or a verb that leads to a value, makes a count a level."""
    return context.bounded or (context.led and not context.level.verb.endswith("在"))


def meetings(context: Context) -> bool:
    """召开2次会议."""
    return context.level.unit == "次" and "召开" in context.clause and bool(_MEETS.match(context.right))


def about(context: Context) -> bool:
    """围绕10个重点行业…; 围绕…建成10个平台 is a level."""
    return bool(_ABOUT.match(context.clause) and not _ACHIEVES.search(context.clause))


def fixed(context: Context) -> bool:
    """将规划确定的9项指标和102项工程分解落实: what a document has fixed."""
    return "的" in context.clause and bool(_FIXED.search(context.clause))


def _tail(context: Context) -> str:
    return context.text[context.level.tail : context.level.tail + 40]


def taken_as(context: Context) -> bool:
    """以纺织、食品3个行业为重点: what the work rests on."""
    return context.clause.startswith("以") and bool(_TAKEN_AS.match(_tail(context)))


def in_charge(context: Context) -> bool:
    """明确1名负责人."""
    if context.level.unit not in _PERSONS or not _IN_CHARGE.match(_tail(context)):
        return False
    return "明确" in context.clause or context.clause.endswith(_NAMED)


def towards(context: Context) -> bool:
    """对9个县的考核: what is done to or with those that follow."""
    head = context.clause
    return head.endswith(_DONE_TO) or (("对" in head or "联合" in head) and bool(_TOGETHER.search(head)))


def rewarded(context: Context) -> bool:
    """3个县给予奖励."""
    goes_on = context.goes_on
    return "补助" in goes_on or "奖励" in goes_on or "一次性给予" in goes_on


def all_of_them(context: Context) -> bool:
    """14个中心全部…, 31个机构参数覆盖率达到90%: how many it is said of; what is achieved is a target all the same."""
    if _ACHIEVES.search(context.clause[-6:]):
        return False
    return bool(_ALL_OF_THEM.search(context.goes_on) or _RATE_OF_THEM.match(context.goes_on))


def bodies(context: Context) -> bool:
    """29个成员单位."""
    return bool(_BODIES.match(_tail(context))) and not context.clause.endswith(("完成", "实施"))


def spoken_of(context: Context) -> bool:
    """从3个方面入手, 围绕10个重点行业."""
    plain = context.level.start == context.level.number and context.left[-1:] in _SPOKEN_ENDS
    return plain and bool(_SPEAKS_OF.search(context.left))


# --- numerals without a unit ----------------------------------------------------------------------------------------

_VALUES = pattern(r"{value_noun}|度$")
_VALUE_NAME = pattern(r"{value_name}$")
_SERIES = pattern(r"(?:[\d.]+(?:以上)?[、和与及])+")
_VALUE_ENDS = (*",。;、)\n",)
_CLAUSES = 60


def no_value(context: Context) -> bool:
    """Tell whether a numeral without a unit is no index, rate or score."""
    level, head = context.level, context.clause
    if "分别" in level.verb or _SERIES.fullmatch(head[head.rfind("到") + 1 :]):
        return not _VALUES.search(context.said)
    if context.led or context.bounded:
        said = context.text[max(context.sentence, level.number - _CLAUSES) : level.number]
        return not (_VALUES.search(head) or (context.led and _VALUES.search(said)))
    # 顾客满意度85: the value right behind the name of what it measures.
    return not (_VALUE_NAME.search(context.left) and context.right[:1] in _VALUE_ENDS)


def unled(context: Context) -> bool:
    """推进十大…: nothing leads to a numeral without a unit."""
    level = context.level
    return (level.number == level.start or not level.verb) and no_value(context)


# --- spelled numerals -----------------------------------------------------------------------------------------------

_EXACT_KINDS = frozenset(["place", "share", "doubling", "zero", "points", "times"])
_ROUND = word_set("round_figure")
_FIGURES = pattern(r"[零〇○一二两三四五六七八九十百千万亿至到~—-]+")
_POINTING = pattern(r"[第每这那哪某首前两]$")
_BROUGHT = pattern(r"{bring_verb}$")
# 三个省级、一个国家级中心: a list of grades goes on.
_GRADED_BEFORE = pattern(r"[\d一二两三四五六七八九十][个家项处所座][^,。;、]{1,4}[级类型](?:、|和|与|及)$")
_CLAUSE_MARK = pattern(r"[,。;:、]")
_ENDS = (*",。;、\n",)
_PERCENT = ("百分之", "千分之")


def _word(context: Context) -> str:
    digits = _FIGURES.match(context.text[context.level.number : context.level.tail])
    return digits.group() if digits else ""


def spelled_scope(context: Context) -> str | None:
    """Return the rule by which a spelled numeral fixes no level, or None."""
    level, right_of = context.level, context.right
    if level.kind in _EXACT_KINDS or context.text.startswith(_PERCENT, level.number):
        return None
    word, ends = _word(context), right_of[:1] in _ENDS
    such = _OF_SUCH.match(context.behind) and not _AIM_NOUN.match(context.behind)
    if word in _ROUND and (such or not context.led) and (context.plain or _HAN.match(context.behind)):
        return None if word == "十" and ends and level.kind == "count" else "role.scope.round_figure"
    # 国家级质检中心一个: behind its noun a figure is a level.
    final = ends and len(_CLAUSE_MARK.split(context.left)[-1]) >= 4
    graded = _GRADED_BEFORE.search(context.left)
    if word in ("一", "两") and context.plain and not final and not graded:
        return "role.scope.one_or_two"
    if level.unit in ("批", "届") or (level.unit == "期" and context.plain):
        return "role.scope.batch"
    if _POINTING.search(context.left) or _BIG.match(right_of):
        return "role.scope.pointed_at"
    if len(word) == 1 and context.plain:
        # 三个方面, 两项制度: a single figure counts what is spoken of unless a verb of commitment leads to it.
        stated = bool(level.verb) or ends or bool(_BROUGHT.search(context.left) or graded)
        return "role.scope.single_figure" if not stated or level.kind != "count" else None
    return None
