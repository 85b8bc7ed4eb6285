"""Lines of the normalised text → blocks with their headings, and the part of the plan that each stands in.

A block is a paragraph, a list item, a heading or a table row. The heading tree is the spine of the coding: year,
domain and part are inherited down it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qcompare.lexicon.patterns import pattern
from qcompare.text.dates import small
from qcompare.text.furniture import is_furniture
from qcompare.text.genre import genre_of
from qcompare.text.headings import PAST, is_section, leads_with_period, says
from qcompare.text.hints import Hint
from qcompare.text.layout import CN, COUNTED
from qcompare.text.parts import mark_parts
from qcompare.text.table_lines import is_table_row

# Numbering styles of the genre, outermost first. A style's place here is its depth: whichever styles a plan
# uses, it nests them in this order.
_MARKERS = (
    rf"第[{CN}\d]+(?:篇|编|部分)",
    rf"第[{CN}\d]+章",
    rf"第[{CN}\d]+节",
    COUNTED,
    rf"\([{CN}]+\)、?|[㈠-㈩]、?",
    r"\d{1,2}(?:、|\.(?!\d)|\.(?=(?:19|20)\d\d年))|[⒈-⒛]",
    r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?(?=[ \u4e00-\u9fff“\"])",
    r"\(\d{1,2}\)|\d{1,2}\)|[⑴-⒇]",
    r"[①-⑳]",
    rf"——|--|—(?=[\u4e00-\u9fff])|[•·●◆■□▪*] ?|[{CN}]是",
)
_MARKER = re.compile("[ \t]*(?:" + "|".join(f"({style})" for style in _MARKERS) + ")[ \t]*")
_MARKER_STARTS = frozenset(
    f"第({CN}—-•·●◆■□▪*0123456789" + "".join(map(chr, (*range(0x2460, 0x249C), *range(0x3220, 0x322A))))
)
BULLET = len(_MARKERS)

# Copies that lost their line breaks: 「二、工作目标到2017年,…」, 「一、指导思想以…为指导」, 「二、2009年工作安排2009年,…」.
_GLUED_TEXT = pattern(
    r"(?P<title>(?:指导思想|总体(?:要求|思路|目标)|基本原则|(?:工作|主要|发展|奋斗|具体|规划)目标|(?:重点|主要|工作)任务|(?:保障|工作|主要|政策)措施|组织实施)(?=到?\d{4}年|以[^,。]{2}|坚持|[\u4e00-\u9fff]{2,}[,。])"
    r"|(?:{century}\d\d年|[“\"][{cn}]{1,2}五[”\"]|过去[一五]年|今后五年)的?[^,。:;\d]{0,16}?{heading_section}(?={century}\d\d年|[“\"]|过去|今年|今后|各位|{heading_manner}|[\u4e00-\u9fff]{2,}[,。]))".replace(
        "{cn}", CN
    )
)
# A heading glued to the end of the paragraph before, as in 「…(略)三、强化主体作用」.
_GLUED = re.compile(rf"[。!)】](?:{COUNTED}|\([{CN}]{{1,3}}\))(?:[^。;:,\n]{{2,30}}(?=[。\n]|$)|{_GLUED_TEXT.pattern})")
_GLUE = Hint(end + first for end in "。!)】" for first in f"({CN}")

_TITLE_END = re.compile(r"[。:\n]")
_SENTENCE = re.compile(r"[。;,]")
_ENDS = re.compile(r"[。;!?]")
_NUMBERED_LINE_TITLE = 36
_UNNUMBERED_TITLE = 40
_PROSE = 30  # what stands under a heading without a number is at least so long, or ends like a sentence


@dataclass(slots=True)
class Block:
    """One paragraph, list item, heading or table row of a plan.

    Offsets are into the normalised text. ``level`` is the depth of the block's own number or bullet
    (1 outermost, 0 none); ``title`` is the run of its title, empty where it has none; ``part`` is goals, body
    or front; ``status``: it tells what was done or where one stands; ``turns``: the heading above it names two
    times, and it opens with one to come, which governs what follows; ``article``: it belongs to a regulation in
    articles; ``parents`` are the numbers of the blocks whose
    headings stand above it, outermost first.
    """

    start: int
    end: int
    kind: str
    level: int = 0
    body: int = 0
    title: tuple[int, int] = (0, 0)
    part: str = "body"
    status: bool = False
    turns: bool = False
    article: bool = False
    parents: tuple[int, ...] = field(default=())


def blocks(text: str) -> list[Block]:
    """Return the blocks of a normalised text, in order; each non-blank line lies in exactly one."""
    found = [block for start, end in _pieces(text) if (block := _block(text, start, end)).start < block.end]
    _mark_furniture(text, found)
    _mark_headings(text, found)
    _nest(text, found)
    mark_parts(text, found, genre_of(text))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text, split where a heading is glued to the paragraph before it."""
    glued = (at + 1 for at in _GLUE(text) if _GLUED.match(text, at))
    cut = next(glued, len(text))
    end = -1
    while end < len(text):
        start, end = end + 1, text.find("\n", end + 1)
        if end < 0:
            end = len(text)
        while cut < end:
            if cut > start:
                yield start, cut
            start, cut = cut, next(glued, len(text))
        if start < end:
            yield start, end


