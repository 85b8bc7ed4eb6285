"""Which claims survive the definitions: every claim under every combination of choices (Steegen et al. 2016).

What is asked does not depend on the results: for every two plans whether one is at least as specific at every step,
which plan has the largest figure on four counts, and fixed statements on strictness. The claim is the answer that the
default definitions give, also where it is that two plans are not ordered. Goals answered are printed with similar
statistics, so that the claim on them starts there (``Claim.base``).

A specification curve, not a test: the runs are not independent, and a share of runs is no probability. A claim that
holds only under some definitions is reported as hanging on them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.benchmark import worded
from qcompare.measures.choices import VALID, VARIED, Choices, combinations
from qcompare.measures.registry import depends_on
from qcompare.measures.results import measure, registered

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
                f"ladder:{a}|{b}", "{}与{}不可比，各有比例较大的级".format(*names[:2]),
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
    key = ("claims", m.lenient, *registered())
    if key not in m.memo:
        m.memo[key] = (*_ladder_claims(m), *_leaders(m), *_strict_claims(m))
    return [replace(one, zh=worded(one.zh, "zh"), en=worded(one.en, "en")) for one in m.memo[key]]


def depends(claim: Claim, m: Measures) -> tuple[str, ...]:
    """Return the choices on which a claim can depend: those read by the tables that its test asks for."""
    key = ("depends", claim.id)
    if key not in m.memo:
        traced = m.under()
        traced.asked = set()
        claim.test(traced)
        read = {*claim.reads, *(choice for name in traced.asked for choice in depends_on(name)[1])}
        m.memo[key] = tuple(name for name in VARIED if name in read)
    found: tuple[str, ...] = m.memo[key]
    return found


@measure("multiverse_runs", "robustness", choices=VARIED, m="measures")
def runs(m: Measures) -> pd.DataFrame:
    """Return every claim in every run: its value, and whether it holds (missing where the run cannot tell).

    A run of a claim is one combination of the choices that its tables read, run 0 the one that the pages print: over
    the other choices it would only be repeated.
    """
    found = []
    for claim in claims(m):
        read = depends(claim, m)
        for number, chosen in enumerate(sorted(combinations(read), key=partial(_changed, claim))):
            universe = m.under(Choices(**chosen))
            value, holds = _answer(claim, universe) or (pd.NA, pd.NA)
            found.append((number, claim.id, value, holds, universe.chosen.differences()))
    return pd.DataFrame(found, columns=["run", "claim", "value", "holds", "options"])


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of a claim: in how many distinct combinations it holds, and which choices change it at all.

    Some combinations may leave nothing to answer from (``silent``): they are among ``specifications``, and the claim
    does not hold there.
    """

    claim: Claim
    holds: int
    specifications: int
    depends: tuple[str, ...]
    silent: int = 0

    @property
    def share(self) -> float:
        """Share of the distinct combinations in which the claim holds."""
        return self.holds / self.specifications


def tested(m: Measures, claim: Claim) -> Tested | None:
    """Return a claim under every combination of the choices that change its value or its verdict; None if none tells.

    Runs that differ only in a choice that changes nothing are one specification, not two.
    """
    read = depends(claim, m)
    answers = {tuple(one.values()): _answer(claim, m.under(Choices(**one))) for one in combinations(read)}
    matter = [place for place in range(len(read)) if _matters(answers, place)]
    distinct = {tuple(key[place] for place in matter): answer for key, answer in answers.items()}
    told = [answer[1] for answer in distinct.values() if answer is not None]
    given = tuple(read[place] for place in matter)
    return Tested(claim, sum(told), len(distinct), given, len(distinct) - len(told)) if told else None


def _matters(answers: Mapping[tuple[str, ...], Answer], place: int) -> bool:
    """Return whether one choice changes an answer, whatever the others are."""
    seen: dict[tuple[str, ...], Answer] = {}
    for key, answer in answers.items():
        rest = (*key[:place], *key[place + 1 :])
        rounded = None if answer is None else (round(answer[0], 9), answer[1])
        if rest in seen and seen[rest] != rounded:
            return True
        seen[rest] = rounded
    return False


