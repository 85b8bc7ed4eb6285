"""Appendix: how arbitrary a single ranking would be.

No composite score is published, and only dimensions that every plan has may enter: what the table names as missing (with
these plans, ambition and alignment) is not in it, so that it ranks plans by nothing but the rest. What is shown is how the rank of each plan moves with choices that nothing in the
texts settles: normalisation, aggregation, weights, which dimension is left out, and the coding itself (Saisana,
Saltelli & Tarantola 2005; OECD/JRC Handbook 2008).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from qcompare.measures.results import measure
from qcompare.measures.uncertainty import MEASURES, SEED, coding_draws

CODINGS = 100  # draws of coding errors
NORMALISE = ("min-max", "z", "rank", "distance to 1")
AGGREGATE = ("arithmetic", "geometric")
INPUTS = ("normalisation", "aggregation", "weights", "dimension left out", "coding")


def _normalise(values: np.ndarray, how: str) -> np.ndarray:
    """Bring dimensions (columns) to one scale of positive numbers, higher is more."""
    from scipy.stats import rankdata

    low, high = values.min(axis=0), values.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    if how == "min-max":
        return (values - low) / width
    if how == "z":
        spread = values.std(axis=0)
        return (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0) + 3
    if how == "rank":
        return rankdata(values, axis=0) / len(values)
    return values


class _Model:
    """Ranks under draws of the five choices, each a number in [0, 1) that picks from a list."""

    def __init__(self, codings: Sequence[np.ndarray], seed: int) -> None:
        self.dimensions = codings[0].shape[1]
        # a dimension is brought to scale by itself, whichever others are left out: so that is done once
        self.scaled = np.array([[_normalise(values, how) for values in codings] for how in NORMALISE])
        self.logs = np.log(np.clip(self.scaled, 1e-6, None))
        # the last row leaves no dimension out; of a single one nothing can be left out
        self.kept = np.ones((self.dimensions + 1, self.dimensions))
        if self.dimensions > 1:
            self.kept[:-1] -= np.eye(self.dimensions)
        self.weights = np.random.default_rng(seed).dirichlet(np.ones(self.dimensions), size=1024)
        self.base = _ranks((self.scaled[0, 0] * (np.ones(self.dimensions) / self.dimensions)).sum(axis=1))

    def ranks(self, points: np.ndarray) -> np.ndarray:
        """Return ranks for points of the unit cube (n × inputs, in the order of :data:`INPUTS`), one row a point."""
        parts = range(0, len(points), 1024)  # of hundreds of plans all at once would be a gigabyte
        return np.concatenate([self._ranks(points[start : start + 1024]) for start in parts])

    def _ranks(self, points: np.ndarray) -> np.ndarray:
        sizes = [len(NORMALISE), len(AGGREGATE), len(self.weights), len(self.kept), self.scaled.shape[1]]
        how, aggregate, weights, kept, coding = np.minimum((points * sizes).astype(int), np.array(sizes) - 1).T
        weighed = self.weights[weights] * self.kept[kept]
        weighed = (weighed / weighed.sum(axis=1, keepdims=True))[:, None, :]
        sums = (self.scaled[how, coding] * weighed).sum(axis=2)
        products = np.exp((self.logs[how, coding] * weighed).sum(axis=2))
        return _ranks(np.where((aggregate == AGGREGATE.index("arithmetic"))[:, None], sums, products))

    def shift(self, points: np.ndarray) -> np.ndarray:
        """Return the mean absolute rank shift against equal weights for points (inputs × n)."""
        return np.abs(self.ranks(points.T) - self.base).mean(axis=1)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Return the rank of each plan (last axis), 1 the highest score; ties share the mean rank."""
    from scipy.stats import rankdata

    return rankdata(-scores.round(12), axis=-1)


def _model(dimensions: pd.DataFrame, codings: Sequence[pd.DataFrame], seed: int) -> _Model:
    """Return the model on the dimensions that every plan has."""
    complete = dimensions.dropna(axis=1).astype(float)
    tables = [
        complete,
        *[one.reindex(index=complete.index, columns=complete.columns).fillna(complete) for one in codings],
    ]
    return _Model([table.to_numpy(float) for table in tables], seed)


def _usable(dimensions: pd.DataFrame) -> bool:
    return len(dimensions) > 1 and dimensions.dropna(axis=1).shape[1] > 0


