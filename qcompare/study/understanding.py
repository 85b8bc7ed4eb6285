"""What was understood of a plan, line by line, and what a person should fill in or look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare import output
from qcompare.benchmark import current, worded
from qcompare.errors import SourceError
from qcompare.speech import language, say
from qcompare.text.formats.sidecar import sidecar_path
from qcompare.text.genre import FACTS, REPORT

if TYPE_CHECKING:
    from qcompare.corpus import CodedPlan
    from qcompare.corrections.judgements import Judgement

COLUMNS = ("plan", "item", "state", "found", "todo")
OK, FILL, LOOK = "ok", "fill in", "look"
_SHOWN = 5  # examples of a kind
_LEDGER = "Numerals counts Arabic numerals; levels in Chinese numerals (九成) are in the targets."
_PAGE = "What each line means, and what to do: qcompare docs own"
_EXAMPLES = {
    "title": "某市质量发展规划(2014—2020年)", "doc_number": "某政发〔2014〕1号", "issuer": "某市人民政府",
    "jurisdiction": "某省某市", "level": "prefecture", "doc_type": "规划", "date_issued": "'2014-01-31'",
    "period_start": "2014", "period_end": "2020", "horizon": "2020",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one plan: what was found, whether it will do, and what to do."""

    plan: str
    item: str
    state: str
    found: str
    todo: str = ""

    def record(self) -> dict[str, Any]:
        """Return it as a row."""
        return {name: getattr(self, name) for name in COLUMNS}


def understand(plans: Iterable[CodedPlan]) -> list[Finding]:
    """Return what was understood of plans, and what people have done about it: ten findings each, in order.

    A :class:`qcompare.corpus.Corpus` brings the judgements of matches and indicators along.
    """
    judgements = getattr(plans, "judgements", ())
    plans = list(plans)
    open_ = _open(plans, judgements)
    return [finding for one in plans for finding in _findings(one, open_[one.name])]


@dataclass(frozen=True, slots=True)
class _Open:
    """What a plan still asks people to judge: wordings that no table knows, proposed matches, goals nobody spoke of."""

    wordings: list[str]
    proposals: int
    judged: int
    goals: int


def _findings(one: CodedPlan, open_: _Open) -> Iterator[Finding]:
    unmatched = open_.wordings
    record, plan = one.record(), one.plan
    beside = sidecar_path(str(plan.file or ""), plan.name)
    sidecar = beside.name if beside else f"{plan.name}.yml"
    name = plan.name
    source = f"{plan.file or '—'} · {plan.encoding} · {record['han']:,} Han characters of the plan itself"
    yield Finding(name, "source", OK, source)
    missing = [field for field in record["missing"] if field not in ("horizon", "period_start", "period_end")]
    stated = [f"{field} {record[field]}" for field in _EXAMPLES if record.get(field) is not None]
    todo = f"write into {sidecar}: " + "; ".join(f"{field}: …" for field in missing) if missing else ""
    yield Finding(name, "metadata", FILL if missing else OK, "; ".join(stated), todo)
    yield _outlook(one)
    yield _goals(one, record)
    if record["horizon"] is None:
        yield Finding(name, "horizon", FILL, "none", f"write into {sidecar}: horizon: 2020")
    else:
        yield Finding(name, "horizon", OK, str(record["horizon"]))
    yield _numerals(one)
    if one.cautions:
        todo = "read the places in the text; code what is missing by hand, or give the plan in another format"
        yield Finding(name, "text", LOOK, "; ".join(one.cautions), todo)
    yield _targets(one)
    distinct = len({target["indicator"] for target in one.coding.targets})
    if unmatched:
        said = f"{distinct} wordings, {len(unmatched)} not in the crosswalk: {_some(unmatched)}"
        todo = "they count as indicators of their own until you decide: sheet “indicators” of qcompare review export"
        yield Finding(name, "indicators", LOOK, said, todo)
    else:
        yield Finding(name, "indicators", OK, f"{distinct} wordings, all known or judged")
    yield _matches(one, open_)
    yield _review(one)


def _matches(one: CodedPlan, open_: _Open) -> Finding:
    said = f"{open_.judged} of {open_.goals} goals {'' if current() else 'with a number '}judged"
    if open_.judged == open_.goals:
        return Finding(one.name, "matches", OK, said)
    todo = "until you judge them they count for nothing: sheet “matches” of qcompare review export, or view() in JupyterLab"
    return Finding(one.name, "matches", LOOK, f"{said}, {open_.proposals} matches proposed", todo)


