"""``qcompare rules``: the rules of the coder, each with why and with sentences that show it."""

from __future__ import annotations

from typing import Any

import click

from qcompare.commands.common import output_options, write

COLUMNS = ("id", "decides", "looks", "why", "examples", "counter_examples")


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_options
def command(names: tuple[str, ...], **options: Any) -> int:
    """List the rules of the coder: what each decides, where it looks, why, and sentences that show it.

    NAME is a rule or the start of one (role.status). In the sentences ‹…› marks the run that is decided: in an example
    by this rule, in a counter-example not.

    \b
    Examples:
      qcompare rules
      qcompare rules role.status year --format jsonl
    """
    from qcompare.coding.rules import all_rules
    from qcompare.errors import ParameterError, unknown

    rows = all_rules()
    for name in names:
        if not any(row["id"].startswith(name) for row in rows):
            raise ParameterError(unknown("rule", name, [row["id"] for row in rows]))
    chosen = [row for row in rows if not names or row["id"].startswith(names)]
    if options["kind"] in (None, "table", "csv") and not str(options["output"]).endswith((".jsonl", ".parquet")):
        chosen = [row | {kind: " / ".join(row[kind]) for kind in ("examples", "counter_examples")} for row in chosen]
    write(chosen, COLUMNS, brief=("id", "decides", "looks", "why"), **options)
    return 0
