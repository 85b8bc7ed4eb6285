"""Which targets a person should look at first: where looking gains most, by the probability that they are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from qcompare.coding import doubt

if TYPE_CHECKING:
    from qcompare.text.model import Plan

UNSURE = 0.9  # below this confidence a person should look first (schema: confidence)
_GOALS = 1.5  # an error in the goals part shows in more results than one in the body
_ALONE = doubt.About(None, None, ())


def with_doubts(plan: Plan, targets: Iterable[Mapping[str, Any]], horizon: int | None) -> list[dict[str, Any]]:
    """Return targets of a plan with the field ``doubts``: what speaks against each, in both languages."""
    from qcompare.coding.years import issue_year

    where, source = doubt.about(plan, issue_year(plan), horizon), doubt.text_of(plan)
    return [
        {**target, "doubts": {lang: doubt.reasons(target, source, where, lang) for lang in ("zh", "en")}}
        for target in targets
    ]


def doubts(target: Mapping[str, Any], lang: str = "zh") -> list[str]:
    """Return why a coded target may be wrong, in words for a reader; an empty list if one can be rather sure of it.

    What a plan says around a target is known from :func:`with_doubts`; without it the target's own words decide.

    >>> doubts({"confidence": 0.5, "doubts": {"zh": ["没有年份"], "en": ["no year"]}}, "en")
    ['no year']
    >>> doubts({"confidence": 0.99, "doubts": {"zh": ["没有年份"], "en": ["no year"]}})
    []
    """
    if _sure(target) >= UNSURE:
        return []
    given = target.get("doubts")
    if isinstance(given, Mapping):
        return list(given[lang])
    quote = str(target["quote"])
    before = target["start"]
    own = {
        "rule": "",
        **target,
        "start": 0,
        "end": len(quote),
        "level_end": (target.get("level_end") or before + len(quote)) - before,
    }
    return doubt.reasons(own, quote, _ALONE, lang)


def _sure(target: Mapping[str, Any]) -> float:
    confidence = target.get("confidence")
    return 1.0 if confidence is None or confidence != confidence else float(confidence)


def gain(target: Mapping[str, Any]) -> float:
    """Return what looking at a target is expected to gain: the chance that it is wrong, times what hangs on it."""
    return (1.0 - _sure(target)) * (_GOALS if target.get("part") == "goals" else 1.0)


def uncertain_first(targets: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return targets in the order in which to look at them; ties in order of place.

    Those that nobody has looked at by what looking gains, most first, then those that somebody has.
    """

    def rank(target: Mapping[str, Any]) -> tuple[bool, float, str, int, int]:
        return bool(target.get("reviewed")), -gain(target), str(target["plan"]), target["start"], target["end"]

    return sorted(targets, key=rank)
