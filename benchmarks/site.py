"""How heavy the report is and how soon its pages can be used: ``python -m benchmarks.site build/report``.

Each page is opened in a context of its own, so that nothing is in its cache. A page counts as usable when it is loaded,
its font is there and two frames have been drawn.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_USABLE = """() => document.fonts.ready.then(() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(done))))"""


def weigh(report: Path) -> dict[str, Counter[str]]:
    """Return the bytes of a report by kind of file: of the site, of the executed notebooks, of the cache."""
    found = {"site": Counter[str](), "notebooks": Counter[str](), "cache": Counter[str]()}
    for path in report.rglob("*"):
        if path.is_file():
            parts = path.relative_to(report).parts
            place = "cache" if ".cache" in parts else "notebooks" if path.suffix == ".ipynb" else "site"
            found[place][path.suffix] += path.stat().st_size
    return found


def time_pages(report: Path) -> dict[str, float]:
    """Return the seconds until each page can be used."""
    from playwright.sync_api import sync_playwright

    program = next(found for name in _BROWSERS if (found := shutil.which(name)))
    taken = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for page in sorted(report.rglob("*.html")):
            context = browser.new_context()
            tab = context.new_page()
            start = perf_counter()
            tab.goto(page.as_uri())
            tab.evaluate(_USABLE)
            taken[page.relative_to(report).as_posix()] = perf_counter() - start
            context.close()
        browser.close()
    return taken


def main() -> None:
    report = Path(sys.argv[1] if len(sys.argv) > 1 else "build/report").resolve()
    for place, sizes in weigh(report).items():
        parts = ", ".join(f"{kind or '-'} {size / 1e6:.2f}" for kind, size in sizes.most_common())
        print(f"{place}: {sum(sizes.values()) / 1e6:.2f} MB ({parts})")
    taken = time_pages(report)
    slowest = sorted(taken, key=lambda page: -taken[page])[:5]
    print(f"{len(taken)} pages: median {statistics.median(taken.values()):.2f} s, slowest " + ", ".join(
        f"{page} {taken[page]:.2f} s" for page in slowest))  # fmt: skip


if __name__ == "__main__":
    main()
