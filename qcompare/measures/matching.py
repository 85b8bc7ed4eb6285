"""Proposed matches between indicators and national goals, for plans that nobody has judged.

A proposal is a starting point for a person: it carries a score and a reason, is marked ``proposed``, has at most
grade N, and no measure counts it as an exact match.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from qcompare.measures.crosswalk import Crosswalk, fold, judged_plans
from qcompare.measures.results import measure
from qcompare.measures.segment import cut, standard

NEAR, FIELD = 80.0, 65.0
_SYNONYMS = {"一次性验收": "一次验收", "客户": "顾客", "用户": "顾客", "抽检": "抽查", "抽验": "抽查", "满意率": "满意度",
             "满意指数": "满意度", "其它": "其他", "一般性": "其他"}  # fmt: skip
_CHUNK = 20_000
COLUMNS = [
    "plan",
    "target_indicator",
    "national_goal",
    "grade",
    "relation",
    "score",
    "reason",
    "suggested",
    "note",
    "status",
]


@cache
def words(indicator: str) -> str:
    """Return the words of an indicator, synonyms brought together, joined by spaces.

    >>> words("生产性服务业客户满意度")
    '生产性服务业 顾客 满意度'
    """
    text = standard(fold(indicator))
    for written, usual in _SYNONYMS.items():
        text = text.replace(written, usual)
    return " ".join(cut(text)) or text


def _scores(queries: list[str], choices: list[str]) -> np.ndarray:
    """Return the likeness of every query with every choice, 0-100: mean of set and plain ratio of the words.

    The set ratio alone would give 100 to any indicator that contains another.
    """
    contained = process.cdist(queries, choices, scorer=fuzz.token_set_ratio, dtype=np.float32)
    whole = process.cdist(queries, choices, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    return (contained + whole) / 2


def _unit(rows: pd.DataFrame) -> pd.Series:
    return rows["unit"].fillna("").where(rows["type"].isin(["quantified", "absolute"]), "")


def propose(targets: pd.DataFrame, crosswalk: Crosswalk, *, near: float = NEAR, field: float = FIELD) -> pd.DataFrame:
    """Propose national goals for the indicators of plans that nobody has judged.

    Parameters
    ----------
    targets
        Targets with ``judged`` (:func:`qcompare.measures.crosswalk.canonicalise`).
    near, field
        Scores from which grade N or F is proposed. N also needs the goal's unit, where both have a number.

    Returns
    -------
    DataFrame
        plan, target_indicator, national_goal, grade (N or F), relation ("related"), score (0-100), reason (words in
        common), suggested (the grade that a person may want to give: E when the words are the same), status
        ("proposed").
    """
    open_ = targets[~targets["plan"].isin(judged_plans(crosswalk))]
    goals = crosswalk.goals
    if open_.empty:
        return pd.DataFrame(columns=COLUMNS)
    names = open_["judged"].drop_duplicates().tolist()
    goal_words = [words(text) for text in goals["indicator"]]
    found = []
    for at in range(0, len(names), _CHUNK):
        chunk = names[at : at + _CHUNK]
        score = _scores([words(name) for name in chunk], goal_words)
        for i, j in zip(*np.nonzero(score >= field), strict=True):
            common = sorted(set(words(chunk[i]).split()) & set(goal_words[j].split()))
            found.append((chunk[i], goals["national_goal"].iloc[j], float(score[i, j]), " ".join(common)))
    pairs = pd.DataFrame(found, columns=["target_indicator", "national_goal", "score", "reason"])
    here = open_.assign(measured=_unit(open_))[["plan", "judged", "measured"]].drop_duplicates()
    rows = here.merge(pairs, left_on="judged", right_on="target_indicator")
    wanted = goals.assign(measured=_unit(goals)).set_index("national_goal")["measured"]
    unit = rows["national_goal"].map(wanted)
    same_unit = (rows["measured"] == unit) | (rows["measured"] == "") | (unit == "")
    rows["grade"] = np.where((rows["score"] >= near) & same_unit, "N", "F")
    rows["suggested"] = np.where((rows["score"] >= 99.5) & same_unit, "E", rows["grade"])
    pairs_here = rows[["plan", "target_indicator", "national_goal"]].itertuples(index=False, name=None)
    rows = rows[[pair not in crosswalk.judged_pairs for pair in pairs_here]]
    rows = rows.assign(relation="related", status="proposed", note="proposed by likeness of words: " + rows["reason"])
    return rows[COLUMNS].sort_values(
        ["plan", "national_goal", "score"], ascending=[True, True, False], ignore_index=True
    )


@measure("matches")
def all_matches(targets: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    """Return the judged matches and, for plans that nobody has judged, the proposed ones.

    Columns: national_goal, plan, target_indicator, grade, relation, note, status; score, reason and suggested for
    proposals.
    """
    judged = crosswalk.matches[crosswalk.matches["plan"].isin(targets["plan"].unique())]
    return pd.concat([judged, propose(targets, crosswalk)], ignore_index=True)
