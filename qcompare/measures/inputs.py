"""What the tables of a corpus are made from, and the memory that lets each be made once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

if TYPE_CHECKING:
    from qcompare.measures.choices import Choices
    from qcompare.measures.crosswalk import Crosswalk

T = TypeVar("T")
SPECIFIC = ("part", "series", "joined", "absolute", "years", "scope", "parents")
BENCHMARK = ("memory", "single", "benchmark")
STRICT = ("near", "exact", "years", *BENCHMARK)


class Inputs:
    """A corpus and the judged tables, brought together; ``chosen`` are the definitions."""

    crosswalk: Crosswalk
    chosen: Choices
    targets: pd.DataFrame
    plans: pd.DataFrame
    sentences: pd.DataFrame
    numerals: pd.DataFrame | None
    citations: pd.DataFrame
    matches: pd.DataFrame
    described: list[dict[str, object]]
    seed: int
    draws: int
    memo: dict[tuple[object, ...], Any]


def table(*depends: str) -> Callable[[Callable[[Any], T]], functools.cached_property[T]]:
    """Make a method a property that is computed once for each combination of the choices it depends on."""

    def wrap(method: Callable[[Any], T]) -> functools.cached_property[T]:
        @functools.wraps(method)
        def cached(self: Inputs) -> T:
            key = (method.__name__, *(getattr(self.chosen, name) for name in depends))
            if key not in self.memo:
                made = method(self)
                if isinstance(made, pd.DataFrame):
                    made.attrs["plans"] = self.described
                self.memo[key] = made
            found: T = self.memo[key]
            return found

        return functools.cached_property(cached)

    return wrap
