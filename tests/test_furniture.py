"""Lines of the web page that a plan stood on: told from the plan by their words and by their place."""

from __future__ import annotations

import pytest

from qcompare.text.furniture import is_furniture


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("索引号:123 发布日期:2014-01-01", True),
        ("点击次数:", True),
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
