"""Reading REFI-QDA projects: ours, and ours as another program saved them.

What a selection says now wins over what was written into its description: a code that was added or put in place of
another changes the field. Selections of one source, start and end are one place, however a program splits them up.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any

from lxml import etree

from qcompare.corrections.records import Correction
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.bundle import Bundle, Item, Record
from qcompare.exchange.cells import parse
from qcompare.exchange.newlines import LineEnds, line_ends, restore, source
from qcompare.exchange.refi_qda import CODED, LINE_ENDS, RECORD
from qcompare.exchange.refi_schema import NAMESPACE
from qcompare.schema import PLANS, Field
from qcompare.text.formats.limits import MAX_FILE, MAX_TEXT, MAX_UNPACKED, member

_Q = f"{{{NAMESPACE}}}"
_PLACE = re.compile(r"^(?:internal|relative):/*|^/+|(?:^|(?<=/))sources/", re.I)  # of a source in the project's folder
_LINE = re.compile(r"^([a-z_]+): (.*)$", re.M)
_NOTED = re.compile(rf"^(?:{RECORD})?(\{{.*\}})\s*$", re.M)
Codes = dict[str, list[str]]


def read_qdpx(path: Path) -> Bundle:
    """Return the plans, targets and corrections of a project.

    A selection that was made in another program, or whose description it dropped, comes back as ``codes`` at its place:
    field → values, for fields that have fixed values (a code's parent is the field, as in projects written here).

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
                data = member(archive, info, f"{path}!sources/{name}", MAX_FILE)
                return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")

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


def _bundle(root: etree._Element, text_of: Callable[[str], str]) -> Bundle:
    codes = {_guid(code.get("guid")): code for code in root.iter(f"{_Q}Code")}
    variables = {_guid(variable.get("guid")): variable.get("name", "") for variable in root.iter(f"{_Q}Variable")}
    bundle = Bundle()
    for entry in root.iterfind(f"{_Q}Sources/{_Q}TextSource"):
        about = dict(_values(entry, variables))
        record = about.pop(LINE_ENDS.name, None)
        text = _content(entry, text_of)
        if not text and entry.find(f"{_Q}PlainTextSelection") is not None:
            raise SchemaError(f"the source {entry.get('name')} has selections and no plain text")
        if len(text) > MAX_TEXT:
            raise SchemaError(f"the text of {entry.get('name')} is too long")
        ends = restore(text, record) if record is not None else line_ends(text)
        name = entry.get("name") or str(entry.get("guid"))
        bundle.items.append(Item(name, source(ends), about, _targets(entry, name, ends, codes)))
    for note in root.iterfind(f"{_Q}Notes/{_Q}Note"):
        for found in _NOTED.findall(_content(note, text_of)):
            correction = Correction.from_record(json.loads(found))
            if correction not in bundle.corrections:
                bundle.corrections.append(correction)
    bundle.corrections.sort(key=lambda one: one.when)
    return bundle


def _guid(written: str | None) -> str:
    """Return an id as it is compared: some programs write it in capitals, or in braces."""
    return (written or "").strip("{} ").lower()


def _content(entry: etree._Element, text_of: Callable[[str], str]) -> str:
    path = _PLACE.sub("", entry.get("plainTextPath", ""))
    return text_of(path) if path else entry.findtext(f"{_Q}PlainTextContent") or ""


def _values(entry: etree._Element, variables: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Yield the plan's fields among the variables; a program may keep a number as another type, or as text."""
    known: dict[str, Field] = {field.name: field for field in (*PLANS, LINE_ENDS)}
    for given in entry.iterfind(f"{_Q}VariableValue"):
        name = variables.get(_guid(given.find(f"{_Q}VariableRef").get("targetGUID")), "")
        text = next((value.text for value in given if value.text and value.tag != f"{_Q}VariableRef"), None)
        if name in known:
            field = known[name]
            yield name, (text or "") if name == LINE_ENDS.name else parse(field, text, name)


@dataclass
class _Place:
    """What stands at one stretch of a text: targets described there, and codes."""

    described: list[Record] = dataclass_field(default_factory=list)
    codes: Codes = dataclass_field(default_factory=dict)


def _targets(entry: etree._Element, plan: str, ends: LineEnds, codes: Mapping[str, etree._Element]) -> list[Record]:
    """Return the targets of a text: those described at its selections, with the codes that stand there now."""
    text = source(ends)
    found: list[Record] = []
    for (start, end), place in _places(entry, ends, text, codes).items():
        if not 0 <= start < end <= len(text):
            found.append({"plan": plan, "quote": f"{start}–{end}", "start": None, "end": None, "codes": {}})
        elif place.described:
            found += recode(place.described, place.codes)
        elif place.codes:
            found.append({"plan": plan, "quote": text[start:end], "start": start, "end": end, "codes": place.codes})
    return found


def _places(
    entry: etree._Element, ends: LineEnds, text: str, codes: Mapping[str, etree._Element]
) -> dict[tuple[int, int], _Place]:
    places: dict[tuple[int, int], _Place] = {}
    moved: list[tuple[_Place, Record, Record]] = []
    for selection in entry.iterfind(f"{_Q}PlainTextSelection"):
        start, end = (ends.back(int(selection.get(name, "0"))) for name in ("startPosition", "endPosition"))
        place = places.setdefault((start, end), _Place())
        for target in _described(selection):
            if (target["start"], target["end"]) != (start, end):
                moved.append((place, target, target | {"start": start, "end": end, "quote": text[start:end]}))
            elif target not in place.described:
                place.described.append(target)
        for field, value in _coded(selection, codes):
            values = place.codes.setdefault(field, [])
            values += [value] if value not in values else []
    # a selection that was moved takes its targets along, unless some of it stayed where it was
    stayed = [target for place in places.values() for target in place.described]
    for place, before, after in moved:
        if before not in stayed and after not in place.described:
            place.described.append(after)
    return places


def _described(selection: etree._Element) -> Iterator[Record]:
    for block in (selection.findtext(f"{_Q}Description") or "").split("\n\n"):
        try:
            stated = {name: json.loads(value) for name, value in _LINE.findall(block)}
        except ValueError:  # words of another program's user
            continue
        if stated.keys() >= {"plan", "quote", "start", "end", "indicator"}:
            yield stated


def _coded(selection: etree._Element, codes: Mapping[str, etree._Element]) -> Iterator[tuple[str, str]]:
    known = {field.name: field.values for field in CODED}
    for reference in selection.iterfind(f"{_Q}Coding/{_Q}CodeRef"):
        code = codes.get(_guid(reference.get("targetGUID")))
        parent = code.getparent() if code is not None else None
        field = parent.get("name", "") if parent is not None else ""
        if code is not None and code.get("name") in known.get(field, ()):
            yield field, str(code.get("name"))


def recode(targets: Sequence[Mapping[str, Any]], codes: Mapping[str, Sequence[str]]) -> list[Record]:
    """Return targets of one place with the codes that stand there now.

    Codes belong to the place and not to one of several targets there: a target keeps its value while its code is
    there, and takes the new one where its own is gone, or where it is the only target. No code says nothing.

    >>> recode([{"domain": "brand"}], {"domain": ["economy"]})
    [{'domain': 'economy'}]
    >>> recode([{"domain": "brand"}, {"domain": "other"}], {"domain": ["other", "economy"]})
    [{'domain': 'economy'}, {'domain': 'other'}]
    """
    out = [dict(target) for target in targets]
    for field, present in codes.items():
        new = [value for value in present if value not in {target.get(field) for target in targets}]
        for target in out:
            if new and (target.get(field) not in present or len(out) == 1):
                target[field] = new[0]
    return out
