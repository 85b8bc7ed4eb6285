"""All measures of one corpus: each table is made when it is asked for, once, from what it needs.

The modules imported here register their measures (:func:`qcompare.measures.results.measure`); rooms above and notebooks
add theirs in the same way. What a table needs, and on which choices it depends, follows from that graph.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pandas as pd

from qcompare.benchmark import current
from qcompare.errors import ParameterError, SourceError, TooManyPlansError, unknown
from qcompare.measures import (  # noqa: F401  (loading them registers their tables)
    agreement,
    alignment,
    ambition,
    composite,
    dominance,
    headings,
    matcher_check,
    matching,
    overview,
    plan_pairs,
    pmc,
    reached,
    reuse,
    semantic,
    specificity,
    uncertainty,
    vocabulary,
    wording,
)
from qcompare.measures import crosswalk as crosswalks
from qcompare.measures.choices import VALID, Choices, choices, named
from qcompare.measures.results import REGISTRY, Described, Measure, finish, measure, registered, replaced, tables
from qcompare.paths import data_dir
from qcompare.schema import TABLES

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

SEED = uncertainty.SEED
DRAWS = 9999


@measure("targets")
def _targets(coded: pd.DataFrame, crosswalk: crosswalks.Crosswalk, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the targets with their canonical indicators, and what their words say whatever the definitions."""
    return specificity.wording(crosswalks.canonicalise(coded.reset_index(drop=True), crosswalk), sentences)


