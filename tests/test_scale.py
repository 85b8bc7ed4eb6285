"""An archive is coded whatever happens: the same bytes from any number of workers, nothing twice, nothing lost."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qcompare.cli import main
from qcompare.corpus import load
from qcompare.errors import ParameterError, QCompareError, SourceError
from qcompare.scale import partitions as cutting
from qcompare.scale import run as running
from qcompare.scale.archive import MANIFEST, Archive
from qcompare.scale.partitions import partitions
from qcompare.scale.places import places
from qcompare.scale.run import Workers, code_archive
from qcompare.scale.work import code_partition


def plan(number: int) -> str:
    """Return the text of a small plan, unlike the others."""
    return (
        f"某市质量发展规划（{2010 + number % 5}-2020年）\n一、主要目标\n到2020年，产品质量监督抽查合格率达到{60 + number % 40}%以上，"
        f"新增省级名牌产品{number + 1}个。\n二、重点任务\n（一）加强质量安全监管。各级部门要完善质量安全监管体系，落实企业质量主体责任，推进标准化战略，"
        "健全检验检测公共服务平台，提高质量总体水平。\n"
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of 24 plans, in two folders."""
    for number in range(24):
        place = tmp_path / "plans" / f"{number % 2}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"plan{number:02d}.txt").write_text(plan(number), encoding="utf-8")
    return tmp_path / "plans"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions of a few plans, so that a few plans make several."""
    monkeypatch.setattr(cutting, "MOST", 4)


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def names(found: Iterator[Any]) -> list[str]:
    return [str(one) if isinstance(one, SourceError) else one.name for one in found]


# what is found


def test_tables_and_files_are_found_in_order_each_under_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(plan(0), encoding="utf-8")
    pq.write_table(
        pa.table({"id": ["a", "b"], "content": [plan(1), plan(2)], "issuer": ["某局", None]}), tmp_path / "b.parquet"
    )
    lines = [
        json.dumps({"text": plan(3), "name": "丙"}, ensure_ascii=False),
        "{broken",
        "",
        json.dumps({"text": plan(4)}),
    ]
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("inner/a.txt", plan(5))
    found = list(places(tmp_path))
    assert names(iter(found)) == [
        "a",
        "a-2",
        "b",
        "丙",
        f"{tmp_path}/c.jsonl.gz#1: the line is no JSON record; correct or remove it",
        "c-2",
        "a-txt",
    ]
    assert found[1].stated == {"issuer": "某局"}  # type: ignore[union-attr]
    assert found[2].stated == {}  # type: ignore[union-attr]


def test_a_table_without_texts_is_named_with_the_columns_it_has(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": ["1"]}), tmp_path / "t.parquet")
    (tmp_path / "u.parquet").write_bytes(b"PAR1 no such thing")
    assert [error.problem[:32] for error in places(tmp_path) if isinstance(error, SourceError)] == [
        "none of its columns holds texts ", "it is a damaged Parquet file (Ar",
    ]  # fmt: skip
    [error] = places(tmp_path / "t.parquet", text="y")
    assert isinstance(error, SourceError) and "no column 'y'; it has x" in error.problem


def test_thousands_of_plans_of_one_name_are_told_apart_in_no_time(tmp_path: Path) -> None:
    with (tmp_path / "t.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"name": "规划", "text": "x"}) + "\n" for _ in range(3000))
    found = names(places(tmp_path / "t.jsonl"))
    assert len(set(found)) == 3000 and found[-1] == "规划-3000"


# partitions


def test_a_plan_that_is_added_touches_only_the_partitions_near_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "MOST", 100)
    monkeypatch.setattr(cutting, "LEAST", 2)
    monkeypatch.setattr(cutting, "_ends", lambda source: source.name.endswith(("3", "7")))
    before = [one.key for one in partitions(places(folder))]
    assert [one.key for one in partitions(places(folder))] == before
    (folder / "0" / "plan09b.txt").write_text(plan(30), encoding="utf-8")
    after = [one.key for one in partitions(places(folder))]
    assert len(set(before) - set(after)) == 1 and before[-1] == after[-1]


def test_a_changed_file_or_sidecar_makes_another_partition(folder: Path) -> None:
    def keys() -> list[str]:
        return [one.key for one in partitions(places(folder))]

    first = keys()
    (folder / "0" / "plan00.txt").write_text(plan(50), encoding="utf-8")
    second = keys()
    (folder / "0" / "plan00.yml").write_text("issuer: 某局", encoding="utf-8")
    assert first[0] != second[0] != keys()[0] and first[1:] == second[1:]


# the run


def test_rows_are_those_of_a_corpus_and_any_reader_takes_them(folder: Path, tmp_path: Path) -> None:
    code_archive(folder, tmp_path / "out", jobs=1, sentences=True)
    corpus = load(folder)
    for table in ("targets", "numerals", "plans", "sentences"):
        wanted = getattr(corpus, table)
        count = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/out/{table}/*.parquet'").fetchall()
        assert count == [(len(wanted),)]
        [(read,)] = Archive(tmp_path / "out").chunks(table)
        keys = ["plan", *(name for name in ("start", "end", "indicator") if name in wanted)]
        read, wanted = (frame.sort_values(keys, ignore_index=True) for frame in (read, wanted))
        assert read.drop(columns=["cites", "missing"], errors="ignore").equals(
            wanted.drop(columns=["cites", "missing"], errors="ignore")
        )


def test_duckdb_pandas_and_polars_read_the_same_rows(folder: Path, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    (folder / "0" / "plan00.yml").write_text("doc_number: 某政发〔2012〕1号", encoding="utf-8")
    archive = code_archive(folder, tmp_path / "out", jobs=1, sentences=True).archive
    for table in archive.tables:
        place = tmp_path / "out" / table
        by_pandas = pa.Table.from_pandas(pd.read_parquet(place, dtype_backend="pyarrow"), preserve_index=False)
        by_polars = polars.read_parquet(f"{place}/*.parquet")
        by_duckdb = duckdb.sql(f"SELECT * FROM '{place}/*.parquet'")
        assert by_pandas.column_names == by_polars.columns == by_duckdb.columns
        assert by_polars.height == archive.count(table)
        rows = sorted(map(repr, by_polars.rows()))
        assert rows == sorted(map(repr, by_duckdb.fetchall()))
        assert rows == sorted(repr(tuple(row.values())) for row in by_pandas.to_pylist())
    assert len(pd.read_parquet(tmp_path / "out" / "plans", filters=[("plan", "==", "plan07")])) == 1


def test_two_processes_write_the_bytes_of_one(folder: Path, tmp_path: Path) -> None:
    code_archive(folder, tmp_path / "one", jobs=1)
    code_archive(folder, tmp_path / "two", jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_run_does_nothing_again_and_what_is_gone_goes(folder: Path, tmp_path: Path) -> None:
    first = code_archive(folder, tmp_path / "out", jobs=1)
    assert first.partitions >= 6 and first.done_before == 0
    seen: list[str] = []
    again = code_archive(folder, tmp_path / "out", jobs=1, progress=lambda done: seen.append(done.key))
    assert again.done_before == again.partitions and not seen
    (folder / "1" / "plan23.txt").unlink()
    code_archive(folder, tmp_path / "out", jobs=1)
    code_archive(folder, tmp_path / "new", jobs=1)
    assert contents(tmp_path / "out") == contents(tmp_path / "new")


def test_bad_documents_are_listed_with_reasons_and_the_rest_is_coded(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "0" / "empty.txt").write_bytes(b"")
    (folder / "0" / "broken.docx").write_bytes(b"PK\x03\x04 no")
    out = f"{tmp_path}/out/"
    assert main(["code", str(folder), "missing.txt", "-o", out, "--jobs", "1"]) == 1
    said = capsys.readouterr().err
    assert all(
        word in said
        for word in ("empty.txt: the file is empty", "broken.docx", "missing.txt: there is no such file", "24 plans")
    )
    assert duckdb.sql(f"SELECT count(*) FROM '{out}failures/*.parquet'").fetchall() == [(3,)]


def test_a_fault_of_the_rules_loses_one_plan_only(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qcompare.scale import work

    real = work.code
    monkeypatch.setattr(work, "code", lambda plan: 1 / 0 if plan.name == "plan05" else real(plan))
    [failure] = code_archive(folder, tmp_path / "out", jobs=1).archive.failures()
    assert failure.source.endswith("plan05.txt") and "ZeroDivisionError" in failure.problem


# whatever stops it

_RUN = """
import sys
from qcompare.scale import partitions
from qcompare.scale.run import code_archive
partitions.MOST = 4
code_archive(sys.argv[1], sys.argv[2], jobs=2)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def offspring(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from offspring(child)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_killed_at_any_moment_it_goes_on_and_nothing_is_done_twice(folder: Path, tmp_path: Path) -> None:
    for number in range(24, 90):
        (folder / "0" / f"plan{number}.txt").write_text(plan(number) * 4, encoding="utf-8")
    out = tmp_path / "out"
    run = subprocess.Popen([sys.executable, "-c", _RUN, str(folder), str(out)], start_new_session=True)
    deadline = time.monotonic() + 60
    done = out / MANIFEST  # which is there before its first line is
    while not (done.is_file() and b"\n" in done.read_bytes()) and time.monotonic() < deadline:
        time.sleep(0.01)
    started = list(offspring(run.pid))
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    written = {key: Archive(out).part("targets", key).stat().st_mtime_ns for key in Archive(out).done}
    assert written and len(started) > 2
    with (out / MANIFEST).open("ab") as file:
        file.write(b'{"key": "torn')
    (out / "targets" / ".x.parquet.part").write_bytes(b"half")
    summary = code_archive(folder, out, jobs=2)
    assert 0 < summary.done_before < summary.partitions
    assert {key: Archive(out).part("targets", key).stat().st_mtime_ns for key in written} == written
    code_archive(folder, tmp_path / "whole", jobs=1)
    assert contents(out) == contents(tmp_path / "whole")
    while any(map(alive, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, started)), "the workers of a killed run stay behind"


class Deadly(Executor):
    """Workers that go away where a source is called plan13."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if any(getattr(source, "name", "") == "plan13" for source in args[0].sources):
            future.set_exception(BrokenExecutor("gone"))
        else:
            future.set_result(fn(*args))
        return future


def test_the_source_that_brings_workers_down_is_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_workers", lambda *_: Workers(lambda: 2, lambda _: Deadly()))
    summary = code_archive(folder, tmp_path / "out")
    [failure] = summary.archive.failures()
    assert failure.source.endswith("plan13.txt") and "brought down the process" in failure.problem
    assert summary.archive.count("plans") == 23


def test_two_runs_do_not_write_into_one_folder(folder: Path, tmp_path: Path) -> None:
    with Archive(tmp_path / "out").writing(), pytest.raises(QCompareError, match="another run"):
        code_archive(folder, tmp_path / "out", jobs=1)


def test_another_version_on_a_worker_is_refused(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(running, "code_partition", lambda one: replace(code_partition(one), version="0.0.1"))
    with pytest.raises(QCompareError, match=r"a worker has qcompare 0\.0\.1"):
        code_archive(folder, tmp_path / "out", jobs=1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["code", "x.txt", "--jobs", "2"], "--jobs: say which folder"),
        (["code", "s3://bucket/plans"], "s3://bucket/plans: say which folder"),
        (["code", "x.txt", "-o", "{out}/", "--format", "csv"], "is written as Parquet"),
        (["code", "x.txt", "-o", "{out}/", "--scheduler", "nonsense"], "no Dask scheduler answers at nonsense"),
    ],
)
def test_a_wrong_command_is_told_so(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(out=tmp_path) for word in words]) == 2
    assert said in capsys.readouterr().err


def test_no_processes_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="0 processes"):
        code_archive([], tmp_path / "out", jobs=0)
