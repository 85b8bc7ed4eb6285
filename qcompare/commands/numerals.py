"""``qcompare numerals``: the ledger of every numeral."""

from __future__ import annotations

from typing import Any

import click

from qcompare.commands.common import output_options, paths_argument, read, write
from qcompare.schema import ROLES, columns


@click.command()
@paths_argument
@click.option(
    "-r", "--role", type=click.Choice(ROLES), multiple=True, help="Only numerals in this role; may be repeated."
)
@output_options
def command(paths: tuple[str, ...], role: tuple[str, ...], **options: Any) -> int:
    """List every Arabic numeral of plans, once, with its role and its sentence.

    Only numerals in the role "target" make targets; those that the rules could not place are "unplaced", so that
    nothing is lost silently.

    \b
    Examples:
      qcompare numerals
      qcompare numerals my_plans/ --role unplaced
      qcompare numerals plan.docx -o ledger.csv
    """
    corpus, code = read(paths)
    rows = (row for row in corpus.records("numerals") if not role or row["role"] in role)
    write(rows, columns("numerals"), table="numerals", **options)
    return code
