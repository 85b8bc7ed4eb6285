"""Whether a level commits to anything: the tests that a numeral in running text must pass, in order.

Each test names a role other than ``target`` (codebook 1.2) and says for which places it holds; the first that holds
decides, and a level that passes all of them is a target.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from operator import attrgetter

from qcompare.coding.place import Place


def role_in_text(place: Place) -> str:
    """Return the role of a level in running text: that of the first test that holds, else ``target``."""
    level = place.level
    for role, holds in _tests(level.kind):
        if holds(place):
            return role
    return "scope" if level.chinese and _figure_of_speech(place) else "target"


_ACHIEVES = re.compile(
    r"建成|建设|建立|创建|培育|打造|新增|新建|形成|制定|完成|争创|引进|发展|认定|组建|实现|推出|举办|获得|达到|选取|开展|实施|遴选|培养|支持|扶持|改造|培训|选派|选聘|招募|每年|制修订|查处|安排"
)
_TO_COME = re.compile(r"(?:未来|今后)$")
_SPAN = re.compile(r"(?:左右)?(?:时间|内|之内|以内)")
_NOT_TO_COME = re.compile(r"(?:过去|近|连续|每)$")


def _outlook(place: Place) -> bool:
    """未来10年是…: how far the view reaches."""
    return place.level.unit == "年" and bool(_TO_COME.search(place.left)) and not _SPAN.match(place.right)


def _outlook_years(place: Place) -> bool:
    """未来5年内."""
    return place.level.unit == "年" and bool(_TO_COME.search(place.left))


_WEIGHT = ("权重", "分值", "的权重", "的分值", "总分", "分制", "满分")
_WEIGHED = ("分值的", "每少", "每多", "每缺", "每增", "每减")
_DEDUCTS = re.compile(r"[^,。;]{0,10}扣\d")
_MARKS = re.compile(r"(?:总分[^,。]{0,3}|权重[^,。]{0,3}|以|满分|计|占|记|扣|加|分值[^,。;]{0,6})$")


def _weight(place: Place) -> bool:
    """占考核分值的5%, 每少1个扣5分: how something is counted."""
    right, left = place.right, place.left
    if right.startswith(_WEIGHT) or left.endswith(_WEIGHED) or ("扣" in right and _DEDUCTS.match(right)):
        return True
    return place.level.unit == "分" and bool(_MARKS.search(left))


_REWARD = re.compile(
    r"奖励|津贴|发给|扣减|扣除|补助|补贴|资助|给予|奖金|罚款|(?:(?<![^\s.,;。、:])|总|估算|计划|概算|匡算)投资$|(?:财政(?!收入)|每年|五年)[^,。;]{0,6}投入|设立$|基金|处以|补偿|贴息|经费|专项资金|扶持资金|引导资金|发展资金|资金安排|预算|安排[^,。;]{0,14}资金|拨付|出资|列支|奖补|以奖代补|各奖|再奖|授信|抵押|缴纳|保证金|最高(?:不超过)?$|补足|贴补|财政(?!收入|总收入|支出|自给)[^,。;]{0,12}$|每年[^,。;]{0,8}(?:投入|安排|设立)[^,。;]{0,12}(?:资金|基金)"
)
_REWARD_AFTER = re.compile(
    r"[^,。;]{0,12}(?:引导基金|产业基金|给予贴息|奖励|补助|补贴|奖金|的资助|经费|罚款|专项资金|奖补|资金补助|的?贷款贴息)"
)
_SHARE_GIVEN = re.compile(r"(?:的(?:比例|标准)?)?(?:给予|予以|的?贴息|的?补助|的?补贴|的?奖励)")
# 按合同价款的1.5%存储: how something is reckoned.
_RECKONED = re.compile(r"(?:的(?:比例|标准))?(?:确定|存储|计提|提取|缴纳|缴存|计算|收取|计收|执行|测算|核定|分担|承担)")
_SHARE_OF_REWARD = re.compile(r"(?:扣减|扣除|奖励|奖金|补助|贴息|授信)[^,。;]{0,6}的?$")
_GIVEN = tuple(given + means for given in ("给予", "予以") for means in ("贴息", "补助", "补贴", "奖励"))
_FINE = re.compile(r"处以|罚款|赔偿")


def _means(place: Place) -> bool:
    """给予100万元奖励, 按50%给予贴息: the size of a means."""
    level, kind = place.level, place.level.kind
    if place.right.startswith(_GIVEN):
        return True
    if kind not in ("money", "share", "points", "times"):
        return False
    part = kind in ("share", "points") and _SHARE_OF_REWARD.search(place.left)
    if part or (kind == "times" and _FINE.search(place.left + place.right)):
        return True
    if kind == "share" and place.left.endswith("的") and "按" in place.clause and _RECKONED.match(place.right):
        return True
    if kind != "money" and not (kind == "share" and _SHARE_GIVEN.match(place.right)):
        return False
    before = _REWARD.search(place.text, max(place.block.start, level.number - 40), level.number)
    return bool(before or _REWARD_AFTER.match(place.text, level.end, level.end + 14))


_FROM = re.compile(r"(?:由|从)[^,。;]{0,20}$")
_RISES_TO = re.compile(
    r"[:\d.]*[^,。;:\d]{0,8}?(?:调整|优化|改善|转变|提高|提升|增加|增长|上升|扩大|下降|降低|减少|压缩|缩短|降|升|增|减|发展|压减|缩减|精简|拓展|延长)?(?:到|至|为)"
)


def _baseline(place: Place) -> bool:
    """由A提高到B: A is where the change starts."""
    level = place.level
    head = place.text[max(0, level.start - 24) : level.start]
    return ("由" in head or "从" in head) and bool(_FROM.search(head) and _RISES_TO.match(place.right))


_REPORTS = re.compile(
    r"已经?(?!知)|还不到|仍(?<!续仍)(?!需|要|将)|以来(?!,(?:要|力争))|近年|现有|现已|目前|当前|截至|截止(?!日)|仅[为有]|只有|共有|下辖|尚有|仍有|先后|获得了|通过了|实现了|完成了|达到了|仅占|高达|原有|均已|连续|突破了|新增了|增加了|提高了|下降了|增长了|建成了"
)
_STRIVES = re.compile(r"力争|确保|争取|努力")
_FROM_LONG = re.compile(r"(?:由|从)[^,。;:]{1,24}$")
_SHORT = ("低", "高", "少", "多", "差")
_FALLS_SHORT = re.compile(r"(?:比|较|与)[^,。;]{2,14}(?<![提降减升增调压])(?:低|高|少|多|差)$")
_ONLY = re.compile(r"[^,。;]{0,20}(?:仅|只)有?[\d一二三四五六七八九十]")
_FAR = 160
# 先后有9个产品获得称号,43个产品…,2300多家企业…: a list of what there is goes on where a clause starts with its number.
_COUNTED_UP = re.compile(r"(?:先后|已经?|现|共)有(?=\d)(?:(?!力争|确保|争取|努力|要|将|新增|计划|目标|达到)[^;。:])*$")
_SINCE = re.compile(r"以来,(?!要|力争|将)")
_PAST_OF = re.compile(r"(?:19|20)\d\d年的$")


def _reported(place: Place) -> bool:
    """2010年…达到91.3%, 已建成20家: a fact of the past or present."""
    level, text = place.level, place.text
    if place.led and _FROM_LONG.search(text[max(0, level.start - 30) : level.start]):
        return False
    if text.startswith(("不足", "不到"), level.start) and not _STRIVES.search(place.clause):
        return True
    short = level.change == "level" and place.left.endswith(_SHORT) and _FALLS_SHORT.search(place.left)
    if short or (("仅" in place.right or "只" in place.right) and _ONLY.match(place.right)):
        # 比全国平均水平低3个百分点, 12个品牌中…的仅有3个: how things stand, unless a year to come is named.
        latest = place.years.latest(place.sentence, level.number)
        return latest is None or not latest.future
    of = level.kind != "times" and text.endswith("年的", 0, level.start)
    if of and _PAST_OF.search(text, max(place.sentence, level.start - 8), level.start):
        # 上升到2005年的84.7%: the level of a year that is named as the past.
        named = place.years.between(max(place.sentence, level.start - 8), level.start)
        return bool(named) and not named[-1].future
    latest = place.years.latest(place.sentence, level.number)
    if latest is None:
        said = text[max(place.sentence, level.number - _FAR) : level.number]
        goes_on = not place.clause and "有" in said and _COUNTED_UP.search(said)
        return bool(goes_on or _REPORTS.search(place.clause) or ("以来" in said and _SINCE.search(said)))
    if latest.future:
        return bool(_REPORTS.search(text, max(latest.end, level.number - _FAR), level.number))
    return not _STRIVES.search(text, max(latest.end, level.start - _FAR), level.start)


def _years_given(place: Place) -> bool:
    """5年内, 用三年时间: the time for what is promised; 降到5年以内 is a level."""
    return (
        not place.led
        and place.level.unit == "年"
        and bool(_SPAN.match(place.right))
        and not _NOT_TO_COME.search(place.left)
    )


_LIFE = re.compile(r"寿命|龄")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOUN = re.compile(r"的?[\u4e00-\u9fff]")
_NO_NOUN = re.compile(r"的(?:目标|水平|要求|标准)|[并且和与及以]|左右$")
_BOUND_OF = ("以上的", "以下的", "及以上的")
_EXCEEDED = re.compile(r"(?:率|比例|比重|占比|标准?|限值)$")
_OF_SUCH = re.compile(r"的[\u4e00-\u9fff]")
_HARMED = ("死亡", "伤亡", "受伤")


def _describes(place: Place) -> bool:
    """年产值超亿元的企业, 65岁以上老年人, 10亿元级企业: which things are meant."""
    level = place.level
    if place.text.startswith("级", level.end) and level.kind in ("money", "measure", "count", "bare"):
        return True
    if level.unit in ("岁", "周岁"):
        spoken = level.verb or level.change != "level" or _LIFE.search(place.left)
        return not spoken or bool(_HAN.match(place.behind) and level.end > level.tail)
    if level.kind == "count":
        return _describes_by_count(place)
    if place.led:
        return False
    behind = place.behind
    if level.kind in ("share", "times"):
        # 对不合格率超过5%的品种: a threshold that picks out what is spoken of.
        beyond = level.comparator in (">", "<") or level.kind == "times"
        such = beyond and _OF_SUCH.match(behind) and not _NO_NOUN.match(behind)
        return bool(such) and bool(_EXCEEDED.search(place.text, place.sentence, level.start))
    if level.kind not in ("money", "measure", "time", "score", "rate"):
        return False
    if level.kind == "measure" and place.plain and level.comparator == "=":
        # 10千伏客户 is a grade of supply; 新增15万千瓦光伏 is a level.
        graded = _HAN.match(behind) and behind[:1] not in "并且和与及以左" and not _ACHIEVES.search(place.left[-6:])
        return bool(graded and not level.verb)
    qualified = place.bounded or level.comparator in (">", "<", ">=", "<=", "~")
    return bool(qualified and _NOUN.match(behind) and not _NO_NOUN.match(behind))


def _describes_by_count(place: Place) -> bool:
    level = place.level
    if level.end > level.tail and place.left.endswith(_HARMED):
        return True
    if level.comparator == ">" and place.behind[:1] == "的" and _NOUN.match(place.behind):
        return True
    return bool(place.right.startswith(_BOUND_OF) and not level.verb and not _ACHIEVES.search(place.left[-8:]))


_TIMED = re.compile(
    r"天数|日数|时限|时间|期限|周期|办结|审批|压缩|缩短|寿命|学时|年限|受教育|办理|响应|到场|到达|培训|停电|等候|候诊|等待|通关|时效|工作日|反馈|答复|处置|年龄|不少于|不低于|平均|锻炼|半径|控制在|期龄|里程|停时|开办|接电|报装|抢通|人均|提高|延长|课"
)
_LASTS = re.compile(r"寿命|年限|受教育|期限|龄|缩短|延长")
_REPEATED = re.compile(r"(?:每|连续|前|近|为期|历时|自|满)$")
_ROUTINE = re.compile(r"一次|值|不间断|全天候|开放|运行|制度")


def _duration(place: Place) -> bool:
    """24小时值守, 每3年一次: a span of time that nobody promises to keep to."""
    level, clause = place.level, place.clause
    if level.kind != "time":
        return False
    if place.bounded and level.unit in ("分钟", "小时", "秒", "毫秒"):
        return False
    if place.bounded:
        # A bound makes the sentence speak of a limit: 施工图审查时限,房屋建筑工程不超过15个工作日.
        clause = place.text[max(place.sentence, level.number - 60) : level.tail]
    if level.unit in ("年", "周年") and not _LASTS.search(clause):
        return True
    if _REPEATED.search(clause) or _ROUTINE.match(place.right):
        return True
    return not _TIMED.search(clause) and level.unit not in ("岁", "周岁", "学时", "课时")


_ABOUT = re.compile(r"(?:重点)?(?:围绕|聚焦|针对|依托|瞄准|面向|发挥|突出|紧扣|抓住|把握|处理好|对(?!标|照|接|外))")
_DONE_TO = ("对", "向", "由", "将", "把", "给", "发挥")
_TOGETHER = re.compile(r"(?:联合[^,。;]{0,20}|对[^,。;]{0,12})$")
_STOP = re.compile(r"[,;。:\n]")
# 以纺织、食品3个行业为重点, 明确1名负责人: who and what the work is about.
_TAKEN_AS = re.compile(r"[^,。;]{0,12}(?:为|作为)(?:重点|主体|依托|抓手|突破口|试点|核心|支撑|主线|载体|纽带)")
_IN_CHARGE = re.compile(r"[^,。;]{0,8}(?:负责人|联络员|联系人|信息员|领导|工作人员|负责同志)")
_MEETS = re.compile(r"[^,。;]{0,12}(?:会议?|例会|调度|通报)(?=[,。;、]|$)")
_ALL_OF_THEM = re.compile(r"全部(?<=[^、]全部)|均|都(?!市)")
# 31个药检机构参数覆盖率达到90%: how many the rate is of.
_RATE_OF_THEM = re.compile(r"[^\d]{2,24}?(?:率|比例|比重|覆盖面|满意度).{0,10}\d")
# 将规划确定的9项指标和102项工程分解落实: what a document has fixed.
_FIXED = re.compile(
    r"(?:规划|纲要|方案|计划|意见|》)中?(?:确定|提出|明确|规定|部署)的(?:\d+[^,。;、\d]{2,16}(?:和|与|及|、|以及))*$"
)
_BODIES = re.compile(
    r"(?:重点|主要|具体|目标)?(?:任务|重点(?=[,。;]|$)|成员单位|清单|职能部门|责任单位|直属|区县|市直|部委)"
)


def _concerned(place: Place) -> bool:
    """对9个县的考核, 14个中心全部…, 29个成员单位: how many are spoken of."""
    level, head = place.level, place.clause
    if level.unit == "次" and "召开" in head and _MEETS.match(place.right):
        return True
    if level.kind not in ("count", "bare") or place.bounded or (place.led and not level.verb.endswith("在")):
        return False
    if (_ABOUT.match(head) and not _ACHIEVES.search(head)) or ("的" in head and _FIXED.search(head)):
        return True
    tail = place.text[level.tail : level.tail + 40]
    if level.kind == "count" and _stands_for_work(place, head, tail):
        return True
    stop = _STOP.search(tail)
    goes_on = tail[: stop.start()] if stop else tail
    if _towards(head) or "补助" in goes_on or "奖励" in goes_on or "一次性给予" in goes_on:
        return True
    # What is achieved is a target, whatever is said of all of them.
    there = level.kind == "count" and not _ACHIEVES.search(head[-6:])
    if there and (_ALL_OF_THEM.search(goes_on) or _RATE_OF_THEM.match(goes_on)):
        return True
    return bool(_BODIES.match(tail)) and not head.endswith(("完成", "实施"))


def _towards(head: str) -> bool:
    """Tell whether words end in what is done to or with those that follow."""
    return head.endswith(_DONE_TO) or (("对" in head or "联合" in head) and bool(_TOGETHER.search(head)))


def _stands_for_work(place: Place, head: str, tail: str) -> bool:
    """Tell whether a count is of what the work rests on, or of those in charge of it."""
    if head.startswith("以") and _TAKEN_AS.match(tail):
        return True
    named = place.level.unit in ("名", "人", "位") and bool(_IN_CHARGE.match(tail))
    return named and ("明确" in head or head.endswith(("确定", "指定", "安排")))


_SPEAKS_OF = re.compile(
    r"(?:明确|指定|严格落实|围绕|聚焦|针对|从|按照?|分为?|涉及|包括|涵盖|面向|依托|由|瞄准|对准|突出|抓好|抓住|紧扣|把握|坚持|处理好|辖|下辖|共有|设有|内设|会同|联合|其余|其他|等|上述|以下|下列|前述|所属|全(?<![安健]全)[国省市县区州盟旗]|每)"
    r"(?:全[国省市县区州]|重点|现有|主要|我[省市]|建立|实施|的)?$"
)
_SPOKEN_ENDS = "确定实绕焦对从按照分为及括盖向托由准出好住扣握持辖有设同合余他等述下列属国省市县区州盟旗每点要立施的"
_ASPECTS = re.compile(
    r"(?:主要|重点|关键|重大|具体|基本|大的?|不同|相关|有关|指标|一级|二级|三级)?(?:方面|领域|环节|原则|步骤|阶段|层面|维度|层次|部门|委办局|字|关系|要素|责任主体|主体责任|方针|导向|转变|统筹|专栏|附件|(?:专项|专门|专业)?工作(?:小)?组|专项小组|结合|范围|位一体|字母|意识|自信|关口|统一|抓手|确保|坚持|"
    r"[一-龥]{0,6}(?:方面|领域|环节|原则|阶段|步骤|更加目标))"
)

_BIG = re.compile(r"大(?![型中])")


def _aspects(place: Place) -> bool:
    """从3个方面入手, 围绕10个重点行业, 8大工程: counts what the text speaks about."""
    level = place.level
    plain = level.start == level.number and place.left[-1:] in _SPOKEN_ENDS
    if (plain and _SPEAKS_OF.search(place.left)) or (level.kind == "bare" and _BIG.match(place.right)):
        return True
    return level.kind == "count" and bool(_ASPECTS.match(place.right))


_VALUES = re.compile(r"指数|满意度|得分|评分|分值|系数|强度|率|比|值|度$|度达|水平|寿命|数|量|额|密度")
_VALUE_NAME = re.compile(r"(?:满意度|满意率|指数|得分|评分|系数)$")
_CLAUSES = 60
_SERIES = re.compile(r"(?:[\d.]+(?:以上)?[、和与及])+")


def _no_value(place: Place) -> bool:
    """Tell whether a numeral without a unit is no index, rate or score."""
    level, clause = place.level, place.clause
    if level.kind != "bare":
        return False
    if "分别" in level.verb or _SERIES.fullmatch(clause[clause.rfind("到") + 1 :]):
        return not _VALUES.search(place.text, max(place.sentence, level.number - _FAR), level.number)
    if place.led or place.bounded:
        said = place.text[max(place.sentence, level.number - _CLAUSES) : level.number]
        return not (_VALUES.search(clause) or (place.led and _VALUES.search(said)))
    # 顾客满意度85: the value right behind the name of what it measures.
    return not (_VALUE_NAME.search(place.left) and place.right[:1] in tuple(",。;、)\n"))


def _unled(place: Place) -> bool:
    """Tell whether nothing leads to a numeral without a unit."""
    level = place.level
    return _no_value(place) and (level.number == level.start or not level.verb)


_ENDS = tuple(",。;、\n")
_ROUND = frozenset(["百", "千", "万", "亿", "千万", "万亿", "百万", "十", "十万", "百亿", "千亿"])
_FIGURES = re.compile(r"[零〇○一二两三四五六七八九十百千万亿至到~—-]+")
_POINTING = re.compile(r"[第每这那哪某首前两]$")
_BROUGHT = re.compile(
    r"(?:建成|建设|建立|创建|培育|打造|新增|新建|形成|制定|完成|争创|引进|发展|认定|组建|实现|推出|举办|获得|再建|达)$"
)
# 三个省级、一个国家级中心: a list of grades goes on.
_GRADED_BEFORE = re.compile(r"[\d一二两三四五六七八九十][个家项处所座][^,。;、]{1,4}[级类型](?:、|和|与|及)$")
_CLAUSE_MARK = re.compile(r"[,。;:、]")


def _figure_of_speech(place: Place) -> bool:
    """一批, 百家企业, 三大体系: a Chinese numeral that fixes no level."""
    level, right = place.level, place.right
    if level.kind in ("place", "share", "doubling", "zero", "points", "times"):
        return False
    run = place.text[level.number : level.tail]
    if run.startswith(("百分之", "千分之")):
        return False
    digits = _FIGURES.match(run)
    word = digits.group() if digits else ""
    ends = right[:1] in _ENDS
    such = _OF_SUCH.match(place.behind) and not _NO_NOUN.match(place.behind)
    if word in _ROUND and (such or not place.led) and (place.plain or _HAN.match(place.behind)):
        return not (word == "十" and ends and level.kind == "count")
    # 国家级质检中心一个: behind its noun a figure is a level.
    final = ends and len(_CLAUSE_MARK.split(place.left)[-1]) >= 4
    if word in ("一", "两") and place.plain and not final and not _GRADED_BEFORE.search(place.left):
        return True
    if (
        level.unit in ("批", "届")
        or (level.unit == "期" and place.plain)
        or (level.unit in ("级", "次", "轮") and len(word) == 1)
    ):
        return True
    if _POINTING.search(place.left) or _BIG.match(right):
        return True
    if len(word) == 1 and place.plain:
        # 三个方面, 两项制度: a single figure counts what is spoken of unless a verb of commitment leads to it.
        stated = bool(level.verb) or ends or bool(_BROUGHT.search(place.left) or _GRADED_BEFORE.search(place.left))
        return not stated or level.kind != "count"
    return False


_TIME = frozenset(["time"])
_COUNTS = frozenset(["count", "bare"])
_SIZES = frozenset(["count", "bare", "money", "measure", "time", "score", "rate", "share", "times"])
# The role, its test, and the kinds of level that the test can hold for (None: any).
_TESTS: tuple[tuple[str, Callable[[Place], bool], frozenset[str] | None], ...] = (
    ("scope", _outlook, _TIME),
    ("target_year", _outlook_years, _TIME),
    ("status", attrgetter("block.status"), None),
    ("scope", _weight, None),
    ("instrument", _means, None),
    ("status", _baseline, None),
    ("status", _reported, None),
    ("target_year", _years_given, _TIME),
    ("scope", _describes, _SIZES),
    ("scope", _duration, _TIME),
    ("scope", _concerned, _COUNTS),
    ("scope", _aspects, _COUNTS),
    ("scope", _unled, frozenset(["bare"])),
    ("unplaced", _no_value, frozenset(["bare"])),
)


@cache
def _tests(kind: str) -> tuple[tuple[str, Callable[[Place], bool]], ...]:
    return tuple((role, holds) for role, holds, kinds in _TESTS if kinds is None or kind in kinds)
