"""Tables drawn with lines of characters (┌─┬─┐), as text was published before pages had tables.

Places in the line tell nothing, since signs are of two widths: cells are counted. A rule through all columns ends a row;
one through some of them (│ ├──┬──┤ │) parts those, and the cells beside it go on below it.
"""

from __future__ import annotations

import re

from qcompare.text.heads import Cell, stripped, written

CORNERS = "┌┏╔"
_PLAIN = str.maketrans("┏┓┗┛┣┫┳┻╋┃━╔╗╚╝╠╣╦╩╬║═┝┥┠┨┯┷┿┰┸╂┼", "┌┐└┘├┤┬┴┼│─┌┐└┘├┤┬┴┼│─├┤├┤┬┴┼┬┴┼┼")
_RULE = re.compile(r"[├┌└][─┬┴┼├ ]*[┤┐┘]?|[─┬┴┼]+")
_PART_RULED = re.compile(r"├─|─┤")
_PART = re.compile(r"├(?P<rule>[─┬┴┼ ]*)|[│┤](?P<open>[^│├┤]*)")

Row = list[list[Cell]]  # of each column the runs of its words, one a line


def rows_of(text: str, lines: list[Cell]) -> tuple[list[Row], list[Row], int]:
    r"""Return the rows of a drawn table, those of its head made one.

    Returns
    -------
    rows
        None where the cells of a row do not add up.
    others
        Rows of other columns, as the name of the table in its frame.
    int
        How many lines the table fills.

    Examples
    --------
    >>> drawn = "┌──┬─────┐\n│    │ 2010年   │\n│地区├──┬──┤\n│    │控制│电力│\n├──┼──┼──┤\n│东州│  12│ 4.5│\n└──┴──┴──┘"
    >>> lines = [match.span() for match in re.finditer(r".+", drawn)]
    >>> [["".join(drawn[a:b] for a, b in cell) for cell in row] for row in rows_of(drawn, lines)[0]]
    [['地区', '2010年控制', '2010年电力'], ['东州', '12', '4.5']]
    """
    rows: list[Row] = []
    joined: list[int] = []  # where two columns are one below a rule (├──┴──┤), the first of them
    band: list[Row] | None = []  # the rows since the last rule through all columns; None where they do not add up
    used = 0
    for number, run in enumerate(lines):
        line = stripped(text, run)
        words = written(text, line).translate(_PLAIN)
        if words[:1] not in "┌├└│─":
            break
        used = number + 1
        if _RULE.fullmatch(words):
            rows, band = _under_rule([*rows, *_spread(band or [], joined)], words), []
            joined = _joined(words)
        elif band is not None and _PART_RULED.search(words):
            band = _parted(words, line[0], text, band, any(len(row) > 1 for row in rows))
        elif band is not None:
            band = _with_line(text, words, line[0], band)
        if band is None:
            return [], [], used
        if words[0] == "└":
            break
    rows += _spread(band or [], joined)
    width = max(map(len, rows), default=0)
    return [row for row in rows if len(row) == width], [row for row in rows if len(row) != width], used


def _with_line(text: str, words: str, at: int, band: list[Row]) -> list[Row] | None:
    """Add a line of cells to the last row of a band; None where it has other columns than the row."""
    edges = [match.start() for match in re.finditer("│", words)]
    if edges and edges[-1] + 1 < len(words):
        edges.append(len(words))  # the last bar of the line is lost
    cells = [stripped(text, (at + a + 1, at + b)) for a, b in zip(edges, edges[1:], strict=False)]
    row = band[-1] if band else [[] for _ in cells]
    if len(cells) != len(row):
        return None
    return [*band[:-1], [_grown(before, cell) for before, cell in zip(row, cells, strict=True)]]


def _joined(rule: str) -> list[int]:
    """Return for each column below a rule the first of those above it; nothing where none are joined."""
    if "┴" not in rule or "┬" in rule or rule[0] == "└":
        return []
    firsts, column = [0], 0
    for sign in rule[1:-1]:
        column += sign in "┼┴"
        if sign == "┼":
            firsts.append(column)
    return [*firsts, column + 1]


def _spread(rows: list[Row], joined: list[int]) -> list[Row]:
    """Give rows in which columns are joined as many cells as there are columns."""
    if not joined or any(len(row) != len(joined) - 1 for row in rows):
        return rows
    found = []
    for row in rows:
        wide: Row = [[] for _ in range(joined[-1])]
        for first, cell in zip(joined, row, strict=False):
            wide[first] = cell
        found.append(wide)
    return found


def _under_rule(rows: list[Row], rule: str) -> list[Row]:
    """Return rows with each name over several columns (├──┼──┬──┤ below it) in every one of them."""
    *places, over = _places(rule[1:-1])
    if "┬" not in rule or not over:
        return rows
    return [[row[place] for place in places] if len(row) == over + 1 else row for row in rows]


def _places(rule: str) -> list[int]:
    """Return for each column below a rule the one above it, and behind them the last column above.

    >>> _places("──┼──┬──")
    [0, 1, 1, 1]
    """
    places, over = [0], 0
    for sign in rule:
        over += sign in "┴┼"
        if sign in "┬┼":
            places.append(over)
    return [*places, over]


def _grown(before: list[Cell], cell: Cell) -> list[Cell]:
    return [*before, cell] if cell[1] > cell[0] else before


def _parted(words: str, at: int, text: str, band: list[Row], in_body: bool) -> list[Row] | None:
    """Return a band below a rule through some of its columns; None where the rule does not fit the columns.

    In the head a name over several columns goes to each of them; in the body a new row starts.
    """
    if not band:
        return None
    above, below = band[-1], list[list[Cell]]()
    column = 0
    for part in _PART.finditer(words):
        taken = above[column : column + 1]
        if part["rule"] is None:
            if part.end() == len(words) and not part["open"]:
                break
            cell = stripped(text, (at + part.start("open"), at + part.end("open")))
            if taken:
                band[-1][column] = _grown(taken[0], cell)
                below += [[]] if in_body else band[-1][column : column + 1]
            column += 1
            continue
        places = _places(part["rule"])
        over = places.pop() + 1
        if "┴" in part["rule"] or (in_body and over != len(places)) or column + over > len(above):
            return None
        below += [[] if in_body else list(above[column + place]) for place in places]
        column += over
    if column != len(above):
        return None
    return [*band, below] if in_body else [below]
