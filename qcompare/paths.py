"""Where the project's own files are: in a working copy, or inside the installed package."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from qcompare.errors import SourceError

STUDY = "study.yml"
_PACKAGE = Path(__file__).resolve().parent


@cache
def _folder(name: str, home: str) -> Path:
    if home:
        place = Path(home).expanduser() / name
    elif (_PACKAGE.parent / "pyproject.toml").is_file():
        place = _PACKAGE.parent / name
    else:
        place = _PACKAGE / f"_{name}"
    if not place.is_dir():
        advice = "point QCOMPARE_HOME at a folder that has it" if home else "reinstall qcompare, or set QCOMPARE_HOME"
        raise SourceError(str(place), "there is no such folder", advice)
    return place.resolve()


def study_dir() -> Path | None:
    """Return the study that the working folder lies in: the nearest folder with the file ``study.yml``."""
    try:
        here = Path.cwd()
    except OSError:  # the working folder is gone
        return None
    return next((folder for folder in (here, *here.parents) if (folder / STUDY).is_file()), None)


def plans_in(place: Path) -> Path:
    """Return the folder of the plans if the place is a study, else the place itself."""
    plans = place / "data" / "plans"
    return plans if (place / STUDY).is_file() and plans.is_dir() else place


def _home() -> str:
    return os.environ.get("QCOMPARE_HOME", "") or str(study_dir() or "")


def data_dir() -> Path:
    """Return the folder that holds ``plans/``, ``national/``, ``reference/`` and ``crosswalk/``.

    The environment variable ``QCOMPARE_HOME`` names another folder to look in; without it, in a study (a folder that
    ``qcompare init`` made, or one inside it) it is the study's own; otherwise it is ``data/`` of the working copy, or
    the copy that the wheel carries.

    Raises
    ------
    SourceError
        If there is no such folder.

    Examples
    --------
    >>> (data_dir() / "plans" / "siping.txt").is_file()
    True
    """
    return _folder("data", _home())


def notebooks_dir() -> Path:
    """Return the folder of the notebooks, found in the same way as :func:`data_dir`."""
    return _folder("notebooks", _home())


def plans_dir() -> Path:
    """Return the folder of the five plans and their sidecars."""
    return data_dir() / "plans"


def reference_dir() -> Path:
    """Return the folder of the hand-coded reference set."""
    return data_dir() / "reference"


def cache_dir() -> Path:
    """Return the folder for what can be made again at any time, created if missing.

    ``QCOMPARE_CACHE`` names another one.
    """
    from platformdirs import user_cache_path

    named = os.environ.get("QCOMPARE_CACHE")
    folder = Path(named).expanduser() if named else user_cache_path("qcompare", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
