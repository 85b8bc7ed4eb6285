"""Controls under a figure of a notebook: choose a definition, and the figure is drawn again."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qcompare.benchmark import worded
from qcompare.lexicon import rows

if TYPE_CHECKING:
    from qcompare.findings.notebook import Session

BATCH = "QCOMPARE_DRAW_LATER"  # set while a report is made: nobody is there to choose

NOTHING = (
    "_这些规划不提供这项比较，没有可画的内容。_",
    "_These plans do not allow this comparison: there is nothing to draw._",
)


def not_drawn(problem: Exception) -> tuple[str, str]:
    """Return what a report says in the place of a picture that cannot be drawn, in both languages.

    Raises
    ------
    Exception
        The problem itself, in a notebook that somebody works in.
    """
    if not os.environ.get(BATCH):
        raise problem
    reason = (str(problem).strip() or type(problem).__name__).splitlines()[0][:200].replace("`", "'")
    return f"**这张图没有画出。** `{reason}`", f"**This picture could not be drawn.** `{reason}`"


def controls(
    session: Session, chart: Callable[..., Any], tables: Sequence[str], choices: dict[str, Sequence[str]]
) -> Any:
    """Return menus for some definitions and the figure that follows them; nothing while a report is made.

    Parameters
    ----------
    session
        The notebook's plans, measures and language.
    chart
        Draws the figure from the tables.
    tables
        Names of the result tables that it takes.
    choices
        Definition → the values to choose from, the first one chosen.
    """
    if os.environ.get(BATCH):
        return None
    from ipywidgets import Dropdown, interactive

    words = {
        row["value"]: worded(row[session.lang], session.lang)
        for row in rows("measures/values")
        if row["column"] == "pivot"
    }
    menus = {
        name: Dropdown(options=list(values), description=words.get(name, name), style={"description_width": "initial"}, layout={"width": "max-content"})
        for name, values in choices.items()
    }  # fmt: skip

    def draw(**chosen: Any) -> Any:
        from IPython.display import display

        under = session.measures.under(**chosen)
        display(
            chart(
                *(under.table(name) for name in tables),
                lang=session.lang,
                **({"measures": under} if hasattr(chart, "of_the_set") else {}),
            )
        )

    return interactive(draw, **menus)
