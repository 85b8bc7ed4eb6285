"""What figures say in words: no more than what they draw, in both languages."""

import pandas as pd
import pytest

import qcompare as qc
from qcompare.figures import cells, chart, fonts
from qcompare.figures.chart.base import FIGURES
from qcompare.figures.chart.domains import _largest, _tops
from qcompare.figures.chart.matrix import Goal, Matrix
from qcompare.figures.chart.panel import WIDE, Panel
from qcompare.figures.tables import gather
from qcompare.measures.dominance import in_percent


@pytest.fixture(scope="module")
def corpus():
    return qc.load()


@pytest.mark.parametrize("name", ["ladder", "elements", "coverage", "headings", "domains", "strictness"])
def test_a_figure_of_a_text_with_boxes_left_out_says_so(corpus, name):
    for lang, words in (
        ("zh", "安徽的公开文本略去4个专栏（其中有指标表）"),
        ("en", "Anhui leaves out four boxes, a table of indicators"),
    ):
        assert words in FIGURES[name].draw(*gather(corpus, FIGURES[name].tables), lang=lang).usermeta["note"]
    whole = FIGURES[name].draw(*gather(corpus.select(["siping", "nantong"]), FIGURES[name].tables), lang="en")
    assert "leaves out" not in whole.usermeta["note"]


def _fields(**plans):
    rows = [{"plan": plan, "group": group, "row": place, "targets": count, "n": sum(counts.values())}
            for plan, counts in plans.items() for place, (group, count) in enumerate(counts.items())]  # fmt: skip
    return pd.DataFrame(rows)


class _Known:
    def label(self, plan):
        return plan.title()


def test_fields_that_tie_are_not_picked_from():
    rows = _fields(a={"x": 10, "y": 10}, b={"x": 12, "y": 3}, c={"x": 12, "y": 3}, d={"x": 0, "y": 3})
    assert [one["group"] for one in _tops(rows, "a")] == ["x", "y"]
    names = {"x": "Brands", "y": "Services"}
    assert (
        _largest(rows, ["a", "b", "c"], names, _Known(), "en")
        == "The field with the largest share is brands in two of three plans"
    )
    assert _largest(rows, ["b", "c", "d"], names, _Known(), "en").endswith(
        "in two of two plans with 10 or more targets"
    )
    assert "not the same in all plans" in _largest(rows, ["a", "b"], names, _Known(), "en")
    assert _largest(rows, ["a"], names, _Known(), "en").startswith(
        "The fields with most targets of A are brands and services: 10 of 20"
    )


def test_the_ladder_says_where_round_numbers_stand(corpus):
    note = chart.ladder(corpus, lang="en").usermeta["note"]
    assert "A round number" in note and "number, or all or none" in str(chart.ladder(corpus, lang="en").to_dict())
    assert "No target stops at step 2 for want of a year." in note and "who makes it is not told apart" in note
    assert "(42 of 55)" in chart.ladder(corpus, lang="en").usermeta["title"]


def test_a_stricter_target_without_a_year_of_its_own_says_so(corpus):
    drawn = {lang: chart.strictness(corpus, lang=lang).usermeta for lang in ("zh", "en")}
    assert drawn["en"]["title"].endswith("(year inferred)") and drawn["zh"]["title"].endswith("（年份非本句写明）")
    assert (
        "one states the year in the sentence" in drawn["en"]["note"]
        and "seven national goals with a number are all for 2015" in drawn["en"]["note"]
    )


def test_coverage_and_headings_say_of_how_many_on_record(corpus):
    assert (
        "the 36 national goals that public pages report, of 45 on record"
        in chart.coverage(corpus, lang="en").usermeta["subtitle"]
    )
    assert chart.headings(corpus, lang="en").usermeta["title"] == (
        "Of 10 confirmed task headings Nantong answers 3, Anhui 8, Siping 6, Tianjin 2 (of all 37: 12, 34, 28, 16)"
    )


def test_an_inferred_year_is_called_inferred(corpus):
    drawn = chart.elements(corpus, lang="en")
    assert "inferred ones too 226 of 226" in drawn.usermeta["alt"] and "in its own sentence" in drawn.usermeta["title"]
    assert "推定" in chart.elements(corpus, lang="zh").usermeta["alt"]


def test_coverage_tells_goals_that_come_after_a_plan(corpus):
    drawn = chart.coverage(corpus, lang="en")
    assert "14 of them for years (to 2020) after the horizon of Nantong and Tianjin" in drawn.usermeta["subtitle"]
    assert "Of the goals up to 2015" in str(drawn.to_dict()) and "13 of 22" in str(drawn.to_dict())


