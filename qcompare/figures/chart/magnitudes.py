"""The distance to the national level on three scales (X1)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import cells, theme
from qcompare.figures.cells import KINDS
from qcompare.figures.chart.base import (
    counted,
    figure,
    link,
    need,
    number,
    plans_of,
    say,
)
from qcompare.figures.chart.frame import finish, judged_source, nothing, unjudged_words
from qcompare.figures.chart.levels import _short, base_year
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, hover, span, widest
from qcompare.figures.tables import goal_names


@figure("X1", "ambition", zh="“高出多少”换一种量尺还一样吗？", en="Does the distance depend on the scale?")
def magnitudes(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw the distance to the national level on three scales: points, gap closed, log-odds.

    Parameters
    ----------
    table
        Result table ``ambition``: national_goal, plan, grade, status (only ``reviewed`` is drawn), delta, gap_closed,
        log_odds, saturated, year, start.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.magnitudes(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'Which target exceeds the national level most depends on the scale'
    """
    known = plans_of(table, lang)
    rows = need(table, "national_goal", "plan", "grade", "status", "delta", "gap_closed", "log_odds", "saturated", "year",
                "national_year")  # fmt: skip
    rows = rows[(rows["grade"] == "E") & (rows["status"] == "reviewed")].copy()
    title = say(lang, "与国家水平的距离，三种量尺", "Distance to the national level on three scales")
    if rows.empty:
        return nothing([table], name="magnitudes", lang=lang, look=look, title=title, why=unjudged_words(lang))
    plans = known.order(rows["plan"])
    goals = list(dict.fromkeys(rows["national_goal"]))
    rows["order"] = [
        goals.index(goal) * len(plans) + plans.index(plan)
        for goal, plan in zip(rows["national_goal"], rows["plan"], strict=True)
    ]
    rows = rows.sort_values("order", kind="stable").reset_index(drop=True)
    rows["row"] = range(len(rows))
    rows["kind"] = [cells.kind_of({"class": "mixed", "level_class": None, **row}) for row in rows.to_dict("records")]
    names = {
        goal: _short(goal, [], lang)
        if goal in goal_names()
        else str(rows.loc[rows["national_goal"] == goal].iloc[0].get(f"goal_{lang}", goal))
        for goal in goals
    }
    rows["name"] = [
        f"{known.label(one.plan)}{say(lang, '，', ', ')}{names[one.national_goal] if lang == 'zh' else names[one.national_goal].lower()}"
        for one in rows.itertuples()
    ]
    rows["years"] = [f"{base_year(one.year, lang)} / {base_year(one.national_year, lang)}" for one in rows.itertuples()]
    rows["zero"] = 0.0
    rows["fill"] = [KINDS[kind].fill if KINDS[kind].fill != theme.PAPER else KINDS[kind].frame for kind in rows["kind"]]
    rows["link"] = [
        link(plan, start, type="quantified")
        for plan, start in zip(rows["plan"], rows.get("start", pd.Series([None] * len(rows))), strict=True)
    ]
    scales = {
        "delta": say(lang, "差（百分点或分）", "difference, points"),
        "gap_closed": say(lang, "差距缩小的比例", "share of the gap to 100% closed"),
        "log_odds": say(lang, "对数优势差", "difference of log-odds"),
    }
    panel, size, small = Panel(look), look.text if not look.compact else look.small, look.small
    left = min(
        widest(rows["name"], size) + 12 + (0 if look.compact else widest(rows["years"], small) + 12), look.width * 0.46
    )
    step, top = 26.0, small * 2.4 if not look.compact else small * 3.6
    bottom = top + step * len(rows)
    room = (look.width - left) / 3
    for place, (column, words) in enumerate(scales.items()):
        first = left + room * place
        for line_no, line in enumerate(look.wrap(words, small, room - 8, True)[:2]):
            panel.text(first, small * (0.7 + 1.25 * line_no), line, small, bold=True)
        _scale(panel, rows, column, len(rows), (top, bottom), (first, first + room - 50), lang)
    for one, at in zip(rows.itertuples(), centres(len(rows), top, bottom), strict=True):
        panel.text(
            0, at, fit(one.name, size, left - 6 - (0 if look.compact else widest(rows["years"], small) + 8)), size
        )
        if not look.compact:
            panel.text(left - 10, at, one.years, small, theme.MUTED, "right")
    panel.height = panel.key(
        bottom + 6,
        [
            (KINDS[name].fill, KINDS[name].frame, KINDS[name].words(lang, look.compact))
            for name in KINDS
            if name in set(rows["kind"])
        ],
    )
    tops = {
        column: rows.loc[rows[column].astype(float).idxmax(), "name"]
        for column in scales
        if rows[column].notna().any() and rows[column].max() > 0
    }
    saturated = int(rows["saturated"].eq(True).sum())
    one = rows.loc[rows["delta"].astype(float).idxmax()] if rows["delta"].notna().any() else rows.iloc[0]
    return finish(
        [panel], [table], name="magnitudes", lang=lang, look=look, title=_which(tops, lang), source=judged_source(lang, table),
        subtitle=say(lang, f"{len(rows)}条口径相同的目标，与国家水平的距离，三种量尺（规划年份 / 国家年份）", f"{len(rows)} targets of the same statistic: distance to the national level on three scales (year of the plan / nation)"),
        note=[say(lang, "差距缩小的比例 = 差 / (上限 − 国家水平)；对数优势为ln[p/(1−p)]，只用于比例，不用于满意度。年份不同，距离不是加码。",
                  "Share closed = difference / (ceiling − national level); log-odds, ln of p/(1 − p), for shares only, not for scores. With different years a distance is no amplification."),
              *([say(lang, f"“–”：无法计算，其中{saturated}条的国家水平已到上限。", f"–: cannot be computed; in {counted(saturated)} the national level is at its ceiling.")] if rows[list(scales)].isna().any().any() else [])],
        read=say(lang, f"例如：{one['name']}比国家高{number(one['delta'], 1)}{'个百分点' if one.get('unit') == '%' else '分'}。", f"For example: {one['name']}: {number(one['delta'], 1)} points above the national level."),
        alt_text=say(lang, "各量尺上高出最多的：", "Farthest above on each scale: ") + say(lang, "；", "; ").join(f"{scales[column]}: {name}" for column, name in tops.items()) + say(lang, "。", "."),
    )  # fmt: skip


