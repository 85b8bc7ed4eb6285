"""Plans beside each other without a national benchmark: shared indicators, relative goals, strength, own baselines."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from qcompare.lexicon import rows
from qcompare.measures.ambition import COMPARABLE, _classes, binding
from qcompare.measures.choices import Choices
from qcompare.measures.crosswalk import fold
from qcompare.measures.results import measure
from qcompare.measures.sentence_lookup import sentence_at

LEAGUE = 5  # fewer comparable indicators than this: no ordering of two plans is suggested


@measure("shared", "ambition")
def shared(targets: pd.DataFrame, canonical: pd.DataFrame) -> pd.DataFrame:
    """List every canonical indicator for which two or more plans give a number, with each plan's level.

    Shares, rates and scores at a level can be compared. Counts (商标 25 / 150 / 160) cannot: they need a denominator
    and the same kind of count (stock or flow), and the plans give neither. Changes (增加15%) need one baseline.
    """
    numbered = targets[targets["type"].isin(["quantified", "absolute"]) & targets["canonical"].notna()]
    plans = numbered.groupby("canonical")["plan"].nunique()
    out = numbered[numbered["canonical"].isin(plans[plans > 1].index)]
    names = canonical.set_index("canonical")
    level, ratio = out["change"].eq("level").astype(bool), out["kind"].isin(["share", "score"])
    reason = np.select([~level, ~ratio], ["a change needs the same baseline", "a count needs a denominator"], "")
    out = out.assign(
        zh=out["canonical"].map(names["zh"]), en=out["canonical"].map(names["en"]), value=binding(out),
        plans=out["canonical"].map(plans), comparable=level & ratio, reason=pd.Series(reason, out.index).replace("", pd.NA),
    )  # fmt: skip
    return out.sort_values(["canonical", "plan", "year", "start"])


@measure("pairwise", "ambition")
def pairwise(targets: pd.DataFrame, *, exact: str = "no") -> pd.DataFrame:
    """Compare two plans at a time on the indicators that both quantify: win, tie, loss, neither.

    The order is that of :func:`qcompare.measures.ambition.ambition` with the other plan as the benchmark. Of
    dated steps the last counts. Below five comparable indicators no ordering of the two plans is suggested.
    """
    numbered = targets[targets["type"].isin(["quantified", "absolute"]) & targets["canonical"].notna()]
    one = numbered.assign(value=binding(numbered)).sort_values(["plan", "canonical", "year"])
    one = one.drop_duplicates(["plan", "canonical"], keep="last")
    columns = [
        "canonical",
        "plan",
        "value",
        "year",
        "unit",
        "comparator",
        "change",
        "kind",
        "polarity",
        "floor",
        "ceiling",
    ]
    both = one[columns].merge(one[columns[:6]], on="canonical", suffixes=("", "_other"))
    both = both[both["plan"] != both["plan_other"]].rename(
        columns={"value_other": "national_value", "year_other": "national_year", "unit_other": "national_unit",
                 "comparator_other": "national_comparator", "plan_other": "other"}
    )  # fmt: skip
    both = both.assign(grade="E", status="reviewed", relation="same")
    both.loc[~both["kind"].isin(["share", "score"]), "change"] = "count"
    word = _classes(both, Choices(exact=exact))["class"]
    counts = pd.crosstab([both["plan"], both["other"]], word).reindex(
        columns=[*COMPARABLE, "not comparable"], fill_value=0
    )
    out = counts.rename(columns={"not comparable": "not_comparable"})
    out["shared"] = counts.sum(axis=1)
    out["suppressed"] = counts[list(COMPARABLE)].sum(axis=1) < LEAGUE
    return out.reset_index()


@measure("relative", "ambition")
def relative(targets: pd.DataFrame) -> pd.DataFrame:
    """Place relative goals on chains that do not mix: national standard → international level; nation; region; province.

    Within a chain a higher step asks more (全国平均 < 国内先进). Between chains nothing follows: the average of one
    province may lie above the nation's.
    """
    goals = targets[targets["type"].eq("relative").astype(bool)].copy()
    words = (
        goals["level_text"]
        .str.cat(goals["baseline"].fillna(""))
        .str.translate(str.maketrans("國標準達領進均", "国标准达领进均"))
    )
    chains = rows("measures/chains")
    nothing = dict.fromkeys(("chain", "step", "zh", "en"), pd.NA)
    place = [next((row for row in chains if re.search(row["pattern"], text)), nothing) for text in words]
    found = pd.DataFrame(place, index=goals.index, columns=list(nothing))
    goals = goals.assign(chain=found["chain"], step=found["step"], step_zh=found["zh"], step_en=found["en"])
    goals["chain"] = goals["chain"].fillna("other")
    goals["step"] = pd.to_numeric(goals["step"]).astype("Int64")
    return goals.sort_values(["chain", "step", "plan", "start"])


@measure("strength", "ambition")
def strength(targets: pd.DataFrame, *, part: str = "whole") -> pd.DataFrame:
    """Return the shares of binding, plain and aspirational wording among targets with a level.

    Strength stands beside ambition and is never multiplied with it.
    """
    levelled = targets[targets["type"] != "qualitative"]
    if part == "goals":
        levelled = levelled[levelled["part"] == "goals"]
    words = ["binding", "plain", "aspirational"]
    counts = pd.crosstab(levelled["plan"], levelled["strength"]).reindex(columns=words, fill_value=0)
    out = counts.stack().rename("targets").reset_index()
    out["n"] = out["plan"].map(counts.sum(axis=1))
    return out.assign(share=out["targets"] / out["n"])


_STATISTIC = re.compile(r"([^。;,]{2,40}?)(?:达到|达|为|稳定在|保持在)?$")


def _reported(numerals: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the percentages that plans report as reached, with the words before each."""
    status = numerals[numerals["role"].eq("status").astype(bool)].reset_index(drop=True)
    where = sentences.assign(first=sentences["start"], sentence_text=sentences["text"])
    held = status[["plan", "start", "text"]].join(sentence_at(status, where, ["first", "sentence_text"]))
    held = held.dropna(subset=["sentence_text"])
    found = []
    for row in held.itertuples():
        digits = re.sub(r"[%％\s]", "", row.text)
        # a whole number only: the 6 of 91.6% is no 6%
        places = [m.start() for m in re.finditer(rf"(?<![\d.]){re.escape(digits)}%", row.sentence_text)]
        if places:
            at = min(places, key=lambda place: abs(place - (row.start - row.first)))
            words = _STATISTIC.search(row.sentence_text[:at])
            statistic = re.sub(r"^.*——", "", words.group(1)) if words else ""
            found.append((row.plan, statistic, float(digits), row.sentence_text))
    return pd.DataFrame(found, columns=["plan", "statistic", "status_value", "status_quote"])


