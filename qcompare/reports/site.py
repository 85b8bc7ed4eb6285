"""The report as pages: static, opened from the file system, nothing asked of a network.

Every mark of a chart leads to its target in the source text, and every target lists the figures that use it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import pandas as pd

from qcompare.figures import fonts, render
from qcompare.figures.export import Drawn, listed, to_csv
from qcompare.figures.tables import measures_of
from qcompare.measures.overview import described
from qcompare.reports import files, plans, svgs
from qcompare.reports.batch import Outcome
from qcompare.reports.notebook import Page, page
from qcompare.reports.notes import notes
from qcompare.reports.words import WORDS, value
from qcompare.text.formats.sources import is_report_page

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

MAIN = ("strictness", "ladder", "levels", "coverage")  # pictures of the start page
WITHOUT = ("png", "pdf")  # half the weight of a site; `qcompare figures` makes them
_LONG = 5000  # rows from which on a CSV is compressed
_ROWS = 100  # of a table that are shown; the CSV has all
_VEGA = "6.4"


class Site:
    """What the pages are made from.

    Parameters
    ----------
    corpus
        The plans.
    drawings
        The figure set, in the languages of the site.
    made
        Its files, path within the set → bytes.
    outcomes
        What became of the notebooks.
    out
        Folder of the report; the executed notebooks are in ``notebooks/`` in it.
    langs
        Languages, the first one for ``index.html``.
    """

    def __init__(
        self, corpus: Corpus, drawings: Sequence[Drawn], made: Mapping[str, bytes], outcomes: Sequence[Outcome], out: Path,
        langs: Sequence[str],
    ) -> None:  # fmt: skip
        self.corpus, self.drawings, self.made, self.outcomes = corpus, list(drawings), made, list(outcomes)
        self.out, self.langs = out, tuple(langs)
        self.measures = measures_of(corpus)
        self.names = {
            str(row["plan"]): {lang: str(row[lang]) for lang in ("zh", "en")} for row in described(self.measures.plans)
        }
        self.version = files.digest(to_csv(corpus.targets))[:8]
        self.templates = jinja2.Environment(
            loader=jinja2.FunctionLoader(_template), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
        )
        self.characters: set[str] = set()
        self.pages: set[Path] = set()
        self.specs: set[str] = set()

    def build(self) -> Path:
        """Write every page, and return the start page."""
        for name in listed(self.out / "figures") - set(self.made):  # of an earlier set
            (self.out / "figures" / name).unlink(missing_ok=True)
        for path, data in self.made.items():
            if not path.endswith((".csv", ".md")):  # the values are in tables/, once
                files.write(self.out / "figures" / path, data)
        tables = {name: self.table(name, frame) for name, frame in self.frames.items()}
        for lang in self.langs:
            self._pages(lang, tables)
        for old in set(self.out.rglob("*.html")) - self.pages:  # of plans and notebooks that the report had before
            if is_report_page(old):
                old.unlink()
        self._assets()
        return self.out / "index.html"

    def _pages(self, lang: str, tables: Mapping[str, dict[str, Any]]) -> None:
        notebooks = [self.notebook(outcome, lang) for outcome in self.outcomes if outcome.job.lang in (None, lang)]
        found = [self.figure(drawn) for drawn in self.drawings if drawn.lang == lang]
        texts = [plans.describe(coded, self, lang) for coded in self.corpus]
        for one, page_ in notebooks:
            self.write("notebook.j2", lang, one["address"], "notebooks", page=page_, title=one["title"])
        for figure in found:
            self.write("figure.j2", lang, figure["address"], "figures", figure=figure, title=figure["title"])
        for plan in texts:
            self.write("plan.j2", lang, plan["address"], "plans", plan=plan, title=plan["name"])
        for name, table in tables.items():
            shown = {
                **table,
                "address": f"tables/{name}.{lang}.html",
                "headings": plans.headings(name, table["columns"], lang),
            }
            shown["cut"] = WORDS[lang]["first_rows"].format(n=_ROWS) if table["count"] > _ROWS else ""
            shown["rows"] = [
                [(cell, f"plans/{to}.{lang}.html{at}" if to else "") for cell, to, at in row] for row in table["cells"]
            ]
            self.write("table.j2", lang, shown["address"], "tables", table=shown, title=name)
        listed = [
            {"name": n, "address": f"tables/{n}.{lang}.html", "file": t["file"], "count": t["count"]}
            for n, t in tables.items()
        ]
        self.write("tables.j2", lang, f"tables/index.{lang}.html", "tables", tables=listed, title=WORDS[lang]["tables"])
        self.write(
            "figures.j2", lang, f"figures/index.{lang}.html", "figures", figures=found, title=WORDS[lang]["figures"]
        )
        self.write("plans.j2", lang, f"plans/index.{lang}.html", "plans", plans=texts, title=WORDS[lang]["plans"])
        self.write("search.j2", lang, f"search.{lang}.html", "search", title=WORDS[lang]["search"])
        pages = [{**one, "error": page_["error"]} for one, page_ in notebooks]
        self.write(
            "notebooks.j2",
            lang,
            f"notebooks/index.{lang}.html",
            "notebooks",
            notebooks=pages,
            title=WORDS[lang]["notebooks"],
        )
        self.write(
            "start.j2", lang, self.home(lang), "start", title=WORDS[lang]["start"],
            notes=notes(self.corpus, self.measures, lang), findings=self.findings(lang), notebooks=pages,
            failed=[one for one in pages if one["error"]], unread=[str(error) for error in self.corpus.failures],
            main=[figure for name in MAIN for figure in found if figure["name"] == name], plans=texts,
        )  # fmt: skip

    # addresses
    def home(self, lang: str) -> str:
        """Return the address of a language's start page."""
        return "index.html" if lang == self.langs[0] else f"index.{lang}.html"

    def write(self, template: str, lang: str, address: str, here: str, **content: Any) -> None:
        """Write one page; ``address`` is its path within the report."""
        other = next((one for one in self.langs if one != lang), lang)
        elsewhere = (
            self.home(other)
            if here == "start"
            else address.replace(f".{lang}.html", f".{other}.html").replace(f"/{lang}/", f"/{other}/")
        )
        menu = [("start", self.home(lang)), *((name, f"{name}/index.{lang}.html") for name in ("figures", "notebooks", "plans", "tables")),
                ("search", f"search.{lang}.html")]  # fmt: skip
        html = self.templates.get_template(template).render(
            w=WORDS[lang], lang=lang, root="../" * address.count("/"), home=self.home(lang), other=elsewhere, menu=menu, here=here,
            version=self.version, **content,
        )  # fmt: skip
        self.characters |= set(html)
        self.pages.add(files.write(self.out / address, html))

    # figures
    def picture(self, spec: Mapping[str, Any], lang: str, root: str, prefix: str = "") -> str:
        """Return a chart as HTML: drawn, its marks leading to the sources, and what the interactive form needs."""

        def address(plan: str, fragment: str) -> str:
            return f"{root}plans/{plan}.{lang}.html#{fragment}"

        drawn = svgs.inline(render.svg(spec), prefix, address, WORDS[lang]["go"])
        known = plans.script(_columns(render.linked(spec, text_too=True)))
        name = files.digest(known)[:12]  # the same chart on several pages is one file, loaded when asked for
        files.write(self.out / "assets" / "specs" / f"{name}.js", f'(window.QC_SPECS ||= {{}})["{name}"] = {known};\n')
        self.specs.add(f"{name}.js")
        title = escape(str(spec.get("usermeta", {}).get("title", "chart")))
        return (
            f'<div class="picture" tabindex="0" role="region" aria-label="{title}" data-spec="{name}">{drawn}'
            f'<p><button type="button" class="interactive">{WORDS[lang]["interactive"]}</button></p></div>'
        )

    def figure(self, drawn: Drawn) -> dict[str, Any]:
        """Return what the pages say of a figure."""
        stem = f"figures/{drawn.name}/{drawn.name}.{drawn.lang}"
        belongs = [
            f"figures/{name}" for name in self.made if name.startswith(f"{drawn.name}/") and f".{drawn.lang}." in name
        ]
        belongs += [self.csv(name) for name in drawn.tables]
        about = {
            **drawn.words, "name": drawn.name, "address": f"figures/{drawn.name}.{drawn.lang}.html", "image": "", "width": 4, "height": 3,
            "files": [(name.rpartition("/")[2], name) for name in belongs],
        }  # fmt: skip
        if drawn.spec is None:
            return {
                **about,
                "picture": f'<div class="wide" tabindex="0" role="region" aria-label="{drawn.name}">{drawn.html}</div>',
            }
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', render.svg(drawn.spec))
        width, height = (round(float(side)) for side in size.groups()) if size else (4, 3)
        return {
            **about,
            "image": f"{stem}.svg",
            "width": width,
            "height": height,
            "picture": self.picture(drawn.spec, drawn.lang, "../"),
        }

    @cached_property
    def uses(self) -> dict[str, list[tuple[str, str, str, str]]]:
        """For each plan: fragment, id, name and language of every figure with a mark that leads there."""
        found: dict[str, dict[tuple[str, str, str, str], None]] = {}
        for drawn in self.drawings:
            for plan, fragment in svgs.links(drawn.spec or {}):
                found.setdefault(plan, {})[(fragment, drawn.figure.id, drawn.name, drawn.lang)] = None
        return {plan: list(marks) for plan, marks in found.items()}

    # notebooks
    def notebook(self, outcome: Outcome, lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return address and content of a notebook's page."""
        address = (
            f"notebooks/{outcome.job.name}.html" if outcome.job.lang else f"notebooks/{outcome.job.name}.{lang}.html"
        )
        root = "../" * address.count("/")
        made = (
            page(outcome.path, lang, outcome.error, lambda spec, prefix: self.picture(spec, lang, root, prefix),
                 lambda plan: self.link(plan, lang, root), WORDS[lang]["code"])
            if outcome.path is not None else Page(outcome.job.notebook.stem, outcome.job.notebook.stem, "", outcome.error)
        )  # fmt: skip
        shown = {
            "title": made.title, "body": made.body, "error": made.error, "parameters": made.parameters,
            "headed": "<h1" in made.body, "file": f"notebooks/{outcome.job.name}.ipynb",
        }  # fmt: skip
        about = self.names.get(outcome.job.about or "", {}).get(lang)
        return {"title": f"{about} · {made.title}" if about else made.title, "address": address}, shown

    def link(self, plan: str, lang: str, root: str) -> str:
        """Return a link to the page of a plan, as HTML; nothing for a plan that has none."""
        if plan not in self.names:
            return ""
        return (
            f'<p><a href="{root}plans/{plan}.{lang}.html">{WORDS[lang]["go"]}: {escape(self.names[plan][lang])}</a></p>'
        )

    # tables and words
    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Tables of the site: those of the corpus, and every result table behind a figure."""
        found = {
            "targets": self.corpus.targets,
            "plans": self.corpus.plans.assign(file=lambda plans: plans["file"].map(_name, na_action="ignore")),
            "findings": self.measures.table("findings"),
        }
        for drawn in self.drawings:
            for name in drawn.tables:
                found.setdefault(name, self.measures.table(name))
        return found

    def csv(self, name: str) -> str:
        """Return the address of a table's CSV, a compressed one where the table is long."""
        return f"tables/{name}.csv" + (".gz" if len(self.frames[name]) > _LONG else "")

    def table(self, name: str, frame: pd.DataFrame) -> dict[str, Any]:
        """Return a table's cells, each with the place in a plan that its row speaks of, and write its CSV."""
        text = to_csv(frame).encode()
        files.write(
            self.out / self.csv(name), gzip.compress(text, 9, mtime=0) if self.csv(name).endswith(".gz") else text
        )
        places = list(frame.columns).index("start") if "start" in frame and "plan" in frame else -1
        cells = []
        for row in frame.head(_ROWS).astype(object).itertuples(index=False):
            plan = str(getattr(row, "plan", "")) if "plan" in frame else ""
            start = row[places] if places >= 0 else None
            to = plan if plan in self.names and start is not None and not pd.isna(start) else ""
            cells.append(
                [
                    (
                        plans.cell(one),
                        to if place == places else "",
                        f"#t{int(start)}" if to and start is not None else "",
                    )
                    for place, one in enumerate(row)
                ]
            )
        return {
            "name": name,
            "file": self.csv(name),
            "count": len(frame),
            "columns": list(map(str, frame.columns)),
            "cells": cells,
        }

    def findings(self, lang: str) -> list[tuple[str, list[dict[str, str]]]]:
        """Return the findings by topic, as the start page shows them."""
        groups: dict[str, list[dict[str, str]]] = {}
        rows = self.frames["findings"].astype(object).where(lambda frame: frame.notna(), None).to_dict("records")
        for row in rows:
            holds = "" if row["holds"] is None else f"{100 * row['holds']:.0f}% ({row[f'claim_{lang}']})"
            one = {"kind": row["kind"], "text": row[lang], "caveat": row[f"caveat_{lang}"] or "", "holds": holds}
            groups.setdefault(value(lang, str(row["topic"])), []).append(one)
        return list(groups.items())

    def _assets(self) -> None:
        """Write style, scripts, the search index and the one font; the font last, as only now all text is known."""
        import vl_convert

        folder = self.out / "assets"
        for old in (folder / "specs").glob("*.js"):
            if old.name not in self.specs:
                old.unlink()
        css, script = _asset("site.css"), _asset("site.js")
        bundle = vl_convert.javascript_bundle("window.qcEmbed = vegaEmbed;", vl_version=_VEGA)
        # its names are of one letter and would be the page's: a function keeps them to itself
        files.write(folder / "vega.js", f"(() => {{{bundle}\n}})();\n")
        files.write(folder / "site.css", css)
        files.write(folder / "site.js", script)
        index = plans.search_index(self.corpus, self.names)
        files.write(folder / "search.js", f"window.QC_SEARCH = {index};\n")
        characters = {char for char in self.characters | set(index) | set(script) if ord(char) > 31}
        files.write(folder / "font.woff2", fonts.woff2(frozenset(characters)))


def _name(file: str) -> str:
    """Return the name of a file without the folders of the machine that it was read on.

    >>> _name("/home/li/study/data/plans/siping.txt")
    'siping.txt'
    """
    return Path(file).name


def _columns(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification whose data say the names of their fields once (``site.js`` undoes it): half the bytes."""
    data = {}
    for name, rows in spec.get("datasets", {}).items():
        # In one order, so that the same chart is the same file on every page.
        names = sorted({key for row in rows for key in row})
        data[name] = {"names": names, "rows": [[row.get(key) for key in names] for row in rows]}
    return {**spec, "datasets": data}


def _asset(name: str) -> str:
    return (resources.files("qcompare.reports") / "assets" / name).read_text(encoding="utf-8")


def _template(name: str) -> str:
    return (resources.files("qcompare.reports") / "templates" / name).read_text(encoding="utf-8")
