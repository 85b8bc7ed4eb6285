"""What plans are set beside: the national outline, or a document of one's own that a study names in ``study.yml``.

::

    benchmark: data/goals.csv            # its goals: csv, xlsx or jsonl, one a row
    benchmark_title: 江州省质量提升规划（2016—2020年）
    benchmark_name: 省规划                # short, for sentences and columns
    benchmark_year: 2016                 # of issue

The program is written in the words of the national outline. ``benchmark.csv`` says how each of them is put where another
document stands in its place; text in quotation marks is a source's, and stays as it is.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

from qcompare.errors import SourceError
from qcompare.paths import STUDY, home_study
from qcompare.settings import read

_QUOTED = re.compile(r"(“[^”]*”)")
_KEYS = ("title", "title_en", "name", "name_en", "year", "issued", "cited_as")
_DAY = re.compile(r"(\d{4})(?:-\d{2}-\d{2})?")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A document of one's own that plans are set beside.

    Parameters
    ----------
    goals
        File of its goals.
    title, title_en
        Its title.
    name, name_en
        What sentences and columns call it.
    year, issued
        Year of issue, and the day if it is stated: a plan that is older is not compared with it.
    cited_as
        What a plan's citation of it contains, alternatives parted by ``|``.
    stamp
        When the file of the goals was last changed.
    """

    goals: Path
    title: str
    title_en: str
    name: str
    name_en: str
    year: int
    issued: str
    cited_as: str
    stamp: int = 0


_settled: list[Benchmark | None] = []


@contextlib.contextmanager
def settled() -> Iterator[None]:
    """Look for the benchmark once for all that is made in the context: it is asked for at each word of a page."""
    _settled.append(current())
    try:
        yield
    finally:
        _settled.pop()


def current() -> Benchmark | None:
    """Return the benchmark of the study at hand; None where plans are set beside the national outline.

    Raises
    ------
    SourceError
        If ``study.yml`` names a benchmark and leaves out what has to be known of it.
    """
    if _settled:
        return _settled[-1]
    place = home_study()
    if place is None:
        return None
    path = place / STUDY
    found = _stated(path, path.stat().st_mtime_ns)
    return found and replace(found, stamp=found.goals.stat().st_mtime_ns if found.goals.is_file() else 0)


@cache
def _stated(path: Path, _: int) -> Benchmark | None:
    stated = read(path)
    if "benchmark" not in stated:
        return None
    given = {key: stated.get(f"benchmark_{key}", "").strip() for key in _KEYS}
    goals = path.parent / stated["benchmark"]
    if not goals.is_file():
        raise SourceError(
            path, f"benchmark names {stated['benchmark']}, and there is no such file", "write its path as seen from the study's folder; more: qcompare docs benchmark"
        )  # fmt: skip
    day = _DAY.fullmatch(given["issued"] or given["year"])
    if not given["title"] or day is None:
        raise SourceError(
            path, "it names a benchmark without its title and year",
            "add lines like 'benchmark_title: 江州省质量提升规划' and 'benchmark_year: 2016'; more: qcompare docs benchmark",
        )  # fmt: skip
    title = given["title"].strip("《》")
    return Benchmark(
        goals, title, given["title_en"] or title, given["name"] or "对照文件", given["name_en"] or "the benchmark", int(day[1]),
        given["issued"], given["cited_as"] or title,
    )  # fmt: skip


def worded(text: str, lang: str, benchmark: Benchmark | None = None) -> str:
    """Return a sentence of the program in the words of the benchmark at hand; unchanged beside the national outline.

    >>> own = Benchmark(Path(), "江州省质量提升规划", "", "省规划", "the provincial plan", 2016, "", "")
    >>> worded("6项国家目标中，没有引用纲要", "zh", own)
    '6项省规划目标中，没有引用省规划'
    >>> worded("Of the outline's 6 goals, national goals with a number: 4", "en", own)
    "Of the provincial plan's 6 goals, benchmark goals with a number: 4"
    >>> worded("产品质量国家监督抽查合格率，“国家目标”", "zh", own)
    '产品质量国家监督抽查合格率，“国家目标”'
    """
    own = benchmark or current()
    if own is None or not text:
        return text
    names = {
        "{title}": f"《{own.title}》" if lang == "zh" else own.title_en,
        "{name}": own.name if lang == "zh" else own.name_en,
        "{Name}": own.name_en[:1].upper() + own.name_en[1:],
    }
    parts = _QUOTED.split(text)
    for at in range(0, len(parts), 2):  # what stands between is quoted
        for pattern, put in _terms(lang):
            for name, word in names.items():
                put = put.replace(name, word)
            parts[at] = pattern.sub(put.replace("\\", r"\\"), parts[at])
    return "".join(parts)


@cache
def _terms(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (resources.files("qcompare") / "benchmark.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((re.compile(row["find"]), row["say"]) for row in rows if row["lang"] == lang)
