"""What a worker does: a partition in, the bytes of its tables out. It writes nothing and remembers nothing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from qcompare import __version__, schema
from qcompare.coding import code
from qcompare.corpus import CodedPlan
from qcompare.errors import SourceError
from qcompare.scale.partitions import Partition
from qcompare.text import read_plan
from qcompare.text.formats.sources import Source

if TYPE_CHECKING:
    import pyarrow as pa

FAILURES = (
    schema.Field("source", "string", "来源", "file, member of an archive, or row that could not be coded"),
    schema.Field("problem", "string", "问题", "what is wrong with it"),
    schema.Field("advice", "string", "办法", "what to do about it"),
)
_FLUSH = 16  # plans whose rows are Python objects at a time


@dataclass(frozen=True)
class Done:
    """A partition that was coded.

    Attributes
    ----------
    counts : dict
        Rows by table, and ``characters`` read.
    tables : dict
        Bytes of a Parquet file by table.
    failures : tuple of SourceError
        What could not be coded.
    version : str
        The version of qcompare that coded it.
    """

    key: str
    counts: Mapping[str, int]
    tables: Mapping[str, bytes]
    failures: tuple[SourceError, ...]
    version: str = __version__


def coded(sources: Iterable[Source | SourceError]) -> Iterator[CodedPlan | SourceError]:
    """Yield the coded plan of each source, or why there is none; whatever goes wrong with one, the others follow."""
    for source in sources:
        if isinstance(source, SourceError):
            yield source
            continue
        try:
            plan = read_plan(source)
            yield CodedPlan(plan, code(plan))
        except SourceError as error:
            yield error
        except Exception as error:  # a fault of ours must not end a run of days
            said = " ".join(f"{type(error).__name__}: {error}".split())[:160]
            yield SourceError(source.file, f"the rules failed on it ({said})", "please report it, with the file")


def code_partition(partition: Partition) -> Done:
    """Code a partition.

    Returns
    -------
    Done
        The same bytes for the same sources, wherever and whenever it runs.
    """
    columns = {name: _Columns(schema.fields(name)) for name in partition.tables}
    failures: list[SourceError] = []
    characters = held = 0
    for one in coded(partition.sources):
        if isinstance(one, SourceError):
            failures.append(one)
            continue
        characters += len(one.plan.source)
        for name, column in columns.items():
            column.add(_records(one, name))
        held += 1
        if held % _FLUSH == 0:
            for column in columns.values():
                column.flush()
    failed = _Columns(FAILURES)
    failed.add({"source": one.source, "problem": one.problem, "advice": one.advice} for one in failures)
    counts = {name: column.total for name, column in columns.items()}
    counts |= {"failures": len(failures), "characters": characters}
    return Done(
        partition.key,
        counts,
        {name: one.written() for name, one in {**columns, "failures": failed}.items()},
        tuple(failures),
    )


def _records(one: CodedPlan, table: str) -> Iterable[dict[str, Any]]:
    if table == "targets":
        return one.coding.targets
    if table == "numerals":
        return one.coding.numerals
    return one.plan.sentences() if table == "sentences" else [one.record()]


@cache
def arrow(fields: tuple[schema.Field, ...]) -> pa.Schema:
    """Return the Arrow schema of a table."""
    import pyarrow as pa

    kinds = {
        "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.string(),
        "array": pa.list_(pa.string()),
    }  # fmt: skip
    return pa.schema([pa.field(field.name, kinds[field.type]) for field in fields])


class _Columns:
    """Records that become a Parquet file, kept as Arrow columns: a tenth of what they take as dictionaries."""

    def __init__(self, fields: tuple[schema.Field, ...]) -> None:
        self._schema = arrow(fields)
        self._rows: list[Mapping[str, Any]] = []
        self._batches: list[pa.RecordBatch] = []
        self.total = 0

    def add(self, records: Iterable[Mapping[str, Any]]) -> None:
        before = len(self._rows)
        self._rows.extend(records)
        self.total += len(self._rows) - before

    def flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns = [_array([row.get(field.name) for row in self._rows], field.type) for field in self._schema]
            self._batches.append(pa.RecordBatch.from_arrays(columns, schema=self._schema))
            self._rows = []

    def written(self) -> bytes:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.flush()
        stream = io.BytesIO()
        table = pa.Table.from_batches(self._batches, schema=self._schema).combine_chunks()
        pq.write_table(table, stream, compression="zstd")
        return stream.getvalue()


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # half a surrogate pair: Python's text may hold it, UTF-8 may not
        return pa.array([_whole(value) for value in values], kind)


def _whole(value: Any) -> Any:
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
