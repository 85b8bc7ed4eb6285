"""A result table as a document for a paper: Word, LaTeX, a spreadsheet, a page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qcompare.figures import fonts
from qcompare.figures.chart.base import say

KINDS = ("docx", "tex", "xlsx", "html")
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_BEGIN = re.compile(r"\\begin\{(?:tabular\*\}\{\\linewidth\}\{@\{\\extracolsep\{\\fill\}\}|longtable\}\{)[lrc]+\}")
_PAGE = 30  # rows that fit on one page
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the time of the build must not be in the bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A table with readable heads and values, its title, and what stands below it."""

    table: pd.DataFrame
    title: str
    notes: tuple[str, ...]
    lang: str

    @property
    def cells(self) -> list[list[str]]:
        """The values as text."""
        return [[_text(value, self.lang) for value in row] for row in self.table.itertuples(index=False)]

    @property
    def heads(self) -> list[str]:
        """The heads of the columns."""
        return [str(column) for column in self.table]


def document(kind: str, paper: Paper) -> bytes:
    """Return a table as a document; the same table gives the same bytes.

    Parameters
    ----------
    kind
        ``docx``, ``tex``, ``xlsx`` or ``html``.
    paper
        What to write.

    Examples
    --------
    >>> paper = Paper(pd.DataFrame({"plan": ["Siping"], "share": [0.25]}), "Shares", ("Data version 1.",), "en")
    >>> document("docx", paper)[:2], document("xlsx", paper)[:2]
    (b'PK', b'PK')
    """
    writers: Mapping[str, Callable[[Paper], bytes]] = {"docx": _docx, "tex": _tex, "xlsx": _xlsx, "html": _html}
    return writers[kind](paper)


def _text(value: Any, lang: str) -> str:
    """Return a value as a paper prints it: three decimals at most, words for yes and no, a dash for none."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return "–"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return say(lang, "是" if value else "否", "yes" if value else "no")
    if isinstance(value, float):
        text = f"{value:,.3f}".rstrip("0").rstrip(".")
        return ("0" if text == "-0" else text).replace("-", "−")
    if isinstance(value, list):
        return say(lang, "；", "; ").join(map(str, value))
    text = str(value).replace("\u2028", "\n")  # a name below a name stands on its own line
    return "".join(char for char in text if char in "\n\t" or ord(char) > 31)


def _numeric(paper: Paper, place: int) -> bool:
    return bool(pd.api.types.is_numeric_dtype(paper.table.iloc[:, place]))


def _great(paper: Paper) -> Any:
    from great_tables import GT

    shown = pd.DataFrame(paper.cells, columns=[f"c{place}" for place in range(len(paper.heads))])
    made = GT(shown, id="qcompare-table").tab_header(title=paper.title)
    made = made.cols_label(cases={f"c{place}": head for place, head in enumerate(paper.heads)})
    right = [f"c{place}" for place in range(len(paper.heads)) if _numeric(paper, place)]
    made = made.cols_align("left").cols_align("right", columns=right) if right else made.cols_align("left")
    for note in paper.notes:
        made = made.tab_source_note(note)
    return made.tab_options(table_font_size="13px", heading_align="left")


def _html(paper: Paper) -> bytes:
    head = f'<!doctype html>\n<html lang="{"zh-CN" if paper.lang == "zh" else "en"}">\n<meta charset="utf-8">\n'
    body = f"<title>{_escaped(paper.title)}</title>\n{_great(paper).as_raw_html()}\n</html>\n"
    return (head + body).encode()


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)


def _tex(paper: Paper) -> bytes:
    """Write a table whose columns share the line by their text; one of more rows than a page holds runs over several."""
    long = len(paper.table) > _PAGE
    needs = "caption,longtable" if long else "caption"
    made = str(_great(paper).as_latex(use_longtable=long)).strip()
    columns = "".join(
        f">{{\\{'raggedleft' if _numeric(paper, place) else 'raggedright'}\\arraybackslash}}"
        f"p{{\\dimexpr {share:.3f}\\linewidth-2\\tabcolsep\\relax}}"
        for place, share in enumerate(_shares(paper))
    )
    begin = f"\\setlength{{\\tabcolsep}}{{3pt}}\n\\begin{{{'longtable' if long else 'tabular'}}}{{{columns}}}"
    made = _BEGIN.sub(lambda _: begin, made, count=1).replace("\\end{tabular*}", "\\end{tabular}")
    head = f"% needs: \\usepackage{{booktabs,array,{needs}}}, and for Chinese xelatex with \\usepackage{{xeCJK}}\n"
    return (head + made + "\n").encode()


def _shares(paper: Paper, between: float = 0.6) -> list[float]:
    """Return the share of a line that each column has: by its longest word at least, by its text where that is longer.

    ``between`` is the space between columns, in the size of the type.
    """
    needed = []
    for place, head in enumerate(paper.heads):
        texts = [head, *(row[place] for row in paper.cells)]
        word = max((fonts.width(word, 1) for text in texts for word in text.split() if word.isascii()), default=2.0)
        needed.append(max(word, min(9.0, max(fonts.width(text, 1) for text in texts))) + between)
    return [one / sum(needed) for one in needed]


def _xlsx(paper: Paper) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = say(paper.lang, "表", "table")
    sheet.append(paper.heads)
    for cells, row in zip(paper.cells, paper.table.itertuples(index=False), strict=True):
        sheet.append([_cell(value, text) for value, text in zip(row, cells, strict=True)])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that starts with = is no formula
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    for place, head in enumerate(paper.heads):
        sheet.cell(1, place + 1).font = Font(bold=True)
        wide = max([fonts.width(head, 1), *(fonts.width(row[place], 1) for row in paper.cells)], default=4)
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(60, 4 + 2 * wide)
    sheet.freeze_panes = "B2"
    note = book.create_sheet(say(paper.lang, "说明", "note"))
    for line in (paper.title, *paper.notes):
        note.append([line])
    note.column_dimensions["A"].width = 120
    return _saved(book)


def workbook(tables: Mapping[str, pd.DataFrame], contents: pd.DataFrame) -> bytes:
    """Return tables as one spreadsheet file: a sheet each under its name, before them what they are.

    Names of columns and values are those of the csv files; the same tables give the same bytes.

    Examples
    --------
    >>> workbook({"ladder": pd.DataFrame({"plan": ["siping"]})}, pd.DataFrame({"table": ["ladder"]}))[:2]
    b'PK'
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, table in {"contents": contents, **tables}.items():
        sheet = book.create_sheet(name[:31])  # no spreadsheet takes a longer name
        sheet.freeze_panes = "A2"
        for place, column in enumerate(table):
            sheet.column_dimensions[_letter(place)].width = 40 if column in _WIDE else 14
        sheet.append([str(column) for column in table])
        for row in table.astype(object).itertuples(index=False):
            sheet.append([_plain(sheet, value) for value in row])
    return _saved(book)


