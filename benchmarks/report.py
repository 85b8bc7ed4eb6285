"""The whole report, cold and again, beside the plain papermill command on the same notebooks one after the other.

python -m benchmarks.report            # some twenty minutes, most of them papermill's
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from tabulate import tabulate

from benchmarks.watch import Run, watch
from qcompare.corpus import load
from qcompare.reports import batch

_LANGS = ("zh", "en")


def main() -> None:
    """Run, print."""
    with tempfile.TemporaryDirectory(prefix="qcompare-report-") as made:
        report = [sys.executable, "-m", "qcompare", "report", "-o", f"{made}/report"]
        runs = {"qcompare report, cold": watch(report), "the same again, nothing changed": watch(report)}
        runs["plain papermill"] = _papermill(Path(made) / "plain")
    plain, cold = runs["plain papermill"].seconds, runs["qcompare report, cold"].seconds
    rows = [
        {
            "run": name, "seconds": run.seconds, "against plain papermill": run.seconds / plain, "against cold": run.seconds / cold,
            "processor s": run.processor, "peak MB": run.peak / 2**20,
        }
        for name, run in runs.items()
    ]  # fmt: skip
    print(tabulate(rows, headers="keys", tablefmt="github", floatfmt=("", ",.1f", ".3f", ".3f", ",.1f", ",.0f")))
    print(f"\nload at the end {os.getloadavg()[0]:.1f}; the report also draws the figure set and writes the pages")


def _papermill(folder: Path) -> Run:
    """Run each notebook of the report as its reader would without us: one command, one kernel, one after the other."""
    folder.mkdir()
    runs = []
    for number, job in enumerate(batch.plan(batch.find(), {}, _LANGS, plans=load().names)):
        words = [sys.executable, "-m", "papermill", str(job.notebook), str(folder / f"{number}.ipynb"), "--no-progress-bar",
                 "--cwd", str(job.notebook.parent), "-y", json.dumps(dict(job.values), ensure_ascii=False)]  # fmt: skip
        runs.append(watch(words))
        print(f"  {job.name}: {runs[-1].seconds:.1f} s", file=sys.stderr, flush=True)
    spent = {number: run.processor for number, run in enumerate(runs)}
    return Run(sum(run.seconds for run in runs), spent, max(run.peak for run in runs))


if __name__ == "__main__":
    main()
