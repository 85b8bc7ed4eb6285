"""What a page or a Word file says beside the line of its words: raised, struck, hidden, in an equation, lost."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from qcompare.coding import code
from qcompare.text import Plan
from qcompare.text.formats import extract

sys.path.insert(0, str(Path(__file__).parent))
from formats_builders import save  # noqa: E402

HEAD, TAIL = "江城市质量发展规划（2016—2020年）", "二、保障措施"
REST = "各部门要加强组织领导，落实工作责任，密切协作配合，使各项任务见到实效。"


def coded(text: str) -> list[tuple[Any, ...]]:
    found = code(Plan.from_text(text)).targets
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in found)
    return [
        tuple(one[name] for name in ("indicator", "comparator", "low", "unit"))
        for one in found
        if one["type"] == "quantified"
    ]


def page(sentence: str, head: str = "") -> str:
    lines = "".join(f"<p>{line}</p>" for line in (HEAD, "一、主要目标", sentence, TAIL, REST))
    return extract(f"<html><head>{head}</head><body>{lines}</body></html>".encode(), "x.html").text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("顾客满意度达到80<sup>2</sup>分。", ("顾客满意度", "=", 80, "分")),
        ("产品合格率达到96%<sup>1</sup>以上。", ("产品合格率", ">=", 96, "%")),
        ("到2020年，森林面积达到5×10<sup>4</sup>亩。", ("森林面积", "=", 50000, "亩")),
        ("森林面积达到10<sup>5</sup>亩以上。", ("森林面积", ">=", 100000, "亩")),
        ("产品合格率<sup>3</sup>达到95%。", ("产品合格率", "=", 95, "%")),
        ("产品合格率达到<del>90%</del>95%。", ("产品合格率", "=", 95, "%")),
        ("产品合格率达到<span style='text-decoration: line-through'>90%</span>95%。", ("产品合格率", "=", 95, "%")),
        ("产品合格率达到<i class='old'>90%</i>95%。", ("产品合格率", "=", 95, "%")),
        ("<ruby>产品<rp>(</rp><rt>chan3pin3</rt><rp>)</rp></ruby>合格率达到95%。", ("产品合格率", "=", 95, "%")),
        ("产品合格率达到<math><mn>95</mn><mo>%</mo></math>以上。", ("产品合格率", ">=", 95, "%")),
        ("产品合格率达到𝟗𝟓%以上。", ("产品合格率", ">=", 95, "%")),
        ("PM<sub>2.5</sub>年均浓度达到35微克/立方米。", ("PM2.5年均浓度", "=", 35, "微克/立方米")),
    ],
)
def test_a_value_in_markup_is_read_right(sentence: str, expected: tuple[Any, ...]) -> None:
    assert coded(page(sentence, "<style>.old {display: none}</style>")) == [expected]


MARKED = """---
source: https://www.example.org/2019/0123.html
title: 2019年江城市政府工作报告（2019年1月15日 李平）
tags:
  - 教育
---

> （2019年1月15日）

各位代表：

**一、2018年工作总结**

**（一）圆满完成目标任务，主要指标稳中有进。**全年新建学校6所，产品抽查合格率达到96%。

**二、 2019年工作安排**

**（一）教育。**今年**新建学校**8所，产品抽查合格率达到**97%以上**。

![](./figure1.gif)
"""


def test_markdown_in_a_plain_text_is_read_as_meant() -> None:
    plan = Plan.from_text(MARKED)
    found = code(plan).targets
    assert [(one["indicator"], one["low"], one["year"]) for one in found] == [
        ("新建学校", 8, 2019),
        ("产品抽查合格率", 97, 2019),
    ]
    assert [MARKED[one["level_start"] : one["level_end"]] for one in found] == ["8所", "97%以上"]
    assert plan.metadata["title"] == "2019年江城市政府工作报告"
    assert plan.metadata["doc_type"] == "政府工作报告"
    assert plan.metadata["date_issued"] == "2019-01-15"


def test_marks_that_stand_alone_are_no_markdown() -> None:
    assert coded("一、主要目标\n驰名商标（含张**等申报的）达到20件。\n") == [
        ("驰名商标(含张**等申报的)", "=", 20, "件")
    ]


def test_a_power_of_ten_is_quoted_as_published() -> None:
    text = page("森林面积达到5×10<sup>4</sup>亩。")
    assert [one["level_text"] for one in code(Plan.from_text(text)).targets] == ["5×10⁴亩"]


def test_a_number_beside_a_lost_character_is_unplaced() -> None:
    coding = code(Plan.from_text("\n".join([HEAD, "一、主要目标", "产品合格率达到9\ufffd%以上。", TAIL, REST])))
    assert not coding.targets
    assert [one["rule"] for one in coding.numerals if one["text"] == "9"] == ["role.unplaced.lost"]


def word(*runs: str) -> docx.document.Document:
    """A Word file whose third paragraph is made of runs in WordprocessingML."""
    document = docx.Document()
    for line in (HEAD, "一、主要目标", "", TAIL, REST):
        document.add_paragraph(line)
    for run in runs:
        document.paragraphs[2]._p.append(parse_xml(run.replace(">", f" {nsdecls('w', 'm')}>", 1)))
    return document


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((run("顾客满意度达到80"), run("2", "<w:vertAlign w:val='superscript'/>"), run("分。")), ("顾客满意度", "=", 80, "分")),
        ((run("森林面积达到5×10"), run("4", "<w:vertAlign w:val='superscript'/>"), run("亩。")), ("森林面积", "=", 50000, "亩")),
        ((run("产品合格率达到"), run("90%", "<w:strike/>"), run("95%。")), ("产品合格率", "=", 95, "%")),
        ((run("产品合格率达到"), run("90%", "<w:vanish/>"), run("95%。")), ("产品合格率", "=", 95, "%")),
        ((run("产品合格率达到"), run("95%。", "<w:strike w:val='0'/>")), ("产品合格率", "=", 95, "%")),
        ((run("产品合格率达到"), "<m:oMath><m:r><m:t>95%</m:t></m:r></m:oMath>", run("以上。")), ("产品合格率", ">=", 95, "%")),
        (
            ("<w:r><w:ruby><w:rt><w:r><w:t>chan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>产品</w:t></w:r></w:rubyBase></w:ruby></w:r>",
             run("合格率达到95%。")),
            ("产品合格率", "=", 95, "%"),
        ),
    ],
)  # fmt: skip
def test_a_value_in_a_word_file_is_read_right(runs: tuple[str, ...], expected: tuple[Any, ...]) -> None:
    assert coded(extract(save(word(*runs)), "x.docx").text) == [expected]


def test_a_document_in_a_word_file_is_read() -> None:
    document = word()
    chunk = "<w:altChunk xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='rId99'/>"
    document.paragraphs[2]._p.addprevious(parse_xml(chunk))
    package = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(save(document))) as old, zipfile.ZipFile(package, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
                data = data.replace(
                    b"</Relationships>",
                    f"<Relationship Id='rId99' Type='{kind}' Target='/word/part.html'/></Relationships>".encode(),
                )
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", b"<Default Extension='html' ContentType='text/html'/></Types>")
            new.writestr(name, data)
        new.writestr("word/part.html", "<html><body><p>产品合格率达到95%。</p></body></html>".encode())
    assert coded(extract(package.getvalue(), "x.docx").text) == [("产品合格率", "=", 95, "%")]
