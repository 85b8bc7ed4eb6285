"""Charts in JupyterLab: drawn with the right glyphs, offline, also where no Chinese font is installed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from qcompare.figures import render, theme

SVG = "image/svg+xml"
SPEC = "application/vnd.vegalite.v6+json"  # altair's own name ends in .json, which notebook files do not allow
LATER = "QCOMPARE_DRAW_LATER"


def renderer(spec: Mapping[str, Any], **_: Any) -> dict[str, Any]:
    """Return a chart as a notebook output: a picture with its font, the specification, and words.

    In a batch, where ``QCOMPARE_DRAW_LATER`` is set, the picture is left to one process that draws them all
    (see :func:`draw`): to start a renderer in each kernel would take longer than all the rest.
    """
    spec = render.slim(spec)
    words = str(spec.get("usermeta", {}).get("alt") or "chart")
    bundle: dict[str, Any] = {SPEC: spec, "text/plain": words}
    if not os.environ.get(LATER):
        bundle[SVG] = render.standalone(render.svg(spec))
    return bundle


def draw(notebook: Any) -> Any:
    """Add the pictures that :func:`renderer` left out to the outputs of a notebook node, and return it."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if SPEC in data and SVG not in data:
                data[SVG] = render.standalone(render.svg(data[SPEC]))
    return notebook


def enable() -> None:
    """Use the theme and the renderer for every altair chart of this session, the user's own too."""
    import altair as alt

    alt.theme.register(theme.NAME, enable=True)(theme.theme)  # type: ignore[arg-type]
    if theme.NAME not in alt.renderers.names():
        alt.renderers.register(theme.NAME, renderer)
    alt.renderers.enable(theme.NAME)


def ready() -> None:
    """Call :func:`enable` where nobody has chosen a renderer: altair's default draws nothing without a network."""
    import altair as alt

    if alt.renderers.active in ("default", ""):
        enable()
