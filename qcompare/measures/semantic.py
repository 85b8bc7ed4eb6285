"""Alignment in wording, beside the judged matches: how close targets are worded to the outline's goals, and to each other.

Neither table decides anything: likeness is read against a shuffled baseline only, and shared wording without a goal is
where to look for a gap in the record of national goals.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from qcompare.measures.ambition import select_goals
from qcompare.measures.choices import BENCHMARK, Choices, choices
from qcompare.measures.crosswalk import fold
from qcompare.measures.results import measure
from qcompare.measures.reuse import LENGTH, MOST, running, spans
from qcompare.measures.segment import standard

COMPONENTS = 50  # of the truncated SVD
SHUFFLES = 200
SEED = 20120206
GOAL = 70.0  # likeness of a shared run to a goal's record from which the run is that goal's


def _bigrams(text: str) -> list[str]:
    plain = fold(standard(text))
    return [plain[i : i + 2] for i in range(len(plain) - 1)]


@measure("semantic", "alignment", choices=BENCHMARK, settings=["seed"])
def semantic(
    targets: pd.DataFrame, goals: pd.DataFrame, matches: pd.DataFrame, *, seed: int = SEED,
    chosen: Choices | None = None, **definitions: str,
) -> pd.DataFrame:  # fmt: skip
    """Return how close the targets of each goals section are worded to the outline's goals, against a shuffled baseline.

    Texts are TF-IDF weighted character bigrams reduced by truncated SVD (Deerwester et al. 1990; scikit-learn).
    ``likeness`` is the mean, over the plan's target clauses, of the cosine with the nearest goal. The baseline deals the
    plan's own bigrams out anew over its clauses, many times: the same vocabulary without its combinations.
    ``share_below`` is the share of shuffles that are less close. No threshold is used and nothing is called answered.

    ``first`` and ``first_five`` say how often the goal that a person matched is the nearest, or among the five nearest:
    how far such likeness can be trusted here.
    """
    chosen = chosen or choices(**definitions)
    wanted = select_goals(goals, chosen).reset_index(drop=True)
    clauses = targets[targets["part"] == "goals"].drop_duplicates(["plan", "start", "end"])
    clauses = clauses[clauses["quote"].map(lambda text: len(_bigrams(text)) > 1)].reset_index(drop=True)
    if len(clauses) < 2 or wanted.empty:
        return pd.DataFrame()
    space = _Space([*map(_bigrams, wanted["indicator"]), *map(_bigrams, clauses["quote"])], seed)
    theirs, rng = space.place([_bigrams(text) for text in wanted["indicator"]]), np.random.default_rng(seed)
    judged = matches[matches["status"].eq("reviewed") & matches["grade"].isin(["E", "N"])]
    found = []
    for plan, group in clauses.groupby("plan", sort=True):
        texts = [_bigrams(text) for text in group["quote"]]
        near = space.place(texts) @ theirs.T
        # the last digits of a product of matrices depend on how many cores share it
        likeness, baseline = round(float(near.max(axis=1).mean()), 12), _baseline(space, texts, theirs, rng).round(12)
        found.append({
            "plan": plan, "clauses": len(texts), "likeness": likeness, "baseline": round(float(baseline.mean()), 12),
            "baseline_high": round(float(np.percentile(baseline, 95)), 12), "share_below": float((baseline < likeness).mean()),
            "shuffles": SHUFFLES, **_trust(near, group, judged[judged["plan"] == plan], wanted),
        })  # fmt: skip
    return pd.DataFrame(found)


class _Space:
    """Bags of bigrams as unit vectors: TF-IDF, then truncated SVD."""

    def __init__(self, texts: list[list[str]], seed: int) -> None:
        from sklearn.decomposition import TruncatedSVD  # slow to import, needed here only
        from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

        self.count, self.weigh = CountVectorizer(analyzer=list), TfidfTransformer()
        weighted = self.weigh.fit_transform(self.count.fit_transform(texts))
        size = max(1, min(COMPONENTS, min(weighted.shape) - 1))
        self.reduce = TruncatedSVD(size, random_state=seed).fit(weighted)

    def place(self, texts: list[list[str]]) -> np.ndarray:
        """Return the texts as vectors of length one."""
        return self._placed(self.count.transform(texts))

    def shuffled(self, texts: list[list[str]], rng: np.random.Generator) -> np.ndarray:
        """Return the vectors of the texts when their bigrams are dealt out anew over them, many times: shuffle × text × component."""
        from scipy.sparse import csr_matrix

        known = self.count.vocabulary_
        pooled = np.array([known[bigram] for text in texts for bigram in text])
        dealt = np.concatenate([rng.permutation(pooled) for _ in range(SHUFFLES)])
        rows = np.repeat(np.arange(SHUFFLES * len(texts)), [len(text) for text in texts] * SHUFFLES)
        counts = csr_matrix((np.ones(len(dealt)), (rows, dealt)), shape=(SHUFFLES * len(texts), len(known)))
        return self._placed(counts).reshape(SHUFFLES, len(texts), -1)

    def _placed(self, counts: Any) -> np.ndarray:
        vectors = self.reduce.transform(self.weigh.transform(counts))
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(length > 0, length, 1))


def _baseline(space: _Space, texts: list[list[str]], theirs: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.array([float((one @ theirs.T).max(axis=1).mean()) for one in space.shuffled(texts, rng)])


def _trust(near: np.ndarray, group: pd.DataFrame, judged: pd.DataFrame, goals: pd.DataFrame) -> dict[str, Any]:
    """Return how often the judged goal of a clause is the nearest, or among the five nearest."""
    column = {goal: place for place, goal in enumerate(goals["national_goal"])}
    ranks = []
    for place, indicator in enumerate(group["judged"]):
        mine = [
            column[goal]
            for goal in judged.loc[judged["target_indicator"] == indicator, "national_goal"]
            if goal in column
        ]
        if mine:
            order = np.argsort(-near[place], kind="stable")
            ranks.append(min(int(np.flatnonzero(order == goal)[0]) for goal in mine))
    n = len(ranks)
    return {
        "judged_clauses": n,
        "first": np.mean(np.array(ranks) == 0) if n else None,
        "first_five": np.mean(np.array(ranks) < 5) if n else None,
    }


@measure("formulas", "alignment", control="control")
def formulas(
    sentences: pd.DataFrame, targets: pd.DataFrame, goals: pd.DataFrame, matches: pd.DataFrame, *, control: list[str] | None = None,
    length: int = LENGTH,
) -> pd.DataFrame:  # fmt: skip
    """List wording of the goals sections that two or more plans share and that is found in no record of a national goal.

    Such runs show where the record of the outline may be incomplete: what several plans word alike without a known goal may
    stand in the outline, in a provincial document, or be a standard phrase. Look before adding a goal. A run is a goal's
    where it is worded like the goal's record, or where a person matched a target in it.
    """
    section = sentences[(sentences["part"] == "goals") & (sentences["kind"] != "furniture")]
    names = section["plan"].unique()
    if not 2 <= len(names) <= MOST:
        return pd.DataFrame()
    texts = {str(plan): running(group) for plan, group in section.groupby("plan", sort=True)}
    shared = spans(texts, control=control or [], length=length)
    records = [fold(standard(text)) for text in goals["indicator"]]
    answered = targets.merge(
        matches.loc[matches["status"].eq("reviewed") & matches["grade"].isin(["E", "N"]), ["plan", "target_indicator"]].drop_duplicates(),
        left_on=["plan", "judged"], right_on=["plan", "target_indicator"],
    )  # fmt: skip
    runs: dict[str, dict[str, Any]] = {}
    for row in shared.sort_values("length", ascending=False, kind="stable").itertuples():
        known = next((text for text in runs if row.text in text or fuzz.partial_ratio(row.text, text) >= 90), None)
        entry = runs.setdefault(
            known or row.text, {"plans": set(), "plan": row.plan, "start": row.start, "end": row.end, "goal": False}
        )
        entry["plans"] |= {row.plan, row.other}
        here = answered[answered["plan"] == row.plan]
        entry["goal"] |= bool(((here["start"] < row.end) & (here["end"] > row.start)).any())
    found = []
    for text, entry in runs.items():
        likeness = [fuzz.partial_ratio(record, text) for record in records]
        best = int(np.argmax(likeness))
        if entry["goal"] or likeness[best] >= GOAL:
            continue
        found.append({"text": text, "length": len(text), "plans": len(entry["plans"]), "plans_named": " ".join(sorted(entry["plans"])),
                      "nearest_goal": goals["national_goal"].iloc[best], "likeness": float(likeness[best]),
                      "plan": entry["plan"], "start": entry["start"], "end": entry["end"]})  # fmt: skip
    out = pd.DataFrame(
        found, columns=["text", "length", "plans", "plans_named", "nearest_goal", "likeness", "plan", "start", "end"]
    )
    return out.sort_values(["plans", "length", "text"], ascending=[False, False, True])
