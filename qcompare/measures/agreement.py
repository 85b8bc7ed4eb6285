"""Agreement of two codings of the same plans: the parser and the hand coding, or two coders.

Percent agreement stands beside alpha (Stevens, Lyles & Berke 2014), and Gwet's AC1 where one value dominates. The package
krippendorff, which is under the GPL, is what the tests set our alpha beside; it lays out units × values × values, which for
some hundred indicators takes half a gigabyte.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from qcompare.measures.crosswalk import fold
from qcompare.measures.pairing import pairs
from qcompare.measures.results import measure

FIELDS = {
    "part": "nominal", "type": "nominal", "comparator": "nominal", "low": "interval", "high": "interval",
    "unit": "nominal", "change": "nominal", "baseline": "nominal", "year": "interval", "year_source": "nominal",
    "recurrence": "nominal", "strength": "nominal", "domain": "nominal", "indicator": "nominal", "level_text": "nominal",
    "parent": "nominal",
}  # fmt: skip
FIRM, TENTATIVE = 0.80, 0.667
ABSENT = "(none)"


def alpha(units: Sequence[Sequence[Any]], *, metric: str = "nominal") -> float:
    """Return Krippendorff's alpha for any number of coders, missing values allowed.

    alpha = 1 - observed / expected disagreement, over the coincidences of values within units.

    Parameters
    ----------
    units
        One sequence a unit: the coders' values; None or NaN is missing. Units with fewer than two values are left out.
    metric
        nominal, ordinal or interval.

    Returns
    -------
    float
        1 perfect, 0 what chance gives; NaN where all values are the same (nothing can be told apart).

    Examples
    --------
    >>> round(alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]), 3)
    0.533
    """
    kept = [[v for v in unit if v is not None and v == v] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    values, codes = np.unique([v for unit in kept for v in unit], return_inverse=True)
    if values.size < 2:
        return float("nan")
    scale = _scale(values, np.bincount(codes), metric)
    ends = np.cumsum([len(unit) for unit in kept])
    observed = sum(_disagreement(unit, scale) / (len(unit) - 1) for unit in np.split(codes, ends[:-1]))
    return float(np.round(1 - observed * (codes.size - 1) / _disagreement(codes, scale), 12))


def _scale(values: np.ndarray, counts: np.ndarray, metric: str) -> np.ndarray | None:
    """Return where each value lies (Krippendorff 2019, ch. 12); None where values are only the same or not."""
    if metric == "nominal":
        return None
    places = np.cumsum(counts) - counts / 2 if metric == "ordinal" else values.astype(float)
    return np.asarray(places - places.mean())  # years are large beside their differences


def _disagreement(codes: np.ndarray, scale: np.ndarray | None) -> float:
    """Return the squared differences of all ordered pairs, summed; from counts and sums, without a matrix of the pairs."""
    if scale is None:
        counts = np.bincount(codes).astype(float)
        return float(codes.size**2 - (counts**2).sum())
    at = scale[codes]
    return float(2 * (codes.size * (at**2).sum() - at.sum() ** 2))


def ac1(first: np.ndarray, second: np.ndarray) -> float:
    """Return Gwet's AC1 of two coders: chance agreement from the spread of values, so one common value does not ruin it.

    Gwet (2008): (a - e) / (1 - e), e = Σ p(1 - p) / (q - 1) over the q values that occur.
    """
    values, codes = np.unique(np.r_[first, second], return_inverse=True)
    if values.size < 2:
        return 1.0
    share = np.bincount(codes, minlength=values.size) / codes.size
    chance = (share * (1 - share)).sum() / (values.size - 1)
    return float(((first == second).mean() - chance) / (1 - chance))


def _paired(coded: pd.DataFrame, reference: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the paired rows of the two codings, in the same order."""
    both = coded[coded["plan"].isin(reference["plan"].unique())]
    same = pairs(both, reference)
    return both.loc[same["coded"]].reset_index(drop=True), reference.loc[same["reference"]].reset_index(drop=True)


