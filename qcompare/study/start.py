"""A folder for a study: one's own plans, the notebooks, what they compare with, and a README that leads through it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from string import Template

from qcompare import output
from qcompare.errors import SourceError
from qcompare.paths import STUDY, data_dir, notebooks_dir, plans_in
from qcompare.text.formats.folders import KEPT

# what the measures compare with; the plans are the study's own
_DATA = ("national", "reference", "crosswalk")
_TEMPLATES = {"README.md": "README.md", STUDY: STUDY, "Makefile": "Makefile", "data/plans/README.md": "plans.md"}

_LEFT_OUT = shutil.ignore_patterns(".*", "README*", *(f"*{ending}" for ending in KEPT))


def init(folder: str | os.PathLike[str], plans: Iterable[str | os.PathLike[str]] = (), example: bool = False) -> Path:
    """Make a study and return its folder.

    Parameters
    ----------
    folder
        Where; made if need be. It must be empty, or hold nothing but plans to be taken in by hand later.
    plans
        Files or folders of plans to copy into it, sidecars with them, texts taken out of them left out.
    example
        Whether to put one of the five plans into it, to try things out.

    Raises
    ------
    SourceError
        If the folder is a study already or holds other files, or a plan cannot be copied.

    Examples
    --------
    >>> import tempfile
    >>> study = init(Path(tempfile.mkdtemp()) / "study", example=True)
    >>> sorted(path.name for path in (study / "data" / "plans").iterdir())
    ['README.md', 'siping.txt', 'siping.yml']
    """
    place = Path(folder).expanduser()
    given = [Path(plan).expanduser() for plan in plans]
    _check_free(place)
    for plan in given:
        if not plan.exists():
            raise SourceError(plan, "there is no such file or folder", "look at the path's spelling")
    _check_names(given)
    there = place.exists()
    try:
        _fill(place, given, example)
    except (OSError, shutil.Error) as error:
        _clear(place, there)
        problem = f"the study cannot be made there ({_reason(error)})"
        raise SourceError(place, problem, "choose a folder that you may write to, on a disk with room") from None
    return place


def _reason(error: OSError) -> str:
    """Return why files could not be copied; of many copied at once, why the first could not."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list) and error.args[0]:
        return re.sub(r"^\[Errno \d+\] ", "", str(error.args[0][0][-1])).partition(": '")[0]
    return error.strerror or str(error)


def _clear(place: Path, there: bool) -> None:
    """Remove what of a study was made before it could not go on: the folder was empty, or not there at all."""
    for path in place.iterdir() if place.is_dir() else ():
        if not path.name.startswith("."):  # what an empty folder may hold
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    if not there:
        with contextlib.suppress(OSError):
            place.rmdir()


def _check_free(place: Path) -> None:
    if (place / STUDY).exists():
        raise SourceError(place, "it is a study already", "go on in it, or choose another folder")
    if place.exists() and (not place.is_dir() or any(not path.name.startswith(".") for path in place.iterdir())):
        raise SourceError(place, "it is not empty", "choose a new folder; plans are copied into it with --plans")


def _check_names(plans: Iterable[Path]) -> None:
    """Refuse two files that would have one name in the study: the second would take the place of the first."""
    first: dict[str, Path] = {}
    for plan in plans:
        root = plans_in(plan) if plan.is_dir() else plan.parent
        for path in sorted(root.rglob("*")) if plan.is_dir() else [plan]:
            name = path.relative_to(root).as_posix().casefold()  # some file systems take a.txt and A.txt for one
            if path.is_file() and not _LEFT_OUT(str(path.parent), [path.name]):
                other = first.setdefault(name, path)
                if other != path:
                    raise SourceError(
                        path, f"in the study it would have the name of {other}", "give one of them another name"
                    )


def _fill(place: Path, plans: Iterable[Path], example: bool) -> None:
    data, notebooks = data_dir(), notebooks_dir()
    for folder in ("data/plans", "data/corrections", "notebooks"):
        (place / folder).mkdir(parents=True, exist_ok=True)
    for name in _DATA:
        shutil.copytree(data / name, place / "data" / name)
    for notebook in sorted(notebooks.rglob("*.ipynb")):
        copied = place / "notebooks" / notebook.relative_to(notebooks)
        if not any(part.startswith(".") for part in copied.relative_to(place).parts):
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(notebook, copied)
    for target, template in _TEMPLATES.items():
        text = files("qcompare.study").joinpath("templates", template).read_text("utf-8")
        output.write(place / target, Template(text).safe_substitute(name=place.resolve().name))
    if example:
        plans = [*plans, data / "plans" / "siping.txt"]
    for plan in plans:
        _copy(plan, place / "data" / "plans")


def _copy(plan: Path, folder: Path) -> None:
    """Copy a plan with its sidecar, or the contents of a folder."""
    if plan.is_dir():
        shutil.copytree(plans_in(plan), folder, dirs_exist_ok=True, ignore=_LEFT_OUT)
        return
    for path in (plan, plan.with_suffix(".yml"), plan.with_suffix(".yaml")):
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
