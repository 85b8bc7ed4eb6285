"""Figures that touch, parted into the cells of their row: 1873.41652.9 is 1873.4 and 1652.9.

They are parted only where one way makes better sense than all others: levels of one indicator are alike in size and
decimals, no rate is above 100, a growth agrees with its levels, a total is the sum of its parts; where each column
measures something of its own, its figures are alike from row to row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log2

from qcompare.lexicon import alternation, words
from qcompare.text.heads import A_PLACE, Cell, Head, stripped, written

LEADS = r"(?:不[低高]于|不少于|不超过|高于|低于|超过|控制在)"
AFTER = r"(?:及以上|或?以上|以下|以内|左右)"
TOLD = (
    r"(?:[与同](?:全[国省市]|经济|国家|上年)(?:.{0,4}增长)?(?:同步|持平|一致)|(?:持续|稳步|逐步)(?:下降|降低|减少|提高|提升|增长|改善|稳定)"
    r"|(?:达到|完成)[国省市](?:家|里)?(?:下达)?的?(?:要求|目标|任务)|(?:优于|高于|好于|不低于)(?:上年|全[国省市](?:平均)?)水平)"
)
ONE_VALUE = re.compile(
    rf" *(?P<lead>{LEADS})?(?P<open>[\[〔【]?)(?P<sign>[<>≤≥=]{{0,2}}[+\-—–]?)(?P<whole>0|[1-9]\d*|[1-9]\d{{0,2}}(?:,\d{{3}})+)(?P<part>\.\d+)?"
    rf"(?P<tail>%|‰)?(?P<unit>个百分点|百分点|倍)?(?:[—–~-](?P<upto>[1-9]\d*(?:\.\d+)?)%?)?{AFTER}?(?P<close>[\]〕】]?) *"
)
_NO_VALUE = re.compile(r" *[-—–]{1,2} *")
_TOLD = re.compile(TOLD)
_BRACKET = re.compile(r"\([^()]{1,12}\) *$")
_LARGEST = 1_000_000  # figures that touch make a number that no cell of a table, with its unit, is as large as
_MOST_SPLITS, _LONGEST_RUN, _MOST_WAYS = 4_000, 80, 12


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of figures: what their heads say, what they hold, which are a part of the one before (其中:…).

    ``own``: each measures something of its own, whatever the heads say.
    """

    heads: Sequence[Head]
    kinds: Sequence[str]
    parts: frozenset[int] = frozenset()
    own: bool = False

    @property
    def levels(self) -> list[int]:
        """The columns of levels of what the row measures."""
        found = [
            at
            for at, head in enumerate(self.heads)
            if head.when != "total" and at not in self.parts and self.kinds[at] == "value"
        ]
        if all(self.heads[at].cumulative for at in found):
            return found  # “十三五”累计, “十四五”累计
        return [at for at in found if not self.heads[at].growth]

    @property
    def alike(self) -> bool:
        """Whether a row has levels of one indicator, at several times."""
        levels = [self.heads[at] for at in self.levels]
        placed = any(A_PLACE.fullmatch(head.rest) for head in levels)
        return not self.own and not placed and len({head.unit for head in levels}) < 2


@cache
def _with_unit() -> re.Pattern[str]:
    """Return the pattern of a figure with its unit: 10个, 82.5%, 21万户, 0.5个工作日以内."""
    one = alternation(words("units"))
    return re.compile(
        rf"{LEADS}?[<>≤≥]?(?:0|[1-9]\d{{0,2}}(?:,\d{{3}})+|[1-9]\d*)(?:\.\d+)?(?P<unit>[十百千]?[万亿]?(?:{one})){AFTER}?"
    )


def by_units(text: str, at: int, end: int, count: int) -> tuple[list[Cell], int] | None:
    """Return figures that each have the same unit behind them, one a column, and where they end: 10个20个30个."""
    cells, units = list[Cell](), set[str]()
    while len(cells) < count and (match := _with_unit().match(text, at, end)):
        cells.append(match.span())
        units.add(match["unit"])
        at = match.end()
    return (cells, at) if len(cells) == count and len(units) == 1 else None


def ways(text: str, run: Cell, columns: Columns, unit: str) -> list[list[Cell]]:
    """Return the ways to part a run into the cells of a row that make sense by themselves."""
    bracket = _BRACKET.search(text, max(0, run[0] - 16), run[0])
    name_unit = unit or (bracket.group() if bracket else "")
    every = _ways(text, *stripped(text, run), len(columns.heads))
    return [way for way in every if _is_sound(text, way, columns, name_unit)]


def chosen(text: str, rows: list[list[list[Cell]]], columns: Columns) -> list[list[Cell] | None]:
    """Return of each row the one way that makes better sense than all others, None where none does."""
    if columns.alike or any(head.when == "total" for head in columns.heads):
        return [_clearest([(_unevenness(text, way, columns), way) for way in found]) for found in rows]
    if not rows or any(not 0 < len(found) <= _MOST_WAYS for found in rows):
        return [None] * len(rows)
    onward = _costs(text, rows, columns)
    back = _costs(text, rows[::-1], columns)[::-1]
    return [
        _clearest([(one + other, way) for one, other, way in zip(there, here, found, strict=True)])
        for there, here, found in zip(onward, back, rows, strict=True)
    ]


def _clearest(told: list[tuple[float, list[Cell]]]) -> list[Cell] | None:
    told = sorted(told)
    return told[0][1] if len(told) == 1 or (told and told[1][0] - told[0][0] >= 1) else None