@measure("detection", "robustness", coded="targets", reference="reviewed")
def detection(coded: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Return precision, recall and F1 of finding targets, by plan and by type, and pooled.

    A target is found when its quote or its level overlaps with one of the reference by half or more. A target is
    counted under the reference's type when found or missed, under its own when extra.
    """
    reference = reference.reset_index(drop=True)
    ours = coded[coded["plan"].isin(reference["plan"].unique())].reset_index(drop=True)
    same = pairs(ours, reference)
    frames = [
        reference.loc[same["reference"], ["plan", "type"]].assign(kind="found"),
        reference.drop(index=same["reference"])[["plan", "type"]].assign(kind="missed"),
        ours.drop(index=same["coded"])[["plan", "type"]].assign(kind="extra"),
    ]
    rows = pd.concat(frames, ignore_index=True)
    pooled = pd.concat([rows, rows.assign(plan="all"), rows.assign(type="all"), rows.assign(plan="all", type="all")])
    counts = pd.crosstab([pooled["plan"], pooled["type"]], pooled["kind"])
    out = counts.reindex(columns=["found", "missed", "extra"], fill_value=0)
    found = out["found"].astype(float)
    out["precision"] = (found / (out["found"] + out["extra"])).where(out["found"] + out["extra"] > 0)
    out["recall"] = (found / (out["found"] + out["missed"])).where(out["found"] + out["missed"] > 0)
    out["f1"] = 2 * found / (2 * found + out["missed"] + out["extra"])
    return out.reset_index()


def _values(rows: pd.DataFrame, field: str, metric: str) -> np.ndarray:
    """Return the values of a field as comparable objects; a missing value is a value of its own."""
    if metric == "interval":
        return rows[field].astype("Float64").to_numpy(float, na_value=np.nan)
    text = rows[field].astype("string").fillna(ABSENT)
    return (text.map(fold) if field in {"indicator", "baseline", "parent"} else text).to_numpy(str)


def _agree(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a == b) | (a != a) & (b != b)


def _bootstrap(measure: Callable[[np.ndarray], float], n: int, draws: int, seed: int) -> tuple[float, float]:
    """Return the 2.5 and 97.5 percentiles of a measure over resampled pairs."""
    rng = np.random.default_rng(seed)
    values = np.array([measure(rng.integers(0, n, n)) for _ in range(draws)])
    values = values[~np.isnan(values)]
    return (float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))) if values.size else (np.nan, np.nan)


def _verdict(value: float) -> str:
    return (
        "undefined" if np.isnan(value) else "firm" if value >= FIRM else "tentative" if value >= TENTATIVE else "weak"
    )


@measure("reliability", "robustness", settings=["seed"], coded="targets", reference="reviewed")
def reliability(
    coded: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    fields: Sequence[str] = tuple(FIELDS),
    draws: int = 999,
    seed: int = 20120206,
) -> pd.DataFrame:
    """Return agreement field by field on the targets that both codings found.

    ``verdict`` follows Krippendorff's customary limits: firm from .80, tentative from .667. Numbers and years are
    compared on the interval scale where both have one; percent agreement also counts "both have none". Intervals
    resample pairs and leave out that targets of one sentence depend on each other.
    """
    ours, theirs = _paired(coded.reset_index(drop=True), reference.reset_index(drop=True))
    found = []
    for field in fields if len(ours) else ():
        metric = FIELDS[field]
        a, b = _values(ours, field, metric), _values(theirs, field, metric)
        agree = _agree(a, b)
        value = alpha(list(zip(a.tolist(), b.tolist(), strict=True)), metric=metric)
        low, high = (
            _bootstrap(_alpha_of(a, b, metric), len(a), draws, seed) if len(a) and value == value else (np.nan, np.nan)
        )
        named = np.where(agree, "same", "other") if metric == "interval" else None
        gwet = np.nan if named is not None or not len(a) else ac1(a, b)
        found.append({"field": field, "metric": metric, "n": len(a), "agree": int(agree.sum()),
                      "percent": agree.mean() if len(a) else None, "alpha": value, "alpha_low": low, "alpha_high": high,
                      "ac1": gwet, "verdict": _verdict(value)})  # fmt: skip
    return pd.DataFrame(found)


def _alpha_of(a: np.ndarray, b: np.ndarray, metric: str) -> Callable[[np.ndarray], float]:
    """Return alpha as a function of the pairs drawn; two coders need only counts, so this is quick."""
    if metric == "interval":
        both = ~(np.isnan(a) | np.isnan(b))

        def numeric(rows: np.ndarray) -> float:
            rows = rows[both[rows]]
            x, y = a[rows], b[rows]
            pooled = np.r_[x, y]
            if pooled.size < 4 or pooled.var() == 0:
                return float("nan")
            return float(1 - ((x - y) ** 2).mean() / (2 * pooled.var(ddof=1)))

        return numeric
    codes = np.unique(np.r_[a, b], return_inverse=True)[1]
    x_all, y_all, size = codes[: len(a)], codes[len(a) :], int(codes.max()) + 1 if codes.size else 0

    def nominal(rows: np.ndarray) -> float:
        x, y = x_all[rows], y_all[rows]
        totals = np.bincount(np.r_[x, y], minlength=size).astype(float)
        n = totals.sum()
        expected = n * n - (totals**2).sum()
        return float("nan") if expected == 0 else float(1 - 2 * (x != y).sum() * (n - 1) / expected)

    return nominal


@measure("differences", "robustness", coded="targets", reference="reviewed")
def differences(coded: pd.DataFrame, reference: pd.DataFrame, *, fields: Sequence[str] = tuple(FIELDS)) -> pd.DataFrame:
    """List what differs: targets missed, targets extra, and each field in which paired targets disagree."""
    return differing(coded, reference, fields=fields)


def differing(coded: pd.DataFrame, reference: pd.DataFrame, *, fields: Sequence[str] = tuple(FIELDS)) -> pd.DataFrame:
    """Return what :func:`differences` lists, each row with all columns of its target (of the reference, where it has one)."""
    coded, reference = coded.reset_index(drop=True), reference.reset_index(drop=True)
    ours_all = coded[coded["plan"].isin(reference["plan"].unique())]
    same = pairs(ours_all, reference)
    missed = reference.drop(index=same["reference"]).assign(kind="missed", reference=lambda d: d["indicator"])
    extra = ours_all.drop(index=same["coded"]).assign(kind="extra", coded=lambda d: d["indicator"])
    ours, theirs = (
        coded.loc[same["coded"]].reset_index(drop=True),
        reference.loc[same["reference"]].reset_index(drop=True),
    )
    rows = [missed, extra]
    for field in fields:
        agree = _agree(_values(ours, field, FIELDS[field]), _values(theirs, field, FIELDS[field]))
        # filtered before they are assigned: an empty frame would take the rows of a full column
        values = {
            "reference": theirs.loc[~agree, field].astype("string"),
            "coded": ours.loc[~agree, field].astype("string"),
        }
        rows.append(theirs[~agree].assign(kind="field", field=field, **values))
    return pd.concat(rows, ignore_index=True).sort_values(["plan", "start", "kind", "field"])
