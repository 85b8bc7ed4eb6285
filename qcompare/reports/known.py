"""What a report asks of the plans before anything runs: which there are, and which cannot be read."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from qcompare.corrections.folders import folder_for
from qcompare.corrections.judgements import folder_of_judgements
from qcompare.errors import SourceError
from qcompare.paths import plans_dir
from qcompare.reports import files


def plans(data: str, cache: Path) -> tuple[list[str], Sequence[SourceError]]:
    """Return the names of the plans at a place, the project's own if it is empty, and what could not be read.

    Names of a folder that could be read whole are kept under ``cache`` for as long as nothing there changes: to load
    the rules and code the plans takes longer than all the rest of a run with nothing to do.
    """
    place = Path(data) if data else plans_dir()
    kept = _kept(place, cache) if place.is_dir() else None
    if kept is not None:
        with contextlib.suppress(OSError, ValueError):
            return list(json.loads(kept.read_text(encoding="utf-8"))), []
    from qcompare.corpus import load

    corpus = load(data or None)
    if kept is not None and corpus.names and not corpus.failures:
        for old in cache.glob("plans-*.json"):
            old.unlink()
        files.write(kept, json.dumps(corpus.names, ensure_ascii=False))
    return corpus.names, corpus.failures


def _kept(place: Path, cache: Path) -> Path:
    """Return the file that holds the names of the plans as they are now."""
    parts = [files.tree(one) for one in (place, folder_for(place), folder_of_judgements(place)) if one.exists()]
    key = files.digest(str(place), parts, files.code_version(pages=False), files.data_version(), files.environment())
    return cache / f"plans-{key[:32]}.json"
