"""Builds the same plan as web page, Word file and PDF, for tests."""

from __future__ import annotations

import html
import io
import zlib
from collections.abc import Sequence

import docx

Rows = Sequence[Sequence[str]]

_SCRIPT = "<script>var a = 2020;</script><style>p {margin: 0}</style>"
_MENU = "<nav><a href='/'>首页</a> <a href='/zw'>政务公开</a></nav>"
_FOOT = "<div><a href='#'>打印</a> <a href='#'>关闭窗口</a></div>"


def as_html(lines: Sequence[str], table: Rows = (), charset: str = "utf-8", menu: bool = True) -> bytes:
    """A saved government page: menu, title, paragraphs with ideographic indents, a table, a foot."""
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in table)
    body = "\n".join(f"<p style='text-indent:2em'>  {html.escape(line)}\n</p>" for line in lines)
    page = (
        f"<!DOCTYPE html><html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
        f"<title>某市人民政府</title>{_SCRIPT}</head><body>{_MENU if menu else ''}<div class='content'>"
        f"{body}<table>{rows}</table></div>{_FOOT if menu else ''}</body></html>"
    )
    return page.encode(charset)


def as_docx(lines: Sequence[str], table: Rows = ()) -> bytes:
    """A Word file with a running head."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某市人民政府文件"
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    return save(document)


def save(document: docx.document.Document) -> bytes:
    """The bytes of a Word file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(
    lines: Sequence[str], table: Rows = (), width: int = 30, per_page: int = 20, ruled: bool = True, indent: int = 2
) -> bytes:
    """A PDF: 16 points, indented paragraphs broken at ``width`` characters, a head and a number on each page."""
    placed: list[list[tuple[float, float, str]]] = [[]]
    row = 0

    def down() -> float:
        nonlocal row
        if row == per_page:
            placed.append([])
            row = 0
        row += 1
        return 740 - 28.0 * row

    for line in lines:
        for number, piece in enumerate(_wrap(line, width, indent)):
            y = down()
            placed[-1].append((80 + (16 * indent if number == 0 else 0), y, piece))
    rules: dict[int, str] = {}
    for cells in table:
        y = down()
        step = 16.0 * width / len(cells)
        for column, cell in enumerate(cells):
            for number, piece in enumerate(_wrap(cell, int(step / 16))):  # a long cell has several lines
                placed[-1].append((86 + step * column, y - 9 * number, piece))
        edges = [(80 + step * k, y - 8, 80 + step * k, y + 20) for k in range(len(cells) + 1)]
        edges += [(80, y - 8, 80 + 16 * width, y - 8), (80, y + 20, 80 + 16 * width, y + 20)]
        strokes = "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in edges if ruled)
        rules[len(placed)] = rules.get(len(placed), "") + strokes
    contents = []
    for number, pieces in enumerate(placed, start=1):
        pieces = [(200, 800, "某市人民政府公报"), *pieces, (290, 60, f"— {number} —")]
        shown = "".join(f"1 0 0 1 {x} {y} Tm <{hexed(text)}> Tj\n" for x, y, text in pieces)
        contents.append(f"BT /F1 16 Tf\n{shown}ET\n" + rules.get(number, ""))
    return pdf_of(contents)


def scanned_pdf() -> bytes:
    """A PDF of one page with a line drawn on it and no text."""
    return pdf_of(["0 0 m 100 100 l S\n"])


def _wrap(line: str, width: int, indent: int = 2) -> list[str]:
    """Break a line as a printer does: Han characters take a square, others half of one; no mark begins a line."""
    pieces, room = [""], float(width - indent)
    for number, sign in enumerate(line):
        after = line[number + 1 : number + 2]
        size = 0.5 if sign.isascii() else 1.0
        need = size + ((0.5 if after.isascii() else 1.0) if after and after in ",。;:、)》”%,.;:" else 0)
        if room < need:
            pieces.append("")
            room = float(width)
        pieces[-1] += sign
        room -= size
    return pieces


def hexed(text: str) -> str:
    return text.encode("utf-16-be").hex()


def pdf_of(contents: Sequence[str]) -> bytes:
    """The objects of a PDF whose font shows UTF-16 units as they are (Identity-H with a ToUnicode map)."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        "100 beginbfrange\n"
        + "".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n" for high in range(100))
        + "endbfrange\n100 beginbfrange\n"
        + "".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n" for high in range(100, 200))
        + "endbfrange\n56 beginbfrange\n"
        + "".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n" for high in range(200, 256))
        + "endbfrange\nendcmap end end"
    )
    pages = " ".join(f"{8 + 2 * i} 0 R" for i in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{pages}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
        " /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [32 126 500] >>",
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880"
        " /Descent -120 /CapHeight 700 /StemV 80 >>",
        _stream(cmap),
        "<< >>",
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 842] /Contents {9 + 2 * index} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(_stream(content))
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += (
            f"{number} 0 obj\n".encode() + (text if isinstance(text, bytes) else text.encode("latin-1")) + b"\nendobj\n"
        )
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode()


def _stream(text: str) -> bytes:
    data = zlib.compress(text.encode("latin-1"))
    return f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n".encode() + data + b"\nendstream"
