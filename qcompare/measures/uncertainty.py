"""How far the figures would move if the coding were a little wrong, or the plan held other sentences.

The plans are chosen, not sampled: there are no tests across plans here. Two intervals for each plan's shares: the
coding interval (Monte Carlo at the coder's measured error rates) and the stability interval (resampling the plan's
sentences, since targets of one sentence belong together).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from qcompare.errors import SchemaError
from qcompare.measures.choices import Choices, choices
from qcompare.measures.crosswalk import Crosswalk, canonicalise
from qcompare.measures.pairing import pairs
from qcompare.measures.results import measure
from qcompare.measures.sentence_lookup import sentence_at
from qcompare.measures.specificity import elements

SEED = 20120206  # the day the outline was signed; printed wherever it is used
MEASURES = ("share", "minimum", "at_least_1", "at_least_2", "at_least_3", "at_least_4", "at_least_5")
FLAGS = ("bound", "dated", "scope", "outside")
FEWEST_DRAWS = 999  # of a percentile interval
FEWEST = 5  # sentences below which nothing is resampled
KINDS = ("quantified", "relative", "qualitative")


def _flags(e: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the elements of each target as arrays of booleans, and its kind."""
    return {
        "kind": e["type"].replace({"absolute": "quantified"}).to_numpy(str),
        "bound": e["bound"].fillna(False).to_numpy(bool),
        "dated": e["dated"].to_numpy(bool),
        "scope": e["scope"].to_numpy(bool),
        "outside": e["verification"].eq("outside").to_numpy(bool),
        "rung": e["rung"].to_numpy(int),
        "minimum": e["minimum"].to_numpy(bool),
        "level": e["level"].to_numpy(bool),
    }


def indicators(e: pd.DataFrame) -> np.ndarray:
    """Return what each target adds to the numerator of each of :data:`MEASURES` (rows targets, columns measures)."""
    f = _flags(e)
    return np.column_stack([f["level"], f["minimum"], *[f["rung"] >= k for k in range(1, 6)]]).astype(float)


