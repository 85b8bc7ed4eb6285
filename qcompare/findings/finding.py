"""One finding as data: a sentence in both languages, its counts, how sure it is and why, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

FEW = 8  # with more plans only the extremes are named
FIRM, DEPENDS, TOO_FEW = 3, 2, 1
CERTAINTY = {
    FIRM: ("在检验过的定义和误差下都成立", "firm"),
    DEPENDS: ("取决于所用的定义", "depends on definitions"),
    TOO_FEW: ("数量太少，不能推广", "too few to generalise"),
    0: ("", ""),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, or one thing that cannot be compared or must not be concluded.

    Parameters
    ----------
    id
        Stable name, the topic before its first dash.
    zh, en
        The finding: one sentence that stands alone.
    table, figure
        Result table that carries it; name of the figure in the set that shows it (empty: none).
    counts_zh, counts_en
        The counts behind it, one or two sentences.
    numbers
        The figures in it by name, as the table holds them.
    certainty
        3 firm, 2 depends on definitions, 1 too few to generalise; 0 where the question does not arise.
    reason_zh, reason_en
        Why that sure, in one sentence.
    caveat_zh, caveat_en
        What the figures do not show, and must not be concluded from them.
    kind
        ``finding``, ``not comparable`` or ``must not be concluded``.
    holds, claim_zh, claim_en
        Share of the combinations of definitions in which the claim holds, and the claim that was tested.
    """

    id: str
    zh: str
    en: str
    table: str
    figure: str = ""
    counts_zh: str = ""
    counts_en: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)
    certainty: int = 0
    reason_zh: str = ""
    reason_en: str = ""
    caveat_zh: str = ""
    caveat_en: str = ""
    kind: str = "finding"
    holds: float | None = None
    claim_zh: str = ""
    claim_en: str = ""

    @property
    def question(self) -> str:
        """The question it answers: corpus, specificity, ambition, alignment, vocabulary, certainty or limits."""
        return self.id.split("-")[0]

    def said(self, what: str, lang: str) -> str:
        """Return ``counts``, ``reason``, ``caveat`` or ``claim`` in a language; ``sentence`` for the finding itself.

        >>> Finding("corpus-1", "比较了5份规划。", "5 plans were compared.", "corpus").said("sentence", "en")
        '5 plans were compared.'
        """
        name = lang if what == "sentence" else f"{what}_{lang}"
        return str(getattr(self, name))

    def sure(self, lang: str) -> str:
        """Return the step of certainty in words."""
        return CERTAINTY[self.certainty][0 if lang == "zh" else 1]

    def record(self) -> dict[str, Any]:
        """Return it as a row of the table ``findings``."""
        shown = " ".join(f"{name}={figure(value)}" for name, value in self.numbers.items())
        texts = {
            f"{what}_{lang}": self.said(what, lang) or None
            for what in ("counts", "reason", "caveat", "claim")
            for lang in ("zh", "en")
        }
        return {
            "id": self.id, "topic": self.question, "kind": self.kind, "zh": self.zh, "en": self.en, **texts,
            "certainty": self.certainty, "table": self.table, "figure": self.figure or None, "figures": shown,
            "holds": self.holds,
        }  # fmt: skip


def finding(
    id: str, table: str, zh: str, en: str, caveat: tuple[str, str] = ("", ""), *, counts: tuple[str, str] = ("", ""),
    sure: tuple[int, str, str] = (0, "", ""), picture: str = "", kind: str = "finding", holds: float | None = None,
    claim: tuple[str, str] = ("", ""), **numbers: Any,
) -> Finding:  # fmt: skip
    """Return a finding from pairs of texts (zh, en); what else is named are its numbers.

    ``holds`` is the share of runs in which ``claim`` holds: a sentence with many figures is not what was tested.
    """
    step, reason_zh, reason_en = sure
    return Finding(
        id, zh, en, table, picture, *counts, numbers, step, reason_zh, reason_en, *caveat, kind, holds, *claim
    )


def figure(value: Any) -> str:
    """Return a figure without spaces, numbers to three digits."""
    return f"{value:.3g}" if isinstance(value, float) else str(value).replace(" ", "_")


def percent(value: float) -> str:
    """Return a share as a percentage: finer below 10 % and above 95 %, so that 99.6 % does not read as 100.

    >>> percent(1.0), percent(0.996), percent(0.37), percent(0.036)
    ('100%', '99.6%', '37%', '3.6%')
    """
    if value in (0.0, 1.0) or 0.1 <= value <= 0.95:
        return f"{100 * value:.0f}%"
    return f"{min(100 * value, 99.9):.1f}%"


def figures(values: pd.Series) -> dict[str, Any]:
    """Return plan → value as the figures of a finding; nothing when there are many plans."""
    known = values.dropna().astype(float)
    return {str(plan): float(value) for plan, value in known.items()} if len(known) <= FEW else {}


def series(m: Measures, values: pd.Series, form: Any = percent) -> tuple[str, str]:
    """Return "name value" for every plan, highest first; only the ends when there are many."""
    ordered = values.dropna().sort_values(ascending=False, kind="stable")
    if len(ordered) > FEW:
        ordered = pd.concat([ordered.head(3), ordered.tail(3)])
    zh = "、".join(f"{m.name(plan)} {form(value)}" for plan, value in ordered.items())
    en = ", ".join(f"{m.name(plan, 'en')} {form(value)}" for plan, value in ordered.items())
    return zh, en


def names(m: Measures, plans: Any) -> tuple[str, str]:
    """Return the plans' names joined, in both languages; only the first when there are many."""
    plans = list(plans)
    more_zh, more_en = (f"等{len(plans)}份", f" and {len(plans) - FEW} more") if len(plans) > FEW else ("", "")
    return (
        "、".join(m.name(p) for p in plans[:FEW]) + more_zh, ", ".join(m.name(p, "en") for p in plans[:FEW]) + more_en
    )  # fmt: skip
