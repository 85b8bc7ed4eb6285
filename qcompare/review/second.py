"""A second opinion: a coding that somebody else made, a student, a colleague or a language model.

It comes as rows with quotes and no offsets. Each quote is looked for in the plans; rows whose words, number or unit are
not there are refused and named; the others are a second coder's coding, kept beside the plans and never laid over ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qcompare.checks import check
from qcompare.corrections.records import CODED
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.cells import parse
from qcompare.review.quotes import Found, find, folded, level_in, require, stands
from qcompare.schema import TARGETS, Field

if TYPE_CHECKING:
    from qcompare.corpus import CodedPlan, Corpus

Row = dict[str, Any]
_FIELDS: Mapping[str, Field] = {one.name: one for one in TARGETS if one.name in CODED}
_NOTHING = {"", "null", "none", "n/a", "na", "nan", "无", "—", "-", "–", "空"}
_SIGNS = {"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "＝": "=", "==": "=", "≈": "~", "～": "~", "约": "~"}
_ADVICE = "look at the row in the file it came from"
_SHARE = re.compile("%|\\d/\\d|‰|百分|成|分之|番|倍|半|全|零|一律|所有|均|都|每|杜绝|不|无")
_RATIO = re.compile("[∶:：]\\s*[\\d０-９]|比例|结构")  # the shares of a ratio are per cent without the sign
_NEAR_HEAD = 600  # characters before a quote in which a table may say its unit


@dataclass
class Opinion:
    """What came of a coding: rows with offsets, rows that were refused, and what had to be said about the others.

    Attributes
    ----------
    rows
        Records with plan, quote, start, end, level_text, level_start, level_end and the fields that the coder gave.
    refused
        One error a row.
    remarks
        What was changed or could not be confirmed, one sentence each.
    found
        How many quotes were found how: exact, normalised, fuzzy.
    """

    rows: list[Row] = field(default_factory=list)
    refused: list[SourceError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)


def opinion(rows: Iterable[tuple[int, Row]], corpus: Corpus, name: str) -> Opinion:
    """Bring a coding with quotes to the plans.

    Parameters
    ----------
    rows
        Rows with their numbers (:func:`qcompare.review.coding_files.read_rows`).
    corpus
        The plans.
    name
        What to call the file in what is said about its rows.
    """
    out = Opinion()
    taken: dict[tuple[Any, ...], int] = {}
    for number, given in rows:
        where = f"{name}, row {number}"
        try:
            row = _typed(given)
            plan, places = _located(row, corpus)
            made, remarks = _checked(row, plan, places, taken)
        except SchemaError as error:
            out.refused.append(SourceError(where, str(error), _ADVICE))
            continue
        key = _key(made)
        taken[key] = number
        out.rows.append(made)
        out.found[places[0].how] += 1
        out.remarks += [f"{where}: {remark}" for remark in remarks]
    out.rows.sort(key=lambda row: (row["plan"], row["start"], row["end"]))
    return out


def _key(row: Row) -> tuple[Any, ...]:
    return (
        row["plan"],
        row["start"],
        row["end"],
        row.get("level_start"),
        folded(str(row.get("indicator") or ""))[0],
        row.get("year"),
    )


def _typed(given: Row) -> Row:
    """Return a row with values of the fields' types; people and models write numbers and signs in many ways."""
    row: Row = {}
    for name, value in given.items():
        one = _FIELDS[name]
        text = "" if value is None else str(value).strip()
        if text.lower() in _NOTHING and not (one.name == "comparator" and text):
            row[name] = None
            continue
        if one.type in ("integer", "number"):
            text = re.sub(r"[%％年,，\s]", "", text)
            row[name] = parse(one, text, name)
        elif one.values:
            text = _SIGNS.get(text, text)
            row[name] = next((known for known in one.values if known.lower() == text.lower()), text)
        else:
            row[name] = text
    require(bool(row.get("quote")), "quote is empty")
    return {name: value for name, value in row.items() if value is not None or _FIELDS[name].null}


