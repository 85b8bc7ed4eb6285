"""Which claims hold under other definitions (T3)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    counted,
    figure,
    need,
    say,
)
from qcompare.figures.chart.frame import finish
from qcompare.figures.chart.panel import WIDE, Look, Panel, hover, span, widest
from qcompare.measures.choices import VARIED

_HEADLINES = 2  # claims whose every run is drawn


_MOSTLY = (
    0.9  # share of the combinations from which on a bar is drawn full; robust takes two more tests (measures.dominance)
)


# the choices of definition (qcompare.measures.choices), in words
CHOICES = {
    "part": ("目标部分或全文", "goals section or whole plan"), "series": ("系列目标计法", "how series count"),
    "joined": ("并列主体计法", "how joined subjects count"), "absolute": ("“全部、杜绝”是否算定量", "whether all or none counts as a number"),
    "years": ("年份是否须在本句", "whether the year must stand in the sentence"), "scope": ("何谓范围明确", "what counts as a clear scope"),
    "parents": ("总量或分项", "totals or their parts"), "near": ("是否计口径相近的对应", "whether similar statistics count"),
    "exact": ("等号的含义", "what = asks for"), "unsupported": ("是否计无佐证的国家目标", "whether goals without support count"),
    "single": ("是否计单一佐证的国家目标", "whether goals with one source count"), "benchmark": ("对照文件", "the benchmark documents"),
}  # fmt: skip


# what the runs of a claim are arranged by, by the claim's id or the part of it before the colon
_GAP = ("与其余规划中最大值之差，大于0则成立", "lead over the largest of the others; holds above 0")
_VALUES = {
    "ladder": ("各级比例之差中最小的，各级都不小于0则成立", "least of the differences of shares, over all steps; holds where none is below 0"),
    "|": ("两份规划各自领先最多处，两差中较小的，大于0则成立", "each plan's largest lead over the steps, the smaller of the two; holds above 0"),
    "=": ("各级比例之差中最大的，等于0则成立", "largest difference of shares over the steps; holds at 0"),
    "share": _GAP, "density": _GAP, "coverage": _GAP,
    "cells": ("口径相同的格所占比例，不到0.5则成立", "share of cells of the same statistic; holds below 0.5"),
    "strict:few": ("更严的格占可比格的比例，不到0.5则成立", "share of comparable cells that are stricter; holds below 0.5"),
    "strict:year": ("只看水平时多出的更严格数，大于0则成立", "cells more that are stricter by level alone; holds above 0"),
    "markup": ("高于国家水平的格所占比例，不到0.5则成立", "share of cells above the national level; holds below 0.5"),
    "sign": ("计入期限的净严格度", "net strictness with years"),
    "own": ("使多数成立的那份规划无对应国家目标的指标所占比例，大于0.5则成立", "share of indicators that answer no national goal in the plan that makes the majority; holds above 0.5"),
}  # fmt: skip


@figure(
    "T3",
    "multiverse",
    "multiverse_runs",
    zh="哪些回答在其他定义下也成立？",
    en="Which answers hold under other definitions?",
)
def multiverse(table: pd.DataFrame, runs: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw robustness: the share of combinations in which each claim holds, and every run of two claims that depend.

    Parameters
    ----------
    table
        Result table ``multiverse``: claim, zh, en, default, share (0-1), pivot, holds_in, specifications (distinct combinations), no_answer.
    runs
        Result table ``multiverse_runs``: run, claim, value, holds, options.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.multiverse(qc.load(plans=["siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'Of five answers by the default definitions, none holds under every combination, three where there is an answer'
    """
    rows = need(
        table, "claim", "zh", "en", "default", "share", "pivot", "holds_in", "specifications", "no_answer"
    ).copy()
    told = rows[["holds_in", "specifications"]].astype("Float64").astype(float)
    rows["share"] = told["holds_in"] / told["specifications"]  # as the sentences count
    rows["name"] = [text[:1].upper() + text[1:] for text in rows[lang].astype(str)]
    everywhere = rows[rows["share"].eq(1)]
    rest = rows[~rows["share"].eq(1)]
    panels = [_claims(rest, lang, look)] if len(rest) else []
    if len(everywhere):
        panels.append(_always(everywhere, lang, look))
    panels += [] if runs is None or not len(rest) or look.compact else _curves(runs, rest, lang, look)
    always = len(everywhere)
    computed = int((rest["holds_in"] + rest["no_answer"] == rest["specifications"]).sum())
    more = ("另", " more") if always else ("", "")
    also = say(
        lang, f"，{more[0]}{computed}个在凡能计算时都成立", f", {counted(computed)}{more[1]} where there is an answer"
    )
    also = also if computed else ""
    first = rest.iloc[0] if len(rest) else rows.iloc[0] if len(rows) else None
    return finish(
        panels or [Panel(look)], [table] if runs is None else [table, runs], name="multiverse", lang=lang, look=look,
        title=say(lang, "没有可以检验的回答", "There are no answers to test") if not len(rows) else say(lang, f"默认定义对{len(rows)}个问题的回答，{always}个在所有定义组合下都成立{also}", f"Of {counted(len(rows))} answer{'s' * (len(rows) != 1)} by the default definitions, {counted(always) if always else 'none'} hold{'s' * (always < 2)} under every combination{also or ' of definitions'}"),
        subtitle=say(lang, "各回答在互不相同的定义组合中成立的比例", "Share of the distinct combinations of definitions in which each answer holds") if len(rows) else "",
        note=[say(lang, f"问的是每两份规划的次序、哪份最多，以及写成时已知自带五份规划结果的固定说法；只计会改变回答所据数值（或是否成立）的选择的不同组合（多宇宙分析）。{len(VARIED)}项定义都变动，各取默认和一种替代；不单以后来的国家文件作对照。只检验定义，不检验编码误差和句子重抽，所以在这里成立不等于“稳健”。“取决于”只列最少改动即可推翻默认回答的定义，另有别的组合也会使它不成立。比例不是概率：各组合不独立，也不同样合理。",
                  f"Asked: the order of every two plans, which has most, and fixed statements, worded when the results of the five plans that come along were known. Combinations are of the choices that change the value behind an answer, or its verdict (multiverse analysis). All {counted(len(VARIED))} definitions vary, each between its default and one alternative (never later national documents alone). Coding errors and resampled sentences are not tested: to hold here is not to be robust. 'Depends on' names the smallest changes that turn the default answer; other combinations turn some, too. The share is no probability: combinations are neither independent nor equally plausible."),
              *_untried(everywhere, lang)],
        source=say(lang, "本项目各结果表", "the result tables"),
        read="" if first is None else say(lang, f"例如：“{first['name']}”在{int(first['specifications']):,}种不同组合中的{int(first['holds_in']):,}种成立。", f"For example: {first['name']}: holds in {int(first['holds_in']):,} of {int(first['specifications']):,} distinct combinations."),
        alt_text=(say(lang, "；", "; ").join(f"{one.name} {_share(one)}" for one in rest.itertuples(index=False)) or say(lang, "全部成立", "all hold everywhere")) + say(lang, "。", "."),
    )  # fmt: skip


