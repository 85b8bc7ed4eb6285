"""How strict beside the national goals: the matrix (F5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from qcompare.figures import cells, theme
from qcompare.figures.cells import Cell
from qcompare.figures.chart.base import (
    MANY,
    counted,
    figure,
    listed,
    national_of,
    need,
    plans_of,
    plural,
    say,
)
from qcompare.figures.chart.frame import finish, judged_source, nothing, omitted_note, silent_note, unjudged_words
from qcompare.figures.chart.matrix import Goal, Matrix, goal_rows
from qcompare.figures.chart.panel import WIDE, Look, Panel
from qcompare.figures.tables import goal_names

_ROOM = 110  # characters of a title
_SILENT = ("absent", "unjudged", "proposed", "not applicable")  # classes of cells without anything to compare


@figure(
    "F5", "strictness", "ambition",
    zh="与国家目标相比更严、相同、更宽松，还是没有目标写到？", en="Stricter than the national goal, equal, less strict, or named in no target?",
)  # fmt: skip
def strictness(table: pd.DataFrame, matches: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw the strictness matrix: a cell with level and year for each numeric national goal and plan.

    Parameters
    ----------
    table
        Result table ``strictness``: national_goal, goal_zh, goal_en, plan, class, level_class, grade, value,
        national_value, year, national_year, cites_outline, start.
    matches
        Result table ``ambition``, for the signs of the levels and for cells with several targets.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.strictness(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'Of seven comparable targets, one is stricter than the national goal: Anhui, consumer services (year inferred)'
    """
    known = plans_of(table, lang)
    rows = need(table, "national_goal", "goal_zh", "goal_en", "plan", "class", "level_class", "cites_outline")
    plans = known.order(rows["plan"])
    silent = [plan for plan in plans if not rows.loc[rows["plan"] == plan, "cites_outline"].eq(True).any()]
    found = cells.cells(
        rows, None if matches is None else need(matches, "national_goal", "plan", "comparator", "value")
    )
    compared = [cell for cell in found if cell.compared]
    subtitle = say(
        lang,
        f"{known.said(plans, lang)}；对照{rows['national_goal'].nunique()}项国家定量目标的水平和年份",
        f"Level and year in {known.said(plans, lang)}, beside the {counted(rows['national_goal'].nunique())} national goals with a number",
    )
    if look.compact:
        asked = national_of(rows)
        years = {asked[goal].get("year") for goal in rows["national_goal"].unique() if goal in asked}
        year = next(iter(years)) if len(years) == 1 else None
        when = say(lang, f"；国家目标均为{year}年", f"; national goals for {year}") if year else ""
        subtitle = say(
            lang, f"{len(plans)}份规划的水平和年份{when}", f"Level and year in {plural(len(plans), 'plan')}{when}"
        )
    if not any(cell.kind.name not in _SILENT for cell in found):
        title = say(lang, "还没有可以比较的对应关系", "No match has been judged yet")
        return nothing([table], name="strictness", lang=lang, look=look, title=title, why=unjudged_words(lang))
    goals = goal_rows(rows, lang, look)
    panel = Panel(look)
    named = {plan: known.label(plan) + ("†" if plan in silent else "") for plan in plans}
    matrix = Matrix(panel, goals, named, [known.year(plan) for plan in plans], lang)
    matrix.draw(found)
    panel.height = panel.key(panel.height + look.small, _kinds(found, lang, look, matrix.counting))
    return finish(
        [panel], [table] if matches is None else [table, matches], name="strictness", lang=lang, look=look,
        title=_finding(compared, goals, known, lang), subtitle=subtitle,
        note=[*_note(found, goals, lang, look.compact), *_shortened(matrix, lang), *omitted_note(known, plans, lang), *silent_note(known.labels(silent), lang)], read=_read(compared, goals, known, lang),
        source=judged_source(lang, table), alt_text=_alt(found, plans, named, goals, lang),
    )  # fmt: skip


def _kinds(found: Sequence[Cell], lang: str, look: Look, counting: bool) -> list[tuple[str | None, str | None, str]]:
    """Return the legend: the classes that occur, those with a colour first."""
    out: list[tuple[str | None, str | None, str]] = []
    for kind in cells.used(found):
        coloured = kind.compared
        words = f"{kind.mark} {kind.words(lang, short=look.compact)}".strip()
        grey = (
            (theme.RULE, None)
            if counting and kind.name not in ("absent", "unjudged", "not applicable")
            else (None, None)
        )
        out.append((kind.fill, kind.frame, words) if coloured else (*grey, words))
    return out


def _finding(compared: Sequence[Cell], goals: Sequence[Goal], known: Any, lang: str) -> str:
    stricter = [cell for cell in compared if cell.kind.name in ("higher same", "higher earlier", "same earlier")]
    names = {goal.id: _name(goal, lang) for goal in goals}
    if not compared:
        return say(
            lang, "没有口径相同、可以与国家目标比较的目标", "No target is of the same statistic as a national goal"
        )
    many, n = len(stricter), len(compared)
    said = ""
    if 0 < many < 3:
        goals_said = list(dict.fromkeys(names[cell.goal] for cell in stricter))
        who = listed(known.labels(dict.fromkeys(cell.plan for cell in stricter)), lang)
        taken = (
            ""
            if any(cell.source in ("explicit", "") for cell in stricter)
            else say(lang, "（年份非本句写明）", " (year inferred)")
        )
        said = say(lang, f"：{who}的{'、'.join(goals_said)}{taken}", f": {who}, {' and '.join(goals_said)}{taken}")
    if lang == "zh":
        return f"{n}条可比目标中，{many}条严于国家目标{said}" if many else f"{n}条可比目标中没有一条严于国家目标"
    noun, verb = "target" if n == 1 else "targets", "is" if many < 2 else "are"
    count = counted(many) if many else "none"
    full = f"Of {counted(n)} comparable {noun}, {count} {verb} stricter than the national goal{said}"
    return full if len(full) <= _ROOM else full.replace(" than the national goal", "")


