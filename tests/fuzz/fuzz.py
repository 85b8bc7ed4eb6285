"""Coverage-guided fuzzing of the readers and the coder (not part of the test run).

    pip install 'qcompare[fuzz]'
    python tests/fuzz/fuzz.py html -max_total_time=600
    python tests/fuzz/fuzz.py all 75               # an hour: every target in turn, 75 seconds of processor time each
    python tests/fuzz/fuzz.py all 600 html tables  # these

Each input must end in a result or in an error of ours, within two seconds of processor time per 100 kB (two at least) and half a
gigabyte of memory. What breaks that is kept as ``fault in …``, ``crash-…`` or ``timeout-…`` in the working folder:
run it again with ``python tests/fuzz/fuzz.py html crash-…``, mend it, and put it into a test.

``all`` goes on with a target after a fault until its time is used (five faults at most). At the end of each target stands
a line of figures: inputs, how many were refused, the slowest, and the peak of memory; at the end of all, their sum.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import atheris
from targets import SCRATCH, TARGETS, seeds

from qcompare.errors import QCompareError

SECONDS_PER_100_KB, LEAST_SECONDS, MEGABYTES = 2.0, 2.0, 500


FAULTS = 5  # of one target: more of them are hardly others


def guarded(run: Callable[[bytes], object], figures: Path, budget: float) -> Callable[[bytes], None]:
    """Hold an input to the promise: our errors only, and in time; keep figures, since the fuzzer ends without a word."""
    counts = {"inputs": 0, "seconds": 0.0, "refused": 0, "slowest": 0.0, "slowest bytes": 0, "per 100 kB": 0.0}
    seen: dict[str, float] = counts | {"MB": 0, "MB before": _megabytes()}
    begun, written = time.process_time(), 0.0

    def write() -> None:
        nonlocal written
        written = time.monotonic()
        seen["seconds"] = round(time.process_time() - begun, 1)
        seen["MB"] = _megabytes()
        figures.write_text(json.dumps(seen))

    def one(data: bytes) -> None:
        start = time.process_time()
        seen["inputs"] += 1
        try:
            run(data)
        except QCompareError:
            seen["refused"] += 1
        except BaseException:
            write()
            Path(f"fault in {figures.stem}").write_bytes(data)  # the fuzzer does not always keep it
            raise
        now = time.process_time()
        took = now - start
        if took > seen["slowest"]:
            seen["slowest"], seen["slowest bytes"] = round(took, 3), len(data)
        if len(data) > 20_000:
            seen["per 100 kB"] = max(seen["per 100 kB"], round(took / len(data) * 100_000, 3))
        allowed = max(LEAST_SECONDS, len(data) / 100_000 * SECONDS_PER_100_KB)
        if took > allowed or now - begun > budget or time.monotonic() - written > 1:
            write()
        if took > allowed:
            raise TimeoutError(f"{len(data)} bytes took {took:.1f} s, more than {allowed:.1f} s")
        if now - begun > budget:
            os._exit(0)  # the fuzzer knows time by the clock only

    return one


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def run_all(seconds: float, names: list[str]) -> None:
    """Fuzz targets in turn, each in a process of its own, and print what came out."""
    failed: list[str] = []
    inputs = refused = 0
    spent = 0.0
    for target in names:
        left = seconds
        for number in range(FAULTS):
            figures = SCRATCH / f"{target}-{number}.json"
            child = os.fork()
            if not child:
                sys.argv = [__file__, target, "-verbosity=0", f"-figures={figures}", f"-budget={left}"]
                main()
            broken = os.waitpid(child, 0)[1]
            told = json.loads(figures.read_text()) if figures.exists() else {}
            print(f"{target}{': FAULT' if broken else ''}: {json.dumps(told) if told else 'no figures'}", flush=True)
            inputs, refused = inputs + told.get("inputs", 0), refused + told.get("refused", 0)
            spent, left = spent + told.get("seconds", 0), left - told.get("seconds", 0)
            if broken:
                failed.append(target)
            if not broken or left < 1:
                break
        print(
            f"so far: {inputs} inputs, {refused} refused, {spent / 60:.1f} minutes of processor time, {len(failed)} faults",
            flush=True,
        )
    print(
        f"{len(names)} targets, {inputs} inputs, {refused} refused, {spent / 60:.1f} minutes of processor time, {len(failed)} faults"
    )
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


def main() -> None:
    """Fuzz one target, or all of them one after the other."""
    warnings.simplefilter("ignore")  # of packages about damaged files, which are the point here
    name, *options = sys.argv[1:] or ["--help"]
    if name == "all":
        run_all(float(options[0] if options else 60), options[1:] or list(TARGETS))
    if name not in TARGETS:
        sys.exit(f"{__doc__}\ntargets: {', '.join(TARGETS)}")
    corpus = Path(tempfile.mkdtemp(dir=SCRATCH))
    for number, data in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(data)
    arguments = [
        sys.argv[0],
        f"-rss_limit_mb={MEGABYTES + 250}",
        "-timeout=30",
        "-max_len=200000",
        "-len_control=0",  # whole documents from the start, and not first what a few bytes can say
        *(option for option in options if not option.startswith(("-figures=", "-budget="))),
    ]
    own = dict(option.split("=", 1) for option in options if option.startswith(("-figures=", "-budget=")))
    for data in seeds(name):  # loads what is loaded on first use, which is not the input's time
        with contextlib.suppress(QCompareError):
            TARGETS[name](data)
    named = [option for option in options if not option.startswith("-")]
    figures = Path(own.get("-figures", SCRATCH / f"{name}.json"))
    test = guarded(TARGETS[name], figures, float(own.get("-budget", "inf")))
    atheris.Setup(arguments + ([] if named else [str(corpus)]), test)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
