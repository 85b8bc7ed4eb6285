"""Colours, shapes and type: the look of every chart.

Two rules: a colour never says anything alone (a letter, a shape or a label says it too), and no label is cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qcompare.figures.fonts import FAMILY

NAME = "qcompare"

# Okabe & Ito 2008, Color Universal Design: distinct for the common forms of colour blindness. The order puts
# neighbours far apart in lightness too, so that they differ in grey print.
PLAN_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#000000")
PLAN_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
INK = "#222222"
MUTED = "#5f6368"  # 6:1 on white
RULE = "#dadce0"
PAPER = "#ffffff"
NATIONAL = "#000000"

# Blue to orange through white: the two ends of ColorBrewer "PuOr"/"RdYlBu" that stay apart for red-green blindness
# (Brewer, Harrower 2003), with purple (Okabe & Ito) for what has no order.
CLASSES: Mapping[str, str] = {
    "stricter": "#2166ac",
    "equal": "#92c5de",
    "weaker": "#f4a582",
    "mixed": "#c2a5cf",
    "near": "#d9d9d9",
    "field": "#eeeeee",
    "proposed": "#eeeeee",
    "not comparable": "#eeeeee",
    "absent": "#ffffff",
}

# ColorBrewer "YlGnBu", single-direction lightness: reads as an order in grey print and for every reader.
ORDERED = ("#f7f7f7", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494")

# Vega-Lite's own defaults leave long labels cut at 180 px and titles in an invented bold.
_PLAIN = {"titleFontWeight": "normal", "labelLimit": 0, "titleLimit": 0, "labelColor": INK, "titleColor": INK}


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration of the theme."""
    return {
        "font": FAMILY,
        "background": PAPER,
        "padding": 12,
        "view": {"stroke": None, "continuousWidth": 420, "continuousHeight": 280},
        "axis": {**_PLAIN, "labelFontSize": 12, "titleFontSize": 12, "gridColor": RULE, "domainColor": MUTED,
                 "tickColor": MUTED, "labelOverlap": False, "labelPadding": 6, "labelFlush": False},
        "legend": {**_PLAIN, "labelFontSize": 12, "titleFontSize": 12, "symbolSize": 120},
        "header": {**_PLAIN, "labelFontSize": 12, "titleFontSize": 12},
        "title": {"fontSize": 16, "fontWeight": "normal", "color": INK, "anchor": "start", "frame": "bounds", "limit": 0,
                  "subtitleFontSize": 11, "subtitleColor": MUTED, "subtitleFontWeight": "normal",
                  "subtitleLineHeight": 16, "subtitlePadding": 6, "offset": 14, "lineHeight": 22},
        "text": {"font": FAMILY, "fontSize": 12, "color": INK},
        "range": {"category": list(PLAN_COLOURS), "ordinal": list(ORDERED), "ramp": list(ORDERED)},
        "bar": {"stroke": PAPER, "strokeWidth": 1},
        "rule": {"color": MUTED},
        "point": {"size": 110, "filled": True, "opacity": 1},
    }  # fmt: skip


def theme() -> dict[str, Any]:
    """Return the theme as altair wants it: ``altair.theme.register("qcompare", enable=True)(theme)``."""
    return {"config": config()}


def on(colour: str) -> str:
    """Return the ink, black or white, that reads better on a colour (WCAG relative luminance).

    >>> on("#253494"), on("#f7f7f7")
    ('#ffffff', '#222222')
    """
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return PAPER if luminance < 0.2 else INK
