"""What a reader of the start page must know before the findings: which plans are older than the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcompare.reports.page_text import WORDS
from qcompare.text.dates import period

if TYPE_CHECKING:
    from qcompare.reports.facts import Facts

_NAMED = 8  # plans named before "and … more"


def notes(facts: Facts, lang: str) -> list[str]:
    """Return the notes in a language: the plans that begin before the national outline."""
    year = _first_year(facts)
    early = [
        plan for plan, row in facts.plans.items() if row["period_start"] is not None and row["period_start"] < year
    ]
    if not early:
        return []
    names = [facts.name(plan, lang) for plan in early[:_NAMED]]
    rest = len(early) - len(names)
    more = {"zh": f"等{len(early)}份", "en": f" and {rest} more"}[lang] if rest else ""
    joined = ("、" if lang == "zh" else ", ").join(names) + more
    return [WORDS[lang]["anachronism"].format(names=joined, year=year)]


def _first_year(facts: Facts) -> int:
    """Return the first year that the outline covers, as its title states it; else the year of its issue."""
    outline = facts.measures.crosswalk.documents.set_index("document").loc["outline"]
    return int(str(period(str(outline["zh"]), "")[0] or outline["year"]))
