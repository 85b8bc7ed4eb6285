"""What all charts share: names of plans, links into the sources, and the frame of title, note and source around a chart."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from qcompare.benchmark import worded
from qcompare.errors import ParameterError, SchemaError, unknown
from qcompare.figures import display
from qcompare.figures.chart.panel import Look

LANGS = ("zh", "en")
MANY = 8  # plans beyond which a sentence counts them instead of naming each


class Drawn(Protocol):
    """A chart function: result tables in, a chart (or a table to look at) out."""

    def __call__(self, *tables: Any, lang: str = "zh", **options: Any) -> Any:
        """Draw the tables, or those of a corpus."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One entry of the figure set."""

    id: str
    name: str
    tables: tuple[str, ...]
    zh: str
    en: str
    draw: Callable[..., Any]

    def question(self, lang: str) -> str:
        """Return the question that the figure answers."""
        return worded(self.zh if lang == "zh" else self.en, lang)


FIGURES: dict[str, Figure] = {}


def figure(id: str, *tables: str, zh: str, en: str) -> Callable[[Callable[..., Any]], Drawn]:
    """Register a chart function and let it take a corpus, or its measures, in place of its tables.

    The function then also takes ``width`` (millimetres) and ``font_size`` (points) for print, ``title`` in place of
    the finding that stands above the figure, and ``measures`` that tables of one's own come from: names and dates of plans.

    Parameters
    ----------
    id
        Number in the set: F1, T2, X3.
    tables
        Result tables that the function takes, in order (``qcompare/measures/columns.csv``).
    zh, en
        The question that it answers.
    """

    def wrap(function: Callable[..., Any]) -> Drawn:
        name = function.__name__

        @functools.wraps(function)
        def drawn(
            *given: Any, lang: str = "zh", width: float | None = None, font_size: float | None = None,
            title: str | None = None, measures: Any = None, **options: Any,
        ) -> Any:  # fmt: skip
            if lang not in LANGS:
                raise ParameterError(unknown("language", str(lang), LANGS))
            look = _look(width, font_size, title)
            if len(given) == 1 and not isinstance(given[0], pd.DataFrame) and hasattr(given[0], "targets"):
                from qcompare.figures.tables import gather

                given = tuple(gather(given[0], tables, options.get("plan")))
            elif measures is not None:
                from qcompare.figures.tables import told

                given = tuple(told(given, measures))
            if not given or not all(isinstance(table, pd.DataFrame) for table in given):
                raise ParameterError(f"{name} takes a corpus, its measures, or the result tables {', '.join(tables)}")
            display.ready()
            if why := given[0].attrs.get("why"):  # more plans than its measure compares
                from qcompare.figures.chart.frame import nothing
                from qcompare.speech import say as spoken

                reason = str(why) if lang == "en" else spoken(str(why), "zh")
                title = FIGURES[name].question(lang)
                return nothing(given, name=name, lang=lang, look=look, title=title, why=reason[:1].upper() + reason[1:])
            from altair.utils.schemapi import debug_mode

            from qcompare.figures.chart.prepared import prepared

            def draw() -> Any:
                with debug_mode(False):  # the whole chart is checked once, by to_dict, and not each of its parts before
                    return function(*given, lang=lang, look=look, **options)

            return prepared(draw, name, given, lang, look, sorted(options.items()))

        drawn.of_the_set = True  # type: ignore[attr-defined]
        FIGURES[name] = Figure(id, name, tables, zh, en, drawn)
        return drawn

    return wrap


def _look(width: float | None, font_size: float | None, title: str | None) -> Look:
    """Return the look for a width in millimetres and a size of type in points."""
    for name, value, low, high in (("width", width, 40, 600), ("font_size", font_size, 4, 30)):
        if value is not None and not low <= value <= high:
            unit = "millimetres" if name == "width" else "points"
            raise ParameterError(f"{name} is {value:g}: give {unit} between {low} and {high}")
    return dataclasses.replace(Look.paper(width, font_size), heading=title)


