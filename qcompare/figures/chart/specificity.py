"""How specific are the goals: ladder (F1), elements (F2), density (F3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import colours, figure, finish, heading, link, need, number, plans_of, say, width

RUNGS = {
    "zh": ["0 定性", "1 相对", "2 定量", "3 有期限", "4 范围明确", "5 有外部核验"],
    "en": ["0 qualitative", "1 relative", "2 quantified", "3 dated", "4 scope not open", "5 outside check"],
}
ELEMENTS = {
    "level": ("水平", "level"), "bound": ("界限", "bound"), "dated": ("期限", "date"),
    "dated_explicit": ("本句期限", "date in sentence"), "scope": ("范围明确", "scope not open"),
    "reference": ("基准", "baseline"), "verification": ("外部核验", "outside check"),
    "responsible": ("责任单位", "body in charge"), "path": ("分步", "dated steps"),
}  # fmt: skip
_SHORT = 200  # Han characters in a goals part below which its density is said with its count
_PAIRS = 10  # pairs of plans that a caption names
_LADDER = 520  # width of a whole bar
_WIDE = 620  # width of a panel of densities
# strokes across a cell of 102 x 44, in units of half the mark's side
_HATCH = "M-2.2,1L-1.2,-1M-1.4,1L-0.4,-1M-0.6,1L0.4,-1M0.2,1L1.2,-1M1,1L2,-1"


@figure(
    "F1", "ladder", "ladder_dominance",
    zh="目标有多具体？哪个规划在每一级上都不低于另一个？", en="How specific are goals? Who dominates?",
)  # fmt: skip
def ladder(table: pd.DataFrame, dominance: pd.DataFrame | None = None, *, lang: str = "zh") -> Any:
    """Draw the specificity ladder: the share of each plan's targets on every rung.

    Parameters
    ----------
    table
        Result table ``ladder``: plan, rung (0-5), targets, n, share (0-1), at_least (0-1).
    dominance
        Result table ``ladder_dominance``; its pairs are named in the caption.
    lang
        ``zh`` or ``en``.
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "rung", "targets", "n", "share", "at_least")
    rungs = RUNGS[lang]
    climbed = rows[rows["rung"] > 0].groupby("plan")["at_least"].sum()
    plans = sorted(known.order(rows["plan"]), key=lambda plan: (-climbed[plan], plan))
    total = rows.drop_duplicates("plan").set_index("plan")["n"]
    labels = {plan: f"{known.label(plan)} (n = {total[plan]})" for plan in plans}
    rows = rows[rows["targets"] > 0].sort_values(["plan", "rung"])
    rows["label"] = rows["plan"].map(labels)
    rows["step"] = rows["rung"].map(lambda rung: rungs[int(rung)])
    rows["right"] = rows.groupby("plan")["share"].cumsum()
    rows["left"] = rows["right"] - rows["share"]
    rows["middle"] = (rows["left"] + rows["right"]) / 2
    rows["shown"] = [
        str(count) if share * _LADDER >= 8 * len(str(count)) + 1 else ""
        for count, share in zip(rows["targets"], rows["share"], strict=True)
    ]
    rows["ink"] = [theme.on(theme.ORDERED[int(rung)]) for rung in rows["rung"]]
    rows["link"] = [link(plan, part="goals", rung=rung) for plan, rung in zip(rows["plan"], rows["rung"], strict=True)]
    base = alt.Chart(rows).encode(y=alt.Y("label:N", sort=[labels[plan] for plan in plans], title=None))
    scale = alt.Scale(domain=rungs, range=list(theme.ORDERED))
    bars = base.mark_bar(stroke=theme.MUTED, strokeWidth=0.5).encode(
        x=alt.X("left:Q", title=say(lang, "占目标部分全部目标的比例", "share of the targets in the goals part"),
                axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1])),
        x2="right:Q",
        color=alt.Color("step:N", scale=scale, legend=alt.Legend(title=say(lang, "阶梯", "rung"), symbolType="square")),
        tooltip=[alt.Tooltip("label:N", title=say(lang, "规划", "plan")), alt.Tooltip("step:N", title=say(lang, "阶梯", "rung")),
                 alt.Tooltip("targets:Q", title=say(lang, "目标数", "targets")), alt.Tooltip("share:Q", format=".1%")],
    )  # fmt: skip
    counts = base.mark_text().encode(x="middle:Q", text="shown:N", color=alt.Color("ink:N", scale=None))
    said = _dominance(dominance, known, lang)
    alt_text = say(lang, "；", "; ").join(
        f"{labels[plan]}: "
        + say(lang, "、", ", ").join(f"{row.step} {row.targets}" for row in rows[rows["plan"] == plan].itertuples())
        for plan in plans
    )
    return finish(
        (bars + counts).resolve_scale(color="independent").properties(width=_LADDER, height=44 * len(plans)),
        [table] if dominance is None else [table, dominance],
        name="ladder", lang=lang, plans=known.order(plans), alt_text=alt_text,
        title=say(lang, "目标的具体程度：六级阶梯", "How specific the goals are: a ladder of six rungs"),
        n=say(lang, f"目标部分共 n = {int(total.sum())} 个目标，条内为个数", f"n = {int(total.sum())} targets in the goals parts; numbers are counts"),
        rule=say(lang, "1 有比较而无数字，2 有数字（无期限或只是约数），3 另有期限（可承自标题或规划），4 另范围明确，5 另点名外部核验；第一个未满足的条件决定所在级，不加权",
                 "1 a comparison without a number, 2 a number (undated or approximate), 3 also a year (may come from a heading or the plan), "
                 "4 also a scope that is not open, 5 also an outside check; the first condition that fails decides; no weights"),
        notes=[said] if said else [], columns=110,
    )  # fmt: skip


