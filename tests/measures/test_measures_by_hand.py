"""Measures worked by hand that the other files meet only through the five plans."""

import json
import re
import subprocess
import sys
from math import log

import numpy as np
import pandas as pd
import pytest

from qcompare.errors import ParameterError
from qcompare.findings.parameters import refuse
from qcompare.findings.reading import readable
from qcompare.lexicon import rows
from qcompare.measures import plan_pairs, pmc
from qcompare.measures.alignment import alignment, coverage, direction, emphasis
from qcompare.measures.ambition import ambition, levels
from qcompare.measures.overview import corpus, described
from qcompare.measures.specificity import density, elements, specificity
from qcompare.measures.uncertainty import FLAGS, KINDS, coding_draws, coding_interval, indicators, influence
from qcompare.measures.vocabulary import tokens
from qcompare.measures.wording import verification

NOTHING = pd.DataFrame(
    [(name, 0, 100_000) for name in ("kind", *FLAGS, *(f"{what} {kind}" for what in ("extra", "missed") for kind in KINDS))],
    columns=["error", "wrong", "n"],
)  # fmt: skip


def _sentences(*texts, plan="a", part="goals"):
    rows, at = [], 0
    for number, text in enumerate(texts):
        rows.append({"plan": plan, "sentence": number, "paragraph": number, "part": part, "kind": "text", "heading": "",
                     "text": text, "start": at, "end": at + len(text)})  # fmt: skip
        at += len(text)
    return pd.DataFrame(rows)


def _known(targets, canonical, kind="share"):
    return targets.assign(canonical=pd.Series(canonical, targets.index, dtype="string"), kind=kind)


def test_shared_compares_shares_and_no_counts(make, crosswalk):
    one = {"indicator": "甲率"}
    targets = make(
        {**one, "plan": "a"}, {**one, "plan": "b", "low": 90}, {**one, "plan": "a", "change": "increase"}, {"plan": "c"}
    )
    targets = _known(targets, ["agri_input_pass"] * 3 + [None])
    table = plan_pairs.shared(targets, crosswalk.canonical)
    assert table["plan"].tolist() == ["a", "a", "b"] and table["plans"].unique().tolist() == [2]
    assert table["comparable"].tolist() == [True, False, True]
    assert table["reason"].dropna().tolist() == ["a change needs the same baseline"]


def test_pairwise_counts_wins_ties_and_losses(make):
    rows = [{"plan": "a", "indicator": "甲", "low": 95, "year": 2015}, {"plan": "b", "indicator": "甲", "low": 90, "year": 2015},
            {"plan": "a", "indicator": "乙", "low": 90, "year": 2015}, {"plan": "b", "indicator": "乙", "low": 90, "year": 2015},
            {"plan": "a", "indicator": "丙", "low": 99, "year": 2020}, {"plan": "b", "indicator": "丙", "low": 90, "year": 2015}]  # fmt: skip
    table = plan_pairs.pairwise(_known(make(*rows), ["x", "x", "y", "y", "z", "z"])).set_index(["plan", "other"])
    assert table.loc[("a", "b"), ["stricter", "equal", "weaker", "mixed", "shared"]].tolist() == [1, 1, 0, 1, 3]
    assert table.loc[("b", "a"), ["stricter", "weaker"]].tolist() == [0, 1] and table["suppressed"].all()


@pytest.mark.parametrize(("shared", "suppressed"), [(4, True), (5, False)])
def test_two_plans_are_ordered_from_five_indicators_on(make, shared, suppressed):
    rows = [
        {"plan": plan, "indicator": name, "low": 90, "year": 2015} for plan in "ab" for name in "甲乙丙丁戊"[:shared]
    ]
    table = plan_pairs.pairwise(_known(make(*rows), [row["indicator"] for row in rows]))
    assert table["shared"].tolist() == [shared] * 2 and table["suppressed"].tolist() == [suppressed] * 2


