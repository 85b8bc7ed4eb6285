"""Judgements of matches: one accepted row makes one cell, the rest stay proposals; they outlive a new coder and a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import qcompare as qc
from qcompare import measures
from qcompare.corrections.judgements import (
    decided,
    file_of_judgements,
    holding,
    judge,
    load_judgements,
)
from qcompare.corrections.records import append
from qcompare.errors import SchemaError, SourceError
from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.registry import Measures

PLAN = """甲市质量发展规划（2014—2020年）
甲市人民政府  2014年3月5日
一、发展目标
到2015年，主要农产品质量安全抽检合格率稳定在97%以上；产品质量国家监督抽查合格率达到91%以上；农业标准化生产普及率超过35%；生活性服务业顾客满意度达到76以上。
二、主要任务
完善质量工作机制，加强组织领导，落实企业质量主体责任，推进标准化建设，提高全社会质量意识。
"""
INDICATOR = "主要农产品质量安全抽检合格率"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "甲市.txt").write_text(PLAN, "utf-8")
    return tmp_path / "plans"


def cells(study: Path) -> dict[str, str]:
    strict = measures.table(qc.load(study), "strictness")
    return dict(zip(strict["national_goal"], strict["class"], strict=True))


def match(
    verdict: str = "E", *, goal: str = "NQO-Q2", indicator: str = INDICATOR, coder: str = "王", **more: Any
) -> Any:
    more.setdefault("relation", "same")
    return judge("match", indicator, verdict, plan="甲市", national_goal=goal, coder=coder, **more)


def test_accepting_one_match_classes_its_cell_and_leaves_the_others_proposed(study: Path) -> None:
    before = cells(study)
    assert [goal for goal, state in before.items() if state == "proposed"] == [
        "NQO-Q1",
        "NQO-Q2",
        "NQO-Q3",
        "NQO-Q6",
        "NQO-Q7",
    ]
    append(file_of_judgements(study, "王"), [match()])
    after = cells(study)
    assert after.pop("NQO-Q2") == "stricter"
    assert {goal: before[goal] for goal in after} == after  # no other cell says anything new
    coverage = measures.table(qc.load(study), "coverage").set_index("national_goal")
    assert coverage.loc["NQO-Q2", "state"] == "quantified-E" and coverage.loc["NQO-Q1", "state"] == "proposed"


def test_a_refused_match_is_not_proposed_again_and_its_cell_counts_as_judged(study: Path) -> None:
    append(file_of_judgements(study, "王"), [match("none", goal="NQO-Q1", indicator="农业标准化生产普及率")])
    corpus = qc.load(study)
    found = measures.of(corpus)
    assert "NQO-Q1" not in set(found.matches["national_goal"])
    assert crosswalks.is_judged(found.crosswalk, "甲市", "NQO-Q1")
    assert not crosswalks.is_judged(found.crosswalk, "甲市", "NQO-Q4")
    assert "甲市" not in crosswalks.judged_plans(found.crosswalk)


def test_a_judgement_is_carried_to_a_coder_that_words_the_indicator_differently(study: Path) -> None:
    corpus = qc.load(study)
    spans = [target for target in corpus.records("targets") if target["indicator"] == INDICATOR]
    append(file_of_judgements(study, "王"), [match(spans=spans)])
    newer = corpus.targets.assign(indicator=lambda rows: "全市" + rows["indicator"].str[2:])
    crosswalk = crosswalks.load(judgements=qc.load(study).judgements)
    found = Measures(newer, corpus.plans, corpus.sentences, corpus.numerals, crosswalk=crosswalk)
    assert found.strictness.set_index("national_goal").loc["NQO-Q2", "class"] == "stricter"
    # another target in the same quote does not take it over where the judged one is gone
    other = newer.assign(level_start=newer["level_start"] + 1)
    found = Measures(other, corpus.plans, corpus.sentences, corpus.numerals, crosswalk=crosswalk)
    assert found.strictness.set_index("national_goal").loc["NQO-Q2", "class"] != "stricter"


def test_two_judges_who_differ_leave_a_proposal_until_it_is_settled(study: Path) -> None:
    one = match(when="2026-01-01T00:00:00Z")
    two = match("F", coder="李", when="2026-01-02T00:00:00Z")
    append(file_of_judgements(study, "王"), [one])
    append(file_of_judgements(study, "李"), [two])
    assert decided([one, two]) == ([], [[one, two]])
    assert cells(study)["NQO-Q2"] == "proposed"
    append(file_of_judgements(study, "张"), [match(coder="张", settles=[one.id, two.id])])
    assert cells(study)["NQO-Q2"] == "stricter"
    agreed, _ = decided([one, match(coder="李")])
    assert agreed[0][1] == 2  # how many people agree is kept, and shown as coders
    withdrawn = match("withdraw", coder="李", when="2026-01-03T00:00:00Z")
    assert holding([one, two, withdrawn]) == [one]


def test_indicators_are_brought_to_known_and_to_new_canonical_ones(study: Path) -> None:
    new = {
        "canonical": "lift_service",
        "zh": "电梯服务",
        "en": "lift service",
        "kind": "share",
        "unit": "%",
        "polarity": 1,
    }
    made = [
        judge("indicator", "电梯维保服务达标率", "new", coder="王", canonical=new),
        judge("indicator", "电梯服务合规率", "same", coder="王", canonical={"canonical": "lift_service"}),
        judge("indicator", "别的", "own", coder="王"),
    ]
    crosswalk = crosswalks.load(judgements=made)
    known = crosswalk.indicators.set_index("indicator")["canonical"]
    assert known["电梯维保服务达标率"] == known["电梯服务合规率"] == "lift_service"
    assert crosswalk.own == {"别的"} and "lift_service" in set(crosswalk.canonical["canonical"])
    assert len(crosswalks.load().canonical) + 1 == len(crosswalk.canonical)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"verdict": "A"}, "verdict"),
        ({"relation": "close"}, "relation"),
        ({"indicator": ""}, "needs an indicator"),
        ({"coder": " "}, "coder"),
    ],
)
def test_what_no_judgement_may_say_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        match(**given)


def test_a_file_of_judgements_says_which_line_is_bad(study: Path) -> None:
    file = file_of_judgements(study, "王")
    append(file, [match()])
    good = file.read_text("utf-8")
    assert load_judgements(file)[0].subject == ("match", "甲市", INDICATOR, "NQO-Q2")
    file.write_text(good + good.replace('"E"', '"N"'), "utf-8")
    with pytest.raises(SourceError, match=r"王\.jsonl:2"):
        load_judgements(file)
    corpus = qc.load(study)  # the others go on, and the file is named
    assert not corpus.judgements and "王.jsonl:2" in str(corpus.failures[0])
