"""YAML by strangers: a mapping of plain values, or an error of ours.

The safe loader runs nothing, but it follows brackets and references as deep as they go: a hundred thousand brackets
end the whole process, and a few lines of references to references fill the memory. So the marks are looked through
first; what people write by hand has neither.
"""

from __future__ import annotations

from typing import Any

import yaml

from qcompare.errors import SourceError
from qcompare.text.formats.limits import check_size

MAX_YAML = 2**20  # bytes
_MAX_DEPTH = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(data: bytes, name: str) -> Any:
    """Return what a YAML file holds.

    Parameters
    ----------
    data
        The bytes of the file: UTF-8 or UTF-16, else GB18030, as editors of Chinese Windows save it.
    name
        Its name, for messages.

    Raises
    ------
    SourceError
        If it is too large, is not YAML, or is nested deep or refers to its own parts.

    Examples
    --------
    >>> load_yaml("issuer: 某市人民政府".encode("gb18030"), "x.yml")
    {'issuer': '某市人民政府'}
    """
    check_size(name, len(data), MAX_YAML)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise SourceError(name, "it is in no known encoding", "save it as UTF-8") from None
    try:
        _look_through(text, name)
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else "it"
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "wrong"
        raise SourceError(
            name, f"{where} is not YAML ({str(problem)[:60]})", "correct it; lines are like 'issuer: 某市人民政府'"
        ) from None
    except (ValueError, OverflowError, RecursionError) as error:  # a day that no month has, a number without end
        problem = f"a value in it cannot be read ({str(error)[:60]})"
        raise SourceError(name, problem, "put the value in quotes, or correct it") from None


def _look_through(text: str, name: str) -> None:
    """Refuse references and deep nesting, which loading would follow."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise SourceError(name, "it refers to its own parts (*name)", "write the values out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise SourceError(name, "it is nested too deep", "write lines like 'issuer: 某市人民政府'")
