"""Order without weights (F9), and how arbitrary ranks by a composite are (X3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import fonts, theme
from qcompare.figures.chart.base import MANY, counted, figure, finish, link, listed, need, plans_of, plural, say
from qcompare.figures.chart.panel import WIDE, Look, Panel, bands, centres, fit, span, widest, wrap
from qcompare.figures.chart.specificity import plan_heads

_RADIUS = 0.45  # of a circle and some air, where the plans of a level stand 1 apart
_DRAWN = 12  # plans of which a diagram is drawn; of more the matrix alone


@figure(
    "F9",
    "poset",
    "ranks",
    zh="哪些规划在每一级上都不低于另一份？",
    en="Which plans are at least as specific at every step?",
)
def hasse(table: pd.DataFrame, ranks: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw the partial order of the plans: a diagram, and a matrix of pairs with the share of definitions that agree.

    Parameters
    ----------
    table
        Result table ``poset``: plan, other, relation (above, below, equal, incomparable), cover, share (0-1), runs, robust.
    ranks
        Result table ``ranks``: plan, missing (dimensions that a plan lacks).
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
    runs = int(pairs["runs"].max()) if len(pairs) else 0
    lacking = (
        [] if ranks is None or "missing" not in ranks else list(ranks.loc[ranks["missing"].notna(), "plan"].astype(str))
    )
    first = ordered.iloc[0] if len(ordered) else None
    return finish(
        panels, [table] if ranks is None else [table, ranks], name="hasse", lang=lang, look=look,
        title=_ordered(len(pairs), len(ordered), lang),
        subtitle=say(lang, f"{known.said(plans, lang)}，两两比较；{robust}对的次序稳健，{open_}对不可比", f"{known.said(plans, lang)[:1].upper()}{known.said(plans, lang)[1:]}, pair by pair; {counted(robust)} orders are robust, {counted(open_)} pairs are not ordered"),
        note=[say(lang, f"维度：处于第1至5级及以上的目标比例；每一级都不低才排在上面，不加权重。百分数：{runs:,}种定义和编码误差的组合中成立的比例，不低于90%为稳健。",
                  f"Dimensions: share of targets at or above each of steps 1 to 5; a plan is placed above another only if no share is smaller, without weights. Percentages: share of {runs:,} combinations of definitions and coding errors in which it holds; robust from 90%."),
              *([say(lang, f"{listed(known.labels(lacking), lang)}缺一个维度，不排次序。", f"{listed(known.labels(lacking), lang)} lack{'s' * (len(lacking) == 1)} a dimension and {'is' if len(lacking) == 1 else 'are'} not ordered, never last.")] if lacking else [])],
        read="" if first is None else say(
            lang, f"例如：{known.label(first['plan'])}在每一级上都不低于{known.label(first['other'])}，在{100 * first['share']:.0f}%的组合中成立。",
            f"For example: {known.label(first['plan'])} is at least as high as {known.label(first['other'])} at every step, in {100 * first['share']:.0f}% of the combinations."),
        alt_text=(say(lang, "；", "; ").join(f"{known.label(row.plan)} {say(lang, '不低于', 'at least as high as')} {known.label(row.other)} ({100 * row.share:.0f}%)" for row in ordered.head(60).itertuples()) or say(lang, "没有一对可排次序", "no pair is ordered")) + say(lang, "。", "."),
    )  # fmt: skip


def _ordered(pairs: int, ordered: int, lang: str) -> str:
    if not pairs:
        return say(lang, "只有一份规划，无从比较", "There is one plan and nothing to order")
    if not ordered:
        return say(
            lang,
            f"{pairs}对规划中没有一对可按具体程度排出次序",
            f"None of {plural(pairs, 'pair')} of plans can be ordered by specificity",
        )
    return say(
        lang,
        f"{pairs}对规划中，{ordered}对可按具体程度排出次序",
        f"{counted(ordered, capital=True)} of {plural(pairs, 'pair')} of plans can be ordered by specificity",
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
            "上面的规划在每一级上都不低于连线下面的规划",
            "A plan above is at least as high at every step as the plan below it on a line",
        ),
    )
    xs = [x for x, _ in places.values()]
    across = max(xs) - min(xs)
    radius = max(
        24.0, min(34.0, widest([part for plan in plans for part in wrap(known.label(plan), size, 58)], size) / 2 + 5)
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
        x=panel._x(), y=panel._y(), tooltip=["name:N"]))  # fmt: skip
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
        panel.height = panel.key(panel.height, [(fill, frame, words) for fill, frame, words in kinds])
    return panel


def _pairs(pairs: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    """Draw the matrix of pairs: whether the plan of the row is at least as high as that of the column."""
    panel, size = Panel(look), look.small
    y = panel.heading(
        0,
        say(
            lang,
            "行的规划是否在每一级上都不低于列的规划",
            "Is the plan of the row at least as high at every step as that of the column?",
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
        percent = f"{100 * share:.0f}%" if column >= 40 else ""
        if one["relation"] == "incomparable":
            cells += [
                {
                    "row": place[x],
                    "column": place[z],
                    "fill": theme.WASH,
                    "ink": theme.NEAR,
                    "shown": "≠",
                    "plan": x,
                    "what": say(lang, "不可比", "not ordered"),
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
                "what": say(lang, "每一级都不低于", "at least as high at every step"),
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
        chart = alt.Chart(frame).encode(x=x, y=yy, tooltip=["name:N", "what:N", alt.Tooltip("share:Q", format=".0%")])
        panel.marks += [
            chart.mark_rect(cornerRadius=1).encode(fill=alt.Fill("fill:N", scale=None)),
            chart.mark_text(fontSize=min(size, column * 0.5), baseline="middle").encode(
                text="shown:N", color=alt.Color("ink:N", scale=None)
            ),
        ]
    for plan, at in zip(plans, centres(len(plans), top, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    kinds = [(theme.TEAL, None, say(lang, "每一级都不低于，稳健", "at least as high at every step, robust")),
             (theme.TEAL2, None, say(lang, "每一级都不低于，不稳健", "the same, not robust")),
             (theme.WASH, theme.RULE, say(lang, "≠ 不可比", "≠ not ordered"))]  # fmt: skip
    fills = {cell["fill"] for cell in cells}
    panel.height = panel.key(bottom + 4, [kind for kind in kinds if kind[0] in fills])
    return panel


@figure("X3", "composite", "sobol", zh="如果排名，名次有多随意？", en="How arbitrary would ranks be?")
def composite(table: pd.DataFrame, sobol: pd.DataFrame | None = None, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Draw which ranks a composite index could give each plan, and which choice moves them.

    Parameters
    ----------
    table
        Result table ``composite``: plan, rank, acceptability (0-1), runs.
    sobol
        Result table ``sobol``: input, first, total.
    """
    known = plans_of(table, lang)
    rows = need(table, "plan", "rank", "acceptability", "runs").sort_values(["plan", "rank"]).copy()
    plans = known.order(rows["plan"])
    runs = int(rows["runs"].max()) if len(rows) else 0
    panels = [_shares(rows, plans, known, lang, look) if len(plans) <= MANY else _spans(rows, plans, known, lang, look)]
    if sobol is not None and len(sobol):
        panels.append(_indices(sobol, lang, look))
    top = rows[rows["rank"] == 1].set_index("plan")["acceptability"].astype(float)
    first = [plan for plan in plans if top.get(plan, 0) > 0]
    one = rows[(rows["plan"] == plans[0]) & (rows["rank"] == 1)] if plans else rows.head(0)
    return finish(
        panels, [table] if sobol is None else [table, sobol], name="composite", lang=lang, look=look,
        title=say(lang, f"换一套权重或算法，{len(plans)}份规划中有{len(first)}份可能排第一", f"With other weights or methods, {counted(len(first))} of {counted(len(plans))} plans can come first"),
        subtitle=say(lang, f"附录：{known.said(plans, lang)}，各名次在{runs:,}次计算中的比例", f"Appendix: share of {runs:,} runs in which each of {known.said(plans, lang)} has a rank"),
        note=[say(lang, "标准化、加总方式、权重（均匀狄利克雷分布）、去掉一个维度，全部组合。这不是结果，只说明排名不可取。",
                  "All normalisations, aggregations, weights (uniform Dirichlet) and one dimension dropped. No result: it shows that a ranking is not to be had.")],
        read="" if one.empty else say(lang, f"例如：{known.label(plans[0])}在{100 * float(one['acceptability'].iloc[0]):.0f}%的计算中排第一。", f"For example: {known.label(plans[0])} comes first in {100 * float(one['acceptability'].iloc[0]):.0f}% of the runs."),
        alt_text=say(lang, "排第一的比例：", "Share of runs in first place: ") + say(lang, "、", ", ").join(f"{known.label(p)} {100 * float(top.get(p, 0)):.0f}%" for p in plans) + say(lang, "。", "."),
    )  # fmt: skip


