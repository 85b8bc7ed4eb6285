"""Source text → the text that the rules read, with one map of offsets back into the source.

The rules read half-width, simplified text without byte-order marks, carriage returns, spaces inside
numerals and words, or line breaks inside paragraphs. Every change either keeps the length (one
character for one) or removes a run, so the map is a sorted list of removals and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from qcompare.lexicon import rows
from qcompare.text.hints import codes
from qcompare.text.layout import closing_spaces, soft_breaks
from qcompare.text.markup import markup
from qcompare.text.pages import left_margin, paragraphs
from qcompare.text.radicals import STANDS_FOR

Span = tuple[int, int]

# Full-width forms, which Chinese word processors mix freely with half width, and look-alikes of one mark.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= dict.fromkeys([0x3000, 0xA0, 0x2002, 0x2003, 0x2009], 0x20) | dict.fromkeys(
    [0x0D, 0x85, 0x2028, 0x2029], 0x0A
)
# A form feed starts a page; radicals that a font has for characters (⼯⽬⾏) are those characters.
_WIDTH |= {0x0C: 0x0A} | {code: ord(meant) for code, meant in STANDS_FOR.items() if len(meant) == 1 and code < 0x10000}
_WIDTH |= {ord(a): ord(b) for a, b in zip("〜∼﹪﹐﹑﹔﹕﹙﹚∶", "~~%,、;:():", strict=True)}
_WIDTH |= {0x2080 + digit: 0x30 + digit for digit in range(10)}  # PM₂.₅
# The patterns below name the character that they look for first, and what stands before it behind that: such a pattern
# is found ten times faster than one that starts with a look-behind or an alternative.
# Byte-order mark, zero-width marks, soft hyphen; and the first half of a CR LF line end.
_MARKS = re.compile(r"[\ufeff\u200b-\u200f\u2060\u00ad\r](?:(?<!\r)|(?=\n))")
_MARK = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\r"
# Letters that text recognition puts for digits beside digits (9O%, l2件), and the stroke 一 for a dash (30一40).
_BESIDE_A_DIGIT = r"(?:(?<=\d[OoQ])(?![A-Za-z\d])|(?<=\d[OoQlI])(?=[\d%]|年)|(?<![A-Za-z\d.][lI])(?<=[lI])(?=\d))"
_SLIPS = [(letter, re.compile(letter + _BESIDE_A_DIGIT), digit) for letter, digit in zip("OoQlI", "00011", strict=True)]
_SPACED_SLIP = re.compile(r"[OQ](?<=\d [OQ])(?= ?[\d%\u4e00-\u9fff])")
_STROKE = re.compile(r"一(?<=\d一)(?<!二\d一)(?=\d)")  # not 二0一0年
# A full stop written as a point, as in texts with Latin punctuation; 「一.」 at the head of a line is a number.
_DOT = re.compile(r"\.(?<=[\u4e00-\u9fff%)”]\.)(?<![\n \t][一二三四五六七八九十]\.)(?=[\u4e00-\u9fff\n (“]|$)")


# Raised figures: a power of ten (5×10⁴亩) is written out by its Chinese name, any other is the number of a note (80²分).
_RAISED = re.compile(
    r"(?P<times>[×xX*·]? ?)(?<![\d.])(?P<ten>10)(?P<power>[²³⁴⁵⁶⁷⁸])(?=[\u4e00-\u9fff])|(?<=[\d%‰\u4e00-\u9fff)])[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
)
# How a character is read, which converters to traditional script write behind it: 質(zhì)量. Not (GDP), (km) or (CO): a sound of such a text bears its tone.
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_SOUND = re.compile(rf"\((?<=[\u4e00-\u9fff]\()(?=[a-zü]{{0,5}}[{_TONES}])[a-zü{_TONES}]{{1,6}} ?\)")
_POWERS = {"²": "百", "³": "千", "⁴": "万", "⁵": "十万", "⁶": "百万", "⁷": "千万", "⁸": "亿"}


class OffsetMap:
    """Offsets in a text from which runs were removed → offsets in its source.

    Parameters
    ----------
    removed
        The removed runs of the source, ascending; they may touch or overlap.
    """

    __slots__ = ("_cuts", "_removed", "_shifts")

    def __init__(self, removed: Iterable[Span] = ()) -> None:
        self._removed = list(removed)
        self._cuts: list[int] = []
        self._shifts = [0]
        total = done = 0
        for start, end in self._removed:
            if start < done:
                start = done
            if start < end:
                self._cuts.append(start - total)
                total += end - start
                self._shifts.append(total)
                done = end

    def span(self, start: int, end: int) -> Span:
        """Return the span of the source that the run ``[start, end)`` came from.

        >>> normalise("到２ ０２０年。").back.span(1, 5)
        (1, 6)
        """
        first = start + self._shifts[bisect_right(self._cuts, start)]
        return (first, end + self._shifts[bisect_right(self._cuts, end - 1)]) if end > start else (first, first)

    def spans(self, runs: Sequence[Span]) -> list[Span]:
        """Return the spans of many runs at once.

        >>> normalise("到２ ０２０年，达９５％。").back.spans([(1, 5), (8, 10)])
        [(1, 6), (9, 11)]
        """
        if not self._cuts:
            return list(runs)
        start, end = np.fromiter(chain.from_iterable(runs), np.intp, 2 * len(runs)).reshape(-1, 2).T
        cuts, shifts = np.array(self._cuts, dtype=np.intp), np.array(self._shifts)
        first = start + shifts[cuts.searchsorted(start, "right")]
        last = end + shifts[cuts.searchsorted(end - 1, "right")]
        return list(zip(first.tolist(), np.where(end > start, last, first).tolist(), strict=True))

    def without(self, runs: Sequence[Span]) -> OffsetMap:
        """Return the map of the text without some more runs of it."""
        return OffsetMap(sorted([*self._removed, *self.spans(runs)]))


@dataclass(frozen=True, slots=True)
class Text:
    """A normalised text and the way back into its source.

    Parameters
    ----------
    value
        The text that the rules read.
    script
        ``hant`` where the source is written in traditional characters, else ``hans``.
    dropped
        Spans of the source that the text leaves out although they hold digits or letters (page numbers
        and running heads in the middle of a paragraph).
    """

    value: str
    script: str
    back: OffsetMap = field(default_factory=OffsetMap, repr=False)
    dropped: tuple[Span, ...] = ()


Table = NDArray[np.uint32]


def _table(changes: dict[int, int]) -> Table:
    """Return a table of the basic plane: for each character the one that it is changed to, mostly itself."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[list(changes)] = list(changes.values())
    return table


