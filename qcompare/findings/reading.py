"""Result tables for reading: heads, categories, plans and goals in the words of one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.benchmark import worded
from qcompare.findings.finding import LANGS
from qcompare.lexicon import rows
from qcompare.measures.results import tables
from qcompare.schema import fields

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

_NAMED = ("plan", "other", "left_out")  # columns that hold plans
_AS_WRITTEN = ("id", "table", "figures", "claim", "options", "indicator", "quote", "text")
_IN_CHINESE = ("variable", "indicator")  # columns in Chinese that may have a partner with the ending _en
# English heads that the names of columns do not make by themselves
_ENGLISH = {
    "en": "name", "specificity.quantified": "number, or all or none",
    "specificity.share": "share with a number, or all or none", "multiverse.specifications": "distinct combinations",
    "multiverse.holds_in": "holds in", "weaker": "less strict", "level_class": "by level alone",
    "level_stricter": "stricter, by level alone", "level_equal": "equal, by level alone",
    "level_weaker": "less strict, by level alone", "net_level": "net strictness, by level alone", "net": "net strictness",
    "covered": "goals answered", "coverage": "share of goals answered", "covered_same": "goals answered, same statistic",
    "coverage_same": "share of goals answered, same statistic", "concretised": "given a number",
    "concretised_of": "of goals without a number", "diluted": "answered without a number",
    "diluted_of": "of goals with a number", "own": "indicators that answer no national goal", "own_of": "of indicators",
    "own_share": "share that answer no national goal", "rung": "step", "at_least": "this step or higher",
    "minimum": "all four elements", "minimum_explicit": "all four elements, year in the sentence",
    "horizon": "horizon year", "best": "first possible rank", "worst": "last possible rank",
    "gap_closed": "share of the gap closed", "saturated": "national goal at its ceiling", "last_year": "last year known",
    "last_value": "last value known", "distance": "above last value known", "emphasis_distance.distance": "Jensen–Shannon distance", "per_year": "distance per year",
    "best_year": "year of the highest value known", "best_value": "highest value known",
    "distance_best": "above highest value known", "influence.quote": "first target of the sentence",
    "findings.holds": "holds in at least (definitions; for the order, each of three tests)",
    "net_strictness.near": "similar, not compared", "net_strictness.field": "other statistic", "net_strictness.unjudged": "not judged",
    "net_strictness.absent": "named in no target", "net_strictness.suppressed": "fewer than 3 comparable: no net",
    "share_definitions": "holds in definitions", "share_coding": "holds in simulated coding errors, at the rates chosen",
    "share_sentences": "holds in resampled sentences", "poset.sentences": "sentences, of the plan with fewer", "ranks.mean": "mean rank",
    "extensions": "rankings that keep every order", "isolated": "ordered with no plan", "nearest_goal": "nearest national goal",
    "semantic.first": "nearest goal is the judged one", "semantic.first_five": "judged goal among the five nearest",
    "semantic.share_below": "share of shuffles that are less close", "semantic.baseline_high": "95% bound of the shuffles",
    "semantic.baseline": "shuffled baseline", "formulas.plans_named": "which plans", "markup.markup": "difference from the national level",
    "shared.comparable": "same kind of figure, whatever the year", "specificity.lower_bound": "boxes left out", "density.lower_bound": "boxes left out", "later_low": "lowest later value (hindsight)",
    "later_high": "highest later value (hindsight)", "coverage_en": "share of numeric goals answered with a number",
    "coverage_e": "share of numeric goals answered with a number, same statistic", "numeric_en": "numeric goals answered with a number",
    "numeric_e": "numeric goals answered with a number, same statistic", "alignment.numeric": "numeric goals",
}  # fmt: skip
_INDICATORS = ("indicator", "statistic", "influence.quote")  # as written in a plan
_GOALS = ("national_goal", "nearest_goal")  # columns that hold the id of a national goal
_BELOW = "\u2028"  # before what stands below in a cell
_SMALLEST = 0.005  # what rounds to 0.00 is not nought
_SEVERAL = {
    "missing": "missing",
    "dimensions": "dimensions",
    "depends": "pivot",
}  # columns that hold names joined by spaces → where their words stand


def readable(
    table: pd.DataFrame,
    lang: str = "zh",
    names: dict[str, str] | None = None,
    english_of: Mapping[str, str] | None = None,
    goals: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return a result table for reading: headings, categories and plans in one language, columns of the other left out.

    In English an indicator, which is quoted in Chinese, stands below its name in ``english_of`` or a gloss of its words.
    The id of a national goal gives way to its name in ``goals``, where the table does not name it otherwise.

    >>> readable(pd.DataFrame({"class": ["stricter"]}), "zh")
      class
    0    更严
    """
    known = {field.name: field.zh for field in tables().get(table.attrs.get("table", ""), ())}
    words = {
        ("field", field.name): field.zh if lang == "zh" else field.name.replace("_", " ") for field in fields("targets")
    }
    words |= {(row["column"], row["value"]): worded(row[lang], lang) for row in rows("measures/values")}
    out, comma = {}, "、" if lang == "zh" else ", "
    for column in table:
        name, spoken = language_of(str(column), table)
        if spoken not in ("", lang):
            continue
        values = table[column]
        if column in _NAMED:
            values = values.map(lambda plan: (names or {}).get(plan, words.get(("", plan), plan)), na_action="ignore")
        elif column == "plans_named":
            values = values.map(
                lambda plans: comma.join((names or {}).get(one, one) for one in plans.split()), na_action="ignore"
            )
        elif column in _GOALS and "goal_zh" not in table:
            values = values.map(lambda goal: (goals or {}).get(goal, goal), na_action="ignore")
        elif {column, f"{table.attrs.get('table')}.{column}"} & set(_INDICATORS) and lang == "en":
            values = values.map(lambda text: _glossed(str(text), english_of or {}), na_action="ignore")
        elif column in _SEVERAL:
            values = values.map(
                lambda text, own=_SEVERAL[str(column)]: comma.join(
                    words.get((own, name), name) for name in text.split()
                ),
                na_action="ignore",
            )
        elif isinstance(values.dtype, pd.StringDtype) and not spoken and column not in _AS_WRITTEN:
            values = values.map(
                lambda text, own=column: words.get((own, text), words.get(("", text), text)), na_action="ignore"
            )
        if spoken and name in table and name not in (column, *_IN_CHINESE):  # step 2 beside its name
            name = f"{name} name"
        heading = known.get(str(column), str(column)) if lang == "zh" else english(name, table.attrs.get("table", ""))
        out[worded(heading, lang)] = values
    return pd.DataFrame(out)


