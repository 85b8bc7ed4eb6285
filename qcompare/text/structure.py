"""Lines of the normalised text → blocks with their headings, and the part of the plan that each stands in.

A block is a paragraph, a list item, a heading or a table row. The heading tree is the spine of the coding: year,
domain and part are inherited down it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qcompare.text.furniture import is_furniture
from qcompare.text.hints import Hint
from qcompare.text.layout import is_table_row

_CN = "一二三四五六七八九十百"
# Numbering styles of the genre, outermost first. A style's place here is its depth: whichever styles a plan
# uses, it nests them in this order.
_MARKERS = (
    rf"第[{_CN}\d]+(?:篇|编|部分)",
    rf"第[{_CN}\d]+章",
    rf"第[{_CN}\d]+节",
    rf"[{_CN}]+、",
    rf"\([{_CN}]+\)、?",
    r"\d{1,2}(?:、|\.(?!\d))",
    r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?(?=[ \u4e00-\u9fff])",
    r"\(\d{1,2}\)|\d{1,2}\)",
    r"[①-⑳]",
    rf"——|--|—(?=[\u4e00-\u9fff])|[•·●◆■□▪*] ?|[{_CN}]是",
)
_MARKER = re.compile("[ \t]*(?:" + "|".join(f"({style})" for style in _MARKERS) + ")[ \t]*")
_MARKER_STARTS = frozenset(f"第({_CN}—-•·●◆■□▪*" + "".join(map(chr, range(ord("①"), ord("⑳") + 1))) + "0123456789")
_LINE = re.compile(r"[^\n]+")
BULLET = len(_MARKERS)

# A heading glued to the end of the paragraph before, as in 「…(略)三、强化主体作用」.
_GLUED = re.compile(rf"[。)】](?:[{_CN}]{{1,3}}、|\([{_CN}]{{1,3}}\))[^。;:,\n]{{2,30}}(?=[。\n]|$)")
_GLUE = Hint(end + first for end in "。)】" for first in f"({_CN}")
_TITLE_END = re.compile(r"[。:\n]")
_SENTENCE = re.compile(r"[。;,]")
_NUMBERED_LINE_TITLE = 36

_GOALS = re.compile(
    r"(?:总体|工作|主要|发展|具体|奋斗|预期|阶段性?|行动|建设|质量|规划|基本|战略|年度|创建|远景|近期|中期|长期|分项|分类|定量|量化|核心|约束性|重点|任务|和|与|及|、|年|^|\"|”)"
    r"(?:目标|指标)(?:任务|要求|体系|和主要任务|与任务|及任务|和任务|与指标|和指标|及指标|\(.*\))?$"
)
_GOALS_JOINED = re.compile(r"(?:目标|主要指标)(?:和|与|及|、)")
# 落实目标责任, 分解目标任务, 明确目标: what is done with goals, not the goals.
_NOT_GOALS = re.compile(r"落实|明确|强化|完善|分解|考核|责任|评价|管理|监测|实现|加强|确保|围绕")
_GOALS_LEAD = re.compile(
    r"(?:总体|工作|主要|发展|具体|奋斗|预期|质量|规划|建设|行动|的)(?:目标|指标)(?:任务)?(?:是|为|如下)?:|(?:总体|工作|主要|发展|奋斗)目标(?:是|为)"
)
_GOALS_SAID = re.compile(r"(?:总的?|总体|工作|主要|发展|奋斗|具体)(?:的)?(?:奋斗|工作)?目标(?:任务)?是")
_ASPECT = re.compile(r"[^,。;:]{2,10}方面[,:]")
# Headings of sections that report and do not promise; 「夯实发展基础」 starts with a verb and does promise.
_STATUS = re.compile(
    r"(?:现状|形势|回顾|成效|成就|背景|(?:存在的?)?(?:主要)?问题|基本情况|面临的?(?:机遇|挑战)|(?:发展|工作|现实|规划)?基础(?:(?:与|和)(?:环境|条件))?|"
    r"(?:基础|成效|形势|现状|优势)(?:与|和)挑战|(?:^|[与和及])(?:发展|质量|面临)?(?:现状|形势|环境|背景|问题)分析|基础条件|(?:执行|完成|实施|进展)情况|主要(?:成绩|进展)|取得的(?:成绩|成效)|机遇(?:与|和)挑战|(?:发展|宏观|外部|面临的?)环境)$"
)
_STATUS_ENDS = (
    "现状", "形势", "回顾", "成效", "成就", "背景", "问题", "情况", "机遇", "挑战", "基础", "环境", "条件", "成绩", "进展", "分析",
)  # fmt: skip
_PROMISES = re.compile(
    r"^(?:夯实|加强|强化|完善|打牢|筑牢|推进|优化|改善|营造|提升|提高|建设|健全|加快|巩固|构建|解决|夯牢|增强|创新|净化|保护)"
)


@dataclass(slots=True)
class Block:
    """One paragraph, list item, heading or table row of a plan.

    Offsets are into the normalised text. ``level`` is the depth of the block's own number or bullet
    (1 outermost, 0 none); ``title`` is the run of its title, empty where it has none; ``part`` is goals, body
    or front; ``parents`` are the numbers of the blocks whose headings stand above it, outermost first.
    """

    start: int
    end: int
    kind: str
    level: int = 0
    body: int = 0
    title: tuple[int, int] = (0, 0)
    part: str = "body"
    status: bool = False
    parents: tuple[int, ...] = field(default=())


def blocks(text: str) -> list[Block]:
    """Return the blocks of a normalised text, in order; each non-blank line lies in exactly one."""
    found = [block for start, end in _pieces(text) if (block := _block(text, start, end)).start < block.end]
    _mark_furniture(text, found)
    _nest(found)
    _mark_parts(text, found)
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text, split where a heading is glued to the paragraph before it."""
    glued = (at + 1 for at in _GLUE(text) if _GLUED.match(text, at))
    cut = next(glued, len(text))
    for line in _LINE.finditer(text):
        start, end = line.span()
        while cut < end:
            yield start, cut
            start, cut = cut, next(glued, len(text))
        yield start, end


