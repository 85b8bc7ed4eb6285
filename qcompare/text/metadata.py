"""What a document says of itself: title, number, issuer, place, kind, date, period, and what it rests on.

Everything is read from the half-width, simplified text, one character for one of the source; what is given as written
(title, number, issuer, citations) is then cut from the source itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qcompare.lexicon import rows
from qcompare.text import dates
from qcompare.text.citations import cites, is_document, quoted
from qcompare.text.front import Line, front, labels, tail
from qcompare.text.furniture import is_furniture
from qcompare.text.normalise import halve, simplify
from qcompare.text.places import NATION, Place, place_in, place_of_number

if TYPE_CHECKING:
    from qcompare.text.model import Plan

_HAN = "\u4e00-\u9fff"
_UNIT = r"(?:省|自治区|市|地区|自治州|州|盟|县|区|旗)"
_GOVERNMENT = rf"[{_HAN}]{{1,16}}?{_UNIT}(?:人民政府|政府|行政公署|革命委员会)(?:办公[厅室])?"
_PARTY = rf"(?:中共)?[{_HAN}]{{1,12}}?{_UNIT}(?:委|委员会)(?:办公[厅室])?"
_CENTRE = r"中共中央(?:办公厅)?|国务院(?:办公厅)?|全国人民代表大会(?:常务委员会)?"
_OFFICE = rf"[{_HAN}]{{2,18}}(?:部|总局|委员会|委|厅|局|署|办公室|领导小组)"
_ISSUER = re.compile(rf"{_CENTRE}|{_GOVERNMENT}|{_PARTY}")
_SIGNER = re.compile(rf"{_ISSUER.pattern}|{_OFFICE}")
_BETWEEN = re.compile(r"[ \t\n、,]+")
_HANDED_ON = re.compile(r"(?:转发|批转|印发)[^。,\n]{0,24}$")
_MINISTRY = re.compile(rf"[{_HAN}]{{2,14}}(?:部|总局|局|署|委|委员会|院)")
_ABBREVIATED = re.compile(r"(?:(?P<party>[省市县区州]委)|(?P<seat>[省市县区州])?政府)(?P<office>办公[厅室])?$")
_NUMBER = re.compile(rf"([{_HAN}]{{1,9}})[〔\[【(][ ]?((?:19|20)\d\d)[ ]?[〕\]】)][ ]?第?[ ]?\d{{1,4}}[ ]?号")
_DATE_LINE = re.compile(
    r"[(]?(?P<date>"
    + re.sub(r"\?P<\w+>", "?:", dates.DATE.pattern)
    + r")(?:[^。,;]{0,40}(?:通过|批准|印发|发布|公布))?[)]?"
)
_WRAPPED = re.compile(
    r"(?:印发|转发|批转|发布|公布)[^《。\n]{0,12}$|现将[^《。]{0,16}$|^[ \t]*$|(?:拟|制|修|起|编)[订定草制]的$"
)
_NOTICE = re.compile(r"关于(?:印发|转发|批转|公布|发布)([^。;:《》]{4,90}?)的通知")
_ENACTED = re.compile(
    r"提出(?:以下|如下)?[^,。:]{0,4}?((?:实施|指导|若干)?意见)|(?:制定|编制|制订)(?:本|以下|如下)?[^,。:]{0,6}?((?:实施|行动|工作|总体)?(?:方案|计划|规划|纲要|细则|办法))"
)
_TITLE_BAD = re.compile(r"[。;!?]|:$|^[(附]|印发给?你们")
_BRACKET = re.compile(r"\([^()]{2,24}\)$")
_ONLY_BRACKET = re.compile(r"\([^()\n]{2,24}\)")


# Spaces that a scanner put between digits and their signs.
_SCANNED = re.compile(r"(?<=[0-9〔\[(（年月第—-])[ \t]+|[ \t]+(?=[0-9〕\])）号號年月日—-])")


@dataclass(slots=True)
class _Reading:
    """A document being read: its text, its front and end, and what was found so far."""

    plan: Plan
    text: str
    front: list[Line]
    body: int
    tail: list[Line]
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)

    def written(self, start: int, end: int) -> str:
        """Return a run as published, without line breaks and without the spaces at its ends."""
        run = re.sub(r"\s*[\r\n]\s*", "", self.plan.quote(start, end)).strip(" \t\u3000\ufeff")
        return _SCANNED.sub("", run)

    @property
    def head(self) -> str:
        return self.text[: self.body]


def metadata(plan: Plan) -> dict[str, Any]:
    r"""Return what a plan says of itself.

    Parameters
    ----------
    plan : Plan
        The plan; its normalised text is read, and what is given as written is cut from its source.

    Returns
    -------
    dict
        title, doc_number, issuer, jurisdiction, level, doc_type, date_issued (ISO 8601), period_start, period_end,
        horizon and cites, as in ``schema.PLANS``; None (cites: an empty list) where the text does not say.
        ``horizon`` is the end of the period; where there is none, the goals may still give one.

    Examples
    --------
    >>> from qcompare.text.model import Plan
    >>> found = metadata(Plan.from_text("四平市人民政府关于加强质量工作的实施意见\n四政发〔2013〕5号"))
    >>> found["jurisdiction"], found["level"], found["doc_type"], found["doc_number"]
    ('吉林省四平市', 'prefecture', '实施意见', '四政发〔2013〕5号')
    """
    reading = _reading(plan)
    text, body = reading.text, reading.body
    number = _number(reading)
    run, title = _title(reading)
    signed, signers = _signature(reading)
    place, issuer = _issuer(reading, title, number, signers)
    when = _when(reading, title, signed)
    kind = _kind(title) or _kind_enacted(text[body : body + 1500])
    return {
        "title": reading.written(*run) if run else None,
        "doc_number": reading.written(*number) if number else None,
        "issuer": issuer,
        "jurisdiction": place.jurisdiction if place else None,
        "level": place.level if place else None,
        "doc_type": kind,
        **when,
        "horizon": when["period_end"],
        "cites": [reading.written(a, b) for a, b in cites(text, body, title, place)],
    }


def dating(plan: Plan) -> dict[str, Any]:
    """Return date_issued, period_start and period_end of :func:`metadata` alone: the coding asks for nothing else."""
    reading = _reading(plan)
    return _when(reading, _title(reading)[1], _signature(reading)[0])


def _reading(plan: Plan) -> _Reading:
    text = plan.text
    lines, body = front(text)
    return _Reading(plan, text, lines, body, tail(text) if body < len(text) else [], _labelled(lines))


def _when(reading: _Reading, title: str, signed: str | None) -> dict[str, Any]:
    start, end = dates.period(title, reading.text[reading.body : reading.body + 1200])
    return {"date_issued": _date(reading, signed), "period_start": start, "period_end": end}


def _labelled(lines: list[Line]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for line in lines:
        for key, start, end in labels(line.text):
            if end > start:
                found.setdefault(key, (line.start + start, line.start + end))
    return found


def _number(reading: _Reading) -> tuple[int, int] | None:
    """Return the run of the document's own number: labelled, or standing by itself in the title block."""
    if run := reading.fields.get("doc_number"):
        match = _NUMBER.search(reading.text, *run)
        return match.span() if match else None
    for line in [*reading.front, *reading.tail]:
        match = _NUMBER.search(line.text)
        # in brackets behind a title it is another document's; a bracket that fills its line is the document's own
        before = line.text[: match.start()].rstrip() if match else ""
        if match and len(line.text) < 80 and (before == "(" or not before.endswith(("(", "》"))):
            return line.start + match.start(), line.start + match.end()
    return None


