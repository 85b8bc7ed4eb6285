"""How far from the national level, and by when (F4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import cells, theme
from qcompare.figures.cells import KINDS, Kind
from qcompare.figures.chart.base import (
    counted,
    figure,
    link,
    listed,
    need,
    number,
    plans_of,
    say,
)
from qcompare.figures.chart.frame import finish, judged_source, nothing, unjudged_words
from qcompare.figures.chart.matrix import Goal, goal_rows
from qcompare.figures.chart.panel import WIDE, Look, Panel, fit, hover
from qcompare.figures.tables import goal_names

_EQUAL = 3  # targets of one level that become one row


@figure(
    "F4", "levels", "ambition", zh="离国家水平有多远，到哪一年？", en="How far from the national level, and by when?"
)
def levels(table: pd.DataFrame, matches: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw the level of each matched target beside the national one, a group of rows a goal.

    Parameters
    ----------
    table
        Result table ``levels``: national_goal, goal_zh, goal_en, plan (``national`` for the benchmark), value,
        comparator, unit, year, grade (benchmark, E, N, F), status (only ``reviewed`` is drawn), start, end.
    matches
        Result table ``ambition``, for whether a level is stricter.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.levels(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'By level alone, of seven comparable targets four are higher (three due later) and three equal (two due later)'
    """
    known = plans_of(table, lang)
    rows = need(
        table, "national_goal", "goal_zh", "goal_en", "plan", "value", "comparator", "unit", "year", "grade", "status"
    )
    rows = rows[rows["grade"].isin(["benchmark", "E", "N"]) & rows["value"].notna()]
    changes = rows["change"].isin(["increase", "decrease"]) if "change" in rows else pd.Series(False, rows.index)
    # a rise of 15 points is no level of 15
    rows, moved = rows[~changes], int((changes & rows["status"].eq("reviewed")).sum())
    judged = rows["status"] == "reviewed"
    waiting = int((~judged).sum())
    national = rows[judged & (rows["grade"] == "benchmark")].drop_duplicates("national_goal").set_index("national_goal")
    marks = rows[judged & (rows["grade"] != "benchmark") & rows["national_goal"].isin(national.index)].copy()
    title = say(lang, "各规划的水平与国家水平", "Levels in the plans beside the national levels")
    if marks.empty:
        return nothing(
            [table],
            name="levels",
            lang=lang,
            look=look,
            title=title,
            why=unjudged_words(lang),
            note=_waiting(waiting, lang),
        )
    marks["national"] = marks["national_goal"].map(national["value"])
    marks["kind"] = _kinds(marks, national, matches)
    plans = known.order(marks["plan"])
    goals = [goal for goal in goal_rows(rows, lang, Look()) if (marks["national_goal"] == goal.id).any()]
    for goal in goals:  # the row that nobody gave a national level stands with that of the table
        national.loc[goal.id, "asked"] = goal.asked or cells.level(
            national.loc[goal.id, "comparator"], national.loc[goal.id, "value"]
        )
    panel = _level_panel(marks, goals, national, known, plans, lang, look)
    exact = marks[marks["grade"] == "E"].drop_duplicates(["national_goal", "plan", "value"])
    one = exact.head(1) if len(exact) else marks.head(1)
    first = one.iloc[0]
    name = next(goal.lines[0] for goal in goals if goal.id == first["national_goal"])
    absent = [plan for plan in known.names if plan not in plans and plan in set(table["plan"])]
    return finish(
        [panel], [table] if matches is None else [table, matches], name="levels", lang=lang, look=look,
        title=_counted(exact, lang), source=judged_source(lang, table),
        subtitle=say(lang, f"{known.said(plans, lang)}；水平和年份，单位为%或分，竖线为国家水平", f"Level and year in {known.said(plans, lang)}, in % or points; the bar is the national level"),
        note=[say(lang, "实心：口径相同；空心≈：口径相近，不作比较。年份不同的水平不能直接比高低。", "Filled: same statistic; hollow ≈: similar statistic, not compared. Levels of different years do not compare directly."),
              *([say(lang, f"没有对应目标：{listed(known.labels(absent), lang)}。", f"No match: {listed(known.labels(absent), lang)}.")] if absent else []),
              *([say(lang, f"{moved}条只写提高或降低多少，没有水平可画。", f"{counted(moved, capital=True)} target{'s' * (moved != 1)} say{'s' * (moved == 1)} only by how much to rise or fall: no level to draw.")] if moved else []),
              *_waiting(waiting, lang)],
        read=say(lang, f"例如：{known.label(first['plan'])}的{name}为{cells.level(first['comparator'], first['value'])}（{base_year(first['year'], lang)}），国家为{national.loc[first['national_goal'], 'asked']}。",
                 f"For example: {known.label(first['plan'])} sets {cells.level(first['comparator'], first['value'])} for {base_year(first['year'], lang)} on {name.lower()}, the nation {national.loc[first['national_goal'], 'asked']}."),
        alt_text=say(lang, "口径相同的目标：", "Targets of the same statistic: ") + (say(lang, "；", "; ").join(
            f"{known.label(one.plan)} {_short(one.national_goal, goals, lang)} {cells.level(one.comparator, one.value)} ({base_year(one.year, lang)})" for one in exact.itertuples()
        ) or say(lang, "无", "none")) + say(lang, "。", "."),
    )  # fmt: skip


