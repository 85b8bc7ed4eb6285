"""The definitions on which reasonable people differ, each with a default and an alternative.

Every measure takes them, the multiverse (:mod:`qcompare.findings.multiverse`) runs through their combinations.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from qcompare.errors import ParameterError, unknown

# default first
VALID: dict[str, tuple[str, ...]] = {
    "part": ("goals", "whole"),
    "series": ("all", "last"),
    "joined": ("one", "split"),
    "absolute": ("in", "out"),
    "years": ("any", "explicit"),
    "scope": ("listed", "strict"),
    "parents": ("children", "totals"),
    "near": ("out", "in"),
    "exact": ("no", "yes"),
    "unsupported": ("out", "in"),
    "single": ("in", "out"),
    "benchmark": ("outline", "both", "later"),
    "rates": ("own", "blind"),
}
FORMER = {"memory": "unsupported"}
# the choices that decide which targets count and what they say; which national goals count; how the two are compared
SPECIFIC = ("part", "series", "joined", "absolute", "years", "scope", "parents")
BENCHMARK = ("unsupported", "single", "benchmark")
STRICT = ("near", "exact", "years", *BENCHMARK)
# What the multiverse varies, default and first alternative: every definition. ``rates`` is none, it says how large errors are.
VARIED = tuple(name for name in VALID if name != "rates")


@dataclass(frozen=True)
class Choices:
    """One choice for each question of definition.

    Parameters
    ----------
    part
        Which part of a plan is measured: ``goals`` (where qualitative goals are coded, too) or ``whole``.
    series
        Dated steps of one indicator: ``all`` count, or only the ``last``.
    joined
        Subjects joined under one rate: ``one`` target (codebook), or ``split`` into as many as are named.
    absolute
        Targets without a numeral that leave none out (全部, 杜绝): ``in`` as 100 % or 0, or ``out`` (qualitative).
    years
        Years that count as a date: ``any``, or only ``explicit`` ones (in the same sentence).
    scope
        A scope word such as 重点 is open unless a list or definition stands with it (``listed``), or always (``strict``).
    parents
        Totals and the items broken out of them: count the ``children``, or the ``totals``; never both.
    near
        Near matches (grade N) beside exact ones: ``out`` or ``in``.
    exact
        ``=98`` is met by 98 and more (``no``), or by 98 only (``yes``).
    unsupported
        National goals that no page supports (``unverified``): ``out`` or ``in``. Some were taken from a plan's own
        wording, so that counting them is circular. Also called ``memory``, as before.
    single
        National goals that rest on one page: ``in`` or ``out``.
    benchmark
        The 2012 ``outline``, the ``later`` national documents (2016-2023), or ``both``; the last two are labelled
        sensitivity runs, in which a plan is never compared with a document younger than itself.
    rates
        Error rates of the coding: ``own``, against the hand coding of these very plans, which the rules were mended
        on; or ``blind``, on ten texts scored before the rules had seen them. Plans without a hand coding always take
        the blind ones.

    Raises
    ------
    ParameterError
        If a choice is not one of the valid ones.

    Examples
    --------
    >>> Choices(near="in", years="explicit").differences()
    'years=explicit near=in'
    """

    part: str = "goals"
    series: str = "all"
    joined: str = "one"
    absolute: str = "in"
    years: str = "any"
    scope: str = "listed"
    parents: str = "children"
    near: str = "out"
    exact: str = "no"
    unsupported: str = "out"
    single: str = "in"
    benchmark: str = "outline"
    rates: str = "own"

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value not in VALID[field.name]:
                raise ParameterError(unknown(f"value of {field.name}", str(value), VALID[field.name]))

    def differences(self) -> str:
        """Return the choices that differ from the default, as ``name=value`` joined by spaces."""
        return " ".join(f"{f.name}={getattr(self, f.name)}" for f in fields(self) if getattr(self, f.name) != f.default)


def choices(**given: Any) -> Choices:
    """Return choices by name.

    >>> choices(series="last").differences()
    'series=last'

    Raises
    ------
    ParameterError
        If a name or value is not valid; the message lists the valid ones.
    """
    return Choices(**named(given))


def named(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return choices under their names of today; an unknown one is refused with the valid ones.

    >>> named({"memory": "out"})
    {'unsupported': 'out'}
    """
    found = {FORMER.get(name, name): value for name, value in given.items()}
    for name in found:
        if name not in VALID:
            raise ParameterError(unknown("definition", name, VALID))
    return found


