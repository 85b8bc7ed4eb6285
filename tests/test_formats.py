"""The same plan in every format gives the same lines; what cannot be read is refused with a sentence."""

from __future__ import annotations

import io
import sys
import zipfile
from itertools import accumulate
from pathlib import Path

import docx
import pytest

from qcompare.corrections import folder_for
from qcompare.errors import SourceError
from qcompare.paths import plans_dir
from qcompare.text.formats import extract
from qcompare.text.formats import limits as limits_module
from qcompare.text.formats.keep import extract_source
from qcompare.text.formats.lines import clean
from qcompare.text.formats.sources import Source, sources
from qcompare.text.read import read_plan

sys.path.insert(0, str(Path(__file__).parent))
import contextlib

from formats_builders import as_docx, as_html, as_pdf, save, scanned_pdf  # noqa: E402

TABLE = [
    ["指标", "单位", "2015年", "2020年"],
    ["产品质量合格率", "%", "92", "95以上"],
    ["省级名牌产品", "个", "", "60"],
]
TABLE_LINES = ["指标\t单位\t2015年\t2020年", "产品质量合格率\t%\t92\t95以上", "省级名牌产品\t个\t\t60"]
LINES = [
    "某市质量发展规划(2014—2020年)",
    "一、主要目标",
    "(一)到2020年,产品质量国家监督抽查合格率达到96%以上,服务业顾客满意度达到85以上,新增中国驰名商标10件,力争居全省前列,质量强市建设取得明显成效。",
    "(二)农产品抽检合格率稳定在98%以上。",
    "二、保障措施",
    "各部门要加强领导,落实责任,确保完成任务。",
]


def lines_of(data: bytes, name: str) -> list[str]:
    return extract(data, name).text.split("\n")


@pytest.mark.parametrize("name", ["plan.html", "plan.docx", "plan.pdf"])
def test_same_lines_in_every_format(name: str) -> None:
    build = {"html": as_html, "docx": as_docx, "pdf": as_pdf}[name.rpartition(".")[2]]
    found = lines_of(build(LINES, TABLE), name)
    # the page's own title is a line of its own where nothing else says it
    assert [line for line in found if not line.startswith("某市人民政府")] == LINES + TABLE_LINES


@pytest.mark.parametrize("plan", ["siping", "anhui", "tianjin"])
@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_the_five_plans_survive_each_format(plan: str, kind: str) -> None:
    source = (plans_dir() / f"{plan}.txt").read_text("utf-8").splitlines()
    expected = [line.strip(" \u3000") for line in source if line.strip(" \u3000")]
    build = {"html": as_html, "docx": as_docx, "pdf": as_pdf}[kind]
    found = [line.replace(" ", "") for line in lines_of(build(expected), f"{plan}.{kind}")]
    assert [line.replace(" ", "") for line in expected] == [line for line in found if line != "某市人民政府"]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030", "big5", "utf-16"])
def test_web_pages_in_the_usual_encodings(charset: str) -> None:
    lines = ["某市質量發展規劃", "產品質量合格率達到96%以上。"] if charset == "big5" else LINES[:4]
    if charset in ("gb2312", "big5"):
        lines = [line.replace("—", "-") for line in lines]
    assert lines_of(as_html(lines, charset=charset, menu=charset != "big5"), "p.html")[-len(lines) :] == lines


def test_tables_of_a_pdf_ruled_or_not_and_over_pages() -> None:
    loose = lines_of(as_pdf(LINES, TABLE, ruled=False), "p.pdf")
    assert loose[-3:] == TABLE_LINES
    parted = lines_of(as_pdf(["段。"] * 18, TABLE), "p.pdf")  # the last row stands on the next page
    assert parted[-3:] == TABLE_LINES


def test_menus_and_scripts_are_left_out_and_listed() -> None:
    extracted = extract(as_html(LINES), "p.html")
    assert "首页 政务公开" in extracted.dropped and "打印 关闭窗口" in extracted.dropped
    assert "首页" not in extracted.text and "var a" not in "".join(extracted.dropped)