def _sampled(dimensions: pd.DataFrame, codings: Sequence[pd.DataFrame], draws: int, seed: int) -> np.ndarray:
    model = _model(dimensions, codings, seed)
    points = np.random.default_rng(seed).random((draws, len(INPUTS)))
    return model.ranks(points)


@measure("composite_dimensions")
def composite_dimensions(
    specificity: pd.DataFrame, net_strictness: pd.DataFrame, alignment: pd.DataFrame
) -> pd.DataFrame:
    """Return one column a dimension, missing where a plan has none: alignment only of plans that cite the outline."""
    out = specificity.set_index("plan")[["share", "minimum"]].astype(float)
    aligned = alignment.set_index("plan")
    cites = aligned["cites_outline"].fillna(False).astype(bool)
    out["net"] = net_strictness.set_index("plan")["net"].astype(float)
    out["coverage"] = aligned["coverage"].where(cites).astype(float)
    return out


@measure("composite_codings", settings=["seed"])
def composite_codings(elements: pd.DataFrame, errors: pd.DataFrame, *, seed: int = SEED) -> list[pd.DataFrame]:
    """Return the shares of specificity recomputed under coding errors."""
    drawn = coding_draws(elements, errors, draws=CODINGS, seed=seed)
    names = list(MEASURES[:2])
    return [pd.DataFrame({p: d[i, :2] for p, d in drawn.items()}, index=names).T for i in range(CODINGS)]


@measure("composite", "robustness", settings=["seed"], dimensions="composite_dimensions", codings="composite_codings")
def composite(
    dimensions: pd.DataFrame, codings: Sequence[pd.DataFrame] = (), *, draws: int = 4096, seed: int = SEED
) -> pd.DataFrame:
    """Return rank acceptability: the share of runs in which each plan takes each rank (SMAA; Tervonen & Lahdelma 2007).

    Parameters
    ----------
    dimensions
        One row a plan, one column a dimension, 0-1. Dimensions that a plan lacks are left out for all.
    codings
        The same table recomputed under coding errors.
    """
    if not _usable(dimensions):
        return pd.DataFrame()
    rank = np.ceil(_sampled(dimensions, codings, draws, seed)).astype(int)
    n = len(dimensions)
    missing = dimensions.columns[dimensions.isna().any()]
    named = {
        "dimensions": " ".join(dimensions.columns.difference(missing, sort=False)),
        "missing": " ".join(missing) or pd.NA,
    }
    share = np.stack([(rank == k).mean(axis=0) for k in range(1, n + 1)], axis=1)
    return pd.DataFrame(
        [
            {"plan": plan, "rank": k + 1, "acceptability": share[i, k], "runs": draws, **named}
            for i, plan in enumerate(dimensions.index)
            for k in range(n)
        ]
    )


@measure(
    "composite_pairs", "robustness", settings=["seed"], dimensions="composite_dimensions", codings="composite_codings"
)
def composite_pairs(
    dimensions: pd.DataFrame, codings: Sequence[pd.DataFrame] = (), *, draws: int = 4096, seed: int = SEED
) -> pd.DataFrame:
    """Return the share of runs in which one plan stands above another (pairwise winning index)."""
    if not _usable(dimensions):
        return pd.DataFrame()
    rank = _sampled(dimensions, codings, draws, seed)
    pairs = itertools.permutations(range(len(dimensions)), 2)
    names = list(dimensions.index)
    return pd.DataFrame(
        [{"plan": names[i], "other": names[j], "probability": (rank[:, i] < rank[:, j]).mean()} for i, j in pairs]
    )


@measure("sobol", "robustness", settings=["seed"], dimensions="composite_dimensions", codings="composite_codings")
def sobol(
    dimensions: pd.DataFrame, codings: Sequence[pd.DataFrame] = (), *, n: int = 1024, seed: int = SEED
) -> pd.DataFrame:
    """Return first-order and total Sobol indices of the mean absolute rank shift (``scipy.stats.sobol_indices``).

    Totals far above the first-order indices say that the choices act together: no single one could be settled to
    make the ranking firm.
    """
    from scipy.stats import sobol_indices

    if not _usable(dimensions):
        return pd.DataFrame()
    from scipy.stats import uniform

    model = _model(dimensions, codings, seed)
    indices = sobol_indices(func=lambda x: model.shift(x)[None, :], n=n, dists=[uniform()] * len(INPUTS), rng=seed)
    first, total = np.ravel(indices.first_order), np.ravel(indices.total_order)
    return pd.DataFrame({"input": INPUTS, "first": first, "total": total})
