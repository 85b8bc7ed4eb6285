"""Files of decisions: JSON lines that are only ever added to, each line checked when it is read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from qcompare import output
from qcompare.errors import SchemaError, SourceError

T = TypeVar("T")
Record = Mapping[str, Any]


def load_records(
    path: str | os.PathLike[str],
    make_one: Callable[[Record], T],
    advice: str,
    torn: list[SourceError] | None = None,
) -> list[T]:
    """Return the records in a file, or in all ``.jsonl`` files of a folder, each once, in order.

    Parameters
    ----------
    path
        The file or folder.
    make_one
        Makes a record of a line's JSON.
    advice
        What to do about a line that is none.
    torn
        Takes an error for each last line that a full disk or a process that was stopped has torn: it has no end and is
        no JSON. It was never a decision, and those before it hold; the next one that is kept takes its place.

    Raises
    ------
    SourceError
        If another line holds no such record; says which line.
    """
    place = Path(path)
    files = sorted(place.glob("*.jsonl")) if place.is_dir() else [place] if place.exists() else []
    found: dict[str, T] = {}
    for file in files:
        for number, line in _lines(file, torn):
            try:
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise SchemaError("it is no JSON object")
                one = make_one(record)
            except (ValueError, RecursionError) as error:
                raise SourceError(f"{file}:{number}", str(error), advice) from None
            found.setdefault(str(getattr(one, "id", "")), one)
    return list(found.values())


def _lines(file: Path, torn: list[SourceError] | None) -> list[tuple[int, str]]:
    """Return the lines of a file with their numbers; not the last one if it was torn."""
    try:
        with file.open("rb") as stream:
            data = stream.read()
            end = output.torn_from(stream, len(data))
        lines = data[:end].decode("utf-8-sig").split("\n")  # JSON may hold other line ends, such as U+2028
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(file, f"it cannot be read ({error})", "give a file of records in UTF-8") from None
    if end is not None and torn is not None:
        problem = "the line was torn while it was written and is left out, all before it hold"
        torn.append(SourceError(f"{file}:{len(lines)}", problem, "decide on that target again"))
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def append(path: str | os.PathLike[str], corrections: Iterable[Any]) -> None:
    """Add corrections (or judgements) to a file, all or none, on disk when this returns."""
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(correction.record(), ensure_ascii=False) + "\n" for correction in corrections)
    if lines:
        output.append(place, lines)


def restored(
    cls: type[T], noun: str, record: Mapping[str, Any], lists: Iterable[str], problem: Callable[[T], str | None]
) -> T:
    """Return the correction or judgement that a dict holds.

    Parameters
    ----------
    cls, noun
        What it is to be, and its name in a message.
    record
        The dict, with its id if it has one.
    lists
        Fields that hold several values.
    problem
        Says what is wrong with its contents, or None.

    Raises
    ------
    SchemaError
        If a field is missing, unknown or of the wrong kind, or the id does not fit the contents.
    """
    given = dict(record)
    stated = given.pop("id", None)
    try:
        one = cls(**given | {name: tuple(given.get(name, ())) for name in lists})
    except TypeError as error:
        raise SchemaError(f"it is no {noun} ({str(error).partition(')')[2].strip() or error})") from None
    wrong = problem(one)
    if wrong is None and stated is not None and stated != getattr(one, "id"):  # noqa: B009  (any of the two classes)
        wrong = f"its id {stated} does not fit its contents: the line was changed by hand"
    if wrong:
        raise SchemaError(wrong)
    return one


def not_text(one: Any) -> str | None:
    """Return what is wrong with a correction or judgement that cannot be written as UTF-8."""
    try:
        canonical_json(asdict(one)).encode("utf-8")
    except UnicodeEncodeError:
        return "a text in it has half a character (a lone surrogate)"
    return None


def canonical_json(record: Mapping[str, Any]) -> str:
    """Return a record as JSON that is the same for the same contents."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
