"""A Dask cluster gives what one process gives, also when it loses a worker; a store of objects is a source like a folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qcompare.corpus import load
from qcompare.errors import QCompareError
from qcompare.scale import partitions as cutting
from qcompare.scale.archive import Archive
from qcompare.scale.run import code_archive

sys.path.insert(0, str(Path(__file__).parent))
from cluster_runs import plan  # noqa: E402


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", 4)


@pytest.mark.slow
@pytest.mark.parametrize("run", ["loses_a_worker", "reads_a_corpus"])
def test_a_cluster_gives_what_one_process_gives(run: str, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    script = Path(__file__).with_name("cluster_runs.py")
    done = subprocess.run(
        [sys.executable, script, run, tmp_path], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr


class Elsewhere:
    """A client whose workers have another version of qcompare, or go away with what they read."""

    def __init__(self, result: Any) -> None:
        self._result = result

    def map(self, function: Any, found: list[Any], pure: bool) -> list[Future[Any]]:
        futures: list[Future[Any]] = [Future() for _ in found]
        for future in futures:
            if isinstance(self._result, BaseException):
                future.set_exception(self._result)
            else:
                future.set_result(self._result)
        return futures


def test_workers_of_another_version_and_plans_that_bring_them_down_are_named() -> None:
    distributed = pytest.importorskip("distributed")
    with pytest.raises(QCompareError, match=r"a worker has qcompare 0\.0\.1"):
        load(client=Elsewhere(("0.0.1", None)))
    corpus = load(client=Elsewhere(distributed.KilledWorker("task", None, 3)))
    assert not corpus.names and "brought down the workers" in str(corpus.failures[0])


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3-compatible store on this machine, with an empty bucket; the endpoint stands in the environment."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem(skip_instance_cache=True).mkdir("archive")
    yield "s3://archive"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_a_store_of_objects_is_read_like_a_folder(store: str, tmp_path: Path) -> None:
    import s3fs

    system = s3fs.S3FileSystem(skip_instance_cache=True)
    local = tmp_path / "plans"
    local.mkdir()
    for number in range(6):
        (local / f"plan{number}.txt").write_text(plan(number), encoding="utf-8")
        system.pipe_file(f"archive/plans/plan{number}.txt", plan(number).encode())
    table = pa.table({"plan": [f"row{number}" for number in range(6)], "text": [plan(number) for number in range(6)]})
    with system.open("archive/table.parquet", "wb") as file:
        pq.write_table(table, file)
    system.pipe_file("archive/plans/notes.xyz", b"no plan")
    remote = code_archive([f"{store}/plans", f"{store}/*.parquet", f"{store}/nothing"], tmp_path / "remote", jobs=1)
    code_archive(local, tmp_path / "local", jobs=1)
    assert [failure.source for failure in remote.archive.failures()] == [f"{store}/nothing"]
    [(far,)] = remote.archive.chunks("targets")
    [(near,)] = Archive(tmp_path / "local").chunks("targets")
    from_files = far[far["plan"].str.startswith("plan")].sort_values(["plan", "start"], ignore_index=True)
    assert from_files.equals(near.sort_values(["plan", "start"], ignore_index=True))
    from_rows = far[far["plan"].str.startswith("row")].sort_values(["plan", "start"], ignore_index=True)
    assert from_rows.drop(columns="plan").equals(from_files.drop(columns="plan"))
