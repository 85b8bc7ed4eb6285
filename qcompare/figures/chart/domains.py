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
from qcompare.figures.chart.frame import finish, omitted_note, silent_note
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
    'The field with the largest share is not the same in all plans'
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "group", "group_zh", "group_en", "targets", "n", "share", "national_share")
    goals = int(rows.loc[rows["plan"] == "national", "n"].max()) if (rows["plan"] == "national").any() else 0
    rows = rows[rows["plan"] != "national"].copy()
    plans = known.order(rows["plan"])
    silent = [plan for plan in plans if plan in known.silent]
    total = rows.drop_duplicates("plan").set_index("plan")["n"].astype(int)
    groups = list(rows.groupby("group")["national_share"].first().sort_values(ascending=False, kind="stable").index)
    names = {str(row["group"]): _field(str(row[f"group_{lang}"]), lang) for row in rows.to_dict("records")}
    panel, size, small = Panel(look), look.text if not look.compact else look.small, look.small
    left = min(widest(names.values(), size), look.width * 0.36) + 12
    column = min(120.0, (look.width - left) / (len(plans) + 1))
    bars = column >= 64
    nation = column if bars else 84.0 if not look.compact else 52.0  # bars of one length are one share in every column
    column = min(120.0, (look.width - left - nation) / len(plans))
    last = left + nation + column * len(plans)
    top = plan_heads(
        panel, [known.label(plan) + ("†" if plan in silent else "") for plan in plans], left + nation, last
    )
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
    _column(
        panel,
        own,
        "national_share",
        (left + 2, left + nation - 4) if bars else (left, left + nation - 10),
        high,
        y,
        theme.NEAR,
        True,
        ["field:N"],
    )
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
    for words, values in _under(plans, total, distance, goals, lang):
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
    tied = [
        (known.label(plan), [names[str(one["group"])] for one in _tops(rows, plan)])
        for plan in plans
        if len(_tops(rows, plan)) > 1
    ]
    return finish(
        [panel], [table] if distance is None else [table, distance], name="domains", lang=lang, look=look,
        title=_largest(rows, plans, names, known, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；各领域占目标部分目标的比例", f"Share of the targets in the goals sections of {known.said(plans, lang)}, by field"),
        note=[say(lang, f"有分项的总量不计。纲要为有公开网页佐证的{goals}项国家目标，仅供参照。" if goals else "有分项的总量不计。",
                  f"Totals with listed parts do not count. The outline: its {goals} goals that public pages report, for orientation." if goals else "Totals with listed parts do not count."),
              *([say(lang, f"距离：詹森—香农距离（以2为底，0为相同，1为毫无重合），每个领域各加半条；区间：两边的目标各重抽多次，95%落在其中；不足{_FEWEST}条的不印出，随图的表中有。",
                     f"Distance: Jensen–Shannon, base 2 (0 the same, 1 nothing in common), half a target added to each field; interval: 95% of those with both sets drawn anew; below {_FEWEST} targets it is not printed here but stands in the table.")] if distance is not None else []),
              *([say(lang, f"比例最大的领域并列：{tied[0][0]}（{' / '.join(tied[0][1])}）。", f"Equal largest fields: {tied[0][0]} ({' / '.join(tied[0][1])}).")] if len(tied) == 1 else []),
              *([say(lang, f"{len(tied)}份规划有几个领域并列最大。", f"In {counted(len(tied))} plans several fields tie for the largest.")] if len(tied) > 1 else []),
              *omitted_note(known, plans, lang), *silent_note(known.labels(silent), lang)],
        read=say(lang, f"例如：{first['name']}目标部分的{int(first['n'])}条目标中，{int(first['targets'])}条属于{first['field']}。",
                 f"For example: {counted(int(first['targets']))} of the {plural(int(first['n']), 'target')} of {first['name']} concern{'s' * (int(first['targets']) == 1)} {first['field'].lower()}."),
        alt_text=say(lang, "各规划比例最高的领域：", "Field with the largest share in each plan: ") + say(lang, "、", "; ").join(
            f"{known.label(plan)} {say(lang, '和', ' and ').join(names[str(one['group'])] for one in first_ones)} {first_ones[0]['shown']}" for plan in plans if (first_ones := _tops(rows, plan))
        ) + say(lang, "。", "."),
    )  # fmt: skip


_LEAST = 5  # pixels of type below which a number is left out
_FEWEST = 10  # targets below which a distance is noise


def _field(name: str, lang: str) -> str:
    """Return a field of policy as a reader knows it."""
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
            y=y, x=span("zero", 0, 1, first, last), x2=alt.X2("one:Q"), fill=alt.Fill("fill:N", scale=None), tooltip=tips))  # fmt: skip
        rows = shaded.assign(half=0.5, shown=shaded["said"] if last - first < 30 else shaded["shown"])
        where, align, ink = span("half", 0, 1, first, last), "center", alt.Color("ink:N", scale=None)
        size = min(panel.look.small, (last - first) / 1.6)
        if size < _LEAST:  # of very many plans the depth alone
            return
    panel.marks.append(
        alt.Chart(rows).mark_text(fontSize=size, align=align, dx=3 if bars else 0, baseline="middle").encode(
            y=y, x=where, text=alt.Text("shown:N"), color=ink)
    )  # fmt: skip


