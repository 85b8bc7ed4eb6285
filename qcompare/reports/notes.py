"""What a reader of the start page must know before the findings: who looked at the coding, and what is older than the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcompare.findings.finding import names
from qcompare.reports.words import WORDS
from qcompare.text.dates import period

if TYPE_CHECKING:
    from qcompare.corpus import Corpus
    from qcompare.measures.registry import Measures


def notes(corpus: Corpus, measures: Measures, lang: str) -> list[str]:
    """Return the notes in a language: what people reviewed, and the plans that begin before the national outline.

    Parameters
    ----------
    corpus
        The plans, with the corrections laid over their coding.
    measures
        Their measures, for the names and for the outline.
    lang
        Language of the notes.
    """
    w = WORDS[lang]
    total = sum(len(one.coding.targets) for one in corpus)
    seen = sum(target["reviewed"] is not None for one in corpus if one.review for target in one.review.targets)
    found = [w["reviewed"].format(n=total, seen=seen, rest=total - seen)]
    year = _first_year(measures)
    starts = corpus.plans.set_index("plan")["period_start"].dropna()
    early = starts.index[starts < year]
    if len(early):
        zh, en = names(measures, early)
        found.append(w["anachronism"].format(names={"zh": zh, "en": en}[lang], year=year))
    return found


def _first_year(measures: Measures) -> int:
    """Return the first year that the national outline covers, as its title states it."""
    title = measures.crosswalk.documents.set_index("document").loc["outline", "zh"]
    return int(str(period(str(title), "")[0]))
