"""Targets → tables: how specific, ambitious and aligned plans are, and how sure one can be.

The way in, as ``qc.measures``:

- ``list_tables()`` lists the tables: the question of each, what it says, what it needs, on which choices it depends;
- ``table(corpus, "ladder", years="explicit")`` computes one, under other definitions where they are named;
- ``of(corpus)`` holds all tables of a corpus, each computed when it is asked for: ``of(corpus).ladder``;
- ``measure`` adds one of your own, or puts yours in the place of one of these.

The modules hold the measures themselves, pure functions of tables. What the columns mean stands in ``columns.csv``.

Examples
--------
>>> import qcompare as qc
>>> qc.measures.list_tables().query("question == 'vocabulary'")["table"].tolist()
['keyness', 'kwic']
>>> qc.measures.table(qc.load(), "ladder", part="whole").columns.tolist()[:3]
['plan', 'rung', 'targets']
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Loaded on first use: importing the package costs nothing.
_PUBLIC = {
    "of": "registry", "table": "registry", "share": "registry", "Measures": "registry", "list_tables": "registry",
    "questions": "registry", "measure": "results", "Choices": "choices",
}  # fmt: skip
__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'qcompare.measures' has no attribute {name!r}")
    import_module("qcompare.measures.registry")  # all measures are registered before one is added
    return getattr(import_module(f"qcompare.measures.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