def _saved(book: Any) -> bytes:
    """Return a workbook as a file that says no time and no name of a person."""
    import datetime

    book.properties.created = book.properties.modified = datetime.datetime(1980, 1, 1)
    book.properties.creator = "qcompare"
    target = io.BytesIO()
    book.save(target)
    return _timeless(target.getvalue())


_WIDE = ("indicator", "quote", "text", "title", "zh", "en", "goal_zh", "goal_en", "caveat")
_LONGEST = 32767  # characters that a cell holds


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))


def _plain(sheet: Any, value: Any) -> Any:
    """Return what a cell of a spreadsheet holds: a text that starts with = is no formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        if value.startswith("="):
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"
            return cell
    return value.item() if hasattr(value, "item") else value


def _cell(value: Any, text: str) -> Any:
    """Return what a spreadsheet holds: numbers as numbers, all else as text."""
    if isinstance(value, bool) or text == "–":
        return text if text != "–" else None
    return value if isinstance(value, int | float) else text


def _docx(paper: Paper) -> bytes:
    import datetime

    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    file = Document()
    section = file.sections[0]
    if len(paper.heads) > 7:  # a wide table lies across the page
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(2)
    style = file.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(9)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(2), 1.0
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "SimSun")
    file.add_paragraph().add_run(paper.title).bold = True
    _docx_table(paper, file, (section.page_width or 0) - 2 * Cm(2))
    for note in paper.notes:
        file.add_paragraph(note)
    core = file.core_properties
    core.created = core.modified = datetime.datetime(1980, 1, 1)
    core.author, core.title, core.last_modified_by = "qcompare", paper.title, "qcompare"
    target = io.BytesIO()
    file.save(target)
    return _timeless(target.getvalue())


def _docx_table(paper: Paper, file: Any, whole: int) -> None:
    """Add the table: three lines, numbers at the right, columns that share the line by their text."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    table = file.add_table(1, len(paper.heads))
    table.autofit = False
    widths = [int(share * whole) for share in _shares(paper, 3.2)]
    for place, head in enumerate(paper.heads):
        table.rows[0].cells[place].paragraphs[0].add_run(head).bold = True
        _line(table.rows[0].cells[place], "top", "bottom")
    row_head = table.rows[0]._tr.get_or_add_trPr()
    row_head.append(row_head.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))  # again on every page
    for cells in paper.cells:
        row = table.add_row().cells
        for place, text in enumerate(cells):
            paragraph = row[place].paragraphs[0]
            paragraph.add_run(text)
            if _numeric(paper, place):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for cell in table.rows[-1].cells if paper.cells else ():
        _line(cell, "bottom")


def _line(cell: Any, *sides: str) -> None:
    """Draw a line at sides of a cell: a table in a paper has three lines, and none between its columns."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _timeless(data: bytes) -> bytes:
    """Return a zip archive whose members carry no time, nor say when it was saved (openpyxl writes the moment itself)."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            made.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
