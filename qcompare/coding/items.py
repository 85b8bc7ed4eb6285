"""From a level to its item: which words around it name the indicator, and where the quote starts and ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import maxsize

from qcompare.coding.level import Level
from qcompare.lexicon import alternation, words
from qcompare.text.hints import Hint

_STOP = Hint(",;。:!?\n")
_REACH = 160
_YEAR_WORDS = (
    r"(?:力争|争取|确保|努力|计划|预计)?(?:自|从)?(?:到|至|在|截至)?(?:(?:19|20)\d\d|[一二][九〇零○][零〇○一二三四五六七八九]{2})年(?:[至~—–-](?:19|20)?\d{2,4}年)?(?:年?底|年?末|年内)?(?:以前|之前|前|时|起)?"
    r"|(?:到)?[“\"][八九十][一二三四五]?五?[”\"](?:期末|时期末|末|期间|时期)?|(?:用|力争|争取|到|在|未来|今后)?[0-9一二两三四五六七八九十]{1,2}年(?:左右)?(?:时间|内|之内)|(?:到)?本世纪末|今年|当年|明年"
)
LEADING_YEAR = re.compile(rf"(?:{_YEAR_WORDS})(?:之?间)?[,、]?(?:全[市省县区国]要?)?(?=\s*)")
_TRAILING_YEAR = re.compile(rf"(?:{_YEAR_WORDS})$")
_YEAR_STARTS = frozenset('力争确努计预自从到至在截用未今本当明“"0123456789一二两三四五六七八九十')
_YEAR_ENDS = '年底末内前时起间期”"'  # the first and the last characters of these words: few runs have one there
_TRAILING_LEAD = re.compile(
    r"(?:要|应|将|须|需|必须|均|都|也|力争|争取|确保|努力|总体|基本|分别|累计|总计|共|全部|全面|稳步|逐年|逐步|每年|年内|全年|每季度|每月|再|又|进一步|的占)$"
)
_LEAD_ENDS = "要应将须需均都也争取保力体本别计共部面步年内度月再又占"
# What a change or a rise is counted from; it is the target's baseline and no part of the indicator.
_THAN = re.compile(
    r"(?:(?<![占对同可])比(?!重|例|率|值|强)|较(?![大高强好小长])|与(?=[^,。;]{1,16}相比$))(?P<base>[^,。;]{1,24}?)(?:相比|的?基础上)?$"
)
_ON_TOP = re.compile(r"在(?P<base>[^,。;]{1,18}?)(?:的)?基础上$")
_FROM = re.compile(r"(?:由|从)(?P<base>[^,。;由从]{1,26})$")
POST_CUT = re.compile(
    r"(?:并(?!购|网|轨)|且|同时|以(?=确保|实现|达到|满足)|的(?:目标|水平|任务|要求|标准)(?=$|[,。;、(])|\(|[,;。:!?\n])"
)
POST_TAIL = re.compile(r"(?:的?(?:建设|创建|任务|工作|改造|目标))$")
_JOIN = re.compile(r"、|以及|和(?<![总共温缓饱]和)(?![谐平美睦解])|(?<!参)与(?!会)|及(?!时|其|格)")
STATISTIC = re.compile(
    r"(?:率|度|指数|比重|比例|占比|总量|产值|增加值|收入|生产总值|利润|税收|利税|数量|人数|面积|强度|寿命|(?<!质)量|总数|投资|消费|能耗|浓度|覆盖面|得分|年限|床位数|生师比|总额|成本|规模|里程|价值|市场份额|[^指]数|水平|值|比(?<!对比))(?:\(.{1,16}\))?$"
)
_SHARED_TAIL = re.compile(
    r"的?(?:同比)?(?:增幅|增速|增长率|增长幅度|增长速度|降幅)$"
    r"|(?:(?:质量安全|产品质量|质量|安全|产地)?(?:国家|省级|市级|评价性|例行|一次性?|交工|竣工)?(?:监督)?(?:抽[检查验]|监测|检测|检验|验收|送检|受检|检定|持证|登记|配备|利用|处理|处置|参保|巩固|建档|接种|覆盖|普及|达标|通过|入学|毛入学|采标|修订|规范化?管理)*)"
    r"(?:合格率|覆盖率|普及率|达标率|满意度|满意率|利用率|参保率|入学率|巩固率|检定率|持证率|通过率|及格率|处置率|处理率|死亡率|发病率|建档率|管理率|接种率|治愈率|正点率|优良率|修订率|采标率|上岗率|比重|占比|比例)$"
    r"|(?:使用|施用|排放|消耗)总?量$"
)
_GROWTH = re.compile(r"的?(?:增幅|增速|增长率|增长幅度|增长速度|降幅)$")
_CLOSE, _OPEN = ")”’」』》", "(“‘「『《"
_PAIRED = Hint(_CLOSE + _OPEN)
_JOIN_OR_PAIRED = re.compile("|".join([_JOIN.pattern, *map(re.escape, _OPEN + _CLOSE)]))


@dataclass(slots=True)
class Item:
    """One target in the making: its level, its quote and its indicator, all in the normalised text."""

    level: Level
    start: int
    end: int
    indicator: str
    pre: tuple[int, int]
    post: tuple[int, int]
    base: tuple[int, int] | None = None
    year: int | None = None
    parent: str | None = None


_LONGEST = 400


def quote_start(start: int, level: int, end: int) -> int:
    """Return where a quote starts: at its subject, but a list without end is not quoted from there for each of its levels."""
    return start if end - start <= _LONGEST else level


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(alternation(words("verbs")))


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('verbs'))})+$")


@lru_cache(maxsize=4)
def _marks(text: str) -> tuple[list[int], list[int]]:
    """Return the offsets of the marks that end clauses, and of those that come in pairs; found once for a text.

    One before and one behind all others spare the search for the next of them a look at where the lists end.
    """
    return [-1, *_STOP(text), maxsize], [-1, *_PAIRED(text), maxsize]


def clause_start(text: str, floor: int, at: int) -> int:
    """Return where the clause that holds an offset starts; a comma inside brackets or quotes does not split."""
    if floor < at - _REACH:
        floor = at - _REACH
    stops, paired = _marks(text)
    index = bisect_left(stops, at) - 1
    last = bisect_left(paired, at)
    while (stop := stops[index]) >= floor:
        # Few clauses hold a mark of a pair: only for those are they counted.
        if paired[last - 1] < stop or not _unbalanced(text, paired, stop, at, _CLOSE, _OPEN):
            return stop + 1
        index -= 1
    return floor


def clause_end(text: str, at: int, ceiling: int) -> int:
    """Return where the clause that holds an offset ends."""
    if ceiling > at + _REACH:
        ceiling = at + _REACH
    stops, paired = _marks(text)
    index = bisect_left(stops, at)
    first = bisect_left(paired, at)
    while (stop := stops[index]) < ceiling:
        if paired[first] > stop or not _unbalanced(text, paired, at, stop, _OPEN, _CLOSE):
            return stop
        index += 1
    return ceiling


def _unbalanced(text: str, paired: list[int], start: int, end: int, more: str, fewer: str) -> bool:
    """Tell whether the marks in a run of the text hold more of one side of a pair than of the other."""
    marks = [text[mark] for mark in paired[bisect_left(paired, start) : bisect_left(paired, end)]]
    for mark in marks:
        pair = more.find(mark)
        if pair >= 0 and marks.count(mark) > marks.count(fewer[pair]):
            return True
    return False


def leading_year(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of the words that date what follows them (到2020年,), if a run starts with such words."""
    return LEADING_YEAR.match(text, start, end) if text[start] in _YEAR_STARTS else None


