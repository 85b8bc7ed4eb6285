"""Page furniture (navigation, counters, buttons, labelled fields) told apart from the plan. It is marked, never cut."""

from __future__ import annotations

import re
from functools import cache

from qcompare.lexicon import alternation, rows
from qcompare.text.front import labels
from qcompare.text.layout import GAZETTE

# 「由某市人民政府在某年颁布的文件。」 over an encyclopaedia's copy
_ABOUT = re.compile(r"[^。]{0,20}由[^。]{2,40}(?:颁布|发布|印发)的?(?:文件|档案|法规|规划|意见)[。]?$")
# 您当前所在的位置: 首页 > 要闻 > 公告: the trail of links that leads to a page, on one line
_PATH = re.compile(
    r"您?的?(?:当前)?(?:所在)?的?位置|首页 ?(?:>|»|-|·)|[\u4e00-\u9fff]{2,8}(?:网|频道) ?>|[\u4e00-\u9fff]{2,8}(?: ?> ?[\u4e00-\u9fff]{2,8})+ ?> ?正文$"
)
_TOP, _BOTTOM = 30, 20  # lines of a page that may hold furniture


_BULLETS = " •·【["


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return, in lower case, the words that mark a line wherever they stand, and those that start one or fill it."""
    words: dict[str, list[str]] = {"anywhere": [], "start": [], "line": []}
    for row in rows("furniture"):
        words[row["where"]].append(row["words"].lower())
    anywhere = "|".join(map(re.escape, words["anywhere"]))
    start, buttons = alternation(words["start"]), alternation(words["line"])
    return re.compile(anywhere), re.compile(rf"{start}|(?:(?:{buttons})[】【\]\[ |:]*)+$|[】【\]\[|>:✖×]+$")


def is_furniture(line: str, top: int, bottom: int) -> bool:
    """Tell whether a short line belongs to the page and not to the plan.

    Parameters
    ----------
    line : str
        The line, normalised.
    top, bottom : int
        How many lines stand above and below it; but for a gazette's running head, furniture stands at the edges of a page.

    Examples
    --------
    >>> is_furniture("字体大小: 打印", 1, 90), is_furniture("发展3D打印产业,产值达到10亿元", 5, 90)
    (True, False)
    """
    if "公报" in line and GAZETTE.fullmatch(line):
        return True
    if top >= _TOP and bottom >= _BOTTOM:
        return False
    if is_path(line):
        return True
    return _labelled(line) or _worded(line.lower()) or bool("由" in line and _ABOUT.match(line))


def is_path(line: str) -> bool:
    """Tell whether a line is the whole trail of links that leads to a page: above it stands the site, below it the page.

    >>> is_path("您当前所在的位置:首页 > 通知公告 > 其他公告"), is_path("产业>企业>产品")
    (True, False)
    """
    steps = max(line.count(">"), line.count(" - "))
    return bool("。" not in line and steps > 1 and _PATH.match(line))


def is_trail(line: str, before: bool, above: str) -> bool:
    """Tell whether a line belongs to the trail of links that leads to a page, one link a line.

    ``before`` says whether the line above does, which reads ``above``: after 「首页」 or 「>」 the next link stands, and a page
    may be named once more below the trail.

    >>> is_trail("当前位置:", False, ""), is_trail("统计公报", True, ">"), is_trail("江城市统计公报", True, "统计公报")
    (True, True, False)
    """
    if _TRAIL.match(line) or line == ">":
        return True
    return before and (above == ">" or line == above)


_TRAIL = re.compile(r"(?:您?的?(?:当前)?(?:所在)?位置:?|首页)$")


def _worded(line: str) -> bool:
    anywhere, start = _words()
    return bool(start.match(line.lstrip(_BULLETS)) or anywhere.search(line))


@cache
def _long_labels() -> re.Pattern[str]:
    return re.compile(alternation(row["label"] for row in rows("labels") if len(row["label"]) > 3))


def _labelled(line: str) -> bool:
    """Tell whether a line starts with a labelled field, its space lost or not (成文日期2018-12-30)."""
    if line.endswith("。"):
        return False
    fields = labels(line)
    if fields and fields[0][1] <= 16:
        return True
    return len(line) <= 60 and bool(_long_labels().match(line.lstrip(_BULLETS)))
