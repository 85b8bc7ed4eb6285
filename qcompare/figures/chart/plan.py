"""One plan in all its measures: the profile."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.figures import fonts, theme
from qcompare.figures.chart.base import figure, need, number, out_of, plans_of, say
from qcompare.figures.chart.frame import finish, judged_source, omitted_note
from qcompare.figures.chart.panel import WIDE, Look, Panel, hover
from qcompare.lexicon import rows as listed

SIDES = {
    "specificity": ("具体程度", "How specific", theme.TEAL),
    "ambition": ("严格程度", "How strict", theme.BLUE),
    "alignment": ("与纲要的衔接", "Alignment with the outline", theme.PLUM),
}

_FEW_TARGETS = 10  # in the goals section: one more or less shows
COUNTS = {"stricter", "level_stricter"}  # measures that are counts out of n, not shares


@figure("P", "profile", zh="一份规划在各项指标上是多少？", en="What are the figures of one plan?")
def profile(table: pd.DataFrame, *, plan: str | None = None, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw the profile of one plan: each measure with its value, interval, and the range of the other plans.

    Parameters
    ----------
    table
        Result table ``profile``: plan, side, measure, zh, en, value, n, low, high, others_low, others_high, note.
    plan
        The plan; the first of the table if not given.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.profile(qc.load(plans=["anhui", "siping"]), lang="en", plan="siping")
    >>> drawn.usermeta["title"]
    'Siping: number, or all or none, in 9 of 47 targets, 25 of 36 goals answered, 0 of 5 stricter (3 by level alone)'
    """
    known = plans_of(table, lang)
    rows = need(
        table, "plan", "side", "measure", "zh", "en", "value", "n", "low", "high", "others_low", "others_high", "note"
    )
    chosen = str(plan or rows["plan"].iloc[0])
    if chosen not in set(rows["plan"]):
        raise ParameterError(unknown("plan", chosen, set(rows["plan"].astype(str))))
    rows = rows[rows["plan"] == chosen].copy()
    rows["label"] = [_label(row, lang) for row in rows.to_dict("records")]
    # counts out of different totals do not compare with those of other plans: they are printed and not drawn
    rows.loc[rows["measure"].isin(COUNTS), ["others_low", "others_high"]] = None
    ends = rows[["value", "low", "high", "others_low", "others_high"]].astype(float)
    bottom, top = ends.min(axis=1).clip(upper=0), ends.max(axis=1)
    reach = (top - bottom).where(top > bottom, 1.0)
    for name in ends:  # each measure on a scale of its own, from zero (or its lowest value) to its highest
        rows[f"at_{name}"] = (ends[name] - bottom) / reach
    rows["shown"] = [_value(row, lang) for row in rows.itertuples()]
    rows["others"] = [
        _range(_plain(row.others_low, row), _plain(row.others_high, row))
        if row.others_low == row.others_low and row.others_low is not None
        else ""
        for row in rows.itertuples()
    ]
    words = {row["value"]: say(lang, row["zh"], row["en"]) for row in listed("measures/values")}
    rows["why"] = [words.get(note, note) for note in rows["note"]]
    rows["link"] = [f"{chosen}#part=goals"] * len(rows)
    shown = max(fonts.width(said, look.small if look.compact else look.text, True) for said in rows["shown"])
    panels = [
        _side(rows[rows["side"] == side].reset_index(drop=True), say(lang, *names[:2]), names[2], lang, look, shown)
        for side, names in SIDES.items() if (rows["side"] == side).any()
    ]  # fmt: skip
    missing: dict[str, list[str]] = {}
    for row in rows.itertuples():
        if row.value is None or row.value != row.value:
            missing.setdefault(str(row.why or ""), []).append(str(row.label))
    said = list(
        dict.fromkeys(
            str(row.why) for row in rows.itertuples() if row.note and row.value is not None and row.value == row.value
        )
    )
    name = known.label(chosen)
    stop = say(lang, "。", ".")
    first = rows[rows["value"].notna()].iloc[0] if rows["value"].notna().any() else None
    there = rows["low"].notna().any()
    bar = ("细线为95%区间，", "line: its 95% interval, ") if there else ("", "")
    size = rows.loc[rows["measure"] == "share", "n"].dropna()
    small = int(size.iloc[0]) if len(size) and 0 < size.iloc[0] < _FEW_TARGETS else 0
    return finish(
        panels, [table], name="profile", lang=lang, look=look, title=_finding(rows, name, lang), spacing=10,
        subtitle=say(lang, f"{known.said([chosen], lang)}；圆点为本规划，{bar[0]}灰带为其他规划的范围", f"{known.said([chosen], lang)}; dot: this plan, {bar[1]}grey: range of the other plans"),
        source=judged_source(lang, table),
        note=[say(lang, "每项自有刻度，不同行不可比，不合成总分。可比目标的条数因规划而异，只列出。", "Each measure has its own scale; rows do not compare, and there is no total score. Counts of comparable targets have different totals and are only printed."),
              *([say(lang, "区间：重抽目标部分的句子，说明数值多大程度上取决于个别句子。", "Interval: sentences of the goals section drawn anew; how far a figure hangs on single sentences.")] if there else [say(lang, "目标部分的句子太少，无法重抽，没有区间。", "The goals section has too few sentences to resample: there is no interval.")]),
              *([say(lang, f"目标部分只有{small}条目标，多一条或少一条，各项数值都会明显改变。", f"The goals section has {small} targets only: one more or less changes every figure visibly.")] if small else []),
              *([say(lang, "“回应”包括口径相近的；范围只含引用纲要的规划。", "Answered: similar statistics included; the range is that of plans that cite the outline.")] if rows.loc[rows["measure"] == "coverage", "value"].notna().any() else []),
              *omitted_note(known, list(known.names), lang),  # the others make the range
              *[say(lang, f"{why}{stop}", f"{why[:1].upper()}{why[1:]}{stop}") for why in said],
              *[say(lang, f"“–”：{why}（{'、'.join(labels)}）。", f"–: {why} ({'; '.join(labels)}).") for why, labels in missing.items() if why]],
        read="" if first is None else say(lang, f"例如：{name}的“{first['label']}”为{first['shown']}。", f"For example: {name}, {first['label']}: {first['shown']}."),
        alt_text=say(lang, "；", "; ").join(f"{row['label']} {row['shown']}" for row in rows.to_dict("records") if row["value"] is not None and row["value"] == row["value"]) + stop,
    )  # fmt: skip


