"""Every field once: name, type, unit, meaning, allowed values.

The data types of the tables, the checks on records, the JSON Schema, ``data/datapackage.json`` and the
data dictionary are all made from :data:`TABLES`. The meaning of the target fields is the codebook's
(``data/reference/CODEBOOK.md``); where this file and the codebook differ, this file is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qcompare.errors import SchemaError, unknown

if TYPE_CHECKING:
    import pandas as pd

TYPES = ("quantified", "absolute", "relative", "qualitative")
COMPARATORS = (">=", ">", "=", "<=", "<", "range", "~")
ROLES = (
    "target", "target_year", "status", "date", "citation", "enumerator",
    "name", "scope", "instrument", "noise", "unplaced",
)  # fmt: skip
DOMAINS = (
    "product.agrifood", "product.industrial", "product.emerging", "product.general",
    "engineering", "service.production", "service.consumer", "service.general",
    "environment", "economy", "brand", "standards", "metrology", "certification",
    "management", "programme", "supervision", "innovation", "workforce", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, type and what it means.

    ``type`` is a Table Schema type: string, integer, number, boolean, date, array.
    """

    name: str
    type: str
    zh: str
    en: str
    values: tuple[str, ...] = ()
    null: bool = False
    unit: str | None = None


def _f(name: str, kind: str, zh: str, en: str, values: tuple[str, ...] = (), unit: str | None = None) -> Field:
    return Field(name, kind.rstrip("?"), zh, en, values, kind.endswith("?"), unit)


_PLAN = _f("plan", "string", "规划简称", "short name of the plan")
_START = _f("start", "integer", "起点", "offset of the first character in the source, 0-based", unit="code points")
_END = _f("end", "integer", "终点", "offset after the last character in the source", unit="code points")

TARGETS = (
    _PLAN,
    _f("part", "string", "部分", "goals: the section that states the goals; body: the rest", ("goals", "body")),
    _f("type", "string", "类型", "what fixes the level (codebook 1.1)", TYPES),
    _f("quote", "string", "原文", "shortest run of source text that holds indicator and level, as published"),
    _START,
    _END,
    _f("level_text", "string", "水平原文", "run of source text that states the level"),
    _f("level_start", "integer?", "水平起点", "offset of the level in the source", unit="code points"),
    _f("level_end", "integer?", "水平终点", "offset after the level in the source", unit="code points"),
    _f("indicator", "string", "指标", "what is measured, in simplified script, scope words supplied"),
    _f("comparator", "string?", "比较关系", "how the level binds", COMPARATORS),
    _f("low", "number?", "下限", "lowest value that meets the target, in `unit`"),
    _f("high", "number?", "上限", "highest value that meets the target, in `unit`"),
    _f("unit", "string?", "单位", "% for shares; classifier as written for counts; point for scores of 0-100"),
    _f("change", "string", "变化", "level: the value itself; else a change against a baseline",
       ("level", "increase", "decrease")),
    _f("baseline", "string?", "参照", "what the change or relation is against, as written"),
    _f("year", "integer?", "年份", "year by which the level is to be reached"),
    _f("year_source", "string", "年份来源", "explicit: same sentence; inherited: governing statement; plan: horizon",
       ("explicit", "inherited", "plan", "none")),
    _f("recurrence", "string", "重复", "whether the level is due once or each year or quarter",
       ("once", "annual", "quarterly")),
    _f("strength", "string", "力度", "binding: must; aspirational: strive to; plain: neither",
       ("binding", "aspirational", "plain")),
    _f("domain", "string", "领域", "field of policy of the indicator (codebook 3)", DOMAINS),
    _f("parent", "string?", "总量指标", "indicator of the total that this item is broken out of"),
    _f("measured_by", "string?", "认定方", "inspecting or certifying body, as written (derived)"),
    _f("stock_flow", "string", "存量流量", "stock: a total held; flow: newly added in the period (derived)",
       ("stock", "flow", "unknown")),
    _f("series", "string?", "系列", "shared by the dated steps of one indicator (derived)"),
    _f("rule", "string", "规则", "which rule coded the target (`qcompare rules`; derived)"),
    _f("confidence", "number", "置信度", "probability that core fields and year are right, 0-1; below 0.9 a person should look first (derived)"),
)  # fmt: skip

