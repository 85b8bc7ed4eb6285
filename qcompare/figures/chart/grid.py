"""A matrix of states: goals or tasks in rows, plans in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import theme
from qcompare.figures.chart.base import (
    link,
    say,
)
from qcompare.figures.chart.panel import Look, Panel, centres, hover, widest


@dataclass(frozen=True, slots=True)
class State:
    """How a goal or a task is answered: its mark and colour, and its words."""

    mark: str
    fill: str
    zh: str
    en: str
    answered: bool = False


def marked(rows: pd.DataFrame, known: Any, plans: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return column labels, and the plans that do not cite the outline, which have a dagger."""
    cites = rows.groupby("plan")["cites_outline"].agg(lambda flags: bool(flags.eq(True).any()))
    silent = [plan for plan in plans if not cites[plan]]
    return {plan: known.label(plan) + ("†" if plan in silent else "") for plan in plans}, silent


class Grid:
    """A matrix of states: rows with names at the left, plans in columns."""

    def __init__(self, look: Look, names: Sequence[str], columns: Sequence[str], share: float) -> None:
        self.panel, self.look, self.columns = Panel(look), look, list(columns)
        self.size = look.small
        self.left = min(widest(names, self.size), look.width * share) + 12
        self.column = min(88.0, (look.width - self.left) / max(1, len(columns)))
        self.last = self.left + self.column * len(columns)
        self.cells: list[dict[str, Any]] = []
        self.y = plan_heads(self.panel, self.columns, self.left, self.last)

    def head(self, said: str) -> None:
        """Write the heading of a group of rows."""
        self.panel.text(0, self.y + self.size, said, self.size, theme.INK2, bold=True)
        self.y += self.size * 2

    def row(self, name: str, cells: Sequence[dict[str, Any]]) -> None:
        """Draw a row: its name in as many lines as it needs, and its cells."""
        lines = self.look.wrap(name, self.size, self.left - 8)
        high = max(20.0, self.size * 1.25 * len(lines) + 5)
        middle = self.y + high / 2
        for place, line in enumerate(lines):
            self.panel.text(0, middle + self.size * 1.25 * (place - (len(lines) - 1) / 2), line, self.size)
        for cell, x in zip(cells, centres(len(self.columns), self.left, self.last), strict=True):
            half = self.column / 2 - min(1.5, self.column / 12)
            self.cells.append(
                {
                    **cell,
                    "px": x,
                    "x1": x - half,
                    "x2": x + half,
                    "py": middle,
                    "y1": self.y + 1,
                    "y2": self.y + high - 1,
                }
            )
        self.y += high

    def words(self, name: str, said: Sequence[str]) -> None:
        """Write a row of words."""
        self.panel.text(0, self.y + self.size, name, self.size, theme.INK2)
        size = self.size
        if widest(said, size * 0.75) > self.column - 2:  # a narrow column has the count alone
            said = [text.split(" ")[0] if text[:1].isdigit() else "–" for text in said]
        wide = widest(said, size)
        size = max(0.0, min(size, size * (self.column - 2) / wide)) if wide else size
        for text, x in zip(said, centres(len(self.columns), self.left, self.last), strict=True):
            self.panel.text(x, self.y + self.size, text, size, align="center")
        self.y += self.size * 1.8

    def done(self, tips: Sequence[str]) -> Panel:
        """Put the cells onto the panel."""
        self.panel.height = self.y
        if self.cells:
            frame = pd.DataFrame(self.cells)
            x, y = self.panel._x, self.panel._y
            rects = alt.Chart(frame).mark_rect(cornerRadius=1, strokeWidth=0.8).encode(
                x=x("x1"), y=y("y1"), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), fill=alt.Fill("fill:N", scale=None),
                stroke=alt.Stroke("frame:N", scale=None), tooltip=hover(*(f"{tip}:N" for tip in tips)),
            )  # fmt: skip
            size = max(0.0, min(self.size, self.column - 4))  # of hundreds of plans the colours alone are seen
            marks = alt.Chart(frame).mark_text(fontSize=size, baseline="middle").encode(
                x=x("px"), y=y("py"), text=alt.Text("mark:N"), color=alt.Color("ink:N", scale=None)
            )  # fmt: skip
            self.panel.marks += [rects, marks]
        return self.panel


def cell_of(row: Mapping[str, Any], state: State, lang: str, name: str, what: str) -> dict[str, Any]:
    """Return a cell: its colours, mark, words and where it leads."""
    empty = state.fill == theme.PAPER
    return {
        "plan": row["plan"], "name": name, "goal": what, "what": say(lang, state.zh, state.en), "mark": state.mark,
        "fill": state.fill, "frame": theme.RULE if empty else state.fill, "ink": theme.NEAR if empty else theme.on(state.fill),
        "indicator": row.get("indicator"), "quote": row.get("quote"),
        "link": link(row["plan"], row.get("start")) if row.get("start") is not None and row.get("start") == row.get("start") else None,
    }  # fmt: skip


def key_of(state: State, lang: str) -> tuple[str | None, str | None, str]:
    """Return what a legend says of a state."""
    words = f"{state.mark} {say(lang, state.zh, state.en)}".strip()
    return (state.fill, None, words) if state.fill != theme.PAPER else (theme.PAPER, theme.RULE, words)


def plan_heads(
    panel: Panel, names: list[str], first: float, last: float, *, bold: bool = True, line: bool = True
) -> float:
    """Write the names of plans over the columns of a matrix, upright where they fit, and return where the rows begin."""
    look = panel.look
    column = (last - first) / max(1, len(names))
    size = look.small if look.compact else look.text
    wide = widest(names, size, bold)
    if wide > column - 4 and wide * 0.8 <= column - 4:
        size *= 0.8
        wide *= 0.8
    turned = wide > column - 4
    y = wide + 8 if turned else size * 1.5
    for name, x in zip(names, centres(len(names), first, last), strict=True):
        if turned:
            panel.text(x, y - 4, name, size, angle=270)
        else:
            panel.text(x, y - size * 0.8, name, size, align="center", bold=bold)
    if line:
        panel.line(0, y + 2, last, y + 2, theme.NEAR, 1.5)
    return y + 6
