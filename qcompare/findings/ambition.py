"""Sentences on how targets stand beside the national goals, beside what had been reached, and beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qcompare.findings.finding import (
    DEPENDS,
    FEW,
    TOO_FEW,
    Finding,
    finding,
    in_order,
    joined,
    judged_by,
    left_out,
    listed,
    names,
    percent,
    some,
)
from qcompare.findings.multiverse import share
from qcompare.measures.choices import STRICT, VALID, combinations
from qcompare.measures.glosses import added_scope, gloss, narrowed

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

SOURCES = {  # where a year comes from that does not stand in the target's own sentence
    "inherited": ("年份承接上文", "a year taken from the context"),
    "plan": ("年份按规划目标年推定", "a year taken from the plan's horizon"),
}
OTHERWISE = {  # a definition changed, in words
    "near=in": ("口径相近的也比较", "similar statistics compared, too"), "near=out": ("口径相近的不比较", "similar statistics left out"),
    "exact=yes": ("“98%”读作恰为98%", "“98%” read as 98% exactly"), "exact=no": ("“98%”读作98%及以上", "“98%” read as 98% or more"),
    "years=explicit": ("只认本句写明的年份", "years in the sentence itself only"), "years=any": ("承接上文和推定的年份也算", "years from the context or horizon, too"),
    "benchmark=both": ("后来的国家文件也作对照", "beside later national documents, too"), "benchmark=outline": ("只对照纲要", "beside the outline alone"),
    "unsupported=in": ("计入缺公开网页佐证的国家目标", "with national goals without published support"), "unsupported=out": ("只计有网页佐证的国家目标", "with supported national goals only"),
    "single=out": ("不计只有一个网页佐证的国家目标", "without national goals that rest on one page"), "single=in": ("计入只有一个网页佐证的国家目标", "with national goals that rest on one page"),
}  # fmt: skip
SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}


def ambition(m: Measures) -> Iterator[Finding]:
    """Yield what the cells of plans and numeric national goals say, the cells that are stricter first and by name."""
    n = m.net_strictness
    comparable = int(n["comparable"].sum())
    if comparable:
        yield _stricter(m)
    yield _cells(m, comparable)
    yield from _reached(m)
    if comparable:
        yield from _net(m)
        yield from _scales(m)
        yield from _same_year(m)
    yield from _own_status(m)


def level(comparator: Any, value: Any, unit: Any) -> str:
    """Return a level as printed.

    >>> level(">=", 96.0, "%"), level(">", 30.0, "%"), level(">=", 80.0, "point")
    ('≥96%', '>30%', '≥80')
    """
    return f"{SIGNS.get(str(comparator), '')}{float(value):g}{'%' if unit == '%' else ''}"


def said(row: Any) -> tuple[str, str]:
    """Return what a target is about: the national goal by name, the plan's own words where they name a scope of their own."""
    own = added_scope(str(row.indicator), str(row.goal_zh))
    return str(row.indicator) if own else str(row.goal_zh), narrowed(
        str(row.indicator), str(row.goal_zh), str(row.goal_en)
    )


def _judges(m: Measures) -> tuple[str, str]:
    """Return who judged which target is of the same statistic as a national goal."""
    zh, en = judged_by(m, m.plans["plan"])
    return f"哪条目标与国家目标口径相同{zh}。", f"Which target is of the same statistic as a national goal was {en}."


def _cell(m: Measures, row: Any) -> tuple[str, str]:
    """Return a cell in words: the plan, the goal, both levels with their years."""
    ours, theirs = (
        level(row.comparator, row.value, row.unit),
        level(row.national_comparator, row.national_value, row.unit),
    )
    zh, en = sourced(row.year_source)
    return (
        f"{m.name(row.plan)}的{said(row)[0]}（{int(row.year)}年{ours}{zh}；国家{int(row.national_year)}年{theirs}）",
        f"{m.name(row.plan, 'en')}, {said(row)[1]} ({ours} by {int(row.year)}{en}; nation {theirs} by {int(row.national_year)})",
    )


def sourced(source: Any) -> tuple[str, str]:
    """Return where a year comes from, to follow it; nothing where it stands in the sentence.

    >>> sourced("inherited"), sourced("explicit")
    (('，年份承接上文', ', a year taken from the context'), ('', ''))
    """
    zh, en = SOURCES.get(str(source), ("", ""))
    return (f"，{zh}", f", {en}") if zh else ("", "")


