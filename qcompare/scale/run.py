"""A run: partitions handed to workers, a few at a time, and what comes back written down.

The workers are processes of this machine or of a Dask cluster; both are ``concurrent.futures`` executors here. Only this
process writes, so a partition that two workers made, because one of them was taken for lost, is written once.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from multiprocessing.connection import wait as wait_for
from typing import Any

from qcompare import __version__
from qcompare.errors import ParameterError, QCompareError, SourceError
from qcompare.scale.archive import Archive
from qcompare.scale.partitions import Partition, partitions
from qcompare.scale.places import places
from qcompare.scale.work import Done, code_partition
from qcompare.text.formats.sources import Source

BASIC = ("targets", "numerals", "plans")
_READY = "qcompare.scale.ready"
_LOST = ("it brought down the process that read it", "leave it out, or save its text as .txt")


@dataclass
class Summary:
    """What a run did.

    Attributes
    ----------
    partitions, done_before : int
        Partitions in all, and those that were there already.
    archive : Archive
        The folder.
    """

    archive: Archive
    partitions: int = 0
    done_before: int = 0

    @property
    def failures(self) -> int:
        """Sources that could not be coded."""
        return self.archive.count("failures")

    def __str__(self) -> str:
        count = self.archive.count
        again = f" ({self.done_before} of {self.partitions} partitions were done before)" if self.done_before else ""
        return f"{count('plans'):,} plans, {count('targets'):,} targets, {count('failures'):,} failures{again}"


def code_archive(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    client: Any = None,
    sentences: bool = False,
    text: str | None = None,
    name: str | None = None,
    progress: Callable[[Done], None] | None = None,
) -> Summary:
    """Code any number of plans into a folder of Parquet files; where a run was interrupted, go on.

    Parameters
    ----------
    paths
        See :func:`qcompare.scale.places.places`.
    out
        The folder: afterwards it holds the coding of these sources, and of nothing else.
    jobs
        Processes; by default as many as there are cores. With 1, this one.
    scheduler, client
        Address of a Dask scheduler, or a ``dask.distributed.Client``, whose workers do the work instead.
    sentences
        Also make the table of sentences, which the vocabulary and the reading of goals clause by clause need.
    text, name
        Columns of tables that hold text and name.
    progress
        Called with each partition that was coded.

    Raises
    ------
    ParameterError
        If the number of processes is less than one, or the scheduler cannot be reached.
    QCompareError
        If another run writes into the folder, or a worker has another version of qcompare.
    """
    if jobs is not None and jobs < 1:
        raise ParameterError(f"jobs: {jobs} processes cannot do anything; give 1 or more, or leave it out")
    tables = (*BASIC, "sentences") if sentences else BASIC
    archive = Archive(out)
    summary = Summary(archive)
    order: list[str] = []

    def missing() -> Iterator[Partition]:
        for partition in partitions(places(paths, text=text, name=name), tables):
            order.append(partition.key)
            summary.partitions += 1
            if archive.has(partition.key, tables):
                summary.done_before += 1
            else:
                yield partition

    with archive.writing():
        for done in _finished(missing(), _workers(jobs, scheduler, client)):
            if done.version != __version__:
                raise QCompareError(
                    f"a worker has qcompare {done.version}, this is {__version__}: install the same on all"
                )
            archive.put(done)
            if progress is not None:
                progress(done)
        archive.settle(order)
    return summary


@dataclass
class Workers:
    """Who does the work.

    Attributes
    ----------
    number : callable
        Returns how many partitions they work on at one time; those of a cluster come and go.
    start : callable
        Returns an executor of so many workers.
    lost : exception type
        What a future raises when the process that worked on it went away.
    end : callable
        Called when the work is done.
    """

    number: Callable[[], int]
    start: Callable[[int], Executor]
    lost: type[BaseException] = BrokenExecutor
    end: Callable[[], object] = lambda: None


def _workers(jobs: int | None, scheduler: str | None, client: Any) -> Workers | None:
    """Return who does the work, None if this process does it itself."""
    if scheduler is not None or client is not None:
        return _cluster(scheduler, client)
    number = jobs or available()
    return Workers(lambda: number, _pool) if number > 1 else None


def available() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(number: int) -> Executor:
    """Return processes that are no copies of this one, whose locks and threads they would inherit.

    Where that works they are copies of a process that has done nothing but make itself ready: what costs seconds and a
    hundred megabytes is then done once, and held once, for all of them.
    """
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    context.set_forkserver_preload([_READY])
    return ProcessPoolExecutor(number, mp_context=context, initializer=_follow_parent)


def _follow_parent() -> None:
    """End this worker when the process that started it is gone, be it killed: nobody would read its answers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait_for([parent.sentinel]), os._exit(1)), daemon=True).start()


