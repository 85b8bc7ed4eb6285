"""Does anything need this word, this alternative, this rule? Take it away, and see whether an example notices.

A witness is a spec row (``specs/*.jsonl``) or a sentence of a rule that fails once the thing is gone. ``make witness``
takes away all of them, one at a time, and prints what has no witness; ``test_witness.py`` does so for a part.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pkgutil
import random
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from rule_sentences import decided  # noqa: E402
from spec_rows import ROWS, check  # noqa: E402

import qcompare.coding  # noqa: E402
import qcompare.text  # noqa: E402
from qcompare import lexicon  # noqa: E402
from qcompare.coding.rules import RULES, Likely, Look  # noqa: E402
from qcompare.lexicon import patterns  # noqa: E402
from qcompare.text import hints  # noqa: E402
from qcompare.text.normalise import normalise  # noqa: E402

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


# Where key words may stand is kept for a limited number of rules: those of the modules, and what is made on the way.
_HINTS, _NEEDS = len(hints._hints), len(hints._needs)


def forget() -> None:
    """Empty the memory of all functions that read word lists."""
    for function in cached():
        function.cache_clear()
    for table in sieved():
        vars(table).pop("_sieve", None)
    del hints._hints[_HINTS:], hints._needs[_NEEDS:]


@contextmanager
def swapped(made: patterns.Made, result: Any) -> Iterator[None]:
    """Let another object stand wherever one that was made of words stands."""
    before = [(holder, name, holder[name]) for holder, name in holders().get(id(made.result), [])]
    looks = [look for look in Look.all if look.pattern is made.result]
    for holder, name, value in before:
        holder[name] = _replaced(value, made.result, result)
    for look in looks:
        look.pattern = result
    forget()
    try:
        yield
    finally:
        for holder, name, value in before:
            holder[name] = value
        for look in looks:
            look.pattern = made.result
        forget()


@cache  # from the full lists, which are what they are while nothing is taken away
def _named(made: patterns.Made) -> frozenset[str]:
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
    for module in users:
        vars(module)["rows"] = rows
    forget()
    swaps = []
    try:
        for made in patterns.made if touched else ():
            if _named(made) & touched:
                swap = swapped(made, patterns.MAKERS[made.how](made.source))
                swap.__enter__()
                swaps.append(swap)
        yield
    finally:
        for module in users:
            vars(module)["rows"] = kept
        for swap in reversed(swaps):
            swap.__exit__(None, None, None)
        forget()


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
                    lambda made=made, shorter=shorter: _swap(made, shorter),
                )
            )
    return found


def _needle(alternative: str) -> str:
    """Return a pattern that all texts have in which an alternative could be found; empty if that cannot be told."""
    needle = patterns.expanded(alternative).removesuffix("$")
    try:
        return "" if re.compile(needle).match("") else needle
    except re.error:
        return ""


def _swap(made: patterns.Made, shorter: str) -> Any:
    return swapped(made, patterns.MAKERS["pattern"](shorter))


Check = Callable[[], bool]


@cache
def checks() -> list[tuple[str, str, Check]]:
    """Return all examples: the text, name, and a test that is true while the example is coded as it should be."""
    found: list[tuple[str, str, Check]] = []
    for name, row in ROWS:
        found.append((row["text"] + "\n" + normalise(row["text"]).value, name, lambda row=row: _passes(row)))
    for rule in RULES.values():
        for sentence in rule.examples:
            text = normalise(sentence.replace("‹", "").replace("›", "")).value
            found.append((text, rule.id, lambda rule=rule, sentence=sentence: rule.id in decided(sentence)))
        for sentence in rule.counter_examples:
            text = normalise(sentence.replace("‹", "").replace("›", "")).value
            found.append((text, rule.id, lambda rule=rule, sentence=sentence: rule.id not in decided(sentence)))
    return found


def _passes(row: dict[str, Any]) -> bool:
    try:
        check(row)
    except (AssertionError, ValueError, KeyError, IndexError, StopIteration):
        return False
    return True


def _near(removal: Removal) -> list[tuple[str, Check]]:
    """Return the examples that could notice a removal: a rule's own first, those with the word, or one of each line."""
    if removal.name.startswith("rule "):
        own = [(name, passes) for _, name, passes in checks() if name == removal.name.removeprefix("rule ")]
        return own + [(name, passes) for _, name, passes in checks() if name != removal.name.removeprefix("rule ")]
    if removal.needle:
        needle = re.compile(removal.needle)
        return [(name, passes) for text, name, passes in checks() if needle.search(text)]
    lines: dict[str, tuple[str, Check]] = {}
    for number, (_, name, passes) in enumerate(checks()):
        line = ":".join(name.split(":")[:2])
        lines.setdefault(line if line in lines or ":" in name else f"{name} {number}", (name, passes))
    return list(lines.values())


def witness(removal: Removal) -> str | None:
    """Return the name of an example that notices a removal, or None."""
    try:
        with removal.remove():
            for name, passes in _near(removal):
                if not passes():
                    return name
    except Exception as error:  # noqa: BLE001  (a word that the program cannot run without is needed)
        return f"{type(error).__name__}: {error}"
    return None


def idle(everything: list[Removal], jobs: int = 0) -> list[str]:
    """Return the names of what nothing misses, in order; several processes share the work."""
    checks()
    for made in patterns.made:
        _named(made)
    asked.clear()
    asked.extend(everything)
    with multiprocessing.get_context("fork").Pool(jobs or os.cpu_count()) as pool:
        missed = pool.map(_is_missed, range(len(everything)), chunksize=16)
    return [one.name for one, needed in zip(everything, missed, strict=True) if not needed]


asked: list[Removal] = []  # a process that is forked has them; they cannot be sent


def _is_missed(number: int) -> bool:
    return witness(asked[number]) is not None


def main(arguments: list[str]) -> int:
    """Take away each thing (or those whose name holds a word, or ``--sample N``) and print what nobody misses."""
    everything = removals()
    if arguments[:1] == ["--sample"]:
        everything = random.Random(0).sample(everything, int(arguments[1]))  # noqa: S311
    elif arguments:
        everything = [removal for removal in everything if any(word in removal.name for word in arguments)]
    unneeded = idle(everything)
    print(*unneeded, sep="\n")
    print(f"{len(everything) - len(unneeded)} passed, {len(unneeded)} failed")
    return 1 if unneeded else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
