"""Pages of notebooks: what a notebook shows becomes a page of one language, and nothing in it runs or loads anything."""

import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from qcompare.display import page
from qcompare.figures.display import SPEC
from qcompare.reports import notebook, prose, question_pages
from qcompare.reports.batch import Job, Outcome
from qcompare.reports.shell import Shell
from qcompare.text import Plan


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x onerror=alert(1)>", "<a href=' javascript:alert(1)'>x</a>", "<iframe src='//evil'></iframe>", "<svg onload=a()></svg>",
        "<style>@import url(//evil)</style>", "<link rel=stylesheet href=//evil>", "<form action=//evil><button>x</button></form>",
        "<table background=x><td onmouseover=a()>1</td></table>", "<base href=//evil>", "<meta http-equiv=refresh content=0>",
    ],
)  # fmt: skip
def test_output_of_a_notebook_cannot_run_or_load_anything(html):
    made = notebook.safe(html)
    assert not re.search(r"javascript:|//evil|\son\w+=|<(?:script|iframe|svg|link|base|meta|form)", made, re.IGNORECASE)


def write(path: Path, *cells) -> Path:
    made = new_notebook(cells=list(cells))
    made.metadata["qcompare"] = {"parameters": {"lang": "zh"}}
    nbformat.write(made, path)
    return path


def made_page(path, picture=lambda spec, prefix: "[picture]", error=None):
    return notebook.page(path, "zh", error, picture, lambda plan: f"[{plan}]", "行")


def test_a_notebook_becomes_a_page_of_one_language_with_its_error(tmp_path):
    zh, en = new_markdown_cell("# 标题 <b>"), new_markdown_cell("# Title")
    zh.metadata["tags"], en.metadata["tags"] = ["zh"], ["en"]
    code = new_code_cell("1 < 2", execution_count=1)
    code.outputs = [
        new_output("stream", name="stdout", text="<i>x</i>"),
        new_output("display_data", data={SPEC: {"mark": "bar"}, "text/plain": "chart"}),
        new_output(
            "display_data", data={"text/html": "<table><td>质量<script>x</script></td></table>", "text/plain": "t"}
        ),
        new_output("display_data", data={"text/html": page(Plan.from_text("质量", "a<b"), []), "text/plain": "p"}),
        new_output("error", ename="ValueError", evalue="<坏>", traceback=["\x1b[31mValueError\x1b[0m: <坏>"]),
    ]
    path = write(tmp_path / "a.ipynb", zh, en, new_markdown_cell("## 其余\n<script>y()</script> *text*"), code)
    seen = []
    made = made_page(path, lambda spec, prefix: seen.append((spec, prefix)) or "[picture]", "cell 4: ValueError: <坏>")
    assert made.title == "标题 <b>"
    body = made.sections[0].body
    assert "Title" not in body
    assert "[picture]" in body and seen == [({"mark": "bar"}, "c3-1-")]
    assert "<script" not in body and "质量" in body
    assert "[a<b]" in body and "qc-plan" not in body  # the text has a page of its own
    assert "&lt;i&gt;x&lt;/i&gt;" in body and "ValueError: &lt;坏&gt;" in body
    assert "\x1b" not in body
    assert made.error and made.parameters == {"lang": "zh"}
    assert made.code == ["1 < 2"]  # stands at the end


def test_a_page_answers_first_folds_its_tables_and_keeps_invitations_for_the_end(tmp_path):
    def cell(source, *tags, **data):
        made = new_code_cell(source, metadata={"tags": list(tags)})
        made.outputs = [new_output("display_data", data={kind.replace("_", "/"): text for kind, text in data.items()})]
        return made

    table = "<table><tr><th>指标</th><th>值</th></tr><tr><td>合格率</td><td>96</td></tr><tr><td>满意度</td><td>–</td></tr></table>"
    path = write(
        tmp_path / "a.ipynb",
        new_markdown_cell("# 多严？\n\n输入：目标。"),
        cell("begin()", "setup", text_html="<p>五份规划</p>"),
        cell("s.answer()", text_markdown="**一格更严。** 共九格。"),
        new_markdown_cell("## 依据\n\n### 可比的九格"),
        cell("s.show(t)", text_html=table),
        new_markdown_cell("## 改一改", metadata={"tags": ["try"]}),
        cell("near = 'in'", "try", text_html="<b>别的结果</b>"),
    )
    made = made_page(path)
    assert "<strong>一格更严。</strong>" in made.answer and made.first == ""
    assert "输入：目标。" in made.about  # said with the code, not before the answer
    (evidence,) = made.sections
    fold = BeautifulSoup(evidence.body, "html.parser").details
    assert fold.summary.get_text(" ", strip=True) == "可比的九格 2 行"
    assert [head.get("class") for head in fold.find_all("th")] == [["long"], ["num"]]
    assert fold.table["class"] == ["n2"]  # said once for the column
    assert "近" not in made.attempts and "near = " in made.attempts and "别的结果" in made.attempts
    assert "五份规划" not in evidence.body and made.code[0] == "begin()"


