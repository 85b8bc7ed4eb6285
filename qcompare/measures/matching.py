"""Proposed matches between indicators and national goals, for plans that nobody has judged.

A proposal is a starting point for a person: it carries a score and a reason, is marked ``proposed``, has at most
grade N, and no measure counts it as an exact match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from qcompare.lexicon import rows
from qcompare.measures.crosswalk import Crosswalk, fold, judged_plans
from qcompare.measures.results import measure
from qcompare.measures.segment import cut, standard

NEAR, FIELD = 80.0, 65.0
_CHUNK = 20_000
COLUMNS = [
    "plan", "target_indicator", "national_goal", "grade", "relation", "score", "reason", "suggested", "note", "status",
]  # fmt: skip


@cache
def _listed(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the rows of one kind of ``lexicon/measures/matching.csv``, longest first."""
    found = [(row["written"], row["usual"]) for row in rows("measures/matching") if row["kind"] == kind]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def words(indicator: str) -> str:
    """Return the words of an indicator, synonyms brought together, joined by spaces.

    >>> words("生产性服务业客户满意度")
    '生产性服务业 顾客 满意度'
    """
    return " ".join(cut(_usual(indicator))) or _usual(indicator)


def _usual(indicator: str) -> str:
    text = fold(indicator)
    for written, usual in _listed("synonym"):
        text = text.replace(written, usual)
    return standard(text)  # after the synonyms: the 数位 of 指数位次 is no 数字


@dataclass(frozen=True)
class Parts:
    """An indicator taken apart: what is counted (合格率), of what (农产品), and whether its words say anything."""

    head: str
    core: frozenset[str]
    text: str


# words that jieba leaves inside longer ones
_SCORES = ("%", "point", "分")  # what satisfaction is measured in
_SPLIT = ("生产性", "生活性", "抽查", "验收", "服务业", "农产品", "食品", "产品", "工程", "顾客", "制造业", "消费品")
_ANY = frozenset({"制造业", "消费品", "产业", "抽查"})  # what 质量竞争力 may be that of


@cache
def parts(indicator: str) -> Parts:
    """Return the statistic, and the telling words, of an indicator.

    >>> found = parts("主要农产品质量安全抽检合格率")
    >>> found.head, sorted(found.core)
    ('合格率', ['农产品', '抽查'])
    >>> sorted(parts("质量安全").core)
    []
    """
    text = _usual(indicator)
    for written, usual in _listed("kind_of"):
        text = text.replace(written, usual)
    ends = [(text.rfind(head), head) for head, _ in _listed("head") if head in text]
    head = max(ends)[1] if ends else ""
    if head == "满意度":
        text = _trades(indicator, text)
    rest = text.replace(head, " ") if head else text
    for word in _SPLIT:
        rest = re.sub(rf"(?<!农){word}" if word == "产品" else word, f" {word} ", rest)
    telling = {word for piece in rest.split() for word in (cut(piece) if len(piece) > 3 else [piece])}
    dull = re.compile("(?:" + "|".join(word for word, _ in _listed("generic")) + ")+")
    return Parts(head, frozenset(word for word in telling if len(word) > 1 and not dull.fullmatch(word)), text)


_BETWEEN = re.compile(r"[对的](?=满意|顾客)|业(?=满意|顾客)")


def _trades(written: str, usual: str) -> str:
    """Return an indicator of satisfaction with its trades named as services: those of consumers alone as 生活性.

    >>> _trades("旅游、商贸等行业顾客满意度", "旅游、商贸等行业顾客满意度"), _trades("景区游客满意度", "景区顾客满意度")
    ('服务业 顾客满意度', '生活性服务业 顾客满意度')
    """
    named = {word: kind for word, kind in _listed("trade") if word in written}
    if not named:
        return usual
    if "、" in written:  # a list of trades: those that are not known here are trades, too
        kind = "生活性服务业" if all(named.values()) else "服务业"
        return f"{kind} {'顾客' * ('顾客' in usual)}满意度"
    for word in sorted(named, key=lambda word: -len(word)):
        usual = re.sub(f"{word}(?:服务业|服务|业)?", "", usual)
    kind = "生活性服务业" if all(named.values()) and "生产性" not in usual else "服务业"
    usual = _BETWEEN.sub("", usual)
    return usual if "服务业" in usual and kind == "服务业" else f"{kind} {usual}"


def _crossed(one: str, other: str) -> bool:
    """Return whether two indicators name the two sides of a pair such as 生产性 and 生活性."""
    return any(
        a in one
        and b in other
        and b not in one
        and a not in other
        or b in one
        and a in other
        and a not in one
        and b not in other
        for a, b in _listed("opposed")
    )


def near(indicator: str, goal: str) -> bool:
    """Return whether two indicators are the same statistic, or would be but for scope or inspecting body.

    The statistic must be the same, and the telling words of one be among those of the other: 蔬菜 is a part of 农产品, and
    a rate without 抽查 is broader than one with it. Where neither names a statistic, likeness of words decides.

    >>> near("重点食品监督抽检合格率", "食品抽检合格率"), near("药品抽检合格率", "食品抽检合格率")
    (True, False)
    >>> near("生产性服务业顾客满意度", "生活性服务业顾客满意度"), near("质量安全", "产品质量安全指标")
    (False, False)
    """
    one, other = parts(indicator), parts(goal)
    if one.head != other.head or _crossed(one.text, other.text):
        return False
    if not one.head:
        return bool(one.core & other.core) and _likeness(words(indicator), words(goal)) >= NEAR
    if "抽查" in one.core and "抽查" not in other.core or "验收" in one.core and "验收" not in other.core:
        return False
    if not one.core or not other.core:  # 质量竞争力: the statistic says it all
        return one.head == "竞争力" and one.core | other.core <= _ANY
    return other.core <= one.core or one.core <= other.core


