"""The whole report: notebooks, figures, pages; each part made again only when something it depends on has changed."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcompare import documentation, output
from qcompare.benchmark import settled
from qcompare.figures import render
from qcompare.paths import plans_dir
from qcompare.reports import batch, drawer, files
from qcompare.reports.batch import Job, Outcome
from qcompare.text.formats.sources import require_plan

if TYPE_CHECKING:
    from qcompare.reports.shell import Shell

_STAMP = "site.json"
_CONTENT = "content.json.gz"
_PAGES = "pages.json"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run: the start page, the notebooks, whether the pages were made anew."""

    index: Path
    outcomes: Sequence[Outcome]
    rebuilt: bool
    undrawn: Sequence[str] = ()

    @property
    def failed(self) -> list[Outcome]:
        """The notebooks that did not run to their end."""
        return [outcome for outcome in self.outcomes if outcome.status == "failed"]


def run(
    jobs: Sequence[Job], out: Path, *, langs: Sequence[str] = ("zh", "en"), data: str = "", plans: str = "", title: str = "",
    workers: int = 2, force: bool = False, report: Callable[[str], None] = lambda line: None,
) -> Report:  # fmt: skip
    """Run the jobs, draw the figures, write the pages.

    Parameters
    ----------
    jobs
        Notebooks to run (:func:`qcompare.reports.batch.plan`).
    out
        Folder of the report.
    langs
        Languages of figures and pages.
    data, plans
        Plans to draw: file or folder, and short names (comma separated); the project's own by default.
    title
        Name of the study, over the start page.
    workers
        Notebooks that run, and pictures that are drawn, at a time.
    force
        Make everything anew.
    report
        Called with a line for each part that is done.

    Raises
    ------
    SourceError
        If there is no plan to report on.
    """
    require_plan(data or plans_dir())
    share = {"data": data, "plans": plans}
    try:
        with drawer.elsewhere():
            outcomes = batch.run(
                jobs, out / "notebooks", workers=workers, force=force, share={**share, "langs": ",".join(langs)}, report=lambda outcome: report(_line(outcome))
            )  # fmt: skip
            if _running_warm():
                render.bundle()  # here, where the renderer runs already; the pages find it in the cache
        return _pages(outcomes, out, langs, {**share, "title": title}, workers, force, report)
    finally:
        _end()


def _running_warm() -> bool:
    engine = sys.modules.get("qcompare.reports.engine")
    return engine is not None and engine.running_warm()


def _end() -> None:
    """End the warm process, if one was started (asking does not load what starts it)."""
    engine = sys.modules.get("qcompare.reports.engine")
    if engine is not None:
        engine.close()


def _pages(
    outcomes: Sequence[Outcome], out: Path, langs: Sequence[str], share: Mapping[str, str], workers: int, force: bool,
    report: Callable[[str], None],
) -> Report:  # fmt: skip
    """Draw the figures and write the pages, unless they are there and stand for what they were made from."""
    stamp = out / "notebooks" / ".cache" / _STAMP
    content = _content_key(langs, **share)
    key = files.digest(content, share["title"], _notebooks(outcomes))
    index = out / "index.html"
    known = _read(stamp) or {}
    if not force and index.is_file() and known == {"key": key, "files": _listing(out), "undrawn": known.get("undrawn")}:
        report("pages: kept")
        return Report(index, outcomes, False, known["undrawn"])
    stamp.unlink(missing_ok=True)  # while pages are being written nothing vouches for them
    arguments: dict[str, Any] = {
        "outcomes": [_record(outcome) for outcome in outcomes], "out": str(out), "langs": list(langs), "workers": workers,
        "key": content, "force": force, **share,
    }  # fmt: skip
    if _running_warm():  # its forks have everything loaded, and the slow tables computed
        undrawn = sys.modules["qcompare.reports.engine"].warm().call("qcompare.reports.pipeline:build", arguments)
    else:
        undrawn = build(**arguments)
    report("pages: done")
    files.write(stamp, json.dumps({"key": key, "files": _listing(out), "undrawn": undrawn}))
    return Report(index, outcomes, True, undrawn)


