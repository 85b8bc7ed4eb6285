"""What the head of a column says of its cells, and what a cell looks like: the two things a table is read by.

Heads are read by the words in them (``lexicon/heads.csv``), wherever in the head they stand, and never by a list of
whole heads: 「目标值(2015年)」, 「规划目标 2015年」 and 「到2015年底」 say the same. What no word tells, the cells tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from qcompare.lexicon import alternation, rows, words
from qcompare.text.cell_units import is_unit, unit_in, unit_pattern
from qcompare.text.dates import five_year_end, small

# A year that a table counts to; 2020 in 2020.5 or 12020 is none.
YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.%])")
# 2015年比2010年增长, (较2020年): the year that a change is counted from.
_BASE = re.compile(r"(?:比|较|相比|对比|相对)(?:于)?[\"“]?(?P<year>(?:19|20)\d\d)年?(?:末|底|相比)?")
_PLAN = re.compile(r"[\"“”]?(十[一二三四五六]?五|[八九]五)[\"“”]?(?:期间|时期|期末|末)?")
_BOUND_OF_ALL = re.compile(r"[(]?([<>≤≥]=?)[)]?$")
_BRACKETS = re.compile(r"[(\[〔【]([^()\[\]〔〕【】]*)[)\]〕】]")
_AROUND_YEAR = re.compile(
    r"其中:?|^分年度|^(?:[一二两三四五六七八九十]{1,2}年)?(?:期间|以?内|间)|年度$|(?:任务|目标|计划)$|[至到]?(?:(?:19|20)\d\d(?:年)?(?:初|中|底|末|度)*[-~—–至到]?)+|[()\[\]〔〕【】\"“”]|值$|(?<!人)数$|^[值数]|[的和与及、/:]"
)


Cell = tuple[int, int]
# The head of a column: a county's share of a task. Not 地区, which is the head of a column of names.
A_PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}(?<!各)(?:[县市州旗]|(?<!地)区)")

A_PART = re.compile("城市|农村|城镇|乡村|城区|市区|县域")  # of what a row measures


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says.

    ``kind``: serial, name, unit, note, due, money, weight, attribute, value, or empty where no word tells; ``when``: of a value
    column past, target, total (of the others) or empty; ``growth``: its cells are changes, ``falls``: and falls; ``base``: the year that they are counted from;
    ``rest``: the noun that is left, as in 「2025年产量(万吨)」; ``span``: over how many years (三年任务); ``periods``: the rows are years;
    ``amount``: its changes are counted as the rows are (五年增加); ``bound``: the sign that holds for all its cells (目标(≥)).
    """

    kind: str = ""
    when: str = ""
    year: int | None = None
    base: int | None = None
    growth: bool = False
    falls: bool = False
    cumulative: bool = False
    unit: str | None = None
    rest: str = ""
    span: int | None = None
    periods: bool = field(default=False, repr=False)
    amount: bool = field(default=False, repr=False)
    bound: str = field(default="", repr=False)


@cache
def _listed() -> tuple[dict[str, str], dict[str, str], re.Pattern[str], dict[str, str]]:
    """Return the words that are whole heads, those that end one, and a pattern of those inside with their kinds."""
    by_place: dict[str, dict[str, str]] = {"whole": {}, "end": {}, "in": {}}
    for row in rows("heads"):
        by_place[row["where"]][row["word"]] = row["kind"]
    inside = by_place["in"]
    return by_place["whole"], by_place["end"], re.compile(alternation(sorted(inside, key=len, reverse=True))), inside


def squeezed(word: str) -> str:
    """Return the words of a head or a cell without the blanks in them (指　标)."""
    return "".join(word.split())


_SPAN = re.compile(
    r"(?P<years>[一二两三四五六七八九十\d]{1,2})年(?:总?任务|目标|计划)(?:数|量|值)?$"
)  # 三年任务: so much in three years. Not 主要任务.


PERIODS = ("年份", "年度", "时间", "时期", "阶段")  # where they head the first column, the rows are years


def _small(numeral: str) -> int | None:
    return int(numeral) if numeral.isdecimal() else small(numeral.replace("两", "二"))


def _falls(words: str) -> bool:
    return bool(re.search("下降|降低|降幅|减少|削减", words)) and not re.search("[增升±]|提高", words)


_NOTE_MARK = re.compile(r"(?<=.)(?:[①-⑳*★▲△#]|[\[〔(]\d{1,2}[\])〕])+$")  # 指标①, 项目[2]
# 五年增加, 净增, 较2020年增减: so many more, in the unit of the row. Not 增加率, 年均增长.
_AMOUNT = re.compile(r"增加|净增|增减|变[化动]|减少(?!.*[率幅%])")
_RATE = re.compile(r"率|幅|增长|增速|年均|比例|%")


