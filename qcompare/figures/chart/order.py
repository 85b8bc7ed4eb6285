"""Comparisons without weights, and what weights would do: partial order (F9), composite (X3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import MANY, figure, finish, heading, link, need, number, plans_of, say, width, wrap

_RADIUS = 0.45  # of a plan's circle and some air, where neighbours are 1 apart
_APART = 110  # pixels between neighbours
_CIRCLE = 66  # pixels across, which holds a name of nine half-width characters
_LONGEST = 12  # half-width characters in a line of a name
_LINE = 14  # pixels from one line of a name to the next


@figure(
    "F9", "poset", "ranks", zh="哪些比较不需要权重？", en="Which comparisons need no weights?",
)  # fmt: skip
def hasse(table: pd.DataFrame, ranks: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Draw the partial order of the plans, and beside it the range of ranks that it allows.

    Parameters
    ----------
    table
        Result table ``poset``: plan (upper), other (lower), relation, cover (an edge), share, runs, robust.
    ranks
        Result table ``ranks``: plan, best, worst, mean, extensions, isolated, missing.
    """
    known = plans_of(table, lang)
    pairs = need(table, "plan", "other", "relation", "cover", "share", "runs", "robust")
    rows = need(ranks, "plan", "best", "worst", "mean", "isolated", "missing")
    plans = known.order(rows["plan"])
    edges = pairs[pairs["cover"].eq(True) & (pairs["relation"] == "above")]
    places = _places(plans, [(row.plan, row.other) for row in edges.itertuples()])
    robust, weak = say(lang, "稳健（≥ 90 % 的运行）", "robust (≥ 90 % of runs)"), say(lang, "不稳健", "not robust")
    lines = [
        {"x": places[row.plan][0], "y": places[row.plan][1], "x2": places[row.other][0], "y2": places[row.other][1],
         "kind": robust if row.robust else weak, "share": row.share, "pair": f"{known.label(row.plan)} > {known.label(row.other)}"}
        for row in edges.itertuples()
    ]  # fmt: skip
    nodes = pd.DataFrame(
        [
            {
                "plan": plan,
                "label": known.label(plan),
                "x": places[plan][0],
                "y": places[plan][1],
                "link": link(plan, part="goals"),
            }
            for plan in plans
        ]
    )
    diagram = _diagram(
        nodes, pd.DataFrame(lines, columns=["x", "y", "x2", "y2", "kind", "share", "pair"]), (robust, weak), lang
    )
    stated = say(lang, "；", "; ").join(line["pair"] + f" ({line['kind']})" for line in lines) or say(
        lang, "没有任何一对可比", "no pair is comparable"
    )
    incomparable = int((pairs["relation"] == "incomparable").sum())
    runs = _most(pairs["runs"])
    return finish(
        alt.hconcat(diagram, _ranges(rows, plans, known, lang), spacing=40), [table, ranks],
        name="hasse", lang=lang, plans=plans, columns=112,
        title=say(lang, "规划之间的偏序", "The partial order of the plans"),
        n=say(lang, f"n = {len(plans)} 个规划，{len(pairs)} 对，其中 {incomparable} 对不可比；{runs} 次运行", f"n = {len(plans)} plans, {len(pairs)} pairs, {incomparable} incomparable; {runs} runs"),
        rule=say(lang, "方面即阶梯第 1–5 级及以上的目标比例，每个方面都不低才算在上；缺一个方面即不可比，不算最低", "respects: the shares of targets on rungs 1 to 5 of the ladder or higher; above only if at least as high in every one; a missing respect makes a plan incomparable, never lowest"),
        notes=[say(lang, "线表示直接的上下关系；右图为全部线性扩展允许的名次", "lines: direct relations; right: ranks that the linear extensions allow")],
        alt_text=stated,
    )  # fmt: skip


def _most(runs: pd.Series) -> str:
    """Return a number of runs, as a caption says it."""
    return f"{int(runs.max()):,}" if len(runs) else "0"


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


