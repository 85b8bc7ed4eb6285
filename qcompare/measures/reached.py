"""Ambition against what had been reached: how far a target lay above the national value known when the plan was issued.

The national goal is one yardstick, fixed in 2012. What the nation had already reached is a second (performance against
aspiration: Ma 2016). Values of the year of issue and later are hindsight and stand apart.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from qcompare.measures.results import measure


@measure("reached", "ambition", facts="crosswalk.achieved")
def reached(
    ambition: pd.DataFrame, plans: pd.DataFrame, facts: pd.DataFrame, goals: pd.DataFrame, canonical: pd.DataFrame
) -> pd.DataFrame:
    """Set each target with a national series beside the values of that series: known at issue, and in hindsight.

    ``distance`` = target - last value known when the plan was issued (mirrored where less is better); ``per_year`` divides
    it by the years from issue to the target's year. A value of one year counts as known from the next year on.
    ``distance_best`` is measured from the best year known then. ``later_low`` and ``later_high`` are the values that
    followed, up to the target's year: hindsight, which the plan could not have known.

    Only where target and series are both the same statistic as the goal (grade E) is the distance one of levels
    (``comparable``); the others are listed.

    Parameters
    ----------
    ambition
        Targets beside the national goals (:func:`qcompare.measures.ambition.ambition`).
    facts
        ``data/national/achieved.jsonl``: indicator, national_goal, grade, year, value.
    goals, canonical
        National goals and canonical indicators, for whether more or less is better.
    """
    issued = pd.to_numeric(plans.set_index("plan")["date_issued"].astype("string").str[:4], errors="coerce")
    targets = ambition[
        ambition["status"].eq("reviewed") & ambition["grade"].isin(["E", "N"]) & ambition["value"].notna()
        & (ambition["change"].eq("level") if "change" in ambition else True)  # a rise of 15 points is no level of 15
    ]  # fmt: skip
    polarity = (
        goals.set_index("national_goal")["canonical"].map(canonical.set_index("canonical")["polarity"]).fillna(1.0)
    )
    found = []
    for target in targets.to_dict("records"):
        start = issued.get(target["plan"])
        if pd.isna(start):
            continue
        sign = -1.0 if polarity.get(target["national_goal"], 1.0) < 0 else 1.0
        for series, rows in facts[facts["national_goal"] == target["national_goal"]].groupby("indicator", sort=False):
            row = _beside(target, rows.sort_values("year"), int(start), sign)
            if row:
                found.append({**{name: target[name] for name in _KEPT}, "series_zh": series, **row})
    return pd.DataFrame(found)


_KEPT = ("plan", "national_goal", "goal_zh", "goal_en", "indicator", "grade", "comparator", "value", "unit", "year", "year_source",
         "quote", "start", "end")  # fmt: skip


def _beside(target: dict[str, object], rows: pd.DataFrame, issued: int, sign: float) -> dict[str, object] | None:
    known, year = rows[rows["year"] < issued], target["year"]
    if known.empty:
        return None
    last, best = known.iloc[-1], known.loc[(known["value"] * sign).idxmax()]
    run = int(year) - issued if not pd.isna(year) else 0  # type: ignore[call-overload]
    distance = (float(target["value"]) - float(last["value"])) * sign  # type: ignore[arg-type]
    later = rows[(rows["year"] >= issued) & (rows["year"] <= (year if not pd.isna(year) else issued))]["value"]
    return {
        "series_en": last["indicator_en"], "series_grade": last["grade"], "issued": issued,
        "last_year": int(last["year"]), "last_value": float(last["value"]), "distance": distance, "years_to_run": run,
        "per_year": distance / run if run > 0 else np.nan, "best_year": int(best["year"]), "best_value": float(best["value"]),
        "distance_best": (float(target["value"]) - float(best["value"])) * sign,  # type: ignore[arg-type]
        "later_low": later.min() if len(later) else np.nan, "later_high": later.max() if len(later) else np.nan,
        "later_years": len(later), "comparable": target["grade"] == "E" and last["grade"] == "E",
    }  # fmt: skip
