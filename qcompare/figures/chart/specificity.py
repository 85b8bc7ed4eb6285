"""How specific are the targets: the six steps (F1), elements (F2), density (F3)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import fonts, theme
from qcompare.figures.chart.base import (
    MANY,
    counted,
    figure,
    finish,
    link,
    listed,
    need,
    number,
    out_of,
    plans_of,
    plural,
    say,
)
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, span, widest

STEPS = {
    "zh": ("只有文字", "只作比较", "写出数字", "另有期限", "范围也明确", "另有外部核验"),
    "en": ("in words only", "by comparison", "with a number", "and a year", "and a clear scope", "and external verification"),
}  # fmt: skip
ELEMENTS = {
    "level": ("水平", "level"), "bound": ("限值方向", "direction"), "dated": ("期限", "year"),
    "dated_explicit": ("本句期限", "year in the sentence"), "scope": ("范围明确", "clear scope"),
    "reference": ("参照", "baseline"), "verification": ("外部核验", "external verification"),
    "responsible": ("责任单位", "body in charge"), "path": ("分步期限", "dated steps"),
}  # fmt: skip
_SAID = {
    "level": ("水平", "a level"), "bound": ("限值方向", "a direction"), "dated": ("期限", "a year"),
    "dated_explicit": ("本句期限", "a year in the sentence"), "scope": ("明确的范围", "a clear scope"),
    "reference": ("参照", "a baseline"), "verification": ("外部核验", "external verification"),
    "responsible": ("责任单位", "the body in charge"), "path": ("分步期限", "dated steps"),
}  # fmt: skip
_SHORT = 200  # Han characters in a goals section below which one target moves its density much


@figure(
    "F1", "ladder", "ladder_dominance",
    zh="各规划的目标有多具体？", en="How specific are the targets of each plan?",
)  # fmt: skip
def ladder(table: pd.DataFrame, dominance: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw the six steps of specificity: the share of each plan's targets on every step.

    Parameters
    ----------
    table
        Result table ``ladder``: plan, rung (0-5), targets, n, share (0-1), at_least (0-1).
    dominance
        Result table ``ladder_dominance``; how many pairs it orders goes into the note.
    lang
        ``zh`` or ``en``.
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "rung", "targets", "n", "share", "at_least")
    plans = known.order(rows["plan"])
    total = rows.drop_duplicates("plan").set_index("plan")["n"].astype(int)
    numbered = rows[rows["rung"] >= 2].groupby("plan")["targets"].sum().reindex(plans, fill_value=0).astype(int)
    ends = {plan: out_of(numbered[plan], total[plan], lang) for plan in plans}
    panel, size = Panel(look), look.text
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    head = say(lang, "写出数字", "with a number")
    right = look.width - max(widest(ends.values(), size), fonts.width(head, look.small)) - 12
    step = (34 if not look.compact else 26) if len(plans) <= 12 else 22
    top = look.small * 1.8
    bottom = top + step * len(plans)
    panel.text(look.width, look.small * 0.7, head, look.small, theme.MUTED, "right")
    rows = rows[rows["targets"] > 0].sort_values(["plan", "rung"]).copy()
    rows["row"] = rows["plan"].map({plan: place for place, plan in enumerate(plans)})
    rows["right"] = rows.groupby("plan")["share"].cumsum()
    rows["left"] = rows["right"] - rows["share"]
    rows["middle"] = (rows["left"] + rows["right"]) / 2
    rows["fill"] = [theme.ORDERED[int(rung)] for rung in rows["rung"]]
    rows["ink"] = [theme.on(fill) for fill in rows["fill"]]
    rows["name"], rows["step"] = rows["plan"].map(known.label), [STEPS[lang][int(rung)] for rung in rows["rung"]]
    rows["shown"] = [
        str(count) if share * (right - left) >= fonts.width(str(count), look.small) + 4 else ""
        for count, share in zip(rows["targets"], rows["share"], strict=True)
    ]
    rows["link"] = [link(plan, part="goals", rung=rung) for plan, rung in zip(rows["plan"], rows["rung"], strict=True)]
    y = bands("y", len(plans), top, bottom, 0.28)
    base = alt.Chart(rows).encode(
        y=y, tooltip=["name:N", "step:N", "targets:Q", "n:Q", alt.Tooltip("share:Q", format=".1%")]
    )
    panel.marks += [
        base.mark_bar(stroke=theme.PAPER, strokeWidth=0.8).encode(
            x=span("left", 0, 1, left, right), x2="right:Q", fill=alt.Fill("fill:N", scale=None)
        ),
        base.mark_text(fontSize=look.small, baseline="middle").encode(
            x=span("middle", 0, 1, left, right), text="shown:N", color=alt.Color("ink:N", scale=None)
        ),
    ]
    for plan, at in zip(plans, centres(len(plans), top, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
        panel.text(look.width, at, ends[plan], size, align="right")
    shown = sorted({int(rung) for rung in rows["rung"]})
    panel.height = panel.key(
        bottom + look.small * 0.6,
        [(theme.ORDERED[rung], theme.RULE if rung == 0 else None, STEPS[lang][rung]) for rung in shown],
    )
    first = rows.sort_values("rung").iloc[-1] if len(rows) else None
    read = "" if first is None else say(
        lang, f"例如：{first['name']}的{int(first['n'])}条目标中，{int(first['targets'])}条到“{first['step']}”一级。",
        f"For example: of {first['name']}'s {plural(int(first['n']), 'target')}, {counted(int(first['targets']))} reach the step “{first['step']}”.".replace("“", "").replace("”", ""),
    )  # fmt: skip
    return finish(
        [panel], [table] if dominance is None else [table, dominance], name="ladder", lang=lang, look=look,
        title=_numbered(plans, numbered, total, known, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；目标部分的{int(total[plans].sum()):,}条目标，按写明的程度分六级",
                     f"{int(total[plans].sum()):,} targets in the goals sections of {known.said(plans, lang)}, by what they state"),
        note=[say(lang, "每级另须满足前面各级，第一个未满足的条件决定所在级；期限可承接上文或按规划目标年推定；条内为条数。",
                  "Each step asks for all before it, the first condition not met decides; the year may come from the context or the plan's horizon. Numbers are counts."),
              *_ordered(dominance, lang)],
        read=read,
        alt_text=say(lang, "；", "; ").join(f"{known.label(plan)} {ends[plan]}" for plan in plans) + say(lang, "。", "."),
    )  # fmt: skip


def _numbered(plans: list[str], numbered: pd.Series, total: pd.Series, known: Any, lang: str) -> str:
    """Return in which plans most targets state a number."""
    if len(plans) == 1:
        name, part, whole = known.label(plans[0]), int(numbered[plans[0]]), int(total[plans[0]])
        return say(
            lang,
            f"{name}的{whole}条目标中{part}条写出数字",
            f"{name} puts a number on {counted(part)} of {plural(whole, 'target')}",
        )
    most = [plan for plan in plans if numbered[plan] * 2 > total[plan]]
    if len(most) in (0, len(plans)):
        none = not most
        return say(
            lang,
            f"{'没有一份' if none else '每份'}规划的目标多数写出数字",
            f"{'No' if none else 'Every'} plan puts a number on most of its targets",
        )
    if len(plans) > MANY:
        verb = "puts" if len(most) == 1 else "put"
        return say(lang, f"{len(plans)}份规划中，{len(most)}份的目标多数写出数字",
                   f"{counted(len(most), capital=True)} of {len(plans)} plans {verb} a number on most of their targets")  # fmt: skip
    fewer = [plan for plan in plans if plan not in most]
    verb = "puts" if len(most) == 1 else "put"
    return say(
        lang, f"{listed(known.labels(most), lang)}的目标多数写出数字，{listed(known.labels(fewer), lang)}不到一半",
        f"{listed(known.labels(most), lang)} {verb} a number on most targets, {listed(known.labels(fewer), lang)} on fewer than half",
    )  # fmt: skip


def _ordered(table: pd.DataFrame | None, lang: str) -> list[str]:
    if table is None or table.empty:
        return []
    above = int(table["relation"].eq("dominates").sum())
    pairs = int(table["relation"].isin(["dominates", "equal"]).sum() + table["relation"].eq("incomparable").sum() / 2)
    return [] if not pairs else [say(
        lang, f"{above}对规划中，前者每一级都不低于后者；其余不可比。", f"In {plural(above, 'pair')} of plans one is at least as high at every step; the others are not ordered."
    )]  # fmt: skip


@figure("F2", "element_shares", zh="目标写明了哪些要素？", en="Which elements are stated?")
def elements(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw which elements are stated: the share of each plan's targets that have one, where it applies.

    Parameters
    ----------
    table
        Result table ``element_shares``: plan, element, yes, n, na (targets), share (0-1; missing when n = 0).
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "element", "yes", "n", "na", "share").copy()
    plans = known.order(rows["plan"])
    place = 0 if lang == "zh" else 1
    names = [name for name in ELEMENTS if (rows["element"] == name).any()]
    names += [str(name) for name in dict.fromkeys(rows["element"]) if name not in ELEMENTS]
    panel, size = Panel(look), look.text
    # elements in rows, plans in columns, as in the other matrices: names of elements are long, of plans short
    labels = [ELEMENTS.get(name, (name, name))[place] for name in names]
    left = widest(labels, size) + 14
    column = min(120.0, (look.width - left) / len(plans))
    last = left + column * len(plans)
    top = plan_heads(panel, known.labels(plans), left, last)
    row = 40 if column >= 60 else 28
    bottom = top + row * len(names)
    rows["row"] = rows["element"].map({name: at for at, name in enumerate(names)})
    rows["column"] = rows["plan"].map({plan: at for at, plan in enumerate(plans)})
    rows["name"], rows["what"] = (
        rows["plan"].map(known.label),
        rows["element"].map(dict(zip(names, labels, strict=True))),
    )
    rows["fill"] = [theme.PAPER if not one.n else theme.shade(float(one.share)) for one in rows.itertuples()]
    rows["ink"] = [theme.NEAR if not one.n else theme.on(one.fill) for one in rows.itertuples()]
    rows["shown"] = ["–" if not one.n else f"{100 * one.share:.0f}%" for one in rows.itertuples()]
    rows["under"] = ["" if not one.n or column < 44 else out_of(one.yes, one.n, lang) for one in rows.itertuples()]
    rows["link"] = [
        link(plan, part="goals", lacks=name) for plan, name in zip(rows["plan"], rows["element"], strict=True)
    ]
    x, y = bands("x", len(plans), left, last, 0.03), bands("y", len(names), top, bottom, 0.06)
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=["name:N", "what:N", "yes:Q", "n:Q", "na:Q"])
    percent = min(size, size * column / 44) if column < 44 else size
    up = look.small * 0.6 if rows["under"].ne("").any() else 0
    panel.marks.append(base.mark_rect(cornerRadius=2).encode(fill=alt.Fill("fill:N", scale=None)))
    for some, dy in ((rows[rows["under"].ne("")], -up), (rows[rows["under"].eq("")], 0)):
        if len(some):
            panel.marks.append(alt.Chart(some).encode(x=x, y=y).mark_text(fontSize=percent, dy=dy, baseline="middle").encode(
                text="shown:N", color=alt.Color("ink:N", scale=None)))  # fmt: skip
    panel.marks.append(alt.Chart(rows).encode(x=x, y=y).mark_text(fontSize=look.small * 0.95, dy=look.small * 0.75, baseline="middle").encode(
        text="under:N", color=alt.Color("ink:N", scale=None)))  # fmt: skip
    for label, at in zip(labels, centres(len(names), top, bottom), strict=True):
        panel.text(0, at, label, size)
    panel.height = bottom + 4
    applies = rows.groupby("element")[["yes", "n"]].sum()
    applies = applies[applies["n"] > 0]
    total = int((rows["n"] + rows["na"]).groupby(rows["plan"]).max().sum())
    one = rows[rows["n"] > 0].sort_values(["row", "column"]).head(1)
    read = "" if one.empty else say(
        lang, f"例如：{one.iloc[0]['name']}适用“{one.iloc[0]['what']}”的{int(one.iloc[0]['n'])}条目标中，{int(one.iloc[0]['yes'])}条写明了它。",
        f"For example: of {plural(int(one.iloc[0]['n']), 'target')} of {one.iloc[0]['name']} to which “{one.iloc[0]['what']}” applies, {int(one.iloc[0]['yes'])} state it.".replace("“", "").replace("”", ""),
    )  # fmt: skip
    return finish(
        [panel], [table], name="elements", lang=lang, look=look, title=_rarest(applies, lang), read=read,
        subtitle=say(lang, f"{known.said(plans, lang)}；目标部分的{total:,}条目标中写明该要素的比例（写明 / 适用）",
                     f"Share of the {total:,} targets in the goals sections of {known.said(plans, lang)} that state it (stated of applicable)"),
        note=[say(lang, "期限含承接上文和按规划目标年推定的年份。“–”：没有目标适用该要素。", "Year: also from the context or the plan's horizon. –: applies to no target of the plan.")],
        alt_text=say(lang, "；", "; ").join(
            f"{ELEMENTS.get(str(name), (name, name))[place]} {out_of(row['yes'], row['n'], lang)}" for name, row in applies.iterrows()
        ) + say(lang, "。", "."),
    )  # fmt: skip


def _rarest(applies: pd.DataFrame, lang: str) -> str:
    """Return which element is stated least often, over all plans."""
    if applies.empty:
        return say(lang, "目标部分没有目标", "There is no target in the goals sections")
    shares = (applies["yes"] / applies["n"]).sort_values(kind="stable")
    name = str(shares.index[0])
    part, whole = int(applies.loc[name, "yes"]), int(applies.loc[name, "n"])
    zh, en = _SAID.get(name, (name, name))
    if part == 0:
        return say(lang, f"{whole}条目标中没有一条写明{zh}", f"None of {plural(whole, 'target')} states {en}")
    return say(
        lang,
        f"写明最少的是{zh}：{whole}条目标中{part}条",
        f"Stated least often is {en}: by {counted(part)} of {plural(whole, 'target')}",
    )


def plan_heads(
    panel: Panel, names: list[str], first: float, last: float, *, bold: bool = True, line: bool = True
) -> float:
    """Write the names of plans over the columns of a matrix, upright where they fit, and return where the rows begin."""
    look = panel.look
    column = (last - first) / max(1, len(names))
    size = look.small if look.compact else look.text
    wide = widest(names, size, bold)
    if wide > column - 4 and wide * 0.8 <= column - 4:
        size *= 0.8
        wide *= 0.8
    turned = wide > column - 4
    y = wide + 8 if turned else size * 1.5
    for name, x in zip(names, centres(len(names), first, last), strict=True):
        if turned:
            panel.text(x, y - 4, name, size, angle=270)
        else:
            panel.text(x, y - size * 0.8, name, size, align="center", bold=bold)
    if line:
        panel.line(0, y + 2, last, y + 2, theme.NEAR, 1.5)
    return y + 6


@figure("F3", "density", zh="“目标密度”的高低取决于分母吗？", en="Does the order by density depend on the denominator?")
def density(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw density under four definitions: targets or distinct indicators, by goals section or whole plan.

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
    parts = {"goals": say(lang, "目标部分", "goals section"), "whole": say(lang, "全文", "whole plan")}
    units = {
        "targets": say(lang, "按目标计", "targets"),
        "indicators": say(lang, "按不同指标计", "distinct indicators"),
    }
    rows["name"], rows["row"] = (
        rows["plan"].map(known.label),
        rows["plan"].map({plan: at for at, plan in enumerate(plans)}),
    )
    rows["where"], rows["zero"] = rows["part"].map(parts), 0.0
    rows["shown"] = [f"{'≥' if one.lower_bound else ''}{one.per_1000:,.1f}" for one in rows.itertuples()]
    rows["link"] = [
        link(one.plan, part="goals" if one.part == "goals" else None, type="quantified") for one in rows.itertuples()
    ]
    panel, size = Panel(look), look.text if not look.compact else look.small
    left = min(widest(known.labels(plans), size), look.width * 0.26) + 12
    step = 28 if len(plans) <= 12 else 22
    across = 2 if look.compact else 4
    room = (look.width - left) / across
    y = 0.0
    tops: list[float] = []
    for place, (part, unit) in enumerate((part, unit) for part in parts for unit in units):
        if place % across == 0:
            y = (tops[-1] + step * len(plans) + 10) if tops else 0.0
            top = y + look.small * 3.4
            tops.append(top)
            for plan, at in zip(plans, centres(len(plans), top, top + step * len(plans)), strict=True):
                panel.text(0, at, fit(known.label(plan), size, left - 8), size)
        start = left + room * (place % across)
        panel.text(start, y + look.small * 0.8, parts[part], look.small, theme.INK, bold=True)
        panel.text(start, y + look.small * 2.2, units[unit], look.small, theme.MUTED)
        some = rows[(rows["part"] == part) & (rows["unit"] == unit)]
        _bars(
            panel,
            some,
            len(plans),
            top,
            top + step * len(plans),
            start,
            start + room - GAP_RIGHT,
            theme.TEAL if unit == "targets" else theme.TEAL2,
        )
    panel.height = tops[-1] + step * len(plans)
    few = rows[(rows["part"] == "goals") & (rows["unit"] == "targets") & (rows["han"] < _SHORT)]
    short = listed([f"{one.name} {number(one.han)}" for one in few.itertuples(index=False)], lang, most=4)
    lower = rows[rows["lower_bound"].eq(True)]
    example = rows[(rows["part"] == "whole") & (rows["unit"] == "targets")].sort_values("row").head(1)
    read = "" if example.empty else say(
        lang, f"例如：{example.iloc[0]['name']}全文每千汉字有{example.iloc[0]['shown']}条写出数字的目标。",
        f"For example: {example.iloc[0]['name']} has {example.iloc[0]['shown']} targets with a number per 1,000 Han characters of the whole plan.",
    )  # fmt: skip
    return finish(
        [panel], [table], name="density", lang=lang, look=look, title=_order_moves(rows, plans, known, lang), read=read,
        subtitle=say(lang, f"{known.said(plans, lang)}；每千汉字写出数字（或“全部、杜绝”）的目标，四种算法", f"Targets with a number, or all or none, per 1,000 Han characters of {known.said(plans, lang)}, counted in four ways"),
        note=[say(lang, "页面附加文字不计入汉字数；每栏自有刻度，从零开始。", "Page furniture is not counted; each column has its own scale from zero."),
              *([say(lang, "≥：公开文本略去专栏，为下限。", "≥: boxes (专栏) were left out of the published text, lower bound.".replace(" (专栏)", ""))] if len(lower) else []),
              *([say(lang, f"目标部分不足{_SHORT}字，一条目标就左右密度：{short}。", f"Goals section under {_SHORT} characters, where one target moves much: {short}.")] if short else [])],
        alt_text=say(lang, "；", "; ").join(
            f"{parts[part]}{say(lang, '', ', ')}{units[unit]}: " + say(lang, "、", ", ").join(f"{one.name} {one.shown}" for one in rows[(rows["part"] == part) & (rows["unit"] == unit)].sort_values("row").itertuples(index=False))
            for part in parts for unit in units
        ) + say(lang, "。", "."),
    )  # fmt: skip


GAP_RIGHT = 46  # room for the number at the end of the longest bar


def _bars(
    panel: Panel, rows: pd.DataFrame, count: int, top: float, bottom: float, first: float, last: float, fill: str
) -> None:  # fmt: skip
    """Draw bars from zero with their numbers at the ends."""
    if rows.empty:
        return
    high = float(rows["per_1000"].max()) or 1.0
    y = bands("y", count, top, bottom, 0.35)
    base = alt.Chart(rows).encode(
        y=y, tooltip=["name:N", "where:N", "count:Q", "han:Q", alt.Tooltip("per_1000:Q", format=".2f")]
    )
    panel.marks += [
        base.mark_bar(fill=fill).encode(x=span("zero", 0, high, first, last), x2="per_1000:Q"),
        base.mark_text(fontSize=panel.look.small, align="left", dx=4, baseline="middle", color=theme.INK).encode(
            x=span("per_1000", 0, high, first, last), text="shown:N"
        ),
    ]


def _order_moves(rows: pd.DataFrame, plans: list[str], known: Any, lang: str) -> str:
    """Return whether the plans stand in the same order under all four counts."""
    if len(plans) == 1:
        whole = rows[(rows["part"] == "whole") & (rows["unit"] == "targets")]
        shown = whole.iloc[0]["shown"] if len(whole) else "–"
        return say(
            lang,
            f"{known.label(plans[0])}全文每千字有{shown}条写出数字的目标",
            f"{known.label(plans[0])} has {shown} targets with a number per 1,000 characters",
        )
    orders = {tuple(some.sort_values(["per_1000", "row"])["plan"]) for _, some in rows.groupby(["part", "unit"])}
    return (
        say(
            lang,
            "换一种算法，各规划密度的次序就改变",
            "The order of the plans by density changes with the way of counting",
        )
        if len(orders) > 1
        else say(
            lang,
            "四种算法下，各规划密度的次序相同",
            "The order of the plans by density is the same in all four ways of counting",
        )
    )
