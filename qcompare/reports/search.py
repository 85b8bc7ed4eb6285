"""The search: each sentence once, as published, with the English names of the indicators in it."""

from __future__ import annotations

from typing import Any

from qcompare.lexicon import rows as lexicon
from qcompare.measures.glosses import glossary
from qcompare.reports.facts import Facts
from qcompare.reports.packed import script


def index(facts: Facts) -> str:
    """Return the search index as JSON.

    Each row is plan, number of the sentence, text as published, the same in simplified script where that differs, and English names.
    ``words`` is the glossary, by which a page finds Chinese text for an English word; ``traditional`` are the characters
    of a word in traditional script, each before the simplified one that the texts have.
    """
    rows: list[list[Any]] = []
    simplified: set[str] = set()
    for plan in facts.order:
        coded = facts.corpus[plan]
        source, targets, at = coded.plan.source, facts.targets[plan], 0
        for number, sentence in enumerate(facts.sentences[plan]):
            shown = source[sentence["start"] : sentence["end"]].strip()
            inside = []
            while at < len(targets) and targets[at]["start"] < sentence["end"]:
                if targets[at]["start"] >= sentence["start"] and targets[at]["en"]:
                    inside.append(targets[at]["en"])
                at += 1
            if shown:
                simple = sentence["text"] if coded.plan.script == "hant" else 0
                simplified.update(str(simple or shown))
                rows.append([plan, number, shown, simple, "; ".join(dict.fromkeys(inside))])
    pairs = [
        row["traditional"] + row["simplified"] for row in lexicon("traditional") if row["simplified"] in simplified
    ]
    return script({"names": facts.names, "rows": rows, "words": glossary(), "traditional": "".join(pairs)})
