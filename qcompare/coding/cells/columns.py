"""What the columns of a table are about: what was, or what is to be, and by when."""

from __future__ import annotations

import re
from dataclasses import replace

from qcompare.text.genre import FACTS
from qcompare.text.heads import YEAR, Head, Table
from qcompare.text.model import Plan
from qcompare.text.tables import states_goals, tells

_TOLD = re.compile(
    r"(?:完成|执行|落实|实现)(?:情况|程度)(?!.*目标)"
)  # what the title says was done, whatever a head says


def since_period(plan: Plan) -> int | None:
    """Return the year with which the plan's period starts."""
    return int(plan.dating.get("period_start") or 0) or None


def dated(plan: Plan, table: Table, since: int | None) -> list[Head]:
    """Return the columns with past or target said of each column of values; none where no column says it."""
    reports = plan.genre.kind == FACTS or "公报" in table.title
    columns = list(table.columns)
    titled = YEAR.findall(table.title)
    latest = max((column.year for column in columns if column.kind == "value" and column.year), default=None)
    past = any(column.when == "past" for column in columns)
    # a title that names a year to come says so too: 各镇2025年公益林面积
    to_come = bool(titled and since and int(titled[-1]) > since) and not tells(table.title)
    goals = (states_goals(table.title) or to_come) and not any(
        column.when == "target" or column.year for column in columns
    )
    told = bool(_TOLD.search(table.title))
    start = since_period(plan) or min((column.year for column in columns if column.year), default=None)
    for at, column in enumerate(columns):
        if column.kind != "value" or column.when == "past":
            continue
        year = column.year or (None if column.base is None else latest)
        if column.span and start:
            year = start + column.span - 1
        up_to = year or (latest if column.growth else None)
        if reports or (told and year is None) or (up_to is not None and since is not None and up_to < since):
            when = "past"
        elif column.when == "total":
            when = "target" if (latest or goals) and not past else "past" if past else ""
        elif column.when == "target" or year is not None or (column.growth and (latest or goals)) or goals:
            when = "target"
        else:
            when = "past" if past and not states_goals(table.title) else ""
        # A growth or a total is up to the last year; a goal without a year is not due when another column is.
        later = None if column.when == "target" and not (column.growth or column.cumulative) else latest
        if when == "target" and not (year or later):
            # beside a year of its own, a column without one is due when the plan is; a table's title may say when
            later = int(titled[-1]) if titled else plan.dating.get("horizon") if latest else None
        columns[at] = replace(column, when=when, year=year or later)
    if (first := _start(plan, table, columns, since, past)) is not None:
        columns[first] = replace(columns[first], when="past")
    return columns if any(column.kind == "value" and column.when for column in columns) else []


def _start(plan: Plan, table: Table, columns: list[Head], since: int | None, past: bool) -> int | None:
    """Return the column of the year in which the plan starts, where no word of its head says so."""
    aimed = [column.year for column in table.columns if column.when == "target" and column.year]
    open_ = [at for at, one in enumerate(columns) if one.kind == "value" and one.when == "target" and not one.growth]
    bare = [at for at in open_ if table.columns[at].when == "" and table.columns[at].year]
    if past or not open_:
        return None
    if aimed and len(bare) == 1 and (table.columns[bare[0]].year or 0) < min(aimed):
        return bare[0]  # 2012年 beside 目标 2015年, 目标 2020年
    first, last, start = table.columns[open_[0]], table.columns[open_[-1]], since_period(plan)
    if first.when or len(open_) < 2:
        return None
    # 2022年 beside 2035年 in a plan of 2022—2035; without a date of issue the first of several years is where it starts.
    based = len(open_) == 2 and first.year == start and start is not None and (last.year or 0) > start + _NEXT
    return open_[0] if since is None or based else None


_NEXT = 2  # a year that comes so soon behind the first is the next of a series
