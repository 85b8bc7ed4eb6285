"""Which claims survive the definitions: every claim under every combination of choices (Steegen et al. 2016).

A specification curve, not a test: the runs are not independent, and a share of runs is no probability. A claim that
holds only under some definitions is reported as hanging on them.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.findings.claims import FEW, Answer, Claim, claims, depends
from qcompare.measures.choices import VALID, VARIED, Choices, combinations
from qcompare.measures.results import measure

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures


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
    read = (getattr(universe.chosen, name) for name in depends(claim, universe))
    answer: Answer = universe.once(("claim", claim.id, *read), partial(claim.test, universe))
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
