"""Words: jieba with the project's word list, in a tokenizer of its own, on text brought to one set of terms."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from sys import intern

import jieba

from qcompare import memory
from qcompare.lexicon import rows, words
from qcompare.paths import cache_dir

_HAN_WORD = re.compile(r"^[\u4e00-\u9fff]{2,}$")


@cache
def tokenizer() -> jieba.Tokenizer:
    """Return the project's tokenizer; it leaves jieba's global one, its log and its shared cache alone."""
    jieba.setLogLevel(60)
    own = jieba.Tokenizer()
    own.tmp_dir = str(_cache())
    own.initialize()
    for word in words("measures/jieba"):
        own.add_word(word, freq=100_000)
    return own


def let_go() -> None:
    """Give back the dictionary of words (80 MB); whoever cuts a text again reads it again."""
    tokenizer.cache_clear()
    memory.give_back()


def _cache() -> Path:
    """Return a folder for jieba's dictionary cache, which it loads without a look: never one that others can write to."""
    with contextlib.suppress(OSError):
        place = cache_dir() / "jieba"
        place.mkdir(mode=0o700, exist_ok=True)
        if os.access(place, os.W_OK):
            return place
    return Path(_of_this_process().name)


@cache
def _of_this_process() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that goes with the process, for where nothing can be kept."""
    return tempfile.TemporaryDirectory(prefix="qcompare-jieba-")


@cache
def _terms() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["written"]: row["standard"] for row in rows("terms")}
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


def standard(text: str) -> str:
    """Return a simplified text with Taiwan-style terms replaced by the mainland ones (lexicon/terms.csv).

    >>> standard("侵犯智慧财产权的积体电路")
    '侵犯知识产权的集成电路'
    """
    pattern, table = _terms()
    return pattern.sub(lambda match: table[match.group()], text)


def cut(text: str) -> list[str]:
    """Return the words of a text: two or more Han characters each, stop words left out, in order.

    >>> cut("规模以上企业全面实施首席质量官制度，合格率达到93%")
    ['规模以上', '企业', '全面实施', '首席质量官', '制度', '合格率', '达到']
    """
    stop = set(words("measures/stopwords"))
    # one object a word: those of an archive's plans would be a million
    return [intern(word) for word in tokenizer().cut(standard(text)) if _HAN_WORD.match(word) and word not in stop]
