"""Pages: text from a plan stays text, offsets lead to the right place, nothing is asked of a network."""

import csv
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

import qcompare as qc
from qcompare.corpus import load
from qcompare.corrections import make
from qcompare.figures import export
from qcompare.findings.topics import findings
from qcompare.paths import plans_dir
from qcompare.reports import (
    compare,
    content,
    packed,
    pipeline,
    plan_pages,
    search,
    site,
    source,
    svgs,
)
from qcompare.reports import page_text as words
from qcompare.reports.facts import Facts
from qcompare.reports.notes import notes
from qcompare.reports.page_text import WORDS
from qcompare.reports.panels import panels
from qcompare.reports.pictures import Pictures, of_pages
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
        '<path aria-label="px: 12.345678; fill: #fff; 规划: &lt;b&gt;; 目标数: 3; link: siping#t12" role="graphics-symbol"/></a></g></svg>'
    )
    made = svgs.inline(drawn, "c1-", lambda plan, at: f"../plans/{plan}.zh.html#{at}", "查看原文", "zh")
    page = BeautifulSoup(made, "html.parser")
    assert {tag["id"] for tag in page.find_all(id=True)} == {"c1-f-title", "c1-f-desc", "c1-clip0"}
    assert page.svg["aria-labelledby"] == "c1-f-title c1-f-desc"
    assert "url(#c1-clip0)" in made
    assert page.a["href"] == "../plans/siping.zh.html#t12"
    assert page.a.title.get_text() == "<b>，目标数3"
    assert page.svg["role"] == "group"  # with the role img its links would be out of reach