def share(m: Measures, *ids: str) -> dict[str, Any]:
    """Return the lowest share in which the named claims hold, and each claim with its count; empty where none tells.

    Returns
    -------
    dict
        ``holds`` and ``claim`` (zh, en), as :func:`qcompare.findings.finding.finding` takes them.
    """
    found = [
        done for claim in (claims(m) if len(m.plans) <= FEW else ()) if claim.id in ids and (done := tested(m, claim))
    ]
    if not found:
        return {}
    words = "；".join(said(done)[0] for done in found), "; ".join(said(done)[1] for done in found)
    return {"holds": min(done.share for done in found), "claim": words}


def said(done: Tested) -> tuple[str, str]:
    """Return a claim with the count of the distinct combinations in which it holds, in both languages."""
    if not done.depends:
        return f"{done.claim.zh}（没有一项选择改变它）", f"{done.claim.en} (no choice of definition changes it)"
    open_ = (
        (f"，{done.silent}种无从计算", f"; {done.silent} give{'s' * (done.silent == 1)} no answer")
        if done.silent
        else ("", "")
    )
    return (
        f"{done.claim.zh}（{done.specifications}种不同组合中{done.holds}种成立{open_[0]}）",
        f"{done.claim.en} (in {done.holds} of {done.specifications} distinct combinations{open_[1]})",
    )  # fmt: skip


def _answer(claim: Claim, universe: Measures) -> Answer:
    """Return the answer in one run, computed once for each combination of the choices that matter."""
    key = ("claim", claim.id, *(getattr(universe.chosen, name) for name in depends(claim, universe)))
    if key not in universe.memo:
        universe.memo[key] = claim.test(universe)
    answer: Answer = universe.memo[key]
    return answer


def _other(claim: Claim, name: str) -> Any:
    """Return the answer to a question of definition that is not the one by which the pages print a claim."""
    return next(value for value in VALID[name][:2] if value != getattr(claim.base, name))


def _changed(claim: Claim, chosen: Mapping[str, str]) -> tuple[bool, ...]:
    """Return which choices of a run are not those by which the pages print a claim, as a key to sort by."""
    return tuple(getattr(claim.base, name) != value for name, value in chosen.items())


def pivot(claim: Claim, m: Measures) -> str | None:
    """Return which choices turn the default answer, each alone (joined by spaces) or the fewest together (by +)."""
    read = depends(claim, m)
    default = _answer(claim, m.under(claim.base))
    if default is None:
        return None
    for size in range(1, len(read) + 1):
        turning = []
        for names in itertools.combinations(read, size):
            other = {name: _other(claim, name) for name in names}
            answer = _answer(claim, m.under(replace(claim.base, **other)))
            if answer is not None and answer[1] != default[1]:
                turning.append("+".join(names))
        if turning:
            return " ".join(turning)
    return None


def needed(claim: Claim, m: Measures) -> tuple[str, ...]:
    """Return the choices that differ from those printed in every combination in which a claim fails."""
    read = depends(claim, m)
    failing = [
        one for one in combinations(read)
        if (answer := _answer(claim, m.under(Choices(**one)))) is not None and not answer[1]
    ]  # fmt: skip
    return tuple(name for name in read if failing and all(one[name] != getattr(claim.base, name) for one in failing))


@measure("multiverse", "robustness", choices=VARIED, main=True, m="measures", runs="multiverse_runs")
def summary(m: Measures, runs: pd.DataFrame) -> pd.DataFrame:
    """Return, for each claim, the share of runs in which it holds, and on which choices it depends.

    Beside the runs stand the distinct combinations: of only those choices that change the claim's value or verdict
    (``specifications``; ``no_answer`` of them leave nothing to answer from). A claim that one choice decides holds in 1
    of 2, however many runs repeat it. ``pivot`` holds the
    choices that turn the answer of the default definitions: each alone, or, where none does, the fewest together.
    """
    found = []
    grouped = dict(list(runs.groupby("claim", sort=False)))
    for claim in claims(m):
        rows = grouped[claim.id]
        told = rows[rows["holds"].notna()]
        default = rows.loc[rows["run"] == 0, "holds"].iloc[0]
        done = tested(m, claim)
        found.append({"claim": claim.id, "zh": claim.zh, "en": claim.en, "default": default, "holds": int(told["holds"].sum()),
                      "runs": len(told), "share": told["holds"].astype(float).mean() if len(told) else None,
                      "pivot": pivot(claim, m) or pd.NA, "depends": " ".join(done.depends) or pd.NA if done else pd.NA,
                      "holds_in": done.holds if done else pd.NA, "specifications": done.specifications if done else pd.NA,
                      "no_answer": done.silent if done else pd.NA})  # fmt: skip
    return pd.DataFrame(found)