def _dominance(table: pd.DataFrame | None, known: Any, lang: str) -> str:
    if table is None:
        return ""
    pairs = table[table["relation"] == "dominates"]
    if pairs.empty:
        return say(lang, "没有一个规划在每一级上都不低于另一个", "no plan is at least as high as another on every rung")
    if len(pairs) > _PAIRS:
        return say(
            lang,
            f"有 {len(pairs)} 对规划，前者每一级上都不低于后者，见表 ladder_dominance；其余不可比",
            f"{len(pairs)} pairs where one plan is at least as high on every rung: table ladder_dominance; the rest incomparable",
        )
    said = say(lang, "、", ", ").join(
        f"{known.label(row.plan)} > {known.label(row.other)}" for row in pairs.itertuples()
    )  # fmt: skip
    return say(
        lang,
        f"每一级上都不低于对方：{said}；其余不可比",
        f"at least as high on every rung: {said}; the rest incomparable",
    )


@figure(
    "F2", "element_shares", zh="目标究竟缺什么？", en="What exactly is lacking?",
)  # fmt: skip
def elements(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw element completeness: the share of each plan's targets that have an element, where it applies.

    Parameters
    ----------
    table
        Result table ``element_shares``: plan, element, yes, n, na (targets), share (0-1; missing when n = 0).
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "element", "yes", "n", "na", "share")
    plans = known.order(rows["plan"])
    place = 0 if lang == "zh" else 1
    rows["label"] = rows["plan"].map(known.label)
    rows["what"] = rows["element"].map(lambda name: ELEMENTS.get(name, (name, name))[place])
    rows["shown"] = ["" if row.n == 0 else f"{100 * row.share:.0f}%" for row in rows.itertuples()]
    rows["under"] = [say(lang, "不适用", "n/a") if row.n == 0 else f"{row.yes}/{row.n}" for row in rows.itertuples()]
    rows["ink"] = [
        theme.INK if row.n == 0 else theme.on(theme.ORDERED[min(5, int(row.share * 5.999))])
        for row in rows.itertuples()
    ]
    rows["link"] = [
        link(plan, part="goals", lacks=name) for plan, name in zip(rows["plan"], rows["element"], strict=True)
    ]
    x = alt.X(
        "what:N",
        sort=[pair[place] for pair in ELEMENTS.values()],
        title=None,
        axis=alt.Axis(orient="top", labelAngle=0),
    )
    base = alt.Chart(rows).encode(x=x, y=alt.Y("label:N", sort=known.labels(plans), title=None))
    cells = base.transform_filter("isValid(datum.share)").mark_rect(stroke=theme.PAPER, strokeWidth=2).encode(
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=list(theme.ORDERED), interpolate="rgb"),
                        legend=alt.Legend(format=".0%", title=say(lang, "具备比例", "share that has it"))),
        tooltip=[alt.Tooltip("label:N", title=say(lang, "规划", "plan")), alt.Tooltip("what:N", title=say(lang, "要素", "element")),
                 alt.Tooltip("yes:Q"), alt.Tooltip("n:Q"), alt.Tooltip("na:Q", title=say(lang, "不适用", "n/a"))],
    )  # fmt: skip
    empty = base.transform_filter("!isValid(datum.share)").mark_point(
        shape=_HATCH, size=1600, filled=False, stroke=theme.RULE, strokeWidth=1.2
    )
    share = base.mark_text(dy=-6).encode(text="shown:N", color=alt.Color("ink:N", scale=None))
    count = base.mark_text(dy=9, fontSize=10).encode(text="under:N", color=alt.Color("ink:N", scale=None))
    total = int((rows["n"] + rows["na"]).groupby(rows["plan"]).max().sum())
    worst = rows[rows["n"] > 0].sort_values(["share", "plan"]).head(3)
    lowest = say(lang, "、", ", ").join(f"{row.label} {row.what} {row.shown}" for row in worst.itertuples())
    return finish(
        (cells + empty + share + count).resolve_scale(color="independent").properties(width=102 * len(ELEMENTS), height=44 * len(plans)), [table],
        name="elements", lang=lang, plans=plans, columns=130,
        title=say(lang, "目标具备哪些要素", "Which elements the targets have"),
        n=say(lang, f"n = {total} 个目标，格内为比例和个数（具备/适用）", f"n = {total} targets; cells: share, and counts (has it / applies)"),
        rule=say(lang, "目标部分；期限含承自标题或规划的年份，约数也算（阶梯把约数留在第 2 级）",
                 "goals part; date: includes a year from a heading or the plan, approximate levels too (the ladder keeps those on rung 2)"),
        notes=[say(lang, "斜纹为不适用：无一目标适用该要素", "hatched: applies to no target of the plan")] if (rows["n"] == 0).any() else [],
        alt_text=say(lang, f"比例最低的几格：{lowest}。", f"Lowest cells: {lowest}."),
    )  # fmt: skip