def _outlook(one: CodedPlan) -> Finding:
    """Say what kind of document it is: a plan, a report that tells what was done first, facts alone."""
    plan = one.plan
    told = sum(block.end - block.start for block in plan.blocks if block.status)
    past = f"; {told:,} characters tell what was done or where one stands: their numerals are status" if told else ""
    kind = {REPORT: "a report to an assembly", FACTS: "a document that states facts"}.get(plan.genre.kind, "a plan")
    if one.coding.outlook:
        return Finding(one.name, "outlook", OK, f"{kind}{past}")
    kind = kind if plan.genre.kind else "no plan"
    said = f"{kind}: no goals part, no horizon, no year to come, so it does not look ahead{past}"
    return Finding(one.name, "outlook", LOOK, said, "is this a plan? its targets, if any, are in doubt")


def _goals(one: CodedPlan, record: dict[str, Any]) -> Finding:
    blocks = one.plan.blocks
    heads = [
        one.plan.title_of(index)
        for index, block in enumerate(blocks)
        if block.part == "goals" and block.kind == "heading"
    ]
    if not record["han_goals"]:
        todo = "give the section that states the goals a heading such as 主要目标, in a copy of the text"
        return Finding(one.name, "goals", LOOK, "no section that states the goals was found", todo)
    clauses = f"{record['han_goals']:,} Han characters, {record['goal_clauses']} clauses"
    return Finding(one.name, "goals", OK, f"{clauses}: {_some(filter(None, heads))}")


def _numerals(one: CodedPlan) -> Finding:
    numerals = one.coding.numerals
    unplaced = [f"{row['text']} in “{row['sentence'].strip()[:40]}”" for row in numerals if row["role"] == "unplaced"]
    if unplaced:
        todo = "see qcompare numerals; add the target by review if there is one"
        return Finding(
            one.name, "numerals", LOOK, f"{len(numerals)}, {len(unplaced)} not placed: {_some(unplaced)}", todo
        )
    return Finding(one.name, "numerals", OK, f"{len(numerals)}, each with its role")


def _targets(one: CodedPlan) -> Finding:
    from qcompare.review.priority import doubts

    targets = one.coding.targets
    kinds = ", ".join(
        f"{sum(target['type'] == kind for target in targets)} {kind}"
        for kind in ("quantified", "absolute", "relative", "qualitative")
    )
    unsure = sum(bool(doubts(target)) for target in targets)
    if not targets:
        return Finding(one.name, "targets", LOOK, "none", "is this the plan itself, and not its covering letter?")
    todo = "look at them first: qcompare review export" if unsure else ""
    return Finding(one.name, "targets", LOOK if unsure else OK, f"{len(targets)} ({kinds}), {unsure} unsure", todo)


def _review(one: CodedPlan) -> Finding:
    done = one.review
    if done is None:
        return Finding(
            one.name,
            "review",
            LOOK,
            "coding not reviewed yet",
            "qcompare review export, or view() in JupyterLab",
        )
    from qcompare.review.priority import doubts

    seen = sum(target["reviewed"] is not None for target in done.targets)
    unsure = sum(target["reviewed"] is None and bool(doubts(target)) for target in done.targets)
    said = f"{len(done.applied)} corrections; {seen} of {len(done.targets)} targets reviewed"
    left = len(done.stale) + len(done.disputed)
    if left:
        return Finding(one.name, "review", LOOK, f"{said}; {left} left out", "see what stands on standard error")
    if unsure:
        todo = "look at them: qcompare review export, or view() in JupyterLab"
        return Finding(one.name, "review", LOOK, f"{said}; {unsure} unsure ones not yet", todo)
    return Finding(one.name, "review", OK, said)


