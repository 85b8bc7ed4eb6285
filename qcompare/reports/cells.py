"""Values of tables as people read them: nothing for a missing one, no trailing zeros, words in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from qcompare.reports.page_text import WORDS


def cell(item: Any, lang: str = "en") -> str:
    """Return a value as shown in a table.

    >>> cell(0.5), cell(None), cell(["a", "b"]), cell(True, "zh")
    ('0.5', '', 'a; b', '是')
    """
    if isinstance(item, (list, tuple)):
        return "; ".join(map(str, item))
    if item is None or pd.isna(item):
        return ""
    if pd.api.types.is_bool(item):
        return WORDS[lang]["yes" if item else "no"]
    if isinstance(item, float):
        return f"{item:.4f}".rstrip("0").rstrip(".")
    return str(item)


_ONE_LINE = 26  # half-width characters up to which a value stands on one line


def one_line(texts: Iterable[str]) -> bool:
    """Return whether every value of a column is short enough to stand on one line; a Chinese character counts twice.

    >>> one_line(["按规划目标年推定", "not named in the plan"]), one_line(["主要农产品质量安全抽检合格率"])
    (True, False)
    """
    return all(sum(2 if ord(char) > 0x2E7F else 1 for char in text) <= _ONE_LINE for text in texts)


_COLUMNS = 40  # columns for which ``site.css`` has a rule


def column_classes(kinds: Iterable[str]) -> str:
    """Return the classes of a table that say which columns hold numbers, and which short values that no line breaks.

    Said once for a table and not by every cell: that is a tenth of the weight of all pages.

    >>> column_classes(["short", "long", "num"])
    's1 n3'
    """
    letters = {"num": "n", "short": "s"}
    return " ".join(f"{letters[kind]}{at}" for at, kind in enumerate(kinds, 1) if kind in letters and at <= _COLUMNS)
