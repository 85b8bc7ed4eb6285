"""``qcompare docs``: the documentation, as text or in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from qcompare.errors import SourceError
from qcompare.speech import language, say


@click.command()
@click.argument("page", required=False, metavar="[PAGE]")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the page. Default: as help and errors.")
@click.option("--samples", type=click.Path(path_type=Path), metavar="DIR", help="Write the tutorials' files into DIR.")
@click.option("--open", "in_browser", is_flag=True, help="In a browser, if the pages have been built (make docs).")
def command(page: str | None, lang: str | None, samples: Path | None, in_browser: bool) -> int:
    """Show a page of the documentation: tutorials, how-to, reading results, reference. Without PAGE, list them.

    The pages come along with qcompare, and no network is needed. QCOMPARE_DOCS names a folder or an address where they lie as
    a site.

    \b
    Examples:
      qcompare docs
      qcompare docs own
      qcompare docs reading --lang zh
      qcompare docs benchmark --open
      qcompare docs --samples samples         plans and goals for the tutorials
    """
    from qcompare import documentation as pages

    lang = lang or language()
    if samples is not None:
        for path in pages.samples(samples):
            click.echo(path.as_posix())
        return 0
    if page is not None:
        text = pages.page(page, lang)
    elif not in_browser:
        rows = [(name, pages.title(path)) for name, path in pages.pages(lang).items()]
        width = max(len(name) for name, _ in rows)
        text = "".join(f"{name:{width}}  {title}\n" for name, title in rows)
    start = pages.site()
    where = start and (pages.address(page, lang) if page else start + "index.html")
    if in_browser:
        if where is None:
            advice = "make docs builds them in a working copy; without --open the page is shown as text"
            raise SourceError(pages.SITE, "the pages have not been built", advice)
        click.launch(where)
    else:
        click.echo(text, nl=False)
    if where:
        click.echo(where, err=True)
    elif page is None:
        click.echo(say("one page: qcompare docs PAGE"), err=True)
    return 0
