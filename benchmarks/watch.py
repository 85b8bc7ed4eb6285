"""A command watched from outside: how long it takes, and the memory of it and of all the processes that it starts."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
_EVERY = 0.2  # seconds between two looks at the memory


@dataclass
class Run:
    """What a run took.

    Attributes
    ----------
    seconds : float
        Elapsed.
    spent : dict
        Processor seconds by process.
    peak : int
        Bytes that all processes held at the worst moment.
    anonymous : int
        The same without pages of files, which the system takes back when it needs them.
    """

    seconds: float
    spent: dict[int, float]
    peak: int
    anonymous: int = 0

    @property
    def processor(self) -> float:
        """Processor seconds of all processes, as they were last seen."""
        return sum(self.spent.values())

    @property
    def busiest(self) -> float:
        """Processor seconds of the process that had most to do: what no machine that is free of others goes below."""
        return max(self.spent.values(), default=0.0)


def watch(words: Sequence[str], *, kill_after: float | None = None, **env: str) -> Run:
    """Run a command, in a session of its own; kill it and all its processes after some seconds if that is asked for."""
    start, peak, anonymous, spent = time.perf_counter(), 0, 0, {}
    run = subprocess.Popen(
        words,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, **env},
    )
    process = psutil.Process(run.pid)
    while True:
        held = _look(process, spent)
        peak, anonymous = max(peak, held[0]), max(anonymous, held[1])
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(_EVERY)
            break
        if kill_after is not None and time.perf_counter() - start > kill_after:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            break
    if run.returncode not in (0, -signal.SIGKILL):
        sys.exit((run.stderr.read() if run.stderr else b"").decode()[-2000:])
    return Run(time.perf_counter() - start, spent, peak, anonymous)


def spent_by_children() -> float:
    """Return the processor seconds of all processes that were started and have ended, with those that they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _look(process: psutil.Process, spent: dict[int, float]) -> tuple[int, int]:
    """Return the bytes that a process and those it started hold, what they share counted once, and how many of no file; note what they have spent."""
    held = anonymous = 0
    with contextlib.suppress(psutil.Error):
        for one in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.Error, OSError):
                found = dict(
                    re.findall(r"(?m)^(Pss|Pss_Anon): +(\d+)", Path(f"/proc/{one.pid}/smaps_rollup").read_text("ascii"))
                )
                held += int(found["Pss"]) * 1024
                anonymous += int(found["Pss_Anon"]) * 1024
                spent[one.pid] = sum(one.cpu_times()[:2])
    return held, anonymous
