"""``qcompare measure``: the result tables."""

from __future__ import annotations

from typing import Any

import click

from qcompare.commands.common import document_of, document_options, paths_argument, put, read, selected, write
from qcompare.errors import ParameterError, unknown

# left out of a document, too: a reader of a paper has no use for them
_MACHINE = {"start", "end", "national_goal", "run"}
_KEPT_BOOKS = {  # how a cell came about: of use to who checks it, and in the way of who reads it
    "status", "matches", "grade", "cites_outline", "confidence", "pages", "anachronistic", "same_year", "national_comparator", "note",
}  # fmt: skip
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
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of a document: docx, tex, xlsx, html.")  # fmt: skip
@document_options
def command(
    name: str, paths: tuple[str, ...], definitions: dict[str, str], plans: str | None, plan: str | None,
    word: str | None, seed: int | None, lang: str, **options: Any,
) -> int:  # fmt: skip
    """Write a result table: how specific, ambitious, aligned plans are, and how sure one can be.

    NAME is a question (specificity, ambition, alignment, vocabulary, robustness, findings, pmc) for its main table, or
    the name of any table (--list shows them all).

    \b
    Examples:
      qcompare measure ambition
      qcompare measure strictness --format csv -o strictness.csv
      qcompare measure strictness --lang en -o strictness.docx
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
        corpus = selected(corpus, plans)
    from qcompare.findings import registry

    measures = registry.of(corpus, **definitions, **({} if seed is None else {"seed": seed}))
    if table == "profile" and plan:
        found = measures.plan_profile(plan)
    else:
        found = measures.kwic(word) if table == "kwic" and word else measures.table(table)
    if "seed" in found.attrs.get("options", {}):
        click.echo(f"seed {measures.seed}", err=True)
    document = document_of(click.get_current_context(), options.get("output"))
    if document:
        if options.get("output") is None and document in ("docx", "xlsx"):
            raise click.UsageError(f"{document} is not for a screen: say where to write it with -o FILE")
        put(_paper(document, table, found, measures, lang, options.get("only")), options.get("output"))
        return code
    rows = ({str(key): value for key, value in row.items()} for row in found.to_dict("records"))
    columns = [str(column) for column in found.columns]
    write(rows, columns, brief=[column for column in columns if column not in _SHORT], **options)
    return code


_ACROSS = 8  # plans that a page holds side by side


def _paper(kind: str, name: str, found: Any, measures: Any, lang: str, only: str | None) -> bytes:
    """Return a result table as a document, with heads and values in words, its source and how to cite it."""
    from qcompare.figures.cells import matrix, spoken
    from qcompare.figures.chart.base import say, version
    from qcompare.figures.chart.frame import CODED, cited
    from qcompare.figures.documents import Paper, document
    from qcompare.figures.tables import by_issue, in_order, named, national
    from qcompare.findings.reading import english_names, readable
    from qcompare.reports.page_text import WORDS

    out = {*_SHORT, *_MACHINE, *(_KEPT_BOOKS if {"class", "state"} & set(found) else ())}
    kept = [str(column) for column in found.columns if column not in out]
    if only:
        wanted = [column.strip() for column in only.split(",") if column.strip()]
        for column in wanted:
            if column not in found.columns:
                raise click.UsageError(unknown("column", column, [str(one) for one in found.columns]))
        kept = wanted
    table = in_order(found, by_issue(measures.plans))[kept].copy()
    table.attrs = found.attrs
    names = {row["plan"]: str(row[lang]) for row in named(measures.plans)}
    title = WORDS[lang].get(f"name_{name}") or say(lang, f"结果表 {name}", f"Result table {name.replace('_', ' ')}")
    said = english_names(measures) if lang == "en" and "indicator" in table else {}
    notes = (
        say(lang, f"来源：{CODED['zh']}；本表数据版本 {version([found])}。", f"Source: {CODED['en']}; this table's data version {version([found])}."),
        say(lang, "引用：", "Cite: ") + cited(title, name, version([found]), lang),
    )  # fmt: skip
    if name == "strictness" and not only and kind != "xlsx" and len(names) <= _ACROSS:
        across = [plan for plan in by_issue(measures.plans) if plan in set(found["plan"])]
        goals = dict(zip(found["national_goal"].astype(str), found[f"goal_{lang}"].astype(str), strict=True))
        shown, marks = matrix(
            found, measures.ambition, {plan: names[plan] for plan in across}, goals, national(measures), lang
        )
        return document(kind, Paper(shown, title, (marks, *notes), lang))
    return document(kind, Paper(readable(spoken(table, lang), lang, names, said), title, notes, lang))


def _main(name: str) -> str:
    """Return the table that a name stands for."""
    from qcompare.findings import registry  # the room above adds its own: multiverse, findings

    questions = registry.questions()
    tables = {table for names in questions.values() for table in names}
    if name not in tables and name not in questions:
        raise click.UsageError(unknown("measure", name, {*questions, *tables}))
    return name if name in tables else str(questions[name][0])
