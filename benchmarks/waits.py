"""What people wait for, as multiples of ``import pandas`` in the same run: ``python -m benchmarks.waits``.

Each is a fresh process; its processor time (user and system, with that of the processes that it starts) is taken in turns
with the others, and the least counts, so that a busy machine slows all alike. The report runs once, as it takes minutes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile

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


def processor_time(code: str) -> float:
    """Return the processor time of a fresh process that runs some code, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(rounds: int = 3) -> None:
    found: dict[str, list[float]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory(prefix="qcompare-waits-") as folder:
        report = f"from qcompare.cli import main; main(['report', '-o', {folder!r}])"
        found["the whole report, cold"] = [processor_time(report)]
        again = found["the report again, nothing changed"] = []
        for _ in range(rounds):
            for name, code in CASES.items():
                found[name].append(processor_time(code))
            again.append(processor_time(report))
    unit = min(found[UNIT])
    for name, times in found.items():
        print(f"{min(times) / unit:6.1f} ×  {min(times):5.2f} s  {name}")


if __name__ == "__main__":
    main()
