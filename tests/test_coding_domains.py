"""Domains: what the indicator measures decides; a silent indicator is read with its sentence and its titles."""

import csv
import json
import os
from importlib.resources import files
from pathlib import Path

import pytest

from qcompare.coding import code
from qcompare.coding.domains import domain_of
from qcompare.errors import LexiconError
from qcompare.lexicon import rows
from qcompare.paths import data_dir
from qcompare.text import Plan

DOMAINS = {
    "product.agrifood", "product.industrial", "product.emerging", "product.general", "engineering", "service.production",
    "service.consumer", "service.general", "environment", "economy", "brand", "standards", "metrology", "certification",
    "management", "programme", "supervision", "innovation", "workforce", "other",
}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "domain"),
    [
        ("蔬菜监测合格率", "product.agrifood"),
        ("纺织品抽查合格率", "product.industrial"),
        ("消费品抽查合格率", "product.general"),
        ("市政工程一次验收合格率", "engineering"),
        ("建设工程鲁班奖", "engineering"),
        ("驰名商标", "brand"),
        ("食品名牌产品", "brand"),
        ("绿色食品认证数", "certification"),
        ("药品批发企业通过GSP认证", "certification"),
        ("规模以上工业企业采标率", "standards"),
        ("企业主导制定国际标准", "standards"),
        ("强检计量器具受检率", "metrology"),
        ("计量检定人员持证上岗率", "workforce"),
        ("培训首席质量官", "workforce"),
        ("规模以上企业首席质量官覆盖率", "management"),
        ("市长质量奖", "management"),
        ("重大食品安全事故", "supervision"),
        ("重大环境污染事故", "environment"),
        ("特种设备定期检验率", "supervision"),
        ("全省监督抽查产品", "supervision"),
        ("旅游服务游客满意度", "service.consumer"),
        ("生产性服务业顾客满意度", "service.production"),
        ("顾客满意度", "service.general"),
        ("婴儿死亡率", "service.general"),
        ("煤矿百万吨死亡率", "supervision"),
        ("每万人口发明专利拥有量", "innovation"),
        ("单位地区生产总值能耗", "environment"),
        ("地区生产总值", "economy"),
        ("高标准农田建设面积", "product.agrifood"),
        ("县城污水处理率", "environment"),
        ("质量强县", "programme"),
        ("居民人均可支配收入", "other"),
        ("", "other"),
    ],
)
def test_what_is_measured_decides(indicator, domain):
    assert domain_of(indicator) == domain


def test_the_section_does_not_overrule_the_indicator():
    assert domain_of("驰名商标", "主要目标 / 产品质量") == "brand"
    assert domain_of("农产品监测合格率", "工程质量") == "product.agrifood"


def test_an_attribute_without_a_bearer_takes_the_innermost_title_that_tells():
    assert domain_of("一次抽检合格率", "主要目标 / 产品质量 / 交通工程") == "engineering"
    assert domain_of("监测合格率", "产品质量 / 农产品 / 2015年目标") == "product.agrifood"
    assert domain_of("合格率", "总体要求") == "programme"


def test_an_elided_subject_is_read_from_its_sentence():
    coding = code(
        Plan.from_text(
            "一、工作目标\n到2020年,国家质检中心达到20家,其中新建5家。\n二、主要任务\n加强质量监管,落实主体责任。\n三、附则\n本意见自发布之日起施行。\n"
        )
    )
    assert [target["domain"] for target in coding.targets] == ["certification", "certification"]


def test_every_rule_names_a_domain_of_the_codebook():
    assert {row["domain"].removeprefix("heading:") for row in rows("domains")} <= DOMAINS


def test_no_rule_names_a_place():
    with (files("qcompare.lexicon") / "places.csv").open(encoding="utf-8", newline="") as stream:
        header, *places = csv.reader(stream)
    stems = {row[0].rstrip("省市县区州") for row in places} - {""}
    used = {word for row in rows("domains") for word in row["words"].replace("|", " ").replace("$", "").split()}
    assert not {word for word in used for stem in stems if len(stem) > 1 and word.startswith(stem)}


def test_reference_domains_are_met():
    lines = (data_dir() / "reference" / "targets.jsonl").read_text(encoding="utf-8").splitlines()
    targets = [json.loads(line) for line in lines]
    right = sum(domain_of(target["indicator"]) == target["domain"] for target in targets)
    assert right / len(targets) >= 0.98


def test_a_study_may_bring_words_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "study.yml").write_text("title: x\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    assert domain_of("图书借阅率") != "service.general"
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "data" / "domains.csv"
    own.write_text("words,domain,but_not\n图书借阅|阅览,service.general,\n", encoding="utf-8")
    assert domain_of("图书借阅率") == "service.general"
    assert domain_of("主要农产品监测合格率") == "product.agrifood"
    own.write_text("words,domain,but_not\n图书借阅|阅览,health,\n", encoding="utf-8")
    os.utime(own, ns=(1, 1))
    with pytest.raises(LexiconError, match="domains.csv:2: unknown domain 'health'"):
        domain_of("图书借阅率")
