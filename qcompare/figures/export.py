"""The figure set as files: pictures, specification, values, words, and a manifest that says where each came from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.figures import render
from qcompare.figures.chart.base import FIGURES, LANGS, Figure
from qcompare.figures.kept import MANIFEST, Store, digest
from qcompare.figures.tables import gather, measures_of
from qcompare.measures.registry import Measures

EACH = 20  # plans of which each has a profile in the set
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure in one language, drawn but not yet written.

    ``spec`` is None for tables, which have ``html``; ``tables`` are the result tables behind it, by name.
    """

    figure: Figure
    name: str
    lang: str
    words: Mapping[str, str]
    tables: Mapping[str, pd.DataFrame]
    spec: Mapping[str, Any] | None = None
    html: str | None = None
    shown: pd.DataFrame | None = field(default=None)

    @property
    def key(self) -> str:
        """Digest of what the files depend on."""
        body = self.html if self.spec is None else json.dumps(self.spec, sort_keys=True, ensure_ascii=False)
        return digest(f"{body}{json.dumps(render.versions(), sort_keys=True)}".encode())


def draw(
    source: Any, names: Iterable[str] = (), langs: Sequence[str] = LANGS, *, width: float | None = None,
    font_size: float | None = None, title: str | None = None, failed: list[str] | None = None,
) -> Iterator[Drawn]:  # fmt: skip
    """Draw the figure set of a corpus, or the named figures; the profile once for each plan, of many only where it is named.

    Parameters
    ----------
    source
        A corpus or its measures.
    names, langs
        Figures and languages; all by default.
    width, font_size
        For print: millimetres, and points of the main type.
    title
        In place of the finding above the figure.
    failed
        Takes a line for each figure that cannot be drawn, and the others go on; without it the first one raises.

    Raises
    ------
    ParameterError
        If there is no such figure or language.
    """
    import qcompare.figures.chart  # noqa: F401 - fills FIGURES

    measures = measures_of(source).leniently()
    chosen = list(names) or [name for name in FIGURES if name not in _without_subject(measures)]
    _must_be("language", langs, LANGS)
    _must_be("figure", chosen, FIGURES)
    for entry in sorted((FIGURES[name] for name in chosen), key=_in_order):
        for plan in measures.plans["plan"] if entry.name == "profile" else [None]:
            tables = dict(zip(entry.tables, gather(measures, entry.tables, plan), strict=True))
            for lang in langs:
                try:
                    one = _drawn(entry, tables, lang, plan, {"width": width, "font_size": font_size, "title": title})
                except Exception as problem:
                    if failed is None or isinstance(problem, ParameterError):
                        raise
                    failed.append(_failure(f"{entry.name}-{plan}" if plan else entry.name, lang, problem))
                else:
                    yield one


_OF_SEVERAL = {"hasse", "reuse", "composite"}  # they set plan beside plan


def _without_subject(measures: Measures) -> set[str]:
    """Return the figures to leave out: on what only the national outline has, on pairs of plans, the profile of each of many."""
    known = measures.crosswalk
    found = {name for name, table in (("headings", known.headings), ("reached", known.achieved)) if table.empty}
    found |= _OF_SEVERAL if len(measures.plans) < 2 else set()
    return found | ({"profile"} if len(measures.plans) > EACH else set())


def _must_be(what: str, given: Iterable[str], valid: Iterable[str]) -> None:
    for name in given:
        if name not in valid:
            raise ParameterError(unknown(what, name, valid))


def _failure(name: str, lang: str, problem: Exception) -> str:
    """Return one line about a figure that could not be drawn; the renderer's own errors are pages long."""
    reason = (str(problem).strip() or type(problem).__name__).splitlines()[0]
    return f"{name}.{lang}: this figure could not be drawn ({type(problem).__name__}: {reason[:200]})"


def _in_order(entry: Figure) -> tuple[int, int, str]:
    return ("TFXP".index(entry.id[0]), int(entry.id[1:] or 0), entry.name)