def compared(m: Measures) -> pd.DataFrame:
    """Return the targets that stand for the cells compared, one a cell."""
    best = m.strictness[m.strictness["class"].isin(["stricter", "equal", "weaker", "mixed"])][
        ["plan", "national_goal", "start"]
    ]
    return m.ambition.merge(best, on=["plan", "national_goal", "start"]).drop_duplicates(["plan", "national_goal"])


def stated(m: Measures) -> tuple[str, str]:
    """Return in how many of the cells compared the year stands in the target's own sentence, and what is stricter by those alone."""
    rows = compared(m)
    own, n = int(rows["year_source"].eq("explicit").sum()), len(rows)
    if own == n or m.chosen.years == "explicit":
        return "", ""
    strict = int(m.under(years="explicit").net_strictness["stricter"].sum())
    return (
        f"{n}格中{own}格的年份在本句写明，其余承接上文或按规划目标年推定；只认本句写明的年份，{f'更严的有{strict}格' if strict else '没有一格更严'}。",
        f"The year stands in the target's own sentence in {own} of the {n}, elsewhere it is taken from the context or the horizon; by years in the sentence alone, {strict or 'none'} {'is' if strict < 2 else 'are'} stricter.",
    )


def _otherwise(m: Measures) -> tuple[str, str]:
    """Return how many cells are stricter, of how many, when one definition is changed and that number with it."""

    def count(one: Any) -> tuple[int, int]:
        return int(one["stricter"].sum()), int(one["comparable"].sum())

    here, zh, en = count(m.net_strictness), [], []
    for name in STRICT:
        for value in VALID[name][:2]:
            if value == getattr(m.chosen, name) or f"{name}={value}" not in OTHERWISE:
                continue
            other: dict[str, Any] = {name: value}
            strict, of = count(m.under(**other).net_strictness)
            if (strict, of) != here:
                words = OTHERWISE[f"{name}={value}"]
                zh.append(f"{words[0]}，{of}格中{strict}格")
                en.append(f"{words[1]}: {strict} of {of}")
    return (
        f"换一项定义时更严的格：{'；'.join(zh)}。" if zh else "",
        f"Stricter with one definition changed: {'; '.join(en)}." if en else "",
    )


def _stricter(m: Measures) -> Finding:
    n = m.net_strictness
    cells = compared(m)
    rows = cells[cells["class"] == "stricter"]
    rows = rows.set_index("plan", drop=False).loc[in_order(m, rows["plan"])] if len(rows) else rows
    said = [_cell(m, row) for row in rows.itertuples(index=False)]
    shown, rest = said[:FEW], len(said) - FEW
    t = n[["stricter", "equal", "weaker", "mixed", "level_stricter", "level_equal", "level_weaker"]].sum().astype(int)
    count = int(n["comparable"].sum())
    other = int((cells["year"] != cells["national_year"]).sum())
    zh = "、".join(one for one, _ in shown) + (f"等{len(said)}格" if rest > 0 else "")
    en = (
        listed([one for _, one in shown], max(rest, 0))
        if len(shown) < 2
        else "; ".join(one for _, one in shown) + (f"; and {rest} more" if rest > 0 else "")
    )
    later = m.ambition[
        (m.ambition["class"] == "mixed")
        & (m.ambition["level_class"] == "stricter")
        & (m.ambition["year"] > m.ambition["national_year"])
    ]
    mixed = m.strictness["class"].eq("mixed").sum()
    all_later = mixed > 0 and len(later.drop_duplicates(["plan", "national_goal"])) == mixed
    return finding(
        "ambition-1", "strictness",
        f"水平、期限和范围合起来严于国家目标的有{len(said)}格：{zh}。" if said else "没有一格在水平、期限和范围上合起来严于国家目标。",
        f"Taking level, year and scope together, stricter than the national goal in {some(len(said), 'cell', 'cells')}: {en}." if said else "Taking level, year and scope together, no cell is stricter than the national goal.",
        joined(("“更宽松”指水平、期限、范围没有一项严于国家目标，且至少一项较宽；期限较晚可能只因规划出台较晚。假定达到的水平会保持。",
                "Less strict: in level, year and scope no stricter than the national goal, and less so in at least one; a later year may only reflect a later plan. A level once reached is assumed to be kept."),
               _judges(m), left_out(m, n["plan"])),
        counts=joined((
            f"口径相同的{count}格：更严{t['stricter']}、相同{t['equal']}、更宽松{t['weaker']}、互有宽严{t['mixed']}{'（都是水平要求更高、期限较晚）' if all_later else ''}；只看水平：要求更高{t['level_stricter']}、相同{t['level_equal']}、更低{t['level_weaker']}。",
            f"Of {some(count, 'cell', 'cells')} of the same statistic: {t['stricter']} stricter, {t['equal']} equal, {t['weaker']} less strict, {t['mixed']} mixed{' (each a more demanding level by a later year)' if all_later else ''}; by level alone {t['level_stricter']} more demanding, {t['level_equal']} equal, {t['level_weaker']} less demanding.",
        ), stated(m), _otherwise(m)),
        picture="strictness",
        sure=(TOO_FEW, f"只有{count}格口径相同，其中{other}格的年份与国家目标不同。", f"Only {some(count, 'cell has', 'cells have')} the same statistic, {other} of them with another year than the national goal."),
        **share(m, "strict:few", "strict:year"), **dict[str, Any]({str(name): int(value) for name, value in t.items()}),
    )  # fmt: skip


