"""Tables that are damaged in any part: a workbook or a Parquet file of plans, or of goals, ends in one error of ours."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import qcompare as qc
from qcompare.benchmark import Benchmark
from qcompare.errors import SourceError
from qcompare.exchange.tables import read_table
from qcompare.measures import own_goals

TEXT = "江城市质量发展规划（2016—2020年）。到2020年，产品合格率达到95%以上。"
DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "a quotation mark lost": lambda data: data.replace(b'"', b"", 1),
    "no text": lambda data: data.replace(b"<", b"\xff<", 3),
    "numbers that are none": lambda data: re.sub(rb'="\d+"', b'="x"', data),
    "numbers far out": lambda data: re.sub(rb'="\d+"', b'="99999"', data),
    "empty": lambda _: b"",
}


def book(*rows: list[object]) -> bytes:
    """A workbook with text in the sheet itself and in the shared strings."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


PLANS = book(["name", "text"], ["江城", TEXT])
PARTS = [info.filename for info in zipfile.ZipFile(io.BytesIO(PLANS)).infolist()]


def damaged(part: str, how: str) -> bytes:
    """The workbook with one part damaged, packed again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLANS)) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, DAMAGE[how](good.read(name)) if name == part else good.read(name))
    return out.getvalue()


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("part", PARTS)
def test_a_workbook_of_plans_is_read_or_named(
    tmp_path: Path, part: str, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plans.xlsx").write_bytes(damaged(part, how))
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    corpus = qc.load(tmp_path)
    assert corpus.names in (["good"], ["good", "江城"])
    assert ("江城" in corpus.names) != any("plans.xlsx" in str(failure) for failure in corpus.failures)
    assert capsys.readouterr().out == "", "what another program prints would stand among the data"


def test_a_workbook_whose_packing_is_damaged_is_named(tmp_path: Path) -> None:
    packed = bytearray(PLANS)
    start = PLANS.index(b"xl/theme/theme1.xml") + 60
    packed[start : start + 40] = bytes(range(40))
    (tmp_path / "plans.xlsx").write_bytes(packed)
    (failure,) = qc.load(tmp_path / "plans.xlsx").failures
    assert "plans.xlsx: it is no readable xlsx workbook" in str(failure)


def test_parquet_with_a_text_that_is_none_is_named(tmp_path: Path) -> None:
    made = io.BytesIO()
    pq.write_table(pa.table({"name": ["江城"], "text": [TEXT]}), made, compression="none", use_dictionary=False)
    (tmp_path / "plans.parquet").write_bytes(made.getvalue().replace("合格".encode(), b"\xff\xfe\xff\xfe\xff\xfe"))
    (failure,) = qc.load(tmp_path / "plans.parquet").failures
    assert "plans.parquet: it is a damaged Parquet file" in str(failure)
    with pytest.raises(SourceError, match=r"plans\.parquet"):
        read_table(tmp_path / "plans.parquet", "plans")


def goals(path: Path) -> Benchmark:
    return Benchmark(path, "省规划", "Outline", "省规划", "outline", 2016, "2016-01-01", "省规划")


def test_goals_in_a_damaged_workbook_are_named(tmp_path: Path) -> None:
    (tmp_path / "goals.xlsx").write_bytes(damaged("[Content_Types].xml", "a quotation mark lost"))
    with pytest.raises(SourceError, match=r"goals\.xlsx"):
        own_goals.read(goals(tmp_path / "goals.xlsx"))


def test_goals_in_a_workbook_that_unpacks_to_far_more_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "goals.xlsx").write_bytes(book(["指标"], ["合格率" * 5_000]))
    monkeypatch.setattr("qcompare.text.formats.workbook.MAX_UNPACKED", 10_000)
    with pytest.raises(SourceError, match="more than"):
        own_goals.read(goals(tmp_path / "goals.xlsx"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_two_columns_of_goals_with_one_name_are_named(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"goals.{ending}"
    path.write_bytes(
        "指标,indicator,,\n合格率,产品合格率,,\n".encode()
        if ending == "csv"
        else book(["指标", "indicator", None, None], ["合格率", "产品合格率", None, 3])
    )
    with pytest.raises(SourceError, match="two columns are called indicator"):
        own_goals.read(goals(path))


def test_columns_of_goals_without_a_name_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "goals.xlsx").write_bytes(book(["指标", None, "low", None], ["合格率", "x", 95, 3]))
    assert own_goals.read(goals(tmp_path / "goals.xlsx"))["low"].tolist() == [95]
