"""What is fuzzed: the readers, the coder, the exchange formats; and small good inputs to start from."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import atheris
import composed_targets
import structure_targets
import written_targets
from review_targets import seeds_of, targets_in

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["qcompare"]):
    from qcompare.coding import code
    from qcompare.corrections import load as load_corrections
    from qcompare.errors import QCompareError
    from qcompare.exchange.annotations import read_annotations
    from qcompare.exchange.package import read_package
    from qcompare.exchange.refi_read import read_qdpx
    from qcompare.exchange.tables import read_table
    from qcompare.paths import plans_dir
    from qcompare.reports import parameters
    from qcompare.review.sheet import read_sheet
    from qcompare.settings import read as read_settings
    from qcompare.text import Plan
    from qcompare.text.decode import decode
    from qcompare.text.formats import extract
    from qcompare.text.formats.sources import Source, sources
    from qcompare.text.read import read_plan

SCRATCH = Path(tempfile.mkdtemp(prefix="fuzz-"))


def reader(suffix: str) -> Callable[[bytes], object]:
    """Fuzz the reading of one format."""
    return lambda data: extract(data, f"plan{suffix}")


def sound(suffix: str) -> Callable[[bytes], object]:
    """Fuzz what comes after decoding: mutated bytes are hardly ever in any encoding."""
    return lambda data: extract(data.decode("utf-8", "ignore").encode(), f"plan{suffix}")


def inside(target: str, name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Fuzz one member of a package: mutated bytes in a whole package are hardly ever a package any more."""
    kept: dict[str, bytes] = {}

    def run(data: bytes) -> object:
        if not kept:
            with zipfile.ZipFile(io.BytesIO(seeds(target)[0])) as good:
                kept.update({one: good.read(one) for one in good.namelist()})
        path = SCRATCH / f"{target}-inside{SUFFIX[target]}"
        with zipfile.ZipFile(path, "w") as archive:
            for one, content in kept.items():
                archive.writestr(one, data if one == name else content)
        return read(path)

    return run


def tree(words: list[str], wrap: str, name: str, read: Callable[[bytes], object]) -> Callable[[bytes], object]:
    """Fuzz with well-formed markup put together from a format's own elements, opened, filled and closed at random."""

    def run(data: bytes) -> object:
        given = atheris.FuzzedDataProvider(data)
        pieces: list[str] = []
        stack: list[str] = []
        while given.remaining_bytes() > 0 and len(pieces) < 20_000:
            pick = given.ConsumeIntInRange(0, len(words) + 59)
            if pick < len(words):
                if len(stack) < 300:
                    stack.append(words[pick].split()[0])
                    pieces.append(f"<{words[pick]}>")
            elif pick < len(words) + 35 and stack:
                pieces.append(f"</{stack.pop()}>")
            else:
                word = WORDS[given.ConsumeIntInRange(0, len(WORDS) - 1)]
                pieces.append(f"<w:r><w:t>{escape(word)}</w:t></w:r>" if name == "docx" else escape(word))
        closed = "".join(f"</{tag}>" for tag in reversed(stack))
        return read(wrap.replace("@", "".join(pieces) + closed).encode())

    return run


def read_docx_path(path: Path) -> object:
    """Read a Word file."""
    return extract(path.read_bytes(), "plan.docx")


def coder(data: bytes) -> object:
    """Fuzz the coder; every target and numeral must stand where it says."""
    text = data.decode("utf-8", "ignore")
    plan = Plan.from_text(text)
    coding = code(plan)
    for target in coding.targets:
        assert text[target["start"] : target["end"]] == target["quote"]
    for numeral in coding.numerals:
        assert text[numeral["start"] : numeral["end"]] == numeral["text"]
    return plan.metadata


def pieces(data: bytes) -> object:
    """Fuzz the coder with texts put together from the genre's words, which mutated bytes hardly ever make."""
    given = atheris.FuzzedDataProvider(data)
    words = []
    while given.remaining_bytes() > 0 and len(words) < 4_000:
        words.append(WORDS[given.ConsumeIntInRange(0, len(WORDS) - 1)])
    return coder("".join(words).encode())


