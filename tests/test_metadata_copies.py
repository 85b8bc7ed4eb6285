"""Metadata of copies: labels and tools of a web page, lines that were glued together, headlines over a plan."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qcompare.text.model import Plan

sys.path.insert(0, str(Path(__file__).parent))
from notices import GOALS, read  # noqa: E402


def test_a_web_copy_with_labelled_fields() -> None:
    found = read(
        "首页 > 政府信息公开 > 规划计划\n"
        "索 引 号：11370000/2017-00123　　　发文机关：省政府办公厅\n"
        "成文日期：2017年6月30日　　　　　　发布日期：2017-07-04\n"
        "发文字号：鲁政办发〔2017〕50号　　浏览次数：3,216\n"
        "山东省“十三五”质量发展规划\n" + GOALS
    )
    assert found["doc_number"] == "鲁政办发〔2017〕50号"
    assert found["issuer"] == "山东省人民政府办公厅"
    assert found["date_issued"] == "2017-06-30"
    assert found["title"] == "山东省“十三五”质量发展规划"
    assert (found["period_start"], found["period_end"]) == (2016, 2020)
    assert found["level"] == "province"


def test_the_day_of_a_web_page_is_not_the_day_of_signing() -> None:
    found = read("湖州市质量发展规划\n发布日期：2014-05-06 10:22\n来源：市质监局 时间：2014-05-06\n" + GOALS)
    assert found["date_issued"] is None
    assert found["issuer"] is None


@pytest.mark.parametrize("apart", ["\n", "", "\t"])
def test_a_label_table_whose_cells_came_out_one_a_line(apart: str) -> None:
    found = read(
        f"索 引 号：{apart}QX01/2019-00224\n主题分类：{apart}城乡建设\\城市规划\n发文机关：{apart}国务院办公厅\n"
        f"成文日期：{apart}2018年12月25日\n标　　题：{apart}国务院办公厅关于扶持陶艺竞赛的指导意见\n"
        f"发文字号：{apart}国办发〔2018〕907号\n发布日期：{apart}2019年01月02日\n主 题 词：\n"
        "国务院办公厅关于扶持\n陶艺竞赛的指导意见\n国办发〔2018〕907号\n各省、自治区、直辖市人民政府：\n" + GOALS
    )
    assert (found["title"], found["doc_type"]) == ("国务院办公厅关于扶持陶艺竞赛的指导意见", "指导意见")
    assert (found["doc_number"], found["issuer"]) == ("国办发〔2018〕907号", "国务院办公厅")
    assert found["date_issued"] == "2018-12-25"


def test_a_notice_on_one_line() -> None:
    found = read(
        "国务院关于印发全国竞赛质量“十二五”纲要的通知国发〔2012〕77号 各体育局、各直属单位：　　现将《全国竞赛质量“十二五”纲要》"
        "发给你们，望遵照办理。" + "　" * 20 + "国  务  院" + "　" * 12 + "二○一二年三月六日  全国竞赛质量“十二五”纲要　　  "
        + "为办好各类竞赛，提高竞赛质量，制定本规划。" * 20 + "　　 一、主要目标　　到2015年，污水处理率达到85%。"
    )  # fmt: skip
    assert (found["title"], found["doc_number"]) == ("全国竞赛质量“十二五”纲要", "国发〔2012〕77号")
    assert (found["issuer"], found["date_issued"], found["horizon"]) == ("国务院", "2012-03-06", 2015)


@pytest.mark.parametrize("kind", ["的函", "的批复", "的决定"])
def test_a_number_glued_to_the_title_of_a_letter(kind: str) -> None:
    text = f"江城市人民政府关于质量发展规划{kind}江政函〔2021〕12号\n各县区人民政府：\n一、总体要求\n加强组织领导，落实责任。\n"
    assert Plan.from_text(text, "x").metadata["doc_number"] == "江政函〔2021〕12号"


@pytest.mark.parametrize("kind", ["意见", "办法"])
def test_a_number_glued_to_the_title_of_a_longer_kind(kind: str) -> None:
    found = read(
        f"江苏省南通市人民政府关于推行第三方检验的{kind}通政发〔2014〕69号各县（市）、区人民政府，市各委、办、局：\n"
        + GOALS
    )
    assert (found["title"], found["doc_number"]) == (
        f"江苏省南通市人民政府关于推行第三方检验的{kind}",
        "通政发〔2014〕69号",
    )


@pytest.mark.parametrize(
    ("line", "title", "number", "issuer"),
    [
        ("山东省水利厅关于请确认《引水工程三年方案》目标的函省有关部门、单位:按照部署，我厅起草了方案，请研究。",
         "山东省水利厅关于请确认《引水工程三年方案》目标的函", None, "山东省水利厅"),
        ("山东省水利厅鲁水函〔2021〕102号山东省水利厅关于核对用水指标的函省直有关部门、单位:请按照部署核对，请研究。",
         "山东省水利厅关于核对用水指标的函", "鲁水函〔2021〕102号", "山东省水利厅"),
        ("山东省水利厅山东省水利厅关于核对用水指标的函省财政厅、省农业农村厅:请按照部署核对，请研究。",
         "山东省水利厅关于核对用水指标的函", None, "山东省水利厅"),
    ],
)  # fmt: skip
def test_a_letter_in_one_line(line: str, title: str, number: str | None, issuer: str) -> None:
    """The text goes on in the line of the title: addressees tell where it starts; a letterhead is no part of it."""
    found = read(line)
    assert (found["title"], found["doc_number"], found["issuer"], found["doc_type"]) == (title, number, issuer, "函")


def test_a_title_and_its_addressees_in_one_line() -> None:
    found = read(
        "实施标准战略建设品牌强市的意见各县、区人民政府，市各委、办、局：为贯彻落实省的意见，制定本意见。\n" + GOALS
    )
    assert found["title"] == "实施标准战略建设品牌强市的意见"


def test_a_sign_off_glued_to_its_letter() -> None:
    found = read("四平市人民政府办公室关于印发四平市质量提升方案的通知\n四政办发〔2020〕4号\n"
                 "各县（市）、区人民政府：《四平市质量提升方案》已经市政府同意，现印发给你们。四平市人民政府办公室2020年11月1日（此件公开发布）\n四平市质量提升方案\n" + GOALS)  # fmt: skip
    assert found["date_issued"] == "2020-11-01"


def test_a_headline_in_title_marks_is_no_title() -> None:
    found = read(
        "《四平市印发四平市水质提升2018年行动计划》\n• 来源专题:水质\n• 发布时间:2018-09-03\n• 四平市水质提升2018年行动计划\n"
        + GOALS
    )
    assert found["title"] == "四平市水质提升2018年行动计划"


NOTICE = "各县区人民政府:\n为提高质量水平,加快建设质量强市,结合我市实际,现提出以下意见。\n" + GOALS


@pytest.mark.parametrize(
    "front",
    [
        "四政发〔2013〕5号\n四平市人民政府关于加强质量工作的意见\n",
        "四政发〔2013〕5号 四平市人民政府关于加强质量工作的意见\n\n四平市人民政府关于加强质量工作的意见\n",
        "四政发〔2013〕5号《四平市人民政府关于加强质量工作的意见》\n四平市人民政府关于加强质量工作的意见\n四政发〔2013〕5号\n",
        "四平市人民政府关于加强质量工作的意见\n(四政发〔2013〕5号)\n",
        "四平市人民政府关于加强质量工作的意见(四政发〔2013〕5号)\n",
        "四平市人民政府关于加强质量工作的意见四政发〔2013〕5号\n",
        "法规汇编网\n您当前位置: 新闻中心>>质量>>要闻>>\n四平市人民政府关于加强质量工作的意见\n四政发〔2013〕5号\n",
        "Rules政策法规\n市政府关于加强质量工作的意见\n四政发〔2013〕5号\n",
    ],
)
def test_the_number_is_no_part_of_the_title_nor_is_what_stands_above_it(front: str) -> None:
    found = read(front + NOTICE)
    assert found["title"].removeprefix("四平市人民").removeprefix("市") in (
        "政府关于加强质量工作的意见", "政府关于加强质量工作的意见(四政发〔2013〕5号)"
    )  # fmt: skip
    assert (found["doc_number"], found["doc_type"]) == ("四政发〔2013〕5号", "意见")


def test_the_number_is_no_part_of_a_title_that_goes_on_in_a_second_line() -> None:
    found = read("四政发〔2021〕5号 四平市陶瓷产业发展第十四个五年规划\n和二〇三五年远景目标纲要\n" + GOALS)
    assert found["title"] == "四平市陶瓷产业发展第十四个五年规划和二〇三五年远景目标纲要"


def test_the_number_glued_to_a_longer_kind_of_opinion() -> None:
    found = read("四平市人民政府关于改善人居环境的指导意见四政发〔2013〕5号各县区人民政府:\n" + GOALS)
    assert (found["title"], found["doc_number"]) == ("四平市人民政府关于改善人居环境的指导意见", "四政发〔2013〕5号")


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("发布机构:四平市质监局 成文日期:2013-02-22\n", "2013-02-22"),  # the blank between the two is gone in the text
        ("日期:2013-10-11 16:17 来源:本网\n", None),  # when it was put on the web
        ("发文日期:2013-10-11 16:17\n", "2013-10-11"),
    ],
)
def test_labels_without_a_blank_and_the_hour_of_a_page(label: str, day: str | None) -> None:
    assert read(label + "四平市人民政府关于加强质量工作的意见\n" + NOTICE)["date_issued"] == day


def test_the_title_of_the_page_and_then_the_document_s_with_its_period() -> None:
    text = f"江城市质量发展规划实施方案\n江城市质量发展规划实施方案\n(2016-2020年)\n江城市质监局\n{GOALS}"
    assert read(text)["title"] == "江城市质量发展规划实施方案(2016-2020年)"


def test_a_page_of_news_that_gives_a_plan_in_full() -> None:
    told = "日前,江城市政府印发《江城市质量提升三年行动方案(2018—2020年)》,全面部署今后三年的质量工作。\n"
    assert (
        read(f"要闻\n{told}江城市质量提升三年行动方案\n{GOALS}")["title"] == "江城市质量提升三年行动方案(2018—2020年)"
    )
    assert read(f"要闻\n{told}方案提出三项任务。\n{GOALS}")["title"] is None


def test_a_headline_that_tells_who_issued_a_plan_is_no_title() -> None:
    assert (
        read("江城出台2016年质量建设行动计划\n记者从市政府获悉,行动计划着力促进质量提升,保障质量安全。\n")["title"]
        is None
    )
    assert read("江城市2016年质量建设行动计划\n" + GOALS)["title"] == "江城市2016年质量建设行动计划"


def test_a_text_of_nothing_but_noise_gives_nothing_and_takes_no_time() -> None:
    nested = "市委 " * 40 + "x\n"  # every part could be read in two ways
    for text in (
        nested * 50,
        "市政府" * 30_000 + "关于",
        "《" * 100_000,
        "印发" * 50_000,
        "2013年" * 50_000,
        "市" * 100_000,
        "质量\n" * 50_000,
        "(" * 100_000,
    ):
        found = read(text)
        assert found["cites"] == []
        assert found["doc_number"] is None
