"""The page of a plan: its text, its targets, and the figures that use them; and the search over all of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare import schema
from qcompare.lexicon import rows
from qcompare.measures.results import tables
from qcompare.reports import svgs
from qcompare.reports.source import marked
from qcompare.reports.words import WORDS, value

if TYPE_CHECKING:
    from qcompare.corpus import Corpus
    from qcompare.reports.site import Site

_ELEMENTS = ("level", "bound", "dated", "dated_explicit", "scope", "reference", "responsible", "path")
_FILTERS = ("type", "domain", "part", "rung")


def script(data: Any) -> str:
    r"""Return data as JSON that can stand in a script element, whatever text is in it.

    >>> script("</script><b>")
    '"\\u003c/script\\u003e\\u003cb\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def cell(item: Any) -> str:
    """Return a value as shown in a table: nothing for a missing one, no trailing zeros."""
    if isinstance(item, (list, tuple)):
        return "; ".join(map(str, item))
    if item is None or pd.isna(item):
        return ""
    if isinstance(item, float):
        return f"{item:.4f}".rstrip("0").rstrip(".")
    return str(item)


def headings(name: str, columns: Sequence[str], lang: str) -> list[str]:
    """Return the column headings of a table: Chinese names from the schema, English names as they are."""
    fields = schema.fields(name) if name in schema.TABLES else tables().get(name, ())
    zh = {field.name: field.zh for field in fields}
    return [zh.get(column, column) if lang == "zh" else column for column in columns]


@cache
def _groups() -> Mapping[str, str]:
    return {row["domain"]: row["group"] for row in rows("measures/groups")}


def describe(coded: Any, site: Site, lang: str) -> dict[str, Any]:
    """Return what the page of a plan shows.

    Parameters
    ----------
    coded
        The plan with its coding.
    site
        The site, for names and for the figures that use a target.
    """
    name, w = coded.name, WORDS[lang]
    record = {key: cell(item) for key, item in coded.record().items()}
    facts = [w["issuer"], w["doc_number"], w["issued"], w["horizon"]]
    targets = _targets(coded, site)
    uses = [(at, *rest) for at, *rest in site.uses.get(name, []) if rest[-1] == lang]
    shown = [_card(target, _figures(target, uses), lang) for target in targets]
    places = [int(at[1:]) for at, *_ in uses if at[:1] == "t" and at[1:].isdigit()]
    filters = [
        (
            key,
            [
                (one, value(lang, one))
                for one in sorted({str(target[key]) for target in targets if target[key] is not None})
            ],
        )
        for key in _FILTERS
    ]
    known = [
        {key: target[key] for key in ("start", "type", "domain", "part", "rung", "group", "lacks")}
        for target in targets
    ]
    return {
        "name": site.names[name][lang], "title": record["title"], "address": f"plans/{name}.{lang}.html", "count": len(targets),
        "facts": list(zip(facts, (record[key] or "–" for key in ("issuer", "doc_number", "date_issued", "horizon")), strict=True)),
        "filters": filters, "targets": shown, "json": script(known),
        "body": marked(coded.plan.source, targets, coded.plan.sentences(), places),
    }  # fmt: skip


def _targets(coded: Any, site: Site) -> list[dict[str, Any]]:
    """Return the targets of a plan in order, each with its rung, its group of domains and the elements that it lacks."""
    elements = site.measures.table("elements")
    elements = elements[elements["plan"] == coded.name].astype(object).where(lambda frame: frame.notna(), None)
    found = {(row["start"], row["end"], row["indicator"]): row for row in elements.to_dict("records")}
    targets = []
    for target in sorted(coded.coding.targets, key=lambda one: (one["start"], one["end"])):
        row = found.get((target["start"], target["end"], target["indicator"]), {})
        lacks = [name for name in _ELEMENTS if row.get(name) is False or row.get(name) == 0]
        if row and row.get("verification") != "outside":
            lacks.append("verification")
        rung = row.get("rung")
        targets.append(
            {
                **target,
                "rung": None if rung is None else str(int(rung)),
                "group": _groups().get(target["domain"], "other"),
                "lacks": lacks,
            }
        )
    return targets


def _figures(target: Mapping[str, Any], uses: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Return number and address of each figure with a mark that leads to the target, by its place or by its fields."""
    found: dict[str, str] = {}
    for at, number, name, lang in uses:
        asked = svgs.wanted(at)
        hit = at == f"t{target['start']}" or (asked and "other" not in asked and _fits(target, asked))
        if hit:
            found[f"{number} {name}"] = f"figures/{name}.{lang}.html"
    return list(found.items())


def _fits(target: Mapping[str, Any], asked: Mapping[str, str]) -> bool:
    return all(
        name in target["lacks"] if key == "lacks" else str(target.get(key)) == name for key, name in asked.items()
    )


def _card(target: Mapping[str, Any], figures: list[tuple[str, str]], lang: str) -> dict[str, Any]:
    w = WORDS[lang]
    tags = [value(lang, str(target["type"])), value(lang, str(target["domain"])), value(lang, str(target["part"])),
            *([str(target["year"])] if target.get("year") else []), *([f"{w['rung']} {target['rung']}"] if target["rung"] is not None else [])]  # fmt: skip
    fields = [
        (field.zh if lang == "zh" else field.name, value(lang, cell(target.get(field.name))))
        for field in schema.TARGETS if field.name not in ("plan", "quote", "indicator") and cell(target.get(field.name)) != ""
    ]  # fmt: skip
    return {
        "start": target["start"],
        "indicator": target["indicator"],
        "quote": target["quote"],
        "tags": tags,
        "fields": fields,
        "figures": figures,
    }


def search_index(corpus: Corpus, names: Mapping[str, Mapping[str, str]]) -> str:
    """Return the search index as JSON: for each target and sentence plan, offset, text for matching, text as published."""
    rows = []
    for coded in corpus:
        source = coded.plan.source
        rows += [
            [coded.name, target["start"], f"{target['indicator']} {target['domain']}", target["quote"]]
            for target in coded.coding.targets
        ]
        for sentence in coded.plan.sentences():
            shown = source[sentence["start"] : sentence["end"]].strip()
            if shown:
                rows.append([coded.name, sentence["start"], sentence["text"], shown])
    return script({"names": names, "rows": rows})
