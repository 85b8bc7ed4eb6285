"""Sentences on how specific the goals are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qcompare.findings.finding import FEW, Finding, figures, finding, names, series
from qcompare.findings.multiverse import share
from qcompare.lexicon import rows

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures


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
    zh, en = series(m, quantified)
    small = s[(s["n"] > 0) & (s["n"] < 10)]
    caveat = (
        "“全部、杜绝”一类没有数字而不留例外的说法按100%或0计入。",
        "Words that leave no exception, such as 全部 (all) and 杜绝 (none), count as 100% or 0.",
    )
    if m.chosen.absolute == "out":
        caveat = ("", "")
    if len(small):
        tiny = names(m, small.index)
        caveat = (
            f"{caveat[0]}{tiny[0]}的目标部分不到10条，一条之差就会明显改变比例。",
            f"{caveat[1]} The goals part of {tiny[1]} holds fewer than 10 targets: one more or less changes its share visibly.".strip(),
        )
    yield finding(
        "specificity-1",
        "specificity",
        f"目标部分中，写出数字的目标所占比例：{zh}。",
        f"Share of the goals that state a number: {en}.",
        caveat,
        **figures(quantified),
    )
    zh, en = series(m, s["minimum"].dropna().astype(float))
    strict = series(m, s["minimum_explicit"].dropna().astype(float))
    yield finding(
        "specificity-2", "specificity", f"既有数字和期限、写明了上限或下限、范围又不含糊的目标所占比例：{zh}。",
        f"Share of the goals that state a number and a date, say in which direction the number binds, and leave no doubt about what is covered: {en}.",
        (
            f"期限包括承上文或按规划目标年推定的年份；若只认本句写明的年份，则为：{strict[0]}。",
            f"Dates include years taken from the context or from the plan's horizon; counting only years in the same sentence: {strict[1]}.",
        ),
        **figures(s["minimum"]),
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
        gloss = {row["word"]: row["en"] for row in rows("measures/cycles")}
        en = ", ".join(f"{m.name(r.plan, 'en')} {r.cycle} ({gloss[r.cycle]})" for r in named.itertuples())
        yield finding(
            "specificity-6",
            "verification",
            f"规划写明的考核周期：{zh}" + ("；其余规划没有写明。" if len(named) < len(m.plans) else "。"),
            f"How often progress is to be assessed, as written: {en}"
            + ("; the other plans name no cycle." if len(named) < len(m.plans) else "."),
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
            f"By their shares on the rungs of the ladder, {ordered} of {len(pairs) // 2} pairs of plans can be ordered; the rest cannot.",
            ordered=ordered,
        )
        return
    p = m.poset
    firm = p[(p["relation"] == "above") & p["robust"].fillna(False)]
    loose = p[(p["relation"] == "above") & ~p["robust"].fillna(False)]
    none = p[p["relation"] == "incomparable"]
    above = [(plan, names(m, group["other"])) for plan, group in firm.groupby("plan", sort=False)]
    zh = "；".join(f"{m.name(plan)}高于{lower[0]}" for plan, lower in above)
    en = "; ".join(f"{m.name(plan, 'en')} above {lower[1]}" for plan, lower in above)
    open_zh = "、".join(f"{m.name(r.plan)}与{m.name(r.other)}" for r in none.itertuples())
    open_en = ", ".join(f"{m.name(r.plan, 'en')} and {m.name(r.other, 'en')}" for r in none.itertuples())
    yield finding(
        "specificity-3", "poset",
        f"目标的具体程度不加权重、只看六级阶梯：一份规划在每一级及以上的比例都不低于另一份，才算高于它。这样稳固地分出高低的有{len(firm)}对（{zh or '无'}）；分不出高低的有{len(none)}对（{open_zh or '无'}）。",
        f"How specific the goals are, without weights: a plan stands above another only where its share at or above every rung of the ladder is no smaller. {len(firm)} pairs are firmly ordered ({en or 'none'}); {len(none)} cannot be ordered ({open_en or 'none'}).",
        (
            "“稳固”指在至少九成的定义组合和编码误差模拟中成立" + (f"；另有{len(loose)}对未达到。" if len(loose) else "。") + "更具体不等于更好。",
            "Firm: it holds in at least nine tenths of the runs over definitions and simulated coding errors" + (f"; {len(loose)} more orderings fall short." if len(loose) else ".") + " More specific is not better.",
        ),
        holds=float(firm["share"].min()) if len(firm) else None, claim=("以上每一对", "each of these orderings"),
        firm=len(firm), loose=len(loose), incomparable=len(none),
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
        ("两种算法的最高者相同", "the same plan is highest both ways")
        if goals == whole
        else ("换一个分母，最高者就换了", "another denominator, another plan on top")
    )
    yield finding(
        "specificity-4", "density",
        f"每千字的定量目标数取决于分母：按目标部分，最高的是{m.name(goals)}（{d.loc[goals, 'goals']:.1f}）；按全文，最高的是{m.name(whole)}（{d.loc[whole, 'whole']:.1f}），{same[0]}。",
        f"The number of quantified targets per 1,000 characters depends on the denominator: {m.name(goals, 'en')} is highest in the goals part ({d.loc[goals, 'goals']:.1f}), {m.name(whole, 'en')} in the whole plan ({d.loc[whole, 'whole']:.1f}); {same[1]}.",
        ("密度高只说明写得集中，不说明规划更好。", "A high density says that numbers stand close together, not that the plan is better."),
        **share(m, "density:goals", "density:whole"), goals=float(d.loc[goals, "goals"]), whole=float(d.loc[whole, "whole"]),
    )  # fmt: skip
