"""``qcompare explain``: why a numeral or a level was read as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcompare.speech import language, say

if TYPE_CHECKING:
    from qcompare.corrections import Correction
    from qcompare.explanation import Explanation, Trace
    from qcompare.text.model import Plan


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("place", metavar="OFFSET|TEXT")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the labels. Default: as help and errors.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object a place.")
def command(file: str, place: str, lang: str | None, as_json: bool) -> int:
    """Say why the numeral or the level at a place was read as it was: the rules that decided, and the words.

    FILE is a plan: a file, - for what is piped in, or the name of a plan of the study, or of the five. TEXT is a run of its
    text, each occurrence of which is explained: a number with its unit, a year with 年, words. OFFSET is an offset into
    its source, as in the columns start and level_start; digits where nothing stands at that offset are taken for a number
    of the text.

    \b
    Examples:
      qcompare explain plan.txt 96%以上
      qcompare explain siping 1424
      echo 到2018年，合格率达到96%。 | qcompare explain - 96%
    """
    from qcompare.explanation import Trace

    lang = lang or language()
    plan, made = _plan(file)
    for one in _found(Trace(plan), place, file):
        if as_json:
            click.echo(json.dumps(one.record(), ensure_ascii=False))
            continue
        decided = [_decided(correction, lang) for correction in made if _about(correction, one)]
        click.echo("\n".join([*one.lines(lang), *decided]) + "\n")
    return 0


def _found(trace: Trace, place: str, file: str) -> list[Explanation]:
    """Return the explanations of a place; digits are an offset where something stands there, else a number of the text."""
    from qcompare.explanation import nothing_at

    source, start = trace.plan.source, int(place) if place.isdecimal() else -1
    numbers = [(row["start"], row["end"]) for row in trace.coding.numerals if row["text"] == place]
    found = trace.explain(start, start + 1) if start >= 0 else []
    if found and numbers and found[0].text != place:
        like = source[numbers[0][0] : numbers[0][1] + 1]
        said = f"{place} is taken for the offset; for the number, give it with what stands beside it, like {like}"
        click.echo(say(said), err=True)
    elif start >= 0 and not found and numbers:
        click.echo(say(f"nothing stands at the offset {place}; it is taken for the number"), err=True)
    runs = [] if found else numbers if start >= 0 else _runs(source, place, file)
    each = {one.offset: one for run in runs for one in trace.explain(*run)}
    found = found or [each[at] for at in sorted(each)]
    if not found:
        raise nothing_at(trace.plan, runs[0][0] if runs else start)
    return found


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


def _runs(source: str, text: str, file: str) -> list[tuple[int, int]]:
    from qcompare.errors import ParameterError

    found, at = [], source.find(text)
    while at >= 0:
        found.append((at, at + len(text)))
        at = source.find(text, at + len(text))
    if not found:
        raise ParameterError(
            f"{file}: the text {text!r} is not in it. Give a run of the text as published, or an offset."
        )
    return found
