"""Cells of a table that are set over several lines, made one again: a bracket is open, a name fills its column."""

from __future__ import annotations

import re

from qcompare.text.heads import FIGURES, Cell, shape, written

WIDEST_CELL = 40
_OFFICES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12}、)+[\u4e00-\u9fff]{2,12}(?:局|委|办|厅|政府)"
)  # 市发展改革委、市统计局
_COUNTS = re.compile(r"(?<!\d)(?!(?:19|20)\d\d)\d{3}")  # a remark (每年抽样1200户测评), and no piece of a name
_WRAPPED = 8  # a name shorter than so many characters is not wrapped


def whole(text: str, runs: list[Cell], wrapped: tuple[str, ...]) -> tuple[list[Cell], list[int]]:
    """Return cells with those made one that are set over several lines: a bracket is open, or a name fills its column.

    ``wrapped`` are the shapes that the rest of a name may have. With each cell comes the place of its last run.
    """
    shapes = [shape(written(text, run)) for run in runs]
    pairs = [runs[k][1] - runs[k][0] for k in range(len(runs) - 1) if shapes[k] == "words" and shapes[k + 1] in wrapped]
    widest = max(pairs, default=0)
    halves = _told_in_two(text, runs, shapes) if wrapped else frozenset()
    cells: list[Cell] = []
    ends: list[int] = []
    open_, goes_on = 0, False  # where the last cell started; whether it goes on in the next line
    for number, (run, form) in enumerate(zip(runs, shapes, strict=True)):
        words = written(text, run)
        bracket = bool(cells) and _unclosed(written(text, cells[-1]))
        if (
            goes_on
            and (form not in FIGURES or form in wrapped or bracket or number - 1 in halves)
            and run[1] - open_ <= 2 * WIDEST_CELL
        ):
            cells[-1], ends[-1] = (open_, run[1]), number
        else:
            cells.append(run)
            ends.append(number)
            open_ = run[0]
        if number in halves:
            goes_on = True
            continue
        ended = words.endswith((")", "〕")) or bool(_OFFICES.fullmatch(words) or _COUNTS.search(words))
        full = _WRAPPED < widest <= len(words) + 1 and form == "words" and not ended
        goes_on = _unclosed(written(text, cells[-1])) or (
            full and number + 1 < len(shapes) and shapes[number + 1] in wrapped
        )
    return cells, ends


def _told_in_two(text: str, runs: list[Cell], shapes: list[str]) -> frozenset[int]:
    """Return the runs behind a figure or a unit that are the first half of a level in words (全面稳定达到国家, 二级标准)."""
    return frozenset(
        at
        for at in range(1, len(runs) - 1)
        if shapes[at] == "words"
        and shapes[at - 1] in (*FIGURES, "unit", "empty")
        and shapes[at + 1] in ("words", "told")
        and shape(text[runs[at][0] : runs[at + 1][1]]) == "told"
    )


def _unclosed(words: str) -> bool:
    """Tell whether a bracket is open at the end of a name: 粮食综合生产能力(亿."""
    return words.count("(") > words.count(")") and not re.search(r"\(%?$|\d$", words)
