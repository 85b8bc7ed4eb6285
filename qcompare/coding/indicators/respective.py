"""分别 lists: the first level is that of the first subject, the second that of the second, or of the second year."""

from __future__ import annotations

import re

from qcompare.coding.indicators.behind import behind
from qcompare.coding.indicators.ends import trim_right
from qcompare.coding.indicators.heads import PROPERTY, of_branch
from qcompare.coding.indicators.item import Item, Run, quote_start
from qcompare.coding.indicators.middle import without_undertaking
from qcompare.coding.indicators.scope import named_before
from qcompare.coding.indicators.sharing import split_joined
from qcompare.coding.indicators.splitting import respective
from qcompare.coding.indicators.starts import strip_lead
from qcompare.coding.levels.level import Level
from qcompare.coding.levels.numbers import multiplied
from qcompare.coding.rules import Rule, note, table
from qcompare.text.clauses import clause_start

table(
    Rule(
        id="split.respective.subjects",
        decides="as many subjects as levels, one each, the shared end supplied",
        looks="before 分别",
        why="分别 hands out the levels in order",
        examples=(
            "食品、药品抽检合格率分别达到‹97%›、98%。",
            "2018年食品、药品抽检合格率分别达到97%、98%;2020年分别达到‹98%›、99%。",
        ),
        counter_examples=("食品、药品抽检合格率达到‹97%›。",),
    ),
    Rule(
        id="split.respective.unsaid",
        decides="as many subjects as levels, one each, the shared end supplied",
        looks="levels that 和 or 、 joins",
        why="several levels for as many subjects are handed out in order, 分别 or not",
        examples=("绿色食品、有机食品占比达到‹35%›和22%左右。", "旅游人次、旅游收入增长10%、‹12%›。"),
        counter_examples=("绿色食品、有机食品占比达到‹35%›。", "旅游人次、旅游收入增长‹10%›。"),
    ),
    Rule(
        id="split.respective.years",
        decides="one subject, as many years as levels",
        looks="before 分别",
        why="codebook 1: a series over years is one target per year",
        examples=(
            "2018年、2019年分别建成检测中心‹3个›、5个。",
            "检测中心数量（2018年、2019年）分别达到‹3个›、5个。",
            "2018—2020年，每年分别建成检测中心‹3个›、4个、5个。",
        ),
        counter_examples=("2018年建成检测中心‹3个›。",),
    ),
)

# 分别 up to 30 characters before the first level, in its clause.
_RESPECTIVELY = re.compile(r"分别[^,。;、]{0,30}$")
# 2013年、2014年和2015年(分别). Not one year.
_YEAR_LIST = re.compile(r"\(?(?:(?:19|20)\d\d年(?:底|末)?(?:[、,和与及]|以及)?){2,}\)?$")
_YEAR_RANGE = re.compile(r"(?P<first>(?:19|20)\d\d)年?(?:[—~-]|[至到])(?P<last>(?:19|20)\d\d)年,?(?:每年|逐年)$")
# Between two levels of one list.
_JOINT = re.compile(r"[、,]|[、,]?(?:和|与|及|以及)")
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d")


# 增长18%|,|分别达到7亿元和3亿元; 分别达到95%、98%|,分别比2015年|提高5个、3个百分点: of the same.
_GOES_ON = re.compile(r",(?:年均|分别|比(?:(?:19|20)\d\d|上|去)年[底末]?)*")


