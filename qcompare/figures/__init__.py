"""Charts and tables to look at, and how they become files."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    if name == "chart":  # altair is loaded when a chart is wanted, not before
        return import_module("qcompare.figures.chart")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
