"""To which domain an indicator belongs: ordered rules from ``lexicon/domains.csv``, read in one pass over the indicator.

A rule holds words that must all occur (separated by spaces; alternatives by ``|``; ``^`` before and ``$`` behind a word
tie it to the start or the end) and words that must not. The first rule that holds decides, so what is measured stands
above whom it is measured on. A domain ``heading:X`` marks an attribute without a bearer (合格率, 满意度): the titles
above it tell whose it is, innermost first, and X where they do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from qcompare.errors import LexiconError
from qcompare.lexicon import rows
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


def _pairs(run: str) -> set[int]:
    """Return the pairs of characters that stand side by side, each as one number.

    Numbers are made several times faster than strings of two characters, and this is asked of every indicator.
    """
    written = memoryview(run.encode("utf-16-le", "surrogatepass"))
    whole = len(written) & ~3  # pairs start at every character: those of even place are read first, then the others
    return {*written[:whole].cast("I"), *written[2 : 2 + (len(written) - 2 & ~3)].cast("I")}


@cache
def _rules() -> tuple[tuple[Rule, ...], dict[int, tuple[tuple[str, int], ...]]]:
    """Return the rules in order, and by a pair of characters the first words that hold it (word, place of its rule).

    A word stands under that of its pairs which the fewest words hold: 质量强市 is looked for where 强市 is found.
    """
    found: list[Rule] = []
    firsts: list[tuple[str, int]] = []
    for row in rows("domains"):
        first, *also = map(_alternatives, row["words"].split())
        if not all(len(word) > 1 for word in first):
            raise LexiconError(
                f"lexicon/domains.csv: {row['words']!r}: the first words of a rule need two characters or more"
            )
        firsts.extend((word, len(found)) for word in first)
        found.append(Rule(tuple(also), _alternatives(row["but_not"]), row["domain"]))
    common = Counter(pair for word, _ in firsts for pair in _pairs(word))
    index: dict[int, tuple[tuple[str, int], ...]] = {}
    for word, place in firsts:
        pair = min(_pairs(word), key=lambda pair: (common[pair], pair))
        index[pair] = (*index.get(pair, ()), (word, place))
    return tuple(found), index


@lru_cache(maxsize=1 << 12)
def _match(indicator: str) -> str | None:
    """Return the domain of the first rule that holds, or None."""
    rules, index = _rules()
    marked = f"^{indicator}$"
    places = {place for pair in index.keys() & _pairs(marked) for word, place in index[pair] if word in marked}
    for place in sorted(places):
        if rules[place].holds(marked):
            return rules[place].domain
    return None


def _told_by(contexts: Iterable[str]) -> str | None:
    """Return the domain of the first run that tells one by itself."""
    for run in contexts:
        domain = _match(run)
        if domain is not None and not domain.startswith(_ASK_HEADING):
            return domain
    return None


def domain_of(indicator: str, heading: str = "") -> str:
    """Return the domain of an indicator (codebook, section 3).

    Parameters
    ----------
    indicator
        What is measured, in simplified Chinese.
    heading
        The titles above, outermost first, joined by ``" / "``. Asked, innermost first, only where the indicator is
        silent: where it names nothing that has a domain, or an attribute and nobody whose it is.

    Returns
    -------
    str
        ``product.agrifood``, ``brand``, …; ``other`` where no rule holds.

    >>> domain_of("主要农产品监测合格率")
    'product.agrifood'
    >>> domain_of("一次抽检总体合格率", "主要目标 / 工程质量")
    'engineering'
    >>> domain_of("城镇登记失业率")
    'other'
    """
    domain = _match(indicator)
    if domain is not None and not domain.startswith(_ASK_HEADING):
        return domain
    told = _told_by(reversed(heading.split(" / ")))
    return told or (domain.removeprefix(_ASK_HEADING) if domain else _OTHER)


_LONGEST = 300


def domain_at(plan: Plan, indicator: str, start: int, level: int, number: int) -> str:
    """Return the domain of an indicator whose quote starts at ``start`` and whose level at ``level`` of a plan's text.

    ``number`` is that of the block in which both stand.

    A silent indicator is read with what was said before it in its sentence, then with the titles above.
    """
    domain = _match(indicator)
    if domain is not None and not domain.startswith(_ASK_HEADING):
        return domain
    block = plan.blocks[number]
    # A sentence without end is read only as far back as a sentence goes.
    said_from = max(block.start, plan.sentence_at(start)[0], level - _LONGEST)
    clauses = _CLAUSE.findall(plan.text, said_from, level)
    return domain_of(indicator, " / ".join((*map(plan.title_of, (*block.parents, number)), *clauses[-_CLAUSES:])))
