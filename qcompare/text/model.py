"""A plan: its source as published, the text that the rules read, and its structure."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qcompare.text.genre import REPORT, Genre, genre_of
from qcompare.text.hints import Hint, runs
from qcompare.text.normalise import Text, normalise
from qcompare.text.parts import year_of_headings
from qcompare.text.structure import Block, blocks

_SENTENCE_END, _CLOSES = Hint("。!?\n"), Hint('”’」』")')
_CLAUSE_END = re.compile(r"[。;\n]")
_OPENS = re.compile(r'\n"|[。!?]"(?=[一-龥]{2,8}")')
HAN = re.compile(r"[\u4e00-\u9fff]")
_OMITTED = re.compile(r"[(〔\[]略[)〕\]]")


@dataclass
class Plan:
    """One plan as published, with what was understood of its structure.

    Parameters
    ----------
    name
        Short name, unique within a corpus.
    source
        The text as published; every offset that leaves the package points into it.
    file, checksum, encoding
        Where it was read from, the SHA-256 of the file's bytes, and how they were decoded.
    sidecar
        Metadata stated beside the file; they take precedence over what the text says.

    Examples
    --------
    >>> import qcompare as qc
    >>> plan = qc.Plan.from_text("到2020年，产品合格率达到95%以上。")
    >>> plan.script, plan.source[:6]
    ('hans', '到2020年')
    """

    name: str
    source: str
    file: str | None = None
    checksum: str = ""
    encoding: str = "utf-8"
    sidecar: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_text(cls, source: str, name: str = "plan") -> Plan:
        """Return a plan made from a string.

        >>> Plan.from_text("到2015年，合格率达到９５％。").text
        '到2015年,合格率达到95%。'
        """
        return cls(name, source)

    @cached_property
    def sha256(self) -> str:
        """The checksum of the file's bytes; of a plan made from a string, that of the string in UTF-8."""
        return self.checksum or hashlib.sha256(self.source.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def normalised(self) -> Text:
        """The text that the rules read, with its map back into the source."""
        return normalise(self.source)

    @cached_property
    def text(self) -> str:
        """The text that the rules read: half width, simplified, no spaces inside numerals."""
        return self.normalised.value

    @property
    def script(self) -> str:
        """``hans`` (simplified) or ``hant`` (traditional)."""
        return self.normalised.script

    @cached_property
    def blocks(self) -> list[Block]:
        """Paragraphs, items, headings and table rows, in order."""
        return blocks(self.text)

    @cached_property
    def genre(self) -> Genre:
        """What kind of document it is (plan, report, facts), and the year from which it speaks."""
        found = genre_of(self.text)
        if found.kind == REPORT and found.now is None:
            return Genre(REPORT, year_of_headings(self.text, self.blocks))
        return found

    @cached_property
    def block_starts(self) -> list[int]:
        """Where each block starts, for look-ups by offset."""
        return [block.start for block in self.blocks]

    def block_at(self, at: int) -> int:
        """Return the number of the block that an offset of ``text`` lies in, or -1 before the first."""
        return bisect_right(self.block_starts, at) - 1

    @cached_property
    def span(self) -> Callable[[int, int], tuple[int, int]]:
        """The way back: ``span(start, end)`` is the span of the source that the run of ``text`` came from."""
        return self.normalised.back.span

    def spans(self, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the spans of the source that some runs of ``text`` came from, found in one pass."""
        return self.normalised.back.spans(runs)

    def quote(self, start: int, end: int) -> str:
        """Return the run ``[start, end)`` of ``text`` as published."""
        first, last = self.span(start, end)
        return self.source[first:last]

    @cached_property
    def sentence_ends(self) -> list[int]:
        """Where each sentence of ``text`` ends (after 。！？ or at a line end), ascending; the last is its length."""
        # Of marks in a row the last ends the sentence; a closing quote or bracket behind it still belongs to it.
        length = len(self.text)
        last = runs(_SENTENCE_END.places(self.text))[1] + 1
        inner = last[last < length]
        ends: list[int] = (inner + _CLOSES.at(self.text, inner)).tolist()
        if '"' in self.text:
            # 。"十三五"期间: the straight mark opens what follows.
            ends = [end - 1 if _OPENS.match(self.text, end - 2) else end for end in ends]
        if not ends or ends[-1] < length:
            ends.append(length)
        return ends

    @cached_property
    def _sentences(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Where each sentence but the first starts, and the runs of all of them."""
        starts = self.sentence_ends[:-1]
        return starts, list(zip([0, *starts], self.sentence_ends, strict=True))

    def sentence_at(self, at: int) -> tuple[int, int]:
        """Return the run of ``text`` of the sentence that holds an offset."""
        starts, runs = self._sentences
        return runs[bisect_right(starts, at)]

    def title_of(self, index: int) -> str:
        """Return the title of a block, without its number."""
        start, end = self.blocks[index].title
        return self.text[start:end].strip()

    def sentences(self) -> list[dict[str, Any]]:
        """Return the sentences as records of ``schema.SENTENCES``."""
        found: list[dict[str, Any]] = []
        for number, block in enumerate(self.blocks):
            heading = " / ".join(filter(None, map(self.title_of, block.parents)))
            kind = "furniture" if block.kind == "furniture" else "heading" if block.kind == "heading" else "text"
            at = block.start
            while at < block.end:
                end = min(self.sentence_at(at)[1], block.end)
                start_source, end_source = self.span(at, end)
                found.append(
                    {
                        "plan": self.name, "sentence": len(found), "start": start_source, "end": end_source,
                        "part": block.part, "paragraph": number, "kind": kind, "heading": heading,
                        "text": self.text[at:end].strip(),
                    }
                )  # fmt: skip
                at = end
        return found

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What the document says of itself (title, issuer, dates, period, …), the sidecar's word first."""
        from qcompare.text.metadata import metadata

        return metadata(self) | self.sidecar

    @cached_property
    def dating(self) -> dict[str, Any]:
        """Of the metadata what the coding needs (date_issued, period, horizon), the sidecar's word first."""
        from qcompare.text.metadata import dating

        return dating(self) | self.sidecar

    @cached_property
    def counts(self) -> dict[str, int]:
        """Han characters (whole file, plan, goals part), clauses of the goals part, omitted boxes."""
        text = self.text
        plan = [block for block in self.blocks if block.part != "front"]
        goals = [text[block.start : block.end] for block in plan if block.part == "goals"]
        return {
            "han_file": len(HAN.findall(text)),
            "han": sum(len(HAN.findall(text, block.start, block.end)) for block in plan),
            "han_goals": sum(len(HAN.findall(run)) for run in goals),
            "goal_clauses": sum(bool(HAN.search(clause)) for run in goals for clause in _CLAUSE_END.split(run)),
            "annex_omitted": len(_OMITTED.findall(text)),
        }
