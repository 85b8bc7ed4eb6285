"""Which elements the targets state (F2)."""

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
from qcompare.figures.chart.frame import finish, omitted_note
from qcompare.figures.chart.grid import plan_heads
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, hover, widest

ELEMENTS = {
    "level": ("数字或不留例外", "number, or all or none"), "bound": ("限值方向", "direction"), "dated": ("期限，含推定", "year, inferred ones too"),
    "dated_explicit": ("本句期限", "year in the sentence"), "scope": ("范围明确", "clear scope"),
    "reference": ("参照", "baseline"), "verification": ("写明核验", "a named check"),
    "responsible": ("本句责任单位", "body in the sentence"), "path": ("分步期限", "dated steps"),
}  # fmt: skip


_SAID = {
    "level": ("写出数字或不留例外", "states a number, or all or none"), "bound": ("写明限值方向", "states a direction"),
    "dated": ("有期限（含推定）", "has a year, inferred ones too"), "dated_explicit": ("在本句写明期限", "states a year in its own sentence"),
    "scope": ("有明确的范围", "has a clear scope"), "reference": ("写明参照", "states a baseline"),
    "verification": ("写明核验", "names a check"),
    "responsible": ("在本句写明责任单位", "names the body in charge in its own sentence"), "path": ("写明分步期限", "has dated steps"),
}  # fmt: skip


@figure("F2", "element_shares", zh="目标写明了哪些要素？", en="Which elements are stated?")
def elements(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw which elements are stated: the share of each plan's targets that have one, where it applies.

    Parameters
    ----------
    table
        Result table ``element_shares``: plan, element, yes, n, na (targets), share (0-1; missing when n = 0).

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.elements(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'None of 121 targets has dated steps'
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
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=hover("name:N", "what:N", "yes:Q", "n:Q", "na:Q"))
    percent = min(size, size * column / 44) if column < 44 else size
    up = look.small * 0.6 if rows["under"].ne("").any() else 0
    panel.marks.append(base.mark_rect(cornerRadius=2).encode(fill=alt.Fill("fill:N", scale=None)))
    for some, dy in ((rows[rows["under"].ne("")], -up), (rows[rows["under"].eq("")], 0)):
        if len(some):
            panel.marks.append(alt.Chart(some).encode(x=x, y=y).mark_text(fontSize=percent, dy=dy, baseline="middle").encode(
                text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None)))  # fmt: skip
    panel.marks.append(alt.Chart(rows).encode(x=x, y=y).mark_text(fontSize=look.small * 0.95, dy=look.small * 0.75, baseline="middle").encode(
        text=alt.Text("under:N"), color=alt.Color("ink:N", scale=None)))  # fmt: skip
    for label, at in zip(labels, centres(len(names), top, bottom), strict=True):
        panel.text(0, at, label, size)
    panel.height = bottom + 4
    applies = rows.groupby("element")[["yes", "n"]].sum()
    applies = applies[applies["n"] > 0]
    total = int((rows["n"] + rows["na"]).groupby(rows["plan"]).max().sum())
    one = rows[rows["n"] > 0].sort_values(["row", "column"]).head(1)
    read = "" if one.empty else say(
        lang, f"例如：{one.iloc[0]['name']}适用“{one.iloc[0]['what']}”的{int(one.iloc[0]['n'])}条目标中，{int(one.iloc[0]['yes'])}条具备它。",
        f"For example: of {plural(int(one.iloc[0]['n']), 'target')} of {one.iloc[0]['name']} to which {one.iloc[0]['what']} applies, {int(one.iloc[0]['yes'])} {'has' if int(one.iloc[0]['yes']) == 1 else 'have'} it.",
    )  # fmt: skip
    return finish(
        [panel], [table], name="elements", lang=lang, look=look, title=_rarest(applies, lang), read=read,
        subtitle=say(lang, f"{known.said(plans, lang)}；目标部分的{total:,}条目标中具备该要素的比例（具备 / 适用）",
                     f"Share of the {total:,} targets in the goals sections of {known.said(plans, lang)}, that have it (of those to which it applies)"),
        note=[say(lang, "“期限，含推定”：承接上文或按规划目标年推定的年份也算，目标本身未必写明。写明核验：目标本身写明抽查、验收、考核、认定等；由谁核验没有区分，由本地核验的也算。责任单位只看目标所在的句子，公开文本可能略去责任分工。列出分项的总量不计。“–”：没有目标适用该要素。",
                  "Inferred years come from the context or the plan's horizon: the target itself need not state them. A named check: the target names a check, acceptance, assessment or recognition; who makes it is not told apart, and one by the place itself counts. The body in charge is looked for in the target's sentence alone; published texts may leave the division of work out. Totals whose parts are listed are left out. –: applies to no target of the plan."),
              *omitted_note(known, plans, lang)],
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
    zh, en = _SAID.get(name, (f"写明{name}", f"states {name}"))
    if part == 0:
        return say(lang, f"{whole}条目标中没有一条{zh}", f"None of {plural(whole, 'target')} {en}")
    label = ELEMENTS.get(name, (name, name))
    return say(
        lang,
        f"各要素中最少的是{label[0]}：{whole}条目标中{part}条",
        f"The rarest element is {label[1]}: {counted(part)} of {plural(whole, 'target')}",
    )
