"""JupyterLab in a real browser: a notebook run to its end, its chart and its Chinese seen, without a network."""

import json
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from time import monotonic, sleep

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def lab(tmp_path: Path):
    cells = [new_markdown_cell("# 质量规划"), new_code_cell("import qcompare as qc\ncorpus = qc.load()"), new_code_cell("qc.chart.ladder(corpus)"),
             new_code_cell('corpus["siping"]')]  # fmt: skip
    made = new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, tmp_path / "a.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=t",
               f"--notebook-dir={tmp_path}", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int) -> None:
    deadline = monotonic() + 90
    while monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token=t", timeout=5) as answer:
                json.load(answer)
                return
        except OSError:
            sleep(0.3)
    pytest.fail("JupyterLab did not start")


def test_a_notebook_runs_to_its_end_and_shows_its_chart(lab, tab):
    tab.goto(f"{lab}/lab/tree/a.ipynb?token=t")
    tab.wait_for_function(
        "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'", timeout=120_000
    )
    tab.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    picture = tab.locator(".jp-OutputArea-output img[src^='data:image/svg+xml']")
    picture.first.wait_for(timeout=180_000)
    size = picture.first.bounding_box()
    assert size and size["width"] > 300 and size["height"] > 150
    assert "font/woff;base64" in tab.evaluate(
        "decodeURIComponent(document.querySelector(\".jp-OutputArea-output img[src^='data:image/svg']\").src)"
    )
    tab.wait_for_function("document.querySelector('.qc-plan mark.quantified') !== null", timeout=120_000)
    assert tab.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert [address for address in tab.outside if "jupyter" not in address] == []
