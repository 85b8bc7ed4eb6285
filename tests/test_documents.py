"""Result tables as documents for a paper: readable, the same each time, no formula in a spreadsheet."""

import io
import re
import zipfile

import pandas as pd
import pytest
from click.testing import CliRunner

from qcompare.cli import main
from qcompare.commands.measure import command
from qcompare.figures.documents import KINDS, Paper, document, workbook


@pytest.fixture
def paper():
    table = pd.DataFrame({"规划": ["四平", "=1+1"], "比例": pd.array([0.25, None], "Float64"), "是否": [True, False]})
    return Paper(table, "标题", ("来源：规划公开文本。", "引用：……"), "zh")


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_the_same_each_time(paper, kind):
    assert document(kind, paper) == document(kind, paper)


def test_word_holds_title_head_values_and_source(paper):
    from docx import Document

    file = Document(io.BytesIO(document("docx", paper)))
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows == [["规划", "比例", "是否"], ["四平", "0.25", "是"], ["=1+1", "–", "否"]]
    assert [paragraph.text for paragraph in file.paragraphs] == ["标题", "来源：规划公开文本。", "引用：……"]


def test_columns_have_room_for_their_longest_word():
    from docx import Document

    table = pd.DataFrame({"n": [1, 2], "goal": ["first-acceptance pass rate", "standardisation of production"]})
    file = Document(io.BytesIO(document("docx", Paper(table, "T", (), "en"))))
    narrow, wide = (cell.width for cell in file.tables[0].rows[1].cells)
    assert wide > 2 * narrow
    tex = document("tex", Paper(pd.concat([table] * 20), "T", (), "en")).decode()
    assert "longtable" in tex and tex.count("\\linewidth-2\\tabcolsep") == 2


def test_strictness_is_a_row_a_goal_and_a_column_a_plan_in_the_words_of_the_figure(tmp_path):
    from docx import Document

    target = tmp_path / "t.docx"
    CliRunner().invoke(command, ["strictness", "--plans", "安徽,Nantong,siping", "--lang", "en", "-o", str(target)])
    file = Document(str(target))
    head, *rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert file.paragraphs[0].text == "Plans against national goals, cell by cell"
    assert head == ["National goal", "Nation", "Nantong", "Anhui", "Siping"]  # in order of issue
    cells = {row[0]: row[1:] for row in rows}
    assert cells["customer satisfaction, consumer services"] == [
        "≥75 · 2015", "≈ ≥85 · 2015", "▲ ≥80 · 2015, stricter", "▲ ≥80 · 2020, later"
    ]  # fmt: skip
    assert "▲ higher level, later year" in file.paragraphs[1].text


def test_a_document_keeps_plans_of_a_goal_together(tmp_path):
    from openpyxl import load_workbook

    target = tmp_path / "t.xlsx"
    CliRunner().invoke(command, ["strictness", "--plans", "anhui,siping", "--lang", "en", "-o", str(target)])
    head, *rows = [[cell.value for cell in row] for row in load_workbook(target).worksheets[0]]
    assert [row[1] for row in rows[:2]] == ["Anhui", "Siping"] and rows[0][0] == rows[1][0]
    assert "grade" not in head
    assert "higher, but later" in {row[head.index("class")] for row in rows}  # as the figure calls it


def test_a_spreadsheet_has_numbers_and_no_formula(paper):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(document("xlsx", paper)))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["四平", 0.25, "是"]
    assert sheet["A3"].value == "=1+1" and sheet["A3"].data_type == "s"
    assert book.worksheets[1]["A2"].value == "来源：规划公开文本。"


def test_the_command_writes_what_the_ending_says(tmp_path):
    for ending, start in (("docx", b"PK"), ("xlsx", b"PK"), ("tex", b"%"), ("html", b"<!doctype")):
        target = tmp_path / f"t.{ending}"
        run = CliRunner().invoke(command, ["strictness", "--lang", "en", "-o", str(target)])
        assert run.exit_code in (0, None), run.output
        assert target.read_bytes().startswith(start)
    page = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert "Nantong" in page and "named in no target" in page and "data version" in page
    assert page.index("Nantong") < page.index("Qingdao")


def test_no_document_is_written_over_a_plan(tmp_path):
    plan = tmp_path / "plan.html"
    plan.write_text("<p>" + "甲市质量发展规划。到2020年，产品质量合格率达到96%以上。" * 20 + "</p>", encoding="utf-8")
    before = plan.read_bytes()
    assert main(["measure", "corpus", str(plan), "-o", str(plan)]) == 2
    assert plan.read_bytes() == before


def test_a_workbook_does_not_say_when_it_was_saved():
    table = pd.DataFrame({"plan": ["siping"], "quote": ["=1+1"]})
    made = workbook({"targets": table}, pd.DataFrame({"table": ["targets"]}))
    told = zipfile.ZipFile(io.BytesIO(made)).read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", told) == ["1980-01-01T00:00:00Z"] * 2
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["contents", "targets"]
    cell = book["targets"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")  # no formula
