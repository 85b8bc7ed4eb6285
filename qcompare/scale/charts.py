"""Charts of many plans: distributions, groups, top and bottom. What is drawn is counted first, so a chart does not grow with the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart import panel
from qcompare.figures.chart.base import number, say

# column → names, and how it is printed (share: of 1; else digits behind the point)
SHOWN: Mapping[str, tuple[str, str, str]] = {
    "targets": ("目标数", "targets", "0"),
    "han": ("正文汉字数", "Han characters", "0"),
    "density_whole": ("每千字定量目标(全文)", "quantified targets per 1,000 characters, whole plan", "1"),
    "density_goals": ("每千字定量目标(目标部分)", "quantified targets per 1,000 characters, goals part", "1"),
    "share": ("目标部分写出数字或不留例外的比例", "share with a number, or all or none, goals section", "share"),
    "minimum": ("四项写明的比例", "share with all four elements", "share"),
    "concreteness": ("含定量目标的分句比例", "share of goal clauses with a number", "share"),
    "hedges_per_1000": ("每千字模糊词", "hedging words per 1,000 characters", "1"),
    "addressed": ("有对应的国家目标(含未经审核)", "national goals with a counterpart (unreviewed ones too)", "share"),
}  # fmt: skip
COMPARED = ("share", "minimum", "density_whole", "addressed")
RUNGS = {
    "zh": {1: "≥1 相对", 2: "≥2 定量", 3: "≥3 有期限", 4: "≥4 范围明确", 5: "5 写明核验"},
    "en": {1: "≥1 relative", 2: "≥2 quantified", 3: "≥3 dated", 4: "≥4 scope not open", 5: "5 a named check"},
}
LEVELS = {
    "national": "国家", "province": "省级", "municipality": "直辖市", "subprovincial": "副省级", "prefecture": "地级", "county": "县级",
}  # fmt: skip
_BINS = 28


def heading(text: str) -> alt.TitleParams:
    """Return the title of a panel within a chart."""
    return alt.TitleParams(text=text, fontSize=13, offset=8, frame="group")


def wrap(text: str, limit: int) -> list[str]:
    """Return a text in lines of at most ``limit`` half-width characters."""
    return panel.wrap(text, 12, limit * 6)


def label(column: str, lang: str) -> str:
    """Return the name of a measure."""
    return SHOWN[column][0 if lang == "zh" else 1]


def printed(column: str, value: Any) -> str:
    """Return a value of a measure as printed.

    >>> printed("share", 0.25), printed("targets", 1200.0), printed("minimum", float("nan"))
    ('25%', '1,200', '–')
    """
    kind = SHOWN[column][2]
    if value is None or value != value:
        return "–"
    return f"{100 * float(value):.0f}%" if kind == "share" else number(value, int(kind))


def distributions(profile: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw how each measure is distributed over the plans: a histogram each, with median and quartiles.

    Parameters
    ----------
    profile
        One row a plan; columns of :data:`SHOWN`.
    """
    panels = [
        _histogram(profile[column].dropna().astype(float), column, lang)
        for column in SHOWN
        if profile[column].notna().any()
    ]
    return _finish(
        alt.concat(*panels, columns=3, spacing=26),
        say(lang, f"{len(profile):,} 个规划的分布", f"How {len(profile):,} plans are distributed"),
        say(lang, "纵轴为规划个数；竖线为中位数，阴影为中间一半；超出第 99 百分位的并入最后一柱",
            "vertical: number of plans; line: median, shade: the middle half; beyond the 99th percentile in the last bar"), lang,
    )  # fmt: skip


