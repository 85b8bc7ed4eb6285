"""A study of mixed files: made in an empty folder, read as far as it can be, every other file named with what to do."""

from __future__ import annotations

import shlex
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

import qcompare
from qcompare import paths
from qcompare.cli import cli
from qcompare.corpus import load
from qcompare.corrections import append, folder_for, make
from qcompare.errors import OutputError, SourceError
from qcompare.reports import pipeline
from qcompare.study.start import init
from qcompare.study.understanding import FILL, LOOK, OK, Finding, text, understand, write_sidecars

sys.path.insert(0, str(Path(__file__).parent))
from formats_builders import as_docx, as_html, as_pdf, scanned_pdf  # noqa: E402

TEXT = (paths.plans_dir() / "nantong.txt").read_text("utf-8")
LINES = [line.strip(" \u3000") for line in TEXT.splitlines() if line.strip(" \u3000")]
GOOD: dict[str, Any] = {
    "utf8.txt": TEXT.encode(),
    "bom.txt": b"\xef\xbb\xbf" + TEXT.encode(),
    "gb.txt": TEXT.encode("gb18030"),
    "utf16.txt": TEXT.encode("utf-16"),
    "crlf.txt": TEXT.replace("\n", "\r\n").encode(),
    "cr.txt": TEXT.replace("\n", "\r").encode(),
    "page.html": as_html(LINES),
    "gbpage.htm": as_html(LINES, charset="gb18030"),
    "mark.md": "\n\n".join(LINES).encode(),
    "word.docx": as_docx(LINES),
    "print.pdf": as_pdf(LINES),
}
BAD: dict[str, bytes] = {
    "scan.pdf": scanned_pdf(),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
    "cut.docx": as_docx(LINES)[:5_000],
    "empty.txt": b"",
    "bytes.txt": bytes(range(256)) * 40,
}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, data in {**GOOD, **BAD}.items():
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "pack.zip", "w") as archive:
        archive.writestr("市/packed.docx", as_docx(LINES))
    monkeypatch.delenv("QCOMPARE_HOME", raising=False)
    place = init(tmp_path / "study", [folder])
    monkeypatch.chdir(place / "notebooks")  # as a notebook would
    return place


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli, list(arguments), standalone_mode=False)


def test_a_study_reads_what_it_can_and_names_the_rest(study: Path) -> None:
    corpus = load()
    assert paths.plans_dir() == (study / "data" / "plans").resolve()
    assert len(corpus) == len(GOOD) + 1
    assert {len(one.coding.targets) for one in corpus} == {len(corpus["utf8"].coding.targets)}
    assert sorted(Path(failure.source).name for failure in corpus.failures) == sorted(BAD)
    assert all(failure.advice and "\n" not in str(failure) for failure in corpus.failures)


def test_commands_in_a_study_take_its_plans_and_exit_with_1_for_the_bad(study: Path) -> None:
    done = run("check", "--format", "jsonl")
    assert done.return_value == 1 and all(name in done.stderr for name in BAD)
    assert '"plan": "packed"' in done.stdout


def test_a_report_is_on_the_plans_that_could_be_read_whatever_their_format(study: Path, monkeypatch) -> None:
    planned: list[Any] = []
    monkeypatch.setattr(
        pipeline, "run", lambda jobs, out, **_: planned.extend(jobs) or pipeline.Report(Path(out), [], False)
    )
    done = run("report", "70_plan_profile", "--lang", "zh", "-o", str(study / "out"))
    assert {job.about for job in planned} == {coded.name for coded in load()} and len(planned) == len(GOOD) + 1
    assert done.return_value == 1 and all(name in done.stderr for name in BAD)
    planned.clear()
    assert run("report", "70_plan_profile", "--plans", "packed,word", "--lang", "zh").return_value == 1
    assert [job.about for job in planned] == ["packed", "word"]
    assert "cut.docx" not in str(run("report", "--plans", "cut").exception)


def test_a_value_that_a_definition_does_not_have_is_refused_before_anything_runs(study: Path, monkeypatch) -> None:
    monkeypatch.setattr(pipeline, "run", lambda *_, **__: pytest.fail("something ran"))
    assert "valid: any, explicit" in str(run("report", "20_specificity", "-p", "years", "whatever").exception)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["report", "20_specificity", "--lang", "zh", "-o", "."], "notebooks/zh/20_specificity.ipynb"),
        (["report", "mine.ipynb", "-o", "."], "notebooks/mine.ipynb"),
        (["report", "20_specificity", "-o", "site"], "site/index.html"),
        (["figures", "ladder", "--from", "data/plans/siping.txt", "--lang", "zh", "-o", "."], "README.md"),
    ],
)
def test_what_a_person_wrote_is_not_replaced_by_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], kept: str
) -> None:
    """`-o .` in a study would put the executed notebooks in the place of its own, and a gallery in that of its README."""
    monkeypatch.delenv("QCOMPARE_HOME", raising=False)
    monkeypatch.chdir(init(tmp_path / "study", example=True))
    Path("site").mkdir()
    Path("site/index.html").write_text("<h1>课题组</h1>", "utf-8")
    Path("notebooks/mine.ipynb").write_bytes(Path("notebooks/zh/20_specificity.ipynb").read_bytes())
    monkeypatch.setattr(pipeline, "run", lambda *_, **__: pytest.fail("something ran"))
    monkeypatch.setattr("qcompare.figures.export.draw", lambda *_, **__: pytest.fail("something was drawn"))
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    if words[1] == "mine.ipynb":
        words = [words[0], "notebooks/mine.ipynb", *words[2:], "-p", "lang", "zh"]
    refused = run(*words).exception
    assert isinstance(refused, OutputError) and str(refused).startswith(kept)
    after = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and ".cache" not in path.parts}
    assert after == before


