"""How sure one can be of a coded target: the probability that its core fields and its year are right.

A logistic model, fitted on texts that people coded by hand (``python -m benchmarks.doubt`` fits it anew): each sign that
a target shows adds its weight. Signs and weights are the rows of ``doubt.csv``, with the words in which the sign is told
to a reader. Nothing is computed here but a sum and its logistic function.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

from qcompare.text.model import Plan

Target = Mapping[str, Any]
TELLS = -0.3  # weight from which a sign is told as a reason of doubt
_LEAST, _MOST = 0.02, 0.99  # no coding by rule is certain, and none is hopeless
# What was reached is told with these words; an aim may have them too, so they raise a doubt and decide nothing.
_TOLD = re.compile("同比|上年|去年|已经|已有|累计|完成了|实现了|增长了|下降了|比上|连续|其中|目前|截至|曾|占")
_AIMED = re.compile("达到|达|力争|确保|实现|提高到|控制在|以上|不低于|不超过|以内|增长|降低|下降|建成|新增|培育")
# 产值达到120亿元，增长11%: a value and how much it grew is how a result is told.
_GREW = re.compile(r"\d[\d.]*[万亿]?[元吨人户个家]+[,，、]?(?:同比|比上年)?(?:增长|下降|增加|减少)\d")
# 36个项目的…, 750千伏工程, 28项指标: what goes on like this is counted or sized, and not aimed at.
_GOES_ON = re.compile("的|建设|工程|工作|项目|任务|指标|目标|步伐|以上[的（(]")
_DELIMITS = re.compile("围绕|按照|根据|针对|依托|把|为重点|为指导|在建|现有|以上共计|提出|分为|共计")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A time that is said without its number; 年内 and 今年 need the year in which the document speaks.
_SAID = re.compile(
    "今年|明年|当年|本年|年内|底前|末前|两年|三年|五年|五”"
)  # each a literal: a class would cost five times
_DIGIT = re.compile(r"\d")
_GOES_ON_FROM = frozenset("的建工项任指目步以") | {""}
_BOUNDS = frozenset([">=", "<=", ">", "<"])
_OWN_SIGN = frozenset(["%", "个百分点", "point", "位", "倍"])
_ODD_START = re.compile(r"[的和及与或、,，;；:：)）\]】”》为在对从由把被]|\d")
# What a statistic's name seldom holds. 在 of 在校 and 存在 stays; 把 of 把关 is rare.
_HOLDS_VERB = re.compile("[把都被略须][^)]|抓好|做大|开工|推进|结合|必须|一律|要[求努]?力|要占|分为")
_USUAL_ENDS = frozenset("率度值量数额重费入例积分资本能力水平个家项件企业品牌人口规模")


@dataclass(frozen=True, slots=True)
class About:
    """What of a document bears on the doubt about each of its targets; ``score``: the weight that all of them have."""

    issued: int | None
    horizon: int | None
    signs: tuple[str, ...]
    score: float = 0.0


@cache
def weights() -> dict[str, float]:
    """Return sign → weight; the empty sign is what all targets have."""
    return {row["sign"]: float(row["weight"]) for row in _rows()}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("qcompare.coding").joinpath("doubt.csv").read_text("utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def about(plan: Plan, issued: int | None, horizon: int | None) -> About:
    """Return what of a document bears on its targets: whether it is a plan, and by when."""
    signs = []
    if not any(block.part == "goals" for block in plan.blocks):
        signs.append("document:no goals part")
    if horizon is None:
        signs.append("document:no horizon")
    kind = plan.genre.kind
    if kind:
        signs.append(f"document:{kind}")
    return About(issued, horizon, tuple(signs), _sum(("", *signs)))


def signs(target: Target, source: str, where: About) -> list[str]:
    """Return the signs of a target, in the names of ``doubt.csv``."""
    return [
        *where.signs,
        *_of_kind(*_KIND(target)),
        *_of_year(target, source, where),
        *_of_indicator(target["indicator"]),
        *_of_words(target, source),
    ]


_KIND = itemgetter("rule", "type", "unit", "change", "comparator", "part")


@cache
def _kind_score(rule: str, kind: str, unit: str | None, change: str, comparator: str | None, part: str) -> float:
    return _sum(_of_kind(rule, kind, unit, change, comparator, part))


def _of_kind(rule: str, kind: str, unit: str | None, change: str, comparator: str | None, part: str) -> tuple[str, ...]:
    found = (f"rule:{rule}", f"part:{part}")
    if kind != "quantified":
        return (*found, f"type:{kind}")
    name = unit if unit in _OWN_SIGN else "none" if unit is None else "money" if unit[-1] == "元" else "count"
    return (*found, f"unit:{name}", f"change:{change}", f"comparator:{comparator}")


def _of_year(target: Target, source: str, where: About) -> list[str]:
    year, how = target["year"], target["year_source"]
    found = [f"year:{how}"]
    if year is None:
        return found
    if where.issued is not None and year < where.issued:
        found.append("year:before the date of issue")
    if where.horizon is not None and year > where.horizon:
        found.append("year:after the horizon")
    start = target["start"]
    if how != "explicit":
        near = source[start - 60 if start > 60 else 0 : target["end"]]
        others = near.replace(str(year), "")
        if ("20" in others or "19" in others) and _YEAR.search(others):
            found.append("year:another is nearer")
        elif ("年" in near or "前" in near or "五" in near) and _SAID.search(near):
            found.append("year:said in other words")
    return found


@lru_cache(maxsize=4096)
def _indicator_score(indicator: str) -> float:
    return _sum(_of_indicator(indicator))


def _of_indicator(indicator: str) -> tuple[str, ...]:
    found = ["indicator:very short"] if len(indicator) < 3 else ["indicator:long"] if len(indicator) > 24 else []
    if _ODD_START.match(indicator):
        found.append("indicator:odd start")
    if _HOLDS_VERB.search(indicator) or indicator.count("(") != indicator.count(")"):
        found.append("indicator:half a sentence")
    if indicator[-1:] not in _USUAL_ENDS:
        found.append("indicator:unusual end")
    return tuple(found)


def _of_words(target: Target, source: str) -> list[str]:
    start, end = target["start"], target["end"]
    around = source[start - 24 if start > 24 else 0 : end + 12]
    shared = target["unit"] == "%" or target["type"] != "quantified"  # a share is measured, and delimits nothing
    found = ["words:of what was reached"] if _TOLD.search(around) else []
    if not shared:
        if "增" in around and _GREW.search(around):
            found.append("words:a value and its growth")
        if _DELIMITS.search(around):
            found.append("words:that delimit")
    if target["comparator"] not in _BOUNDS and not _AIMED.search(around):
        found.append("words:none of an aim" if shared else "words:a count without an aim")
    if source[end : end + 1] in _GOES_ON_FROM and _GOES_ON.match(source, end):
        found.append("words:goes on as a size")
    if target["type"] == "quantified" and not _DIGIT.search(target["level_text"]):
        found.append("level:in words")
    if end - start > 60:
        found.append("quote:long")
    return found


@lru_cache(maxsize=8192)
def _sum(signs: tuple[str, ...]) -> float:
    known = weights()
    return sum([known.get(sign, 0.0) for sign in signs])


def confidence(target: Target, source: str, where: About) -> float:
    """Return the probability that a target's core fields and year are right, to two decimals."""
    said = tuple(_of_year(target, source, where) + _of_words(target, source))
    score = where.score + _kind_score(*_KIND(target)) + _indicator_score(target["indicator"]) + _sum(said)
    right = 1 / (1 + math.exp(-score))
    return _MOST if right > _MOST else _LEAST if right < _LEAST else round(right, 2)


