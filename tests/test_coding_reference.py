"""The coding of the five plans against the hand-coded reference set (``data/reference``).

The bars are how well two people who coded the same plans agreed, or better. A target is found where its level stands
at the same place of the source; targets that share a level are told apart by where their quotes start.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache
from typing import Any

import pytest

from qcompare.coding import code
from qcompare.corpus import CodedPlan
from qcompare.paths import data_dir, plans_dir
from qcompare.text import Plan, read_plan

PLANS = ("siping", "nantong", "qingdao", "anhui", "tianjin")
Record = dict[str, Any]


def read_reference(name: str) -> list[Record]:
    lines = (data_dir() / "reference" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def plan(name: str) -> Plan:
    """Return a plan as the text alone gives it: nothing is taken from a sidecar."""
    found = read_plan(plans_dir() / f"{name}.txt")
    return Plan(found.name, found.source, found.file, found.sha256, found.encoding)


@cache
def coded() -> tuple[list[Record], list[Record]]:
    """Return the targets and the numerals of the five plans."""
    targets, numerals = [], []
    for name in PLANS:
        coding = code(plan(name))
        targets += coding.targets
        numerals += coding.numerals
    return targets, numerals


@cache
def matched() -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """Return the pairs (hand, program) of non-qualitative targets, the hand-coded ones missed, and those too many."""
    open_: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for target in read_reference("targets"):
        if target["type"] != "qualitative":
            open_[target["plan"], target["level_start"], target["level_end"]].append(target)
    pairs, extra = [], []
    for target in coded()[0]:
        if target["type"] == "qualitative":
            continue
        candidates = open_[target["plan"], target["level_start"], target["level_end"]]
        if not candidates:
            extra.append(target)
            continue
        best = min(candidates, key=lambda hand: (abs(hand["start"] - target["start"]), -same_characters(hand, target)))
        candidates.remove(best)
        pairs.append((best, target))
    return pairs, [target for left in open_.values() for target in left], extra


def same_characters(hand: Record, target: Record) -> float:
    """Return the F1 of the characters of two indicators."""
    first, second = Counter(hand["indicator"]), Counter(target["indicator"])
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def differing(field: str) -> list[tuple[Any, ...]]:
    return [
        (hand["plan"], hand["quote"], hand[field], target[field])
        for hand, target in matched()[0]
        if hand[field] != target[field]
    ]


def test_every_target_is_found_and_at_most_two_more() -> None:
    pairs, missed, extra = matched()
    assert [(target["plan"], target["quote"], target["level_text"]) for target in missed] == []
    assert len(pairs) == 168
    assert len(extra) <= 2, [(target["plan"], target["quote"], target["level_text"]) for target in extra]


@pytest.mark.parametrize(
    "field", ["type", "comparator", "low", "high", "unit", "change", "year", "recurrence", "part", "parent"]
)
def test_field_is_right_in_all(field: str) -> None:
    assert differing(field) == []


@pytest.mark.parametrize(
    ("field", "bar"),
    [
        ("year_source", 0.97), ("strength", 0.99), ("domain", 0.98), ("indicator", 0.90),
        ("quote", 0.90), ("baseline", 0.97),
    ],
)  # fmt: skip
def test_field_agrees_with_the_hand_coding(field: str, bar: float) -> None:
    wrong = differing(field)
    assert 1 - len(wrong) / 168 >= bar, wrong


def test_indicators_share_their_characters_with_the_hand_coding() -> None:
    pairs = matched()[0]
    assert sum(same_characters(hand, target) for hand, target in pairs) / 168 >= 0.97


def test_qualitative_targets_of_the_goals_parts() -> None:
    hand = {(t["plan"], t["start"], t["end"]) for t in read_reference("targets") if t["type"] == "qualitative"}
    found = {(t["plan"], t["start"], t["end"]) for t in coded()[0] if t["type"] == "qualitative"}
    assert all(t["part"] == "goals" for t in coded()[0] if t["type"] == "qualitative")
    f1 = 2 * len(hand & found) / (len(hand) + len(found))
    assert f1 >= 0.90, (sorted(hand - found), sorted(found - hand))


def test_numerals_have_the_roles_that_people_gave_them() -> None:
    hand = {(row["plan"], row["start"], row["end"]): row for row in read_reference("numerals")}
    found = {(row["plan"], row["start"], row["end"]): row["role"] for row in coded()[1]}
    assert len(hand) == 309
    wrong = [
        (*key, row["text"], row["role"], found.get(key)) for key, row in hand.items() if found.get(key) != row["role"]
    ]
    assert len(wrong) <= 1, wrong
    assert set(found) == set(hand)


@pytest.mark.parametrize("name", PLANS)
def test_metadata_of_the_text_alone(name: str) -> None:
    hand = json.loads((data_dir() / "reference" / "plans.json").read_text(encoding="utf-8"))[name]
    record = CodedPlan(plan(name), code(plan(name))).record()
    found = {key: record[key] for key in hand}
    assert found == hand
