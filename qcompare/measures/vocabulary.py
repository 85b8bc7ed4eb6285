"""Vocabulary: which words are typical of a plan, how evenly they are spread, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from qcompare.errors import ParameterError, TooManyPlansError
from qcompare.measures.overview import short_place
from qcompare.measures.results import measure
from qcompare.measures.segment import cut, standard

FALSE = 0.05  # share of false discoveries among the words called typical
ONE_PLACE = 0.9  # dispersion from which a word stands in few places
Z95 = 1.959964
MOST = 500  # plans


def tokens(sentences: pd.DataFrame, skip: Iterable[str] = ()) -> pd.DataFrame:
    """Return the words of the plans: plan, paragraph, word, count. Furniture, title block and sign-off are left out.

    Parameters
    ----------
    sentences
        ``schema.SENTENCES``.
    skip
        Words to leave out, such as the places' own names, which are typical of their plans in no telling way.
    """
    body = sentences[(sentences["part"] != "front") & (sentences["kind"] != "furniture")]
    words = (
        body.assign(word=[cut(text) for text in body["text"]])[["plan", "paragraph", "word"]].explode("word").dropna()
    )
    words = words[~words["word"].isin(set(skip))]
    return words.groupby(["plan", "paragraph", "word"], sort=True).size().rename("count").reset_index()


@measure("tokens")
def own_tokens(sentences: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Return the words of the plans, those of their own places left out."""
    return tokens(sentences, plans["jurisdiction"].dropna().map(short_place))


def _dispersion(tokens: pd.DataFrame) -> pd.Series:
    """Gries' DP by plan and word: half the sum of |share of the word - share of the text| over paragraphs (Gries 2008)."""
    size = tokens.groupby(["plan", "paragraph"])["count"].sum().rename("size").reset_index()
    size["expected"] = size["size"] / size.groupby("plan")["size"].transform("sum")
    rows = tokens.merge(size, on=["plan", "paragraph"])
    observed = rows["count"] / rows.groupby(["plan", "word"])["count"].transform("sum")
    # paragraphs without the word contribute their expected share: 1 minus the expected share of those with it
    within = (observed - rows["expected"]).abs().groupby([rows["plan"], rows["word"]]).sum()
    without = 1 - rows.groupby(["plan", "word"])["expected"].sum()
    return (within + without) / 2


@measure("keyness", "vocabulary", main=True)
def keyness(tokens: pd.DataFrame, *, prior: float = 1000, minimum: int = 3) -> pd.DataFrame:
    """Return the words that each plan uses more or less than the other plans do.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008): the prior holds ``prior``
    pseudo-words in the proportions of all plans together, so rare words are pulled to zero. ``z`` is the ratio over
    its standard error; the interval is ±1.96 of it. Words of one text are not independent, so read the interval as a
    guide and look at ``dispersion`` (near 1: the word stands in one place) and at the words in context.

    Hundreds of words are tested at once, so some exceed 1.96 by chance. ``q`` is the two-sided p of z after Benjamini &
    Hochberg (1995) over all words of the plan; ``typical`` words have q up to .05, are used more than elsewhere and
    spread over the text. Those with a dispersion of .9 or more are ``concentrated``, and listed as such.

    Parameters
    ----------
    tokens
        See :func:`tokens`.
    prior
        Size of the prior, in words.
    minimum
        Words with fewer occurrences in all plans together are left out.

    Raises
    ------
    ParameterError
        If there are more plans than can be compared word by word.
    """
    from scipy.stats import false_discovery_control, norm

    if tokens["plan"].nunique() > MOST:
        raise TooManyPlansError(f"keyness compares up to {MOST} plans word by word: name the plans to compare")
    counts = tokens.pivot_table(index="word", columns="plan", values="count", aggfunc="sum", fill_value=0)
    if counts.shape[1] < 2:
        return pd.DataFrame()
    total = counts.sum(axis=1)
    alpha = prior * total / total.sum()
    sizes = counts.sum(axis=0)
    spread = _dispersion(tokens)
    found = []
    for plan in counts:
        here, rest = counts[plan], total - counts[plan]
        n, m = sizes[plan], sizes.sum() - sizes[plan]
        log_odds = np.log((here + alpha) / (n + prior - here - alpha)) - np.log(
            (rest + alpha) / (m + prior - rest - alpha)
        )
        error = np.sqrt(1 / (here + alpha) + 1 / (rest + alpha))
        found.append(
            pd.DataFrame(
                {
                    "plan": plan, "word": counts.index.to_numpy(), "count": here, "per_1000": 1000 * here / n, "rest_count": rest,
                    "rest_per_1000": 1000 * rest / m, "log_odds": log_odds, "z": log_odds / error,
                    "low": log_odds - Z95 * error, "high": log_odds + Z95 * error,
                    "dispersion": counts.index.map(spread.get(plan, pd.Series(dtype=float))),
                }
            )[total.ge(minimum).to_numpy()].reset_index(drop=True)
        )  # fmt: skip
    out = pd.concat(found)
    out["q"] = 2 * norm.sf(out["z"].abs())
    out["q"] = out.groupby("plan")["q"].transform(false_discovery_control)
    more, spread_out = (out["q"] <= FALSE) & (out["z"] > 0), out["dispersion"] < ONE_PLACE
    out = out.assign(typical=more & spread_out, concentrated=more & ~spread_out)
    return out.sort_values(["plan", "z", "word"], ascending=[True, False, True])


@measure("kwic", "vocabulary", asks=["word"])
def kwic(sentences: pd.DataFrame, word: str, *, width: int = 20) -> pd.DataFrame:
    """Return every place where a word stands, with ``width`` characters either side (keyword in context).

    Raises
    ------
    ParameterError
        If the word is empty.
    """
    if not word.strip():
        raise ParameterError("kwic: give a word to look for")
    body = sentences[sentences["kind"] != "furniture"]
    found = []
    for row in body.itertuples():
        text = standard(row.text)
        for match in re.finditer(re.escape(word), text):
            left, right = text[max(match.start() - width, 0) : match.start()], text[match.end() : match.end() + width]
            found.append({"plan": row.plan, "left": left, "word": word, "right": right, "heading": row.heading,
                          "start": row.start, "end": row.end})  # fmt: skip
    return pd.DataFrame(found)
