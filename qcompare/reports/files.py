"""Files that are whole or absent, and digests of what a result depends on."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from qcompare import benchmark, output
from qcompare.errors import SourceError
from qcompare.paths import data_dir
from qcompare.text.formats.yml import load_yaml

_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = {".py", ".csv", ".json", ".yml", ".yaml", ".txt", ".j2", ".css", ".js"}
_PAGES = ("reports/templates/", "reports/assets/", "reports/page_text.csv")
# What turns the same code and data into other bytes when its version changes.
_LIBRARIES = (
    "altair", "vl-convert-python", "pandas", "numpy", "scipy", "scikit-learn", "networkx", "jieba", "rapidfuzz",
    "great-tables", "ipykernel", "nbclient", "papermill", "nbformat", "fonttools", "brotli", "pylopdf-fonts-zh-cn",
    "mistune", "jinja2",
)  # fmt: skip


def write(path: Path, content: bytes | str) -> Path:
    """Write a file so that at any moment it is either as before or complete.

    A file that already holds these bytes is left alone; the rest is :func:`qcompare.output.write`.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    return output.write(path, data)


def sweep(folder: Path) -> None:
    """Remove what an interrupted run left half written under a folder."""
    for pattern in (".qcompare-*.part", ".qcompare-*.part.ipynb"):
        for leftover in folder.rglob(pattern):
            leftover.unlink(missing_ok=True)


def digest(*parts: Any) -> str:
    """Return a SHA-256 over bytes, text, or anything that JSON can hold, in order.

    >>> digest("a", {"x": 1}) == digest("a", {"x": 1}) != digest("a", {"x": 2})
    True
    """
    found = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True, ensure_ascii=False).encode()
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()


def files(folder: Path) -> Iterator[Path]:
    """Yield the files under a folder in the order of their names, hidden ones and caches left out."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in relative):
            yield path


def tree(folder: Path, suffixes: Iterable[str] | None = None, without: Sequence[str] = ()) -> str:
    """Return a digest of the names and contents of the files under a folder (or of one file).

    Parameters
    ----------
    suffixes
        Only files with these.
    without
        Beginnings of paths under the folder that do not count.
    """
    if folder.is_file():
        return digest(folder.name, _content(folder))
    wanted = None if suffixes is None else set(suffixes)
    parts: list[Any] = []
    for path in files(folder):
        name = path.relative_to(folder).as_posix()
        if (wanted is None or path.suffix in wanted) and not name.startswith(tuple(without)):
            parts += [name, _content(path)]
    return digest(*parts)


def _content(path: Path) -> Any:
    """Return the bytes of a file; of a YAML file what it states, so that a comment changes nothing."""
    data = path.read_bytes()
    if path.suffix in (".yml", ".yaml"):
        with contextlib.suppress(SourceError, TypeError):
            return json.loads(json.dumps(load_yaml(data, path.name), default=str))
    return data


@cache
def code_version(pages: bool = True) -> str:
    """Return a digest of the package's code and lexicons; without what only pages are made from, if asked."""
    return tree(_PACKAGE, _CODE, () if pages else _PAGES)


def data_version() -> str:
    """Return a digest of the project's data: plans, goals of the benchmark, reference coding, crosswalk."""
    own, data = benchmark.current(), tree(data_dir())
    return data if own is None else digest(data, repr(replace(own, stamp=0)), own.goals.read_bytes())


@cache
def environment() -> dict[str, str]:
    """Return the versions that a result depends on, and a digest of the lock where there is one."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    lock = _PACKAGE.parent / "requirements.lock"
    if lock.is_file():
        found["lock"] = digest(lock.read_bytes())
    return found
