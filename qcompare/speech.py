"""The language of help, errors and ``check``: Chinese where the locale or the study is Chinese, else English.

The program is written in English. ``speech.csv`` holds each sentence in both languages, ``{}`` standing for what is
filled in; a sentence that it does not hold is said in English.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_LOCALE = ("QCOMPARE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides
_HOLE = re.compile(r"\\\{\\\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MORE = re.compile(r" and (\d+) more$")  # behind a list of what a plan says
_PARTS = re.compile(r"(; |: )")


def language() -> str:
    """Return the language to speak: ``QCOMPARE_LANG``, then what ``study.yml`` says, then the locale.

    A study speaks the language that its setting ``lang`` names.
    """
    if asked := os.environ.get("QCOMPARE_LANG"):
        return "zh" if asked.lower().startswith("zh") else "en"
    if stated := _of_the_study():
        return stated
    return (
        "zh"
        if next((os.environ[name] for name in _LOCALE if os.environ.get(name)), "").lower().startswith("zh")
        else "en"
    )


def _of_the_study() -> str:
    """Return the language that the settings of a study name; empty outside any, and where they name none."""
    from qcompare.paths import STUDY, study_dir

    place = study_dir()
    if place is None:
        return ""
    try:
        text = (place / STUDY).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # the command that needs the settings says what is wrong with them
    found = re.search(r"^lang:\s*['\"]?(zh|en)\b", text, re.MULTILINE)
    return found[1] if found else ""


def say(text: str, lang: str | None = None) -> str:
    """Return a sentence of the program in a language; what is not known stays as it is.

    >>> say("a.pdf: the file is empty; leave it out", "zh")
    'a.pdf：文件是空的；请略去它'
    >>> say("12 notebooks, 3 run, 0 failed. Open r/index.html", "zh")
    '笔记本12个，运行3个，失败0个。打开 r/index.html'
    >>> say("the file is empty", "en")
    'the file is empty'
    """
    if (lang or language()) == "en":
        return text
    whole = _said(text)
    if whole is not None:
        return whole
    parts = [_said(part) for part in _PARTS.split(text)]
    if not any(parts):
        return text
    marks = {"; ": "；", ": ": "："}
    pieces = _PARTS.split(text)
    return "".join(
        marks.get(piece, said if said is not None else piece) for piece, said in zip(pieces, parts, strict=True)
    )


def _said(text: str) -> str | None:
    """Return a whole sentence in Chinese; None if it is not known."""
    known = _catalogue()
    plain = " ".join(text.split())
    if plain in known:
        return known[plain]
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(plain):
            filled = [
                _MORE.sub(r"等，另有\1项", part) if _CHINESE.search(part) else say(part, "zh")
                for part in found.groups()
            ]
            return chinese.format(*filled)
    return None


@cache
def _catalogue() -> Mapping[str, str]:
    text = resources.files("qcompare").joinpath("speech.csv").read_text(encoding="utf-8")
    return {row["en"]: row["zh"] for row in csv.DictReader(text.splitlines())}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences that something is filled into, those with most words first."""
    open_ = sorted((en for en in _catalogue() if "{}" in en), key=lambda en: -len(en.replace("{}", "")))
    return tuple((re.compile(_HOLE.sub("(.+?)", re.escape(en))), _catalogue()[en]) for en in open_)
