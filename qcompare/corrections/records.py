"""Corrections: what a person decided about one target, as records of their own.

A correction never changes the parser's result. It holds what it was about (the text by its hash, the place, the
target as the person saw it), what was decided, by whom, when and why. A file of corrections is JSON-lines: it is
only ever added to, and can be read with any editor.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from qcompare.checks import check, of_type
from qcompare.corrections.files import canonical_json, load_records, not_text, restored
from qcompare.errors import SchemaError, SourceError
from qcompare.schema import TARGETS

ACTIONS = ("accept", "reject", "edit", "add", "withdraw")
DERIVED = ("measured_by", "stock_flow", "series", "rule", "confidence")
CODED = tuple(column.name for column in TARGETS if column.name not in DERIVED)
EDITABLE = tuple(name for name in CODED if name != "plan")
FILE = "corrections.jsonl"
_CONTEXT = 24  # characters kept on either side of the quote, to find it again in a changed text
_ADVICE = "mend or remove the line; each line is one correction as `qcompare review` writes it"

Key = tuple[int, int, int | None, int | None, str]
Record = Mapping[str, Any]


def key(target: Record) -> Key:
    """Return what tells a target from all others of its plan: the spans of quote and level, and the indicator."""
    return (target["start"], target["end"], target.get("level_start"), target.get("level_end"), target["indicator"])


def text_sha256(source: str) -> str:
    """Return the hash of a plan's text, by which a correction knows that nothing has moved."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of one person about one target.

    Attributes
    ----------
    plan, text_sha256
        The plan, and the SHA-256 of its text (UTF-8) when the decision was made.
    action
        ``accept`` (right as it is), ``reject`` (no target), ``edit`` (right with ``changed``), ``add`` (the parser
        missed it), ``withdraw`` (the person's earlier decision on this target no longer holds).
    target
        The target as the person saw it; for ``add`` as the person coded it.
    changed
        Field → new value, for ``edit``.
    before, after
        The text on either side of the quote.
    coder, when, reason
        Who, the time in UTC, and why.
    settles
        The ids of the corrections between which this one decides.
    """

    plan: str
    text_sha256: str
    action: str
    target: dict[str, Any]
    coder: str
    when: str
    changed: dict[str, Any] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    reason: str = ""
    settles: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What tells the target from all others of its plan, as the person saw it."""
        return key(self.target)

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that stand for exactly this correction."""
        return hashlib.sha256(canonical_json(asdict(self)).encode()).hexdigest()[:16]

    @property
    def result(self) -> dict[str, Any] | None:
        """The coded fields as the person leaves them; None if there is no target."""
        if self.action in ("reject", "withdraw"):
            return None
        return {name: self.target.get(name) for name in CODED} | self.changed

    def record(self) -> dict[str, Any]:
        """Return the correction as a plain dict, its id first."""
        return {"id": self.id} | asdict(self) | {"settles": list(self.settles)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Correction:
        """Return the correction that a dict holds.

        Raises
        ------
        SchemaError
            If a field is missing, unknown or of the wrong kind, or the id does not fit the contents.
        """
        return restored(cls, "correction", record, ("settles",), _problem)


def _problem(correction: Correction) -> str | None:
    if correction.action not in ACTIONS:
        return f"action is {correction.action!r}, not one of {', '.join(ACTIONS)}"
    for name in ("plan", "text_sha256", "coder", "when", "before", "after", "reason"):
        if not isinstance(getattr(correction, name), str):
            return f"{name} is not text"
    if not all(isinstance(name, str) for name in correction.settles):
        return "settles holds ids"
    if not all(isinstance(getattr(correction, name), dict) for name in ("target", "changed")):
        return "target and changed are objects"
    lacking = [name for name in ("quote", "start", "end", "indicator") if correction.target.get(name) is None]
    if lacking:
        return f"target lacks {', '.join(lacking)}"
    if (wrong := _wrong_type(correction.target) or _wrong_type(correction.changed)) is not None:
        return wrong
    unknown = [name for name in correction.changed if name not in EDITABLE]
    if unknown:
        return f"{unknown[0]} is no field that can be changed"
    if not correction.coder.strip():
        return "coder is empty"
    return not_text(correction)


def _wrong_type(record: Record) -> str | None:
    """Return which value cannot be one of its field: what else a field may hold is a matter of the coder's version."""
    for one in TARGETS:
        value = record.get(one.name)
        if value is not None and not of_type(one, value):
            return f"{one.name} is {str(value)[:40]!r}, not of type {one.type}"
    spans = (("start", "end"), ("level_start", "level_end"))
    for first, last in ((record.get(first), record.get(last)) for first, last in spans):
        if first is not None and last is not None and not 0 <= first < last:
            return f"a place ends at {last} and starts at {first}"
    return None


def make(
    action: str,
    target: Record,
    source: str,
    *,
    coder: str,
    changed: Record | None = None,
    reason: str = "",
    when: str | None = None,
    settles: Iterable[str] = (),
) -> Correction:
    """Return a correction, checked against the schema and the text.

    Parameters
    ----------
    action
        One of :data:`ACTIONS`.
    target
        The target as seen, or as coded for ``add``.
    source
        The text of its plan.
    coder, changed, reason, settles
        See :class:`Correction`.
    when
        Time in UTC, ISO 8601; now if None.

    Raises
    ------
    SchemaError
        If the result breaks the schema, or its quote is not where it says.

    Examples
    --------
    >>> target = {"plan": "x", "quote": "合格率达到96%", "start": 0, "end": 8, "indicator": "合格率"}
    >>> made = make("reject", target, "合格率达到96%。", coder="王", when="2026-01-01T00:00:00Z")
    >>> made.action, made.key, made.after
    ('reject', (0, 8, None, None, '合格率'), '。')
    """
    seen = {name: plain_value(target.get(name)) for name in (*CODED, *DERIVED) if name in target}
    news = {name: plain_value(value) for name, value in (changed or {}).items() if plain_value(value) != seen.get(name)}
    if action == "edit" and not news:
        action = "accept"
    correction = Correction(
        plan=str(seen["plan"]),
        text_sha256=text_sha256(source),
        action=action,
        target=seen,
        changed=news if action == "edit" else {},
        before=source[max(0, seen["start"] - _CONTEXT) : seen["start"]],
        after=source[seen["end"] : seen["end"] + _CONTEXT],
        coder=coder.strip(),
        when=when or datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        reason=reason.strip(),
        settles=tuple(settles),
    )
    problem = _problem(correction)
    result = correction.result
    problems = (
        [problem]
        if problem
        else check("targets", [result], sources={correction.plan: source}, partial=True)
        if result
        else []
    )
    if problems:
        raise SchemaError("; ".join(problems))
    return correction


def upon(
    earlier: Correction | None, target: Record, action: str, changed: Record
) -> tuple[Record, str, dict[str, Any]]:
    """Return what a decision on a target is about: the target as it was before any correction, action and changes.

    To accept a target that somebody edited is to make the same edit; to edit it again adds to that edit.

    Raises
    ------
    SchemaError
        If it would change a target that was added by hand.
    """
    if earlier is None:
        return target, action, dict(changed)
    if action in ("reject", "withdraw"):
        return earlier.target, action, {}
    if earlier.action == "add":
        if changed:
            raise SchemaError("to change a target that was added by hand, undo it and add it anew")
        return earlier.target, "add", {}
    both = earlier.changed | dict(changed)
    return earlier.target, "edit" if both else "accept", both


def plain_value(value: Any) -> Any:
    """Return a value as JSON has it: no pandas missing values, no NumPy numbers, whole numbers whole."""
    if value is None or value != value or type(value).__name__ == "NAType":
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def load(path: str | os.PathLike[str], torn: list[SourceError] | None = None) -> list[Correction]:
    """Return the corrections in a file, or in all ``.jsonl`` files of a folder, in order; none if there is nothing.

    Parameters
    ----------
    path
        The file or folder.
    torn
        Takes an error for each last line that was torn (see :func:`load_records`).

    Raises
    ------
    SourceError
        If a line is no correction; says which line.
    """
    return load_records(path, Correction.from_record, _ADVICE, torn)


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that hold: the last of each coder on each target, withdrawn ones left out.

    "Last" is by time, then by place in the file.
    """
    last: dict[tuple[str, str, Key], Correction] = {}
    for correction in sorted(corrections, key=lambda correction: correction.when):
        last[(correction.coder, correction.plan, correction.key)] = correction
    return [correction for correction in last.values() if correction.action != "withdraw"]


def moved(correction: Correction, shift: int, source: str) -> Correction:
    """Return a correction with all its offsets shifted, for a text in which the quote stands elsewhere."""

    def shifted(record: dict[str, Any]) -> dict[str, Any]:
        places = ("start", "end", "level_start", "level_end")
        return {
            name: value + shift if name in places and value is not None else value for name, value in record.items()
        }

    target, changed = shifted(correction.target), shifted(correction.changed)
    return replace(correction, target=target, changed=changed, text_sha256=text_sha256(source))
