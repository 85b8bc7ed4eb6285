"""``qcompare plans``: what each plan says of itself."""

from __future__ import annotations

from typing import Any

import click

from qcompare.commands.common import output_options, paths_argument, read, write
from qcompare.schema import columns

_BRIEF = ("plan", "title", "jurisdiction", "level", "doc_type", "date_issued", "horizon", "han", "targets", "quantified",
          "unplaced", "missing")  # fmt: skip


@click.command()
@paths_argument
@output_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Say what was understood of each plan: metadata, horizon, counts, and what is missing.

    What a sidecar (NAME.yml beside NAME.txt) states goes before what the text says of itself.

    \b
    Examples:
      qcompare plans
      qcompare plans my_plans/ --format csv -o plans.csv
      qcompare plans -c plan,doc_number,issuer,cites --format jsonl
    """
    corpus, code = read(paths)
    write(corpus.records("plans"), columns("plans"), table="plans", brief=_BRIEF, **options)
    return code