class Measures:
    """The measures of a corpus, as tables.

    Every table is an attribute (``measures.ladder``) and is returned by :meth:`table` by name. Nothing is computed
    before it is asked for; what several tables need is computed once.

    Parameters
    ----------
    targets, plans, sentences, numerals
        The tables of a corpus (``schema.TABLES``).
    crosswalk
        The judged tables; those of the project by default.
    chosen, definitions
        Definitions (:class:`qcompare.measures.choices.Choices`), as one object or by name.
    seed, draws
        Seed and number of draws of every random procedure; both stand in the tables' ``attrs``.

    Examples
    --------
    >>> import qcompare as qc
    >>> m = qc.measures.of(qc.load())
    >>> int(m.ladder["rung"].max())
    5
    >>> m.under(years="explicit").specificity["plan"].tolist()
    ['anhui', 'nantong', 'qingdao', 'siping', 'tianjin']
    """

    def __init__(
        self, targets: pd.DataFrame, plans: pd.DataFrame, sentences: pd.DataFrame, numerals: pd.DataFrame | None = None, *,
        crosswalk: crosswalks.Crosswalk | None = None, chosen: Choices | None = None, seed: int = SEED, draws: int = DRAWS,
        **definitions: str,
    ) -> None:  # fmt: skip
        nothing = pd.DataFrame(columns=["plan", "start", "text", "role"])
        self.given: dict[str, Any] = {
            "coded": targets, "plans_read": plans, "sentences": sentences,
            "numerals": nothing if numerals is None else numerals, "crosswalk": crosswalk or crosswalks.load(),
        }  # fmt: skip
        self.chosen = chosen or choices(**definitions)
        self.seed, self.draws = seed, draws
        self.memo: dict[tuple[object, ...], Any] = {}
        self.asked: set[str] | None = None
        self.lenient = False

    @classmethod
    def of(cls, corpus: Corpus, **options: Any) -> Measures:
        """Return the measures of a corpus."""
        options.setdefault("crosswalk", crosswalks.load(judgements=corpus.judgements))
        return cls(corpus.targets, corpus.plans, corpus.sentences, corpus.numerals, **options)

    def under(self, chosen: Choices | None = None, **definitions: str) -> Measures:
        """Return the measures of the same corpus under other definitions; what does not change is shared."""
        other = object.__new__(type(self))
        vars(other).update(vars(self))
        other.chosen = chosen or dataclasses.replace(self.chosen, **named(definitions))
        return other

    def leniently(self) -> Measures:
        """Return the same measures for a report: a table that takes fewer plans than there are is empty and says why.

        The reason stands in ``attrs["why"]``.
        """
        other = self.under()
        other.lenient = True
        return other

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "given" not in vars(self):
            raise AttributeError(name)
        if name in REGISTRY and REGISTRY[name].asks:
            return functools.partial(self._asked_for, name)
        try:
            return self.value(name)
        except ParameterError as error:
            raise AttributeError(str(error)) from None

    def value(self, name: str) -> Any:
        """Return a table, another value of the registry, or what the measures were given, by name."""
        if name in REGISTRY:
            if self.asked is not None:
                self.asked.add(name)
            return self._made(REGISTRY[name])
        if name in self.given:
            return self.given[name]
        field = name.removeprefix("crosswalk.")
        if field in crosswalks.Crosswalk.__dataclass_fields__:
            return getattr(self.given["crosswalk"], field)
        raise ParameterError(unknown("table", name, self.names()))

    def _made(self, entry: Measure) -> Any:
        stamp, depends = depends_on(entry.name)
        key = (entry.name, stamp, *(getattr(self.chosen, choice) for choice in depends))
        if key not in self.memo:
            try:
                made = self._call(entry)
            except TooManyPlansError as error:
                if not self.lenient or not entry.is_table:
                    raise
                empty = finish(entry.name, []) if entry.name in tables() else pd.DataFrame()
                empty.attrs |= {"plans": Described(self.described), "why": str(error)}
                return empty
            if isinstance(made, pd.DataFrame) and entry.name != "described":
                made.attrs["plans"] = Described(self.described)
            self.memo[key] = made
        return self.memo[key]

    def once(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """Return what a function makes of these measures: made once, strictly if it can be, anew where a measure is replaced."""
        key = (*key, replaced())
        for strict in dict.fromkeys((True, not self.lenient)):
            if (*key, strict) in self.memo:
                return self.memo[*key, strict]
        self.memo[*key, not self.lenient] = made = make()
        return made

    def _call(self, entry: Measure, **asked: Any) -> Any:
        silent = self.under()
        silent.asked = None  # what a table is made from is not what was asked for
        strict = silent.under()
        strict.lenient = False
        parameters = inspect.signature(entry.function).parameters
        given = {
            parameter: silent if source == "measures" else strict.value(source)
            for parameter, source in entry.needs.items()
        }
        given |= {
            choice: getattr(self.chosen, choice)
            for choice in entry.choices
            if choice in parameters and choice not in given
        }
        if "chosen" in parameters:
            given["chosen"] = self.chosen
        given |= {setting: getattr(self, setting) for setting in entry.settings}
        return entry.function(**given, **asked)

    def _asked_for(self, name: str, *given: Any, **others: Any) -> pd.DataFrame:
        return self.compute(name, **dict(zip(REGISTRY[name].asks, given, strict=False)), **others)

    def compute(self, name: str, **asked: Any) -> pd.DataFrame:
        """Return a table that needs something only the caller can give, such as the word of ``kwic``."""
        if name not in REGISTRY:
            raise ParameterError(unknown("table", name, self.names()))
        found: pd.DataFrame = self._call(REGISTRY[name], **asked)
        return found

    def table(self, name: str) -> pd.DataFrame:
        """Return a result table by name.

        Raises
        ------
        ParameterError
            If there is no such table.
        """
        if name not in self.names():
            raise ParameterError(unknown("table", name, self.names()))
        found: pd.DataFrame = self.value(name)
        return found

    @staticmethod
    def names() -> list[str]:
        """Return the names of the tables that need no further argument."""
        known = [name for name, entry in REGISTRY.items() if entry.question and not entry.asks]
        order = {name: place for place, name in enumerate(tables())}
        return sorted(known, key=lambda name: order.get(name, len(order)))

    def name(self, plan: str, lang: str = "zh") -> str:
        """Return the name under which a plan is printed."""
        return next((str(row[lang]) for row in self.described if row["plan"] == plan), plan)

    def plan_profile(self, plan: str) -> pd.DataFrame:
        """Return one plan's rows of ``profile``.

        Raises
        ------
        ParameterError
            If there is no such plan.
        """
        if plan not in set(self.plans["plan"]):
            raise ParameterError(unknown("plan", plan, self.plans["plan"]))
        profile = self.table("profile")
        return profile[profile["plan"] == plan].reset_index(drop=True)


def depends_on(name: str) -> tuple[int, tuple[str, ...]]:
    """Return what can change a table: the latest registration among what it is made from, and the choices read there.

    >>> depends_on("ladder")[1]
    ('part', 'series', 'joined', 'absolute', 'years', 'scope', 'parents')
    """
    return _depends(name, *registered())


@functools.lru_cache(maxsize=1024)
def _depends(name: str, *registered: int) -> tuple[int, tuple[str, ...]]:
    entry = REGISTRY[name]
    read, stamp = set(entry.choices), entry.number
    for source in entry.needs.values():
        if source == "measures":  # it may ask for any table, so that what takes the place of one reaches it
            stamp = max(stamp, replaced())
        if source in REGISTRY:
            deeper, choices_below = _depends(source, *registered)
            stamp, read = max(stamp, deeper), read | set(choices_below)
    return stamp, tuple(choice for choice in VALID if choice in read)


def list_tables() -> pd.DataFrame:
    """Return the tables there are: question, what each says, what it needs, and on which choices it depends.

    >>> list_tables().query("table == 'strictness'")[["question", "needs"]].values.tolist()
    [['ambition', 'ambition plans goals strictness_rows matches judged judged_cells']]
    """
    rows = []
    for name, entry in REGISTRY.items():
        if entry.question:
            says = entry.doc.split("\n\n")[0].replace("\n", " ")
            rows.append((name, entry.question, says, " ".join(entry.needs.values()), " ".join(depends_on(name)[1])))
    order = {name: place for place, name in enumerate(tables())}
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    return pd.DataFrame(rows, columns=["table", "question", "says", "needs", "choices"])


def questions() -> dict[str, list[str]]:
    """Return the questions with their tables, the main one first.

    >>> questions()["vocabulary"]
    ['keyness', 'kwic']
    """
    found: dict[str, list[str]] = {}
    order = {name: place for place, name in enumerate(tables())}
    known = sorted(REGISTRY.values(), key=lambda one: (not one.main, order.get(one.name, len(order))))
    for entry in known:
        if entry.question:
            found.setdefault(entry.question, []).append(entry.name)
    return found


# corpora that share() was called for, where their judged tables came from, and their measures
_SHARED: list[tuple[Corpus, object, Measures]] = []
_KNOWN: WeakKeyDictionary[Any, dict[tuple[Any, ...], Measures]] = WeakKeyDictionary()


def of(corpus: Corpus, **options: Any) -> Measures:
    """Return the measures of a corpus under the given definitions; asked again, the same object.

    Parameters
    ----------
    corpus
        What :func:`qcompare.load` returns.
    options
        ``seed``, ``draws``, and definitions by name (:class:`qcompare.measures.choices.Choices`).

    Raises
    ------
    ParameterError
        If a definition or its value is not valid.
    SourceError
        If the corpus holds no plan; the reason is the first of its failures.

    Examples
    --------
    >>> import qcompare as qc
    >>> measures = qc.measures.of(qc.load(plans=["siping"]), near="in")
    >>> measures.chosen.differences()
    'near=in'
    """
    if not len(corpus):
        nothing = SourceError("the corpus", "it holds no plan", "load a file or folder of plans")
        raise next(iter(corpus.failures), nothing)
    known = _KNOWN.setdefault(corpus, {})
    key = tuple(sorted(options.items()))
    if key not in known:
        known[key] = _shared(corpus, **options) or Measures.of(corpus, **options)
    return known[key]


def share(corpus: Corpus, names: Sequence[str]) -> None:
    """Compute tables once for every later corpus that holds the same, in this process and in its forks.

    A batch calls it before its kernels are forked: each notebook loads the plans for itself, and finds the tables
    that take long already computed.

    Parameters
    ----------
    corpus
        What the notebooks will load.
    names
        Tables to compute, under the default definitions.

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.measures.share(qc.load(plans=["siping"]), ["ladder"])
    """
    measures = of(corpus)
    for name in names:
        measures.table(name)
    _SHARED.append((corpus, _place(), measures))


def _shared(corpus: Corpus, *, seed: int = SEED, draws: int = DRAWS, **options: Any) -> Measures | None:
    """Return the measures that are shared for what a corpus holds, tables and all, under the given definitions; None without."""
    for known, place, measures in _SHARED:
        alike = (measures.seed, measures.draws, place) == (seed, draws, _place()) and "crosswalk" not in options
        if alike and _same(known, corpus):
            return measures.under(**options)
    return None


def _place() -> object:
    """Return what the judged tables hang on besides a corpus."""
    return data_dir(), current()


def _same(one: Corpus, other: Corpus) -> bool:
    """Return whether two corpora hold the same.

    What was coded once for both is not gone through: a fork would copy the memory of all that it looks at.
    """
    if one.names != other.names or [made.id for made in one.judgements] != [made.id for made in other.judgements]:
        return False
    return all(
        a.plan is b.plan and a.coding is b.coding
        or all([*one.select([a.name]).records(name)] == [*other.select([a.name]).records(name)] for name in TABLES)
        for a, b in zip(one, other, strict=True)
    )  # fmt: skip


def table(corpus: Corpus, name: str, **options: Any) -> pd.DataFrame:
    """Return one result table of a corpus by name (``ladder``, ``strictness``, ``coverage``, …).

    Raises
    ------
    ParameterError
        If there is no such table; the message lists those there are.

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.measures.table(qc.load(plans=["siping"]), "density", series="last")["plan"].unique().tolist()
    ['siping']
    """
    return of(corpus, **options).table(name)
