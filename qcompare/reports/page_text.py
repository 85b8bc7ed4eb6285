"""The words of the pages, in both languages: ``page_text.csv``, a row for each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from qcompare.benchmark import worded
from qcompare.lexicon import rows


def _read() -> dict[str, dict[str, str]]:
    text = (resources.files("qcompare.reports") / "page_text.csv").read_text(encoding="utf-8")
    found = list(csv.DictReader(text.splitlines()))
    return {lang: {row["key"]: row[lang] for row in found} for lang in ("zh", "en")}


class Words(Mapping[str, str]):
    """The words of one language, in those of the benchmark at hand (:mod:`qcompare.benchmark`)."""

    def __init__(self, lang: str, written: Mapping[str, str]) -> None:
        self.lang, self._written = lang, written

    def __getitem__(self, key: str) -> str:
        return worded(self._written[key], self.lang)

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


WORDS: Mapping[str, Mapping[str, str]] = {lang: Words(lang, written) for lang, written in _read().items()}


def value(lang: str, word: str) -> str:
    """Return how a coded value is shown in a language; the value itself where nothing else is known.

    >>> value("zh", "inherited"), value("zh", "93%")
    ('承接上文', '93%')
    """
    for kind in ("type", "part", "level", "strength"):
        if known := WORDS[lang].get(f"{kind}_{word}"):
            return known
    known = _coded().get(word, {}).get(lang)
    return worded(known, lang) if known else word


@cache
def _coded() -> dict[str, dict[str, str]]:
    """Return the values of coded fields, as the notebooks show them."""
    return {row["value"]: row for row in reversed(rows("measures/values"))}
