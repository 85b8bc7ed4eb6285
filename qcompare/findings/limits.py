"""What cannot be compared in a corpus, and what must not be concluded from any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

NEVER = (
    ("不能只凭水平、跨年份或凭目标条数断定一份规划比另一份更严格。", "That one plan is stricter than another must not be concluded from levels alone, across different years, or from counts of targets."),
    ("不能说更具体就更好或更有效。", "More specific does not mean better or more effective."),
    ("某项国家目标没有目标写到，不说明规划要求的高低；国家目标已是100%时，写100%不显示更严格。", "A goal that no target of a plan names says nothing about how demanding the plan is; where the national goal is already 100%, a target of 100% shows no extra strictness."),
    ("这里的结果不支持给规划排名次：目标具体程度的次序只是部分次序，说的不是规划的好坏。", "Nothing here supports a ranking of the plans: the order by how specific targets are is a partial one, and says nothing of how good a plan is."),
    ("不能推断城市、层级或地区的效应，也不能作因果表述。", "No effect of city, tier of government or region may be inferred, and nothing here supports a causal statement."),
    ("层层加码既没有得到证明，也不能排除。", "Top-down amplification (层层加码) is neither shown nor ruled out."),
    ("文字相似不能说明文字的来源和传播方向。", "Similar wording shows neither origin nor direction."),
    ("这里的数字都不反映目标完成情况。", "No figure here says whether a target was reached."),
)  # fmt: skip
PARTICULAR = {
    "cites": ("没有引用纲要的规划，不能以纲要评价。", "A plan that does not cite the outline must not be judged by it."),
    "hant": ("以繁体刊出的文本经过转换，其用词差异可能来自转换，不能当作政策选择。", "Where a text was published in traditional script, unusual wording may come from the conversion and must not be taken for a choice of policy."),
    "omitted": ("公开文本略去的内容，不能当作规划没有规定。", "What a published text leaves out must not be taken for something that the plan does not provide for."),
}  # fmt: skip


def not_comparable(m: Measures) -> Iterator[dict[str, Any]]:
    """Yield what this corpus does not let one compare."""
    if len(m.plans) == 1:
        yield _row(
            "limits-one",
            "corpus",
            "只有一份规划：这里没有规划之间的比较，只有它与国家目标的比较。",
            "There is one plan: nothing here compares plans, only this plan with the national goals.",
            "not comparable",
        )
    facts = m.plans.loc[~m.plans["outlook"].fillna(True).astype(bool), "plan"]
    if len(facts):
        names = ", ".join(facts.head(5))
        yield _row(
            "limits-outlook",
            "corpus",
            f"{names.replace(', ', '、')}没有目标部分、目标年或将来的年份，读起来不像规划：它的目标都存疑，先看原文再比较。",
            f"{names}: no goals section, no horizon and no year to come. {'These do' if len(facts) > 1 else 'This does'} not read like a plan: look at the text before anything is compared.",
            "not comparable",
            plans=len(facts),
        )
    counts = m.shared[~m.shared["comparable"].astype(bool)]
    if len(counts):
        names = counts.drop_duplicates("canonical")
        zh, en = "、".join(names["zh"].head(5)), ", ".join(names["en"].head(5))
        yield _row(
            "limits-counts",
            "shared",
            f"{zh}等数量指标不可比较：没有分母，是存量还是增量也未必写明。",
            f"Counts such as {en} cannot be compared: there is no denominator, and whether it is a stock or a flow is not always said.",
            "not comparable",
            indicators=len(names),
        )
    near = m.ambition[m.ambition["grade"].isin(["N", "F"]) & (m.ambition["status"] == "reviewed")]
    if len(near):
        said = len(near.drop_duplicates(["plan", "start", "end", "indicator"]))
        yield _row(
            "limits-near",
            "ambition",
            f"{len(near)}项对应（涉及{said}条目标）的口径相近或仅同领域（范围、检查主体或指标不同），只列出，不与国家水平比较。",
            f"{len(near)} match{'es' * (len(near) != 1)} ({said} target{'s' * (said != 1)}) of a similar statistic, or of the same policy field only, {'are' if len(near) != 1 else 'is'} listed and not compared with the national level.",
            "not comparable",
            near=len(near),
        )
    pairs = m.pairwise
    if len(pairs) and pairs["suppressed"].all():
        yield _row(
            "limits-pairs",
            "pairwise",
            "没有两份规划共有至少5项可比的指标，所以不按共有指标两两排序。",
            "No two plans share 5 comparable indicators: no two plans are ordered by the indicators that they share.",
            "not comparable",
            pairs=len(pairs) // 2,
        )
    net = m.net_strictness[m.net_strictness["suppressed"].astype(bool)]
    net = net[net["not_applicable"] < m.strictness["national_goal"].nunique()]  # an older plan has nothing to compare
    open_ = net["unjudged"] > 0  # how many cells are comparable is not known before they are judged
    if (~open_).any():
        few = int((~open_).sum())
        yield _row(
            "limits-net",
            "net_strictness",
            f"{few}份规划的可比格不足3格，不计算净严格度。",
            f"{few} plan{'s have' if few > 1 else ' has'} fewer than 3 comparable cells: no net strictness is given.",
            "not comparable",
            plans=few,
        )
    if open_.any():
        few = int(open_.sum())
        yield _row(
            "limits-net-open",
            "net_strictness",
            f"{few}份规划还有格未经人工判定，已判定的可比格不足3格，不计算净严格度。",
            f"{few} plan{'s have' if few > 1 else ' has'} cells that nobody has judged and fewer than 3 judged to be comparable: no net strictness is given.",
            "not comparable",
            plans=few,
        )


def never(m: Measures) -> Iterator[dict[str, Any]]:
    """Yield what must not be concluded, in general and for this corpus."""
    applies = {
        "cites": not m.plans["cites_outline"].astype(bool).all(),
        "hant": m.plans["script"].eq("hant").fillna(False).any(),
        "omitted": m.plans["annex_omitted"].gt(0).fillna(False).any(),
    }
    said = [*NEVER, *(PARTICULAR[name] for name, given in applies.items() if given)]
    for number, (zh, en) in enumerate(said, 1):
        yield _row(f"limits-never-{number}", "corpus", zh, en, "must not be concluded")


def _row(id: str, table: str, zh: str, en: str, kind: str, **figures: int) -> dict[str, Any]:
    return {"id": id, "table": table, "zh": zh, "en": en, "kind": kind, **figures}
