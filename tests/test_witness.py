"""A part of ``make witness``: rules, alternatives and words are needed by an example that belongs to them."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import witness as w  # noqa: E402
from removals import Removal, alternatives, removals, without_alternative  # noqa: E402

from qcompare.coding.rules import RULES  # noqa: E402
from qcompare.lexicon import patterns  # noqa: E402

EVERY = removals()
LISTED = [removal for removal in EVERY if ".csv " in removal.name and " without " not in removal.name]
WORDS, ALTERNATIVES = (
    random.Random(20261130).sample(of, 36)  # noqa: S311  (the same at every run)
    for of in (LISTED, [removal for removal in EVERY if " without " in removal.name])
)


def test_examples_pass_while_nothing_is_taken_away() -> None:
    for text, name, passes in w.checks():
        assert passes(), (name, text)


def test_each_rule_is_needed() -> None:
    idle = [removal.name for removal in EVERY if removal.name.startswith("rule ") and w.witness(removal) is None]
    assert not idle


def test_of_twelve_words_eleven_are_needed() -> None:
    idle = [removal.name for removal in WORDS if w.witness(removal) is None]
    assert len(idle) <= len(WORDS) // 12, idle


def test_a_sample_of_alternatives_is_needed() -> None:
    idle = [removal.name for removal in ALTERNATIVES if w.witness(removal) is None]
    assert len(idle) <= 1, idle


def test_what_no_example_has_is_found() -> None:
    made = next(made for made in patterns.made if made.how == "pattern")
    removal = Removal("nothing", "", lambda: without_alternative(made, made.source))
    assert w.witness(removal) is None


def test_what_is_taken_away_comes_back() -> None:
    before = {name: rule.holds for name, rule in RULES.items()}
    removal = next(removal for removal in EVERY if removal.name.startswith("words.csv "))
    w.witness(removal)
    assert {name: rule.holds for name, rule in RULES.items()} == before
    text, name, passes = w.checks()[0]
    assert passes(), (name, text)


@pytest.mark.parametrize(
    ("template", "found"),
    [("a(?:b|c)d", ["b", "c"]), ("a|b", ["a", "b"]), ("a[|]b", []), (r"a\|b", []), ("(?<=a|b)c", ["a", "b"])],
)
def test_alternatives_of_a_pattern(template: str, found: list[str]) -> None:
    assert [text for _, _, text in alternatives(template)] == found