@cache
def read_head(written: str) -> Head:
    """Return what the head of a column says.

    >>> head = read_head("目标值(2015年)")
    >>> head.kind, head.when, head.year
    ('value', 'target', 2015)
    >>> read_head("2015年比2010年增长(%)")
    Head(kind='value', when='', year=2015, base=2010, growth=True, falls=False, cumulative=False, unit='%', rest='', span=None)
    >>> [read_head(word).kind for word in ("指 标", "单 位", "指标属性", "牵头单位", "完成时限", "农产品")]
    ['name', 'unit', 'attribute', 'note', 'due', 'name']
    """
    head = _in_digits(_NOTE_MARK.sub("", squeezed(written)))
    bound = _BOUND_OF_ALL.search(head)
    if bound is None:
        return _read_head(head)
    sign = bound[1].replace("≥", ">=").replace("≤", "<=")
    return replace(_read_head(head[: bound.start()] + head[bound.end() :]), bound=sign)


def _read_head(head: str) -> Head:
    unit, plain = None, head
    for match in _BRACKETS.finditer(head):
        inside = match[1].removeprefix("单位:").removeprefix("计量单位:")
        if given := unit_in(inside):
            unit, plain = given, plain.replace(match.group(), "")
    whole, ends, inside_, kinds = _listed()
    if whole.get(plain) == "added":
        return Head("value", unit=unit, growth=True, amount=True)
    if whole.get(plain) in ("total", "amount"):
        return Head("value", "total" if whole[plain] == "total" else "", unit=unit)
    if plain in whole:
        told = whole[plain]
        return (
            Head("value", "target", unit=unit)
            if told == "target"
            else Head(told, unit=unit, periods=plain in (*PERIODS, "规划期"))
        )
    if A_PLACE.fullmatch(plain) or A_PART.fullmatch(plain):
        return Head("value", unit=unit, rest=plain)
    base = _BASE.search(plain)
    years = [int(year.group()) for year in YEAR.finditer(plain) if not base or year.start() != base.start("year")]
    period = _PLAN.search(plain) if not years else None
    found = {kinds[match.group()] for match in inside_.finditer(plain)}
    end = next((ends[plain[at:]] for at in range(len(plain)) if plain[at:] in ends), "")
    if end in ("note", "due", "attribute", "weight") and not years:
        return Head(end, unit=unit)
    if "money" in found and not found & {"growth"} and end != "name":
        return Head("money", unit=unit)
    year = years[-1] if years else five_year_end(period[1]) if period else None
    growth = "growth" in found or base is not None  # 2010年比2005年(%)
    rest = _AROUND_YEAR.sub("", inside_.sub("", _PLAN.sub("", _BASE.sub("", plain))))
    named = end == "name" and not (years or growth or plain == "目标" or _SPAN.match(plain))
    if not (years or period or found) or named:
        return Head(end, unit=unit, rest="" if rest in ends else rest or ("" if end else plain))
    # 「2020年目标完成情况」 tells what was reached; 「计划完成数」 what is to be.
    past = "past" in found and not (
        "target" in found and re.search(r"(?:目标|计划|规划|应|需)完成(?!情况|率|值)", plain)
    )
    when = "past" if past else "target" if "target" in found else ""
    span = _SPAN.match(plain) if not years else None
    return Head(
        "value", when, year, int(base["year"]) if base else None, growth, falls=_falls(plain),
        cumulative=growth and "累计" in plain and "年均" not in plain, unit=unit, rest=rest,
        span=_small(span["years"]) if span else None,
        amount=growth and bool(_AMOUNT.search(plain)) and not _RATE.search(head),
    )  # fmt: skip


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_EMPTY = re.compile(r"[-—–―/*\s\\·…]*|一|无|暂无|空")  # 一 is how text recognition reads a dash
# A level in words, whole: what it is compared with, what it fulfils, how it develops. No name of an indicator ends so.
_TOLD = re.compile(
    r"(?:确保|力争|争取|全面|稳定|持续|总体|基本)*(?:(?:与|同).{2,20}(?:同步|持平|一致|相当|基本同步)|(?:不?高于|不?低于|优于|好于|超过|快于|多于)[^\d]{2,20}"
    r"|(?:达到|完成|控制在|满足|符合|实现|按)[^\d]{2,20}(?:任务|任务数|要求|标准|目标|指标|水平|以内|以下|下达|为准)"
    r"|(?:基本|实现|全部|稳定|持续|稳步|逐步|大幅|明显|显著|进一步|稳中|保持|应|总体|力争|趋于)*"
    r"(?:全覆盖|覆盖|达标|持平|稳定|提高|提升|下降|降低|改善|增长|增加|减少|消除|优化|增强|完善|不变|完成|建成|有降|向好|略降|略升|达到)"
    r"|(?:[百千]分之|[二三四五六七八九十]分之(?=[一二三四五六七八九]))?[零一二三四五六七八九十百千万亿两]+(?:成|个|倍|番|家|项|件|%)?(?:以上|以下|左右|以内)?|翻[一两二]番|前[列茅][^\d]{0,4}|.{2,4}前列)"
)


