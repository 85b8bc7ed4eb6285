"""Pages of a PDF as printers set them: margins that change, two columns, drawings, text close to a table."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qcompare.coding import code
from qcompare.errors import SourceError
from qcompare.text import Plan
from qcompare.text.formats import extract

sys.path.insert(0, str(Path(__file__).parent))
from formats_builders import hexed, pdf_of  # noqa: E402

SIZE, LEADING = 12, 20
PARAGRAPHS = [
    "到2020年，全市制造业产品质量国家监督抽查合格率达到95%以上，主要农产品质量安全监测总体合格率稳定在98%以上，食品评价性抽检合格率达到98.5%，药品抽检合格率保持在99%以上。",
    "服务业质量水平明显提升，公共服务质量满意度达到82分，生活性服务业顾客满意度达到80分以上，培育省级以上服务业标准化试点项目25个，形成一批有影响力的服务品牌。",
    "质量基础设施更加完善，建成国家级质量检验检测中心3个，社会公用计量标准达到460项，主导或者参与制定国家标准、行业标准120项，获证组织数量年均增长8%以上，计量检定合格率达到96%。",
    "品牌建设取得明显成效，有效注册商标达到5万件，地理标志产品达到18个，新培育省级质量奖企业12家，品牌企业增加值占规模以上工业增加值的比重达到35%左右，质量竞争力指数达到86。",
]
Piece = tuple[float, float, str]


def wrapped(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph with an indent of two squares; no line starts with a mark."""
    lines, room = ["　　"], float(width - 2)
    for number, sign in enumerate(paragraph):
        size = 0.5 if sign.isascii() else 1.0
        mark = paragraph[number + 1 : number + 2]
        if room < size + (1.0 if mark and mark in "，。、；" else 0.0):
            lines.append("")
            room = float(width)
        lines[-1] += sign
        room -= size
    return lines


def set_lines(lines: list[str], x: float, y: float) -> list[Piece]:
    return [
        (x + SIZE * (len(line) - len(line.lstrip("　"))), y - LEADING * n, line.lstrip("　"))
        for n, line in enumerate(lines)
    ]


def content(pieces: list[Piece], drawn: str = "") -> str:
    shown = "".join(f"1 0 0 1 {x} {y} Tm <{hexed(text)}> Tj\n" for x, y, text in pieces)
    return f"{drawn}BT /F1 {SIZE} Tf\n{shown}ET\n"


def read(pages: list[str]) -> list[str]:
    return extract(pdf_of(pages), "x.pdf").text.split("\n")


@pytest.mark.parametrize("lefts", [(60, 60, 60, 110), (60, 110, 60, 110), (110, 60, 110, 60)])
def test_each_page_has_margins_of_its_own(lefts: tuple[int, ...]) -> None:
    # mirrored margins of a bound volume, an annex set narrower
    width = {60: 40, 110: 34}
    pages = [
        content(
            set_lines(
                [line for one in (PARAGRAPHS[n], PARAGRAPHS[n - 1]) for line in wrapped(one, width[left])], left, 760
            )
        )
        for n, left in enumerate(lefts)
    ]
    assert read(pages) == [PARAGRAPHS[n - k] for n in range(4) for k in (0, 1)]


def test_two_columns_are_read_one_after_the_other() -> None:
    # the baselines of the second column stand half a line lower, as in many gazettes
    left = [line for one in PARAGRAPHS[:2] for line in wrapped(one, 20)]
    right = [line for one in PARAGRAPHS[2:] for line in wrapped(one, 20)]
    for drop in (0, 9):
        pieces = [(190.0, 790.0, "江城市质量发展规划"), *set_lines(left, 60, 750), *set_lines(right, 330, 750 - drop)]
        assert read([content(pieces)]) == ["江城市质量发展规划", *PARAGRAPHS]


def test_a_table_of_two_columns_is_no_page_of_two_columns() -> None:
    rows = [("制造业产品质量合格率指标", "达到百分之九十五"), ("农产品质量监测合格率指标", "达到百分之九十八")] * 5
    pieces = [
        piece
        for n, (name, level) in enumerate(rows)
        for piece in ((60.0, 760.0 - 22 * n, name), (330.0, 760.0 - 22 * n, level))
    ]
    assert read([content(pieces)])[0] == "制造业产品质量合格率指标\t达到百分之九十五"


