"""The report as pages: static, opened from the file system, nothing asked of a network.

Every mark of a chart leads to its target in the source text, and every target lists the figures that use it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qcompare.figures import fonts
from qcompare.reports import files, question_pages
from qcompare.reports.batch import EACH, Outcome
from qcompare.reports.packed import script
from qcompare.reports.page_text import WORDS
from qcompare.reports.shell import Shell, asset
from qcompare.reports.source import from_script
from qcompare.reports.table_pages import WORKBOOK
from qcompare.text.formats.sources import is_report_page

# a page draws the one from the other, which is in assets/: as files they double the weight
WITHOUT = ("png", "vl.json")
# on the start page, beside the panels' own
MAIN = ("corpus_table", "hasse", "density", "magnitudes", "reached", "reuse", "multiverse")
_SEVERAL = ("hasse", "reuse", "multiverse")  # of these which say nothing of one plan
_NUMBERS = {
    "zh": "零一二三四五六七八九十",
    "en": ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
}
_PLAIN = re.compile(
    r'<div class="source".*?</div></section>|<tbody>.*?</tbody>|<(script|pre|title|desc|q)\b.*?</\1>', re.DOTALL
)
_HEADINGS = re.compile(
    r'<span[^>]* class="heading">(.*?)</span>|<th[^>]*>(.*?)</th>|<mark[^>]* data-no="([^"]*)"', re.DOTALL
)


def build(
    shell: Shell, known: Mapping[str, Any], outcomes: Sequence[Outcome], kept: question_pages.Kept, cache: Path
) -> question_pages.Kept:
    """Write the pages of notebooks, the start pages and what all pages share.

    Parameters
    ----------
    shell
        Writes the pages; those that come from the plans alone are written already.
    known
        What :func:`qcompare.reports.content.write` returned.
    outcomes
        What became of the notebooks.
    kept
        Of the pages of notebooks: what this function returned last time.
    cache
        Folder for what can be made again.
    """
    shell.version = known["version"]
    notebooks, now = question_pages.write(outcomes, known, shell, kept)
    for lang in shell.langs:
        _indexes(shell, known, notebooks[lang], lang)
    _sweep(shell)
    _assets(shell, cache)
    return now


def _indexes(shell: Shell, known: Mapping[str, Any], notebooks: Sequence[Mapping[str, Any]], lang: str) -> None:
    """Write the start page of a language, its lists, and the comparison, which shows runs of a grid too."""
    w, here = WORDS[lang], known["langs"][lang]
    own = [one for one in notebooks if not one["grid"]]
    profiles = [one for one in own if one["about"]]
    shown = [one for one in own if not one["about"]]
    shell.write("notebooks.j2", lang, f"notebooks/index.{lang}.html", "notebooks", groups=_questions(shown, lang), profiles=profiles, title=w["nav_notebooks"],
                crumbs=[(w["nav_notebooks"], "")])  # fmt: skip
    shell.write("compare.j2", lang, f"compare.{lang}.html", "compare", shown=here["compare"], runs=_runs([one for one in notebooks if one["grid"]]),
                title=w["compare_title"], crumbs=[(w["nav_compare"], "")])  # fmt: skip
    shell.write(
        "search.j2",
        lang,
        f"search.{lang}.html",
        "search",
        title=w["search"],
        crumbs=[(w["search"], "")],
        pages=_titles(here, own, shell.home(lang), lang),
    )
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for table in here["tables"]:
        groups.setdefault(table["topic"], []).append(table)
    downloads = _downloads(here, lang)
    from qcompare import __version__

    shell.write("tables.j2", lang, f"tables/index.{lang}.html", "tables", groups=[(topic[:1].upper() + topic[1:], rows) for topic, rows in groups.items()], downloads=downloads, title=w["tables"],
                cite=w["cite_text"].format(version=__version__, data=shell.version), crumbs=[(w["tables"], "")])  # fmt: skip
    addresses = {one["stem"].partition("_")[2]: one["address"] for one in shown}
    fallback = {"specificity": "ladder", "ambition": "strictness", "alignment": "coverage"}
    panels = [
        {**panel, "address": addresses.get(panel["id"], f"figures/{fallback[panel['id']]}.{lang}.html")}
        for panel in here["panels"]
    ]
    n = len(here["cards"])
    shell.write(
        "start.j2", lang, shell.home(lang), "start", title=shell.title or w["site"], heading=shell.title or _heading(n, known, lang),
        lead=_heading(n, known, lang) + ("。" if lang == "zh" else ".") if shell.title else "", facts=facts_line(here["counts"], lang), panels=panels,
        never=here["never"], notes=here["notes"], trust=here.get("trust"), cards=here["cards"],
        plans_heading=w["plans_heading_one"] if n == 1 else w["plans_heading"].format(n=_count(n, lang)), notebooks=shown, unread=here["unread"],
        gallery=[figure for name in (MAIN if n > 1 else [one for one in MAIN if one not in _SEVERAL]) for figure in here["figures"] if figure["name"] == name and figure["image"] and figure["says"]], figure_count=len(here["figures"]),
        failed=[one for one in notebooks if one["error"]], downloads=downloads,
    )  # fmt: skip


def _questions(notebooks: Sequence[Mapping[str, Any]], lang: str) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the pages of the three questions, then the others, each group with its heading."""
    three = [one for one in notebooks if one["stem"].partition("_")[2] in ("specificity", "ambition", "alignment")]
    rest = [one for one in notebooks if one not in three]
    return [(WORDS[lang]["three_questions"], three), (WORDS[lang]["other_questions"], rest)]


