"""Pictures inside a page: links that lead somewhere, ids that clash with no other picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qsl

from qcompare.figures import render
from qcompare.figures.fonts import FAMILY

_HREF = re.compile(r'<a xlink:href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_LABEL = re.compile(r' aria-label="([^"]*)"')
_PARTS = re.compile(r"; (?=[^:;]+: )")
_RAW = re.compile(r"-?\d+\.\d{4,}")  # a place on a scale, and no figure for readers
_NUMBER = re.compile(r"[-−+≥≤<>]?\d")
_OUTSIDE = re.compile(r' (?:xmlns(?::xlink)?="[^"]*"|version="1.1"|class="marks")')
_ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|role="img")')


def inline(drawn: str, prefix: str, address: Callable[[str, str], str], go: str, lang: str) -> str:
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
        Words for "show in the source", the name of a link whose mark says nothing itself.
    lang
        Language of the chart.
    """

    def lead(match: re.Match[str]) -> str:
        plan, _, fragment = unescape(match.group(1)).partition("#")
        named = _LABEL.search(match.group(2))
        said = unescape(named.group(1)) if named else re.sub(r"<[^>]+>", "", match.group(2))
        name = escape(_said(said, lang) or go)
        body = _LABEL.sub("", match.group(2))
        return f'<a href="{escape(address(plan, fragment))}"><title>{name}</title>{body}</a>'

    made = _ROLES.sub("", _HREF.sub(lead, drawn))
    made = _LABEL.sub("", made).replace(f' font-family="{FAMILY}"', "")  # the page has one font
    for name in dict.fromkeys(_ID.findall(made)):
        made = re.sub(rf'(id="|url\(#|["\s]){re.escape(name)}(?=["\s)])', rf"\g<1>{prefix}{name}", made)
    made = _OUTSIDE.sub("", made, count=4)  # a page knows what an SVG is
    return made.replace("<svg", '<svg role="group"', 1)


def _said(label: str, lang: str) -> str:
    """Return a mark's label as a reader is told it: what a tip would say, numbers with their names.

    The renderer's label holds every encoding too, such as the place and the colour of the mark.

    >>> _said("row: 2; fill: #F3F6F7; 规划: 安徽; 级: 只有文字; 目标数: 43; link: anhui#t12", "zh")
    '安徽，只有文字，目标数43'
    >>> _said("指标: 抽查合格率; 规划: 安徽; 原文: 抽查合格率达到90%以上", "zh")
    '安徽，抽查合格率达到90%以上'
    >>> _said("px: 190; said: 加大投入; link: x", "zh")
    '加大投入'
    """
    parts = [part.partition(": ")[::2] for part in _PARTS.split(label)]
    titles = render.tip_titles(lang)
    told = {
        name: value
        for name, value in parts
        if name in titles and value not in ("", "null") and not _RAW.fullmatch(value)
    }
    if not told:  # a text mark has no tip: what is written
        return _short(next((value for name, value in parts if name in ("said", "shown", "when", "text")), ""), 64)
    gap = "" if lang == "zh" else " "
    values = list(told.values())  # a sentence that begins with its indicator says it
    told = {
        name: value
        for name, value in told.items()
        if _NUMBER.match(value) or not any(one != value and one.startswith(value) for one in values)
    }
    said = [f"{name}{gap}{value}" if _NUMBER.match(value) else _short(value, 22) for name, value in told.items()]
    return _short(("，" if lang == "zh" else ", ").join(said), 64)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


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