def _drawn(
    entry: Figure, tables: Mapping[str, pd.DataFrame], lang: str, plan: str | None, look: Mapping[str, Any]
) -> Drawn:  # fmt: skip
    chart = entry.draw(*tables.values(), lang=lang, **look)  # the table of a profile holds the rows of its plan alone
    name = f"{entry.name}-{plan}" if plan else entry.name
    if look["width"]:
        name += f"-{look['width']:g}mm"
    if not hasattr(chart, "to_dict"):
        words = {k: v for k, v in chart.qcompare.items() if isinstance(v, str)}
        return Drawn(entry, name, lang, words, tables, html=chart.as_raw_html(), shown=chart.qcompare["shown"])
    spec = render.slim(chart.to_dict())
    return Drawn(entry, name, lang, spec["usermeta"], tables, spec=spec)


def contents(drawn: Drawn, without: Collection[str] = ()) -> dict[str, bytes]:
    """Return the files of a figure in one language, by name: svg, png, pdf, vl.json (or html), and the words.

    ``without`` names kinds that are not wanted, as ``png``.
    """
    stem = f"{drawn.name}.{drawn.lang}"
    made: dict[str, bytes] = {f"{stem}.txt": _words(drawn).encode()}
    if drawn.spec is None:
        made[f"{stem}.html"] = _page(drawn).encode()
        return made
    picture = render.svg(drawn.spec)
    made[f"{stem}.svg"] = render.standalone(picture).encode()
    if "png" not in without:
        made[f"{stem}.png"] = render.png(picture)
    if "pdf" not in without:
        made[f"{stem}.pdf"] = render.pdf(picture)
    made[f"{stem}.vl.json"] = (
        json.dumps(drawn.spec, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    ).encode()
    return made


def values(drawn: Drawn) -> dict[str, bytes]:
    """Return the result tables behind a figure as CSV files, by name."""
    main = next(iter(drawn.tables))
    return {
        f"{drawn.name}.csv" if name == main else f"{drawn.name}-{name}.csv": to_csv(table).encode()
        for name, table in drawn.tables.items()
    }


def single(drawings: Iterable[Drawn]) -> dict[str, bytes]:
    """Return figures for print as files of one folder: pictures, specification, tables and words, by name."""
    return {name: data for drawn in drawings for name, data in {**contents(drawn), **values(drawn)}.items()}


def to_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV whose text no spreadsheet takes for a formula (an apostrophe goes before it).

    >>> print(to_csv(pd.DataFrame({"a": ["=1+1", "="], "b": [-1, 2]})), end="")
    a,b
    '=1+1,-1
    =,2
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False):
        writer.writerow(["" if _missing(value) else _safe(value) for value in row])
    return target.getvalue()


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def _safe(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    risky = isinstance(value, str) and len(value) > 1 and value.startswith(_RISKY)  # a sign alone is no formula
    return f"'{value}" if risky else value


def _words(drawn: Drawn) -> str:
    parts = ("title", "subtitle", "question", "read", "note", "source", "cite", "alt")
    return "\n\n".join(drawn.words[part] for part in parts if drawn.words.get(part)) + "\n"


# a table has no script, and loads nothing
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">"""


def _page(drawn: Drawn) -> str:
    head = (
        f'<!doctype html>\n<html lang="{"zh-CN" if drawn.lang == "zh" else "en"}">\n<meta charset="utf-8">\n{_POLICY}\n'
    )
    return f"{head}<title>{drawn.words['title']}</title>\n{drawn.html}\n</html>\n"


def build(
    source: Any, *, names: Iterable[str] = (), langs: Sequence[str] = LANGS, kept: Sequence[Path] = (), workers: int = 2,
    report: Callable[[str], None] = lambda name: None, drawings: Sequence[Drawn] | None = None,
    without: Sequence[str] = (), failed: list[str] | None = None,
) -> dict[str, bytes]:  # fmt: skip
    """Return the figure set of a corpus as files: path within the set → bytes.

    Parameters
    ----------
    names, langs
        Figures and languages; all by default.
    kept
        Folders with figure sets; a file there is taken when it was made from the same specification by the same
        renderer and its bytes are those that its manifest states.
    workers
        Pictures that are drawn at the same time.
    report
        Called with the name of each figure that is done.
    drawings
        What :func:`draw` returned, where it has been called already.
    without
        Kinds of pictures to leave out: ``png``, ``pdf``.
    failed
        As for :func:`draw`.
    """
    found = list(draw(source, names, langs, failed=failed)) if drawings is None else list(drawings)
    stores = [Store(folder) for folder in kept]

    def make(drawn: Drawn) -> dict[str, bytes] | None:
        try:
            made = next((files for store in stores if (files := store.get(drawn, without))), None)
            return made or contents(drawn, {*without, "pdf"})
        except Exception as problem:
            if failed is None:
                raise
            failed.append(_failure(drawn.name, drawn.lang, problem))
            return None
        finally:
            report(f"{drawn.name}.{drawn.lang}")

    with ThreadPoolExecutor(max(1, workers)) as pool:
        done = [(drawn, files) for drawn, files in zip(found, pool.map(make, found), strict=True) if files]
    found, made = [drawn for drawn, _ in done], [files for _, files in done]
    if "pdf" not in without:
        _add_pdfs(found, made)
    out: dict[str, bytes] = {}
    entries = []
    for drawn, files in zip(found, made, strict=True):
        tables = values(drawn)
        for name, data in {**files, **tables}.items():
            out[f"{drawn.name}/{name}"] = data
        entries.append(_entry(drawn, files, tables))
    plans = measures_of(source).plans
    sources = dict(zip(plans["plan"], plans["sha256"], strict=True)) if "sha256" in plans else {}
    manifest = {"renderers": render.versions(), "sources": sources, "figures": entries}
    out[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    out["README.md"] = _gallery(found).encode()
    return dict(sorted(out.items()))


def _add_pdfs(found: Sequence[Drawn], made: Sequence[dict[str, bytes]]) -> None:
    """Add the PDF of each figure that was drawn anew: drawn together they take a tenth of the time."""
    new = [
        (f"{drawn.name}.{drawn.lang}.pdf", drawn.spec, files) for drawn, files in zip(found, made, strict=True)
        if drawn.spec is not None and f"{drawn.name}.{drawn.lang}.pdf" not in files
    ]  # fmt: skip
    for (name, _, files), data in zip(new, render.pdfs([render.svg(spec) for _, spec, _ in new]), strict=True):
        files[name] = data


def _entry(drawn: Drawn, files: Mapping[str, bytes], tables: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "id": drawn.figure.id, "name": drawn.name, "lang": drawn.lang, "key": drawn.key,
        **{part: drawn.words.get(part, "") for part in ("title", "subtitle", "question", "caption", "read", "alt", "cite")},
        "inputs": {name: digest(data) for name, data in tables.items()},
        "parameters": {name: table.attrs.get("options") or {} for name, table in drawn.tables.items()},
        "files": {name: digest(data) for name, data in files.items()},
    }  # fmt: skip


def _gallery(found: Sequence[Drawn]) -> str:
    lines = ["# 图集 / Figures", "", "由 `qcompare figures` 生成，`qcompare figures --check` 核对。",
             "Made by `qcompare figures`; checked by `qcompare figures --check`.", ""]  # fmt: skip
    for drawn in found:
        stem = f"{drawn.name}/{drawn.name}.{drawn.lang}"
        if drawn.lang == found[0].lang:
            lines += [f"## {drawn.figure.id} {drawn.name}", ""]
        lines += [f"**{drawn.words['title']}** {drawn.words['question']}", ""]
        if drawn.spec is None:
            lines += [_markdown(drawn.shown), "", f"{drawn.words['caption']} [html]({stem}.html)"]
        else:
            alt = drawn.words["alt"].replace("[", "(").replace("]", ")").replace("\n", " ")
            lines += [f"![{alt}]({stem}.svg)", "", drawn.words["caption"], ""]
            lines += [" · ".join(f"[{kind}]({stem}.{kind})" for kind in ("svg", "png", "pdf", "vl.json"))]
        lines += ["", " · ".join(f"[{name}]({drawn.name}/{name})" for name in values(drawn)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _markdown(table: pd.DataFrame | None) -> str:
    if table is None:
        return ""
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns), *table.astype(str).to_numpy().tolist()]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    )
