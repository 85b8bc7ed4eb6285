"""An executed notebook as a page: finding, picture, how to read it, evidence, caveats, and the code last.

A notebook says by its own headings what is what: what stands before the first ``##`` answers the question; a table
under a ``###`` is evidence and is folded under that heading; cells tagged ``try`` invite to change something.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any

import mistune

from qcompare.benchmark import worded
from qcompare.figures.display import SPEC
from qcompare.reports.cells import column_classes, one_line

_PLAN = re.compile(r'<div class="qc-plan" data-plan="([^"]*)">')
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_HEADING = re.compile(r"^(#{1,3})\s+(.+?)\s*$", re.MULTILINE)
_COMMENT = re.compile(r"(?<=  # )[^\n]+")
_NUMBER = re.compile(r"[+\-−≥≤<>≈]?[\d,.]+(?:[–-][\d,.]+)?%?|–|")
_SHOWN = 200  # rows of a table that a page shows where it does not show all
_markdown = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
_UNSAFE = ("script", "iframe", "object", "embed", "link", "base", "meta", "form", "svg", "math")
_HIDDEN = {"setup", "parameters", "injected-parameters", "controls"}  # cells whose output says nothing on a page
_WIDE = ("指标", "indicator", "原文", "quote", "text", "文本")


def _linked(source: str, lang: str) -> str:
    """Return prose whose links to notebooks lead to their pages; those of one plan each are listed on a page of their own.

    >>> _linked("[20_specificity](20_specificity.ipynb), [70](70_plan_profile.ipynb)", "en")
    '[20_specificity](20_specificity.html), [70](../index.en.html#profiles)'
    """
    source = source.replace("](70_plan_profile.ipynb)", f"](../index.{lang}.html#profiles)")
    return re.sub(r"\]\((\w+)\.ipynb\)", r"](\1.html)", source)


def prose(source: str) -> str:
    """Return Markdown as HTML; what looks like HTML in it is text."""
    return str(_markdown(source))


@dataclass(slots=True)
class Section:
    """A part of the page under one heading."""

    title: str
    parts: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        """Its content as HTML."""
        return "\n".join(self.parts)


@dataclass(slots=True)
class Page:
    """A notebook for one language: what it is called, its parts, the error that stopped it."""

    name: str
    title: str
    answer: str = ""
    first: str = ""
    sections: list[Section] = field(default_factory=list)
    about: str = ""
    code: list[str] = field(default_factory=list)
    attempts: str = ""
    error: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


def page(
    path: Path, lang: str, error: str | None, picture: Callable[[Mapping[str, Any], str], str], text: Callable[[str], str], rows: str = "rows",
    cut: str = "",
) -> Page:  # fmt: skip
    """Return an executed notebook as a page.

    Parameters
    ----------
    path
        The executed notebook.
    lang
        Cells tagged with another language are left out.
    error
        What stopped the run, if anything did.
    picture
        Turns a chart's specification and a prefix for ids into HTML.
    text
        Returns what stands for the text of a plan, which has a page of its own.
    rows
        Word for the rows of a folded table.
    cut
        What is said below a table of which the first rows stand here alone, with ``{n}`` for their number; empty: all
        rows stand here.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    made = Page(path.stem, path.stem, error=error)
    made.parameters = notebook["metadata"].get("qcompare", {}).get("parameters", {})
    builder = _Builder(made, rows, cut)
    for number, cell in enumerate(notebook["cells"]):
        tags = set(cell["metadata"].get("tags", []))
        if tags & {"zh", "en"} - {lang}:
            continue
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            source = _linked(worded(source, lang), lang)
            builder.prose(source, "try" in tags)
        elif cell["cell_type"] == "code":
            builder.code(_COMMENT.sub(lambda found: worded(found[0], lang), source), "try" in tags)
            for place, output in enumerate(cell.get("outputs", [])):
                if tags & _HIDDEN and output["output_type"] != "error":
                    continue
                builder.output(output, f"c{number}-{place}-", "try" in tags, picture, text)
    return builder.done()


