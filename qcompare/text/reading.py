"""A document's front and end as lines that say what they are: words of the title block, labelled fields, the page's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qcompare.text.dates import DATE
from qcompare.text.front import Line, front, labels, lines_back
from qcompare.text.furniture import is_furniture, is_path, is_trail
from qcompare.text.genre import SESSION, Genre

if TYPE_CHECKING:
    from qcompare.text.model import Plan

# Spaces that a scanner put between digits and their signs.
_SCANNED = re.compile(r"(?<=[0-9〔\[(（年月第—-])[ \t]+|[ \t]+(?=[0-9〕\])）号號年月日—-])")


# 公开目录: 通知公告 公开形式: 主动公开: fields whose labels nobody knows. Not 各县(市)人民政府:.
_PAIRS = re.compile(r"[\u4e00-\u9fff]{2,6} ?:(?=[^。:;,]{1,40}[\u4e00-\u9fff]{2,4} ?:)[^。;]*$")


_STAMP = re.compile(r"(?:19|20)\d\d(?:[-./]|年)\d{1,2}(?:[-./]|月)\d{1,2}日?[ ]*\d{1,2}:\d\d")
# 新华社江城3月2日电, 本报讯: how a report of the press begins, under its headline.
_PRESS = re.compile(
    r"\s*(?:[\u4e00-\u9fff·]{2,12}?\d{1,2}月\d{1,2}日(?:电|讯|消息)|本报[\u4e00-\u9fff]{0,6}(?:讯|\d{1,2}月\d{1,2}日电)|据[\u4e00-\u9fff]{2,8}(?:报道|消息))"
)
_TITLED = re.compile(r"关于|《|规划|纲要|方案|报告")  # what the head of a page calls itself, over its menu


@dataclass(slots=True)
class Reading:
    """A document being read: its text, the lines of its front and end, and where its own text begins."""

    plan: Plan
    text: str
    genre: Genre
    front: list[Line]
    body: int
    tail: list[Line]
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    plain: list[Line] = field(default_factory=list)
    headline: Line | None = None

    def written(self, start: int, end: int) -> str:
        """Return a run as published, without line breaks and without the spaces at its ends."""
        run = re.sub(r"\s*[\r\n]\s*", "", self.plan.quote(start, end)).strip(" \t\u3000\ufeff")
        return _SCANNED.sub("", run)

    @property
    def head(self) -> str:
        """The text before the document's own begins."""
        return self.text[: self.body]

    def session(self) -> re.Match[str] | None:
        """Return where the front says at which session a report was delivered."""
        return SESSION.search(self.text, 0, self.body + 200)


_REST = re.compile(r"[ \t]{3,}(?P<words>[\u4e00-\u9fff][^:|]{3,60})$")


def _behind_fields(line: Line, end: int) -> Line | None:
    """Return what stands behind the last field of a line, far from it: 来源:江城日报      政府工作报告."""
    match = _REST.match(line.text, end)
    return Line(line.start + match.start("words"), line.end, match["words"].rstrip()) if match else None


_END, _SHORT, _MOST, _GLUED_REACH = 3000, 48, 14, 140
# What stands under a document on its page besides furniture: ↺, ·市委办, 使用帮助| 网站地图| 网站建议.
_LINKS = re.compile(r"[^|]{2,12}(?:\|[^|]{2,12}){2,}$")
_FOOT = re.compile(rf"[^\u4e00-\u9fff\d]+$|·|{_LINKS.pattern}")


# …负责解释。某市人民政府办公室2019年8月6日某市人民政府办公室2019年8月6日印发: of a copy that lost its line breaks.
_GLUED_END = re.compile(
    rf"(?<=[。)])[\u4e00-\u9fff、 ]{{4,60}}?{re.sub(r'[?]P<[a-z]+>', '?:', DATE.pattern)}(?=(?:[\u4e00-\u9fff]{{4,30}}\d{{4}}年\d{{1,2}}月\d{{1,2}}日印发)?$)"
)


def _tail(text: str) -> list[Line]:
    """Return the short lines at the end of a document, sign-off among them, in order, without what belongs to the page."""
    found: list[Line] = []
    for line in lines_back(text, max(0, len(text) - _END)):
        if _FOOT.match(line.text) or is_furniture(line.text, 0, 0):
            continue
        if len(line.text) > _SHORT or len(found) >= _MOST:
            last = max(0, len(line.text) - _GLUED_REACH)
            if not found and (glued := _GLUED_END.search(line.text, last)):
                found.append(Line(line.start + glued.start(), line.start + glued.end(), glued.group()))
            break
        found.append(line)
    return found[::-1]


def reading(plan: Plan) -> Reading:
    """Return a document with its front taken apart.

    A label without a value is that of a table whose cells came out one a line: the next line is its value. Neither is part
    of the title, and no more is what belongs to the page. Above the trail of links that leads to a page stands the site; the
    line that the trail leads to is the headline.
    """
    text = plan.text
    lines, body = front(text)
    result = Reading(plan, text, plan.genre, lines, body, _tail(text) if body < len(text) else [])
    waiting: str | None = None
    trail = False
    for number, line in enumerate(lines):
        found = labels(line.text)
        if waiting and not found:
            result.fields.setdefault(waiting, (line.start, line.end))
            waiting = None
            continue
        waiting = _take_fields(result, line, found)
        before, trail = trail, is_trail(line.text, trail, lines[number - 1].text if number else "")
        if is_path(line.text):
            result.plain = [above for above in result.plain if _TITLED.search(above.text)]
            result.headline = lines[number + 1] if number + 1 < len(lines) else None
        elif before and not trail:
            result.headline = line
        elif result.headline is None and _under_headline(line, found):
            after = lines[number + 1 : number + 2]  # a page may open with its stamp
            result.headline = next(iter(result.plain[-1:] or ([] if number else after)), None)
        if not (found or trail or _PAIRS.match(line.text) or _LINKS.match(line.text) or is_furniture(line.text, 0, 0)):
            result.plain.append(line)
    if result.headline is None and result.plain and _PRESS.match(text, body):
        result.headline = result.plain[0]
    return result


def _take_fields(result: Reading, line: Line, found: list[tuple[str, int, int]]) -> str | None:
    """Put down the labelled fields of a line and what stands behind them; return the one whose value is the next line."""
    for key, start, end in found:
        if end > start:
            result.fields.setdefault(key, (line.start + start, line.start + end))
    if found and (rest := _behind_fields(line, found[-1][2])):
        result.plain.append(rest)
    return found[-1][0] if found and found[-1][1] == found[-1][2] else None


def _under_headline(line: Line, found: list[tuple[str, int, int]]) -> bool:
    """Tell whether a line is the page's stamp: 发布日期: 2018-03-02 来源: 市政府办, 江城日报 2018-03-02 08:31."""
    return any(key == "page" for key, _, _ in found) or (len(line.text) <= _SHORT and bool(_STAMP.search(line.text)))
