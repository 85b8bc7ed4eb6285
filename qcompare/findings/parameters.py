"""What a notebook was given: a wrong name or type is refused before anything runs.

papermill writes the values that it is given into a cell of its own behind the parameters, whatever they are called.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from qcompare.errors import ParameterError, unknown

MARK = "# Parameters"  # how papermill's cell begins
_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def assigned(cell: str) -> dict[str, Any]:
    """Return the names that a cell gives literal values to.

    >>> assigned('lang = "zh"  # language')
    {'lang': 'zh'}
    """
    try:
        body = ast.parse(cell).body
    except SyntaxError:
        return {}
    found = {}
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


def typed(name: str, value: Any, kind: type, valid: str = "") -> None:
    """Refuse a value of another type than ``kind``; a truth value is no whole number.

    Raises
    ------
    ParameterError
        With what the parameter takes, and ``valid``.
    """
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ParameterError(f"{name} takes {_NAMES.get(kind, kind.__name__)}, not {value!r}{valid}")


def refuse(cells: Sequence[str]) -> None:
    """Refuse what papermill handed to a notebook and the notebook does not have, or has with another type.

    Parameters
    ----------
    cells
        Sources of the cells run so far, in order.

    Raises
    ------
    ParameterError
        With the parameters that there are, and their defaults.
    """
    at = next((place for place in range(len(cells) - 1, -1, -1) if cells[place].startswith(MARK)), None)
    if at is None:
        return
    known: dict[str, Any] = {}
    for cell in cells[:at]:
        known |= assigned(cell) if not cell.startswith(MARK) else {}
    valid = "; valid, with their defaults: " + ", ".join(f"{name} = {value!r}" for name, value in known.items())
    for name, value in assigned(cells[at]).items():
        if name not in known:
            raise ParameterError(unknown("parameter", name, known))
        typed(name, value, type(known[name]), valid)