def test_marks_of_an_encyclopaedia_are_no_words_of_the_plan() -> None:
    edit = '<span class="mw-editsection"><span>[</span><a href="#">编辑</a><span>]</span></span>'
    page = f"<h2>一、主要目标{edit}</h2><p>合格率达到96%<sup>[1]</sup>,排放每m<sup>2</sup>下降<a href='#n'>[2-3]</a>5%。</p>"
    found = extract(f"<html><body>{page}<p>{'质量发展' * 9}</p></body></html>".encode(), "x.html")
    assert found.text.splitlines()[:2] == ["一、主要目标", "合格率达到96%,排放每m2下降5%。"]
    assert "[1]" in found.dropped and "[ 编辑 ]" in found.dropped


def test_layout_tables_are_no_tables_and_merged_cells_are_spread() -> None:
    page = (
        "<table><tr><td><table><tr><td>菜单</td></tr></table></td><td><p>第一段。</p><p>第二段。</p></td></tr></table>"
    )
    assert lines_of(page.encode(), "p.html") == ["菜单", "第一段。", "第二段。"]
    merged = (
        "<table><tr><td rowspan=2>指标</td><td colspan=2>目标</td></tr><tr><td>2015年</td><td>2020年</td></tr>"
        "<tr><td colspan=3>一、产品质量</td></tr><tr><td>合格率</td><td colspan=2>95%</td></tr></table>"
    )
    assert lines_of(merged.encode(), "p.html") == ["指标\t目标 2015年\t目标 2020年", "一、产品质量", "合格率\t95%\t"]


def test_a_page_that_is_hidden_until_a_script_shows_it_is_read() -> None:
    page = "<title>江城市质量规划</title><body style='visibility: hidden'><p>江城市质量规划</p><p style='display:none'>暗</p></body>"
    assert lines_of(page.encode(), "p.html") == ["江城市质量规划"]


def test_word_numbers_boxes_and_changes() -> None:
    document = docx.Document()
    for text in ("提高产品质量", "提高服务质量"):
        document.add_paragraph(text, style="List Number")
    boxed = document.add_table(rows=1, cols=1)
    boxed.cell(0, 0).text = "专栏1 主要指标"
    deleted = document.add_paragraph("合格率")._p
    deleted.append(deleted.makeelement(deleted.tag.replace("}p", "}del"), {}))
    run = document.add_paragraph("旧目标90%").runs[0]._r
    deleted[-1].append(run)
    assert lines_of(save(document), "p.docx") == ["1.提高产品质量", "2.提高服务质量", "专栏1 主要指标", "合格率"]


def test_markdown_keeps_line_breaks_and_tables() -> None:
    text = "---\ntitle: x\n---\n# 一、主要目标\n到2015年达标。\n新增**名牌**2~3个。\n\n|指标|2020年|\n|--|--|\n|合格率|96%|\n"
    assert lines_of(text.encode(), "p.md") == [
        "一、主要目标",
        "到2015年达标。",
        "新增名牌2~3个。",
        "指标\t2020年",
        "合格率\t96%",
    ]


@pytest.mark.parametrize(
    ("named", "body", "first"),
    [
        ("2019年江城市政府工作报告（2019年1月15日 李平）", "各位代表：", "2019年江城市政府工作报告"),
        ("江城市陶瓷发展规划（2016—2020年）", "各位代表：", "江城市陶瓷发展规划（2016—2020年）"),
        ("江城市政府工作报告", "# 江城市政府工作报告", "江城市政府工作报告"),
        ("首页", "各位代表：", "各位代表："),
    ],
)
def test_markdown_keeps_the_title_among_the_fields(named: str, body: str, first: str) -> None:
    lines = lines_of(f"---\nsource: x\ntitle: {named}\n---\n{body}\n\n今年新建学校8所。\n".encode(), "p.md")
    assert lines[0] == first
    assert lines.count(first) == 1


def _breaks(lines: list[str]) -> set[int]:
    """Where paragraphs begin, counted in characters that are no blanks."""
    return set(accumulate(len(line.replace(" ", "")) for line in lines[:-1]))


@pytest.mark.parametrize("width", [24, 33])
def test_paragraphs_of_a_pdf_without_indents(width: int) -> None:
    paragraphs = wrong = 0
    for file in sorted(plans_dir().glob("*.txt")):
        lines = [line for raw in file.read_text("utf-8-sig").splitlines() if (line := clean(raw))]
        found = extract(as_pdf(lines, width=width, indent=0), "x.pdf").text.splitlines()
        paragraphs += len(lines)
        wrong += len(_breaks(lines) ^ _breaks(found))
    assert wrong <= paragraphs / 100  # full lines that end a sentence are left, which nothing on the page tells apart


