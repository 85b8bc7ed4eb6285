"""``qcompare review``: the coding out to people, and their corrections back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qcompare.commands.common import Group, output_options, paths_argument, protect, read, write
from qcompare.errors import OutputError, SourceError
from qcompare.speech import language, say

if TYPE_CHECKING:
    from qcompare.corpus import Corpus
    from qcompare.corrections import Correction
    from qcompare.corrections.judgements import Judgement


@click.group(cls=Group)
def command() -> None:
    """Review the coding. Corrections are records of their own, kept beside the plans in corrections/CODER.jsonl.

    From then on they lie over the parser's result wherever the plans are read: tables, measures, figures, reports. So do
    judgements of which targets speak of which national goal (crosswalk/judgements/CODER.jsonl).

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


def _judgements(paths: tuple[str, ...]) -> list[Judgement]:
    from qcompare.corrections.judgements import judgements_for
    from qcompare.paths import plans_dir

    return judgements_for(paths or [plans_dir()])[0]


@command.command("export")
@paths_argument
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The workbook (.xlsx)."
)
@click.option("--lang", type=click.Choice(("zh", "en")), help="Of the reasons of doubt. Default: as help and errors.")
def export_command(paths: tuple[str, ...], output: Path, lang: str | None) -> int:
    """Write a workbook with all targets, the least sure first, and drop-downs for each field.

    Choose a decision in the first column, or change cells; write targets that were missed into the sheet "missed". The
    sheet "matches" asks which targets speak of which national goal, the sheet "indicators" which wordings are one
    indicator; both come with suggestions, which count for nothing until somebody decides.

    \b
    Example:
      qcompare review export my_plans/ -o review.xlsx
    """
    from qcompare.review.rounds import export

    _is_workbook(output)
    corpus, code = read(paths)
    if not len(corpus):
        return code  # what there is to say has been said, and a workbook without targets is of no use
    _keep_decisions(output, corpus, paths)
    rows, asked = export(corpus, output, lang or language())
    click.echo(say(f"{output}: {rows} targets; {asked} matches and indicators to judge"), err=True)
    return code


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@paths_argument
@click.option("--coder", metavar="NAME", help="Who made the decisions. In a study: as study.yml says.")
@click.option("--settle", is_flag=True, help="These decisions settle where other coders differ.")
def import_command(file: Path, paths: tuple[str, ...], coder: str | None, settle: bool) -> int:
    """Take back a workbook, or a coding from another program (.qdpx, .jsonld, data package, .csv, .jsonl, .parquet).

    What differs from the coding here becomes a correction. Rows that cannot be used are named; the others are kept.

    A coding with quotes and no offsets (csv, jsonl, xlsx, or JSON of any shape: see qcompare export codebook) is taken for a
    second coder's: its quotes are looked for, rows whose words, number or unit are not there are refused and named, the
    others are kept in codings/NAME.jsonl beside the plans, to be compared and never laid over the coding.

    \b
    Examples:
      qcompare review import answers.json my_plans/ --coder model
      qcompare review import review.xlsx my_plans/ --coder 王
      qcompare review import study.qdpx my_plans/ --coder 李
    """
    from qcompare.paths import plans_dir
    from qcompare.review.coding_files import is_quoted
    from qcompare.review.judging import unsaid
    from qcompare.review.rounds import fresh, keep, take_back, take_judgements
    from qcompare.settings import settings

    if not file.exists():
        raise SourceError(file, "there is no such file", "look at the path's spelling and where you are")
    coder = coder or settings().get("coder")
    if not coder:
        raise click.UsageError(
            "say who made the decisions: --coder NAME, or in a study the line 'coder: NAME' in study.yml"
        )
    corpus, code = read(paths)
    if is_quoted(file):
        return _second_opinion(file, corpus, coder, paths[0] if paths else str(plans_dir())) or code
    known = _corrections(paths)
    brought, problems = take_back(corpus, file, coder, known, settle)
    made = fresh(brought, known)
    judged, refused = take_judgements(corpus, file, coder, settle)
    told = unsaid(judged, corpus.judgements)
    for problem in [*problems, *refused]:
        click.echo(say(str(problem)), err=True)
    if problems or refused:
        click.echo(say("What each sheet asks for: qcompare docs judging"), err=True)
    kept = keep(paths[0] if paths else str(plans_dir()), made, told)
    counts = {action: sum(one.action == action for one in made) for action in ("accept", "edit", "reject", "add")}
    actions = ", ".join(f"{number} {action}" for action, number in counts.items() if number)
    twice = len(brought) - len(made) + len(judged) - len(told)
    said = [
        f"{len(made)} corrections ({actions})" if actions else "0 corrections",
        f"{len(told)} judgements of matches and indicators" if told else "",
        f"{twice} were there already" if twice else "",
        f"kept in {', '.join(map(str, kept))}" if kept else "",
    ]
    click.echo(("；" if language() == "zh" else "; ").join(say(part) for part in said if part), err=True)
    return 1 if problems or refused else code


def _second_opinion(file: Path, corpus: Corpus, coder: str, place: str) -> int:
    from qcompare.review.coding_files import read_rows
    from qcompare.review.second import opinion
    from qcompare.review.second_coder import keep_coding

    found = opinion(read_rows(file), corpus, str(file))
    for refused in found.refused:
        click.echo(str(refused), err=True)
    for remark in found.remarks:
        click.echo(remark, err=True)
    how = ", ".join(f"{number} {name}" for name, number in sorted(found.found.items())) or "none"
    click.echo(f"{len(found.rows)} rows by {coder} ({how}); {len(found.refused)} refused", err=True)
    if found.rows:
        kept = keep_coding(place, coder, found.rows)
        click.echo(
            f"{kept}: compare with qcompare agreement {coder}, decide with qcompare review adjudicate --coder {coder}",
            err=True,
        )
    return 1 if found.refused else 0


