"""What a document says of itself: title, number, issuer, place, kind, date, period, and what it rests on.

Everything is read from the half-width, simplified text, one character for one of the source; what is given as written
(title, number, issuer, citations) is then cut from the source itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qcompare.text import dates
from qcompare.text.citations import cites
from qcompare.text.front import Line
from qcompare.text.genre import REPORT
from qcompare.text.issuers import ABBREVIATED, NUMBER, issuer, passed_on, signature
from qcompare.text.reading import Reading, reading
from qcompare.text.titles import kind, kind_enacted, title

if TYPE_CHECKING:
    from qcompare.text.model import Plan

_ORDER = re.compile(r"[\u4e00-\u9fff]{1,14}令[ ]?第?[ ]?\d{1,4}[ ]?号")  # 国令第9号, as a label states it
# The plan's first paragraph starts with it. Not 江政发〔2014〕3号文件要求.
_OPENS = re.compile(rf"[ ]*(?:释义[ |:]*)?(?P<number>{NUMBER.pattern})(?![文件精要、,和及与》)])")
_OWN_TITLE = tuple(f"{word}(" for word in ("通知", "意见", "决定", "函", "批复"))
_WORK_REPORT = "政府工作报告"
# A reply to a plan names the plan's period, a report and a communiqué the year they are about: none has one of its own.
_NO_PERIOD = ("批复", "公报", "报告")


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
        ``horizon`` is the end of the period, of a report to an assembly its year; where there is none, the goals may still
        give one.

    Examples
    --------
    >>> from qcompare.text.model import Plan
    >>> found = metadata(Plan.from_text("四平市人民政府关于加强质量工作的实施意见\n四政发〔2013〕5号"))
    >>> found["jurisdiction"], found["level"], found["doc_type"], found["doc_number"]
    ('吉林省四平市', 'prefecture', '实施意见', '四政发〔2013〕5号')
    """
    document = reading(plan)
    text, body = document.text, document.body
    number = _number(document)
    run, named = title(document)
    signed, signers = signature(document)
    place, names = issuer(document, named, number, signers)
    when = _when(document, named, signed, signers)
    headed = run is not None and not named  # a page of the press, whose headline is no document's title
    opening = None if document.genre.kind or headed else kind_enacted(text[body : body + 1500])
    return {
        "title": document.written(*run) if run else None,
        "doc_number": document.written(*number) if number else None,
        "issuer": names,
        "jurisdiction": place.jurisdiction if place else None,
        "level": place.level if place else None,
        "doc_type": _kind(document, named) or (_WORK_REPORT if document.genre.kind == REPORT else opening),
        **when,
        "cites": [document.written(a, b) for a, b in cites(text, body, named, place)],
    }


def dating(plan: Plan) -> dict[str, Any]:
    """Return date_issued, period and horizon of :func:`metadata` alone: the coding asks for nothing else."""
    document = reading(plan)
    return _when(document, title(document)[1], *signature(document))


def _kind(document: Reading, named: str) -> str | None:
    """Return the kind that the title names; a report on a plan that its page calls the government's work report is that."""
    found = kind(named)
    called = document.genre.kind == REPORT and any(line.text.endswith(_WORK_REPORT) for line in document.plain)
    return _WORK_REPORT if found == "报告" and called else found


def _when(document: Reading, named: str, signed: str | None, signers: list[Line]) -> dict[str, Any]:
    start, end = None, None
    if not (kind(named) or "").endswith(_NO_PERIOD):
        start, end = dates.period(named, document.text[document.body : document.body + 1200])
    if end is None and document.genre.kind == REPORT:
        start, end = dates.reported_period(named) or dates.reported_period(document.head) or (None, None)
    # A report to an assembly lays out the work of its year.
    horizon = end or (document.genre.now if document.genre.kind == REPORT else None)
    return {
        "date_issued": _date(document, signed, signers),
        "period_start": start,
        "period_end": end,
        "horizon": horizon,
    }


def _number(document: Reading) -> tuple[int, int] | None:
    """Return the run of the document's own number: labelled, or standing by itself in the title block."""
    if run := document.fields.get("doc_number"):
        if match := NUMBER.search(document.text, *run):
            return match.span()
        if _ORDER.fullmatch(document.text, *run):
            return run
    for line in [*document.front, *document.tail]:
        match = NUMBER.search(line.text)
        # in brackets behind a title in marks it is another document's; a bracket that fills its line, or ends the line of
        # the title itself, is the document's own
        before = line.text[: match.start()].rstrip() if match else ""
        if match is None or len(line.text) >= 80:
            continue
        own = before.endswith(_OWN_TITLE) and line.text[match.end() :] == ")"
        if before == "(" or own or not before.endswith(("(", "》")):
            return line.start + match.start(), line.start + match.end()
    opens = _OPENS.match(document.text, document.body)
    return opens.span("number") if opens else None


def _date(document: Reading, signed: str | None, signers: list[Line]) -> str | None:
    """Return the date of issue: as labelled, as signed, or beside the document's number.

    Where the label is that of another body than the one that signed, it is the day on which that body passed it on.
    """
    run = document.fields.get("issuer")
    labelled = document.text[slice(*run)] if run else ""
    names = " ".join(line.text for line in signers)
    other = signed and names and labelled and labelled not in names and not ABBREVIATED.match(labelled)
    if other and run and not passed_on(document, run):
        return signed
    if (run := document.fields.get("date_issued")) and (day := dates.date(document.text[slice(*run)])):
        return day
    return signed
