"""Looking the coding over: corrections, their overlay, agreement of coders, spreadsheet and reviewing view."""

from __future__ import annotations

from qcompare.review.corrections import Correction, append, load, make
from qcompare.review.overlay import Overlay, overlay

__all__ = ["Correction", "Overlay", "append", "load", "make", "overlay"]