def _under(
    plans: list[str], total: pd.Series, distance: pd.DataFrame | None, goals: int, lang: str
) -> list[tuple[str, list[str]]]:
    asked = say(lang, f"（纲要{goals}项国家目标）", f" (outline: {goals} goals)") if goals else ""
    out = [(say(lang, "目标条数", "Targets") + asked, [str(int(total[plan])) for plan in plans])]
    if distance is not None:
        rows = {row["plan"]: row for row in need(distance, "plan", "distance", "low", "high").to_dict("records")
                if int(total.get(row["plan"], 0)) >= _FEWEST}  # fmt: skip
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


def _tops(rows: pd.DataFrame, plan: str) -> list[dict[str, Any]]:
    """Return the fields with the largest share of a plan's targets: several where they tie, none where it has no target."""
    own = rows[(rows["plan"] == plan) & rows["targets"].gt(0)].sort_values("row", kind="stable")
    found: list[dict[str, Any]] = own[own["targets"] == own["targets"].max()].to_dict("records")
    return found


def _largest(rows: pd.DataFrame, plans: list[str], names: dict[str, str], known: Any, lang: str) -> str:
    """Return the field that alone has the largest share in the largest number of plans."""
    if len(plans) == 1:
        top = _tops(rows, plans[0])
        if not top:
            return say(
                lang,
                f"{known.label(plans[0])}的目标部分没有目标",
                f"The goals section of {known.label(plans[0])} has no target",
            )
        said = [names[str(one["group"])] for one in top]
        verb = "is" if len(top) == 1 else "are"
        return say(
            lang,
            f"{known.label(plans[0])}的目标以{'、'.join(said)}为最多：{int(top[0]['n'])}条中{'各' if len(top) > 1 else ''}{int(top[0]['targets'])}条",
            f"The field{'s' * (len(top) > 1)} with most targets of {known.label(plans[0])} {verb} {' and '.join(one.lower() for one in said)}: {out_of(top[0]['targets'], top[0]['n'], lang)}",
        )
    sizes = rows.drop_duplicates("plan").set_index("plan")["n"]
    enough = [plan for plan in plans if sizes[plan] >= _FEWEST] or plans  # of a few targets the largest field is chance
    alone = pd.Series([str(top[0]["group"]) for plan in enough if len(top := _tops(rows, plan)) == 1], dtype=str)
    counts = alone.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    leading = list(counts.index[counts == counts.max()]) if len(counts) else []
    if len(leading) != 1 or counts.iloc[0] == 1:
        return say(
            lang, "目标最多的领域各份规划不尽相同", "The field with the largest share is not the same in all plans"
        )
    count, name = int(counts.iloc[0]), names[leading[0]]
    some = len(enough) < len(plans)
    return say(
        lang,
        f"{len(enough)}份{f'有{_FEWEST}条以上目标的' if some else ''}规划中，{count}份的目标以{name}为最多",
        f"The field with the largest share is {name.lower()} in {counted(count)} of {counted(len(enough))} plans{f' with {_FEWEST} or more targets' if some else ''}",
    )