def strip_lead(text: str, start: int, end: int) -> tuple[int, bool]:
    """Return where an indicator starts behind years, adverbs and verbs of commitment, and whether 完成 was dropped."""
    done = False
    while start < end:
        if text[start] in " \t、,":
            start += 1
            continue
        match = leading_year(text, start, end) or _leading().match(text, start, end)
        if match is None or match.end() == start:
            break
        word = match.group()
        # 「建设项目」, 「发展水平」, 「创新」: a verb that is the first half of a noun is no verb of commitment.
        if _noun_follows(text, match.end(), end, word):
            break
        done = done or word.endswith(("完成", "推进", "开展", "启动", "实现"))
        start = match.end()
    return start, done


_NOUN_HALF = {
    "建设": r"(?:工程|项目|用地|标准|资金|单位|水平|任务|领域|成效|占|质量)",
    "发展": r"(?:水平|质量|指数|速度|目标|能力|环境|基金|规模|经济|产业)",
    "培养": r"(?:质量|规模|能力|体系|层次)",
    "创": r"(?:新|业|意|伤|客|汇|优|建|造)",
    "获": r"(?:证|奖|得|评|批|批准)",
    "获得": r"(?=.)",
    "取得": r"(?=.)",
    "拥有": r"(?=[^,]{0,20}(?:量|数|率|企业|人))",
    "有": r"(?:效|关|机|条件|色|限|害|意|偿|序|线|力|组织)",
    "建": r"(?:筑|材|档|制|立|设|国|议|成|构|言|卡)",
    "达": r"(?:标|成|产)",
    "要": r"(?:素|求|件)",
    "应": r"(?:急|用|届|收|对|检|保|届)",
    "新": r"(?!(?:建成|创|培|认|引|推|获|制|设))",
    "将": r"(?:军)",
    "并": r"(?:购|网|轨|联)",
    "基本": r"(?:医|养|公|农|药|建|保|功|生|消|服|公共|公卫|单)",
    "共": r"(?:享|建|同|性|管|有|产|青)",
    "再": r"(?:生|制|就业|循|造|保|利)",
    "通过": r"(?=.)",
    "计划": r"(?:生育|单列|免疫|完成)",
    "集中": r"(?:供|式|处|安|收|采|监|就|居|连|度)",
    "全面": r"(?:质量|预算|小康|两孩)",
    "保证": r"(?:金|体系|能力)",
    "布局": r"(?:优|合)",
    "使": r"(?:用|命|馆)",
    "落地": r"(?:率|面)",
    "积极": r"(?:性)",
    "每年": r"(?!)",
    "也": r"(?!)",
    "稳定": r"(?:性|就业|脱贫|率|运行|度)",
    "保持": r"(?:率)",
    "巩固": r"(?:率|提升|脱贫)",
    "配备": r"(?:率|比)",
    "配置": r"(?:率|水平|效率)",
    "储备": r"(?:粮|量|能力|规模|库|项目|土地)",
    "实现": r"(?:利润|利税|税收|增加值|销售|产值|地区|营业|社会|农业(?!乡|县|园)|工业|主营|总产值|进出口|限额|旅游|财政)",
    "完成": r"(?:率)",
    "建立": r"(?=[^,、]{0,24}(?:的[^,]{0,8}|覆盖率|比例|占比|率)$)",
    "重点培育": r"(?!)",
    "争": r"(?:议|创|先)",
    "达到": r"(?=[^,]{1,30}(?:的|率|比例|比重|占比))",
    "推动": r"(?!)",
    "推进": r"(?:率|工程)",
    "累计": r"(?=[一-龥]{0,10}(?:率|量|数|装机|里程|面积|额|用户)$)",
    "配": r"(?!)",
    "孵化": r"(?:器|企业|面积|基地|载体)",
    "扶持": r"(?:资金)",
    "引进": r"(?=.)",
    "培育": r"(?:企业|库|期)",
    "组建": r"(?!)",
    "建成": r"(?:区|投产率|面积)",
    "还": r"(?:田|林|款|贷|草|湿|建|原)",
    "争创": r"(?!)",
    "创造": r"(?:力|性|就业|税收|产值|价值)",
    "荣获": r"(?!)",
    "创建": r"(?:率)",
    "实施": r"(?=.)",
    "加强": r"(?:版)",
    "促进": r"(?:会|中心)",
}