def base_year(year: Any, lang: str) -> str:
    """Return a year, or that there is none."""
    return say(lang, "没有年份", "no year") if year is None or year != year else str(int(year))


def _short(goal: Any, goals: Sequence[Goal], lang: str) -> str:
    words = goal_names().get(str(goal))
    if words:
        return words[f"{lang}_short"]
    return next((one.lines[0] for one in goals if one.id == goal), str(goal))


def _kinds(marks: pd.DataFrame, national: pd.DataFrame, matches: pd.DataFrame | None) -> list[str]:
    """Return the class of each mark, as in the strictness matrix."""
    classes: dict[tuple[Any, Any, Any], dict[str, Any]] = {}
    if matches is not None:
        plain = need(matches, "national_goal", "plan", "class", "level_class", "year", "national_year")
        for row in plain.to_dict("records"):
            classes[(row["national_goal"], row["plan"], row.get("start"))] = row
    out = []
    for one in marks.to_dict("records"):
        row = classes.get((one["national_goal"], one["plan"], one.get("start")))
        if one["grade"] != "E":
            out.append("near")
        elif row is not None:
            out.append(cells.kind_of(row))
        else:  # without the other table: the number alone, more being stricter
            asked, value = national.loc[one["national_goal"], "value"], one["value"]
            word = "stricter" if value > asked else "equal" if value == asked else "weaker"
            out.append(
                cells.kind_of(
                    {
                        "class": word,
                        "level_class": word,
                        "year": one["year"],
                        "national_year": national.loc[one["national_goal"], "year"],
                    }
                )
            )
    return out


def _counted(exact: pd.DataFrame, lang: str) -> str:
    n = len(exact)
    if not n:
        return say(
            lang, "没有口径相同的目标，只有口径相近的", "No target is of the same statistic, some of a similar one"
        )
    above = int(exact["kind"].str.startswith("higher").sum())
    same = int(exact["kind"].str.startswith("same").sum())
    below = int(exact["kind"].str.startswith("lower").sum())
    said = {}
    for word, kind in (("higher", "higher later"), ("equal", "same later"), ("lower", "lower later")):
        later = int(exact["kind"].eq(kind).sum())
        said[word] = (f"（{later}条期限较晚）", f" ({counted(later)} due later)") if later else ("", "")
    zh = [
        f"{count}条{word}{said[key][0]}"
        for count, word, key in ((above, "更高", "higher"), (same, "相同", "equal"), (below, "更低", "lower"))
        if count
    ]
    en = [
        f"{counted(count)} {word}{said[word][1]}"
        for count, word in ((above, "higher"), (same, "equal"), (below, "lower"))
        if count
    ]
    verb = "is" if next(count for count in (above, same, below) if count) == 1 else "are"
    en[0] = en[0].replace(" ", f" {verb} ", 1)
    return say(
        lang,
        f"只看水平，{n}条可比目标中{'，'.join(zh)}",
        f"By level alone, of {counted(n)} comparable target{'s' if n > 1 else ''} {listed(en, lang)}",
    )


