"""What people decided about targets, and how it lies over the parser's result.

Corrections are read with the plans: those in the folder ``corrections`` that stands beside the plans' folder.
"""

from __future__ import annotations

from qcompare.corrections.files import append
from qcompare.corrections.folders import folder_for, load_for
from qcompare.corrections.overlay import Overlay, overlay
from qcompare.corrections.records import Correction, load, make

__all__ = ["Correction", "Overlay", "append", "folder_for", "load", "load_for", "make", "overlay"]
