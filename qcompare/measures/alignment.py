"""Alignment: what of the national goals a plan takes up, sharpens, waters down or leaves out, and what it adds.

The gate comes first: a plan that does not cite the outline is described and never said to fail it. Order of trust:
coverage and translation, direction, headings, reuse, emphasis. There is no alignment index.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from qcompare.lexicon import rows
from qcompare.measures.ambition import among, judged_here, older, select_goals
from qcompare.measures.choices import BENCHMARK, Choices, choices, select
from qcompare.measures.results import measure
from qcompare.text.normalise import normalise

# how a goal is answered, the fullest first; then why it is not
ANSWERED = ("quantified-E", "quantified-N", "relative", "qualitative")
STATES = (*ANSWERED, "field", "proposed", "unjudged", "absent", "not applicable")


def _plain(text: str) -> str:
    """Return a name of a document, simplified, without brackets and dashes: 國發〔２０１２〕９號 is 国发20129号."""
    return re.sub(r"[\s()\[\]〔〕【】《》〈〉“”—–―-]", "", normalise(text).value)


@measure("citations", "alignment", plans="plans_read")
def citations(plans: pd.DataFrame, documents: pd.DataFrame, *, document: str = "outline") -> pd.DataFrame:
    """Say which plans name the national document as their parent (the gate of every alignment measure)."""
    row = documents.set_index("document").loc[document]
    names = [_plain(name) for name in row["cited_as"].split("|")]
    found = []
    for plan in plans.itertuples():
        hits = [cited for cited in plan.cites if any(name in _plain(cited) for name in names)]
        issued = pd.to_datetime(plan.date_issued, errors="coerce") if isinstance(plan.date_issued, str) else pd.NaT
        gap = (issued - pd.to_datetime(row["issued"])).days / 365.25 if pd.notna(issued) and row["issued"] else np.nan
        found.append({"plan": plan.plan, "cites_outline": bool(hits), "citation": hits[0] if hits else pd.NA,
                      "parents": " ".join(plan.cites), "gap_years": gap})  # fmt: skip
    return pd.DataFrame(found)


@measure("plans")
def citing(plans_read: pd.DataFrame, citations: pd.DataFrame) -> pd.DataFrame:
    """Return the plans with whether each names the national outline as its parent."""
    return plans_read.assign(cites_outline=citations["cites_outline"].to_numpy())


@measure("coverage", "alignment", choices=BENCHMARK, judged="judged", judged_cells="judged_cells")
def coverage(
    targets: pd.DataFrame, plans: pd.DataFrame, goals: pd.DataFrame, matches: pd.DataFrame, *,
    judged: Collection[str] | None = None, judged_cells: Collection[tuple[str, str]] = (),
    chosen: Choices | None = None, **definitions: str,
) -> pd.DataFrame:  # fmt: skip
    """Return one cell for each national goal and plan: how the plan answers it, by its best judged match (A1).

    quantified-E / quantified-N: with a number, same statistic or near; relative: against a named reference;
    qualitative: in words; field: only a target of the same field, which is no answer; proposed: only a match that
    nobody has judged; unjudged: nobody has judged, and nothing is proposed; absent: none, after judgement; not
    applicable: the plan is older than the document. ``same`` says whether some match is of grade E. Absent is about
    the published targets: goals answered by a measure in the text are not seen.

    Parameters
    ----------
    judged, judged_cells
        Plans judged in full (all, if not given), and single (plan, national goal) pairs judged in others.
    """
    chosen = chosen or choices(**definitions)
    wanted = select_goals(goals, chosen)
    facts = wanted.rename(columns={"indicator": "goal_zh", "indicator_en": "goal_en", "type": "goal_type"})
    facts = facts[["national_goal", "goal_zh", "goal_en", "goal_type", "heading", "confidence"]]
    grid = facts.merge(plans[["plan", *(["cites_outline"] if "cites_outline" in plans else [])]], how="cross")
    columns = ["plan", "judged", "indicator", "type", "year", "quote", "start", "end"]
    answers = matches[(matches["grade"] != "F") | (matches["status"] == "reviewed")].merge(
        targets[columns], left_on=["plan", "target_indicator"], right_on=["plan", "judged"]
    )
    numbered = answers["type"].isin(["quantified", "absolute"])
    looked = answers["status"].eq("reviewed").astype(bool)
    exact = answers["grade"].eq("E").astype(bool)
    state = np.select(
        [~looked, answers["grade"].eq("F"), numbered & exact, numbered],
        ["proposed", "field", "quantified-E", "quantified-N"],
        answers["type"],
    )
    answers = answers.assign(state=state, same=exact & looked)
    answers["rank"] = answers["state"].map({name: place for place, name in enumerate(STATES)})
    answers = answers.sort_values(["national_goal", "plan", "rank", "grade", "start"])
    cells = answers.groupby(["national_goal", "plan"])
    counted = pd.DataFrame({"matches": cells.size(), "some_same": cells["same"].any()}).reset_index()
    best = answers.drop_duplicates(["national_goal", "plan"]).drop(columns=["rank", "type"])
    out = grid.merge(best, on=["national_goal", "plan"], how="left").merge(
        counted, on=["national_goal", "plan"], how="left"
    )
    looked = judged_here(out, judged, judged_cells)
    state = out["state"].where(out["state"].notna(), pd.Series(np.where(looked, "absent", "unjudged"), out.index))
    state = state.mask(among(out, older(plans, wanted)), "not applicable")
    same = out["some_same"].fillna(False).astype(bool) & state.isin(ANSWERED)
    recorded = len(select_goals(goals, choices(benchmark=chosen.benchmark, unsupported="in", single="in")))
    return out.assign(state=state, matches=out["matches"].fillna(0), same=same, recorded=recorded)


# figures that mean nothing for a plan whose matches nobody has judged
_JUDGED = [
    "covered", "coverage", "covered_same", "coverage_same", "numeric_e", "numeric_en", "coverage_e", "coverage_en", "concretised", "concretised_of",
    "diluted", "diluted_of", "own", "own_share",
]  # fmt: skip


@measure("alignment", "alignment", choices=BENCHMARK, main=True, judged="judged")
def alignment(
    coverage: pd.DataFrame,
    targets: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    judged: Iterable[str] | None = None,
    chosen: Choices | None = None,
    **definitions: str,
) -> pd.DataFrame:
    """Sum up coverage by plan: covered, concretised (细化), diluted (虚化), own agenda (A1, A2).

    Concretised: non-numeric goals that the plan gives a number, among those it addresses. Diluted: numeric goals
    addressed without a number, among those it addresses. Own agenda: distinct indicators with a level that match no
    national goal, among all of them. Coverage and own agenda belong together, as recall and precision do.

    Where nobody has judged a plan's matches all these figures are missing, not nought; ``proposed`` counts what waits.

    Parameters
    ----------
    judged
        Plans whose matches people have judged; those with a judged match if not given.
    """
    chosen = chosen or choices(**definitions)
    c = coverage.assign(
        answered=coverage["state"].isin(ANSWERED), number=coverage["goal_type"].eq("quantified").astype(bool),
        exact=coverage["state"].eq("quantified-E").astype(bool), near=coverage["state"].eq("quantified-N").astype(bool),
    )  # fmt: skip
    with_number = c["exact"] | c["near"]
    sums = pd.DataFrame(
        {
            "goals": 1, "covered": c["answered"], "covered_same": c["same"].fillna(False).astype(bool), "numeric": c["number"], "numeric_e": c["number"] & c["exact"],
            "numeric_en": c["number"] & with_number, "concretised": ~c["number"] & with_number,
            "concretised_of": ~c["number"] & c["answered"], "diluted": c["number"] & c["answered"] & ~with_number,
            "diluted_of": c["number"] & c["answered"], "proposed": c["state"] == "proposed",
            "unjudged": c["state"].isin(["proposed", "unjudged"]), "not_applicable": c["state"] == "not applicable",
        }
    ).astype(int)  # fmt: skip
    out = sums.groupby(c["plan"]).sum()
    out["cites_outline"] = c.groupby("plan")["cites_outline"].first()
    out["coverage"] = out["covered"] / out["goals"]
    out["coverage_same"] = out["covered_same"] / out["goals"]
    out["coverage_e"] = (out["numeric_e"] / out["numeric"]).where(out["numeric"] > 0)
    out["coverage_en"] = (out["numeric_en"] / out["numeric"]).where(out["numeric"] > 0)
    levelled = targets[targets["type"].ne("qualitative").astype(bool)].drop_duplicates(["plan", "key"])
    reviewed = matches[matches["status"] == "reviewed"]
    counted = reviewed[(reviewed["grade"] != "F") & reviewed["national_goal"].isin(c["national_goal"].unique())]
    known = pd.MultiIndex.from_frame(counted[["plan", "target_indicator"]].drop_duplicates())
    own = ~pd.MultiIndex.from_frame(levelled[["plan", "judged"]]).isin(known)
    out["own_of"] = levelled.groupby("plan").size().reindex(out.index, fill_value=0)
    out["own"] = pd.Series(own, levelled.index).groupby(levelled["plan"]).sum().reindex(out.index, fill_value=0)
    out["own_share"] = (out["own"] / out["own_of"]).where(out["own_of"] > 0)
    known_plans = set(reviewed["plan"]) if judged is None else set(judged)
    known_plans |= set(out.index[out["unjudged"] == 0])  # somebody has judged every one of its goals
    out[_JUDGED] = out[_JUDGED].astype("Float64")
    older_all = out["not_applicable"] == out["goals"]  # older than every document: nothing here applies
    out.loc[~out.index.isin(known_plans) | older_all, _JUDGED] = pd.NA
    return out.reset_index()


def _groups() -> pd.DataFrame:
    return pd.DataFrame(rows("measures/groups")).set_index("domain")


@measure("emphasis", "alignment")
def emphasis(
    targets: pd.DataFrame,
    goals: pd.DataFrame,
    *,
    part: str = "goals",
    parents: str = "children",
    unsupported: str = "out",
    single: str = "in",
) -> pd.DataFrame:
    """Return the shares of groups of domains among a plan's targets, beside those of the national goals (A3).

    The targets are those that specificity counts: a total and its items never both. The goals are those of the outline that
    count elsewhere. The national profile has few items, so it is orientation only.
    """
    t = select(targets, Choices(part=part, parents=parents))
    outline = select_goals(goals, Choices(unsupported=unsupported, single=single))
    groups = _groups()
    names = groups.drop_duplicates("group").set_index("group")
    rows_ = pd.concat([outline[["domain"]].assign(plan="national"), t[["plan", "domain"]].astype(object)])
    counts = pd.crosstab(rows_["plan"], rows_["domain"].map(groups["group"]))
    counts = counts.reindex(index=["national", *sorted(set(t["plan"]))], columns=sorted(names.index), fill_value=0)
    out = counts.rename_axis(columns="group").stack().rename("targets").reset_index()
    out["n"] = out["plan"].map(counts.sum(axis=1))
    national = counts.loc["national"] / counts.loc["national"].sum()
    return out.assign(
        share=(out["targets"] / out["n"]).where(out["n"] > 0), national_share=out["group"].map(national),
        group_zh=out["group"].map(names["zh"]), group_en=out["group"].map(names["en"]),
    )  # fmt: skip


@measure("emphasis_distance", "alignment", settings=["seed", "draws"])
def emphasis_distance(emphasis: pd.DataFrame, *, draws: int = 9999, seed: int = 20120206) -> pd.DataFrame:
    """Return the Jensen-Shannon distance (base 2) of each plan's profile to the national one, ½ added per group.

    The interval comes from resampling both sets of targets (multinomial, the observed shares); 0 is the same profile,
    1 no group in common.
    """
    from scipy.spatial.distance import jensenshannon

    table = emphasis.pivot(index="plan", columns="group", values="targets").astype(float)
    national = table.loc["national"].to_numpy()
    rng = np.random.default_rng(seed)
    found = []
    for plan, counts in table.drop(index="national").iterrows():
        n = int(counts.sum())
        if not n:
            continue
        ours = rng.multinomial(n, counts / n, size=draws) + 0.5
        theirs = rng.multinomial(int(national.sum()), national / national.sum(), size=draws) + 0.5
        low, high = np.percentile(jensenshannon(ours, theirs, base=2, axis=1), [2.5, 97.5])
        distance = jensenshannon(counts.to_numpy() + 0.5, national + 0.5, base=2)
        found.append(
            {
                "plan": plan,
                "distance": distance,
                "low": low,
                "high": high,
                "targets": n,
                "national": int(national.sum()),
            }
        )
    return pd.DataFrame(found)


def _direction(comparator: pd.Series, change: pd.Series, text: pd.Series, polarity: pd.Series) -> np.ndarray:
    """Say whether a goal raises, holds or reduces what is measured, by meaning and not by its verb.

    "At least 96 %" is one demand whether it is worded 达到, 稳定在 or 超过: a floor under more-is-better. A goal holds only
    where it states no level and asks that things stay as they are; it reduces where less is better.
    """
    reduces = (
        text.str.contains("减少|下降|降低|削减|杜绝|不发生|为零|控制在")
        | change.eq("decrease")
        | comparator.isin(["<=", "<"])
        | (polarity < 0)
    )
    holds = text.str.contains("稳定|保持|维持") & comparator.isna()
    return np.select(
        [reduces.fillna(False).to_numpy(bool), holds.fillna(False).to_numpy(bool)], ["reduce", "hold"], "raise"
    )


@measure("direction", "alignment")
def direction(coverage: pd.DataFrame, targets: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Say for each answered goal whether plan and outline push the same way: raise, hold or reduce (A6)."""
    answered = coverage[coverage["state"].isin(ANSWERED)]
    facts = targets.drop_duplicates(["plan", "start", "end", "indicator"])
    rows_ = answered.merge(facts[["plan", "start", "end", "indicator", "comparator", "change", "polarity"]],
                           on=["plan", "start", "end", "indicator"])  # fmt: skip
    national = goals.set_index("national_goal")
    theirs = rows_["national_goal"].map(national["scope_note"]).fillna("").str.replace("held steady", "保持")
    loses = rows_["goal_zh"].str.contains("损失率").map({True: -1.0, False: 1.0})
    none = pd.Series("level", rows_.index)
    rows_["national_direction"] = _direction(rows_["national_goal"].map(national["comparator"]), none, theirs, loses)
    rows_["direction"] = _direction(rows_["comparator"], rows_["change"], rows_["quote"], rows_["polarity"])
    return rows_.assign(same=rows_["direction"] == rows_["national_direction"])
