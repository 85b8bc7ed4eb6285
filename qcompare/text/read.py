"""A file → a :class:`Plan`, with what stands about it in the sidecar beside it."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from qcompare.errors import SourceError
from qcompare.text.formats.keep import extract_source
from qcompare.text.formats.limits import check_text
from qcompare.text.formats.records import Row
from qcompare.text.formats.sidecar import read_sidecar
from qcompare.text.formats.sources import Source
from qcompare.text.model import HAN, Plan

_GENRE = re.compile(
    "规划|纲要|意见|方案|计划|目标|任务|措施|推进|加强|建设|完善|提高|提升|发展|落实|实施|強化|規劃|綱要|意見|計劃|計畫|目標|任務|推進|加強|建設|發展|落實|實施"
)
_ADVICE_PLAN = "check that it is the right file, and in which encoding it was saved"
_SHORT = 40  # characters of Chinese; less is a sentence or two


def read_plan(path: str | os.PathLike[str] | Source, name: str | None = None) -> Plan:
    """Return the plan in a file.

    Parameters
    ----------
    path
        A file in any supported format (txt, Markdown, HTML, docx, pdf) and encoding, or an item of
        :func:`qcompare.text.formats.sources.sources`.
    name
        Short name of the plan; by default the file's name without its suffix.

    Raises
    ------
    SourceError
        If the file cannot be read, is in no known encoding, holds no Chinese text, or its sidecar is wrong; the message is
        one line: file, problem, what to do.

    Examples
    --------
    >>> from qcompare.paths import plans_dir
    >>> read_plan(plans_dir() / "siping.txt").metadata["issuer"]
    '四平市人民政府办公室'
    """
    source = path if isinstance(path, Source) else Source(Path(path).stem, os.fspath(path), Path(path))
    if isinstance(source, Row):
        text = source.text or ""
        check_text(source.file, text)
        check_is_chinese(text, source.file)
        return Plan(name or source.name, text, source.file, digest(text), "utf-8", dict(source.stated))
    extracted = extract_source(source)
    check_is_chinese(extracted.text, source.file)
    sidecar = read_sidecar(source, extracted.sha256)
    return Plan(name or source.name, extracted.text, source.file, extracted.sha256, extracted.encoding, sidecar)


def check_is_chinese(text: str, file: str) -> None:
    """Refuse a text that is hardly Chinese; whatever else it is, it is coded (see :func:`caution`).

    Raises
    ------
    SourceError
        If the text is no Chinese text.
    """
    sample = _sample(text)
    han = len(HAN.findall(sample))
    if not han:
        raise SourceError(file, "it holds no Chinese text", _ADVICE_PLAN)
    if han * 8 < len(re.sub(r"[\s\d|+\-—]", "", sample)):
        raise SourceError(file, "it holds no plan: hardly any of it is Chinese", _ADVICE_PLAN)


def caution(plan: Plan) -> list[str]:
    """Return what is to be kept in mind of a plan's text: that it is an excerpt, no plan, or has lost characters.

    >>> caution(Plan.from_text("到2020年，产品合格率达到95%以上。"))
    ['it is an excerpt: without the plan around it, years, goals part and metadata may be missing']
    """
    sample = _sample(plan.source)
    said = []
    if len(HAN.findall(sample)) < _SHORT or (len(sample) < 400 and not plan.metadata.get("title")):
        said.append("it is an excerpt: without the plan around it, years, goals part and metadata may be missing")
    elif len(set(_GENRE.findall(sample))) < 2:
        said.append(
            "it hardly reads like a plan: none of the words that plans are made of occur; it is coded all the same"
        )
    if lost := plan.source.count("\ufffd"):
        line = plan.source.count("\n", 0, plan.source.index("\ufffd")) + 1
        said.append(
            f"{lost} character{'s were' * (lost > 1) or ' was'} lost before it was saved (U+FFFD, first in line {line}); numbers beside them are unplaced"
        )
    return said


def _sample(text: str) -> str:
    return text if len(text) <= 200_000 else text[:100_000] + text[-100_000:]


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