def english_names(measures: Measures) -> dict[str, str]:
    """Return the English name of each indicator that is a known one, with what the plan's words add to it."""
    from qcompare.measures.glosses import narrowed

    known = {row["canonical"]: (row["zh"], row["en"]) for row in measures.crosswalk.canonical.to_dict("records")}
    targets = measures.targets[["indicator", "canonical"]].dropna().drop_duplicates("indicator")
    return {
        name: narrowed(name, *known[one])
        for name, one in zip(targets["indicator"], targets["canonical"], strict=True)
        if one in known and pd.notna(known[one][1])
    }


def english(column: str, table: str = "") -> str:
    """Return the English head of a column, in a table where its name says something else than in others.

    >>> english("level_weaker"), english("national_year")
    ('less strict, by level alone', 'national year')
    """
    return _ENGLISH.get(f"{table}.{column}") or _ENGLISH.get(column, column.replace("_", " "))


def language_of(column: str, table: pd.DataFrame) -> tuple[str, str]:
    """Return a column's name and its language; one of a pair such as goal_zh and goal_en, or variable and variable_en.

    ``coverage_en`` beside no ``coverage_zh`` is a figure and has no language.

    >>> language_of("goal_en", pd.DataFrame(columns=["goal_zh", "goal_en"]))
    ('goal', 'en')
    """
    if column in LANGS and set(LANGS) <= set(table):
        return column, column
    stem, _, end = column.rpartition("_")
    if end in LANGS and {f"{stem}_zh", f"{stem}_en"} <= set(table):
        return stem, end
    if end == "en" and stem in table and stem in _IN_CHINESE:
        return stem, "en"
    return (column, "zh") if column in _IN_CHINESE and f"{column}_en" in table else (column, "")


class Reading:
    """A table to look at: HTML in Jupyter, plain text elsewhere, the same bytes each time."""

    def __init__(self, table: pd.DataFrame, lang: str = "zh") -> None:
        truth = {True: "是", False: "否"} if lang == "zh" else {True: "yes", False: "no"}
        self.table = table.astype(object).map(lambda value: _cell(value, truth))

    def _repr_html_(self) -> str:
        html = str(self.table.to_html(index=False, border=0, classes="qcompare"))
        return re.sub(f"{_BELOW}([^<]*)", r'<br><span lang="zh">\1</span>', html)

    def __repr__(self) -> str:
        return str(self.table.replace(_BELOW, " ", regex=True).to_string(index=False))


def _glossed(indicator: str, known: Mapping[str, str]) -> str:
    """Return an indicator below its English name.

    >>> _glossed("产品质量合格率", {}).split(_BELOW)
    ['product quality, pass rate', '产品质量合格率']
    """
    from qcompare.measures.glosses import gloss

    return _BELOW.join(filter(None, (known.get(indicator) or gloss(indicator), indicator)))


def _cell(value: Any, truth: dict[bool, str]) -> str:
    """Return a value as a person reads it: missing as a dash, whole numbers whole, others to two decimals, shares near 1 to three.

    >>> [_cell(value, {}) for value in (0.0004, -0.4, 0.949, 3.0)]
    ['<0.01', '−0.40', '0.949', '3']
    """
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    if pd.isna(value):
        return "–"
    if pd.api.types.is_bool(value):
        return truth[bool(value)]
    if isinstance(value, float):
        if 0 < abs(value) < _SMALLEST:
            return "<0.01" if value > 0 else ">−0.01"
        near = 0.9 < value < 1  # 0.949 is under the bar of 0.95, and 0.996 is not 1
        return (f"{value:.0f}" if value == round(value) else f"{value:.{3 if near else 2}f}").replace("-", "−")
    return str(value)
