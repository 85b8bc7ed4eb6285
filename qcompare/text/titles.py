"""The title of a document: of the plan that a covering letter hands on, of a report, as labelled, or on its own lines."""

from __future__ import annotations

import re

from qcompare.lexicon import rows
from qcompare.lexicon.patterns import pattern
from qcompare.text import dates
from qcompare.text.citations import is_document, quoted
from qcompare.text.front import Line, saluted
from qcompare.text.genre import REPORT
from qcompare.text.issuers import NUMBER, announced, signs
from qcompare.text.places import place_in
from qcompare.text.reading import Reading

_WRAPPED = re.compile(
    r"(?:印发|转发|批转|发布|公布)[^《。\n]{0,12}$|现将[^《。]{0,16}$|^[ \t]*$|(?:拟|制|修|起|编)[订定草制]的$"
)
_NOTICE = re.compile(r"关于(?:印发|转发|批转|公布|发布)([^。;:《》]{4,90}?)的(?:通知|函)")
_ENACTED = re.compile(
    r"(?<!请)提出(?:以下|如下)[^,。:]{0,4}?((?:实施|指导|若干)?意见)|提出[^,。:]{0,4}?((?:实施|指导|若干)意见)"
    r"|(?:制定|编制|制订)(?:本|以下|如下)?[^,。:]{0,6}?((?:实施|行动|工作|总体)?(?:方案|计划|规划|纲要|细则|办法))"
)
# 《某市印发质量提升方案》 in title marks, 某市出台质量提升方案: the headline of those who tell of a plan.
_TITLE_BAD = re.compile(
    r"征[集求](?:公众)?意见$|[。;!?]|:$|^[(附]|印发给?你们|^《[^》]*(?:印发|发布|出台|公布|解读)[^》]*》$|第.{1,4}版:"
)
_OF_PRESS = re.compile(r"^(?!.*关于)[^《]{2,12}(?:出台|发布|下发)(?!会|量)|^(?!.*(?:关于|的通知|的函))[^《]{2,8}印发")
# 「…关于开展」: a first line that cannot end there, whatever the second looks like.
_DRAFT = re.compile(r"\((?:征求意见稿|草案|送审稿)\)(?:向社会)?公开征求(?:社会)?意见的(?:通知|公告)")
_UNENDED = re.compile(r"关于(?:开展|做好|加强|推进|加快|实施|促进|印发|转发|进一步)?$")
_TWICE = re.compile(r"(.{0,30}?([\u4e00-\u9fff]{4,24}))\2(?=关于)")  # the name on the letter's head, and in its title
_BRACKET = re.compile(r"\([^()]{2,24}\)$")
_ONLY_BRACKET = re.compile(r"\([^()\n]{2,24}\)")
_NUMBERED = re.compile(rf"{NUMBER.pattern}[ ]*")
_FOOTNOTE = re.compile(r"(?:[\[【]\d{1,2}[\]】]|\.(?:pdf|docx?|wps|txt|xlsx?))$")  # or what a file is called
# 「政府工作报告——2019年1月9日在…会议上」 may stand on one line.
_REPORT = pattern(
    r"[—–-]*(?P<title>[^。;:!?—–-][^。;:!?—]{0,44}?{report_title})(?:\([^()]{2,24}\))?(?=$|[ ]*[—-]{1,4}(?:19|20)\d\d年)"
)
_PAGE = re.compile(r"\d{1,2}(?=[\u4e00-\u9fff])(?!年)")  # 1政府工作报告: a page's number. Not 18年政府工作报告
_AT_SESSION = re.compile(r"[—–-]+[^。]{0,12}在[^。]{4,40}(?:会议|大会)上?")
_BROKEN = 4  # lines into which the links of a page may break a title
_NEAR = 90
_BEFORE_SESSION = pattern(
    r"(?:^|[。\n、]|日电 ?)(?P<title>(?:(?!日电)[^。;:!?\n—、]){0,44}?{report_title})(?:全文)?[ —–―─(-]{0,4}(?:(?:19|20)\d\d-\d\d-\d\d ?)?$"
)
# 「…第十四个五年规划」「和二〇三五年远景目标纲要」: a title goes on where its second line starts with what joins.
_GOES_ON = re.compile(r"(?:和|与|及|暨|的)[^。;:!?]{4,40}$")
# (2021年9月), (2021年9月6日…通过): when, not what. Not (2021—2025年).
_DATED = re.compile(rf"{dates.DATE.pattern}|^\((?:19|20)\d\d ?年 ?\d{{1,2}} ?月\)$")


def title(reading: Reading) -> tuple[tuple[int, int] | None, str]:
    """Return the run of the title, and the title in the form that the rules read ('' where there is none)."""
    run = _delivered(reading) or _labelled(reading) if reading.genre.kind == REPORT else None
    run = run or _wrapped_title(reading) or _labelled(reading) or _title_lines(reading) or _told(reading)
    if run is None and reading.genre.kind != REPORT and (shaped := _shaped(reading)):
        run, headed = shaped
        if headed:
            return run, ""  # what the press calls its page is no title to read a period from
    if run is None and (told := announced(reading)):
        run = told[1]
    if run is None:
        return None, ""
    start, end = run
    if reading.genre.kind == REPORT and (number := _PAGE.match(reading.text, start, end)):
        start = number.end()
    if footnote := _FOOTNOTE.search(reading.text, start, end):
        end = footnote.start()
    return (start, end), re.sub(r"\s*\n\s*", "", reading.text[start:end])