@settled()
def build(
    outcomes: Sequence[Mapping[str, Any]], out: str, langs: Sequence[str], data: str, plans: str, title: str, workers: int,
    key: str = "", force: bool = False,
) -> list[str]:  # fmt: skip
    """Write the pages, and return which figures could not be drawn, and why; arguments are what JSON can hold, so that a fork can be asked for it.

    What comes from the plans alone is kept under ``key``: a report in which only the prose of a notebook has changed
    loads no plan and draws no figure.
    """
    from qcompare.reports import site
    from qcompare.reports.shell import Shell

    folder = Path(out)
    cache = folder / "notebooks" / ".cache"
    render.keep(cache / "pictures")
    shell = Shell(folder, langs, title)
    kept = {} if force else _unpacked(cache / _CONTENT)
    if not key or kept.get("key") != key or any(_size(folder / path) != size for path, size in kept["files"].items()):
        kept = {"key": key, **_content(shell, data, plans, workers)}
        files.write(cache / _CONTENT, gzip.compress(json.dumps(kept, ensure_ascii=False).encode(), 6, mtime=0))
    shell.pages |= {path for path in kept["files"] if path.endswith(".html")}
    shell.texts |= {path for path in kept["files"] if path.endswith(".js")}
    shell.pictures.specs |= set(kept["specs"])
    pages = {} if force else _read(cache / _PAGES) or {}
    made = site.build(shell, kept["known"], [_outcome(record) for record in outcomes], pages, cache)
    files.write(cache / _PAGES, json.dumps(made, ensure_ascii=False))
    return list(kept["undrawn"])


def _content(shell: Shell, data: str, plans: str, workers: int) -> dict[str, Any]:
    """Draw the figures and write what comes from the plans alone; say what that was."""
    from qcompare.corpus import files_read, load
    from qcompare.figures import export
    from qcompare.figures.kept import listed
    from qcompare.reports import content
    from qcompare.reports.facts import Facts
    from qcompare.reports.site import WITHOUT

    output.protect(lambda: files_read(data or None))
    corpus = load(data or None)
    if plans:
        corpus = corpus.select(name.strip() for name in plans.split(","))
    undrawn: list[str] = []
    drawings = list(export.draw(corpus, langs=shell.langs, failed=undrawn))
    folders = [shell.out / "figures", plans_dir().parents[1] / "figures"]
    # beside many plans a picture for print is made when it is asked for: each page names the command
    without = (*WITHOUT, "pdf") if len(corpus) > export.EACH else WITHOUT
    made = export.build(
        corpus, langs=shell.langs, kept=folders, workers=workers, drawings=drawings, without=without, failed=undrawn
    )
    for name in listed(shell.out / "figures") - set(made):  # of an earlier set
        (shell.out / "figures" / name).unlink(missing_ok=True)
    if "pdf" in without:  # those of an earlier report of fewer plans
        for path in (shell.out / "figures").glob("*/*.pdf"):
            if f"{path.parent.name}/{path.stem}.txt" in made:
                path.unlink()
    drawings = [drawn for drawn in drawings if f"{drawn.name}/{drawn.name}.{drawn.lang}.txt" in made]
    known = content.write(Facts(corpus, drawings), made, shell)
    written = {path: _size(shell.out / path) for path in sorted(shell.pages | shell.texts)}
    return {"known": known, "files": written, "specs": sorted(shell.pictures.specs), "undrawn": sorted(undrawn)}


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _unpacked(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(gzip.decompress(path.read_bytes())))
    except (OSError, ValueError, EOFError):
        return {}


def _record(outcome: Outcome) -> dict[str, Any]:
    job = {"name": outcome.job.name, "notebook": str(outcome.job.notebook), "values": dict(outcome.job.values)}
    return {"job": job, "status": outcome.status, "path": outcome.path and str(outcome.path), "error": outcome.error}


def _outcome(record: Mapping[str, Any]) -> Outcome:
    job = Job(record["job"]["name"], Path(record["job"]["notebook"]), record["job"]["values"])
    return Outcome(job, record["status"], record["path"] and Path(record["path"]), record["error"])


def _line(outcome: Outcome) -> str:
    return f"{outcome.job.name}: {outcome.status}" + (f" ({outcome.error})" if outcome.error else "")


def _content_key(langs: Sequence[str], data: str, plans: str, **_: str) -> str:
    """Return what the pages that come from the plans alone depend on, as a digest."""
    own = files.tree(Path(data)) if data else ""
    pages = [documentation.page("reading", lang) for lang in langs], documentation.site()
    return files.digest(list(langs), plans, own, pages, files.code_version(), files.data_version(), files.environment())


def _notebooks(outcomes: Sequence[Outcome]) -> list[list[Any]]:
    return [
        [outcome.job.name, outcome.error, files.digest(outcome.path.read_bytes()) if outcome.path else ""]
        for outcome in outcomes
    ]


def _listing(out: Path) -> Mapping[str, int]:
    """Return the pages and figures that are there, with their sizes."""
    return {path.relative_to(out).as_posix(): path.stat().st_size for path in files.files(out)}


def _read(stamp: Path) -> Any:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
