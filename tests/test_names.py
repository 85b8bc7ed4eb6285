"""Names of plans, people and values become names of files: on every system, unlike each other, and never too long."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.corpus import load
from qcompare.corrections.folders import file_name
from qcompare.paths import safe_name
from qcompare.reports.batch import plan_grid
from qcompare.text.formats.sources import Source, sources, unlike

TEXT = (
    "某市质量发展规划\n一、主要目标\n到2015年,产品质量合格率达到93%以上。"
    + "加强组织领导,健全工作机制,落实工作责任。" * 3
)
DEVICES = ["con", "PRN", "aux", "Nul", "COM1", "lpt9", "com²", "con.2015", "CONIN$", "NUL.txt"]


@pytest.mark.parametrize("name", DEVICES)
def test_no_name_is_that_of_a_device_of_windows(name: str) -> None:
    named = unlike(Source(name, f"{name}.txt"), set())
    assert named is not None
    for file in (f"{named.name}.zh.html", f"{named.name}.yml", f"{safe_name(name)}.ipynb", file_name(name)):
        stem = file.partition(".")[0].upper()
        assert stem not in {device.partition(".")[0].upper() for device in DEVICES}
        assert not PureWindowsPath(file).is_reserved()


@given(st.text(st.characters(), max_size=400), st.integers(20, 200))
def test_any_text_gives_a_name_or_nothing(text: str, most: int) -> None:
    name = safe_name(text, most)
    assert len(name.encode("utf-8")) <= most + 1  # a device gets a sign more
    assert not set(name) & set('/\\:*?"<>|#%,\0\n\u202e\ufeff ')
    assert name == name.strip(".") and name.isprintable() or not name.isascii() or not name
    assert safe_name(name, most + 1) == name


def folded(name: str) -> str:
    """What a file system that ignores case, and how a character is put together, makes of a name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def test_plans_that_differ_in_case_alone_have_names_that_differ_everywhere(tmp_path: Path) -> None:
    for name in ("Plan", "plan", "PLAN", "Straße", "STRASSE", "e\u0301", "\u00e9"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    names = [source.name for source in sources(tmp_path) if isinstance(source, Source)]
    assert len(names) == len(list(tmp_path.iterdir()))
    assert len({folded(name) for name in names}) == len(names)


def test_members_of_one_name_are_all_coded_and_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "plans.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        for share in (91, 92, 93):
            archive.writestr("plan.txt", TEXT.replace("93%", f"{share}%"))
        archive.writestr("PLAN.txt", TEXT.replace("93%", "94%"))
    corpus = load(path)
    assert not corpus.failures
    assert sorted(corpus.targets["low"].dropna()) == [91, 92, 93, 94]
    assert len({folded(name) for name in corpus.names}) == 4
    assert len({one.plan.file for one in corpus}) == 4


def test_the_longest_name_leaves_room_for_what_is_added() -> None:
    for char in ("长", "𠮷", "a"):
        named = unlike(Source(char * 300, f"{char}.txt"), set())
        assert named is not None and 150 < len(named.name.encode()) <= 180


def test_values_that_look_alike_do_not_become_one_notebook(tmp_path: Path) -> None:
    names = ["a/b", "a b", "a_b", "x" * 300, "x" * 299 + "y", "con"]
    grid = tmp_path / "grid.yml"
    grid.write_text(f"notebook: 70_plan_profile\neach: {{plan: {names}}}\n", encoding="utf-8")
    jobs = plan_grid(grid, names)
    assert len({folded(job.name) for job in jobs}) == len(names)
    assert all(len(job.name.rpartition("/")[2].encode()) < 200 for job in jobs)
