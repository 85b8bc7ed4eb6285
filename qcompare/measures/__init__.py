"""Targets → tables: how specific, ambitious and aligned plans are, and how sure one can be.

``of(corpus)`` gives all tables of a corpus, each computed when it is asked for; ``table(corpus, "ladder")`` gives one.
The modules hold the measures themselves, pure functions of tables. What the columns mean stands in ``columns.csv``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import pandas as pd

    from qcompare.corpus import Corpus
    from qcompare.measures.bench import Measures

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
    """
    from qcompare.measures.bench import Measures

    known = _KNOWN.setdefault(corpus, {})
    key = tuple(sorted(options.items()))
    if key not in known:
        known[key] = Measures.of(corpus, **options)
    return known[key]


def table(corpus: Corpus, name: str, **options: Any) -> pd.DataFrame:
    """Return one result table of a corpus by name (``ladder``, ``strictness``, ``coverage``, …).

    Raises
    ------
    ParameterError
        If there is no such table; the message lists those there are.
    """
    return of(corpus, **options).table(name)
