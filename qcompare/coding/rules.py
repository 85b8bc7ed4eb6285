"""What a rule of the coder is: a name, what it decides, where it looks, why, and sentences that show it.

Every judgement of the coder has a rule. Rules of one decision stand in one ordered table and are read from top to
bottom; the first that holds decides. Words are named by class (:mod:`qcompare.lexicon.patterns`) and stand once, in the
lexicon. The examples are the rule's test: ``‹…›`` marks the run that is decided, in an example it must be this rule that
does so, in a counter-example another or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Any

import numpy as np

from qcompare.lexicon.needed import ends, needed, starts
from qcompare.lexicon.patterns import pattern, words_of
from qcompare.text.hints import Sieve

Needs = str | tuple[re.Pattern[str], ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One judgement of the coder.

    Parameters
    ----------
    id
        Its name: decision, outcome, reason, with dots (``role.status.so_far``); never that of a plan or a sentence.
    decides
        What follows where it holds: a role of the ledger, a comparator, a field of the codebook.
    looks
        Where it looks, in words: ``left of the number``, ``right of unit``, ``clause``, ``sentence``, ``heading``.
    why
        The paragraph of the codebook, or the fact about the language, that it rests on.
    examples, counter_examples
        Sentences with the run in question in ``‹…›``.
    holds
        The test, where the decision is made by going through the table: a shape (:func:`left`, :func:`right` …) or a
        function; takes the context, returns something true if it holds: the match, if words decided.
    kinds
        Kinds of level that the test can hold for; None: any.
    unless
        A test that must not hold.
    needs_before, needs_behind
        Words of which one stands before the number, or behind it, wherever the test holds (``{class}|word``), or the
        patterns of which it needs one there: what those cannot do without is read from them. None: any.
        Where none stands the test is not asked (:class:`Likely`).
    edge
        Characters of which one stands where something is taken off a run, at its start or its end, if the test holds;
        None: any, or what the pattern of its shape (:class:`opens`, :class:`closes`) tells.
    """

    id: str
    decides: str
    looks: str
    why: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    holds: Callable[[Any], Any] | None = None
    kinds: frozenset[str] | None = None
    unless: Callable[[Any], Any] | None = None
    edge: frozenset[str] | None = None
    needs_before: Needs = None
    needs_behind: Needs = None


RULES: dict[str, Rule] = {}


def table(*rules: Rule) -> tuple[Rule, ...]:
    """Return the rules of one decision, in order, and enter them into the list of all.

    Raises
    ------
    ValueError
        If a rule has the name of another.
    """
    for rule in rules:
        if rule.id in RULES:
            raise ValueError(f"two rules are called {rule.id}")
        RULES[rule.id] = rule
    return rules


def edge_of(rule: Rule) -> frozenset[str] | None:
    """Return the characters of which one stands at the edge of a run where a rule holds: as stated, or as its shape tells."""
    return getattr(rule.holds, "edge", None) if rule.edge is None else rule.edge


def by_edge(rules: tuple[Rule, ...]) -> Callable[[str], tuple[Rule, ...]]:
    """Return the look-up of the rules of a table that can hold where a character stands at the edge of a run."""
    edges = [(rule, edge_of(rule)) for rule in rules]
    return cache(lambda char: tuple(rule for rule, edge in edges if edge is None or char in edge))


_BEFORE, _BEHIND = 160, 80  # characters around a number that the tests of a table with needs look at


