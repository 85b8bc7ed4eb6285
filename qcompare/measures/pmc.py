"""The PMC index, for readers who expect it (Ruiz Estrada 2011; brought to Chinese policy texts by 张永安).

PMC = sum over the main variables of the mean of their items, each 0 or 1. It measures which things a text mentions, not
how far a goal goes; items are chosen anew in every paper, and published means hardly differ between unrelated fields.
The items here are ``lexicon/measures/pmc.csv``, each one a pattern: with other items the index is another.
"""

from __future__ import annotations

import re

import pandas as pd

from qcompare.lexicon import rows
from qcompare.measures.results import measure


@measure("pmc", "pmc", main=True)
def pmc(sentences: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Return which items each plan meets, with the first sentence that does.

    The variable of time is taken from the plan's period (horizon minus year of issue): long above five years, middle
    from three, short below.
    """
    body = sentences[(sentences["part"] != "front") & (sentences["kind"] != "furniture")]
    issued = pd.to_numeric(plans["date_issued"].astype("string").str[:4], errors="coerce")
    span = (plans["horizon"].astype("Float64") - issued).set_axis(plans["plan"])
    found = []
    for plan, group in body.groupby("plan", sort=True):
        for row in rows("measures/pmc"):
            record = {"plan": plan, "variable": row["variable"], "variable_en": row["variable_en"], "item": row["item"]}
            if row["pattern"].startswith("years"):
                low, high = map(float, row["pattern"].split()[1:])
                years = span.get(plan)
                found.append(record | {"present": bool(pd.notna(years) and low <= years < high)})
                continue
            hit = next((text for text in group["text"] if re.search(row["pattern"], text)), None)
            found.append(record | {"present": hit is not None, "quote": hit})
    return pd.DataFrame(found)


@measure("pmc_index", "pmc")
def pmc_index(pmc: pd.DataFrame) -> pd.DataFrame:
    """Return the index of each plan, and by how much a rank can move when one variable is left out."""
    from scipy.stats import rankdata

    means = pmc.assign(present=pmc["present"].astype(float)).pivot_table(
        index="plan", columns="variable", values="present", aggfunc="mean"
    )
    if means.empty:
        return pd.DataFrame()
    index = means.sum(axis=1)
    base = rankdata(-index.round(12))
    shifts = [abs(rankdata(-(index - means[name]).round(12)) - base) for name in means]
    out = pd.DataFrame({"plan": means.index, "index": index.to_numpy(), "maximum": means.shape[1]})
    return out.assign(without=pd.DataFrame(shifts).max(axis=0).to_numpy())
