"""Kinds of document told apart: a plan, a report to an assembly, facts alone; what does not look ahead is said to."""

from __future__ import annotations

import pytest

from qcompare.coding import code
from qcompare.corpus import CodedPlan
from qcompare.review.priority import doubts, with_doubts
from qcompare.study.understanding import LOOK, OK, understand
from qcompare.text import Plan

PLAN = "江城市质量发展规划（2016—2020年）\n一、主要目标\n产品抽查合格率达到95%。\n"
REPORT = (
    "2019年江城市政府工作报告\n各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n"
    "一、2018年工作回顾\n新建学校6所。\n二、2019年工作安排\n新建学校8所。\n"
)
FACTS = "江城市2018年国民经济和社会发展统计公报\n一、综合\n全年生产总值310亿元，比上年增长5.3%。\n到2018年底，共有水库3座。\n"
GUIDE = (
    "经营许可服务指南\n一、受理条件\n申请人应当有与经营业务相适应的资金，从业人员不少于2名，经营面积达到40平方米。\n"
)


@pytest.mark.parametrize(
    ("text", "kind", "now", "outlook"),
    [(PLAN, "", 2016, True), (REPORT, "report", 2019, True), (FACTS, "facts", 2019, False), (GUIDE, "", None, False)],
)
def test_kinds_of_document(text: str, kind: str, now: int | None, outlook: bool) -> None:
    plan = Plan.from_text(text)
    assert (plan.genre.kind, plan.genre.now) == (kind, now)
    assert code(plan).outlook is outlook


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("岭北省人民政府公报", ""),  # the gazette that prints a plan
        ("江城市2018年环境状况公报", "facts"),
        ("江城市统计工作“十三五”规划", ""),
        ("关于2018年预算执行情况与2019年预算草案的报告", "report"),
    ],
)
def test_kinds_by_title(line: str, kind: str) -> None:
    assert Plan.from_text(f"{line}\n一、综合\n新建学校6所。\n").genre.kind == kind


def test_what_does_not_look_ahead_is_said_to() -> None:
    found = {}
    for name, text in {"plan": PLAN, "guide": GUIDE}.items():
        plan = Plan.from_text(text, name)
        coding = code(plan)
        found[name] = next(one for one in understand([CodedPlan(plan, coding)]) if one.item == "outlook")
        shown = with_doubts(plan, coding.targets, None if name == "guide" else 2020)
        assert shown and all(("没有找到写目标的部分" in doubts(row)) is (name == "guide") for row in shown)
    assert (found["plan"].state, found["guide"].state) == (OK, LOOK)
    assert "does not look ahead" in found["guide"].found


def test_facts_are_status_and_check_counts_them() -> None:
    plan = Plan.from_text(FACTS, "facts")
    coding = code(plan)
    assert coding.targets == []
    assert {row["role"] for row in coding.numerals if row["text"] in ("310", "5.3", "3")} == {"status"}
    finding = next(one for one in understand([CodedPlan(plan, coding)]) if one.item == "outlook")
    assert "states facts" in finding.found and "status" in finding.found