def on_disk(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Fuzz a reader that takes a path."""

    def run(data: bytes) -> object:
        path = SCRATCH / name
        path.write_bytes(data)
        return read(path)

    return run


def archive(path: Path) -> object:
    """Read all plans in an archive."""
    for source in sources(path):
        if isinstance(source, Source):
            read_plan(source)
    return None


def sidecar(path: Path) -> object:
    """Read a plan whose sidecar is the input."""
    plan = path.with_suffix(".txt")
    plan.write_text(
        "某市质量发展规划\n一、主要目标\n到2020年,产品质量合格率达到96%以上,加强质量建设,推进落实各项任务措施,完善体系。",
        "utf-8",
    )
    return read_plan(plan).metadata


def given(data: bytes) -> object:
    """Check a notebook's parameters as they stand on a command line: one text, tried as each kind of value."""
    text = data.decode("utf-8", "ignore")
    defaults = {"int": "3", "float": "0.5", "bool": "True", "str": "'x'", "list": "['x']", "none": "f()"}
    known = {kind: {"default": default, "type": "None"} for kind, default in defaults.items()}
    for kind in known:
        with contextlib.suppress(QCompareError):
            parameters.check("fuzz", {kind: text}, known)
    return None


WORDS = [
    "到2020年", "2015年", "2013—2020年", "至", "以上", "以下", "不低于", "超过", "达到", "提高到", "由", "从", "下降", "增长", "年均", "每年", "新增", "力争", "确保", "全部",
    "100%", "96.5%", "96%", "‰", "个百分点", "2~3个", "20余项", "5~10项以上", "18万件", "1,200", "１２３", "九成", "百分之九十五", "三分之一", "翻一番", "两倍", "第一",
    "前5位", "前列", "全省平均水平", "合格率", "名牌产品", "驰名商标", "满意度", "质量", "产品", "工程", "服务", "、", ",", "。", ";", ":", "(", ")", "《", "》", "“", "”",
    "一、", "(一)", "1.", "1)", "①", "——", "\n", "\n\n", "\t", "\r\n", "\u3000", "其中", "分别", "各", "和", "及", "等", "为", "件", "家", "个", "项", "亿元",
    "万亩", "元", "国发〔2012〕9号", "PM2.5", "12345", "ISO9001", "专栏1", "(略)", "主要目标", "保障措施", "指标", "单位", "0", "9", ".", "%", "~", "-", "〇", "壹",
    "萬", "達到", "質量", "工作目標", "19∶43∶38", "2014年9月12日", "附件",
]  # fmt: skip
HTML = [
    "p", "div", "span", "a href='#'", "br", "table", "table border='1'", "tr", "td", "td rowspan='2'", "td colspan='3'",
    "th", "td rowspan='9999' colspan='9999'", "ul", "ol start='7'", "li", "pre", "sup", "h2", "div hidden", "nav", "script",
    "style", "font", "form", "center", "thead", "tbody", "caption", "dl", "dt", "dd", "b", "title", "head", "body",
]  # fmt: skip
WORD = [
    "w:p", "w:tbl", "w:tr", "w:tc", "w:r", "w:t", "w:tcPr", "w:gridSpan w:val='3'", "w:vMerge", "w:vMerge w:val='restart'",
    "w:ins", "w:del", "w:sdt", "w:sdtContent", "w:txbxContent", "w:pPr", "w:numPr", "w:numId w:val='1'", "w:ilvl w:val='2'",
    "w:tab", "w:br", "w:hyperlink", "w:trPr", "w:customXml", "w:gridSpan w:val='99999'", "w:pStyle w:val='ListNumber'",
]  # fmt: skip
DOCUMENT = (
    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>@</w:body></w:document>"
)
SUFFIX = {"docx": ".docx", "qdpx": ".qdpx", "package": ".zip", "sheet": ".xlsx"}
TARGETS: dict[str, Callable[[bytes], object]] = {
    "decode": lambda data: decode(data, "plan.txt"),
    "html": reader(".html"),
    "mhtml": reader(".mht"),
    "md": reader(".md"),
    "docx": reader(".docx"),
    "page": sound(".html"),
    "marks": sound(".md"),
    "tags": tree(HTML, "<html><body>@</body></html>", "html", lambda data: extract(data, "plan.html")),
    "parts": tree(WORD, DOCUMENT, "docx", inside("docx", "word/document.xml", read_docx_path)),
    "document": inside("docx", "word/document.xml", read_docx_path),
    "numbering": inside("docx", "word/numbering.xml", read_docx_path),
    "pdf": reader(".pdf"),
    "coder": coder,
    "pieces": pieces,
    "zip": on_disk("plans.zip", archive),
    "sidecar": on_disk("plan.yml", sidecar),
    "settings": on_disk("study.yml", read_settings),
    "parameters": given,
    "grid": on_disk("grid.yml", lambda path: list(parameters.grid(path, ["x", "y"]))),
    "corrections": on_disk("c.jsonl", load_corrections),
    "qdpx": on_disk("a.qdpx", read_qdpx),
    "annotations": on_disk("a.jsonld", read_annotations),
    "package": on_disk("a.zip", read_package),
    "csv": on_disk("t.csv", lambda path: read_table(path, "targets")),
    "sheet": on_disk("r.xlsx", lambda path: read_sheet(path, {}, "x")),
    "project": inside("qdpx", "project.qde", read_qdpx),
    "descriptor": inside("package", "datapackage.json", read_package),
    "cells": inside("sheet", "xl/worksheets/sheet1.xml", lambda path: read_sheet(path, {}, "x")),
    "workbook": inside("sheet", "xl/workbook.xml", lambda path: read_sheet(path, {}, "x")),
    **targets_in(SCRATCH),
    **structure_targets.targets_in(),
    **composed_targets.targets_in(),
    **written_targets.targets_in(),
}


MEMBERS = {
    "document": ("docx", "word/document.xml"),
    "numbering": ("docx", "word/numbering.xml"),
    "project": ("qdpx", "project.qde"),
    "descriptor": ("package", "datapackage.json"),
    "cells": ("sheet", "xl/worksheets/sheet1.xml"),
    "workbook": ("sheet", "xl/workbook.xml"),
}


@cache  # what is written holds the time
def seeds(target: str) -> list[bytes]:
    """Return small good inputs for a target to start from."""
    from formats_builders import as_docx, as_html, as_pdf

    text = (plans_dir() / "nantong.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip()][:14]
    table = [["指标", "单位", "2015年", "2020年"], ["合格率", "%", "92", "95以上"]]
    page, word, printed = as_html(lines, table), as_docx(lines, table), as_pdf(lines, table)
    plain = "\n".join(lines).encode()
    found = {
        "html": [page, as_html(lines, charset="gb18030")],
        "mhtml": [b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page],
        "md": ["\n\n".join(lines).encode(), "# 一\n\n|指标|2020|\n|--|--|\n|率|96%|\n\n1. x\n   - y\n> z\n".encode()],
        "docx": [word],
        "pdf": [printed],
        "decode": [plain, plain.decode().encode("gb18030"), plain.decode().encode("utf-16")],
        "coder": [plain, (plans_dir() / "tianjin.txt").read_bytes()],
        "pieces": [bytes(range(256)) * 4],
        "tags": [bytes(range(256)) * 4],
        "parts": [bytes(range(256)) * 4],
        "page": [page],
        "marks": ["# 一\n\n|指标|2020|\n|--|--|\n|率|96%|\n\n1. x\n   - y\n> z\n".encode()],
        "settings": ["title: 研究\ncoder: 王\n".encode()],
        "parameters": [b"[siping, anhui]", b"3", b"0.5", b"true"],
        "grid": [b"notebook: 70_plan_profile\neach: {plan: plans}\n", b"notebook: x\neach: {a: [1, 2], p: pairs}\n"],
        "sidecar": ["title: 规划\ncites: [《纲要》]\ndate_issued: '2014-01-01'\n".encode()],
    }
    if target in MEMBERS:
        whole, name = MEMBERS[target]
        with zipfile.ZipFile(io.BytesIO(seeds(whole)[0])) as package:
            return [package.read(name)]
    target = target.removesuffix(" coded")
    rooms = (structure_targets, composed_targets, written_targets)
    other = next((made for room in rooms if (made := room.seeds_of(target))), None)
    return found.get(target) or other or seeds_of(target, SCRATCH) or _exchanged(target)


def _exchanged(target: str) -> list[bytes]:
    """Return what the package itself writes in the other formats."""
    from qcompare.corrections import append, make
    from qcompare.exchange.annotations import write_annotations
    from qcompare.exchange.bundle import Bundle
    from qcompare.exchange.package import write_package
    from qcompare.exchange.refi_qda import write_qdpx
    from qcompare.exchange.tables import write_table
    from qcompare.review.sheet import write_sheet

    plan = Plan.from_text("一、主要目标\n到2020年,产品质量合格率达到96%以上。", "x")
    targets = code(plan).targets
    correction = make("edit", targets[0], plan.source, coder="甲", changed={"year": 2019})
    bundle = Bundle.of({"x": plan.source}, targets, (), [correction])
    path = SCRATCH / f"seed-{target}.zip"
    if target == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("a/x.txt", (plans_dir() / "nantong.txt").read_bytes())
    elif target == "corrections":
        append(path, [correction])
    elif target == "csv":
        path = path.with_suffix(".csv")
        write_table(targets, "targets", path)
    elif target == "sheet":
        write_sheet(path, targets, {"x": plan.source})
    else:
        {"qdpx": write_qdpx, "annotations": write_annotations, "package": write_package}[target](bundle, path)
    return [path.read_bytes()]
