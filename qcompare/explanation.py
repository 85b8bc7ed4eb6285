"""Why a numeral, or a level in words, was read as it was: the chain of rules behind it.

numeral → level → role → year → indicator → fields. Each step names its rule (``qcompare rules`` lists them), the words that
decided and why the rule is there. Nothing of this costs anything while plans are coded: the plan is coded once more, and
the rules say what they decided.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from qcompare.coding import Coding, code
from qcompare.coding.rules import RULES, noted
from qcompare.errors import ParameterError
from qcompare.text.model import Plan

_GROUPS = {
    "level": ("水平", "level"), "bound": ("比较关系", "bound"), "change": ("变化", "change"), "role": ("角色", "role"),
    "relation": ("文字水平", "level in words"), "cell": ("表格", "table"), "result": ("结果", "result"),
    "year": ("年份", "year"), "indicator": ("指标", "indicator"), "split": ("拆分", "splitting"),
}  # fmt: skip
_SHOWN = (
    "indicator",
    "comparator",
    "low",
    "high",
    "unit",
    "change",
    "baseline",
    "year",
    "year_source",
    "strength",
    "domain",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that decided something.

    Parameters
    ----------
    rule
        Its name.
    decides, why
        What follows from it, and what it rests on.
    words
        The words of the source that decided; empty where it is not words that did.
    start
        Where they start in the source, -1 without words.
    """

    rule: str
    decides: str
    why: str
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The chain of rules behind one place of a plan.

    Parameters
    ----------
    plan, offset
        The plan's name; the offset in its source that was asked about.
    text
        The numeral or level there.
    role
        What it does in the plan (codebook 1.2), for an Arabic numeral; else None.
    sentence
        Its sentence as published.
    steps
        The rules, in the order of the chain.
    targets
        The targets that it is part of the level of.
    """

    plan: str
    offset: int
    text: str
    role: str | None
    sentence: str
    steps: tuple[Step, ...] = ()
    targets: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @property
    def rule(self) -> str | None:
        """The rule that decided the role, or that found the level in words."""
        kinds = ("role.", "relation.", "cell.", "result.")
        return next((step.rule for step in self.steps if step.rule.startswith(kinds)), None)

    def lines(self, lang: str = "en") -> Iterator[str]:
        """Yield the chain as lines of text, in ``zh`` or ``en``."""
        zh = lang == "zh"
        yield f"{self.plan} {self.offset}: {self.text}"
        yield ("原句：" if zh else "sentence: ") + self.sentence
        if self.role:
            yield ("角色：" if zh else "role: ") + self.role
        for step in self.steps:
            label = _GROUPS.get(step.rule.partition(".")[0], (step.rule, step.rule))[0 if zh else 1]
            words = (f"「{step.words}」" if zh else f" “{step.words}”") if step.words else ""
            yield f"  {label}: {step.rule} → {step.decides}{words}"
            yield f"      {step.why}"
        for target in self.targets:
            shown = ", ".join(f"{name} {target[name]}" for name in _SHOWN if target.get(name) is not None)
            yield ("目标：" if zh else "target: ") + shown

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def record(self) -> dict[str, Any]:
        """Return the explanation as plain values, for JSON."""
        return {
            "plan": self.plan, "offset": self.offset, "text": self.text, "role": self.role, "rule": self.rule,
            "sentence": self.sentence,
            "steps": [
                {"rule": step.rule, "decides": step.decides, "why": step.why, "words": step.words, "start": step.start}
                for step in self.steps
            ],
            "targets": [dict(target) for target in self.targets],
        }  # fmt: skip


class Trace:
    """A plan coded once more, with what each rule decided.

    Attributes
    ----------
    plan, coding
        The plan and its coding, no corrections in.
    """

    def __init__(self, plan: Plan) -> None:
        made: list[Coding] = []
        notes = noted(lambda: made.append(code(plan)))
        self.plan, self.coding = plan, made[0]
        places = plan.spans([(at, at + 1) for _, at, _ in notes])
        order = {name: number for number, name in enumerate(_GROUPS)}
        self._notes = sorted(
            ((place[0], order.get(name.partition(".")[0], len(order)), name, words)
             for place, (name, _, words) in zip(places, notes, strict=True)),
            key=lambda note: note[:2],
        )  # fmt: skip

    def rules(self, first: int, last: int) -> list[tuple[str, tuple[int, int] | None]]:
        """Return the rules that decided something of a run of the source, in the order of the chain, and on which words."""
        low = bisect_left(self._notes, first, key=lambda note: note[0])
        high = bisect_left(self._notes, last, key=lambda note: note[0])
        here = sorted(self._notes[low:high], key=lambda note: note[1])
        return list(dict.fromkeys((name, words) for _, _, name, words in here))


def decided_at(target: Mapping[str, Any]) -> tuple[int, int]:
    """Return the run of the source at which rules decide about a target: its level, or its quote where it has none."""
    names = ("start", "end") if target["level_start"] is None else ("level_start", "level_end")
    return target[names[0]], target[names[1]]


def explain(plan: Plan, offset: int) -> Explanation:
    r"""Return why the numeral or the level at an offset was read as it was.

    Parameters
    ----------
    plan
        The plan, or one of a corpus (``corpus["siping"]``).
    offset
        An offset into its source, as in the ledger's and the targets' ``start`` and ``level_start``.

    Returns
    -------
    Explanation
        The rules that decided, in the order numeral, level, role, year, indicator; it prints as text.

    Raises
    ------
    ParameterError
        If there is neither a numeral nor a target at the offset.

    Examples
    --------
    >>> import qcompare as qc
    >>> plan = qc.Plan.from_text("江城市规划\n一、目标\n到2020年，产品合格率达到96%以上。")
    >>> why = qc.explain(plan, 25)
    >>> why.text, why.role, why.rule
    ('96', 'target', 'role.target')
    >>> [step.rule for step in why.steps if step.rule.startswith("year")]
    ['year.sentence']
    """
    plan = getattr(plan, "plan", plan)
    trace = Trace(plan)
    numeral = next((row for row in trace.coding.numerals if row["start"] <= offset < row["end"]), None)
    targets = [row for row in trace.coding.targets if row["level_start"] is not None]
    if numeral:
        held = [row for row in targets if row["level_start"] < numeral["end"] and numeral["start"] < row["level_end"]]
    else:
        held = [row for row in targets if row["level_start"] <= offset < row["level_end"]]
    if not numeral and not held:
        held = [row for row in trace.coding.targets if row["start"] <= offset < row["end"]][:1]
    if not numeral and not held:
        at = plan.source[max(0, offset - 6) : offset + 6]
        raise ParameterError(
            f"{plan.name}: neither a numeral nor a target at offset {offset} (…{at}…). "
            "`qcompare numerals` and `qcompare code` list the offsets that there are."
        )
    runs = [*map(decided_at, held), *([(numeral["start"], numeral["end"])] if numeral else [])]
    first, last = min(start for start, _ in runs), max(end for _, end in runs)
    return Explanation(
        plan.name, offset, numeral["text"] if numeral else plan.source[first:last], numeral["role"] if numeral else None,
        numeral["sentence"] if numeral else plan.quote(*_sentence(plan, first)), tuple(_steps(trace, first, last)), tuple(held),
    )  # fmt: skip


def _sentence(plan: Plan, offset: int) -> tuple[int, int]:
    """Return the run of the text of the sentence at an offset of the source."""
    low, high = 0, len(plan.text)
    while low < high:
        middle = (low + high) // 2
        if plan.span(middle, middle + 1)[0] < offset:
            low = middle + 1
        else:
            high = middle
    return plan.sentence_at(min(low, len(plan.text) - 1))


def _steps(trace: Trace, first: int, last: int) -> Iterator[Step]:
    """Yield the rules that decided something of a run of the source, in the order of the chain, each once."""
    for name, words in trace.rules(first, last):
        rule = RULES[name]
        start, end = trace.plan.span(*words) if words and words[1] > words[0] else (-1, -1)
        yield Step(name, rule.decides, rule.why, trace.plan.source[start:end] if start >= 0 else "", start)
