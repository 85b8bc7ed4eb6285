"""Every command and every example on the pages runs, in order, in an empty folder, as a reader would run them.

```` ```console ```` blocks hold commands behind ``$`` and what they print, ``…`` for anything; ```` ```python ```` blocks run one after
another in one program. What a reader does by hand (filling in a spreadsheet) stands in a comment ``<!-- run … -->``.
```` ```sh ```` blocks are only shown: they take minutes, or need a server.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(path for lang in ("en", "zh") for path in (ROOT / "docs" / lang).glob("*.md"))
# Chinese pages with output in Chinese; of the others the English partner, which says the same, is followed
SPOKEN = ("own", "yardstick", "correct")
FOLLOWED = [page for page in PAGES if page.parent.name == "en" or page.stem in SPOKEN]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$|^<!-- run\n(.*?)^-->$", re.M | re.S)


def steps(text: str) -> Iterator[tuple[str, str]]:
    for found in BLOCK.finditer(text):
        yield ("python", found[3]) if found[3] is not None else (found[1], found[2])


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with what it is to print."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        first, _, rest = part.partition("\n")
        while first.endswith("\\"):
            more, _, rest = rest.partition("\n")
            first = f"{first[:-1]}{more.lstrip('> ')}"
        yield first, rest


def pattern(expected: str) -> re.Pattern[str]:
    """Return what a command is to print: blanks count as one, ``…`` stands for anything."""
    words = [re.escape(" ".join(piece.split())) for piece in expected.split("…")]
    return re.compile(r"\s*" + r".*?".join(word.replace(r"\ ", r"\s+") for word in words) + r"\s*", re.S)


class Reader:
    """Somebody who types what a page says; qcompare runs in this process, so that it is loaded once."""

    def __init__(self, place: Path) -> None:
        self.names = {"__name__": "__main__"}
        self.state = place.parent / "where"
        os.chdir(place)

    def types(self, command: str) -> str:
        """Run a command; return what it prints."""
        first, _, rest = command.partition(" | ")
        if not first.startswith("qcompare "):
            return self.shell(command, "")
        printed, code = self.qcompare(shlex.split(first, comments=True)[1:])
        assert code == 0, f"$ {command}\n{printed}"
        return self.shell(rest, printed) if rest else printed

    def qcompare(self, arguments: list[str]) -> tuple[str, int]:
        from qcompare.cli import main

        data = io.BytesIO()
        out = io.TextIOWrapper(data, "utf-8", write_through=True)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = main(arguments)
        out.flush()
        return data.getvalue().decode("utf-8"), code

    def shell(self, command: str, given: str) -> str:
        run = subprocess.run(
            ["bash", "-c", f"{command}\ncode=$?; pwd > '{self.state}'; exit $code"], input=given, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert run.returncode == 0, f"$ {command}\n{run.stdout}"
        os.chdir(self.state.read_text("utf-8").strip())
        return run.stdout

    def runs(self, code: str) -> None:
        """Run Python; what it changes of the working folder holds for itself alone."""
        here = Path.cwd()
        quiet = io.TextIOWrapper(io.BytesIO(), "utf-8")
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            exec(compile(code, "page", "exec"), self.names)
        os.chdir(here)


def follow(page: Path, folder: Path) -> None:
    """Do what a page says."""
    if "docs --samples samples" not in "".join(text for _, text in steps(page.read_text(encoding="utf-8"))):
        shutil.copytree(ROOT / "docs" / "samples", folder / "samples")
    reader = Reader(folder)
    for kind, block in steps(page.read_text(encoding="utf-8")):
        if kind == "python":
            reader.runs(block)
            continue
        for command, expected in commands(block):
            printed = reader.types(command)
            if expected.strip():
                assert pattern(expected).fullmatch(printed), f"$ {command}\n{printed}\n--- the page says\n{expected}"


@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_what_a_page_says_can_be_done(page: Path, tmp_path: Path) -> None:
    """A page has a process of its own: the language of help and errors is that of the process."""
    if not list(steps(page.read_text(encoding="utf-8"))):
        return
    folder = tmp_path / "reader"
    folder.mkdir()
    environment = {
        **os.environ,
        "QCOMPARE_LANG": page.parent.name,
        "TZ": "UTC",
        "QCOMPARE_CACHE": str(tmp_path / "cache"),
    }
    command = [sys.executable, __file__, str(page), str(folder)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert run.returncode == 0, run.stderr[-4000:]


def test_both_languages_say_the_same() -> None:
    """A page has its partner, and both give the same commands but for the language."""
    names = {lang: {page.name for page in PAGES if page.parent.name == lang} for lang in ("en", "zh")}
    assert names["en"] == names["zh"]
    for name in sorted(names["en"]):
        asked = {
            lang: [
                re.sub(r"\s*--lang \w+|\s{2,}#.*|(?<=goal)_\w\w|(?<=mm)\.\w\w|matches$|省规划目标$", "", command)
                for kind, block in steps((ROOT / "docs" / lang / name).read_text(encoding="utf-8"))
                if kind == "console"
                for command, _ in commands(block)
            ]
            for lang in ("en", "zh")
        }
        assert asked["en"] == asked["zh"], name


def test_what_the_readme_shows_of_python_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, "README", "exec"), {})


def test_every_public_name_has_an_example() -> None:
    """The two tables to look at take result tables, and are drawn in :mod:`tests.test_figures`."""
    without = []
    for room in ("qcompare", "qcompare.measures", "qcompare.findings", "qcompare.review", "qcompare.figures.chart"):
        module = importlib.import_module(room)
        for name in set(module.__all__) - {"FIGURES", "Figure", "multiverse_table", "reliability_table"}:
            value = getattr(module, name)
            if callable(value) and ">>>" not in (inspect.getdoc(value) or ""):
                without.append(f"{room}.{name}")
    assert not [name for name in without if name != "qcompare.chart"]


if __name__ == "__main__":
    follow(Path(sys.argv[1]), Path(sys.argv[2]))
