"""Words of a plan that bear on how definite it is: hedging, and provisions for checking what is done."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from qcompare.measures.results import result
from qcompare.measures.words import pattern, rows


def _hedge_pattern() -> re.Pattern[str]:
    """Return one pattern for all hedging words, longest first, each with what must not stand beside it."""
    words = sorted(rows("hedges"), key=lambda row: -len(row["word"]))
    return re.compile("|".join(map(_one, words)))


def _one(row: dict[str, str]) -> str:
    # look-behind needs one width at a time
    before = "".join(f"(?<!{word})" for word in row["unless_before"].split("|") if word)
    after = f"(?!{row['unless_after']})" if row["unless_after"] else ""
    return f"{before}{re.escape(row['word'])}{after}"


@result("hedges")
def hedges(sentences: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Count hedging words in the goals part of each plan (S6), per 1,000 Han characters.

    The list is ``words/hedges.csv``, made after the dictionary of degree words for science plans of 郑新曼 and
    董瑜 (2023): words of degree, pace, quantity and modality. A description of style, not a measure of intent.
    """
    goals = sentences[(sentences["part"] == "goals") & (sentences["kind"] != "furniture")]
    find, kind = _hedge_pattern(), {row["word"]: row["kind"] for row in rows("hedges")}
    han = plans.set_index("plan")["han_goals"]
    found = []
    for plan, texts in goals.groupby("plan", sort=True)["text"]:
        counted = Counter(word for text in texts for word in find.findall(text))
        found += [
            {"plan": plan, "word": word, "kind": kind[word], "count": n,
             "per_1000": 1000 * n / han[plan] if han[plan] else None}
            for word, n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        ]  # fmt: skip
    return pd.DataFrame(found, columns=["plan", "word", "kind", "count", "per_1000"])


@result("verification")
def verification(sentences: pd.DataFrame) -> pd.DataFrame:
    """Check off, plan by plan, provisions for verifying that the plan is carried out (S7).

    Each row gives the first sentence that names the provision; ``cycle`` names how often, where the sentence says
    so (每季度, 每年), or that it is left open (定期, 适时). Absence here is absence from the published text.
    """
    body = sentences[(sentences["part"] != "front") & (sentences["kind"] == "text")]
    often = re.compile(pattern("cycles"))
    found = []
    for plan, group in body.groupby("plan", sort=True):
        for row in rows("checklist"):
            hits = group[group["text"].str.contains(row["pattern"], regex=True)]
            first = hits.iloc[0] if len(hits) else None
            record = {"plan": plan, "item": row["item"], "present": first is not None, "count": len(hits)}
            if first is not None:
                match = re.search(row["pattern"], first["text"])
                named = often.search(match.group()) if match and "cycle" in row["item"] else None
                record |= {"cycle": named.group() if named else None, "quote": first["text"],
                           "start": first["start"], "end": first["end"]}  # fmt: skip
            found.append(record)
    return pd.DataFrame(found)
