"""What the pages say of a corpus: plans in order of issue, targets with their names and beside the national goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.figures.tables import measures_of
from qcompare.measures.glosses import gloss
from qcompare.measures.overview import described
from qcompare.reports.page_text import value

if TYPE_CHECKING:
    from qcompare.corpus import Corpus
    from qcompare.figures.export import Drawn

FEW = 8  # plans that a picture names one by one; more are shown as a distribution
LANGS = ("zh", "en")
Record = dict[str, Any]


class Facts:
    """A corpus and its measures, as the pages ask for them.

    Parameters
    ----------
    corpus
        The plans.
    drawings
        The figures, in the languages of the site.
    """

    def __init__(self, corpus: Corpus, drawings: Iterable[Drawn] = ()) -> None:
        self.corpus, self.drawings = corpus, list(drawings)
        self.measures = measures_of(corpus).leniently()
        rows = records(self.measures.plans)
        self.plans: dict[str, Record] = {str(row["plan"]): row for row in sorted(rows, key=_issued)}
        self.names = {
            str(row["plan"]): {lang: str(row[lang]) for lang in LANGS} for row in described(self.measures.plans)
        }

    @property
    def order(self) -> list[str]:
        """The plans by date of issue; those without a date last."""
        return list(self.plans)

    def name(self, plan: str, lang: str) -> str:
        """Return the short name of a plan."""
        return self.names.get(plan, {}).get(lang) or (value(lang, plan) if plan == "national" else plan)

    def in_order(self, table: pd.DataFrame) -> list[Record]:
        """Return the rows of a table with one row a plan, by date of issue."""
        place = {plan: at for at, plan in enumerate(self.order)}
        return sorted(records(table), key=lambda row: place.get(row["plan"], len(place)))

    @cached_property
    def goals(self) -> dict[str, Record]:
        """The national goals that count, by id, in their order."""
        wanted = set(self.measures.coverage["national_goal"])
        rows = records(self.measures.crosswalk.goals)
        return {row["national_goal"]: row for row in rows if row["national_goal"] in wanted}

    @cached_property
    def cells(self) -> dict[tuple[str, str], list[Record]]:
        """National goal and plan → the targets beside it, those of the same statistic first."""
        found: dict[tuple[str, str], list[Record]] = {}
        rank = {"E": 0, "N": 1, "F": 2}
        for row in sorted(records(self.measures.ambition), key=lambda one: rank.get(one["grade"], 3)):
            found.setdefault((row["national_goal"], row["plan"]), []).append(row)
        return found

    @cached_property
    def beside(self) -> dict[tuple[str, int, int], Record]:
        """Plan and offsets of a target → how it stands beside a national goal with a number."""
        found: dict[tuple[str, int, int], Record] = {}
        for rows in self.cells.values():
            for row in rows:
                found.setdefault((row["plan"], int(row["start"]), int(row["end"])), row)
        return found

    @cached_property
    def sentences(self) -> dict[str, list[Record]]:
        """The sentences of each plan, in order."""
        return {plan: self.corpus[plan].plan.sentences() for plan in self.order}

    @cached_property
    def targets(self) -> dict[str, list[Record]]:
        """The targets of each plan in the order of its text, with ``zh`` and ``en``, the names of their indicator."""
        known = {row["canonical"]: row for row in records(self.measures.crosswalk.canonical)}
        found: dict[str, list[Record]] = {plan: [] for plan in self.order}
        for row in sorted(records(self.measures.targets), key=lambda one: (one["start"], one["end"])):
            canonical = known.get(row.get("canonical"), {})
            english = canonical.get("en") or gloss(str(row["indicator"] or ""))
            found[row["plan"]].append({**row, "zh": canonical.get("zh") or row["indicator"], "en": english})
        return found


def records(table: pd.DataFrame) -> list[Record]:
    """Return the rows of a table as records, a missing value as None."""
    plain = table.astype(object)
    rows: list[Record] = plain.where(plain.notna(), None).to_dict("records")
    return rows


def _issued(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("date_issued") or "9999"), str(row["plan"])  # as by_issue() for figures


def listed(names: Sequence[str], lang: str) -> str:
    """Return names as a list in a sentence.

    >>> listed(["Nantong", "Anhui", "Siping"], "en"), listed(["南通", "安徽"], "zh")
    ('Nantong, Anhui and Siping', '南通、安徽')
    """
    if lang == "zh":
        return "、".join(names)
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
