"""A plan's text as HTML: every character as published, targets marked, every place that a figure names an anchor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any


def marked(
    source: str, targets: Sequence[Mapping[str, Any]], sentences: Sequence[Mapping[str, Any]], places: Iterable[int]
) -> str:
    """Return the source as HTML.

    The text is cut wherever a target or a sentence starts or ends, so that targets may overlap. Each piece says
    which sentence (``data-s``) and which targets (``data-t``, their numbers) it belongs to.

    Parameters
    ----------
    source
        The text as published.
    targets
        Records with ``start``, ``end`` and ``type``.
    sentences
        Records with ``start``, ``end``, ``part`` and ``kind``, in order.
    places
        Offsets that get an anchor, ``t<offset>``.
    """
    anchors = {place for place in places if 0 <= place < len(source)} | {int(target["start"]) for target in targets}
    cuts = {0, len(source), *anchors}
    for record in (*targets, *sentences):
        cuts |= {int(record["start"]), int(record["end"])}
    order = sorted(cut for cut in cuts if 0 <= cut <= len(source))
    starts = [int(sentence["start"]) for sentence in sentences]
    holding = _holding(targets, order)
    pieces = []
    for left, right in zip(order, order[1:], strict=False):
        if left in anchors:
            pieces.append(f'<a id="t{left}"></a>')
        pieces.append(_piece(source[left:right], left, holding[left], targets, sentences, starts))
    return "".join(pieces)


def _holding(targets: Sequence[Mapping[str, Any]], order: Sequence[int]) -> dict[int, list[int]]:
    """Return, for each cut, the numbers of the targets that cover the piece after it."""
    found: dict[int, list[int]] = {cut: [] for cut in order}
    for number, target in enumerate(targets):
        first = bisect_right(order, int(target["start"])) - 1
        for cut in order[first:]:
            if cut >= int(target["end"]):
                break
            found[cut].append(number)
    return found


def _piece(
    text: str, left: int, held: list[int], targets: Sequence[Mapping[str, Any]], sentences: Sequence[Mapping[str, Any]],
    starts: Sequence[int],
) -> str:  # fmt: skip
    place = bisect_right(starts, left) - 1
    sentence = sentences[place] if place >= 0 and left < int(sentences[place]["end"]) else None
    attributes = "" if sentence is None else f' data-s="{place}"'
    if sentence is not None and (sentence["part"] == "front" or sentence["kind"] != "text"):
        attributes += f' class="{"heading" if sentence["kind"] == "heading" else "aside"}"'
    body = escape(text, quote=False)
    if held:
        numbers = " ".join(map(str, held))
        body = f'<mark class="{escape(str(targets[held[0]]["type"]))}" data-t="{numbers}">{body}</mark>'
    return f"<span{attributes}>{body}</span>" if attributes else body
