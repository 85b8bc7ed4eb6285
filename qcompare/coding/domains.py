"""To which domain an indicator belongs: ordered rules from ``lexicon/domains.csv``, read in one pass over the indicator.

A rule holds words that must all occur (separated by spaces; alternatives by ``|``; ``^`` before and ``$`` behind a word
tie it to the start or the end) and words that must not. The first rule that holds decides, so what is measured stands
above whom it is measured on. A domain ``heading:X`` marks an attribute without a bearer (合格率, 满意度): the titles
above it tell whose it is, innermost first, and X where they do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qcompare.errors import LexiconError, SchemaError, unknown
from qcompare.lexicon import rows
from qcompare.paths import home_study
from qcompare.schema import DOMAINS
from qcompare.text.formats.delimited import csv_rows
from qcompare.text.hints import codes
from qcompare.text.model import Plan

_ASK_HEADING = "heading:"
_OTHER = "other"
_CLAUSE = re.compile(r"[^,;。:!?、\n]+")
_CLAUSES = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the lexicon, for an indicator that holds one of its first words.

    ``also``: groups of alternatives, of each of which one must occur too; ``but_not``: words that must not.
    """

    also: tuple[tuple[str, ...], ...]
    but_not: tuple[str, ...]
    domain: str

    def holds(self, marked: str) -> bool:
        """Tell whether the rest of the rule holds, too, for an indicator marked ``^…$``."""
        for word in self.but_not:
            if word in marked:
                return False
        for group in self.also:
            for word in group:
                if word in marked:
                    break
            else:
                return False
        return True


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


Codes = NDArray[np.uint64]


def _pairs(run: str) -> Codes:
    """Return the pairs of characters that stand side by side in a run, each as one number."""
    at = codes(run).astype(np.uint64)
    return at[:-1] << np.uint64(32) | at[1:]


OWN = "data/domains.csv"  # in a study: rows of one's own, tried before these


# The rules in order, some pairs of characters, ascending, and for each of these the words that it is part of.
Known = tuple[tuple[Rule, ...], Codes, tuple[tuple[tuple[str, int], ...], ...]]


def _rules() -> Known:
    study = home_study()
    path = study / OWN if study else None
    return _made(path, path.stat().st_mtime_ns) if path and path.is_file() else _made(None, 0)


