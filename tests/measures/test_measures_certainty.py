"""Agreement, intervals, orders, multiverse, appendix: worked examples, published ones, and what must stay true."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest

from qcompare.errors import ParameterError, SchemaError
from qcompare.findings.claims import claims, depends
from qcompare.measures.agreement import ac1, alpha, detection, differences, reliability
from qcompare.measures.choices import VALID, VARIED, combinations
from qcompare.measures.composite import composite, composite_pairs, sobol
from qcompare.measures.dominance import mutual, poset, ranks
from qcompare.measures.pairing import pairs
from qcompare.measures.specificity import elements
from qcompare.measures.uncertainty import coding_interval, error_rates, stability

# The worked example of three coders with missing values, as in Krippendorff's own account of computing alpha
A = ["*", "*", "*", "*", "*", "3", "4", "1", "2", "1", "1", "3", "3", "*", "3"]
B = ["1", "*", "2", "1", "3", "3", "4", "3", "*", "*", "*", "*", "*", "*", "*"]
C = ["*", "*", "2", "1", "3", "4", "4", "*", "2", "1", "1", "3", "3", "*", "4"]
UNITS = [tuple(None if v == "*" else int(v) for v in unit) for unit in zip(A, B, C, strict=True)]


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.691), ("ordinal", 0.807), ("interval", 0.811)])
def test_alpha_is_the_published_value(metric, value):
    assert alpha(UNITS, metric=metric) == pytest.approx(value, abs=0.0005)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_alpha_is_that_of_the_krippendorff_package(metric):
    krippendorff = pytest.importorskip(
        "krippendorff", reason="the GPL package krippendorff is not installed: alpha not cross-checked"
    )
    rng = np.random.default_rng(1)
    table = rng.integers(0, 4, (3, 40)).astype(float)
    table[rng.random(table.shape) < 0.2] = np.nan
    ours = alpha([tuple(unit) for unit in table.T], metric=metric)
    assert ours == pytest.approx(krippendorff.alpha(table, level_of_measurement=metric))


def test_alpha_of_many_values_lays_out_no_matrix():
    """Two thousand indicators, each its own: a matrix of the pairs would take 128 MB, units × values × values 64 GB."""
    tracemalloc.start()
    found = alpha([(f"a{n}", f"a{n}" if n % 2 else f"b{n}") for n in range(2000)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == pytest.approx(0.5, abs=0.001)
    assert peak < 8e6


def test_alpha_of_one_value_is_undefined():
    assert np.isnan(alpha([("a", "a"), ("a", "a")]))


def test_ac1_is_not_ruined_by_a_common_value():
    """Gwet's 2 × 2 case: 118 of 125 agree on one value; kappa would be near 0."""
    first = np.array(["+"] * 118 + ["+"] * 5 + ["-"] * 2)
    second = np.array(["+"] * 118 + ["-"] * 5 + ["+"] * 2)
    share = (123 + 120) / 250
    chance = 2 * share * (1 - share)
    assert ac1(first, second) == pytest.approx((118 / 125 - chance) / (1 - chance)) and ac1(first, second) > 0.9


def test_pairs_take_the_indicator_where_a_level_is_shared(make):
    level = {"start": 0, "end": 20, "level_start": 10, "level_end": 14, "quote": "药品生产、经营企业100%通过GMP、GSP"}
    reference = make({**level, "indicator": "药品生产企业通过GMP"}, {**level, "indicator": "药品经营企业通过GSP"})
    coded = reference.iloc[::-1].reset_index(drop=True)
    found = pairs(coded, reference).set_index("coded")["reference"].to_dict()
    assert found == {0: 1, 1: 0}


def test_pairs_never_join_different_texts(make):
    one, two = make({"quote": "甲乙丙丁戊己庚辛壬癸"}), make({"quote": "子丑寅卯辰巳午未申酉"})
    assert pairs(one, two).empty


def test_detection_counts(make):
    reference = make({}, {}, {"type": "relative", "level_start": None, "level_end": None})
    coded = pd.concat([reference.iloc[[0]], make({"start": 500, "end": 510, "level_start": 505, "level_end": 510})])
    row = detection(coded, reference).query("plan == 'all' and type == 'all'").iloc[0]
    assert (row["found"], row["missed"], row["extra"]) == (1, 2, 1)
    assert (row["precision"], row["recall"]) == (0.5, pytest.approx(1 / 3))


def test_a_coding_agrees_with_itself(bench):
    table = bench.reliability.set_index("field")
    assert (table["percent"] == 1).all() and set(table["verdict"]) <= {"firm", "undefined"}
    assert bench.differences.empty and bench.detection["extra"].sum() == 0