def _cluster(scheduler: str | None, client: Any) -> Workers:
    try:
        from dask.distributed import Client, KilledWorker
    except ImportError:
        raise ParameterError("a Dask scheduler needs the extra packages: pip install 'qcompare[cluster]'") from None
    own = client is None
    if own:
        try:
            client = Client(scheduler, timeout="20s", set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise ParameterError(
                f"no Dask scheduler answers at {scheduler} ({str(error)[:80]}); start one with: "
                "dask scheduler --host 127.0.0.1 --dashboard-address 127.0.0.1:8787"
            ) from None
    return Workers(
        lambda: sum(client.nthreads().values()) or 1, lambda _: client.get_executor(pure=False), KilledWorker,
        client.close if own else lambda: None,
    )  # fmt: skip


def _finished(todo: Iterator[Partition], workers: Workers | None) -> Iterator[Done]:
    """Yield partitions as they are done, never more than a few in hand."""
    if workers is None:
        yield from map(code_partition, todo)
        return
    hands = _Hands(workers)
    try:
        while hands.fill(todo):
            yield from hands.collect()
    finally:
        hands.close()
        workers.end()


class _Hands:
    """The partitions that workers have in hand."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._executor: Executor | None = None
        self._held: dict[Future[Done], Partition] = {}

    def fill(self, todo: Iterator[Partition]) -> bool:
        """Hand out partitions until each worker has one and one to go on with; tell whether anything is in hand."""
        while len(self._held) < 2 * self._workers.number() and (partition := next(todo, None)) is not None:
            self._submit(partition)
        return bool(self._held)

    def _submit(self, partition: Partition) -> None:
        if self._executor is None:
            self._executor = self._workers.start(self._workers.number())
        try:
            self._held[self._executor.submit(code_partition, partition)] = partition
        except BrokenExecutor as error:  # found out while handing over
            broken: Future[Done] = Future()
            broken.set_exception(error)
            self._held[broken] = partition

    def collect(self) -> Iterator[Done]:
        """Yield what is done. Where a process went away, what it and the others had in hand is done again, one at a time."""
        finished, _ = wait(self._held, return_when=FIRST_COMPLETED)
        again: list[Partition] = []
        for future in finished:
            partition = self._held.pop(future)
            try:
                yield future.result()
            except self._workers.lost:
                again.append(partition)
        if again and self._workers.lost is BrokenExecutor:
            self.close()
            again += self._held.values()
            self._held.clear()
        for partition in again:
            yield self._careful(partition)

    def _careful(self, partition: Partition) -> Done:
        """Code a partition in a process of its own; where that goes away too, find the source that brings it down."""
        done = self._alone(partition)
        if done is None:
            kept = tuple(source if self._survives(partition, source) else _lost(source) for source in partition.sources)
            done = self._alone(replace(partition, sources=kept))
        if done is None:
            raise QCompareError("the processes that code plans keep going away; is there enough memory?")
        return done

    def _survives(self, partition: Partition, source: Source | SourceError) -> bool:
        return isinstance(source, SourceError) or self._alone(replace(partition, sources=(source,))) is not None

    def _alone(self, partition: Partition) -> Done | None:
        executor = self._workers.start(1)
        try:
            return executor.submit(code_partition, partition).result()
        except self._workers.lost:
            return None
        finally:
            executor.shutdown()

    def close(self) -> None:
        """Send the workers home."""
        if self._executor is not None:
            for future in self._held:
                future.cancel()
            self._executor.shutdown(wait=False)
            self._executor = None


def _lost(source: Source | SourceError) -> SourceError:
    return SourceError(source.file if isinstance(source, Source) else source.source, *_LOST)