def test_check_ends_with_what_the_ledger_counts_and_a_line_on_all_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    def of(plan: str, **states: str) -> list[Finding]:
        return [Finding(plan, item, state, "…") for item, state in states.items()]

    given = [*of("a", goals=OK, review=LOOK), *of("b", goals=LOOK, metadata=FILL, review=OK), *of("c", goals=OK)]
    for lang, counted, last in (
        (
            "en",
            "Arabic numerals",
            "files read: 3; complete: 1; not reviewed: 1; not judged: 0 (national goals), 0 (indicators); with something else to look at: 1",
        ),
        (
            "zh",
            "只计阿拉伯数字",
            "读出3份；无须补充1份；尚未复核1份；尚未判定：国家目标0份，指标0份；另有待补充或查看的1份",
        ),
    ):
        monkeypatch.setenv("QCOMPARE_LANG", lang)
        *_, ledger, page, summary = text(given).splitlines()
        assert counted in ledger and page.endswith("qcompare docs own") and summary == last
    assert text([]).strip() == ""


def test_what_was_understood_and_what_to_fill_in(study: Path) -> None:
    (study / "data" / "plans" / "bare.txt").write_text(TEXT.partition("\n")[2], "utf-8")  # no number, no date
    found = {(one.plan, one.item): one for one in understand(load())}
    metadata = found[("bare", "metadata")]
    assert metadata.state == FILL and "doc_number" in metadata.todo and "bare.yml" in metadata.todo
    assert found[("bare", "review")].state == LOOK and "goals" in {item for _, item in found}
    written, errors = write_sidecars(load())
    assert not errors and (study / "data" / "plans" / "bare.yml") in written
    sidecar = study / "data" / "plans" / "bare.yml"
    sidecar.write_text(
        sidecar.read_text("utf-8").replace("# doc_number: 某政发〔2014〕1号", "doc_number: 通政办发〔2012〕54号"),
        "utf-8",
    )
    assert load()["bare"].record()["doc_number"] == "通政办发〔2012〕54号"


def test_a_plan_in_an_archive_has_its_sidecar_beside_the_archive(study: Path) -> None:
    plans = study / "data" / "plans"
    with zipfile.ZipFile(plans / "pack.zip", "w") as archive:
        archive.writestr("市/bare.txt", TEXT.partition("\n")[2])
        archive.writestr("市/utf8.txt", TEXT)
    found = {(one.plan, one.item): one for one in understand(load())}
    assert "write into bare.yml" in found[("bare", "metadata")].todo
    written, errors = write_sidecars(load())
    assert not errors and plans / "bare.yml" in written
    (plans / "bare.yml").write_text("doc_number: 通政办发〔2012〕54号", "utf-8")
    (plans / "utf8.yml").write_text("issuer: 某局", "utf-8")
    (plans / "bear.yml").write_text("issuer: 某局", "utf-8")
    corpus = load()
    assert corpus["bare"].record()["doc_number"] == "通政办发〔2012〕54号"
    assert [failure.source for failure in corpus.failures if failure.source.endswith(".yml")] == [
        str(plans / "bear.yml")
    ]
    of_file = {one.plan.file: one.record()["issuer"] for one in corpus if one.plan.file.endswith("utf8.txt")}
    assert [file for file, issuer in of_file.items() if issuer == "某局"] == [str(plans / "utf8.txt")]


def test_corrections_in_a_study_count_everywhere(study: Path) -> None:
    before = load()["utf8"]
    target = before.coding.targets[0]
    folder = folder_for(study / "data" / "plans")
    append(folder / "甲.jsonl", [make("reject", target, before.plan.source, coder="甲")])
    after = load()
    assert len(after["utf8"].coding.targets) == len(before.coding.targets) - 1
    assert len(after.targets) == len(load(corrections=[]).targets) - 1
    (study / "data" / "plans" / "utf8.txt").write_text(TEXT.replace(target["quote"], "改写过的目标"), "utf-8")
    stale = [failure for failure in load().failures if "left out" in failure.problem]
    assert len(stale) == 1 and "甲" in stale[0].problem


