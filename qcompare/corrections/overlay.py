"""Corrections laid over the parser's result: what holds, what has moved, what no longer fits, what is in dispute.

A correction applies where its text is unchanged. In a changed text its quote is looked for: found in one place
only (by itself, or with what stands around it), it applies there and is reported as moved; else it is reported as
stale and left out. Two coders who decide differently are in dispute until a third decision settles it; until then
the parser's result stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qcompare.corrections.records import CODED, Correction, Key, key, moved, standing, text_sha256
from qcompare.errors import SourceError

_DERIVED_OF_ADDED = {"measured_by": None, "stock_flow": "unknown", "series": None, "rule": "review"}
_NEAR = 12  # characters of context that must fit for one of several places to be the right one


MARKS = ("reviewed", "coder", "correction")


@dataclass
class Overlay:
    """Targets with the corrections in, and what became of each correction.

    Attributes
    ----------
    targets
        Records of ``schema.TARGETS`` in order of place, with three fields more: ``reviewed`` (what was decided,
        None if nobody looked), ``coder`` and ``correction`` (its id).
    parsed
        The parser's own targets, untouched.
    applied, moved
        Corrections that hold; those of them whose quote stands elsewhere now.
    stale
        Corrections left out, each with the reason.
    disputed
        Groups of corrections of different coders that do not agree and that nobody has settled.
    """

    targets: list[dict[str, Any]]
    parsed: list[dict[str, Any]] = field(default_factory=list)
    applied: list[Correction] = field(default_factory=list)
    moved: list[Correction] = field(default_factory=list)
    stale: list[tuple[Correction, str]] = field(default_factory=list)
    disputed: list[list[Correction]] = field(default_factory=list)

    @property
    def records(self) -> list[dict[str, Any]]:
        """The targets as records of the schema, without the three fields of the review."""
        return [{name: value for name, value in target.items() if name not in MARKS} for target in self.targets]

    def left_out(self, file: str) -> list[SourceError]:
        """Return an error for each correction that was not applied."""
        advice = "look at the target again"
        stale = [
            SourceError(file, f"a correction by {one.coder} of {_short(one)} is left out: {problem}", advice)
            for one, problem in self.stale
        ]
        disputed = [
            SourceError(
                file,
                f"corrections of {_short(group[0])} by {' and '.join(one.coder for one in group)} differ and are left out",
                "settle them: qcompare review adjudicate",
            )
            for group in self.disputed
        ]
        return stale + disputed


def _short(correction: Correction) -> str:
    quote = correction.target["quote"]
    return f"“{quote[:30]}{'…' if len(quote) > 30 else ''}”"


def overlay(plan: str, source: str, targets: Iterable[Mapping[str, Any]], corrections: Iterable[Correction]) -> Overlay:
    """Lay corrections over the targets of one plan.

    Parameters
    ----------
    plan, source
        Its name and its text.
    targets
        What the parser found.
    corrections
        Of any plans and coders; those of this plan that hold are used.
    """
    parsed = [dict(target) for target in targets]
    done = Overlay([target | {"reviewed": None, "coder": None, "correction": None} for target in parsed], parsed)
    places: dict[Key, list[tuple[Correction, Correction]]] = defaultdict(list)
    for correction in standing(correction for correction in corrections if correction.plan == plan):
        here = _located(correction, source, done)
        if here is not None:
            places[here.key].append((correction, here))
    for group in places.values():
        decision = _decision(group)
        if decision is None:
            done.disputed.append([correction for correction, _ in group])
        else:
            _apply(*decision, done)
    done.targets.sort(key=lambda target: (target["start"], target["end"]))
    return done


def _located(correction: Correction, source: str, done: Overlay) -> Correction | None:
    """Return the correction with offsets that fit the text, or None, reported, if there is no one place for it."""
    if correction.text_sha256 == text_sha256(source):
        return correction
    quote = correction.target["quote"]
    found = _places(quote, source)
    if len(found) > 1:
        before, after = correction.before[-_NEAR:], correction.after[:_NEAR]
        found = [
            place for place in found if source[:place].endswith(before) and source.startswith(after, place + len(quote))
        ]
    if len(found) != 1:
        problem = (
            "its quote stands in several places of the changed text" if found else "the text of its quote has changed"
        )
        done.stale.append((correction, problem))
        return None
    shift = found[0] - correction.target["start"]
    here = moved(correction, shift, source)
    final = here.result
    if final is not None and source[final["start"] : final["end"]] != final["quote"]:
        done.stale.append((correction, "the text that it was changed to quote has changed"))
        return None
    if shift:
        done.moved.append(correction)
    return here


def _places(quote: str, source: str) -> list[int]:
    places: list[int] = []
    at = source.find(quote) if quote else -1
    while at >= 0 and len(places) < 1_000:
        places.append(at)
        at = source.find(quote, at + 1)
    return places


def _decision(group: list[tuple[Correction, Correction]]) -> tuple[Correction, Correction] | None:
    """Return the one decision of a group: the latest that settles it, else what all agree on, else None."""
    settling = [pair for pair in group if pair[0].settles]
    if settling:
        return max(settling, key=lambda pair: pair[0].when)
    return group[0] if all(here.result == group[0][1].result for _, here in group) else None


def _apply(original: Correction, correction: Correction, done: Overlay) -> None:
    """Put one decision into the targets; ``correction`` is the original with offsets that fit the text."""
    index = _match(correction, done.targets)
    marks = {"reviewed": correction.action, "coder": correction.coder, "correction": original.id}
    final = correction.result
    if final is None:
        if index is not None:
            del done.targets[index]
    else:
        seen = {name: value for name, value in correction.target.items() if name not in CODED}
        base = dict(done.targets[index]) if index is not None else _DERIVED_OF_ADDED | seen
        record = base | final | marks | {"confidence": 1.0}
        if correction.action in ("edit", "add"):
            record["rule"] = "review"
        if index is None:
            done.targets.append(record)
        else:
            done.targets[index] = record
    done.applied.append(original)


def _match(correction: Correction, targets: list[dict[str, Any]]) -> int | None:
    """Return which of the parser's targets a correction is about; a newer parser may draw it a little differently."""
    wanted = correction.key
    free = [index for index, target in enumerate(targets) if target["reviewed"] is None]
    keys = {index: key(targets[index]) for index in free}
    for same in (
        lambda other: other == wanted,
        lambda other: other[2:] == wanted[2:] and wanted[2] is not None,
        lambda other: other[2:4] == wanted[2:4] and wanted[2] is not None,
        lambda other: other[:2] == wanted[:2] and wanted[2] is None,
    ):
        found = [index for index in free if same(keys[index])]
        if len(found) == 1:
            return found[0]
        if correction.action == "add":
            return None  # an added target stands for itself unless the parser now finds just the same
    return None