def need(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return a copy of a table with plain types, or raise where a column is missing.

    Raises
    ------
    SchemaError
        Naming the columns that are missing.
    """
    missing = [column for column in columns if column not in table]
    if missing:
        name = table.attrs.get("table", "this table")
        raise SchemaError(f"{name} lacks the columns {', '.join(missing)}; it has {', '.join(map(str, table.columns))}")
    out = pd.DataFrame({name: _plain(column) for name, column in table.items()}, index=table.index)
    out.attrs = table.attrs
    return out


def _plain(column: pd.Series) -> pd.Series:
    """Return a column with numpy's types: NaN or None where a value is missing."""
    if pd.api.types.is_bool_dtype(column):
        return column.astype(bool) if column.notna().all() else column.astype(object).where(column.notna(), None)
    if pd.api.types.is_integer_dtype(column) and column.notna().all():
        return column.astype("int64")
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("float64")
    return column.astype(object).where(column.notna(), None)


def say(lang: str, zh: str, en: str) -> str:
    """Return the text of one language, in the words of the benchmark at hand (:mod:`qcompare.benchmark`)."""
    return worded(zh if lang == "zh" else en, lang)


@dataclass(frozen=True, slots=True)
class Plans:
    """Names, main years and dates of the plans in a table, in order of issue."""

    names: Mapping[str, str]
    years: Mapping[str, int | None]
    issued: Mapping[str, str | None]
    omitted: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    silent: frozenset[str] = frozenset()  # plans that do not cite the outline

    def label(self, plan: str) -> str:
        """Return the name of a plan."""
        return self.names.get(plan, plan)

    def labels(self, plans: Iterable[str]) -> list[str]:
        """Return the names of plans."""
        return [self.label(plan) for plan in plans]

    def order(self, plans: Iterable[Any]) -> list[str]:
        """Return the plans that occur, in order of issue, unknown ones last."""
        found = list(dict.fromkeys(str(plan) for plan in plans if plan is not None))
        place = {plan: at for at, plan in enumerate(self.names)}
        return sorted(found, key=lambda plan: (place.get(plan, len(place)), found.index(plan)))

    def year(self, plan: str) -> str:
        """Return the year of issue, or nothing."""
        return str(self.issued.get(plan) or "")[:4]

    def said(self, plans: Iterable[str], lang: str) -> str:
        """Return the plans with their horizon years, for a subtitle: of many plans their number and the span."""
        plans = list(plans)
        years = [year for plan in plans if (year := self.years.get(plan))]
        span = "" if not years else str(min(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"
        if len(plans) == 1:
            name = self.label(plans[0])
            return name + (say(lang, f"，规划目标年{span}", f", horizon year {span}") if span else "")
        text = say(lang, f"{len(plans)}份规划", f"{counted(len(plans), lang)} plans")
        return text + (say(lang, f"，规划目标年{span}", f", horizon years {span}") if span else "")


def plans_of(table: pd.DataFrame, lang: str) -> Plans:
    """Return names, years and dates of plans: those that the table came with, else those of the project's own plans."""
    from qcompare.figures.tables import known_plans

    own = known_plans()
    rows = table.attrs.get("plans") or own
    if not any("issued" in row for row in rows):  # tables asked of the measures themselves know no dates
        place = {row["plan"]: at for at, row in enumerate(own)}
        rows = sorted(rows, key=lambda row: place.get(row["plan"], len(place)))
    return Plans(
        {row["plan"]: str(row[lang]) for row in rows},
        {
            row["plan"]: None if row["horizon"] is None or row["horizon"] != row["horizon"] else int(row["horizon"])
            for row in rows
        },
        {row["plan"]: row.get("issued") for row in rows},
        {row["plan"]: row["omitted"] for row in rows if row.get("omitted")},
        frozenset(row["plan"] for row in rows if row.get("cites") is False),
    )


def years_of(table: pd.DataFrame) -> Mapping[str, int]:
    """Return the years of the national goals that have one, where the table came with them."""
    found: Mapping[str, int] = table.attrs.get("goal_years") or {}
    return found


def national_of(table: pd.DataFrame) -> Mapping[str, Mapping[str, Any]]:
    """Return what the national goals ask for, where the table came with it."""
    found: Mapping[str, Mapping[str, Any]] = table.attrs.get("national") or {}
    return found


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(count: int, lang: str = "en", capital: bool = False) -> str:
    """Return a number for a sentence: in English in words up to ten.

    >>> counted(9), counted(9, "zh"), counted(12), counted(2, capital=True)
    ('nine', '9', '12', 'Two')
    """
    if lang == "zh" or count >= len(_WORDS):
        return f"{count:,}"
    return _WORDS[count].capitalize() if capital else _WORDS[count]


def listed(names: Sequence[str], lang: str, most: int = 5) -> str:
    """Return names in a sentence, of many the first and how many more.

    >>> listed(["Anhui", "Siping", "Tianjin"], "en"), listed(["安徽", "四平"], "zh")
    ('Anhui, Siping and Tianjin', '安徽、四平')
    """
    shown, rest = list(names[:most]), len(names) - most
    if rest > 0:
        return say(lang, f"{'、'.join(shown)}等{len(names)}份", f"{', '.join(shown)} and {rest} more")
    if lang == "zh" or len(shown) < 2:
        return say(lang, "、", ", ").join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def plural(count: int, word: str) -> str:
    """Return a number with its English noun.

    >>> plural(1, "target"), plural(12, "target")
    ('one target', '12 targets')
    """
    return f"{counted(count)} {word}{'' if count == 1 else 's'}"


def link(plan: Any, start: Any = None, **wanted: Any) -> str | None:
    """Return where a mark leads: the page of a plan, and there a target or those with some field values.

    >>> link("siping", 1019), link("siping", rung=3, part="goals")
    ('siping#t1019', 'siping#rung=3&part=goals')
    """
    if plan is None or plan == "national":
        return None
    if start is not None and start == start:
        return f"{plan}#t{int(start)}"
    return f"{plan}#" + "&".join(f"{name}={value}" for name, value in wanted.items() if value is not None)


def number(value: Any, digits: int = 0) -> str:
    """Return a number as printed in a chart: no trailing zeros, a true minus sign, ``–`` for none.

    >>> number(93.0), number(0.25, 2), number(-3, 1), number(None)
    ('93', '0.25', '−3', '–')
    """
    if value is None or value != value:
        return "–"
    text = f"{float(value):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def out_of(part: Any, whole: Any, lang: str) -> str:
    """Return a count out of a total.

    >>> out_of(42, 55, "en"), out_of(42, 55, "zh")
    ('42 of 55', '42 / 55')
    """
    return say(lang, f"{number(part)} / {number(whole)}", f"{number(part)} of {number(whole)}")


def version(tables: Iterable[pd.DataFrame]) -> str:
    """Return the data version printed below figures: eight digits of a digest of the tables behind a chart."""
    found = hashlib.sha256()
    for table in tables:
        found.update(table.to_csv(index=False, lineterminator="\n").encode())
    return found.hexdigest()[:8]
