"""Decisions are kept whatever happens: a torn line costs itself alone, a full disk nothing, two sessions lose none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import qcompare as qc
from qcompare import output
from qcompare.corrections import append, load, make
from qcompare.corrections.folders import load_for
from qcompare.corrections.judgements import judge, load_judgements
from qcompare.errors import SchemaError, SourceError
from qcompare.review.widget import Review
from qcompare.speech import say

TEXT = "一、主要目标\n到2020年，产品质量合格率达到96%以上，名牌产品达到30个。\n"
ADD_MANY = """
import sys
from qcompare.corrections import append
from qcompare.corrections.judgements import judge
for number in range(60):
    append(sys.argv[1], [judge("match", f"指标{number}", "N", plan="甲", coder=sys.argv[2], national_goal="G", relation="same")])
"""
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from qcompare import output
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = Path(sys.argv[1]).stat().st_size
for room in range(0, 60, 7):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
    try:
        output.append(sys.argv[1], '{"quote": "' + "质" * 40 + '"}\\n')
    except OSError as error:
        assert error.filename == sys.argv[1], error.filename
    else:
        raise SystemExit("it was written")
"""


def decision(action: str = "accept", at: int = 0, **options: Any) -> Any:
    start = TEXT.index("产品质量")
    target = {
        "plan": "甲", "part": "goals", "type": "quantified", "quote": "产品质量合格率达到96%以上", "start": start, "end": start + 14,
        "level_text": "96%以上", "level_start": start + 9, "level_end": start + 14, "indicator": "产品质量合格率", "comparator": ">=",
        "low": 96, "high": None, "unit": "%", "change": "level", "baseline": None, "baseline_year": None, "year": 2020,
        "year_source": "explicit", "recurrence": "once", "strength": "plain", "domain": "product.industrial", "parent": None,
    }  # fmt: skip
    return make(action, target, TEXT, coder="王", when=f"2026-01-01T00:00:0{at}Z", **options)


def judgement(goal: str) -> Any:
    return judge("match", "合格率", "N", plan="甲", coder="王", national_goal=goal, relation="broader")


@pytest.mark.parametrize(
    ("one", "two", "three", "read"),
    [
        (decision(), decision("reject", 1, reason="不是目标：“质量”"), decision("accept", 2), load),
        (judgement("NQO-Q1"), judgement("NQO-Q2"), judgement("NQO-Q3"), load_judgements),
    ],
    ids=["corrections", "judgements"],
)
def test_a_line_torn_anywhere_costs_itself_alone(tmp_path: Path, one: Any, two: Any, three: Any, read: Any) -> None:
    file = tmp_path / "王.jsonl"
    append(file, [one])
    before = len(file.read_bytes())
    append(file, [two])
    whole = file.read_bytes()
    for end in range(before + 1, len(whole) - 1):  # in the middle of a character, too
        file.write_bytes(whole[:end])
        torn: list[SourceError] = []
        assert read(file, torn) == [one]
        assert [error.source for error in torn] == [f"{file}:2"]
    assert "没有写完" in say(str(torn[0]), "zh")
    append(file, [three])  # the next save is right, and nothing is said any more
    torn.clear()
    assert read(file, torn) == [one, three] and not torn
    file.write_bytes(whole[:-1])  # only its end was not written: it is all there
    assert read(file) == [one, two]
    append(file, [three])
    assert read(file) == [one, two, three]


def test_a_torn_line_is_named_where_the_plans_are_read(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "甲.txt").write_text(TEXT, "utf-8", newline="")
    file = tmp_path / "corrections" / "王.jsonl"
    append(file, [decision("reject")])
    with file.open("ab") as stream:
        stream.write(b'{"id": "0", "pl')
    found, errors = load_for([tmp_path / "plans"])
    assert len(found) == 1 and [error.source for error in errors] == [f"{file}:2"]
    corpus = qc.load(tmp_path / "plans")
    assert [str(error) for error in corpus.failures] == [str(errors[0])]
    assert [done.action for done in corpus["甲"].review.applied] == ["reject"]  # type: ignore[union-attr]


def test_a_line_that_is_bad_for_another_reason_is_still_refused(tmp_path: Path) -> None:
    file = tmp_path / "王.jsonl"
    append(file, [decision()])
    file.write_text(file.read_text("utf-8").replace("accept", "reject").rstrip("\n"), "utf-8")  # changed by hand
    with pytest.raises(SourceError, match="does not fit its contents"):
        load(file)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    output.append(file, '{"a": 1}\n')
    subprocess.run([sys.executable, "-c", FULL_DISK, str(file)], check=True)
    assert file.read_text("utf-8") == '{"a": 1}\n'


def test_two_sessions_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "王.jsonl"
    file.write_bytes(b'{"id": "torn')
    runs = [subprocess.Popen([sys.executable, "-c", ADD_MANY, str(file), name]) for name in ("王", "李", "张")]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert len(load_judgements(file)) == 180


def test_the_view_says_what_could_not_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")  # where a folder should be
    target = decision().target
    for lang, words in (("zh", "没有保存"), ("en", "not kept")):
        review = Review({"甲": TEXT}, {"甲": [target]}, tmp_path / "file" / "王.jsonl", "王", lang, [])
        answers: list[Any] = []
        review.send = answers.append  # type: ignore[method-assign, assignment]
        review._receive(review, {"do": "reject", "n": 0}, [])
        assert words in answers[0]["problem"] and len(review.targets) == 1
        assert not any(row["reviewed"] for row in review.targets)  # nothing looks decided that is not kept


def test_half_a_character_is_refused_before_it_makes_the_file_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="half a character"):
        decision(reason="\ud83d")
    with pytest.raises(SchemaError, match="half a character"):
        judge("match", "合格率", "N", plan="甲", coder="\ud83d", national_goal="G", relation="same")
    file = tmp_path / "王.jsonl"
    record = decision().record() | {"reason": "\ud83d"}
    del record["id"]
    file.write_text(json.dumps(record) + "\n", "utf-8")
    with pytest.raises(SourceError, match=r"王\.jsonl:1: a text in it has half a character"):
        load(file)


@pytest.mark.parametrize(
    "change",
    [{"start": "3"}, {"end": [1]}, {"quote": 3}, {"start": 20, "end": 3}, {"low": float("inf")}, {"start": 10**30}, {"year": True}],
)  # fmt: skip
def test_a_correction_whose_values_are_of_other_types_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    record = decision().record()
    del record["id"]
    record["target"] = record["target"] | change
    file = tmp_path / "王.jsonl"
    file.write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
    with pytest.raises(SourceError, match=r"王\.jsonl:1"):
        load(file)


@pytest.mark.parametrize(
    "change",
    [{"level_start": [1]}, {"level_start": None}, {"start": True}, {"end": 2.5}, {"quote": 1}, {"start": 9, "end": 3}, {"end": 2**70}],
)  # fmt: skip
def test_a_judgement_at_a_place_that_is_none_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    span = {"quote": "合格率", "start": 3, "end": 9, "level_start": 5, "level_end": 8}
    made = judge("match", "合格率", "N", plan="甲", coder="王", national_goal="G", relation="same", spans=[span])
    file = tmp_path / "王.jsonl"
    append(file, [made])
    assert load_judgements(file) == [made]
    record = made.record() | {"spans": [span | change]}
    del record["id"]
    file.write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
    with pytest.raises(SourceError, match=r"王\.jsonl:1: spans hold"):
        load_judgements(file)
