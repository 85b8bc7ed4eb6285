"""What of a page's layout belongs to the page and not to the text: wrapped lines, page numbers, spaces.

Scanned and printed plans come with hard line breaks at a fixed width, with page numbers between them, and with
spaces between the digits of a numeral. All of these are found here, on text that is already half width.
"""

from __future__ import annotations

import re
from collections import Counter

from qcompare.text.pages import CONTENTS, glued_page_numbers
from qcompare.text.table_lines import SENTENCE, beside_rows, is_table_row, two_column_rows

Span = tuple[int, int]

_HAN = "\u3400-\u9fff〇"
CN = "一二三四五六七八九十百"
# 「一、」 or 「一.」 before a heading; in 「一、二、三产业」, 「二、三季度」, 「一、二级市场」 no heading starts.
COUNTED = rf"[{CN}]{{1,3}}(?:、(?![一二三四五六七八九十]{{1,2}}(?:[、和及与]|[大]?[次产类级线期季批])|[三四]产)|\.(?=[^\d{CN}]|(?:19|20)\d\d)| (?=(?:19|20)\d\d年|[“\"]))"
# A line that starts like this starts a paragraph, whatever came before.
STARTS_PARAGRAPH = re.compile(
    rf"[ \t]*(?:{COUNTED}|第[{CN}]{{1,4}}[章节篇条部]|\([一二三四五六七八九十]{{1,3}}\)|\(\d{{1,2}}\)|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.、 )](?!,?\d)"
    r"|[①-⑳•·●◆■□▪*]|——|--|专栏|附件|附表|表\d|图\d|[一二三四五六七八九十]是)"
)
_ENDS_PARAGRAPH = re.compile(r"[。;:!?…]['\"”’」』)]?$")
_PAGE = re.compile(
    # one run of blanks and dashes before the number: two runs that can share blanks take quadratic time
    r"[-—–·~ \t]*\d{1,4}[-—–·~ \t]*|[ \t]*(?:第? ?\d{1,4} ?页(?:[ ,/]*共 ?\d{1,4} ?页)?|\d{1,3} ?/ ?\d{1,3}|page ?\d{1,4})[ \t]*",
    re.I,
)
_PAGED = re.compile(rf"\n(?:{_PAGE.pattern})(?=\n)", re.I)
# The running head of a gazette: its name, year and number of issue.
GAZETTE = re.compile(r"[ \t]*[^,。;:\n]{2,16}公报[ \t]*(?:19|20)\d\d年?[ \t]*第? ?\d{1,3} ?期[ \t]*")
# Written with + or with the tab, the pattern would be tried at every character; few texts have a tab.
_SPACES, _SPACES_AND_TABS = re.compile(r" (?<![\n ] ) *"), re.compile(r"[ \t][ \t]*")  # the first without indents
_TIGHT = re.compile(rf"[{_HAN}0-9%‰.,、。;:!?()《》〈〉〔〕\[\]【】“”‘’「」『』~—–\-+<>≥≤=/·○]")


def wrap_width(lines: list[str], sizes: list[int], slack: int) -> int:
    """Return the width at which a text was wrapped by hand or by a scanner, or 0.

    A wrapped text has a width that many of its lines reach and hardly any passes; the lines that reach it
    mostly end in the middle of a sentence.

    Parameters
    ----------
    lines, sizes
        The lines, and how wide each is set.
    slack
        How much shorter or longer than the width a full line may be: a line does not start with a full stop.
    """
    lengths: Counter[int] = Counter()
    open_ended: Counter[int] = Counter()
    for line, width in zip(lines, sizes, strict=True):
        if line.strip():
            lengths[width] += 1
            open_ended[width] += not _ENDS_PARAGRAPH.search(line.rstrip())
    total = sum(lengths.values())
    longer = 0
    for width in sorted(lengths, reverse=True):
        if total < 4 or width < 12 or longer - sum(lengths[width + step] for step in range(1, slack)) > total * 0.03:
            return 0
        near = range(width - slack, width + slack)
        full = sum(lengths[size] for size in near)
        if full >= max(3, total * 0.2) and sum(open_ended[size] for size in near) >= full * 0.6:
            # Of widths this near each other the commonest is the margin.
            return max(near, key=lambda size: (lengths[size], size))
        longer += lengths[width]
    return 0


