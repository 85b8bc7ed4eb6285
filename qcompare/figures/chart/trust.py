"""Whether to trust the coding and the claims: reliability (T2) and multiverse (T3), as pictures."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import figure, finish, heading, need, nothing, say, wrap

_HEADLINES = 2  # claims whose every run is drawn
# coded fields whose English name does not say what they hold
_FIELDS = {"part": "goals part or body", "low": "lowest value", "high": "highest value", "year_source": "source of the year", "change": "level or change",
           "level_text": "words of the level", "parent": "total it belongs to", "comparator": "comparator (≥, =, ≤)"}  # fmt: skip
# the choices of definition (qcompare.measures.choices), in words
CHOICES = {
    "part": ("目标部分或全文", "goals part or whole plan"), "series": ("系列目标计法", "how series count"),
    "joined": ("并列主体计法", "how joined subjects count"), "absolute": ("绝对目标是否算定量", "absolute targets in or out"),
    "years": ("年份是否须在本句", "years in the sentence or inherited"), "scope": ("何谓范围明确", "what counts as an open scope"),
    "parents": ("总量或分项", "totals or their parts"), "near": ("是否计近似匹配", "near matches in or out"),
    "exact": ("等号的含义", "what “=” asks for"), "unsupported": ("是否计无佐证的国家目标", "national goals without support in or out"),
    "single": ("是否计单一佐证的国家目标", "national goals with one source in or out"), "benchmark": ("国家基准", "the national benchmark"),
}  # fmt: skip


@figure(
    "T2", "reliability", zh="编码可信吗？", en="Can the coding be trusted?",
)  # fmt: skip
def reliability(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw agreement by field: Krippendorff's alpha with its interval, Gwet's AC1, per cent agreement.

    Parameters
    ----------
    table
        Result table ``reliability``: field, metric, n, percent (0-1), alpha, alpha_low, alpha_high, ac1, verdict.
    """
    rows = need(table, "field", "metric", "n", "percent", "alpha", "alpha_low", "alpha_high", "ac1", "verdict").copy()
    title = say(lang, "编码与手工参照的一致程度", "Agreement of the coding with the hand coding")
    rule = say(lang, "区间为配对自助 95 %", "intervals: 95 % bootstrap over pairs")
    if rows.empty:
        why = say(
            lang, "这些规划没有手工编码，无从核对。请先手工编码其中几份，再与规则的编码比较（qcompare agreement）。",
            "Nobody has coded these plans by hand, so there is nothing to check against. Code some of them by hand first, then compare (qcompare agreement).",
        )  # fmt: skip
        return nothing([table], name="reliability", lang=lang, title=title, rule=rule, why=why)
    rows["label"] = [f"{field_words(row.field, lang)} (n = {int(row.n)})" for row in rows.itertuples()]
    order = list(rows.sort_values(["alpha", "label"], ascending=[False, True], na_position="last")["label"])
    kinds = {"alpha": "Krippendorff α", "ac1": "Gwet AC1", "percent": say(lang, "一致率", "agreement")}
    marks = rows.melt(
        id_vars=["field", "label", "n", "verdict"], value_vars=list(kinds), var_name="measure", value_name="value"
    )
    marks["kind"] = marks["measure"].map(kinds)
    marks = marks[marks["value"].notna()]
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False))
    low = float(min([0.0, *marks["value"], *rows["alpha_low"].dropna()])) - 0.02
    x = alt.X(
        "value:Q",
        title=say(lang, "一致程度（1 为完全一致）", "agreement (1: perfect)"),
        scale=alt.Scale(domain=[low, 1.02], nice=False),
        axis=alt.Axis(values=[tick for tick in (-0.4, -0.2, 0, 0.2, 0.4, 0.667, 0.8, 1) if tick >= low], format=".3~f"),
    )
    domain = list(kinds.values())
    offset = alt.YOffset("kind:N", sort=domain)  # most are near 1: one below the other, not one over the other
    points = alt.Chart(marks).mark_point(size=44).encode(
        y=y, x=x, yOffset=offset,
        color=alt.Color("kind:N", scale=alt.Scale(domain=domain, range=["#0072B2", "#E69F00", "#009E73"]), legend=alt.Legend(title=None, orient="top")),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=domain, range=["circle", "diamond", "triangle-down"]), legend=alt.Legend(title=None, orient="top")),
        tooltip=["label:N", "kind:N", alt.Tooltip("value:Q", format=".3f"), "verdict:N"],
    )  # fmt: skip
    bars = (
        alt.Chart(rows[rows["alpha_low"].notna()].assign(kind=kinds["alpha"]))
        .mark_rule(color="#0072B2", strokeWidth=2)
        .encode(y=y, yOffset=offset, x="alpha_low:Q", x2="alpha_high:Q")
    )
    limits = alt.Chart(pd.DataFrame({"at": [0.667, 0.8]})).mark_rule(strokeDash=[4, 3]).encode(x="at:Q")
    undefined = rows[rows["alpha"].isna()]["field"].tolist()
    firm = int((rows["verdict"] == "firm").sum())
    notes = [
        say(lang, "虚线为 .667 与 .80", "dashed: .667 and .80"),
        say(lang, "规则即据这些规划写成，新文本上的误差率另见数据目录的“盲测误差率”",
            "the rules were tuned on these plans; error rates on unseen texts: data/reference/blind_errors.csv"),
    ]  # fmt: skip
    if undefined:
        notes.append(
            say(
                lang,
                f"α 无定义（只有一个取值）：{'、'.join(field_words(f, lang) for f in undefined)}",
                f"α undefined (one value only): {', '.join(field_words(f, lang) for f in undefined)}",
            )
        )
    return finish(
        (limits + bars + points).properties(width=460, height=36 * len(order)), [table], name="reliability", lang=lang, plans=[], columns=104, notes=notes,
        title=title,
        n=say(lang, f"n = {len(rows)} 个字段，标签内 n 为配对目标数", f"n = {len(rows)} fields; n in the labels: paired targets"),
        rule=rule,
        alt_text=say(lang, f"{firm} 个字段 α ≥ .80。", f"{firm} fields have α ≥ .80."),
    )  # fmt: skip


