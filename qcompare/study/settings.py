"""What ``study.yml`` says."""

from __future__ import annotations

from qcompare.errors import SourceError
from qcompare.paths import STUDY, study_dir


def settings() -> dict[str, str]:
    """Return the settings of the study that the working folder lies in; empty outside any.

    Raises
    ------
    SourceError
        If ``study.yml`` cannot be read.
    """
    import yaml

    place = study_dir()
    if place is None:
        return {}
    path = place / STUDY
    try:
        stated = yaml.safe_load(path.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        raise SourceError(path, "it is not YAML", "correct it; lines are like 'coder: 王'") from None
    if not isinstance(stated, dict):
        raise SourceError(path, "it holds no settings", "write lines like 'coder: 王'")
    return {str(name): str(value) for name, value in stated.items() if value is not None}
