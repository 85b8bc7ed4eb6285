"""Sentences on how specific the goals are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qcompare.measures.finding import FEW, Finding, finding, names, series
from qcompare.measures.multiverse import share

if TYPE_CHECKING:
    from qcompare.measures.bench import Measures


def specificity(m: Measures) -> Iterator[Finding]:
    """Yield what the goals part of each plan says, and in what order that puts them."""
    s = m.specificity.set_index("plan")
    quantified = s["share"].dropna().astype(float)
    if not len(quantified):
        yield finding(
            "specificity-0",
            "specificity",
            "没有找到目标部分，具体性无法计算。",
            "No goals part was found: specificity cannot be computed.",
            kind="not comparable",
        )
        return
    few = len(quantified) <= FEW
    shown: dict[str, Any] = {str(plan): float(value) for plan, value in quantified.items()} if few else {}
    zh, en = series(m, quantified)
    small = s[(s["n"] > 0) & (s["n"] < 10)]
    caveat = ("", "")
    if len(small):
        tiny = names(m, small.index)
        caveat = (
            f"{tiny[0]}的目标部分不到10条，一条之差就会明显改变比例。",
            f"The goals part of {tiny[1]} holds fewer than 10 targets: one more or less changes its share visibly.",
        )
    yield finding(
        "specificity-1",
        "specificity",
        f"目标部分有数字的目标所占比例：{zh}。",
        f"Share of goals with a number: {en}.",
        caveat,
        **shown,
    )
    zh, en = series(m, s["minimum"].dropna().astype(float))
    yield finding(
        "specificity-2", "specificity", f"同时有数字、期限、约束方向且范围不含糊的目标所占比例：{zh}。",
        f"Share of goals that have a number, a date, a binding direction and no open scope, all at once: {en}.",
        ("期限包括从上文或规划目标年继承的年份；若只认本句中的年份，比例大幅下降。", "Dates include years inherited from the context or the plan's horizon; counting only years in the same sentence lowers the shares a lot."),
        minimum_explicit=series(m, s["minimum_explicit"].dropna().astype(float))[1],
    )  # fmt: skip
    yield from _order(m)
    yield from _density(m)
    e = m.element_shares
    weak = e.groupby("element")[["yes", "n"]].sum()
    weak = weak[weak["n"] > 0]
    if "responsible" in weak.index and weak.loc["responsible", "yes"] == 0:
        yield finding("specificity-5", "element_shares", "目标部分没有一条目标在同一句中写明责任单位。", "No goal names a responsible body in its own sentence.",
                       ("公开文本可能删去了责任分工，这不等于没有分工。", "Published texts may leave the division of work out; that is not the same as there being none."),
                       targets=int(weak.loc["responsible", "n"]))  # fmt: skip
    cycles = m.verification[(m.verification["item"] == "cycle")]
    named = cycles[cycles["cycle"].notna()]
    if len(named) and len(m.plans) <= FEW:
        zh = "、".join(f"{m.name(r.plan)}“{r.cycle}”" for r in named.itertuples())
        en = ", ".join(f"{m.name(r.plan, 'en')} {r.cycle}" for r in named.itertuples())
        yield finding(
            "specificity-6",
            "verification",
            f"考核周期的写法：{zh}；其余未见。",
            f"Cycle of assessment as written: {en}; none seen in the others.",
            named=len(named),
        )


def _order(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2:
        return
    if len(m.plans) > FEW:
        pairs = m.ladder_dominance
        ordered = int((pairs["relation"] == "dominates").sum())
        yield finding(
            "specificity-3",
            "ladder_dominance",
            f"按阶梯分布，{len(pairs) // 2}对规划中有{ordered}对可以分出高低，其余不可比。",
            f"By ladder profile {ordered} of {len(pairs) // 2} pairs of plans can be ordered; the rest cannot.",
            ordered=ordered,
        )
        return
    p = m.poset
    firm = p[(p["relation"] == "above") & p["robust"].fillna(False)]
    loose = p[(p["relation"] == "above") & ~p["robust"].fillna(False)]
    none = p[p["relation"] == "incomparable"]
    text = {
        lang: "；".join(f"{m.name(r.plan, lang)} > {m.name(r.other, lang)}" for r in firm.itertuples())
        for lang in ("zh", "en")
    }
    open_ = {
        lang: "；".join(f"{m.name(r.plan, lang)} / {m.name(r.other, lang)}" for r in none.itertuples())
        for lang in ("zh", "en")
    }
    yield finding(
        "specificity-3", "poset",
        f"不加权重，只看阶梯每一级的累计比例：稳固的先后有{len(firm)}对（{text['zh'] or '无'}）；分不出先后的有{len(none)}对（{open_['zh'] or '无'}）。",
        f"Without weights, by the cumulative share on every rung: {len(firm)} firm orderings ({text['en'].replace('；', '; ') or 'none'}); {len(none)} pairs cannot be ordered ({open_['en'].replace('；', '; ') or 'none'}).",
        (
            "“稳固”指在至少九成的定义组合和编码误差模拟中成立" + (f"；另有{len(loose)}对先后未达到。" if len(loose) else "。"),
            "Firm: holds in at least nine tenths of the definition and coding runs" + (f"; {len(loose)} more orderings fall short." if len(loose) else "."),
        ),
        holds=float(firm["share"].min()) if len(firm) else None, firm=len(firm), loose=len(loose), incomparable=len(none),
    )  # fmt: skip


def _density(m: Measures) -> Iterator[Finding]:
    d = (
        m.density[m.density["unit"] == "targets"]
        .pivot(index="plan", columns="part", values="per_1000")
        .astype(float)
        .dropna()
    )
    if len(d) < 2:
        return
    goals, whole = d["goals"].idxmax(), d["whole"].idxmax()
    same = (
        ("两种算法领先者相同", "the same plan leads both ways")
        if goals == whole
        else ("领先者换了", "the leader changes")
    )
    yield finding(
        "specificity-4", "density",
        f"每千字的定量目标数取决于分母：按目标部分，最高的是{m.name(goals)}（{d.loc[goals, 'goals']:.1f}）；按全文，最高的是{m.name(whole)}（{d.loc[whole, 'whole']:.1f}），{same[0]}。",
        f"Quantified targets per 1,000 characters hang on the denominator: {m.name(goals, 'en')} leads on the goals part ({d.loc[goals, 'goals']:.1f}), {m.name(whole, 'en')} on the whole plan ({d.loc[whole, 'whole']:.1f}); {same[1]}.",
        ("密度高只说明写得集中，不说明规划更好。", "A high density says that numbers stand close together, not that the plan is better."),
        holds=share(m, "density:goals", "density:whole"), goals=float(d.loc[goals, "goals"]), whole=float(d.loc[whole, "whole"]),
    )  # fmt: skip
