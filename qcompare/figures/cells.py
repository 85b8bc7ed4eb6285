"""What stands in a cell of the strictness matrix: mark, level, year and word, and the colours that repeat them.

Hue says the year (blue the same as the nation's or earlier, sand later), depth the level (deep higher, pale the same,
a frame lower). Colour never stands alone: the mark repeats the level, the word the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qcompare.benchmark import worded
from qcompare.figures import theme

SIGNS = {">=": "≥", "<=": "≤", "=": "", ">": ">", "<": "<", "~": "约", "range": ""}
CHANGES = {"increase": "↑", "decrease": "↓"}  # by how much, which is no level
COMPARED = ("stricter", "equal", "weaker", "mixed")


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of cells: its mark, its colours, and what a legend says of it."""

    name: str
    mark: str
    fill: str
    frame: str
    zh: str
    en: str
    zh_short: str
    en_short: str

    @property
    def compared(self) -> bool:
        """Whether the same statistic stands on both sides."""
        return self.name == "mixed" or " " in self.name and self.name != "not applicable"

    def words(self, lang: str, short: bool = False) -> str:
        """Return what the legend says."""
        zh, en = (self.zh_short, self.en_short) if short else (self.zh, self.en)
        return worded(zh if lang == "zh" else en, lang)


_W = theme.PAPER
KINDS = {kind.name: kind for kind in (
    Kind("higher same", "▲", theme.BLUE, theme.BLUE, "水平更高，期限相同：更严", "higher level, same year: stricter", "同年更高", "higher, same year"),
    Kind("same same", "=", theme.BLUE2, theme.BLUE2, "水平和期限都相同", "same level, same year", "同年相同", "equal, same year"),
    Kind("lower same", "▼", _W, theme.BLUE, "水平较低，期限相同", "lower level, same year", "同年较低", "lower, same year"),
    Kind("higher earlier", "▲", theme.BLUE, theme.BLUE, "水平更高，期限较早：更严", "higher level, earlier year: stricter", "更高且较早", "higher, earlier"),
    Kind("same earlier", "=", theme.BLUE2, theme.BLUE2, "水平相同，期限较早：更严", "same level, earlier year: stricter", "相同但较早", "same, but earlier"),
    Kind("lower earlier", "▼", _W, theme.BLUE, "水平较低，期限较早", "lower level, earlier year", "较低但较早", "lower, earlier"),
    Kind("higher later", "▲", theme.SAND, theme.SAND, "水平更高，期限较晚", "higher level, later year", "更高但较晚", "higher, but later"),
    Kind("same later", "=", theme.SAND2, theme.SAND2, "水平相同，期限较晚", "same level, later year", "相同但较晚", "same, but later"),
    Kind("lower later", "▼", _W, theme.SAND, "水平较低，期限较晚", "lower level, later year", "较低且较晚", "lower and later"),
    Kind("higher undated", "▲", _W, theme.MUTED, "水平更高，没有期限", "higher level, no year", "更高，无期限", "higher, no year"),
    Kind("same undated", "=", _W, theme.MUTED, "水平相同，没有期限", "same level, no year", "相同，无期限", "same, no year"),
    Kind("lower undated", "▼", _W, theme.MUTED, "水平较低，没有期限", "lower level, no year", "较低，无期限", "lower, no year"),
    Kind("mixed", "◆", _W, theme.BLUE, "水平互有宽严", "level in part stricter, in part less strict", "互有宽严", "mixed"),
    Kind("near", "≈", _W, _W, "口径相近，不作比较", "similar statistic, not compared", "口径相近", "similar statistic"),
    Kind("field", "~", _W, _W, "仅同领域，指标不同，不作比较", "same policy field only, not compared", "仅同领域", "same field only"),
    Kind("other", "×", _W, _W, "不可比", "not comparable", "不可比", "not comparable"),
    Kind("proposed", "?", _W, _W, "程序建议，未经人工判定", "suggested by the program, not judged", "未经判定", "not judged"),
    Kind("unjudged", "·", _W, _W, "未经人工判定", "not judged by a person", "未经判定", "not judged"),
    Kind("not applicable", "/", _W, _W, "不适用：规划早于纲要", "not applicable: older than the outline", "不适用", "not applicable"),
    Kind("absent", "–", _W, _W, "没有目标写到", "named in no target", "未写到", "in no target"),
)}  # fmt: skip

