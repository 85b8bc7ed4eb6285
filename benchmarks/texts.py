"""Texts to measure on: generated plans as one document of any length, and texts with one property in excess."""

from __future__ import annotations

import random

from benchmarks import generate

_SEED = 20120206
LEAD = "某市质量发展规划\n一、主要目标\n到2020年，产品质量合格率"


def running(length: int, first: int = 0) -> str:
    """Return generated plans end to end, from number ``first`` on, in simplified script, cut at a line end near a length."""
    pieces: list[str] = []
    size, number = 0, first
    while size < length:
        pieces.append(generate.text(random.Random(f"{_SEED}-{number}"), 10_000))
        size += len(pieces[-1])
        number += 1
    whole = "".join(pieces)
    return whole[: whole.rfind("\n", 0, length + 1) + 1] or whole[:length]


def without_stops(length: int) -> str:
    """Return running text in one line without a full stop."""
    return running(length).replace("\n", "").replace("。", "，").replace("；", "，")


EXTREMES = {
    "one line, no full stop": (without_stops, (10_000, 100_000, 1_000_000)),
    "digits": (lambda n: LEAD + "1" * n, (10_000, 100_000, 1_000_000)),
    "enumeration commas 、": (lambda n: LEAD + "、" * n, (10_000, 100_000, 1_000_000)),
    "open brackets （": (lambda n: LEAD + "（" * n, (1_000, 10_000, 100_000)),
    "open titles 《": (lambda n: LEAD + "《" * n, (1_000, 10_000, 100_000)),
    "numerals in Chinese 一": (lambda n: LEAD + "一" * n, (1_000, 10_000, 100_000)),
    "levels without end 96%，": (lambda n: LEAD + "达到96%，" * (n // 6), (10_000, 100_000)),
    "spaces": (lambda n: LEAD + " " * n + "达到96%", (10_000, 100_000, 1_000_000)),
}
