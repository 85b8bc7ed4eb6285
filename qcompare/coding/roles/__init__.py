"""What a numeral does: target, target_year, status, date, citation, enumerator, name, scope, instrument, noise.

Each role is given by a rule. What block or form of a numeral settles is decided here, in the order of :meth:`Roles.of`;
a level in running text then goes through the tables of ``facts``, ``reported``, ``present``, ``means``, ``suppositions``, ``described``, ``conditions``, ``capacities``, ``handled``, ``sizes``, ``pushed`` and ``counts``; ``lists`` tells what the next of a list takes over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from string import ascii_letters

from qcompare.coding.levels.level import Level
from qcompare.coding.roles.capacities import CAPACITIES
from qcompare.coding.roles.conditions import CONDITIONS
from qcompare.coding.roles.context import Context, bound_or_led
from qcompare.coding.roles.counts import COUNTS
from qcompare.coding.roles.described import DESCRIBED, spelled_scope
from qcompare.coding.roles.facts import OPENING, PAST, SPANS
from qcompare.coding.roles.form import HEADLINE, is_headline
from qcompare.coding.roles.handled import HANDLED
from qcompare.coding.roles.lists import AMOUNTS, GOES_ON, ITS_CHANGE, PART, goes_on, is_next, its_change, part_of_fact
from qcompare.coding.roles.means import MEANS
from qcompare.coding.roles.present import PRESENT
from qcompare.coding.roles.pushed import PUSHED
from qcompare.coding.roles.reported import REPORTED
from qcompare.coding.roles.sizes import SIZES
from qcompare.coding.roles.suppositions import SUPPOSITIONS
from qcompare.coding.rules import RULES, Likely, Rule, note, noting, table
from qcompare.coding.years import Mention, Years
from qcompare.lexicon.patterns import pattern, word_tuple
from qcompare.text.model import Plan
from qcompare.text.structure import Block

_TITLES = re.compile(r"《[^《》\n]{0,80}(?:〈[^〈〉\n]{0,60}〉[^《》\n]{0,20})?》")  # not over a line
# 国发〔2012〕9号; not 9号线, 9号楼: a number that names a place.
_DOC_LEFT = re.compile(r"(?:[\u4e00-\u9fff]{1,6}[〔\[(【]|[〔\[【(](?:19|20)\d\d[〕\]】)] ?(?:第 ?)?|第 ?)$")
_DOC_ENDS = frozenset("〔[(【〕])】 第")  # what the words before a document's number end in
_DOC_RIGHT = re.compile(r"[〕\]】)] ?(?:第 ?)?\d{1,5} ?号|\d* ?号(?![线楼院门机召称码])|(?:公报|总)?期")
_BOX = word_tuple("box_noun")
_QUOTED = re.compile(r"[“‘「『\"][^”’」』\"\n]{1,30}[”’」』\"]")
_SLOGAN = re.compile(
    r"[“‘「『\"](?:[^”’」』\"\n,。;]{1,8}|[^”’」』\"\n,。;、]{2,6}[,、][^”’」』\"\n,。;、]{2,6})[”’」』\"]"
)
_BY_FORM = frozenset(["date", "code"])  # kinds that their form settles
_EXACT = frozenset(["share", "doubling", "zero", "points", "place"])
_LATIN = frozenset(ascii_letters + "".join(map(chr, range(ord("α"), ord("ω") + 1))))
_PHONE = pattern(r"{phone_noun}[:( ]{0,2}$")
_LATIN_NOUNS = ("GDP", "PCT", "R&D", "GEP")  # statistics: GDP5% is a level, PM2.5 a name
_HOTLINE = pattern(r"[”’」』\")]*[一-龥]{0,6}{hotline_noun}")
# 500强, 5星级, 80后, 206国道, 3·15: the numeral is part of the word; not 5号召.
_GLUED = re.compile(r"强|[A-Za-z]|星级|级以上|号(?!召)|后(?=出生|\b)|周年|[国省县]道|·|\.\d+\.|[-/]\d")
# 青年50|人论坛, 六|方会谈: what it is called. Not 300人会议室, which is how large it is.
_SIDES = frozenset("人国方城")
_MEETING = re.compile("论坛|会谈|峰会|对话会")
_LABELLED_DATE = pattern(r"{date_label}(?:日期|时间)[\]】: ]{0,4}$")
_DASHES = ("-", "—", "–")
_STANDARD_NUMBER = re.compile(r"[A-Z]{1,4}(?:/[A-Z]{1,2})? ?\d{2,6}(?:\.\d+)?[-—–]$")  # GB/T 19580-2012
_CLOSES = re.compile(r"(?:[-~—–―至] ?(?:19|20)\d\d)?年?\)")  # (2016—2020年): a period in brackets
_DIGITS = re.compile(r"\d*")
_FOUR_DIGITS = re.compile(r"\d{4}")


class Roles:
    """The rule that gives each level of a plan its role.

    Parameters
    ----------
    plan, years, levels
        The plan, the years that it names, and its levels.
    """

    def __init__(self, plan: Plan, years: Years, levels: list[Level]) -> None:
        self._plan, self._years = plan, years
        numbers = [level.number for level in levels if level.kind not in _BY_FORM]
        self._likely = dict(zip(numbers, _LIKELY.of(plan.text, numbers), strict=True))
        titles = [match.span() for match in _TITLES.finditer(plan.text)]
        self._title_starts = [start for start, _ in titles]
        self._title_ends = [0, *(end for _, end in titles)]
        self._before: tuple[Level, Rule] | tuple[None, None] = (None, None)

    def of(self, level: Level) -> Rule:
        """Return the rule that decides what a level does; ``decides`` of it is the role (codebook 1.2).

        Levels are asked for in the order of the text: one can be the next of a list.
        """
        rule = self._of(level)
        if not self._is_size(level, rule):
            self._before = (level, rule)
        return rule

    def _is_size(self, level: Level, rule: Rule) -> bool:
        """Tell whether a level only describes one of a list: 9个百亿元、40个十亿元项目, 31个总装机180万千瓦的项目、11个…."""
        before = self._before[0]
        if rule.decides != "scope" or level.chinese or before is None:
            return rule.decides == "scope" and level.chinese
        return level.kind == "measure" and before.kind == "count" and 0 < level.number - before.tail <= _ITS_SIZE

    def _of(self, level: Level) -> Rule:
        plan, kind = self._plan, level.kind
        block = plan.blocks[plan.block_at(level.number)]
        if kind == "date":
            return self._noted(self._date(level, block), level)
        if block.kind == "furniture":
            left = plan.text[max(block.start, level.number - 12) : level.number]
            cited = _DOC_LEFT.search(left) and _DOC_RIGHT.match(plan.text, level.tail)
            return self._noted("role.citation.page" if cited else "role.noise.page", level)
        if kind == "code":
            return self._noted("role.name.long", level)
        if level.number < block.title[0] and self._numbers(level, block):
            return self._noted("role.enumerator.heading", level)
        context = Context(plan, self._years, level, block)
        by_form = self._by_form(context)
        if by_form:
            return self._noted(by_form, level)
        if block.end - block.start <= HEADLINE and is_headline(plan, level, block):
            return self._noted("role.scope.headline", level)
        if block.part == "front":
            return self._noted("role.name.front" if level.unit is None else "role.scope.front", level)
        return in_running_text(context, self._likely[level.number], *self._before)

    def _noted(self, name: str, level: Level) -> Rule:
        note(name, level.number)
        return RULES[name]

    def _in_title(self, at: int) -> bool:
        """Tell whether an offset lies within 《…》."""
        return at < self._title_ends[bisect_right(self._title_starts, at)]

    def _date(self, level: Level, block: Block) -> str:
        """Return the rule for a year or a date."""
        text, closing = self._plan.text, self._plan.text[level.end : level.end + 1]
        titled = self._in_title(level.number)
        if block.kind == "furniture" and not _LABELLED_DATE.search(text, block.start, level.number):
            return "role.citation.page" if _DOC_RIGHT.match(text, level.end) else "role.noise.page"
        if titled or block.kind == "furniture" or block.part == "front" or closing in ("〕", "]", "】"):
            return "role.citation.year" if _DOC_RIGHT.match(text, level.end) and not titled else "role.date.document"
        if _CLOSES.match(text, level.end):
            return "role.date.bracket"
        if _of_standard(text, block.start, level.number):
            return "role.name.standard"
        if _of_box(text[max(0, level.number - 4) : level.number]):
            return "role.enumerator.box"
        return self._year(level, block)

    def _year(self, level: Level, block: Block) -> str:
        """Return the rule for a year in running text."""
        mention = self._mention(level.number, level.number + 1)
        if len(level.numerals) > 1 or self._plan.text[level.end - 1] == "月":
            # With month, and perhaps day: a deadline only where it is towards something.
            due = mention and mention.towards and mention.future and len(level.numerals) == 2
            return "role.target_year.month" if due else "role.date.day"
        if mention is None:
            # The first year of 2013—2015年 goes with the second.
            mention = self._mention(level.end, level.end + 6)
            opened = self._plan.text[level.number - 1 : level.number] == "("
            if mention is None or opened:
                return "role.date.unread"
            return "role.target_year.named" if mention.future else "role.status.year"
        if mention.starts:
            return "role.date.start"
        past = block.status or mention.base or not mention.future
        return "role.status.year" if past else "role.target_year.named"

    def _mention(self, start: int, end: int) -> Mention | None:
        found = self._years.between(start, end)
        return found[0] if found else None

    def _numbers(self, level: Level, block: Block) -> bool:
        """Tell whether a level is the number of a heading or an item; nothing around it says anything of it then."""
        if not block.level or level.chinese or level.number - block.start > 6 or self._in_title(level.number):
            return False
        return not _is_cited(self._plan.text, self._plan.text[block.start : level.number], level.number)

    def _by_form(self, context: Context) -> str | None:
        """Return the rule for a numeral whose block or form settles its role, or None."""
        level, block, text = context.level, context.block, context.text
        if self._in_title(level.number):
            dated = _FOUR_DIGITS.match(text, level.number, level.number + 4)
            return "role.date.document" if dated else "role.name.title"
        if not level.chinese:
            if _is_cited(text, context.left, level.number):
                return "role.citation.number"
            titles = level.number - block.start <= len("附专栏 ")  # 表11 分年度任务: no 11分
            if (level.unit is None or titles) and _of_box(context.left):
                return "role.enumerator.box"
            name = _spelt_name(context)
            if name:
                return name
        elif (level.kind not in _EXACT and _in_slogan(context)) or (
            context.left.endswith(("个", "“")) and text.startswith("百分", level.number)  # 六个百分之百, 办到“百分之百”
        ):
            return "role.name.quoted"
        ordinal = context.left.endswith("第") and level.kind != "place"
        if ordinal or (level.kind == "rank" and not level.verb):
            return "role.status.ordinal" if block.status else "role.name.ordinal"
        return None


def _is_cited(text: str, left: str, number: int) -> bool:
    """Tell whether a numeral is the number of a document: 国发〔2012〕9号."""
    if left[-1:] not in _DOC_ENDS or not _DOC_LEFT.search(left):
        return False
    return _DOC_RIGHT.match(text, _DIGITS.match(text, number).end()) is not None  # type: ignore[union-attr]


def _of_box(left: str) -> bool:
    """Tell whether words end in 表, 图, 附件: what follows numbers one."""
    return left.removesuffix(" ").endswith(_BOX)


def _of_standard(text: str, floor: int, number: int) -> bool:
    """Tell whether a numeral is the year of a standard's number (GB/T 19580-2012)."""
    return text[number - 1 : number] in _DASHES and bool(_STANDARD_NUMBER.search(text, max(floor, number - 24), number))


