"""What comes back from people, and documents through the whole chain: further targets of the fuzzer."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import atheris

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["qcompare"]):
    from qcompare.checks import check
    from qcompare.coding import code
    from qcompare.corpus import CodedPlan, Corpus
    from qcompare.corrections import load as load_corrections
    from qcompare.corrections import overlay
    from qcompare.corrections.judgements import load_judgements
    from qcompare.measures.judged import lay_over
    from qcompare.paths import plans_dir
    from qcompare.review.coding_files import is_quoted, read_rows
    from qcompare.review.rounds import export, take_back, take_judgements
    from qcompare.review.second import opinion
    from qcompare.schema import frame
    from qcompare.text import Plan
    from qcompare.text.formats import extract
    from qcompare.text.formats.sources import sources
    from qcompare.text.read import read_plan

Given = Any  # atheris.FuzzedDataProvider
DECISIONS = [bytes(range(256)) * 4, bytes(range(255, -1, -1)) * 8]  # seeds of targets whose input says what to take

_FOLDER: list[Path] = []  # where files are put
_DIGIT = re.compile("[0-9０-９]")
_TEXT = (
    "江城市质量发展规划（2016—2020年）\n一、主要目标\n到2020年，产品质量合格率达到96%以上，省级名牌产品达到30个，满意度由80%提高到85%。\n"
    "农产品抽检合格率稳定在97%以上，有效发明专利比2015年增长两成。\n二、保障措施\n各部门要加强组织领导，落实工作责任。\n"
)
_QUOTED = ("plan", "quote", "indicator", "level_text", "comparator", "low", "high", "unit", "year", "type", "strength")


def pick(given: Given, pool: Any) -> Any:
    """Return one of some things, as the input decides."""
    return pool[given.ConsumeIntInRange(0, len(pool) - 1)]


def sound(text: str) -> object:
    """Code a text and hold the result to all that holds of any coding."""
    plan = Plan.from_text(text, "plan")
    coding = code(plan)
    for table, records in (("targets", coding.targets), ("numerals", coding.numerals)):
        problems = check(table, records, sources={"plan": text})
        assert not problems, problems[:3]
    end = covered = 0
    for row in coding.numerals:
        assert end <= row["start"], row
        end, covered = row["end"], covered + len(_DIGIT.findall(row["text"]))
    assert covered == len(_DIGIT.findall(text)), "a digit is in no row of the ledger, or in two"
    for target in coding.targets:
        assert target["indicator"].strip()
        assert (target["year"] is None) == (target["year_source"] == "none"), target
    for sentence in plan.sentences():
        assert 0 <= sentence["start"] < sentence["end"] <= len(text)
    return CodedPlan(plan, coding).record()


def whole(suffix: str) -> Callable[[bytes], object]:
    """Fuzz a reader with the coder behind it."""
    return lambda data: sound(extract(data, f"plan{suffix}").text)


@cache
def _clauses() -> list[str]:
    """Return clauses of plans and of sentences made for the rules, with the marks that end them."""
    texts = [path.read_text("utf-8") for path in sorted(plans_dir().glob("*.txt"))]
    for path in sorted((HERE.parent / "specs").glob("*.jsonl")):
        lines = path.read_text("utf-8").splitlines()
        texts += [str(json.loads(line).get("text", "")) for line in lines if line.strip()]
    found = {clause for text in texts for clause in re.findall("[^，,。；;：:、\n]*[，,。；;：:、\n]?", text) if clause}
    return sorted(found)


def clauses(data: bytes) -> object:
    """Fuzz the coder with clauses of real and made-up plans in any order, also cut and run together."""
    given = atheris.FuzzedDataProvider(data)
    pool, pieces = _clauses(), []
    while given.remaining_bytes() > 0 and len(pieces) < 90:
        one = pool[given.ConsumeIntInRange(0, len(pool) - 1)]
        how = given.ConsumeIntInRange(0, 9)
        at = given.ConsumeIntInRange(0, len(one)) if how < 3 else 0
        pieces.append(
            {0: one[:at], 1: one[at:], 2: one[:at] + "\n" + one[at:], 3: one.rstrip("，,。；;：:、\n")}.get(how, one)
        )
        if how == 4:
            pieces.append("\n")
    return sound("".join(pieces))


_CELLS = (
    "指标", "单位", "2015年", "2020年", "目标值", "现状", "序号", "属性", "%", "个", "亿元", "96", "≥95", "≤0.5", "92.5", "95以上", "1.8万", "—", "",
    "产品质量合格率", "名牌产品", "（%）", "累计", "预期性", "约束性", "[30]", "年均增长8%", "2", "3", "备注", "一、产品质量", "责任单位", "市质监局",
    "10000", "1:2", "100", "0", "达到", "前3位", "2016—2020", "合计", "其中：农产品", "\n", "九成",
)  # fmt: skip


def tables(data: bytes) -> object:
    """Fuzz the reading of tables: cells of the genre in grids of any shape, as a page, in text, and flattened."""
    given = atheris.FuzzedDataProvider(data)
    rows = []
    width = given.ConsumeIntInRange(1, 8)
    while given.remaining_bytes() > 0 and len(rows) < 14:
        wide = width if given.ConsumeIntInRange(0, 5) else given.ConsumeIntInRange(1, 9)
        rows.append([_CELLS[given.ConsumeIntInRange(0, len(_CELLS) - 1)] for _ in range(wide)])
    how = given.ConsumeIntInRange(0, 4)
    head, tail = (
        "一、主要目标\n到2020年，主要指标如下表。\n",
        "\n二、保障措施\n加强组织领导，落实工作责任，健全考核机制。\n",
    )
    if how == 0:
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        page = f"<html><body><p>{head}</p><table>{cells}</table><p>{tail}</p></body></html>"
        return sound(extract(page.encode(), "plan.html").text)
    if how == 1:
        lines = [f"|{'|'.join(cell.strip() for cell in row)}|" for row in rows]
        lines.insert(1, "|" + "--|" * width)
        return sound(extract((head + "\n" + "\n".join(lines) + "\n" + tail).encode(), "plan.md").text)
    parted = {2: "\t", 3: "  ", 4: ""}[how]
    return sound(head + "\n".join(parted.join(row) for row in rows) + tail)


@cache
def _corpus() -> Corpus:
    plan = Plan.from_text(_TEXT, "x")
    return Corpus([CodedPlan(plan, code(plan))])


def second(suffix: str, folder: Path) -> Callable[[bytes], object]:
    """Fuzz a second coder's file of quotes; every quote that is taken stands where it says."""

    def run(data: bytes) -> object:
        path = folder / f"second{suffix}"
        path.write_bytes(data)
        is_quoted(path)
        found = opinion(read_rows(path), _corpus(), "second")
        for row in found.rows:
            assert _TEXT[row["start"] : row["end"]] == row["quote"], row
        return found

    return run


