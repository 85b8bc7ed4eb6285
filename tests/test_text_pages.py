"""Pages taken out of a PDF as text: hard line breaks, margins, page numbers, tables of contents come off again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qcompare.coding import code
from qcompare.text import Plan

WIDTH, PER_PAGE = 30, 10
HEADS = ("一、指导思想与基本原则", "二、主要目标", "三、重点任务", "四、保障措施")
TEXTS = (
    "坚持质量第一、效益优先，以提高供给质量为主攻方向，全面提高产品、工程、服务和环境质量，推动全市经济与全省经济增速基本一致，"
    "形成政府主导、企业主体、社会参与的工作格局，为建设现代化江城打下坚实的质量基础。",
    "到2020年，主要农产品质量安全抽检合格率稳定在98%以上，重点工业产品监督抽查合格率达到95%以上，大中型工程一次验收合格率"
    "达到100%，主要服务业顾客满意度达到85以上，全市规模以上工业总产值达到2800亿元左右。",
    "加强质量技术基础建设，新建国家级检测中心3个、省级检测中心12个，制定和修订地方标准60项以上，培育省级以上品牌120个，"
    "对全市3000家重点企业开展质量诊断，帮助企业改进工艺、降低损耗，提高质量管理水平。",
    "各县区、各部门要加强组织领导，明确责任分工，落实工作经费，加大宣传力度，营造人人关心质量、人人重视质量的社会氛围，"
    "每年对工作进展情况进行一次评估，及时研究解决工作中出现的困难和问题。",
)
PARAGRAPHS = [part for head, text in zip(HEADS, TEXTS, strict=True) for part in (head, text, text)]
TITLE = "江城市质量发展规划（2016—2020年）"


def lines(paragraph: str, indent: str, margin: str) -> Iterator[str]:
    """Yield a paragraph set to the width; no line starts with a mark."""
    room = WIDTH - 2
    while paragraph:
        end = room
        while end < len(paragraph) and paragraph[end] in "，。、；：）%”":
            end += 1
        yield margin + indent + paragraph[:end]
        paragraph, indent, room = paragraph[end:], "", WIDTH


def pages(
    foot: str, indent: str = "", margin: str = "", contents: bool = False, glued: bool = False, feed: str = ""
) -> str:
    """Return the plan as pages: ``foot`` with the number and count of pages at the end of each, ``glued`` to the next line."""
    body = [line for paragraph in PARAGRAPHS for line in lines(paragraph, indent, margin)]
    count = len(body) // PER_PAGE + 1
    made = [
        TITLE,
        *([head + "." * (70 - 2 * len(head)) + str(n) for n, head in enumerate(HEADS, 1)] if contents else []),
    ]
    for number, line in enumerate(body):
        page, first = divmod(number, PER_PAGE)
        if page and not first:
            words = foot.format(page, count)
            if not glued:
                made.append(margin + words)
            line = feed + (words if glued else "") + line
        made.append(line)
    return "\n".join(made)


def targets(source: str) -> list[tuple[str, str, object]]:
    return [
        ("".join(row["level_text"].split()), row["indicator"], row["year"])
        for row in code(Plan.from_text(source)).targets
        if row["type"] != "qualitative"
    ]


WHOLE = targets("\n".join([TITLE, *PARAGRAPHS]))


@pytest.mark.parametrize("foot", ["{0}", "- {0} -", "{0}/{1}", "第{0}页 共{1}页"])
@pytest.mark.parametrize(("indent", "margin"), [("", ""), ("　　", ""), ("    ", "       ")])
@pytest.mark.parametrize("contents", [False, True])
@pytest.mark.parametrize("feed", ["", "\f"])
def test_pages_are_read_like_the_text_that_was_set(
    foot: str, indent: str, margin: str, contents: bool, feed: str
) -> None:
    assert len(WHOLE) == 18
    assert targets(pages(foot, indent, margin, contents, feed=feed)) == WHOLE


def test_a_page_s_number_glued_to_the_next_line_is_no_count() -> None:
    source = pages("{0}", glued=True)
    assert targets(source) == WHOLE
    noise = [row["text"] for row in code(Plan.from_text(source)).numerals if row["role"] == "noise"]
    assert noise == ["1", "2", "3"]


def test_lines_that_start_with_a_count_keep_it() -> None:
    """Numbers at the start of lines that do not count the pages belong to the text."""
    source = "\n".join(
        [TITLE, "一、重点任务", *(f"新建检测站{word}和实验室，完善检验检测体系，在全市各县区建成\n{n}个检测中心，形成网络。"
                                 for word, n in zip("甲乙丙丁戊己庚辛", (4, 9, 2, 7, 3, 8, 6, 5), strict=True))]
    )  # fmt: skip
    found = targets(source)
    assert [level for level, _, _ in found] == [f"{n}个" for n in (4, 9, 2, 7, 3, 8, 6, 5)]
