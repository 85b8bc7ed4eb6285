"""What a numeral does: target, target_year, status, date, citation, enumerator, name, scope, instrument, noise."""

from __future__ import annotations

import re
from bisect import bisect_right
from string import ascii_letters
from sys import maxsize

from qcompare.coding.commitments import role_in_text
from qcompare.coding.level import Level
from qcompare.coding.place import Place
from qcompare.coding.years import Mention, Years
from qcompare.text.model import Plan
from qcompare.text.structure import Block

_TITLES = re.compile(r"《[^《》\n]{0,80}(?:〈[^〈〉\n]{0,60}〉[^《》\n]{0,20})?》")
_DOC_LEFT = re.compile(r"(?:[\u4e00-\u9fff]{1,6}[〔\[(【]|[〔\[【(](?:19|20)\d\d[〕\]】)] ?(?:第 ?)?|第 ?)$")
_DOC_ENDS = frozenset("〔[(【〕])】 第")  # what the words before a document's number end in
_DOC_RIGHT = re.compile(r"[〕\]】)] ?(?:第 ?)?\d{1,5} ?号|\d* ?号(?!线|楼|院|门|机|召|称|码)|(?:公报|总)?期")
_BOX = ("专栏", "附件", "附录", "表", "图", "栏目", "注")
_QUOTED = re.compile(r"[“‘「『\"][^”’」』\"\n]{1,30}[”’」』\"]")
_LATIN = frozenset(ascii_letters + "".join(map(chr, range(ord("α"), ord("ω") + 1))))
_PHONE = re.compile(r"(?:电话|传真)[:( ]{0,2}$")
_LATIN_NOUNS = ("GDP", "PCT", "R&D", "GEP")
_HOTLINE = re.compile(
    r"[”’」』\")]*[一-龥]{0,6}(?:热线|举报|投诉|平台|电话|便民|政务服务|消费者|服务号|维权|指挥|应急)"
)
_GLUED = re.compile(r"强|[A-Za-z]|星级|级以上|号(?!召)|后(?=出生|\b)|周年|国道|省道|县道|·|\.\d+\.|[-/]\d")
_LABELLED_DATE = re.compile(r"(?:发布|成文|发文|生成|公开|印发|施行|生效|废止|颁布)(?:日期|时间)[\]】: ]{0,4}$")
_DASHES = ("-", "—", "–")
_STANDARD_NUMBER = re.compile(r"[A-Z]{1,4}(?:/[A-Z]{1,2})? ?\d{2,6}(?:\.\d+)?[-—–]$")
_CLOSES = re.compile(r"(?:[-~—–―至] ?(?:19|20)\d\d)?年?\)")
_DIGITS = re.compile(r"\d+")


