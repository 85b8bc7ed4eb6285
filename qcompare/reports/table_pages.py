"""The result tables as pages: what a row is, every row, each heading with its meaning; and as CSV."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any

import pandas as pd

from qcompare import schema
from qcompare.benchmark import worded
from qcompare.figures.cells import spoken
from qcompare.figures.documents import workbook
from qcompare.figures.export import to_csv
from qcompare.figures.tables import in_order
from qcompare.findings.reading import english, language_of
from qcompare.measures.results import tables
from qcompare.reports import files
from qcompare.reports.cells import cell, column_classes, one_line
from qcompare.reports.facts import Facts
from qcompare.reports.packed import packed, script
from qcompare.reports.page_text import WORDS, value
from qcompare.reports.shell import Shell

WORKBOOK = "tables/tables.xlsx"
_LONG = 5000  # rows up to which a page and the spreadsheet hold a table
_HEAVY = 1500  # rows from which on a result table is a compressed CSV
_ROWS = 15  # that a page holds by itself; the others it loads
_AS_WRITTEN = {
    "indicator",
    "quote",
    "text",
    "title",
    "file",
    "sha256",
    "id",
    "claim",
    "caveat",
    "left",
    "right",
    "word",
}
_PLANS = ("plan", "other", "left_out")


def frames(facts: Facts) -> dict[str, pd.DataFrame]:
    """Return the tables of the site by name: those of the corpus, and every result table behind a figure."""
    plans = facts.corpus.plans
    found = {
        "targets": facts.corpus.targets,
        "plans": plans.assign(file=plans["file"].map(_name, na_action="ignore")),
        "findings": facts.measures.table("findings"),
    }
    for drawn in facts.drawings:
        for name, table in drawn.tables.items():
            found.setdefault(name, facts.measures.table(name) if name == "profile" else table)
    return found


def address(name: str, table: pd.DataFrame) -> str:
    """Return the address of a table's CSV, a compressed one where the table is long."""
    return f"tables/{name}.csv" + (".gz" if len(table) > (_LONG if name == "targets" else _HEAVY) else "")


def write_csv(name: str, table: pd.DataFrame, shell: Shell) -> None:
    """Write a table's CSV; its text is what no spreadsheet takes for a formula."""
    text, at = to_csv(table).encode(), address(name, table)
    files.write(shell.out / at, gzip.compress(text, 9, mtime=0) if at.endswith(".gz") else text)


def write_workbook(tables: Mapping[str, pd.DataFrame], shell: Shell) -> None:
    """Write all tables but the longest as one spreadsheet."""
    rows = [
        {"table": name, "rows": len(table), "file": address(name, table), **{lang: _told(name, lang) for lang in ("zh", "en")}}
        for name, table in tables.items()
    ]  # fmt: skip
    kept = {name: table for name, table in tables.items() if len(table) <= _LONG}
    files.write(shell.out / WORKBOOK, workbook(kept, pd.DataFrame(rows)))


def _told(name: str, lang: str) -> str:
    title, note = _said(name, lang)
    return f"{title}：{note}" if lang == "zh" and note else f"{title}: {note}" if note else title


def describe(name: str, table: pd.DataFrame, facts: Facts, lang: str) -> dict[str, Any]:
    """Return what the page of a table shows."""
    w, count = WORDS[lang], len(table)
    table = spoken(in_order(table, facts.order), lang)[_shown(table, lang)]
    columns = _columns(name, table, lang)
    rows = list(_rows(table, columns, facts, lang))
    for at, column in enumerate(columns):
        if not column["kind"]:
            column["kind"] = "short" if one_line(row[at][0] for row in rows) else "mid"
    title, note = _said(name, lang)
    plans = [facts.name(plan, lang) for plan in facts.order] if "plan" in table and len(facts.order) > 1 else []
    return {
        "name": name, "title": title, "note": note, "file": address(name, table), "address": f"tables/{name}.{lang}.html", "count": count,
        "columns": columns, "classes": column_classes(column["kind"] for column in columns), "rows": rows[:_ROWS], "rest": rows[_ROWS:] if len(rows) <= _LONG else [], "plans": plans, "command": _command(name, facts, lang),
        "cut": w["first_rows"].format(n=_ROWS) if len(rows) > _ROWS else "",
    }  # fmt: skip


