"""All measures of one corpus, each computed once and only when asked for."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.measures import (
    agreement, alignment, ambition, between, composite, dominance, headings, overview, reuse, specificity,
    uncertainty, vocabulary, wording,
)  # fmt: skip
from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.choices import Choices, choices
from qcompare.measures.matching import all_matches
from qcompare.measures.results import tables

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

T = TypeVar("T")
_SPECIFIC = ("part", "series", "joined", "absolute", "years", "scope", "parents")
_BENCHMARK = ("memory", "single", "benchmark")
_STRICT = ("near", "exact", "years", *_BENCHMARK)


def _table(*depends: str) -> Callable[[Callable[[Measures], T]], functools.cached_property[T]]:
    """Make a method a property that is computed once for each combination of the choices it depends on."""

    def wrap(method: Callable[[Measures], T]) -> functools.cached_property[T]:
        @functools.wraps(method)
        def cached(self: Measures) -> T:
            key = (method.__name__, *(getattr(self.chosen, name) for name in depends))
            if key not in self.memo:
                made = method(self)
                if isinstance(made, pd.DataFrame):
                    made.attrs["plans"] = self.described
                self.memo[key] = made
            return self.memo[key]

        return functools.cached_property(cached)

    return wrap


class Measures:
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
    >>> import qcompare as qc
    >>> measures = qc.Measures.of(qc.load())  # doctest: +SKIP
    >>> measures.strictness                   # doctest: +SKIP
    >>> measures.under(years="explicit").specificity  # doctest: +SKIP
    """

    def __init__(
        self, targets: pd.DataFrame, plans: pd.DataFrame, sentences: pd.DataFrame, numerals: pd.DataFrame | None = None, *,
        crosswalk: crosswalks.Crosswalk | None = None, chosen: Choices | None = None, seed: int = uncertainty.SEED,
        draws: int = 2000, **definitions: str,
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
        return cls(corpus.targets, corpus.plans, corpus.sentences, corpus.numerals, **options)

    def under(self, chosen: Choices | None = None, **definitions: str) -> Measures:
        """Return the measures of the same corpus under other definitions; what does not change is shared."""
        other = object.__new__(Measures)
        shared = {"chosen": None, **{name: value for name, value in vars(self).items() if name in _INPUTS}}
        vars(other).update(shared, chosen=chosen or dataclasses.replace(self.chosen, **_checked(definitions)))
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

    # specificity
    @_table()
    def corpus(self) -> pd.DataFrame:
        """What was compared, and what is missing."""
        return overview.corpus(self.plans, self.targets)

    @_table(*_SPECIFIC)
    def elements(self) -> pd.DataFrame:
        """Elements of each target."""
        return specificity.elements(self.targets, self.sentences, chosen=self.chosen)

    @_table(*_SPECIFIC)
    def element_shares(self) -> pd.DataFrame:
        """Elements by plan."""
        return specificity.element_shares(self.elements)

    @_table(*_SPECIFIC)
    def ladder(self) -> pd.DataFrame:
        """Ladder profiles."""
        return specificity.ladder(self.elements)

    @_table(*_SPECIFIC)
    def ladder_dominance(self) -> pd.DataFrame:
        """Ladder profiles, pair by pair."""
        return specificity.ladder_dominance(self.ladder)

    @_table(*_SPECIFIC)
    def specificity(self) -> pd.DataFrame:
        """Specificity by plan."""
        return specificity.specificity(self.elements, self.plans, self.sentences, self.hedges)

    @_table("absolute", "series")
    def density(self) -> pd.DataFrame:
        """Density, four ways."""
        chosen = Choices(part="whole", series=self.chosen.series, absolute=self.chosen.absolute)
        return specificity.density(specificity.select(self.targets, chosen), self.plans)

    @_table()
    def hedges(self) -> pd.DataFrame:
        """Hedging words."""
        return wording.hedges(self.sentences, self.plans)

    @_table()
    def verification(self) -> pd.DataFrame:
        """Checklist of provisions for verification."""
        return wording.verification(self.sentences)

    # ambition
    @_table(*_STRICT)
    def ambition(self) -> pd.DataFrame:
        """Targets beside the national goals with a number."""
        return ambition.ambition(self.targets, self.plans, self.crosswalk.goals, self.matches, chosen=self.chosen)

    @_table(*_BENCHMARK)
    def numeric_goals(self) -> tuple[str, ...]:
        """The national goals with a number that count."""
        goals = ambition.select_goals(self.crosswalk.goals, self.chosen)
        return tuple(goals.loc[goals["type"] == "quantified", "national_goal"])

    @_table(*_STRICT)
    def strictness(self) -> pd.DataFrame:
        """Strictness matrix."""
        return ambition.strictness(self.ambition, self.plans, self.crosswalk.goals, chosen=self.chosen)

    @_table(*_STRICT)
    def net_strictness(self) -> pd.DataFrame:
        """Strictness by plan."""
        return ambition.net_strictness(self.strictness)

    @_table(*_STRICT)
    def levels(self) -> pd.DataFrame:
        """Levels beside the national ones."""
        return ambition.levels(self.ambition)

    @_table(*_STRICT)
    def markup(self) -> pd.DataFrame:
        """Mark-up on exact matches of equal year."""
        return ambition.markup(self.ambition)

    @_table()
    def own_baseline(self) -> pd.DataFrame:
        """Targets beside what the plan reports as reached."""
        numerals = self.numerals if self.numerals is not None else pd.DataFrame(columns=["plan", "start", "text", "role"])
        return between.own_baseline(self.targets, numerals, self.sentences)

    @_table()
    def shared(self) -> pd.DataFrame:
        """Indicators that several plans quantify."""
        return between.shared(self.targets, self.crosswalk.canonical)

    @_table("exact")
    def pairwise(self) -> pd.DataFrame:
        """Plans beside each other."""
        return between.pairwise(self.targets, chosen=self.chosen)

    @_table()
    def relative(self) -> pd.DataFrame:
        """Relative goals on their chains."""
        return between.relative(self.targets)

    @_table("part")
    def strength(self) -> pd.DataFrame:
        """Strength of wording."""
        return between.strength(self.targets, part=self.chosen.part)

    # alignment
    @_table(*_BENCHMARK)
    def coverage(self) -> pd.DataFrame:
        """National goals beside plans."""
        return alignment.coverage(self.targets, self.plans, self.crosswalk.goals, self.matches, chosen=self.chosen)

    @_table(*_BENCHMARK)
    def alignment(self) -> pd.DataFrame:
        """Alignment by plan."""
        return alignment.alignment(self.coverage, self.targets, self.matches, chosen=self.chosen)

    @_table("part")
    def emphasis(self) -> pd.DataFrame:
        """Fields of policy."""
        return alignment.emphasis(self.targets, self.crosswalk.goals, part=self.chosen.part)

    @_table("part")
    def emphasis_distance(self) -> pd.DataFrame:
        """Distance of the fields of policy."""
        return alignment.emphasis_distance(self.emphasis, draws=self.draws, seed=self.seed)

    @_table(*_BENCHMARK)
    def direction(self) -> pd.DataFrame:
        """Direction of answered goals."""
        return alignment.direction(self.coverage, self.targets, self.crosswalk.goals)

    @_table()
    def headings(self) -> pd.DataFrame:
        """Sub-headings of the outline beside plans."""
        return headings.headings(self.sentences, self.plans, self.crosswalk.headings, self.crosswalk.labels)

    @_table()
    def heading_check(self) -> pd.DataFrame:
        """How well the scores agree with people."""
        return headings.heading_check(self.headings)

    @property
    def control(self) -> list[str]:
        """Plans that name another parent: what they share with others is the floor of text reuse."""
        return self.plans.loc[~self.plans["cites_outline"].astype(bool), "plan"].tolist()

    @_table()
    def texts(self) -> dict[str, reuse.Running]:
        """Running texts."""
        return reuse.texts(self.sentences)

    @_table()
    def reuse(self) -> pd.DataFrame:
        """Shared wording, pair by pair."""
        return reuse.reuse(self.texts, control=self.control)

    @_table()
    def spans(self) -> pd.DataFrame:
        """Shared runs."""
        return reuse.spans(self.texts, control=self.control)

    @_table()
    def keyness(self) -> pd.DataFrame:
        """Words typical of each plan."""
        return vocabulary.keyness(vocabulary.tokens(self.sentences))

    # certainty
    @property
    def reviewed(self) -> pd.DataFrame:
        """The hand coding of those plans of the corpus that have one."""
        coded = self.crosswalk.reviewed
        return coded[coded["plan"].isin(self.plans["plan"])]

    @_table()
    def detection(self) -> pd.DataFrame:
        """Targets found, missed and extra against the hand coding."""
        return agreement.detection(self.targets, self.reviewed)

    @_table()
    def reliability(self) -> pd.DataFrame:
        """Agreement with the hand coding, field by field."""
        return agreement.reliability(self.targets, self.reviewed, seed=self.seed)

    @_table()
    def differences(self) -> pd.DataFrame:
        """What differs from the hand coding."""
        return agreement.differences(self.targets, self.reviewed)

    @_table("years", "scope")
    def errors(self) -> pd.DataFrame:
        """Error rates of the coding: on these plans where all are coded by hand, else those of the rules on the five."""
        coded = self.targets
        if not set(self.plans["plan"]) <= set(self.reviewed["plan"]):
            from qcompare.corpus import load

            coded = crosswalks.canonicalise(load().targets, self.crosswalk)
        reference = self.crosswalk.reviewed[self.crosswalk.reviewed["plan"].isin(coded["plan"].unique())]
        return uncertainty.error_rates(coded, crosswalks.canonicalise(reference, self.crosswalk), chosen=self.chosen)

    @_table(*_SPECIFIC)
    def stability(self) -> pd.DataFrame:
        """Stability intervals."""
        return uncertainty.stability(self.elements, self.sentences, draws=max(self.draws, 999), seed=self.seed)

    @_table(*_SPECIFIC)
    def influence(self) -> pd.DataFrame:
        """Sentences on which a figure hangs."""
        return uncertainty.influence(self.elements, self.sentences)

    @_table(*_SPECIFIC)
    def coding_interval(self) -> pd.DataFrame:
        """Coding intervals."""
        return uncertainty.coding_interval(self.elements, self.errors, draws=self.draws, seed=self.seed)

    @_table(*_SPECIFIC)
    def dimensions(self) -> pd.DataFrame:
        """The ladder profile as dimensions (plans with goals): the order of specificity needs no weights."""
        rung = self.elements["rung"].to_numpy()
        return pd.DataFrame({f"at_least_{k}": rung >= k for k in range(1, 6)}).groupby(self.elements["plan"].astype(object)).mean()

    @_table(*_SPECIFIC, *_STRICT)
    def sides(self) -> pd.DataFrame:
        """One figure for each side: minimum criteria, net strictness, numeric goals covered (missing where unsaid)."""
        out = self.specificity.set_index("plan")[["minimum"]].astype(float)
        out["net"] = self.net_strictness.set_index("plan")["net"].astype(float)
        aligned = self.alignment.set_index("plan")
        out["coverage_en"] = aligned["coverage_en"].where(aligned["cites_outline"].fillna(False)).astype(float)
        return out

    @_table()
    def multiverse_runs(self) -> pd.DataFrame:
        """Every claim in every run."""
        from qcompare.measures import multiverse

        return multiverse.runs(self)

    @_table()
    def multiverse(self) -> pd.DataFrame:
        """Share of runs in which each claim holds."""
        from qcompare.measures import multiverse

        return multiverse.summary(self, self.multiverse_runs)

    @_table(*_SPECIFIC)
    def poset(self) -> pd.DataFrame:
        """The order of specificity, with how often each relation holds."""
        from qcompare.measures import multiverse

        return dominance.poset(self.dimensions, [*multiverse.dimension_runs(self), *self.coded_dimensions()])

    @_table(*_SPECIFIC, *_STRICT)
    def poset_sides(self) -> pd.DataFrame:
        """The order over all three sides; a missing side makes a plan incomparable."""
        return dominance.poset(self.sides)

    @_table(*_SPECIFIC)
    def ranks(self) -> pd.DataFrame:
        """Rank ranges in the order of specificity."""
        return dominance.ranks(self.dimensions)

    @_table(*_SPECIFIC)
    def mutual(self) -> pd.DataFrame:
        """Mutual ranking probabilities in the order of specificity."""
        return dominance.mutual(self.dimensions)

    def coded_dimensions(self, most: int = 200) -> list[pd.DataFrame]:
        """Return the ladder profiles under coding errors, up to ``most`` draws."""
        drawn = uncertainty.coding_draws(self.elements, self.errors, draws=most, seed=self.seed)
        names = list(uncertainty.MEASURES[2:])
        return [pd.DataFrame({p: d[i, 2:] for p, d in drawn.items()}, index=names).T for i in range(most)]

    @_table(*_SPECIFIC, *_STRICT)
    def composite_dimensions(self) -> pd.DataFrame:
        """What the appendix aggregates: shares that every plan has."""
        spec, aligned = self.specificity.set_index("plan"), self.alignment.set_index("plan")
        return spec[["share", "minimum"]].join(aligned[["coverage", "coverage_en"]]).astype(float)

    def _codings(self, most: int = 100) -> list[pd.DataFrame]:
        drawn = uncertainty.coding_draws(self.elements, self.errors, draws=most, seed=self.seed)
        return [pd.DataFrame({p: d[i, :2] for p, d in drawn.items()}, index=["share", "minimum"]).T for i in range(most)]

    @_table(*_SPECIFIC, *_STRICT)
    def composite(self) -> pd.DataFrame:
        """Rank acceptability (appendix)."""
        return composite.composite(self.composite_dimensions, self._codings(), seed=self.seed)

    @_table(*_SPECIFIC, *_STRICT)
    def composite_pairs(self) -> pd.DataFrame:
        """Pairwise winning index (appendix)."""
        return composite.composite_pairs(self.composite_dimensions, self._codings(), seed=self.seed)

    @_table(*_SPECIFIC, *_STRICT)
    def sobol(self) -> pd.DataFrame:
        """Sobol indices of the rank shift (appendix)."""
        return composite.sobol(self.composite_dimensions, self._codings(), seed=self.seed)

    @_table()
    def findings(self) -> pd.DataFrame:
        """What was found, how sure it is, and what must not be concluded."""
        from qcompare.measures import findings

        return findings.findings(self)

    @_table()
    def pmc(self) -> pd.DataFrame:
        """Items of the PMC index."""
        from qcompare.measures import pmc

        return pmc.pmc(self.sentences, self.plans)

    @_table()
    def pmc_index(self) -> pd.DataFrame:
        """PMC index (for readers who expect it)."""
        from qcompare.measures import pmc

        return pmc.pmc_index(self.pmc)

    @_table(*_SPECIFIC, *_STRICT)
    def profile(self) -> pd.DataFrame:
        """Each plan's figures beside those of the others."""
        parts = {name: self.table(name) for name in ("specificity", "density", "net_strictness", "alignment")}
        return overview.profile(parts, self.stability)

    def plan_profile(self, plan: str) -> pd.DataFrame:
        """Return one plan's rows of ``profile``.

        Raises
        ------
        ParameterError
            If there is no such plan.
        """
        if plan not in set(self.plans["plan"]):
            raise ParameterError(unknown("plan", plan, self.plans["plan"]))
        return self.profile[self.profile["plan"] == plan].reset_index(drop=True)

    def kwic(self, word: str, *, width: int = 20) -> pd.DataFrame:
        """Return every place where a word stands, in context."""
        return vocabulary.kwic(self.sentences, word, width=width)


_INPUTS = {"crosswalk", "seed", "draws", "memo", "sentences", "numerals", "citations", "plans", "targets", "matches",
           "described"}  # fmt: skip


def _checked(definitions: dict[str, str]) -> dict[str, str]:
    choices(**definitions)
    return definitions
