"""What a cluster of two processes does, in a process of its own: other tests leave event loops in theirs.

``python tests/cluster_runs.py NAME FOLDER`` runs one of the functions in a folder; it fails where a test would.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qcompare.corpus import load
from qcompare.paths import plans_dir
from qcompare.scale import partitions as cutting
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


@contextmanager
def two_processes(folder: Path) -> Iterator[Any]:
    """A client of a cluster of two processes on this machine."""
    import distributed

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50,
            local_directory=str(folder / "cluster"),
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


def kill_once(seen: list[str], key: str, victim: int) -> None:
    seen.append(key)
    if len(seen) == 2:
        os.kill(victim, signal.SIGKILL)


def loses_a_worker(place: Path) -> None:
    """A cluster that loses a worker gives the same rows."""
    cutting.MOST = 4
    folder = place / "plans"
    folder.mkdir()
    for number in range(60):
        (folder / f"plan{number:02d}.txt").write_text(plan(number), encoding="utf-8")
    code_archive(folder, place / "one", jobs=1)
    seen: list[str] = []
    with two_processes(place) as client:
        victim = next(iter(client.run(os.getpid).values()))
        summary = code_archive(
            folder, place / "two", client=client, progress=lambda done: kill_once(seen, done.key, victim)
        )
    assert len(seen) == len(set(seen)) == summary.partitions == 15
    assert contents(place / "two") == contents(place / "one")


def reads_a_corpus(place: Path) -> None:
    """A corpus read by a cluster is the corpus."""
    (place / "empty.txt").write_bytes(b"")
    places = [plans_dir(), place / "empty.txt", place / "none.txt"]
    with two_processes(place) as client:
        alone, together = load(places), load(places, client=client)
    for table in ("targets", "numerals", "plans", "sentences"):
        assert list(together.records(table)) == list(alone.records(table))
    assert list(map(str, together.failures)) == list(map(str, alone.failures)) and len(alone.failures) == 2


if __name__ == "__main__":
    {"loses_a_worker": loses_a_worker, "reads_a_corpus": reads_a_corpus}[sys.argv[1]](Path(sys.argv[2]))
