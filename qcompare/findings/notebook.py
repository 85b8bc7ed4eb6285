"""What every notebook starts with: plans loaded, parameters checked, tables to read in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare import output
from qcompare.benchmark import worded
from qcompare.errors import ParameterError, unknown
from qcompare.findings.controls import NOTHING, not_drawn
from qcompare.findings.finding import FIRM, Finding
from qcompare.findings.parameters import refuse, typed
from qcompare.findings.topics import findings
from qcompare.lexicon import rows
from qcompare.measures.choices import choices
from qcompare.measures.registry import Measures, of
from qcompare.measures.results import tables
from qcompare.schema import fields

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

LANGS = ("zh", "en")
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
    "last_value": "last value known", "distance": "above last value known", "per_year": "distance per year",
    "best_year": "year of the highest value known", "best_value": "highest value known",
    "distance_best": "above highest value known", "influence.quote": "first target of the sentence",
    "net_strictness.near": "similar, not compared", "net_strictness.field": "other statistic", "net_strictness.unjudged": "not judged",
    "net_strictness.absent": "named in no target", "net_strictness.suppressed": "fewer than 3 comparable: no net",
    "share_definitions": "holds in definitions", "share_coding": "holds in simulated coding errors, at the rates chosen",
    "share_sentences": "holds in resampled sentences", "poset.sentences": "sentences resampled", "ranks.mean": "mean rank",
    "extensions": "rankings that keep every order", "isolated": "ordered with no plan", "nearest_goal": "nearest national goal",
    "semantic.first": "nearest goal is the judged one", "semantic.first_five": "judged goal among the five nearest",
    "semantic.share_below": "share of shuffles that are less close", "semantic.baseline_high": "95% bound of the shuffles",
    "semantic.baseline": "shuffled baseline", "formulas.plans_named": "plans", "markup.markup": "difference from the national level",
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


@dataclass
class Session:
    """A notebook's plans, measures and language."""

    corpus: Corpus
    measures: Measures
    lang: str
    out: Path | None

    @property
    def names(self) -> dict[str, str]:
        """Name to print of each plan."""
        return {str(row["plan"]): str(row[self.lang]) for row in self.measures.described}

    @property
    def english(self) -> dict[str, str]:
        """English name of each indicator that is a known one."""
        return english_names(self.measures)

    @property
    def goals(self) -> dict[str, str]:
        """Name of each national goal."""
        known = self.measures.crosswalk.goals
        return dict(
            zip(known["national_goal"], known["indicator" if self.lang == "zh" else "indicator_en"], strict=True)
        )

    def say(self, zh: str, en: str) -> Any:
        """Return a paragraph in the notebook's language."""
        from IPython.display import Markdown

        return Markdown(zh if self.lang == "zh" else en)

    def show(self, table: pd.DataFrame, columns: Sequence[str] | None = None, rows: int | None = None) -> Any:
        """Return a table for reading; with ``out`` set, the whole table is written there as CSV."""
        self.save(table)
        if table.attrs.get("why"):
            return self._why(table)
        if table.empty:
            return self.say(
                "_没有符合条件的行。_",
                "_No rows of this kind._",
            )
        shown = table[list(columns)] if columns else table
        shown.attrs = dict(table.attrs)
        text = readable(shown.head(rows) if rows else shown, self.lang, self.names, self.english, self.goals)
        return Reading(text, self.lang)

    def draw(self, chart: Callable[..., Any], *tables: pd.DataFrame, plans: int = 1, **options: Any) -> Any:
        """Return a chart, or say why there is none: too few plans, or nothing in its table."""
        for table in tables:
            self.save(table)
        if tables and tables[0].attrs.get("why"):
            return self._why(tables[0])
        if len(self.measures.plans) < plans:
            return self.say(f"_这张图至少要{plans}份规划。_", f"_This figure needs at least {plans} plans._")
        if tables and tables[0].empty:
            return self.say(*NOTHING)
        if hasattr(chart, "of_the_set"):  # it asks for more than its tables; a function of the reader's own does not
            options["measures"] = self.measures
        try:
            return chart(*tables, lang=self.lang, **options)
        except Exception as problem:
            return self.say(*not_drawn(problem))

    def _why(self, table: pd.DataFrame) -> Any:
        from qcompare.speech import say

        why = str(table.attrs["why"])
        return self.say(f"_{say(why, 'zh')}_", f"_{why[:1].upper()}{why[1:]}._")

    def save(self, table: pd.DataFrame) -> None:
        """Write a result table to the output folder, if one was given."""
        name = table.attrs.get("table")
        if self.out is not None and name:
            self.out.mkdir(parents=True, exist_ok=True)
            output.write(self.out / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))

    def answer(self, topic: str) -> Any:
        """Return the first finding on a topic: the sentence, the counts behind it, and how sure it is."""
        found = [one for one in findings(self.measures, topic) if one.kind == "finding"] or findings(
            self.measures, topic
        )
        said = [
            [f"**{one.said('sentence', lang)}**", one.said("counts", lang), _certain(one, lang)]
            for one in found[:1] for lang in LANGS
        ]  # fmt: skip
        return self.say(*(" ".join(filter(None, parts)) for parts in said)) if said else None

    def others(self, topic: str) -> Any:
        """Return the findings on a topic but the first, as a list in plain words."""
        return self._listed([one for one in findings(self.measures, topic) if one.kind == "finding"][1:])

    def caveats(self, topic: str) -> Any:
        """Return what the findings on a topic do not show, and what cannot be compared, as a list."""
        found = findings(self.measures, topic)
        said: dict[str, list[str]] = {
            lang: [one.said("caveat", lang) for one in found] + [one.said("sentence", lang) for one in found if one.kind != "finding"]
            for lang in LANGS
        }  # fmt: skip
        lists = ("\n".join(f"- {text}" for text in dict.fromkeys(filter(None, said[lang]))) for lang in LANGS)
        return self.say(*lists)

    def controls(self, chart: Callable[..., Any], *tables: str, **choices: Sequence[str]) -> Any:
        """Return menus for definitions, and the chart drawn under what is chosen (:mod:`qcompare.findings.controls`)."""
        from qcompare.findings.controls import controls

        return controls(self, chart, tables, choices)

    def _listed(self, found: Sequence[Finding]) -> Any:
        return self.say(*("\n".join(_item(one, lang) for one in found) for lang in LANGS))

    def findings(self, *topics: str) -> Any:
        """Return the findings on the given topics (all, if none) as a list in plain words."""
        if not topics:
            self.save(self.measures.findings)
        return self._listed(findings(self.measures, *topics))


