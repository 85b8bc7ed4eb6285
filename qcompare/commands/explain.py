"""``qcompare explain``: why a numeral or a level was read as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcompare.speech import language, say

if TYPE_CHECKING:
    from qcompare.corrections import Correction
    from qcompare.explanation import Explanation
    from qcompare.text.model import Plan


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("place", metavar="OFFSET|TEXT")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the labels. Default: as help and errors.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object a place.")
def command(file: str, place: str, lang: str | None, as_json: bool) -> int:
    """Say why the numeral or the level at a place was read as it was: the rules that decided, and the words.

    FILE is a plan: a file, or the name of a plan of the study, or of the five. OFFSET is an offset into its source, as in the columns start and
    level_start; TEXT is a run of its text, each occurrence of which is explained.

    \b
    Examples:
      qcompare explain siping 94
      qcompare explain plan.txt 96%以上
    """
    from qcompare.explanation import explain

    lang = lang or language()
    plan, made = _plan(file)
    places = [int(place)] if place.isdecimal() else _places(plan.source, place, file)
    found = [explain(plan, offset) for offset in places]
    for one in found:
        if as_json:
            click.echo(json.dumps(one.record(), ensure_ascii=False))
            continue
        decided = [_decided(correction, lang) for correction in made if _about(correction, one)]
        click.echo("\n".join([*one.lines(lang), *decided]) + "\n")
    return 0


def _plan(file: str) -> tuple[Plan, list[Correction]]:
    """Return the plan of a file, or of a plan by its name, and what people have decided about it."""
    from qcompare.corpus import load
    from qcompare.errors import ParameterError

    corpus = load([_named(file) or file])
    for failure in corpus.failures:
        click.echo(say(str(failure)), err=True)
    if len(corpus.names) != 1:
        raise ParameterError(f"{file}: {len(corpus.names)} plans; give one file, or one plan by name")
    one = corpus[corpus.names[0]]
    return one.plan, one.review.applied if one.review else []


def _named(name: str) -> str | None:
    """Return the file of the plan of that name among those at hand: of the study, or of the five."""
    from qcompare.paths import plans_dir
    from qcompare.text.formats.sources import Source, sources

    if Path(name).exists():
        return None
    there = (one for one in sources([plans_dir()]) if isinstance(one, Source) and one.path)
    return next((str(one.path) for one in there if one.name == name), None)


def _about(correction: Correction, one: Explanation) -> bool:
    return correction.target["start"] <= one.offset < correction.target["end"]


def _decided(correction: Correction, lang: str) -> str:
    """Return what a person decided, in a line."""
    fields = ", ".join(f"{name} {value}" for name, value in correction.changed.items())
    said = " ".join(filter(None, (correction.action, fields, f"({correction.reason})" if correction.reason else "")))
    return f"{correction.coder}：{said}" if lang == "zh" else f"decided by {correction.coder}: {said}"


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
