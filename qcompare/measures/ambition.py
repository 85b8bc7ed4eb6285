"""Ambition: what a plan asks for beside what the national document asks for, first as an order, then as a number.

A target is at least as strict as the benchmark when everything that satisfies it also satisfies the benchmark:
level and year and scope. Nothing here says that a target is hard to reach, or that it was reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from qcompare.measures.choices import BENCHMARK, STRICT, Choices, choices
from qcompare.measures.results import finish, measure

COMPARABLE = ("stricter", "equal", "weaker", "mixed")
NOT = "not comparable"


def binding(targets: pd.DataFrame) -> pd.Series:
    """Return the value to which each target binds: the low end for "more is better", the high end for "less is better".

    A range commits to its low end; ``~`` to its number. Missing where the wording does not bind in that direction.
    """
    return targets["low"].where(targets["polarity"] >= 0, targets["high"])


def select_goals(goals: pd.DataFrame, chosen: Choices) -> pd.DataFrame:
    """Return the national goals that count under the choices of benchmark, unsupported and single."""
    out = goals if chosen.benchmark == "both" else goals[goals["benchmark"] == chosen.benchmark]
    if chosen.unsupported == "out":
        out = out[out["confidence"] == "supported"]
    if chosen.single == "out":
        out = out[out["pages"] != 1]
    return out


def older(plans: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Return which plans are older than the document that sets a goal: plan, national_goal, one row each such pair.

    By the day where both are known, else by the year: a document of later years cannot have been a plan's benchmark.
    """
    if "date_issued" not in plans:
        return pd.DataFrame(columns=["plan", "national_goal"])
    rows = plans[["plan", "date_issued"]].merge(goals[["national_goal", "issued", "issued_on"]], how="cross")
    ours, theirs = rows["date_issued"].astype("string"), rows["issued_on"].astype("string")
    year = pd.to_numeric(ours.str[:4], errors="coerce")
    by_day = (ours < theirs).fillna(False) & ours.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False)
    return rows.loc[by_day | (year < rows["issued"]).fillna(False), ["plan", "national_goal"]]


def among(rows: pd.DataFrame, pairs: pd.DataFrame | Iterable[tuple[str, str]]) -> pd.Series:
    """Return which rows (plan, national_goal) are among some pairs."""
    known = set(pairs.itertuples(index=False, name=None)) if isinstance(pairs, pd.DataFrame) else set(pairs)
    cells = zip(rows["plan"], rows["national_goal"], strict=True)
    return pd.Series([cell in known for cell in cells], rows.index, dtype=bool)


def judged_here(
    rows: pd.DataFrame, judged: Collection[str] | None, judged_cells: Collection[tuple[str, str]]
) -> pd.Series:
    """Return in which rows (plan, national_goal) a person has judged what the plan says of the goal."""
    whole = pd.Series(True, rows.index) if judged is None else rows["plan"].isin(set(judged))
    return whole | among(rows, judged_cells)


@measure("numeric_goals", choices=BENCHMARK)
def numeric_goals(goals: pd.DataFrame, *, chosen: Choices | None = None) -> tuple[str, ...]:
    """Return the national goals with a number that count."""
    counted = select_goals(goals, chosen or Choices())
    return tuple(counted.loc[counted["type"] == "quantified", "national_goal"])


def _orders(rows: pd.DataFrame, exact: bool) -> tuple[pd.Series, pd.Series]:
    """Return whether the plan's level lies within the national one, and the reverse (admissible values as sets)."""
    sign = np.sign(rows["polarity"].where(rows["polarity"] != 0, 1)).astype(float)
    ours, theirs = rows["value"].astype(float) * sign, rows["national_value"].astype(float) * sign
    at_least, at_most = ours >= theirs, ours <= theirs
    if not exact:
        return at_least, at_most
    end = (rows["ceiling"].where(sign > 0, rows["floor"]).astype(float) * sign).fillna(np.inf)
    point = rows["comparator"].eq("=").fillna(False).astype(bool) & (ours < end)
    goal_point = rows["national_comparator"].eq("=").fillna(False).astype(bool) & (theirs < end)
    same = ours == theirs
    return at_least & ~goal_point | same & point, at_most & ~point | same & goal_point


