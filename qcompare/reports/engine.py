"""The papermill engine ``qcompare``: real ipykernels, forked from a warm process.

Nothing else differs from papermill's own engine: the same client runs the same cells in the same kernel.
Where a warm process cannot be had (another platform, another language), the ordinary kernel is started instead.

    papermill --engine qcompare in.ipynb out.ipynb
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client import AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from qcompare.reports.warm import Warm, running, supported

NAME = "qcompare"
_lock = threading.Lock()
_warm: Warm | None = None


def warm(share: Mapping[str, str] | None = None) -> Warm:
    """Return the warm process of this interpreter, started at first need and again if it has died.

    Parameters
    ----------
    share
        For the process that is started: what its forks share (see :class:`qcompare.reports.warm.Warm`).
    """
    global _warm
    with _lock:
        if _warm is None or not _warm.alive:
            _warm = Warm(share=share)
        return _warm


def running_warm() -> bool:
    """Return whether there is a warm process."""
    return _warm is not None and _warm.alive


def close() -> None:
    """End the warm process, if there is one."""
    global _warm
    with _lock:
        if _warm is not None:
            _warm.close()
        _warm = None


def last_words() -> str:
    """Return the end of what the kernels wrote outside of their cells, for an error message."""
    return "" if _warm is None else _warm.tail()


class WarmProvisioner(LocalProvisioner):
    """Starts the kernel as a fork of the warm process, and signals it by its process id."""

    _fork: int | None = None

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel."""
        return self._fork is not None or super().has_process

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; an ordinary one where the command is not an ipykernel of this interpreter."""
        if not _is_ours(cmd):
            return await super().launch_kernel(cmd, **kwargs)
        argv = cmd[cmd.index("ipykernel_launcher") + 1 :]
        cwd = str(kwargs.get("cwd") or Path.cwd())
        self._fork = await asyncio.to_thread(warm().fork, argv, cwd=cwd, env=dict(kwargs["env"]))
        self.pid = self.pgid = self._fork
        self.cwd = cwd
        return self.connection_info

    async def poll(self) -> int | None:
        """Return None while the kernel runs."""
        if self._fork is None:
            return await super().poll()
        return None if running(self._fork) else 0

    async def wait(self) -> int | None:
        """Wait for the kernel's end."""
        if self._fork is None:
            return await super().wait()
        while running(self._fork):
            await asyncio.sleep(0.01)
        self._fork = None
        return 0

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and what it has started."""
        if self._fork is None:
            await super().send_signal(signum)
            return
        with contextlib.suppress(ProcessLookupError):  # gone already, which is what a signal at this point is for
            os.killpg(self._fork, signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)


def _is_ours(cmd: list[str]) -> bool:
    """Tell whether a kernel command starts an ipykernel of this very interpreter."""
    return "ipykernel_launcher" in cmd and os.path.realpath(cmd[0]) == os.path.realpath(sys.executable)


class WarmKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels come from :class:`WarmProvisioner`."""

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or kwargs.pop("kernel_id", os.urandom(8).hex())
            self.provisioner = WarmProvisioner(parent=self, kernel_id=self.kernel_id, kernel_spec=self.kernel_spec)
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel


class WarmEngine:
    """papermill engine that runs a notebook in a kernel forked from a warm process.

    It hands over to papermill's own engine, and imports that only when called: papermill loads its engines
    while it is itself being imported.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the cells of ``nb``; arguments as for papermill's own engine, and ``partial``.

        What has run so far is written to the file ``partial`` where the kernel dies, and nowhere else: papermill would
        write the whole notebook, pictures and all, before and after each cell.
        """
        from papermill.engines import NBClientEngine

        partial = kwargs.pop("partial", None)
        kwargs.setdefault("iopub_timeout", 120)  # of a machine with much else to do; four seconds were too few
        if supported():
            kwargs.setdefault("kernel_manager_class", WarmKernelManager)
            # The kernel holds nothing worth a polite farewell, which would cost half a second a notebook.
            kwargs.setdefault("shutdown_kernel", "immediate")
        try:
            return NBClientEngine.execute_notebook(nb, kernel_name, **kwargs)
        except BaseException:
            if partial:
                import nbformat

                nbformat.write(nb, partial)
            raise

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the kernel's name: ``name``, or what the notebook says."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the notebook's language: ``language``, or what the notebook says."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))


def register() -> str:
    """Make the engine known to papermill, also where the package is not installed, and return its name."""
    from papermill.engines import papermill_engines

    papermill_engines.register(NAME, WarmEngine)
    return NAME
