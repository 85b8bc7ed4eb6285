"""What is written goes to what the path names, whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qcompare import output
from qcompare.cli import main
from qcompare.corpus import load
from qcompare.corrections import append, make
from qcompare.corrections.folders import file_for
from qcompare.errors import OutputError, SourceError
from qcompare.figures import export
from qcompare.figures.kept import listed
from qcompare.study.start import init

PLAN = (
    "某市质量发展规划\n一、主要目标\n到2015年,产品质量合格率达到93%以上。\n二、保障措施\n各级各部门要加强组织领导,健全工作机制,"
    "落实工作责任,加大资金投入,确保本规划确定的各项任务落到实处。\n"
)
ORDINARY = os.name == "posix"
posix = pytest.mark.skipif(not ORDINARY, reason="links, pipes and modes as POSIX has them")
QCOMPARE = [sys.executable, "-m", "qcompare"]


@pytest.fixture(autouse=True)
def _nothing_protected() -> None:
    output.protect(None)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plans" / "plan.txt"
    path.parent.mkdir()
    path.write_text(PLAN, encoding="utf-8")
    return path


# every call that writes a result, with the ending that it wants
WRITERS = {
    "code": (["code"], "csv"),
    "numerals": (["numerals"], "jsonl"),
    "plans": (["plans"], "parquet"),
    "check": (["check"], "csv"),
    "measure": (["measure", "specificity"], "csv"),
    "export table": (["export", "table"], "csv"),
    "export refi-qda": (["export", "refi-qda"], "qdpx"),
    "export annotations": (["export", "annotations"], "jsonld"),
    "export datapackage": (["export", "datapackage"], "zip"),
    "review export": (["review", "export"], "xlsx"),
}


@posix
@pytest.mark.parametrize("name", WRITERS)
def test_a_link_stays_a_link_and_the_permissions_stay(name: str, plan: Path, tmp_path: Path) -> None:
    words, ending = WRITERS[name]
    target, link = tmp_path / f"target.{ending}", tmp_path / f"link.{ending}"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target.name)
    assert main([*words, str(plan), "-o", str(link)]) == 0
    assert link.is_symlink() and link.readlink() == Path(target.name)
    assert target.stat().st_size > 3
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*")), "something was left lying about"


@posix
@pytest.mark.parametrize("name", WRITERS)
def test_the_reader_of_a_pipe_gets_it_all_and_the_pipe_stays(name: str, plan: Path, tmp_path: Path) -> None:
    words, ending = WRITERS[name]
    pipe = tmp_path / f"pipe.{ending}"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert main([*words, str(plan), "-o", str(pipe)]) == 0
    reader.join(20)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    if name != "export annotations":  # its file stands in it by name
        assert main([*words, str(plan), "-o", str(tmp_path / f"file.{ending}")]) == 0
        assert got == [(tmp_path / f"file.{ending}").read_bytes()]
    assert got[0]


@posix
def test_a_device_stays_one(tmp_path: Path) -> None:
    """A terminal of our own stands for every device."""
    import pty

    ours, theirs = pty.openpty()
    before = os.fstat(theirs)
    try:
        (tmp_path / "link.csv").symlink_to(os.ttyname(theirs))
        output.write(tmp_path / "link.csv", "a,b\n")
        assert os.read(ours, 100).replace(b"\r", b"") == b"a,b\n"
        after = Path(os.ttyname(theirs)).stat()
        assert (before.st_rdev, before.st_mode) == (after.st_rdev, after.st_mode)
    finally:
        os.close(ours)
        os.close(theirs)


@posix
def test_an_open_descriptor_is_written_to_where_it_stands(plan: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("before\n", encoding="utf-8")
    with log.open("ab") as stream:
        words = [*QCOMPARE, "code", str(plan), "-c", "plan,low", "--format", "csv", "-o", "/dev/stdout"]
        subprocess.run(words, stdout=stream, check=True)
    assert log.read_text(encoding="utf-8").splitlines() == ["before", "plan,low", "plan,93"]


@posix
def test_a_process_substitution_of_the_shell_reads_it_all(plan: Path, tmp_path: Path) -> None:
    line = f"{sys.executable} -m qcompare code {plan} -c plan,low --format csv -o >(cat > {tmp_path}/got); wait $!"
    subprocess.run(["bash", "-c", line], check=True)
    assert (tmp_path / "got").read_text(encoding="utf-8") == "plan,low\nplan,93\n"


@posix
def test_both_names_of_a_file_hold_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "b.csv").hardlink_to(tmp_path / "a.csv")
    output.write(tmp_path / "a.csv", b"new")
    assert (tmp_path / "b.csv").read_bytes() == b"new"


@posix
def test_a_new_file_has_the_permissions_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        output.write(tmp_path / "a.csv", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o640


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 80 + ".csv")
    output.write(path, "x")
    output.write(path, "y")
    assert path.read_text(encoding="utf-8") == "y"


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        output.write(tmp_path / "a.csv", b"new", sync=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def aliases(path: Path, folder: Path) -> list[Path]:
    """Return names under which a file can be reached."""
    found = [path, path.parent / ".." / path.parent.name / path.name]
    if ORDINARY:
        found += [folder / f"soft{path.suffix}", folder / f"hard{path.suffix}"]
        found[2].symlink_to(path)
        found[3].hardlink_to(path)
    return found


@pytest.mark.parametrize(
    "words", [["code"], ["numerals"], ["plans"], ["check"], ["measure", "specificity"], ["review", "agreement"]]
)
def test_a_source_is_never_written_over(
    words: list[str], plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if words[0] == "review":
        for coder in ("甲", "乙"):
            decide(plan, coder)
    for alias in aliases(plan, tmp_path):
        for given in (plan, plan.parent):
            assert main([*words, str(given), "-o", str(alias)]) == 2
            assert "not written over" in capsys.readouterr().err
    assert plan.read_text(encoding="utf-8") == PLAN


def decide(plan: Path, coder: str) -> Path:
    one = next(iter(load(plan, corrections=[])))
    file = file_for(plan, coder)
    append(file, [make("accept", one.coding.targets[0], one.plan.source, coder=coder)])
    return file


@pytest.mark.parametrize("words", [["code"], ["review", "agreement", "--coders", "甲,乙"]])
def test_corrections_sidecars_and_coded_sets_are_sources_too(
    words: list[str], plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corrections = decide(plan, "甲")
    decide(plan, "乙")
    before = corrections.read_bytes()
    assert main([*words, str(plan), "-o", str(corrections)]) == 2
    assert "not written over" in capsys.readouterr().err
    assert corrections.read_bytes() == before

    coded = tmp_path / "coded.csv"
    assert main(["code", str(plan), "-o", str(coded)]) == 0
    before = coded.read_bytes()
    assert main(["agreement", str(coded), str(plan), "--part", "fields", "-o", str(coded)]) == 2
    assert coded.read_bytes() == before

    sidecar = plan.with_suffix(".yml")
    sidecar.write_text("issuer: 某市人民政府\n", encoding="utf-8")
    (tmp_path / "s.csv").symlink_to(sidecar)
    assert main([*words, str(plan), "-o", str(tmp_path / "s.csv")]) == 2
    assert sidecar.read_text(encoding="utf-8") == "issuer: 某市人民政府\n"


def test_a_package_written_into_the_folder_of_the_plans_leaves_them(plan: Path) -> None:
    """A package holds texts of its own; where one has the name of a plan, nothing at all is written."""
    assert main(["export", "datapackage", str(plan), "-o", str(plan.parent / "package")]) == 0
    texts = sorted((plan.parent / "package").rglob("*.txt"))
    before = {path: path.read_bytes() for path in (plan.parent / "package").rglob("*") if path.is_file()}
    assert main(["export", "datapackage", str(texts[0]), "-o", str(plan.parent / "package")]) == 2
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "doc", "zip", "yml", "md", "xyz"])
@pytest.mark.parametrize("words", [["code"], ["code", "--format", "csv"], ["export", "table"]])
def test_an_ending_of_no_table_is_refused_before_anything_is_read(
    words: list[str], ending: str, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if ending == "xyz" and "--format" in words:
        pytest.skip("the format is said, and the ending says nothing else")
    plan.unlink()  # to read it would be another error
    assert main([*words, str(plan), "-o", str(tmp_path / f"x.{ending}")]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert ".csv" in said and ".parquet" in said
    assert not (tmp_path / f"x.{ending}").exists()


def test_nothing_at_the_place_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="no file matches"):
        load(str(tmp_path / "*.docx"))
    with pytest.raises(OutputError):
        output.protect(lambda: [tmp_path / "a"])
        (tmp_path / "a").write_bytes(b"")
        output.write(tmp_path / "a", b"x")


@posix
@pytest.mark.parametrize(
    "line",
    [
        "code {plan} -f jsonl > /dev/full",
        "code {plan} > /dev/full",
        "code {long}",
        "code {plan} -o {long}",
        "export table {plan} -o {long}.csv",
        "measure specificity {long}",
        "--help > /dev/full",
    ],
)
def test_what_the_system_denies_is_one_line(line: str, plan: Path) -> None:
    """``/dev/full`` is only ever opened by the shell, and written to."""
    words = line.format(plan=plan, long="长" * 5000)
    run = subprocess.run(
        ["bash", "-c", f"{' '.join(QCOMPARE)} {words}"], capture_output=True, check=False, encoding="utf-8"
    )
    assert run.returncode in (1, 2)
    assert len(run.stderr.splitlines()) == 1 and "Traceback" not in run.stderr
    assert len(run.stderr) < 600


@posix
def test_a_place_that_is_closed_is_named_and_the_others_are_read(plan: Path) -> None:
    corpus = load(["长" * 5000, plan])
    assert corpus.names == ["plan"]
    assert len(corpus.failures) == 1 and "too long" in str(corpus.failures[0])


def test_figures_remove_what_an_earlier_set_lists_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder may be anybody's: -o . or -o ~/Documents."""
    monkeypatch.setattr(export, "draw", lambda *_, **__: [])
    mine = [tmp_path / "thesis.docx", tmp_path / "levels" / "notes.txt", tmp_path / "photos" / "a.jpg"]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"mine")
    (tmp_path / "manifest.json").write_text(
        '{"figures": [{"name": "old", "lang": "zh", "key": "k", "files": {"old.zh.svg": "d", "../../x": "d"}, "inputs": {}}]}'
    )
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "old.zh.svg").write_bytes(b"old")
    assert listed(tmp_path) == {"old/old.zh.svg"}
    assert main(["figures", "-o", str(tmp_path)]) == 0
    assert not (tmp_path / "old" / "old.zh.svg").exists()
    assert all(path.read_bytes() == b"mine" for path in mine)


def test_two_plans_of_one_name_do_not_become_one_study_file(tmp_path: Path) -> None:
    for folder, name in (("a", "plan.txt"), ("b", "Plan.txt")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(PLAN + folder, encoding="utf-8")
    with pytest.raises(SourceError, match="the name of"):
        init(tmp_path / "study", [tmp_path / "a" / "plan.txt", tmp_path / "b"])
    assert not (tmp_path / "study").exists()
