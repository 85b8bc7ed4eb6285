"""What every page has: its frame, its language, its address; and the files that all pages share."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

from qcompare.reports import files
from qcompare.reports.page_text import WORDS
from qcompare.reports.pictures import Pictures

_MENU = ("start", "notebooks", "compare", "plans", "figures", "tables")
# Ends of cells, rows, paragraphs and entries of lists, which HTML does without: a tenth of a page of tables.
_ENDS = re.compile(
    r"</(?:t[dr]|li|option|d[td])>\s*(?=<(?:t[dr]|li|option|d[td])\b|</(?:t(?:r|body|able)|[uod]l|select)>)"
    r"|</p>\s*(?=<(?:p|ul|ol|div|section|details|table|figure|h[2-4])\b|</(?:div|section|details|article|figure|td|li)>)"
)
_ALONE = ("start", "compare")  # pages of the menu that are no index of a folder


class Shell:
    """Writes pages of one report, and remembers which.

    Parameters
    ----------
    out
        Folder of the report.
    langs
        Languages, the first one for ``index.html``.
    title
        Name of the study; the site's own if empty.
    """

    def __init__(self, out: Path, langs: Sequence[str], title: str = "") -> None:
        self.out, self.langs, self.title = out, tuple(langs), title
        self.version = ""
        self.pages: set[str] = set()
        self.texts: set[str] = set()  # scripts with the text of a plan, for the pages of several languages
        self.pictures = Pictures(out)
        self.templates = jinja2.Environment(
            loader=jinja2.FunctionLoader(_template), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
        )

    def home(self, lang: str) -> str:
        """Return the address of a language's start page."""
        return "index.html" if lang == self.langs[0] else f"index.{lang}.html"

    def write(self, template: str, lang: str, address: str, here: str, **content: Any) -> None:
        """Write one page; ``address`` is its path within the report, ``here`` its entry of the menu."""
        other = next((one for one in self.langs if one != lang), None)
        elsewhere = other and (
            self.home(other)
            if here == "start"
            else address.replace(f".{lang}.", f".{other}.").replace(f"/{lang}/", f"/{other}/")
        )
        w = WORDS[lang]
        menu = [
            (
                name,
                self.home(lang)
                if name == "start"
                else f"{name}.{lang}.html"
                if name in _ALONE
                else f"{name}/index.{lang}.html",
            )
            for name in _MENU
        ]
        html = self.templates.get_template(template).render(
            **{"crumbs": (), **content}, w={**w, "site": self.title or w["site"]}, site=self.title or w["site"], lang=lang,
            head=_head(), policy=policy(_head()), root="../" * address.count("/"), home=self.home(lang), other=elsewhere, menu=menu, here=here, version=self.version,
        )  # fmt: skip
        files.write(self.out / address, _ENDS.sub("", html))
        self.pages.add(address)


@cache
def _head() -> str:
    return re.sub(r"^//.*\n", "", asset("head.js"), flags=re.MULTILINE)  # it stands in every page


@cache
def policy(script: str) -> str:
    """Return what a browser may load for a page: the script in it, files of its own folder, data addresses, nothing else.

    Text of a plan is escaped; should some ever get through, this is the second wall. The one script inside a page is
    known by its hash. ``blob:`` is what a script of ours has unpacked. Styles may stand in a page, since pictures have
    them; they load nothing from elsewhere.
    """
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' blob: 'sha256-{digest}'",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            "img-src 'self' data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def asset(name: str) -> str:
    """Return the text of one of the site's own files: style, script."""
    return (resources.files("qcompare.reports") / "assets" / name).read_text(encoding="utf-8")


def _template(name: str) -> str:
    return (resources.files("qcompare.reports") / "templates" / name).read_text(encoding="utf-8")