def sentence_of(targets: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Return the number of the sentence that each target starts in (Int64, same index)."""
    return sentence_at(targets, sentences, ["sentence"])["sentence"]


@measure("stability", "robustness", settings=["seed", "draws"], e="elements")
def stability(e: pd.DataFrame, sentences: pd.DataFrame, *, draws: int = 9999, seed: int = SEED) -> pd.DataFrame:
    """Return stability intervals: a cluster bootstrap over sentences and list items, within each part of the plan.

    95 % percentile intervals. They say how much a figure hangs on single sentences, not how well it would
    describe other plans. Below five sentences there is no interval: too few to draw from.

    Parameters
    ----------
    e
        Elements (:func:`qcompare.measures.specificity.elements`).
    """
    drawn, counted = sentence_draws(e, sentences, draws=max(draws, FEWEST_DRAWS), seed=seed)
    found = []
    for plan, group in e.groupby("plan", sort=True):
        values, clusters = indicators(group).mean(axis=0), counted[str(plan)]
        low, high = (
            np.percentile(drawn[str(plan)], [2.5, 97.5], axis=0)
            if clusters >= FEWEST else np.full((2, len(MEASURES)), np.nan)
        )  # fmt: skip
        found += [
            {"plan": plan, "measure": name, "value": values[i], "low": low[i], "high": high[i],
             "clusters": clusters, "draws": max(draws, FEWEST_DRAWS)}
            for i, name in enumerate(MEASURES)
        ]  # fmt: skip
    return pd.DataFrame(found)


def sentence_draws(
    e: pd.DataFrame, sentences: pd.DataFrame, *, draws: int = 999, seed: int = SEED
) -> tuple[dict[str, np.ndarray], dict[str, int]]:
    """Return each plan's measures when its sentences are drawn again within each part, and how many sentences it has.

    Returns
    -------
    tuple
        Plan → array of draws × :data:`MEASURES`; plan → number of sentences that hold a target.
    """
    rng = np.random.default_rng(seed)
    keys = [e["plan"].to_numpy(str), e["part"].to_numpy(str), sentence_of(e, sentences).to_numpy(float)]
    hits = pd.DataFrame(np.column_stack([indicators(e), np.ones(len(e))]))
    drawn, counted = {}, {}
    for plan, sums in hits.groupby(keys).sum().groupby(level=0):
        total = np.zeros((draws, sums.shape[1]))
        for part in sums.index.unique(level=1):
            stratum = sums.xs(part, level=1).to_numpy()
            m = len(stratum)
            total += rng.multinomial(m, np.full(m, 1 / m), size=draws) @ stratum
        drawn[str(plan)], counted[str(plan)] = total[:, :-1] / total[:, -1:], len(sums)
    return drawn, counted


@measure("influence", "robustness", e="elements")
def influence(e: pd.DataFrame, sentences: pd.DataFrame, *, top: int = 5) -> pd.DataFrame:
    """Return, for each plan and measure, the sentences whose removal moves it most (leave one sentence out)."""
    e = e.assign(sentence=sentence_of(e, sentences))
    found = []
    for plan, group in e.groupby("plan", sort=True):
        hits = pd.DataFrame(indicators(group), columns=list(MEASURES)).assign(
            n=1.0, sentence=group["sentence"].to_numpy(float)
        )
        sums = hits.groupby("sentence").sum()
        total = sums.sum()
        first = group.sort_values("start").drop_duplicates("sentence").set_index("sentence")
        for name in ("share", "minimum"):
            rest = total["n"] - sums["n"]
            without = ((total[name] - sums[name]) / rest).where(rest > 0)
            change = (without - total[name] / total["n"]).dropna()
            value = total[name] / total["n"]
            found += [
                {"plan": plan, "measure": name, "value": value, "without": without[at], "change": change[at],
                 "quote": first.loc[at, "indicator"], "start": first.loc[at, "start"]}
                for at in change.abs().sort_values(ascending=False, kind="stable").index[:top]
            ]  # fmt: skip
    return pd.DataFrame(found)


def error_rates(
    coded: pd.DataFrame, reference: pd.DataFrame, *, chosen: Choices | None = None, **definitions: str
) -> pd.DataFrame:
    """Return how often a coding errs against the reference, in the terms that the measures use.

    Parameters
    ----------
    coded, reference
        Targets brought to canonical indicators; only plans in both count.

    Returns
    -------
    DataFrame
        Columns ``error`` (extra or missed by kind of target; kind, bound, dated, scope, outside on targets found),
        ``wrong``, ``n``.
    """
    chosen = chosen or choices(**definitions)
    plans = set(coded["plan"]) & set(reference["plan"])
    coded = coded[coded["plan"].isin(plans)].reset_index(drop=True)
    reference = reference[reference["plan"].isin(plans)].reset_index(drop=True)
    same = pairs(coded, reference)
    kinds = {"absolute": "quantified"}
    ours, theirs = coded["type"].replace(kinds), reference["type"].replace(kinds)
    rows = []
    for kind in KINDS:
        extra = (ours.drop(index=same["coded"]) == kind).sum()
        missed = (theirs.drop(index=same["reference"]) == kind).sum()
        rows += [(f"extra {kind}", extra, (ours == kind).sum()), (f"missed {kind}", missed, (theirs == kind).sum())]
    one = _flags(_paired_elements(coded.loc[same["coded"]], chosen))
    two = _flags(_paired_elements(reference.loc[same["reference"]], chosen))
    rows.append(("kind", (one["kind"] != two["kind"]).sum(), len(same)))
    rows += [(flag, (one[flag] != two[flag]).sum(), len(same)) for flag in FLAGS]
    return pd.DataFrame(rows, columns=["error", "wrong", "n"]).astype({"wrong": int, "n": int})


@measure("rates_used")
def rates_used(plans_read: pd.DataFrame, reviewed: pd.DataFrame, *, rates: str = "own") -> str:
    """Return which error rates are used: ``own`` only where every plan has a hand coding."""
    return rates if set(plans_read["plan"]) <= set(reviewed["plan"]) else "blind"


@measure("errors", choices=("years", "scope"))
def errors(
    targets: pd.DataFrame,
    reviewed: pd.DataFrame,
    crosswalk: Crosswalk,
    rates_used: str,
    *,
    chosen: Choices | None = None,
) -> pd.DataFrame:
    """Return error rates of the coding: against the hand coding of these plans, or on texts not seen before."""
    chosen = chosen or Choices()
    if rates_used == "blind":
        dated = {"dated_explicit": "dated"} if chosen.years == "explicit" else {"dated": "dated"}
        blind = crosswalk.blind.assign(
            error=lambda d: d["error"].where(~d["error"].str.startswith("dated"), d["error"].map(dated))
        )
        return blind.dropna(subset=["error"]).reset_index(drop=True)
    return error_rates(targets, canonicalise(reviewed, crosswalk), chosen=chosen)


def _paired_elements(targets: pd.DataFrame, chosen: Choices) -> pd.DataFrame:
    """Return the elements of the paired targets in order, all of them, whatever their part or parent."""
    plain = targets.reset_index(drop=True).assign(part="goals", parent=pd.NA)
    kept = Choices(years=chosen.years, scope=chosen.scope)
    return elements(plain, chosen=kept)


def _draw_rates(errors: pd.DataFrame, draws: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw each error rate from its Beta posterior (uniform prior)."""
    return {row.error: rng.beta(row.wrong + 1, row.n - row.wrong + 1, size=draws) for row in errors.itertuples()}


def coding_draws(
    e: pd.DataFrame, errors: pd.DataFrame, *, draws: int = 9999, seed: int = SEED
) -> dict[str, np.ndarray]:
    """Recompute every plan's measures with targets dropped, added and miscoded at the measured rates.

    A coded target is false with the rate of extra ones; for each true one, others like it were missed at the rate of
    missed ones; then each element is wrong at its own rate. What is added resembles what was found: an assumption.

    Returns
    -------
    dict
        Plan → array of draws × :data:`MEASURES`.

    Raises
    ------
    SchemaError
        If ``errors`` lacks a rate.
    """
    needed = {"kind", *FLAGS, *(f"{what} {kind}" for what in ("extra", "missed") for kind in KINDS)}
    if needed - set(errors["error"]):
        raise SchemaError(
            f"error rates lack {', '.join(sorted(needed - set(errors['error'])))}: make them with error_rates()"
        )
    rng = np.random.default_rng(seed)
    rates = _draw_rates(errors, draws, rng)
    return {str(plan): _redraw(_flags(group), rates, draws, rng) for plan, group in e.groupby("plan", sort=True)}


def _redraw(f: dict[str, np.ndarray], rates: dict[str, np.ndarray], draws: int, rng: np.random.Generator) -> np.ndarray:
    n = f["kind"].size
    weight = np.zeros((draws, n))
    for kind in KINDS:
        at = f["kind"] == kind
        extra, missed = rates[f"extra {kind}"][:, None], np.clip(rates[f"missed {kind}"][:, None], 0, 0.9)
        size = (draws, int(at.sum()))
        weight[:, at] = (rng.random(size) >= extra) * (1 + rng.poisson(np.broadcast_to(missed / (1 - missed), size)))
    wrong = {name: rng.random((draws, n)) < rates[name][:, None] for name in ("kind", *FLAGS)}
    level = f["level"] ^ wrong["kind"]
    bound, dated, scope, outside = (f[name] ^ wrong[name] for name in FLAGS)
    approximate = f["level"] & f["dated"] & (f["rung"] == 2)
    climbs = np.cumprod(np.stack([level, dated & ~approximate, scope, outside]), axis=0)
    rung = np.where(level, 1 + climbs.sum(axis=0), np.where(f["kind"] == "qualitative", 0, 1))
    hits = [level, level & bound & dated & scope, *[rung >= k for k in range(1, 6)]]
    total = weight.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.column_stack([(weight * hit).sum(axis=1) / total for hit in hits])


@measure("coding_interval", "robustness", settings=["seed", "draws"], e="elements", rates="rates_used")
def coding_interval(
    e: pd.DataFrame, errors: pd.DataFrame, *, draws: int = 9999, seed: int = SEED, rates: str | None = None
) -> pd.DataFrame:
    """Return 95 % coding intervals: how far each measure moves at the coder's measured error rates.

    Parameters
    ----------
    e
        Elements of the coding as it stands.
    errors
        See :func:`error_rates`. Rates measured on some plans are carried over to all; those of the five plans at hand
        when the rules were written are too low for plans not seen before, for which ``data/reference/blind_errors.csv``
        holds others.
    rates
        Which rates these are, for the column of that name.
    """
    drawn = coding_draws(e, errors, draws=draws, seed=seed)
    found = []
    for plan, group in e.groupby("plan", sort=True):
        value = indicators(group).mean(axis=0)
        low, high = np.nanpercentile(drawn[str(plan)], [2.5, 97.5], axis=0)
        found += [{"plan": plan, "measure": name, "value": value[i], "low": low[i], "high": high[i], "draws": draws}
                  for i, name in enumerate(MEASURES)]  # fmt: skip
    out = pd.DataFrame(found)
    return out.assign(rates=pd.Series(rates, out.index, dtype="string"))
