"""Parameters of notebooks: what there are, which values they take, and grids of them.

papermill warns of an unknown parameter and runs all the same; here it is refused, before anything runs.
"""

from __future__ import annotations

import ast
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qcompare.errors import ParameterError, SourceError, unknown
from qcompare.reports.files import digest, write
from qcompare.text.formats.yml import load_yaml

_TYPES: Mapping[str, type] = {"int": int, "float": float, "str": str, "bool": bool, "list": list, "dict": dict}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NAMES = {
    int: "a whole number",
    float: "a number",
    str: "text",
    bool: "true or false",
    list: "a list",
    dict: "a mapping",
}


def inspect(notebook: Path, cache: Path | None = None) -> dict[str, dict[str, Any]]:
    """Return the parameters of a notebook by name: ``default`` (source text), ``type`` and ``help``.

    papermill reads them. As importing papermill takes longer than a run with nothing to do, what it says is
    kept under ``cache`` for as long as the notebook's bytes stay the same.

    Raises
    ------
    ParameterError
        If the file is not a notebook.
    """
    content = notebook.read_bytes()
    kept = None if cache is None else cache / f"parameters-{digest(content)[:32]}.json"
    if kept is not None and kept.is_file():
        return dict(json.loads(kept.read_text(encoding="utf-8")))
    from papermill import inspect_notebook

    try:
        found = {
            name: {"default": entry["default"], "type": entry["inferred_type_name"], "help": entry["help"]}
            for name, entry in inspect_notebook(literal(notebook)).items()
        }
    except (ValueError, AttributeError, KeyError) as error:
        raise ParameterError(f"{notebook}: this is not a notebook ({error}); give an .ipynb file") from error
    if kept is not None:
        write(kept, json.dumps(found, ensure_ascii=False))
    return found


def literal(path: Path | str) -> str:
    """Return a path that papermill, which fills in ``{name}``, takes as it stands."""
    return str(path).replace("{", "{{").replace("}", "}}")


def check(notebook: str, given: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the given values, each in the type of its parameter.

    Text from a command line is turned into the type of the default; values from a file must have it already.

    Parameters
    ----------
    notebook
        Name used in messages.
    given
        Values by parameter.
    known
        Answer of :func:`inspect`.

    Raises
    ------
    ParameterError
        If a name is unknown or a value has another type; the message lists what is valid.

    Examples
    --------
    >>> check("a.ipynb", {"n": "3", "plans": "siping,anhui"},
    ...       {"n": {"default": "1", "type": "None"}, "plans": {"default": "[]", "type": "None"}})
    {'n': 3, 'plans': ['siping', 'anhui']}
    """
    checked = {}
    for name, value in given.items():
        if name not in known:
            valid = list(known) or ["(none: it has no cell tagged 'parameters')"]
            raise ParameterError(f"{notebook}: {unknown('parameter', name, valid)}")
        default = _default(known[name])
        kind = _TYPES.get(str(known[name]["type"])) or (type(default) if default is not None else None)
        try:
            checked[name] = value if kind is None and not isinstance(value, str) else _convert(value, kind, default)
        except (ValueError, TypeError) as error:
            wanted = _NAMES.get(kind or str, "a literal")
            others = ", ".join(f"{key} = {entry['default']}" for key, entry in known.items())
            raise ParameterError(
                f"{notebook}: parameter {name} takes {wanted}, not {value!r}; valid, with their defaults: {others}"
            ) from error
    return checked


def _default(entry: Mapping[str, Any]) -> Any:
    try:
        return ast.literal_eval(entry["default"])
    except (ValueError, SyntaxError):
        return None  # computed in the notebook: any type will do


def _convert(value: Any, kind: type | None, default: Any) -> Any:
    """Return ``value`` as ``kind``, or raise ValueError."""
    if kind is None:
        return _yaml(value)
    if isinstance(value, str) and kind is not str:
        return _parse(value, kind, default)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is str and isinstance(value, list):  # a pair of plans for a parameter that is text
        return ",".join(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(value)
    return value


def _parse(text: str, kind: type, default: Any) -> Any:
    if kind is bool:
        if text.strip().lower() not in _TRUTH:
            raise ValueError(text)
        return _TRUTH[text.strip().lower()]
    if kind in (int, float):
        return kind(text)
    if kind is list and not text.strip().startswith("["):
        items = [item.strip() for item in text.split(",") if item.strip()]
        like = type(default[0]) if default else str
        return [item if like is str else _parse(item, like, None) for item in items]
    value = _yaml(text)
    if not isinstance(value, kind):
        raise ValueError(text)
    return value


def _yaml(text: str) -> Any:
    try:
        return load_yaml(text.encode("utf-8", "replace"), "parameter")
    except SourceError as error:
        raise ValueError(error.problem) from None


def grid(path: Path, plans: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield notebook and parameters for every point of the grids in a YAML file.

    The file is a list (or one entry) of::

        notebook: 30_plan            # name of a notebook, or a path
        parameters: {lang: zh}       # the same for all
        each:                        # every combination of these
          plan: plans                # "plans": every plan; "pairs": every two of them
          grade: [E, EN]

    Raises
    ------
    ParameterError
        If the file does not have this shape.
    """
    try:
        entries = load_yaml(path.read_bytes(), str(path))
    except SourceError as error:
        raise ParameterError(f"{path}: not a YAML file: {error.problem}; {error.advice}") from None
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        if not isinstance(entry, dict) or "notebook" not in entry:
            raise ParameterError(f"{path}: entry {number} has no 'notebook'")
        extra = set(entry) - {"notebook", "parameters", "each"}
        if extra:
            raise ParameterError(
                f"{path}: entry {number}: {unknown('key', min(map(str, extra)), ('notebook', 'parameters', 'each'))}"
            )
        for key in ("parameters", "each"):
            if not isinstance(entry.get(key) or {}, dict):
                raise ParameterError(f"{path}: entry {number}: {key} takes lines like 'name: value'")
        each = {name: _values(path, name, values, plans) for name, values in (entry.get("each") or {}).items()}
        for combination in itertools.product(*each.values()):
            yield (
                str(entry["notebook"]),
                {**(entry.get("parameters") or {}), **dict(zip(each, combination, strict=True))},
            )


def _values(path: Path, name: str, values: Any, plans: Sequence[str]) -> list[Any]:
    if values == "plans":
        return list(plans)
    if values == "pairs":
        return [list(pair) for pair in itertools.combinations(plans, 2)]
    if not isinstance(values, list) or not values:
        raise ParameterError(f"{path}: each.{name} takes a list of values, 'plans' or 'pairs', not {values!r}")
    return values