def test_pdf_heads_and_numbers_leave_the_text() -> None:
    lines = [
        line
        for plan in ("siping", "anhui")
        for line in (plans_dir() / f"{plan}.txt").read_text("utf-8").split("\n")
        if line
    ]
    extracted = extract(as_pdf(lines, per_page=12), "p.pdf")
    assert extracted.dropped.count("某市人民政府公报") > 2 and "— 1 —" in extracted.dropped
    assert len(extracted.text.split("\n")) == len(lines)


REFUSALS = {
    "scan.pdf": (scanned_pdf(), "no text layer", "OCR"),
    "broken.pdf": (b"%PDF-1.4\n garbage", "no readable PDF", "fetch"),
    "text.pdf": ("这不是PDF。".encode(), "named .pdf", "again"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind", ".docx"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted", "password"),
    "cut.docx": (as_docx(LINES)[:4000], "damaged", "again"),
    "note.rtf": (b"{\\rtf1 x}", "RTF", ".docx"),
    "gazette.ofd": (b"PK\x03\x04" + bytes(60), "OFD", "PDF"),
    "empty.txt": (b"", "", ""),
    "empty.html": (b"<html><body><script>1</script></body></html>", "no text", "check"),
    "deep.html": (b"<div>" * 5000 + "深".encode(), "nested too deep", "plain text"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals_say_what_and_what_to_do(name: str) -> None:
    data, problem, advice = REFUSALS[name]
    with pytest.raises(SourceError) as caught:
        extract(data, name)
    assert str(caught.value).startswith(name) and "\n" not in str(caught.value)
    assert problem in caught.value.problem and advice in caught.value.advice and caught.value.advice


def test_a_package_with_a_damaged_part_is_refused() -> None:
    whole = as_docx(LINES * 40)
    at = whole.index(b"word/document.xml") + 120
    with pytest.raises(SourceError, match="no readable Word document|damaged"):
        extract(whole[:at] + bytes(40) + whole[at + 40 :], "p.docx")


def test_zip_bombs_and_entities_are_closed() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (limits_module.MAX_MARKUP + 1))
    with pytest.raises(SourceError, match="more than"):
        extract(bomb.getvalue(), "bomb.docx")
    entities = (
        "<!DOCTYPE x [<!ENTITY a '"
        + "哈" * 100
        + "'>"
        + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(8))
        + "]>"
    )
    package = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx(LINES))) as good, zipfile.ZipFile(package, "w") as bad:
        for info in good.infolist():
            data = good.read(info)
            if info.filename == "word/document.xml":
                data = data.replace("一、主要目标".encode(), b"&i;").replace(b"?>", b"?>" + entities.encode(), 1)
            bad.writestr(info, data)
    with contextlib.suppress(SourceError):
        assert len(extract(package.getvalue(), "lol.docx").text) < 10_000
    outside = "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>看&x;</p>"
    assert "root:" not in extract(outside.encode(), "x.html").text