def _untried(rows: pd.DataFrame, lang: str) -> list[str]:
    """Return how many of the answers that hold everywhere had hardly a choice to fail under."""
    few = int((rows["specifications"].astype(int) <= 2).sum())
    return (
        []
        if not few
        else [
            say(
                lang,
                f"处处成立的回答中，{few}个至多有2种不同组合。",
                f"Of the answers that hold everywhere, {counted(few)} had at most two combinations.",
            )
        ]
    )


def _share(row: Any) -> str:
    return f"{100 * row.share:.0f}%" if row.share == row.share and row.share is not None else "–"


def _claims(rows: pd.DataFrame, lang: str, look: Look) -> Panel:
    """Draw the claims that do not hold everywhere: a bar each, and the choice that decides."""
    panel, size, small = Panel(look), look.text if not look.compact else look.small, look.small
    y = panel.heading(0, say(lang, "并非处处成立的回答", "Answers that do not hold in every combination"))
    left = look.width * (0.5 if look.compact else 0.48)
    right = look.width - widest(["100% (128 / 128)"], small) - 10
    data = []
    for one in rows.itertuples():
        lines = look.wrap(str(one.name), size, left - 14)
        pivot = pivot_words(one.pivot, lang)
        open_ = int(one.no_answer)
        said = [
            "" if pivot == "–" else say(lang, f"取决于：{pivot}", f"depends on: {pivot}"),
            say(lang, f"其中{open_}种无从计算", f"no answer in {open_} of them") if open_ else "",
        ]
        notes = [line for text in filter(None, said) for line in look.wrap(text, small, left - 14)]
        top = y
        for line in lines:
            panel.text(0, y + size * 0.8, line, size)
            y += size * 1.4
        for line in notes:
            panel.text(0, y + small * 0.7, line, small, theme.MUTED)
            y += small * 1.4
        y += 8
        middle = (top + y - 8) / 2
        share = float(one.share) if one.share == one.share and one.share is not None else 0.0
        data.append({"name": one.name, "px": left, "px2": left + (right - left) * share, "py": middle - 7, "py2": middle + 7,
                     "fill": theme.TEAL if share >= _MOSTLY else theme.SAND, "holds": int(one.holds_in), "runs": int(one.specifications), "hangs_on": pivot})  # fmt: skip
        panel.box(left, middle - 7, right, middle + 7, theme.HAIR)
        panel.text(right + 8, middle, f"{_share(one)} ({int(one.holds_in):,} / {int(one.specifications):,})", small)
        panel.line(0, y - 3, look.width, y - 3)
        y += 4
    panel.height = y
    frame = pd.DataFrame(data)
    panel.marks.append(alt.Chart(frame).mark_rect().encode(
        x=panel._x(), x2=alt.X2("px2:Q"), y=panel._y(), y2=alt.Y2("py2:Q"), fill=alt.Fill("fill:N", scale=None), tooltip=hover("name:N", "holds:Q", "runs:Q", "hangs_on:N")))  # fmt: skip
    return panel


