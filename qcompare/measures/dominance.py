"""Comparing plans without weights: dominance over several dimensions, and all rankings that agree with it.

Plan a stands above plan b when it is at least as high on every dimension and higher on one. Where two plans each lead
somewhere, or a dimension is missing, nothing is claimed (Patil & Taillie 2004; Brüggemann & Carlsen 2022).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from qcompare.errors import TooManyPlansError
from qcompare.measures.choices import SPECIFIC, Choices, combinations
from qcompare.measures.results import measure
from qcompare.measures.uncertainty import SEED, coding_draws, sentence_draws

if TYPE_CHECKING:
    import networkx as nx

MOST = 200  # plans in one order
EXACT = 8  # up to this many plans all linear extensions are listed (8! = 40,320)
ROBUST = 0.90
CODINGS = 999  # draws of coding errors that an order is held against
RESAMPLES = 999  # of sentences, likewise
KINDS = ("definitions", "coding", "sentences")


def order(dimensions: pd.DataFrame) -> nx.DiGraph:
    """Return the order as a graph with an edge from each plan to each plan below it.

    Parameters
    ----------
    dimensions
        One row a plan (index), one column a dimension, higher is more. A missing value makes a plan incomparable.

    Raises
    ------
    ParameterError
        If there are more plans than can be ordered pair by pair.
    """
    import networkx as nx

    if len(dimensions) > MOST:
        raise TooManyPlansError(
            f"an order is drawn for up to {MOST} plans, not {len(dimensions)}: name the plans to compare"
        )
    values = dimensions.to_numpy(float, na_value=np.nan).round(12)
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(dimensions.index)
    with np.errstate(invalid="ignore"):
        least = (values[:, None, :] >= values[None, :, :]).all(axis=2)
    above = least & ~least.T
    graph.add_edges_from((dimensions.index[i], dimensions.index[j]) for i, j in zip(*np.nonzero(above), strict=True))
    return graph


def _ties(dimensions: pd.DataFrame) -> set[tuple[str, str]]:
    values = dimensions.to_numpy(float, na_value=np.nan).round(12)
    same = (values[:, None, :] == values[None, :, :]).all(axis=2)
    return {(dimensions.index[i], dimensions.index[j]) for i, j in zip(*np.nonzero(same), strict=True) if i != j}


@measure("poset", "robustness", runs="dimension_runs")
def poset(
    dimensions: pd.DataFrame, runs: Mapping[str, Mapping[str, np.ndarray]] | None = None, *, robust: float = ROBUST
) -> pd.DataFrame:
    """Return the relation of every two plans, and in what share of three kinds of runs it holds, each by itself.

    ``above`` rows name the upper plan first; ``cover`` marks the edges of the Hasse diagram. A relation is robust when it
    holds in at least ``robust`` of the definitions, **and** of the simulated coding errors, **and** of the resampled
    sentences. The three are never pooled: many runs of one kind would drown the others. A goals section of one sentence
    cannot be resampled (``sentences`` 1); what rests on one is not called robust.

    Parameters
    ----------
    dimensions
        See :func:`order`.
    runs
        By kind (``definitions``, ``coding``, ``sentences``), each plan's dimensions under the runs (runs × dimensions);
        ``clusters`` gives the number of sentences of each plan. See :func:`dimension_runs`.
    """
    import networkx as nx

    graph, ties = order(dimensions), _ties(dimensions)
    cover = set(nx.transitive_reduction(graph).edges)
    runs, found = runs or {}, []
    for a, b in itertools.combinations(dimensions.index, 2):
        upper, lower = (b, a) if graph.has_edge(b, a) else (a, b)
        word = "above" if graph.has_edge(upper, lower) else "equal" if (a, b) in ties else "incomparable"
        shares = {kind: _held(runs.get(kind, {}), upper, lower, word) for kind in KINDS}
        fewest = min((int(runs["clusters"][plan]) for plan in (a, b) if plan in runs.get("clusters", {})), default=None)
        tested = all(share == share for share in shares.values())
        found.append({
            "plan": upper, "other": lower, "relation": word, "cover": (upper, lower) in cover, "share": min(shares.values()),
            **{f"share_{kind}": share for kind, share in shares.items()}, "sentences": fewest, "runs": sum(len(runs[kind][a]) for kind in KINDS if a in runs.get(kind, {})),
            "robust": min(shares.values()) >= robust and (fewest is None or fewest > 1) if tested else pd.NA,
        })  # fmt: skip
    columns = [
        "plan",
        "other",
        "relation",
        "cover",
        "share",
        *(f"share_{kind}" for kind in KINDS),
        "sentences",
        "runs",
        "robust",
    ]
    return pd.DataFrame(found, columns=columns)


def in_percent(share: float) -> str:
    """Return a share of runs as it is printed everywhere: to one decimal, never rounded up to the bar of robustness.

    >>> in_percent(0.9489), in_percent(1.0), in_percent(0.8996), in_percent(0.9997)
    ('94.9%', '100%', '89.9%', '99.9%')
    """
    if share >= 1:
        return "100%"
    shown = round(100 * float(share), 1)
    if shown >= 100 or share < ROBUST <= shown / 100:
        shown = math.floor(1000 * share) / 10
    return f"{shown:.1f}%"


def _held(runs: Mapping[str, np.ndarray], upper: str, lower: str, word: str) -> float:
    """Return the share of runs in which two plans stand in a relation; NaN where there are no runs of both."""
    if upper not in runs or lower not in runs:
        return float("nan")
    gap = (runs[upper] - runs[lower]).round(12)
    with np.errstate(invalid="ignore"):
        least, most = (gap >= 0).all(axis=1), (gap <= 0).all(axis=1)
    relations = {"above": least & ~most, "equal": least & most, "incomparable": ~least & ~most}
    return float(relations[word].mean())


def _positions(graph: nx.DiGraph) -> pd.DataFrame | None:
    """Return the rank of every plan in every linear extension (rows), or None when there are too many to list."""
    import networkx as nx

    if len(graph) > EXACT:
        return None
    rankings = [{plan: place for place, plan in enumerate(one, 1)} for one in nx.all_topological_sorts(graph)]
    return pd.DataFrame(rankings, columns=list(graph))


@measure("dimension_runs", choices=SPECIFIC, settings=["seed"])
def dimension_runs(
    measures: Any, elements: pd.DataFrame, errors: pd.DataFrame, sentences: pd.DataFrame, *, seed: int = SEED
) -> dict[str, dict[str, Any]]:
    """Return the ladder profiles under every combination of definitions, simulated coding errors, resampled sentences."""
    plans = [str(plan) for plan in measures.dimensions.index]
    defined = [measures.under(Choices(**chosen)).dimensions.reindex(plans) for chosen in combinations(SPECIFIC)]
    stack = np.stack([frame.to_numpy(float) for frame in defined])
    drawn = coding_draws(elements, errors, draws=CODINGS, seed=seed)
    again, clusters = sentence_draws(elements, sentences, draws=RESAMPLES, seed=seed)
    return {
        "definitions": {plan: stack[:, place] for place, plan in enumerate(plans)},
        "coding": {plan: drawn[plan][:, 2:] for plan in plans},
        "sentences": {plan: again[plan][:, 2:] for plan in plans},
        "clusters": clusters,
    }


@measure("sides")
def sides(specificity: pd.DataFrame, net_strictness: pd.DataFrame, alignment: pd.DataFrame) -> pd.DataFrame:
    """Return one figure for each side: minimum criteria, net strictness, numeric goals covered (missing where unsaid)."""
    out = specificity.set_index("plan")[["minimum"]].astype(float)
    out["net"] = net_strictness.set_index("plan")["net"].astype(float)
    aligned = alignment.set_index("plan")
    out["coverage_en"] = aligned["coverage_en"].where(aligned["cites_outline"].fillna(False)).astype(float)
    return out


@measure("poset_sides")
def poset_sides(sides: pd.DataFrame) -> pd.DataFrame:
    """Return the order over all three sides; where one of two plans lacks a side, ``no data``: that contradicts nothing."""
    out, lacking = poset(sides), sides.index[sides.isna().any(axis=1)]
    return out.assign(relation=out["relation"].mask(out[["plan", "other"]].isin(lacking).any(axis=1), "no data"))


@measure("ranks", "robustness")
def ranks(dimensions: pd.DataFrame) -> pd.DataFrame:
    """Return the range of ranks that each plan can take in rankings that keep every dominance.

    Best rank: one more than the plans above; worst: all but the plans below. The mean is over all linear extensions;
    with more than eight plans it is the local partial order estimate (s + 1)(n + 1) / (n + 1 - u), s plans below, u
    incomparable (Brüggemann & Carlsen 2022), counted from the top.
    """
    import networkx as nx

    graph = order(dimensions)
    n = len(graph)
    listed = _positions(graph)
    missing = dimensions.isna()
    found = []
    for plan in graph:
        up, down = len(nx.ancestors(graph, plan)), len(nx.descendants(graph, plan))
        free = n - 1 - up - down
        mean = listed[plan].mean() if listed is not None else n + 1 - (down + 1) * (n + 1) / (n + 1 - free)
        found.append(
            {"plan": plan, "best": up + 1, "worst": n - down, "mean": mean,
             "extensions": len(listed) if listed is not None else pd.NA, "isolated": up + down == 0 and n > 1,
             "missing": " ".join(missing.columns[missing.loc[plan]]) or pd.NA}
        )  # fmt: skip
    return pd.DataFrame(found)


@measure("mutual", "robustness")
def mutual(dimensions: pd.DataFrame) -> pd.DataFrame:
    """Return the share of linear extensions in which one plan stands above another (mutual ranking probability).

    Only for up to eight plans; an empty table otherwise.
    """
    listed = _positions(order(dimensions))
    if listed is None:
        return pd.DataFrame()
    pairs = itertools.permutations(dimensions.index, 2)
    return pd.DataFrame(
        [{"plan": a, "other": b, "probability": float((listed[a] < listed[b]).mean())} for a, b in pairs]
    )