def _spelt_name(context: Context) -> str | None:
    """Return the rule by which a numeral is part of a name: PM2.5, 12345热线, 世界500强, “双11”."""
    level, text = context.level, context.text
    end = level.numerals[-1][1] if level.numerals else level.tail
    before, after = context.left[-1:], text[end : end + 1]
    if before in _LATIN and not context.left.endswith(_LATIN_NOUNS):
        return "role.name.latin"
    if before in _DASHES and _of_standard(text, context.block.start, level.number):
        return "role.name.standard"
    if (
        before in ("·", "×", "*", ".")
        or after in ("·", "×", "*")
        or text[level.tail : level.tail + 1] in ("×", "*")
        or (after in _LATIN and not level.unit)
    ):
        return "role.name.joined"
    if level.unit in _SIDES and _MEETING.match(text, level.tail):
        return "role.name.glued"
    if level.unit is None:
        if ("话" in context.left or "真" in context.left) and _PHONE.search(context.left):
            return "role.name.phone"
        if _GLUED.match(text, end):
            return "role.name.glued" if level.kind != "place" else None
        length = context.digits_end - level.number
        if length >= 5 and not level.verb:
            return "role.name.long"
        if 4 <= length <= 8 and _HOTLINE.match(context.right):
            return "role.name.hotline"
    return "role.name.quoted" if _in_quotes(context, _QUOTED) else None


