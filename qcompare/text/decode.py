"""Bytes → text: which encoding a plan came in, told honestly or not at all.

Any run of bytes decodes as *something* in GB18030, Big5 or UTF-16. So each candidate must decode without an error
and then read like Chinese: of its Han characters a good share must be among the most frequent ones. In running Chinese
that share is 0.6-0.75; in text read with the wrong encoding it is 0.02-0.05, in a few repeated words of Japanese 0.3.
"""

from __future__ import annotations

import re
from itertools import islice

from qcompare.errors import SourceError

# The 320 most frequent characters of general Chinese (counted from the word frequencies of jieba's dictionary), then
# their common traditional forms.
FREQUENT = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可过天作分方用多你着部能市等业全里"
    "工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没"
    "此将员名手最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知"
    "级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果"
    "书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五京河接条规式县白它改风光运信受什组听质标准"
    "國為這個來會時說學們於後發對長過業經門動進區開產軍還種現機體實麼關從製內沒將員東頭間無見點場數樣問萬級應資務係氣漢總電聲設義統處"
    "馬領隊計別權話報給變書幾華議稱決張導術結師達題條規縣運組聽質標準濟"
)
_SHARE = 0.35  # of Han characters that must be frequent ones; see the module's first lines
_SAMPLE = 20_000  # Han characters looked at
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# cp950 and big5hkscs add characters that web pages of Taiwan and Hong Kong use
_CANDIDATES = ("gb18030", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document of the old kind (.doc, .xls, .wps)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
)
_SAVE = "open it in the program it came from and save the text as UTF-8"
_NEWLINE = b"\n"
_ESCAPED = re.compile("[\udc80-\udcff]")
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_MOJIBAKE = re.compile("[\x80-\xff]{3}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def han_share(text: str) -> float:
    """Return the share of frequent characters among the first Han characters of a text, 0 if it has none.

    >>> round(han_share("产品质量合格率达到百分之九十"), 2)
    0.71
    """
    sample = [match.group() for match in islice(_HAN.finditer(text), _SAMPLE)]
    return sum(char in FREQUENT for char in sample) / len(sample) if sample else 0.0


def decode(data: bytes, name: str) -> tuple[str, str]:
    r"""Return the text of a file and the name of its encoding.

    Line ends stay as they are and a byte-order mark stays as a leading U+FEFF, so that offsets into the text are
    offsets into the decoded file.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        What to call the file in an error.

    Returns
    -------
    text : str
        The decoded text.
    encoding : str
        A Python codec name: utf-8, utf-16-le, utf-16-be, utf-32-le, utf-32-be, gb18030, big5, cp950 or big5hkscs.

    Raises
    ------
    SourceError
        If the file is empty, is no text, or is in an encoding that is none of these.

    Examples
    --------
    >>> decode("到2020年,质量水平".encode("gb18030"), "plan.txt")
    ('到2020年,质量水平', 'gb18030')
    """
    if not data.strip(b" \t\r\n\x00\xff\xfe\xef\xbb\xbf"):
        raise SourceError(name, "the file is empty", "put the text of the plan into it, or leave it out")
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise SourceError(
                name, f"this is {kind}, not plain text", "give it the ending of its kind, or save its text"
            )
    text, encoding = _by_mark(data, name) or _by_utf8(data, name) or _by_content(data, name)
    _must_be_text(text, name)
    return text, encoding


def _by_mark(data: bytes, name: str) -> tuple[str, str] | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                problem = f"the file begins as {encoding.upper()} but is broken at byte {error.start}"
                raise SourceError(name, problem, _SAVE) from None
    return None


def _by_utf8(data: bytes, name: str) -> tuple[str, str] | None:
    """Read as UTF-8; a text that is UTF-8 but for a few broken places is named as such, for nothing else looks like it.

    Chinese in another encoding is broken at nearly every character, wherever the first one stands.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        rest = data.decode("utf-8", "surrogateescape")
        han, broken = len(_HAN.findall(rest[:_SAMPLE])), len(_ESCAPED.findall(rest[:_SAMPLE]))
        if han >= 10 and broken <= han // 10 + 3 and han_share(rest) >= _SHARE:
            raise _broken_at(name, "UTF-8", data, error.start) from None
        return None
    # UTF-16 of plain ASCII is valid UTF-8 too, with a NUL for every other byte
    if "\x00" in text and (text.count("\x00") > len(text) // 100 or han_share(text) < _SHARE):
        return None
    return text, "utf-8"


def _broken_at(name: str, encoding: str, data: bytes, start: int) -> SourceError:
    line = f" (line {data.count(_NEWLINE, 0, start) + 1})" if encoding == "UTF-8" else ""
    problem = f"the file is {encoding} but is broken at byte {start}{line}"
    return SourceError(name, problem, "correct that place, or download the file again")


def _by_content(data: bytes, name: str) -> tuple[str, str]:
    best, found, broken = _SHARE, None, None
    for encoding in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            rest = data.decode(encoding, "replace")
            if rest.count("\ufffd") <= len(rest) // 100 + 3 and _credible(rest):
                broken = _broken_at(name, encoding.upper(), data, error.start)
            continue
        if (share := _credible(text)) > best:
            best, found = share, (text, encoding)
    if found:
        return found
    if broken:
        raise broken
    if data.count(b"\x00") > len(data) // 100:
        raise SourceError(name, "the file is binary, not text", _SAVE)
    raise SourceError(name, "the encoding is none of UTF-8, UTF-16, GB18030 and Big5", _SAVE)


def _credible(text: str) -> float:
    """Return how far a text reads like Chinese, 0 where too little of it does."""
    share = han_share(text) * (1 - _odd(text))
    return share if share >= _SHARE else 0.0


def _odd(text: str) -> float:
    """Return the share of characters that no plan has: controls, private use, scripts that a wrong UTF-16 gives."""
    sample = text[:_SAMPLE]
    return sum(not _expected(ord(char)) for char in sample) / len(sample)


def _expected(code: int) -> bool:
    return (
        0x20 <= code < 0x7F
        or code in (0x09, 0x0A, 0x0D)
        or 0xA0 <= code < 0x600  # Latin, Greek, Cyrillic
        or 0x2000 <= code < 0x2700  # punctuation, numbers in circles, boxes
        or 0x3000 <= code < 0xA000  # CJK
        or 0xF900 <= code < 0xFB00
        or 0xFE30 <= code < 0xFFF0  # full width
        or code >= 0x20000
    )


def _must_be_text(text: str, name: str) -> None:
    if "\x00" in text and text.count("\x00") <= len(text) // 100:
        start = text.index("\x00")
        line = text.count("\n", 0, start) + 1
        problem = f"there is a character that no text has (NUL) at character {start} (line {line})"
        raise SourceError(name, problem, "take it out there, or get the file again")
    controls = sum(1 for _ in islice(_CONTROL.finditer(text), len(text) // 100 + 2))
    if controls > len(text) // 100:
        raise SourceError(name, "the file is binary, not text", _SAVE)
    sample = text[:_SAMPLE]
    han = len(_HAN.findall(sample))
    if sample.count("\ufffd") > max(han // 50, 1):
        raise SourceError(name, "characters were lost when the file was last saved (U+FFFD)", "get the file again")
    if len(_MOJIBAKE.findall(sample)) > max(han, 10):
        advice = "get the file again; this one was saved after being read in a wrong encoding"
        raise SourceError(name, "the characters are garbled", advice)