def test_an_export_and_its_way_back(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.qdpx"
    assert run("export", "refi-qda", "-o", str(out)).return_value == 1  # the bad files are named again
    assert run("review", "import", str(out), "--coder", "乙").return_value == 1
    assert not (study / "data" / "corrections" / "乙.jsonl").exists()  # nothing was changed there


def test_a_study_is_never_made_over_something_else(tmp_path: Path) -> None:
    place = init(tmp_path / "study")
    with pytest.raises(SourceError, match="a study already"):
        init(place)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_bytes(b"x")
    with pytest.raises(SourceError, match="not empty"):
        init(tmp_path / "full")
    with pytest.raises(SourceError, match="no such"):
        init(tmp_path / "other", [tmp_path / "nowhere"])
    assert not (tmp_path / "other").exists()  # so that the corrected command works


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
@pytest.mark.parametrize("there", [True, False])
def test_a_study_that_finds_no_room_leaves_nothing_half_made(tmp_path: Path, there: bool) -> None:
    place = tmp_path / "study"
    if there:
        place.mkdir()
        (place / ".gitkeep").write_text("", "utf-8")
    limited = (
        "import resource, signal, sys\nfrom qcompare.cli import main\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))\nsys.exit(main(['init', sys.argv[1]]))"
    )
    run = subprocess.run([sys.executable, "-c", limited, str(place)], capture_output=True, text=True, check=False)
    assert run.returncode == 1 and len(run.stderr.splitlines()) == 1 and len(run.stderr) < 300
    assert [path.name for path in tmp_path.rglob("*")] == (["study", ".gitkeep"] if there else [])
    init(place)  # with room it goes on


def test_what_to_do_next_depends_on_whether_there_are_plans(tmp_path: Path) -> None:
    assert "put plans into" in run("init", str(tmp_path / "empty")).stderr
    for name, options in {"one": ["--example"], "two": ["--plans", str(paths.plans_dir() / "siping.txt")]}.items():
        said = run("init", str(tmp_path / name), *options).stderr
        assert "put plans" not in said and "qcompare check" in said


def test_a_log_has_a_line_for_each_part_of_a_report(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def briefly(jobs: Any, out: Path, report: Any, **_: Any) -> pipeline.Report:
        for job in jobs:
            report(f"{job.name}: done")
        return pipeline.Report(out, [], False)

    monkeypatch.setattr(pipeline, "run", briefly)
    said = run("report", "00_start_here", "10_corpus", "--lang", "zh", "-o", str(study / "out")).stderr
    assert "0/3 begun" in said and "1/3 zh/00_start_here: done" in said and "2/3 zh/10_corpus: done" in said


def test_a_workbook_brought_back_twice_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(init(tmp_path / "study", example=True))
    assert "no such file" in str(run("review", "import", "nosuch.xlsx").exception)
    assert run("review", "export", "-o", "review.xlsx").return_value == 0
    assert "study.yml" in str(run("review", "import", "review.xlsx").exception)
    book = openpyxl.load_workbook("review.xlsx")
    for row, decision in ((2, "accept"), (3, "reject")):
        book["targets"].cell(row, 1).value = decision
    book.save("review.xlsx")
    first, second = (run("review", "import", "review.xlsx", "--coder", "甲").stderr for _ in range(2))
    assert "2 corrections" in first and "already" not in first
    assert "0 corrections" in second and "2 were there already" in second
    assert len(Path("data/corrections/甲.jsonl").read_text("utf-8").splitlines()) == 2
    book["targets"].cell(3, 1).value = "accept"  # another decision is another record
    book.save("review.xlsx")
    assert "1 corrections (1 accept)" in run("review", "import", "review.xlsx", "--coder", "甲").stderr


def test_a_new_study_says_what_to_do_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(init(tmp_path / "study"))
    (failure,) = load().failures
    assert "holds no plan" in failure.problem and ".docx" in failure.advice
    with pytest.raises(SourceError, match="holds no plan"):
        qcompare.specificity(load())
    with pytest.raises(SourceError, match="holds no plan"):
        pipeline.run([], tmp_path / "report")
    for command in (["review", "export", "-o", "review.xlsx"], ["measure", "ladder"]):
        done = run(*command)
        assert done.return_value == 1 and done.stderr.count("holds no plan") == 1 and not Path("review.xlsx").exists()
    assert run("review", "import", "x.xlsx").exception is not None  # no coder is named in study.yml yet


def test_the_lab_of_a_study_shows_all_of_it_and_opens_at_the_notebooks(tmp_path: Path) -> None:
    place = init(tmp_path / "study")
    made = subprocess.run(
        ["make", "-n", "--no-print-directory", "lab"], cwd=place, capture_output=True, text=True, check=True
    )
    program, command, *arguments = shlex.split(made.stdout)
    assert (program, command) == ("jupyter", "lab")
    assert all(argument.startswith("--") for argument in arguments)  # a folder that is named becomes the root
    given = dict(argument.split("=") for argument in arguments)
    assert (
        given["--notebook-dir"] == "." and (place / given["--LabApp.default_url"].removeprefix("/lab/tree/")).is_dir()
    )