def _command(name: str, facts: Facts, lang: str) -> str:
    """Return what to type for a table as a paper has it, of three plans; empty where no one command gives it."""
    if name not in tables() or name in ("profile", "corpus"):
        return ""
    plans = f" --plans {','.join(facts.order[:3])}" if len(facts.order) > 1 else ""
    return f"qcompare measure {name}{plans} --lang {lang} -o {name}.docx"


def write(table: Mapping[str, Any], shell: Shell, lang: str) -> None:
    """Write the page of a table, and what it loads after its first rows."""
    if table["rest"]:
        name = f"tables/{table['name']}.{lang}"
        data = script([[list(pair) if pair[1] else pair[0] for pair in row] for row in table["rest"]])
        files.write(shell.out / "assets" / f"{name}.js", packed(name, data))
    shell.write("table.j2", lang, table["address"], "tables", table=table, title=table["title"],
                crumbs=[(WORDS[lang]["tables"], f"tables/index.{lang}.html"), (table["title"], "")])  # fmt: skip


def _said(name: str, lang: str) -> tuple[str, str]:
    """Return the name of a table in words, and one line on it."""
    note = WORDS[lang].get(f"table_{name}", "")
    return WORDS[lang].get(f"name_{name}", name.replace("_", " ").capitalize()), note


def _shown(table: pd.DataFrame, lang: str) -> list[str]:
    """Return the columns of a page: not the English beside the Chinese on a Chinese one, nor the id of a goal beside its name."""
    named = {"goal_zh", "goal_en"} <= set(table)
    return [
        column for column in map(str, table.columns)
        if not (lang == "zh" and language_of(column, table)[1] == "en") and not (named and column == "national_goal")
    ]  # fmt: skip


def _columns(name: str, table: pd.DataFrame, lang: str) -> list[dict[str, str]]:
    """Return heading, meaning and kind of each column: numbers stand at the right, indicators have room."""
    fields = {field.name: field for field in (schema.fields(name) if name in schema.TABLES else tables().get(name, ()))}
    found = []
    for column in map(str, table.columns):
        field = fields.get(column)
        stem, spoken = language_of(column, table)
        stem = "" if stem == column else english(stem)
        heading = _in_words(field.zh if field and lang == "zh" else _in_english(stem, spoken) or english(column))
        number = pd.api.types.is_numeric_dtype(table[column].dtype) and not pd.api.types.is_bool_dtype(
            table[column].dtype
        )
        kind = (
            "num"
            if number
            else "long"
            if column in ("indicator", "quote", "text")
            else "mid"
            if column.endswith(("zh", "en"))
            else ""
        )
        meaning = _in_words((field.zh if lang == "zh" else field.en) if field else "")
        found.append({"name": column, "heading": heading, "meaning": meaning, "kind": kind})
    return found


def _in_english(stem: str, spoken: str) -> str:
    """Return the English heading of a column that has a language: ``goal, in Chinese``."""
    if not spoken:
        return ""
    return f"{stem}, {'in Chinese' if spoken == 'zh' else 'in English'}".removeprefix(", ")


def _in_words(text: str) -> str:
    """Return what a column is called in the words of the benchmark at hand; a column of English names has an English one."""
    return worded(worded(text, "zh"), "en")


def _rows(table: pd.DataFrame, columns: list[dict[str, str]], facts: Facts, lang: str) -> Any:
    """Yield rows of text and address: where a row has a place in a plan, its offset leads there."""
    names = [column["name"] for column in columns]
    start = names.index("start") if {"start", "plan"} <= set(names) else -1
    for row in table.astype(object).itertuples(index=False):
        plan = str(row[names.index("plan")]) if "plan" in names else ""
        shown = []
        for at, item in enumerate(row):
            text = cell(item, lang)
            if names[at] in _PLANS:
                text = facts.name(text, lang)
            elif isinstance(item, str) and names[at] not in _AS_WRITTEN:
                text = value(lang, text)
            leads = at == start and text and plan in facts.names
            shown.append((text, f"plans/{plan}.{lang}.html#t{int(item)}" if leads else ""))
        yield shown


def _name(file: str) -> str:
    """Return the name of a file without the folders of the machine that it was read on."""
    return file.replace("\\", "/").rpartition("/")[2]