def _histogram(values: pd.Series, column: str, lang: str) -> Any:
    low, high = float(values.min()), float(values.quantile(0.99))
    share = SHOWN[column][2] == "share"
    low, high = (0.0, 1.0) if share else (min(low, 0.0), high if high > low else low + 1)
    counts, edges = np.histogram(values.clip(low, high), bins=_BINS, range=(low, high))
    bars = pd.DataFrame({"from": edges[:-1], "to": edges[1:], "plans": counts, "none": 0})
    quarters = values.quantile([0.25, 0.5, 0.75]).to_numpy()
    middle = pd.DataFrame({"low": [quarters[0]], "median": [quarters[1]], "high": [quarters[2]]})
    axis = alt.Axis(format="~%" if share else ",~r", tickCount=5, grid=False, labelOverlap=True, labelSeparation=8)
    x = alt.X("from:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis, title=None)
    title = f"{label(column, lang)}\n{say(lang, '中位数', 'median')} {printed(column, quarters[1])} ({printed(column, quarters[0])} – {printed(column, quarters[2])})"
    shade = alt.Chart(middle).mark_rect(color=theme.RULE, opacity=0.7).encode(x="low:Q", x2="high:Q")
    drawn = alt.Chart(bars).mark_rect(color=theme.TEAL, stroke=theme.PAPER, strokeWidth=0.5).encode(
        x=x, x2="to:Q", y=alt.Y("plans:Q", title=None, axis=alt.Axis(tickCount=3)),
            y2="none:Q", tooltip=["from:Q", "to:Q", "plans:Q"],
    )  # fmt: skip
    line = alt.Chart(middle).mark_rule(color=theme.INK, strokeWidth=1.6).encode(x="median:Q")
    return (shade + drawn + line).properties(
        width=250,
        height=110,
        title=alt.TitleParams(text=_lines(title, 38), fontSize=12, lineHeight=16, offset=6, frame="group"),
    )


def _lines(text: str, limit: int) -> list[str]:
    return [line for part in text.split("\n") for line in wrap(part, limit)]


def steps(ladder: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw the ladder over all plans: which share of the plans has at least so much of its goals on a rung or higher.

    Parameters
    ----------
    ladder
        Result table ``ladder``: plan, rung, at_least.
    """
    rows = ladder[ladder["rung"] > 0].astype({"at_least": float, "rung": int})
    marks = np.linspace(0, 1, 41)
    curves = pd.DataFrame([
        {"rung": RUNGS[lang][int(str(rung))], "at": at, "plans": float((group >= at - 1e-9).mean())}
        for rung, group in rows.groupby("rung")["at_least"] for at in marks
    ])  # fmt: skip
    names = list(RUNGS[lang].values())
    colour = alt.Color("rung:N", scale=alt.Scale(domain=names, range=list(theme.ORDERED[1:])), legend=None)
    base = alt.Chart(curves).encode(
        x=alt.X("at:Q", title=say(lang, "目标部分中达到该级的目标比例，至少", "share of the goals on that rung or higher, at least"), axis=alt.Axis(format="~%")),
        y=alt.Y("plans:Q", title=say(lang, "规划比例", "share of plans"), axis=alt.Axis(format="~%"), scale=alt.Scale(domain=[0, 1])),
        detail="rung:N",
    )  # fmt: skip
    line = base.mark_line(strokeWidth=3).encode(color=colour)
    # each name where its curve comes down to a height of its own, so that curves that run together keep theirs apart
    heights = {name: 0.9 - 0.17 * place for place, name in enumerate(names)}
    below = curves[curves["plans"] <= curves["rung"].map(heights)]
    named = alt.Chart(below.sort_values("at").drop_duplicates("rung")).encode(x="at:Q", y="plans:Q", text="rung:N")
    words: dict[str, Any] = {"align": "left", "dx": 10, "fontSize": 11}
    # on a ground of paper, for another curve may pass there
    names_ = named.mark_text(**words, stroke=theme.PAPER, strokeWidth=5) + named.mark_text(**words)
    return _finish(
        (line + names_).properties(width=560, height=300), say(lang, "目标有多具体：六级阶梯", "How specific the goals are: the ladder"),
        say(lang, f"n = {rows['plan'].nunique():,} 个有目标部分的规划；曲线越靠右上，达到该级的目标越多",
            f"n = {rows['plan'].nunique():,} plans with goals; the further up and right a curve, the more goals get that far"), lang,
    )  # fmt: skip


def groups(profile: pd.DataFrame, by: str, *, lang: str = "zh") -> Any:
    """Draw measures by group of plans: median, middle half, and the range of nine in ten.

    Parameters
    ----------
    profile
        One row a plan; columns of :data:`COMPARED` and the groups.
    by
        Column of the groups: ``level`` or ``issued`` (years).
    """
    rows = profile.assign(group=profile[by].astype("string").fillna(say(lang, "未注明", "not stated")))
    if by == "level" and lang == "zh":
        rows["group"] = rows["group"].replace(LEVELS)
    order = _order(rows["group"], by, lang)
    known = [column for column in COMPARED if rows[column].notna().any()]
    panels = [_boxes(rows, column, order, lang, first=place % 2 == 0) for place, column in enumerate(known)]
    what = say(lang, "层级", "level") if by == "level" else say(lang, "成文年份", "year of issue")
    return _finish(
        alt.concat(*panels, columns=2, spacing=30), say(lang, f"按{what}分组", f"By {what}"),
        say(lang, "点为中位数，粗线为中间一半，细线为第 5 至第 95 百分位；括号内为规划个数",
            "dot: median; thick: the middle half; thin: 5th to 95th percentile; in brackets the number of plans"), lang,
    )  # fmt: skip


def _order(found: pd.Series, by: str, lang: str) -> list[str]:
    names = list(LEVELS.values() if lang == "zh" else LEVELS) if by == "level" else []
    return sorted(found.unique(), key=lambda name: (names.index(name) if name in names else len(names), name))


def _boxes(rows: pd.DataFrame, column: str, order: list[str], lang: str, *, first: bool) -> Any:
    values = rows.assign(value=rows[column].astype(float)).dropna(subset=["value"]).groupby("group")["value"]
    wide = values.quantile([0.05, 0.25, 0.5, 0.75, 0.95]).unstack()
    wide.columns = pd.Index(["p5", "p25", "p50", "p75", "p95"])
    counted = rows["group"].value_counts()
    table = wide.reset_index().assign(label=lambda d: [f"{name} ({counted[name]:,})" for name in d["group"]])
    named = dict(zip(table["group"], table["label"], strict=True))
    y = alt.Y(
        "label:N",
        sort=[named[name] for name in order if name in named],
        title=None,
        axis=alt.Axis(labels=first, ticks=first),
    )
    axis = alt.Axis(
        format="~%" if SHOWN[column][2] == "share" else ",~r", tickCount=5, labelOverlap=True, labelSeparation=8
    )
    base = alt.Chart(table).encode(y=y)
    thin = base.mark_rule(color=theme.MUTED).encode(
        x=alt.X("p5:Q", title=None, axis=axis, scale=alt.Scale(zero=True)), x2="p95:Q"
    )
    thick = base.mark_rule(strokeWidth=7, color=theme.TEAL2).encode(x="p25:Q", x2="p75:Q")
    dots = base.mark_point(color=theme.INK, size=50).encode(
        x="p50:Q", tooltip=["label:N", "p5:Q", "p25:Q", "p50:Q", "p75:Q", "p95:Q"]
    )
    return (thin + thick + dots).properties(
        width=330, height=max(24 * len(table), 60), title=heading(label(column, lang))
    )


def ends(profile: pd.DataFrame, column: str, *, most: int = 12, lang: str = "zh") -> Any:
    """Draw the plans with the highest and the lowest values of a measure, with the value that half the plans reach.

    Parameters
    ----------
    profile
        One row a plan: label, the measure, ``n`` (targets in the goals part).
    column
        The measure.
    most
        Plans at each end.
    """
    rows = (
        profile.assign(value=profile[column].astype(float))
        .dropna(subset=["value"])
        .sort_values(["value", "plan"], ascending=[False, True])
    )
    if len(rows) <= 2 * most:
        parts = [(say(lang, "全部", "all"), rows)]
    else:
        parts = [(say(lang, "最高", "highest"), rows.head(most)), (say(lang, "最低", "lowest"), rows.tail(most))]
    median = float(rows["value"].median()) if len(rows) else 0.0
    top = float(rows["value"].max()) if len(rows) else 1.0
    panels = [_dots(part, title, column, median, top, lang) for title, part in parts]
    same = int((rows["value"] == rows["value"].max()).sum()), int((rows["value"] == rows["value"].min()).sum())
    return _finish(
        alt.hconcat(*panels, spacing=24), say(lang, f"两端的规划：{label(column, lang)}", f"The plans at both ends: {label(column, lang)}"),
        say(lang, f"虚线为中位数 {printed(column, median)}；与最高值相同的有 {same[0]:,} 个，与最低值相同的有 {same[1]:,} 个；同值按名称排列",
            f"dashed: median {printed(column, median)}; {same[0]:,} plans share the highest value, {same[1]:,} the lowest; ties in order of name"), lang,
    )  # fmt: skip


def _dots(rows: pd.DataFrame, title: str, column: str, median: float, top: float, lang: str) -> Any:
    share = SHOWN[column][2] == "share"
    table = pd.DataFrame({
        "label": [f"{_short(str(name), 30)} · {_short(str(plan), 24)}" if str(name) != str(plan) else _short(str(plan), 54) for name, plan in zip(rows["label"], rows["plan"], strict=True)],
        "value": rows["value"].to_numpy(), "shown": [printed(column, value) for value in rows["value"]],
    })  # fmt: skip
    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, (1 if share else top) * 1.18], nice=False),
        axis=alt.Axis(format="~%" if share else ",~r", tickCount=4, labelOverlap=True, labelSeparation=8),
    )
    base = alt.Chart(table).encode(y=alt.Y("label:N", sort=table["label"].tolist(), title=None), x=x)
    line = (
        alt.Chart(pd.DataFrame({"value": [median]})).mark_rule(strokeDash=[4, 3], color=theme.MUTED).encode(x="value:Q")
    )
    drawn = (
        line
        + base.mark_point(color=theme.TEAL, size=60)
        + base.mark_text(align="left", dx=8, fontSize=11).encode(text="shown:N")
    )
    return drawn.properties(width=250, height=21 * len(table), title=heading(title))


def _short(text: str, limit: int) -> str:
    """Return a text that fits on one line, with an ellipsis where it was cut."""
    lines = wrap(text, limit)
    return lines[0] + "…" if len(lines) > 1 else text


# a label of two lines is centred on its bar, not its first line
_TWO_LINES = {"condition": {"test": "indexof(datum.label, '\\n') >= 0", "value": "bottom"}, "value": "middle"}


def goals(coverage: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw, for each national goal, how many plans answer it, and how.

    Parameters
    ----------
    coverage
        One row a national goal and state: national_goal, goal_zh, goal_en, state, plans.
    """
    states = {
        "quantified-E": ("定量，同一统计口径", "number, same statistic", theme.ORDERED[5]), "quantified-N": ("定量，口径相近", "number, near statistic", theme.ORDERED[4]),
        "relative": ("相对", "relative", theme.ORDERED[3]), "qualitative": ("定性", "in words", theme.ORDERED[2]),
        "proposed": ("有相似指标，未经审核", "similar indicator, unreviewed", theme.ORDERED[1]),
    }  # fmt: skip
    place = 0 if lang == "zh" else 1
    rows = coverage[coverage["state"].isin(list(states))].assign(
        goal=coverage["goal_zh" if lang == "zh" else "goal_en"].astype(str), shown=coverage["state"].map(lambda state: states.get(state, (state, state))[place])
    )  # fmt: skip
    total = coverage.groupby("national_goal")["plans"].sum()
    rows["share"] = rows["plans"].astype(float) / rows["national_goal"].map(total).astype(float)
    rows["label"] = [
        "\n".join(wrap(f"{name} {goal}", 48)) for name, goal in zip(rows["national_goal"], rows["goal"], strict=True)
    ]
    order = rows.groupby("label")["share"].sum().sort_values(ascending=False)
    found = set(rows.loc[rows["plans"] > 0, "state"])
    used = {name: state for name, state in states.items() if name in found}
    lines = max((label.count("\n") + 1 for label in order.index), default=1)
    drawn = alt.Chart(rows[rows["plans"] > 0]).mark_bar().encode(
        y=alt.Y("label:N", sort=order.index.tolist(), title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelBaseline=_TWO_LINES)),
        x=alt.X("share:Q", stack="zero", axis=alt.Axis(format="~%", tickCount=5), title=say(lang, "规划比例", "share of plans"), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("shown:N", title=None, scale=alt.Scale(domain=[state[place] for state in used.values()], range=[state[2] for state in used.values()]),
                        legend=alt.Legend(orient="top", columns=3)),
        order=alt.Order("rank:Q"), tooltip=["label:N", "shown:N", "plans:Q"],
    ).transform_calculate(rank=f"indexof({[state[place] for state in states.values()]}, datum.shown)")  # fmt: skip
    return _finish(
        drawn.properties(width=460, height=(4 + 15 * lines) * max(len(order), 1)), say(lang, "国家目标有多少规划回应", "How many plans answer each national goal"),
        say(lang, "没有列出的国家目标无规划回应；未经审核的对应只凭用词相似，不算同一指标",
            "goals not listed are answered by no plan; unreviewed counterparts rest on likeness of words and are not the same indicator"), lang,
    )  # fmt: skip


def words(common: pd.DataFrame, *, most: int = 40, lang: str = "zh") -> Any:
    """Draw the words that tell plans apart: used by some plans and not by others, by the share of plans that use them.

    Parameters
    ----------
    common
        word, count, plans, share (of the plans that use it).
    """
    rows = (
        common[common["share"].astype(float) < 0.9]
        .head(most)
        .assign(shown=lambda d: [f"{100 * share:.0f}%" for share in d["share"]])
    )
    base = alt.Chart(rows[["word", "share", "shown"]]).encode(
        y=alt.Y("word:N", sort=rows["word"].tolist(), title=None),
        x=alt.X("share:Q", axis=alt.Axis(format="~%"), title=say(lang, "用到该词的规划比例", "share of plans that use the word"), scale=alt.Scale(domain=[0, 1])),
    )  # fmt: skip
    drawn = base.mark_bar(color=theme.TEAL) + base.mark_text(align="left", dx=4, fontSize=11).encode(text="shown:N")
    return _finish(
        drawn.properties(width=420, height=17 * max(len(rows), 1)), say(lang, "多数规划用、少数规划不用的词", "Words that most plans use and some do not"),
        say(lang, "九成以上规划都用的词未列出", "words that nine in ten plans use are left out"), lang,
    )  # fmt: skip


def _finish(chart: Any, title: str, caption: str, lang: str) -> Any:
    stop = say(lang, "。", ".")
    return chart.properties(
        title=alt.TitleParams(text=wrap(title, 80), subtitle=wrap(caption + stop, 104)),
        usermeta={"title": title, "alt": caption},
    ).configure(**theme.config())
