"""One finding as data: a sentence in both languages, its counts, how sure it is and why, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from qcompare.benchmark import current, worded
from qcompare.measures.overview import followed

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

LANGS = ("zh", "en")
FEW = 8  # with more plans sentences give the range, or "and N more"
FIRM, DEPENDS, TOO_FEW = 3, 2, 1
CERTAINTY = {
    FIRM: ("稳健", "robust"),
    DEPENDS: ("取决于所用的定义", "depends on definitions"),
    TOO_FEW: ("数量太少，不能推广", "too few to generalise"),
    0: ("", ""),
}


class Label(NamedTuple):
    """A step of certainty in words of its own, where those of :data:`CERTAINTY` would say something else than the reason."""

    step: int
    zh: str
    en: str


PARTLY = Label(DEPENDS, "只经部分检验", "tested in part")
UNTESTED = Label(DEPENDS, "没有换定义检验", "not tested under other definitions")
FAILS = Label(DEPENDS, "有检验没有通过", "fails a test")
BOUND = Label(DEPENDS, "只是上限", "an upper bound")
CARRIED = Label(DEPENDS, "据别的文本推算", "carried over from other texts")


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
        3 robust, 2 with a reservation that the label names, 1 too few to generalise; 0 where the question does not arise.
    label_zh, label_en
        That step in words; empty: those of :data:`CERTAINTY`.
    reason_zh, reason_en
        Why that sure, in one sentence.
    caveat_zh, caveat_en
        What the figures do not show, and must not be concluded from them.
    kind
        ``finding``, ``not comparable`` or ``must not be concluded``.
    holds, claim_zh, claim_en
        The lowest share in which a claim holds, and what was tested, each claim with its count.

    Examples
    --------
    >>> one = Finding("corpus-1", "比较了5份规划。", "5 plans were compared.", "corpus", certainty=3)
    >>> one.question, one.sure("en")
    ('corpus', 'robust')
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
    label_zh: str = ""
    label_en: str = ""
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
        return (self.label_zh, self.label_en)[lang != "zh"] or CERTAINTY[self.certainty][lang != "zh"]

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
            "certainty": self.certainty, "sure_zh": self.sure("zh") or None, "sure_en": self.sure("en") or None, "table": self.table, "figure": self.figure or None, "figures": shown,
            "holds": self.holds,
        }  # fmt: skip


def in_words(one: Finding) -> Finding:
    """Return a finding in the words of the benchmark at hand (:mod:`qcompare.benchmark`)."""
    if current() is None:
        return one
    texts = [field.name for field in fields(one) if field.name in LANGS or field.name.endswith(("_zh", "_en"))]
    changed: dict[str, Any] = {name: worded(getattr(one, name), name[-2:]) for name in texts}
    return replace(one, **changed)


def finding(
    id: str, table: str, zh: str, en: str, caveat: tuple[str, str] = ("", ""), *, counts: tuple[str, str] = ("", ""),
    sure: tuple[int | Label, str, str] = (0, "", ""), picture: str = "", kind: str = "finding", holds: float | None = None,
    claim: tuple[str, str] = ("", ""), **numbers: Any,
) -> Finding:  # fmt: skip
    """Return a finding from pairs of texts (zh, en); what else is named are its numbers.

    ``holds`` is the lowest share in which one of the claims in ``claim`` holds: a sentence with many figures is not what was tested.
    """
    given, reason_zh, reason_en = sure
    label = given if isinstance(given, Label) else Label(given, "", "")
    return Finding(
        id, zh, en, table, picture, *counts, numbers, label.step, label.zh, label.en, reason_zh, reason_en, *caveat, kind,
        holds, *claim,
    )  # fmt: skip


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


def in_order(m: Measures, plans: Iterable[Any] | None = None) -> list[str]:
    """Return plans in order of issue, those without a date last: no list in a sentence is a ranking by accident."""
    dates = m.plans.set_index("plan")["date_issued"].astype("string").fillna("9999")
    wanted = None if plans is None else set(map(str, plans))
    return [str(plan) for plan in dates.sort_values(kind="stable").index if wanted is None or plan in wanted]


def judged_by(m: Measures, plans: Iterable[Any]) -> tuple[str, str]:
    """Return by whom it was judged which targets of some plans answer which national goals."""
    made = m.crosswalk.matches
    made = made[made["plan"].isin(plans)]
    several = int(pd.to_numeric(made["coders"]).gt(1).sum())
    if not several:
        return "由一名编码员判定", "judged by one coder"
    return (
        f"由人判定，{len(made)}对中{several}对经两人以上",
        f"judged by people, {several} of {len(made)} pairs by two or more",
    )


def left_out(m: Measures, plans: Iterable[Any]) -> tuple[str, str]:
    """Return what a comparison of these plans cannot hold, since their published texts leave it out; nothing if none does."""
    lacking = [plan for plan in in_order(m, plans) if plan in m.omitted]
    if not lacking:
        return "", ""
    boxes = sum(m.omitted[plan]["boxes"] for plan in lacking)
    tables = [m.omitted[plan]["indicators"] for plan in lacking if m.omitted[plan]["indicators"]]
    zh, en = names(m, lacking)
    which = (
        (f"（其中有指标表：{'、'.join(tables)}）", f" (a table of indicators among them: {', '.join(tables)})")
        if tables
        else ("", "")
    )
    return (
        f"{zh}的公开文本略去了{boxes}个专栏{which[0]}，其内容没有计入。",
        f"The published text{'s' * (len(lacking) > 1)} of {en} leave{'s' * (len(lacking) == 1)} out {some(boxes, 'box', 'boxes')}{which[1]}; what {'it holds' if boxes == 1 else 'they hold'} is not counted.",
    )  # fmt: skip


def joined(*said: tuple[str, str]) -> tuple[str, str]:
    """Return sentences in both languages as one text.

    >>> joined(("一。", "One."), ("", ""), ("二。", "Two."))
    ('一。二。', 'One. Two.')
    """
    return "".join(zh for zh, _ in said), " ".join(en for _, en in said if en)


def series(m: Measures, values: pd.Series, form: Any = percent) -> tuple[str, str]:
    """Return "name value" for every plan in order of issue; of many plans the range and the median."""
    known = values.dropna()
    if len(known) > FEW:
        return _range(len(known), *(form(float(v)) for v in (known.min(), known.max(), known.median())))
    plans = in_order(m, known.index)
    zh = "、".join(followed(m.name(plan), form(known[plan])) for plan in plans)
    return zh, ", ".join(f"{m.name(plan, 'en')} {form(known[plan])}" for plan in plans)


def _range(n: int, low: str, high: str, middle: str) -> tuple[str, str]:
    zh = f"{n}份规划从{low}到{high}，中位数{middle}" if low != high else f"{n}份规划都是{low}"
    en = f"from {low} to {high} in {n} plans, median {middle}" if low != high else f"{low} in each of {n} plans"
    return zh, en


def whole(value: Any) -> str:
    """Return a count as printed.

    >>> whole(5.0)
    '5'
    """
    return f"{float(value):.0f}"


def counted(m: Measures, hits: pd.Series, of: pd.Series, unit: str = "条") -> tuple[str, str]:
    """Return "name 42 of 55" for every plan in order of issue; of many plans the range of the shares."""
    known = of[of.notna() & (of > 0) & hits.notna()].index
    if len(known) > FEW:
        return series(m, (hits[known] / of[known]).astype(float))
    plans = in_order(m, known)
    zh = "、".join(followed(m.name(p), f"{int(of[p])}{unit}中{int(hits[p])}{unit}") for p in plans)
    return zh, ", ".join(f"{m.name(p, 'en')} {int(hits[p])} of {int(of[p])}" for p in plans)


def names(m: Measures, plans: Iterable[Any]) -> tuple[str, str]:
    """Return the plans' names in order of issue, in both languages; beyond eight the rest as "and N more"."""
    found = in_order(m, plans)
    shown, rest = (found, 0) if len(found) <= FEW else (found[:FEW], len(found) - FEW)
    zh = "、".join(m.name(p) for p in shown) + (f"等{len(found)}份" if rest else "")
    return zh, listed([m.name(p, "en") for p in shown], rest)


def listed(words: Sequence[str], rest: int = 0) -> str:
    """Return words joined as in an English sentence.

    >>> listed(["Anhui"]), listed(["Anhui", "Siping", "Tianjin"]), listed(["Anhui", "Siping"], 3)
    ('Anhui', 'Anhui, Siping and Tianjin', 'Anhui, Siping and 3 more')
    """
    if rest:
        return f"{', '.join(words)} and {rest} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def some(n: int, one: str, many: str) -> str:
    """Return a count with its noun.

    >>> some(1, "cell", "cells"), some(2, "cell", "cells")
    ('1 cell', '2 cells')
    """
    return f"{n} {one if n == 1 else many}"
