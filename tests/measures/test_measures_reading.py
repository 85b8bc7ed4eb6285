"""Vocabulary, findings, sessions, notebooks: what a reader meets."""

import ast
import json
import re

import numpy as np
import pandas as pd
import pytest

import qcompare as qc
from qcompare.errors import ParameterError, SchemaError
from qcompare.findings.finding import names as names_of
from qcompare.findings.notebook import begin
from qcompare.findings.reading import Reading, readable
from qcompare.findings.topics import findings as findings_of
from qcompare.lexicon import rows
from qcompare.measures.registry import Measures
from qcompare.measures.results import columns, finish, tables
from qcompare.measures.segment import cut, standard, tokenizer
from qcompare.measures.vocabulary import keyness, kwic
from qcompare.paths import notebooks_dir

NOTEBOOKS = sorted(path.stem for path in (notebooks_dir() / "zh").glob("*.ipynb"))


@pytest.mark.parametrize("name", Measures.names())
def test_every_table_keeps_to_its_columns(bench, name):
    table = bench.table(name)
    assert list(table.columns) == columns(name) or table.empty
    assert table.attrs["table"] == name if name != "citations" else True


def test_unknown_tables_are_answered_with_the_nearest(bench):
    with pytest.raises(ParameterError, match="did you mean 'ladder'"):
        bench.table("lader")
    with pytest.raises(SchemaError, match="valid: "):
        columns("nonsense")


def test_docstrings_say_what_the_columns_mean():
    from qcompare.measures.specificity import ladder

    assert "share on this step or higher" in ladder.__doc__ and "累计" in ladder.__doc__


def test_columns_have_both_languages():
    assert all(field.zh and field.en for fields in tables().values() for field in fields)


def test_jieba_keeps_the_fields_terms_whole_and_leaves_the_global_tokenizer_alone():
    import jieba

    assert cut("监督抽查首席质量官规模以上") == ["监督抽查", "首席质量官", "规模以上"]
    assert tokenizer() is not jieba.dt
    assert standard("人民民众的智慧财产权") == "人民群众的知识产权"


def test_log_odds_worked_by_hand():
    tokens = pd.DataFrame([("a", 0, "质量", 30), ("a", 0, "品牌", 10), ("b", 0, "质量", 20), ("b", 1, "安全", 40)],
                          columns=["plan", "paragraph", "word", "count"])  # fmt: skip
    row = keyness(tokens, prior=10, minimum=1).query("plan == 'a' and word == '品牌'").iloc[0]
    alpha = 10 * 10 / 100
    wanted = np.log((10 + alpha) / (40 + 10 - 10 - alpha)) - np.log((0 + alpha) / (60 + 10 - 0 - alpha))
    assert row["log_odds"] == pytest.approx(wanted)
    assert row["high"] - row["log_odds"] == pytest.approx(1.959964 * np.sqrt(1 / 11 + 1 / 1))


def test_a_word_in_one_place_is_dispersed_least():
    even = [("a", p, "质量", 5) for p in range(4)] + [("b", 0, "质量", 1)]
    tokens = pd.DataFrame([*even, ("a", 0, "旅游", 5)], columns=["plan", "paragraph", "word", "count"])
    table = keyness(tokens, minimum=1).query("plan == 'a'").set_index("word")["dispersion"]
    assert table["旅游"] == pytest.approx(1 - 10 / 25) and table["质量"] < 0.2


def test_one_plan_has_no_keyness(alone):
    assert alone("siping").keyness.empty


def test_words_in_context(five):
    table = kwic(five[1], "首席质量官", width=4)
    assert (
        set(table["plan"]) == {"siping", "nantong", "qingdao", "anhui", "tianjin"}
        and table["left"].str.len().le(4).all()
    )
    with pytest.raises(ParameterError, match="give a word"):
        kwic(five[1], " ")


def test_findings_name_their_table_and_nothing_unknown(bench):
    found = bench.findings
    assert set(found["table"]) <= set(tables()) and found["id"].is_unique
    assert found[["zh", "en"]].notna().all().all()
    assert not found["zh"].str.contains("nan|None|<NA>").any() and not found["en"].str.contains("nan|None|<NA>").any()


def test_findings_say_what_is_known_of_the_five(bench):
    said, counts = (bench.findings.set_index("id")[column] for column in ("zh", "counts_zh"))
    assert "安徽的生活性服务业顾客满意度（2015年≥80，年份承接上文；国家2015年≥75）" in said["ambition-1"]
    assert "更严1、相同2、更宽松2、互有宽严4（都是水平要求更高、期限较晚）" in counts["ambition-1"]
    assert "共35格，其中9格口径相同" in said["ambition-2"] and "没有目标写到13格" in counts["ambition-2"]
    assert "−0.40" in said["ambition-4-siping"] and "+0.60" in said["ambition-4-siping"]
    assert "高4.1个百分点" in said["ambition-3-1"] and "高3.2个百分点" in said["ambition-3-1"]
    assert "安徽21、四平25" in said["alignment-1"] and "安徽29、四平28" in counts["alignment-1"]
    assert "青岛没有引用纲要" in said["alignment-4"]
    assert said.str.contains("层层加码").any() and (bench.findings["kind"] == "must not be concluded").sum() >= 8


