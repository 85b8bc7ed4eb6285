"""What ``study.yml`` says."""

from __future__ import annotations

from pathlib import Path

from qcompare.errors import SourceError
from qcompare.paths import STUDY, study_dir


def settings() -> dict[str, str]:
    """Return the settings of the study that the working folder lies in; empty outside any.

    Raises
    ------
    SourceError
        If ``study.yml`` cannot be read.
    """
    place = study_dir()
    return {} if place is None else read(place / STUDY)


def read(path: Path) -> dict[str, str]:
    """Return the settings in a file.

    Raises
    ------
    SourceError
        If it cannot be read, or holds something else.
    """
    from qcompare.text.formats.yml import load_yaml

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"it cannot be read ({error.strerror})", "look at its permissions") from None
    stated = load_yaml(data, str(path)) or {}
    if not isinstance(stated, dict):
        raise SourceError(path, "it holds no settings", "write lines like 'coder: 王'")
    for name, value in stated.items():
        if isinstance(value, (dict, list)):
            raise SourceError(path, f"{name} is no text", "write lines like 'coder: 王'")
    return {str(name): str(value) for name, value in stated.items() if value is not None}
