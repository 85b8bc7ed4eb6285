"""Values of tables as people read them: nothing for a missing one, no trailing zeros, words in the page's language."""

from __future__ import annotations

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
