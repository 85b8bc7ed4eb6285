"""Judging in a spreadsheet: the sheets ``matches`` and ``indicators`` of the workbook for review.

What stands in the cells at first is a suggestion and counts for nothing until a decision is chosen or a cell changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare.benchmark import worded
from qcompare.corrections.judgements import GRADES, KINDS, NONE, RELATIONS, Judgement
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.cells import from_xlsx, put
from qcompare.review.judging import Judging, Row, indicator_rows, match_rows
from qcompare.review.sheet import drop_down, head, read_rows
from qcompare.text.formats.workbook import workbook

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

BASE = "judging"  # the hidden sheet that holds the rows as they went out
_TITLES: Mapping[str, tuple[str, str]] = {
    "decision": (
        "决定",
        "matches: accept as proposed 同意; regrade to the grade or relation that you typed 改等级; reject 不对应 (in a row "
        "without a proposal: no target of the plan is on this goal 没有目标写到); add one of your own, in such a row or a new one "
        "新增. indicators: same, new, own",
    ),
    "reason": ("理由", "why, in your own words"),
    "plan": ("规划", "short name of the plan"),
    "indicator": ("指标", "as the plan words it; to add a match, write it as in the sheet targets"),
    "level_text": ("水平", "what the plan asks for"),
    "quote": ("原文", "words of the plan"),
    "national_goal": ("国家目标编号", "id of the national goal"),
    "goal": ("国家目标", "words of the national goal"),
    "goal_level": ("国家水平", "what the national goal asks for"),
    "grade": ("等级", "E the same statistic; N near, scope or inspecting body differs; F the same field only"),
    "relation": ("关系", "scope of the plan's indicator against the goal's"),
    "score": ("相似度", "likeness of the words, 0-100"),
    "why": ("依据", "words in common"),
    "judged": ("已有判断", "who has judged it, and how"),
    "plans": ("规划", "plans that word it so"),
    "targets": ("目标数", "targets with this wording"),
    "unit": ("单位", "unit, as in targets"),
    "canonical": ("归并指标", "id of the known indicator it is the same as; for a new one, an id of your own"),
    "canonical_zh": ("归并指标名", "name of the suggested known indicator"),
    "en": ("英文名", "for a new one: its name in English"),
    "kind": ("种类", "for a new one: share, score, count, rate or state"),
    "polarity": ("方向", "for a new one: 1 more is better, -1 less is, 0 neither"),
    "id": ("编号", "leave as it is; leave empty in rows that you add"),
}
_MATCHES = ("decision", "reason", "grade", "relation", "plan", "indicator", "level_text", "quote", "national_goal", "goal",
            "goal_level", "score", "why", "judged", "id")  # fmt: skip
_INDICATORS = ("decision", "reason", "indicator", "canonical", "canonical_zh", "score", "en", "kind", "polarity", "unit",
               "plans", "targets", "quote", "judged", "id")  # fmt: skip
DECISIONS = {"matches": ("accept", "regrade", "reject", "add"), "indicators": ("same", "new", "own")}
_WIDE = {
    "quote": 48,
    "indicator": 32,
    "goal": 32,
    "level_text": 16,
    "reason": 24,
    "canonical": 24,
    "canonical_zh": 24,
    "judged": 18,
}
_BLANK = 100  # rows to add matches in


def add_sheets(book: Any, corpus: Corpus) -> int:
    """Add the sheets to a workbook; return the number of rows to judge."""
    matches, indicators = match_rows(corpus), indicator_rows(corpus)
    matches.sort(key=lambda row: not row["numbered"])  # goals with a number together, what is judged last among them
    base = book.create_sheet(BASE)
    base.sheet_state = "hidden"
    rows = [*(("matches", row) for row in matches), *(("indicators", row) for row in indicators)]
    numbered: dict[str, list[Row]] = {"matches": [], "indicators": []}
    for number, (name, row) in enumerate(rows, 1):
        numbered[name].append(row | {"id": number, "decision": None, "reason": None})
        put(base.cell(number, 1), number)
        put(base.cell(number, 2), json.dumps({key: row[key] for key in row if key != "spans"}, ensure_ascii=False))
    for place, (name, columns) in enumerate((("matches", _MATCHES), ("indicators", _INDICATORS)), 1):
        _sheet(book.create_sheet(name, place), columns, numbered[name], DECISIONS[name])
    return len(rows)


def _sheet(sheet: Any, columns: Sequence[str], rows: Sequence[Row], decisions: Sequence[str]) -> None:
    titles = {name: (worded(zh, "zh"), worded(en, "en")) for name, (zh, en) in _TITLES.items()}
    head(sheet, columns, titles, _WIDE)
    for number, row in enumerate(rows, 2):
        for column, name in enumerate(columns, 1):
            put(sheet.cell(number, column), row.get(name) if row.get(name) != "" else None)
    last = len(rows) + 1 + _BLANK
    lists = {"decision": decisions, "grade": GRADES, "relation": RELATIONS, "kind": KINDS, "polarity": ("1", "-1", "0")}
    for name, values in lists.items():
        if name in columns:
            drop_down(sheet, columns.index(name) + 1, last, values)


def read_judgements(
    path: Path, corpus: Corpus, coder: str, settle: bool = False
) -> tuple[list[Judgement], list[SourceError]]:
    """Return the judgements that a workbook holds, and the rows that cannot be used; none if it has no such sheets.

    Raises
    ------
    SourceError
        If it is no readable workbook.
    """
    made: list[Judgement] = []
    problems: list[SourceError] = []
    with workbook(path) as book:
        if BASE not in book.sheetnames:
            return made, problems
        base = {int(number): json.loads(from_xlsx(str(text))) for number, text in _pairs(book[BASE])}
        judging = Judging(corpus, coder, settle)
        readers: dict[str, Callable[[Judging, Row, Row], Judgement | None]] = {
            "matches": _match,
            "indicators": _indicator,
        }
        for name, reader in readers.items():
            for number, row in read_rows(book[name]) if name in book.sheetnames else ():
                given = {key: from_xlsx(value) if isinstance(value, str) else value for key, value in row.items()}
                try:
                    before = base.get(int(given["id"]), {}) if given.get("id") is not None else {}
                    one = reader(judging, given, before)
                except (SchemaError, ValueError, TypeError, KeyError) as error:
                    where = f"{path}, sheet {name}, row {number}"
                    problems.append(SourceError(where, str(error), "correct the row and import again"))
                else:
                    made += [one] if one else []
    return made, problems


def typed_judgements(book: Any) -> int:
    """Return how many rows of the sheets for judging hold something that a person put there."""
    if BASE not in book.sheetnames:
        return 0
    base = {str(number): json.loads(from_xlsx(str(text))) for number, text in _pairs(book[BASE])}
    asked = {"matches": ("grade", "relation", "plan", "indicator", "national_goal"), "indicators": ("canonical",)}
    count = 0
    for name, columns in asked.items():
        for _, row in read_rows(book[name]) if name in book.sheetnames else ():
            given = {key: from_xlsx(str(value)) for key, value in row.items() if value is not None}
            before = base.get(given.get("id", ""), {})
            count += bool({"decision", "reason"} & given.keys()) or any(
                given.get(column, "") != str(before.get(column) or "") for column in columns
            )
    return count


def _pairs(sheet: Any) -> Iterator[tuple[Any, Any]]:
    for row in sheet.iter_rows(values_only=True, max_row=200_000, max_col=2):
        if row and row[0] is not None:
            yield row[0], row[1]


def _decision(row: Row, allowed: Sequence[str]) -> str:
    decision = str(row.get("decision") or "").strip().lower()
    if decision and decision not in allowed:
        raise SchemaError(f"decision is {decision!r}, not one of {', '.join(allowed)}")
    return decision


def _match(judging: Judging, row: Row, before: Row) -> Judgement | None:
    decision = _decision(row, DECISIONS["matches"])
    text = {
        name: str(row.get(name) or "").strip() for name in ("plan", "indicator", "national_goal", "grade", "relation")
    }
    changed = any(text[name] != str(before.get(name) or "") for name in text)
    if not decision and not changed:
        return None
    reason = str(row.get("reason") or "")
    if decision == "reject":
        return judging.match(before | text, NONE, reason)
    if not text["grade"]:
        raise SchemaError("grade is empty: E the same statistic, N near, F the same field only; or decide 'reject'")
    if text["grade"] not in GRADES:
        raise SchemaError(f"grade is {text['grade']!r}, not one of {', '.join(GRADES)}")
    if text["grade"] != before.get("grade") and text["relation"] == before.get("relation"):
        text["relation"] = ""  # that of the suggested grade says nothing about another one
    return judging.match(before | text, text["grade"], reason)


def _indicator(judging: Judging, row: Row, before: Row) -> Judgement | None:
    decision = _decision(row, DECISIONS["indicators"])
    canonical = str(row.get("canonical") or "").strip()
    if not decision and canonical == str(before.get("canonical") or ""):
        return None
    numbers = {
        name: row[name] if not isinstance(row[name], str) else int(row[name])
        for name in ("polarity",)
        if row.get(name) is not None
    }
    return judging.indicator(row | {"canonical": canonical} | numbers, decision or "same", str(row.get("reason") or ""))
