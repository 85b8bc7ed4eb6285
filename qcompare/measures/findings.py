"""What was found, how sure it is, and what must not be concluded: sentences made from the tables.

Each sentence carries the figures behind it and the table they stand in. Nothing is written that a table does not
hold, and a claim that hangs on a definition says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.measures import limits
from qcompare.measures.multiverse import share
from qcompare.measures.results import result

if TYPE_CHECKING:
    from qcompare.measures.bench import Measures

Finding = dict[str, Any]
FEW = 8  # with more plans only the extremes are named


def _finding(id: str, table: str, zh: str, en: str, caveat: tuple[str, str] = ("", ""), *, kind: str = "finding",
             holds: float | None = None, **figures: Any) -> Finding:  # fmt: skip
    shown = " ".join(f"{name}={_figure(value)}" for name, value in figures.items())
    return {"id": id, "topic": id.split("-")[0], "kind": kind, "zh": zh, "en": en, "caveat_zh": caveat[0] or None,
            "caveat_en": caveat[1] or None, "table": table, "figures": shown, "holds": holds}  # fmt: skip


def _figure(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value).replace(" ", "_")


def _percent(value: float) -> str:
    return f"{100 * value:.0f}%" if value in (0.0, 1.0) or value >= 0.1 else f"{100 * value:.1f}%"


def _series(m: Measures, values: pd.Series, form: Any = _percent) -> tuple[str, str]:
    """Return "name value" for every plan, highest first; only the ends when there are many."""
    ordered = values.dropna().sort_values(ascending=False, kind="stable")
    if len(ordered) > FEW:
        ordered = pd.concat([ordered.head(3), ordered.tail(3)])
    zh = "、".join(f"{m.name(plan)} {form(value)}" for plan, value in ordered.items())
    en = ", ".join(f"{m.name(plan, 'en')} {form(value)}" for plan, value in ordered.items())
    return zh, en


def _names(m: Measures, plans: Any) -> tuple[str, str]:
    plans = list(plans)
    more_zh, more_en = (f"等{len(plans)}份", f" and {len(plans) - FEW} more") if len(plans) > FEW else ("", "")
    return (
        "、".join(m.name(p) for p in plans[:FEW]) + more_zh, ", ".join(m.name(p, "en") for p in plans[:FEW]) + more_en
    )  # fmt: skip


def _corpus(m: Measures) -> Iterator[Finding]:
    c = m.corpus
    numbered = int(c["quantified"].sum())
    total = int(c[["quantified", "absolute", "relative", "qualitative"]].sum().sum())
    horizons = c["horizon"].dropna()
    span = f"{horizons.min()}-{horizons.max()}" if len(horizons) else "-"
    yield _finding(
        "corpus-1", "corpus", f"比较了{len(c)}份规划，共编得{total}条目标，其中{numbered}条有数字；主要目标年为{span}。",
        f"{len(c)} plan{'s' * (len(c) != 1)} compared, {total} targets coded, {numbered} of them with a number; main years of the goals {span}.",
        ("这些规划是选定的，不是抽样得来的，所以不对“城市”或“层级”作推断。", "The plans were chosen, not sampled: nothing is inferred about cities or levels."),
        plans=len(c), targets=total, quantified=numbered,
    )  # fmt: skip
    cut = c[c["annex_omitted"] > 0]
    if len(cut):
        zh, en = _names(m, cut["plan"])
        boxes = int(cut["annex_omitted"].sum())
        yield _finding("corpus-2", "corpus", f"{zh}的公开文本略去了{boxes}个专栏，其目标数和密度都是下限。",
                       f"The published text of {en} leaves out {boxes} boxes: its counts and densities are lower bounds.", omitted=boxes)


def _specificity(m: Measures) -> Iterator[Finding]:
    s = m.specificity.set_index("plan")
    quantified = s["share"].dropna().astype(float)
    if not len(quantified):
        yield _finding("specificity-0", "specificity", "没有找到目标部分，具体性无法计算。", "No goals part was found: specificity cannot be computed.", kind="not comparable")
        return
    zh, en = _series(m, quantified)
    small = s[(s["n"] > 0) & (s["n"] < 10)]
    caveat = ("", "")
    if len(small):
        few = _names(m, small.index)
        caveat = (f"{few[0]}的目标部分不到10条，一条之差就会明显改变比例。", f"The goals part of {few[1]} holds fewer than 10 targets: one more or less changes its share visibly.")
    yield _finding("specificity-1", "specificity", f"目标部分有数字的目标所占比例：{zh}。", f"Share of goals with a number: {en}.", caveat,
                   **{plan: float(value) for plan, value in quantified.items()} if len(quantified) <= FEW else {})
    zh, en = _series(m, s["minimum"].dropna().astype(float))
    yield _finding(
        "specificity-2", "specificity", f"同时有数字、期限、约束方向且范围不含糊的目标所占比例：{zh}。",
        f"Share of goals that have a number, a date, a binding direction and no open scope, all at once: {en}.",
        ("期限包括从上文或规划目标年继承的年份；若只认本句中的年份，比例大幅下降。", "Dates include years inherited from the context or the plan's horizon; counting only years in the same sentence lowers the shares a lot."),
        minimum_explicit=_series(m, s["minimum_explicit"].dropna().astype(float))[1],
    )  # fmt: skip
    yield from _order(m)
    yield from _density(m)
    e = m.element_shares
    weak = e.groupby("element")[["yes", "n"]].sum()
    weak = weak[weak["n"] > 0]
    if "responsible" in weak.index and weak.loc["responsible", "yes"] == 0:
        yield _finding("specificity-5", "element_shares", "目标部分没有一条目标在同一句中写明责任单位。", "No goal names a responsible body in its own sentence.",
                       ("公开文本可能删去了责任分工，这不等于没有分工。", "Published texts may leave the division of work out; that is not the same as there being none."),
                       targets=int(weak.loc["responsible", "n"]))  # fmt: skip
    cycles = m.verification[(m.verification["item"] == "cycle")]
    named = cycles[cycles["cycle"].notna()]
    if len(named) and len(m.plans) <= FEW:
        zh = "、".join(f"{m.name(r.plan)}“{r.cycle}”" for r in named.itertuples())
        en = ", ".join(f"{m.name(r.plan, 'en')} {r.cycle}" for r in named.itertuples())
        yield _finding("specificity-6", "verification", f"考核周期的写法：{zh}；其余未见。", f"Cycle of assessment as written: {en}; none seen in the others.", named=len(named))


def _order(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2:
        return
    if len(m.plans) > FEW:
        pairs = m.ladder_dominance
        ordered = int((pairs["relation"] == "dominates").sum())
        yield _finding("specificity-3", "ladder_dominance", f"按阶梯分布，{len(pairs) // 2}对规划中有{ordered}对可以分出高低，其余不可比。",
                       f"By ladder profile {ordered} of {len(pairs) // 2} pairs of plans can be ordered; the rest cannot.", ordered=ordered)
        return
    p = m.poset
    firm = p[(p["relation"] == "above") & p["robust"].fillna(False)]
    loose = p[(p["relation"] == "above") & ~p["robust"].fillna(False)]
    none = p[p["relation"] == "incomparable"]
    text = {lang: "；".join(f"{m.name(r.plan, lang)} > {m.name(r.other, lang)}" for r in firm.itertuples()) for lang in ("zh", "en")}
    open_ = {lang: "；".join(f"{m.name(r.plan, lang)} / {m.name(r.other, lang)}" for r in none.itertuples()) for lang in ("zh", "en")}
    yield _finding(
        "specificity-3", "poset",
        f"不加权重，只看阶梯每一级的累计比例：稳固的先后有{len(firm)}对（{text['zh'] or '无'}）；分不出先后的有{len(none)}对（{open_['zh'] or '无'}）。",
        f"Without weights, by the cumulative share on every rung: {len(firm)} firm orderings ({text['en'].replace('；', '; ') or 'none'}); {len(none)} pairs cannot be ordered ({open_['en'].replace('；', '; ') or 'none'}).",
        (f"“稳固”指在至少九成的定义组合和编码误差模拟中成立；另有{len(loose)}对先后未达到。", f"Firm: holds in at least nine tenths of the definition and coding runs; {len(loose)} more orderings fall short."),
        holds=float(firm["share"].min()) if len(firm) else None, firm=len(firm), loose=len(loose), incomparable=len(none),
    )  # fmt: skip


def _density(m: Measures) -> Iterator[Finding]:
    d = m.density[m.density["unit"] == "targets"].pivot(index="plan", columns="part", values="per_1000").astype(float).dropna()
    if len(d) < 2:
        return
    goals, whole = d["goals"].idxmax(), d["whole"].idxmax()
    same = ("两种算法领先者相同", "the same plan leads both ways") if goals == whole else ("领先者换了", "the leader changes")
    yield _finding(
        "specificity-4", "density",
        f"每千字的定量目标数取决于分母：按目标部分，最高的是{m.name(goals)}（{d.loc[goals, 'goals']:.1f}）；按全文，最高的是{m.name(whole)}（{d.loc[whole, 'whole']:.1f}），{same[0]}。",
        f"Quantified targets per 1,000 characters hang on the denominator: {m.name(goals, 'en')} leads on the goals part ({d.loc[goals, 'goals']:.1f}), {m.name(whole, 'en')} on the whole plan ({d.loc[whole, 'whole']:.1f}); {same[1]}.",
        ("密度高只说明写得集中，不说明规划更好。", "A high density says that numbers stand close together, not that the plan is better."),
        holds=share(m, "density:goals", "density:whole"), goals=float(d.loc[goals, "goals"]), whole=float(d.loc[whole, "whole"]),
    )  # fmt: skip


def _ambition(m: Measures) -> Iterator[Finding]:
    n = m.net_strictness
    cells, comparable = len(m.strictness), int(n["comparable"].sum())
    yield _finding(
        "ambition-1", "strictness", f"规划与国家定量目标组成{cells}格，其中只有{comparable}格是同一统计指标，可以比较严格程度。",
        f"Plans and numeric national goals make {cells} cells; only {comparable} speak of the same statistic and can be compared.",
        ("缺格说的是覆盖，不是目标低。", "An empty cell is about coverage, not about a low target."), holds=share(m, "cells:few"), cells=cells, comparable=comparable,
    )  # fmt: skip
    proposed = int((m.matches["status"] == "proposed").sum())
    if proposed:
        yield _finding("ambition-0", "ambition", f"有{proposed}条匹配只是按文字相似提出的建议，没有人复核，不计入任何结论。",
                       f"{proposed} matches are only proposed by likeness of words; nobody has judged them and no result counts them.", kind="not comparable", proposed=proposed)
    if not comparable:
        return
    t = n[["stricter", "equal", "weaker", "mixed", "level_stricter", "level_equal", "level_weaker"]].sum().astype(int)
    yield _finding(
        "ambition-2", "net_strictness",
        f"计入水平和期限：更严{t['stricter']}格、相同{t['equal']}格、更宽{t['weaker']}格、互有高下{t['mixed']}格；只看水平：更严{t['level_stricter']}格、相同{t['level_equal']}格、更低{t['level_weaker']}格。",
        f"By level and year: {t['stricter']} stricter, {t['equal']} equal, {t['weaker']} weaker, {t['mixed']} mixed; by level alone: {t['level_stricter']} stricter, {t['level_equal']} equal, {t['level_weaker']} lower.",
        ("期限较晚往往只因规划出台较晚；“更宽”读作“没有更早约束”，不是懈怠。假定达到的水平不会放弃。", "A later year often only reflects a later plan; read weaker as “does not bind earlier”, not as lax. A level reached is assumed to be kept."),
        holds=share(m, "strict:year"), **{str(k): int(v) for k, v in t.items()},
    )  # fmt: skip
    for row in n.dropna(subset=["net"]).head(FEW).itertuples():
        yield _finding(
            f"ambition-3-{row.plan}", "net_strictness",
            f"{m.name(row.plan)}有{row.comparable}格可比，净严格度计期限为{row.net:+.2f}，仅按水平为{row.net_level:+.2f}；两个数必须一起读。",
            f"{m.name(row.plan, 'en')} has {row.comparable} comparable cells: net strictness {row.net:+.2f} with years, {row.net_level:+.2f} by level alone; read both or neither.",
            holds=share(m, f"sign:{row.plan}"), net=float(row.net), net_level=float(row.net_level),
        )  # fmt: skip
    yield from _scales(m)
    k = m.markup
    above, equal, below = ((k["direction"] == word).sum() for word in ("above", "equal", "below"))
    if len(k):
        yield _finding("ambition-5", "markup", f"年份相同的可比格有{len(k)}个：高于国家{above}个，相同{equal}个，低于{below}个。",
                       f"{len(k)} comparable cells share the year: {above} above the national level, {equal} equal, {below} below.",
                       ("格数太少，中间层级文件缺失，既不能说存在层层加码，也不能说不存在。", "Too few, and the level in between is missing: neither amplification nor its absence is shown."),
                       holds=share(m, "markup:few"), cells=len(k), above=int(above))  # fmt: skip
    low = m.own_baseline[m.own_baseline["flag"] == "below related status"]
    if len(low):
        r = low.iloc[0]
        yield _finding("ambition-6", "own_baseline", f"有{len(low)}条目标低于同一规划报告的相近现状，如{m.name(r.plan)}：现状{r.status_value:g}%，目标{r.value:g}%。",
                       f"{len(low)} target{'s lie' if len(low) > 1 else ' lies'} below a related status that the same plan reports, such as {m.name(r.plan, 'en')}: status {r.status_value:g}%, target {r.value:g}%.",
                       ("两处统计口径不同或可能不同，需人工核对。", "The two statistics differ or may differ; a person must check."), rows=len(low))


def _scales(m: Measures) -> Iterator[Finding]:
    a = m.ambition[m.ambition["class"].ne("not comparable") & m.ambition["delta"].gt(0)].dropna(subset=["gap_closed"])
    tops = {name: a.loc[a[name].astype(float).idxmax()] for name in ("delta", "gap_closed", "log_odds") if a[name].notna().any()}
    if len(tops) < 2:
        return
    zh = "；".join(f"{dict(delta='按百分点', gap_closed='按缺口', log_odds='按对数优势')[k]}：{m.name(r.plan)}的{r.goal_zh}（{float(r[k]):.2f}）" for k, r in tops.items())
    en = "; ".join(f"{dict(delta='in points', gap_closed='by gap closed', log_odds='in log-odds')[k]}: {m.name(r.plan, 'en')}, {r.goal_en} ({float(r[k]):.2f})" for k, r in tops.items())
    agree = len({(r.plan, r.national_goal) for r in tops.values()}) == 1
    yield _finding("ambition-4", "ambition", f"“高多少”取决于量尺，三种量尺的最大者{'一致' if agree else '不一致'}：{zh}。",
                   f"How much higher hangs on the scale; the largest gap {'agrees' if agree else 'differs'}: {en}.",
                   ("满意度得分不是比例，没有对数优势；国家目标已是100%的不算差距。", "Satisfaction scores are not shares and have no log-odds; where the nation asks for 100% there is no gap to measure."),
                   rows=len(a))  # fmt: skip


def _alignment(m: Measures) -> Iterator[Finding]:
    a = m.alignment.set_index("plan")
    outside = a.index[~a["cites_outline"].fillna(False).astype(bool)]
    if len(outside):
        zh, en = _names(m, outside)
        yield _finding("alignment-1", "citations", f"{zh}没有引用2012年纲要，其对齐数字只作描述，不是不合格。",
                       f"{en} {'does' if len(outside) == 1 else 'do'} not cite the 2012 outline: the alignment figures describe and do not mean failure.", plans=len(outside))
    judged = set(m.matches.loc[m.matches["status"] == "reviewed", "plan"])
    inside = a[a["cites_outline"].fillna(False).astype(bool) & a.index.isin(judged)]
    if len(inside):
        zh, en = _series(m, inside["coverage"].astype(float))
        goals = int(inside["goals"].iloc[0])
        yield _finding(
            "alignment-2", "coverage", f"引用纲要的规划对{goals}条国家目标的覆盖率：{zh}。", f"Of {goals} national goals, the plans that cite the outline address: {en}.",
            ("匹配由一名编码员判断，待第二人复核；纲要目标中有几条没有网页佐证，可以剔除重算。只看目标条文，正文措施中的回应未计。", "Matches were judged by one coder and await a second; some outline goals rest on no page and can be left out. Only targets count, answers given as measures do not."),
            holds=share(m, "coverage:top"), goals=goals,
        )  # fmt: skip
        c, d = inside[["concretised", "concretised_of", "diluted", "diluted_of"]].sum().astype(int).to_numpy().reshape(2, 2)
        yield _finding("alignment-3", "alignment", f"国家没有数字而规划给出数字（细化）的有{c[0]}/{c[1]}处；国家有数字而规划没有数字（虚化）的有{d[0]}/{d[1]}处。",
                       f"Goals without a national number that plans give one: {c[0]} of {c[1]} addressed; goals with a national number addressed without one: {d[0]} of {d[1]}.",
                       concretised=int(c[0]), diluted=int(d[0]))  # fmt: skip
        zh, en = _series(m, inside["own_share"].dropna().astype(float))
        yield _finding("alignment-4", "alignment", f"在国家目标中找不到对应的指标所占比例：{zh}。", f"Share of a plan's indicators without a national counterpart: {en}.",
                       ("自有指标多说明地方议程宽，不说明偏离。", "A large own agenda means a broad local agenda, not a departure."))  # fmt: skip
    yield from _reuse(m)


def _reuse(m: Measures) -> Iterator[Finding]:
    if len(m.plans) < 2 or len(m.plans) > FEW:
        return
    r = m.reuse[~m.reuse["control"]].sort_values("share", ascending=False)
    if r.empty or pd.isna(r["share"].iloc[0]):
        return
    top, floor = r.iloc[0], m.reuse["floor_high"].iloc[0]
    against = (f"，对照上限为{100 * float(floor):.1f}%", f"; the control pairs share up to {100 * float(floor):.1f}%") if pd.notna(floor) else ("；没有对照规划，分不出套话", "; without a control plan formulas cannot be told apart")
    yield _finding("alignment-5", "reuse", f"文字重合最多的一对是{m.name(top.plan)}与{m.name(top.other)}，占前者{100 * float(top.share):.1f}%（连续10字以上）{against[0]}。",
                   f"{m.name(top.plan, 'en')} shares most wording with {m.name(top.other, 'en')}: {100 * float(top.share):.1f}% of its text in runs of 10 characters or more{against[1]}.",
                   ("重合说明有共同来源，不说明谁抄谁；中间的省级文件不在手边。", "Shared wording shows a common source, not who copied whom; the provincial documents in between are not at hand."),
                   share=float(top.share))  # fmt: skip


def _vocabulary(m: Measures) -> Iterator[Finding]:
    k = m.keyness
    if k.empty or len(m.plans) > FEW:
        return
    own = {p: m.name(p) for p in m.plans["plan"]}
    typical = k[(k["low"] > 0) & (k["dispersion"] < 0.9)]
    for plan, group in typical.groupby("plan", sort=False):
        words = [w for w in group["word"] if w[:2] not in own[plan] and w not in {"我市", "我省"}][:5]
        if words:
            yield _finding(f"vocabulary-{plan}", "keyness", f"与其他规划相比，{own[plan]}更常用：{'、'.join(words)}。",
                           f"Compared with the other plans, {m.name(plan, 'en')} uses more often: {', '.join(words)}.", words="/".join(words))


def _certainty(m: Measures) -> Iterator[Finding]:
    d = m.detection.set_index(["plan", "type"])
    if ("all", "all") in d.index:
        r = d.loc[("all", "all")]
        q = d.loc[("all", "quantified")] if ("all", "quantified") in d.index else r
        weak = m.reliability[m.reliability["verdict"] == "weak"]["field"].tolist()
        yield _finding(
            "certainty-1", "detection",
            f"与人工编码相比，目标的精确率{_percent(float(r.precision))}、召回率{_percent(float(r.recall))}；其中定量目标{_percent(float(q.precision))}和{_percent(float(q.recall))}。"
            + (f"一致性弱的字段：{'、'.join(weak)}。" if weak else "没有一致性弱的字段。"),
            f"Against the hand coding, targets are found with precision {_percent(float(r.precision))} and recall {_percent(float(r.recall))} (quantified {_percent(float(q.precision))} and {_percent(float(q.recall))}). "
            + (f"Weak fields: {', '.join(weak)}." if weak else "No field is weak."),
            ("误差率在人工编码的规划上测得，用于其他规划是外推。", "The error rates come from the hand-coded plans; using them for others is an extrapolation."),
            found=int(r.found), missed=int(r.missed), extra=int(r.extra),
        )  # fmt: skip
    else:
        yield _finding("certainty-1", "detection", "这些规划没有人工编码可对照，编码误差未知。", "These plans have no hand coding to check against: the coding error is not known.", kind="not comparable")
    if len(m.plans) <= FEW:
        v = m.multiverse.dropna(subset=["share"])
        firm, loose = v[v["share"] == 1], v[v["share"] < 0.9]
        names = {lang: "；".join(f"{getattr(r, lang)}（{_percent(r.share)}）" for r in loose.itertuples()) for lang in ("zh", "en")}
        yield _finding("certainty-2", "multiverse", f"{len(v)}条论断中，{len(firm)}条在全部定义组合下成立；随定义而变的有：{names['zh'] or '无'}。",
                       f"Of {len(v)} claims {len(firm)} hold under every combination of definitions; those that hang on definitions: {names['en'].replace('；', '; ').replace('（', ' (').replace('）', ')') or 'none'}.",
                       claims=len(v), always=len(firm))  # fmt: skip


def _limits(m: Measures) -> Iterator[Finding]:
    yield from (_finding(**row) for row in (*limits.not_comparable(m), *limits.never(m)))


ROOMS = {
    "corpus": _corpus, "specificity": _specificity, "ambition": _ambition, "alignment": _alignment,
    "vocabulary": _vocabulary, "certainty": _certainty, "limits": _limits,
}  # fmt: skip


@result("findings")
def findings(m: Measures, *topics: str) -> pd.DataFrame:
    """Return the findings of a corpus in plain words, then what cannot be compared, then what must not be concluded.

    ``holds`` is the share of the multiverse in which a finding holds, the lowest where it makes several claims.

    Parameters
    ----------
    m
        Measures of the corpus.
    topics
        Only these: corpus, specificity, ambition, alignment, vocabulary, certainty, limits; all if none is named.

    Raises
    ------
    ParameterError
        If a topic is unknown.
    """
    for topic in topics:
        if topic not in ROOMS:
            raise ParameterError(unknown("topic", topic, ROOMS))
    return pd.DataFrame([found for topic in topics or ROOMS for found in ROOMS[topic](m)])
