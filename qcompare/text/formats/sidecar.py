"""What a person states beside a plan, in ``NAME.yml``: read safely, and held to the schema before it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import Any

from qcompare.checks import check
from qcompare.errors import SourceError
from qcompare.schema import PLANS, Field
from qcompare.text.formats.sources import Source
from qcompare.text.formats.yml import load_yaml

_NAMES = [field.name for field in PLANS]
_STATED = {field.name: field for field in PLANS[1 : _NAMES.index("han_file")]}
_YEAR = re.compile(r"((?:19|20|21)\d\d)\s*年?")
_YEARS = ("period_start", "period_end", "horizon")


def read_sidecar(source: Source, sha256: str | None = None) -> dict[str, Any]:
    """Return the metadata that the file beside a plan states; empty if there is none, or nothing in it.

    Fields of one's own (``note``, ``source``) are left alone; one that is nearly a known field is a slip of the pen.

    Parameters
    ----------
    source
        The plan.
    sha256
        The checksum of its bytes, to be held against the one stated; not looked at if None.

    Raises
    ------
    SourceError
        If it is not YAML, a value is not of its field's kind, or its checksum is not that of the plan.
    """
    found = source.sidecar()
    if found is None:
        return {}
    beside, data = found
    stated = load_yaml(data, beside)
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        raise SourceError(beside, "it holds no fields", "write lines like 'issuer: …', or remove the file")
    if sha256 and stated.get("sha256") not in (None, sha256):
        raise SourceError(
            source.file, "the file has changed since its sidecar was written (sha256 differs)",
            f"restore the file, or correct sha256 in {PurePath(beside).name} to {sha256}",
        )  # fmt: skip
    for name in stated:
        near = get_close_matches(str(name), _STATED, n=1, cutoff=0.8)
        if name not in _STATED and near:
            raise SourceError(beside, f"there is no field {str(name)!r}", f"write {near[0]}")
    return stated_values(beside, stated)


def stated_values(beside: str, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return the known fields of what is stated beside a plan, each as a value of its kind.

    Raises
    ------
    SourceError
        If a value is not of its field's kind.
    """
    values = {name: _value(field, stated[name]) for name, field in _STATED.items() if name in stated}
    for name, value in values.items():
        problem = _problem(name, value)
        if problem:
            raise SourceError(beside, problem, f"correct the line, like '{_STATED[name].name}: {_LIKE[name]}'")
    return values


def sidecar_path(file: str, name: str) -> Path | None:
    """Return where the sidecar of a plan that was read is to be written; None if there is no place for one.

    Parameters
    ----------
    file, name
        The plan's ``file`` and ``name``: ``pack.zip!city/plan.docx`` and ``plan`` give ``plan.yml`` beside the archive.
    """
    parts = file.split("!")
    starts = (Path("!".join(parts[:count])) for count in range(len(parts), 0, -1))
    found = next((path for path in starts if path.is_file()), None)
    if found is None:
        return None
    member = len(str(found)) < len(file)
    source = Source(name, file, None, found, file[len(str(found)) + 1 :]) if member else Source(name, file, found)
    return next(iter(source.beside()), None)


_LIKE = {
    "title": "某市质量发展规划(2014—2020年)", "doc_number": "某政发〔2014〕1号", "issuer": "某市人民政府",
    "jurisdiction": "某省某市", "level": "prefecture", "doc_type": "规划", "date_issued": "2014-01-31",
    "period_start": "2014", "period_end": "2020", "horizon": "2020", "cites": "[《质量发展纲要(2011-2020年)》]",
    "script": "hans",
}  # fmt: skip


def _value(field: Field, value: Any) -> Any:
    """Return a value as the field's kind where no doubt is possible: a year in quotes, a title that is a number."""
    if hasattr(value, "isoformat"):
        value = value.isoformat()[:10]
    if field.type == "array" and isinstance(value, str):
        return [value]
    if field.type == "integer" and isinstance(value, str) and (year := _YEAR.fullmatch(value.strip())):
        return int(year[1])
    if field.type == "string" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _problem(name: str, value: Any) -> str | None:
    problems = check("plans", [{"plan": "x", name: value}], partial=True)
    if problems:
        return problems[0].partition("): ")[2]
    if name in _YEARS and value is not None and not _YEAR.fullmatch(str(value)):
        return f"{name} is {value}, no year"
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return f"{name} holds something that is not text"
    return None
