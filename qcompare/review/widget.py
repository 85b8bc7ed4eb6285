"""The reviewing view for JupyterLab: the text with its targets, the least sure first, decisions kept at once.

What the browser shows is in ``static/review.js``, ``judging.js`` and ``review.css``. Each decision is checked, written to the file of
corrections and laid over the targets before the view moves on; a reload or a crash loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from qcompare.corrections.files import append
from qcompare.corrections.judgements import Judgement
from qcompare.corrections.overlay import Overlay, overlay
from qcompare.corrections.records import CODED, EDITABLE, Correction, load, make, upon
from qcompare.errors import QCompareError, SchemaError, unknown
from qcompare.exchange.cells import plain
from qcompare.review.judging import Judging, indicator_rows, match_rows
from qcompare.review.priority import doubts, uncertain_first
from qcompare.review.sheet import places
from qcompare.schema import TARGETS
from qcompare.speech import say

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

_STATIC = Path(__file__).parent / "static"
_SHOWN = (
    "indicator", "type", "level_text", "comparator", "low", "high", "unit", "change", "baseline", "year", "year_source",
    "recurrence", "strength", "domain", "parent", "part",
)  # fmt: skip
_NAMES = frozenset(field.name for field in TARGETS)
Target = dict[str, Any]


class Review(anywidget.AnyWidget):
    """A view of plans and their targets in which one person looks the coding over.

    Parameters
    ----------
    texts
        Plan → its text.
    targets
        Plan → the parser's targets.
    file
        File of corrections to add to.
    coder
        Who is looking.
    lang
        ``zh`` or ``en``, the language of the view.
    corrections
        All that are in, of other coders too; by default those in the file.
    corpus, judgements
        The corpus, and the file to add judgements of matches and indicators to; without them there is none of that.
    """

    _esm = "\n".join((_STATIC / name).read_text("utf-8") for name in ("judging.js", "review.js"))
    _css = _STATIC / "review.css"

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    plan = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    targets: traitlets.List[Any] = traitlets.List().tag(sync=True)
    order: traitlets.List[Any] = traitlets.List().tag(sync=True)
    fields: traitlets.List[Any] = traitlets.List().tag(sync=True)
    stale: traitlets.List[Any] = traitlets.List().tag(sync=True)
    judge = traitlets.Bool().tag(sync=True)  # whether matches and indicators can be judged here
    questions: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    coder = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Unicode("zh").tag(sync=True)

    def __init__(
        self,
        texts: Mapping[str, str],
        targets: Mapping[str, Sequence[Mapping[str, Any]]],
        file: Path,
        coder: str,
        lang: str = "zh",
        corrections: Sequence[Correction] | None = None,
        corpus: Corpus | None = None,
        judgements: Path | None = None,
    ) -> None:
        if not coder.strip():
            raise SchemaError("say who is looking: coder='…'")
        self._texts, self._file = dict(texts), Path(file)
        self._coded = {name: [plain(target) for target in targets.get(name, [])] for name in texts}
        self._corrections = load(self._file) if corrections is None else list(corrections)
        self._corpus, self._judgements = corpus, judgements
        super().__init__(
            names=sorted(texts), coder=coder.strip(), lang=lang, fields=_form(lang), judge=corpus is not None
        )
        self.on_msg(self._receive)
        self.show(self.names[0] if self.names else "")

    def show(self, plan: str) -> None:
        """Turn to a plan.

        Raises
        ------
        SchemaError
            If there is no such plan.
        """
        if plan not in self._texts:
            raise SchemaError(unknown("plan", plan, self._texts))
        self.plan = plan
        self.text = self._texts[plan]
        self._refresh()

    def overlay(self, plan: str) -> Overlay:
        """Return the targets of a plan with the corrections so far."""
        return overlay(plan, self._texts[plan], self._coded[plan], self._corrections)

    def decide(
        self, target: Mapping[str, Any], action: str, changed: Mapping[str, Any], reason: str = ""
    ) -> Correction:
        """Keep a decision on a target of the plan in view, and show its effect.

        Raises
        ------
        SchemaError
            If the target as decided breaks the schema.
        """
        source = self._texts[self.plan]
        target = {**target, "plan": self.plan}
        if action == "add":
            target = dict.fromkeys(CODED) | target | dict(changed)
            target |= places(target, source)
        elif action == "edit" and "level_text" in changed:
            changed = dict(changed) | places({**target, **changed}, source)
        correction = make(action, target, source, coder=self.coder, changed=changed, reason=reason)
        append(self._file, [correction])
        self._corrections.append(correction)
        self._refresh()
        return correction

    def _refresh(self) -> None:
        done = self.overlay(self.plan)
        gone = [
            correction.target | {"reviewed": "reject", "coder": correction.coder, "correction": correction.id}
            for correction in done.applied
            if correction.action == "reject"
        ]
        by_id = {correction.id: correction for correction in self._corrections}
        shown = sorted([*done.targets, *gone], key=lambda target: (target["start"], target["end"]))
        rows = [_row(number, target, by_id, self.lang) for number, target in enumerate(shown)]
        with self.hold_sync():
            self.targets = rows
            self.order = [row["n"] for row in uncertain_first(rows)]
            self.stale = [
                f"{correction.target['quote']} ({correction.action}, {correction.coder}): {problem}"
                for correction, problem in done.stale
            ] + [
                f"{group[0].target['quote']}: {', '.join(f'{one.coder} {one.action}' for one in group)}"
                for group in done.disputed
            ]

    def _receive(self, _widget: Any, message: Mapping[str, Any], _buffers: Any) -> None:
        """Do what the browser asks for; what it may not have is answered, never raised into the kernel's log."""
        try:
            ask = message.get("do")
            if ask == "show":
                self.show(str(message.get("plan")))
            elif ask == "questions":
                self.ask()
            elif ask == "judge":
                self._judge(str(message.get("kind")), dict(message.get("row") or {}), str(message.get("verdict")))
                self.send({"done": "judge"})
            elif ask in ("accept", "reject", "edit", "add", "withdraw"):
                given = dict(message.get("changed") or {})
                changed = _typed({name: value for name, value in given.items() if name in EDITABLE})
                if ask == "add":
                    new = {name: value for name, value in dict(message.get("target") or {}).items() if name in EDITABLE}
                    self.decide(new, "add", changed, str(message.get("reason") or ""))
                else:
                    seen, earlier = self._seen(message)
                    self.decide(*upon(earlier, seen, ask, changed), str(message.get("reason") or ""))
                self.send({"done": ask})
        except OSError as error:
            unkept = (
                "it is not kept, since the file cannot be written" if self.lang == "en" else "没有保存：文件无法写入"
            )
            self.send({"problem": f"{unkept} ({say(error.strerror or str(error), self.lang)}: {error.filename})"})
        except (QCompareError, LookupError, TypeError, ValueError) as error:
            self.send({"problem": str(error)})

    def ask(self) -> None:
        """Show what is to be judged: matches with national goals, and wordings that no table knows."""
        if self._corpus is None:
            raise SchemaError("there is nothing to judge here: open the view with view(corpus, coder=…)")
        goals = self._judge_with.goals
        self.questions = {
            "matches": match_rows(self._corpus),
            "indicators": indicator_rows(self._corpus),
            "goals": goals,
        }

    @cached_property
    def _judge_with(self) -> Judging:
        if self._corpus is None:
            raise SchemaError("there is nothing to judge here: open the view with view(corpus, coder=…)")
        return Judging(self._corpus, self.coder)

    def _judge(self, kind: str, row: Target, verdict: str) -> Judgement:
        """Keep a judgement, and show it beside its row; nothing else moves."""
        reason = str(row.get("reason") or "")
        make_one = self._judge_with.match if kind == "matches" else self._judge_with.indicator
        one = make_one(row, verdict, reason)
        if self._judgements is not None:
            append(self._judgements, [one])
        subject = {"matches": ("plan", "indicator", "national_goal"), "indicators": ("indicator",)}[kind]
        said = f"{one.coder}: {one.verdict} {one.canonical.get('canonical', '')}".strip()
        rows, found = [], False
        for other in self.questions.get(kind, []):
            if all(str(other.get(name) or "") == str(row.get(name) or "") for name in subject):
                found = True
                kept = [
                    text for text in str(other["judged"]).split("; ") if text and not text.startswith(f"{one.coder}: ")
                ]
                judged = "; ".join(kept if verdict == "withdraw" else [*kept, said])
                shown = {name: row[name] for name in ("grade", "relation", "canonical") if row.get(name)}
                other = dict(other) | shown | {"judged": judged}
            rows.append(other)
        if not found:
            rows.append(
                {
                    "score": None,
                    "why": "",
                    "quote": "",
                    "level_text": "",
                    "goal": "",
                    "goal_level": "",
                    **row,
                    "judged": said,
                }
            )
        self.questions = dict(self.questions) | {kind: rows}
        return one

    def _seen(self, message: Mapping[str, Any]) -> tuple[Target, Correction | None]:
        """Return the target that the browser means, and the correction that is in for it."""
        row = self.targets[int(message["n"])]
        earlier = {correction.id: correction for correction in self._corrections}.get(row.get("correction"))
        return {name: value for name, value in row.items() if name in _NAMES}, earlier


def _row(number: int, target: Mapping[str, Any], by_id: Mapping[str, Correction], lang: str) -> Target:
    correction = by_id.get(target.get("correction") or "")
    extra = {"n": number, "doubts": doubts(target, lang), "reason": correction.reason if correction else ""}
    return plain(target) | extra


def _form(lang: str) -> list[Target]:
    known = {field.name: field for field in TARGETS}
    return [
        {
            "name": name,
            "label": known[name].zh if lang == "zh" else name.replace("_", " "),
            "help": f"{known[name].zh} · {known[name].en}",
            "values": list(known[name].values),
            "null": known[name].null,
            "number": known[name].type in ("integer", "number"),
        }
        for name in _SHOWN
    ]


def _typed(changed: Target) -> Target:
    """Return form values as the schema's types: an empty box is no value, digits are a number where one belongs."""
    from qcompare.exchange.cells import parse

    known = {field.name: field for field in TARGETS}
    return {
        name: parse(known[name], "" if value is None else str(value), name) if known[name].null or value else value
        for name, value in changed.items()
    }
