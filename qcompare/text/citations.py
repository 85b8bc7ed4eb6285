"""The documents that a plan refers to as its ground: 《…》 with the issuer before and the number behind, as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qcompare.lexicon import rows
from qcompare.text.places import Place

_MARK = re.compile("[《》]")
_LONGEST = 150
_NUMBER = re.compile(r"[ \t]*\((?=[^()\n]{0,40}号\))[^()\n]{3,44}\)")
_QUOTED = re.compile("《[^《》]*》")
_CLAUSE = re.compile(r"[。;:!?\n,]")
# A plan acts on what it names after one of these; what it makes, spreads or reports on is not its ground.
_GROUND = re.compile(r"依据|根据|按照|依照|遵照|遵循|落实|贯彻|围绕|执行|对照|衔接|响应")
_LEADS_IN = re.compile(r"制定|编制|提出|制订|结合|特制|现就|出台")
_ORGAN = r"(?:中共中央|国务院|全国人大)(?:办公厅)?"
_ISSUER = re.compile(
    rf"(?:{_ORGAN}(?:[、 ]*{_ORGAN})*|国家|党中央|(?P<own>[省市县区州盟]|自治区)(?:委|政府|委办公[厅室]|政府办公[厅室])"
    r"(?:[、 和][省市县区州盟]?(?:委|政府|委办公[厅室]|政府办公[厅室]))*"
    r"|(?:[\u4e00-\u9fff]{2,6}(?:部|总局|委员会|委))(?:等[一二三四五六七八九十\d]*部[门委])?)$"
)
_OWN = {
    "province": "省自治区",
    "municipality": "市",
    "subprovincial": "市",
    "prefecture": "市州盟",
    "county": "县区市旗",
}
_JOINED = re.compile(r"[ \t]*(?:\([^()]*\))?(?:[、,和及与以]|以及|,以及)?[^《》。;:!?\n,]{0,24}")
_STANDARD = re.compile(r"(?:国家|行业|地方|国际|团体)?标准")
_PERIOD = re.compile(r"\([^()]*\)$|[\s“”\"]")
_ISSUED = re.compile(r"^.*?关于(?:印发|批转|转发)[《〈]?(.+?)[》〉]?的通知$")


def quoted(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the runs 《…》 of a text, marks included; one within another belongs to the outer.

    >>> text = "按《甲《乙》丙》和《丁》"
    >>> [text[a:b] for a, b in quoted(text)]
    ['《甲《乙》丙》', '《丁》']
    """
    depth, opened = 0, 0
    for match in _MARK.finditer(text, start):
        at = match.start()
        if depth and at - opened > _LONGEST:  # a mark that was never closed
            depth = 0
        if text[at] == "《":
            opened = opened if depth else at
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield opened, at + 1


def core(title: str) -> str:
    """Return what two ways of naming one document have in common.

    >>> core("国务院关于印发质量发展纲要(2011-2020年)的通知") == core("质量发展纲要")
    True
    """
    title = title.strip("《》 ")
    match = _ISSUED.match(title)
    return _PERIOD.sub("", _PERIOD.sub("", match.group(1) if match else title))


def is_document(title: str) -> bool:
    """Tell whether a title is one of a policy document or a law, by its last word."""
    return _PERIOD.sub("", title.strip("《》 ")).endswith(_endings())


@cache
def _endings() -> tuple[str, ...]:
    return (*(row["ending"] for row in rows("doc_types")), "法", "批复", "讲话", "报告")


def cites(text: str, body: int, title: str | None, place: Place | None) -> list[tuple[int, int]]:
    """Return the runs of a text that name the documents it rests on, each once, in order.

    Parameters
    ----------
    text : str
        Half-width simplified text, one character for one of the source.
    body : int
        Where the plan's own text begins, after title block and covering letter.
    title : str or None
        The plan's own title, which is no citation.
    place : Place or None
        The plan's place: documents of its own government are its own acts, unless the plan opens by resting on them.
    """
    seen = {core(title)} if title else set()
    found: list[tuple[int, int]] = []
    chained, last = False, -1
    for start, end in quoted(text, body):
        inner = text[start + 1 : end - 1]
        between = text[last:start] if 0 <= last <= start else ""
        chained = chained and bool(_JOINED.fullmatch(between))
        issuer = _issuer(text, start)
        own = _is_own(issuer, inner, place)
        clause = _clause(text, start)
        ground = chained or bool(_GROUND.search(clause))
        opening = ground and (start - body < 600 and bool(_LEADS_IN.search(text, end, end + 120)))
        named = issuer is not None and issuer.group("own") is None
        refers = (ground or named) and (not own or (own == "name" and opening))
        if refers and _usable(text, end, inner) and core(inner) not in seen:
            seen.add(core(inner))
            number = _NUMBER.match(text, end)
            found.append((issuer.start() if issuer else start, number.end() if number else end))
        chained, last = ground, end
    return found


def _usable(text: str, end: int, inner: str) -> bool:
    return is_document(inner) and not _STANDARD.match(text, end)


def _clause(text: str, start: int) -> str:
    """Return what stands before a citation in its clause, quoted titles left out."""
    return _CLAUSE.split(_QUOTED.sub("", text[max(0, start - 160) : start]))[-1]


def _issuer(text: str, start: int) -> re.Match[str] | None:
    return _ISSUER.search(text, max(0, start - 24), start)


def _is_own(issuer: re.Match[str] | None, inner: str, place: Place | None) -> str:
    """Tell whether a document is one of the plan's own government: '', 'prefix' (市政府《…》) or 'name' (某市…)."""
    if place is None:
        return ""
    if issuer and issuer.group("own") and issuer.group("own") in _OWN.get(place.level, ""):
        return "prefix"
    return "name" if place.level != "national" and inner.removeprefix("中共").startswith(place.short) else ""
