"""A plan → its targets and the ledger of its numerals. Rules in order; each step is one pass."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from qcompare.coding import doubt
from qcompare.coding.cells import LOST, NOTE, UNREAD, Tables, is_cell, read_tables
from qcompare.coding.indicators import numeric_items, without_middle
from qcompare.coding.indicators.starts import strip_lead
from qcompare.coding.levels import levels
from qcompare.coding.levels.level import Level
from qcompare.coding.levels.numbers import numerals
from qcompare.coding.qualitative import qualitative_clauses
from qcompare.coding.records import Draft, cell_draft, clause_draft, item_draft, mark_series, records
from qcompare.coding.relations import worded_drafts
from qcompare.coding.roles import Roles
from qcompare.coding.roles.form import numeral_rules
from qcompare.coding.rules import Rule, note
from qcompare.coding.years import Years, issue_year, named_year, own_period
from qcompare.text.model import Plan


@dataclass
class Coding:
    """What was coded of one plan: records of ``schema.TARGETS`` and ``schema.NUMERALS``, in order.

    ``unread`` are the runs of the source that look like tables, or rows of one, and were not understood;
    ``outlook`` says whether the plan states goals, a horizon or a year to come.
    """

    targets: list[dict[str, Any]] = field(default_factory=list)
    numerals: list[dict[str, Any]] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    outlook: bool = True


def _told(text: str) -> Plan:
    """Return the plan in a string, with a warning where it hardly reads like one."""
    from qcompare.text.read import caution, check_is_chinese

    check_is_chinese(text, "the text")
    plan = Plan.from_text(text)
    for said in caution(plan):
        warnings.warn(said, stacklevel=3)
    return plan


# 达到削减目标: the reference is a fall.
_REDUCED = re.compile(r"削减|减排")


def code(plan: Plan | str) -> Coding:
    """Return the targets of a plan and the role of each of its numerals.

    Parameters
    ----------
    plan
        A plan, or a text: a sentence, a paragraph, a whole plan. Where a text hardly reads like a plan, a warning says so.

    Returns
    -------
    Coding
        Targets in order of start and end; one numeral record for each Arabic numeral of the source.

    Raises
    ------
    SourceError
        If a text is not Chinese.

    Examples
    --------
    >>> [target["level_text"] for target in code(Plan.from_text("到2020年，产品合格率达到95%以上。")).targets]
    ['95%以上']
    """
    if isinstance(plan, str):
        plan = _told(plan)
    issued = issue_year(plan)
    years = Years(plan, issued, plan.dating.get("horizon"), own_period(plan), named_year(plan))
    found = levels(plan.text)
    roles = Roles(plan, years, found)
    rules = {level.number: roles.of(level) for level in found}
    read = read_tables(plan, issued)
    covered = read.covered
    if covered or read.unread:
        found = _beside_tables(plan.text, found, rules, read)
    if "\ufffd" in plan.text or (".\n" in plan.text and _BROKEN.search(plan.text)):
        _mark_lost(plan.text, found, rules)
    role = {number: rule.decides for number, rule in rules.items()}
    items = numeric_items(plan, found, role)
    drafts = [item_draft(item) for item in items]
    worded = [draft for draft in worded_drafts(plan, years, drafts) if not _covers(covered, draft.level[0])]
    for draft in worded:
        draft.indicator = without_middle(draft.indicator, draft.level[0], in_words=True)
    drafts += worded
    if read.unread:
        drafts = [draft for draft in drafts if _within_cell(plan.text, draft)]
    lost = [draft for draft in drafts if _of_lost_cells(draft.indicator)]
    for draft in lost:
        read.lose(plan.text, [(draft.start, draft.end)], figures=draft.level)
    # A level of nothing (a heading that is cut off, 翻一番 alone) commits to nothing.
    drafts = [draft for draft in drafts if draft.indicator.strip(" |│┃") and draft not in lost]
    drafts += [cell_draft(cell) for cell in read.targets]
    drafts += [clause_draft(clause) for clause in qualitative_clauses(plan, sorted(draft.level for draft in drafts))]
    for draft in drafts:
        if draft.type == "relative" and _REDUCED.search(plan.text, *draft.level):
            # 完成总量减排任务: where the indicator names the fall, it is what is to be reached
            draft.change = draft.change if _REDUCED.search(draft.indicator) else "decrease"
    drafts.sort(key=lambda draft: (draft.start, draft.end, draft.level))
    targets = records(plan, drafts, years)
    mark_series(targets)
    doubt.mark(plan, targets, years.horizon, issued)
    outlook = years.horizon is not None or years.to_come or any(block.part == "goals" for block in plan.blocks)
    return Coding(targets, _ledger(plan, found, rules, read.roles), plan.spans(read.unread), outlook)


_BAR = re.compile(r"[|│┃]")
_NO_AIM = "(?!指标|目标|任务)[^,。]"
_UNIT_BRACKET = r"\([%‰亿万千百元个家项件吨人户亩分次公里]{1,4}\)"  # (万元); not (街道)
# Heads and cells that ran into each other: units of several columns, the heads themselves, figures alone.
_LOST_CELLS = re.compile(
    rf"{_UNIT_BRACKET}.*{_UNIT_BRACKET}.*{_UNIT_BRACKET}|指标(?:项|名称)?(?:指标)?(?:值|单位|属性|性质)|约束性{_NO_AIM}|预期性{_NO_AIM}"
)


def _of_lost_cells(indicator: str) -> bool:
    """Tell whether what a level is of are the cells of a table that ran into each other."""
    near = "(" in indicator or "标" in indicator or "性" in indicator
    return near and _LOST_CELLS.search(indicator) is not None or indicator.isdecimal()


def _within_cell(text: str, draft: Draft) -> bool:
    """Keep a target of an unread table to the cell that states it; False where the cell names nothing."""
    if _BAR.search(draft.indicator):
        return False  # words of several cells
    if "\t" not in draft.indicator and "\t" not in text[draft.start : draft.end]:
        return True
    start = text.rfind("\t", 0, draft.level[0]) + 1
    end = text.find("\t", draft.level[1])
    cell = text[max(start, draft.start) : min(end if end >= 0 else draft.end, draft.end)]
    named = [words for words in draft.indicator.split("\t") if words and words in cell]
    draft.indicator = named[0][strip_lead(named[0], 0, len(named[0]))[0] :] if named else ""
    draft.start, draft.end = (
        max(start, draft.start),
        draft.start + len(cell) if start <= draft.start else start + len(cell),
    )
    return bool(named)


# 下降13. / 5%: a number that a narrow cell broke at its point. Not 1. / 5个项目, the number of an item.
_BROKEN = re.compile(r"\d(?<=[^\n\d]\d)\d{0,5}\.\n(?=\d)")


def _mark_lost(text: str, found: list[Level], rules: dict[int, Rule]) -> None:
    """Leave aside the numbers beside which a character was lost, or that are the rest of one that was broken."""
    halves = {at for match in _BROKEN.finditer(text) for at in match.span()}
    for level in found:
        beside = (
            text[level.number - 1 : level.number],
            text[level.tail : level.tail + 1],
            text[level.number : level.tail],
        )
        if "\ufffd" in beside or level.number in halves:
            rules[level.number] = LOST
            note(LOST.id, level.number)


def _beside_tables(text: str, found: list[Level], rules: dict[int, Rule], read: Tables) -> list[Level]:
    """Return the levels that tables leave to the rules for sentences; what notes and unread rows hold is no target."""
    beside = []
    for level in found:
        if _covers(read.covered, level.number):
            continue
        decided = rules[level.number].decides
        if _covers(read.notes, level.number) and decided == "target":
            rules[level.number] = NOTE
            note(NOTE.id, level.number)
        elif _covers(read.unread, level.number) and (decided == "scope" or is_cell(text, level)):
            rules[level.number] = UNREAD
            note(UNREAD.id, level.number)
        beside.append(level)
    return beside


def _covers(runs: list[tuple[int, int]], at: int) -> bool:
    """Tell whether an offset lies in one of some runs, ascending and apart from each other."""
    index = bisect_right(runs, at, key=itemgetter(0)) - 1
    return index >= 0 and at < runs[index][1]


_LONGEST = 400
_OF_THE_LEDGER = frozenset(["role.cell", "role.unplaced.unread"])  # decided where no level is


def _around(run: tuple[int, int], at: int) -> tuple[int, int]:
    """Return the part of a sentence without end that is around an offset."""
    return max(run[0], at - _LONGEST // 2), min(run[1], at + _LONGEST // 2)


def _ledger(plan: Plan, found: list[Level], rules: dict[int, Rule], cells: dict[int, str]) -> list[dict[str, Any]]:
    rows = []
    runs, name, source = numerals(plan.text), plan.name, plan.source
    sentence, told = "", 0  # the sentence of the numerals before an offset
    for (start, end), (first, last), rule in zip(
        runs, plan.spans(runs), numeral_rules(runs, found, rules), strict=True
    ):
        if start >= told:
            run = plan.sentence_at(start)
            long = run[1] - run[0] > _LONGEST
            sentence = plan.quote(*(_around(run, start) if long else run)).strip()
            told = end if long else run[1]
        decided = "role.cell" if start in cells else rule.id
        if decided in _OF_THE_LEDGER:
            note(decided, start)
        rows.append(
            {
                "plan": name,
                "start": first,
                "end": last,
                "text": source[first:last],
                "role": cells.get(start, rule.decides),
                "sentence": sentence,
                "rule": decided,
            }
        )
    return sorted([*rows, *_left_out(plan)], key=itemgetter("start")) if plan.normalised.dropped else rows


_PAGE_NUMERAL = re.compile(r"\d+(?:[.．,，]\d+)*")


def _left_out(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the rows of the numerals on pages' edges that the text leaves out where a paragraph goes on behind them."""
    for start, end in plan.normalised.dropped:
        line = plan.source[start:end].strip()
        for match in _PAGE_NUMERAL.finditer(plan.source, start, end):
            first, last = match.span()
            yield {
                "plan": plan.name, "start": first, "end": last, "text": match.group(), "role": "noise", "sentence": line,
                "rule": "role.noise.page",
            }  # fmt: skip
