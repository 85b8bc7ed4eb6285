"""One table in every layout that it comes in: web page, Word file, PDF, Markdown, and text that lost its cells."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import docx
from formats_builders import hexed, pdf_of, save


@dataclass(frozen=True)
class Merged:
    """A cell with its place and the rows and columns that it covers."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def merged(rows: str) -> list[Merged]:
    """The cells of a table written with | between cells, ^ for the cell above and < for the one to the left."""
    grid = [[cell.strip() for cell in line.split("|")] for line in rows.strip().splitlines()]
    found = []
    for y, line in enumerate(grid):
        for x, text in enumerate(line):
            if text in ("^", "<"):
                continue
            wide = next((k for k in range(1, len(line) - x) if line[x + k] != "<"), len(line) - x)
            high = next((k for k in range(1, len(grid) - y) if grid[y + k][x] != "^"), len(grid) - y)
            found.append(Merged(text, y, x, high, wide))
    return found


def full(rows: str) -> list[list[str]]:
    """The rows with each merged cell written in every place that it covers, heads of several rows made one."""
    cells = merged(rows)
    grid = [[""] * (1 + max(cell.column for cell in cells)) for _ in range(1 + max(cell.row for cell in cells))]
    depth = max(cell.rows for cell in cells if cell.row == 0)
    for cell in cells:
        for y in range(cell.row, cell.row + cell.rows):
            for x in range(cell.column, cell.column + cell.columns):
                grid[y][x] = cell.text
    head = ["".join(dict.fromkeys(column)) for column in zip(*grid[:depth], strict=True)]
    return [head, *grid[depth:]]


def as_html(before: list[str], rows: str, after: list[str]) -> bytes:
    return _page(f"{_lines(before)}{_table(rows)}{_lines(after)}")


def as_nested(before: list[str], rows: str, after: list[str]) -> bytes:
    """A page of the old kind: all of it in the cells of a layout table."""
    inner = f"<table width=90%><tr><td>{_lines(before)}{_table(rows)}{_lines(after)}</td></tr></table>"
    menu = "<table><tr><td>首页</td><td>政务公开</td></tr></table>"
    return _page(f"<table><tr><td>{menu}</td><td>{inner}</td></tr><tr><td colspan=2>江城市人民政府</td></tr></table>")


def _page(body: str) -> bytes:
    return f"<html><head><title>江城市</title></head><body>{body}</body></html>".encode()


def _lines(lines: list[str]) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def _table(rows: str) -> str:
    lines: dict[int, str] = {}
    for cell in merged(rows):
        spans = (f" rowspan={cell.rows}" if cell.rows > 1 else "") + (
            f" colspan={cell.columns}" if cell.columns > 1 else ""
        )
        lines[cell.row] = lines.get(cell.row, "") + f"<td{spans}><p>{html.escape(cell.text)}</p></td>"
    return "<table border=1>" + "".join(f"<tr>{line}</tr>" for line in lines.values()) + "</table>"


def as_docx(before: list[str], rows: str, after: list[str]) -> bytes:
    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    cells = merged(rows)
    table = document.add_table(
        1 + max(cell.row for cell in cells), 1 + max(cell.column + cell.columns - 1 for cell in cells)
    )
    for cell in cells:
        first = table.cell(cell.row, cell.column)
        last = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        (first.merge(last) if first is not last else first).text = cell.text
    for line in after:
        document.add_paragraph(line)
    return save(document)


def as_pdf(before: list[str], rows: str, after: list[str], ruled: bool = False) -> bytes:
    """A page of 12 points; cells of a table without rules stand in columns, those with rules in boxes."""
    y, shown, strokes = 780.0, list[tuple[float, float, str]](), ""
    for line in before:
        for piece in [line[k : k + 40] for k in range(0, len(line), 40)]:
            shown.append((60, y, piece))
            y -= 22
    cells = merged(rows)
    width, height = 1 + max(c.column + c.columns - 1 for c in cells), 1 + max(c.row for c in cells)
    widths = [
        max(_width(c.text) / c.columns for c in cells if c.column <= x < c.column + c.columns) + 26
        for x in range(width)
    ]
    lefts = [60 + sum(widths[:x]) for x in range(width + 1)]
    for cell in cells:
        top, bottom = y + 14 - 22 * cell.row, y + 14 - 22 * (cell.row + cell.rows)
        left, right = lefts[cell.column], lefts[cell.column + cell.columns]
        shown.append((left + 8, (top + bottom) / 2 - 5, cell.text))
        strokes += f"{left} {bottom} {right - left} {top - bottom} re S\n" if ruled else ""
    y -= 22 * height + 8
    for line in after:
        for piece in [line[k : k + 40] for k in range(0, len(line), 40)]:
            shown.append((60, y, piece))
            y -= 22
    text = "".join(f"1 0 0 1 {x} {at} Tm <{hexed(piece)}> Tj\n" for x, at, piece in shown)
    return pdf_of([f"BT /F1 12 Tf\n{text}ET\n{strokes}"])


