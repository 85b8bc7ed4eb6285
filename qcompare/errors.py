"""One family of errors. Each message says what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class QCompareError(Exception):
    """Root of every error that qcompare raises on purpose."""


class SourceError(QCompareError):
    """A file cannot be read as a plan. ``str(error)`` is one line that starts with the file's name."""

    def __init__(self, source: object, problem: str, advice: str) -> None:
        self.source, self.problem, self.advice = str(source), problem, advice
        super().__init__(f"{self.source}: {problem}; {advice}")

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str]]:
        """Keep all three parts when the error crosses a process boundary."""
        return type(self), (self.source, self.problem, self.advice)


class OutputError(QCompareError):
    """A file may not be written. ``str(error)`` is one line that starts with the file's name."""

    def __init__(self, path: object, problem: str, advice: str) -> None:
        super().__init__(f"{path}: {problem}; {advice}")


class SchemaError(QCompareError, ValueError):
    """A table or record breaks the schema (wrong column, type, value or offset)."""


class LexiconError(QCompareError, ValueError):
    """A lexicon file has a row that cannot be used."""


class ParameterError(QCompareError, ValueError):
    """A parameter or option is unknown or ill-typed."""


class TooManyPlansError(ParameterError):
    """A measure that compares plans one by one was asked for more of them than it takes."""


class FontError(QCompareError):
    """No font with Chinese glyphs, or a glyph that the font lacks."""


def unknown(what: str, given: str, valid: Iterable[str]) -> str:
    """Return the message for an unknown name, with the nearest valid one first.

    >>> unknown("measure", "ambitoin", ["ambition", "alignment"])
    "unknown measure 'ambitoin'; did you mean 'ambition'? valid: alignment, ambition"
    """
    names = sorted(valid)
    near = get_close_matches(str(given), names, n=1)  # YAML has keys that are no text
    hint = f" did you mean {near[0]!r}?" if near else ""
    return f"unknown {what} {given!r};{hint} valid: {', '.join(names)}"
