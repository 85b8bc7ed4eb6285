"""Page furniture (navigation, counters, buttons, labelled fields) told apart from the plan. It is marked, never cut."""

from __future__ import annotations

import re
from functools import cache

from qcompare.lexicon import alternation, rows
from qcompare.text.front import labels

# 「由某市人民政府在某年颁布的文件。」 over an encyclopaedia's copy
_ABOUT = re.compile(r"[^。]{0,20}由[^。]{2,40}(?:颁布|发布|印发)的?(?:文件|档案|法规|规划|意见)[。]?$")
TOP, BOTTOM = 30, 20  # lines of a page that may hold furniture


_BULLETS = " •·【["


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Return, in lower case, the words that mark a line wherever they stand, those that start one or fill it, and their firsts."""
    words: dict[str, list[str]] = {"anywhere": [], "start": [], "line": []}
    for row in rows("furniture"):
        words[row["where"]].append(row["words"].lower())
    anywhere = "|".join(map(re.escape, words["anywhere"]))
    start, buttons = alternation(words["start"]), alternation(words["line"])
    firsts = frozenset(word[0] for word in (*words["start"], *words["line"]))
    return re.compile(anywhere), re.compile(rf"{start}|(?:(?:{buttons})[】【\]\[ |]*)+$"), firsts


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
    if top >= TOP and bottom >= BOTTOM:
        return False
    return _labelled(line) or _worded(line.lower()) or bool("由" in line and _ABOUT.match(line))


def _worded(line: str) -> bool:
    anywhere, start, firsts = _words()
    bare = line.lstrip(_BULLETS)
    return bool((bare[:1] in firsts and start.match(bare)) or anywhere.search(line))


@cache
def _long_labels() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of a label that is known without its colon, and the characters that such labels start with."""
    labels = [row["label"] for row in rows("labels") if len(row["label"]) > 3]
    return re.compile(alternation(labels)), frozenset(label[0] for label in labels)


def _labelled(line: str) -> bool:
    """Tell whether a line starts with a labelled field, its space lost or not (成文日期2018-12-30)."""
    if line.endswith("。"):
        return False
    fields = labels(line)
    if fields and fields[0][1] <= 16:
        return True
    long, firsts = _long_labels()
    bare = line.lstrip(_BULLETS)
    return len(line) <= 60 and bare[:1] in firsts and bool(long.match(bare))
