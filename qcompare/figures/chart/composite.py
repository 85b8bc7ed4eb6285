"""How arbitrary ranks by a composite index are (X3)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import fonts, theme
from qcompare.figures.chart.base import (
    MANY,
    counted,
    figure,
    link,
    need,
    plans_of,
    say,
)
from qcompare.figures.chart.frame import finish
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, hover, span, widest


@figure("X3", "composite", "sobol", zh="如果排名，名次有多随意？", en="How arbitrary would ranks be?")
def composite(table: pd.DataFrame, sobol: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw which ranks a composite index could give each plan, and which choice moves them.

    Parameters
    ----------
    table
        Result table ``composite``: plan, rank, acceptability (0-1), runs.
    sobol
        Result table ``sobol``: input, first, total.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.composite(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'By an index of two shares of specificity, two of two plans come first in some run'
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "rank", "acceptability", "runs").sort_values(["plan", "rank"]).copy()
    plans = known.order(rows["plan"])
    runs = int(rows["runs"].max()) if len(rows) else 0
    panels = [_shares(rows, plans, known, lang, look) if len(plans) <= MANY else _spans(rows, plans, known, lang, look)]
    if sobol is not None and len(sobol):
        panels.append(_indices(sobol, lang, look))
    top = rows[rows["rank"] == 1].set_index("plan")["acceptability"].astype(float)
    first = [plan for plan in plans if top.get(plan, 0) > 0]
    one = rows[(rows["plan"] == plans[0]) & (rows["rank"] == 1)] if plans else rows.head(0)
    return finish(
        panels, [table] if sobol is None else [table, sobol], name="composite", lang=lang, look=look,
        title=say(lang, "只有一份规划，无从排列", "There is one plan and nothing to order") if len(plans) < 2 else say(lang, f"按两个具体程度比例合成的指数，{len(plans)}份规划中有{len(first)}份在某次计算中排第一", f"By an index of two shares of specificity, {counted(len(first))} of {counted(len(plans))} plans come first in some run"),
        subtitle=say(lang, f"附录：{known.said(plans, lang)}，各名次在{runs:,}次计算中的比例", f"Appendix: share of {runs:,} runs in which each of {known.said(plans, lang)}, has a rank"),
        note=[say(lang, "随机抽取标准化、加总方式、权重（均匀狄利克雷分布）、去掉的一个维度和编码误差。指数只含两个具体程度的比例，没有严格程度和对应程度，不能用来给规划排名；四项写明的目标都有数字，两个比例互相重叠，第三名以下因此少有变动。",
                  "Draws over normalisation, aggregation, weights (uniform Dirichlet), one dimension dropped and coding errors. The index holds two shares of specificity, neither strictness nor alignment: it ranks no plans. A target with all four elements has a number, so that the two shares overlap, and ranks below the second move little.")],
        read="" if one.empty else say(lang, f"例如：{known.label(plans[0])}在{100 * float(one['acceptability'].iloc[0]):.0f}%的计算中排第一。", f"For example: {known.label(plans[0])} comes first in {100 * float(one['acceptability'].iloc[0]):.0f}% of the runs."),
        alt_text=say(lang, "排第一的比例：", "Share of runs in first place: ") + say(lang, "、", ", ").join(f"{known.label(p)} {100 * float(top.get(p, 0)):.0f}%" for p in plans) + say(lang, "。", "."),
    )  # fmt: skip


def _percent(share: float) -> str:
    """Return a share as printed on a bar; what is not all is not said to be 100%.

    >>> _percent(0.997), _percent(1.0), _percent(0.61)
    ('>99%', '100%', '61%')
    """
    return ">99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


def _shares(rows: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    """Draw a bar a plan, cut by rank: grey and without the colour of any question, as no rank is a finding."""
    panel, size = Panel(look), look.text
    y0 = panel.heading(0, say(lang, "可能的名次", "Ranks that can come out"))
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    bottom = y0 + 32 * len(plans)
    rows = rows.copy()
    ranks = sorted(int(rank) for rank in rows["rank"].unique())
    greys = ["#46525C", "#7F8A93", "#AEB7BE", "#D6DDE2", "#EEF1F3", "#F5F7F8", "#F5F7F8", "#F5F7F8"]
    rows["row"] = rows["plan"].map({plan: at for at, plan in enumerate(plans)})
    rows["right"] = rows.groupby("plan")["acceptability"].cumsum()
    rows["left"] = rows["right"] - rows["acceptability"]
    rows["middle"] = (rows["left"] + rows["right"]) / 2
    rows = rows[rows["acceptability"] > 0].copy()
    rows["fill"] = [greys[min(len(greys) - 1, ranks.index(int(rank)))] for rank in rows["rank"]]
    rows["ink"] = [theme.on(fill) for fill in rows["fill"]]
    rows["name"] = rows["plan"].map(known.label)
    wide = look.width - left
    rows["shown"] = [
        _percent(share) if share * wide > fonts.width("00%", look.small) + 4 else "" for share in rows["acceptability"]
    ]
    rows["link"] = [link(plan, part="goals") for plan in rows["plan"]]
    base = alt.Chart(rows).encode(
        y=bands("y", len(plans), y0, bottom, 0.28),
        tooltip=hover("name:N", "rank:Q", alt.Tooltip("acceptability:Q", format=".1%")),
    )
    panel.marks += [
        base.mark_bar(stroke=theme.PAPER, strokeWidth=0.8).encode(x=span("left", 0, 1, left, look.width), x2=alt.X2("right:Q"), fill=alt.Fill("fill:N", scale=None)),
        base.mark_text(fontSize=look.small, baseline="middle").encode(x=span("middle", 0, 1, left, look.width), text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None)),
    ]  # fmt: skip
    for plan, at in zip(plans, centres(len(plans), y0, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    keys = [
        (greys[min(len(greys) - 1, place)], theme.RULE if place > 2 else None, say(lang, f"第{rank}名", f"rank {rank}"))
        for place, rank in enumerate(ranks)
    ]
    panel.height = panel.key(bottom + 4, keys)
    return panel


def _spans(rows: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    """Draw median and 95% range of each plan's rank: of many ranks no shares can be told apart."""
    panel, size = Panel(look), look.small
    y0 = panel.heading(
        0, say(lang, "名次的中位数，及95%的计算所在范围", "Median of the ranks, and range of 95% of the runs")
    )
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    rows = rows.copy()
    rows["right"] = rows.groupby("plan")["acceptability"].cumsum()
    ends = {"low": 0.025, "median": 0.5, "high": 0.975}
    spans = []
    for plan in plans:
        own = rows[(rows["plan"] == plan) & (rows["acceptability"] > 0)]
        if len(own):
            found = {
                name: float(own.loc[own["right"] >= min(share, own["right"].max()) - 1e-9, "rank"].iloc[0])
                for name, share in ends.items()
            }
            spans.append(
                {
                    "plan": plan,
                    "row": plans.index(plan),
                    "name": known.label(plan),
                    "link": link(plan, part="goals"),
                    **found,
                }
            )
    bottom = y0 + 20 * len(plans)
    frame = pd.DataFrame(spans)
    y = bands("y", len(plans), y0, bottom, 0.2)
    low, high = 0.5, max(len(plans), float(frame["high"].max())) + 0.5
    step = 1 if high < 12 else 5
    values = [1, *range(step, int(high) + 1, step)] if step > 1 else range(1, int(high) + 1)
    panel.ticks(
        {str(rank): left + (look.width - left) * (rank - low) / (high - low) for rank in values},
        y0,
        bottom,
        say(lang, "名次", "rank"),
    )
    base = alt.Chart(frame).encode(y=y, tooltip=hover("name:N", "median:Q", "low:Q", "high:Q"))
    panel.marks += [
        base.mark_rule(color=theme.RULE, strokeWidth=8).encode(
            x=span("low", low, high, left, look.width), x2=alt.X2("high:Q")
        ),
        base.mark_tick(color=theme.INK, thickness=2.5, size=14).encode(x=span("median", low, high, left, look.width)),
    ]
    for plan, at in zip(plans, centres(len(plans), y0, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    panel.height = bottom + size * 3
    return panel


_INPUTS = {"normalisation": ("标准化", "normalisation"), "aggregation": ("加总方式", "aggregation"), "weights": ("权重", "weights"),
           "dimension left out": ("去掉的维度", "dimension left out"), "coding": ("编码误差", "coding errors")}  # fmt: skip


def _indices(table: pd.DataFrame, lang: str, look: Look) -> Panel:
    rows = need(table, "input", "first", "total").copy()
    panel, size = Panel(look), look.text if not look.compact else look.small
    y0 = panel.heading(
        0,
        say(
            lang,
            "哪个选择左右名次（对名次平均变动的索博尔指数）",
            "Which choice moves the ranks (Sobol index of the mean rank shift)",
        ),
    )
    labels = [say(lang, *_INPUTS.get(str(name), (str(name), str(name)))) for name in rows["input"]]
    left = widest(labels, size) + 12
    bottom = y0 + 34 * len(rows)
    rows["row"], rows["name"], rows["zero"] = range(len(rows)), labels, 0.0
    high = max(float(rows[["first", "total"]].max().max()), 0.01)
    for column, fill, shift in (("first", theme.MUTED, -0.5), ("total", theme.RULE, 0.5)):
        some = rows.assign(
            at=rows[column].astype(float).clip(lower=0),
            shown=[f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−") for value in rows[column].astype(float)],
        )
        step = 34.0
        scale = bands("y", len(rows), y0 + shift * step * 0.36, bottom + shift * step * 0.36, 0.66)
        base = alt.Chart(some).encode(y=scale, tooltip=hover("name:N", alt.Tooltip(f"{column}:Q", format=".3f")))
        panel.marks += [
            base.mark_bar(fill=fill).encode(x=span("zero", 0, high, left, look.width - 40), x2=alt.X2("at:Q")),
            base.mark_text(fontSize=look.small, align="left", dx=4, baseline="middle", color=theme.INK).encode(x=span("at", 0, high, left, look.width - 40), text=alt.Text("shown:N")),
        ]  # fmt: skip
    for label, at in zip(labels, centres(len(rows), y0, bottom), strict=True):
        panel.text(0, at, label, size)
    panel.height = panel.key(
        bottom + 6,
        [(theme.MUTED, None, say(lang, "一阶", "first order")), (theme.RULE, None, say(lang, "总效应", "total"))],
    )
    return panel