def _diagram(nodes: pd.DataFrame, lines: pd.DataFrame, kinds: tuple[str, str], lang: str) -> Any:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[nodes["x"].min() - 0.6, nodes["x"].max() + 0.6]))
    scale_y = alt.Scale(domain=[-0.4, max(1.0, nodes["y"].max()) + 0.4])
    y = alt.Y("y:Q", axis=None, scale=scale_y)
    scale = alt.Scale(domain=list(kinds), range=[[1, 0], [5, 4]])
    edges = alt.Chart(lines).mark_rule(strokeWidth=2).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q", strokeDash=alt.StrokeDash("kind:N", scale=scale, legend=alt.Legend(title=None, orient="bottom")),
        tooltip=["pair:N", "kind:N", alt.Tooltip("share:Q", format=".0%")],
    )  # fmt: skip
    height = _APART * (max(1, int(nodes["y"].max())) + 1)
    size, written = _circles(nodes["label"])
    if max(map(len, written)) == 1:
        names = alt.Chart(nodes).mark_text(fontSize=12).encode(x=x, y=y, text="label:N")
    else:
        half = _LINE / 2 * (max(1.0, nodes["y"].max()) + 0.8) / height  # the first line stands above the middle
        above = [at + half * (len(name) - 1) for at, name in zip(nodes["y"], written, strict=True)]
        names = alt.Chart(nodes.assign(lines=written, first=above)).mark_text(fontSize=12, lineHeight=_LINE).encode(
            x=x, y=alt.Y("first:Q", axis=None, scale=scale_y), text="lines:N"
        )  # fmt: skip
    dots = (
        alt.Chart(nodes)
        .mark_circle(size=size, color=theme.PAPER, stroke=theme.INK, strokeWidth=1.5, opacity=1)
        .encode(x=x, y=y, tooltip=["label:N"])
    )
    across = _APART * (nodes["x"].max() - nodes["x"].min() + 1.2)
    return (edges + dots + names).properties(
        title=heading(say(lang, "哈斯图（上高于下）", "Hasse diagram (upper is higher)")),
        width=max(280, across),
        height=height,
    )


def _circles(labels: Iterable[str]) -> tuple[int, list[list[str]]]:
    """Return the area of the circles, and the lines of the name in each; longer names have larger circles.

    >>> _circles(["Siping", "Tianjin"]), _circles(["洛阳 2018–2020", "楚州市清溪"])
    ((3400, [['Siping'], ['Tianjin']]), (4185, [['洛阳', '2018–2020'], ['楚州市清溪']]))
    """
    lines = [wrap(label, _LONGEST) for label in labels]
    across = min(2 * _RADIUS * _APART, max(7 * width(line) + 3 for name in lines for line in name))
    return 3400 if across <= _CIRCLE else round(0.7854 * across**2), lines


def _ranges(rows: pd.DataFrame, plans: list[str], known: Any, lang: str) -> Any:
    count = len(plans)
    rows = rows.assign(
        label=rows["plan"].map(known.label),
        shown=[
            f"{number(row.best)}–{number(row.worst)}" if row.best == row.best and row.best is not None
            else say(lang, "缺方面，不定名次", "a respect is missing: no rank") for row in rows.itertuples()
        ],
        link=[link(plan, part="goals") for plan in rows["plan"]],
    )  # fmt: skip
    rows = rows.assign(
        left=rows["best"].fillna(1) - 0.5, right=rows["worst"].fillna(0.5) + (rows["worst"].notna()) * 0.5
    )
    order = [
        known.label(plan)
        for plan in sorted(
            plans, key=lambda p: (rows.loc[rows["plan"] == p, "mean"].fillna(99).iloc[0], plans.index(p))
        )
    ]
    x = alt.X("left:Q", title=say(lang, "可能的名次", "possible ranks"), scale=alt.Scale(domain=[0.5, count + 0.5], nice=False),
              axis=alt.Axis(values=list(range(1, count + 1)), format="d", grid=False))  # fmt: skip
    base = alt.Chart(rows).encode(y=alt.Y("label:N", sort=order, title=None))
    bars = base.mark_bar(color=theme.ORDERED[2], height=16).encode(
        x=x, x2="right:Q", tooltip=["label:N", "best:Q", "worst:Q", alt.Tooltip("mean:Q", format=".2f")]
    )
    mean = (
        base.transform_filter("isValid(datum.mean)")
        .mark_tick(thickness=2.5, color=theme.INK, size=18)
        .encode(x="mean:Q")
    )
    text = base.mark_text(align="left", fontSize=10.5, color=theme.MUTED, dy=-15, dx=3).encode(
        x="left:Q", text="shown:N"
    )
    return (bars + mean + text).properties(
        title=heading(say(lang, "名次范围（竖线为平均）", "rank ranges (tick: mean)")), width=300, height=44 * count
    )


