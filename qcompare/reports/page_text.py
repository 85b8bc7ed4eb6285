"""The words of the pages, in both languages: ``page_text.csv``, a row for each."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

from qcompare.lexicon import rows


def _read() -> dict[str, dict[str, str]]:
    text = (resources.files("qcompare.reports") / "page_text.csv").read_text(encoding="utf-8")
    found = list(csv.DictReader(text.splitlines()))
    return {lang: {row["key"]: row[lang] for row in found} for lang in ("zh", "en")}


WORDS: Mapping[str, Mapping[str, str]] = _read()


def value(lang: str, word: str) -> str:
    """Return how a coded value is shown in a language; the value itself where nothing else is known.

    >>> value("zh", "inherited"), value("zh", "93%")
    ('承接上文', '93%')
    """
    for kind in ("type", "part", "level", "strength"):
        if known := WORDS[lang].get(f"{kind}_{word}"):
            return known
    return _coded().get(word, {}).get(lang) or word


@cache
def _coded() -> dict[str, dict[str, str]]:
    """Return the values of coded fields, as the notebooks show them."""
    return {row["value"]: row for row in reversed(rows("measures/values"))}
