"""The page of a plan: what it is, five facts, its text with the targets marked, a card for each target."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from qcompare import schema
from qcompare.explanation import Trace
from qcompare.figures.chart import FIGURES
from qcompare.lexicon import rows
from qcompare.reports import svgs
from qcompare.reports.cells import cell
from qcompare.reports.facts import FEW, Facts, Record, records
from qcompare.reports.levels import level
from qcompare.reports.packed import script
from qcompare.reports.page_text import WORDS, value
from qcompare.reports.source import as_script, marked
from qcompare.reports.standing import compared, kind, standing

_ELEMENTS = ("level", "bound", "dated", "dated_explicit", "scope", "reference", "responsible", "path")
_FILTERS = ("domain", "part", "rung")
_TYPES = ("quantified", "absolute", "relative", "qualitative")
# not on the card
_MORE = (
    "level_text", "comparator", "change", "baseline", "recurrence", "parent", "measured_by", "stock_flow", "series", "confidence",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LONGEST = 48  # characters of the sentence that names a year
Uses = Mapping[str, Sequence[tuple[str, str, str, str]]]


def describe(plan: str, facts: Facts, lang: str, uses: Uses, text: str = "") -> dict[str, Any]:
    """Return what the page of a plan shows.

    Parameters
    ----------
    plan
        Its id.
    facts
        The corpus.
    lang
        Language of the page.
    uses
        For each plan: fragment, id, name and language of every figure with a mark that leads there.
    text
        Address of the script that puts the text into the page (:func:`text_script`); empty where the page holds it.
    """
    w, row = WORDS[lang], facts.plans[plan]
    targets = _targets(plan, facts)
    figures = [(at, *rest) for at, *rest in uses.get(plan, []) if rest[-1] == lang]
    numbers = _numbers(targets)
    counts = Counter(target["type"] for target in targets)
    return {
        "plan": plan, "name": facts.name(plan, lang), "title": row["title"] or _untitled(row), "address": f"plans/{plan}.{lang}.html",
        "origin": _origin(row, lang), "caveat": caveat(plan, facts, lang), "strip": _strip(plan, targets, facts, lang),
        "types": [(name, w[f"type_{name}"], counts[name]) for name in _TYPES], "filters": _choices(targets, lang),
        "targets": [_card(at, target, numbers.get(at), _figures([f"t{target['start']}"], figures), facts, lang) for at, target in enumerate(targets)],
        "together": _figures([at for at, *_ in figures if svgs.wanted(at)], figures),
        "json": "" if text else _filtered(targets), "count": len(targets), "numbered": counts["quantified"],
        "text": text, "body": "" if text else _body(plan, targets, facts, (lang,), uses),
    }  # fmt: skip


def text_script(plan: str, facts: Facts, langs: Sequence[str], uses: Uses) -> str:
    """Return a script that puts the text of a plan, with its targets marked and by what to filter them, where a page calls for it.

    The pages of both languages call for the same one: beside many plans the texts are most of the report.
    """
    targets = _targets(plan, facts)
    data = f'<script type="application/json" id="targets">{_filtered(targets)}</script>'
    return as_script(_body(plan, targets, facts, langs, uses) + data)


def _filtered(targets: Sequence[Record]) -> str:
    """Return by what the page filters its targets, as JSON: the names of the fields, then a row a target."""
    keys = ("start", "type", "domain", "part", "rung", "group", "lacks", "said")
    return script([keys, *([target[key] for key in keys] for target in targets)])


def _body(plan: str, targets: Sequence[Record], facts: Facts, langs: Sequence[str], uses: Uses) -> str:
    """Return the text of a plan as pages of these languages show it."""
    named = [at for at, *_, lang in uses.get(plan, []) if lang in langs]
    places = [int(at[1:]) for at in named if at[:1] == "t" and at[1:].isdigit()]
    nothing = " / ".join(WORDS[lang]["no_targets_here"] for lang in langs)
    return marked(facts.corpus[plan].plan.source, targets, facts.sentences[plan], places, _numbers(targets), nothing)


def _numbers(targets: Sequence[Record]) -> dict[int, int]:
    """Return the figure that stands behind the mark of each target with a level."""
    with_level = (at for at, target in enumerate(targets) if target["type"] in ("quantified", "absolute"))
    return {at: number for number, at in enumerate(with_level, 1)}


def _untitled(row: Record) -> str:
    """Return what stands for the title of a plan that has none: who issued it, and what kind of document it is."""
    return "　".join(filter(None, (row["issuer"], row["doc_type"])))


def _origin(row: Record, lang: str) -> list[str]:
    w = WORDS[lang]
    issued = w["issued_by"].format(date=date(row["date_issued"], lang), issuer=row["issuer"] or w["unknown_value"])
    covers = (
        w["covers"].format(start=row["period_start"], end=row["period_end"])
        if row["period_start"] and row["period_end"]
        else ""
    )
    return list(filter(None, (issued, row["doc_number"] or "", value(lang, str(row["level"])) if row["level"] else "", covers,
                              f"{w['horizon'].lower()} {row['horizon']}" if row["horizon"] else "", w["cites_yes"] if row["cites_outline"] else "")))  # fmt: skip


def date(day: str | None, lang: str) -> str:
    """Return a day as a sentence has it.

    >>> date("2014-09-12", "en"), date("2014-09-12", "zh"), date("2014-09", "en")
    ('12 September 2014', '2014年9月12日', 'September 2014')
    """
    if not day:
        return WORDS[lang]["unknown_value"]
    parts = [int(part) for part in str(day).split("-")]
    if lang == "zh":
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    words = [str(parts[0]), *(_MONTHS[month - 1] for month in parts[1:2]), *map(str, parts[2:])]
    return " ".join(reversed(words))


def caveat(plan: str, facts: Facts, lang: str) -> str:
    """Return what a reader of a plan's numbers must know first, and whose years the plan's horizon gives; empty if nothing."""
    w, row = WORDS[lang], facts.plans[plan]
    first = (
        w["caveat_omitted"].format(n=row["annex_omitted"]) if row.get("annex_omitted") else "",
        "" if row["cites_outline"] else w["caveat_cites"],
        w["caveat_script"] if row["script"] == "hant" else "",
    )
    assumed = sum(target["year_source"] == "plan" for target in facts.targets[plan])
    years = w["caveat_horizon"].format(n=assumed, year=row["horizon"]) if assumed and row["horizon"] else ""
    return ("" if lang == "zh" else " ").join(filter(None, (*first, years)))


def _strip(plan: str, targets: Sequence[Record], facts: Facts, lang: str) -> list[tuple[str, str]]:
    w = WORDS[lang]
    counts = Counter(target["type"] for target in targets)
    numbered = [target for target in targets if target["type"] == "quantified"]
    sources = Counter(target["year_source"] for target in numbered)
    beside = [row for key, row in facts.beside.items() if key[0] == plan and compared(row)]
    kinds = Counter(kind(row).words(lang, short=True) for row in beside)
    sep = "；" if lang == "zh" else "; "
    answered = next(row for row in records(facts.measures.alignment) if row["plan"] == plan)
    strip = [
        (w["strip_targets"].format(n=len(targets)), w["strip_targets_note"].format(n=counts["relative"] + counts["qualitative"])),
        (w["strip_numbers"].format(n=len(numbered)),
         w["strip_numbers_note"].format(goals=sum(target["part"] == "goals" for target in numbered), absolute=counts["absolute"])),
        (w["strip_dated"].format(n=sources["explicit"]), w["strip_dated_note"].format(inherited=sources["inherited"], horizon=sources["plan"])),
        (w["strip_comparable"].format(n=len(beside)),
         sep.join(f"{n} {words}" if lang == "en" else f"{n}条{words}" for words, n in kinds.items()) or w["strip_unjudged" if answered["coverage"] is None else "strip_none"]),
    ]  # fmt: skip
    if answered["coverage"] is None:
        return [*strip, (w["strip_open"], w["strip_open_note"])]
    return [
        *strip,
        (
            w["strip_answered"].format(a=answered["covered"], b=answered["goals"]),
            w["strip_answered_note"].format(n=answered["numeric_en"]),
        ),
    ]


def _choices(targets: Sequence[Record], lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for key in _FILTERS:
        values = sorted({str(target[key]) for target in targets if target[key] is not None})
        found.append(
            (key, [(one, WORDS[lang][f"step_{one}"] if key == "rung" else value(lang, one)) for one in values])
        )
    return found


def _targets(plan: str, facts: Facts) -> list[Record]:
    """Return the targets of a plan in order, each with its step, its group of domains and the elements that it lacks."""
    elements = facts.measures.table("elements")
    found = {(row["start"], row["end"], row["indicator"]): row for row in records(elements[elements["plan"] == plan])}
    targets = []
    # of many plans a card names the rule alone
    trace = Trace(facts.corpus[plan].plan) if len(facts.order) <= FEW else None
    for target in facts.targets[plan]:
        row = found.get((target["start"], target["end"], target["indicator"]), {})
        lacks = [name for name in _ELEMENTS if row.get(name) is False or row.get(name) == 0]
        if row and row.get("verification") != "outside":
            lacks.append("verification")
        rung = row.get("rung")
        more = {"rung": None if rung is None else str(int(rung)), "group": _groups().get(target["domain"], "other"), "lacks": lacks,
                "beside": facts.beside.get((plan, int(target["start"]), int(target["end"])))}  # fmt: skip
        why = _why(trace, target)
        targets.append({**target, **more, "why": why, "said": _said(why, target, facts)})
    return targets


@cache
def _groups() -> Mapping[str, str]:
    return {row["domain"]: row["group"] for row in rows("measures/groups")}


def _figures(places: Iterable[str], uses: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Return question and address of each figure with a mark that leads to one of the places."""
    wanted = set(places)
    found = {
        f"figures/{name}.{lang}.html": FIGURES[name.partition("-")[0]].question(lang)
        for at, _, name, lang in uses if at in wanted
    }  # fmt: skip
    return [(question, address) for address, question in found.items()]


