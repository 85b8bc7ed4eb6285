"""``qcompare review``: the coding out to people, and their corrections back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qcompare.commands.common import Group, output_options, paths_argument, protect, read, write
from qcompare.errors import SourceError

if TYPE_CHECKING:
    from qcompare.corrections import Correction


@click.group(cls=Group)
def command() -> None:
    """Look the coding over. Corrections are records of their own, kept beside the plans in corrections/CODER.jsonl.

    From then on they lie over the parser's result wherever the plans are read: tables, measures, figures, reports.

    \b
    Examples:
      qcompare review export my_plans/ -o review.xlsx         for a spreadsheet, least sure first
      qcompare review import review.xlsx my_plans/ --coder 王
      qcompare review agreement my_plans/                     two coders: how far they agree
      qcompare review adjudicate my_plans/ -o settle.xlsx     where they differ
      qcompare review import settle.xlsx my_plans/ --coder 李 --settle

    \b
    In JupyterLab:
      from qcompare.review import view; view(qc.load("my_plans/"), coder="王")
    """


def _corrections(paths: tuple[str, ...]) -> list[Correction]:
    from qcompare.corrections import load_for
    from qcompare.paths import plans_dir

    protect(paths)
    return load_for(paths or [plans_dir()])[0]


@command.command("export")
@paths_argument
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The workbook (.xlsx)."
)
def export_command(paths: tuple[str, ...], output: Path) -> int:
    """Write a workbook with all targets, the least sure first, and drop-downs for each field.

    Choose a decision in the first column, or change cells; write targets that were missed into the second sheet.

    \b
    Example:
      qcompare review export my_plans/ -o review.xlsx
    """
    from qcompare.review.rounds import export

    _is_workbook(output)
    corpus, code = read(paths)
    if not len(corpus):
        return code  # what there is to say has been said, and a workbook without targets is of no use
    click.echo(f"{output}: {export(corpus, output)} targets", err=True)
    return code


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@paths_argument
@click.option("--coder", metavar="NAME", help="Who made the decisions. In a study: as study.yml says.")
@click.option("--settle", is_flag=True, help="These decisions settle where other coders differ.")
def import_command(file: Path, paths: tuple[str, ...], coder: str | None, settle: bool) -> int:
    """Take back a workbook, or a coding from another program (.qdpx, .jsonld, data package, .csv, .jsonl, .parquet).

    What differs from the coding here becomes a correction. Rows that cannot be used are named; the others are kept.

    \b
    Examples:
      qcompare review import review.xlsx my_plans/ --coder 王
      qcompare review import study.qdpx my_plans/ --coder 李
    """
    from qcompare.paths import plans_dir
    from qcompare.review.rounds import fresh, keep, take_back
    from qcompare.study.settings import settings

    if not file.exists():
        raise SourceError(file, "there is no such file", "look at the path's spelling and where you are")
    coder = coder or settings().get("coder")
    if not coder:
        raise click.UsageError(
            "say who made the decisions: --coder NAME, or in a study the line 'coder: NAME' in study.yml"
        )
    corpus, code = read(paths)
    known = _corrections(paths)
    brought, problems = take_back(corpus, file, coder, known, settle)
    made = fresh(brought, known)
    for problem in problems:
        click.echo(str(problem), err=True)
    kept = keep(paths[0] if paths else str(plans_dir()), made)
    counts = {action: sum(one.action == action for one in made) for action in ("accept", "edit", "reject", "add")}
    said = ", ".join(f"{number} {action}" for action, number in counts.items() if number)
    where = f" in {', '.join(map(str, kept))}" if kept else ""
    again = f"; {len(brought) - len(made)} were there already" if len(brought) > len(made) else ""
    click.echo(f"{len(made)} corrections{f' ({said})' if said else ''}{where}{again}", err=True)
    return 1 if problems else code


@command.command("agreement")
@paths_argument
@click.option("--coders", metavar="A,B", help="Which two; needed if there are more.")
@output_options
def agreement_command(paths: tuple[str, ...], coders: str | None, **options: Any) -> int:
    """Say how far two coders agree: on what to do with each target that both looked at, and on each field.

    \b
    Example:
      qcompare review agreement my_plans/ --coders 王,李
    """
    from qcompare.review import agreement

    corrections = _corrections(paths)
    names = [name.strip() for name in coders.split(",")] if coders else agreement.coders(corrections)
    if len(names) != 2:
        known = ", ".join(agreement.coders(corrections)) or "nobody"
        raise click.UsageError(f"agreement is between two coders: say --coders A,B; there are corrections by {known}")
    found = agreement.decisions(corrections, *names)
    write(found.to_dict("records"), list(found.columns), **options)
    return 0


@command.command("adjudicate")
@paths_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="A workbook (.xlsx) to decide in."
)
def adjudicate_command(paths: tuple[str, ...], output: Path | None) -> int:
    """List the targets on which coders differ; with -o, write them as a workbook to decide in.

    Bring the workbook back with: qcompare review import FILE --coder NAME --settle

    \b
    Example:
      qcompare review adjudicate my_plans/ -o settle.xlsx
    """
    from qcompare.review.agreement import to_settle
    from qcompare.review.rounds import export_disputed

    corrections = _corrections(paths)
    if output is None:
        listed = to_settle(corrections)
        write(listed.to_dict("records"), list(listed.columns), brief=_brief(list(listed.columns)))
        return 0
    _is_workbook(output)
    from qcompare.corpus import load

    corpus = load(list(paths) or None, corrections=[])
    click.echo(f"{output}: {export_disputed(corpus, output, corrections)} targets to settle", err=True)
    return 0


def _brief(columns: list[str]) -> tuple[str, ...]:
    return tuple(name for name in columns if name not in ("start", "end", "correction"))


def _is_workbook(output: Path) -> None:
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{output}: the workbook's name must end in .xlsx")
    if not output.absolute().parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder {str(output.parent)!r}")
