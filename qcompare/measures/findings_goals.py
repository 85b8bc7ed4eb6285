"""Sentences on how plans stand beside the national goals and beside each other: ambition and alignment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.measures.crosswalk import judged_plans
from qcompare.measures.finding import FEW, Finding, finding, names, series
from qcompare.measures.multiverse import share

if TYPE_CHECKING:
    from qcompare.measures.bench import Measures


def ambition(m: Measures) -> Iterator[Finding]:
    """Yield what the cells of plans and numeric national goals say."""
    n = m.net_strictness
    cells, comparable = len(m.strictness), int(n["comparable"].sum())
    yield finding(
        "ambition-1", "strictness", f"规划与国家定量目标组成{cells}格，其中只有{comparable}格是同一统计指标，可以比较严格程度。",
        f"Plans and numeric national goals make {cells} cells; only {comparable} speak of the same statistic and can be compared.",
        ("缺格说的是覆盖，不是目标低。", "An empty cell is about coverage, not about a low target."), holds=share(m, "cells:few"), cells=cells, comparable=comparable,
    )  # fmt: skip
    proposed = int((m.matches["status"] == "proposed").sum())
    if proposed:
        yield finding(
            "ambition-0",
            "ambition",
            f"有{proposed}条匹配只是按文字相似提出的建议，没有人复核，不计入任何结论。",
            f"{proposed} matches are only proposed by likeness of words; nobody has judged them and no result counts them.",
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
        f"By level and year: {t['stricter']} stricter, {t['equal']} equal, {t['weaker']} weaker, {t['mixed']} mixed; by level alone: {t['level_stricter']} stricter, {t['level_equal']} equal, {t['level_weaker']} lower.",
        ("期限较晚往往只因规划出台较晚；“更宽”读作“没有更早约束”，不是懈怠。假定达到的水平不会放弃。", "A later year often only reflects a later plan; read weaker as “does not bind earlier”, not as lax. A level reached is assumed to be kept."),
        holds=share(m, "strict:year"), **counts,
    )  # fmt: skip
    for row in n.dropna(subset=["net"]).head(FEW).itertuples():
        yield finding(
            f"ambition-3-{row.plan}", "net_strictness",
            f"{m.name(row.plan)}有{row.comparable}格可比，净严格度计期限为{row.net:+.2f}，仅按水平为{row.net_level:+.2f}；两个数必须一起读。",
            f"{m.name(row.plan, 'en')} has {row.comparable} comparable cells: net strictness {row.net:+.2f} with years, {row.net_level:+.2f} by level alone; read both or neither.",
            holds=share(m, f"sign:{row.plan}"), net=float(row.net), net_level=float(row.net_level),
        )  # fmt: skip
    yield from _scales(m)
    k = m.markup
    above, equal, below = ((k["direction"] == word).sum() for word in ("above", "equal", "below"))
    if len(k):
        yield finding("ambition-5", "markup", f"年份相同的可比格有{len(k)}个：高于国家{above}个，相同{equal}个，低于{below}个。",
                       f"{len(k)} comparable cells share the year: {above} above the national level, {equal} equal, {below} below.",
                       ("格数太少，中间层级文件缺失，既不能说存在层层加码，也不能说不存在。", "Too few, and the level in between is missing: neither amplification nor its absence is shown."),
                       holds=share(m, "markup:few"), cells=len(k), above=int(above))  # fmt: skip
    low = m.own_baseline[m.own_baseline["flag"] == "below related status"]
    if len(low):
        r = low.iloc[0]
        yield finding(
            "ambition-6",
            "own_baseline",
            f"有{len(low)}条目标低于同一规划报告的相近现状，如{m.name(r.plan)}：现状{r.status_value:g}%，目标{r.value:g}%。",
            f"{len(low)} target{'s lie' if len(low) > 1 else ' lies'} below a related status that the same plan reports, such as {m.name(r.plan, 'en')}: status {r.status_value:g}%, target {r.value:g}%.",
            (
                "两处统计口径不同或可能不同，需人工核对。",
                "The two statistics differ or may differ; a person must check.",
            ),
            rows=len(low),
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
        "delta": ("按百分点", "in points"),
        "gap_closed": ("按缺口", "by gap closed"),
        "log_odds": ("按对数优势", "in log-odds"),
    }
    zh = "；".join(f"{scales[k][0]}：{m.name(r.plan)}的{r.goal_zh}（{float(r[k]):.2f}）" for k, r in tops.items())
    en = "; ".join(f"{scales[k][1]}: {m.name(r.plan, 'en')}, {r.goal_en} ({float(r[k]):.2f})" for k, r in tops.items())
    agree = len({(r.plan, r.national_goal) for r in tops.values()}) == 1
    yield finding("ambition-4", "ambition", f"“高多少”取决于量尺，三种量尺的最大者{'一致' if agree else '不一致'}：{zh}。",
                   f"How much higher hangs on the scale; the largest gap {'agrees' if agree else 'differs'}: {en}.",
                   ("满意度得分不是比例，没有对数优势；国家目标已是100%的不算差距。", "Satisfaction scores are not shares and have no log-odds; where the nation asks for 100% there is no gap to measure."),
                   rows=len(a))  # fmt: skip


def alignment(m: Measures) -> Iterator[Finding]:
    """Yield what plans take up of the national goals, and what wording they share."""
    a = m.alignment.set_index("plan")
    outside = a.index[~a["cites_outline"].fillna(False).astype(bool)]
    if len(outside):
        zh, en = names(m, outside)
        yield finding(
            "alignment-1",
            "citations",
            f"{zh}没有引用2012年纲要，其对齐数字只作描述，不是不合格。",
            f"{en} {'does' if len(outside) == 1 else 'do'} not cite the 2012 outline: the alignment figures describe and do not mean failure.",
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
            "alignment-2", "coverage", f"引用纲要的规划对{goals}条国家目标的覆盖率：{zh}。", f"Of {goals} national goals, the plans that cite the outline address: {en}.",
            ("匹配由一名编码员判断，待第二人复核；纲要目标中有几条没有网页佐证，可以剔除重算。只看目标条文，正文措施中的回应未计。", "Matches were judged by one coder and await a second; some outline goals rest on no page and can be left out. Only targets count, answers given as measures do not."),
            holds=share(m, "coverage:top"), goals=goals,
        )  # fmt: skip
        c, d = (
            inside[["concretised", "concretised_of", "diluted", "diluted_of"]]
            .sum()
            .astype(int)
            .to_numpy()
            .reshape(2, 2)
        )
        yield finding("alignment-3", "alignment", f"国家没有数字而规划给出数字（细化）的有{c[0]}/{c[1]}处；国家有数字而规划没有数字（虚化）的有{d[0]}/{d[1]}处。",
                       f"Goals without a national number that plans give one: {c[0]} of {c[1]} addressed; goals with a national number addressed without one: {d[0]} of {d[1]}.",
                       concretised=int(c[0]), diluted=int(d[0]))  # fmt: skip
        zh, en = series(m, inside["own_share"].dropna().astype(float))
        yield finding("alignment-4", "alignment", f"在国家目标中找不到对应的指标所占比例：{zh}。", f"Share of a plan's indicators without a national counterpart: {en}.",
                       ("自有指标多说明地方议程宽，不说明偏离。", "A large own agenda means a broad local agenda, not a departure."))  # fmt: skip
    yield from _reuse(m)


def _reuse(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2 or len(m.plans) > FEW:
        return
    r = m.reuse[~m.reuse["control"]].sort_values("share", ascending=False)
    if r.empty or pd.isna(r["share"].iloc[0]):
        return
    top, floor = r.iloc[0], m.reuse["floor_high"].iloc[0]
    against = (
        (f"，对照上限为{100 * float(floor):.1f}%", f"; the control pairs share up to {100 * float(floor):.1f}%")
        if pd.notna(floor)
        else ("；没有对照规划，分不出套话", "; without a control plan formulas cannot be told apart")
    )
    yield finding("alignment-5", "reuse", f"文字重合最多的一对是{m.name(top.plan)}与{m.name(top.other)}，占前者{100 * float(top.share):.1f}%（连续10字以上）{against[0]}。",
                   f"{m.name(top.plan, 'en')} shares most wording with {m.name(top.other, 'en')}: {100 * float(top.share):.1f}% of its text in runs of 10 characters or more{against[1]}.",
                   ("重合说明有共同来源，不说明谁抄谁；中间的省级文件不在手边。", "Shared wording shows a common source, not who copied whom; the provincial documents in between are not at hand."),
                   share=float(top.share))  # fmt: skip