def _name(goal: Goal, lang: str) -> str:
    words = goal_names().get(goal.id)
    if words is None:
        return goal.lines[0]
    return (
        words["zh_short"]
        if lang == "zh"
        else words["en_short"].lower() + ("s" if words["en_short"].endswith("service") else "")
    )


def _note(found: Sequence[Cell], goals: Sequence[Goal], lang: str, compact: bool) -> list[str]:
    """Return the rule and what the marks mean, those that occur."""
    kinds = {cell.kind.name for cell in found}
    years = sorted({goal.year for goal in goals if goal.year})
    notes = []
    if len(years) == 1 and not compact:
        notes.append(
            say(
                lang,
                f"这{len(goals)}项定量目标均为{years[0]}年。",
                f"The {counted(len(goals))} national goals with a number are all for {years[0]}.",
            )
        )
    notes.append(say(
        lang, "只比较口径相同的目标；假定达到的水平会保持。", "Only targets of the same statistic are compared; a level once reached is taken as kept."
    ))  # fmt: skip
    notes += _years(found, lang)
    if any(name.endswith(" later") for name in kinds):
        notes.append(say(lang, "期限较晚可能只因规划出台较晚。", "A later year may only reflect a later plan."))
    if "proposed" in kinds:
        notes.append(
            say(
                lang,
                "“?”为程序建议的对应，未经人工判定，不作比较。",
                "?: suggested by the program, not judged by a person, not compared.",
            )
        )
    if "absent" in kinds:
        notes.append(
            say(
                lang,
                "没有目标写到不说明力度大小，规划可能在别处提到。",
                "Named in no target says nothing about effort; the plan may speak of it elsewhere.",
            )
        )
    if any(cell.steps for cell in found):
        notes.append(say(
            lang, "* 规划对这项国家目标还有口径相同的其他目标（如较早的分步期限），比较的是年份最晚的。",
            "* The plan has other targets of the same statistic for this goal (such as earlier dated steps); the one for the last year is compared.",
        ))  # fmt: skip
    if any(level[:1] in cells.CHANGES.values() for cell in found for level in cell.levels):
        notes.append(say(lang, "↑、↓：提高或降低多少，不是水平。", "↑, ↓: by how much to rise or fall, no level."))
    return notes


def _years(found: Sequence[Cell], lang: str) -> list[str]:
    """Return how many of the targets compared state their year, and which stricter ones do not."""
    known = [cell for cell in found if cell.compared and cell.source]
    own = sum(cell.source == "explicit" for cell in known)
    if not known or own == len(known):
        return []
    return [say(lang, f"可比目标中{own}条的年份在本句写明，其余承接上文或按规划目标年推定；不认这样的年份，就{f'只剩{own}格可比' if own else '没有一格可比'}。",
                f"Of those compared, {counted(own) if own else 'none'} {'states' if own < 2 else 'state'} the year in the sentence; elsewhere it comes from the context or the horizon; without such years {f'only {counted(own)} cell{chr(115) * (own > 1)} could' if own else 'no cell could'} be compared.")]  # fmt: skip


def _shortened(matrix: Matrix, lang: str) -> list[str]:
    """Return what an ellipsis in a cell stands for, where there is one."""
    return [say(lang, "…：还有其他水平。", "…: and further levels.")] if matrix.shortened else []


def _read(compared: Sequence[Cell], goals: Sequence[Goal], known: Any, lang: str) -> str:
    """Return one cell read aloud."""
    if not compared:
        return ""
    order = ("higher same", "higher later", "same same")
    cell = min(compared, key=lambda cell: order.index(cell.kind.name) if cell.kind.name in order else len(order))
    goal = next(goal for goal in goals if goal.id == cell.goal)
    level, words = ", ".join(cell.levels), cell.kind.words(lang)
    return say(
        lang,
        f"例如：{known.label(cell.plan)}的{goal.lines[0]}为{level}（{cell.year or '没有年份'}），国家为{goal.asked}（{goal.year or '没有年份'}）：{words}。",
        f"For example: {known.label(cell.plan)} sets {level} for {cell.year or 'no year'} on {goal.lines[0].lower()}, the nation {goal.asked} for {goal.year or 'no year'}: {words}.",
    )


def _alt(
    found: Sequence[Cell], plans: Sequence[str], named: Mapping[str, str], goals: Sequence[Goal], lang: str
) -> str:
    names = {goal.id: _name(goal, lang) for goal in goals}
    if len(plans) > MANY:
        have = Counter(cell.kind.name for cell in found)
        kinds = cells.used(found)
        return say(lang, "；", "; ").join(f"{kind.words(lang)} {have[kind.name]}" for kind in kinds) + say(
            lang, "。", "."
        )
    parts = []
    for plan in plans:
        own = [
            f"{names[cell.goal]} {cell.level()} {cell.when(lang)}".strip()
            for cell in found
            if cell.plan == plan and cell.levels
        ]
        parts.append(f"{named[plan]}: " + (say(lang, "、", ", ").join(own) or say(lang, "没有目标写到", "none named")))
    return say(lang, "；", "; ").join(parts) + say(lang, "。", ".")