def _card(
    at: int,
    target: Record,
    number: int | None,
    figures: list[tuple[str, str]],
    facts: Facts,
    lang: str,
) -> dict[str, Any]:
    w = WORDS[lang]
    match = target["beside"]
    fields = [
        (field.zh if lang == "zh" else field.name.replace("_", " "), value(lang, cell(target.get(field.name), lang)))
        for field in schema.TARGETS if field.name in _MORE and cell(target.get(field.name), lang) != ""
    ]  # fmt: skip
    said = [w[f"year_{target['year_source'] or 'none'}"] if target["type"] in ("quantified", "absolute") else "", w.get(f"strength_{target['strength']}", ""),
            value(lang, str(target["domain"])), w[f"step_{target['rung']}"] if target["rung"] is not None else ""]  # fmt: skip
    words = {"relative": w["by_comparison"], "qualitative": w["in_words"]}
    return {
        "n": at, "no": number, "start": int(target["start"]), "level": level(target, lang), "words": words.get(target["type"], ""),
        "year": "" if target["year"] is None else int(target["year"]), "zh": target["indicator"], "en": _title(target["en"]) if lang == "en" else "",
        "quote": target["quote"], "about": " · ".join(filter(None, said)), "fields": fields, "figures": figures, "rule": target.get("rule"),
        "why": [(step.rule, _rule_words(step.rule)[lang] or step.decides, step.words) for step in target["why"]],
        "said": target["said"], "year_line": "" if target["said"] is None else _line(facts, target["plan"], target["said"]),
        "place": " › ".join(filter(None, str(facts.sentences[target["plan"]][_sentence(facts, target["plan"], int(target["start"]))].get("heading") or "").split(" / "))),
        "kind": _chip(kind(match).name) if match else "", "mark": kind(match).mark if match else "",
        "kind_words": kind(match).words(lang, short=True) if match else "",
        "nation": standing(match, lang) if match else "",
    }  # fmt: skip