BACKGROUND = "0.9 g 0 0 640 842 re f 0.8 g 40 300 270 500 re f 310 300 270 500 re f 40 40 540 260 re f 0 g\n"
FRAMES = "30 30 580 780 re S 30 420 m 610 420 l S 320 30 m 320 30.5 l S\n"
DRAWING = "".join(f"{40 + 45 * n} 40 45 {30 + 20 * n} re S\n" for n in range(12))  # bars of a chart under the text


@pytest.mark.parametrize("drawn", [BACKGROUND, FRAMES, DRAWING])
def test_backgrounds_and_drawings_are_no_rules_of_a_table(drawn: str) -> None:
    lines = [line for one in PARAGRAPHS for line in wrapped(one, 40)]
    assert read([content(set_lines(lines, 60, 780), drawn)]) == PARAGRAPHS


@pytest.mark.parametrize("gap", [14, 16, 20])
def test_text_behind_a_table_is_no_part_of_its_last_row(gap: int) -> None:
    head = ["指标", "单位", "2015年", "2020年"]
    rows = [head, ["农产品抽检合格率", "%", "96", "98"], ["有效发明专利", "件", "800", "1500"]]
    pieces = [(60 + 120.0 * n, 700 - 16.0 * r, cell) for r, row in enumerate(rows) for n, cell in enumerate(row)]
    before = set_lines(wrapped(PARAGRAPHS[0], 40), 60, 780)
    after = [(x, y, text) for x, y, text in set_lines(wrapped(PARAGRAPHS[2], 40), 60, 668 - gap)]
    assert read([content([*before, *pieces, *after])]) == [
        PARAGRAPHS[0],
        *("\t".join(row) for row in rows),
        PARAGRAPHS[2],
    ]


def test_a_plan_in_two_columns_keeps_its_targets() -> None:
    title, head = "江城市质量发展规划（2016—2020年）", "一、主要目标"
    whole = [len(code(Plan.from_text("\n".join([title, head, *PARAGRAPHS, "二、保障措施"]))).targets)]
    left = [head, *[line for one in PARAGRAPHS[:2] for line in wrapped(one, 20)]]
    right = [*[line for one in PARAGRAPHS[2:] for line in wrapped(one, 20)], "二、保障措施"]
    page = content([(190.0, 790.0, title), *set_lines(left, 60, 750), *set_lines(right, 330, 750)])
    assert [len(code(Plan.from_text("\n".join(read([page])))).targets)] == whole and whole[0] > 14


def turned(pieces: list[Piece], a: float, b: float, c: float, d: float, e: float, f: float) -> str:
    """The same text under a matrix, as a page is set that is wider than high."""
    shown = "".join(
        f"{a} {b} {c} {d} {e + a * x + c * y} {f + b * x + d * y} Tm <{hexed(text)}> Tj\n" for x, y, text in pieces
    )
    return f"BT /F1 {SIZE} Tf\n{shown}ET\n"


def changed(pages: list[str], **words: str) -> list[str]:
    """Read a PDF with other words in its objects than the builder's."""
    data = pdf_of(pages).decode("latin-1")
    for name, value in words.items():
        old = {"page": "/MediaBox [0 0 640 842]", "writing": "Identity-H", "unicode": "/ToUnicode 6 0 R"}[name]
        assert old in data
        data = data.replace(old, value)
    return extract(data.encode("latin-1"), "x.pdf").text.split("\n")


TURNS = {
    90: (0, 1, -1, 0, 842, 0),
    180: (-1, 0, 0, -1, 640, 842),
    270: (0, -1, 1, 0, 0, 640),
    3: (0.99863, 0.05234, -0.05234, 0.99863, 40, -20),
    357: (0.99863, -0.05234, 0.05234, 0.99863, 0, 20),
}


