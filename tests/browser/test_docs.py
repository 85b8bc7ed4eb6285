"""The documentation builds without a warning, every link leads somewhere, and nothing in it asks for a network."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the pages; a warning fails the build."""
    pytest.importorskip("sphinx")
    place = tmp_path_factory.mktemp("docs")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-n",
        "-b",
        "html",
        "-d",
        str(place / "read"),
    ]
    run = subprocess.run([*command, "docs", str(place / "html")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-4000:]
    return place / "html"


class Page(HTMLParser):
    """What a page links to, what it loads, and the places that can be linked to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = {""}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        for name in ("src", "href"):
            if name in given and tag in ("img", "script", "link", "iframe", "source"):
                self.loads.append(given[name])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in site.rglob("*.html") if "_downloads" not in path.parts}


def test_every_link_leads_somewhere(site: Path, pages: dict[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in {*page.links, *page.loads}:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto", "data"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = pages.get(target)
            if not target.is_file() or (known and parts.fragment and unquote(parts.fragment) not in known.places):
                broken.append(f"{path.relative_to(site)} → {link}")
    assert not broken


def test_nothing_is_fetched_from_a_network(site: Path, pages: dict[Path, Page]) -> None:
    assert not [f"{path.name}: {one}" for path, page in pages.items() for one in page.loads if "//" in one]
    styles = "\n".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"(?:url\(|@import\s)[\"']?(?:https?:)?//[^)\s]+", styles)


def test_every_rule_stands_on_a_page_with_its_sentences(site: Path) -> None:
    from qcompare.coding.rules import all_rules

    text = "\n".join(path.read_text(encoding="utf-8") for path in (site / "made" / "rules").glob("*.html"))
    missing = [rule["id"] for rule in all_rules() if f'id="rule-{re.sub("[._]", "-", rule["id"])}"' not in text]
    assert not missing
    assert text.count("例子 · example") == sum(len(rule["examples"]) for rule in all_rules())


@pytest.mark.browser
@pytest.mark.parametrize("words", ["国家目标", "口径相同", "strictness"])
def test_the_search_works_from_the_file_system(tab, site: Path, words: str) -> None:
    tab.goto(f"{(site / 'search.html').as_uri()}?q={words}")
    tab.wait_for_function("document.querySelector('#search-results a[href*=methods]') !== null")
    assert not tab.outside and not tab.errors
