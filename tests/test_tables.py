"""Tables of many kinds in every layout that they come in: each value cell is one target, and nothing else is."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from qcompare.coding import code
from qcompare.text import Plan
from qcompare.text.formats import extract

sys.path.insert(0, str(Path(__file__).parent))
from table_builders import LAYOUTS  # noqa: E402

TABLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "tables.yml").read_text("utf-8"))
_TARGET = re.compile(
    r"(?P<name>.+): (?P<change>[+-]?)(?P<sign>>=|<=|>|<|~|)(?P<value>[\d.]+(?:-[\d.]+)?)(?: (?P<unit>\S+))?(?: @(?P<year>\d{4}))?"
)
CASES = [
    pytest.param(table, layout, id=f"{number}-{layout}")
    for number, table in enumerate(TABLES)
    for layout in LAYOUTS
    if layout not in table.get("not_in", ())
]


def stated(line: str) -> tuple[Any, ...]:
    """A target as ``tables.yml`` writes it."""
    match = _TARGET.fullmatch(line)
    if match is None:
        name, level, year = re.fullmatch(r"(.+): (\S+) @(\d{4})", line).groups()  # type: ignore[union-attr]
        return name, None, level, None, None, "level", int(year)
    low, _, high = match["value"].partition("-")
    sign = "range" if high else match["sign"] or "="
    first, last = float(low), float(high or low)
    change = {"": "level", "+": "increase", "-": "decrease"}[match["change"]]
    return (
        match["name"], sign, None if sign in ("<", "<=") else first, None if sign in (">", ">=") else last, match["unit"],
        change, int(match["year"]) if match["year"] else None,
    )  # fmt: skip


def coded(target: dict[str, Any]) -> tuple[Any, ...]:
    if target["type"] == "relative":
        return target["indicator"], None, "".join(target["level_text"].split()), None, None, "level", target["year"]
    values = {name: None if target[name] is None else float(target[name]) for name in ("low", "high")}
    return tuple(
        ({**target, **values})[name] for name in ("indicator", "comparator", "low", "high", "unit", "change", "year")
    )


def read(
    table: dict[str, Any], layout: str
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[dict[str, Any]]]:
    """The targets that a table states, those that were coded, and the ledger."""
    head = "江城市质量发展规划（2021—2025年）" if "date" not in table else "江城市质量提升工作方案"
    before = [head, *([f"（{table['date']}）"] if "date" in table else []), "一、主要目标", table["title"]]
    after = [
        *([table["below"]] if "below" in table else []),
        "二、重点任务",
        "各部门要加强组织领导，落实工作责任，见到实效。",
    ]
    name, build = LAYOUTS[layout]
    text = extract(build(before, table["rows"], after), name).text
    coding = code(Plan.from_text(text, "x"))
    for target in coding.targets:
        assert text[target["start"] : target["end"]] == target["quote"]
    return (
        [stated(line) for line in table["targets"]],
        [coded(t) for t in coding.targets if t["type"] != "qualitative"],
        coding.numerals,
    )


@pytest.mark.parametrize(("table", "layout"), CASES)
def test_each_value_cell_is_a_target(table: dict[str, Any], layout: str) -> None:
    expected, found, numerals = read(table, layout)
    if layout == "line":  # figures that touch can often be parted in several ways: such rows are left, and said to be
        assert set(found) <= set(expected) and len(found) >= table.get("in_line", len(expected))
    else:
        assert sorted(map(str, found)) == sorted(map(str, expected))
    if not table["targets"]:
        assert not [numeral for numeral in numerals if numeral["role"] in ("target", "scope")]


def test_cells_of_all_tables_in_all_layouts() -> None:
    """At least 95 % of the cells right and at most 2 % extra, those counted too from which a table is not read whole."""
    stated_cells = right = extra = 0
    for table in TABLES:
        for layout in LAYOUTS:
            if layout == "line":  # where figures touch, most rows can be parted in several ways, and are left
                continue
            expected, found, _ = (Counter(map(str, rows)) for rows in read(table, layout))
            stated_cells += expected.total()
            right += (expected & found).total()
            extra += (found - expected).total()
    assert len(TABLES) >= 65
    assert right >= 0.95 * stated_cells
    assert extra <= 0.02 * stated_cells


@pytest.mark.parametrize("layout", ["cells", "bars", "wrapped", "line"])
def test_a_table_that_is_not_understood_is_unplaced(layout: str) -> None:
    """Neither heads nor titles say what these columns are: no figure commits to anything, none is passed over as a count."""
    rows = "站点 | 甲项 | 乙项\n东湖站 | 31 | 47\n西岭站 | 28 | 52\n南溪站 | 36 | 61"
    targets, found, numerals = read({"title": "表1 对照", "rows": rows, "targets": []}, layout)
    assert targets == found == []
    if layout != "line":
        assert {row["role"] for row in numerals if row["text"] in ("31", "47", "28", "52")} == {"unplaced"}


def test_a_last_head_of_two_lines_is_one_column() -> None:
    cells = [
        "序号",
        "主要指标",
        "2020年现状",
        "2025年目标",
        "指标",
        "属性",
        "1",
        "产品抽检合格率（%）",
        "——",
        "95",
        "约束性",
        "2",
        "顾客满意率（%）",
        "80",
        "85",
        "预期性",
    ]
    text = (
        "江城市质量发展规划（2021—2025年）\n一、主要目标\n表1 主要指标\n"
        + "\n\n".join(cells)
        + "\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n"
    )
    found = code(Plan.from_text(text, "x")).targets
    assert [(row["indicator"], row["low"], row["year"]) for row in found] == [
        ("产品抽检合格率", 95, 2025),
        ("顾客满意率", 85, 2025),
    ]
