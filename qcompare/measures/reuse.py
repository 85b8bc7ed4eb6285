"""Text reuse: wording that two texts share beyond the formulas that any two plans share.

Seed and extend, order-free: every run of ``length`` characters that also stands in the other text is a seed;
overlapping seeds make a span. Shared wording shows common ancestry, not who copied from whom; a text between the
two (a provincial document) is often the source of both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qcompare.errors import TooManyPlansError
from qcompare.measures.results import measure
from qcompare.measures.segment import standard

LENGTH = 10  # the shortest run that stands clear of the formulas: at 8 the control pairs share 1-4 %, at 6 up to 10 %
JOIN = 3
MOST = 60  # texts compared pair by pair
_CITED = re.compile(r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)*》|[\u4e00-\u9fff]{0,4}[〔\[(]\d{4}[〕\])]\s*\d+\s*号")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Running:
    """The Han characters of a text, without titles, numbers and punctuation, and where each came from.

    Parameters
    ----------
    text
        The characters.
    starts
        Offset of each in the source.
    """

    text: str
    starts: np.ndarray


def running(sentences: pd.DataFrame) -> Running:
    """Return the running text of one plan from its sentences (titles in 《》, document numbers, digits, marks left out).

    Offsets are exact where normalising dropped nothing inside the sentence, else off by what it dropped.
    """
    chars: list[str] = []
    places: list[np.ndarray] = []
    for row in sentences[(sentences["kind"] != "furniture") & (sentences["part"] != "front")].itertuples():
        kept = _CITED.sub(lambda match: " " * len(match.group()), row.text)
        changed = standard(kept)
        at = np.array([match.start() for match in _HAN.finditer(changed)], dtype=np.int64)
        if at.size:
            # terms may change a sentence's length: spread the difference evenly
            scale = len(kept) / len(changed) if len(changed) != len(kept) else 1.0
            chars.append("".join(_HAN.findall(changed)))
            places.append(row.start + (at * scale).astype(np.int64))
    return Running("".join(chars), np.concatenate(places) if places else np.array([], dtype=np.int64))


def _hashes(text: str, length: int) -> np.ndarray:
    """Return a 64-bit polynomial hash of every run of ``length`` characters."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if codes.size < length:
        return np.array([], dtype=np.uint64)
    total = np.zeros(codes.size - length + 1, dtype=np.uint64)
    for step in range(length):
        total = total * np.uint64(1_000_003) + codes[step : codes.size - length + 1 + step]
    return total


def _covered(seeds: np.ndarray, size: int, length: int) -> np.ndarray:
    """Return which characters lie in a seed."""
    edges = np.zeros(size + 1, dtype=np.int64)
    np.add.at(edges, np.flatnonzero(seeds), 1)
    np.add.at(edges, np.flatnonzero(seeds) + length, -1)
    return np.cumsum(edges[:-1]) > 0


def _check(names: Iterable[str]) -> None:
    if len(list(names)) > MOST:
        raise TooManyPlansError(f"reuse compares text by text, up to {MOST} at a time: name the plans to compare")


@measure("control")
def control(plans: pd.DataFrame) -> list[str]:
    """Return plans that name another parent: what they share with others is the floor of text reuse."""
    return plans.loc[~plans["cites_outline"].astype(bool), "plan"].tolist()


@measure("texts")
def texts(sentences: pd.DataFrame) -> dict[str, Running]:
    """Return the running text of every plan."""
    return {str(plan): running(group) for plan, group in sentences.groupby("plan", sort=True)}


