"""A panel of a figure: marks on scales of their own, and words and lines where they are put.

Vega-Lite places axis labels by itself and cannot set two kinds of type in one label, align row names left, or keep a width.
Here a panel has the width of the whole figure, scales name the pixels that they span, and names, heads, legends and ticks are
text marks. So a figure is exactly as wide as it is asked to be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from qcompare.figures import fonts, theme

GAP = 16  # between what stands side by side


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a figure is and how large its type, in pixels; all other sizes follow from these.

    A figure for a printed column is laid out in type of 12 and then made smaller as a whole (``factor``).
    """

    width: int = 920
    title: float = 20
    subtitle: float = 14
    text: float = 14
    small: float = 12
    level: float = 16
    compact: bool = False
    factor: float = 1.0
    heading: str | None = None

    @classmethod
    def paper(cls, millimetres: float | None, points: float | None) -> Look:
        """Return the look of a figure of so many millimetres with main type of so many points.

        >>> look = Look.paper(84, 7)
        >>> look.compact, look.width, round(look.width * look.factor / 96 * 25.4)
        (True, 408, 84)
        """
        if millimetres is None and points is None:
            return cls()
        if millimetres is None:
            return cls(factor=(points or 10.5) * 96 / 72 / 14)
        wanted = millimetres / 25.4 * 96
        size = (points or (7 if millimetres < 130 else 8)) * 96 / 72
        if wanted / (size / 12) >= 700:  # room enough for the wide form
            factor = size / 14
            return cls(width=int(wanted / factor), factor=factor, title=18)
        factor = size / 12
        return cls(int(wanted / factor), 14.5, 12, 12, 11, 13, True, factor)

    def wrap(self, text: str, size: float, room: float | None = None, bold: bool = False) -> list[str]:
        """Return a text in lines that fit."""
        return wrap(text, size, self.width if room is None else room, bold)

    def balanced(self, text: str, size: float, bold: bool = False) -> list[str]:
        """Return a text in as few lines as fit, none much shorter than the others."""
        lines = self.wrap(text, size, bold=bold)
        room = float(self.width)
        while len(lines) > 1:
            narrower = self.wrap(text, size, room * 0.96, bold)
            if len(narrower) > len(lines):
                break
            room, lines = room * 0.96, narrower
        return lines


WIDE = Look()


