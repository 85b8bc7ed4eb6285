"""Charts made ready: in a batch the figure set is drawn once, before the kernels are forked, and every notebook takes it from there.

A chart stands under what it was drawn from: the tables by their content, language, look, options. So a notebook that draws
something else finds nothing here, and is drawn as ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from qcompare.benchmark import current

_MADE: dict[str, str] = {}  # key → specification as JSON, a tenth of what it takes as objects
_keeping = False


class Prepared(alt.VConcatChart):
    """A chart whose specification is known; whoever asks for more of it holds an ordinary chart, drawn at that moment."""

    def __init__(self, spec: str, draw: Callable[[], Any]) -> None:
        vars(self).update(spec=spec, draw=draw, _args=())

    @property
    def _kwds(self) -> dict[str, Any]:
        made = vars(self)["draw"]()
        vars(self).clear()
        vars(self).update(vars(made))
        object.__setattr__(self, "__class__", type(made))
        found: dict[str, Any] = made._kwds
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # Jupyter asks every object for a dozen methods that no chart has
            raise AttributeError(name)
        return super().__getattr__(name)

    def to_dict(self, *args: Any, context: Mapping[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """Return the specification."""
        if args or options or set(context or {}) - {"pre_transform"}:  # part of another chart, or not as usual
            self._kwds  # noqa: B018
            made: dict[str, Any] = self.to_dict(*args, context=context, **options)
        else:
            made = json.loads(vars(self)["spec"])
        return made


def keep(draw: Callable[[], Any]) -> None:
    """Keep every chart that is drawn while a function runs."""
    global _keeping
    _keeping = True
    try:
        draw()
    finally:
        _keeping = False


def prepared(draw: Callable[[], Any], name: str, tables: Sequence[pd.DataFrame], *told: object) -> Any:
    """Return what ``draw`` returns, taken from what was made ready where that is the same figure of the same tables."""
    if not _keeping and not _MADE:
        return draw()
    key = _key(name, tables, told)
    if key in _MADE:
        return Prepared(_MADE[key], draw)
    made = draw()
    if _keeping and type(made) is alt.VConcatChart:
        _MADE[key] = json.dumps(made.to_dict())
        return Prepared(_MADE[key], draw)  # whoever drew it asks for the specification next
    return made


def _key(name: str, tables: Sequence[pd.DataFrame], told: Sequence[object]) -> str:
    """Return a digest of all that a chart depends on."""
    found = hashlib.sha256(repr((name, told, current(), alt.theme.active, alt.data_transformers.active)).encode())
    for table in tables:
        columns = [(name, str(column.dtype), column.tolist()) for name, column in table.items()]
        found.update(repr((table.index.tolist(), columns, sorted(table.attrs.items()))).encode())
    return found.hexdigest()