def _width(text: str) -> float:
    return sum(6 if sign.isascii() else 12 for sign in text)


def as_ruled(before: list[str], rows: str, after: list[str]) -> bytes:
    return as_pdf(before, rows, after, ruled=True)


def as_markdown(before: list[str], rows: str, after: list[str]) -> bytes:
    head, *body = full(rows)
    lines = ["|" + "|".join(row) + "|" for row in (head, ["--"] * len(head), *body)]
    return "\n\n".join([*before, "\n".join(lines), *after]).encode()


def as_cells(before: list[str], rows: str, after: list[str]) -> bytes:
    """Every cell a line, merged cells once."""
    return "\n".join([*before, *(cell.text for cell in merged(rows)), *after]).encode()


def as_spaces(before: list[str], rows: str, after: list[str]) -> bytes:
    """Every row a line, cells parted by a blank."""
    lines = [" ".join(cell.replace(" ", "").replace("\u3000", "") for cell in row) for row in full(rows)]
    return "\n".join([*before, *lines, *after]).encode()


def as_line(before: list[str], rows: str, after: list[str]) -> bytes:
    """Title, heads and cells in one line, nothing between them."""
    *lines, title = before
    return "\n".join([*lines, title + "".join(cell for row in full(rows) for cell in row), *after]).encode()


def as_tabs(before: list[str], rows: str, after: list[str]) -> bytes:
    """Every row a line, cells parted by tabs; a merged cell stands in its first place only, as copied from a page."""
    return "\n".join([*before, *("\t".join(row) for row in _once(rows)), *after]).encode()


def as_bars(before: list[str], rows: str, after: list[str]) -> bytes:
    """Every cell a line with a bar behind it, an empty cell a bar alone: how many readers of web pages write tables."""
    cells = [cell for row in _once(rows) for cell in row]
    return "\n".join([*before, *(f"{cell} |" if cell else "|" for cell in cells), *after]).encode()


def as_led(before: list[str], rows: str, after: list[str]) -> bytes:
    """Every cell a line with a bar before it; an empty one at the end of a row stands before the first of the next."""
    cells, lines = _once(rows), list[str]()
    for number, row in enumerate(cells):
        for column, cell in enumerate(row):
            last = column == len(row) - 1 and number < len(cells) - 1
            if not (cell or last):
                lines.append("|")
            elif cell:
                spare = "| " if lines and not column and not cells[number - 1][-1] else ""
                lines.append(f"{spare}| {cell}" if lines else cell)
    return "\n".join([*before, *lines, *after]).encode()


_WRAPPED_AT = 11  # characters of the longest name that is set in one line


def _pieces(cell: str) -> list[str]:
    """A long name as the lines that it is set in."""
    name = not re.search(r"^[\d><≥≤]", cell)
    return [cell] if len(cell) <= _WRAPPED_AT or not name else [cell[:_WRAPPED_AT], *_pieces(cell[_WRAPPED_AT:])]


def as_wrapped(before: list[str], rows: str, after: list[str]) -> bytes:
    """Every cell a line, long names over two: text as it was drawn in a PDF."""
    return "\n".join([*before, *(piece for cell in merged(rows) for piece in _pieces(cell.text)), *after]).encode()


