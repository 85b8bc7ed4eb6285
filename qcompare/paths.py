"""Where the project's own files are: in a working copy, or inside the installed package."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache
from pathlib import Path

from qcompare.errors import SourceError

STUDY = "study.yml"
# no part of a file's name on some system, or of an address, or of a list with commas; signs that nobody sees
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|#%,\s\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]+"
)
# devices on Windows, whatever ending follows
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.I)
_PACKAGE = Path(__file__).resolve().parent


def safe_name(text: str, most: int = 200) -> str:
    """Return a text as the first part of a file's name on every system, or nothing if nothing of it can be.

    Parameters
    ----------
    text
        What the file is to be called after.
    most
        Bytes in UTF-8. Systems allow 255 for the whole name.

    Examples
    --------
    >>> safe_name("四平市 质量/规划?"), safe_name("con"), safe_name("Nul.2015"), safe_name("../..")
    ('四平市_质量_规划', 'con_', 'Nul_.2015', '')
    """
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip("._")
    name = name.encode("utf-8")[:most].decode("utf-8", "ignore").rstrip("._")
    return _RESERVED.sub(lambda match: match.group() + "_", name, count=1) if _RESERVED.match(name) else name


def same_name(name: str) -> str:
    """Return what two names have in common that are one file on some system: those of Windows and macOS ignore case.

    >>> same_name("Plan") == same_name("plan") != same_name("plan2")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


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
        here = os.getcwd()  # noqa: PTH109 - asked for at every sentence that is put into words, and pathlib takes ten times as long
    except OSError:  # the working folder is gone
        return None
    while not os.path.isfile(os.path.join(here, STUDY)):  # noqa: PTH113, PTH118
        here, before = os.path.dirname(here), here  # noqa: PTH120
        if here == before:
            return None
    return Path(here)


def plans_in(place: Path) -> Path:
    """Return the folder of the plans if the place is a study, else the place itself."""
    plans = place / "data" / "plans"
    return plans if (place / STUDY).is_file() and plans.is_dir() else place


def home_study() -> Path | None:
    """Return the study whose data are at hand: that of ``QCOMPARE_HOME`` if it is set, else of the working folder."""
    home = os.environ.get("QCOMPARE_HOME", "")
    if not home:
        return study_dir()
    place = Path(home).expanduser()
    return place if (place / STUDY).is_file() else None


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


def docs_dir() -> Path:
    """Return the folder of the pages of the documentation: that of the working copy, or the copy in the wheel."""
    return _folder("docs", "")


def shipped_data_dir() -> Path:
    """Return the folder of the data that come with the project, whatever study is at hand."""
    return _folder("data", "")


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