def _word(inside: pd.Series, around: pd.Series) -> np.ndarray:
    return np.select([inside & around, inside, around], ["equal", "stricter", "weaker"], "mixed")


def _classes(rows: pd.DataFrame, chosen: Choices) -> pd.DataFrame:
    """Add class (level, year, scope) and level_class (level alone) where the two are the same statistic."""
    inside, around = _orders(rows, chosen.exact == "yes")
    level = _word(inside, around)
    ours, theirs = rows["year"].astype(float), rows["national_year"].astype(float)
    narrower = rows["relation"].isin(["narrower", "related"])
    broader = rows["relation"].isin(["broader", "related"])
    full = _word(inside & (ours <= theirs) & ~narrower, around & (theirs <= ours) & ~broader)
    ours_in, theirs_in = (
        rows[name].replace("分", "point") for name in ("unit", "national_unit")
    )  # 80分 is a score, too
    valued = rows["value"].notna() & rows["national_value"].notna() & (ours_in == theirs_in)
    valued &= rows["change"] == "level"
    graded = rows["grade"].isin(["E", "N"] if chosen.near == "in" else ["E"]) & (rows["status"] == "reviewed")
    known = ~rows["anachronistic"].fillna(False).astype(bool) if "anachronistic" in rows else True
    usable = (valued & graded & known).fillna(False).astype(bool)
    dated = rows["year"].notna()
    return rows.assign(**{"class": np.where(usable & dated, full, NOT), "level_class": np.where(usable, level, NOT)})


