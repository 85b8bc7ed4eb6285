"""The order of the plans without weights (F9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    counted,
    figure,
    link,
    listed,
    need,
    plans_of,
    plural,
    say,
)
from qcompare.figures.chart.frame import finish, omitted_note
from qcompare.figures.chart.grid import plan_heads
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, hover, widest, wrap
from qcompare.measures.dominance import in_percent

_RADIUS = 0.45  # of a circle and some air, where the plans of a level stand 1 apart


_RATES = {  # by which error rates coding errors are simulated; None: the table does not tell
    None: ("编码误差按所选的误差率", "Coding errors go by the rates chosen."),
    "own": ("编码误差按所选的误差率，默认为这几份规划自己的，规则是对着它们写成的；按未见过的文本，有的更低，见正文",
            "Coding errors go by the rates chosen, by default these plans' own, with which the rules were written; at those of texts not seen before some shares are lower (see the finding)."),
    "blind": ("编码误差按规则未见过的文本的误差率", "Coding errors go by the rates of texts that the rules had not seen."),
}  # fmt: skip
_DRAWN = 12  # plans of which a diagram is drawn; of more the matrix alone


@figure(
    "F9",
    "poset",
    "ranks",
    zh="哪些规划在每一级的比例都不低于另一份？",
    en="Which plans have at least as large a share at every step?",
)
def hasse(table: pd.DataFrame, ranks: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw the partial order of the plans: a diagram, and a matrix of pairs with the share of definitions that agree.

    Parameters
    ----------
    table
        Result table ``poset``: plan, other, relation (above, below, equal, incomparable), cover, share (0-1), runs, robust.
    ranks
        Result table ``ranks``: plan, missing (dimensions that a plan lacks).

    Examples
    --------
    >>> import qcompare as qc
    >>> drawn = qc.chart.hasse(qc.load(plans=["anhui", "siping"]), lang="en")
    >>> drawn.usermeta["title"]
    'The two plans are not robustly ordered by specificity'
    """
    known = plans_of(table, lang)
    pairs = need(table, "plan", "other", "relation", "cover", "share", "runs", "robust")
    plans = known.order([*pairs["plan"], *pairs["other"], *([] if ranks is None else ranks["plan"])])
    ordered = pairs[pairs["relation"].isin(["above", "below"])].copy()
    flipped = ordered["relation"] == "below"
    ordered.loc[flipped, ["plan", "other"]] = ordered.loc[flipped, ["other", "plan"]].to_numpy()
    panels = [] if len(plans) > _DRAWN or not len(plans) else [_diagram(ordered, plans, known, lang, look)]
    panels.append(_pairs(pairs, plans, known, lang, look))
    robust, open_ = int(ordered["robust"].eq(True).sum()), int((pairs["relation"] == "incomparable").sum())
    lacking = (
        [] if ranks is None or "missing" not in ranks else list(ranks.loc[ranks["missing"].notna(), "plan"].astype(str))
    )
    first = ordered.iloc[0] if len(ordered) else None
    rates = _RATES[table.attrs.get("rates")]
    return finish(
        panels, [table] if ranks is None else [table, ranks], name="hasse", lang=lang, look=look,
        title=_ordered(len(pairs), robust, lang),
        subtitle=say(lang, f"{known.said(plans, lang)}，两两比较；{robust}对的次序稳健，{open_}对排不出次序", f"{known.said(plans, lang)[:1].upper()}{known.said(plans, lang)[1:]}, pair by pair; {_orders(robust, open_)}"),
        note=[say(lang, f"维度：处于第1至5级及以上的目标比例；每一级都不低才排在上面，不加权重。百分数：定义组合、编码误差模拟、句子重抽三项检验各自成立的比例中最低的一项（{rates[0]}）；三项都不低于90%、且目标部分不止一句，才为稳健。",
                  f"Dimensions: share of targets at or above each of steps 1 to 5; a plan is placed above another only if no share is smaller, without weights. Percentages: how often the order holds in that of three tests in which it holds least: combinations of definitions, simulated coding errors, resampled sentences. {rates[1]} Robust: 90% or more in each, and goals sections of more than one sentence."),
              *([say(lang, f"{listed(known.labels(lacking), lang)}缺一个维度，不排次序。", f"{listed(known.labels(lacking), lang)} lack{'s' * (len(lacking) == 1)} a dimension and {'is' if len(lacking) == 1 else 'are'} not ordered, never last.")] if lacking else []),
              *omitted_note(known, plans, lang)],
        read="" if first is None else say(
            lang, f"例如：{known.label(first['plan'])}在每一级及以上的比例都不低于{known.label(first['other'])}，在三项检验中最低的一项里{in_percent(first['share'])}成立。",
            f"For example: {known.label(first['plan'])} has at least as large a share as {known.label(first['other'])} at every step, in {in_percent(first['share'])} of the runs of the test in which this holds least."),
        alt_text=(say(lang, "；", "; ").join(f"{known.label(row.plan)} {say(lang, '不低于', 'at least as high as')} {known.label(row.other)} ({in_percent(row.share)})" for row in ordered.head(60).itertuples()) or say(lang, "没有一对可排次序", "no pair is ordered")) + say(lang, "。", "."),
    )  # fmt: skip


