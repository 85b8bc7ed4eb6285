"""Markup in a text that is no web page: a report saved as one line of HTML, Markdown, entities, code points written out.

The tags say where a paragraph ends, so the first character of a tag that does becomes a line break and the rest of it goes;
other tags go; an entity or a code point written out becomes the character that it stands for. Offsets stay true: each
character of the result stands for one of the source.
"""

from __future__ import annotations

import html
import re

Span = tuple[int, int]

# Copies lose the space before an attribute: <divclass="title">. <10> and <85% are no tags.
_BLOCK = r"(?:p|div|br|h[1-6]|li|ul|ol|tr|td|th|table|tbody|center|section|article|hr|title|body|html|head)"
_INLINE = r"(?:span|font|strong|b|i|u|em|a|o:p|img|input|label|small)"
_TAG = re.compile(
    rf"<!--.*?-->|<(?P<code>script|style)\b[^<>]*>.*?</(?P=code)>|</?(?P<block>{_BLOCK})(?:(?:class|id|style|align)=[^<>]*|[ /][^<>]*)?>|</?{_INLINE}(?:[ /][^<>]*)?>",
    re.S | re.I,
)
_CLOSES = re.compile(r"</(?:p|div|h[1-6]|td)>|<br ?/?>", re.I)
_POINT = re.compile(r"<U\+([0-9A-Fa-f]{4,5})>")  # as R prints a character that its console does not have
# Of Markdown: **bold**, ## at the head of a line, pictures, and the fields before the text, of which the title stays.
_BOLD = re.compile(r"(?<!\*)(\*\*)(?=[^*\s])[^*\n]{1,300}(\*\*)(?!\*)")  # not 138****1234
_HASHES = re.compile(r"(?m)^#{1,6} +(?=\S)")
_QUOTED = re.compile(r"(?m)^>[ \t]?(?:\[![A-Z]{2,12}\][ \t]*)?")  # > (2024年12月30日), > [!NOTE]
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,80}\]\([^()\s]{1,200}\)")
_FIELDS = re.compile(r"\ufeff?-{3}[ \t]*\r?\n(?:(?:[A-Za-z_]{2,20}:|[ \t]+\S|-[ \t])[^\n]*\n){1,80}-{3}[ \t]*\r?(?=\n)")
# title: 工作报告 (2014年2月24日 李平): when and by whom is no part of it. Not 规划(2024—2035年).
FIELD_TITLE = re.compile(
    r"(?m)^title: *[\"']?(?:[(（][^()（）\n]{6,16}日[)）])?(?P<title>[^\n\"']*?)[ \t]*(?P<made>[(（](?:19|20)\d\d年[^()（）\n—~-]{0,20}[)）])?[\"']?\r?$"
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")


def markup(text: str) -> tuple[str, list[Span]]:
    r"""Return a text with its markup made into characters of the same places, and the runs of it to leave out.

    >>> source = "<p>一、回顾</p><p>合格率&lt;5%</p>"
    >>> changed, runs = markup(source)
    >>> "".join(char for at, char in enumerate(changed) if not any(a <= at < b for a, b in runs))
    '\n一、回顾\n\n合格率<5%\n'
    >>> markup("**统筹城乡。**推进…")[1]
    [(0, 2), (7, 9)]
    """
    found: list[tuple[int, int, str]] = []
    if "<" in text:
        found += [(*match.span(), chr(int(match[1], 16))) for match in _POINT.finditer(text)]
        if len(_CLOSES.findall(text, 0, 1_000_000)) > 1 or "<!--" in text:
            found += [(*match.span(), "\n" if match["block"] else "") for match in _TAG.finditer(text)]
    if "&" in text:
        for match in _ENTITY.finditer(text):
            meant = html.unescape(match.group())
            if len(meant) == 1:
                found.append((*match.span(), meant))
    found += _markdown(text)
    if not found:
        return text, []
    pieces: list[str] = []
    runs: list[Span] = []
    at = 0
    for start, end, char in sorted(found):
        if start < at:
            continue
        pieces += text[at:start], char, text[start + len(char) : end]
        runs.append((start + len(char), end))
        at = end
    return "".join([*pieces, text[at:]]), runs


def _markdown(text: str) -> list[tuple[int, int, str]]:
    """Return the marks of Markdown, to leave out.

    >>> [text for text in ("**一、目标**", "张**") for _ in _markdown(text)]
    ['**一、目标**', '**一、目标**']
    """
    found: list[tuple[int, int, str]] = []
    fields = _FIELDS.match(text) if text.startswith(("---", "\ufeff---")) else None
    if fields:
        title = FIELD_TITLE.search(text, 0, fields.end())
        start, stop = title.span("title") if title else (fields.end(), fields.end())
        found.append((0, start, ""))
        if title and title["made"] and "日" in title["made"]:
            made, last = title.span("made")  # (2014年2月24日 李平) is a line of its own
            found += [(stop, made + 1, "\n"), (last - 1, fields.end(), "")]
        else:
            found.append((stop, fields.end(), ""))
    if "**" in text:
        found += [(*match.span(mark), "") for match in _BOLD.finditer(text) for mark in (1, 2)]
    if "#" in text:
        found += [(*match.span(), "") for match in _HASHES.finditer(text)]
    if "![" in text:
        found += [(*match.span(), "") for match in _PICTURE.finditer(text)]
    if found and "\n>" in text:
        found += [(*match.span(), "") for match in _QUOTED.finditer(text)]
    return found
