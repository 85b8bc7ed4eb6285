"""One font, from a package, for every picture: so that the bytes do not depend on the machine.

Noto Sans SC (SIL Open Font License 1.1) comes with the package ``pylopdf-fonts-zh-cn``. It is named in every
chart; a character that it lacks is an error and never a box.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from qcompare.errors import FontError

FAMILY = "Noto Sans SC"


@cache
def path() -> Path:
    """Return the font's file.

    Raises
    ------
    FontError
        If the package that carries the font is missing.
    """
    try:
        import pylopdf_fonts_zh_cn
    except ImportError as error:
        raise FontError("no font with Chinese glyphs: run `pip install pylopdf-fonts-zh-cn`") from error
    return Path(pylopdf_fonts_zh_cn.sans_path())


@cache
def register() -> None:
    """Make the font known to the renderer of this process. Must not be called before a fork."""
    import vl_convert

    vl_convert.register_font_directory(str(path().parent))


@cache
def _glyphs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(path(), lazy=True).getBestCmap())


def check(text: Iterable[str], where: str) -> None:
    """Raise where a text holds a character that the font cannot draw.

    Parameters
    ----------
    text
        Characters or strings.
    where
        What is being drawn, for the message.

    Raises
    ------
    FontError
        Naming each missing character with its code point.

    Examples
    --------
    >>> check("质量 quality 95%", "a title")
    """
    used = {char for string in text for char in string}
    missing = sorted(char for char in used if ord(char) not in _glyphs() and char not in "\n\r\t\u200b\ufeff")
    if missing:
        names = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing)
        raise FontError(f"{where}: {FAMILY} has no glyph for {names}; write it in other characters")


@cache
def woff2(characters: frozenset[str]) -> bytes:
    """Return the font with these characters alone, as WOFF2; the same characters give the same bytes."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.recalc_timestamp = False  # the time of the build must not be in the bytes
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 13, 14]  # copyright, family, style, licence, its address
    font = subset.load_font(str(path()), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(char) for char in characters | {" "}} & _glyphs()))
    subsetter.subset(font)
    target = io.BytesIO()
    subset.save_font(font, target, options)
    return target.getvalue()


def css(characters: Iterable[str]) -> str:
    """Return an ``@font-face`` rule that carries the characters as a data address."""
    data = base64.b64encode(woff2(frozenset(char for string in characters for char in string))).decode("ascii")
    return f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff2;base64,{data}) format("woff2")}}'


def texts(svg: str) -> list[str]:
    """Return the strings that an SVG draws."""
    from xml.etree import ElementTree

    root: Any = ElementTree.fromstring(svg)
    return [
        part for node in root.iter() if node.tag.rpartition("}")[2] in ("text", "tspan") for part in node.itertext()
    ]


def embed(svg: str) -> str:
    """Return an SVG that carries the glyphs that it draws, so that it looks the same where the font is missing."""
    rule = f"<style>{css(texts(svg))}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda match: match.group(1) + rule, svg, count=1)
