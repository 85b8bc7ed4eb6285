"""The order first, then the magnitudes: the nine cells worked by hand, and the rules one by one."""

import pandas as pd
import pytest

from qcompare.measures.ambition import ambition, net_strictness, strictness

NINE = {  # national goal, plan: class, level class, delta, gap closed, log-odds
    ("NQO-Q1", "tianjin"): ("mixed", "stricter", 6, 0.09, 0.27),
    ("NQO-Q3", "siping"): ("mixed", "stricter", 3, 0.30, 0.39),
    ("NQO-Q4", "siping"): ("weaker", "equal", 0, None, None),
    ("NQO-Q5", "siping"): ("weaker", "equal", 0, 0, 0),
    ("NQO-Q5", "nantong"): ("equal", "equal", 0, 0, 0),
    ("NQO-Q6", "siping"): ("mixed", "stricter", 5, 0.25, None),
    ("NQO-Q6", "anhui"): ("equal", "equal", 0, 0, None),
    ("NQO-Q7", "siping"): ("mixed", "stricter", 5, 0.20, None),
    ("NQO-Q7", "anhui"): ("stricter", "stricter", 5, 0.20, None),
}


@pytest.mark.parametrize(("goal", "plan"), NINE)
def test_the_nine_cells(bench, goal, plan):
    word, level, delta, gap, odds = NINE[goal, plan]
    row = bench.ambition.query("national_goal == @goal and plan == @plan and grade == 'E'").iloc[0]
    assert (row["class"], row["level_class"], row["delta"]) == (word, level, delta)
    for found, wanted in ((row["gap_closed"], gap), (row["log_odds"], odds)):
        assert pd.isna(found) if wanted is None else found == pytest.approx(wanted, abs=0.005)
    assert row["saturated"] == (goal == "NQO-Q4")


def test_only_nine_cells_can_be_compared(bench):
    classed = bench.ambition[bench.ambition["class"] != "not comparable"]
    assert set(zip(classed["national_goal"], classed["plan"], strict=True)) == set(NINE)
    assert classed["class"].value_counts().to_dict() == {"mixed": 4, "weaker": 2, "equal": 2, "stricter": 1}
    assert classed["level_class"].value_counts().to_dict() == {"stricter": 5, "equal": 4}


def test_the_cells_read_the_same_from_the_parser():
    import qcompare as qc

    classed = qc.ambition(qc.load()).query("`class` != 'not comparable'")
    found = {(row["national_goal"], row["plan"]): row["class"] for _, row in classed.iterrows()}
    assert found == {key: value[0] for key, value in NINE.items()}


def test_net_strictness_differs_in_sign_and_is_suppressed_below_three(bench):
    table = bench.net_strictness.set_index("plan")
    assert (table.loc["siping", "net"], table.loc["siping", "net_level"]) == pytest.approx((-0.4, 0.6))
    assert table.drop(index="siping")["net"].isna().all() and table.drop(index="siping")["suppressed"].all()


def test_qingdao_does_not_cite_and_never_fails(bench):
    assert bench.citations.query("not cites_outline")["plan"].tolist() == ["qingdao"]
    cells = bench.strictness[bench.strictness["plan"] == "qingdao"]
    assert set(cells["class"]) == {"absent", "near"} and not cells["cites_outline"].any()


def test_nantongs_year_is_shown_as_inferred(bench):
    row = bench.ambition.query("plan == 'nantong' and grade == 'E'").iloc[0]
    assert (row["year"], row["year_source"]) == (2015, "plan")
    explicit = bench.under(years="explicit").ambition.query("plan == 'nantong' and grade == 'E'").iloc[0]
    assert explicit["class"] == "not comparable" and explicit["level_class"] == "equal"


def test_mark_up_is_a_list_of_three(bench):
    found = bench.markup.set_index(["national_goal", "plan"])["markup"].to_dict()
    assert found == {("NQO-Q5", "nantong"): 0, ("NQO-Q6", "anhui"): 0, ("NQO-Q7", "anhui"): 5}


def test_without_goals_that_rest_on_one_page(bench):
    goals = bench.value("goals").set_index("national_goal")
    one_page = set(goals.index[goals["pages"] == 1])
    assert one_page and set(bench.coverage["national_goal"]) & one_page
    assert not set(bench.under(single="out").coverage["national_goal"]) & one_page
    # both service goals have an official page in Chinese since 2026: the nine cells no longer hang on one page
    assert bench.under(single="out").net_strictness["comparable"].sum() == 9


def test_later_documents_do_not_bind_older_plans(bench):
    later = bench.under(benchmark="later").ambition
    row = later.query("national_goal == 'QB13-1'").iloc[0]
    assert (row["plan"], row["class"], row["delta"]) == ("qingdao", "stricter", 5.5)
    old = later[later["anachronistic"].fillna(False)]
    assert {"siping", "tianjin"} <= set(old["plan"]) and (old["class"] == "not comparable").all()


