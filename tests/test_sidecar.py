"""What a person states beside a plan: taken if it is right, and else named with the line to write; never a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qcompare.errors import SourceError
from qcompare.paths import plans_dir
from qcompare.settings import read as read_settings
from qcompare.text.formats.yml import load_yaml
from qcompare.text.read import read_plan

BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


def read(folder: Path, sidecar: str | bytes) -> dict[str, object]:
    (folder / "x.txt").write_bytes((plans_dir() / "siping.txt").read_bytes())
    data = sidecar.encode() if isinstance(sidecar, str) else sidecar
    (folder / "x.yml").write_bytes(data)
    return read_plan(folder / "x.txt").metadata


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("date_issued: 2014-02-30", "cannot be read"),
        ("date_issued: 昨天", "not a date like"),
        ("horizon: [2020]", "not of type integer"),
        ("horizon: 99999", "no year"),
        ("title: {a: b}", "not of type string"),
        ("level: city", "not one of national"),
        ("cites: [1]", "not text"),
        ("isuer: 王", "write issuer"),
        ("- a", "holds no fields"),
        ("title: [", "line 2 is not YAML"),
        ("title: !!python/object/apply:os.system [ls]", "is not YAML"),
        (BOMB + "title: *j", "refers to its own parts"),
        ("a: " + "[" * 300_000, "nested too deep"),
        (b"title: \xff\xff\xff", "no known encoding"),
    ],
)
def test_what_is_wrong_in_a_sidecar_is_said(tmp_path: Path, stated: str | bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(tmp_path, stated)
    assert caught.value.source == str(tmp_path / "x.yml") and caught.value.advice


@pytest.mark.parametrize("end", ["yml", "yaml"])
def test_the_sidecar_that_is_there_is_the_one_that_is_named(tmp_path: Path, end: str) -> None:
    (tmp_path / "x.txt").write_bytes((plans_dir() / "siping.txt").read_bytes())
    (tmp_path / f"x.{end}").write_text("level: city")
    with pytest.raises(SourceError) as caught:
        read_plan(tmp_path / "x.txt")
    assert caught.value.source.endswith(f"x.{end}")


def test_what_can_only_mean_one_thing_is_taken(tmp_path: Path) -> None:
    found = read(
        tmp_path, "horizon: '2021年'\ntitle: 2014\ncites: 《纲要》\ndate_issued: 2014-01-31\nnote: x\nsource: y"
    )
    assert (found["horizon"], found["title"], found["cites"], found["date_issued"]) == (
        2021, "2014", ["《纲要》"], "2014-01-31",
    )  # fmt: skip
    assert "note" not in found


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_sidecars_in_the_encodings_of_editors(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "issuer: 某市人民政府".encode(encoding))["issuer"] == "某市人民政府"


@pytest.mark.parametrize("nothing", ["", "# issuer: 某市人民政府\n"])
def test_a_sidecar_that_states_nothing_is_no_error(tmp_path: Path, nothing: str) -> None:
    assert read(tmp_path, nothing)["issuer"] == "四平市人民政府办公室"


def test_deep_nesting_does_not_end_the_process() -> None:
    """The loader in C ends in a segmentation fault, so this runs in a process of its own."""
    code = "from qcompare.text.formats.yml import load_yaml; load_yaml(b'a: ' + b'[' * 300_000, 'x')"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False)
    assert ran.returncode == 1 and "nested too deep" in ran.stderr


def test_settings_are_lines_of_text(tmp_path: Path) -> None:
    file = tmp_path / "study.yml"
    file.write_text("title: 研究\ncoder:\n")
    assert read_settings(file) == {"title": "研究"}
    file.write_text("coder: [a, b]")
    with pytest.raises(SourceError, match="coder is no text"):
        read_settings(file)
    file.write_text(BOMB + "coder: *j")
    with pytest.raises(SourceError, match="own parts"):
        read_settings(file)


def test_plain_values_come_as_they_are() -> None:
    assert load_yaml(b"a: [1, x, null, true]", "x") == {"a": [1, "x", None, True]}
