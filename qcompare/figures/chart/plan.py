"""One plan in all its measures: the profile."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.figures import theme
from qcompare.figures.chart.base import figure, finish, heading, need, number, plans_of, say
from qcompare.lexicon import rows as listed

SIDES = {
    "specificity": ("具体程度", "Specificity"),
    "ambition": ("严格程度", "Ambition"),
    "alignment": ("与纲要的一致", "Alignment"),
}

COUNTS = {"stricter", "level_stricter"}  # measures that are counts out of n, not shares


@figure(
    "P", "profile", zh="一个规划在各项指标上居于何处？", en="Where does one plan stand on each measure?",
)  # fmt: skip
def profile(table: pd.DataFrame, *, plan: str | None = None, lang: str = "zh") -> Any:
    """Draw the profile of one plan: each measure with its value, interval, and the range of the other plans.

    Parameters
    ----------
    table
        Result table ``profile``: plan, side, measure, zh, en, value, n, low, high, others_low, others_high, note.
    plan
        The plan; the first of the table if not given.
    """
    known = plans_of(table, lang)
    rows = need(
        table, "plan", "side", "measure", "zh", "en", "value", "n", "low", "high", "others_low", "others_high", "note"
    )
    chosen = str(plan or rows["plan"].iloc[0])
    if chosen not in set(rows["plan"]):
        raise ParameterError(unknown("plan", chosen, set(rows["plan"].astype(str))))
    rows = rows[rows["plan"] == chosen].copy()
    counted = say(lang, "（个数）", " (count)")
    rows["label"] = [f"{row[lang]}{counted if row['measure'] in COUNTS else ''}" for row in rows.to_dict("records")]
    ends = rows[["value", "low", "high", "others_low", "others_high"]].astype(float)
    bottom, top = ends.min(axis=1).clip(upper=0), ends.max(axis=1)
    span = (top - bottom).where(top > bottom, 1.0)
    for name in ends:  # each measure on a scale of its own, from zero (or its lowest value) to its highest
        rows[f"at_{name}"] = (ends[name] - bottom) / span
    rows["shown"] = [_value(row) for row in rows.itertuples()]
    rows["others"] = [
        _range(number(row.others_low, 2), number(row.others_high, 2)) if row.others_low == row.others_low else ""
        for row in rows.itertuples()
    ]
    words = {row["value"]: row[lang] for row in listed("measures/values")}
    rows["why"] = [words.get(note, note) for note in rows["note"]]
    rows["link"] = [f"{chosen}#part=goals"] * len(rows)
    sides = [side for side in SIDES if (rows["side"] == side).any()]
    panels = [
        _side(rows[rows["side"] == side], say(lang, *SIDES[side]), theme.PLAN_COLOURS[0], lang, side == sides[0])
        for side in sides
    ]
    missing = [f"{row.label}: {row.why}" for row in rows.itertuples() if row.note and row.value != row.value]
    stated = say(lang, "；", "; ").join(
        f"{row['label']} {row['shown']}" for row in rows.to_dict("records") if row["value"] == row["value"]
    )
    said = list(dict.fromkeys(str(row.why) for row in rows.itertuples() if row.note and row.value == row.value))
    name = known.label(chosen) + ("†" if said else "")
    return finish(
        alt.vconcat(*panels, spacing=16), [table], name="profile", lang=lang, plans=[chosen], columns=112,
        title=say(lang, f"{name}：各项指标", f"{name}: profile"),
        n=say(lang, "括号内为分母 n", "n (denominator) in brackets"),
        rule=say(lang, "圆点为本规划，细线为其区间，灰带为其他规划的范围；每项自有刻度，刻度之间不可比",
                 "dot: this plan; line: its interval; grey: range of the other plans; each measure has its own scale"),
        notes=[say(lang, "不合成总分", "no total score"), *[f"† {why}" for why in said], *([say(lang, f"缺：{'，'.join(missing)}", f"missing: {', '.join(missing)}")] if missing else [])],
        alt_text=stated,
    )  # fmt: skip


def _value(row: Any) -> str:
    if row.value != row.value or row.value is None:
        return "–"
    denominator = "" if row.n != row.n or row.n is None else f" (n = {number(row.n)})"
    return f"{number(row.value, 2)}{denominator}"


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low} – {high}"


def _side(rows: pd.DataFrame, title: str, colour: str, lang: str, first: bool) -> Any:
    y = alt.Y("label:N", sort=list(rows["label"]), title=None, axis=alt.Axis(domain=False, ticks=False))
    base = alt.Chart(rows).encode(y=y)
    scale = alt.Scale(domain=[-0.03, 1.03], nice=False)
    # the stroke lets a range of one value be seen
    band = base.mark_bar(color=theme.RULE, height=12, stroke=theme.RULE, strokeWidth=3).encode(
        x=alt.X("at_others_low:Q", scale=scale, axis=None), x2="at_others_high:Q"
    )
    interval = base.mark_rule(color=colour, strokeWidth=2).encode(x="at_low:Q", x2="at_high:Q")
    dot = base.transform_filter("isValid(datum.value)").mark_point(color=colour, size=110).encode(
        x="at_value:Q", tooltip=["label:N", "shown:N", "others:N", "why:N"]
    )  # fmt: skip
    own = base.mark_text(align="left", fontSize=11.5).encode(x=alt.datum(1.06), text="shown:N")
    others = base.mark_text(align="left", fontSize=10.5, color=theme.MUTED, dx=112).encode(
        x=alt.datum(1.06), text="others:N"
    )
    header = alt.Chart(rows.head(1 if first else 0)).mark_text(align="left", fontSize=10.5, color=theme.MUTED, dx=112).encode(
        x=alt.datum(1.06), y=alt.value(-10), text=alt.value(say(lang, "其他规划的范围", "range of the other plans"))
    )  # fmt: skip
    return (band + interval + dot + own + others + header).properties(
        title=heading(title), width=300, height=28 * len(rows)
    )
