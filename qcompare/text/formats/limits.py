"""How much a file may cost: sizes, nesting and expansion, and the one way in which packed bytes are unpacked.

A plan is a few hundred kilobytes. The limits stand far above that and far below what would fill the memory of
a laptop, so that a broken or hostile file ends in a sentence and not in a hanging machine.
"""

from __future__ import annotations

import zipfile
import zlib

from qcompare.errors import SourceError

MAX_FILE = 64 * 2**20  # bytes of one file as it comes
MAX_TEXT = 20_000_000  # characters of one text, some two hundred times the longest plan known
MAX_MARKUP = 24 * 2**20  # bytes of HTML, Markdown or XML that are parsed to a tree (a tree takes 5-10 times as much)
MAX_UNPACKED = 256 * 2**20  # bytes that one archive may unpack to
MAX_MEMBERS = 10_000  # files in one archive
MAX_CELLS = 200_000  # cells of one table
MAX_PAGES = 3_000  # pages of one pdf

_TOO_LARGE = "cut it down to the plan itself, or split it into several files"


def check_size(name: str, size: int, most: int = MAX_FILE) -> None:
    """Raise :class:`~qcompare.errors.SourceError` if a file has more bytes than may be read."""
    if size > most:
        raise SourceError(
            name, f"it has {size / 2**20:.0f} MB, more than the {most / 2**20:.0f} MB allowed", _TOO_LARGE
        )


def check_text(name: str, text: str) -> None:
    """Raise :class:`~qcompare.errors.SourceError` if a text is empty or longer than may be read."""
    if len(text) > MAX_TEXT:
        raise SourceError(name, f"it holds {len(text):,} characters, more than the {MAX_TEXT:,} allowed", _TOO_LARGE)
    if not text.strip():
        raise SourceError(
            name, "it holds no text", "check that the file is the plan and not an empty page or a picture"
        )


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int = MAX_FILE) -> bytes:
    """Return the bytes of one file of a zip archive, reading no more than ``most`` of them.

    The size that the archive states is not trusted: reading stops at the limit whatever it says.

    Raises
    ------
    SourceError
        If it unpacks to more than ``most`` bytes, is encrypted, or is damaged.
    """
    check_size(name, info.file_size, most)
    if info.flag_bits & 0x1:
        raise SourceError(name, "it is encrypted", "remove the password and try again")
    try:
        with archive.open(info) as stream:
            data = stream.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise SourceError(name, f"it is damaged ({str(error)[:80]})", "download or save it again") from None
    check_size(name, len(data), most)
    return data
