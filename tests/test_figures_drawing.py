"""A chart as an object, a picture and a file: altair, theme, colours, rows, fonts, what a page and Jupyter take of it."""

import io
import re
import struct
import zlib
from itertools import pairwise

import altair as alt
import pandas as pd
import pytest
from fontTools.ttLib import TTFont

import qcompare as qc
from qcompare.errors import ParameterError, SchemaError
from qcompare.figures import cells, chart, display, fonts, png, render, theme
from qcompare.figures.chart.base import FIGURES, number, version
from qcompare.figures.tables import gather


@pytest.fixture(scope="module")
def corpus():
    return qc.load()


@pytest.fixture(scope="module", params=["zh", "en"])
def drawn(request, corpus):
    """Two charts in one language: name → (specification, svg)."""
    specs = {
        name: FIGURES[name].draw(*gather(corpus, FIGURES[name].tables), lang=request.param).to_dict()
        for name in ("ladder", "strictness")
    }
    return request.param, {name: (spec, render.svg(spec)) for name, spec in specs.items()}


def test_a_figure_for_print_is_as_wide_as_asked_and_says_what_it_is_told(corpus):
    picture = render.svg(chart.strictness(corpus, lang="en", width=84, font_size=7, title="Own words").to_dict())
    assert abs(float(re.search(r'width="([\d.]+)"', picture).group(1)) * 25.4 / 96 - 84) < 2
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)px"', picture)}
    assert min(sizes) >= 6 * 96 / 72 * 0.85 and "Own words" in fonts.texts(picture)
    with pytest.raises(ParameterError, match="millimetres between 40 and 600"):
        chart.strictness(corpus, width=8.4)


def test_a_figure_is_an_altair_chart_to_go_on_with(corpus):
    spec = chart.ladder(corpus, lang="en").to_dict()
    titled = chart.ladder(corpus, lang="en").properties(title="My own")
    assert titled.to_dict() == {**spec, "title": "My own"}
    changed = chart.ladder(corpus, lang="en")
    changed.title = "My own"
    assert changed.to_dict() == titled.to_dict() and chart.ladder(corpus, lang="en").to_dict() == spec
    first = chart.ladder(corpus, lang="en").vconcat[0].layer[0]
    assert isinstance(first, alt.Chart) and first.mark_point().to_dict()["mark"] == {"type": "point"}


def test_a_figure_stands_on_the_theme_of_the_session(corpus):
    made = chart.ladder(corpus, lang="en")
    with alt.theme.enable("dark"):
        spec = made.to_dict()
    assert spec["config"]["view"]["continuousWidth"] == 420 and spec["usermeta"]["embedOptions"] == {"theme": "dark"}


def test_saving_a_chart_draws_its_text(corpus, tmp_path):
    made = chart.ladder(corpus, lang="zh")
    made.save(tmp_path / "a.svg")
    made.save(str(tmp_path / "a.png"))
    assert "font/woff;base64" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert (tmp_path / "a.png").read_bytes() == render.png(render.svg(render.slim(made.to_dict())))


def test_a_page_sets_title_and_note_itself(drawn):
    spec = drawn[1]["ladder"][0]
    words = "".join(fonts.texts(render.svg(render.bare(spec))))
    assert spec["usermeta"]["source"][:20] not in words and spec["usermeta"]["title"][:12] not in words


def test_colours_are_told_apart_by_more_than_colour():
    kinds = [kind for kind in cells.KINDS.values() if " " in kind.name]
    assert len({(kind.mark, kind.name.split()[1]) for kind in kinds}) == len(
        kinds
    )  # mark for the level, a word for the year
    assert len({kind.mark for kind in cells.KINDS.values() if " " not in kind.name}) == len(cells.KINDS) - len(kinds)


