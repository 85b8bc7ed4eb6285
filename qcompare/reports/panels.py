"""The three panels of the start page: a sentence with its figures, its picture, how sure it is.

A sentence names plans in order of issue, never by value. Where there are more plans than a sentence can name
(:data:`FEW`), it speaks of how many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qcompare.benchmark import current, worded
from qcompare.figures import panels as drawn
from qcompare.figures.chart.base import counted
from qcompare.findings.alignment import in_time
from qcompare.findings.ambition import sourced, stated
from qcompare.findings.shares import totals
from qcompare.measures.choices import Choices, combinations
from qcompare.measures.overview import followed
from qcompare.reports.facts import FEW, Facts, Record, listed, records
from qcompare.reports.levels import number
from qcompare.reports.page_text import WORDS
from qcompare.reports.standing import compared

TOPICS = ("specificity", "ambition", "alignment")
_COUNTING = ("part", "series", "joined", "absolute", "parents")  # choices that the share with a number depends on
_SMALL = 10  # targets below which a share moves visibly with one of them
_GENERAL = 20  # comparable cells below which nothing is said of plans in general


def panels(facts: Facts, lang: str) -> list[dict[str, Any]]:
    """Return the three panels, each with ``id``, ``question``, ``finding``, ``picture``, ``sure`` and ``more``."""
    makers: Mapping[str, Callable[[Facts, str], dict[str, Any]]] = {
        "specificity": _specificity, "ambition": _ambition, "alignment": _alignment,
    }  # fmt: skip
    w = WORDS[lang]

    def leads(plan: str, fragment: str) -> str:
        return f"plans/{plan}.{lang}.html" + (f"#{fragment}" if fragment else "")

    return [
        {"id": topic, "question": w[f"question_{topic}"], "more": w[f"more_{topic}"],
         "picture": getattr(drawn, topic)(facts.measures, lang, leads), **_in_words(makers[topic](facts, lang), lang)}
        for topic in TOPICS
    ]  # fmt: skip


def _in_words(made: dict[str, Any], lang: str) -> dict[str, Any]:
    return {**made, "finding": worded(made["finding"], lang)}


def _sure(step: str, reason: str, lang: str) -> dict[str, str]:
    return {"step": step, "word": WORDS[lang][f"sure_{step}"], "reason": worded(reason, lang)}


# how specific
def _specificity(facts: Facts, lang: str) -> dict[str, Any]:
    rows = [
        {"plan": row["plan"], "name": facts.name(row["plan"], lang), "n": int(row["n"]), "numbered": round(row["share"] * row["n"])}
        for row in facts.in_order(facts.measures.specificity) if row["n"] and row["share"] is not None
    ]  # fmt: skip
    if not rows:
        return {"finding": WORDS[lang]["no_goals_section"], "sure": None}
    many = [row for row in rows if 2 * row["numbered"] > row["n"]]
    return {"finding": _most(rows, many, lang), "sure": _specificity_sure(facts, rows, lang)}


def _most(rows: Sequence[Record], many: Sequence[Record], lang: str) -> str:
    """Return the sentence on which plans put a number, or all or none, on most of their targets."""
    few = [row for row in rows if row not in many]
    if len(rows) > FEW:
        if lang == "zh":
            return f"{len(rows)}份规划中，{len(many)}份的目标过半写出数字或不留例外（全部、杜绝），{len(few)}份不到半数或恰为半数。"
        return f"{len(many)} of {len(rows)} plans put a number, or all or none, on more than half of their targets; {len(few)} on half or fewer."
    if lang == "zh":
        said = lambda some: "，".join(followed(row["name"], f"{row['n']}条中{row['numbered']}条") for row in some)  # noqa: E731
        parts = [f"写出数字或不留例外（全部、杜绝）的目标过半：{said(many)}" if many else "",
                 f"{'' if many else '写出数字或不留例外（全部、杜绝）的目标为'}半数或以下：{said(few)}" if few else ""]  # fmt: skip
        return "；".join(filter(None, parts)) + "。"
    counts = lambda some: listed([f"{row['name']} ({row['numbered']} of {row['n']})" for row in some], "en")  # noqa: E731
    if many and few:
        return f"More than half of the targets carry a number, or all or none, in {counts(many)}; half or fewer in {counts(few)}."
    return (
        f"More than half of the targets carry a number, or all or none, in {counts(many)}."
        if many
        else f"Half of the targets or fewer carry a number, or all or none, in {counts(few)}."
    )


def _kept(test: str, held: int, n: int, but: str, lang: str) -> str:
    """Return of how many plans something holds under a test, and which it does not hold of; of one plan whether it holds."""
    if n == 1:
        return f"{test}：{'是' if held else '否'}" if lang == "zh" else f"{test}: {'yes' if held else 'no'}"
    if lang == "zh":
        return f"{test}：{n}份中{held}份{f'，{but}除外' if but else ''}"
    return f"{test} {held} of {n}{f' (not {but})' if but else ''}"


def _specificity_sure(facts: Facts, rows: Sequence[Record], lang: str) -> dict[str, str]:
    """Say for how many plans more or less than half stays so in each of three tests, and name those that do not."""
    m, zh = facts.measures, lang == "zh"
    coding = m.under(rates="blind").coding_interval
    known = {row["plan"]: row for row in rows}
    keep: dict[str, list[str]] = {}
    fail: dict[str, list[str]] = {}
    for name, table in (("coding", coding), ("sentences", m.stability)):
        for row in records(table[table["measure"] == "share"].dropna(subset=["low", "high"])):
            if row["plan"] in known:
                (fail if row["low"] <= 0.5 <= row["high"] else keep).setdefault(name, []).append(row["plan"])
    if len(rows) <= FEW:
        for row in rows:
            (keep if _same_side(facts, row) else fail).setdefault("definitions", []).append(row["plan"])
    if "coding" not in keep and "coding" not in fail:
        reason = "编码误差未知，无法给出区间。" if zh else "The coding error is not known, so there is no interval."
        return _sure("few", reason, lang)
    kinds = {"definitions": ("改变计数的定义的所有组合", "all definitions of counting"), "coding": ("编码误差如未见过的文本（95%区间）", "coding errors of unseen texts (95% intervals)"),
             "sentences": ("句子重抽（95%区间）", "resampled sentences (95% intervals)")}  # fmt: skip
    said = []
    for name, words in kinds.items():
        held, lost = keep.get(name, []), fail.get(name, [])
        if not held and not lost:
            continue
        who = (
            listed([facts.name(plan, lang) for plan in facts.order if plan in lost], lang) if 0 < len(lost) <= 3 else ""
        )
        said.append(_kept(words[0] if zh else words[1], len(held), len(held) + len(lost), who, lang))
    reason = f"仍在半数同一侧的：{'；'.join(said)}。" if zh else f"On the same side of one half: {'; '.join(said)}."
    tiny = [row for row in rows if row["n"] < _SMALL]
    if 0 < len(tiny) <= 3:
        names, counts = listed([row["name"] for row in tiny], lang), listed([str(row["n"]) for row in tiny], lang)
        single = [
            row["plan"] for row in tiny if row["plan"] not in {*keep.get("sentences", []), *fail.get("sentences", [])}
        ]
        tail = ("，句子太少，无法重抽", ", too few sentences to resample") if len(single) == len(tiny) else ("", "")
        reason += (
            f"{names}的目标部分共{counts}条{tail[0]}。"
            if zh
            else f" {names}: {counts} targets in the goals section{tail[1]}."
        )
    reason = f"{reason}{'' if zh else ' '}{totals(m)[0 if zh else 1]}".strip()
    failed = next((name for name in ("definitions", "coding", "sentences") if fail.get(name)), "")
    return _sure("depends" if failed == "definitions" else "fails" if failed else "partly", reason, lang)


def _same_side(facts: Facts, row: Record) -> bool:
    """Return whether a plan stays on its side of one half under every combination of the definitions that count targets."""
    above = 2 * row["numbered"] > row["n"]
    for chosen in combinations(_COUNTING):
        targets = facts.measures.under(Choices(**chosen)).elements
        numbered = targets.loc[targets["plan"] == row["plan"], "level"]
        if len(numbered) and (2 * int(numbered.sum()) > len(numbered)) != above:
            return False
    return True


# how ambitious
def _ambition(facts: Facts, lang: str) -> dict[str, Any]:
    goals = [goal for goal in facts.goals.values() if goal["type"] == "quantified"]
    cells = len(goals) * len(facts.order)
    judged = [
        rows[0] for goal in goals for plan in facts.order
        if (rows := facts.cells.get((goal["national_goal"], plan))) and compared(rows[0])
    ]  # fmt: skip
    strict = [row for row in judged if row["class"] == "stricter"]
    return {"finding": _stricter(facts, cells, judged, strict, lang), "sure": _ambition_sure(facts, judged, lang)}


def _stricter(facts: Facts, cells: int, judged: Sequence[Record], strict: Sequence[Record], lang: str) -> str:
    n = len(judged)
    if lang == "zh":
        head = f"规划与国家定量目标对照共{cells}格，{n}格口径相同、可以比较"
        if not n:
            return head + "。"
        if not strict:
            return f"{head}；按水平和期限，没有一格更严。"
        shown = "；".join(_named(facts, row, lang) for row in strict[:2]) + ("等" if len(strict) > 2 else "")
        return f"{head}，{len(strict)}格更严：{shown}。"
    head = f"Of {cells} pairs of a plan and a numeric national goal, {n or 'none'} {'is' if n < 2 else 'are'} of the same statistic and can be compared."
    if not n:
        return head
    if not strict:
        return f"{head} By level and year, none is stricter."
    shown = "; ".join(_named(facts, row, lang) for row in strict[:2]) + (" and others" if len(strict) > 2 else "")
    return f"{head} {counted(len(strict), capital=True)} {'is' if len(strict) == 1 else 'are'} stricter: {shown}."


def _named(facts: Facts, row: Record, lang: str) -> str:
    plan, goal = facts.name(row["plan"], lang), facts.goals[row["national_goal"]]
    own, nation = (
        f"{_sign(row[sign])}{number(row[value])}"
        for sign, value in (("comparator", "value"), ("national_comparator", "national_value"))
    )
    same, source = row["year"] == row["national_year"], sourced(row.get("year_source"))[lang != "zh"]
    name = row["goal_zh"] if lang == "zh" else goal["indicator_en"]
    if lang == "zh":
        return (
            f"{plan}的{name}{own}，国家{nation}，"
            + (f"同为{int(row['year'])}年" if same else f"{_year(row)}年对{int(row['national_year'])}年")
            + (f"（规划的{source[1:]}）" if source else "")
        )
    return (
        f"{plan}, {name}, {own} against {nation}, "
        + (f"both {int(row['year'])}" if same else f"{_year(row)} against {int(row['national_year'])}")
        + (f" ({source[2:]})" if source else "")
    )


def _year(row: Record) -> str:
    return "–" if row["year"] is None else str(int(row["year"]))


def _sign(comparator: str | None) -> str:
    return {">=": "≥", "<=": "≤", ">": ">", "<": "<"}.get(comparator or "", "")


def _ambition_sure(facts: Facts, judged: Sequence[Record], lang: str) -> dict[str, str]:
    higher = [row for row in judged if row["level_class"] == "stricter"]
    later = [row for row in higher if (row["year"] or 0) > (row["national_year"] or 9999)]
    n, up, late = len(judged), len(higher), len(later)
    if lang == "zh":
        reason = (
            f"{n}格中{up}格的水平要求更高，其中{late}格期限较晚，不算更严。" if n else "没有一格可以比较。"
        ) + f"{stated(facts.measures)[0] if n else ''}没有目标写到不等于要求低。"
    else:
        reason = f"{up} of the {n} {'has' if up == 1 else 'have'} a more demanding level, {late} of these by a later year, which is not stricter. {stated(facts.measures)[1]}" if n else "No cell can be compared."  # fmt: skip
        reason = f"{reason.strip()} A goal that no target names says nothing about effort."
    return _sure("few" if n < _GENERAL else "depends", reason, lang)


# how aligned
def _alignment(facts: Facts, lang: str) -> dict[str, Any]:
    rows = [
        {"plan": row["plan"], "name": facts.name(row["plan"], lang), "cites": bool(row["cites_outline"]), "answered": int(row["covered"] or 0),
         "judged": row["coverage"] is not None}
        for row in facts.in_order(facts.measures.alignment)
    ]  # fmt: skip
    judged = [row for row in rows if row["judged"]]
    return {"finding": _answered(rows, _goals(facts, lang), lang), "sure": _alignment_sure(facts, judged, lang)}


def _goals(facts: Facts, lang: str) -> str:
    """Return which goals of the outline count, and of how many on record."""
    table = facts.measures.coverage
    n = len(facts.goals)
    recorded = int(table["recorded"].max()) if len(table) else n
    if current() or recorded <= n:
        return f"纲要{n}项目标" if lang == "zh" else f"the outline's {n} goals"
    return (
        f"纲要有公开网页佐证的{n}项目标（记录的共{recorded}项）"
        if lang == "zh"
        else f"the {n} goals of the outline that public pages report ({recorded} on record)"
    )


def _answered(rows: Sequence[Record], goals: str, lang: str) -> str:
    zh = lang == "zh"
    judged, open_ = [row for row in rows if row["judged"]], [row for row in rows if not row["judged"]]
    citing, other = [row for row in judged if row["cites"]], [row for row in rows if not row["cites"]]
    if not judged:
        return (
            f"规划与{goals}的对应还没有人判定。"
            if zh
            else f"Nobody has judged yet which of {goals} the plan{'s answer' if len(rows) > 1 else ' answers'}."
        )
    if len(rows) > FEW:
        ends = sorted(row["answered"] for row in judged)
        if zh:
            return f"{goals}中，已判定的{len(judged)}份规划以目标回应{ends[0]}至{ends[-1]}项；{len(open_)}份尚未判定。"
        return f"Of {goals} the {len(judged)} plans judged answer {ends[0]} to {ends[-1]} with a target; {len(open_)} plans are not judged yet."
    if zh:
        parts = [
            f"{goals}中，以目标回应的："
            + "，".join(followed(row["name"], f"{row['answered']}项") for row in citing or judged)
        ]
        if other:
            parts.append(f"{listed([row['name'] for row in other], lang)}没有引用纲要")
        if open_:
            parts.append(f"{listed([row['name'] for row in open_], lang)}尚未判定")
        return "；".join(parts) + "。"
    first = f"Of {goals}, " + listed([f"{row['name']} answers {row['answered']}" if at == 0 else f"{row['name']} {row['answered']}" for at, row in enumerate(citing or judged)], lang) + "."  # fmt: skip
    if other:
        first += f" {listed([row['name'] for row in other], lang)} {'does' if len(other) == 1 else 'do'} not cite the outline."
    return first + (f" {listed([row['name'] for row in open_], lang)}: not judged yet." if open_ else "")


def _alignment_sure(facts: Facts, judged: Sequence[Record], lang: str) -> dict[str, str]:
    zh = lang == "zh"
    if not judged:
        return _sure("few", "程序的建议不计入。" if zh else "What the program suggests does not count.", lang)
    every = facts.measures.under(unsupported="in")
    rest = {row["plan"]: int(row["covered"] or 0) for row in records(every.alignment)}
    recorded = every.coverage["national_goal"].nunique()
    inside = [row for row in judged if row["cites"]] or judged
    if len(judged) > FEW:
        reason = "对应由编码员判定。" if zh else "Matches were judged by coders."
    elif current():  # whose goals nobody has to vouch for
        reason = "对应由一人判定。" if zh else "Matched by one coder."
    elif zh:
        said = "、".join(followed(row["name"], rest.get(row["plan"], 0)) for row in inside)
        reason = f"对应由一人判定，口径相近的也算回应。记录的{recorded}项都计时：{said}。"
    else:
        said = ", ".join(f"{row['name']} {rest.get(row['plan'], 0)}" for row in inside)
        reason = f"Matched by one coder; similar statistics count as answers. With all {recorded} on record: {said}."
    if len(judged) <= FEW:
        table = facts.measures.alignment.set_index("plan").loc[[row["plan"] for row in inside]]
        reason = f"{reason}{'' if zh else ' '}{in_time(facts.measures, table)[0 if zh else 1]}".strip()
    return _sure("depends", reason, lang)
