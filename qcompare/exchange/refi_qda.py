"""REFI-QDA projects (``.qdpx``): the coding for MAXQDA, ATLAS.ti, NVivo and the like, and back.

Written to the exchange specification 1.5 with the project schema QDA-XML 1.0 (Rotterdam Exchange Format Initiative,
www.qdasoftware.org). Each plan is a text source; each target a selection (positions in code points, the end
exclusive, as programs write it) with one coding for each field of the codebook that has fixed values. The whole target
stands in the selection's description, one line a field, so that reading a project that nobody touched gives back just
what was written. Corrections travel as notes.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from qcompare.corrections.records import Correction
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.bundle import Bundle, Item, Record, guid
from qcompare.exchange.newlines import LineEnds, line_ends, restore, source
from qcompare.exchange.refi_schema import NAMESPACE
from qcompare.schema import PLANS, TARGETS, Field
from qcompare.text.formats.limits import MAX_FILE, MAX_TEXT, MAX_UNPACKED, member

_PARSER_USER = "qcompare"
_Q = f"{{{NAMESPACE}}}"
_CODED = tuple(field for field in TARGETS if field.values)
_COLOURS = ("#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377", "#bbbbbb")
_LINE = re.compile(r"^([a-z_]+): (.*)$", re.M)
_LINE_ENDS = "line_ends"
_NOTE = "correction "


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
    for item in bundle.items:
        try:
            files[f"sources/{guid('text', item.name)}.txt"] = ends[item.name].text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise SchemaError(f"{item.name}: the text has a character that is none (at {error.start})") from None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, data in files.items():
            archive.writestr(zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    path.write_bytes(packed.getvalue())


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
    for number, field in enumerate(_CODED):
        _codes(codes, field, _COLOURS[number % len(_COLOURS)])
    variables = _sub(project, "Variables")
    for variable in (*PLANS, Field(_LINE_ENDS, "string", "换行", "line ends of the text as published")):
        entry = _sub(
            variables, "Variable", guid=guid("variable", variable.name), name=variable.name, typeOfVariable="Text"
        )
        _sub(entry, "Description").text = f"{variable.zh} · {variable.en}"
    if bundle.items:
        sources = _sub(project, "Sources")
        for item in bundle.items:
            _source(sources, item, ends[item.name], bundle, when)
    if bundle.corrections:
        notes = _sub(project, "Notes")
        for correction in bundle.corrections:
            _note(notes, correction)
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
    for number, target in enumerate(item.targets):
        start, end = ends.out(target["start"]), ends.out(target["end"])
        selection = _sub(
            entry, "PlainTextSelection", guid=guid("selection", item.name, number), name=str(target["quote"])[:80],
            startPosition=str(start), endPosition=str(end), **who,
        )  # fmt: skip
        _sub(selection, "Description").text = _lines(target)
        for field in _CODED:
            if target.get(field.name) in field.values:
                coding = _sub(selection, "Coding", guid=guid("coding", item.name, number, field.name), **who)
                _sub(coding, "CodeRef", targetGUID=guid("code", field.name, target[field.name]))
    for correction in bundle.corrections:
        if correction.plan == item.name:
            _sub(entry, "NoteRef", targetGUID=guid("note", correction.id))
    for name, value in (item.about | {_LINE_ENDS: ends.record}).items():
        given = _sub(entry, "VariableValue")
        _sub(given, "VariableRef", targetGUID=guid("variable", name))
        _sub(given, "TextValue").text = _json(value) if name != _LINE_ENDS else value


def _note(notes: etree._Element, correction: Correction) -> None:
    user = {"creatingUser": guid("user", correction.coder), "creationDateTime": correction.when}
    note = _sub(notes, "Note", guid=guid("note", correction.id), name=f"{_NOTE}{correction.id}", **user)
    _sub(note, "PlainTextContent").text = _json(correction.record())


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{_Q}{tag}", {name: _xml(value) for name, value in attributes.items()})


def _xml(text: str) -> str:
    """Leave out of a name what XML cannot hold; the name is for people, the record has it all."""
    return re.sub(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)


def _json(value: Any) -> str:
    """Return JSON that XML can hold: what XML forbids is escaped as JSON does."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _lines(record: Mapping[str, Any]) -> str:
    return "\n".join(f"{name}: {_json(value)}" for name, value in record.items())


