"""Automatic numbers of Word paragraphs: the labels that a reader sees and the text does not hold.

``numbering.xml`` gives, for each list and level, a number format and a pattern such as ``第%1章`` or ``%1.%2``
(ISO/IEC 29500-1, 17.9). The numbers count up in reading order and begin anew below a new number of a higher level.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

_DIGITS = "〇一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
            "taiwaneseCountingThousand", "chineseLegalSimplified"}  # fmt: skip
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


def chinese(number: int) -> str:
    """Return a number up to 9999 as Chinese numerals, the way headings are numbered.

    >>> [chinese(n) for n in (3, 10, 12, 20, 105)]
    ['三', '十', '十二', '二十', '一百〇五']
    """
    if number > 9999 or number < 1:
        return str(number)
    text, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("〇" if gap and text else "") + _DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _format(number: int, kind: str) -> str:
    if kind in _CHINESE:
        return chinese(number)
    if kind in _CIRCLED and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    text, number = "", min(number, 3999)
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text


@dataclass
class _Level:
    kind: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, part: Any) -> Numbering:
        """Read the lists that a document part refers to; none if it has no numbering."""
        found = cls()
        for related in part.rels.values():
            kind = related.reltype.rsplit("/", 1)[-1]
            if related.is_external or kind not in ("numbering", "styles"):
                continue
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(related.target_part.blob, parser)
            found._read_lists(root) if kind == "numbering" else found._read_styles(root)
        return found

    def _read_lists(self, root: etree._Element) -> None:
        patterns = {}
        for abstract in root.iterfind(qn("w:abstractNum")):
            levels = {}
            for level in abstract.iterfind(qn("w:lvl")):
                levels[_number(level.get(qn("w:ilvl")))] = _Level(
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _number(_value(level, "start", "1")),
                )
            patterns[abstract.get(qn("w:abstractNumId"))] = levels
        for entry in root.iterfind(qn("w:num")):
            key, family = entry.get(qn("w:numId")), _value(entry, "abstractNumId", "")
            self.lists[key], self.families[key] = patterns.get(family, {}), family

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iterfind(qn("w:style")):
            place = _place(style.find(qn("w:pPr")))
            if place:
                self.styles[style.get(qn("w:styleId"))] = (place[0] or "", place[1])

    def label(self, paragraph: etree._Element) -> str:
        """Return the number that stands before a paragraph, and count it; empty if it has none."""
        properties = paragraph.find(qn("w:pPr"))
        place = _place(properties)
        if properties is not None and (place is None or place[0] is None):
            style = properties.find(qn("w:pStyle"))
            inherited = self.styles.get(style.get(qn("w:val"), "")) if style is not None else None
            place = (inherited[0], place[1] if place else inherited[1]) if inherited else None
        if not place or place[0] is None:
            return ""
        levels = self.lists.get(place[0], {})
        depth = place[1]
        level = levels.get(depth)
        if level is None or level.kind in ("none", "bullet"):
            return ""
        counts = self.counts[self.families[place[0]]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for below in [other for other in counts if other > depth]:
            del counts[below]
        label = level.pattern
        for other in range(depth, -1, -1):
            above = levels.get(other, _Level())
            label = label.replace(f"%{other + 1}", _format(counts.get(other, above.start), above.kind))
        return label


def _place(properties: etree._Element | None) -> tuple[str | None, int] | None:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None:
        return None
    key = numbered.find(qn("w:numId"))
    return (key.get(qn("w:val")) if key is not None else None), _number(_value(numbered, "ilvl", "0"))


def _value(element: etree._Element, tag: str, default: str) -> str:
    found = element.find(qn(f"w:{tag}"))
    return default if found is None else found.get(qn("w:val"), default)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
