"""Small PNG files: the renderer's own are ten times as large as the same picture with a palette.

A chart has few colours; the rest are the shades at the edges of letters, and a legend's ramp. Up to 256 colours are
kept: the most frequent, then those that are worst represented; each other shade takes the nearest of them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SUB = 1  # the only row filter that the renderer uses: each byte less the one a pixel before
_COLOURS = 256
_FREQUENT = 160  # of them taken for how often they occur
_STRIP = 128  # rows that are taken at a time: the whole picture several times over would be a gigabyte


def shrink(data: bytes) -> bytes:
    """Return a PNG of true colour as one with a palette; any other PNG as it is.

    The size in pixels and the resolution stay. The same picture gives the same bytes.
    """
    chunks = dict(_chunks(data))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    if (depth, kind) != (8, 6):
        return data
    strips = []
    for rows in _strips(chunks[b"IDAT"], height, width):
        if not (rows[:, 0] == _SUB).all():
            return data
        pixels, length = _runs(rows)
        if not (pixels[:, 3] == 255).all():
            return data
        strips.append((pixels, length))
    lengths = np.concatenate([length for _, length in strips])
    used, which = np.unique(np.concatenate([_packed_colours(pixels) for pixels, _ in strips]), return_inverse=True)
    kept = _chosen(used, np.bincount(which, lengths, len(used)).astype(np.int64))
    places = _nearest(used, kept)[which]
    lines = np.zeros((height, width + 1), np.uint8)  # a leading 0: no filter, which suits a palette best
    start = 0
    for number, (_, length) in enumerate(strips):
        strip = lines[number * _STRIP : (number + 1) * _STRIP, 1:]
        strip[:] = np.repeat(places[start : start + len(length)], length).reshape(strip.shape)
        start += len(length)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = _split(kept).astype(np.uint8).tobytes()
    parts = [(b"IHDR", header), *((name, chunks[name]) for name in [b"pHYs"] if name in chunks), (b"PLTE", palette),
             (b"IDAT", _packed(lines)), (b"IEND", b"")]  # fmt: skip
    return _SIGNATURE + b"".join(_chunk(name, body) for name, body in parts)


def _strips(packed: bytes, height: int, width: int) -> Iterator[np.ndarray]:
    """Yield the rows of a picture, some at a time: whole it takes fifty megabytes, and two are drawn at once."""
    stream = zlib.decompressobj()
    for top in range(0, height, _STRIP):
        number = min(_STRIP, height - top)
        rows = stream.decompress(packed, number * (1 + 4 * width))
        packed = stream.unconsumed_tail
        yield np.frombuffer(rows, np.uint8).reshape(number, 1 + 4 * width)


def _runs(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pixels of some rows, their filter undone, each once where the next ones are the same, and how many there are of each.

    What the filter leaves of a pixel that is like the one before is 0: a hundredth of the pixels of a chart are left to look at.
    """
    steps = np.ascontiguousarray(rows[:, 1:]).view(np.uint32)
    begins = steps != 0
    begins[:, 0] = True
    at = np.flatnonzero(begins)
    parts = steps.ravel()[at].view(np.uint8).reshape(-1, 4)
    sums = np.cumsum(parts, axis=0, dtype=np.uint8)
    first = np.searchsorted(at, np.arange(len(rows)) * steps.shape[1])  # where each row begins
    before = sums[first] - parts[first]
    return sums - before[at // steps.shape[1]], np.diff(at, append=steps.size)


def _packed_colours(pixels: np.ndarray) -> np.ndarray:
    red, green, blue, _ = pixels.astype(np.uint32).T
    packed: np.ndarray = red << 16 | green << 8 | blue
    return packed


def _nearest(used: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return for each colour that occurs the place of the nearest that is kept."""
    places, shades = np.zeros(len(used), np.uint8), _split(kept)
    for start in range(0, len(used), 4096):  # in portions: the distances of all at once would not fit in memory
        part = _split(used[start : start + 4096])
        places[start : start + 4096] = ((part[:, None, :] - shades[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return places


def _chosen(used: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the colours to keep: the most frequent, then one by one that with the largest error in all its pixels."""
    order = np.argsort(-counts, kind="stable")
    kept = list(used[order[:_FREQUENT]])
    rest, weight = used[order[_FREQUENT:]], counts[order[_FREQUENT:]]
    if len(rest):
        shades, far = _split(rest), np.full(len(rest), np.iinfo(np.int64).max)
        for colour in kept:
            far = np.minimum(far, ((shades - _split(colour)) ** 2).sum(axis=1))
        while len(kept) < _COLOURS and (far > 0).any():
            worst = int(np.argmax(far * weight))
            kept.append(rest[worst])
            far = np.minimum(far, ((shades - shades[worst]) ** 2).sum(axis=1))
    return np.sort(np.array(kept))


def _split(colours: np.ndarray) -> np.ndarray:
    """Return red, green and blue of packed colours."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.int32)


def _packed(lines: np.ndarray) -> bytes:
    """Return rows compressed, with zlib's largest tables: a tenth less than by default."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL + 1)
    return packer.compress(lines.data) + packer.flush()


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG, those that hold the picture joined."""
    place, picture = len(_SIGNATURE), b""
    while place < len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        if name == b"IDAT":
            picture += body
        else:
            yield name, body
        place += 12 + size
    yield b"IDAT", picture


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
