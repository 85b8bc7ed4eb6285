"""What the tables say in words: findings with their certainty, the definitions they hang on, what must not be concluded.

A room above the measures: it adds the tables ``multiverse``, ``multiverse_runs`` and ``findings`` to their registry.
``qc.findings(corpus)`` is the table, ``qc.findings.of(corpus, "ambition")`` the findings as data, in order.

Examples
--------
>>> import qcompare as qc
>>> found = qc.findings.of(qc.load(), "ambition")
>>> found[0].question, found[0].table
('ambition', 'strictness')
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from qcompare.findings.finding import Finding
from qcompare.findings.topics import findings
from qcompare.measures import registry

if TYPE_CHECKING:
    import pandas as pd

    from qcompare.corpus import Corpus

__all__ = ["Finding", "of"]


def of(source: Corpus | registry.Measures, *questions: str, **definitions: Any) -> list[Finding]:
    """Return the findings of a corpus, or of its measures, in order: the strongest first within each question.

    Parameters
    ----------
    source
        A corpus, or its measures.
    questions
        Only these: corpus, specificity, ambition, alignment, vocabulary, certainty, limits; all if none is named.
    definitions
        Definitions by name, for a corpus.

    Examples
    --------
    >>> import qcompare as qc
    >>> [one.id for one in qc.findings.of(qc.load(plans=["siping"]), "corpus")]
    ['corpus-1']
    """
    measures = source if isinstance(source, registry.Measures) else registry.of(source, **definitions)
    return findings(measures, *questions)


class _Callable(ModuleType):
    """A module that answers a call: ``qc.findings`` is the public name of a table and the name of a room."""

    def __call__(self, corpus: Corpus, **definitions: Any) -> pd.DataFrame:
        """Return what was found, how sure it is, and what must not be concluded (table ``findings``)."""
        return registry.table(corpus, "findings", **definitions)


sys.modules[__name__].__class__ = _Callable
