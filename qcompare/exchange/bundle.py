"""What every exchange format carries: plans with their texts and targets, and the corrections made to them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qcompare.corrections.records import Correction
from qcompare.exchange.cells import plain

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

Record = dict[str, Any]
_NAMESPACE = uuid.UUID("6f0c8a52-6d3b-5c0e-9c3e-0d1b5b1f7a11")
EPOCH = "1970-01-01T00:00:00Z"


@dataclass
class Item:
    """One plan: its name, its text, what is known of it, and its targets."""

    name: str
    text: str
    about: Record = field(default_factory=dict)
    targets: list[Record] = field(default_factory=list)


@dataclass
class Bundle:
    """Plans in order of name, and the corrections of all of them."""

    items: list[Item] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        texts: Mapping[str, str],
        targets: Iterable[Mapping[str, Any]],
        plans: Iterable[Mapping[str, Any]] = (),
        corrections: Sequence[Correction] = (),
    ) -> Bundle:
        """Put texts (by plan), targets, plan records and corrections together."""
        about = {str(record["plan"]): _portable(plain(record)) for record in plans}
        by_plan: dict[str, list[Record]] = {name: [] for name in texts}
        for target in targets:
            by_plan[str(target["plan"])].append(plain(target))
        items = [Item(name, texts[name], about.get(name, {}), by_plan[name]) for name in sorted(texts)]
        kept = [correction for correction in corrections if correction.plan in texts]
        return cls(items, sorted(kept, key=lambda one: one.when))

    @classmethod
    def of_corpus(cls, corpus: Corpus, corrections: Sequence[Correction] = ()) -> Bundle:
        """Put a corpus and the corrections laid over it together."""
        texts = {name: corpus[name].plan.source for name in corpus.names}
        return cls.of(texts, corpus.records("targets"), corpus.records("plans"), corrections)

    @property
    def texts(self) -> dict[str, str]:
        """Plan → text."""
        return {item.name: item.text for item in self.items}

    @property
    def targets(self) -> list[Record]:
        """All targets, in order of plan and place."""
        return [target for item in self.items for target in item.targets]

    @property
    def coders(self) -> list[str]:
        """Who made corrections, in order."""
        return sorted({correction.coder for correction in self.corrections})

    @property
    def when(self) -> str:
        """The time of the last correction: the same input gives the same bytes, whenever it is written."""
        return max((correction.when for correction in self.corrections), default=EPOCH)


def _portable(about: Record) -> Record:
    """Return what is known of a plan with the name of its file alone: where it lies is this machine's business.

    >>> _portable({"file": "plans/a.zip!b/c.txt"})
    {'file': 'c.txt'}
    """
    file = about.get("file")
    return about | {"file": re.split(r"[/\\]", file)[-1]} if file else about


def guid(*parts: object) -> str:
    """Return an identifier that is the same for the same parts (RFC 9562, version 5)."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(map(str, parts))))