def test_data_in_a_script_cannot_end_it():
    text = packed.script({"quote": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text)["quote"].startswith("</script>")


def test_sections_without_a_target_are_folded_and_their_text_stays():
    text = (
        "一、指导思想\n" + "坚持以人为本。" * 80 + "\n二、目标\n合格率达到96%以上。\n（一）任务\n" + "加强领导。" * 90
    )
    plan = Plan.from_text(text, "甲")
    start = text.index("合格率")
    targets = [{"start": start, "end": start + 10, "type": "quantified"}]
    shown = BeautifulSoup(source.marked(text, targets, plan.sentences(), [], {0: 1}, "没有目标"), "html.parser")
    assert shown.get_text() == text
    assert [fold.summary["data-label"][:6] for fold in shown.find_all("details")] == ["一、指导思想", "（一）任务 "]
    assert shown.mark["data-no"] == "1" and shown.mark.find_parent("details") is None


def test_both_languages_have_the_same_words():
    assert set(WORDS["zh"]) == set(WORDS["en"])
    assert all(text.strip() for words in WORDS.values() for text in words.values())
    assert not any(hasattr(dict, word) for word in WORDS["zh"])  # a template would take the method for the word


def test_coded_values_are_words_of_the_language():
    shown = {lang: {words.value(lang, domain) for domain in DOMAINS} for lang in ("zh", "en")}
    assert len(shown["zh"]) == len(shown["en"]) == len(DOMAINS)
    assert all(re.fullmatch(r"[\u4e00-\u9fff、]+", name) for name in shown["zh"])
    assert (words.value("zh", "inherited"), words.value("zh", "93%")) == ("承接上文", "93%")


def test_the_start_page_says_what_people_reviewed_and_which_plans_are_older_than_the_outline(tmp_path):
    for year in (2006, 2011, *range(1991, 2001)):
        text = "甲市质量发展规划\n一、发展目标\n产品合格率达到96%以上，优等品率达到80%以上。\n二、主要任务\n"
        (tmp_path / f"p{year}.txt").write_text(
            text + "加强组织领导，落实企业质量主体责任，推进标准化建设。\n" * 9, "utf-8"
        )
        (tmp_path / f"p{year}.yml").write_text(f"period_start: {year}\nhorizon: {year + 9}\n", "utf-8")

    def facts(names, *corrections):
        return Facts(load(tmp_path, plans=names, corrections=corrections))

    plan = load(tmp_path)["p2006"]
    seen = make("accept", plan.coding.targets[0], plan.plan.source, coder="甲", when="2026-01-01T00:00:00Z")
    two = facts(["p2006", "p2011"], seen)
    assert content.counts(two) == {"targets": 4, "numbered": 4, "seen": 1}
    assert "1条经人工复核，3条由程序编码、未经复核" in site.facts_line(content.counts(two), "zh")
    assert "1 reviewed by a person, 3 by the program and not reviewed" in site.facts_line(content.counts(two), "en")
    (older,), (older_en,) = notes(two, "zh"), notes(two, "en")
    assert "2011年" in older and "不判定" in older and "p2006" in older and "p2011" not in older
    assert "no standard" in older_en and "P2006" in older_en and "P2011" not in older_en
    assert notes(facts(["p2011"]), "zh") == []  # it begins with the outline
    (many,), (many_en,) = notes(facts(None), "zh"), notes(facts(None), "en")
    assert "等11份" in many and "and 3 more" in many_en


def test_plans_stand_in_order_of_issue_side_by_side_with_their_sentences():
    facts = Facts(load())
    assert facts.order == ["nantong", "anhui", "siping", "tianjin", "qingdao"]
    shown = compare.comparison(facts, "en")
    assert [column["plan"] for column in shown["columns"]] == facts.order
    rows = {row["id"]: row for group in shown["groups"] for row in group["rows"]}
    satisfaction = rows["NQO-Q7"]
    assert (
        satisfaction["national"],
        satisfaction["cells"]["anhui"]["level"],
        satisfaction["cells"]["anhui"]["year"],
    ) == ("≥75", "≥80", "2015")
    assert satisfaction["cells"]["nantong"]["near"] == "≈" and satisfaction["cells"]["tianjin"] is None
    quote = satisfaction["cells"]["anhui"]["quotes"][0]
    whole = "".join(quote["pieces"])
    assert quote["pieces"][1] == "生活性服务业顾客满意度达到80以上" and len(whole) > len(quote["pieces"][1])
    text = facts.corpus["anhui"].plan.source
    assert text[quote["start"] :].startswith(quote["pieces"][1])
    alone = [row for row in rows.values() if row["alone"]]
    assert alone and all(sum(cell is not None for cell in row["cells"].values()) == 1 for row in alone)
    assert "nation ≥75 by 2015" in quote["nation"]


def test_the_search_knows_each_sentence_once_and_english_words():
    facts = Facts(load(plans=["siping", "tianjin"]))
    index = json.loads(search.index(facts))
    assert index["words"]["满意度"] == "satisfaction" and "brand" in index["words"]["品牌"]
    places = [(row[0], row[1]) for row in index["rows"]]
    assert len(places) == len(set(places))
    siping = next(row for row in index["rows"] if row[0] == "siping" and "客户满意度达到85以上" in row[2])
    assert siping[3] == 0 and "customer satisfaction" in siping[4].lower()
    tianjin = next(row for row in index["rows"] if row[0] == "tianjin" and "農業標準化" in row[2])
    assert "农业标准化" in tianjin[3]  # found in either script
    pairs = dict(zip(index["traditional"][::2], index["traditional"][1::2], strict=True))
    assert "".join(pairs.get(char, char) for char in "產品質量") == "产品质量"


def test_a_card_names_the_line_that_gives_its_year_and_says_why_in_words():
    facts = Facts(load(plans=["anhui", "siping"]))
    shown = plan_pages.describe("anhui", facts, "en", {})
    card = next(one for one in shown["targets"] if one["zh"] == "生活性服务业顾客满意度")
    assert card["year_line"].startswith("到2015年") and card["place"].endswith("服务质量")
    start = facts.sentences["anhui"][card["said"]]["start"]
    assert facts.corpus["anhui"].plan.source[start:].startswith(card["year_line"])
    said = {rule: (words, text) for rule, words, text in card["why"]}
    assert said["year.heading"] == ("the year comes from the heading or the head of the list above", "2015年")
    assert {one["year_line"] for one in shown["targets"] if "year in the sentence" in one["about"]} == {""}


def test_each_level_of_a_cell_of_the_comparison_has_its_own_mark():
    shown = compare.comparison(Facts(load(plans=["anhui", "siping"])), "zh")
    rows = {row["zh"]: row["cells"]["siping"] for group in shown["groups"] for row in group["rows"]}
    assert rows["产品质量国家监督抽查合格率"]["level"] == "≥93%、≈ ≥95%"
    assert "≥93%、≈ ≥95% 2020" in compare.as_csv(shown, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_panel_has_no_figure_that_its_findings_do_not_have(lang):
    facts = Facts(qc.load())
    for panel in panels(facts, lang):
        said = " ".join(
            f"{one.said('sentence', lang)} {one.said('counts', lang)}" for one in findings(facts.measures, panel["id"])
        )
        found = set(re.findall(r"\d+", panel["finding"]))
        assert len(found) >= 5 and found <= set(re.findall(r"\d+", said)), (panel["id"], found)


def test_a_very_large_picture_is_one_file_for_all_pages(tmp_path, monkeypatch):
    spec = qc.chart.ladder(qc.load(), lang="en").to_dict()
    shown = Pictures(tmp_path)
    assert "<svg" in shown.figure(spec, "en", "../")["picture"]
    monkeypatch.setattr("qcompare.reports.pictures._LARGE", 1000)
    found = [
        re.findall(r'<img src="([^"]+)" alt="([^"]+)"', shown.figure(spec, "en", root)["picture"])
        for root in ("../", "../../")
    ]
    (place, said), (same, _) = found[0][0], found[1][0]
    assert place.removeprefix("../") == same.removeprefix("../../") and said.startswith("Nantong")
    assert (tmp_path / place.removeprefix("../")).read_text(encoding="utf-8").startswith("<svg")

    large = of_pages(spec, "en")
    assert large == (tmp_path / place.removeprefix("../")).read_bytes()
    same = tmp_path / "figures" / "ladder" / "ladder.en.svg"
    same.parent.mkdir(parents=True)
    same.write_bytes(large.replace(b"<svg", b"<svg ", 1))  # another picture: that with its title, say
    assert 'src="../assets/pictures/' in shown.figure(spec, "en", "../")["picture"]
    same.write_bytes(large)
    assert 'src="../figures/ladder/ladder.en.svg"' in shown.figure(spec, "en", "../")["picture"]


def test_beside_many_plans_texts_and_pictures_are_stored_once_and_prints_are_made_when_asked_for(tmp_path, monkeypatch):
    plans = tmp_path / "plans"
    plans.mkdir()
    for name in ("siping", "nantong"):
        (plans / f"{name}.txt").write_bytes((plans_dir() / f"{name}.txt").read_bytes())
    draw = export.draw
    monkeypatch.setattr(export, "draw", lambda *given, **named: draw(*given, ("ladder", "reuse"), **named))
    monkeypatch.setattr("qcompare.reports.pictures._LARGE", 5_000)
    for name in ("figures.export", "reports.content", "reports.batch", "reports.site"):
        monkeypatch.setattr(f"qcompare.{name}.EACH", 1)
    out = tmp_path / "report"
    for old in ("figures/ladder/ladder.en.pdf", "assets/pictures/0123456789ab.svg"):  # of an earlier report of few
        (out / old).parent.mkdir(parents=True)
        (out / old).write_bytes(b"")
    assert pipeline.build([], str(out), ["zh", "en"], str(plans), "", "", 1) == []
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.suffix in (".svg", ".pdf")}
    assert there == {f"figures/{name}/{name}.{lang}.svg" for name in ("ladder", "reuse") for lang in ("zh", "en")}
    shown = (out / "figures" / "reuse.en.html").read_text(encoding="utf-8")
    assert 'src="../figures/reuse/reuse.en.svg"' in shown
    assert "qcompare figures reuse" in shown and "PDF</a>" not in shown
    text = source.from_script((out / "assets" / "plans" / "siping.js").read_text(encoding="utf-8"))
    assert BeautifulSoup(text, "html.parser").get_text() == load(plans)["siping"].plan.source
    linked = set()
    for lang in ("zh", "en"):
        page = BeautifulSoup((out / "plans" / f"siping.{lang}.html").read_text(encoding="utf-8"), "html.parser")
        assert page.select_one(".source > script")["src"] == "../assets/plans/siping.js"
        assert page.find(id="targets") is None and page.find(href=f"../tables/targets.{lang}.html")
        linked |= {link["href"] for link in page.select(".target h3 a")}
    fields, *known = json.loads(BeautifulSoup(text, "html.parser").find(id="targets").string)
    assert {f"#t{row[fields.index('start')]}" for row in known} == linked
    assert linked and all(f'id="{link[1:]}"' in text for link in linked)
    drawn = TTFont(out / "assets" / "font.woff2").getBestCmap()
    assert {ord(char) for char in text if char > " "} <= set(drawn)


def test_every_word_of_the_pages_has_its_two_languages_and_no_more():
    rows = list(csv.reader(Path(words.__file__).with_name("page_text.csv").read_text(encoding="utf-8").splitlines()))
    assert {len(row) for row in rows} == {3}
    assert len({row[0] for row in rows}) == len(rows)