def _title(reading: _Reading) -> tuple[tuple[int, int] | None, str]:
    """Return the run of the title, and the title in the form that the rules read ('' where there is none)."""
    run = _wrapped_title(reading) or _title_lines(reading)
    if run is None and (named := reading.fields.get("title")) and is_document(reading.text[slice(*named)]):
        run = named
    if run is None:
        return None, ""
    return run, re.sub(r"\s*\n\s*", "", reading.text[slice(*run)])


def _wrapped_title(reading: _Reading) -> tuple[int, int] | None:
    """Return the title of the plan that a covering letter hands on."""
    for start, end in quoted(reading.head):
        before = reading.head[max(0, start - 20) : start].rsplit("\n", 1)[-1]
        after = reading.head[end : end + 12]
        if (
            _WRAPPED.search(before)
            and ("的通知" in after or re.match(r"已|业|印发|,?现|经", after))
            and is_document(reading.head[start:end])
        ):
            return _own_line(reading, start + 1, end - 1)
    match = _NOTICE.search(reading.head)
    return _own_line(reading, *match.span(1)) if match and is_document(re.sub(r"\s", "", match.group(1))) else None


def _own_line(reading: _Reading, start: int, end: int) -> tuple[int, int]:
    """Return where the title stands over the plan itself, if it stands there; it may add the period."""
    name = _bare(reading.text[start:end])
    for index, line in enumerate(reading.front):
        if line.start < end or _bare(line.text) != name:
            continue
        after = reading.front[index + 1] if index + 1 < len(reading.front) else None
        if after and _ONLY_BRACKET.fullmatch(after.text) and dates.PERIOD.search(after.text):
            return line.start, after.end
        return line.start, line.end
    return start, end


def _bare(title: str) -> str:
    return _BRACKET.sub("", re.sub(r"[\s《》〈〉]", "", title))


def _title_lines(reading: _Reading) -> tuple[int, int] | None:
    """Return the first run of one to three lines of the title block that ends like a document's title."""
    lines = [line for line in reading.front if not is_furniture(line.text, 0, 0)]
    for first, line in enumerate(lines):
        about = first + 1 < len(lines) and lines[first + 1].text.startswith("关于")
        if _TITLE_BAD.search(line.text) or (_signs(line.text) and not about):
            continue
        words = ""
        for last in range(first, min(first + 3, len(lines))):
            if _TITLE_BAD.search(lines[last].text) and not _ONLY_BRACKET.fullmatch(lines[last].text):
                break
            words += lines[last].text
            if 6 <= len(words) <= 90 and is_document(words):
                following = lines[last + 1] if last + 1 < len(lines) else None
                more = following and _ONLY_BRACKET.fullmatch(following.text) and not dates.DATE.search(following.text)
                return line.start, following.end if following and more else lines[last].end
    return None


