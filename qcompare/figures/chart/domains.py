"""In which fields of policy the targets lie (F7)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    counted,
    figure,
    link,
    need,
    out_of,
    plans_of,
    plural,
    say,
)
from qcompare.figures.chart.frame import finish
from qcompare.figures.chart.grid import plan_heads
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, span, widest


@figure("F7", "emphasis", "emphasis_distance", zh="目标集中在哪些领域？", en="In which fields do the targets lie?")
def domains(table: pd.DataFrame, distance: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw in which fields of policy the targets lie: each plan's share by field, and the outline's.

    Parameters
    ----------
    table
        Result table ``emphasis``: plan, group, group_zh, group_en, targets, n, share, national_share (0-1).
    distance
        Result table ``emphasis_distance``: the Jensen-Shannon distances stand below the columns.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.domains(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'The field with most targets is construction projects in one of two plans'
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
        ends = (x - column / 2 + min(2, column * 0.1), x + column / 2 - min(4, column * 0.2))
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


_LEAST = 5  # pixels of type below which a number is left out


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
        if size < _LEAST:  # of very many plans the depth alone
            return
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
