"""The front and the end of a document: title block, covering letter, labelled fields, sign-off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from sys import maxsize

from qcompare.lexicon import rows
from qcompare.text import dates

_HEADING = re.compile(
    r"第?[一二三四五六七八九十]{1,3}(?:、|[章节篇编部条])|\([一二三四五六七八九十]{1,3}\)|[1１][.、．]\D|(?:前 ?言|序 ?言|引 ?言|总 ?则|目 *录)$|1 +[\u4e00-\u9fff]"
)
_LETTER = re.compile(
    r"印发(?:给)?你们|现将《[^》\n]{2,90}》[^。;\n]{0,24}(?:印发|发布|公布|转发)|(?:现|特此)(?:印发|通知|转发|予以?(?:印发|公布|发布))|请(?:各[^,。]{0,12})?(?:结合[^,。]{0,24},?)?(?:认真|遵照|严格|按照|抓好|切实|一并)?[^,。]{0,8}(?:贯彻|执行|实施|落实|组织)"
    r"|(?:已经?|业经)[^。]{2,40}(?:同意|通过|审定|审议|批准|研究)"
)
# 各位代表: over it stands the front of a report to an assembly, whatever a page or the press says there.
SALUTED = re.compile(r"(?m)^[ \t]*各位(?:代表|委员)(?:、各位委员)?[ \t]*(?:[,:!]|$)")
# 《…意见》全文如下。: over it the press tells of the document, which begins below.
_BELOW = re.compile(r"》。?全文如下[。:]?[ \t]*(?=\n)")
_LONG, _DEEP = 400, 6000  # no line of a front is longer, none starts later
_LEADS_IN = re.compile(r"如下|以下|提出|制定|^[为根]")
_LOST = re.compile(r"[ \t]*\?{2,}$|^\?{2,}[ \t?]*")  # blanks that a copy lost
_APART = re.compile(r"[ \t]{3,}|[|>]")  # what parts the fields of one line
_BLANK = re.compile(r"[ \t]")
_ON_PAGE = re.compile("浏览|点击|阅读|访问|发布人|发布者|来源|作者|编辑")  # beside a day: it is the page's
_SHORT_CELL = 12
_HOUR = re.compile(r"\d:\d\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: its run in the text, white space at both ends left out, and its words."""

    start: int
    end: int
    text: str