_YEARS = re.compile(
    r"[至到]?(?:(?:19|20)\d\d年?[-~—–至到、]?)+(?:\d{1,2}月)?(?:[初中底末度]|以?前|之前|完成)*(?:\([^()\d]{1,8}\))?"
)


_LONGEST = 100  # characters of a figure with all that leads to it; signs and words that lead may come in many orders
# 倡导性, 监测性指标; √ under 约束性: what sort of indicator
_SORT = re.compile(r"[\u4e00-\u9fff]{2}性(?:指标)?|[√✓✔]")
_ONLY_YEARS = re.compile(r"\D*(?:19|20)\d\d年\D*")


@cache
def _figure() -> re.Pattern[str]:
    """Return the pattern of a cell of one level and hardly more: a number, what leads to it, its unit, 以上, a remark."""
    lead = rf"(?:(?:[比较](?:(?:19|20)\d\d年?[底末]?|上年|基期年?|上一年))?(?:[至到]?(?:19|20)\d\d年?[底末]?前?[,:]?)?(?:{alternation(words('modifiers'))}|每年|累计|共|约|(?:居?全[国省市])?[前第]|新增)*)"
    unit = rf"(?:[十百千万亿]*(?:{unit_pattern().pattern}))"
    after = r"(?:及以上|或?以上|以下|以内|之内|左右|上下|多|余|[+*①-⑳])?"
    signs, opens, closes = r"[<>≤≥=≈~±+\-—–↑↓*≮≯ ]*", r"[(\[〔【]?", r"[)\]〕】]?"
    one = rf"{opens}{signs}{_NUMBER}(?:[十百千]?[万亿]|[十百千])?余?{unit}?{after}"
    many = rf"{one}(?:[-—–~―:至到/]{{1,2}}{signs}{_NUMBER}[十百千]?[万亿]?{unit}?{after})?{closes}{unit}?{after}"
    return re.compile(rf"{opens}{lead}{signs}{many}(?:[(\[〔【][^()]{{1,16}}[)\]〕】])?[*①-⑳]?")


@cache
def _labelled() -> re.Pattern[str]:
    """Return the pattern of a figure with the name of what it is for: 县城≥95, 东部地区:90%."""
    return re.compile(
        rf"(?P<label>[\u4e00-\u9fff]{{2,8}}?)(?=[:<>≥≤]|[约不][\d低高少超])(?:为?:)?(?P<level>{_figure().pattern})"
    )


_PARTS = re.compile(r"[^、,;；，\s]+")


def labelled(written: str) -> list[tuple[int, int, int]]:
    """Return the figures of a cell that holds several, each for a part of what the row measures: start, level, end.

    >>> cell = "县城≥95；乡镇≥90"
    >>> [(cell[start:level], cell[level:end]) for start, level, end in labelled(cell)]
    [('县城', '≥95'), ('乡镇', '≥90')]
    >>> labelled("≥95"), labelled("优良率≥95的河流有三条")
    ([], [])
    """
    found = []
    for part in _PARTS.finditer(written) if len(written) <= _LONGEST else ():
        match = _labelled().fullmatch(part.group())
        if match is None:
            return []
        found.append((part.start(), part.start() + match.start("level"), part.end()))
    return found


_BOUND = re.compile("[<>≥≤:约]")
_ORDINAL = re.compile(r"(?P<plain>\d{1,3})|[(](?P<set>\d{1,2})[)]|(?P<dotted>\d{1,2})[.、]|(?P<circled>[①-⑳])")


def ordinal(written: str) -> int | None:
    """Return the number of a row, as its first cell gives it: 3, (3), 3., ③.

    >>> [ordinal(cell) for cell in ("3", "(12)", "3.", "③", "3.5", "1200")]
    [3, 12, 3, 3, None, None]
    """
    match = _ORDINAL.fullmatch(written.strip())
    if match is None:
        return None
    return ord(match["circled"]) - ord("①") + 1 if match["circled"] else int(match[match.lastgroup or 0])


