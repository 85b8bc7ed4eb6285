"""The documentation, where qcompare is: its pages as text, and where they lie as a site.

The pages come along as Markdown, in a working copy and in the wheel, so that ``qcompare docs PAGE`` shows them offline. The
site that ``make docs`` builds is found in the working copy, or where the environment variable ``QCOMPARE_DOCS`` says: a folder or
an address.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from qcompare import output
from qcompare.errors import ParameterError, SourceError, unknown
from qcompare.paths import docs_dir, reference_dir

SITE = "QCOMPARE_DOCS"
# command → the page that leads through what it is for
PAGE_OF = {
    "code": "first", "numerals": "own", "explain": "correct", "rules": "extend", "plans": "own", "check": "own",
    "agreement": "second-coder", "measure": "paper", "report": "reading", "survey": "archive", "figures": "paper",
    "review": "judging", "export": "second-coder", "init": "own",
}  # fmt: skip
# pages in one language, and those that lie with the data
_SHARED = ("reference/study.md", "reference/stability.md", "explanation/accuracy.md", "methods.md", "scale.md")
_DATA = {"codebook": "CODEBOOK.md", "data": "../README.md"}
_HIDDEN = re.compile(r"<!--.*?-->\n?|^```\{toctree\}.*?^```\n?|^\([\w-]+\)=\n", re.M | re.S)
_DOWNLOAD = re.compile(r"\{download\}`([^`<]*?) *<[^`]*>`")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?://|mailto:)([^)\s#]*)(?:#[^)\s]*)?\)")


def pages(lang: str) -> Mapping[str, Path]:
    """Return the pages in a language and those in one language only: name → file, tutorials first.

    >>> list(pages("en"))[:4], "codebook" in pages("zh")
    (['first', 'own', 'yardstick', 'correct'], True)
    """
    place = docs_dir()
    order = re.findall(r"^([a-z][\w-]*)$", (place / lang / "index.md").read_text(encoding="utf-8"), re.M)
    found = {name: place / lang / f"{name}.md" for name in order}
    found |= {Path(name).stem: place / name for name in _SHARED}
    found |= {name: reference_dir() / file for name, file in _DATA.items()}
    return {name: path for name, path in found.items() if path.is_file()}


def title(path: Path) -> str:
    """Return the title of a page."""
    found = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.M)
    return found[1] if found else path.stem


def page(name: str, lang: str) -> str:
    """Return a page as text: what only the site needs left out, links as the command that shows the page.

    Raises
    ------
    ParameterError
        If there is none of that name.

    Examples
    --------
    >>> page("own", "en").splitlines()[0]
    '# Three plans of your own, to a figure for a paper'
    """
    known = pages(lang)
    if name not in known:
        raise ParameterError(unknown("page", name, known))
    text = _DOWNLOAD.sub(r"`\1`", _HIDDEN.sub("", known[name].read_text(encoding="utf-8")))
    return re.sub(r"\n{3,}", "\n\n", linked(text, known)).strip() + "\n"


def linked(text: str, known: Mapping[str, Path]) -> str:
    """Return a page's text with its links to other pages as the command that shows them; other links as their words.

    >>> linked("see [judging](judging.md#two), [all fields](x.md)", {"judging": Path()})
    'see judging (`qcompare docs judging`), all fields'
    """

    def words(found: re.Match[str]) -> str:
        name = {"CODEBOOK": "codebook", "README": "data"}.get(Path(found[2]).stem, Path(found[2]).stem)
        return f"{found[1]} (`qcompare docs {name}`)" if name in known else found[1]

    return _LINK.sub(words, text)


def samples(folder: Path) -> list[Path]:
    """Write the files that the tutorials use into a folder; what is there already stays. Return what was written."""
    start, written = docs_dir() / "samples", []
    for file in sorted(path for path in start.rglob("*") if path.is_file() and not path.name.startswith(".")):
        place = folder / file.relative_to(start)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            output.write(place, file.read_bytes())
            written.append(place)
    return written


def site() -> str | None:
    """Return the address of the site's first page, without ``index.html``; None where there is no site."""
    named = os.environ.get(SITE, "")
    if named.startswith(("http://", "https://")):
        return named.rstrip("/") + "/"
    place = Path(named).expanduser() if named else docs_dir().parent / "build" / "docs"
    if (place / "index.html").is_file():
        return place.resolve().as_uri() + "/"
    if named:
        raise SourceError(place, "there are no pages of the documentation", f"correct {SITE}, or leave it out")
    return None


def address(name: str, lang: str) -> str | None:
    """Return the address of a page of the site; None where there is no site."""
    start, path = site(), pages(lang)[name]
    if start is None:
        return None
    if name in _DATA:
        return f"{start}made/{name}.html"
    return start + path.relative_to(docs_dir()).with_suffix(".html").as_posix()
