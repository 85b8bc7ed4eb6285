"""Which national goals are answered (F6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    MANY,
    counted,
    figure,
    listed,
    need,
    out_of,
    plans_of,
    say,
    years_of,
)
from qcompare.figures.chart.frame import finish, judged_source, omitted_note, silent_note
from qcompare.figures.chart.grid import Grid, State, cell_of, key_of, marked
from qcompare.figures.chart.panel import WIDE, Look
from qcompare.measures.overview import followed

STATES = {
    "quantified-E": State("●", theme.PLUM, "写出数字，口径相同", "with a number, same statistic", True),
    "quantified-N": State("≈", theme.PLUM, "写出数字，口径相近", "with a number, similar statistic", True),
    "relative": State("△", theme.PLUM2, "只作比较", "by comparison", True),
    "qualitative": State("○", theme.PLUM2, "只有文字", "in words only", True),
    "proposed": State("?", theme.PAPER, "程序建议，未经人工判定", "suggested by the program, not judged"),
    "unjudged": State("·", theme.PAPER, "未经人工判定", "not judged by a person"),
    "not applicable": State("/", theme.PAPER, "不适用：规划早于纲要", "not applicable: older than the outline"),
    "field": State("~", theme.PAPER, "仅同领域", "same policy field only"),
    "absent": State("", theme.PLUM0, "没有目标写到", "named in no target"),
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


@figure(
    "F6", "coverage", "alignment",
    zh="哪些国家目标得到回应，哪些补上数字，哪些没有目标写到？", en="Which national goals are answered, which with a number, which by no target?",
)  # fmt: skip
def coverage(table: pd.DataFrame, alignment: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw how each plan answers each national goal; goals that no target names stand together in one row.

    Parameters
    ----------
    table
        Result table ``coverage``: national_goal, goal_zh, goal_en, goal_type, confidence, plan, state,
        cites_outline, start.
    alignment
        Result table ``alignment``: how many goals are answered, with a number or without, stands under each column.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.coverage(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'Anhui answers 21 of 36 national goals (10 in words only), Siping 25 (14)'
    """
    known = plans_of(table, lang)
    rows = need(
        table, "national_goal", "goal_zh", "goal_en", "goal_type", "confidence", "plan", "state", "cites_outline"
    ).copy()
    plans = known.order(rows["plan"])
    columns, silent = marked(rows, known, plans)
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
    grid = Grid(look, rows_named, [columns[plan] for plan in plans], 0.5)
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
                cell_of(row, STATES[row["state"]], lang, columns[row["plan"]], names[goal["national_goal"]])
                for row in cells
            ],
        )
    if len(empty) >= 2:
        _unnamed(grid, [names[goal] for goal in empty], len(plans) > 1, lang)
    answered = {
        plan: sum(STATES[by[(goal["national_goal"], plan)]["state"]].answered for goal in goals) for plan in plans
    }

    def older(plan: str) -> bool:
        return all(by[(goal["national_goal"], plan)]["state"] == "not applicable" for goal in goals)

    counts = {
        plan: say(lang, "不适用", "not applicable")
        if older(plan)
        else say(lang, "未判定", "not judged")
        if plan in unjudged
        else out_of(answered[plan], len(goals), lang)
        for plan in plans
    }
    citing = [plan for plan in plans if plan not in silent and plan not in unjudged and known.years.get(plan)]
    late = _late(table, goals, citing, known)
    due = {
        plan: "–" if plan in unjudged else out_of(
            sum(STATES[by[(goal["national_goal"], plan)]["state"]].answered for goal in goals if goal["national_goal"] not in late),
            len(goals) - len(late), lang,
        ) for plan in plans
    }  # fmt: skip
    by_year = min((year for plan in citing if (year := known.years[plan])), default=0)
    _margins(grid, counts, (by_year, due if late else {}), alignment, plans, lang)
    panel = grid.done(["goal", "name", "what", "indicator", "quote"])
    used = [state for state in STATES if (rows["state"] == state).any()]
    if not look.compact:
        panel.height = panel.key(panel.height + 6, [key_of(STATES[state], lang) for state in used])
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
        title=_answers(plans, answered, _wordy(rows), len(goals), set(silent), unjudged, known, lang), source=judged_source(lang, table),
        subtitle=say(lang, f"{known.said(plans, lang)}；{_goals(rows, len(goals), lang)}各以怎样的目标回应", f"How {known.said(plans, lang)}, answer {_goals(rows, len(goals), lang)}") + _late_words(late, citing, known, lang),
        note=[say(lang, "按每项国家目标的最佳对应计，口径相近的也算回应；一条目标可以回应几项。没有目标写到不说明力度大小，规划可能在别处提到。", "By the best match of each national goal; similar statistics count as answers, and one target may answer several goals. Named in no target says nothing about effort; the plan may speak of it elsewhere."),
              *_words_only(rows, [plan for plan in plans if plan not in silent], known, lang),
              *omitted_note(known, plans, lang),
              *([say(lang, f"° {provisional}项国家目标没有公开网页佐证。", f"° {counted(provisional, capital=True)} national goals are confirmed by no published page.")] if provisional else []),
              *silent_note(known.labels(silent), lang)],
        read="" if first is None else say(
            lang, f"例如：{columns[first['plan']]}对“{names[first['national_goal']]}”的回应：{STATES[first['state']].zh}。",
            f"For example: {columns[first['plan']]} answers the goal on {names[first['national_goal']]}: {STATES[first['state']].en}."),
        alt_text=say(lang, "以目标回应的国家目标：", "National goals answered: ") + say(lang, "、", "; ").join(f"{columns[plan]} {counts[plan]}" for plan in plans) + say(lang, "。", "."),
    )  # fmt: skip


