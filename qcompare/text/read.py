"""A file → a :class:`Plan`, with what stands about it in the sidecar beside it."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from qcompare.errors import SourceError
from qcompare.text.formats.keep import extract_source
from qcompare.text.formats.sidecar import read_sidecar
from qcompare.text.formats.sources import Source
from qcompare.text.model import HAN, Plan

_GENRE = re.compile(
    "规划|纲要|意见|方案|计划|目标|任务|措施|推进|加强|建设|完善|提高|提升|发展|落实|实施|強化|規劃|綱要|意見|計劃|計畫|目標|任務|推進|加強|建設|發展|落實|實施"
)
_ADVICE_PLAN = "check that it is the right file; a plan is running Chinese text of at least a few sentences"


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
        If the file cannot be read, is in no known encoding, holds no plan, or its sidecar is wrong; the message is one
        line: file, problem, what to do.

    Examples
    --------
    >>> from qcompare.paths import plans_dir
    >>> read_plan(plans_dir() / "siping.txt").metadata["issuer"]
    '四平市人民政府办公室'
    """
    source = path if isinstance(path, Source) else Source(Path(path).stem, os.fspath(path), Path(path))
    extracted = extract_source(source)
    check_is_plan(extracted.text, source.file)
    sidecar = read_sidecar(source, extracted.sha256)
    return Plan(name or source.name, extracted.text, source.file, extracted.sha256, extracted.encoding, sidecar)


def check_is_plan(text: str, file: str) -> None:
    """Refuse a text that is no plan at all: hardly any Chinese, or none of the genre's words.

    Raises
    ------
    SourceError
        If the text is no plan.
    """
    sample = text if len(text) <= 200_000 else text[:100_000] + text[-100_000:]
    han = len(HAN.findall(sample))
    if han < 40:
        raise SourceError(file, f"it holds no plan: {f'only {han}' if han else 'no'} Chinese characters", _ADVICE_PLAN)
    if han * 8 < len(re.sub(r"\s", "", sample)):
        raise SourceError(file, "it holds no plan: hardly any of it is Chinese", _ADVICE_PLAN)
    if len(set(_GENRE.findall(sample))) < 2:
        raise SourceError(file, "it holds no plan: none of the words that plans are made of occur", _ADVICE_PLAN)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
