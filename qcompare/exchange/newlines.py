"""One kind of line end for other programs, and the way back.

Programs for qualitative analysis count characters differently where lines end in CR LF, and some drop a byte order
mark. So a text goes out with LF alone, and the record of its line ends goes along; offsets are mapped both ways.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby

from qcompare.errors import SchemaError

_END = re.compile(r"\r\n|\r|\n")
_NAMES = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}
_ENDS = {name: end for end, name in _NAMES.items()}


@dataclass(frozen=True)
class LineEnds:
    """The text with LF, and where characters were taken out of the original.

    Attributes
    ----------
    text
        The text without byte order mark, every line end an LF.
    record
        What was there: ``bom`` if there was one, then runs of line ends, as in ``bom crlf*120 lf*1``.
    removed
        Offsets in ``text`` before which one character of the original is missing, ascending.
    """

    text: str
    record: str
    removed: tuple[int, ...]

    def out(self, offset: int) -> int:
        r"""Return the offset in ``text`` of an offset in the original.

        >>> line_ends("a\r\nb").out(3)
        2
        """
        # the k-th missing character stood at removed[k] + k in the original
        return offset - bisect_left(range(len(self.removed)), offset, key=lambda k: self.removed[k] + k)

    def back(self, offset: int) -> int:
        r"""Return the offset in the original of an offset in ``text``.

        >>> line_ends("a\r\nb").back(2)
        3
        """
        return offset + bisect_left(self.removed, offset + 1)


def line_ends(source: str) -> LineEnds:
    """Return a text with LF and the record of what its line ends were."""
    bom = source.startswith("\ufeff")
    found = [match[0] for match in _END.finditer(source)]
    runs = [f"{_NAMES[end]}*{len(list(group))}" for end, group in groupby(found)]
    removed: list[int] = [0] if bom else []
    taken = int(bom)
    for match in _END.finditer(source):
        if match[0] == "\r\n":
            removed.append(match.start() - taken)
            taken += 1
    text = _END.sub("\n", source[1:] if bom else source)
    return LineEnds(text, " ".join([*(["bom"] if bom else []), *runs]), tuple(removed))


def restore(text: str, record: str) -> LineEnds:
    r"""Return what :func:`line_ends` gave for the original of a text, from its record.

    >>> original = "a\r\nb\rc\n"
    >>> ends = line_ends(original)
    >>> source(restore(ends.text, ends.record)) == original
    True

    Raises
    ------
    SchemaError
        If the record does not fit the text.
    """
    text = _END.sub("\n", text)
    ends: list[str] = []
    words = record.split()
    for word in words:
        name, _, count = word.partition("*")
        if name == "bom":
            continue
        if name not in _ENDS or not count.isascii() or not count.isdigit() or len(ends) + int(count) > text.count("\n"):
            raise SchemaError(f"the record of line ends {record[:40]!r} does not fit the text")
        ends += [_ENDS[name]] * int(count)
    if len(ends) != text.count("\n"):
        raise SchemaError(f"the record of line ends {record[:40]!r} does not fit the text")
    removed = [0] if "bom" in words else []
    at = -1
    for end in ends:
        at = text.index("\n", at + 1)
        if end == "\r\n":
            removed.append(at)
    return LineEnds(text, record, tuple(removed))


def source(ends: LineEnds) -> str:
    """Return the original of a text."""
    pieces = ends.text.split("\n")
    kinds = [
        _ENDS[name]
        for word in ends.record.split()
        if word != "bom"
        for name, _, count in [word.partition("*")]
        for _ in range(int(count))
    ]
    body = "".join(piece + end for piece, end in zip(pieces, [*kinds, ""], strict=True))
    return ("\ufeff" if ends.record.startswith("bom") else "") + body
