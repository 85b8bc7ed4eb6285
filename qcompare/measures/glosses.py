"""English for Chinese indicators, word by word: what the search understands, and what a page shows where nobody gave a name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

_LEAST = 0.6  # share of the characters that must be understood, or a gloss would hide more than it says


@cache
def glossary() -> Mapping[str, str]:
    """Return the words of ``glossary.csv``, the longest first: Chinese → English.

    >>> glossary()["合格率"]
    'pass rate'
    """
    text = (resources.files("qcompare.measures") / "glossary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return dict(sorted(((row["zh"], row["en"]) for row in rows), key=lambda pair: -len(pair[0])))


def gloss(indicator: str) -> str:
    """Return an English gloss of an indicator, its words in the order of the text; empty where too little is known.

    >>> gloss("产品质量监督抽查合格率")
    'product quality, supervision sampling, pass rate'
    >>> gloss("某甲乙丙")
    ''
    """
    words, at, known = [], 0, 0
    while at < len(indicator):
        word = next((one for one in _starting(indicator[at]) if indicator.startswith(one, at)), None)
        if word is None:
            at += 1
            continue
        words.append(glossary()[word])
        known += len(word)
        at += len(word)
    return ", ".join(dict.fromkeys(words)) if indicator and known >= _LEAST * len(indicator) else ""


@cache
def _starting(char: str) -> tuple[str, ...]:
    return tuple(word for word in glossary() if word[0] == char)
