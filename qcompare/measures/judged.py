"""The judged tables that come with the project, and people's judgements of a study laid over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from qcompare.corrections.judgements import CANONICAL, GRADES, Judgement, decided

_MATCH = ("national_goal", "plan", "target_indicator")
_SPAN = ("plan", "quote", "start", "end", "level_start", "level_end", "indicator")


@dataclass(frozen=True)
class Crosswalk:
    """The judged tables that the measures compare plans with.

    Parameters
    ----------
    canonical
        One row a canonical indicator: canonical, zh, en, kind (share, score, count, rate, state), unit,
        polarity (1 more is better, -1 less is better, 0 neither), floor, ceiling.
    indicators
        Indicator as written, canonical, status.
    goals
        National goals (fields of ``data/national/goals.jsonl``) with benchmark (outline, later), issued (year of
        the document), domain and canonical.
    matches
        national_goal, plan, target_indicator, grade, relation, note, status.
    documents
        The national documents, the year each was issued, and how plans cite it.
    headings, labels
        Sub-headings of the outline, and what people judged about each plan.
    reviewed
        The hand-coded targets on which the judgements rest.
    blind
        How often the rules erred on texts that they had not seen (``data/reference/blind_errors.csv``).
    achieved
        What the nation had reached in past years (``data/national/achieved.jsonl``).
    pairs
        Pairs of indicator and goal judged to check the matcher (``data/reference/matching_pairs.csv``).
    complete
        Plans whose matches were judged in full: where they have no match, nothing is proposed.
    judged_cells, judged_pairs, judged_spans, own
        From the judgements of a study: (plan, national goal) that somebody has judged; (plan, target_indicator,
        national_goal) likewise, refused ones too; the targets at which; indicators said to be of their own.
    own_benchmark
        Whether the goals are those of a document of the study's own: few enough that each is asked about.
    """

    canonical: pd.DataFrame
    indicators: pd.DataFrame
    goals: pd.DataFrame
    matches: pd.DataFrame
    documents: pd.DataFrame
    headings: pd.DataFrame
    labels: pd.DataFrame
    reviewed: pd.DataFrame
    blind: pd.DataFrame
    achieved: pd.DataFrame = field(default_factory=pd.DataFrame)
    pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    complete: frozenset[str] = frozenset()
    judged_cells: frozenset[tuple[str, str]] = frozenset()
    judged_spans: pd.DataFrame = field(default_factory=pd.DataFrame)
    judged_pairs: frozenset[tuple[str, str, str]] = frozenset()
    own: frozenset[str] = frozenset()
    own_benchmark: bool = False


def lay_over(crosswalk: Crosswalk, judgements: Sequence[Judgement]) -> Crosswalk:
    """Return the judged tables with what people of a study decided; where they are in dispute nothing changes.

    A judgement of a pair replaces the shipped row on the same pair. A match that was refused is no match and is not
    proposed again.
    """
    found, _ = decided(judgements)
    matches = [(one, coders) for one, coders in found if one.kind == "match"]
    indicators = [(one, coders) for one, coders in found if one.kind == "indicator"]
    goals = set(crosswalk.goals["national_goal"])
    matches = [(one, coders) for one, coders in matches if one.national_goal in goals]
    return replace(
        crosswalk,
        matches=_with_matches(crosswalk.matches, matches),
        judged_pairs=frozenset((one.plan, one.indicator, one.national_goal) for one, _ in matches),
        judged_cells=frozenset((one.plan, one.national_goal) for one, _ in matches),
        judged_spans=_spans(one for one, _ in matches),
        **_with_indicators(crosswalk, indicators),
    )


def _with_matches(shipped: pd.DataFrame, judged: list[tuple[Judgement, int]]) -> pd.DataFrame:
    rows = [
        {
            "national_goal": one.national_goal, "plan": one.plan, "target_indicator": one.indicator, "grade": one.verdict,
            "relation": one.relation, "note": one.reason, "status": "reviewed", "coders": str(coders),
        }
        for one, coders in judged if one.verdict in GRADES
    ]  # fmt: skip
    pairs = {(one.national_goal, one.plan, one.indicator) for one, _ in judged}
    kept = [pair not in pairs for pair in shipped[list(_MATCH)].itertuples(index=False, name=None)]
    return pd.concat([shipped[kept], pd.DataFrame(rows, columns=shipped.columns, dtype="string")], ignore_index=True)


def _spans(judged: Any) -> pd.DataFrame:
    rows = [{**span, "plan": one.plan, "indicator": one.indicator} for one in judged for span in one.spans]
    table = pd.DataFrame(rows, columns=list(_SPAN)).drop_duplicates(ignore_index=True)
    return table.astype({name: "Int64" for name in _SPAN if name not in ("plan", "quote", "indicator")})


def _with_indicators(crosswalk: Crosswalk, judged: list[tuple[Judgement, int]]) -> dict[str, pd.DataFrame]:
    new = [one.canonical for one, _ in judged if one.verdict == "new"]
    shipped = crosswalk.canonical
    extra = pd.DataFrame(new, columns=list(CANONICAL))
    extra = extra[~extra["canonical"].isin(shipped["canonical"])].drop_duplicates("canonical")
    extra = extra.astype(dict.fromkeys(("polarity", "floor", "ceiling"), "Float64")).astype(
        {name: "string" for name in CANONICAL if name not in ("polarity", "floor", "ceiling")}
    )
    canonical = pd.concat([shipped, extra], ignore_index=True) if len(extra) else shipped
    known = set(canonical["canonical"])
    said = {one.indicator: (one, coders) for one, coders in judged}
    rows = [
        {"indicator": name, "canonical": one.canonical["canonical"], "status": "reviewed", "coders": str(coders)}
        for name, (one, coders) in said.items()
        if one.verdict != "own" and one.canonical["canonical"] in known
    ]
    kept = crosswalk.indicators[~crosswalk.indicators["indicator"].isin(said)]
    added = pd.DataFrame(rows, columns=crosswalk.indicators.columns, dtype="string")
    return {
        "canonical": canonical,
        "indicators": pd.concat([kept, added], ignore_index=True),
        "own": frozenset(name for name, (one, _) in said.items() if one.verdict == "own"),
    }
