"""Tables that stand in one line, as text taken from pages often has them.

序号指标2010年2015年1废渣堆存量(万吨)1873.41652.92废水回用量(万吨)364.5391.0: heads are read one behind the other, in every
way that makes sense; how the rows behind them are told apart is in :mod:`qcompare.text.line_rows`, how figures that touch
are parted in :mod:`qcompare.text.parted`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice

from qcompare.lexicon import alternation, rows
from qcompare.text.flattened import MOST_COLUMNS, filled, is_table, kinds_of, made, take_row, tokens
from qcompare.text.heads import PERIODS, Cell, Table, read_head, shape, squeezed, stripped, written
from qcompare.text.hints import Hint
from qcompare.text.line_rows import NOTE, PERIOD_HEAD, WITH_UNIT, by_years, glued_rows
from qcompare.text.structure import Block

_KIND_OF = r"(?:主要|具体|考核|评价|核心|质量|发展|监测|建设|工作|[一二三]级)"  # of 指标: it goes with the head
_KIND_BEFORE = re.compile(f"{_KIND_OF}$")
_HEADS = ("序号", "指标", "项目", "名称", "内容", "类别", "分类", "领域")
_NAMES = ("地区", "区县", "县县", "州县", "县区", "省份", "品种", "任务", "事项")
_CHINESE_YEAR = "二[〇○零][〇○零一二三四五六七八九]{2}年"
_STARTS = re.compile(
    rf"(?:{'|'.join(' {0,3}'.join(word) for word in _HEADS)})(?=[^。]{{0,80}}(?:(?:19|20)\d\d|{_CHINESE_YEAR})|[^。]{{0,40}}(?:目标|现状|指标值)|权?重?分值)"
    # What else heads a column of names stands right before the next head, and hardly so in a sentence.
    rf"|(?:{'|'.join(_NAMES)}|县 {{1,3}}区)(?=(?:{WITH_UNIT})?(?:19|20)\d\d年|(?:{WITH_UNIT}){{2}}|(?:计量)?单位[^、,。的]|年度|[\u4e00-\u9fff]{{0,4}}(?:完成时[限间]|责任(?:单位|部门)))"
    rf"|{PERIOD_HEAD}(?={WITH_UNIT}(?:[\u4e00-\u9fff]|(?:19|20)\d\d年))"
)
# Where a head may stand: the words above, and their first characters set apart by blanks.
HEAD = Hint([*_HEADS, *_NAMES, *PERIODS, *(f"{word[0]} " for word in (*_HEADS, "县区"))])
_BEHIND_HEAD = re.compile("(?:序号|类别|分类|领域|[一二]级指标)(?:指标)?$")  # no title ends so: the heads started there
_WITH_NOUN = re.compile("(?:19|20)\\d\\d年([\u4e00-\u9fff]{1,6})")  # 2020年产量: so does the year behind it
# 现状|目标 are two heads, “十四五”|累计 none by themselves.
_TWO_HEADS = re.compile("(?:现状|基期|基准|实际)值?(?:规划|计划)?目标")
_HALF_HEAD = re.compile('["“]十[一二三四五六]?五["”]$')
_NOTED = re.compile(r" *(?:\d(?=属性|指标属性|备注)|[①-⑳*★])")  # the number of a note behind a head
_ENDS_ROWS = re.compile(rf"。|{NOTE}| {{3,}}|[,;][^,;]{{0,30}}[,;]")
_UNIT_SAID = re.compile(r"\((?:计量)?单位:[^(),]{1,8}\)$")
_SHARE = re.compile("[一二三四五六七八九](?=成|分之)|(?<=分之)[一二三四五六七八九]")
# In a name: a comma outside brackets, or one before it. Such rows are clauses, and their heads words of a sentence.
_CLAUSE = re.compile(r"[、,]|[^()]*(?:\([^()]*\)[^()]*)*,")
_FEWEST_DIGITS = 12  # of so many characters of the rows of a table, one at least is a digit
_MOST_PARSES = 40


def in_line(text: str, block: Block, places: list[int]) -> Iterator[Table]:
    """Yield the tables that stand in a line with everything else: heads, names and figures one behind the other.

    ``places`` are those of the text at which the first head may stand (:data:`HEAD`).
    """
    if block.end - block.start < 24:
        return
    done = block.start
    lost: list[Cell] = []
    for at in places[bisect_left(places, block.start) : bisect_left(places, block.end)]:
        start = _STARTS.match(text, at, block.end) if at >= done else None
        first = start and _head_start(text, start, done)
        if first is None or _BEHIND_HEAD.search(text, max(done, first - 4), first):
            continue
        best, parsed = _best(text, first, block)
        if best is not None:
            done, rest = best.end, _rest(text, best.end, block.end)
            best.unfit += [(done, rest)] if rest else []
            yield best
        elif parsed and not (lost and at < lost[-1][1]) and (stop := _rest(text, parsed, block.end)):
            lost.append((first, stop))
    for begin, stop in lost:  # the title of a table that was read may look like its first head
        if begin >= done:
            done = stop
            yield Table([], [], [], begin, stop, unfit=[(begin, stop)])


# 地区生产总值亿元560城镇新增就业万人3.2: in a sentence no unit stands before its figure.
_UNIT_FIRST = re.compile(
    r"[亿万%‰](?:(?<=[亿万])(?:美?元|人次?|吨|亩|户|件|头|立方米|平方米|千瓦|公里)|(?<=[%‰]))\d[\d.]*(?=[\u4e00-\u9fff]{2}|$)"
)
_GLUED_AT = Hint(end + digit for end in "元人次吨亩户件头米瓦里%‰" for digit in "0123456789")
_FEWEST_GLUED = 3


def headless_in_line(text: str, block: Block) -> Table | None:
    """Return the run of rows without a head that stand in one line: nothing parts them, and their figures are of nothing."""
    glued = _GLUED_AT.between(text, block.start, block.end)
    rows = list(_UNIT_FIRST.finditer(text, block.start, block.end)) if glued else []
    if len(rows) < _FEWEST_GLUED:
        return None
    return Table([], [], [], block.start, rows[-1].end(), unfit=[(block.start, rows[-1].end())])


def _best(text: str, first: int, block: Block) -> tuple[Table | None, int]:
    """Return the best reading of the table whose first head is at a place, and where the heads of one end that cannot be read."""
    best = by_years(text, first, block.end)
    parsed = 0
    for heads in islice(_heads_in_line(text, first, block.end), 0 if best else _MOST_PARSES):
        table = _with_heads(text, heads, block)
        sentence = text.startswith("的", heads[-1][1])  # 重点项目完成年度投资目标的107.5%
        parsed = max(parsed, heads[-1][1]) if _are_heads(text, heads) and not sentence else parsed
        if table and (best is None or _worth(table) > _worth(best)):
            best = table
    return best, parsed


def _are_heads(text: str, heads: list[Cell]) -> bool:
    """Tell whether some words are the heads of a table, whatever its rows are."""
    kinds = [read_head(written(text, cell)).kind for cell in heads]
    if {"name", "due", "note"} <= set(kinds) or {"name", "weight", "note"} <= set(kinds):
        return True
    return (
        len(kinds) > 2
        and {"name", "value"} <= set(kinds)
        and (len(set(kinds)) > 2 or kinds.count("value") > 1 or kinds[:2] == ["name", "name"])
    )


def _rest(text: str, at: int, end: int) -> int:
    """Return where rows that run into each other end, from a place on; 0 where no rows follow.

    No sentence is among them: names, figures and units stand one behind the other.
    """
    stop = _ENDS_ROWS.search(text, at, end)
    stop_at = stop.start() if stop else end
    digits = sum(text[k].isdigit() for k in range(at, stop_at)) + len(_SHARE.findall(text, at, stop_at))
    return stop_at if digits > 1 and digits * _FEWEST_DIGITS > stop_at - at else 0


def _head_start(text: str, start: re.Match[str], floor: int) -> int:
    """Return where the first head starts: 考核指标 is one."""
    kind = _KIND_BEFORE.search(text, max(floor, start.start() - 2), start.start()) if start.group()[0] == "指" else None
    return kind.start() if kind else start.start()


def _worth(table: Table) -> tuple[bool, int, int, bool, int]:
    """Tell which of two readings is better: one with rows, takes more for heads, leaves fewer rows, parts figures less."""
    heads_end = table.heads[-1][-1][1] if table.heads else table.end
    aims = [column.when == "target" for column in table.columns if column.kind == "value" and column.year]
    aimed = aims == sorted(aims)  # 2022年|目标2025年|目标2030年 and not 2022年目标|2025年目标|2030年
    return bool(table.rows), heads_end, -len(table.unfit), aimed, -len(table.heads)


def _with_heads(text: str, heads: list[Cell], block: Block) -> Table | None:
    columns = [read_head(written(text, cell)) for cell in heads]
    if not is_table(columns):
        return None
    named = [squeezed(written(text, cell)).endswith("指标") for cell in heads]
    if named[0] and columns[1].kind in ("name", "serial") and written(text, heads[0])[1:2] != "级":
        return None  # the first ends the title: …主要指标 指标名称 …, …发展指标 序号 指标
    kinds = kinds_of(columns)
    start, at = heads[0][0], heads[-1][1]
    found, unfit, stop = _spaced_rows(text, at, block.end, kinds)
    if len(found) < 2:
        said = bool(_UNIT_SAID.search(text, block.start, start))
        found, unfit, stop = glued_rows(text, at, block.end, heads, kinds, said)
    if not found or len(found) + len(unfit) < 2 or (len(heads) == 2 and len(unfit) >= len(found)):
        return None
    name = kinds.index("name")
    if any(_CLAUSE.match(text, *row[name]) for row in found):
        return None
    table = made(text, [[cell] for cell in heads], found, start, stop)
    table.unfit = unfit
    return table


@cache
def _head_in_line() -> tuple[re.Pattern[str], ...]:
    """Return the pattern of one head in a line without blanks, and those of a year, which may be a head by itself."""
    listed = rows("heads")
    whole = [
        row["word"]
        for row in listed
        if row["where"] == "end" or (row["where"] == "whole" and row["kind"] != "attribute")
    ]
    spaced = "|".join(f"{word[0]} {{1,3}}{word[1]}" for word in whole if len(word) == 2)
    inside = alternation(sorted((row["word"] for row in listed if row["where"] == "in"), key=len, reverse=True))
    year = rf"(?:{_CHINESE_YEAR}[末底]?|[至到]?(?:19|20)\d\d年?(?:末|底(?!线))?(?:[-~—–](?:19|20)\d\d年?[末底]?)?|[“\"]十[一二三四五六]?五[”\"]末?)"
    bracket = r"(?:[(〔\[](?![一二三四五六七八九十]{1,2}\))[^()〔〕\[\]]{1,12}[)〕\]])?"  # not (一), of a group of rows
    more = rf"(?:[/或]?{inside}|值(?!班)|率(?!先)|增(?![加值长])|水平|情况|任务|数(?![字据]))*{bracket}"
    listed_words = f"(?:{alternation(sorted(whole, key=len, reverse=True))}|{spaced})"
    one = rf"(?:其中:?)?(?:{year}(?:(?:比|较){year})?{more}|(?:[一二三四五]年|分?年度|底线|奋斗|[一二三四五](?=年任务))?(?:{inside}){more}|{_KIND_OF}?{listed_words}{bracket})"
    named = rf"{_KIND_OF}?{listed_words}{bracket}"
    said = alternation(
        sorted((row["word"] for row in listed if row["kind"] in ("past", "target")), key=len, reverse=True)
    )
    return tuple(
        re.compile(f" *{form}")
        for form in (
            r"[(〔\[]累计[)〕\]]",
            one,
            named,
            rf"{year}(?:{said})*(?:值|数(?![字据]))?",
            rf"{year}(?:{said})(?={said})",  # 2020年现状目标值: two heads
            rf"(?:{said})值?(?=(?:规划|计划)?目标)",  # 现状目标, without a year
            year,
            rf"(?:{said}|年度)+(?:值|数)?{year}",
            r"[\u4e00-\u9fff]{4}(?=(?:完成时[限间]|责任(?:单位|部门|科室)))",
            r"(?:指标|项目|产品|任务)(?:名称|内容|类别|要素|解释|说明|含义)",
            r"[\u4e00-\u9fff]{1,3}(?<![各地市])[县区市州旗](?=[\u4e00-\u9fff]{1,3}[县区市州旗](?!级)|合计|总计)",
            rf"(?:比|较){year}(?:{inside}){more}",  # 较2020年增减, behind 2025年
            r"(?:19|20)\d\d年全[国省市县区](?:平均)?(?:水平|值)?(?=(?:19|20)\d\d年)",
            rf"{year}(?:基础|中期|末期|期末|初期)值?",
            rf"(?!{'|'.join(_NAMES)}){WITH_UNIT}(?={WITH_UNIT}|[\u4e00-\u9fff]{{2,8}}\d)",  # 地区|注册商标(件)|地理标志(个)|东湖县
            rf"{WITH_UNIT}(?:19|20)\d\d年",  # 造林面积(万亩)2020年, of two storeys
            r"(?:19|20)\d\d年其中:[\u4e00-\u9fff]{2,4}(?=(?:19|20)\d\d年)",
            # 2025年产量(万吨)东湖县…, 2020年排放量2025年…: not the name of the first row
            r"(?:19|20)\d\d年[\u4e00-\u9fff]{2,8}(?:\((?![一二三四五六七八九十]{1,2}\))[^()\d]{1,6}\)(?=\d?[\u4e00-\u9fff]|(?:19|20)\d\d年)|(?<=[量率数额])(?=(?:19|20)\d\d年))",
        )
    )


def _heads_in_line(text: str, at: int, end: int, before: tuple[Cell, ...] = ()) -> Iterator[list[Cell]]:
    """Yield the ways to read heads from a place on: as many as there are, and fewer; 2025年年均增速 is one head or two."""
    if len(before) < MOST_COLUMNS:
        note = _NOTED.match(text, at, end)
        at = note.end() if note else at
        ends = {match.end() for head in _head_in_line() if (match := head.match(text, at, end))}
        noun = _WITH_NOUN.fullmatch(text, *before[-1]) if before else None
        if noun and (same := re.compile(f"(?:19|20)\\d\\d年{noun[1]}").match(text, at, end)):
            ends.add(same.end())
        ends -= {stop for stop in ends if _TWO_HEADS.search(text, at, stop)}
        ends -= {stop for stop in ends if text.startswith("累计", stop) and _HALF_HEAD.search(text, at, stop)}
        for stop in sorted(ends, reverse=True):
            yield from _heads_in_line(text, stop, end, (*before, stripped(text, (at, stop))))
    if len(before) > 1:
        yield list(before)


def _spaced_rows(text: str, at: int, end: int, kinds: list[str]) -> tuple[list[list[Cell]], list[Cell], int]:
    cells = tokens(text, at, end)
    shapes = [shape(written(text, cell)) for cell in cells]
    found: list[list[Cell]] = []
    done = 0
    while done < len(cells) and (taken := take_row(shapes, done, kinds)) is not None and taken[1] > done:
        found.append(filled(taken[0], cells, cells[done][0]))
        at, done = cells[taken[1] - 1][1], taken[1]
    return found, [], at