_LEVELS = {"stricter": "higher", "equal": "same", "weaker": "lower"}
_OTHER = {
    "near": "near",
    "field": "field",
    "proposed": "proposed",
    "absent": "absent",
    "not comparable": "other",
    "not applicable": "not applicable",
}


def kind_of(row: Mapping[str, Any]) -> str:
    """Return the class of a cell from a row of the table ``strictness``.

    >>> kind_of({"class": "mixed", "level_class": "stricter", "year": 2020, "national_year": 2015})
    'higher later'
    """
    word = row["class"]
    if word not in COMPARED:
        return _OTHER.get(word, "unjudged")
    level = _LEVELS.get(row.get("level_class") or word)
    if level is None:
        return "mixed"
    return f"{level} {_when(row.get('year'), row.get('national_year'))}"


def _when(year: Any, national: Any) -> str:
    if _none(year) or _none(national):
        return "undated"
    return "same" if year == national else "later" if year > national else "earlier"


def _none(value: Any) -> bool:
    return value is None or value != value


_WORDS = {
    "higher same": ("更严", "stricter"), "higher earlier": ("较早，更严", "earlier"), "same earlier": ("较早，更严", "earlier"),
    "same same": ("相同", "equal"), "lower same": ("较低", "lower"), "lower earlier": ("较早", "earlier"),
    "higher later": ("较晚", "later"), "same later": ("较晚", "later"), "lower later": ("较晚", "later"), "mixed": ("互有宽严", "mixed"),
    "proposed": ("未判定", "not judged"), "other": ("不比较", "not compared"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A national goal and a plan: what the plan says of it."""

    goal: str
    plan: str
    kind: Kind
    levels: tuple[str, ...]
    value: str
    year: str
    targets: int
    start: Any
    quote: Any
    indicator: Any
    source: str = ""  # of the year: explicit, inherited, plan; of the target compared
    steps: int = 0  # other targets of the same statistic, such as earlier dated steps

    @property
    def compared(self) -> bool:
        """Whether the same statistic stands on both sides."""
        return self.kind.compared

    @property
    def ink(self) -> str:
        """Colour of the type."""
        if not self.compared:
            return theme.NEAR
        return theme.on(self.kind.fill)

    def level(self, most: int = 2) -> str:
        """Return mark and level: ``≈ ≥92, ≥97``."""
        shown = ", ".join(self.levels[:most]) + ("…" if len(self.levels) > most else "")
        return f"{self.kind.mark} {shown}{'*' if self.steps else ''}".strip()

    def when(self, lang: str) -> str:
        """Return year and word: ``2020, later``, ``2015 共4条``."""
        word = _WORDS.get(self.kind.name, ("", ""))[lang != "zh"]
        if self.targets > 1 and not self.compared:
            word = f"共{self.targets}条" if lang == "zh" else f"{self.targets} targets"
        parts = [part for part in (self.year, word) if part]
        return (" " if lang == "zh" else ", ").join(parts)


def number(value: float) -> str:
    """Return a level without digits that the source lacks.

    >>> number(93.0), number(84.5)
    ('93', '84.5')
    """
    return f"{value:g}"


def level(comparator: Any, value: Any, change: Any = "level") -> str:
    """Return a level with its sign; by how much something is to rise or fall with an arrow, since it is no level.

    >>> level(">=", 93.0), level("=", 100.0), level(">=", 15.0, "increase")
    ('≥93', '100', '↑≥15')
    """
    if value is None or value != value:
        return ""
    return f"{CHANGES.get(str(change), '')}{SIGNS.get(comparator or '', '')}{number(value)}"


def cells(strictness: pd.DataFrame, matches: pd.DataFrame | None = None) -> list[Cell]:
    """Return the cells of the matrix.

    Parameters
    ----------
    strictness
        Result table ``strictness``.
    matches
        Result table ``ambition``: every matched target, with its comparator; without it a cell has the one level that
        the first table names, without a sign.
    """
    every: dict[tuple[str, str], list[dict[str, Any]]] = {}
    if matches is not None:
        for row in matches.astype(object).where(matches.notna(), None).to_dict("records"):
            every.setdefault((str(row["national_goal"]), str(row["plan"])), []).append(row)
    plain = strictness.astype(object).where(strictness.notna(), None)
    return [
        _cell(row, every.get((str(row["national_goal"]), str(row["plan"])), [])) for row in plain.to_dict("records")
    ]


def _cell(row: dict[str, Any], matched: list[dict[str, Any]]) -> Cell:
    kind = KINDS[kind_of(row)]
    own = [one for one in matched if one.get("start") == row.get("start")] or [row]
    if kind.name in ("near", "field", "proposed"):  # nothing is compared: every target of the kind is said
        own = [
            one for one in matched if one.get("grade") == row.get("grade") and one.get("status") == row.get("status")
        ] or own
    levels = [] if kind.name in ("absent", "unjudged", "not applicable") else _said(own)
    years = sorted({int(one["year"]) for one in own if not _none(one.get("year"))})
    year = "" if not years or not levels else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    value = row.get("value")
    return Cell(
        str(row["national_goal"]), str(row["plan"]), kind, tuple(levels), "" if value is None or value != value else number(value), year,
        len(own) if levels else 0, row.get("start"), row.get("quote"), row.get("indicator"), str(own[0].get("year_source") or ""), _others(row, matched) if kind.compared else 0,
    )  # fmt: skip


def _others(row: Mapping[str, Any], matched: Iterable[Mapping[str, Any]]) -> int:
    """Return how many other targets of the same statistic a plan has for a goal: the one for the last year is compared."""
    return sum(
        one.get("grade") == "E" and one.get("status") == "reviewed" and one.get("start") != row.get("start")
        for one in matched
    )


def _said(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the levels of several targets, each once, from the lowest."""
    found = {
        (row["value"], level(row.get("comparator"), row["value"], row.get("change")))
        for row in rows
        if not _none(row.get("value"))
    }
    return [text for _, text in sorted(found)]


def used(found: Iterable[Cell]) -> list[Kind]:
    """Return the classes that occur, in the order of the legend."""
    names = {cell.kind.name for cell in found}
    return [kind for name, kind in KINDS.items() if name in names]


def spoken(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a result table whose classes are named as the figure names them; others as they are.

    Whether a target is "less strict" or "mixed" is what is counted; a reader who has the figure beside the table looks for
    its words.

    >>> row = {"class": "mixed", "level_class": "stricter", "year": 2020, "national_year": 2015}
    >>> list(spoken(pd.DataFrame([row]), "en")["class"])
    ['higher, but later']
    """
    if not {"class", "level_class", "year", "national_year"} <= set(table):
        return table
    words = [
        KINDS[kind_of(row)].words(lang, short=True) if row["class"] in COMPARED else row["class"]
        for row in table.to_dict("records")
    ]
    named = table.assign(**{"class": pd.array(words, dtype="string")})
    named.attrs = dict(table.attrs)
    return named


def matrix(
    strictness: pd.DataFrame,
    matches: pd.DataFrame,
    names: Mapping[str, str],
    goals: Mapping[str, str],
    national: Mapping[str, Mapping[str, Any]],
    lang: str,
) -> tuple[pd.DataFrame, str]:
    """Return the figure as a table for a paper, a row a national goal and a column a plan, and a note on its marks.

    Parameters
    ----------
    strictness, matches
        Result tables ``strictness`` and ``ambition``.
    names
        The plans in the order of the columns → what heads each.
    goals
        The national goals in the order of the rows → what they are called.
    national
        What each of them asks for: comparator, value, unit, year.
    lang
        ``zh`` or ``en``.
    """
    zh, found = lang == "zh", cells(strictness, matches)
    said = {(cell.goal, cell.plan): " · ".join(filter(None, (cell.level(), cell.when(lang)))) for cell in found}
    rows = []
    for goal, name in goals.items():
        one = national.get(goal, {})
        nation = (
            f"{SIGNS.get(one.get('comparator') or '', '')}{number(one['value'])}{'%' if one.get('unit') == '%' else ''}"
            if one
            else "–"
        )
        rows.append(
            [
                name,
                " · ".join(filter(None, (nation, str(one.get("year") or "")))),
                *(said.get((goal, plan)) or "–" for plan in names),
            ]
        )
    heads = ["国家目标" if zh else "National goal", "国家" if zh else "Nation", *names.values()]
    sep = "；" if zh else "; "
    marks = sep.join(f"{kind.mark} {kind.words(lang)}" for kind in used(found))
    several = any("…" in text for text in said.values())
    note = f"标记：{marks}。" if zh else f"Marks: {marks}."
    if any(cell.steps for cell in found):
        note += "* 另有同口径的目标。" if zh else " * more targets of the same statistic."
    if several:
        note += "… 还有别的水平。" if zh else " … further levels."
    return pd.DataFrame(rows, columns=heads), note
