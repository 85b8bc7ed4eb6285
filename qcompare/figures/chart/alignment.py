"""Which national goals and tasks are answered (F6, X2), and where the targets lie (F7)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart import base
from qcompare.figures.chart.base import (
    counted,
    figure,
    finish,
    link,
    need,
    number,
    out_of,
    plans_of,
    plural,
    say,
)
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, span, widest
from qcompare.figures.chart.specificity import plan_heads


@dataclass(frozen=True, slots=True)
class State:
    """How a goal or a task is answered: its mark and colour, and its words."""

    mark: str
    fill: str
    zh: str
    en: str
    answered: bool = False


STATES = {
    "quantified-E": State("●", theme.PLUM, "写出数字，口径相同", "with a number, same statistic", True),
    "quantified-N": State("≈", theme.PLUM, "写出数字，口径相近", "with a number, similar statistic", True),
    "relative": State("△", theme.PLUM2, "只作比较", "by comparison", True),
    "qualitative": State("○", theme.PLUM2, "只有文字", "in words only", True),
    "proposed": State("?", theme.PAPER, "程序建议，未经人工判定", "suggested by the program, not judged"),
    "unjudged": State("·", theme.PAPER, "未经人工判定", "not judged by a person"),
    "not applicable": State("/", theme.PAPER, "不适用：规划早于纲要", "not applicable: older than the outline"),
    "field": State("~", theme.PAPER, "仅同领域", "same policy field only"),
    "absent": State("", theme.PLUM0, "规划没有写", "not named in the plan"),
}  # fmt: skip

# what the numbers of the outline's goals begin with
GROUPS = {
    "Q": ("定量目标，2015年", "With a number, by 2015"), "P20": ("产品质量，2020年", "Products, by 2020"),
    "P15": ("产品质量，2015年", "Products, by 2015"), "G20": ("工程质量，2020年", "Construction projects, by 2020"),
    "G15": ("工程质量，2015年", "Construction projects, by 2015"), "S": ("服务质量", "Services"), "O": ("总体目标", "Overall goals"),
    "K": ("可靠性提升工程", "Reliability programme"),
}  # fmt: skip


def _group(goal: str) -> str:
    """Return the group that a national goal stands in, nothing for other documents.

    >>> _group("NQO-P20-3"), _group("NQO-Q3"), _group("QB13-1")
    ('P20', 'Q', '')
    """
    code = goal.removeprefix("NQO-").partition("-")[0] if goal.startswith("NQO-") else ""
    return code if code in GROUPS else code[:1] if code[:1] in GROUPS else ""


def _marked(rows: pd.DataFrame, known: Any, plans: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return column labels, and the plans that do not cite the outline, which have a dagger."""
    cites = rows.groupby("plan")["cites_outline"].agg(lambda flags: bool(flags.eq(True).any()))
    silent = [plan for plan in plans if not cites[plan]]
    return {plan: known.label(plan) + ("†" if plan in silent else "") for plan in plans}, silent


