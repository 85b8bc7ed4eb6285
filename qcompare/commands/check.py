"""``qcompare check``: what was understood of each plan."""

from __future__ import annotations

from typing import Any

import click

from qcompare.commands.common import output_options, paths_argument, read, write
from qcompare.speech import say


@click.command()
@paths_argument
@click.option("--sidecars", is_flag=True, help="Write a .yml beside each plan that lacks metadata, to be filled in.")
@output_options
def command(paths: tuple[str, ...], sidecars: bool, kind: str | None, **options: Any) -> int:
    """Say what was understood of each plan: metadata, goals, horizon, numerals, indicators; and what to fill in.

    A mark (!) stands before what needs a person; the last line counts the plans. Other formats give one row
    per finding.

    \b
    Examples:
      qcompare check my_plans/
      qcompare check my_plans/ --sidecars
      qcompare check --format csv -o findings.csv
    """
    from qcompare.study.understanding import COLUMNS, text, understand, write_sidecars

    corpus, code = read(paths)
    findings = understand(corpus)
    if kind in (None, "table") and not options["output"]:
        click.echo(text(findings), nl=False)
    else:
        write([finding.record() for finding in findings], COLUMNS, kind=kind, **options)
    if sidecars:
        written, errors = write_sidecars(corpus)
        for path in written:
            click.echo(say(f"{path}: to be filled in"), err=True)
        for error in errors:
            click.echo(say(str(error)), err=True)
        code = 1 if errors else code
    return code
