"""Which tasks of the outline are answered (X2)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    counted,
    figure,
    need,
    number,
    out_of,
    plans_of,
    say,
)
from qcompare.figures.chart.frame import finish, judged_source, omitted_note, silent_note
from qcompare.figures.chart.grid import Grid, State, cell_of, key_of, marked
from qcompare.figures.chart.panel import WIDE, Look

LABELS = {
    "addressed": State("●", theme.PLUM, "回应", "answered", True), "partly": State("◐", theme.PLUM2, "部分回应", "in part", True),
    "no": State("○", theme.PLUM0, "没有回应", "not answered"), "unjudged": State("?", theme.PAPER, "尚未判定", "not judged yet"),
}  # fmt: skip


# what the parts of the outline are about
_PARTS = {
    "3": "Firms' responsibility for quality", "4": "Supervision of quality", "5": "Institutions and incentives",
    "6": "Environment for quality", "7": "Foundations of quality", "8": "Programmes", "9": "Organisation",
}  # fmt: skip


@figure("X2", "headings", zh="纲要的哪些任务得到回应？", en="Which tasks of the outline are answered?")
def headings(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw which tasks of the outline are answered: what was judged about each sub-heading and plan.

    Parameters
    ----------
    table
        Result table ``headings``: heading, part, part_zh, heading_zh, provisional, plan, label (addressed, partly,
        no, or missing), score, start, cites_outline.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.headings(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'Of 10 confirmed task headings Anhui answers 8, Siping 6 (of all 37: 34, 28)'
    """
    known = plans_of(table, lang)
    rows = need(
        table, "heading", "part", "part_zh", "heading_zh", "provisional", "plan", "label", "score", "cites_outline"
    ).copy()
    plans = known.order(rows["plan"])
    columns, silent = marked(rows, known, plans)
    rows["state"] = [label if label in LABELS else "unjudged" for label in rows["label"]]
    words = _heading_words() if lang == "en" else {}
    tasks = rows.drop_duplicates("heading").to_dict("records")
    names = {
        task["heading"]: f"{words.get(task['heading'], task['heading_zh'])}{'°' if task['provisional'] else ''}"
        for task in tasks
    }
    by = {(row["heading"], row["plan"]): row for row in rows.to_dict("records")}
    grid = Grid(look, list(names.values()), [columns[plan] for plan in plans], 0.46)
    last = None
    for task in tasks:
        if task["part"] != last:
            grid.head(
                say(lang, str(task["part_zh"]), _PARTS.get(str(number(task["part"])), f"Part {number(task['part'])}"))
            )
            last = task["part"]
        cells = []
        for plan in plans:
            row = by[(task["heading"], plan)]
            cell = cell_of(row, LABELS[row["state"]], lang, columns[plan], names[task["heading"]])
            if (
                row["state"] == "unjudged"
                and row["score"] is not None
                and row["score"] == row["score"]
                and grid.column >= 30
            ):
                cell["mark"] = f"{row['score']:.2f}"
            cells.append(cell)
        grid.row(names[task["heading"]], cells)
    grid.y += 6
    taken = {plan: sum(by[(task["heading"], plan)]["state"] == "addressed" for task in tasks) for plan in plans}
    none = {plan for plan in plans if all(by[(task["heading"], plan)]["state"] == "unjudged" for task in tasks)}
    counts = {
        plan: say(lang, "未判定", "not judged") if plan in none else out_of(taken[plan], len(tasks), lang)
        for plan in plans
    }
    grid.panel.line(0, grid.y, grid.last, grid.y, theme.NEAR, 1)
    grid.words(say(lang, "回应", "Answered"), [counts[plan] for plan in plans])
    firm = [task["heading"] for task in tasks if not task["provisional"]]
    sure = {plan: sum(by[(heading, plan)]["state"] == "addressed" for heading in firm) for plan in plans}
    if 0 < len(firm) < len(tasks):
        said = ["–" if plan in none else out_of(sure[plan], len(firm), lang) for plan in plans]
        grid.words(say(lang, "其中标题已核实的", "Of those confirmed"), said)
    panel = grid.done(["goal", "name", "what", "quote"])
    used = [state for state in LABELS if (rows["state"] == state).any()]
    panel.height = panel.key(panel.height + 6, [key_of(LABELS[state], lang) for state in used])
    first = next(
        (
            by[(task["heading"], plan)]
            for task in tasks
            for plan in plans
            if by[(task["heading"], plan)]["state"] == "addressed"
        ),
        None,
    )
    judged = int((rows["state"] != "unjudged").sum())
    return finish(
        [panel], [table], name="headings", lang=lang, look=look, source=judged_source(lang),
        title=_taken(plans, taken, (tasks, sure), set(silent), none, known, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；纲要{len(tasks)}个任务小标题，{judged}格由一人判定", f"The outline's {len(tasks)} sub-headings of tasks and {known.said(plans, lang)}; {judged} cells judged by one coder"),
        note=[*([say(lang, "° 小标题未经网页核实，暂定。", "° Sub-heading not confirmed by a page, provisional.")] if rows["provisional"].eq(True).any() else []),
              *([say(lang, "数字为程序的候选得分，不是判定。", "Numbers are scores of the program's suggestions and no judgement.")] if judged < len(rows) else []),
              say(lang, "没有回应不说明力度大小。", "Not answered says nothing about effort."), *omitted_note(known, plans, lang),
              *silent_note(known.labels(silent), lang)],
        read="" if first is None else say(lang, f"例如：{columns[first['plan']]}回应了“{names[first['heading']]}”。", f"For example: {columns[first['plan']]} answers the task '{names[first['heading']]}'."),
        alt_text=say(lang, "；", "; ").join(
            f"{columns[plan]}: " + say(lang, "、", ", ").join(f"{say(lang, LABELS[s].zh, LABELS[s].en)} {int(((rows['plan'] == plan) & (rows['state'] == s)).sum())}" for s in used) for plan in plans
        ) + say(lang, "。", "."),
    )  # fmt: skip


def _taken(
    plans: list[str], taken: dict[str, int], listed: tuple[list[Any], dict[str, int]], silent: set[str], none: set[str], known: Any, lang: str
) -> str:  # fmt: skip
    tasks, firm = len(listed[0]), sum(not task["provisional"] for task in listed[0])
    part = 0 < firm < tasks
    own = [plan for plan in plans if plan not in none and (plan not in silent or len(silent) == len(plans))]
    if not own:
        return say(lang, "还没有人判定各规划回应了哪些任务", "Nobody has judged yet which tasks are answered")
    if len(own) > 5:
        half = sum(taken[plan] * 2 >= tasks for plan in own)
        return say(
            lang,
            f"{len(own)}份规划中，{half}份回应了{tasks}项任务的一半以上",
            f"{counted(half, capital=True)} of {len(own)} plans answer{'s' * (half == 1)} at least half of the {tasks} tasks",
        )

    def each(counts: dict[str, int]) -> str:
        if lang == "zh":
            return f"{known.label(own[0])}回应{counts[own[0]]}项" + "".join(
                f"，{known.label(plan)}{counts[plan]}项" for plan in own[1:]
            )
        return f"{known.label(own[0])} answers {counts[own[0]]}" + "".join(
            f", {known.label(plan)} {counts[plan]}" for plan in own[1:]
        )

    if not part:
        return say(lang, f"纲要{tasks}项任务中，{each(taken)}", f"Of the outline's {tasks} tasks {each(taken)}")
    rest = [str(taken[plan]) for plan in own]
    return say(
        lang, f"{firm}项已核实标题：{each(listed[1])}（共{tasks}项：{'、'.join(rest)}）",
        f"Of {firm} confirmed task headings {each(listed[1])} (of all {tasks}: {', '.join(rest)})",
    )  # fmt: skip


@cache
def _heading_words() -> Mapping[str, str]:
    """Return what the sub-headings say, in English."""
    text = (resources.files("qcompare.figures") / "chart" / "headings.csv").read_text(encoding="utf-8")
    return {row["heading"]: row["en"] for row in csv.DictReader(text.splitlines())}