@figure(
    "X3", "composite", "sobol", zh="如果非要排名，会有多随意？", en="How arbitrary would a ranking be?",
)  # fmt: skip
def composite(table: pd.DataFrame, sobol: pd.DataFrame | None = None, *, lang: str = "zh") -> Any:
    """Draw rank acceptability over all weights and choices, and which choice moves the ranks.

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
    rows["label"] = rows["plan"].map(known.label)
    many = len(plans) > MANY
    rows["place"] = [say(lang, f"第 {rank} 名", f"rank {rank}") for rank in rows["rank"].astype(int)]
    rows["right"] = rows.groupby("plan")["acceptability"].cumsum()
    rows["left"] = rows["right"] - rows["acceptability"]
    rows["middle"] = (rows["left"] + rows["right"]) / 2
    rows["shown"] = [f"{100 * share:.0f}%" if share >= 0.08 else "" for share in rows["acceptability"]]
    places = list(dict.fromkeys(rows.sort_values("rank")["place"]))
    ramp = [theme.ORDERED[5 - round(5 * i / max(1, len(places) - 1))] for i in range(len(places))]
    rows["ink"] = [theme.on(ramp[places.index(place)]) for place in rows["place"]]
    rows["link"] = [link(plan, part="goals") for plan in rows["plan"]]
    base = alt.Chart(rows[rows["acceptability"] > 0]).encode(y=alt.Y("label:N", sort=known.labels(plans), title=None))
    bars = base.mark_bar(stroke=theme.MUTED, strokeWidth=0.5).encode(
        x=alt.X("left:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%"), title=say(lang, "占全部运行的比例", "share of runs")), x2="right:Q",
        color=alt.Color("place:N", scale=alt.Scale(domain=places, range=ramp), legend=alt.Legend(title=None, orient="right", symbolType="square", symbolStrokeColor=theme.MUTED)),
        tooltip=["label:N", "place:N", alt.Tooltip("acceptability:Q", format=".1%")],
    )  # fmt: skip
    texts = base.mark_text(fontSize=11).encode(x="middle:Q", text="shown:N", color=alt.Color("ink:N", scale=None))
    left = _spans(rows, known.labels(plans), lang) if many else (bars + texts).resolve_scale(color="independent").properties(
        title=heading(say(lang, "名次可接受度", "rank acceptability")), width=460, height=40 * len(plans)
    )  # fmt: skip
    shown = (
        left
        if sobol is None
        else alt.vconcat(left, _indices(sobol, lang), spacing=24).resolve_scale(color="independent")
    )
    top = rows[rows["rank"] == 1].set_index("plan")["acceptability"]
    return finish(
        shown, [table] if sobol is None else [table, sobol], name="composite", lang=lang, plans=plans, columns=104,
        title=say(lang, "附录：综合指数的名次有多随意", "Appendix: how arbitrary the ranks of a composite are"),
        n=say(lang, f"n = {len(plans)} 个规划，{_most(rows['runs'])} 次运行", f"n = {len(plans)} plans, {_most(rows['runs'])} runs"),
        rule=say(lang, "标准化、加总方式、权重（均匀狄利克雷）、去一维度全部轮换", "all normalisations, aggregations, Dirichlet(1) weights, one dimension dropped"),
        notes=[say(lang, "不是结论，只说明排名不可取", "not a result: it shows that a ranking is not to be had")],
        alt_text=say(lang, "排第一的比例：", "Share of runs in first place: ") + say(lang, "、", ", ").join(f"{known.label(p)} {100 * float(top.get(p, 0)):.0f}%" for p in plans),
    )  # fmt: skip


def _spans(rows: pd.DataFrame, order: list[str], lang: str) -> Any:
    """Draw median and 90 % range of each plan's rank: of many ranks no colours can be told apart."""
    found = rows[rows["acceptability"] > 0].groupby("label", sort=False)
    ends = {"low": 0.05, "median": 0.5, "high": 0.95}
    spans = pd.DataFrame(
        {"label": label, "link": one["link"].iloc[0]}
        | {name: float(one.loc[one["right"] >= share - 1e-9, "rank"].iloc[0]) for name, share in ends.items()}
        for label, one in found
    )
    scale = alt.Scale(domain=[0.5, len(order) + 0.5], nice=False)
    base = alt.Chart(spans).encode(
        y=alt.Y("label:N", sort=order, title=None), tooltip=["label:N", "median:Q", "low:Q", "high:Q"]
    )
    bars = base.mark_rule(color=theme.ORDERED[2], strokeWidth=8).encode(
        x=alt.X("low:Q", scale=scale, title=say(lang, "名次", "rank")), x2="high:Q"
    )
    middle = base.mark_tick(color=theme.INK, thickness=2.5, size=16).encode(x="median:Q")
    title = heading(say(lang, "名次：中位数与 90 % 的运行所在范围", "ranks: median, and range of 90 % of the runs"))
    return (bars + middle).properties(title=title, width=460, height=24 * len(order))