def _cells(m: Measures, compared: int) -> Finding:
    n, cells = m.net_strictness, len(m.strictness)
    near, field, unjudged, absent, old = (
        int(n[name].sum()) for name in ("near", "field", "unjudged", "absent", "not_applicable")
    )
    goals = m.strictness["national_goal"].nunique()
    parts = [(compared, "口径相同", "same statistic"), (near, "口径相近，不作比较", "similar statistic, not compared"),
             (field, "其他指标或不可比", "other statistic or not comparable"), (unjudged, "未经人工判定", "not judged by a person"),
             (absent, "没有目标写到", "named in no target"), (old, "规划早于国家文件，不适用", "plan older than the document: not applicable")]  # fmt: skip
    proposed = int((m.strictness["class"] == "proposed").sum())
    silent = n.loc[~n["cites_outline"].fillna(False).astype(bool) & n["absent"].gt(0)]
    who = names(m, silent["plan"])
    outside = (
        (f"没有目标写到的格中，{int(silent['absent'].sum())}格属于没有引用纲要的{who[0]}。",
         f"Of the cells named in no target, {int(silent['absent'].sum())} {'is' if int(silent['absent'].sum()) == 1 else 'are'} those of {who[1]}, which {'does' if len(silent) == 1 else 'do'} not cite the outline.")
        if len(silent) else ("", "")
    )  # fmt: skip
    tail = (
        (
            f"未经判定的格中，程序对{proposed}格有建议，不计入任何结果。",
            f"In {proposed} of the cells not judged the program suggests a match; no result counts it.",
        )
        if proposed
        else ("未经判定不等于没有目标写到。", "Not judged does not mean named in no target.")
        if unjudged
        else ("", "")
    )
    same = (
        (f"其中{compared}格口径相同，可以比较严格程度", f"in {compared} the statistic is the same and strictness can be compared")
        if not unjudged else
        (f"其中已判定为口径相同、可以比较严格程度的有{compared}格，{unjudged}格未经人工判定",
         f"{compared} {'has' if compared == 1 else 'have'} been judged to be of the same statistic, so that strictness can be compared; {unjudged} {'is' if unjudged == 1 else 'are'} not judged by a person")
        if compared else
        ("还没有经人工判定为口径相同的", "none has been judged yet to be of the same statistic")
    )  # fmt: skip
    return finding(
        "ambition-2", "strictness",
        f"{len(m.plans)}份规划逐一对照{goals}项定量国家目标，共{cells}格，{same[0]}。",
        f"{some(len(m.plans), 'plan', 'plans')} set against {goals} national goals with a number {'gives' if len(m.plans) == 1 else 'give'} {cells} cells (one plan beside one goal); {same[1]}.",
        joined(("“没有目标写到”只说明目标条文中没有这项指标，不说明要求低，规划可能在别处提到。", "“Named in no target” says that no target has this statistic, nothing about how demanding the plan is, which may speak of it elsewhere.") if absent else ("", ""),
               tail, outside, _judges(m) if compared else ("", ""), left_out(m, n["plan"])),
        counts=("；".join(f"{zh}{k}格" for k, zh, _ in parts if k) + "。", "; ".join(f"{en} {k}" for k, _, en in parts if k).capitalize() + "."),
        picture="strictness", kind="finding" if compared or not unjudged else "not comparable",
        sure=(DEPENDS, "取决于口径相近的是否计入，以及由谁判定。", "It depends on whether similar statistics count, and on who judges.") if compared else (0, "", ""),
        **(share(m, "cells:few") if compared else {}), cells=cells, comparable=compared, near=near, unjudged=unjudged, absent=absent,
    )  # fmt: skip


