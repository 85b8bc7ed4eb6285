"""The measurements. Times are processor time of this process, taken in turns: a busy machine slows all alike."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import generate, texts
from benchmarks.peers import Peer, peers
from benchmarks.watch import ROOT, spent_by_children, watch
from qcompare.corpus import load
from qcompare.scale.archive import Archive

PYTHON = sys.executable
Rows = list[dict[str, Any]]


def timed(run: Callable[[], object]) -> float:
    """Return the processor time that a call takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def speed(length: int = 100_000, rounds: int = 5) -> tuple[Rows, list[str]]:
    """Measure coding and its peers on the same text, in turns."""
    text = texts.running(length)
    found, missing = peers()
    times: dict[str, list[float]] = defaultdict(list)
    for round_ in range(rounds):
        for peer in found:
            if round_ < 2 or peer.most > length:
                # what is found once for a text must be found again in each round
                part = _head(text, peer.most) + "。" * round_
                times[peer.name].append(timed(lambda peer=peer, part=part: peer.run(part)) / len(part))  # type: ignore[misc]
    return [_speed_row(peer, times) for peer in found], missing


def five(rounds: int = 25) -> Rows:
    """Measure coding of the five plans that come along beside what cuts them into words, in turns."""
    found = [peer for peer in peers()[0] if peer.name in ("qcompare code", "jieba.lcut")]
    plans = [one.plan.source for one in load()]
    times: dict[str, list[float]] = defaultdict(list)
    for round_ in range(rounds):
        parts = [text + "。" * round_ for text in plans]  # as above
        for peer in found:
            spent = timed(lambda peer=peer, parts=parts: [peer.run(part) for part in parts])  # type: ignore[misc]
            times[peer.name].append(spent / sum(map(len, parts)))
    return [_speed_row(peer, times) for peer in found]


def _head(text: str, most: int) -> str:
    return text if len(text) <= most else text[: text.rfind("\n", 0, most) + 1] or text[:most]


def _speed_row(peer: Peer, times: dict[str, list[float]]) -> dict[str, Any]:
    cost = {name: statistics.median(found[1:] or found) for name, found in times.items()}
    return {
        "case": peer.name, "characters/s": 1 / cost[peer.name], "coding is … times as fast": cost[peer.name] / cost["qcompare code"],
        "against jieba.lcut": cost.get("jieba.lcut", float("nan")) / cost[peer.name], "delivers": peer.delivers,
    }  # fmt: skip


