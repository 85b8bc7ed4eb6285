"""Tables of a PDF, which knows none: columns are the blanks that stand one above the other in lines that follow.

A line with wide gaps has several cells; two such lines in a row are a table. The gaps common to its fullest rows
part its columns; all its lines, and a heading line just above, are parted there, so that an empty cell stays
empty in its own column. Lines closer than two rows of text ever are belong to one row with wrapped cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qcompare.text.formats.lines import clean, join, wide
from qcompare.text.heads import FIGURES, shape

_CELL_GAP = 1.2  # blank between two cells, in character heights
_WORD_GAP, _BLANK_GAP = 0.2, 0.45  # blank between Latin words; blank that is a space also between Han characters
_SAME_ROW = 1.35  # lines of one row are closer than this, in character heights


_NEAR_ROWS = 3.0  # rows of one table are nearer than this, in character heights
_GROUP = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,2}[)）、.．] ?[^\d。，,;；:：]{2,12}|[^\d。，,;；:：]{2,8}"
)  # 一、经济发展
_TITLE = re.compile(r"[ ]*(?:附?[表图]|专栏|附件)[ ]*[\d一二三四五六七八九十]")  # 表1 主要指标: the title of the table


@dataclass(frozen=True, slots=True)
class Sign:
    """A character and its place: left and right edge, base line, height; in points.

    ``space`` tells whether a space stands before it: 2 in the file itself, 1 as PDFium makes it out, 0 none.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    space: int = 0

    @property
    def reach(self) -> float:
        """Where the next character may stand: a full square on for a Han character, whose drawing is narrower."""
        return max(self.end, self.x + self.size) if wide(self.text[:1] or " ") else self.end


@dataclass(slots=True)
class Line:
    """A line of a page. ``edge`` marks the first and last two of the page; ``rows`` are those of a ruled table.

    ``area`` is the page, or the column of a page, between whose margins it is set.
    """

    x: float
    end: float
    y: float
    size: float
    signs: list[Sign]
    cells: list[str]
    page: int
    edge: bool = False
    rows: list[str] | None = None
    area: int = -1

    def __post_init__(self) -> None:
        """Take the page for the area, unless it is a column of a page."""
        self.area = 4 * self.page if self.area < 0 else self.area

    @property
    def reach(self) -> float:
        """Where the line ends, the blank of its last square counted in."""
        return max((sign.reach for sign in self.signs[-2:]), default=self.end)

    @property
    def text(self) -> str:
        """The words of the line, cells parted by a blank."""
        return " ".join(cell for cell in self.cells if cell)


def cells(signs: list[Sign], size: float) -> list[str]:
    """Return the runs of characters that wide gaps part, with blanks where smaller gaps are."""
    runs: list[list[Sign]] = []
    for sign in signs:
        if runs and sign.x - runs[-1][-1].reach <= _CELL_GAP * size:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    return [text for run in runs if (text := _words(run, size))]


def _words(signs: list[Sign], size: float) -> str:
    text = ""
    last: Sign | None = None
    for sign in signs:
        if last is not None:
            gap = (sign.x - last.reach) / size
            han = wide(text[-1]) or wide(sign.text[0])
            if gap > _BLANK_GAP or (sign.space == 2 and gap > 0) or (sign.space == 1 and gap > _WORD_GAP and not han):
                text += " "
        text, last = text + sign.text, sign
    return clean(text)


def table_rows(lines: list[Line]) -> dict[int, list[str]]:
    """Return which lines are tables: the index of each such line → the table rows that it ends (often none)."""
    found: dict[int, list[str]] = {}
    for start, stop in _runs(lines):
        gaps = _column_gaps(lines[start:stop])
        # A line of text behind a table is near its last row too, but runs over its columns.
        while gaps and stop - start > 1 and _runs_over(lines[stop - 1], gaps):
            stop -= 1
        while gaps and stop - start > 1 and _runs_over(lines[start], gaps):
            start += 1
        if not gaps or stop - start < 2:
            continue
        if start and start - 1 not in found and _is_heading(lines[start - 1], lines[start], gaps):
            start -= 1
        rows = _merge_wrapped([(line, _split(line, gaps)) for line in lines[start:stop]])
        found |= {index: [] for index in range(start, stop)}
        found[stop - 1] = ["\t".join(row) for row in rows]
    return found


