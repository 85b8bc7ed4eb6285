"""A renderer's SVG in fewer bytes, the same for the same chart.

What the marks of a group share is said once, by the group; numbers have two decimals and not fifteen; a rectangle with
rounded corners is one, and not four curves; frames that nothing paints are left out. That halves a picture, and pages hold many.
"""

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

_USUAL = (("font-weight", "400"), ("text-anchor", "start"))

_GRADIENT = re.compile(r"\bgradient_\d+\b(?=[\")])")
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_PLACE = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_N = r"(-?[\d.]+)"
# as the renderer writes a rectangle with rounded corners: four lines, a curve after each
_ROUND = re.compile(rf"M{_N},{_N}L{_N},{_N}C[^A-Z]+L{_N},{_N}C[^A-Z]+L{_N},{_N}C[^A-Z]+L{_N},{_N}C[^A-Z]+Z")
_MEASURES = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "stroke-width", "font-size")


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
    for frame in [node for node in root.iter(_SVG + "path") if _unpainted(node)]:
        frame.getparent().remove(frame)
    for node in root.iter(*_SHAPES, _SVG + "g"):
        _shorten(node)
        node.attrib.pop("class", None)  # the renderer's own names of parts: nothing asks for them
    for group in root.iter(_SVG + "g"):
        shapes = list(_shapes(group))
        if len(shapes) < 2 or any(child.tag == _SVG + "g" for child in group):
            continue
        for name in _INHERITED:
            _hoist(group, shapes, name)
    _family(root)
    for node in root.iter(*_SHAPES, _SVG + "g"):
        _drop_unsaid(node)
    numbers: dict[str, str] = {}
    return _GRADIENT.sub(
        lambda match: numbers.setdefault(match.group(), f"gradient_{len(numbers)}"),
        etree.tostring(root, encoding="unicode"),
    )


def _unpainted(path: Any) -> bool:
    """Return whether a path is a frame of the renderer's that has neither fill nor line."""
    return path.get("class") in ("background", "foreground") and not {"fill", "stroke"} & set(path.attrib)


def _shorten(node: Any) -> None:
    """Write the measures of a mark in two decimals, its place as x and y, a rounded rectangle as one."""
    for name in _MEASURES:
        if name in node.attrib:
            node.set(name, _LONG.sub(_rounded, node.get(name)))
    place = _PLACE.fullmatch(node.get("transform", ""))
    if place and node.tag == _SVG + "text" and not {"x", "y"} & set(node.attrib):
        del node.attrib["transform"]
        node.set("x", place[1])
        node.set("y", place[2])
    corners = _ROUND.fullmatch(node.get("d", "")) if node.tag == _SVG + "path" else None
    if corners:
        x, y, right, _, side, bottom, *_ = (float(one) for one in corners.groups())
        radius = side - right
        del node.attrib["d"]
        node.tag = _SVG + "rect"
        for name, value in (
            ("x", x - radius),
            ("y", y),
            ("width", side - x + radius),
            ("height", bottom + radius - y),
            ("rx", radius),
        ):
            node.set(name, _short(value))


def _family(root: Any) -> None:
    """Say the family of type once, by the picture, where all its texts have one."""
    named = [node for node in root.iter() if "font-family" in node.attrib]
    if len({node.get("font-family") for node in named}) == 1:
        family = named[0].get("font-family")
        for node in named:
            del node.attrib["font-family"]
        root.set("font-family", family)


def _drop_unsaid(node: Any) -> None:
    """Take away what a mark is without being told so: opaque, of normal weight, without a line of no width."""
    if node.get("opacity") == "1":
        del node.attrib["opacity"]
    for name, usual in _USUAL:
        if node.get(name) == usual and not any(name in above.attrib for above in node.iterancestors()):
            del node.attrib[name]
    if "stroke" in node.attrib and node.tag != _SVG + "g":
        width = next(
            (one.get("stroke-width") for one in (node, *node.iterancestors()) if "stroke-width" in one.attrib), "1"
        )
        if width == "0":
            del node.attrib["stroke"]


def _rounded(number: re.Match[str]) -> str:
    return _short(float(number.group()))


def _short(value: float) -> str:
    """Return a number in two decimals at most.

    >>> _short(585.5040000000001), _short(-0.0012), _short(12.0)
    ('585.5', '0', '12')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


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
