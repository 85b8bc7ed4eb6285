"""What a pattern needs, starts and ends with is read from it, and no match of it is ever without that."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import qcompare.coding  # noqa: F401 - makes the patterns of all rules
from qcompare.lexicon.needed import ends, needed, starts
from qcompare.lexicon.patterns import made

sys.path.insert(0, str(Path(__file__).parent))

from spec_rows import ROWS  # noqa: E402

LOOKS = {one.result.pattern: one.result for one in made if one.how == "pattern"}
TEXTS = sorted({row["text"] for _, row in ROWS})


def test_no_match_in_any_example_lacks_what_its_pattern_needs() -> None:
    for look in LOOKS.values():
        needs, first, last = needed(look), starts(look), ends(look)
        if not needs and first is None and last is None:
            continue
        for text in TEXTS:
            match = look.search(text)
            if match is None:
                continue
            assert not needs or not needs.isdisjoint(text), (look.pattern, text)
            assert first is None or match.group()[:1] in first, (look.pattern, match.group())
            assert last is None or match.group()[-1:] in last, (look.pattern, match.group())


def test_most_patterns_say_what_they_need() -> None:
    assert sum(bool(needed(look)) for look in LOOKS.values()) > len(LOOKS) * 0.8


@pytest.mark.parametrize(
    ("pattern", "needs", "first", "last"),
    [
        ("(?:将|把)(?![关握])", "将把", "将把", "将把"),
        ("净增|新增", "增", "净新", "增"),
        ("达(?:到|)[万亿]?", "达", "达", "达到万亿"),
        ("(?<=市)年?[底末]", "市", "年底末", "底末"),
        ("(?!不).?增?", "", None, None),
        (r"[^,]{2}率$", "率", None, "率"),
        ("(?:增|减)*", "", None, None),
        ("(增)|减", "减增", "增减", "增减"),
        ("(?>增+)量{0,2}", "增", "增", "增量"),
        (r"\d+%", "%", None, "%"),
    ],
)
def test_what_is_read_from_a_pattern(pattern: str, needs: str, first: str | None, last: str | None) -> None:
    look = re.compile(pattern)
    assert needed(look) == frozenset(needs)
    assert starts(look) == (None if first is None else frozenset(first))
    assert ends(look) == (None if last is None else frozenset(last))


def test_letters_of_either_case_are_refused() -> None:
    with pytest.raises(ValueError, match="ignores case"):
        needed(re.compile("pm", re.IGNORECASE))