def test_differences_name_field_and_values(make):
    reference = make({"domain": "brand"})
    table = differences(reference.assign(domain="other"), reference)
    assert table[["kind", "field", "reference", "coded"]].values.tolist() == [["field", "domain", "brand", "other"]]
    row = reliability(reference.assign(domain="other"), reference, fields=["domain"], draws=9).iloc[0]
    assert row["percent"] == 0


def test_intervals_hold_the_value_and_repeat_with_the_seed(bench):
    table = bench.stability
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    again = stability(bench.elements, bench.sentences, draws=999, seed=bench.seed)
    pd.testing.assert_frame_equal(again[["low", "high"]], table[["low", "high"]])


@pytest.mark.parametrize(("sentences", "interval"), [(1, False), (4, False), (6, True)])
def test_targets_of_one_sentence_move_together(make, five, sentences, interval):
    """Twelve targets in few sentences are few clusters; from too few nothing is drawn."""
    targets = make(*[{"start": 100 * (i % sentences), "end": 100 * (i % sentences) + 9} for i in range(12)])
    held = pd.concat(
        [five[1].head(1).assign(plan="a", part="goals", start=100 * i, sentence=i) for i in range(sentences)]
    )
    row = stability(elements(targets), held, draws=50).iloc[0]
    assert row["clusters"] == sentences and pd.notna(row["low"]) == interval


def test_error_rates_of_a_perfect_coding_are_nought_and_intervals_narrow(bench):
    errors = error_rates(bench.targets, bench.targets)
    assert errors["wrong"].sum() == 0 and errors.query("error == 'dated'")["n"].tolist() == [271]
    table = coding_interval(bench.elements, errors, draws=300).query("measure == 'share'")
    wide = (table["high"] - table["low"]).groupby(table["plan"]).max()
    assert (wide.drop("tianjin") < 0.12).all() and wide["tianjin"] < 0.3, "one of Tianjin's seven targets is a seventh"


def test_more_errors_widen_the_interval(bench):
    errors = bench.errors
    worse = errors.assign(wrong=(errors["n"] * 0.2).astype(int))
    width = [
        coding_interval(bench.elements, rate, draws=300).query("measure == 'minimum'").eval("high - low").mean()
        for rate in (errors, worse)
    ]
    assert width[1] > 1.5 * width[0]


def test_missing_error_rates_are_named(bench):
    with pytest.raises(SchemaError, match="error rates lack bound"):
        coding_interval(bench.elements, bench.errors.query("error != 'bound'"))


DIMENSIONS = pd.DataFrame({"x": [3, 2, 1, 2.0], "y": [1, 2, 1, None]}, index=pd.Index(list("abcd"), name="plan"))


def test_order_worked_by_hand():
    table = poset(DIMENSIONS)
    above = table[table["relation"] == "above"]
    assert list(zip(above["plan"], above["other"], strict=True)) == [("a", "c"), ("b", "c")] and above["cover"].all()
    assert (
        not table[(table["plan"] == "d") | (table["other"] == "d")]["relation"].eq("above").any()
    )  # missing is not low
    rank = ranks(DIMENSIONS).set_index("plan")
    assert (
        rank.loc["c", ["best", "worst"]].tolist() == [3, 4]
        and rank.loc["d", "isolated"]
        and rank.loc["d", "missing"] == "y"
    )
    assert rank["extensions"].unique().tolist() == [8]  # a, b before c in any order (2), d anywhere (4)
    assert mutual(DIMENSIONS).set_index(["plan", "other"])["probability"]["a", "c"] == 1


def test_many_plans_are_ordered_without_listing_all_rankings():
    chain = pd.DataFrame({"x": np.arange(12.0)[::-1]}, index=[f"p{i:02}" for i in range(12)])
    table = ranks(chain)
    assert table["mean"].tolist() == list(range(1, 13)) and table["extensions"].isna().all() and mutual(chain).empty


def _runs(**held):
    """Runs of three kinds, ten each, in which plan a stands above plan b in as many as are named."""
    runs = {}
    for kind, times in held.items():
        first = np.array([[1.0]] * times + [[0.0]] * (10 - times))
        runs[kind] = {"a": first, "b": 1 - first}
    return runs


TWO = pd.DataFrame({"x": [2.0, 1.0]}, index=["a", "b"])


def test_a_relation_is_robust_by_each_of_three_tests_never_pooled():
    row = poset(TWO, _runs(definitions=10, coding=10, sentences=6)).iloc[0]
    assert (row["share_definitions"], row["share_coding"], row["share_sentences"]) == (1, 1, 0.6)
    assert row["runs"] == 30
    assert row["share"] == 0.6 and not row["robust"], "26 of 30 runs would pass if they were pooled"