class _Grid:
    """A matrix of states: rows with names at the left, plans in columns."""

    def __init__(self, look: Look, names: Sequence[str], columns: Sequence[str], share: float) -> None:
        self.panel, self.look, self.columns = Panel(look), look, list(columns)
        self.size = look.small
        self.left = min(widest(names, self.size), look.width * share) + 12
        self.column = min(88.0, (look.width - self.left) / max(1, len(columns)))
        self.last = self.left + self.column * len(columns)
        self.cells: list[dict[str, Any]] = []
        self.y = plan_heads(self.panel, self.columns, self.left, self.last)

    def head(self, said: str) -> None:
        """Write the heading of a group of rows."""
        self.panel.text(0, self.y + self.size, said, self.size, theme.INK2, bold=True)
        self.y += self.size * 2

    def row(self, name: str, cells: Sequence[dict[str, Any]]) -> None:
        """Draw a row: its name in as many lines as it needs, and its cells."""
        lines = self.look.wrap(name, self.size, self.left - 8)
        high = max(20.0, self.size * 1.25 * len(lines) + 5)
        middle = self.y + high / 2
        for place, line in enumerate(lines):
            self.panel.text(0, middle + self.size * 1.25 * (place - (len(lines) - 1) / 2), line, self.size)
        for cell, x in zip(cells, centres(len(self.columns), self.left, self.last), strict=True):
            half = self.column / 2 - min(1.5, self.column / 12)
            self.cells.append(
                {
                    **cell,
                    "px": x,
                    "x1": x - half,
                    "x2": x + half,
                    "py": middle,
                    "y1": self.y + 1,
                    "y2": self.y + high - 1,
                }
            )
        self.y += high

    def words(self, name: str, said: Sequence[str]) -> None:
        """Write a row of words."""
        self.panel.text(0, self.y + self.size, name, self.size, theme.INK2)
        size = self.size
        if widest(said, size * 0.75) > self.column - 2:  # a narrow column has the count alone
            said = [text.split(" ")[0] if text[:1].isdigit() else "–" for text in said]
        wide = widest(said, size)
        size = min(size, size * (self.column - 2) / wide) if wide else size
        for text, x in zip(said, centres(len(self.columns), self.left, self.last), strict=True):
            self.panel.text(x, self.y + self.size, text, size, align="center")
        self.y += self.size * 1.8

    def done(self, tips: Sequence[str]) -> Panel:
        """Put the cells onto the panel."""
        self.panel.height = self.y
        if self.cells:
            frame = pd.DataFrame(self.cells)
            x, y = self.panel._x, self.panel._y
            rects = alt.Chart(frame).mark_rect(cornerRadius=1, strokeWidth=0.8).encode(
                x=x("x1"), y=y("y1"), x2="x2:Q", y2="y2:Q", fill=alt.Fill("fill:N", scale=None),
                stroke=alt.Stroke("frame:N", scale=None), tooltip=[f"{tip}:N" for tip in tips],
            )  # fmt: skip
            size = min(self.size, self.column - 4)
            marks = alt.Chart(frame).mark_text(fontSize=size, baseline="middle").encode(
                x=x("px"), y=y("py"), text="mark:N", color=alt.Color("ink:N", scale=None)
            )  # fmt: skip
            self.panel.marks += [rects, marks]
        return self.panel


def _cell(row: Mapping[str, Any], state: State, lang: str, name: str, what: str) -> dict[str, Any]:
    empty = state.fill == theme.PAPER
    return {
        "plan": row["plan"], "name": name, "goal": what, "what": state.zh if lang == "zh" else state.en, "mark": state.mark,
        "fill": state.fill, "frame": theme.RULE if empty else state.fill, "ink": theme.NEAR if empty else theme.on(state.fill),
        "indicator": row.get("indicator"), "quote": row.get("quote"),
        "link": link(row["plan"], row.get("start")) if row.get("start") is not None and row.get("start") == row.get("start") else None,
    }  # fmt: skip


