"""The level in one cell of a table: its number, sign and bound, and the unit that the cell, its column or its row gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qcompare.coding.levels import levels
from qcompare.coding.levels.level import Level
from qcompare.coding.levels.numbers import multiplied, whole
from qcompare.lexicon.patterns import pattern
from qcompare.text.heads import YEAR, Cell, Head, shape, squeezed

_SCORE = re.compile(r"满意|指数|得分|评分|测评|安全感")
_CLOSED = re.compile(r"(?P<before>[<>≤≥ ]*)[\[(〔【](?P<value>[^\])〕】]+)[\])〕】](?P<after>.*)")
_REMARK = re.compile(r"(?<=[\d%上下右])[(〔\[][^()〔〕\[\]]*[)〕\]]$")
_AGAINST = re.compile(r"[比较](?P<base>(?:19|20)\d\d年?[底末]?|上一?年|基期年?)")  # 比2020年下降13.5%
_SIGN = re.compile(r"^[<>≤≥ ]*(?P<sign>[+\-—–−↑↓])(?=\d)")
_RELATIVE = pattern(
    r"(?:与|同|不?高于|不?低于|优于|好于|超过|快于|{meets}|完成|控制在)(?P<base>.+?)(?:基本)?(?:同步|持平|一致|相当|以内|以下)?$"
)
_LED_IN = re.compile(r"[\[〔【]?(?:确保|力争|争取|全面|稳定|持续|总体)*(?P<level>.*?)[\]〕】]?$", re.S)
_MADE = re.compile("新[建创]|新?改建|新?培育|引进|改造")  # counted as made, codebook 2.2, and no change
_REACHED = re.compile("达到|达")  # [累计达到1000]: what it comes to, also in a column of changes
_ALL = re.compile(r"(?:实现|基本实现|达到)?(?:全覆盖|全部覆盖|全部达标|全部完成|全面完成)$")
_IN_WORDS = re.compile(
    r"[零〇一二三四五六七八九十百千万两]+(?:成|个|倍|番|家|项|件|%|名|所)|[二三四五六七八九十百千]分之|翻一番|翻两番|翻番"
)


@dataclass(slots=True)
class CellTarget:
    """One value cell of a table, offsets into the normalised text."""

    start: int
    end: int
    level: Cell
    indicator: str
    type: str
    comparator: str | None
    low: float | None
    high: float | None
    unit: str | None
    change: str
    baseline: Cell | None
    year: int | None


class CellLevel:
    """Reads the level in one cell."""

    def __init__(self, text: str, cell: Cell, column: Head, unit: str | None, change: str) -> None:
        self.text, self.cell, self.column, self.change = text, cell, column, change
        self.row_unit = unit

    def read(self, indicator: str) -> CellTarget | None:
        """Return the target of the cell; its start and its year from the heads are left to the row."""
        start, end = self.cell
        words = self.text[start:end]
        if not re.search(r"\d", words) and not _IN_WORDS.search(words):
            return self._in_words(words, indicator)
        closed = _CLOSED.fullmatch(words)
        plain = closed["before"] + closed["value"] + closed["after"] if closed else _REMARK.sub("", words)
        signed = _SIGN.match(plain)
        if signed:
            plain = plain[: signed.start("sign")] + plain[signed.end("sign") :]
        level = _level(plain)
        if level is None:
            return None
        base = _AGAINST.search(plain[: level.start])
        years = [
            int(year.group())
            for year in YEAR.finditer(plain)
            if (year.end() <= level.start or year.start() >= level.end)
            and not (base and base.start() < year.start() < base.end())
        ]
        lead = level.start if not closed and not signed and not re.search(r"[<>≤≥=]", plain[: level.start]) else 0
        change = level.change if level.change != "level" else self.change
        # A rate that is to stay below something is a level, also in a column of yearly growth (失业率 under 年均: <5.5).
        held = self.row_unit == "%" and bool(re.match(r"[<≤]", plain)) and not self.column.falls
        if (
            change == "level"
            and self.column.growth
            and "新增" not in indicator
            and not (self.column.cumulative and _MADE.match(indicator))
            and not (held or _REACHED.search(plain))
        ):
            change = "decrease" if self.column.falls else "increase"
        low, high, comparator = level.low, level.high, level.comparator
        if comparator == "=" and self.column.bound:
            comparator = self.column.bound
            low, high = (None if "<" in comparator else low), (None if ">" in comparator else high)
        if signed and signed["sign"] in "-—–−↓":
            if change in ("increase", "level") and (
                self.column.growth or level.unit in ("%", "个百分点", "百分点") or change == "increase"
            ):
                change = "decrease"
            elif change == "level":
                low, high = (None if high is None else -high), (None if low is None else -low)
        baseline = (
            (start + base.start("base"), start + base.end("base")) if base and not closed and not signed else None
        )
        unit, factor = self._unit(level, change, bool(closed), indicator)
        return CellTarget(start, end, (start + lead, end), indicator, "quantified", comparator, _times(low, factor),
                          _times(high, factor), unit, change, baseline, years[-1] if years else None)  # fmt: skip

    def _unit(self, level: Level, change: str, closed: bool, indicator: str) -> tuple[str | None, str]:
        """Return the unit of the level and what its number is to be multiplied by."""
        if level.unit:
            return "个百分点" if level.unit == "百分点" else level.unit, ""
        growth = self.column.growth and self.change == "level"  # the name of the row says nothing of a change
        counted = self.column.cumulative or self.column.amount
        if growth and (closed or (counted and self.column.unit is None)):
            # What adds up over the years is counted as the row is; of a share, in points.
            factor, unit = _parted(self.row_unit or self.column.unit)
            unit = "个百分点" if unit == "%" else unit
        else:
            factor, unit = _parted(self.column.unit or ("%" if growth else self.row_unit))
        if unit is None and _SCORE.search(indicator):
            unit = "point"
        return unit, factor

    def _in_words(self, words: str, indicator: str) -> CellTarget | None:
        start, end = self.cell
        if inner := _LED_IN.match(words):  # [确保完成国家要求]
            start, end = start + inner.start("level"), start + inner.end("level")
            words = inner["level"]
        whole_line = "\n" not in words  # of a cell set in two lines no part can be quoted
        words = squeezed(words)
        if _ALL.match(words):
            return CellTarget(start, end, (start, end), indicator, "absolute", "=", 100, 100, "%", "level", None, None)
        relative = _RELATIVE.match(words)
        if relative is None and not words.endswith("达标"):
            return None
        base = (start + relative.start("base"), start + relative.end("base")) if relative and whole_line else None
        change = "decrease" if self.change == "decrease" else "level"
        return CellTarget(start, end, (start, end), indicator, "relative", None, None, None, None, change, base, None)


def _level(plain: str) -> Level | None:
    """Return the level that a cell states: the last of its runs that is no date."""
    if re.fullmatch(r"[<>≤≥]?\d+(?:\.\d+)?:\d+(?:\.\d+)?", plain):
        found = levels("比为" + plain)
        return replace(found[-1], start=0) if found else None
    if re.fullmatch(r"(?:19|20)\d\d", plain):  # a figure that only looks like a year
        return Level(0, 4, 0, 4, int(plain), int(plain), "=", None, "bare")
    read = levels(plain)
    return next((level for level in reversed(read) if level.kind != "date"), None)


def _times(value: float | None, factor: str) -> float | None:
    return None if value is None else whole(multiplied(value, factor)) if factor else value


def _parted(unit: str | None) -> tuple[str, str | None]:
    """Part a unit cell into multiplier and unit: 万件 → 万, 件; 1/10万 → /10万; — → none."""
    if unit is None or shape(unit) == "empty":
        return "", None
    if re.match(r"1/\d", unit):
        return "", unit[1:]
    head = re.match(r"(?:[十百万亿]|千(?!瓦|伏|克|米))*", unit).group()  # type: ignore[union-attr]  # it may be empty
    rest = unit[len(head) :]
    return ("", unit) if rest.startswith("/") else (head, rest or None)
