"""The files of the figure set: same chart, same bytes; checked, taken over, safe to open elsewhere."""

import functools
import json
import os
import re
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pypdfium2
import pytest

import qcompare as qc
from qcompare.figures import export, fonts, png, render
from qcompare.figures.kept import differences
from qcompare.paths import plans_dir


@pytest.fixture(scope="module")
def corpus():
    return qc.load()


def test_a_gradient_is_numbered_within_its_picture():
    rows = pd.DataFrame({"x": [0.1, 0.9], "a": ["a", "b"]})
    spec = alt.Chart(rows).mark_rect().encode(x="a:N", color="x:Q").to_dict()  # its legend is a gradient
    for _ in range(2):
        render._svg.cache_clear()
        assert set(re.findall(r"gradient_\d+", render.svg(spec))) == {"gradient_0"}


def test_a_pdf_is_the_same_each_time(corpus):
    drawn = next(export.draw(corpus, ["headings"]))  # of many parts, which the renderer lists in any order
    picture = render.svg(drawn.spec)
    assert render.pdf(picture) == render.pdf(picture)


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_a_pdf_holds_its_words_whatever_they_are():
    """The font made for a picture is found by its name, which is made of the picture's characters."""
    for text in ("达到", "稳定在", "不低于", "合格率", "顾客满意度", "coverage", "density", "ladder"):
        spec = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q").properties(title=text).to_dict()
        assert text in "".join(words_of(render.pdf(render.svg(spec))).split())


def test_each_published_pdf_has_its_words():
    for path in (Path(__file__).parents[1] / "figures").glob("*/*.pdf"):
        assert len(words_of(path.read_bytes())) > 100, path


def test_a_palette_keeps_the_picture():
    rows = np.zeros((20, 1 + 4 * 30), np.uint8)
    rows[:, 0] = 1
    pixels = np.full((20, 30, 4), 255, np.uint8)
    pixels[5:9, 3:20, :3] = (0, 114, 178)
    rows[:, 1:] = np.diff(pixels, axis=1, prepend=np.zeros((20, 1, 4), np.uint8)).reshape(20, -1)
    header = (30).to_bytes(4, "big") + (20).to_bytes(4, "big") + bytes([8, 6, 0, 0, 0])
    data = (
        png._SIGNATURE
        + png._chunk(b"IHDR", header)
        + png._chunk(b"IDAT", zlib.compress(rows.tobytes()))
        + png._chunk(b"IEND", b"")
    )
    small = dict(png._chunks(png.shrink(data)))
    palette = np.frombuffer(small[b"PLTE"], np.uint8).reshape(-1, 3)
    places = np.frombuffer(zlib.decompress(small[b"IDAT"]), np.uint8).reshape(20, 31)[:, 1:]
    assert (palette[places] == pixels[:, :, :3]).all()


def test_no_spreadsheet_takes_a_text_for_a_formula():
    text = export.to_csv(pd.DataFrame({"a": ["=cmd|x", "+1", "@x", "-2", "质量"], "b": [-1, 2.5, None, 0, 1]}))
    assert text == "a,b\n'=cmd|x,-1.0\n'+1,2.5\n'@x,\n'-2,0.0\n质量,1.0\n"


def test_the_set_is_written_checked_and_taken_over(corpus, tmp_path, monkeypatch):
    made = export.build(corpus, names=["ladder", "corpus_table"], langs=["zh"])
    assert {name.rpartition(".")[2] for name in made} == {"svg", "png", "pdf", "json", "csv", "txt", "html", "md"}
    for name, data in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert differences(tmp_path, made) == []
    entries = json.loads(made["manifest.json"])["figures"]
    assert {"id", "question", "caption", "alt", "inputs", "parameters", "files", "key"} <= set(entries[0])
    monkeypatch.setattr(export, "contents", lambda drawn: pytest.fail("drawn again though nothing changed"))
    assert export.build(corpus, names=["ladder", "corpus_table"], langs=["zh"], kept=[tmp_path]) == made
    (tmp_path / "ladder" / "ladder.csv").write_text("changed")
    (tmp_path / "extra.txt").write_text("x")
    (tmp_path / "ladder" / "ladder.zh.png").unlink()
    assert differences(tmp_path, made) == [
        "missing: ladder/ladder.zh.png", "differs: ladder/ladder.csv", "not in the set: extra.txt"
    ]  # fmt: skip


