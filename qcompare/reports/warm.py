"""A warm Python process that forks ready kernels.

Most of the time of a papermill run goes into starting an interpreter and importing pandas, altair and scipy.
:class:`Warm` pays that once, in a process of its own, and forks a copy for every kernel. The process is started
afresh, not forked off the caller: nothing that the caller has done (threads, a V8 engine in use) can deadlock a kernel.

The parent and the warm process speak JSON lines over a socket. When the parent goes away, in whatever manner,
the socket closes, and the warm process takes its kernels with it.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qcompare import memory, output
from qcompare.errors import QCompareError

# Imported before the first fork. A module that is missing is left to the notebook that asks for it.
MODULES = (
    "numpy", "pandas", "scipy.stats", "altair", "jieba", "networkx", "great_tables", "vl_convert",
    "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib_inline", "IPython.core.completer", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect", "IPython.extensions.storemagic", "sqlite3",
    "tornado.platform.asyncio", "tornado.queues", "psutil", "faulthandler", "pandas.io.formats.html", "pandas.io.formats.string",
    "qcompare", "qcompare.corpus", "qcompare.measures", "qcompare.findings", "qcompare.findings.notebook", "qcompare.figures", "qcompare.figures.chart",
)  # fmt: skip
# Tables that take long and that several notebooks and figures show.
SHARED = ("findings", "multiverse", "poset", "ranks", "composite", "composite_pairs", "sobol", "coding_interval", "stability",
          "influence", "headings", "matcher_check", "reliability", "detection", "differences", "keyness", "reuse", "spans", "profile")  # fmt: skip
_KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def supported() -> bool:
    """Return whether this platform can fork a warm process safely."""
    return sys.platform.startswith("linux")


class Warm:
    """Handle on a warm process; kernels are asked for with :meth:`fork`, other work with :meth:`call`.

    Parameters
    ----------
    modules
        What to import before the first fork.
    share
        Plans whose slow tables are computed before the first fork, so that no kernel has to: ``data`` (file or
        folder, empty for the project's own), ``plans`` (names, comma separated, empty for all) and ``langs`` (of the
        figures that are drawn beforehand, likewise).
    """

    def __init__(self, modules: Sequence[str] = MODULES, share: Mapping[str, str] | None = None) -> None:
        ours, theirs = socket.socketpair()
        self.log = tempfile.TemporaryFile(prefix="qcompare-kernels-")  # noqa: SIM115 - kept open for all kernels
        command = [sys.executable, "-c", "from qcompare.reports.warm import serve; serve()", str(theirs.fileno())]
        self._process = subprocess.Popen(
            [*command, json.dumps({"modules": list(modules), "share": share})],
            env={"PYTHONHASHSEED": "0", **memory.ENVIRONMENT, **os.environ, "PYTHONPATH": package_path()},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,  # Ctrl-C is for the parent to handle, which then closes the socket
        )
        theirs.close()
        self._socket = ours
        self._file = ours.makefile("rw", encoding="utf-8")
        self._lock = threading.Lock()
        self._owner = os.getpid()
        atexit.register(self.close)

    @property
    def alive(self) -> bool:
        """Whether the warm process can still fork, for the process that started it."""
        return self._owner == os.getpid() and self._process.poll() is None and not self._file.closed

    @property
    def pid(self) -> int:
        """Process id of the warm process."""
        return self._process.pid

    def fork(self, argv: Sequence[str], *, cwd: str, env: dict[str, str]) -> int:
        """Start a kernel in a fork and return its process id.

        Parameters
        ----------
        argv
            Arguments of the ipykernel command, ``["-f", connection_file, ...]``.
        cwd, env
            Working folder and whole environment of the kernel.

        Raises
        ------
        QCompareError
            If the warm process has died; the message holds the end of what it wrote.
        """
        return self._ask({"argv": list(argv), "cwd": cwd, "env": env})

    def call(self, function: str, arguments: Mapping[str, Any]) -> Any:
        """Call a function in a fork and return what it returns.

        Parameters
        ----------
        function
            ``package.module:name``.
        arguments
            Its keyword arguments; they and the answer must be what JSON can hold.

        Raises
        ------
        OSError, QCompareError
            As the function does.
        QCompareError
            If it raises another error or the fork dies; the message holds the end of the traceback.
        """
        with tempfile.TemporaryDirectory(prefix="qcompare-call-") as folder:
            answer = Path(folder) / "answer.json"
            pid = self._ask({"function": function, "arguments": dict(arguments), "answer": str(answer)})
            while running(pid):
                time.sleep(0.02)
            if (told := answer.with_suffix(".error")).is_file():
                said = json.loads(told.read_text(encoding="utf-8"))
                raise QCompareError(said) if isinstance(said, str) else OSError(*said)
            if not answer.is_file():
                raise QCompareError(f"{function} did not come to its end. {self.tail()}")
            return json.loads(answer.read_text(encoding="utf-8"))

    def _ask(self, request: Mapping[str, Any]) -> int:
        """Have the warm process fork for a request, and return the process id of the fork."""
        with self._lock:
            try:
                self._file.write(json.dumps(request) + "\n")
                self._file.flush()
                answer = json.loads(self._file.readline())
            except (OSError, ValueError) as error:
                self._reap()
                raise QCompareError(f"the process that starts kernels has stopped. {self.tail()}") from error
        if "error" in answer:
            raise QCompareError(f"no kernel could be forked: {answer['error']}")
        return int(answer["pid"])

    def tail(self, size: int = 800) -> str:
        """Return the end of what the warm process and its kernels wrote to stdout and stderr."""
        self.log.seek(0, os.SEEK_END)
        self.log.seek(max(0, self.log.tell() - size))
        return self.log.read().decode("utf-8", "replace").strip()

    def close(self) -> None:
        """End the warm process and every kernel that still runs. Safe to call twice."""
        atexit.unregister(self.close)
        if self._owner != os.getpid():  # a fork of the parent must not end its parent's kernels
            return
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reap()
        with contextlib.suppress(OSError):
            self._file.close()
            self._socket.close()
            self.log.close()

    def _reap(self) -> None:
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def running(pid: int) -> bool:
    """Return whether there is a process of this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def suppress_import(*names: str) -> Iterator[None]:
    """Have modules seem not to be installed, to what does without them: it is asked once, when it is itself imported."""
    there = {name: sys.modules[name] for name in names if name in sys.modules}
    sys.modules |= dict.fromkeys(names)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules |= there


