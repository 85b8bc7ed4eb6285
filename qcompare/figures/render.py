"""A Vega-Lite specification to svg, png and pdf: the one place that calls the renderer."""

from __future__ import annotations

import contextlib
import copy
import csv
import gzip
import importlib.metadata
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from qcompare import output
from qcompare.benchmark import worded
from qcompare.figures import fonts
from qcompare.figures.pdf import ordered
from qcompare.figures.png import shrink
from qcompare.figures.tidy import tidy

VEGALITE = "6.4"
PPI = 300
_RENDERERS = (
    "altair", "vl-convert-python", "pylopdf-fonts-zh-cn", "justmytype-intl-cjk", "uharfbuzz", "fonttools", "great-tables",
)  # fmt: skip
_DRAWING = "4"  # goes up when what is done to the renderer's pictures changes: pictures kept from before are drawn anew
_folder: Path | None = None
_elsewhere: Callable[[str, str], str] | None = None
_CSS_PIXEL = 72 / 96  # a CSS pixel is 1/96 inch, the renderer takes it for 1/72
_BASE = "https://vega.github.io/vega-datasets/"  # what the renderer puts before a relative address
_NOWHERE = re.compile(rf'<a xlink:href="{re.escape(_BASE)}(?:null|undefined)?">(.*?)</a>', re.DOTALL)
_LINK = re.compile(r"<a [^>]*>|</a>")
_UNDRAWN = re.compile(r'<(?:rect|path)(?: [^<>]*)? opacity="0"[^<>]*/>')  # what only takes the pointer
_LABELS = re.compile(r' (?:aria-label|aria-roledescription|role)="(?!img")[^"]*"')


def svg(spec: Mapping[str, Any]) -> str:
    """Return a specification as an SVG with title and description, but no font inside.

    A character that no font here draws is replaced by 〓, and a line below the picture says which it is.

    Marks whose data have a field ``link`` are wrapped in ``<a xlink:href=…>`` with its value as it stands; a page
    gives it a meaning, :func:`plain` takes it away.
    """
    return _svg(json.dumps(spec, sort_keys=True, ensure_ascii=False))