def _orders(robust: int, open_: int) -> str:
    """Return how many orders are robust and how many pairs have none.

    >>> _orders(3, 1), _orders(0, 0)
    ('three orders are robust, one pair is not ordered', 'no order is robust, every pair is ordered')
    """
    first = "no order is robust" if not robust else f"{counted(robust)} order{'s are' if robust > 1 else ' is'} robust"
    rest = (
        "every pair is ordered" if not open_ else f"{counted(open_)} pair{'s are' if open_ > 1 else ' is'} not ordered"
    )
    return f"{first}, {rest}"


def _ordered(pairs: int, ordered: int, lang: str) -> str:
    if not pairs:
        return say(lang, "只有一份规划，无从比较", "There is one plan and nothing to order")
    if pairs == 1:
        zh, en = ("可以", "are") if ordered else ("不能", "are not")
        return say(lang, f"两份规划的具体程度{zh}稳健地排出次序", f"The two plans {en} robustly ordered by specificity")
    if not ordered:
        return say(
            lang,
            f"{pairs}对规划中没有一对的具体程度可以稳健地排出次序",
            f"None of {plural(pairs, 'pair')} of plans is robustly ordered by specificity",
        )
    return say(
        lang,
        f"{pairs}对规划中，{ordered}对的具体程度可以稳健地排出次序",
        f"{counted(ordered, capital=True)} of {plural(pairs, 'pair')} of plans {'is' if ordered == 1 else 'are'} robustly ordered by specificity",
    )