def test_the_ordered_palette_reads_as_an_order_in_grey():
    for ramp in (theme.ORDERED, theme.PLUMS):
        grey = [
            sum(weight * int(colour[i : i + 2], 16) for weight, i in ((0.2126, 1), (0.7152, 3), (0.0722, 5)))
            for colour in ramp
        ]
        assert all(a - b > 12 for a, b in pairwise(grey))


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(SchemaError, match="lacks the columns rung, targets"):
        chart.ladder(pd.DataFrame({"plan": ["x"]}))
    with pytest.raises(ParameterError, match="fr"):
        chart.ladder(pd.DataFrame(), lang="fr")
    with pytest.raises(ParameterError, match="takes a corpus"):
        chart.ladder("siping")


def test_in_jupyter_a_chart_is_a_picture_with_its_font_and_needs_no_network(drawn):
    spec = drawn[1]["ladder"][0]
    bundle = display.renderer(spec)
    assert set(bundle) == {display.SVG, display.SPEC, "text/plain"}
    assert "font/woff;base64" in bundle[display.SVG]
    assert not re.search(r'(?:href|src|url\()\s*=?\s*["\']?https?://', bundle[display.SVG])
    assert bundle["text/plain"] == spec["usermeta"]["alt"]


def test_rows_of_a_chart_are_those_of_altair_without_nan():
    table = pd.DataFrame({
        "words": ["a", None, "质量"], "number": [1.5, float("nan"), float("inf")], "whole": [1, 2, 3], "told": [True, False, True],
        "string": pd.array(["a", pd.NA, "b"], "string"), "integer": pd.array([1, None, 3], "Int64"),
        "perhaps": pd.array([True, None, False], "boolean"), "mixed": [1, "a", None],
    })  # fmt: skip
    plain = display.values(table)["values"]
    assert plain[1] == {
        "words": None,
        "number": None,
        "whole": 2,
        "told": False,
        "string": None,
        "integer": None,
        "perhaps": None,
        "mixed": "a",
    }
    assert repr(plain) == repr(alt.default_data_transformer(table)["values"]).replace("nan", "None")
    other = table.assign(
        day=pd.to_datetime(["2020-01-01"] * 3), several=[["a"], ["b"], []], kind=pd.Categorical(["x", "y", "x"])
    )
    assert display.values(other)["values"][0] == {
        **plain[0],
        "day": "2020-01-01T00:00:00",
        "several": ["a"],
        "kind": "x",
    }
    with pytest.raises(alt.MaxRowsError):
        display.values(table, max_rows=2)


def test_a_batch_leaves_the_drawing_to_one_process(drawn, monkeypatch):
    monkeypatch.setenv(display.LATER, "1")
    assert display.SVG not in display.renderer(drawn[1]["ladder"][0])


def test_files_are_small_and_say_their_resolution(drawn):
    made = render.png(drawn[1]["strictness"][1])
    chunks = dict(png._chunks(made))
    assert len(made) < 250_000
    assert int.from_bytes(chunks[b"pHYs"][:4], "big") == round(300 / 0.0254)
    assert render.pdf(drawn[1]["strictness"][1]).startswith(b"%PDF")


def test_numbers_are_printed_as_a_reader_expects():
    assert [number(value, 2) for value in (1234.5, -0.001, float("nan"), 0.4)] == ["1,234.5", "0", "–", "0.4"]


def test_the_data_version_changes_with_the_data():
    one, two = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
    assert version([one]) == version([one.copy()]) != version([two])


def test_a_table_that_packs_to_its_own_size_is_read_as_it_was():
    sizes = set()
    for zeros in range(40):
        data = bytes(range(100)) + bytes(zeros)
        font = struct.pack(">4sHHHH4sIII", b"\0\1\0\0", 1, 16, 0, 0, b"hmtx", 0, 28, len(data)) + data
        packed = fonts.woff(font)
        sizes.add(len(zlib.compress(data, 9)) - len(data))
        assert TTFont(io.BytesIO(packed)).reader["hmtx"] == data, zeros
    assert 0 in sizes