def _located(row: Row, corpus: Corpus) -> tuple[CodedPlan, list[Found]]:
    """Return the plan of a row and the places of its quote in it.

    Raises
    ------
    SchemaError
        If there is no such plan, or the quote does not stand in it; says where it stands instead.
    """
    quote = row["quote"]
    plan = re.sub(r"\.(txt|html?|md|docx|pdf)$", "", str(row.get("plan") or ""))
    if not plan and len(corpus) == 1:
        plan = corpus.names[0]
    if plan not in corpus:
        where = [one.name for one in corpus if find(quote, one.plan.source)]
        if len(where) == 1 and not plan:
            plan = where[0]
        else:
            said = f"there is no plan {plan!r}" if plan else "plan is empty"
            raise SchemaError(f"{said}; its quote stands in {', '.join(where) or 'none of the plans'}")
    places = find(quote, corpus[plan].plan.source, row.get("start"))
    if not places:
        other = [one.name for one in corpus if one.name != plan and find(quote, one.plan.source)]
        there = f"it stands in {', '.join(other)}" if other else "its words or its numbers are not there"
        raise SchemaError(f"the quote “{quote[:40]}” does not stand in {plan}: {there}")
    return corpus[plan], places


def _checked(
    row: Row, one: CodedPlan, places: Sequence[Found], taken: Mapping[tuple[Any, ...], int]
) -> tuple[Row, list[str]]:
    """Return a row with offsets, checked against the text and the codebook, and what is to be said about it."""
    remarks: list[str] = []
    source = one.plan.source
    row = _multiplied_out(_inferred(row), remarks)
    made: Row = {}
    for place in _likely(places, one, row):
        made = _placed(row, one.name, source, place)
        if _key(made) not in taken:
            break
    else:
        raise SchemaError(f"it is the same target as row {taken[_key(made)]}")
    place = Found(made["start"], made["end"], places[0].how, places[0].likeness)
    if place.how == "fuzzy":
        remarks.append(f"found nearly ({place.likeness:.0f} of 100): “{made['quote'][:60]}”")
    elif len(places) > 1:
        remarks.append(f"its quote stands in {len(places)} places; taken for the one at {place.start}")
    _numbers_stand(made, source)
    _unit_stands(made, source)
    problems = check("targets", [made], sources={one.name: source}, partial=True)
    require(not problems, "; ".join(problem.split(": ", 1)[-1] for problem in problems))
    year = made.get("year")
    known = {target["year"] for target in one.coding.targets} | {one.record()["horizon"]}
    if year and str(year) not in folded(source)[0] and year not in known:
        remarks.append(f"the year {year} is named nowhere in the plan")
    return made, remarks


def _likely(places: Sequence[Found], one: CodedPlan, row: Row) -> list[Found]:
    """Return the places of a quote, those first at which our coding has a target of the same level."""
    if len(places) == 1 or row.get("start") is not None:
        return list(places)
    ours = [(target["start"], target["end"]) for target in one.coding.targets if target["low"] == row.get("low")]
    return sorted(places, key=lambda place: not any(start < place.end and place.start < end for start, end in ours))


def _placed(row: Row, plan: str, source: str, place: Found) -> Row:
    made = dict(row) | {"plan": plan, "quote": source[place.start : place.end], "start": place.start, "end": place.end}
    if row.get("type") == "qualitative":
        return made | {"level_text": made["quote"], "level_start": None, "level_end": None}
    wanted = [number for number in (row.get("low"), row.get("high")) if number is not None]
    level = level_in(made["quote"], row.get("level_text"), wanted) or (0, len(made["quote"]))
    start, end = (place.start + at for at in level)
    return made | {"level_text": source[start:end], "level_start": start, "level_end": end}