def _chip(name: str) -> str:
    """Return the class by which the style sheet colours a chip: level and year, or what is not compared."""
    return name.replace(" ", "-")


def _why(trace: Trace | None, target: Record) -> Sequence[Any]:
    """Return the steps behind a level: each a rule, what follows from it, the words that decided and where they stand."""
    if trace is None or target["level_start"] is None:
        return []
    at = int(target["level_start"])
    found = trace.explain(at, at + 1)
    return found[0].steps if found else []  # none behind a level that a person has written


def _rule_words(rule: str) -> Mapping[str, str]:
    """Return what a rule says in both languages, or the family of rules that it is of: ``why.csv``.

    >>> _rule_words("year.heading")["en"], _rule_words("role.status.so_far")["zh"]
    ('the year comes from the heading or the head of the list above', '数字的用途')
    """
    while rule and rule not in _why_words():
        rule = rule.rpartition(".")[0]
    return _why_words().get(rule, {"zh": "", "en": ""})


@cache
def _why_words() -> Mapping[str, Mapping[str, str]]:
    """Return the rows of ``why.csv`` by rule or family of rules."""
    text = (resources.files("qcompare.reports") / "why.csv").read_text(encoding="utf-8")
    return {row["rule"]: row for row in csv.DictReader(text.splitlines())}


def _sentence(facts: Facts, plan: str, at: int) -> int:
    """Return the number of the sentence that holds an offset."""
    return max(0, bisect_right(facts.sentences[plan], at, key=lambda one: int(one["start"])) - 1)


def _said(steps: Sequence[Any], target: Record, facts: Facts) -> int | None:
    """Return the number of the sentence above a target that names its year; None where its own does, or none."""
    if target["year_source"] != "inherited":
        return None
    at = next((step.start for step in steps if step.rule.startswith("year.") and step.start >= 0), None)
    return None if at is None else _sentence(facts, target["plan"], at)


def _line(facts: Facts, plan: str, number: int) -> str:
    """Return a sentence as published, cut where it is long."""
    one = facts.sentences[plan][number]
    text = " ".join(facts.corpus[plan].plan.source[int(one["start"]) : int(one["end"])].split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
