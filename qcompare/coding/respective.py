"""分别 lists: as many subjects or years before it as levels after it."""

from __future__ import annotations

import re

from qcompare.coding.items import Item, clause_start, quote_start, respective, strip_lead, trim_right
from qcompare.coding.level import Level

Run = tuple[int, int]

_RESPECTIVELY = re.compile(r"分别[^,。;、]{0,30}$")
_YEAR_LIST = re.compile(r"(?:(?:19|20)\d\d年(?:底|末)?(?:[、,和与及]|以及)?){2,}$")
_JOINT = re.compile(r"[、,]|[、,]?(?:和|与|及|以及)")
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d")


def respective_items(text: str, chosen: list[Level], index: int, floor: int) -> list[Item] | None:
    """Return the items of the 分别 list that starts with a level, or None where there is none."""
    first = chosen[index]
    before = text[max(floor, first.start - 34) : first.start]
    if "分别" not in first.verb and not ("分别" in before and _RESPECTIVELY.search(before)):
        return None
    group = _group(text, chosen, index)
    if len(group) < 2:
        return None
    _govern(group)
    at = text.rfind("分别", floor, first.number)
    start, _ = strip_lead(text, clause_start(text, floor, at), at)
    end, base = trim_right(text, start, at, first.change, first.verb)
    # The noun may stand behind 分别: 2014年、2015年分别主导制修订标准3项、5项.
    after, _ = strip_lead(text, at + 2, first.lead)
    named, than = trim_right(text, after, first.lead, first.change, first.verb)
    base = base or than
    whole = (after, named) if named - after >= 2 else (start, end)
    years = _years_beside(text, floor, at, len(group))
    if years:
        if whole[1] <= whole[0]:
            whole = named_before(text, clause_start(text, floor, at))
        return _of_years(text, group, whole, base, years)
    subjects = respective(text, start, end, len(group))
    if subjects is not None:
        return [
            _item(level, piece, (begin, begin + len(piece)), base)
            for level, (begin, piece) in zip(group, subjects, strict=True)
        ]
    return _of_years(text, group, whole, base, _years_told(text, floor, start, len(group)))


def _group(text: str, chosen: list[Level], index: int) -> list[Level]:
    """Return the levels that 、 and 和 join to a first one."""
    group = [chosen[index]]
    for level in chosen[index + 1 :]:
        between = text[group[-1].end : level.lead]
        if not _JOINT.fullmatch(between):
            break
        if "," in between and text[level.end : level.end + 1] not in (*",。;、和", ""):
            break
        group.append(level)
    return group


def _of_years(text: str, group: list[Level], whole: Run, base: Run | None, years: list[int]) -> list[Item]:
    """Return items of one subject, one a year where years are told apart."""
    name = text[slice(*whole)]
    dated: list[int | None] = [*years] if years else [None] * len(group)
    return [_item(level, name, whole, base, year) for level, year in zip(group, dated, strict=True)]


def _item(level: Level, name: str, run: Run, base: Run | None, year: int | None = None) -> Item:
    start = quote_start(run[0], level.start, level.end)
    return Item(level, start, level.end, name, run, (level.end, level.end), base, year)


def _years_beside(text: str, floor: int, at: int, count: int) -> list[int]:
    """Return the years listed right before 分别, one for each level (2013年、2014年分别建成…)."""
    listed = _YEAR_LIST.search(text[max(floor, at - 60) : at])
    years = [int(year) for year in _NAMED_YEAR.findall(listed.group())] if listed else []
    return years if len(years) == count else []


def _years_told(text: str, floor: int, start: int, count: int) -> list[int]:
    """Return the years that a sentence names before its subject, one for each level (到2018年和2020年,…分别)."""
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d(?=年)", text[max(floor, start - 40) : start])]
    return years if len(years) == count else []


_ONE_SIDED = (">=", "<=", ">", "<")


def _govern(group: list[Level]) -> None:
    """Let the word at the end (以上) or the head (不低于) of a 分别 list govern every item of it."""
    for level in group[1:]:
        # 分别降低10%和17%: the change is said once.
        if level.change == "level":
            level.change = group[0].change
    # 以上 behind the last governs all, and so does 不低于 before the first.
    last, first = group[-1], group[0]
    source = last if last.comparator in _ONE_SIDED else first
    if source.comparator not in _ONE_SIDED or (source is first and first.start == first.number):
        return
    for level in group:
        if level.comparator != "=":
            continue
        value = level.low
        level.comparator = source.comparator
        bounds = (value, None) if source.comparator in (">=", ">") else (None, value)
        level.low, level.high = bounds


# Where a clause stops naming and starts saying: 合格率|达到91%, 名牌产品|85个.
_SAYS = re.compile(r"达到|达(?!标)|为|由|从|比|提高|提升|增加|控制|稳定|保持|实现|\d")


def named_before(text: str, start: int) -> tuple[int, int]:
    """Return what the clause before names, for a clause that has a level and nothing else; across 。 if need be."""
    stop = start
    for _ in range(_CLAUSES):
        while stop > 0 and text[stop - 1] in ",;:、 。":
            stop -= 1
        head = clause_start(text, 0, stop)
        begin, _ = strip_lead(text, head, stop)
        says = _SAYS.search(text, begin + 1, stop)
        end, _ = trim_right(text, begin, says.start() if says else stop, "level", "")
        if end - begin > 1:
            return begin, end
        stop = head
    return start, start


# How many clauses back the subject may stand; a date can be one of them.
_CLAUSES = 3