def test_beside_many_plans_a_page_shows_the_first_rows_of_a_long_table_and_says_so(tmp_path):
    html = pd.DataFrame({"n": range(1000)}).to_html(index=False)
    cell = new_code_cell("t", outputs=[new_output("display_data", {"text/html": html, "text/plain": "t"})])
    path = write(tmp_path / "a.ipynb", new_markdown_cell("# T\n\n## S\n\n### Table"), cell)

    def shown(cut: str) -> str:
        made = notebook.page(path, "en", None, lambda spec, prefix: "", lambda plan: "", "rows", cut)
        return "".join(part for section in made.sections for part in section.parts)

    whole, short = shown(""), shown("{n} of them")
    assert "1000 rows" in whole and "1000 rows" in short, "what is counted is the table, not what is shown of it"
    assert len(BeautifulSoup(whole, "html.parser").select("tbody tr")) == 1000 and "of them" not in whole
    rows = BeautifulSoup(short, "html.parser").select("tbody tr")
    assert [row.get_text(strip=True) for row in rows] == [str(n) for n in range(200)] and "200 of them" in short


def test_another_version_of_the_program_writes_the_pages_of_notebooks_anew(tmp_path, monkeypatch):
    known = {"names": {}, "version": "1", "langs": {"en": {"panels": []}}}
    outcomes = [Outcome(Job("en/mine", Path("mine.ipynb"), {"lang": "en"}), "failed", None, "no")]
    shell = Shell(tmp_path, ["en"])
    _, kept = question_pages.write(outcomes, known, shell, {})
    page = tmp_path / "notebooks" / "en" / "mine.html"
    page.write_text("as it was", encoding="utf-8")
    question_pages.write(outcomes, known, shell, kept)
    assert page.read_text(encoding="utf-8") == "as it was"
    monkeypatch.setattr(question_pages.files, "code_version", lambda pages=True: "another")
    question_pages.write(outcomes, known, shell, kept)
    assert "as it was" not in page.read_text(encoding="utf-8")


def test_an_edit_of_prose_changes_the_prose_alone():
    cells = [new_markdown_cell("# 旧"), new_code_cell("a = 1", metadata={"tags": ["parameters"]}), new_code_cell("a")]
    before = nbformat.writes(new_notebook(cells=cells)).encode()
    ran = new_notebook(
        cells=[cells[0], cells[1], new_code_cell("a = 2", metadata={"tags": ["injected-parameters"]}), cells[2]]
    )
    ran.cells[3].outputs = [new_output("execute_result", data={"text/plain": "2"}, execution_count=3)]
    executed = nbformat.writes(ran).encode()
    now = nbformat.writes(
        new_notebook(cells=[new_markdown_cell("# 新"), new_markdown_cell("两段"), *cells[1:]])
    ).encode()
    assert prose.code_cells(before) == prose.code_cells(now)
    assert prose.with_prose(executed, before) == executed
    made = json.loads(prose.with_prose(executed, now))["cells"]
    assert ["".join(cell["source"]) for cell in made] == ["# 新", "两段", "a = 1", "a = 2", "a"]
    assert made[-1]["outputs"] == json.loads(executed)["cells"][3]["outputs"]
    other = nbformat.writes(
        new_notebook(cells=[cells[0], new_code_cell("a = 3", metadata={"tags": ["parameters"]}), cells[2]])
    )
    assert prose.code_cells(other.encode()) != prose.code_cells(before)