def _set(rows: str) -> list[list[list[str]]]:
    """The lines in which a row is set: each cell in the middle of its row, a long name over several lines."""
    shown = []
    for row in _once(rows):
        cells = [_pieces(cell) if cell else [] for cell in row]
        height = max(map(len, cells))
        height += 1 - height % 2  # an odd number of lines has one in the middle
        lines = [["" for _ in row] for _ in range(height)]
        for column, pieces in enumerate(cells):
            if len(pieces) == 2:
                lines[0][column], lines[-1][column] = pieces
            for number, piece in enumerate(pieces if len(pieces) != 2 else []):
                lines[(height - len(pieces)) // 2 + number][column] = piece
        shown.append(lines)
    return shown


def as_raw(before: list[str], rows: str, after: list[str]) -> bytes:
    """The lines of a PDF's page, cells parted by a blank."""
    lines = [" ".join(cell for cell in line if cell) for row in _set(rows) for line in row]
    return "\n".join([*before, *lines, *after]).encode()


def as_layout(before: list[str], rows: str, after: list[str]) -> bytes:
    """The lines of a PDF's page with their columns kept by blanks, as pdftotext -layout writes them."""
    shown = _set(rows)
    widths = [max(_width(line[x]) // 6 for row in shown for line in row) + 3 for x in range(len(shown[0][0]))]
    lines = [
        "".join(cell + " " * (wide - _width(cell) // 6) for cell, wide in zip(line, widths, strict=True)).rstrip()
        for row in shown
        for line in row
    ]
    return "\n".join([*before, *lines, *after]).encode()


def as_boxed(before: list[str], rows: str, after: list[str]) -> bytes:
    """A table drawn with lines of characters, long names over several lines."""
    cells = merged(rows)
    width, height = 1 + max(c.column + c.columns - 1 for c in cells), 1 + max(c.row + c.rows - 1 for c in cells)
    at = {(y, x): c for c in cells for y in range(c.row, c.row + c.rows) for x in range(c.column, c.column + c.columns)}
    pieces = {c: _pieces(c.text) for c in cells}
    tall = [max(1, *(len(pieces[c]) for c in cells if c.row == y and c.rows == 1)) if any(
        c.row == y and c.rows == 1 for c in cells) else 1 for y in range(height)]  # fmt: skip
    last = max((c for c in cells if c.rows > 1), key=lambda c: len(pieces[c]), default=None)
    if last is not None:
        tall[last.row] = max(tall[last.row], max(len(pieces[c]) for c in cells if c.rows > 1))
    wide = [
        max([3, *(-(-_width(p) // 12) + 1 for c in cells if c.column == x and c.columns == 1 for p in pieces[c])])
        for x in range(width)
    ]
    for c in cells:
        room = sum(wide[c.column : c.column + c.columns]) + c.columns - 1
        wide[c.column] += max(0, int(-(-max(map(_width, pieces[c]), default=0) // 12)) + 1 - room)
    apart = lambda one, two: one is None or two is None or one is not two  # noqa: E731
    lines: list[str] = []
    for y in range(height + 1):
        ruled = [apart(at.get((y - 1, x)), at.get((y, x))) for x in range(width)]
        up = [y > 0 and (x in (0, width) or at[y - 1, x - 1] is not at[y - 1, x]) for x in range(width + 1)]
        down = [y < height and (x in (0, width) or at[y, x - 1] is not at[y, x]) for x in range(width + 1)]
        line = ""
        for x in range(width + 1):
            sides = (x > 0 and ruled[x - 1], x < width and ruled[x], up[x], down[x])
            line += "　" if not any(sides) else {
                (1, 1, 1, 1): "┼", (1, 1, 1, 0): "┴", (1, 1, 0, 1): "┬", (1, 1, 0, 0): "─", (1, 0, 1, 1): "┤", (0, 1, 1, 1): "├",
                (1, 0, 1, 0): "┘", (0, 1, 1, 0): "└", (1, 0, 0, 1): "┐", (0, 1, 0, 1): "┌", (0, 0, 1, 1): "│",
            }[tuple(map(int, sides))]  # fmt: skip
            line += ("─" if ruled[x] else "　") * wide[x] if x < width else ""
        lines.append(line)
        for k in range(tall[y] if y < height else 0):
            line, x = "│", 0
            while x < width:
                cell = at[y, x]
                room = 2 * (sum(wide[x : x + cell.columns]) + cell.columns - 1)
                words = pieces[cell][k] if cell.row == y and k < len(pieces[cell]) else ""
                line += words + " " * int(room - _width(words) // 6) + "│"
                x += cell.columns
            lines.append(line)
    return "\n".join([*before, *lines, *after]).encode()


def _once(rows: str) -> list[list[str]]:
    """The rows with each merged cell in its first place, heads of several rows made one."""
    cells = merged(rows)
    grid = [[""] * (1 + max(cell.column for cell in cells)) for _ in range(1 + max(cell.row for cell in cells))]
    for cell in cells:
        grid[cell.row][cell.column] = cell.text
    depth = max(cell.rows for cell in cells if cell.row == 0)
    return [full(rows)[0], *grid[depth:]] if depth > 1 else grid


LAYOUTS: dict[str, tuple[str, Callable[[list[str], str, list[str]], bytes]]] = {
    "html": ("x.html", as_html), "nested": ("x.html", as_nested), "docx": ("x.docx", as_docx), "pdf": ("x.pdf", as_pdf),
    "ruled": ("x.pdf", as_ruled), "md": ("x.md", as_markdown), "cells": ("x.txt", as_cells), "spaces": ("x.txt", as_spaces),
    "tabs": ("x.txt", as_tabs), "bars": ("x.txt", as_bars), "wrapped": ("x.txt", as_wrapped), "raw": ("x.txt", as_raw),
    "layout": ("x.txt", as_layout), "line": ("x.txt", as_line),
    "led": ("x.txt", as_led), "boxed": ("x.txt", as_boxed),
}  # fmt: skip