NUMERALS = (
    _PLAN,
    _START,
    _END,
    _f("text", "string", "数字", "the numeral, as published"),
    _f("role", "string", "角色", "what the numeral does in the plan (codebook 1.2)", ROLES),
    _f("sentence", "string", "所在句", "the sentence or list item that holds it, as published"),
    _f("rule", "string", "规则", "which rule gave it its role (`qcompare rules`; derived)"),
)

PLANS = (
    _PLAN,
    _f("title", "string?", "标题", "title of the document"),
    _f("doc_number", "string?", "文号", "document number"),
    _f("issuer", "string?", "发文机关", "issuing body"),
    _f("jurisdiction", "string?", "地区", "province and place that the plan governs"),
    _f("level", "string?", "层级", "administrative level",
       ("national", "province", "municipality", "subprovincial", "prefecture", "county")),
    _f("doc_type", "string?", "文种", "kind of document: 规划, 纲要, 意见, 实施方案, …"),
    _f("date_issued", "date?", "成文日期", "the day the issuer signed"),
    _f("period_start", "integer?", "期间起", "first year that the title or text says it covers"),
    _f("period_end", "integer?", "期间止", "last year that the title or text says it covers"),
    _f("horizon", "integer?", "目标年", "period_end, else the last year named in the general goals"),
    _f("outlook", "boolean", "有展望", "whether it states goals, a horizon or a year to come; a report of facts does not"),
    _f("cites", "array", "引用文件", "higher documents named, with number where given"),
    _f("script", "string", "字体", "hans: simplified; hant: traditional", ("hans", "hant")),
    _f("han_file", "integer", "全文件汉字数", "Han characters in the file as it stands", unit="characters"),
    _f("han", "integer", "全文汉字数", "Han characters without page furniture, title block, addressees, sign-off",
       unit="characters"),
    _f("han_goals", "integer", "目标部分汉字数", "Han characters in the goals section", unit="characters"),
    _f("goal_clauses", "integer", "目标部分分句数", "clauses of the goals section, split at 。；and line ends"),
    _f("annex_omitted", "integer", "略去专栏数", "boxes or annexes left out of the published text (略)"),
    _f("targets", "integer", "目标数", "coded targets, all types"),
    _f("quantified", "integer", "定量目标数", "targets of type quantified"),
    _f("unplaced", "integer", "未归类数字", "numerals that the rules could not place"),
    _f("missing", "array", "缺项", "metadata fields that neither the text nor a sidecar gives"),
    _f("file", "string?", "文件", "path of the file that was read"),
    _f("sha256", "string", "校验和", "SHA-256 of the file's bytes"),
    _f("encoding", "string", "编码", "character encoding that was read"),
)  # fmt: skip

SENTENCES = (
    _PLAN,
    _f("sentence", "integer", "句序", "number of the sentence within the plan, from 0"),
    _START,
    _END,
    _f("part", "string", "部分", "goals, body, or front (furniture, title block, addressees, sign-off)",
       ("goals", "body", "front")),
    _f("paragraph", "integer", "段序", "number of the paragraph within the plan, from 0"),
    _f("kind", "string", "类别", "what the paragraph is", ("heading", "text", "furniture")),
    _f("heading", "string", "所属标题", "titles of the headings above, outermost first, joined by ' / '"),
    _f("text", "string", "文本", "the sentence brought to simplified script and half width, for matching only"),
)  # fmt: skip

TABLES: Mapping[str, tuple[Field, ...]] = {
    "targets": TARGETS,
    "numerals": NUMERALS,
    "plans": PLANS,
    "sentences": SENTENCES,
}

_DTYPES = {
    "string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean",
    "date": "string", "array": "object",
}  # fmt: skip


def fields(table: str) -> tuple[Field, ...]:
    """Return the fields of a table, in order.

    Raises
    ------
    SchemaError
        If there is no such table.
    """
    if table not in TABLES:
        raise SchemaError(unknown("table", table, TABLES))
    return TABLES[table]


def columns(table: str) -> list[str]:
    """Return the column names of a table, in order.

    >>> columns("numerals")
    ['plan', 'start', 'end', 'text', 'role', 'sentence', 'rule']
    """
    return [field.name for field in fields(table)]


def frame(table: str, records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return records as a DataFrame with the table's columns and stable, nullable dtypes."""
    import pandas as pd

    rows = list(records)
    names = columns(table)
    data = {
        field.name: pd.array([row.get(field.name) for row in rows], dtype=_DTYPES[field.type])
        if field.type != "array"
        else pd.Series([list(row.get(field.name) or []) for row in rows], dtype=object)
        for field in fields(table)
    }
    return pd.DataFrame(data, columns=names)
