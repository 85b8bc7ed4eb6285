"""Word documents (.docx): paragraphs, tables, text boxes, automatic numbers and notes, in reading order.

python-docx opens the package; the walk goes over the XML itself, because tables in cells, text boxes (the 专栏 of
many plans), tracked changes and automatic numbers have no place in its paragraph objects.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from qcompare.errors import SourceError
from qcompare.text.formats.html import Page
from qcompare.text.formats.limits import MAX_FILE, MAX_MARKUP, MAX_MEMBERS, check_size
from qcompare.text.formats.lines import Grid, clean, raised
from qcompare.text.formats.numbering import Numbering

# what python-docx lets through when a package is not what it says
_BROKEN = (
    KeyError, ValueError, AttributeError, IndexError, TypeError, EOFError, OSError, RuntimeError, NotImplementedError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_ADVICE = "open it in a word processor and save it again as .docx"
_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "r", "t"))
_TEXTBOX, _CHOICE, _FALLBACK = qn("w:txbxContent"), "AlternateContent", "Fallback"
_DELETED = {qn(f"w:{tag}") for tag in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr")}
_STRUCK = tuple(qn(f"w:{tag}") for tag in ("strike", "dstrike", "vanish"))
_RPR, _RAISED, _RUBY_TEXT, _CHUNK = qn("w:rPr"), qn("w:vertAlign"), qn("w:rt"), qn("w:altChunk")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTES = ("footnotes", "endnotes")


def read_docx(data: bytes, name: str) -> Page:
    """Return the lines of a Word document; running heads go to ``dropped``.

    Raises
    ------
    SourceError
        If it is no Word document, is damaged, encrypted, or unpacks to more than may be read.
    """
    _check_package(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        part = document.part
        page = Page()
        numbering = Numbering.of(part)
        body = _Body(name, numbering, part)
        page.lines.extend(body.lines(document.element.body))
        page.dropped.extend(body.dropped)
        for related in part.rels.values():
            kind = related.reltype.rsplit("/", 1)[-1]
            if related.is_external or kind not in (*_NOTES, "header", "footer"):
                continue
            root = etree.fromstring(related.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            lines = list(_Body(name, numbering).lines(root))
            (page.lines if kind in _NOTES else page.dropped).extend(lines)
    except RecursionError:
        raise SourceError(name, "its tables are nested too deep", _ADVICE) from None
    except (*_BROKEN, etree.LxmlError) as error:
        raise SourceError(name, "it is no readable Word document: a part is missing or damaged", _ADVICE) from error
    except docx.exceptions.PythonDocxError as error:
        raise SourceError(name, f"it is no readable Word document ({str(error)[:80]})", _ADVICE) from None
    return page


def _check_package(data: bytes, name: str) -> None:
    """Look at what the package would unpack to before any of it is unpacked."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(name, f"it is damaged ({str(error)[:80]})", "download or save it again") from None
    if len(members) > MAX_MEMBERS:
        raise SourceError(name, f"it holds {len(members):,} parts", _ADVICE)
    markup = sum(info.file_size for info in members if info.filename.endswith((".xml", ".rels")))
    check_size(name, markup, MAX_MARKUP)
    check_size(name, sum(info.file_size for info in members), 2 * MAX_FILE)