def bare(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure's specification without title, subtitle, note and source: a page sets these round it as text."""
    panels = list(spec.get("vconcat", []))
    if "note" not in spec.get("usermeta", {}) or len(panels) < 2:
        return dict(spec)
    return {**{key: value for key, value in spec.items() if key != "title"}, "vconcat": panels[:-1]}


def keep(folder: Path | None) -> None:
    """Keep what is drawn in a folder too, for other processes and later runs; None: only in memory."""
    global _folder
    _folder = folder


def forget() -> None:
    """Forget the pictures that the folder keeps: whoever asks for one again reads it there."""
    if _folder is not None:
        _svg.cache_clear()
        _standalone.cache_clear()


def draw_with(process: Callable[[str, str], str] | None) -> None:
    """Have another process do what :func:`make` does; None: this one does it again."""
    global _elsewhere
    _elsewhere = process


def make(kind: str, text: str) -> str:
    """Return what the renderer makes of a text: ``drawn``, an SVG of a specification; ``bundle``, what draws in a browser."""
    return {"drawn": _draw, "bundle": _bundle}[kind](text)


def _kept(kind: str, text: str, make: Callable[[str], str]) -> str:
    """Return ``make(text)``, from the folder if it was made before by the same renderer."""
    if _folder is None:
        return make(text)
    path = _folder / f"{kind}-{sha256(f'{versions()}{text}'.encode()).hexdigest()[:40]}.svg.gz"
    with contextlib.suppress(OSError):
        return gzip.decompress(path.read_bytes()).decode("utf-8")
    made = make(text)
    with contextlib.suppress(OSError):  # a folder that cannot be written costs time, not the picture
        _folder.mkdir(parents=True, exist_ok=True)
        output.write(path, gzip.compress(made.encode("utf-8"), 6, mtime=0))
    return made


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of what draws: another version may give other bytes for the same specification."""
    return {"drawing": _DRAWING, **{name: importlib.metadata.version(name) for name in _RENDERERS}}


@lru_cache(maxsize=256)
def _svg(text: str) -> str:
    return _kept("drawn", text, lambda text: (_elsewhere or make)("drawn", text))


def _draw(text: str) -> str:
    import vl_convert

    given = json.loads(text)
    spec = _drawable(given)
    fonts.register(rare=any(fonts.family_of(char) == fonts.RARE for char in set(text)))
    asked = json.dumps(linked(spec), ensure_ascii=False)
    family = fonts.small([([asked, fonts.SET_BY_RENDERER],) * 2])[0] or fonts.FAMILY
    drawn = vl_convert.vegalite_to_svg(asked.replace(fonts.FAMILY, family), vl_version=VEGALITE)
    drawn = drawn.replace(family, fonts.FAMILY)
    drawn = _NOWHERE.sub(r"\1", drawn).replace(f'xlink:href="{_BASE}', 'xlink:href="')
    meta = spec.get("usermeta", {})
    drawn = _describe(tidy(drawn), str(meta.get("name", "chart")), str(meta.get("title", "")), str(meta.get("alt", "")))
    if any(fonts.GETA in words for words in fonts.texts(drawn)):
        drawn = _footnote(drawn, fonts.missing(_strings(given)), str(meta.get("lang", "en")))
    return drawn


def _drawable(node: Any) -> Any:
    """Return a specification whose every text can be drawn."""
    if isinstance(node, str):
        return fonts.drawable(node)
    if isinstance(node, dict):
        return {key: _drawable(value) for key, value in node.items()}
    return [_drawable(value) for value in node] if isinstance(node, list) else node


def _strings(node: Any) -> Iterator[str]:
    """Yield every text of a specification."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _strings(value)


def _footnote(drawn: str, codes: Sequence[str], lang: str) -> str:
    """Return an SVG with a line below the picture that says which characters are not drawn."""
    listed = ", ".join(codes[:8]) + (", …" if len(codes) > 8 else "")
    said = f"{fonts.GETA} 字体缺少的字：{listed}" if lang == "zh" else f"{fonts.GETA} not in the font: {listed}"
    head = re.match(r'<svg[^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    if head is None or not codes:
        return drawn
    width, height, across, down = map(float, head.groups())
    line = 18 * down / height
    taller = (
        head.group()
        .replace(f'height="{head.group(2)}"', f'height="{height + 18:g}"')
        .replace(f'viewBox="0 0 {head.group(3)} {head.group(4)}"', f'viewBox="0 0 {across:g} {down + line:g}"')
    )
    text = f'<rect y="{down - 1:g}" width="{across:g}" height="{line + 1:g}" fill="#ffffff"/>'
    text += f'<text x="8" y="{down + line / 3:g}" font-family="{fonts.FAMILY}" font-size="11" fill="#636f79">{escape(said)}</text>'
    return drawn.replace(head.group(), taller, 1).replace("</svg>", f"{text}</svg>")


def linked(spec: Mapping[str, Any], *, text_too: bool = False) -> dict[str, Any]:
    """Return a copy of a specification in which every mark with a field ``link`` leads there.

    Text that stands on a mark of the same data is left out, unless asked for: the mark below it leads there already.
    """
    made = copy.deepcopy(dict(spec))
    with_link = {name for name, rows in made.get("datasets", {}).items() if any(row.get("link") for row in rows)}
    units = [(unit, data, _kind(unit) == "text") for unit, data in _units(made, None) if data in with_link]
    below = {data for _, data, text in units if not text}
    for unit, data, text in units:
        if text_too or not text or data not in below:
            unit.setdefault("encoding", {}).setdefault("href", {"field": "link", "type": "nominal"})
        else:
            unit["mark"] = {**(unit["mark"] if isinstance(unit["mark"], dict) else {"type": "text"}), "aria": False}
    return made


def slim(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification whose data have only the fields that it uses, and whose tips name fields in its language.

    A missing value is ``null``: JSON knows no NaN, and Jupyter warns about it.
    """
    spec = _titled(spec)
    named = set(re.findall(r"\w+", json.dumps({key: value for key, value in spec.items() if key != "datasets"})))
    kept = named | {"plan", "start", "end", "link"}
    data = {
        name: [{k: None if v != v else v for k, v in row.items() if k in kept} for row in rows]
        for name, rows in spec.get("datasets", {}).items()
    }
    return {**spec, **({"datasets": data} if data else {})}


@cache
def _tips(lang: str) -> Mapping[str, str]:
    """Return what the fields of tips are called in a language."""
    text = (resources.files("qcompare.figures") / "tips.csv").read_text(encoding="utf-8")
    return {row["field"]: row[lang] for row in csv.DictReader(text.splitlines())}


def tip_titles(lang: str) -> frozenset[str]:
    """Return what fields of tips may be called in a language."""
    return frozenset(_tips(lang).values())


def _titled(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return one of the project's specifications with a title for every field of a tip; any other as it is."""
    lang = spec.get("usermeta", {}).get("lang")
    if lang is None:
        return dict(spec)
    made = {**copy.deepcopy({k: v for k, v in spec.items() if k != "datasets"}), "datasets": spec.get("datasets", {})}
    for unit, _ in _units(made, None):
        tips = unit.get("encoding", {}).get("tooltip", [])
        for tip in tips if isinstance(tips, list) else [tips]:
            if "field" in tip:
                tip.setdefault("title", worded(_tips(lang).get(tip["field"], tip["field"]), lang))
    return made


def _kind(unit: Mapping[str, Any]) -> str:
    mark = unit["mark"]
    return str(mark["type"] if isinstance(mark, Mapping) else mark)


def _units(node: dict[str, Any], data: str | None) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield the units of a specification, each with the name of its data."""
    data = node.get("data", {}).get("name", data)
    if "mark" in node:
        yield node, data
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for child in node.get(key, []):
            yield from _units(child, data)
    if "spec" in node:
        yield from _units(node["spec"], data)


def _describe(drawn: str, name: str, title: str, alt: str) -> str:
    """Give the root element a title and a description, which the renderer leaves out."""
    if not title:
        return drawn
    ids = re.sub(r"[^\w-]", "-", name)
    head = f'<title id="{ids}-title">{escape(title)}</title><desc id="{ids}-desc">{escape(alt)}</desc>'
    label = f' role="img" aria-labelledby="{ids}-title {ids}-desc">'
    return re.sub(r"<svg([^>]*)>", lambda match: f"<svg{match.group(1)}{label}{head}", drawn, count=1)


@cache
def bundle() -> str:
    """Return the script that draws charts in a browser."""
    return _kept("bundle", VEGALITE, lambda version: (_elsewhere or make)("bundle", version))


def _bundle(version: str) -> str:
    import vl_convert

    return str(vl_convert.javascript_bundle("window.qcEmbed = vegaEmbed;", vl_version=version))


def plain(drawn: str) -> str:
    """Return an SVG without links, what is drawn for them alone, and labels of single marks: its title and description stay."""
    return _LABELS.sub("", _UNDRAWN.sub("", _LINK.sub("", drawn)))


def standalone(drawn: str) -> str:
    """Return an SVG from :func:`svg` with the glyphs that it draws inside, and without links."""
    return _standalone(plain(drawn))


@lru_cache(maxsize=256)
def _standalone(drawn: str) -> str:
    return _kept("whole", drawn, fonts.embed)


def png(drawn: str) -> bytes:
    """Return an SVG from :func:`svg` as PNG of 300 pixels an inch, a CSS pixel being 1/96 inch."""
    import vl_convert

    fonts.register()
    return shrink(bytes(vl_convert.svg_to_png(plain(drawn), scale=_CSS_PIXEL, ppi=PPI)))


def pdf(drawn: str) -> bytes:
    """Return an SVG from :func:`svg` as PDF, with a subset of the font and text that can be searched."""
    return pdfs([drawn])[0]


def pdfs(drawn: Sequence[str]) -> list[bytes]:
    """Return SVGs as PDFs; the same picture gives the same bytes whatever it is drawn with.

    The renderer spends nine tenths of its time on fonts of ten megabytes. So each picture gets a family of its own with
    its glyphs alone, and all of them are made known at once: each time costs.
    """
    import vl_convert

    shown = [_in_points(plain(one)) for one in drawn]
    families = fonts.small(map(fonts.by_weight, shown))
    return [
        ordered(bytes(vl_convert.svg_to_pdf(one.replace(fonts.FAMILY, family) if family else one)))
        for one, family in zip(shown, families, strict=True)
    ]


def _in_points(drawn: str) -> str:
    """Return an SVG whose size is stated in points, which the renderer takes a number for."""

    def points(match: re.Match[str]) -> str:
        width, height = (float(match[place]) * _CSS_PIXEL for place in (2, 3))
        return f'{match[1]} width="{width:g}" height="{height:g}"'

    return re.sub(r'(<svg[^>]*?) width="([\d.]+)" height="([\d.]+)"', points, drawn, count=1)
