"""Where the words of a rule could stand in a text, found for all rules in one look-up.

A plan has few digits, marks and key words among many characters. A rule that searched the whole text for its own would
read it once more; here each character is looked up once, in a table that says of all rules which of their words can
start with it, and the character behind it in a table of their second characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from sys import maxsize

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
Bits = NDArray[np.uint64]
# Characters beyond the basic plane share the last place of each table; no word has one.
_SIZE = 0x10001
_Alike = tuple[set[str], set[str] | None]  # first and second characters of some words; None: any
_hints: list[_Alike] = []
_needs: list[_Alike] = [(set(), set())]  # the first number is of those who need nothing


def _entered(words: Iterable[str], where: list[_Alike]) -> list[int]:
    """Enter words into the tables, and return under which numbers: single characters have one of their own."""
    listed, numbers = list(words), []
    for alike in ([word for word in listed if len(word) == 1], [word for word in listed if len(word) > 1]):
        if alike:
            numbers.append(len(where))
            where.append(({word[0] for word in alike}, {word[1] for word in alike} if len(alike[0]) > 1 else None))
    for made in (_tables, _hits, _found, _listed, _needed):
        made.cache_clear()
    return numbers


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
        self._bits = sum(1 << number for number in _entered(words, _hints))

    def __call__(self, text: str) -> list[int]:
        """Return the places in a text, ascending."""
        return self.places(text).tolist()

    def places(self, text: str) -> Places:
        """Return the places in a text as an array."""
        found, hits = _found(text)
        return found[(hits & self._bits) != 0]  # of truths places are found sooner than of numbers

    def listed(self, text: str) -> list[int]:
        """Return the places in a text, one before and one behind all others: kept while questions are about the same text."""
        known = _listed(text)
        places = known.get(self._bits)
        if places is None:
            places = known[self._bits] = [-1, *self(text), maxsize]
        return places

    def between(self, text: str, start: int, end: int) -> bool:
        """Tell whether there is a place in a run of a text.

        >>> Hint("。").between("坚决杜绝事故。", 2, 6), Hint("。").between("坚决杜绝事故。", 2, 7)
        (False, True)
        """
        places = self.listed(text)
        return places[bisect_left(places, start)] < end

    def at(self, text: str, places: Places) -> NDArray[np.bool_]:
        """Tell of each of some places of a text whether it is one."""
        return (_hits(text)[places, 0] & self._bits) != 0


class Sieve:
    """Which of some tests can hold at a place: those that need no word there, or beside which one of their words stands.

    Parameters
    ----------
    before, behind
        The words of each test, of which it needs one before the place, or behind it; none: it needs none. Of each word
        its last two characters count.

    >>> sieve = Sieve([["目前", "已经"], [], []], [[], [], ["了"]])
    >>> sieve("目前达到80%,提高了", np.array([4, 11]), 5, 5).astype(int).tolist()
    [[1, 1, 0], [0, 1, 0]]
    """

    __slots__ = ("_before", "_behind", "_more")

    def __init__(self, before: Sequence[Iterable[str]], behind: Sequence[Iterable[str]]) -> None:
        words = dict.fromkeys(map(frozenset, (*before, *behind)))
        number = {of: _entered([word[-2:] for word in of], _needs) if of else [0] for of in words}
        self._more = np.array([of for of in number.values() if len(of) > 1], np.intp).reshape(-1, 2).T
        self._before, self._behind = (
            np.array([number[frozenset(of)][0] for of in needed]) for needed in (before, behind)
        )

    def __call__(self, text: str, at: Places, before: int, behind: int) -> NDArray[np.bool_]:
        """Tell for each of some places of each test whether it can hold; so many characters before and behind count."""
        places, needs = _needed(text)
        bounds = places.searchsorted(np.array([at - before, at, at, at + behind]).T.ravel())
        there = np.bitwise_or.reduceat(needs, bounds, axis=0)[::2] if len(at) else needs[:0]
        there = np.where((bounds[1::2] > bounds[::2])[:, None], there, np.uint64(0))
        bits = np.unpackbits(there.view(np.uint8), axis=1, bitorder="little")
        bits[:, 0] = True
        single, longer = self._more
        bits[:, single] |= bits[:, longer]
        return (bits[::2].take(self._before, axis=1) & bits[1::2].take(self._behind, axis=1)).view(np.bool_)


def runs(places: Places) -> tuple[Places, Places]:
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
def _tables() -> tuple[Bits, Bits]:
    """Return for each character the words that can start with it, and those that can go on with it.

    The first number of a row is of the hints, the others are of what is needed.
    """
    width = 1 << (1 + len(_needs) // 64).bit_length()  # rows of 8, 16, 32 bytes are looked up much faster than others
    first, second = (np.zeros((_SIZE, width), np.uint64) for _ in range(2))
    columns = [(0, _hints), *((1 + at // 64, _needs[at : at + 64]) for at in range(0, len(_needs), 64))]
    for column, words in columns:
        for number, alike in enumerate(words):
            for table, characters in zip((first, second), alike, strict=True):
                listed = slice(None) if characters is None else [ord(char) for char in characters]
                table[listed, column] |= np.uint64(1 << number)
    return first, second


@lru_cache(maxsize=1)
def _hits(text: str) -> Bits:
    """Return for each place of a text which words are there."""
    first, second = _tables()
    at = codes(text)
    found = first.take(at, axis=0, mode="clip")
    found[:-1] &= second.take(at[1:], axis=0, mode="clip")
    # At the end of the text nothing follows: only words of one character can stand there.
    found[-1:] &= second[_SIZE - 1]
    return found


@lru_cache(maxsize=1)
def _found(text: str) -> tuple[Places, Bits]:
    """Return the places of a text at which there is any hint, and which are there: about one place in eight."""
    hits = np.ascontiguousarray(_hits(text)[:, 0])
    found = (hits != 0).nonzero()[0]
    return found, hits[found]


@lru_cache(maxsize=1)
def _listed(text: str) -> dict[int, list[int]]:
    """Return the places of a text that were asked for as lists."""
    return {}


@lru_cache(maxsize=1)
def _needed(text: str) -> tuple[Places, Bits]:
    """Return the places of a text at which there is anything that is needed, and what: a row more than places."""
    hits = _hits(text)
    found = (reduce(np.bitwise_or, hits.T[1 : 2 + len(_needs) // 64]) != 0).nonzero()[0]
    return found, np.vstack([hits.take(found, axis=0), np.zeros_like(hits[:1])])[:, 1:]