def test_chains_of_relative_goals_do_not_mix(make):
    level = {"type": "relative", "low": None, "comparator": None, "unit": None}
    table = plan_pairs.relative(make({**level, "level_text": "高于全省平均水平", "baseline": "全省平均水平"},
                                  {**level, "level_text": "达到国内先进水平", "baseline": "国内先进水平"},
                                  {**level, "level_text": "達到全國平均水平", "baseline": "全國平均水平"}))  # fmt: skip
    nation = table[table["chain"] == "nation"]
    assert nation["step"].is_monotonic_increasing and len(nation) == 2 and set(table["chain"]) == {"nation", "province"}


def test_strength_shares(make):
    targets = make({"strength": "binding"}, {"strength": "aspirational"}, {}, {"type": "qualitative"})
    table = plan_pairs.strength(targets).set_index("strength")
    assert table["share"].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3]) and table["n"].unique().tolist() == [3]


def test_own_baseline_looks_left_of_the_reported_figure(make):
    text = "2012年产品质量监督抽查合格率为91.3%。"
    numerals = pd.DataFrame([{"plan": "a", "start": text.index("91"), "text": "91.3%", "role": "status"}])
    row = plan_pairs.own_baseline(make({"indicator": "产品质量监督抽查合格率", "low": 90, "start": 50, "end": 60}), numerals,
                               _sentences(text)).iloc[0]  # fmt: skip
    assert (row["status_value"], row["flag"]) == (91.3, "below related status")


def test_an_upper_bound_alone_is_not_set_beside_a_reported_share(make):
    text = "2012年产品质量损失率为3.1%。"
    numerals = pd.DataFrame([{"plan": "a", "start": text.index("3.1"), "text": "3.1%", "role": "status"}])
    targets = make({"indicator": "产品质量损失率", "comparator": "<=", "low": None, "high": 2})
    assert plan_pairs.own_baseline(targets, numerals, _sentences(text)).empty


def test_emphasis_shares_of_groups(make, crosswalk):
    table = emphasis(make({"domain": "brand"}, {"domain": "brand"}, {"domain": "standards"}), crosswalk.goals)
    ours = table[(table["plan"] == "a") & (table["targets"] > 0)]
    assert sorted(ours["share"].astype(float)) == pytest.approx([1 / 3, 2 / 3])
    assert table.query("plan == 'national'")["n"].unique().tolist() == [36], (
        "goals that no page supports are not the outline's"
    )


def _answered(make, crosswalk):
    targets = make({"plan": "p", "indicator": "甲率"}, {"plan": "p", "indicator": "乙", "type": "qualitative"},
                   {"plan": "p", "indicator": "丙率"})  # fmt: skip
    plans = pd.DataFrame({"plan": ["p"], "cites_outline": [True]})
    goals = crosswalk.goals[crosswalk.goals["national_goal"].isin(["NQO-Q3", "NQO-Q1", "NQO-P20-1", "NQO-P20-2"])]
    matches = pd.DataFrame([("NQO-Q3", "甲率", "E"), ("NQO-P20-1", "乙", "N"), ("NQO-P20-2", "甲率", "N"), ("NQO-Q1", "丙率", "F")],
                           columns=["national_goal", "target_indicator", "grade"])  # fmt: skip
    return targets, plans, goals, matches.assign(plan="p", relation="same", note="", status="reviewed")


def test_coverage_and_translation_by_hand(make, crosswalk):
    targets, plans, goals, matches = _answered(make, crosswalk)
    cells = coverage(targets, plans, goals, matches)
    assert cells.set_index("national_goal")["state"].to_dict() == {
        "NQO-Q3": "quantified-E", "NQO-Q1": "field", "NQO-P20-1": "qualitative", "NQO-P20-2": "quantified-N",
    }  # fmt: skip
    row = alignment(cells, targets, matches).iloc[0]
    assert (row["covered"], row["goals"], row["numeric_e"], row["coverage_e"]) == (3, 4, 1, 0.5)
    assert (row["concretised"], row["concretised_of"], row["diluted"], row["diluted_of"]) == (1, 2, 0, 1)
    assert (row["own"], row["own_of"]) == (1, 2)  # 丙率 matches a field only; qualitative goals are not counted
    assert direction(cells, targets, goals).set_index("national_goal").loc["NQO-P20-2", "direction"] == "raise"