def _rate(indicator: str) -> str:
    """Return which rate an indicator is, empty where it names none.

    >>> _rate("规模以上工业企业采标率"), _rate("产品质量监督抽查合格率"), _rate("顾客满意度")
    ('采标率', '合格率', '')
    """
    found = re.findall("..率", indicator)
    return found[-1] if found else ""


@measure("own_baseline", "ambition")
def own_baseline(
    targets: pd.DataFrame, numerals: pd.DataFrame, sentences: pd.DataFrame, *, related: float = 70, same: float = 90
) -> pd.DataFrame:
    """Set percentages that a plan reports as reached beside its own percentage targets for related indicators.

    A target below the reported value of the same statistic asks for less than there is. Whether the statistics are
    the same is a judgement: ``similarity`` (rapidfuzz partial ratio of the two wordings, 0-100)
    proposes, but never a 采标率 beside a 合格率; ``same_statistic`` asks for a full ratio of ``same``; otherwise the row says "related" and a person must look.
    """
    reported = _reported(numerals, sentences)
    shares = targets[targets["type"].eq("quantified") & targets["unit"].eq("%") & targets["change"].eq("level")]
    out = shares.assign(value=binding(shares)).merge(reported, on="plan")
    pairs = [(fold(a), fold(b)) for a, b in zip(out["indicator"], out["statistic"], strict=True)]
    out = out.assign(
        similarity=[fuzz.partial_ratio(a, b) for a, b in pairs], alike=[fuzz.ratio(a, b) for a, b in pairs]
    )
    # an upper bound (控制在2%以内) has no value to set beside a reported one, unless the crosswalk says that less is better
    rates = [(_rate(a), _rate(b)) for a, b in zip(out["indicator"], out["statistic"], strict=True)]
    comparable = pd.Series([not a or not b or a == b for a, b in rates], out.index, dtype=bool)
    out = out[(out["similarity"] >= related) & out["value"].notna() & comparable]
    below = out["value"].lt(out["status_value"]).astype(bool)
    out = out.assign(
        flag=np.where(below, "below related status", "above related status"), same_statistic=out["alike"] >= same
    )
    return out.sort_values(["plan", "similarity"], ascending=[True, False])