def values(data: bytes) -> object:
    """Fuzz a second coder's rows with values of all types and wordings."""
    given = atheris.FuzzedDataProvider(data)
    pool = [
        "产品质量合格率达到96%以上", "省级名牌产品达到30个", "30", 30, 96, 96.0, "96%", "九十六", ">=", "≥", "", None, "x", "y", "%", "个", "亿元", "两成",
        2020, "2020年", 1e308, float("nan"), float("inf"), -1, True, [], {}, ["a"], {"quote": "满意度"}, "满意度由80%提高到85%", "１２３", "quantified",
        "relative", "qualitative", "must", "增长两成", "1e999", "\x00", "\ud800", "=1+1", "range", "~", 10**400, "⅔", "³", "百分之", "万", "1/0", "０/０",
    ]  # fmt: skip
    rows = []
    while given.remaining_bytes() > 0 and len(rows) < 60:
        row = {name: pool[given.ConsumeIntInRange(0, len(pool) - 1)] for name in _QUOTED if given.ConsumeBool()}
        rows.append((len(rows) + 1, row))
    found = opinion(rows, _corpus(), "second")
    for row in found.rows:
        assert _TEXT[row["start"] : row["end"]] == row["quote"], row
    return found


def brought(suffix: str, folder: Path) -> Callable[[bytes], object]:
    """Fuzz the way back of a reviewed file: corrections, and judgements of a workbook."""

    def run(data: bytes) -> object:
        path = folder / f"brought{suffix}"
        path.write_bytes(data)
        take_judgements(_corpus(), path, "王")
        return take_back(_corpus(), path, "王")

    return run


