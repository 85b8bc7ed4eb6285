"""The extracted text kept beside the file it came from, with the hashes of both.

Offsets of targets from a web page, Word file or PDF point into the text that was taken out of it. That text is
written once as ``NAME.SUFFIX.extracted.txt``, with ``NAME.SUFFIX.extracted.json`` saying what belongs to what, so
that a quotation can be looked up years later with any editor. Where the folder may not be written to, or the
file lies in an archive, both go to the user's cache.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import platformdirs

from qcompare import output
from qcompare.text.formats import Extracted, extract
from qcompare.text.formats.folders import EXTRACTED
from qcompare.text.formats.sources import Source


def extract_source(source: Source, keep: bool = True) -> Extracted:
    """Read a source and return its text, keeping the text beside it unless the source is plain text itself.

    Raises
    ------
    SourceError
        If the source cannot be read (see :func:`qcompare.text.formats.extract`).
    """
    data = source.read()
    extracted = extract(data, source.file)
    if keep and extracted.media_type != "text/plain":
        keep_text(extracted, source)
    return extracted


def kept_path(extracted: Extracted, source: Source) -> Path:
    """Return where the text of a source is kept: beside it if it may be, else in the user's cache."""
    if source.path is not None and os.access(source.path.parent, os.W_OK):
        return source.path.with_name(source.path.name + EXTRACTED)
    folder = Path(platformdirs.user_cache_dir("qcompare", appauthor=False)) / "extracted"
    return folder / f"{extracted.sha256[:32]}{EXTRACTED}"


def keep_text(extracted: Extracted, source: Source) -> Path:
    """Write the text and its record, unless they stand there already, and return where."""
    path = kept_path(extracted, source)
    record = {
        "source": source.filename,
        "source_sha256": extracted.sha256,
        "media_type": extracted.media_type,
        "encoding": extracted.encoding,
        "text": path.name,
        "text_sha256": extracted.text_sha256,
        "characters": len(extracted.text),
        "left_out": list(extracted.dropped),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, extracted.text)
    _write(path.with_suffix(".json"), json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return path


def _write(path: Path, text: str) -> None:
    """Write whole or not at all, and only what has changed: many processes may read the same folder."""
    data = text.encode("utf-8", "surrogatepass")
    if path.is_file() and path.read_bytes() == data:
        return
    output.write(path, data)
