"""From a corpus to the result tables that charts take, and what charts print of the plans."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from qcompare import measures
from qcompare.errors import SourceError
from qcompare.measures.bench import Measures
from qcompare.measures.overview import described
from qcompare.paths import plans_dir
from qcompare.text.formats.sidecar import read_sidecar
from qcompare.text.formats.sources import Source


@cache
def _project(folder: str) -> tuple[dict[str, Any], ...]:
    rows = []
    for path in sorted(plans_dir().glob("*.txt")):
        fields: dict[str, Any] = {}
        with contextlib.suppress(SourceError):  # reading the plan says what is wrong with it
            fields = read_sidecar(Source(path.stem, str(path), path))
        rows.append({"jurisdiction": fields.get("jurisdiction"), "horizon": fields.get("horizon"), "plan": path.stem})
    return tuple(described(pd.DataFrame(rows, columns=["plan", "jurisdiction", "horizon"])))


def known_plans() -> list[dict[str, Any]]:
    """Return names and main years of the project's own plans, for tables that say nothing about theirs."""
    return list(_project(str(plans_dir())))


def measures_of(source: Any) -> Measures:
    """Return the measures of a corpus, or the measures themselves."""
    return source if isinstance(source, Measures) else measures.of(source)


def gather(source: Any, names: Iterable[str], plan: str | None = None) -> list[pd.DataFrame]:
    """Return result tables of a corpus (or of its measures) by name, each knowing the names of its plans.

    Parameters
    ----------
    plan
        The plan whose rows of the table ``profile`` are wanted; all if not given.
    """
    found = measures_of(source)
    plans = described(found.plans)
    tables = []
    for name in names:
        table = found.table(name)
        attrs = {**table.attrs, "plans": plans}
        table = (
            table[table["plan"] == plan].reset_index(drop=True)
            if name == "profile" and plan
            else table.copy(deep=False)
        )
        table.attrs = attrs
        tables.append(table)
    return tables
