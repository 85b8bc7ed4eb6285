"""Files that a plan comes in → the text that is coded.

Offsets of targets point into this text, so it is kept beside the source (:mod:`qcompare.text.formats.keep`) with
the hashes of both. The same plan gives the same lines whatever it came as: one paragraph a line, one table row a
line with its cells parted by tabs.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from qcompare.errors import SourceError
from qcompare.text.decode import decode
from qcompare.text.formats.limits import check_size, check_text

TEXT = (".txt", ".text")
MARKUP = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")
MARKDOWN = (".md", ".markdown")
SUFFIXES = (*TEXT, *MARKDOWN, *MARKUP, ".docx", ".docm", ".pdf")
ARCHIVES = (".zip",)
_SAVE_DOCX = "open it in a word processor and save it as .docx"
REFUSED = {
    ".doc": ("it is a Word document of the old kind", _SAVE_DOCX),
    ".wps": ("it is a WPS document", _SAVE_DOCX),
    ".rtf": ("it is an RTF document", _SAVE_DOCX),
    ".odt": ("it is an OpenDocument text", _SAVE_DOCX),
    ".ofd": ("it is an OFD document", "open it in an OFD reader and export it as PDF or text"),
    ".epub": ("it is an e-book", "save the plan in it as .docx or .txt"),
    ".rar": ("it is a RAR archive", "unpack it, or pack it as .zip"),
    ".7z": ("it is a 7-Zip archive", "unpack it, or pack it as .zip"),
    ".gz": ("it is a gzip archive", "unpack it, or pack it as .zip"),
    ".tar": ("it is a tar archive", "unpack it, or pack it as .zip"),
    ".xls": ("it is a spreadsheet", "copy the plan's table into a .docx"),
    ".caj": ("it is a CAJ document", "open it in its reader and export it as PDF or text"),
    ".rtfd": ("it is an RTF document", _SAVE_DOCX),
    ".pptx": ("it is a presentation", "save the plan's text as .docx or .txt"),
    ".jpg": ("it is a picture", "run text recognition (OCR) on it and save the text as .txt"),
    ".jpeg": ("it is a picture", "run text recognition (OCR) on it and save the text as .txt"),
    ".png": ("it is a picture", "run text recognition (OCR) on it and save the text as .txt"),
    ".tif": ("it is a picture", "run text recognition (OCR) on it and save the text as .txt"),
}
_MEDIA = {
    "html": "text/html",
    "md": "text/markdown",
    "txt": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_HTML = re.compile(
    rb"(?:\s|\xef\xbb\xbf)*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text taken out of a file.

    Attributes
    ----------
    text : str
        What is coded; offsets point into it.
    media_type : str
        What the file is, by its contents.
    encoding : str
        Character encoding that was read; ``utf-8`` where the format fixes it.
    sha256, text_sha256 : str
        SHA-256 of the file's bytes, and of the text in UTF-8.
    dropped : tuple of str
        What the page held and the text does not: menus, running heads, page numbers.
    """

    text: str
    media_type: str
    encoding: str
    sha256: str
    text_sha256: str
    dropped: tuple[str, ...] = ()


def extract(data: bytes, name: str) -> Extracted:
    r"""Return the text of a file of any supported format.

    What the file is, is told by its contents first and its name second: many ``.doc`` files of government sites
    are web pages, and a renamed file is still what it is.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, for the suffix and for messages.

    Raises
    ------
    SourceError
        If the file is of no supported kind, damaged, encrypted, too large, or holds no text.

    Examples
    --------
    >>> extract("<p>到2020年</p><table><tr><td>指标</td><td>值</td></tr><tr><td>合格率</td><td>96%</td></tr></table>"
    ...         .encode(), "plan.html").text
    '到2020年\n指标\t值\n合格率\t96%'
    """
    check_size(name, len(data))
    kind = _kind(data, name)
    dropped: list[str] = []
    encoding = "utf-8"
    if kind == "txt":
        text, encoding = decode(data, name)
    else:
        page, encoding = _read(kind, data, name)
        text, dropped = "\n".join(page.lines), page.dropped
    check_text(name, text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Extracted(text, _MEDIA[kind], encoding, hashlib.sha256(data).hexdigest(), digest, tuple(dropped))


def _kind(data: bytes, name: str) -> str:
    """Tell what a file is: a key of ``_MEDIA``, or an error that says what to do with it."""
    suffix = PurePath(name).suffix.lower()
    if data[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        if b"word/" in data or suffix in (".docx", ".docm"):
            return "docx"
        problem, advice = REFUSED.get(suffix, ("it is an archive or a document of another kind", _SAVE_DOCX))
        raise SourceError(name, problem, advice)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        encrypted = suffix == ".docx"  # Office keeps an encrypted .docx in a container of the old kind
        raise SourceError(
            name, *(("it is encrypted", "remove the password and try again") if encrypted else REFUSED[".doc"])
        )
    if data[:5] == b"{\\rtf":
        raise SourceError(name, *REFUSED[".rtf"])
    if _HTML.match(data[:4096]) or suffix in MARKUP:
        return "html"
    if suffix in (".docx", ".docm", ".pdf"):
        raise SourceError(name, f"it is named {suffix} but is none, or is damaged", "download or save it again")
    if suffix in REFUSED:
        raise SourceError(name, *REFUSED[suffix])
    return "md" if suffix in MARKDOWN else "txt"


def _read(kind: str, data: bytes, name: str):  # type: ignore[no-untyped-def]  # the readers load heavy libraries
    from qcompare.text.formats.html import read_html, read_markdown

    if kind == "html":
        return read_html(data, name)
    if kind == "md":
        return read_markdown(data, name)
    if kind == "docx":
        from qcompare.text.formats.docx import read_docx

        return read_docx(data, name), "utf-8"
    from qcompare.text.formats.pdf import read_pdf

    return read_pdf(data, name), "utf-8"
