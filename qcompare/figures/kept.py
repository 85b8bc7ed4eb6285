"""A figure set in a folder: its manifest vouches for files that need not be drawn again, and says which may be removed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qcompare.figures.export import Drawn

MANIFEST = "manifest.json"


def digest(data: bytes) -> str:
    """Return the digest that the manifest states of a file."""
    return sha256(data).hexdigest()


class Store:
    """Figures of an earlier build, to be taken over where nothing that matters has changed.

    Parameters
    ----------
    folder
        Where the set lies; without a manifest there it vouches for nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            entries = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["figures"]
            self.known = {(entry["name"], entry["lang"], entry["key"]): entry["files"] for entry in entries}
        except (OSError, ValueError, KeyError, TypeError):
            self.known = {}

    def get(self, drawn: Drawn, without: Sequence[str] = ()) -> dict[str, bytes] | None:
        """Return the files of a figure, those of some kinds left out; None where it has to be drawn anew."""
        entry = self.known.get((drawn.name, drawn.lang, drawn.key))
        if not entry:
            return None
        stated = {name: known for name, known in entry.items() if name.rpartition(".")[2] not in without}
        if drawn.spec is not None and not {"png", "pdf"} <= {*without, *(name.rpartition(".")[2] for name in stated)}:
            return None  # made for another purpose, with fewer kinds
        try:
            files = {name: (self.folder / drawn.name / name).read_bytes() for name in stated}
        except OSError:
            return None
        return files if all(digest(data) == stated[name] for name, data in files.items()) else None


def listed(folder: Path) -> set[str]:
    """Return the files that the manifest of a figure set names: those that a new set may remove, and no others."""
    found = {f"{name}/{file}" for (name, _, _), files in Store(folder).known.items() for file in files}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        for entry in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["figures"]:
            found |= {f"{entry['name']}/{file}" for file in entry["inputs"]}
    return {name for name in found if ".." not in PurePosixPath(name).parts and not name.startswith("/")}


def differences(folder: Path, wanted: Mapping[str, bytes]) -> list[str]:
    """Return how a folder differs from a figure set: ``missing: …``, ``differs: …``, ``not in the set: …``."""
    there = (
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        if folder.is_dir()
        else set()
    )
    there = {name for name in there if not any(part.startswith(".") for part in name.split("/"))}
    return [
        *(f"missing: {name}" for name in sorted(set(wanted) - there)),
        *(f"differs: {name}" for name in sorted(set(wanted) & there) if (folder / name).read_bytes() != wanted[name]),
        *(f"not in the set: {name}" for name in sorted(there - set(wanted))),
    ]
