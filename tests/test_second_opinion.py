"""A second opinion: quotes without offsets are found, what is not in the source is refused by name, nothing right is."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner

import qcompare as qc
from qcompare.coding import code
from qcompare.commands.agreement import command as agreement_command
from qcompare.commands.export import command as export_command
from qcompare.commands.review import command as review_command
from qcompare.corpus import CodedPlan, Corpus
from qcompare.errors import SourceError
from qcompare.exchange.codebook import FIELDS, answer_schema, example, handout
from qcompare.review.coding_files import is_quoted, read_rows
from qcompare.review.quotes import find, numbers, stands
from qcompare.review.second import opinion
from qcompare.text.model import Plan

UNSEEN = Path(__file__).parent / "unseen"
FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")


@cache
def unseen() -> tuple[Corpus, list[dict[str, Any]]]:
    """Invented plans, and their targets as somebody else coded them, without offsets."""
    texts = {path.stem: path.read_bytes().decode() for name in "abh" for path in sorted((UNSEEN / name).glob("*.txt"))}
    lines = [line for name in "abh" for line in (UNSEEN / name / "targets.jsonl").read_text("utf-8").splitlines()]
    rows = [{name: row.get(name) for name in FIELDS} for row in map(json.loads, lines) if row["plan"] in texts]
    plans = [Plan(name, text) for name, text in texts.items()]
    return Corpus([CodedPlan(plan, code(plan)) for plan in plans]), rows


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["type"] == "quantified" and row["low"] is not None and len(row["quote"]) > 12]


def planted() -> tuple[list[dict[str, Any]], dict[int, str]]:
    """200 rows of a coder, 20 of them with a planted fault: row number → kind of fault."""
    choose = random.Random(15)
    corpus, rows = unseen()
    good = choose.sample(rows, 180)
    others = [row for row in numbered(rows) if row not in good and row["unit"] in ("%", "个", "家", "件")]
    alone = [row for row in others if sum(row["quote"] in one.plan.source for one in corpus) == 1]
    faulty = choose.sample(alone, 16)
    names = corpus.names
    faults: list[tuple[str, dict[str, Any]]] = []
    for n, row in enumerate(faulty):
        kind = ("invented", "moved", "number", "unit")[n % 4]
        low = row["low"] + 7 if row["low"] != 93 else 97.3
        made = {
            "invented": {"quote": f"到2027年，建成{n + 3}座量子质量实验室并全部通过星际认证", "level_text": f"{n + 3}座", "low": n + 3, "high": None, "comparator": ">="},
            "moved": {"plan": names[(names.index(row["plan"]) + 1) % len(names)]},
            "number": {"low": low, "high": low if row["high"] is not None else None},
            "unit": {"unit": "公顷"},
        }[kind]  # fmt: skip
        faults.append((kind, row | made))
    faults += [("duplicated", dict(row)) for row in choose.sample(numbered(good), 4)]
    # copies of rows that stand once in the text: a second one is no second target
    mixed = [(None, row) for row in good] + [(kind, row) for kind, row in faults if kind != "duplicated"]
    choose.shuffle(mixed)
    mixed += [(kind, row) for kind, row in faults if kind == "duplicated"]
    return [row for _, row in mixed], {number: kind for number, (kind, _) in enumerate(mixed, 1) if kind}


def retyped(row: dict[str, Any], n: int) -> dict[str, Any]:
    """A quote as people and programs type it: other widths, spaces, marks."""
    quote = row["quote"]
    typed = (
        quote,
        quote.translate(FULL_WIDTH),
        quote.replace(",", "，").replace("“", '"').replace("”", '"'),
        f" {quote[:4]} {quote[4:]} ",
    )
    return row | {"quote": typed[n % 4]}


@pytest.mark.parametrize("typed", [False, True])
def test_all_twenty_planted_faults_are_named_and_no_right_row_is_refused(typed: bool) -> None:
    corpus, _ = unseen()
    rows, faults = planted()
    assert len(rows) == 200 and len(faults) == 20
    given = [retyped(row, n) if typed else row for n, row in enumerate(rows)]
    found = opinion(list(enumerate(given, 1)), corpus, "coding")
    refused = {int(str(error).split("row ")[1].split(":")[0]): str(error) for error in found.refused}
    assert sorted(refused) == sorted(faults)
    said = {
        "invented": "not there",
        "moved": "does not stand in",
        "number": "number",
        "unit": "the unit 公顷",
        "duplicated": "same target as row",
    }
    for number, kind in faults.items():
        assert said[kind] in refused[number], (kind, refused[number])
    assert any("it stands in" in text for text in refused.values())  # a moved quote: in which plan it is
    assert all(corpus[row["plan"]].plan.source[row["start"] : row["end"]] == row["quote"] for row in found.rows)
    if typed:
        assert found.found["normalised"] > 50


def test_what_another_coder_coded_by_hand_is_not_refused() -> None:
    """The hand coding of the invented plans, by people who never saw these checks: every row comes in, at its place."""
    corpus, rows = unseen()
    found = opinion(list(enumerate(rows, 1)), corpus, "coding")
    assert not [str(error) for error in found.refused] and len(found.rows) == len(rows)


def test_a_quote_is_found_exactly_then_normalised_then_nearly_and_numbers_never_nearly() -> None:
    text = "一、目标。到2015年，产品质量国家监督抽查 合格率达到93%以上；农业標準化率超过三成。"
    assert [one.how for one in find("国家监督抽查 合格率达到93%以上", text)] == ["exact"]
    assert [one.how for one in find("国家监督抽查合格率达到９３％以上", text)] == ["normalised"]
    assert [one.how for one in find("农业标准化率超过三成", text)] == ["normalised"]
    assert [one.how for one in find("产品质量的国家监督抽查合格率要达到93%以上", text)] == ["fuzzy"]
    assert not find("产品质量的国家监督抽查合格率要达到98%以上", text)
    assert not find("服务业顾客满意度达到93%以上", text)
    (near,) = find("产品质量的国家监督抽查合格率要达到93%以上", text)
    assert "93%以上" in text[near.start : near.end] and near.likeness < 100


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1.8万件", 18000), ("2900亿元", 290_000_000_000), ("三成", 30), ("百分之九十五", 95), ("翻两番", 300),
        ("5-8亿元", 500_000_000), ("１２００家", 1200), ("1,200家", 1200), ("一百二十项", 120), ("千分之九点五", 9.5), ("百分之百", 100),
    ],
)  # fmt: skip
def test_numbers_are_read_in_all_the_ways_of_the_codebook(words: str, number: float) -> None:
    assert stands(number, words) and not stands(number * 1.01, words)


def test_a_number_is_no_part_of_another() -> None:
    assert not stands(5, "95%") and not stands(18, "1.8万件") and 95 in numbers("95%以上")


ROW = {"plan": "甲市", "quote": "合格率达到93%以上", "level_text": "93%以上", "indicator": "合格率", "type": "quantified",
       "comparator": ">=", "low": 93, "high": None, "unit": "%", "year": 2015}  # fmt: skip
TEXT = "甲市质量发展规划\n一、发展目标\n到2015年，合格率达到93%以上，专利达到1.8万件，新建检测中心12个。全社会质量意识明显增强。\n二、主要任务\n完善质量工作机制，加强组织领导。\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "甲市.txt").write_text(TEXT, "utf-8")
    return tmp_path / "plans"


ANSWER = {
    "choices": [
        {
            "message": {
                "content": "Here is the coding:\n```json\n"
                + json.dumps({"targets": [ROW]}, ensure_ascii=False)
                + "\n```"
            }
        }
    ]
}
CHINESE = {
    "规划简称": "甲市.txt",
    "原文": "合格率达到９３％以上",
    "指标": "合格率",
    "类型": "quantified",
    "比较关系": "≥",
    "下限": "93%",
    "上限": "无",
    "单位": "%",
    "年份": "2015年",
}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.json", json.dumps({"targets": [ROW]})),
        ("a.json", json.dumps(ANSWER)),
        ("a.md", "```json\n" + json.dumps([ROW], ensure_ascii=False) + "\n```\n"),
        ("a.jsonl", json.dumps(CHINESE, ensure_ascii=False) + "\n"),
        ("a.csv", ",".join(CHINESE) + "\n" + ",".join(CHINESE.values()) + "\n"),
    ],
)
def test_a_coding_comes_in_from_any_file(study: Path, tmp_path: Path, name: str, written: str) -> None:
    path = tmp_path / name
    path.write_bytes(written.encode("gb18030" if name == "a.csv" else "utf-8"))
    assert is_quoted(path)
    found = opinion(read_rows(path), qc.load(study), name)
    assert not found.refused, [str(error) for error in found.refused]
    (row,) = found.rows
    assert (row["low"], row["high"], row["comparator"], row["year"], row["level_text"]) == (
        93,
        None,
        ">=",
        2015,
        "93%以上",
    ) or row["level_text"] == "93"
    assert TEXT[row["start"] : row["end"]] == row["quote"] == "合格率达到93%以上"


def test_a_file_without_quotes_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"targets": [{"indicator": "x"}]}', "utf-8")
    with pytest.raises(SourceError, match="holds no coding"):
        is_quoted(tmp_path / "a.json")


def test_units_with_a_multiplier_are_brought_to_the_codebook_and_said_so(study: Path) -> None:
    row = ROW | {
        "quote": "专利达到1.8万件",
        "level_text": "1.8万件",
        "low": 1.8,
        "high": 1.8,
        "comparator": "=",
        "unit": "万件",
        "indicator": "专利",
    }
    found = opinion([(1, row)], qc.load(study), "x")
    assert (found.rows[0]["low"], found.rows[0]["unit"]) == (18000, "件") and "万件" in found.remarks[0]


def run(command: Any, *arguments: str) -> Any:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False, standalone_mode=False)


def test_a_second_coder_is_compared_adjudicated_and_never_laid_over_the_coding(study: Path, tmp_path: Path) -> None:
    theirs = [ROW | {"year": 2016}, ROW | {"quote": "全社会质量意识明显增强", "level_text": "明显增强", "indicator": "全社会质量意识", "type": "qualitative",
              "comparator": None, "low": None, "unit": None}, ROW | {"quote": "合格率达到99%以上", "low": 99}]  # fmt: skip
    path = tmp_path / "b.json"
    path.write_text(json.dumps(theirs, ensure_ascii=False), "utf-8")
    before = qc.load(study).targets
    said = run(review_command, "import", str(path), str(study), "--coder", "李")
    assert said.return_value == 1 and "row 3" in said.stderr and "2 rows by 李" in said.stderr
    assert qc.load(study).targets.equals(before)
    fields = run(agreement_command, "李", str(study), "--part", "fields", "--format", "csv").stdout.splitlines()
    by_field = {line.split(",")[0]: line.split(",") for line in fields[1:]}
    assert by_field["low"][2:4] == ["2", "2"] and by_field["year"][2:4] == ["2", "1"]
    assert "domain" not in by_field  # a field that the other coder did not give is no disagreement
    covered = run(agreement_command, "李", str(study), "--part", "coverage", "--format", "csv").stdout
    assert covered.count("only ours") == 2  # 1.8 and 12 are targets here, and nothing there
    listed = run(review_command, "adjudicate", str(study), "--coder", "李").stdout
    assert "year: 2015 / 2016" in listed and listed.count("only here") == 2
    book = tmp_path / "settle.xlsx"
    assert "to decide" in run(review_command, "adjudicate", str(study), "--coder", "李", "-o", str(book)).stderr
    opened = openpyxl.load_workbook(book)
    sheet = opened["targets"]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[names.index("indicator")].value == "合格率":
            assert "year 2016" in row[names.index("doubts")].value
            row[names.index("year")].value = 2016
    opened.save(book)
    run(review_command, "import", str(book), str(study), "--coder", "张")
    after = qc.load(study).targets.set_index("indicator")["year"]
    assert after["合格率"] == 2016


def test_a_coding_of_one_plan_leaves_that_of_another_where_it_is(study: Path, tmp_path: Path) -> None:
    (study / "乙市.txt").write_text(TEXT.replace("甲", "乙"), "utf-8")
    path = tmp_path / "b.json"
    for rows in ([ROW, ROW | {"plan": "乙市"}], [ROW | {"year": 2016}]):
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        run(review_command, "import", str(path), str(study), "--coder", "李")
    kept = (study.parent / "codings" / "李.jsonl").read_text("utf-8").splitlines()
    assert [(row["plan"], row["year"]) for row in map(json.loads, kept)] == [("乙市", 2015), ("甲市", 2016)]


def test_a_target_that_only_the_second_coder_has_is_added_by_accepting_it(study: Path, tmp_path: Path) -> None:
    extra = ROW | {
        "quote": "完善质量工作机制",
        "level_text": "完善",
        "indicator": "质量工作机制",
        "type": "qualitative",
        "comparator": None,
        "low": None,
        "unit": None,
    }
    path, book = tmp_path / "b.json", tmp_path / "s.xlsx"
    path.write_text(json.dumps([ROW, extra], ensure_ascii=False), "utf-8")
    run(review_command, "import", str(path), str(study), "--coder", "李")
    run(review_command, "adjudicate", str(study), "--coder", "李", "-o", str(book))
    opened = openpyxl.load_workbook(book)
    sheet = opened["targets"]
    names = [cell.value for cell in sheet[1]]
    (row,) = [row for row in sheet.iter_rows(min_row=2) if row[names.index("indicator")].value == "质量工作机制"]
    row[0].value = "accept"
    opened.save(book)
    before = len(qc.load(study).targets)
    assert "1 add" in run(review_command, "import", str(book), str(study), "--coder", "张").stderr
    assert len(qc.load(study).targets) == before + 1


def test_the_handout_has_all_a_coder_needs_and_its_example_keeps_to_it(tmp_path: Path) -> None:
    schema, shown = answer_schema(), example()
    answer = {"targets": [{name: row.get(name) for name in FIELDS} for row in shown["targets"]]}
    jsonschema.Draft202012Validator(schema).validate(answer)
    plan = Plan("example", shown["text"])
    corpus = Corpus([CodedPlan(plan, code(plan))])
    found = opinion(list(enumerate(shown["targets"], 1)), corpus, "example")
    assert not found.refused and len(found.rows) == len(shown["targets"]) and not found.remarks
    ours = {(target["quote"], target["low"], target["high"], target["year"]) for target in corpus.records("targets")}
    assert {(row["quote"], row["low"], row["high"], row["year"]) for row in found.rows} == ours
    assert all(one["words"] in shown["text"] for one in shown["no_targets"])
    text = handout()
    assert "## 3. Domains" in text and '"targets"' in text and "level_start" not in text.split("# Codebook")[0]
    assert run(export_command, "codebook", "-o", str(tmp_path / "c.md")).return_value == 0
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "甲市.txt").write_text(TEXT, "utf-8")
    run(export_command, "codebook", str(tmp_path / "p"), "-o", str(tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "codebook.md",
        "example.json",
        "schema.json",
        "texts",
    ]
    assert (tmp_path / "out" / "texts" / "甲市.txt").read_text("utf-8") == TEXT
    assert list(read_rows(tmp_path / "out" / "example.json"))  # the example can be brought back as it is


@pytest.mark.parametrize("number", [10**400, "1e999", "inf", "-inf"])
def test_a_number_without_end_is_refused_with_its_row(number: Any) -> None:
    plan = Plan("x", "一、主要目标\n到2020年，产品质量合格率达到96%以上。\n")
    row = {"plan": "x", "quote": "产品质量合格率达到96%以上", "indicator": "产品质量合格率", "unit": "%", "low": number}
    found = opinion([(1, row), (2, row | {"low": 96})], Corpus([CodedPlan(plan, code(plan))]), "答案.json")
    assert [one["low"] for one in found.rows] == [96] and len(found.refused) == 1