def package_path() -> str:
    """Return a PYTHONPATH under which the child finds this very package."""
    root = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)


def _warm_up(modules: Sequence[str], share: Mapping[str, str] | None) -> None:
    """Import what notebooks import, and fill the caches that their first lines would fill.

    Nothing here may call vl_convert: its V8 engine, once started, does not survive a fork.
    """
    # with a debugger each kernel would load 130 modules, 16 MB, and nobody debugs a batch
    with suppress_import("debugpy"), contextlib.suppress(ImportError):
        importlib.import_module("ipykernel.debugger")
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    if share is not None:
        from qcompare import corpus, measures
        from qcompare.benchmark import settled

        with contextlib.suppress(Exception), settled():  # plans that cannot be read are for the notebook to report
            from qcompare.figures import export
            from qcompare.figures.chart import prepared

            corpus.share()
            plans = corpus.load(share.get("data") or None)
            if names := [name.strip() for name in share.get("plans", "").split(",") if name.strip()]:
                plans = plans.select(names)
            measures.share(plans, SHARED)
            langs = [lang for lang in share.get("langs", "").split(",") if lang]
            prepared.keep(lambda: deque(export.draw(plans, langs=langs, failed=[]), maxlen=0))
    if "altair" in sys.modules and "pandas" in sys.modules:
        import altair as alt
        import pandas as pd

        alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a:Q").to_dict()


def serve() -> None:
    """Answer requests until the parent closes the socket. Runs in the warm process."""
    from qcompare.measures import segment

    link = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, _reap)
    sys.path[:] = [part for part in sys.path if part]
    _warm_up(**json.loads(sys.argv[2]))
    segment.let_go()  # every fork would carry it
    gc.freeze()  # keeps the collector from copying shared pages in every kernel
    children: list[int] = []
    with link.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            request = json.loads(line)
            try:
                pid = os.fork()
            except OSError as error:
                answer = {"error": str(error)}
            else:
                if pid == 0:
                    link.close()
                    _detach()
                    (_answer if "function" in request else _become_kernel)(**request)
                children.append(pid)
                answer = {"pid": str(pid)}
            lines.write(json.dumps(answer) + "\n")
            lines.flush()
    for pid in children:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


def _reap(*_: object) -> None:
    """Take leave of forks that have ended, so that none stays as a zombie and their time counts as that of the run."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _detach() -> None:
    """Make a fork a process of its own, which ends when the warm process does."""
    os.setsid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_KILL_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _answer(function: str, arguments: dict[str, Any], answer: str) -> None:
    """Call a function in a fork and leave what it returns in a file; never returns."""
    status = 1
    try:
        module, _, name = function.partition(":")
        result = getattr(importlib.import_module(module), name)(**arguments)
        output.write(answer, json.dumps(result))
        status = 0
    except (OSError, QCompareError) as error:  # a full disk, a file that may not be written: the parent says so
        traceback.print_exc()
        said = [error.errno, error.strerror, error.filename] if isinstance(error, OSError) else str(error)
        with contextlib.suppress(OSError, TypeError):
            output.write(Path(answer).with_suffix(".error"), json.dumps(said))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _become_kernel(argv: list[str], cwd: str, env: dict[str, str]) -> None:
    """Turn a fork of the warm process into an ordinary ipykernel; never returns."""
    status = 1
    try:
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        os.chdir(cwd)
        sys.argv = ["ipykernel_launcher", *argv]
        null = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - where ipykernel says how to connect to it
        setattr(sys, "__stdout__", null)  # noqa: B010
        from ipykernel.kernelapp import IPKernelApp

        app = IPKernelApp.instance()
        app.initialize([*argv, "--log-level=ERROR"])
        app.start()
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