def _kind(title: str) -> str | None:
    bare = _BRACKET.sub("", title.strip("》 ")).strip("》 ")
    return next((row["doc_type"] for row in rows("doc_types") if bare.endswith(row["ending"])), None)


def _kind_enacted(opening: str) -> str | None:
    match = _ENACTED.search(opening)
    return _kind(match.group(1) or match.group(2)) if match else None


def _signs(words: str) -> bool:
    """Tell whether a line holds the names of issuers and nothing else."""
    return len(words) <= 80 and all(map(_SIGNER.fullmatch, _BETWEEN.split(words.strip())))


def _about(head: str) -> tuple[int, int] | None:
    """Return the run of the issuers that stand before the first 关于 of a title."""
    for match in re.finditer("关于", head):
        floor = max(0, match.start() - 80)
        before = _HANDED_ON.sub("", head[floor : match.start()]).rstrip()
        start = end = floor + len(before)
        for piece in reversed(list(re.finditer(r"[^ \t\n、,]+", before))):
            if not _ISSUER.fullmatch(piece.group()):
                break
            start = floor + piece.start()
        if start < end:
            return start, end
    return None


def _signed(lines: list[Line]) -> tuple[str | None, list[Line]]:
    """Return the date of a sign-off and the issuers' lines above it."""
    for index, line in enumerate(lines):
        if len(line.text) > 60:
            continue
        match = _DATE_LINE.search(line.text)
        if not match or not (day := dates.date(match.group("date"))):
            continue
        before = line.text[: match.start()].strip(" (")
        if before and not _signs(before) and not _NUMBER.search(before):
            continue
        if line.text[match.end() :].strip(" )"):
            continue
        above: list[Line] = [Line(line.start, line.start + len(before), before)] if before and _signs(before) else []
        for earlier in reversed(lines[max(0, index - 4) : index]):
            if not _signs(earlier.text) or above and above[0] is line:
                break
            above.insert(0, earlier)
        return day, above
    return None, []


def _signature(reading: _Reading) -> tuple[str | None, list[Line]]:
    """Return the date signed and the issuers' lines, from the front or else from the end of the document."""
    day, signers = _signed(reading.front)
    if signers:
        return day, signers
    late, signers = _signed(reading.tail)
    return day or late, signers


def _issuer(
    reading: _Reading, title: str, number: tuple[int, int] | None, signers: list[Line]
) -> tuple[Place | None, str | None]:
    """Return the place governed, and the issuer."""
    context = reading.text[: reading.body + 1500]
    about = _about(reading.head)
    labelled = reading.fields.get("issuer")
    names: str | None = None
    if signers:
        names = " ".join(reading.written(line.start, line.end) for line in signers)
    elif about:
        names = re.sub(r"\s+", " ", reading.plan.quote(*about)).strip()
    elif labelled and not _ABBREVIATED.match(reading.text[slice(*labelled)]):
        names = reading.written(*labelled)
    if names is None and (alone := next((line for line in reading.front if _signs(line.text)), None)):
        names = reading.written(alone.start, alone.end)
    read = simplify(halve(names))[0] if names else ""
    place = (place_in(read, context) if read else None) or (place_in(title, context) if title else None)
    if place is None and read and all(map(_MINISTRY.fullmatch, _BETWEEN.split(read))):
        place = NATION
    prefix = _NUMBER.match(reading.text, number[0]) if number else None
    if place is None and prefix:
        place = place_of_number(prefix.group(1), reading.text)
    if names is None and labelled and place:
        names = _expanded(reading.text[slice(*labelled)], place)
    if names is None and prefix and place:
        names = _issuer_of_number(prefix.group(1), place)
    return place, names


def _expanded(short: str, place: Place) -> str:
    """Return an issuer's full name for 省政府办公厅 and the like."""
    match = _ABBREVIATED.match(short)
    if match is None:
        return short
    office = match.group("office") or ""
    return f"中共{place.name}委{office}" if match.group("party") else f"{place.name}人民政府{office}"


def _issuer_of_number(prefix: str, place: Place) -> str | None:
    """Return the issuer that a document number stands for: 通政办发 is the office of that city's government."""
    if place is NATION:
        body = "中共中央" if prefix.startswith("中") else "国务院"
        return body + ("办公厅" if "办" in prefix else "")
    office = place.office if "办" in prefix else ""
    if re.search("[政府]", prefix):
        return f"{place.name}人民政府{office}"
    return f"中共{place.name}委{office}" if re.search("[委党]", prefix[1:]) else None


def _date(reading: _Reading, signed: str | None) -> str | None:
    """Return the date of issue: as labelled, as signed, or beside the document's number."""
    if (run := reading.fields.get("date_issued")) and (day := dates.date(reading.text[slice(*run)])):
        return day
    return signed
