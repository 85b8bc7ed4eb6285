"""The five questions as one call each: a corpus in, a table out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.measures import table

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

# question → its main table first, then the others
QUESTIONS: dict[str, tuple[str, ...]] = {
    "corpus": ("corpus", "profile"),
    "specificity": ("specificity", "elements", "element_shares", "ladder", "ladder_dominance", "density", "hedges",
                    "verification"),
    "ambition": ("ambition", "strictness", "net_strictness", "levels", "markup", "own_baseline", "shared", "pairwise",
                 "relative", "strength"),
    "alignment": ("alignment", "citations", "coverage", "emphasis", "emphasis_distance", "direction", "headings",
                  "heading_check", "reuse", "spans"),
    "vocabulary": ("keyness", "kwic"),
    "robustness": ("multiverse", "multiverse_runs", "detection", "reliability", "differences", "coding_interval",
                   "stability", "influence", "poset", "ranks", "mutual", "composite", "composite_pairs", "sobol"),
    "findings": ("findings",),
    "pmc": ("pmc", "pmc_index"),
}  # fmt: skip


def specificity(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return how specific the goals of each plan are, one row a plan (table ``specificity``).

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


def findings(corpus: Corpus, **definitions: Any) -> pd.DataFrame:
    """Return what was found, how sure it is, and what must not be concluded (table ``findings``)."""
    return table(corpus, "findings", **definitions)
