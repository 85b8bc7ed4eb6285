"""The registry: what a table needs and depends on follows from what the measures declare; one of one's own fits in."""

import inspect
from dataclasses import replace
from weakref import WeakKeyDictionary

import pandas as pd
import pytest

import qcompare as qc
from qcompare.coding import code
from qcompare.corpus import CodedPlan, Corpus
from qcompare.errors import ParameterError
from qcompare.findings import multiverse
from qcompare.findings.claims import Claim
from qcompare.measures import Measures, list_tables, measure, questions, registry
from qcompare.measures.choices import VALID, Choices
from qcompare.measures.registry import depends_on
from qcompare.measures.results import REGISTRY, tables


@pytest.fixture
def own():
    """What a test registers is gone after it."""
    before = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(before)


class Watched(Choices):
    """Choices that note which of them are read."""

    def __getattribute__(self, name):
        if name in VALID:
            READ.add(name)
        return super().__getattribute__(name)


READ: set[str] = set()
CHOOSING = [name for name, entry in REGISTRY.items() if "chosen" in inspect.signature(entry.function).parameters]


@pytest.mark.parametrize("name", CHOOSING)
def test_a_measure_reads_no_choice_that_it_does_not_declare(bench, name):
    entry, watched = REGISTRY[name], Watched()
    values = {parameter: bench.value(source) for parameter, source in entry.needs.items()}
    READ.clear()
    entry.function(**values, chosen=watched)
    assert set(entry.choices) >= READ


def test_what_a_table_depends_on_follows_from_what_it_is_made_from():
    assert depends_on("ladder_dominance")[1] == depends_on("elements")[1]
    assert depends_on("density")[1] == ("series", "absolute", "parents")
    assert depends_on("hedges")[1] == ()
    assert set(depends_on("strictness")[1]) == {"years", "near", "exact", "unsupported", "single", "benchmark"}


def test_every_described_table_is_computed_and_every_computed_one_described():
    listed = set(list_tables()["table"])
    assert listed == set(tables())
    assert set(Measures.names()) == listed - {"kwic"}
    assert {name for names in questions().values() for name in names} == listed


def test_a_table_is_made_once_and_shared_by_runs_that_do_not_touch_it(bench):
    assert bench.under(exact="yes").elements is bench.elements
    assert bench.under(years="explicit").elements is not bench.elements


def test_a_measure_of_ones_own_joins_the_registry(bench, own):
    @measure("dated_share", "own")
    def dated_share(elements):
        """Say how many targets are dated."""
        return elements.groupby("plan")["dated"].mean().reset_index()

    assert bench.dated_share["dated"].between(0, 1).all()
    assert bench.under(years="explicit").dated_share["dated"].sum() < bench.dated_share["dated"].sum()
    row = list_tables().set_index("table").loc["dated_share"]
    assert row["says"] == "Say how many targets are dated." and "years" in row["choices"]


def test_a_measure_that_takes_the_place_of_another_reaches_what_is_made_from_it(bench, own):
    before = bench.specificity["hedges_per_1000"].sum()

    @measure("hedges", "specificity", replace=True)
    def none(plans):
        return pd.DataFrame({"plan": plans["plan"], "word": "也许", "kind": "modal", "count": 0, "per_1000": 0.0})

    assert before > 0 and bench.specificity["hedges_per_1000"].sum() == 0
    assert bench.density is bench.density, "what is not made from it stays"


def test_a_measure_that_takes_the_place_of_another_reaches_what_may_ask_for_any_table(bench, own):
    @measure("hedging", "own")
    def hedging(measures):
        return measures.specificity[["plan", "hedges_per_1000"]]

    claim = Claim("hedges:some", "", "", lambda m: ((value := m.specificity["hedges_per_1000"].sum()), bool(value > 0)))
    assert bench.hedging["hedges_per_1000"].sum() > 0 and multiverse.tested(bench, claim).share == 1
    before = bench.hedging

    @measure("untold", "own")
    def untold(plans):
        return plans[["plan"]]

    assert bench.hedging is before, "one more measure changes no other"

    @measure("hedges", "specificity", replace=True)
    def none(plans):
        return pd.DataFrame({"plan": plans["plan"], "word": "也许", "kind": "modal", "count": 0, "per_1000": 0.0})

    assert bench.hedging["hedges_per_1000"].sum() == 0 and multiverse.tested(bench, claim).share == 0


def test_a_measure_is_not_replaced_by_accident(own):
    with pytest.raises(ParameterError, match="replace=True"):

        @measure("ladder", "own")
        def ladder(elements):
            return elements


def test_what_only_the_caller_knows_is_asked_for(bench):
    assert bench.kwic("质量").equals(bench.compute("kwic", word="质量"))
    with pytest.raises(AttributeError, match="did you mean 'ladder'"):
        _ = bench.lader


def test_the_way_in():
    corpus = qc.load().select(["siping", "tianjin"])
    assert qc.measures.table(corpus, "ladder", part="whole")["n"].sum() > qc.measures.table(corpus, "ladder")["n"].sum()
    assert set(qc.findings(corpus)["id"]) == {found.id for found in qc.findings.of(corpus)}


def test_tables_are_shared_by_corpora_that_hold_the_same_and_by_no_others(monkeypatch):
    monkeypatch.setattr(registry, "_SHARED", [])
    monkeypatch.setattr(registry, "_KNOWN", WeakKeyDictionary())
    text = "江城市规划\n一、目标\n到2020年，产品合格率达到{}%以上。"

    def corpus(level: int = 96, name: str = "jiangcheng") -> Corpus:
        plan = qc.Plan.from_text(text.format(level), name)
        return Corpus([CodedPlan(plan, code(plan))])

    first = corpus()
    registry.share(first, ["ladder"])
    made = registry.of(first).memo
    assert registry.of(corpus()).memo is made  # coded once more: the same records
    explicit = registry.of(corpus(), years="explicit")
    assert explicit.memo is made and explicit.chosen.years == "explicit"
    for other in (corpus(95), corpus(name="other")):
        assert registry.of(other).memo is not made
    assert registry.of(corpus(), seed=1).memo is not made
    one = corpus()["jiangcheng"]
    corrected = replace(one.coding, targets=[{**one.coding.targets[0], "low": 90.0}])
    assert registry.of(Corpus([CodedPlan(one.plan, corrected)])).memo is not made


def test_what_was_made_strictly_is_not_made_again_leniently():
    plan = qc.Plan.from_text("江城市规划\n一、目标\n到2020年，产品合格率达到96%以上。", "a")
    measures = registry.Measures.of(Corpus([CodedPlan(plan, code(plan))]))
    assert measures.once(("x",), lambda: 1) == 1
    assert measures.leniently().once(("x",), lambda: 2) == 1
    assert measures.leniently().once(("y",), lambda: 2) == 2
    assert measures.once(("y",), lambda: 3) == 3  # what a lenient table is empty for may be refused here
