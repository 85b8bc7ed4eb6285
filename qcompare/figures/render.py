"""A Vega-Lite specification to svg, png and pdf: the one place that calls the renderer."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from qcompare.figures import fonts
from qcompare.figures.png import shrink

VEGALITE = "6.4"
PPI = 300
_CSS_PIXEL = 72 / 96  # a CSS pixel is 1/96 inch, the renderer takes it for 1/72
_BASE = "https://vega.github.io/vega-datasets/"  # what the renderer puts before a relative address
_NOWHERE = re.compile(rf'<a xlink:href="{re.escape(_BASE)}(?:null|undefined)?">(.*?)</a>', re.DOTALL)
_LINK = re.compile(r"<a [^>]*>|</a>")


def svg(spec: Mapping[str, Any]) -> str:
    """Return a specification as an SVG with title, description and a check of every glyph, but no font inside.

    Marks whose data have a field ``link`` are wrapped in ``<a xlink:href=…>`` with its value as it stands; a page
    gives it a meaning, :func:`plain` takes it away.

    Raises
    ------
    FontError
        If a label holds a character that the font cannot draw.
    """
    return _svg(json.dumps(spec, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=256)
def _svg(text: str) -> str:
    import vl_convert

    fonts.register()
    spec = json.loads(text)
    drawn = vl_convert.vegalite_to_svg(linked(spec), vl_version=VEGALITE)
    drawn = _NOWHERE.sub(r"\1", drawn).replace(f'xlink:href="{_BASE}', 'xlink:href="')
    meta = spec.get("usermeta", {})
    name = str(meta.get("name", "chart"))
    fonts.check(fonts.texts(drawn), f"figure {name}")
    return _describe(drawn, name, str(meta.get("title", "")), str(meta.get("alt", "")))


def linked(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a specification in which every mark with a field ``link`` leads there."""
    made = copy.deepcopy(dict(spec))
    with_link = {name for name, rows in made.get("datasets", {}).items() if any(row.get("link") for row in rows)}
    for unit, data in _units(made, None):
        if data in with_link:
            unit.setdefault("encoding", {}).setdefault("href", {"field": "link", "type": "nominal"})
    return made


def _units(node: dict[str, Any], data: str | None) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield the units of a specification, each with the name of its data."""
    data = node.get("data", {}).get("name", data)
    if "mark" in node:
        yield node, data
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for child in node.get(key, []):
            yield from _units(child, data)
    if "spec" in node:
        yield from _units(node["spec"], data)


def _describe(drawn: str, name: str, title: str, alt: str) -> str:
    """Give the root element a title and a description, which the renderer leaves out."""
    if not title:
        return drawn
    ids = re.sub(r"[^\w-]", "-", name)
    head = f'<title id="{ids}-title">{escape(title)}</title><desc id="{ids}-desc">{escape(alt)}</desc>'
    label = f' role="img" aria-labelledby="{ids}-title {ids}-desc">'
    return re.sub(r"<svg([^>]*)>", lambda match: f"<svg{match.group(1)}{label}{head}", drawn, count=1)


def plain(drawn: str) -> str:
    """Return an SVG without links."""
    return _LINK.sub("", drawn)


def standalone(drawn: str) -> str:
    """Return an SVG from :func:`svg` with the glyphs that it draws inside, and without links."""
    return fonts.embed(plain(drawn))


def png(drawn: str) -> bytes:
    """Return an SVG from :func:`svg` as PNG of 300 pixels an inch, a CSS pixel being 1/96 inch."""
    import vl_convert

    fonts.register()
    return shrink(bytes(vl_convert.svg_to_png(plain(drawn), scale=_CSS_PIXEL, ppi=PPI)))


def pdf(drawn: str) -> bytes:
    """Return an SVG from :func:`svg` as PDF, with a subset of the font and text that can be searched."""
    import vl_convert

    fonts.register()
    return bytes(vl_convert.svg_to_pdf(plain(drawn)))
