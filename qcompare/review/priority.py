"""Which targets a person should look at first: those that the rules are least sure of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

UNSURE = 0.6  # below this confidence a person should look first (schema: confidence)


def doubts(target: Mapping[str, Any]) -> list[str]:
    """Return why a coded target may be wrong, in words for a reader; an empty list if nothing speaks against it.

    >>> doubts({"confidence": 0.5, "type": "quantified", "unit": "%", "year_source": "none", "domain": "other"})
    ['confidence 0.50', 'no year', 'domain other']
    """
    found = []
    confidence = target.get("confidence")
    if confidence is not None and confidence == confidence and confidence < UNSURE:
        found.append(f"confidence {confidence:.2f}")
    if target.get("year_source") == "none":
        found.append("no year")
    if target.get("domain") == "other":
        found.append("domain other")
    if target.get("type") == "quantified" and target.get("unit") is None:
        found.append("no unit")
    if target.get("type") == "relative" and target.get("baseline") is None:
        found.append("no baseline")
    return found


def uncertain_first(targets: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return targets in the order in which to look at them; ties in order of place.

    First those with doubts, least sure first, then those with none, then those that somebody has looked at.
    """

    def rank(target: Mapping[str, Any]) -> tuple[bool, bool, float, int, str, int, int]:
        confidence = target.get("confidence")
        sure = 1.0 if confidence is None or confidence != confidence else float(confidence)
        looked_at = bool(target.get("reviewed"))
        against = len(doubts(target))
        return looked_at, not against, sure, -against, str(target["plan"]), target["start"], target["end"]

    return sorted(targets, key=rank)
