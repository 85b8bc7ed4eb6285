"""What all charts share: names of plans, captions, links into the sources, and the frame around a chart."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import altair as alt
import pandas as pd

from qcompare.errors import ParameterError, SchemaError, unknown
from qcompare.figures import display, theme

LANGS = ("zh", "en")
MANY = 8  # plans beyond which colours and lists of them no longer tell them apart
LINK = "link"  # column that every mark carries: a plan's page and what to show there


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
        return self.zh if lang == "zh" else self.en


FIGURES: dict[str, Figure] = {}


def figure(id: str, *tables: str, zh: str, en: str) -> Callable[[Callable[..., Any]], Drawn]:
    """Register a chart function and let it take a corpus, or its measures, in place of its tables.

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
        def drawn(*given: Any, lang: str = "zh", **options: Any) -> Any:
            if lang not in LANGS:
                raise ParameterError(unknown("language", str(lang), LANGS))
            if len(given) == 1 and hasattr(given[0], "targets"):
                from qcompare.figures.tables import gather

                given = tuple(gather(given[0], tables, options.get("plan")))
            if not given or not all(isinstance(table, pd.DataFrame) for table in given):
                raise ParameterError(f"{name} takes a corpus, its measures, or the result tables {', '.join(tables)}")
            display.ready()
            return function(*given, lang=lang, **options)

        FIGURES[name] = Figure(id, name, tables, zh, en, drawn)
        return drawn

    return wrap


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
    return pd.DataFrame({name: _plain(column) for name, column in table.items()}, index=table.index)


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
    """Return the text of one language."""
    return zh if lang == "zh" else en


@dataclass(frozen=True, slots=True)
class Plans:
    """Names and main years of the plans in a table, in the order of the corpus."""

    names: Mapping[str, str]
    years: Mapping[str, int | None]

    def label(self, plan: str) -> str:
        """Return the name of a plan."""
        return self.names.get(plan, plan)

    def labels(self, plans: Iterable[str]) -> list[str]:
        """Return the names of plans."""
        return [self.label(plan) for plan in plans]

    def order(self, plans: Iterable[Any]) -> list[str]:
        """Return the plans that occur, in the order of the corpus, unknown ones last."""
        found = list(dict.fromkeys(str(plan) for plan in plans if plan is not None))
        known = list(self.names)
        return sorted(found, key=lambda plan: (known.index(plan) if plan in known else len(known), found.index(plan)))

    def said(self, plans: Iterable[str], lang: str) -> str:
        """Return ``name year`` of each plan, for a caption; of many plans the first and the last year."""
        plans = list(plans)
        if len(plans) > MANY:
            years = [year for plan in plans if (year := self.years.get(plan))]
            span = f"{min(years)}–{max(years)}" if years else "?"
            return say(lang, f"{span}年（{len(plans)}份规划）", f"{span} ({len(plans)} plans)")
        parts = [f"{self.label(plan)} {self.years.get(plan) or '?'}" for plan in plans]
        return say(lang, "、", ", ").join(parts)


def plans_of(table: pd.DataFrame, lang: str) -> Plans:
    """Return names and years of plans: those that the table came with, else those of the project's own plans."""
    from qcompare.figures.tables import known_plans

    rows = table.attrs.get("plans") or known_plans()
    return Plans({row["plan"]: row[lang] for row in rows}, {row["plan"]: row["horizon"] for row in rows})


def colours(plans: Sequence[str], known: Plans) -> tuple[alt.Scale, alt.Scale]:
    """Return colour and shape scales that give a plan the same look in every figure."""
    order = sorted(known.names)
    place = [order.index(plan) if plan in order else len(order) + i for i, plan in enumerate(plans)]
    domain = known.labels(plans)
    return (
        alt.Scale(domain=domain, range=[theme.PLAN_COLOURS[i % len(theme.PLAN_COLOURS)] for i in place]),
        alt.Scale(domain=domain, range=[theme.PLAN_SHAPES[i % len(theme.PLAN_SHAPES)] for i in place]),
    )


def link(plan: Any, start: Any = None, **wanted: Any) -> str | None:
    """Return where a mark leads: the page of a plan, and there a target or those with some field values.

    >>> link("siping", 1019), link("siping", rung=3, part="goals")
    ('siping#t1019', 'siping#rung=3&part=goals')
    """
    if plan is None or plan == "national":
        return None
    if start is not None:
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


