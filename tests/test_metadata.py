"""Metadata: the five plans' against the hand-coded set, then the title blocks of notices, letters and reports."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from qcompare.paths import plans_dir, reference_dir
from qcompare.text.front import front
from qcompare.text.metadata import metadata
from qcompare.text.model import Plan

sys.path.insert(0, str(Path(__file__).parent))
from notices import GOALS, read  # noqa: E402

REFERENCE = json.loads((reference_dir() / "plans.json").read_text(encoding="utf-8"))
# the script is told by the text room; the horizon of a plan without a period is read from its goals
FIELDS = [
    "title", "doc_number", "issuer", "jurisdiction", "level", "doc_type", "date_issued", "period_start", "period_end",
    "cites",
]  # fmt: skip


@pytest.mark.parametrize("name", REFERENCE)
@pytest.mark.parametrize("field", FIELDS)
def test_the_five_plans(name: str, field: str) -> None:
    text = (plans_dir() / f"{name}.txt").read_bytes().decode("utf-8")
    assert metadata(Plan.from_text(text, name))[field] == REFERENCE[name][field]


WRAPPED = (
    """绥化市人民政府关于印发绥化市质量兴市三年
行动计划（２０１３－２０１５年）的通知
绥政发〔２０１３〕１１号

各县（市、区）人民政府，市政府各部门：
　　现将《绥化市质量兴市三年行动计划（2013-2015年）》印发给你们，请认真组织实施。
　　　　　　　　　　　　绥化市人民政府
　　　　　　　　　　　　二〇一三年三月一日

