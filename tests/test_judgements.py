"""Judgements of matches: one accepted row makes one cell, the rest stay proposals; they outlive a new coder and a restart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

import qcompare as qc
from qcompare import measures
from qcompare.commands.review import command
from qcompare.corrections import make
from qcompare.corrections.files import append
from qcompare.corrections.folders import file_for
from qcompare.corrections.judgements import (
    decided,
    file_of_judgements,
    holding,
    judge,
    load_judgements,
)
from qcompare.errors import OutputError, SchemaError, SourceError
from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.registry import Measures
from qcompare.review.judging import agreement, disputed, indicator_rows, match_rows
from qcompare.review.rounds import view
from qcompare.review.trust import trust
from qcompare.speech import say
from qcompare.study.understanding import text, understand

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
        "NQO-Q7",  # and not Q6: producer and consumer services never cross
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


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    names = [cell.value for cell in sheet[1]]
    return [
        dict(zip(names, row, strict=True)) | {"at": at}
        for at, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2)
    ]


def write(sheet: Any, at: int, **cells: Any) -> None:
    names = [cell.value for cell in sheet[1]]
    for name, value in cells.items():
        sheet.cell(at, names.index(name) + 1).value = value


def run(*arguments: str) -> Any:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False, standalone_mode=False)


def test_the_workbook_asks_what_matters_most_first_and_says_nothing_by_itself(study: Path, tmp_path: Path) -> None:
    rows = match_rows(qc.load(study))
    numbered = [row for row in rows if row["national_goal"].startswith("NQO-Q")]
    assert [row["grade"] for row in numbered][:4] == ["E"] * 4  # identical wording is suggested as the same statistic
    silent = [row["national_goal"] for row in rows if not row["indicator"]]
    assert silent == ["NQO-Q4", "NQO-Q5", "NQO-Q6"]  # nothing found: to be confirmed, not taken for absent
    book = tmp_path / "r.xlsx"
    assert "to judge" in run("export", str(study), "-o", str(book)).stderr
    assert run("import", str(book), str(study), "--coder", "王").stderr.startswith("0 corrections")
    assert not qc.load(study).judgements


def test_decisions_in_the_workbook_become_judgements(study: Path, tmp_path: Path) -> None:
    before, path = cells(study), tmp_path / "r.xlsx"
    run("export", str(study), "-o", str(path))
    book = openpyxl.load_workbook(path)
    sheet = book["matches"]
    at = {(row["national_goal"], row["indicator"]): row["at"] for row in rows_of(sheet)}
    write(sheet, at["NQO-Q2", INDICATOR], decision="accept", reason="同一抽检")
    write(sheet, at["NQO-Q3", "产品质量国家监督抽查合格率"], grade="N")  # a changed grade is a decision
    write(sheet, at["NQO-Q4", None], decision="reject")
    last = len(rows_of(sheet)) + 2
    write(
        sheet, last, decision="add", plan="甲市", indicator="农业标准化生产普及率", national_goal="NQO-P15-1", grade="N"
    )
    write(sheet, last + 1, plan="甲市", indicator="没有的指标", national_goal="NQO-Q1", grade="E")
    write(sheet, last + 2, plan="甲市", indicator=INDICATOR, national_goal="NQO-Q9", grade="E")
    book.save(path)
    said = run("import", str(path), str(study), "--coder", "王")
    assert said.return_value == 1 and "没有的指标" in said.stderr and "NQO-Q9" in said.stderr
    made = {one.national_goal: one for one in qc.load(study).judgements}
    assert {goal: (one.verdict, one.relation) for goal, one in made.items()} == {
        "NQO-Q2": ("E", "same"), "NQO-Q3": ("N", "related"), "NQO-Q4": ("none", ""), "NQO-P15-1": ("N", "related"),
    }  # fmt: skip
    assert made["NQO-Q2"].reason == "同一抽检" and made["NQO-Q2"].spans[0]["quote"].startswith(INDICATOR)
    after = cells(study)
    assert (after["NQO-Q2"], after["NQO-Q3"], after["NQO-Q1"]) == ("stricter", "near", "proposed")
    assert before["NQO-Q7"] == after["NQO-Q7"] == "proposed"
    again = run("import", str(path), str(study), "--coder", "王")
    assert "4 were there already" in again.stderr and len(qc.load(study).judgements) == 4


@pytest.mark.parametrize(
    ("sheet", "typed"),
    [
        ("targets", {"decision": "accept"}),
        ("targets", {"year": 2019}),
        ("targets", {"reason": "还要想想"}),
        ("missed", {"quote": "推进标准化建设"}),
        ("matches", {"decision": "accept"}),
        ("matches", {"grade": "N"}),
        ("indicators", {"decision": "own"}),
    ],
)
def test_a_workbook_with_decisions_in_it_is_not_replaced(
    study: Path, tmp_path: Path, sheet: str, typed: dict[str, Any]
) -> None:
    path = tmp_path / "r.xlsx"
    assert run("export", str(study), "-o", str(path)).return_value == 0
    assert run("export", str(study), "-o", str(path)).return_value == 0  # nobody has typed anything
    book = openpyxl.load_workbook(path)
    write(book[sheet], 2, **typed)
    book.save(path)
    before = path.read_bytes()
    for command_line in (["export", str(study)], ["adjudicate", str(study)]):
        with pytest.raises(OutputError, match="1 row holds a decision.*review import, or give another name") as error:
            command.main([*command_line, "-o", str(path)], standalone_mode=False)
        assert say(str(error.value), "zh").endswith("文件不予替换；请先用 qcompare review import 收进来，或另取文件名")
    assert path.read_bytes() == before


def test_a_workbook_whose_decisions_are_in_may_be_replaced(study: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    run("export", str(study), "-o", str(path))
    book = openpyxl.load_workbook(path)
    write(book["targets"], 2, decision="accept")
    write(book["targets"], 3, year=2019)
    write(book["matches"], 2, decision="accept")
    book.save(path)
    assert run("import", str(path), str(study), "--coder", "王").return_value == 0
    assert run("export", str(study), "-o", str(path)).return_value == 0
    run("import", str(path), str(study), "--coder", "王")
    with_more = openpyxl.load_workbook(path)
    write(with_more["targets"], 4, decision="reject")
    with_more.save(path)
    with pytest.raises(OutputError):
        command.main(["export", str(study), "-o", str(path)], standalone_mode=False)


def test_wordings_are_brought_together_in_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    text = PLAN.replace(
        "生活性服务业顾客满意度达到76以上", "电梯维保服务达标率达到90%以上，主要农产品质量监测抽检合格率达到98%以上"
    )
    (tmp_path / "plans" / "甲市.txt").write_text(text, "utf-8")
    corpus = qc.load(tmp_path / "plans")
    rows = {row["indicator"]: row for row in indicator_rows(corpus)}
    assert set(rows) == {"电梯维保服务达标率", "主要农产品质量监测抽检合格率"}
    assert rows["主要农产品质量监测抽检合格率"]["canonical"]  # a likely known one is suggested
    path = tmp_path / "r.xlsx"
    run("export", str(tmp_path / "plans"), "-o", str(path))
    book = openpyxl.load_workbook(path)
    sheet = book["indicators"]
    at = {row["indicator"]: row["at"] for row in rows_of(sheet)}
    new = {"canonical": "lift_service", "en": "lift service", "kind": "share", "polarity": "1"}
    write(sheet, at["电梯维保服务达标率"], decision="new", **new)
    write(sheet, at["主要农产品质量监测抽检合格率"], decision="same")
    book.save(path)
    said = run("import", str(path), str(tmp_path / "plans"), "--coder", "王")
    assert "2 judgements" in said.stderr, said.stderr
    known = measures.of(qc.load(tmp_path / "plans")).targets.set_index("indicator")["canonical"]
    assert known["电梯维保服务达标率"] == "lift_service" and known["主要农产品质量监测抽检合格率"]


def test_two_judges_agreement_and_what_they_differ_on(study: Path) -> None:
    ours = [match(), match("N", goal="NQO-Q3", relation="broader"), match("none", goal="NQO-Q1")]
    theirs = [match(coder="李"), match("F", goal="NQO-Q3", coder="李"), match("none", goal="NQO-Q1", coder="李")]
    table = agreement([*ours, *theirs], "王", "李").set_index("field")
    assert table.loc["match", "n"] == 3 and table.loc["match", "equal"] == pytest.approx(2 / 3)
    assert table.loc["answer", "equal"] == pytest.approx(2 / 3)
    assert [row["national_goal"] for row in disputed([*ours, *theirs])] == ["NQO-Q3", "NQO-Q3"]
    append(file_of_judgements(study, "王"), ours)
    append(file_of_judgements(study, "李"), theirs)
    said = run("agreement", str(study), "--what", "matches", "--format", "csv")
    assert said.return_value == 0 and said.stdout.splitlines()[1].startswith("match,3,0.66")
    assert run("adjudicate", str(study), "--what", "matches").stdout.count("NQO-Q3") == 2


def test_the_view_keeps_each_judgement_at_once(study: Path) -> None:
    corpus = qc.load(study)
    shown, sent = view(corpus, coder="王", lang="en"), []
    shown.send = lambda content, buffers=None: sent.append(content)
    shown._receive(shown, {"do": "questions"}, None)
    row = next(row for row in shown.questions["matches"] if row["national_goal"] == "NQO-Q2")
    shown._receive(shown, {"do": "judge", "kind": "matches", "row": row, "verdict": "E"}, None)
    assert sent == [{"done": "judge"}] and cells(study)["NQO-Q2"] == "stricter"
    judged = next(row for row in shown.questions["matches"] if row["national_goal"] == "NQO-Q2")
    assert judged["judged"] == "王: E"
    shown._receive(shown, {"do": "judge", "kind": "matches", "row": row, "verdict": "withdraw"}, None)
    assert cells(study)["NQO-Q2"] == "proposed"
    shown._receive(shown, {"do": "judge", "kind": "matches", "row": row | {"plan": "乙市"}, "verdict": "E"}, None)
    assert "乙市" in sent[-1]["problem"]


def test_check_names_what_a_person_has_to_judge_and_good_means_it_is_done(study: Path) -> None:
    before = {one.item: one for one in understand(qc.load(study))}
    assert before["matches"].state == "look" and "0 of 7" in before["matches"].found
    assert "review export" in before["matches"].todo and "matches" in before["matches"].todo
    assert "complete: 0" in text(before.values())
    goals = [f"NQO-Q{number}" for number in range(1, 8)]
    append(file_of_judgements(study, "王"), [match("none", goal=goal, indicator="") for goal in goals])
    after = {one.item: one for one in understand(qc.load(study))}
    assert after["matches"].state == "ok" and "7 of 7" in after["matches"].found
    made = [make("accept", target, PLAN, coder="王") for target in qc.load(study).records("targets")]
    append(file_for(study, "王"), made)
    done = understand(qc.load(study))
    left = {one.item for one in done if one.state != "ok"} - {"metadata", "indicators"}
    assert not left, left  # nothing of what people have to do is left
    assert {one.item: one for one in done}["review"].found.startswith(f"{len(made)} corrections")


def test_the_report_says_how_far_it_can_be_trusted_and_review_raises_it(study: Path) -> None:
    before = trust(qc.load(study))
    assert (before.rows_seen, before.cells, before.cells_judged) == (0, 7, 0) and before.proposals > 0
    assert before.expected_wrong == pytest.approx(
        sum(1 - row["confidence"] for row in qc.load(study).records("targets"))
    )
    assert before.curve["left"].is_monotonic_decreasing and before.curve["found"].iloc[-1] == pytest.approx(1)
    # the least sure are looked at first: they hold more of the errors than as many taken by chance
    by_chance = before.curve["rows"] / before.curve["rows"].iloc[-1]
    assert (before.curve["found"] >= by_chance - 1e-9).all() and (before.curve["found"] > by_chance + 1e-9).any()
    at_half = before.curve.assign(found=0.5, rows=range(3, 3 + len(before.curve)))
    assert replace(before, curve=at_half).half == 3
    target = next(qc.load(study).records("targets"))
    append(file_for(study, "王"), [make("accept", target, PLAN, coder="王")])
    append(file_of_judgements(study, "李"), [match(coder="李")])
    after = trust(qc.load(study))
    assert (after.rows_seen, after.cells_judged, after.coders) == (1, 1, ("李", "王"))
    assert after.expected_wrong == pytest.approx(before.expected_wrong - (1 - target["confidence"]))
    assert f"复核记录中有1条目标（共{after.rows}条）" in after.sentence(
        "zh"
    ) and f"1 of {after.rows}" in after.sentence("en")
    assert len(after.steps("en")) <= 2
