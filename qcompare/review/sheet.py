"""Reviewing in a spreadsheet: targets out with drop-downs, decisions back as corrections.

The workbook has a sheet of targets, those in doubt and the least sure first; a sheet for targets that were missed; one that says what
may stand in each field; and a hidden one with the targets as they went out, so that what a person changed can be
told from what was there, whatever order the rows come back in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qcompare import output
from qcompare.corrections.records import CODED, EDITABLE, Correction, Key, key, make, text_sha256, upon
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.cells import from_xlsx, parse, plain, put
from qcompare.exchange.tables import save
from qcompare.review.priority import doubts, uncertain_first
from qcompare.review.quotes import as_published
from qcompare.schema import TARGETS, Field
from qcompare.text.formats.workbook import workbook

DECISIONS = ("accept", "edit", "reject")
_FIELDS = {field.name: field for field in TARGETS}
_FIRST = ("decision", "reason", "doubts", "confidence", "plan", "quote", "level_text", "indicator")
_COLUMNS = (*_FIRST, *(name for name in CODED if name not in _FIRST), "id")
_MISSED = ("reason", "plan", "quote", "level_text", *(name for name in EDITABLE if name not in ("quote", "level_text")))
_WIDE = {"quote": 48, "indicator": 32, "level_text": 20, "reason": 28, "doubts": 22, "id": 8}
_BLANK_ROWS = 200
_TITLES = {
    "decision": ("决定", "accept: right as it is; edit: right with the cells changed here; reject: no target"),
    "reason": ("理由", "why, in your own words"),
    "doubts": ("疑点", "why the rules are not sure"),
    "id": ("编号", "leave as it is"),
}
_ALL_TITLES = {name: (field.zh, field.en) for name, field in _FIELDS.items()} | _TITLES
_DEFAULTS = {
    "part": "body", "type": "quantified", "change": "level", "year_source": "none", "recurrence": "once",
    "strength": "plain", "domain": "other",
}  # fmt: skip


def write_sheet(
    path: Path,
    targets: Iterable[Mapping[str, Any]],
    texts: Mapping[str, str],
    notes: Mapping[tuple[str, Key], str] | None = None,
    more: Callable[[Any], object] | None = None,
    lang: str = "zh",
) -> None:
    """Write targets for review.

    Parameters
    ----------
    path
        Where to, ``.xlsx``.
    targets
        Records of ``schema.TARGETS``, with ``reviewed`` where corrections are already in.
    texts
        Plan → its text.
    notes
        (plan, key of a target) → what to show beside it in the column ``doubts``, say what coders decided.
    more
        Adds further sheets to the workbook.
    lang
        ``zh`` or ``en``: of the words that tell of doubt.
    """
    import openpyxl

    book = openpyxl.Workbook()
    ordered = [plain(target) for target in uncertain_first(targets)]
    _codebook(book.create_sheet("codebook"))
    _targets(book.worksheets[0], ordered, notes or {}, lang)
    _missed(book.create_sheet("missed", 1), texts)
    base = book.create_sheet("base")
    base.sheet_state = "hidden"
    for row, target in enumerate(ordered, 1):
        put(base.cell(row, 1), row)
        kept = {name: target[name] for name in (*_FIELDS, "correction", "from") if name in target}
        record = json.dumps(kept, ensure_ascii=False)
        for column, start in enumerate(range(0, len(record), 16_000), 2):  # a cell holds 32,767 characters
            put(base.cell(row, column), record[start : start + 16_000])
    hashes = book.create_sheet("texts")
    hashes.sheet_state = "hidden"
    for row, (plan, text) in enumerate(sorted(texts.items()), 1):
        put(hashes.cell(row, 1), plan)
        put(hashes.cell(row, 2), text_sha256(text))
    if more:
        more(book)
    output.write(path, save(book))


def _targets(sheet: Any, targets: list[dict[str, Any]], notes: Mapping[tuple[str, Key], str], lang: str) -> None:
    sheet.title = "targets"
    head(sheet, _COLUMNS, _ALL_TITLES, _WIDE)
    for row, target in enumerate(targets, 2):
        shown = target | {
            "decision": None,
            "reason": None,
            "doubts": ("；" if lang == "zh" else "; ").join(doubts(target, lang)) or None,
            "id": row - 1,
        }
        if target.get("reviewed"):
            shown["doubts"] = f"{target['reviewed']} · {target.get('coder') or ''}"
        shown["doubts"] = notes.get((str(target["plan"]), key(target)), shown["doubts"])
        for column, name in enumerate(_COLUMNS, 1):
            put(sheet.cell(row, column), shown.get(name))
    _drop_downs(sheet, _COLUMNS, len(targets) + 1)


def _missed(sheet: Any, texts: Mapping[str, str]) -> None:
    head(sheet, _MISSED, _ALL_TITLES, _WIDE)
    _drop_downs(sheet, _MISSED, _BLANK_ROWS)
    from openpyxl.worksheet.datavalidation import DataValidation

    names = ",".join(sorted(texts))
    if len(names) < 250 and '"' not in names:
        plans = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
        plans.add(f"B2:B{_BLANK_ROWS}")
        sheet.add_data_validation(plans)


def head(sheet: Any, names: Sequence[str], titles: Mapping[str, tuple[str, str]], widths: Mapping[str, int]) -> None:
    """Write a sheet's first row: names of the columns, with what they mean as comments; it stays in sight."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, name in enumerate(names, 1):
        cell = sheet.cell(1, column)
        put(cell, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF4")
        cell.comment = Comment("\n".join(titles[name]), "qcompare")
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(name, 12)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    # what comes before the quote stays in sight
    sheet.freeze_panes = f"{get_column_letter(min(names.index('quote'), 5) + 1)}2"
    sheet.auto_filter.ref = sheet.dimensions


def drop_down(sheet: Any, column: int, last: int, values: Sequence[str]) -> None:
    """Give the cells of a column a list of a few values to choose from."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
    rule.error, rule.errorTitle = ", ".join(values), "not one of the values"
    rule.add(f"{get_column_letter(column)}2:{get_column_letter(column)}{max(last, 2)}")
    sheet.add_data_validation(rule)


def _drop_downs(sheet: Any, names: tuple[str, ...], last: int) -> None:
    """Give each column with fixed values a list to choose from, in the codebook sheet's columns."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for position, (name, values) in enumerate(_lists(), 1):
        if name not in names:
            continue
        source, letter = get_column_letter(position + 4), get_column_letter(names.index(name) + 1)
        rule = DataValidation(
            type="list", formula1=f"codebook!${source}$2:${source}${len(values) + 1}", allow_blank=True
        )
        rule.error, rule.errorTitle = "see the sheet codebook", "not one of the values"
        rule.add(f"{letter}2:{letter}{max(last, 2)}")
        sheet.add_data_validation(rule)


def _lists() -> list[tuple[str, tuple[str, ...]]]:
    return [("decision", DECISIONS), *((field.name, field.values) for field in TARGETS if field.values)]


def _codebook(sheet: Any) -> None:
    """Say what each field means (columns A-C), and list the values of those that have fixed ones (from E)."""
    for column, name in enumerate(("field", "中文", "meaning"), 1):
        put(sheet.cell(1, column), name)
    for row, field in enumerate((field for field in TARGETS if field.name in CODED), 2):
        for column, text in enumerate((field.name, field.zh, field.en), 1):
            put(sheet.cell(row, column), text)
    for column, (name, values) in enumerate(_lists(), 5):
        for row, text in enumerate((name, *values), 1):
            put(sheet.cell(row, column), text)
    sheet.column_dimensions["C"].width = 70


def is_workbook(path: Path) -> bool:
    """Tell whether a workbook is one for review, and not a table.

    Raises
    ------
    SourceError
        If it is no workbook at all.
    """
    with workbook(path) as book:
        return bool({"base", "missed", "matches"} & set(book.sheetnames)) or "table" not in book.sheetnames


def typed_rows(book: Any) -> int:
    """Return how many rows of a workbook for review hold something that a person put there: in any sheet, any cell."""
    count = 0
    base = dict(_base(book["base"])) if "base" in book.sheetnames else {}
    if "targets" in book.sheetnames:
        count += sum(_is_touched(row, base) for _, row in read_rows(book["targets"]))
    if "missed" in book.sheetnames:
        count += sum(any(value is not None for value in row.values()) for _, row in read_rows(book["missed"]))
    return count


def _is_touched(row: Mapping[str, Any], base: Mapping[int, Mapping[str, Any]]) -> bool:
    if row.get("decision") is not None or row.get("reason") is not None:
        return True
    try:
        went_out = base[int(row["id"])]
        return any(_cell(_FIELDS[name], row.get(name)) != went_out.get(name) for name in EDITABLE)
    except (SchemaError, KeyError, ValueError, TypeError):  # no such row went out, or not with such a value
        return any(value is not None for value in row.values())


def read_sheet(
    path: Path, texts: Mapping[str, str], coder: str, known: Mapping[str, Correction] | None = None
) -> tuple[list[Correction], list[SourceError]]:
    """Return the corrections that a workbook holds, and what of it cannot be used.

    A row counts as looked at if a decision was chosen or a cell was changed; a changed cell makes it an edit.
    A quote of the sheet ``missed`` is found in the plan by itself, or by ``start`` where it stands there often.

    Parameters
    ----------
    path
        The workbook.
    texts
        Plan → its text now.
    coder
        Who made the decisions.
    known
        Corrections by id: a decision on a corrected target is about what the parser had found.

    Raises
    ------
    SourceError
        If the workbook is none of ours, or was made from other texts.
    """
    with workbook(path) as book:
        missing = [name for name in ("targets", "missed", "base", "texts") if name not in book.sheetnames]
        if missing:
            raise SourceError(
                path, f"it has no sheet {missing[0]!r}", "take a workbook that `qcompare review export` wrote"
            )
        base = dict(_base(book["base"]))
        for plan, then in _rows(book["texts"]):
            if plan in texts and text_sha256(texts[plan]) != then:
                raise SourceError(path, f"the text of {plan} has changed since it was exported", "export it again")
        corrections: list[Correction] = []
        problems: list[SourceError] = []
        for make_one, sheet in ((_decided, "targets"), (_added, "missed")):
            for number, row in read_rows(book[sheet]):
                try:
                    correction = make_one(row, base, texts, coder, known or {})
                except (SchemaError, SourceError, KeyError, ValueError) as error:
                    where = f"{path}, sheet {sheet}, row {number}"
                    problems.append(SourceError(where, str(error), "correct the row and import again"))
                else:
                    corrections.extend([correction] if correction else [])
        return corrections, problems


def _decided(
    row: dict[str, Any],
    base: dict[int, dict[str, Any]],
    texts: Mapping[str, str],
    coder: str,
    known: Mapping[str, Correction],
) -> Correction | None:
    if not any(value is not None for value in row.values()):
        return None
    number = int(row["id"]) if row.get("id") is not None else 0
    if number not in base:
        raise SchemaError("its id is none that was exported; write targets that are new into the sheet missed")
    target = dict(base[number])
    proposed = target.pop("from", None)  # by a second coder alone: to accept it is to add it
    earlier = known.get(str(target.pop("correction", None)))
    changed = {}
    for name in EDITABLE:
        value = _cell(_FIELDS[name], row.get(name))
        if value != target.get(name):
            changed[name] = value
    decision = str(row.get("decision") or "").strip().lower()
    if not decision and not changed:
        return None
    if decision and decision not in DECISIONS:
        raise SchemaError(f"decision is {decision!r}, not one of {', '.join(DECISIONS)}")
    action = "reject" if decision == "reject" else "edit" if changed else "accept"
    if decision == "edit" and not changed:
        raise SchemaError("decision is 'edit', but no cell was changed")
    text = _text(texts, target["plan"])
    if action == "edit" and {"quote", "level_text"} & changed.keys() and not {"start", "level_start"} & changed.keys():
        changed |= places(target | changed, text)
    if proposed:
        return None if action == "reject" else make("add", target | changed, text, coder=coder, reason=_reason(row))
    seen, action, changed = upon(earlier, target, action, changed)
    return make(action, seen, text, coder=coder, changed=changed, reason=_reason(row))


def _added(row: dict[str, Any], _base: Any, texts: Mapping[str, str], coder: str, _known: Any) -> Correction | None:
    given = {name: value for name, value in row.items() if value is not None}
    if not given:
        return None
    for name in ("plan", "quote", "indicator"):
        if name not in given:
            raise SchemaError(f"{name} is empty")
    plan = str(given["plan"])
    text = _text(texts, plan)
    target: dict[str, Any] = dict.fromkeys(CODED) | _DEFAULTS | {"plan": plan}
    target |= {name: _cell(_FIELDS[name], value) for name, value in given.items() if name in EDITABLE}
    if target["comparator"] in ("=", "~"):  # one number is both ends
        low, high = target["low"], target["high"]
        target |= {"low": high if low is None else low, "high": low if high is None else high}
    target["quote"] = as_published(target["quote"], text)
    target["level_text"] = as_published(target["level_text"] or target["quote"], target["quote"])
    target |= places(target, text)
    return make("add", target, text, coder=coder, reason=_reason(row))


def places(target: Mapping[str, Any], text: str) -> dict[str, int | None]:
    """Return the offsets of a target's quote, and of its level if it is one with offsets."""
    start, end = find(text, target["quote"], target["start"])
    if target["type"] == "qualitative":
        return {"start": start, "end": end, "level_start": None, "level_end": None}
    first, last = find(target["quote"], target["level_text"], None)
    return {"start": start, "end": end, "level_start": start + first, "level_end": start + last}


def find(text: str, quote: str, start: int | None) -> tuple[int, int]:
    """Return where a quote stands in a text; ``start`` says which of several places is meant.

    Raises
    ------
    SchemaError
        If it stands nowhere, or in several places and ``start`` names none of them.
    """
    if start is not None and text[start : start + len(quote)] == quote:
        return start, start + len(quote)
    places = text.count(quote)
    if places != 1:
        problem = "does not stand in the text" if not places else f"stands in {places} places; give start"
        raise SchemaError(f"{quote[:30]!r} {problem}")
    at = text.index(quote)
    return at, at + len(quote)


def _text(texts: Mapping[str, str], plan: str) -> str:
    if plan not in texts:
        raise SchemaError(f"there is no plan {plan!r} among those read: {', '.join(sorted(texts))}")
    return texts[plan]


def _reason(row: Mapping[str, Any]) -> str:
    return from_xlsx(str(row.get("reason") or ""))


def _cell(field: Field, value: Any) -> Any:
    """Return a cell's value as the field's; spreadsheets make numbers of text and text of numbers."""
    if value is None:
        return parse(field, None, field.name) if field.null else None
    if field.type == "string":
        whole = isinstance(value, float) and value.is_integer()
        return from_xlsx(value) if isinstance(value, str) else str(int(value) if whole else value)
    return parse(field, from_xlsx(value) if isinstance(value, str) else repr(value), field.name)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    for row in sheet.iter_rows(values_only=True, max_row=200_000, max_col=100):
        values = tuple(from_xlsx(value) if isinstance(value, str) else value for value in row)
        if any(value is not None for value in values):
            yield values[:2] if len(values) >= 2 else (*values, None)


def _base(sheet: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for row in sheet.iter_rows(values_only=True, max_row=200_000, max_col=2_000):
        if row and row[0] is not None:
            yield int(row[0]), json.loads("".join(from_xlsx(str(part)) for part in row[1:] if part is not None))


def read_rows(sheet: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a sheet below its first, as dicts, each with its number."""
    rows = sheet.iter_rows(values_only=True, max_row=200_000, max_col=100)
    header = [str(name) for name in next(rows, ()) if name is not None]
    for number, row in enumerate(rows, 2):
        yield number, dict(zip(header, row, strict=False))
