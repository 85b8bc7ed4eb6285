"""What the elements of a web page are: shown or not, inside a line or a block of their own, marks, tables of values."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from qcompare.text.formats.lines import clean

# not form: whole pages stand in one
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "annotation",
        "annotation-xml",
        "rt",
        "rp",
        "del",
        "s",
        "strike",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "nav",
        "aside",
        "footer",
        "head",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "ruby",
        "rb",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "math",
        "semantics",
        "mrow",
        "mstyle",
        "mn",
        "mi",
        "mo",
        "mtext",
        "mspace",
        "msup",
        "msub",
        "mfrac",
        "msubsup",
        "var",
        "wbr",
        "o:p",
        "st1:chsdate",
        "st1:personname",
    ]
)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|text-decoration[a-z-]*\s*:[^;]*line-through",
    re.I,
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")  # a rule of a style sheet
_PLAIN_SELECTOR = re.compile(r"(?:[a-z]+)?([.#][\w-]+)$", re.I)
# marks of an encyclopaedia that are no words of the plan: a note's number, a link to edit a section
_MARK = re.compile(
    r"\s*[\[［〔]\s*(?:(?:注|註|n|note)?\s*\d{1,3}(?:\s*[-–,、]\s*\d{1,3})*|[编編][辑輯](?:源代[码碼]|原始[码碼])?|来源请求)\s*"
    r"[\]］〕]\s*|播报|编辑",
    re.I,
)
MARKING = frozenset(["sup", "span", "a"])
_MAX_CELL = 400  # characters; a table with a longer cell lays out a page


def hidden_by_style(root: etree._Element) -> frozenset[str]:
    """Return the classes and ids that the page's own style sheets hide or strike through: .x, #y."""
    found: set[str] = set()
    for sheet in root.iter("style"):
        for selectors, rules in _RULE.findall((sheet.text or "")[:200_000]):
            if HIDDEN.search(rules) and "@" not in selectors:
                plain = (_PLAIN_SELECTOR.match(selector.strip()) for selector in selectors.split(","))
                found.update(match[1] for match in plain if match)
    return frozenset(found)


def is_mark(element: etree._Element) -> bool:
    """Tell a note's number or a link to edit: brackets, whatever few elements they are made of."""
    nodes = list(islice(element.iter(), 9))
    if len(nodes) > 8 or len(element.text or "") > 20:
        return False
    text = "".join((node.text or "") + ((node.tail or "") if node is not element else "") for node in nodes)
    return bool(_MARK.fullmatch(text))


def is_data(table: etree._Element) -> bool:
    """Tell a table of values from one that only lays out a page: no table inside, two columns, short cells, no links.

    Inside a cell of another table, as on old government pages, it must also hold figures in several rows: menus and
    the labelled fields of a document (发文字号:) stand in such tables too.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    rows = sum(1 for _ in table.iterdescendants("tr"))
    if rows < 2 or len(cells) <= rows:
        return False
    words = [clean("".join(cell.itertext())) for cell in cells]
    if any(len(one) > _MAX_CELL for one in words):
        return False
    if next(table.iterancestors("td", "th"), None) is None:
        return True
    figures = sum(bool(_FIGURE_CELL.fullmatch(one)) for one in words)
    labels = sum(one.endswith((":", "：")) for one in words)
    linked = sum(next(cell.iterdescendants("a"), None) is not None for cell in cells)
    return figures >= 2 and labels < rows / 2 and linked < len(cells) / 2


# 95, ≥98%, 12亿元, [13.5], 95以上: a cell that a table of values has several of; a date or a number of a document is none.
_FIGURE_CELL = re.compile(r"[<>≤≥＜＞\[〔(（+\-—–]*\d[\d.,]*(?:[-~—–]\d[\d.,]*)?[^\d年〔\[]{0,8}")
