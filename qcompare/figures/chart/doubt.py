"""How far the confidence of the coding holds, and what looking at the least sure targets finds: two pictures side by side."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import display, theme
from qcompare.figures.chart.base import need, say

_SIDE = 240


def doubt(curves: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw confidence against the share that is right, and errors found against targets looked at.

    Parameters
    ----------
    curves
        ``data/reference/doubt.csv`` (:func:`qcompare.review.trust.calibration`): curve, x, y, n.
    """
    display.ready()
    rows = need(curves, "curve", "x", "y", "n")
    right, found = (rows[rows["curve"] == name] for name in ("calibration", "found"))
    least = min(0.5, float(right[["x", "y"]].min().min()) - 0.05)
    return alt.hconcat(
        _panel(
            right, (least, 1.0), lang,
            say(lang, "置信度说多少，就有多少是对的吗？", "Is it right as often as it says?"),
            say(lang, "平均置信度", "mean confidence"), say(lang, "实际正确的比例", "share that is right"), joined=False,
        ),
        _panel(
            found, (0.0, 1.0), lang,
            say(lang, "先看置信度低的，能找出多少错误？", "How many errors do the least sure hold?"),
            say(lang, "已看的目标所占比例（置信度低的在前）", "share looked at, least sure first"),
            say(lang, "已找出的错误所占比例", "share of errors found"), joined=True,
        ),
        spacing=36, usermeta={"alt": say(lang, "置信度的校准，与先看置信度低的目标能找出的错误", "calibration of the confidence; errors found among the least sure")},
    )  # fmt: skip


def _panel(
    rows: pd.DataFrame, domain: tuple[float, float], lang: str, title: str, x: str, y: str, *, joined: bool
) -> Any:
    low, high = domain
    scale = alt.Scale(domain=[low, high], nice=False)
    axes = {
        "x": alt.X("x:Q", scale=scale, title=x, axis=alt.Axis(format=".0%")),
        "y": alt.Y("y:Q", scale=scale, title=y, axis=alt.Axis(format=".0%")),
    }
    diagonal = (
        alt.Chart(pd.DataFrame({"x": [low, high], "y": [low, high]}))
        .mark_line(color=theme.NEAR, strokeDash=[4, 3])
        .encode(**axes)
    )
    tips = [
        alt.Tooltip("x:Q", format=".1%", title=x),
        alt.Tooltip("y:Q", format=".1%", title=y),
        alt.Tooltip("n:Q", title="n"),
    ]
    marked = alt.Chart(rows)
    shown = (
        marked.mark_line(color=theme.TEAL, point={"color": theme.TEAL, "size": 24})
        if joined
        else marked.mark_point(color=theme.TEAL, filled=True, size=50)
    )
    return (diagonal + shown.encode(**axes, tooltip=tips)).properties(
        width=_SIDE, height=_SIDE, title=alt.TitleParams(title, fontSize=14, offset=8, frame="group")
    )
