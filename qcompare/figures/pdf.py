"""A renderer's PDF with its parts in one order, so that the same picture gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a page draws with, a line each: the renderer lists it in another order each time.
_RESOURCES = re.compile(rb"(?:^ */[A-Za-z]+\d+ \d+ 0 R\n){2,}", re.MULTILINE)
_OBJECT = re.compile(rb"\s*(\d+) 0 obj\r?\n(.*)endobj", re.DOTALL)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")


def ordered(data: bytes) -> bytes:
    """Return a PDF whose objects stand and are numbered in the order in which they are first referred to.

    The renderer writes the fonts of a page in the order of a hash table, which differs from run to run. A file that is
    not built as expected is returned as it is.
    """
    found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)
    trailer = re.search(rb"trailer\s*(<<.*?>>)\s*startxref", data, re.DOTALL)
    if found is None or trailer is None:
        return data
    objects = dict(_objects(data, int(found[1])))
    order = _reached(trailer[1], objects)
    if set(order) != set(objects):
        return data
    number = {old: place for place, old in enumerate(order, 1)}

    def renumbered(text: bytes) -> bytes:
        return _REFERENCE.sub(lambda match: b"%d 0 R" % number[int(match[1])], text)

    out = bytearray(data[: data.index(b"\n", data.index(b"\n") + 1) + 1])  # the version, and the mark of a binary file
    places = []
    for old in order:
        places.append(len(out))
        head, body = _split(objects[old])
        out += b"%d 0 obj\n" % number[old] + renumbered(head) + body + b"endobj\n\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(order) + 1)
    out += b"".join(b"%010d 00000 n\r\n" % place for place in places)
    return bytes(out + b"trailer\n" + renumbered(trailer[1]) + b"\nstartxref\n%d\n%%%%EOF\n" % start)


def _objects(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and body of each object that the file's table lists."""
    places = [int(match[1]) for match in re.finditer(rb"(\d{10}) \d{5} n", data[start:])]
    ends = [*sorted(places)[1:], start]
    for place, end in zip(sorted(places), ends, strict=True):
        match = _OBJECT.match(data[place:end])
        if match:
            head, body = _split(match[2])
            yield int(match[1]), _RESOURCES.sub(_sorted, head) + body


def _sorted(match: re.Match[bytes]) -> bytes:
    return b"".join(sorted(match.group().splitlines(keepends=True)))


def _split(text: bytes) -> tuple[bytes, bytes]:
    """Return the part of an object that may refer to others, and its stream."""
    match = _STREAM.search(text)
    return (text[: match.start()], text[match.start() :]) if match else (text, b"")


def _reached(trailer: bytes, objects: dict[int, bytes]) -> list[int]:
    """Return the numbers of the objects in the order in which one comes to them from the trailer."""
    order: list[int] = []
    waiting = [int(match[1]) for match in _REFERENCE.finditer(trailer)][::-1]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number in seen or number not in objects:
            continue
        seen.add(number)
        order.append(number)
        waiting += [int(match[1]) for match in _REFERENCE.finditer(_split(objects[number])[0])][::-1]
    return order