def edited(folder: Path) -> Callable[[bytes], object]:
    """Fuzz what people type into a workbook: any cell of any sheet with any value."""
    good = folder / "edited.xlsx"

    def run(data: bytes) -> object:
        import openpyxl

        if not good.exists():
            export(_corpus(), good)
        given = atheris.FuzzedDataProvider(data)
        book = openpyxl.load_workbook(good)
        pool = [
            "accept", "edit", "reject", "add", "E", "N", "F", "same", "new", "own", "x", "", None, 1, 0, -1, 2.5, True, 10**15, "产品质量合格率", "=1+1", "１",
            "NQO-Q3", "narrower", "#REF!", " ", "\n", "96%以上", "2020年", "a" * 40_000, "0x41", "产品质量合格率达到96%以上", "满意度",
        ]  # fmt: skip
        for _ in range(given.ConsumeIntInRange(1, 12)):
            names = ("targets", "targets", "missed", "matches", "indicators", "base", "judging", "texts")
            sheet = book[names[given.ConsumeIntInRange(0, 4 if len(data) % 4 else 7)]]
            row, column = given.ConsumeIntInRange(1 if len(data) % 3 else 2, 12), given.ConsumeIntInRange(1, 30)
            sheet.cell(row, column).value = pool[given.ConsumeIntInRange(0, len(pool) - 1)]
        path = folder / "edited-now.xlsx"
        book.save(path)
        take_judgements(_corpus(), path, "王")
        return take_back(_corpus(), path, "王")

    return run


_ODD: tuple[Any, ...] = (
    None, "", "x", 0, -1, 3, 2.5, 10**30, float("nan"), float("inf"), True, [], {}, ["a"], {"a": 1}, "\ud800", "=1+1", "<script>", "2026-01-01",
    "accept", "edit", "add", "reject", "withdraw", "E", "none", "match", "indicator", "new", "same", "own", "产品质量合格率", "96%以上", "quantified",
)  # fmt: skip


def decided(folder: Path) -> Callable[[bytes], object]:
    """Fuzz corrections and judgements with values of every type in every field, laid over a coding and the crosswalk."""
    from qcompare.corrections.judgements import judge
    from qcompare.corrections.records import make

    one = next(iter(_corpus()))
    target = one.coding.targets[0]
    made = [make("edit", target, _TEXT, coder="王", changed={"year": 2019}, when="2026-01-01T00:00:00Z")]
    canonical = {"canonical": "z", "zh": "甲", "en": "a", "kind": "share", "polarity": 1}
    spans = [{name: target[name] for name in ("quote", "start", "end", "level_start", "level_end")}]
    judged = [
        judge(
            "match", "产品质量合格率", "N", plan="x", coder="王", national_goal="NQO-Q3", relation="same", spans=spans
        ),
        judge("indicator", "产品质量合格率", "new", coder="王", canonical=canonical),
    ]
    records = [json.loads(json.dumps(each.record())) for each in (*made, *judged)]

    def run(data: bytes) -> object:
        given = atheris.FuzzedDataProvider(data)
        record = json.loads(json.dumps(records[given.ConsumeIntInRange(0, 2)]))
        del record["id"]
        for _ in range(given.ConsumeIntInRange(1, 3)):
            held = record
            while True:
                name = sorted(held)[given.ConsumeIntInRange(0, len(held) - 1)] if held else "new"
                inner = held.get(name)
                inner = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], dict) else inner
                if not isinstance(inner, dict) or not given.ConsumeIntInRange(0, 3):
                    break
                held = inner
            held[name] = copy.deepcopy(_ODD[given.ConsumeIntInRange(0, len(_ODD) - 1)])
        path = folder / "decided.jsonl"
        path.write_text(json.dumps(record) + "\n", "utf-8")
        if "action" in record:
            done = overlay("x", _TEXT, one.coding.targets, load_corrections(path))
            return frame("targets", done.records), done.left_out("x")
        return lay_over(_crosswalk(), load_judgements(path))

    return run


@cache
def _crosswalk() -> Any:
    from qcompare.measures.crosswalk import load

    return load()


