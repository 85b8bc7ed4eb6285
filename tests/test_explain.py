"""Why a numeral was read as it was: the chain names the rules, the words and the sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import qcompare as qc
from qcompare.cli import main
from qcompare.coding import code
from qcompare.coding.rules import RULES, noting
from qcompare.corpus import CodedPlan
from qcompare.errors import ParameterError

TEXT = "江城市质量发展规划（2016—2020年）\n一、主要目标\n2014年产品抽查合格率达到91%。到2018年，产品抽查合格率达到不低于95%。\n二、保障措施\n落实质量工作责任，坚决杜绝重大事故。\n"


@pytest.fixture
def plan() -> qc.Plan:
    return qc.Plan.from_text(TEXT, "river")


def test_a_fact_names_the_rule_that_made_it_one(plan: qc.Plan) -> None:
    why = qc.explain(plan, TEXT.index("91"))
    assert (why.text, why.role, why.rule) == ("91", "status", "role.status.past_year")
    assert why.sentence == "2014年产品抽查合格率达到91%。"
    assert not why.targets


def test_a_target_is_explained_from_numeral_to_fields(plan: qc.Plan) -> None:
    why = qc.explain(plan, TEXT.index("95"))
    names = [step.rule for step in why.steps]
    assert names[:2] == ["level.share", "bound.at_least"] and "role.target" in names and "year.sentence" in names
    assert next(step for step in why.steps if step.rule == "year.sentence").words == "2018年"
    assert why.targets[0]["low"] == 95 and why.targets[0]["year"] == 2018


def test_a_level_in_words_is_explained_too(plan: qc.Plan) -> None:
    why = qc.explain(plan, TEXT.index("杜绝"))
    assert why.rule == "relation.absolute.none" and why.role is None


def test_a_place_without_anything_is_refused_with_what_to_do(plan: qc.Plan) -> None:
    with pytest.raises(ParameterError, match="qcompare numerals"):
        qc.explain(plan, TEXT.index("责任"))


def test_a_level_that_became_no_target_names_the_rule_that_left_it_out() -> None:
    plan = qc.Plan.from_text(TEXT.replace("落实质量", "落实三项制度，质量"), "river")
    why = qc.explain(plan, plan.source.index("三项") + 1)
    assert (why.text, why.role, why.rule) == ("三项", "scope", "role.scope.looked_after")
    told = qc.Plan.from_text(TEXT.replace("一、主要目标\n", "一、发展现状\n质量监督全覆盖。\n"), "river")
    why = qc.explain(told, told.source.index("全覆盖"))
    assert [step.rule for step in why.steps] == ["relation.absolute.cover", "relation.none.part"] and not why.targets


@pytest.mark.parametrize(
    ("sentence", "words", "rule"),
    [
        ("奖励产品质量达到国家标准的企业。", "国家标准", "relation.none.describes"),
        ("出厂产品未达到国家标准。", "国家标准", "relation.none.not_reached"),
        ("质量水平位居领先。", "领先", "relation.none.unnamed"),
        ("为使质量工作与经济发展相同步，加强宣传。", "同步", "relation.none.purpose"),
        ("把已全部完成的项目公开。", "全部", "relation.none.spoken_of"),
    ],
)
def test_a_reader_that_refuses_words_says_why(sentence: str, words: str, rule: str) -> None:
    plan = qc.Plan.from_text("江城市质量提升方案\n一、重点任务\n" + sentence + "\n", "river")
    why = qc.explain(plan, plan.source.index(words))
    assert rule in [step.rule for step in why.steps] and not why.targets


def test_a_year_that_is_not_the_targets_says_what_it_does() -> None:
    text = TEXT.replace("到2018年，", "比2014年提高，")
    why = qc.explain(qc.Plan.from_text(text, "river"), text.index("95"))
    assert [(year, "role.status.year" in rules) for year, _, rules in why.years] == [("2014", True)]
    assert why.years[0][1] == text.rindex("2014") and f"offset {why.years[0][1]}" in str(why)


def test_where_nothing_is_stated_it_says_what_was_looked_for(plan: qc.Plan) -> None:
    with pytest.raises(ParameterError, match="goals part only"):
        qc.explain(plan, TEXT.index("责任"))
    with pytest.raises(ParameterError, match="nor does one for goals in words"):
        qc.explain(plan, TEXT.index("主要目标"))
    with pytest.raises(ParameterError, match="nothing is stated at offset 0"):
        qc.explain(qc.Plan.from_text("\n", "empty"), 0)


def test_digits_are_an_offset_only_where_something_stands_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "river.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert main(["explain", str(file), "2018"]) == 0
    printed = capsys.readouterr()
    assert "role.target_year.named" in printed.out and "taken for the number" in printed.err
    at = TEXT.index("95")
    text = TEXT.replace("杜绝重大事故", f"杜绝重大事故{at}起以上")
    file.write_text(text, encoding="utf-8")
    assert main(["explain", str(file), str(at)]) == 0
    printed = capsys.readouterr()
    assert f"river {at}: 95" in printed.out and f"like {at}起" in printed.err
    assert main(["explain", str(file), "产品抽查合格率达到91%。到2018年"]) == 0
    printed = capsys.readouterr()
    assert not printed.err and [line.split()[2] for line in printed.out.splitlines() if line.startswith("river")] == [
        "91",
        "2018",
    ]


def test_nothing_is_noted_unless_asked_for(plan: qc.Plan) -> None:
    qc.explain(plan, TEXT.index("95"))
    assert not noting()


def test_all_that_the_coder_says_names_a_rule() -> None:
    corpus = qc.load()
    for table in ("targets", "numerals"):
        assert {row["rule"] for row in corpus.records(table)} <= set(RULES)


def test_explain_prints_role_rule_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "siping", "93%以上"]) == 0
    printed = capsys.readouterr().out
    assert "role: target" in printed and "role.target" in printed and "“93%以上”" in printed


def test_explain_in_json_and_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "siping", "1424", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rule"] == "role.target"
    assert main(["explain", "siping", "没有这句话"]) == 2
    assert "is not in it" in capsys.readouterr().err


def test_rules_are_listed_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == len(RULES)
    shown = [row for row in rows if row["examples"] and row["counter_examples"]]
    assert len(shown) >= 0.9 * len(rows)
    assert main(["rules", "role.statos"]) == 2
    assert "role.status" in capsys.readouterr().err


def test_a_target_shown_in_jupyter_says_why_on_hover(plan: qc.Plan) -> None:
    html = CodedPlan(plan, code(plan))._repr_html_()
    title = html.partition("不低于95%</mark>")[0].rpartition('title="')[2]
    assert "year.sentence ← 2018年" in title and "bound.at_least ← 不低于95%" in title


def decided(folder: Path, name: str, reason: str = "") -> tuple[Path, dict[str, Any]]:
    """Make a study of one plan, in which 王 has said that the level of 95 is due in 2031; return its file and the target."""
    from qcompare.corrections.files import append
    from qcompare.corrections.folders import file_for
    from qcompare.corrections.records import make

    file = folder / "data" / "plans" / f"{name}.txt"
    file.parent.mkdir(parents=True)
    (folder / "study.yml").write_text("lang: en\n", encoding="utf-8")
    file.write_text(TEXT, encoding="utf-8")
    target = qc.load(str(file)).targets.query("low == 95").to_dict("records")[0]
    append(file_for(file, "王"), [make("edit", target, TEXT, coder="王", changed={"year": 2031}, reason=reason)])
    return file, target


def test_a_plan_of_a_study_is_explained_by_name_with_what_people_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decided(tmp_path / "study", "linshan", "看附表")
    monkeypatch.chdir(tmp_path / "study")
    assert main(["explain", "linshan", str(TEXT.index("95"))]) == 0
    assert "decided by 王: edit year 2031 (看附表)" in capsys.readouterr().out


def test_decisions_about_a_renamed_plan_are_missed_and_carried_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from qcompare.corrections.files import append
    from qcompare.corrections.judgements import file_of_judgements, judge

    file, target = decided(tmp_path / "study", "某县方案")
    match = judge(
        "match", target["indicator"], "none", coder="王", plan="某县方案", national_goal="NQO-Q1", spans=[target]
    )
    append(file_of_judgements(file, "王"), [match])
    file.rename(file.with_name("linshan.txt"))
    monkeypatch.chdir(tmp_path / "study")
    said = [str(one) for one in qc.load().failures]
    assert (
        len(said) == 1
        and "decisions of people under that name: 2" in said[0]
        and "review rename 某县方案 linshan" in said[0]
    )
    assert main(["review", "rename", "某县方案", "linshan"]) == 0
    again = qc.load()
    assert not again.failures and again.targets.query("low == 95")["year"].tolist() == [2031]
    assert [one.plan for one in again.judgements] == ["某县方案", "linshan"]
    assert main(["review", "rename", "某县方案", "linshan"]) == 0
    assert "0 corrections and 0 judgements" in capsys.readouterr().err
    assert main(["review", "rename", "无此规划", "linshan"]) == 2
