"""What can be taken away from the coder, one thing at a time: a rule, an alternative of a pattern, a row of a word list.

Each is put back when its context ends, and what was read from lists and texts meanwhile is forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import qcompare.coding
import qcompare.text
from qcompare import lexicon
from qcompare.coding import domains
from qcompare.coding.relations import comparisons
from qcompare.coding.rules import RULES, Likely, Look
from qcompare.lexicon import patterns
from qcompare.text import hints, normalise

# Lists that other rooms read are tested there.
LISTS = (
    "words", "units", "modifiers", "relations", "results", "verbs", "domains", "traditional",
    "places", "doc_types", "labels", "furniture",
)  # fmt: skip


@dataclass(frozen=True)
class Removal:
    """One thing to take away: its name, a pattern of texts that could notice, and how."""

    name: str
    needle: str
    remove: Callable[[], Any]


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return the modules of the rooms that read and code."""
    found = [lexicon, patterns]
    for package in (qcompare.text, qcompare.coding):
        names = (info.name for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
        found += [package, *(importlib.import_module(name) for name in names if ".formats" not in name)]
    return tuple(found)


@cache
def holders() -> dict[int, list[tuple[dict[str, Any], str]]]:
    """Return where each object made of words stands, alone or in a tuple: module and name."""
    kept = {id(made.result) for made in patterns.made}
    found: dict[int, list[tuple[dict[str, Any], str]]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for one in {id(one) for one in _inside(value)} & kept:
                found.setdefault(one, []).append((vars(module), name))
    return found


def _inside(value: Any) -> Iterator[Any]:
    """Yield an object and, of a tuple, what is in it."""
    yield value
    if isinstance(value, tuple):
        for one in value:
            yield from _inside(one)


def _replaced(value: Any, old: Any, new: Any) -> Any:
    if value is old:
        return new
    return tuple(_replaced(one, old, new) for one in value) if type(value) is tuple else value


@cache
def cached() -> tuple[Any, ...]:
    """Return the functions that remember what they returned."""
    return tuple(
        dict.fromkeys(
            value
            for module in modules()
            for value in vars(module).values()
            if callable(getattr(value, "cache_clear", None))
        )
    )


@cache
def sieved() -> tuple[Likely, ...]:
    """Return the tables of rules that are looked at through a sieve of their words."""
    return tuple(value for module in modules() for value in vars(module).values() if isinstance(value, Likely))


# What is made of whole lists, and of which. All else may have been read from a text, and is forgotten at each removal.
_MADE_OF = {
    patterns.members: {"words"},
    patterns._of_class: {"words"},
    patterns._alternatives: {"words"},
    domains._made: {"domains"},
    comparisons._verb: {"relations"},
    normalise._script_tables: {"traditional"},
    lexicon.rows: set(),
    hints._tables: set(),
}
# Where key words may stand is kept for a limited number of rules: those of the modules, and what is made on the way.
_HINTS, _NEEDS = len(hints._hints), len(hints._needs)


def forget(name: str = "", touched: Set[str] = frozenset()) -> None:
    """Empty the memory of all functions that read a text, or a list, of whose classes some are touched."""
    for function in cached():
        if name in _MADE_OF.get(function, {name}):
            function.cache_clear()
    if touched & _needed():
        for table in sieved():
            vars(table).pop("_sieve", None)
        del hints._needs[_NEEDS:]
    if name in _MADE_OF[comparisons._verb]:
        del hints._hints[_HINTS:]


@cache
def _needed() -> frozenset[str]:
    """Return the classes of words by which rules are chosen before they are asked."""
    needed = "".join(f"{rule.needs_before}{rule.needs_behind}" for table in sieved() for rule in table._rules)
    return frozenset(patterns.rule_classes(needed))


@contextmanager
def swapped(made: patterns.Made, result: Any) -> Iterator[None]:
    """Let another object stand wherever one that was made of words stands."""
    before = [(holder, name, holder[name]) for holder, name in holders().get(id(made.result), [])]
    looks = [look for look in Look.all if look.pattern is made.result]
    for holder, name, value in before:
        holder[name] = _replaced(value, made.result, result)
    for look in looks:
        look.pattern = result
    try:
        yield
    finally:
        for holder, name, value in before:
            holder[name] = value
        for look in looks:
            look.pattern = made.result


@contextmanager
def without_alternative(made: patterns.Made, shorter: str) -> Iterator[None]:
    """Let a pattern lack an alternative."""
    with ExitStack() as stack:
        stack.callback(forget)
        stack.enter_context(swapped(made, patterns.MAKERS["pattern"](shorter)))
        forget()
        yield


@cache  # from the full lists, which are what they are while nothing is taken away
def named(made: patterns.Made) -> frozenset[str]:
    """Return the classes of words that an object was made of."""
    return frozenset(patterns.rule_classes(made.source if made.how == "pattern" else "{" + made.source + "}"))


@cache
def _above(name: str) -> frozenset[str]:
    """Return a class and those that take it in."""
    return frozenset(patterns.rule_classes("{" + name + "}", above=True))


@contextmanager
def without_row(name: str, number: int) -> Iterator[None]:
    """Let a list of words lack one row."""
    kept = lexicon.rows
    full = kept(name)
    short = (*full[:number], *full[number + 1 :])
    touched = _above(full[number]["class"]) if name == "words" else frozenset()

    @cache
    def rows(listed: str) -> tuple[dict[str, str], ...]:
        return short if listed == name else kept(listed)

    users = [module for module in modules() if vars(module).get("rows") is kept]
    with ExitStack() as stack:
        stack.callback(forget, name, touched)
        for module in users:
            stack.callback(vars(module).__setitem__, "rows", kept)
            vars(module)["rows"] = rows
        forget(name, touched)
        for made in patterns.made if touched else ():
            if named(made) & touched:
                stack.enter_context(swapped(made, patterns.MAKERS[made.how](made.source)))
        yield


@contextmanager
def without_rule(name: str) -> Iterator[None]:
    """Let a rule never hold."""
    rule = RULES[name]
    holds = rule.holds
    object.__setattr__(rule, "holds", lambda *_: None)
    forget()
    try:
        yield
    finally:
        object.__setattr__(rule, "holds", holds)
        forget()


def alternatives(template: str) -> list[tuple[int, int, str]]:
    """Return the alternatives of the groups of a pattern: the run to leave out, and the alternative.

    >>> [template for _, _, template in alternatives("a(?:b|c[|])d|e")]
    ['b', 'c[|]', 'a(?:b|c[|])d', 'e']
    """
    found, stack, at = [], [[0, 0, []]], 0
    while at < len(template):
        char = template[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = template.index("]", at + 2 if template[at + 1] in "^]" else at + 1)
        elif char == "(":
            start = re.compile(r"\((?:\?(?:P<\w+>|<[=!]|[:=!]))?").match(template, at).end()
            stack.append([start, start, []])
            at = start - 1
        elif char in ")|":
            stack[-1][2].append((stack[-1][1], at))
            stack[-1][1] = at + 1
            if char == ")":
                found += _of_group(template, stack.pop()[2])
        at += 1
    stack[0][2].append((stack[0][1], at))
    return found + _of_group(template, stack[0][2])


def _of_group(template: str, runs: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    if len(runs) < 2:
        return []
    # With an alternative goes the mark before it, or, of the first, the one behind it.
    return [(start - 1 if number else start, end if number else end + 1, template[start:end])
            for number, (start, end) in enumerate(runs)]  # fmt: skip


def removals() -> list[Removal]:
    """Return all that can be taken away: rules, alternatives of patterns, rows of word lists."""
    found = [
        Removal(f"rule {name}", "", lambda name=name: without_rule(name)) for name, rule in RULES.items() if rule.holds
    ]
    for name in LISTS:
        for number, row in enumerate(lexicon.rows(name)):
            word = next(iter(row.values())) if name != "words" else row["word"]
            kind = row.get("class") or row.get("kind") or row.get("domain")
            shown = f"{kind}/{word}" if kind else word
            if name == "words" and (inner := re.fullmatch(r"\{(\w+)\}", word)):
                needle = patterns.expanded(word)
                shown = f"{row['class']}/{inner[1]}"
            else:
                needle = re.escape(word) if name != "domains" else _needle(word.split(" ")[-1])
            found.append(
                Removal(f"{name}.csv {shown}", needle, lambda name=name, number=number: without_row(name, number))
            )
    seen = set()
    for made in patterns.made:
        if made.how != "pattern" or made.source in seen:
            continue
        seen.add(made.source)
        for start, end, text in alternatives(made.source):
            shorter = made.source[:start] + made.source[end:]
            found.append(
                Removal(
                    f"{made.source} without {text}",
                    _needle(text),
                    lambda made=made, shorter=shorter: without_alternative(made, shorter),
                )
            )
    return found


# The edge of a text is none in the middle of another, nor is what stands around an alternative the same there: 「与…相比$」
# stands in more texts than those that end in it, 「近年来(?<!…)」 behind the end of a line, too.
_EDGE = re.compile(r"(?<!\\)[$^](?![^\[]*\])|\(\?<?[=!][^()]*\)")


def _needle(alternative: str) -> str:
    """Return a pattern that all texts have in which an alternative could be found; empty if that cannot be told."""
    needle = _EDGE.sub("", patterns.expanded(alternative))
    try:
        return "" if re.compile(needle).match("") else needle
    except re.error:
        return ""
