"""From a corpus to the result tables that charts take, and what charts print of the plans."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd
import yaml

from qcompare.measures.bench import Measures
from qcompare.measures.overview import described
from qcompare.paths import plans_dir


@cache
def _project(folder: str) -> tuple[dict[str, Any], ...]:
    rows = []
    for path in sorted(plans_dir().glob("*.txt")):
        sidecar = path.with_suffix(".yml")
        fields = (yaml.safe_load(sidecar.read_text(encoding="utf-8")) if sidecar.is_file() else None) or {}
        rows.append({"jurisdiction": fields.get("jurisdiction"), "horizon": fields.get("horizon"), "plan": path.stem})
    return tuple(described(pd.DataFrame(rows, columns=["plan", "jurisdiction", "horizon"])))


def known_plans() -> list[dict[str, Any]]:
    """Return names and main years of the project's own plans, for tables that say nothing about theirs."""
    return list(_project(str(plans_dir())))


def measures_of(source: Any) -> Measures:
    """Return the measures of a corpus (computed once for it), or the measures themselves."""
    if isinstance(source, Measures):
        return source
    found = getattr(source, "_measures", None)
    if found is None:
        found = source._measures = Measures.of(source)
    return found


def gather(source: Any, names: Iterable[str], plan: str | None = None) -> list[pd.DataFrame]:
    """Return result tables of a corpus (or of its measures) by name, each knowing the names of its plans.

    Parameters
    ----------
    plan
        The plan whose profile is wanted, for the table ``profile``.
    """
    measures = measures_of(source)
    plans = described(measures.plans)
    found = []
    for name in names:
        table = measures.profile(plan or str(measures.plans["plan"].iloc[0])) if name == "profile" else measures.table(name)
        table = table.copy(deep=False)
        table.attrs = {**table.attrs, "plans": plans}
        found.append(table)
    return found