def test_levels_put_the_nation_beside_each_match(make, crosswalk):
    targets, _, goals, matches = _answered(make, crosswalk)
    plans = pd.DataFrame({"plan": ["p"], "date_issued": ["2014-01-01"]})
    table = levels(ambition(targets, plans, goals, matches[matches["national_goal"] == "NQO-Q3"]))
    assert table[["plan", "value", "grade"]].to_numpy().tolist() == [["national", 90, "benchmark"], ["p", 95, "E"]]


def test_density_per_thousand_characters(make):
    targets = make({}, {}, {"part": "body", "indicator": "乙率"}, {"type": "qualitative", "indicator": "丙"})
    plans = pd.DataFrame({"plan": ["a"], "han": [2000], "han_goals": [500], "annex_omitted": [0]})
    table = density(targets, plans).set_index(["part", "unit"])["per_1000"]
    assert table.to_dict() == {
        ("goals", "targets"): 4,
        ("goals", "indicators"): 2,
        ("whole", "targets"): 1.5,
        ("whole", "indicators"): 1,
    }


def test_concreteness_counts_clauses_with_a_number(make):
    sentences = _sentences("合格率达到95%以上;顾客满意;", "质量意识提高;")
    plans = pd.DataFrame({"plan": ["a"], "goal_clauses": [3], "annex_omitted": [0]})
    row = specificity(elements(make({})), plans, sentences).iloc[0]
    assert row["concreteness"] == pytest.approx(1 / 3) and (row["share"], row["minimum"]) == (1, 1)


def test_indicators_and_influence(make):
    e = elements(make({}, {"type": "qualitative"}, {"type": "qualitative"}))
    assert indicators(e)[:, 0].tolist() == [1, 0, 0]
    table = influence(e, _sentences(*["一二三四五六七八九十一二三四五六七八九十"] * 3)).query("measure == 'share'")
    assert table.iloc[0][["value", "without"]].tolist() == pytest.approx([1 / 3, 0]) or table["without"].min() == 0
    assert sorted(table["without"].astype(float)) == pytest.approx([0, 0.5, 0.5])


def test_no_errors_no_spread_and_every_target_lost_at_its_rate(make):
    e = elements(make(*[{}] * 6, *[{"type": "qualitative"}] * 6))
    still = coding_draws(e, NOTHING, draws=50)["a"]
    assert np.allclose(still[:, 0], 0.5, atol=0.02)
    extra = NOTHING.assign(wrong=np.where(NOTHING["error"] == "extra quantified", 50_000, 0))
    assert coding_draws(e, extra, draws=2000)["a"][:, 0].mean() == pytest.approx(1 / 3, abs=0.03)  # 3 of 9 remain
    assert coding_interval(e, NOTHING, draws=50)["low"].iloc[0] == pytest.approx(0.5, abs=0.02)


def test_plans_without_a_hand_coding_take_the_blind_rates(bench, unreviewed, crosswalk):
    assert (unreviewed.rates_used, bench.rates_used, bench.under(rates="blind").rates_used) == ("blind", "own", "blind")
    errors = unreviewed.errors.set_index("error")
    assert (
        errors.loc["missed quantified", ["wrong", "n"]].tolist() == [622, 4963] and errors.loc["dated", "wrong"] == 157
    )
    explicit = unreviewed.under(years="explicit").errors.set_index("error")
    assert explicit.loc["dated", "wrong"] == 234 and "dated_explicit" not in explicit.index
    width = {rates: bench.under(rates=rates).coding_interval.query("measure == 'share'").eval("high - low").mean()
             for rates in ("own", "blind")}  # fmt: skip
    assert width["blind"] > width["own"]
    assert set(bench.under(rates="blind").coding_interval["rates"]) == {"blind"}


