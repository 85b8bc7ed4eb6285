"""Run many notebooks, each at most once for the same code, data, parameters and environment.

A result is kept under a key that says all it depends on. So a run that was interrupted, at whatever moment,
goes on where it was, and a run with nothing changed finds everything there.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qcompare import memory
from qcompare.benchmark import worded
from qcompare.corrections.folders import folder_for
from qcompare.corrections.judgements import folder_of_judgements
from qcompare.errors import ParameterError, unknown
from qcompare.figures import display, render
from qcompare.paths import notebooks_dir, safe_name
from qcompare.reports import files, parameters
from qcompare.reports.prose import code_cells, with_prose

EACH = 20  # plans of which each has a profile: of more it would be most of the report
_KEPT = 400  # results, and pictures, kept in the cache
LANGS = ("zh", "en")  # folders of notebooks in one language each
_ABOUT = "plan"  # a notebook with this parameter is about one plan
_MANY = 4  # notebooks to run from which on it pays to compute beforehand what they share


@dataclass(frozen=True, slots=True)
class Job:
    """One run of one notebook.

    ``name`` is unique in a batch and is the result's path without its suffix.
    """

    name: str
    notebook: Path
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lang(self) -> str | None:
        """The language that the notebook is run in, where it has that parameter."""
        return self.values.get("lang")

    @property
    def about(self) -> str | None:
        """The plan that the notebook is about, where it is about one."""
        return self.values.get(_ABOUT) or None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    ``status`` is ``done``, ``kept`` (found in the cache) or ``failed``; ``path`` the executed notebook, with the
    error among its outputs where it failed; ``error`` one line.
    """

    job: Job
    status: str
    path: Path | None
    error: str | None = None


def find(names: Iterable[str] = ()) -> list[Path]:
    """Return the notebooks of the project, or those that are named (by name, or by path).

    Raises
    ------
    ParameterError
        If there is no such notebook.
    """
    folders = (notebooks_dir(), *(notebooks_dir() / lang for lang in reversed(LANGS)))
    known = {path.stem: path for folder in folders for path in sorted(folder.glob("*.ipynb"))}
    known = dict(sorted(known.items()))
    if not names:
        return list(known.values())
    found = []
    for name in names:
        path = Path(name)
        if path.suffix == ".ipynb" and path.is_file():
            found.append(path.resolve())
        elif path.stem in known:
            found.append(known[path.stem])
        else:
            raise ParameterError(unknown("notebook", name, known))
    return found


def plan(
    notebooks: Iterable[Path], given: Mapping[str, Any], langs: Sequence[str] = (), *, plans: Sequence[str] = (), cache: Path | None = None
) -> list[Job]:  # fmt: skip
    """Return the jobs of a batch: each notebook, in each language if it has a parameter ``lang``.

    A notebook with a parameter ``plan`` runs once for each of ``plans``, unless a value for it is given; of more than
    :data:`EACH` plans only where it is asked for by itself, or with a value.

    A given value goes to the notebooks that have the parameter.

    Raises
    ------
    ParameterError
        If no notebook has one of the parameters, or a value is of another type. Nothing has run then.
    """
    known = {path: parameters.inspect(path, cache) for path in notebooks}
    names = {name for found in known.values() for name in found}
    for name in given:
        if name not in names:
            raise ParameterError(unknown("parameter", name, names or {"(none of the notebooks has parameters)"}))
    jobs = []
    for path, found in known.items():
        values = parameters.check(path.name, {k: v for k, v in given.items() if k in found}, found)
        if _ABOUT in found and not values.get(_ABOUT) and len(plans) > EACH and len(known) > 1:
            continue
        speaks = "lang" in found and "lang" not in values and langs
        about = plans if _ABOUT in found and not values.get(_ABOUT) else ()
        for lang, one in itertools.product(langs if speaks else [""], about or [""]):
            own = {name: value for name, value in (("lang", lang), (_ABOUT, one)) if value}
            values_here = {**values, **own}
            book = in_language(path, str(values_here.get("lang", "")))
            jobs.append(Job("/".join(filter(None, (lang, path.stem, one))), book, values_here))
    return jobs


