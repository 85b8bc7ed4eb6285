"""What the multiverse asks of a corpus: claims, each with how to tell in one run whether it holds.

For every two plans, how they stand to each other on the steps; which plan has the largest figure on four counts; and
fixed statements on cells, strictness and indicators, which were worded when the results of the five plans that come
along were known. The claim is the answer that the default definitions give, also where it is that two plans are not
ordered. Goals answered are printed with similar statistics, so that the claim on them starts there (``Claim.base``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from qcompare.benchmark import worded
from qcompare.measures.choices import VARIED, Choices
from qcompare.measures.registry import depends_on

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

DEFAULT = Choices()
SIMILAR = Choices(near="in")  # answers to national goals are printed with similar statistics
FEW = 8  # beyond this many plans, claims about single pairs of plans are left out
Answer = tuple[float, bool] | None  # value and verdict; None where the run cannot tell


@dataclass(frozen=True)
class Claim:
    """A claim: its id, its words, and how to tell whether it holds."""

    id: str
    zh: str
    en: str
    test: Callable[[Measures], Answer]
    reads: tuple[str, ...] = ()  # choices that the test reads itself, beside those of its tables
    base: Choices = DEFAULT  # the definitions by which the pages print the answer


def _leads(m: Measures, *, of: Callable[[Measures], pd.Series], plan: str) -> Answer:
    """Return by how much a plan leads all others, and whether it does."""
    values = of(m).astype(float).dropna()
    if plan not in values or len(values) < 2:
        return None
    gap = values[plan] - values.drop(index=plan).max()
    return float(gap), bool(gap > 0)


def _gap(m: Measures, a: str, b: str) -> pd.Series | None:
    """Return by how much the shares of one plan at or above each step exceed those of another."""
    profile = m.dimensions
    return (profile.loc[a] - profile.loc[b]).round(12) if a in profile.index and b in profile.index else None


def _dominates(m: Measures, *, a: str, b: str) -> Answer:
    gap = _gap(m, a, b)
    return None if gap is None else (float(gap.min()), bool((gap >= 0).all() and (gap > 0).any()))


def _unordered(m: Measures, *, a: str, b: str) -> Answer:
    """Return the smaller of the largest leads that two plans have over each other, and whether each leads somewhere."""
    gap = _gap(m, a, b)
    return None if gap is None else (float(min(gap.max(), -gap.min())), bool(gap.max() > 0 > gap.min()))


def _level(m: Measures, *, a: str, b: str) -> Answer:
    gap = _gap(m, a, b)
    return None if gap is None else (float(gap.abs().max()), bool((gap == 0).all()))


def _ladder_claims(m: Measures) -> Iterator[Claim]:
    """Yield for every two plans how they stand to each other on the steps: ordered, not ordered, or level."""
    if len(m.plans) > FEW:
        return
    for row in m.ladder_dominance.itertuples():
        a, b = row.plan, row.other
        names = m.name(a), m.name(b), m.name(a, "en"), m.name(b, "en")
        if row.relation == "dominates":
            yield Claim(
                f"ladder:{a}>{b}", "{}处于每一级及以上的目标比例都不低于{}".format(*names[:2]),
                "{}'s share of targets at or above each step is at least as large as {}'s".format(*names[2:]),
                partial(_dominates, a=a, b=b))  # fmt: skip
        elif a < b and row.relation == "incomparable":
            yield Claim(
                f"ladder:{a}|{b}", "{}与{}排不出次序，各有比例较大的级".format(*names[:2]),
                "{} and {} are not ordered, each having the larger share at some step".format(*names[2:]),
                partial(_unordered, a=a, b=b))  # fmt: skip
        elif a < b and row.relation == "equal":
            yield Claim(
                f"ladder:{a}={b}", "{}与{}在每一级的比例都相同".format(*names[:2]),
                "{} and {} have the same shares at every step".format(*names[2:]), partial(_level, a=a, b=b))  # fmt: skip


def _leaders(m: Measures) -> Iterator[Claim]:
    """Claims that one plan leads: share quantified, density on either denominator, coverage."""
    if len(m.plans) < 2:
        return
    share = m.specificity.set_index("plan")["share"].dropna().astype(float)
    if len(share) > 1:
        top = share.idxmax()
        yield Claim("share:top", f"{m.name(top)}写出数字（或不留例外）的目标比例最大", f"{m.name(top, 'en')} has the largest share of targets with a number, or all or none",
                    partial(_leads, of=_quantified, plan=top))  # fmt: skip
    for part, zh, en in (("goals", "目标部分", "in the goals section"), ("whole", "全文", "in the whole plan")):
        density = _density(m, part)
        if len(density) > 1:
            top = density.idxmax()
            yield Claim(f"density:{part}", f"按{zh}计，{m.name(top)}每千字写出数字（或不留例外）的目标最多",
                        f"{m.name(top, 'en')} has the most targets with a number, or all or none, per 1,000 characters {en}",
                        partial(_leads, of=partial(_density, part=part), plan=top))  # fmt: skip
    covered = _covered(m.under(SIMILAR))
    if len(covered) > 1:
        top = covered.idxmax()
        yield Claim("coverage:top", f"引用纲要的规划中，{m.name(top)}以目标回应的国家目标最多（默认含口径相近的）",
                    f"of the plans that cite the outline, {m.name(top, 'en')} answers the most national goals by a target (by default with similar statistics)",
                    partial(_leads, of=_covered, plan=top), ("near",), SIMILAR)  # fmt: skip


def _quantified(m: Measures) -> pd.Series:
    return m.elements.groupby("plan")["level"].mean()


def _density(m: Measures, part: str) -> pd.Series:
    table = m.density
    return (
        table[(table["part"] == part) & (table["unit"] == "targets")]
        .set_index("plan")["per_1000"]
        .dropna()
        .astype(float)
    )


def _covered(m: Measures) -> pd.Series:
    aligned = m.under(benchmark="outline").alignment
    judged = m.matches.loc[m.matches["status"] == "reviewed", "plan"].unique()
    table = aligned[aligned["cites_outline"].fillna(False) & aligned["plan"].isin(judged)]
    rule = "coverage" if m.chosen.near == "in" else "coverage_same"
    return table.set_index("plan")[rule].dropna().astype(float)


def _totals(m: Measures) -> pd.Series:
    return (
        m.net_strictness.drop(columns=["plan", "net", "net_level", "suppressed", "cites_outline"]).sum().astype(float)
    )


def _few_comparable(m: Measures) -> Answer:
    total = _totals(m)
    cells = len(m.strictness)
    return (total["comparable"] / cells, bool(total["comparable"] < cells / 2)) if cells else None


def _few_stricter(m: Measures) -> Answer:
    total = _totals(m)
    return (
        (total["stricter"] / total["comparable"], bool(total["stricter"] < total["comparable"] / 2))
        if total["comparable"]
        else None
    )


def _year_matters(m: Measures) -> Answer:
    total = _totals(m)
    gap = total["level_stricter"] - total["stricter"]
    return (float(gap), bool(gap > 0)) if total["comparable"] else None


def _sign_flips(m: Measures, plan: str, turns: bool = True) -> Answer:
    row = m.net_strictness.set_index("plan").loc[plan]
    if pd.isna(row["net"]) or pd.isna(row["net_level"]):
        return None
    return float(row["net"]), bool(row["net"] < 0 < row["net_level"]) == turns


def _few_above(m: Measures) -> Answer:
    table = m.markup
    above = (table["direction"] == "above").sum()
    return (above / len(table), bool(above < len(table) / 2)) if len(table) else None


def _own_agenda(m: Measures) -> Answer:
    """Return the own share of the plan that makes a majority of those that cite the outline, and whether it is above half."""
    table = m.under(benchmark="outline").alignment
    own = table.loc[table["cites_outline"].fillna(False).astype(bool), "own_share"].dropna().astype(float)
    if own.empty:
        return None
    middle = float(
        own.sort_values(ascending=False).iloc[len(own) // 2]
    )  # more than half of the plans lie above one half where it does
    return middle, middle > 0.5


def _strict_claims(m: Measures) -> Iterator[Claim]:
    if not m.matches["status"].eq("reviewed").any():  # nobody has judged what speaks of what
        return
    yield Claim("cells:few", "规划与定量国家目标口径相同的格不到一半", "in fewer than half of the cells of plans and numeric national goals the statistic is the same",
                _few_comparable)  # fmt: skip
    if _totals(m)["comparable"]:
        yield Claim("strict:few", "可比的格中，水平和期限合起来严于国家目标的不到一半", "fewer than half of the comparable cells are stricter than the national goal in level and year together",
                    _few_stricter)  # fmt: skip
        yield Claim(
            "strict:year",
            "只看水平时，严于国家目标的格数变多",
            "more cells are stricter by level alone",
            _year_matters,
        )
    if len(m.markup):
        yield Claim("markup:few", "同年可比的格中，高于国家水平的不到一半", "fewer than half of the comparable cells of equal year lie above the national level",
                    _few_above)  # fmt: skip
    for row in m.net_strictness.dropna(subset=["net", "net_level"]).itertuples():
        turns = row.net < 0 < row.net_level
        yield Claim(f"sign:{row.plan}", f"{m.name(row.plan)}的净严格度：{'' if turns else '并非'}计入期限为负、只看水平为正",
                    f"net strictness of {m.name(row.plan, 'en')} is {'' if turns else 'not '}negative with years and positive by level alone",
                    partial(_sign_flips, plan=row.plan, turns=turns))  # fmt: skip
    yield Claim("own:most", "引用纲要的规划中，多数规划的指标有一半以上没有国家目标与之对应", "in most plans that cite the outline more than half of the indicators answer no national goal",
                _own_agenda)  # fmt: skip


def claims(m: Measures) -> list[Claim]:
    """Return the claims: what is asked of every corpus, answered by the default definitions."""
    m = m.under(Choices())
    found = m.once(("claims",), lambda: (*_ladder_claims(m), *_leaders(m), *_strict_claims(m)))
    return [replace(one, zh=worded(one.zh, "zh"), en=worded(one.en, "en")) for one in found]


def depends(claim: Claim, m: Measures) -> tuple[str, ...]:
    """Return the choices on which a claim can depend: those read by the tables that its test asks for."""

    def traced() -> tuple[str, ...]:
        watched = m.under()
        watched.asked = set()
        claim.test(watched)
        read = {*claim.reads, *(choice for name in watched.asked for choice in depends_on(name)[1])}
        return tuple(name for name in VARIED if name in read)

    found: tuple[str, ...] = m.once(("depends", claim.id), traced)
    return found
