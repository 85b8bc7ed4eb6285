"""Which files of a folder or an archive could be plans, which plainly are no documents, and which are passed over by name."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from qcompare.errors import SourceError
from qcompare.paths import plans_in
from qcompare.text.formats import ARCHIVES, MARKDOWN, MARKUP, REFUSED, SUFFIXES

EXTRACTED = ".extracted.txt"
SIDECARS = (".yml", ".yaml")
KEPT = (EXTRACTED, ".extracted.json")
TABLES = (".csv", ".tsv", ".xlsx", ".parquet", ".json", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")  # a plan a row
_OURS, _HEAD = b'<meta name="generator" content="qcompare">', 500  # what marks a page of a report, and how far on
# What plainly is no document: hidden files, locks, notes on a folder, what a system or a program puts beside its files.
NOT_PLANS = re.compile(
    r"^(?:\.|~\$|__MACOSX|__pycache__|(?:readme|licen[cs]e|changelog|makefile|thumbs\.db|desktop\.ini)(?:\.|$)|requirements.*\.txt$)"
    r"|\.(?:py|pyc|ipynb|sh|css|js|map|woff2?|ttf|ico|lock|toml|cfg|ini|log|bak|tmp|part|url|lnk)$",
    re.I,
)
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".bmp", ".ico")
_SAVED_PAGE = re.compile(r"(.+)(?:_files|\.files|_files_|的文件)$")  # the folder that a browser puts beside a page


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and the folders in it that could be plans, by name; links to folders are not followed.

    After the files of each folder come the sidecars in it that lie beside no plan. One folder is listed at a time, so
    that an archive of a million files is walked in little memory.
    """
    with os.scandir(folder) as entries:
        kept = [
            (entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name)
            for entry in entries
            if not NOT_PLANS.search(entry.name)
        ]
    pages = {PurePosixPath(name).stem for name in kept if name.lower().endswith((*MARKUP, *MARKDOWN))}
    for name in sorted(kept):
        if name.endswith("/"):
            saved = _SAVED_PAGE.fullmatch(name[:-1])
            if not (saved and saved[1] in pages):
                yield from files_in(plans_in(folder / name))
        elif not (
            name.endswith(KEPT)
            or name.lower().endswith(SIDECARS)
            or (pages and name.lower().endswith(_PICTURES))
            or not (folder / name).is_file()
            or is_report_page(folder / name)
        ):
            yield folder / name
    stems = {PurePosixPath(name).stem for name in kept if is_plan(name)}
    for name in sorted(kept):
        if name.lower().endswith(SIDECARS) and PurePosixPath(name).stem not in stems:
            yield folder / name


def is_report_page(path: Path) -> bool:
    """Tell whether a file is a page of a report that was made here."""
    if path.suffix.lower() not in MARKUP:
        return False
    with contextlib.suppress(OSError), path.open("rb") as file:
        return _OURS in file.read(_HEAD)
    return False


def is_plan(name: str) -> bool:
    """Tell from its name whether a file found in a folder or archive is to be read."""
    suffix = PurePosixPath(name).suffix.lower()
    known = suffix in SUFFIXES or suffix in ARCHIVES or suffix in REFUSED or name.lower().endswith(TABLES)
    return known and not NOT_PLANS.search(name) and not name.endswith(KEPT)


DECORATION = (".gif", ".svg", ".webp", ".bmp", ".ico")  # pictures of a page; off others a text might be read


def passed_over(label: str, name: str) -> SourceError:
    """Return what is said of a file of a kind that is not read."""
    kind = f"files ending in {PurePosixPath(name).suffix}" if PurePosixPath(name).suffix else "files without an ending"
    return SourceError(
        label, f"{kind} are not read", "save the plan's text as .txt, .docx or .pdf, or move the file elsewhere"
    )