def _delivered(reading: Reading) -> tuple[int, int] | None:
    """Return the title of a report: the last line that is one before the session is named, else the first."""
    session = reading.session()
    if over := _over_session(reading.plain):
        return over
    found = [
        (line.start + match.start("title"), line.start + match.end())
        for line in reading.plain
        if (match := _REPORT.match(line.text))
    ]
    greeted = saluted(reading.text)
    reach = session.start("date") if session else greeted.start() if greeted else 0
    before = [run for run in found if run[1] <= reach]
    if not found and session:  # title and session in the middle of a line
        at = max(0, session.start("date") - _NEAR)
        match = _BEFORE_SESSION.search(reading.text[at : session.start("date")])
        return (at + match.start("title"), at + match.end("title")) if match else None
    return before[-1] if before else found[0] if found else None


def _over_session(lines: list[Line]) -> tuple[int, int] | None:
    """Return the run of 「关于…规划纲要的报告」 right above the line that names the session, in one line or broken into some."""
    at = next((number for number, line in enumerate(lines) if _AT_SESSION.match(line.text)), 0)
    for first in range(at - 1, max(-1, at - 1 - _BROKEN), -1):
        if lines[first].text.startswith("关于") and lines[at - 1].text.endswith("报告"):
            return lines[first].start, lines[at - 1].end
    return None


def _labelled(reading: Reading) -> tuple[int, int] | None:
    """Return the title that a label states, without the session at which it was delivered."""
    start, end = reading.fields.get("title", (0, 0))
    for stop in (reading.text.find("——", start, end), end):
        if start < stop and is_document(reading.text[start:stop]):
            return start, stop
    return None


def _wrapped_title(reading: Reading) -> tuple[int, int] | None:
    """Return the title of the plan that a covering letter hands on."""
    for start, end in quoted(reading.head):
        before = reading.head[max(0, start - 20) : start].rsplit("\n", 1)[-1]
        after = reading.head[end : end + 12]
        draft = _DRAFT.match(reading.head, end)  # 《…意见》(征求意见稿)公开征求意见的通知
        if (
            _WRAPPED.search(before)
            and ("的通知" in after or draft or _given(reading.head, end) or re.match(r"已|业|印发|,?现|经", after))
            and is_document(reading.head[start:end])
        ):
            return _own_line(reading, start + 1, end - 1)
    for match in _NOTICE.finditer(reading.head):
        if is_document(re.sub(r"\s", "", match.group(1))) and not _referred(reading.head, match.start()):
            return _own_line(reading, *match.span(1))
    return None


def _given(head: str, end: int) -> bool:
    """Tell whether a headline ends with a title whose document the press gives below: …印发《…》, and then 全文如下."""
    return head.startswith("\n", end) and "全文如下" in head[end:]


def _referred(head: str, at: int) -> bool:
    """Tell whether a place lies between the marks of a title that a sentence refers to: 按照《…关于印发…预案的通知》."""
    opened = head.rfind("《", max(0, at - _NEAR), at)
    return opened > head.rfind("》", max(0, at - _NEAR), at) and bool(head[:opened].rsplit("\n", 1)[-1].strip())


# 江城市财政局关于…的说明: a title whose last word no list has.
_ABOUT_SOMETHING = re.compile(r"关于.{4,70}的[\u4e00-\u9fff]{1,6}$")
_ADDRESSED = re.compile(r"[^。;《]{2,60}:$")
_FILE = re.compile(r"\.(?:docx?|pdf|wps|xlsx?)$")  # what a file is called
_CALLS = re.compile(r"[!?]")  # 房屋登记可以网办吗?: how offices speak to people
_ENOUGH = 3


def _shaped(reading: Reading) -> tuple[tuple[int, int], bool] | None:
    """Return the line that most speaks for being a title, whatever word it ends with, and whether it only heads a page.

    For a line speak its shape, that a label or a second line has the same words, that the links of the page lead to it, and
    what follows it: a number, addressees.
    """
    lines = reading.plain
    labelled = _bare(reading.text[slice(*reading.fields.get("title", (0, 0)))])
    words = [_bare(line.text) for line in lines]
    best, most, headed = None, _ENOUGH - 1, False
    for number, line in enumerate(lines):
        led_to = line == reading.headline
        # Only the headline of a page may call or tell: 房屋登记可以网办吗?, 江城市印发…, 李平提出:…
        bad = _TITLE_BAD.search(_CALLS.sub("", line.text) if led_to else line.text) or "|" in line.text
        bad = bad or not led_to and (":" in line.text or _OF_PRESS.search(line.text) is not None)
        if bad or not 8 <= len(line.text) <= 90 or signs(line.text) or dates.date(line.text):
            continue
        below = lines[number + 1].text if number + 1 < len(lines) else ""
        speaks = 2 * bool(_ABOUT_SOMETHING.search(line.text)) + 2 * (words.count(words[number]) > 1)
        speaks += 2 * (words[number] == labelled) + bool(NUMBER.fullmatch(below) or _ADDRESSED.match(below))
        speaks += (
            2 * bool(_FILE.search(line.text)) + _ENOUGH * led_to + (number == 0) + (place_in(line.text) is not None)
        )
        if speaks > most:
            best, most, headed = line, speaks, led_to and speaks - _ENOUGH < _ENOUGH
    return ((best.start, best.end), headed) if best else None


