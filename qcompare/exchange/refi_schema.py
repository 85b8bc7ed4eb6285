"""What a REFI-QDA project may hold: element by element, from the published schema (QDA-XML 1.0, 18 March 2019).

The table has what the elements that concern texts allow: children in their order with least and most number, and
attributes with their type, required ones marked ``!``. It stands in for the schema file itself, so that a project can
be checked anywhere; :func:`problems` also checks what the specification says in prose (section 8, 9 and 10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from lxml import etree

NAMESPACE = "urn:QDA-XML:project:1.0"
_MANY = 10**9
_WHO = "creatingUser=guid creationDateTime=time"
_WHOM = f"{_WHO} modifyingUser=guid modifiedDateTime=time"
_TEXT = (
    "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
    f"guid!=guid name=text richTextPath=text plainTextPath=text {_WHOM}",
)
_REF = ("", "targetGUID!=guid")
# element → children in order (? at most one, * any number, + at least one), attributes
_ELEMENTS: Mapping[str, tuple[str, str]] = {
    "Project": (
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*",
        "name!=text origin=text creatingUserGUID=guid creationDateTime=time modifyingUserGUID=guid modifiedDateTime=time"
        " basePath=text",
    ),
    "Users": ("User+", ""),
    "User": ("", "guid!=guid name=text id=text"),
    "CodeBook": ("Codes", ""),
    "Codes": ("Code+", ""),
    "Code": ("Description? NoteRef* Code*", "guid!=guid name!=text isCodable!=boolean color=colour"),
    "Variables": ("Variable+", ""),
    "Variable": ("Description?", "guid!=guid name!=text typeOfVariable!=variable"),
    "Cases": ("Case+", ""),
    "Case": ("Description? CodeRef* VariableValue* SourceRef* SelectionRef*", "guid!=guid name=text"),
    "Sources": ("TextSource+", ""),
    "TextSource": _TEXT,
    "Notes": ("Note+", ""),
    "Note": _TEXT,
    "PlainTextSelection": (
        "Description? Coding* NoteRef*",
        f"guid!=guid name=text startPosition!=integer endPosition!=integer {_WHOM}",
    ),
    "Coding": ("CodeRef NoteRef*", f"guid!=guid {_WHO}"),
    "VariableValue": ("VariableRef TextValue? BooleanValue? IntegerValue? FloatValue? DateValue? DateTimeValue?", ""),
    "CodeRef": _REF,
    "NoteRef": _REF,
    "SourceRef": _REF,
    "SelectionRef": _REF,
    "VariableRef": _REF,
    **dict.fromkeys(
        (
            "Description", "PlainTextContent", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue",
            "DateTimeValue",
        ),
        ("", ""),
    ),
}  # fmt: skip
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TYPES = {
    "text": re.compile(r".*", re.S),
    "guid": re.compile(rf"{_GUID.pattern}|\{{{_GUID.pattern}\}}"),
    "integer": re.compile(r"[+-]?\d+"),
    "boolean": re.compile(r"true|false|0|1"),
    "colour": re.compile(r"#(?:[A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"),
    "variable": re.compile(r"Text|Boolean|Integer|Float|Date|DateTime"),
    "time": re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"),
}
_POINTS_TO = {
    "CodeRef": {"Code"}, "NoteRef": {"Note"}, "SourceRef": {"TextSource"}, "SelectionRef": {"PlainTextSelection"},
    "VariableRef": {"Variable"},
}  # fmt: skip


def problems(root: etree._Element, texts: Mapping[str, str] | None = None) -> list[str]:
    """Return what in a project is not as the schema and the specification say; an empty list where nothing is.

    Parameters
    ----------
    root
        The ``Project`` element of ``project.qde``.
    texts
        Name of a file in ``sources/`` → its text; paths and positions are then checked against them.
    """
    found = (
        list(_structure(root)) if root.tag == f"{{{NAMESPACE}}}Project" else [f"the root is {root.tag}, not Project"]
    )
    return found or [*_identifiers(root), *_selections(root, texts)]


def _structure(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if etree.QName(element).namespace != NAMESPACE or name not in _ELEMENTS:
            yield f"line {element.sourceline}: {element.tag} is no element of the schema"
            continue
        children, attributes = _ELEMENTS[name]
        yield from (f"line {element.sourceline}: {name} {text}" for text in _children(element, children.split()))
        yield from (f"line {element.sourceline}: {name} {text}" for text in _attributes(element, attributes.split()))
        if name == "VariableValue" and len(element) > 2:
            yield f"line {element.sourceline}: {name} has several values"


def _children(element: etree._Element, allowed: list[str]) -> Iterator[str]:
    names = [word.rstrip("?*+") for word in allowed]
    present = [etree.QName(child).localname for child in element.iterchildren(etree.Element)]
    places = [names.index(name) for name in present if name in names]
    if len(places) < len(present):
        yield f"may not hold {', '.join(sorted(set(present) - set(names)))}"
    if places != sorted(places):
        yield f"holds its elements in another order than {' '.join(names)}"
    for name, word in zip(names, allowed, strict=True):
        least = 1 if word[-1] not in "?*" else 0
        most = _MANY if word[-1] in "*+" else 1
        if not least <= present.count(name) <= most:
            yield f"holds {present.count(name)} {name}"


def _attributes(element: etree._Element, allowed: list[str]) -> Iterator[str]:
    kinds = dict(word.replace("!", "").split("=") for word in allowed)
    for name in element.attrib:
        if name not in kinds and not str(name).startswith("{http://www.w3.org/2001/XMLSchema-instance}"):
            yield f"may not have the attribute {name}"
    for word in allowed:
        name, _, kind = word.replace("!", "").partition("=")
        value = element.get(name)
        if value is None:
            if "!" in word:
                yield f"lacks the attribute {name}"
        elif not _TYPES[kind].fullmatch(value) or (kind == "time" and not _is_time(value)):
            yield f"has {name}={value!r}, which is no {kind}"


def _is_time(value: str) -> bool:
    try:
        return bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _identifiers(root: etree._Element) -> Iterator[str]:
    """Yield identifiers used twice, and references that lead nowhere."""
    kinds: dict[str, str] = {}
    for element in root.iter(etree.Element):
        guid = element.get("guid")
        if guid is not None:
            if guid.lower() in kinds:
                yield f"line {element.sourceline}: the guid {guid} is used twice"
            kinds[guid.lower()] = etree.QName(element).localname
    for element in root.iter(etree.Element):
        wanted = _POINTS_TO.get(etree.QName(element).localname)
        if wanted and kinds.get(str(element.get("targetGUID")).lower()) not in wanted:
            yield f"line {element.sourceline}: {etree.QName(element).localname} leads to no {'/'.join(wanted)}"
        for name in ("creatingUser", "modifyingUser", "creatingUserGUID", "modifyingUserGUID"):
            if element.get(name) and kinds.get(str(element.get(name)).lower()) != "User":
                yield f"line {element.sourceline}: {name} leads to no User"


def _selections(root: etree._Element, texts: Mapping[str, str] | None) -> Iterator[str]:
    """Yield texts given twice or not at all, files that are missing, and selections outside their text."""
    for kind in ("TextSource", "Note"):
        for source in root.iter(f"{{{NAMESPACE}}}{kind}"):
            path, inline = source.get("plainTextPath"), source.findtext(f"{{{NAMESPACE}}}PlainTextContent")
            if (path is None) == (inline is None):
                yield f"line {source.sourceline}: a text is given as PlainTextContent or plainTextPath, one of the two"
            if path is not None and not re.fullmatch(rf"internal://{_GUID.pattern}\.txt", path):
                yield f"line {source.sourceline}: {path} is no internal text file named by a guid"
            if texts is None:
                continue
            text = inline if path is None else texts.get(path.removeprefix("internal://"))
            if text is None:
                yield f"line {source.sourceline}: there is no file {path}"
                continue
            for selection in source.iterchildren(f"{{{NAMESPACE}}}PlainTextSelection"):
                start, end = int(selection.get("startPosition", "0")), int(selection.get("endPosition", "0"))
                if not 0 <= start < end <= len(text):
                    yield f"line {selection.sourceline}: the selection {start}-{end} lies outside the text"
