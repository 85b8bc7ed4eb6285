"""What people write and type: goals of a benchmark of their own, and command lines: more targets."""

from __future__ import annotations

import io
import itertools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris
import review_targets as r
from review_targets import pick

with atheris.instrument_imports(include=["qcompare"]):
    from qcompare.benchmark import Benchmark
    from qcompare.cli import COMMANDS
    from qcompare.cli import main as command_line
    from qcompare.measures.own_goals import set_beside

_COLUMNS = (
    "编号", "指标", "indicator", "关系", "comparator", "下限", "low", "high", "unit", "年份", "year", "domain", "方向", "change", "type", "", None, 3,
    "x",
)  # fmt: skip
_CELLS = (
    "产品质量合格率", "G1", "以上", "≥", ">=", "range", 95, "95", "95%", 30.5, "", None, "%", "个", "point", 2020, "2020年", 2020.5, 1e308, -1, 10**30, True,
    "quantified", "qualitative", "level", "increase", "product", "=1+1", "\u202e", float("inf"), float("nan"), "nan", "x" * 2_000, "１２", "名牌产品", "1e999",
)  # fmt: skip


def goals(data: bytes) -> object:
    """Fuzz the table of one's own goals: bytes of a csv, or columns and cells of any kind in each format."""
    given = atheris.FuzzedDataProvider(data)
    how = given.ConsumeIntInRange(0, 3)
    path = Path(r._FOLDER[0]) / f"goals{('.csv', '.csv', '.jsonl', '.xlsx')[how]}"
    width = given.ConsumeIntInRange(1, 7)
    rows: list[list[Any]] = [[pick(given, _COLUMNS) for _ in range(width)]]
    if given.ConsumeIntInRange(0, 9):
        rows = [list(dict.fromkeys(["指标", *(name for name in rows[0] if name != "indicator")]))]
        width = len(rows[0])
    rows += [[pick(given, _CELLS) for _ in range(width)] for _ in range(given.ConsumeIntInRange(0, 5))]
    if how == 0:
        path.write_bytes(data)
    elif how == 1:
        path.write_text("\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows), "utf-8")
    elif how == 2:
        path.write_text(
            "\n".join(json.dumps({str(k): v for k, v in zip(rows[0], row, strict=True)}) for row in rows[1:])
        )
    else:
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([str(cell) if isinstance(cell, int) and abs(cell) > 2**53 else cell for cell in row])
        book.save(path)
    own = Benchmark(
        path, "省规划（2016—2020年）", "Outline", "省规划", "outline", 2016, "2016-01-01", "省规划", next(_STAMP)
    )
    return set_beside(r._crosswalk(), own)


_STAMP = itertools.count()
_SAFE = (
    "code", "numerals", "explain", "rules", "plans", "check", "agreement", "measure", "review", "export", "docs", "x", "",
)  # fmt: skip
_OPTIONS = (
    "-f", "--format", "csv", "jsonl", "table", "parquet", "xlsx", "docx", "tex", "html", "-o", "out.csv", "out.jsonl", "out/", "plan.txt", "-c",
    "plan,indicator", "plan,x", "--excel-safe", "-", "plan.txt", "nowhere.txt", "empty.txt", "*.txt", "[", "plans.csv", "--text-column", "全文", "--name-column",
    "--role", "unplaced", "--lang", "zh", "en", "fr", "--json", "94", "96%以上", "２", "99999999999999999999", "-1", "\ud800", "\x00", "siping", "--help", "--plans",
    "siping,anhui", "ambition", "specificity", "import", "adjudicate", "refi-qda", "web-annotation", "--coder", "王", "a" * 300, "--", "--version", "codebook",
    "reference", "folder", "plan.txt", "--id", "role.status", "own", "--jobs", "0", "--threshold", "nan", "%s", "{}", "\u202e", "=1+1", "~", "/dev/null", "..",
)  # fmt: skip
_SLOW = {"measure", "agreement", "export", "review"}  # with nothing but --help or a wrong word, in most inputs


def typed(data: bytes) -> object:
    """Fuzz what is typed: any words behind a command, and any excerpt on standard input; no word of Python comes out."""
    given = atheris.FuzzedDataProvider(data)
    name = pick(given, _SAFE)
    words = [name, *(pick(given, _OPTIONS) for _ in range(given.ConsumeIntInRange(0, 6)))]
    if name in ("code", "numerals", "plans", "check") and not {"-", "plan.txt", "empty.txt", "plans.csv"} & set(words):
        words.append("-")  # never the five plans, which take long
    if name in _SLOW and "siping" not in words:
        words.append("--help" if given.ConsumeBool() else "nowhere")
    excerpt = given.ConsumeBytes(given.ConsumeIntInRange(0, 300))
    if given.ConsumeBool():
        excerpt = "".join(pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(0, 5))).encode()
    told, said = _run(words, excerpt)
    assert told in (0, 1, 2), (words, told)
    assert "Traceback" not in said, (words, said)
    return None


def _run(words: list[str], excerpt: bytes) -> tuple[int, str]:
    """Run a command line in a folder of its own, and return its exit code and what it wrote."""
    folder = Path(r._FOLDER[0]) / "typed"
    folder.mkdir(exist_ok=True)
    (folder / "plan.txt").write_text(r._TEXT, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "plans.csv").write_text(f'name,全文\nx,"{r._TEXT}"\n', "utf-8")
    kept = sys.stdin, sys.stdout, sys.stderr, Path.cwd()
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(excerpt), "utf-8"), out, err
    os.chdir(folder)
    try:
        told = command_line(words)
    except SystemExit as ended:
        told = int(ended.code or 0)
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept[:3]
        os.chdir(kept[3])
    assert (folder / "plan.txt").read_text("utf-8") == r._TEXT, f"a source was written over: {words}"
    return told, "".join(each.buffer.getvalue().decode("utf-8", "replace") for each in (out, err))  # type: ignore[attr-defined]


def seeds_of(name: str) -> list[bytes] | None:
    """Return small inputs for these targets: a good file of goals, and which words are taken."""
    if name == "goals":
        return ["编号,指标,关系,下限,单位,年份\nG1,产品质量合格率,以上,95,%,2020\nG2,名牌产品,≥,30,个,2020\n".encode()]
    return r.DECISIONS if name in targets_in() else None


def targets_in() -> dict[str, Callable[[bytes], object]]:
    """Return the targets by name."""
    return {"goals": goals, "typed": typed}


assert set(COMMANDS) >= set(_SAFE) - {"x", ""}