def _told(reading: Reading) -> tuple[int, int] | None:
    """Return the title of a plan that a page of news gives in full: told in the first sentence, then on its own line."""
    for start, end in quoted(reading.text[: reading.body + 300]):
        name = _bare(reading.text[start:end])
        lines = re.finditer(r"[^\n]+", reading.text[end : end + 600])
        if is_document(reading.text[start:end]) and any(_bare(line.group().strip()) == name for line in lines):
            return start + 1, end - 1
    return None


def _own_line(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Return where the title stands over the plan itself, if it stands there; it may add the period."""
    name = _bare(reading.text[start:end])
    for index, line in enumerate(reading.front):
        if line.start < end or _bare(line.text).removeprefix("关于") != name.removeprefix("关于"):
            continue
        after = reading.front[index + 1] if index + 1 < len(reading.front) else None
        if after and _ONLY_BRACKET.fullmatch(after.text) and dates.PERIOD.search(after.text):
            return line.start, after.end
        return line.start, line.end
    return start, end


def _bare(title: str) -> str:
    return _BRACKET.sub("", re.sub(r"[\s《》〈〉]", "", title))


def _title_lines(reading: Reading) -> tuple[int, int] | None:
    """Return the first run of one to three lines of the title block that ends like a document's title."""
    lines = reading.plain
    for first, line in enumerate(lines):
        about = first + 1 < len(lines) and lines[first + 1].text.startswith("关于")
        bad = _TITLE_BAD.search(line.text) or _OF_PRESS.search(line.text)
        if bad or (signs(line.text) and not about):
            continue
        number = _NUMBERED.match(line.text)
        at = number.end() if number else 0  # where the title starts in its line
        if number and line.text[at : at + 1] in ("", "《"):
            continue  # the title stands on a line of its own
        words = ""
        for last in range(first, min(first + 3, len(lines))):
            unclosed = words.count("《") > words.count("》")  # 关于《某省规划 / (2021—2035年)》的批复
            bad = _TITLE_BAD.search(lines[last].text) or _OF_PRESS.search(lines[last].text)
            if bad and not (unclosed or _ONLY_BRACKET.fullmatch(lines[last].text)):
                break
            whole = last > first and not _UNENDED.search(words) and _starts_anew(lines[last].text)
            words += lines[last].text[at if last == first else 0 :]
            if whole:
                break  # what stands above is no half of this title: a trail of links, a tool
            closed = words.count("《") == words.count("》") or last + 1 == len(lines)
            if 6 <= len(words) <= 90 and closed and is_document(_FOOTNOTE.sub("", words)):
                twice = _TWICE.match(line.text)
                start = line.start + (twice.end(1) if twice else at)
                following = lines[last + 1] if last + 1 < len(lines) else None
                if following and _GOES_ON.match(following.text) and is_document(following.text):
                    return start, following.end
                if following and following.text == words:
                    break  # the page's title, and then the document's, which its period may follow
                more = (
                    following
                    and _ONLY_BRACKET.fullmatch(following.text)
                    and not (_DATED.search(following.text) or NUMBER.search(following.text))
                )
                return start, following.end if following and more else lines[last].end
    return None


def _starts_anew(words: str) -> bool:
    """Tell whether a line is a whole title that starts with its place or year, as no second line of a title does."""
    return is_document(_FOOTNOTE.sub("", words)) and bool(
        re.match(
            r"(?:19|20)\d\d年|[\u4e00-\u9fff]{2,10}(?:部|总局|局|署)关于|[省市县区州](?:委|政府|人民政府)(?!令)", words
        )
        or place_in(words)
    )


def kind(words: str) -> str | None:
    """Return the kind of document that a title names by its last word.

    >>> kind("江城市质量发展规划(2016—2020年)"), kind("2019年江城市政府工作报告"), kind("江城市质量工作")
    ('规划', '政府工作报告', None)
    """
    bare = _BRACKET.sub("", words.strip("》 ")).strip("》 ")
    return next((row["doc_type"] for row in rows("doc_types") if bare.endswith(row["ending"])), None)


def kind_enacted(opening: str) -> str | None:
    """Return the kind of document that the opening words say is made (制定本规划, 提出如下意见)."""
    match = _ENACTED.search(opening)
    return kind(next(filter(None, match.groups()))) if match else None