def lines_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Yield the non-blank lines of a run of text."""
    stop = len(text) if end is None else end
    while start < stop:
        begin, start = start, text.find("\n", start, stop)
        if start < 0:
            start = stop
        words, start = text[begin:start], start + 1
        stripped = words.strip(" \t\ufeff\u200b#•")  # a heading of Markdown is a heading
        if "??" in (stripped[:2], stripped[-2:]):
            stripped = _LOST.sub("", stripped)
        bare = stripped.strip("| ") if "关于" in stripped else stripped.rstrip("| ")
        stripped = bare if len(bare) > _SHORT_CELL else stripped  # of a title that fills the row of a table
        if stripped.strip("|?"):
            at = begin + words.index(stripped)
            yield Line(at, at + len(stripped), stripped)


def saluted(text: str, end: int = maxsize) -> re.Match[str] | None:
    """Return the first line of a text that greets an assembly."""
    return SALUTED.search(text, 0, end) if "各位" in text else None  # most texts greet nobody


def lines_back(text: str, floor: int) -> Iterator[Line]:
    """Yield the non-blank lines from the last of a text back to an offset."""
    end = len(text)
    while end > floor:
        start = max(floor, text.rfind("\n", floor, end) + 1)
        yield from lines_of(text, start, end)
        end = start - 1


@lru_cache(maxsize=2)
def front(text: str, most: int = 60) -> tuple[list[Line], int]:
    """Return the lines before the plan's own text, and where that begins.

    The front ends at the first numbered heading, or at the first paragraph that is not a covering letter's.
    """
    found: list[Line] = []
    salutation = match.start() if (match := saluted(text, _DEEP)) else 0
    told = match.end() if "全文如下" in text[:_DEEP] and (match := _BELOW.search(text, 0, _DEEP)) else 0
    for line in _apart(text):
        if line.start < told and (len(line.text) > _LONG or _is_prose(line.text)):
            continue
        long = len(line.text) > _LONG or line.start > _DEEP or len(found) >= most
        heading = bool(_HEADING.match(line.text))
        prose = line.start >= salutation and len(line.text) > 36 and _is_prose(line.text)
        prose = prose and not (_in_letter(text, line, found) or _begins_again(text, line, found))
        if long or ((heading or prose) and not (labels(line.text) and len(line.text) < 120)):
            return found, line.start
        found.append(line)
    return found, len(text)


_GOES_TO = re.compile(
    r"(?:各|[省市县区州]直|[省市县区州](?:政府)?各|[\u4e00-\u9fff]{2,12}政府[,、])[^。;《]{2,160}:$"
)  # 各区人民政府:
_ANNEX = re.compile(r"\d\. ?[^。,;]{4,60}$")  # 2. 目标任务分解表, in the list of what is attached
_LETTER_LINES = 7


def _in_letter(text: str, line: Line, before: list[Line]) -> bool:
    """Tell whether a paragraph is one of a covering letter: the letter is signed, on a line with the day, behind it.

    Over it stands what hands the plan on, or those to whom the letter goes.
    """
    addressed = any(_GOES_TO.match(one.text) for one in before[-2:])
    if not addressed and not any(_LETTER.search(one.text) for one in before[-2:]):
        return False
    for one in islice(_apart(text, line.end), _LETTER_LINES if addressed else 4):
        if dates.DATE.fullmatch(one.text):
            return True
        if addressed and _HEADING.match(one.text) and not _ANNEX.match(one.text):
            return False
    return False


def is_heading(words: str) -> bool:
    """Tell whether a line is a numbered heading, or one like 前言."""
    return bool(_HEADING.match(words.strip()))


_BOX = 4  # lines to the name in an encyclopaedia's box
_AGAIN = 1200  # characters between a page's headline and the document's own
_HEADLINE = re.compile(
    r"[^。\n]{2,90}(?:规划|计划|方案|纲要|意见|通知|决定|办法|要点|措施|报告|公报|预案|细则|条例|规定)"
)
_SET = re.compile(r"[\s《》〈〉]")


def _begins_again(text: str, line: Line, before: list[Line]) -> bool:
    """Tell whether a page's headline stands once more behind a paragraph: what lies between is the page's, a summary."""
    below = islice(lines_of(text, line.end, min(len(text), line.end + _AGAIN)), _BOX)
    if not before and any(key == "title" for one in below for key, _, _ in labels(one.text)):
        return True  # an encyclopaedia's first paragraph, over its box
    heads = {_SET.sub("", match.group()) for one in before[:6] if (match := _HEADLINE.match(one.text))}
    last: list[str] = []  # a headline may stand in up to three lines
    for one in lines_of(text, line.end, min(len(text), line.end + _AGAIN)) if heads else ():
        if _HEADING.match(one.text):
            return False
        last = [*last[-2:], _SET.sub("", one.text)]
        if any("".join(last[first:]) in heads for first in range(len(last))):
            return True
    return False


def _behind(*words: str) -> str:
    """Return a look-behind for each of some words, which may differ in length."""
    return "(?:" + "|".join(f"(?<={word})" for word in words) + ")"


_HAN = "\u4e00-\u9fff"
_ADDRESSED = rf"(?:各|[省市县区州]直|[省市县区州](?:有关|[{_HAN}]{{2,12}}[厅局委]、))[^。:;《]{{2,160}}:"
_NUMBERED = rf"[(]?[{_HAN}]{{1,9}}[〔\[【](?:19|20)\d\d[〕\]】]"
_DAY = r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|-\d\d-\d\d)"
_SIGNED = (
    rf"[{_HAN}]{{2,16}}?(?:人民政府|委员会|委|[局厅部])(?:办公[厅室])?"
    r"(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|二[〇○零0О][〇○零0一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
# What copies glue together: what stands before a cut, and what stands behind it.
_CUTS = (
    (_behind("的通知", "的函", "的意见", "的决定") + " *", _ADDRESSED),
    (_behind("的通知", "的函", "的批复", "的决定", "的公告", "意见", "的办法", "方案", "规划") + " *", _NUMBERED),
    (_behind("[厅局会室]", "人民政府"), rf"(?![办发字函])[{_HAN}]{{2,6}}〔(?:19|20)\d\d〕\d{{1,4}}号"),
    (_behind(r"\d号"), rf"[{_HAN}]{{2,20}}关于|{_DAY}"),
    (_behind(r"\d号", r"\d号\)") + " +", "各"),
    (_behind(r"\d号", r"\d号\)"), "各[省市县区]"),
    (_behind("。"), rf"[{_HAN}]{{3,20}}(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日(?:\(|$)"),  # the sign-off of a letter
    # …, with the plan behind it in the same paragraph
    (_behind("。"), rf"{_SIGNED}[{_HAN}]{{4,}}"),
    (_behind("[0-9一二三四五六七八九十]日"), rf"[{_HAN}“]{{6,40}}(?:规划|纲要|方案|计划|意见|办法)"),
    (_behind("[0-9一二三四五六七八九十]日") + " +", rf"(?!星期)[{_HAN}《“\"]"),
    (_behind(r"-\d\d"), "[为各根现按]"),
)
# The character before the cut comes first, so that the looks behind it are asked at few places.
_GLUED = re.compile(
    r"[知函见定号厅局会室府。复告法案划)日\d](?:" + "|".join(f"{before}(?={after})" for before, after in _CUTS) + ")"
)


def _apart(text: str, start: int = 0) -> Iterator[Line]:
    """Yield the lines of a front from a place on, taken apart where a copy glued them together."""
    for number, line in enumerate(lines_of(text, start)):
        at = 0
        # A copy may have the whole document in its first line.
        near = line.start < _DEEP and (len(line.text) < _LONG or not number)
        near = near and (not number or "号" in line.text or "日" in line.text)
        cuts = _GLUED.finditer(line.text, 0, _LONG) if near else ()
        for cut in cuts:
            if (end := cut.start() + 1) > at:
                yield Line(line.start + at, line.start + end, line.text[at:end])
                at = cut.end()
        yield Line(line.start + at, line.end, line.text[at:]) if at else line


def _is_prose(words: str) -> bool:
    if words[-1] == ":" and not _LEADS_IN.search(words):
        return False  # the addressees
    return ("。" in words or words.count(",") >= 2 or words.endswith(".")) and not _LETTER.search(words)


_SHORT_LABEL = 3


@cache
def _label_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of a label, and the field of each label."""
    fields = {row["label"]: row["field"] for row in rows("labels")}
    spaced = {label: "[ \t]*".join(label) for label in sorted(fields, key=len, reverse=True)}  # 索 引 号
    long = "|".join(words for label, words in spaced.items() if len(label) > _SHORT_LABEL)
    # Blanks between Chinese characters are gone: 发布机构:某市委办公室成文日期:2019-02-22.
    firsts = "".join(sorted({label[0] for label in fields}))
    pattern = (
        rf"(?=[{firsts}])(?:(?:^|(?<=[ \t•·|>【\[-]))(?:(词条)[ \t]*\|[ \t]*|({'|'.join(spaced.values())})[】\]]?[ \t]*:[ \t]*|({long})(?:[ \t]+(?=\S)|$))"
        rf"|({long}):[ \t]*)"
    )
    return re.compile(pattern), fields


