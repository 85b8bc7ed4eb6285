"""One family, from packages, for every picture: so that the bytes do not depend on the machine.

Noto Sans SC (SIL Open Font License 1.1) comes regular with the package ``pylopdf-fonts-zh-cn`` and in every weight with
``justmytype-intl-cjk``, of which the bold is taken; Noto Sans JP of the same package draws the rare Chinese characters
that Noto Sans SC lacks. What neither draws is replaced by the geta mark 〓 and named below the picture.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import tempfile
import threading
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from qcompare import output
from qcompare.errors import FontError

NAME = "Noto Sans SC"
RARE = "Noto Sans JP"
# What a chart names: where the first is not installed (Inkscape, an office program, plain vl2svg) the next one draws.
FAMILY = f"{NAME}, {RARE}, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"
GETA = "〓"  # what Chinese printers set for a type that they lack
# what the renderer may set besides the words of a specification: numbers, dates, the end of a label that it cuts
SET_BY_RENDERER = "".join(map(chr, range(0x20, 0x7F))) + "−…–—µ∞"

_WEIGHTS = {False: 400, True: 700}
# What only columns of type, hinting and other axes ask for: up to a tenth of a small font.
_UPRIGHT = (b"BASE", b"GSUB", b"STAT", b"VORG", b"gasp", b"vhea", b"vmtx")
_UNSEEN = frozenset("\n\r\t\u200b\ufeff")
_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def path() -> Path:
    """Return the file of the regular font.

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
def _variable(family: str) -> Path:
    """Return the file that has every weight of a family."""
    try:
        import justmytype_intl_cjk
    except ImportError as error:
        raise FontError("no bold font with Chinese glyphs: run `pip install justmytype-intl-cjk`") from error
    folder = "notosanssc" if family == NAME else "notosansjp"
    return Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl" / folder / f"{family.replace(' ', '')}[wght].ttf"


@cache
def _face(file: Path) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))


def _source(family: str, bold: bool) -> Path:
    return path() if family == NAME and not bold else _variable(family)


@cache
def _covered(family: str) -> frozenset[int]:
    return frozenset(_face(_source(family, False)).unicodes)


def family_of(char: str) -> str | None:
    """Return which of the two families draws a character, or None.

    >>> family_of("质"), family_of("𠮷"), family_of("😀")
    ('Noto Sans SC', 'Noto Sans JP', None)
    """
    return next((family for family in (NAME, RARE) if ord(char) in _covered(family)), None)


@cache
def register(rare: bool = False) -> None:
    """Make the fonts known to the renderer of this process. Must not be called before a fork.

    Parameters
    ----------
    rare
        Also the font of rare characters.
    """
    import vl_convert

    if rare:
        register()
        for bold in (False, True):
            vl_convert.register_font_directory(str(_static(RARE, bold).parent))
        return
    vl_convert.register_font_directory(str(path().parent))
    vl_convert.register_font_directory(str(_static(NAME, True).parent))


@cache
def _static(family: str, bold: bool) -> Path:
    """Return a file with one weight of a family, made once: the renderer takes no variable font for what it is."""
    import uharfbuzz

    from qcompare.paths import cache_dir

    source = _variable(family)
    weight = _WEIGHTS[bold]
    stem = f"{family.replace(' ', '')}-{weight}-{source.stat().st_size}-{uharfbuzz.__version__}"
    try:
        folder = cache_dir() / "fonts" / stem
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(_of_this_process().name) / stem
        folder.mkdir(exist_ok=True)
    target = folder / f"{stem}.ttf"
    if not target.is_file():
        wanted = uharfbuzz.SubsetInput()
        wanted.keep_everything()
        wanted.pin_axis_location(_face(source), "wght", weight)
        made = bytes(uharfbuzz.subset(_face(source), wanted).blob.data)
        try:
            output.write(target, made)
        except OSError:
            if folder.parent == Path(_of_this_process().name):
                raise
            target = output.write(Path(_of_this_process().name) / target.name, made)
    return target


@cache
def _of_this_process() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that goes with the process, for where nothing can be kept."""
    return tempfile.TemporaryDirectory(prefix="qcompare-fonts-")


def drawable(text: str) -> str:
    r"""Return a text with the geta mark for each character that no font here draws.

    >>> drawable("四平\U0001f600市"), drawable("a\x00b")
    ('四平〓市', 'a〓b')
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char in _UNSEEN or _drawn(char) else GETA for char in text)


@lru_cache(maxsize=4096)
def _drawn(char: str) -> bool:
    return not _XML.match(char) and family_of(char) is not None


def missing(text: Iterable[str]) -> list[str]:
    """Return the characters that no font here draws, as code points in order.

    >>> missing(["质量 quality 95%", "😀"])
    ['U+1F600']
    """
    used = {char for string in text for char in string}
    return [f"U+{ord(char):04X}" for char in sorted(used) if char not in _UNSEEN and not _drawn(char)]


@cache
def _measure(bold: bool) -> Any:
    import uharfbuzz

    face = _face(_source(NAME, bold))
    font = uharfbuzz.Font(face)
    if bold:
        font.set_variations({"wght": _WEIGHTS[True]})
    return font


@lru_cache(maxsize=8192)
def _advance(char: str, bold: bool) -> float:
    font = _measure(bold)
    glyph = font.get_nominal_glyph(ord(char))
    return font.get_glyph_h_advance(glyph) / font.face.upem if glyph else 1.0


