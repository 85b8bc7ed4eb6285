"""Sentences on how specific the targets are: the order without weights, counts, density, provisions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from qcompare.findings.finding import (
    DEPENDS,
    FAILS,
    FEW,
    FIRM,
    TOO_FEW,
    UNTESTED,
    Finding,
    Label,
    counted,
    figures,
    finding,
    in_order,
    joined,
    left_out,
    listed,
    names,
    series,
    some,
)
from qcompare.findings.multiverse import share
from qcompare.findings.shares import coding, totals
from qcompare.lexicon import rows
from qcompare.measures.dominance import ROBUST, in_percent

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
            f"{caveat[1]} The goals section{'s' * (len(small) > 1)} of {few[1]} hold{'s' * (len(small) == 1)} fewer than 10 targets: one more or less changes {'its share' if len(small) == 1 else 'their shares'} visibly.".strip(),
        )
    without = _without(m, s)
    yield finding(
        "specificity-2", "specificity", f"目标部分中写出数字或不留例外（全部、杜绝）的目标：{zh}。",
        f"Targets of the goals section with a number, or all or none: {en}.", joined(totals(m), caveat, without, left_out(m, s.index)),
        picture="ladder", sure=coding(m), **figures(s["share"]),
    )  # fmt: skip
    (zh, en), strict = (counted(m, (s[name] * s["n"]).round(), s["n"]) for name in ("minimum", "minimum_explicit"))
    yield finding(
        "specificity-3", "specificity", f"数字（或不留例外）、限值方向和范围都写明、又有期限的目标，期限在本句写明的：{strict[0]}；计入承接上文和按规划目标年推定的期限：{zh}。",
        f"Targets that state a number (or all or none), a direction (at least or at most) and a clear scope, with a year in the same sentence: {strict[1]}; with a year taken from the context or the plan's horizon as well: {en}.",
        joined(("四项齐全不说明要求高，也不等于可以核对：参照和核验不在四项之内。", "All four do not make a target demanding, nor show that it can be checked: baseline and a named check are not among them."),
               (f"{few[0]}的目标部分不到10条，一条就是10个百分点以上。", f"{few[1]}: fewer than 10 targets in the goals section, so that one is more than 10 points.") if len(small) else ("", ""),
               without, left_out(m, s.index)),
        picture="elements", sure=(DEPENDS, "比例和次序取决于承接上文和推定的年份算不算期限。", "Shares and their order depend on whether a year from the context or the horizon counts as a date."),
        **figures(s["minimum"]),
    )  # fmt: skip
    yield from _density(m)
    yield from _provisions(m)


def _without(m: Measures, s: pd.DataFrame) -> tuple[str, str]:
    """Return in which plans no target stands in a goals section, so that they are in no comparison of shares."""
    lacking = names(m, s.index[s["share"].isna()])
    return (
        (f"{lacking[0]}没有找到写有目标的目标部分，不在比较之内。", f"No goals section with targets was found in {lacking[1]}, which {'is' if s['share'].isna().sum() == 1 else 'are'} not compared.")
        if lacking[0] else ("", "")
    )  # fmt: skip


def _order(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2:
        return
    if len(m.plans) > FEW:
        pairs = m.ladder_dominance
        ordered = int((pairs["relation"] == "dominates").sum())
        yield finding(
            "specificity-1", "ladder_dominance",
            f"逐级比较处于第1至5级及以上的目标比例，{len(pairs) // 2}对规划中有{ordered}对，一份的比例在每一级都不低于另一份；这些次序没有检验是否稳健。",
            f"Comparing the shares of targets at or above each of steps 1 to 5, in {ordered} of {len(pairs) // 2} pairs of plans one has at least as large a share at every step; these orders are not tested for robustness.",
            joined(("规划多于8份时不检验次序是否稳健。更具体不等于更好。", "With more than eight plans the orders are not tested for robustness. More specific does not mean better."),
                   _without(m, m.specificity.set_index("plan")), left_out(m, pairs["plan"].unique())),
            picture="ladder", sure=(UNTESTED, "也没有检验编码误差和句子重抽。", "Nor were coding errors and resampled sentences tested."), ordered=ordered,
        )  # fmt: skip
        return
    p = m.poset
    robust = p["robust"].fillna(False).astype(bool)
    firm, loose = (p[(p["relation"] == "above") & flag] for flag in (robust, ~robust))
    none = p[p["relation"] == "incomparable"]
    above = {plan: names(m, firm.loc[firm["plan"] == plan, "other"]) for plan in in_order(m, firm["plan"])}
    zh = "；".join(f"{m.name(plan)}处于每一级及以上的目标所占比例都不低于{lower[0]}" for plan, lower in above.items())
    en = "; ".join(
        f"{m.name(plan, 'en')}'s share of targets at or above each step is at least as large as in {lower[1]}"
        for plan, lower in above.items()
    )
    counts = (
        f"共{len(p)}对：{len(firm)}对的次序稳健，{len(loose)}对排出次序而不稳健，{len(none)}对排不出次序。" + _loose(m, loose)[0],
        f"Of {some(len(p), 'pair', 'pairs')}, {len(firm)} {'is' if len(firm) == 1 else 'are'} robustly ordered, {len(loose)} ordered but not robust, {len(none)} not ordered.{_loose(m, loose)[1]}",
    )  # fmt: skip
    lowest = float(firm["share"].min()) if len(firm) else None
    sure = (
        (_robust(m, firm), *_three(m, firm))
        if lowest is not None else
        (FAILS, "没有一对同时通过三项检验（定义、编码误差、句子重抽）。",
         "No pair passes all three tests (definitions, coding errors, resampled sentences).")
    )  # fmt: skip
    bound = joined(*(_tipping(m, row.plan, row.other) for row in firm.itertuples()))
    yield finding(
        "specificity-1", "poset", f"在公开的文本中，{zh}。" if above else "没有两份规划的具体程度可以稳健地排出次序。",
        f"In the texts as published, {en}." if above else "No two plans can be robustly ordered by how specific their targets are.",
        joined(("比较的是处于第1至5级及以上的目标比例（第0级及以上都是100%），不加权重；更具体不等于更好。", "Compared are the shares of targets at or above each of steps 1 to 5 (step 0 is 100% for every plan), without weights; more specific does not mean better."),
               _checks(m, firm), _years(m), left_out(m, p[["plan", "other"]].stack().unique()), bound),
        counts=counts, picture="hasse", sure=sure, holds=lowest,
        firm=len(firm), loose=len(loose), incomparable=len(none),
    )  # fmt: skip


def _robust(m: Measures, firm: pd.DataFrame) -> int | Label:
    """Return the label of robust orders: of texts that leave something out, they are so for what is published."""
    cut = set(m.omitted) & {*firm["plan"], *firm["other"]}
    return Label(FIRM, "就公开文本而言稳健", "robust, for the texts as published") if cut else FIRM


def _three(m: Measures, firm: pd.DataFrame) -> tuple[str, str]:
    """Return in how many runs of each of the three tests every robust order holds."""
    held = [float(firm[f"share_{kind}"].min()) for kind in ("definitions", "coding", "sentences")]
    zh = [in_percent(one) + ("以上" if one < 1 else "") for one in held]
    en = [in_percent(one) + (" or more" if one < 1 else "") for one in held]
    unseen = ("", "")
    if m.rates_used == "own":
        blind = m.under(rates="blind").poset.merge(firm[["plan", "other"]], on=["plan", "other"])
        least = in_percent(float(blind["share_coding"].min()))
        unseen = (f"，按未见过的文本的误差率为{least}", f", {least} at those of texts not seen before")
    rates = ("按这几份规划自己的误差率", "at these plans' own error rates") if m.rates_used == "own" else ("按未见过的文本的误差率", "at the error rates of texts not seen before")  # fmt: skip
    return (
        f"稳健的每一对在三项检验中都成立的比例：定义组合{zh[0]}，编码误差模拟{zh[1]}（{rates[0]}{unseen[0]}），句子重抽{zh[2]}；三项都不低于90%为稳健。",
        f"Every robust order holds in {en[0]} of the combinations of definitions, {en[1]} of simulated coding errors ({rates[1]}{unseen[1]}) and {en[2]} of resampled sentences; robust is 90% in each of the three.",
    )


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
    soon = _shaken(m, plan, other, n, need)
    return (
        f"略去的内容不在检验之内：其中若有约{soon}条写明数字、期限、范围和核验的目标，{m.name(plan)}对{m.name(other)}的次序就不再稳健；至少{need}条，次序才会改变；是否如此无从检验。",
        f"What is left out is in none of the tests: about {some(soon, 'target', 'targets')} in it with number, year, clear scope and a named check would end the robustness of {m.name(plan, 'en')} over {m.name(other, 'en')}, at least {need} the order itself; whether it holds them cannot be tested.",
    )  # fmt: skip


def _shaken(m: Measures, plan: str, other: str, n: int, most: int) -> int:
    """Return how many more targets on the highest step leave the lower plan no longer robustly below: one of three tests fails."""
    runs = m.dimension_runs
    for more in range(1, most):
        for kind in ("definitions", "coding", "sentences"):
            gap = (runs[kind][plan] - (runs[kind][other] * n + more) / (n + more)).round(12)
            if ((gap >= 0).all(axis=1) & (gap > 0).any(axis=1)).mean() < ROBUST:
                return more
    return most


def _checks(m: Measures, firm: pd.DataFrame) -> tuple[str, str]:
    """Return that a check may be the place's own, and whether the robust orders stay so when step 5 is left out."""
    zh, en = (
        "第5级的核验由谁进行没有区分，由本地自己考核的也算",
        "The check of step 5 may be anybody's, the place's own included",
    )
    if firm.empty:
        return f"{zh}。", f"{en}."
    runs = m.dimension_runs
    held = [
        float(((gap >= 0).all(axis=1) & (gap > 0).any(axis=1)).mean())
        for row in firm.itertuples() for kind in ("definitions", "coding", "sentences")
        for gap in [(runs[kind][row.plan][:, :4] - runs[kind][row.other][:, :4]).round(12)]
    ]  # fmt: skip
    least = in_percent(min(held))
    kept = min(held) >= ROBUST
    return (
        f"{zh}；只比较前四级，这些次序在三项检验中最少{least}成立，{'仍然稳健' if kept else '不再都稳健'}。",
        f"{en}; on the four steps below it these orders hold in at least {least} of the runs of each test and {'stay robust' if kept else 'are not all robust'}.",
    )


