"""From a corpus to the result tables that charts take."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd
import yaml

from qcompare.paths import plans_dir

_PLACE = re.compile(r"^(?:.+?(?:省|自治区|壮族自治区|回族自治区|维吾尔自治区))?(.+?)(?:省|市|自治州|地区|盟|县|区)?$")


def short_name(jurisdiction: str | None, plan: str) -> str:
    """Return the short Chinese name of a place, or the plan's name where the place is unknown.

    >>> short_name("吉林省四平市", "siping"), short_name("安徽省", "anhui"), short_name(None, "x")
    ('四平', '安徽', 'x')
    """
    if not jurisdiction:
        return plan
    found = _PLACE.match(jurisdiction)
    return found.group(1) if found and len(found.group(1)) > 1 else jurisdiction


def describe(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return name in both languages and main year of each plan, out of records of the plans table."""
    return [
        {
            "plan": str(row["plan"]),
            "zh": short_name(row.get("jurisdiction"), str(row["plan"])),
            "en": str(row["plan"]).replace("_", " ").title(),
            "horizon": row.get("horizon") or row.get("period_end"),
        }
        for row in rows
    ]


@cache
def _sidecars(folder: str) -> tuple[dict[str, Any], ...]:
    found = []
    for path in sorted(plans_dir().glob("*.txt")):
        sidecar = path.with_suffix(".yml")
        fields = yaml.safe_load(sidecar.read_text(encoding="utf-8")) if sidecar.is_file() else None
        found.append({**(fields or {}), "plan": path.stem})
    return tuple(found)


def known_plans() -> list[dict[str, Any]]:
    """Return :func:`describe` of the project's own plans, for tables that say nothing about theirs."""
    return describe(_sidecars(str(plans_dir())))


def of_corpus(corpus: Any) -> list[dict[str, Any]]:
    """Return :func:`describe` of a corpus."""
    plans = corpus.plans
    return describe(plans.astype(object).where(plans.notna(), None).to_dict("records"))


def gather(corpus: Any, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return result tables of a corpus, each knowing the names of its plans."""
    from qcompare import measures

    plans = of_corpus(corpus)
    found = {}
    for name in names:
        table = getattr(measures, name)(corpus)
        table.attrs["plans"] = plans
        found[name] = table
    return found
