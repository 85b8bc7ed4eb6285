"""Sentences on what plans answer of the national goals, on what they add, and on the wording they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.findings.finding import (
    DEPENDS,
    FEW,
    FIRM,
    Finding,
    counted,
    figures,
    finding,
    in_order,
    listed,
    names,
    series,
    some,
    whole,
)
from qcompare.findings.multiverse import claims, tested

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

ONE_CODER = (
    "哪条目标回应哪项国家目标由一名编码员判定，尚无第二人复核；只看目标条文，以措施作出的回应未计。",
    "Which target answers which national goal was judged by one coder and not yet by a second; only targets count, not answers given as measures.",
)


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
    return finding(
        "alignment-1", "coverage",
        f"纲要{rule[0]}{goals}项国家目标中，以目标回应的（口径相同或相近）：{zh}。",
        f"Of the {goals} national goals {rule[1]}, answered by a target (same or similar statistic): {en}.".replace(" ,", ","),
        ONE_CODER,
        counts=(f"只计口径相同：{same[0]}；{others[0]}（共{all_goals}项）：{rest[0]}。{turn[0]}", f"Same statistic only: {same[1]}; {others[1]} ({all_goals}): {rest[1]}. {turn[1]}".strip()),
        picture="coverage", sure=sure, goals=goals, **figures(inside["coverage"]),
    )  # fmt: skip


def _turns(m: Measures) -> tuple[tuple[int, str, str], tuple[str, str]]:
    """Return how sure the order of coverage is, and under which rules it turns."""
    claim = next((one for one in claims(m) if one.id == "coverage:top"), None) if len(m.plans) <= FEW else None
    done = tested(m, claim) if claim else None
    if done is None or claim is None:
        return (DEPENDS, "没有检验换规则后的次序。", "The order was not tested under other rules."), ("", "")
    if done.share == 1:
        return (
            FIRM,
            f"在{done.specifications}种计法下都成立：{claim.zh}。",
            f"Under all {done.specifications} ways of counting this holds: {claim.en}.",
        ), ("", "")
    what = (
        "次序取决于计法（口径相近是否计入，没有佐证的目标是否计入）",
        "The order turns with the rule (similar statistics in or out, unsupported goals in or out)",
    )
    return (
        (
            DEPENDS,
            f"{done.specifications}种计法中有{done.holds}种成立：{claim.zh}。",
            f"Under {done.holds} of {done.specifications} ways of counting this holds: {claim.en}.",
        ),
        (f"{what[0]}。", f"{what[1]}."),
    )


def _numbers(m: Measures, inside: pd.DataFrame) -> Finding:
    (zh, en), same = (series(m, inside[name], whole) for name in ("numeric_en", "numeric_e"))
    return finding(
        "alignment-2", "alignment", f"{int(inside['numeric'].iloc[0])}项定量国家目标中，规划也写出数字的（口径相同或相近）：{zh}。",
        f"Of the {int(inside['numeric'].iloc[0])} national goals with a number, answered with a number (same or similar statistic): {en}.",
        ("只有口径相同的可以同国家水平比较。", "Only the same statistic can be compared with the national level."),
        counts=(f"只计口径相同：{same[0]}。", f"Same statistic only: {same[1]}."), picture="strictness",
        sure=(DEPENDS, "取决于口径相近的是否计入。", "It depends on whether similar statistics count."), **figures(inside["numeric_en"]),
    )  # fmt: skip


def _given(m: Measures, inside: pd.DataFrame) -> Finding:
    c = inside[["concretised", "concretised_of", "diluted", "diluted_of"]].sum().astype(int)
    always = c["diluted"] == 0
    return finding(
        "alignment-3", "alignment",
        f"纲要目标没有数字而被回应的共{c['concretised_of']}处，其中{c['concretised']}处规划给出数字；纲要目标有数字而被回应的共{c['diluted_of']}处，"
        + ("规划都给出数字。" if always else f"其中{c['diluted']}处规划没有数字。"),
        f"Goals without a number are answered {c['concretised_of']} times, {c['concretised']} of them with a number; goals with a number {c['diluted_of']} times, "
        + ("always with one." if always else f"{c['diluted']} of them without one."),
        ("给出数字不等于要求更高，没有数字也不等于要求更低。", "A number does not make an answer more demanding, nor its absence less."),
        picture="coverage", sure=(DEPENDS, "“回应”包括口径相近的，由一名编码员判定。", "“Answered” includes similar statistics, judged by one coder."), **dict[str, Any]({str(k): int(v) for k, v in c.items()}),
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
            "alignment-0", "alignment", f"{zh}与国家目标的对应尚未经人工判定，回应比例、补上的数字和自设指标都不计算。",
            f"Nobody has judged which targets of {en} answer national goals: shares answered, numbers given and own indicators are not computed.",
            ("未经判定不等于规划没有写。", "Not judged does not mean not named."),
            counts=(f"程序对{proposed}格有建议，须由人判定。", f"The program suggests a match in {some(proposed, 'cell', 'cells')}; a person must judge."),
            kind="not comparable", plans=len(open_), proposed=proposed,
        )  # fmt: skip


def _own(m: Measures, inside: pd.DataFrame) -> Finding:
    zh, en = counted(m, inside["own"], inside["own_of"], "项")
    return finding(
        "alignment-5", "alignment", f"规划写出水平的指标中，没有国家目标与之对应的：{zh}。", f"Indicators of the plan with a level that no national goal speaks of: {en}.",
        ("这类指标多，说明地方自设的议题多，不说明偏离国家目标。", "Many such indicators show that a plan has subjects of its own, not that it departs from the national goals."),
        sure=(DEPENDS, "取决于计入哪些国家目标。", "It depends on which national goals count."), **figures(inside["own_share"]),
    )  # fmt: skip


def _reuse(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2 or len(m.plans) > FEW:
        return
    r = m.reuse[~m.reuse["control"]].sort_values("share", ascending=False)
    if r.empty or pd.isna(r["share"].iloc[0]):
        return
    top, floor = r.iloc[0], m.reuse["floor_high"].iloc[0]
    known = pd.notna(floor)
    against = (
        (f"上位文件不同的规划之间最多{100 * float(floor):.1f}%，可作通用表述的对照基线。", f"Between plans that follow different higher-level documents it is at most {100 * float(floor):.1f}%, the baseline for standard phrases.")
        if known else ("没有上位文件不同的规划可作对照。", "No plan that follows another document is at hand as a baseline.")
    )  # fmt: skip
    yield finding(
        "alignment-6", "reuse",
        f"文字重合最多的一对是{m.name(top.plan)}与{m.name(top.other)}：连续10个汉字以上的相同文字占前者正文的{100 * float(top.share):.1f}%。",
        f"The pair that shares most wording is {m.name(top.plan, 'en')} and {m.name(top.other, 'en')}: {100 * float(top.share):.1f}% of the former's text stands in shared runs of 10 characters or more.",
        ("重合可能出自共同来源或通用表述，不能说明文字的来源和传播方向；省级文件未收入。", "Shared wording may come from a common source or be standard phrases; it does not show origin or direction. The provincial documents are not among the texts compared."),
        counts=against, picture="reuse", sure=(FIRM, "高于对照基线；换成8、12或15个汉字，这一对仍最高。", "Above the baseline; with runs of 8, 12 or 15 characters this pair still shares most.") if known and _same_pair(m, top) else (DEPENDS, "取决于最短长度或没有对照基线。", "It depends on the shortest run, or there is no baseline."),
        share=float(top.share), **dict[str, Any]({"floor": float(floor)} if known else {}),
    )  # fmt: skip


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
    beyond = [plan for plan in order if float(table.loc[plan, "share_below"]) >= 0.95]
    zh, en = "、".join(map(m.name, beyond)), listed([m.name(plan, "en") for plan in beyond])
    yield finding(
        "alignment-7", "semantic",
        f"目标条文与纲要目标的用词相近程度超过打乱后的对照（95%）的规划：{zh or '无'}。",
        f"Plans whose targets are worded closer to the outline's goals than in a shuffled baseline (95%): {en or 'none'}.",
        ("用词相近不等于回应，也不能说明传播方向；以人工判定的对应关系为准，不用阈值判定。", "Close wording is not an answer, nor does it show direction; judged matches come first, and no threshold decides."),
        counts=("；".join(f"{m.name(p)}{float(table.loc[p, 'likeness']):.2f}（对照{float(table.loc[p, 'baseline']):.2f}）" for p in order) + "。",
                "; ".join(f"{m.name(p, 'en')} {float(table.loc[p, 'likeness']):.2f} (baseline {float(table.loc[p, 'baseline']):.2f})" for p in order) + "."),
        sure=(DEPENDS, "取决于文本表示方法和对照的打乱方式。", "It depends on how texts are represented and how the baseline is shuffled."),
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
        sure=(DEPENDS, "取决于最短长度和国家目标的记录。", "It depends on the shortest run and on the record of national goals."), runs=len(table),
    )  # fmt: skip
