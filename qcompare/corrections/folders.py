"""Where corrections lie: in a folder ``corrections`` beside the plans, one file a coder."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from qcompare.corrections.records import Correction, load
from qcompare.errors import ParameterError, SourceError
from qcompare.paths import plans_in, safe_name

FOLDER = "corrections"


def folder_for(place: str | os.PathLike[str]) -> Path:
    """Return the folder of corrections for plans at a place: beside their folder, or beside the folder of the file.

    >>> str(folder_for("study/plans/siping.txt").as_posix()).endswith("study/corrections")
    True
    """
    path = Path(place).expanduser()
    while glob.has_magic(str(path)):
        path = path.parent
    plans = plans_in(path) if path.is_dir() else path.parent
    return Path(os.path.abspath(plans)).parent / FOLDER  # noqa: PTH100 links stay as they are


def file_for(place: str | os.PathLike[str], coder: str) -> Path:
    """Return the file in which a coder's corrections are kept.

    Raises
    ------
    ParameterError
        If nothing of the name can be part of a file's name.
    """
    return folder_for(place) / file_name(coder)


def file_name(coder: str) -> str:
    """Return the name of a coder's file.

    Raises
    ------
    ParameterError
        If nothing of the name can be part of a file's name.
    """
    name = safe_name(coder.replace(".", "_"), 180)
    if not name:
        raise ParameterError(f"{coder!r} is no name of a coder; give one with letters")
    return f"{name}.jsonl"


def files_for(
    places: Iterable[str | os.PathLike[str]], folder_of: Callable[[str | os.PathLike[str]], Path] = folder_for
) -> list[Path]:
    """Return the JSON-lines files in the folders that belong to plans at the given places."""
    found: list[Path] = []
    for place in places:
        with contextlib.suppress(OSError):  # of a place that cannot be looked at the reader of plans says so
            found += sorted(folder_of(place).glob("*.jsonl"))
    return list(dict.fromkeys(found))


def load_for(places: Iterable[str | os.PathLike[str]]) -> tuple[list[Correction], list[SourceError]]:
    """Return the corrections that belong to plans at the given places, and the files that cannot be read."""
    found: dict[str, Correction] = {}
    errors: list[SourceError] = []
    for file in files_for(places):
        try:
            found |= {correction.id: correction for correction in load(file, errors)}
        except SourceError as error:
            errors.append(error)
    return list(found.values()), errors