def field_words(name: str, lang: str) -> str:
    """Return the name of a coded field, as a reader knows it."""
    from qcompare.schema import fields

    words = {field.name: field.zh for field in fields("targets")} if lang == "zh" else _FIELDS
    return words.get(name, name.replace("_", " "))


@figure(
    "T3", "multiverse", "multiverse_runs", zh="哪些论断经得起定义的变化？", en="Which claims survive?",
)  # fmt: skip
def multiverse(table: pd.DataFrame, runs: pd.DataFrame | None = None, *, lang: str = "zh") -> Any:
    """Draw robustness: the share of runs in which each claim holds, and every run of two headline claims.

    Parameters
    ----------
    table
        Result table ``multiverse``: claim, zh, en, default, holds, runs, share (0-1), pivot.
    runs
        Result table ``multiverse_runs``: run, claim, value, holds, options.
    """
    rows = need(table, "claim", "zh", "en", "default", "holds", "runs", "share", "pivot").copy()
    rows["label"] = rows[lang].astype(str)
    rows["counts"] = [
        f"{100 * row.share:.0f}% ({int(row.holds)}/{int(row.runs)})" if row.share == row.share else "–"
        for row in rows.itertuples()
    ]
    rows["state"] = [
        say(lang, "默认定义下成立", "holds by default")
        if row.default
        else say(lang, "默认定义下不成立", "does not hold by default")
        for row in rows.itertuples()
    ]
    rows["hangs_on"] = [pivot_words(name, lang) for name in rows["pivot"]]
    rows["shown"] = [
        f"{row.counts}{say(lang, '，系于', ', hangs on ')}{row.hangs_on}"
        if row.share < 1 and row.hangs_on != "–"
        else row.counts
        for row in rows.itertuples()
    ]
    order = list(rows.sort_values(["share", "claim"], ascending=[False, True])["label"])
    states = [
        say(lang, "默认定义下成立", "holds by default"),
        say(lang, "默认定义下不成立", "does not hold by default"),
    ]
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False))
    )  # fmt: skip
    bars = base.mark_bar(height=14, stroke=theme.INK, strokeWidth=0.6).encode(
        x=alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5), title=say(lang, "成立的运行占比", "share of runs in which it holds")),
        color=alt.Color("state:N", scale=alt.Scale(domain=states, range=[theme.ORDERED[4], theme.PAPER]), legend=alt.Legend(title=None, orient="top", symbolType="square", symbolStrokeColor=theme.INK)),
        tooltip=["label:N", "holds:Q", "runs:Q", "hangs_on:N"],
    )  # fmt: skip
    text = base.mark_text(align="left", dx=6, fontSize=11).encode(x=alt.datum(1), text="shown:N")
    top = (bars + text).properties(title=heading(say(lang, "各论断", "claims")), width=300, height=26 * len(order))
    panels = [top, *([] if runs is None else _curves(runs, rows, lang))]
    weakest = rows[rows["share"].notna()].sort_values("share").head(1)
    said = "" if weakest.empty else f"{weakest.iloc[0][lang]} {weakest.iloc[0]['shown']}"
    return finish(
        alt.vconcat(*panels, spacing=26).resolve_scale(color="independent", strokeDash="independent"), [table] if runs is None else [table, runs], name="multiverse", lang=lang, plans=[], columns=112,
        title=say(lang, "换一套定义，论断还成立吗", "Do the claims hold under other definitions"),
        n=say(lang, f"n = {len(rows)} 条论断，至多 {int(rows['runs'].max()) if len(rows) else 0} 次运行", f"n = {len(rows)} claims, up to {int(rows['runs'].max()) if len(rows) else 0} runs"),
        rule=say(lang, "全部定义组合各算一遍；不到 100 % 者注明最系于哪项选择", "every combination of definitions; below 100 %: the choice that it hangs on most"),
        alt_text=say(lang, f"最不稳的论断：{said}。", f"Least robust: {said}."),
    )  # fmt: skip


