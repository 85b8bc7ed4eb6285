"""The plans themselves: what was compared, and what is missing; and one plan's profile beside the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from qcompare.benchmark import worded
from qcompare.measures.results import measure

_PLACE = re.compile(r"^(?:.+?(?:省|自治区))?((.+?)(?:省|市|自治州|地区|盟|县|区)?)$")


@measure("described", plans="plans_read")
def described(plans: pd.DataFrame) -> list[dict[str, object]]:
    """Return each plan's name to print in both languages, and its main year; no two plans have the same name.

    Plans of one short name are told apart by the full name of the place, then by the target year or the period, then
    by the plan's own name: 沂川市 and 沂川县; 四平 2015 and 四平 2020.

    >>> described(pd.DataFrame({"plan": ["siping"], "jurisdiction": ["吉林省四平市"], "horizon": [2020]}))
    [{'plan': 'siping', 'zh': '四平', 'en': 'Siping', 'horizon': 2020}]
    """
    rows = plans.astype(object).where(plans.notna(), None).to_dict("records")
    zh = _distinct(rows, [short_place(row.get("jurisdiction")) or row["plan"] for row in rows], _FORMS)
    en = _distinct(rows, [str(row["plan"]).replace("_", " ").title() for row in rows], [lambda row, name: row["plan"]])
    return [
        {"plan": row["plan"], "zh": one, "en": other, "horizon": row.get("horizon")}
        for row, one, other in zip(rows, zh, en, strict=True)
    ]


def followed(name: str, value: object) -> str:
    """Return a name and its value as Chinese writes them, without a space; a colon where two numbers would run together.

    >>> followed("四平", "47条"), followed("四平 2020", "47条")
    ('四平47条', '四平 2020：47条')
    """
    return f"{name}{'：' if name[-1:].isdigit() and str(value)[:1].isdigit() else ''}{value}"


def short_place(place: str | None) -> str | None:
    """Return the name of a place without what lies above it and without the word for its kind.

    >>> short_place("江苏省南通市"), short_place("全国")
    ('南通', '全国')
    """
    found = _PLACE.match(place) if place else None
    return found.group(2) if found and len(found.group(2)) > 1 else place


_Row = Mapping[str, Any]
_Form = Callable[[_Row, str], str]


def _distinct(rows: Sequence[_Row], names: Sequence[str], forms: Iterable[_Form]) -> list[str]:
    """Return the names; those that several rows share each in the first form that tells some of them apart."""
    out = list(names)
    for form in forms:
        for name in [name for name, times in Counter(out).items() if times > 1]:
            same = [at for at, other in enumerate(out) if other == name]
            longer = [form(rows[at], name) for at in same]
            if len(set(longer)) > 1:
                for at, new in zip(same, longer, strict=True):
                    out[at] = new
    return out


def _with_kind(row: _Row, name: str) -> str:
    found = _PLACE.match(row.get("jurisdiction") or "")
    return found.group(1) if found else name


def _whole(row: _Row, name: str) -> str:
    return row.get("jurisdiction") or name


def _with_year(row: _Row, name: str) -> str:
    return f"{name} {int(row['horizon'])}" if row.get("horizon") else name


def _with_period(row: _Row, name: str) -> str:
    first, last = row.get("period_start"), row.get("period_end")
    return f"{name.removesuffix(f' {int(last)}')} {int(first)}–{int(last)}" if first and last else name


_FORMS: tuple[_Form, ...] = (
    _with_kind,
    _whole,
    _with_year,
    _with_period,
    lambda row, name: f"{name}（{row['plan']}）",
)


_BOX = re.compile(r"专栏[^()（）]{0,8}?[:：]([^()（）]*指标[^()（）]*)[)）][(（〔\[]略")


@measure("omitted", plans="plans_read")
def omitted(plans: pd.DataFrame, sentences: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return, for each plan whose published text leaves boxes out (略), how many, and the title of a table of indicators.

    >>> omitted(pd.DataFrame({"plan": ["a", "b"], "annex_omitted": [2, 0]}),
    ...         pd.DataFrame({"plan": ["a"], "text": ["(专栏1:主要指标2013—2015年)(略)"]}))
    {'a': {'boxes': 2, 'indicators': '主要指标2013—2015年'}}
    """
    found: dict[str, dict[str, Any]] = {}
    for plan, boxes in zip(plans["plan"], plans["annex_omitted"], strict=True) if "annex_omitted" in plans else ():
        if pd.notna(boxes) and boxes > 0:
            texts = sentences.loc[sentences["plan"] == plan, "text"].dropna()
            titles = (match.group(1) for text in texts if (match := _BOX.search(str(text))))
            found[str(plan)] = {"boxes": int(boxes), "indicators": next(titles, None)}
    return found


