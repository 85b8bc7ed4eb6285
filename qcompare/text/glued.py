"""Tables that stand in one line, as text taken from pages often has them.

序号指标2010年2015年1废渣堆存量(万吨)1873.41652.92废水回用量(万吨)364.5391.0: heads are read one behind the other, in every
way that makes sense; rows are a name, its unit and as many figures as there are columns of values. Figures that touch (1873.41652.9) are parted only where one way makes better sense than all others:
levels of a row are alike in size and decimals, no rate is above 100, a column of growth agrees with its levels.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from math import log2

from qcompare.lexicon import alternation, rows, words
from qcompare.text.flattened import MOST_COLUMNS, filled, is_table, kinds_of, made, take_row, tokens
from qcompare.text.heads import Cell, Head, Table, is_unit, read_head, shape, squeezed, stripped, written
from qcompare.text.hints import Hint
from qcompare.text.structure import Block

_KIND_OF = r"(?:主要|具体|考核|评价|核心|质量|发展|监测|[一二三]级)"  # of 指标: it goes with the head
_KIND_BEFORE = re.compile(f"{_KIND_OF}$")
_STARTS = re.compile(
    r"(?:序 {0,3}号|指 {0,3}标|项 {0,3}目|名 {0,3}称|内 {0,3}容|类 {0,3}别|领 {0,3}域)(?=[^。]{0,80}(?:19|20)\d\d|[^。]{0,40}(?:目标|现状|指标值))"
)
# Where a head may stand: the words above, and their first characters set apart by blanks.
_HEADS = ("序号", "指标", "项目", "名称", "内容", "类别", "领域")
HEAD = Hint([*_HEADS, *(f"{word[0]} " for word in _HEADS)])
_VALUES_RUN = re.compile(
    r"(?:[\d.,<>≤≥=%‰+\-—–~\[\]〔〕 ]|(?<=[\d%‰])(?:及以上|或?以上|以下|以内|左右|个百分点|百分点|倍))+"
)
_ONE_VALUE = re.compile(
    r" *(?P<open>[\[〔]?)(?P<sign>[<>≤≥=]{0,2}[+\-—–]?)(?P<whole>0|[1-9]\d*)(?P<part>\.\d+)?(?P<tail>%|‰)?(?P<unit>个百分点|百分点|倍)?(?:及以上|或?以上|以下|以内|左右)?(?P<close>[\]〕]?) *"
)
_NOTE = re.compile(r" *注(?:[:\d①-⑳]|释)")
_BRACKET = re.compile(r"\([^()]{1,12}\) *$")
_ITEM = re.compile(r"(?<=[\u4e00-\u9fff)])\d{1,2}[.、](?=[\u4e00-\u9fff]{2})")
_NOTED = re.compile(r" *\d(?=属性|指标属性|备注)")  # the number of a note behind a head
_MARK = re.compile(r" *\d{1,2}[.、]? *")
_NO_VALUE = re.compile(r" *[-—–]{1,2} *")
_NAME_RUN = re.compile(r"(?:\d{1,2}[.、](?=\D))?[^\d。,;:!?\n][^。;!?\n]{1,60}")
_ENDS_ROWS = re.compile(r"。|注(?:[:\d①-⑳]|释)| {3,}|[,;][^,;]{0,30}[,;]")
_FEWEST_DIGITS = 12  # of so many characters of the rows of a table, one at least is a digit
_NO_NAME = re.compile(r"(?:19|20)\d\d年|约束性|预期性|目标值")  # heads, and cells of the row before
_HOLDS_CELLS = re.compile(
    r"\d(?:[个家项件户所]|%)\d|[—-](?=[\u4e00-\u9fff])|达到(?![^。;]*的)"
)  # a name with figures, a level of the row before; not 达到一级标准的比例
_LARGEST = 1_000_000  # figures that touch make a number that no cell of a table, with its unit, is as large as
_MOST_SPLITS, _MOST_PARSES, _LONGEST_RUN = 4_000, 40, 80


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
        if start is None:
            continue
        best: Table | None = None
        parsed = 0  # behind the heads of a table whose rows cannot be told
        for heads in islice(_heads_in_line(text, _head_start(text, start, done), block.end), _MOST_PARSES):
            table = _with_heads(text, heads, block.end)
            parsed = max(parsed, heads[-1][1]) if _are_heads(text, heads) else parsed
            if table and (best is None or _worth(table) > _worth(best)):
                best = table
        if best is not None:
            done, rest = best.end, _rest(text, best.end, block.end)
            best.unfit += [(done, rest)] if rest else []
            yield best
        elif parsed and not (lost and at < lost[-1][1]) and (stop := _rest(text, parsed, block.end)):
            lost.append((start.start(), stop))
    for begin, stop in lost:  # the title of a table that was read may look like its first head
        if begin >= done:
            done = stop
            yield Table([], [], [], begin, stop, unfit=[(begin, stop)])


def _are_heads(text: str, heads: list[Cell]) -> bool:
    """Tell whether some words are the heads of a table, whatever its rows are."""
    kinds = [read_head(written(text, cell)).kind for cell in heads]
    return len(kinds) > 2 and {"name", "value"} <= set(kinds) and (len(set(kinds)) > 2 or kinds.count("value") > 1)


def _rest(text: str, at: int, end: int) -> int:
    """Return where rows that run into each other end, from a place on; 0 where no rows follow.

    No sentence is among them: names, figures and units stand one behind the other.
    """
    stop = _ENDS_ROWS.search(text, at, end)
    stop_at = stop.start() if stop else end
    digits = sum(text[k].isdigit() for k in range(at, stop_at))
    return stop_at if digits > 1 and digits * _FEWEST_DIGITS > stop_at - at else 0


def _head_start(text: str, start: re.Match[str], floor: int) -> int:
    """Return where the first head starts: 考核指标 is one."""
    kind = _KIND_BEFORE.search(text, max(floor, start.start() - 2), start.start()) if start.group()[0] == "指" else None
    return kind.start() if kind else start.start()


def _worth(table: Table) -> tuple[bool, int, int, int]:
    """Tell which of two readings is better: one with rows, the one that takes more for heads, leaves fewer rows, parts figures less."""
    heads_end = table.heads[-1][-1][1] if table.heads else table.end
    return bool(table.rows or not table.heads), heads_end, -len(table.unfit), -len(table.heads)


def _with_heads(text: str, heads: list[Cell], end: int) -> Table | None:
    columns = [read_head(written(text, cell)) for cell in heads]
    if len(columns) < 3 or not is_table(columns):
        return None
    named = [squeezed(written(text, cell)).endswith("指标") for cell in heads]
    if named[0] and sum(named) > 1:
        return None  # the first ends the title: …主要指标 序号 指标 …
    kinds = kinds_of(columns)
    start, at = heads[0][0], heads[-1][1]
    found, unfit, stop = _spaced_rows(text, at, end, kinds)
    if len(found) < 2:
        found, unfit, stop = _glued_rows(text, at, end, columns, kinds)
        if "note" in kinds[kinds.index("value") :]:
            # Words behind the figures, and then the name of the next row: nothing parts them.
            return Table([], [], [], start, stop, unfit=[(start, stop)]) if len(found) + len(unfit) > 1 else None
    if not found or len(found) + len(unfit) < 2:
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
    year = r"(?:[至到]?(?:19|20)\d\d年?[末底]?(?:[-~—–](?:19|20)\d\d年?[末底]?)?|[“\"]十[一二三四五六]?五[”\"]末?)"
    bracket = r"(?:[(〔\[][^()〔〕\[\]]{1,12}[)〕\]])?"
    more = rf"(?:/?{inside}|值|率|增|水平|情况|任务|数)*{bracket}"
    listed_words = f"(?:{alternation(sorted(whole, key=len, reverse=True))}|{spaced})"
    one = rf"(?:其中:?)?(?:{year}(?:(?:比|较){year})?{more}|(?:[一二三四五]年|分?年度)?(?:{inside}){more}|{_KIND_OF}?{listed_words}{bracket})"
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
            rf"{year}(?:{said})*[值数]?",
            year,
            rf"(?:{said})+[值数]?{year}",
        )
    )


def _heads_in_line(text: str, at: int, end: int) -> Iterator[list[Cell]]:
    """Yield the ways to read heads from a place on: as many as there are, and fewer; 2025年年均增速 is one head or two."""

    def onward(at: int, before: list[Cell]) -> Iterator[list[Cell]]:
        if len(before) < MOST_COLUMNS:
            note = _NOTED.match(text, at, end)
            at = note.end() if note else at
            ends = {match.end() for head in _head_in_line() if (match := head.match(text, at, end))}
            for stop in sorted(ends, reverse=True):
                yield from onward(stop, [*before, stripped(text, (at, stop))])
        if len(before) > 2:
            yield before

    yield from onward(at, [])


def _spaced_rows(text: str, at: int, end: int, kinds: list[str]) -> tuple[list[list[Cell]], list[Cell], int]:
    cells = tokens(text, at, end)
    shapes = [shape(written(text, cell)) for cell in cells]
    found: list[list[Cell]] = []
    done = 0
    while done < len(cells) and (taken := take_row(shapes, done, kinds)) is not None and taken[1] > done:
        found.append(filled(taken[0], cells, cells[done][0]))
        at, done = cells[taken[1] - 1][1], taken[1]
    return found, [], at


def _glued_rows(
    text: str, at: int, end: int, columns: list[Head], kinds: list[str]
) -> tuple[list[list[Cell]], list[Cell], int]:
    """Read rows whose figures touch: they are parted where only one way of parting them makes sense."""
    found: list[list[Cell]] = []
    unfit: list[Cell] = []
    serial = 0
    while at < end:
        group = r"(?P<group>[\u4e00-\u9fff]{2,10})?" if _grouped(kinds) else ""
        number = (
            re.compile(rf" *{group}{serial + 1}[.、]?(?=[^\d.%])").match(text, at, end) if "serial" in kinds else None
        )
        sort = _attribute().match(text, at, end) if kinds[0] == "attribute" else None
        start = number.end() if number else sort.end() if sort else at
        name, unit, values = _name_in_line(text, start, end, "unit" in kinds)
        if values is None:
            break
        if "serial" in kinds and not (serial or number) or _NO_NAME.search(text, *name):
            return [], [], at  # heads taken for a name
        serial += bool(number)
        ahead = str(serial + 1) if "serial" in kinds and values[1] < end else ""
        cells, after = _parted(text, values, columns, kinds, written(text, unit) if unit else "", ahead)
        if cells is not None and unit is None and not _says_unit(text, name, cells):
            cells = None  # 氨氮 under 主要污染物排放总量减少(%): what it measures stands with another row
        if cells is None or _HOLDS_CELLS.search(text, *name):
            cells = None
            unfit.append((at, after))
        attribute = sort or (_attribute().match(text, after, end) if "attribute" in kinds else None)
        if cells is not None:
            figures = iter(cells)
            row = []
            for place, kind in enumerate(kinds):
                last_name = kind == "name" and "name" not in kinds[place + 1 :]
                row.append(
                    next(figures) if kind in ("value", "money")
                    else (number.end("group") if group and number["group"] else number.start(), number.end())
                    if kind == "serial" and number
                    else number.span("group") if kinds[place : place + 2] == ["name", "serial"] and group and number and number["group"]
                    else name if last_name
                    else unit if kind == "unit" and unit
                    else attribute.span() if kind == "attribute" and attribute
                    else (start, start)
                )  # fmt: skip
            found.append(row)
        at = attribute.end() if attribute and not sort else after
    return found, unfit, at


def _says_unit(text: str, name: Cell, cells: list[Cell]) -> bool:
    """Tell whether a row without a column of units says what it is counted in, or counts points."""
    words = written(text, name)
    own = any("%" in written(text, cell) or "百分点" in written(text, cell) for cell in cells)
    return own or words.endswith((")", "指数", "满意度", "得分"))


def _grouped(kinds: list[str]) -> bool:
    """Tell whether the name of a group stands before the number of its first row."""
    return any(pair == ("name", "serial") for pair in pairwise(kinds))


@cache
def _attribute() -> re.Pattern[str]:
    return re.compile(rf" *(?:{alternation(words('heads', kind='attribute'))})")


def _name_in_line(text: str, at: int, end: int, has_unit: bool) -> tuple[Cell, Cell | None, Cell | None]:
    """Return the name at a place, its unit where a column has one, and the run of its figures; None where no row is."""
    run = _NAME_RUN.match(text, at, end)
    if run is None or _NOTE.match(text, at):
        return (at, at), None, None
    for match in re.finditer(
        r"(?<![A-Za-z\d.])[<>≤≥\[〔+\-—–]*\d|(?<=[)%\u4e00-\u9fff])[—–-]{1,2}", written(text, run.span())
    ):
        stop = at + match.start()
        if "(" in text[at:stop] and ")" not in text[text.rfind("(", at, stop) : stop]:
            continue  # within a bracket: 死亡率(1/10万)
        name, unit = stripped(text, (at, stop)), None
        if has_unit:
            cut = next((cut for cut in range(name[0] + 2, name[1]) if is_unit(text[cut : name[1]])), None)
            if cut is None:
                continue
            name, unit = stripped(text, (name[0], cut)), (cut, name[1])
        elif (
            text[name[1] - 1] != ")"
            and "(" in text[stop : stop + 24]
            and re.match(r"[^,。;]{1,20}\((?:[^()]{1,10})\)[<>≤≥]?\d", text[stop:end])
        ):
            continue  # 15岁以上人口…(%): the digits stand in the name
        values = _VALUES_RUN.match(text, stop, end)
        if values and _MARK.fullmatch(text, *values.span()) and values.end() < end:
            continue  # 生态环境质量1.空气质量, 城市2空气: the number of an item, of a note
        if values and 2 <= name[1] - name[0] <= 40:
            items = [item.end() for item in _ITEM.finditer(text, *name)]  # 生态环境质量1.空气质量
            return (items[-1] if items else name[0], name[1]), unit, values.span()
    return (at, at), None, None


def _parted(
    text: str, run: Cell, columns: list[Head], kinds: list[str], unit: str, ahead: str
) -> tuple[list[Cell] | None, int]:
    """Part a run of figures into the cells of a row; the number of the next row may stand at its end."""
    values = [column for column, kind in zip(columns, kinds, strict=True) if kind in ("value", "money")]
    if text[run[1] : run[1] + 1] in ("年", "月"):
        return None, run[1]  # 4202024年12月: a date is the next cell
    ends = [run[1]]
    if ahead and text[run[0] : run[1]].rstrip().endswith(ahead):
        ends.insert(0, run[0] + len(text[run[0] : run[1]].rstrip()) - len(ahead))
    for end in ends:
        bracket = _BRACKET.search(text, max(0, run[0] - 16), run[0])
        name_unit = unit or (bracket.group() if bracket else "")
        ways = [
            way
            for way in _ways(text, *stripped(text, (run[0], end)), len(values))
            if _is_sound(text, way, values, name_unit)
        ]
        uneven = sorted((_unevenness(text, way, values), way) for way in ways)
        if len(uneven) == 1 or (uneven and uneven[1][0] - uneven[0][0] >= 1):
            return uneven[0][1], end
    return None, ends[0]


def _ways(text: str, at: int, end: int, count: int) -> list[list[Cell]]:
    """Return every way to part a run into a number of cells."""
    if end - at > _LONGEST_RUN:
        return []
    if count == 0:
        return [[]] if not text[at:end].strip() else []
    found: list[list[Cell]] = []
    stops = {empty.end() for empty in (_NO_VALUE.match(text, at, end), _NO_VALUE.match(text, at, at + 1)) if empty}
    for stop in range(at + 1, end + 1):
        match = _ONE_VALUE.fullmatch(text, at, stop)
        if match and bool(match["open"]) == bool(match["close"]):
            stops.add(stop)
    for stop in sorted(stops):
        for rest in _ways(text, stop, end, count - 1):
            found.append([stripped(text, (at, stop)), *rest])
            if len(found) > _MOST_SPLITS:
                return found
    return found


def _value(text: str, cell: Cell) -> float | None:
    match = _ONE_VALUE.fullmatch(text, *cell)
    if match is None:
        return None
    return float(match["whole"] + (match["part"] or "")) * (-1 if match["sign"][-1:] in ("-", "—", "–") else 1)


def _is_sound(text: str, way: list[Cell], columns: list[Head], unit: str) -> bool:
    """Tell whether the figures of a row make sense together: no rate above 100, levels alike in size, the right growth."""
    levels = [_value(text, cell) for cell, head in zip(way, columns, strict=True) if not head.growth]
    growths = [
        (_value(text, cell), written(text, cell)) for cell, head in zip(way, columns, strict=True) if head.growth
    ]
    known = [level for level in levels if level is not None]
    if any(level >= _LARGEST for level in known):
        return False
    if "%" in unit and any(level > 100 for level in known):
        return False
    if len(known) > 1 and max(known) > 5 * max(min(known), 0.001):
        return False
    if len(known) > 1 and len(growths) == 1 and growths[0][0] is not None:
        growth, words = abs(growths[0][0]), growths[0][1]
        change, first = abs(known[-1] - known[0]), known[0]
        if "百分点" in words or "%" in unit:
            return abs(change - growth) < 0.06
        if not first or known[-1] / first < 0:
            return False
        of = [head.year for head in columns if not head.growth and head.year]
        years = max(1, of[-1] - of[0]) if len(of) > 1 else 5
        yearly = abs((known[-1] / first) ** (1 / years) - 1)
        return abs(change - growth) < 0.06 or any(
            abs(100 * rate - growth) < 0.6 for rate in (change / abs(first), yearly)
        )
    return True


def _unevenness(text: str, way: list[Cell], columns: list[Head]) -> float:
    """Return how unlike the levels of a row are: in decimals, and in size (1 for each doubling)."""
    read = [_ONE_VALUE.fullmatch(text, *cell) for cell, head in zip(way, columns, strict=True) if not head.growth]
    levels = [match for match in read if match]
    values = [max(float(match["whole"] + (match["part"] or "")), 0.001) for match in levels]
    decimals = [len(match["part"] or "") for match in levels]
    return max(decimals) - min(decimals) + log2(max(values) / min(values)) if len(levels) > 1 else 0.0
