"""Decisions about a plan whose file has another name now: found by the text itself, and carried over when asked.

A decision names its plan. Where a file was renamed, its decisions would silently be about nothing; the text tells which
plan they are about, by its hash (corrections) or by the quotes standing just where they stood (judgements).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from qcompare.corrections.files import append
from qcompare.corrections.folders import file_for, load_for
from qcompare.corrections.judgements import Judgement, file_of_judgements, judgements_for
from qcompare.corrections.records import Correction, text_sha256
from qcompare.errors import ParameterError, SourceError, unknown

Decision = TypeVar("Decision", Correction, Judgement)


def strays(decisions: Iterable[Correction | Judgement], texts: Mapping[str, str]) -> list[SourceError]:
    """Return an error for each plan that is not read under its name, but whose text is that of a plan that is.

    Parameters
    ----------
    decisions
        Corrections and judgements.
    texts
        The plans that are read: name → text.
    """
    made = list(decisions)
    gone = [one for one in made if one.plan and one.plan not in texts]
    if not gone:
        return []
    hashes = {text_sha256(text): name for name, text in texts.items()}
    known = {_told(one) for one in made if one.plan in texts}
    found = Counter((one.plan, now) for one in gone if (now := _named(one, hashes, texts)) and _told(one) not in known)
    return [
        SourceError(
            old,
            f"decisions of people under that name: {number}, and its text is that of {now}; they do not count",
            f"if the file was renamed: qcompare review rename {old} {now}",
        )
        for (old, now), number in sorted(found.items())
    ]


def rename(place: str | os.PathLike[str], old: str, new: str, texts: Mapping[str, str]) -> tuple[int, int]:
    """Carry the decisions about a plan over to its new name; the old records stay as they are.

    Parameters
    ----------
    place
        Where the plans are.
    old, new
        The names.
    texts
        The plans that are read: name → text.

    Returns
    -------
    corrections, judgements : int
        How many were carried over; those that were before are not carried twice.

    Raises
    ------
    ParameterError
        If there is no plan of the new name, one of the old name is still there, or nobody has decided anything about
        the old one.
    """
    if new not in texts:
        raise ParameterError(unknown("plan", new, texts))
    if old in texts:
        raise ParameterError(f"{old}: there still is a plan of that name, and its decisions are its own")
    corrections, judgements = load_for([place])[0], judgements_for([place])[0]
    made: list[Correction | Judgement] = [*corrections, *judgements]
    if not any(one.plan == old for one in made):
        raise ParameterError(unknown("plan", old, {one.plan for one in made if one.plan not in texts}))
    changed, judged = _carried(corrections, old, new), _carried(judgements, old, new)
    for one in changed:
        append(file_for(place, one.coder), [one])
    for match in judged:
        append(file_of_judgements(place, match.coder), [match])
    return len(changed), len(judged)


def _carried(decisions: Iterable[Decision], old: str, new: str) -> list[Decision]:
    made = list(decisions)
    known = {_told(one) for one in made if one.plan == new}
    ids: dict[str, str] = {}
    found = []
    for one in sorted((one for one in made if one.plan == old), key=lambda one: one.when):
        more: dict[str, Any] = {"target": one.target | {"plan": new}} if isinstance(one, Correction) else {}
        there = replace(one, plan=new, settles=tuple(ids.get(name, name) for name in one.settles), **more)
        ids[one.id] = there.id
        if _told(one) not in known:
            found.append(there)
    return found


def _told(one: Correction | Judgement) -> tuple[object, ...]:
    """Return what a decision says, whatever its plan is called."""
    about = one.key if isinstance(one, Correction) else (one.kind, one.indicator, one.national_goal)
    return (one.coder, one.when, *about)


def _named(one: Correction | Judgement, hashes: Mapping[str, str], texts: Mapping[str, str]) -> str | None:
    """Return under which name the text of a decision is read now."""
    if isinstance(one, Correction):
        return hashes.get(one.text_sha256)
    fits = [
        name
        for name, text in texts.items()
        if one.spans and all(text[span["start"] : span["end"]] == span["quote"] for span in one.spans)
    ]
    return fits[0] if len(fits) == 1 else None