_NAMES = {
    "share": ("写出数字或不留例外的目标", "targets with a number, or all or none"), "minimum": ("数字、期限（含推定）、限值方向、范围都有", "number, year (inferred ones too), direction and scope all there"),
    "minimum_explicit": ("同上，期限在本句", "the same, year in the sentence"), "concreteness": ("写出数字的分句", "clauses with a number"),
    "hedges_per_1000": ("目标部分每千字的模糊限制语", "hedging words per 1,000 characters, goals section"),
    "density_goals": ("目标部分每千字写出数字或不留例外的目标", "targets with a number, or all or none, per 1,000 characters, goals section"),
    "density_whole": ("全文每千字写出数字或不留例外的目标", "targets with a number, or all or none, per 1,000 characters, whole plan"),
    "stricter": ("严于国家目标的可比目标（年份含推定）", "comparable targets stricter than the national goal, inferred years too"), "level_stricter": ("只看水平，更严的可比目标", "stricter by level alone"),
    "net": ("净严格度", "net strictness"), "net_level": ("净严格度，只看水平", "net strictness, by level alone"),
    "coverage": ("以目标回应的国家目标", "national goals answered by a target"), "coverage_en": ("以数字回应的国家定量目标", "national goals with a number answered with one"),
    "own_share": ("无对应国家目标的指标", "indicators that answer no national goal"),
}  # fmt: skip
# shares of a count that is known
_SHARES = {"share", "minimum", "minimum_explicit", "coverage", "coverage_en", "own_share"}


def _label(row: dict[str, Any], lang: str) -> str:
    """Return what a measure is called."""
    return say(lang, *_NAMES.get(row["measure"], (row["zh"], row["en"])))


