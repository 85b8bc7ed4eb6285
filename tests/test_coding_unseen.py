"""The coder on plans that were not written for it: see tests/unseen/README.md for what these figures mean."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qcompare.coding import code
from qcompare.text import Plan

HERE = Path(__file__).parent / "unseen"
SETS = sorted(folder.name for folder in HERE.iterdir() if folder.is_dir())
LEVEL = ("comparator", "low", "high", "unit", "change")


def hand_coded(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the hand-coded targets of a set that have a level, by plan."""
    found = defaultdict(list)
    for line in (HERE / name / "targets.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["type"] != "qualitative":
            found[row["plan"]].append(row)
    return found


@cache
def coded_plan(name: str, plan: str) -> tuple[dict[str, Any], ...]:
    """Return the targets with a level that the coder finds in a plan of a set."""
    source = (HERE / name / f"{plan}.txt").open(encoding="utf-8", newline="").read()
    return tuple(row for row in code(Plan.from_text(source, plan)).targets if row["type"] != "qualitative")


@pytest.mark.parametrize("name", SETS)
def test_levels_of_unseen_plans(name: str) -> None:
    found = hits = expected = right = 0
    for plan, rows in hand_coded(name).items():
        coded = coded_plan(name, plan)
        ours = Counter((row["level_start"], row["level_end"]) for row in coded)
        theirs = Counter((row["level_start"], row["level_end"]) for row in rows)
        found, expected = found + len(coded), expected + len(rows)
        hits += sum((ours & theirs).values())
        by_span = {(row["level_start"], row["level_end"]): row for row in rows}
        matched = [(row, by_span[span]) for row in coded if (span := (row["level_start"], row["level_end"])) in by_span]
        right += sum(all(ours[field] == theirs[field] for field in LEVEL) for ours, theirs in matched)
    precision, recall = hits / found, hits / expected
    assert 2 * precision * recall / (precision + recall) >= 0.95, (precision, recall)
    assert right / hits >= 0.97


def test_indicators_of_unseen_plans() -> None:
    """Four indicators in five are named to the letter (widths folded, codebook 2.2), in each half of the sets too."""
    for half in (SETS[::2], SETS[1::2]):
        same = matched = 0
        for name in half:
            for plan, rows in hand_coded(name).items():
                by_span = {(row["level_start"], row["level_end"]): row for row in coded_plan(name, plan)}
                for row in rows:
                    ours = by_span.get((row["level_start"], row["level_end"]))
                    matched += ours is not None
                    same += ours is not None and folded(ours["indicator"]) == folded(row["indicator"])
        assert same / matched >= 0.8, (half, same, matched)


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
