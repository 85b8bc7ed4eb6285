"""What a hostile reader found wrong with what was said of the tables: each case here failed before it was mended."""

import numpy as np
import pandas as pd
import pytest

from qcompare.measures.alignment import _direction
from qcompare.measures.choices import subjects
from qcompare.measures.crosswalk import load
from qcompare.measures.matching import near, propose, same
from qcompare.measures.plan_pairs import own_baseline
from qcompare.measures.specificity import elements, ladder, ladder_dominance
from qcompare.measures.uncertainty import indicators
from qcompare.measures.vocabulary import FALSE, ONE_PLACE, keyness
from qcompare.measures.wording import verification


def _sentences(*texts, heading=None, part="body"):
    rows = [{"plan": "p", "part": part, "kind": "text", "heading": heading, "text": text, "start": 100 * i, "end": 100 * i + len(text)}
            for i, text in enumerate(texts)]  # fmt: skip
    return pd.DataFrame(rows)


# keyness: hundreds of words are tested at once
def test_words_called_typical_survive_the_number_of_tests(bench):
    table = bench.keyness
    by_chance = table[(table["low"] > 0) & ~table["typical"] & ~table["concentrated"]]
    assert (by_chance["q"] > FALSE).all() and len(by_chance) > 100, "the interval alone would have called these typical"
    assert (table.loc[table["typical"], "q"] <= FALSE).all() and table["typical"].sum() < 30


def test_a_word_that_stands_in_one_place_is_listed_as_such_and_not_dropped():
    even = [("a", p, "质量", 20) for p in range(60)] + [("b", p, "质量", 20) for p in range(60)]
    tokens = pd.DataFrame([*even, ("a", 0, "旅游", 90), *[("b", p, "品牌", 6) for p in range(60)]],
                          columns=["plan", "paragraph", "word", "count"])  # fmt: skip
    table = keyness(tokens, minimum=1).set_index(["plan", "word"])
    assert table.loc[("a", "旅游"), "concentrated"] and not table.loc[("a", "旅游"), "typical"]
    assert table.loc[("b", "品牌"), "typical"] and table.loc[("a", "旅游"), "dispersion"] >= ONE_PLACE


# direction: by meaning
def test_holding_at_a_level_or_reaching_it_is_wording(bench):
    assert bench.direction["same"].all()


@pytest.mark.parametrize(("quote", "comparator", "expected"), [
    ("投诉举报办结率稳定在95%以上", ">=", "raise"), ("质量状况保持稳定", None, "hold"), ("质量损失率控制在2%以内", "<=", "reduce"),
])  # fmt: skip
def test_direction_by_meaning(quote, comparator, expected):
    one = [
        pd.Series([value], dtype=kind)
        for value, kind in ((comparator, "string"), ("level", "string"), (quote, "string"), (1.0, "Float64"))
    ]
    assert _direction(*one).tolist() == [expected]


# provisions: somebody of the government must act
@pytest.mark.parametrize(("text", "provided"), [
    ("市政府每年对各县(市)、区开展质量工作考核评价。", True),
    ("支持龙头企业牵头组建技术联盟。", False),
    ("开展集中整治,严格落实水产品安全考核评价制度。", False),
    ("企业要实行岗位质量考核制度。", False),
])  # fmt: skip
def test_a_hit_of_words_is_a_provision_only_where_the_issuer_acts(text, provided):
    table = verification(_sentences(text))
    seen = table[table["present"] | table["mentions"].gt(0)]
    assert len(seen) and seen["present"].eq(provided).all()


def test_a_heading_on_carrying_the_plan_out_says_who_acts():
    text = "加强考核,实行责任追究。"
    assert verification(_sentences(text, heading="五、组织实施")).query("present")["item"].tolist() == [
        "assessment",
        "accountability",
    ]
    assert not verification(_sentences(text, heading="二、食品安全"))["present"].any()


# own baselines
def _baseline(make, target, reported):
    text = f"抽检合格率达到{reported}。"
    sentences = _sentences(text, part="front")
    numerals = pd.DataFrame([{"plan": "a", "start": 6, "text": reported.rstrip("%"), "role": "status"}])
    targets = make({"indicator": "抽检合格率", "low": target, "quote": f"抽检合格率达到{target}%以上"})
    return own_baseline(targets, numerals, sentences.assign(plan="a"))


def test_a_target_at_the_reported_value_does_not_lie_below_it(make):
    assert _baseline(make, 91.6, "91.6%")["flag"].tolist() == ["above related status"]
    assert _baseline(make, 91.0, "91.6%")["flag"].tolist() == ["below related status"]


def test_a_decimal_is_not_read_by_its_last_digit(make):
    numerals = pd.DataFrame([{"plan": "a", "start": 8, "text": "6", "role": "status"}])
    targets = make({"indicator": "抽检合格率", "low": 5})
    assert own_baseline(targets, numerals, _sentences("抽检合格率达到91.6%。", part="front").assign(plan="a")).empty
    assert _baseline(make, 95, "91.6%")["status_value"].tolist() == [91.6]


def test_another_rate_is_no_baseline_however_alike_the_words(make):
    """Of industrial firms, 91.6 % of products that pass say nothing about 75 % that adopt standards."""
    text = "规模以上工业企业产品合格率达到91.6%。"
    numerals = pd.DataFrame([{"plan": "a", "start": 15, "text": "91.6", "role": "status"}])
    sentences = _sentences(text, part="front").assign(plan="a")
    found = {}
    for name in ("规模以上工业企业采标率", "规模以上工业企业合格率"):
        targets = make({"indicator": name, "low": 75, "quote": f"{name}达到75%以上"})
        found[name] = len(own_baseline(targets, numerals, sentences))
    assert list(found.values()) == [0, 1]