class _Body:
    """The lines of one part of a document."""

    def __init__(self, name: str, numbering: Numbering, part: Any = None) -> None:
        self.name, self.numbering, self.part = name, numbering, part
        self.dropped: list[str] = []

    def lines(self, root: etree._Element) -> Iterator[str]:
        """Yield a line for each paragraph and each table row below an element, in order."""
        for element in _blocks(root):
            if element.tag == _TBL:
                yield from self._table(element)
            elif element.tag == _CHUNK:
                yield from self._chunk(element)
            else:
                yield from self._paragraph(element)

    def _chunk(self, chunk: etree._Element) -> Iterator[str]:
        """Yield the lines of a document within the document (altChunk): a web page, a text, another Word file."""
        from qcompare.text.formats import extract

        related = self.part.rels.get(chunk.get(qn("r:id"))) if self.part is not None else None
        if related is None or related.is_external:
            raise SourceError(self.name, "a part of its text (altChunk) lies outside of it", _ADVICE)
        inner = related.target_part
        yield from extract(inner.blob, f"{self.name}!{inner.partname}").text.split("\n")

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        text, boxes = _text(paragraph, self.dropped)
        number = self.numbering.label(paragraph) if text.strip() else ""
        for line in (number + text.lstrip() if number else text).split("\n"):
            if line := clean(line):
                yield line
        for box in boxes:
            yield from self.lines(box)

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows = [row for row in _children(table, _TR) if not _removed(row)]
        cells = [list(_children(row, _TC)) for row in rows]
        boxed = max((len(row) for row in cells), default=0) <= 1
        nested = any(next(cell.iterdescendants(_TBL), None) is not None for row in cells for cell in row)
        if boxed or nested:  # a frame around paragraphs, or a page laid out by tables
            for row in cells:
                for cell in row:
                    yield from self.lines(cell)
            return
        yield from self._grid(cells).lines()

    def _grid(self, rows: list[list[etree._Element]]) -> Grid:
        """Place the cells; a cell that goes on a cell above (vMerge) adds to how many rows that one covers."""
        placed: list[list[list[object]]] = []  # [text, rows, columns], per row
        open_merges: dict[int, list[object]] = {}
        for row in rows:
            column, line = 0, list[list[object]]()
            for cell in row:
                span, merge = _merge(cell)
                if merge == "continue" and column in open_merges:
                    open_merges[column][1] = int(str(open_merges[column][1])) + 1
                else:
                    own = "\n".join(self.lines(cell))
                    entry: list[object] = [clean(own).replace("\t", " "), 1, span, own]
                    line.append(entry)
                    open_merges.pop(column, None)
                    if merge == "restart":
                        open_merges[column] = entry
                column += span
            placed.append(line)
        grid = Grid(self.name)
        for line in placed:
            grid.next_row()
            for text, height, width, as_set in line:
                lines = tuple(filter(None, map(clean, str(as_set).split("\n"))))
                grid.add(str(text), int(str(height)), int(str(width)), lines)
        return grid


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables below an element, going through wrappers (content controls, insertions)."""
    stack = [iter(root)]
    while stack:
        for child in stack[-1]:
            if child.tag in (_P, _TBL, _CHUNK):
                yield child
            elif isinstance(child.tag, str) and child.tag not in _DELETED and not child.tag.endswith(_FALLBACK):
                stack.append(iter(child))
                break
        else:
            stack.pop()


def _text(paragraph: etree._Element, dropped: list[str]) -> tuple[str, list[etree._Element]]:
    """Return the text of a paragraph as it reads with all changes accepted, and the text boxes anchored in it.

    What is struck through or hidden goes to ``dropped``; raised figures stay raised, an equation is written in a line.
    """
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    is_raised = False
    events = etree.iterwalk(paragraph, events=("start",))
    for _, element in events:
        tag = element.tag
        if tag == _TEXTBOX:
            boxes.append(element)
            events.skip_subtree()
        elif tag in _DELETED or tag == _RUBY_TEXT or (isinstance(tag, str) and tag.endswith(_FALLBACK)):
            events.skip_subtree()
        elif tag == _R:
            properties = element.find(_RPR)
            if properties is not None and any(_is_on(properties.find(one)) for one in _STRUCK):
                dropped.append("".join(one.text or "" for one in element.iter(_T)))
                events.skip_subtree()
                continue
            level = properties.find(_RAISED) if properties is not None else None
            is_raised = level is not None and level.get(qn("w:val")) == "superscript"
        elif tag == _T:
            pieces.append((raised(element.text, pieces) if is_raised else element.text) or "")
        elif tag == f"{_MATH}den":
            pieces.append("/")
        elif tag == f"{_MATH}t":
            exponent = next(element.iterancestors(f"{_MATH}sup"), None) is not None
            pieces.append((raised(element.text, pieces) if exponent else element.text) or "")
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
    return "".join(pieces), boxes


def _is_on(switch: etree._Element | None) -> bool:
    """Tell whether a property is there and not switched off."""
    return switch is not None and switch.get(qn("w:val")) not in ("0", "false", "off", "none")


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also those inside content controls, but not those of a table further in."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag.endswith(("}sdt", "}sdtContent", "}ins", "}customXml")):
            yield from _children(child, tag)


def _removed(row: etree._Element) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _merge(cell: etree._Element) -> tuple[int, str | None]:
    """Return over how many columns a cell goes, and whether it begins or goes on a vertical merge."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, None
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    value = span.get(qn("w:val")) if span is not None else "1"
    width = int(value) if value and value.isascii() and value[:6].isdigit() else 1
    return min(max(width, 1), 1_000), None if merge is None else merge.get(qn("w:val"), "continue")
