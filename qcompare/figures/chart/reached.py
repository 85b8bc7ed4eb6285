"""How far a target lay above what the nation had reached when the plan was issued (X4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import cells, theme
from qcompare.figures.chart.base import counted, figure, link, listed, national_of, need, number, plans_of, plural, say
from qcompare.figures.chart.frame import finish, judged_source, nothing, unjudged_words
from qcompare.figures.chart.levels import base_year, span_of
from qcompare.figures.chart.panel import WIDE, Look, Panel, fit, hover, widest
from qcompare.figures.tables import goal_names
from qcompare.measures.glosses import added_scope, glossary

_SHOWN = 3  # indicators that a note quotes


@figure(
    "X4", "reached", zh="比全国当时已达到的水平高多少？", en="How far above what the nation had reached at the time?"
)
def reached(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw each target with a national series beside the values known when its plan was issued; hindsight stands apart.

    Parameters
    ----------
    table
        Result table ``reached``: plan, national_goal, goal_zh, goal_en, comparator, value, unit, year, last_value,
        distance, per_year, years_to_run, best_value, later_low, later_high, later_years, comparable, start.

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.reached(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    "Siping's target (spot checks, industrial products) lay 4.1 points above the last national value known then"
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "national_goal", "goal_zh", "goal_en", "comparator", "value", "unit", "year", "last_value", "distance",
                "per_year", "years_to_run", "best_value", "later_low", "later_high", "later_years", "comparable", "series_grade")  # fmt: skip
    title = say(lang, "目标与全国当时已达到的水平", "Targets beside what the nation had reached")
    if rows.empty:
        return nothing([table], name="reached", lang=lang, look=look, title=title, why=unjudged_words(lang))
    plans = known.order(rows["plan"])
    lines = _lines(rows, plans, lang)
    exact = [line for line in lines if line["comparable"]]
    first = (exact or lines)[0]
    who, what = known.label(first["plan"]), _goal(first, lang)
    absent = [plan for plan in known.names if plan not in plans]
    level = cells.level(first["comparator"], first["value"])
    return finish(
        [_panel(lines, known, national_of(table), lang, look)], [table], name="reached", lang=lang, look=look,
        title=_title(exact, known, lang),
        source=say(lang, f"{judged_source(lang, table)}；全国历年水平见公开网页", f"{judged_source(lang, table)}; national values as public pages report them"),
        subtitle=say(lang, f"{known.said(plans, lang)}；目标、发布时已知的全国水平和尚余年数，单位为%或分", f"{_capital(known.said(plans, lang))}: target, national values known at issue, years to run; in % or points"),
        note=[say(lang, "一年的数值从次年起算已知。≈：目标或全国数据口径相近，其差只表示量级，不作比较；有几项全国数据的，给出范围。事后的数值规划制定时不可能知道，单列。全国水平不是本地水平，也不说明目标是否完成。",
                  "The value of a year counts as known from the next year on. ≈: target or series is a similar statistic; its distance shows an order of size and compares nothing; of several series the range. "
                  "Hindsight could not be known and stands apart. National values are not the place's own, and do not say whether a target was met."),
              *_as_written(need(table, "indicator", "series_zh", "series_grade", "comparable"), lang),
              *([say(lang, f"对应目标没有当时已知的全国水平：{listed(known.labels(absent), lang)}。", f"No national value known at issue for a matched target: {listed(known.labels(absent), lang)}.")] if absent else [])],
        read=say(lang, f"例如：{who}的{what}目标为{level}（{base_year(first['year'], lang)}），发布时已知的全国最近水平为{_range(first['last'])}，相差{_range(first['distance'], True)}。",
                 f"For example: {who} sets {level} for {base_year(first['year'], lang)} on {what.lower()}; the last national value known at issue was {_range(first['last'])}, a distance of {_range(first['distance'], True)}."),
        alt_text=say(lang, "；", "; ").join(
            f"{'' if line['comparable'] else '≈ '}{known.label(line['plan'])} {_goal(line, lang)} {cells.level(line['comparator'], line['value'])} ({base_year(line['year'], lang)}): "
            f"{say(lang, '与当时最近水平之差', 'from the last value known')} {_range(line['distance'], True)}" for line in lines
        ) + say(lang, "。", "."),
    )  # fmt: skip


def _as_written(rows: pd.DataFrame, lang: str) -> list[str]:
    """Return the plan's own words of the targets compared, where they are not those of the series: the scope may differ."""
    some = rows[rows["comparable"].eq(True) & rows["series_grade"].eq("E") & rows["indicator"].ne(rows["series_zh"])]
    words = list(dict.fromkeys(some["indicator"].astype(str)))
    if not words or len(words) > _SHOWN:
        return []
    said = "”、“".join(words)
    return [
        say(
            lang,
            f"编码的指标为“{said}”，与全国数据算作同一口径，由一名编码员判定。",
            f"The indicator as coded: {'、'.join(words)}; that it is the statistic of the series was judged by one coder.",
        )
    ]


