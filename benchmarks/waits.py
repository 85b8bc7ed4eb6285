"""What people wait for, as multiples of ``import pandas`` in the same run: ``python -m benchmarks.waits``.

Each is a fresh process; its processor time (user and system, with that of the processes that it starts) is taken in turns
with the others, and the least counts, so that a busy machine slows all alike. The report and the figure set are made once,
as each takes a minute.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tabulate import tabulate

from benchmarks.measure import Rows
from benchmarks.watch import ROOT, spent_by_children, watch

UNIT = "import pandas"
CASES = {
    UNIT: UNIT,
    "import altair": "import altair",
    "import papermill": "import papermill",
    "qcompare --help": "from qcompare.cli import main; main(['--help'])",
    "code the five plans, as jsonl": "from qcompare.cli import main; main(['code', '-f', 'jsonl'])",
    "measure specificity": "from qcompare.cli import main; main(['measure', 'specificity'])",
    "the first chart": (
        "import qcompare as qc; from qcompare.figures import render; from qcompare.figures.tables import measures_of; "
        "m = measures_of(qc.load()); render.standalone(render.svg(qc.chart.ladder(m.ladder, m.ladder_dominance).to_dict()))"
    ),
}
REPORT, PROSE, AGAIN = "the whole report, cold", "the report, prose of a notebook edited", "the report, nothing changed"
FIGURES = "the figure set, cold"


def waits(rounds: int = 3) -> Rows:
    """Measure them all: processor seconds, against the import of pandas, and the memory of all processes at the worst moment."""
    spent: dict[str, list[float]] = defaultdict(list)
    peak: dict[str, float] = {}

    def run(name: str, *words: str, **env: str) -> None:
        before = spent_by_children()
        held = watch([sys.executable, "-W", "ignore", *words], **env).anonymous
        spent[name].append(spent_by_children() - before)
        peak[name] = max(peak.get(name, 0), held / 2**20)

    def short() -> None:
        for name, code in CASES.items():
            run(name, "-c", code)

    with tempfile.TemporaryDirectory(prefix="qcompare-waits-") as folder:
        home = Path(folder) / "home"  # a copy, whose prose can be edited; with the figures that are published
        for part in ("data", "notebooks", "figures"):
            shutil.copytree(ROOT / part, home / part)
        report = ["-m", "qcompare", "report", "-o", f"{folder}/report"]
        short()
        run(REPORT, *report, QCOMPARE_HOME=str(home))
        short()
        for number in range(rounds):
            run(AGAIN, *report, QCOMPARE_HOME=str(home))
            notebook = home / "notebooks" / "en" / "80_findings.ipynb"
            text = notebook.read_text(encoding="utf-8")
            edited = text.replace('"source": [\n    "# ', f'"source": [\n    "# Reading {number + 1}: ', 1)
            assert edited != text
            notebook.write_text(edited, encoding="utf-8")
            run(PROSE, *report, QCOMPARE_HOME=str(home))
            short()
        run(FIGURES, "-m", "qcompare", "figures", "-o", f"{folder}/figures")
        short()
    unit = min(spent[UNIT])
    return [
        {"what": name, "processor s": min(times), f"× {UNIT}": min(times) / unit, "peak MiB, anonymous": peak[name]}
        for name, times in spent.items()
    ]


if __name__ == "__main__":
    print(tabulate(waits(), headers="keys", tablefmt="github", floatfmt=("", ".2f", ".1f", ".0f")))