def test_the_profile_names_what_cannot_be_said(bench):
    rows = bench.profile.set_index(["plan", "measure"])
    assert rows.loc[("qingdao", "coverage"), "note"] == "does not cite the outline: described and never failing"
    shares = bench.specificity.set_index("plan")["share"].astype(float)
    assert rows.loc[("siping", "share"), "others_low"] == pytest.approx(shares.drop("siping").min())


def test_corpus_counts_and_names(make):
    plans = pd.DataFrame(
        {"plan": ["a"], "jurisdiction": ["江苏省甲乙市"], "missing": [["doc_number", "horizon"]], "horizon": [2015]}
    )
    row = corpus(plans, make({}, {"type": "qualitative"}, {"type": "absolute"})).iloc[0]
    assert (row["quantified"], row["absolute"], row["qualitative"], row["quantified_goals"]) == (1, 1, 1, 1)
    assert described(plans)[0]["zh"] == "甲乙"
    table = corpus(plans, make({}))
    assert readable(table, "zh")["缺项"].tolist() == ["文号、规划目标年"]
    assert readable(table, "en")["missing"].tolist() == ["document number, horizon year"]


def named(*rows: tuple[object, ...], lang: str = "zh") -> list[object]:
    columns = ["plan", "jurisdiction", "horizon", "period_start", "period_end"]
    plans = pd.DataFrame([(*row, *[None] * (5 - len(row))) for row in rows], columns=columns)
    return [row[lang] for row in described(plans)]


def test_no_two_plans_have_one_name():
    other = ("x", "丁市", 2020)
    assert named(("a", "乙丙市", 2015), ("b", "乙丙县", 2015), other) == ["乙丙市", "乙丙县", "丁市"]
    assert named(("a", "甲省乙丙县"), ("b", "戊省乙丙县"), other)[:2] == ["甲省乙丙县", "戊省乙丙县"]
    assert named(("a", "乙丙市", 2015), ("b", "乙丙市", 2020), other)[:2] == ["乙丙 2015", "乙丙 2020"]
    same = [("a", "乙丙市", 2020, 2016, 2020), ("b", "乙丙市", 2020, 2011, 2020)]
    assert named(*same) == ["乙丙 2016–2020", "乙丙 2011–2020"]
    assert named(*same, ("c", "乙丙县", 2020), other)[2:] == ["乙丙县", "丁市"]
    assert named(*[(plan, "全国", 2020) for plan in "abc"]) == ["全国（a）", "全国（b）", "全国（c）"]
    assert named(("a b", None), ("a_b", None), ("c", None), lang="en") == ["a b", "a_b", "C"]


def test_choices_are_named_in_the_language_of_the_reader():
    table = pd.DataFrame({"pivot": pd.Series(["unsupported"], dtype="string")})
    table.attrs["table"] = "multiverse"
    assert readable(table, "zh").iloc[0, 0] == "缺公开网页佐证的国家目标是否计入"
    assert "without published support" in readable(table, "en").iloc[0, 0]


def test_fields_and_items_are_named_in_the_language_of_the_reader():
    table = pd.DataFrame({"field": pd.Series(["year_source"], dtype="string")})
    assert not re.search("[a-z]", readable(table, "zh").iloc[0, 0])
    assert readable(table, "en").iloc[0, 0] == "year source"
    items = pd.DataFrame({"item": pd.Series([row["item"] for row in rows("measures/pmc")], dtype="string")})
    assert not readable(items, "en")["item"].str.contains("[\u4e00-\u9fff]").any()
    assert readable(items, "zh").iloc[:, 0].tolist() == items["item"].tolist()


