"""The hand-coded five plans as tables, and a maker of small ones."""

from __future__ import annotations

import json

import pytest

from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.registry import Measures
from qcompare.paths import plans_dir, reference_dir
from qcompare.schema import frame
from qcompare.text.decode import decode
from qcompare.text.model import Plan

DEFAULTS = {
    "plan": "a", "part": "goals", "type": "quantified", "quote": "合格率达到95%以上", "start": 0, "end": 10,
    "level_text": "95%以上", "level_start": 5, "level_end": 10, "indicator": "合格率", "comparator": ">=", "low": 95,
    "high": None, "unit": "%", "change": "level", "baseline": None, "year": 2015, "year_source": "explicit",
    "recurrence": "once", "strength": "plain", "domain": "product.general", "parent": None,
}  # fmt: skip


@pytest.fixture(scope="session")
def crosswalk():
    return crosswalks.load()


@pytest.fixture(scope="session")
def make(crosswalk):
    """Make targets from rows that state only what matters; offsets follow each other unless given."""

    def targets(*rows):
        records = [{**DEFAULTS, "start": 20 * i, "end": 20 * i + 10, "level_start": 20 * i + 5, "level_end": 20 * i + 10, **row}
                   for i, row in enumerate(rows)]  # fmt: skip
        return crosswalks.canonicalise(frame("targets", records), crosswalk)

    return targets


@pytest.fixture(scope="session")
def five():
    """Plans, sentences and numerals of the five texts; metadata as coded by hand."""
    meta = json.loads((reference_dir() / "plans.json").read_text(encoding="utf-8"))
    plans, sentences = [], []
    for name in meta:
        plan = Plan(name, decode((plans_dir() / f"{name}.txt").read_bytes(), name)[0])
        plans.append({"plan": name, **meta[name], **plan.counts})
        sentences += plan.sentences()
    lines = (reference_dir() / "numerals.jsonl").read_text(encoding="utf-8").splitlines()
    return frame("plans", plans), frame("sentences", sentences), frame("numerals", map(json.loads, lines))


@pytest.fixture(scope="session")
def bench(crosswalk, five):
    """The measures of the hand-coded five plans."""
    plans, sentences, numerals = five
    return Measures(crosswalk.reviewed, plans, sentences, numerals, crosswalk=crosswalk, draws=200)


@pytest.fixture(scope="session")
def unreviewed(crosswalk, five):
    """The same plans under names that nobody has judged."""
    renamed = [table.assign(plan=("new_" + table["plan"]).astype("string")) for table in (crosswalk.reviewed, *five)]
    return Measures(*renamed, crosswalk=crosswalk, draws=200)


@pytest.fixture(scope="session")
def alone(crosswalk, five):
    """Each plan by itself."""

    def one(name):
        kept = [table[table["plan"] == name] for table in (crosswalk.reviewed, *five)]
        return Measures(*kept, crosswalk=crosswalk, draws=100)

    return one
