"""Plans side by side, indicator by indicator: rows by field of policy, a cell for each plan, each cell with its sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qcompare.reports.facts import Facts, Record
from qcompare.reports.levels import level
from qcompare.reports.page_text import WORDS, value
from qcompare.reports.sentences import around
from qcompare.reports.standing import standing
from qcompare.schema import DOMAINS

_MARKS = {"binding": "●", "aspirational": "○"}
_NEAR = {"N": "≈", "F": "∼"}
_LEVELS = 2  # that a cell names; of more it says how many there are
_WIDE = 12  # plans beside which a table of cells is still read; more are listed


def comparison(facts: Facts, lang: str) -> dict[str, Any]:
    """Return what the page shows: columns, groups of rows, and counts for the choice of indicators."""
    w = WORDS[lang]
    rows = [*_national(facts, lang), *_indicators(facts, lang)]
    groups = []
    for domain in [*DOMAINS, "other"]:
        inside = [row for row in rows if row["domain"] == domain]
        if inside:
            inside.sort(key=lambda row: (not row["national"], row["alone"]))
            groups.append(
                {
                    "name": value(lang, domain),
                    "zh": value("zh", domain),
                    "rows": inside,
                    "alone": sum(row["alone"] for row in inside),
                }
            )
            rows = [row for row in rows if row["domain"] != domain]
    shown = [row for group in groups for row in group["rows"]]
    columns = [
        {"plan": plan, "name": facts.name(plan, lang), "note": w["issued_year"].format(year=str(facts.plans[plan]["date_issued"])[:4])
         if facts.plans[plan]["date_issued"] else ""}
        for plan in facts.order
    ]  # fmt: skip
    years = sorted(
        {str(goal["year"]) for goal in facts.goals.values() if goal["type"] == "quantified" and goal["year"]}
    )
    return {
        "columns": columns, "groups": groups, "wide": len(columns) <= _WIDE, "years": "–".join(dict.fromkeys((*years[:1], *years[-1:]))),
        "counts": {"shared": sum(not row["alone"] for row in shown), "all": len(shown), "national": sum(row["national"] is not None for row in shown)},
    }  # fmt: skip


def _national(facts: Facts, lang: str) -> Iterable[Record]:
    """Yield a row for each national goal with a number."""
    known = {(row["plan"], int(row["start"]), int(row["end"])): row for rows in facts.targets.values() for row in rows}
    for goal in facts.goals.values():
        if goal["type"] != "quantified":
            continue
        cells = {}
        for plan in facts.order:
            found = facts.cells.get((goal["national_goal"], plan), [])
            judged = [one for one in found if one["grade"] in ("E", "N", "F")]
            targets = [(known.get((plan, int(one["start"]), int(one["end"]))), one) for one in judged]
            cells[plan] = _cell([(target, one) for target, one in targets if target], facts, lang)
        yield {
            "id": goal["national_goal"], "domain": goal["domain"], "zh": goal["indicator"], "en": _sentence_case(goal["indicator_en"] or ""),
            "national": level({**goal, "change": "level"}, lang), "year": _year(goal, lang), "cells": cells, "alone": False,
        }  # fmt: skip


def _indicators(facts: Facts, lang: str) -> Iterable[Record]:
    """Yield a row for each indicator with a number that no national goal speaks of."""
    national = {
        goal["canonical"] for goal in facts.goals.values() if goal["type"] == "quantified" and goal.get("canonical")
    }
    beside = {key for key, row in facts.beside.items() if row["grade"] in ("E", "N", "F")}
    found: dict[str, dict[str, list[Record]]] = {}
    for plan, rows in facts.targets.items():
        for row in rows:
            place = (plan, int(row["start"]), int(row["end"]))
            if (
                row["type"] in ("quantified", "absolute")
                and place not in beside
                and row.get("canonical") not in national
            ):
                found.setdefault(str(row["key"]), {}).setdefault(plan, []).append(row)
    for key, plans in found.items():
        first = next(iter(plans.values()))[0]
        cells = {plan: _cell([(row, None) for row in plans.get(plan, [])], facts, lang) for plan in facts.order}
        yield {"id": key, "domain": first["domain"], "zh": first["zh"], "en": _sentence_case(first["en"]), "national": None, "year": "",
               "cells": cells, "alone": len(plans) == 1 < len(facts.order)}  # fmt: skip


def _cell(targets: Sequence[tuple[Record, Record | None]], facts: Facts, lang: str) -> dict[str, Any] | None:
    """Return a cell: the first target's mark, level and year, how many more there are, and the sentence of each."""
    if not targets:
        return None
    first, match = targets[0]
    near = _NEAR.get(str(match["grade"]), "") if match else ""
    # a level that stands in another relation to the national goal has that relation's mark before it
    levels = list(dict.fromkeys(_marked(target, one, match, lang) for target, one in targets))
    years = list(dict.fromkeys(_year(target, lang) for target, _ in targets))
    more = ""
    if len(levels) > _LEVELS or len(years) > 1:
        named = min(len(levels), _LEVELS) if len(years) == 1 else 1
        levels, years, rest = levels[:named], years[:1], len(targets) - named
        more = WORDS[lang]["more_targets"].format(n=len(targets) if lang == "zh" else rest)
    elif len(targets) > 1:
        more = WORDS[lang]["all_targets"].format(n=len(targets))
    return {
        "mark": _MARKS.get(str(first["strength"]), ""),
        "near": near,
        "level": ("、" if lang == "zh" else ", ").join(levels),
        "year": years[0],
        "more": more,
        "quotes": [_quote(target, one, facts, lang) for target, one in targets],
    }


