"""How a target stands beside a national goal, in a word and in a sentence.

The classes, their marks and colours are those of the figures (:mod:`qcompare.figures.cells`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qcompare.figures.cells import COMPARED, KINDS, Kind, kind_of
from qcompare.reports.levels import level
from qcompare.reports.page_text import WORDS


def compared(match: Mapping[str, Any]) -> bool:
    """Return whether a target is judged beside its goal, and not only listed."""
    return match.get("class") in COMPARED


def kind(match: Mapping[str, Any]) -> Kind:
    """Return the class of a target beside its goal."""
    if compared(match):
        return KINDS[kind_of(match)]
    if match["status"] != "reviewed":
        return KINDS["proposed"]
    return KINDS[{"E": "other", "N": "near", "F": "field"}.get(str(match["grade"]), "other")]


def standing(match: Mapping[str, Any], lang: str) -> str:
    """Return in words how a target stands beside its national goal, or why the two are not compared."""
    w = WORDS[lang]
    national = level({"type": "quantified", "comparator": match["national_comparator"], "low": match["national_value"], "high": None,
                      "unit": match["unit"], "change": "level"}, lang)  # fmt: skip
    year = "–" if match["national_year"] is None else int(match["national_year"])
    if compared(match):
        return w["against_nation"].format(level=national, year=year, class_=kind(match).words(lang, short=True))
    grade = kind(match).words(lang, short=True)
    note = f"; {match['note']}" if match.get("note") and lang == "en" else ""
    return w["not_compared"].format(level=national, year=year, why=grade + note)