def mark(plan: Plan, targets: Sequence[dict[str, Any]], horizon: int | None, issued: int | None) -> None:
    """Give each target of a plan its confidence."""
    where, source = about(plan, issued, horizon), text_of(plan)
    for target in targets:
        target["confidence"] = confidence(target, source, where)


# The characters of the words above that have a traditional form.
_TRADITIONAL = dict(
    zip(
        "達實現標增長減較爭確題為圍繞據針對託計當兩內戶個噸據過據經續",
        "达实现标增长减较争确题为围绕据针对托计当两内户个吨据过据经续",
        strict=True,
    )
)


def text_of(plan: Plan) -> str:
    """Return a plan's source with the words that tell of doubt in simplified script, character for character."""
    text = plan.source
    if plan.script == "hant":
        for old, new in _TRADITIONAL.items():
            text = text.replace(old, new)
    return text


def reasons(target: Target, source: str, where: About, lang: str = "zh") -> list[str]:
    """Return in words what speaks against a target, the heaviest first."""
    told = {row["sign"]: (float(row["weight"]), row[lang] or _of_rule(row["sign"], lang)) for row in _rows()}
    told = {sign: said for sign, said in told.items() if said[1]}
    found = sorted(told[sign] for sign in signs(target, source, where) if sign in told and told[sign][0] <= TELLS)
    return list(dict.fromkeys(words for _, words in found))


def _of_rule(sign: str, lang: str) -> str:
    """Return in words that a rule errs often; other signs without words are told to nobody."""
    name = sign.removeprefix("rule:")
    if name == sign:
        return ""
    return f"规则 {name} 较易出错" if lang == "zh" else f"the rule {name} errs often"
