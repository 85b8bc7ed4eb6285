"""Indicators as written → canonical indicators, and which national goals they speak of.

The tables are data that people judge (``data/crosswalk/``, ``data/national/``, ``data/reference/``). A judgement
holds for a place in a text: :func:`anchor` carries it from the reference coding to another coding of the same
text, however that coding words the indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from qcompare import benchmark
from qcompare.corrections.judgements import Judgement
from qcompare.errors import SchemaError
from qcompare.measures import own_goals
from qcompare.measures.judged import Crosswalk, lay_over
from qcompare.measures.pairing import pairs
from qcompare.measures.results import measure
from qcompare.paths import data_dir, shipped_data_dir
from qcompare.schema import frame

GRADES = ("E", "N", "F")
_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉「」『』、,，。;；:：()（）\[\]【】的]")
_PLACE = re.compile(r"^(?:全市|全省|全区|全县|我市|我省|本市|本省|市内|省内)")


@cache
def fold(text: str) -> str:
    """Return an indicator's words without quotation marks, punctuation, 的 and a leading scope word.

    >>> fold("全市“天津品牌”的数量")
    '天津品牌数量'
    """
    return _PLACE.sub("", _MARKS.sub("", text))


def load(folder: str | Path | None = None, judgements: Iterable[Judgement] = ()) -> Crosswalk:
    """Read the judged tables from the data folder, and lay judgements of a study over them.

    Raises
    ------
    SchemaError
        If a table names a canonical indicator, goal or grade that does not exist.
    """
    own = None if folder else benchmark.current()
    shipped, made = _load(str(folder or data_dir())), tuple(judgements)
    if own is not None:
        shipped = own_goals.set_beside(shipped, own)
    return lay_over(shipped, made) if made else shipped


def shipped() -> Crosswalk:
    """Return the judged tables that come with the project: what is said of how they were made holds of no others."""
    return _load(str(shipped_data_dir()))


@cache
def _load(folder: str) -> Crosswalk:
    home = Path(folder)
    read = {
        name: pd.read_csv(home / "crosswalk" / f"{name}.csv", dtype="string", keep_default_na=False)
        for name in (
            "canonical",
            "indicators",
            "goal_matches",
            "documents",
            "goal_domains",
            "headings",
            "heading_labels",
        )
    }
    canonical = read["canonical"]
    for column in ("polarity", "floor", "ceiling"):
        canonical[column] = pd.to_numeric(canonical[column], errors="coerce").astype("Float64")
    numeric = pd.read_csv(home / "reference" / "national_matches.csv", dtype="string", keep_default_na=False)
    matches = pd.concat([numeric.assign(status="reviewed"), read["goal_matches"]], ignore_index=True)
    goals = _goals(home / "national" / "goals.jsonl", read)
    reviewed = pd.read_json(home / "reference" / "targets.jsonl", lines=True, dtype=False)
    _check(canonical, read["indicators"], goals, matches)
    achieved = pd.read_json(home / "national" / "achieved.jsonl", lines=True, dtype=False)
    made = Crosswalk(
        canonical, read["indicators"], goals, matches, read["documents"], read["headings"], read["heading_labels"],
        frame("targets", reviewed.astype(object).where(reviewed.notna(), None).to_dict("records")),
        pd.read_csv(home / "reference" / "blind_errors.csv"), achieved,
        pd.read_csv(home / "reference" / "matching_pairs.csv", dtype="string", keep_default_na=False),
    )  # fmt: skip
    return replace(made, complete=frozenset(made.reviewed["plan"]) | frozenset(made.matches["plan"]))


def _goals(path: Path, read: dict[str, pd.DataFrame]) -> pd.DataFrame:
    goals = pd.read_json(path, lines=True, dtype=False).rename(columns={"id": "national_goal"})
    goals["pages"] = goals["support"].map(len)
    goals["year"] = goals["year"].astype("Int64")
    goals[["low", "high"]] = goals[["low", "high"]].astype("Float64")
    documents = read["documents"]
    prefix = goals["national_goal"].str.extract(r"^([A-Z0-9]+-)", expand=False)
    goals["benchmark"] = prefix.map(documents.set_index("prefix")["benchmark"])
    goals["issued"] = prefix.map(documents.set_index("prefix")["year"].astype("Int64"))
    goals["issued_on"] = prefix.map(documents.set_index("prefix")["issued"]).replace("", pd.NA)
    goals["domain"] = goals["national_goal"].map(read["goal_domains"].set_index("national_goal")["domain"])
    goals["canonical"] = goals["indicator"].map(read["indicators"].set_index("indicator")["canonical"])
    return goals


def _check(canonical: pd.DataFrame, indicators: pd.DataFrame, goals: pd.DataFrame, matches: pd.DataFrame) -> None:
    """Refuse judgements about things that do not exist."""
    for what, given, valid in (
        ("canonical indicator", indicators["canonical"], canonical["canonical"]),
        ("national goal", matches["national_goal"], goals["national_goal"]),
        ("grade", matches["grade"], pd.Series(GRADES)),
    ):
        strange = sorted(set(given) - set(valid))
        if strange:
            raise SchemaError(f"crosswalk: unknown {what}: {', '.join(map(str, strange[:5]))}")
    key = ["national_goal", "plan", "target_indicator"]
    twice = matches.loc[matches.duplicated(key), key].head(3).agg(" / ".join, axis=1)
    if len(twice):
        raise SchemaError(f"crosswalk: judged twice, keep one row: {'; '.join(twice)}")


def anchor(targets: pd.DataFrame, reviewed: pd.DataFrame) -> pd.Series:
    """Return, for each target, the indicator under which people judged the same commitment.

    Where the judged coding has the commitment at the same place of the same text, its wording; otherwise
    the target's own wording.
    """
    known = targets[targets["plan"].isin(reviewed["plan"].unique())]
    same = pairs(known, reviewed)
    wording = targets["indicator"].copy()
    wording.loc[same["coded"]] = reviewed.loc[same["reference"], "indicator"].to_numpy()
    return wording


def _anchored(targets: pd.DataFrame, crosswalk: Crosswalk) -> pd.Series:
    """Return the indicator as judged: in the reference coding, or in a study by the level that was judged."""
    wording = anchor(targets, crosswalk.reviewed)
    spans = crosswalk.judged_spans
    if spans.empty:
        return wording
    there = targets[targets["plan"].isin(spans["plan"].unique())]
    same = pairs(there, spans)
    # a study judges some of a plan's targets only: another one in the same quote must not take over the judgement
    start = spans.loc[same["reference"], "level_start"].to_numpy(float, na_value=-1)
    level = targets.loc[same["coded"], "level_start"].to_numpy(float, na_value=-1)
    same = same[start == level]
    wording.loc[same["coded"]] = spans.loc[same["reference"], "indicator"].to_numpy()
    return wording


@measure("reviewed")
def reviewed_here(crosswalk: Crosswalk, plans_read: pd.DataFrame) -> pd.DataFrame:
    """Return the hand coding of those plans at hand that have one."""
    return crosswalk.reviewed[crosswalk.reviewed["plan"].isin(plans_read["plan"])]


@measure("judged")
def judged_plans(crosswalk: Crosswalk) -> set[str]:
    """Return the plans whose matches to the national goals people have judged in full."""
    return set(crosswalk.complete)


def is_judged(crosswalk: Crosswalk, plan: str, goal: str) -> bool:
    """Return whether somebody has judged what a plan says of a national goal."""
    return plan in crosswalk.complete or (plan, goal) in crosswalk.judged_cells


def canonicalise(targets: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    """Return the targets with what the crosswalk knows about each indicator.

    Returns
    -------
    DataFrame
        The targets with ``judged`` (the indicator as judged, see :func:`anchor`), ``canonical`` (missing where
        the crosswalk does not hold the wording), ``key`` (canonical, else the folded wording: what "distinct
        indicators" counts), ``kind``, ``polarity``, ``floor``, ``ceiling``. Index and order are kept.
    """
    known = {fold(row.indicator): row.canonical for row in crosswalk.indicators.itertuples()}
    judged = _anchored(targets, crosswalk)
    folded = judged.map(fold)
    canonical = folded.map(known).astype("string")
    facts = crosswalk.canonical.set_index("canonical")[["kind", "polarity", "floor", "ceiling"]]
    out = targets.assign(judged=judged, canonical=canonical, key=canonical.fillna(folded))
    for column in facts:
        out[column] = canonical.map(facts[column])
    percent = out["kind"].isna() & (out["unit"] == "%") & (out["change"] == "level")
    out["kind"] = out["kind"].astype("string").mask(percent, "share")
    out["polarity"] = out["polarity"].astype("Float64").fillna(1.0)
    out["floor"] = out["floor"].astype("Float64").mask(percent, 0.0)
    out["ceiling"] = out["ceiling"].astype("Float64").mask(percent, 100.0)
    return out
