"""Which task areas of the outline a plan answers: a person says so, two scores propose where to look."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qcompare.measures.results import measure
from qcompare.measures.segment import cut, standard

K1, B = 1.5, 0.75
ENOUGH = 100
SCORERS = {"bm25": "score", "bigram": "score_bigram"}


def paragraphs(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the paragraphs of the plans with their headings: plan, paragraph, text, start, end."""
    body = sentences[(sentences["part"] != "front") & (sentences["kind"] != "furniture")]
    out = body.groupby(["plan", "paragraph"], sort=True).agg(
        heading=("heading", "first"),
        text=("text", "".join),
        start=("start", "min"),
        end=("end", "max"),
        kind=("kind", "first"),
    )
    last = out["heading"].fillna("").str.split(" / ").str[-1]
    out["text"] = (last + "。").where(last != "", "") + out["text"]
    return out.reset_index()


def _bm25(queries: list[str], texts: list[str]) -> np.ndarray:
    """Return BM25(query, text) / BM25(query, query), queries × texts (Robertson & Zaragoza 2009); IDF over the texts."""
    from sklearn.feature_extraction.text import CountVectorizer  # slow to import, needed here only

    counter = CountVectorizer(analyzer=cut)
    documents = counter.fit_transform([*texts, *queries])
    n = len(texts)
    frequency = np.asarray((documents[:n] > 0).sum(axis=0)).ravel()
    idf = np.log(1 + (n - frequency + 0.5) / (frequency + 0.5))
    size = np.asarray(documents.sum(axis=1)).ravel()
    length = K1 * (1 - B + B * size / max(size[:n].mean(), 1))
    wanted = (documents[n:] > 0).astype(float).multiply(idf).tocsr()
    weighted = documents.astype(float).tocoo()
    weighted.data = weighted.data * (K1 + 1) / (weighted.data + length[weighted.row])
    score = (wanted @ weighted.tocsr().T).toarray()
    own = np.diag(score[:, n:])
    return score[:, :n] / np.where(own > 0, own, 1)[:, None]


def _bigram(queries: list[str], texts: list[str]) -> np.ndarray:
    """Return the cosine of TF-IDF weighted character bigrams."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 2)).fit([*texts, *queries])
    return np.asarray((vectors.transform(queries) @ vectors.transform(texts).T).todense())


@measure("headings", "alignment", national="crosswalk.headings")
def headings(
    sentences: pd.DataFrame, plans: pd.DataFrame, national: pd.DataFrame, labels: pd.DataFrame
) -> pd.DataFrame:
    """Set each sub-heading of the outline beside each plan: a person's label, and the best candidate paragraph (A4).

    The label (addressed, partly, no) is what counts; the scores only say where to look, and a heading of ten words is a
    weak query. Sub-headings that no page supports are provisional.

    Parameters
    ----------
    national
        heading, part, part_zh, heading_zh, confidence.
    labels
        heading, plan, label, quote.
    """
    texts = paragraphs(sentences)
    if texts.empty or national.empty:
        return pd.DataFrame()
    queries = [standard(text) for text in national["heading_zh"]]
    plain = [standard(text) for text in texts["text"]]
    score, second = _bm25(queries, plain), _bigram(queries, plain)
    found = []
    for plan, group in texts.groupby("plan", sort=True):
        at = group.index.to_numpy()
        best = at[score[:, at].argmax(axis=1)]
        one = national.assign(
            plan=plan, score=score[np.arange(len(national)), best], score_bigram=second[:, at].max(axis=1),
            candidate=texts.loc[best, "text"].to_numpy(), start=texts.loc[best, "start"].to_numpy(),
            end=texts.loc[best, "end"].to_numpy(),
        )  # fmt: skip
        found.append(one)
    out = pd.concat(found, ignore_index=True).merge(labels, on=["heading", "plan"], how="left")
    cites = plans.set_index("plan").get("cites_outline", pd.Series(dtype=bool))
    return out.assign(
        provisional=out["confidence"] != "supported", quote=out["quote"].where(out["quote"].fillna("") != "", out["candidate"]),
        part=out["part"].astype(int), cites_outline=out["plan"].map(cites),
    )  # fmt: skip


def _counts(addressed: np.ndarray, said: np.ndarray) -> tuple[float, float, float]:
    """Return precision, recall and F1 (scikit-learn's); missing where nothing is there to divide by."""
    from sklearn.metrics import precision_recall_fscore_support

    precision, recall, f1, _ = precision_recall_fscore_support(
        addressed, said, average="binary", pos_label=True, zero_division=np.nan
    )
    return float(precision), float(recall), float(f1)


def _threshold(score: np.ndarray, addressed: np.ndarray) -> float:
    """Return the threshold with the highest F1; the lowest of equals."""
    from sklearn.metrics import precision_recall_curve

    precision, recall, values = precision_recall_curve(addressed, score)
    both = (precision + recall)[:-1]
    f1 = np.divide(2 * precision[:-1] * recall[:-1], both, out=np.zeros_like(both), where=both > 0)
    return float(values[int(np.argmax(f1.round(12)))])


@measure("heading_check", "alignment")
def heading_check(headings: pd.DataFrame) -> pd.DataFrame:
    """Say how well each score agrees with the labels: threshold chosen on the other plans, tested on the plan left out.

    "Partly" counts as addressed. Below 100 labelled pairs ``enough`` is false and no threshold should be used. The row
    ``always`` takes every heading as answered: a score that does no better has no skill.
    """
    known = headings[headings["label"].isin(["addressed", "partly", "no"])]
    plans = sorted(known["plan"].unique())
    found = []
    for scorer, column in SCORERS.items():
        decisions = []
        for plan in plans if len(plans) > 1 else []:
            rest, test = known[known["plan"] != plan], known[known["plan"] == plan]
            limit = _threshold(rest[column].to_numpy(float), rest["label"].ne("no").to_numpy(bool))
            truth, said = test["label"].ne("no").to_numpy(bool), test[column].to_numpy(float) >= limit
            decisions.append((truth, said))
            found.append((scorer, plan, limit, len(test), *_counts(truth, said)))
        if decisions:
            truth, said = (np.concatenate(side) for side in zip(*decisions, strict=True))
            found.append((scorer, "all", np.nan, len(truth), *_counts(truth, said)))
    if len(plans) > 1:
        truth = known["label"].ne("no").to_numpy(bool)
        found.append(("always", "all", np.nan, len(truth), *_counts(truth, np.ones(len(truth), dtype=bool))))
    out = pd.DataFrame(found, columns=["scorer", "left_out", "threshold", "n", "precision", "recall", "f1"])
    return out.assign(enough=len(known) >= ENOUGH)
