"""Sources → partitions of fixed content: what belongs together depends on the sources alone.

A partition ends where a plan's name says so (about one name in 64 does), or when it is full. A plan that is added
or changed therefore touches the partition it lies in, and the others stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qcompare import __version__
from qcompare.errors import SourceError
from qcompare.scale.places import stamp
from qcompare.text.formats.sources import Source

FORM = 1  # of the files that a run writes: another one, and everything is done again
# small enough that some hundred plans keep all workers at work to the end, large enough that a million make no million files
LEAST, MOST = 16, 128  # sources in a partition
BYTES = 3 * 2**20  # of sources in a partition; one that is larger is a partition of its own


@dataclass(frozen=True)
class Partition:
    """Some sources that are coded together.

    Attributes
    ----------
    key : str
        Digest of what the result depends on: the sources, their state, the version of qcompare, the tables asked for.
    sources : tuple
        The sources, and the errors of places where there are none, in order.
    tables : tuple of str
        The tables to make.
    """

    key: str
    sources: tuple[Source | SourceError, ...]
    tables: tuple[str, ...]


def partitions(
    found: Iterable[Source | SourceError], tables: Iterable[str] = ("targets", "numerals", "plans")
) -> Iterator[Partition]:
    """Yield sources in partitions, in order, as a stream.

    Parameters
    ----------
    found
        See :func:`qcompare.scale.places.places`.
    tables
        The tables to make of them.
    """
    tables = tuple(tables)
    held: list[Source | SourceError] = []
    digest, size = _start(tables), 0
    for source in found:
        more, state = stamp(source)
        if held and size + more > BYTES:
            yield Partition(digest.hexdigest(), tuple(held), tables)
            held, digest, size = [], _start(tables), 0
        held.append(source)
        size += more
        digest.update(f"{_label(source)}\0{state}\0".encode("utf-8", "surrogatepass"))
        if len(held) >= MOST or (len(held) >= LEAST and _ends(source)):
            yield Partition(digest.hexdigest(), tuple(held), tables)
            held, digest, size = [], _start(tables), 0
    if held:
        yield Partition(digest.hexdigest(), tuple(held), tables)


def _start(tables: tuple[str, ...]) -> hashlib.blake2b:
    return hashlib.blake2b(f"{FORM} {__version__} {' '.join(tables)}".encode(), digest_size=10)


def _label(source: Source | SourceError) -> str:
    return source.source if isinstance(source, SourceError) else f"{source.name}\0{source.file}"


def _ends(source: Source | SourceError) -> bool:
    data = _label(source).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=1).digest()[0] < 4
