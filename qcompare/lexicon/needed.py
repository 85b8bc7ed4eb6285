"""What a text must have in it, or at its edges, where a pattern matches: read from the pattern, so that no row states it.

A pattern is looked for in many names and clauses and found in few of them. Which characters it cannot do without is told
by the parser of :mod:`re`; a test of those costs a tenth of a search. The answers never say too little: where a pattern
can match anything, they say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

_parser: Any = import_module("re._parser")
_MOST = 64  # of a longer range of characters nothing is told
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
Tree = Sequence[tuple[Any, Any]]


def needed(look: re.Pattern[str]) -> frozenset[str]:
    """Return characters of which one stands in every text that a pattern is found in; none: nothing is needed.

    What it looks back or ahead at counts: the text is all of what is searched, not a run of it.

    >>> sorted(needed(re.compile("净增|新增(?!长)"))), sorted(needed(re.compile("将|把(?![关握])"))), needed(re.compile(".?率?"))
    (['增'], ['将', '把'], frozenset())
    """
    return _pick(_needs(_tree(look)))


def starts(*looks: re.Pattern[str]) -> frozenset[str] | None:
    """Return the characters that a match of one of some patterns can start with; None: any, or it can be empty.

    >>> sorted(starts(re.compile("(?:累计)?新增"))), starts(re.compile("[^,]增"))
    (['新', '累'], None)
    """
    return _whole([_edge(_tree(look), 1) for look in looks])


def ends(*looks: re.Pattern[str]) -> frozenset[str] | None:
    """Return the characters that a match of one of some patterns can end in; None: any, or it can be empty.

    >>> sorted(ends(re.compile("的?目标值?$"), re.compile("任务"))), ends(re.compile("比.+$"))
    (['值', '务', '标'], None)
    """
    return _whole([_edge(_tree(look), -1) for look in looks])


def _whole(edges: list[_Edge]) -> frozenset[str] | None:
    any_at_all = any(edge.empty or edge.chars is None for edge in edges)
    return None if any_at_all else frozenset().union(*(edge.chars or () for edge in edges))


def _tree(look: re.Pattern[str]) -> Tree:
    if look.flags & re.IGNORECASE:
        raise ValueError(f"{look.pattern!r} ignores case: its letters are not those of the text")
    return _parser.parse(look.pattern, look.flags & ~re.UNICODE)


def _listed(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Return the characters of a class; None where it leaves some out, or names them by their kind."""
    found: set[str] = set()
    for op, value in items:
        if str(op) == "LITERAL":
            found.add(chr(value))
        elif str(op) == "RANGE" and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


class _Needs(NamedTuple):
    """Characters that all must be there, and some of which one must; none: nothing is known."""

    every: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()


def _pick(needs: _Needs) -> frozenset[str]:
    return frozenset([min(needs.every)]) if needs.every else needs.one


def _needs(tree: Tree) -> _Needs:
    found = [_needs_of(str(op), value) for op, value in tree]
    every = frozenset().union(*(part.every for part in found))
    return _Needs(every, min((part.one for part in found if part.one), key=len, default=frozenset()))


def _needs_of(op: str, value: Any) -> _Needs:
    if op == "LITERAL":
        return _Needs(frozenset([chr(value)]))
    if op == "IN":
        return _Needs(one=_listed(value) or frozenset())
    if op == "BRANCH":
        parts = [_needs(branch) for branch in value[1]]
        picked = [_pick(part) for part in parts]
        every = frozenset.intersection(*(part.every for part in parts))
        return _Needs(every, frozenset().union(*picked) if all(picked) else frozenset())
    inner = _inner(op, value)
    if op in _REPEATS:
        return _needs(inner) if value[0] else _Needs()
    return _needs(inner)


def _inner(op: str, value: Any) -> Tree:
    """Return what a group, a repetition or a look ahead or back holds."""
    if op == "SUBPATTERN":
        return value[3]
    if op in _REPEATS:
        return value[2]
    return value if op == "ATOMIC_GROUP" else value[1] if op == "ASSERT" else []


class _Edge(NamedTuple):
    """The characters at one edge of what matches, None: any; and whether it can be empty, so that its neighbour is the edge."""

    chars: frozenset[str] | None
    empty: bool = False


_NOTHING = _Edge(frozenset(), empty=True)


def _edge(tree: Tree, step: int) -> _Edge:
    """Return the first characters of what a pattern matches (``step`` 1), or the last ones (-1)."""
    found: frozenset[str] = frozenset()
    for op, value in tree[::step]:
        own = _edge_of(str(op), value, step)
        if own.chars is None:
            return own
        found |= own.chars
        if not own.empty:
            return _Edge(found)
    return _Edge(found, empty=True)


def _edge_of(op: str, value: Any, step: int) -> _Edge:
    if op == "LITERAL":
        return _Edge(frozenset([chr(value)]))
    if op == "IN":
        return _Edge(_listed(value))
    if op in ("AT", "ASSERT", "ASSERT_NOT"):
        return _NOTHING
    if op == "BRANCH":
        parts = [_edge(branch, step) for branch in value[1]]
        if any(part.chars is None for part in parts):
            return _Edge(None)
        return _Edge(frozenset().union(*(part.chars or () for part in parts)), any(part.empty for part in parts))
    if op in (*_REPEATS, "SUBPATTERN", "ATOMIC_GROUP"):
        inner = _edge(_inner(op, value), step)
        return _Edge(inner.chars, inner.empty or (op in _REPEATS and not value[0]))
    return _Edge(None)
