"""Why a numeral, or a level in words, was read as it was: the chain of rules behind it.

numeral → level → role → year → indicator → fields. Each step names its rule (``qcompare rules`` lists them), the words that
decided and why the rule is there. What states a level and became no target (三项制度, 全覆盖 in a part on the present) is
explained like a target. Nothing of this costs anything while plans are coded: the plan is coded once more, and the rules
say what they decided.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from qcompare.coding import Coding, code
from qcompare.coding.levels import levels
from qcompare.coding.rules import RULES, noted
from qcompare.errors import ParameterError
from qcompare.text.model import Plan

_GROUPS = {
    "level": ("水平", "level"), "bound": ("比较关系", "bound"), "change": ("变化", "change"), "role": ("角色", "role"),
    "relation": ("文字水平", "level in words"), "cell": ("表格", "table"), "result": ("结果", "result"),
    "year": ("年份", "year"), "indicator": ("指标", "indicator"), "split": ("拆分", "splitting"),
    "strength": ("力度", "binding"), "recurrence": ("频次", "how often"),
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
        The plan's name; where the numeral or the level starts in its source.
    text
        The numeral or level.
    role
        What it does in the plan (codebook 1.2), for a numeral; None for a level in words.
    sentence
        Its sentence as published.
    steps
        The rules, in the order of the chain.
    targets
        The targets that it is part of the level of.
    years
        The years that its sentence names, where none of them is the target's: each with its offset, and the rules that
        say what it does instead.
    """

    plan: str
    offset: int
    text: str
    role: str | None
    sentence: str
    steps: tuple[Step, ...] = ()
    targets: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    years: tuple[tuple[str, int, tuple[str, ...]], ...] = ()

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
        for year, at, names in self.years:
            yield (
                f"  句中的年份{year}（位置{at}）：" if zh else f"  year {year} of its sentence (offset {at}): "
            ) + ", ".join(names)
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
            "years": [{"text": year, "start": at, "rules": list(names)} for year, at, names in self.years],
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

    def explain(self, start: int, end: int) -> list[Explanation]:
        """Return why what a run of the source states was read as it was: each numeral and each level in it, in order."""
        targets = self.coding.targets
        numerals = [row for row in self.coding.numerals if row["start"] < end and start < row["end"]]
        found = [self._explained(row["start"], row["end"], row) for row in numerals]
        told = [decided_at(row) for row in targets if row["level_start"] is not None]
        stated = dict.fromkeys(run for run in (*told, *self._stated) if run[0] < end and start < run[1])
        found += [
            self._explained(*run)
            for run in stated
            if not any(_meet(run, (row["start"], row["end"])) for row in numerals)
        ]
        if not found:
            found = [self._explained(*decided_at(row)) for row in targets if row["start"] < end and start < row["end"]][
                :1
            ]
        return sorted(found, key=lambda one: one.offset)

    def _explained(self, start: int, end: int, numeral: Mapping[str, Any] | None = None) -> Explanation:
        """Return why a numeral, or a level without one, was read as it was."""
        plan = self.plan
        held = [row for row in self.coding.targets if _meet(decided_at(row), (start, end))]
        if numeral or any(row["level_start"] is not None for row in held):
            held = [row for row in held if row["level_start"] is not None]
        runs = [(start, end), *map(decided_at, held)]
        steps = tuple(_steps(self, min(run[0] for run in runs), max(run[1] for run in runs)))
        role = (
            numeral["role"] if numeral else next((one.decides for one in steps if one.rule.startswith("role.")), None)
        )
        sentence = plan.sentence_at(_offset_in_text(plan, start))
        inherited = any(row["year_source"] != "explicit" for row in held)
        return Explanation(
            plan.name, start, plan.source[start:end], role, numeral["sentence"] if numeral else plan.quote(*sentence).strip(), steps, tuple(held),
            tuple(self._years(plan.span(*sentence))) if inherited else (),
        )  # fmt: skip

    @cached_property
    def _stated(self) -> list[tuple[int, int]]:
        """The runs of the source that state a level, spelled or in words, targets or not."""
        spelled = [(level.start, level.end) for level in levels(self.plan.text) if level.chinese]
        in_words = [words for _, _, name, words in self._notes if name.startswith("relation.none.") and words]
        return self.plan.spans([*spelled, *in_words])

    def _years(self, run: tuple[int, int]) -> Iterator[tuple[str, int, tuple[str, ...]]]:
        """Yield the years that a sentence names, each with its offset and the rules that decided about it."""
        for row in self.coding.numerals:
            if run[0] <= row["start"] < run[1] and len(row["text"]) == 4 and row["text"][:2] in ("19", "20"):
                names = [
                    name for name, _ in self.rules(row["start"], row["end"]) if name.startswith(("role.", "year."))
                ]
                if names:
                    yield row["text"], row["start"], tuple(names)


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
        If nothing at the offset states a level; it says what was looked for.

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
    found = Trace(plan).explain(offset, offset + 1)
    if not found:
        raise nothing_at(plan, offset)
    return found[0]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def nothing_at(plan: Plan, offset: int) -> ParameterError:
    """Return the error that says that nothing was read at an offset, and what was looked for there."""
    # an empty text has no block
    block = plan.blocks[max(0, plan.block_at(_offset_in_text(plan, offset)))] if plan.blocks else None
    in_goals = block is not None and block.part == "goals" and not block.status
    return ParameterError(
        f"{plan.name}: nothing is stated at offset {offset} (…{plan.source[max(0, offset - 6) : offset + 6]}…): "
        "there is no numeral, and no rule for levels in words holds (`qcompare rules relation`); "
        + (
            "nor does one for goals in words (`qcompare rules result`); "
            if in_goals
            else "goals in words are looked for in the goals part only, and this is not it; "
        )
        + "`qcompare numerals` and `qcompare code` list the offsets that there are"
    )


def _offset_in_text(plan: Plan, offset: int) -> int:
    """Return the offset in the text that the rules read of an offset of the source, or of the next that is in it."""
    at = bisect_left(range(len(plan.text)), offset, key=lambda place: plan.span(place, place + 1)[0])
    return min(at, max(0, len(plan.text) - 1))


def _steps(trace: Trace, first: int, last: int) -> Iterator[Step]:
    """Yield the rules that decided something of a run of the source, in the order of the chain, each once."""
    for name, words in trace.rules(first, last):
        rule = RULES[name]
        start, end = trace.plan.span(*words) if words and words[1] > words[0] else (-1, -1)
        yield Step(name, rule.decides, rule.why, trace.plan.source[start:end] if start >= 0 else "", start)