class Likely:
    """Which rules of a table can hold for each of some numbers, by the words around it: found in one look at the text.

    Most tests of a table hold for few numbers, and need a word that seldom stands there.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    @cached_property
    def _sieve(self) -> Sieve:
        needs = [(rule.needs_before, rule.needs_behind) for rule in self._rules]
        before, behind = (list(map(_words, side)) for side in zip(*needs, strict=True))
        return Sieve(before, behind)

    def of(self, text: str, numbers: Sequence[int]) -> list[int]:
        """Return for each number, given by its offset, the rules that can hold: the first is the lowest bit."""
        holds = self._sieve(text, np.array(numbers, np.intp), _BEFORE, _BEHIND)
        width, bits = -(-len(self._rules) // 8), np.packbits(holds, axis=1, bitorder="little").tobytes()
        return [int.from_bytes(bits[start : start + width], "little") for start in range(0, len(bits), width)]


def _words(needs: Needs) -> list[str]:
    """Return the words of which one must be there; none: nothing is needed."""
    if needs is None or isinstance(needs, str):
        return words_of(needs) if needs else []
    chars = [needed(look) for look in needs]
    return sorted(frozenset().union(*chars)) if all(chars) else []


class Look:
    """A test by one pattern at one place of the context: the shape that most rules have.

    Parameters
    ----------
    look
        The pattern, with classes of words, or made of it.
    """

    __slots__ = ("pattern",)
    all: list[Look] = []

    def __init__(self, look: str | re.Pattern[str]) -> None:
        self.pattern = pattern(look) if isinstance(look, str) else look
        Look.all.append(self)

    def __call__(self, context: Any) -> re.Match[str] | None:
        """Return the match anywhere in the text of the plan, or None; each kind of look narrows it."""
        return self.pattern.search(context.text)


class left(Look):  # noqa: N801  (it reads as a word of the rule)
    """Hold where the words before the number end in a pattern."""

    __slots__ = ()

    def __init__(self, template: str) -> None:
        super().__init__(f"(?:{template})$")

    def __call__(self, context: Any) -> re.Match[str] | None:
        """Return the match left of the number, or None."""
        return self.pattern.search(context.left)


class right(Look):  # noqa: N801
    """Hold where the words behind number and unit start with a pattern."""

    __slots__ = ()

    def __call__(self, context: Any) -> re.Match[str] | None:
        """Return the match right of number and unit, or None."""
        return self.pattern.match(context.right)


class behind(Look):  # noqa: N801
    """Hold where the words behind the whole level, 以上 included, start with a pattern."""

    __slots__ = ()

    def __call__(self, context: Any) -> re.Match[str] | None:
        """Return the match behind the level, or None."""
        return self.pattern.match(context.text, context.level.end)


class before(Look):  # noqa: N801
    """Hold where the sentence up to the number has a pattern in it."""

    __slots__ = ()

    def __call__(self, context: Any) -> re.Match[str] | None:
        """Return the match before the number, or None."""
        return self.pattern.search(context.said)


class opens(Look):  # noqa: N801
    """Hold where a run starts with a pattern; ``edge``: with which characters that can be."""

    __slots__ = ("edge",)

    def __init__(self, look: re.Pattern[str]) -> None:
        super().__init__(look)
        self.edge = starts(look)

    def __call__(self, context: Any) -> re.Match[str] | None:
        """Return the match at the start of the run, or None."""
        return self.pattern.match(context.text, context.start, context.end)


class closes(Look):  # noqa: N801
    """Hold where a run ends in a pattern; ``edge``: in which characters that can be."""

    __slots__ = ("edge",)

    def __init__(self, look: re.Pattern[str]) -> None:
        super().__init__(look)
        self.edge = ends(look)

    def __call__(self, context: Any) -> re.Match[str] | None:
        """Return the match at the end of the run, or None."""
        return self.pattern.search(context.text, context.start, context.end)


# What is noted while a plan is explained: (rule, offset of what is decided, words that decided); None: nothing is.
Note = tuple[str, int, tuple[int, int] | None]
_notes: list[Note] | None = None


def note(rule: str, at: int, words: tuple[int, int] | None = None) -> None:
    """Note that a rule decided something of the level whose number is at an offset; costs nothing unless asked for."""
    if _notes is not None:
        _notes.append((rule, at, words))


def noting() -> bool:
    """Tell whether a plan is being explained."""
    return _notes is not None


def noted(run: Callable[[], Any]) -> list[Note]:
    """Return the notes that are made while a function runs."""
    global _notes
    _notes, before = [], _notes
    try:
        run()
        return _notes
    finally:
        _notes = before


def listed(rules: Iterable[Rule] | None = None) -> list[dict[str, Any]]:
    """Return the rules as records, in order of their names."""
    chosen = RULES.values() if rules is None else rules
    return [
        {
            "id": rule.id, "decides": rule.decides, "looks": rule.looks, "why": rule.why,
            "examples": list(rule.examples), "counter_examples": list(rule.counter_examples),
        }
        for rule in sorted(chosen, key=lambda rule: rule.id)
    ]  # fmt: skip


def all_rules() -> list[dict[str, Any]]:
    """Return all rules of the coder as records, in order of their names.

    Returns
    -------
    list of dict
        ``id``, ``decides``, ``looks``, ``why``, ``examples``, ``counter_examples`` (:class:`Rule`).

    >>> next(rule for rule in all_rules() if rule["id"] == "role.status.so_far")["decides"]
    'status'
    """
    import_module("qcompare.coding")
    return listed()