def _which(tops: dict[str, Any], lang: str) -> str:
    if not tops:
        return say(lang, "没有一条目标的水平严于国家", "No target is stricter than the nation by level")
    if len(set(tops.values())) > 1:
        return say(
            lang,
            "哪条目标高出国家水平最多，因量尺而异",
            "Which target exceeds the national level most depends on the scale",
        )
    name = next(iter(tops.values()))
    return say(
        lang,
        f"三种量尺上，高出国家水平最多的都是：{name}",
        f"On every scale one target exceeds the national level most: {name}",
    )


def _scale(
    panel: Panel, rows: pd.DataFrame, column: str, count: int, tops: tuple[float, float], ends: tuple[float, float], lang: str
) -> None:  # fmt: skip
    """Draw the bars of one scale, from zero, with their numbers."""
    some = rows[rows[column].notna()].copy()
    low, high = (
        min(0.0, float(some[column].min() if len(some) else 0)),
        max(0.0, float(some[column].max() if len(some) else 1)) or 1.0,
    )
    y = bands("y", count, *tops, 0.4)
    first, last = ends[0] + (34 if low < 0 else 0), ends[1]
    zero = first + (last - first) * (0 - low) / (high - low)
    panel.line(zero, tops[0], zero, tops[1], theme.RULE, 1)
    shape = (
        "{:,.1f}"
        if column == "delta" and (some[column] % 1 > 0).any()
        else "{:,.0f}"
        if column == "delta"
        else "{:,.2f}"
    )
    rows = rows.assign(
        shown=[
            shape.format(value).replace("-", "−") if value == value and value is not None else "–"
            for value in rows[column]
        ],
        at=rows[column].astype(float).clip(lower=0).fillna(0.0),
    )
    if len(some):
        panel.marks.append(alt.Chart(some).mark_bar(stroke=theme.MUTED, strokeWidth=0.4).encode(
            y=y, x=span("zero", low, high, first, last), x2=f"{column}:Q", fill=alt.Fill("fill:N", scale=None),
            tooltip=hover("name:N", "years:N", alt.Tooltip(f"{column}:Q", format=".2f")),
        ))  # fmt: skip
    panel.marks.append(alt.Chart(rows[["row", "at", "shown", "plan", "link"]]).mark_text(fontSize=panel.look.small, align="left", dx=4, baseline="middle", color=theme.INK).encode(
        y=y, x=span("at", low, high, first, last), text=alt.Text("shown:N")
    ))  # fmt: skip