_DIGEST = """
import hashlib, qcompare as qc
from qcompare.figures import export
made = export.build(qc.load(), names=["strictness", "ladder", "corpus_table"], langs=["zh"])
print(hashlib.sha256(repr(sorted(made.items())).encode()).hexdigest())
"""


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_zone_locale_folder_hash_seed_or_system_fonts(tmp_path):
    found = set()
    none = tmp_path / "fonts.conf"  # a machine without a font
    none.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>')
    fonts_of = {
        "/": {},
        str(tmp_path): {"FONTCONFIG_FILE": str(none), "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)},
    }
    for zone, locale, seed, folder in (("UTC", "C", "1", "/"), ("America/New_York", "C.UTF-8", "2", str(tmp_path))):
        env = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, **fonts_of[folder]}
        run = subprocess.run(
            [sys.executable, "-c", _DIGEST], env=env, cwd=folder, capture_output=True, text=True, check=True
        )
        found.add(run.stdout)
    assert len(found) == 1


def test_specifications_are_json_without_nan(corpus):
    """Jupyter warns of NaN, and other programs refuse it: a missing value is null."""
    drawn = next(export.draw(corpus, ["strictness"]))
    made = export.contents(drawn)[f"strictness.{drawn.lang}.vl.json"]

    def refuse(word):
        raise AssertionError(word)

    json.loads(made, parse_constant=refuse)


def test_a_figure_that_cannot_be_drawn_is_named_and_the_others_are_made(monkeypatch):
    from dataclasses import replace

    from qcompare.corpus import load
    from qcompare.figures import chart  # noqa: F401 - fills FIGURES
    from qcompare.figures.chart.base import FIGURES

    def broken(*_, **__):
        raise ValueError("cannot convert float NaN to integer\n\nStack backtrace:")

    before = FIGURES["levels"]
    corpus = load(plans_dir() / "siping.txt")
    FIGURES["levels"] = replace(before, draw=broken)
    failed: list[str] = []
    try:
        drawings = list(export.draw(corpus, ["levels", "elements"], ["zh"], failed=failed))
        with pytest.raises(ValueError, match="NaN"):
            list(export.draw(corpus, ["levels"], ["zh"]))
    finally:
        FIGURES["levels"] = before
    assert [drawn.name for drawn in drawings] == ["elements"]
    reason = "ValueError: cannot convert float NaN to integer"
    assert failed == [f"levels.zh: this figure could not be drawn ({reason})"]
    # what the renderer refuses is named likewise
    draws = export.contents
    monkeypatch.setattr(export, "contents", lambda drawn, without: broken() if drawn is bad else draws(drawn, without))
    bad = replace(drawings[0], name="bad")
    made = export.build(corpus, drawings=[bad, drawings[0]], without=("png", "pdf"), failed=failed)
    assert len(failed) == 2 and failed[1].startswith("bad.zh: ")
    assert "elements/elements.zh.svg" in made


def test_threads_that_draw_at_once_share_the_folder_of_fonts(monkeypatch):
    monkeypatch.setattr(fonts, "_SMALL", set())

    @functools.cache
    def folder():
        time.sleep(0.05)  # as on a busy machine: each thread comes to it before the first has it
        return fonts.tempfile.TemporaryDirectory(prefix="qcompare-fonts-")

    monkeypatch.setattr(fonts, "_of_this_process", folder)
    together = threading.Barrier(8)

    def add(char):
        together.wait()
        return fonts.small([([char], [])])[0]

    with ThreadPoolExecutor(8) as pool:
        families = list(pool.map(add, "质量发展规划四平"))
    files = list(Path(fonts._of_this_process().name).rglob("*.otf"))
    assert {path.stem for path in files} == {f"{family}-{weight}" for family in families for weight in (400, 700)}
