"""Specificity: what a target says, element by element, and how far up the ladder it gets.

Specificity is not quality: a goal may be specific and easy, or vague and hard (Locke & Latham 2002). Nothing here
is summed into a score that ranks plans; plans are compared by dominance of their ladder profiles.
"""

from __future__ import annotations

import itertools
import re
from functools import cache

import numpy as np
import pandas as pd

from qcompare.lexicon import pattern, words
from qcompare.measures.choices import SPECIFIC, Choices, choices, counted, select
from qcompare.measures.results import measure
from qcompare.measures.sentence_lookup import sentence_at

ELEMENTS = ("level", "bound", "dated", "dated_explicit", "scope", "reference", "verification", "responsible", "path")
RUNGS = range(6)
_VERB = re.compile(r"达到|达|为零|为|稳定在|保持在|维持在|控制在|提高到|上升到|下降到|降到|扩大到")
_LIST_BEFORE = "、[^、]{1,20}等(?:六大|各|其他)?$"
_DEFINED = re.compile(r"[“\"(（]|列入|纳入|目录|名录|涉及")


def _contains(text: pd.Series, words: str) -> pd.Series:
    return text.astype("string").str.contains(words, regex=True).fillna(False).astype(bool)


def _open_scope(indicator: str, strict: bool) -> bool:
    """Return whether a scope word leaves open what is covered."""
    for match in re.finditer(pattern("measures/scope", kind="open"), indicator):
        if strict:
            return True
        before = indicator[: match.start()]
        listed_before = re.search(_LIST_BEFORE, before) is not None or _DEFINED.search(before) is not None
        if not listed_before and not re.search(pattern("measures/scope", kind="closed"), indicator):
            return True
    return False


def _bound(targets: pd.DataFrame) -> pd.Series:
    """B: the wording binds in one direction. NA where there is no number.

    ``=`` binds with a verb (达到, 为, 稳定在) or at the end of the scale (100 %, 0: nothing lies beyond); a bare
    count (省名牌产品240个) and a round figure (20余项) do not.
    """
    one_sided = targets["comparator"].isin([">=", ">", "<=", "<", "range"])
    end_of_scale = (targets["low"] == targets["ceiling"]) | (targets["low"] == 0) & (targets["high"] == 0)
    verb = (targets["comparator"] == "=") & (_contains(targets["quote"].map(_simple), _VERB.pattern) | end_of_scale)
    bound = (one_sided | verb.fillna(False)).astype("boolean")
    return bound.mask(~targets["type"].isin(["quantified", "absolute"]))


def _simple(quote: str) -> str:
    """Bring the few traditional characters of the leading verbs to simplified ones."""
    return quote.translate(str.maketrans("達為穩維擴從", "达为稳维扩从"))


def _verification(targets: pd.DataFrame) -> pd.Series:
    """V: outside (an outside check is named), survey (a perception score) or none."""
    words = targets["indicator"].str.cat(targets["measured_by"].fillna(""), sep=" ")
    outside = _contains(words, pattern("measures/verification", kind="outside"))
    survey = _contains(words, pattern("measures/verification", kind="survey"))
    return pd.Series(np.select([outside, survey], ["outside", "survey"], "none"), index=targets.index)


def _responsible(targets: pd.DataFrame, sentences: pd.DataFrame | None) -> pd.Series:
    """R: a body in charge is named in the sentence of the target; NA without sentences."""
    if sentences is None or targets.empty:
        return pd.Series(pd.NA, index=targets.index, dtype="boolean")
    named = sentences.assign(named=_contains(sentences["text"], "|".join(words("measures/responsible", "pattern"))))
    return sentence_at(targets, named, ["named"])["named"].astype("boolean")