def _titles(here: Mapping[str, Any], notebooks: Sequence[Mapping[str, Any]], home: str, lang: str) -> str:
    """Return what the search finds besides sentences, as JSON: title, address and kind of findings, pages, figures and tables."""
    w = WORDS[lang]
    found = [(panel["finding"], f"{home}#{panel['id']}", panel["question"]) for panel in here["panels"]]
    found += [(one["title"], one["address"], w["nav_notebooks"]) for one in notebooks]
    found += [(" ".join((card["name"], card["title"])).strip(), card["address"], w["plans"]) for card in here["cards"]]
    found += [(one["title"], one["address"], f"{w['figures']} · {one['topic']}") for one in here["figures"]]
    found += [
        (one["title"], one["address"], " · ".join(filter(None, (w["table_word"], one["note"]))))
        for one in here["tables"]
    ]
    found.append((w["compare_title"], f"compare.{lang}.html", w["nav_compare"]))
    return script(found)


def _count(n: int, lang: str) -> str:
    return _NUMBERS[lang][n] if n < len(_NUMBERS[lang]) else str(n)


def _heading(n: int, known: Mapping[str, Any], lang: str) -> str:
    w = WORDS[lang]
    if lang == "zh":
        return w["heading"].format(plans=f"{_count(n, lang)}份", years="2011—2020年")
    return (
        w["heading"]
        .format(
            plans="a" if n == 1 else _count(n, lang),
            word="plan commits" if n == 1 else "plans commit",
            years="2011–2020",
        )
        .replace("a Chinese", "one Chinese")
    )


def facts_line(counts: Mapping[str, int], lang: str) -> str:
    """Return the line of facts under the heading of the start page."""
    w = WORDS[lang]
    parts = [w["facts_targets"].format(n=counts["targets"], numbered=counts["numbered"]),
             w["facts_reviewed"].format(seen=counts["seen"], rest=counts["targets"] - counts["seen"]), w["facts_ranking"]]  # fmt: skip
    return " · ".join(parts)


def _runs(grid: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the runs of each notebook of a grid side by side, each named by the values that differ."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for one in grid:
        groups.setdefault(one["stem"], []).append(one)
    found = []
    for runs in groups.values():
        varied = [name for name in runs[0]["values"] if len({run["values"].get(name) for run in runs}) > 1]
        named = [
            {**run, "name": ", ".join(f"{name} = {run['values'].get(name, '')}" for name in varied)} for run in runs
        ]
        found.append({"title": runs[0]["title"], "runs": named})
    return found


def _downloads(here: Mapping[str, Any], lang: str) -> list[tuple[str, str, str]]:
    w = WORDS[lang]
    return [
        (w["dl_targets"].format(n=here["counts"]["targets"]), "tables/targets.csv", "CSV"),
        (w["dl_compare"], f"tables/compare.{lang}.csv", "CSV"),
        (w["dl_tables"], f"tables/index.{lang}.html", "CSV"),
        (w["dl_xlsx"], WORKBOOK, "XLSX"),
        (w["dl_figures"], f"figures/index.{lang}.html", "SVG, PDF, PNG" if len(here["cards"]) <= EACH else "SVG, PNG"),
        (w["dl_codebook"], f"codebook.{lang}.html", "HTML"),
        (w["dl_cite"], f"tables/index.{lang}.html#cite", ""),
    ]


def _sweep(shell: Shell) -> None:
    """Remove the pages and pictures of an earlier report; pages of the reader's own stay."""
    for old in shell.out.rglob("*.html"):
        if old.relative_to(shell.out).as_posix() not in shell.pages and is_report_page(old):
            old.unlink()
    for old in (shell.out / "assets" / "plans").glob("*.js"):
        if old.relative_to(shell.out).as_posix() not in shell.texts:
            old.unlink()
    for old in (shell.out / "assets" / "specs").glob("*.js"):
        if old.stem not in shell.pictures.specs:
            old.unlink()


def _assets(shell: Shell, cache: Path) -> None:
    """Write style, scripts and the one font; the font last, as only now all text is known."""
    folder = shell.out / "assets"
    script = asset("site.js")
    files.write(folder / "site.css", asset("site.css"))
    files.write(folder / "site.js", script)
    pages = {page: (shell.out / page).read_text(encoding="utf-8") for page in sorted(shell.pages)}
    texts = [from_script((shell.out / path).read_text(encoding="utf-8")) for path in sorted(shell.texts)]
    for old in (folder / "pictures").glob("*.svg"):
        if not any(old.name in page for page in pages.values()):
            old.unlink()
    always = {*script, *"●○▲▼≈∼–"}
    faces = {
        "font": always.union(*pages.values(), *texts),
        "bold": always.union(*map(_bold, pages.values()), *map(_headings, texts)),
    }
    for name, characters in faces.items():
        drawn = frozenset(char for char in characters if ord(char) > 31)
        files.write(folder / f"{name}.woff2", _font(drawn, name == "bold", cache))


def _bold(page: str) -> str:
    """Return what a page may set in bold: all of it but the text of a plan, of which the headings, and rows of tables."""
    return _PLAIN.sub("", page) + _headings(page)


def _headings(html: str) -> str:
    return "".join("".join(groups) for groups in _HEADINGS.findall(html))


def _font(characters: frozenset[str], bold: bool, cache: Path) -> bytes:
    """Return a font with these characters; packing it takes seconds, so it is kept."""
    name = "bold" if bold else "font"
    kept = cache / f"{name}-{files.digest(sorted(characters), files.environment())[:32]}.woff2"
    if not kept.is_file():
        for old in cache.glob(f"{name}-*.woff2"):
            old.unlink()
        files.write(kept, fonts.woff2(characters, bold=bold))
    return kept.read_bytes()
