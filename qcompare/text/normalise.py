"""Source text → the text that the rules read, with one map of offsets back into the source.

The rules read half-width, simplified text without byte-order marks, carriage returns, spaces inside
numerals and words, or line breaks inside paragraphs. Every change either keeps the length (one
character for one) or removes a run, so the map is a sorted list of removals and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from qcompare.lexicon import rows
from qcompare.text.layout import closing_spaces, soft_breaks

Span = tuple[int, int]

# Full-width forms, which Chinese word processors mix freely with half width, and look-alikes of one mark.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= dict.fromkeys([0x3000, 0xA0, 0x2002, 0x2003, 0x2009], 0x20) | dict.fromkeys(
    [0x0D, 0x85, 0x2028, 0x2029], 0x0A
)
_WIDTH |= {ord(a): ord(b) for a, b in zip("〜∼﹪﹐﹑﹔﹕﹙﹚∶", "~~%,、;:():", strict=True)}
_WIDE = re.compile("[" + "".join(map(chr, sorted(_WIDTH))) + "]")
# The patterns below name the character that they look for first, and what stands before it behind that: such a pattern
# is found ten times faster than one that starts with a look-behind or an alternative.
# Byte-order mark, zero-width marks, soft hyphen; and the first half of a CR LF line end.
_MARKS = re.compile(r"[\ufeff\u200b-\u200f\u2060\u00ad\r](?:(?<!\r)|(?=\n))")
# Letters that text recognition puts for digits beside digits (9O%, l2件), and the stroke 一 for a dash (30一40).
_SLIP = re.compile(
    r"[OoQlI](?:(?<=\d[OoQ])(?![A-Za-z\d])|(?<=\d[OoQlI])(?=[\d%]|年)|(?<![A-Za-z\d.][lI])(?<=[lI])(?=\d))"
)
_SPACED_SLIP = re.compile(r"[OQ](?<=\d [OQ])(?= ?[\d%\u4e00-\u9fff])")
_STROKE = re.compile(r"一(?<=\d一)(?=\d)")
# A full stop written as a point, as in texts with Latin punctuation; 「一.」 at the head of a line is a number.
_DOT = re.compile(r"\.(?<=[\u4e00-\u9fff%)”]\.)(?<![\n \t][一二三四五六七八九十]\.)(?=[\u4e00-\u9fff\n (“]|$)")


class OffsetMap:
    """Offsets in a text from which runs were removed → offsets in the text before.

    Parameters
    ----------
    removed
        The removed runs, ascending, apart from each other.
    """

    __slots__ = ("_cuts", "_shifts")

    def __init__(self, removed: Iterable[Span]) -> None:
        self._cuts: list[int] = []
        self._shifts: list[int] = []
        total = 0
        for start, end in removed:
            self._cuts.append(start - total)
            total += end - start
            self._shifts.append(total)

    def __call__(self, at: int) -> int:
        """Return the offset in the text before."""
        index = bisect_right(self._cuts, at)
        return at + self._shifts[index - 1] if index else at


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
    maps: tuple[OffsetMap, ...] = field(default=(), repr=False)
    dropped: tuple[Span, ...] = ()

    def source(self, start: int, end: int) -> Span:
        """Return the span of the source that the run ``[start, end)`` of the text came from.

        >>> normalise("到２ ０２０年。").source(1, 5)
        (1, 6)
        """
        if not self.maps:
            return start, max(start, end)
        first, last = start, max(end - 1, start)
        for back in self.maps:
            first, last = back(first), back(last)
        return first, last + 1 if end > start else first


@cache
def _tables() -> tuple[re.Pattern[str], dict[int, str], dict[int, str]]:
    """Return a pattern of traditional characters, their table, and that of a traditional text."""
    always: dict[int, str] = {}
    hant: dict[int, str] = {}
    for row in rows("traditional"):
        (always if row["when"] == "always" else hant)[ord(row["traditional"])] = row["simplified"]
    return re.compile("[" + "".join(map(chr, always)) + "]"), always, always | hant


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
    pattern, always, hant = _tables()
    if not pattern.search(text):
        return text, "hans"
    # A quotation of a few traditional characters does not make a text traditional.
    if len(pattern.findall(text)) * 20 > len(text):
        return text.translate(hant), "hant"
    return text.translate(always), "hans"


def halve(text: str) -> str:
    """Return the text with full-width forms made half width; length is kept.

    >>> halve("９５％以上；（一）")
    '95%以上;(一)'
    """
    return text.translate(_WIDTH) if _WIDE.search(text) else text


def normalise(source: str) -> Text:
    """Return the text that the rules read.

    >>> normalise("到２ ０ １ ５年，合格率達９５％。").value
    '到2015年,合格率达95%。'
    """
    maps: list[OffsetMap] = []
    text = source
    marks = [match.span() for match in _MARKS.finditer(text)]
    if marks:
        text = _cut(text, marks, maps)
    shown = text
    text, script = simplify(halve(text))
    text = _DOT.sub("。", text)
    dropped: tuple[Span, ...] = ()
    breaks, furniture = soft_breaks(text, shown)
    if breaks:
        back = maps[0] if maps else None
        dropped = tuple((back(a), back(b - 1) + 1) if back else (a, b) for a, b in furniture)
        text = _cut(text, breaks, maps)
    text = _SPACED_SLIP.sub("0", text)
    spaces = closing_spaces(text)
    if spaces:
        text = _cut(text, spaces, maps)
    return Text(_corrected(text), script, tuple(reversed(maps)), dropped)


def _corrected(text: str) -> str:
    """Return the text with letters and strokes that text recognition put for digits and dashes; length is kept."""
    text = _SLIP.sub(lambda match: "0" if match.group() in "OoQ" else "1", text)
    return _STROKE.sub("-", text)


def _cut(text: str, runs: list[Span], maps: list[OffsetMap]) -> str:
    pieces, at = [], 0
    for start, end in runs:
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    maps.append(OffsetMap(runs))
    return "".join(pieces)