_CHINESE_YEAR = re.compile("(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _in_digits(words: str) -> str:
    """Return words with their years in digits: 二〇二五年."""
    return _CHINESE_YEAR.sub(lambda year: year.group().translate(_DIGITS), words)


@lru_cache(maxsize=4096)
def shape(written: str) -> str:
    """Return what a cell looks like: empty, serial, year, figure, told (a level in words), unit, attribute, words, prose.

    ``labelled`` is a cell of figures each with its part: 县城≥95.

    >>> [shape(cell) for cell in ("—", "(3)", "2025年", "≥98", "95以上", "与国家同步", "万件", "预期性", "有效发明专利", "[13.5]")]
    ['empty', 'serial', 'year', 'figure', 'figure', 'told', 'unit', 'attribute', 'words', 'figure']
    """
    cell = _in_digits(squeezed(written))
    if _EMPTY.fullmatch(cell):
        return "empty"
    if ordinal(cell) is not None:
        return "serial"
    if _YEARS.fullmatch(cell) or (
        _ONLY_YEARS.fullmatch(cell) and (head := read_head(cell)).kind == "value" and not head.rest
    ):
        return "year"
    if _listed()[0].get(cell.split("(")[0]) == "attribute" or _SORT.fullmatch(cell):
        return "attribute"
    if is_unit(cell):
        return "unit"
    if _BOUND.search(cell) and labelled(written.strip()):
        return "labelled"
    if len(cell) > 60 or "。" in cell or ";" in cell:
        return "prose"
    if len(cell) <= _LONGEST and _figure().fullmatch(cell):
        return "figure"
    return "told" if _TOLD.fullmatch(cell.strip("[]〔〕【】")) else "words"


FIGURES = frozenset(["figure", "serial", "told", "labelled"])


@dataclass(slots=True)
class Table:
    """A table as it stands in the text, one row an indicator: a table with years in its rows is turned.

    ``columns`` is what the heads say, empty where the table could not be understood; ``heads`` and ``rows`` are runs of
    the normalised text, one a cell, in order of the columns (an empty cell is an empty run; a head of two rows has two).
    ``title`` is the line above it; ``start`` and ``end`` the run that it fills; ``unfit`` are rows that were not read;
    ``pieces`` are the runs of a cell whose words stand around those of others (a long name set in two lines).
    """

    columns: list[Head]
    heads: list[list[Cell]]
    rows: list[list[Cell]]
    start: int
    end: int
    title: str = ""
    unfit: list[Cell] = field(default_factory=list)
    pieces: dict[Cell, list[Cell]] = field(default_factory=dict)

    def words(self, text: str, cell: Cell) -> str:
        """Return the words of a cell, without blanks."""
        return "".join(squeezed(written(text, piece)) for piece in self.pieces.get(cell, (cell,)))


def stripped(text: str, cell: Cell) -> Cell:
    """Return a cell without the blanks around it."""
    start, end = cell
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    return start, end


def written(text: str, cell: Cell) -> str:
    """Return the words of a cell."""
    return text[cell[0] : cell[1]]


def settled(heads: list[Head], cells: list[list[str]]) -> list[Head]:
    """Return what the columns are: what their heads say, held against the shapes of their cells.

    单位 over names of offices is no unit, 目标 over words is the name of a group, a column of figures holds values
    whatever its head says.
    """
    found: list[Head] = []
    for head, shapes in zip(heads, cells, strict=True):
        kind = _settled(head, shapes, {one.kind for one in found})
        found.append(head if kind == head.kind else replace(head, kind=kind))
    if not any(head.kind == "name" for head in found):
        for at, shapes in enumerate(cells):
            if "words" in shapes and found[at].kind in ("note", "serial", ""):
                found[at] = replace(found[at], kind="name")
                break
    return found


def _settled(head: Head, shapes: list[str], before: set[str]) -> str:
    """Return the kind of one column, given the kinds of those before it."""
    filled = [one for one in shapes if one != "empty"]
    if not filled:
        return head.kind

    def share(*kinds: str) -> float:
        return sum(one in kinds for one in filled) / len(filled)

    figures, kind = share(*FIGURES), head.kind
    if share("attribute") >= 0.5:
        return "attribute"
    if kind in ("", "name", "note", "unit") and share("unit") >= 0.6:
        return "unit"
    if kind == "unit" and share("unit") < 0.3 and share("words") >= 0.6:
        return "name"
    if kind in ("", "name") and figures >= 0.6:
        return "serial" if not before and share("serial") == 1 and not head.rest else "value"
    if kind == "value" and share("prose", "words") >= 0.6:
        return "note" if "name" in before else "name"
    if kind == "":
        return "name" if share("words") >= 0.5 and "value" not in before else "note"
    return kind