@cache
def _width_table() -> Table:
    return _table(_WIDTH)


@cache
def _script_tables() -> tuple[Table, Table]:
    """Return the table of the characters that are always traditional, and that of a traditional text."""
    always: dict[int, int] = {}
    hant: dict[int, int] = {}
    for row in rows("traditional"):
        (always if row["when"] == "always" else hant)[ord(row["traditional"])] = ord(row["simplified"])
    return _table(always), _table(always | hant)


def _changed(written: Table, table: Table) -> Table:
    """Return the codes of some characters, each changed by a table."""
    after = table.take(written, mode="clip")
    if len(written) and written.max() >= len(table):
        np.copyto(after, written, where=written >= len(table))
        styled = (written >= _FIRST_STYLED) & (written < _FIRST_STYLED + 50)
        after[styled] = 0x30 + (written[styled] - _FIRST_STYLED) % 10
    return after


_FIRST_STYLED = 0x1D7CE  # 𝟎: the digits of mathematical alphabets, five times 0 to 9


def _text(written: Table) -> str:
    return written.tobytes().decode("utf-32-le", "surrogatepass")


def _simplified(written: Table) -> tuple[str, str]:
    always, hant = _script_tables()
    simple = _changed(written, always)
    # A quotation of a few traditional characters does not make a text traditional.
    traditional = np.count_nonzero(simple != written) * 20 > len(written)
    return (_text(_changed(simple, hant)), "hant") if traditional else (_text(simple), "hans")


def simplify(text: str) -> tuple[str, str]:
    """Return the text in simplified characters, and its script (``hans`` or ``hant``).

    A character is mapped only where simplified Chinese does not use it, so a simplified text passes
    unchanged; the few that both scripts use (後, 於, 乾) are mapped only where the rest of the text is
    traditional. Length is kept.

    >>> simplify("質量發展綱要")
    ('质量发展纲要', 'hant')
    >>> simplify("乾隆年间质量覆盖")
    ('乾隆年间质量覆盖', 'hans')
    """
    return _simplified(codes(text))


def halve(text: str) -> str:
    """Return the text with full-width forms made half width; length is kept.

    >>> halve("９５％以上；（一）")
    '95%以上;(一)'
    """
    return _text(_changed(codes(text), _width_table()))


