"""``qcompare explain``: why a numeral or a level was read as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from qcompare.text.model import Plan


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("place", metavar="OFFSET|TEXT")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language of the labels. Default: en.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object a place.")
def command(file: str, place: str, lang: str, as_json: bool) -> int:
    """Say why the numeral or the level at a place was read as it was: the rules that decided, and the words.

    FILE is a plan (a file, or one of the five by name). OFFSET is an offset into its source, as in the columns start and
    level_start; TEXT is a run of its text, each occurrence of which is explained.

    \b
    Examples:
      qcompare explain siping 94
      qcompare explain plan.txt 96%以上
    """
    from qcompare.explanation import explain

    plan = _plan(file)
    places = [int(place)] if place.isdecimal() else _places(plan.source, place, file)
    found = [explain(plan, offset) for offset in places]
    for one in found:
        click.echo(json.dumps(one.record(), ensure_ascii=False) if as_json else "\n".join(one.lines(lang)) + "\n")
    return 0


def _plan(file: str) -> Plan:
    """Return the plan of a file, or one of the five by its name."""
    from qcompare.corpus import load
    from qcompare.errors import ParameterError
    from qcompare.paths import plans_dir

    named = plans_dir() / f"{file}.txt"
    known = not Path(file).exists() and named.is_file()
    corpus = load([str(named) if known else file], corrections=[])
    for failure in corpus.failures:
        click.echo(str(failure), err=True)
    if len(corpus.names) != 1:
        raise ParameterError(f"{file}: {len(corpus.names)} plans; give one file, or one of the five by name.")
    return corpus[corpus.names[0]].plan


def _places(source: str, text: str, file: str) -> list[int]:
    from qcompare.errors import ParameterError

    found, at = [], source.find(text)
    while at >= 0:
        found.append(at + next((number for number, char in enumerate(text) if char.isdigit()), 0))
        at = source.find(text, at + len(text))
    if not found:
        raise ParameterError(
            f"{file}: the text {text!r} is not in it. Give a run of the text as published, or an offset."
        )
    return found