def same(indicator: str, goal: str) -> bool:
    """Return whether two indicators have the same words, synonyms brought together and in any order."""
    return sorted(words(indicator).split()) == sorted(words(goal).split())


def _likeness(one: str, other: str) -> float:
    """Return the likeness of two lists of words, 0-100: mean of set and sorted ratio.

    The set ratio alone would give 100 to any indicator that contains another.
    """
    return float(fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _scores(queries: list[str], choices: list[str]) -> np.ndarray:
    """Return the likeness of every query with every choice."""
    contained = process.cdist(queries, choices, scorer=fuzz.token_set_ratio, dtype=np.float32)
    whole = process.cdist(queries, choices, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    return (contained + whole) / 2


def _unit(rows: pd.DataFrame) -> pd.Series:
    return rows["unit"].fillna("").replace("分", "point").where(rows["type"].isin(["quantified", "absolute"]), "")


def propose(targets: pd.DataFrame, crosswalk: Crosswalk, *, field: float = FIELD) -> pd.DataFrame:
    """Propose national goals for the indicators of plans that nobody has judged.

    Parameters
    ----------
    targets
        Targets with ``judged`` (:func:`qcompare.measures.crosswalk.canonicalise`).
    field
        Likeness from which grade F is proposed where the statistics differ.

    Returns
    -------
    DataFrame
        plan, target_indicator, national_goal, grade (N or F), relation ("related"), score (0-100), reason (words in
        common), suggested (the grade that a person may want to give: E when the words are the same), status
        ("proposed"). Words that say nothing alone (质量安全) propose nothing; sides of a pair (生产性, 生活性) never cross.
    """
    open_ = targets[~targets["plan"].isin(judged_plans(crosswalk))]
    goals = crosswalk.goals
    if open_.empty:
        return pd.DataFrame(columns=COLUMNS)
    names = [name for name in open_["judged"].drop_duplicates() if parts(name).core or parts(name).head]
    goal_words = [words(text) for text in goals["indicator"]]
    known = list(zip(goals["national_goal"], goals["indicator"], strict=True))
    by_head: dict[str, list[int]] = {}
    for place, (_, text) in enumerate(known):
        by_head.setdefault(parts(text).head, []).append(place)
    found = []
    for at in range(0, len(names), _CHUNK):
        chunk = names[at : at + _CHUNK]
        score = _scores([words(name) for name in chunk], goal_words)
        for i, name in enumerate(chunk):
            alike = {j for j in by_head.get(parts(name).head, ()) if near(name, known[j][1])}
            for j in sorted(alike | set(np.flatnonzero(score[i] >= field).tolist())):
                goal, text = known[j]
                if _crossed(parts(name).text, parts(text).text):
                    continue
                common = sorted(set(words(name).split()) & set(goal_words[j].split()))
                found.append((name, goal, float(score[i, j]), " ".join(common), j in alike, same(name, text)))
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    pairs = pd.DataFrame(found, columns=["target_indicator", "national_goal", "score", "reason", "alike", "same"])
    here = open_.assign(measured=_unit(open_))[["plan", "judged", "measured"]].drop_duplicates()
    rows_ = here.merge(pairs, left_on="judged", right_on="target_indicator")
    unit = rows_["national_goal"].map(goals.assign(measured=_unit(goals)).set_index("national_goal")["measured"])
    # % and points, written out as 分 or not, all measure satisfaction; a count or a place in a list is another thing than a share
    score_like = rows_["measured"].isin(_SCORES) & unit.isin(_SCORES)
    same_unit = (rows_["measured"] == unit) | (rows_["measured"] == "") | (unit == "") | score_like
    rows_["grade"] = np.where(rows_["alike"].astype(bool) & same_unit, "N", "F")
    rows_["suggested"] = np.where(rows_["same"].astype(bool) & same_unit, "E", rows_["grade"])
    pairs_here = rows_[["plan", "target_indicator", "national_goal"]].itertuples(index=False, name=None)
    rows_ = rows_[[pair not in crosswalk.judged_pairs for pair in pairs_here]]
    rows_ = rows_.assign(
        relation="related", status="proposed", note="proposed by likeness of words: " + rows_["reason"]
    )
    # an indicator that a plan gives in two units is one pair: the nearer grade stands
    rows_ = rows_.sort_values(["grade", "suggested"], ascending=[False, True], kind="stable")
    rows_ = rows_.drop_duplicates(["plan", "target_indicator", "national_goal"])
    return rows_[COLUMNS].sort_values(
        ["plan", "national_goal", "score", "target_indicator"], ascending=[True, True, False, True], ignore_index=True
    )


@measure("matches")
def all_matches(targets: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    """Return the judged matches and, for plans that nobody has judged, the proposed ones.

    Columns: national_goal, plan, target_indicator, grade, relation, note, status; score, reason and suggested for
    proposals.
    """
    judged = crosswalk.matches[crosswalk.matches["plan"].isin(targets["plan"].unique())]
    return pd.concat([judged, propose(targets, crosswalk)], ignore_index=True)
