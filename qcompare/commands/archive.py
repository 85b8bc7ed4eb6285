"""Coding into a folder: the options of ``qcompare code`` for archives, and what it says while it runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qcompare.commands.common import is_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from qcompare.scale.work import Done

F = TypeVar("F", bound="Callable[..., Any]")
_ONLY = {"jobs": "--jobs", "scheduler": "--scheduler", "sentences": "--sentences"}
_BEYOND = re.compile(r"^[a-z][a-z0-9+.-]*(?:::|://)", re.I)
_NAMED = 20  # failures that are named on the screen; all of them stand in failures/


def archive_options(function: F) -> F:
    """Add --jobs, --scheduler, --sentences, --text-column and --name-column."""
    for option in reversed(
        (
            click.option(
                "-j",
                "--jobs",
                type=click.IntRange(min=1),
                metavar="N",
                help="Number of processes (with -o out/). Default: one per core.",
            ),
            click.option("--scheduler", metavar="ADDRESS", help="Run on this Dask scheduler's workers (with -o out/)."),
            click.option(
                "--sentences",
                is_flag=True,
                help="Also write sentences/, which vocabulary and reports need (with -o out/).",
            ),
            click.option(
                "--text-column",
                metavar="NAME",
                help="Column of csv, xlsx, Parquet and JSON files that holds the text of each plan.",
            ),
            click.option("--name-column", metavar="NAME", help="Column of such files that names the plan."),
        )
    ):
        function = option(function)
    return function


def wants_folder(paths: Sequence[str], options: dict[str, Any]) -> bool:
    """Tell whether the plans are to be coded into a folder; the options for that are taken out where they are not.

    Raises
    ------
    click.UsageError
        If only a folder can be written, and none is named.
    """
    if is_folder(options["output"]):
        return True
    beyond = next((path for path in paths if _BEYOND.search(path)), None)
    given = next((flag for name, flag in _ONLY.items() if options[name]), None)
    if beyond or given:
        raise click.UsageError(f"{given or beyond}: say which folder to code into, like -o out/")
    for name in _ONLY:
        del options[name]
    return False


def code_into_folder(
    paths: Sequence[str],
    *,
    output: str,
    kind: str | None,
    only: str | None,
    excel_safe: bool,
    jobs: int | None,
    scheduler: str | None,
    sentences: bool,
    text_column: str | None,
    name_column: str | None,
) -> int:
    """Code plans into a folder, with a bar of progress and the failures on standard error.

    Returns
    -------
    int
        0, or 1 if some source could not be coded.
    """
    if kind not in (None, "parquet") or only or excel_safe:
        raise click.UsageError(
            f"a folder ({output}) is written as Parquet, all columns; leave out --format, --columns, --excel-safe"
        )
    from tqdm import tqdm

    from qcompare.paths import plans_dir
    from qcompare.scale.run import code_archive

    with tqdm(unit=" plans", file=sys.stderr, disable=None, smoothing=0.05) as bar:

        def progress(done: Done) -> None:
            bar.update(done.counts["plans"] + done.counts["failures"])

        summary = code_archive(
            paths or [str(plans_dir())], output, jobs=jobs, scheduler=scheduler, sentences=sentences, text=text_column,
            name=name_column, progress=progress,
        )  # fmt: skip
    for number, failure in enumerate(summary.archive.failures()):
        if number == _NAMED:
            click.echo(f"… and {summary.failures - _NAMED:,} more, in {summary.archive.folder / 'failures'}", err=True)
            break
        click.echo(str(failure), err=True)
    click.echo(f"{summary.archive.folder}: {summary}", err=True)
    return 1 if summary.failures else 0
