"""The documentation comes along: pages as text in both languages, their links, the tutorials' files, and where the site is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qcompare import documentation
from qcompare.cli import COMMANDS, main
from qcompare.corpus import load
from qcompare.errors import SourceError
from qcompare.study.understanding import text, understand


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QCOMPARE_LANG", "en")
    monkeypatch.delenv(documentation.SITE, raising=False)


def test_every_page_is_there_in_both_languages_as_plain_text() -> None:
    for lang in ("zh", "en"):
        known = documentation.pages(lang)
        assert {"first", "own", "yardstick", "correct", "benchmark", "reading", "study", "accuracy", "codebook"} <= set(
            known
        )
        for name in known:
            text = documentation.page(name, lang)
            assert text.startswith("#") and not re.search(r"\{download\}|toctree|<!--|\]\([\w./-]+\.md", text), (
                lang,
                name,
            )
    assert set(documentation.pages("zh")) == set(documentation.pages("en"))


def test_what_help_and_pages_name_is_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    known = documentation.pages("en")
    assert set(documentation.PAGE_OF) == set(COMMANDS) - {"docs"} and set(documentation.PAGE_OF.values()) <= set(known)
    package = Path(documentation.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in (*package.rglob("*.py"), package / "reports/page_text.csv")]
    texts += [documentation.page(name, "en") for name in known]
    named = {name for one in texts for name in re.findall(r"qcompare docs ([a-z][a-z-]+)", one)}
    assert named - set(known) == set()
    assert main(["figures", "--help"]) == 0
    assert "Step by step: qcompare docs paper" in capsys.readouterr().out


def test_a_page_is_shown_and_an_unknown_one_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs"]) == 0
    assert "benchmark " in capsys.readouterr().out
    assert main(["docs", "benchmark", "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("# 用另一份文件作对照")
    assert main(["docs", "benchmrk"]) == 2
    assert "did you mean 'benchmark'" in capsys.readouterr().err


def test_the_site_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(documentation.SITE, "https://example.org/docs")
    assert documentation.address("own", "en") == "https://example.org/docs/en/own.html"
    assert documentation.address("codebook", "zh") == "https://example.org/docs/made/codebook.html"
    monkeypatch.setenv(documentation.SITE, str(tmp_path))
    with pytest.raises(SourceError, match="no pages"):
        documentation.site()
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    assert documentation.address("methods", "en") == (tmp_path / "methods.html").as_uri()


def test_the_files_of_the_tutorials_are_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "goals.csv").write_text("mine", encoding="utf-8")
    assert main(["docs", "--samples", str(tmp_path)]) == 0
    assert sorted(path.name for path in (tmp_path / "plans").iterdir()) == [
        "dongping.docx",
        "nanhe.docx",
        "xishan.html",
    ]
    assert (tmp_path / "goals.csv").read_text(encoding="utf-8") == "mine"
    assert "goals.csv" not in capsys.readouterr().out


def test_check_speaks_chinese_throughout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QCOMPARE_LANG", "zh")
    rates = "，".join(f"甲{sign}产品合格率达到9{number}%" for number, sign in enumerate("乙丙丁戊己庚辛"))
    (tmp_path / "x.txt").write_text(
        f"某市质量规划（2016—2020年）\n一、发展现状\n“十二五”期间，产品合格率由90%提高到93%。\n二、主要目标\n到2020年，{rates}。\n三、保障\n"
        "表1\n指标\t乙\t丙\t丁\n8\t9\n7\t6\t5\t4\n", encoding="utf-8"
    )  # fmt: skip
    said = text(understand(load(tmp_path / "x.txt")))
    assert not re.findall(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", re.sub(r"qcompare [a-z ]+", "", said)) and "等，另有" in said