绥化市质量兴市三年行动计划
（2013-2015年）
　　为落实国务院《质量发展纲要（2011—2020年）》（国发〔2012〕9号）和省政府《关于实施质量强省战略的意见》，制定本计划。
"""
    + GOALS
)


def test_a_notice_that_wraps_a_plan() -> None:
    found = read(WRAPPED)
    assert found == {
        "title": "绥化市质量兴市三年行动计划（2013-2015年）",
        "doc_number": "绥政发〔２０１３〕１１号",
        "issuer": "绥化市人民政府",
        "jurisdiction": "黑龙江省绥化市",
        "level": "prefecture",
        "doc_type": "行动计划",
        "date_issued": "2013-03-01",
        "period_start": 2013,
        "period_end": 2015,
        "horizon": 2015,
        "cites": ["国务院《质量发展纲要（2011—2020年）》（国发〔2012〕9号）", "省政府《关于实施质量强省战略的意见》"],
    }


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_change_nothing(ends: str) -> None:
    assert read("\ufeff" + WRAPPED.replace("\n", ends)) == read(WRAPPED)


@pytest.mark.parametrize(("under", "joined"), [("（2021年9月）", False), ("（2021—2025年）", True)])
def test_a_month_under_the_title_is_no_part_of_it_and_a_period_is(under: str, joined: bool) -> None:
    """What stands in brackets under a title says when it was made, or for which years."""
    found = read(f"江城市质量发展规划\n{under}\n" + GOALS)
    assert found["title"] == "江城市质量发展规划" + under * joined


def test_joint_issuers_and_a_date_in_brackets() -> None:
    found = read("中共河南省委 河南省人民政府\n关于开展质量提升行动的实施意见\n（2018年5月4日）\n" + GOALS)
    assert found["title"] == "中共河南省委 河南省人民政府关于开展质量提升行动的实施意见"
    assert found["issuer"] == "中共河南省委 河南省人民政府"
    assert found["date_issued"] == "2018-05-04"
    assert (found["doc_type"], found["level"]) == ("实施意见", "province")


def test_joint_issuers_each_on_a_line_of_a_sign_off() -> None:
    found = read("关于建设质量强市的决定\n" + GOALS * 3 + "中共沈阳市委\n沈阳市人民政府\n2016年11月8日\n")
    assert found["issuer"] == "中共沈阳市委 沈阳市人民政府"
    assert found["level"] == "subprovincial"
    assert found["date_issued"] == "2016-11-08"


def test_an_issuer_told_by_the_number_alone() -> None:
    """The office of a government by its number; its place by what the text speaks of."""
    found = read(
        "铜政办〔2015〕7号　2015年1月20日\n各县、区人民政府:\n" + GOALS + "提高铜陵产品知名度,建设我市质量品牌。\n"
    )
    assert found["issuer"] == "铜陵市人民政府办公室"
    assert found["jurisdiction"] == "安徽省铜陵市"
    assert found["date_issued"] == "2015-01-20"
    assert found["title"] is None


def test_traditional_script_is_given_as_written_and_read_as_simplified() -> None:
    found = read(
        "廣東省人民政府關於印發廣東省質量發展綱要（2012—2020年）的通知\n粵府〔2012〕90號\n各地級以上市人民政府：\n"
        + GOALS
    )
    assert found["title"] == "廣東省質量發展綱要（2012—2020年）"
    assert found["doc_number"] == "粵府〔2012〕90號"
    assert (found["issuer"], found["jurisdiction"], found["doc_type"]) == ("廣東省人民政府", "广东省", "纲要")


def test_a_red_letterhead_and_a_title_over_two_lines() -> None:
    found = read(
        "湖 北 省 人 民 政 府 文 件\n\n鄂政发〔2012〕88号\n\n省人民政府关于印发湖北省\n质量发展规划（2011—2020年）的通知\n\n"
        "各市、州、县人民政府：\n　　现将《湖北省质量发展规划（2011—2020年）》印发给你们，请认真贯彻执行。\n\n　　　二〇一二年十月八日\n\n"
        "湖北省质量发展规划\n（2011—2020年）\n" + GOALS
    )
    assert found["title"] == "湖北省质量发展规划（2011—2020年）"
    assert found["issuer"] == "湖北省人民政府"
    assert found["date_issued"] == "2012-10-08"


def test_a_department_s_plan_that_the_office_hands_on() -> None:
    found = read(
        "常州市人民政府办公室\n转发市质监局关于进一步推进名牌战略\n实施意见的通知\n常政办发〔2009〕77号\n各辖市、区人民政府:\n"
        "市质监局拟订的《关于进一步推进名牌战略的实施意见》已经市政府同意，现转发给你们，请认真贯彻落实。\n二〇〇九年六月三日\n"
        "关于进一步推进名牌战略的实施意见\n" + GOALS
    )
    assert found["title"] == "关于进一步推进名牌战略的实施意见"
    assert (found["issuer"], found["jurisdiction"]) == ("常州市人民政府办公室", "江苏省常州市")
    assert (found["doc_type"], found["date_issued"]) == ("实施意见", "2009-06-03")


def test_ministries_issue_for_the_nation() -> None:
    found = read(
        "工业和信息化部 质检总局关于印发\n《促进装备制造业质量品牌提升专项行动指南》的通知\n工信部联科〔2016〕268号\n"
        "工业和信息化部\n质检总局\n2016年8月15日\n" + GOALS
    )
    assert (found["issuer"], found["level"]) == ("工业和信息化部 质检总局", "national")
    assert (found["title"], found["doc_type"]) == ("促进装备制造业质量品牌提升专项行动指南", "指南")


def test_number_in_brackets_under_title_and_issuer() -> None:
    found = read("关于贯彻《质量发展纲要（2011-2020年）》的实施意见\n绵阳市人民政府\n（绵府发〔2012〕30号）\n" + GOALS)
    assert (found["issuer"], found["doc_number"]) == ("绵阳市人民政府", "绵府发〔2012〕30号")
    assert (found["period_start"], found["jurisdiction"]) == (None, "四川省绵阳市")


def test_adoption_by_a_people_s_congress() -> None:
    found = read(
        "贵阳市国民经济和社会发展第十三个五年规划纲要\n（2016年2月4日贵阳市第十三届人民代表大会第六次会议通过）\n"
        + GOALS
    )
    assert (found["date_issued"], found["period_start"], found["doc_type"]) == ("2016-02-04", 2016, "纲要")


def test_places_that_share_a_character_of_their_numbers() -> None:
    found = read("# 质量强市行动方案\n大政办发〔2021〕9号\n" + GOALS + "提升大连制造,建设我市质量高地。\n")
    assert (found["issuer"], found["jurisdiction"]) == ("大连市人民政府办公厅", "辽宁省大连市")


def test_a_national_plan() -> None:
    found = read(
        "国务院关于印发“十三五”市场监管规划的通知\n国发〔2017〕6号\n各省、自治区、直辖市人民政府:\n国务院\n2017年1月12日\n"
        + GOALS
    )
    assert (found["issuer"], found["level"], found["jurisdiction"]) == ("国务院", "national", "全国")
    assert (found["title"], found["horizon"]) == ("“十三五”市场监管规划", 2020)


TOOLS = "下载\n打印\n全屏\n【字号：\n加大\n还原\n减小\n】\n"
REPORT = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议，并请市政协委员提出意见。\n一、2018年工作回顾\n生产总值增长8%。\n"


@pytest.mark.parametrize(
    ("front", "title", "issuer", "date", "jurisdiction"),
    [
        (
            TOOLS + "2019年绥化市政府工作报告\n——2019年1月9日在绥化市第四届人民代表大会第二次会议上\n来源：绥化日报\n时间：2019-01-20\n市长 王某\n",
            "2019年绥化市政府工作报告", "绥化市人民政府", "2019-01-09", "黑龙江省绥化市",
        ),
        (
            "首页\n>\n政务要闻\n政务要闻\n2019年政府工作报告\n2019-01-20 09:02:33\n——二〇一九年一月九日在绥化市第四届\n人民代表大会第二次会议上\n",
            "2019年政府工作报告", "绥化市人民政府", "2019-01-09", "黑龙江省绥化市",
        ),
        ("政府工作报告\n", "政府工作报告", None, None, None),
        ("", None, None, None, None),
    ],
)  # fmt: skip
def test_a_report_to_an_assembly(
    front: str, title: str | None, issuer: str | None, date: str | None, jurisdiction: str | None
) -> None:
    """Its kind is no 意见, though the delegates are asked for theirs; its day is that of the session, not of the page."""
    found = read(front + REPORT)
    assert (found["title"], found["issuer"], found["date_issued"]) == (title, issuer, date)
    assert (found["doc_type"], found["jurisdiction"]) == ("政府工作报告", jurisdiction)
    assert (found["period_start"], found["horizon"]) == (None, 2019)


def test_a_national_report_on_a_plan() -> None:
    found = read(
        "关于2009年竞赛计划执行情况与2010年竞赛计划草案的报告\n——2010年4月2日在第十一届全国人民代表大会第三次会议上\n"
        "各位代表：\n受国务院委托，现将去年的执行情况与今年的草案提请审议。\n一、2009年计划执行情况\n粮食增产。\n"
    )
    assert found["title"] == "关于2009年竞赛计划执行情况与2010年竞赛计划草案的报告"
    assert (found["issuer"], found["date_issued"], found["doc_type"]) == ("国务院", "2010-04-02", "报告")


def test_a_reply_and_a_plan_that_a_letter_hands_on() -> None:
    reply = read("国务院关于江北新区总体规划（2018—2035年）的批复\n国函〔2018〕159号\n江苏省人民政府：\n" + GOALS)
    assert (reply["doc_type"], reply["period_end"]) == ("批复", None)
    handed = read(
        "国务院办公厅关于印发国家粮食应急预案的函\n国办函〔2005〕57号\n各省、自治区、直辖市人民政府：\n" + GOALS
    )
    assert (handed["title"], handed["doc_type"]) == ("国家粮食应急预案", "预案")


def test_a_communique_that_a_lower_body_passed_on() -> None:
    found = read(
        "当前位置：首页>统计公报\n发布机构：\n绥化市统计局\n发文日期：\n2022-04-02\n分类：\n统计公报\n"
        "黑龙江省2021年国民经济和社会发展统计公报[1]\n黑龙江省统计局  国家统计局黑龙江调查总队\n2022年3月30日\n"
        "2021年，全省生产总值增长6.1%，粮食丰收，就业平稳，居民收入继续增加。\n"
    )
    assert (found["title"], found["doc_type"]) == ("黑龙江省2021年国民经济和社会发展统计公报", "统计公报")
    assert (found["issuer"], found["date_issued"]) == ("黑龙江省统计局 国家统计局黑龙江调查总队", "2022-03-30")


@pytest.mark.parametrize(
    ("session", "day"),
    [
        ("——2025年1月14日市长李平在江苏省南通市第十六届人民代表大会第三次会议上的讲话", "2025-01-14"),
        ("----2025年1月15日李平市长在江苏省南通市第十六届人民代表大会第三次会议的政府工作报告", "2025-01-15"),
        ("——2012年1月14日在江苏省南通市第十六届\n\n人民代表大会第二次会议上", "2012-01-14"),
    ],
)
def test_who_spoke_may_stand_before_the_session(session: str, day: str) -> None:
    found = read(f"2025年南通市政府工作报告\n{session}\n各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n")
    assert (found["title"], found["date_issued"]) == ("2025年南通市政府工作报告", day)


def test_the_title_of_a_report_with_its_session_on_one_line() -> None:
    found = read(
        "新华社北京3月17日电\n政府工作报告——2016年3月5日在第十二届全国人民代表大会第四次会议上国务院总理 李平\n各位代表：\n现在，我代表国务院，向大会报告政府工作，请予审议。\n"
    )
    assert (found["title"], found["date_issued"], found["issuer"]) == ("政府工作报告", "2016-03-05", "国务院")


def test_what_an_office_passes_on_is_dated_by_its_own_day() -> None:
    """The page's labels are the office's; the sign-off at the end is that of the report that it passed on."""
    found = read("发文机关：\n国务院办公厅\n成文日期：\n1996年02月05日\n标　　题：\n国务院办公厅转发国家水利局关于防洪工作意见的通知\n"
                 "发文字号：\n国办发〔1996〕2号\n国务院办公厅转发国家水利局\n关于防洪工作意见的通知\n国办发〔1996〕2号\n各省、自治区、直辖市人民政府：\n"
                 "国家水利局《关于防洪工作的意见》已经国务院同意，现转发给你们。\n" + GOALS + "国家水利局\n一九九六年一月二十五日\n")  # fmt: skip
    assert (found["issuer"], found["date_issued"]) == ("国务院办公厅", "1996-02-05")


def test_offices_that_open_the_title() -> None:
    found = read("国家水利总局、国家发展和改革委员会关于印发《全国酸雨防治“十一五”规划》的通知\n" + GOALS)
    assert (found["issuer"], found["jurisdiction"]) == ("国家水利总局、国家发展和改革委员会", "全国")
    assert read("南通市工商行政管理局关于贯彻《品牌意见》的实施意见\n" + GOALS)["issuer"] == "南通市工商行政管理局"


def test_a_first_line_that_cannot_end_there() -> None:
    found = read(
        "国务院办公厅关于开展\n市区幼儿园质量治理工作的通知\n国办发〔2019〕3号\n各省、自治区、直辖市人民政府：\n"
        + GOALS
    )
    assert found["title"] == "国务院办公厅关于开展市区幼儿园质量治理工作的通知"


def test_a_date_in_mixed_numerals() -> None:
    found = read(
        "四平市人民政府关于加强质量工作的意见\n各县（市）、区人民政府：\n现印发给你们。\n四平市人民政府\n二00八年七月十四日\n"
        + GOALS
    )
    assert found["date_issued"] == "2008-07-14"


def test_a_title_whose_second_line_goes_on_and_who_approved_it() -> None:
    found = read(
        "绥化市陶瓷产业发展第十四个五年规划\n和二〇三五年远景目标纲要\n"
        "（2021年1月18日绥化市第四届人民代表大会第六次会议批准）\n" + GOALS
    )
    assert found["title"] == "绥化市陶瓷产业发展第十四个五年规划和二〇三五年远景目标纲要"
    assert (found["date_issued"], found["period_end"], found["doc_type"]) == ("2021-01-18", 2025, "纲要")


def test_eight_ministries_sign_together() -> None:
    names = ["教育部", "科技部", "财政部", "农业部", "商务部", "文化部", "审计署", "质检总局"]
    found = read("关于加强质量教育的意见\n" + GOALS * 3 + "\n".join(names) + "\n2016年11月8日\n")
    assert found["issuer"] == " ".join(names)


def test_a_letter_with_a_second_paragraph_before_its_sign_off() -> None:
    letter = "《江城市2017年质量发展计划》已经市政府同意,现印发给你们,请遵照执行。\n2017年质量发展计划的各项具体计划,由市质监局等有关部门会同各县区另行下达,不再行文。\n"
    text = f"江城市人民政府\n关于下达《江城市2017年质量发展计划》的通知\n各县区人民政府:\n{letter}江城市人民政府\n2017年3月31日\n江城市2017年质量发展计划\n{GOALS}"
    assert read(text)["date_issued"] == "2017-03-31"
    assert read(text.replace("2017年3月31日\n", ""))["date_issued"] is None


def test_a_leading_group_with_a_slogan_in_its_name_signs() -> None:
    group = "江城市推进“三区一带”建设领导小组办公室"
    text = f"{group}关于印发江城市质量提升实施意见的通知\n各有关单位:\n现印发给你们,请认真贯彻执行。\n{group}\n2022年3月23日\n江城市质量提升实施意见\n{GOALS}"
    found = read(text)
    assert (found["issuer"], found["date_issued"]) == (group, "2022-03-23")


@pytest.mark.parametrize(
    ("title", "kind"), [("江城市人民政府关于质量工作的通报", "通报"), ("江城县人民政府工作规则", "规则")]
)
def test_circulars_and_rules_of_procedure_are_kinds(title: str, kind: str) -> None:
    found = read(f"{title}\n各县区人民政府:\n{GOALS}")
    assert (found["title"], found["doc_type"]) == (title, kind)


def test_the_front_ends_where_the_plan_begins() -> None:
    text = "某市质量规划\n某政发〔2013〕1号\n各县人民政府:\n现将《某市质量规划》印发给你们,请认真贯彻执行。\n一、目标\n正文。\n"
    lines, body = front(text)
    assert len(lines) == 4
    assert text[body:].startswith("一、目标")
