"""A process that draws pictures while notebooks run, and ends before the pages are made: its memory (200 MB) ends with it.

The renderer's engine gives nothing back as long as its process lives. The parent and the drawer speak JSON lines over
pipes; when the parent goes away, in whatever manner, they close, and the drawer ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

from qcompare import memory
from qcompare.errors import QCompareError
from qcompare.figures import render
from qcompare.reports.warm import package_path

_COMMAND = "from qcompare.reports.drawer import serve; serve()"


class Drawer:
    """Handle on a process that draws, started with the first picture and again if it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Process id, where there is a process."""
        return None if self._process is None else self._process.pid

    def __call__(self, kind: str, text: str) -> str:
        """Return what :func:`qcompare.figures.render.make` returns.

        Raises
        ------
        ValueError
            If the picture cannot be drawn.
        QCompareError
            If the process dies of it twice.
        """
        with self._lock:
            answer = self._ask(kind, text) or self._ask(kind, text)
        if answer is None:
            raise QCompareError("the process that draws pictures has ended; is there enough memory?")
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["made"]

    def _ask(self, kind: str, text: str) -> dict[str, str] | None:
        """Return the answer of the process; None, and no process, if it has died."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
                env={**memory.ENVIRONMENT, **os.environ, "PYTHONPATH": package_path()},
                start_new_session=True,  # Ctrl-C is for the parent to handle, which then closes the pipes
            )  # fmt: skip
        asked, answers = self._process.stdin, self._process.stdout
        assert asked and answers
        try:
            asked.write(json.dumps([kind, text]) + "\n")
            asked.flush()
            return dict(json.loads(answers.readline()))
        except (OSError, ValueError):  # a pipe that is closed, or half a line
            self._end()
            return None

    def close(self) -> None:
        """End the process, if there is one; it has nothing to finish."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(OSError):  # what could not be written any more
                self._process.communicate()
        self._process = None


@contextlib.contextmanager
def elsewhere() -> Iterator[Drawer]:
    """Have pictures drawn by a process of their own as long as the context lasts."""
    drawer = Drawer()
    render.draw_with(drawer)
    try:
        yield drawer
    finally:
        render.draw_with(None)
        drawer.close()


def serve() -> None:
    """Answer what is asked on standard input until it ends; libraries that print do so on standard error."""
    with contextlib.suppress(BrokenPipeError), os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        for line in sys.stdin.buffer:
            try:
                answer = {"made": render.make(*json.loads(line))}
            except Exception as problem:
                answer = {"error": str(problem).strip() or type(problem).__name__}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