def wrap(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than the room, Latin words kept whole.

    >>> wrap("其他工程一次验收合格率", 10, 60)
    ['其他工程一次', '验收合格率']
    >>> wrap("pass rate, other works", 10, 60)
    ['pass rate,', 'other works']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and fonts.width(line + piece.rstrip(), size, bold) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece.strip() else ""
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: after a space, around a Chinese character, never before a closing mark.

    A number keeps its sign and its unit: "≥93%", "45项".
    """
    pieces: list[str] = []
    for char in text:
        wide = ord(char) > 0x2E7F
        last = pieces[-1][-1] if pieces else ""
        new = not pieces or last == " " or wide or ord(last) > 0x2E7F
        if pieces and (char in "，。；、：）》”’！？%％)]" or last in "（《“‘([≥≤><"):
            new = False
        if wide and last.isdigit() and char in "项条份格处年级个":
            new = False
        if new:
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces


def fit(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return a text that fits into one line, cut at its end where it must be."""
    if fonts.width(text, size, bold) <= room:
        return text
    while text and fonts.width(text + "…", size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def widest(texts: Iterable[str], size: float, bold: bool = False) -> float:
    """Return the width of the widest of some texts, 0 for none."""
    return max((fonts.width(text, size, bold) for text in texts), default=0.0)


@dataclass
class Panel:
    """A panel in the making: ``width`` × ``height`` pixels, origin at the top left."""

    look: Look
    height: float = 0
    words: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    boxes: list[dict[str, Any]] = field(default_factory=list)
    marks: list[Any] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Width of the whole figure."""
        return self.look.width

    def text(
        self, x: float, y: float, said: Any, size: float | None = None, ink: str = theme.INK, align: str = "left", *,
        bold: bool = False, angle: int = 0, link: Any = None,
    ) -> None:  # fmt: skip
        """Write a text, its middle at ``y``."""
        size = self.look.text if size is None else size
        if str(said):
            self.words.append(
                {"px": x, "py": y, "said": str(said), "ink": ink, "link": link, "_": (size, bold, align, angle)}
            )

    def line(
        self, x: float, y: float, x2: float, y2: float, ink: str = theme.HAIR, thick: float = 1, dash: bool = False
    ) -> None:  # fmt: skip
        """Draw a line."""
        self.lines.append({"px": x, "py": y, "px2": x2, "py2": y2, "ink": ink, "_": (thick, dash)})

    def box(self, x: float, y: float, x2: float, y2: float, fill: str, frame: str | None = None) -> None:
        """Draw a rectangle."""
        self.boxes.append(
            {
                "px": x,
                "py": y,
                "px2": x2,
                "py2": y2,
                "ink": fill,
                "frame": frame or fill,
                "_": (2 if frame and frame != fill else 0),
            }
        )

    def heading(self, y: float, said: str) -> float:
        """Write the heading of a panel, and return where the panel goes on."""
        size = self.look.text
        for line in self.look.wrap(said, size, bold=True):
            self.text(0, y + size * 0.7, line, size, bold=True)
            y += size * 1.4
        return y + size * 0.5

    def key(self, y: float, kinds: Sequence[tuple[str | None, str | None, str]], left: float = 0) -> float:
        """Write a legend, row by row as they fit: fill, frame and words of each; return where it ends."""
        size, x = self.look.small, left
        step = size * 1.6
        for fill, frame, said in kinds:
            wide = fonts.width(said, size) + (size * 1.4 if fill else 0)
            if x > left and x + wide > self.width:
                x, y = left, y + step
            at = x
            if fill:
                self.box(at, y + size * 0.2, at + size * 0.95, y + size * 1.15, fill, frame)
                at += size * 1.4
            self.text(at, y + size * 0.7, said, size, theme.INK2 if fill else theme.NEAR)
            x += wide + GAP * (1 if self.look.compact else 1.5)
        return y + step

    def ticks(self, at: Mapping[str, float], top: float, bottom: float, title: str = "") -> None:
        """Draw grid lines with their labels below, and the title of the scale under them."""
        size = self.look.small
        for said, x in at.items():
            self.line(x, top, x, bottom, theme.HAIR)
            self.text(x, bottom + size, said, size, theme.MUTED, "center")
        if title:
            first = min(at.values(), default=0)
            self.text(first, bottom + size * 2.4, title, size, theme.MUTED)

    def spec(self, datasets: dict[str, Any]) -> dict[str, Any]:
        """Return the panel as a part of a specification, and put its data into ``datasets``."""
        drawn = [
            mark.to_dict(validate=False, context={"top_level": False, "datasets": datasets}) for mark in self.marks
        ]
        layers = [*self._rects(datasets), *self._rules(datasets), *drawn, *self._texts(datasets)]
        if not layers:
            layers = [_unit({"type": "point", "opacity": 0}, [{"px": 0}], datasets, x=self._x())]
        made = {
            "width": self.width,
            "height": round(self.height, 2),
            "resolve": {"scale": dict.fromkeys("xy", "independent")},
        }
        if len({str(layer.get("data")) for layer in layers}) == 1:  # the same for all: said once, as altair does
            made["data"] = layers[0]["data"]
            layers = [{key: value for key, value in layer.items() if key != "data"} for layer in layers]
        return {**made, "layer": layers}

    def _x(self, name: str = "px") -> dict[str, Any]:
        return _position(name, self.width)

    def _y(self, name: str = "py") -> dict[str, Any]:
        return _position(name, self.height)

    def _grouped(self, items: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
        groups: dict[Any, list[dict[str, Any]]] = {}
        for item in items:
            rest = {
                key: round(value, 2) if isinstance(value, float) else value for key, value in item.items() if key != "_"
            }
            groups.setdefault(item["_"], []).append(rest)
        return list(groups.items())

    def _texts(self, datasets: dict[str, Any]) -> list[Any]:
        return [
            _unit(
                {"type": "text", "fontSize": size, "fontWeight": 700 if bold else 400, "align": align, "angle": angle, "baseline": "middle"},
                rows, datasets, x=self._x(), y=self._y(), text={"field": "said", "type": "nominal"}, color=_as_it_is("ink"),
            )
            for (size, bold, align, angle), rows in self._grouped(self.words)
        ]  # fmt: skip

    def _rules(self, datasets: dict[str, Any]) -> list[Any]:
        return [
            _unit(
                {"type": "rule", "strokeWidth": thick, **({"strokeDash": [4, 3]} if dash else {})},
                rows, datasets, x=self._x(), y=self._y(), x2={"field": "px2"}, y2={"field": "py2"}, color=_as_it_is("ink"),
            )
            for (thick, dash), rows in self._grouped(self.lines)
        ]  # fmt: skip

    def _rects(self, datasets: dict[str, Any]) -> list[Any]:
        return [
            _unit(
                {"type": "rect", "strokeWidth": frame, "cornerRadius": 1},
                rows, datasets, x=self._x(), y=self._y(), x2={"field": "px2"}, y2={"field": "py2"},
                fill=_as_it_is("ink"), stroke=_as_it_is("frame"),
            )
            for frame, rows in self._grouped(self.boxes)
        ]  # fmt: skip


def _unit(
    mark: Mapping[str, Any], rows: Sequence[dict[str, Any]], datasets: dict[str, Any], **encoding: Any
) -> dict[str, Any]:
    """Return a mark of rows as a part of a specification; what is not altair's own costs a hundredth of it."""
    columns = {name: _column([row[name] for row in rows]) for name in rows[0]}
    if "link" in columns and not any(columns["link"]):
        del columns["link"]
    values = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    # the name that altair gives to data: the same rows are one set, whoever draws them
    name = f"data-{hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]}"
    datasets[name] = values
    return {"mark": mark, "data": {"name": name}, "encoding": encoding}


def _column(values: list[Any]) -> list[Any]:
    """Return values of one type, as in a column of a table: all numbers with a fraction where one has it."""
    plain = [value.item() if hasattr(value, "item") else value for value in values]
    return [float(value) for value in plain] if any(isinstance(value, float) for value in plain) else plain


def _position(field: str, length: float) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, length], "range": [0, length]},
        "axis": None,
    }


