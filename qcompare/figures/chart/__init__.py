"""One function a chart: result tables in, an altair chart (or a table to look at) out."""

from qcompare.figures.chart.alignment import coverage, domains, headings
from qcompare.figures.chart.ambition import levels, magnitudes
from qcompare.figures.chart.base import FIGURES, Figure
from qcompare.figures.chart.order import composite, hasse
from qcompare.figures.chart.plan import profile
from qcompare.figures.chart.specificity import density, elements, ladder
from qcompare.figures.chart.strictness import strictness
from qcompare.figures.chart.tables import corpus_table, multiverse_table, reliability_table
from qcompare.figures.chart.trust import multiverse, reliability
from qcompare.figures.chart.wording import reuse

__all__ = [
    "FIGURES", "Figure", "composite", "corpus_table", "coverage", "density", "domains", "elements", "hasse", "headings",
    "ladder", "levels", "magnitudes", "multiverse", "multiverse_table", "profile", "reliability", "reliability_table",
    "reuse", "strictness",
]  # fmt: skip
