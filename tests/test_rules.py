"""The rules of the coder show what they do: each example is decided by its rule, each counter-example is not."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rule_sentences import decided  # noqa: E402
from spec_rows import ROWS, framed  # noqa: E402

from qcompare.coding import code, roles  # noqa: E402
from qcompare.coding.indicators import ellipsis, ends, starts  # noqa: E402
from qcompare.coding.rules import RULES, Likely, listed  # noqa: E402


def sentences(kind: str) -> list[Any]:
    return [
        pytest.param(rule.id, sentence, id=f"{rule.id}:{number}")
        for rule in RULES.values()
        for number, sentence in enumerate(getattr(rule, kind), 1)
    ]


@pytest.mark.parametrize(("rule", "sentence"), sentences("examples"))
def test_example_is_decided_by_its_rule(rule: str, sentence: str) -> None:
    assert rule in decided(sentence), RULES[rule].why


@pytest.mark.parametrize(("rule", "sentence"), sentences("counter_examples"))
def test_counter_example_is_not_decided_by_the_rule(rule: str, sentence: str) -> None:
    assert rule not in decided(sentence), RULES[rule].why


def test_rules_have_names_of_one_form_and_say_why() -> None:
    for rule in RULES.values():
        assert re.fullmatch(r"[a-z]+(?:\.[a-z_]+)+", rule.id)
        assert rule.decides and rule.looks and rule.why
    assert not [rule["id"] for rule in listed() if not (rule["examples"] and rule["counter_examples"])]


def test_no_rule_gives_the_reason_of_another() -> None:
    said: dict[str, list[str]] = {}
    for rule in RULES.values():
        said.setdefault(rule.why, []).append(rule.id)
    assert not [names for names in said.values() if len(names) > 1]


def test_the_words_that_a_rule_needs_stand_wherever_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = [framed(row)[0] for name, row in ROWS if "each" not in row or name.startswith("roles")]
    asked = [code(plan).numerals for plan in plans]
    of_all = [replace(rule, needs_before=None, needs_behind=None) for rule in roles.RUNNING_TEXT]
    monkeypatch.setattr(roles, "_LIKELY", Likely(of_all))
    for plan, numerals in zip(plans, asked, strict=True):
        assert code(plan).numerals == numerals


def test_the_characters_at_the_edge_of_a_run_pass_over_no_rule_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = [framed(row)[0] for name, row in ROWS if "each" not in row or name.startswith("indicators")]
    asked = [code(plan).targets for plan in plans]
    monkeypatch.setattr(starts, "_starting_with", lambda char: starts.START)
    monkeypatch.setattr(ends, "_ending_in", lambda char: ends.END)
    monkeypatch.setattr(ellipsis, "_ending_in", lambda char: ellipsis.ELLIPSIS)
    for plan, targets in zip(plans, asked, strict=True):
        assert code(plan).targets == targets
