"""Qualitative goals: one for each clause of the goals part that states a result without a level."""

import pytest

from qcompare.coding import code
from qcompare.coding.qualitative import qualitative_clauses
from qcompare.text import Plan


def clauses(sentence, title="主要目标"):
    plan = Plan.from_text(f"一、{title}\n{sentence}\n二、主要任务\n质量意识明显增强。\n")
    found = qualitative_clauses(plan, [])
    return [(plan.text[c.start : c.end], plan.text[c.level_start : c.level_end], c.indicator) for c in found]


@pytest.mark.parametrize(
    ("clause", "level", "indicator"),
    [
        ("全民质量意识明显增强", "明显增强", "全民质量意识"),
        ("市场秩序得到有效规范", "得到有效规范", "市场秩序"),
        ("标准化改革取得重大突破", "取得重大突破", "标准化改革"),
        ("消费环境更加安全放心", "更加安全放心", "消费环境"),
        ("产品质量安全形势保持总体稳定", "保持总体稳定", "产品质量安全形势"),
        ("质量治理能力迈上新台阶", "迈上新台阶", "质量治理能力"),
        ("质量共治格局基本形成", "基本形成", "质量共治格局"),
        ("改革成果惠及广大群众", "惠及广大群众", "改革成果"),
        ("产业由规模扩张向质量效益转变", "由规模扩张向质量效益转变", "产业"),
        ("形成一批优势产业集群", "形成一批", "优势产业集群"),
        ("初步建立质量追溯制度", "初步建立", "质量追溯制度"),
        ("不断完善公共服务体系", "不断完善", "公共服务体系"),
        ("通过国家级示范区验收", "通过", "国家级示范区验收"),
        ("全面推行政府绩效管理", "全面推行", "政府绩效管理"),
        ("推进机制更加健全", "更加健全", "推进机制"),
        ("推进质量建设取得明显成效", "取得明显成效", "推进质量建设"),
        ("产业发展质量提升", "提升", "产业发展质量"),
    ],
)
def test_a_result_is_coded_with_its_predicate(clause, level, indicator):
    assert clauses(f"到2020年,{clause}。") == [(clause, level, indicator)]


@pytest.mark.parametrize(
    "clause",
    [
        "推进质量强市建设",
        "大力支持企业开展技术改造",
        "鼓励社会力量参与质量治理",
        "加快建设公共服务平台",
        "引导企业质量水平不断提高",
        "以提高发展质量和效益为中心",
        "围绕主导产业深入开展质量提升",
        "促进产业全面协调发展",
        "实现以下主要目标",
        "质量基础已经明显改善",
    ],
)
def test_an_activity_is_not_coded(clause):
    assert clauses(f"{clause}。") == []


def test_one_for_each_clause_without_year_and_striving():
    found = clauses("到2020年,质量水平显著提升,力争建成质量强市;品牌影响力持续扩大。")
    assert [quote for quote, _, _ in found] == ["质量水平显著提升", "建成质量强市", "品牌影响力持续扩大"]


def test_a_title_that_states_a_result_is_coded_and_a_label_is_not():
    found = clauses("(一)供给质量明显改善。优质产品更加丰富。\n(二)质量提升:监管体系更加完善。")
    assert [quote for quote, _, _ in found] == ["供给质量明显改善", "优质产品更加丰富", "监管体系更加完善"]


def test_the_title_supplies_whose_attribute_it_is():
    found = clauses("(一)工业产品。产品质量稳步提高,性能大幅改善。")
    assert [indicator for _, _, indicator in found] == ["工业产品质量", "工业产品性能"]


def test_a_clause_with_a_level_is_no_qualitative_goal():
    coding = code(
        Plan.from_text(
            "一、工作目标\n到2020年,农产品监测合格率达到98%,质量意识明显增强。\n二、主要任务\n加强质量监管,落实主体责任。\n三、附则\n本意见自发布之日起施行。\n"
        )
    )
    assert [target["type"] for target in coding.targets] == ["quantified", "qualitative"]


def test_only_the_goals_part_is_coded():
    assert clauses("到2020年,完成任务。") == []


def test_a_long_run_without_punctuation_is_read():
    assert clauses("质量" * 20000 + "。") == []
