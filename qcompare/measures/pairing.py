"""Which rows of two codings of the same plans speak of the same commitment."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

MINIMUM = 0.5  # intersection over union of two quotes, as is usual for spans


def _iou(a: pd.DataFrame, b: pd.DataFrame, start: str, end: str) -> np.ndarray:
    """Return intersection over union of every span of ``a`` with every span of ``b`` (0 where one is missing)."""
    low_a, high_a = (a[c].to_numpy(float, na_value=np.nan)[:, None] for c in (start, end))
    low_b, high_b = (b[c].to_numpy(float, na_value=np.nan)[None, :] for c in (start, end))
    inner = np.clip(np.minimum(high_a, high_b) - np.maximum(low_a, low_b), 0, None)
    outer = np.maximum(high_a, high_b) - np.minimum(low_a, low_b)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(inner / outer)


def _same_text(one: pd.Series, two: pd.Series) -> bool:
    """Return whether two overlapping quotes agree where they overlap: else they come from different texts."""
    low, high = max(one["start"], two["start"]), min(one["end"], two["end"])
    return (
        one["quote"][low - one["start"] : high - one["start"]] == two["quote"][low - two["start"] : high - two["start"]]
    )


def pairs(coded: pd.DataFrame, reference: pd.DataFrame, *, minimum: float = MINIMUM) -> pd.DataFrame:
    """Pair the targets of two codings, one to one, plan by plan.

    Two targets can be a pair when their quotes, or the runs that state their levels, overlap with an
    intersection over union of at least ``minimum``, and the overlapping text is the same. Among all
    one-to-one pairings the one with the largest total overlap is taken (Hungarian method); the wording of
    the indicators decides where several targets share one level.

    Returns
    -------
    DataFrame
        Columns ``coded`` and ``reference``: index labels of the two tables.
    """
    from scipy.optimize import linear_sum_assignment

    found: list[tuple[object, object]] = []
    groups = dict(list(reference.groupby("plan", sort=True)))
    for plan, ours in coded.groupby("plan", sort=True):
        theirs = groups.get(plan)
        if theirs is None:
            continue
        quote = _iou(ours, theirs, "start", "end")
        level = _iou(ours, theirs, "level_start", "level_end")
        possible = (quote >= minimum) | (level >= minimum)
        score = np.where(possible, quote + level, 0.0)
        named, meant = (list(map(str, rows["indicator"])) for rows in (ours, theirs))
        for i, j in zip(*np.nonzero(possible), strict=True):
            score[i, j] += 0.5 + fuzz.ratio(named[i], meant[j]) / 100
        for i, j in zip(*linear_sum_assignment(score, maximize=True), strict=True):
            if possible[i, j] and _same_text(ours.iloc[i], theirs.iloc[j]):
                found.append((ours.index[i], theirs.index[j]))
    return pd.DataFrame(found, columns=["coded", "reference"])
