"""What was taken up of the national outline: coverage (F6), domains (F7), headings (X2)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.ambition import goal_labels, goal_number
from qcompare.figures.chart.base import MANY, colours, columns_width, figure, finish, link, need, number, plans_of, say

STATES = {
    "quantified-E": ("定量·同一统计", "quantified, same statistic", "E", theme.ORDERED[5]),
    "quantified-N": ("定量·近似统计", "quantified, near statistic", "N", theme.ORDERED[3]),
    "relative": ("相对", "relative", "R", theme.ORDERED[2]),
    "qualitative": ("定性", "qualitative", "Q", theme.ORDERED[1]),
    "proposed": ("待复核", "to be reviewed", "?", "#eeeeee"),
    "absent": ("未涉及", "absent", "", theme.PAPER),
    "unjudged": ("未经人工判定", "not judged", "·", theme.PAPER),
    "field": ("仅同领域", "same policy field only", "~", theme.PAPER),
    "not applicable": ("不适用", "not applicable", "/", theme.PAPER),
}  # fmt: skip


# letters of the numbers of the goals of the outline
CODES = {"Q": ("定量目标", "numeric goals"), "P": ("产品质量", "products"), "G": ("工程质量", "works"), "S": ("服务质量", "services"),
         "O": ("总体目标", "overall goals"), "K": ("可靠性提升工程", "reliability programme")}  # fmt: skip


def _declared(rows: pd.DataFrame, known: Any, plans: list[str]) -> dict[str, str]:
    """Return column labels, those of plans that do not cite the outline marked."""
    cites = rows.groupby("plan")["cites_outline"].agg(lambda flags: bool(flags.eq(True).any()))
    return {plan: known.label(plan) + ("" if cites[plan] else "†") for plan in plans}


@figure(
    "F6", "coverage", "alignment", zh="国家目标中哪些被采纳、细化、虚化、略过？", en="What was taken up, sharpened, watered down, left out?",
)  # fmt: skip
def coverage(table: pd.DataFrame, alignment: pd.DataFrame | None = None, *, lang: str = "zh") -> Any:
    """Draw goal coverage: the state of each national goal in each plan.

    Parameters
    ----------
    table
        Result table ``coverage``: national_goal, goal_zh, goal_en, goal_type, confidence, plan, state,
        cites_outline, start.
    alignment
        Result table ``alignment``; covered, concretised and diluted counts are printed under each column.
    """
    known = plans_of(table, lang)
    rows = need(
        table, "national_goal", "goal_zh", "goal_en", "goal_type", "confidence", "plan", "state", "cites_outline"
    ).copy()
    plans = known.order(rows["plan"])
    columns = _declared(rows, known, plans)
    unjudged = _unjudged(alignment)
    rows.loc[rows["plan"].isin(unjudged) & (rows["state"] == "absent"), "state"] = "unjudged"
    rows[f"goal_{lang}"] = [
        f"{row[f'goal_{lang}']}{'' if row['confidence'] == 'supported' else '°'}" for row in rows.to_dict("records")
    ]
    labels = goal_labels(rows, lang)
    place = 0 if lang == "zh" else 1
    rows["label"] = rows["national_goal"].map(labels)
    rows["column"] = rows["plan"].map(columns)
    named = {state: f"{words[2]} {words[place]}".strip() for state, words in STATES.items()}
    rows["what"] = rows["state"].map(named)
    rows["letter"] = rows["state"].map(lambda state: STATES[state][2])
    rows["ink"] = [theme.on(STATES[state][3]) for state in rows["state"]]
    starts = rows["start"] if "start" in rows else pd.Series(None, index=rows.index)
    rows["link"] = [
        link(plan, start) if start is not None and start == start else None
        for plan, start in zip(rows["plan"], starts, strict=True)
    ]
    base = alt.Chart(rows).encode(
        x=alt.X("column:N", sort=list(columns.values()), title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)),
        y=alt.Y("label:N", sort=list(labels.values()), title=None, axis=alt.Axis(domain=False, ticks=False, labelFontSize=11)),
    )  # fmt: skip
    used = [state for state in STATES if (rows["state"] == state).any()]
    scale = alt.Scale(domain=[named[state] for state in used], range=[STATES[state][3] for state in used])
    cells = base.mark_rect(stroke=theme.RULE, strokeWidth=1).encode(
        color=alt.Color("what:N", scale=scale, legend=alt.Legend(title=None, orient="top", symbolType="square", symbolStrokeColor=theme.MUTED, columns=3)),
        tooltip=["label:N", "column:N", "what:N", alt.Tooltip("indicator:N"), alt.Tooltip("quote:N")],
    )  # fmt: skip
    letters = base.mark_text(fontSize=11).encode(text="letter:N", color=alt.Color("ink:N", scale=None))
    grid = (
        (cells + letters)
        .resolve_scale(color="independent")
        .properties(width=columns_width(columns.values(), 66), height=20 * len(labels))
    )
    goals = len(labels)
    shown = (
        grid
        if alignment is None
        else alt.vconcat(grid, _margins(need(alignment, "plan", "covered", "goals"), columns, lang), spacing=10)
    )
    memory = rows.drop_duplicates("national_goal")["confidence"].ne("supported").sum()
    covered = rows[~rows["state"].isin(["absent", "proposed"])].groupby("plan").size()
    counts = {plan: f"{int(covered.get(plan, 0))}/{goals}" for plan in plans}
    counts.update({plan: _not_judged(lang) for plan in unjudged})
    return finish(
        shown, [table] if alignment is None else [table, alignment], name="coverage", lang=lang, plans=plans, columns=104,
        title=say(lang, "国家目标在各规划中的落实形态", "What became of each national goal"),
        n=say(lang, f"n = {goals} 项国家目标", f"n = {goals} national goals"),
        rule=say(lang, "一人判断的最佳匹配（尚无第二人复核）；细化 = 国家未定量而规划定量，虚化 = 国家定量而规划不定量",
                 "best match by one person's judgement (no second coder yet); sharpened: the plan gives a number where the outline has none; diluted: the reverse"),
        notes=[*_codes(rows["national_goal"], lang), say(lang, f"° {memory} 项缺公开网页佐证", f"° {memory} goals not supported by a page"),
               *([say(lang, "† 未引用该纲要，不作落实与否的判断", "† does not cite the outline: description only")] if any(label.endswith("†") for label in columns.values()) else [])],
        alt_text=say(lang, "涉及的国家目标数：", "Goals addressed: ") + say(lang, "、", ", ").join(f"{columns[plan]} {counts[plan]}" for plan in plans),
    )  # fmt: skip


def _codes(goals: pd.Series, lang: str) -> list[str]:
    """Return what the letters before the numbers of the goals stand for, those that occur."""
    numbers = [goal_number(goal) for goal in goals if str(goal).startswith("NQO-")]
    found = {number[:1] for number in numbers}
    named = [f"{letter} {words[0 if lang == 'zh' else 1]}" for letter, words in CODES.items() if letter in found]
    years = any(number[:1] in "PG" and "-" in number for number in numbers)
    after = say(lang, "，P、G 后的 15、20 为年份", ", 15 and 20 after P and G: the year") if years else ""
    return [say(lang, f"编号：{'、'.join(named)}{after}", f"row codes: {', '.join(named)}{after}")] if named else []


def _unjudged(alignment: pd.DataFrame | None) -> set[str]:
    """Return the plans whose matches nobody has judged: of them nothing is known, which is not the same as none."""
    if alignment is None:
        return set()
    rows = need(alignment, "plan", "covered")
    return set(rows.loc[rows["covered"].isna(), "plan"])


def _not_judged(lang: str) -> str:
    return say(lang, "未判断", "not judged")


def _margins(rows: pd.DataFrame, columns: dict[str, str], lang: str) -> Any:
    facts = {
        say(lang, "涉及", "addressed"): ("covered", "goals"),
        say(lang, "细化", "sharpened"): ("concretised", "concretised_of"),
        say(lang, "虚化", "diluted"): ("diluted", "diluted_of"),
        say(lang, "自有指标", "own indicators"): ("own", "own_of"),
    }
    cells = [
        {"label": label, "column": columns[row["plan"]], "shown": _not_judged(lang) if row[part] != row[part] else f"{number(row[part])}/{number(row[whole])}"}
        for label, (part, whole) in facts.items() if part in rows and whole in rows
        for row in rows.to_dict("records") if row["plan"] in columns
    ]  # fmt: skip
    return alt.Chart(pd.DataFrame(cells, columns=["label", "column", "shown"])).mark_text().encode(
        x=alt.X("column:N", sort=list(columns.values()), title=None, axis=None),
        y=alt.Y("label:N", sort=list(facts), title=None, axis=alt.Axis(domain=False, ticks=False)), text="shown:N",
    ).properties(width=columns_width(columns.values(), 66), height=24 * len(facts))  # fmt: skip


@figure(
    "F7", "emphasis", "emphasis_distance", zh="地方的议程重心在哪里？", en="Where is the local agenda?",
)  # fmt: skip
def domains(table: pd.DataFrame, distance: pd.DataFrame | None = None, *, lang: str = "zh") -> Any:
    """Draw domain emphasis: each plan's share of targets by group of domains, the outline's as a line.

    Parameters
    ----------
    table
        Result table ``emphasis``: plan, group, group_zh, group_en, targets, n, share, national_share (0-1).
    distance
        Result table ``emphasis_distance``; the Jensen-Shannon distances go into the caption.
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "group", "group_zh", "group_en", "targets", "n", "share", "national_share")
    rows = rows[rows["plan"] != "national"].copy()
    plans = known.order(rows["plan"])
    rows["label"] = rows["plan"].map(known.label)
    rows["field"], rows["zero"] = rows[f"group_{lang}"], 0.0
    order = list(rows.groupby("field")["share"].mean().sort_values(ascending=False, kind="stable").index)
    rows["link"] = [
        link(plan, part="goals", group=group) for plan, group in zip(rows["plan"], rows["group"], strict=True)
    ]
    many = len(plans) > MANY
    look = _one_look() if many else _own_looks(plans, known)
    y = alt.Y("field:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False))
    base = alt.Chart(rows).encode(y=y, yOffset=alt.YOffset("label:N", sort=known.labels(plans)))
    marks = base.mark_point(size=80).encode(
        x=alt.X("share:Q", axis=alt.Axis(format=".0%"), title=say(lang, "占该规划目标部分目标的比例", "share of the plan's targets in the goals part")),
        **look,
        tooltip=["label:N", "field:N", "targets:Q", "n:Q", alt.Tooltip("share:Q", format=".1%"), alt.Tooltip("national_share:Q", format=".1%")],
    )  # fmt: skip
    stems = base.mark_rule(color=theme.RULE).encode(x="zero:Q", x2="share:Q")
    line = (
        alt.Chart(rows.drop_duplicates("group"))
        .mark_tick(color=theme.NATIONAL, thickness=2.5, size=62)
        .encode(x="national_share:Q", y=y)
    )
    total = rows.drop_duplicates("plan").set_index("plan")["n"]
    said = [] if distance is None else [_distances(distance, known, lang)]
    each = say(lang, "、", ", ").join(f"{known.label(p)} {int(total[p])}" for p in plans)
    if many:
        count = int(total.sum())
        each = say(
            lang,
            f"{len(plans)} 份规划的 {count} 个目标，每个灰点一份规划",
            f"{count} targets of {len(plans)} plans, a grey dot each",
        )
    first = rows.sort_values("share", ascending=False).drop_duplicates("plan").set_index("plan")
    return finish(
        (line + marks if many else stems + line + marks).properties(width=520, height=70 * len(order)), [table] if distance is None else [table, distance],
        name="domains", lang=lang, plans=plans, columns=104, notes=said,
        title=say(lang, "目标的领域分布", "Emphasis by domain"),
        n=f"n = {each}",
        rule=say(lang, "目标部分全部类型，总量与其分项都计（阶梯只计分项，故 n 可较小）；黑线为国家纲要的分布，仅供定向", "all types, goals part, totals and their items both (the ladder counts items only, so its n can be smaller); black line: the national outline, for orientation only"),
        alt_text=say(lang, "各规划占比最高的领域：", "Largest field of each plan: ") + say(lang, "、", ", ").join(f"{known.label(p)} {first.loc[p, 'field']} {100 * first.loc[p, 'share']:.0f}%" for p in plans),
    )  # fmt: skip


def _own_looks(plans: list[str], known: Any) -> dict[str, Any]:
    """Return colour and shape of each plan, with their legends."""
    colour, shape = colours(plans, known)
    return {
        "color": alt.Color("label:N", scale=colour, legend=alt.Legend(title=None, orient="top")),
        "shape": alt.Shape("label:N", scale=shape, legend=alt.Legend(title=None, orient="top")),
    }


def _one_look() -> dict[str, Any]:
    """Return one look for all plans: too many to be told apart, a tip names each."""
    return {"color": alt.value(theme.MUTED), "opacity": alt.value(0.5)}


def _distances(table: pd.DataFrame, known: Any, lang: str) -> str:
    if len(table) > MANY:
        ends = table.dropna(subset=["distance"]).sort_values("distance").iloc[[0, -1]]
        near, far = (f"{number(row.distance, 2)} ({known.label(row.plan)})" for row in ends.itertuples())
        return say(
            lang, f"与纲要的 JS 距离：{near} 至 {far}", f"Jensen–Shannon distance to the outline: {near} to {far}"
        )
    said = say(lang, "、", ", ").join(
        f"{known.label(row.plan)} {number(row.distance, 2)} ({number(row.low, 2)}–{number(row.high, 2)})" for row in table.itertuples()
    )  # fmt: skip
    return say(
        lang, f"与纲要的 JS 距离（自助区间）：{said}", f"Jensen–Shannon distance to the outline (bootstrap): {said}"
    )


LABELS = {"addressed": ("回应", "addressed", "●", "#2c7fb8"), "partly": ("部分回应", "partly", "◐", "#7fcdbb"),
          "no": ("未回应", "no", "○", theme.PAPER), "unjudged": ("未判断", "not judged", "?", "#eeeeee")}  # fmt: skip


@figure(
    "X2", "headings", zh="纲要的哪些任务得到回应？", en="Which task areas are answered?",
)  # fmt: skip
def headings(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw heading coverage: what was judged about each national sub-heading and plan.

    Parameters
    ----------
    table
        Result table ``headings``: heading, part, part_zh, heading_zh, provisional, plan, label (addressed, partly,
        no, or missing), score, start, cites_outline.
    """
    known = plans_of(table, lang)
    rows = need(table, "heading", "part", "heading_zh", "provisional", "plan", "label", "score", "cites_outline").copy()
    plans = known.order(rows["plan"])
    columns = _declared(rows, known, plans)
    place = 0 if lang == "zh" else 1
    rows["state"] = rows["label"].map(lambda label: label if label in LABELS else "unjudged")
    words = _heading_words() if lang == "en" else {}
    rows["row"] = [
        f"{number(row.part)} {words.get(row.heading, row.heading_zh)}{'°' if row.provisional else ''}"
        for row in rows.itertuples()
    ]
    rows["column"] = rows["plan"].map(columns)
    rows["what"] = rows["state"].map(lambda state: LABELS[state][place])
    rows["letter"] = [
        LABELS[row.state][2] if row.state != "unjudged" else f"{row.score:.2f}" for row in rows.itertuples()
    ]
    rows["ink"] = [theme.on(LABELS[state][3]) for state in rows["state"]]
    starts = rows["start"] if "start" in rows else pd.Series(None, index=rows.index)
    rows["link"] = [
        link(plan, start if start == start else None, type=None)
        for plan, start in zip(rows["plan"], starts, strict=True)
    ]
    rows = rows.rename(columns={"label": "judged", "row": "label"})
    used = [state for state in LABELS if (rows["state"] == state).any()]
    base = alt.Chart(rows).encode(
        x=alt.X("column:N", sort=list(columns.values()), title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)),
        y=alt.Y("label:N", sort=list(dict.fromkeys(rows["label"])), title=None, axis=alt.Axis(domain=False, ticks=False)),
    )  # fmt: skip
    scale = alt.Scale(domain=[LABELS[s][place] for s in used], range=[LABELS[s][3] for s in used])
    cells = base.mark_rect(stroke=theme.RULE, strokeWidth=1).encode(
        color=alt.Color("what:N", scale=scale, legend=alt.Legend(title=None, orient="top", symbolType="square", symbolStrokeColor=theme.MUTED)),
        tooltip=["label:N", "column:N", "what:N", alt.Tooltip("score:Q", format=".2f"), alt.Tooltip("quote:N")],
    )  # fmt: skip
    hatch = base.transform_filter("datum.provisional").mark_point(
        shape="M-3.4,1L-2.9,-1M-2.9,1L-2.4,-1M2.4,1L2.9,-1M2.9,1L3.4,-1",
        size=260,
        filled=False,
        stroke=theme.MUTED,
        strokeWidth=0.6,
        opacity=0.55,
    )
    letters = base.mark_text(fontSize=11).encode(text="letter:N", color=alt.Color("ink:N", scale=None))
    judged = int((rows["state"] != "unjudged").sum())
    return finish(
        (cells + hatch + letters).resolve_scale(color="independent").properties(width=columns_width(columns.values(), 72), height=24 * rows["heading"].nunique()),
        [table], name="headings", lang=lang, plans=plans, columns=104,
        title=say(lang, "对纲要小标题的回应", "Answers to the sub-headings of the outline"),
        n=say(lang, f"n = {rows['heading'].nunique()} 个小标题，{judged} 格由一人判断", f"n = {rows['heading'].nunique()} sub-headings, {judged} cells judged by one coder"),
        rule=say(lang, "● 回应、◐ 部分、○ 未回应，为人工判断", "● addressed, ◐ partly, ○ no: a person's judgement")
        + (say(lang, "；数字只是 BM25 候选得分", "; figures are BM25 scores that only propose") if judged < len(rows) else ""),
        notes=[*([say(lang, "° 斜纹：小标题未经网页核实，暂定", "° hatched: sub-heading not verified, provisional")] if rows["provisional"].eq(True).any() else []),
               *([say(lang, "† 未引用该纲要", "† does not cite the outline")] if any(label.endswith("†") for label in columns.values()) else [])],
        alt_text=say(lang, "；", "; ").join(f"{columns[p]}: " + say(lang, "、", ", ").join(f"{LABELS[s][place]} {int(((rows['plan'] == p) & (rows['state'] == s)).sum())}" for s in used) for p in plans),
    )  # fmt: skip


@cache
def _heading_words() -> Mapping[str, str]:
    """Return what the sub-headings say, in English."""
    text = (resources.files("qcompare.figures.chart") / "headings.csv").read_text(encoding="utf-8")
    return {row["heading"]: row["en"] for row in csv.DictReader(text.splitlines())}
