"""``qcompare report``: every notebook through papermill, then figures and pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from shutil import get_terminal_size
from types import ModuleType
from typing import TYPE_CHECKING

import click

from qcompare import output as outputs
from qcompare.commands.common import refuse_other_page, selected
from qcompare.errors import unknown
from qcompare.speech import say

if TYPE_CHECKING:
    from qcompare.reports.batch import Job
    from qcompare.reports.pipeline import Report


_LANGS = ("zh", "en")


@click.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option("-o", "--output", default="build/report", show_default=True, metavar="DIR", help="Folder of the report.")
@click.option("--plans", metavar="A,B,…", help="Only these plans.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="One language; both if left out.")
@click.option(
    "-p", "--parameter", "given", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebooks."
)
@click.option(
    "--grid",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="YAML file: run one notebook over a grid of values.",
)
@click.option(
    "--jobs", metavar="N", type=click.IntRange(min=1), help="Notebooks at a time. Default: processors, at most 4."
)
@click.option("--force", is_flag=True, help="Run everything anew, also what has not changed.")
def command(
    notebooks: tuple[str, ...], output: str, plans: str | None, lang: str | None, given: tuple[tuple[str, str], ...],
    grid: str | None, jobs: int | None, force: bool,
) -> int:  # fmt: skip
    """Run every notebook, draw the figures, write the pages.

    Only what changed runs again. A notebook that fails does not stop the others; its error stands in the report, and
    the exit code is 1. A grid file says which notebook to run with which values:

    \b
      notebook: 70_plan_profile
      each: {plan: plans}            # "plans": every plan; "pairs": every two; or a list of values

    \b
    Examples:
      qcompare report
      qcompare report --plans siping,anhui --lang en -o build/two
      qcompare report -p data my_plans/ -o build/mine
      qcompare report 20_specificity -p years explicit
      qcompare report --grid grid.yml
    """
    from qcompare.reports import batch, known, pipeline

    out = Path(output)
    cache = out / "notebooks" / ".cache"
    values = _checked(dict(given))
    click.echo(say("reading the plans"), err=True)
    names, failures = known.plans(values.get("data", ""), cache)
    for failure in failures:
        click.echo(say(str(failure)), err=True)
    if not names:
        click.echo(say("no plan could be read, so there is nothing to report on"), err=True)
        return 1
    if plans:
        values["plans"] = plans
    chosen = [name.strip() for name in values.get("plans", "").split(",") if name.strip()] or names
    if not set(chosen) <= set(names):  # as the pages show them: Anhui, 安徽
        from qcompare.corpus import load

        chosen = selected(load(values.get("data") or None), values["plans"]).names
        values["plans"] = ",".join(chosen)
    for name in [*chosen, *filter(None, [values.get("plan")])]:
        if name not in names:
            raise click.UsageError(unknown("plan", name, names))
    langs = [lang] if lang else list(_LANGS)
    tasks = batch.plan(batch.find(notebooks), values, langs, plans=chosen, cache=cache)
    if grid:
        tasks += batch.plan_grid(Path(grid), chosen, cache=cache)
    _check_folder(out, tasks)
    workers = jobs or min(4, os.cpu_count() or 1)
    made = _run(pipeline, tasks, out, langs, values, workers, force)
    for outcome in made.failed:
        click.echo(f"{outcome.job.name}: {outcome.error}", err=True)
    for line in made.undrawn:
        click.echo(line, err=True)
    fresh = sum(outcome.status == "done" for outcome in made.outcomes)
    click.echo(
        say(f"{len(made.outcomes)} notebooks, {fresh} run, {len(made.failed)} failed. Open {made.index}"), err=True
    )
    return 1 if made.failed or made.undrawn or failures else 0


def _check_folder(out: Path, tasks: Sequence[Job]) -> None:
    """Refuse, before anything runs, a folder in which the report would replace notebooks of a study, or another page."""
    outputs.protect(lambda: [job.notebook for job in tasks])
    for job in tasks:
        outputs.refuse_source(out / "notebooks" / f"{job.name}.ipynb")
    refuse_other_page(out / "index.html")


def _checked(values: dict[str, str]) -> dict[str, str]:
    """Return the given parameters with whole paths; a value that is none is refused now, and not by each notebook."""
    for name in {"data", "out"} & set(values):  # notebooks run in their own folder
        values[name] = values[name] and str(Path(values[name]).resolve())
    if values.get("lang", "zh") not in _LANGS:
        raise click.UsageError(unknown("language", values["lang"], _LANGS))
    if values:  # loads pandas, which a run with nothing changed can do without
        from qcompare.measures.choices import VALID, choices

        choices(**{name: value for name, value in values.items() if name in VALID})
    return values


def _run(
    pipeline: ModuleType, tasks: Sequence[Job], out: Path, langs: Sequence[str], values: Mapping[str, str], workers: int, force: bool
) -> Report:  # fmt: skip
    """Run the pipeline; on standard error a terminal sees a progress bar, a log one line for each part that is done."""
    from tqdm import tqdm

    from qcompare.settings import settings

    total = len(tasks) + 1  # the pages are a part, too
    terminal = sys.stderr.isatty()
    if not terminal:
        click.echo(say(f"0/{total} begun"), err=True)
    wide, high = get_terminal_size()  # tqdm shows nothing on a terminal that does not say how large it is
    with tqdm(total=total, desc="report", unit="", ncols=wide, nrows=high, disable=not terminal) as bar:
        parts = count(1)

        def step(line: str) -> None:
            if not terminal:
                click.echo(say(f"{next(parts)}/{total} {line}"), err=True)
            bar.set_postfix_str(line[:60])
            bar.update()

        made: Report = pipeline.run(
            tasks,
            out,
            langs=langs,
            data=values.get("data", ""),
            plans=values.get("plans", ""),
            title=settings().get("title", ""),
            workers=workers,
            force=force,
            report=step,
        )
        return made
