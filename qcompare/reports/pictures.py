"""Charts on pages: drawn once, every mark a link to its place in a plan, the specification kept once for all pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare.figures import render
from qcompare.reports import files, svgs
from qcompare.reports.packed import packed, script
from qcompare.reports.page_text import WORDS

if TYPE_CHECKING:
    from qcompare.figures.export import Drawn

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
# where a drawing's own marks begin
_ORIGIN = re.compile(r'<g fill="none"[^>]* transform="translate\([-\d.]+,([-\d.]+)\)"')
_LOW = 0.46  # height of a small picture at most, of its width
_LARGE = 150_000  # characters of a drawing from which on it is a file of its own


class Pictures:
    """Pictures of a site; ``specs`` are the files that hold their specifications.

    Parameters
    ----------
    out
        Folder of the report.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.specs: set[str] = set()

    def picture(
        self, spec: Mapping[str, Any], lang: str, root: str, prefix: str = "", whole: Mapping[str, Any] | None = None
    ) -> str:
        """Return a chart as HTML: drawn, its marks leading to the plans, its interactive form to be loaded on request.

        Parameters
        ----------
        spec
            Vega-Lite specification.
        root
            What leads from the page to the folder of the report.
        prefix
            Put before every id in the drawing.
        whole
            The specification with title and note, where the drawing leaves these to the page; it is kept for downloads.
        """
        title = escape(str(spec.get("usermeta", {}).get("title", "chart")))
        drawn = _inline(spec, lang, root, prefix)
        if len(drawn) > _LARGE:  # of very many plans: one file for all pages; its interactive form has the links
            place = self._file(spec)
            width, height = size(spec)
            drawn = f'<img src="{root}{place}" alt="{title}" width="{width}" height="{height}">'
        known = script(_columns(render.linked(spec if whole is None else whole, text_too=True)))
        name = files.digest(known)[:12]
        if name not in self.specs:
            files.write(self.out / "assets" / "specs" / f"{name}.js", packed(f"specs/{name}", known))
            self.specs.add(name)
        return (
            f'<div class="picture" tabindex="0" role="region" aria-label="{title}" data-spec="{name}" data-swipe="{WORDS[lang]["swipe"]}">{drawn}'
            f'<p class="js-only"><button type="button" class="interactive">{WORDS[lang]["interactive"]}</button></p></div>'
        )

    def _file(self, spec: Mapping[str, Any]) -> str:
        """Return the address of a drawing that is a file of its own: that of the figure set where it is the same, else a new one."""
        data, words = render.standalone(render.svg(spec)).encode(), spec.get("usermeta", {})
        of_the_set = f"figures/{words.get('name')}/{words.get('name')}.{words.get('lang')}.svg"
        path = self.out / of_the_set
        if path.is_file() and path.read_bytes() == data:
            return of_the_set
        place = f"assets/pictures/{files.digest(data)[:12]}.svg"
        files.write(self.out / place, data)
        return place

    def write_renderer(self) -> None:
        """Write what draws the interactive form of a chart."""
        # its names are of one letter and would be the page's: a function keeps them to itself
        files.write(self.out / "assets" / "vega.js", packed("vega", f"(() => {{{render.bundle()}\n}})();\n"))

    def has(self, name: str) -> bool:
        """Return whether the specification of a picture is there."""
        return (self.out / "assets" / "specs" / f"{name}.js").is_file()

    def figure(self, spec: Mapping[str, Any], lang: str, root: str, prefix: str = "") -> dict[str, Any]:
        """Return a chart with the words that stand round it."""
        words = spec.get("usermeta", {})
        return {**about(words), "picture": self.picture(shown(spec), lang, root, prefix, spec)}


def of_pages(spec: Mapping[str, Any], lang: str) -> bytes | None:
    """Return the picture that pages show, without title and note, where it is too large to stand in a page; else None."""
    drawing = shown(spec)
    large = len(_inline(drawing, lang, "../", "")) > _LARGE
    return render.standalone(render.svg(drawing)).encode() if large else None


def _inline(spec: Mapping[str, Any], lang: str, root: str, prefix: str) -> str:
    """Return a drawing for the body of a page, its marks leading to the plans."""

    def address(plan: str, fragment: str) -> str:
        return f"{root}plans/{plan}.{lang}.html#{fragment}"

    return svgs.inline(render.svg(spec), prefix, address, WORDS[lang]["go"], lang)


def shown(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return the specification that a page draws: it says title and note itself."""
    words = spec.get("usermeta", {})
    if words.get("subtitle"):
        return render.bare(spec)
    return {key: part for key, part in spec.items() if key != "title" or not words.get("title")}


def about(words: Mapping[str, Any]) -> dict[str, str]:
    """Return what is said round a figure: title, subtitle, note, source, how to read it, and a text version."""
    said = {
        name: str(words.get(name) or "")
        for name in ("name", "title", "subtitle", "note", "source", "read", "alt", "question")
    }
    if not said["subtitle"]:
        said["subtitle"] = said["question"]
    if not said["note"] and not said["source"]:
        said["note"] = str(words.get("caption") or "")
    return said


def size(spec: Mapping[str, Any]) -> tuple[int, int]:
    """Return width and height of a chart as drawn."""
    found = _SIZE.search(render.svg(spec))
    return (round(float(found[1])), round(float(found[2]))) if found else (4, 3)


def window(spec: Mapping[str, Any], bare: bool = False) -> dict[str, Any]:
    """Return what a small picture shows of a figure: all of it but title and note, and no more than a landscape.

    ``width`` and ``height`` are those of the figure's file, ``top`` and ``seen`` where the window begins and how high it is.
    ``bare``: the file itself is without title and note.
    """
    own = shown(spec)
    if bare:
        spec = own
    width, height = size(spec)
    begins = [float(found[1]) if (found := _ORIGIN.search(render.svg(one))) else 0 for one in (spec, own)]
    inner = size(own)[1]
    seen = min(inner, round(width * _LOW))
    return {"width": width, "height": height, "top": round(begins[0] - begins[1]), "seen": seen, "cut": seen < inner}


def listed(drawn: Drawn, made: Mapping[str, bytes], csv: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return label and address of the files of a figure: pictures of its language, and its tables."""
    stem = f"{drawn.name}/{drawn.name}.{drawn.lang}."
    kinds = {"vl.json": "Vega-Lite", "txt": WORDS[drawn.lang]["text_version"]}
    own = [
        (kinds.get(name.removeprefix(stem), name.removeprefix(stem).upper()), f"figures/{name}")
        for name in made if name.startswith(stem) and not name.endswith((".json", ".txt")) and not name.startswith("profile-")
    ]  # fmt: skip
    return own + [(f"{WORDS[drawn.lang]['csv_data']}: {name}", csv(name)) for name in drawn.tables]


def _columns(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification whose data say the names of their fields once (``site.js`` undoes it): half the bytes."""
    data = {}
    for name, rows in spec.get("datasets", {}).items():
        # In one order, so that the same chart is the same file on every page.
        names = sorted({key for row in rows for key in row})
        data[name] = {"names": names, "rows": [[row.get(key) for key in names] for row in rows]}
    return {**spec, "datasets": data}
