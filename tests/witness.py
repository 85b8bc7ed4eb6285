"""Does anything need this word, this alternative, this rule? Take it away, and see whether an example notices.

A witness is a spec row (``specs/*.jsonl``) or a sentence of a rule that fails once the thing is gone. ``make witness``
takes away all that ``removals.py`` lists, one at a time, and prints what has no witness; ``test_witness.py`` does so for
a part.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from removals import Removal, named, removals  # noqa: E402
from rule_sentences import decided  # noqa: E402
from spec_rows import ROWS, check  # noqa: E402

from qcompare.coding.rules import RULES  # noqa: E402
from qcompare.lexicon import patterns  # noqa: E402
from qcompare.text import normalise  # noqa: E402

Check = Callable[[], bool]


@cache
def checks() -> list[tuple[str, str, Check]]:
    """Return all examples: the text, name, and a test that is true while the example is coded as it should be."""
    found: list[tuple[str, str, Check]] = []
    for name, row in ROWS:
        found.append((row["text"] + "\n" + normalise.normalise(row["text"]).value, name, lambda row=row: _passes(row)))
    for rule in RULES.values():
        for sentence in rule.examples:
            text = normalise.normalise(sentence.replace("‹", "").replace("›", "")).value
            found.append((text, rule.id, lambda rule=rule, sentence=sentence: rule.id in decided(sentence)))
        for sentence in rule.counter_examples:
            text = normalise.normalise(sentence.replace("‹", "").replace("›", "")).value
            found.append((text, rule.id, lambda rule=rule, sentence=sentence: rule.id not in decided(sentence)))
    return found


def _passes(row: dict[str, Any]) -> bool:
    try:
        check(row)
    except (AssertionError, ValueError, KeyError, IndexError, StopIteration):
        return False
    return True


@cache
def _lines() -> dict[str, str]:
    """Return of each example that is made from a row with a list of words which row that is."""
    return {name: ":".join(name.split(":")[:2]) for _, name, _ in checks() if ":" in name}


_LATELY = 60
noticed: list[str] = []  # the rows that noticed something lately: one row often has the words of a whole class


def _near(removal: Removal) -> list[tuple[str, Check]]:
    """Return the examples that could notice a removal, the likeliest first.

    These are a rule's own, those with the word, those of the rows that noticed something lately; where it cannot be told
    in which texts a thing could be found, one of each row.
    """
    if removal.name.startswith("rule "):
        name = removal.name.removeprefix("rule ")
        return sorted(((one, passes) for _, one, passes in checks()), key=lambda example: example[0] != name)
    found: dict[str, tuple[str, Check]] = {}
    needle = re.compile(removal.needle or "$^")
    for number, (text, name, passes) in enumerate(checks()):
        if removal.needle and needle.search(text):
            found[f"{name} {number}"] = name, passes
        elif not removal.needle:
            found.setdefault(_lines().get(name, f"{name} {number}"), (name, passes))
    late = {line: -place for place, line in enumerate(noticed, 1)}
    return sorted(
        found.values(),
        key=lambda example: (
            not needle.fullmatch(example[0].rpartition(":")[2]),
            late.get(_lines().get(example[0], example[0]), 0),
        ),
    )


def witness(removal: Removal) -> str | None:
    """Return the name of an example that notices a removal, or None."""
    try:
        with removal.remove():
            for name, passes in _near(removal):
                if not passes():
                    noticed.append(_lines().get(name, name))
                    del noticed[:-_LATELY]
                    return name
    except Exception as error:  # noqa: BLE001  (a word that the program cannot run without is needed)
        return f"{type(error).__name__}: {error}"
    return None


def idle(everything: list[Removal], jobs: int = 0) -> list[str]:
    """Return the names of what nothing misses, in order; several processes share the work."""
    checks()
    for made in patterns.made:
        named(made)
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
