"""A renderer's PDF in one order and packed, so that the same picture gives the same bytes, and few of them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

# What a page draws with, a line each: the renderer lists it in another order each time.
_RESOURCES = re.compile(rb"(?:^ */[A-Za-z]+\d+ \d+ 0 R\n){2,}", re.MULTILINE)
_OBJECT = re.compile(rb"\s*(\d+) 0 obj\r?\n(.*)endobj", re.DOTALL)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_GAPS = re.compile(rb"\s+")
# A drawing: each letter as the renderer sets it, in a text of its own; lines that are numbers and what is done with them.
_LETTER = re.compile(rb"q\nBT\n1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm\n(/fo\d+ [\d.]+ Tf)\n(\([^\n]*\)) Tj\nET\nQ\n")
_DRAWN = re.compile(rb"^(?:-?[\d.]+ )+(Tm|scn|SCN|m|l|c)$", re.MULTILINE)
_LONG = re.compile(rb"-?\d+\.\d{3,}")


def ordered(data: bytes) -> bytes:
    """Return a PDF whose objects stand and are numbered in the order in which they are first referred to, packed.

    The renderer writes the fonts of a page in the order of a hash table, which differs from run to run; and it leaves
    tables of characters and descriptions of objects as plain text: a fifth of the file. A file that is not built as
    expected is returned as it is.
    """
    found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref", data, re.DOTALL)
    if found is None or trailer is None:
        return data
    objects = dict(_objects(data, int(found[1])))
    order = _reached(trailer[1], objects)
    if set(order) != set(objects):
        return data
    number = {old: place for place, old in enumerate(order, 1)}

    def renumbered(text: bytes) -> bytes:
        return _REFERENCE.sub(lambda match: b"%d 0 R" % number[int(match[1])], text)

    parts = [(number[old], *_split(objects[old])) for old in order]
    out = bytearray(data[: data.index(b"\n", data.index(b"\n") + 1) + 1])  # the version, and the mark of a binary file
    return bytes(
        out + _written([(at, renumbered(head), body) for at, head, body in parts], renumbered(trailer[1]), len(out))
    )


def _written(objects: list[tuple[int, bytes, bytes]], trailer: bytes, start: int) -> bytes:
    """Return the objects from a place of the file on: streams one by one, all else in one packed stream, then the table."""
    out, entries = bytearray(), {0: (0, 0, 65535)}
    packed, table = len(objects) + 1, len(objects) + 2
    heads: list[bytes] = []
    texts: list[bytes] = []
    at = 0
    for number, head, body in objects:
        if body:
            entries[number] = (1, start + len(out), 0)
            out += b"%d 0 obj\n" % number + _repacked(head, body) + b"\nendobj\n"
        else:
            entries[number] = (2, packed, len(texts))
            text = _GAPS.sub(b" ", head).strip()
            heads.append(b"%d %d" % (number, at))
            texts.append(text)
            at += len(text) + 1
    index = b" ".join(heads) + b"\n"
    entries[packed] = (1, start + len(out), 0)
    more = b"/Type /ObjStm /N %d /First %d" % (len(texts), len(index))
    out += b"%d 0 obj\n" % packed + _stream(more, index + b"\n".join(texts)) + b"\nendobj\n"
    place = start + len(out)
    entries[table] = (1, place, 0)
    rows = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + which.to_bytes(2, "big")
        for _, (kind, where, which) in sorted(entries.items())
    )
    kept = re.sub(rb"/Size \d+", b"/Size %d" % (table + 1), _GAPS.sub(b" ", trailer).strip())
    out += b"%d 0 obj\n" % table + _stream(b"/Type /XRef /W [1 4 2] " + kept, rows) + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % place)


def _repacked(head: bytes, body: bytes) -> bytes:
    """Return a stream packed as far as it goes, whether or not it was packed before."""
    start, length = _STREAM.match(body), _LENGTH.search(head)
    if start is None or length is None:
        raise ValueError("a stream of a PDF without its length")
    content = body[start.end() : start.end() + int(length[1])]
    words = _GAPS.sub(b" ", _LENGTH.sub(b"", head).strip().removeprefix(b"<<"))
    if b"/Filter" not in words:
        return _stream(words, content)
    if b"/Filter /FlateDecode" not in words:  # a photograph, say: it stays as it is
        return b"<<%s /Length %d>>\nstream\n" % (words.rstrip(), len(content)) + content + b"\nendstream"
    return _stream(words.replace(b"/Filter /FlateDecode", b""), _in_lines(zlib.decompress(content)))


def _in_lines(content: bytes) -> bytes:
    r"""Return a drawing with its letters set in lines, each a step from the one before, and numbers no finer than is seen.

    >>> _in_lines(b"".join(b"q\nBT\n1 0 0 -1 %s 9 Tm\n/fo0 12 Tf\n(a) Tj\nET\nQ\n" % x for x in (b"7", b"19.60001")))
    b'BT\n/fo0 12 Tf\n1 0 0 -1 7 9 Tm\n(a) Tj\n12.6 0 Td\n(a) Tj\nET\n'
    """
    out: list[bytes] = []
    end, font, line, x = 0, b"", b"", 0.0
    for letter in _LETTER.finditer(content := _DRAWN.sub(_rounded, content)):
        if letter.start() != end or letter[3] != font:
            out += [b"ET\n" if font else b"", content[end : letter.start()], b"BT\n" + letter[3] + b"\n"]
            line = b""
        if letter[2] == line:
            step = _short(float(letter[1]) - x, 2)
            out.append(step + b" 0 Td\n")
            x += float(step)
        else:
            out.append(b"1 0 0 -1 %s %s Tm\n" % (letter[1], letter[2]))
            x = float(letter[1])
        out.append(letter[4] + b" Tj\n")
        end, font, line = letter.end(), letter[3], letter[2]
    return b"".join([*out, b"ET\n" if font else b"", content[end:]])


def _rounded(line: re.Match[bytes]) -> bytes:
    digits = 3 if line[1] in (b"scn", b"SCN") else 2  # a shade is one of 256
    return _LONG.sub(lambda number: _short(float(number[0]), digits), line[0])


def _short(value: float, digits: int) -> bytes:
    """Return a number with a few digits after the point, none that says nothing."""
    text = (b"%.*f" % (digits, value)).rstrip(b"0").rstrip(b".")
    return b"0" if text in (b"-0", b"") else text


def _stream(words: bytes, content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL + 1)
    data = packer.compress(content) + packer.flush()
    return (
        b"<<%s /Filter /FlateDecode /Length %d>>\nstream\n" % (_GAPS.sub(b" ", words).strip(), len(data))
        + data
        + b"\nendstream"
    )


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
