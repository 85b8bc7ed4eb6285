"""The same plan gives the same targets whatever it comes as, a table one target for each value cell."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from qcompare.coding import code
from qcompare.corrections.records import CODED
from qcompare.paths import plans_dir
from qcompare.text import Plan
from qcompare.text.formats import extract

sys.path.insert(0, str(Path(__file__).parent))
from formats_builders import as_docx, as_html, as_pdf  # noqa: E402

BUILD = {"html": as_html, "docx": as_docx, "pdf": as_pdf}
FIELDS = [name for name in CODED if name not in ("quote", "start", "end", "level_start", "level_end")]
TABLE = [
    ["指标", "单位", "2018年目标", "2020年目标"],
    ["产品质量合格率", "%", "92", "95以上"],
    ["省级名牌产品", "个", "40", "60"],
]


def targets(text: str, name: str) -> list[dict[str, Any]]:
    found = code(Plan.from_text(text, name)).targets
    assert all(text[target["start"] : target["end"]] == target["quote"] for target in found)
    return [{name: target[name] for name in FIELDS} for target in found]


@pytest.mark.parametrize("plan", ["siping", "anhui", "nantong", "qingdao", "tianjin"])
def test_the_same_targets_in_every_format(plan: str) -> None:
    published = (plans_dir() / f"{plan}.txt").read_text("utf-8")
    lines = [line.strip(" \u3000") for line in published.splitlines() if line.strip(" \u3000")]
    expected = targets(published, plan)
    for kind, build in BUILD.items():
        assert targets(extract(build(lines), f"{plan}.{kind}").text, plan) == expected, kind


@pytest.mark.parametrize("kind", BUILD)
def test_a_table_gives_a_target_for_each_value(kind: str) -> None:
    lines = ["某市质量发展规划(2016—2020年)", "一、主要目标", "到2020年,全市质量发展主要指标见下表。", "主要指标"]
    found = targets(extract(BUILD[kind](lines, TABLE), f"x.{kind}").text, "x")
    values = {(row["indicator"], row["level_text"], row["unit"], row["year"]) for row in found}
    assert values >= {
        ("产品质量合格率", "92", "%", 2018), ("产品质量合格率", "95以上", "%", 2020),
        ("省级名牌产品", "40", "个", 2018), ("省级名牌产品", "60", "个", 2020),
    }  # fmt: skip
