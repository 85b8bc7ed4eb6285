"""The codebook as plain rows: each row of ``specs/*.jsonl`` says what one passage must be coded as, and why.

A row needs no Python to be read or added. Only what it states is compared:

``text``         the passage, as published
``frame``        the plan that it stands in (below); ``none``: the passage is the whole document
``targets``      all quantified, absolute and relative targets of the passage, in order, with the fields that matter here
``includes``     targets that must be among them
``qualitative``  all qualitative targets of the passage, in order
``numerals``     all Arabic numerals of the passage, in order, each with its role
``sentences``    part, heading, kind of the sentence that holds a phrase
``reads``        the text that the rules read
``metadata``     fields of the plan that are read from its front and end
``each``         words; the row holds for each of them in the place of ``{word}``: a closed class has one such row
``why``          what of the codebook the row is about
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qcompare.coding import code
from qcompare.schema import TARGETS
from qcompare.text import Plan

SPECS = Path(__file__).parent / "specs"
_REST = (
    "\n二、保障措施\n各部门要加强组织领导，落实工作责任，密切协作配合，使本市质量工作的各项任务落到实处、见到实效。\n"
)
FRAMES = {
    "body": "江城市质量发展规划（2016—2020年）\n一、重点任务\n{}" + _REST,
    "goals": "江城市质量发展规划（2016—2020年）\n一、主要目标\n{}" + _REST,
    "plain": "江城市质量提升实施方案\n一、重点任务\n{}" + _REST,
    "plain2016": "江城市质量提升实施方案\n（2016年3月1日）\n一、重点任务\n{}" + _REST,
    "hant": "江城市質量發展規劃（2016—2020年）\n一、重點任務\n{}\n二、保障措施\n各部門要加強組織領導，落實工作責任，"
    "密切協作配合，使本市質量工作的各項任務落到實處、見到實效。\n",
    "none": "{}",
}
KEYS = {
    "text", "frame", "targets", "includes", "qualitative", "numerals", "sentences", "reads", "metadata", "each", "why",
}  # fmt: skip
FIELDS = {field.name for field in TARGETS}


def rows() -> list[tuple[str, dict[str, Any]]]:
    """Return the rows of all files with their names; one for each word of ``each``."""
    found: list[tuple[str, dict[str, Any]]] = []
    for file in sorted(SPECS.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            for word in row.get("each", [""]):
                name = f"{file.stem}:{number}" + (f":{word}" if word else "")
                found.append((name, with_word(row, word) if word else row))
    return found


def with_word(value: Any, word: str) -> Any:
    """Return a row with ``{word}`` replaced, in its text and in what is expected of it."""
    if isinstance(value, str):
        return value.replace("{word}", word)
    if isinstance(value, list):
        return [with_word(one, word) for one in value]
    return (
        {key.replace("{word}", word): with_word(one, word) for key, one in value.items()}
        if isinstance(value, dict)
        else value
    )


ROWS = rows()


def framed(row: dict[str, Any]) -> tuple[Plan, int, int]:
    """Return the plan of a row, and the run of its source that the row's text fills."""
    before, _, after = FRAMES[row.get("frame", "body")].partition("{}")
    source = before + row["text"] + after
    return Plan.from_text(source, "spec"), len(before), len(before) + len(row["text"])


def stated(expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the found targets with only the fields that the expected ones state, so that a difference is short."""
    shown = [{name: target[name] for name in wanted} for wanted, target in zip(expected, found, strict=False)]
    return shown + [{"quote": target["quote"]} for target in found[len(expected) :]]


def check(row: dict[str, Any]) -> None:
    """Assert that the passage of a row is coded as the row states."""
    plan, start, end = framed(row)
    coding = code(plan)
    inside = [target for target in coding.targets if start <= target["start"] < end]
    levels = [target for target in inside if target["type"] != "qualitative"]
    clauses = [target for target in inside if target["type"] == "qualitative"]
    if "targets" in row:
        assert stated(row["targets"], levels) == row["targets"], f"{row['text']}: {row['why']}"
    for wanted in row.get("includes", ()):
        assert wanted in [{name: target[name] for name in wanted} for target in levels], row["why"]
    if "qualitative" in row:
        assert stated(row["qualitative"], clauses) == row["qualitative"], row["why"]
    if "numerals" in row:
        ledger = [[numeral["text"], numeral["role"]] for numeral in coding.numerals if start <= numeral["start"] < end]
        assert ledger == row["numerals"], row["why"]
    if "reads" in row:
        assert plan.text == row["reads"], row["why"]
    if "metadata" in row:
        assert {name: plan.metadata.get(name) for name in row["metadata"]} == row["metadata"], row["why"]
    if "sentences" in row:
        assert sentences(plan, row["sentences"]) == row["sentences"], row["why"]


def sentences(plan: Plan, wanted: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    records = plan.sentences()
    found = {}
    for phrase, fields in wanted.items():
        holder = next(record for record in records if phrase in record["text"])
        found[phrase] = {name: holder[name] for name in fields}
    return found