def pivot_words(name: Any, lang: str) -> str:
    """Return the choice on which a claim hangs, in words.

    >>> pivot_words("part", "en"), pivot_words(None, "en")
    ('goals part or whole plan', '–')
    """
    if name is None or name != name:
        return "–"
    return CHOICES.get(name, (name, name))[0 if lang == "zh" else 1]


def _curves(table: pd.DataFrame, claims: pd.DataFrame, lang: str) -> list[Any]:
    """Return a specification curve, runs in the order of their value, for the claims nearest to one half."""
    rows = need(table, "run", "claim", "value", "holds", "options")
    rows = rows[rows["value"].notna()]
    near = (
        claims[claims["claim"].isin(rows["claim"])]
        .assign(gap=lambda d: (d["share"] - 0.5).abs())
        .sort_values(["gap", "claim"])
    )
    names = {True: say(lang, "成立", "holds"), False: say(lang, "不成立", "fails")}
    panels = []
    for claim in near["claim"].head(_HEADLINES):
        one = _steps(rows[rows["claim"] == claim])
        one["kind"] = one["holds"].map(names)
        text = near.loc[near["claim"] == claim, lang].iloc[0]
        points = alt.Chart(one).mark_rule(strokeWidth=5, strokeCap="butt").encode(
            x=alt.X("left:Q", title=say(lang, "运行（按数值排列）", "runs, in the order of the value"), scale=alt.Scale(nice=False), axis=alt.Axis(grid=False, tickCount=8)),
            x2="right:Q", y=alt.Y("value:Q", title=say(lang, "数值", "value"), scale=alt.Scale(zero=False)),
            color=alt.Color("kind:N", scale=alt.Scale(domain=list(names.values()), range=[theme.ORDERED[4], "#D55E00"]), legend=alt.Legend(title=None, orient="right", symbolType="stroke", symbolStrokeWidth=4)),
            strokeDash=alt.StrokeDash("kind:N", scale=alt.Scale(domain=list(names.values()), range=[[1, 0], [4, 2]]), legend=alt.Legend(title=None, orient="right")),
            tooltip=["runs:Q", alt.Tooltip("value:Q", format=".3f"), "kind:N"],
        )  # fmt: skip
        panels.append(
            points.properties(
                title=alt.TitleParams(text=wrap(text, 90), fontSize=13, offset=8, frame="group"),
                width=600,
                height=130,
            )
        )
    return panels


def _steps(runs: pd.DataFrame) -> pd.DataFrame:
    """Return runs in the order of their value, those of one value and verdict as one step from ``left`` to ``right``."""
    grouped = (
        runs.assign(value=runs["value"].astype(float).round(9))
        .groupby(["value", "holds"], sort=True)
        .size()
        .rename("runs")
        .reset_index()
    )
    grouped["holds"] = grouped["holds"].astype(bool)
    grouped["right"] = grouped["runs"].cumsum()
    grouped["left"] = grouped["right"] - grouped["runs"]
    return grouped
