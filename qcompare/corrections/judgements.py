"""Judgements: what a person decided about what matches what, as records of their own, like corrections of targets.

Two questions are judged. Does an indicator of a plan speak of a national goal, and how closely (a *match*)? Which known
indicator is a wording, or is it one of its own (an *indicator*)? A judgement says who, when and why, what had been
proposed, and at which targets; it never changes the tables that come with qcompare but is laid over them.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from qcompare.corrections.files import canonical_json, load_records, not_text, restored
from qcompare.corrections.folders import file_name, files_for, folder_for
from qcompare.corrections.records import plain_value
from qcompare.errors import SchemaError, SourceError

GRADES = ("E", "N", "F")
RELATIONS = ("same", "narrower", "broader", "related")
NONE, WITHDRAW = "none", "withdraw"
VERDICTS: Mapping[str, tuple[str, ...]] = {
    "match": (*GRADES, NONE, WITHDRAW),
    "indicator": ("same", "new", "own", WITHDRAW),
}
# of a canonical indicator: what a new one must say, as in crosswalk/canonical.csv
CANONICAL = ("canonical", "zh", "en", "kind", "unit", "polarity", "floor", "ceiling")
KINDS = ("share", "score", "count", "rate", "state")
_SPAN = ("quote", "start", "end", "level_start", "level_end")
_ADVICE = "mend or remove the line; each line is one judgement as `qcompare review` writes it"

Subject = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of one person about one match, or about one wording.

    Attributes
    ----------
    kind
        ``match`` or ``indicator``.
    plan, indicator
        The plan, and the indicator as its targets word it. An empty indicator stands for the whole plan: "it says
        nothing of this goal".
    national_goal
        Of a match: the id of the national goal.
    verdict
        Of a match: the grade (E the same statistic, N near, F the same field only) or ``none``. Of an indicator:
        ``same`` as a known one, ``new`` (described in ``canonical``), ``own`` (counts by itself). ``withdraw``: what
        this person said before no longer holds.
    coder, when, reason
        Who, the time in UTC, and why.
    relation
        Of a match: the scope of the plan's indicator against the goal's.
    canonical
        Of an indicator: the known one by its id, or all that a new one needs.
    spans
        The targets it was judged at: quote and offsets of quote and level. A newer coder that words the
        indicator differently is recognised by them.
    proposed
        What the program had proposed: grade, score, reason.
    settles
        The ids of the judgements between which this one decides.
    """

    kind: str
    plan: str
    indicator: str
    verdict: str
    coder: str
    when: str
    national_goal: str = ""
    relation: str = ""
    canonical: dict[str, Any] = field(default_factory=dict)
    spans: tuple[dict[str, Any], ...] = ()
    proposed: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    settles: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """What is judged: two judges of one subject agree or differ."""
        return (self.kind, "" if self.kind == "indicator" else self.plan, self.indicator, self.national_goal)

    @property
    def result(self) -> tuple[str, str]:
        """What is decided about it: the verdict, and the relation or the canonical indicator where there is one."""
        return (self.verdict, str(self.canonical.get("canonical", "")) or self.relation)

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that stand for exactly this judgement."""
        return hashlib.sha256(canonical_json(asdict(self)).encode()).hexdigest()[:16]

    def record(self) -> dict[str, Any]:
        """Return the judgement as a plain dict, its id first."""
        return {"id": self.id} | asdict(self) | {"spans": list(self.spans), "settles": list(self.settles)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Judgement:
        """Return the judgement that a dict holds.

        Raises
        ------
        SchemaError
            If a field is missing, unknown or of the wrong kind, or the id does not fit the contents.
        """
        return restored(cls, "judgement", record, ("spans", "settles"), _problem)


def _problem(one: Judgement) -> str | None:
    for name in ("kind", "verdict", "plan", "indicator", "coder", "when", "national_goal", "relation", "reason"):
        if not isinstance(getattr(one, name), str):
            return f"{name} is not text"
    if not all(isinstance(name, str) for name in one.settles):
        return "settles holds ids"
    if one.kind not in VERDICTS:
        return f"kind is {one.kind!r}, not one of {', '.join(VERDICTS)}"
    if one.verdict not in VERDICTS[one.kind]:
        return f"verdict is {one.verdict!r}, not one of {', '.join(VERDICTS[one.kind])}"
    if not all(isinstance(getattr(one, name), dict) for name in ("canonical", "proposed")):
        return "canonical and proposed are objects"
    spans: tuple[Any, ...] = one.spans
    if not all(isinstance(span, dict) and _is_place(span) for span in spans):
        return "spans hold quote, start and end"
    if not one.coder.strip():
        return "coder is empty"
    return (_of_match(one) if one.kind == "match" else _of_indicator(one)) or not_text(one)


def _is_place(span: Mapping[str, Any]) -> bool:
    quote, level = (
        (span.get(first), span.get(last)) for first, last in (("start", "end"), ("level_start", "level_end"))
    )
    return isinstance(span.get("quote"), str) and _runs(*quote) and (level == (None, None) or _runs(*level))


def _runs(start: Any, end: Any) -> bool:
    return type(start) is int and type(end) is int and 0 <= start < end < 2**63


def _of_match(one: Judgement) -> str | None:
    if not one.plan or not one.national_goal:
        return "a match needs plan and national_goal"
    if not one.indicator and one.verdict not in (NONE, WITHDRAW):
        return f"grade {one.verdict} needs an indicator of the plan"
    if one.verdict in GRADES and one.relation not in RELATIONS:
        return f"relation is {one.relation!r}, not one of {', '.join(RELATIONS)}"
    return None


def _of_indicator(one: Judgement) -> str | None:
    if not one.indicator:
        return "indicator is empty"
    if not all(isinstance(one.canonical.get(name) or "", str) for name in ("canonical", "zh", "en", "unit")):
        return "canonical, zh, en and unit are text"
    if not all(isinstance(one.canonical.get(name) or 0, (int, float)) for name in ("floor", "ceiling")):
        return "floor and ceiling are numbers"
    if one.verdict in ("same", "new") and not one.canonical.get("canonical"):
        return f"verdict {one.verdict!r} needs the id of a canonical indicator"
    if one.verdict != "new":
        return None
    lacking = [name for name in ("zh", "en", "kind") if not one.canonical.get(name)]
    if lacking:
        return f"a new canonical indicator needs {lacking[0]}"
    if one.canonical["kind"] not in KINDS:
        return f"kind is {one.canonical['kind']!r}, not one of {', '.join(KINDS)}"
    if one.canonical.get("polarity") not in (-1, 0, 1):
        return f"polarity is {one.canonical.get('polarity')!r}, not 1 (more is better), -1 (less is) or 0"
    return None


def judge(
    kind: str,
    indicator: str,
    verdict: str,
    *,
    coder: str,
    plan: str = "",
    when: str | None = None,
    spans: Iterable[Mapping[str, Any]] = (),
    **more: Any,
) -> Judgement:
    """Return a judgement, checked.

    Parameters
    ----------
    kind, indicator, verdict, coder, plan
        See :class:`Judgement`.
    when
        Time in UTC, ISO 8601; now if None.
    spans
        The targets it is about.
    more
        Further fields.

    Raises
    ------
    SchemaError
        If a field may not hold what was given.

    Examples
    --------
    >>> judge("match", "抽查合格率", "N", plan="x", coder="王", national_goal="NQO-Q3", relation="broader").subject
    ('match', 'x', '抽查合格率', 'NQO-Q3')
    """
    if more.get("canonical"):
        more["canonical"] = {name: plain_value(value) for name, value in more["canonical"].items()}
    if more.get("proposed"):
        more["proposed"] = {name: plain_value(value) for name, value in more["proposed"].items()}
    more["settles"] = tuple(more.get("settles", ()))
    one = Judgement(
        kind=kind,
        plan=plan,
        indicator=indicator,
        verdict=verdict,
        coder=coder.strip(),
        when=when or datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        spans=tuple({name: plain_value(span.get(name)) for name in _SPAN} for span in spans),
        **more,
    )
    problem = _problem(one)
    if problem:
        raise SchemaError(problem)
    return one


def folder_of_judgements(place: str | os.PathLike[str]) -> Path:
    """Return the folder of judgements for plans at a place: ``crosswalk/judgements`` beside the plans' folder."""
    return folder_for(place).parent / "crosswalk" / "judgements"


