"""Sentences on how plans stand beside the national goals and beside each other: ambition and alignment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.findings.finding import FEW, Finding, figures, finding, names, percent, series
from qcompare.findings.multiverse import share
from qcompare.measures.crosswalk import judged_plans

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures


def ambition(m: Measures) -> Iterator[Finding]:
    """Yield what the cells of plans and numeric national goals say."""
    n = m.net_strictness
    cells, comparable = len(m.strictness), int(n["comparable"].sum())
    yield finding(
        "ambition-1", "strictness", f"规划与国家定量目标组成{cells}格，其中只有{comparable}格是同一统计指标，可以比较严格程度。",
        f"Each plan beside each national goal with a number makes {cells} cells; in only {comparable} do both speak of the same statistic, so that they can be compared.",
        ("空格只说明规划没有同一统计指标的目标，不说明要求低。", "An empty cell says that the plan has no target for that statistic, not that it asks for little."), **share(m, "cells:few"), cells=cells, comparable=comparable,
    )  # fmt: skip
    proposed = int((m.matches["status"] == "proposed").sum())
    if proposed:
        yield finding(
            "ambition-0",
            "ambition",
            f"有{proposed}条与国家目标的对应只是程序按文字相似提出的建议，没有人判断过，不计入任何结论。",
            f"{proposed} correspondence{'s' * (proposed != 1)} with national goals {'is' if proposed == 1 else 'are'} only proposed by likeness of words; nobody has judged them, and no result counts them.",
            kind="not comparable",
            proposed=proposed,
        )
    if not comparable:
        return
    t = n[["stricter", "equal", "weaker", "mixed", "level_stricter", "level_equal", "level_weaker"]].sum().astype(int)
    counts: dict[str, Any] = {str(name): int(value) for name, value in t.items()}
    yield finding(
        "ambition-2", "net_strictness",
        f"计入水平和期限：更严{t['stricter']}格、相同{t['equal']}格、更宽{t['weaker']}格、互有高下{t['mixed']}格；只看水平：更严{t['level_stricter']}格、相同{t['level_equal']}格、更低{t['level_weaker']}格。",
        f"By level and year together, {t['stricter']} of these cells {'is' if t['stricter'] == 1 else 'are'} stricter than the nation, {t['equal']} equal, {t['weaker']} weaker, {t['mixed']} mixed; by level alone, {t['level_stricter']} stricter, {t['level_equal']} equal, {t['level_weaker']} lower.",
        ("期限较晚可能只因规划出台较晚；“更宽”读作“没有更早约束”，不是懈怠。假定达到的水平不会放弃。", "A later year may only reflect a later plan; read weaker as “does not bind earlier”, not as lax. A level reached is assumed to be kept."),
        **share(m, "strict:year"), **counts,
    )  # fmt: skip
    for row in n.dropna(subset=["net"]).head(FEW).itertuples():
        yield finding(
            f"ambition-3-{row.plan}", "net_strictness",
            f"{m.name(row.plan)}有{row.comparable}格可比，净严格度（更严与更宽的格数之差除以可比格数）计入期限为{row.net:+.2f}，只看水平为{row.net_level:+.2f}；两个数必须一起读。",
            f"{m.name(row.plan, 'en')} has {row.comparable} comparable cells. Its net strictness (stricter minus weaker cells, over the comparable ones) is {row.net:+.2f} with years and {row.net_level:+.2f} by level alone; read both or neither.",
            **share(m, f"sign:{row.plan}"), net=float(row.net), net_level=float(row.net_level),
        )  # fmt: skip
    yield from _scales(m)
    k = m.markup
    above, equal, below = ((k["direction"] == word).sum() for word in ("above", "equal", "below"))
    if len(k):
        yield finding("ambition-5", "markup", f"与国家目标年份相同的可比格有{len(k)}个：高于国家水平{above}个，相同{equal}个，低于{below}个。",
                       f"In {len(k)} comparable cell{'s' * (len(k) != 1)} plan and nation name the same year: {above} above the national level, {equal} equal, {below} below.",
                       ("格数太少，中间层级文件缺失，既不能说存在层层加码，也不能说不存在。", "Too few, and the documents of the level in between are missing: neither amplification down the levels (层层加码) nor its absence is shown."),
                       **share(m, "markup:few"), cells=len(k), above=int(above), equal=int(equal), below=int(below))  # fmt: skip
    low = m.own_baseline[m.own_baseline["flag"] == "below related status"]
    if len(low):
        r = low.iloc[0]
        yield finding(
            "ambition-6",
            "own_baseline",
            f"有{len(low)}条目标低于同一规划自己报告的相近现状，如{m.name(r.plan)}：“{r.statistic}”现状{r.status_value:g}%，“{r.indicator}”目标{r.value:g}%。",
            f"{len(low)} target{'s lie' if len(low) > 1 else ' lies'} below a related figure that the same plan reports as reached, such as {m.name(r.plan, 'en')}: {r.status_value:g}% reached (“{r.statistic}”), {r.value:g}% as target (“{r.indicator}”).",
            (
                "两处统计口径不同或可能不同，需人工核对。",
                "The two statistics differ or may differ; a person must check.",
            ),
            rows=len(low),
            status=float(r.status_value),
            target=float(r.value),
        )


def _scales(m: Measures) -> Iterator[Finding]:
    a = m.ambition[m.ambition["class"].ne("not comparable") & m.ambition["delta"].gt(0)].dropna(subset=["gap_closed"])
    tops = {
        name: a.loc[a[name].astype(float).idxmax()]
        for name in ("delta", "gap_closed", "log_odds")
        if a[name].notna().any()
    }
    if len(tops) < 2:
        return
    scales = {
        "delta": ("按差值", "by the difference"),
        "gap_closed": ("按缩小的与100之差", "by the share of the gap to 100 that is closed"),
        "log_odds": ("按对数优势", "by log-odds"),
    }
    shown = {
        "delta": lambda r: f"{float(r['delta']):+g}", "gap_closed": lambda r: percent(float(r["gap_closed"])),
        "log_odds": lambda r: f"{float(r['log_odds']):+.2f}",
    }  # fmt: skip
    zh = "；".join(f"{scales[k][0]}是{m.name(r.plan)}的{r.goal_zh}（{shown[k](r)}）" for k, r in tops.items())
    en = "; ".join(f"{scales[k][1]} {m.name(r.plan, 'en')}, {r.goal_en} ({shown[k](r)})" for k, r in tops.items())
    agree = len({(r.plan, r.national_goal) for r in tops.values()}) == 1
    yield finding("ambition-4", "ambition", f"水平高于国家的有{len(a)}格，“高多少”取决于量尺，各量尺的最大者{'一致' if agree else '不一致'}：{zh}。",
                   f"{len(a)} cells lie above the national level; which lies furthest above {'does not depend' if agree else 'depends'} on the scale: {en}.",
                   ("满意度得分不是比例，没有对数优势；国家目标已是100%的不算差距。", "Satisfaction scores are not shares and have no log-odds; where the nation asks for 100% there is no gap to measure."),
                   rows=len(a), **dict[str, Any]({name: float(r[name]) for name, r in tops.items()}))  # fmt: skip


def alignment(m: Measures) -> Iterator[Finding]:
    """Yield what plans take up of the national goals, and what wording they share."""
    a = m.alignment.set_index("plan")
    outside = a.index[~a["cites_outline"].fillna(False).astype(bool)]
    if len(outside):
        zh, en = names(m, outside)
        yield finding(
            "alignment-1",
            "citations",
            f"{zh}没有引用2012年纲要，与纲要对照的数字对{'它' if len(outside) == 1 else '它们'}只作描述，不是不合格。",
            f"{en} {'does' if len(outside) == 1 else 'do'} not cite the 2012 outline: set beside it, {'its' if len(outside) == 1 else 'their'} figures only describe, and say nothing of failing.",
            plans=len(outside),
        )
    judged = set(m.matches.loc[m.matches["status"] == "reviewed", "plan"])
    unjudged = a.index[~a.index.isin(judged_plans(m.crosswalk))]
    if len(unjudged):
        zh, en = names(m, unjudged)
        yield finding("alignment-0", "alignment", f"{zh}与国家目标的对应还没有人判断，覆盖率、细化和自有指标都不能计算。",
                      f"Nobody has judged what in {en} speaks of the national goals: coverage, translation and own agenda cannot be computed.",
                      kind="not comparable", plans=len(unjudged))  # fmt: skip
    inside = a[a["cites_outline"].fillna(False).astype(bool) & a.index.isin(judged)]
    if len(inside):
        zh, en = series(m, inside["coverage"].astype(float))
        goals = int(inside["goals"].iloc[0])
        yield finding(
            "alignment-2", "coverage", f"引用纲要的规划各以目标回应了{goals}条国家目标中的多少：{zh}。", f"Share of the {goals} national goals that the plans citing the outline answer with a target: {en}.",
            ("哪条目标对应哪条国家目标，由一名编码员判断，还没有第二人复核；部分国家目标没有网页佐证，可以剔除重算。只看目标条文，以措施作出的回应未计。", "Which target answers which national goal was judged by one coder and awaits a second; some national goals rest on no page and can be left out. Only targets count, answers given as measures do not."),
            **share(m, "coverage:top"), goals=goals, **figures(inside["coverage"]),
        )  # fmt: skip
        c, d = (
            inside[["concretised", "concretised_of", "diluted", "diluted_of"]]
            .sum()
            .astype(int)
            .to_numpy()
            .reshape(2, 2)
        )
        yield finding("alignment-3", "alignment", f"这些规划回应没有数字的国家目标共{c[1]}处，其中{c[0]}处给出了数字（细化）；回应有数字的国家目标共{d[1]}处，其中{d[0]}处没有数字（虚化）。",
                       f"Taken together, these plans answer national goals without a number {c[1]} times, {c[0]} of them with a number (sharpened); they answer national goals with a number {d[1]} times, {d[0]} of them without one (watered down).",
                       concretised=int(c[0]), concretised_of=int(c[1]), diluted=int(d[0]), diluted_of=int(d[1]))  # fmt: skip
        zh, en = series(m, inside["own_share"].dropna().astype(float))
        yield finding("alignment-4", "alignment", f"规划指标中，国家目标没有相应内容的所占比例：{zh}。", f"Share of a plan's indicators that no national goal speaks of: {en}.",
                       ("这类指标多，说明地方自己的议题多，不说明偏离国家目标。", "A large share means that the plan has many subjects of its own, not that it departs from the national goals."),
                       **figures(inside["own_share"]))  # fmt: skip
    yield from _reuse(m)


def _reuse(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2 or len(m.plans) > FEW:
        return
    r = m.reuse[~m.reuse["control"]].sort_values("share", ascending=False)
    if r.empty or pd.isna(r["share"].iloc[0]):
        return
    top, floor = r.iloc[0], m.reuse["floor_high"].iloc[0]
    against = (
        (
            f"；与没有引用纲要的规划之间，最多只有{100 * float(floor):.1f}%，可视为套话的底数",
            f"; with plans that do not cite the outline it is at most {100 * float(floor):.1f}%, which may be taken for common formulas",
        )
        if pd.notna(floor)
        else (
            "；没有可作对照的规划，分不出套话",
            "; without a plan of another parent, common formulas cannot be told apart",
        )
    )
    yield finding("alignment-5", "reuse", f"文字重合最多的一对是{m.name(top.plan)}与{m.name(top.other)}：连续10字以上的相同文字占前者正文的{100 * float(top.share):.1f}%{against[0]}。",
                   f"The pair with most wording in common is {m.name(top.plan, 'en')} and {m.name(top.other, 'en')}: {100 * float(top.share):.1f}% of the former's text stands in shared runs of 10 characters or more{against[1]}.",
                   ("重合可能出自共同来源，也可能只是套话，不说明谁抄谁；中间的省级文件不在手边。", "Shared wording may come from a common source or be set phrases; it does not show who copied whom; the provincial documents in between are not at hand."),
                   share=float(top.share), **dict[str, Any]({"floor": float(floor)} if pd.notna(floor) else {}))  # fmt: skip
