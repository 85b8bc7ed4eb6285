"""Looking the coding over: spreadsheet and reviewing view, order by doubt, agreement of coders.

In JupyterLab::

    import qcompare as qc
    from qcompare.review import view
    view(qc.load("plans/"), coder="王")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qcompare.review.rounds import view

__all__ = ["view"]


def __getattr__(name: str) -> Any:
    if name == "view":
        from qcompare.review.rounds import view

        return view
    raise AttributeError(f"module 'qcompare.review' has no attribute {name!r}")
