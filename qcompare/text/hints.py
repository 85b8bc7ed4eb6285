"""Where the words of a rule could stand in a text, found for all rules in one look-up.

A plan has few digits, marks and key words among many characters. A rule that searched the whole text for its own would
read it once more; here each character is looked up once, in a table that says of all rules which of their words can
start with it, and the character behind it in a table of their second characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Characters beyond the basic plane share the last place of each table; no word has one.
_SIZE = 0x10001
_first: list[set[str]] = []
_second: list[set[str] | None] = []


class Hint:
    """The places of a text at which one of some words can start.

    Parameters
    ----------
    words
        The words; of each its first two characters count. Where ``words`` is a string, its characters are the words.

    Notes
    -----
    Every place of a word is found. A place may be found too where the first character of one word stands before the
    second of another, so a rule still has to read what stands there; of single characters all places are true. They are
    looked up apart from the longer words, which would else be found wherever their first character stands.

    >>> Hint(["杜绝", "全部"])("坚决杜绝事故,全部关停"), Hint(",。")("坚决杜绝事故,全部关停")
    ([2, 7], [6])
    """

    __slots__ = ("_bits",)

    def __init__(self, words: Iterable[str]) -> None:
        listed = list(words)
        self._bits = 0
        for alike in ([word for word in listed if len(word) == 1], [word for word in listed if len(word) > 1]):
            if alike:
                self._bits |= 1 << len(_first)
                _first.append({word[0] for word in alike})
                _second.append({word[1] for word in alike} if len(alike[0]) > 1 else None)
        _tables.cache_clear()
        _hits.cache_clear()
        _found.cache_clear()

    def __call__(self, text: str) -> list[int]:
        """Return the places in a text, ascending."""
        return self.places(text).tolist()

    def places(self, text: str) -> NDArray[np.intp]:
        """Return the places in a text as an array."""
        found, hits = _found(text)
        return found[(hits & self._bits) != 0]  # of truths places are found sooner than of numbers

    def at(self, text: str, places: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell of each of some places of a text whether it is one."""
        return (_hits(text)[places] & self._bits) != 0


def runs(places: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return of places that stand side by side the first and the last.

    >>> first, last = runs(Hint("0123456789").places("到2015年达95%"))
    >>> first.tolist(), last.tolist()
    ([1, 7], [4, 8])
    """
    apart = places[1:] != places[:-1] + 1
    return places[np.concatenate((_HERE, apart))[: len(places)]], places[np.concatenate((apart, _HERE))[: len(places)]]


_HERE = np.ones(1, bool)


def codes(text: str) -> NDArray[np.uint32]:
    """Return the code of each character of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return for each character the hints that a word can start with it, and those that can go on with it."""
    first, second = np.zeros(_SIZE, np.uint32), np.zeros(_SIZE, np.uint32)
    for number, (heads, tails) in enumerate(zip(_first, _second, strict=True)):
        first[[ord(char) for char in heads]] |= np.uint32(1 << number)
        second[slice(None) if tails is None else [ord(char) for char in tails]] |= np.uint32(1 << number)
    return first, second


@lru_cache(maxsize=1)
def _hits(text: str) -> NDArray[np.uint32]:
    """Return for each place of a text which hints are there."""
    first, second = _tables()
    at = codes(text)
    found = first.take(at, mode="clip")
    found[:-1] &= second.take(at[1:], mode="clip")
    # At the end of the text nothing follows: only words of one character can stand there.
    found[-1:] &= second[_SIZE - 1]
    return found


@lru_cache(maxsize=1)
def _found(text: str) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """Return the places of a text at which there is any hint, and which are there: about one place in eight."""
    hits = _hits(text)
    found = (hits != 0).nonzero()[0]
    return found, hits[found]
