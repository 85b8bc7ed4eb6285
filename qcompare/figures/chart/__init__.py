"""One function a chart: result tables in, an altair chart (or a table to look at) out."""

from qcompare.figures.chart.base import FIGURES, Figure
from qcompare.figures.chart.specificity import density, elements, ladder

__all__ = ["FIGURES", "Figure", "density", "elements", "ladder"]