def _in_quotes(context: Context, quoted: re.Pattern[str]) -> bool:
    """Tell whether a level lies within quotation marks."""
    level, text = context.level, context.text
    floor = level.number - 24 if level.number > 24 else 0
    near = text[floor : level.number]
    if not ("“" in near or '"' in near or "‘" in near or "「" in near or "『" in near):
        return False
    quotes = quoted.finditer(text, floor, level.number + 30)
    return any(quote.start() < level.number and level.tail <= quote.end() for quote in quotes)


def _in_slogan(context: Context) -> bool:
    """Tell whether a spelled numeral is part of a short slogan (“十二个一”); a longer run in quotes can hold a level."""
    return _in_quotes(context, _SLOGAN)


# Whether a level in running text commits to anything: the rules that its numeral must pass, in order. Each names a role
# other than ``target`` (codebook 1.2); the first that holds decides, and a level that passes all of them is a target.
RUNNING_TEXT = (
    *OPENING,
    *MEANS,
    *PAST,
    *REPORTED,
    *PRESENT,
    *SPANS,
    *SUPPOSITIONS,
    *DESCRIBED,
    *CONDITIONS,
    *CAPACITIES,
    *HANDLED,
    *SIZES,
    *PUSHED,
    *COUNTS,
)

(TARGET,) = table(
    Rule(
        id="role.target", decides="target", looks="all of these", why="codebook 1: a level that no other rule takes",
        examples=("产品抽查合格率达到‹95%›以上。",),
        counter_examples=("2010年产品抽查合格率达到‹95%›。",),
    )
)  # fmt: skip


