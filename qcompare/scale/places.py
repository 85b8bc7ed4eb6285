"""Where the plans of an archive lie: what :mod:`qcompare.text.formats.sources` finds, and rows of tables, and addresses.

A row of a Parquet or JSON-lines file with a text column is a plan; so is a file at an address that fsspec knows
(``s3://``, ``https://``, …). Everything is found as a stream and read where it is coded, but for the rows of tables: they
are read once, in passing, and travel with their text.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, MutableSet
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from qcompare.errors import SourceError
from qcompare.paths import same_name
from qcompare.scale.taken import Taken
from qcompare.schema import columns
from qcompare.text.formats.limits import MAX_FILE, check_size
from qcompare.text.formats.sources import ARCHIVES, Source, is_plan, sources, unlike

TABLES = (".parquet", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
TEXT_COLUMNS = ("text", "content", "body", "正文", "全文", "内容")
NAME_COLUMNS = ("plan", "name", "id", "名称", "编号")
_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*(?:::|://)", re.I)
# what a table may say of a plan beside its text: the fields that a sidecar may state
_STATED = frozenset(columns("plans")[1 : columns("plans").index("script")])
_BATCH = 64  # rows of a table in memory at a time


@dataclass(frozen=True, slots=True)
class Remote(Source):
    """A file at an address that fsspec knows."""

    address: str = ""
    stamp: str = ""

    def read(self) -> bytes:
        """Return the bytes of the file."""
        return _fetch(self.address, self.file, MAX_FILE)

    def sidecar(self) -> tuple[str, bytes] | None:
        """Return None: what is said of a plan beside its text is looked for in folders and archives only."""
        return None


@dataclass(frozen=True, slots=True)
class Row(Source):
    """A row of a table: the text itself, and what the table states of the plan."""

    text: str | None = None
    stated: Mapping[str, Any] = field(default_factory=dict)

    @property
    def filename(self) -> str:
        """The name of the row, which has no suffix."""
        return ""


def places(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    text: str | None = None,
    name: str | None = None,
    taken: MutableSet[str] | None = None,
) -> Iterator[Source | SourceError]:
    """Yield the plans at the given places, as a stream in a fixed order, each under a name of its own.

    Parameters
    ----------
    paths
        Files, folders, patterns, zip archives; Parquet and JSON-lines files with a column of texts; addresses of any of
        these (``s3://bucket/folder``, ``https://host/plan.html``, ``s3://bucket/*.parquet``).
    text, name
        Columns of tables that hold text and name; by default the first of :data:`TEXT_COLUMNS` and :data:`NAME_COLUMNS`.
    taken
        Names that are used up; by default a set on disk, so that memory does not grow with the archive.

    Yields
    ------
    Source or SourceError
        What is to be read, or why it cannot be.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    taken = Taken() if taken is None else taken
    for path in paths:
        place = os.fspath(path)
        found = _remote(place, taken) if _ADDRESS.match(place) else sources([place], also=TABLES, taken=taken)
        for source in found:
            if isinstance(source, Source) and source.archive is None and source.filename.lower().endswith(TABLES):
                taken.discard(same_name(source.name))  # the rows have names, the table needs none
                yield from _rows(source, text, name, taken)
            else:
                yield source


def is_beyond(paths: Iterable[str]) -> bool:
    """Tell whether any of the places is an address or a table, which only a run into a folder reads."""
    return any(_ADDRESS.match(path) or path.lower().endswith(TABLES) for path in paths)


def stamp(source: Source | SourceError) -> tuple[int, str]:
    """Return the size of a source in bytes, and what tells whether it has changed since it was coded."""
    if isinstance(source, SourceError):
        return 0, str(source)
    if isinstance(source, Row):
        stated = json.dumps(source.stated, ensure_ascii=False, sort_keys=True, default=str)
        data = (source.text or "").encode("utf-8", "surrogatepass")
        return len(data), hashlib.blake2b(data + b"\0" + stated.encode(), digest_size=16).hexdigest()
    if isinstance(source, Remote):
        return int(source.stamp.partition(" ")[0] or 0), source.stamp
    path = source.path or source.archive
    if path is None:
        return 0, ""
    beside = [path, *source.beside()]
    found = [status for one in beside if (status := _status(one)) is not None]
    size = found[0].st_size if source.path and found else 0
    return size, " ".join(f"{status.st_size}:{status.st_mtime_ns}" for status in found)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _remote(place: str, taken: MutableSet[str]) -> Iterator[Source | SourceError]:
    """Yield the files at an address: the file itself, those that match a pattern, those in a folder, those in a zip."""
    try:
        listed = list(_listed(place))
    except SourceError as error:
        yield error
        return
    except Exception as error:  # each file system has errors of its own
        yield SourceError(
            place, f"it cannot be reached ({_said(error)})", "look at the address, the network and your credentials"
        )
        return
    if not listed:
        yield SourceError(
            place, "nothing to read is there", "give the address of a file, of a folder of plans, or a pattern"
        )
    for address, info in listed:
        changed = next(
            (info[key] for key in ("ETag", "etag", "mtime", "LastModified", "last_modified", "CRC") if info.get(key)),
            "",
        )
        filename = PurePosixPath(address.partition("::")[0]).name
        found = Remote(
            PurePosixPath(filename).stem, address, address=address, stamp=f"{info.get('size') or 0} {changed}"
        )
        if (named := unlike(found, taken)) is not None:
            yield named


def _listed(place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    fsspec = _fsspec(place)
    system, path = fsspec.core.url_to_fs(place)
    path = str(path)
    if any(mark in path for mark in "*?["):
        found = system.glob(path, detail=True)
    elif not path.endswith("/") and system.isfile(path):
        found = {path: system.info(path)}
    else:
        found = {
            name: info
            for name, info in system.find(path, detail=True).items()
            if is_plan(PurePosixPath(name).name, TABLES)
        }
    for name, info in sorted(found.items()):
        if info.get("type") == "directory":
            continue
        address = _address(place, system, name)
        if name.lower().endswith(ARCHIVES) and "::" not in place:
            yield from _listed(f"zip://::{address}")
        else:
            yield address, info


def _address(place: str, system: Any, name: str) -> str:
    """Return the address of one file of a file system; for one that lies in an archive, with that of the archive."""
    inner, chained, outer = place.partition("::")
    if chained:
        return f"{inner.partition('://')[0]}://{name}::{outer}"
    return str(system.unstrip_protocol(name))


def _fetch(address: str, label: str, most: int) -> bytes:
    try:
        with _fsspec(address).open(address, "rb") as file:
            data = bytes(file.read(most + 1))
    except Exception as error:  # each file system has errors of its own
        raise SourceError(
            label, f"it cannot be read ({_said(error)})", "look at the address and the network, and run again"
        ) from None
    check_size(label, len(data), most)
    return data


def _said(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]


def _fsspec(place: str) -> Any:
    try:
        import fsspec
    except ImportError:
        raise SourceError(
            place, "addresses are read with fsspec, which is not installed", "pip install 'qcompare[cluster]'"
        ) from None
    return fsspec


def _rows(table: Source, text: str | None, name: str | None, taken: MutableSet[str]) -> Iterator[Source | SourceError]:
    """Yield the rows of a table as plans; a line that is no record is an error in its place."""
    stem = re.sub(r"\.(?:jsonl|ndjson)$", "", table.name)
    chosen: tuple[str, str | None] | None = None
    try:
        for number, record in enumerate(_records(table, text, name)):
            label = f"{table.file}#{number}"
            if record is None:
                yield SourceError(label, "the line is no JSON record", "correct or remove it")
                continue
            chosen = chosen or _chosen(table, record, text, name)
            row = _row(label, record, *chosen, f"{stem}-{number}")
            if (named := unlike(row, taken)) is not None:
                yield named
    except SourceError as error:
        yield error


def _row(label: str, record: Mapping[str, Any], text: str, name: str | None, otherwise: str) -> Row:
    given, value = record.get(name) if name else None, record.get(text)
    stated = {
        key: said.isoformat() if hasattr(said, "isoformat") else said
        for key, said in record.items()
        if key in _STATED and key not in (text, name) and said is not None
    }
    called = otherwise if given in (None, "") else str(given)
    return Row(called, label, text=None if value is None else str(value), stated=stated)


def _chosen(table: Source, found: Iterable[str], text: str | None, name: str | None) -> tuple[str, str | None]:
    """Return the columns of text and name."""
    found = list(found)
    column = text or next((usual for usual in TEXT_COLUMNS if usual in found), None)
    if column is None or column not in found:
        wanted = f"no column {text!r}" if text else f"none of the columns {', '.join(TEXT_COLUMNS)}"
        raise SourceError(
            table.file, f"it has {wanted}; it has {', '.join(found[:12])}", "name the column with --text-column"
        )
    if name is not None and name not in found:
        raise SourceError(
            table.file, f"it has no column {name!r}; it has {', '.join(found[:12])}", "correct --name-column"
        )
    return column, name or next((usual for usual in NAME_COLUMNS if usual in found), None)


def _records(table: Source, text: str | None, name: str | None) -> Iterator[Mapping[str, Any] | None]:
    """Yield the records of a table one at a time, None for a line that is none."""
    low = table.filename.lower()
    try:
        with _opened(table) as file:
            if low.endswith(".parquet"):
                yield from _parquet(table, file, text, name)
            else:
                yield from _lines(gzip.GzipFile(fileobj=file) if low.endswith(".gz") else file)
    except (OSError, EOFError) as error:
        raise SourceError(table.file, f"it cannot be read ({_said(error)})", "get the file again") from None


def _opened(table: Source) -> IO[bytes]:
    if isinstance(table, Remote):
        opened: IO[bytes] = _fsspec(table.address).open(table.address, "rb").open()
        return opened
    assert table.path is not None
    return table.path.open("rb")


def _parquet(table: Source, file: IO[bytes], text: str | None, name: str | None) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        found = opened.schema_arrow.names
        wanted = {*_chosen(table, found, text, name), *_STATED}
        for batch in opened.iter_batches(
            _BATCH, columns=[column for column in found if column in wanted], use_threads=False
        ):
            yield from batch.to_pylist()
    except pa.ArrowException as error:
        raise SourceError(table.file, f"it is a damaged Parquet file ({_said(error)})", "get the file again") from None


def _lines(file: Iterable[bytes]) -> Iterator[Mapping[str, Any] | None]:
    for line in file:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        yield record if isinstance(record, dict) else None