def _waiting(count: int, lang: str) -> list[str]:
    """Return how many proposals are left out, if any: nobody has judged them."""
    if not count:
        return []
    return [
        say(
            lang,
            f"另有{count}条程序建议的对应未经人工判定，没有画出。",
            f"{count} match{'es' * (count != 1)} suggested by the program, not judged: not drawn.",
        )
    ]


def _level_panel(
    marks: pd.DataFrame, goals: Sequence[Goal], national: pd.DataFrame, known: Any, plans: list[str], lang: str, look: Look
) -> Panel:  # fmt: skip
    panel, size, small = Panel(look), look.text, look.small
    left = look.width * 0.34
    right = look.width - 70
    bounded = float(marks["value"].max()) <= 110 and float(marks["national"].max()) <= 110
    low = max(0.0, 10 * (min(marks["value"].min(), marks["national"].min()) // 10))
    y, data = 0.0, []
    for goal in goals:
        some = marks[marks["national_goal"] == goal.id]
        asked = national.loc[goal.id]
        ends = (low, 100.0 if bounded and marks["value"].max() <= 100 else 110.0) if bounded else _ends(some)
        at = span_of(ends, left + 10, right)
        head = f"{say(lang, '国家', 'Nation')} {asked['asked']}" + (
            f" ({int(asked['year'])})" if asked["year"] == asked["year"] and asked["year"] is not None else ""
        )
        panel.text(0, y + size * 0.75, fit(goal.lines[0], size, look.width * 0.72, True), size, bold=True)
        panel.text(look.width, y + size * 0.75, head, small, theme.INK2, "right")
        top = y + size * 1.6
        y = top
        for row in _rows(some, known, plans, lang):
            lines = look.wrap(row["label"], small, left - 6)
            high = max(22.0, small * 1.35 * len(lines) + 6)
            middle = y + high / 2
            for place, line in enumerate(lines):
                panel.text(0, middle + small * 1.35 * (place - (len(lines) - 1) / 2), line, small)
            panel.text(
                look.width,
                middle,
                row["level"],
                small if look.compact else size,
                align="right",
                bold=row["kind"].name != "near",
            )
            panel.line(at(float(asked["value"])), middle, at(row["value"]), middle, theme.MUTED, 1.5)
            data.append({**{key: row[key] for key in ("plan", "name", "level", "indicator", "quote", "link", "value")}, "px": at(row["value"]), "py": middle,
                         "fill": row["kind"].fill if row["kind"].name != "near" else theme.PAPER, "frame": row["kind"].frame if row["kind"].fill == theme.PAPER and row["kind"].name != "near" else theme.INK2,
                         "what": row["kind"].words(lang)})  # fmt: skip
            y += high
        x = at(float(asked["value"]))
        panel.line(x, top, x, y, theme.INK, 3)
        y += 8
        panel.line(0, y, look.width, y)
        y += 8
    bottom = y - 12
    if bounded:
        panel.lines = [dict(one) for one in panel.lines]
        values = [float(value) for value in range(int(low), 101, 10)]
        at = span_of((low, 100.0 if marks["value"].max() <= 100 else 110.0), left + 10, right)
        for value in values:
            panel.text(at(value), bottom + small, number(value), small, theme.MUTED, "center")
        bottom += small * 2
    panel.height = bottom
    frame = pd.DataFrame(data)
    panel.marks.append(
        alt.Chart(frame).mark_point(size=90 if look.compact else 120, strokeWidth=1.4, filled=False, opacity=1).encode(
            x=panel._x(), y=panel._y(), fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("frame:N", scale=None),
            tooltip=hover("name:N", "indicator:N", "level:N", "what:N", "quote:N"),
        )
    )  # fmt: skip
    panel.lines.sort(key=lambda one: one["_"][0] != 1)  # the hair lines first
    used = [kind for name, kind in KINDS.items() if name in set(marks["kind"])]
    panel.height = panel.key(panel.height + 4, [_key(kind, lang, look) for kind in used])
    return panel


def _key(kind: Kind, lang: str, look: Look) -> tuple[str | None, str | None, str]:
    words = kind.words(lang, short=look.compact)
    return (kind.fill, kind.frame, words) if kind.name != "near" else (theme.PAPER, theme.RULE, words)


def _ends(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of a scale for one goal."""
    values = [*rows["value"], *rows["national"]]
    return 0.0, max(values) * 1.05 or 1.0


def span_of(ends: tuple[float, float], first: float, last: float) -> Any:
    """Return the function from a value to its pixel."""
    low, high = ends
    return lambda value: first + (last - first) * (min(max(float(value), low), high) - low) / ((high - low) or 1.0)


def _rows(some: pd.DataFrame, known: Any, plans: list[str], lang: str) -> list[dict[str, Any]]:
    """Return the rows of a goal: targets of one plan, level, year and grade together; of one level, where there are many, all."""
    groups: dict[Any, list[dict[str, Any]]] = {}
    equal = some.groupby(["value", "comparator"], dropna=False)["plan"].transform("size")
    for row, same in zip(some.to_dict("records"), equal, strict=True):
        key = (
            ("all", row["value"], row["comparator"])
            if same >= _EQUAL
            else (row["plan"], row["value"], row["comparator"], row["year"], row["grade"])
        )
        groups.setdefault(key, []).append(row)
    out = []
    for rows in groups.values():
        best = min(rows, key=lambda row: (row["grade"] != "E", plans.index(row["plan"])))
        out.append({
            **best, "label": _label(rows, known, plans, lang), "name": known.label(best["plan"]), "kind": KINDS[best["kind"]],
            "level": cells.level(best["comparator"], best["value"]), "value": float(best["value"]),
            "indicator": best.get("indicator"), "quote": best.get("quote"),
            "link": link(best["plan"], best.get("start"), type="quantified"), "first": min(plans.index(row["plan"]) for row in rows),
        })  # fmt: skip
    return sorted(out, key=lambda row: (row["first"], row["value"]))


def _label(rows: list[dict[str, Any]], known: Any, plans: list[str], lang: str) -> str:
    """Return the plans of a row with their years, those of a similar statistic last: ``Siping 2020; ≈ Nantong 2015``."""
    parts = []
    for grade, sign in (("E", ""), ("N", "≈ ")):
        found: dict[tuple[str, Any], int] = {}
        for row in rows:
            if row["grade"] == grade:
                found[(row["plan"], row["year"])] = found.get((row["plan"], row["year"]), 0) + 1
        names = []
        for (plan, year), times in sorted(found.items(), key=lambda item: plans.index(item[0][0])):
            more = "" if times == 1 else say(lang, f"（{times}条）", f" ({times} targets)")
            names.append(f"{known.label(plan)} {base_year(year, lang)}{more}")
        if names:
            shown = names[:6] + (
                [say(lang, f"另{len(names) - 6}份", f"{len(names) - 6} more")] if len(names) > 6 else []
            )
            parts.append(sign + say(lang, "、", ", ").join(shown))
    return say(lang, "；", "; ").join(parts)
