"""The rules of the coder show what they do: each example is decided by its rule, each counter-example is not."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from spec_rows import FRAMES  # noqa: E402

from qcompare.coding import code  # noqa: E402
from qcompare.coding.rules import RULES, listed, noted  # noqa: E402
from qcompare.text import Plan  # noqa: E402

MARKED = re.compile(r"(.*)‹(.+?)›(.*)", re.S)


def decided(sentence: str) -> set[str]:
    """Return the names of the rules that decided anything of the marked run of a sentence."""
    match = MARKED.fullmatch(sentence)
    assert match, f"no ‹…› in {sentence}"
    before, _, after = FRAMES["none" if "\n" in sentence else "body"].partition("{}")
    plan = Plan.from_text(before + match[1] + match[2] + match[3] + after, "example")
    start = len(before) + len(match[1])
    end = start + len(match[2])
    notes = noted(lambda: code(plan))
    runs = plan.spans([(at, at + 1) for _, at, _ in notes])
    return {rule for (rule, _, _), (at, _) in zip(notes, runs, strict=True) if start <= at < end}


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
    shown = [rule for rule in listed() if rule["examples"] and rule["counter_examples"]]
    assert len(shown) >= 0.9 * len(RULES)