def test_own_status_is_flagged_as_related_only(bench):
    row = bench.own_baseline.iloc[0]
    assert (row["plan"], row["value"], row["status_value"]) == ("anhui", 90, 91.3)
    assert row["flag"] == "below related status" and not row["same_statistic"]


def _one(make, crosswalk, *, goal="NQO-Q3", grade="E", relation="same", national=None, status="reviewed", **row):
    targets = make({"plan": "p", "indicator": "甲率", **row})
    plans = pd.DataFrame({"plan": ["p"], "date_issued": ["2014-01-01"], "cites_outline": [True]})
    goals = crosswalk.goals[crosswalk.goals["national_goal"] == goal].assign(**(national or {}))
    matches = pd.DataFrame({"national_goal": [goal], "plan": ["p"], "target_indicator": ["甲率"], "grade": [grade],
                            "relation": [relation], "note": [""], "status": [status]})  # fmt: skip
    return targets, plans, goals, matches


@pytest.mark.parametrize(
    ("case", "word"),
    [
        ({"low": 95, "year": 2015}, "stricter"),
        ({"low": 90, "year": 2014}, "stricter"),  # the same level earlier
        ({"low": 90, "year": 2015, "comparator": ">"}, "equal"),  # > and >= at one number
        ({"low": 90, "year": 2020}, "weaker"),
        ({"low": 85, "year": 2015}, "weaker"),
        ({"low": 95, "year": 2020}, "mixed"),
        ({"low": 85, "year": 2012}, "mixed"),
        ({"low": 95, "year": None, "year_source": "none"}, "not comparable"),
        ({"low": 95, "unit": "point"}, "not comparable"),
        ({"low": 5, "change": "increase"}, "not comparable"),
        ({"low": 95, "grade": "N"}, "not comparable"),
        ({"low": 95, "status": "proposed"}, "not comparable"),
        ({"low": 95, "relation": "narrower"}, "mixed"),  # stricter level, narrower scope
        ({"comparator": "range", "low": 90, "high": 95}, "equal"),  # a range commits to its low end
        ({"comparator": "<=", "low": None, "high": 95}, "not comparable"),  # binds in the other direction
    ],
)
def test_classes(make, crosswalk, case, word):
    table = ambition(*_one(make, crosswalk, **case))
    assert table["class"].tolist() == [word]


def test_near_matches_count_only_when_asked(make, crosswalk):
    given = _one(make, crosswalk, grade="N", low=95)
    assert ambition(*given, near="in")["class"].tolist() == ["stricter"]


def test_exact_reading_of_an_equals_sign(make, crosswalk):
    given = _one(make, crosswalk, comparator="=", low=92, high=92)
    assert ambition(*given)["class"].tolist() == ["stricter"]
    same = _one(make, crosswalk, comparator="=", low=90, high=90)
    assert ambition(*same)["class"].tolist() == ["equal"]
    assert ambition(*same, exact="yes")["class"].tolist() == ["stricter"]  # exactly 90 is inside 90 and more


def test_less_is_better_is_mirrored(make, crosswalk):
    national = {"low": pd.NA, "high": 4.0, "comparator": "<="}
    given = list(_one(make, crosswalk, comparator="<=", low=None, high=2, national=national))
    given[0] = given[0].assign(polarity=-1.0)
    row = ambition(*given).iloc[0]
    assert (row["class"], row["delta"]) == ("stricter", 2.0)
    assert row["gap_closed"] == pytest.approx(0.5)  # from 4 half of the way to 0


def test_a_target_at_the_ceiling_has_no_log_odds(make, crosswalk):
    row = ambition(*_one(make, crosswalk, low=100, high=100, comparator="=")).iloc[0]
    assert row["gap_closed"] == 1 and pd.isna(row["log_odds"])


@pytest.mark.parametrize(("grade", "expected"), [("E", "near"), ("N", "near"), ("F", "field")])
def test_a_judged_target_without_a_number_is_there_and_not_compared(make, crosswalk, grade, expected):
    targets, plans, goals, matches = _one(make, crosswalk)
    worded = targets.assign(type="relative", low=pd.NA, high=pd.NA)
    judged = matches.assign(grade=grade, status="reviewed")
    cells = strictness(ambition(worded, plans, goals, judged), plans, goals, matches=judged)
    assert cells["class"].tolist() == [expected] and cells["matches"].tolist() == [1]
    assert strictness(ambition(worded, plans, goals, judged), plans, goals, matches=judged.assign(status="proposed"))[
        "class"
    ].tolist() == ["absent"]


def test_absent_is_absent(make, crosswalk):
    targets, plans, goals, matches = _one(make, crosswalk)
    empty = matches.iloc[:0]
    cells = strictness(ambition(targets, plans, goals, empty), plans, goals)
    assert cells["class"].tolist() == ["absent"] and net_strictness(cells)["absent"].tolist() == [1]