@figure(
    "F6", "coverage", "alignment",
    zh="哪些国家目标得到回应，哪些补上数字，哪些没有写？", en="Which national goals are answered, which with a number, which not named?",
)  # fmt: skip
def coverage(table: pd.DataFrame, alignment: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw how each plan answers each national goal; goals that no plan names stand together in one row.

    Parameters
    ----------
    table
        Result table ``coverage``: national_goal, goal_zh, goal_en, goal_type, confidence, plan, state,
        cites_outline, start.
    alignment
        Result table ``alignment``: how many goals are answered, with a number or without, stands under each column.
    """
    known = plans_of(table, lang)
    rows = need(
        table, "national_goal", "goal_zh", "goal_en", "goal_type", "confidence", "plan", "state", "cites_outline"
    ).copy()
    plans = known.order(rows["plan"])
    columns, silent = _marked(rows, known, plans)
    unjudged = _unjudged(alignment)
    rows["state"] = [
        state if state in STATES and (plan not in unjudged or state != "absent") else "unjudged"
        for plan, state in zip(rows["plan"], rows["state"], strict=True)
    ]  # fmt: skip
    goals = rows.drop_duplicates("national_goal").to_dict("records")
    by = {(row["national_goal"], row["plan"]): row for row in rows.to_dict("records")}
    open_ = rows["confidence"].ne("supported") & rows["confidence"].notna()
    names = {
        goal["national_goal"]: str(goal[f"goal_{lang}"])
        + ("°" if goal["confidence"] not in ("supported", None) else "")
        for goal in goals
    }
    empty = [
        goal["national_goal"]
        for goal in goals
        if all(by[(goal["national_goal"], plan)]["state"] == "absent" for plan in plans)
    ]
    shown = [goal for goal in goals if goal["national_goal"] not in empty or len(empty) < 2]
    rows_named = (
        [say(lang, *GROUPS.get(_group(goal["national_goal"]), ("其他", "Other"))) for goal in goals]
        if look.compact
        else [names[goal["national_goal"]] for goal in shown]
    )
    grid = _Grid(look, rows_named, [columns[plan] for plan in plans], 0.5)
    last = None
    if look.compact:
        _by_group(grid, goals, by, plans, columns, lang)
        shown, empty = [], []
    for goal in shown:
        group = _group(goal["national_goal"])
        if group != last and group:
            grid.head(say(lang, *GROUPS[group]))
        last = group
        cells = [by[(goal["national_goal"], plan)] for plan in plans]
        grid.row(
            names[goal["national_goal"]],
            [
                _cell(row, STATES[row["state"]], lang, columns[row["plan"]], names[goal["national_goal"]])
                for row in cells
            ],
        )
    if len(empty) >= 2:
        _unnamed(grid, [names[goal] for goal in empty], lang)
    answered = {
        plan: sum(STATES[by[(goal["national_goal"], plan)]["state"]].answered for goal in goals) for plan in plans
    }
    counts = {
        plan: say(lang, "未判定", "not judged") if plan in unjudged else out_of(answered[plan], len(goals), lang)
        for plan in plans
    }
    _margins(grid, counts, alignment, plans, lang)
    panel = grid.done(["goal", "name", "what", "indicator", "quote"])
    used = [state for state in STATES if (rows["state"] == state).any()]
    if not look.compact:
        panel.height = panel.key(panel.height + 6, [_key(STATES[state], lang) for state in used])
    provisional = int(open_.groupby(rows["national_goal"]).any().sum())
    first = next(
        (
            by[(goal["national_goal"], plan)]
            for goal in goals
            for plan in plans
            if STATES[by[(goal["national_goal"], plan)]["state"]].answered
        ),
        None,
    )
    return finish(
        [panel], [table] if alignment is None else [table, alignment], name="coverage", lang=lang, look=look,
        title=_answers(plans, answered, len(goals), set(silent), unjudged, known, lang), source=base.judged_source(lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；{len(goals)}项国家目标各以怎样的目标回应", f"How {known.said(plans, lang)} answer the {counted(len(goals))} national goals"),
        note=[say(lang, "按每项国家目标的最佳对应计。规划没有写不说明力度大小。", "By the best match of each national goal. Not named says nothing about effort."),
              *([say(lang, f"° {provisional}项国家目标没有公开网页佐证。", f"° {counted(provisional, capital=True)} national goals are confirmed by no published page.")] if provisional else []),
              *base.silent_note(known.labels(silent), lang)],
        read="" if first is None else say(
            lang, f"例如：{columns[first['plan']]}对“{names[first['national_goal']]}”的回应：{STATES[first['state']].zh}。",
            f"For example: {columns[first['plan']]} answers the goal on {names[first['national_goal']]}: {STATES[first['state']].en}."),
        alt_text=say(lang, "以目标回应的国家目标：", "National goals answered: ") + say(lang, "、", "; ").join(f"{columns[plan]} {counts[plan]}" for plan in plans) + say(lang, "。", "."),
    )  # fmt: skip


def _by_group(
    grid: _Grid,
    goals: Sequence[dict[str, Any]],
    by: Mapping[Any, Any],
    plans: list[str],
    columns: Mapping[str, str],
    lang: str,
) -> None:
    """Draw a row a group of goals: how many of them each plan answers; a printed column has no room for a row a goal."""
    groups: dict[str, list[Any]] = {}
    for goal in goals:
        groups.setdefault(_group(goal["national_goal"]), []).append(goal["national_goal"])
    for group, members in groups.items():
        name = say(lang, *GROUPS.get(group, ("其他", "Other")))
        cells = []
        for plan in plans:
            states = [STATES[by[(goal, plan)]["state"]] for goal in members]
            open_ = all(by[(goal, plan)]["state"] in ("unjudged", "proposed") for goal in members)
            count = sum(state.answered for state in states)
            fill = theme.PAPER if open_ else theme.shade(count / len(members), theme.PLUMS)
            said = "?" if open_ else f"{count}/{len(members)}"
            state = State(said, fill, out_of(count, len(members), "zh"), out_of(count, len(members), "en"))
            cells.append({**_cell({"plan": plan}, state, lang, columns[plan], name), "link": None})
        grid.row(name, cells)


def _unnamed(grid: _Grid, names: list[str], lang: str) -> None:
    """Write the goals that no plan names, as one row."""
    grid.y += 4
    grid.head(say(lang, f"各规划都没有写的{len(names)}项", f"Named in no plan: {counted(len(names))} goals"))
    for line in grid.look.wrap(say(lang, "；", "; ").join(names), grid.size):
        grid.panel.text(0, grid.y + grid.size * 0.6, line, grid.size, theme.NEAR)
        grid.y += grid.size * 1.45
    grid.y += 4


def _key(state: State, lang: str) -> tuple[str | None, str | None, str]:
    words = f"{state.mark} {say(lang, state.zh, state.en)}".strip()
    return (state.fill, None, words) if state.fill != theme.PAPER else (theme.PAPER, theme.RULE, words)


def _unjudged(alignment: pd.DataFrame | None) -> set[str]:
    """Return the plans whose matches nobody has judged: of them nothing is known, which is not the same as none."""
    if alignment is None:
        return set()
    rows = need(alignment, "plan", "covered")
    return set(rows.loc[rows["covered"].isna(), "plan"])


def _margins(grid: _Grid, counts: dict[str, str], alignment: pd.DataFrame | None, plans: list[str], lang: str) -> None:
    grid.y += 6
    grid.panel.line(0, grid.y, grid.last, grid.y, theme.NEAR, 1)
    grid.words(say(lang, "以目标回应", "Answered by a target"), [counts[plan] for plan in plans])
    if alignment is None:
        return
    facts = {
        say(lang, "国家无数字，规划补上数字", "Without a number, given one"): ("concretised", "concretised_of"),
        say(lang, "国家有数字，回应而无数字", "With a number, answered without"): ("diluted", "diluted_of"),
        say(lang, "地方自设指标", "The plan's own indicators"): ("own", "own_of"),
    }
    rows = {row["plan"]: row for row in need(alignment, "plan").to_dict("records")}
    for label, (part, whole) in facts.items():
        if part not in alignment or whole not in alignment:
            continue
        values = [rows.get(plan, {}) for plan in plans]
        grid.words(
            label,
            [
                "–" if row.get(part) is None or row.get(part) != row.get(part) else out_of(row[part], row[whole], lang)
                for row in values
            ],
        )


def _answers(
    plans: list[str], answered: dict[str, int], goals: int, silent: set[str], unjudged: set[str], known: Any, lang: str
) -> str:
    """Return how many of the goals each plan answers: those that cite the outline."""
    own = [plan for plan in plans if plan not in unjudged and (plan not in silent or len(silent) == len(plans))]
    if not own:
        return say(
            lang, "还没有人判定各规划对国家目标的回应", "No plan's answers to the national goals have been judged yet"
        )
    if len(own) > 5:
        half = sum(answered[plan] * 2 >= goals for plan in own)
        return say(
            lang,
            f"{len(own)}份规划中，{half}份回应了{goals}项国家目标的一半以上",
            f"{counted(half, capital=True)} of {len(own)} plans answer{'s' * (half == 1)} at least half of the {goals} national goals",
        )
    parts = [f"{known.label(plan)}{say(lang, '', ' ')}{answered[plan]}{say(lang, '项', '')}" for plan in own]
    if lang == "zh":
        return f"{goals}项国家目标中，{known.label(own[0])}回应{answered[own[0]]}项" + "".join(
            f"，{part}" for part in parts[1:]
        )
    return f"{known.label(own[0])} answers {answered[own[0]]} of {goals} national goals" + "".join(
        f", {part}" for part in parts[1:]
    )


@figure("F7", "emphasis", "emphasis_distance", zh="目标集中在哪些领域？", en="In which fields do the targets lie?")
def domains(table: pd.DataFrame, distance: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw in which fields of policy the targets lie: each plan's share by field, and the outline's.

    Parameters
    ----------
    table
        Result table ``emphasis``: plan, group, group_zh, group_en, targets, n, share, national_share (0-1).
    distance
        Result table ``emphasis_distance``: the Jensen-Shannon distances stand below the columns.
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "group", "group_zh", "group_en", "targets", "n", "share", "national_share")
    rows = rows[rows["plan"] != "national"].copy()
    plans = known.order(rows["plan"])
    total = rows.drop_duplicates("plan").set_index("plan")["n"].astype(int)
    groups = list(rows.groupby("group")["national_share"].first().sort_values(ascending=False, kind="stable").index)
    names = {str(row["group"]): _field(str(row[f"group_{lang}"]), lang) for row in rows.to_dict("records")}
    panel, size, small = Panel(look), look.text if not look.compact else look.small, look.small
    left = min(widest(names.values(), size), look.width * 0.36) + 12
    nation = 84.0 if not look.compact else 52.0
    column = min(120.0, (look.width - left - nation) / len(plans))
    last = left + nation + column * len(plans)
    bars = column >= 64
    top = plan_heads(panel, known.labels(plans), left + nation, last)
    panel.text(left, top - small * 1.4, say(lang, "国家纲要", "Outline"), small if look.compact else size, bold=True)
    row = 30.0
    bottom = top + row * len(groups)
    rows["row"] = rows["group"].map({group: place for place, group in enumerate(groups)})
    rows["name"], rows["field"] = rows["plan"].map(known.label), rows["group"].map(names)
    rows["shown"] = [
        f"{100 * share:.0f}%" if count else "–" for share, count in zip(rows["share"], rows["targets"], strict=True)
    ]
    rows["zero"] = 0.0
    rows["link"] = [
        link(plan, part="goals", group=group) for plan, group in zip(rows["plan"], rows["group"], strict=True)
    ]
    high = max(float(rows["share"].max() or 0), float(rows["national_share"].max() or 0), 0.01)
    y = bands("y", len(groups), top, bottom, 0.3)
    own = rows.drop_duplicates("group").copy()
    own["shown"] = [f"{100 * share:.0f}%" for share in own["national_share"]]
    own = own.drop(columns=["plan", "link", "name"])
    _column(panel, own, "national_share", (left, left + nation - 10), high, y, theme.NEAR, True, ["field:N"])
    tips = [
        "name:N",
        "field:N",
        "targets:Q",
        "n:Q",
        alt.Tooltip("share:Q", format=".1%"),
        alt.Tooltip("national_share:Q", format=".1%"),
    ]
    for plan, x in zip(plans, centres(len(plans), left + nation, last), strict=True):
        ends = (x - column / 2 + 2, x + column / 2 - 4)
        _column(panel, rows[rows["plan"] == plan], "share", ends, high, y, theme.PLUM2, bars, tips)
    for group, at in zip(groups, centres(len(groups), top, bottom), strict=True):
        panel.text(0, at, fit(names[group], size, left - 6), size)
        panel.line(0, at + row / 2, last, at + row / 2)
    y0 = bottom + 4
    for words, values in _under(plans, total, distance, lang):
        wide = widest(values, small)
        shrunk = small * min(1.0, (column - 3) / wide) if wide else small
        if shrunk < small * 0.7:
            continue
        panel.text(0, y0 + small * 0.9, fit(words, small, left + nation - 4), small, theme.INK2)
        for said, x in zip(values, centres(len(plans), left + nation, last), strict=True):
            panel.text(x, y0 + small * 0.9, said, shrunk, theme.INK2, "center")
        y0 += small * 1.7
    panel.height = y0
    first = rows[rows["plan"] == plans[0]].sort_values("row").iloc[0]
    return finish(
        [panel], [table] if distance is None else [table, distance], name="domains", lang=lang, look=look,
        title=_largest(rows, plans, names, known, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；各领域占目标部分目标的比例", f"Share of the targets in the goals sections of {known.said(plans, lang)}, by field"),
        note=[say(lang, "总量与其分项都计。国家纲要的分布仅供参照。", "Totals and their parts both count. The outline's shares are for orientation only."),
              *([say(lang, "与纲要的距离：詹森—香农距离，0为相同，1为毫无重合。", "Distance to the outline: Jensen–Shannon, 0 the same, 1 nothing in common.")] if distance is not None else [])],
        read=say(lang, f"例如：{first['name']}目标部分的{int(first['n'])}条目标中，{int(first['targets'])}条属于{first['field']}。",
                 f"For example: {counted(int(first['targets']))} of the {plural(int(first['n']), 'target')} of {first['name']} concern{'s' * (int(first['targets']) == 1)} {first['field'].lower()}."),
        alt_text=say(lang, "各规划比例最高的领域：", "Field with the largest share in each plan: ") + say(lang, "、", "; ").join(
            f"{known.label(plan)} {names[str(one['group'])]} {one['shown']}" for plan in plans for one in [_top(rows, plan)]
        ) + say(lang, "。", "."),
    )  # fmt: skip


def _field(name: str, lang: str) -> str:
    """Return a field of policy as a reader knows it."""
    known = {"works": "construction projects", "standards metrology certification": "standards, metrology, certification",
             "标准计量认证": "标准、计量、认证", "supervision and credit": "supervision and integrity", "programmes for quality as a whole": "quality-city programmes"}  # fmt: skip
    name = known.get(name, name)
    return name if lang == "zh" else name[:1].upper() + name[1:]


def _column(
    panel: Panel, rows: pd.DataFrame, value: str, ends: tuple[float, float], high: float, y: Any, fill: str, bars: bool, tips: list[Any]
) -> None:  # fmt: skip
    """Draw the bars of a column from zero with their percentages, or only these where it is narrow."""
    first, last = ends
    marked = alt.Chart(rows).encode(y=y, tooltip=tips)
    where: Any
    ink: Any
    align: Any
    if bars:
        last -= 30
        panel.marks.append(
            marked.mark_bar(fill=fill).encode(x=span("zero", 0, high, first, max(last, first + 1)), x2=f"{value}:Q")
        )
        where, size, align, ink = (
            span(value, 0, high, first, max(last, first + 1)),
            panel.look.small,
            "left",
            alt.value(theme.INK),
        )
    else:  # a narrow column has no room for bars: the depth of its cells says the same
        shaded = rows.assign(
            one=1.0, fill=[theme.shade(float(share) / high, theme.PLUMS) for share in rows[value]],
            said=[text.rstrip("%") for text in rows["shown"]],
        )  # fmt: skip
        shaded["ink"] = [theme.on(one) for one in shaded["fill"]]
        panel.marks.append(alt.Chart(shaded).mark_bar(cornerRadius=1).encode(
            y=y, x=span("zero", 0, 1, first, last), x2="one:Q", fill=alt.Fill("fill:N", scale=None), tooltip=tips))  # fmt: skip
        rows = shaded.assign(half=0.5, shown=shaded["said"] if last - first < 30 else shaded["shown"])
        where, align, ink = span("half", 0, 1, first, last), "center", alt.Color("ink:N", scale=None)
        size = min(panel.look.small, (last - first) / 1.6)
    panel.marks.append(
        alt.Chart(rows).mark_text(fontSize=size, align=align, dx=3 if bars else 0, baseline="middle").encode(
            y=y, x=where, text="shown:N", color=ink)
    )  # fmt: skip


def _under(plans: list[str], total: pd.Series, distance: pd.DataFrame | None, lang: str) -> list[tuple[str, list[str]]]:
    out = [(say(lang, "目标条数", "Targets"), [str(int(total[plan])) for plan in plans])]
    if distance is not None:
        rows = {row["plan"]: row for row in need(distance, "plan", "distance", "low", "high").to_dict("records")}
        out.append(
            (
                say(lang, "与纲要的距离", "Distance to the outline"),
                [
                    f"{rows[plan]['distance']:.2f}"
                    if plan in rows and rows[plan]["distance"] == rows[plan]["distance"]
                    else "–"
                    for plan in plans
                ],
            )
        )
        out.append((say(lang, "其95%区间", "Its 95% interval"), [
            f"{rows[plan]['low']:.2f}–{rows[plan]['high']:.2f}" if plan in rows and rows[plan]["low"] == rows[plan]["low"] else "–" for plan in plans]))  # fmt: skip
    return out


def _top(rows: pd.DataFrame, plan: str) -> dict[str, Any]:
    own = rows[rows["plan"] == plan].sort_values(["share", "row"], ascending=[False, True], kind="stable")
    found: dict[str, Any] = own.iloc[0].to_dict()
    return found


def _largest(rows: pd.DataFrame, plans: list[str], names: dict[str, str], known: Any, lang: str) -> str:
    """Return the field that has the largest share in most plans."""
    tops = pd.Series([str(_top(rows, plan)["group"]) for plan in plans])
    group = tops.value_counts(sort=False).sort_values(ascending=False, kind="stable").index[0]
    count = int((tops == group).sum())
    name = names[group]
    if len(plans) == 1:
        one = _top(rows, plans[0])
        return say(
            lang,
            f"{known.label(plans[0])}的目标以{name}为最多：{int(one['n'])}条中{int(one['targets'])}条",
            f"The field with most targets of {known.label(plans[0])} is {name.lower()}: {out_of(one['targets'], one['n'], lang)}",
        )
    return say(
        lang,
        f"{len(plans)}份规划中，{count}份的目标以{name}为最多",
        f"The field with most targets is {name.lower()} in {counted(count)} of {counted(len(plans))} plans",
    )


LABELS = {
    "addressed": State("●", theme.PLUM, "回应", "taken up", True), "partly": State("◐", theme.PLUM2, "部分回应", "in part", True),
    "no": State("○", theme.PLUM0, "没有回应", "not taken up"), "unjudged": State("?", theme.PAPER, "尚未判定", "not judged yet"),
}  # fmt: skip


# what the parts of the outline are about
_PARTS = {
    "3": "Firms' responsibility for quality", "4": "Supervision of quality", "5": "Institutions and incentives",
    "6": "Environment for quality", "7": "Foundations of quality", "8": "Programmes", "9": "Organisation",
}  # fmt: skip


@figure("X2", "headings", zh="纲要的哪些任务得到回应？", en="Which tasks of the outline are taken up?")
def headings(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw which tasks of the outline are taken up: what was judged about each sub-heading and plan.

    Parameters
    ----------
    table
        Result table ``headings``: heading, part, part_zh, heading_zh, provisional, plan, label (addressed, partly,
        no, or missing), score, start, cites_outline.
    """
    known = plans_of(table, lang)
    rows = need(
        table, "heading", "part", "part_zh", "heading_zh", "provisional", "plan", "label", "score", "cites_outline"
    ).copy()
    plans = known.order(rows["plan"])
    columns, silent = _marked(rows, known, plans)
    rows["state"] = [label if label in LABELS else "unjudged" for label in rows["label"]]
    words = _heading_words() if lang == "en" else {}
    tasks = rows.drop_duplicates("heading").to_dict("records")
    names = {
        task["heading"]: f"{words.get(task['heading'], task['heading_zh'])}{'°' if task['provisional'] else ''}"
        for task in tasks
    }
    by = {(row["heading"], row["plan"]): row for row in rows.to_dict("records")}
    grid = _Grid(look, list(names.values()), [columns[plan] for plan in plans], 0.46)
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
            cell = _cell(row, LABELS[row["state"]], lang, columns[plan], names[task["heading"]])
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
    grid.words(say(lang, "回应", "Taken up"), [counts[plan] for plan in plans])
    panel = grid.done(["goal", "name", "what", "quote"])
    used = [state for state in LABELS if (rows["state"] == state).any()]
    panel.height = panel.key(panel.height + 6, [_key(LABELS[state], lang) for state in used])
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
        [panel], [table], name="headings", lang=lang, look=look, source=base.judged_source(lang),
        title=_taken(plans, taken, len(tasks), set(silent), none, known, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；纲要{len(tasks)}个任务小标题，{judged}格由一人判定", f"The outline's {len(tasks)} sub-headings of tasks and {known.said(plans, lang)}; {judged} cells judged by one coder"),
        note=[*([say(lang, "° 小标题未经网页核实，暂定。", "° Sub-heading not confirmed by a page, provisional.")] if rows["provisional"].eq(True).any() else []),
              *([say(lang, "数字为程序的候选得分，不是判定。", "Numbers are scores of the program's suggestions and no judgement.")] if judged < len(rows) else []),
              *base.silent_note(known.labels(silent), lang)],
        read="" if first is None else say(lang, f"例如：{columns[first['plan']]}回应了“{names[first['heading']]}”。", f"For example: {columns[first['plan']]} takes up “{names[first['heading']]}”.".replace("“", "").replace("”", "")),
        alt_text=say(lang, "；", "; ").join(
            f"{columns[plan]}: " + say(lang, "、", ", ").join(f"{say(lang, LABELS[s].zh, LABELS[s].en)} {int(((rows['plan'] == plan) & (rows['state'] == s)).sum())}" for s in used) for plan in plans
        ) + say(lang, "。", "."),
    )  # fmt: skip


def _taken(
    plans: list[str], taken: dict[str, int], tasks: int, silent: set[str], none: set[str], known: Any, lang: str
) -> str:
    own = [plan for plan in plans if plan not in none and (plan not in silent or len(silent) == len(plans))]
    if not own:
        return say(lang, "还没有人判定各规划回应了哪些任务", "Nobody has judged yet which tasks are taken up")
    if len(own) > 5:
        half = sum(taken[plan] * 2 >= tasks for plan in own)
        return say(
            lang,
            f"{len(own)}份规划中，{half}份回应了{tasks}项任务的一半以上",
            f"{counted(half, capital=True)} of {len(own)} plans take{'s' * (half == 1)} up at least half of the {tasks} tasks",
        )
    parts = [f"{known.label(plan)}{say(lang, '', ' ')}{taken[plan]}{say(lang, '项', '')}" for plan in own]
    if lang == "zh":
        return f"纲要{tasks}项任务中，{known.label(own[0])}回应{taken[own[0]]}项" + "".join(
            f"，{part}" for part in parts[1:]
        )
    return f"{known.label(own[0])} takes up {taken[own[0]]} of the outline's {tasks} tasks" + "".join(
        f", {part}" for part in parts[1:]
    )


@cache
def _heading_words() -> Mapping[str, str]:
    """Return what the sub-headings say, in English."""
    text = (resources.files("qcompare.figures") / "chart" / "headings.csv").read_text(encoding="utf-8")
    return {row["heading"]: row["en"] for row in csv.DictReader(text.splitlines())}
