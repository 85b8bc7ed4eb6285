"""What pages leave in a text that was taken out of them: contents, page numbers glued to lines, the margin, lost breaks."""

from __future__ import annotations

import re
from collections import Counter

Span = tuple[int, int]

# 「一、总体要求……1」: a line of a table of contents.
CONTENTS = re.compile(r"[^。;]{2,60}?(?:\.{3,}|…+|·{3,}|-{4,}|_{3,}|(?:[.·] ){3,}) *[-–(]? ?\d{1,3} ?[-–)]?[ \t]*")

_GLUED_PAGE = re.compile(r"[ \t]*(?:[-–][ \t]*)?(\d{1,3})(?:[ \t]*[-–])?[ \t]*(?=[\u4e00-\u9fff]|$)")
_FEWEST_PAGES, _PAGE_LINES = 3, (8, 160)  # so many numbers in a row are pages; so many lines lie between two


def glued_page_numbers(lines: list[str]) -> dict[int, int]:
    """Return the lines that start with the number of a page which the line before ended, and how long that is.

    「…基」「12本一致」: alone it could be a count; as one of a series of numbers that grow by one from page to page, some of
    them on lines of their own, it is the page's.
    """
    found = [
        (number, int(match[1]), match.end() if match.end() < len(lines[number].rstrip()) else 0)
        for number, line in enumerate(lines)
        if line[:1] in " \t-–0123456789" and (match := _GLUED_PAGE.match(line))
    ]
    # For each number the longest series that ends with it.
    series: dict[int, list[tuple[int, int, list[int]]]] = {}
    longest: list[int] = []
    kept: dict[int, int] = {}
    for place, (number, page, _) in enumerate(found):
        before = [
            chain
            for line, _, chain in series.get(page - 1, [])[-20:]
            if _PAGE_LINES[0] <= number - line <= _PAGE_LINES[1]
        ]
        chain = [*max(before, key=len, default=[]), place]
        series.setdefault(page, []).append((number, page, chain))
        longest = max(longest, chain, key=len)
    if len(longest) >= _FEWEST_PAGES:
        kept = {found[place][0]: found[place][2] for place in longest if found[place][2]}
    return kept


_LONG_LINE, _FAR_OFF = 300, 8
_GAP = re.compile(r" {2,}")


def left_margin(text: str, paged: bool) -> list[Span]:
    """Return the runs of spaces that set off the whole page from the left, as ``pdftotext -layout`` writes them.

    Where nearly every line is set off by spaces, what most of them have in common is no indent of a paragraph. Of a text
    without form feeds (``paged``) it must be wider than an indent.
    """
    lines = text.split("\n")
    indented = text.count("\n ") + text.startswith(" ")
    flush = len(lines) - lines.count("") - indented
    if flush > (flush + indented) * 0.2:
        return []  # counted sooner than each line is looked at
    starts = [(match.start(), match.end() - 1) for match in _LEFT.finditer("\n" + text)]
    depths = Counter(end - start for start, end in starts)
    total = sum(depths.values())
    if total < 12 or depths[0] > total * 0.2:
        return []
    margin, count = depths.most_common(1)[0]
    if count < total * 0.4 or len(depths) < 3 or not paged and margin < 4:
        return []
    return [(start, min(end, start + margin)) for start, end in starts if end > start]


_LEFT = re.compile(r"\n *(?=[^ \n])")  # found much faster than ^


def paragraphs(text: str) -> str:
    r"""Return a text with line breaks where only gaps part the paragraphs of a line: a document copied into one line.

    >>> paragraphs("一、环境形势" + "。".join(["环境保护是基本国策"] * 40) + "。   二、主要目标").count("\n")
    1
    """
    if "  " not in text:
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if len(line) > _LONG_LINE and "  " in line.strip():
            lines[number] = _GAP.sub(_parted, line)
    return "\n".join(lines)


def _parted(gap: re.Match[str]) -> str:
    line, (start, end) = gap.string, gap.span()
    # 「国  务  院」: letters set apart, not paragraphs; a signature at the far end of a line is set off by more
    alone = re.match(r"[^ ]( |$)", line[end : end + 2]) or re.search(r"(?:^| )[^ ]$", line[max(0, start - 2) : start])
    spaced = _SPACED_HEADS.fullmatch(line[max(0, start - 1) : start] + line[end : end + 1])
    return gap.group() if (alone and end - start < _FAR_OFF) or spaced or not start else "\n" + gap.group()[1:]


_SPACED_HEADS = re.compile("指标|项目|单位|名称|内容|类别|序号|目标")  # heads of tables are written 指  标
