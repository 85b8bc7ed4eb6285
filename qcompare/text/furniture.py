"""Page furniture (navigation, counters, buttons, labelled fields) told apart from the plan. It is marked, never cut."""

from __future__ import annotations

import re
from functools import cache

from qcompare.lexicon import rows
from qcompare.text.front import labels

# 「由天津市人民政府在2014年颁布的文件。」 over an encyclopaedia's copy
_ABOUT = re.compile(r"[^。]{0,20}由[^。]{2,40}(?:颁布|发布|印发)的?(?:文件|档案|法规|规划|意见)[。]?$")
_TOP, _BOTTOM = 30, 20  # lines of a page that may hold furniture


_BULLETS = " •·【["


@cache
def _words() -> tuple[re.Pattern[str], tuple[str, ...], re.Pattern[str]]:
    """Return, in lower case, the words that mark a line wherever they stand, those that start one, and lines of buttons."""
    words: dict[str, list[str]] = {"anywhere": [], "start": [], "line": []}
    for row in rows("furniture"):
        words[row["where"]].append(row["words"].lower())
    anywhere, buttons = ("|".join(map(re.escape, words[where])) for where in ("anywhere", "line"))
    return re.compile(anywhere), tuple(words["start"]), re.compile(rf"(?:(?:{buttons})[】【\]\[ |]*)+$")


def is_furniture(line: str, top: int, bottom: int) -> bool:
    """Tell whether a short line belongs to the page and not to the plan.

    Parameters
    ----------
    line : str
        The line, normalised.
    top, bottom : int
        How many lines stand above and below it; furniture stands at the edges of a page.

    Examples
    --------
    >>> is_furniture("字体大小: 打印", 1, 90), is_furniture("发展3D打印产业,产值达到10亿元", 5, 90)
    (True, False)
    """
    if top >= _TOP and bottom >= _BOTTOM:
        return False
    return _labelled(line) or _worded(line.lower()) or bool("由" in line and _ABOUT.match(line))


def _worded(line: str) -> bool:
    anywhere, start, buttons = _words()
    head = line.lstrip(_BULLETS)
    return head.startswith(start) or bool(anywhere.search(line) or buttons.match(head))


@cache
def _long_labels() -> tuple[str, ...]:
    return tuple(row["label"] for row in rows("labels") if len(row["label"]) > 3)


def _labelled(line: str) -> bool:
    """Tell whether a line starts with a labelled field, its space lost or not (成文日期2018-12-30)."""
    if line.endswith("。"):
        return False
    fields = labels(line)
    if fields and fields[0][1] <= 16:
        return True
    return len(line) <= 60 and line.lstrip(_BULLETS).startswith(_long_labels())
