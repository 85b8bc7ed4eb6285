"""Pictures inside a page: links that lead somewhere, ids that clash with no other picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qsl

from qcompare.figures.fonts import FAMILY

_HREF = re.compile(r'<a xlink:href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_LABEL = re.compile(r' aria-label="([^"]*)"')
_OWN = re.compile(r"(?:^|; )(?:link|ink|line|zero|left|right|middle|beside|x|y|x2|y2): [^;]*")  # about the drawing
# fields of an axis or a colour, which a tip says again under a name that readers know
_TWICE = re.compile(r"(?:^|; )(?:label|column|what|where|row|name|shown|step|held|field|kind|place): [^;]*")
_NAME = re.compile(r"(^|; )[a-z_]+: ")
_ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|role="img")')


def inline(drawn: str, prefix: str, address: Callable[[str, str], str], go: str) -> str:
    """Return an SVG for the body of a page.

    Parameters
    ----------
    drawn
        SVG from :func:`qcompare.figures.render.svg`; a link reads ``plan#fragment``.
    prefix
        Put before every id.
    address
        Gives the page's address for plan and fragment.
    go
        Words for "show in the source", part of the name that a link has for screen readers.
    """

    def lead(match: re.Match[str]) -> str:
        plan, _, fragment = unescape(match.group(1)).partition("#")
        named = _LABEL.search(match.group(2))
        said = unescape(named.group(1)) if named else re.sub(r"<[^>]+>", "", match.group(2))
        name = escape(f"{go}: {_short(_said(said))}")
        body = _LABEL.sub("", match.group(2))
        return f'<a href="{escape(address(plan, fragment))}"><title>{name}</title>{body}</a>'

    made = _ROLES.sub("", _HREF.sub(lead, drawn))
    made = _LABEL.sub("", made).replace(f' font-family="{FAMILY}"', "")  # the page has one font
    for name in dict.fromkeys(_ID.findall(made)):
        made = re.sub(rf'(id="|url\(#|["\s]){re.escape(name)}(?=["\s)])', rf"\g<1>{prefix}{name}", made)
    return made.replace("<svg", '<svg role="group"', 1)


def _said(label: str) -> str:
    """Return a mark's label as a reader is told it.

    >>> _said("label: Q1; what: 定量; 项目: Q1; 类别: 定量; link: siping#t12"), _said("line: 1; shown: 安徽–四平; link: x")
    ('项目: Q1; 类别: 定量', '安徽–四平')
    """
    found = _OWN.sub("", label).removeprefix("; ")
    return _TWICE.sub("", found).removeprefix("; ") or _NAME.sub(r"\g<1>", found)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"


def links(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield plan and fragment of every mark of a specification that leads to a source."""
    for rows in spec.get("datasets", {}).values():
        for row in rows:
            if row.get("link"):
                plan, _, fragment = str(row["link"]).partition("#")
                yield plan, fragment


def wanted(fragment: str) -> dict[str, str]:
    """Return the field values that a fragment asks for; empty for a place in the text.

    >>> wanted("rung=3&part=goals"), wanted("t1019")
    ({'rung': '3', 'part': 'goals'}, {})
    """
    return dict(parse_qsl(fragment)) if "=" in fragment else {}