def growth(longest: int = 10_000_000) -> Rows:
    """Measure coding of one document of growing length."""
    from qcompare.coding import code
    from qcompare.text import Plan

    code(Plan.from_text(texts.running(10_000)))
    rows: Rows = []
    length = 10_000
    while length <= longest:
        # as many characters for each length, never the same ones twice
        documents = [texts.running(length, 1000 * number) for number in range(max(1, 1_000_000 // length))]
        characters = sum(map(len, documents))
        seconds = timed(lambda documents=documents: [code(Plan.from_text(text)) for text in documents])  # type: ignore[misc]
        rows.append(
            {
                "characters": characters // len(documents),
                "documents": len(documents),
                "µs/character": 1e6 * seconds / characters,
            }
        )
        length *= 10
    for row in rows:
        row["against the shortest"] = row["µs/character"] / rows[0]["µs/character"]
    return rows


_ONE = """
import json, sys, time
from benchmarks.texts import EXTREMES
from qcompare.coding import code
from qcompare.text import Plan
make, lengths = EXTREMES[sys.argv[1]]
code(Plan.from_text(make(100)))
for length in lengths:
    text = make(length)
    start = time.process_time()
    code(Plan.from_text(text))
    print(json.dumps([len(text), time.process_time() - start]), flush=True)
"""


def extremes(patience: float = 20.0) -> Rows:
    """Measure coding of texts with one property in excess, each in a process of its own that is not waited for forever."""
    rows: Rows = []
    for name, (_, lengths) in texts.EXTREMES.items():
        run = subprocess.Popen(
            [PYTHON, "-c", _ONE, name], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            out, error = run.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            run.kill()
            out, error = run.communicate()
            error = f"not done after {patience:.0f} s"
        done = [json.loads(line) for line in out.splitlines()]
        costs = [1e6 * seconds / size for size, seconds in done]
        said = "" if len(done) == len(lengths) else error.strip().splitlines()[-1][:80] if error.strip() else "failed"
        rows.append({
            "text": name, "characters": done[-1][0] if done else 0, "seconds": done[-1][1] if done else float("nan"),
            "µs/character": costs[-1] if costs else float("nan"), "against the shortest": costs[-1] / costs[0] if costs else float("nan"),
            "note": said,
        })  # fmt: skip
    return rows


def archive(folder: Path, counts: tuple[int, ...] = (60, 600)) -> Rows:
    """Measure runs into a folder: memory with the number of plans, time with the number of processes."""
    rows: Rows = []
    for count in counts:
        generate.write(folder / f"plans{count}", count)
    processes = sorted({1, 2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2})
    for count, jobs in [(counts[0], processes[-1]), *((counts[-1], number) for number in processes)]:
        plans, out = folder / f"plans{count}", folder / f"out{count}-{jobs}"
        run = watch([PYTHON, "-m", "qcompare", "code", str(plans), "-o", f"{out}/", "--sentences", "--jobs", str(jobs)])
        rows.append({
            "plans": count, "processes": jobs, "seconds": run.seconds, "processor seconds": run.processor,
            "characters/s": Archive(out).count("characters") / run.seconds, "peak MB": run.peak / 2**20,
        })  # fmt: skip
    alone = next(row["seconds"] for row in rows if row["plans"] == counts[-1] and row["processes"] == 1)
    for row in rows:
        row["against one process"] = alone / row["seconds"] if row["plans"] == counts[-1] else float("nan")
    return rows


def start_up(rounds: int = 5) -> Rows:
    """Measure the five plans from the shell against the import of pandas, in turns."""
    commands = {
        "qcompare code, five plans, jsonl": ["-m", "qcompare", "code", "--format", "jsonl"],
        "qcompare --help": ["-m", "qcompare", "--help"],
        'python -c "import pandas"': ["-c", "import pandas"],
        'python -c "pass"': ["-c", "pass"],
    }
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, words in commands.items():
            before = spent_by_children()
            subprocess.run([PYTHON, *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
            times[name].append(spent_by_children() - before)
    pandas = statistics.median(times['python -c "import pandas"'])
    return [
        {"command": name, "seconds": statistics.median(found), "against pandas": statistics.median(found) / pandas}
        for name, found in times.items()
    ]


def survey(folder: Path) -> Rows:
    """Measure the comparison of many plans: the report on the largest archive that :func:`archive` left in the folder."""
    largest = max(folder.glob("out*-1"), key=lambda path: int(path.name[3:].partition("-")[0]))
    run = watch([PYTHON, "-m", "qcompare", "survey", str(largest), "-o", str(folder / "survey")])
    return [{
        "plans": int(largest.name[3:].partition("-")[0]), "seconds": run.seconds,
        "processor seconds": run.processor, "peak MiB, anonymous": run.anonymous / 2**20,
    }]  # fmt: skip


def profile(length: int = 200_000, most: int = 18) -> Rows:
    """Return where the time goes: the functions that take most of it, without those they call."""
    import cProfile
    import pstats

    from qcompare.coding import code
    from qcompare.text import Plan

    text = texts.running(length)
    run = cProfile.Profile()
    run.runcall(lambda: code(Plan.from_text(text)))
    found = pstats.Stats(run)
    rows: Rows = []
    for (file, line, name), (_, calls, own, whole, _callers) in found.stats.items():  # type: ignore[attr-defined]
        place = file.partition("qcompare/")[2].removesuffix(".py").replace("/", ".")
        rows.append({
            "function": f"{place}:{name}" if place else f"{name}" if line == 0 else f"{Path(file).name}:{name}", "calls": calls,
            "own share": own / found.total_tt, "with callees": whole / found.total_tt,  # type: ignore[attr-defined]
        })  # fmt: skip
    return sorted(rows, key=lambda row: -row["own share"])[:most]


def scratch() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that goes away."""
    return tempfile.TemporaryDirectory(prefix="qcompare-bench-")
