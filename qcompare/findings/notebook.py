"""What every notebook starts with: plans loaded, parameters checked, tables to read in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare import output
from qcompare.errors import ParameterError, unknown
from qcompare.findings.controls import NOTHING, not_drawn
from qcompare.findings.finding import FIRM, LANGS, Finding
from qcompare.findings.parameters import refuse, typed
from qcompare.findings.reading import Reading, english_names, readable
from qcompare.findings.topics import findings
from qcompare.measures.choices import choices
from qcompare.measures.registry import Measures, of

if TYPE_CHECKING:
    from qcompare.corpus import Corpus


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
