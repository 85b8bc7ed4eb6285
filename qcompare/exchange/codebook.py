"""The codebook to hand out, to a student or to a language model: task, rules, form of the answer, a worked example.

What comes back needs no offsets; :mod:`qcompare.review.second` takes it in.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from qcompare import output
from qcompare.corrections.records import CODED
from qcompare.paths import reference_dir
from qcompare.schema_export import json_schema

# a coder cannot count characters: places are found afterwards
OFFSETS = ("start", "end", "level_start", "level_end")
FIELDS = tuple(name for name in CODED if name not in OFFSETS)
REQUIRED = ("plan", "type", "quote", "level_text", "indicator")


def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an answer: ``targets``, a list of rows without offsets.

    >>> answer_schema()["required"]
    ['targets']
    """
    row = json_schema("targets")
    properties = {name: row["properties"][name] for name in FIELDS}
    item = {"type": "object", "properties": properties, "required": list(REQUIRED), "additionalProperties": False}
    return {
        "$schema": row["$schema"],
        "title": "coding",
        "description": "编码结果 · a coding: one object a target, by the codebook",
        "type": "object",
        "properties": {"targets": {"type": "array", "items": item}},
        "required": ["targets"],
        "additionalProperties": False,
    }


@cache
def example() -> Mapping[str, Any]:
    """Return the worked example: ``text``, its ``targets``, and ``no_targets`` (words, and why they are none)."""
    found: dict[str, Any] = json.loads(_packaged("example.json"))
    return found


def _packaged(name: str) -> str:
    return files("qcompare.exchange").joinpath("handout", name).read_text("utf-8")


def handout() -> str:
    """Return the whole handout as one Markdown text, fit to be pasted."""
    shown = example()
    nots = "\n".join(f"- {one['words']}：{one['zh']} · {one['why']}" for one in shown["no_targets"])
    answer = {"targets": list(shown["targets"])}
    parts = [
        _packaged("guide.md").rstrip(),
        "# 交回的格式 · Form of the answer (JSON Schema)\n\n" + _fenced(answer_schema()),
        f"# 例 · A worked example\n\n```text\n{shown['text']}```\n\n{_fenced(answer)}\n\n不是目标的 · no targets:\n\n{nots}",
        (reference_dir() / "CODEBOOK.md").read_text("utf-8").rstrip(),
    ]
    return "\n\n---\n\n".join(parts) + "\n"


def _fenced(value: Any) -> str:
    return f"```json\n{json.dumps(value, ensure_ascii=False, indent=1)}\n```"


def write_handout(path: Path, texts: Mapping[str, str]) -> None:
    """Write the handout: ``.md`` the one text, ``.zip`` or a folder with schema, example and the plans' texts as well.

    Parameters
    ----------
    path
        Where to.
    texts
        Plan → its text, to be coded.
    """
    if path.suffix.lower() == ".md":
        output.write(path, handout())
        return
    parts = {
        "codebook.md": handout(),
        "schema.json": json.dumps(answer_schema(), ensure_ascii=False, indent=2) + "\n",
        "example.json": json.dumps({"targets": list(example()["targets"])}, ensure_ascii=False, indent=1) + "\n",
        **{f"texts/{name}.txt": text for name, text in sorted(texts.items())},
    }
    if path.suffix.lower() == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                stamped = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                archive.writestr(stamped, text.encode("utf-8", "surrogatepass"), zipfile.ZIP_DEFLATED)
        output.write(path, packed.getvalue())
        return
    for name, text in parts.items():
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        output.write(place, text.encode("utf-8", "surrogatepass"))
