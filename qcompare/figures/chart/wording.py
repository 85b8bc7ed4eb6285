"""How much wording plans share: text reuse (F8)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import figure, finish, heading, link, need, plans_of, say, wrap
from qcompare.measures.reuse import JOIN

_LISTED = 5  # longest runs that are printed in full


@figure(
    "F8", "reuse", "spans", zh="除套话外，各规划有多少相同文字？", en="How much wording is shared beyond boilerplate?",
)  # fmt: skip
def reuse(table: pd.DataFrame, spans: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw text reuse: shares by pair, a strip for each plan with its shared runs, and the longest runs.

    Parameters
    ----------
    table
        Result table ``reuse``: plan, other, characters, total, share (0-1), control, floor_low, floor_high, length.
    spans
        Result table ``spans``: plan, start, end (offsets in the source), other, other_start, other_end,
        length, texts, text.
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "other", "characters", "total", "share", "control", "floor_low", "floor_high", "length")
    runs = need(spans, "plan", "start", "end", "other", "other_start", "other_end", "length", "texts", "text")
    plans = known.order([*rows["plan"], *rows["other"]])
    floor = float(rows["floor_high"].max()) if rows["floor_high"].notna().any() else None
    panels = [_pairs(rows, plans, known, floor, lang), _strips(runs, plans, known, lang), _longest(runs, known, lang)]
    above = rows if floor is None else rows[rows["share"] > floor]
    top = above.sort_values("share", ascending=False).head(3)
    said = say(lang, "、", ", ").join(
        f"{known.label(r.plan)}–{known.label(r.other)} {100 * r.share:.1f}%" for r in top.itertuples()
    )
    length = int(rows["length"].max()) if rows["length"].notna().any() else 10
    bottom = rows["floor_low"].min()
    note = (
        say(lang, f"对照底线 {100 * bottom:.1f}–{100 * floor:.1f}%（上位文件不同的规划之间），不高于它的格子用灰字",
            f"control floor {100 * bottom:.1f}–{100 * floor:.1f}% (plans with another parent); cells not above it in grey type")
        if floor is not None else say(lang, "没有对照规划，底线未知", "no control pair: the floor is unknown")
    )  # fmt: skip
    undrawn = (
        [say(lang, "中图不画与对照规划的重合，也不画对照规划里也有的套话", "middle: runs that a control plan holds too are not drawn")]
        if rows["control"].eq(True).any() else []
    )  # fmt: skip
    return finish(
        alt.vconcat(*[panel for panel in panels if panel is not None], spacing=24).resolve_scale(color="independent"), [table, spans],
        name="reuse", lang=lang, plans=plans, columns=110, notes=[note, *undrawn, say(lang, "相同文字不说明谁抄谁", "shared wording does not say who copied whom")],
        title=say(lang, "规划之间的文字重合", "Wording that plans share"),
        n=say(lang, f"n = {len(runs)} 处重合（每对规划两个方向各计一次）", f"n = {len(runs)} shared runs (each pair counted from both sides)"),
        rule=say(lang, f"去掉书名号内容、数字、标点后连续相同至少 {length} 字", f"at least {length} characters in a row, titles, digits and marks removed"),
        alt_text=say(lang, f"高于底线的最大几对：{said or '无'}。", f"Largest pairs above the floor: {said or 'none'}."),
    )  # fmt: skip


def _pairs(rows: pd.DataFrame, plans: list[str], known: Any, floor: float | None, lang: str) -> Any:
    cells = rows.assign(
        label=rows["plan"].map(known.label), column=rows["other"].map(known.label),
        shown=[f"{100 * share:.1f}%" for share in rows["share"]],
        high=[floor is None or share > floor for share in rows["share"]],
        link=[link(plan, other=other) for plan, other in zip(rows["plan"], rows["other"], strict=True)],
    )  # fmt: skip
    top = max(float(cells["share"].max()), 0.01)
    cells["ink"] = [theme.MUTED if not high else theme.on(theme.ORDERED[min(5, int(share / top * 5.999))])
                    for high, share in zip(cells["high"], cells["share"], strict=True)]  # fmt: skip
    base = alt.Chart(cells).encode(
        x=alt.X("column:N", sort=known.labels(plans), title=say(lang, "与之相同的规划", "shared with"), axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)),
        y=alt.Y("label:N", sort=known.labels(plans), title=None, axis=alt.Axis(domain=False, ticks=False)),
    )  # fmt: skip
    grey = base.transform_filter("!datum.high").mark_rect(stroke=theme.RULE, fill=theme.PAPER)
    rects = base.transform_filter("datum.high").mark_rect(stroke=theme.PAPER, strokeWidth=2).encode(
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, top], range=list(theme.ORDERED), interpolate="rgb"), legend=None),
        tooltip=["label:N", "column:N", "characters:Q", "total:Q", alt.Tooltip("share:Q", format=".2%")],
    )  # fmt: skip
    texts = base.mark_text().encode(text="shown:N", color=alt.Color("ink:N", scale=None))
    title = say(lang, "占行规划全文的比例", "share of the plan in the row")
    return (grey + rects + texts).resolve_scale(color="independent").properties(
        title=heading(title), width=92 * len(plans), height=34 * len(plans)
    )  # fmt: skip


def _strips(runs: pd.DataFrame, plans: list[str], known: Any, lang: str) -> Any:
    shared = {2: say(lang, "2 个文本", "2 texts")}
    marks = runs.assign(
        label=runs["plan"].map(known.label),
        held=[shared[2] if texts <= 2 else say(lang, "3 个及以上", "3 texts or more") for texts in runs["texts"]],
        link=[link(plan, start) for plan, start in zip(runs["plan"], runs["start"], strict=True)],
    ).drop_duplicates(["plan", "start", "end"])  # fmt: skip
    scale = alt.Scale(
        domain=[shared[2], say(lang, "3 个及以上", "3 texts or more")], range=[theme.ORDERED[5], "#E69F00"]
    )
    return alt.Chart(marks).mark_bar(stroke=None, height=26).encode(
        x=alt.X("start:Q", title=say(lang, "在原文中的位置（字符）", "position in the source (characters)"), scale=alt.Scale(nice=False)),
        x2="end:Q", y=alt.Y("label:N", sort=known.labels(plans), title=None, scale=alt.Scale(domain=known.labels(plans))),
        color=alt.Color("held:N", scale=scale, legend=alt.Legend(title=say(lang, "含有它的文本", "held by"), orient="right")),
        tooltip=["label:N", "text:N", "length:Q", "texts:Q"],
    ).properties(title=heading(say(lang, "相同文字在各规划中的位置", "where the shared runs stand")), width=560, height=38 * len(plans))  # fmt: skip


def _longest(runs: pd.DataFrame, known: Any, lang: str) -> Any:
    """Return the longest runs, verbatim and whole, as lines of text."""
    lines: list[dict[str, Any]] = []
    for run in _passages(runs):
        head = (
            f"{known.label(run.plan)}–{known.label(run.other)}（{int(run.length)}）"
            if lang == "zh"
            else f"{known.label(run.plan)}–{known.label(run.other)} ({int(run.length)}) "
        )
        lines += [
            {"line": len(lines) + i, "shown": piece, "link": link(run.plan, run.start), "plan": run.plan, "start": run.start, "end": run.end}
            for i, piece in enumerate(wrap(head + run.text, 100))
        ]  # fmt: skip
    if not lines:
        return None
    frame = pd.DataFrame(lines)
    title = say(lang, f"最长的几处（整理后，先列者的文字；相隔至多 {JOIN} 字的合为一处）",
                f"longest runs (normalised, as the plan named first has them; runs up to {JOIN} characters apart are merged)")  # fmt: skip
    return alt.Chart(frame).mark_text(align="left", x=0).encode(
        y=alt.Y("line:O", axis=None), text="shown:N"
    ).properties(title=heading(title), width=560, height=alt.Step(19))  # fmt: skip


def _passages(runs: pd.DataFrame) -> list[Any]:
    """Return the longest runs, each passage once: not again from the other side, nor from a third plan."""
    listed: list[Any] = []
    taken: list[tuple[str, int, int]] = []
    for run in runs.sort_values(["length", "text", "plan"], ascending=[False, True, True], kind="stable").itertuples():
        sides = [(run.plan, run.start, run.end), (run.other, run.other_start, run.other_end)]
        if any(
            plan == one and start < last and first < end for plan, start, end in sides for one, first, last in taken
        ):
            continue
        listed.append(run)
        taken += sides
        if len(listed) == _LISTED:
            break
    return listed
