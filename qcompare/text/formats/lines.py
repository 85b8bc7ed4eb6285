"""From pieces of a page to lines of text: one paragraph a line, one table row a line, cells parted by tabs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from qcompare.errors import SourceError
from qcompare.text.formats.limits import MAX_CELLS
from qcompare.text.formats.stacked import Cell, unstacked

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200d\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_BREAK_IN_HAN = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
# A value: it stands once in the cells that are merged. 1.经济发展, PM2.5 and 15岁以上人口 are words, and govern each of them.
_FIGURE = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9０-９]*+[0-9０-９](?!、[\u4e00-\u9fff])[^\u4e00-\u9fff]*+[\u4e00-\u9fff]{0,5}+[^\u4e00-\u9fff]*+"
)


def clean(text: str) -> str:
    r"""Return a run of text as a browser shows it: white space one blank, none at a line break between Han characters.

    >>> clean("质量\n  发展   纲要")
    '质量发展 纲要'
    """
    return _SPACES.sub(" ", _BREAK_IN_HAN.sub("", _CONTROL.sub("", text))).strip(" \u3000")


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str | None, before: Sequence[str]) -> str | None:
    """Return what is set above the line behind some text: figures as raised figures, but behind a letter, as in m2.

    A note's number behind a value (80²分) and a power of ten (10⁴亩) are no digits of it.

    >>> raised("2", ["合格率", "80"]), raised("3", ["2万m"])
    ('²', '3')
    """
    last = next((piece.rstrip()[-1] for piece in reversed(before) if piece.rstrip()), "")
    if not text or not text.strip().isdecimal() or (last.isascii() and last.isalpha()):
        return text
    return text.strip().translate(_RAISED)


def wide(character: str) -> bool:
    """Return whether a character takes a full square, as Han characters and their punctuation do."""
    return unicodedata.east_asian_width(character) in "WFA"


def join(first: str, second: str) -> str:
    """Return two halves of a broken line as one, with a blank only where both sides are Latin.

    A number or a word in capitals is one word, even where a line ends inside it.

    >>> join("达到", "90%以上"), join("quality", "plan"), join("通过GM", "P认证")
    ('达到90%以上', 'quality plan', '通过GMP认证')
    """
    if not first or not second or wide(first[-1]) or wide(second[0]):
        return first + second
    number = first[-1].isdigit() and second[0] in "0123456789.,%‰"
    capitals = first[-1].isupper() and second[0].isupper()
    return f"{first}{second}" if number or capitals else f"{first} {second}"


def table(cells: Iterable[Cell], name: str) -> list[str]:
    r"""Return the rows of a table as lines, header row first, every row with the same number of tab-parted cells.

    A merged cell is spread over the places that it covers when it holds words (they govern each row or column),
    and stands once when it holds figures (it is one value); in the header it is always spread. A cell that covers
    a whole row is a line of its own. A header of several rows is made one.

    >>> table([Cell("指标", 0, 0), Cell("2020年", 0, 1), Cell("合格率", 1, 0), Cell("96%以上", 1, 1)], "x")
    ['指标\t2020年', '合格率\t96%以上']

    Raises
    ------
    SourceError
        If the table has more cells than may be read.
    """
    cells = list(cells)
    if not cells:
        return []
    width = max(cell.column + cell.columns for cell in cells)
    height = max(cell.row + 1 for cell in cells)
    if width * height > MAX_CELLS:
        raise SourceError(
            name, f"a table of {height:,} rows and {width:,} columns is too large", f"keep it under {MAX_CELLS:,} cells"
        )
    whole = {cell.row: cell for cell in cells if width > 1 and cell.columns >= width}
    head_row = min((cell.row for cell in cells if cell.row not in whole), default=0)
    depth = _head_depth(cells, head_row, width)
    depth = depth if head_row + depth < height else 1  # a first row that spans everything is no header
    grid = [[""] * width for _ in range(height)]
    for cell in cells:
        header = head_row <= cell.row < head_row + depth
        for row in range(cell.row, min(cell.row + cell.rows, height)):
            for column in range(cell.column, min(cell.column + cell.columns, width)):
                first = row == cell.row and column == cell.column
                if first or header or (column == cell.column and not _FIGURE.fullmatch(cell.text)):
                    grid[row][column] = cell.text
    return _lines(grid, whole, head_row, depth)


def _head_depth(cells: list[Cell], head_row: int, width: int) -> int:
    """Return over how many rows the head goes: as far as its cells, and on below a group of columns without figures."""
    first = [cell for cell in cells if cell.row == head_row]
    depth = max((cell.rows for cell in first), default=1)
    below = [cell for cell in cells if cell.row == head_row + 1]
    grouped = any(1 < cell.columns < width for cell in first)
    if (
        depth == 1
        and grouped
        and below
        and not any(_FIGURE.fullmatch(cell.text) and "年" not in cell.text for cell in below)
    ):
        return 2
    return depth


def _lines(grid: list[list[str]], whole: dict[int, Cell], head_row: int, depth: int) -> list[str]:
    body = grid[head_row + depth :]
    header = [
        " ".join(dict.fromkeys(filter(None, column))) for column in zip(*grid[head_row : head_row + depth], strict=True)
    ]
    lines = [cell.text for row, cell in sorted(whole.items()) if row < head_row]
    lines.append("\t".join(header))
    for row, values in enumerate(body, start=head_row + depth):
        lines.append(whole[row].text if row in whole else "\t".join(values))
    return [line for line in lines if line.strip()]


class Grid:
    """Places cells as they come, row by row, past the cells that reach down from rows above."""

    def __init__(self, name: str) -> None:
        self.name, self.cells = name, list[Cell]()
        self._taken: set[tuple[int, int]] = set()
        self._row, self._column = -1, 0

    def next_row(self) -> None:
        """Begin a row."""
        self._row, self._column = self._row + 1, 0

    def add(self, text: str, rows: int = 1, columns: int = 1, lines: tuple[str, ...] = ()) -> None:
        """Put a cell at the next free place of the row."""
        while (self._row, self._column) in self._taken:
            self._column += 1
        rows, columns = max(1, min(rows, 1_000)), max(1, min(columns, 1_000))  # as browsers do
        if len(self._taken) + rows * columns > MAX_CELLS:
            raise SourceError(self.name, "a table is too large", f"keep it under {MAX_CELLS:,} cells")
        self.cells.append(Cell(text, max(self._row, 0), self._column, rows, columns, lines))
        self._taken.update(
            (row, column)
            for row in range(self._row, self._row + rows)
            for column in range(self._column, self._column + columns)
        )
        self._column += columns

    def lines(self) -> list[str]:
        """Return the rows as lines (see :func:`table`)."""
        return table(unstacked(self.cells), self.name)