@figure(
    "F3", "density", zh="“目标密度”的高低取决于分母吗？", en="Does the finding hang on the denominator?",
)  # fmt: skip
def density(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw density under four definitions: targets or distinct indicators, by goals part or whole plan.

    Parameters
    ----------
    table
        Result table ``density``: plan, part (goals, whole), unit (targets, indicators), count, han, per_1000,
        lower_bound (printed as “at least”).
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "part", "unit", "count", "han", "per_1000", "lower_bound")
    rows = rows[rows["per_1000"].notna()].copy()
    plans = known.order(rows["plan"])
    parts = {"goals": say(lang, "目标部分", "goals part"), "whole": say(lang, "全文", "whole plan")}
    units = {
        "targets": say(lang, "按目标计", "counting targets"),
        "indicators": say(lang, "按不同指标计", "counting distinct indicators"),
    }
    rank = rows.groupby(["unit", "part"])["per_1000"].rank(ascending=False, method="min").astype(int)
    rows["label"] = rows["plan"].map(known.label)
    rows["where"] = rows["part"].map(parts)
    rows["shown"] = [
        f"{say(lang, '至少 ', 'at least ') if row.lower_bound else ''}{number(row.per_1000, 1)} ({place})"
        for row, place in zip(rows.itertuples(), rank, strict=True)
    ]
    rows["link"] = [
        link(row.plan, part="goals" if row.part == "goals" else None, type="quantified") for row in rows.itertuples()
    ]
    colour, _ = colours(plans, known)
    panels = [_density_panel(rows[rows["unit"] == unit], title, parts, known.labels(plans), colour, lang)
              for unit, title in units.items()]  # fmt: skip
    few = rows[(rows["part"] == "goals") & (rows["unit"] == "targets") & (rows["han"] < _SHORT)]
    short = say(lang, "、", ", ").join(
        say(lang, f"{row.label} {number(row.han)} 字 {number(row.targets)} 个", f"{row.label}: {number(row.targets)} targets in {number(row.han)} characters")
        for row in few.rename(columns={"count": "targets"}).itertuples()
    )  # fmt: skip
    lead = [
        f"{title}, {parts[part]}: {known.label(str(group.sort_values('per_1000').iloc[-1]['plan']))}"
        for unit, title in units.items() for part in parts
        if not (group := rows[(rows["unit"] == unit) & (rows["part"] == part)]).empty
    ]  # fmt: skip
    return finish(
        alt.vconcat(*panels, spacing=26), [table], name="density", lang=lang, plans=plans, columns=100,
        title=say(lang, "每千汉字的定量目标：四种算法", "Quantified targets per 1,000 Han characters, under four definitions"),
        n=say(lang, f"n = {len(plans)} 份规划，括号内为该算法下的位次，只为看它变不变，不是排名",
              f"n = {len(plans)} plans, in brackets the place under that definition, only to show whether it moves; not a ranking"),
        rule=say(lang, "定量与绝对目标，汉字数不含页面附加文字；“至少”：原文略去专栏",
                 "targets of type quantified and absolute; page furniture not counted; at least: boxes left out"),
        notes=[say(lang, "实心圆：目标部分，空心方：全文", "filled circle: goals part, hollow square: whole plan"),
               *([say(lang, f"目标部分不足 {_SHORT} 字，一个目标就左右密度：{short}", f"goals part under {_SHORT} characters, where one target moves much: {short}")] if short else [])],
        alt_text=say(lang, "各算法的最高者：", "Highest under each: ") + "; ".join(lead),
    )  # fmt: skip