def in_language(path: Path, lang: str) -> Path:
    """Return a notebook in a language where it is there in several, in folders of their names; else the notebook."""
    other = path.parent.parent / lang / path.name
    return other if lang and path.parent.name in LANGS and other.is_file() else path


def plan_grid(path: Path, plans: Sequence[str], *, cache: Path | None = None) -> list[Job]:
    """Return the jobs of a parameter grid (see :func:`qcompare.reports.parameters.grid`), each named by its values."""
    jobs = []
    for name, values in parameters.grid(path, plans):
        beside = path.parent / name
        notebook = beside if beside.suffix == ".ipynb" and beside.is_file() else find([name])[0]
        checked = parameters.check(notebook.name, values, parameters.inspect(notebook, cache))
        book = in_language(notebook, str(checked.get("lang", "")))
        jobs.append(Job(f"grid/{notebook.stem}/{_label(values)}", book, checked))
    return jobs


def _label(values: Mapping[str, Any]) -> str:
    """Return a file's name for values; where it cannot say them whole, a digest tells them from others.

    >>> _label({"plan": "siping", "years": ["2015", "2020"]}), _label({"data": "a/b"}) == _label({"data": "a b"})
    ('plan=siping,years=2015+2020', False)
    """
    said = {key: "+".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in values.items()}
    full = ",".join(f"{key}={value}" for key, value in said.items())
    label = ",".join(safe_name(f"{key}={value}", 120) for key, value in said.items())
    label = label.encode("utf-8")[:160].decode("utf-8", "ignore")
    return (label if label == full else f"{label}-{files.digest(full)[:6]}") or "default"


def key(job: Job) -> str:
    """Return what the job's outputs depend on, as a digest: its cells of code, values, code, data, environment.

    A value that names an existing file or folder counts with its bytes. Prose is no part of it: it does not run.
    """
    named = [value for value in job.values.values() if isinstance(value, str) and len(value) < 1024]
    places = [Path(value) for value in named if "/" in value and Path(value).exists()]
    # what people decided about plans lies beside their folder
    decided = [folder(place) for place in places for folder in (folder_for, folder_of_judgements)]
    inputs = {str(place): files.tree(place) for place in [*places, *decided] if place.exists()}
    return files.digest(
        code_cells(job.notebook.read_bytes()), dict(job.values), inputs,
        files.code_version(pages=False), files.data_version(), files.environment(),
    )  # fmt: skip


