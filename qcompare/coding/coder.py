"""A plan → its targets and the ledger of its numerals. Rules in order; each step is one pass."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from qcompare.coding.assemble import numeric_items
from qcompare.coding.derived import derive
from qcompare.coding.domains import domain_at
from qcompare.coding.items import LEADING_YEAR, Item, clause_end, clause_start, split_subjects, strip_lead
from qcompare.coding.levels import Level, levels
from qcompare.coding.qualitative import qualitative_clauses
from qcompare.coding.roles import Roles, numeral_rows
from qcompare.coding.scope import supply_scope
from qcompare.coding.tablecells import CellTarget, table_targets
from qcompare.coding.wordlevels import WordLevel, word_levels
from qcompare.coding.years import Years
from qcompare.text.model import Plan


# How many targets on either side can share a sentence with a level in words.
_NEAR = 12


@dataclass
class Coding:
    """What was coded of one plan: records of ``schema.TARGETS`` and ``schema.NUMERALS``, in order."""

    targets: list[dict[str, Any]] = field(default_factory=list)
    numerals: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A target before its fields are settled; offsets are into the normalised text."""

    type: str
    start: int
    end: int
    level: tuple[int, int]
    indicator: str
    comparator: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    change: str = "level"
    baseline: tuple[int, int] | None = None
    parent: str | None = None
    rule: str = ""
    located: bool = True
    year: int | None = None
    trust: float = 0.9