_LIKELY = Likely(RUNNING_TEXT)
_ITS_SIZE = 8  # characters between a count and the size of what it counts


@cache
def _for_kind(kind: str, bound: bool) -> int:
    """Return the rules that can hold for levels of a kind, the first as the lowest bit; ``bound``: :func:`bound_or_led`."""
    return sum(
        1 << place
        for place, rule in enumerate(RUNNING_TEXT)
        if rule.holds and (rule.kinds is None or kind in rule.kinds) and not (bound and rule.unless is bound_or_led)
    )


def in_running_text(context: Context, likely: int, before: Level | None = None, decided: Rule | None = None) -> Rule:
    """Return the first rule that holds for a level in running text; ``role.target`` where none does.

    ``likely`` are the rules that can hold by the words around it, ``before`` is the level before it and ``decided`` the
    rule that gave that one its role.
    """
    level = context.level
    listed = False
    if before is not None and decided is not None:
        if goes_on(context, before, decided):
            note(GOES_ON.id, level.number)
            return GOES_ON
        if part_of_fact(context, before, decided):
            note(PART.id, level.number)
            return PART
        if decided.decides == "instrument" and its_change(context, before):
            note(ITS_CHANGE.id, level.number)
            return ITS_CHANGE
        # 治理耕地3万亩和4万亩草地: the next of a list whose first is a target says how much, and not which.
        listed = decided is TARGET and level.kind == "measure" and before.kind in AMOUNTS and is_next(context, before)
    left = likely & _for_kind(level.kind, bound_or_led(context))
    while left:
        first = left & -left
        left ^= first
        rule = RUNNING_TEXT[first.bit_length() - 1]
        found = rule.holds(context)  # type: ignore[misc]
        if found and listed and rule.id == "role.scope.supply":
            continue
        if found and not (rule.unless and rule.unless(context)):
            if noting():
                note(rule.id, level.number, context.span_of(found))
            return rule
    spelled = spelled_scope(context) if level.chinese else None
    rule = RULES[spelled] if spelled else TARGET
    note(rule.id, level.number)
    return rule
