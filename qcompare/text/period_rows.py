"""Tables that lost their cells whose rows are years and whose heads are indicators (年份, 合格率, 标准数; then 2023年, 97, 40).

How many heads there are is told by the first year: what stands before it are heads, and every row has as many cells.
"""

from __future__ import annotations

from qcompare.text.flattened import BARE_GROUP, MOST_COLUMNS, turned
from qcompare.text.heads import FIGURES, Cell, Table, read_head, shape, squeezed, stripped, written

_UNITS = ("单位", "计量单位")  # of a row that gives the unit of each column
_FEWEST = 2  # rows of years
_WIDEST_HEAD = 30
_NO_HEAD = ("figure", "serial", "unit", "prose", "attribute", "labelled", "empty")


def by_periods(text: str, cells: list[Cell]) -> tuple[Table, int] | None:
    """Return the table that some cells start, with the place behind its last; None where no rows of years follow its heads.

    Examples
    --------
    >>> words = "年份 抽检合格率(%) 地方标准(项) 2023年 97 40 2025年 98 70"
    >>> starts = [0, *(at + 1 for at, sign in enumerate(words) if sign == " ")]
    >>> table, behind = by_periods(words, [(at, at + len(words[at:].split()[0])) for at in starts])
    >>> [[written(words, cell) for cell in row] for row in table.rows], behind
    ([['抽检合格率(%)', '97', '98'], ['地方标准(项)', '40', '70']], 9)
    """
    width = _width(text, cells)
    if not width or any(written(text, cell).count("(") != written(text, cell).count(")") for cell in cells[:width]):
        return None  # of a head set in two lines nobody can say how many columns there are
    rows: list[list[Cell]] = []
    at, periods = width, 0
    while at + width <= len(cells):
        first, *rest = cells[at : at + width]
        forms = {shape(written(text, cell)) for cell in rest}
        is_period = _is_period(text, first) and forms <= {*FIGURES, "empty"}
        if not is_period and not (_gives_units(text, first) and forms <= {"unit", "empty"}):
            break
        periods += is_period
        rows.append([stripped(text, cell) for cell in cells[at : at + width]])
        at += width
    if periods < _FEWEST:
        return None
    heads = [[cell] for cell in cells[:width]]
    columns = [read_head(squeezed(written(text, cell))) for cell in cells[:width]]
    table = turned(text, Table(columns, heads, rows, cells[0][0], cells[at - 1][1]))
    return (table, at) if table else None


def _is_period(text: str, cell: Cell) -> bool:
    """Tell whether a row is one of a year, or of 现状, 目标."""
    words = written(text, cell)
    return shape(words) == "year" or bool(BARE_GROUP.fullmatch(squeezed(words)))


def _gives_units(text: str, cell: Cell) -> bool:
    return squeezed(written(text, cell)) in _UNITS


def _width(text: str, cells: list[Cell]) -> int:
    """Return how many cells are heads; 0 where the first row is none of a year."""
    for at, cell in enumerate(cells[: MOST_COLUMNS + 1]):
        words = written(text, cell)
        form = shape(words)
        if at > 1 and (_is_period(text, cell) or _gives_units(text, cell)):
            return at
        if form in _NO_HEAD or form == "year" or len(words) > _WIDEST_HEAD or (at and read_head(words).year):
            return 0
    return 0
