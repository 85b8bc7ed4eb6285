"""Review of a corpus: what goes out to a coder, and what comes back, whichever way it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare.corrections.files import append
from qcompare.corrections.folders import file_for, load_for
from qcompare.corrections.judgements import Judgement, file_of_judgements
from qcompare.corrections.records import Correction, Key, standing
from qcompare.errors import SourceError
from qcompare.exchange.tables import read_table
from qcompare.review.agreement import items
from qcompare.review.compare import corrections_from
from qcompare.review.judging import unsaid
from qcompare.review.judging_sheet import add_sheets, read_judgements, typed_judgements
from qcompare.review.priority import with_doubts
from qcompare.review.sheet import is_workbook, read_sheet, typed_rows, write_sheet
from qcompare.text.formats.workbook import workbook

if TYPE_CHECKING:
    from qcompare.corpus import CodedPlan, Corpus
    from qcompare.review.widget import Review

_TABLES = (".csv", ".jsonl", ".parquet", ".xlsx", ".ods", ".xls")


def texts(corpus: Corpus) -> dict[str, str]:
    """Return plan → text."""
    return {one.name: one.plan.source for one in corpus}


def targets(one: CodedPlan) -> list[dict[str, Any]]:
    """Return the targets of a plan with corrections in, each with what was decided on it."""
    return one.review.targets if one.review else list(one.coding.targets)


def doubtful(one: CodedPlan, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return targets of a plan with what speaks against each, in words."""
    return with_doubts(one.plan, rows, one.record()["horizon"])


def parsed(one: CodedPlan) -> list[dict[str, Any]]:
    """Return the parser's own targets of a plan."""
    return one.review.parsed if one.review else list(one.coding.targets)


def export(corpus: Corpus, path: Path, lang: str = "zh") -> tuple[int, int]:
    """Write a workbook for review; return the number of targets in it, and of matches and indicators to judge."""
    rows = [target for one in corpus for target in doubtful(one, targets(one))]
    asked: list[int] = []
    write_sheet(path, rows, texts(corpus), lang=lang, more=lambda book: asked.append(add_sheets(book, corpus)))
    return len(rows), asked[0]


def export_disputed(corpus: Corpus, path: Path, corrections: Iterable[Correction]) -> int:
    """Write a workbook of the targets that coders decided on differently; what each decided stands beside it."""
    known = texts(corpus)
    rows: list[dict[str, Any]] = []
    notes: dict[tuple[str, Key], str] = {}
    for item in unsettled(corrections):
        if item.plan not in known:
            continue
        first = next(iter(item.by.values()))
        rows.append(dict(first.target))
        notes[(item.plan, item.key)] = "; ".join(_said(coder, one) for coder, one in sorted(item.by.items()))
    write_sheet(path, rows, known, notes)
    return len(rows)


def unsettled(corrections: Iterable[Correction]) -> list[Any]:
    """Return the targets on which coders differ and nobody has decided between them."""
    corrections = list(corrections)
    settled = {name for correction in corrections for name in correction.settles}
    return [
        item
        for item in items(corrections)
        if not item.agreed and not all(correction.id in settled for correction in item.by.values())
    ]


def _said(coder: str, correction: Correction) -> str:
    changes = ", ".join(f"{name}={value}" for name, value in correction.changed.items())
    return f"{coder}: {correction.action}{f' ({changes})' if changes else ''}"


def take_back(
    corpus: Corpus, path: Path, coder: str, corrections: Sequence[Correction] = (), settle: bool = False
) -> tuple[list[Correction], list[SourceError]]:
    """Return the corrections in a file that came back: a workbook, a REFI-QDA project, annotations, a package, a table.

    Parameters
    ----------
    corpus
        The plans as read now, with the corrections that are already in.
    path, coder
        The file, and who worked on it.
    corrections
        All that are in.
    settle
        Whether these decisions are to settle where others differ.

    Raises
    ------
    SourceError
        If the file cannot be used at all.
    """
    if not path.exists():
        raise SourceError(path, "there is no such file", "look at the path's spelling")
    known = {correction.id: correction for correction in corrections}
    carried: list[Correction] = []
    if path.suffix.lower() == ".xlsx" and is_workbook(path):
        made, problems = read_sheet(path, texts(corpus), coder, known)
    else:
        theirs, carried = _coding(path)
        ours = {one.name: targets(one) for one in corpus}
        made, problems = corrections_from(theirs, ours, texts(corpus), coder, known)
    if settle:
        between = {(item.plan, item.key): tuple(one.id for one in item.by.values()) for item in unsettled(corrections)}
        made = [replace(one, settles=between.get((one.plan, one.key), ())) for one in made]
    brought = [one for one in carried if one.id not in known and one.plan in corpus]
    return [*brought, *made], problems


