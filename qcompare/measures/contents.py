"""The tables of what plans say: specificity, ambition, alignment, vocabulary."""

from __future__ import annotations

import pandas as pd

from qcompare.measures import alignment, ambition, between, headings, overview, reuse, specificity, vocabulary, wording
from qcompare.measures.choices import Choices, select
from qcompare.measures.crosswalk import judged_plans
from qcompare.measures.inputs import BENCHMARK, SPECIFIC, STRICT, Inputs, table


class Contents(Inputs):
    """Tables of what plans say, one attribute each; the functions they call say what they mean."""

    @table()
    def corpus(self) -> pd.DataFrame:
        """Return what was compared, and what is missing."""
        return overview.corpus(self.plans, self.targets)

    @table(*SPECIFIC)
    def elements(self) -> pd.DataFrame:
        """Return elements of each target."""
        return specificity.elements(self.targets, self.sentences, chosen=self.chosen)

    @table(*SPECIFIC)
    def element_shares(self) -> pd.DataFrame:
        """Return elements by plan."""
        return specificity.element_shares(self.elements)

    @table(*SPECIFIC)
    def ladder(self) -> pd.DataFrame:
        """Return ladder profiles."""
        return specificity.ladder(self.elements)

    @table(*SPECIFIC)
    def ladder_dominance(self) -> pd.DataFrame:
        """Return ladder profiles, pair by pair."""
        return specificity.ladder_dominance(self.ladder)

    @table(*SPECIFIC)
    def specificity(self) -> pd.DataFrame:
        """Return specificity by plan."""
        return specificity.specificity(self.elements, self.plans, self.sentences, self.hedges)

    @table("absolute", "series")
    def density(self) -> pd.DataFrame:
        """Return density, four ways."""
        chosen = Choices(part="whole", series=self.chosen.series, absolute=self.chosen.absolute)
        return specificity.density(select(self.targets, chosen), self.plans)

    @table()
    def hedges(self) -> pd.DataFrame:
        """Return hedging words."""
        return wording.hedges(self.sentences, self.plans)

    @table()
    def verification(self) -> pd.DataFrame:
        """Return checklist of provisions for verification."""
        return wording.verification(self.sentences)

    # ambition
    @table(*STRICT)
    def ambition(self) -> pd.DataFrame:
        """Return targets beside the national goals with a number."""
        return ambition.ambition(self.targets, self.plans, self.crosswalk.goals, self.matches, chosen=self.chosen)

    @table(*BENCHMARK)
    def numeric_goals(self) -> tuple[str, ...]:
        """Return the national goals with a number that count."""
        goals = ambition.select_goals(self.crosswalk.goals, self.chosen)
        return tuple(goals.loc[goals["type"] == "quantified", "national_goal"])

    @table(*STRICT)
    def strictness(self) -> pd.DataFrame:
        """Return strictness matrix."""
        return ambition.strictness(self.ambition, self.plans, self.crosswalk.goals, chosen=self.chosen)

    @table(*STRICT)
    def net_strictness(self) -> pd.DataFrame:
        """Return strictness by plan."""
        return ambition.net_strictness(self.strictness)

    @table(*STRICT)
    def levels(self) -> pd.DataFrame:
        """Return levels beside the national ones."""
        return ambition.levels(self.ambition)

    @table(*STRICT)
    def markup(self) -> pd.DataFrame:
        """Return mark-up on exact matches of equal year."""
        return ambition.markup(self.ambition)

    @table()
    def own_baseline(self) -> pd.DataFrame:
        """Return targets beside what the plan reports as reached."""
        numerals = (
            self.numerals if self.numerals is not None else pd.DataFrame(columns=["plan", "start", "text", "role"])
        )
        return between.own_baseline(self.targets, numerals, self.sentences)

    @table()
    def shared(self) -> pd.DataFrame:
        """Return indicators that several plans quantify."""
        return between.shared(self.targets, self.crosswalk.canonical)

    @table("exact")
    def pairwise(self) -> pd.DataFrame:
        """Return plans beside each other."""
        return between.pairwise(self.targets, chosen=self.chosen)

    @table()
    def relative(self) -> pd.DataFrame:
        """Return relative goals on their chains."""
        return between.relative(self.targets)

    @table("part")
    def strength(self) -> pd.DataFrame:
        """Return strength of wording."""
        return between.strength(self.targets, part=self.chosen.part)

    # alignment
    @table(*BENCHMARK)
    def coverage(self) -> pd.DataFrame:
        """Return national goals beside plans."""
        return alignment.coverage(self.targets, self.plans, self.crosswalk.goals, self.matches, chosen=self.chosen)

    @table(*BENCHMARK)
    def alignment(self) -> pd.DataFrame:
        """Return alignment by plan."""
        return alignment.alignment(
            self.coverage, self.targets, self.matches, judged=judged_plans(self.crosswalk), chosen=self.chosen
        )

    @table("part")
    def emphasis(self) -> pd.DataFrame:
        """Return fields of policy."""
        return alignment.emphasis(self.targets, self.crosswalk.goals, part=self.chosen.part)

    @table("part")
    def emphasis_distance(self) -> pd.DataFrame:
        """Return distance of the fields of policy."""
        return alignment.emphasis_distance(self.emphasis, draws=self.draws, seed=self.seed)

    @table(*BENCHMARK)
    def direction(self) -> pd.DataFrame:
        """Return direction of answered goals."""
        return alignment.direction(self.coverage, self.targets, self.crosswalk.goals)

    @table()
    def headings(self) -> pd.DataFrame:
        """Return sub-headings of the outline beside plans."""
        return headings.headings(self.sentences, self.plans, self.crosswalk.headings, self.crosswalk.labels)

    @table()
    def heading_check(self) -> pd.DataFrame:
        """Return how well the scores agree with people."""
        return headings.heading_check(self.headings)

    @property
    def control(self) -> list[str]:
        """Return plans that name another parent: what they share with others is the floor of text reuse."""
        return self.plans.loc[~self.plans["cites_outline"].astype(bool), "plan"].tolist()

    @table()
    def texts(self) -> dict[str, reuse.Running]:
        """Return running texts."""
        return reuse.texts(self.sentences)

    @table()
    def reuse(self) -> pd.DataFrame:
        """Return shared wording, pair by pair."""
        return reuse.reuse(self.texts, control=self.control)

    @table()
    def spans(self) -> pd.DataFrame:
        """Return shared runs."""
        return reuse.spans(self.texts, control=self.control)

    @table()
    def keyness(self) -> pd.DataFrame:
        """Return words typical of each plan."""
        places = self.plans["jurisdiction"].dropna().map(overview.short_place)
        return vocabulary.keyness(vocabulary.tokens(self.sentences, places))

    def kwic(self, word: str, *, width: int = 20) -> pd.DataFrame:
        """Return every place where a word stands, in context."""
        return vocabulary.kwic(self.sentences, word, width=width)
