"""What holds of the coding of any text: places are exact, every numeral is accounted for, layout does not matter."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.coding import Coding, code
from qcompare.lexicon import rows, words
from qcompare.paths import plans_dir
from qcompare.schema import NUMERALS, TARGETS
from qcompare.text import Plan

sys.path.insert(0, str(Path(__file__).parent))
import rewriting as rw  # noqa: E402

PLANS = ("siping", "nantong", "qingdao", "anhui", "tianjin")
DIGIT = re.compile("[0-9０-９]")


@cache
def source(name: str) -> str:
    text = (plans_dir() / f"{name}.txt").read_text(encoding="utf-8-sig")
    return text.replace("\r\n", "\n")


@cache
def coded(text: str) -> Coding:
    """Return the coding of a text without how sure it is: that looks at the document and at the words as written."""
    coding = code(Plan.from_text(text, "plan"))
    for target in coding.targets:
        del target["confidence"]
    return coding


# A plan's text in miniature: everything that the rewritings touch, short enough to code a hundred times.
SUBJECTS = (
    "产品抽查合格率",
    "有效发明专利",
    "省名牌产品",
    "单位生产总值能耗",
    "重大工程一次验收合格率",
    "质量竞争力",
    "全市驰名商标",
    "关键岗位",
)
LEVELS = (
    "达到{}%以上", "不低于{}%", "达到{}件", "比2015年下降{}%", "由{}%提高到98%", "控制在{}%以内", "超过{}万件", "{}~99个",
    "居全省前列", "全部持证上岗", "稳步提高", "分别达到{}%和98%以上", "给予{}万元奖励", "年均增长{}%左右", "（国发〔2012〕{}号）",
)  # fmt: skip
HEADS = (
    "一、主要目标\n",
    "二、重点任务\n",
    "（一）产品质量。",
    "1.工程质量。",
    "（2）",
    "——",
    "一是",
    "三、发展现状\n",
    "",
)
YEARS = ("到2020年，", "2018年底前，", "", "", "截至2015年底，", "每年", "力争5年内，", "“十三五”期间，")


@st.composite
def clauses(draw: st.DrawFn) -> str:
    level = draw(st.sampled_from(LEVELS)).format(draw(st.integers(1, 97)))
    return draw(st.sampled_from(YEARS)) + draw(st.sampled_from(SUBJECTS)) + level


@st.composite
def plan_texts(draw: st.DrawFn) -> str:
    """Return a made-up plan: title, sections, sentences of the genre."""
    paragraphs = draw(
        st.lists(
            st.tuples(st.sampled_from(HEADS), st.lists(clauses(), min_size=1, max_size=4), st.sampled_from("。；")),
            min_size=1,
            max_size=6,
        )
    )
    body = "".join(head + "，".join(found) + end + "\n" for head, found, end in paragraphs)
    last = "四、组织保障\n各级各部门要加强组织领导，落实工作责任，健全考核机制，把规划确定的各项任务落到实处，务求取得实效。\n"
    return "江城市质量发展规划（2016—2020年）\n" + body + last


def fragments() -> st.SearchStrategy[str]:
    """Return texts made of the pieces that the rules look for, in any order, with anything between them."""
    lexicon = [word for name in ("units", "modifiers", "verbs") for word in sorted(words(name))]
    pieces = st.one_of(
        st.sampled_from(lexicon),
        st.sampled_from(
            list("0123456789０９零一二三十百千万亿%％‰,，.．。、;；:：\n\r\t ()（）《》“”~—-/[]|第前各成番倍∶")
        ),
        st.sampled_from(
            [
                "分别",
                "其中",
                "百分之",
                "分之",
                "翻一番",
                "十三五",
                "2020年",
                "全覆盖",
                "杜绝",
                "平均水平",
                "达到",
                "由",
                "比",
            ]
        ),
        st.text(max_size=3),
    )
    return st.lists(pieces, max_size=60).map("".join)


def assert_sound(text: str) -> None:
    """Assert what must hold of the coding of any text at all."""
    plan = Plan.from_text(text, "plan")
    coding = code(plan)
    names = {field.name: field for field in TARGETS}
    for target in coding.targets:
        assert set(target) == set(names)
        assert 0 <= target["start"] < target["end"] <= len(text)
        assert text[target["start"] : target["end"]] == target["quote"]
        if target["type"] != "qualitative":
            assert target["start"] <= target["level_start"] < target["level_end"] <= target["end"]
            assert text[target["level_start"] : target["level_end"]] == target["level_text"]
        for name, field in names.items():
            assert target[name] is not None or field.null, name
            assert target[name] is None or not field.values or target[name] in field.values, name
        assert_bounds(target)
    assert_ledger(text, coding)
    for sentence in plan.sentences():
        assert 0 <= sentence["start"] < sentence["end"] <= len(text)


def assert_bounds(target: rw.Record) -> None:
    """Assert that low and high say the same as the comparator, and the year the same as its source."""
    low, high = target["low"], target["high"]
    match target["comparator"]:
        case None:
            assert low is None and high is None and target["type"] in ("relative", "qualitative")
        case ">=" | ">":
            assert low is not None and high is None
        case "<=" | "<":
            assert low is None and high is not None
        case "=" | "~":
            assert low is not None and low == high
        case "range":
            assert low < high
    assert (target["year"] is None) == (target["year_source"] == "none")
    assert target["indicator"].strip()


def assert_ledger(text: str, coding: Coding) -> None:
    """Assert that each digit of the source stands in exactly one row of the ledger, and that the rows are numerals."""
    columns = {field.name for field in NUMERALS}
    end = 0
    covered = 0
    for row in coding.numerals:
        assert set(row) == columns
        assert end <= row["start"] < row["end"]
        assert text[row["start"] : row["end"]] == row["text"]
        figure = row["text"].strip("OoQlI")  # letters that a scan puts for 0 and 1 belong to their numeral
        assert DIGIT.match(figure[0]) and DIGIT.match(figure[-1])
        assert row["role"] in next(field.values for field in NUMERALS if field.name == "role")
        covered += len(DIGIT.findall(row["text"]))
        end = row["end"]
    assert covered == len(DIGIT.findall(text))


@pytest.mark.parametrize("name", PLANS)
def test_the_five_plans_are_coded_soundly(name: str) -> None:
    assert_sound(source(name))


def test_numerals_of_pages_that_cut_a_paragraph_are_in_the_ledger() -> None:
    page = "为加快建设质量强市,提高产品质量总体水平,到2020年产品质量\n抽查合格率达到95%以上,新增名牌产品30个,顾客满意度达到\n"
    text = "".join(f"{page}— {number} —\n" for number in range(1, 12)) + "85以上。\n"
    assert_sound(text)
    coded = code(Plan.from_text(text))
    assert "85以上" in [target["level_text"] for target in coded.targets]
    assert [row["role"] for row in coded.numerals if row["sentence"] == "— 11 —"] == ["noise"]


def test_no_numeral_goes_on_over_the_number_of_a_page() -> None:
    """Cells of a table that were run together, and a line that every page repeats."""
    rows = "属性序号现状目标值—\n92.5≤0.5≥9596亿元名牌产品\n年均增长8%个1.8万2产品质量合格率\n1.8万100100100100100\n"
    pages = "100100100100100100\n" * 7
    tail = "95以上92.5≤0.5≥9592.5亿元\n产品质量合格率属性序号现状目标值2020年\n指标九成\n其中：农产品合计2016—2020\n"
    text = f"一、主要目标\n到2020年，主要指标如下表。\n{rows}{pages}{tail}二、保障措施\n加强组织领导，落实工作责任，健全考核机制。\n"
    assert_sound(text)
    page = "为加快建设质量强市，提高产品质量总体水平，到2020年全市有效注册商标数达到1\n"
    assert_sound("".join(f"{page}— {number} —\n200件以上，顾客满意度达到85以上。\n" for number in range(1, 12)))


@settings(max_examples=150)
@given(plan_texts())
def test_any_plan_is_coded_soundly(text: str) -> None:
    assert_sound(text)


@settings(max_examples=400)
@given(fragments())
def test_pieces_of_the_genre_in_any_order_are_coded_soundly(text: str) -> None:
    assert_sound(text)


@settings(max_examples=200)
@given(st.text())
def test_arbitrary_text_is_coded_soundly(text: str) -> None:
    assert_sound(text)


REWRITINGS: dict[str, Callable[[str], rw.Rewritten]] = {
    "full width": rw.full_width,
    "half width": rw.half_width,
    "CR LF": rw.crlf,
    "CR": rw.carriage_returns,
    "byte-order mark": rw.byte_order_mark,
    "spaces in numerals": rw.spaced_numerals,
    "traditional": rw.traditional,
    "wrapped at 28": lambda text: rw.wrapped(text, 28),
    "wrapped at 37": lambda text: rw.wrapped(text, 37),
    "wrapped at 60": lambda text: rw.wrapped(text, 60),
}


def assert_same(text: str, rewritten: rw.Rewritten) -> None:
    expected, found = coded(text), coded(rewritten.text)
    assert rw.comparable(found.targets, rewritten) == rw.comparable(expected.targets)
    assert rw.comparable(found.numerals, rewritten) == rw.comparable(expected.numerals)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("how", REWRITINGS)
def test_layout_and_script_do_not_change_the_coding(name: str, how: str) -> None:
    text = source(name)
    assert_same(text, REWRITINGS[how](text))


# A made-up plan is too short to show the width at which it was wrapped; the other rewritings hold of any text.
@pytest.mark.parametrize("how", [name for name in REWRITINGS if not name.startswith("wrapped")])
@settings(max_examples=40)
@given(text=plan_texts())
def test_layout_and_script_do_not_change_the_coding_of_any_plan(how: str, text: str) -> None:
    assert_same(text, REWRITINGS[how](text))


@settings(max_examples=40)
@given(text=plan_texts(), data=st.data())
def test_spaces_in_some_numerals_do_not_change_the_coding(text: str, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(text))))
    assert_same(text, rw.spaced_numerals(text, chosen.__contains__))


BEFORE = "首页\n政务公开 > 政策文件\n索引号：014-2019-00231\n浏览次数：1283\n字体：大 中 小\n"
AFTER = "\n【打印本页】【关闭窗口】\n主办单位：某某市人民政府办公室\n网站标识码：3206000001 苏ICP备05000001号-1\n联系电话：0513-85000000\n"


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize(
    ("before", "after"), [(BEFORE, ""), ("", AFTER), (BEFORE, AFTER)], ids=["before", "after", "both"]
)
def test_what_belongs_to_the_page_does_not_change_the_coding(name: str, before: str, after: str) -> None:
    text = source(name)
    rewritten = rw.inserted(text, {0: before, len(text): after})
    found = coded(rewritten.text)
    assert rw.comparable(found.targets, rewritten) == rw.comparable(coded(text).targets)
    assert rw.comparable(found.numerals, rewritten) == rw.comparable(coded(text).numerals)
    added = [row for row in found.numerals if rewritten.back(row["start"], row["end"]) is None]
    assert {row["role"] for row in added} <= {"noise", "name"}


@pytest.mark.parametrize("first", PLANS)
def test_coding_one_plan_does_not_change_the_next(first: str) -> None:
    for name in PLANS:
        code(Plan.from_text(source(first), "plan"))
        assert coded(source(name)) == coded(source(name))


# What depends on the document as a whole: its horizon, and which of its sections states the goals.
OF_THE_DOCUMENT = {"part", "year", "year_source"}


@pytest.mark.parametrize(("first", "second"), list(zip(PLANS, PLANS[1:] + PLANS[:1], strict=True)))
def test_sections_of_two_plans_read_one_after_the_other_keep_their_levels(first: str, second: str) -> None:
    a, b = source(first).rstrip() + "\n", source(second)
    together = rw.comparable(coded(a + b).targets, without=OF_THE_DOCUMENT)
    moved = rw.Rewritten(a + b, (None,) * len(a) + tuple(range(len(b))))
    alone = rw.comparable(coded(a).targets, without=OF_THE_DOCUMENT)
    behind = rw.comparable(coded(a + b).targets, moved, without=OF_THE_DOCUMENT)
    assert [target for target in together if target["span"][1] <= len(a) and target["type"] != "qualitative"] == [
        target for target in alone if target["type"] != "qualitative"
    ]
    assert [target for target in behind if target["type"] != "qualitative"] == [
        target for target in rw.comparable(coded(b).targets, without=OF_THE_DOCUMENT) if target["type"] != "qualitative"
    ]


def steps(text: str) -> int:
    """Return how many calls the coding of a text makes: its work, without a clock."""
    count = 0

    def called(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        code(Plan.from_text(text, "plan"))
    finally:
        sys.setprofile(before)
    return count


HOSTILE = {
    "a plan": "（一）产品质量。到2020年，产品抽查合格率达到95%以上，名牌产品达到50个，比2015年增长10%。\n",
    "one sentence": "产品抽查合格率达到95%以上，名牌产品达到50个，",
    "digits": "12345",
    "a list": "食品、",
    "open brackets": "（《“〔",
    "years": "到2018年和2020年分别达到",
    "shares": "9∶46∶45∶",
    "absolutes": "全部全覆盖杜绝一律",
    "tabs": "指标\t95\t",
    "Chinese numerals": "一二三千万亿",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_work_grows_no_faster_than_the_text(what: str) -> None:
    code(Plan.from_text(HOSTILE[what], "warm"))
    unit = HOSTILE[what] * (2400 // len(HOSTILE[what]))
    small, large = steps(unit), steps(unit * 4)
    assert large <= 4.4 * small + 2000


@pytest.mark.parametrize("name", PLANS)
def test_what_a_coding_took_is_freed_when_it_is_let_go(name: str) -> None:
    """Nothing of a plan goes round in a circle: the collector, which would look through all that lives, finds nothing."""
    code(Plan.from_text(source(name), "warm"))
    gc.collect()
    gc.disable()
    try:
        code(Plan.from_text(source(name), name))
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_every_character_of_the_table_has_a_way_back() -> None:
    """Traditional → simplified is a function, and no simplified form of the table is itself mapped on."""
    table = {row["traditional"]: row["simplified"] for row in rows("traditional")}
    assert len(table) == len(rows("traditional"))
    assert not [char for char in table.values() if table.get(char, char) != char]
