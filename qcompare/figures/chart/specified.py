"""A figure that holds its specification: altair takes most of a second to make one out of its objects.

Panels are put together as the specification has them. Whoever goes on working with a figure (``properties``, ``configure_title``)
holds an ordinary altair chart from that moment.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import altair as alt
from altair.utils import update_nested


class Specified(alt.VConcatChart):
    """A chart whose specification is known.

    Parameters
    ----------
    spec
        Panels below each other, in Vega-Lite, with the data under ``datasets``. It is not checked.
    """

    def __init__(self, spec: Mapping[str, Any]) -> None:
        vars(self).update(spec=spec, _args=())

    @property
    def _kwds(self) -> dict[str, Any]:
        spec = vars(self)["spec"]
        made = _chart({key: part for key, part in spec.items() if key not in ("$schema", "datasets")}, spec["datasets"])
        vars(self).clear()
        vars(self).update(vars(made))
        object.__setattr__(self, "__class__", type(made))
        found: dict[str, Any] = made._kwds
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # Jupyter asks every object for a dozen methods that no chart has
            raise AttributeError(name)
        return super().__getattr__(name)

    def copy(self, *args: Any, **options: Any) -> Any:
        """Return an ordinary chart, as every method of altair does that changes one."""
        self._kwds  # noqa: B018 - it becomes an ordinary chart itself
        return self.copy(*args, **options)

    def to_dict(self, *args: Any, context: Mapping[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """Return the specification, with the theme of the session below it."""
        if args or options or set(context or {}) - {"pre_transform"}:  # part of another chart, or not as usual
            self._kwds  # noqa: B018
            made: dict[str, Any] = self.to_dict(*args, context=context, **options)
            return made
        theme = alt.theme.get()
        spec = copy.deepcopy(dict(vars(self)["spec"]))
        return dict(update_nested(theme(), spec, copy=True)) if theme else spec


def _chart(node: Mapping[str, Any], datasets: Mapping[str, Any]) -> Any:
    """Return a part of a specification as altair's objects, its data in it."""
    made = dict(node)
    if "data" in made:
        made["data"] = {"values": datasets[made["data"]["name"]]}
    for key, kind in (("vconcat", alt.VConcatChart), ("layer", alt.LayerChart)):
        if key in made:
            return kind(**{**made, key: [_chart(one, datasets) for one in made[key]]})
    return alt.Chart.from_dict(made, validate=False)
