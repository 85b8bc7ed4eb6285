"""English for Chinese indicators, word by word: what the search understands, and what a page shows where nobody gave a name."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_SCOPE = re.compile("[品业]$(?<!企业)")  # 工业产品, 药品, 制造业; a firm is what is counted, and no scope
_STEM = 6  # letters that industry and industrial have in common
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
    words = _words(indicator)
    known = sum(map(len, words))
    said = dict.fromkeys(glossary()[word] for word in words)
    return ", ".join(said) if indicator and known >= _LEAST * len(indicator) else ""


def added_scope(indicator: str, canonical: str) -> list[str]:
    """Return the products or trades that an indicator names and the canonical name does not.

    >>> added_scope("工业产品质量合格率", "产品质量合格率")
    ['工业产品']
    """
    if "、" in indicator:  # of a list the glossary may know some members only
        return []
    return [word for word in _words(indicator) if _SCOPE.search(word) and word not in canonical]


def narrowed(indicator: str, canonical: str, english: str) -> str:
    """Return the English name of a canonical indicator with the products or trades that one plan's own words add to it.

    >>> narrowed("工业产品质量合格率", "产品质量合格率", "pass rate of products")
    'pass rate of products (industrial products)'
    >>> narrowed("全市产品质量合格率", "产品质量合格率", "pass rate of products")
    'pass rate of products'
    """
    own = map(glossary().__getitem__, added_scope(indicator, canonical))
    added = [words for words in own if words[:_STEM] not in english.lower()]
    return f"{english} ({', '.join(dict.fromkeys(added))})" if added else english


def _words(indicator: str) -> list[str]:
    """Return the words of the glossary that an indicator is made of, in order, the longest at each place."""
    words, at = [], 0
    while at < len(indicator):
        word = next((one for one in _starting(indicator[at]) if indicator.startswith(one, at)), None)
        if word:
            words.append(word)
        at += len(word or " ")
    return words


@cache
def _starting(char: str) -> tuple[str, ...]:
    return tuple(word for word in glossary() if word[0] == char)