def _shares(rows: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    """Draw a bar a plan, cut by rank: grey and without the colour of any question, as no rank is a finding."""
    panel, size = Panel(look), look.text
    y0 = panel.heading(0, say(lang, "可能的名次", "Ranks that can come out"))
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    bottom = y0 + 32 * len(plans)
    rows = rows.copy()
    ranks = sorted(int(rank) for rank in rows["rank"].unique())
    greys = ["#46525C", "#7F8A93", "#AEB7BE", "#D6DDE2", "#EEF1F3", "#F5F7F8", "#F5F7F8", "#F5F7F8"]
    rows["row"] = rows["plan"].map({plan: at for at, plan in enumerate(plans)})
    rows["right"] = rows.groupby("plan")["acceptability"].cumsum()
    rows["left"] = rows["right"] - rows["acceptability"]
    rows["middle"] = (rows["left"] + rows["right"]) / 2
    rows = rows[rows["acceptability"] > 0].copy()
    rows["fill"] = [greys[min(len(greys) - 1, ranks.index(int(rank)))] for rank in rows["rank"]]
    rows["ink"] = [theme.on(fill) for fill in rows["fill"]]
    rows["name"] = rows["plan"].map(known.label)
    wide = look.width - left
    rows["shown"] = [
        f"{100 * share:.0f}%" if share * wide > fonts.width("00%", look.small) + 4 else ""
        for share in rows["acceptability"]
    ]
    rows["link"] = [link(plan, part="goals") for plan in rows["plan"]]
    base = alt.Chart(rows).encode(
        y=bands("y", len(plans), y0, bottom, 0.28),
        tooltip=["name:N", "rank:Q", alt.Tooltip("acceptability:Q", format=".1%")],
    )
    panel.marks += [
        base.mark_bar(stroke=theme.PAPER, strokeWidth=0.8).encode(x=span("left", 0, 1, left, look.width), x2="right:Q", fill=alt.Fill("fill:N", scale=None)),
        base.mark_text(fontSize=look.small, baseline="middle").encode(x=span("middle", 0, 1, left, look.width), text="shown:N", color=alt.Color("ink:N", scale=None)),
    ]  # fmt: skip
    for plan, at in zip(plans, centres(len(plans), y0, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    keys = [
        (greys[min(len(greys) - 1, place)], theme.RULE if place > 2 else None, say(lang, f"第{rank}名", f"rank {rank}"))
        for place, rank in enumerate(ranks)
    ]
    panel.height = panel.key(bottom + 4, keys)
    return panel


def _spans(rows: pd.DataFrame, plans: list[str], known: Any, lang: str, look: Look) -> Panel:
    """Draw median and 90% range of each plan's rank: of many ranks no shares can be told apart."""
    panel, size = Panel(look), look.small
    y0 = panel.heading(
        0, say(lang, "名次的中位数，及90%的计算所在范围", "Median of the ranks, and range of 90% of the runs")
    )
    left = min(widest(known.labels(plans), size), look.width * 0.3) + 12
    rows = rows.copy()
    rows["right"] = rows.groupby("plan")["acceptability"].cumsum()
    ends = {"low": 0.05, "median": 0.5, "high": 0.95}
    spans = []
    for plan in plans:
        own = rows[(rows["plan"] == plan) & (rows["acceptability"] > 0)]
        if len(own):
            found = {
                name: float(own.loc[own["right"] >= min(share, own["right"].max()) - 1e-9, "rank"].iloc[0])
                for name, share in ends.items()
            }
            spans.append(
                {
                    "plan": plan,
                    "row": plans.index(plan),
                    "name": known.label(plan),
                    "link": link(plan, part="goals"),
                    **found,
                }
            )
    bottom = y0 + 20 * len(plans)
    frame = pd.DataFrame(spans)
    y = bands("y", len(plans), y0, bottom, 0.2)
    low, high = 0.5, max(len(plans), float(frame["high"].max())) + 0.5
    step = 1 if high < 12 else 5
    values = [1, *range(step, int(high) + 1, step)] if step > 1 else range(1, int(high) + 1)
    panel.ticks(
        {str(rank): left + (look.width - left) * (rank - low) / (high - low) for rank in values},
        y0,
        bottom,
        say(lang, "名次", "rank"),
    )
    base = alt.Chart(frame).encode(y=y, tooltip=["name:N", "median:Q", "low:Q", "high:Q"])
    panel.marks += [
        base.mark_rule(color=theme.RULE, strokeWidth=8).encode(x=span("low", low, high, left, look.width), x2="high:Q"),
        base.mark_tick(color=theme.INK, thickness=2.5, size=14).encode(x=span("median", low, high, left, look.width)),
    ]
    for plan, at in zip(plans, centres(len(plans), y0, bottom), strict=True):
        panel.text(0, at, fit(known.label(plan), size, left - 8), size)
    panel.height = bottom + size * 3
    return panel


_INPUTS = {"normalisation": ("标准化", "normalisation"), "aggregation": ("加总方式", "aggregation"), "weights": ("权重", "weights"),
           "dimension left out": ("去掉的维度", "dimension left out"), "coding": ("编码误差", "coding errors")}  # fmt: skip


def _indices(table: pd.DataFrame, lang: str, look: Look) -> Panel:
    rows = need(table, "input", "first", "total").copy()
    panel, size = Panel(look), look.text if not look.compact else look.small
    y0 = panel.heading(
        0,
        say(
            lang,
            "哪个选择左右名次（对名次平均变动的索博尔指数）",
            "Which choice moves the ranks (Sobol index of the mean rank shift)",
        ),
    )
    labels = [say(lang, *_INPUTS.get(str(name), (str(name), str(name)))) for name in rows["input"]]
    left = widest(labels, size) + 12
    bottom = y0 + 34 * len(rows)
    rows["row"], rows["name"], rows["zero"] = range(len(rows)), labels, 0.0
    high = max(float(rows[["first", "total"]].max().max()), 0.01)
    for column, fill, shift in (("first", theme.MUTED, -0.5), ("total", theme.RULE, 0.5)):
        some = rows.assign(
            at=rows[column].astype(float).clip(lower=0),
            shown=[f"{value:.2f}".replace("-", "−") for value in rows[column].astype(float)],
        )
        step = 34.0
        scale = bands("y", len(rows), y0 + shift * step * 0.36, bottom + shift * step * 0.36, 0.66)
        base = alt.Chart(some).encode(y=scale, tooltip=["name:N", alt.Tooltip(f"{column}:Q", format=".3f")])
        panel.marks += [
            base.mark_bar(fill=fill).encode(x=span("zero", 0, high, left, look.width - 40), x2="at:Q"),
            base.mark_text(fontSize=look.small, align="left", dx=4, baseline="middle", color=theme.INK).encode(x=span("at", 0, high, left, look.width - 40), text="shown:N"),
        ]  # fmt: skip
    for label, at in zip(labels, centres(len(rows), y0, bottom), strict=True):
        panel.text(0, at, label, size)
    panel.height = panel.key(
        bottom + 6,
        [(theme.MUTED, None, say(lang, "一阶", "first order")), (theme.RULE, None, say(lang, "总效应", "total"))],
    )
    return panel