def wording(targets: pd.DataFrame, sentences: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the targets with what their words say, whatever the definitions: computed once, used in every run.

    Adds bound, verification, responsible, event, scope_closed, scope_listed and scope_strict (whether the scope is not
    open, with and without regard to lists).
    """
    named = targets["level_text"].fillna("").str.cat(targets["indicator"])
    return targets.assign(
        bound=_bound(targets),
        verification=_verification(targets),
        responsible=_responsible(targets, sentences),
        event=_contains(named, "|".join(words("measures/events", "pattern"))),
        scope_closed=_contains(targets["indicator"], pattern("measures/scope", kind="closed")),
        scope_listed=[not _open_scope(words, False) for words in targets["indicator"]],
        scope_strict=[not _open_scope(words, True) for words in targets["indicator"]],
    )


_USED = [
    "plan", "part", "start", "end", "indicator", "type", "comparator", "change", "baseline", "year", "year_source",
    "parent", "key", "bound", "verification", "responsible", "event", "scope_closed", "scope_listed", "scope_strict",
]  # fmt: skip


@measure("targets_selected", choices=("part", "series", "joined", "absolute", "parents"))
def targets_selected(targets: pd.DataFrame, sentences: pd.DataFrame | None = None, *, chosen: Choices) -> pd.DataFrame:
    """Return the targets that count, with what their words say: made once for all choices of how they are read."""
    worded = targets if "scope_listed" in targets else wording(targets, sentences)
    t = select(worded[_USED], chosen)
    if chosen.joined == "split":
        t = t.loc[t.index.repeat(t["copies"])]
    return t.reset_index(drop=True)


@measure("elements", "specificity", choices=SPECIFIC, selected="targets_selected")
def elements(
    targets: pd.DataFrame, sentences: pd.DataFrame | None = None, *, selected: pd.DataFrame | None = None,
    chosen: Choices | None = None, **definitions: str,
) -> pd.DataFrame:  # fmt: skip
    """Code what each target says: level, bound, date, scope, reference, verification, responsible body, path.

    The elements follow SMART-type codings of policy targets (Butchart et al. 2016; Green et al. 2019), the
    conjunction of criteria that of net-zero reviews (Hale et al. 2022; Rogelj et al. 2021). ``strength``
    (必须, 力争) is obligation, not specificity (Abbott et al. 2000), and is left out.

    The ladder stops at the first failure: 0 qualitative, 1 relative, 2 quantified but undated or approximate,
    3 dated, 4 scope not open, 5 an outside check is named. No weights.

    Parameters
    ----------
    targets
        Targets brought to canonical indicators (:func:`qcompare.measures.crosswalk.canonicalise`).
    sentences
        Needed for ``responsible`` only.
    selected
        What :func:`targets_selected` returns of these, where it is known already.
    chosen, definitions
        Definitions (:class:`qcompare.measures.choices.Choices`), as one object or by name.
    """
    chosen = chosen or choices(**definitions)
    t = targets_selected(targets, sentences, chosen=chosen) if selected is None else selected
    kind = t["type"].to_numpy(str)
    numbered = pd.Series(np.isin(kind, ["quantified", "absolute"]), index=t.index)
    dated_explicit = t["year"].notna() & t["year_source"].eq("explicit").to_numpy(bool)
    dated = (
        dated_explicit if chosen.years == "explicit" else t["year"].notna() & t["year_source"].ne("none").to_numpy(bool)
    )
    scope = t["scope_strict" if chosen.scope == "strict" else "scope_listed"]
    reference = t["baseline"].notna().astype("boolean").mask(numbered & (t["change"] == "level"))
    steps = t[numbered & t["year"].notna()].groupby(["plan", "key"])["year"].nunique()
    approximate = t["comparator"].eq("~").fillna(False).to_numpy(bool)
    climbs = np.column_stack([numbered, dated & ~approximate, scope, t["verification"] == "outside"])
    rung = np.where(numbered, 1 + np.cumprod(climbs, axis=1).sum(axis=1), kind == "relative")
    bound = t["bound"].mask(~numbered)
    minimum = numbered & bound.fillna(False).to_numpy(bool) & scope
    out = t.assign(
        level=numbered, bound=bound, dated=dated, dated_explicit=dated_explicit, scope=scope, reference=reference,
        path=numbered & pd.MultiIndex.from_frame(t[["plan", "key"]]).isin(steps[steps > 1].index),
        implicit=kind == "absolute", event=t["event"] & (kind == "qualitative"), rung=rung,
        minimum=minimum & dated, minimum_explicit=minimum & dated_explicit,
    )  # fmt: skip
    score = out[["level", "bound", "dated", "scope", "reference", "path"]].astype("Float64")
    score["verification"] = (t["verification"] == "outside").astype("Float64")
    return out.assign(score=score.mean(axis=1))


@measure("element_shares", "specificity")
def element_shares(elements: pd.DataFrame) -> pd.DataFrame:
    """Return, for each plan and element, how many targets have it among those to which it applies.

    Verification counts outside checks only; surveys are a third value and do not count as one.
    """
    flags = elements.assign(verification=(elements["verification"] == "outside").astype("boolean"))
    flags = flags.melt(id_vars="plan", value_vars=list(ELEMENTS), var_name="element", value_name="flag")
    flags["flag"] = flags["flag"].astype("boolean")
    grouped = flags.groupby(["plan", "element"], sort=False)["flag"]
    out = pd.DataFrame({"yes": grouped.sum(), "n": grouped.count(), "na": grouped.size() - grouped.count()})
    out["share"] = (out["yes"] / out["n"]).where(out["n"] > 0)
    order = {name: place for place, name in enumerate(ELEMENTS)}
    return out.reset_index().sort_values(["plan", "element"], key=lambda c: c.map(order) if c.name == "element" else c)


@measure("ladder", "specificity")
def ladder(elements: pd.DataFrame) -> pd.DataFrame:
    """Return each plan's profile on the ladder: targets per rung, and the share on that rung or higher (S2)."""
    counts = pd.crosstab(elements["plan"], elements["rung"]).reindex(columns=list(RUNGS), fill_value=0)
    total = counts.sum(axis=1)
    above = counts.iloc[:, ::-1].cumsum(axis=1).iloc[:, ::-1]
    events = (
        elements[elements["event"] & (elements["rung"] == 0)].groupby("plan").size().reindex(counts.index, fill_value=0)
    )
    out = counts.stack().rename("targets").reset_index()
    out["n"] = out["plan"].map(total)
    out["share"] = out["targets"] / out["n"]
    out["at_least"] = above.stack().to_numpy() / out["n"]
    out["event"] = out["plan"].map(events).where(out["rung"] == 0, 0)
    open_ = elements[(elements["rung"] == 2) & ~elements["dated"]].groupby("plan").size()
    out["undated"] = out["plan"].map(open_.reindex(counts.index, fill_value=0)).where(out["rung"] == 2, 0)
    return out


@measure("ladder_dominance", "specificity")
def ladder_dominance(ladder: pd.DataFrame) -> pd.DataFrame:
    """Compare ladder profiles pair by pair: first-order stochastic dominance.

    Plan i dominates plan j when its share on rung k or higher is at least as large for every k = 1…5, and
    larger for one; otherwise the two are incomparable. No weights enter.
    """
    profile = ladder.pivot(index="plan", columns="rung", values="at_least").drop(columns=0).astype(float)
    rows = []
    for a, b in itertools.permutations(profile.index, 2):
        gap = (profile.loc[a] - profile.loc[b]).round(12)
        word = (
            "equal" if (gap == 0).all() else "dominates" if (gap >= 0).all()
            else "dominated" if (gap <= 0).all() else "incomparable"
        )  # fmt: skip
        rows.append({"plan": a, "other": b, "relation": word})
    return pd.DataFrame(rows, columns=["plan", "other", "relation"])


@measure("specificity", "specificity", main=True)
def specificity(
    elements: pd.DataFrame,
    plans: pd.DataFrame,
    sentences: pd.DataFrame | None = None,
    hedges: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row a plan: share quantified (S1), minimum criteria (S3), concreteness (S5), hedging (S6).

    S1 is read in the goals part only, where qualitative goals are coded. Its interval is Wilson's and a drawing
    aid: the targets of a plan are not a sample. S3 is the share of targets that are quantified and dated
    and bound and of closed scope, all at once. S5 needs ``sentences``, S6 the table of
    :func:`qcompare.measures.wording.hedges`.
    """
    grouped = elements.groupby("plan")
    out = pd.DataFrame(
        {
            "n": grouped.size(),
            "quantified": grouped["level"].sum(),
            "relative": (elements["type"] == "relative").groupby(elements["plan"]).sum(),
            "qualitative": (elements["type"] == "qualitative").groupby(elements["plan"]).sum(),
            "minimum": grouped["minimum"].mean(),
            "minimum_explicit": grouped["minimum_explicit"].mean(),
            "event": grouped["event"].sum(),
            "implicit": grouped["implicit"].sum(),
            "score": grouped["score"].mean(),
        }
    ).reindex(pd.Index(plans["plan"], name="plan"))
    for name in ("n", "quantified", "relative", "qualitative"):
        out[name] = out[name].astype("Int64").fillna(0)
    interval = [_wilson(int(k), int(n)) for k, n in zip(out["quantified"], out["n"], strict=True)]
    out["share"] = (out["quantified"] / out["n"]).where(out["n"] > 0)
    out["share_low"], out["share_high"] = zip(*interval, strict=True) if interval else ((), ())
    info = plans.set_index("plan")
    if sentences is not None:
        out["concreteness"] = _clauses_with_number(elements, sentences) / info["goal_clauses"].astype("Float64")
    if hedges is not None:
        out["hedges_per_1000"] = hedges.groupby("plan")["per_1000"].sum().reindex(out.index)
    out["lower_bound"] = info["annex_omitted"].gt(0)
    return out.reset_index()


@cache
def _wilson(hits: int, n: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    if n == 0:
        return (np.nan, np.nan)
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    return (interval.low, interval.high)


def _clauses_with_number(elements: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Count the clauses of the goals part (ended by 。；or a line end) that hold a quantified target."""
    numbered = elements[elements["level"] & (elements["part"] == "goals")].drop_duplicates(["plan", "start", "end"])
    middle = numbered.assign(at=(numbered["start"] + numbered["end"]) // 2)
    goals = sentences[(sentences["part"] == "goals") & (sentences["kind"] != "furniture")]
    where = goals.assign(first=goals["start"])
    hit = (
        middle[["plan", "at"]]
        .join(sentence_at(middle, where, ["first", "sentence", "text"], at="at"))
        .dropna(subset=["sentence"])
    )
    clause = [
        text[: max(at - start, 0)].count(";")
        for text, at, start in zip(hit["text"], hit["at"], hit["first"], strict=True)
    ]
    return (
        hit.assign(clause=clause)
        .drop_duplicates(["plan", "sentence", "clause"])
        .groupby("plan")
        .size()
        .astype("Float64")
    )


@measure("dimensions")
def dimensions(elements: pd.DataFrame) -> pd.DataFrame:
    """Return the ladder profile as dimensions (plans with goals): the order of specificity needs no weights."""
    rung = elements["rung"].to_numpy()
    profile = pd.DataFrame({f"at_least_{k}": rung >= k for k in range(1, 6)})
    return profile.groupby(elements["plan"].astype(object)).mean()


measure("counted")(counted)


@measure("density", "specificity", targets="counted")
def density(targets: pd.DataFrame, plans: pd.DataFrame, *, whole: str = "han", absolute: str = "in") -> pd.DataFrame:
    """Count quantified targets and distinct indicators per 1,000 Han characters, four ways (S4).

    Which plan leads depends on the denominator, so all four stand side by side. ``whole`` names the denominator
    for the whole plan: ``han`` (without page furniture, title block, sign-off) or ``han_file`` (the file as it
    stands). Digits are never counted. Where boxes were left out of the published text, counts are lower bounds.
    """
    t = targets[targets["type"].isin(["quantified", "absolute"] if absolute == "in" else ["quantified"])]
    info = plans.set_index("plan")
    rows = []
    for part, column in (("goals", "han_goals"), ("whole", whole)):
        grouped = (t[t["part"] == "goals"] if part == "goals" else t).groupby("plan")
        for unit, count in (("targets", grouped.size()), ("indicators", grouped["key"].nunique())):
            one = pd.DataFrame({"count": count.reindex(info.index, fill_value=0), "han": info[column]})
            rows.append(one.assign(part=part, unit=unit, lower_bound=info["annex_omitted"].gt(0)).reset_index())
    out = pd.concat(rows, ignore_index=True)
    out["per_1000"] = (1000 * out["count"] / out["han"].astype("Float64")).where(out["han"] > 0)
    return out