def _magnitudes(rows: pd.DataFrame) -> pd.DataFrame:
    """Add delta, gap_closed and log_odds on exact matches; undefined values stay missing, nothing is fudged."""
    from scipy.special import logit

    sign = np.where(rows["polarity"].to_numpy(float) < 0, -1.0, 1.0)
    ours, theirs = (
        rows["value"].to_numpy(float, na_value=np.nan),
        rows["national_value"].to_numpy(float, na_value=np.nan),
    )
    end = np.where(
        sign > 0, rows["ceiling"].to_numpy(float, na_value=np.nan), rows["floor"].to_numpy(float, na_value=np.nan)
    )
    delta, room = (ours - theirs) * sign, (end - theirs) * sign
    saturated = room == 0
    share = (rows["kind"] == "share").fillna(False).to_numpy(bool) & ~saturated & (ours != end)
    inside = share & (ours > 0) & (theirs > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        closed = np.where(saturated, np.nan, delta / room)
        odds = np.where(inside, (logit(ours / 100) - logit(theirs / 100)) * sign, np.nan)
    shown = (rows["class"] != NOT) | (rows["level_class"] != NOT)
    values = {"delta": delta, "gap_closed": closed, "log_odds": odds}
    out = rows.assign(**{name: pd.Series(value, rows.index).where(shown) for name, value in values.items()})
    return out.assign(saturated=saturated & shown.to_numpy(bool))


_USED = [
    "plan", "indicator", "judged", "comparator", "low", "high", "unit", "change", "year", "year_source", "quote",
    "start", "end", "kind", "polarity", "floor", "ceiling",
]  # fmt: skip


@measure("ambition", "ambition", choices=STRICT, main=True, rows="ambition_rows")
def ambition(
    targets: pd.DataFrame, plans: pd.DataFrame, goals: pd.DataFrame, matches: pd.DataFrame, *,
    rows: pd.DataFrame | None = None, chosen: Choices | None = None, **definitions: str,
) -> pd.DataFrame:  # fmt: skip
    """Set every target beside the national goal with a number that it speaks of.

    For target l and benchmark n, l is at least as strict as n when its admissible values lie inside those of n, its
    year is not later and its scope not narrower. Class: stricter (l only), equal (both), weaker (n only), mixed
    (neither; usually a higher level by a later year). ``level_class`` leaves year and scope out. Only exact
    matches (grade E, judged by a person) are classed; near ones (N), other statistics (F), proposals, and plans
    older than the national document (anachronistic) are listed as not comparable. ``>`` and ``>=`` at one number
    count as equal.

    Magnitudes, on three scales because they disagree (Easterly 2009; Permanyer 2015): the difference in points; the
    share of the gap to the ceiling that is closed, (b - n) / (C - n); the difference of log-odds, for shares only.
    Where the benchmark is at the ceiling, the last two are undefined (``saturated``).

    Assumption: a level once reached is not meant to be given up.

    Parameters
    ----------
    targets
        Targets brought to canonical indicators (:func:`qcompare.measures.crosswalk.canonicalise`).
    plans, goals
        Plans with ``cites_outline`` known (:func:`qcompare.measures.alignment.citations`) or not; national goals.
    matches
        Judged and proposed matches (:func:`qcompare.measures.matching.all_matches`).
    rows
        What :func:`ambition_rows` returns of these, where it is known already.
    chosen, definitions
        Definitions, as one object or by name.
    """
    chosen = chosen or choices(**definitions)
    every = ambition_rows(targets, plans, goals, matches, chosen=chosen) if rows is None else rows
    return every[every["national_goal"].isin(numeric_goals(goals, chosen=chosen))]


@measure("ambition_rows", choices=("near", "exact", "years"))
def ambition_rows(
    targets: pd.DataFrame, plans: pd.DataFrame, goals: pd.DataFrame, matches: pd.DataFrame, *, chosen: Choices
) -> pd.DataFrame:
    """Return the rows of ``ambition`` beside every goal with a number, whichever count: made once for all choices of these."""
    numeric = goals.query("type == 'quantified'")
    goal = numeric.rename(columns={"indicator": "goal_zh", "indicator_en": "goal_en", "low": "national_low",
                                   "high": "national_high", "unit": "national_unit", "year": "national_year",
                                   "comparator": "national_comparator"})  # fmt: skip
    goal = goal[["national_goal", "goal_zh", "goal_en", "national_low", "national_high", "national_unit", "national_year",
                 "national_comparator", "confidence", "pages", "issued"]]  # fmt: skip
    valued = targets.loc[targets["type"].isin(["quantified", "absolute"]), _USED]
    if chosen.years == "explicit":
        valued = valued.assign(year=valued["year"].where(valued["year_source"] == "explicit"))
    rows = matches.merge(goal, on="national_goal").merge(
        valued, left_on=["plan", "target_indicator"], right_on=["plan", "judged"], how="inner"
    )
    rows = rows.assign(
        value=binding(rows), national_value=rows["national_low"].fillna(rows["national_high"]),
        same_year=rows["year"] == rows["national_year"],
    )  # fmt: skip
    info = plans.set_index("plan")
    rows["anachronistic"] = among(rows, older(plans, numeric))
    if "cites_outline" in info:
        rows["cites_outline"] = rows["plan"].map(info["cites_outline"])
    out = _magnitudes(_classes(rows, chosen))
    order = {goal: place for place, goal in enumerate(goals["national_goal"])}
    out = out.sort_values(
        ["national_goal", "plan", "grade", "start"], key=lambda c: c.map(order) if c.name == "national_goal" else c
    )
    return finish("ambition", out)


@measure(
    "strictness", "ambition", choices=BENCHMARK, rows="strictness_rows", matches="matches", judged="judged", judged_cells="judged_cells",
)  # fmt: skip
def strictness(
    ambition: pd.DataFrame,
    plans: pd.DataFrame,
    goals: pd.DataFrame,
    *,
    rows: pd.DataFrame | None = None,
    matches: pd.DataFrame | None = None,
    judged: Collection[str] | None = None,
    judged_cells: Collection[tuple[str, str]] = (),
    chosen: Choices | None = None,
    **definitions: str,
) -> pd.DataFrame:
    """Return one cell for each numeric national goal and plan: the class of the best match, or why there is none.

    The best match is the one of the highest grade; among dated steps of one indicator, the last. ``near`` and ``field``
    say that something similar is there; ``proposed`` that the program suggests a match and nobody has judged it;
    ``unjudged`` that nobody has judged and nothing is suggested; ``not applicable`` that the plan is older than the
    document. ``absent``, only after judgement, is about coverage and never means weak.

    Parameters
    ----------
    matches
        Judged matches: a target without a number that answers a goal (高于全省平均水平) is ``near``, or ``field``.
    judged, judged_cells
        Plans judged in full (all, if not given), and single (plan, national goal) pairs judged in others.
    rows
        What :func:`strictness_rows` returns of these, where it is known already.
    """
    every = rows
    if every is None:
        every = strictness_rows(ambition, plans, goals, matches=matches, judged=judged, judged_cells=judged_cells)
    return every[every["national_goal"].isin(numeric_goals(goals, chosen=chosen or choices(**definitions)))]


@measure("strictness_rows", ambition="ambition_rows", matches="matches", judged="judged", judged_cells="judged_cells")
def strictness_rows(
    ambition: pd.DataFrame,
    plans: pd.DataFrame,
    goals: pd.DataFrame,
    *,
    matches: pd.DataFrame | None = None,
    judged: Collection[str] | None = None,
    judged_cells: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Return the rows of ``strictness`` of every goal with a number, whichever count: made once for all choices of these."""
    numeric = goals.query("type == 'quantified'")
    facts = numeric.rename(columns={"indicator": "goal_zh", "indicator_en": "goal_en"})[
        ["national_goal", "goal_zh", "goal_en"]
    ]
    grid = facts.merge(plans[["plan", *([] if "cites_outline" not in plans else ["cites_outline"])]], how="cross")
    a = ambition[(ambition["status"] == "reviewed") | (ambition["grade"] != "F")]
    a = a.assign(rank=ambition["grade"].map({"E": 0, "N": 1, "F": 2}), proposed=a["status"] != "reviewed")
    a = a.sort_values(["national_goal", "plan", "proposed", "rank", "year"], ascending=[True, True, True, True, False])
    counted = a.groupby(["national_goal", "plan"]).size().rename("matches").reset_index()
    best = a.drop_duplicates(["national_goal", "plan"]).drop(columns=["goal_zh", "goal_en", "cites_outline", "rank"])
    best = pd.concat([best, _in_words(matches, best)], ignore_index=True) if matches is not None else best
    out = grid.merge(best, on=["national_goal", "plan"], how="left").merge(
        counted, on=["national_goal", "plan"], how="left"
    )
    classed = out["class"].isin(COMPARABLE)
    nothing = out["grade"].isna()
    named = [
        among(out, older(plans, numeric)),
        nothing & ~judged_here(out, judged, judged_cells),
        nothing,
        out["proposed"].fillna(False).astype(bool),
        classed,
        out["grade"] == "F",
        out["grade"] == "N",
    ]
    words = ["not applicable", "unjudged", "absent", "proposed", out["class"].fillna("").to_numpy(str), "field", "near"]
    out["class"] = np.select([one.fillna(False).to_numpy(bool) for one in named], words, NOT)
    out["level_class"] = out["level_class"].where(out["level_class"] != NOT)
    out["matches"] = out["matches"].fillna(out["grade"].notna().astype(int))
    order = {goal: place for place, goal in enumerate(goals["national_goal"])}
    return out.sort_values(["national_goal", "plan"], key=lambda c: c.map(order) if c.name == "national_goal" else c)


def _in_words(matches: pd.DataFrame, best: pd.DataFrame) -> pd.DataFrame:
    """Return judged matches of cells in which no target has a number, as rows that are not compared."""
    found = matches[(matches["status"] == "reviewed") & matches["grade"].isin(["E", "N", "F"])]
    found = found.sort_values("grade").drop_duplicates(["national_goal", "plan"])
    found = found[~among(found, set(zip(best["plan"], best["national_goal"], strict=True)))]
    return pd.DataFrame({
        "national_goal": found["national_goal"], "plan": found["plan"], "indicator": found["target_indicator"],
        "grade": found["grade"].replace({"E": "N"}), "status": "reviewed", "proposed": False, "class": NOT,
    })  # fmt: skip


@measure("net_strictness", "ambition")
def net_strictness(strictness: pd.DataFrame) -> pd.DataFrame:
    """Count the classes of each plan; the net, (stricter - weaker) / comparable, only from three comparable cells on.

    By level alone and in full the net can differ in sign: print both or neither.
    """
    word, level = (strictness.groupby(["plan", name]).size().unstack(fill_value=0) for name in ("class", "level_class"))
    out = pd.DataFrame(index=pd.Index(strictness["plan"].unique(), name="plan"))
    for name in COMPARABLE:
        out[name] = word.get(name, pd.Series(dtype=float)).reindex(out.index, fill_value=0)
    for name in COMPARABLE[:3]:
        out[f"level_{name}"] = level.get(name, pd.Series(dtype=float)).reindex(out.index, fill_value=0)
    out = out.fillna(0).astype(int)
    for name, states in {"near": ["near"], "field": ["field", NOT], "unjudged": ["proposed", "unjudged"],
                         "absent": ["absent"], "not_applicable": ["not applicable"]}.items():  # fmt: skip
        out[name] = strictness["class"].isin(states).groupby(strictness["plan"]).sum().reindex(out.index)
    out["comparable"] = out[list(COMPARABLE)].sum(axis=1)
    levels = out[["level_stricter", "level_equal", "level_weaker"]].sum(axis=1)
    out["suppressed"] = out["comparable"] < 3
    out["net"] = ((out["stricter"] - out["weaker"]) / out["comparable"]).where(~out["suppressed"])
    out["net_level"] = ((out["level_stricter"] - out["level_weaker"]) / levels).where(~out["suppressed"])
    out["cites_outline"] = strictness.groupby("plan")["cites_outline"].first().reindex(out.index)
    return out.reset_index()


@measure("levels", "ambition")
def levels(ambition: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of the level chart: one row for each national goal, and one for each matched target."""
    national = ambition.drop_duplicates("national_goal").assign(
        plan="national", indicator=lambda d: d["goal_zh"], value=lambda d: d["national_value"], grade="benchmark",
        comparator=lambda d: d["national_comparator"], change="level", year=lambda d: d["national_year"], status="reviewed",
        quote=pd.NA, start=pd.NA, end=pd.NA,
    )  # fmt: skip
    marks = pd.concat([national, ambition], ignore_index=True)
    order = {goal: place for place, goal in enumerate(ambition["national_goal"].unique())}
    return marks.sort_values("national_goal", key=lambda c: c.map(order), kind="stable")


@measure("markup", "ambition")
def markup(ambition: pd.DataFrame) -> pd.DataFrame:
    """List the exact matches of equal year with their mark-up (层层加码: plan minus national level).

    The literature tests adjacent levels, the same year and many units (Li, Liu, Weng & Zhou 2019). Here the
    middle level is missing and few years agree, so this list neither shows amplification nor its absence.
    """
    rows = ambition[
        ambition["class"].isin(COMPARABLE) & (ambition["grade"] == "E") & ambition["same_year"].fillna(False)
    ]
    word = np.select([rows["delta"] > 0, rows["delta"] < 0], ["above", "below"], "equal")
    return rows.assign(markup=rows["delta"], direction=word)
