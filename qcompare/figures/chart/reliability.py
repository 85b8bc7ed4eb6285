"""How reliable the coding is (T2)."""

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
from qcompare.figures.chart.frame import finish, nothing
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, span, widest

# coded fields whose English name does not say what they hold
_FIELDS = {"part": "goals section or rest", "low": "lowest value", "high": "highest value", "year_source": "source of the year", "change": "level or change",
           "level_text": "words of the level", "parent": "total it belongs to", "comparator": "comparator (≥, =, ≤)"}  # fmt: skip


@figure("T2", "reliability", zh="编码可靠吗？", en="How reliable is the coding?")
def reliability(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw agreement by field: Krippendorff's alpha with its interval, Gwet's AC1, per cent agreement.

    Parameters
    ----------
    table
        Result table ``reliability``: field, metric, n, percent (0-1), alpha, alpha_low, alpha_high, ac1, verdict.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.reliability(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    '14 of 16 fields reach α 0.80 against the hand coding, on plans that the rules were written with'
    """
    rows = need(table, "field", "metric", "n", "percent", "alpha", "alpha_low", "alpha_high", "ac1", "verdict").copy()
    if rows.empty:
        why = say(
            lang, "这些规划没有人工编码，无从核对。请先人工编码其中几份，再与程序的编码比较（qcompare agreement）。",
            "These plans have no hand coding, so there is nothing to check against. Code some of them by hand first, then compare (qcompare agreement).",
        )  # fmt: skip
        title = say(lang, "没有人工编码可以核对", "There is no hand coding to check against")
        return nothing([table], name="reliability", lang=lang, look=look, title=title, why=why)
    rows["name"] = [field_words(one.field, lang) for one in rows.itertuples()]
    rows["row"] = range(len(rows))
    panel, size, small = Panel(look), look.text if not look.compact else look.small, look.small
    left = widest(rows["name"], size) + 14
    heads = {
        "alpha": say(lang, "α（95%区间）", "α (95% interval)"),
        "ac1": "AC1",
        "percent": say(lang, "一致率", "agreement"),
        "n": "n",
    }
    shown = {
        "alpha": [_alpha(one) for one in rows.itertuples()], "ac1": [_three(value) for value in rows["ac1"]],
        "percent": ["–" if value != value or value is None else f"{100 * value:.1f}%" for value in rows["percent"]],
        "n": [f"{int(value)}" for value in rows["n"]],
    }  # fmt: skip
    kept = ["alpha", "n"] if look.compact else list(heads)
    wide = {name: max(widest(shown[name], small), widest([heads[name]], small)) + 16 for name in kept}
    right = look.width - sum(wide.values()) - 8
    step, top = 26.0, small * 2
    bottom = top + step * len(rows)
    low = float(min([0.0, *rows["alpha"].dropna(), *rows["alpha_low"].dropna()]))
    at = {
        label: left + (right - left) * (value - low) / (1 - low)
        for value, label in ((0.0, "0"), (0.667, "0.667"), (0.8, "0.80"), (1.0, "1"))
        if value >= low
    }
    panel.ticks(
        {label: x for label, x in at.items() if not look.compact or label != "0.667"}, top, bottom, "Krippendorff α"
    )
    for label in ("0.667", "0.80"):
        panel.line(at[label], top, at[label], bottom, theme.NEAR, 1, dash=True)
    x = right + 8
    for name in kept:
        x += wide[name]
        panel.text(x, small * 0.8, heads[name], small, theme.MUTED, "right")
        for said, y in zip(shown[name], centres(len(rows), top, bottom), strict=True):
            panel.text(x, y, said, small, theme.INK if name == "alpha" else theme.INK2, "right")
    for name, y in zip(rows["name"], centres(len(rows), top, bottom), strict=True):
        panel.text(0, y, name, size)
        panel.line(0, y + step / 2, look.width, y + step / 2)
    y_ = bands("y", len(rows), top, bottom)
    drawn = rows[rows["alpha"].notna()]
    if len(drawn):
        tips = ["name:N", "verdict:N", alt.Tooltip("alpha:Q", format=".3f"), alt.Tooltip("ac1:Q", format=".3f"), "n:Q"]
        interval = drawn[drawn["alpha_low"].notna()]
        if len(interval):
            panel.marks.append(
                alt.Chart(interval)
                .mark_rule(color=theme.TEAL2, strokeWidth=4)
                .encode(y=y_, x=span("alpha_low", low, 1, left, right), x2=alt.X2("alpha_high:Q"))
            )
        panel.marks.append(
            alt.Chart(drawn)
            .mark_point(filled=True, fill=theme.TEAL, size=70)
            .encode(y=y_, x=span("alpha", low, 1, left, right), tooltip=tips)
        )
    panel.height = bottom + small * 3.4
    high = int((rows["alpha"].astype(float) >= 0.8).sum())
    undefined = rows[rows["alpha"].isna()]
    one = drawn.iloc[0] if len(drawn) else rows.iloc[0]
    return finish(
        [panel], [table], name="reliability", lang=lang, look=look,
        title=say(lang, f"在编写规则所用的规划上，{len(rows)}个字段中有{high}个与人工编码的α不低于0.80", f"{counted(high, capital=True)} of {counted(len(rows))} fields reach α 0.80 against the hand coding, on plans that the rules were written with"),
        subtitle=say(lang, "程序编码与人工编码的一致程度，按字段；n为成对的目标条数", "Agreement of the program with the hand coding, by field; n is the number of paired targets"),
        note=[say(lang, "不低于0.80为可靠，0.667至0.80暂可采用（虚线）。区间为成对自助法95%。", "Reliable from 0.80, tentative from 0.667 (dashed). Intervals: 95% bootstrap over pairs."),
              say(lang, "规则据这些规划写成，这是上限；新文本上的误差率见数据文件“盲测误差率”。", "The rules were written with these plans at hand, so this is an upper bound; error rates on unseen texts stand in the data file blind_errors.csv."),
              *([say(lang, f"“–”：只有一个取值，α无定义：{'、'.join(undefined['name'])}。", f"–: one value only, α undefined: {', '.join(undefined['name'])}.")] if len(undefined) else [])],
        source=say(lang, "人工编码参照集；程序编码", "the hand-coded reference set; the coding by the program"),
        read=say(lang, f"例如：“{one['name']}”在{int(one['n'])}条成对目标上α为{_three(one['alpha'])}。", f"For example: for {one['name']}, α is {_three(one['alpha'])} over {int(one['n'])} paired targets."),
        alt_text=say(lang, "；", "; ").join(f"{name} α {value}" for name, value in zip(rows["name"], shown["alpha"], strict=True)) + say(lang, "。", "."),
    )  # fmt: skip


def _three(value: Any) -> str:
    return "–" if value is None or value != value else f"{float(value):.2f}".replace("-", "−")


def _alpha(row: Any) -> str:
    if row.alpha != row.alpha or row.alpha is None:
        return "–"
    if row.alpha_low != row.alpha_low or row.alpha_low is None:
        return _three(row.alpha)
    return f"{_three(row.alpha)} ({_three(row.alpha_low)}–{_three(row.alpha_high)})"


def field_words(name: str, lang: str) -> str:
    """Return the name of a coded field, as a reader knows it."""
    from qcompare.schema import fields

    words = {field.name: field.zh for field in fields("targets")} if lang == "zh" else _FIELDS
    return words.get(name, name.replace("_", " "))