def _open(plans: list[CodedPlan], judgements: Iterable[Judgement]) -> dict[str, _Open]:
    """Return, for each plan, what is left to judge of its indicators and matches."""
    import pandas as pd

    from qcompare.measures.crosswalk import canonicalise, is_judged, load
    from qcompare.measures.matching import propose
    from qcompare.review.judging import cells_to_judge
    from qcompare.schema import frame

    if not plans:
        return {}
    crosswalk = load(judgements=judgements)
    targets = pd.concat([one.targets for one in plans], ignore_index=True)
    known = canonicalise(targets, crosswalk)
    rows = known[known["canonical"].isna() & (known["type"] != "qualitative") & ~known["judged"].isin(crosswalk.own)]
    wordings = {str(plan): list(dict.fromkeys(group["indicator"])) for plan, group in rows.groupby("plan")}
    proposals = propose(known, crosswalk)["plan"].value_counts().to_dict()
    records = frame("plans", [one.record() for one in plans])
    cells: dict[str, list[str]] = {one.name: [] for one in plans}
    for plan, goal in cells_to_judge(crosswalk, records):
        cells[plan].append(goal)
    return {
        plan: _Open(
            wordings.get(plan, []), int(proposals.get(plan, 0)),
            sum(is_judged(crosswalk, plan, goal) for goal in goals), len(goals),
        )
        for plan, goals in cells.items()
    }  # fmt: skip


def _some(texts: Iterable[str]) -> str:
    given = list(texts)
    more = f" and {len(given) - _SHOWN} more" if len(given) > _SHOWN else ""
    return "; ".join(given[:_SHOWN]) + more


def text(findings: Iterable[Finding]) -> str:
    """Return findings for reading: a paragraph a plan, a mark before what needs a person, and how many plans are good."""
    given = list(findings)
    lines: list[str] = []
    plan = None
    for finding in given:
        if finding.plan != plan:
            lines += ["", finding.plan] if lines else [finding.plan]
            plan = finding.plan
        mark = " " if finding.state == OK else "!"
        colon = "：" if language() == "zh" else ": "
        spoken = _own_words if finding.item == "matches" else say
        lines.append(f"  {mark} {spoken(finding.item)}{colon}{spoken(finding.found)}")
        if finding.todo:
            lines.append(f"      → {spoken(finding.todo)}")
    return "\n".join([*lines, *(["", say(_LEDGER), say(_PAGE), _own_words(_summary(given))] if given else [])]) + "\n"


def _own_words(text: str) -> str:
    """Return a sentence on the benchmark in the language to speak, and in the words of the benchmark at hand."""
    return worded(say(text), language())


def _summary(findings: Iterable[Finding]) -> str:
    """Return a line on all plans: good is a plan of which everything that a person has to do is done."""
    marked: dict[str, set[str]] = {}
    for finding in findings:
        marked.setdefault(finding.plan, set()).update([finding.item] if finding.state != OK else [])
    by_people = {"review", "matches", "indicators"}
    remarks = sum(bool(items - by_people) for items in marked.values())
    review, matches, indicators = (
        sum(item in items for items in marked.values()) for item in ("review", "matches", "indicators")
    )
    done = sum(not items for items in marked.values())
    return (
        f"files read: {len(marked)}; complete: {done}; not reviewed: {review}; not judged: {matches} (national goals), "
        f"{indicators} (indicators); with something else to look at: {remarks}"
    )


def write_sidecars(plans: Iterable[CodedPlan]) -> tuple[list[Path], list[SourceError]]:
    """Write a ``.yml`` beside each plan that lacks metadata and has none, the missing fields to be filled in."""
    written: list[Path] = []
    errors: list[SourceError] = []
    for one in plans:
        record = one.record()
        file = str(one.plan.file or "")
        path = sidecar_path(file, one.name)
        if not record["missing"] or one.plan.sidecar or path is None:
            continue
        if path.exists() or path.with_suffix(".yaml").exists():
            continue
        known = [f"# {field}: {record[field]}" for field in _EXAMPLES if record.get(field) is not None]
        empty = [f"# {field}: {_EXAMPLES[field]}" for field in record["missing"] if field in _EXAMPLES]
        lines = [
            f"# {Path(file).name}: 正文没有写明的事项。去掉行首的 # 并改成实际内容。",
            "# What the text does not say. Take off the # and write what is so.",
            *empty,
            "",
            "# 已读出的，有误时去掉 # 改正。What was read; to correct it, take off the #.",
            *known,
            "note: ''",
        ]
        try:
            output.write(path, "\n".join(lines) + "\n")
            written.append(path)
        except OSError as error:
            errors.append(
                SourceError(path, f"it cannot be written ({error.strerror})", "copy the plans to a folder of your own")
            )
    return written, errors