def _places(plans: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return x and y of each plan: y its longest way down, x spread within the level, plans without an edge at the right."""
    below: dict[str, list[str]] = {plan: [low for high, low in edges if high == plan] for plan in plans}

    def depth(plan: str, seen: tuple[str, ...] = ()) -> int:
        return 0 if plan in seen else max((1 + depth(low, (*seen, plan)) for low in below[plan]), default=0)

    tied = {plan for edge in edges for plan in edge}
    level = {plan: depth(plan) for plan in plans if plan in tied}
    places: dict[str, tuple[float, float]] = {}
    for y in sorted(set(level.values())):
        row = [plan for plan in plans if level.get(plan) == y]
        # a plan stands over the middle of those below it, and steps aside for its neighbours
        row.sort(
            key=lambda plan: (
                sum(places[low][0] for low in below[plan]) / len(below[plan]) if below[plan] else 0,
                plans.index(plan),
            )
        )
        for place, plan in enumerate(row):
            places[plan] = (place - (len(row) - 1) / 2, float(y))
    _step_aside(places, edges)
    right = max((x for x, _ in places.values()), default=-1.0)
    middle = max(level.values(), default=0) / 2  # neither high nor low
    for place, plan in enumerate(plan for plan in plans if plan not in tied):
        places[plan] = (right + 1 + place, middle)
    return places


def _step_aside(places: dict[str, tuple[float, float]], edges: Sequence[tuple[str, str]]) -> None:
    """Move each level sideways, as little as will do, so that no line passes through the circle of a third plan."""

    def crossed(level: float) -> int:
        count = 0
        for high, low in edges:
            (x1, y1), (x2, y2) = places[high], places[low]
            for plan, (x, y) in places.items():
                if y == level and plan not in (high, low) and y2 < y < y1:
                    count += abs(x2 + (x1 - x2) * (y - y2) / (y1 - y2) - x) < _RADIUS
        return count

    for level in sorted({y for _, y in places.values()})[1:-1]:
        start = {plan: x for plan, (x, y) in places.items() if y == level}

        def shift(by: float, start: dict[str, float] = start, level: float = level) -> int:
            places.update({plan: (x + by, level) for plan, x in start.items()})
            return crossed(level)

        shift(min((0.0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9, 1.2, -1.2), key=shift))


def _diagram(ordered: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    """Draw the diagram: a line leads from a plan down to one that it is at least as specific as at every step."""
    direct = ordered[ordered["cover"].eq(True)]
    places = _places(plans, list(zip(direct["plan"], direct["other"], strict=True)))
    panel, size = Panel(look), look.small
    y0 = panel.heading(
        0,
        say(
            lang,
            "上面的规划在每一级及以上的比例都不低于连线下面的规划",
            "A plan above has at least as large a share at every step as the plan below it on a line",
        ),
    )
    xs = [x for x, _ in places.values()]
    across = max(xs) - min(xs)
    radius = max(
        24.0, min(44.0, widest([part for plan in plans for part in wrap(known.label(plan), size, 58)], size) / 2 + 8)
    )
    apart = min(150.0, (look.width - 2 * radius - 8) / across) if across else 0.0
    radius = min(radius, apart * 0.46) if apart else radius
    down = max(radius * 2 + 26, 84.0)
    top = max(y for _, y in places.values())
    left = (look.width - apart * across) / 2 if look.compact else radius + 8

    def at(plan: str) -> tuple[float, float]:
        x, y = places[plan]
        return left + apart * (x - min(xs)), y0 + radius + 4 + down * (top - y)

    for row in direct.itertuples():
        (x1, y1), (x2, y2) = at(str(row.plan)), at(str(row.other))
        panel.line(x1, y1, x2, y2, theme.TEAL if row.robust else theme.MUTED, 2, dash=not row.robust)
    nodes = pd.DataFrame(
        [
            {
                "plan": plan,
                "name": known.label(plan),
                "px": at(plan)[0],
                "py": at(plan)[1],
                "link": link(plan, part="goals"),
            }
            for plan in plans
        ]
    )
    panel.height = y0 + 2 * radius + 12 + down * top
    panel.marks.append(alt.Chart(nodes).mark_point(size=3.1416 * radius**2, shape="circle", filled=True, fill=theme.PAPER, stroke=theme.INK2, strokeWidth=1.5, opacity=1).encode(
        x=panel._x(), y=panel._y(), tooltip=hover("name:N")))  # fmt: skip
    for plan in plans:
        x, y = at(plan)
        lines = wrap(known.label(plan), size, 2 * radius - 6)[:3]
        for place, line in enumerate(lines):
            panel.text(
                x,
                y + size * 1.15 * (place - (len(lines) - 1) / 2),
                fit(line, size, 2 * radius - 4),
                size,
                align="center",
                link=link(plan, part="goals"),
            )
    kinds = [
        (theme.TEAL, None, say(lang, "稳健", "robust")),
        (theme.MUTED, None, say(lang, "虚线：不稳健", "dashed: not robust")),
    ]
    if not direct["robust"].eq(True).all():
        panel.height = panel.key(panel.height, kinds if direct["robust"].eq(True).any() else kinds[1:])
    return panel


def _pairs(pairs: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    """Draw the matrix of pairs: whether the plan of the row is at least as high as that of the column."""
    panel, size = Panel(look), look.small
    y = panel.heading(
        0,
        say(
            lang,
            "行的规划在每一级及以上的比例是否都不低于列的规划",
            "Has the plan of the row at least as large a share at every step as that of the column?",
        ),
    )
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    column = min(96.0, (look.width - left) / max(1, len(plans)))
    last = left + column * len(plans)
    head = Panel(look)
    top = plan_heads(head, known.labels(plans), left, last) + y
    for item in head.words:
        panel.words.append({**item, "py": item["py"] + y})
    for item in head.lines:
        panel.lines.append({**item, "py": item["py"] + y, "py2": item["py2"] + y})
    row = 26.0 if column >= 26 else 18.0
    place = {plan: at for at, plan in enumerate(plans)}
    cells = []
    for one in pairs.to_dict("records"):
        a, b, share = one["plan"], one["other"], float(one["share"] or 0)
        percent = in_percent(share) if column >= 40 else ""
        if one["relation"] == "incomparable":
            cells += [
                {
                    "row": place[x],
                    "column": place[z],
                    "fill": theme.WASH,
                    "ink": theme.NEAR,
                    "shown": "≠",
                    "plan": x,
                    "what": say(lang, "排不出次序", "not ordered"),
                    "share": share,
                }
                for x, z in ((a, b), (b, a))
            ]
            continue
        high, low = (b, a) if one["relation"] == "below" else (a, b)
        fill = theme.TEAL if one["robust"] else theme.TEAL2
        cells.append(
            {
                "row": place[high],
                "column": place[low],
                "fill": fill,
                "ink": theme.on(fill),
                "shown": percent or "●",
                "plan": high,
                "what": say(lang, "每一级都不低于", "at least as large a share at every step"),
                "share": share,
            }
        )
        if one["relation"] == "equal":
            cells.append({**cells[-1], "row": place[low], "column": place[high], "plan": low})
    bottom = top + row * len(plans)
    if cells:
        frame = pd.DataFrame(cells)
        frame["name"], frame["link"] = (
            frame["plan"].map(known.label),
            [link(plan, part="goals") for plan in frame["plan"]],
        )
        x, yy = bands("x", len(plans), left, last, 0.05), bands("y", len(plans), top, bottom, 0.1)
        chart = alt.Chart(frame).encode(
            x=x, y=yy, tooltip=hover("name:N", "what:N", alt.Tooltip("share:Q", format=".1%"))
        )
        panel.marks += [
            chart.mark_rect(cornerRadius=1).encode(fill=alt.Fill("fill:N", scale=None)),
            chart.mark_text(fontSize=min(size, column * 0.5), baseline="middle").encode(
                text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None)
            ),
        ]
    for plan, at in zip(plans, centres(len(plans), top, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    kinds = [(theme.TEAL, None, say(lang, "每一级都不低于，稳健", "at least as large at every step, robust")),
             (theme.TEAL2, None, say(lang, "每一级都不低于，不稳健", "at least as large, not robust")),
             (theme.WASH, theme.RULE, say(lang, "≠ 排不出次序", "≠ not ordered"))]  # fmt: skip
    fills = {cell["fill"] for cell in cells}
    panel.height = panel.key(bottom + 4, [kind for kind in kinds if kind[0] in fills])
    return panel