def run(
    jobs: Sequence[Job],
    out: Path,
    *,
    workers: int = 2,
    force: bool = False,
    share: Mapping[str, str] | None = None,
    report: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Run the jobs and put each result at ``out/NAME.ipynb``, in the order of the jobs.

    Parameters
    ----------
    out
        Folder of the results; the cache is ``.cache`` in it.
    workers
        Notebooks that run or are drawn at the same time.
    force
        Run even what is in the cache.
    share
        The plans of most of the notebooks (see :class:`qcompare.reports.warm.Warm`): what takes long about them is
        then computed once and not by each.
    report
        Called with each outcome as it comes.
    """
    cache = out / ".cache"
    cache.mkdir(parents=True, exist_ok=True)
    files.sweep(out)
    outcomes: dict[str, Outcome] = {}
    waiting: list[tuple[Job, Path]] = []
    for job in jobs:
        kept = cache / f"{key(job)[:40]}.ipynb.gz"
        if force or not kept.is_file():
            waiting.append((job, kept))
            continue
        result = with_prose(gzip.decompress(kept.read_bytes()), job.notebook.read_bytes())
        outcomes[job.name] = Outcome(job, "kept", files.write(out / f"{job.name}.ipynb", result))
        os.utime(kept)
        report(outcomes[job.name])
    if waiting:
        render.keep(cache / "pictures")
        for outcome in _run_all(waiting, out, workers, share if len(waiting) >= _MANY else None):
            outcomes[outcome.job.name] = outcome
            report(outcome)
        _prune(cache)
    return [outcomes[job.name] for job in jobs]


def _run_all(
    waiting: Sequence[tuple[Job, Path]], out: Path, workers: int, share: Mapping[str, str] | None
) -> Iterable[Outcome]:
    """Run jobs in threads; the work is done by the kernels, each a process of its own."""
    from qcompare.reports import engine
    from qcompare.reports.warm import suppress_import

    memory.one_arena()
    # of a report, whose notebooks are full of pictures, one is being drawn while the others run: a kernel more is 50 MB more
    running = threading.BoundedSemaphore(max(1, workers - 1) if share else max(1, workers))
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        if engine.supported():
            pool.submit(engine.warm, share)  # it warms up while papermill is being imported
        with suppress_import("boto3", "pyarrow"):  # for notebooks in S3 and Hadoop
            import papermill  # noqa: F401

        engine.register()
        before = os.environ.get(display.LATER)
        os.environ[display.LATER] = "1"  # one process draws all pictures; none has to be started in a kernel
        try:
            for future in as_completed([pool.submit(_run_one, job, kept, out, running) for job, kept in waiting]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            if before is None:
                os.environ.pop(display.LATER, None)


def _run_one(job: Job, kept: Path, out: Path, running: threading.BoundedSemaphore) -> Outcome:
    """Run one notebook to its end or its error, and put the result in place."""
    import nbformat

    from qcompare.reports.clean import clean, failure, to_bytes

    target = out / f"{job.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".qcompare-", suffix=".part.ipynb", dir=target.parent)
    os.close(handle)
    try:
        with running:
            error = _execute(job, name)
        notebook = nbformat.read(name, as_version=4) if Path(name).stat().st_size else nbformat.read(job.notebook, 4)
    finally:
        Path(name).unlink(missing_ok=True)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = worded(cell.source, str(job.values.get("lang", "zh")))
    display.draw(clean(notebook, {"notebook": job.notebook.name, "parameters": dict(job.values)}))
    _draw_for_pages(notebook)
    render.forget()
    error = failure(notebook) or error
    result = to_bytes(notebook)
    files.write(target, result)
    if error is None:
        files.write(kept, gzip.compress(result, 6, mtime=0))
    del notebook, result
    memory.give_back()
    return Outcome(job, "failed" if error else "done", target, error)


def _draw_for_pages(notebook: Any) -> None:
    """Draw what the pages will show: they find it in the cache, and need no renderer of their own (100 MB)."""
    from qcompare.reports.pictures import shown

    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if spec := output.get("data", {}).get(display.SPEC):
                with contextlib.suppress(Exception):  # the page says what cannot be drawn
                    render.svg(shown(spec))


def _execute(job: Job, output: str) -> str | None:
    """Have papermill run the notebook, and return what stopped it when that was not one of its cells."""
    import logging

    import papermill
    from papermill.exceptions import PapermillExecutionError

    from qcompare.reports import engine

    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what went wrong is in the outcome
    try:
        papermill.execute_notebook(
            parameters.literal(job.notebook), parameters.literal(output), dict(job.values) or None,
            engine_name=engine.NAME, kernel_name="python3", progress_bar=False, request_save_on_cell_execute=False, partial=output,
            resources={"metadata": {"path": str(job.notebook.parent)}},
        )  # fmt: skip
    except PapermillExecutionError:
        return None  # a cell failed, which the notebook itself holds
    except Exception as problem:  # a kernel that dies or cannot start must not stop the other notebooks
        words = " ".join(f"{problem} {engine.last_words()}".split())
        return f"{type(problem).__name__}: {words}"
    return None


def _prune(cache: Path) -> None:
    """Drop the results that have gone unused the longest."""
    for pattern in ("*.ipynb.gz", "pictures/*.svg.gz"):
        results = sorted(cache.glob(pattern), key=lambda path: (path.stat().st_mtime, path.name), reverse=True)
        for path in results[_KEPT:]:
            path.unlink(missing_ok=True)