def _density_panel(
    rows: pd.DataFrame, title: str, parts: dict[str, str], order: list[str], colour: Any, lang: str
) -> Any:
    top = float(rows["per_1000"].max()) if len(rows) else 1.0
    base = alt.Chart(rows).encode(y=alt.Y("label:N", sort=order, title=None))
    x = alt.X("per_1000:Q", scale=alt.Scale(type="sqrt", domain=[0, top * 1.18], nice=False),
              axis=alt.Axis(values=[0, 1, 2, 5, 10, 20, 40, 60, 80]),
              title=say(lang, "每千汉字（平方根刻度）", "per 1,000 Han characters (square-root scale)"))  # fmt: skip
    wide = rows.pivot_table(index="label", columns="part", values="per_1000").reset_index()
    line = alt.Chart(wide).mark_rule(strokeWidth=2).encode(
        y=alt.Y("label:N", sort=order, title=None), x="whole:Q", x2="goals:Q"
    ) if {"goals", "whole"} <= set(wide) else alt.Chart(wide).mark_rule()  # fmt: skip
    marks = base.mark_point(strokeWidth=2).encode(
        x=x,
        stroke=alt.Stroke("label:N", scale=colour, legend=None),
        fill=alt.condition("datum.part == 'goals'", alt.Color("label:N", scale=colour, legend=None), alt.value(theme.PAPER)),
        shape=alt.Shape("where:N", scale=alt.Scale(domain=list(parts.values()), range=["circle", "square"]), legend=None),
        tooltip=["label:N", "where:N", "count:Q", "han:Q", alt.Tooltip("per_1000:Q", format=".2f")],
    )  # fmt: skip
    names = [
        alt.Chart(some).mark_text(dy=-13, fontSize=10.5, color=theme.MUTED, **aside).encode(
            y=alt.Y("label:N", sort=order, title=None), x="per_1000:Q", text="shown:N"
        )
        for some, aside in _beside(rows, _WIDE / (top * 1.18) ** 0.5)
    ]  # fmt: skip
    return alt.layer(line, marks, *names).properties(title=heading(title), width=_WIDE, height=46 * len(order))


def _beside(rows: pd.DataFrame, pixels: float) -> Iterator[tuple[pd.DataFrame, dict[str, Any]]]:
    """Yield the rows by where their numbers stand: above the marks, or, of two that would meet, to the left and right.

    Parameters
    ----------
    rows
        A row a mark: label, per_1000, shown.
    pixels
        By which the square root of a value is multiplied to give its place.
    """
    side = pd.Series("", index=rows.index)
    for _, two in rows.sort_values("per_1000").groupby("label"):
        places = list(pixels * two["per_1000"] ** 0.5)
        if len(two) == 2 and places[1] - places[0] < 5.5 * sum(map(width, two["shown"])) / 2:
            side[two.index] = ["right", "left"]
    yield rows[side == ""], {}
    for align, dx in (("right", -1), ("left", 3)):
        if (side == align).any():
            yield rows[side == align], {"align": align, "dx": dx}
