"""Colours and type: the look of every chart.

Two rules: a colour never says anything alone (a mark, a number or a word says it too), and no label is cut. Plans have no
colours: they stand in order of issue, and their names are written. Each of the three questions has a hue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qcompare.figures.fonts import FAMILY

NAME = "qcompare"

INK = "#1B2126"  # text; 16 to 1 on white
INK2 = "#46525C"  # secondary text; 8 to 1
MUTED = "#636F79"  # notes, years, glosses; 5.2 to 1
NEAR = "#6A757E"  # near statistic, "not named"; 4.7 to 1
RULE = "#D6DDE2"  # frames, axes
HAIR = "#E8ECEF"  # lines between rows
WASH = "#F5F7F8"  # ground of the national column
PAPER = "#FFFFFF"

# specific: in full, with a number, in words only
TEAL, TEAL2, TEAL0 = "#0F5F5A", "#9CCBC5", "#E4EAEC"
# ambitious: hue says the year (blue the same, sand later), depth the level (deep higher, pale the same)
BLUE, BLUE2 = "#1F5A94", "#CFE2F2"
SAND, SAND2 = "#E0B04A", "#F7E9C6"
# aligned: answered with a number, in words, not named
PLUM, PLUM2, PLUM0 = "#6D4180", "#B795C4", "#E9E6EC"

# The six steps of specificity and the shares of a matrix: one hue, each step at least 12 of 255 darker in grey.
ORDERED = ("#F3F6F7", "#D3E1E1", "#A9CFCA", "#6FAFA8", "#37857F", "#0F5F5A")
PLUMS = ("#F6F4F7", "#E5DBE9", "#CDB6D6", "#B08FBD", "#8D659D", "#6D4180")

# Vega-Lite's own defaults leave long labels cut at 180 px and titles in an invented bold.
_PLAIN = {"titleFontWeight": 400, "labelLimit": 0, "titleLimit": 0, "labelColor": INK2, "titleColor": MUTED}


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration of the theme."""
    return {
        "font": FAMILY,
        "background": PAPER,
        "padding": 12,
        "view": {"stroke": None, "continuousWidth": 420, "continuousHeight": 280},
        "axis": {**_PLAIN, "labelFontSize": 12, "titleFontSize": 12, "gridColor": HAIR, "domainColor": RULE,
                 "tickColor": RULE, "labelOverlap": False, "labelPadding": 6, "labelFlush": False},
        "legend": {**_PLAIN, "labelFontSize": 12, "titleFontSize": 12, "symbolSize": 120},
        "header": {**_PLAIN, "labelFontSize": 12, "titleFontSize": 12},
        "title": {"fontSize": 20, "fontWeight": 700, "color": INK, "anchor": "start", "frame": "bounds", "limit": 0,
                  "subtitleFontSize": 14, "subtitleColor": INK2, "subtitleFontWeight": 400,
                  "subtitleLineHeight": 20, "subtitlePadding": 4, "offset": 16, "lineHeight": 26},
        "text": {"font": FAMILY, "fontSize": 14, "color": INK},
        "range": {"category": [BLUE, SAND, TEAL, PLUM, MUTED, TEAL2, PLUM2], "ordinal": list(ORDERED), "ramp": list(ORDERED)},
        "bar": {"stroke": None},
        "rule": {"color": RULE},
        "point": {"size": 110, "filled": True, "opacity": 1},
    }  # fmt: skip


def theme() -> dict[str, Any]:
    """Return the theme as altair wants it: ``altair.theme.register("qcompare", enable=True)(theme)``."""
    return {"config": config()}


def on(colour: str) -> str:
    """Return the ink, black or white, that reads better on a colour (WCAG relative luminance).

    >>> on("#0F5F5A"), on("#F3F6F7")
    ('#FFFFFF', '#1B2126')
    """
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return PAPER if luminance < 0.25 else INK


def shade(share: float, ramp: tuple[str, ...] = ORDERED) -> str:
    """Return the colour of a share between 0 and 1, in as many steps as the ramp has.

    >>> shade(0), shade(1)
    ('#F3F6F7', '#0F5F5A')
    """
    return ramp[min(len(ramp) - 1, max(0, int(share * len(ramp))))]


def scaled(spec: Any, factor: float) -> Any:
    """Return a specification drawn larger or smaller in all its parts, type included.

    >>> scaled({"mark": {"type": "text", "fontSize": 14, "dx": 4}, "width": 100, "encoding": {"x": {"value": 10}}}, 0.5)
    {'mark': {'type': 'text', 'fontSize': 7, 'dx': 2}, 'width': 50, 'encoding': {'x': {'value': 5}}}
    """
    return _scaled(spec, factor, "")


_LENGTHS = frozenset(
    ["width", "height", "step", "fontSize", "dx", "dy", "offset", "padding", "spacing", "lineHeight", "strokeWidth", "thickness",
     "labelFontSize", "titleFontSize", "labelPadding", "titlePadding", "labelOffset", "subtitleFontSize", "subtitleLineHeight",
     "subtitlePadding", "tickSize", "symbolStrokeWidth", "cornerRadius", "x", "y", "x2", "y2", "xOffset", "yOffset",
     "continuousWidth", "continuousHeight", "domainWidth", "tickWidth", "gridWidth", "columnPadding", "rowPadding", "gradientLength"]
)  # fmt: skip
_AREAS = frozenset(["size", "symbolSize"])
_CHANNELS = frozenset(["x", "y", "x2", "y2"])
_LISTS = frozenset(["strokeDash"])
_KEPT = frozenset(["datasets", "usermeta", "data"])


def _scaled(node: Any, factor: float, name: str) -> Any:
    if isinstance(node, Mapping):
        if name in _CHANNELS and isinstance(node.get("value"), int | float):
            return {**node, "value": _times(node["value"], factor)}
        if name == "scale":
            return {
                **node,
                **({"range": _scaled(node["range"], factor, "strokeDash")} if _numbers(node.get("range")) else {}),
            }
        return {key: value if key in _KEPT else _scaled(value, factor, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_times(value, factor) if name in _LISTS else _scaled(value, factor, "") for value in node]
    if isinstance(node, bool) or not isinstance(node, int | float):
        return node
    if name in _LENGTHS:
        return _times(node, factor)
    return _times(node, factor**2) if name in _AREAS else node


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, int | float) for one in value)


def _times(value: float, factor: float) -> float:
    made = round(value * factor, 3)
    return int(made) if made == int(made) else made
