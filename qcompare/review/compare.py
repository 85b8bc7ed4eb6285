"""A coding that comes back from elsewhere → corrections: what differs from the coding here, target by target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from qcompare.corrections.records import CODED, EDITABLE, Correction, Key, key, make, upon
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.refi_read import recode

Target = Mapping[str, Any]
# what a target has that another program's user only marked and gave some codes
_NEW: dict[str, Any] = dict.fromkeys(CODED) | {
    "part": "body", "type": "qualitative", "change": "level", "year_source": "none", "recurrence": "once",
    "strength": "plain", "domain": "other",
}  # fmt: skip


def corrections_from(
    theirs: Iterable[Target],
    ours: Mapping[str, Sequence[Target]],
    texts: Mapping[str, str],
    coder: str,
    known: Mapping[str, Correction] | None = None,
) -> tuple[list[Correction], list[SourceError]]:
    """Return the corrections that make another coding of ours, and the rows that cannot be used.

    Parameters
    ----------
    theirs
        The other coding: records with at least plan, quote, start, end and indicator. Only plans that it has
        targets of are compared.
    ours
        Plan → targets as they went out, with the field ``correction`` where one is in already.
    texts
        Plan → text.
    coder
        Who made the other coding.
    known
        Corrections by id: a correction of a corrected target is about what the parser had found.
    """
    by_plan: dict[str, list[Target]] = {}
    problems: list[SourceError] = []
    for target in theirs:
        by_plan.setdefault(str(target.get("plan")), []).append(target)
    corrections: list[Correction] = []
    for plan, rows in by_plan.items():
        if plan not in texts:
            problems.append(
                SourceError(plan, "no text of that plan was read", "give the plans that were coded as PATH")
            )
            continue
        left = list(ours.get(plan, []))
        usable, refused = _usable(rows)
        for decide in _differences(usable, left, known or {}):
            try:
                corrections.append(decide(texts[plan], coder))
            except SchemaError as error:
                refused.append(str(error))
        problems += [SourceError(plan, why, "correct the row in the program it came from") for why in refused]
        if not refused:  # what a row that cannot be used was about is not gone from the coding
            corrections += [_about(mine, "reject", {}, known or {})(texts[plan], coder) for mine in left]
        elif left:
            problem = f"{len(left)} targets are in no row that can be used; none of them is taken for rejected"
            problems.append(SourceError(plan, problem, "import the file again when its rows are mended"))
    return corrections, problems


def _usable(rows: Iterable[Target]) -> tuple[list[Target], list[str]]:
    """Return the rows that say where they are and of what, and what is wrong with the others."""
    usable, refused = [], []
    for row in rows:
        needed = ("quote", "start", "end") if "codes" in row else ("quote", "start", "end", "indicator")
        lacking = [name for name in needed if row.get(name) is None]
        if lacking:
            refused.append(f"a row lacks {', '.join(lacking)} (its quote: “{str(row.get('quote') or '')[:40]}”)")
        else:
            usable.append(row)
    return usable, refused


def _differences(
    theirs: list[Target], left: list[Target], known: Mapping[str, Correction]
) -> Iterator[Callable[[str, str], Correction]]:
    """Yield what each row makes of our targets, and take those that rows are about out of ``left``."""
    for row in theirs:
        if "codes" in row:
            yield from _coded_place(row, left, known)
            continue
        mine = _same(row, left)
        if mine is None:
            yield _maker("add", {name: row.get(name) for name in CODED}, {})
            continue
        left.remove(mine)
        changed = {name: row[name] for name in EDITABLE if name in row and row[name] != mine.get(name)}
        if changed:
            yield _about(mine, "edit", changed, known)


def _coded_place(
    row: Target, left: list[Target], known: Mapping[str, Correction]
) -> Iterator[Callable[[str, str], Correction]]:
    """Yield what codes alone say of the targets at their place, or of a new one if there is none."""
    here = [target for target in left if (target["start"], target["end"]) == (row["start"], row["end"])]
    for mine, theirs in zip(here, recode(here, row["codes"]), strict=True):
        left.remove(mine)
        changed = {name: value for name, value in theirs.items() if value != mine.get(name)}
        if changed:
            yield _about(mine, "edit", changed, known)
    if not here:
        coded = {name: values[0] for name, values in row["codes"].items()}
        words = dict.fromkeys(("level_text", "indicator"), row["quote"])
        yield _maker("add", dict(_NEW) | words | coded | dict(row), {})


def _same(row: Target, ours: list[Target]) -> Target | None:
    """Return our target that a row is about: the same places and indicator, else the same level, else the same quote."""
    wanted = key(row)
    tests: tuple[Callable[[Key], bool], ...] = (
        lambda other: other == wanted,
        lambda other: wanted[2] is not None and other[2:4] == wanted[2:4],
        lambda other: other[:2] == wanted[:2],
    )
    for test in tests:
        found = [target for target in ours if test(key(target))]
        if len(found) == 1:
            return found[0]
    return None


def _about(
    mine: Target, action: str, changed: dict[str, Any], known: Mapping[str, Correction]
) -> Callable[[str, str], Correction]:
    def decide(text: str, coder: str) -> Correction:
        target, what, news = upon(known.get(str(mine.get("correction"))), mine, action, changed)
        return make(what, target, text, coder=coder, changed=news)

    return decide


def _maker(action: str, target: Target, changed: dict[str, Any]) -> Callable[[str, str], Correction]:
    return lambda text, coder: make(action, target, text, coder=coder, changed=changed)
