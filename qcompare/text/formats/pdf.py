"""PDF with a text layer: characters with their places → lines → paragraphs and table rows.

A printed page breaks paragraphs at its right edge and puts its head and foot between them. The places of the
characters tell what belongs together: a line that reaches the right edge goes on in the next one, unless that one
is indented. Lines that stand at the top or bottom of most pages, apart from their numbers, are the page's own.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from itertools import groupby
from statistics import median

import pypdfium2

from qcompare.errors import SourceError
from qcompare.text.decode import han_share
from qcompare.text.formats.html import Page
from qcompare.text.formats.limits import MAX_PAGES, MAX_TEXT
from qcompare.text.formats.lines import clean, join
from qcompare.text.formats.pdf_columns import Margins, in_columns, margins
from qcompare.text.formats.pdf_rules import ruled_tables
from qcompare.text.formats.pdf_signs import Turn, signs_of
from qcompare.text.formats.pdf_tables import Line, Sign, cells, table_rows
from qcompare.text.formats.pdfium import start
from qcompare.text.layout import STARTS_PARAGRAPH

_SECONDS_PER_MB, _LEAST_SECONDS = 20.0, 10.0
_SCANNED = "run text recognition (OCR) on it, or find the plan as a web page or Word file, and look the result over"
_ENDS = re.compile(r"[。;:!?.;:!?…][”’」』))]?$")
_NOT_FIRST = frozenset(",。;:!?、,.;:!?)）》〉」』”’】〕]%％‰…·")  # marks that begin no line, and those that end none
_NOT_LAST = frozenset("(（《〈「『“‘【〔[")
_LONGEST_WORD = 4.0  # squares; what is kept together at the start of a line is hardly wider
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_LEAST_HAN, _GARBLED = 50, 0.12  # share of frequent characters: garbled text has 0.05, a list of names 0.3, prose 0.6
_DIGITS = re.compile(r"\d+")
_NUMBER_ONLY = re.compile(r"[\s\-—–·第页共/]*#[\s\-—–·第页共/#]*")
_PASSWORD = 4  # pdfium's FPDF_ERR_PASSWORD


def read_pdf(data: bytes, name: str) -> Page:
    """Return the paragraphs and table rows of a PDF; running heads and page numbers go to ``dropped``.

    Raises
    ------
    SourceError
        If it has no text layer, is encrypted or damaged, or is too large.
    """
    deadline = time.process_time() + max(_LEAST_SECONDS, len(data) / 2**20 * _SECONDS_PER_MB)
    start()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise SourceError(name, "it is encrypted", "remove the password and try again") from None
        raise _broken(name, error) from None
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise SourceError(
                name, f"it has {count:,} pages, more than the {MAX_PAGES:,} allowed", "cut the plan out of it"
            )
        lines, empty = _read_lines(document, name, deadline)
    except pypdfium2.PdfiumError as error:
        raise _broken(name, error) from None
    finally:
        document.close()
    _check_text_layer(name, lines, count, empty)
    heads = _page_furniture(lines, count)
    kept = [line for index, line in enumerate(lines) if index not in heads]
    return Page(_paragraphs(kept), [lines[index].text for index in sorted(heads)])


def _broken(name: str, error: Exception) -> SourceError:
    problem = f"it is no readable PDF ({str(error)[:80]})"
    return SourceError(name, problem, "fetch the file again, or print it to a new PDF")


def _read_lines(document: pypdfium2.PdfDocument, name: str, deadline: float) -> tuple[list[Line], int]:
    lines: list[Line] = []
    empty = characters = 0
    for number in range(len(document)):
        sheet = document[number]
        text = sheet.get_textpage()
        characters += text.count_chars()
        if characters > MAX_TEXT or time.process_time() > deadline:
            raise SourceError(
                name, "reading it takes too long", "print it to a new PDF, or save the text as a .txt file"
            )
        found = [line for turn, signs in signs_of(text) for line in _page_lines(sheet, signs, number, name, turn)]
        empty += not found
        lines.extend(found)
        text.close()
        sheet.close()
    return lines, empty


def _page_lines(sheet: pypdfium2.PdfPage, signs: list[Sign], number: int, name: str, turn: Turn) -> list[Line]:
    """Return the lines of a page from top to bottom; a ruled table is one line that holds its rows."""
    ruled = ruled_tables(sheet, signs, name, turn)
    taken = {index for one in ruled for index in one.signs}
    found = in_columns([sign for index, sign in enumerate(signs) if index not in taken], number, _lines)
    for one in ruled:
        line = Line(one.left, one.left, one.top, 1.0, [], [" ".join(one.lines)], number, rows=one.lines)
        place = next((index for index, other in enumerate(found) if other.y < one.top), len(found))
        found.insert(place, line)
    by_height = sorted(found, key=lambda line: -line.y)
    for line in (*by_height[:2], *by_height[-2:]):
        line.edge = line.rows is None
    return found


def _lines(signs: list[Sign], page: int) -> list[Line]:
    """Put the characters of a page into lines, top down, each from left to right, parted into cells at wide gaps."""
    rows: list[list[tuple[int, Sign]]] = []
    for index, sign in sorted(enumerate(signs), key=lambda pair: (-pair[1].y, pair[1].x)):
        if rows and rows[-1][0][1].y - sign.y < 0.5 * max(rows[-1][0][1].size, sign.size):
            rows[-1].append((index, sign))
        else:
            rows.append([(index, sign)])
    lines = []
    for row in rows:
        ordered = _reading_order([sign for _, sign in sorted(row, key=lambda pair: pair[0])])
        if ordered:
            size = median(sign.size for sign in ordered)
            end = max(sign.end for sign in ordered)
            lines.append(Line(ordered[0].x, end, ordered[0].y, size, ordered, cells(ordered, size), page))
    return [line for line in lines if line.text.strip()]


def _reading_order(signs: list[Sign]) -> list[Sign]:
    """Order the runs of a line by place; inside a run the file's order holds, since squeezed signs may overlap."""
    runs: list[list[Sign]] = []
    for sign in signs:
        if not sign.text.strip():
            continue
        if runs and -0.7 * sign.size < sign.x - runs[-1][-1].x < 3 * sign.size:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    return [sign for run in sorted(runs, key=lambda run: run[0].x) for sign in run]


