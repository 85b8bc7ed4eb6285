"""How far from the national level: levels (F4), strictness (F5), magnitudes on three scales (X1)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    colours,
    columns_width,
    figure,
    finish,
    heading,
    link,
    need,
    nothing,
    number,
    plans_of,
    say,
    unjudged_words,
)

CLASSES = {
    "stricter": ("更严", "stricter", "S"), "equal": ("相同", "equal", "="), "weaker": ("更宽", "weaker", "W"),
    "mixed": ("互有宽严", "mixed", "M"), "near": ("近似统计", "near statistic", "n"), "field": ("仅同领域", "same field only", "f"),
    "proposed": ("待复核", "to be reviewed", "?"), "not comparable": ("不可比", "not comparable", "x"),
    "absent": ("规划没有写", "not named in the plan", "–"),
    "unjudged": ("未经人工判定", "not judged", "·"), "not applicable": ("不适用", "not applicable", "/"),
}  # fmt: skip
_LETTERS_ZH = {"stricter": "严", "equal": "同", "weaker": "宽", "mixed": "互", "near": "近", "field": "域", "proposed": "？",
               "not comparable": "×", "absent": "–", "unjudged": "·", "not applicable": "/"}  # fmt: skip
_CORNER = {"stricter": "↑", "equal": "＝", "weaker": "↓"}
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "~": "≈", "range": ""}


def goal_labels(rows: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return a label for each national goal: its number and what it measures."""
    text = rows.drop_duplicates("national_goal").set_index("national_goal")[f"goal_{lang}"]
    return {str(goal): f"{goal_number(goal)} {words}" for goal, words in text.items()}


def goal_number(goal: Any) -> str:
    """Return the number of a national goal within its document.

    >>> goal_number("NQO-Q3")
    'Q3'
    """
    return str(goal).partition("-")[2] or str(goal)