def _wordy(rows: pd.DataFrame) -> dict[Any, int]:
    """Return how many goals each plan answers in words only."""
    return dict(rows["state"].eq("qualitative").groupby(rows["plan"]).sum())


def _words_only(rows: pd.DataFrame, plans: Sequence[str], known: Any, lang: str) -> list[str]:
    """Return how many of the answers are in words only; of many plans nothing."""
    count = _wordy(rows)
    some = [plan for plan in plans if count.get(plan, 0)]
    if not some or len(plans) > MANY:
        return []
    said = say(lang, "、", ", ").join(
        followed(known.label(plan), int(count[plan])) if lang == "zh" else f"{known.label(plan)} {int(count[plan])}"
        for plan in some
    )
    return [say(lang, f"其中只有文字的回应：{said}。", f"Answers in words only: {said}.")]


def _goals(rows: pd.DataFrame, n: int, lang: str) -> str:
    """Return how many national goals count, and of how many on record."""
    recorded = int(rows["recorded"].max()) if "recorded" in rows and len(rows) else n
    if recorded <= n:
        return say(lang, f"{n}项国家目标", f"the {counted(n)} national goals")
    return say(
        lang,
        f"记录的{recorded}项国家目标中有公开网页佐证的{n}项",
        f"the {counted(n)} national goals that public pages report, of {recorded} on record",
    )


def _by_group(
    grid: Grid,
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
            cells.append({**cell_of({"plan": plan}, state, lang, columns[plan], name), "link": None})
        grid.row(name, cells)


def _unnamed(grid: Grid, names: list[str], many: bool, lang: str) -> None:
    """Write the goals that no target of any plan names, as one row."""
    grid.y += 4
    grid.head(
        say(
            lang,
            f"{'各规划都' if many else ''}没有目标写到的{len(names)}项",
            f"Named in no target{' of any plan' if many else ''}: {counted(len(names))} goals",
        )
    )
    for line in grid.look.wrap(say(lang, "；", "; ").join(names), grid.size):
        grid.panel.text(0, grid.y + grid.size * 0.6, line, grid.size, theme.NEAR)
        grid.y += grid.size * 1.45
    grid.y += 4


def _unjudged(alignment: pd.DataFrame | None) -> set[str]:
    """Return the plans whose matches nobody has judged: of them nothing is known, which is not the same as none."""
    if alignment is None:
        return set()
    rows = need(alignment, "plan", "covered")
    return set(rows.loc[rows["covered"].isna(), "plan"])


def _late(table: pd.DataFrame, goals: Sequence[dict[str, Any]], plans: Sequence[str], known: Any) -> dict[str, int]:
    """Return the goals whose year is later than the horizon of one of the plans, with their years."""
    horizons, years = [int(known.years[plan]) for plan in plans], years_of(table)
    if not horizons:
        return {}
    return {
        name: years[name] for goal in goals if (name := goal["national_goal"]) in years and years[name] > min(horizons)
    }


def _late_words(late: Mapping[str, int], plans: Sequence[str], known: Any, lang: str) -> str:
    if not late:
        return ""
    last = max(late.values())
    short = listed([known.label(plan) for plan in plans if known.years[plan] < last], lang, most=3)
    return say(
        lang, f"；{len(late)}项的期限（到{last}年）晚于{short}的规划目标年",
        f"; {counted(len(late))} of them for years (to {last}) after the horizon of {short}",
    )  # fmt: skip


def _margins(
    grid: Grid, counts: dict[str, str], due: tuple[int, dict[str, str]], alignment: pd.DataFrame | None, plans: list[str], lang: str
) -> None:  # fmt: skip
    grid.y += 6
    grid.panel.line(0, grid.y, grid.last, grid.y, theme.NEAR, 1)
    grid.words(say(lang, "以目标回应", "Answered by a target"), [counts[plan] for plan in plans])
    year, answered = due
    if answered:
        grid.words(say(lang, f"其中期限到{year}年的", f"Of the goals up to {year}"), [answered[plan] for plan in plans])
    if alignment is None:
        return
    facts = {
        say(lang, "国家无数字，规划补上数字", "Without a number, given one"): ("concretised", "concretised_of"),
        say(lang, "国家有数字，回应而无数字", "With a number, answered without"): ("diluted", "diluted_of"),
        say(lang, "无对应国家目标的指标", "Indicators that answer no goal"): ("own", "own_of"),
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
    plans: list[str], answered: dict[str, int], wordy: Mapping[Any, int], goals: int, silent: set[str],
    unjudged: set[str], known: Any, lang: str,
) -> str:  # fmt: skip
    """Return how many of the goals each plan answers, and how many of them in words only: those that cite the outline."""
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
    first, *rest = own
    words = [int(wordy.get(plan, 0)) for plan in own]
    told = any(words) and len(own) < 5  # of more the note says it: a title has one line
    if lang == "zh":
        here, *there = [f"（{n}）" if told else "" for n in words]
        here = here.replace("（", "（只有文字的")
        return f"{goals}项国家目标中，{known.label(first)}回应{answered[first]}项{here}" + "".join(
            "，" + followed(known.label(plan), f"{answered[plan]}{also or '项'}")
            for plan, also in zip(rest, there, strict=True)
        )
    here, *there = [f" ({n})" if told else "" for n in words]
    here = here.replace(")", " in words only)")
    return f"{known.label(first)} answers {answered[first]} of {goals} national goals{here}" + "".join(
        f", {known.label(plan)} {answered[plan]}{also}" for plan, also in zip(rest, there, strict=True)
    )
