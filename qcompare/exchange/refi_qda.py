"""REFI-QDA projects (``.qdpx``): the coding for MAXQDA, ATLAS.ti, NVivo and the like, and back.

Written to the exchange specification 1.5 with the project schema QDA-XML 1.0 (Rotterdam Exchange Format Initiative,
www.qdasoftware.org). Each plan is a text source; each stretch of text that is quoted for targets a selection (positions
in code points, the end exclusive, as programs write it) with one coding for each field of the codebook that has fixed
values. The targets themselves stand in the selection's description, one line a field, so that reading a project that
nobody touched gives back just what was written. Corrections travel as notes, one of each coder on each text.

Other programs save the same differently (QualCoder writes one selection a coding): :mod:`qcompare.exchange.refi_read`
takes selections of one source, start and end together.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from qcompare import output
from qcompare.corrections.records import Correction
from qcompare.errors import SchemaError
from qcompare.exchange.bundle import Bundle, Item, Record, guid
from qcompare.exchange.newlines import LineEnds, line_ends
from qcompare.exchange.refi_schema import NAMESPACE
from qcompare.schema import PLANS, TARGETS, Field

_PARSER_USER = "qcompare"
_Q = f"{{{NAMESPACE}}}"
CODED = tuple(field for field in TARGETS if field.values)
LINE_ENDS = Field("line_ends", "string", "换行", "line ends of the text as published")
BETWEEN = " | "  # between the items of a list, in the text of a variable
# Table Schema type → type of a variable, element of its value; a list is text
TYPES = {
    "string": ("Text", "TextValue"), "integer": ("Integer", "IntegerValue"), "number": ("Float", "FloatValue"),
    "boolean": ("Boolean", "BooleanValue"), "date": ("Date", "DateValue"), "array": ("Text", "TextValue"),
}  # fmt: skip
_COLOURS = ("#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377", "#bbbbbb")
RECORD = "record: "


def write_qdpx(bundle: Bundle, path: Path, name: str = "qcompare") -> None:
    """Write a project; the same bundle gives the same bytes.

    Raises
    ------
    SchemaError
        If a text cannot be written as UTF-8.
    """
    ends = {item.name: line_ends(item.text) for item in bundle.items}
    qde = etree.tostring(_project(bundle, ends, name), encoding="UTF-8", xml_declaration=True, pretty_print=True)
    files = {"project.qde": qde}
    for (plan, coder), about in _by_coder(bundle.corrections).items():
        files[f"sources/{guid('note text', plan, coder)}.txt"] = _note_text(plan, about).encode("utf-8")
    for item in bundle.items:
        try:
            files[f"sources/{guid('text', item.name)}.txt"] = ends[item.name].text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise SchemaError(f"{item.name}: the text has a character that is none (at {error.start})") from None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, data in files.items():
            archive.writestr(zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    output.write(path, packed.getvalue())


def _project(bundle: Bundle, ends: Mapping[str, LineEnds], name: str) -> etree._Element:
    when = bundle.when
    project = etree.Element(f"{_Q}Project", nsmap={None: NAMESPACE})
    for attribute, value in {
        "name": _xml(name), "origin": "qcompare", "creatingUserGUID": guid("user", _PARSER_USER), "creationDateTime": when,
        "modifyingUserGUID": guid("user", _PARSER_USER), "modifiedDateTime": when,
    }.items():  # fmt: skip
        project.set(attribute, value)
    users = _sub(project, "Users")
    for user in [_PARSER_USER, *(coder for coder in bundle.coders if coder != _PARSER_USER)]:
        _sub(users, "User", guid=guid("user", user), name=user)
    codes = _sub(_sub(project, "CodeBook"), "Codes")
    for number, field in enumerate(CODED):
        _codes(codes, field, _COLOURS[number % len(_COLOURS)])
    variables = _sub(project, "Variables")
    for variable in (*PLANS, LINE_ENDS):
        kind, _ = TYPES[variable.type]
        entry = _sub(
            variables, "Variable", guid=guid("variable", variable.name), name=variable.name, typeOfVariable=kind
        )
        _sub(entry, "Description").text = f"{variable.zh} · {variable.en}"
    if bundle.items:
        sources = _sub(project, "Sources")
        for item in bundle.items:
            _source(sources, item, ends[item.name], bundle, when)
    if bundle.corrections:
        notes = _sub(project, "Notes")
        for (plan, coder), about in _by_coder(bundle.corrections).items():
            _note(notes, plan, coder, max(one.when for one in about))
    return project


def _codes(codes: etree._Element, field: Field, colour: str) -> None:
    parent = _sub(codes, "Code", guid=guid("code", field.name), name=field.name, isCodable="false", color=colour)
    _sub(parent, "Description").text = f"{field.zh} · {field.en}"
    for value in field.values:
        _sub(parent, "Code", guid=guid("code", field.name, value), name=value, isCodable="true", color=colour)


def _source(sources: etree._Element, item: Item, ends: LineEnds, bundle: Bundle, when: str) -> None:
    who = {"creatingUser": guid("user", _PARSER_USER), "creationDateTime": when}
    path = f"internal://{guid('text', item.name)}.txt"
    entry = _sub(sources, "TextSource", guid=guid("source", item.name), name=item.name, plainTextPath=path, **who)
    here = [one for one in bundle.corrections if one.plan == item.name]
    spans: dict[tuple[int, int], list[Record]] = {}
    for target in item.targets:
        spans.setdefault((target["start"], target["end"]), []).append(target)
    for (start, end), targets in spans.items():
        selection = _sub(
            entry, "PlainTextSelection", guid=guid("selection", item.name, start, end), name=str(targets[0]["quote"])[:80],
            startPosition=str(ends.out(start)), endPosition=str(ends.out(end)), **who,
        )  # fmt: skip
        _sub(selection, "Description").text = "\n\n".join(map(_lines, targets))
        for field in CODED:
            for value in dict.fromkeys(target.get(field.name) for target in targets):
                if value in field.values:
                    key = guid("coding", item.name, start, end, field.name, value)
                    coding = _sub(selection, "Coding", guid=key, **who)
                    _sub(coding, "CodeRef", targetGUID=guid("code", field.name, value))
        # not at the text itself: QualCoder would take the note for an annotation without a place, and drop it
        for coder in sorted({one.coder for one in here if (one.target["start"], one.target["end"]) == (start, end)}):
            _sub(selection, "NoteRef", targetGUID=guid("note", item.name, coder))
    for variable in (*PLANS, LINE_ENDS):
        if variable is not LINE_ENDS and variable.name not in item.about:
            continue
        value = ends.record if variable is LINE_ENDS else item.about[variable.name]
        given = _sub(entry, "VariableValue")
        _sub(given, "VariableRef", targetGUID=guid("variable", variable.name))
        if value is not None:
            _sub(given, TYPES[variable.type][1]).text = _value(variable, value)


def _value(field: Field, value: Any) -> str:
    if field.type == "array":
        return _text(BETWEEN.join(map(str, value)))
    return str(value).lower() if isinstance(value, bool) else _text(str(value))


def _by_coder(corrections: Iterable[Correction]) -> dict[tuple[str, str], list[Correction]]:
    found: dict[tuple[str, str], list[Correction]] = {}
    for one in sorted(corrections, key=lambda one: (one.plan, one.coder)):
        found.setdefault((one.plan, one.coder), []).append(one)
    return found


def _note(notes: etree._Element, plan: str, coder: str, when: str) -> None:
    who = guid("user", coder)
    path = f"internal://{guid('note text', plan, coder)}.txt"
    by = {"creatingUser": who, "creationDateTime": when, "modifyingUser": who, "modifiedDateTime": when}
    name = f"更正 corrections · {plan} · {coder}"  # unlike any other: QualCoder keeps notes by name
    _sub(notes, "Note", guid=guid("note", plan, coder), name=name, plainTextPath=path, **by)


def _note_text(plan: str, about: list[Correction]) -> str:
    """Return a note for people: what was decided and why; the records themselves stand below, one a line."""
    return "\n".join([plan, *map(_decision, about), "", *(RECORD + _json(one.record()) for one in about), ""])


def _decision(one: Correction) -> str:
    changes = "; ".join(f"{name}: {one.target.get(name)} → {value}" for name, value in one.changed.items())
    reason = f" ({one.reason})" if one.reason else ""
    said = f"{one.when[:10]} {one.action} “{one.target['quote']}”{f' {changes}' if changes else ''}{reason}"
    return _text(said)


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{_Q}{tag}", {name: _xml(value) for name, value in attributes.items()})


def _xml(text: str) -> str:
    """Leave out of a name what XML cannot hold; the name is for people, the record has it all."""
    return re.sub(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)


def _text(text: str) -> str:
    """Leave out of a text what XML cannot hold; line ends become spaces, as notes and variables are read line by line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]", " ", text)


def _json(value: Any) -> str:
    """Return JSON that XML can hold: what XML forbids is escaped as JSON does."""
    text = json.dumps(value, ensure_ascii=False)
    escaped = r"[\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]"
    return re.sub(escaped, lambda found: f"\\u{ord(found[0]):04x}", text)


def _lines(record: Mapping[str, Any]) -> str:
    return "\n".join(f"{name}: {_json(value)}" for name, value in record.items())
