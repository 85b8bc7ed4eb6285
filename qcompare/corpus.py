"""A set of plans, read and coded: records for commands, DataFrames for analysis, one plan for reading."""

from __future__ import annotations

import contextlib
import glob
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare import __version__, schema
from qcompare.benchmark import current
from qcompare.coding import Coding, code
from qcompare.coding.years import Years
from qcompare.corrections import Correction, Overlay, load_for, overlay
from qcompare.corrections.folders import files_for
from qcompare.corrections.judgements import Judgement, folder_of_judgements, judgements_for
from qcompare.corrections.renamed import strays
from qcompare.errors import ParameterError, QCompareError, SourceError, unknown
from qcompare.paths import plans_dir, reference_dir
from qcompare.text import Plan, read_plan
from qcompare.text.read import caution

if TYPE_CHECKING:
    import pandas as pd

    from qcompare.text.formats.sources import Source

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
_METADATA = ("title", "doc_number", "issuer", "jurisdiction", "level", "doc_type", "date_issued", "period_start",
             "period_end", "horizon")  # fmt: skip


@dataclass
class CodedPlan:
    """One plan with its coding; in Jupyter it shows the text with its targets highlighted.

    ``coding`` has the corrections in; ``review`` says which, and has the parser's own targets. It is None where
    nobody has corrected anything.
    """

    plan: Plan
    coding: Coding
    review: Overlay | None = None

    @property
    def name(self) -> str:
        """Short name of the plan."""
        return self.plan.name

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Targets of this plan, one row each (``schema.TARGETS``)."""
        return schema.frame("targets", self.coding.targets)

    @property
    def cautions(self) -> list[str]:
        """What is to be kept in mind of this plan: an excerpt, lost characters, tables that could not be read."""
        source, said = self.plan.source, caution(self.plan)
        for start, end in self.coding.unread:
            line = source.count("\n", 0, start) + 1
            words = " ".join(source[start:end].split())
            said.append(
                f"a table, or a row of one, was not understood (line {line}: {words[:24]}…); its numbers are unplaced"
            )
        return said

    def record(self) -> dict[str, Any]:
        """Return the plan's row of ``schema.PLANS``."""
        plan, stated = self.plan, dict(self.plan.metadata)
        if stated.get("horizon") is None:
            stated["horizon"] = stated.get("period_end") or Years(plan, _year(stated.get("date_issued"))).horizon
        missing = [name for name in _METADATA if stated.get(name) is None]
        types = [target["type"] for target in self.coding.targets]
        unplaced = sum(numeral["role"] == "unplaced" for numeral in self.coding.numerals)
        found = {
            **stated, **plan.counts, "plan": plan.name, "script": plan.script, "outlook": self.coding.outlook,
            "targets": len(types),
            "quantified": types.count("quantified"), "unplaced": unplaced, "missing": missing, "file": plan.file,
            "sha256": plan.sha256, "encoding": plan.encoding,
        }  # fmt: skip
        return {name: found.get(name) for name in schema.columns("plans")}

    def _repr_html_(self) -> str:
        from qcompare.display import page

        return page(self.plan, self.coding.targets)

    def __repr__(self) -> str:
        return f"<CodedPlan {self.name}: {len(self.coding.targets)} targets, {len(self.coding.numerals)} numerals>"


