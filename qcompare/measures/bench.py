"""All measures of one corpus, each computed once and only when asked for."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.measures import alignment, dominance, findings, multiverse, overview, specificity, uncertainty
from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.certainty import Certainty
from qcompare.measures.choices import Choices, choices
from qcompare.measures.inputs import SPECIFIC, Inputs
from qcompare.measures.inputs import table as _table
from qcompare.measures.matching import all_matches
from qcompare.measures.results import tables

if TYPE_CHECKING:
    from qcompare.corpus import Corpus


class Measures(Certainty):
    """The measures of a corpus, as tables.

    Every table of ``columns.csv`` is an attribute (``measures.ladder``) and is returned by :meth:`table` by name.
    Nothing is computed before it is asked for; what several tables need is computed once.

    Parameters
    ----------
    targets, plans, sentences, numerals
        The tables of a corpus (``schema.TABLES``).
    crosswalk
        The judged tables; those of the project by default.
    chosen, definitions
        Definitions (:class:`qcompare.measures.choices.Choices`), as one object or by name.
    seed, draws
        Seed and number of draws of every random procedure; both stand in the tables' ``attrs``.

    Examples
    --------
    >>> import qcompare as qc, qcompare.measures
    >>> measures = qcompare.measures.of(qc.load())  # doctest: +SKIP
    >>> measures.strictness                   # doctest: +SKIP
    >>> measures.under(years="explicit").specificity  # doctest: +SKIP
    """

    def __init__(
        self, targets: pd.DataFrame, plans: pd.DataFrame, sentences: pd.DataFrame, numerals: pd.DataFrame | None = None, *,
        crosswalk: crosswalks.Crosswalk | None = None, chosen: Choices | None = None, seed: int = uncertainty.SEED,
        draws: int = 9999, **definitions: str,
    ) -> None:  # fmt: skip
        self.crosswalk = crosswalk or crosswalks.load()
        self.chosen = chosen or choices(**definitions)
        self.seed, self.draws = seed, draws
        self.memo: dict[tuple[object, ...], Any] = {}
        self.sentences, self.numerals = sentences, numerals
        self.citations = alignment.citations(plans, self.crosswalk.documents)
        self.plans = plans.assign(cites_outline=self.citations["cites_outline"].to_numpy())
        self.described = overview.described(plans)
        known = crosswalks.canonicalise(targets.reset_index(drop=True), self.crosswalk)
        self.targets = specificity.wording(known, sentences)
        self.matches = all_matches(self.targets, self.crosswalk)

    @classmethod
    def of(cls, corpus: Corpus, **options: Any) -> Measures:
        """Return the measures of a corpus."""
        options.setdefault("crosswalk", crosswalks.load(judgements=corpus.judgements))
        return cls(corpus.targets, corpus.plans, corpus.sentences, corpus.numerals, **options)

    def under(self, chosen: Choices | None = None, **definitions: str) -> Measures:
        """Return the measures of the same corpus under other definitions; what does not change is shared."""
        other = object.__new__(Measures)
        vars(other).update({name: getattr(self, name) for name in Inputs.__annotations__})
        other.chosen = chosen or dataclasses.replace(self.chosen, **_checked(definitions))
        return other

    def table(self, name: str) -> pd.DataFrame:
        """Return a result table by name.

        Raises
        ------
        ParameterError
            If there is no such table.
        """
        if name not in self.names():
            raise ParameterError(unknown("table", name, self.names()))
        return getattr(self, name)

    @classmethod
    def names(cls) -> list[str]:
        """Return the names of the tables that need no further argument."""
        return [name for name in tables() if name == "citations" or (hasattr(cls, name) and name != "kwic")]

    def name(self, plan: str, lang: str = "zh") -> str:
        """Return the name under which a plan is printed."""
        return next((str(row[lang]) for row in self.described if row["plan"] == plan), plan)

    @_table()
    def multiverse_runs(self) -> pd.DataFrame:
        """Return every claim in every run."""
        return multiverse.runs(self)

    @_table()
    def multiverse(self) -> pd.DataFrame:
        """Return share of runs in which each claim holds."""
        return multiverse.summary(self, self.multiverse_runs)

    @_table(*SPECIFIC, "rates")
    def poset(self) -> pd.DataFrame:
        """Return the order of specificity, with how often each relation holds."""
        return dominance.poset(
            self.dimensions, itertools.chain(multiverse.dimension_runs(self), self.coded_dimensions())
        )

    @_table()
    def findings(self) -> pd.DataFrame:
        """Return what was found, how sure it is, and what must not be concluded."""
        return findings.findings(self)


def _checked(definitions: dict[str, str]) -> dict[str, str]:
    choices(**definitions)
    return definitions
