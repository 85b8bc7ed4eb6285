"""Each word in the heads of tables says something that the others do not: without it a head is read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from qcompare import lexicon
from qcompare.text import glued, heads, line_rows

ROWS = lexicon.rows("heads")
# In what head a word shows what it is there for, by its kind; 目标 alone is a head of values.
TEMPLATES = {"past": "2030年{}", "growth": "2030年{}", "money": "{}", "target": "{}", "note": "{}", "due": "{}"}


def reading(row: dict[str, str]) -> Any:
    head = TEMPLATES.get(row["kind"], "{}").format(row["word"])
    line = f"指标{row['word']}2030年"
    # ``ends``: where the word ends as a head in a line without blanks
    ends = {match.end() for form in glued._head_in_line() if (match := form.match(line, 2))}
    return heads.read_head(head), heads.shape(row["word"]), ends


def forget() -> None:
    for cached in (heads._listed, heads.read_head, heads.is_unit, glued._head_in_line, line_rows.attribute):
        cached.cache_clear()
    lexicon.words.cache_clear()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def leave_out(row: dict[str, str]) -> None:
        rest = tuple(one for one in ROWS if one is not row)
        original = lexicon.rows
        for module in (lexicon, heads, glued):
            monkeypatch.setattr(module, "rows", lambda name: rest if name == "heads" else original(name))
        forget()

    yield leave_out
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['word']}-{row['kind']}" for row in ROWS])
def test_a_head_is_read_otherwise_without_its_word(row: dict[str, str], without: Any) -> None:
    before = reading(row)
    without(row)
    assert reading(row) != before


def test_a_word_is_listed_once() -> None:
    assert len({(row["word"], row["where"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("head", "kind", "when", "year"),
    [
        ("目标值(2025年)", "value", "target", 2025), ("到2025年底", "value", "", 2025), ("“十四五”末", "value", "", 2025),
        ("2020年完成情况", "value", "past", 2020), ("2025年计划完成数", "value", "target", 2025), ("现状值", "value", "past", None),
        ("近期(2025年)", "value", "target", 2025), ("2021-2025年", "value", "", 2025), ("指　标", "name", "", None),
        ("评价指标", "name", "", None), ("指标属性", "attribute", "", None), ("责任单位", "note", "", None), ("计量单位", "unit", "", None),
        ("预计完成时限", "due", "", None), ("总投资(万元)", "money", "", None), ("农产品", "name", "", None), ("产量", "", "", None),
    ],
)  # fmt: skip
def test_heads_are_read_by_meaning(head: str, kind: str, when: str, year: int | None) -> None:
    found = heads.read_head(head)
    assert (found.kind, found.when, found.year) == (kind, when, year)
