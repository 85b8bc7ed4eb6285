"""Two coders over the same plans: how far they agree, and what is left to settle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qcompare.corrections.records import CODED, Correction, Key, standing
from qcompare.errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd

FIELDS = tuple(name for name in CODED if name not in ("plan", "quote", "start", "end", "level_start", "level_end"))
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Item:
    """One target that at least two coders decided on, or that one coder added and another passed over."""

    plan: str
    key: Key
    by: Mapping[str, Correction]

    @property
    def agreed(self) -> bool:
        """Whether all coders leave the target with the same coded fields, or without."""
        results = [correction.result for correction in self.by.values()]
        return all(result == results[0] for result in results)

    def differing(self) -> list[str]:
        """Return the fields in which the coders' results differ; none if one has no target there."""
        results = [correction.result for correction in self.by.values()]
        if any(result is None for result in results):
            return []
        return [name for name in CODED if len({str(result[name]) for result in results if result}) > 1]


def coders(corrections: Iterable[Correction]) -> list[str]:
    """Return the names of those who decided on anything, in order."""
    return sorted({correction.coder for correction in corrections})


def items(corrections: Iterable[Correction]) -> list[Item]:
    """Return the targets that two or more coders decided on, in order of plan and place; settled ones too."""
    by_target: dict[tuple[str, str, Key], dict[str, Correction]] = defaultdict(dict)
    for correction in standing(corrections):
        if not correction.settles:
            by_target[(correction.plan, correction.text_sha256, correction.key)][correction.coder] = correction
    both = [Item(plan, place, by) for (plan, _, place), by in by_target.items() if len(by) > 1]
    return sorted(both, key=lambda item: (item.plan, item.key[:2], item.key[4]))


def decisions(corrections: Iterable[Correction], first: str, second: str) -> pd.DataFrame:
    """Return agreement of two coders on what to do with the parser's targets, and on each field of those kept.

    Parameters
    ----------
    corrections
        Of both.
    first, second
        Their names.

    Returns
    -------
    DataFrame
        One row for ``decision`` (accept, edit, reject), one for each coded field of the targets that both keep:
        ``field``, ``n`` (targets both looked at), ``equal`` (share coded alike, 0-1), ``alpha`` (Krippendorff's
        alpha, nominal; missing where all values are the same).

    Raises
    ------
    SchemaError
        If one of them decided on nothing.
    """
    import pandas as pd

    from qcompare.measures.agreement import alpha

    corrections = list(corrections)
    known = coders(corrections)
    for name in (first, second):
        if name not in known:
            raise SchemaError(f"there are no corrections by {name!r}; there are some by {', '.join(known) or 'nobody'}")
    shared = [item for item in items(corrections) if first in item.by and second in item.by]
    pairs = {"decision": [(item.by[first].action, item.by[second].action) for item in shared]}
    kept = [(item.by[first].result, item.by[second].result) for item in shared]
    for name in FIELDS:
        pairs[name] = [(one[name], two[name]) for one, two in kept if one is not None and two is not None]
    rows = []
    for name, values in pairs.items():
        units = [(_text(one), _text(two)) for one, two in values]
        equal = sum(one == two for one, two in units) / len(units) if units else None
        rows.append({"field": name, "n": len(units), "equal": equal, "alpha": alpha(units) if units else None})
    return pd.DataFrame(rows).astype({"equal": "Float64", "alpha": "Float64"})


def to_settle(corrections: Iterable[Correction]) -> pd.DataFrame:
    """Return what coders do not agree on and nobody has settled: one row a target and coder.

    Columns: ``plan, start, end, quote, indicator, coder, decision, differs`` (fields, joined by ", "), then the
    fields that differ anywhere in the table, as each coder leaves them, ``reason`` and ``correction`` (id).
    """
    import pandas as pd

    corrections = list(corrections)
    settled = {name for correction in standing(corrections) for name in correction.settles}
    rows = list(_rows([item for item in items(corrections) if not item.agreed], settled))
    shown = [name for name in FIELDS if any(name in str(row["differs"]).split(", ") for row in rows)]
    names = [
        "plan",
        "start",
        "end",
        "quote",
        "indicator",
        "coder",
        "decision",
        "differs",
        *shown,
        "reason",
        "correction",
    ]
    return pd.DataFrame(rows, columns=list(dict.fromkeys(names)))


def _rows(disputed: list[Item], settled: set[str]) -> Iterator[dict[str, Any]]:
    for item in disputed:
        if all(correction.id in settled for correction in item.by.values()):
            continue
        differs = ", ".join(item.differing()) or "decision"
        for coder, correction in sorted(item.by.items()):
            target = correction.result or correction.target
            yield dict(target) | {
                "coder": coder,
                "decision": correction.action,
                "differs": differs,
                "reason": correction.reason,
                "correction": correction.id,
            }


def _text(value: Any) -> str:
    return ABSENT if value is None else str(value)