def _finding(rows: pd.DataFrame, name: str, lang: str) -> str:
    """Return the plan's main figures in one sentence."""
    found = {
        row["measure"]: row
        for row in rows.to_dict("records")
        if row["value"] is not None and row["value"] == row["value"]
    }
    parts = []
    if "share" in found and found["share"]["n"] == found["share"]["n"]:
        one = found["share"]
        part, whole = round(float(one["value"]) * float(one["n"])), int(one["n"])
        parts.append(
            say(
                lang,
                f"{whole}条目标中{part}条写出数字或不留例外",
                f"number, or all or none, in {part} of {whole} targets",
            )
        )
    if "coverage" in found and not str(found["coverage"]["note"] or "").startswith("does not cite"):
        one = found["coverage"]
        part, whole = round(float(one["value"]) * float(one["n"])), int(one["n"])
        parts.append(say(lang, f"{whole}项国家目标中回应{part}项", f"{part} of {whole} goals answered"))
    if "stricter" in found:
        one, by_level = found["stricter"], found.get("level_stricter")
        alone = (
            ("", "")
            if by_level is None
            else (f"（只看水平{int(by_level['value'])}条）", f" ({int(by_level['value'])} by level alone)")
        )
        parts.append(
            say(
                lang,
                f"{int(one['n'])}条可比目标中{int(one['value'])}条更严{alone[0]}",
                f"{int(one['value'])} of {int(one['n'])} stricter{alone[1]}",
            )
        )
    if not parts:
        return say(lang, f"{name}：各项指标", f"{name}: its figures")
    return f"{name}{say(lang, '：', ': ')}{say(lang, '，', ', ').join(parts)}"


def _plain(value: Any, row: Any) -> str:
    """Return a value with the digits that all values of its row have."""
    if row.measure in _SHARES:
        return number(100 * value) + "%"
    known = [abs(float(one)) for one in (row.value, row.others_low, row.others_high) if one is not None and one == one]
    if row.measure in COUNTS or all(one == round(one) for one in known):
        return number(value)
    return f"{float(value):,.{2 if max(known) < 1 else 1}f}".replace("-", "−")


def _value(row: Any, lang: str) -> str:
    if row.value is None or row.value != row.value:
        return "–"
    if row.n is None or row.n != row.n:
        return _plain(row.value, row)
    if row.measure in COUNTS:
        return out_of(row.value, row.n, lang)
    if row.measure in _SHARES:
        return f"{_plain(row.value, row)} ({out_of(round(float(row.value) * float(row.n)), row.n, lang)})"
    return f"{_plain(row.value, row)} (n={number(row.n)})"


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low.removesuffix('%')}–{high}"


def _side(rows: pd.DataFrame, title: str, colour: str, lang: str, look: Look, shown: float) -> Panel:
    """Draw the measures of one question."""
    panel, size, small = Panel(look), look.text if not look.compact else look.small, look.small
    y0 = panel.heading(0, title)
    left = look.width * (0.4 if look.compact else 0.42)
    last = look.width if look.compact else look.width - 150
    right = last - shown - 14
    if not look.compact:
        panel.text(
            look.width, y0 - size, say(lang, "其他规划的范围", "range of the other plans"), small, theme.MUTED, "right"
        )
    step = 26.0
    bottom = y0
    places = []
    for row in rows.to_dict("records"):
        lines = look.wrap(row["label"], size, left - 14)
        high = max(step, size * 1.3 * len(lines) + 6)
        middle = bottom + high / 2
        for place, line in enumerate(lines):
            panel.text(0, middle + size * 1.3 * (place - (len(lines) - 1) / 2), line, size)
        panel.text(last, middle, row["shown"], size, align="right", bold=True)
        if not look.compact:
            panel.text(look.width, middle, row["others"], small, theme.MUTED, "right")
        if row["measure"] not in COUNTS:
            panel.line(left, middle, right, middle, theme.HAIR)
        places.append(middle)
        bottom += high
    panel.height = bottom

    _points(panel, rows.assign(py=places), (left, right), colour)
    return panel


def _points(panel: Panel, rows: pd.DataFrame, ends: tuple[float, float], colour: str) -> None:
    """Draw value, interval and the range of the other plans, each row on its own scale; counts are printed alone."""
    left, right = ends

    def at(value: Any) -> float:
        return left + 6 + (right - left - 12) * float(value)

    for row in rows.to_dict("records"):
        middle = row["py"]
        if row["at_others_low"] == row["at_others_low"]:
            panel.box(
                at(row["at_others_low"]) - 1.5, middle - 6, at(row["at_others_high"]) + 1.5, middle + 6, theme.RULE
            )
        if row["at_low"] == row["at_low"] and row["at_high"] == row["at_high"]:
            panel.line(at(row["at_low"]), middle, at(row["at_high"]), middle, colour, 2)
    some = rows[rows["at_value"].notna() & ~rows["measure"].isin(COUNTS)]
    if len(some):
        dots = some.assign(px=[at(value) for value in some["at_value"]])
        panel.marks.append(alt.Chart(dots).mark_point(filled=True, fill=colour, size=90).encode(
            x=panel._x(), y=panel._y(), tooltip=hover("label:N", "shown:N", "others:N", "why:N")))  # fmt: skip