def _inferred(row: Row) -> Row:
    """Fill in what follows from the rest where a coding has no such column: the type, and how the level binds."""
    low, high = row.get("low"), row.get("high")
    if "type" not in row:
        row = row | {"type": "relative" if low is None and high is None else "quantified"}
    if "comparator" not in row and (low is not None or high is not None):
        sign = ">=" if high is None else "<=" if low is None else "=" if low == high else "range"
        row = row | {"comparator": sign}
    if row.get("comparator") in ("=", "~") and (low is None) != (high is None):
        number = high if low is None else low
        row = row | {"low": number, "high": number}  # one number fixes both ends
    return row


def _multiplied_out(row: Row, remarks: list[str]) -> Row:
    """Bring 亿元 and 万件 to the codebook's form: the number multiplied out, the unit bare (codebook 2.1)."""
    unit = row.get("unit")
    found = re.match(r"([百千]?[万亿])(.+)", unit) if unit else None
    if not found or found[2] in ("向",):
        return row
    factor = {"百": 100, "千": 1000}.get(found[1][0], 1) * {"万": 10_000, "亿": 100_000_000}[found[1][-1]]
    scaled = {name: round(row[name] * factor, 6) for name in ("low", "high") if row.get(name) is not None}
    scaled = {name: int(value) if float(value).is_integer() else value for name, value in scaled.items()}
    remarks.append(f"unit {unit} brought to {found[2]}, the number multiplied out (codebook 2.1)")
    return row | scaled | {"unit": found[2]}


def _heads(row: Row, source: str) -> str:
    """Return what stands in brackets or after 单位 before a row: where a table says the unit of its cells."""
    before = source[max(0, row["start"] - _NEAR_HEAD) : row["end"]]
    return "".join(re.findall(r"单\s*位.{0,30}|[(（][^()（）]{1,12}[)）]", before))


def _numbers_stand(row: Row, source: str) -> None:
    """Refuse a number that the quote does not have; the 万 or 亿 of a table's cells stands in its head or unit cell."""
    near = row["quote"] + _heads(row, source)
    factors = [1, *(factor for word, factor in (("万", 1e4), ("亿", 1e8), ("万亿", 1e12)) if word in near)]
    for name in ("low", "high"):
        number = row.get(name)
        if number is not None and row.get("type") != "absolute":
            there = any(stands(number / factor, row["quote"]) for factor in factors)
            require(there, f"the number {number:g} ({name}) does not stand in “{row['quote'][:40]}”")


def _unit_stands(row: Row, source: str) -> None:
    """Refuse a unit that neither the quote, nor its sentence, nor the head of a table before it has."""
    unit = row.get("unit")
    if not unit or unit == "point" or row.get("type") == "absolute":
        return
    quote, _ = folded(row["quote"])
    wanted, _ = folded(unit)
    if wanted == "%":
        around = source[max(0, row["start"] - 30) : row["end"] + 12]
        there = bool(_SHARE.search(quote)) or bool(_RATIO.search(around))
    elif wanted == "‰":
        there = "‰" in quote or "千分" in quote
    elif wanted == "位":
        there = bool(re.search("[位名第前强]", quote))
    else:
        there = wanted in quote or wanted.removeprefix("个") in quote
    if there:
        return
    before = source[max(0, row["start"] - _NEAR_HEAD) : row["start"]]
    sentence = re.split("[。；\n]", before)[-1] + re.split("[。；\n]", source[row["end"] : row["end"] + 60])[0]
    heads = _heads(row, source) + sentence
    digits = re.sub(r"[^\d]*(\d[\d.,~～-]*)", r"\1", quote)
    bare = not re.search(r"\d[\d.,~～-]*(?:以上|以下|左右)?[\u4e00-\u9fffa-z%‰]", digits)
    near = wanted in folded(heads)[0] or (bare and wanted in folded(sentence)[0])
    require(near, f"the unit {unit} does not stand in “{row['quote'][:40]}”")
