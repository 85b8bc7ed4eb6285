"""``qcompare init``: a study of one's own plans."""

from __future__ import annotations

import click

from qcompare.speech import say


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--plans", multiple=True, metavar="PATH", help="Copy plans (a file or folder) into it; may be repeated.")
@click.option("--example", is_flag=True, help="Put one of the five plans into it, to try things out.")
def command(folder: str, plans: tuple[str, ...], example: bool) -> int:
    """Start a study in DIR: a folder for your plans, the notebooks, and a README that leads through it.

    Inside DIR every command takes the plans in data/plans/ where no PATH is given.

    \b
    Examples:
      qcompare init my_study --plans ~/Downloads/plans
      cd my_study && qcompare check
    """
    from qcompare.study.start import init

    place = init(folder, plans, example)
    first = "" if plans or example else f"put plans into {place / 'data' / 'plans'}, then: "
    click.echo(say(f"{place}: a study. Next: {first}cd {place} && qcompare check"), err=True)
    return 0
