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
    """Return every target beside the national goal that it speaks of (table ``ambition``)."""
    return table(corpus, "ambition", **definitions)


def alignment(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return what each plan takes up of the national goals, one row a plan (table ``alignment``)."""
    return table(corpus, "alignment", **definitions)


def vocabulary(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return the words typical of each plan (table ``keyness``)."""
    return table(corpus, "keyness", **definitions)


def robustness(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return which claims survive the definitions (table ``multiverse``)."""
    return table(corpus, "multiverse", **definitions)