def file_of_judgements(place: str | os.PathLike[str], coder: str) -> Path:
    """Return the file in which a person's judgements are kept."""
    return folder_of_judgements(place) / file_name(coder)


def load_judgements(path: str | os.PathLike[str], torn: list[SourceError] | None = None) -> list[Judgement]:
    """Return the judgements in a file or folder, in order; none if there is nothing.

    Parameters
    ----------
    path
        The file or folder.
    torn
        Takes an error for each last line that was torn.

    Raises
    ------
    SourceError
        If a line is no judgement; says which line.
    """
    return load_records(path, Judgement.from_record, _ADVICE, torn)


def judgements_for(places: Iterable[str | os.PathLike[str]]) -> tuple[list[Judgement], list[SourceError]]:
    """Return the judgements that belong to plans at the given places, and the files that cannot be read."""
    found: dict[str, Judgement] = {}
    errors: list[SourceError] = []
    for file in files_for(places, folder_of_judgements):
        try:
            found |= {one.id: one for one in load_judgements(file, errors)}
        except SourceError as error:
            errors.append(error)
    return list(found.values()), errors


def holding(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that hold: the last of each person on each subject, withdrawn ones left out."""
    last: dict[tuple[str, Subject], Judgement] = {}
    for one in sorted(judgements, key=lambda one: one.when):
        last[(one.coder, one.subject)] = one
    return [one for one in last.values() if one.verdict != WITHDRAW]


def decided(judgements: Iterable[Judgement]) -> tuple[list[tuple[Judgement, int]], list[list[Judgement]]]:
    """Return what is decided, each with how many people agree, and the groups in dispute.

    A decision is what all who judged a subject agree on, else the latest that settles it. Where people differ and
    nobody has settled it, what the program proposed stays a proposal.
    """
    by_subject: dict[Subject, list[Judgement]] = defaultdict(list)
    for one in holding(judgements):
        by_subject[one.subject].append(one)
    found, disputed = [], []
    for group in by_subject.values():
        decision = _decision(group)
        if decision is None:
            disputed.append(group)
        else:
            found.append((decision, sum(one.result == decision.result for one in group)))
    return found, disputed


def _decision(group: Sequence[Judgement]) -> Judgement | None:
    settling = [one for one in group if one.settles]
    if settling:
        return max(settling, key=lambda one: one.when)
    return group[-1] if all(one.result == group[0].result for one in group) else None
