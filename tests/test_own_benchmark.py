"""A study sets its plans beside a document of its own: six goals of an invented province, and not a word of the outline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import qcompare as qc
from qcompare import benchmark
from qcompare.corrections.files import append
from qcompare.corrections.judgements import file_of_judgements
from qcompare.errors import SourceError
from qcompare.measures import own_goals
from qcompare.review.judging import Judging, match_rows
from qcompare.study.start import init

GOALS = """编号,指标,英文,比较关系,下限,上限,单位,年份
JZ-1,产品质量监督抽查合格率,"pass rate, product spot checks",≥,93,,%,2020
JZ-2,食品抽检合格率,"pass rate, food sampling",≥,97,,%,2020
JZ-3,公共服务顾客满意度,customer satisfaction with public services,≥,80,,point,2020
JZ-4,大型工程一次验收合格率,"large projects, first acceptance",=,100,100,%,2020
JZ-5,PM2.5年均浓度,annual mean PM2.5,≤,,38,微克/立方米,2020
JZ-6,质量意识,awareness of quality,,,,,2020
"""
SETTINGS = """
benchmark: data/goals.csv
benchmark_title: 江州省质量提升规划（2016—2020年）
benchmark_title_en: Quality Improvement Plan of Jiangzhou Province (2016-2020)
benchmark_name: 省规划
benchmark_name_en: the provincial plan
benchmark_issued: 2016-03-01
benchmark_cited_as: 江政发〔2016〕5号|江州省质量提升规划
"""
PLANS = {
    "dongping": """东平市质量提升规划（2017—2020年）
东政发〔2017〕12号

一、总体要求
为贯彻落实《江州省质量提升规划（2016—2020年）》（江政发〔2016〕5号），结合我市实际，制定本规划。
二、主要目标
到2020年，产品质量监督抽查合格率达到94%以上，食品抽检合格率达到98%以上，公共服务顾客满意度达到80分以上。
质量意识明显增强。
三、主要任务
完善监督抽查制度，落实企业质量主体责任，关键岗位全部持证上岗。建立标准化示范区3个。
四、组织实施
各部门要加强组织领导，每年对规划实施情况进行考核。
东平市人民政府
2017年5月8日
""",
    "xishan": """西山市质量强市实施方案（2017—2020年）
西政发〔2017〕30号

一、指导思想
认真落实《江州省质量提升规划（2016—2020年）》，推动质量发展。
二、工作目标
到2019年，产品质量监督抽查合格率稳定在95%以上；到2020年，食品抽检合格率达到97%以上。
大型工程一次验收合格率达到100%，PM2.5年均浓度控制在35微克/立方米以下。
三、工作任务
加强计量基础工作，强制检定覆盖率达到98%以上。落实企业主体责任，加强督促检查，定期通报工作进展情况。
西山市人民政府
2017年9月20日
""",
    "nanhe": """南河市质量发展“十三五”规划
南政办发〔2016〕41号

