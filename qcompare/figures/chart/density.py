"""Targets per 1,000 characters, counted in four ways (F3)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    figure,
    link,
    listed,
    need,
    number,
    plans_of,
    say,
)
from qcompare.figures.chart.frame import finish
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, hover, span, widest

_SHORT = 200  # Han characters in a goals section below which one target moves its density much


GAP_RIGHT = 46  # room for the number at the end of the longest bar


@figure("F3", "density", zh="“目标密度”的高低取决于分母吗？", en="Does the order by density depend on the denominator?")
def density(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw density under four definitions: targets or distinct indicators, by goals section or whole plan.

    Parameters
    ----------
    table
        Result table ``density``: plan, part (goals, whole), unit (targets, indicators), count, han, per_1000,
        lower_bound (printed as “at least”).

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.density(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'The order of the plans by density is the same in all four ways of counting'
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "part", "unit", "count", "han", "per_1000", "lower_bound")
    rows = rows[rows["per_1000"].notna()].copy()
    plans = known.order(rows["plan"])
    parts = {"goals": say(lang, "目标部分", "goals section"), "whole": say(lang, "全文", "whole plan")}
    units = {
        "targets": say(lang, "按目标计", "targets"),
        "indicators": say(lang, "按不同指标计", "distinct indicators"),
    }
    rows["name"], rows["row"] = (
        rows["plan"].map(known.label),
        rows["plan"].map({plan: at for at, plan in enumerate(plans)}),
    )
    rows["where"], rows["zero"] = rows["part"].map(parts), 0.0
    rows["shown"] = [f"{one.per_1000:,.1f}{'‡' if one.lower_bound else ''}" for one in rows.itertuples()]
    rows["link"] = [
        link(one.plan, part="goals" if one.part == "goals" else None, type="quantified") for one in rows.itertuples()
    ]
    panel, size = Panel(look), look.text if not look.compact else look.small
    left = min(widest(known.labels(plans), size), look.width * 0.26) + 12
    step = 28 if len(plans) <= 12 else 22
    across = 2 if look.compact else 4
    room = (look.width - left) / across
    y = 0.0
    tops: list[float] = []
    for place, (part, unit) in enumerate((part, unit) for part in parts for unit in units):
        if place % across == 0:
            y = (tops[-1] + step * len(plans) + 10) if tops else 0.0
            top = y + look.small * 3.4
            tops.append(top)
            for plan, at in zip(plans, centres(len(plans), top, top + step * len(plans)), strict=True):
                panel.text(0, at, fit(known.label(plan), size, left - 8), size)
        start = left + room * (place % across)
        panel.text(start, y + look.small * 0.8, parts[part], look.small, theme.INK, bold=True)
        panel.text(start, y + look.small * 2.2, units[unit], look.small, theme.MUTED)
        some = rows[(rows["part"] == part) & (rows["unit"] == unit)]
        _bars(
            panel,
            some,
            len(plans),
            top,
            top + step * len(plans),
            start,
            start + room - GAP_RIGHT,
            theme.TEAL if unit == "targets" else theme.TEAL2,
        )
    panel.height = tops[-1] + step * len(plans)
    few = rows[(rows["part"] == "goals") & (rows["unit"] == "targets") & (rows["han"] < _SHORT)]
    short = listed([f"{one.name} {number(one.han)}" for one in few.itertuples(index=False)], lang, most=4)
    lower = rows[rows["lower_bound"].eq(True)]
    example = rows[(rows["part"] == "whole") & (rows["unit"] == "targets")].sort_values("row").head(1)
    read = "" if example.empty else say(
        lang, f"例如：{example.iloc[0]['name']}全文每千汉字有{example.iloc[0]['shown']}条写出数字或不留例外的目标。",
        f"For example: {example.iloc[0]['name']} has {example.iloc[0]['shown']} targets with a number, or all or none, per 1,000 Han characters of the whole plan.",
    )  # fmt: skip
    return finish(
        [panel], [table], name="density", lang=lang, look=look, title=_order_moves(rows, plans, known, lang), read=read,
        subtitle=say(lang, f"{known.said(plans, lang)}；每千汉字写出数字（或“全部、杜绝”）的目标，四种算法", f"Targets with a number, or all or none, per 1,000 Han characters of {known.said(plans, lang)}, counted in four ways"),
        note=[say(lang, "页面附加文字不计入汉字数；每栏自有刻度，从零开始。", "Page furniture is not counted; each column has its own scale from zero."),
              *([say(lang, "‡ 公开文本略去专栏，密度可能偏高，也可能偏低。", "‡ Boxes were left out of the published text: the density could lie higher or lower.")] if len(lower) else []),
              *([say(lang, f"目标部分不足{_SHORT}字，一条目标就左右密度：{short}。", f"Goals section under {_SHORT} characters, where one target moves much: {short}.")] if short else [])],
        alt_text=say(lang, "；", "; ").join(
            f"{parts[part]}{say(lang, '', ', ')}{units[unit]}: " + say(lang, "、", ", ").join(f"{one.name} {one.shown}" for one in rows[(rows["part"] == part) & (rows["unit"] == unit)].sort_values("row").itertuples(index=False))
            for part in parts for unit in units
        ) + say(lang, "。", "."),
    )  # fmt: skip


def _bars(
    panel: Panel, rows: pd.DataFrame, count: int, top: float, bottom: float, first: float, last: float, fill: str
) -> None:  # fmt: skip
    """Draw bars from zero with their numbers at the ends."""
    if rows.empty:
        return
    high = float(rows["per_1000"].max()) or 1.0
    y = bands("y", count, top, bottom, 0.35)
    base = alt.Chart(rows).encode(
        y=y, tooltip=hover("name:N", "where:N", "count:Q", "han:Q", alt.Tooltip("per_1000:Q", format=".2f"))
    )
    panel.marks += [
        base.mark_bar(fill=fill).encode(x=span("zero", 0, high, first, last), x2=alt.X2("per_1000:Q")),
        base.mark_text(fontSize=panel.look.small, align="left", dx=4, baseline="middle", color=theme.INK).encode(
            x=span("per_1000", 0, high, first, last), text=alt.Text("shown:N")
        ),
    ]


def _order_moves(rows: pd.DataFrame, plans: list[str], known: Any, lang: str) -> str:
    """Return whether the plans stand in the same order under all four counts."""
    if len(plans) == 1:
        whole = rows[(rows["part"] == "whole") & (rows["unit"] == "targets")]
        shown = whole.iloc[0]["shown"] if len(whole) else "–"
        return say(
            lang,
            f"{known.label(plans[0])}全文每千字有{shown}条写出数字或不留例外的目标",
            f"{known.label(plans[0])} has {shown} targets with a number, or all or none, per 1,000 characters",
        )
    orders = {tuple(some.sort_values(["per_1000", "row"])["plan"]) for _, some in rows.groupby(["part", "unit"])}
    by_part = {part: {tuple(some.sort_values(["per_1000", "row"])["plan"]) for _, some in group.groupby("unit")}
               for part, group in rows.groupby("part")}  # fmt: skip
    if len(orders) == 2 and all(len(found) == 1 for found in by_part.values()):
        return say(lang, "按目标部分计和按全文计，各规划密度的次序不同",
                   "The order of the plans by density differs between the goals section and the whole plan")  # fmt: skip
    return (
        say(
            lang,
            "换一种算法，各规划密度的次序就改变",
            "The order of the plans by density changes with the way of counting",
        )
        if len(orders) > 1
        else say(
            lang,
            "四种算法下，各规划密度的次序相同",
            "The order of the plans by density is the same in all four ways of counting",
        )
    )
