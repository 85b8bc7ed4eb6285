"""The commands as a user types them: what goes to standard output, what to standard error, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qcompare import schema
from qcompare.cli import main
from qcompare.commands.common import write
from qcompare.paths import plans_dir, reference_dir

PLAN = (
    "某市质量发展规划(2013-2015年)\n一、主要目标\n到2015年,产品质量合格率达到93%以上,驰名商标2~3件。\n"
    "二、保障措施\n各级各部门要加强组织领导,健全工作机制,落实工作责任,加大资金投入,确保本规划确定的各项任务落到实处。\n"
)


class Shell:
    """Runs commands in this process, as fast as a function call."""

    def __init__(self, captured: pytest.CaptureFixture[bytes]) -> None:
        self.captured = captured

    def __call__(self, *words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = self.captured.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")


@pytest.fixture
def shell(capsysbinary: pytest.CaptureFixture[bytes]) -> Shell:
    return Shell(capsysbinary)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "某市.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_help_lists_every_command_and_needs_no_plan(shell: Shell) -> None:
    code, out, err = shell("--help")
    assert (code, err) == (0, "")
    assert all(name in out for name in ("code", "numerals", "plans", "agreement", "report"))


def test_numbers_with_commas_are_text_in_a_table(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(PLAN + "访问量：12,345,678次\n", encoding="utf-8")
    code, out, _ = shell("numerals", path)
    assert code == 0 and "12,345,678" in out


def test_an_ending_that_is_none_is_answered_with_all_that_the_command_writes(shell: Shell) -> None:
    assert ".docx, .tex" in shell("measure", "strictness", "-o", "t.doc")[2]
    assert ".docx" not in shell("code", "-o", "t.doc")[2].partition("endings")[2]


def test_an_unknown_command_is_answered_with_the_nearest(shell: Shell) -> None:
    code, out, err = shell("numeral")
    assert (code, out) == (2, "")
    assert "did you mean 'numerals'?" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["code", "--format", "xml"], "'xml' is not one of"),
        (["code", "--formt", "csv"], "--format"),
        (["code", "-c", "plan,indicater"], "did you mean 'indicator'"),
        (["code", "--format", "parquet"], "say where to write it with -o"),
        (["code", "-o", "no/such/folder/x.csv"], "there is no folder"),
        (["code", "-o", "x.docx"], "say with --format"),
        (["code", "--excel-safe"], "--excel-safe is for csv"),
        (["agreement"], "REFERENCE"),
        (["agreement", "reference", "--format", "csv"], "--part"),
        (["numerals", "--role", "aim"], "'aim' is not one of"),
    ],
)
def test_a_wrong_command_exits_2_and_says_why(shell: Shell, plan: Path, words: list[str], said: str) -> None:
    code, out, err = shell(*words, *([plan] if words[0] != "agreement" else []))
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "refi-qdb"], "did you mean 'refi-qda'? valid: annotations, codebook, datapackage, refi-qda, table"),
        (["review", "nope"], "valid: adjudicate, agreement, export, import"),
    ],
)
def test_an_unknown_command_of_a_group_is_answered_with_the_valid_ones(
    shell: Shell, words: list[str], said: str
) -> None:
    code, _, err = shell(*words)
    assert code == 2 and said in " ".join(err.split())


def test_targets_as_jsonl_carry_the_fields_of_the_codebook(shell: Shell, plan: Path) -> None:
    code, out, err = shell("code", plan, "--format", "jsonl")
    rows = records(out)
    assert (code, err) == (0, "")
    assert [list(row) for row in rows] == [schema.columns("targets")] * 2
    assert [(row["indicator"], row["comparator"], row["low"], row["high"], row["unit"]) for row in rows] == [
        ("产品质量合格率", ">=", 93, None, "%"),
        ("驰名商标", "range", 2, 3, "件"),
    ]
    assert all(PLAN[row["start"] : row["end"]] == row["quote"] for row in rows)  # type: ignore[misc]


def test_csv_and_parquet_hold_the_same_as_jsonl(shell: Shell, plan: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    rows = records(shell("code", plan, "--format", "jsonl")[1])
    read = list(csv.DictReader(io.StringIO(shell("code", plan, "--format", "csv")[1])))
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows] == read
    code, out, _ = shell("code", plan, "-o", tmp_path / "t.parquet")
    table = pq.read_table(tmp_path / "t.parquet")
    assert (code, out) == (0, "")
    assert table.column_names == schema.columns("targets")
    assert table.to_pylist() == rows


def test_without_a_path_the_five_plans_are_read_in_order(shell: Shell) -> None:
    code, out, _ = shell("code", "-c", "plan,start,end", "--format", "jsonl")
    rows = [tuple(row.values()) for row in records(out)]
    assert code == 0
    assert {row[0] for row in rows} == {"anhui", "nantong", "qingdao", "siping", "tianjin"}
    assert rows == sorted(rows)


def test_the_same_input_gives_the_same_bytes_and_output_goes_to_the_file_alone(shell: Shell, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        assert shell("code", "-o", tmp_path / name) == (0, "", "")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_a_bad_file_is_named_and_the_others_are_coded(shell: Shell, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    code, out, err = shell("code", tmp_path, "--format", "jsonl")
    assert code == 1
    assert len(records(out)) == 2
    lines = err.splitlines()
    assert len(lines) == 2
    assert {Path(line.split(": ")[0]).name for line in lines} == {"empty.txt", "binary.txt"}
    assert all(";" in line for line in lines), "no advice"


def test_nothing_to_read_is_an_error_with_advice(shell: Shell, tmp_path: Path) -> None:
    code, _, err = shell("code", tmp_path / "missing.txt", "--format", "jsonl")
    assert code == 1
    assert "missing.txt" in err
    assert "Traceback" not in err


def test_the_ledger_has_every_numeral_once(shell: Shell, plan: Path) -> None:
    rows = records(shell("numerals", plan, "--format", "jsonl")[1])
    assert [row["text"] for row in rows] == ["2013", "2015", "2015", "93", "2", "3"]
    assert [row["role"] for row in rows][-3:] == ["target"] * 3
    only = records(shell("numerals", plan, "--role", "target", "--format", "jsonl")[1])
    assert [row["text"] for row in only] == ["93", "2", "3"]


def test_plans_say_what_was_understood(shell: Shell) -> None:
    code, out, _ = shell("plans", "--format", "jsonl")
    found = {row["plan"]: row for row in records(out)}
    reference = json.loads((reference_dir() / "plans.json").read_text(encoding="utf-8"))
    assert code == 0
    assert {name: {field: found[name][field] for field in fields} for name, fields in reference.items()} == reference


def test_the_table_for_people_lines_up_chinese(shell: Shell, plan: Path) -> None:
    _, out, _ = shell("code", plan)
    head, rule, *rows = out.splitlines()
    assert head.split()[:3] == ["plan", "part", "type"]
    assert "产品质量合格率" in rows[0]
    assert out.endswith("2 rows\n")
    from wcwidth import wcswidth

    at = head.index("comparator")
    assert all(wcswidth(row[: row.index(mark)]) == at for row, mark in zip(rows[:2], (">=", "range"), strict=True))


def test_agreement_with_the_hand_coding(shell: Shell) -> None:
    code, out, _ = shell("agreement", "reference", "--part", "detection", "--format", "jsonl")
    pooled = {row["type"]: row for row in records(out) if row["plan"] == "all"}
    assert code == 0
    assert pooled["quantified"]["found"] >= 120  # type: ignore[operator]


def test_a_coding_agrees_with_itself(shell: Shell, plan: Path, tmp_path: Path) -> None:
    for name in ("set.csv", "set.jsonl", "set.parquet"):
        shell("code", plan, "-o", tmp_path / name)
        code, out, _ = shell("agreement", tmp_path / name, plan, "--part", "differences", "--format", "jsonl")
        assert (code, out) == (0, "")
    code, out, _ = shell("agreement", tmp_path / "set.csv", plan)
    assert code == 0
    assert "Targets found" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"plan": "x", "type": "firm"}\n', "not one of quantified"),
        ("not json\n", "cannot be read"),
    ],
)
def test_a_coded_set_that_breaks_the_schema_is_refused(
    shell: Shell, plan: Path, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "set.jsonl").write_text(content, encoding="utf-8")
    code, out, err = shell("agreement", tmp_path / "set.jsonl", plan)
    assert (code, out) == (1, "")
    assert said in err


def test_a_plan_of_the_coded_set_that_was_not_read_is_named(shell: Shell, plan: Path) -> None:
    code, _, err = shell("agreement", "reference", plans_dir() / "siping.txt", "--part", "detection")
    assert code == 1
    assert "anhui, nantong, qingdao, tianjin" in err


def test_spreadsheets_are_kept_from_taking_text_for_formulas(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = [{"a": text} for text in ("=1+1", "=", ">=", "@SUM(A1)", "-x", "＝cmd", "安全")] + [{"a": -5}]
    write(rows, ["a"], kind="csv", excel_safe=True)
    safe = capsysbinary.readouterr().out.decode("utf-8")
    assert safe == "\ufeffa\n'=1+1\n=\n>=\n'@SUM(A1)\n'-x\n'＝cmd\n安全\n-5\n"
    write(rows, ["a"], kind="csv")
    assert capsysbinary.readouterr().out.decode("utf-8").splitlines()[1] == "=1+1"


def test_python_m_qcompare_is_the_same_in_any_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = [sys.executable, "-m", "qcompare", "plans", "-c", "plan,jurisdiction", "--format", "csv"]
    run = subprocess.run(words, capture_output=True, env=environment, check=True)
    assert "siping,吉林省四平市" in run.stdout.decode("utf-8").splitlines()


@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_a_reader_that_leaves_early_is_no_error(reader: str) -> None:
    words = f"{sys.executable} -m qcompare numerals --format jsonl | {reader}"
    run = subprocess.run(["bash", "-c", f"set -o pipefail; {words}"], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
