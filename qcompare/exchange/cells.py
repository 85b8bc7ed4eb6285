"""Values in the cells of spreadsheets: text stays text, and comes back as it was.

A cell that starts with ``=``, ``+``, ``-`` or ``@`` is run as a formula by spreadsheet programs (CWE-1236), and a plan
is a text by strangers. In csv such text gets an apostrophe in front, which reading takes off; in xlsx it is stored
as text. Characters that XML cannot hold are written ``_xHHHH_``, as Office does (ISO/IEC 29500-1, 22.4.2.4).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from qcompare.errors import SchemaError
from qcompare.schema import Field

LONGEST = 32_767  # characters that a spreadsheet's cell holds
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠].", re.S)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def guard(text: str) -> str:
    """Return text that a spreadsheet program that opens a csv does not take for a formula.

    >>> guard("=1+1"), guard("'-x"), guard("=")
    ("'=1+1", "''-x", '=')
    """
    return "'" + text if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that :func:`guard` was given.

    >>> unguard(guard("'=1+1")), unguard("it's")
    ("'=1+1", "it's")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def to_xlsx(text: str) -> str:
    r"""Return text as an xlsx cell can hold it.

    Raises
    ------
    SchemaError
        If it is longer than a cell can be.

    >>> to_xlsx("a\x0bb_x0041_")
    'a_x000B_b_x005F_x0041_'
    """
    if len(text) > LONGEST:
        raise SchemaError(f"a text of {len(text):,} characters does not fit a spreadsheet's cell; write csv or parquet")
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def from_xlsx(text: str) -> str:
    r"""Return the text that :func:`to_xlsx` was given.

    >>> from_xlsx(to_xlsx("a\r_x0041_"))
    'a\r_x0041_'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def put(cell: Any, value: Any) -> None:
    """Write a value into an openpyxl cell, text as text whatever it looks like."""
    if isinstance(value, str):
        cell.value = to_xlsx(value)
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA.match(value))
    else:
        cell.value = value


def parse(field: Field, text: str | None, where: str) -> Any:
    """Return the value of a field from its text; an empty cell is no value where the field may have none.

    Raises
    ------
    SchemaError
        If the text is no value of the field's type; says where.

    >>> from qcompare.schema import fields
    >>> high = {field.name: field for field in fields("targets")}["high"]
    >>> parse(high, "96", "row 1"), parse(high, "", "row 1")
    (96, None)
    """
    if text is None or text == "":
        return [] if field.type == "array" else None if field.null or field.type != "string" else ""
    try:
        if field.type in ("integer", "number"):
            number = float(text.strip())
            if not math.isfinite(number) or (field.type == "integer" and not number.is_integer()):
                raise ValueError
            return int(text) if re.fullmatch(r"-?\d+", text) else int(number) if number.is_integer() else number
        if field.type == "array":
            found = json.loads(text) if text.lstrip().startswith("[") else text.split(" | ")
            if not isinstance(found, list):
                raise ValueError
            return found
        if field.type == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[text.strip().lower()]
    except (ValueError, KeyError, OverflowError, RecursionError):
        raise SchemaError(f"{where}: {field.name} is {text[:40]!r}, not of type {field.type}") from None
    return text


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with values as JSON has them: no pandas missing values, no NumPy scalars, whole numbers whole."""
    return {name: _plain(value) for name, value in record.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if type(value).__name__ == "ndarray":
        return [_plain(item) for item in value.tolist()]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value
    return value
