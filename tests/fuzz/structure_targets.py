"""Documents whose own structure is changed: more targets.

Mutated bytes of a packed file are hardly ever a packed file any more. Here a good file is taken apart, its elements,
cells, members or objects are moved, doubled, renamed, emptied and filled with others, and it is put together again.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import atheris
import lxml.etree
import lxml.html
import review_targets as r
from review_targets import Given, pick

with atheris.instrument_imports(include=["qcompare"]):
    from qcompare.coding import code
    from qcompare.errors import QCompareError
    from qcompare.exchange.refi_read import read_qdpx
    from qcompare.text import Plan
    from qcompare.text.formats import extract
    from qcompare.text.formats.sources import sources
    from qcompare.text.read import read_plan

_ODD = (
    "", "0", "1", "-1", "99999999", "1e999", "NaN", "٣", "x", " ", "\n", "\u202e", "😀", "𠮷", "96%以上", "到2020年", "=1+1", "../../x",
    "s", "str", "inlineStr", "restart", "preserve", "合格率", "100%", "utf-16", "A" * 5000, "一、主要目标", "表", "2" * 400, "&amp;", "A1:XFD1048576",
)  # fmt: skip


def changed_tree(given: Given, root: Any) -> None:
    """Change a tree of markup in some places: elements go, come twice, move, change names, attributes, text."""
    for _ in range(given.ConsumeIntInRange(1, 12)):
        every = [one for one in root.iter() if isinstance(one.tag, str)]
        if len(every) < 2 or len(every) > 5_000:
            return
        pick(given, (_moved, _moved, _filled))(given, pick(given, every[1:]), pick(given, every))


def _moved(given: Given, one: Any, other: Any) -> None:
    parent, how = one.getparent(), given.ConsumeIntInRange(0, 4)
    if how == 0:
        parent.remove(one)
    elif how == 1:
        alone = lxml.etree.tostring(one, with_tail=False)
        parent.extend([lxml.etree.fromstring(alone) for _ in range(pick(given, (1, 1, 2, 30)))])
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
        one.set(pick(given, names), pick(given, (*_ODD, *one.attrib.values(), *other.attrib.values())))
    elif how == 1 and one.attrib:
        del one.attrib[pick(given, sorted(one.attrib))]
    elif how == 2:
        one.tail = pick(given, _ODD)
    else:
        one.text = pick(given, (*_ODD, *r._clauses()[:2_000]))


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
            members.append((name, pick(given, members)[1]))
        elif how == 10:
            members[number] = (
                pick(given, ("../x.txt", "/etc/x.txt", "con.txt", "a/" * 60 + "x.xml", "中\u202e.txt", name.upper())),
                data,
            )
        else:
            members.append((f"plan{pick(given, ('.txt', '.docx', '.zip', '.yml', '.pdf'))}", pick(given, members)[1]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", pick(given, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as package:
        for name, data in members:
            package.writestr(name, data)
    packed = out.getvalue()
    return packed if given.ConsumeIntInRange(0, 7) else _bytes(given, packed)


_PIECE = re.compile(rb"[0-9.+-]+|/[A-Za-z]+|<[0-9a-f]+>|[A-Za-z]+|[^\sA-Za-z0-9/<]+|\s+|.")


def changed_pdf(given: Given, good: bytes) -> bytes:
    """Change the objects of a PDF: its numbers, names, operators and strings."""
    pieces = _PIECE.findall(good)
    for _ in range(given.ConsumeIntInRange(1, 25)):
        at, other = given.ConsumeIntInRange(0, len(pieces) - 1), pick(given, pieces)
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
            pieces[at] = pick(
                given, alike + [b"0", b"-1", b"1e9", b"99999999999", b"90"] if kind.isdigit() else alike or [b""]
            )
    return b"".join(pieces)


def changed(
    kind: Callable[[Given, bytes], bytes], good: Callable[[], list[bytes]], read: Callable[[bytes], object]
) -> Callable[[bytes], object]:
    """Fuzz a reader with good files changed in their structure."""

    def run(data: bytes) -> object:
        given = atheris.FuzzedDataProvider(data)
        return read(kind(given, pick(given, good())))

    return run


def _page(given: Given, good: bytes) -> bytes:
    root = lxml.html.fromstring(good)
    changed_tree(given, root)
    return bytes(lxml.html.tostring(root, encoding="utf-8"))


TABLES = (
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
            *(make(before, rows, after) for rows in TABLES for make in (t.as_html, t.as_nested)),
        ]
    if kind == "docx":
        return [as_docx(lines, cells), *(t.as_docx(before, rows, after) for rows in TABLES)]
    if kind == "pdf":
        return [as_pdf(lines, cells), *(t.as_pdf(before, rows, after) for rows in TABLES)]
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


def seeds_of(name: str) -> list[bytes] | None:
    """Return small inputs for these targets: what is changed of a good document, and where."""
    return r.DECISIONS if name in targets_in() else None


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
        "parquet changed": changed(_bytes, cache(_plans_parquet), _on_path("changed.parquet", _all_plans)),
    }