def read_qdpx(path: Path) -> Bundle:
    """Return the plans, targets and corrections of a project.

    A selection that was made or coded in another program comes back as well: its codes tell the fields that have
    fixed values (a code's parent is the field, as in projects written here), and they win over the description.

    Raises
    ------
    SourceError
        If it is no REFI-QDA project, is damaged, or is too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            files = {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}
            if sum(info.file_size for info in files.values()) > MAX_UNPACKED or len(files) > 100_000:
                raise SourceError(path, "it unpacks to too much", "take the audio and video files out of the project")
            if "project.qde" not in files:
                raise SourceError(path, "it holds no project.qde", "export the project as REFI-QDA (.qdpx)")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
            root = etree.fromstring(member(archive, files["project.qde"], f"{path}!project.qde"), parser)
            if root.tag != f"{_Q}Project":
                raise SourceError(
                    path, f"its project.qde is no REFI-QDA project ({root.tag[:60]})", "export it anew as 1.0"
                )

            def text_of(name: str) -> str:
                info = files.get(f"sources/{name}".lower())
                if info is None:
                    raise SchemaError(f"it has no file sources/{name[:60]}")
                return member(archive, info, f"{path}!sources/{name}", MAX_FILE).decode("utf-8-sig")

            return _bundle(root, text_of)
    except (
        etree.LxmlError,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise SourceError(
            path, f"it is no readable REFI-QDA project ({str(error)[:100]})", "export it again as .qdpx"
        ) from None


def _bundle(root: etree._Element, text_of: Any) -> Bundle:
    codes = {code.get("guid"): code for code in root.iter(f"{_Q}Code")}
    variables = {variable.get("guid"): variable.get("name", "") for variable in root.iter(f"{_Q}Variable")}
    bundle = Bundle()
    for entry in root.iterfind(f"{_Q}Sources/{_Q}TextSource"):
        about = dict(_values(entry, variables))
        record = about.pop(_LINE_ENDS, None)
        plain_text = entry.get("plainTextPath", "")
        text = (
            text_of(plain_text.removeprefix("internal://"))
            if plain_text
            else entry.findtext(f"{_Q}PlainTextContent") or ""
        )
        if len(text) > MAX_TEXT:
            raise SchemaError(f"the text of {entry.get('name')} is too long")
        ends = restore(text, record) if record is not None else line_ends(text)
        name = entry.get("name") or str(entry.get("guid"))
        original = source(ends)
        targets = [
            target
            for selection in entry.iterfind(f"{_Q}PlainTextSelection")
            if (target := _target(selection, name, original, ends, codes)) is not None
        ]
        stated = {field: json.loads(value) for field, value in about.items()}
        bundle.items.append(Item(name, original, stated, targets))
    for note in root.iterfind(f"{_Q}Notes/{_Q}Note"):
        if note.get("name", "").startswith(_NOTE):
            bundle.corrections.append(Correction.from_record(json.loads(note.findtext(f"{_Q}PlainTextContent") or "")))
    return bundle


def _values(entry: etree._Element, variables: Mapping[str | None, str]) -> Iterator[tuple[str, str]]:
    known = {field.name for field in PLANS} | {_LINE_ENDS}
    for given in entry.iterfind(f"{_Q}VariableValue"):
        name = variables.get(given.find(f"{_Q}VariableRef").get("targetGUID"), "")
        if name in known:
            yield name, given.findtext(f"{_Q}TextValue") or ""


def _target(
    selection: etree._Element, plan: str, text: str, ends: LineEnds, codes: Mapping[str | None, etree._Element]
) -> Record | None:
    """Return the target of a selection; None if it says nothing of the codebook's."""
    start, end = (ends.back(int(selection.get(name, "0"))) for name in ("startPosition", "endPosition"))
    stated = {name: json.loads(value) for name, value in _LINE.findall(selection.findtext(f"{_Q}Description") or "")}
    coded = dict(_coded(selection, codes))
    if stated.keys() >= {"plan", "quote", "start", "end"}:
        # what the selection says now wins over what was written into its description
        moved = (start, end) != (stated["start"], stated["end"])
        stated |= {"start": start, "end": end, "quote": text[start:end]} if moved else {}
        return stated | {name: value for name, value in coded.items() if value != stated.get(name)}
    if not coded or not 0 <= start < end <= len(text):
        return None
    blank = dict.fromkeys(field.name for field in TARGETS) | {
        "plan": plan, "part": "body", "type": "qualitative", "quote": text[start:end], "start": start, "end": end,
        "level_text": text[start:end], "indicator": selection.get("name") or text[start:end], "change": "level",
        "year_source": "none", "recurrence": "once", "strength": "plain", "domain": "other", "stock_flow": "unknown",
        "rule": "refi-qda", "confidence": 0,
    }  # fmt: skip
    return blank | coded


def _coded(selection: etree._Element, codes: Mapping[str | None, etree._Element]) -> Iterator[tuple[str, str]]:
    known = {field.name: field.values for field in _CODED}
    for reference in selection.iterfind(f"{_Q}Coding/{_Q}CodeRef"):
        code = codes.get(reference.get("targetGUID"))
        parent = code.getparent() if code is not None else None
        field = parent.get("name", "") if parent is not None else ""
        if code is not None and code.get("name") in known.get(field, ()):
            yield field, str(code.get("name"))