def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text is drawn, in the unit of the size.

    >>> width("质量", 12), round(width("quality", 12), 1), round(width("quality", 12, bold=True), 1)
    (24.0, 39.0, 41.8)
    """
    return size * sum(_advance(char, bold) for char in text if char not in _UNSEEN)


@lru_cache(maxsize=64)
def subset(characters: frozenset[str], bold: bool = False, family: str = NAME) -> bytes:
    """Return a font with these characters alone; the same characters give the same bytes."""
    return _cut(characters, bold, family)


def _cut(characters: frozenset[str], bold: bool, family: str) -> bytes:
    import uharfbuzz

    face = _face(_source(family, bold))
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(sorted({ord(char) for char in characters | {" "}} & _covered(family)))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update([int.from_bytes(b"kern", "big")])
    wanted.name_id_set.clear()
    wanted.name_id_set.update([0, 1, 2, 13, 14])  # copyright, family, style, licence, its address
    wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _UPRIGHT)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    if _source(family, bold) != path():
        wanted.pin_axis_location(face, "wght", _WEIGHTS[bold])
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def woff(font: bytes) -> bytes:
    """Return a font packed for the web (WOFF 1.0): a millisecond where WOFF2 takes two hundred for a tenth less."""
    return _packed(_opened(font), "woff")


_SMALL: set[str] = set()  # families that the renderer of this process knows
_adding = threading.Lock()  # pictures are drawn in several threads


def small(drawn: Iterable[tuple[Iterable[str], Iterable[str]]]) -> list[str | None]:
    """Make known to the renderer, for each picture, fonts with its glyphs alone; return what each family is called.

    The renderer opens the file of a font for each glyph that it measures or draws: of ten megabytes that is most of its time.
    A picture is given as its strings in regular type and in bold. None where it has characters that only the second family
    draws: these are looked for in the whole fonts. The files stay as long as the process.
    """
    import vl_convert

    with _adding:
        register()
        folder = Path(_of_this_process().name) / f"small-{len(_SMALL)}"
        families = [_own_family([frozenset("".join(strings)) for strings in weights], folder) for weights in drawn]
        if folder.is_dir():
            vl_convert.register_font_directory(str(folder))
        return families


def _own_family(weights: Sequence[frozenset[str]], folder: Path) -> str | None:
    if not all(ord(char) in _covered(NAME) or char in _UNSEEN for char in frozenset().union(*weights)):
        return None
    # one word that starts with a letter: a family that CSS takes without quotation marks (not QC 5518ad…)
    family = f"QC{hashlib.sha256(repr([sorted(one) for one in weights]).encode()).hexdigest()[:16]}"
    if family not in _SMALL:
        folder.mkdir(exist_ok=True)
        for characters, bold in zip(weights, (False, True), strict=True):
            named = _renamed(_cut(characters, bold, NAME), family, f"NotoSansSC-{'Bold' if bold else 'Regular'}")
            output.write(folder / f"{family}-{_WEIGHTS[bold]}.otf", named)
        _SMALL.add(family)
    return family


def _renamed(font: bytes, family: str, postscript: str) -> bytes:
    """Return a font under another family's name; the name that a PDF states for it is the PostScript name."""
    from fontTools.ttLib import newTable

    made = _opened(font)
    made["name"] = newTable("name")
    for number, name in ((1, family), (2, "Regular"), (4, family), (6, postscript)):
        made["name"].setName(name, number, 3, 1, 0x409)  # for Windows, in Unicode, English
    return _packed(made, None)


def _opened(font: bytes) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(font), recalcTimestamp=False)  # no time of the build in the bytes


def _packed(font: Any, flavor: str | None) -> bytes:
    font.flavor = flavor
    target = io.BytesIO()
    font.save(target, reorderTables=None)
    return target.getvalue()


@cache
def woff2(characters: frozenset[str], bold: bool = False) -> bytes:
    """Return a font with these characters alone as WOFF2, for a whole site; the same characters give the same bytes."""
    return _packed(_opened(subset(characters, bold)), "woff2")


def css(characters: Iterable[str], bold: Iterable[str] = ()) -> str:
    """Return ``@font-face`` rules that carry the characters as data addresses, regular and bold."""
    rules = []
    for strings, heavy in ((characters, False), (bold, True)):
        used = {char for string in strings for char in string}
        for family in (NAME, RARE):
            own = frozenset(char for char in used if family_of(char) == family)
            if own:
                data = base64.b64encode(woff(subset(own, heavy, family))).decode("ascii")
                rules.append(
                    f'@font-face{{font-family:"{family}";font-weight:{_WEIGHTS[heavy]};'
                    f'src:url(data:font/woff;base64,{data}) format("woff")}}'
                )
    return "".join(rules)


def texts(svg: str) -> list[str]:
    """Return the strings that an SVG draws."""
    regular, bold = by_weight(svg)
    return regular + bold


def by_weight(svg: str) -> tuple[list[str], list[str]]:
    """Return the strings that an SVG draws in regular type and in bold."""
    from lxml import etree

    found: tuple[list[str], list[str]] = ([], [])

    def walk(node: Any, bold: bool) -> None:
        weight = node.get("font-weight")
        bold = weight in ("bold", "700") if weight else bold
        if isinstance(node.tag, str) and node.tag.rpartition("}")[2] in ("text", "tspan") and node.text:
            found[bold].append(node.text)
        for child in node:
            walk(child, bold)
            if child.tail and isinstance(node.tag, str) and node.tag.rpartition("}")[2] in ("text", "tspan"):
                found[bold].append(child.tail)

    walk(etree.fromstring(svg.encode()), False)
    return found


def embed(svg: str) -> str:
    """Return an SVG that carries the glyphs that it draws, so that it looks the same where the font is missing."""
    rule = f"<style>{css(*by_weight(svg))}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda match: match.group(1) + rule, svg, count=1)