@measure("reuse", "alignment", control="control")
def reuse(texts: Mapping[str, Running], *, control: Iterable[str] = (), length: int = LENGTH) -> pd.DataFrame:
    """Return for each ordered pair the share of the first text that stands in runs shared with the second.

    Parameters
    ----------
    texts
        Running text by name (:func:`texts`); a national document that a user supplies is one more name.
    control
        Texts with another parent document. Pairs with one of them give the floor: what any two plans share.
    length
        Shortest run, in Han characters.

    Notes
    -----
    After Wilkerson, Smith & Stramp (2015) and Linder et al. (2020): candidate, local match, discount by frequency.
    ``discounted`` weights each run by 1 / (number of other texts that hold it).

    Raises
    ------
    ParameterError
        If there are more texts than can be compared pair by pair.
    """
    _check(texts)
    seeds = {name: _hashes(one.text, length) for name, one in texts.items()}
    control = set(control)
    found = []
    for name, ours in seeds.items():
        size = len(texts[name].text)
        shared = {other: np.isin(ours, theirs) for other, theirs in seeds.items() if other != name}
        holders = np.sum(list(shared.values()), axis=0) if shared else np.zeros(ours.size)
        for other, hit in shared.items():
            covered = _covered(hit, size, length)
            weight = _weights(hit, holders, size, length)
            found.append(
                {"plan": name, "other": other, "characters": int(covered.sum()), "total": size,
                 "share": covered.mean() if size else None, "discounted": weight.sum() / size if size else None,
                 "control": (name in control) != (other in control), "length": length}
            )  # fmt: skip
    out = pd.DataFrame(
        found, columns=["plan", "other", "characters", "total", "share", "discounted", "control", "length"]
    )
    floor = out.loc[out["control"].astype(bool), "share"].astype(float)
    return out.assign(floor_low=floor.min() if len(floor) else pd.NA, floor_high=floor.max() if len(floor) else pd.NA)


def _weights(hit: np.ndarray, holders: np.ndarray, size: int, length: int) -> np.ndarray:
    """Return each character's weight: 1 over the fewest other texts that hold a seed through it; 0 outside seeds."""
    fewest = np.full(size, np.inf)
    at = np.flatnonzero(hit)
    for step in range(length):
        np.minimum.at(fewest, at + step, holders[at])
    return np.where(np.isfinite(fewest), 1 / np.maximum(fewest, 1), 0.0)


@measure("spans", "alignment", control="control")
def spans(
    texts: Mapping[str, Running], *, control: Iterable[str] = (), length: int = LENGTH, join: int = JOIN
) -> pd.DataFrame:
    """List the shared runs of each ordered pair, longest first; runs at most ``join`` characters apart are one.

    Runs that also stand in a control text are formulas and are dropped; the place in the other text is that of the
    run's first seed there.
    """
    _check(texts)
    seeds = {name: _hashes(one.text, length) for name, one in texts.items()}
    where = {name: _first(hashes) for name, hashes in seeds.items()}
    common = {int(h) for name in control if name in seeds for h in seeds[name]}
    found = []
    for name, other in itertools.permutations(texts, 2):
        if name in set(control) or other in set(control):
            continue
        ours = seeds[name]
        at = np.flatnonzero(np.isin(ours, seeds[other]))
        at = at[[int(h) not in common for h in ours[at]]] if at.size else at
        for first, last in _groups(at, length, join):
            found.append(_span(texts, seeds, where, name, other, (first, last + length)))
    out = pd.DataFrame(
        found, columns=["plan", "start", "end", "other", "other_start", "other_end", "length", "texts", "text"]
    )
    return out.sort_values(["length", "plan", "other", "start"], ascending=[False, True, True, True])


def _first(hashes: np.ndarray) -> dict[int, int]:
    """Return the first place of each hash."""
    return dict(zip(hashes[::-1].tolist(), range(hashes.size - 1, -1, -1), strict=True))


def _groups(at: np.ndarray, length: int, join: int) -> list[tuple[int, int]]:
    """Return first and last seed of each run of seeds that overlap or stand at most ``join`` characters apart."""
    if not at.size:
        return []
    breaks = np.flatnonzero(np.diff(at) > length + join)
    return list(zip(at[np.r_[0, breaks + 1]].tolist(), at[np.r_[breaks, at.size - 1]].tolist(), strict=True))


def _span(
    texts: Mapping[str, Running], seeds: Mapping[str, np.ndarray], where: Mapping[str, dict[int, int]],
    name: str, other: str, run: tuple[int, int],
) -> dict[str, object]:  # fmt: skip
    first, end = run
    size = end - first
    there = where[other][int(seeds[name][first])]
    ours, theirs = texts[name].starts, texts[other].starts
    stop = min(there + size, len(theirs))
    holders = sum(int(seeds[name][first]) in where[one] for one in texts)
    return {
        "plan": name, "start": int(ours[first]), "end": int(ours[end - 1]) + 1, "other": other,
        "other_start": int(theirs[there]), "other_end": int(theirs[stop - 1]) + 1, "length": size, "texts": holders,
        "text": texts[name].text[first:end],
    }  # fmt: skip