def _runs(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines that are rows, or pieces of rows, with at least two full ones."""
    several = [len(line.cells) > 1 for line in lines]
    start = None
    for index in range(len(lines) + 1):
        inside = index < len(lines) and (
            several[index] or _is_piece(lines, several, index) or _is_group(lines, several, index)
        )
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            if sum(several[start:index]) > 1:
                yield start, index
            start = None


def _is_piece(lines: list[Line], several: list[bool], index: int) -> bool:
    """Tell a piece of a wrapped cell: a line with one cell, too close to a row to be a row of its own."""
    return any(
        0 <= other < len(lines) and several[other] and _close(lines[index], lines[other])
        for other in (index - 1, index + 1)
    )


def _is_group(lines: list[Line], several: list[bool], index: int) -> bool:
    """Tell the name of a group of rows: a few words between two rows of a table, no nearer to one than to the other."""
    if not 0 < index < len(lines) - 1 or not (several[index - 1] and several[index + 1]):
        return False
    line, above, below = lines[index], lines[index - 1], lines[index + 1]
    near = line.page == above.page == below.page and max(above.y - line.y, line.y - below.y) < _NEAR_ROWS * line.size
    return (
        near
        and line.x < min(above.end, below.end)
        and bool(_GROUP.fullmatch(line.text))
        and not _TITLE.match(line.text)
    )


def _close(one: Line, other: Line) -> bool:
    return one.page == other.page and abs(one.y - other.y) < _SAME_ROW * max(one.size, other.size)


def _column_gaps(lines: list[Line]) -> list[float]:
    """Return the places between columns: the middle of each blank that all of the fullest rows have."""
    most = max(len(line.cells) for line in lines)
    spans = sorted((sign.x, sign.reach) for line in lines if len(line.cells) == most for sign in line.signs)
    if not spans:
        return []
    gaps, reach = [], spans[0][1]
    size = lines[0].size
    for x, end in spans:
        if x - reach > 0.25 * size:
            gaps.append((reach + x) / 2)
        reach = max(reach, end)
    return gaps


def _is_heading(line: Line, below: Line, gaps: list[float]) -> bool:
    """Tell a heading line: short, above the table, with words in several columns, none over a whole column."""
    across = any(sum(run[0].x < gap < run[-1].end for gap in gaps) > 1 for run in _pieces(line))
    near = line.page == below.page and abs(line.y - below.y) < 4 * line.size
    return (
        near
        and not across
        and not _TITLE.match(line.text)
        and not any(mark in line.text for mark in "。;,;,")
        and sum(map(bool, _split(line, gaps))) > 1
    )


def _runs_over(line: Line, gaps: list[float]) -> bool:
    """Tell whether a line with one cell runs over a column: it is text."""
    return len(line.cells) == 1 and any(run[0].x < gap < run[-1].end for run in _pieces(line) for gap in gaps)


def _pieces(line: Line) -> list[list[Sign]]:
    """Return the runs of characters without any blank between them."""
    pieces: list[list[Sign]] = []
    for sign in line.signs:
        if pieces and sign.x - pieces[-1][-1].reach <= _WORD_GAP * line.size:
            pieces[-1].append(sign)
        else:
            pieces.append([sign])
    return pieces


def _split(line: Line, gaps: list[float]) -> list[str]:
    """Put each run of characters into the column in which its middle stands."""
    columns: list[list[Sign]] = [[] for _ in range(len(gaps) + 1)]
    for piece in _pieces(line):
        middle = (piece[0].x + piece[-1].end) / 2
        columns[sum(gap < middle for gap in gaps)].extend(piece)
    return [_words(column, line.size) for column in columns]


def _merge_wrapped(rows: list[tuple[Line, list[str]]]) -> list[list[str]]:
    merged: list[tuple[Line, list[str]]] = []
    for line, row in rows:
        if merged and _close(merged[-1][0], line) and _one_row(merged[-1][1], row):
            row = [join(above, here) for above, here in zip(merged[-1][1], row, strict=True)]
            merged[-1] = (line, row)
        else:
            merged.append((line, row))
    return [row for _, row in merged]


def _one_row(above: list[str], row: list[str]) -> bool:
    """Tell whether two close lines make one row: one of them holds words of some columns only.

    Two lines with a figure each in one column are two rows, however close: a cell that reaches over both stands between.
    """
    if any(shape(one) in FIGURES and shape(other) in FIGURES for one, other in zip(above, row, strict=True)):
        return False
    return not all(row) and not all(above) or bool(not row[0] or not any(row[1:]) or not above[0] or not any(above[1:]))
