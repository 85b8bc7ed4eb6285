"""A notebook's prose and its code apart: prose does not run, so an edit of it needs no kernel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qcompare.benchmark import worded

_INJECTED = "injected-parameters"  # the cell that papermill adds


def code_cells(source: bytes) -> list[list[Any]]:
    """Return the source and the tags of every cell of code of a notebook; the bytes themselves if it is none."""
    try:
        cells = json.loads(source)["cells"]
    except (ValueError, KeyError, TypeError):
        return [[source.decode("utf-8", "replace"), []]]
    return [["".join(cell["source"]), sorted(_tags(cell))] for cell in cells if cell["cell_type"] == "code"]


def with_prose(executed: bytes, source: bytes) -> bytes:
    """Return an executed notebook with the prose that its source has now.

    Parameters
    ----------
    executed
        The notebook as it was run and cleaned.
    source
        The notebook as it is now, its cells of code unchanged.
    """
    result, now = json.loads(executed), json.loads(source)
    ran = [cell for cell in result["cells"] if cell["cell_type"] == "code"]
    lang = result["metadata"].get("qcompare", {}).get("parameters", {}).get("lang", "zh")
    cells: list[dict[str, Any]] = []
    for cell in now["cells"]:
        if cell["cell_type"] == "code":
            cells.append(ran.pop(0))
            while ran and _INJECTED in _tags(ran[0]):
                cells.append(ran.pop(0))
        else:
            text = worded("".join(cell["source"]), lang)
            cells.append({**cell, "metadata": {"tags": [], **cell["metadata"]}, "source": text.splitlines(True)})
    if [_shown(cell) for cell in cells] == [_shown(cell) for cell in result["cells"]]:
        return executed
    result["cells"] = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return (json.dumps(result, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def _shown(cell: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return cell["cell_type"], "".join(cell["source"]), _tags(cell)
