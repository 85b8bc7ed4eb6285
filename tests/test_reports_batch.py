"""The batch: parameters refused before anything runs, each notebook once, failures contained, interruptions survived."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import qcompare
from qcompare.errors import ParameterError
from qcompare.figures import display, render
from qcompare.reports import batch, drawer, files, parameters, warm
from qcompare.reports.clean import clean, to_bytes

needs_fork = pytest.mark.skipif(not warm.supported(), reason="this platform has no safe fork: the plain kernel is used")


def notebook(
    path: Path, *cells: str, parameters: str = 'lang = "zh"\nn = 1\nplans = ""\nshare = 0.5\nnames = ["a"]'
) -> Path:
    made = new_notebook(cells=[new_markdown_cell("# 标题"), new_code_cell(parameters), *map(new_code_cell, cells)])
    made.cells[1].metadata["tags"] = ["parameters"]
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


def outputs(path: Path) -> list[str]:
    cells = nbformat.read(path, 4).cells
    return ["".join(o.get("text", "") for o in cell.outputs) for cell in cells if cell.cell_type == "code"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"n": "3"}, {"n": 3}),
        ({"share": "1"}, {"share": 1.0}),
        ({"share": 1}, {"share": 1.0}),
        ({"names": "a, b"}, {"names": ["a", "b"]}),
        ({"plans": "007"}, {"plans": "007"}),  # papermill's own command would make it 7
        ({"plans": ["siping", "anhui"]}, {"plans": "siping,anhui"}),
    ],
)
def test_values_take_the_type_of_their_parameter(tmp_path, given, wanted):
    known = parameters.inspect(notebook(tmp_path / "a.ipynb"))
    assert parameters.check("a.ipynb", given, known) == wanted


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"nn": "3"}, "did you mean 'n'"),
        ({"n": "three"}, "n takes a whole number, not 'three'"),
        ({"n": True}, "n takes a whole number"),
        ({"share": "half"}, "share takes a number"),
        ({"names": 3}, "names takes a list"),
    ],
)
def test_unknown_or_ill_typed_parameters_are_refused_with_the_valid_ones(tmp_path, given, said):
    known = parameters.inspect(notebook(tmp_path / "a.ipynb"))
    with pytest.raises(ParameterError, match="a.ipynb") as error:
        parameters.check("a.ipynb", given, known)
    assert said in str(error.value)
    assert "plans" in str(error.value)  # the valid ones are listed


def test_a_parameter_that_no_notebook_has_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="unknown parameter 'colour'"):
        batch.plan([notebook(tmp_path / "a.ipynb")], {"colour": "red"})


def test_a_notebook_about_one_plan_runs_once_for_each(tmp_path):
    one = notebook(tmp_path / "one.ipynb", parameters='lang = "zh"\nplan = ""')
    every = notebook(tmp_path / "every.ipynb")
    jobs = batch.plan([one, every], {}, ["zh", "en"], plans=["x", "y"])
    assert [job.name for job in jobs] == ["zh/one/x", "zh/one/y", "en/one/x", "en/one/y", "zh/every", "en/every"]
    assert [job.about for job in jobs] == ["x", "y", "x", "y", None, None]
    assert [(job.name, job.about) for job in batch.plan([one], {"plan": "y"}, plans=["x", "y"])] == [("one", "y")]


def test_a_grid_runs_every_combination(tmp_path):
    notebook(tmp_path / "a.ipynb")
    (tmp_path / "grid.yml").write_text("notebook: a.ipynb\nparameters: {lang: en}\neach: {plans: pairs, n: [1, 2]}\n")
    jobs = batch.plan_grid(tmp_path / "grid.yml", ["x", "y", "z"])
    assert [(job.values["plans"], job.values["n"]) for job in jobs] == [
        ("x,y", 1), ("x,y", 2), ("x,z", 1), ("x,z", 2), ("y,z", 1), ("y,z", 2)
    ]  # fmt: skip
    assert len({job.name for job in jobs}) == 6


@pytest.mark.parametrize(
    "text", ["notebook: [", "- parameters: {}", "notebook: a\neach: {n: 3}", "notebook: a\nwhich: 1", "notebook: a\n?"]
)
def test_a_grid_of_another_shape_is_refused(tmp_path, text):
    (tmp_path / "grid.yml").write_text(text)
    with pytest.raises(ParameterError, match=r"grid\.yml"):
        list(parameters.grid(tmp_path / "grid.yml", ["x"]))


def test_the_key_changes_with_all_that_a_result_depends_on(tmp_path):
    job = batch.Job("a", notebook(tmp_path / "a.ipynb"), {"n": 1, "data": str(tmp_path / "data")})
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.txt").write_text("到2020年")
    first = batch.key(job)
    assert batch.key(job) == first
    assert batch.key(batch.Job("a", job.notebook, {**job.values, "n": 2})) != first
    (tmp_path / "data" / "x.txt").write_text("到2021年")
    assert batch.key(job) != first


def test_cleaning_leaves_nothing_that_differs_from_run_to_run():
    made = new_notebook(cells=[new_code_cell("print(1)"), new_markdown_cell("x")])
    made.metadata.papermill = {"duration": 3}
    made.cells[0].metadata.execution = {"iopub.status.busy": "2026"}
    made.cells[0].outputs = [
        {"output_type": "stream", "name": "stdout", "text": "a"},
        {"output_type": "stream", "name": "stdout", "text": "b <x at 0x7f00aa11bb22>"},
    ]
    again = nbformat.from_dict(json.loads(json.dumps(made)))
    again.cells[0]["id"] = "another"
    again.cells[0].outputs = [{"output_type": "stream", "name": "stdout", "text": "ab <x at 0x7f00aa11bb99>"}]
    assert to_bytes(clean(nbformat.from_dict(made), {})) == to_bytes(clean(nbformat.from_dict(again), {}))


def test_a_file_is_whole_or_absent(tmp_path, monkeypatch):
    target = files.write(tmp_path / "a.txt", "before")

    def broken(*_):
        raise OSError("disk full")

    monkeypatch.setattr(files.Path, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        files.write(target, "after")
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@needs_fork
@pytest.mark.slow
def test_each_notebook_runs_once_and_a_failure_stops_nobody(tmp_path):
    here = tmp_path / "notebooks"
    jobs = batch.plan(
        [
            notebook(here / "good.ipynb", "import os, sys\nprint(lang, n, os.path.basename(os.getcwd()))"),
            notebook(here / "bad.ipynb", "print('before')", "raise ValueError('<b>坏</b>')", "print('after')"),
            notebook(here / "dead.ipynb", "print('before')", "import os; os._exit(3)"),
        ],
        {"n": "2"},
        ["zh", "en"],
    )
    out = tmp_path / "out"
    first = {outcome.job.name: outcome for outcome in batch.run(jobs, out, workers=2)}
    assert {name: outcome.status for name, outcome in first.items()} == {
        "zh/good": "done", "en/good": "done", "zh/bad": "failed", "en/bad": "failed", "zh/dead": "failed", "en/dead": "failed"
    }  # fmt: skip
    assert outputs(out / "en" / "good.ipynb")[-1] == "en 2 notebooks\n"
    assert first["zh/bad"].error == "cell 5: ValueError: <b>坏</b>"
    assert "before\n" in outputs(out / "zh" / "bad.ipynb")
    assert "Kernel died" in first["zh/dead"].error
    assert "before\n" in outputs(out / "zh" / "dead.ipynb")  # what ran before it died is there
    before = (out / "zh" / "good.ipynb").read_bytes()
    second = {outcome.job.name: outcome.status for outcome in batch.run(jobs, out, workers=2)}
    assert second["zh/good"] == "kept"
    assert second["zh/bad"] == "failed"  # what failed is tried again
    assert {o.job.name: o.status for o in batch.run(jobs[:1], out, force=True)} == {"zh/good": "done"}
    assert (out / "zh" / "good.ipynb").read_bytes() == before


_RUN = """
import sys
from pathlib import Path
from qcompare.reports import batch
here = Path(sys.argv[1])
jobs = batch.plan(sorted((here / "notebooks").glob("*.ipynb")), {})
batch.run(jobs, here / sys.argv[2], workers=1, report=lambda o: print(o.job.name, o.status, flush=True))
"""


@needs_fork
@pytest.mark.slow
def test_killed_at_any_moment_the_next_run_goes_on_and_ends_alike(tmp_path):
    for name in "abc":
        notebook(tmp_path / "notebooks" / f"{name}.ipynb", "import time; time.sleep(0.4)", f"print('{name}' * n)")
    command = [sys.executable, "-c", _RUN, str(tmp_path)]
    run = subprocess.Popen([*command, "out"], stdout=subprocess.PIPE, text=True)
    assert run.stdout.readline().endswith("done\n")  # one is finished, another under way
    time.sleep(0.3)
    run.send_signal(signal.SIGKILL)
    run.wait()
    whole = [path for path in (tmp_path / "out").rglob("*.ipynb") if not path.name.startswith(".")]
    for path in whole:  # what bears a result's name is a whole result
        nbformat.read(path, 4)
        assert outputs(path)[-1]
    again = subprocess.run([*command, "out"], capture_output=True, text=True, check=True).stdout.splitlines()
    assert "a kept" in again
    assert len(again) == 3
    subprocess.run([*command, "calm"], capture_output=True, check=True)
    for name in "abc":
        assert (tmp_path / "out" / f"{name}.ipynb").read_bytes() == (tmp_path / "calm" / f"{name}.ipynb").read_bytes()
    assert not list((tmp_path / "out").rglob(".*.part*"))


def test_a_module_is_missing_for_as_long_as_it_is_asked_to_be():
    import json as there

    with warm.suppress_import("json", "no_such_module"), pytest.raises(ImportError):
        import json  # noqa: F401
    assert sys.modules["json"] is there
    assert "no_such_module" not in sys.modules


@needs_fork
@pytest.mark.slow
def test_the_warm_process_ends_with_its_parent(tmp_path):
    script = "import os, signal\nfrom qcompare.reports.warm import Warm\nw = Warm(())\nprint(w.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    pid = int(run.stdout)
    deadline = time.monotonic() + 30
    while _lives(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # whoever adopts orphans here may be slow to collect them


@needs_fork
@pytest.mark.slow
def test_a_function_called_in_a_fork_answers_or_says_why_not():
    process = warm.Warm(())
    try:
        assert process.call("os.path:join", {"a": "x"}) == "x"
        with pytest.raises(Exception, match="ModuleNotFoundError"):
            process.call("no.such.module:f", {})
        with pytest.raises(FileNotFoundError, match="nowhere") as error:  # a full disk is told likewise, in one line
            process.call("qcompare.output:write", {"path": "nowhere/x", "content": ""})
        assert "Traceback" not in str(error.value)
        assert process.alive
    finally:
        process.close()
    assert not process.alive
    assert os.getpid() != process.pid


def test_a_picture_that_cannot_be_drawn_is_a_note_and_the_others_are_drawn(monkeypatch):
    def svg(spec):
        if spec["title"] == "bad":
            raise RuntimeError("SVG has an invalid size\n\nStack backtrace:\n 0: <unknown>")
        return '<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>'

    monkeypatch.setattr(display.render, "svg", svg)
    cells = [new_code_cell("x") for _ in range(3)]
    for cell, title in zip(cells, ("good", "bad", "good"), strict=True):
        spec = {"title": title, "usermeta": {"alt": f"about {title}"}}
        cell.outputs = [new_output("display_data", {display.SPEC: spec, "text/plain": "words"})]
    drawn = [cell.outputs[0].data for cell in display.draw(new_notebook(cells=cells)).cells]
    assert [display.SVG in data for data in drawn] == [True, False, True]
    assert "could not be drawn" in drawn[1]["text/markdown"] and "about bad" in drawn[1]["text/markdown"]
    assert "backtrace" not in drawn[1]["text/markdown"]
    assert display.SPEC not in drawn[1], "the page would try to draw it again"


_POINT = {"mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}


def test_a_process_of_its_own_draws_and_is_started_again_when_it_dies():
    with drawer.elsewhere() as process:
        assert process.pid is None, "nothing to draw, no process"
        drawn = render.svg(_POINT)
        first = process.pid
        assert first and "<svg" in drawn
        os.kill(first, signal.SIGKILL)
        again = render.svg({**_POINT, "title": "again"})
        last = process.pid
        assert "again" in again and last and last != first
        with pytest.raises(ValueError):
            render.svg({**_POINT, "encoding": {"x": {"field": "a", "type": "no such type"}}, "mark": 1})
        assert process.pid == last
    assert process.pid is None and not _lives(last)
    assert drawn == render.make("drawn", json.dumps(_POINT, sort_keys=True))


def test_the_process_that_draws_ends_with_its_parent():
    code = f"""
