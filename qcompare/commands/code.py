"""``qcompare code``: the targets of plans."""

from __future__ import annotations

from typing import Any

import click

from qcompare.commands.archive import archive_options, code_into_folder, wants_folder
from qcompare.commands.common import output_options, paths_argument, read, write
from qcompare.schema import columns

_BRIEF = ("plan", "part", "type", "indicator", "comparator", "low", "high", "unit", "change", "year", "strength",
          "domain")  # fmt: skip


@click.command()
@paths_argument
@output_options
@archive_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Code the targets of plans: every commitment to one level of one indicator, one row per target.

    PATH is a file (txt, html, md, docx, pdf), a folder, a glob, a zip archive, a table with a plan in each row (csv, xlsx,
    jsonl, parquet), or - for standard input; without one, the five plans that come with qcompare. Rows stand in the order of plan, start, end, and carry all fields of the codebook: what is measured,
    the level, the year, how binding it is, and its place in the source (source[start:end] is the quote).

    Where -o names a folder (out/), any number of plans is coded into it, on all cores or a Dask cluster, in Parquet files:
    targets/, numerals/, plans/, failures/. PATH may then also be an address (s3://…, https://…). A run that was interrupted goes on when the same command is given again.

    \b
    Examples:
      qcompare code
      qcompare code plan.txt --format jsonl
      echo 到2020年，产品合格率达到95%以上。 | qcompare code -
      qcompare code plans.csv --text-column 全文 --name-column 文号
      qcompare code my_plans/ -o targets.parquet
      qcompare code -c plan,indicator,level_text,year --format csv
      qcompare code archive/ 's3://bucket/plans/*.parquet' -o out/ --jobs 8
      qcompare code archive/ -o out/ --scheduler tcp://10.0.0.1:8786
    """
    if wants_folder(paths, options):
        return code_into_folder(paths, **options)
    corpus, code = read(paths, text_column=options.pop("text_column"), name_column=options.pop("name_column"))
    write(corpus.records("targets"), columns("targets"), table="targets", brief=_BRIEF, **options)
    return code
