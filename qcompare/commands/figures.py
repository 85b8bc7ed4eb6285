"""``qcompare figures``: the published set, built or checked, and single figures for print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from qcompare import memory
from qcompare import output as outputs
from qcompare.commands.common import protect, selected
from qcompare.errors import OutputError

_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


def _for_print(
    names: tuple[str, ...], width: float | None, font_size: float | None, title: str | None, checking: bool
) -> bool:  # fmt: skip
    """Return whether figures for print are wanted, and refuse what does not go together."""
    if width is None and font_size is None and title is None:
        return False
    if not names:
        raise click.UsageError("say which figures, as in: qcompare figures strictness --width 84mm")
    if title is not None and len(names) != 1:
        raise click.UsageError("--title is for one figure: name just one")
    if checking:
        raise click.UsageError("--check and --quick are for the set; leave out --width, --font-size and --title")
    return True


def _checked(found: list[str], count: int) -> int:
    """Say what differs from the set."""
    for line in found[:40]:
        click.echo(line, err=True)
    click.echo(f"{count} files, {len(found)} differ" if found else f"{count} files as they should be", err=True)
    return 1 if found else 0


def _single(folder: Path, made: dict[str, bytes]) -> int:
    """Write figures for print, and say what was written."""
    from qcompare.reports import files

    for name in made:  # all of them before the first is written
        outputs.refuse_source(folder / name)
    for name, data in made.items():
        files.write(folder / name, data)
        click.echo(str(folder / name))
    return 0


def _millimetres(ctx: click.Context, parameter: click.Parameter, given: str | None) -> float | None:
    """Return a width in millimetres: ``84mm``, ``84``, ``8.4cm``, ``3.3in``."""
    if given is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)?", given.strip())
    if found is None:
        raise click.BadParameter(f"{given!r} is no width; write it as 84mm, 8.4cm or 3.3in", ctx, parameter)
    return float(found[1]) * _UNITS[found[2] or "mm"]


@click.command()
@click.argument("names", nargs=-1, metavar="[FIGURE]...")
@click.option("-o", "--output", metavar="DIR", help="Folder of the set. Default: figures; for print: paper.")
@click.option("--plans", metavar="A,B,…", help="Only these plans.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="One language; both if left out.")
@click.option(
    "--from", "paths", multiple=True, metavar="PATH", help="Plans to draw. Default: those of the study, else the five."
)
@click.option("--width", callback=_millimetres, metavar="WIDTH", help="For print: width, such as 84mm.")
@click.option("--font-size", type=float, metavar="POINTS", help="For print: size of the main type, such as 7.")
@click.option("--title", metavar="TEXT", help="Title in place of the finding; for one figure.")
@click.option(
    "--jobs", default=2, show_default=True, metavar="N", type=click.IntRange(min=1), help="Pictures drawn at a time."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a file differs from what the data give.")
@click.option(
    "--quick",
    is_flag=True,
    help="Draw only what the folder's manifest does not vouch for: another specification or renderer.",
)
def command(
    names: tuple[str, ...], output: str | None, plans: str | None, lang: str | None, paths: tuple[str, ...],
    width: float | None, font_size: float | None, title: str | None, jobs: int, check: bool, quick: bool,
) -> int:  # fmt: skip
    """Build the published figures: svg, png, pdf, Vega-Lite, csv, words, manifest and gallery.

    With --width, --font-size or --title: the named figures for print, one file each kind in one folder. Type, rows and
    notes are laid out for the width; the text file beside them holds the words to quote and how to cite.

    \b
    Examples:
      qcompare figures                     the whole set, into figures/
      qcompare figures strictness levels -o build/two --lang en
      qcompare figures strictness --width 84mm --font-size 7 --lang en --plans nantong,anhui,siping
      qcompare figures --check             is the committed set what the data give?
      qcompare figures --check --quick     the same sooner, pictures by their digests
    """
    from tqdm import tqdm

    from qcompare.corpus import load
    from qcompare.figures import export
    from qcompare.figures.kept import MANIFEST, differences, listed
    from qcompare.measures import segment

    memory.one_arena()  # two pictures are drawn at a time: an arena each would keep what both have freed
    paper = _for_print(names, width, font_size, title, check or quick)
    folder = Path(output or ("paper" if paper else "figures"))
    if not paper and not check:
        _refuse_other(folder, MANIFEST)
    protect(paths)
    corpus = load(list(paths) or None)
    if plans:
        corpus = selected(corpus, plans)
    undrawn: list[str] = []
    langs = [lang] if lang else export.LANGS
    drawings = list(export.draw(corpus, names, langs, width=width, font_size=font_size, title=title, failed=undrawn))
    segment.let_go()  # the renderer needs the room
    if paper:
        for line in undrawn:
            click.echo(line, err=True)
        return max(_single(folder, export.single(drawings)), int(bool(undrawn)))
    kept = [folder] if quick else []
    with tqdm(total=len(drawings), desc="figures", unit="", disable=None) as bar:
        made = export.build(
            corpus, drawings=drawings, kept=kept, workers=jobs, report=lambda name: bar.update(), failed=undrawn
        )
    for line in undrawn:
        click.echo(line, err=True)
    if check:
        return max(_checked(differences(folder, made), len(made)), int(bool(undrawn)))
    _write(folder, made, listed(folder) if not names else set(), MANIFEST)
    click.echo(f"{len(made)} files: {folder / 'README.md'}", err=True)
    return 1 if undrawn else 0


def _refuse_other(folder: Path, manifest: str) -> None:
    """Refuse a folder with somebody's own README, before anything is drawn."""
    if (folder / "README.md").exists() and not (folder / manifest).exists():
        problem = "it is there already, and belongs to no figure set"
        raise OutputError(folder / "README.md", problem, "give a folder of its own with -o")


def _write(folder: Path, made: Mapping[str, bytes], earlier: set[str], manifest: str) -> None:
    """Write a set, and remove what belonged to an earlier one and not to this."""
    from qcompare.reports import files

    for name in made:  # all of them before the first is written
        outputs.refuse_source(folder / name)
    for name, data in made.items():
        if name != manifest:
            files.write(folder / name, data)
    files.write(folder / manifest, made[manifest])  # last: it vouches for the others
    for name in earlier - set(made):
        (folder / name).unlink(missing_ok=True)
