"""What was found, how sure it is, and what must not be concluded: sentences made from the tables.

Each sentence carries the figures behind it and the table they stand in. Nothing is written that a table does not
hold, and a claim that hangs on a definition says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.findings import limits
from qcompare.findings.alignment import alignment
from qcompare.findings.ambition import ambition
from qcompare.findings.finding import DEPENDS, FEW, Finding, finding, in_order, in_words, joined, names, percent, some
from qcompare.findings.specific import specificity
from qcompare.measures.choices import VALID
from qcompare.measures.results import measure, registered
from qcompare.measures.uncertainty import KINDS
from qcompare.schema import fields as schema_fields

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures


def _corpus(m: Measures) -> Iterator[Finding]:
    c = m.corpus
    numbered, none = int(c["quantified"].sum()), int(c["absolute"].sum())
    total = int(c[["quantified", "absolute", "relative", "qualitative"]].sum().sum())
    years = sorted({int(year) for year in c["horizon"].dropna()})
    span = (
        ("—".join if len(years) > 1 else "".join)([str(year) for year in (years[0], years[-1])[: len(years)]])
        if years
        else "未写明"
    )
    span_en = span.replace("—", "–") if years else "not stated"
    yield finding(
        "corpus-1", "corpus", f"比较了{len(c)}份规划，共编码{total}条目标（只有文字表述的只编目标部分），其中{numbered}条写出数字，{none}条不留例外（全部、杜绝）；规划目标年{span}。",
        f"{some(len(c), 'plan was', 'plans were')} compared: {total} targets (those in words only in the goals sections alone), {numbered} with a number and {none} all or none; horizon year {span_en}.",
        ("这些规划由研究者选定，并非抽样，不能据此推断其他城市或层级。", "The plans were selected, not sampled; they do not support statements about other cities or tiers of government."),
        picture="corpus_table", plans=len(c), targets=total, quantified=numbered, absolute=none,
    )  # fmt: skip
    cut = c[c["annex_omitted"] > 0]
    if len(cut):
        zh, en = names(m, cut["plan"])
        boxes = int(cut["annex_omitted"].sum())
        titles = [one["indicators"] for one in m.omitted.values() if one["indicators"]]
        table = (
            (f"，其中有指标表（{'、'.join(titles)}）", f", a table of indicators among them ({', '.join(titles)})")
            if titles
            else ("", "")
        )
        yield finding(
            "corpus-2", "corpus", f"{zh}的公开文本略去了{boxes}个专栏{table[0]}：目标数是下限，比例和密度可能偏高，也可能偏低，与其他规划的比较都受影响。",
            f"The published text{'s' * (len(cut) > 1)} of {en} leave{'s' * (len(cut) == 1)} out {some(boxes, 'box', 'boxes')} (专栏){table[1]}: {'their' if len(cut) > 1 else 'its'} counts are lower bounds; {'their' if len(cut) > 1 else 'its'} shares and densities could lie higher or lower, which touches every comparison with other plans.", omitted=boxes,
        )  # fmt: skip


def _vocabulary(m: Measures) -> Iterator[Finding]:
    if len(m.plans) > FEW or m.keyness.empty:
        return
    k = m.keyness
    tested = {plan: len(rows) for plan, rows in k.groupby("plan")}
    own = {p: m.name(p) for p in m.plans["plan"]}
    hant = set(m.plans.loc[m.plans["script"].eq("hant").fillna(False), "plan"])
    without = []
    for plan in in_order(m):
        group = k[k["plan"] == plan]
        words, placed = (
            [w for w in group.loc[group[flag], "word"] if w[:2] not in own[plan] and w not in {"我市", "我省"}]
            for flag in ("typical", "concentrated")
        )
        if not words and not placed:
            without.append(plan)
            continue
        also = (
            (
                f"集中在少数段落、未列入的：{'、'.join(placed)}。",
                f"Set aside as standing in few paragraphs: {', '.join(placed)}.",
            )
            if placed
            else ("", "")
        )
        yield finding(
            f"vocabulary-{plan}", "keyness",
            f"与其他规划合在一起相比，{own[plan]}使用显著更多的词：{'、'.join(words) or '无'}。", f"Words used significantly more in {m.name(plan, 'en')} than in the other plans taken together: {', '.join(words) or 'none'}.",
            joined(("常用不等于重视；上下文见“各规划常用哪些词？”。", "Frequent use does not mean priority; for context see the notebook on words typical of a plan."),
                   ("这份规划以繁体刊出，用词差异可能来自转换。", "It was published in traditional script: unusual wording may come from the conversion.") if plan in hant else ("", "")),
            counts=(f"检验{tested[plan]}个词，错误发现率5%。{also[0]}", f"{tested[plan]} words tested, false discovery rate 5%. {also[1]}".strip()),
            sure=(DEPENDS, "一篇文章中的词并不独立。", "The words of one text are not independent."), words="/".join(words), tested=tested[plan],
        )  # fmt: skip
    if without and len(m.plans) > 1:
        zh, en = names(m, without)
        yield finding(
            "vocabulary-none", "keyness", f"{zh}没有一个词的使用显著多于其他规划（错误发现率5%）。", f"In {en} no word stands out from the other plans (false discovery rate 5%).",
            ("没有显著差异不等于用词相同；每份规划都与其余规划合在一起相比，两份规划共有的用词因此不会突出。", "No significant difference is not the same wording; each plan is set beside all others taken together, so that words which two plans share do not stand out."), plans=len(without),
        )  # fmt: skip


def _certainty(m: Measures) -> Iterator[Finding]:
    d = m.detection.set_index(["plan", "type"])
    if ("all", "all") in d.index:
        r = d.loc[("all", "all")]
        q = d.loc[("all", "quantified")] if ("all", "quantified") in d.index else r
        low = m.reliability[m.reliability["verdict"] == "weak"]["field"].tolist()
        known = {field.name: field for field in schema_fields("targets")}
        fields = {"zh": [known[name].zh for name in low], "en": [name.replace("_", " ") for name in low]}
        yield finding(
            "certainty-1", "detection",
            f"在编写规则时用过的规划上，与人工编码对照：程序编码的目标中{percent(float(r.precision))}见于人工编码（精确率），人工编码的目标中{percent(float(r.recall))}被程序找到（召回率）。",
            f"On the plans that the rules were written with, against the hand coding: precision {percent(float(r.precision))} (share of the program's targets that the hand coding has, too), recall {percent(float(r.recall))} (share of the hand coding's targets that the program finds).",
            ("规则是对着这几份规划写成并修改的，所以这里的一致只是上限；对没有见过的规划，误差会更大。人工编码不是复核：复核另有记录。", "The rules were written and mended with these plans at hand, so this is an upper bound; on plans not seen before the error is larger. The hand coding is no review: reviews have their own record."),
            counts=(f"其中写出数字的目标：精确率{percent(float(q.precision))}，召回率{percent(float(q.recall))}。" + (f"一致性偏低的字段：{'、'.join(fields['zh'])}。" if low else "各字段一致性均不偏低。"),
                    f"Targets with a number: {percent(float(q.precision))} and {percent(float(q.recall))}. " + (f"Fields with low agreement: {', '.join(fields['en'])}." if low else "No field has low agreement.")),
            picture="reliability", sure=(DEPENDS, "是上限，不是对新规划的估计。", "An upper bound, not an estimate for new plans."),
            found=int(r.found), missed=int(r.missed), extra=int(r.extra),
        )  # fmt: skip
    else:
        yield finding(
            "certainty-1", "detection", "这些规划没有人工编码可对照，编码误差未知。", "These plans have no hand coding to check against: the coding error is not known.",
            kind="not comparable",
        )  # fmt: skip
    yield from _blind(m)
    if len(m.plans) <= FEW:
        v = m.multiverse.dropna(subset=["share"])
        always, loose = v[v["share"] == 1], v[v["share"] < 0.9]
        zh = "；".join(f"{r.zh}（{r.specifications}种设定中{r.holds_in}种成立）" for r in loose.itertuples())
        en = "; ".join(f"{r.en} (in {r.holds_in} of {r.specifications} specifications)" for r in loose.itertuples())
        yield finding(
            "certainty-2", "multiverse", f"由默认定义的结果得出的{len(v)}条论断中，{len(always)}条在所有定义组合下都成立。",
            f"Of {some(len(v), 'claim', 'claims')} that the results under the default definitions suggest, {len(always)} {'holds' if len(always) == 1 else 'hold'} under every combination of definitions.",
            ("这里只检验定义：编码误差、句子重抽和略去的专栏不在内，所以在这里成立不等于“稳健”。成立比例不是概率：各种定义组合并不独立，也未必同样合理。",
             "Only definitions are varied here, not coding errors, resampled sentences or boxes left out: to hold here is not to be “robust”. The share is not a probability: the combinations are neither independent nor equally plausible."),
            counts=(f"成立比例不足九成的：{zh or '无'}。", f"Those that hold in fewer than nine tenths: {en or 'none'}."), picture="multiverse", claims=len(v), always=len(always),
        )  # fmt: skip


def _blind(m: Measures) -> Iterator[Finding]:
    """Yield how far the figures would move if the rules erred here as often as on texts that they had not seen."""
    blind = m.under(rates="blind")
    table = blind.coding_interval
    rows = table[table["measure"].isin(["share", "minimum"])].dropna(subset=["low", "high"])
    if rows.empty:
        return
    moved = float(pd.concat([rows["value"] - rows["low"], rows["high"] - rows["value"]]).max())
    rates = blind.errors.set_index("error")
    missed, n = (int(rates.loc[[f"missed {kind}" for kind in KINDS], column].sum()) for column in ("wrong", "n"))
    extra = int(rates.loc[[f"extra {kind}" for kind in KINDS], "wrong"].sum())
    tail = ("", "")
    if 1 < len(m.plans) <= FEW:
        firm = m.poset[(m.poset["relation"] == "above") & m.poset["robust"].fillna(False)][["plan", "other"]]
        kept = int(firm.merge(blind.poset[blind.poset["robust"].fillna(False)], on=["plan", "other"]).shape[0])
        if len(firm):
            tail = (
                f"{len(firm)}对稳健的次序中有{kept}对仍然稳健。",
                f"Of {some(len(firm), 'robust order', 'robust orders')}, {kept} {'stays' if kept == 1 else 'stay'} robust.",
            )
    yield finding(
        "certainty-3", "coding_interval",
        f"如果编码误差与规则未见过的文本相同，写出数字和四项写明的目标所占比例在十次模拟的九次中变动不超过{math.ceil(100 * moved)}个百分点。",
        f"If the coding erred as on texts that the rules had not seen, the shares with a number and with all four elements would move by up to {math.ceil(100 * moved)} points in nine of ten simulations.",
        ("误差率来自69份真实文本（只有文字表述的目标来自十份虚构文本），各由一人编码。", "The rates are those of 69 real texts (of targets in words only, of ten invented ones), each coded by one person."),
        counts=(f"在那些文本上，{n}条目标漏了{missed}条、多编{extra}条。{tail[0]}", f"On those texts {missed} of {n} targets were missed and {extra} added. {tail[1]}".strip()),
        sure=(DEPENDS, "误差率来自别的文本，由一人编码。", "The error rates are those of other texts, coded by one person."),
        missed=missed, extra=extra, targets=n, moved=moved,
    )  # fmt: skip


def _limits(m: Measures) -> Iterator[Finding]:
    yield from (finding(**row) for row in (*limits.not_comparable(m), *limits.never(m)))


ROOMS = {
    "corpus": _corpus, "specificity": specificity, "ambition": ambition, "alignment": alignment,
    "vocabulary": _vocabulary, "certainty": _certainty, "limits": _limits,
}  # fmt: skip


def findings(m: Measures, *topics: str) -> list[Finding]:
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
    return [in_words(found) for topic in topics or ROOMS for found in _room(topic, m)]


def _room(topic: str, m: Measures) -> tuple[Finding, ...]:
    """Return the findings on a topic, made once for each combination of definitions (until a measure is registered)."""
    key = ("room", topic, m.chosen, m.lenient, *registered())
    if key not in m.memo:
        m.memo[key] = tuple(ROOMS[topic](m))
    found: tuple[Finding, ...] = m.memo[key]
    return found


@measure("findings", "findings", choices=VALID, main=True, m="measures")
def table(m: Measures) -> pd.DataFrame:
    """Return what was found, how sure it is, and what must not be concluded, one row a finding."""
    return pd.DataFrame([found.record() for found in findings(m)])