# Copies that lost their line breaks: 「二、工作目标到2017年,…」, 「一、指导思想以…为指导」.
_GLUED_TEXT = re.compile(
    r"(?P<title>(?:指导思想|总体(?:要求|思路|目标)|基本原则|(?:工作|主要|发展|奋斗|具体|规划)目标|(?:重点|主要|工作)任务|(?:保障|工作|主要|政策)措施|组织实施))(?=到?\d{4}年|以[^,。]{2}|坚持|[\u4e00-\u9fff]{2,}[,。])"
)


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


def _nest(found: list[Block]) -> None:
    """Give each block the numbered (or bare) headings above it."""
    # The headings above, innermost last: how deep each is, and the way down to it.
    stack: list[tuple[float, tuple[int, ...]]] = []
    holders: tuple[int, ...] | None = None  # those of them that hold text without a number
    for index, block in enumerate(found):
        if block.kind == "furniture":
            continue
        if not block.level:
            # Text under a bullet is a new paragraph of the section, unless the bullet is a heading without text.
            if holders is None:
                holders = tuple(way[-1] for level, way in stack if level < BULLET or found[way[-1]].kind == "heading")
            block.parents = holders
            continue
        holders = None
        depth: float = block.level
        if block.level >= BULLET and block.kind == "heading":
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


def _mark_parts(text: str, found: list[Block]) -> None:
    titles = {index: text[slice(*block.title)].strip() for index, block in enumerate(found) if 0 < block.level < BULLET}
    goals = _goals(found, titles)
    status = {index for index, title in titles.items() if title.endswith(_STATUS_ENDS) and _reports(title)}
    for index, block in enumerate(found):
        if index in goals or not goals.isdisjoint(block.parents):
            block.part = "goals"
        elif index in status or not status.isdisjoint(block.parents):
            block.status = True
    if not goals:
        _goals_without_heading(text, found)
    _mark_front(text, found)


