"""Executed notebooks without what differs from run to run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import nbformat

# times, paths and machine that papermill and nbclient write down
_NOTEBOOK = ("papermill", "widgets")
_CELL = ("papermill", "execution")
_MARKER = "papermill-error-cell-tag"  # cells that papermill adds around an error
_ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def clean(notebook: Any, provenance: Mapping[str, Any]) -> Any:
    """Return an executed notebook, in place, in a form that is the same whenever it is run.

    Times, durations, file paths, random cell ids and addresses of objects go; consecutive pieces of one
    stream become one, as where they were cut depends on timing.

    Parameters
    ----------
    notebook
        A notebook node.
    provenance
        Kept in the metadata under ``qcompare``: name, parameters, key.
    """
    notebook.cells = [cell for cell in notebook.cells if _MARKER not in cell.metadata.get("tags", [])]
    for key in _NOTEBOOK:
        notebook.metadata.pop(key, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    notebook.metadata["qcompare"] = nbformat.from_dict(dict(provenance))
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        for key in _CELL:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell["outputs"] = _joined(cell.get("outputs", []))
    return notebook


def _joined(outputs: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for output in outputs:
        if output.output_type == "stream":
            output["text"] = _ADDRESS.sub("", output.text)
            if joined and joined[-1].output_type == "stream" and joined[-1].name == output.name:
                joined[-1]["text"] += output.text
                continue
        elif "data" in output:
            output.metadata.pop("papermill", None)
            for mime in ("text/plain", "text/html"):
                if isinstance(output.data.get(mime), str):
                    output.data[mime] = _ADDRESS.sub("", output.data[mime])
        joined.append(output)
    return joined


def failure(notebook: Any) -> str | None:
    """Return the error that stopped an executed notebook as ``cell N: Name: message``, or None.

    A ``SystemExit`` without a code is an orderly end and no error.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and not (output.ename == "SystemExit" and output.evalue in ("", "0")):
                return f"cell {number}: {output.ename}: {_ANSI.sub('', output.evalue)}".strip().rstrip(":")
    return None


def to_bytes(notebook: Any) -> bytes:
    """Return a notebook as the bytes of its file: sorted keys, no spaces (charts carry their data), a final newline."""
    plain = json.loads(nbformat.writes(notebook, version=4))  # which always indents
    return (json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()
