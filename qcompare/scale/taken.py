"""A set of strings that lives on disk: the names of a million plans take no memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableSet


class Taken(MutableSet[str]):
    """A set of strings in a temporary file that goes away with it.

    >>> taken = Taken()
    >>> taken.add("siping")
    >>> "siping" in taken, "anhui" in taken, len(taken)
    (True, False, 1)
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)  # the empty name: a file of its own, removed on closing
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE taken (name BLOB PRIMARY KEY) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def __contains__(self, name: object) -> bool:
        return self._base.execute("SELECT 1 FROM taken WHERE name = ?", (_key(name),)).fetchone() is not None

    def add(self, value: str) -> None:
        """Put a string into the set."""
        self._base.execute("INSERT OR IGNORE INTO taken VALUES (?)", (_key(value),))

    def discard(self, value: str) -> None:
        """Take a string out of the set."""
        self._base.execute("DELETE FROM taken WHERE name = ?", (_key(value),))

    def __iter__(self) -> Iterator[str]:
        return (
            name.decode("utf-8", "surrogatepass")
            for (name,) in self._base.execute("SELECT name FROM taken ORDER BY name")
        )

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM taken").fetchone()[0])


def _key(name: object) -> bytes:
    # file names may hold bytes that are no text
    return str(name).encode("utf-8", "surrogatepass")
