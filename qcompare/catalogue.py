"""The data files of the project that people made, and what their columns mean.

The tables that qcompare computes are described in :mod:`qcompare.schema`; these are its inputs beside the plans. Both
together give ``data/datapackage.json`` and the data dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qcompare.schema import COMPARATORS, DOMAINS, TYPES, Field, fields

# what hand coding leaves to be derived by rule (codebook 2)
DERIVED = ("measured_by", "stock_flow", "series", "rule", "confidence")
_GRADES = ("E", "N", "F")
_STATUS = ("reviewed", "proposed", "accepted", "rejected")


@dataclass(frozen=True, slots=True)
class DataFile:
    """One data file: its path under ``data/``, titles, and its columns (none where it is not a table)."""

    path: str
    zh: str
    en: str
    fields: tuple[Field, ...] = ()
    key: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name in the data package: the path without its ending, in the form that packages ask for."""
        return self.path.rsplit(".", 1)[0].replace("/", "-").replace("_", "-").lower()


def _f(name: str, kind: str, zh: str, en: str, **more: Any) -> Field:
    return Field(name, kind.rstrip("?"), zh, en, null=kind.endswith("?"), **more)


_GOAL = _f("national_goal", "string", "国家目标", "id of the national goal, as in national/goals.jsonl")
_PLAN = _f("plan", "string", "规划简称", "short name of the plan")
_WRITTEN = _f("target_indicator", "string", "规划指标", "indicator of the plan's target, as in reference/targets.jsonl")
_MATCH = (
    _GOAL, _PLAN, _WRITTEN,
    _f("grade", "string", "等级", "E: the same statistic; N: near, scope or inspecting body differs; F: same field only", values=_GRADES),
    _f("relation", "string", "关系", "scope of the plan's indicator against the goal's", values=("same", "narrower", "broader", "related")),
    _f("note", "string?", "说明", "what differs"),
)  # fmt: skip
_JUDGED = _f(
    "status",
    "string",
    "状态",
    "reviewed: judged by a person (how many: see coders); proposed: by the matcher",
    values=_STATUS,
)
_CODERS = _f("coders", "integer", "判断人数", "how many people have judged the row; 1: nobody has checked it")
_CONFIDENCE = _f("confidence", "string", "可信度", "supported: public pages report it; unverified: none was found",
                 values=("supported", "unverified"))  # fmt: skip

