"""Places by their names, and the documents that a text cites: those of its own place are left out."""

from __future__ import annotations

import pytest

from qcompare.text.citations import cites
from qcompare.text.places import gazetteer, place_in


@pytest.mark.parametrize(
    ("name", "context", "jurisdiction", "level"),
    [
        ("延边朝鲜族自治州人民政府", "", "吉林省延边朝鲜族自治州", "prefecture"),
        ("吉林市人民政府", "", "吉林省吉林市", "prefecture"),
        ("吉林省人民政府", "", "吉林省", "province"),
        ("江苏省南通市质量发展规划", "", "江苏省南通市", "prefecture"),
        ("上海市浦东新区人民政府", "", "上海市浦东新区", "county"),
        ("杭州市余杭区人民政府", "", "浙江省杭州市余杭区", "county"),
        ("锡林郭勒盟行政公署", "", "内蒙古自治区锡林郭勒盟", "prefecture"),
        ("昆山市人民政府", "各镇人民政府,各街道办事处:", "昆山市", "county"),
        (
            "安溪县人民政府",
            "落实《福建省人民政府关于质量的意见》和《泉州市人民政府关于质量的意见》",
            "福建省泉州市安溪县",
            "county",
        ),
        ("澄州市人民政府", "各县(市、区)人民政府:", "澄州市", "prefecture"),
        ("新疆维吾尔自治区人民政府", "", "新疆维吾尔自治区", "province"),
    ],
)
def test_places(name: str, context: str, jurisdiction: str, level: str) -> None:
    place = place_in(name, context)
    assert place is not None
    assert (place.jurisdiction, place.level) == (jurisdiction, level)


@pytest.mark.parametrize(
    "text",
    ["我省质量工作", "全市质量工作", "关于质量的意见", "各区人民政府", "质量强市行动方案", "全国文明城市创建规划"],
)
def test_no_place_where_none_is_named(text: str) -> None:
    assert place_in(text) is None


def test_the_gazetteer_is_whole() -> None:
    levels = [place.level for place, _ in gazetteer().values()]
    current = [name for name in gazetteer() if gazetteer()[name][0].level in ("prefecture", "subprovincial")]
    assert levels.count("municipality") == 4
    assert levels.count("subprovincial") == 15
    assert levels.count("province") == 27 + 3
    assert len(current) >= 333
    assert all(place.above for place, _ in gazetteer().values() if place.level in ("prefecture", "subprovincial"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "为贯彻《质量强国建设纲要》,落实《标准化纲要》(国发〔2021〕3号),制定本方案。",
            ["《质量强国建设纲要》", "《标准化纲要》(国发〔2021〕3号)"],
        ),
        ("大力推行《卓越绩效评价准则》国家标准。", []),
        ("制定并实施《某省质量振兴计划(1998-2010年)》,召开会议。", []),
        ("贯彻《中华人民共和国产品质量法》,加强监管。", ["《中华人民共和国产品质量法》"]),
        ("国务院《质量振兴纲要》颁布以来,成效显著。", ["国务院《质量振兴纲要》"]),
        ("落实《规划》。再落实《规划》。", ["《规划》"]),
        ("落实市政府《关于质量的意见》,强化责任。", []),
        ("落实省政府《关于质量的意见》,强化责任。", ["省政府《关于质量的意见》"]),
        ("按照《关于印发〈质量纲要〉的通知》要求。", ["《关于印发〈质量纲要〉的通知》"]),
        ("按照《没有结束的标题,落实各项任务。", []),
    ],
)
def test_citations(text: str, named: list[str]) -> None:
    place = place_in("四平市人民政府")
    assert [text[a:b] for a, b in cites(text, 0, None, place)] == named
