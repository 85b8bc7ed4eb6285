"""A plan's text as the rules read it: the way back into the source, blocks, sentences, wrapped lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.errors import SourceError
from qcompare.lexicon import rows
from qcompare.paths import plans_dir
from qcompare.schema import SENTENCES
from qcompare.text import Plan, read_plan
from qcompare.text.normalise import halve, normalise

PLANS = ("siping", "nantong", "qingdao", "anhui", "tianjin")
SIMPLER = {ord(row["traditional"]): row["simplified"] for row in rows("traditional")}
pieces = st.lists(
    st.one_of(st.sampled_from(list("质量發展後2０ \t\n\r\u3000\ufeff\u200b，。．.：％（一）、1")), st.text(max_size=2)),
    max_size=80,
)


def assert_leads_back(source: str) -> None:
    """Assert that each character of the text stands for one of the source, in order, and reads the same."""
    text = normalise(source)
    at = -1
    for place, char in enumerate(text.value):
        start, end = text.back.span(place, place + 1)
        assert end == start + 1 and start > at
        at = start
        written = halve(source[start])
        assert char == written or char == written.translate(SIMPLER) or (char, written) == ("。", ".")
    if text.value:
        first, last = text.back.span(0, len(text.value))
        assert (first, last) == (text.back.span(0, 1)[0], text.back.span(len(text.value) - 1, len(text.value))[1])


@settings(max_examples=300)
@given(pieces.map("".join))
def test_every_character_leads_back_into_the_source(source: str) -> None:
    assert_leads_back(source)


@pytest.mark.parametrize("name", PLANS)
def test_the_five_plans_lead_back_into_their_sources(name: str) -> None:
    assert_leads_back(read_plan(plans_dir() / f"{name}.txt").source)


def assert_orderly(plan: Plan) -> None:
    """Assert that blocks and sentences follow each other, leave nothing out, and hang on earlier headings."""
    end = 0
    for number, block in enumerate(plan.blocks):
        assert end <= block.start < block.end <= len(plan.text)
        assert not plan.text[end : block.start].strip()
        assert block.part in ("goals", "body", "front")
        assert all(parent < number for parent in block.parents) and list(block.parents) == sorted(block.parents)
        assert plan.block_at(block.start) == number
        end = block.end
    assert not plan.text[end:].strip()
    records = plan.sentences()
    assert [record["sentence"] for record in records] == list(range(len(records)))
    for record in records:
        assert set(record) == {field.name for field in SENTENCES}
        assert 0 <= record["start"] < record["end"] <= len(plan.source)


@settings(max_examples=200)
@given(pieces.map("".join))
def test_blocks_and_sentences_of_any_text_are_in_order(source: str) -> None:
    assert_orderly(Plan.from_text(source))


@pytest.mark.parametrize("name", PLANS)
def test_blocks_and_sentences_of_the_five_plans_are_in_order(name: str) -> None:
    plan = read_plan(plans_dir() / f"{name}.txt")
    assert_orderly(plan)
    assert any(block.part == "goals" for block in plan.blocks)


PARAGRAPH = "为深入实施质量强市战略，全面提升产品、工程、服务和环境质量总体水平，推动经济社会又好又快发展，根据国家和省有关规定，结合本市实际，制定本规划。"


LONG = "".join(str(number) + PARAGRAPH for number in (1, 2, 3))


def lines(width: int, times: int = 6) -> list[str]:
    """Return the same long paragraph several times, wrapped, with a blank line behind each."""
    return ([LONG[at : at + width] for at in range(0, len(LONG), width)] + [""]) * times


@pytest.mark.parametrize("width", [20, 35, 60])
def test_wrapped_paragraphs_are_put_together_again(width: int) -> None:
    assert normalise("\n".join(lines(width))).value.split() == [halve(LONG)] * 6


def test_a_text_with_one_paragraph_a_line_stays_as_it_is() -> None:
    source = "\n".join([PARAGRAPH] * 5)
    assert normalise(source).value == halve(source)


def test_page_numbers_between_wrapped_lines_are_left_out_and_kept_in_the_ledger() -> None:
    page = lines(35, 4)
    source = "\n".join([*page[:3], "- 7 -", *page[3:]])
    text = normalise(source)
    assert "7" not in text.value
    assert [source[start:end].strip() for start, end in text.dropped] == ["- 7 -"]


def test_headings_stay_apart_in_a_wrapped_text() -> None:
    page = lines(35, 4)
    text = normalise("\n".join([*page, "二、主要目标", *page])).value
    assert re.search(r"^二、主要目标$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("content", "what"), [(b"", "empty"), (b"\x00\x01\x02\xff" * 50, "binary"), ("hello world " * 50, "no plan")]
)
def test_a_file_that_is_no_plan_is_refused_in_one_line(tmp_path: Path, content: bytes | str, what: str) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SourceError) as raised:
        read_plan(file)
    assert "x.txt" in str(raised.value) and "\n" not in str(raised.value), what


def test_a_sidecar_of_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text((plans_dir() / "siping.txt").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "x.yml").write_text(f"sha256: {'0' * 64}\n", encoding="utf-8")
    with pytest.raises(SourceError, match="sha256|SHA|checksum"):
        read_plan(tmp_path / "x.txt")


def test_a_sidecar_goes_before_what_the_text_says(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text((plans_dir() / "siping.txt").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "x.yml").write_text("period_end: 2022\n", encoding="utf-8")
    assert read_plan(tmp_path / "x.txt").metadata["period_end"] == 2022