def _lines(rows: pd.DataFrame, plans: Sequence[str], lang: str) -> list[dict[str, Any]]:
    """Return a line for each target: a series of the same statistic goes before similar ones, of which it has the range."""
    out = []
    places = [name for name in ("plan", "national_goal", "indicator", "start", "value", "year") if name in rows]
    for _, some in rows.groupby(places, sort=False, dropna=False):
        best = some[some["series_grade"] == "E"]
        some = best if len(best) else some
        one = some.iloc[0].to_dict()
        later = some.dropna(subset=["later_low", "later_high"])
        out.append({
            **one, "comparable": bool(one["comparable"]), "series": len(some), "goal": str(one[f"goal_{lang}"]),
            "last": _ends(some["last_value"]), "distance": _ends(some["distance"]), "rise": _ends(some["per_year"]), "best": _ends(some["best_value"]),
            "later": _ends([*later["later_low"], *later["later_high"]]), "later_years": int(one["later_years"] or 0),
        })  # fmt: skip
    goals = list(dict.fromkeys(rows["national_goal"]))
    return sorted(out, key=lambda line: (goals.index(line["national_goal"]), plans.index(line["plan"]), not line["comparable"], line["value"]))  # fmt: skip


def _ends(values: Any) -> tuple[float, float] | None:
    known = [float(value) for value in values if value is not None and value == value]
    return (min(known), max(known)) if known else None


def _range(ends: tuple[float, float] | None, signed: bool = False) -> str:
    """Return a value or the two ends of a range, as printed.

    >>> _range((88.9, 88.9)), _range((4.0, 12.7), True), _range((-2.0, 1.5), True), _range(None)
    ('88.9', '+4.0–12.7', '−2.0 to +1.5', '–')
    """
    if ends is None:
        return "–"
    low, high = (f"{value:{'+' * signed},.1f}".replace("-", "−") for value in ends)
    if low == high:
        return low
    return f"{low}–{high.lstrip('+')}" if ends[0] >= 0 else f"{low} to {high}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _goal(line: dict[str, Any], lang: str) -> str:
    words = goal_names().get(str(line["national_goal"]))
    return words[f"{lang}_short"] if words else line["goal"]


def _title(exact: Sequence[dict[str, Any]], known: Any, lang: str) -> str:
    """Return the finding: of one comparable target how far it lay above, of several how many did."""
    if not exact:
        return say(lang, "没有口径相同的目标可与全国当时已达到的水平相比",
                   "No target is of the same statistic as what the nation had reached; similar ones are listed")  # fmt: skip
    if len(exact) > 1:
        above = sum(line["distance"][0] > 0 for line in exact)
        return say(lang, f"{len(exact)}条口径相同的目标中，{above}条高于发布时已知的全国最近水平",
                   f"Of {plural(len(exact), 'comparable target')}, {counted(above)} lay above the last national value known at issue")  # fmt: skip
    line = exact[0]
    who, what, distance = known.label(line["plan"]), _goal(line, lang), line["distance"][0]
    if distance == 0:
        return say(lang, f"{who}的{what}目标与发布时已知的全国水平相同", f"{who}'s target on {what.lower()} equals the last national value known at issue")  # fmt: skip
    unit = say(lang, "个百分点" if line["unit"] == "%" else "分", "points")
    above = say(lang, "高", "above") if distance > 0 else say(lang, "低", "below")
    far = number(abs(distance), 1)
    scope = added_scope(str(line["indicator"]), str(line["series_zh"]))
    own = say(lang, "、", ", ").join(scope if lang == "zh" else map(glossary().__getitem__, scope))
    return say(
        lang,
        f"{who}的{what}目标{f'（{own}）' if own else ''}比发布时已知的全国最近水平{above}{far}{unit}",
        f"{who}'s target ({', '.join(filter(None, (what.lower(), own)))}) lay {far} points {above} the last national value known then",
    )