import time
from qcompare.figures import render
from qcompare.reports import drawer
with drawer.elsewhere() as process:
    render.svg({_POINT!r})
    print(process.pid, flush=True)
    time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    assert _lives(pid)
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 20
    while _lives(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(pid)


def test_a_chart_made_ready_is_taken_for_the_same_tables_and_language_alone(monkeypatch):
    from qcompare.figures.chart import prepared

    monkeypatch.setattr(prepared, "_MADE", {})
    m = qcompare.measures.of(qcompare.load(plans=["siping", "anhui"]))
    drawn = qcompare.chart.ladder(m, lang="en").to_dict()
    prepared.keep(lambda: qcompare.chart.ladder(m, lang="en"))
    assert qcompare.chart.ladder(m, lang="en").to_dict() == drawn
    (key,) = prepared._MADE
    monkeypatch.setitem(prepared._MADE, key, '{"usermeta": {"made": "ready"}}')
    fewer = m.ladder.head(6).copy()
    taken = [
        qcompare.chart.ladder(*given, lang=lang).to_dict()["usermeta"].get("made")
        for given, lang in (((m,), "en"), ((m,), "zh"), ((fewer, m.ladder_dominance), "en"))
    ]
    assert taken == ["ready", None, None]


def test_a_plan_is_coded_once_for_all_until_its_file_changes(tmp_path, monkeypatch):
    from qcompare import corpus

    monkeypatch.setattr(corpus, "_REMEMBERED", {})
    path = tmp_path / "plan.txt"
    path.write_text("到2015年，产品合格率达到95%以上。\n", "utf-8")
    first, again = corpus.load(path), corpus.load(path)
    assert first["plan"].coding is again["plan"].coding
    path.write_text("到2015年，产品合格率达到96%以上。\n", "utf-8")
    assert [target["low"] for target in corpus.load(path)["plan"].coding.targets] == [96]


def test_names_of_plans_are_kept_until_something_there_changes(tmp_path, monkeypatch):
    from qcompare import corpus
    from qcompare.reports import known

    folder, cache = tmp_path / "plans", tmp_path / "cache"
    folder.mkdir()
    (folder / "a.txt").write_text("甲市质量发展规划\n到2020年，产品合格率达到96%以上。\n", encoding="utf-8")
    loaded, load = [], corpus.load
    monkeypatch.setattr(corpus, "load", lambda *given: loaded.append(given) or load(*given))
    assert known.plans(str(folder), cache) == known.plans(str(folder), cache) == (["a"], [])
    assert len(loaded) == 1
    (folder / "b.txt").write_text("乙市质量发展规划\n到2020年，产品合格率达到97%以上。\n", encoding="utf-8")
    assert known.plans(str(folder), cache)[0] == ["a", "b"] and len(loaded) == 2
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "me.jsonl").write_text("{", encoding="utf-8")
    for again in range(2):  # what cannot be read is said each time
        assert known.plans(str(folder), cache)[1] and len(loaded) == 3 + again
