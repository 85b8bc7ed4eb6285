"""Tables as pages and Word files set them: rows stacked in cells, tables that go on, notes and units in rows of their own."""

from __future__ import annotations

import io

import docx
import pytest

from qcompare.coding import code
from qcompare.text import Plan
from qcompare.text.formats import extract

BEFORE = ["江城市质量发展规划（2021—2025年）", "一、主要目标", "表1 主要指标"]
AFTER = ["二、重点任务", "各部门要加强组织领导，落实工作责任，见到实效。"]


def coded(name: str, data: bytes) -> list[tuple[str, float | None, str | None, int | None]]:
    coding = code(Plan.from_text(extract(data, name).text, "x"))
    assert not [row for row in coding.numerals if row["role"] == "scope"]
    return sorted(
        (t["indicator"], t["low"], t["unit"], t["year"]) for t in coding.targets if t["type"] != "qualitative"
    )


def table(*rows: str) -> str:
    """A table of a page: a row a line, cells parted by |, a cell with marks of its own as it is."""
    cells = ([cell.strip() for cell in row.split("|")] for row in rows)
    return (
        "<table>"
        + "".join(
            "<tr>" + "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in row) + "</tr>"
            for row in cells
        )
        + "</table>"
    )


HEAD = "指标 | 单位 | 2020年 | 2025年"
PATENTS, STANDARDS = ("专利", 1200, "件", 2025), ("标准", 30, "项", 2025)
TWO = [PATENTS, STANDARDS]
PAGES = {
    "goes on behind its head, again": (
        table(HEAD, "专利 | 件 | 800 | 1200") + "<p>续表1</p>" + table(HEAD, "标准 | 项 | 12 | 30"), TWO,
    ),
    "goes on without a head": (
        table(HEAD, "专利 | 件 | 800 | 1200", "标准 | 项 | 12 | 30") + "<p>续表</p>" + table("证书 | 张 | 52 | 70", "品牌 | 个 | 5 | 7"),
        [*TWO, ("证书", 70, "张", 2025), ("品牌", 7, "个", 2025)],
    ),
    "two rows in the cells of one": (
        table(HEAD, "城镇居民收入<br>农村居民收入 | 元 | 45000<br>21000 | 62000<br>31000", "标准 | 项 | 12 | 30"),
        [("城镇居民收入", 62000, "元", 2025), ("农村居民收入", 31000, "元", 2025), STANDARDS],
    ),
    "a note in a row of its own": (
        table("指标 | 2020年 | 2025年", "专利（件） | 800 | 1200", "标准（项） | 12 | 30", "<td colspan=3>注：按2020年口径。</td>"), TWO,
    ),
    "notes raised behind heads and names": (
        table("指标<sup>①</sup> | 2020年 | 2025年<sup>②</sup>", "专利（件）<sup>③</sup> | 800 | 1200", "标准（项） | 12 | 30"), TWO,
    ),
    "its title in its first row": (
        table("<td colspan=3>专栏1 发展指标</td>", "指标 | 2020年 | 2025年", "专利（件） | 800 | 1200", "标准（项） | 12 | 30"), TWO,
    ),
    "one head over groups and names": (
        table(
            "<td rowspan=2 colspan=2>指标</td> | <td rowspan=2>单位</td> | <td colspan=2>目标</td>", "2023年 | 2025年",
            "<td rowspan=2>产品质量</td> | 食品合格率 | % | 97 | 98", "药品合格率 | % | 98 | 99", "<td colspan=2>专利</td> | 件 | 900 | 1200",
        ),
        [("食品合格率", 97, "%", 2023), ("食品合格率", 98, "%", 2025), ("药品合格率", 98, "%", 2023), ("药品合格率", 99, "%", 2025),
         ("专利", 900, "件", 2023), PATENTS],
    ),
    "years down, the units in a row": (
        table("年份 | 专利 | 标准", "单位 | 件 | 项", "2023年 | 900 | 20", "2025年 | 1200 | 30"),
        [*TWO, ("专利", 900, "件", 2023), ("标准", 20, "项", 2023)],
    ),
    "a cell of a unit left empty": (
        table(HEAD, "专利 |  | 800 | 1200", "标准 | 项 | 12 | 30"), [("专利", 1200, None, 2025), STANDARDS],
    ),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_table_of_a_page(page: str) -> None:
    markup, expected = PAGES[page]
    lines = ["<p>" + "</p><p>".join(part) + "</p>" for part in (BEFORE, AFTER)]
    assert coded("x.html", f"<html><body>{lines[0]}{markup}{lines[1]}</body></html>".encode()) == sorted(expected)


def test_rows_stacked_in_a_word_file() -> None:
    rows = [
        ("指标", "单位", "2020年", "2025年"),
        ("城镇居民收入\n农村居民收入", "元", "45000\n21000", "62000\n31000"),
        ("标准", "项", "12", "30"),
    ]
    assert coded("x.docx", _document(rows)) == sorted(
        [("城镇居民收入", 62000, "元", 2025), ("农村居民收入", 31000, "元", 2025), STANDARDS]
    )


def test_a_long_name_in_two_lines_is_one_row() -> None:
    rows = [
        ("指标", "单位", "2020年", "2025年"),
        ("农产品质量安全\n例行监测合格率", "%", "97", "98"),
        ("标准", "项", "12", "30"),
    ]
    assert coded("x.docx", _document(rows)) == sorted([("农产品质量安全例行监测合格率", 98, "%", 2025), STANDARDS])


def _document(rows: list[tuple[str, ...]]) -> bytes:
    document = docx.Document()
    for line in BEFORE:
        document.add_paragraph(line)
    made = document.add_table(len(rows), len(rows[0]))
    for row, words in enumerate(rows):
        for column, text in enumerate(words):
            made.cell(row, column).text = text
    for line in AFTER:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
