"""The goals of a benchmark of one's own: read from a table, checked, and put in the place of the national goals.

A row needs an indicator; what ``qcompare code outline.docx -o goals.csv`` writes of another document will do as it is. What
a row leaves out is derived: its type from its numbers, its domain by the rules, its id from its words, so that rows may
be put in another order without a judgement changing its goal.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from qcompare.benchmark import Benchmark
from qcompare.coding.domains import domain_of
from qcompare.errors import SourceError, unknown
from qcompare.measures.judged import Crosswalk
from qcompare.schema import COMPARATORS, DOMAINS, TYPES
from qcompare.text.formats.delimited import csv_rows
from qcompare.text.formats.workbook import workbook

# column → what else it may be called
_COLUMNS = {
    "id": ("编号",), "indicator": ("指标",), "indicator_en": ("指标(英文)", "指标（英文）", "英文"), "type": ("类型",),
    "comparator": ("比较关系", "关系"), "low": ("下限",), "high": ("上限",), "unit": ("单位",), "year": ("年份", "年"),
    "heading": ("标题", "所在标题"), "domain": ("领域",), "polarity": ("方向",), "scope_note": ("范围说明", "说明"),
    "change": ("变化",),
}  # fmt: skip
_NUMBERS = ("low", "high", "year", "polarity")
_SIGNS = {
    "≥": ">=",
    "≤": "<=",
    "＞": ">",
    "＜": "<",
    "＝": "=",
    "以上": ">=",
    "以下": "<=",
    "不低于": ">=",
    "不高于": "<=",
}


def set_beside(shipped: Crosswalk, own: Benchmark) -> Crosswalk:
    """Return the judged tables with the goals of one's own in the place of the national ones.

    The matches, headings, facts and checks that speak of national goals go with these; canonical indicators stay, and
    each goal that none of them holds gets one of its own.
    """
    return _set_beside(_Same(shipped), own)


class _Same:
    """A value that is equal to itself alone: what is computed from it is kept by its identity."""

    def __init__(self, crosswalk: Crosswalk) -> None:
        self.crosswalk = crosswalk

    def __hash__(self) -> int:
        return id(self.crosswalk)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.crosswalk is self.crosswalk


@cache
def _set_beside(same: _Same, own: Benchmark) -> Crosswalk:
    shipped = same.crosswalk
    goals = read(own)
    known = shipped.indicators.drop_duplicates("indicator").set_index("indicator")["canonical"]
    goals["canonical"] = goals["indicator"].map(known).astype("string")
    fresh = goals[goals["canonical"].isna()].drop_duplicates("indicator")
    goals["canonical"] = goals["canonical"].fillna(
        goals["indicator"].map(fresh.set_index("indicator")["national_goal"]).astype("string")
    )
    document = {
        "document": "outline", "benchmark": "outline", "prefix": "", "year": str(own.year), "issued": own.issued, "zh": own.title,
        "en": own.title_en, "cited_as": own.cited_as,
    }  # fmt: skip
    return replace(
        shipped,
        canonical=pd.concat([shipped.canonical, _canonical(fresh)], ignore_index=True),
        indicators=pd.concat([shipped.indicators, _indicators(fresh)], ignore_index=True),
        goals=goals.drop(columns=["polarity", "change"]),
        documents=pd.DataFrame([document], columns=shipped.documents.columns, dtype="string"),
        matches=shipped.matches.iloc[:0], headings=shipped.headings.iloc[:0], labels=shipped.labels.iloc[:0],
        achieved=shipped.achieved.iloc[:0], pairs=shipped.pairs.iloc[:0], complete=frozenset(), own_benchmark=True,
    )  # fmt: skip


def read(own: Benchmark) -> pd.DataFrame:
    """Return the goals of a benchmark with the columns that the measures read.

    Raises
    ------
    SourceError
        If the file cannot be read as a table, holds no goal, or a row says what no goal can.
    """
    table = _table(own.goals)
    named = {other: name for name, others in _COLUMNS.items() for other in (name, *others)}
    table = table.rename(
        columns={column: named[str(column).strip()] for column in table if str(column).strip() in named}
    )
    table = table.loc[:, table.columns.isin(list(_COLUMNS))]
    if table.columns.has_duplicates:
        twice = table.columns[table.columns.duplicated()][0]
        raise SourceError(own.goals, f"two columns are called {twice}", "keep one of them, or give it another name")
    if "indicator" not in table:
        raise SourceError(
            own.goals, "no column is called indicator", "name the columns as qcompare docs benchmark says"
        )
    table = table.reindex(columns=list(_COLUMNS)).map(lambda value: value.strip() if isinstance(value, str) else value)
    table = table.replace("", pd.NA)
    table = table[table["indicator"].notna()].reset_index(drop=True)
    if table.empty:
        raise SourceError(
            own.goals,
            "it holds no goal",
            "write one goal a row, what is measured in the column indicator; more: qcompare docs benchmark",
        )
    for name in _NUMBERS:
        numbers = pd.to_numeric(table[name], errors="coerce").astype("Float64")
        numbers = numbers.mask(numbers.abs().eq(float("inf")))  # what a file calls inf or 1e999
        wrong = table.index[table[name].notna() & numbers.isna()]
        if len(wrong):
            raise SourceError(own.goals, f"row {wrong[0] + 2}: no number in {name}", "write a plain number")
        table[name] = numbers
    for name in (name for name in _COLUMNS if name not in _NUMBERS):
        table[name] = table[name].astype("string")
    return _finished(table, own)


def _finished(table: pd.DataFrame, own: Benchmark) -> pd.DataFrame:
    rising = table["change"].notna() & table["change"].ne("level")  # an amount of change is no level to compare with
    table.loc[rising, "type"] = "relative"
    table.loc[rising, ["low", "high"]] = pd.NA
    table.loc[rising, "comparator"] = pd.NA
    table["comparator"] = table["comparator"].replace(_SIGNS)
    both = table["low"].notna() & table["high"].notna()
    implied = pd.Series(pd.NA, table.index, dtype="string")
    implied[table["low"].notna() & ~both], implied[table["high"].notna() & ~both] = ">=", "<="
    implied[both] = "range"
    implied[both & table["low"].eq(table["high"])] = "="
    table["comparator"] = table["comparator"].fillna(implied)
    numbered = table["low"].notna() | table["high"].notna()
    table["type"] = table["type"].fillna(numbered.map({True: "quantified", False: "qualitative"}).astype("string"))
    guessed = table["indicator"].map(lambda text: domain_of(str(text))).astype("string")
    table["domain"] = table["domain"].fillna(guessed)
    for name, valid in (("comparator", COMPARATORS), ("type", TYPES), ("domain", DOMAINS)):
        strange = table[name].notna() & ~table[name].isin(valid)
        if strange.any():
            at = table.index[strange][0]
            raise SourceError(
                own.goals, f"row {at + 2}: {unknown(name, str(table[name][at]), valid)}", "or leave the cell empty"
            )
    table["id"] = table["id"].fillna(table.apply(_id, axis=1).astype("string"))
    twice = table["id"].duplicated()
    if twice.any():
        at = table.index[twice][0]
        raise SourceError(
            own.goals,
            f"row {at + 2}: the goal {table['indicator'][at]} stands there twice",
            "give each row an id of its own",
        )
    return table.rename(columns={"id": "national_goal"}).assign(
        year=table["year"].round().astype("Int64"), indicator_en=table["indicator_en"].fillna(table["indicator"]), document=own.title,
        heading=table["heading"].fillna(""), support=[[] for _ in table.index], pages=2, confidence="supported", support_note=None,
        benchmark="outline", issued=pd.Series(own.year, table.index, dtype="Int64"), issued_on=own.issued or pd.NA,
    )  # fmt: skip


def _id(row: pd.Series) -> str:
    year = "" if pd.isna(row["year"]) else str(int(row["year"]))
    return "G-" + hashlib.sha256(f"{row['indicator']}|{year}|{row['type']}".encode()).hexdigest()[:6]


def _canonical(goals: pd.DataFrame) -> pd.DataFrame:
    """Return a canonical indicator for each goal: less is better where the goal is a ceiling, unless polarity says otherwise."""
    share = goals["unit"].eq("%").fillna(False)
    kind = share.map({True: "share", False: "count"}).mask(goals["unit"].eq("point").fillna(False), "score")
    ceiling = goals["comparator"].isin(["<=", "<"])
    polarity = goals["polarity"].fillna(ceiling.map({True: -1.0, False: 1.0}).astype("Float64"))
    bounded = (share | kind.eq("score")).fillna(False)
    return pd.DataFrame({
        "canonical": goals["national_goal"], "zh": goals["indicator"], "en": goals["indicator_en"],
        "kind": kind.mask(goals["type"] != "quantified", "state").astype("string"), "unit": goals["unit"], "polarity": polarity.astype("Float64"),
        "floor": bounded.map({True: 0.0, False: None}).astype("Float64"), "ceiling": bounded.map({True: 100.0, False: None}).astype("Float64"),
    })  # fmt: skip


def _indicators(goals: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"indicator": goals["indicator"], "canonical": goals["national_goal"], "status": "reviewed", "coders": "1"}
    ).astype("string")


def _table(path: Path) -> pd.DataFrame:
    """Return the cells of a file: csv, xlsx, json lines."""
    try:
        if path.suffix.lower() == ".xlsx":
            with workbook(path) as book:
                header, *lines = list(book.worksheets[0].iter_rows(values_only=True)) or [()]
            named = pd.DataFrame(lines, columns=list(header), dtype=object)
            return named.loc[:, named.columns.notna()]
        if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
            return pd.read_json(path, lines=path.suffix.lower() != ".json", dtype=False).astype(object)
        header, *lines = list(csv_rows(path.read_bytes())) or [[]]
        return pd.DataFrame(lines, columns=header, dtype=object)
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(
            path,
            f"it cannot be read as a table ({error})",
            "write csv, xlsx or jsonl, one goal a row; more: qcompare docs benchmark",
        ) from None
