"""Pages: text from a plan stays text, offsets lead to the right place, nothing is asked of a network."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from qcompare.corpus import load
from qcompare.corrections import make
from qcompare.display import page
from qcompare.figures.display import SPEC
from qcompare.figures.tables import measures_of
from qcompare.reports import notebook, plans, source, svgs, words
from qcompare.reports.notes import notes
from qcompare.reports.words import VALUES, WORDS
from qcompare.schema import DOMAINS
from qcompare.text import Plan

TEXT = '一、目标\n<script>alert("1")</script>合格率达到96%以上,满意度=1+1达到80。\r\n二、其他'


def target(quote: str, kind: str = "quantified") -> dict:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "type": kind}


def sentences() -> list[dict]:
    first = TEXT.index("\n") + 1
    return [
        {"start": 0, "end": first, "part": "goals", "kind": "heading"},
        {"start": first, "end": TEXT.index("二"), "part": "goals", "kind": "text"},
    ]


def test_the_page_shows_the_source_character_by_character():
    targets = [target("合格率达到96%以上"), target("率达到96%以上,满意度=1+1达到80", "relative")]  # they overlap
    page = BeautifulSoup(source.marked(TEXT, targets, sentences(), [3]), "html.parser")
    assert page.get_text() == TEXT
    assert page.find("script") is None
    for number, wanted in enumerate(targets):
        runs = [mark.get_text() for mark in page.find_all("mark") if str(number) in mark["data-t"].split()]
        assert "".join(runs) == TEXT[wanted["start"] : wanted["end"]]
        assert page.find(id=f"t{wanted['start']}") is not None
    assert page.find(id="t3") is not None  # a place that a figure names and no target holds
    marked = {span["data-s"] for span in page.find_all("span") if span.find("mark")}
    assert marked == {"1"}


def test_ids_in_a_page_are_unique_and_links_lead_to_the_page():
    drawn = (
        '<svg width="9" height="9" aria-labelledby="f-title f-desc" role="img"><title id="f-title">t</title><desc id="f-desc">d</desc>'
        '<clipPath id="clip0"></clipPath><g clip-path="url(#clip0)"><a xlink:href="siping#t12">'
        '<path aria-label="plan: &lt;b&gt;; link: siping#t12" role="graphics-symbol"/></a></g></svg>'
    )
    made = svgs.inline(drawn, "c1-", lambda plan, at: f"../plans/{plan}.zh.html#{at}", "查看原文")
    page = BeautifulSoup(made, "html.parser")
    assert {tag["id"] for tag in page.find_all(id=True)} == {"c1-f-title", "c1-f-desc", "c1-clip0"}
    assert page.svg["aria-labelledby"] == "c1-f-title c1-f-desc"
    assert "url(#c1-clip0)" in made
    assert page.a["href"] == "../plans/siping.zh.html#t12"
    assert page.a.title.get_text() == "查看原文: plan: <b>"
    assert page.svg["role"] == "group"  # with the role img its links would be out of reach


def test_data_in_a_script_cannot_end_it():
    text = plans.script({"quote": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text)["quote"].startswith("</script>")


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
    path = write(tmp_path / "a.ipynb", zh, en, new_markdown_cell("<script>y()</script> *text*"), code)
    seen = []
    made = notebook.page(
        path,
        "zh",
        "cell 4: ValueError: <坏>",
        lambda spec, prefix: seen.append((spec, prefix)) or "[picture]",
        lambda plan: f"[{plan}]",
        "代码",
    )
    assert made.title == "标题 <b>"
    assert "Title" not in made.body
    assert "[picture]" in made.body and seen == [({"mark": "bar"}, "c3-1-")]
    assert "<script" not in made.body and "质量" in made.body
    assert "[a<b]" in made.body and "qc-plan" not in made.body  # the text has a page of its own
    assert "&lt;i&gt;x&lt;/i&gt;" in made.body and "ValueError: &lt;坏&gt;" in made.body
    assert "\x1b" not in made.body
    assert made.error and made.parameters == {"lang": "zh"}


def test_both_languages_have_the_same_words():
    assert set(WORDS["zh"]) == set(WORDS["en"])
    assert all(text.strip() for words in (*WORDS.values(), *VALUES.values()) for text in words.values())
    assert not any(hasattr(dict, word) for word in WORDS["zh"])  # a template would take the method for the word


def test_coded_values_are_words_of_the_language():
    shown = {lang: {words.value(lang, domain) for domain in DOMAINS} for lang in ("zh", "en")}
    assert len(shown["zh"]) == len(shown["en"]) == len(DOMAINS)
    assert all(re.fullmatch(r"[\u4e00-\u9fff、]+", name) for name in shown["zh"])
    assert (words.value("zh", "inherited"), words.value("zh", "93%")) == ("上文继承", "93%")


def test_the_start_page_says_what_people_looked_at_and_which_plans_are_older_than_the_outline(tmp_path):
    for year in (2006, 2011, *range(1991, 2001)):
        text = "甲市质量发展规划\n一、发展目标\n产品合格率达到96%以上，优等品率达到80%以上。\n二、主要任务\n"
        (tmp_path / f"p{year}.txt").write_text(
            text + "加强组织领导，落实企业质量主体责任，推进标准化建设。\n" * 9, "utf-8"
        )
        (tmp_path / f"p{year}.yml").write_text(f"period_start: {year}\nhorizon: {year + 9}\n", "utf-8")

    def said(names, *corrections):
        corpus = load(tmp_path, plans=names, corrections=corrections)
        return [notes(corpus, measures_of(corpus), lang) for lang in ("zh", "en")]

    two = ["p2006", "p2011"]
    plan = load(tmp_path)["p2006"]
    seen = make("accept", plan.coding.targets[0], plan.plan.source, coder="甲", when="2026-01-01T00:00:00Z")
    (reviewed, older), (reviewed_en, older_en) = said(two, seen)
    assert "目标：4条" in reviewed and "看过的：1条" in reviewed and "没有人看过的：3条" in reviewed
    assert "targets: 4." in reviewed_en and "reviews: 1;" in reviewed_en and "alone: 3." in reviewed_en
    assert "2011年" in older and "时代错置" in older and "p2006" in older and "p2011" not in older
    assert "anachronism" in older_en and "P2006" in older_en and "P2011" not in older_en
    assert [len(found) for found in said(["p2011"])] == [1, 1]  # it begins with the outline
    many, many_en = (found[1] for found in said(None))
    assert "等11份" in many and "and 3 more" in many_en
