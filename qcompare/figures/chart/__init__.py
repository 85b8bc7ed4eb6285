"""One function a chart: result tables in, an altair chart (or a table to look at) out."""

from qcompare.figures.chart.base import FIGURES, Figure
from qcompare.figures.chart.composite import composite
from qcompare.figures.chart.coverage import coverage
from qcompare.figures.chart.density import density
from qcompare.figures.chart.domains import domains
from qcompare.figures.chart.elements import elements
from qcompare.figures.chart.hasse import hasse
from qcompare.figures.chart.headings import headings
from qcompare.figures.chart.ladder import ladder
from qcompare.figures.chart.levels import levels
from qcompare.figures.chart.magnitudes import magnitudes
from qcompare.figures.chart.multiverse import multiverse
from qcompare.figures.chart.plan import profile
from qcompare.figures.chart.reached import reached
from qcompare.figures.chart.reliability import reliability
from qcompare.figures.chart.strictness import strictness
from qcompare.figures.chart.tables import corpus_table, multiverse_table, reliability_table
from qcompare.figures.chart.wording import reuse

__all__ = [
    "FIGURES",
    "Figure",
    "composite",
    "corpus_table",
    "coverage",
    "density",
    "domains",
    "elements",
    "hasse",
    "headings",
    "ladder",
    "levels",
    "magnitudes",
    "multiverse",
    "multiverse_table",
    "profile",
    "reached",
    "reliability",
    "reliability_table",
    "reuse",
    "strictness",
]