def _block(text: str, start: int, end: int) -> Block:
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    match = _MARKER.match(text, start, end) if text[start : start + 1] in _MARKER_STARTS else None
    if match is None:
        return _unnumbered(text, start, end)
    level, body = match.lastindex or 0, match.end()
    glued = _GLUED_TEXT.match(text, body, end)
    stop = _TITLE_END.search(text, body, min(end, body + _NUMBERED_LINE_TITLE))
    title_end = stop.start() if stop else end
    if glued and glued.end("title") < title_end:
        return Block(start, end, "text", level, glued.end("title"), glued.span("title"))
    if title_end - body > _NUMBERED_LINE_TITLE:
        title_end = body
    whole = title_end >= end - 1
    title = (body, title_end)
    kind = "heading" if whole and title_end > body and (level < BULLET or title_end == end) else "text"
    return Block(start, end, kind, level, body if whole or not stop else stop.end(), title)


def _unnumbered(text: str, start: int, end: int) -> Block:
    line = text[start:end]
    if is_table_row(line):
        return Block(start, end, "row", 0, start)
    short = end - start <= 24 and not _SENTENCE.search(line) and not line[-1:].isdigit()
    # 「工业产品:…」 and a bare short line lead what follows.
    stop = text.find(":", start, start + 24)
    if stop > start and not _SENTENCE.search(text, start, stop):
        return Block(start, end, "text", 0, stop + 1, (start, stop))
    return Block(start, end, "bare" if short else "text", 0, start, (start, end) if short else (0, 0))


def _mark_furniture(text: str, found: list[Block]) -> None:
    last = len(found) - 1
    for index, block in enumerate(found):
        if block.end - block.start <= 120 and is_furniture(text[block.start : block.end], index, last - index):
            block.kind = "furniture"
            block.level, block.title = 0, (0, 0)


def _mark_headings(text: str, found: list[Block]) -> None:
    """Mark the lines without a number that are headings all the same: 2009年工作回顾, 保障措施.

    Such a line is called what sections are called, and text or a numbered heading stands under it. A cell of a table that
    was taken apart is called so too, but the next cell stands under it; so is a title, but no text stands above it.
    """
    begun = False
    following = dict(zip(*_apart(found), strict=True))
    for index, after in following.items():
        block = found[index]
        line = text[block.start : block.end]
        if not begun and block.level == BULLET and block.kind == "heading" and line[0] in "—-":
            # ——在某市第五届人民代表大会第一次会议上: the second half of a title, under which everything would hang
            block.kind, block.level, block.title, block.body = "bare", 0, (block.start, block.end), block.start
        if (
            not block.level
            and block.kind != "row"
            and len(line) <= _UNNUMBERED_TITLE
            and line[-1] != ":"
            and not _ENDS.search(line)
            and is_section(line)
            and (begun or says(line) == PAST)
            and _holds(text, found, after, following)
        ):
            block.kind, block.title, block.body = "heading", (block.start, block.end), block.start
        begun = (
            begun
            or bool(block.level)
            or block.kind == "heading"
            or (line[-1] == "。" and bool(_SENTENCE.search(line[:-1])))
        )


