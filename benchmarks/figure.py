"""The figure of the benchmarks: characters per second side by side, and the cost of a character as documents grow."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pandas as pd

from benchmarks.measure import Rows
from qcompare.figures import render, theme


def draw(results: dict[str, Rows], path: Path) -> None:
    """Write the figure as SVG, with the glyphs that it draws inside."""
    chart = alt.vconcat(_speed(results["speed"]), _growth(results["growth"]), spacing=30).configure(**theme.config())
    spec = chart.to_dict()
    spec["usermeta"] = {
        "name": "benchmarks",
        "title": "Speed of coding",
        "alt": "Characters per second by tool; cost of a character by length.",
    }
    path.write_text(render.standalone(render.svg(spec)), encoding="utf-8")


def _speed(rows: Rows) -> alt.LayerChart:
    table = (
        pd.DataFrame(rows)[["case", "characters/s"]]
        .rename(columns={"characters/s": "speed"})
        .sort_values("speed", ascending=False)
    )
    table["ours"] = table["case"].str.startswith("qcompare")
    table["shown"] = [f"{speed:,.0f}" for speed in table["speed"]]
    base = alt.Chart(table).encode(y=alt.Y("case:N", sort=table["case"].tolist(), title=None))
    scale = alt.Scale(type="log", domain=[table["speed"].min() / 3, table["speed"].max() * 6])
    dots = base.mark_point(size=90).encode(
        x=alt.X(
            "speed:Q", scale=scale, title="characters per second, one core (logarithmic)", axis=alt.Axis(format="~s")
        ),
        color=alt.condition("datum.ours", alt.value(theme.ORDERED[-1]), alt.value(theme.NEAR)),
        shape=alt.condition("datum.ours", alt.value("diamond"), alt.value("circle")),
    )
    return (dots + base.mark_text(align="left", dx=9).encode(x="speed:Q", text="shown:N")).properties(
        width=520, height=26 * len(table)
    )


def _growth(rows: Rows) -> alt.LayerChart:
    table = pd.DataFrame(rows).rename(columns={"µs/character": "cost"})
    table["shown"] = [f"{cost:.2f}" for cost in table["cost"]]
    base = alt.Chart(table).encode(
        x=alt.X(
            "characters:Q",
            scale=alt.Scale(type="log"),
            title="characters in one document (logarithmic)",
            axis=alt.Axis(format="~s", tickCount=5),
        ),
        y=alt.Y("cost:Q", scale=alt.Scale(domainMin=0), title="µs a character"),
    )
    colour = theme.ORDERED[-1]
    return (
        base.mark_line(color=colour) + base.mark_point(color=colour) + base.mark_text(dy=-12).encode(text="shown:N")
    ).properties(width=520, height=160)
