"""What is to be judged of a corpus: proposed matches with national goals, and indicators that no table knows yet.

A row stands for one question to a person, those first that matter most: goals with a number before others, likely
matches before unlikely ones. The same rows go into the workbook and into the view in JupyterLab.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qcompare.corrections.judgements import CANONICAL, GRADES, Judgement, Subject, holding, judge
from qcompare.errors import SchemaError, unknown
from qcompare.exchange.cells import plain

if TYPE_CHECKING:
    import pandas as pd

    from qcompare.corpus import Corpus
    from qcompare.measures.crosswalk import Crosswalk
    from qcompare.measures.registry import Measures

Row = dict[str, Any]
LIKELY = 65.0  # likeness from which a known indicator is suggested for a wording
_RANK = {"E": 0, "N": 1, "F": 2, "": 3}
_SPAN = ("quote", "start", "end", "level_start", "level_end")


def match_rows(corpus: Corpus) -> list[Row]:
    """Return the matches of a corpus to judge, one row a pair of indicator and national goal.

    Each holds plan, indicator, national_goal, goal and goal_level (its words), grade and relation (as judged, else as
    suggested), score and why (of the proposal), quote, level_text and spans of the plan's targets, numbered (whether
    the goal has a number), judged (who said what). Goals with a number of which a plan seems to say nothing have a row
    without an indicator, to be confirmed or filled in.
    """
    from qcompare.measures import of

    measures = of(corpus)
    goals = {row["national_goal"]: row for row in measures.crosswalk.goals.to_dict("records")}
    targets = _by_indicator(measures.targets)
    said = _said(corpus.judgements)
    rows: dict[tuple[str, str, str], Row] = {}
    proposed = measures.matches[measures.matches["status"] == "proposed"]
    for found in proposed.to_dict("records"):
        pair = (found["plan"], found["target_indicator"], found["national_goal"])
        rows[pair] = {
            "grade": found["suggested"],
            "relation": "same" if found["suggested"] == "E" else found["relation"],
            "score": round(float(found["score"]), 1),
            "why": found["reason"],
        }
    for one in holding(corpus.judgements):
        if one.kind == "match" and one.plan in corpus and one.national_goal in goals:
            rows[(one.plan, one.indicator, one.national_goal)] = _as_judged(one)
    for pair in _silent(measures, {(plan, goal) for plan, _, goal in rows}):
        rows[pair] = {"grade": "", "relation": "", "score": None, "why": ""}
    made = [_match(pair, row, goals[pair[2]], targets.get(pair[:2], []), said) for pair, row in rows.items()]
    return sorted(made, key=_gain)


def _as_judged(one: Judgement) -> Row:
    grade = one.verdict if one.verdict in GRADES else ""
    return {
        "grade": grade,
        "relation": one.relation,
        "score": one.proposed.get("score"),
        "why": one.proposed.get("why", ""),
    }


def _match(
    pair: tuple[str, str, str],
    row: Row,
    goal: Mapping[str, Any],
    targets: list[Row],
    said: Mapping[Subject, list[Judgement]],
) -> Row:
    plan, indicator, national_goal = pair
    judged = said.get(("match", plan, indicator, national_goal), [])
    return {
        "plan": plan, "indicator": indicator, "national_goal": national_goal, "goal": goal["indicator"],
        "goal_level": _level(plain(goal)), "numbered": goal["type"] == "quantified", **row,
        "quote": targets[0]["quote"] if targets else "", "level_text": " / ".join(one["level_text"] for one in targets),
        "spans": [{name: one[name] for name in _SPAN} for one in targets],
        "judged": "; ".join(f"{one.coder}: {one.verdict}" for one in judged),
        "coders": [one.coder for one in judged],
    }  # fmt: skip


def _level(goal: Row) -> str:
    """Return a goal's level in signs: ``>= 96 % · 2015``."""
    number = goal["low"] if goal["low"] is not None else goal["high"]
    parts = [goal["comparator"], number, goal["unit"]] if number is not None else []
    level = " ".join(str(part) for part in parts if part is not None)
    return " · ".join(part for part in (level, str(goal["year"] or "")) if part)


def _gain(row: Row) -> tuple[bool, bool, int, str, float, str]:
    """Return where a row stands in the order of judging: what changes the main comparison most comes first."""
    return (
        bool(row["judged"]),
        not row["numbered"],
        _RANK[row["grade"]],
        row["national_goal"],  # one goal is judged in all plans before the next
        -(row["score"] or 0),
        row["plan"],
    )


def _by_indicator(targets: pd.DataFrame) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in targets[["plan", "judged", "level_text", *_SPAN]].to_dict("records"):
        found.setdefault((row["plan"], row["judged"]), []).append(plain(row))
    return found


