"""What the rules decide of the marked run of a sentence."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from spec_rows import FRAMES  # noqa: E402

from qcompare.coding import code  # noqa: E402
from qcompare.coding.rules import noted  # noqa: E402
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
