"""Rows that are parts of one indicator, whose group lost its column: 居民人均可支配收入城镇, and in the next row 农村."""

from __future__ import annotations

import re

from qcompare.coding.cells.captions import named_unit
from qcompare.text.cell_units import unit_in
from qcompare.text.heads import Cell, Table

LONGEST_PART = 8  # characters of the name of a part (化学需氧量), of which its group says what is measured
# What is said of one indicator in turn.
_PARTS = (
    ("城镇", "农村", "城市", "乡村"),
    ("城镇居民", "农村居民"),
    ("男性", "女性"),
    ("国家级", "省级", "市级", "县级"),
)
_OF_WHICH = re.compile("^(?:其中:?|#)")
_MOST_PARTS = 4
_SHORTEST_GROUP = 4
# 工业总产值(亿元)规模以上: the unit of the group stands between its name and that of its first part.
_INNER_UNIT = re.compile(r"(?P<group>[^()]{3,20})\((?P<unit>[^()]{1,10})\)(?P<part>[\u4e00-\u9fff]{2,6})")
_MEASURE = re.compile("[率量值数额比度重入长]$")


def of_group(group: str, words: str) -> str:
    """Return the name of a part with that of its group.

    >>> of_group("主要污染物排放总量", "化学需氧量"), of_group("居民人均可支配收入", "农村")
    ('化学需氧量排放总量', '农村居民人均可支配收入')
    """
    return words if words in group else words + re.sub(r"^(?:主要|各类|其他)?(?:污染物|品种)(?=排放)", "", group)


def parts_of(text: str, table: Table, names: list[int]) -> dict[int, tuple[str, str]]:
    """Return, by the place of its name, the group (with its unit) and the part of each row whose group lost its column.

    Parameters
    ----------
    text
        The normalised text of the plan.
    table
        The table that is read.
    names
        Its columns of names.
    """
    cells: list[Cell] = []
    for row in table.rows:
        own = next((row[at] for at in reversed(names) if row[at][1] > row[at][0]), None)
        cells += [own] if own else []
    read = [named_unit(_OF_WHICH.sub("", table.words(text, cell))) for cell in cells]
    found: dict[int, tuple[str, str]] = {}
    whole = ""  # 居民人均可支配收入, and in the rows below 其中:城镇, 农村
    for cell, (name, unit) in zip(cells, read, strict=True):
        if any(name in parts for parts in _PARTS):
            found |= {cell[0]: (whole, name)} if whole else {}
        else:
            whole = f"{name}({unit})" if unit else name
    for first, (name, unit) in enumerate(read[:-1]):
        parts = next((parts for parts in _PARTS if name.endswith(parts)), ())
        part = next((one for one in parts if name.endswith(one)), "")
        inner = _INNER_UNIT.fullmatch(name) if unit is None else None
        group = name.removesuffix(part)
        # The name of the group stands once, or in each of its rows.
        called = {sign + one: one for one in parts for sign in ("", group)}
        if part and len(group) >= _SHORTEST_GROUP and read[first + 1][0] in called:
            behind = [at for at in range(first + 1, first + _MOST_PARTS) if at < len(read) and read[at][0] in called]
        elif inner and unit_in(inner["unit"]) and _is_part(*read[first + 1]):
            group, part, behind = f"{inner['group']}({inner['unit']})", inner["part"], [first + 1]
        else:
            continue
        found[cells[first][0]] = group, part
        found |= {cells[at][0]: (group, called.get(read[at][0], read[at][0])) for at in behind}
    return found


def _is_part(name: str, unit: str | None) -> bool:
    """Tell whether a name is that of a part: short, without a unit, and no measure (…率, …量)."""
    return unit is None and len(name) <= LONGEST_PART and not _MEASURE.search(name)