def _years(m: Measures) -> tuple[str, str]:
    """Return how much the step "and a year" asks for, once a year from the context or the horizon counts."""
    e = m.elements[m.elements["level"]]
    undated, own = int((~e["dated"]).sum()), int(e["dated_explicit"].sum())
    if undated or own == len(e):
        return "", ""
    rough = int((e["rung"] == 2).sum())
    steps = m.ladder.pivot(index="plan", columns="rung", values="at_least")
    alike = names(m, steps.index[steps[2] == steps[3]])
    four = (
        (f"{alike[0]}第2级及以上和第3级及以上的比例相同，它们之间“每一级”实际上只比较四级。",
         f" In {alike[1]} the shares at or above steps 2 and 3 are the same: between these plans “at each step” compares four steps in effect.")
        if alike[0] else ("", "")
    )  # fmt: skip
    return (
        f"“另有期限”一级在这里几乎不作区分：写出数字或不留例外的{len(e)}条都有年份（承接上文和推定的也算，本句写明的{own}条），只有{rough}条约数停在前一级。{four[0]}",
        f"The step “and a year” sets hardly any target apart here: all {len(e)} with a number, or all or none, have a year (from the context or the horizon, too; {own} in the sentence itself), and only {some(rough, 'round number stops', 'round numbers stop')} before it.{four[1]}",
    )  # fmt: skip


