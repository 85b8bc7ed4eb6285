"""``qcompare export``: the coding in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcompare.commands.common import Group, is_pipe, paths_argument, read
from qcompare.schema import TABLES
from qcompare.text.formats.sources import is_plan

if TYPE_CHECKING:
    from qcompare.corpus import Corpus
    from qcompare.exchange.bundle import Bundle

_TABLES = tuple(TABLES)


@click.group(cls=Group)
def command() -> None:
    """Write the coding for other programs. All of it comes back: see qcompare review import.

    PATH is a file, a folder, a glob or a zip archive; without one, the five plans that come with qcompare. Corrections
    that lie beside the plans are in, and go along as records of their own.

    \b
    Examples:
      qcompare export refi-qda my_plans/ -o study.qdpx          MAXQDA, ATLAS.ti, NVivo
      qcompare export annotations my_plans/ -o targets.jsonld   W3C Web Annotation
      qcompare export datapackage my_plans/ -o package/         Frictionless data package
      qcompare export table my_plans/ -o targets.xlsx           a spreadsheet, csv, parquet or jsonl
      qcompare export codebook my_plans/ -o handout/            for a second coder, a person or a language model
    """


def _output(*endings: str, folder: bool = False):  # type: ignore[no-untyped-def]
    """Add -o; an ending of another kind is refused before anything is read."""

    def checked(ctx: click.Context, parameter: click.Parameter, output: Path) -> Path:
        there = output.is_dir()
        if not output.absolute().parent.is_dir():
            raise click.BadParameter(f"{output}: there is no folder {str(output.parent)!r}", ctx, parameter)
        if folder and (there or not output.exists() and not is_plan(output.name)):
            return output
        if there or output.suffix.lower() not in endings and not is_pipe(output):
            problem = "it is a folder" if there else f"its name must end in {' or '.join(endings)}"
            raise click.BadParameter(f"{output}: {problem}", ctx, parameter)
        return output

    kinds = ", ".join(["a folder", *endings] if folder else endings)
    return click.option(
        "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", callback=checked, help=f"Write to FILE ({kinds})."
    )  # fmt: skip


def _bundle(paths: tuple[str, ...]) -> tuple[Bundle, Corpus, int]:
    from qcompare.corrections import load_for
    from qcompare.exchange.bundle import Bundle
    from qcompare.paths import plans_dir

    corpus, code = read(paths)
    corrections, _ = load_for(paths or [plans_dir()])
    return Bundle.of_corpus(corpus, corrections), corpus, code


def _done(output: Path, bundle: Bundle) -> None:
    said = f"{len(bundle.items)} plans, {len(bundle.targets)} targets, {len(bundle.corrections)} corrections"
    click.echo(f"{output}: {said}", err=True)


@command.command("refi-qda")
@paths_argument
@click.option("--name", default="qcompare", help="Name of the project.")
@_output(".qdpx")
def refi_qda(paths: tuple[str, ...], output: Path, name: str) -> int:
    """Write a REFI-QDA project: each plan a text, each target a coded selection.

    \b
    Example:
      qcompare export refi-qda my_plans/ -o study.qdpx
    """
    from qcompare.exchange.refi_qda import write_qdpx

    bundle, _, code = _bundle(paths)
    write_qdpx(bundle, output, name)
    _done(output, bundle)
    return code


@command.command("annotations")
@paths_argument
@_output(".jsonld", ".json")
def annotations_command(paths: tuple[str, ...], output: Path) -> int:
    """Write W3C Web Annotations (JSON-LD): each target an annotation of its text, by position and by quote.

    \b
    Example:
      qcompare export annotations my_plans/ -o targets.jsonld
    """
    from qcompare.exchange.annotations import write_annotations

    bundle, _, code = _bundle(paths)
    write_annotations(bundle, output)
    _done(output, bundle)
    return code


@command.command()
@paths_argument
@_output(".zip", folder=True)
def datapackage(paths: tuple[str, ...], output: Path) -> int:
    """Write a Frictionless data package: texts, and all tables as csv with their schema.

    \b
    Example:
      qcompare export datapackage my_plans/ -o package/
    """
    from qcompare.exchange.package import write_package

    bundle, corpus, code = _bundle(paths)
    write_package(bundle, output, {name: list(corpus.records(name)) for name in ("numerals", "sentences")})
    _done(output, bundle)
    return code


@command.command()
@paths_argument
@click.option("-t", "--table", "name", type=click.Choice(_TABLES), default="targets", show_default=True)
@_output(".csv", ".xlsx", ".parquet", ".jsonl")
def table(paths: tuple[str, ...], name: str, output: Path) -> int:
    """Write one table, safe to open in a spreadsheet program: no text of a plan is run as a formula.

    \b
    Examples:
      qcompare export table my_plans/ -o targets.xlsx
      qcompare export table -t numerals -o ledger.parquet
    """
    from qcompare.exchange.tables import write_table

    corpus, code = read(paths)
    write_table(corpus.records(name), name, output)
    return code


@command.command()
@paths_argument
@_output(".zip", ".md", folder=True)
def codebook(paths: tuple[str, ...], output: Path) -> int:
    """Write what a second coder needs, a student or a language model: task, codebook, JSON Schema, a worked example.

    With plans, their texts go along. What comes back needs quotes and no offsets: qcompare review import FILE --coder NAME.

    \b
    Examples:
      qcompare export codebook -o codebook.md
      qcompare export codebook my_plans/ -o handout/
    """
    from qcompare.exchange.codebook import write_handout

    corpus, code = read(paths) if paths else (None, 0)
    texts = {one.name: one.plan.source for one in corpus} if corpus is not None else {}
    write_handout(output, texts)
    click.echo(f"{output}: the codebook, and {len(texts)} texts", err=True)
    return code
