"""A Vega-Lite specification to svg, png and pdf: the one place that calls the renderer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from qcompare.figures import fonts

VEGALITE = "6.4"
PPI = 300


def svg(spec: Mapping[str, Any]) -> str:
    """Return a specification as an SVG with title, description and a check of every glyph, but no font inside.

    Raises
    ------
    FontError
        If a label holds a character that the font cannot draw.
    """
    import vl_convert

    fonts.register()
    drawn = vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGALITE)
    meta = spec.get("usermeta", {})
    name = str(meta.get("name", "chart"))
    fonts.check(fonts.texts(drawn), f"figure {name}")
    return _describe(drawn, name, str(meta.get("title", "")), str(meta.get("alt", "")))


def _describe(drawn: str, name: str, title: str, alt: str) -> str:
    """Give the root element a title and a description, which the renderer leaves out."""
    if not title:
        return drawn
    ids = re.sub(r"[^\w-]", "-", name)
    head = f'<title id="{ids}-title">{escape(title)}</title><desc id="{ids}-desc">{escape(alt)}</desc>'
    label = f' role="img" aria-labelledby="{ids}-title {ids}-desc">'
    return re.sub(r"<svg([^>]*)>", lambda match: f"<svg{match.group(1)}{label}{head}", drawn, count=1)


def standalone(drawn: str) -> str:
    """Return an SVG from :func:`svg` with the glyphs that it draws inside."""
    return fonts.embed(drawn)


def png(drawn: str) -> bytes:
    """Return an SVG from :func:`svg` as PNG at 300 pixels an inch (a CSS pixel is 1/72 inch, as the renderer has it)."""
    import vl_convert

    fonts.register()
    return bytes(vl_convert.svg_to_png(drawn, scale=1, ppi=PPI))


def pdf(drawn: str) -> bytes:
    """Return an SVG from :func:`svg` as PDF, with a subset of the font and text that can be searched."""
    import vl_convert

    fonts.register()
    return bytes(vl_convert.svg_to_pdf(drawn))