def width(text: str) -> int:
    """Return how wide a text is drawn, in half-width characters."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def columns_width(labels: Iterable[str], least: int) -> int:
    """Return how wide columns must be, in pixels, so that the labels above them keep apart.

    >>> columns_width(["Nantong", "Siping†"], 66), columns_width(["Hantquality†"], 66)
    (132, 86)
    """
    found = list(labels)
    return len(found) * max([least, *(int(6.5 * width(label)) + 8 for label in found)])


def wrap(text: str, limit: int) -> list[str]:
    """Return a text in lines of at most ``limit`` half-width characters, Latin words kept whole.

    >>> wrap("其他工程一次验收合格率", 12)
    ['其他工程一次', '验收合格率']
    >>> wrap("pass rate, other works", 12)
    ['pass rate,', 'other works']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > limit:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece.strip() else ""
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: after a space, around a Chinese character, never before a closing mark."""
    pieces: list[str] = []
    for char in text:
        wide = ord(char) > 0x2E7F
        new = not pieces or pieces[-1].endswith(" ") or wide or ord(pieces[-1][-1]) > 0x2E7F
        if pieces and (char in "，。；、：）》”’！？%％)]" or pieces[-1][-1] in "（《“‘(["):
            new = False
        if new:
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces


def heading(text: str) -> alt.TitleParams:
    """Return the title of a panel within a chart."""
    return alt.TitleParams(text=text, fontSize=13, offset=8, frame="group")


def version(tables: Iterable[pd.DataFrame]) -> str:
    """Return the data version printed in captions: eight digits of a digest of the tables behind a chart."""
    found = hashlib.sha256()
    for table in tables:
        found.update(table.to_csv(index=False, lineterminator="\n").encode())
    return found.hexdigest()[:8]


def finish(
    chart: alt.TopLevelMixin, tables: Sequence[pd.DataFrame], *, name: str, lang: str, title: str, n: str, rule: str,
    plans: Sequence[str], alt_text: str, notes: Sequence[str] = (), columns: int = 96,
) -> Any:  # fmt: skip
    """Return a chart with its title, caption, theme and what a reader of the file needs to know.

    Parameters
    ----------
    tables
        Tables behind the chart.
    name
        Name of the figure in the set.
    title
        What it shows, one line.
    n, rule, notes
        What is counted, by which rule, and what else limits it.
    plans
        Plans in the chart.
    alt_text
        What it shows, for who cannot see it.
    columns
        Width of the caption under the title, in half-width characters.
    """
    known = plans_of(tables[0], lang)
    comma, stop = say(lang, "；", "; "), say(lang, "。", ".")
    stated = known.said(plans, lang)
    if lang == "zh":
        caption = comma.join([n, *([f"年份：{stated}"] if plans else []), f"规则：{rule}", *notes])
        caption += f"{comma}数据版本 {version(tables)}{stop}"
    else:
        caption = comma.join([n, *([f"years: {stated}"] if plans else []), f"rule: {rule}", *notes])
        caption += f"{comma}data version {version(tables)}{stop}"
    spec = FIGURES[name]
    chart = chart.properties(
        title=alt.TitleParams(text=wrap(title, int(columns * 0.7)), subtitle=wrap(caption, columns)),
        usermeta={
            "id": spec.id, "name": name, "lang": lang, "title": title, "caption": caption,
            "question": spec.question(lang), "alt": f"{title}{stop}{'' if lang == 'zh' else ' '}{alt_text}",
        },
    )  # fmt: skip
    return chart.configure(**theme.config())


def nothing(
    tables: Sequence[pd.DataFrame], *, name: str, lang: str, title: str, rule: str, why: str, notes: Sequence[str] = ()
) -> Any:
    """Return a figure that says in words why there is nothing to draw, and what to do."""
    lines = pd.DataFrame({"said": wrap(why, 72)}).rename_axis("line").reset_index()
    words = alt.Chart(lines).mark_text(align="left", fontSize=14).encode(
        x=alt.value(0), y=alt.Y("line:O", axis=None), text="said:N"
    ).properties(width=560, height=alt.Step(24))  # fmt: skip
    return finish(
        words, tables, name=name, lang=lang, title=title, n="n = 0", rule=rule, plans=[], alt_text=why, notes=notes
    )


def unjudged_words(lang: str) -> str:
    """Return why nothing stands beside the national goals where no match has been judged, and what to do."""
    return say(
        lang,
        "没有经人判断、可以画出的对应。程序的建议不算；请先判断哪些目标对应哪条国家目标，把判断写进对照表 goal_matches.csv，再画一次。",
        "There is no judged match to draw, and proposals do not count. Judge first which targets answer which national "
        "goal, write the judgements into the crosswalk goal_matches.csv, and draw again.",
    )
