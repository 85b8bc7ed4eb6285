"""One function a chart: result tables in, an altair chart (or a table to look at) out."""

from qcompare.figures.chart.alignment import coverage, domains, headings
from qcompare.figures.chart.ambition import levels, magnitudes, strictness
from qcompare.figures.chart.base import FIGURES, Figure
from qcompare.figures.chart.specificity import density, elements, ladder

__all__ = [
    "FIGURES", "Figure", "coverage", "density", "domains", "elements", "headings", "ladder", "levels",
    "magnitudes", "strictness",
]  # fmt: skip
