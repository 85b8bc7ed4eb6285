"""How specific the targets are: six steps (F1)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import fonts, theme
from qcompare.figures.chart.base import (
    MANY,
    counted,
    figure,
    link,
    listed,
    need,
    out_of,
    plans_of,
    plural,
    say,
)
from qcompare.figures.chart.frame import finish, omitted_note
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, hover, span, widest
from qcompare.measures.overview import followed

STEPS = {
    "zh": ("只有文字", "只作比较", "数字或不留例外", "另有期限", "范围也明确", "另写明核验"),
    "en": ("in words only", "by comparison", "number, or all or none", "and a year", "and a clear scope", "and a named check"),
}  # fmt: skip


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

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.ladder(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'No plan puts a number, or all or none, on more than half of its targets'
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "rung", "targets", "n", "share", "at_least")
    plans = known.order(rows["plan"])
    total = rows.drop_duplicates("plan").set_index("plan")["n"].astype(int)
    numbered = rows[rows["rung"] >= 2].groupby("plan")["targets"].sum().reindex(plans, fill_value=0).astype(int)
    ends = {plan: out_of(numbered[plan], total[plan], lang) for plan in plans}
    panel, size = Panel(look), look.text
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    head = say(lang, "数字、不留例外", "number, all or none")
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
        y=y, tooltip=hover("name:N", "step:N", "targets:Q", "n:Q", alt.Tooltip("share:Q", format=".1%"))
    )
    panel.marks += [
        base.mark_bar(stroke=theme.PAPER, strokeWidth=0.8).encode(
            x=span("left", 0, 1, left, right), x2=alt.X2("right:Q"), fill=alt.Fill("fill:N", scale=None)
        ),
        base.mark_text(fontSize=look.small, baseline="middle").encode(
            x=span("middle", 0, 1, left, right), text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None)
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
        f"For example: of {first['name']}'s {plural(int(first['n']), 'target')}, {counted(int(first['targets']))} reach{'es' * (int(first['targets']) == 1)} the step '{first['step']}'.",
    )  # fmt: skip
    return finish(
        [panel], [table] if dominance is None else [table, dominance], name="ladder", lang=lang, look=look,
        title=_numbered(plans, numbered, total, known, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；目标部分的{int(total[plans].sum()):,}条目标，按写明的程度分六级",
                     f"{int(total[plans].sum()):,} targets in the goals sections of {known.said(plans, lang)}, by what they state"),
        note=[say(lang, "每级另须满足前面各级，第一个未满足的条件决定所在级；期限可承接上文或按规划目标年推定；条内为条数；列出分项的总量不计，只计分项。“余、左右”等约数停在第2级。范围明确：没有“重点、主要”一类未加列举的词。写明核验：目标本身写明抽查、验收、考核、认定等；由谁核验没有区分，由本地核验的也算。",
                  "Each step asks for all before it; the year may come from the context or the horizon. Numbers are counts; totals whose parts are listed are left out. A round number (about 20) stays at step 2. Clear scope: no open word such as 'key' without a list. A named check: the target names a check, acceptance, assessment or recognition; who makes it is not told apart, and one by the place itself counts."),
              *_undated(rows, lang),
              *_ordered(dominance, lang), *omitted_note(known, plans, lang)],
        read=read,
        alt_text=say(lang, "；", "; ").join(f"{known.label(plan)} {ends[plan]}" for plan in plans) + say(lang, "。", "."),
    )  # fmt: skip


def _undated(rows: pd.DataFrame, lang: str) -> list[str]:
    """Return how many targets stop before the step "and a year" for want of one."""
    if "undated" not in rows:
        return []
    none = not int(rows["undated"].sum())
    return [say(lang, "没有一条因缺期限而停在第2级。", "No target stops at step 2 for want of a year.")] if none else []


def _numbered(plans: list[str], numbered: pd.Series, total: pd.Series, known: Any, lang: str) -> str:
    """Return in which plans most targets state a number."""
    if len(plans) == 1:
        name, part, whole = known.label(plans[0]), int(numbered[plans[0]]), int(total[plans[0]])
        return say(
            lang,
            f"{name}的{whole}条目标中{part}条写出数字或不留例外",
            f"{name} puts a number, or all or none, on {counted(part)} of {plural(whole, 'target')}",
        )
    most = [plan for plan in plans if numbered[plan] * 2 > total[plan]]
    if len(most) in (0, len(plans)):
        none = not most
        return say(
            lang,
            f"{'没有一份' if none else '每份'}规划的目标过半写出数字或不留例外",
            f"{'No' if none else 'Every'} plan puts a number, or all or none, on more than half of its targets",
        )
    if len(plans) > MANY:
        verb = "puts" if len(most) == 1 else "put"
        return say(lang, f"{len(plans)}份规划中，{len(most)}份的目标过半写出数字或不留例外",
                   f"{len(most)} of {len(plans)} plans {verb} a number, or all or none, on more than half of their targets")  # fmt: skip
    verb = "puts" if len(most) == 1 else "put"
    who = listed(
        [
            followed(known.label(plan), _of(numbered[plan], total[plan], lang))
            if lang == "zh"
            else f"{known.label(plan)} {_of(numbered[plan], total[plan], lang)}"
            for plan in most
        ],
        lang,
    )
    return say(
        lang, f"写出数字或不留例外的目标过半的是{who}",
        f"{who} {verb} a number, or all or none, on more than half of the targets",
    )  # fmt: skip


def _of(part: int, whole: int, lang: str) -> str:
    """Return a count of targets in brackets.

    >>> _of(6, 7, "en"), _of(6, 7, "zh")
    ('(6 of 7)', '（7条中6条）')
    """
    return say(lang, f"（{whole}条中{part}条）", f"({part} of {whole})")


def _ordered(table: pd.DataFrame | None, lang: str) -> list[str]:
    if table is None or table.empty:
        return []
    above = int(table["relation"].eq("dominates").sum())
    pairs = int(table["relation"].isin(["dominates", "equal"]).sum() + table["relation"].eq("incomparable").sum() / 2)
    return [] if not pairs else [say(
        lang, f"{pairs}对规划中有{above}对，一份的比例在每一级都不低于另一份，是否稳健另作检验。", f"In {counted(above)} of {plural(pairs, 'pair')} of plans one has at least as large a share at every step; whether robustly is tested elsewhere."
    )]  # fmt: skip