@cache
def _noun_half(word: str) -> re.Pattern[str] | None:
    for length in range(len(word), 0, -1):
        pattern = _NOUN_HALF.get(word[-length:])
        if pattern is not None:
            return re.compile(pattern)
    return None


def _noun_follows(text: str, at: int, end: int, word: str) -> bool:
    pattern = _noun_half(word)
    return bool(pattern and at < end and pattern.match(text, at, end))


def trim_right(text: str, start: int, end: int, change: str, verb: str) -> tuple[int, tuple[int, int] | None]:
    """Return where an indicator ends before years, adverbs and baselines, and the run of the baseline.

    Parameters
    ----------
    change, verb
        Of the level behind it: only a change is counted from something, and only 到 and 至 say from where.
    """
    base: tuple[int, int] | None = None
    while end > start:
        run = text[start:end]
        if run[-1] in " \t、,:(的" and not run.endswith("目的"):
            end -= 1
            continue
        match = _ON_TOP.search(run) if run.endswith("基础上") else None
        if match is None and change != "level":
            match = _THAN.search(run)
        if match is None and verb[-1:] in ("到", "至", "为", "达"):
            match = _FROM.search(run)
        if match is not None:
            base = base or (start + match.start("base"), start + match.end("base"))
            end = start + match.start()
            continue
        match = _TRAILING_YEAR.search(run) if run[-1] in _YEAR_ENDS else None
        match = match or (_TRAILING_LEAD.search(run) if run[-1] in _LEAD_ENDS else None)
        if match is None or match.end() == match.start():
            break
        end = start + match.start()
    return end, base