def test_pmc_is_the_sum_of_means_of_items():
    items = pd.DataFrame([("a", "X", "1", True), ("a", "X", "2", False), ("a", "Y", "1", True), ("b", "X", "1", False),
                          ("b", "X", "2", False), ("b", "Y", "1", True)], columns=["plan", "variable", "item", "present"])  # fmt: skip
    table = pmc.pmc_index(items).set_index("plan")
    assert table["index"].to_dict() == {"a": 1.5, "b": 1.0}
    assert table["without"].to_dict() == {"a": 0.5, "b": 0.5}  # without X both are first: rank 1.5 each


def test_pmc_takes_time_from_the_period():
    plans = pd.DataFrame({"plan": ["a"], "date_issued": ["2014-05-01"], "horizon": [2020]})
    table = pmc.pmc(_sentences("加强监督。"), plans)
    timed = table[table["quote"].isna() & table["present"]]
    assert len(timed) == 1 and table["present"].sum() >= 2


def test_verification_names_its_first_sentence():
    table = verification(_sentences("质量第一。", "将质量工作纳入政府绩效考核。")).set_index("item")
    assert table.loc["assessment", "present"] and not table.loc["accountability", "present"]


def test_tokens_count_words_by_paragraph():
    table = tokens(_sentences("首席质量官制度,首席质量官", "监督抽查", part="body"))
    assert table.set_index(["paragraph", "word"])["count"].to_dict()[0, "首席质量官"] == 2
    assert tokens(_sentences("首席质量官", part="front")).empty


def test_magnitudes_are_the_formulas_of_the_docstring(bench):
    row = bench.ambition.query("national_goal == 'NQO-Q1' and plan == 'tianjin'").iloc[0]
    odds = log(0.36 / 0.64) - log(0.30 / 0.70)
    assert (row["delta"], row["gap_closed"], row["log_odds"]) == pytest.approx((6, 6 / 70, odds))


def test_every_finding_of_figures_carries_them_and_says_what_was_tested(bench):
    found = bench.findings
    stated = found[(found["kind"] != "must not be concluded") & found["zh"].str.contains(r"\d")]
    assert stated["figures"].str.len().gt(0).all(), stated.loc[stated["figures"].str.len().eq(0), "id"].tolist()
    tested = found[found["holds"].notna()]
    claimed = tested[["claim_zh", "claim_en"]].notna().all(axis=1)
    assert (
        tested.loc[~claimed, "reason_en"].str.contains("of the combinations of definitions").all()
    )  # it names all three tests
    assert not found["figures"].str.contains(r"Qingdao_|Nantong_").any()


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("nonsense = 1", "unknown parameter 'nonsense'; valid: lang, seed"),
        ("sead = 1", "did you mean 'seed'"),
        ('seed = "x"', "seed takes a whole number, not 'x'; valid, with their defaults: lang = 'zh', seed = 1"),
        ("seed = True", "seed takes a whole number, not True"),
        ("lang = 3", "lang takes text, not 3"),
    ],
)
def test_what_papermill_hands_over_is_checked(cell, message):
    cells = ["", 'lang = "zh"  # language\nseed = 1  # seed', f"# Parameters\n{cell}\n", "import qcompare"]
    with pytest.raises(ParameterError, match=re.escape(message)):
        refuse(cells)
    refuse([*cells[:2], '# Parameters\nlang = "en"\n'])
    refuse(cells[:2])


def test_plain_papermill_refuses_in_the_first_cell(tmp_path):
    from qcompare.paths import notebooks_dir

    book = notebooks_dir() / "en" / "10_corpus.ipynb"
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(book), "out.ipynb", "-p", "nonsense", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "unknown parameter 'nonsense'" in done.stderr
    cells = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))["cells"]
    ran = [cell for cell in cells if cell["cell_type"] == "code" and cell["execution_count"]]
    assert "begin(" in "".join(ran[-1]["source"])  # nothing behind it has run
