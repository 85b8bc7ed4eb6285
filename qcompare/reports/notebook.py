"""An executed notebook as the body of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any

import mistune

from qcompare.figures.display import SPEC

_PLAN = re.compile(r'<div class="qc-plan" data-plan="([^"]*)">')
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_markdown = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
_UNSAFE = ("script", "iframe", "object", "embed", "link", "base", "meta", "form", "svg", "math")


@dataclass(slots=True)
class Page:
    """A notebook for one language: what it is called, its parts, the error that stopped it."""

    name: str
    title: str
    body: str
    error: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    specs: list[Mapping[str, Any]] = field(default_factory=list)


def page(
    path: Path, lang: str, error: str | None, picture: Callable[[Mapping[str, Any], str], str], text: Callable[[str], str], code: str
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
    code
        Word on the button that shows the code.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    parts, specs = [], []
    title = path.stem
    for number, cell in enumerate(notebook["cells"]):
        tags = set(cell["metadata"].get("tags", []))
        if tags & {"zh", "en"} - {lang}:
            continue
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = re.match(r"#\s+(.+)", source)
            title = heading.group(1).strip() if heading and title == path.stem else title
            parts.append(f'<div class="prose">{_markdown(source)}</div>')
        elif cell["cell_type"] == "code":
            parts.append(
                f'<details class="code"><summary>{escape(code)} [{cell.get("execution_count") or " "}]</summary><pre tabindex="0">{escape(source)}</pre></details>'
            )
            for place, output in enumerate(cell.get("outputs", [])):
                spec = output.get("data", {}).get(SPEC)
                plan = _PLAN.search("".join(output.get("data", {}).get("text/html", "")))
                if spec is not None:
                    specs.append(spec)
                    parts.append(picture(spec, f"c{number}-{place}-"))
                elif plan is not None:
                    parts.append(text(unescape(plan[1])))
                else:
                    parts.extend(_output(output))
    stated = notebook["metadata"].get("qcompare", {}).get("parameters", {})
    return Page(path.stem, title, "\n".join(parts), error, stated, specs)


def _output(output: Mapping[str, Any]) -> Iterator[str]:
    if output["output_type"] == "stream":
        yield f'<pre class="stream" tabindex="0">{escape(_ANSI.sub("", "".join(output["text"])))}</pre>'
    elif output["output_type"] == "error":
        trace = _ANSI.sub("", "\n".join(output["traceback"])) or f"{output['ename']}: {output['evalue']}"
        yield f'<pre class="error" role="alert" tabindex="0">{escape(trace)}</pre>'
    else:
        data = output.get("data", {})
        if "text/html" in data:
            yield f'<div class="output" tabindex="0" role="region" aria-label="output">{safe("".join(data["text/html"]))}</div>'
        elif "text/markdown" in data:
            yield f'<div class="prose">{_markdown("".join(data["text/markdown"]))}</div>'
        elif "text/plain" in data:
            yield f'<pre tabindex="0">{escape("".join(data["text/plain"]))}</pre>'


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
    return str(soup)
