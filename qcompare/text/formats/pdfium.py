"""PDFium, started so that it knows a Chinese font.

Many PDFs name a font and do not carry it. PDFium then measures the characters in a font of the machine; where that
has no Chinese one, characters set one by one have no width and are left out of the text without a word. So the
library is started anew with the folder of the font that the figures use, before any document is open.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2  # starts the library without fonts of its own  # noqa: F401
import pypdfium2.raw as pdfium

_SYSTEM = {
    "win32": ["C:\\Windows\\Fonts"],
    "darwin": ["/Library/Fonts", "/System/Library/Fonts", str(Path.home() / "Library/Fonts")],
}
_UNIX = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    str(Path.home() / ".fonts"),
    str(Path.home() / ".local/share/fonts"),
]


@cache
def start() -> None:
    """Give PDFium the folders of fonts; does so once a process."""
    folders = [str(Path(pylopdf_fonts_zh_cn.__file__).parent), *_SYSTEM.get(sys.platform, _UNIX)]
    kept = [ctypes.create_string_buffer(folder.encode()) for folder in folders if Path(folder).is_dir()]
    pointers = [ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)) for buffer in kept]
    paths = (ctypes.POINTER(ctypes.c_char) * (len(pointers) + 1))(*pointers)  # the last one stays null
    pdfium.FPDF_DestroyLibrary()
    config = pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths, m_pIsolate=None, m_v8EmbedderSlot=0)
    pdfium.FPDF_InitLibraryWithConfig(config)
    _ALIVE.extend((kept, paths))


_ALIVE: list[object] = []  # PDFium keeps the pointers, so the buffers must outlive the call
