"""Coverage-guided fuzzing of the readers and the coder (not part of the test run).

    pip install 'qcompare[fuzz]'
    python tests/fuzz/fuzz.py html -max_total_time=600
    python tests/fuzz/fuzz.py all 600              # every target in turn, seconds each
    python tests/fuzz/fuzz.py all 600 html tables  # these

Each input must end in a result or in an error of ours, within two seconds of processor time per 100 kB (two at least) and half a
gigabyte of memory. What breaks that is kept by the fuzzer as ``crash-…`` or ``timeout-…`` in the working folder:
run it again with ``python tests/fuzz/fuzz.py html crash-…``, mend it, and put it into a test.

At the end of each target stands a line of figures: inputs, how many were refused, the slowest, and the peak of memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import atheris
from targets import SCRATCH, TARGETS, seeds

from qcompare.errors import QCompareError

SECONDS_PER_100_KB, LEAST_SECONDS, MEGABYTES = 2.0, 2.0, 500


def guarded(run: Callable[[bytes], object], figures: Path) -> Callable[[bytes], None]:
    """Hold an input to the promise: our errors only, and in time; keep figures, since the fuzzer ends without a word."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = {
        "inputs": 0,
        "seconds": 0.0,
        "refused": 0,
        "slowest": 0.0,
        "slowest bytes": 0,
        "per 100 kB": 0.0,
        "MB": 0,
        "MB before": before >> 10,
    }
    written = 0.0

    def one(data: bytes) -> None:
        nonlocal written
        start = time.process_time()
        try:
            run(data)
        except QCompareError:
            seen["refused"] += 1
        took = time.process_time() - start
        seen["inputs"] += 1
        if took > seen["slowest"]:
            seen["slowest"], seen["slowest bytes"] = took, len(data)
        if len(data) > 20_000:
            seen["per 100 kB"] = max(seen["per 100 kB"], took / len(data) * 100_000)
        if time.monotonic() - written > 1:
            written = time.monotonic()
            seen["seconds"] = round(time.process_time(), 1)
            seen["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            figures.write_text(json.dumps(seen))
        allowed = max(LEAST_SECONDS, len(data) / 100_000 * SECONDS_PER_100_KB)
        if took > allowed:
            raise TimeoutError(f"{len(data)} bytes took {took:.1f} s, more than {allowed:.1f} s")

    return one


def run_all(seconds: str, names: list[str]) -> None:
    """Fuzz targets in turn, each in a process of its own, and print what came out."""
    failed = []
    for target in names:
        figures = SCRATCH / f"{target}.json"
        child = os.fork()
        if not child:
            sys.argv = [__file__, target, f"-max_total_time={seconds}", "-verbosity=0", f"-figures={figures}"]
            main()
        if os.waitpid(child, 0)[1]:
            failed.append(target)
        print(f"{target}: {figures.read_text() if figures.exists() else 'no figures'}", flush=True)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


def main() -> None:
    """Fuzz one target, or all of them one after the other."""
    name, *options = sys.argv[1:] or ["--help"]
    if name == "all":
        run_all(options[0] if options else "60", options[1:] or list(TARGETS))
    if name not in TARGETS:
        sys.exit(f"{__doc__}\ntargets: {', '.join(TARGETS)}")
    corpus = SCRATCH / f"inputs of {name}"
    corpus.mkdir()
    for number, data in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(data)
    arguments = [
        sys.argv[0],
        f"-rss_limit_mb={MEGABYTES + 250}",
        "-timeout=30",
        "-max_len=200000",
        "-len_control=0",  # whole documents from the start, and not first what a few bytes can say
        *(option for option in options if not option.startswith("-figures=")),
    ]
    figures = next((option.partition("=")[2] for option in options if option.startswith("-figures=")), "")
    for data in seeds(name):  # loads what is loaded on first use, which is not the input's time
        with contextlib.suppress(QCompareError):
            TARGETS[name](data)
    named = [option for option in options if not option.startswith("-")]
    test = guarded(TARGETS[name], Path(figures or SCRATCH / f"{name}.json"))
    atheris.Setup(arguments + ([] if named else [str(corpus)]), test)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
