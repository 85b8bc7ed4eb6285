"""The sentence that a target stands in, for a page that shows it without the whole text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

_LONGEST = 50  # characters shown on either side of a quote


def around(source: str, sentences: Sequence[Mapping[str, Any]], target: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the text before a target in its sentence, its quote, and the text after it, as published.

    Parameters
    ----------
    source
        The plan as published.
    sentences
        Its sentences, in order.
    target
        Record with ``start`` and ``end``.
    """
    start, end = int(target["start"]), int(target["end"])
    place = bisect_right(sentences, start, key=lambda one: one["start"]) - 1
    first, last = (sentences[place]["start"], max(end, sentences[place]["end"])) if place >= 0 else (start, end)
    before, after = source[first:start], source[end:last]
    if len(before) > _LONGEST:
        before = "…" + before[-_LONGEST:]
    if len(after) > _LONGEST:
        after = after[:_LONGEST] + "…"
    return _line(before), _line(source[start:end]), _line(after)


def _line(text: str) -> str:
    return " ".join(text.split("\n")).replace("\r", "")