def printed(data: bytes) -> object:
    """Fuzz a PDF whose words are set at any angle, size and place."""
    from formats_builders import hexed, pdf_of

    given = atheris.FuzzedDataProvider(data)
    pages = []
    while given.remaining_bytes() > 0 and len(pages) < 4:
        shown = []
        for _ in range(given.ConsumeIntInRange(0, 40)):
            matrix = [
                _NUMBERS[given.ConsumeIntInRange(0, 3 if given.ConsumeIntInRange(0, 3) else len(_NUMBERS) - 1)]
                for _ in range(4)
            ]
            x, y = given.ConsumeIntInRange(-50, 900), given.ConsumeIntInRange(-50, 900)
            word = _clauses()[given.ConsumeIntInRange(0, len(_clauses()) - 1)][:40]
            shown.append(f"{' '.join(map(str, matrix))} {x} {y} Tm <{hexed(word)}> Tj\n")
        pages.append(f"BT /F1 {_NUMBERS[given.ConsumeIntInRange(0, len(_NUMBERS) - 1)] * 12} Tf\n{''.join(shown)}ET\n")
    return sound(extract(pdf_of(pages), "plan.pdf").text)


_NUMBERS = (1, 0, 0.999, 0.05, -1, 0.7, -0.05, 1e-9, 1e9, -1e7, 12, 1e-4)


def plans_of(name: str, folder: Path) -> Callable[[bytes], object]:
    """Fuzz a table with a plan a row."""

    def run(data: bytes) -> object:
        path = folder / name
        path.write_bytes(data)
        for source in sources(path):
            if not isinstance(source, Exception):
                read_plan(source)
        return None

    return run


def seeds_of(name: str, folder: Path) -> list[bytes] | None:
    """Return small good inputs for these targets."""
    rows = [
        {"plan": "x", "quote": "产品质量合格率达到96%以上", "indicator": "产品质量合格率", "low": 96, "unit": "%", "year": 2020},
        {"plan": "x", "quote": "省级名牌产品达到30个", "indicator": "省级名牌产品", "low": "30", "unit": "个", "year": "2020"},
    ]  # fmt: skip
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    if name in ("clauses", "tables", "values", "edited", "decided", "printed"):
        return [bytes(range(256)) * 4]
    if name == "second.csv":
        return [table.getvalue().encode()]
    if name in ("second.json", "second.jsonl"):
        return [json.dumps(rows, ensure_ascii=False).encode(), f"```json\n{json.dumps(rows)}\n```".encode()]
    if name == "judgements":
        from qcompare.corrections.judgements import judge

        one = judge("match", "合格率", "N", plan="x", coder="王", national_goal="NQO-Q3", relation="broader")
        return [json.dumps(one.record(), ensure_ascii=False).encode() + b"\n"]
    if name == "brought.csv":
        from qcompare.exchange.tables import write_table

        write_table(next(iter(_corpus())).coding.targets, "targets", folder / "seed.csv")
        return [(folder / "seed.csv").read_bytes()]
    if name == "brought.xlsx":
        export(_corpus(), folder / "seed.xlsx")
        return [(folder / "seed.xlsx").read_bytes()]
    if name == "brought.jsonl":
        return ["\n".join(json.dumps(one, ensure_ascii=False) for one in next(iter(_corpus())).coding.targets).encode()]
    if name == "plans.csv":
        return [f'name,text\nx,"{_TEXT}"\ny,"{_TEXT[:120]}"\n'.encode()]
    if name == "plans.jsonl":
        return [json.dumps({"name": "x", "text": _TEXT}, ensure_ascii=False).encode()]
    return None


def targets_in(folder: Path) -> dict[str, Callable[[bytes], object]]:
    """Return the targets by name."""
    _FOLDER.append(folder)
    return {
        "clauses": clauses,
        "tables": tables,
        "values": values,
        "edited": edited(folder),
        "decided": decided(folder),
        "printed": printed,
        "second.csv": second(".csv", folder),
        "second.json": second(".json", folder),
        "second.jsonl": second(".jsonl", folder),
        "brought.csv": brought(".csv", folder),
        "brought.jsonl": brought(".jsonl", folder),
        "brought.xlsx": brought(".xlsx", folder),
        "judgements": lambda data: [(folder / "j.jsonl").write_bytes(data), load_judgements(folder / "j.jsonl")],
        "plans.csv": plans_of("p.csv", folder),
        "plans.jsonl": plans_of("p.jsonl", folder),
        "html coded": whole(".html"),
        "docx coded": whole(".docx"),
        "pdf coded": whole(".pdf"),
        "md coded": whole(".md"),
    }