@measure("corpus", "corpus", main=True)
def corpus(plans: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Return one row a plan: provenance, size, targets by type, and what the published text leaves out.

    Missing metadata and omitted boxes are facts about the published texts, not about policy.
    """
    out = plans.set_index("plan", drop=False)
    kinds = pd.crosstab(targets["plan"], targets["type"])
    for kind in ("quantified", "absolute", "relative", "qualitative"):
        out[kind] = kinds.get(kind, pd.Series(dtype=int)).reindex(out.index, fill_value=0)
    numbered = targets[targets["type"].isin(["quantified", "absolute"])]
    goals = numbered[(numbered["part"] == "goals") & (numbered["type"] == "quantified")]
    out["quantified_goals"] = goals.groupby("plan").size().reindex(out.index, fill_value=0)
    out["indicators"] = numbered.groupby("plan")["key"].nunique().reindex(out.index, fill_value=0)
    out["missing"] = [" ".join(names) if len(names) else pd.NA for names in out["missing"]]
    return out


NAMES = {
    "share": ("specificity", "目标部分写出数字或不留例外的比例", "share with a number, or all or none, goals section"),
    "minimum": ("specificity", "四项写明的比例", "share with all four elements"),
    "minimum_explicit": ("specificity", "四项写明的比例（期限在本句）", "the same with the year in the sentence"),
    "concreteness": ("specificity", "含定量目标的分句比例", "share of goal clauses with a number"),
    "hedges_per_1000": ("specificity", "目标部分每千字的模糊限制语", "hedging words per 1,000 characters, goals part"),
    "density_goals": ("specificity", "每千字定量目标(目标部分)", "quantified targets per 1,000 characters, goals part"),
    "density_whole": ("specificity", "每千字定量目标(全文)", "quantified targets per 1,000 characters, whole plan"),
    "stricter": ("ambition", "严于国家的可比目标", "comparable goals stricter than the national ones"),
    "level_stricter": ("ambition", "只看水平严于国家", "stricter by level alone"),
    "net": ("ambition", "净严格度", "net strictness"),
    "net_level": ("ambition", "净严格度(仅水平)", "net strictness by level alone"),
    "coverage": ("alignment", "国家目标覆盖率", "share of national goals addressed"),
    "coverage_en": ("alignment", "国家定量目标覆盖率", "share of numeric national goals given a number"),
    "own_share": ("alignment", "无对应国家目标的指标比例", "share of indicators that answer no national goal"),
}  # fmt: skip


@measure("profile", "corpus", intervals="stability")
def profile(
    specificity: pd.DataFrame,
    density: pd.DataFrame,
    net_strictness: pd.DataFrame,
    alignment: pd.DataFrame,
    intervals: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return each plan's figures beside the range of the other plans, with what cannot be said and why.

    Parameters
    ----------
    specificity, density, net_strictness, alignment
        Result tables.
    intervals
        Stability or coding intervals (plan, measure, low, high).
    """
    wide = _wide(specificity, density, net_strictness, alignment)
    cites = (
        alignment.set_index("plan")["cites_outline"].fillna(False).astype(bool).reindex(wide.index, fill_value=False)
    )
    found = []
    for place, (name, (side, zh, en)) in enumerate(NAMES.items()):
        values = wide[name].astype("Float64")
        # a plan that does not cite the outline is described, and no yardstick for those that do
        low, high = _others(values.where(cites.to_numpy()) if side == "alignment" and cites.any() else values)
        if side == "alignment" and cites.any():
            low, high = low.where(cites.to_numpy()), high.where(cites.to_numpy())
        one = pd.DataFrame({"value": values, "others_low": low, "others_high": high}).rename_axis("plan").reset_index()
        count = wide[_DENOMINATORS[name]].to_numpy() if name in _DENOMINATORS else pd.NA
        note = [_note(side, name, value, cites[plan], bool(lower))
                for plan, value, lower in zip(wide.index, values, wide["lower_bound"].fillna(False), strict=True)]  # fmt: skip
        found.append(
            one.assign(
                side=side, measure=name, zh=worded(zh, "zh"), en=worded(en, "en"), n=count, note=note, place=place
            )
        )
    out = pd.concat(found, ignore_index=True)
    if intervals is not None:
        out = out.merge(intervals[["plan", "measure", "low", "high"]], on=["plan", "measure"], how="left")
    order = {plan: at for at, plan in enumerate(wide.index)}
    return out.sort_values(["plan", "place"], key=lambda c: c.map(order) if c.name == "plan" else c)


def _others(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the lowest and highest value among the other plans."""
    ordered = values.dropna().sort_values()
    if ordered.empty or len(values) < 2:
        nothing = pd.Series(pd.NA, index=values.index, dtype="Float64")
        return nothing, nothing
    second = ordered.iloc[1] if len(ordered) > 1 else pd.NA, ordered.iloc[-2] if len(ordered) > 1 else pd.NA
    low = pd.Series(ordered.iloc[0], index=values.index, dtype="Float64")
    high = pd.Series(ordered.iloc[-1], index=values.index, dtype="Float64")
    low[ordered.index[0]], high[ordered.index[-1]] = second
    return low, high


_DENOMINATORS = {
    "share": "n", "minimum": "n", "minimum_explicit": "n", "stricter": "comparable", "level_stricter": "comparable",
    "net": "comparable", "net_level": "comparable", "coverage": "goals", "coverage_en": "numeric", "own_share": "own_of",
}  # fmt: skip


def _wide(
    specificity: pd.DataFrame, density: pd.DataFrame, net_strictness: pd.DataFrame, alignment: pd.DataFrame
) -> pd.DataFrame:
    """Return all figures of all plans, one row a plan."""
    wide = specificity.set_index("plan")
    strict = net_strictness.set_index("plan").drop(columns="cites_outline")
    counts = ["stricter", "level_stricter"]  # none of nothing is not nought
    strict[counts] = strict[counts].where(strict["comparable"] > 0)
    per = (
        density[density["unit"] == "targets"]
        .pivot(index="plan", columns="part", values="per_1000")
        .add_prefix("density_")
    )
    return (
        wide.join(per)
        .join(strict)
        .join(alignment.set_index("plan").drop(columns=["cites_outline", "unjudged", "not_applicable"]))
    )


def _note(side: str, measure: str, value: object, cites: bool, lower: bool) -> object:
    if side == "alignment" and not cites:
        return "does not cite the outline: described and never failing"
    if measure in {"stricter", "level_stricter"} and pd.isna(value):
        return "no comparable goal"
    if measure in {"net", "net_level"} and pd.isna(value):
        return "fewer than 3 comparable goals"
    if measure.startswith("density") and lower:
        return "boxes were left out of the published text: it could lie higher or lower"
    return pd.NA
