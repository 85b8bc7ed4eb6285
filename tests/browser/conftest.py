"""A headless Chromium that may not leave the machine, and a small report to open in it."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EVIL = (
    "甲市质量发展规划\n一、发展目标\n"
    '到2020年，<img src=x onerror="window.broken=1"><script>window.broken=1</script>产品质量监督抽查合格率达到96%以上。\n'
    "二、主要任务\n"
    + "完善质量工作机制，加强组织领导，落实企业质量主体责任，推进标准化建设，提高全社会质量意识。\n"
    * 6
)


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pages are not tested in a browser"
    )
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium): pages are not tested in a browser")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def tab(browser):
    """A page that notes every request and every error; nothing outside of this machine is let through."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.outside, page.errors = [], []

    def gate(route):
        address = route.request.url
        if address.startswith(("file:", "data:", "blob:", "http://127.0.0.1", "ws://127.0.0.1")):
            route.continue_()
        else:
            page.outside.append(address)
            route.abort()

    context.route("**/*", gate)
    # A chart's data that are still on their way when the page is left for the next one are given up, not missing.
    page.on(
        "requestfailed",
        lambda request: request.failure == "net::ERR_ABORTED" or page.errors.append(f"failed: {request.url}"),
    )
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.wait_for_function = functools.partial(until, page)
    yield page
    context.close()


def until(page, expression: str, *, arg=None, timeout: float = 30_000):
    """Wait until an expression holds. Playwright's own wait evaluates text in the page, which its policy forbids."""
    for _ in range(int(timeout / 50)):
        try:
            if page.evaluate(expression, arg):
                return
        except Exception as error:  # a page that is being left has nothing to ask
            if "context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"this never came true: {expression}")


@pytest.fixture(scope="session")
def write_report():
    """What writes the pages of a report from figures and executed notebooks."""
    from qcompare.figures import export
    from qcompare.reports import content, site
    from qcompare.reports.facts import Facts
    from qcompare.reports.shell import Shell

    def write(corpus, drawings, outcomes, out: Path, langs: tuple[str, ...], title: str = "") -> Path:
        made = {}
        for drawn in drawings:
            for name, data in {**export.contents(drawn, site.WITHOUT), **export.values(drawn)}.items():
                made[f"{drawn.name}/{name}"] = data
        shell = Shell(out, langs, title)
        known = content.write(Facts(corpus, drawings), made, shell)
        site.build(shell, known, outcomes, {}, out / "notebooks" / ".cache")
        return out / "index.html"

    return write


@pytest.fixture(scope="session")
def report(tmp_path_factory, write_report) -> Path:
    """A report of the five plans and one with HTML in it: four figures, two notebooks, one of them failed."""
    import qcompare as qc
    from qcompare.figures import export
    from qcompare.figures.display import SPEC
    from qcompare.paths import plans_dir
    from qcompare.reports.batch import Job, Outcome

    out = tmp_path_factory.mktemp("report")
    evil = out / "evil.txt"
    evil.write_text(EVIL, encoding="utf-8")
    corpus = qc.load([plans_dir(), evil])
    drawings = list(export.draw(corpus, ["strictness", "levels", "coverage", "ladder"]))
    outcomes = []
    for lang in ("zh", "en"):
        for name, error in (("10_good", None), ("20_bad", "cell 2: ValueError: <坏>")):
            spec = next(drawn.spec for drawn in drawings if drawn.name == "strictness" and drawn.lang == lang)
            code = new_code_cell("1", outputs=[new_output("display_data", data={SPEC: spec})])
            path = out / "notebooks" / lang / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            zh, en = (
                new_markdown_cell(text, metadata={"tags": [tag]})
                for text, tag in (("只有中文", "zh"), ("English only", "en"))
            )
            nbformat.write(new_notebook(cells=[new_markdown_cell(f"# {name} 笔记"), zh, en, code]), path)
            job = Job(f"{lang}/{name}", path, {"lang": lang})
            outcomes.append(Outcome(job, "failed" if error else "done", path, error))
    (out / "plans").mkdir()
    (out / "plans" / "gone.zh.html").write_text('<meta name="generator" content="qcompare">')
    (out / "plans" / "saved.html").write_text("<p>a page of the reader's own")
    write_report(corpus, drawings, outcomes, out, ("zh", "en"))
    return out