def _check_text_layer(name: str, lines: list[Line], count: int, empty: int) -> None:
    characters = sum(len(line.text) for line in lines)
    if characters < 10 * count and empty >= count / 2:
        raise SourceError(name, "it has no text layer, it is a scan or a picture", _SCANNED)
    broken = sum(len(re.findall(r"[\ufffd\ue000-\uf8ff\x01-\x08]", line.text)) for line in lines)
    if broken > characters * 0.2:
        raise SourceError(name, "its fonts do not say which characters they show", _SCANNED)
    for number, page in groupby(lines, key=lambda line: line.page):
        text = "".join(line.text for line in page)
        if len(_HAN.findall(text)) >= _LEAST_HAN and han_share(text) < _GARBLED:
            problem = f"its fonts do not say which characters they show (page {number + 1})"
            raise SourceError(name, problem, _SCANNED)


def _page_furniture(lines: list[Line], count: int) -> set[int]:
    """Return which lines are heads and feet: the outermost ones that at least two pages and a third of all share.

    Two lines are the same head if they stand at the same height and differ in numbers only; a number by itself at
    the edge of a page is its number.
    """
    keys = {
        i: (_DIGITS.sub("#", re.sub(r"\s", "", line.text)), round(line.y / 4))
        for i, line in enumerate(lines)
        if line.edge
    }
    pages = Counter(key for key, _ in {(key, lines[i].page) for i, key in keys.items()})
    found: set[int] = set()
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        page, outermost = -1, True
        for i in order:
            if lines[i].page != page:
                page, outermost = lines[i].page, True
            outermost = (
                outermost
                and i in keys
                and (pages[keys[i]] >= max(2, count / 3) or bool(_NUMBER_ONLY.fullmatch(keys[i][0])))
            )
            if outermost:
                found.add(i)
    return found


def _paragraphs(lines: list[Line]) -> list[str]:
    """Join the lines of each paragraph; rows of a table stay apart, their cells parted by tabs."""
    tables = table_rows(lines)
    tables |= {index: line.rows for index, line in enumerate(lines) if line.rows is not None}
    set_between = margins([line for index, line in enumerate(lines) if index not in tables])
    paragraphs: list[str] = []
    above: Line | None = None
    for index, line in enumerate(lines):
        if index in tables:
            paragraphs.extend(tables[index])
            above = None
            continue
        if above is not None and _goes_on(
            above, line, set_between[above.area], set_between[line.area], {_opening(one) for one in paragraphs[-6:]}
        ):
            paragraphs[-1] = join(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        above = line
    return [text for paragraph in paragraphs if (text := paragraph if "\t" in paragraph else clean(paragraph))]


def _goes_on(above: Line, line: Line, before: Margins, here: Margins, openings: set[str]) -> bool:
    """Tell whether a line goes on with the paragraph of the line above it.

    A printer breaks a line where the next word has no room. So a line that had room for it ends its paragraph, in a
    text whose paragraphs are not indented too; a full line that ends a sentence is left to the words and the spacing.
    """
    size, indented = line.size, here.indented
    room = before.right - above.reach
    ends = bool(_ENDS.search(above.text))
    # A list set in as a block: its lines go on at the place where its items start.
    block = abs(line.x - above.x) < 0.3 * size and not ends and not STARTS_PARAGRAPH.match(line.text)
    set_in = line.x > here.left + 0.8 * size and not block
    if abs(above.size - size) > 0.15 * size or room > _LONGEST_WORD * size or set_in:
        return False
    step = above.y - line.y
    if above.area == line.area and step > 1.4 * here.leading:
        return False
    if room > _first_word(line) - 0.15 * size and (room > 1.6 * size or not indented):
        return False
    if indented or not ends:
        return True
    # a full line that ends a sentence: the spacing, a heading's lack of a mark, an opening like that of those before
    spaced = above.area == line.area and step > 1.12 * here.leading
    heading = not _ENDS.search(line.text) and line.reach < here.right - 2 * size
    return not (spaced or heading or _opening(line.text) in openings or STARTS_PARAGRAPH.match(line.text))


def _opening(text: str) -> str:
    """Return how a paragraph opens, figures aside: neighbours in a list open alike."""
    return _DIGITS.sub("#", text[:8])[:2]


def _first_word(line: Line) -> float:
    """Return the width of what a printer keeps together at the start of a line: a word, a mark with its neighbour."""
    last = 0
    signs = line.signs
    while last + 1 < len(signs) and last < 20:
        here, after = signs[last].text[:1], signs[last + 1].text[:1]
        word = here.isascii() and here.isalnum() and after.isascii() and (after.isalnum() or after in ".,%")
        word |= here in (".", ",") and after.isdigit()  # 99.5% and 1,200 are one word
        if not (word or after in _NOT_FIRST or here in _NOT_LAST):
            break
        last += 1
    return signs[last].reach - signs[0].x if signs else 0.0
