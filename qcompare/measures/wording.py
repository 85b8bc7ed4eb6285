"""Words of a plan that bear on how definite it is: hedging, and provisions for checking what is done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from typing import Any

import pandas as pd

from qcompare.lexicon import pattern, rows
from qcompare.measures.results import measure


def _hedge_pattern() -> re.Pattern[str]:
    """Return one pattern for all hedging words, longest first, each with what must not stand beside it."""
    words = sorted(rows("measures/hedges"), key=lambda row: -len(row["word"]))
    first = "".join(sorted({row["word"][0] for row in words}))
    return re.compile(f"(?=[{first}])(?:{'|'.join(map(_one, words))})")  # the first character decides at once


def _one(row: dict[str, str]) -> str:
    # look-behind needs one width at a time
    before = "".join(f"(?<!{word})" for word in row["not_after"].split("|") if word)
    after = f"(?!{row['not_before']})" if row["not_before"] else ""
    return f"{before}{re.escape(row['word'])}{after}"


@measure("hedges", "specificity")
def hedges(sentences: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Count hedging words in the goals part of each plan (S6), per 1,000 Han characters.

    The list is ``lexicon/measures/hedges.csv``, made after the dictionary of degree words for science plans of 郑新曼 and
    董瑜 (2023): words of degree, pace, quantity and modality. A description of style, not a measure of intent.
    """
    goals = sentences[(sentences["part"] == "goals") & (sentences["kind"] != "furniture")]
    find, kind = _hedge_pattern(), {row["word"]: row["kind"] for row in rows("measures/hedges")}
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


@measure("verification", "specificity")
def verification(sentences: pd.DataFrame) -> pd.DataFrame:
    """Check off, plan by plan, provisions for verifying that the plan is carried out (S7).

    A sentence that holds the words is a provision only where the issuer or its departments act, or the plan's own work is
    what is checked (``lexicon/measures/actors.csv``): in its words, or by its heading. Words said of firms that lead
    research, or of a raid on products, are mentions: ``mentions`` counts them, and they make nothing present. Each row
    gives the first provision, else the first mention; ``cycle`` names how often, where the provision says so (每季度,
    每年), or that it is left open (定期, 适时). Absence here is absence from the published text.
    """
    body = sentences[(sentences["part"] != "front") & (sentences["kind"] == "text")]
    body = body.assign(acts=_acted(body))
    often = re.compile(pattern("measures/cycles"))
    plans = sorted(body["plan"].unique())
    found = []
    for row in rows("measures/checklist"):
        hits = body[body["text"].str.contains(row["pattern"], regex=True)].sort_values(
            "acts", ascending=False, kind="stable"
        )
        counts = hits.groupby("plan")["acts"].agg(["sum", "size"])
        first = hits.drop_duplicates("plan").set_index("plan")[["text", "start", "end"]].to_dict("index")
        for plan in plans:
            count, hit = (int(counts.loc[plan, name]) if plan in first else 0 for name in ("sum", "size"))
            record = {"plan": plan, "item": row["item"], "present": count > 0, "count": count, "mentions": hit - count}
            found.append(record | (_named(first[plan], row, often, count > 0) if plan in first else {}))
    order = {row["item"]: place for place, row in enumerate(rows("measures/checklist"))}
    out = pd.DataFrame(
        found, columns=["plan", "item", "present", "count", "mentions", "cycle", "quote", "start", "end"]
    )
    return out.sort_values(["plan", "item"], key=lambda c: c.map(order) if c.name == "item" else c)


def _acted(body: pd.DataFrame) -> pd.Series:
    """Return in which sentences the issuer or its departments act, or the plan's own work is what is acted on."""
    said = {row["kind"]: row["pattern"] for row in rows("measures/actors")}
    heading = body["heading"].fillna("").str.split(" / ").str[-1] if "heading" in body else pd.Series("", body.index)
    bodies = body["text"].str.contains(f"{said['body']}|{said['work']}") | heading.str.contains(said["heading"])
    return bodies & ~body["text"].str.contains(f"{said['firm']}|{said['raid']}")


def _named(
    sentence: dict[Hashable, Any], row: dict[str, str], often: re.Pattern[str], provided: bool
) -> dict[str, Any]:
    """Return the sentence that names a provision, and the cycle where it is one of time."""
    match = re.search(row["pattern"], sentence["text"])
    cycle = often.search(match.group()) if match and provided and "cycle" in row["item"] else None
    return {
        "cycle": cycle.group() if cycle else None,
        "quote": sentence["text"],
        "start": sentence["start"],
        "end": sentence["end"],
    }
