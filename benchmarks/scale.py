"""An archive of any size, coded by one process, by two, by a run that is killed, and by a Dask cluster that loses a worker.

    python -m benchmarks.scale --plans 20000      # about 2 × 10^8 characters, and some 3 GB of disk
    python -m benchmarks.scale --plans 500        # a look

Each run is the command that users type, in processes of its own. Memory is the largest sum of the proportional set sizes
of the command and of all its processes (what is shared counts once), looked at five times a second from outside. Every
run has to write the bytes that one process writes, file by file.
"""

from __future__ import annotations

import argparse
import contextlib
import filecmp
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tabulate import tabulate

from benchmarks import generate
from benchmarks.watch import Run, watch

_CLUSTER = """
import os, signal, sys
from distributed import Client, LocalCluster
from qcompare.scale import code_archive

def main():
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1",
                     silence_logs=50, local_directory=sys.argv[4]) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        victim, done, middle = next(iter(client.run(os.getpid).values())), [0], int(sys.argv[3]) // 2
        def kill_in_the_middle(one):
            before = done[0]
            done[0] += one.counts["plans"]
            if before < middle <= done[0]:
                os.kill(victim, signal.SIGKILL)
        code_archive(sys.argv[1], sys.argv[2], client=client, sentences=True, progress=kill_in_the_middle)

if __name__ == "__main__":
    main()
"""


def main() -> None:
    """Generate, run, compare, print."""
    given = _arguments()
    rows: list[dict[str, Any]] = []
    with _folder(given.folder) as folder:
        plans, few = folder / "plans", max(given.plans // 10, 1)
        start = time.perf_counter()
        size = generate.write(plans, given.plans, each=few)
        print(f"{given.plans:,} plans, {size / 1e6:,.0f} MB, made in {time.perf_counter() - start:.0f} s", flush=True)
        part = plans / "0000"  # the first tenth

        small = watch(_command(part, folder / "small", 2))
        rows.append(_row("two processes", few, small, folder / "small"))
        one = watch(_command(plans, folder / "one", 1))
        rows.append(_row("one process", given.plans, one, folder / "one"))
        two = watch(_command(plans, folder / "two", 2))
        rows.append(_row("two processes", given.plans, two, folder / "two", folder / "one"))
        if given.kills:
            killed = _killed(_command(plans, folder / "killed", 2), given.kills, two.seconds)
            rows.append(
                _row(f"killed {given.kills} times, then on", given.plans, killed, folder / "killed", folder / "one")
            )
        if not given.no_dask:
            (folder / "dask").mkdir()
            words = [sys.executable, "-c", _CLUSTER, str(plans), str(folder / "cluster"), str(given.plans)]
            cluster = watch([*words, str(folder / "dask")])
            rows.append(_row("Dask, one of two workers lost", given.plans, cluster, folder / "cluster", folder / "one"))
    print(tabulate(rows, headers="keys", tablefmt="github", intfmt=",", floatfmt=",.1f", missingval="–"))
    print(f"\ntwo processes: {one.seconds / two.seconds:.2f} times as fast as one (load now {os.getloadavg()[0]:.1f})")
    print(
        f"by the processor time of the busiest process, whatever else runs here: {one.busiest / two.busiest:.2f} times"
    )
    print(f"peak of {given.plans:,} plans: {two.peak / small.peak:.2f} times that of {few:,} (two processes)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--plans", type=int, default=20_000, help="how many; a tenth of them are also run alone")
    parser.add_argument("--kills", type=int, default=3, help="how often a run is killed")
    parser.add_argument("--no-dask", action="store_true", help="leave the cluster out")
    parser.add_argument("--folder", type=Path, help="where to work and to leave what was made; by default it goes away")
    return parser.parse_args()


@contextlib.contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True)
        yield given
    else:
        with tempfile.TemporaryDirectory(prefix="qcompare-scale-") as made:
            yield Path(made)


def _command(plans: Path, out: Path, jobs: int) -> list[str]:
    words = [sys.executable, "-m", "qcompare", "code", str(plans), "-o", f"{out}/", "--sentences"]
    return [*words, "--jobs", str(jobs)]


def _killed(words: list[str], times: int, seconds: float) -> Run:
    """Kill a run at random moments, so many times, and let the last one go on to the end."""
    chance = random.Random(1)
    runs = [watch(words, kill_after=chance.uniform(0.1, 1) * seconds / times) for _ in range(times)]
    runs.append(watch(words))
    spent = {number: run.processor for number, run in enumerate(runs)}
    return Run(sum(run.seconds for run in runs), spent, max(run.peak for run in runs))


def _row(what: str, plans: int, run: Run, out: Path, like: Path | None = None) -> dict[str, Any]:
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().splitlines()]
    row = {
        "run": what, "plans": plans, "rows": sum(line[table] for line in lines for table in ("targets", "numerals", "sentences")),
        "characters/s": round(sum(line["characters"] for line in lines) / run.seconds), "seconds": run.seconds,
        "processor s": run.processor, "peak MB": round(run.peak / 2**20),
        "bytes": None if like is None else "the same" if same(out, like) else "DIFFER",
    }  # fmt: skip
    print(f"  {what}, {plans:,} plans: {run.seconds:,.1f} s", file=sys.stderr, flush=True)
    return row


def same(one: Path, two: Path) -> bool:
    """Tell whether two folders hold the same files with the same bytes."""
    found = [
        sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
        for folder in (one, two)
    ]
    return found[0] == found[1] and all(filecmp.cmp(one / name, two / name, shallow=False) for name in found[0])


if __name__ == "__main__":
    main()