def _own_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows that a study adds: words and domain, and but_not where something must not be there."""
    try:
        header, *lines = list(csv_rows(path.read_bytes())) or [[]]
    except SchemaError as error:
        raise LexiconError(f"{path}: {error}") from None
    found = []
    for number, line in enumerate(lines, 2):
        if not line:
            continue
        row = dict(zip(header, line, strict=False))
        given = {name: row.get(name, "").strip() for name in ("words", "domain", "but_not")}
        if not given["words"] or given["domain"] not in DOMAINS:
            problem = unknown("domain", given["domain"], DOMAINS) if given["words"] else "no words"
            raise LexiconError(f"{path}:{number}: {problem}")
        found.append(given)
    return found


@cache
def _made(own: Path | None, _: int) -> Known:
    """Return the rules, and where their first words are looked for.

    The words are the first ones of the rules, each with the place of its rule. A word stands under that of its pairs
    which the fewest words hold: 质量强市 is looked for where 强市 is found.
    """
    found: list[Rule] = []
    firsts: list[tuple[str, int]] = []
    for row in [*(_own_rows(own) if own else ()), *rows("domains")]:
        first, *also = map(_alternatives, row["words"].split())
        if not all(len(word) > 1 for word in first):
            raise LexiconError(
                f"{own or 'lexicon/domains.csv'}: {row['words']!r}: the first words of a rule need two characters or more"
            )
        firsts.extend((word, len(found)) for word in first)
        found.append(Rule(tuple(also), _alternatives(row["but_not"]), row["domain"]))
    common = Counter(pair for word, _ in firsts for pair in _pairs(word).tolist())
    index: dict[int, list[tuple[str, int]]] = {}
    for word, place in firsts:
        pair = min(_pairs(word).tolist(), key=lambda pair: (common[pair], pair))
        index.setdefault(pair, []).append((word, place))
    pairs = sorted(index)
    return tuple(found), np.array(pairs, np.uint64), tuple(tuple(index[pair]) for pair in pairs)


def _match(runs: Sequence[str], known: Known) -> list[str | None]:
    """Return for each run the domain of the first rule that holds, or None; the words are looked for in all at once."""
    rules, pairs, words = known
    marked = [f"^{run}$" for run in runs]
    written = _pairs("".join(marked))
    near = pairs.searchsorted(written)
    hits = (pairs.take(near, mode="clip") == written).nonzero()[0]
    places: list[set[int]] = [set() for _ in runs]
    number, end = -1, 0
    run, found = "", set[int]()
    for at, pair in zip(hits.tolist(), near[hits].tolist(), strict=True):
        while at >= end:
            number += 1
            run, found = marked[number], places[number]
            end += len(run)
        for word, place in words[pair]:
            if word in run:
                found.add(place)
    return [_first(rules, run, found) for run, found in zip(marked, places, strict=True)]


def _first(rules: Sequence[Rule], run: str, places: set[int]) -> str | None:
    """Return the domain of the first of some rules that holds."""
    for place in sorted(places):
        rule = rules[place]
        if rule.holds(run):
            return rule.domain
    return None


def domains_of(indicators: Sequence[str], context: Callable[[int], Sequence[str]]) -> list[str]:
    """Return the domains of some indicators (codebook, section 3).

    Parameters
    ----------
    indicators
        What is measured, in simplified Chinese.
    context
        Returns for the place of an indicator what stands before and above it, nearest first: clauses, titles. Asked
        only where the indicator is silent: where it names nothing that has a domain, or an attribute and nobody whose
        it is. The first that tells a domain by itself decides.

    Returns
    -------
    list of str
        ``product.agrifood``, ``brand``, …; ``other`` where no rule holds.
    """
    known = _rules()
    found = _match(indicators, known)
    silent = [place for place, domain in enumerate(found) if not _tells(domain)]
    # An attribute without a bearer, or nothing that has a domain: what stands nearest and tells one says whose it is.
    around = [context(place) for place in silent]
    told = iter(_match([run for runs in around for run in runs], known) if silent else ())
    for place, runs in zip(silent, around, strict=True):
        near = next(filter(_tells, [next(told) for _ in runs]), None)
        found[place] = near or (found[place] or _OTHER).removeprefix(_ASK_HEADING)
    return [domain or _OTHER for domain in found]


def _tells(domain: str | None) -> bool:
    """Tell whether a domain is one, and not that of whatever stands above."""
    return domain is not None and not domain.startswith(_ASK_HEADING)


def domain_of(indicator: str, heading: str = "") -> str:
    """Return the domain of one indicator, given the titles above it, outermost first, joined by ``" / "``.

    >>> domain_of("主要农产品监测合格率")
    'product.agrifood'
    >>> domain_of("一次抽检总体合格率", "主要目标 / 工程质量")
    'engineering'
    >>> domain_of("城镇登记失业率")
    'other'
    """
    return domains_of([indicator], lambda _: heading.split(" / ")[::-1])[0]


_LONGEST = 300


def said_before(plan: Plan, start: int, level: int) -> list[str]:
    """Return what stands before an indicator in its sentence and above it, nearest first.

    Parameters
    ----------
    plan
        The plan.
    start, level
        Where the quote and the level of the target start in its text.
    """
    number = plan.block_at(start)
    block = plan.blocks[number]
    # A sentence without end is read only as far back as a sentence goes.
    said_from = max(block.start, plan.sentence_at(start)[0], level - _LONGEST)
    clauses = _CLAUSE.findall(plan.text, said_from, level)
    return [*clauses[: -_CLAUSES - 1 : -1], *map(plan.title_of, (number, *reversed(block.parents)))]