def _always(rows: pd.DataFrame, lang: str, look: Look) -> Panel:
    """List the claims that hold in every combination: bars of one length say no more than the list."""
    panel, size = Panel(look), look.small
    y = panel.heading(
        0,
        say(
            lang,
            f"在全部定义组合中成立的{len(rows)}个",
            f"Answers that hold in every combination: {counted(len(rows))}",
        ),
    )
    columns = 1 if look.compact else 2
    room = look.width / columns - 12
    names = [str(name) for name in rows["name"]]
    half = -(-len(names) // columns)
    start, bottom = y, y
    for column in range(columns):
        y = start
        for name in names[column * half : (column + 1) * half]:
            for place, line in enumerate(look.wrap(name, size, room - 14)):
                x = column * (room + 24)
                if place == 0:
                    panel.text(x, y + size * 0.75, "●", size * 0.7, theme.TEAL)
                panel.text(x + 14, y + size * 0.75, line, size)
                y += size * 1.4
            y += 3
        bottom = max(bottom, y)
    panel.height = bottom
    return panel


def pivot_words(name: Any, lang: str) -> str:
    """Return the choice on which a claim hangs, in words.

    >>> pivot_words("part", "en"), pivot_words(None, "en")
    ('goals section or whole plan', '–')
    >>> pivot_words("near joined+years", "en")
    'whether similar statistics count; or only together: how joined subjects count, whether the year must stand in the sentence'
    """
    if name is None or name != name:
        return "–"
    place, together = (0 if lang == "zh" else 1), say(lang, "须同时改变：", "only together: ")
    said = [[CHOICES.get(one, (one, one))[place] for one in names.split("+")] for names in str(name).split()]
    parts = [(together if len(words) > 1 else "") + say(lang, "、", ", ").join(words) for words in said]
    return say(lang, "；或", "; or ").join(parts)


def _curves(table: pd.DataFrame, claims: pd.DataFrame, lang: str, look: Look) -> list[Panel]:
    """Return a specification curve, runs in the order of their value, for the claims nearest to one half."""
    rows = need(table, "run", "claim", "value", "holds", "options")
    rows = rows[rows["value"].notna()]
    near = (
        claims[claims["claim"].isin(rows["claim"])]
        .assign(gap=lambda d: (d["share"] - 0.5).abs())
        .sort_values(["gap", "claim"])
    )
    names = {True: say(lang, "成立", "holds"), False: say(lang, "不成立", "does not hold")}
    panels = []
    for claim in near["claim"].head(_HEADLINES):
        one = _steps(rows[rows["claim"] == claim])
        text = str(near.loc[near["claim"] == claim, "name"].iloc[0])
        panel, small = Panel(look), look.small
        y = panel.heading(0, text)
        kind = next((mark for mark in "|=" if claim.startswith("ladder:") and mark in claim), claim.partition(":")[0])
        said = _VALUES.get(claim, _VALUES.get(kind))
        if said:
            panel.text(0, y + small * 0.5, say(lang, "数值：", "Value: ") + say(lang, *said), small, theme.MUTED)
            y += small * 2
        left, high = 56.0, 120.0
        low, top = float(one["value"].min()), float(one["value"].max())
        pad = (top - low) * 0.08 or 0.1
        low, top = low - pad, top + pad
        last = float(one["right"].max())
        one["kind"] = one["holds"].map(names)
        one["fill"] = one["holds"].map({True: theme.TEAL, False: theme.SAND})
        one["middle"] = one["value"]
        for value in (low + pad, (low + top) / 2, top - pad):
            at = y + high * (top - value) / (top - low)
            panel.line(left, at, look.width, at)
            panel.text(left - 6, at, f"{value:.2f}".replace("-", "−"), small, theme.MUTED, "right")
        if low < 0 < top:
            at = y + high * top / (top - low)
            panel.line(left, at, look.width, at, theme.MUTED, 1)
        for kind in (True, False):
            some = one[one["holds"] == kind]
            if len(some):
                panel.marks.append(alt.Chart(some).mark_rule(strokeWidth=5 if kind else 3, strokeCap="butt", color=theme.TEAL if kind else theme.SAND).encode(
                    x=span("left", 0, last, left, look.width), x2=alt.X2("right:Q"), y=span("value", low, top, y + high, y, alt.Y), tooltip=hover("runs:Q", alt.Tooltip("value:Q", format=".3f"), "kind:N")))  # fmt: skip
        panel.text(
            left,
            y + high + small,
            say(lang, f"{int(last):,}次计算，按数值排列", f"{int(last):,} runs in the order of the value"),
            small,
            theme.MUTED,
        )
        panel.height = panel.key(
            y + high + small * 2,
            [
                (theme.TEAL, None, names[True]),
                (theme.SAND, None, say(lang, f"{names[False]}（细线）", f"{names[False]} (thin)")),
            ],
        )
        panels.append(panel)
    return panels


def _steps(runs: pd.DataFrame) -> pd.DataFrame:
    """Return runs in the order of their value, those of one value and verdict as one step from ``left`` to ``right``."""
    grouped = (
        runs.assign(value=runs["value"].astype(float).round(9))
        .groupby(["value", "holds"], sort=True)
        .size()
        .rename("runs")
        .reset_index()
    )
    grouped["holds"] = grouped["holds"].astype(bool)
    grouped["right"] = grouped["runs"].cumsum()
    grouped["left"] = grouped["right"] - grouped["runs"]
    return grouped
