"""Plans in tables, files that are passed over, and excerpts: everything is coded, or named with the reason."""

from __future__ import annotations

import csv
import io
import json
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

import qcompare as qc
from qcompare.cli import cli
from qcompare.errors import SourceError

FIRST = "江城市质量发展规划（2016—2020年）。到2020年，产品合格率达到95%以上。"
SECOND = "河西市质量提升行动计划（2021—2025年）。到2025年，服务满意度达到85分。"


def as_csv(head: list[str], rows: list[list[str]], mark: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(head: list[str], rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["语料"])
    for row in [head, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json(head: list[str], rows: list[list[str]]) -> bytes:
    return json.dumps([dict(zip(head, row, strict=True)) for row in rows], ensure_ascii=False).encode()


def as_lines(head: list[str], rows: list[list[str]]) -> bytes:
    return "\n".join(json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) for row in rows).encode()


def shell(*words: str, said: bytes = b"") -> tuple[int, str, str]:
    """What a command returns, and what it writes."""
    done = CliRunner().invoke(cli, list(words), input=said, standalone_mode=False)
    code = 1 if done.exception else int(done.return_value or 0)
    return code, done.stdout, done.stderr + str(done.exception or "")


WRITERS: dict[str, Any] = {
    "a.csv": as_csv, "a.tsv": lambda head, rows: as_csv(head, rows, "\t"), "a.xlsx": as_xlsx, "a.json": as_json, "a.jsonl": as_lines,
}  # fmt: skip


@pytest.mark.parametrize("file", WRITERS)
@pytest.mark.parametrize("column", ["full_text", "政策正文和附件"])
@pytest.mark.parametrize("named", [True, False])
def test_each_row_of_a_table_is_a_plan(tmp_path: Path, file: str, column: str, named: bool) -> None:
    rows = [["江城", "2016", FIRST], ["河西", "2021", SECOND]]
    (tmp_path / file).write_bytes(WRITERS[file](["name", "period_start", column], rows))
    corpus = qc.load(tmp_path / file if named else tmp_path)
    assert corpus.names == ["江城", "河西"] and not corpus.failures
    assert [target["level_text"] for one in corpus for target in one.coding.targets] == ["95%以上", "85分"]
    assert corpus["河西"].plan.metadata["period_start"] == 2021


def test_the_columns_of_a_table_may_be_chosen(tmp_path: Path) -> None:
    rows = [["某号", FIRST, SECOND]]
    (tmp_path / "a.csv").write_bytes(as_csv(["文号", "text", "草案"], rows))
    chosen = ("--text-column", "草案", "--name-column", "文号", "-f", "jsonl")
    code, out, _ = shell("code", str(tmp_path / "a.csv"), *chosen)
    assert code == 0
    assert [(row["plan"], row["level_text"]) for row in map(json.loads, out.splitlines())] == [("某号", "85分")]
    code, _, err = shell("code", str(tmp_path / "a.csv"), "--text-column", "终稿")
    assert code == 1 and "no column '终稿'; it has 文号, text, 草案" in err


def test_every_file_that_is_passed_over_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<p>{FIRST}</p>", "utf-8")
    (tmp_path / "a_files").mkdir()
    for name in ("a_files/logo.png", "a_files/x.weird", "b.png", "README.md", "a.yml", ".DS_Store", "notes.py"):
        (tmp_path / name).write_bytes(b"")
    assert not qc.load(tmp_path).failures
    for name in ("c.caj", "d.csv", "e.json", "f.xml", "g"):
        (tmp_path / name).write_bytes(b"a,b\n1,2\n")
    failures = qc.load(tmp_path).failures
    assert [Path(failure.source).name for failure in failures] == ["c.caj", "d.csv", "e.json", "f.xml", "g"]
    assert shell("code", str(tmp_path))[0] == 1


EXCERPTS = [
    ("到2025年，全市产品合格率达到95%以上", "95%以上"), ("建设平台5个", "5个"), ("顾客满意度达到85分。", "85分"),
    ("产品合格率稳定在98%以上；培育知名品牌20个。", "98%以上"), ("确保不发生重大质量事故。", "不发生"), ("GDP年均增长8%", "年均增长8%"),
    ("到2020年，產品合格率達到95%以上。", "95%以上"), ("研发经费投入强度力争达到3.5%左右，\n发明专利拥有量达到1200件。", "3.5%左右"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "level"), EXCERPTS)
def test_a_sentence_is_coded_with_a_word_of_caution(text: str, level: str) -> None:
    with pytest.warns(UserWarning, match="excerpt"):
        assert qc.code(text).targets[0]["level_text"] == level
    code, out, err = shell("code", "-", "-f", "jsonl", said=text.encode())
    assert code == 0 and json.loads(out.splitlines()[0])["level_text"] == level
    assert "excerpt" in err


def test_only_what_is_no_chinese_text_is_refused() -> None:
    with pytest.raises(SourceError, match="no Chinese text"):
        qc.code("plan.txt")
    with pytest.raises(SourceError, match="hardly any of it is Chinese"):
        qc.code("Le plan prévoit un taux de conformité de 95 % en 2020, voir 附件 pour les détails de la mesure.")
    assert shell("code", "-", said=b"growth of 95% by 2020")[0] == 1


def test_a_plan_needs_no_word_of_caution() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        qc.code((qc.load()["siping"]).plan.source)
    assert not [caution for one in qc.load() for caution in one.cautions]


def test_what_could_not_be_read_is_said(tmp_path: Path) -> None:
    lines = [
        "江城市质量发展规划（2016—2020年）",
        "一、主要任务",
        "站点\t甲项\t乙项",
        "东湖站\t31\t47",
        "西岭站\t28\t52",
        "产品合格率达到9\ufffd%。",
        "二、保障措施",
        "各部门要加强领导。",
    ]
    (tmp_path / "a.txt").write_text("\n".join(lines) + "\n落实责任，推进质量发展。" * 9, "utf-8")
    code, _, err = shell("code", str(tmp_path / "a.txt"))
    assert code == 0 and "line 3: 站点 甲项 乙项" in err and "1 character was lost" in err
