"""Saved web pages (government sites, encyclopaedia copies) and Markdown: the text as a reader sees it, a line a block.

Menus, scripts and hidden parts are left out and listed in ``dropped``; all else is kept, since what a page says
above and below the plan (issuer, date, number) is wanted. The rules that read the text tell furniture from plan.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

import mistune
from bs4.dammit import EncodingDetector
from lxml import etree

from qcompare.errors import SourceError
from qcompare.text.decode import decode
from qcompare.text.formats.elements import HIDDEN, INLINE, MARKING, SKIPPED, hidden_by_style, is_data, is_mark
from qcompare.text.formats.limits import MAX_MARKUP, check_size
from qcompare.text.formats.lines import Grid, clean, raised
from qcompare.text.markup import FIELD_TITLE

_SENTENCE = re.compile(r"[。;;!?]")
_ENUMERATOR = re.compile(r"\s*[((]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])")
_SUPERSET = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "windows-1252",
}
_NAMES_LITTLE, _HEAD_LINES = 5, 4  # a title in the fields before a text may stand in its head once more
_PART = 100_000  # characters of Markdown that are parsed at a time
_BLANK_LINES = re.compile(r"\n{3,}")  # they say no more than one blank line, and cost mistune a step of its stack each

# Rows of a table between bars, the rule under its head among them; the mark of a footnote ([^3]).
_TABLE = re.compile(
    r"^[ \t]*\|[^\n]*\|[ \t]*\r?\n[ \t]*\|[-:| \t]+\|[ \t]*\r?\n(?:[ \t]*\|[^\n]*\|[ \t]*(?:\r?\n|$))+", re.M
)
_CELL_BAR, _FOOTNOTE = re.compile(r"(?<!\\)\|"), re.compile(r"\[\^[\w-]{1,12}\](?!:)")


@dataclass
class Page:
    """The lines of a page, and what was left out of them."""

    lines: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def read_html(data: bytes, name: str) -> tuple[Page, str]:
    """Return the lines of a saved web page (HTML or MHTML) and its encoding.

    Raises
    ------
    SourceError
        If it is too large, nested too deep, or in no known encoding.
    """
    check_size(name, len(data), MAX_MARKUP)
    if re.match(rb"\s*(?:from|mime-version|content-type|snapshot-content-location|subject|date):", data[:400], re.I):
        data = _mhtml(data, name)
    markup, encoding = _decode(data, name)
    return page(markup, name), encoding


def read_markdown(data: bytes, name: str) -> tuple[Page, str]:
    """Return the lines of a Markdown file and its encoding; a line break in a paragraph stays a line break."""
    check_size(name, len(data), MAX_MARKUP)
    text, encoding = decode(data, name)
    front = re.match(r"\ufeff?---[ \t]*\r?\n(.{0,20000}?\n)---[ \t]*\r?\n", text, re.S)
    body = _BLANK_LINES.sub("\n\n", text[front.end() :] if front else text)
    body = _FOOTNOTE.sub("", _TABLE.sub(lambda table: _squared(table.group()), body))
    render = mistune.create_markdown(escape=False, hard_wrap=True, plugins=["table"])
    try:
        markup = "".join(
            str(render(part)) if len(part) < 2 * _PART else f"<pre>{escape(part)}</pre>" for part in _parts(body)
        )
    except RecursionError:
        raise _too_deep(name) from None
    result = page(f"<body>{markup}</body>", name)
    if front:
        result.dropped[:0] = front[1].splitlines()
        named = FIELD_TITLE.search(front[1])
        title, made = (clean(named["title"]), named["made"] or "") if named else ("", "")
        if "日" in made:
            result.lines.insert(0, clean(made[1:-1]))  # when, and by whom
        if len(title) > _NAMES_LITTLE and title not in result.lines[:_HEAD_LINES]:
            result.lines.insert(0, title)
    return result, encoding


def _squared(table: str) -> str:
    """Return a table with as many cells in each row: mistune takes one with a cell too few or too many for a paragraph."""
    lines = [line.strip() for line in table.splitlines()]
    bars = [len(_CELL_BAR.findall(line)) for line in lines]
    rule = "---|" if max(bars) > bars[1] else "|"
    return "".join(
        line + (rule if at == 1 else "|") * (max(bars) - count) + "\n"
        for at, (line, count) in enumerate(zip(lines, bars, strict=True))
    )


def _parts(text: str) -> Iterator[str]:
    """Cut a text at blank lines into parts that cost little memory each, marks and all."""
    start = 0
    while len(text) - start > _PART:
        blank = re.compile(r"\n[ \t]*\r?\n").search(text, start + _PART)
        if blank is None:
            break
        yield text[start : blank.end()]
        start = blank.end()
    yield text[start:]


def page(markup: str, name: str) -> Page:
    """Return the lines of HTML markup."""
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\x00", ""))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise SourceError(
            name, f"it is no web page ({str(error)[:80]})", "save the page again, or as plain text"
        ) from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise _too_deep(name)
    if root is None:
        return Page()
    walk = _Walk(name, hidden_by_style(root))
    walk.run(root)
    result = Page(walk.lines, walk.dropped)
    title = clean(root.findtext(".//title") or "")
    subject = re.split(r"\s*[-_|–—]+\s*", title)[0]
    if len(subject) > 5 and not any(subject in line for line in result.lines if "\t" not in line):
        result.lines.insert(0, subject)
    elif title:
        result.dropped.insert(0, title)
    return result


class _Walk:
    """One pass over the tree in document order, without recursion."""

    def __init__(self, name: str, hidden: frozenset[str]) -> None:
        self.name, self.lines, self.dropped, self._hidden = name, list[str](), list[str](), hidden
        self._text: list[str] = []
        self._linked, self._in_link, self._in_pre = 0, 0, 0
        self._tables: list[tuple[Grid, etree._Element]] = []
        self._cell: list[str] | None = None
        self._numbers: list[int | None] = []

    def run(self, root: etree._Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            tag = element.tag if isinstance(element.tag, str) else "!"
            if event == "start":
                if self._skipped(element, tag):
                    self._drop(element)
                    events.skip_subtree()
                    continue
                self._start(element, tag)
                self._write(self._raised(element, tag))
            else:
                if not self._skipped(element, tag):
                    self._end(element, tag)
                if element is not root:
                    self._write(element.tail)
        self._flush()

    def _skipped(self, element: etree._Element, tag: str) -> bool:
        if tag in SKIPPED or (tag in MARKING and is_mark(element)):
            return True
        if tag in ("html", "body"):
            return False  # hidden as long as it loads: a script shows it
        if self._hidden:
            names = [f".{one}" for one in (element.get("class") or "").split()] + [f"#{element.get('id')}"]
            if not self._hidden.isdisjoint(names):
                return True
        return "hidden" in element.attrib or bool(HIDDEN.search(element.get("style") or ""))

    def _drop(self, element: etree._Element) -> None:
        if element.tag not in ("script", "style", "head", "svg", "math", "template"):
            text = clean(" ".join(element.itertext()))
            if text:
                self.dropped.append(text)

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self._in_link += 1
        elif tag not in INLINE:
            self._flush()
        if tag == "pre":
            self._in_pre += 1
        elif tag in ("ol", "ul"):
            start = element.get("start", "1")
            self._numbers.append(int(start) if tag == "ol" and start.isascii() and start[:6].isdigit() else None)
        elif tag == "li":
            self._number(element)
        elif tag == "table" and is_data(element):
            self._tables.append((Grid(self.name), element))
        elif tag == "tr" and self._tables:
            self._tables[-1][0].next_row()
        elif tag in ("td", "th") and self._tables:
            self._cell = []

    def _raised(self, element: etree._Element, tag: str) -> str | None:
        """Return the text of an element, raised figures as such; in an equation 10⁴ and 1/3 are read so too."""
        parent = element.getparent()
        second = parent is not None and element.getprevious() is not None
        if second and parent.tag == "mfrac":
            self._text.append("/")
        exponent = second and parent.tag == "msup"
        return raised(element.text, self._text) if tag == "sup" or exponent else element.text

    def _number(self, item: etree._Element) -> None:
        """Write the number of a list item that a browser would show, unless the item has one of its own."""
        if not self._numbers or self._numbers[-1] is None:
            return
        if not _ENUMERATOR.match("".join(item.itertext())):
            self._text.append(f"{self._numbers[-1]}.")
        self._numbers[-1] += 1

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self._in_link = max(0, self._in_link - 1)
        elif tag not in INLINE and tag != "br":
            self._flush()
        if tag == "pre":
            self._in_pre -= 1
        elif tag in ("ol", "ul") and self._numbers:
            self._numbers.pop()
        elif tag in ("td", "th") and self._tables and self._cell is not None:
            text = clean("\n".join(self._cell)).replace("\t", " ")
            lines = tuple(filter(None, map(clean, self._cell)))
            self._tables[-1][0].add(text, _span(element, "rowspan"), _span(element, "colspan"), lines)
            self._cell = None
        elif tag == "table" and self._tables and self._tables[-1][1] is element:
            self.lines.extend(self._tables.pop()[0].lines())

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self._in_pre:
            first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._text.append(first)
            for line in rest:
                self._flush()
                self._text.append(line)
            return
        self._text.append(text)
        if self._in_link:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        text = clean("".join(self._text))
        linked, self._linked, self._text = self._linked, 0, []
        if not text:
            return
        if self._cell is not None:
            self._cell.append(text)
        elif linked >= 0.8 * len(text) and not _SENTENCE.search(text):
            self.dropped.append(text)  # a menu, a list of related pages
        else:
            self.lines.append(text)


def _span(cell: etree._Element, attribute: str) -> int:
    value = (cell.get(attribute) or "1").strip()[:6]
    return int(value) if value.isascii() and value.isdigit() else 1


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode markup: a mark at its start, what it declares (GB 2312 is read as its superset), else a guess."""
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(data, name)
    try:
        return data.decode("utf-8"), "utf-8"  # no other encoding looks like it by chance
    except UnicodeDecodeError:
        pass
    declared = EncodingDetector.find_declared_encoding(data[:4096], is_html=True)
    if declared:
        encoding = _SUPERSET.get(declared.lower(), declared.lower())
        try:
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # pages often declare one encoding and come in another
    return decode(data, name)


def _mhtml(data: bytes, name: str) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    if b"<html" in data[:2048].lower():
        return data
    raise SourceError(name, "it is a saved page (MHTML) without a web page in it", "save the page as HTML")


def _too_deep(name: str) -> SourceError:
    return SourceError(
        name, "its markup is nested too deep", "open it, copy the plan's text and save that as plain text"
    )
