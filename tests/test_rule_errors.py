"""What people change in the coding is counted for the rules that decided it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import qcompare as qc
from qcompare.cli import main
from qcompare.corrections import append, make
from qcompare.review.rule_errors import NONE, rule_errors
from qcompare.schema import frame

TEXT = (
    "江城市质量发展规划（2016—2020年）\n一、主要目标\n2014年产品抽查合格率达到91%。到2018年，餐饮抽检合格率达到不低于95%。"
    "建成检测中心3个。\n二、保障措施\n落实质量工作责任，坚决杜绝重大事故。\n"
)


@pytest.fixture
def plan() -> qc.Plan:
    return qc.Plan.from_text(TEXT, "river")


def counted(plan: qc.Plan, rows: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    found = rule_errors([plan], frame("targets", rows))
    return {str(row["rule"]): {str(name): value for name, value in row.items()} for row in found.to_dict("records")}


def test_nothing_differs_from_itself(plan: qc.Plan) -> None:
    assert not counted(plan, qc.coding.code(plan).targets)


def test_each_kind_of_difference_is_counted_for_the_rule_that_decided(plan: qc.Plan) -> None:
    rows = qc.coding.code(plan).targets
    canteen, centres = (next(row for row in rows if row["low"] == low) for low in (95, 3))
    fact = TEXT.index("91%")
    missed = canteen | {
        "quote": "2014年产品抽查合格率达到91%", "start": TEXT.index("2014"), "end": fact + 3, "indicator": "产品抽查合格率",
        "level_text": "91%", "level_start": fact, "level_end": fact + 3, "low": 91, "year": 2014,
    }  # fmt: skip
    other = [row for row in rows if row not in (canteen, centres)]
    found = counted(plan, [*other, missed, canteen | {"year": 2020, "domain": "other"}])
    assert found["year.sentence"]["fields"] == "year 1"
    assert found["role.status.past_year"]["missed"] == 1 and found["role.status.past_year"]["share"] == 1
    assert found["role.target"]["extra"] == 1 and found["role.target"]["decided"] == 2
    assert found[NONE]["fields"] == "domain 1" and pd.isna(found[NONE]["decided"])


def test_a_level_in_words_that_people_do_not_see_counts_for_its_rule(plan: qc.Plan) -> None:
    found = counted(plan, [row for row in qc.coding.code(plan).targets if row["type"] != "absolute"])
    assert found["relation.absolute.none"]["extra"] == 1


def test_corrections_name_the_rule_that_erred(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "river.txt").write_text(TEXT, encoding="utf-8")
    command = ["agreement", "corrections", str(folder), "--part", "rules", "--format", "csv"]
    assert main(command) == 1
    assert "nobody has corrected" in capsys.readouterr().err
    target = next(row for row in qc.load([folder])["river"].coding.targets if row["low"] == 95)
    source = qc.load([folder])["river"].plan.source
    append(tmp_path / "corrections" / "甲.jsonl", [make("edit", target, source, coder="甲", changed={"year": 2020})])
    assert main(command) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split(",")[0] for row in rows] == ["year.sentence"]