def respective_items(text: str, chosen: list[Level], index: int, floor: int, earlier: list[Item]) -> list[Item] | None:
    """Return the items of the 分别 list that starts with a level, or None where there is none.

    ``earlier`` are the items before it: a list without subjects goes on with those of the one before (2020年分别达到…).
    """
    first = chosen[index]
    before = text[max(floor, first.start - 34) : first.start]
    if "分别" not in first.verb and not ("分别" in before and _RESPECTIVELY.search(before)):
        return None
    group = _group(text, chosen, index)
    if len(group) < 2:
        return None
    _govern(text, group)
    at = text.rfind("分别", floor, first.number)
    start, _ = strip_lead(text, _behind_list(text, clause_start(text, floor, at), at, earlier), at, first.number)
    listed_years = _YEAR_LIST.search(text, max(floor, at - _FAR), at)
    bracket = listed_years.start() if listed_years and text[listed_years.start()] == "(" else at
    end, base = trim_right(text, start, bracket, first.change, first.verb, first.number)
    # The noun may stand behind 分别: 2014年、2015年分别主导制修订标准3项、5项.
    after, _ = strip_lead(text, at + 2, first.lead, first.number)
    named, than = trim_right(text, after, first.lead, first.change, first.verb, first.number)
    base = base or than
    whole = (after, named) if named - after >= 2 else (start, end)
    years = _years_beside(text, floor, at, len(group))
    listed = split_joined(text[start:end]) if named - after >= 2 and not years else []
    if len(listed) > len(group):
        listed = _of_marks(text[start:end], len(group))
    if len(listed) == len(group):
        # 货物贸易、外资分别|占比达30%、20%: of each of them, what is said once behind 分别.
        note("split.respective.subjects", first.number, (at, at + 2))
        return [
            _item(level, name + text[after:named], (start + begin, start + begin + len(name)), base)
            for level, (begin, name) in zip(group, listed, strict=True)
        ]
    if years:
        note("split.respective.years", first.number, (at, at + 2))
        if whole[1] <= whole[0]:
            # 2018年、2019年分别完成30%、60%的|改造任务: the noun stands behind the last.
            last = group[-1]
            run = behind(text, last, None, last.end + _BEHIND, False) if text.startswith("的", last.end) else (0, 0)
            whole = without_undertaking(text, (run[0] + 1, run[1]), first.number) if run[1] > run[0] + 2 else (0, 0)
            whole = whole if whole[1] > whole[0] else named_before(text, clause_start(text, floor, at))
        return _of_years(text, group, whole, base, years)
    if whole[1] <= whole[0]:
        again = _list_before(text, earlier, len(group), floor) or _named_before(text, earlier, len(group))
        if again and (
            _GOES_ON.fullmatch(text, earlier[-1].level.end, first.lead)
            or [item.level.unit for item in again] == [level.unit for level in group]
        ):
            note("split.respective.subjects", first.number, (at, at + 2))
            return [
                Item(level, level.start, level.end, item.indicator, item.pre, (level.end, level.end), base)
                for level, item in zip(group, again, strict=True)
            ]
        start, end = _said_before(earlier, floor) or (start, end)
    handed = _handed(text, group, (start, end), earlier, floor)
    if handed:
        note("split.respective.subjects", first.number, (at, at + 2))
        return [_item(level, name, run, base) for level, (name, run) in zip(group, handed, strict=True)]
    note("split.respective.years", first.number, (at, at + 2))
    return _of_years(text, group, whole, base, _years_told(text, floor, start, len(group)))


def _behind_list(text: str, start: int, end: int, earlier: list[Item]) -> int:
    """Return where the subjects start, behind the level that 、 joins them to: 城镇化率达60%、|出口额和税收分别增长…."""
    before = earlier[-1].level.end if earlier else start
    return before + 1 if start < before < end - 1 and text[before] == "、" else start


def _handed(text: str, group: list[Level], run: Run, earlier: list[Item], floor: int) -> list[tuple[str, Run]]:
    """Return the name of each level of a list, and where it stands; none if there are not as many.

    蔬菜15万亩、水果10万亩,产值分别达到10亿元、8亿元: of each of the list before.
    """
    of_each = _list_before(text, earlier, len(group), floor) if PROPERTY.fullmatch(text, *run) else []
    if of_each:
        return [(item.indicator + text[slice(*run)], run) for item in of_each]
    listed, name = _list_before(text, earlier, len(group), floor), text[slice(*run)]
    branches = [of_branch(item.indicator, name) for item in listed]
    if branches and all(branches):
        return [(branch + name, run) for branch in branches]
    subjects = respective(text, *run, len(group), group[0].number)
    return [(piece, (begin, begin + len(piece))) for begin, piece in subjects or ()]


def _of_marks(subject: str, count: int) -> list[tuple[int, str]]:
    """Return as many parts of a subject as there are levels: parted by 、, or by 、 and 和 (与 may join two in one)."""
    for marks in ("、", "、和"):
        parts = [(match.start(), match.group()) for match in re.finditer(rf"[^{marks}]+", subject)]
        if len(parts) == count:
            break
    return parts


def hand_out(text: str, items: list[Item]) -> None:
    """Give each of as many levels as subjects its own, where 分别 is left out: A、B占比35%和22%左右."""
    group: list[Item] = []
    again: list[Item] = []
    for item in [*items, None]:
        goes_on = group and item is not None and _goes_on(text, group[-1], item)
        if len(group) > 1 and not goes_on:
            again += _once_each(group) if group[0].level is group[1].level else _handed_out(text, group)
        group = [*group, item] if goes_on and item else [item] if item else []
    if again:
        items[:] = [item for item in items if not any(item is other for other in again)]


def _handed_out(text: str, group: list[Item]) -> list[Item]:
    """Give each level of a group its subject, if there are as many; no item is left over."""
    subjects = respective(text, *group[0].pre, len(group))
    for one, (begin, name) in zip(group, subjects or (), strict=False):
        note("split.respective.unsaid", one.level.number, group[0].pre)
        one.indicator, one.pre = name, (begin, begin + len(name))
    if subjects:
        levels = [one.level for one in group]
        _share_change(levels)
        if levels[0].start < levels[0].number and levels[0].comparator in _BOUNDS:
            _share_bound(levels, levels[0].comparator)  # 不低于60%、55%
    return []


def _once_each(group: list[Item]) -> list[Item]:
    """Give each of several statistics its own level: A、B增长10%、12%; return the items that are left over."""
    first = group[0].level
    split = [item for item in group if item.level is first]
    levels = [first, *(item.level for item in group[len(split) :])]
    if len(levels) != len(split):
        return []
    for item, level in zip(split, levels, strict=True):
        note("split.respective.unsaid", level.number, item.pre)
        item.level, item.end = level, level.end
    _share_change(levels)
    return group[len(split) :]