def _marked(target: Record, one: Record | None, first: Record | None, lang: str) -> str:
    """Return a level, with its mark where it stands in another relation to a national goal than the first of its cell."""
    grade = one and one["grade"]
    mark = _NEAR.get(str(grade), "") if grade != (first and first["grade"]) else ""
    return f"{mark} {level(target, lang)}".strip()


def _year(row: Mapping[str, Any], lang: str) -> str:
    if row["year"] is None:
        return ""
    year = str(int(row["year"]))
    return year if row.get("year_source") != "plan" else f"（{year}）" if lang == "zh" else f"({year})"


def _quote(target: Record, match: Record | None, facts: Facts, lang: str) -> dict[str, Any]:
    """Return the sentence of a target in three pieces, and what is known of it in words."""
    w, plan = WORDS[lang], target["plan"]
    said = [
        facts.name(plan, lang),
        w[f"part_{target['part']}"],
        w[f"year_{target['year_source'] or 'none'}"],
        w.get(f"strength_{target['strength']}", ""),
    ]
    return {
        "pieces": around(facts.corpus[plan].plan.source, facts.sentences[plan], target), "about": " · ".join(filter(None, said)), "nation": standing(match, lang) if match else "",
        "plan": plan, "start": int(target["start"]), "zh": target["indicator"],
    }  # fmt: skip


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def as_csv(shown: Mapping[str, Any], lang: str) -> str:
    """Return the comparison as CSV: one row per indicator, a column for the nation and for each plan."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    w = WORDS[lang]
    writer.writerow([w["domain"], "zh", "en", w["nation"], *(column["name"] for column in shown["columns"])])
    for group in shown["groups"]:
        for row in group["rows"]:
            cells = (row["cells"][column["plan"]] for column in shown["columns"])
            national = f"{row['national']} {row['year']}" if row["national"] else ""
            writer.writerow([group["name"], row["zh"], row["en"], national, *(_plain(cell) for cell in cells)])
    return target.getvalue()


def _plain(cell: Mapping[str, Any] | None) -> str:
    return (
        ""
        if cell is None
        else " ".join(filter(None, (cell["mark"], cell["near"], cell["level"], cell["year"], cell["more"])))
    )
