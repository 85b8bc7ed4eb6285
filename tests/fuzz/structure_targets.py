"""Documents whose own structure is changed, tables in every layout, lists, places and command lines: more targets.

Mutated bytes of a packed file are hardly ever a packed file any more. Here a good file is taken apart, its elements,
cells, members or objects are moved, doubled, renamed, emptied and filled with others, and it is put together again.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import re
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import atheris
import lxml.etree
import lxml.html
import review_targets as r

with atheris.instrument_imports(include=["qcompare"]):
    from qcompare.benchmark import Benchmark
    from qcompare.cli import COMMANDS
    from qcompare.cli import main as command_line
    from qcompare.coding import code
    from qcompare.coding.rules import RULES
    from qcompare.errors import ParameterError, QCompareError
    from qcompare.exchange.refi_read import read_qdpx
    from qcompare.explanation import explain
    from qcompare.measures.own_goals import set_beside
    from qcompare.measures.sentence_lookup import sentence_at
    from qcompare.schema import frame
    from qcompare.text import Plan
    from qcompare.text.formats import extract
    from qcompare.text.formats.sources import sources
    from qcompare.text.read import read_plan

Given = Any  # atheris.FuzzedDataProvider
_ODD = (
    "", "0", "1", "-1", "99999999", "1e999", "NaN", "٣", "x", " ", "\n", "\u202e", "😀", "𠮷", "96%以上", "到2020年", "=1+1", "../../x",
    "s", "str", "inlineStr", "restart", "preserve", "合格率", "100%", "utf-16", "A" * 5000, "一、主要目标", "表", "2" * 400, "&amp;", "A1:XFD1048576",
)  # fmt: skip


def _pick(given: Given, pool: Any) -> Any:
    return pool[given.ConsumeIntInRange(0, len(pool) - 1)]


def changed_tree(given: Given, root: Any) -> None:
    """Change a tree of markup in some places: elements go, come twice, move, change names, attributes, text."""
    for _ in range(given.ConsumeIntInRange(1, 12)):
        every = [one for one in root.iter() if isinstance(one.tag, str)]
        if len(every) < 2 or len(every) > 5_000:
            return
        _pick(given, (_moved, _moved, _filled))(given, _pick(given, every[1:]), _pick(given, every))


def _moved(given: Given, one: Any, other: Any) -> None:
    parent, how = one.getparent(), given.ConsumeIntInRange(0, 4)
    if how == 0:
        parent.remove(one)
    elif how == 1:
        alone = lxml.etree.tostring(one, with_tail=False)
        parent.extend([lxml.etree.fromstring(alone) for _ in range(_pick(given, (1, 1, 2, 30)))])
    elif how == 2 and not any(one is each for each in (other, *other.iterancestors())):
        other.append(one)
    elif how == 3:
        one.tag = other.tag
    else:
        parent.insert(0, one)


def _filled(given: Given, one: Any, other: Any) -> None:
    how = given.ConsumeIntInRange(0, 3)
    names = sorted({*one.attrib, *other.attrib})
    if how == 0 and names:
        one.set(_pick(given, names), _pick(given, (*_ODD, *one.attrib.values(), *other.attrib.values())))
    elif how == 1 and one.attrib:
        del one.attrib[_pick(given, sorted(one.attrib))]
    elif how == 2:
        one.tail = _pick(given, _ODD)
    else:
        one.text = _pick(given, (*_ODD, *r._clauses()[:2_000]))


def _xml(given: Given, data: bytes) -> bytes:
    root = lxml.etree.fromstring(data)
    changed_tree(given, root)
    return bytes(lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _bytes(given: Given, data: bytes) -> bytes:
    held = bytearray(data)
    for _ in range(given.ConsumeIntInRange(1, 20)):
        if held:
            held[given.ConsumeIntInRange(0, len(held) - 1)] = given.ConsumeIntInRange(0, 255)
    return bytes(held)


def changed_package(given: Given, good: bytes) -> bytes:
    """Change a zip package: the XML of its members, their bytes, which there are, how they are packed."""
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        members = [(info.filename, package.read(info)) for info in package.infolist()]
    for _ in range(given.ConsumeIntInRange(1, 4)):
        number = given.ConsumeIntInRange(0, len(members) - 1)
        name, data = members[number]
        how = given.ConsumeIntInRange(0, 11)
        if how < 7 and name.endswith((".xml", ".qde", ".rels")):
            with contextlib.suppress(lxml.etree.XMLSyntaxError):
                members[number] = (name, _xml(given, data))
        elif how == 7:
            members[number] = (name, _bytes(given, data))
        elif how == 8 and len(members) > 1:
            del members[number]
        elif how == 9:
            members.append((name, _pick(given, members)[1]))
        elif how == 10:
            members[number] = (
                _pick(given, ("../x.txt", "/etc/x.txt", "con.txt", "a/" * 60 + "x.xml", "中\u202e.txt", name.upper())),
                data,
            )
        else:
            members.append((f"plan{_pick(given, ('.txt', '.docx', '.zip', '.yml', '.pdf'))}", _pick(given, members)[1]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", _pick(given, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as package:
        for name, data in members:
            package.writestr(name, data)
    packed = out.getvalue()
    return packed if given.ConsumeIntInRange(0, 7) else _bytes(given, packed)


_PIECE = re.compile(rb"[0-9.+-]+|/[A-Za-z]+|<[0-9a-f]+>|[A-Za-z]+|[^\sA-Za-z0-9/<]+|\s+|.")


def changed_pdf(given: Given, good: bytes) -> bytes:
    """Change the objects of a PDF: its numbers, names, operators and strings."""
    pieces = _PIECE.findall(good)
    for _ in range(given.ConsumeIntInRange(1, 25)):
        at, other = given.ConsumeIntInRange(0, len(pieces) - 1), _pick(given, pieces)
        how = given.ConsumeIntInRange(0, 5)
        if how == 0:
            pieces[at] = b""
        elif how == 1:
            pieces.insert(at, other)
        elif how == 2:
            pieces[at] = other
        elif how == 3:
            end = min(len(pieces), at + given.ConsumeIntInRange(1, 300))
            pieces[at:at] = pieces[at:end]
        else:
            kind = pieces[at][:1]
            alike = [
                one
                for one in pieces[max(0, at - 400) : at + 400]
                if one[:1] == kind or (one[:1].isdigit() and kind.isdigit())
            ]
            pieces[at] = _pick(
                given, alike + [b"0", b"-1", b"1e9", b"99999999999", b"90"] if kind.isdigit() else alike or [b""]
            )
    return b"".join(pieces)


def changed(
    kind: Callable[[Given, bytes], bytes], good: Callable[[], list[bytes]], read: Callable[[bytes], object]
) -> Callable[[bytes], object]:
    """Fuzz a reader with good files changed in their structure."""

    def run(data: bytes) -> object:
        given = atheris.FuzzedDataProvider(data)
        return read(kind(given, _pick(given, good())))

    return run


def _page(given: Given, good: bytes) -> bytes:
    root = lxml.html.fromstring(good)
    changed_tree(given, root)
    return bytes(lxml.html.tostring(root, encoding="utf-8"))


_TABLES = (
    "序号|指标|单位|2015年|2020年\n1|产品质量合格率|%|92.5|≥95\n2|名牌产品|个|30|[45]\n3|顾客满意度|分|78|80以上",
    "指标|<|2015年|目标值|<\n^|^|^|2018年|2020年\n质量|监督抽查合格率（%）|92|94|95\n^|投诉办结率（%）|90|95|98",
    "类别|指标名称|目标|属性\n产品|制造业产品质量竞争力指数|达到86|预期性\n^|食品抽检合格率|98%以上|约束性",
)


@cache
def _good(kind: str) -> list[bytes]:
    import table_builders as t
    from formats_builders import as_docx, as_html, as_pdf

    lines = [line for line in r._TEXT.splitlines() if line.strip()]
    before, after = lines[:3], lines[3:]
    cells = [["指标", "单位", "2015年", "2020年"], ["合格率", "%", "92", "95以上"]]
    if kind == "html":
        return [
            as_html(lines, cells),
            *(make(before, rows, after) for rows in _TABLES for make in (t.as_html, t.as_nested)),
        ]
    if kind == "docx":
        return [as_docx(lines, cells), *(t.as_docx(before, rows, after) for rows in _TABLES)]
    if kind == "pdf":
        return [as_pdf(lines, cells), *(t.as_pdf(before, rows, after) for rows in _TABLES)]
    return []


def _plans_xlsx() -> list[bytes]:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["名称", "全文", "年份", "链接"])
    book.active.append(["江城", r._TEXT, 2016, "http://example.org/1"])
    book.active.append(["江州", r._TEXT[:120], None, True])
    out = io.BytesIO()
    book.save(out)
    return [out.getvalue()]


def _plans_parquet() -> list[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    rows = [{"name": "江城", "text": r._TEXT, "year": 2016}, {"name": "江州", "text": r._TEXT[:120], "year": None}]
    pq.write_table(pa.Table.from_pylist(rows), out, compression="none")
    return [out.getvalue()]


def _archive() -> list[bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("规划/江城.txt", r._TEXT)
        package.writestr("规划/江城.yml", "title: 规划\ndate_issued: '2016-01-01'\n")
        package.writestr("江州.docx", _good("docx")[0])
        package.writestr("表.csv", f'name,text\nx,"{r._TEXT}"\n')
        package.writestr("页.html", _good("html")[0])
    return [out.getvalue()]


def _project() -> list[bytes]:
    from qcompare.corrections import make
    from qcompare.exchange.bundle import Bundle
    from qcompare.exchange.refi_qda import write_qdpx

    plan = Plan.from_text(r._TEXT, "x")
    targets = code(plan).targets
    path = Path(r._FOLDER[0]) / "project-seed.qdpx"
    write_qdpx(
        Bundle.of(
            {"x": plan.source}, targets, (), [make("edit", targets[0], plan.source, coder="甲", changed={"year": 2019})]
        ),
        path,
    )
    return [path.read_bytes()]


def _review_book() -> list[bytes]:
    path = Path(r._FOLDER[0]) / "book-seed.xlsx"
    r.export(r._corpus(), path)
    return [path.read_bytes()]


def _on_path(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    def run(data: bytes) -> object:
        path = Path(r._FOLDER[0]) / name
        path.write_bytes(data)
        return read(path)

    return run


def _all_plans(path: Path) -> None:
    for source in sources(path):
        if not isinstance(source, Exception):
            with contextlib.suppress(QCompareError):  # one plan of many
                r.sound(read_plan(source).source)


def _come_back(path: Path) -> object:
    with contextlib.suppress(QCompareError):
        r.take_judgements(r._corpus(), path, "王")
    return r.take_back(r._corpus(), path, "王")


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
            rows = [line.split("|") for line in _pick(given, _TABLES).splitlines()]
            for _ in range(given.ConsumeIntInRange(0, 6)):
                row = _pick(given, rows)
                row[given.ConsumeIntInRange(0, len(row) - 1)] = _pick(given, r._CELLS)
        else:
            width = given.ConsumeIntInRange(2, 7)
            rows = [[_pick(given, r._CELLS) for _ in range(width)] for _ in range(given.ConsumeIntInRange(1, 9))]
        rows = [["" if cell in "^<" else cell for cell in row] for row in rows]
        pieces.append(_pick(given, ("表1 主要指标\n", "专栏1：指标\n", "附件2\n", "", "主要指标如下：", "到2020年，")))
        how = given.ConsumeIntInRange(0, 5)
        if how < 2:
            pieces.append(_boxed(given, rows))
        else:
            part, end = _pick(given, _PARTS), _pick(given, ("\n", "\n", "|\n", "", " ", "；", "。", "\n\n"))
            pieces.append(end.join(part.join(row) for row in rows) + "\n")
        pieces.append(
            _pick(
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
    signs = _pick(given, _LINES)
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
            pieces.append(_pick(given, _pick(given, pools)))
            continue
        first, joint = given.ConsumeIntInRange(1, 6), _pick(given, _JOINTS[:4])
        names = joint.join(_pick(given, _NAMES) for _ in range(first)) if given.ConsumeBool() else "2018年、2020年"
        levels = _pick(given, _JOINTS[:4]).join(
            _pick(given, _LEVELS) for _ in range(max(1, first + given.ConsumeIntInRange(-1, 1)))
        )
        pieces.append(f"{names}{_pick(given, _VERBS)}{levels}{_pick(given, ('。', '，', '；', ''))}")
    return r.sound("".join(pieces))


def explained(data: bytes) -> object:
    """Fuzz the chain of rules of every numeral, and of any other place."""
    given = atheris.FuzzedDataProvider(data)
    text = "".join(_pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(1, 12)))
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
        Plan.from_text("".join(_pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(0, 9))), name)
        for name in "ab"
    ]
    rows = [{"plan": plan.name, **one} for plan in plans for one in plan.sentences()]
    if not rows:
        return None
    sentences = frame("sentences", rows)
    places = [
        {"plan": _pick(given, "ab"), "start": given.ConsumeIntInRange(0, 400)}
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
    rows: list[list[Any]] = [[_pick(given, _COLUMNS) for _ in range(width)]]
    if given.ConsumeIntInRange(0, 9):
        rows = [list(dict.fromkeys(["指标", *(name for name in rows[0] if name != "indicator")]))]
        width = len(rows[0])
    rows += [[_pick(given, _CELLS) for _ in range(width)] for _ in range(given.ConsumeIntInRange(0, 5))]
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
    name = _pick(given, _SAFE)
    words = [name, *(_pick(given, _OPTIONS) for _ in range(given.ConsumeIntInRange(0, 6)))]
    if name in ("code", "numerals", "plans", "check") and not {"-", "plan.txt", "empty.txt", "plans.csv"} & set(words):
        words.append("-")  # never the five plans, which take long
    if name in _SLOW and "siping" not in words:
        words.append("--help" if given.ConsumeBool() else "nowhere")
    excerpt = given.ConsumeBytes(given.ConsumeIntInRange(0, 300))
    if given.ConsumeBool():
        excerpt = "".join(_pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(0, 5))).encode()
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
    """Return small good inputs for these targets."""
    if name == "goals":
        return ["编号,指标,关系,下限,单位,年份\nG1,产品质量合格率,以上,95,%,2020\nG2,名牌产品,≥,30,个,2020\n".encode()]
    return [bytes(range(256)) * 4, bytes(range(255, -1, -1)) * 8] if name in targets_in() else None


def targets_in() -> dict[str, Callable[[bytes], object]]:
    """Return the targets by name."""
    coded = {
        kind: (lambda data, kind=kind: r.sound(extract(data, f"plan.{kind}").text)) for kind in ("html", "docx", "pdf")
    }
    return {
        "html changed": changed(_page, lambda: _good("html"), coded["html"]),
        "docx changed": changed(changed_package, lambda: _good("docx"), coded["docx"]),
        "pdf changed": changed(changed_pdf, lambda: _good("pdf"), coded["pdf"]),
        "xlsx changed": changed(changed_package, cache(_plans_xlsx), _on_path("changed.xlsx", _all_plans)),
        "zip changed": changed(changed_package, cache(_archive), _on_path("changed.zip", _all_plans)),
        "qdpx changed": changed(changed_package, cache(_project), _on_path("changed.qdpx", read_qdpx)),
        "review changed": changed(changed_package, cache(_review_book), _on_path("review.xlsx", _come_back)),
        "taken apart": taken_apart,
        "respective": respective,
        "explained": explained,
        "looked up": looked_up,
        "goals": goals,
        "parquet changed": changed(_bytes, cache(_plans_parquet), _on_path("changed.parquet", _all_plans)),
        "typed": typed,
    }


assert set(COMMANDS) >= set(_SAFE) - {"x", ""}
