"""Charts in JupyterLab: drawn with the right glyphs, offline, also where no Chinese font is installed."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable, Mapping
from typing import Any

from qcompare import output as outputs
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
    """Add the pictures that :func:`renderer` left out to the outputs of a notebook node, and return it.

    A picture that cannot be drawn is replaced by a note that says so, and the others go on.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if SPEC in data and SVG not in data:
                try:
                    data[SVG] = render.standalone(render.svg(data[SPEC]))
                except Exception as problem:
                    data["text/markdown"] = _note(data.pop(SPEC), problem)
    return notebook


def _note(spec: Mapping[str, Any], problem: Exception) -> str:
    """Return what stands in the place of a picture: that there is none, why, and what it would have shown."""
    reason = (str(problem).strip() or type(problem).__name__).splitlines()[0][:200].replace("`", "'")
    words = spec.get("usermeta", {}).get("alt") or ""
    return f"**这张图没有画出。 This picture could not be drawn.** `{reason}`\n\n{words}"


def values(data: Any, max_rows: int | None = 200_000) -> Any:
    """Return the rows of a table as altair puts them into a chart, a missing value as null.

    Altair leaves NaN in columns of text, which is no JSON: Jupyter warns of it and other programs refuse the file. It also
    writes each column into a copy of the table, which took a tenth of the time of a figure.
    """
    import altair as alt
    import pandas as pd

    if isinstance(data, pd.DataFrame) and (max_rows is None or len(data) <= max_rows):
        columns = {name: _plain(column) for name, column in data.items() if isinstance(name, str)}
        if len(columns) == data.shape[1] and None not in columns.values() and data.index.nlevels == 1:
            return {"values": [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]}
    made: Any = alt.default_data_transformer(data, max_rows=max_rows)  # type: ignore[arg-type]
    rows = made.get("values") if isinstance(made, dict) else None
    if isinstance(rows, list):
        made["values"] = [{k: None if v != v else v for k, v in row.items()} for row in rows]
    return made


def _plain(column: Any) -> list[Any] | None:
    """Return a column of numbers, truth values or texts as JSON holds it; None of other kinds, which are altair's to put into words."""
    kind = str(column.dtype)
    if kind in ("bool", "int64"):
        return list(column.tolist())
    if kind == "float64":
        return [value if math.isfinite(value) else None for value in column.tolist()]
    if kind in ("string", "str", "Int64", "boolean", "object"):
        found = list(column.astype(object).where(column.notna(), None))
        if kind != "object" or all(value is None or type(value) in (str, bool, int, float) for value in found):
            return found
    return None


def _nulls() -> None:
    """Put tables into charts with :func:`values`, unless the user has chosen another way."""
    import altair as alt

    if alt.data_transformers.active in ("default", ""):
        alt.data_transformers.register(theme.NAME, values)
        # no limit: a figure of a hundred plans has more rows than altair's five thousand
        alt.data_transformers.enable(theme.NAME, **{"max_rows": None, **alt.data_transformers.options})


def _save(native: Callable[..., None]) -> Callable[..., None]:
    """Return altair's ``save`` with our fonts: without them a picture has no text where the machine has no such font."""

    @functools.wraps(native)
    def save(self: Any, fp: Any, format: str | None = None, **options: Any) -> None:
        from qcompare.figures import fonts

        kind = (format or str(fp).rpartition(".")[2]).lower()
        if kind not in ("svg", "png", "pdf"):
            native(self, fp, format, **options)
            return
        if options or alt_theme() != theme.NAME:  # what the user asks for beyond a picture is altair's to do
            fonts.register()
            native(self, fp, format, **options)
            return
        drawn = render.svg(render.slim(self.to_dict()))
        data = {
            "svg": lambda: render.standalone(drawn).encode(),
            "png": lambda: render.png(drawn),
            "pdf": lambda: render.pdf(drawn),
        }[kind]()
        if hasattr(fp, "write"):
            fp.write(data if "b" in getattr(fp, "mode", "b") else data.decode())
        else:
            outputs.write(fp, data)

    save.__dict__["qcompare"] = True
    return save


def alt_theme() -> str:
    """Return the name of altair's theme."""
    import altair as alt

    return str(alt.theme.active)


def enable() -> None:
    """Use the theme and the renderer for every altair chart of this session, the user's own too."""
    import altair as alt

    _nulls()
    alt.theme.register(theme.NAME, enable=True)(theme.theme)  # type: ignore[arg-type]
    if theme.NAME not in alt.renderers.names():
        alt.renderers.register(theme.NAME, renderer)
    alt.renderers.enable(theme.NAME)
    if not alt.TopLevelMixin.save.__dict__.get("qcompare"):
        setattr(alt.TopLevelMixin, "save", _save(alt.TopLevelMixin.save))  # noqa: B010 - a method of altair's


def ready() -> None:
    """Call :func:`enable` where nobody has chosen a renderer: altair's default draws nothing without a network."""
    import altair as alt

    _nulls()
    if alt.renderers.active in ("default", ""):
        enable()