def ragged_width(lines: list[str], sizes: list[int]) -> int:
    """Return the width that hardly any line of a text passes whose lines were wrapped to no even margin, or 0.

    Where text recognition mixes full and half width and puts in spaces, full lines differ by several characters. Such a
    text is known by its long lines: most of them stop in the middle of a sentence that the next line goes on with, and
    hardly any line stops there that is not long. Items of a list without full stops are of all lengths.
    """
    filled = [number for number, line in enumerate(lines) if line.strip() and not _PAGE.fullmatch(line)]
    if len(filled) < 10:
        return 0
    widest = sorted(sizes[number] for number in filled)[int(len(filled) * 0.97)]
    if widest < 20:
        return 0
    full = full_open = short_open = 0
    for number, after in zip(filled, filled[1:], strict=False):
        line = lines[number]
        ends = _ENDS_PARAGRAPH.search(line.rstrip()) or not SENTENCE.search(line)
        goes_on = not ends and _continues(line, lines[after], 0, False)
        is_full = sizes[number] >= widest - _ragged(widest)
        full += is_full
        full_open += is_full and goes_on
        short_open += goes_on and not is_full
    enough = full_open >= max(5, len(filled) * 0.2)
    return widest if enough and full_open >= full * 0.6 and full_open >= short_open * 3 else 0


def _ragged(width: int) -> int:
    """Return by how much the full lines of a text without an even margin may stay behind the widest."""
    return width * 2 // 9


def _reach(line: str, size: int, width: int, slack: int, indented: bool, between: str) -> tuple[int, int]:
    """Return by how much a line passes the margin, and from where on the next may go on with it."""
    full = size - width
    if indented and -slack <= full + _indent(line) <= slack:
        full += _indent(line)
    # A line of running text that does not end its sentence goes on, also where it is a little short; the last line of a
    # page may be cut off anywhere.
    short = _shortest(line, width)
    if short == _ragged(width) and between.strip() and _PAGED.search(between):
        short = width
    return full, -max(slack, short)


def _shortest(line: str, width: int) -> int:
    """Return by how much a line may stay behind the margin and still go on: running text more than what may be a heading.

    The first line of a paragraph is short by its indent, which a copy may have lost.
    """
    if SENTENCE.search(line):
        return _ragged(width)
    return 0 if STARTS_PARAGRAPH.match(line) and ":" not in line else width // 8


def _width(line: str) -> int:
    """Return how much of a line is set: scanners put spaces between characters that take no room in print."""
    return len(line) - line.count(" ") - line.count("\t")


def _indent(line: str) -> int:
    """Return the width of a paragraph's indent, which takes room where inner spaces do not; a centred line has none."""
    indent = len(line) - len(line.lstrip(" \t"))
    return indent if indent <= _DEEPEST else 0


_WIDE = re.compile(r"[^\x00-\xff]")


# No page is set wider than this; a text with longer lines was not wrapped.
_WIDEST = 100
_DEEPEST = 8


def _columns(line: str) -> int:
    """Return the width of a line in columns of a printed page, where a Han character takes two."""
    line = line.rstrip()
    return len(line) + len(_WIDE.findall(line))


def soft_breaks(text: str, shown: str | None = None) -> tuple[list[Span], list[Span]]:
    """Return the line breaks that stand inside paragraphs, and the page furniture caught between them.

    Parameters
    ----------
    text
        Half-width text.
    shown
        The same text as it was set, character for character, for the width of its lines.

    Returns
    -------
    breaks
        Runs of the text to leave out, ascending: a line break, with the page number or running head in it.
    furniture
        The parts of those runs that are page furniture.
    """
    lines = text.split("\n")
    # A table of contents is set to the margin by its dots, whatever its words: it says nothing of the margin.
    contents = {number for number, line in enumerate(lines) if line[-1:].isdigit() and CONTENTS.fullmatch(line)}
    running = ["" if number in contents else line for number, line in enumerate(lines)] if contents else lines
    if sum(_width(line) > _WIDEST for line in running if len(line) > _WIDEST) > len(lines) * 0.03:
        return [], []
    width, slack, sizes, indented = _margin(running, text, shown or text)
    if not width:
        return [], []
    repeated = {
        line
        for line, count in Counter(line.strip() for line in lines).items()
        if count >= 3 and 3 < len(line) < width - 2 and not _ENDS_PARAGRAPH.search(line) and line[-1] not in ",、"
    }
    glued = glued_page_numbers(lines)
    breaks: list[Span] = []
    furniture: list[Span] = []
    at, previous, previous_end = 0, -1, 0
    for number, line in enumerate(lines):
        end = at + len(line)
        if number in contents:
            at, previous = end + 1, -1
            continue
        if _is_page_furniture(lines, number, width, repeated):
            at = end + 1
            continue
        between = text[previous_end:at]
        full, least = (
            _reach(lines[previous], sizes[previous], width, slack, indented, between) if previous >= 0 else (-1, 0)
        )
        page = glued.get(number, 0)
        page_between = bool(between.strip() or page)
        if (
            full >= least
            and _continues(lines[previous], line[page:], full, between.count("\n") > 1)
            # a numeral goes on in the next line, but not over the number of a page: that would be a digit of two numerals
            and not (page_between and lines[previous][-1:].isdigit() and line[page : page + 1].isdigit())
        ):
            if page_between:
                furniture.append((previous_end, at + page))
            breaks.append((previous_end, at + page))
        elif page:
            furniture.append((at, at + page))
            breaks.append((at, at + page))
        previous, previous_end, at = number, end, end + 1
    return breaks, furniture


