"""A renderer's SVG in fewer bytes, the same for the same chart: what the marks of a group share is said once, by the group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(_SVG + name for name in ("path", "text", "line", "rect"))
# attributes that a child takes from its parent, and that look the same said by either
_INHERITED = (
    "fill", "font-family", "font-size", "font-weight", "stroke", "stroke-dasharray", "stroke-width", "text-anchor",
)  # fmt: skip


_GRADIENT = re.compile(r"\bgradient_\d+\b(?=[\")])")


def tidy(drawn: str) -> str:
    """Return an SVG that looks the same, without empty texts and with common attributes at the group.

    The renderer numbers gradients by what the process has drawn before; here they are numbered within the picture.

    >>> tidy('<svg xmlns="http://www.w3.org/2000/svg"><g><path fill="#fff"/><path fill="#fff"/><text/></g></svg>')
    '<svg xmlns="http://www.w3.org/2000/svg"><g fill="#fff"><path/><path/></g></svg>'
    >>> tidy('<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(#gradient_7)"/><linearGradient id="gradient_7"/></svg>')
    '<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(#gradient_0)"/><linearGradient id="gradient_0"/></svg>'
    """
    from lxml import etree

    root = etree.fromstring(drawn.encode())
    for text in [node for node in root.iter(_SVG + "text") if not len(node) and not node.text]:
        text.getparent().remove(text)
    for group in root.iter(_SVG + "g"):
        shapes = list(_shapes(group))
        if len(shapes) < 2 or any(child.tag == _SVG + "g" for child in group):
            continue
        for name in _INHERITED:
            _hoist(group, shapes, name)
    numbers: dict[str, str] = {}
    return _GRADIENT.sub(
        lambda match: numbers.setdefault(match.group(), f"gradient_{len(numbers)}"),
        etree.tostring(root, encoding="unicode"),
    )


def _shapes(group: Any) -> Iterator[Any]:
    """Yield the marks of a group, also those inside a link."""
    for child in group:
        if child.tag == _SVG + "a":
            yield from _shapes(child)
        elif child.tag in _SHAPES:
            yield child


def _hoist(group: Any, shapes: list[Any], name: str) -> None:
    """Say an attribute at the group where all its marks have one: the most frequent value, the others keep theirs."""
    values = [shape.get(name) for shape in shapes]
    if None in values or name in group.attrib:
        return
    counts = Counter(values)
    common = min(counts, key=lambda value: (-counts[value], value))
    if counts[common] < 2:
        return
    group.set(name, common)
    for shape in shapes:
        if shape.get(name) == common:
            del shape.attrib[name]