class _Builder:
    """Puts the cells of a notebook into the order of a page."""

    def __init__(self, made: Page, rows: str, cut: str) -> None:
        self.made, self.rows, self.cut = made, rows, cut
        self.head = Section("")
        self.now = self.head
        self.tried = Section("")
        self.caption = ""

    def prose(self, source: str, tried: bool) -> None:
        """Take a cell of prose: a heading opens a section, a heading of the third order waits for its table."""
        if tried:
            self.tried.parts.append(f'<div class="prose">{_markdown(_lowered(source))}</div>')
            return
        at = 0
        for found in [*_HEADING.finditer(source), None]:
            self._text(source[at : found.start() if found else len(source)])
            if found is None:
                break
            at = found.end()
            depth, title = len(found[1]), found[2]
            if depth == 1 and self.made.title == self.made.name:
                self.made.title = title
                self.caption = ""
            elif depth == 3:
                self._uncaptioned()
                self.caption = title
            else:
                self._uncaptioned()
                self.now = Section(title)
                self.made.sections.append(self.now)

    def _text(self, source: str) -> None:
        if source.strip():
            if self.now is self.head and not self.head.parts and not self.made.answer:
                self.made.about += str(_markdown(source))  # what goes in and comes out: said with the code
            else:
                self._uncaptioned()
                self.now.parts.append(f'<div class="prose">{_markdown(source)}</div>')

    def _uncaptioned(self) -> None:
        if self.caption:
            self.now.parts.append(f"<h3>{escape(self.caption)}</h3>")
            self.caption = ""

    def code(self, source: str, tried: bool) -> None:
        """Take the source of a cell."""
        if tried:
            self.tried.parts.append(f'<pre tabindex="0">{escape(source)}</pre>')
        elif source.strip():
            self.made.code.append(source)

    def output(
        self,
        output: Mapping[str, Any],
        prefix: str,
        tried: bool,
        picture: Callable[..., str],
        text: Callable[[str], str],
    ) -> None:
        """Take an output: a chart, a plan, a table, text."""
        data = output.get("data", {})
        into = self.tried if tried else self.now
        plan = _PLAN.search("".join(data.get("text/html", "")))
        if data.get(SPEC) is not None:
            self.caption = ""
            into.parts.append(picture(data[SPEC], prefix))
        elif plan is not None:
            into.parts.append(text(unescape(plan[1])))
        elif self.now is self.head and not tried and not self.head.parts and "text/markdown" in data:
            self.made.answer += str(_markdown("".join(data["text/markdown"])))
        else:
            n = max(0, "".join(data.get("text/html", "")).count("<tr") - 1)
            for html in _output(output, self.cut):
                into.parts.append(html if tried else self._folded(html, n))

    def _folded(self, html: str, n: int) -> str:
        """Return a table of ``n`` rows under its heading, folded; anything else as it is."""
        if not self.caption or "<table" not in html:
            self._uncaptioned()
            return html
        caption, self.caption = self.caption, ""
        return f'<details class="fold"><summary>{escape(caption)} <span class="s">{n} {escape(self.rows.removesuffix("s") if n == 1 else self.rows)}</span></summary><div class="in">{html}</div></details>'

    def done(self) -> Page:
        """Return the page."""
        self._uncaptioned()
        self.made.first, self.made.attempts = self.head.body, self.tried.body
        self.made.sections = [one for one in self.made.sections if one.parts]
        return self.made


def _lowered(source: str) -> str:
    """Return prose whose headings stand below the section they are put into."""
    return re.sub(r"^#{1,3}\s+", "### ", source, flags=re.MULTILINE)


def _output(output: Mapping[str, Any], cut: str) -> Iterator[str]:
    if output["output_type"] == "stream":
        yield f'<pre class="stream" tabindex="0">{escape(_ANSI.sub("", "".join(output["text"])))}</pre>'
    elif output["output_type"] == "error":
        trace = _ANSI.sub("", "\n".join(output["traceback"])) or f"{output['ename']}: {output['evalue']}"
        yield f'<pre class="error" role="alert" tabindex="0">{escape(trace)}</pre>'
    else:
        data = output.get("data", {})
        if "text/html" in data:
            yield f'<div class="output" tabindex="0" role="region" aria-label="output">{safe(_shortened("".join(data["text/html"]), cut))}</div>'
        elif "text/markdown" in data and not "".join(data["text/markdown"]).strip():
            return  # nothing was found: nothing is said
        elif "text/markdown" in data:
            yield f'<div class="prose">{_markdown("".join(data["text/markdown"]))}</div>'
        elif "text/plain" in data:
            yield f'<pre tabindex="0">{escape("".join(data["text/plain"]))}</pre>'


def _shortened(html: str, cut: str) -> str:
    """Return a table with its first rows and a word about it; as it is where nothing is to be cut, or it has few rows.

    >>> _shortened("<table><tbody>" + "<tr><td>1</td></tr>" * 300 + "</tbody></table>", "{n} shown").count("<tr>")
    200
    """
    head, body, rest = html.partition("<tbody>")
    rows, end, tail = rest.partition("</tbody>")
    *lines, last = rows.split("</tr>")
    if not cut or len(lines) <= _SHOWN or "<tbody" in tail or "<table" in rows:
        return html
    return f"{head}{body}{'</tr>'.join(lines[:_SHOWN])}</tr>{last}{end}{tail}<p>{escape(cut.format(n=_SHOWN))}</p>"


def safe(html: str) -> str:
    """Return HTML from a notebook's output without what could run or load something.

    >>> safe('<b onclick="x()">质量</b><script>y()</script><a href="javascript:z()">z</a>')
    '<b>质量</b><a>z</a>'
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(_UNSAFE):
        tag.decompose()
    for tag in soup.find_all(True):
        for name in list(tag.attrs):
            value = str(tag.attrs[name]).strip().lower()
            outside = name in ("src", "href", "srcset", "poster", "action", "formaction") and not value.startswith(
                ("#", "data:image/")
            )
            if name.startswith("on") or outside:
                del tag.attrs[name]
    for tag in soup.find_all("style"):
        if tag.string and ("@import" in tag.string or "url(" in tag.string):
            tag.decompose()
    for tag in soup.find_all("img"):
        if not tag.get("alt"):
            tag["alt"] = ""
    for table in soup.find_all("table"):
        _align(table)
    return str(soup)


def _align(table: Any) -> None:
    """Put numbers at the right and give indicators room."""
    heads = table.find_all("th")
    rows = [row.find_all("td") for row in table.find_all("tr")]
    kinds = []
    for at, head in enumerate(heads):
        texts = [row[at].get_text(strip=True) for row in rows if len(row) == len(heads)]
        kind = ""
        if texts:
            kind = (
                "num"
                if any(texts) and all(_NUMBER.fullmatch(text) for text in texts)
                else "long"
                if head.get_text(strip=True) in _WIDE
                else "short"
                if one_line(texts)
                else ""
            )
            if not head.get("scope"):
                head["scope"] = "col"
            del head["style"]
        if kind:
            head["class"] = [*head.get("class", []), kind]
        kinds.append(kind)
    if by_column := column_classes(kinds):
        table["class"] = [*table.get("class", []), *by_column.split()]