def test_huge_spans_are_refused() -> None:
    page = "<table><tr>" + "<td colspan=1000 rowspan=1000>1</td>" * 3 + "</tr><tr><td>2</td></tr></table>"
    with pytest.raises(SourceError, match="too large"):
        extract(page.encode(), "p.html")


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_sources_of_folders_patterns_and_archives(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    (plans / "省").mkdir(parents=True)
    for name in (
        "a.txt",
        "a.docx",
        "省/a.txt",
        "README.md",
        "a.yml",
        ".hidden.txt",
        "~$a.docx",
        "data.csv",
        "a.docx.extracted.txt",
        "a.docx.extracted.json",
        "strange.yml",
    ):
        (plans / name).write_bytes(b"x")
    make_zip(plans / "z.zip", {"../../evil.txt": b"x", "in/甲.txt": b"x", "in/more.zip": b"x", "__MACOSX/b.txt": b"x"})
    found = list(sources(plans))
    assert [source.name for source in found if isinstance(source, Source)] == ["a", "a-txt", "evil", "甲", "a-2"]
    errors = [error for error in found if isinstance(error, SourceError)]
    assert [Path(error.source).name for error in errors] == ["data.csv", "more.zip", "strange.yml"]
    assert [error.problem for error in errors] == [
        "it holds no rows",
        "it is an archive within an archive",
        "no plan of this name beside it, so it is ignored",
    ]
    assert [source.name for source in sources([str(plans / "*.txt")]) if isinstance(source, Source)] == ["a"]
    assert isinstance(next(iter(sources(tmp_path / "none.txt"))), SourceError)


def test_texts_taken_out_of_plans_are_no_plans_even_when_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.docx", "b.docx.extracted.txt", "b.docx.extracted.json"):
        (tmp_path / name).write_bytes(b"x")
    named = sorted(tmp_path.iterdir())
    assert [found.name for found in sources(named) if isinstance(found, Source)] == ["a", "b"]
    assert len(list(sources(named))) == 2
    assert [found.name for found in sources(f"{tmp_path}/*") if isinstance(found, Source)] == ["a", "b"]
    (alone,) = sources(tmp_path / "b.docx.extracted.txt")
    assert isinstance(alone, SourceError) and "extracted" in alone.problem


def test_pages_of_our_own_reports_are_no_plans(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<!doctype html><meta name="generator" content="qcompare"><p>x', "utf-8")
    (tmp_path / "plan.html").write_text("<!doctype html><p>x", "utf-8")
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "b.html").write_text("<p>x", "utf-8")
    assert [found.name for found in sources(tmp_path) if isinstance(found, Source)] == ["plan"]
    assert [found.name for found in sources(f"{tmp_path}/*.html") if isinstance(found, Source)] == ["plan"]


def test_a_study_as_a_source_means_its_plans(tmp_path: Path) -> None:
    plans = tmp_path / "one" / "data" / "plans"
    plans.mkdir(parents=True)
    (tmp_path / "one" / "study.yml").write_text("title: x")
    for path in (plans / "a.txt", tmp_path / "one" / "notes.txt", tmp_path / "b.txt"):
        path.write_bytes(b"x")
    assert [found.name for found in sources(tmp_path / "one")] == ["a"]  # type: ignore[union-attr]
    assert [found.name for found in sources(tmp_path)] == ["b", "a"]  # type: ignore[union-attr]
    assert folder_for(tmp_path / "one") == plans.parent / "corrections"


def test_an_archive_with_a_nameless_file_is_no_obstacle(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "z.zip", {"QQQ": b"x", "a.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"QQQ", b"\0QQ"))  # a name ends at a zero byte
    assert [source.name for source in sources(path) if isinstance(source, Source)] == ["a"]


def test_names_from_gbk_archives(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "z.zip", {"PLACE.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"PLACE", "四平".encode("gbk") + b"1"))
    assert [source.name for source in sources(path) if isinstance(source, Source)] == ["四平1"]


@pytest.mark.parametrize("beside", [True, False])
def test_a_plan_is_read_where_no_text_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    """A folder of others, a read-only home, a full disk: the text is taken out anew each time."""
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("QCOMPARE_CACHE", str(tmp_path / "file" / "cache"))  # cannot be made
    if beside:
        (tmp_path / "p.docx").write_bytes(as_docx(LINES))
        (tmp_path / "p.docx.extracted.txt").mkdir()  # so nothing can be written there
        plan = read_plan(tmp_path / "p.docx")
    else:
        with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
            archive.writestr("p.docx", as_docx(LINES))
        (source,) = sources(tmp_path / "p.zip")
        plan = read_plan(source)  # type: ignore[arg-type]
    assert plan.source.split("\n") == LINES


def test_text_is_kept_beside_the_source_with_both_hashes(tmp_path: Path) -> None:
    (tmp_path / "p.docx").write_bytes(as_docx(LINES))
    (source,) = sources(tmp_path)
    assert isinstance(source, Source)
    extracted = extract_source(source)
    kept = tmp_path / "p.docx.extracted.txt"
    assert kept.stat().st_mode == (tmp_path / "p.docx").stat().st_mode
    record = (tmp_path / "p.docx.extracted.json").read_text("utf-8")
    assert kept.read_text("utf-8") == extracted.text
    assert extracted.sha256 in record and extracted.text_sha256 in record and "某市人民政府文件" in record
    assert [found.file for found in sources(tmp_path) if isinstance(found, Source)] == [source.file]