@pytest.mark.parametrize("angle", TURNS)
@pytest.mark.parametrize("told", [True, False], ids=["the page says so", "it does not"])
def test_a_turned_page_reads_like_an_upright_one(angle: int, told: bool) -> None:
    lines = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, 34)]
    page = f"{f'/Rotate {angle} ' if told and angle % 90 == 0 else ''}/MediaBox [0 0 842 842]"
    upright = content(set_lines(lines, 60, 780))
    aside = turned(set_lines(lines, 60, 780), *TURNS[angle])
    assert changed([aside], page=page) == PARAGRAPHS
    other = [line for paragraph in reversed(PARAGRAPHS) for line in wrapped(paragraph, 34)]
    annex = turned(set_lines(other, 60, 780), *TURNS[angle])  # one page of several
    assert changed([upright, annex], page=page) == [*PARAGRAPHS, *reversed(PARAGRAPHS)]


def test_a_ruled_table_set_sideways_keeps_its_cells() -> None:
    rows = ["指标 2015年 2020年", "产品质量合格率（%） 92 95以上", "省级名牌产品（个） 120 200"]
    pieces = [(100 + 200 * n, 500 - 30 * m, cell) for m, row in enumerate(rows) for n, cell in enumerate(row.split())]
    edges = [(90, 520 - 30 * m, 690, 520 - 30 * m) for m in range(4)] + [
        (90 + 200 * n, 430, 90 + 200 * n, 520) for n in range(4)
    ]
    rules = "".join(f"{640 - b} {a} m {640 - d} {c} l S\n" for a, b, c, d in edges)
    text = changed([rules + turned(pieces, 0, 1, -1, 0, 640, 0)], page="/Rotate 90 /MediaBox [0 0 640 842]")
    assert text == ["\t".join(row.split()) for row in rows]


@pytest.mark.parametrize("way", ["font", "one by one"])
def test_text_that_runs_downwards_is_read_column_by_column_from_the_right(way: str) -> None:
    columns = [
        ("　　" + paragraph)[at : at + 40] for paragraph in PARAGRAPHS for at in range(0, len(paragraph) + 2, 40)
    ]
    pieces = []
    for number, column in enumerate(columns):
        start = len(column) - len(column.lstrip("　"))
        x, y = 580 - 20 * number, 800 - SIZE * start
        runs = [column.lstrip("　")] if way == "font" else column.lstrip("　")
        pieces += [(x, y - SIZE * at, run) for at, run in enumerate(runs)]
    writing = "UniGB-UTF16-V" if way == "font" else "UniGB-UTF16-H"  # a font that is named and not carried along
    assert changed([content(pieces)], writing=writing, unicode="") == PARAGRAPHS


def test_a_watermark_across_the_page_is_left_out() -> None:
    lines = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, 34)]
    mark = turned(
        [(100 + 80 * n, 100, "内部资料注意保存" * 3) for n in range(4)], 0.7071, 0.7071, -0.7071, 0.7071, 0, 0
    )
    assert read([content(set_lines(lines, 60, 780)) + mark]) == PARAGRAPHS


def test_fonts_that_say_nothing_of_their_characters_are_named() -> None:
    lines = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, 34)]
    wrong = {sign: chr(0x9000 + 7 * number) for number, sign in enumerate(sorted(set("".join(lines))))}
    garbled = [(x, y, "".join(wrong[sign] for sign in text)) for x, y, text in set_lines(lines, 60, 780)]
    with pytest.raises(SourceError, match=r"do not say which characters they show \(page 2\)"):
        read([content(set_lines(lines, 60, 780)), content(garbled)])


@pytest.mark.parametrize(
    ("text", "kept"), [("99.5%。三是", "99.5%。"), ("1,200人", "1,200"), ("9.积极", "9."), ("满意率", "满")]
)
def test_a_decimal_number_is_one_word_that_a_printer_takes_to_the_next_line(text: str, kept: str) -> None:
    from types import SimpleNamespace

    from qcompare.text.formats.pdf import _first_word

    signs = [SimpleNamespace(text=sign, x=float(at), reach=at + 1.0) for at, sign in enumerate(text)]
    assert _first_word(SimpleNamespace(signs=signs)) == len(kept)
