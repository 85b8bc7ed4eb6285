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
from qcompare.findings.finding import FEW, Finding, finding, names, percent
from qcompare.findings.goals import alignment, ambition
from qcompare.findings.specific import specificity
from qcompare.measures.choices import VALID
from qcompare.measures.results import measure
from qcompare.measures.uncertainty import KINDS
from qcompare.schema import fields as schema_fields

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures


def _corpus(m: Measures) -> Iterator[Finding]:
    c = m.corpus
    numbered = int(c["quantified"].sum())
    total = int(c[["quantified", "absolute", "relative", "qualitative"]].sum().sum())
    horizons = c["horizon"].dropna()
    years = sorted({int(year) for year in horizons})
    span = f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0]) if years else "-"
    yield finding(
        "corpus-1", "corpus", f"比较了{len(c)}份规划，全文共编得{total}条目标，其中{numbered}条写出了数字；主要目标年为{span}。",
        f"{len(c)} plan{'s were' if len(c) != 1 else ' was'} read and {total} targets coded in {'their' if len(c) != 1 else 'its'} whole text, {numbered} of them with a number; the main target year{'s are' if len(years) > 1 else ' is'} {span}.",
        ("这些规划是选定的，不是抽样得来的，所以不对“城市”或“层级”作推断。", "The plans were chosen, not sampled: nothing is inferred about cities or levels."),
        plans=len(c), targets=total, quantified=numbered,
    )  # fmt: skip
    cut = c[c["annex_omitted"] > 0]
    if len(cut):
        zh, en = names(m, cut["plan"])
        boxes = int(cut["annex_omitted"].sum())
        yield finding(
            "corpus-2",
            "corpus",
            f"{zh}的公开文本略去了{boxes}个专栏，其目标数和密度都是下限。",
            f"The published text of {en} leaves out {boxes} boxes: its counts and densities are lower bounds.",
            omitted=boxes,
        )


def _vocabulary(m: Measures) -> Iterator[Finding]:
    if len(m.plans) > FEW or m.keyness.empty:
        return
    k = m.keyness
    own = {p: m.name(p) for p in m.plans["plan"]}
    typical = k[(k["low"] > 0) & (k["dispersion"] < 0.9)]
    found = 0
    for plan, group in typical.groupby("plan", sort=False):
        words = [w for w in group["word"] if w[:2] not in own[plan] and w not in {"我市", "我省"}][:5]
        if words:
            yield finding(
                f"vocabulary-{plan}",
                "keyness",
                f"与其他规划相比，{own[plan]}更常用：{'、'.join(words)}。",
                f"Compared with the other plans, {m.name(plan, 'en')} uses more often: {', '.join(words)}.",
                ("", "") if found else (
                    "一篇文章中的词并不独立，常用某词也不等于看重某事；请到50_vocabulary看上下文。",
                    "The words of one text are not independent, and to use a word often is not to give a thing priority; 50_vocabulary shows them in context.",
                ),
                words="/".join(words),
            )  # fmt: skip
            found += 1


def _certainty(m: Measures) -> Iterator[Finding]:
    d = m.detection.set_index(["plan", "type"])
    if ("all", "all") in d.index:
        r = d.loc[("all", "all")]
        q = d.loc[("all", "quantified")] if ("all", "quantified") in d.index else r
        weak = m.reliability[m.reliability["verdict"] == "weak"]["field"].tolist()
        known = {field.name: field for field in schema_fields("targets")}
        fields = {"zh": [known[name].zh for name in weak], "en": [name.replace("_", " ") for name in weak]}
        yield finding(
            "certainty-1", "detection",
            f"程序编出的目标有{percent(float(r.precision))}在人工编码中也有，人工编码的目标有{percent(float(r.recall))}被程序找到；其中定量目标分别为{percent(float(q.precision))}和{percent(float(q.recall))}。"
            + (f"一致性弱的字段：{'、'.join(fields['zh'])}。" if weak else "没有一致性弱的字段。"),
            f"Of the targets that the program coded, {percent(float(r.precision))} are in the hand coding, too; of those coded by hand, it found {percent(float(r.recall))} (quantified: {percent(float(q.precision))} and {percent(float(q.recall))}). "
            + (f"Weak fields: {', '.join(fields['en'])}." if weak else "No field is weak."),
            ("规则正是对着这几份规划写成并修改的，所以这里的一致只是上限；对没有见过的规划，误差会更大。", "The rules were written and mended with these very plans at hand, so this agreement is an upper bound; on plans not seen before the error is larger."),
            found=int(r.found), missed=int(r.missed), extra=int(r.extra),
        )  # fmt: skip
    else:
        yield finding(
            "certainty-1",
            "detection",
            "这些规划没有人工编码可对照，编码误差未知。",
            "These plans have no hand coding to check against: the coding error is not known.",
            kind="not comparable",
        )
    yield from _blind(m)
    if len(m.plans) <= FEW:
        v = m.multiverse.dropna(subset=["share"])
        firm, loose = v[v["share"] == 1], v[v["share"] < 0.9]
        names = {
            lang: "；".join(f"{getattr(r, lang)}（{percent(r.share)}）" for r in loose.itertuples())
            for lang in ("zh", "en")
        }
        yield finding("certainty-2", "multiverse", f"{len(v)}条论断中，{len(firm)}条在全部定义组合下成立；成立比例不足九成的有：{names['zh'] or '无'}。",
                       f"Of {len(v)} claims {len(firm)} hold under every combination of definitions; those that hold in fewer than nine tenths of them: {names['en'].replace('；', '; ').replace('（', ' (').replace('）', ')') or 'none'}.",
                       ("成立比例不是概率：各种定义组合并不独立，也未必同样合理。", "A share of combinations is no probability: they are not independent, nor all equally reasonable."),
                       claims=len(v), always=len(firm))  # fmt: skip


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
                f"；上面{len(firm)}对稳固的高低，有{kept}对仍然稳固",
                f"; of the {len(firm)} firm orderings above {kept} stay firm",
            )
    yield finding(
        "certainty-3", "coding_interval",
        f"在规则没有见过的十份文本上，{n}条目标漏了{missed}条、多编{extra}条。如果这里也这样出错，有数字的目标和达到最低标准的目标所占比例最多移动{100 * moved:.0f}个百分点（90%区间）{tail[0]}。",
        f"On ten texts that the rules had not seen, they missed {missed} of {n} targets and added {extra}. If they erred as often here, the shares of goals with a number and of goals that meet all criteria would move by at most {100 * moved:.0f} percentage points (90% intervals){tail[1]}.",
        ("那十份文本的内容是为测试而编写的，由一人编码。", "Those ten texts were written for testing and coded by one person."),
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
    return [found for topic in topics or ROOMS for found in ROOMS[topic](m)]


@measure("findings", "findings", choices=VALID, main=True, m="measures")
def table(m: Measures) -> pd.DataFrame:
    """Return what was found, how sure it is, and what must not be concluded, one row a finding."""
    return pd.DataFrame([found.record() for found in findings(m)])
