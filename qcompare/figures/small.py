"""A small picture drawn without the renderer: type, boxes, a legend, links; as SVG that a page takes in as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from qcompare.figures import fonts, theme

WIDTH, HEIGHT = 344, 216


@dataclass
class Picture:
    """A picture in the making: what it shows in words, and its parts."""

    title: str
    desc: str
    parts: list[str] = field(default_factory=list)
    linked: bool = False

    def link(self, since: int, address: str, said: str) -> None:
        """Make what was drawn since a place lead to an address."""
        inside = "".join(self.parts[since:])
        self.parts[since:] = [f'<a href="{escape(address)}"><title>{escape(said)}</title>{inside}</a>']
        self.linked = True

    def text(
        self, x: float, y: float, said: str, size: float = 12, fill: str = theme.INK, anchor: str = "start", bold: bool = False
    ) -> None:  # fmt: skip
        """Write a line of type."""
        weight = ' font-weight="700"' if bold else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{fill}"{at}{weight}>'
            f"{escape(fonts.drawable(said))}</text>"
        )

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, frame: str | None = None, round: int = 0
    ) -> None:  # fmt: skip
        """Draw a rectangle, its frame inside of it."""
        more = f' rx="{round}"' if round else ""
        if frame and frame != fill:
            x, y, width, height = x + 1, y + 1, width - 2, height - 2
            more += f' stroke="{frame}" stroke-width="2"'
        if width > 0 and height > 0:
            self.parts.append(
                f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"{more}/>'
            )

    def key(self, x: float, y: float, kinds: Iterable[tuple[str, str, str]], columns: Sequence[float]) -> None:
        """Draw a legend: fill, frame and words of each class, in columns."""
        for place, (fill, frame, said) in enumerate(kinds):
            left, line = x + columns[place % len(columns)], y + 17 * (place // len(columns))
            if fill != theme.PAPER or frame != theme.PAPER:
                self.box(left, line - 9.5, 10, 10, fill, frame, 1)
                left += 15
            self.text(left, line, said, 12, theme.INK2)

    def svg(self) -> str:
        """Return the picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'role="{"group" if self.linked else "img"}"><title>{escape(self.title)}</title><desc>{escape(self.desc)}</desc>{"".join(self.parts)}</svg>'
        )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
