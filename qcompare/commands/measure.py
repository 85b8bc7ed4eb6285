"""``qcompare measure``: the result tables."""

from __future__ import annotations

from typing import Any

import click

from qcompare.commands.common import output_options, paths_argument, read, write
from qcompare.errors import ParameterError, unknown

_SHORT = {"quote", "status_quote", "text", "caveat_zh", "caveat_en"}  # left out of a table for people


def _definitions(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Refuse an unknown definition before anything is read."""
    from qcompare.measures.choices import VALID, choices

    found = {}
    for text in given:
        name, mark, value = text.partition("=")
        if not mark:
            valid = ", ".join(f"{key}={'|'.join(values)}" for key, values in VALID.items())
            raise click.BadParameter(f"{text!r} is not NAME=VALUE; valid: {valid}", ctx, parameter)
        found[name.strip()] = value.strip()
    try:
        choices(**found)
    except ParameterError as error:
        raise click.BadParameter(str(error), ctx, parameter) from None
    return found


def _list(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked:
        return
    from qcompare import measures
    from qcompare.measures.results import columns

    for question, names in measures.questions().items():
        click.echo(question)
        for name in names:
            click.echo(f"  {name:18} {', '.join(columns(name))}")
    ctx.exit()


@click.command()
@click.argument("name")
@paths_argument
@click.option("-d", "--definition", "definitions", multiple=True, metavar="NAME=VALUE", callback=_definitions,
              help="Another definition than the default, such as part=whole or years=explicit; may be repeated.")  # fmt: skip
@click.option("--plans", metavar="A,B,…", help="Only these plans.")
@click.option("--plan", metavar="NAME", help="The plan of a profile.")
@click.option("--word", help="The word to show in context (kwic).")
@click.option("--seed", type=int, help="Seed of random draws.")
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list,
              help="List the tables with their columns.")  # fmt: skip
@output_options
def command(
    name: str, paths: tuple[str, ...], definitions: dict[str, str], plans: str | None, plan: str | None,
    word: str | None, seed: int | None, **options: Any,
) -> int:  # fmt: skip
    """Write a result table: how specific, ambitious, aligned plans are, and how sure one can be.

    NAME is a question (specificity, ambition, alignment, vocabulary, robustness, findings, pmc) for its main table, or
    the name of any table (--list shows them all).

    \b
    Examples:
      qcompare measure ambition
      qcompare measure strictness --format csv -o strictness.csv
      qcompare measure specificity my_plans/ -d years=explicit
      qcompare measure profile --plan siping
      qcompare measure kwic --word 首席质量官
    """
    table = _main(name)
    if table == "profile" and not plan:
        raise click.UsageError("a profile is of one plan: say which with --plan NAME")
    if table == "kwic" and not word:
        raise click.UsageError("say which word to look for with --word")
    corpus, code = read(paths)
    if not len(corpus):
        return code  # what there is to say has been said
    if plans:
        corpus = corpus.select(part.strip() for part in plans.split(",") if part.strip())
    from qcompare.findings import registry

    measures = registry.of(corpus, **definitions, **({} if seed is None else {"seed": seed}))
    if table == "profile" and plan:
        found = measures.plan_profile(plan)
    else:
        found = measures.kwic(word) if table == "kwic" and word else measures.table(table)
    if "seed" in found.attrs.get("options", {}):
        click.echo(f"seed {measures.seed}", err=True)
    rows = ({str(key): value for key, value in row.items()} for row in found.to_dict("records"))
    columns = [str(column) for column in found.columns]
    write(rows, columns, brief=[column for column in columns if column not in _SHORT], **options)
    return code


def _main(name: str) -> str:
    """Return the table that a name stands for."""
    from qcompare import measures

    questions = measures.questions()
    tables = {table for names in questions.values() for table in names}
    if name not in tables and name not in questions:
        raise click.UsageError(unknown("measure", name, {*questions, *tables}))
    return name if name in tables else str(questions[name][0])
