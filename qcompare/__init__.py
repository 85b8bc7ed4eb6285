"""Read Chinese plans, code every target with its place in the source, and compare plans.

>>> import qcompare as qc
>>> corpus = qc.load()
>>> corpus["siping"]
<CodedPlan siping: ... targets, ... numerals>
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.2.0"

# Public name → module that holds it. Loaded on first use, so that importing qcompare costs nothing.
_PUBLIC = {
    "load": "qcompare.corpus",
    "reference": "qcompare.corpus",
    "Corpus": "qcompare.corpus",
    "Plan": "qcompare.text",
    "read_plan": "qcompare.text",
    "explain": "qcompare.explanation",
    "code": "qcompare.coding",
    "specificity": "qcompare.findings.questions",
    "ambition": "qcompare.findings.questions",
    "alignment": "qcompare.findings.questions",
    "vocabulary": "qcompare.findings.questions",
    "robustness": "qcompare.findings.questions",
    "findings": "qcompare.findings",
    "measures": "qcompare.measures",
    "chart": "qcompare.figures",
}
__all__ = [*_PUBLIC, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'qcompare' has no attribute {name!r}")
    module = import_module(_PUBLIC[name])
    if name == "measures":
        import_module("qcompare.findings")  # the room above adds its tables to the registry
    return module if module.__name__ == f"qcompare.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