def _said(judgements: Iterable[Judgement]) -> dict[Subject, list[Judgement]]:
    found: dict[Subject, list[Judgement]] = {}
    for one in holding(judgements):
        found.setdefault(one.subject, []).append(one)
    return found


def _silent(measures: Measures, spoken: set[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return plan and goal to ask about, for plans not judged in full, where nothing is proposed and nothing judged."""
    cells = cells_to_judge(measures.crosswalk, measures.plans)
    return [
        (plan, "", goal)
        for plan, goal in cells
        if plan not in measures.crosswalk.complete and (plan, goal) not in spoken
    ]


def cells_to_judge(crosswalk: Crosswalk, plans: pd.DataFrame) -> list[tuple[str, str]]:
    """Return plan and goal: those with a number of the outline, all of a benchmark of the study's own.

    A plan that is older than the goal cannot answer it.
    """
    from qcompare.measures.ambition import older

    goals = crosswalk.goals
    asked = goals["benchmark"].eq("outline") & (goals["type"].eq("quantified") | crosswalk.own_benchmark)
    numbered = goals[asked.fillna(False).astype(bool)]
    earlier = set(older(plans, numbered).itertuples(index=False, name=None))
    return [(plan, goal) for plan in plans["plan"] for goal in numbered["national_goal"] if (plan, goal) not in earlier]


def indicator_rows(corpus: Corpus) -> list[Row]:
    """Return the wordings that no table knows, one row each, the most frequent first.

    Each holds indicator, plans, targets (number), quote, unit, canonical (the likeliest known indicator, if any is
    likely), canonical_zh, score, judged.
    """
    from rapidfuzz import fuzz, process

    from qcompare.measures import of
    from qcompare.measures.matching import words

    measures = of(corpus)
    crosswalk, targets = measures.crosswalk, measures.targets
    said = _said(corpus.judgements)
    known = {words(row.indicator): row.canonical for row in crosswalk.indicators.itertuples()}
    names = crosswalk.canonical.set_index("canonical")["zh"]
    fresh = {one.indicator for one in holding(corpus.judgements) if one.kind == "indicator"}
    open_ = targets[(targets["canonical"].isna() & (targets["type"] != "qualitative")) | targets["judged"].isin(fresh)]
    rows = []
    for indicator, group in open_.groupby("judged"):
        judged = said.get(("indicator", "", str(indicator), ""), [])
        best = process.extractOne(words(str(indicator)), list(known), scorer=fuzz.token_sort_ratio)
        likely = best is not None and best[1] >= LIKELY
        canonical = judged[-1].canonical.get("canonical", "") if judged else known[best[0]] if likely else ""
        rows.append({
            "indicator": str(indicator), "plans": " ".join(sorted(set(group["plan"]))), "targets": len(group),
            "quote": group["quote"].iloc[0], "unit": plain({"unit": group["unit"].iloc[0]})["unit"] or "",
            "canonical": canonical, "canonical_zh": str(names.get(canonical, "")), "score": round(best[1], 1) if best else None,
            "spans": [], "judged": "; ".join(f"{one.coder}: {one.verdict} {one.canonical.get('canonical', '')}".strip() for one in judged),
            "coders": [one.coder for one in judged],
        })  # fmt: skip
    return sorted(
        rows, key=lambda row: (bool(row["judged"]), -len(row["plans"].split()), -row["targets"], row["indicator"])
    )


class Judging:
    """Decisions on the rows of a corpus → judgements, each checked against what there is.

    Parameters
    ----------
    corpus
        The plans, with the judgements that are in.
    coder
        Who is judging.
    settle
        Whether the decisions settle where others differ.
    """

    def __init__(self, corpus: Corpus, coder: str, settle: bool = False) -> None:
        from qcompare.measures import of

        self._measures = of(corpus)
        self._targets = _by_indicator(self._measures.targets)
        self._said = _said(corpus.judgements)
        self._goals = set(self._measures.crosswalk.goals["national_goal"])
        self._canonical = set(self._measures.crosswalk.canonical["canonical"])
        goals = self._measures.crosswalk.goals
        self.goals = [{"id": row.national_goal, "words": row.indicator} for row in goals.itertuples()]
        self.coder, self.settle, self.names = coder, settle, corpus.names

    def match(self, row: Mapping[str, Any], verdict: str, reason: str = "") -> Judgement:
        """Return the judgement of a match.

        Parameters
        ----------
        row
            plan, indicator, national_goal, relation, and score and why of the proposal if there was one.
        verdict
            A grade, ``none`` or ``withdraw``.
        reason
            Why.

        Raises
        ------
        SchemaError
            If the plan, its indicator or the goal does not exist.
        """
        plan, indicator, goal = (str(row.get(name) or "") for name in ("plan", "indicator", "national_goal"))
        if plan not in self.names:
            raise SchemaError(unknown("plan", plan, self.names))
        if goal not in self._goals:
            raise SchemaError(unknown("national goal", goal, self._goals))
        targets = self._targets.get((plan, indicator), [])
        if indicator and not targets and verdict in GRADES:
            there = {name for where, name in self._targets if where == plan}
            raise SchemaError(unknown(f"indicator of {plan}", indicator, there))
        relation = str(row.get("relation") or ("same" if verdict == "E" else "related")) if verdict in GRADES else ""
        proposed = {name: row[name] for name in ("grade", "score", "why") if row.get(name) not in (None, "")}
        subject = ("match", plan, indicator, goal)
        return judge(
            "match", indicator, verdict, plan=plan, national_goal=goal, relation=relation, coder=self.coder, reason=reason,
            spans=targets, proposed=proposed, settles=self._others(subject),
        )  # fmt: skip

    def indicator(self, row: Mapping[str, Any], verdict: str, reason: str = "") -> Judgement:
        """Return the judgement of a wording; ``row`` holds what a new canonical indicator needs (``CANONICAL``).

        Raises
        ------
        SchemaError
            If the known indicator does not exist, or a new one would take its id.
        """
        indicator = str(row.get("indicator") or "")
        canonical: dict[str, Any] = {}
        if verdict == "same":
            canonical = {"canonical": str(row.get("canonical") or "")}
            if canonical["canonical"] not in self._canonical:
                raise SchemaError(unknown("canonical indicator", canonical["canonical"], self._canonical))
        elif verdict == "new":
            canonical = {name: row.get(name) for name in CANONICAL if row.get(name) not in (None, "")}
            canonical = {"zh": indicator, "polarity": 1} | canonical
            if canonical.get("canonical") in self._canonical:
                raise SchemaError(f"{canonical['canonical']!r} is known already; decide 'same', or give another id")
        subject = ("indicator", "", indicator, "")
        return judge(
            "indicator", indicator, verdict, coder=self.coder, reason=reason, canonical=canonical,
            settles=self._others(subject),
        )  # fmt: skip

    def _others(self, subject: Subject) -> tuple[str, ...]:
        return tuple(one.id for one in self._said.get(subject, [])) if self.settle else ()


def unsaid(made: Iterable[Judgement], judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return what a person has not said already: a file that comes in twice adds nothing the second time."""
    there = {(one.coder, one.subject): one for one in holding(judgements)}

    def known(one: Judgement) -> bool:
        last = there.get((one.coder, one.subject))
        return last is not None and (last.result, last.reason, last.settles) == (one.result, one.reason, one.settles)

    return [one for one in made if not known(one)]


def agreement(judgements: Sequence[Judgement], first: str, second: str) -> pd.DataFrame:
    """Return how far two judges agree, on matches and on indicators: ``field``, ``n``, ``equal``, ``alpha``.

    ``match`` compares grades with "none" among them, ``answer`` only whether there is a match at all (F is none).

    Raises
    ------
    SchemaError
        If one of them has judged nothing.
    """
    import pandas as pd

    from qcompare.measures.agreement import alpha

    by: dict[str, dict[Subject, Judgement]] = {first: {}, second: {}}
    for one in holding(judgements):
        by.setdefault(one.coder, {})[one.subject] = one
    for name in (first, second):
        if not by[name]:
            raise SchemaError(
                f"there are no judgements by {name!r}; there are some by {', '.join(sorted(filter(by.get, by))) or 'nobody'}"
            )
    shared = [(by[first][subject], by[second][subject]) for subject in by[first] if subject in by[second]]
    matches = [pair for pair in shared if pair[0].kind == "match"]
    units = {
        "match": [(one.verdict, two.verdict) for one, two in matches],
        "answer": [(str(one.verdict in "EN"), str(two.verdict in "EN")) for one, two in matches],
        "relation": [(one.relation, two.relation) for one, two in matches if one.relation and two.relation],
        "indicator": [(" ".join(one.result), " ".join(two.result)) for one, two in shared if one.kind == "indicator"],
    }
    rows = [
        {"field": name, "n": len(given), "equal": sum(a == b for a, b in given) / len(given) if given else None,
         "alpha": alpha(given) if given else None}
        for name, given in units.items()
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"equal": "Float64", "alpha": "Float64"})


def disputed(judgements: Iterable[Judgement]) -> list[Row]:
    """Return what judges differ on and nobody has settled, one row a judge."""
    from qcompare.corrections.judgements import decided

    return [
        {"kind": one.kind, "plan": one.plan, "indicator": one.indicator, "national_goal": one.national_goal,
         "coder": one.coder, "decision": one.verdict, "canonical": one.canonical.get("canonical", ""), "reason": one.reason}
        for group in decided(judgements)[1] for one in group
    ]  # fmt: skip
