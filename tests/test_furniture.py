"""Lines of the web page that a plan stood on: told from the plan by their words and by their place."""

from __future__ import annotations

import pytest

import qcompare as qc
from qcompare.coding import code
from qcompare.text.furniture import is_furniture


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("索引号:123 发布日期:2014-01-01", True),
        ("点击次数:", True),
        ("无障碍阅读 | 繁体 | 今天是2026年11月30日 多云 12℃~18℃", True),
        ("加入收藏 联系方式", True),
        ("设为首页 邮箱", True),
        ("今天是2026年11月30日 星期一 多云 12℃~18℃", True),
        ("养老机构无障碍阅读设施覆盖率达到90%", False),
        ("【打印】【关闭】", True),
        ("成文日期2018-12-30", True),
        ("版权所有:某市人民政府 备案号:南ICP备05001234号", True),
        ("发展3D打印产业,年产值达到10亿元", False),
        ("来源于农业的面源污染下降10%", False),
        ("时间紧、任务重,各地要抓紧落实", False),
        ("一、工作目标", False),
    ],
)
def test_furniture_is_told_from_the_plan(line: str, furniture: bool) -> None:
    assert is_furniture(line, 2, 100) is furniture


def test_furniture_stands_at_the_edges_of_a_page() -> None:
    assert not is_furniture("首页 > 质量", 200, 200)


def test_the_box_and_the_weather_of_a_page_are_neither_targets_nor_tables_to_look_at() -> None:
    plan = qc.Plan.from_text(
        "无障碍阅读 | 繁体 今天是2026年11月30日 星期一 多云 12℃~18℃\n索引号:\t431200/2018-00912\t发文机关:\t某县人民政府\n"
        "文号:\t某政发〔2018〕15号\t发布日期:\t2018-06-12\n某县质量强县方案(2018—2020年)\n一、工作目标\n到2020年,产品抽查合格率达到93%以上。\n"
    )
    coding = code(plan)
    assert [target["level_text"] for target in coding.targets] == ["93%以上"]
    assert not coding.unread and not [row for row in coding.numerals if row["role"] == "unplaced"]


def test_a_table_that_is_not_understood_still_is_one_to_look_at() -> None:
    plan = qc.Plan.from_text("某县方案\n一、目标\n到2020年,合格率达到93%以上。\n甲\t1\t2\n乙\t3\t4\n丙\t5\t6\n")
    assert code(plan).unread