def _as_it_is(field: str) -> dict[str, Any]:
    """Return a colour that a field states itself."""
    return {"field": field, "type": "nominal", "scale": None}


def bands(channel: str, count: int, first: float, last: float, inner: float = 0.0) -> Any:
    """Return a position of rows or columns, numbered from 0, between two pixels.

    Numbers and not names are looked up in Vega's scales: a plan may have any name, ``toString`` too.
    """
    kind = alt.X if channel == "x" else alt.Y
    name = "column" if channel == "x" else "row"
    scale = alt.Scale(
        domain=list(range(max(1, count))), range=[first, last], paddingInner=inner, paddingOuter=inner / 2
    )
    return kind(f"{name}:O", scale=scale, axis=None)


def span(field: str, low: float, high: float, first: float, last: float, kind: Any = alt.X, **more: Any) -> Any:
    """Return a position on a numeric scale between two pixels."""
    return kind(
        f"{field}:Q",
        scale=alt.Scale(domain=[low, high], range=[first, last], nice=False, zero=False, **more),
        axis=None,
    )


def hover(*fields: str | alt.Tooltip) -> list[alt.Tooltip]:
    """Return what is shown of a mark under the pointer; altair goes through all its classes for each that is a string."""
    return [alt.Tooltip(field) if isinstance(field, str) else field for field in fields]


def centres(count: int, first: float, last: float) -> list[float]:
    """Return the middle of each row or column of :func:`bands`."""
    step = (last - first) / max(1, count)
    return [first + step * (place + 0.5) for place in range(count)]