def take_judgements(
    corpus: Corpus, path: Path, coder: str, settle: bool = False
) -> tuple[list[Judgement], list[SourceError]]:
    """Return the judgements in a workbook that came back, and the rows of it that cannot be used; other files hold none.

    Raises
    ------
    SourceError
        If it is no readable workbook.
    """
    return read_judgements(path, corpus, coder, settle) if path.suffix.lower() == ".xlsx" else ([], [])


def fresh(made: Iterable[Correction], corrections: Iterable[Correction]) -> list[Correction]:
    """Return what a coder has not said already: a file that is brought back twice adds nothing the second time.

    Parameters
    ----------
    made
        The corrections that came back.
    corrections
        All that are in.
    """
    there = {(one.coder, one.plan, one.key): one for one in standing(corrections)}

    def known(one: Correction) -> bool:
        last = there.get((one.coder, one.plan, one.key))
        if last is None or not set(one.settles) <= set(last.settles):
            return False
        return replace(one, when=last.when, settles=last.settles) == last

    return [one for one in made if not known(one)]


def undelivered(path: Path, corpus: Corpus, corrections: Sequence[Correction]) -> int:
    """Return how many rows of a workbook hold decisions that are in no record, and would be lost with it.

    0 if it is no workbook for review, nobody typed anything, or all was brought in, by whomever.

    Parameters
    ----------
    path
        Where the workbook is; it need not be there.
    corpus, corrections
        The plans, and all corrections that are in.
    """
    if not path.is_file():
        return 0
    try:
        with workbook(path) as book:
            typed = typed_rows(book) + typed_judgements(book)
    except (SourceError, ValueError, KeyError, TypeError):
        return 0  # none of ours
    known = {correction.id: correction for correction in corrections}
    coders = {one.coder for one in corrections} | {one.coder for one in corpus.judgements}
    for coder in sorted(coders) if typed else ():
        try:
            made, _ = read_sheet(path, texts(corpus), coder, known)
            judged, _ = read_judgements(path, corpus, coder)
        except SourceError:
            return typed  # of plans that have changed, or of others
        if len(made) + len(judged) >= typed and not fresh(made, corrections) and not unsaid(judged, corpus.judgements):
            return 0
    return typed


def _coding(path: Path) -> tuple[list[dict[str, Any]], list[Correction]]:
    """Return the targets and corrections in a file of any exchange format."""
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return read_table(path, "targets"), []
    if suffix == ".qdpx":
        from qcompare.exchange.refi_read import read_qdpx as read
    elif suffix in (".jsonld", ".json"):
        from qcompare.exchange.annotations import read_annotations as read
    elif suffix == ".zip" or path.is_dir():
        from qcompare.exchange.package import read_package as read
    else:
        kinds = ".xlsx, .qdpx, .jsonld, .zip, .csv, .jsonl, .parquet"
        raise SourceError(path, f"it is none of {kinds}", "save it as one of them")
    bundle = read(path)
    return bundle.targets, bundle.corrections


def keep(place: str, corrections: Iterable[Correction] = (), judgements: Iterable[Judgement] = ()) -> list[Path]:
    """Add corrections and judgements to the files of their coders, beside the plans at a place; return the files.

    Raises
    ------
    SourceError
        If a file cannot be written.
    """
    by_file: dict[Path, list[Any]] = {}
    for correction in corrections:
        by_file.setdefault(file_for(place, correction.coder), []).append(correction)
    for judgement in judgements:
        by_file.setdefault(file_of_judgements(place, judgement.coder), []).append(judgement)
    for file, made in sorted(by_file.items()):
        try:
            append(file, made)
        except OSError as error:
            problem = f"decisions cannot be written there ({error.strerror})"
            raise SourceError(file, problem, "start a study of your own with `qcompare init`, and work there") from None
    return sorted(by_file)


def view(corpus: Corpus, *, coder: str, place: str | None = None, lang: str = "zh") -> Review:
    """Return the reviewing view of a corpus, for JupyterLab.

    Parameters
    ----------
    corpus
        The plans.
    coder
        Who is looking; the corrections go to ``corrections/CODER.jsonl`` beside the plans.
    place
        Where the plans are; by default where the first of them was read.
    lang
        ``zh`` or ``en``.

    Raises
    ------
    SchemaError
        If the coder has no name.

    Examples
    --------
    >>> import qcompare as qc
    >>> from qcompare.review import view
    >>> shown = view(qc.load(plans=["siping"]), coder="王", lang="en")
    >>> type(shown).__name__
    'Review'
    """
    from qcompare.review.widget import Review

    first = next(iter(corpus)).plan.file if len(corpus) else None
    where = place or (first or ".").partition("!")[0]
    earlier, _ = load_for([where])
    coded = {one.name: doubtful(one, parsed(one)) for one in corpus}
    return Review(
        texts(corpus), coded, file_for(where, coder), coder, lang, earlier, corpus, file_of_judgements(where, coder)
    )
