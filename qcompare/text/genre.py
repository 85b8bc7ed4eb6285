"""What kind of document a text is, by its title and its opening words, and the year from which it speaks.

A plan lays out what will be done, a work report tells what was done and then what will be, a communiqué only states
facts. The kind decides how headings that name nothing but a year are read, and what a document without goals is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qcompare.lexicon.patterns import pattern
from qcompare.text import dates
from qcompare.text.front import front

REPORT, FACTS = "report", "facts"

OPENING = 1500
# 「现在,我代表市人民政府向大会报告工作,请予审议」, 「受市人民政府委托,我…」; 代表 of the delegates alone is no report.
_DELIVERED = pattern(
    r"(?:(?:我|受)[^。\n]{0,8}?代表|受)[^。\n]{0,24}?(?:人民政府|行政公署|国务院|市政府|省政府|县政府|区政府)[^。\n]{0,60}?{report_verb}"
)
_TITLE = pattern(r"{report_title}(?:\([^()\n]{0,20}\))?$")
_FACTS = pattern(r"{facts_title}(?:\([^()\n]{0,20}\))?(?:[\[【]\d[\]】])?$")
# ——2019年1月9日在某市第四届人民代表大会第二次会议上; who spoke may stand before 在.
SESSION = re.compile(
    rf"[—―–\-(\s]*(?P<date>{re.sub(r'[?]P<[a-z]+>', '?:', dates.DATE.pattern)})(?:[\u4e00-\u9fff ]{{2,18}}(?=在[^。,;]{{4,60}}(?:会议|大会)))?在(?P<body>[^。,;\n]{{4,60}}?\n{{0,3}}[^。,;\n]{{0,30}}?(?:会议|大会))[^。,;\n]{{0,8}}上?"
)
_PLAN = re.compile(r"规划|计划|纲要|方案|意见")
_TITLE_YEAR = re.compile(r"(?:^|[^\d])((?:19|20)\d\d)年")


@dataclass(frozen=True, slots=True)
class Genre:
    """Kind (``report``, ``facts`` or '': a plan), and the year from which the document speaks, if its front says so."""

    kind: str = ""
    now: int | None = None


@lru_cache(maxsize=2)
def genre_of(text: str) -> Genre:
    """Return the kind of a document and its year, by its front."""
    lines, body = front(text)
    return genre([line.text for line in lines], text[: body + OPENING])


def genre(lines: list[str], opening: str) -> Genre:
    r"""Return the kind of a document and its year.

    Parameters
    ----------
    lines
        The lines of its front.
    opening
        The first words of the text, front included.

    Examples
    --------
    >>> genre(["2019年江城市政府工作报告"], "2019年江城市政府工作报告\n各位代表:")
    Genre(kind='report', now=2019)
    >>> genre([], "各位代表:\n受市人民政府委托,我向大会报告工作。")
    Genre(kind='report', now=None)
    >>> genre(["江城市2015年国民经济和社会发展统计公报"], "")
    Genre(kind='facts', now=2016)
    """
    named = [line.strip() for line in lines if len(line) <= 60]
    titled = next((line for line in named if _TITLE.search(line)), "")
    facts = next((line for line in named if _FACTS.search(line)), "")
    opening = opening[:OPENING]
    speaks = ("代表" in opening or "委托" in opening) and bool(_DELIVERED.search(opening))
    if titled or speaks:
        session = SESSION.search(opening)
        day = dates.date(session["date"]) if session else None
        year = _TITLE_YEAR.search(titled)
        return Genre(REPORT, int(day[:4]) if day else int(year[1]) if year else None)
    if facts:
        year = _TITLE_YEAR.search(facts)
        # A communiqué of a year is published in the next.
        return Genre(FACTS, int(year[1]) + 1 if year else None)
    years = (dates.period(line, "")[0] for line in named if _PLAN.search(line))
    return Genre("", next(filter(None, years), None))