一、发展目标
到2020年，产品质量监督抽查合格率达到92%以上，食品抽检合格率达到98%以上，公共服务顾客满意度达到78分以上。
新增省级品牌产品10个，PM2.5年均浓度控制在40微克/立方米以下。
二、重点任务
建立健全质量工作机制，强化企业主体责任，推进检验检测能力建设，提升全社会质量意识。
南河市人民政府办公室
2016年11月2日
""",
}


def made(folder: Path, goals: str = GOALS, settings: str = SETTINGS) -> Path:
    """Make a study with a benchmark of its own, every cell judged."""
    plans = folder / "plans"
    plans.mkdir()
    for name, text in PLANS.items():
        (plans / f"{name}.txt").write_text(text, encoding="utf-8")
    study = init(folder / "study", [plans])
    (study / "data" / "goals.csv").write_text(goals, encoding="utf-8")
    with (study / "study.yml").open("a", encoding="utf-8") as file:
        file.write(settings)
    return study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = made(tmp_path)
    monkeypatch.chdir(found)
    return found


def judge(study: Path) -> None:
    """Judge every question that the workbook would ask: the same words are the same statistic, others are no match."""
    corpus = qc.load(study / "data" / "plans")
    judging, names = Judging(corpus, "王"), dict.fromkeys(corpus.names)
    rows = match_rows(corpus)
    assert {(row["plan"], row["national_goal"]) for row in rows} == {
        (plan, f"JZ-{n}") for plan in names for n in range(1, 7)
    }
    found = [
        judging.match({**row, "relation": "same"}, "E" if row["indicator"] == row["goal"] else "none") for row in rows
    ]
    append(file_of_judgements(study / "data" / "plans", "王"), found)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The plans of a study in which every cell is judged; its tables are computed once."""
    study = made(tmp_path_factory.mktemp("own"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(study)
        judge(study)
        yield qc.load()


def test_plans_are_measured_by_the_goals_of_the_study(judged: Any) -> None:
    corpus = judged
    cells = qc.measures.table(corpus, "strictness").set_index(["plan", "national_goal"])
    classes = {
        ("dongping", "JZ-1"): "stricter", ("xishan", "JZ-1"): "stricter", ("nanhe", "JZ-1"): "weaker", ("dongping", "JZ-3"): "equal",
        ("nanhe", "JZ-3"): "weaker", ("xishan", "JZ-5"): "stricter", ("nanhe", "JZ-5"): "weaker", ("dongping", "JZ-5"): "absent",
    }  # fmt: skip
    assert {cell: cells.loc[cell, "class"] for cell in classes} == classes  # less is better where the goal is a ceiling
    answered = qc.alignment(corpus).set_index("plan")
    assert answered["goals"].eq(6).all()
    assert answered["covered"].to_dict() == {"dongping": 4, "nanhe": 4, "xishan": 4}
    assert answered["cites_outline"].to_dict() == {"dongping": True, "nanhe": False, "xishan": True}


# the outline, the nation, and what they are called in code; identifiers of columns and parameters stay as they are
MENTION = re.compile(
    r"国家(?!标准)|纲要|全国|质量发展纲要|国发〔2012〕|Guofa|State Council|NQO|(?<![_\"'\w])[Nn]ational(?![_\w\"'])|(?<![_\"'=\w;])[Oo]utline(?![_\w\"'&:])"
)
IDENTIFIERS = re.compile(r"<code>[^<]*</code>|value=\"national\"|class=\"[^\"]*\"|规划, 纲要, 意见")


def mentions(text: str) -> list[str]:
    text = IDENTIFIERS.sub("", text)
    return [text[max(0, one.start() - 30) : one.end() + 30] for one in MENTION.finditer(text)]


def said(node: object) -> Iterator[str]:
    """Yield every text in a specification, the data of its marks among them."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from said(value)
    elif isinstance(node, list):
        for value in node:
            yield from said(value)


def test_figures_and_pages_do_not_mention_the_outline(judged: Any, tmp_path: Path) -> None:
    from qcompare.figures import export
    from qcompare.reports import content, site
    from qcompare.reports.facts import Facts
    from qcompare.reports.shell import Shell

    corpus = judged
    failed: list[str] = []
    drawings = list(export.draw(corpus, failed=failed))
    assert not failed
    assert {"headings", "reached"}.isdisjoint(one.name for one in drawings)  # what only the outline has
    for one in drawings:
        spec = one.spec if isinstance(one.spec, dict) else {"html": str(one.spec)}
        assert not [found for text in said(spec) for found in mentions(text)], one.name
    out = tmp_path / "report"
    pictures = [one for one in drawings if one.name in ("strictness", "coverage")]
    files = {f"{one.name}/{name}": data for one in pictures for name, data in export.values(one).items()}
    shell = Shell(out, ("zh", "en"), "")
    site.build(shell, content.write(Facts(corpus, pictures), files, shell), [], {}, out / "cache")
    found = {}
    for path in out.rglob("*.html"):
        if not path.name.startswith("codebook"):
            text = re.sub(r"<(style|script)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.S)
            found[path.relative_to(out).as_posix()] = mentions(unescape(text))
    assert len(found) > 20
    assert not {name: some for name, some in found.items() if some}
    start = (out / "index.html").read_text(encoding="utf-8")
    assert "省规划" in start


def test_findings_speak_of_the_benchmark_in_both_languages(judged: Any) -> None:
    corpus = judged
    found = qc.findings(corpus)
    text = "\n".join(str(value) for name in found.columns if name.endswith(("zh", "en")) for value in found[name])
    assert not mentions(text)
    assert "6项省规划目标" in text and "the provincial plan" in text
    assert "由一名编码员判定" in text and "盲判" not in text and "60 pairs" not in text, (
        "nobody judged these a second time"
    )
    labels = qc.measures.table(corpus, "profile")
    assert not mentions("\n".join([*labels["zh"], *labels["en"]]))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_of_trust_is_about_the_goals_of_the_study(judged: Any, lang: str) -> None:
    """Nobody has to vouch for the goals of a document of one's own: no sentence says that published pages do."""
    from qcompare.reports.facts import Facts
    from qcompare.reports.panels import _alignment_sure
    from qcompare.review.trust import trust

    found = trust(judged)
    told = [found.sentence(lang), *found.steps(lang)]
    told.append(
        str(
            _alignment_sure(
                Facts(qc.measures.of(judged)), [{"cites": 1, "answered": 1, "plan": "xishan", "name": "X"}], lang
            )
        )
    )
    assert not mentions("\n".join(told))
    text = "\n".join(qc.findings(judged)[["en", "zh"]].stack()) + "\n".join(told)
    assert not re.search(r"published pages|published support|网页佐证", text)


def test_points_written_out_are_points(study: Path) -> None:
    """80 points (point, of the goal) and 80分 (of the plan) are one measure: the same words are the same statistic."""
    rows = [row for row in match_rows(qc.load()) if row["national_goal"] == "JZ-3" and row["indicator"] == row["goal"]]
    assert rows and {row["grade"] for row in rows} == {"E"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_prose_of_the_notebooks_does_not_mention_the_outline(study: Path, lang: str) -> None:
    from qcompare.benchmark import worded

    for path in sorted((study / "notebooks" / lang).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                assert not mentions(re.sub(r"`[^`]*`", "", worded("".join(cell["source"]), lang))), path.name


def test_nothing_changes_beside_the_national_outline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = made(tmp_path, settings="")
    monkeypatch.chdir(study)
    assert benchmark.current() is None
    assert len(qc.measures.of(qc.load()).crosswalk.goals) == 65


@pytest.mark.parametrize(
    ("goals", "settings", "problem"),
    [
        (GOALS, "\nbenchmark: data/none.csv\nbenchmark_title: 甲\nbenchmark_year: 2016\n", "no such file"),
        (GOALS, "\nbenchmark: data/goals.csv\n", "without its title and year"),
        ("名称\n甲\n", SETTINGS, "no column is called indicator"),
        ("指标,下限\n", SETTINGS, "no goal"),
        ("指标,下限\n甲率,高\n", SETTINGS, "row 2: no number in low"),
        ("指标,年份\n甲率,inf\n", SETTINGS, "row 2: no number in year"),
        ("指标,比较关系\n甲率,大约\n", SETTINGS, "row 2"),
        ("指标,年份\n甲率,2020\n甲率,2020\n", SETTINGS, "row 3: the goal 甲率 stands there twice"),
    ],
)
def test_a_slip_in_the_goals_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goals: str, settings: str, problem: str
) -> None:
    monkeypatch.chdir(made(tmp_path, goals, settings))
    with pytest.raises(SourceError, match=re.escape(problem)):
        qc.measures.of(qc.load())


def test_the_coding_of_a_document_serves_as_its_goals(study: Path) -> None:
    from qcompare.cli import main

    assert main(["code", "data/plans/xishan.txt", "-o", "data/goals.csv"]) == 0
    own = benchmark.current()
    assert own is not None
    goals = own_goals.read(own).set_index("indicator")
    assert goals.loc["强制检定覆盖率", ["comparator", "low", "unit", "type"]].tolist() == [">=", 98, "%", "quantified"]
    turned = goals.index[::-1]
    again = own_goals.read(own).set_index("indicator").loc[turned]
    assert again["national_goal"].tolist() == goals.loc[turned, "national_goal"].tolist()


def test_a_spreadsheet_and_an_old_encoding_are_read(study: Path) -> None:
    path = study / "data" / "goals.csv"
    own = benchmark.current()
    assert own is not None
    plain = own_goals.read(own)
    path.write_bytes(GOALS.encode("gb18030"))
    assert own_goals.read(own).equals(plain)
    sheet = path.with_suffix(".xlsx")
    plain.rename(columns={"national_goal": "id"})[
        ["id", "indicator", "comparator", "low", "high", "unit", "year"]
    ].to_excel(sheet, index=False)
    from dataclasses import replace

    assert own_goals.read(replace(own, goals=sheet))["low"].tolist() == plain["low"].tolist()