def test_nine_tenths_are_enough_and_less_is_not():
    assert poset(TWO, _runs(definitions=9, coding=9, sentences=9)).iloc[0]["robust"]
    assert not poset(TWO, _runs(definitions=10, coding=8, sentences=10)).iloc[0]["robust"]


def test_what_rests_on_one_sentence_is_not_robust():
    runs = _runs(definitions=10, coding=10, sentences=10)
    assert poset(TWO, runs | {"clusters": {"a": 9, "b": 5}}).iloc[0]["robust"]
    row = poset(TWO, runs | {"clusters": {"a": 1, "b": 5}}).iloc[0]
    assert row["sentences"] == 1 and not row["robust"]


def test_the_orders_that_hang_on_single_sentences_are_not_called_robust(bench):
    table = bench.poset.set_index(["plan", "other"])
    firm = table[table["robust"].fillna(False) & (table["relation"] == "above")]
    assert set(firm.index) == {("nantong", "anhui"), ("nantong", "qingdao"), ("nantong", "siping")}
    for pair in (("tianjin", "anhui"), ("anhui", "siping")):
        assert table.loc[pair, "share_definitions"] > 0.9 and table.loc[pair, "share_sentences"] < 0.8
    assert table.loc[("tianjin", "anhui"), "sentences"] == 1


def test_an_order_of_thousands_is_refused():
    with pytest.raises(ParameterError, match="up to 200 plans, not 300"):
        poset(pd.DataFrame({"x": np.zeros(300)}))


def test_nothing_can_be_ordered_on_all_three_sides(bench):
    """Net strictness exists for Siping alone, so no two plans can be compared on all sides: data are lacking, nothing contradicts."""
    assert set(bench.poset_sides["relation"]) == {"no data"}


def test_the_multiverse_varies_every_definition(bench):
    """Two were once left out, totals or their parts among them, which alone turns two of the answers."""
    assert set(VARIED) == set(VALID) - {"rates"} and len(list(combinations())) == 2 ** len(VARIED)
    runs = bench.multiverse_runs
    tried = {part.split("=")[0] for options in runs["options"] for part in options.split()}
    assert tried == set(VARIED)
    first = runs.query("run == 0")
    asked = {claim.id: claim for claim in claims(bench)}
    assert first.set_index("claim")["options"].to_dict() == {
        name: one.base.differences() for name, one in asked.items()
    }


def test_a_claim_runs_through_each_combination_that_its_tables_read_once(bench):
    runs = bench.multiverse_runs
    for claim in claims(bench):
        options = runs.loc[runs["claim"] == claim.id, "options"]
        assert options.is_unique and len(options) == 2 ** len(depends(claim, bench))


def test_claims_that_hang_on_a_definition_say_which(bench):
    table = bench.multiverse.set_index("claim")
    assert table.loc["density:whole", "share"] == 1
    assert table.loc["density:goals", ["pivot", "holds_in", "specifications"]].tolist() == ["parents", 2, 4]
    assert table.loc["share:top", "pivot"] == "joined parents"
    assert table.loc["coverage:top", "share"] < 1 and table.loc["coverage:top", "depends"] == "near unsupported single"
    assert table.loc["sign:siping", "share"] == 1
    assert table["default"].all()


def test_an_order_that_is_robust_is_so_for_totals_as_well(bench):
    """Among the definitions of the first test stands the one by which totals count and their parts do not."""
    assert len(bench.dimension_runs["definitions"]["nantong"]) == 2**7
    assert (bench.poset.loc[bench.poset["robust"].fillna(False), "share_definitions"] == 1).all()


def test_a_leader_on_everything_is_first_in_every_run():
    table = pd.DataFrame({"x": [0.9, 0.5, 0.1], "y": [0.8, 0.5, 0.2]}, index=pd.Index(list("abc"), name="plan"))
    found = composite(table, draws=200)
    assert found.query("plan == 'a' and rank == 1")["acceptability"].tolist() == [1.0]
    assert found.groupby("plan")["acceptability"].sum().tolist() == pytest.approx([1, 1, 1])
    assert composite_pairs(table, draws=200).query("plan == 'a'")["probability"].eq(1).all()


def test_with_one_dimension_only_the_coding_can_move_a_rank():
    table = pd.DataFrame({"x": [0.9, 0.1, 0.6]}, index=pd.Index(list("abc"), name="plan"))
    found = sobol(table, [table.iloc[::-1].set_axis(table.index)], n=64).set_index("input")["total"]
    assert found["coding"] == pytest.approx(1, abs=0.2) and found.drop("coding").abs().max() < 1e-9


def test_one_plan_has_no_ranking():
    assert composite(DIMENSIONS.head(1)).empty and sobol(DIMENSIONS.head(1)).empty
