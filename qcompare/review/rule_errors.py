"""Which rules err: what differs from a coding by people, counted by the rule that decided it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from qcompare.coding.rules import RULES
from qcompare.explanation import Trace, decided_at
from qcompare.measures.agreement import FIELDS, differing
from qcompare.schema import frame
from qcompare.text.model import Plan

# Which rules decide a field; what no rule with a name decides (domain, part, parent) counts for NONE.
_DECIDES = {
    "year": ("year",), "year_source": ("year",), "indicator": ("indicator", "split"), "parent": ("split",),
    "comparator": ("bound", "relation"), "low": ("bound", "level", "relation", "cell"), "high": ("bound", "level", "relation", "cell"),
    "unit": ("level", "cell"), "level_text": ("level", "bound", "relation"), "type": ("relation", "result"),
    "change": ("change", "relation"), "baseline": ("change", "indicator"), "strength": ("strength",), "recurrence": ("recurrence",),
}  # fmt: skip
_TARGET = ("role", "relation", "cell", "result")  # what makes a target, or a numeral none
NONE = "(no rule)"
COLUMNS = ["rule", "decided", "differ", "share", "missed", "extra", "fields", "decides", "example"]


def rule_errors(
    plans: Iterable[Plan], reference: pd.DataFrame, *, fields: Sequence[str] = tuple(FIELDS)
) -> pd.DataFrame:
    """Count what differs between the program's own coding and another, by the rule that decided.

    A missed target is counted for the rules that gave its numerals another role, an extra one for the rule that made it a
    target, a differing field for each rule of the chain that decides that field: where several do, each is counted once.

    Parameters
    ----------
    plans
        The plans, coded anew here without corrections.
    reference
        The other coding, rows of ``schema.TARGETS``: a hand coding, or a corpus with people's corrections in.
    fields
        Fields that are compared; only those that the other coding speaks of.

    Returns
    -------
    DataFrame
        A row a rule that erred, most errors first: ``rule``; ``decided``: targets and numerals of these plans that it
        decided something of; ``differ``: differences counted for it, ``share``: of ``decided``; of them ``missed`` and
        ``extra`` targets; ``fields``: the fields that differ, each with its number; what it ``decides``; ``example``:
        the words of the first. Differences that no rule with a name decides stand under ``(no rule)``.
    """
    traces = {plan.name: Trace(plan) for plan in plans}
    coded = frame("targets", [row for trace in traces.values() for row in trace.coding.targets])
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    differences = differing(coded, reference, fields=fields).astype(object)
    for row in differences.where(differences.notna(), None).to_dict("records"):
        trace = traces[row["plan"]]
        for rule in _blamed(trace, row) or [NONE]:
            found[rule].append((str(row["field"] if row["kind"] == "field" else row["kind"]), str(row["quote"])))
    decided = _decided(traces.values())
    rows = [_row(rule, errors, decided.get(rule, 0)) for rule, errors in found.items()]
    return pd.DataFrame(sorted(rows, key=lambda row: (-row["differ"], row["rule"])), columns=COLUMNS).astype(
        {"decided": "Int64"}
    )


def _blamed(trace: Trace, row: dict[str, Any]) -> list[str]:
    """Return the rules that a difference is counted for, each once."""
    run = decided_at(row)
    if row["kind"] == "missed":
        named = [
            one["rule"]
            for one in trace.coding.numerals
            if one["start"] < run[1] and run[0] < one["end"] and one["role"] != "target"
        ]
        return list(dict.fromkeys(filter(None, named)))
    groups = _TARGET if row["kind"] == "extra" else _DECIDES.get(row["field"], ())
    ours = next((one for one in trace.coding.targets if _overlap(decided_at(one), run)), None)
    run = decided_at(ours) if ours else run
    return list(dict.fromkeys(name for name, _ in trace.rules(*run) if name.partition(".")[0] in groups))


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _decided(traces: Iterable[Trace]) -> dict[str, int]:
    """Return of how many targets, and of how many numerals that are none, each rule decided something."""
    counts: dict[str, int] = defaultdict(int)
    for trace in traces:
        for target in trace.coding.targets:
            for name in {name for name, _ in trace.rules(*decided_at(target))}:
                counts[name] += 1
        for numeral in trace.coding.numerals:
            if numeral["role"] != "target" and numeral["rule"]:
                counts[numeral["rule"]] += 1
    return counts


def _row(rule: str, errors: list[tuple[str, str]], decided: int) -> dict[str, Any]:
    kinds = [kind for kind, _ in errors]
    others = {kind: kinds.count(kind) for kind in kinds if kind not in ("missed", "extra")}
    return {
        "rule": rule, "decided": decided or None, "differ": len(errors), "share": len(errors) / decided if decided else None,
        "missed": kinds.count("missed"), "extra": kinds.count("extra"),
        "fields": ", ".join(f"{name} {number}" for name, number in others.items()),
        "decides": RULES[rule].decides if rule in RULES else "", "example": errors[0][1],
    }  # fmt: skip
