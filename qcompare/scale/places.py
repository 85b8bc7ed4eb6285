"""Where the plans of an archive lie: what :mod:`qcompare.text.formats.sources` finds, and rows of tables, and addresses.

So is a file at an address that fsspec knows (``s3://``, ``https://``, …). Everything is found as a stream and read where
it is coded, but for the rows of tables: they are read once, in passing, and travel with their text.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, MutableSet
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from qcompare.errors import SourceError
from qcompare.paths import same_name
from qcompare.scale.taken import Taken
from qcompare.text.formats.limits import MAX_FILE, check_size
from qcompare.text.formats.records import Row, rows_of
from qcompare.text.formats.sources import ARCHIVES, TABLES, Source, is_plan, sources, unlike

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*(?:::|://)", re.I)


@dataclass(frozen=True, slots=True)
class Remote(Source):
    """A file at an address that fsspec knows."""

    address: str = ""
    stamp: str = ""

    def read(self) -> bytes:
        """Return the bytes of the file."""
        return _fetch(self.address, self.file, MAX_FILE)

    def opened(self) -> IO[bytes]:
        """Return the file opened, to be read in parts."""
        file: IO[bytes] = _fsspec(self.address).open(self.address, "rb").open()
        return file

    def sidecar(self) -> tuple[str, bytes] | None:
        """Return None: what is said of a plan beside its text is looked for in folders and archives only."""
        return None


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
        Columns of tables that hold text and name; see :func:`qcompare.text.formats.records.rows_of`.
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
        if not _ADDRESS.match(place):
            yield from sources([place], taken=taken, text=text, name=name)
            continue
        for source in _remote(place, taken):
            if isinstance(source, Remote) and source.filename.lower().endswith(TABLES):
                taken.discard(same_name(source.name))  # the rows have names, the table needs none
                yield from rows_of(source, taken, text, name, source.opened)
            else:
                yield source


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
            name: info for name, info in system.find(path, detail=True).items() if is_plan(PurePosixPath(name).name)
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