def _panel(lines: Sequence[dict[str, Any]], known: Any, asked: Any, lang: str, look: Look) -> Panel:
    panel, size, small = Panel(look), look.text, look.small
    for line in lines:
        line["label"] = ("" if line["comparable"] else "≈ ") + say(
            lang,
            f"{known.label(line['plan'])} {base_year(line['year'], lang)} {cells.level(line['comparator'], line['value'])}",
            f"{known.label(line['plan'])} {base_year(line['year'], lang)}, {cells.level(line['comparator'], line['value'])}",
        )
    columns = _columns(lines, lang, look)
    left = min(widest([line["label"] for line in lines], small) + 14, look.width * 0.36)
    right = look.width - sum(wide for _, wide, _ in columns)
    values = [value for line in lines for name in ("last", "best", "later") if line[name] for value in line[name]]
    values += [float(line["value"]) for line in lines]
    low, high = 10 * (min(values) // 10), 100.0 if max(values) <= 100 else max(values)
    at = span_of((low, high), left + 10, right - 18)
    y = _heads(panel, columns, right)
    data: list[dict[str, Any]] = []
    goals = list(dict.fromkeys(line["national_goal"] for line in lines))
    for goal in goals:
        some = [line for line in lines if line["national_goal"] == goal]
        head = _head(some[0], asked.get(goal) or {}, lang)
        panel.text(0, y + size * 0.75, fit(head, size if not look.compact else small, look.width, True), size if not look.compact else small, bold=True)  # fmt: skip
        y += size * 1.6
        for line in some:
            high_row = 26.0 if not look.compact else small * 2.4
            _row(panel, line, y + high_row / 2, at, data, columns, right, known, lang)
            y += high_row
        panel.line(0, y + 5, look.width, y + 5)
        y += 12
    step = 10 if high - low <= 60 else 20 if high - low <= 120 else max(1, (high - low) // 5)
    ticks = [low + step * place for place in range(int((high - low) // step) + 1)]
    for value in ticks:
        panel.text(at(value), y + small * 0.6, number(value), small, theme.MUTED, "center")
    panel.height = y + small * 1.6
    frame = pd.DataFrame(data)
    shapes = alt.Shape(
        "shape:N", scale=alt.Scale(domain=["dot", "bar", "target"], range=["circle", "M0,-1L0,1", "diamond"]), legend=None
    )  # fmt: skip
    panel.marks.append(
        alt.Chart(frame).mark_point(size=80 if look.compact else 110, strokeWidth=1.6, filled=False, opacity=1).encode(
            x=panel._x(), y=panel._y(), shape=shapes, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("frame:N", scale=None),
            tooltip=hover("name:N", "indicator:N", "level:N", "what:N", "quote:N"),
        )
    )  # fmt: skip
    panel.height = panel.key(panel.height + 4, _key(lines, lang))
    return panel


def _key(lines: Sequence[dict[str, Any]], lang: str) -> list[tuple[str | None, str | None, str]]:
    """Return the legend of what is drawn."""
    out: list[tuple[str | None, str | None, str]] = [
        (None, None, say(lang, "● 发布时已知的最近水平", "● last value known at issue"))
    ]
    if any(line["best"] != line["last"] for line in lines):
        out.append((None, None, say(lang, "| 已知的最高水平", "| highest value known")))
    if any(line["comparable"] for line in lines):
        out.append((None, None, say(lang, "◆ 目标，口径相同", "◆ target, same statistic")))
    if not all(line["comparable"] for line in lines):
        out.append((None, None, say(lang, "◇ 目标，口径相近", "◇ target, similar statistic")))
    if any(line["later"] for line in lines):
        out.append((theme.HAIR, theme.MUTED, say(lang, "此后至目标年的水平（事后）", "values from issue to the target's year (hindsight)")))  # fmt: skip
    return out


def _columns(lines: Sequence[dict[str, Any]], lang: str, look: Look) -> list[tuple[str, float, str]]:
    """Return the columns of numbers at the right: their name, width and head."""
    heads = [("distance", say(lang, "与最近水平之差", "from last known")), ("rise", say(lang, "平均每年", "a year"))]
    if not look.compact:
        heads.insert(1, ("years", say(lang, "尚余年数", "years to run")))
        if any(line["later"] for line in lines):
            heads.append(("later", say(lang, "事后", "hindsight")))
    size, bold = (look.small if look.compact else look.text), True
    gap = 10 if look.compact else 18
    out = []
    for name, head in heads:
        room = 58 if look.compact else 120
        wide = max(
            widest([_number(line, name, lang) for line in lines], size, bold),
            widest(look.wrap(head, look.small, room), look.small),
        )
        out.append((name, wide + gap + (12 if name == "later" else 0), head))
    return out


def _number(line: dict[str, Any], column: str, lang: str) -> str:
    if column == "distance":
        return _range(line["distance"], True)
    if column == "rise":
        return _range(line["rise"], True)
    if column == "years":
        return number(line["years_to_run"]) if line["rise"] else "–"
    if not line["later"]:
        return "–"
    return f"{_range(line['later'])}" + say(lang, f"（{line['later_years']}年）", f" ({line['later_years']} y)")


def _heads(panel: Panel, columns: Sequence[tuple[str, float, str]], right: float) -> float:
    """Write the heads of the columns of numbers, and return where the rows begin."""
    small, x, deepest = panel.look.small, right, 1
    for _, wide, head in columns:
        x += wide
        lines = panel.look.wrap(head, small, wide - 4)
        deepest = max(deepest, len(lines))
        for place, text in enumerate(lines):
            panel.text(x, small * (0.7 + 1.25 * place), text, small, theme.MUTED, "right")
    return small * (1.25 * deepest + 0.6)


def _head(line: dict[str, Any], asked: Any, lang: str) -> str:
    """Return the name of a goal, and what the nation asks for."""
    words = goal_names().get(str(line["national_goal"]))
    name = words["en"] if words and lang == "en" else line["goal"]
    if not asked:
        return name
    level, year = cells.level(asked.get("comparator"), asked.get("value")), asked.get("year")
    return name + say(lang, f"（国家目标{level}，{year}年）", f" (national goal {level} by {year})")


def _row(
    panel: Panel, line: dict[str, Any], y: float, at: Any, data: list[dict[str, Any]],
    columns: Sequence[tuple[str, float, str]], right: float, known: Any, lang: str,
) -> None:  # fmt: skip
    """Draw one target: label, last and highest known values, the way to the target, hindsight below, numbers."""
    look, small = panel.look, panel.look.small
    panel.text(0, y, line["label"], small, theme.INK if line["comparable"] else theme.INK2)
    low, high = line["last"]
    target = float(line["value"])
    panel.line(at(low), y, at(target), y, theme.MUTED, 1.5)
    if line["later"]:
        first, last = line["later"]
        panel.box(at(first) - (first == last), y + 7, at(last) + (first == last), y + 11, theme.HAIR, theme.MUTED)
    said = {"name": known.label(line["plan"]), "indicator": line.get("indicator"), "quote": line.get("quote"),
            "plan": line["plan"], "link": link(line["plan"], line.get("start"), type="quantified"), "py": y}  # fmt: skip
    values = [("dot", value, theme.INK2, theme.INK2, say(lang, "已知的最近水平", "last value known")) for value in dict.fromkeys((low, high))]  # fmt: skip
    values += [("bar", value, theme.INK, theme.INK, say(lang, "已知的最高水平", "highest value known"))
               for value in dict.fromkeys(line["best"] or ()) if line["best"] != line["last"]]  # fmt: skip
    values.append(("target", target, theme.BLUE if line["comparable"] else theme.PAPER, theme.BLUE, say(lang, "目标", "target")))  # fmt: skip
    data += [{**said, "px": at(value), "shape": shape, "fill": fill, "frame": frame, "what": what, "level": number(value, 1)}
             for shape, value, fill, frame, what in values]  # fmt: skip
    x = right
    for name, wide, _ in columns:
        x += wide
        main = name == "distance" and line["comparable"]
        if name == "later":
            panel.line(x - wide + 10, y - 13, x - wide + 10, y + 13, theme.RULE)
        panel.text(x, y, _number(line, name, lang), small if look.compact or not main else look.text,
                   theme.INK if main else theme.MUTED if name == "later" else theme.INK2, "right", bold=main)  # fmt: skip
