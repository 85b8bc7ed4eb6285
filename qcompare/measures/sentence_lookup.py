"""Which sentence a place in a plan lies in."""

from __future__ import annotations

import pandas as pd


def sentence_at(rows: pd.DataFrame, sentences: pd.DataFrame, columns: list[str], *, at: str = "start") -> pd.DataFrame:
    """Return columns of the sentence in which each row's offset ``at`` lies; index and order of ``rows``.

    Parameters
    ----------
    rows
        Has ``plan`` and the offset.
    sentences
        ``schema.SENTENCES``.
    """
    left = pd.DataFrame({"plan": rows["plan"].astype(object), "at": rows[at].astype("int64")}).reset_index(drop=True)
    right = sentences[columns].assign(plan=sentences["plan"].astype(object), at=sentences["start"].astype("int64"))
    left = left.rename_axis("row").reset_index().sort_values("at", kind="stable")
    found = pd.merge_asof(left, right.sort_values("at", kind="stable"), on="at", by="plan").sort_values("row")
    return found[columns].set_axis(rows.index)