@command.command("rename")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@paths_argument
def rename_command(old: str, new: str, paths: tuple[str, ...]) -> int:
    """Carry the decisions about a plan over to the new name of its file; the old records stay.

    A plan is called as its file. Where a file was renamed, what people decided about it stands under the old name.

    \b
    Example:
      qcompare review rename 某县质量强县方案 moucounty
    """
    from qcompare.corpus import load
    from qcompare.corrections.renamed import rename
    from qcompare.paths import plans_dir

    corpus = load(list(paths) or None, corrections=[])
    texts = {one.name: one.plan.source for one in corpus}
    corrections, judgements = rename(paths[0] if paths else plans_dir(), old, new, texts)
    click.echo(say(f"{new}: {corrections} corrections and {judgements} judgements carried over"), err=True)
    return 0


@command.command("agreement")
@paths_argument
@click.option("--coders", metavar="A,B", help="Which two; needed if there are more.")
@click.option(
    "-w", "--what", type=click.Choice(("targets", "matches")), default="targets", show_default=True,
    help="Decisions on targets, or judgements of matches and indicators.",
)  # fmt: skip
@output_options
def agreement_command(paths: tuple[str, ...], coders: str | None, what: str, **options: Any) -> int:
    """Say how far two coders agree: on what to do with each target that both looked at, and on each field.

    \b
    Examples:
      qcompare review agreement my_plans/ --coders 王,李
      qcompare review agreement my_plans/ --what matches
    """
    from qcompare.review import agreement, judging

    compared: Any
    made: list[Any]
    if what == "targets":
        made, compared, kind = list(_corrections(paths)), agreement.decisions, "corrections"
    else:
        made, compared, kind = list(_judgements(paths)), judging.agreement, "judgements"
    known = sorted({one.coder for one in made})
    names = [name.strip() for name in coders.split(",")] if coders else known
    if len(names) != 2:
        some = ", ".join(known) or "nobody"
        raise click.UsageError(f"agreement is between two coders: say --coders A,B; there are {kind} by {some}")
    found = compared(made, *names)
    write(found.to_dict("records"), list(found.columns), **options)
    return 0


@command.command("adjudicate")
@paths_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="A workbook (.xlsx) to decide in."
)
@click.option("-w", "--what", type=click.Choice(("targets", "matches")), default="targets", show_default=True)
@click.option("--coder", metavar="NAME", help="Where the coding here and that of a second coder differ.")
def adjudicate_command(paths: tuple[str, ...], output: Path | None, what: str, coder: str | None) -> int:
    """List the targets on which coders differ; with -o, write them as a workbook to decide in.

    Bring the workbook back with: qcompare review import FILE --coder NAME --settle. Matches in dispute are listed with
    --what matches; decide them in the sheet "matches" of the workbook that `qcompare review export` writes.

    With --coder, the targets in which a second coder's coding (see qcompare review import) differs from the one here.

    \b
    Example:
      qcompare review adjudicate my_plans/ -o settle.xlsx
    """
    from qcompare.review.agreement import to_settle
    from qcompare.review.rounds import export_disputed

    if coder:
        return _adjudicate_second(paths, output, coder)
    if what == "matches":
        from qcompare.review.judging import disputed

        if output is not None:
            raise click.UsageError("matches are decided in the workbook of `qcompare review export`; leave out -o")
        rows = disputed(_judgements(paths))
        columns = ("kind", "plan", "indicator", "national_goal", "coder", "decision", "canonical", "reason")
        write(rows, columns)
        return 0
    corrections = _corrections(paths)
    if output is None:
        listed = to_settle(corrections)
        write(listed.to_dict("records"), list(listed.columns), brief=_brief(list(listed.columns)))
        return 0
    _is_workbook(output)
    from qcompare.corpus import load

    corpus = load(list(paths) or None, corrections=[])
    _keep_decisions(output, corpus, paths)
    click.echo(f"{output}: {export_disputed(corpus, output, corrections)} targets to settle", err=True)
    return 0


def _adjudicate_second(paths: tuple[str, ...], output: Path | None, coder: str) -> int:
    from qcompare.paths import plans_dir
    from qcompare.review.second_coder import coding_of, export_differences, to_adjudicate

    rows = coding_of(paths[0] if paths else str(plans_dir()), coder)
    corpus, code = read(paths)
    if output is None:
        listed = to_adjudicate(corpus, rows, coder)
        write([one.record() for one in listed], ("plan", "start", "quote", "indicator", "kind", "differs"))
        return code
    _is_workbook(output)
    _keep_decisions(output, corpus, paths)
    click.echo(f"{output}: {export_differences(corpus, rows, coder, output)} targets to decide", err=True)
    return code


def _brief(columns: list[str]) -> tuple[str, ...]:
    return tuple(name for name in columns if name not in ("start", "end", "correction"))


def _keep_decisions(output: Path, corpus: Corpus, paths: tuple[str, ...]) -> None:
    """Refuse to replace a workbook in which somebody has decided something that has not been brought in."""
    from qcompare.review.rounds import undelivered

    if count := undelivered(output, corpus, _corrections(paths)):
        rows = "1 row holds a decision" if count == 1 else f"{count} rows hold decisions"
        advice = "bring them in with qcompare review import, or give another name"
        raise OutputError(output, f"{rows} that no correction has yet, and it is not replaced", advice)


def _is_workbook(output: Path) -> None:
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{output}: the workbook's name must end in .xlsx")
    if not output.absolute().parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder {str(output.parent)!r}")
