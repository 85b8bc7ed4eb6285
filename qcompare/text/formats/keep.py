"""The extracted text kept beside the file it came from, with the hashes of both.

Offsets of targets from a web page, Word file or PDF point into the text that was taken out of it. That text is
written once as ``NAME.SUFFIX.extracted.txt``, with ``NAME.SUFFIX.extracted.json`` saying what belongs to what, so
that a quotation can be looked up years later with any editor. Where the folder may not be written to, or the
file lies in an archive, both go to the user's cache; where that takes nothing either, the text is taken out anew each
time, which gives the same.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from qcompare import output
from qcompare.paths import cache_dir
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


def keep_text(extracted: Extracted, source: Source) -> Path | None:
    """Write the text and its record, unless they stand there already, and return where; None if nowhere may be written."""
    for place in (_beside, _in_cache):
        with contextlib.suppress(OSError):  # a folder of others, a full disk
            path = place(extracted, source)
            if path is not None:
                _keep(path, extracted, source)
                return path
    return None


def _beside(_: Extracted, source: Source) -> Path | None:
    if source.path is None or not os.access(source.path.parent, os.W_OK):
        return None
    return source.path.with_name(source.path.name + EXTRACTED)


def _in_cache(extracted: Extracted, _: Source) -> Path:
    folder = cache_dir() / "extracted"
    folder.mkdir(exist_ok=True)
    return folder / f"{extracted.sha256[:32]}{EXTRACTED}"


def _keep(path: Path, extracted: Extracted, source: Source) -> None:
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
    _write(path, extracted.text)
    _write(path.with_suffix(".json"), json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def _write(path: Path, text: str) -> None:
    """Write whole or not at all, and only what has changed: many processes may read the same folder."""
    data = text.encode("utf-8", "surrogatepass")
    if path.is_file() and path.read_bytes() == data:
        return
    output.write(path, data)
