"""Where corrections lie: in a folder ``corrections`` beside the plans, one file a coder."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable
from pathlib import Path

from qcompare.corrections.records import Correction, load
from qcompare.errors import ParameterError, SourceError
from qcompare.paths import plans_in

FOLDER = "corrections"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\s.]+")


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
    name = _UNSAFE.sub("_", coder).strip("_")[:60]
    if not name:
        raise ParameterError(f"{coder!r} is no name of a coder; give one with letters")
    return f"{name}.jsonl"


def load_for(places: Iterable[str | os.PathLike[str]]) -> tuple[list[Correction], list[SourceError]]:
    """Return the corrections that belong to plans at the given places, and the files that cannot be read."""
    found: dict[str, Correction] = {}
    errors: list[SourceError] = []
    for folder in dict.fromkeys(folder_for(place) for place in places):
        for file in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
            try:
                found |= {correction.id: correction for correction in load(file)}
            except SourceError as error:
                errors.append(error)
    return list(found.values()), errors
