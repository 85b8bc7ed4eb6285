"""What is measured side by side: coding, and what others make of the same text.

A peer that is not installed is left out and named. ``benchmarks/requirements.txt`` lists those that the project
itself does not need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """Something that is done to a text.

    Attributes
    ----------
    name, delivers : str
        What it is called, and what comes out.
    run : callable
        Does it.
    most : int
        Characters that it is given at most: some would take hours.
    """

    name: str
    delivers: str
    run: Callable[[str], object]
    most: int = 10**9


def _ours() -> Iterator[Peer]:
    from qcompare.coding import code
    from qcompare.text import Plan

    def read(text: str) -> object:
        plan = Plan.from_text(text)
        return plan.blocks, plan.metadata

    yield Peer("qcompare code", "targets with 27 fields, the ledger, offsets", lambda text: code(Plan.from_text(text)))
    yield Peer("qcompare, reading alone", "structure, metadata, offset map", read)


def _scans() -> Iterator[Peer]:
    units = "%|‰|个百分点|个|项|家|件|名|人|次|万元|亿元|公里|平方米|吨"
    plain = re.compile(rf"\d+(?:\.\d+)?(?:{units})")
    named = re.compile(
        rf"(?P<before>不低于|不少于|达到|超过)?(?P<low>\d+(?:\.\d+)?)(?:[~-](?P<high>\d+))?(?P<unit>{units})?(?P<after>以上|以下|以内|左右)?"
    )
    yield Peer("re, number and unit", "spans", lambda text: [match.span() for match in plain.finditer(text)])
    yield Peer(
        "re, named groups",
        "bound, numbers, unit; no roles",
        lambda text: [match.groupdict() for match in named.finditer(text)],
    )


def _jieba() -> Iterator[Peer]:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    yield Peer("jieba.lcut", "words", jieba.lcut, 400_000)


def _rjieba() -> Iterator[Peer]:
    import rjieba

    yield Peer("rjieba.cut", "words", rjieba.cut)
    yield Peer("rjieba.tag", "words with tags", rjieba.tag)


def _recognizers() -> Iterator[Peer]:
    from recognizers_number import recognize_number, recognize_percentage

    def both(text: str) -> object:
        return [(recognize_number(line, "zh-cn"), recognize_percentage(line, "zh-cn")) for line in text.splitlines()]

    yield Peer("Recognizers-Text", "numbers and percentages; no bounds, no roles", both, 12_000)


def _jionlp() -> Iterator[Peer]:
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp

    yield Peer(
        "jionlp.ner.extract_money",
        "sums of money",
        lambda text: [jionlp.ner.extract_money(line) for line in text.splitlines()],
        100_000,
    )


def peers() -> tuple[list[Peer], list[str]]:
    """Return what can be measured here, and the names of the peers that are not installed."""
    found: list[Peer] = []
    missing: list[str] = []
    for name, make in (
        ("", _ours), ("", _scans), ("jieba", _jieba), ("rjieba", _rjieba), ("Recognizers-Text", _recognizers), ("jionlp", _jionlp),
    ):  # fmt: skip
        try:
            found += make()
        except ImportError:
            missing.append(name)
    return found, missing