def _costs(text: str, rows: list[list[list[Cell]]], columns: Columns) -> list[list[float]]:
    """Return how unlike the rows before it each way makes its row, column by column."""
    costs = [[0.0] * len(rows[0])]
    for above, here in pairwise(rows):
        costs.append(
            [
                min(
                    cost + sum(_unlike(text, [one, other]) for one, other in zip(before, way, strict=True))
                    for cost, before in zip(costs[-1], above, strict=True)
                )
                for way in here
            ]
        )
    return costs


def _ways(text: str, at: int, end: int, count: int) -> list[list[Cell]]:
    """Return every way to part a run into a number of cells."""
    if end - at > _LONGEST_RUN:
        return []
    if count == 0:
        return [[]] if not text[at:end].strip() else []
    found: list[list[Cell]] = []
    whole = (_NO_VALUE.match(text, at, end), _NO_VALUE.match(text, at, min(at + 1, end)), _TOLD.match(text, at, end))
    stops = {match.end() for match in whole if match}
    for stop in range(at + 1, end + 1):
        match = ONE_VALUE.fullmatch(text, at, stop)
        if match and bool(match["open"]) == bool(match["close"]):
            stops.add(stop)
    for stop in sorted(stops):
        for rest in _ways(text, stop, end, count - 1):
            found.append([stripped(text, (at, stop)), *rest])
            if len(found) > _MOST_SPLITS:
                return found
    return found


def _value(text: str, cell: Cell) -> float | None:
    match = ONE_VALUE.fullmatch(text, *cell)
    if match is None:
        return None
    whole = match["whole"].replace(",", "")
    return float(whole + (match["part"] or "")) * (-1 if match["sign"][-1:] in ("-", "—", "–") else 1)


def _is_sound(text: str, way: list[Cell], columns: Columns, unit: str) -> bool:
    """Tell whether the figures of a row make sense together: no rate above 100, levels alike in size, the right growth."""
    values = [_value(text, cell) for cell in way]
    if not all(
        value is None or _fits(text, way[at], value, columns, at, unit) for at, value in enumerate(values)
    ) or not _parts_fit(values, columns):
        return False
    known = [value for at in columns.levels if (value := values[at]) is not None]
    totals = [value for value, head in zip(values, columns.heads, strict=True) if head.when == "total"]
    if totals and not columns.alike:
        return len(totals) == 1 and totals[0] is not None and abs(totals[0] - sum(known)) < 1e-6
    if columns.alike and len(known) > 1 and max(known) > 5 * max(min(known), 0.001):
        return False
    growths = [(values[at], written(text, way[at])) for at, head in enumerate(columns.heads) if head.growth]
    if len(known) > 1 and len(growths) == 1 and growths[0][0] is not None:
        return _agrees(known, growths[0][0], growths[0][1], columns, unit)
    return True


def _fits(text: str, cell: Cell, value: float, columns: Columns, at: int, unit: str) -> bool:
    """Tell whether a figure can stand in its column: a weight or a rate is at most 100, a range goes upwards."""
    if columns.kinds[at] == "weight":
        return 0 < value <= 100
    match = ONE_VALUE.fullmatch(text, *cell)
    downwards = match is not None and match["upto"] is not None and float(match["upto"]) <= abs(value)
    return value < _LARGEST and not ("%" in (columns.heads[at].unit or unit) and value > 100) and not downwards


def _parts_fit(values: list[float | None], columns: Columns) -> bool:
    """Tell whether what is a part of the column before it (其中:2021年任务) is no more than that, nor next to nothing."""
    for at in columns.parts:
        part, whole = values[at], next((values[k] for k in reversed(range(at)) if k not in columns.parts), None)
        if part is not None and whole is not None and not whole / 20 < part <= whole:
            return False
    return True


def _agrees(known: list[float], growth: float, words: str, columns: Columns, unit: str) -> bool:
    """Tell whether a growth is that from the first to the last level, in all or a year."""
    change, first = abs(known[-1] - known[0]), known[0]
    growth = abs(growth)
    if "百分点" in words or "%" in unit:
        return abs(change - growth) < 0.06
    if not first or known[-1] / first < 0:
        return False
    of = [head.year for head in columns.heads if not head.growth and head.year]
    years = max(1, of[-1] - of[0]) if len(of) > 1 else 5
    yearly = abs((known[-1] / first) ** (1 / years) - 1)
    return abs(change - growth) < 0.06 or any(abs(100 * rate - growth) < 0.6 for rate in (change / abs(first), yearly))


def _unevenness(text: str, way: list[Cell], columns: Columns) -> float:
    """Return how unlike the levels of a row are; up and down again counts as a doubling."""
    if not columns.alike:
        return 0.0
    cells = [way[at] for at in columns.levels]
    levels = [level for cell in cells if (level := _value(text, cell)) is not None]
    return _unlike(text, cells) + (levels != sorted(levels) and levels != sorted(levels, reverse=True))


def _unlike(text: str, cells: list[Cell]) -> float:
    """Return how unlike levels of one indicator are: in decimals, and in size (1 for each doubling)."""
    levels = [match for cell in cells if (match := ONE_VALUE.fullmatch(text, *cell))]
    values = [max(float(match["whole"].replace(",", "") + (match["part"] or "")), 0.001) for match in levels]
    decimals = [len(match["part"] or "") for match in levels]
    return max(decimals) - min(decimals) + log2(max(values) / min(values)) if len(levels) > 1 else 0.0
