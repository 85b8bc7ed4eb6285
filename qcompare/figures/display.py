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


def values(data: Any, max_rows: int = 5000) -> Any:
    """Return the rows of a table as altair puts them into a chart, a missing value as null.

    Altair leaves NaN in columns of text, which is no JSON: Jupyter warns of it and other programs refuse the file.
    """
    import altair as alt

    made: Any = alt.default_data_transformer(data, max_rows=max_rows)
    rows = made.get("values") if isinstance(made, dict) else None
    if isinstance(rows, list):
        made["values"] = [{k: None if v != v else v for k, v in row.items()} for row in rows]
    return made


def _nulls() -> None:
    """Put tables into charts with :func:`values`, unless the user has chosen another way."""
    import altair as alt

    if alt.data_transformers.active in ("default", ""):
        alt.data_transformers.register(theme.NAME, values)
        alt.data_transformers.enable(theme.NAME, **alt.data_transformers.options)


def enable() -> None:
    """Use the theme and the renderer for every altair chart of this session, the user's own too."""
    import altair as alt

    _nulls()
    alt.theme.register(theme.NAME, enable=True)(theme.theme)  # type: ignore[arg-type]
    if theme.NAME not in alt.renderers.names():
        alt.renderers.register(theme.NAME, renderer)
    alt.renderers.enable(theme.NAME)


def ready() -> None:
    """Call :func:`enable` where nobody has chosen a renderer: altair's default draws nothing without a network."""
    import altair as alt

    _nulls()
    if alt.renderers.active in ("default", ""):
        enable()
