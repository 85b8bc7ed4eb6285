"""Which words name what a level is the level of: where the name starts and ends, one or several, what is left out."""

from qcompare.coding.indicators.ends import trim_right
from qcompare.coding.indicators.item import Item, quote_start
from qcompare.coding.indicators.middle import without_middle
from qcompare.coding.indicators.reading import numeric_items
from qcompare.coding.indicators.splitting import each_of, split_subjects
from qcompare.coding.indicators.starts import ALL_DO, LEADING_YEAR, STARTS_ANEW, YEAR, leading_year, strip_lead

__all__ = [
    "ALL_DO",
    "LEADING_YEAR",
    "STARTS_ANEW",
    "YEAR",
    "Item",
    "leading_year",
    "numeric_items",
    "quote_start",
    "each_of",
    "split_subjects",
    "strip_lead",
    "trim_right",
    "without_middle",
]
