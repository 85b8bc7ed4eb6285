"""The strictness matrix: national goals in rows, plans in columns, numbers in the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from qcompare.figures import cells, fonts, theme
from qcompare.figures.cells import Cell
from qcompare.figures.chart.base import (
    link,
    national_of,
    say,
)
from qcompare.figures.chart.panel import Look, Panel, bands, centres, fit, widest
from qcompare.figures.tables import goal_names

# pixels of a column with mark, level, year and word; of one without the word; of one with a bare number
_FULL, _TIGHT, _BARE = 50, 42, 20


@dataclass(frozen=True, slots=True)
class Goal:
    """A row of the matrix: what the national goal is called and asks for."""

    id: str
    lines: tuple[str, ...]
    asked: str
    unit: str
    year: int | None


def goal_rows(rows: pd.DataFrame, lang: str, look: Look) -> list[Goal]:
    """Return the national goals of a table with their names in lines, as the look has room for them."""
    asked = national_of(rows)
    out = []
    for row in rows.drop_duplicates("national_goal").to_dict("records"):
        goal = str(row["national_goal"])
        national: Mapping[str, Any] = asked.get(goal) or _from_rows(rows[rows["national_goal"] == goal])
        unit = str(national.get("unit") or "")
        words = goal_names().get(goal, {})
        tail = {"%": ", %", "point": say(lang, "", ", score")}.get(unit, "")
        if look.compact:
            said = words.get(f"{lang}_two") or str(row[f"goal_{lang}"])
            lines = said.split("|")
            lines[-1] += tail.replace(", ", say(lang, "，", ", ")) if words else ""
        elif lang == "en":
            measure, _, rest = str(row["goal_en"]).partition(", ")
            lines = [
                words.get("en") or (rest or measure).capitalize(),
                f"{words.get('en_measure') or measure}, {row['goal_zh']}",
            ]
        else:
            lines = [str(row["goal_zh"])]
        level = cells.level(national.get("comparator"), national.get("value"))
        year = national.get("year")
        out.append(Goal(goal, tuple(lines), level + ("%" if unit == "%" and not look.compact else ""), unit, year))
    return out


def _from_rows(rows: pd.DataFrame) -> dict[str, Any]:
    """Return what a national goal asks for, from a table that says it in its cells."""
    some = rows[rows["national_value"].notna()] if "national_value" in rows else rows.head(0)
    if some.empty:
        return {}
    first = some.iloc[0]
    year = first.get("national_year")
    return {
        "comparator": None,
        "value": first["national_value"],
        "unit": first.get("unit"),
        "year": None if pd.isna(year) else int(year),
    }


class Matrix:
    """Where rows and columns stand, and how a cell is drawn at its size."""

    def __init__(
        self, panel: Panel, goals: Sequence[Goal], named: Mapping[str, str], issued: Sequence[str], lang: str
    ) -> None:
        look = panel.look
        self.panel, self.goals, self.named, self.issued, self.lang, self.look = panel, goals, named, issued, lang, look
        self.shortened = False  # whether a cell names fewer levels than it has
        self.label = look.small if look.compact else look.text
        sizes = [self.label, look.small]
        wide = max(fonts.width(line, sizes[min(at, 1)]) for goal in goals for at, line in enumerate(goal.lines))
        self.left = min(wide, look.width * (0.32 if look.compact else 0.36)) + (4 if look.compact else 16)
        self.nation = 40 if look.compact else 84
        room = (look.width - self.left - self.nation) / len(named)
        self.counting = room < _BARE
        self.full = room >= (_TIGHT if look.compact else _FULL)
        self.column = min(room, 128 if not look.compact else 84)
        self.first = self.left + self.nation
        self.last = self.first + self.column * len(named)
        lines = max(len(goal.lines) for goal in goals)
        self.row = (34 if look.compact else 50) if self.full else max(26, look.text + lines * look.small)

    def draw(self, found: Sequence[Cell]) -> None:
        """Draw heads, rows and cells."""
        top = self._heads()
        bottom = top + self.row * len(self.goals)
        self.panel.height = bottom
        if not self.look.compact:
            self.panel.box(self.left, top, self.first - 6, bottom, theme.WASH)
        self._rows(top)
        if self.counting:
            self._counts(found, top)
        else:
            self._cells(found, top, bottom)

    def _heads(self) -> float:
        panel, look = self.panel, self.look
        middle = self.left + (self.nation - 6) / 2
        if self.counting:
            y = look.text
            panel.text(middle, y - 2, say(self.lang, "国家", "Nation"), look.text, align="center", bold=True)
            said = say(self.lang, f"{len(self.named)}份规划中的份数", f"number of plans, of {len(self.named)}")
            panel.text(self.first, y - 2, said, look.small, theme.INK2)
            return y + 10
        at = centres(len(self.named), self.first, self.last)
        size = look.small if look.compact else look.text
        longest = widest(self.named.values(), size, bold=not look.compact)
        turned = longest > self.column
        if turned and self.full:
            size = max(size * self.column / longest, size * 0.75)
            turned = longest * size / (look.small if look.compact else look.text) > self.column + 2
        dated = not look.compact and self.full and any(self.issued)
        y = (longest + 8 if turned else size * 1.2) + (look.small * 1.5 if dated else 0)
        head = y - (look.small * 1.5 if dated else 0) - size * 0.6
        panel.text(middle, head, say(self.lang, "国家", "Nation"), size, align="center", bold=True)
        years = {goal.year for goal in self.goals}
        for x, name, year in zip(at, self.named.values(), self.issued, strict=True):
            if turned:
                panel.text(x, y - 6 - (look.small * 1.5 if dated else 0), name, size, align="left", angle=270)
            else:
                panel.text(x, head, name, size, align="center", bold=not look.compact)
            if dated and year:
                dated_words = say(self.lang, f"{year}年成文", f"issued {year}")
                shown = dated_words if fonts.width(dated_words, look.small) < self.column else year
                panel.text(x, y - 6, shown, look.small, theme.MUTED, "center")
        if dated and len(years) == 1 and None not in years:
            only = next(iter(years))
            panel.text(middle, y - 6, say(self.lang, f"{only}年", f"for {only}"), look.small, theme.MUTED, "center")
        panel.line(0, y + 6, self.last, y + 6, theme.NEAR, 1.5)
        return y + 7

    def _rows(self, top: float) -> None:
        panel, look = self.panel, self.look
        years = {goal.year for goal in self.goals}
        for place, goal in enumerate(self.goals):
            y = top + self.row * (place + 0.5)
            step = self.label * 1.3
            start = y - step * (len(goal.lines) - 1) / 2
            for at, line in enumerate(goal.lines):
                size = self.label if at == 0 else look.small
                ink = theme.INK if at == 0 else theme.INK2 if look.compact else theme.MUTED
                panel.text(0, start + step * at, fit(line, size, self.left - 4), size, ink)
            middle = self.left + (self.nation - 6) / 2
            own = len(years) > 1 and goal.year and self.full
            panel.text(
                middle,
                y - (look.small * 0.7 if own else 0),
                goal.asked or "–",
                look.text if not look.compact else look.text * 0.95,
                align="center",
                bold=True,
            )
            if own:
                panel.text(middle, y + look.small * 0.8, str(goal.year), look.small, theme.MUTED, "center")
            panel.line(0, y + self.row / 2, self.last if not self.counting else look.width, y + self.row / 2)

    def _cells(self, found: Sequence[Cell], top: float, bottom: float) -> None:
        row = {goal.id: place for place, goal in enumerate(self.goals)}
        column = {plan: place for place, plan in enumerate(self.named)}
        look = self.look
        data = []
        for cell in found:
            shown, under, size = self._lines(cell)
            self.shortened |= "…" in shown
            data.append({
                "row": row[cell.goal], "column": column[cell.plan], "plan": cell.plan, "goal": self.goals[row[cell.goal]].lines[0],
                "name": self.named[cell.plan], "level": shown, "when": under,
                "fill": cell.kind.fill if cell.compared else None, "frame": cell.kind.frame if cell.compared else None, "ink": cell.ink,
                "what": cell.kind.words(self.lang), "indicator": cell.indicator, "quote": cell.quote,
                "link": None if not cell.levels else link(cell.plan, cell.start, type="quantified"), "_": (size, cell.compared),
            })  # fmt: skip
        x = bands("x", len(self.named), self.first, self.last, max(0.04, 4 / self.column))
        y = bands("y", len(self.goals), top, bottom, 0.1)
        tips = ["goal:N", "name:N", "level:N", "when:N", "what:N", "indicator:N", "quote:N"]
        for filled in (True, False):
            some = [item for item in data if (item["fill"] is not None) == filled]
            if not some:
                continue
            frame = pd.DataFrame([{key: value for key, value in item.items() if key != "_"} for item in some])
            chart = alt.Chart(frame).encode(x=x, y=y, tooltip=tips)
            self.panel.marks.append(
                chart.mark_rect(cornerRadius=2, strokeWidth=2).encode(fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("frame:N", scale=None))
                if filled else chart.mark_rect(opacity=0)
            )  # fmt: skip
            up = look.small * 0.62
            for size in sorted({item["_"][0] for item in some}):
                part = pd.DataFrame(
                    [{k: v for k, v in item.items() if k != "_"} for item in some if item["_"][0] == size]
                )
                quiet = part["when"].eq("")
                for bare, dy in ((True, 0.0), (False, -up)):
                    piece = part[quiet == bare]
                    if len(piece):
                        self.panel.marks.append(
                            alt.Chart(piece).mark_text(fontSize=size, fontWeight=700 if filled else 400, dy=dy, baseline="middle")
                            .encode(x=x, y=y, text=alt.Text("level:N"), color=alt.Color("ink:N", scale=None))
                        )  # fmt: skip
            if frame["when"].ne("").any():
                under = frame[frame["when"].ne("")]
                self.panel.marks.append(
                    alt.Chart(under).mark_text(fontSize=look.small, dy=look.small * 0.78, baseline="middle")
                    .encode(x=x, y=y, text=alt.Text("when:N"), color=alt.Color("ink:N", scale=None))
                )  # fmt: skip

    def _lines(self, cell: Cell) -> tuple[str, str, float]:
        """Return the two lines of a cell and the size of the first: the fullest wording that has room.

        The mark stays whatever the room, since it says what kind of cell it is; the sign stays, since ≥93 is not 93. What goes
        first are further levels, then the word, then the year.
        """
        look, room = self.look, self.column - 6
        largest = look.level if cell.compared and not look.compact else look.text
        if not cell.levels:
            return cell.kind.mark, "", largest
        if not self.full:  # one size for the cells of a figure: that at which ≥100 has room
            room = self.column - 3
            wide = fonts.width("≥100", look.text, True)
            largest = min(largest, look.text * room / wide)
        tail = ("…" if len(cell.levels) > 1 else "") + ("*" if cell.steps else "")
        bare, year = (
            cell.levels[0] + (tail if self.column >= 30 else tail.replace("…", "")),
            f"{cell.kind.mark} {cell.year}".strip(),
        )
        word = "" if look.compact else cell.when(self.lang)
        dated = fonts.width("▲ 2020", look.small) <= room  # all cells of a figure, or none
        wordings = [*([(bare, year)] if dated else []), (bare, cell.kind.mark)]
        if self.full:
            wordings = [
                *([(cell.level(2), word), (cell.level(1), word)] if word else []),
                (cell.level(1), cell.year),
                *wordings,
            ]
        for first, second in wordings:
            least = largest * 0.8 if (first, second) != wordings[-1] else look.small * 0.6
            size = largest
            while fonts.width(first, size, cell.compared) > room and size > least:
                size -= 0.5
            if fonts.width(first, size, cell.compared) <= room and fonts.width(second, look.small) <= room:
                return first, second, size
        return first, second, size

    def _counts(self, found: Sequence[Cell], top: float) -> None:
        """Draw a bar a goal: how many of the plans stand where, for more plans than have room for a column."""
        unit = (self.look.width - self.first) / len(self.named)
        kinds = [kind for kind in cells.used(found) if kind.name not in ("absent", "unjudged", "not applicable")]
        for place, goal in enumerate(self.goals):
            have = Counter(cell.kind.name for cell in found if cell.goal == goal.id)
            x, y = self.first, top + self.row * (place + 0.5)
            high = min(22, self.row - 8)
            for kind in kinds:
                count = have[kind.name]
                if count:
                    fill = kind.fill if kind.compared else theme.RULE
                    self.panel.box(
                        x,
                        y - high / 2,
                        x + unit * count - 0.6,
                        y + high / 2,
                        fill,
                        kind.frame if kind.frame != theme.PAPER else None,
                    )
                    if unit * count > fonts.width(f"{kind.mark}{count}", self.look.small) + 4:
                        self.panel.text(
                            x + unit * count / 2, y, f"{kind.mark}{count}", self.look.small, theme.on(fill), "center"
                        )
                x += unit * count
