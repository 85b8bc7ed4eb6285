"""A Dask cluster gives what one process gives, also when it loses a worker; a store of objects is a source like a folder."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qcompare.corpus import load
from qcompare.errors import QCompareError
from qcompare.paths import plans_dir
from qcompare.scale import partitions as cutting
from qcompare.scale.archive import Archive
from qcompare.scale.run import code_archive


def plan(number: int) -> str:
    """Return the text of a plan of some pages."""
    section = (
        f"到2020年，产品质量监督抽查合格率达到{60 + number % 40}%以上，新增省级名牌产品{number + 1}个。各级部门要完善质量安全监管体系，"
        "落实企业质量主体责任，推进标准化战略，健全检验检测公共服务平台，提高质量总体水平。\n"
    )  # fmt: skip
    return f"某市质量发展规划（{2010 + number % 5}-2020年）\n一、主要目标\n" + section * 20


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", 4)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of a cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50,
            local_directory=str(tmp_path_factory.mktemp("cluster")),
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same_rows(tmp_path: Path, client: Any) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(60):
        (folder / f"plan{number:02d}.txt").write_text(plan(number), encoding="utf-8")
    code_archive(folder, tmp_path / "one", jobs=1)
    victim = next(iter(client.run(os.getpid).values()))
    seen: list[str] = []
    summary = code_archive(
        folder, tmp_path / "two", client=client, progress=lambda done: kill_once(seen, done.key, victim)
    )
    assert len(seen) == len(set(seen)) == summary.partitions == 15
    assert contents(tmp_path / "two") == contents(tmp_path / "one")


@pytest.mark.slow
def test_a_corpus_read_by_a_cluster_is_the_corpus(tmp_path: Path, client: Any) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    places = [plans_dir(), tmp_path, tmp_path / "none.txt"]
    alone, together = load(places), load(places, client=client)
    for table in ("targets", "numerals", "plans", "sentences"):
        assert list(together.records(table)) == list(alone.records(table))
    assert list(map(str, together.failures)) == list(map(str, alone.failures)) and len(alone.failures) == 2


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


def kill_once(seen: list[str], key: str, victim: int) -> None:
    seen.append(key)
    if len(seen) == 2:
        os.kill(victim, signal.SIGKILL)


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