def _net(m: Measures) -> Iterator[Finding]:
    table = m.net_strictness.dropna(subset=["net"]).set_index("plan")
    for plan in in_order(m, table.index)[:FEW]:
        row = table.loc[plan]
        net, by_level = (f"{float(row[name]):+.2f}".replace("-", "−") for name in ("net", "net_level"))
        yield finding(
            f"ambition-4-{plan}", "net_strictness",
            f"{m.name(plan)}有{row['comparable']}格可比，净严格度（更严与更宽松的格数之差除以可比格数）计入期限为{net}，只看水平为{by_level}；两个数须一并报告。",
            f"{m.name(plan, 'en')} has {row['comparable']} comparable cells: net strictness (stricter minus less strict, over comparable) is {net} with years and {by_level} by level alone; report the two figures together.",
            counts=_spread(m, plan),
            picture="strictness", sure=(TOO_FEW, f"只有{row['comparable']}格。", f"Only {row['comparable']} cells."),
            **share(m, f"sign:{plan}"), net=float(row["net"]), net_level=float(row["net_level"]),
        )  # fmt: skip


def _spread(m: Measures, plan: str) -> tuple[str, str]:
    """Return between which values the two nets lie under the other definitions of what is compared, and how."""
    runs = [
        m.under(**dict[str, Any](one)).net_strictness.set_index("plan").loc[plan]
        for one in combinations(("near", "exact"))
    ]
    ends = [
        sorted({round(float(run[name]), 2) for run in runs if pd.notna(run[name])}) for name in ("net", "net_level")
    ]
    if not all(ends) or all(len(one) == 1 for one in ends):
        return "", ""
    (low, high), (level_low, level_high) = ([f"{v:+.2f}".replace("-", "−") for v in (one[0], one[-1])] for one in ends)
    return (
        f"是否计口径相近的、“98%”是否读作恰为98%，换这两项定义时：计入期限为{low}至{high}，只看水平为{level_low}至{level_high}。",
        f"With similar statistics in or out, and “98%” read as a floor or as 98% exactly: {low} to {high} with years, {level_low} to {level_high} by level alone.",
    )