def strip_verbs(text: str, start: int, end: int) -> int:
    """Return where a run ends before the verbs of commitment that lead to a number (各县力争建设|1个)."""
    match = _closing().search(text[start:end])
    return start + match.start() if match else end


def split_subjects(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Split a joined subject into the statistics that are published each for itself.

    Returns
    -------
    list of (offset where the piece starts, its indicator); one entry where the subject is one statistic.

    >>> split_subjects("空气质量指数、水功能区水质达标率", 0, 16)
    [(0, '空气质量指数'), (7, '水功能区水质达标率')]
    >>> split_subjects("国家监督抽检和省级监督抽查合格率", 0, 16)
    [(0, '国家监督抽检和省级监督抽查合格率')]
    """
    subject = text[start:end]
    pieces = split_joined(subject)
    if len(pieces) < 2:
        return [(start, subject)]
    growth = _GROWTH.search(subject)
    if growth and all(STATISTIC.search(piece) or _GROWTH.search(piece) for _, piece in pieces):
        # 生产总值、财政收入的增幅: the growth of each of them.
        found, scope = [], ""
        for at, piece in pieces:
            head = piece.find("实现")
            if head == 0:
                piece = scope + piece
            elif head > 0:
                scope = piece[:head]
            found.append((start + at, piece if _GROWTH.search(piece) else piece + growth.group()))
        return found
    if all(len(piece) > 1 and STATISTIC.search(piece) for _, piece in pieces):
        return [(start + at, piece) for at, piece in pieces]
    return [(start, subject)]


def split_joined(subject: str) -> list[tuple[int, str]]:
    """Return the parts of a run joined by 、 和 与 及, with their offsets; brackets and quotes are not split."""
    pieces, depth, at = [], 0, 0
    position = 0
    while match := _JOIN_OR_PAIRED.search(subject, position):
        start = match.start()
        position = start + 1
        if subject[start] in _OPEN:
            depth += 1
        elif subject[start] in _CLOSE:
            depth -= 1
        elif depth <= 0 and start > at:
            pieces.append((at, subject[at:start]))
            at = position = match.end()
    pieces.append((at, subject[at:]))
    return [piece for piece in pieces if piece[1]]


# 单位生产总值能耗和二氧化碳排放: both are reckoned on what is said once.
_PER = re.compile(r"(?:单位|万元)[^、]{0,8}?(?:生产总值|GDP|增加值)")
_ALSO_PER = ("能", "二氧化碳", "碳排放", "用水", "水耗")
_GRADED = re.compile(r"[^级]{1,4}级(?P<noun>.{2,})")


def respective(text: str, start: int, end: int, count: int) -> list[tuple[int, str]] | None:
    """Return the ``count`` subjects of a 分别 list, the shared end of the last one supplied to the others; None if they do not match."""
    subject = text[start:end]
    pieces = split_joined(subject)
    if len(pieces) != count:
        pieces = [(match.start(), match.group()) for match in re.finditer(r"[^、]+", subject)]
        if len(pieces) != count:
            return None
    last = pieces[-1][1]
    tail = _SHARED_TAIL.search(last) if not all(STATISTIC.search(piece) for _, piece in pieces) else None
    shared = tail.group() if tail and tail.start() > 0 else ""
    graded = _GRADED.match(last)
    if graded and all(piece.endswith("级") for _, piece in pieces[:-1]):
        # 国家级、省级和市级重点实验室: the noun is said once.
        return [(start + at, piece if piece is last else piece + graded["noun"]) for at, piece in pieces]
    per = _PER.match(pieces[0][1])
    if per and per.end() < len(pieces[0][1]):
        pieces = [(at, per.group() + piece if piece.startswith(_ALSO_PER) else piece) for at, piece in pieces]
    return [
        (start + at, piece if not shared or piece.endswith(shared) or STATISTIC.search(piece) else piece + shared)
        for at, piece in pieces
    ]
