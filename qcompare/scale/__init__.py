"""From five plans to an archive: sources as a stream, partitions on all cores or a Dask cluster, tables as Parquet.

A run is a folder: ``targets/``, ``numerals/``, ``plans/`` and ``failures/`` in partitions, and ``manifest.jsonl``, one line
a partition that is done. What a partition holds depends on the sources alone, and so do its bytes: a run that was
interrupted goes on, and any number of workers gives the same folder.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "code_archive": "qcompare.scale.run",
    "Archive": "qcompare.scale.archive",
    "partitions": "qcompare.scale.partitions",
    "places": "qcompare.scale.places",
}
__all__ = [*_PUBLIC]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)
