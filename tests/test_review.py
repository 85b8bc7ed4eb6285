"""Corrections lie over the coding, survive a new parser and a moved text, and never apply to a changed one."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qcompare.corpus import load as load_corpus
from qcompare.corrections import append, load, make, overlay
from qcompare.corrections.records import key, standing
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.cells import from_xlsx, guard, to_xlsx, unguard
from qcompare.exchange.tables import write_table
from qcompare.paths import plans_dir, reference_dir
from qcompare.review import agreement
from qcompare.review.priority import uncertain_first
from qcompare.review.rounds import take_back
from qcompare.review.sheet import read_sheet, write_sheet
from qcompare.review.widget import Review

TARGETS = [json.loads(line) for line in (reference_dir() / "targets.jsonl").read_text("utf-8").splitlines()]
TEXTS = {path.stem: path.read_bytes().decode("utf-8") for path in plans_dir().glob("*.txt")}
SIPING = [target for target in TARGETS if target["plan"] == "siping"]
TEXT = TEXTS["siping"]
ONE = next(target for target in SIPING if target["type"] == "quantified")
WHEN = "2026-01-01T00:00:0{}Z"


def decide(action: str, target: dict[str, Any] = ONE, coder: str = "甲", at: int = 0, **options: Any) -> Any:
    return make(action, target, TEXT, coder=coder, when=WHEN.format(at), **options)


def missed() -> dict[str, Any]:
    quote = "扎实推进"
    start = TEXT.index(quote) if quote in TEXT else 0
    quote = TEXT[start : start + 4]
    blank = dict.fromkeys(ONE) | {
        "plan": "siping",
        "quote": quote,
        "start": start,
        "end": start + 4,
        "indicator": "新指标",
    }
    return blank | {
        "part": "body", "type": "qualitative", "level_text": quote, "change": "level", "year_source": "none",
        "recurrence": "once", "strength": "plain", "domain": "other",
    }  # fmt: skip


def test_each_action_does_what_it_says_and_the_parsers_result_stays() -> None:
    before = json.dumps(SIPING)
    rejected = overlay("siping", TEXT, SIPING, [decide("reject")])
    assert ONE["indicator"] not in [target["indicator"] for target in rejected.targets if key(target) == key(ONE)]
    edited = overlay("siping", TEXT, SIPING, [decide("edit", changed={"year": 2030}, reason="见附件")])
    (found,) = [target for target in edited.targets if key(target) == key(ONE)]
    assert (found["year"], found["reviewed"], found["coder"], found["confidence"]) == (2030, "edit", "甲", 1.0)
    added = overlay("siping", TEXT, SIPING, [decide("add", missed())])
    assert len(added.targets) == len(SIPING) + 1
    withdrawn = overlay("siping", TEXT, SIPING, [decide("reject"), decide("withdraw", at=1)])
    assert len(withdrawn.targets) == len(SIPING) and not withdrawn.applied
    assert json.dumps(SIPING) == before


def test_corrections_survive_the_file_and_a_new_parser(tmp_path: Path) -> None:
    file = tmp_path / "r" / "corrections.jsonl"
    made = [decide("edit", changed={"year": 2030}), decide("accept", SIPING[0])]
    append(file, made[:1])
    append(file, made[1:])
    assert load(file) == made and load(tmp_path / "r") == made
    # a newer parser draws the quote wider and words the indicator differently; the level is the same
    newer = ONE | {
        "start": ONE["start"] - 1,
        "quote": TEXT[ONE["start"] - 1 : ONE["end"]],
        "indicator": "别的",
        "domain": "other",
    }
    (found,) = [target for target in overlay("siping", TEXT, [newer], made[:1]).targets if target["reviewed"]]
    assert found["year"] == 2030 and found["indicator"] == ONE["indicator"] and found["start"] == ONE["start"]
    # or does not find the target at all any more
    assert [target["year"] for target in overlay("siping", TEXT, [], made[:1]).targets] == [2030]


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0b", "\x1e"])
def test_a_correction_may_hold_any_kind_of_line_end(tmp_path: Path, sign: str) -> None:
    made = [decide("reject", reason=f"见{sign}表一"), decide("accept", SIPING[0])]
    append(tmp_path / "c.jsonl", made)
    assert load(tmp_path / "c.jsonl") == made


def test_a_moved_quote_is_followed_and_a_changed_one_reported() -> None:
    edit = decide("edit", changed={"year": 2030})
    longer = "前言\n" + TEXT
    moved = [target | {"start": target["start"] + 3, "end": target["end"] + 3} for target in SIPING]
    for target in moved:
        if target["level_start"] is not None:
            target["level_start"] += 3
            target["level_end"] += 3
    done = overlay("siping", longer, moved, [edit])
    (found,) = [target for target in done.targets if target["reviewed"]]
    assert longer[found["start"] : found["end"]] == found["quote"] and done.moved == [edit]
    assert found["correction"] == edit.id and len(done.targets) == len(SIPING)
    changed = TEXT.replace(ONE["quote"], ONE["quote"].replace("9", "8"))
    done = overlay("siping", changed, [], [edit])
    assert not done.targets and "changed" in done.stale[0][1]
    twice = TEXT + "\n" + TEXT
    done = overlay("siping", "x" + twice, [], [replace(edit, before="", after="")])
    assert not done.targets and "several places" in done.stale[0][1]


def test_two_coders_who_differ_leave_the_parsers_result_until_it_is_settled() -> None:
    one, two = decide("reject"), decide("edit", coder="乙", changed={"year": 2030})
    disputed = overlay("siping", TEXT, SIPING, [one, two])
    assert not disputed.applied and disputed.disputed == [[one, two]] and len(disputed.targets) == len(SIPING)
    third = decide("edit", coder="丙", at=1, changed={"year": 2025}, settles=[one.id, two.id])
    settled = overlay("siping", TEXT, SIPING, [one, two, third])
    assert [target["year"] for target in settled.targets if target["reviewed"]] == [2025]


def test_agreement_and_the_list_to_settle() -> None:
    rows = [target for target in SIPING if target["type"] != "qualitative"][:6]
    ours = [decide("accept", target) for target in rows]
    theirs = [decide("accept", target, coder="乙") for target in rows[:4]]
    theirs += [decide("edit", rows[4], coder="乙", changed={"year": 2031}), decide("reject", rows[5], coder="乙")]
    table = agreement.decisions(ours + theirs, "甲", "乙").set_index("field")
    assert table.loc["decision", "n"] == 6 and table.loc["decision", "equal"] == pytest.approx(4 / 6)
    assert table.loc["year", "n"] == 5 and table.loc["year", "equal"] == pytest.approx(0.8)
    listed = agreement.to_settle(ours + theirs)
    assert sorted(listed["differs"].unique()) == ["decision", "year"] and len(listed) == 4
    with pytest.raises(SchemaError, match="丁"):
        agreement.decisions(ours, "甲", "丁")


def test_bad_corrections_are_refused_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="year"):
        decide("edit", changed={"year": "soon"})
    with pytest.raises(SchemaError, match="quote"):
        decide("edit", changed={"start": ONE["start"] + 1})
    with pytest.raises(SchemaError, match="rule"):
        make("edit", ONE, TEXT, coder="甲", changed={"rule": "x"})
    file = tmp_path / "c.jsonl"
    append(file, [decide("accept")])
    good = file.read_text("utf-8")
    for line in ("[1]", "{", good.replace("甲", "乙"), '{"action": "accept"}', good.replace("accept", "bless")):
        file.write_text(good + line + "\n", "utf-8")
        with pytest.raises(SourceError, match=r"c\.jsonl:2"):
            load(file)


def test_unsure_targets_come_first() -> None:
    targets = [
        ONE | {"confidence": c, "start": i, "reviewed": r}
        for i, (c, r) in enumerate([(0.9, None), (0.3, None), (0.1, "accept")])
    ]
    assert [target["start"] for target in uncertain_first(targets)] == [1, 0, 2]


def test_what_looking_at_gains_most_comes_first_and_the_sheet_shows_how_sure(tmp_path: Path) -> None:
    clear = ONE | {"part": "body", "confidence": 0.7, "start": 0}
    goals = clear | {"part": "goals", "confidence": 0.78, "start": 1}  # 0.22 in the goals part weighs more than 0.3
    ordered = uncertain_first([clear | {"confidence": 0.9, "start": 2}, clear, goals])
    assert [target["start"] for target in ordered] == [1, 0, 2]
    path = tmp_path / "review.xlsx"
    write_sheet(path, [target | {"start": ONE["start"]} for target in ordered], TEXTS)
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book["targets"][1]]
    assert [book["targets"].cell(row, names.index("confidence") + 1).value for row in (2, 3, 4)] == [0.78, 0.7, 0.9]
    put(book["targets"], 2, confidence=0.1)
    book.save(path)
    assert read_sheet(path, TEXTS, "甲") == ([], [])  # it is shown, not asked for


def sheet(tmp_path: Path, change: Callable[[Any], None]) -> Path:
    path = tmp_path / "review.xlsx"
    write_sheet(path, TARGETS, TEXTS)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def put(table: Any, row: int, **values: Any) -> None:
    names = [cell.value for cell in table[1]]
    for name, value in values.items():
        table.cell(row, names.index(name) + 1).value = value


def test_a_spreadsheet_untouched_decides_nothing(tmp_path: Path) -> None:
    assert read_sheet(sheet(tmp_path, lambda book: None), TEXTS, "甲") == ([], [])


def test_a_spreadsheet_brings_decisions_back(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        table = book["targets"]
        put(table, 2, decision="accept")
        put(table, 3, decision="reject", reason="=不是目标")
        put(table, 4, year=2019)
        put(table, 5, decision="maybe")
        put(table, 6, domain="nonsense")
        put(
            book["missed"],
            2,
            plan="siping",
            quote="把创新驱动作为质量发展的强大动力",
            indicator="创新",
            type="qualitative",
        )
        put(book["missed"], 3, plan="siping", quote="不在文中", indicator="x", type="qualitative")

    path = sheet(tmp_path, change)
    corrections, problems = read_sheet(path, TEXTS, "甲")
    assert [correction.action for correction in corrections] == ["accept", "reject", "edit", "add"]
    assert corrections[2].changed == {"year": 2019}
    assert [problem.source.rpartition("row ")[2] for problem in problems] == ["5", "6", "3"]
    lists = openpyxl.load_workbook(path)["targets"].data_validations.dataValidation
    assert {str(rule.sqref)[0] for rule in lists} >= {"A"} and all(rule.type == "list" for rule in lists)


def test_a_missed_target_is_found_over_a_break_of_the_line_and_one_number_is_both_ends(tmp_path: Path) -> None:
    text = "某市规划\n一、目标\n政务服务满意率达到\n99.5%。"

    def change(book: Any) -> None:
        given = {"plan": "x", "quote": "政务服务满意率达到99.5%", "level_text": "99.5%", "indicator": "政务服务满意率"}
        put(book["missed"], 2, **given, type="quantified", comparator="=", low=99.5, unit="%")

    path = tmp_path / "r.xlsx"
    write_sheet(path, [], {"x": text})
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    (made,), problems = read_sheet(path, {"x": text}, "甲")
    assert problems == [] and made.target["quote"] == "政务服务满意率达到\n99.5%"
    assert (made.target["low"], made.target["high"], text[made.target["level_start"] :]) == (99.5, 99.5, "99.5%。")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml"])  # targets, base
def test_a_spreadsheet_with_a_damaged_sheet_is_refused(tmp_path: Path, part: str) -> None:
    path = tmp_path / "r.xlsx"
    write_sheet(path, SIPING[:3], {"siping": TEXT})
    with zipfile.ZipFile(path) as good:
        kept = {name: good.read(name) for name in good.namelist()}
    kept[part] = kept[part].replace(b"</row>", b"</rov>")
    with zipfile.ZipFile(path, "w") as bad:
        for name, data in kept.items():
            bad.writestr(name, data)
    with pytest.raises(SourceError, match="damaged"):
        read_sheet(path, {"siping": TEXT}, "甲")


def test_a_spreadsheet_of_another_text_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path, lambda book: None)
    with pytest.raises(SourceError, match="siping has changed"):
        read_sheet(path, TEXTS | {"siping": TEXT + "。"}, "甲")
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(SourceError, match="no readable xlsx"):
        read_sheet(path, TEXTS, "甲")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5%", "@x", "'=x", "''", "=", "a\x0bb", "_x0041_", "\ufffe", "\r\n"])
def test_cells_come_back_as_they_were(text: str) -> None:
    assert unguard(guard(text)) == text and from_xlsx(to_xlsx(text)) == text
    assert guard(text)[0] not in "=+-@\r" or len(text) == 1


def view(tmp_path: Path) -> Review:
    return Review(TEXTS, {"siping": SIPING}, tmp_path / "corrections.jsonl", "甲")


def test_the_view_writes_each_decision_at_once(tmp_path: Path) -> None:
    review = view(tmp_path)
    review.show("siping")
    answers: list[Any] = []
    review.send = answers.append  # type: ignore[method-assign, assignment]
    n = next(row["n"] for row in review.targets if key(row) == key(ONE))
    review._receive(review, {"do": "edit", "n": n, "changed": {"year": "2031"}, "reason": "表1"}, [])
    assert [correction.changed for correction in load(tmp_path / "corrections.jsonl")] == [{"year": 2031}]
    assert answers == [{"done": "edit"}] and review.targets[n]["year"] == 2031
    review._receive(review, {"do": "edit", "n": n, "changed": {"domain": "other"}}, [])
    assert standing(load(tmp_path / "corrections.jsonl"))[0].changed == {"year": 2031, "domain": "other"}
    review._receive(review, {"do": "accept", "n": n}, [])
    assert review.targets[n]["year"] == 2031  # what is seen is what is accepted
    review._receive(review, {"do": "withdraw", "n": n}, [])
    assert review.targets[n]["year"] == ONE["year"] and not standing(load(tmp_path / "corrections.jsonl"))
    review._receive(review, {"do": "edit", "n": n, "changed": {"year": "soon"}}, [])
    assert "problem" in answers[-1]
    for bad in (
        {"do": "edit"},
        {"do": "edit", "n": 10**6},
        {"do": "show", "plan": "x"},
        {"do": "add", "target": {}},
        {},
    ):
        review._receive(review, bad, [])


def test_the_view_opens_again_with_what_was_decided(tmp_path: Path) -> None:
    review = view(tmp_path)
    review.show("siping")
    quote = "把创新驱动作为质量发展的强大动力"
    start = TEXT.index(quote)
    target = missed() | {"quote": quote, "start": start, "end": start + len(quote), "level_text": quote}
    review._receive(review, {"do": "add", "target": target, "changed": {"indicator": "创新"}}, [])
    again = view(tmp_path)
    again.show("siping")
    assert [row["indicator"] for row in again.targets if row["reviewed"]] == ["创新"]
    assert again.order[-1] == next(row["n"] for row in again.targets if row["reviewed"])


@pytest.mark.parametrize("saved", ["gb18030", "utf-16", "utf-8-sig", "xlsx"])
def test_a_table_that_a_spreadsheet_saved_comes_back(tmp_path: Path, saved: str) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "siping.txt").write_text(TEXT, "utf-8", newline="")
    corpus = load_corpus(tmp_path / "plans")
    path = tmp_path / f"t.{'xlsx' if saved == 'xlsx' else 'csv'}"
    write_table(corpus.records("targets"), "targets", path)
    if saved == "xlsx":
        book = openpyxl.load_workbook(path)
        column = [cell.value for cell in book.active[1]].index("year") + 1
        book.active.cell(2, column).value = 2031
        book.save(path)
    else:
        first, second, *rest = path.read_text("utf-8").splitlines()
        changed = second.replace(f",{corpus.targets['year'][0]},", ",2031,")
        lines = [first, changed, *rest]
        text = "\r\n".join(line.replace(",", "\t") if saved == "utf-16" else line for line in lines) + "\r\n"
        path.write_bytes(text.encode(saved))
    made, problems = take_back(corpus, path, "王")
    assert not problems and [(one.action, one.changed) for one in made] == [("edit", {"year": 2031})]


@pytest.mark.parametrize("damage", [{"start": None}, {"indicator": None}, {"quote": None}, {"start": 3}])
def test_a_row_that_cannot_be_used_rejects_nothing(tmp_path: Path, damage: dict[str, Any]) -> None:
    """What a damaged row was about is not gone from the coding; the other rows still count."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "siping.txt").write_text(TEXT, "utf-8", newline="")
    corpus = load_corpus(tmp_path / "plans")
    rows = [dict(row) for row in corpus.records("targets")]
    rows[1] |= {"year": 2031}
    rows[0] |= damage
    if damage == {"start": 3}:  # nothing tells any more which target it is
        rows[0] |= {"level_start": 4, "level_end": 5, "end": 6}
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    made, problems = take_back(corpus, path, "王")
    assert [(one.action, one.changed) for one in made] == [("edit", {"year": 2031})]
    assert len(problems) == 2 and "1 targets are in no row that can be used" in str(problems[1])
    without = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows[1:])
    path.write_text(without, "utf-8")
    made, problems = take_back(corpus, path, "王")
    assert [one.action for one in made] == ["edit", "reject"] and not problems


def test_other_spreadsheets_are_refused_in_words(tmp_path: Path) -> None:
    corpus = load_corpus(plans_dir(), plans=["siping"])
    for name in ("t.ods", "t.xls"):
        (tmp_path / name).write_bytes(b"PK")
        with pytest.raises(SourceError, match=r"save it as \.xlsx or as \.csv"):
            take_back(corpus, tmp_path / name, "王")
    (tmp_path / "t.csv").write_bytes(b"plan,quote\r\n\xff\xff\xff")
    with pytest.raises(SourceError, match="neither UTF-8 nor GB18030"):
        take_back(corpus, tmp_path / "t.csv", "王")
