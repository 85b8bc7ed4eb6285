"""How much wording plans share: text reuse (F8)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import fonts, theme
from qcompare.figures.chart.base import counted, figure, link, listed, need, plans_of, say
from qcompare.figures.chart.frame import finish
from qcompare.figures.chart.grid import plan_heads
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, hover, span, widest
from qcompare.measures.reuse import JOIN

_LISTED = 5  # longest runs that are printed in full
_STRIPS = 30  # plans of which the strips are drawn


@figure(
    "F8",
    "reuse",
    "spans",
    zh="除通用表述外，各规划有多少相同文字？",
    en="How much wording is shared beyond standard phrases?",
)
def reuse(table: pd.DataFrame, spans: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw text reuse: shares by pair, a strip for each plan with its shared runs, and the longest runs.

    Parameters
    ----------
    table
        Result table ``reuse``: plan, other, characters, total, share (0-1), control, floor_low, floor_high, length.
    spans
        Result table ``spans``: plan, start, end (offsets in the source), other, other_start, other_end,
        length, texts, text.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.reuse(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'Anhui and Siping share the most wording, 8.7% and 8.5% of their texts'
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "other", "characters", "total", "share", "control", "floor_low", "floor_high", "length")
    runs = need(spans, "plan", "start", "end", "other", "other_start", "other_end", "length", "texts", "text")
    plans = known.order([*rows["plan"], *rows["other"]])
    floor = float(rows["floor_high"].max()) if rows["floor_high"].notna().any() else None
    panels = [_pairs(rows, plans, known, floor, lang, look)] if plans else []
    if len(runs) and len(plans) <= _STRIPS:
        panels.append(_strips(runs, plans, known, lang, look))
    if not look.compact and len(runs):
        panels.append(_longest(runs, known, lang, look))
    above = rows if floor is None else rows[rows["share"] > floor]
    top = above.sort_values("share", ascending=False, kind="stable").head(3)
    said = say(lang, "、", ", ").join(
        f"{known.label(r.plan)}–{known.label(r.other)} {100 * r.share:.1f}%" for r in top.itertuples()
    )
    length = int(rows["length"].max()) if rows["length"].notna().any() else 10
    first = rows.sort_values("share", ascending=False, kind="stable").head(1)
    return finish(
        panels or [Panel(look)], [table, spans], name="reuse", lang=lang, look=look,
        title=_most(above, known, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}；连续相同至少{length}字的文字占行规划全文的比例", f"Share of the plan in the row made of runs of at least {length} characters that it shares, {known.said(plans, lang)}"),
        note=[say(lang, "比较前去掉书名号内容、数字和标点。", "Titles, digits and marks are removed before comparing."),
              _floor(rows, floor, lang),
              *([say(lang, "不画与作对照的规划的重合，也不画其中也有的通用表述。", "Not drawn: runs shared with a plan of the baseline, nor standard phrases that such a plan holds too.")] if rows["control"].eq(True).any() else []),
              say(lang, "相同文字不能说明文字的来源和传播方向。", "Shared wording does not show origin or direction.")],
        read="" if first.empty else say(
            lang, f"例如：{known.label(first.iloc[0]['plan'])}全文的{100 * first.iloc[0]['share']:.1f}%与{known.label(first.iloc[0]['other'])}相同。",
            f"For example: {100 * first.iloc[0]['share']:.1f}% of the text of {known.label(first.iloc[0]['plan'])} stands in {known.label(first.iloc[0]['other'])}, too."),
        alt_text=say(lang, f"高于对照、比例最高的几对：{said or '无'}；画出的{len(runs)}处相同文字不含对照，每对规划两个方向各计一次。", f"Largest pairs above the baseline: {said or 'none'}; {len(runs)} shared runs drawn, those of the baseline left out, each pair counted from both sides."),
    )  # fmt: skip


def _floor(rows: pd.DataFrame, floor: float | None, lang: str) -> str:
    if floor is None:
        return say(
            lang, "没有上位文件不同的规划可作对照。", "No plan that follows another document is at hand as a baseline."
        )
    low = 100 * float(rows["floor_low"].min())
    return say(
        lang, f"对照：上位文件不同的规划之间为{low:.1f}–{100 * floor:.1f}%，不高于它的格子为灰字；这些规划的年代往往也不同，所以不是同条件的对照组。",
        f"Baseline: {low:.1f}–{100 * floor:.1f}%, between plans that follow different higher-level documents, and often of another period: no control group. Cells not above it are grey.",
    )  # fmt: skip


def _most(above: pd.DataFrame, known: Any, lang: str) -> str:
    """Return the pair that shares most, in order of issue and from both sides."""
    if above.empty:
        return say(lang, "没有一对规划的相同文字多于对照", "No pair of plans shares more wording than the baseline")
    best = above.sort_values("share", ascending=False, kind="stable").iloc[0]
    pair = known.order([best["plan"], best["other"]])
    shares = []
    for one, other in (pair, pair[::-1]):
        own = above[(above["plan"] == one) & (above["other"] == other)]
        shares += [f"{100 * float(own.iloc[0]['share']):.1f}%"] if len(own) else []
    names = listed(known.labels(pair), lang)
    return say(
        lang,
        f"{names.replace('、', '与')}的相同文字最多，占各自全文的{'和'.join(shares)}",
        f"{names} share the most wording, {' and '.join(shares)} of their texts",
    )


def _pairs(rows: pd.DataFrame, plans: list[str], known: Any, floor: float | None, lang: str, look: Look) -> Panel:
    panel, size = Panel(look), look.text if not look.compact else look.small
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    column = min(104.0, (look.width - left) / len(plans))
    last = left + column * len(plans)
    top = plan_heads(panel, known.labels(plans), left, last)
    row = 32.0 if column >= 34 else 22.0
    bottom = top + row * len(plans)
    place = {plan: at for at, plan in enumerate(plans)}
    cells = rows.copy()
    high = max(float(cells["share"].max()), 0.01)
    cells["row"], cells["column"] = cells["plan"].map(place), cells["other"].map(place)
    cells["name"], cells["with"] = cells["plan"].map(known.label), cells["other"].map(known.label)
    cells["shown"] = [f"{100 * share:.1f}%" if column >= 46 else f"{100 * share:.0f}" for share in cells["share"]]
    strong = [floor is None or share > floor for share in cells["share"]]
    cells["fill"] = [
        theme.shade(0.2 + 0.8 * share / high, theme.PLUMS) if yes else theme.WASH
        for share, yes in zip(cells["share"], strong, strict=True)
    ]
    cells["ink"] = [theme.on(fill) if yes else theme.NEAR for fill, yes in zip(cells["fill"], strong, strict=True)]
    cells["link"] = [link(plan, other=other) for plan, other in zip(cells["plan"], cells["other"], strict=True)]
    chart = alt.Chart(cells).encode(
        x=bands("x", len(plans), left, last, 0.04), y=bands("y", len(plans), top, bottom, 0.08),
        tooltip=hover("name:N", "with:N", "characters:Q", "total:Q", alt.Tooltip("share:Q", format=".2%")),
    )  # fmt: skip
    panel.marks += [
        chart.mark_rect(cornerRadius=2).encode(fill=alt.Fill("fill:N", scale=None)),
        chart.mark_text(fontSize=min(size, column * 0.55), baseline="middle").encode(
            text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None)
        ),
    ]
    for plan, at in zip(plans, centres(len(plans), top, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    panel.height = bottom
    return panel


def _strips(runs: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    panel, size = Panel(look), look.text if not look.compact else look.small
    y0 = panel.heading(0, say(lang, "相同文字在各规划中的位置", "Where the shared runs stand in each plan"))
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    step = 28.0 if len(plans) <= 12 else 18.0
    bottom = y0 + step * len(plans)
    place = {plan: at for at, plan in enumerate(plans)}
    many = say(lang, "3个及以上文本", "three texts or more"), say(lang, "2个文本", "two texts")
    marks = runs.drop_duplicates(["plan", "start", "end"]).copy()
    high = float(marks["end"].max()) if len(marks) else 1000.0
    step_x = 2000 if high > 6000 else 1000 if high > 2000 else 200
    values = range(0, int(high) + 1, step_x)
    panel.ticks(
        {f"{value:,}": left + (look.width - 24 - left) * value / high for value in values},
        y0,
        bottom,
        say(lang, "在原文中的位置，字符", "position in the source, characters"),
    )
    if len(marks):
        marks["row"], marks["name"] = marks["plan"].map(place), marks["plan"].map(known.label)
        marks["fill"] = [theme.PLUM if texts > 2 else theme.PLUM2 for texts in marks["texts"]]
        marks["link"] = [link(plan, start) for plan, start in zip(marks["plan"], marks["start"], strict=True)]
        panel.marks.append(alt.Chart(marks).mark_bar().encode(
            y=bands("y", len(plans), y0, bottom, 0.25), x=span("start", 0, high, left, look.width - 24), x2=alt.X2("end:Q"),
            fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("fill:N", scale=None), tooltip=hover("name:N", "text:N", "length:Q", "texts:Q"),
        ))  # fmt: skip
    for plan, at in zip(plans, centres(len(plans), y0, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    panel.height = panel.key(
        bottom + look.small * 3.4,
        [(theme.PLUM, None, say(lang, f"含有它的文本：{many[0]}", f"held by {many[0]}")), (theme.PLUM2, None, many[1])],
    )
    return panel


def _longest(runs: pd.DataFrame, known: Any, lang: str, look: Look) -> Panel:
    """Return the longest runs, verbatim and whole, as lines of text."""
    panel, size = Panel(look), look.small
    found = _passages(runs)
    y = panel.heading(0, say(lang, f"最长的{len(found)}处（整理后的文字，相隔至多{JOIN}字的合为一处）",
                             f"The {counted(len(found))} longest runs (normalised; runs up to {JOIN} characters apart are merged)"))  # fmt: skip
    for run in found:
        head = f"{known.label(run.plan)}–{known.label(run.other)}" + say(
            lang, f"（{int(run.length)}字）", f", {int(run.length)} characters"
        )
        panel.text(0, y + size * 0.8, head, size, theme.MUTED)
        room = look.width - 190
        indent = max(190.0, fonts.width(head, size) + 16)
        for line in look.wrap(str(run.text), size, room if indent <= 190 else look.width - indent):
            panel.text(indent, y + size * 0.8, line, size, link=link(run.plan, run.start))
            y += size * 1.5
    panel.height = y
    return panel


def _passages(runs: pd.DataFrame) -> list[Any]:
    """Return the longest runs, each passage once: not again from the other side, nor from a third plan."""
    kept: list[Any] = []
    taken: list[tuple[str, int, int]] = []
    for run in runs.sort_values(["length", "text", "plan"], ascending=[False, True, True], kind="stable").itertuples():
        sides = [(run.plan, run.start, run.end), (run.other, run.other_start, run.other_end)]
        if any(
            plan == one and start < last and first < end for plan, start, end in sides for one, first, last in taken
        ):
            continue
        kept.append(run)
        taken += sides
        if len(kept) == _LISTED:
            break
    return kept
