"""Run all measurements, print them, and write ``benchmarks/results.md`` with a figure.

python -m benchmarks                 everything, some fifteen minutes
python -m benchmarks --quick         smaller, six or seven minutes
python -m benchmarks --only speed    one of them, printed only
python -m benchmarks --plans 20000   a larger archive (hours on a small machine)
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tabulate import tabulate

from benchmarks import measure
from benchmarks.figure import draw
from benchmarks.measure import Rows
from benchmarks.waits import waits

HERE = Path(__file__).resolve().parent
TITLES = {
    "speed": "Coding, and what others make of the same text (processor time, one core, in turns)",
    "five": "The five plans that come along (processor time, one core, in turns)",
    "growth": "One document, growing",
    "extremes": "Texts with one property in excess",
    "archive": "An archive coded into a folder, sentences included (elapsed time; peak memory of all processes together)",
    "start_up": "From the shell (processor time)",
    "waits": "What people wait for, beside the import of pandas in the same run (processor time of all processes)",
    "survey": "The report that compares many plans",
    "profile": "Where the time goes (200,000 characters; the profiler itself slows small functions)",
}


def main() -> None:
    """Measure, print, write."""
    given = _arguments()
    results: dict[str, Rows] = {}
    notes: list[str] = []
    started = time.perf_counter()
    with measure.scratch() as folder:
        for name, run in _measurements(given, Path(folder), notes).items():
            if given.only and name not in given.only and not (name == "archive" and "survey" in given.only):
                continue
            results[name] = run()
            print(f"\n## {TITLES[name]}\n\n{_table(results[name])}", flush=True)
    notes.append(f"all of it took {time.perf_counter() - started:.0f} s")
    if given.only:
        return
    (HERE / "results.md").write_text(_page(results, notes, given.quick), encoding="utf-8")
    draw(results, HERE / "results.svg")
    print(f"\nwritten: {HERE / 'results.md'} and results.svg", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="shorter documents, fewer plans")
    parser.add_argument(
        "--only", action="append", choices=list(TITLES), help="one measurement; may be repeated; nothing is written"
    )
    parser.add_argument("--plans", type=int, default=None, help="plans in the larger archive")
    return parser.parse_args()


def _measurements(given: argparse.Namespace, folder: Path, notes: list[str]) -> dict[str, Callable[[], Rows]]:
    plans = given.plans or (200 if given.quick else 600)

    def speed() -> Rows:
        rows, missing = measure.speed(rounds=3 if given.quick else 5)
        if missing:
            notes.append(
                f"not installed and left out: {', '.join(missing)} (pip install -r benchmarks/requirements.txt)"
            )
        return rows

    return {
        "speed": speed,
        "five": measure.five,
        "growth": lambda: measure.growth(1_000_000 if given.quick else 10_000_000),
        "extremes": lambda: measure.extremes(10 if given.quick else 20),
        "start_up": lambda: measure.start_up(3 if given.quick else 5),
        "waits": lambda: waits(1 if given.quick else 3),
        "archive": lambda: measure.archive(folder, (max(plans // 10, 10), plans)),
        "survey": lambda: measure.survey(folder),
        "profile": measure.profile,
    }


def _table(rows: Rows) -> str:
    shown = [{key: _number(value) for key, value in row.items()} for row in rows]
    return tabulate(shown, headers="keys", tablefmt="github", disable_numparse=True)


def _number(value: object) -> str:
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return "–" if value != value else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _page(results: dict[str, Rows], notes: list[str], quick: bool) -> str:
    sections = "\n\n".join(f"## {TITLES[name]}\n\n{_table(rows)}" for name, rows in results.items())
    return (
        "# Benchmarks\n\n"
        f"Made by `make bench{' ARGS=--quick' if quick else ''}` on {datetime.date.today().isoformat()}. {_machine()}\n\n"
        "The texts are generated (`benchmarks/generate.py`): they have the look of plans and are for load, not for accuracy. "
        "Times are comparable within a table only; what carries over to another machine are the ratios.\n\n"
        f"![Speed and growth](results.svg)\n\n{sections}\n\n" + "\n".join(f"- {note}" for note in notes) + "\n"
    )


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = (
        f", load {os.getloadavg()[0]:.1f} at the end (above {cores}: others were at work)"
        if hasattr(os, "getloadavg")
        else ""
    )
    versions = ", ".join(
        f"{name} {_version(name)}"
        for name in ("qcompare", "jieba", "rjieba", "jionlp", "recognizers-text-number", "pyarrow", "pandas")
    )
    return f"{_processor()}, {cores} cores{load}; {platform.system()}, Python {platform.python_version()}; {versions}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


if __name__ == "__main__":
    main()