def _reached(m: Measures) -> Iterator[Finding]:
    table = m.reached[m.reached["comparable"].fillna(False).astype(bool)].dropna(subset=["year"])
    for place, row in enumerate(table.head(FEW).itertuples(), 1):
        later = later_en = ""
        source = sourced(row.year_source)
        facts = m.crosswalk.achieved
        known = facts.loc[
            (facts["national_goal"] == row.national_goal)
            & (facts["indicator"] == row.series_zh)
            & (facts["year"] < row.issued),
            "year",
        ]
        span, n = f"{int(known.min())}{{}}{int(known.max())}", int(known.nunique())
        if row.later_years:
            gaps = sorted(round(float(row.value) - float(one), 1) for one in (row.later_low, row.later_high))
            years = int(row.year) - int(row.issued) + 1
            later = f"事后看，{int(row.issued)}至{int(row.year)}年的{years}年中{row.later_years}年有全国数据，" + (
                f"全国水平比这一目标低{gaps[0]:g}至{gaps[1]:g}个百分点。" if gaps[0] > 0 else "有的年份已达到这一目标。"
            )
            later_en = (
                f" In hindsight, of the {years} years from {int(row.issued)} to {int(row.year)} a national value is known for {row.later_years}: "
                + (
                    f"the national values lay {gaps[0]:g} to {gaps[1]:g} points below the target."
                    if gaps[0] > 0
                    else "some of the national values reached the target."
                )
            )
        yield finding(
            f"ambition-3-{place}", "reached",
            f"{m.name(row.plan)}的{said(row)[0]}目标（{int(row.year)}年{float(row.value):g}%{source[0]}）比{int(row.issued)}年发布时已知的全国最近水平（{row.last_year}年{row.last_value:g}%）高{row.distance:.1f}个百分点，比有数据的{n}年（{span.format('—')}年）中的最高水平（{row.best_year}年{row.best_value:g}%）高{row.distance_best:.1f}个百分点。"
            .replace("高-", "低"),
            f"{m.name(row.plan, 'en')}'s target for {said(row)[1]} ({float(row.value):g}% by {int(row.year)}{source[1]}) lay {row.distance:.1f} points above the last national value known when it was issued in {int(row.issued)} ({row.last_value:g}% in {row.last_year}) and {row.distance_best:.1f} above the highest of the {n} years on record ({span.format('–')}; {row.best_value:g}% in {row.best_year}).",
            joined((f"编码的指标是“{row.indicator}”，全国序列是“{row.series_zh}”：两者范围若不同，就不能直接比较；算作口径相同，由一名编码员判定。",
                    f"The indicator as coded is “{row.indicator}” ({gloss(str(row.indicator))}), the national series is “{row.series_zh}” ({row.series_en}): that they are the same statistic was judged by one coder, and where their scope differs they do not compare directly."),
                   ("全国水平不是本地水平；此后的数值规划制定时不可能知道，只供事后参照，也不说明目标是否完成。", "The national value is not the place's own; later values could not be known and serve as hindsight only; whether the target was met does not follow.")),
            counts=(f"从发布到目标年有{row.years_to_run}年，这一差距分摊到各年为{float(row.per_year):.1f}个百分点；它是与全国水平的差距，不是本地的提高速度。{later}" if pd.notna(row.per_year) else later,
                    (f"Spread over the {row.years_to_run} years from issue to the target's year, the distance is {float(row.per_year):.1f} points a year: a distance from the national value, no rate at which the place was to improve.{later_en}" if pd.notna(row.per_year) else later_en.strip())),
            picture="reached", sure=(TOO_FEW, "所收的数据中，只有一项国家目标有口径相同的逐年数据。", "On record here, only one national goal has a yearly series of the same statistic."),
            distance=float(row.distance), best=float(row.distance_best),
        )  # fmt: skip


def _scales(m: Measures) -> Iterator[Finding]:
    a = m.ambition[m.ambition["class"].ne("not comparable") & m.ambition["delta"].gt(0)].dropna(subset=["gap_closed"])
    tops = {
        name: a.loc[a[name].astype(float).idxmax()]
        for name in ("delta", "gap_closed", "log_odds")
        if a[name].notna().any()
    }
    if len(tops) < 2:
        return
    scales = {
        "delta": ("按差值", "as a difference"),
        "gap_closed": ("按与100之差缩小的比例", "as share of the gap to 100 closed"),
        "log_odds": ("按对数优势之差（ln[p/(1−p)]）", "as difference of log-odds (ln of p/(1 − p))"),
    }

    def shown(name: str, row: Any) -> tuple[str, str]:
        if name == "delta":
            point = row["unit"] == "%"
            return f"高{float(row['delta']):g}{'个百分点' if point else '分'}", f"{float(row['delta']):g} points"
        text = percent(float(row["gap_closed"])) if name == "gap_closed" else f"+{float(row['log_odds']):.2f}"
        return text, text

    zh = "；".join(f"{scales[k][0]}，{m.name(r.plan)}的{said(r)[0]}（{shown(k, r)[0]}）" for k, r in tops.items())
    en = "; ".join(f"{scales[k][1]}, {m.name(r.plan, 'en')}, {said(r)[1]} ({shown(k, r)[1]})" for k, r in tops.items())
    agree = len({(r.plan, r.national_goal) for r in tops.values()}) == 1
    one = a.drop_duplicates(["plan", "national_goal"])
    cells, later, odds = len(one), int((one["year"] > one["national_year"]).sum()), int(one["log_odds"].notna().sum())
    yield finding(
        "ambition-5", "ambition",
        f"水平高于国家目标的有{cells}格；哪一格高出最多{'不因' if agree else '因'}量尺而异。",
        f"{some(cells, 'cell lies', 'cells lie')} above the national level; which exceeds it most {'does not depend' if agree else 'depends'} on the scale.",
        joined(("满意度得分不是比例，没有对数优势；国家目标已是100%的没有差距可量。", "Satisfaction scores are not shares and have no log-odds; where the national goal is already 100% there is no gap to measure."),
               (f"其中{later}格的期限晚于国家目标：期限较晚的，水平更高也不算更严。", f"{later} of these cells {'is' if later == 1 else 'are'} for a later year than the national goal: a higher level by a later year does not count as stricter.") if later else ("", "")),
        counts=(f"{zh}。", f"{en[:1].upper()}{en[1:]}."), picture="magnitudes",
        sure=(TOO_FEW, f"只有{cells}格，其中{odds}格有对数优势。", f"Only {some(cells, 'cell', 'cells')}, {odds} of them with log-odds."),
        rows=cells, **dict[str, Any]({name: float(r[name]) for name, r in tops.items()}),
    )  # fmt: skip


