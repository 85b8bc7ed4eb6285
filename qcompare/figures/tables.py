"""From a corpus to the result tables that charts take, and what charts print of plans and national goals."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

import qcompare.findings  # noqa: F401  (adds its tables to the registry)
from qcompare.errors import SourceError
from qcompare.measures.overview import described
from qcompare.measures.registry import Measures, of
from qcompare.measures.results import Beside, Described
from qcompare.paths import plans_dir
from qcompare.text.formats.sidecar import read_sidecar
from qcompare.text.formats.sources import Source


@cache
def _project(folder: str) -> tuple[dict[str, Any], ...]:
    names = ["jurisdiction", "horizon", "date_issued"]
    rows = []
    for path in sorted(plans_dir().glob("*.txt")):
        fields: dict[str, Any] = {}
        with contextlib.suppress(SourceError):  # reading the plan says what is wrong with it
            fields = read_sidecar(Source(path.stem, str(path), path))
        rows.append({"plan": path.stem, **{name: fields.get(name) for name in names}})
    return tuple(named(pd.DataFrame(rows, columns=["plan", *names])))


def known_plans() -> list[dict[str, Any]]:
    """Return names, dates and main years of the project's own plans, for tables that say nothing about theirs."""
    return list(_project(str(plans_dir())))


def by_issue(plans: pd.DataFrame) -> list[str]:
    """Return the plans in order of issue, those without a date last; the order in which every figure has them.

    >>> by_issue(pd.DataFrame({"plan": ["b", "a", "c"], "date_issued": ["2013-03-01", None, "2012-03-19"]}))
    ['c', 'b', 'a']
    """
    dates = plans["date_issued"] if "date_issued" in plans else pd.Series(None, index=plans.index)
    rows = zip(plans["plan"], dates, strict=True)
    known = [(str(plan), "9999" if date is None or pd.isna(date) else str(date)) for plan, date in rows]
    return [plan for plan, _ in sorted(known, key=lambda row: (row[1], row[0]))]


def named(plans: pd.DataFrame) -> list[dict[str, Any]]:
    """Return names, dates and main years of plans, in order of issue."""
    rows = {str(row["plan"]): row for row in described(plans)}
    dates = dict(zip(plans["plan"].astype(str), plans["date_issued"], strict=True)) if "date_issued" in plans else {}
    issued = {plan: None if date is None or pd.isna(date) else str(date) for plan, date in dates.items()}
    return [{**rows[plan], "issued": issued.get(plan)} for plan in by_issue(plans)]


@cache
def goal_names() -> Mapping[str, Mapping[str, str]]:
    """Return the short names of the national goals with a number."""
    text = (resources.files("qcompare.figures") / "goals.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["national_goal"]: row for row in rows}


def national(measures: Measures) -> dict[str, dict[str, Any]]:
    """Return what each national goal with a number asks for: comparator, value, unit, year."""
    goals = measures.crosswalk.goals
    found = {}
    for row in goals[goals["low"].notna() | goals["high"].notna()].to_dict("records"):
        value = row["low"] if pd.notna(row["low"]) else row["high"]
        found[str(row["national_goal"])] = {
            "comparator": row["comparator"], "value": float(value), "unit": row["unit"],
            "year": None if pd.isna(row["year"]) else int(row["year"]),
        }  # fmt: skip
    return found


def measures_of(source: Any) -> Measures:
    """Return the measures of a corpus, or the measures themselves."""
    return source if isinstance(source, Measures) else of(source)


def facts_of(measures: Measures) -> dict[str, Any]:
    """Return what a figure asks of its tables beside their rows: plans, national goals, error rates, who judged."""
    cites = measures.plans.set_index("plan")["cites_outline"].fillna(False).astype(bool)
    plans = Described(
        {**row, "omitted": measures.omitted.get(row["plan"]), "cites": bool(cites[row["plan"]])}
        for row in named(measures.plans)
    )
    years = measures.goals.dropna(subset=["year"]).set_index("national_goal")["year"].astype(int)
    matches = measures.crosswalk.matches
    coders = pd.to_numeric(matches.loc[matches["plan"].isin(measures.plans["plan"]), "coders"])
    return {
        "plans": plans, "national": Beside(national(measures)), "goal_years": Beside(years.to_dict()),
        "rates": measures.rates_used, "several": bool(coders.gt(1).any()),
    }  # fmt: skip


def told(tables: Iterable[pd.DataFrame], measures: Measures) -> list[pd.DataFrame]:
    """Return tables that know the plans and the national goals of the measures that they come from."""
    facts, out = facts_of(measures), []
    for table in tables:
        own = table.copy(deep=False)
        own.attrs = {**table.attrs, **facts}
        out.append(own)
    return out


def gather(source: Any, names: Iterable[str], plan: str | None = None) -> list[pd.DataFrame]:
    """Return result tables of a corpus (or of its measures) by name, each knowing the names of its plans.

    Parameters
    ----------
    plan
        The plan whose rows of the table ``profile`` are wanted; all if not given.
    """
    found = measures_of(source)
    facts = facts_of(found)
    tables = []
    for name in names:
        table = found.table(name)
        attrs = {**table.attrs, **facts}
        table = (
            table[table["plan"] == plan].reset_index(drop=True)
            if name == "profile" and plan
            else table.copy(deep=False)
        )
        table.attrs = attrs
        tables.append(table)
    return tables


def in_order(table: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a table with the plans in an order, those of one national goal or heading together.

    >>> in_order(pd.DataFrame({"plan": ["anhui", "nantong"]}), ["nantong", "anhui"])["plan"].tolist()
    ['nantong', 'anhui']
    """
    if "plan" not in table:
        return table
    plans = {plan: at for at, plan in enumerate(order)}
    first = [column for column in ("national_goal", "heading") if column in table]
    place = {goal: at for column in first for at, goal in enumerate(dict.fromkeys(table[column]))}
    known = lambda one: one.map(place if one.name in first else plans)  # noqa: E731 - the place of a value
    return table.sort_values([*first, "plan"], key=known, kind="stable")
