"""``qcompare agreement``: the coding against a coded set."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qcompare.checks import check
from qcompare.commands.common import output_options, read, write
from qcompare.errors import SourceError
from qcompare.paths import reference_dir
from qcompare.schema import fields, frame

if TYPE_CHECKING:
    import pandas as pd

    from qcompare.corpus import Corpus

COVERAGE = ["kind", "plan", "start", "end", "text", "ours", "theirs", "sentence"]
PARTS = {
    "detection": "Targets found: precision, recall, F1",
    "fields": "Fields of the targets that both found: percent agreement and Krippendorff's alpha",
    "differences": "What differs, row by row",
    "coverage": "Numerals that only one coding, or neither, has a place for",
    "rules": "The same differences by the rule that decided: how often it decided, and how often it was wrong",
}


@click.command()
@click.argument("reference")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-p", "--part", type=click.Choice(tuple(PARTS)), help="Only this part; csv and parquet need one.")
@output_options
def command(reference: str, paths: tuple[str, ...], part: str | None, kind: str | None, **options: Any) -> int:
    """Compare the coding of plans with a coded set: what was found, field by field, and the differing rows.

    REFERENCE is the coded set: targets as jsonl, csv or parquet with the codebook's fields (derived ones may be
    absent), a folder that holds targets.jsonl, the name of a second coder whose coding was brought in with `qcompare review
    import`, the word "corrections" for what people have made of the coding of these plans, or the word "reference" for
    the hand coding of the five plans. Only fields that the set speaks of are compared.

    \b
    Examples:
      qcompare agreement reference
      qcompare agreement reference --part fields --format csv
      qcompare agreement coder_b.csv my_plans/ --part differences -o differences.csv
      qcompare agreement 王 my_plans/ --part coverage
      qcompare agreement corrections my_plans/ --part rules
    """
    if part is None and (options["output"] or kind not in (None, "table")):
        raise click.UsageError(f"say which part to write: --part {'|'.join(PARTS)}")
    import pandas as pd

    from qcompare.measures import agreement
    from qcompare.review.rule_errors import rule_errors
    from qcompare.review.second_coder import coverage, given_fields

    corrected = reference == "corrections" and not Path(reference).exists()
    corpus, code = read(paths, *([] if corrected else [_file(_file_of(reference, paths))]))
    coded = _corrected(corpus) if corrected else _coded_set(_file_of(reference, paths))
    theirs = frame("targets", coded)
    given = [name for name in agreement.FIELDS if name in given_fields(coded)]
    ours = frame("targets", _parsed(corpus) if corrected else corpus.records("targets"))
    missing = sorted(set(theirs["plan"]) - set(corpus.names))
    if missing:
        click.echo(f"{reference}: no text was read for {', '.join(missing)}; left out", err=True)
        theirs, code = theirs[~theirs["plan"].isin(missing)], 1
    kept = [row for row in coded if row["plan"] in corpus]
    if kept and not any(row.get("type") == "qualitative" for row in kept):  # whoever codes none says nothing about them
        ours = ours[ours["type"] != "qualitative"]
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        "detection": lambda: agreement.detection(ours, theirs),
        "fields": lambda: agreement.reliability(ours, theirs, fields=given),
        "differences": lambda: agreement.differences(ours, theirs, fields=given),
        "coverage": lambda: pd.DataFrame(coverage(corpus, kept), columns=COVERAGE),
        "rules": lambda: rule_errors([one.plan for one in corpus], theirs, fields=given),
    }
    chosen = [part] if part else list(PARTS)
    for name in chosen:
        if part is None:
            click.echo(f"{PARTS[name]}\n")
        found = tables[name]()
        rows = [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]
        write(rows, [str(name) for name in found.columns], kind=kind, **options)
        if part is None:
            click.echo()
    return code


def _corrected(corpus: Corpus) -> list[dict[str, Any]]:
    """Return the targets of the plans that people have corrected, their corrections in."""
    reviewed = [one for one in corpus if one.review is not None]
    if not reviewed:
        raise SourceError(
            "corrections", "nobody has corrected the coding of these plans", "qcompare review export --help says how"
        )
    return [target for one in reviewed for target in one.coding.targets]


def _parsed(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Yield the program's own targets of all plans."""
    for one in corpus:
        yield from one.coding.targets if one.review is None else one.review.parsed


def _file_of(reference: str, paths: tuple[str, ...]) -> str:
    """Return the file of a second coder's coding if there is one of that name beside the plans."""
    from qcompare.paths import plans_dir
    from qcompare.review.second_coder import file_of_coding

    if reference == "reference" or Path(reference).exists() or "/" in reference:
        return reference
    file = file_of_coding(paths[0] if paths else str(plans_dir()), reference)
    return str(file) if file.is_file() else reference


def _coded_set(where: str) -> list[dict[str, Any]]:
    """Return the records of a coded set, checked against the schema."""
    path = _file(where)
    try:
        records = _records(path)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not targets as jsonl, csv or parquet"
        raise SourceError(
            where, f"the coded set cannot be read: {reason}", "give a file that `qcompare code` could write"
        ) from None
    failures = check("targets", records, partial=True)
    if failures:
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        raise SourceError(where, failures[0] + more, "mend the coded set; the codebook says what each field may hold")
    return records


def _file(where: str) -> Path:
    path = reference_dir() if where == "reference" and not Path(where).exists() else Path(where)
    return path / "targets.jsonl" if path.is_dir() else path


def _records(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        return [_typed(row) for row in csv.DictReader(text.splitlines())]
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _typed(row: dict[str, str]) -> dict[str, Any]:
    """Return a csv row with the schema's types; an empty cell is no value."""
    kinds = {field.name: field.type for field in fields("targets")}
    convert = {"integer": int, "number": float}
    return {name: convert.get(kinds.get(name, ""), str)(value) if value else None for name, value in row.items()}