@figure(
    "F4", "levels", zh="离国家水平有多远，到哪一年？", en="How far from the national level, and by when?",
)  # fmt: skip
def levels(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw the level of each matched target against the national one, a panel a goal.

    Parameters
    ----------
    table
        Result table ``levels``: national_goal, goal_zh, goal_en, plan (``national`` for the benchmark), value,
        comparator, unit, year, grade (benchmark, E, N, F), status (only ``reviewed`` is drawn), start, end.
    """
    known = plans_of(table, lang)
    rows = need(
        table, "national_goal", "goal_zh", "goal_en", "plan", "value", "comparator", "unit", "year", "grade", "status"
    )
    rows = rows[rows["grade"].isin(["benchmark", "E", "N"]) & rows["value"].notna()]
    judged = rows["status"] == "reviewed"
    waiting, open_plans = int((~judged).sum()), set(rows.loc[~judged, "plan"])
    rows = rows[judged].copy()
    national = rows[rows["grade"] == "benchmark"].set_index("national_goal")
    marks = rows[(rows["grade"] != "benchmark") & rows["national_goal"].isin(national.index)].copy()
    plans = known.order(marks["plan"])
    title = say(lang, "规划水平与国家水平", "Levels in the plans against the national level")
    rule = say(lang, "匹配等级 E 与 N；年份不同的水平不能直接比高低", "grades E and N; levels of different years do not compare directly")  # fmt: skip
    if marks.empty:
        why, notes = unjudged_words(lang), _waiting(waiting, lang)
        return nothing([table], name="levels", lang=lang, title=title, rule=rule, why=why, notes=notes)
    goals = [goal for goal in dict.fromkeys(rows["national_goal"]) if (marks["national_goal"] == goal).any()]
    marks["label"] = marks["plan"].map(known.label)
    marks["national"] = marks["national_goal"].map(national["value"])
    exact, near = say(lang, "E 同一统计", "E same statistic"), say(lang, "N 近似统计", "N near statistic")
    marks["match"] = marks["grade"].map({"E": exact, "N": near})
    marks["shown"] = [
        f"{_SIGNS.get(row.comparator or '', '')}{number(row.value, 1)} ({_year(row.year)})"
        for row in marks.itertuples()
    ]
    starts = marks["start"] if "start" in marks else pd.Series(None, index=marks.index)
    marks["link"] = [
        link(plan, start if start == start else None, type="quantified")
        for plan, start in zip(marks["plan"], starts, strict=True)
    ]
    colour, shape = colours(plans, known)
    low = float(min(marks["value"].min(), national["value"].min()))
    panels = []
    for place, goal in enumerate(goals):
        one = marks[marks["national_goal"] == goal].sort_values(["plan", "year", "value"], key=_in_order(plans))
        one["row"] = [f"{label}|{number}" for number, label in enumerate(one["label"])]  # two marks never share a row
        benchmark = national.loc[goal]
        goal_title = f"{goal_number(goal)} {benchmark[f'goal_{lang}']}"
        goal_title += f"  {_SIGNS.get(benchmark['comparator'] or '', '')}{number(benchmark['value'], 1)} ({_year(benchmark['year'])})"
        panels.append(_level_panel(one, goal_title, low, colour, shape, lang, place == len(goals) - 1))
    absent = sorted(set(known.names) - set(plans) - open_plans)
    notes = [
        say(
            lang,
            "实心 E：同一统计，空心 N：近似统计；黑线为国家水平",
            "filled E: same statistic, hollow N: nearly the same; black line: national level",
        )
    ]
    if absent:
        notes.append(
            say(lang, f"无对应：{'、'.join(known.labels(absent))}", f"no match: {', '.join(known.labels(absent))}")
        )
    notes += _waiting(waiting, lang)
    said = say(lang, "；", "; ").join(
        f"{row.label} {goal_number(row.national_goal)} {row.shown}" for row in marks.itertuples() if row.grade == "E"
    )
    return finish(
        alt.vconcat(*panels, spacing=14), [table], name="levels", lang=lang, plans=plans, columns=100, notes=notes,
        title=title,
        n=say(lang, f"n = {len(marks)} 个匹配目标，{len(goals)} 项国家目标，标注为水平与年份",
              f"n = {len(marks)} matched targets, {len(goals)} national goals; labels: level and year"),
        rule=rule,
        alt_text=say(lang, f"E 级匹配：{said}。", f"Grade E matches: {said}."),
    )  # fmt: skip


def _waiting(count: int, lang: str) -> list[str]:
    """Return how many proposals are left out, if any: nobody has judged them."""
    if not count:
        return []
    return [
        say(
            lang,
            f"另有 {count} 条程序建议的对应待复核，未画出",
            f"{count} proposed correspondence{'s' * (count != 1)} not drawn: to be reviewed",
        )
    ]


_BEFORE_BAR = "split(datum.label, '|')[0]"


def _in_order(plans: list[str]) -> Any:
    """Return a sort key that puts the column ``plan`` in the order of the corpus."""
    return lambda column: column.map(plans.index) if column.name == "plan" else column


def _year(year: Any) -> str:
    return "?" if year is None or year != year else str(int(year))


def _level_panel(
    rows: pd.DataFrame, title: str, low: float, colour: Any, shape: Any, lang: str, last: bool
) -> Any:  # fmt: skip
    floor = max(0.0, 5 * (low // 5) - 5)
    axis = alt.Axis(labels=last, ticks=last, domain=last, tickCount=10)
    x = alt.X("value:Q", scale=alt.Scale(domain=[floor, 106], nice=False), axis=axis,
              title=say(lang, "水平（% 或分）", "level (% or points)") if last else None)  # fmt: skip
    y = alt.Y(
        "row:N", sort=list(rows["row"]), title=None, axis=alt.Axis(domain=False, ticks=False, labelExpr=_BEFORE_BAR)
    )
    base = alt.Chart(rows).encode(y=y)
    line = base.mark_rule(strokeWidth=2, color=theme.RULE).encode(x=x, x2="national:Q")
    benchmark = alt.Chart(rows.head(1)).mark_rule(strokeWidth=3, color=theme.NATIONAL).encode(x=alt.X("national:Q"))
    marks = base.mark_point(strokeWidth=2.2, size=120).encode(
        x=x,
        shape=alt.Shape("label:N", scale=shape, legend=None),
        stroke=alt.Stroke("label:N", scale=colour, legend=None),
        fill=alt.condition("datum.grade == 'E'", alt.Color("label:N", scale=colour, legend=None), alt.value(theme.PAPER)),
        tooltip=["label:N", alt.Tooltip("indicator:N"), "shown:N", "match:N", alt.Tooltip("quote:N")],
    )  # fmt: skip
    names = base.mark_text(align="left", fontSize=11).encode(x=alt.datum(107), text="shown:N")
    return (line + benchmark + marks + names).properties(title=heading(title), width=560, height=alt.Step(22))


@figure(
    "F5", "strictness", zh="比国家目标更严、相同、更宽、互有宽严，还是没有？", en="Stricter, equal, weaker, mixed or absent?",
)  # fmt: skip
def strictness(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw the strictness matrix: a cell for each numeric national goal and plan.

    Parameters
    ----------
    table
        Result table ``strictness``: national_goal, goal_zh, goal_en, plan, class, level_class, grade, value,
        national_value, year, national_year, cites_outline, start.
    """
    known = plans_of(table, lang)
    rows = need(table, "national_goal", "goal_zh", "goal_en", "plan", "class", "level_class", "cites_outline").copy()
    plans = known.order(rows["plan"])
    declared = {plan: bool(rows.loc[rows["plan"] == plan, "cites_outline"].eq(True).any()) for plan in plans}
    labels = {plan: known.label(plan) + ("" if declared[plan] else "†") for plan in plans}
    goals = goal_labels(rows, lang)
    place = 0 if lang == "zh" else 1
    rows["label"] = rows["national_goal"].map(goals)
    rows["column"] = rows["plan"].map(labels)
    letter = {word: _LETTERS_ZH[word] if lang == "zh" else CLASSES[word][2] for word in CLASSES}
    rows["letter"] = rows["class"].map(letter)
    named = {word: f"{letter[word]} {CLASSES[word][place]}" for word in CLASSES}
    rows["what"] = rows["class"].map(named)
    rows["corner"] = [_CORNER.get(row.level_class or "", "") for row in rows.itertuples()]
    rows["ink"] = [theme.on(theme.CLASSES[word]) for word in rows["class"]]
    starts = rows["start"] if "start" in rows else pd.Series(None, index=rows.index)
    rows["link"] = [None if word == "absent" else link(plan, start if start == start else None, type="quantified")
                    for plan, start, word in zip(rows["plan"], starts, rows["class"], strict=True)]  # fmt: skip
    used = [word for word in CLASSES if (rows["class"] == word).any()]
    scale = alt.Scale(domain=[named[word] for word in used], range=[theme.CLASSES[word] for word in used])
    base = alt.Chart(rows).encode(
        x=alt.X("column:N", sort=list(labels.values()), title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)),
        y=alt.Y("label:N", sort=list(goals.values()), title=None, axis=alt.Axis(domain=False, ticks=False)),
    )  # fmt: skip
    cells = base.mark_rect(stroke=theme.MUTED, strokeWidth=0.8).encode(
        color=alt.Color("what:N", scale=scale, legend=alt.Legend(title=say(lang, "水平与年份合看", "level and year together"), symbolType="square", symbolStrokeColor=theme.MUTED)),
        tooltip=["label:N", "column:N", "what:N", alt.Tooltip("indicator:N"), "value:Q", "national_value:Q", "year:Q", "national_year:Q"],
    )  # fmt: skip
    letters = base.mark_text(fontSize=15).encode(text="letter:N", color=alt.Color("ink:N", scale=None))
    corners = base.mark_text(fontSize=11, dx=36, dy=-11).encode(text="corner:N", color=alt.Color("ink:N", scale=None))
    counts = say(lang, "；", "; ").join(
        f"{labels[plan]}: " + say(lang, "、", ", ").join(
            f"{CLASSES[word][place]} {int(k)}" for word, k in rows.loc[rows["plan"] == plan, "class"].value_counts().sort_index().items()
        ) for plan in plans
    )  # fmt: skip
    compared = int(rows["class"].isin(["stricter", "equal", "weaker", "mixed"]).sum())
    notes = [say(lang, "角标为只看水平：↑ 更严 ＝ 相同 ↓ 更宽", "corner, level alone: ↑ stricter ＝ equal ↓ weaker"),
             say(lang, "“更宽”指约束不更早，“无对应”是未涉及，都不等于弱", "weaker: does not bind earlier; absent: not addressed; neither means lax")]  # fmt: skip
    if not all(declared.values()):
        notes.append(say(lang, "† 未引用该纲要", "† does not cite the outline"))
    return finish(
        (cells + letters + corners).resolve_scale(color="independent").properties(width=columns_width(labels.values(), 104), height=50 * len(goals)),
        [table], name="strictness", lang=lang, plans=plans, notes=notes, alt_text=counts, columns=118,
        title=say(lang, "与国家目标相比的严格程度", "Strictness against the national goals"),
        n=say(lang, f"n = {compared} 格可比（共 {len(rows)} 格）", f"n = {compared} comparable cells of {len(rows)}"),
        rule=say(lang, "只比同一统计的匹配（E 级）；水平、年份、范围都不低才算不宽（假定达到后不再退回）",
                 "matches of the same statistic (grade E); at least as strict in level, year and scope (a level once reached is kept)"),
    )  # fmt: skip


