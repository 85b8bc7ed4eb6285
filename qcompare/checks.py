"""Checks on records: whether a coded set keeps to the schema, the codebook's rules, and its sources."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from qcompare.schema import Field, fields

Record = Mapping[str, Any]
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "date": (str, datetime.date),
    "array": (list, tuple),
}
_LARGEST_INTEGER = 2**63 - 1
# which ends of the range a comparator fixes (codebook 2): low, high
_ENDS = {
    ">=": (True, False),
    ">": (True, False),
    "<=": (False, True),
    "<": (False, True),
    "=": (True, True),
    "~": (True, True),
    "range": (True, True),
}


def check(
    table: str, records: Iterable[Record], *, sources: Mapping[str, str] | None = None, partial: bool = False
) -> list[str]:
    """Return what is wrong with a table's records, one sentence each; an empty list where nothing is.

    Parameters
    ----------
    table : str
        targets, numerals, plans or sentences.
    records : iterable of mapping
        Rows with the table's fields.
    sources : mapping of str to str, optional
        Plan name → its source text; offsets are then held against it.
    partial : bool
        Whether columns may be absent, as the derived ones are in hand coding. A value that is there is checked all
        the same.

    Raises
    ------
    SchemaError
        If there is no such table.

    Examples
    --------
    >>> check("numerals", [{"plan": "x", "start": 3, "end": 1, "text": "9", "role": "guess", "sentence": "", "rule": "r"}])
    ["numerals row 1 (x): role is 'guess', not one of target, target_year, status, date, citation, enumerator,
    name, scope, instrument, noise, unplaced", 'numerals row 1 (x): end 1 does not lie after start 3']
    """
    columns = fields(table)
    rules: list[Callable[[Record], Iterator[str]]] = [_spans]
    if table == "targets":
        rules += [_levels, _absolutes]
    failures = []
    for number, record in enumerate(records, 1):
        where = f"{table} row {number} ({record.get('plan', '?')}): "
        problems = [problem for field in columns for problem in _field(field, record, partial)]
        problems += [f"there is no field {name!r}" for name in record if name not in {field.name for field in columns}]
        # rules of more than one field need the fields themselves to be right
        if not problems or table != "targets":
            problems += [problem for rule in rules for problem in rule(record)]
        if sources is not None and not problems:
            problems += _source(record, sources)
        failures += [where + problem for problem in problems]
    return failures


def _field(field: Field, record: Record, partial: bool) -> Iterator[str]:
    if field.name not in record:
        if not partial:
            yield f"{field.name} is missing"
        return
    value = record[field.name]
    if value is None:
        if not field.null:
            yield f"{field.name} is empty"
    elif not of_type(field, value):
        yield f"{field.name} is {value!r}, not of type {field.type}"
    elif field.type == "date" and not _is_date(value):
        yield f"{field.name} is {value!r}, not a date like 2014-09-12"
    elif field.values and value not in field.values:
        yield f"{field.name} is {value!r}, not one of {', '.join(field.values)}"


def of_type(field: Field, value: object) -> bool:
    """Tell whether a value that is there is of its field's type.

    >>> from qcompare.schema import TARGETS
    >>> [of_type(field, 96) for field in TARGETS if field.name in ("quote", "low", "year")]
    [False, True, True]
    """
    if not isinstance(value, _PYTHON[field.type]):
        return False
    if isinstance(value, (int, float)) and field.type != "boolean":
        largest = _LARGEST_INTEGER if field.type == "integer" else sys.float_info.max
        return not isinstance(value, bool) and -largest <= value <= largest  # not so of what is no number
    return True


def _is_date(value: object) -> bool:
    try:
        return bool(datetime.date.fromisoformat(str(value)))
    except ValueError:
        return False


def _spans(record: Record) -> Iterator[str]:
    for first, last in (("start", "end"), ("level_start", "level_end")):
        start, end = record.get(first), record.get(last)
        if start is not None and end is not None and not 0 <= start < end:
            yield f"{last} {end} does not lie after {first} {start}"
    inner, outer = record.get("level_start"), record.get("start")
    if inner is not None and outer is not None and not outer <= inner <= record["level_end"] <= record["end"]:
        yield "the level does not lie within the quote"


def _levels(record: Record) -> Iterator[str]:
    """Hold comparator, low and high together (codebook 2)."""
    comparator, low, high = record.get("comparator"), record.get("low"), record.get("high")
    if record["type"] in ("relative", "qualitative"):
        if comparator or low is not None or high is not None:
            yield f"a {record['type']} target has no comparator, low or high"
        return
    if comparator is None:
        yield f"a {record['type']} target needs a comparator"
        return
    if (low is not None, high is not None) != _ENDS[comparator]:
        yield f"comparator {comparator!r} does not go with low {low} and high {high}"
    elif comparator in ("=", "~") and low != high:
        yield f"comparator {comparator!r} needs low = high, not {low} and {high}"
    elif comparator == "range" and not low < high:  # type: ignore[operator]  # neither is None here
        yield f"a range needs low < high, not {low} and {high}"


def _absolutes(record: Record) -> Iterator[str]:
    pair = (record.get("low"), record.get("unit"))
    if record["type"] == "absolute" and pair not in ((100, "%"), (0, None)):
        yield f"an absolute target is 100 % or 0 without a unit, not {pair[0]} {pair[1]}"


def _source(record: Record, sources: Mapping[str, str]) -> Iterator[str]:
    source = sources.get(record["plan"])
    if source is None:
        yield "there is no source of that plan"
        return
    for text, first, last in (
        ("quote", "start", "end"),
        ("text", "start", "end"),
        ("level_text", "level_start", "level_end"),
    ):
        # a sentence's text is normalised: only what is given as published is held against the source
        if text not in record or record.get(first) is None or "kind" in record:
            continue
        there = source[record[first] : record[last]]
        if there != record[text]:
            yield f"{text} is {record[text]!r}, but the source has {there!r} at {record[first]}-{record[last]}"