def combinations(names: Iterable[str] = VARIED) -> Iterator[dict[str, str]]:
    """Yield every combination of the named choices, two answers each."""
    names = tuple(names)
    for values in itertools.product(*(VALID[name][:2] for name in names)):
        yield dict(zip(names, values, strict=True))


_BRACKETS = re.compile(r"[“\"《(（][^”\"》)）]*[”\"》)）]")
# joins subjects, but not inside 普及, 涉及, 参与, 和谐, nor in a verb such as 与会
_AND = re.compile(r"、|以及|(?<![普涉波顾以])及(?!时|格)|(?<!共)和(?!谐|平)|(?<![参给赋])与(?!会)")
# a list closed by 等 (电子、汽车等六大产业) names one set; one of adjectives before 的 (实力强、信誉好的企业) describes
_LIST = re.compile(r"[^、]{1,20}(?:、[^、]{1,20})+?等")
_ADJECTIVES = re.compile(r"^.*(?:[高大强好优低小多广新][、和及][^的]*[高大强好优低小多广新]|有[^的]*)的")


def subjects(indicator: str) -> int:
    """Return how many subjects an indicator joins.

    >>> subjects("高速公路、桥梁项目优良率"), subjects("水利工程单元质量合格率")
    (2, 1)
    >>> subjects("农业标准化普及率"), subjects("公众参与率"), subjects("实力强、信誉好的企业"), subjects("电子、汽车等产业合格率")
    (1, 1, 1, 1)
    """
    plain = _LIST.sub("", _ADJECTIVES.sub("", _BRACKETS.sub("", indicator)))
    return len(_AND.split(plain))


def select(targets: pd.DataFrame, chosen: Choices) -> pd.DataFrame:
    """Return the targets that count under the choices of part, series, joined, absolute and parents.

    Parameters
    ----------
    targets
        Targets with ``key`` (see :func:`qcompare.measures.crosswalk.canonicalise`).

    Returns
    -------
    DataFrame
        The same columns and ``copies`` (1, or the number of joined subjects).
    """
    out = targets
    if chosen.part == "goals":
        out = out[out["part"] == "goals"]
    if chosen.absolute == "out":
        out = out.assign(type=out["type"].mask(out["type"] == "absolute", "qualitative"))
    if chosen.series == "last":
        latest = out.groupby(["plan", "key"])["year"].transform("max")
        numbered = out["type"].isin(["quantified", "absolute"])
        out = out[~(numbered & out["year"].notna() & (out["year"] < latest)).fillna(False)]
    out = out[_counted(out, chosen.parents)]
    copies = out["indicator"].map(subjects) if chosen.joined == "split" else 1
    return out.assign(copies=copies)


def counted(
    targets: pd.DataFrame, *, series: str = "all", absolute: str = "in", parents: str = "children"
) -> pd.DataFrame:
    """Return the targets of the whole plan that count: dated steps, targets without a numeral and totals as chosen."""
    return select(targets, Choices(part="whole", series=series, absolute=absolute, parents=parents))


def _counted(targets: pd.DataFrame, parents: str) -> pd.Series:
    """Return which targets count when a total and its items must not both count."""
    if parents == "totals":
        return targets["parent"].isna()
    pairs = targets.loc[targets["parent"].notna(), ["plan", "parent"]].drop_duplicates()
    totals = pd.MultiIndex.from_frame(pairs)
    is_total = pd.MultiIndex.from_frame(targets[["plan", "indicator"]]).isin(totals)
    return pd.Series(~is_total, index=targets.index)
