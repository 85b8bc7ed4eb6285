"""Sentences on what plans answer of the national goals, on what they add, and on the wording they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.benchmark import current
from qcompare.findings.claims import claims
from qcompare.findings.finding import (
    DEPENDS,
    FEW,
    PARTLY,
    UNTESTED,
    Finding,
    Label,
    counted,
    figures,
    finding,
    in_order,
    joined,
    judged_by,
    left_out,
    listed,
    names,
    series,
    some,
    whole,
)
from qcompare.findings.multiverse import needed, tested
from qcompare.measures.alignment import ANSWERED
from qcompare.measures.crosswalk import shipped
from qcompare.measures.overview import followed

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

RULES = {  # a rule of counting answers that is not the one printed, in words
    "near": ("只计口径相同的", "the same statistic alone counts"),
    "unsupported": ("计入没有佐证的目标", "goals without published support also count"),
    "single": ("不计只有一个网页佐证的目标", "goals that rest on one page are left out"),
    "benchmark": ("兼以后来的国家文件作对照", "later national documents also count"),
}  # fmt: skip
ONE_FOR_SEVERAL = ("一条目标可以回应几项国家目标。", "One target may answer several national goals.")


def alignment(m: Measures) -> Iterator[Finding]:
    """Yield which plans answer the outline under which rule, what they quantify and add, what wording they share."""
    a = m.alignment.set_index("plan")
    cites = a["cites_outline"].fillna(False).astype(bool)
    inside = a[cites & a["coverage"].notna()]
    if len(inside):
        yield _coverage(m, inside)
        yield _numbers(m, inside)
        yield _given(m, inside)
    yield from _outside(m, a, cites)
    if len(inside):
        yield _own(m, inside)
    yield from _reuse(m)
    yield from _semantic(m)
    yield from _formulas(m)


def _coverage(m: Measures, inside: pd.DataFrame) -> Finding:
    goals, other = int(inside["goals"].iloc[0]), m.under(unsupported="in" if m.chosen.unsupported == "out" else "out")
    wider = other.alignment.set_index("plan").loc[inside.index]
    all_goals = int(wider["goals"].iloc[0])
    (zh, en), same, rest = (
        series(m, one, whole) for one in (inside["covered"], inside["covered_same"], wider["covered"])
    )
    sure, turn = _turns(m)
    rule = ("有公开网页佐证的", "that published pages support ") if m.chosen.unsupported == "out" else ("", "")
    others = (
        ("计入缺公开网页佐证的目标", "with the goals without published support")
        if m.chosen.unsupported == "out"
        else ("只计有网页佐证的目标", "with supported goals only")
    )
    support = (
        ("“有佐证”指有公开网页写到这一目标，其余没有找到。", "Supported: a public page reports the goal; for the others none was found.")
        if m.chosen.unsupported == "out" else ("", "")
    )  # fmt: skip
    more = (f"；{others[0]}（共{all_goals}项）：{rest[0]}", f"; {others[1]} ({all_goals}): {rest[1]}")
    if current():  # nobody has to vouch for the goals of a document of one's own
        rule, more, support = ("", ""), ("", ""), ("", "")
    return finding(
        "alignment-1", "coverage",
        f"纲要{rule[0]}{goals}项国家目标中，引用纲要的规划以目标回应的（口径相同或相近）：{zh}。",
        f"Of the {goals} national goals {rule[1]}, plans that cite the outline answer by a target (same or similar statistic): {en}.".replace(" ,", ","),
        joined(support, _judges(m, inside.index), ONE_FOR_SEVERAL, left_out(m, inside.index)),
        counts=joined(_words_only(m, inside), (f"只计口径相同：{same[0]}{more[0]}。", f"Same statistic only: {same[1]}{more[1]}."), _single(m, inside), in_time(m, inside), turn),
        picture="coverage", sure=sure, goals=goals, **figures(inside["coverage"]),
    )  # fmt: skip


def _judges(m: Measures, plans: pd.Index) -> tuple[str, str]:
    """Return who judged the matches, and how far a second judge agreed: only of the matches that come with the project."""
    (zh, en), known = judged_by(m, plans), shipped()
    ours, theirs = (one.matches[one.matches["plan"].isin(plans)] for one in (m.crosswalk, known))
    second = (
        ("，另一人只盲判了其中60对（83%相同）", ", 60 pairs by a second one blindly (83% the same)")
        if known.complete.issuperset(plans) and ours.reset_index(drop=True).equals(theirs.reset_index(drop=True))
        else ("", "")
    )
    return (
        f"哪条目标回应哪项国家目标{zh}{second[0]}；只看目标条文，以措施作出的回应未计。",
        f"Which target answers which national goal was {en}{second[1]}; only targets count, not answers given as measures.",
    )


def _words_only(m: Measures, inside: pd.DataFrame) -> tuple[str, str]:
    """Return how many of the answers are in words only: of a goal without a number "same statistic" means its subject."""
    states = m.coverage[m.coverage["plan"].isin(inside.index)]
    count = states["state"].eq("qualitative").groupby(states["plan"]).sum().reindex(inside.index, fill_value=0)
    zh, en = series(m, count, whole)
    return (
        f"其中只有文字的：{zh}；国家目标没有数字的，“口径相同”指事项相同。",
        f"Of these answers, in words only: {en}; where the national goal has no number, “same statistic” means the same subject.",
    )


def _single(m: Measures, inside: pd.DataFrame) -> tuple[str, str]:
    """Return how many goals are answered once those that rest on one page are left out, too."""
    if current() or m.chosen.single == "out":
        return "", ""
    fewer = m.under(single="out").alignment.set_index("plan").loc[inside.index]
    zh, en = series(m, fewer["covered"], whole)
    n = int(fewer["goals"].iloc[0])
    return (
        f"不计只有一个网页佐证的目标（余{n}项）：{zh}。",
        f"Without the goals that rest on one page ({n} left): {en}.",
    )


def in_time(m: Measures, inside: pd.DataFrame) -> tuple[str, str]:
    """Return how many goals are answered of those that are not later than the horizon of any of the plans."""
    horizon = m.plans.set_index("plan").loc[inside.index, "horizon"].dropna().astype(int)
    states = m.coverage[m.coverage["plan"].isin(inside.index)]
    years = m.goals.set_index("national_goal")["year"].reindex(states["national_goal"].unique()).dropna().astype(int)
    if horizon.empty or not (years > horizon.min()).any():
        return "", ""
    late = years.index[years > horizon.min()]
    short = names(m, horizon.index[horizon < years.max()])
    kept = states[~states["national_goal"].isin(late)]
    answered = kept["state"].isin(ANSWERED).groupby(kept["plan"]).sum().reindex(inside.index, fill_value=0)
    zh, en = series(m, answered, whole)
    due = kept["national_goal"].nunique()
    return (
        f"{len(late)}项国家目标的期限（到{years.max()}年）晚于{short[0]}的规划目标年；不计这些，其余{due}项中：{zh}。",
        f"{some(len(late), 'goal is', 'goals are')} for years (to {years.max()}) later than the horizon of {short[1]}; of the other {due}: {en}.",
    )


def _turns(m: Measures) -> tuple[tuple[int | Label, str, str], tuple[str, str]]:
    """Return how sure the order of coverage is, and under which rules it turns."""
    claim = next((one for one in claims(m) if one.id == "coverage:top"), None) if len(m.plans) <= FEW else None
    done = tested(m, claim) if claim else None
    if done is None or claim is None:
        return (UNTESTED, "没有检验换规则后的次序。", "The order was not tested under other rules."), ("", "")
    if done.share == 1:
        by = judged_by(m, m.plans["plan"])
        return (
            PARTLY,
            f"在{done.specifications}种计法下都成立：{claim.zh}；但对应关系{by[0]}。",
            f"Under all {done.specifications} ways of counting this holds: {claim.en}; but the matches were {by[1]}.",
        ), ("", "")
    only = needed(claim, m)
    turns = [RULES[name] for name in only]
    what = (
        (f"只有{'、'.join(zh for zh, _ in turns)}时，回应最多的才可能不是（或不只是）这一份", f"Only where {' and '.join(en for _, en in turns)} may another plan, or none alone, answer the most")
        if turns else ("换计法会改变哪份规划回应最多", "Which plan answers the most turns with the rule")
    )  # fmt: skip
    circular = (
        ("（其中有的取自规划自己的文字，计入就成了循环）", " (some of these were taken from a plan's own wording, so that counting them is circular)")
        if "unsupported" in only and not current() else ("", "")
    )  # fmt: skip
    odd = (
        (f"{done.specifications}种计法中有{done.specifications // 4}种计入没有佐证的、却不计只有一个网页佐证的，不成条理。", f" {done.specifications // 4} of the {done.specifications} ways keep goals without support and leave out those that rest on one page, which is no sensible rule.")
        if {"unsupported", "single"} <= set(done.depends) else ("", "")
    )  # fmt: skip
    return (
        (
            DEPENDS,
            f"{done.specifications}种计法中有{done.holds}种成立：{claim.zh}。",
            f"Under {done.holds} of {done.specifications} ways of counting this holds: {claim.en}.",
        ),
        (f"{what[0]}{circular[0]}。{odd[0]}", f"{what[1]}{circular[1]}.{odd[1]}"),
    )


def _numbers(m: Measures, inside: pd.DataFrame) -> Finding:
    (zh, en), same = (series(m, inside[name], whole) for name in ("numeric_en", "numeric_e"))
    return finding(
        "alignment-2", "alignment", f"{int(inside['numeric'].iloc[0])}项定量国家目标中，引用纲要的规划也写出数字的（口径相同或相近）：{zh}。",
        f"Of the {int(inside['numeric'].iloc[0])} national goals with a number, plans that cite the outline answer with a number (same or similar statistic): {en}.",
        joined(("只有口径相同的可以同国家水平比较。", "Only the same statistic can be compared with the national level."), ONE_FOR_SEVERAL, left_out(m, inside.index)),
        counts=(f"只计口径相同：{same[0]}。", f"Same statistic only: {same[1]}."), picture="strictness",
        sure=(DEPENDS, "取决于口径相近的是否计入。", "It depends on whether similar statistics count."), **figures(inside["numeric_en"]),
    )  # fmt: skip


def _given(m: Measures, inside: pd.DataFrame) -> Finding:
    by = judged_by(m, inside.index)
    c = inside[["concretised", "concretised_of", "diluted", "diluted_of"]].sum().astype(int)
    always = c["diluted"] == 0
    return finding(
        "alignment-3", "alignment",
        f"引用纲要的规划中，纲要目标没有数字而被回应的共{c['concretised_of']}处，其中{c['concretised']}处规划给出数字；纲要目标有数字而被回应的共{c['diluted_of']}处，"
        + ("规划都给出数字。" if always else f"其中{c['diluted']}处规划没有数字。"),
        f"In the plans that cite the outline, goals without a number are answered {c['concretised_of']} times, {c['concretised']} of them with a number; goals with a number {c['diluted_of']} times, "
        + ("always with one." if always else f"{c['diluted']} of them without one."),
        joined(("给出数字不等于要求更高，没有数字也不等于要求更低。", "A number does not make an answer more demanding, nor its absence less."), left_out(m, inside.index)),
        picture="coverage", sure=(UNTESTED, f"“回应”包括口径相近的，{by[0]}；没有只按口径相同的重算。", f"“Answered” includes similar statistics, {by[1]}; it was not counted anew with the same statistic only."), **dict[str, Any]({str(k): int(v) for k, v in c.items()}),
    )  # fmt: skip


def _outside(m: Measures, a: pd.DataFrame, cites: pd.Series) -> Iterator[Finding]:
    older = a.index[(a["not_applicable"] == a["goals"]) & (a["goals"] > 0)]
    if len(older):
        zh, en = names(m, older)
        yield finding(
            "alignment-9", "coverage", f"{zh}发布早于国家纲要，与纲要的对照不适用。", f"{en} {'was' if len(older) == 1 else 'were'} issued before the national outline: alignment with it does not apply.",
            kind="not comparable", plans=len(older),
        )  # fmt: skip
    outside = a.index[~cites & ~a.index.isin(older)]
    if len(outside):
        zh, en = names(m, outside)
        yield finding(
            "alignment-4", "citations", f"{zh}没有引用纲要，有关数字只作描述，不作评价。",
            f"{en} {'does' if len(outside) == 1 else 'do'} not cite the outline; {'its' if len(outside) == 1 else 'their'} figures are descriptive only.",
            picture="coverage", plans=len(outside),
        )  # fmt: skip
    open_ = a.index[a["unjudged"] > 0]
    if len(open_):
        zh, en = names(m, open_)
        proposed = int(a.loc[open_, "proposed"].sum())
        yield finding(
            "alignment-0", "alignment", f"{zh}与国家目标的对应尚未经人工判定，回应比例、补上的数字和无对应国家目标的指标都不计算。",
            f"Nobody has judged which targets of {en} answer national goals: shares answered, numbers given and indicators that answer no goal are not computed.",
            ("未经判定不等于没有目标写到。", "Not judged does not mean named in no target."),
            counts=(f"程序对{proposed}格有建议，须由人判定。", f"The program suggests a match in {some(proposed, 'cell', 'cells')}; a person must judge.")
            if proposed else ("程序没有可建议的对应，须由人判定。", "The program has no match to suggest; a person must judge."),
            kind="not comparable", plans=len(open_), proposed=proposed,
        )  # fmt: skip


def _own(m: Measures, inside: pd.DataFrame) -> Finding:
    zh, en = counted(m, inside["own"], inside["own_of"], "项")
    goals = int(inside["goals"].iloc[0])
    out = m.chosen.unsupported == "out"
    wider = m.under(unsupported="in" if out else "out").alignment.set_index("plan").loc[inside.index]
    rest, all_goals = counted(m, wider["own"], wider["own_of"], "项"), int(wider["goals"].iloc[0])
    by = judged_by(m, inside.index)
    other = (
        (f"计{all_goals}项国家目标时：{rest[0]}。", f"With {all_goals} national goals: {rest[1]}.")
        if all_goals != goals
        else ("", "")
    )
    return finding(
        "alignment-5", "alignment", f"引用纲要的规划写出数字、不留例外或作比较的指标中，没有国家目标与之对应的（计{goals}项国家目标）：{zh}。",
        f"In the plans that cite the outline, indicators with a number, all or none or a comparison that answer none of the {goals} national goals counted here: {en}.",
        joined(("这类指标可能出自省级文件、其他国家文件或未计入的国家目标，不能据此说是地方自设，也不说明偏离国家目标。",
                "Such indicators may come from a provincial document, another national one or goals not counted here: it does not follow that they are the place's own, nor that the plan departs from the national goals."),
               ("总量和列出的分项在这里都是指标，都计。", "Totals and their listed parts are both indicators here, and both count.") if m.targets["parent"].notna().any() else ("", ""),
               left_out(m, inside.index)),
        counts=other, sure=(DEPENDS if other[0] else UNTESTED, f"取决于计入哪些国家目标；对应关系{by[0]}。", f"It depends on which national goals count; the matches were {by[1]}."), **figures(inside["own_share"]),
    )  # fmt: skip


def _reuse(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2 or len(m.plans) > FEW:
        return
    r_all = m.reuse
    r = r_all[~r_all["control"]].sort_values("share", ascending=False)
    if r.empty or pd.isna(r["share"].iloc[0]):
        return
    top, floor = r.iloc[0], m.reuse["floor_high"].iloc[0]
    known = pd.notna(floor)
    controls = r_all[r_all["control"]]
    pairs = len({frozenset(pair) for pair in zip(controls["plan"], controls["other"], strict=True)})
    apart = names(m, m.control)
    against = (
        (f"对照是上位文件不同的规划之间的重合，最多{100 * float(floor):.1f}%（{pairs}对，都涉及{apart[0]}）；不计在对照中也出现的文字，这一对为{100 * float(top.discounted):.1f}%。",
         f"The baseline is what plans share that follow different higher-level documents, at most {100 * float(floor):.1f}% ({some(pairs, 'pair', 'pairs')}, each with {apart[1]}); without wording found there, too, the pair shares {100 * float(top.discounted):.1f}%.")
        if known else ("没有上位文件不同的规划可作对照。", "No plan that follows another document is at hand as a baseline.")
    )  # fmt: skip
    yield finding(
        "alignment-6", "reuse",
        f"文字重合最多的一对是{m.name(top.plan)}与{m.name(top.other)}：连续10个汉字以上的相同文字占前者正文的{100 * float(top.share):.1f}%。",
        f"The pair that shares most wording is {m.name(top.plan, 'en')} and {m.name(top.other, 'en')}: {100 * float(top.share):.1f}% of the former's text stands in shared runs of 10 characters or more.",
        joined(("重合可能出自共同来源或通用表述，不能说明文字的来源和传播方向；各市所在省的文件未收入。", "Shared wording may come from a common source or be standard phrases; it does not show origin or direction. The documents of the provinces that cities lie in are not among the texts compared."), _apart(m) if known else ("", "")),
        counts=against, picture="reuse", sure=(PARTLY, "换成8、12或15个汉字，这一对仍最高并高于对照；其他未作检验，作对照的规划很少。", "With runs of 8, 12 or 15 characters this pair still shares most and lies above the baseline; nothing else was varied, and few plans make the baseline.") if known and _same_pair(m, top) else (DEPENDS, "取决于最短长度或没有对照基线。", "It depends on the shortest run, or there is no baseline."),
        share=float(top.share), **dict[str, Any]({"floor": float(floor)} if known else {}),
    )  # fmt: skip


def _apart(m: Measures) -> tuple[str, str]:
    """Return how far the plans of the baseline lie from the others in time: what else may set their wording apart."""
    issued = pd.to_numeric(m.plans.set_index("plan")["date_issued"].astype("string").str[:4], errors="coerce").dropna()
    apart, rest = (issued[issued.index.isin(m.control) == flag] for flag in (True, False))
    if apart.empty or rest.empty:
        return "", ""
    gaps = sorted({abs(int(a) - int(b)) for a in apart for b in rest})
    (zh, en), span = (
        names(m, apart.index),
        (f"{gaps[0]}至{gaps[-1]}", f"{gaps[0]} to {gaps[-1]}") if len(gaps) > 1 else (str(gaps[0]),) * 2,
    )
    return (
        f"作对照的{zh}与其余规划的发布年相差{span[0]}年：年代不同和文件不同在这里分不开，它不是同条件的对照组。",
        f"The years of issue of the baseline ({en}) and of the other plans differ by {span[1]}: period and higher-level document are not told apart, and it controls for neither.",
    )


def _same_pair(m: Measures, top: Any) -> bool:
    """Return whether the same two plans share most at other lengths, too."""
    from qcompare.measures.reuse import reuse

    for length in (8, 12, 15):
        table = reuse(m.texts, control=m.control, length=length)
        best = table[~table["control"]].sort_values("share", ascending=False).iloc[0]
        if {best["plan"], best["other"]} != {top.plan, top.other} or not float(best["share"]) > float(
            best["floor_high"]
        ):
            return False
    return True


def _semantic(m: Measures) -> Iterator[Finding]:
    if len(m.plans) > FEW or m.semantic.empty:
        return
    table = m.semantic.set_index("plan")
    order = in_order(m, table.index)
    few = names(m, [plan for plan in order if int(table.loc[plan, "clauses"]) < 10])
    small = (
        (
            f"{few[0]}的目标条文不到10条，数值随一两条而变。",
            f"{few[1]}: fewer than 10 clauses, so that one or two of them move the figure.",
        )
        if few[0]
        else ("", "")
    )
    beyond = [plan for plan in order if float(table.loc[plan, "share_below"]) >= 0.95]
    zh, en = "、".join(map(m.name, beyond)), listed([m.name(plan, "en") for plan in beyond])
    silent = m.plans.loc[~m.plans["cites_outline"].fillna(False).astype(bool), "plan"]
    outside = names(m, silent)
    yield finding(
        "alignment-7", "semantic",
        f"目标条文与纲要目标的用词相近程度，超过至少95%的打乱对照的规划：{zh or '无'}。",
        f"Plans whose targets are worded closer to the outline's goals than at least 95% of shuffled baselines: {en or 'none'}.",
        joined(("用词相近不等于回应，也不能说明传播方向；以人工判定的对应关系为准。", "Close wording is not an answer, nor does it show direction; judged matches come first."),
               (f"{outside[0]}没有引用纲要，数值只作描述。", f"{outside[1]} {'does' if len(silent) == 1 else 'do'} not cite the outline: described only.") if len(silent) else ("", ""), small),
        counts=("；".join(followed(m.name(p), f"{float(table.loc[p, 'likeness']):.3f}（对照的95%界限{float(table.loc[p, 'baseline_high']):.3f}）") for p in order) + "。",
                "; ".join(f"{m.name(p, 'en')} {float(table.loc[p, 'likeness']):.3f} (95% bound of the baselines {float(table.loc[p, 'baseline_high']):.3f})" for p in order) + "."),
        sure=(UNTESTED, "文本表示方法和对照的打乱方式没有变动。", "Neither how texts are represented nor how the baseline is shuffled was varied."),
        **figures(table["likeness"]),
    )  # fmt: skip


def _formulas(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2 or len(m.plans) > FEW or m.formulas.empty:
        return
    table = m.formulas
    top = table.iloc[0]
    where = names(m, str(top["plans_named"]).split())
    yield finding(
        "alignment-8", "formulas",
        f"目标部分有{len(table)}段文字为两份以上规划共有、却不见于任何国家目标记录，如“{top['text']}”（{where[0]}）。",
        f"{some(len(table), 'run', 'runs')} of wording in the goals sections {'is' if len(table) == 1 else 'are'} shared by two or more plans and found in no record of a national goal, such as “{top['text']}” ({where[1]}).",
        ("这类文字可能说明国家目标的记录不全，也可能出自省级文件或通用表述；须查原文后再增补。", "Such wording may show that the record of national goals is incomplete, or come from a provincial document or a standard phrase; look before adding."),
        sure=(UNTESTED, "最短长度和国家目标的记录没有变动。", "Neither the shortest run nor the record of national goals was varied."), runs=len(table),
    )  # fmt: skip