def _apart(found: list[Block]) -> tuple[list[int], list[int | None]]:
    """Return the numbers of the blocks that belong to the text, and for each the next one."""
    listed = [index for index, block in enumerate(found) if block.kind != "furniture"]
    return listed, [*listed[1:], None] if listed else []


def _holds(text: str, found: list[Block], after: int | None, following: dict[int, int | None]) -> bool:
    """Tell whether what follows a line can stand under it as its text: prose, a numbered item, or one more heading over such."""
    if after is None:
        return False
    block = found[after]
    long = block.end - block.start >= _PROSE or text[block.end - 1] in "。:"
    if block.level or (long and _SENTENCE.search(text, block.start, block.end)):
        return True
    under = following[after]
    return is_section(text[block.start : block.end]) and under is not None and bool(found[under].level)


def _nest(text: str, found: list[Block]) -> None:
    """Give each block the headings above it."""
    # The headings above, innermost last: how deep each is, and the way down to it.
    stack: list[tuple[float, tuple[int, ...]]] = []
    numbered = _next_numbered(found)
    last = max((index for index, block in enumerate(found) if block.kind == "heading" and not block.level), default=-1)
    holders: tuple[int, ...] | None = None  # those of them that hold text without a number
    for index, block in enumerate(found):
        if block.kind == "furniture":
            continue
        if not block.level and block.kind != "heading":
            # Text under a bullet is a new paragraph of the section, unless the bullet is a heading without text.
            if holders is None:
                holders = tuple(way[-1] for level, way in stack if level < BULLET or found[way[-1]].kind == "heading")
            block.parents = holders
            continue
        holders = None
        depth: float = block.level
        if not block.level:
            depth = _depth(text, found, index, stack, numbered[index], index == last)
            block.level = max(1, int(depth + 0.5))
        elif block.level >= BULLET and block.kind == "heading":
            # ——近期(2013—2015年): a bullet that is a heading holds what follows, whatever its numbering.
            for place, (_, way) in enumerate(stack):
                if found[way[-1]].level >= BULLET and found[way[-1]].kind == "heading":
                    del stack[place:]
                    break
            depth = (stack[-1][0] if stack else 0) + 0.5
        while stack and stack[-1][0] >= depth:
            stack.pop()
        block.parents = stack[-1][1] if stack else ()
        stack.append((depth, (*block.parents, index)))


def _next_numbered(found: list[Block]) -> list[Block | None]:
    """Return for each block the first one behind it that has a number."""
    after: Block | None = None
    result: list[Block | None] = []
    for block in reversed(found):
        result.append(after)
        if 0 < block.level < BULLET:
            after = block
    return result[::-1]


def _depth(
    text: str,
    found: list[Block],
    index: int,
    stack: list[tuple[float, tuple[int, ...]]],
    after: Block | None,
    last: bool,
) -> float:
    """Return how deep a heading without a number stands: above the numbering that starts under it, or within one that goes on.

    After 「一、发展环境」 a 「“十一五”发展回顾」 stands within it where the next number is 二, and above all numbers where it is 一.
    ``after`` is the next block with a number; ``last``: no such heading follows.
    """
    title = text[slice(*found[index].title)]
    alike = next((depth for depth, way in stack if depth % 1 and depth < BULLET), None)
    if alike is not None and leads_with_period(title):
        return alike
    if after is None:
        return alike or (stack[0][0] if stack else 0.5)
    if last and not stack and says(title) == PAST:
        return after.level  # the only such heading, over the part that tells what was done: the numbers go on beside it
    is_open = any(depth == after.level for depth, _ in stack)
    return after.level + (0.5 if is_open and _ordinal(text, after) > 1 else -0.5)


_COUNT = re.compile(rf"[{CN}]+|\d+(?!\.\d)")


def _ordinal(text: str, block: Block) -> int:
    """Return the number of a numbered block, 1 where it is not read."""
    match = _COUNT.search(text, block.start, max(block.title[0], block.start + 1))
    if match is None:
        return 1
    return int(match.group()) if match.group().isdigit() else small(match.group()) if len(match.group()) <= 3 else 1