_INPUTS = {"normalisation": "标准化", "aggregation": "加总方式", "weights": "权重", "dimension left out": "去掉的维度",
           "coding": "编码误差"}  # fmt: skip


def _indices(table: pd.DataFrame, lang: str) -> Any:
    rows = need(table, "input", "first", "total").melt(
        id_vars="input", value_vars=["first", "total"], var_name="order", value_name="index"
    )
    rows["label"] = [say(lang, _INPUTS.get(name, name), name) for name in rows["input"]]
    kinds = {"first": say(lang, "一阶", "first order"), "total": say(lang, "总效应", "total")}
    rows["kind"] = rows["order"].map(kinds)
    rows["shown"] = [number(value, 2) for value in rows["index"]]
    rows["beside"] = rows["index"].clip(lower=0)  # a bar to the left of zero keeps clear of its number
    order = list(rows[rows["order"] == "total"].sort_values(["index", "label"], ascending=[False, True])["label"])
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=order, title=None), yOffset=alt.YOffset("kind:N", sort=list(kinds.values()))
    )
    bars = base.mark_bar().encode(
        x=alt.X("index:Q", title=say(lang, "对名次平均变动的 Sobol 指数", "Sobol index of the mean rank shift")),
        color=alt.Color("kind:N", sort=list(kinds.values()), scale=alt.Scale(domain=list(kinds.values()), range=[theme.ORDERED[2], theme.ORDERED[5]]), legend=alt.Legend(title=None, orient="right")),
        tooltip=["label:N", "kind:N", alt.Tooltip("index:Q", format=".3f")],
    )  # fmt: skip
    text = base.mark_text(align="left", dx=4, fontSize=10.5).encode(x="beside:Q", text="shown:N")
    return (bars + text).properties(
        title=heading(say(lang, "哪个选择左右名次", "which choice moves the ranks")), width=460, height=44 * len(order)
    )