def issue_year(plan: Plan) -> int | None:
    """Return the year in which the plan was issued: as stated, else the first dated line of its front matter."""
    stated = plan.metadata.get("date_issued")
    if stated:
        return int(str(stated)[:4])
    for block in plan.blocks:
        if block.part == "front":
            match = re.search(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日", plan.text[block.start : block.end])
            if match:
                return int(match[1])
    start = plan.metadata.get("period_start")
    return int(start) if start else None


def code(plan: Plan) -> Coding:
    """Return the targets of a plan and the role of each of its numerals.

    Returns
    -------
    Coding
        Targets in order of start and end; one numeral record for each Arabic numeral of the source.
    """
    issued = issue_year(plan)
    years = Years(plan, issued, plan.metadata.get("period_end"))
    found = levels(plan.text)
    roles = Roles(plan, years, issued)
    role = {level.number: roles.of(level) for level in found}
    cells, cell_roles, covered = table_targets(plan, issued)
    if covered:
        found = [level for level in found if not _covers(covered, level.number)]
    items = numeric_items(plan, found, role)
    supply_scope(plan, items)
    drafts = [_numeric(plan, item) for item in items]
    drafts += [draft for draft in _worded(plan, found, role, years, drafts) if not _covers(covered, draft.level[0])]
    drafts += [_cell_draft(cell) for cell in cells]
    drafts += _qualitative(plan, drafts)
    for draft in drafts:
        if draft.type == "relative" and _REDUCED.search(plan.text, draft.level[0], draft.level[1]):
            draft.change = "decrease"
    drafts.sort(key=lambda draft: (draft.start, draft.end, draft.level))
    records = [_record(plan, draft, years) for draft in drafts]
    derive(records, [draft.trust for draft in drafts])
    return Coding(records, _ledger(plan, found, role, cell_roles))


def _covers(runs: list[tuple[int, int]], at: int) -> bool:
    """Tell whether an offset lies in one of some runs, ascending and apart from each other."""
    index = bisect_right(runs, (at, len(runs) + at + 1)) - 1
    return index >= 0 and at < runs[index][1]


def _cell_draft(cell: CellTarget) -> Draft:
    kind = "relative" if cell.comparator is None else "quantified"
    return Draft(kind, cell.start, cell.end, cell.level, cell.indicator, cell.comparator, cell.low, cell.high, cell.unit,
                 cell.change, cell.baseline, rule="table", year=cell.year)  # fmt: skip


def _numeric(plan: Plan, item: Item) -> Draft:
    level = item.level
    text = plan.text
    unit, change = level.unit, level.change
    unit_text = unit
    if unit == "百分点":
        unit_text = "个百分点"
    if level.kind == "bare":
        unit_text = _bare_unit(text, level, item.indicator)
    if level.kind == "zero" and re.search(r"(?:率|比例|比重)$", item.indicator):
        unit_text = "%"
    if level.kind == "doubling":
        unit_text = "%"
    if unit == "番":
        unit_text = "%"
    draft = Draft("quantified", item.start, item.end, (level.start, level.end), item.indicator, level.comparator,
                  level.low, level.high, unit_text, change, rule=f"level.{level.kind}")  # fmt: skip
    if change == "level" and level.kind in ("share", "points", "times", "measure") and not level.verb:
        led = re.match(r"(?:大幅|稳步|进一步|有效|力争)*(降低|减少|压减|缩短|压缩|削减|提高|提升|增加|扩大)", text[item.start : item.start + 6])
        if led:
            draft.change = "decrease" if led[1] in ("降低", "减少", "压减", "缩短", "压缩", "削减") else "increase"
            draft.indicator = draft.indicator.replace(led.group(), "", 1)
    draft.baseline, draft.year, draft.parent = item.base, item.year, item.parent
    return draft


_SCORE = re.compile(r"满意|指数|得分|评分|分值|测评|信心|GQI|竞争力")


def _bare_unit(text: str, level: Level, indicator: str) -> str | None:
    if re.search(r"前$", text[max(0, level.number - 1) : level.number]):
        return "位"
    value = level.low if level.low is not None else level.high
    return "point" if _SCORE.search(indicator) and value is not None and 0 <= value <= 100 else None


def _worded(plan: Plan, found: list[Level], role: dict[int, str], years: Years, numeric: list[Draft]) -> list[Draft]:
    text = plan.text
    numeric = sorted(numeric, key=lambda draft: draft.level)
    starts = [draft.level[0] for draft in numeric]
    drafts: list[Draft] = []
    for level in sorted(word_levels(text), key=lambda word: word.start):
        block = plan.blocks[plan.block_at(level.start)]
        if block.part == "front" or block.kind == "furniture" or block.status:
            continue
        after = bisect_left(starts, level.end)
        if after and numeric[after - 1].level[1] > level.start:
            continue
        near = numeric[max(0, after - _NEAR) : after + _NEAR]
        # 100%达到国家标准, 全部符合规范: the standard says what all of them do; it is no level beside the first.
        if level.type == "relative" and any(draft.start <= level.start and level.end <= draft.end for draft in (*near, *drafts[-3:])):
            continue
        made = _draft_words(plan, level, block.start, block.end, _before(level, near, drafts), years)
        drafts.extend(made)
    return drafts


def _before(level: WordLevel, numeric: list[Draft], drafts: list[Draft]) -> list[Draft]:
    """Return the targets of the level that stands last before a level in words."""
    earlier = [draft for draft in (*numeric, *drafts[-_NEAR:]) if draft.level[1] <= level.start]
    last = max((draft.level for draft in earlier), default=None)
    return [draft for draft in earlier if draft.level == last]


def _draft_words(plan: Plan, level: WordLevel, floor: int, ceiling: int, previous: list[Draft], years: Years) -> list[Draft]:
    text = plan.text
    block = plan.blocks[plan.block_at(level.start)]
    floor = max(floor, plan.sentence_at(level.start)[0], block.title[0] if block.level else 0)
    start = clause_start(text, floor, level.lead)
    begin, _ = strip_lead(text, start, level.lead)
    end = level.lead
    while end > begin and text[end - 1] in " 、的":
        end -= 1
    for word in ("实现", "总体", "整体", "均", "都", "基本", "要", "应", "必须", "力争", "确保", "争取", "全面", "保持", "努力", "分别", "从地域上和过程中"):
        if text.endswith(word, begin, end):
            end -= len(word)
    subject = text[begin:end]
    stop = clause_end(text, level.end, ceiling)
    if level.type == "relative" and level.shape == "before":
        return _relative_drafts(text, level, begin, end, floor, previous)
    value = level.value
    if level.shape == "limit":
        dated = _dated_from(text, floor, start)
        if not any(mention.future and not mention.base for mention in years.between(dated, stop)):
            return []
    if level.shape == "whole":
        return [Draft("absolute", begin, stop, (level.start, level.end), subject + text[level.end : stop], "=", value, value, "%", rule="word.all")]
    if level.shape in ("around", "limit"):
        predicate = text[level.end : stop]
        if not subject:
            begin, end = _subject_before(text, floor, start)
            subject = text[begin:end].removeprefix("对")
        if not subject:
            return []
        standard = re.match(r"(?:达到|符合|满足)(?P<base>[^,。;]{2,24}?(?:标准|要求|规定|规范))$", predicate)
        base = (level.end + standard.start("base"), level.end + standard.end("base")) if standard else None
        name = subject if standard else subject + predicate + ("率" if 2 <= len(predicate) <= 4 and not predicate.endswith("率") else "")
        return [Draft("absolute", begin, stop, (level.start, level.end), name, "=", value, value, "%", baseline=base, rule="word.all")]
    if level.shape == "after":
        if level.type == "relative":
            noun_end = stop
            noun = text[level.end : noun_end].lstrip("的、,")
            return [Draft("relative", level.start, noun_end, (level.start, level.end), noun, baseline=level.baseline, rule="word.rank")] if noun else []
        noun = re.sub(r"(?:的?发生|的?出现)$", "", text[level.end : stop])
        if not noun:
            return []
        return [Draft("absolute", level.start, stop, (level.start, level.end), noun, "=", 0, 0, None, rule="word.none")]
    if not subject:
        begin, end = _subject_before(text, floor, start)
        subject = text[begin:end]
        if not subject:
            return []
    indicator = subject + level.suffix
    unit = "%" if value == 100 else None
    return [Draft("absolute", begin, level.end, (level.start, level.end), indicator, "=", value, value, unit, rule="word.cover")]


_PREDICATE = re.compile(
    r"(?:向(?!阳)|进一步|明显|显著|大幅|不断|逐步|逐年|稳步|持续|更加|普遍|基本|全面|得到|达到|达|实现|取得|进入|保持|提升|提高|增强|改善|完善|优化|加快|由|从|比|较|超过|控制|稳定)"
)


def _subject_before(text: str, floor: int, at: int) -> tuple[int, int]:
    """Return the subject of the clause before an offset, for a clause that goes on without one."""
    stop = at
    while stop > floor and text[stop - 1] in ",;、 ":
        stop -= 1
    if stop <= floor or text[stop : stop + 1] != ",":
        return at, at
    start, _ = strip_lead(text, clause_start(text, floor, stop), stop)
    if text.startswith("对", start):
        return start, stop
    match = _PREDICATE.search(text, start + 1, stop)
    return (start, match.start()) if match and match.start() - start > 1 else (at, at)


def _dated_from(text: str, floor: int, start: int) -> int:
    """Return where a clause starts together with the date before it (2014年底前,…全面实施)."""
    before = start - 1
    if before <= floor or text[before] != ",":
        return start
    head = clause_start(text, floor, before)
    return head if LEADING_YEAR.fullmatch(text, head, before) else start


def _relative_drafts(text: str, level: WordLevel, begin: int, end: int, floor: int, previous: list[Draft]) -> list[Draft]:
    subject = text[begin:end]
    if not subject:
        if level.verb == "完成" and level.baseline:
            # 完成国家下达的任务: the goal that others set is indicator and reference at once.
            return [Draft("relative", level.start, level.end, (level.start, level.end), text[slice(*level.baseline)], baseline=level.baseline, rule="word.relative")]
        if previous and level.start - previous[0].level[1] <= 3:
            return [Draft("relative", draft.start, level.end, (level.start, level.end), draft.indicator, baseline=level.baseline, rule="word.relative") for draft in previous]
        subject_start, subject_end = _subject_before(text, floor, begin)
        if subject_end <= subject_start:
            return []
        return [Draft("relative", subject_start, level.end, (level.start, level.end), text[subject_start:subject_end], baseline=level.baseline, rule="word.relative")]
    return [
        Draft("relative", at, level.end, (level.start, level.end), piece, baseline=level.baseline, rule="word.relative")
        for at, piece in split_subjects(text, begin, end)
    ]


def _qualitative(plan: Plan, drafts: list[Draft]) -> list[Draft]:
    taken = sorted((draft.level for draft in drafts))
    return [
        Draft("qualitative", clause.start, clause.end, (clause.level_start, clause.level_end), clause.indicator, rule="clause", located=False)
        for clause in qualitative_clauses(plan, taken)
    ]


# 达到削减目标: the reference is a fall.
_REDUCED = re.compile(r"削减|减排")
_BINDING = re.compile(r"必须|确保|保证|不得|杜绝|务必|严禁|坚决")
_ASPIRING = re.compile(r"力争|争取|争创|努力|力求|争先|争当|争获")


# 保证事故数量为零,合格率达到100%: the verb takes a list of statistics and binds each of them.
_CARRIED = re.compile(r"(?:^|[,;。:])(?:保证|确保)[^,;。]{2,40}(?:为零|[\d%‰]|以上|以内|以下|个|家),$")


def _strength(text: str, start: int, end: int, floor: int) -> str:
    clause = text[clause_start(text, floor, start) : end]
    if _ASPIRING.search(clause):
        return "aspirational"
    if _BINDING.search(clause):
        return "binding"
    sentence = text[floor:start]
    return "binding" if _CARRIED.search(sentence) else "plain"


def _recurrence(text: str, level: tuple[int, int], start: int, floor: int) -> str:
    clause = text[clause_start(text, floor, start) : level[1]]
    if re.search(r"每(?:个)?季度?", clause):
        return "quarterly"
    return "annual" if re.search(r"每年|逐年新增|年度(?:抽查|培训)", clause) else "once"


def _record(plan: Plan, draft: Draft, years: Years) -> dict[str, Any]:
    text = plan.text
    block = plan.blocks[plan.block_at(draft.start)]
    sentence = plan.sentence_at(draft.level[0])
    floor = max(block.start, sentence[0])
    year, source = years.at(draft.level[0], draft.level[1], (floor, sentence[1]))
    if draft.year is not None:
        year, source = draft.year, "inherited" if draft.rule == "table" else "explicit"
    start, end = plan.span(draft.start, draft.end)
    level_start, level_end = plan.span(*draft.level)
    unit = draft.unit
    if unit and unit not in ("%", "point", "位", "个百分点", "‰") and draft.type == "quantified" and draft.rule != "table":
        unit = _unit_as_written(plan, draft, unit)
    return {
        "plan": plan.name,
        "part": "goals" if block.part == "goals" else "body",
        "type": draft.type,
        "quote": plan.source[start:end],
        "start": start,
        "end": end,
        "level_text": plan.source[level_start:level_end],
        "level_start": level_start if draft.located else None,
        "level_end": level_end if draft.located else None,
        "indicator": draft.indicator,
        "comparator": draft.comparator,
        "low": draft.low,
        "high": draft.high,
        "unit": unit,
        "change": draft.change,
        "baseline": plan.quote(*draft.baseline) if draft.baseline else None,
        "year": year,
        "year_source": source,
        "recurrence": _recurrence(text, draft.level, draft.start, floor),
        "strength": _strength(text, draft.start, draft.end, floor),
        "domain": domain_at(plan, draft.indicator, draft.start, draft.end),
        "parent": draft.parent,
        "measured_by": None,
        "stock_flow": "unknown",
        "series": None,
        "rule": draft.rule,
        "confidence": draft.trust,
    }


def _unit_as_written(plan: Plan, draft: Draft, unit: str) -> str:
    at = plan.text.rfind(unit, draft.level[0], draft.level[1])
    return plan.quote(at, at + len(unit)) if at >= 0 else unit


_LONGEST = 400


def _excerpt(plan: Plan, at: int) -> tuple[int, int]:
    """Return the run of the sentence that holds an offset; of one without end, the part around it."""
    start, end = plan.sentence_at(at)
    return (start, end) if end - start <= _LONGEST else (max(start, at - _LONGEST // 2), min(end, at + _LONGEST // 2))


def _ledger(plan: Plan, found: list[Level], role: dict[int, str], cells: dict[int, str]) -> list[dict[str, Any]]:
    rows = []
    for start, end, name in numeral_rows(plan, found, role):
        name = cells.get(start, name)
        first, last = plan.span(start, end)
        sentence = _excerpt(plan, start)
        rows.append(
            {"plan": plan.name, "start": first, "end": last, "text": plan.source[first:last], "role": name, "sentence": plan.quote(*sentence).strip()}
        )
    return rows
