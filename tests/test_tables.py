"""Tables of many kinds in every layout that they come in: each value cell is one target, and nothing else is."""

from __future__ import annotations

import random
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
from table_dice import STATISTICS  # noqa: E402
from table_dice import table as thrown  # noqa: E402

TABLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "tables.yml").read_text("utf-8"))
_TARGET = re.compile(
    r"(?P<name>.+): (?P<change>[+-]?)(?P<sign>>=|<=|>|<|~|)(?P<value>[\d.]+(?:-[\d.]+)?)(?: (?P<unit>[^\s@]\S*))?(?: @(?P<year>\d{4}))?"
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
            if layout == "line":  # counted by itself
                continue
            expected, found, _ = (Counter(map(str, rows)) for rows in read(table, layout))
            stated_cells += expected.total()
            right += (expected & found).total()
            extra += (found - expected).total()
    assert len(TABLES) >= 65
    assert right >= 0.95 * stated_cells
    assert extra <= 0.02 * stated_cells


def test_cells_of_all_tables_in_one_line() -> None:
    """Seven of ten cells are read though nothing parts them, none wrongly, and no other is passed over as a count."""
    stated_cells = right = 0
    for table in (one for one in TABLES if "line" not in one.get("not_in", ())):
        expected, found, numerals = read(table, "line")
        rows = re.sub(r"(?m)^ *注：.*$", "", table["rows"])  # a note in a row of its own
        figures = "".join(re.findall(r"[\d.]+", rows))
        stated_cells += len(expected)
        right += (Counter(map(str, expected)) & Counter(map(str, found))).total()
        assert not Counter(map(str, found)) - Counter(map(str, expected))
        assert not [
            row for row in numerals if row["role"] == "scope" and row["text"] in figures and "below" not in table
        ]
    assert right >= 0.7 * stated_cells


def invented(dice: random.Random) -> tuple[str, dict[str, list[float]]]:
    """A table of indicators with columns, rows and figures as the dice fall, and the levels of each row."""
    rows = dice.sample(STATISTICS[:12], dice.randint(3, 6))
    counted, units, sorts, offices = (dice.random() < 0.4 for _ in range(4))
    years = dice.choice(
        [["2020年", "2025年"], ["2025年"], ["2020年", "2023年", "2025年"], ["2020年现状", "2025年目标"]]
    )
    head = ["序号"] * counted + ["指标"] + ["单位"] * units + years + ["属性"] * sorts + ["责任单位"] * offices
    lines, levels = [head], dict[str, list[float]]()
    for number, (name, unit, low, high, digits) in enumerate(rows, 1):
        values = [round(dice.uniform(low, high), digits)]
        for _ in years[1:]:
            grown = round(values[-1] * dice.choice([1.02, 1.1, 1.3, 1.8]), digits)
            values.append(min(grown, 100.0) if unit in ("%", "分") else grown)
        cells = [f"{value:.{digits}f}" for value in values]
        cells[-1] = dice.choice([cells[-1], f"≥{cells[-1]}", f"{cells[-1]}以上"])
        named = [name, unit] if units else [f"{name}（{unit}）"]
        sort, office = dice.choice(["约束性", "预期性"]), dice.choice(["商务局", "农业农村局", "市卫生健康委"])
        lines.append([str(number)] * counted + named + cells + [sort] * sorts + [office] * offices)
        levels[name] = values[1:] or values
    return "\n".join(" | ".join(line) for line in lines), levels


def test_tables_as_the_dice_fall_in_all_layouts() -> None:
    """Heads of any words, rows numbered and grouped in any way, one storey or two: read in every layout that parts cells."""
    dice, stated_levels, right, extra = random.Random(11), 0, 0, 0
    for _ in range(12):
        rows, levels = thrown(dice)
        for layout in set(LAYOUTS) - {"line"}:
            _, found, _ = read({"title": "专栏1 主要指标", "rows": rows, "targets": []}, layout)
            coded_levels = Counter((name, sign, low, unit, year) for name, sign, low, _, unit, _, year in found)
            stated_levels += len(levels)
            right += (Counter(levels) & coded_levels).total()
            extra += (coded_levels - Counter(levels)).total()
    assert right >= 0.97 * stated_levels
    assert extra <= 0.005 * stated_levels


def test_nothing_is_read_wrongly_in_one_line() -> None:
    """Tables as the dice fall: where figures touch, what is read is what stands there, or nothing is."""
    dice, right, levels = random.Random(7), 0, 0
    for _ in range(60):
        rows, stated_levels = invented(dice)
        _, found, _ = read({"title": "表1 主要发展指标", "rows": rows, "targets": []}, "line")
        for name, _, low, high, unit, *_ in found:
            level = float(low if low is not None else high) / (
                1e4 if unit == "吨" else 1e8 if unit == "元" and "增加值" in name else 1
            )
            assert any(abs(level - one) < 1e-6 for one in stated_levels.get(name, [])), (name, level, rows)
        right += len(found)
        levels += sum(map(len, stated_levels.values()))
    assert right >= 0.7 * levels


def test_the_name_of_a_numbered_group_is_none_of_its_first_row_in_one_line() -> None:
    """Written in each cell of its row it is known; written once nothing tells where it ends, and the row is left."""
    cells = "指标2020年2025年目标{}顾客满意率（%）7785专利（件）27303549"
    names = []
    for group in ("（一）产品质量" * 3, "（一）产品质量"):
        text = f"江城市质量规划（2021—2025年）\n一、主要目标\n专栏1 主要指标{cells.format(group)}\n"
        names.append(
            [row["indicator"] for row in code(Plan.from_text(text, "x")).targets if row["type"] == "quantified"]
        )
    assert names[0] and set(names[0]) <= {"顾客满意率", "专利"}
    assert set(names[1]) <= {"专利"}


def test_a_row_of_one_line_may_share_the_number_of_the_row_before() -> None:
    """Where the figures before it end in words, no digit can be the number of the row: it has none of its own."""
    cells = "1劣质河段比例（%）17.5<15-2.5个百分点优良河段比例（%）55>605个百分点2污水处理率（%）72≥808个百分点"
    text = f"江城市环境规划（2021—2025年）\n一、主要目标\n专栏1 主要指标序号指标2020年2025年2025年比2020年增长{cells}\n"
    found = code(Plan.from_text(text, "x")).targets
    assert [(row["indicator"], row["comparator"], row["change"]) for row in found] == [
        ("劣质河段比例", "<", "level"), ("劣质河段比例", "=", "decrease"),
        ("优良河段比例", ">", "level"), ("优良河段比例", "=", "increase"),
        ("污水处理率", ">=", "level"), ("污水处理率", "=", "increase"),
    ]  # fmt: skip


HEAD = "江城市质量发展规划（2021—2025年）\n一、主要目标\n"
END = "二、重点任务\n各部门要加强组织领导，落实工作责任，见到实效。\n"


def test_a_table_on_its_side_with_its_heads_in_lines_of_their_own() -> None:
    part = "主 要 指 标 |\n{} |\n2025 年 目 标 值 |\n{} |\n属 性 | 约束性 | 预期性 |\n"
    rows = part.format("产品抽检合格率 | 顾客满意率", "95% | >80%") + part.format("名牌产品 | 地方标准", "60个 | 40项")
    whole = code(Plan.from_text(HEAD + rows + END, "x"))
    assert [(row["indicator"], row["comparator"], row["low"], row["unit"], row["year"]) for row in whole.targets] == [
        ("产品抽检合格率", "=", 95, "%", 2025), ("顾客满意率", ">", 80, "%", 2025),
        ("名牌产品", "=", 60, "个", 2025), ("地方标准", "=", 40, "项", 2025),
    ]  # fmt: skip
    short = code(Plan.from_text(HEAD + rows.replace("60个 | ", "") + END, "x"))  # nothing says whose 40项 is
    assert [row["low"] for row in short.targets] == [95, 80]
    assert [row["role"] for row in short.numerals if row["text"] == "40"] == ["unplaced"]


def test_rows_whose_levels_are_words_do_not_give_their_numbers_as_values() -> None:
    heads = ["领域", "任务", "序号", "指标名称", "单位", "指标值", "指标属性", "适用范围"]
    rows = [
        ["质量制度", "(一)目标责任", "1", "质量发展规划", "-", "制定实施", "约束性", "市县"],
        ["2", "质量工作占考核的比例", "%", "≥20", "约束性", "市县"],
        ["3", "首席质量官制度", "-", "全面实施", "约束性", "市县"],
        ["4", "监督信息公开率", "%", "100", "约束性", "市县"],
    ]
    text = HEAD + "质量强市建设指标\n" + "\n".join([*heads, *(cell for row in rows for cell in row)]) + "\n" + END
    found = [row for row in code(Plan.from_text(text, "x")).targets if row["type"] == "quantified"]
    assert {(row["indicator"], row["low"]) for row in found} <= {("质量工作占考核的比例", 20), ("监督信息公开率", 100)}


@pytest.mark.parametrize(("units", "found"), [("亩", [1200, 800, 400]), ("亩、株", [])])
def test_rows_that_stand_in_one_line_with_an_empty_cell_behind_each(units: str, found: list[int]) -> None:
    """Where the line above names several units, none of which a column has, its figures are unplaced."""
    line = " | 县区 | 造林面积 | 果园面积 |  | 合 计 | 1200 | 30 |  | 东湖县 | 800 |  |  | 西岭区 | 400 | 30 |\n"
    rows = line.replace("果园面积", "备注").replace(" 30 ", " 含补植 ")
    coding = code(Plan.from_text(f"{HEAD}表2 2025年造林任务分解表\n单位:{units}\n{rows}{END}", "x"))
    assert [row["low"] for row in coding.targets] == found
    assert {row["role"] for row in coding.numerals if row["text"] in ("1200", "800", "400")} == {
        "target" if found else "unplaced"
    }


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
