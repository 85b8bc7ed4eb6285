"""The tables of how sure one can be, and what follows: agreement, intervals, orders, findings."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.measures import agreement, composite, dominance, overview, pmc, uncertainty
from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.contents import Contents
from qcompare.measures.inputs import SPECIFIC, STRICT, table


class Certainty(Contents):
    """Tables of how sure one can be, one attribute each; the functions they call say what they mean."""

    @property
    def reviewed(self) -> pd.DataFrame:
        """Return the hand coding of those plans of the corpus that have one."""
        coded = self.crosswalk.reviewed
        return coded[coded["plan"].isin(self.plans["plan"])]

    @table()
    def detection(self) -> pd.DataFrame:
        """Return targets found, missed and extra against the hand coding."""
        return agreement.detection(self.targets, self.reviewed)

    @table()
    def reliability(self) -> pd.DataFrame:
        """Return agreement with the hand coding, field by field."""
        return agreement.reliability(self.targets, self.reviewed, seed=self.seed)

    @table()
    def differences(self) -> pd.DataFrame:
        """Return what differs from the hand coding."""
        return agreement.differences(self.targets, self.reviewed)

    @property
    def rates(self) -> str:
        """Which error rates are used: ``own`` only where every plan has a hand coding."""
        return self.chosen.rates if set(self.plans["plan"]) <= set(self.reviewed["plan"]) else "blind"

    @table("years", "scope", "rates")
    def errors(self) -> pd.DataFrame:
        """Return error rates of the coding: against the hand coding of these plans, or on texts not seen before."""
        if self.rates == "blind":
            dated = {"dated_explicit": "dated"} if self.chosen.years == "explicit" else {"dated": "dated"}
            blind = self.crosswalk.blind.assign(
                error=lambda d: d["error"].where(~d["error"].str.startswith("dated"), d["error"].map(dated))
            )
            return blind.dropna(subset=["error"]).reset_index(drop=True)
        return uncertainty.error_rates(
            self.targets, crosswalks.canonicalise(self.reviewed, self.crosswalk), chosen=self.chosen
        )

    @table(*SPECIFIC)
    def stability(self) -> pd.DataFrame:
        """Return stability intervals."""
        return uncertainty.stability(self.elements, self.sentences, draws=max(self.draws, 999), seed=self.seed)

    @table(*SPECIFIC)
    def influence(self) -> pd.DataFrame:
        """Return sentences on which a figure hangs."""
        return uncertainty.influence(self.elements, self.sentences)

    @table(*SPECIFIC, "rates")
    def coding_interval(self) -> pd.DataFrame:
        """Return coding intervals."""
        made = uncertainty.coding_interval(self.elements, self.errors, draws=self.draws, seed=self.seed)
        return made.assign(rates=pd.Series(self.rates, made.index, dtype="string"))

    @table(*SPECIFIC)
    def dimensions(self) -> pd.DataFrame:
        """Return the ladder profile as dimensions (plans with goals): the order of specificity needs no weights."""
        rung = self.elements["rung"].to_numpy()
        return (
            pd.DataFrame({f"at_least_{k}": rung >= k for k in range(1, 6)})
            .groupby(self.elements["plan"].astype(object))
            .mean()
        )

    @table(*SPECIFIC, *STRICT)
    def sides(self) -> pd.DataFrame:
        """Return one figure for each side: minimum criteria, net strictness, numeric goals covered (missing where unsaid)."""
        out = self.specificity.set_index("plan")[["minimum"]].astype(float)
        out["net"] = self.net_strictness.set_index("plan")["net"].astype(float)
        aligned = self.alignment.set_index("plan")
        out["coverage_en"] = aligned["coverage_en"].where(aligned["cites_outline"].fillna(False)).astype(float)
        return out

    @table(*SPECIFIC, *STRICT)
    def poset_sides(self) -> pd.DataFrame:
        """Return the order over all three sides; a missing side makes a plan incomparable."""
        return dominance.poset(self.sides)

    @table(*SPECIFIC)
    def ranks(self) -> pd.DataFrame:
        """Return rank ranges in the order of specificity."""
        return dominance.ranks(self.dimensions)

    @table(*SPECIFIC)
    def mutual(self) -> pd.DataFrame:
        """Return mutual ranking probabilities in the order of specificity."""
        return dominance.mutual(self.dimensions)

    def coded_dimensions(self, most: int = 200) -> Iterator[pd.DataFrame]:
        """Yield the ladder profiles under coding errors, up to ``most`` draws."""
        drawn = uncertainty.coding_draws(self.elements, self.errors, draws=most, seed=self.seed)
        names = list(uncertainty.MEASURES[2:])
        yield from (pd.DataFrame({p: d[i, 2:] for p, d in drawn.items()}, index=names).T for i in range(most))

    @table(*SPECIFIC, *STRICT)
    def composite_dimensions(self) -> pd.DataFrame:
        """Return what the appendix aggregates: shares that every plan has."""
        spec, aligned = self.specificity.set_index("plan"), self.alignment.set_index("plan")
        return spec[["share", "minimum"]].join(aligned[["coverage", "coverage_en"]]).astype(float)

    def _codings(self, most: int = 100) -> list[pd.DataFrame]:
        drawn = uncertainty.coding_draws(self.elements, self.errors, draws=most, seed=self.seed)
        return [
            pd.DataFrame({p: d[i, :2] for p, d in drawn.items()}, index=["share", "minimum"]).T for i in range(most)
        ]

    @table(*SPECIFIC, *STRICT, "rates")
    def composite(self) -> pd.DataFrame:
        """Return rank acceptability (appendix)."""
        return composite.composite(self.composite_dimensions, self._codings(), seed=self.seed)

    @table(*SPECIFIC, *STRICT, "rates")
    def composite_pairs(self) -> pd.DataFrame:
        """Return pairwise winning index (appendix)."""
        return composite.composite_pairs(self.composite_dimensions, self._codings(), seed=self.seed)

    @table(*SPECIFIC, *STRICT, "rates")
    def sobol(self) -> pd.DataFrame:
        """Return Sobol indices of the rank shift (appendix)."""
        return composite.sobol(self.composite_dimensions, self._codings(), seed=self.seed)

    @table()
    def pmc(self) -> pd.DataFrame:
        """Return items of the PMC index."""
        return pmc.pmc(self.sentences, self.plans)

    @table()
    def pmc_index(self) -> pd.DataFrame:
        """Return PMC index (for readers who expect it)."""
        return pmc.pmc_index(self.pmc)

    @table(*SPECIFIC, *STRICT)
    def profile(self) -> pd.DataFrame:
        """Return each plan's figures beside those of the others."""
        parts = {name: getattr(self, name) for name in ("specificity", "density", "net_strictness", "alignment")}
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