def _goes_on(text: str, before: Item, item: Item) -> bool:
    """Tell whether an item is the next level of the same subject, joined to the one before."""
    if item.level is before.level:
        return True
    alike = item.pre == before.pre and item.indicator == before.indicator and item.level.unit == before.level.unit
    return alike and text[before.level.end : item.level.start] in ("和", "、", "与", "及")


def _said_before(earlier: list[Item], floor: int) -> Run | None:
    """Return the subjects of the item before it in the sentence: 变更、续展时限压缩一半,分别减至30天、15天."""
    return earlier[-1].pre if earlier and earlier[-1].level.end > floor else None


def _list_before(text: str, earlier: list[Item], count: int, floor: int) -> list[Item]:
    """Return the items of the list of so many levels that stands last in the sentence; none if it is longer."""
    found = earlier[-count:]
    if len(found) < count or found[0].level.number < floor or len({item.indicator for item in found}) == 1:
        return []
    before = earlier[-count - 1].level if len(earlier) > count else None
    return [] if before and _JOINT.fullmatch(text, before.end, found[0].level.lead) else found


def _named_before(text: str, earlier: list[Item], count: int) -> list[Item]:
    """Return an item for each subject of the list that ends right before: A和B增长12%、10%; none if they are not as many."""
    found: dict[str, Item] = {}
    behind: Level | None = None
    for item in reversed(earlier):
        if behind and item.level is not behind and not _JOINT.fullmatch(text, item.level.end, behind.lead):
            break
        found[item.indicator] = item
        behind = item.level
    return list(found.values())[::-1] if len(found) == count else []


def _group(text: str, chosen: list[Level], index: int) -> list[Level]:
    """Return the levels that 、 and 和 join to a first one."""
    group = [chosen[index]]
    for level in chosen[index + 1 :]:
        between = text[group[-1].end : level.lead]
        if not _JOINT.fullmatch(between) or "分别" in level.verb:
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
    listed = _YEAR_LIST.search(text, max(floor, at - _FAR), at)
    years = [int(year) for year in _NAMED_YEAR.findall(listed.group())] if listed else []
    run = None if years else _YEAR_RANGE.search(text, max(floor, at - _FAR), at)
    if run:
        years = list(range(int(run["first"]), int(run["last"]) + 1))
    return years if len(years) == count else []


def _years_told(text: str, floor: int, start: int, count: int) -> list[int]:
    """Return the years that a sentence names before its subject, one for each level (到2018年和2020年,…分别)."""
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d(?=年)", text[max(floor, start - 40) : start])]
    return years if len(years) == count else []


_BOUNDS = (">=", "<=", ">", "<")
_BEHIND, _FAR = 30, 60
_ROUGHLY = ("左右", "上下")


def _share_change(group: list[Level]) -> None:
    """Let the change that is said of the first of some levels hold for all: 降低10%和17%."""
    for level in group[1:]:
        if level.change == "level":
            level.change = group[0].change


# 420、410|万亩
_MULTIPLIERS = re.compile(r"[十百千万亿]+")


def _share_unit(text: str, group: list[Level]) -> None:
    """Give the unit behind the last of a list to the bare numbers before it: 分别达到15、12和10辆."""
    last = group[-1]
    points = last.unit in ("百分点", "个百分点")  # 5个、3个百分点
    if last.unit and all(level.kind == "bare" or (points and level.unit == "个") for level in group[:-1]):
        scale = _scale(text, last)
        for level in group[:-1]:
            level.unit, level.kind = last.unit, last.kind
            if text[level.tail - 1].isdigit():
                level.low, level.high = (None if value is None else value * scale for value in (level.low, level.high))


def _scale(text: str, level: Level) -> float:
    """Return by what the figures of a level are multiplied: 420、410|万|亩."""
    written = _MULTIPLIERS.match(text, level.numerals[-1][1], level.tail) if level.numerals else None
    return multiplied(1, written.group()) if written else 1


def _govern(text: str, group: list[Level]) -> None:
    """Let the word at the end (以上) or the head (不低于) of a 分别 list govern every item of it."""
    _share_change(group)
    _share_unit(text, group)
    # 以上 behind the last governs all, and so does 不低于 before the first.
    last, first = group[-1], group[0]
    about = last.comparator == "~" and text.endswith(
        _ROUGHLY, last.tail, last.end
    )  # 左右; not 余, which is of one number
    source = last if last.comparator in _BOUNDS or about else first
    if source.comparator not in _BOUNDS and not about or (source is first and first.start == first.number):
        return
    if source is last and any(level.comparator == last.comparator for level in group[:-1]):
        return  # 95%、60%以上和15年以上: written twice, it holds where it stands
    _share_bound(group, source.comparator)


def _share_bound(group: list[Level], comparator: str) -> None:
    """Let a comparator hold for each level of a group that has none of its own."""
    for level in group:
        if level.comparator != "=":
            continue
        value = level.low
        level.comparator = comparator
        if comparator != "~":
            level.low, level.high = (value, None) if comparator in (">=", ">") else (None, value)
