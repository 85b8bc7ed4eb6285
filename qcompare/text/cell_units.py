"""Units as heads, brackets and cells of tables give them: %, 万件, 微克/立方米, 1/10万, kWh."""

from __future__ import annotations

import re
from functools import cache

from qcompare.lexicon import alternation, words

_LATIN_UNITS = (
    r"[kKMGTP]?[Ww]h?|[km]?m[23²³]?|hm[2²]|[kmμu]?g|[kKM]?L|d[Bb]|[KMGTP]i?[Bb](?:ps)?|[kM]?V(?:A)?|MPa|t|ha|pH|tce|℃"
)


@cache
def unit_pattern() -> re.Pattern[str]:
    """Return the pattern of a unit with all that leads to it."""
    one = rf"(?:{alternation(words('units'))}|{_LATIN_UNITS}|人|万|月)"
    many = r"[十百千]?[万亿]{0,2}"
    return re.compile(
        rf"{many}{one}(?:\({one}\))?(?:[·.]{one})?(?:/(?:每)?\d{{0,4}}{many}(?:{one}|车)?(?:[·.]{one})?)?|\d+/\d*[十百千万亿]*{one}?|每?[百千万]{{1,2}}人{one}"
    )


@cache
def is_unit(word: str) -> bool:
    """Tell whether a word is a unit: %, 万件, 微克/立方米, 1/10万, kWh.

    >>> [is_unit(word) for word in ("亿元", "张/千人", "%", "GDP", "合格率", "mg/m3")]
    [True, True, True, False, False, True]
    """
    return bool(unit_pattern().fullmatch(word.strip()))


_RECKONED = re.compile(
    r"[^,·、;:]*(?:折|价|原粮|贸易粮|标煤|标准|口径|实物)[^,·、;:]*[,·、;:](?P<unit>[^,·、;:]{1,10})"
)


_SORTED = re.compile(r"[,、;·/][\u4e00-\u9fff]{2}性(?:指标)?$|^[\u4e00-\u9fff]{2}性(?:指标)?[,、;·/]")  # (%,约束性)


def unit_in(words: str) -> str | None:
    """Return the unit that a bracket gives, what it is reckoned in left out; None where it gives none.

    >>> unit_in("亿元"), unit_in("折合原粮·万公斤"), unit_in("%,约束性"), unit_in("含灌木,处")
    ('亿元', '万公斤', '%', None)
    """
    match = _RECKONED.fullmatch(words)
    unit = match["unit"] if match else _SORTED.sub("", words)
    return unit if is_unit(unit) else None