def _same_year(m: Measures) -> Iterator[Finding]:
    table = m.markup
    if table.empty:
        return
    counts = {word: int((table["direction"] == word).sum()) for word in ("above", "equal", "below")}
    own = int(table["year_source"].eq("explicit").sum())
    source = (
        (f"其中{own}格的年份在本句写明，其余承接上文或按规划目标年推定。" if own else "没有一格的年份在本句写明，都承接上文或按规划目标年推定。",
         f"In {own} of them the year stands in the target's own sentence; elsewhere it is taken from the context or the horizon." if own else "In none of them does the year stand in the target's own sentence; in all it is taken from the context or the horizon.")
        if own < len(table) and m.chosen.years != "explicit" else ("", "")
    )  # fmt: skip
    yield finding(
        "ambition-6", "markup",
        f"期限与国家目标相同的可比格有{len(table)}个：高于国家水平{counts['above']}个、持平{counts['equal']}个、低于{counts['below']}个。",
        f"In {some(len(table), 'comparable cell', 'comparable cells')} the year equals the national one: {counts['above']} above the national level, {counts['equal']} equal, {counts['below']} below.",
        ("格数太少，又缺中间层级的文件：层层加码既没有得到证明，也不能排除。", "There are too few cells, and documents of the tier in between are missing: top-down amplification (层层加码) is neither shown nor ruled out."),
        counts=source, picture="levels", sure=(TOO_FEW, f"只有{len(table)}格。", f"Only {some(len(table), 'cell', 'cells')}."), **share(m, "markup:few"), **dict[str, Any](counts),
    )  # fmt: skip


def _own_status(m: Measures) -> Iterator[Finding]:
    low = (
        m.own_baseline[m.own_baseline["flag"] == "below related status"].drop_duplicates(["plan", "indicator", "start"])
        if "start" in m.own_baseline
        else m.own_baseline[m.own_baseline["flag"] == "below related status"]
    )
    if low.empty:
        return
    r = low.iloc[0]
    where = names(m, low["plan"].unique())
    same, several = bool(r.same_statistic), low["plan"].nunique() > 1
    such = (
        (f"，如{m.name(r.plan)}", f"; for example {m.name(r.plan, 'en')}")
        if several
        else ("，如", "; for example")
        if len(low) > 1
        else ("", "")
    )
    yield finding(
        "ambition-7", "own_baseline",
        f"须人工核对：{where[0]}有{len(low)}条目标的数字低于规划自己报告的一项用词相近的现状{such[0]}：“{r.statistic}”已达{r.status_value:g}%，“{r.indicator}”的目标为{r.value:g}%。",
        f"To check by hand: {some(len(low), 'target', 'targets')} of {where[1]} {'has' if len(low) == 1 else 'have'} a number below a value that the same plan reports for a statistic of similar wording{such[1]}: {r.status_value:g}% reached (“{r.statistic}”), {r.value:g}% as target (“{r.indicator}”).",
        ("由用词相似找出，没有人核对过；" + ("" if same else "两处口径不同或可能不同，") + "不能据此说目标低于现状。",
         "Found by likeness of words and checked by nobody; " + ("" if same else "the two statistics differ or may differ; ") + "it does not follow that the target lies below what had been reached."),
        kind="not comparable",
        rows=len(low), status=float(r.status_value), target=float(r.value),
    )  # fmt: skip
