"""``qcompare survey``: the report that compares many plans."""

from __future__ import annotations

from pathlib import Path

import click

from qcompare import memory
from qcompare.commands.common import refuse_other_page


@click.command()
@click.argument("archive", metavar="FOLDER", type=click.Path(exists=True, file_okay=False))
@click.option(
    "-o", "--output", metavar="DIR", default="build/survey", show_default=True, help="Where to write the page."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the page.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    help="Number of processes that count words. Default: one per core.",
)
def command(archive: str, output: str, lang: str, jobs: int | None) -> int:
    """Compare many plans: distributions, groups, largest and smallest values, national goals, words, and a table to search in.

    FOLDER is what `qcompare code PATH -o FOLDER/ --sentences` made. The page opens without a network.

    \b
    Examples:
      qcompare code archive/ -o out/ --sentences
      qcompare survey out/ -o survey/
    """
    from qcompare.scale.archive import Archive
    from qcompare.scale.run import available

    if not Archive.is_one(archive):
        raise click.UsageError(
            f"{archive} holds no coded plans; make it with: qcompare code PATH -o {archive} --sentences"
        )
    if not Archive(archive).count("plans"):
        raise click.UsageError(
            f"{archive} holds no plan; what could not be read, and why, stands in {archive}/failures"
        )
    memory.one_arena()
    refuse_other_page(Path(output) / "index.html")
    from qcompare.scale.survey import survey

    page = survey(Archive(archive), output, lang=lang, jobs=jobs or available())
    click.echo(str(page))
    return 0