def _certain(one: Finding, lang: str) -> str:
    """Return how sure a finding is, and why; nothing where the question does not arise."""
    if not one.certainty:
        return ""
    dots, why = "●" * one.certainty + "○" * (FIRM - one.certainty), one.said("reason", lang)
    return f"可靠程度：{dots} {one.sure(lang)}。{why}" if lang == "zh" else f"Certainty: {dots} {one.sure(lang)}. {why}"


def _item(one: Finding, lang: str) -> str:
    """Return a finding as an item of a list: the sentence, its counts, how sure it is and why, what was tested, the caveat."""
    zh = lang == "zh"
    head = f"**{one.said('sentence', lang)}**" if one.kind == "finding" else one.said("sentence", lang)
    parts = [head, one.said("counts", lang)]
    parts.append(_certain(one, lang))
    if one.said("claim", lang):
        parts.append(f"（换定义检验：{one.claim_zh}。）" if zh else f"(Under other definitions: {one.claim_en}.)")
    if one.said("caveat", lang):
        parts.append(f"注意：{one.said('caveat', lang)}" if zh else f"Caveat: {one.said('caveat', lang)}")
    # after a Chinese full stop, Markdown ends strong type only where a space follows
    parts = [part for part in parts if part]
    return f"- {parts[0]} {('' if zh else ' ').join(parts[1:])}".rstrip()


def _cells() -> list[str]:
    """Return the sources of the cells that this notebook has run; none outside of one."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return list(shell.user_ns.get("In", [])) if shell else []


def begin(
    plans: str = "", data: str = "", lang: str = "zh", seed: int = 20120206, out: str = "", **options: Any
) -> Session:
    """Check a notebook's parameters, load its plans, and return what the notebook works with.

    Under papermill a parameter that the notebook does not have is refused, too.

    Parameters
    ----------
    plans
        Short names, comma separated; empty: all.
    data
        Folder, file or glob of plans; empty: the five plans that come with qcompare.
    lang
        ``zh`` or ``en``.
    seed
        Seed of every random procedure.
    out
        Folder for the result tables as CSV; empty: none are written.
    options
        Definitions by name, and ``draws``.

    Raises
    ------
    ParameterError
        If a value is of the wrong type or unknown; the valid ones are listed. Nothing has been computed then.
    """
    from qcompare.corpus import load

    refuse(_cells())
    for name, value in {"plans": plans, "data": data, "lang": lang, "out": out}.items():
        typed(name, value, str)
    numbers: tuple[tuple[str, Any, int], ...] = (("seed", seed, 0), ("draws", options.get("draws", 1), 1))
    for name, number, least in numbers:
        typed(name, number, int)
        if number < least:
            raise ParameterError(f"{name} takes a whole number from {least} on, not {number}")
    choices(**{name: value for name, value in options.items() if name != "draws"})
    if lang not in LANGS:
        raise ParameterError(unknown("language", lang, LANGS))
    chosen = [name.strip() for name in plans.split(",") if name.strip()]
    corpus = load(data or None)
    if chosen:
        corpus = corpus.select(chosen)
    if not len(corpus):
        problems = "; ".join(map(str, corpus.failures)) or "no plan was found"
        raise ParameterError(f"data {data!r}: {problems}")
    session = Session(corpus, of(corpus, seed=seed, **options).leniently(), lang, Path(out) if out else None)
    listed = ", ".join(corpus.names[:12]) + (" …" if len(corpus) > 12 else "")
    count = len(corpus)
    zh, en = f"{count}份规划（{listed}）；随机种子{seed}", f"{count} plan{'s' * (count > 1)} ({listed}); seed {seed}"
    print(f"qcompare: {zh if lang == 'zh' else en}")  # noqa: T201  (shown in the notebook)
    for failure in corpus.failures:
        print(failure)  # noqa: T201
    return session