def test_both_languages_say_the_same_numbers(bench, unreviewed):
    for m in (bench, unreviewed):
        for row in m.findings.to_dict("records"):
            for zh, en in (("zh", "en"), ("counts_zh", "counts_en"), ("reason_zh", "reason_en")):
                one, other = (
                    re.findall(r"\d+(?:\.\d+)?", text.replace("1,000", "").replace("每千", ""))
                    if isinstance(text, str)
                    else []
                    for text in (row[zh], row[en])
                )
                assert sorted(one) == sorted(other), (row["id"], row[zh], row[en])


def test_a_finding_is_data_with_its_certainty_and_why(bench):
    found = {one.id: one for one in findings_of(bench)}
    first = {
        question: next(one for one in found.values() if one.question == question)
        for question in ("specificity", "ambition", "alignment")
    }
    assert [one.id for one in first.values()] == ["specificity-1", "ambition-1", "alignment-1"], "the strongest first"
    assert [one.certainty for one in first.values()] == [3, 1, 2]
    for one in found.values():
        assert one.certainty in range(4) and bool(one.certainty) == bool(one.reason_zh) == bool(one.reason_en), one.id
        assert one.kind != "finding" or one.numbers or one.table, one.id
    assert found["alignment-1"].sure("en") == "depends on definitions"


def test_plans_stand_in_order_of_issue_and_not_by_value(bench):
    said = bench.findings.set_index("id").loc["specificity-2", "en"]
    places = [said.index(name) for name in ("Nantong", "Anhui", "Siping", "Tianjin", "Qingdao")]
    assert places == sorted(places)


def test_above_eight_plans_the_rest_is_counted(crosswalk, five):
    copies = [pd.concat([table.assign(plan=(table["plan"].astype(str) + str(n)).astype("string")) for n in range(2)])
              for table in (crosswalk.reviewed, *five)]  # fmt: skip
    many = Measures(*copies, crosswalk=crosswalk, draws=50)
    assert len(many.plans) == 10
    assert names_of(many, many.plans["plan"])[1].endswith("and 2 more") and names_of(many, many.plans["plan"])[
        0
    ].endswith("等10份")
    said = {one.id: one for one in findings_of(many)}
    assert "median" in said["specificity-2"].en and "multiverse" not in {one.table for one in said.values()}


def test_nine_plans_that_nobody_judged_give_no_false_absent():
    corpus = qc.load("tests/unseen/e")
    corpus = corpus.select(corpus.names[:9])
    assert len(corpus) == 9
    m = qc.measures.of(corpus, draws=50)
    assert not {"absent"} & (set(m.strictness["class"]) | set(m.coverage["state"]))
    said = " ".join(f"{one.zh} {one.counts_zh}" for one in findings_of(m) if one.kind != "must not be concluded")
    assert "没有目标写到" not in said and "未经人工判定" in said


def test_no_causal_words_and_no_ranking_in_findings(bench):
    found = bench.findings[bench.findings["kind"] == "finding"]
    assert not found["en"].str.contains(r"\b(?:because|causes?|leads to|effect|best|worst)\b").any()
    assert not found["zh"].str.contains("导致|因为|第一名|最好|最差").any()


@pytest.mark.parametrize("name", ["siping", "qingdao"])
def test_one_plan_alone_has_findings_and_no_comparison(alone, name):
    found = alone(name).findings
    assert "limits-one" in set(found["id"]) and "specificity-1" not in set(found["id"])


def test_plans_that_nobody_judged_say_so(unreviewed):
    found = unreviewed.findings.set_index("id")
    assert "未经人工判定35格" in found.loc["ambition-2", "counts_zh"] and "alignment-1" not in found.index
    assert "尚未经人工判定" in found.loc["alignment-0", "zh"]
    assert found.loc["certainty-1", "kind"] == "not comparable"


def test_readable_tables_speak_one_language(bench):
    zh, en = readable(bench.strictness, "zh"), readable(bench.strictness, "en")
    assert "国家指标" in zh and "更严" in set(zh["严格程度"]) and "stricter" in set(en["class"])
    assert not any("national indicator" in str(column) for column in zh)