def normalise(source: str) -> Text:
    """Return the text that the rules read.

    >>> normalise("到２ ０ １ ５年，合格率達９５％。").value
    '到2015年,合格率达95%。'
    """
    back = OffsetMap()
    text = source
    if any(mark in text for mark in _MARK):
        text, back = _cut(text, [match.span() for match in _MARKS.finditer(text)], back)
    dropped: tuple[Span, ...] = ()
    text, tags = markup(text)
    if tags:
        dropped = tuple(back.span(*run) for run in tags if run[0] < run[1])
        text, back = _cut(text, tags, back)
    shown = text
    text, script = _simplified(_changed(codes(text), _width_table()))
    if any(mark in text for mark in "⁰¹²³⁴⁵⁶⁷⁸⁹"):
        text, raised = _lowered(text)
        text, back = _cut(text, raised, back)
        shown = text
    if script == "hant" and (sounds := [match.span() for match in _SOUND.finditer(text)]):
        text, back = _cut(text, sounds, back)
        shown, _ = _cut(shown, sounds, back)
    text = _DOT.sub("。", text)
    if margin := left_margin(text, "\f" in shown):
        text, back = _cut(text, margin, back)
        shown, _ = _cut(shown, margin, back)
    text = paragraphs(text)
    breaks, furniture = soft_breaks(text, shown)
    if breaks:
        dropped += tuple(back.span(*run) for run in furniture)
        text, back = _cut(text, breaks, back)
    if " O" in text or " Q" in text:
        text = _SPACED_SLIP.sub("0", text)
    text, gaps = _pointed(text)
    spaces = closing_spaces(text)
    if gaps or spaces:
        text, back = _cut(text, sorted([*gaps, *spaces]), back)
    # Letters and strokes that text recognition put for digits and dashes.
    for letter, beside_a_digit, digit in _SLIPS:
        text = beside_a_digit.sub(digit, text) if letter in text else text
    return Text(_STROKE.sub("-", text), script, back, tuple(sorted(dropped)))


# Text recognition writes the decimal point as 6·1%, 6、8% or 37,1%: a point where what follows is the unit of a share or
# a mass (3·15活动 is a date), and, of the marks that also separate, where one number alone is spoken of.
_MIDDLE_DOT = re.compile(r"·(?:(?<=\d·)|(?<=\d ·))(?= ?\d{1,2} ?(?:[%‰倍]|[万亿]*(?:吨|元|亩|公斤|千瓦|亿|万)))")
_STOP_DOT = re.compile(r"·(?<=[%‰]·)(?=[\u4e00-\u9fff\n])")  # and a full stop as a dot
_SEPARATED = re.compile(r"%(?<=\d[、,]\d%)")
_ONE_VALUE = re.compile(r"[长增减降高少升为到]\d{1,3}$")


def _pointed(text: str) -> tuple[str, list[Span]]:
    """Return a text with the decimal points that text recognition wrote otherwise, and the spaces beside them."""
    gaps: list[Span] = []
    if "·" in text:
        for match in _MIDDLE_DOT.finditer(text):
            at = match.start()
            gaps += [(side, side + 1) for side in (at - 1, at + 1) if text[side] == " "]
        text = _STOP_DOT.sub("。", _MIDDLE_DOT.sub(".", text))
    points = [match.start() - 2 for match in _SEPARATED.finditer(text) if _is_point(text, match.start() - 2)]
    if points:
        characters = list(text)
        for at in points:
            characters[at] = "."
        text = "".join(characters)
    return text, gaps


def _is_point(text: str, at: int) -> bool:
    """Tell whether a mark is a decimal point: 增长37,1% has one; in 分别增长6、8% the mark separates two numbers."""
    before = text[max(0, at - 12) : at]
    return bool(_ONE_VALUE.search(before)) and "分别" not in before


def _lowered(text: str) -> tuple[str, list[Span]]:
    """Return a text with its powers of ten named, characters kept in place, and the runs that then are to be cut."""
    pieces: list[str] = []
    runs: list[Span] = []
    at = 0
    for match in _RAISED.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        power = match["power"]
        if power is None or (power == "²" and not match["times"].strip()):
            start = match.start() if power is None else match.end() - 1
            pieces.append(match.group())
            runs.append((start, at))
            continue
        factor = bool(match["times"].strip()) and text[match.start() - 1 : match.start()].isdigit()
        named = ("" if factor else "1") + _POWERS[power]
        pieces.append("0" * (len(match.group()) - len(named)) + named)
        runs.append((match.start(), at - len(named)))
    return "".join([*pieces, text[at:]]), runs


def _cut(text: str, runs: list[Span], back: OffsetMap) -> tuple[str, OffsetMap]:
    """Return a text without some runs, and its map."""
    pieces, at = [], 0
    for start, end in runs:
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    return "".join(pieces), back.without(runs)
