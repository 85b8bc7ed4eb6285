"""One finding: a sentence in both languages, what limits it, and the figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from qcompare.measures.bench import Measures

Finding = dict[str, Any]
FEW = 8  # with more plans only the extremes are named


def finding(id: str, table: str, zh: str, en: str, caveat: tuple[str, str] = ("", ""), *, kind: str = "finding",
            holds: float | None = None, claim: tuple[str, str] = ("", ""), **figures: Any) -> Finding:  # fmt: skip
    """Return a finding; the topic is what stands before the first dash of its id, the figures become ``name=value``.

    ``holds`` is the share of runs in which ``claim`` holds: a sentence with many figures is not what was tested.
    """
    shown = " ".join(f"{name}={figure(value)}" for name, value in figures.items())
    return {"id": id, "topic": id.split("-")[0], "kind": kind, "zh": zh, "en": en, "caveat_zh": caveat[0] or None,
            "caveat_en": caveat[1] or None, "table": table, "figures": shown, "holds": holds,
            "claim_zh": claim[0] or None, "claim_en": claim[1] or None}  # fmt: skip


def figure(value: Any) -> str:
    """Return a figure without spaces, numbers to three digits."""
    return f"{value:.3g}" if isinstance(value, float) else str(value).replace(" ", "_")


def percent(value: float) -> str:
    """Return a share as a percentage: finer below 10 % and above 95 %, so that 99.6 % does not read as 100.

    >>> percent(1.0), percent(0.996), percent(0.37), percent(0.036)
    ('100%', '99.6%', '37%', '3.6%')
    """
    if value in (0.0, 1.0) or 0.1 <= value <= 0.95:
        return f"{100 * value:.0f}%"
    return f"{min(100 * value, 99.9):.1f}%"


def figures(values: pd.Series) -> dict[str, Any]:
    """Return plan → value as the figures of a finding; nothing when there are many plans."""
    known = values.dropna().astype(float)
    return {str(plan): float(value) for plan, value in known.items()} if len(known) <= FEW else {}


def series(m: Measures, values: pd.Series, form: Any = percent) -> tuple[str, str]:
    """Return "name value" for every plan, highest first; only the ends when there are many."""
    ordered = values.dropna().sort_values(ascending=False, kind="stable")
    if len(ordered) > FEW:
        ordered = pd.concat([ordered.head(3), ordered.tail(3)])
    zh = "、".join(f"{m.name(plan)} {form(value)}" for plan, value in ordered.items())
    en = ", ".join(f"{m.name(plan, 'en')} {form(value)}" for plan, value in ordered.items())
    return zh, en


def names(m: Measures, plans: Any) -> tuple[str, str]:
    """Return the plans' names joined, in both languages; only the first when there are many."""
    plans = list(plans)
    more_zh, more_en = (f"等{len(plans)}份", f" and {len(plans) - FEW} more") if len(plans) > FEW else ("", "")
    return (
        "、".join(m.name(p) for p in plans[:FEW]) + more_zh, ", ".join(m.name(p, "en") for p in plans[:FEW]) + more_en
    )  # fmt: skip
