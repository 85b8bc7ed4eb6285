"""Sentences on how specific the targets are: the order without weights, counts, density, provisions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qcompare.findings.finding import (
    DEPENDS,
    FEW,
    FIRM,
    TOO_FEW,
    Finding,
    counted,
    figures,
    finding,
    in_order,
    joined,
    left_out,
    listed,
    names,
    percent,
    series,
    some,
)
from qcompare.findings.multiverse import share
from qcompare.lexicon import rows

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

ALL_OR_NONE = (
    "不留例外的表述虽无数字，也按100%或0计入；可以不计。",
    "All or none (全部, 杜绝) has no numeral and counts as 100% or 0; it can be left out.",
)


def specificity(m: Measures) -> Iterator[Finding]:
    """Yield what the goals section of each plan says, and in what order that puts the plans."""
    s = m.specificity.set_index("plan")
    if not s["share"].notna().any():
        yield finding(
            "specificity-0", "specificity", "没有找到目标部分，无法计算目标有多具体。",
            "No goals section was found: how specific the targets are cannot be computed.", kind="not comparable",
        )  # fmt: skip
        return
    yield from _order(m)
    zh, en = counted(m, s["quantified"], s["n"])
    small = s.index[(s["n"] > 0) & (s["n"] < 10)]
    few = names(m, small) if len(small) else ("", "")
    caveat = ("", "") if m.chosen.absolute == "out" else ALL_OR_NONE
    if len(small):
        caveat = (
            f"{caveat[0]}{few[0]}的目标部分不到10条，相差一条比例就会明显改变。",
            f"{caveat[1]} The goals section of {few[1]} holds fewer than 10 targets: one more or less changes its share visibly.".strip(),
        )
    yield finding(
        "specificity-2", "specificity", f"目标部分中写出数字或不留例外（全部、杜绝）的目标：{zh}。",
        f"Targets of the goals section with a number, or all or none: {en}.", joined(caveat, left_out(m, s.index)),
        picture="ladder", sure=_coding(m), **figures(s["share"]),
    )  # fmt: skip
    zh, en = series(m, s["minimum"])
    strict = series(m, s["minimum_explicit"])
    yield finding(
        "specificity-3", "specificity", f"数字（或不留例外）、限值方向和范围都写明、又有期限的目标所占比例，期限在本句写明的：{strict[0]}；计入承接上文和按规划目标年推定的期限：{zh}。",
        f"Share of targets that state a number (or all or none), a direction (at least or at most) and a clear scope, with a year in the same sentence: {strict[1]}; with a year taken from the context or the plan's horizon as well: {en}.",
        joined(("四项齐全只说明目标可以核对，不说明要求高。", "All four make a target checkable; they do not make it demanding."), left_out(m, s.index)),
        picture="elements", sure=(DEPENDS, "比例和次序取决于承接上文和推定的年份算不算期限。", "Shares and their order depend on whether a year from the context or the horizon counts as a date."),
        **figures(s["minimum"]),
    )  # fmt: skip
    yield from _density(m)
    yield from _provisions(m)


def _coding(m: Measures) -> tuple[int, str, str]:
    """Return how far coding errors at the rates of unseen texts would move the shares with a number."""
    rows_ = m.under(rates="blind").coding_interval.query("measure == 'share'").dropna(subset=["low", "high"])
    if rows_.empty:
        return (0, "", "")
    moved = float(max((rows_["value"] - rows_["low"]).max(), (rows_["high"] - rows_["value"]).max()))
    return (
        DEPENDS,  # whatever the coding does: other definitions of a target with a number move the shares, too
        f"若编码误差与未见过的文本相同，比例在十次模拟的九次中变动不超过{math.ceil(100 * moved)}个百分点；计法不同（如不计“全部”）也会改变比例。",
        f"If the coding erred as on texts not seen before, a share would move by up to {math.ceil(100 * moved)} points in nine of ten simulations; other definitions (all or none left out) move it, too.",
    )


def _order(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2:
        return
    if len(m.plans) > FEW:
        pairs = m.ladder_dominance
        ordered = int((pairs["relation"] == "dominates").sum())
        yield finding(
            "specificity-1", "ladder_dominance",
            f"按六级阶梯逐级比较，{len(pairs) // 2}对规划中有{ordered}对，一份在每一级都不低于另一份；这些次序没有检验是否稳健。",
            f"Compared step by step on six steps, in {ordered} of {len(pairs) // 2} pairs of plans one is at least as specific at every step; these orders are not tested for robustness.",
            joined(("规划多于8份时不检验次序是否稳健。更具体不等于更好。", "With more than eight plans the orders are not tested for robustness. More specific is not better."), left_out(m, pairs["plan"].unique())),
            picture="ladder", sure=(DEPENDS, "没有检验编码误差和句子重抽。", "Coding errors and resampled sentences were not tested."), ordered=ordered,
        )  # fmt: skip
        return
    p = m.poset
    robust = p["robust"].fillna(False).astype(bool)
    firm, loose = (p[(p["relation"] == "above") & flag] for flag in (robust, ~robust))
    none = p[p["relation"] == "incomparable"]
    above = {plan: names(m, firm.loc[firm["plan"] == plan, "other"]) for plan in in_order(m, firm["plan"])}
    zh = "；".join(f"{m.name(plan)}的目标在每一级都不低于{lower[0]}" for plan, lower in above.items())
    en = "; ".join(
        f"{m.name(plan, 'en')}'s targets are at least as specific at every step as those of {lower[1]}"
        for plan, lower in above.items()
    )
    counts = (
        f"共{len(p)}对：{len(firm)}对的次序稳健，{len(loose)}对排出次序而不稳健，{len(none)}对不可比。" + _loose(m, loose)[0],
        f"Of {some(len(p), 'pair', 'pairs')}, {len(firm)} {'is' if len(firm) == 1 else 'are'} robustly ordered, {len(loose)} ordered but not robust, {len(none)} not ordered.{_loose(m, loose)[1]}",
    )  # fmt: skip
    lowest = math.floor(100 * float(firm["share"].min())) / 100 if len(firm) else None  # at least: never rounded up
    sure = (
        (FIRM, f"每一对在定义组合、编码误差模拟和句子重抽三项检验中各至少{percent(lowest)}成立。",
         f"Each order holds in at least {percent(lowest)} of each of three tests: definitions, simulated coding errors, resampled sentences.")
        if lowest is not None else
        (TOO_FEW, "没有一对同时通过三项检验（定义、编码误差、句子重抽）。",
         "No pair passes all three tests (definitions, coding errors, resampled sentences).")
    )  # fmt: skip
    bound = joined(*(_tipping(m, row.plan, row.other) for row in firm.itertuples()))
    yield finding(
        "specificity-1", "poset", f"{zh}。" if above else "没有两份规划的具体程度可以稳健地排出次序。",
        f"{en}." if above else "No two plans can be robustly ordered by how specific their targets are.",
        joined(("比较的是每一级及以上的目标比例，不加权重；更具体不等于更好。", "Compared are the shares of targets at or above each of six steps, without weights; more specific is not better."),
               left_out(m, p[["plan", "other"]].stack().unique()), bound),
        counts=counts, picture="hasse", sure=sure, holds=lowest, claim=("稳健的每一对次序", "each of the robust orders") if above else ("", ""),
        firm=len(firm), loose=len(loose), incomparable=len(none),
    )  # fmt: skip


def _tipping(m: Measures, plan: str, other: str) -> tuple[str, str]:
    """Return how many targets the boxes left out of one plan would have to hold at least for another's order over it to end.

    They count as standing on the highest step: fewer cannot lift a share of the lower plan above that of the higher one.
    """
    if other not in m.omitted:
        return "", ""
    steps = m.ladder.pivot(index="plan", columns="rung", values="at_least").drop(columns=0).astype(float)
    n = int(m.ladder.loc[m.ladder["plan"] == other, "n"].iloc[0])
    gaps = ((steps.loc[plan] * n - steps.loc[other] * n) / (1 - steps.loc[plan])).replace([float("inf")], float("nan"))
    if gaps.isna().all():
        return "", ""
    need = math.floor(float(gaps.min()) + 1e-9) + 1
    return (
        f"只有略去的内容含有至少{need}条目标（这么多条写明数字、期限、范围和外部核验的就够），{m.name(plan)}对{m.name(other)}的次序才会改变；是否如此无从检验。",
        f"The order of {m.name(plan, 'en')} over {m.name(other, 'en')} could change only if what is left out holds at least {some(need, 'target', 'targets')} (as many with number, year, clear scope and external verification would do); whether it does cannot be tested.",
    )  # fmt: skip


def _loose(m: Measures, loose: object) -> tuple[str, str]:
    """Return why the orders that are not robust are not, pair by pair."""
    zh, en = [], []
    for row in loose.itertuples():  # type: ignore[attr-defined]
        a, b = (m.name(row.plan), m.name(row.other)), (m.name(row.plan, "en"), m.name(row.other, "en"))
        if row.sentences == 1:
            least = math.floor(100 * min(float(row.share_definitions), float(row.share_coding)) + 1e-9)
            zh.append(f"{a[0]}对{a[1]}（其中一份的目标部分只有一句，无法重抽；其余检验中最低的{least}%成立）")
            en.append(
                f"{b[0]} over {b[1]} (one goals section is a single sentence and cannot be resampled; in the lowest of the other tests it holds in {least}%)"
            )
        else:
            kinds = {
                "定义组合": row.share_definitions,
                "编码误差模拟": row.share_coding,
                "句子重抽": row.share_sentences,
            }
            english = dict(zip(kinds, ("definitions", "simulated coding errors", "resampled sentences"), strict=True))
            worst = min(kinds, key=lambda kind: kinds[kind])
            zh.append(f"{a[0]}对{a[1]}（{worst}中{percent(float(kinds[worst]))}成立）")
            en.append(f"{b[0]} over {b[1]} (holds in {percent(float(kinds[worst]))} of {english[worst]})")
    return (f"不稳健的：{'、'.join(zh)}。" if zh else "", f" Not robust: {'; '.join(en)}." if en else "")


def _density(m: Measures) -> Iterator[Finding]:
    table = m.density[m.density["unit"] == "targets"]
    d = table.pivot(index="plan", columns="part", values="per_1000").astype(float).dropna()
    if len(d) < 2:
        return
    goals, whole = d["goals"].idxmax(), d["whole"].idxmax()
    same = goals == whole
    zh, en = (series(m, d[part], lambda value: f"{value:.1f}") for part in ("goals", "whole"))
    head = (
        ("每千字写出数字或不留例外的目标数，按目标部分和按全文计，数值最大的都是" + m.name(goals) + "。",
         f"Targets with a number, or all or none, per 1,000 characters: {m.name(goals, 'en')} has the largest figure in the goals section and in the whole plan.")
        if same else
        (f"每千字写出数字或不留例外的目标数，按目标部分计，{m.name(goals)}数值最大；按全文计，{m.name(whole)}数值最大。",
         f"Targets with a number, or all or none, per 1,000 characters: {m.name(goals, 'en')} has the largest figure in the goals section, {m.name(whole, 'en')} in the whole plan.")
    )  # fmt: skip
    test = share(m, "density:goals", "density:whole")
    size = m.plans.set_index("plan")["han_goals"]
    one = (
        f"{m.name(goals)}的目标部分只有{int(size[goals]):,}字，多一条或少一条就变动{1000 / float(size[goals]):.1f}。",
        f"The goals section of {m.name(goals, 'en')} has {int(size[goals]):,} characters: one target more or less moves its figure by {1000 / float(size[goals]):.1f}.",
    )  # fmt: skip
    few = int(m.specificity.set_index("plan").loc[goals, "n"]) < 10
    yield finding(
        "specificity-4", "density", *head,
        joined(("密度只说明数字写得集中，不说明规划更好。", "Density says that numbers stand close together, not that the plan is better."), one, left_out(m, d.index)),
        counts=(f"目标部分：{zh[0]}；全文：{en[0]}。", f"Goals section: {zh[1]}; whole plan: {en[1]}."), picture="density",
        sure=(TOO_FEW, "目标部分不到10条目标；只检验了定义，没有检验编码误差和句子重抽。",
              "The goals section holds fewer than 10 targets; only definitions were varied, coding errors and resampled sentences were not tested.")
        if few else
        (DEPENDS, "数值取决于以哪一部分的字数为分母；没有检验编码误差和句子重抽。",
         "The figures depend on which part's characters are the denominator; coding errors and resampled sentences were not tested."),
        **test, goals=float(d.loc[goals, "goals"]), whole=float(d.loc[whole, "whole"]),
    )  # fmt: skip


def _provisions(m: Measures) -> Iterator[Finding]:
    sums = m.element_shares.groupby("element")[["yes", "n"]].sum()
    if "responsible" in sums.index and sums.loc["responsible", "n"] > 0 and sums.loc["responsible", "yes"] == 0:
        n = int(sums.loc["responsible", "n"])
        yield finding(
            "specificity-5", "element_shares", f"目标部分的{n}条目标中，没有一条在同一句中写明责任单位。",
            f"Of the {n} targets of the goals sections, none names a responsible body in its own sentence.",
            ("公开文本可能删去了责任分工，不能据此说没有分工。", "Published texts may leave the division of work out; it does not follow that there is none."),
            picture="elements", targets=n,
        )  # fmt: skip
    named = m.verification[(m.verification["item"] == "cycle") & m.verification["cycle"].notna()].set_index("plan")[
        "cycle"
    ]
    if len(named) and len(m.plans) <= FEW:
        order = in_order(m, named.index)
        gloss = {row["word"]: row["en"] for row in rows("measures/cycles")}
        vague = {row["word"] for row in rows("measures/cycles") if row["vague"] == "yes"}
        set_, loose = ([p for p in order if (named[p] in vague) == open_] for open_ in (False, True))
        zh = ["、".join(f"{m.name(p)}“{named[p]}”" for p in some_) for some_ in (set_, loose)]
        en = [listed([f"{m.name(p, 'en')} {named[p]} ({gloss[named[p]]})" for p in some_]) for some_ in (set_, loose)]
        rest = len(named) < len(m.plans)
        yield finding(
            "specificity-6", "verification",
            f"规划写明的考核周期：{zh[0] or '无'}{'；只说要考核、没有写明多久一次的：' + zh[1] if loose else ''}{'；其余规划没有写明多久一次' if rest else ''}。",
            f"Assessment interval stated in the plan: {en[0] or 'none'}{'; assessment foreseen without saying how often: ' + en[1] if loose else ''}{'; the other plans state no interval' if rest else ''}.",
            ("只计发文机关或其部门考核规划工作的条款；写明周期不等于已经考核。", "Only provisions by which the issuer or its departments assess the plan's work count; stating an interval does not show that it was kept."),
            named=len(named),
        )  # fmt: skip