def _loose(m: Measures, loose: object) -> tuple[str, str]:
    """Return why the orders that are not robust are not, pair by pair."""
    zh, en = [], []
    tests = {"definitions": ("定义组合", "definitions"), "coding": ("编码误差模拟", "simulated coding errors"), "sentences": ("句子重抽", "resampled sentences")}  # fmt: skip
    clusters = m.dimension_runs["clusters"]
    own = m.rates_used == "own"
    unseen = m.under(rates="blind").poset.set_index(["plan", "other"])["share_coding"] if own else None
    for row in loose.itertuples():  # type: ignore[attr-defined]
        a, b = (m.name(row.plan), m.name(row.other)), (m.name(row.plan, "en"), m.name(row.other, "en"))
        held = {kind: in_percent(float(getattr(row, f"share_{kind}"))) for kind in tests}
        blind = in_percent(float(unseen[(row.plan, row.other)])) if unseen is not None else ""
        also = (
            (f"，按未见过的文本的误差率{blind}", f", {blind} at the error rates of texts not seen before")
            if blind
            else ("", "")
        )
        single = [plan for plan in (row.plan, row.other) if clusters.get(plan) == 1]
        if len(single) == 1:
            rest = row.other if single[0] == row.plan else row.plan
            zh.append(f"{a[0]}对{a[1]}（{m.name(single[0])}的目标部分只有一句，无法重抽；只重抽{m.name(rest)}时{held['sentences']}成立，定义组合{held['definitions']}，编码误差模拟{held['coding']}{also[0]}）")  # fmt: skip
            en.append(f"{b[0]} over {b[1]} (the one sentence of {m.name(single[0], 'en')}'s goals section cannot be resampled; {held['sentences']} with that of {m.name(rest, 'en')} alone resampled, {held['definitions']} of definitions, {held['coding']} of simulated coding errors{also[1]})")  # fmt: skip
        else:
            low = unseen is not None and float(unseen[(row.plan, row.other)]) < ROBUST
            more = (
                (f"；编码误差模拟{held['coding']}{also[0]}", f"; {held['coding']} of simulated coding errors{also[1]}")
                if low
                else ("", "")
            )
            failed = [kind for kind in tests if float(getattr(row, f"share_{kind}")) < ROBUST] or ["sentences"]
            zh.append(
                f"{a[0]}对{a[1]}（{'，'.join(f'{tests[kind][0]}中{held[kind]}成立' for kind in failed)}{more[0]}）"
            )
            en.append(
                f"{b[0]} over {b[1]} (holds in {', '.join(f'{held[kind]} of {tests[kind][1]}' for kind in failed)}{more[1]})"
            )
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
    as_totals = m.under(parents="totals" if m.chosen.parents == "children" else "children").density
    as_totals = (
        as_totals[(as_totals["unit"] == "targets") & (as_totals["part"] == "goals")]
        .set_index("plan")["per_1000"]
        .dropna()
        .astype(float)
    )
    if goals in as_totals and abs(as_totals[goals] - d.loc[goals, "goals"]) > 0.05:  # noqa: PLR2004
        most, value = m.name(as_totals.idxmax()), float(as_totals[goals])
        what = (
            ("计总量而不计分项", "With totals instead of their parts")
            if m.chosen.parents == "children"
            else ("计分项而不计总量", "With parts instead of their totals")
        )
        one = joined(one, (
            f"{what[0]}，{m.name(goals)}目标部分为{value:.1f}，数值最大的是{most}。",
            f"{what[1]} the goals section of {m.name(goals, 'en')} has {value:.1f}, and {m.name(as_totals.idxmax(), 'en')} the largest figure.",
        ))  # fmt: skip
    there = (
        ("", "")
        if same
        else (
            f"（按全文计的{m.name(whole)}不受此限）",
            f" (the figure of {m.name(whole, 'en')} for the whole plan is not touched by this)",
        )
    )
    yield finding(
        "specificity-4", "density", *head,
        joined(("密度只说明数字写得集中，不说明规划更好。", "Density says that numbers stand close together, not that the plan is better."), one, left_out(m, d.index)),
        counts=(f"目标部分：{zh[0]}；全文：{en[0]}。", f"Goals section: {zh[1]}; whole plan: {en[1]}."), picture="density",
        sure=(TOO_FEW, f"{m.name(goals)}的目标部分不到10条目标{there[0]}；只检验了定义，没有检验编码误差和句子重抽。",
              f"The goals section of {m.name(goals, 'en')} holds fewer than 10 targets{there[1]}; only definitions were varied, coding errors and resampled sentences were not tested.")
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
        assessed = m.verification[(m.verification["item"] == "assessment") & m.verification["present"]]["plan"]
        silent = names(m, set(assessed) - set(named.index))
        other = names(m, set(m.plans["plan"]) - set(named.index) - set(assessed))
        zh = ["、".join(f"{m.name(p)}“{named[p]}”" for p in some_) for some_ in (set_, loose)]
        en = [listed([f"{m.name(p, 'en')} {named[p]} ({gloss[named[p]]})" for p in some_]) for some_ in (set_, loose)]
        ends = [
            (f"；只用“{'、'.join(dict.fromkeys(named[p] for p in loose))}”一类不定的说法：{zh[1]}", f"; in a word that sets none: {en[1]}") if loose else ("", ""),
            (f"；要考核而没有说多久一次：{silent[0]}", f"; assessment foreseen without a word on how often: {silent[1]}") if silent[0] else ("", ""),
            (f"；没有找到考核条款：{other[0]}", f"; no provision for assessment found: {other[1]}") if other[0] else ("", ""),
        ]  # fmt: skip
        yield finding(
            "specificity-6", "verification",
            f"规划写明的考核周期：{zh[0] or '无'}{''.join(end[0] for end in ends)}。",
            f"Assessment interval stated in the plan: {en[0] or 'none'}{''.join(end[1] for end in ends)}.",
            ("只计考核规划工作的条款；由谁考核谁没有区分，也可能是要求下级各地去考核；写明周期不等于已经考核。", "Only provisions for assessing the work under the plan count; who assesses whom is not told apart, and it may be asked of the places below; stating an interval does not show that it was kept."),
            named=len(named),
        )  # fmt: skip