FILES: tuple[DataFile, ...] = (
    DataFile(
        "national/goals.jsonl", "国家质量发展目标", "Goals of the national outline and of later national documents",
        (
            _f("id", "string", "编号", "id of the goal: document, then number"),
            _f("document", "string", "文件", "national document that sets the goal"),
            _f("heading", "string?", "所在标题", "place in the document"),
            _f("type", "string", "类型", "as in targets", values=TYPES),
            _f("indicator", "string", "指标", "what is measured, in simplified script"),
            _f("indicator_en", "string?", "指标(英文)", "what is measured, in English"),
            _f("comparator", "string?", "比较关系", "as in targets", values=COMPARATORS),
            _f("low", "number?", "下限", "as in targets"),
            _f("high", "number?", "上限", "as in targets"),
            _f("unit", "string?", "单位", "as in targets"),
            _f("year", "integer?", "年份", "year by which"),
            _f("scope_note", "string?", "范围说明", "what the goal covers, where its words leave that open"),
            _f("support", "array", "佐证", "pages that report the goal"),
            _CONFIDENCE,
            _f("support_note", "string?", "佐证说明", "what the pages do and do not say"),
        ), ("id",),
    ),
    DataFile(
        "national/achieved.jsonl", "全国已达到的水平", "What the nation had reached in past years, as pages report it",
        (
            _f("indicator", "string", "指标", "what was measured"),
            _f("indicator_en", "string", "指标(英文)", "what was measured, in English"),
            _GOAL,
            _f("grade", "string", "等级", "E: the same statistic as the goal's; N: near, one trade or another inspection", values=("E", "N")),
            _f("year", "integer", "年份", "the year that the value is of; taken as known from the year after it on"),
            _f("value", "number", "数值", "level reached"),
            _f("unit", "string", "单位", "as in targets"),
            _f("support", "array", "佐证", "pages that report it"),
            _f("note", "string?", "说明", "what the pages do and do not say"),
        ), ("indicator", "year"),
    ),
    DataFile(
        "reference/targets.jsonl", "人工编码的目标", "The targets of the five plans, coded by hand",
        tuple(field for field in fields("targets") if field.name not in DERIVED), ("plan", "start", "end", "indicator", "level_start"),
    ),
    DataFile(
        "reference/numerals.jsonl", "人工编码的数字", "Every Arabic numeral of the five plans and its role, coded by hand",
        tuple(field for field in fields("numerals") if field.name not in ("sentence", "rule")), ("plan", "start"),
    ),
    DataFile("reference/plans.json", "人工编码的元数据", "Metadata of the five plans, coded by hand: plan → fields of codebook 4"),
    DataFile("reference/national_matches.csv", "指标与国家目标的对应", "Targets of the five plans that speak of what one of the outline's seven quantified goals speaks of",
             _MATCH, ("national_goal", "plan", "target_indicator")),
    DataFile(
        "reference/blind_errors.csv", "盲测误差率", "How often the rules erred on 382 real texts of 1955–2026 when they first saw them (5,278 targets in words and figures, each text coded by one person, twelve rounds, each scored by the rules of its day; qualitative targets: on ten invented texts)",
        (
            _f("error", "string", "误差", "extra or missed targets by type; or an element of the targets found: kind, bound, dated, dated_explicit, scope, outside"),
            _f("wrong", "integer", "错误数", "how many were wrong"),
            _f("n", "integer", "总数", "among how many"),
        ), ("error",),
    ),
    DataFile(
        "reference/matching_pairs.csv", "匹配程序的判定集", "Pairs of indicator and national goal, judged by one person to check the matcher's proposals",
        (
            _f("indicator", "string", "指标", "indicator of an invented plan"),
            _f("unit", "string?", "单位", "its unit; empty: no number"),
            _f("national_goal", "string?", "国家目标", "id of the national goal; empty: no goal comes near"),
            _f("grade", "string", "等级", "as in crosswalk/goal_matches.csv; none: looked at, and no match", values=(*_GRADES, "none")),
        ),
    ),
    DataFile(
        "reference/doubt.csv", "置信度的校准", "How far the confidence of the coding holds, on texts that people coded by hand, each left out of the fit in turn",
        (
            _f("curve", "string", "曲线", "calibration: targets in ten groups, least sure first; found: errors among the least sure", values=("calibration", "found")),
            _f("x", "number", "横轴", "calibration: mean confidence of the group; found: share of targets looked at, least sure first"),
            _f("y", "number", "纵轴", "calibration: share of the group that is right; found: share of all wrong targets among them"),
            _f("n", "integer", "目标数", "how many targets"),
        ), ("curve", "x", "n"),
    ),
    DataFile("national/README.md", "国家目标说明", "The national outline, as facts: its quantified goals, its nine parts"),
    DataFile("crosswalk/README.md", "对照表说明", "How the crosswalk was judged"),
    DataFile("reference/CODEBOOK.md", "编码手册", "Codebook: what counts as a target, and how one is coded"),
    DataFile(
        "crosswalk/canonical.csv", "归并指标", "Canonical indicators, which the indicators as written are brought to",
        (
            _f("canonical", "string", "归并指标编号", "id of the canonical indicator"),
            _f("zh", "string", "中文名", "name in Chinese"),
            _f("en", "string", "英文名", "name in English"),
            _f("kind", "string", "种类", "kind of quantity", values=("share", "score", "count", "rate", "state")),
            _f("unit", "string?", "单位", "unit, as in targets"),
            _f("polarity", "integer", "方向", "1: more is better; -1: less is better; 0: neither"),
            _f("floor", "number?", "下界", "lowest possible value"),
            _f("ceiling", "number?", "上界", "highest possible value"),
        ), ("canonical",),
    ),
    DataFile(
        "crosswalk/indicators.csv", "指标对照", "Indicators as written → canonical indicators",
        (_f("indicator", "string", "指标", "indicator as coded"), _f("canonical", "string", "归并指标编号", "as in crosswalk/canonical.csv"), _JUDGED, _CODERS),
        ("indicator",),
    ),
    DataFile("crosswalk/goal_matches.csv", "目标对照", "Targets of the plans → the outline's goals without a number, and later documents' goals",
             (*_MATCH, _JUDGED, _CODERS), ("national_goal", "plan", "target_indicator")),
    DataFile("crosswalk/goal_domains.csv", "国家目标的领域", "Domain of each national goal",
             (_GOAL, _f("domain", "string", "领域", "as in targets", values=DOMAINS)), ("national_goal",)),
    DataFile(
        "crosswalk/documents.csv", "国家文件", "The national documents that set the goals, and how plans cite them",
        (
            _f("document", "string", "文件编号", "id of the document"),
            _f("benchmark", "string", "基准", "outline: the 2011-2020 outline; later: the second benchmark set", values=("outline", "later")),
            _f("prefix", "string", "编号前缀", "how the ids of its goals begin"),
            _f("year", "integer", "年份", "year of issue"),
            _f("issued", "date?", "成文日期", "day of issue, where known"),
            _f("zh", "string", "标题", "title"),
            _f("en", "string", "英文标题", "title in English"),
            _f("cited_as", "string", "引用写法", "what a citation of it contains, alternatives parted by |"),
        ), ("document",),
    ),
    DataFile(
        "crosswalk/headings.csv", "纲要标题", "Sub-headings of the outline",
        (
            _f("heading", "string", "标题编号", "id of the heading"),
            _f("part", "integer", "部分", "number of the outline's part"),
            _f("part_zh", "string", "部分标题", "title of the part"),
            _f("heading_zh", "string", "标题", "the heading"),
            _CONFIDENCE,
        ), ("heading",),
    ),
    DataFile(
        "crosswalk/heading_labels.csv", "标题对照", "Which of the outline's headings a plan takes up, as judged by people",
        (
            _f("heading", "string", "标题编号", "as in crosswalk/headings.csv"),
            _PLAN,
            _f("label", "string", "标注", "whether the plan takes it up", values=("addressed", "partly", "no")),
            _f("quote", "string?", "原文", "the plan's words that show it, as published"),
            _CODERS,
        ), ("heading", "plan"),
    ),
)  # fmt: skip
