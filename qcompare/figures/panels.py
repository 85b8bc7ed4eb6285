"""The three small pictures of the start page, each 344 × 216: how specific, how ambitious, how aligned.

They are drawn for their size and without the renderer, as SVG that a page takes in as it is: type comes from the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qcompare.figures import cells, fonts, theme
from qcompare.figures.chart.base import out_of, say
from qcompare.figures.chart.panel import fit
from qcompare.figures.small import WIDTH, Picture
from qcompare.figures.tables import gather, goal_names

_NAMED = 12  # plans whose names a panel can hold; of more it shows a line each, in order of issue
_SILENT = ("absent", "unjudged", "proposed", "not applicable")  # nothing to compare
_COLUMNS = 6  # plans that the small matrix has columns for; of more it counts
Leads = Callable[[str, str], str]  # the address of a place in a plan: its id, and a fragment or nothing


def _plans(table: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return the names of the plans in order of issue."""
    return {row["plan"]: str(row[lang]) for row in table.attrs["plans"]}


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the rows of the plans stand: names at the left, what is counted at the right."""

    names: dict[str, str]
    left: float
    right: float
    step: float
    bar: float
    leads: Leads | None = None

    @classmethod
    def of(cls, names: dict[str, str], ends: Iterable[str], leads: Leads | None = None, room: float = 174) -> _Rows:
        """Return the rows for these plans, none higher than in a picture of five."""
        step = min(34.0, room / max(1, len(names)))
        if len(names) > _NAMED:
            return cls(names, 0, WIDTH, step, max(1.0, step - 1), leads)
        left = min(120, max([fonts.width(name, 13) for name in names.values()], default=0)) + 10
        right = WIDTH - max([fonts.width(end, 13) for end in ends], default=0) - 12
        return cls(names, left, right, step, min(20.0, step - 4), leads)

    @property
    def named(self) -> bool:
        """Whether the names are written."""
        return self.left > 0

    def top(self, place: int) -> float:
        """Return where the bar of a row begins."""
        spare = max(0.0, 3 - len(self.names)) * self.step / 2  # one or two plans stand in the middle
        return spare + (6 if self.named else 4) + self.step * place

    def write(self, picture: Picture, place: int, plan: str, end: str) -> None:
        """Write the name of a plan and what is counted."""
        if self.named:
            size = min(13.0, self.step - 2)
            line = self.top(place) + self.bar / 2 + size * 0.36
            since = len(picture.parts)
            picture.text(0, line, fit(self.names[plan], size, self.left - 6), size)
            if self.leads:
                picture.link(since, self.leads(plan, ""), self.names[plan])
            picture.text(WIDTH, line, end, size, anchor="end")


def specificity(source: Any, lang: str = "zh", leads: Leads | None = None) -> str:
    """Draw of each plan's targets in the goals section: in full, with a number, in words; as SVG for a page.

    Parameters
    ----------
    source
        A corpus or its measures.
    lang
        ``zh`` or ``en``.
    leads
        Gives the address of a place in a plan, for a picture whose marks lead there.

    Examples
    --------
    >>> import qcompare as qc
    >>> specificity(qc.load().select(["siping"]), "en").count("9 of 47")
    2
    """
    (table,) = gather(source, ["specificity"])
    names = _plans(table, lang)
    rows = {str(row["plan"]): row for row in table.to_dict("records")}
    counts = {}
    for plan in names:
        row = rows.get(plan, {})
        n = 0 if pd.isna(row.get("n")) else int(row["n"])
        full = 0 if pd.isna(row.get("minimum")) else round(float(row["minimum"]) * n)
        counts[plan] = (full, 0 if pd.isna(row.get("quantified")) else int(row["quantified"]), n)
    none = say(lang, "没有目标部分", "no goals section")
    ends = {plan: out_of(number, n, lang) if n else none for plan, (_, number, n) in counts.items()}
    said = "; ".join(f"{names[plan]} {ends[plan]}" for plan in names)
    picture = Picture(
        say(
            lang, "目标部分写出数字或不留例外的目标", "Targets of the goals section that state a number, or all or none"
        ),
        said,
    )
    layout = _Rows.of(names, ends.values(), leads)
    across = layout.right - layout.left
    for place, plan in enumerate(names):
        full, number, n = counts[plan]
        top, unit = layout.top(place), across / n if n else 0
        picture.box(layout.left, top, across if n else 0, layout.bar, theme.TEAL0)
        picture.box(layout.left, top, unit * number, layout.bar, theme.TEAL2)
        picture.box(layout.left, top, unit * full, layout.bar, theme.TEAL)
        if full and layout.bar >= 12 and unit * full > fonts.width(str(full), 12, True) + 8:
            line = top + layout.bar / 2 + 4.5
            picture.text(layout.left + unit * full - 4, line, str(full), 12, theme.PAPER, "end", True)
        layout.write(picture, place, plan, ends[plan])
    kinds = [
        (theme.TEAL, theme.TEAL, say(lang, "数字、期限（含按规划目标年推定的）、方向、范围俱全", "number, year (or the plan's horizon), direction, scope")),
        (theme.TEAL2, theme.TEAL2, say(lang, "写出数字或不留例外", "number, or all or none")),
        (theme.TEAL0, theme.TEAL0, say(lang, "只有文字或只作比较", "in words or by comparison")),
    ]  # fmt: skip
    picture.key(0, 195.5, kinds[:1], [0])
    second = 26 + fonts.width(kinds[1][2], 12)
    picture.key(0, 213, kinds[1:], [0, second])
    if not layout.named:
        picture.text(WIDTH, 195.5, say(lang, f"{len(names)}份规划", f"{len(names)} plans"), 12, theme.MUTED, "end")
    return picture.svg()


def ambition(source: Any, lang: str = "zh", leads: Leads | None = None) -> str:
    """Draw the small matrix of national goals and plans, or of many plans how many stand where; as SVG for a page."""
    strictness, matches = gather(source, ["strictness", "ambition"])
    names = _plans(strictness, lang)
    found = cells.cells(strictness, matches)
    goals = list(dict.fromkeys(strictness["national_goal"].astype(str)))
    compared = sum(cell.compared for cell in found)
    said = say(
        lang, f"{len(found)}格，其中{compared}格口径相同", f"{len(found)} cells, {compared} of the same statistic"
    )
    said += "; " + "; ".join(
        f"{names.get(cell.plan, cell.plan)} {_short(cell.goal, strictness, lang)} {cell.level()} {cell.when(lang)}"
        for cell in found if cell.compared
    )  # fmt: skip
    picture = Picture(say(lang, "规划的水平与国家目标", "Levels in the plans beside the national goals"), said)
    if not any(cell.kind.name not in _SILENT for cell in found):
        return _nothing(picture, lang, any(cell.kind.name == "proposed" for cell in found))
    labels = {goal: _short(goal, strictness, lang) for goal in goals}
    if len(names) <= _COLUMNS:
        _matrix(picture, found, labels, names, strictness.attrs["national"], lang, leads)
    else:
        _counted(picture, found, labels, len(names), strictness.attrs["national"], lang)
    return picture.svg()


def _short(goal: str, table: pd.DataFrame, lang: str) -> str:
    """Return a short name of a national goal."""
    words = goal_names().get(goal)
    if words:
        return words[f"{lang}_short"]
    said = table.loc[table["national_goal"] == goal, f"goal_{lang}"]
    return str(said.iloc[0]) if len(said) else goal


def _asked(goal: str, national: dict[str, dict[str, Any]]) -> str:
    """Return the bare number that a national goal asks for."""
    return cells.number(national[goal]["value"]) if goal in national else "–"


def _matrix(
    picture: Picture, found: Sequence[cells.Cell], labels: dict[str, str], names: dict[str, str], national: Any, lang: str,
    leads: Leads | None = None,
) -> None:  # fmt: skip
    step = min(22.0, 154 / max(1, len(labels)))
    left = min(110.0, max(fonts.width(label, 12) for label in labels.values()) + 4)
    nation = say(lang, "国家", "Nation")
    first = left + 14  # half a number; the head may reach over the row labels, which begin below it
    column = (WIDTH - first - 20) / len(names)
    centre = {plan: first + 20 + column * (place + 0.5) for place, plan in enumerate(names)}
    column = min(column, 64.0)
    size = 11 if all(fonts.width(name, 11) <= column - 4 for name in names.values()) else 10
    picture.text(first, 12, nation, size, anchor="middle", bold=True)
    for plan, name in names.items():
        picture.text(centre[plan], 12, fit(name, size, column + 3), size, theme.INK2, "middle")
    at = {goal: 34.5 + step * place for place, goal in enumerate(labels)}
    for goal, label in labels.items():
        picture.text(0, at[goal], fit(label, 12, left), 12)
        picture.text(first, at[goal], _asked(goal, national), 12, anchor="middle", bold=True)
    wide = min(48.0, column - 2)
    for cell in found:
        y, x = at[cell.goal], centre[cell.plan]
        shown, since = cell.value or "–", len(picture.parts)
        if cell.compared:
            picture.box(x - wide / 2, y - 14.5, wide, step - 2, cell.kind.fill, cell.kind.frame, 2)
            shown = f"{cell.kind.mark} {cell.value}"
        picture.text(x, y, shown, 12, cell.ink, "middle", cell.kind.name in ("higher same", "higher earlier"))
        if leads and cell.value and pd.notna(cell.start):
            said = f"{names[cell.plan]}, {labels[cell.goal]} {cell.level()} {cell.when(lang)}"
            picture.link(since, leads(cell.plan, f"t{int(cell.start)}"), said.strip())
    _key(picture, found, lang)


def _key(picture: Picture, found: Sequence[cells.Cell], lang: str) -> None:
    """Write what the marks and the grey numbers mean: at most four classes, and what is grey."""
    kinds = [kind for kind in cells.used(found) if kind.compared]
    grey = {cell.kind.name for cell in found if cell.value and not cell.compared}
    words = [(kind.fill, kind.frame, f"{kind.mark} {kind.words(lang, short=True)}") for kind in kinds[:4]]
    picture.key(0, 192.5 if len(words) > 2 or grey else 205, words, [0, 152])
    if grey:
        said = (
            say(lang, "灰：口径不同", "grey: other")
            if len(words) > 1
            else say(lang, "灰：口径不同，不作比较", "grey: other statistic")
        )
        if lang == "en" and len(words) > 1:
            picture.text(WIDTH, 192.5, "grey: other", 12, theme.MUTED, "end")
            picture.text(WIDTH, 209.5, "statistic", 12, theme.MUTED, "end")
        else:
            picture.text(WIDTH, 209.5, said, 12, theme.MUTED, "end")


_GROUPS = (
    (("higher same", "higher earlier", "same earlier"), theme.BLUE, "同年更严", "stricter"),
    (("same same",), theme.BLUE2, "相同", "equal"),
    (("higher later",), theme.SAND, "更高但较晚", "higher, later"),
    (("same later",), theme.SAND2, "相同但较晚", "same, later"),
    (("near", "field", "other"), theme.RULE, "口径不同", "other statistic"),
)  # fmt: skip


def _counted(
    picture: Picture, found: Sequence[cells.Cell], labels: dict[str, str], plans: int, national: Any, lang: str
) -> None:  # fmt: skip
    """Draw a bar a goal: how many of the plans stand where."""
    step = min(22.0, 154 / max(1, len(labels)))
    left = min(110.0, max(fonts.width(label, 12) for label in labels.values()) + 4)
    picture.text(left + 20, 12, say(lang, "国家", "Nation"), 11, anchor="middle", bold=True)
    picture.text(WIDTH, 12, say(lang, f"{plans}份规划中的份数", f"of {plans} plans"), 11, theme.INK2, "end")
    unit = (WIDTH - left - 46) / plans
    known = {name for names, *_ in _GROUPS for name in names}
    other = sorted({cell.kind.name for cell in found if cell.compared and cell.kind.name not in known})
    groups = [
        *_GROUPS[:4],
        *([(tuple(other), theme.NEAR, "更低或互有宽严", "lower, mixed")] if other else []),
        _GROUPS[4],
    ]
    for place, (goal, label) in enumerate(labels.items()):
        y, x = 34.5 + step * place, left + 46
        picture.text(0, y, fit(label, 12, left), 12)
        picture.text(left + 20, y, _asked(goal, national), 12, anchor="middle", bold=True)
        picture.box(x, y - 13, unit * plans, step - 5, theme.WASH)
        kinds = Counter(cell.kind.name for cell in found if cell.goal == goal)
        for names, fill, *_ in groups:
            count = sum(kinds[name] for name in names)
            picture.box(x, y - 13, unit * count, step - 5, fill)
            if count and unit * count > fonts.width(str(count), 11) + 3:
                picture.text(x + unit * count / 2, y - 1, str(count), 11, theme.on(fill), "middle")
            x += unit * count
    present = Counter(cell.kind.name for cell in found)
    words = [(fill, fill, say(lang, zh, en)) for names, fill, zh, en in groups if any(present[name] for name in names)]
    words.append((theme.WASH, theme.RULE, say(lang, "没有目标写到", "in no target")))
    picture.key(0, 192.5, words[:6], [0, 104, 224])


def _nothing(picture: Picture, lang: str, proposed: bool) -> str:
    """Say in the picture that nothing can be drawn yet, and what to do."""
    lines = (
        [say(lang, "还没有人判定过对应关系，", "No match has been judged by a person yet,"),
         say(lang, "因此没有可以比较的格。", "so there is nothing to compare."),
         say(lang, "程序的建议见“对照”页。", "The program's suggestions are on the page Compare.")]
        if proposed else
        [say(lang, "没有一项国家定量目标在这些规划中", "No national goal with a number is named"),
         say(lang, "有对应的目标。", "in these plans.")]
    )  # fmt: skip
    for place, line in enumerate(lines):
        picture.text(0, 84 + 22 * place, line, 13, theme.INK2)
    return picture.svg()


_ANSWERS = {"quantified-E": theme.PLUM, "quantified-N": theme.PLUM, "relative": theme.PLUM2, "qualitative": theme.PLUM2}


def alignment(source: Any, lang: str = "zh", leads: Leads | None = None) -> str:
    """Draw a strip a plan with a mark for each national goal: answered with a number, in words, or by no target."""
    table, summary = gather(source, ["coverage", "alignment"])
    names = _plans(table, lang)
    goals = table.drop_duplicates("national_goal")
    order = [str(goal) for goal in goals["national_goal"]]
    numbered = {str(row.national_goal) for row in goals.itertuples() if row.goal_type == "quantified"}
    order = [goal for goal in order if goal in numbered] + [goal for goal in order if goal not in numbered]
    state = {(str(row.plan), str(row.national_goal)): str(row.state) for row in table.itertuples()}
    cites = {str(row.plan): bool(row.cites_outline) for row in summary.fillna({"cites_outline": False}).itertuples()}
    unjudged = {str(row.plan) for row in summary.itertuples() if pd.isna(row.covered)}
    names = {plan: name + ("" if cites.get(plan, True) else " †") for plan, name in names.items()}
    none = say(lang, "尚未判定", "not judged yet")
    ends = {}
    for plan in names:
        covered = sum(state.get((plan, goal)) in _ANSWERS for goal in order)
        ends[plan] = none if plan in unjudged else out_of(covered, len(order), lang)
    said = "; ".join(f"{names[plan]} {ends[plan]}" for plan in names)
    picture = Picture(say(lang, "国家目标中得到回应的", "National goals that the plans answer"), said)
    if unjudged >= set(names):
        return _nothing(picture, lang, True)
    layout = _Rows.of(names, ends.values(), leads)
    gap = 5.0 if 0 < len(numbered) < len(order) else 0.0
    unit = (layout.right - layout.left - gap) / max(1, len(order))
    for place, plan in enumerate(names):
        for at, goal in enumerate(order):
            x = layout.left + unit * at + (gap if at >= len(numbered) else 0)
            how = state.get((plan, goal), "unjudged")
            quiet = plan in unjudged or how in ("unjudged", "proposed", "not applicable")
            fill = theme.WASH if quiet else _ANSWERS.get(how, theme.PLUM0)
            picture.box(x, layout.top(place), max(0.6, unit - 1), layout.bar, fill)
        layout.write(picture, place, plan, ends[plan])
    kinds = [(theme.PLUM, theme.PLUM, say(lang, "以数字回应", "answered with a number")),
             (theme.PLUM2, theme.PLUM2, say(lang, "以文字回应", "answered in words")),
             (theme.PLUM0, theme.PLUM0, say(lang, "没有目标写到", "in no target"))]  # fmt: skip
    columns = [0.0]
    for _, _, words in kinds[:-1]:
        columns.append(columns[-1] + fonts.width(words, 12) + 26)
    if columns[-1] + fonts.width(kinds[-1][2], 12) + 15 > WIDTH:
        columns = columns[:2]
    picture.key(0, 195.5, kinds, columns)
    silent = [name.removesuffix(" †") for plan, name in names.items() if not cites.get(plan, True)]
    if silent:
        listed = silent[0] if len(silent) == 1 else say(lang, f"{len(silent)}份", f"{len(silent)} plans")
        verb = "does" if len(silent) == 1 else "do"
        picture.text(
            WIDTH,
            213,
            say(lang, f"† {listed}没有引用纲要", f"† {listed} {verb} not cite the outline"),
            12,
            theme.INK2,
            "end",
        )
    return picture.svg()