def test_a_share_compared_with_a_limit_is_never_rounded_up():
    assert (in_percent(0.9489), in_percent(0.9), in_percent(0.8996), in_percent(1.0)) == (
        "94.9%",
        "90.0%",
        "89.9%",
        "100%",
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_profile_prints_counts_and_does_not_draw_them(corpus, lang):
    siping = chart.profile(corpus, plan="siping", lang=lang)
    assert (
        "0 of 5 stricter (3 by level alone)" if lang == "en" else "5条可比目标中0条更严（只看水平3条）"
    ) in siping.usermeta["title"]
    dots = [row["measure"] for data in siping.to_dict()["datasets"].values() for row in data if "at_value" in row]
    assert "net" in dots and not {"stricter", "level_stricter"} & set(dots)
    qingdao = chart.profile(corpus, plan="qingdao", lang=lang).usermeta["title"]
    assert "36" not in qingdao, "a plan that does not cite the outline is not headed by what it answers of it"


def _row(**values):
    return {"national_goal": "g", "plan": "a", "class": "near", "level_class": None, "grade": "N", "status": "reviewed", "value": 15.0,
            "comparator": ">=", "change": "increase", "year": 2015, "national_year": 2015, "start": 1, "quote": "", "indicator": "", **values}  # fmt: skip


def test_a_rise_is_not_printed_like_a_level():
    (cell,) = cells.cells(pd.DataFrame([_row()]), pd.DataFrame([_row()]))
    assert cell.level() == "≈ ↑≥15"
    (level,) = cells.cells(pd.DataFrame([_row(change="level")]), pd.DataFrame([_row(change="level")]))
    assert level.level() == "≈ ≥15"


def test_of_dated_steps_the_last_is_compared_and_the_cell_says_that_there_are_others():
    last = _row(
        **{
            "class": "stricter",
            "level_class": "stricter",
            "grade": "E",
            "change": "level",
            "value": 93.0,
            "year": 2020,
            "start": 9,
        }
    )
    first = {**last, "value": 91.0, "year": 2015, "start": 1}
    (cell,) = cells.cells(pd.DataFrame([last]), pd.DataFrame([last, first]))
    assert cell.level() == "▲ ≥93*"
    (alone,) = cells.cells(pd.DataFrame([last]), pd.DataFrame([last]))
    assert alone.level() == "▲ ≥93"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("plans", [5, 9, 12, 16, 25])
def test_a_cell_keeps_its_mark_and_its_sign_within_its_column(lang, plans):
    name = "产品质量国家监督抽查合格率" if lang == "zh" else "Large and medium projects, first acceptance"
    named = {f"p{i}": f"p{i}" for i in range(plans)}
    matrix = Matrix(Panel(WIDE), [Goal("g", (name,), "≥90%", "%", 2015)], named, ["2012"] * plans, lang)
    if matrix.counting:
        return
    rows = [_row(change="level", value=97.0), _row(**{"class": "proposed", "status": "proposed"}, change="level", value=96.0),
            _row(**{"class": "stricter", "level_class": "stricter", "grade": "E"}, change="level", value=93.0, year=2020)]  # fmt: skip
    for row in rows:
        (cell,) = cells.cells(pd.DataFrame([row]), pd.DataFrame([row]))
        first, second, size = matrix._lines(cell)
        assert "≥" in first and cell.kind.mark in first + second
        assert (
            fonts.width(first, size, cell.compared) <= matrix.column
            and fonts.width(second, WIDE.small) <= matrix.column
        )


def test_the_multiverse_does_not_call_robust_what_passed_one_test():
    table = pd.DataFrame(
        {
            "claim": ["a"],
            "zh": ["甲"],
            "en": ["a"],
            "default": [True],
            "share": [1.0],
            "pivot": [None],
            "holds_in": [2],
            "specifications": [2],
            "no_answer": [0],
        }
    )
    for lang, words in (("zh", "不等于“稳健”"), ("en", "to hold here is not to be robust")):
        assert words in chart.multiverse(table, lang=lang).usermeta["note"]
    assert (
        "Of the answers that hold everywhere, one had at most two combinations."
        in chart.multiverse(table, lang="en").usermeta["note"]
    )


def test_titles_say_on_what_they_rest(corpus):
    reached = chart.reached(corpus, lang="en").usermeta
    assert "a year" not in reached["title"] and "compares nothing" in reached["note"]
    assert "高出国家水平最多" in chart.magnitudes(corpus, lang="zh").usermeta["title"]
    assert "百分点或分" not in chart.magnitudes(corpus, lang="zh").usermeta["read"]
    assert "rules were written with" in chart.reliability(corpus, lang="en").usermeta["title"]


def test_one_plan_is_not_called_every_plan(corpus):
    alone = str(chart.coverage(corpus.select(["siping"]), lang="zh").to_dict())
    assert "没有目标写到的11项" in alone and "各规划都没有目标写到" not in alone


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_figure_says_whose_error_rates_and_judgements_it_rests_on(corpus, lang):
    pair = pd.DataFrame([("anhui", "siping", "above", True, 0.95, 1200, True)], columns=["plan", "other", "relation", "cover", "share", "runs", "robust"])  # fmt: skip
    own, unseen = (
        ("这几份规划自己的", "规则未见过的") if lang == "zh" else ("these plans' own", "the rules had not seen")
    )
    notes = {}
    for rates in (None, "own", "blind"):
        pair.attrs = {"rates": rates}
        notes[rates] = chart.hasse(pair, lang=lang).usermeta["note"]
    assert own in notes["own"] and unseen in notes["blind"]
    assert own not in notes["blind"] + notes[None] and unseen not in notes[None]
    levels, matches = gather(corpus, ["levels", "ambition"])
    assert (levels.attrs["rates"], levels.attrs["several"]) == ("own", False)
    one, several = ("由一名编码员判定", "经两人以上") if lang == "zh" else ("by one coder", "by two or more")
    assert one in chart.levels(levels, matches, lang=lang).usermeta["source"]
    levels.attrs["several"] = True
    assert several in chart.levels(levels, matches, lang=lang).usermeta["source"]