def _margin(lines: list[str], text: str, shown: str) -> tuple[int, int, list[int], bool]:
    """Return how a text was wrapped: width (0: it was not), slack, sizes of the lines, and whether indents add to them."""
    sizes = list(map(_width if " " in text or "\t" in text else len, lines))
    width = wrap_width(lines, sizes, 2)
    if width:
        return width, 2, sizes, True
    # Pages set in columns: digits and Latin letters take half the room, so lines differ in characters.
    columns: list[int] = []
    at = 0
    for line in lines:
        columns.append(_columns(shown[at : at + len(line)]))
        at += len(line) + 1
    width = wrap_width(lines, columns, 4)
    if width:
        return width, 4, columns, False
    width = ragged_width(lines, sizes)
    return width, _ragged(width), sizes, True


def _is_page_furniture(lines: list[str], number: int, width: int, repeated: set[str]) -> bool:
    """Tell whether a line is blank, a page number, a line that every page repeats, or the running head beside one."""
    line = lines[number]
    stripped = line.strip()
    if not stripped or _PAGE.fullmatch(line) or stripped in repeated or GAZETTE.fullmatch(line):
        return True
    if _width(line) > width * 0.7 or _ENDS_PARAGRAPH.search(stripped) or STARTS_PARAGRAPH.match(line) or "," in line:
        return False
    beside = lines[number - 1 : number] + lines[number + 1 : number + 2]
    return any(near.strip() and _PAGE.fullmatch(near) for near in beside)


_FEW_WORDS = 8
# Cells of a table row, and the corners of a table that is drawn.
_CELLS = re.compile(r"[\t|│┃┌├└┏┣┗╔╠╚]")


_OVER_TABLE = re.compile(r"单位:[^,。;()\n]{1,14}\)?[ \t]*$")  # 表2 各县任务(单位:万亩): below it starts a table


def _continues(previous: str, line: str, full: int, apart: bool) -> bool:
    """Tell whether ``line`` goes on with the paragraph of the full line before it."""
    if line[:1] in " \t" or STARTS_PARAGRAPH.match(line) or _CELLS.search(previous) or _CELLS.search(line):
        return False
    if is_table_row(previous) or is_table_row(line) or _OVER_TABLE.search(previous):
        return False
    if _ENDS_PARAGRAPH.search(previous.rstrip()):
        # A sentence that happens to end at the margin; with a gap or page between, believe the gap; a few words without a
        # full stop are a heading or the name of a table.
        return full >= 0 and not apart and (len(line) > _FEW_WORDS or bool(_ENDS_PARAGRAPH.search(line.rstrip())))
    return True


def closing_spaces(text: str) -> list[Span]:
    """Return the runs of spaces inside numerals, words and sentences, ascending.

    Spaces that indent a line, separate Latin words or separate the cells of a table row are kept.
    """
    if " " not in text and "\t" not in text:
        return []
    spans: list[Span] = []
    rows = two_column_rows(text)
    line_end, table = -1, False
    for gap in (_SPACES_AND_TABS if "\t" in text else _SPACES).finditer(text):
        start, end = gap.span()
        if start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n":
            continue
        if start > line_end:
            line_start = text.rfind("\n", max(0, start - 400), start) + 1 or max(0, start - 400)
            line_end = text.find("\n", start, start + 400)
            line_end = min(len(text), start + 400) if line_end < 0 else line_end
            line = text[line_start:line_end]
            table = is_table_row(line) or line.strip() in rows or beside_rows(text, line_start, line_end)
        if table or "\t" in gap.group() or end - start > 3 or _NUMBERED.match(text, line_start, end + 1):
            continue
        if _TIGHT.match(text[start - 1]) and _TIGHT.match(text[end]) and not _between_numbers(text, line_start, gap):
            spans.append((start, end))
    return spans


# 「一 2009年工作回顾」: the space stands for 、; in 「一 批 企 业」 it is a scanner's.
_NUMBERED = re.compile(rf"[ \t]*[{CN}]{{1,2}} +(?=[12“\"])")
_BOX_NUMBER = re.compile(r"[ \t]*(?:专栏|附?[表图]|附件) ?\d{1,2}$")
_YEARS = re.compile(r"(?:19|20)\d\d(?:年|[~—–-])")


def _between_numbers(text: str, line_start: int, gap: re.Match[str]) -> bool:
    """Tell whether a space stands between the number of a box, table or figure and the year that its title starts with."""
    start, end = gap.span()
    return (
        text[end] in "12"
        and text[start - 1].isdigit()
        and bool(_YEARS.match(text, end) and _BOX_NUMBER.match(text, line_start, start))
    )
