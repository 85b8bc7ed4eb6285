"""The characters of a page, with their places as a reader sees them, whichever way they are set.

A wide table is often set sideways on its page, a scanned page stands on its head, an old text runs downwards in columns
from the right. Each such set of characters is turned until its lines run from left to right and from top to bottom; so
all that follows knows one direction only. What is set at another angle (watermarks, stamps) is left out.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from qcompare.text.formats.pdf_tables import Sign
from qcompare.text.radicals import plain

Turn = Callable[[float, float], tuple[float, float]]
_QUARTERS: Mapping[int, Turn] = {
    0: lambda x, y: (x, y),
    90: lambda x, y: (y, -x),
    180: lambda x, y: (-x, -y),
    270: lambda x, y: (-y, x),
}
UPRIGHT = _QUARTERS[0]
_DOWNWARDS = 270
_CROOKED = 6.0  # degrees up to which a scan is crooked; what stands more aslant is a watermark
_STRAIGHT = 0.2
_LEAST = 30  # characters; fewer beside the others of a page are a note on its margin or a stamp
_SAMPLE = 600  # characters that tell whether a page runs downwards
_BASE = 0.38  # from the base line to the middle of a character, in squares
_BLANKS = {0x20, 0xA0, 0x3000, 0x09, 0x0D, 0x0A}
# marks for vertical text, which stand for the ordinary ones
_VERTICAL = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE45))
}
_VERTICAL |= {0xFE11: "、", 0xFE12: "。"}


class _Aslant(NamedTuple):
    """A character whose line does not run to the right: where it starts, its box, its height, the angle of its line."""

    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    size: float
    angle: float
    space: int
    before: int  # how many upright characters stand before it in the file


def signs_of(text: pypdfium2.PdfTextPage) -> list[tuple[Turn, list[Sign]]]:
    """Return the characters of a page in sets, each with the turn that brought it upright.

    A page has one set, unless a part of it is turned.
    """
    upright, others = _characters(text)
    if _runs_down(upright):
        return [(_QUARTERS[_DOWNWARDS], _downwards(upright, others))]
    groups: dict[int, list[_Aslant]] = defaultdict(list)
    for one in others:
        groups[_direction(one.angle)].append(one)
    kept = [way for way in groups if way == 0 or (way in _QUARTERS and len(groups[way]) >= _LEAST)]
    if groups and not upright and not kept:  # there is nothing else on the page
        kept = [max(groups, key=lambda way: len(groups[way]))]
    sets = [(UPRIGHT, upright)] if upright or not kept else []
    for way in sorted(kept, key=lambda way: -len(groups[way])):
        turn = _turn(median((one.angle + 45) % 360 - 45 for one in groups[way]))
        sets.append((turn, [_turned(one, turn) for one in groups[way]]))
    return sets


def _characters(text: pypdfium2.PdfTextPage) -> tuple[list[Sign], list[_Aslant]]:
    upright: list[Sign] = []
    others: list[_Aslant] = []
    left, bottom, right, top, x, y = (ctypes.c_double() for _ in range(6))
    matrix = pdfium.FS_MATRIX()
    high = space = 0
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        generated = pdfium.FPDFText_IsGenerated(text, index) == 1
        if code in _BLANKS:
            space = max(space, 1 if generated else 2)
            continue
        if generated or code in (0, 0xFFFE, 0xFFFF):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        angle = 0.0 if matrix.a > 0 and not matrix.b else _angle(matrix)
        high_by = math.hypot(matrix.c, matrix.d) if angle else matrix.d
        size = abs(pdfium.FPDFText_GetFontSize(text, index) * (high_by or 1.0))
        places = (x.value, max(right.value, x.value), y.value, size)
        if all(abs(place) < 1e6 for place in places):
            sign = _VERTICAL.get(code) or plain(chr(code))
            if angle:
                box = (left.value, bottom.value, right.value, top.value)
                others.append(_Aslant(sign, x.value, y.value, box, size or 1.0, angle, space, len(upright)))
            else:
                upright.append(Sign(sign, *places[:3], size or 1.0, space))
        space = 0
    return upright, others


def _angle(matrix: pdfium.FS_MATRIX) -> float:
    """Return the angle of a line in degrees, 0 to 360; a character that is only mirrored is upright."""
    if matrix.a < 0 < matrix.d and abs(matrix.b) < abs(matrix.a) / 10:
        return 0.0
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    return 0.0 if abs(angle) < _STRAIGHT else angle % 360


def _direction(angle: float) -> int:
    """Return where a line runs, in degrees: a quarter turn where it is near one, else to the next five."""
    quarter = round(angle / 90) * 90
    return quarter % 360 if abs(angle - quarter) <= _CROOKED else round(angle / 5) * 5 % 360


def _turn(angle: float) -> Turn:
    """Return what turns lines that run at an angle until they run from left to right."""
    quarter = round(angle / 90) * 90
    if abs(angle - quarter) < _STRAIGHT:
        return _QUARTERS[quarter % 360]
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return lambda x, y: (x * cosine + y * sine, y * cosine - x * sine)


def _runs_down(signs: list[Sign]) -> bool:
    """Tell whether upright characters follow one below the other, and not side by side."""
    down = across = 0
    for one, after in pairwise(signs[:_SAMPLE]):
        dx, dy = abs(after.x - one.x) / one.size, abs(one.y - after.y) / one.size
        down += dx < 0.3 and 0.5 < dy < 1.8
        across += dy < 0.3 and 0.2 < dx < 1.8
    return down >= _LEAST / 2 and down > 2 * across


def _downwards(upright: list[Sign], others: list[_Aslant]) -> list[Sign]:
    """Return text that runs downwards turned to run to the right; Latin words and figures in it lie on their side.

    What stands beside each other are the middles of characters, of the upright ones and of those on their side.
    """
    turn = _QUARTERS[_DOWNWARDS]
    placed: list[tuple[int, int, Sign]] = []
    for place, one in enumerate(upright):
        x, y = turn(one.x, one.y)
        placed.append((place, 1, Sign(one.text, x, x + one.size, y + one.size / 2, one.size, one.space)))
    for number, side in enumerate(others):
        if _direction(side.angle) == _DOWNWARDS:
            one = _turned(side, turn)
            lain = Sign(one.text, one.x, one.end, one.y + _BASE * one.size, one.size, one.space)
            placed.append((side.before, -len(others) + number, lain))
    return [one for _, _, one in sorted(placed, key=lambda item: item[:2])]


def _turned(one: _Aslant, turn: Turn) -> Sign:
    left, bottom, right, top = one.box
    x, y = turn(one.x, one.y)
    end = max(turn(*corner)[0] for corner in ((left, bottom), (right, bottom), (left, top), (right, top)))
    return Sign(one.text, x, max(end, x), y, one.size, one.space)
