"""What is put together of pieces: tables in every layout, lists, places, goals and command lines: more targets."""

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
from review_targets import Given, pick
from structure_targets import TABLES

with atheris.instrument_imports(include=["qcompare"]):
    from qcompare.benchmark import Benchmark
    from qcompare.cli import COMMANDS
    from qcompare.cli import main as command_line
    from qcompare.coding import code
    from qcompare.coding.rules import RULES
    from qcompare.errors import ParameterError
    from qcompare.explanation import explain
    from qcompare.measures.own_goals import set_beside
    from qcompare.measures.sentence_lookup import sentence_at
    from qcompare.schema import frame
    from qcompare.text import Plan

# ---- tables that publication took apart

_LINES = ("┌─┬┐├┼┤└┴┘│", "+-++++++++|", "╔═╦╗╠╬╣╚╩╝║", "┏━┳┓┣╋┫┗┻┛┃")
_PARTS = (
    "│",
    "|",
    " | ",
    "┃",
    "\t",
    "  ",
    " ",
    "\u3000",
    "\n",
    "\n\n",
    "|\n",
    "│\n",
    "",
    "，",
    ",",
    "、",
    "；",
    "——",
    ":",
    "：",
)


def taken_apart(data: bytes) -> object:
    """Fuzz tables as text: box lines, a cell a line, all in one line, wrapped, heads again, notes between."""
    given = atheris.FuzzedDataProvider(data)
    pieces = ["一、主要目标\n"] if given.ConsumeBool() else []
    while given.remaining_bytes() > 0 and len(pieces) < 6:
        if given.ConsumeIntInRange(0, 2):
            rows = [line.split("|") for line in pick(given, TABLES).splitlines()]
            for _ in range(given.ConsumeIntInRange(0, 6)):
                row = pick(given, rows)
                row[given.ConsumeIntInRange(0, len(row) - 1)] = pick(given, r._CELLS)
        else:
            width = given.ConsumeIntInRange(2, 7)
            rows = [[pick(given, r._CELLS) for _ in range(width)] for _ in range(given.ConsumeIntInRange(1, 9))]
        rows = [["" if cell in "^<" else cell for cell in row] for row in rows]
        pieces.append(pick(given, ("表1 主要指标\n", "专栏1：指标\n", "附件2\n", "", "主要指标如下：", "到2020年，")))
        how = given.ConsumeIntInRange(0, 5)
        if how < 2:
            pieces.append(_boxed(given, rows))
        else:
            part, end = pick(given, _PARTS), pick(given, ("\n", "\n", "|\n", "", " ", "；", "。", "\n\n"))
            pieces.append(end.join(part.join(row) for row in rows) + "\n")
        pieces.append(
            pick(
                given,
                (
                    "注：（ ）内为累计数。\n",
                    "— 3 —\n",
                    "",
                    "。\n",
                    "\n到2020年，产品合格率达到96%以上。\n",
                    "[ ]内为五年累计",
                ),
            )
        )
    return r.sound("".join(pieces))


