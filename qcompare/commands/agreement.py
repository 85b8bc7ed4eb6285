"""``qcompare agreement``: the coding against a coded set."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import click

from qcompare.checks import check
from qcompare.commands.common import output_options, read, write
from qcompare.errors import SourceError
from qcompare.paths import reference_dir
from qcompare.schema import fields, frame

PARTS = {
    "detection": "Targets found: precision, recall, F1",
    "fields": "Fields of the targets that both found: percent agreement and Krippendorff's alpha",
    "differences": "What differs, row by row",
}


@click.command()
@click.argument("reference")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-p", "--part", type=click.Choice(tuple(PARTS)), help="Only this part; csv and parquet need one.")
@output_options
def command(reference: str, paths: tuple[str, ...], part: str | None, kind: str | None, **options: Any) -> int:
    """Compare the coding of plans with a coded set: what was found, field by field, and the differing rows.

    REFERENCE is the coded set: targets as jsonl, csv or parquet with the codebook's fields (derived ones may be
    absent), a folder that holds targets.jsonl, or the word "reference" for the hand coding of the five plans.

    \b
    Examples:
      qcompare agreement reference
      qcompare agreement reference --part fields --format csv
      qcompare agreement coder_b.csv my_plans/ --part differences -o differences.csv
    """
    if part is None and (options["output"] or kind not in (None, "table")):
        raise click.UsageError(f"say which part to write: --part {'|'.join(PARTS)}")
    from qcompare.measures import agreement

    theirs = frame("targets", _coded_set(reference))
    corpus, code = read(paths, _file(reference))
    ours = frame("targets", corpus.records("targets"))
    missing = sorted(set(theirs["plan"]) - set(corpus.names))
    if missing:
        click.echo(f"{reference}: no text was read for {', '.join(missing)}; left out", err=True)
        theirs, code = theirs[~theirs["plan"].isin(missing)], 1
    functions = {
        "detection": agreement.detection,
        "fields": agreement.reliability,
        "differences": agreement.differences,
    }
    chosen = [part] if part else list(PARTS)
    for name in chosen:
        if part is None:
            click.echo(f"{PARTS[name]}\n")
        found = functions[name](ours, theirs)
        rows = [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]
        write(rows, [str(name) for name in found.columns], kind=kind, **options)
        if part is None:
            click.echo()
    return code


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
