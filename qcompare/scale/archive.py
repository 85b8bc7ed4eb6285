"""The folder of a run: tables in partitions, and the manifest that says which are done.

A partition's files are written beside their place and put there whole; then its line is added to the manifest and
brought to the disk. Whatever stops a run in between, what the manifest lists is complete, and nothing else counts.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare import output
from qcompare.errors import ParameterError, QCompareError, SourceError, unknown
from qcompare.scale.work import Done

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.jsonl"
TABLES = ("targets", "numerals", "plans", "sentences", "failures")


class Archive:
    """The coding of an archive, in a folder.

    Parameters
    ----------
    folder
        The folder.

    Attributes
    ----------
    done : dict
        Line of the manifest by key of the partition, in order of the sources once the run is through.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.done: dict[str, dict[str, Any]] = {entry["key"]: entry for entry in self._entries()}

    @staticmethod
    def is_one(folder: str | os.PathLike[str]) -> bool:
        """Tell whether a folder holds the coding of an archive."""
        return (Path(folder) / MANIFEST).is_file()

    @property
    def tables(self) -> list[str]:
        """The tables that are there."""
        return [name for name in TABLES if (self.folder / name).is_dir()]

    def count(self, name: str) -> int:
        """Return how many rows of a table (or ``characters``, ``failures``) the manifest counts."""
        return sum(int(entry.get(name, 0)) for entry in self.done.values())

    def part(self, table: str, key: str) -> Path:
        """Return where a partition of a table lies."""
        return self.folder / table / f"{key}.parquet"

    def chunks(self, *tables: str, plans: int = 1000) -> Iterator[tuple[pd.DataFrame, ...]]:
        """Yield tables in chunks of whole partitions, at least ``plans`` plans each but for the last.

        Raises
        ------
        ParameterError
            If the run did not make a table.
        """
        for table in tables:
            if table not in self.tables:
                advice = " (run qcompare code with --sentences)" if table == "sentences" else ""
                raise ParameterError(f"{self.folder}: {unknown('table', table, self.tables)}{advice}")
        held: list[str] = []
        count = 0
        for key, entry in self.done.items():
            held.append(key)
            count += int(entry["plans"])
            if count >= plans:
                yield tuple(self._read(table, held) for table in tables)
                held, count = [], 0
        if held:
            yield tuple(self._read(table, held) for table in tables)

    def _read(self, table: str, keys: Iterable[str]) -> pd.DataFrame:
        """Return partitions of a table with the data types of the schema."""
        import pandas as pd
        import pyarrow as pa
        import pyarrow.parquet as pq

        read = pa.concat_tables([pq.read_table(self.part(table, key)) for key in keys])
        kinds = {
            pa.string(): pd.StringDtype(),
            pa.int64(): pd.Int64Dtype(),
            pa.float64(): pd.Float64Dtype(),
            pa.bool_(): pd.BooleanDtype(),
        }
        return read.to_pandas(types_mapper=kinds.get)

    # writing
    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder for one run.

        Raises
        ------
        QCompareError
            If another run writes into it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            try:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ImportError:  # no such locks on Windows
                pass
            except OSError:
                raise QCompareError(
                    f"{self.folder}: another run writes into this folder; wait for it, or give another one"
                ) from None
            for table in TABLES:
                for left in (self.folder / table).glob(".*.part"):
                    left.unlink()
            yield

    def has(self, key: str, tables: Iterable[str]) -> bool:
        """Tell whether a partition is done."""
        return key in self.done and all(self.part(table, key).is_file() for table in (*tables, "failures"))

    def put(self, done: Done) -> None:
        """Write a partition's tables, then its line of the manifest; both are on the disk on return."""
        for table, data in done.tables.items():
            path = self.part(table, done.key)
            path.parent.mkdir(exist_ok=True)
            _write(path, data)
        entry = {"key": done.key, "version": done.version, **done.counts}
        output.append(self.folder / MANIFEST, _line(entry))
        self.done[done.key] = entry

    def settle(self, keys: Iterable[str]) -> None:
        """Bring the manifest into the order of the sources, and remove partitions that no source gives any more."""
        order = list(dict.fromkeys(keys))
        for key in self.done.keys() - set(order):
            for table in TABLES:
                self.part(table, key).unlink(missing_ok=True)
        self.done = {key: self.done[key] for key in order}
        _write(self.folder / MANIFEST, "".join(map(_line, self.done.values())))

    def failures(self) -> Iterator[SourceError]:
        """Yield what could not be coded, with the reasons."""
        import pyarrow.parquet as pq

        for key, entry in self.done.items():
            if entry.get("failures"):
                for row in pq.read_table(self.part("failures", key)).to_pylist():
                    yield SourceError(row["source"], row["problem"], row["advice"])

    def _entries(self) -> Iterator[dict[str, Any]]:
        path = self.folder / MANIFEST
        if not path.is_file():
            return
        whole, _, _ = path.read_bytes().rpartition(b"\n")  # what a run was writing when it was stopped
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                yield dict(json.loads(line))
            except ValueError:
                raise QCompareError(f"{path}: line {number} is no record; remove that line, and run again") from None


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _write(path: Path, data: bytes | str) -> None:
    """Write a file whole or not at all, and bring it to the disk."""
    output.write(path, data, sync=True)
