"""What goes out to other programs comes back as it was, and is what the published formats ask for."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.annotations import collection, read_annotations, write_annotations
from qcompare.exchange.bundle import Bundle, Item
from qcompare.exchange.newlines import line_ends, restore, source
from qcompare.exchange.package import read_package, write_package
from qcompare.exchange.refi_qda import write_qdpx
from qcompare.exchange.refi_read import read_qdpx
from qcompare.exchange.tables import read_table, write_table

sys.path.insert(0, str(Path(__file__).parent))

from exchanged import PLANS, TARGETS, TEXTS, bundle, corrections  # noqa: E402

FORMATS = {
    "a.qdpx": (write_qdpx, read_qdpx),
    "a.jsonld": (write_annotations, read_annotations),
    "package": (write_package, read_package),
    "package.zip": (write_package, read_package),
}


@pytest.mark.parametrize("name", FORMATS)
def test_out_and_in_again_is_the_same(tmp_path: Path, name: str) -> None:
    write, read = FORMATS[name]
    given_ = bundle()
    write(given_, tmp_path / name)
    assert read(tmp_path / name) == given_


@pytest.mark.parametrize("name", ["a.qdpx", "a.jsonld", "package.zip"])
def test_the_same_coding_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    write, _ = FORMATS[name]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write(bundle(), tmp_path / folder / name)
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@given(st.text(alphabet="\r\n\ufeff中a"))
def test_line_ends_map_both_ways(text: str) -> None:
    ends = line_ends(text)
    assert source(restore(ends.text, ends.record)) == text
    for place, character in enumerate(text):
        if character not in "\r\n" and not (place == 0 and character == "\ufeff"):
            assert ends.text[ends.out(place)] == character and ends.back(ends.out(place)) == place


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_written_says_where_plans_lie_on_this_machine(tmp_path: Path, name: str) -> None:
    placed = [plan | {"file": f"/home/someone/secret/{plan['plan']}.txt"} for plan in PLANS]
    given_ = Bundle.of(TEXTS, TARGETS, placed, corrections())
    FORMATS[name][0](given_, tmp_path / name)
    assert FORMATS[name][1](tmp_path / name).items[0].about["file"] == "anhui.txt"


# terms of the Web Annotation context (www.w3.org/ns/anno.jsonld) that are used here, by type
TERMS = {
    "AnnotationCollection": {"@context", "id", "type", "label", "total", "first"},
    "AnnotationPage": {"id", "type", "startIndex", "items"},
    "Annotation": {"id", "type", "motivation", "body", "target", "creator", "created", "generator"},
    "TextualBody": {"type", "purpose", "format", "value"},
    "SpecificResource": {"type", "source", "selector"},
    "TextPositionSelector": {"type", "start", "end"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
    "Person": {"id", "type", "name"},
    "Software": {"id", "type", "name"},
}
MOTIVATIONS = {"assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
               "identifying", "linking", "moderating", "questioning", "replying", "tagging"}  # fmt: skip


def test_annotations_use_the_terms_of_the_context_only() -> None:
    def look(node: Any) -> None:
        if isinstance(node, list):
            for one in node:
                look(one)
        elif isinstance(node, dict):
            assert node.keys() <= TERMS[node["type"]], node
            assert {node.get("motivation", "tagging"), node.get("purpose", "tagging")} <= MOTIVATIONS
            for value in node.values():
                look(value)

    document = collection(bundle())
    look(document)
    assert document["total"] == len(document["first"]["items"])
    for annotation in document["first"]["items"]:
        if annotation["motivation"] == "classifying":
            position, quote = annotation["target"]["selector"]
            plan = json.loads(annotation["body"][0]["value"])["plan"]
            assert TEXTS[plan][position["start"] : position["end"]] == quote["exact"]


def test_the_package_is_valid(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    write_package(bundle(), tmp_path / "package")
    report = frictionless.Package(str(tmp_path / "package" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx", "parquet"])
def test_tables_come_back_and_run_no_formula(tmp_path: Path, ending: str) -> None:
    rows = [dict(target) for target in TARGETS]
    rows[0] |= {"quote": "=cmd|' /C calc'!A0", "indicator": "'-1", "baseline": "@x\r\ny\x0b_x000D_"}
    path = tmp_path / f"t.{ending}"
    write_table(rows, "targets", path)
    assert read_table(path, "targets") == rows
    if ending == "csv":
        assert '"=' not in path.read_text("utf-8") and "'=cmd" in path.read_text("utf-8")
    if ending == "xlsx":
        import openpyxl

        cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)


CELLS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx", "parquet"])
def test_any_text_comes_back(tmp_path: Path, ending: str, texts: list[tuple[str | None, str | None]]) -> None:
    rows = [TARGETS[0] | {"unit": unit, "baseline": baseline, "quote": unit or "q"} for unit, baseline in texts]
    path = tmp_path / f"t.{ending}"
    write_table(rows, "targets", path)
    assert read_table(path, "targets") == rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), data=st.data())
@pytest.mark.parametrize("name", ["a.qdpx", "a.jsonld", "package.zip"])
def test_any_target_of_any_text_comes_back(tmp_path: Path, name: str, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    target = TARGETS[0] | {"plan": "x", "quote": text[start:end], "start": start, "end": end, "indicator": text}
    given_ = Bundle([Item("x", text, {}, [target])])
    write, read = FORMATS[name]
    write(given_, tmp_path / name)
    # a selection inside a line end cannot be told from one beside it
    if "\r\n" not in text:
        assert read(tmp_path / name) == given_


def newer(data: bytes) -> bytes:
    """A zip archive that claims to need a version of the format that there is not; other files with their end cut."""
    at = data.find(b"PK\x01\x02")
    return data[: at + 6] + b"\xeb" + data[at + 7 :] if at >= 0 else data[:-20]


def damaged(tmp_path: Path, name: str) -> list[bytes]:
    write, _ = FORMATS[name]
    write(bundle(), tmp_path / name)
    good = (tmp_path / name).read_bytes()
    return [
        b"",
        b"PK\x03\x04",
        good[:2000],
        good[: len(good) // 2],
        good.replace(b"a", b"b"),
        b"[]",
        b"{}",
        b'{"@context": 1}',
    ]


@pytest.mark.parametrize("name", ["a.qdpx", "a.jsonld", "package.zip"])
def test_damaged_files_are_refused(tmp_path: Path, name: str) -> None:
    for data in damaged(tmp_path, name):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceError):
            FORMATS[name][1](tmp_path / name)


def test_no_path_leads_out_of_a_package(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    folder = tmp_path / "package"
    write_package(bundle(), folder)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for path in ("../secret.txt", "/etc/passwd", "texts/../../secret.txt", "C:\\x"):
        descriptor["resources"][0]["path"] = path
        (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
        with pytest.raises(SourceError, match="leads out"):
            read_package(folder)


def test_a_text_too_long_for_a_cell_is_said(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="write csv"):
        write_table([TARGETS[0] | {"quote": "长" * 40_000}], "targets", tmp_path / "t.xlsx")
