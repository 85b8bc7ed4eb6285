"""What the shares of targets with a number hang on: totals left out, sentences, coding errors, definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.findings.finding import DEPENDS, FAILS, FEW, UNTESTED, Label, in_order, listed, names, series, whole
from qcompare.measures.choices import VALID
from qcompare.measures.overview import followed

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures


def coding(m: Measures) -> tuple[int | Label, str, str]:
    """Return how far coding errors at the rates of unseen texts would move the shares with a number, and a definition."""
    rows_ = m.under(rates="blind").coding_interval.query("measure == 'share'").dropna(subset=["low", "high"])
    if rows_.empty:
        return (0, "", "")
    moved = pd.concat([rows_["value"] - rows_["low"], rows_["high"] - rows_["value"]], axis=1).astype(float).max(axis=1)
    place = rows_.loc[moved.idxmax(), "plan"]
    out = m.under(absolute="out").specificity.set_index("plan")["quantified"]
    fewer = int((m.specificity.set_index("plan")["quantified"] - out).sum())
    other = (
        (f"；不计“全部、杜绝”，各规划合计少{fewer}条", f"; without all or none, {fewer} fewer in all plans together")
        if fewer > 0
        else ("", "")
    )
    redefined, crossed = _redefined(m), _crossed(m)
    other = f"{other[0]}{redefined[0]}", f"{other[1]}{redefined[1]}"
    return (
        FAILS if crossed[0] else DEPENDS if other[0] else UNTESTED,
        f"{crossed[0]}若编码误差与未见过的文本相同，各比例的95%区间离所列数值最远{float(moved.max()) * 100:.1f}个百分点（{m.name(place)}）{other[0]}。",
        f"{crossed[1]}If the coding erred as on texts not seen before, the 95% interval of a share would reach up to {float(moved.max()) * 100:.1f} points from the figure given ({m.name(place, 'en')}){other[1]}.",
    )


def totals(m: Measures) -> tuple[str, str]:
    """Return how many totals of the goals sections are left out, their parts being counted."""
    there = m.targets[m.targets["part"] == "goals"].groupby("plan").size()
    gone = (there - m.specificity.set_index("plan")["n"].astype(int)).dropna()
    gone = gone[gone > 0].astype(int)
    if gone.empty or m.chosen.differences() or len(gone) > FEW:
        return "", ""
    zh, en = series(m, gone, lambda count: f"{count}条")[0], series(m, gone, whole)[1]
    return f"列出分项的总量不计，只计分项：{zh}。", f"Totals whose parts are listed are left out: {en}."


def _crossed(m: Measures) -> tuple[str, str]:
    """Return in which plans resampled sentences put the share with a number on both sides of one half."""
    rows = m.stability[m.stability["measure"] == "share"].set_index("plan")
    few = rows.index[rows["low"].isna() & rows["value"].notna()]
    zh, en = names(m, few)
    open_ = (
        (f"；{zh}的句子太少，无法重抽", f"; {en} {'has' if len(few) == 1 else 'have'} too few sentences to resample")
        if len(few) else ("", "")
    )  # fmt: skip
    t = rows.dropna(subset=["low", "high"])
    t = t[(t["low"] <= 0.5) & (t["high"] >= 0.5)]
    if t.empty or len(t) > FEW:
        return "", ""
    ends = {
        p: f"{100 * float(t.loc[p, 'low']):.1f}{{}}{100 * float(t.loc[p, 'high']):.1f}%" for p in in_order(m, t.index)
    }
    return (
        f"是否过半，句子重抽没有通过：95%区间达到或跨过半数的有{'、'.join(followed(m.name(p), one.format('%至')) for p, one in ends.items())}{open_[0]}。",
        f"Whether it is more than half fails the resampling of sentences: the 95% interval reaches one half or both sides of it in {listed([m.name(p, 'en') + ' (' + one.format('–') + ')' for p, one in ends.items()])}{open_[1]}. ",
    )


SHIFTING = {  # a definition by which targets of the goals section are counted, in words
    "series": ("系列目标只计最后一步", "the last of dated steps alone"), "joined": ("并列主体拆开", "joined subjects split"),
    "absolute": ("不计“全部、杜绝”", "all or none left out"), "parents": ("计总量而不计分项", "totals instead of their parts"),
}  # fmt: skip


def _redefined(m: Measures) -> tuple[str, str]:
    """Return which definition, changed alone, moves a share with a number farthest, and how far."""
    here, far = m.specificity.set_index("plan")["share"].astype(float), 0.0
    place, words, shares = "", ("", ""), ("", "")
    for name, said in SHIFTING.items():
        other: dict[str, Any] = {name: VALID[name][1]}  # what is said of it; chosen already, it moves nothing
        there = m.under(**other).specificity.set_index("plan")["share"].astype(float)
        moved = (there - here).abs().dropna()
        if len(moved) and float(moved.max()) > far + 1e-9:
            far, place, words = float(moved.max()), str(moved.idxmax()), said
            shares = f"{100 * float(here[place]):.1f}%", f"{100 * float(there[place]):.1f}%"
    if not far:
        return "", ""
    return (
        f"；换一项计数的定义时变动最大的是{m.name(place)}（{words[0]}：{shares[0]}变为{shares[1]}）",
        f"; with one definition of counting changed, {m.name(place, 'en')} moves most ({words[1]}: {shares[1]} for {shares[0]})",
    )
