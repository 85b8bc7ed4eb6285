"""Targets → tables: how specific, ambitious and aligned plans are, and how sure one can be.

``of(corpus)`` gives all tables of a corpus, each computed when it is asked for; ``table(corpus, "ladder")`` gives one.
The modules hold the measures themselves, pure functions of tables. What the columns mean stands in ``columns.csv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import pandas as pd

    from qcompare.corpus import Corpus
    from qcompare.measures.bench import Measures

# Memos of corpora that :func:`share` was called for, by what the corpus holds, seed and draws.
_SHARED: dict[tuple[Any, ...], dict[Any, Any]] = {}
_KNOWN: WeakKeyDictionary[Any, dict[tuple[Any, ...], Measures]] = WeakKeyDictionary()


def of(corpus: Corpus, **options: Any) -> Measures:
    """Return the measures of a corpus under the given definitions; asked again, the same object.

    Parameters
    ----------
    corpus
        What :func:`qcompare.load` returns.
    options
        ``seed``, ``draws``, and definitions by name (:class:`qcompare.measures.choices.Choices`).

    Raises
    ------
    ParameterError
        If a definition or its value is not valid.
    SourceError
        If the corpus holds no plan; the reason is the first of its failures.
    """
    from qcompare.errors import SourceError
    from qcompare.measures.bench import Measures

    if not len(corpus):
        nothing = SourceError("the corpus", "it holds no plan", "load a file or folder of plans")
        raise next(iter(corpus.failures), nothing)
    known = _KNOWN.setdefault(corpus, {})
    key = tuple(sorted(options.items()))
    if key not in known:
        known[key] = made = Measures.of(corpus, **options)
        if _SHARED:
            made.memo.update(_SHARED.get((_contents(corpus), made.seed, made.draws), {}))
    return known[key]


def share(corpus: Corpus, names: Sequence[str]) -> None:
    """Compute tables once for every later corpus that holds the same, in this process and in its forks.

    A batch calls it before its kernels are forked: each notebook loads the plans for itself, and finds the tables
    that take long already computed.

    Parameters
    ----------
    corpus
        What the notebooks will load.
    names
        Tables to compute, under the default definitions.
    """
    measures = of(corpus)
    for name in names:
        measures.table(name)
    _SHARED[_contents(corpus), measures.seed, measures.draws] = measures.memo


def _contents(corpus: Corpus) -> str:
    """Return a digest of what a corpus holds; corpora of one digest have the same measures."""
    found = sha256()
    for name in ("targets", "plans", "sentences", "numerals"):
        for record in corpus.records(name):
            found.update(repr(sorted(record.items())).encode())
    found.update(" ".join(one.id for one in corpus.judgements).encode())
    return found.hexdigest()


def table(corpus: Corpus, name: str, **options: Any) -> pd.DataFrame:
    """Return one result table of a corpus by name (``ladder``, ``strictness``, ``coverage``, …).

    Raises
    ------
    ParameterError
        If there is no such table; the message lists those there are.
    """
    return of(corpus, **options).table(name)
