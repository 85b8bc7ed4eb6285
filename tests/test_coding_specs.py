"""Each row of ``specs/*.jsonl`` is coded as it states (:mod:`spec_rows` says what a row is)."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from spec_rows import FIELDS, FRAMES, KEYS, ROWS, check  # noqa: E402

# One test a line of a file, whatever the words are that it holds for.
LINES = {
    name: [row for _, row in group] for name, group in groupby(ROWS, lambda pair: ":".join(pair[0].split(":")[:2]))
}


@pytest.mark.parametrize("line", LINES)
def test_passage_is_coded_as_the_codebook_says(line: str) -> None:
    for row in LINES[line]:
        check(row)


def test_rows_state_known_fields_and_say_why() -> None:
    assert len(ROWS) >= 320
    for name, row in ROWS:
        assert set(row) <= KEYS and row.get("frame", "body") in FRAMES, name
        assert row["why"] and len(set(row) - {"text", "frame", "why"}) >= 1, name
        for target in (*row.get("targets", ()), *row.get("includes", ()), *row.get("qualitative", ())):
            assert set(target) <= FIELDS, name


def test_quotes_and_levels_of_a_row_stand_in_its_text() -> None:
    for number, row in ROWS:
        for target in (*row.get("targets", ()), *row.get("includes", ()), *row.get("qualitative", ())):
            for name in ("quote", "level_text"):
                if target.get(name) is not None:
                    assert target[name] in row["text"], number