class Corpus:
    """Plans that were read and coded, in order of name.

    Parameters
    ----------
    coded
        The plans.
    failures
        What could not be read, each with its reason.
    judgements
        What people decided about matches and indicators of these plans.

    Examples
    --------
    >>> import qcompare as qc
    >>> corpus = qc.load(plans=["siping", "anhui"])
    >>> corpus.names, len(corpus)
    (['anhui', 'siping'], 2)
    >>> corpus.targets[["plan", "indicator", "low", "unit", "year"]].columns.tolist()
    ['plan', 'indicator', 'low', 'unit', 'year']
    """

    def __init__(
        self,
        coded: Iterable[CodedPlan],
        failures: Iterable[SourceError] = (),
        judgements: Iterable[Judgement] = (),
    ) -> None:
        self._coded = {one.name: one for one in sorted(coded, key=lambda one: one.name)}
        self.failures = list(failures)
        self.judgements = tuple(judgements)

    @property
    def names(self) -> list[str]:
        """Short names of the plans, in order."""
        return list(self._coded)

    def __getitem__(self, name: str) -> CodedPlan:
        if name not in self._coded:
            raise KeyError(unknown("plan", name, self._coded))
        return self._coded[name]

    def __iter__(self) -> Iterator[CodedPlan]:
        return iter(self._coded.values())

    def __len__(self) -> int:
        return len(self._coded)

    def __contains__(self, name: object) -> bool:
        return name in self._coded

    def __repr__(self) -> str:
        return f"<Corpus of {len(self)} plans: {', '.join(self.names[:8])}{' …' if len(self) > 8 else ''}>"

    def select(self, names: Iterable[str]) -> Corpus:
        """Return the corpus of some of the plans.

        Raises
        ------
        ParameterError
            If a name is not in the corpus; the valid ones are listed.
        """
        chosen = list(names)
        for name in chosen:
            if name not in self._coded:
                raise ParameterError(unknown("plan", name, self._coded))
        return Corpus([self._coded[name] for name in chosen], self.failures, self.judgements)

    def records(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table as dicts, in order of plan, start, end; pandas is not loaded.

        Raises
        ------
        SchemaError
            If there is no such table.
        """
        schema.fields(table)
        for one in self:
            if table == "targets":
                yield from one.coding.targets
            elif table == "numerals":
                yield from one.coding.numerals
            elif table == "sentences":
                yield from one.plan.sentences()
            else:
                yield one.record()

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Targets of all plans, one row each (``schema.TARGETS``)."""
        return schema.frame("targets", self.records("targets"))

    @cached_property
    def numerals(self) -> pd.DataFrame:
        """The ledger: every numeral of every plan with its role (``schema.NUMERALS``)."""
        return schema.frame("numerals", self.records("numerals"))

    @cached_property
    def plans(self) -> pd.DataFrame:
        """Metadata and counts, one row a plan (``schema.PLANS``)."""
        return schema.frame("plans", self.records("plans"))

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """Sentences of all plans (``schema.SENTENCES``)."""
        return schema.frame("sentences", self.records("sentences"))


def load(
    paths: Paths | None = None,
    *,
    plans: Iterable[str] | None = None,
    corrections: Iterable[Correction] | None = None,
    text_column: str | None = None,
    name_column: str | None = None,
    client: Any = None,
) -> Corpus:
    """Read and code plans, and lay people's corrections over the coding.

    Parameters
    ----------
    paths
        Files, folders, globs or zip archives, ``-`` for standard input; tables with a plan a row (csv, xlsx, Parquet, JSON).
        The five plans that come with qcompare if None.
    plans
        Keep only the plans of these names.
    corrections
        Corrections to lay over the coding; if None, those in the folder ``corrections`` beside the plans' folder.
        An empty list gives the parser's own result.
    text_column, name_column
        Columns of such tables that hold text and name; told from their names or cells if None.
    client
        A ``dask.distributed.Client``, whose workers read and code the plans; they find them under the same paths.
        The corpus is the same without it.

    Returns
    -------
    Corpus
        What could be read; ``failures`` says what could not, and which corrections could not be applied, and why.

    Raises
    ------
    SourceError
        If none of the paths is there.
    ParameterError
        If ``plans`` names one that is not there.
    QCompareError
        If a worker of the cluster has another version of qcompare.

    Examples
    --------
    >>> corpus = load()
    >>> corpus.names
    ['anhui', 'nantong', 'qingdao', 'siping', 'tianjin']
    >>> corpus.select(["siping"]).targets.query("type == 'quantified'")["level_text"].tolist()[:3]
    ['96%以上', '93%以上', '95%以上']
    """
    from qcompare.text.formats.sources import sources

    places = _places(paths)
    coded: list[CodedPlan] = []
    failures: list[SourceError] = []
    known: list[Correction] = []
    if corrections is None:
        known, failures = load_for(places)
    else:
        known = list(corrections)
    there = sources(places, text=text_column, name=name_column)
    for found in map(_coded, there) if client is None else _coded_by(client, list(there)):
        if isinstance(found, SourceError):
            failures.append(found)
            continue
        plan, coding = found
        one = _corrected(plan, coding, known)
        coded.append(one)
        failures += one.review.left_out(plan.file or plan.name) if one.review else []
    if failures and not coded and not any(map(_is_there, places)):
        raise failures[0]
    judgements, unread = judgements_for(places) if corrections is None else ([], [])
    if corrections is None:
        failures += strays([*known, *judgements], {one.name: one.plan.source for one in coded})
    corpus = Corpus(coded, [*failures, *unread], judgements)
    return corpus if plans is None else corpus.select(plans)


def files_read(paths: Paths | None = None) -> Iterator[Path]:
    """Yield the files that :func:`load` reads at the given places: plans, archives, sidecars, corrections.

    >>> sorted({path.suffix for path in files_read()})
    ['.txt', '.yml']
    """
    from qcompare.text.formats.sources import Source, sources

    for place in _places(paths):
        path = Path(place).expanduser()
        with contextlib.suppress(OSError):
            if path.is_file():  # one that is given twice, or cannot be used, is still somebody's
                yield path
    yield from files_for(_places(paths))
    yield from files_for(_places(paths), folder_of_judgements)
    for found in sources(_places(paths)):
        if isinstance(found, Source):
            yield from filter(None, (found.path, found.archive, getattr(found, "table", None)))
            yield from (path for path in found.beside() if path.is_file())


def _coded(source: Source | SourceError) -> tuple[Plan, Coding] | SourceError:
    """Return the plan of a source with its coding, or why there is none."""
    if isinstance(source, SourceError):
        return source
    try:
        key = _key(source) if _REMEMBERED is not None else None
        if key in (_REMEMBERED or ()):
            return _REMEMBERED[key]  # type: ignore[index]
        plan = read_plan(source)
    except SourceError as error:
        return error
    made = plan, code(plan)
    return made if key is None else _REMEMBERED.setdefault(key, made)  # type: ignore[union-attr]


# what share() has coded, by all that it was coded from
_REMEMBERED: dict[tuple[Any, ...], tuple[Plan, Coding]] | None = None


def share() -> None:
    """Code a file once for all who load it from now on, in this process and in its forks, as long as it stays the same."""
    global _REMEMBERED
    _REMEMBERED = {}


def _key(source: Source) -> tuple[Any, ...] | None:
    """Return all that the coding of a file hangs on; None for a member of an archive and the row of a table."""
    whole = source.path is not None and getattr(source, "table", None) is None
    return (source.name, source.file, source.read(), source.sidecar(), current()) if whole else None


def _coded_by(client: Any, found: list[Source | SourceError]) -> Iterator[tuple[Plan, Coding] | SourceError]:
    """Yield what :func:`_coded` returns for each source, in order, computed by the workers of a Dask cluster."""
    from dask.distributed import KilledWorker

    futures = client.map(_on_worker, found, pure=False)
    for source, future in zip(found, futures, strict=True):
        try:
            version, one = future.result()
        except KilledWorker:
            file = source.source if isinstance(source, SourceError) else source.file
            yield SourceError(
                file, "it brought down the workers that read it", "leave it out, or save its text as .txt"
            )
            continue
        if version != __version__:
            raise QCompareError(f"a worker has qcompare {version}, this is {__version__}: install the same on all")
        future.release()
        yield one


def _on_worker(source: Source | SourceError) -> tuple[str, tuple[Plan, Coding] | SourceError]:
    return __version__, _coded(source)


def _is_there(place: str | os.PathLike[str]) -> bool:
    path = Path(place).expanduser()
    with contextlib.suppress(OSError):
        if path.exists():
            return True
    return any(True for _ in glob.iglob(str(path), recursive=True))  # noqa: PTH207 may be absolute


def _places(paths: Paths | None) -> list[str | os.PathLike[str]]:
    if paths is None:
        return [plans_dir()]
    return [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)


def _corrected(plan: Plan, coding: Coding, corrections: list[Correction]) -> CodedPlan:
    """Lay those of the corrections that are about this plan over its coding."""
    if not any(correction.plan == plan.name for correction in corrections):
        return CodedPlan(plan, coding)
    done = overlay(plan.name, plan.source, coding.targets, corrections)
    return CodedPlan(plan, replace(coding, targets=done.records), done)


def reference(table: str = "targets") -> pd.DataFrame:
    """Return the hand-coded reference set of the five plans.

    Parameters
    ----------
    table
        ``targets`` or ``numerals``; columns as in the schema, derived ones empty.

    Examples
    --------
    >>> import qcompare as qc
    >>> qc.reference("numerals")["role"].value_counts().index[0]
    'target'
    """
    path = reference_dir() / f"{table}.jsonl"
    with path.open(encoding="utf-8") as lines:
        return schema.frame(table, [json.loads(line) for line in lines if line.strip()])


def _year(date: Any) -> int | None:
    return int(str(date)[:4]) if date else None
