"""A plan's text as HTML: every character as published, targets marked, every place that a figure names an anchor."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

_PUT = "document.currentScript.parentElement.innerHTML = "
_TYPES = ("quantified", "absolute", "relative", "qualitative")  # where two targets overlap, the first of these is shown
_LISTED, _LONGEST = 3, 60  # headings, and characters, in the label of a folded section
_WORTH = 400  # characters below which a section without targets is not folded


def marked(
    source: str, targets: Sequence[Mapping[str, Any]], sentences: Sequence[Mapping[str, Any]], places: Iterable[int],
    numbers: Mapping[int, int] | None = None, nothing: str = "",
) -> str:  # fmt: skip
    """Return the source as HTML.

    The text is cut wherever a target or a sentence starts or ends, so that targets may overlap. Each piece says
    which sentence (``data-s``) and which targets (``data-t``, their numbers) it belongs to. Sections of the text
    without a target are folded; their labels are no text of the page, which stays
    the source character by character.

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
    numbers
        Place of a target among ``targets`` → the figure that stands behind its mark.
    nothing
        What the label of a folded section ends with.
    """
    anchors = {place for place in places if 0 <= place < len(source)} | {int(target["start"]) for target in targets}
    folds = _folds(source, sentences, sorted(int(target["start"]) for target in targets))
    cuts = {0, len(source), *anchors, *(edge for start, end, _ in folds for edge in (start, end))}
    for record in (*targets, *sentences):
        cuts |= {int(record["start"]), int(record["end"])}
    order = sorted(cut for cut in cuts if 0 <= cut <= len(source))
    starts = [int(sentence["start"]) for sentence in sentences]
    holding = _holding(targets, order)
    opens = {start: label for start, _, label in folds}
    closes = {end for _, end, _ in folds}
    pieces = []
    for left, right in zip(order, order[1:], strict=False):
        if left in closes:
            pieces.append("</details>")
        if left in opens:
            label = escape(f"{opens[left]} · {nothing}")
            pieces.append(f'<details><summary data-label="{label}" aria-label="{label}"></summary>')
        if left in anchors:
            pieces.append(f'<a id="t{left}"></a>')
        pieces.append(_piece(source[left:right], left, right, holding[left], targets, sentences, starts, numbers or {}))
    if len(source) in closes:
        pieces.append("</details>")
    return "".join(pieces)


def as_script(html: str) -> str:
    r"""Return a script that puts HTML where a page calls for the script, before the scripts after it run.

    >>> as_script("<b>好</b>")
    'document.currentScript.parentElement.innerHTML = "<b>好</b>";\n'
    """
    return f"{_PUT}{json.dumps(html, ensure_ascii=False)};\n"


def from_script(script: str) -> str:
    """Return the HTML of a script.

    >>> from_script(as_script('<a id="t1"></a>'))
    '<a id="t1"></a>'
    """
    return str(json.loads(script.removeprefix(_PUT).rstrip(";\n")))


def _folds(source: str, sentences: Sequence[Mapping[str, Any]], named: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return start, end and label of each run of whole sections without a target, where it is worth folding."""
    heads = [(int(one["start"]), int(one["end"]), _depth(one)) for one in sentences if one["kind"] == "heading"]
    found: list[tuple[int, int, list[str]]] = []
    for at, (start, heading_end, depth) in enumerate(heads):
        end = next((other for other, _, deep in heads[at + 1 :] if deep <= depth), len(source))
        if (found and start < found[-1][1]) or bisect_left(named, start) < bisect_left(named, end):
            continue  # inside of a folded section, or it holds a target
        label = source[start:heading_end].strip()
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end, [*found[-1][2], label])
        else:
            found.append((start, end, [label]))
    return [(start, end, _label(labels)) for start, end, labels in found if end - start >= _WORTH]


def _depth(heading: Mapping[str, Any]) -> int:
    """Return how many headings stand above a heading."""
    return str(heading.get("heading") or "").count(" / ") + bool(heading.get("heading"))


def _label(headings: Sequence[str]) -> str:
    shown = " · ".join(headings if len(headings) <= _LISTED else (*headings[:1], "…", *headings[-1:]))
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"


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
    text: str, left: int, right: int, held: list[int], targets: Sequence[Mapping[str, Any]], sentences: Sequence[Mapping[str, Any]],
    starts: Sequence[int], numbers: Mapping[int, int],
) -> str:  # fmt: skip
    place = bisect_right(starts, left) - 1
    sentence = sentences[place] if place >= 0 and left < int(sentences[place]["end"]) else None
    attributes = "" if sentence is None else f' data-s="{place}"'
    if sentence is not None and (sentence["part"] == "front" or sentence["kind"] != "text"):
        attributes += f' class="{"heading" if sentence["kind"] == "heading" else "aside"}"'
    body = escape(text, quote=False)
    if held:
        ends = [str(numbers[one]) for one in held if one in numbers and int(targets[one]["end"]) == right]
        shown = f' data-no="{",".join(ends)}"' if ends else ""
        kinds = sorted((str(targets[one]["type"]) for one in held), key=_TYPES.index)
        body = f'<mark class="{escape(kinds[0])}" data-t="{" ".join(map(str, held))}"{shown}>{body}</mark>'
    return f"<span{attributes}>{body}</span>" if attributes else body
