"""A second coder's coding beside ours: kept, compared, covered against the ledger, adjudicated; never laid over ours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare.corrections.folders import file_name, folder_for
from qcompare.corrections.records import CODED
from qcompare.errors import SourceError

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

Row = dict[str, Any]
COMPARED = ("type", "comparator", "low", "high", "unit", "change", "year", "recurrence", "strength", "domain")


def file_of_coding(place: str, coder: str) -> Path:
    """Return the file in which a second coder's coding is kept: ``codings/NAME.jsonl`` beside the plans' folder."""
    return folder_for(place).parent / "codings" / file_name(coder)


def keep_coding(place: str, coder: str, rows: Iterable[Row]) -> Path:
    """Keep a second coder's coding, in place of the one that this coder had of these plans; return the file."""
    from qcompare import output

    file = file_of_coding(place, coder)
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = list(rows)
    coded = {row["plan"] for row in rows}
    earlier = [row for row in coding_of(place, coder) if row["plan"] not in coded] if file.exists() else []
    rows = sorted([*earlier, *rows], key=lambda row: (row["plan"], row["start"], row["end"]))
    lines = (json.dumps({name: row[name] for name in CODED if name in row}, ensure_ascii=False) + "\n" for row in rows)
    output.write(file, "".join(lines))
    return file


def given_fields(rows: Sequence[Row]) -> list[str]:
    """Return the fields that a coding speaks of, to be compared; what nobody coded is no disagreement."""
    return [name for name in CODED if any(name in row for row in rows)]


def coverage(corpus: Corpus, rows: Sequence[Row]) -> list[Row]:
    """Return the numerals that only one coder, or neither, has a place for.

    Returns
    -------
    list of dict
        Rows of the ledger with ``ours`` (its role here), ``theirs`` (whether it stands in a level of theirs) and ``kind``:
        ``neither`` (no place here, none there), ``only ours`` (a target here alone), ``only theirs``.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        start, end = row.get("level_start"), row.get("level_end")
        spans.setdefault(row["plan"], []).append((row["start"], row["end"]) if start is None else (start, end or start))
    found = []
    for one in corpus:
        if one.name not in spans:
            continue
        for numeral in one.coding.numerals:
            theirs = any(start <= numeral["start"] and numeral["end"] <= end for start, end in spans[one.name])
            ours = numeral["role"]
            kind = (
                "only theirs" if theirs and ours != "target" else "only ours" if ours == "target" and not theirs else ""
            )
            kind = "neither" if not theirs and ours == "unplaced" else kind
            if kind:
                found.append({"kind": kind, **numeral, "ours": ours, "theirs": theirs})
    return found


def coding_of(place: str, coder: str) -> list[Row]:
    """Return the coding of a second coder that was kept beside plans at a place.

    Raises
    ------
    SourceError
        If there is none.
    """
    file = file_of_coding(place, coder)
    try:
        return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a line of it is no JSON"
        raise SourceError(
            file,
            f"there is no coding by {coder!r} ({reason})",
            "bring one in: qcompare review import FILE --coder NAME",
        ) from None


@dataclass(frozen=True)
class Difference:
    """One target in which two codings differ: found here alone, there alone, or coded differently."""

    kind: str
    ours: Row | None
    theirs: Row | None
    fields: tuple[str, ...] = ()

    @property
    def target(self) -> Row:
        """The target as coded here, else as coded there."""
        found = self.ours or self.theirs
        return {} if found is None else found

    def said(self, coder: str) -> str:
        """Return in words how the other coder differs."""
        if self.theirs is None:
            return f"{coder}: –"
        if self.ours is None:
            return f"{coder}: +"
        return f"{coder}: " + "; ".join(f"{name} {self.theirs.get(name)}" for name in self.fields)

    def record(self) -> Row:
        """Return it as a row of a table."""
        pairs = [f"{name}: {(self.ours or {}).get(name)} / {(self.theirs or {}).get(name)}" for name in self.fields]
        return {
            **{name: self.target.get(name) for name in ("plan", "start", "quote", "indicator")},
            "kind": self.kind,
            "differs": "; ".join(pairs),
        }


def to_adjudicate(corpus: Corpus, rows: Sequence[Row], coder: str) -> list[Difference]:
    """Return what a person should decide between the coding here and a second coder's, in order of place.

    Only plans that the second coder coded count, and only fields that this coder gave.
    """
    from qcompare.measures.pairing import pairs
    from qcompare.schema import frame

    plans = {row["plan"] for row in rows}
    ours = [target for one in corpus if one.name in plans for target in one.coding.targets]
    given = [name for name in COMPARED if name in given_fields(rows)]
    same = pairs(frame("targets", ours), frame("targets", rows))
    both = list(zip(same["coded"], same["reference"], strict=True))
    found = []
    for mine, theirs in both:
        differing = tuple(name for name in given if ours[mine].get(name) != rows[theirs].get(name))
        if differing:
            found.append(Difference("differs", ours[mine], rows[theirs], differing))
    qualitative = any(row.get("type") == "qualitative" for row in rows)
    found += [
        Difference("only here", target, None)
        for at, target in enumerate(ours)
        if at not in {mine for mine, _ in both} and (qualitative or target["type"] != "qualitative")
    ]
    found += [
        Difference(f"only {coder}", None, row) for at, row in enumerate(rows) if at not in {one for _, one in both}
    ]
    return sorted(found, key=lambda one: (one.target["plan"], one.target["start"], one.target["end"]))


def export_differences(corpus: Corpus, rows: Sequence[Row], coder: str, path: Path) -> int:
    """Write a workbook of what differs; return how many targets.

    In it *accept* keeps a target as it stands there (one that only the second coder has is added), a changed cell edits
    it, *reject* leaves it out.
    """
    from qcompare.corrections.records import key
    from qcompare.review.rounds import texts
    from qcompare.review.sheet import write_sheet

    found = to_adjudicate(corpus, rows, coder)
    shown, notes = [], {}
    for one in found:
        target = one.target if one.ours else _filled(one.target) | {"from": coder}
        shown.append(target)
        notes[(target["plan"], key(target))] = one.said(coder)
    write_sheet(path, shown, texts(corpus), notes)
    return len(found)


def _filled(row: Row) -> Row:
    """Return a row with every field of the codebook; what the coder left open takes its usual value."""
    usual = {
        "part": "body",
        "change": "level",
        "year_source": "none",
        "recurrence": "once",
        "strength": "plain",
        "domain": "other",
    }
    return dict.fromkeys(CODED) | usual | {name: value for name, value in row.items() if value is not None}
