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
        f"Targets of the goals section with a number, or all or none: {en}.", caveat,
        picture="ladder", sure=_coding(m), **figures(s["share"]),
    )  # fmt: skip
    zh, en = series(m, s["minimum"])
    strict = series(m, s["minimum_explicit"])
    yield finding(
        "specificity-3", "specificity", f"数字（或不留例外）、期限、限值方向和范围四项都写明的目标所占比例：{zh}。",
        f"Share of targets that state a number (or all or none), a year, a direction (at least or at most) and a clear scope: {en}.",
        ("四项都写明只说明目标可以核对，不说明要求高。", "Stating all four makes a target checkable; it does not make it demanding."),
        counts=(f"若只认本句写明的年份：{strict[0]}。", f"Counting only years in the same sentence: {strict[1]}."),
        picture="elements", sure=(DEPENDS, "比例取决于承接上文的年份算不算期限。", "The shares depend on whether a year taken from the context counts as a date."),
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
        FIRM if moved < 0.1 else DEPENDS,
        f"若编码误差与未见过的文本相同，比例变动不超过{100 * moved:.0f}个百分点（90%区间）。",
        f"If the coding erred as on texts not seen before, a share would move by at most {100 * moved:.0f} points (90% intervals).",
    )


def _order(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2:
        return
    if len(m.plans) > FEW:
        pairs = m.ladder_dominance
        ordered = int((pairs["relation"] == "dominates").sum())
        yield finding(
            "specificity-1", "ladder_dominance",
            f"按六级阶梯逐级比较，{len(pairs) // 2}对规划中有{ordered}对可以排出次序，其余不可比。",
            f"Compared step by step on six steps, {ordered} of {len(pairs) // 2} pairs of plans can be ordered; the others cannot.",
            ("规划多于8份时不检验次序是否稳健。更具体不等于更好。", "With more than eight plans the orders are not tested for robustness. More specific is not better."),
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
    yield finding(
        "specificity-1", "poset", f"{zh}。" if above else "没有两份规划的具体程度可以稳健地排出次序。",
        f"{en}." if above else "No two plans can be robustly ordered by how specific their targets are.",
        ("比较的是每一级及以上的目标比例，不加权重；更具体不等于更好。", "Compared are the shares of targets at or above each of six steps, without weights; more specific is not better."),
        counts=counts, picture="hasse", sure=sure, holds=lowest, claim=("以上每一对的次序", "each of these orders") if above else ("", ""),
        firm=len(firm), loose=len(loose), incomparable=len(none),
    )  # fmt: skip


def _loose(m: Measures, loose: object) -> tuple[str, str]:
    """Return why the orders that are not robust are not, pair by pair."""
    zh, en = [], []
    for row in loose.itertuples():  # type: ignore[attr-defined]
        a, b = (m.name(row.plan), m.name(row.other)), (m.name(row.plan, "en"), m.name(row.other, "en"))
        if row.sentences == 1:
            zh.append(
                f"{a[0]}对{a[1]}（其中一份的目标部分只有一句，无法重抽；另一份重抽时{percent(float(row.share_sentences))}成立）"
            )
            en.append(
                f"{b[0]} over {b[1]} (one goals section is a single sentence and cannot be resampled; resampling the other, it holds in {percent(float(row.share_sentences))})"
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
        ("每千字写出数字或不留例外的目标数，换分母后次序改变。", "The order by targets with a number, or all or none, per 1,000 characters changes with the denominator.")
    )  # fmt: skip
    test = share(m, "density:goals", "density:whole")
    yield finding(
        "specificity-4", "density", *head,
        ("密度只说明数字写得集中，不说明规划更好。", "Density says that numbers stand close together, not that the plan is better."),
        counts=(f"目标部分：{zh[0]}；全文：{en[0]}。", f"Goals section: {zh[1]}; whole plan: {en[1]}."), picture="density",
        sure=(FIRM, "在所有定义组合下，两种分母数值最大的规划都如此。", "Under every combination of definitions the two denominators have these plans highest.")
        if test.get("holds") == 1 else
        (DEPENDS, "数值取决于以哪一部分的字数为分母。", "The figures depend on which part's characters are the denominator."),
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
        zh = "、".join(f"{m.name(p)}“{named[p]}”" for p in order)
        en = listed([f"{m.name(p, 'en')} {named[p]} ({gloss[named[p]]})" for p in order])
        rest = len(named) < len(m.plans)
        yield finding(
            "specificity-6", "verification", f"规划写明的考核周期：{zh}{'；其余规划没有写明' if rest else ''}。",
            f"Assessment interval stated in the plan: {en}{'; the other plans state none' if rest else ''}.",
            ("只计发文机关或其部门考核规划工作的条款；写明周期不等于已经考核。", "Only provisions by which the issuer or its departments assess the plan's work count; stating an interval does not show that it was kept."),
            named=len(named),
        )  # fmt: skip
