"""What was found, how sure it is, and what must not be concluded: sentences made from the tables.

Each sentence carries the figures behind it and the table they stand in. Nothing is written that a table does not
hold, and a claim that hangs on a definition says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from qcompare.errors import ParameterError, unknown
from qcompare.findings import limits
from qcompare.findings.alignment import alignment
from qcompare.findings.ambition import ambition
from qcompare.findings.claims import claims
from qcompare.findings.finding import (
    BOUND,
    CARRIED,
    FEW,
    UNTESTED,
    Finding,
    finding,
    in_order,
    in_words,
    joined,
    listed,
    names,
    percent,
    some,
)
from qcompare.findings.multiverse import said, tested
from qcompare.findings.specific import specificity
from qcompare.measures.choices import VALID, VARIED
from qcompare.measures.crosswalk import shipped
from qcompare.measures.results import measure
from qcompare.measures.uncertainty import KINDS
from qcompare.measures.vocabulary import FALSE
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
    tried = {plan: len(rows) for plan, rows in k.groupby("plan")}
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
        q = group[group["word"].isin(words)].set_index("word")["q"].astype(float)
        close = [word for word in words if q[word] > FALSE / 2]
        last = (
            (f"接近界限（校正后的p在{FALSE / 2:.1%}以上）的：{'、'.join(f'{word}{q[word]:.3f}' for word in close)}。",
             f"Near the limit (adjusted p above {FALSE / 2:.1%}): {', '.join(f'{word} {q[word]:.3f}' for word in close)}.")
            if close else ("", "")
        )  # fmt: skip
        yield finding(
            f"vocabulary-{plan}", "keyness",
            f"把词当作相互独立时，{own[plan]}相对于其余规划合计突出的词：{'、'.join(words) or '无'}。", f"Words that stand out in {m.name(plan, 'en')} from the other plans taken together, words being taken as independent: {', '.join(words) or 'none'}.",
            joined(("常用不等于重视；上下文见“各规划有哪些典型用词？”。", "Frequent use does not mean priority; for context see the notebook on words typical of a plan."),
                   ("这份规划以繁体刊出，用词差异可能来自转换。", "It was published in traditional script: unusual wording may come from the conversion.") if plan in hant else ("", "")),
            counts=(f"检验{tried[plan]}个词，错误发现率5%（每份规划分别计）。{last[0]}{also[0]}", " ".join(filter(None, (f"{tried[plan]} words tested, false discovery rate 5% (within each plan).", last[1], also[1])))),
            sure=(UNTESTED, "检验假定各词相互独立，而一篇文章中的词并不独立，所以错误发现率只作参考。", "The test takes words as independent, which the words of one text are not: the false discovery rate is a guide."), words="/".join(words), tested=tried[plan],
        )  # fmt: skip
    if without and len(m.plans) > 1:
        zh, en = names(m, without)
        mutual = (
            ("；它们互为“其余规划”，共有的用词不易突出", "; they count among each other's “other plans”, so that wording which they share hardly can")
            if len(without) > 1 else ("；与另一份规划共有的用词不易突出", "; wording that it shares with another plan hardly can")
        )  # fmt: skip
        yield finding(
            "vocabulary-none", "keyness", f"{zh}没有一个词相对于其余规划合计突出（错误发现率5%）{mutual[0]}。", f"In {en} no word stands out from the other plans taken together (false discovery rate 5%){mutual[1]}.",
            ("没有突出的词不等于用词与其他规划相同。", "That no word stands out does not mean that the wording is that of the other plans."), plans=len(without),
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
            ("规则是对着这几份规划写成并修改的，所以这里的一致只是上限；对没有见过的规划，误差会更大。人工编码不是复核：复核另有记录。首页预计的错误数用的是别的文本的误差率，与此不是一回事。", "The rules were written and mended with these plans at hand, so this is an upper bound; on plans not seen before the error is larger. The hand coding is no review: reviews have their own record. The number of wrong targets that the start page expects goes by the errors on other texts, and is another thing."),
            counts=(f"其中写出数字的目标：精确率{percent(float(q.precision))}，召回率{percent(float(q.recall))}。" + (f"一致性偏低的字段：{'、'.join(fields['zh'])}。" if low else "各字段一致性均不偏低。"),
                    f"Targets with a number: {percent(float(q.precision))} and {percent(float(q.recall))}. " + (f"Fields with low agreement: {', '.join(fields['en'])}." if low else "No field has low agreement.")),
            picture="reliability", sure=(BOUND, "对新规划的估计见下一条。", "For an estimate on new plans see the next finding."),
            found=int(r.found), missed=int(r.missed), extra=int(r.extra),
        )  # fmt: skip
    else:
        yield finding(
            "certainty-1", "detection", "这些规划没有人工编码可对照，编码误差未知。", "These plans have no hand coding to check against: the coding error is not known.",
            kind="not comparable",
        )  # fmt: skip
    yield from _blind(m)
    if len(m.plans) <= FEW and len(v := m.multiverse.dropna(subset=["share"])):
        everywhere = v["holds_in"] == v["specifications"]
        always, few = v[everywhere], v[everywhere & (v["specifications"] <= 2)]
        rest = int((~everywhere & (v["holds_in"] + v["no_answer"] == v["specifications"])).sum())
        also = ("另", " more") if len(always) else ("", "")
        more = (f"，{also[0]}有{rest}个在凡能计算的组合下都成立", f", {rest}{also[1]} in every one that gives an answer") if rest else ("", "")  # fmt: skip
        done = {claim.id: tested(m, claim) for claim in claims(m)}
        words = [said(one) for name in v.loc[~everywhere, "claim"] if (one := done[name])]
        zh, en = "；".join(one for one, _ in words), "; ".join(one for _, one in words)
        orders, most = (int(v["claim"].str.match(ids).sum()) for ids in ("ladder:", "share:|density:|coverage:"))
        fixed = len(v) - orders - most
        yield finding(
            "certainty-2", "multiverse", f"对{len(v)}个问题，默认定义的回答有{len(always)}个在全部{len(VARIED)}项定义的各种组合下都成立{more[0]}。",
            f"Of the answers that the default definitions give to {some(len(v), 'question', 'questions')}, {len(always) or 'none'} {'holds' if len(always) < 2 else 'hold'} under every combination of all {len(VARIED)} definitions{more[1]}.",
            ("每项定义取默认和一种替代；不单以后来的国家文件作对照。这里只检验定义：编码误差、句子重抽和略去的专栏不在内，所以在这里成立不等于“稳健”。成立比例不是概率：各种定义组合并不独立，也未必同样合理；各个问题之间也不独立。",
             "Each definition takes its default and one alternative; later national documents alone are not tried. Only definitions are varied here, not coding errors, resampled sentences or boxes left out: to hold here is not to be “robust”. The share is not a probability: the combinations are neither independent nor equally plausible, nor are the questions independent of each other."),
            counts=(f"{orders}个问两份规划的次序，{most}个问哪份规划最多；其余{fixed}个是固定的说法（关于格、严格程度和指标；净严格度问每份算得出的规划），写成时已知自带的五份规划的结果。成立的{len(always)}个中，{len(few)}个的数值至多有2种不同组合，等于几乎没有受到检验。并非处处成立的：{zh or '无'}。",
                    f"{orders} ask for the order of two plans, {most} which plan has most; {fixed} are fixed statements on cells, strictness (net strictness of each plan that has one) and indicators, worded when the results of the five plans that come along were known. Of the {len(always)} that hold, {len(few)} {'has' if len(few) == 1 else 'have'} figures with at most 2 distinct combinations and {'was' if len(few) == 1 else 'were'} hardly put to the test. Not everywhere: {en or 'none'}."),
            picture="multiverse", claims=len(v), always=len(always),
        )  # fmt: skip


def outside(m: Measures, rows: pd.DataFrame) -> tuple[str, str]:
    """Return which shares lie outside their own intervals, all of them by name; of many plans how many."""
    if rows.empty:
        return "", ""
    words = {
        "share": ("写出数字或不留例外的比例", "share with a number, or all or none"),
        "minimum": ("四项写明的比例", "share with all four elements"),
    }
    words |= {f"at_least_{k}": (f"第{k}级及以上的比例", f"share at or above step {k}") for k in range(1, 6)}
    zh, en = [], []
    for one in rows.to_dict("records"):
        value, low, high = (f"{100 * float(one[name]):.1f}" for name in ("value", "low", "high"))
        zh.append(f"{m.name(one['plan'])}{words[one['measure']][0]}（{value}%，区间{low}%至{high}%）")
        en.append(f"{m.name(one['plan'], 'en')}'s {words[one['measure']][1]} ({value}%; {low}–{high}%)")
    shown, rest = zh[:FEW], len(zh) - FEW
    more = ("", 0) if rest <= 0 else (f"等{len(zh)}个", rest)
    return (
        f"落在自己的区间之外的：{'、'.join(shown)}{more[0]}；误差不只让比例上下摆动，也让它偏高或偏低。",
        f"Outside {'its' if len(en) == 1 else 'their'} own interval: {listed(en[:FEW], int(more[1]))}: the errors shift shares, they do not only spread them. ",
    )


def unseen(m: Measures) -> tuple[str, str, str, str]:
    """Return on which texts the error rates of unseen texts were measured, and where: told only of those that come with the project."""
    if not m.crosswalk.blind.equals(shipped().blind):
        return "blind_errors.csv所计的文本", "the texts counted in blind_errors.csv", "在那些文本上", "On those texts"
    return (
        "382份真实文本（十四轮盲测中较近的十二轮，各按当时的规则第一次编码；最早两轮30份未计入，水平F1为0.65和0.87；只有文字表述的目标来自十份虚构文本），各由一人编码",
        "382 real texts (the newest twelve of fourteen blind rounds, each as the rules of its day first coded it; the first two, 30 texts, levels F1 0.65 and 0.87, are not in; of targets in words only, of ten invented texts), each coded by one person",
        "在那382份文本上", "On those 382 texts",
    )  # fmt: skip


def _blind(m: Measures) -> Iterator[Finding]:
    """Yield how far the figures would move if the rules erred here as often as on texts that they had not seen."""
    blind = m.under(rates="blind")
    table = blind.coding_interval
    rows = table.dropna(subset=["low", "high"])
    if rows.empty:
        return
    gaps = pd.concat([rows["value"] - rows["low"], rows["high"] - rows["value"]], axis=1).astype(float).max(axis=1)
    first, steps = (
        rows["measure"].isin(kinds) for kinds in (("share", "minimum"), [f"at_least_{k}" for k in range(1, 6)])
    )
    moved, further = gaps[first], gaps[steps]
    far = tuple(m.name(rows.loc[further.idxmax(), "plan"], lang) for lang in ("zh", "en"))
    bias = outside(m, rows[(first | steps) & ((rows["value"] < rows["low"]) | (rows["value"] > rows["high"]))])
    rates = blind.errors.set_index("error")
    texts = unseen(m)

    def count(what: str, column: str, *kinds: str) -> int:
        return int(rates.loc[[f"{what} {kind}" for kind in kinds], column].sum())

    levels = [kind for kind in KINDS if kind != "qualitative"]
    missed, n, extra = (
        count("missed", "wrong", *levels),
        count("missed", "n", *levels),
        count("extra", "wrong", *levels),
    )
    tail = ("", "")
    if 1 < len(m.plans) <= FEW:
        firm = m.poset[(m.poset["relation"] == "above") & m.poset["robust"].fillna(False)][["plan", "other"]]
        kept = int(firm.merge(blind.poset[blind.poset["robust"].fillna(False)], on=["plan", "other"]).shape[0])
        if len(firm):
            tail = (
                f"{len(firm)}对稳健的次序中有{kept}对仍然稳健；这里假定各份规划的误差率相同。",
                f"Of {some(len(firm), 'robust order', 'robust orders')}, {kept} {'stays' if kept == 1 else 'stay'} robust, all plans being taken to have the same error rates.",
            )
    yield finding(
        "certainty-3", "coding_interval",
        f"如果编码误差与规则未见过的文本相同，写出数字或不留例外的、四项写明的比例，其95%区间离所列数值最远{100 * float(moved.max()):.1f}个百分点；次序所依据的各级比例最远{100 * float(further.max()):.1f}个百分点（{far[0]}）。",
        f"If the coding erred as on texts that the rules had not seen, the 95% intervals of the shares with a number, or all or none, and with all four elements would reach up to {100 * float(moved.max()):.1f} points from the figures given, those of the shares by step, on which the orders rest, up to {100 * float(further.max()):.1f} ({far[1]}).",
        (f"误差率来自{texts[0]}；区间是逐个比例算的，不是同时成立。", f"The rates are those of {texts[1]}; each interval is that of one share, not of all at once."),
        counts=(f"{texts[2]}，写出数字、不留例外或作比较的{n}条目标漏了{missed}条，多编{extra}条。{bias[0]}{tail[0]}", " ".join(filter(None, (f"{texts[3]} {missed} of {n} targets with a number, all or none or a comparison were missed and {extra} added.", bias[1].strip(), tail[1])))),
        sure=(CARRIED, "误差率来自别的文本；这几份规划自己的误差可能较小，规则是对着它们写成的。", "The error rates are those of other texts; those of the plans that the rules were written with may be smaller.")
        if m.rates_used == "own" else
        (CARRIED, "误差率来自别的文本；这些规划自己的误差可能较大，也可能较小。", "The error rates are those of other texts; those of these plans may be larger or smaller."),
        missed=missed, extra=extra, targets=n, moved=float(moved.max()), steps=float(further.max()),
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
    """Return the findings on a topic, made once for each combination of definitions."""
    found: tuple[Finding, ...] = m.once(("room", topic, m.chosen), lambda: tuple(ROOMS[topic](m)))
    return found


@measure("findings", "findings", choices=VALID, main=True, m="measures")
def table(m: Measures) -> pd.DataFrame:
    """Return what was found, how sure it is, and what must not be concluded, one row a finding."""
    return pd.DataFrame([found.record() for found in findings(m)])
