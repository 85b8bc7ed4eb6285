"""``qcompare figures``: the published set, built or checked."""

from __future__ import annotations

from pathlib import Path

import click

from qcompare import output as outputs
from qcompare.commands.common import protect


@click.command()
@click.argument("names", nargs=-1, metavar="[FIGURE]...")
@click.option("-o", "--output", default="figures", show_default=True, metavar="DIR", help="Folder of the set.")
@click.option("--plans", metavar="A,B,…", help="Only these plans.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="One language; both if left out.")
@click.option("--from", "paths", multiple=True, metavar="PATH", help="Plans to draw; the five by default.")
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
    names: tuple[str, ...], output: str, plans: str | None, lang: str | None, paths: tuple[str, ...], jobs: int, check: bool, quick: bool
) -> int:  # fmt: skip
    """Build the published figures: svg, png, pdf, Vega-Lite, csv, words, manifest and gallery.

    \b
    Examples:
      qcompare figures                     the whole set, into figures/
      qcompare figures strictness levels -o build/two --lang en
      qcompare figures --check             is the committed set what the data give?
      qcompare figures --check --quick     the same sooner, pictures by their digests
    """
    from tqdm import tqdm

    from qcompare.corpus import load
    from qcompare.figures import export
    from qcompare.reports import files

    protect(paths)
    corpus = load(list(paths) or None)
    if plans:
        corpus = corpus.select(name.strip() for name in plans.split(","))
    drawings = list(export.draw(corpus, names, [lang] if lang else export.LANGS))
    folder = Path(output)
    kept = [folder] if quick else []
    with tqdm(total=len(drawings), desc="figures", unit="", disable=None) as bar:
        made = export.build(corpus, drawings=drawings, kept=kept, workers=jobs, report=lambda name: bar.update())
    if check:
        found = export.differences(folder, made)
        for line in found[:40]:
            click.echo(line, err=True)
        click.echo(
            f"{len(made)} files, {len(found)} differ" if found else f"{len(made)} files as they should be", err=True
        )
        return 1 if found else 0
    earlier = export.listed(folder)
    for name in made:  # all of them before the first is written
        outputs.refuse_source(folder / name)
    for name, data in made.items():
        if name != export.MANIFEST:
            files.write(folder / name, data)
    files.write(folder / export.MANIFEST, made[export.MANIFEST])  # last: it vouches for the others
    if not names:
        for name in earlier - set(made):
            (folder / name).unlink(missing_ok=True)
    click.echo(f"{len(made)} files: {folder / 'README.md'}", err=True)
    return 0