class Roles:
    """The role of every level of a plan.

    Parameters
    ----------
    plan, years
        The plan and the years that it names.
    """

    def __init__(self, plan: Plan, years: Years) -> None:
        self._plan, self._years = plan, years
        titles = [match.span() for match in _TITLES.finditer(plan.text)]
        self._title_starts = [start for start, _ in titles]
        self._title_ends = [0, *(end for _, end in titles)]

    def of(self, level: Level) -> str:
        """Return the role of a level (codebook 1.2); ``target`` where none of the others holds."""
        plan, kind = self._plan, level.kind
        block = plan.blocks[plan.block_at(level.number)]
        if kind == "date":
            return self._date(level, block)
        if block.kind == "furniture":
            left = plan.text[max(block.start, level.number - 12) : level.number]
            cited = _DOC_LEFT.search(left) and _DOC_RIGHT.match(plan.text, level.tail)
            return "citation" if cited else "noise"
        if kind == "code":
            return "name"
        place = Place(plan, self._years, level, block)
        by_form = self._by_form(place)
        if by_form:
            return by_form
        if block.part == "front":
            return "name" if level.unit is None else "scope"
        return role_in_text(place)

    def _in_title(self, at: int) -> bool:
        """Tell whether an offset lies within 《…》."""
        return at < self._title_ends[bisect_right(self._title_starts, at)]

    def _date(self, level: Level, block: Block) -> str:
        text, closing = self._plan.text, self._plan.text[level.end : level.end + 1]
        titled = self._in_title(level.number)
        if block.kind == "furniture" and not _LABELLED_DATE.search(text, block.start, level.number):
            return "citation" if _DOC_RIGHT.match(text, level.end) else "noise"
        if titled or block.kind == "furniture" or block.part == "front" or closing in ("〕", "]", "】"):
            return "citation" if _DOC_RIGHT.match(text, level.end) and not titled else "date"
        if _CLOSES.match(text, level.end):
            return "date"
        if _of_standard(text, block.start, level.number):
            return "name"
        if _of_box(text[max(0, level.number - 4) : level.number]):
            return "enumerator"
        return self._year(level, block)

    def _year(self, level: Level, block: Block) -> str:
        """Return the role of a year in running text."""
        mention = self._mention(level.number, level.number + 1)
        if len(level.numerals) > 1:
            # With month, and perhaps day: a deadline only where it is towards something.
            due = mention and mention.towards and mention.future and len(level.numerals) == 2
            return "target_year" if due else "date"
        if mention is None:
            # The first year of 2013—2015年 goes with the second.
            mention = self._mention(level.end, level.end + 6)
            opened = self._plan.text[level.number - 1 : level.number] == "("
            if mention is None or opened:
                return "date"
            return "target_year" if mention.future else "status"
        return "status" if block.status or mention.base or not mention.future else "target_year"

    def _mention(self, start: int, end: int) -> Mention | None:
        found = self._years.between(start, end)
        return found[0] if found else None

    def _by_form(self, place: Place) -> str | None:
        """Return the role of a numeral that its place or form settles."""
        level, block, text = place.level, place.block, place.text
        if self._in_title(level.number):
            return "date" if re.match(r"\d{4}", text[level.number : level.number + 4]) else "name"
        if not level.chinese:
            cited = place.left[-1:] in _DOC_ENDS and _DOC_LEFT.search(place.left)
            if cited and _DOC_RIGHT.match(text, _digits_end(place)):
                return "citation"
            numbers_block = block.level and level.number < block.title[0] and level.number - block.start <= 6
            if numbers_block or _of_box(place.left):
                return "enumerator"
            if _spells_name(place):
                return "name"
        ordinal = place.left.endswith("第") and level.kind != "place"
        if ordinal or (level.kind == "rank" and not level.verb):
            return "status" if block.status else "name"
        return None


def _of_box(left: str) -> bool:
    """Tell whether words end in 表, 图, 附件: what follows numbers one."""
    return left.removesuffix(" ").endswith(_BOX)


def _of_standard(text: str, floor: int, number: int) -> bool:
    """Tell whether a numeral is the year of a standard's number (GB/T 19580-2012)."""
    return text[number - 1 : number] in _DASHES and bool(_STANDARD_NUMBER.search(text, max(floor, number - 24), number))


def _digits_end(place: Place) -> int:
    """Return where the digits end that a level starts with."""
    digits = _DIGITS.match(place.text, place.level.number)
    return digits.end() if digits else place.level.tail


def _spells_name(place: Place) -> bool:
    """Tell whether a numeral is part of a name: PM2.5, 12345热线, 世界500强, “双11”."""
    level, text = place.level, place.text
    end = level.numerals[-1][1] if level.numerals else level.tail
    before, after = place.left[-1:], text[end : end + 1]
    if before in _LATIN and not place.left.endswith(_LATIN_NOUNS):
        return True
    if before in _DASHES and _of_standard(text, place.block.start, level.number):
        return True
    if before in ("·", "×", ".") or after in ("·", "×") or (after in _LATIN and not level.unit):
        return True
    if level.unit is None:
        if "话" in place.left and _PHONE.search(place.left):
            return True
        if _GLUED.match(text, end):
            return level.kind != "place"
        length = _digits_end(place) - level.number
        if (length >= 5 and not level.verb) or (4 <= length <= 8 and _HOTLINE.match(place.right)):
            return True
    floor = max(0, level.number - 24)
    near = text[floor : level.number]
    if not ("“" in near or '"' in near or "‘" in near or "「" in near or "『" in near):
        return False
    quotes = _QUOTED.finditer(text, floor, min(len(text), level.number + 30))
    return any(quoted.start() < level.number and level.tail <= quoted.end() for quoted in quotes)


def numeral_roles(runs: list[tuple[int, int]], levels: list[Level], roles: dict[int, str]) -> list[str]:
    """Return the role of each of the Arabic numerals of a normalised text (:func:`.numbers.numerals`).

    A numeral is a maximal run of digits with its decimal point or thousands separators; a level can hold a part of it.
    """
    spans = [(*run, roles.get(level.number, "unplaced")) for level in levels for run in level.numerals]
    spans.append((maxsize, maxsize, ""))
    known = iter(spans)
    first, last, role = next(known)
    found = []
    for start, end in runs:
        while last <= start:
            first, last, role = next(known)
        found.append(role if first < end else "unplaced")
    return found