@figure(
    "X1", "ambition", zh="“严多少”经得起换一把尺吗？", en="Does “how much stricter” survive the scale?",
)  # fmt: skip
def magnitudes(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw the distance to the national level on three scales: points, gap closed, log-odds.

    Parameters
    ----------
    table
        Result table ``ambition``: national_goal, plan, grade, status (only ``reviewed`` is drawn), delta, gap_closed,
        log_odds, saturated, year, start.
    """
    known = plans_of(table, lang)
    rows = need(
        table, "national_goal", "plan", "grade", "status", "delta", "gap_closed", "log_odds", "saturated", "year",
        "national_year",
    )  # fmt: skip
    rows = rows[(rows["grade"] == "E") & (rows["status"] == "reviewed")].copy()
    title = say(lang, "与国家水平之差：三把尺", "Distance to the national level on three scales")
    rule = say(lang, "g = Δ / (上限 − 国家水平)；Λ 只用于比例，不用于满意度", "g = Δ / (ceiling − national level); Λ for shares only, not for scores")  # fmt: skip
    if rows.empty:
        return nothing([table], name="magnitudes", lang=lang, title=title, rule=rule, why=unjudged_words(lang))
    plans = known.order(rows["plan"])
    rows["label"] = [
        f"{known.label(row.plan)} {goal_number(row.national_goal)} ({_year(row.year)} / {_year(row.national_year)})"
        for row in rows.itertuples()
    ]
    rows = rows.sort_values(["delta", "label"], ascending=[False, True])
    starts = rows["start"] if "start" in rows else pd.Series(None, index=rows.index)
    rows["link"] = [
        link(plan, start if start == start else None, type="quantified")
        for plan, start in zip(rows["plan"], starts, strict=True)
    ]
    rows["name"] = rows["plan"].map(known.label)
    scales = {
        "delta": say(lang, "Δ 差（百分点或分）", "Δ difference (points)"),
        "gap_closed": say(lang, "g 缺口弥合", "g share of gap closed"),
        "log_odds": say(lang, "Λ 对数优势差", "Λ log-odds difference"),
    }
    colour, shape = colours(plans, known)
    order = list(rows["label"])
    panels = [
        _scale_panel(rows, column, scale, order, colour, shape, lang, place == 0)
        for place, (column, scale) in enumerate(scales.items())
    ]
    saturated = int(rows["saturated"].eq(True).sum())
    tops = [
        f"{title}: {rows.loc[rows[column].idxmax(), 'label']}"
        for column, title in scales.items()
        if rows[column].notna().any()
    ]
    return finish(
        alt.hconcat(*panels, spacing=18).resolve_scale(y="shared"), [table], name="magnitudes", lang=lang, plans=plans, columns=128,
        title=title,
        n=say(lang, f"n = {len(rows)} 个 E 级（同一统计）匹配，标签为规划、国家目标、规划年/国家年", f"n = {len(rows)} grade E (same statistic) matches; label: plan, goal, its year / national year"),
        rule=rule,
        notes=[say(lang, f"“–” 不可计算（{saturated} 个国家水平已到上限）", f"– cannot be computed ({saturated}: national level at the ceiling)"),
               say(lang, "年份不同者不是加码", "with different years a distance is not a mark-up")],
        alt_text=say(lang, "各尺最大者：", "Largest on each: ") + "; ".join(tops),
    )  # fmt: skip


def _scale_panel(
    rows: pd.DataFrame, column: str, title: str, order: list[str], colour: Any, shape: Any, lang: str, first: bool
) -> Any:
    shown = rows.assign(shown=[number(value, 2) for value in rows[column]], at=rows[column].fillna(0.0))
    top = max(float(rows[column].max()) if rows[column].notna().any() else 1.0, 0.01)
    bottom = min(float(rows[column].min()) * 1.25 if rows[column].notna().any() else 0.0, -0.06 * top)
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labels=first, ticks=False, domain=False))
    x = alt.X("at:Q", title=title, scale=alt.Scale(domain=[bottom, top * 1.3], nice=False), axis=alt.Axis(tickCount=5))
    base = alt.Chart(shown).encode(y=y)
    zero = alt.Chart(shown.head(1)).mark_rule(color=theme.NATIONAL).encode(x=alt.datum(0))
    stem = base.mark_rule(color=theme.RULE, strokeWidth=2).encode(x=x, x2=alt.datum(0))
    marks = base.transform_filter(f"isValid(datum.{column})").mark_point().encode(
        x=x, color=alt.Color("name:N", scale=colour, legend=None), shape=alt.Shape("name:N", scale=shape, legend=None),
        tooltip=["label:N", alt.Tooltip(f"{column}:Q", format=".3f"), alt.Tooltip("quote:N")],
    )  # fmt: skip
    names = base.mark_text(align="left", dx=9, fontSize=10.5, color=theme.MUTED).encode(x="at:Q", text="shown:N")
    return (stem + zero + marks + names).properties(width=230, height=alt.Step(32))