# joined subjects
@pytest.mark.parametrize(("indicator", "n"), [
    ("农业标准化普及率", 1), ("社会公众参与率", 1), ("和谐社区比例", 1), ("影响力大和信誉好的企业", 1),
    ("具有自主知识产权和国际竞争力的品牌", 1), ("电子、家电等三大行业产品抽查合格率", 1), ("高速公路、桥梁及隧道优良率", 3),
])  # fmt: skip
def test_what_is_no_list_of_subjects_is_not_split(indicator, n):
    assert subjects(indicator) == n


# the ladder
def test_a_step_counts_those_that_stand_on_it(make):
    dated, plain = {"plan": "a"}, {"plan": "b", "year": None, "year_source": "none"}
    table = ladder(elements(make(dated, plain))).set_index(["plan", "rung"])["at_least"]
    assert table[("b", 2)] == 1 and table[("b", 3)] == 0, "a target on step 2 is at step 2 or above"
    relation = ladder_dominance(ladder(elements(make(dated, plain)))).set_index("plan")["relation"]
    assert relation.to_dict() == {"a": "dominates", "b": "dominated"}, "equal shares at a step do not undo an order"


# the appendix
def test_the_composite_holds_only_what_every_plan_has_and_says_what_is_missing(bench):
    row = bench.composite.iloc[0]
    assert row["dimensions"] == "share minimum" and row["missing"] == "net coverage"
    assert np.isclose(bench.composite.groupby("plan")["acceptability"].sum().astype(float), 1).all()


# keys
def test_a_pair_is_judged_once():
    assert not load().matches.duplicated(["national_goal", "plan", "target_indicator"]).any()


# the matcher, for plans that nobody has judged
@pytest.mark.parametrize(("indicator", "goal", "expected"), [
    ("生产性服务业顾客满意度", "生活性服务业顾客满意度", False),
    ("生活性服务业客户满意率", "生产性服务业顾客满意度", False),
    ("质量竞争力指数", "制造业质量竞争力指数", True),
    ("全市制造业质量竞争力指数", "制造业质量竞争力指数", True),
    ("质量竞争力指数", "有国际竞争力的自有品牌", False),
    ("水产品抽检合格率", "主要农产品质量安全抽检合格率", True),
    ("药品抽检合格率", "食品抽检合格率", False),
    ("农药监测合格率", "产品质量国家监督抽查合格率", False),
    ("大中型工程一次验收合格率", "其他工程一次验收合格率", False),
    ("制造业质量竞争力指数位次", "制造业质量竞争力指数", False),
    ("工程质量投诉率", "其他工程一次验收合格率", False),
])  # fmt: skip
def test_near_means_the_same_statistic_but_for_scope_or_body(indicator, goal, expected):
    assert near(indicator, goal) == expected


def _proposed(make, crosswalk, *rows):
    return propose(make(*({"plan": "new", **row} for row in rows)), crosswalk)


def test_identical_wording_is_suggested_as_the_same_and_nothing_less_is(make, crosswalk):
    table = _proposed(
        make,
        crosswalk,
        {"indicator": "全市产品质量国家监督抽查合格率"},
        {"indicator": "重点产品质量国家监督抽查合格率"},
    )
    found = table.query("national_goal == 'NQO-Q3'").set_index("target_indicator")["suggested"].to_dict()
    assert found == {"全市产品质量国家监督抽查合格率": "E", "重点产品质量国家监督抽查合格率": "N"}
    assert same("生活性服务业客户满意率", "生活性服务业顾客满意度") and not same(
        "服务业顾客满意度", "生活性服务业顾客满意度"
    )
    assert set(table["status"]) == {"proposed"} and "E" not in set(table["grade"]), "a proposal is never a judgement"


def test_the_same_words_in_another_unit_are_not_suggested_as_the_same(make, crosswalk):
    table = _proposed(make, crosswalk, {"indicator": "全市产品质量国家监督抽查合格率", "unit": "位"})
    assert set(table.query("national_goal == 'NQO-Q3'")["suggested"]) == {"F"}, "a place among others is no rate"


def test_a_likeness_at_the_cut_off_is_enough_to_propose(make, crosswalk):
    row = make({"plan": "new", "indicator": "重点食品企业监督抽查不合格项目整改率"})
    score = propose(row, crosswalk, field=40)["score"].max()
    assert propose(row, crosswalk, field=score)["score"].max() == score
    assert propose(row, crosswalk, field=score + 0.01)["score"].max() != score


def test_words_that_say_nothing_alone_propose_nothing(make, crosswalk):
    rows = [{"indicator": text, "type": "qualitative", "unit": None, "low": None, "comparator": None}
            for text in ("质量安全", "质量安全水平", "总体质量水平")]  # fmt: skip
    assert _proposed(make, crosswalk, *rows).empty


def test_the_matcher_agrees_with_a_judge_on_plans_that_are_none_of_the_five(bench):
    table = bench.matcher_check.set_index(["set", "kind"])
    row = table.loc[("invented", "near or better")]
    assert row["pairs"] >= 100 and row["precision"] > 0.9 and row["recall"] > 0.75
    assert table.loc[("five", "same statistic"), "precision"] > 0.8


def test_the_dimensions_of_the_order_are_the_ladders_shares_at_or_above_each_step(bench):
    wide = bench.ladder.pivot(index="plan", columns="rung", values="at_least").drop(columns=0).astype(float)
    assert np.allclose(bench.dimensions.loc[wide.index].to_numpy(), wide.to_numpy())
    steps = indicators(bench.elements)[:, 2:].mean(axis=0)
    assert np.allclose(steps, [(bench.elements["rung"] >= k).mean() for k in range(1, 6)])
