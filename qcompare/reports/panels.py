"""The three panels of the start page: a sentence with its figures, its picture, how sure it is.

A sentence names plans in order of issue, never by value. Where there are more plans than a sentence can name
(:data:`FEW`), it speaks of how many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qcompare.benchmark import current, worded
from qcompare.figures import panels as drawn
from qcompare.findings.alignment import in_time
from qcompare.reports.facts import FEW, Facts, Record, listed, records
from qcompare.reports.levels import number
from qcompare.reports.page_text import WORDS
from qcompare.reports.standing import compared

TOPICS = ("specificity", "ambition", "alignment")
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
    """Return the sentence on which plans put a number on most of their targets."""
    few = [row for row in rows if row not in many]
    if len(rows) > FEW:
        if lang == "zh":
            return f"{len(rows)}份规划中，{len(many)}份的目标过半写出数字，{len(few)}份不到半数或恰为半数。"
        return f"{len(many)} of {len(rows)} plans put a number on more than half of their targets; {len(few)} on half or fewer."
    if lang == "zh":
        said = lambda some: "，".join(f"{row['name']}{row['n']}条中{row['numbered']}条" for row in some)  # noqa: E731
        parts = [f"过半目标写出数字：{said(many)}" if many else "", f"半数或以下：{said(few)}" if few else ""]
        return "；".join(filter(None, parts)) + "。"
    counts = lambda some: listed([f"{row['name']} ({row['numbered']} of {row['n']})" for row in some], "en")  # noqa: E731
    if many and few:
        return f"Most targets carry a number in {counts(many)}; half or fewer in {counts(few)}."
    return (
        f"Most targets carry a number in {counts(many)}."
        if many
        else f"Half of the targets or fewer carry a number in {counts(few)}."
    )


def _specificity_sure(facts: Facts, rows: Sequence[Record], lang: str) -> dict[str, str]:
    """Say for how many plans more or less than half stays so when the coding errs as often as on texts not seen before.

    One test of three, so never "robust": that is said of orders that hold under other definitions and resampled sentences, too.
    """
    table = facts.measures.under(rates="blind").coding_interval
    ends = {row["plan"]: (row["low"], row["high"]) for row in records(table[table["measure"] == "share"])}
    known = [row for row in rows if None not in ends.get(row["plan"], (None,))]
    keep = [row for row in known if not ends[row["plan"]][0] <= 0.5 <= ends[row["plan"]][1]]
    tiny = [row for row in rows if row["n"] < _SMALL]
    zh = lang == "zh"
    if not known:
        reason = "编码误差未知，无法给出区间。" if zh else "The coding error is not known, so there is no interval."
        return _sure("few", reason, lang)
    if zh:
        reason = (
            f"若编码误差与未见过的文本相同（90%区间），{len(known)}份中有{len(keep)}份仍在半数的同一侧；定义没有变动。"
        )
    else:
        reason = f"If the coding erred as on texts not seen before, {len(keep)} of {len(known)} plans stay on the same side of one half; definitions were not varied."
    if 0 < len(tiny) <= 3:
        names = listed([row["name"] for row in tiny], lang)
        counts = listed([str(row["n"]) for row in tiny], lang)
        reason += f"{names}的目标部分共{counts}条。" if zh else f" {names}: {counts} targets in the goals section."
    return _sure("depends", reason, lang)


# how ambitious
def _ambition(facts: Facts, lang: str) -> dict[str, Any]:
    goals = [goal for goal in facts.goals.values() if goal["type"] == "quantified"]
    cells = len(goals) * len(facts.order)
    judged = [
        rows[0] for goal in goals for plan in facts.order
        if (rows := facts.cells.get((goal["national_goal"], plan))) and compared(rows[0])
    ]  # fmt: skip
    strict = [row for row in judged if row["class"] == "stricter"]
    return {"finding": _stricter(facts, cells, judged, strict, lang), "sure": _ambition_sure(judged, lang)}


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
    head = f"Of {cells} pairs of a plan and a national goal with a number, {n or 'none'} {'is' if n < 2 else 'are'} of the same statistic and can be compared."
    if not n:
        return head
    if not strict:
        return f"{head} By level and year, none is stricter."
    shown = "; ".join(_named(facts, row, lang) for row in strict[:2]) + (" and others" if len(strict) > 2 else "")
    return f"{head} {_count(len(strict))} {'is' if len(strict) == 1 else 'are'} stricter: {shown}."


def _count(n: int) -> str:
    words = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[n] if n < len(words) else str(n)


def _named(facts: Facts, row: Record, lang: str) -> str:
    plan, goal = facts.name(row["plan"], lang), facts.goals[row["national_goal"]]
    own, nation = (
        f"{_sign(row[sign])}{number(row[value])}"
        for sign, value in (("comparator", "value"), ("national_comparator", "national_value"))
    )
    same = row["year"] == row["national_year"]
    name = row["goal_zh"] if lang == "zh" else goal["indicator_en"]
    if lang == "zh":
        return f"{plan}的{name}{own}，国家{nation}，" + (
            f"同为{int(row['year'])}年" if same else f"{_year(row)}年对{int(row['national_year'])}年"
        )
    return f"{plan}, {name}, {own} against {nation}, " + (
        f"both {int(row['year'])}" if same else f"{_year(row)} against {int(row['national_year'])}"
    )


def _year(row: Record) -> str:
    return "–" if row["year"] is None else str(int(row["year"]))


def _sign(comparator: str | None) -> str:
    return {">=": "≥", "<=": "≤", ">": ">", "<": "<"}.get(comparator or "", "")


def _ambition_sure(judged: Sequence[Record], lang: str) -> dict[str, str]:
    higher = [row for row in judged if row["level_class"] == "stricter"]
    later = [row for row in higher if (row["year"] or 0) > (row["national_year"] or 9999)]
    n, up, late = len(judged), len(higher), len(later)
    if lang == "zh":
        reason = (
            f"{n}格中{up}格水平更严，其中{late}格期限较晚。没有写不等于要求低。"
            if n
            else "没有一格可以比较。没有写不等于要求低。"
        )
    else:
        reason = f"{up} of the {n} {'has' if up == 1 else 'have'} a stricter level, {late} of these for a later year. A goal not named says nothing about effort." if n else "No cell can be compared. A goal not named says nothing about effort."  # fmt: skip
    return _sure("few" if n < _GENERAL else "depends", reason, lang)


# how aligned
def _alignment(facts: Facts, lang: str) -> dict[str, Any]:
    rows = [
        {"plan": row["plan"], "name": facts.name(row["plan"], lang), "cites": bool(row["cites_outline"]), "answered": int(row["covered"] or 0),
         "judged": row["coverage"] is not None}
        for row in facts.in_order(facts.measures.alignment)
    ]  # fmt: skip
    judged = [row for row in rows if row["judged"]]
    return {"finding": _answered(rows, len(facts.goals), lang), "sure": _alignment_sure(facts, judged, lang)}


def _answered(rows: Sequence[Record], total: int, lang: str) -> str:
    zh = lang == "zh"
    judged, open_ = [row for row in rows if row["judged"]], [row for row in rows if not row["judged"]]
    citing, other = [row for row in judged if row["cites"]], [row for row in rows if not row["cites"]]
    if not judged:
        return (
            f"规划与纲要{total}项目标的对应还没有人判定。"
            if zh
            else f"Nobody has judged yet which of the outline's {total} goals the plan{'s answer' if len(rows) > 1 else ' answers'}."
        )
    if len(rows) > FEW:
        ends = sorted(row["answered"] for row in judged)
        if zh:
            return f"纲要{total}项目标，已判定的{len(judged)}份规划以目标回应{ends[0]}至{ends[-1]}项；{len(open_)}份尚未判定。"
        return f"Of the outline's {total} goals the {len(judged)} plans judged answer {ends[0]} to {ends[-1]} with a target; {len(open_)} plans are not judged yet."
    if zh:
        parts = [
            f"纲要{total}项目标，以目标回应的："
            + "，".join(f"{row['name']}{row['answered']}项" for row in citing or judged)
        ]
        if other:
            parts.append(f"{listed([row['name'] for row in other], lang)}没有引用纲要")
        if open_:
            parts.append(f"{listed([row['name'] for row in open_], lang)}尚未判定")
        return "；".join(parts) + "。"
    first = f"Of the outline's {total} goals, " + listed([f"{row['name']} answers {row['answered']}" if at == 0 else f"{row['name']} {row['answered']}" for at, row in enumerate(citing or judged)], lang) + "."  # fmt: skip
    if other:
        first += f" {listed([row['name'] for row in other], lang)} {'does' if len(other) == 1 else 'do'} not cite the outline."
    return first + (f" {listed([row['name'] for row in open_], lang)}: not judged yet." if open_ else "")


def _alignment_sure(facts: Facts, judged: Sequence[Record], lang: str) -> dict[str, str]:
    zh = lang == "zh"
    if not judged:
        return _sure("few", "程序的建议不计入。" if zh else "What the program suggests does not count.", lang)
    supported = facts.measures.under(memory="out", single="out")
    rest = {row["plan"]: int(row["covered"] or 0) for row in records(supported.alignment)}
    left = len(set(supported.coverage["national_goal"]))
    inside = [row for row in judged if row["cites"]] or judged
    if len(judged) > FEW:
        reason = "对应由编码员判定。" if zh else "Matches were judged by coders."
    elif current():  # whose goals nobody has to vouch for
        reason = "对应由一人判定。" if zh else "Matched by one coder."
    elif zh:
        said = "、".join(f"{row['name']}{rest.get(row['plan'], 0)}" for row in inside)
        reason = f"对应由一人判定。只计有两处以上网页佐证的{left}项国家目标：{said}。"
    else:
        said = ", ".join(f"{row['name']} {rest.get(row['plan'], 0)}" for row in inside)
        reason = f"Matched by one coder. Of the {left} goals that two published pages or more confirm: {said}."
    if len(judged) <= FEW:
        table = facts.measures.alignment.set_index("plan").loc[[row["plan"] for row in inside]]
        reason = f"{reason}{'' if zh else ' '}{in_time(facts.measures, table)[0 if zh else 1]}".strip()
    return _sure("depends", reason, lang)
