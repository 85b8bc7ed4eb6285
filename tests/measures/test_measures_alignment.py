"""Coverage, translation, emphasis, headings, direction, reuse: worked by hand, and the METHODS' figures for reuse."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import jensenshannon

from qcompare.errors import ParameterError, SchemaError
from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.alignment import ANSWERED, citations, emphasis_distance
from qcompare.measures.headings import _bm25, heading_check
from qcompare.measures.matching import propose
from qcompare.measures.registry import Measures
from qcompare.measures.reuse import Running, reuse, running, spans


def test_gate(bench):
    assert bench.citations.set_index("plan")["cites_outline"].to_dict() == {
        "siping": True, "nantong": True, "qingdao": False, "anhui": True, "tianjin": True,
    }  # fmt: skip


def test_a_plan_without_citations_or_date_is_no_error(crosswalk):
    plans = pd.DataFrame({"plan": ["x"], "cites": [[]], "date_issued": [None]})
    row = citations(plans, crosswalk.documents).iloc[0]
    assert not row["cites_outline"] and pd.isna(row["gap_years"])


@pytest.mark.parametrize(
    ("cited", "is_it"),
    [
        ("《國務院關於印發質量發展綱要（２０１１—２０２０年）的通知》（國發〔２０１２〕９號）", True),
        ("国发［2012］9号", True),
        ("国发〔2012〕19号", False),
    ],
)
def test_a_citation_counts_in_either_script_and_width(crosswalk, cited, is_it):
    plans = pd.DataFrame({"plan": ["x"], "cites": [[cited]], "date_issued": [None]})
    assert bool(citations(plans, crosswalk.documents).iloc[0]["cites_outline"]) is is_it


@pytest.mark.parametrize(
    ("goal", "plan", "state"),
    [
        ("NQO-Q1", "tianjin", "quantified-E"),
        ("NQO-Q2", "anhui", "quantified-N"),
        ("NQO-P15-2", "tianjin", "quantified-N"),  # 重点食品: no number in the outline, 96 % in Tianjin
        ("NQO-P15-6", "qingdao", "quantified-N"),  # 质量竞争力: an index of 90
        ("NQO-P20-2", "siping", "relative"),
        ("NQO-P20-1", "anhui", "qualitative"),
        ("NQO-Q3", "tianjin", "field"),  # a pass rate of output: same field only
    ],
)
def test_coverage_takes_the_best_judged_match(bench, goal, plan, state):
    assert bench.coverage.query("national_goal == @goal and plan == @plan")["state"].tolist() == [state]


def test_translation(bench):
    table = bench.alignment.set_index("plan")
    assert table.loc["tianjin", ["concretised", "concretised_of"]].tolist() == [2, 2]
    assert table["diluted"].sum() == 0
    assert (table["numeric_e"].to_dict()) == {"siping": 5, "nantong": 1, "qingdao": 0, "anhui": 2, "tianjin": 1}
    assert ((table["own"] <= table["own_of"]) & (table["covered"] <= table["goals"])).all()


def test_goals_from_memory_can_be_left_out(bench):
    assert bench.alignment["goals"].unique().tolist() == [36]
    assert bench.under(unsupported="in").alignment["goals"].unique().tolist() == [45]
    assert bench.under(memory="in").alignment is bench.under(unsupported="in").alignment, "its former name still works"


def test_proposals_count_for_nothing(unreviewed):
    assert (unreviewed.matches["status"] == "proposed").all() and not (unreviewed.matches["grade"] == "E").any()
    assert unreviewed.alignment[["covered", "own_share"]].isna().all(axis=None)  # missing, not nought
    assert unreviewed.alignment["proposed"].sum() > 0
    assert unreviewed.net_strictness["comparable"].sum() == 0


def test_what_nobody_has_judged_is_never_called_absent(unreviewed, bench):
    assert set(unreviewed.strictness["class"]) == {"unjudged", "proposed"}
    assert set(unreviewed.coverage["state"]) == {"unjudged", "proposed"}
    assert unreviewed.net_strictness["absent"].sum() == 0 and (unreviewed.net_strictness["unjudged"] == 7).all()
    assert "absent" in set(bench.strictness["class"]) and not {"unjudged", "proposed"} & set(bench.coverage["state"])


def test_a_target_of_the_same_field_is_neither_an_answer_nor_absent(bench):
    cell = {name: getattr(bench, name).query("national_goal == 'NQO-Q3' and plan == 'tianjin'").iloc[0]
            for name in ("strictness", "coverage")}  # fmt: skip
    assert (cell["strictness"]["class"], cell["coverage"]["state"]) == ("field", "field")
    row = bench.alignment.set_index("plan").loc["tianjin"]
    assert row["covered"] == bench.coverage.query("plan == 'tianjin'")["state"].isin(ANSWERED).sum()


def test_coverage_stands_under_both_rules_and_the_order_turns_with_them(bench):
    """Who answers most of the outline: Siping under three of four rules, Anhui with goals that no page supports."""
    both = {rule: bench.under(unsupported=rule).alignment.set_index("plan")[["covered", "covered_same"]].astype(int)
            for rule in ("out", "in")}  # fmt: skip
    assert [both[rule].loc[["anhui", "siping"], name].tolist() for rule in ("in", "out") for name in both[rule]] == [
        [29, 28], [13, 16], [21, 25], [7, 15],
    ]  # fmt: skip


def test_a_plan_older_than_the_outline_is_not_set_beside_it(bench):
    old = bench.value("plans_read").assign(
        date_issued=lambda t: t["date_issued"].mask(t["plan"] == "nantong", "2012-01-20")
    )
    m = Measures(bench.value("coded"), old, bench.sentences, crosswalk=bench.value("crosswalk"), draws=200)
    assert set(m.strictness.query("plan == 'nantong'")["class"]) == {"not applicable"}
    row = m.alignment.set_index("plan").loc["nantong"]
    assert pd.isna(row["coverage"]) and row["not_applicable"] == row["goals"]
    assert m.net_strictness.set_index("plan").loc["nantong", "comparable"] == 0


def test_proposals_find_what_people_found(unreviewed, crosswalk):
    """Of the nine exact matches, all are proposed, and seven or more in the very words."""
    exact = crosswalk.matches.query("grade == 'E'").head(9)
    exact = exact[exact["national_goal"].str.startswith("NQO-Q")]
    proposed = unreviewed.matches.assign(plan=unreviewed.matches["plan"].str.removeprefix("new_"))
    found = exact.merge(proposed, on=["national_goal", "plan", "target_indicator"])
    assert len(found) == len(exact) and (found["suggested"] == "E").mean() > 0.7
    assert found["reason"].str.len().gt(0).all() and found["score"].between(65, 100).all()


def test_plans_that_people_judged_get_no_proposals(bench, crosswalk):
    assert propose(bench.targets, crosswalk).empty


def test_every_target_has_a_canonical_indicator(bench):
    assert bench.targets["canonical"].notna().all()


def test_a_judgement_follows_its_place_in_the_text(bench, crosswalk):
    reworded = crosswalk.reviewed.query("plan == 'siping'").assign(indicator="全部换个说法")
    assert (
        crosswalks.canonicalise(reworded, crosswalk)["judged"].tolist()
        == crosswalk.reviewed.query("plan == 'siping'")["indicator"].tolist()
    )
    elsewhere = reworded.assign(quote=reworded["quote"].str[::-1])  # the same offsets in another text
    assert crosswalks.canonicalise(elsewhere, crosswalk)["judged"].eq("全部换个说法").mean() > 0.9


def test_crosswalk_refuses_what_does_not_exist(crosswalk):
    strange = crosswalk.indicators.head(1).assign(canonical="no_such")
    with pytest.raises(SchemaError, match="unknown canonical indicator: no_such"):
        crosswalks._check(crosswalk.canonical, strange, crosswalk.goals, crosswalk.matches)


def test_direction(bench):
    table = bench.direction.set_index(["national_goal", "plan"])
    assert table.loc[("NQO-Q3", "anhui"), ["national_direction", "direction"]].tolist() == ["raise", "raise"]
    assert table.loc[("NQO-Q2", "tianjin"), "same"]  # 稳定在96%以上 and 超过97% are two floors, worded differently


def test_distance_adds_half_per_group():
    rows = [
        {"plan": plan, "group": group, "targets": n}
        for plan, counts in (("national", (3, 1)), ("a", (0, 4)))
        for group, n in zip("xy", counts, strict=True)
    ]
    row = emphasis_distance(pd.DataFrame(rows), draws=50).iloc[0]
    assert row["distance"] == pytest.approx(jensenshannon([0.5, 4.5], [3.5, 1.5], base=2))
    assert row["low"] <= row["high"] and row["targets"] == 4


def test_bm25_of_a_heading_with_itself_is_one():
    queries, texts = ["加强标准化工作"], ["加强标准化工作", "开展质量宣传", "推进计量"]
    score = _bm25(queries, texts)[0]
    assert score[0] == pytest.approx(1, abs=0.05) and score[1] == 0


def test_labels_count_and_scores_only_propose(bench):
    assert len(bench.headings) == 37 * 5 and bench.headings["label"].isin(["addressed", "partly", "no"]).all()
    assert bench.headings.query("part in (3, 8)")["provisional"].sum() == 0
    check = bench.heading_check.query("left_out == 'all'").set_index("scorer")["f1"]
    # most headings are answered, so taking all for answered does as well: the scores have no skill to replace a person
    assert check["bm25"] == pytest.approx(check["always"], abs=0.03)


def test_threshold_is_chosen_on_the_other_plans():
    rows = [("a", "addressed", 0.9), ("a", "no", 0.1), ("b", "addressed", 0.8), ("b", "no", 0.85)]
    table = pd.DataFrame(rows, columns=["plan", "label", "score"]).assign(score_bigram=0.5)
    row = heading_check(table).query("scorer == 'bm25' and left_out == 'b'").iloc[0]
    assert (row["threshold"], row["recall"]) == (0.9, 0) and not row["enough"]


def _running(text):
    return Running(text, np.arange(len(text)))


def test_reuse_does_not_mind_order():
    one = "建立健全质量安全责任体系" + "甲乙丙丁" + "加强标准化计量认证检验检测"
    two = "加强标准化计量认证检验检测" + "戊己" + "建立健全质量安全责任体系"
    table = reuse({"a": _running(one), "b": _running(two)}, length=10).set_index("plan")
    assert table.loc["a", "characters"] == 25 and table.loc["b", "share"] == pytest.approx(25 / 27)


def test_runs_shorter_than_the_limit_do_not_count():
    assert (
        reuse({"a": _running("一二三四五六七八九"), "b": _running("一二三四五六七八九")}, length=10)["characters"].sum()
        == 0
    )


def test_frequent_runs_weigh_less_and_controls_give_the_floor():
    common = "一二三四五六七八九十甲"
    texts = {name: _running(common + name * 9) for name in "abc"}
    table = reuse(texts, control=["c"], length=10)
    pair = table.query("plan == 'a' and other == 'b'").iloc[0]
    assert pair["share"] == pytest.approx(11 / 20) and pair["discounted"] == pytest.approx(11 / 40)
    assert table["floor_high"].iloc[0] == pytest.approx(11 / 20) and not pair["control"]
    assert spans(texts, control=["c"], length=10).empty  # what a control text holds, too, is a formula


def test_spans_join_over_small_gaps():
    one = "一二三四五六七八九十" + "甲" + "壹贰叁肆伍陆柒捌玖拾"
    two = "一二三四五六七八九十" + "乙" + "壹贰叁肆伍陆柒捌玖拾"
    table = spans({"a": _running(one), "b": _running(two)}, length=10).query("plan == 'a'")
    assert table["length"].tolist() == [21] and table[["start", "end"]].values.tolist() == [[0, 21]]


def test_titles_and_numbers_are_no_reuse():
    sentences = pd.DataFrame([{"plan": "a", "kind": "text", "part": "body", "start": 5, "end": 40,
                               "text": "根据《国务院关于印发质量发展纲要的通知》(国发〔2012〕9号)精神,到2020年"}])  # fmt: skip
    assert "纲要" not in running(sentences).text and "年" in running(sentences).text


def test_reuse_in_the_five_texts_is_what_the_methods_say(bench):
    """METHODS: 8.5 / 9.0 % at 10 characters, floor 0.2-1.8. Here titles, sign-off and front matter are left out of both
    counts, which moves the shares by up to 0.3 points.
    """
    share = bench.reuse.set_index(["plan", "other"])["share"].astype(float)
    assert share["siping", "anhui"] == pytest.approx(0.085, abs=0.002)
    assert share["anhui", "siping"] == pytest.approx(0.090, abs=0.004)
    floor = bench.reuse.iloc[0]
    assert (floor["floor_low"], floor["floor_high"]) == (
        pytest.approx(0.002, abs=0.001),
        pytest.approx(0.018, abs=0.003),
    )


@pytest.mark.parametrize(("length", "low", "high"), [(8, 0.009, 0.039), (6, 0.03, 0.10)])
def test_shorter_runs_do_not_stand_clear_of_the_floor(bench, length, low, high):
    floor = reuse(bench.texts, control=["qingdao"], length=length).iloc[0]
    assert (floor["floor_low"], floor["floor_high"]) == (pytest.approx(low, abs=0.004), pytest.approx(high, abs=0.01))


def test_too_many_texts_are_refused():
    with pytest.raises(ParameterError, match="name the plans"):
        reuse({str(i): _running("") for i in range(61)})