def _boxed(given: Given, rows: list[list[str]]) -> str:
    signs = pick(given, _LINES)
    bar, dash = signs[-1], signs[1]
    wide = given.ConsumeIntInRange(1, 14)
    rule = signs[3 + given.ConsumeIntInRange(0, 6)].join(
        dash * given.ConsumeIntInRange(0, wide) for _ in range(len(rows[0]) + 1)
    )
    lines = [rule]
    for row in rows:
        height = max(1, *(-(-len(cell) // wide) for cell in row))
        for at in range(min(height, 6)):
            cells = [cell[at * wide : (at + 1) * wide].ljust(wide if given.ConsumeBool() else 0) for cell in row]
            lines.append((bar if given.ConsumeIntInRange(0, 7) else "") + bar.join(cells) + bar)
        if given.ConsumeIntInRange(0, 3):
            lines.append(rule)
    return "\n".join(lines) + "\n"


# ---- lists whose levels stand behind their indicators, and excerpts

_NAMES = (
    "产品合格率",
    "食品抽检合格率",
    "名牌产品",
    "有效发明专利",
    "满意度",
    "农产品",
    "工业产品",
    "服务业",
    "市",
    "县（区）",
    "规模以上企业",
    "A级",
    "顾客满意度",
)
_LEVELS = (
    "96%",
    "98%以上",
    "30个",
    "5~10项",
    "0.5‰以下",
    "九成",
    "三分之二",
    "1.2万件",
    "第3位",
    "100%",
    "5",
    "80分",
    "两倍",
    "2018年",
    "0",
)
_VERBS = (
    "分别达到",
    "分别为",
    "分别提高到",
    "各",
    "均达到",
    "分别增长",
    "分别不低于",
    "由",
    "达到",
    "依次为",
    "分别由",
    "共",
    "合计",
    "其中",
)
_JOINTS = (
    "、",
    "和",
    "，",
    ",",
    "；",
    "以及",
    "与",
    "/",
    "或",
    "至",
    "提高到",
    "（",
    "）",
    "(",
    ")",
    " ",
    "\n",
    "。",
    "2015年",
    "2020年",
    "到2020年",
    "每年",
    "力争",
    "已",
)


def respective(data: bytes) -> object:
    """Fuzz lists: N indicators or years, then as many levels, fewer, or more."""
    given = atheris.FuzzedDataProvider(data)
    pieces: list[str] = []
    pools = (_NAMES, _LEVELS, _VERBS, _JOINTS, _JOINTS)
    while given.remaining_bytes() > 0 and len(pieces) < 160:
        if given.ConsumeIntInRange(0, 3):
            pieces.append(pick(given, pick(given, pools)))
            continue
        first, joint = given.ConsumeIntInRange(1, 6), pick(given, _JOINTS[:4])
        names = joint.join(pick(given, _NAMES) for _ in range(first)) if given.ConsumeBool() else "2018年、2020年"
        levels = pick(given, _JOINTS[:4]).join(
            pick(given, _LEVELS) for _ in range(max(1, first + given.ConsumeIntInRange(-1, 1)))
        )
        pieces.append(f"{names}{pick(given, _VERBS)}{levels}{pick(given, ('。', '，', '；', ''))}")
    return r.sound("".join(pieces))


def explained(data: bytes) -> object:
    """Fuzz the chain of rules of every numeral, and of any other place."""
    given = atheris.FuzzedDataProvider(data)
    text = "".join(pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(1, 12)))
    plan = Plan.from_text(text, "plan")
    coding = code(plan)
    places = [row["start"] for row in coding.numerals[:4]] + [target["level_start"] for target in coding.targets[:2]]
    for place in [place for place in places if place is not None] + [given.ConsumeIntInRange(-3, len(plan.source) + 3)]:
        try:
            one = explain(plan, place)
        except ParameterError:
            continue
        assert one.text and one.text in plan.source, one
        for step in one.steps:
            assert step.rule in RULES, step
            assert step.start < 0 or plan.source[step.start :].startswith(step.words), step
        assert list(one.lines("zh")) and list(one.lines("en")) and json.dumps(one.record())
    return None


def looked_up(data: bytes) -> object:
    """Fuzz the look-up of sentences: the one found holds the offset, or is the last before it."""
    given = atheris.FuzzedDataProvider(data)
    plans = [
        Plan.from_text("".join(pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(0, 9))), name)
        for name in "ab"
    ]
    rows = [{"plan": plan.name, **one} for plan in plans for one in plan.sentences()]
    if not rows:
        return None
    sentences = frame("sentences", rows)
    places = [
        {"plan": pick(given, "ab"), "start": given.ConsumeIntInRange(0, 400)}
        for _ in range(given.ConsumeIntInRange(1, 20))
    ]
    import pandas as pd

    asked = pd.DataFrame(places)
    found = sentence_at(asked, sentences, ["start", "end"])
    for place, (start, _) in zip(places, found.itertuples(index=False), strict=True):
        before = [row["start"] for row in rows if row["plan"] == place["plan"] and row["start"] <= place["start"]]
        assert start == max(before) if before else pd.isna(start), (place, start)
    return found


# ---- goals of a benchmark of one's own, and command lines


_COLUMNS = (
    "编号",
    "指标",
    "indicator",
    "关系",
    "comparator",
    "下限",
    "low",
    "high",
    "unit",
    "年份",
    "year",
    "domain",
    "方向",
    "change",
    "type",
    "",
    None,
    3,
    "x",
)
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
    "code",
    "numerals",
    "explain",
    "rules",
    "plans",
    "check",
    "agreement",
    "measure",
    "review",
    "export",
    "docs",
    "x",
    "",
)
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
    """Return small inputs for these targets: which pieces are taken; for goals, a good file."""
    if name == "goals":
        return ["编号,指标,关系,下限,单位,年份\nG1,产品质量合格率,以上,95,%,2020\nG2,名牌产品,≥,30,个,2020\n".encode()]
    return r.DECISIONS if name in targets_in() else None


def targets_in() -> dict[str, Callable[[bytes], object]]:
    """Return the targets by name."""
    return {
        "taken apart": taken_apart,
        "respective": respective,
        "explained": explained,
        "looked up": looked_up,
        "goals": goals,
        "typed": typed,
    }


assert set(COMMANDS) >= set(_SAFE) - {"x", ""}
