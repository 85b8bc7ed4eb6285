"""The five questions as one call each: a corpus in, a table out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

import qcompare.findings  # noqa: F401  (adds the tables of this room)
from qcompare.measures.registry import table

if TYPE_CHECKING:
    from qcompare.corpus import Corpus


def specificity(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return how specific the targets of each plan are, one row a plan (table ``specificity``).

    Parameters
    ----------
    corpus
        What :func:`qcompare.load` returns.
    definitions
        Definitions by name (:class:`qcompare.measures.choices.Choices`).

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.specificity(qc.load())["plan"].tolist()
    ['anhui', 'nantong', 'qingdao', 'siping', 'tianjin']
    """
    return table(corpus, "specificity", **definitions)


def ambition(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return every target beside the national goal that it speaks of (table ``ambition``).

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.ambition(qc.load(plans=["siping"]))["class"].value_counts()["weaker"]
    2
    """
    return table(corpus, "ambition", **definitions)


def alignment(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return what each plan takes up of the national goals, one row a plan (table ``alignment``).

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.alignment(qc.load(plans=["siping"]))[["covered", "goals"]].values.tolist()
    [[25, 36]]
    """
    return table(corpus, "alignment", **definitions)


def vocabulary(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return the words typical of each plan (table ``keyness``).

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.vocabulary(qc.load()).columns.tolist()[:3]
    ['plan', 'word', 'count']
    """
    return table(corpus, "keyness", **definitions)


def robustness(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return which claims survive the definitions (table ``multiverse``).

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.robustness(qc.load(plans=["siping"])).columns.tolist()[:3]
    ['claim', 'zh', 'en']
    """
    return table(corpus, "multiverse", **definitions)
