"""Projects (REFI-QDA): as the schema says, read however another program saved them, changes of people brought back."""

from __future__ import annotations

import copy
import io
import random
import re
import sys
import uuid
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from qcompare.corrections import Correction, overlay
from qcompare.errors import SourceError
from qcompare.exchange.bundle import Bundle, Item
from qcompare.exchange.refi_qda import write_qdpx
from qcompare.exchange.refi_read import read_qdpx
from qcompare.exchange.refi_schema import NAMESPACE, problems
from qcompare.review.compare import corrections_from

sys.path.insert(0, str(Path(__file__).parent))

from exchanged import TARGETS, TEXTS, bundle  # noqa: E402


def project(path: Path, given_: Bundle) -> tuple[etree._Element, dict[str, str]]:
    write_qdpx(given_, path)
    return project_of(path)


def project_of(path: Path) -> tuple[Any, dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        texts = {name.removeprefix("sources/"): archive.read(name).decode() for name in names if name != "project.qde"}
        return etree.fromstring(archive.read("project.qde")), texts


def test_projects_are_as_the_schema_says(tmp_path: Path) -> None:
    root, texts = project(tmp_path / "a.qdpx", bundle())
    assert problems(root, texts) == []
    selections = list(root.iter(f"{{{NAMESPACE}}}PlainTextSelection"))
    assert len(selections) == len({(target["plan"], target["start"], target["end"]) for target in TARGETS})
    text = texts[next(root.iter(f"{{{NAMESPACE}}}TextSource")).get("plainTextPath").removeprefix("internal://")]
    first = selections[0]
    assert text[int(first.get("startPosition")) : int(first.get("endPosition"))].startswith(first.get("name")[:20])


@pytest.mark.parametrize("seed", range(40))
def test_the_check_of_projects_finds_what_is_wrong(tmp_path: Path, seed: int) -> None:
    """Each change makes the project invalid under the published XSD (tried with it when this was written)."""
    root, texts = project(tmp_path / "a.qdpx", bundle())
    root = copy.deepcopy(root)
    choose = random.Random(seed)
    element = choose.choice([one for one in root.iter(etree.Element) if one.get("guid") or one.get("targetGUID")])
    change = seed % 4
    if change == 0:
        element.set("bogus", "1")
    elif change == 1:
        name = "guid" if element.get("guid") else "targetGUID"
        del element.attrib[name]
    elif change == 2:
        element.set("guid" if element.get("guid") else "targetGUID", "no guid")
    else:
        etree.SubElement(element, f"{{{NAMESPACE}}}Bogus")
    assert problems(root, texts)


def test_what_was_changed_in_another_program_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    root, _ = project(path, bundle())
    q = f"{{{NAMESPACE}}}"
    sources = {entry.get("name"): entry for entry in root.iter(f"{q}TextSource")}
    codes = {(code.getparent().get("name"), code.get("name")): code.get("guid") for code in root.iter(f"{q}Code")}
    selections = sources["nantong"].findall(f"{q}PlainTextSelection")
    domain = next(
        coding for coding in selections[0].iter(f"{q}CodeRef")
        if coding.get("targetGUID") in {guid for (field, _), guid in codes.items() if field == "domain"}
    )  # fmt: skip
    domain.set("targetGUID", codes[("domain", "metrology")])
    sources["nantong"].remove(selections[1])
    new = etree.fromstring(
        f'<PlainTextSelection xmlns="{NAMESPACE}" guid="11111111-1111-4111-8111-111111111111" startPosition="60"'
        f' endPosition="70"><Coding guid="21111111-1111-4111-8111-111111111111"><CodeRef targetGUID='
        f'"{codes[("type", "qualitative")]}"/></Coding></PlainTextSelection>'
    )
    selections[-1].addnext(new)
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as changed:
        for name in old.namelist():
            changed.writestr(name, etree.tostring(root) if name == "project.qde" else old.read(name))
    path.write_bytes(packed.getvalue())
    theirs = [target for target in read_qdpx(path).targets if target["plan"] == "nantong"]
    ours = {"nantong": [target for target in TARGETS if target["plan"] == "nantong"]}
    made, failed = corrections_from(theirs, ours, TEXTS, "丙")
    assert not failed and sorted(correction.action for correction in made) == ["add", "edit", "reject"]
    done = overlay("nantong", TEXTS["nantong"], ours["nantong"], made)
    assert [target["domain"] for target in done.targets if target["reviewed"] == "edit"] == ["metrology"]
    assert [target["quote"] for target in done.targets if target["reviewed"] == "add"] == [TEXTS["nantong"][60:70]]


def saved_elsewhere(path: Path, described: bool = True, change: Any = None) -> None:
    """Save a project as QualCoder does: one selection a coding, new guids, no dates of codings, text with a mark."""
    root, _ = project_of(path)
    q = f"{{{NAMESPACE}}}"
    for source_ in root.iter(f"{q}TextSource"):
        for selection in source_.findall(f"{q}PlainTextSelection"):
            for coding in selection.findall(f"{q}Coding"):
                one = etree.SubElement(source_, f"{q}PlainTextSelection", guid=str(uuid.uuid4()))
                for name in ("startPosition", "endPosition", "name"):
                    one.set(name, selection.get(name))
                if described:
                    one.append(copy.deepcopy(selection.find(f"{q}Description")))
                coding.set("guid", str(uuid.uuid4()))
                one.append(coding)
            source_.remove(selection)
    if change:
        change(root)
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as changed:
        for name in old.namelist():
            data = etree.tostring(root) if name == "project.qde" else b"\xef\xbb\xbf" + old.read(name)
            changed.writestr(name, data)
    path.write_bytes(packed.getvalue())


def brought_back(path: Path) -> tuple[list[Correction], list[Any]]:
    ours = {name: [target for target in TARGETS if target["plan"] == name] for name in TEXTS}
    return corrections_from(read_qdpx(path).targets, ours, TEXTS, "丙")


@pytest.mark.parametrize("described", [True, False])
def test_a_project_saved_with_one_selection_a_coding_is_the_same(tmp_path: Path, described: bool) -> None:
    write_qdpx(bundle(), tmp_path / "a.qdpx")
    saved_elsewhere(tmp_path / "a.qdpx", described)
    assert brought_back(tmp_path / "a.qdpx") == ([], [])
    assert read_qdpx(tmp_path / "a.qdpx").corrections == bundle().corrections


@pytest.mark.parametrize("described", [True, False])
def test_one_recode_in_a_project_saved_elsewhere_is_one_edit(tmp_path: Path, described: bool) -> None:
    def recode(root: Any) -> None:
        codes = {code.get("name"): code.get("guid") for code in root.iter(f"{{{NAMESPACE}}}Code")}
        found = [ref for ref in root.iter(f"{{{NAMESPACE}}}CodeRef") if ref.get("targetGUID") == codes["brand"]]
        found[0].set("targetGUID", codes["metrology"])
        if found[0].getparent().getparent().find(f"{{{NAMESPACE}}}Description") is not None:
            selection = found[0].getparent().getparent()  # coded by another person, without a memo
            selection.remove(selection.find(f"{{{NAMESPACE}}}Description"))

    write_qdpx(bundle(), tmp_path / "a.qdpx")
    saved_elsewhere(tmp_path / "a.qdpx", described, recode)
    made, failed = brought_back(tmp_path / "a.qdpx")
    assert not failed and [(one.action, one.changed) for one in made] == [("edit", {"domain": "metrology"})]


def rewritten(path: Path, how: str) -> None:
    """Save a project in another way that the schema allows, or that programs are known to take."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    root = files["project.qde"].decode()
    if how == "capitals":
        root = re.sub('targetGUID="([^"]+)"', lambda match: f'targetGUID="{match[1].upper()}"', root)
    elif how == "braces":
        root = re.sub('targetGUID="([^"]+)"', r'targetGUID="{\1}"', root)
    elif how == "prefixed":
        root = re.sub(r"<(/?)(?=[A-Z])", r"<\1q:", root).replace('xmlns="urn', 'xmlns:q="urn')
    elif how == "in place":
        for name, data in files.items():
            inside = f"<PlainTextContent>{escape(data.decode('utf-8-sig'), quote=False)}</PlainTextContent>"
            address = f' plainTextPath="internal://{name.partition("/")[2]}"'
            root = re.sub(f"(<TextSource[^>]*){re.escape(address)}([^>]*>)", lambda m, t=inside: m[1] + m[2] + t, root)
    elif how in ("internal:///", "relative://", "internal://sources/"):
        root = root.replace("internal://", how)
    elif how == "utf-16":
        files = {name: data.decode("utf-8-sig").encode("utf-16") for name, data in files.items()}
    coded = root if how != "utf-16" else '<?xml version="1.0" encoding="utf-16"?>' + re.sub(r"^<\?xml.*?\?>", "", root)
    files["project.qde"] = coded.encode("utf-16" if how == "utf-16" else "utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    "how",
    ["capitals", "braces", "prefixed", "in place", "internal:///", "relative://", "internal://sources/", "utf-16"],
)
def test_a_project_made_to_the_schema_in_another_way_is_the_same(tmp_path: Path, how: str) -> None:
    def recode(root: Any) -> None:
        codes = {code.get("name"): code.get("guid") for code in root.iter(f"{{{NAMESPACE}}}Code")}
        found = [ref for ref in root.iter(f"{{{NAMESPACE}}}CodeRef") if ref.get("targetGUID") == codes["brand"]]
        found[0].set("targetGUID", codes["metrology"])

    path = tmp_path / "a.qdpx"
    write_qdpx(bundle(), path)
    saved_elsewhere(path, False, recode)
    rewritten(path, how)
    made, failed = brought_back(path)
    assert not failed and [(one.action, one.changed) for one in made] == [("edit", {"domain": "metrology"})]


@pytest.mark.parametrize("place", [("5", "999999999"), ("-4", "9"), ("20", "10")])
def test_a_selection_that_stands_nowhere_is_named_and_rejects_nothing(tmp_path: Path, place: tuple[str, str]) -> None:
    def move(root: Any) -> None:
        selection = next(root.iter(f"{{{NAMESPACE}}}PlainTextSelection"))
        selection.set("startPosition", place[0])
        selection.set("endPosition", place[1])

    write_qdpx(bundle(), tmp_path / "a.qdpx")
    saved_elsewhere(tmp_path / "a.qdpx", True, move)
    made, failed = brought_back(tmp_path / "a.qdpx")
    assert not made and f"{place[0]}–{place[1]}" in str(failed[0])


def test_a_project_whose_sources_have_no_plain_text_says_so(tmp_path: Path) -> None:
    write_qdpx(bundle(), tmp_path / "a.qdpx")
    saved_elsewhere(tmp_path / "a.qdpx", True, lambda root: [one.attrib.pop("plainTextPath") for one in root.iter(f"{{{NAMESPACE}}}TextSource")])  # fmt: skip
    with pytest.raises(SourceError, match="has selections and no plain text"):
        read_qdpx(tmp_path / "a.qdpx")


def test_corrections_are_notes_for_people_and_variables_have_types(tmp_path: Path) -> None:
    root, texts = project(tmp_path / "a.qdpx", bundle())
    q = f"{{{NAMESPACE}}}"
    notes = {note.get("name"): note for note in root.iter(f"{q}Note")}
    assert set(notes) == {"更正 corrections · siping · 甲", "更正 corrections · siping · 乙"}
    text = texts[notes["更正 corrections · siping · 乙"].get("plainTextPath").removeprefix("internal://")]
    assert "2026-01-02 edit" in text and "year: 2020 → 2030" in text
    # a note that belongs to the text itself is an annotation to QualCoder, which drops those without a place
    assert not [ref for ref in root.iter(f"{q}NoteRef") if ref.getparent().tag == f"{q}TextSource"]
    kinds = {one.get("name"): one.get("typeOfVariable") for one in root.iter(f"{q}Variable")}
    assert (kinds["horizon"], kinds["date_issued"], kinds["title"]) == ("Integer", "Date", "Text")
    values = [value.text for given_ in root.iter(f"{q}VariableValue") for value in given_[1:]]
    assert "2020" in values and not any(value.startswith(("[", '"')) for value in values if value)


def test_entities_in_a_project_are_not_expanded(tmp_path: Path) -> None:
    bomb = "<!DOCTYPE Project [<!ENTITY a 'x'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(12)
    )
    qde = f"{bomb}]><Project xmlns='{NAMESPACE}' name='&m;'/>"
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as archive:
        archive.writestr("project.qde", qde)
    try:
        assert read_qdpx(tmp_path / "a.qdpx") == Bundle()
    except SourceError as error:
        assert "a.qdpx" in str(error)


def test_line_ends_and_marks_survive_a_project(tmp_path: Path) -> None:
    text = "\ufeff一、目标\r\n合格率达到96%以上。\r\r\n次年98%。\n"
    targets = []
    for quote in ("合格率达到96%以上", "98%"):
        start = text.index(quote)
        targets.append(TARGETS[0] | {"plan": "x", "quote": quote, "start": start, "end": start + len(quote)})
    given_ = Bundle([Item("x", text, {}, targets)])
    root, texts = project(tmp_path / "a.qdpx", given_)
    assert not any("\r" in out or "\ufeff" in out for out in texts.values()) and not problems(root, texts)
    assert read_qdpx(tmp_path / "a.qdpx") == given_
