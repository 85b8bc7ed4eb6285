"""Charts of other corpora than the five plans: one plan and hundreds, of one place, judged by nobody, with odd names."""

import re

import pandas as pd
import pytest

import qcompare as qc
from qcompare.figures import fonts, render
from qcompare.figures.chart.base import FIGURES
from qcompare.figures.tables import gather
from qcompare.findings.reading import readable
from qcompare.measures.registry import Measures
from qcompare.paths import plans_dir


@pytest.fixture(scope="module")
def corpus():
    return qc.load()


def test_plans_of_one_place_have_a_row_or_column_each(corpus):
    one = Measures(corpus.targets, corpus.plans.assign(jurisdiction="吉林省四平市"), corpus.sentences, corpus.numerals)
    for name in ("coverage", "strictness", "ladder", "elements", "density"):
        words = fonts.texts(render.svg(FIGURES[name].draw(*gather(one, FIGURES[name].tables), lang="zh").to_dict()))
        names = {word for word in words if word.startswith("四平") and len(word) < 24}
        assert len(names) == 5, (name, names)
    items = one.pmc.pivot_table(index="item", columns="plan", values="present").reset_index()
    items.columns = [one.name(column) for column in items]
    assert readable(items).shape == items.shape


def test_of_plans_that_nobody_has_judged_nothing_is_counted(corpus, tmp_path):
    own = tmp_path / "a.txt"
    own.write_text(
        "甲市质量发展规划\n一、发展目标\n到2020年，产品质量监督抽查合格率达到96%以上。\n" + "完善质量工作机制。\n" * 60,
        encoding="utf-8",
    )
    tables = gather(qc.load([plans_dir() / "siping.txt", own]), FIGURES["coverage"].tables)
    for lang, word in (("zh", "未判定"), ("en", "not judged")):
        spec = FIGURES["coverage"].draw(*tables, lang=lang).to_dict()
        words = fonts.texts(render.svg(spec))
        assert word in words and not any(text.startswith(("0 of", "0 /")) and "45" in text for text in words)
        rows = [row for data in spec["datasets"].values() for row in data if row.get("plan") == "a" and "mark" in row]
        assert rows and {row["what"] for row in rows} <= {
            "未经人工判定",
            "not judged by a person",
            "程序建议，未经人工判定",
            "suggested by the program, not judged",
        }
        assert word in spec["usermeta"]["alt"] and "A 0" not in spec["usermeta"]["alt"]


def test_a_proposal_is_never_drawn_as_a_match(corpus):
    for name in ("levels", "magnitudes"):
        tables = gather(corpus, FIGURES[name].tables)
        some = tables[0].copy()
        some.loc[some["plan"] == "siping", "status"] = "proposed"
        for table, siping in ((tables[0], True), (some, False)):
            spec = FIGURES[name].draw(table, *tables[1:], lang="en").to_dict()
            drawn = {row["plan"] for data in spec["datasets"].values() for row in data if "plan" in row}
            assert ("siping" in drawn) is siping and "tianjin" in drawn
            assert name == "magnitudes" or ("not judged" in spec["usermeta"]["note"]) is not siping


@pytest.mark.parametrize("count", [1, 9, 25])
def test_figures_hold_one_plan_and_many(corpus, count):
    plans = [f"p{number:02}" for number in range(count)]
    five = ["siping", "anhui", "nantong", "tianjin", "qingdao"]
    facts = [
        {
            "plan": plan,
            "zh": f"地{place}",
            "en": f"Place {place}",
            "horizon": 2010 + place,
            "issued": f"20{place + 10}-01-01",
        }
        for place, plan in enumerate(plans)
    ]

    def many(table: pd.DataFrame) -> pd.DataFrame:
        parts = [table[table["plan"] == five[place % 5]].assign(plan=plan) for place, plan in enumerate(plans)]
        out = pd.concat([table[table["plan"] == "national"], *parts], ignore_index=True)
        out.attrs = {**table.attrs, "plans": facts}
        return out

    for name in ("ladder", "elements", "density", "strictness", "coverage", "domains", "levels", "reached"):
        tables = [many(table) for table in gather(corpus, FIGURES[name].tables) if "other" not in table]
        for size in ({}, {"width": 84, "font_size": 7}) if name == "strictness" else ({"width": 84},):
            spec = FIGURES[name].draw(*tables, lang="en", **size).to_dict()
            picture = render.svg(spec)
            wide = float(re.search(r'width="([\d.]+)"', picture).group(1))
            assert wide <= (330 if size else 960), (name, size, wide)
            assert len(spec["usermeta"]["title"]) <= 110 and len(spec["usermeta"]["note"]) < 600, (name, size)


@pytest.mark.parametrize("name", ["coverage", "domains", "headings"])
def test_columns_of_hundreds_of_plans_are_drawn_without_words(name: str) -> None:
    """Where a column has no room for a mark, its colour alone is left."""
    entry = FIGURES[name]
    tables = gather(qc.load(), entry.tables)
    many = []
    for table in tables:
        copies = [table.assign(plan=table["plan"].astype("string") + f"-{number}") for number in range(60)]
        many.append(pd.concat(copies, ignore_index=True))
        many[-1].attrs = table.attrs
    entry.draw(*many, lang="zh").to_dict()


@pytest.mark.parametrize("name", ["toString", "constructor", "__proto__", "hasOwnProperty", "𠮷\U0001f600\ue000"])
def test_no_name_of_a_plan_ends_a_figure(corpus, name):
    for figure in ("ladder", "strictness", "levels", "domains", "reuse"):
        tables = gather(corpus, FIGURES[figure].tables)
        for at, table in enumerate(tables):
            facts = [
                {**row, "plan": name, "zh": name, "en": name} if row["plan"] == "siping" else row
                for row in table.attrs["plans"]
            ]
            attrs = {**table.attrs, "plans": facts}
            tables[at] = table.replace(
                {"plan": {"siping": name}, **({"other": {"siping": name}} if "other" in table else {})}
            )
            tables[at].attrs = attrs
        words = fonts.texts(render.svg(FIGURES[figure].draw(*tables, lang="en").to_dict()))
        shown = fonts.drawable(name)
        assert any(shown in word for word in words), (figure, name)
        assert name.isascii() or any("U+1F600" in word for word in words), figure


def test_a_character_that_no_font_draws_is_replaced_and_named_below(corpus):
    spec = FIGURES["ladder"].draw(*gather(corpus, FIGURES["ladder"].tables)).to_dict()
    spec["title"]["text"] = ["目标 \U0001f600\ue000 𠮷\x01"]
    words = fonts.texts(render.svg(spec))
    assert "目标 〓〓 𠮷〓" in words
    assert any("U+0001, U+E000, U+1F600" in text for text in words)
    whole = render.standalone(render.svg(spec))
    assert 'font-family:"Noto Sans JP"' in whole and render.png(render.svg(spec)).startswith(b"\x89PNG")