def test_readings_are_the_same_each_time():
    table = pd.DataFrame({"a": [1.0, None, 0.25], "b": [True, False, None]})
    assert repr(Reading(table)) == repr(Reading(table)) and "–" in repr(Reading(table)) and "是" in repr(Reading(table))
    assert " at 0x" not in repr(Reading(table)) + Reading(table)._repr_html_()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"lang": "fr"}, "unknown language 'fr'"),
        ({"seed": "one"}, "seed takes a whole number, not 'one'"),
        ({"plans": ["siping"]}, "plans takes text"),
        ({"years": "sometimes"}, "valid: any, explicit"),
        ({"colour": "red"}, "unknown definition 'colour'"),
    ],
)
def test_sessions_refuse_bad_parameters_before_reading(given, message):
    with pytest.raises(ParameterError, match=re.escape(message)):
        begin(**given)


def test_finish_keeps_order_and_types():
    table = finish("ladder", [{"share": 0.5, "plan": "a", "rung": 1}], part="goals")
    assert list(table.columns) == columns("ladder") and table["rung"].dtype == "Int64"
    assert table.attrs == {"table": "ladder", "options": {"part": "goals"}}


def test_word_lists_name_a_word_once():
    for name, column in (("scope", "word"), ("verification", "word"), ("hedges", "word"), ("groups", "domain")):
        words = [row[column] for row in rows(f"measures/{name}")]
        assert len(words) == len(set(words)), name


@pytest.mark.parametrize("name", Measures.names())
def test_both_languages_show_the_same_numbers(bench, name):
    """A column such as coverage_en is a figure, not the English side of coverage."""
    table = bench.table(name)
    zh, en = readable(table, "zh"), readable(table, "en")
    assert zh.shape == en.shape
    for one, other in zip(zh, en, strict=True):
        if pd.api.types.is_numeric_dtype(zh[one].dtype):
            pd.testing.assert_series_equal(zh[one], en[other], check_names=False)
        assert not (zh[one].dtype == "string" and set(zh[one].dropna()) & {"same field only"})


def test_a_field_of_policy_is_not_read_as_a_grade(unreviewed):
    read = readable(unreviewed.pmc, "en")
    assert "field" in set(read["variable"]) and "same field only" not in set(read["variable"])


def test_the_set_of_notebooks():
    assert [name[:2] for name in NOTEBOOKS] == ["00", "10", "11", "20", "30", "40", "50", "60", "70", "80", "90"]


def _book(lang: str, name: str) -> list[dict]:
    return json.loads((notebooks_dir() / lang / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_are_thin_stripped_and_parameterised(name, lang):
    cells = _book(lang, name)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assert all(len(ast.parse("".join(cell["source"])).body) <= 8 for cell in code if cell not in tagged)
    lines = "".join(tagged[0]["source"]).splitlines()
    assert all(re.fullmatch(r"\w+ = (?:\".*?\"|\d+)  # .+", line) for line in lines)
    assert [line.split(" = ")[0] for line in lines][:5] == ["plans", "data", "lang", "seed", "out"]
    prose = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert bool(re.search(r"[\u4e00-\u9fff]{8}", prose)) == (lang == "zh")  # one language, and not both


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_the_same_in_both_languages(name):
    def shape(lang):
        cells = _book(lang, name)
        sources = [
            "".join(cell["source"]).replace(f'lang = "{lang}"', "") for cell in cells if cell["cell_type"] == "code"
        ]
        tags = [(cell["cell_type"], cell["metadata"].get("tags", [])) for cell in cells]
        return tags, [ast.dump(ast.parse(source)) for source in sources]

    assert shape("zh") == shape("en")


def test_an_indicator_stands_below_its_english_name():
    table = pd.DataFrame(
        {"plan": ["siping"] * 2, "indicator": ["一般性工程项目一次性验收合格率", "甲乙<b>"], "value": [98.0, 1.0]}
    )
    session = begin(lang="en")
    html = session.show(table)._repr_html_()
    assert '<br><span lang="zh">一般性工程项目一次性验收合格率</span>' in html and "first-acceptance pass rate" in html
    assert (
        "甲乙&lt;b&gt;" in html and html.count("<br>") == 1
    )  # nobody gave the second a name, and no word of it is known
    assert "first-acceptance" not in begin(lang="zh").show(table)._repr_html_()


def test_a_chart_that_cannot_be_drawn_ends_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a notebook that somebody works in, the error is shown; in a report a note stands in its place."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError("no room\nfor it")

    session = begin(lang="en")
    monkeypatch.delenv("QCOMPARE_DRAW_LATER", raising=False)
    with pytest.raises(ValueError, match="no room"):
        session.draw(broken)
    monkeypatch.setenv("QCOMPARE_DRAW_LATER", "1")
    assert session.draw(broken).data == "**This picture could not be drawn.** `no room`"