def _goals(found: list[Block], titles: dict[int, str]) -> set[int]:
    """Return which of the numbered blocks state the goals, by their titles."""
    named = {index: title for index, title in titles.items() if "目标" in title or "指标" in title}
    goals = {index for index, title in named.items() if is_goals_title(title)}
    joined = {index for index, title in named.items() if index not in goals and _joined_goals(title)}
    # 「一、指导思想和目标」: where a child states the goals, the parent only holds them.
    below: dict[int, list[int]] = {holder: [] for holder in goals | joined}
    for index in titles:
        for holder in found[index].parents:
            if holder in below:
                below[holder].append(index)
    for holder, children in below.items():
        inner = [index for index in children if index in goals]
        if inner and _names_other(titles[holder]):
            goals.discard(holder)
        elif holder in joined and not children:
            goals.add(holder)
    return goals


def is_goals_title(title: str) -> bool:
    """Tell whether a heading announces the plan's goals.

    >>> [is_goals_title(t) for t in ("主要目标", "总体要求和目标任务", "明确责任,落实目标", "产品质量目标")]
    [True, True, False, True]
    """
    if "目标" not in title and "指标" not in title:
        return False
    return bool(_GOALS.search(title) or _GOALS_JOINED.search(title)) and not _NOT_GOALS.search(title)


def _joined_goals(title: str) -> bool:
    return "目标" in title and not _NOT_GOALS.search(title)


def _reports(title: str) -> bool:
    return bool(_STATUS.search(title)) and not _PROMISES.match(title)


def _names_other(title: str) -> bool:
    """Tell whether a heading names something beside goals (指导思想、基本原则和主要目标)."""
    return any(word in title for word in ("思想", "要求", "原则", "方针", "思路"))


def _goals_without_heading(text: str, found: list[Block]) -> None:
    """Mark the paragraphs that say of themselves that they state the goals."""
    for index, block in enumerate(found):
        lead = text[block.start : min(block.end, block.start + 60)]
        bare = block.kind == "bare" and is_goals_title(lead)
        if not bare and not _GOALS_LEAD.search(lead) and not _GOALS_SAID.search(text, block.start, block.end):
            continue
        block.part = "goals"
        # A lead that ends the line governs the list under it; 「产品质量方面,…」 goes on with the goals.
        governs = bare or text[block.end - 1] == ":"
        for later in found[index + 1 :]:
            goes_on = _ASPECT.match(text, later.start, later.end)
            if not goes_on and (not governs or later.kind == "bare" or (later.level and later.level < BULLET - 3)):
                break
            later.part = "goals"


def _mark_front(text: str, found: list[Block]) -> None:
    """Mark title block, addressees and sign-off: what stands before the first and after the last real paragraph."""
    first = next((index for index, block in enumerate(found) if _is_real(text, block)), None)
    if first is None:
        return
    last = next(index for index in range(len(found) - 1, -1, -1) if _is_real(text, found[index]))
    for index, block in enumerate(found):
        if index < first or block.kind == "furniture":
            block.part = "front"
        elif index > last and block.kind in ("bare", "text") and block.end - block.start <= 40:
            block.part = "front"  # it signs off


def _is_real(text: str, block: Block) -> bool:
    """Tell whether a block is part of the plan itself: numbered, a table row, a sentence."""
    if block.kind == "furniture" or _is_addressee(text, block):
        return False
    if block.level or block.kind == "row" or text[block.end - 1] in "。;!":
        return True
    return block.end - block.start > 40 and bool(_SENTENCE.search(text, block.start, block.end))


_ADDRESSEE = re.compile(r"[•·●◆■□▪* ]*(?:各|省|市|县|区|[^,。]{0,12}人民政府,)")


def _is_addressee(text: str, block: Block) -> bool:
    return text[block.end - 1] == ":" and bool(_ADDRESSEE.match(text, block.start, block.end))
