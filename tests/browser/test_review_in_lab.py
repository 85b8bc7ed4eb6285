"""The reviewing view in JupyterLab, in a browser, by keyboard: what was decided is there after a restart."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from qcompare import measures
from qcompare.corpus import load as load_corpus
from qcompare.corrections import load, make
from qcompare.corrections.judgements import load_judgements
from qcompare.figures import export
from qcompare.paths import plans_dir
from qcompare.review import agreement

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODE = "import qcompare as qc\nfrom qcompare.review import view\nview(qc.load('plans'), coder='甲', lang='en')"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder with one plan, and a notebook that opens the view."""
    (tmp_path / "plans").mkdir()
    for suffix in (".txt", ".yml"):
        shutil.copy(plans_dir() / f"siping{suffix}", tmp_path / "plans")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, tmp_path / "review.ipynb")
    return tmp_path


@contextlib.contextmanager
def lab(folder: Path) -> Iterator[str]:
    """A JupyterLab server on a folder, stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
    ]  # fmt: skip
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(folder / ".config"), "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
                                "JUPYTERLAB_WORKSPACES_DIR": str(folder / f".workspaces-{port}")}  # fmt: skip
    server = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(240):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token={token}", timeout=2)
                break
            time.sleep(0.25)
        yield f"http://127.0.0.1:{port}/lab/tree/review.ipynb?token={token}"
    finally:
        server.terminate()
        server.wait(20)


def open_view(browser: Any, url: str) -> Any:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(url)
    page.wait_for_function(
        "window.jupyterapp && window.jupyterapp.shell.currentWidget?.content?.widgets", timeout=90_000
    )
    idle = "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    page.wait_for_function(idle, timeout=90_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".qc-review mark.here", timeout=90_000)
    return page


def test_decisions_by_keyboard_are_there_after_a_restart_and_wherever_the_coding_is_used(
    study: Path, browser, write_report
) -> None:
    file = study / "corrections" / "甲.jsonl"
    before = load_corpus(study / "plans")
    with lab(study) as url:
        page = open_view(browser, url)
        page.locator(".qc-review").focus()
        page.keyboard.press("a")  # accept the first
        page.wait_for_selector(".qc-review .message:has-text('accepted')")
        page.keyboard.press("e")  # into the form of the second
        page.locator("#qc-year").fill("2031")
        page.locator("#qc-reason").fill("<b>table 1</b>")
        page.keyboard.press("Enter")
        page.wait_for_selector(".qc-review .message:has-text('saved')")
        page.evaluate(SELECT, "把创新驱动作为质量发展的强大动力")
        page.locator(".qc-review").focus()
        page.keyboard.press("n")
        page.locator("#qc-indicator").fill("创新驱动")
        page.locator("#qc-type").select_option("relative")
        page.locator("#qc-comparator").select_option("")
        page.keyboard.press("Escape")  # leaves the draft
        page.evaluate(SELECT, "把创新驱动作为质量发展的强大动力")
        page.keyboard.press("n")
        page.locator("#qc-indicator").fill("创新驱动")
        page.locator("#qc-type").select_option("relative")
        page.locator("#qc-comparator").select_option("")
        page.locator("#qc-indicator").press("Enter")
        page.wait_for_selector(".qc-review .message:has-text('added')")
        cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
        assert cells == 1  # no key was taken for a command of JupyterLab's own
        if os.environ.get("QCOMPARE_SHOTS"):
            page.screenshot(path=str(Path(os.environ["QCOMPARE_SHOTS"]) / "review.png"))
    actions = [correction.action for correction in load(file)]
    assert actions == ["accept", "edit", "add"]
    with lab(study) as url:  # another server, another kernel
        page = open_view(browser, url)
        seen = page.locator(".qc-review .progress").inner_text()
        assert seen.startswith("seen 3 /"), seen
        assert page.locator(".qc-review mark.add").first.inner_text()
    after = load_corpus(study / "plans")
    assert len(after.targets) == len(before.targets) + 1
    assert "创新驱动" in set(after.targets["indicator"]) and 2031 in set(after.targets["year"].dropna())
    assert json.loads(file.read_text("utf-8").splitlines()[1])["reason"] == "<b>table 1</b>"

    drawings = list(export.draw(after, ["corpus_table"], langs=["zh"]))
    counted = drawings[0].tables["corpus"]
    assert counted["relative"].sum() == measures.table(before, "corpus")["relative"].sum() + 1
    write_report(after, drawings, [], study / "report", ("zh",))
    table = (study / "report" / "tables" / "targets.csv").read_text("utf-8")
    assert "创新驱动" in table and ",2031," in table
    assert "创新驱动" in (study / "report" / "plans" / "siping.zh.html").read_text("utf-8")

    edited = next(correction for correction in load(file) if correction.action == "edit")
    other = [make("accept", dict(edited.target), after["siping"].plan.source, coder="乙")]
    figures = agreement.decisions([*load(file), *other], "甲", "乙").set_index("field")
    assert figures.loc["decision", "n"] == 1 and figures.loc["year", "equal"] == 0


SELECT = """(words) => {
  const runs = [...document.querySelectorAll('.qc-review .text [data-start]')];
  const run = runs.find((one) => one.textContent.includes(words));
  const node = run.firstChild, at = node.data.indexOf(words), range = document.createRange();
  range.setStart(node, at); range.setEnd(node, at + words.length);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


PLAN = """甲市质量发展规划（2014—2020年）
甲市人民政府  2014年3月5日
一、发展目标
到2015年，主要农产品质量安全抽检合格率稳定在97%以上；产品质量国家监督抽查合格率达到91%以上；农业标准化生产普及率超过35%；生活性服务业顾客满意度达到76以上。
二、主要任务
完善质量工作机制，加强组织领导，落实企业质量主体责任，推进标准化建设，提高全社会质量意识。
"""


def states(folder: Path) -> dict[str, str]:
    found = measures.table(load_corpus(folder), "strictness")
    return dict(zip(found["national_goal"], found["class"], strict=True))


def test_matches_are_judged_by_keyboard_and_the_others_stay_proposed(study: Path, browser) -> None:
    for path in (study / "plans").iterdir():
        path.unlink()
    (study / "plans" / "甲市.txt").write_text(PLAN, "utf-8")
    before = states(study / "plans")
    with lab(study) as url:
        page = open_view(browser, url)
        page.locator(".qc-review .tab.matches").click()
        page.wait_for_selector(".qc-review .questions li.here", timeout=60_000)
        rows = page.locator(".qc-review .questions li")
        goals = rows.all_inner_texts()
        at = next(n for n, text in enumerate(goals) if "主要农产品质量安全抽检合格率" in text)
        for _ in range(at):
            page.keyboard.press("j")
        page.keyboard.press("a")
        page.wait_for_selector(".qc-review .message:has-text('saved')")
        silent = next(n for n, text in enumerate(goals) if "—" in text)
        rows.nth(silent).locator("button").click()
        page.keyboard.press("r")  # looked for, and not there
        page.wait_for_selector(f".qc-review .questions li:nth-child({silent + 1}).judged")
        grade = next(n for n, text in enumerate(goals) if "产品质量国家监督抽查合格率" in text)
        rows.nth(grade).locator("button").click()
        page.keyboard.press("2")  # regraded: near
        page.locator("#qc-j-reason").fill("省级抽查")
        page.locator(".qc-review .side button.accept").click()
        page.wait_for_selector(f".qc-review .questions li:nth-child({grade + 1}).judged")
        page.locator(".qc-review details summary").click()
        page.locator(".qc-review form.add #qc-j-indicator").fill("生活性服务业顾客满意度")
        page.locator(".qc-review form.add [name=goal]").select_option("NQO-P15-1")
        page.locator(".qc-review form.add [name=grade]").select_option("F")
        page.locator(".qc-review form.add button.add").click()
        page.wait_for_selector(".qc-review .questions li.judged:has-text('NQO-P15-1')")
        if os.environ.get("QCOMPARE_SHOTS"):
            page.screenshot(path=str(Path(os.environ["QCOMPARE_SHOTS"]) / "matches.png"))
        page.locator(".qc-review .tab.indicators").click()
        page.locator(".qc-review .tab.targets").click()
        page.wait_for_selector(".qc-review mark")
    after = states(study / "plans")
    assert (after.pop("NQO-Q2"), after.pop("NQO-Q3")) == ("stricter", "near")
    assert before["NQO-Q1"] == after["NQO-Q1"] == "proposed" and before["NQO-Q7"] == after["NQO-Q7"] == "proposed"
    made = load_judgements(study / "crosswalk" / "judgements" / "甲.jsonl")
    assert [(one.national_goal, one.verdict, one.reason) for one in made] == [
        ("NQO-Q2", "E", ""), ("NQO-Q4", "none", ""), ("NQO-Q3", "N", "省级抽查"), ("NQO-P15-1", "F", ""),
    ]  # fmt: skip
    with lab(study) as url:  # after a restart the judgements stand beside their rows
        page = open_view(browser, url)
        page.locator(".qc-review .tab.matches").click()
        page.wait_for_selector(".qc-review .questions li.judged", timeout=60_000)
        assert page.locator(".qc-review .questions li.judged").count() == 4


def test_two_people_and_two_windows_of_one_review_one_study_at_once(study: Path, browser) -> None:
    """Nobody's decision is lost or taken for another's; where one person decided twice, the later decision holds."""
    other = nbformat.read(study / "review.ipynb", 4)
    other.cells[0].source = CODE.replace("甲", "乙")
    nbformat.write(other, study / "other.ipynb")
    with lab(study) as url, lab(study) as second:
        views = [
            open_view(browser, url),
            open_view(browser, second.replace("review.ipynb", "other.ipynb")),
            open_view(browser, second + "&reset"),  # 甲 again, in a kernel of its own
        ]
        for view in views:
            view.locator(".qc-review").focus()
        for _ in range(3):  # in turns: 甲 accepts the first three, 乙 rejects them
            for view, key, said in ((views[0], "a", "accepted"), (views[1], "r", "not a target")):
                view.keyboard.press(key)
                view.wait_for_selector(f".qc-review .message:has-text('{said}')")
                view.evaluate("document.querySelector('.qc-review .message').textContent = ''")
        views[2].keyboard.press("r")  # this window has not seen what the first one did
        views[2].wait_for_selector(".qc-review .message:has-text('not a target')")
    first, of_other = (load(study / "corrections" / f"{name}.jsonl") for name in "甲乙")
    assert [one.action for one in first] == ["accept", "accept", "accept", "reject"]
    assert [one.action for one in of_other] == ["reject"] * 3
    assert {one.coder for one in first} == {"甲"} and {one.coder for one in of_other} == {"乙"}
    assert first[3].target == first[0].target
    with lab(study) as url:
        page = open_view(browser, url)
        # where the two differ neither holds, and the view names both; where they agree it is decided
        assert page.locator(".qc-review .progress").inner_text().startswith("seen 1 /")
        disputes = page.locator(".qc-review details p").all_text_contents()
        assert len(disputes) == 2 and all("甲 accept, 乙 reject" in one for one in disputes)
    shared = agreement.decisions([*first, *of_other], "甲", "乙").set_index("field")
    assert shared.loc["decision", "n"] == 3 and round(shared.loc["decision", "equal"] * 3) == 1