@cache
def _label_signs() -> tuple[tuple[str, ...], frozenset[str], re.Pattern[str]]:
    """Return what few lines have: long labels that end one, characters that start one, a plain pattern of one inside."""
    fields = _label_pattern()[1]
    first = frozenset(label[0] for label in fields)
    long = tuple(label for label in fields if len(label) > _SHORT_LABEL)
    return long, first, re.compile(rf"[ \t•·|>【\[-][{''.join(sorted(first))}]")


def labels(words: str) -> list[tuple[str, int, int]]:
    """Return the labelled fields of a line: field, and the run of the value in the line.

    A label stands at the start of the line or after a space, and before a colon; one of four characters or more also
    before a space, or behind other words where a colon follows.

    >>> line = "发布机构:市政府办公室  文号:黑政办规〔2021〕45号"
    >>> [(field, line[a:b]) for field, a, b in labels(line)]
    [('issuer', '市政府办公室'), ('doc_number', '黑政办规〔2021〕45号')]
    """
    if len(words) >= _LONG:
        return []
    if ":" not in words:
        long, first, inside = _label_signs()
        ends = " " in words or "\t" in words or words.endswith(long)
        if not (ends and (words[:1] in first or inside.search(words))):
            return []
    pattern, fields = _label_pattern()
    matches = list(pattern.finditer(words))
    found = []
    stops = [*(match.start() for match in matches[1:]), len(words)]
    for match, stop in zip(matches, stops, strict=bool(matches)):
        run = words[match.end() : stop].lstrip(" \t|")  # 文号: | 江政发〔2021〕5号 |, cells of a table of labels
        begin, value = stop - len(run), _APART.split(run, 1)[0].rstrip()
        label = _BLANK.sub("", next(filter(None, match.groups())))
        page = label == "日期" and (_HOUR.search(value) or _ON_PAGE.search(words))
        name = "page" if page else fields[label]  # when it was put on the web
        found.append((name, begin, begin + len(value)))
    return found
